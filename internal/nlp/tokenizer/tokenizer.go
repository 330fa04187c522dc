// Package tokenizer is the first stage: it cuts an article's text into
// paragraphs, tokens and sentences by the rules of the English Web Treebank.
// It requires nothing and provides the layer doc.Tokens. Every token is a byte
// range of the untouched text; between tokens stand blanks only.
package tokenizer

import (
	_ "embed"
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/lang"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/tokenizer/boundary"
	"rapporteur/internal/text"
)

//go:embed data/sentences-en.bin
var sentencesEN []byte

// MaxSentence is the greatest number of tokens in a sentence: longer ones are
// cut, so that later stages take bounded time a token.
const MaxSentence = 400

// MaxForm bounds the form of a token in bytes; the span of the token is
// longer then.
const MaxForm = 1 << 10

// Tokenizer cuts English text. It is immutable and may be shared between
// goroutines.
type Tokenizer struct {
	lang  *lang.Language
	model *boundary.Model
}

// New makes a tokenizer with the embedded word lists and weights.
func New() (*Tokenizer, error) {
	m, err := model.Read(sentencesEN)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: embedded sentences-en.bin: %w", err)
	}
	return With(m)
}

// With makes a tokenizer with other weights for the ends of sentences.
func With(m *model.Model) (*Tokenizer, error) {
	bm, err := boundary.Load(m)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	l, err := lang.English()
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	return &Tokenizer{l, bm}, nil
}

// Name is the name of the stage.
func (t *Tokenizer) Name() string { return "tokenizer" }

// Requires lists the layers that Run reads.
func (t *Tokenizer) Requires() []doc.Layer { return nil }

// Provides lists the layers that Run writes.
func (t *Tokenizer) Provides() []doc.Layer { return []doc.Layer{doc.Tokens} }

// Run writes the tokens layer of d.
func (t *Tokenizer) Run(d *doc.Document) error {
	toks, sents := t.cut(d.Text, d.Body)
	return d.SetTokens(toks, sents)
}

func (t *Tokenizer) cut(s string, body text.Span) ([]doc.Token, []doc.Sentence) {
	sc := scanner{lang: t.lang, s: s}
	var toks []doc.Token
	var sents []doc.Sentence
	for par, bl := range blocks(s, body) {
		sc.out = sc.out[:0]
		sc.block(int(bl.span.Start), int(bl.span.End))
		if len(sc.out) == 0 {
			continue
		}
		view := make([]boundary.Token, len(sc.out))
		base := len(toks)
		for i, p := range sc.out {
			form := s[p.start:p.end]
			if len(form) > MaxForm {
				form = form[:MaxForm]
				for len(form) > 0 && s[p.start+len(form)]&0xc0 == 0x80 {
					form = form[:len(form)-1]
				}
			}
			view[i] = boundary.Token{Form: form, Spaced: p.spaced}
			toks = append(toks, doc.Token{Span: text.Span{Start: text.Offset(p.start), End: text.Offset(p.end)}, Form: form, Joined: p.joined})
		}
		b := boundary.Prepare(t.lang, view)
		start, first := 0, len(sents)
		t.model.Ends(b, MaxSentence, func(last int) {
			sents = append(sents, doc.Sentence{Start: base + start, End: base + last + 1, Paragraph: par, NewPar: start == 0})
			start = last + 1
		})
		if len(sents) == first+1 && !b.Stops() {
			sents[first].Heading = true
		}
	}
	return toks, sents
}

// View gives the paragraphs of a text as the boundary classifier sees them,
// with the end offset of each token: what train/sentences learns from.
func (t *Tokenizer) View(d *doc.Document, visit func(b *boundary.Block, ends []text.Offset)) {
	sc := scanner{lang: t.lang, s: d.Text}
	for _, bl := range blocks(d.Text, d.Body) {
		sc.out = nil
		sc.block(int(bl.span.Start), int(bl.span.End))
		view := make([]boundary.Token, len(sc.out))
		ends := make([]text.Offset, len(sc.out))
		for i, p := range sc.out {
			view[i] = boundary.Token{Form: d.Text[p.start:p.end], Spaced: p.spaced}
			ends[i] = text.Offset(p.end)
		}
		visit(boundary.Prepare(t.lang, view), ends)
	}
}
