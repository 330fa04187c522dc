package encoder

import (
	"cmp"
	"slices"
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
	batchTokens = 1024
)

// Batch is the encoding of some sentences, lent to a callback of Each and not
// to be kept. Rows of its matrices stand in the order of Row.
type Batch struct {
	Forms    []string  // all tokens of the input
	Segments []Segment // longest first
	Rows     int       // tokens in the batch

	// Hidden is the encoder's output, [Rows, Width].
	Hidden []float32
	Width  int

	// Inputs are the input vectors of the batch's distinct forms, [Distinct,
	// InputWidth], row i starting at i*InputStride; FormOf gives the row in it
	// for a row of Hidden.
	Inputs                            []float32
	Distinct, InputWidth, InputStride int
	FormOf                            []int32

	off    []int // step -> row of the first segment's token
	active []int // step -> segments that have a token there
	arena  []float32
	taken  int
	id     map[string]int32
	forms  []string // distinct forms
	misses []int32
	out    outline
	floats struct{ forms, concat, input, gates, even, odd, cell []float32 }
}

// Row is the row of the t-th token of a segment of the batch. Rows are ordered
// by t first: the tokens that one step of the recurrence reads lie together.
func (b *Batch) Row(segment, t int) int { return b.off[t] + segment }

// Matrix lends n floats of scratch until the callback returns. They are not
// cleared.
func (b *Batch) Matrix(n int) []float32 {
	if b.taken+n > len(b.arena) {
		// Slices that were lent before keep the old memory.
		b.arena, b.taken = make([]float32, max(2*len(b.arena), n)), 0
	}
	s := b.arena[b.taken : b.taken+n : b.taken+n]
	b.taken += n
	return s
}

// Mark and Release give back what Matrix lent in between.
func (b *Batch) Mark() int { return b.taken }

// Release gives back what Matrix lent since mark was taken.
func (b *Batch) Release(mark int) { b.taken = min(b.taken, mark) }

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
