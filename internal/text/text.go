// Package text holds the one coordinate system of the program: byte offsets
// into the text of an article exactly as it is stored. It plays the part that
// go/token plays for Go's own tools. It knows nothing of tokens or documents.
package text

import "fmt"

// Offset is a position in an article's stored text, in bytes from its start.
type Offset int

// Span is a half-open range of bytes, [Start, End). The zero Span means
// "nowhere". Both ends of a valid span lie on character boundaries.
type Span struct {
	Start Offset `json:"start"`
	End   Offset `json:"end"`
}

// Len is the length of the span in bytes.
func (sp Span) Len() int { return int(sp.End - sp.Start) }

// IsZero says that the span points nowhere.
func (sp Span) IsZero() bool { return sp == Span{} }

// In cuts the span out of s. A span that does not fit s yields "".
func (sp Span) In(s string) string {
	if sp.Start < 0 || sp.End > Offset(len(s)) || sp.Start > sp.End {
		return ""
	}
	return s[sp.Start:sp.End]
}

// Contains says whether o lies wholly inside sp.
func (sp Span) Contains(o Span) bool { return sp.Start <= o.Start && o.End <= sp.End }

// Overlaps says whether the two spans share at least one byte.
func (sp Span) Overlaps(o Span) bool { return sp.Start < o.End && o.Start < sp.End }

// Shared is how much of the bytes that either span has both have: intersection
// over union, from 0 to 1.
func (sp Span) Shared(o Span) float64 {
	n := min(sp.End, o.End) - max(sp.Start, o.Start)
	if n <= 0 {
		return 0
	}
	return float64(n) / float64(max(sp.End, o.End)-min(sp.Start, o.Start))
}

// Join is the smallest span that covers both; a zero span adds nothing.
func (sp Span) Join(o Span) Span {
	switch {
	case sp.IsZero():
		return o
	case o.IsZero():
		return sp
	}
	return Span{min(sp.Start, o.Start), max(sp.End, o.End)}
}

// String prints the span as start:end, the form that TokenRange has in CoNLL-U.
func (sp Span) String() string { return fmt.Sprintf("%d:%d", sp.Start, sp.End) }
