// Package parser gives every sentence a dependency tree with one root: the tree
// layer. It requires tokens and reads the encoder's vectors; it provides heads and
// relations and writes nothing itself.
//
// Arcs and relations are scored by deep biaffine attention (Dozat and Manning
// 2017, section 3).
package parser

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"

	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder"
	"rapporteur/internal/nlp/encoder/kernel"
)

const (
	rootRelation  = "root"
	pieceRelation = "parataxis" // of the later pieces of a sentence that was cut
)

// Parser holds the weights of the arc and label heads. It does not change and
// may be shared.
type Parser struct {
	nets      []network
	relations []string
	root      int // index of "root"

	decoders sync.Pool // *decoder
}

// network is the part that reads one network of the encoder.
type network struct {
	arc      int // width of the arc vectors
	dep      encoder.Head
	head     encoder.Head
	arcRoot  []float32
	arcU     *kernel.Small
	arcUBias []float32

	label     int // width of the label vectors
	labelDep  encoder.Head
	labelHead encoder.Head
	labelRoot []float32
	labelU    *kernel.Small // from a head's label to relations in panels × (a dependent's label+1)
	labelBias []float32
}

// New reads the arc and label heads of the networks of an engine model, at least
// one; sizes are those of its encoder.
func New(networks []*model.Model, sizes []encoder.Size) (*Parser, error) {
	var v struct {
		Deprel []string `json:"deprel"`
	}
	if err := json.Unmarshal(networks[0].Vocab, &v); err != nil {
		return nil, fmt.Errorf("parser: vocab: %w", err)
	}
	p := &Parser{relations: v.Deprel, root: slices.Index(v.Deprel, rootRelation)}
	if p.root < 0 || len(v.Deprel) < 2 {
		return nil, fmt.Errorf("parser: vocab: relations are %q, want root and others", v.Deprel)
	}
	for i, m := range networks {
		n, err := read(m, sizes[i].Width, len(v.Deprel))
		if err != nil {
			return nil, fmt.Errorf("parser: network %d: %w", i, err)
		}
		p.nets = append(p.nets, n)
	}
	return p, nil
}

// read reads what belongs to one network.
func read(m *model.Model, width, relations int) (p network, err error) {
	var c struct {
		Arc   int `json:"arc"`
		Label int `json:"label"`
	}
	if err := json.Unmarshal(m.Config, &c); err != nil {
		return p, fmt.Errorf("config: %w", err)
	}
	const most = 4096
	if c.Arc < 1 || c.Arc > most || c.Label < 1 || c.Label > most {
		return p, fmt.Errorf("config: arc is %d and label %d, want 1 to %d", c.Arc, c.Label, most)
	}
	p.arc, p.label = c.Arc, c.Label
	for _, l := range []struct {
		to   *encoder.Head
		name string
		out  int
	}{{&p.dep, "arc.dep", c.Arc}, {&p.head, "arc.head", c.Arc}, {&p.labelDep, "label.dep", c.Label}, {&p.labelHead, "label.head", c.Label}} {
		if *l.to, err = encoder.ReadHead(m, l.name, l.out, width); err != nil {
			return p, err
		}
	}
	if p.arcRoot, err = m.Floats("arc.root", c.Arc); err != nil {
		return p, err
	}
	u, err := m.Floats("arc.u", c.Arc+1, c.Arc)
	if err != nil {
		return p, err
	}
	w := make([]float32, c.Arc*c.Arc) // [out, in]
	for i := range c.Arc {
		for j := range c.Arc {
			w[j*c.Arc+i] = u[i*c.Arc+j]
		}
	}
	p.arcU = kernel.PackSmall(w, c.Arc, c.Arc, c.Arc)
	p.arcUBias = append(u[c.Arc*c.Arc:], make([]float32, kernel.Stride(c.Arc)-c.Arc)...)
	if p.labelRoot, err = m.Floats("label.root", c.Label); err != nil {
		return p, err
	}
	return p, p.readLabelU(m, relations)
}

