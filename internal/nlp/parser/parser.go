// Package parser gives every sentence a dependency tree with one root: the tree
// layer. It requires tokens and reads the encoder's vectors; it provides heads and
// relations and writes nothing itself.
//
// Arcs and relations are scored by deep biaffine attention (Dozat and Manning
// 2017, section 3).
package parser

import (
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
	arc      int // width of the arc vectors
	dep      encoder.Head
	head     encoder.Head
	arcRoot  []float32
	arcU     *kernel.Weights
	arcUBias []float32

	label     int // width of the label vectors
	labelDep  encoder.Head
	labelHead encoder.Head
	labelRoot []float32
	labelU    *kernel.Small // from label to relations in panels × (label+1)
	labelBias []float32
	relations []string
	root      int // index of "root"

	decoders sync.Pool // *decoder
}

// New reads the arc and label heads of an engine model; width is that of its
// encoder.
func New(m *model.Model, width int) (*Parser, error) {
	p, err := read(m, width)
	if err != nil {
		return nil, fmt.Errorf("parser: %w", err)
	}
	return p, nil
}

func read(m *model.Model, width int) (*Parser, error) {
	var c struct {
		Arc   int `json:"arc"`
		Label int `json:"label"`
	}
	if err := json.Unmarshal(m.Config, &c); err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	var v struct {
		Deprel []string `json:"deprel"`
	}
	if err := json.Unmarshal(m.Vocab, &v); err != nil {
		return nil, fmt.Errorf("vocab: %w", err)
	}
	const most = 4096
	if c.Arc < 1 || c.Arc > most || c.Label < 1 || c.Label > most {
		return nil, fmt.Errorf("config: arc is %d and label %d, want 1 to %d", c.Arc, c.Label, most)
	}
	p := &Parser{arc: c.Arc, label: c.Label, relations: v.Deprel, root: slices.Index(v.Deprel, rootRelation)}
	if p.root < 0 || len(v.Deprel) < 2 {
		return nil, fmt.Errorf("vocab: relations are %q, want root and others", v.Deprel)
	}
	for _, l := range []struct {
		to   *encoder.Head
		name string
		out  int
	}{{&p.dep, "arc.dep", c.Arc}, {&p.head, "arc.head", c.Arc}, {&p.labelDep, "label.dep", c.Label}, {&p.labelHead, "label.head", c.Label}} {
		var err error
		if *l.to, err = encoder.ReadHead(m, l.name, l.out, width); err != nil {
			return nil, err
		}
	}
	var err error
	if p.arcRoot, err = m.Floats("arc.root", c.Arc); err != nil {
		return nil, err
	}
	u, err := m.Floats("arc.u", c.Arc+1, c.Arc)
	if err != nil {
		return nil, err
	}
	p.arcU = kernel.Pack(u, c.Arc, c.Arc)
	p.arcUBias = append(u[c.Arc*c.Arc:], make([]float32, kernel.Stride(c.Arc)-c.Arc)...)
	if p.labelRoot, err = m.Floats("label.root", c.Label); err != nil {
		return nil, err
	}
	return p, p.readLabelU(m)
}

// readLabelU lays the label tensor out so that one product with a dependent's
// vector gives, in panels of sixteen relations, the weights for its head's.
func (p *Parser) readLabelU(m *model.Model) error {
	k, l := len(p.relations), p.label+1
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
				if v := u[(rel*l+i)*l+j]; i < p.label {
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

// arcs decides the head of every row.
func (p *Parser) arcs(b *encoder.Batch, d *decoder, local []int32) {
	mark := b.Mark()
	defer b.Release(mark)
	a := kernel.Stride(p.arc)
	dep, head := p.dep.Run(b), p.head.Run(b)
	bent := b.Matrix(b.Rows * a)
	kernel.Mul(bent, a, dep, a, b.Rows, p.arcU, p.arcUBias, 0)
	longest := b.Segments[0].Len()
	ld := kernel.Stride(longest + 1)
	rows, cands := b.Matrix(longest*a), b.Matrix((longest+1)*p.arc)
	scores, zero := b.Matrix(longest*ld), b.Matrix(ld)
	clear(zero)
	heads := make([]int32, longest)
	var packed *kernel.Weights
	for s, seg := range b.Segments {
		n := seg.Len()
		copy(cands, p.arcRoot)
		for t := range n {
			row := b.Row(s, t)
			copy(rows[t*a:(t+1)*a], bent[row*a:])
			copy(cands[(t+1)*p.arc:(t+2)*p.arc], head[row*a:])
		}
		packed = kernel.PackTransposed(packed, cands, n+1, p.arc, p.arc)
		kernel.Mul(scores, ld, rows, a, n, packed, zero, 0)
		d.tree(heads[:n], scores, ld)
		for t := range n {
			local[b.Row(s, t)] = heads[t]
		}
	}
}

// some is the number of rows whose label products are made at a time, so that
// they stay in the cache.
const some = 24

// labels decides the relation of every row to its head.
func (p *Parser) labels(b *encoder.Batch, local []int32) []int32 {
	mark := b.Mark()
	defer b.Release(mark)
	l, k := p.label+1, len(p.relations)
	ls, ks := kernel.Stride(p.label), kernel.Stride(k)
	n := ks * l
	dep, head := p.labelDep.Run(b), p.labelHead.Run(b)
	bent, cand, zero, scores := b.Matrix(some*n), b.Matrix(l), b.Matrix(ks), b.Matrix(ks)
	clear(zero)
	cand[p.label] = 1
	out := make([]int32, b.Rows)
	segment, step := 0, 0 // of the row
	for top := 0; top < b.Rows; top += some {
		rows := min(some, b.Rows-top)
		round := b.Mark()
		kernel.MulSmall(bent, n, b.Round(dep[top*ls:], ls, rows, p.label), rows, p.labelU, p.labelBias, 0)
		b.Release(round)
		for i := range rows {
			row := top + i
			if step+1 < b.Segments[0].Len() && row == b.Row(0, step+1) {
				segment, step = 0, step+1
			}
			h := int(local[row])
			if h == 0 {
				out[row] = int32(p.root)
			} else {
				copy(cand[:p.label], head[b.Row(segment, h-1)*ls:])
				view := kernel.View(bent[i*n:(i+1)*n], l, k)
				kernel.Mul(scores, ks, cand, l, 1, &view, zero, 0)
				out[row] = int32(p.bestLabel(scores[:k]))
			}
			segment++
		}
	}
	return out
}

// bestLabel is the best relation but root, which only the child of ROOT has.
func (p *Parser) bestLabel(scores []float32) int {
	scores[p.root] = float32(math.Inf(-1))
	if best := kernel.Argmax(scores); best != p.root {
		return best
	}
	return (p.root + 1) % len(scores) // no score is a number
}
