// Package encoder turns tokens into vectors: one pass over a text whose result
// the tagger, the parser and the entity recogniser all read. It is not a stage
// by itself: it writes no layer.
//
// The input vector of a token is a function of its form alone (a frozen word
// vector and hashed prefixes, suffixes, shape and form), so it is kept in a
// bounded cache together with the first layer's product. Over the input stands
// a stack of layers, convolutions or LSTMs. Many sentences run together, longest
// first, in the layout of packed sequences, so that a step of a recurrence is one
// matrix product.
//
// Several networks may stand side by side: whoever reads a batch sums up what its
// own weights make of each network's vectors (an ensemble).
//
// train/README.md states the arithmetic exactly; here most products are done with
// small integers (package kernel). An Encoder does not change but for the cache
// and may be shared between goroutines. The vectors of a sentence do not depend
// on the sentences that it is encoded with.
package encoder

import (
	"sync"

	"rapporteur/internal/nlp/encoder/kernel"
)

// Leak is the slope of the leaky ReLU wherever the model has one.
const Leak = 0.1

// cacheRows is the number of forms that a network keeps, about 30 MB.
const cacheRows = 4096

// Encoder holds the networks.
type Encoder struct {
	nets    []*network
	batches sync.Pool // *Batch
}

// Size is the number of floats of a network's vectors.
type Size struct {
	Width int // of a token
	Input int // of a form's input vector
}

// Sizes lists those of the networks, in the order of a batch's readings.
func (e *Encoder) Sizes() []Size {
	var sizes []Size
	for _, n := range e.nets {
		sizes = append(sizes, Size{n.width, n.dim})
	}
	return sizes
}

// network holds the weights of the input and of the layers.
type network struct {
	words  map[string]int32 // normalised form -> row of the tables
	tables []table          // of the words, side by side
	unk    []float32        // in place of all of them
	feats  []hashed
	concat int // width of the features side by side
	input  *kernel.Weights
	bias   []float32
	dim    int

	// The first layer's product with the input vector depends on the form alone.
	first      *kernel.Weights
	firstBias  []float32
	firstWidth int

	layers   []layer
	residual bool  // what a layer makes is added to what it read
	last     *norm // over the output, nil for none
	width    int   // of the output

	cache *cache
}

// rowWidth is what is kept of a form: the first layer's product and the input
// vector.
func (e *network) rowWidth() int { return e.firstWidth + kernel.Stride(e.dim) }

// Each encodes the sentences of a text, some at a time, and lends each batch to
// f. Sentences are ranges of forms, in order; empty ones are passed over. A
// sentence longer than MaxSegment comes in pieces, in order. An error from f ends
// the pass and is returned; there are no others.
func (e *Encoder) Each(forms []string, sentences []Range, f func(*Batch) error) error {
	b, _ := e.batches.Get().(*Batch)
	if b == nil {
		b = &Batch{id: map[string]int32{}, Readings: make([]Reading, len(e.nets))}
	}
	defer func() {
		b.Forms = nil
		clear(b.id)
		clear(b.forms)
		e.batches.Put(b)
	}()
	b.Forms, b.Segments = forms, b.Segments[:0]
	tokens := 0
	flush := func() error {
		if tokens == 0 {
			return nil
		}
		e.encode(b)
		err := f(b)
		b.Segments, tokens = b.Segments[:0], 0
		return err
	}
	for i, s := range sentences {
		for start := s.Start; start < s.End; {
			end := start + piece(s.End-start)
			if tokens > 0 && tokens+end-start > batchTokens {
				if err := flush(); err != nil {
					return err
				}
			}
			b.Segments = append(b.Segments, Segment{start, end, i, s.Start})
			tokens += end - start
			start = end
		}
	}
	return flush()
}

// piece is the length of the next piece of n tokens: pieces of one sentence are
// about equally long.
func piece(n int) int {
	k := (n + MaxSegment - 1) / MaxSegment
	return (n + k - 1) / k
}

// encode fills a batch whose segments are set.
func (e *Encoder) encode(b *Batch) {
	b.floats.taken, b.ints.taken = 0, 0
	b.lay()
	b.number()
	for i, n := range e.nets {
		n.readForms(b, &b.Readings[i])
		n.run(b, &b.Readings[i])
	}
}

// run puts the batch through the layers.
func (e *network) run(b *Batch, r *Reading) {
	v, width := []float32(nil), 0
	if e.residual {
		v, width = b.Matrix(b.Rows*e.dim), e.dim
		for i, id := range b.FormOf[:b.Rows] {
			copy(v[i*e.dim:(i+1)*e.dim], r.Inputs[int(id)*r.InputStride:])
		}
	}
	for i := range e.layers {
		v, width = e.layers[i].run(b, r, v, width, e.residual)
	}
	if e.last != nil {
		e.last.run(v, v, b.Rows)
	}
	r.Hidden, r.Width = v, e.width
	r.Small = b.Round(v, e.width, b.Rows, e.width)
}
