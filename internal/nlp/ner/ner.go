// Package ner finds named entities: the entities layer. It requires tokens and
// reads the encoder's vectors; it provides doc.Entity values and writes nothing
// itself.
package ner

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder"
	"rapporteur/internal/nlp/encoder/kernel"
)

// Recogniser holds the weights of the entity head. It does not change and may
// be shared. Of several networks, the mean counts, of the tokens' scores as well as of
// the transitions'.
type Recogniser struct {
	nets               []network
	bias               []float32 // of the networks together
	tags               []tag
	trans, start, stop []float32 // trans [from, to]; forbidden ones are -infinity
}

// network is the part that reads one network of the encoder.
type network struct {
	layer encoder.Head
	out   *kernel.Weights
}

// tag is one class: where it stands in a name, and of what type.
type tag struct {
	name string         // as in the model
	mark byte           // O, B or I
	kind doc.EntityType // "" for O
}

// Label is the tag of one token.
type Label struct {
	Tag   uint16  // class of the recogniser
	Score float32 // probability of that class for this token alone
}

// New reads the entity heads of the networks of an engine model, at least one;
// sizes are those of its encoder.
func New(networks []*model.Model, sizes []encoder.Size) (*Recogniser, error) {
	var v struct {
		NER []string `json:"ner"`
	}
	if err := json.Unmarshal(networks[0].Vocab, &v); err != nil {
		return nil, fmt.Errorf("ner: vocab: %w", err)
	}
	tags, err := readTags(v.NER)
	if err != nil {
		return nil, fmt.Errorf("ner: %w", err)
	}
	n := len(tags)
	r := &Recogniser{tags: tags, bias: make([]float32, kernel.Stride(n)),
		trans: make([]float32, n*n), start: make([]float32, n), stop: make([]float32, n)}
	for i, m := range networks {
		if err := r.read(m, sizes[i].Width, 1/float32(len(networks))); err != nil {
			return nil, fmt.Errorf("ner: network %d: %w", i, err)
		}
	}
	r.forbid()
	return r, nil
}

// read adds a network, whose share of the mean is given.
func (r *Recogniser) read(m *model.Model, width int, share float32) error {
	shape := m.Shape("ner.weight")
	if len(shape) != 2 {
		return fmt.Errorf("tensor \"ner.weight\" has shape %v, want rows and columns", shape)
	}
	var net network
	var err error
	if net.layer, err = encoder.ReadHead(m, "ner", shape[0], width); err != nil {
		return err
	}
	n := len(r.tags)
	w, err := m.Floats("ner.out.weight", n, net.layer.Out)
	if err != nil {
		return err
	}
	for i := range w {
		w[i] *= share
	}
	net.out = kernel.PackTransposed(nil, w, n, net.layer.Out, net.layer.Out)
	r.nets = append(r.nets, net)
	for _, add := range []struct {
		to    []float32
		name  string
		shape []int
	}{{r.bias, "ner.out.bias", []int{n}}, {r.trans, "ner.trans", []int{n, n}}, {r.start, "ner.start", []int{n}}, {r.stop, "ner.end", []int{n}}} {
		values, err := m.Floats(add.name, add.shape...)
		if err != nil {
			return err
		}
		for i, v := range values {
			add.to[i] += share * v
		}
	}
	return nil
}

// forbid makes the transitions that BIO does not have impossible.
func (r *Recogniser) forbid() {
	n, never := len(r.tags), float32(math.Inf(-1))
	for to := range r.tags {
		if r.tags[to].mark != 'I' {
			continue
		}
		r.start[to] = never
		for from := range r.tags {
			if r.tags[from].kind != r.tags[to].kind {
				r.trans[from*n+to] = never
			}
		}
	}
}

