package extract_test

import (
	"strings"
	"testing"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/clause"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// treed makes a document with its trees by hand: rows "form/lemma/UPOS/XPOS/head/rel"
// with heads counted from 1 within the sentence, sentences parted by "|" and
// paragraphs by "¶". A form may hold no slash.
func treed(t *testing.T, rows string, ref when.Date, outlet string) *doc.Document {
	t.Helper()
	var toks []doc.Token
	var sents []doc.Sentence
	var tags []doc.Tag
	var heads []int
	var rels []string
	var b strings.Builder
	for p, par := range strings.Split(rows, "¶") {
		for i, sent := range strings.Split(par, "|") {
			first := len(toks)
			for _, r := range strings.Fields(sent) {
				f := strings.Split(r, "/")
				if len(f) != 6 {
					t.Fatalf("row %q", r)
				}
				if b.Len() > 0 {
					b.WriteByte(' ')
				}
				toks = append(toks, doc.Token{Form: f[0], Span: text.Span{Start: text.Offset(b.Len()), End: text.Offset(b.Len() + len(f[0]))}})
				b.WriteString(f[0])
				tags = append(tags, doc.Tag{Lemma: f[1], UPOS: f[2], XPOS: f[3]})
				h := 0
				for _, c := range f[4] {
					h = h*10 + int(c-'0')
				}
				if h > 0 {
					h += first
				}
				heads, rels = append(heads, h-1), append(rels, f[5])
			}
			sents = append(sents, doc.Sentence{Start: first, End: len(toks), Paragraph: p, NewPar: i == 0})
		}
	}
	d := doc.New(b.String(), text.Span{End: text.Offset(b.Len())}, ref, outlet)
	must(t, d.SetTokens(toks, sents))
	must(t, d.SetTags(tags))
	must(t, d.SetTree(heads, rels))
	return d
}

// hand makes such a document with its frames, undated.
func hand(t *testing.T, rows string) *doc.Document {
	t.Helper()
	d := treed(t, rows, when.Date{}, "")
	must(t, clause.Stage{}.Run(d))
	return d
}