// readLabelU lays the label tensor out so that one product with a head's vector
// gives, in panels of sixteen relations, the weights for its dependents'.
func (p *network) readLabelU(m *model.Model, k int) error {
	l := p.label + 1
	u, err := m.Floats("label.u", k, l, l)
	if err != nil {
		return err
	}
	n := kernel.Stride(k) * l
	w := make([]float32, n*p.label) // [out, in]
	p.labelBias = make([]float32, n)
	for rel := range k {
		for i := range l {
			for j := range l {
				out := (rel/16*l+j)*16 + rel%16
				if v := u[(rel*l+j)*l+i]; i < p.label {
					w[out*p.label+i] = v
				} else {
					p.labelBias[out] = v
				}
			}
		}
	}
	p.labelU = kernel.PackSmall(w, n, p.label, p.label)
	return nil
}

// Predict writes heads and relations of a batch's tokens to slices that have a
// place for every token of the input. A head is the index of a token of the input,
// -1 for the root. Each sentence is a tree with one root; the pieces of a
// sentence that the encoder cut hang under the root of the first.
func (p *Parser) Predict(b *encoder.Batch, heads []int, relations []string) {
	d, _ := p.decoders.Get().(*decoder)
	if d == nil {
		d = &decoder{}
	}
	defer p.decoders.Put(d)
	mark := b.Mark()
	defer b.Release(mark)
	local := make([]int32, b.Rows) // row -> head within the segment, 0 for ROOT
	p.arcs(b, d, local)
	labels := p.labels(b, local)
	for s, seg := range b.Segments {
		for t := range seg.Len() {
			row := b.Row(s, t)
			i := seg.Start + t
			heads[i], relations[i] = seg.Start+int(local[row])-1, p.relations[labels[row]]
			if local[row] != 0 {
				continue
			}
			heads[i] = -1
			if seg.Start > seg.Head {
				heads[i], relations[i] = rootOf(heads, seg), pieceRelation
			}
		}
	}
}

// rootOf finds the root of a sentence whose first piece is done.
func rootOf(heads []int, seg encoder.Segment) int {
	i := seg.Head
	for heads[i] != -1 {
		i++
	}
	return i
}

// arcs decides the head of every row: the best tree over the sum of the networks'
// scores. Log-probabilities of the heads of a token would differ by a constant of
// that token, and each token has one head: the tree is the same.
func (p *Parser) arcs(b *encoder.Batch, d *decoder, local []int32) {
	mark := b.Mark()
	defer b.Release(mark)
	longest := b.Segments[0].Len()
	var arcs []*arcScorer
	for i := range p.nets {
		arcs = append(arcs, p.nets[i].arcs(b, &b.Readings[i], longest))
	}
	ld := kernel.Stride(longest + 1)
	scores, zero := b.Matrix(longest*ld), b.Matrix(ld)
	clear(zero)
	heads := make([]int32, longest)
	for s, seg := range b.Segments {
		n := seg.Len()
		init, ldi := zero, 0
		for _, a := range arcs {
			a.add(b, s, scores, ld, init, ldi)
			init, ldi = scores, ld
		}
		d.tree(heads[:n], scores, ld)
		for t := range n {
			local[b.Row(s, t)] = heads[t]
		}
	}
}

// arcScorer scores the arcs of a batch's segments by one network.
type arcScorer struct {
	p           *network
	head, bent  []float32 // by row: as a head; as a dependent, times arcU
	rows, cands []float32 // of the segment
	packed      *kernel.Weights
}

// arcs makes ready for segments of up to longest tokens.
func (p *network) arcs(b *encoder.Batch, r *encoder.Reading, longest int) *arcScorer {
	a := kernel.Stride(p.arc)
	dep, head := p.dep.Run(b, r), p.head.Run(b, r)
	bent := b.Matrix(b.Rows * a)
	kernel.MulSmall(bent, a, b.Round(dep, a, b.Rows, p.arc), b.Rows, p.arcU, p.arcUBias, 0)
	return &arcScorer{p: p, head: head, bent: bent, rows: b.Matrix(longest * a), cands: b.Matrix((longest + 1) * p.arc)}
}

