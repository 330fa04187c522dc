// Package tagger gives every token its part of speech, features and lemma: the
// tags layer. It requires tokens and reads the encoder's vectors; it provides
// doc.Tag values and writes nothing itself.
package tagger

import (
	"encoding/json"
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder"
	"rapporteur/internal/nlp/encoder/kernel"
)

// Tagger holds the weights of the tag heads. It does not change and may be
// shared.
type Tagger struct {
	nets    []network
	classes [heads][]string
	bias    [heads][]float32 // of the networks together
	rules   []rule           // of the classes of lemma
}

// The heads, and the names that they have in a model.
const (
	upos = iota
	xpos
	feats
	lemma
	heads
)

func headNames() [heads]string { return [heads]string{"upos", "xpos", "feats", "lemma"} }

// network is the part that reads one network of the encoder.
type network struct {
	context *kernel.Small   // the shared layer, from the network's output
	input   *kernel.Weights // and from its input vector
	bias    []float32
	hidden  int
	heads   [heads]*kernel.Small // linear classifiers over the shared layer
}

// New reads the tag heads of the networks of an engine model, at least one; sizes
// are those of its encoder.
func New(networks []*model.Model, sizes []encoder.Size) (*Tagger, error) {
	t, err := read(networks, sizes)
	if err != nil {
		return nil, fmt.Errorf("tagger: %w", err)
	}
	return t, nil
}

func read(networks []*model.Model, sizes []encoder.Size) (*Tagger, error) {
	var v struct {
		UPOS  []string `json:"upos"`
		XPOS  []string `json:"xpos"`
		Feats []string `json:"feats"`
		Lemma []string `json:"lemma"`
	}
	if err := json.Unmarshal(networks[0].Vocab, &v); err != nil {
		return nil, fmt.Errorf("vocab: %w", err)
	}
	t := &Tagger{classes: [heads][]string{v.UPOS, v.XPOS, v.Feats, v.Lemma}}
	for i, name := range headNames() {
		if len(t.classes[i]) == 0 {
			return nil, fmt.Errorf("vocab has no %s", name)
		}
		t.bias[i] = make([]float32, kernel.Stride(len(t.classes[i])))
	}
	for i, m := range networks {
		n, err := t.readNetwork(m, sizes[i])
		if err != nil {
			return nil, fmt.Errorf("network %d: %w", i, err)
		}
		t.nets = append(t.nets, n)
	}
	for i, f := range v.Feats {
		if f == "_" {
			v.Feats[i] = ""
		}
	}
	for _, s := range v.Lemma {
		r, err := parseRule(s)
		if err != nil {
			return nil, fmt.Errorf("vocab: %w", err)
		}
		t.rules = append(t.rules, r)
	}
	return t, nil
}

// readNetwork reads what belongs to one network and adds its biases to t's.
func (t *Tagger) readNetwork(m *model.Model, size encoder.Size) (network, error) {
	shape := m.Shape("tag.weight")
	if len(shape) != 2 {
		return network{}, fmt.Errorf("tensor \"tag.weight\" has shape %v, want rows and columns", shape)
	}
	n, in := network{hidden: shape[0]}, size.Width+size.Input
	w, err := m.Floats("tag.weight", n.hidden, in)
	if err != nil {
		return n, err
	}
	n.context = kernel.PackSmall(w, n.hidden, size.Width, in)
	n.input = kernel.PackTransposed(nil, w[size.Width:], n.hidden, size.Input, in)
	if n.bias, err = encoder.Bias(m, "tag.bias", n.hidden); err != nil {
		return n, err
	}
	for i, name := range headNames() {
		classes := len(t.classes[i])
		if w, err = m.Floats(name+".weight", classes, n.hidden); err != nil {
			return n, err
		}
		n.heads[i] = kernel.PackSmall(w, classes, n.hidden, n.hidden)
		bias, err := encoder.Bias(m, name+".bias", classes)
		if err != nil {
			return n, err
		}
		kernel.Add(t.bias[i], bias)
	}
	return n, nil
}

// Predict writes the tags of a batch's tokens to tags, which has a place for
// every token of the input. The best class is that of the networks' mean: their
// scores are summed up.
func (t *Tagger) Predict(b *encoder.Batch, tags []doc.Tag) {
	mark := b.Mark()
	defer b.Release(mark)
	shared := make([]kernel.Rounded, len(t.nets))
	for i := range t.nets {
		shared[i] = t.nets[i].shared(b, &b.Readings[i])
	}
	var best [heads][]int32
	for i := range best {
		best[i] = t.best(b, i, shared)
	}
	for s, seg := range b.Segments {
		for i := range seg.Len() {
			row := b.Row(s, i)
			tags[seg.Start+i] = doc.Tag{
				UPOS:  t.classes[upos][best[upos][row]],
				XPOS:  t.classes[xpos][best[xpos][row]],
				Feats: t.classes[feats][best[feats][row]],
				Lemma: t.rules[best[lemma][row]].apply(b.Forms[seg.Start+i]),
			}
		}
	}
}

// shared is the output of the layer that the heads of a network share.
func (n *network) shared(b *encoder.Batch, r *encoder.Reading) kernel.Rounded {
	stride := kernel.Stride(n.hidden)
	shared := b.Matrix(b.Rows * stride)
	forms := b.Matrix(b.Distinct * stride)
	kernel.Mul(forms, stride, r.Inputs, r.InputStride, b.Distinct, n.input, n.bias, 0)
	for i, id := range b.FormOf[:b.Rows] {
		copy(shared[i*stride:(i+1)*stride], forms[int(id)*stride:])
	}
	kernel.MulSmall(shared, stride, r.Small, b.Rows, n.context, shared, stride)
	kernel.LeakyReLU(shared, encoder.Leak)
	return b.Round(shared, stride, b.Rows, n.hidden)
}

// some is the number of rows that are classified at a time, so that the scores
// stay in the cache.
const some = 96

// best gives the class of each row by one of the heads; ties go to the lower
// class.
func (t *Tagger) best(b *encoder.Batch, which int, shared []kernel.Rounded) []int32 {
	mark := b.Mark()
	defer b.Release(mark)
	classes := len(t.classes[which])
	stride := kernel.Stride(classes)
	scores, out := b.Matrix(some*stride), make([]int32, b.Rows)
	for top := 0; top < b.Rows; top += some {
		rows := min(some, b.Rows-top)
		init, ldi := t.bias[which], 0
		for i, x := range shared {
			part := kernel.Rounded{Values: x.Values[top*x.Stride:], Stride: x.Stride, Factors: x.Factors[top : top+rows]}
			kernel.MulSmall(scores, stride, part, rows, t.nets[i].heads[which], init, ldi)
			init, ldi = scores, stride
		}
		for i := range rows {
			out[top+i] = int32(kernel.Argmax(scores[i*stride : i*stride+classes]))
		}
	}
	return out
}
