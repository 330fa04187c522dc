// Package article holds a news article as it was received, before any
// language work: its text, which nobody changes, and what its header says of
// where it comes from. How files become articles is package intake's matter.
package article

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Article is one report of one outlet. It is immutable once intake has
// returned it and may be shared between goroutines.
type Article struct {
	ID        string    // given by the input, else made from outlet, date and content
	URL       string    // "" if unknown
	Title     string    // not part of Text; "" if unknown
	Outlet    string    // name of the publishing outlet; "" if unknown
	Byline    string    // person named as writer; "" if none
	Published when.Date // day of publication, the reference date of relative dates; zero if unknown
	Language  string    // ISO 639-1, detected where the input is silent
	Text      string    // decoded to UTF-8, otherwise as received
	Body      text.Span // the part of Text after header lines; the whole Text where there are none
	Headers   []Header  // header lines found inside Text, in order
	Chain     []Hop     // outlet first, then what it leans on; completed by package extract
	Source    Source    // where it was read
}

// Header is a line inside the text that is about the article, not part of
// the report: a date line, an outlet line, a byline, a dateline.
type Header struct {
	Kind string // date | outlet | byline | dateline
	Span text.Span
}

// Hop is one link of the publication chain: the outlet, the agency or
// website it took the report from, the official or document behind it.
type Hop struct {
	Who  string
	Kind string // outlet | agency | website | broadcaster | official | document
	Date string // ISO prefix; "" if unknown
	Span text.Span
}

// Source says where an article was read: a file, the line of its first byte
// (from 1), and the byte offset in the file.
type Source struct {
	Path   string
	Line   int
	Offset int64
}

// Digest is the SHA-256 of the stored text in hex, the natural key of the
// article's content.
func (a *Article) Digest() string {
	sum := sha256.Sum256([]byte(a.Text))
	return hex.EncodeToString(sum[:])
}

// Paragraphs cuts the text at blank lines ("\n\n"), keeping empty pieces so
// that paragraph numbers agree with a plain split of the text. A text without
// any blank line is cut at single newlines.
func (a *Article) Paragraphs() []text.Span {
	sep := "\n\n"
	if !strings.Contains(a.Text, sep) {
		sep = "\n"
	}
	var out []text.Span
	pos := 0
	for {
		i := strings.Index(a.Text[pos:], sep)
		if i < 0 {
			return append(out, text.Span{Start: text.Offset(pos), End: text.Offset(len(a.Text))})
		}
		out = append(out, text.Span{Start: text.Offset(pos), End: text.Offset(pos + i)})
		pos += i + len(sep)
	}
}