// readTags takes the tags apart. O must be the first, so that there is a tag
// that no rule forbids and that a tie falls to.
func readTags(names []string) ([]tag, error) {
	if len(names) == 0 || names[0] != "O" {
		return nil, fmt.Errorf("vocab: entity tags are %q, want O first", names)
	}
	tags := []tag{{"O", 'O', ""}}
	for _, name := range names[1:] {
		mark, kind, ok := strings.Cut(name, "-")
		if !ok || mark != "B" && mark != "I" || kind == "" {
			return nil, fmt.Errorf("vocab: entity tag %q is none of O, B-type and I-type", name)
		}
		tags = append(tags, tag{name, mark[0], doc.EntityType(kind)})
	}
	return tags, nil
}

// Name is the tag as the model writes it: O, B-person, I-person.
func (r *Recogniser) Name(l Label) string { return r.tags[l.Tag].name }

// Predict writes the labels of a batch's tokens to labels, which has a place
// for every token of the input.
func (r *Recogniser) Predict(b *encoder.Batch, labels []Label) {
	mark := b.Mark()
	defer b.Release(mark)
	n := len(r.tags)
	ns := kernel.Stride(n)
	scores := b.Matrix(b.Rows * ns)
	init, ldi := r.bias, 0
	for i := range r.nets {
		net := &r.nets[i]
		kernel.Mul(scores, ns, net.layer.Run(b, &b.Readings[i]), kernel.Stride(net.layer.Out), b.Rows, net.out, init, ldi)
		init, ldi = scores, ns
	}
	longest := b.Segments[0].Len()
	emit, back := b.Matrix(longest*n), make([]uint16, longest*n)
	for s, seg := range b.Segments {
		for t := range seg.Len() {
			copy(emit[t*n:(t+1)*n], scores[b.Row(s, t)*ns:])
		}
		r.viterbi(labels[seg.Start:seg.End], emit, back)
	}
}

// viterbi finds the best sequence of tags that BIO allows and notes how probable
// each of its tags is. emit holds the scores of the tokens, [len(labels), tags].
func (r *Recogniser) viterbi(labels []Label, emit []float32, back []uint16) {
	n := len(r.tags)
	now, next := make([]float32, n), make([]float32, n)
	for j := range now {
		now[j] = r.start[j] + emit[j]
	}
	for t := 1; t < len(labels); t++ {
		row, from := emit[t*n:(t+1)*n], back[t*n:(t+1)*n]
		for j := range next {
			next[j], from[j] = now[0]+r.trans[j], 0
		}
		for i := 1; i < n; i++ {
			score, trans := now[i], r.trans[i*n:(i+1)*n]
			for j, v := range trans {
				if v += score; v > next[j] {
					next[j], from[j] = v, uint16(i)
				}
			}
		}
		for j, v := range row {
			next[j] += v
		}
		now, next = next, now
	}
	for j := range now {
		now[j] += r.stop[j]
	}
	at := uint16(kernel.Argmax(now))
	for t := len(labels) - 1; t >= 0; t-- {
		labels[t] = Label{Tag: at, Score: probability(emit[t*n:(t+1)*n], int(at))}
		if t > 0 {
			at = back[t*n+int(at)]
		}
	}
}

// probability is the softmax of one of the scores.
func probability(scores []float32, of int) float32 {
	if of == 0 {
		return 1 // nobody asks how sure O is
	}
	var sum float64
	for _, v := range scores {
		sum += math.Exp(float64(v - scores[of]))
	}
	return float32(1 / sum)
}

// Entities joins labels to entities; a name does not go on over the end of a
// sentence. Its score is the least of its tokens'.
func (r *Recogniser) Entities(labels []Label, sentences []encoder.Range) []doc.Entity {
	var es []doc.Entity
	for _, s := range sentences {
		open := false
		for i := s.Start; i < s.End; i++ {
			switch t := r.tags[labels[i].Tag]; {
			case t.mark == 'O':
				open = false
			case t.mark == 'I' && open && es[len(es)-1].Type == t.kind:
				e := &es[len(es)-1]
				e.End, e.Score = i+1, min(e.Score, labels[i].Score)
			default:
				es = append(es, doc.Entity{Start: i, End: i + 1, Type: t.kind, Score: labels[i].Score})
				open = true
			}
		}
	}
	return es
}