// add writes init plus the scores of a segment's arcs to scores, as kernel.Mul
// does: a row a dependent, a column a head, ROOT first.
func (x *arcScorer) add(b *encoder.Batch, segment int, scores []float32, ld int, init []float32, ldi int) {
	w := x.p.arc
	a, n := kernel.Stride(w), b.Segments[segment].Len()
	copy(x.cands, x.p.arcRoot)
	for t := range n {
		row := b.Row(segment, t)
		copy(x.rows[t*a:(t+1)*a], x.bent[row*a:])
		copy(x.cands[(t+1)*w:(t+2)*w], x.head[row*a:])
	}
	x.packed = kernel.PackTransposed(x.packed, x.cands, n+1, w, w)
	kernel.Mul(scores, ld, x.rows, a, n, x.packed, init, ldi)
}

// labels decides the relation of every row to its head, by the sum of the
// networks' scores.
func (p *Parser) labels(b *encoder.Batch, local []int32) []int32 {
	mark := b.Mark()
	defer b.Release(mark)
	k := len(p.relations)
	ks := kernel.Stride(k)
	scores := b.Matrix(b.Rows * ks)
	clear(scores)
	hanging := dependents(b, local)
	for i := range p.nets {
		p.nets[i].addLabels(b, &b.Readings[i], hanging, scores, k)
	}
	out := make([]int32, b.Rows)
	for row := range out {
		out[row] = int32(p.root)
		if local[row] > 0 {
			out[row] = int32(p.bestLabel(scores[row*ks : row*ks+k]))
		}
	}
	return out
}

// arcRows is an arc of a batch, both ends as rows.
type arcRows struct{ head, dep int32 }

// dependents lists a batch's arcs but for those from ROOT, head by head.
func dependents(b *encoder.Batch, local []int32) []arcRows {
	out := make([]arcRows, 0, b.Rows)
	for s, seg := range b.Segments {
		from := len(out)
		for t := range seg.Len() {
			if row := b.Row(s, t); local[row] > 0 {
				out = append(out, arcRows{int32(b.Row(s, int(local[row])-1)), int32(row)})
			}
		}
		slices.SortFunc(out[from:], func(x, y arcRows) int { return cmp.Or(cmp.Compare(x.head, y.head), cmp.Compare(x.dep, y.dep)) })
	}
	return out
}

// some is the number of heads whose label products are made at a time, so that
// they stay in the cache.
const some = 24

// addLabels adds a network's scores of the relations of arcs, which are sorted by
// head, to the rows of scores. Most tokens are no heads: the product with labelU is
// that of the heads.
func (p *network) addLabels(b *encoder.Batch, r *encoder.Reading, arcs []arcRows, scores []float32, relations int) {
	mark := b.Mark()
	defer b.Release(mark)
	l, n := p.label, len(p.labelBias)
	ls, ks := kernel.Stride(l), kernel.Stride(relations)
	dep, head := p.labelDep.Run(b, r), p.labelHead.Run(b, r)
	heads, bent, cand := b.Matrix(some*ls), b.Matrix(some*n), b.Matrix(l+1)
	cand[l] = 1
	for len(arcs) > 0 {
		end, rows := 0, 0 // of the arcs whose heads go together; heads so far
		for end < len(arcs) {
			if end == 0 || arcs[end].head != arcs[end-1].head {
				if rows == some {
					break
				}
				copy(heads[rows*ls:(rows+1)*ls], head[int(arcs[end].head)*ls:])
				rows++
			}
			end++
		}
		round := b.Mark()
		kernel.MulSmall(bent, n, b.Round(heads, ls, rows, l), rows, p.labelU, p.labelBias, 0)
		b.Release(round)
		at := -1
		for i, a := range arcs[:end] {
			if i == 0 || a.head != arcs[i-1].head {
				at++
			}
			copy(cand[:l], dep[int(a.dep)*ls:])
			view := kernel.View(bent[at*n:(at+1)*n], l+1, relations)
			to := scores[int(a.dep)*ks:]
			kernel.Mul(to, ks, cand, l+1, 1, &view, to, ks)
		}
		arcs = arcs[end:]
	}
}

// bestLabel is the best relation but root, which only the child of ROOT has.
func (p *Parser) bestLabel(scores []float32) int {
	scores[p.root] = float32(math.Inf(-1))
	if best := kernel.Argmax(scores); best != p.root {
		return best
	}
	return (p.root + 1) % len(scores) // no score is a number
}
