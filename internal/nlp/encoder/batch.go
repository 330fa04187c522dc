package encoder

import (
	"cmp"
	"slices"

	"rapporteur/internal/nlp/encoder/kernel"
)

// Range is the half-open range [Start, End) of tokens, a sentence.
type Range struct{ Start, End int }

// Segment is a sentence, or a piece of one that is longer than MaxSegment.
type Segment struct {
	Start, End int // tokens, counted through the whole input
	Sentence   int // index of the sentence
	Head       int // first token of the sentence: less than Start in a later piece
}

// Len is the number of tokens.
func (s Segment) Len() int { return s.End - s.Start }

const (
	// MaxSegment is the greatest number of tokens that are encoded and parsed
	// together. What is longer is cut, so that time and memory stay bounded.
	MaxSegment = 400
	// batchTokens is the number of tokens after which a batch is closed.
	batchTokens = 512
)

// Batch is the encoding of some sentences, lent to a callback of Each and not
// to be kept. Rows of its matrices stand in the order of Row.
type Batch struct {
	Forms    []string  // all tokens of the input
	Segments []Segment // longest first
	Rows     int       // tokens in the batch
	Distinct int       // distinct forms in the batch
	FormOf   []int32   // row -> number of its form

	Readings []Reading // one a network

	off    []int // step -> row of the first segment's token
	active []int // step -> segments that have a token there
	floats arena[float32]
	ints   arena[int16]
	id     map[string]int32
	forms  []string // distinct forms
	misses []int32
	out    outline
	pairs  []pair
}

// Reading is what one network makes of a batch.
type Reading struct {
	// Hidden is the network's output, [Rows, Width], and Small the same as small
	// integers.
	Hidden []float32
	Small  kernel.Rounded
	Width  int

	// Inputs are the input vectors of the batch's distinct forms, [Distinct,
	// InputWidth], row i starting at i*InputStride.
	Inputs                  []float32
	InputWidth, InputStride int

	formRows []float32 // of the distinct forms: the first layer's product, the input vector
}

// Row is the row of the t-th token of a segment of the batch. Rows are ordered
// by t first: the tokens that one step of the recurrence reads lie together.
func (b *Batch) Row(segment, t int) int { return b.off[t] + segment }

// Matrix lends n floats of scratch until the callback returns. They are not
// cleared.
func (b *Batch) Matrix(n int) []float32 { return b.floats.take(n) }

// Round lends the first k values of rows of x, which start stride apart, as small
// integers, each row by its greatest value.
func (b *Batch) Round(x []float32, stride, rows, k int) kernel.Rounded {
	r := kernel.Rounded{Stride: kernel.SmallStride(k)}
	r.Values, r.Factors = b.ints.take(rows*r.Stride), b.floats.take(rows)
	for i := range rows {
		row := x[i*stride : i*stride+k]
		r.Factors[i] = kernel.Quantise(r.Values[i*r.Stride:i*r.Stride+k], row, kernel.Largest(row))
	}
	return r
}

// Mark is a place in a batch's scratch.
type Mark struct{ floats, ints int }

// Mark notes what has been lent so far.
func (b *Batch) Mark() Mark { return Mark{b.floats.taken, b.ints.taken} }

// Release gives back what has been lent since m was taken.
func (b *Batch) Release(m Mark) {
	b.floats.taken = min(b.floats.taken, m.floats)
	b.ints.taken = min(b.ints.taken, m.ints)
}

// arena lends memory that is given back in reverse order.
type arena[T any] struct {
	mem   []T
	taken int
}

func (a *arena[T]) take(n int) []T {
	if a.taken+n > len(a.mem) {
		// Slices that were lent before keep the old memory.
		a.mem, a.taken = make([]T, max(2*len(a.mem), n)), 0
	}
	s := a.mem[a.taken : a.taken+n : a.taken+n]
	a.taken += n
	return s
}

// lay orders the batch's segments, longest first, and gives each token its row.
func (b *Batch) lay() {
	slices.SortStableFunc(b.Segments, func(x, y Segment) int { return cmp.Compare(y.Len(), x.Len()) })
	b.off, b.active, b.Rows = b.off[:0], b.active[:0], 0
	n := len(b.Segments)
	for t := range b.Segments[0].Len() {
		for b.Segments[n-1].Len() <= t {
			n--
		}
		b.off, b.active = append(b.off, b.Rows), append(b.active, n)
		b.Rows += n
	}
}

// number finds the batch's distinct forms.
func (b *Batch) number() {
	clear(b.id)
	b.forms = b.forms[:0]
	b.FormOf = resize(b.FormOf, b.Rows)
	for s, seg := range b.Segments {
		for t := range seg.Len() {
			form := b.Forms[seg.Start+t]
			id, ok := b.id[form]
			if !ok {
				id = int32(len(b.forms))
				b.id[form] = id
				b.forms = append(b.forms, form)
			}
			b.FormOf[b.Row(s, t)] = id
		}
	}
	b.Distinct = len(b.forms)
}

// resize gives a slice of n elements, the old memory if it is enough. What it
// holds is undefined.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
