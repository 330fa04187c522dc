package extract

import (
	"sort"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
)

// positions answers what stands at a token or in a range of tokens, so that
// the work on a finding does not grow with the length of the article.
type positions struct {
	place, timex, quote []int32 // token -> index + 1
}

func newPositions(d *doc.Document) positions {
	n := len(d.Tokens)
	p := positions{make([]int32, n), make([]int32, n), make([]int32, n)}
	mark := func(at []int32, i, start, end int) {
		for j := start; j < end; j++ {
			if at[j] == 0 {
				at[j] = int32(i) + 1
			}
		}
	}
	for i, x := range d.Places {
		mark(p.place, i, x.Start, x.End)
	}
	for i, x := range d.Timexes {
		mark(p.timex, i, x.Start, x.End)
	}
	for i, x := range d.Quotes {
		mark(p.quote, i, x.Start, x.End)
	}
	return p
}

// placeAt is the index of the toponym that covers token i, or -1.
func (x *extractor) placeAt(i int) int { return int(x.pos.place[i]) - 1 }

// timexAt is the index of the time expression that covers token i, or -1.
func (x *extractor) timexAt(i int) int { return int(x.pos.timex[i]) - 1 }

// quoteOf is 1 + the index of the quote that token i stands in, 0 for none.
func (x *extractor) quoteOf(i int) int { return int(x.pos.quote[i]) }

// placesIn, timexesIn, quotesIn and framesIn give the range of indices of what
// may lie in the tokens [start, end); its ends are to be checked by the caller.
func (x *extractor) placesIn(start, end int) (lo, hi int) {
	ps := x.d.Places
	return sort.Search(len(ps), func(i int) bool { return ps[i].End > start }), sort.Search(len(ps), func(i int) bool { return ps[i].Start >= end })
}

func (x *extractor) timexesIn(start, end int) (lo, hi int) {
	ts := x.d.Timexes
	return sort.Search(len(ts), func(i int) bool { return ts[i].End > start }), sort.Search(len(ts), func(i int) bool { return ts[i].Start >= end })
}

func (x *extractor) quotesIn(start, end int) (lo, hi int) {
	qs := x.d.Quotes
	return sort.Search(len(qs), func(i int) bool { return qs[i].End > start }), sort.Search(len(qs), func(i int) bool { return qs[i].Start >= end })
}

func (x *extractor) framesIn(start, end int) (lo, hi int) {
	fs := x.d.Frames
	return sort.Search(len(fs), func(i int) bool { return fs[i].Head >= start }), sort.Search(len(fs), func(i int) bool { return fs[i].Head >= end })
}

// tokensIn is the range of tokens that a span touches.
func (x *extractor) tokensIn(sp text.Span) (lo, hi int) {
	ts := x.d.Tokens
	return sort.Search(len(ts), func(i int) bool { return ts[i].Span.End > sp.Start }), sort.Search(len(ts), func(i int) bool { return ts[i].Span.Start >= sp.End })
}

// sentenceOf is the sentence of a token.
func (x *extractor) sentenceOf(i int) doc.Sentence { return x.d.Sentences[x.d.Tokens[i].Sent] }
