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
	context      *kernel.Small   // the shared layer, from the encoder's output
	input        *kernel.Weights // and from the input vector
	bias         []float32
	hidden       int
	upos, xpos   head
	feats, lemma head
	rules        []rule
}

// head is a linear classifier over the shared layer.
type head struct {
	classes []string
	w       *kernel.Small
	bias    []float32
}

// New reads the tag heads of an engine model; width and inputWidth are those
// of its encoder.
func New(m *model.Model, width, inputWidth int) (*Tagger, error) {
	var v struct {
		UPOS  []string `json:"upos"`
		XPOS  []string `json:"xpos"`
		Feats []string `json:"feats"`
		Lemma []string `json:"lemma"`
	}
	if err := json.Unmarshal(m.Vocab, &v); err != nil {
		return nil, fmt.Errorf("tagger: vocab: %w", err)
	}
	shape := m.Shape("tag.weight")
	if len(shape) != 2 {
		return nil, fmt.Errorf("tagger: tensor \"tag.weight\" has shape %v, want rows and columns", shape)
	}
	t := &Tagger{hidden: shape[0]}
	w, err := m.Floats("tag.weight", t.hidden, width+inputWidth)
	if err != nil {
		return nil, fmt.Errorf("tagger: %w", err)
	}
	t.context = kernel.PackSmall(w, t.hidden, width, width+inputWidth)
	t.input = kernel.PackTransposed(nil, w[width:], t.hidden, inputWidth, width+inputWidth)
	if t.bias, err = encoder.Bias(m, "tag.bias", t.hidden); err != nil {
		return nil, fmt.Errorf("tagger: %w", err)
	}
	for _, h := range []struct {
		name    string
		to      *head
		classes []string
	}{{"upos", &t.upos, v.UPOS}, {"xpos", &t.xpos, v.XPOS}, {"feats", &t.feats, v.Feats}, {"lemma", &t.lemma, v.Lemma}} {
		if len(h.classes) == 0 {
			return nil, fmt.Errorf("tagger: vocab has no %s", h.name)
		}
		h.to.classes = h.classes
		w, err := m.Floats(h.name+".weight", len(h.classes), t.hidden)
		if err != nil {
			return nil, fmt.Errorf("tagger: %w", err)
		}
		h.to.w = kernel.PackSmall(w, len(h.classes), t.hidden, t.hidden)
		if h.to.bias, err = encoder.Bias(m, h.name+".bias", len(h.classes)); err != nil {
			return nil, fmt.Errorf("tagger: %w", err)
		}
	}
	for i, f := range t.feats.classes {
		if f == "_" {
			t.feats.classes[i] = ""
		}
	}
	for _, s := range v.Lemma {
		r, err := parseRule(s)
		if err != nil {
			return nil, fmt.Errorf("tagger: vocab: %w", err)
		}
		t.rules = append(t.rules, r)
	}
	return t, nil
}

// Predict writes the tags of a batch's tokens to tags, which has a place for
// every token of the input.
func (t *Tagger) Predict(b *encoder.Batch, tags []doc.Tag) {
	mark := b.Mark()
	defer b.Release(mark)
	stride := kernel.Stride(t.hidden)
	shared := b.Matrix(b.Rows * stride)
	forms := b.Matrix(b.Distinct * stride)
	kernel.Mul(forms, stride, b.Inputs, b.InputStride, b.Distinct, t.input, t.bias, 0)
	for r, id := range b.FormOf[:b.Rows] {
		copy(shared[r*stride:(r+1)*stride], forms[int(id)*stride:])
	}
	kernel.MulSmall(shared, stride, b.Small, b.Rows, t.context, shared, stride)
	kernel.LeakyReLU(shared, encoder.Leak)
	x := b.Round(shared, stride, b.Rows, t.hidden)
	upos, xpos, feats, lemma := t.upos.best(b, x), t.xpos.best(b, x), t.feats.best(b, x), t.lemma.best(b, x)
	for s, seg := range b.Segments {
		for i := range seg.Len() {
			row := b.Row(s, i)
			tags[seg.Start+i] = doc.Tag{
				UPOS:  t.upos.classes[upos[row]],
				XPOS:  t.xpos.classes[xpos[row]],
				Feats: t.feats.classes[feats[row]],
				Lemma: t.rules[lemma[row]].apply(b.Forms[seg.Start+i]),
			}
		}
	}
}

// some is the number of rows that are classified at a time, so that the scores
// stay in the cache.
const some = 96

// best gives the class of each row; ties go to the lower class.
func (h *head) best(b *encoder.Batch, x kernel.Rounded) []int32 {
	mark := b.Mark()
	defer b.Release(mark)
	n := kernel.Stride(len(h.classes))
	scores, out := b.Matrix(some*n), make([]int32, b.Rows)
	for top := 0; top < b.Rows; top += some {
		rows := min(some, b.Rows-top)
		part := kernel.Rounded{Values: x.Values[top*x.Stride:], Stride: x.Stride, Factors: x.Factors[top : top+rows]}
		kernel.MulSmall(scores, n, part, rows, h.w, h.bias, 0)
		for i := range rows {
			out[top+i] = int32(kernel.Argmax(scores[i*n : i*n+len(h.classes)]))
		}
	}
	return out
}
