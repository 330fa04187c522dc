// Package boundary decides where a sentence ends: a logistic regression over
// hashed features of the tokens around each place where one could end. It is
// part of the tokenizer stage; program train/sentences makes its weights.
package boundary

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/lang"
	"rapporteur/internal/model"
)

// Bits is the width of the feature hash: a model has 1<<Bits weights.
const Bits = 16

// Token is what the classifier sees of a token.
type Token struct {
	Form   string
	Spaced bool // blanks stand before it
}

// Model is a set of weights. It is immutable and may be shared.
type Model struct {
	weights []float32
}

// Load takes the weights out of a model file made for this stage.
func Load(m *model.Model) (*Model, error) {
	if m.Stage != "sentences" {
		return nil, fmt.Errorf("boundary: the model is for stage %q, want \"sentences\"", m.Stage)
	}
	w, err := m.Floats("weights", 1, 1<<Bits)
	if err != nil {
		return nil, fmt.Errorf("boundary: %w", err)
	}
	return &Model{w}, nil
}

// New makes a model of weights in hand; there must be 1<<Bits of them.
func New(weights []float32) *Model { return &Model{weights} }

// Score is positive where the model would end a sentence.
func (m *Model) Score(features []uint32) float32 {
	var sum float32
	for _, f := range features {
		sum += m.weights[f]
	}
	return sum
}

// Block is a paragraph prepared for the classifier.
type Block struct {
	tokens []Token
	kinds  []kind
	lang   *lang.Language
	stops  bool // it ends in a stop
	inner  int  // stops inside it
	quote  []uint8
	depth  []uint8
}

type kind uint8

const (
	word kind = iota
	lower
	capital
	upper
	number
	stop    // . ! ? ...
	ellipse // ...
	pause   // , ; : -
	opener
	closer
	quote // " which opens or closes
	symbol
)

// Prepare looks at a whole paragraph once.
func Prepare(l *lang.Language, tokens []Token) *Block {
	b := &Block{tokens: tokens, lang: l, kinds: make([]kind, len(tokens)), quote: make([]uint8, len(tokens)), depth: make([]uint8, len(tokens))}
	inQuote, depth := uint8(0), 0
	for i, t := range tokens {
		k := kindOf(t.Form)
		b.kinds[i] = k
		switch {
		case k == quote:
			inQuote ^= 1
		case t.Form == "“":
			inQuote = 1
		case t.Form == "”":
			inQuote = 0
		case k == opener:
			depth++
		case k == closer && depth > 0:
			depth--
		}
		b.quote[i] = inQuote
		b.depth[i] = uint8(min(depth, 3))
		if k == stop && i+1 < len(tokens) {
			b.inner++
		}
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		if k := b.kinds[i]; k != closer && k != quote {
			b.stops = k == stop || k == ellipse || tokens[i].Form == ":"
			break
		}
	}
	return b
}

func kindOf(f string) kind {
	r, w := utf8.DecodeRuneInString(f)
	switch {
	case unicode.IsLetter(r):
		switch {
		case unicode.IsLower(r):
			return lower
		case w == len(f):
			return capital
		}
		rest := f[w:min(len(f), w+32)]
		if strings.ToUpper(rest) == rest && strings.ContainsFunc(rest, unicode.IsLetter) {
			return upper
		}
		if unicode.IsUpper(r) {
			return capital
		}
		return word
	case r >= '0' && r <= '9' || unicode.IsDigit(r):
		return number
	case r == '.' || r == '!' || r == '?' || r == '…' || r == '。' || r == '؟':
		if strings.HasPrefix(f, "..") || r == '…' {
			return ellipse
		}
		return stop
	case r == ',' || r == ';' || r == ':' || r == '-' || r == '–' || r == '—':
		return pause
	case r == '(' || r == '[' || r == '{' || r == '“' || r == '‘' || r == '«':
		return opener
	case r == ')' || r == ']' || r == '}' || r == '”' || r == '’' || r == '»':
		if len(f) > len("’") { // a clitic
			return word
		}
		return closer
	case r == '"' || r == '\'' || r == '`':
		if len(f) > 2 {
			return word
		}
		return quote
	}
	return symbol
}

// Candidate says whether a sentence may end after token i at all.
func (b *Block) Candidate(i int) bool {
	if i+1 >= len(b.tokens) {
		return false
	}
	if b.kinds[i+1] == lower && i > 0 && (b.kinds[i] == quote || b.tokens[i].Form == "”") && b.kinds[i-1] != quote {
		return false // “Who fired first?” he asked.
	}
	if b.tokens[i+1].Spaced {
		return true
	}
	switch b.kinds[i] {
	case stop, ellipse, closer, quote:
		return true
	}
	return false
}

type hasher struct{ out []uint32 }

func (h *hasher) add(parts ...string) {
	x := uint64(14695981039346656037)
	for _, p := range parts {
		for i := 0; i < len(p) && i < 32; i++ {
			x = (x ^ uint64(p[i])) * 1099511628211
		}
		x = (x ^ 0xff) * 1099511628211
	}
	x ^= x >> 29
	h.out = append(h.out, uint32(x*0x9e3779b97f4a7c15>>(64-Bits)))
}

var digits = [...]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"}

func num(n int) string { return digits[max(0, min(n, len(digits)-1))] }

// bucket puts a length on a scale of 0 to 9.
func bucket(n int) int {
	switch {
	case n < 5:
		return n
	case n < 8:
		return 5
	case n < 13:
		return 6
	case n < 21:
		return 7
	case n < 41:
		return 8
	}
	return 9
}

func (b *Block) form(i int) string {
	if i < 0 {
		return "<s>"
	}
	if i >= len(b.tokens) {
		return "</s>"
	}
	f := b.tokens[i].Form
	f = f[:min(len(f), 24)]
	if b.kinds[i] == number {
		return "0"
	}
	for j := range len(f) {
		if f[j] >= 'A' && f[j] <= 'Z' || f[j] >= 0x80 {
			return strings.ToLower(f)
		}
	}
	return f
}

func (b *Block) kindAt(i int) string {
	if i < 0 || i >= len(b.kinds) {
		return "15"
	}
	return num(int(b.kinds[i]))
}

// Features of the place after token i in a sentence that began at token
// start, appended to dst.
func (b *Block) Features(i, start int, dst []uint32) []uint32 {
	h := hasher{dst}
	core, closers := i, 0
	for core > start && (b.kinds[core] == closer || b.kinds[core] == quote) && closers < 4 {
		core--
		closers++
	}
	spaced := "n"
	if b.tokens[i+1].Spaced {
		spaced = "s"
	}
	abbrev := ""
	if f := b.tokens[core].Form; len(f) > 1 && f[len(f)-1] == '.' && b.kinds[core] != stop && b.kinds[core] != ellipse {
		abbrev = string(b.lang.Abbrevs[f])
		if abbrev == "" {
			abbrev = "initials"
			if len(f) == 2 {
				abbrev = "initial"
			}
		}
	}
	ck, nk, nk2, pk := b.kindAt(core), b.kindAt(i+1), b.kindAt(i+2), b.kindAt(core-1)
	cf, nf, nf2, pf := b.form(core), b.form(i+1), b.form(i+2), b.form(core-1)
	cl := num(closers)
	q := num(int(b.quote[i])*2 + int(min(b.depth[i], 1)))
	size := num(bucket(i + 1 - start))
	left := num(bucket(len(b.tokens) - i - 1))
	ends := "-"
	if b.stops {
		ends = "+"
	}
	h.add("bias")
	h.add("c", cf, ck)
	h.add("n", nf, nk)
	h.add("p", pf, ck, nk)
	h.add("n2", nf2, ck, nk)
	h.add("ck", ck, nk, cl, spaced)
	h.add("cks", ck, nk, cl, spaced, ends, q)
	h.add("ck3", pk, ck, nk, nk2, spaced)
	h.add("cfn", cf, nk, spaced, cl)
	h.add("ckn", ck, nf, nk, cl)
	h.add("cn", cf, nf)
	h.add("size", size, ck, nk, ends)
	h.add("left", left, ck, nk, ends)
	h.add("sl", size, left, ck, ends)
	h.add("q", q, ck, nk, cl)
	h.add("first", b.form(start), ck, nk)
	h.add("inner", num(bucket(b.inner)), ck, nk, ends)
	h.add("nn2", nf, nk, nf2, ck)
	h.add("pc", pf, cf, nk)
	h.add("pk2", b.kindAt(core-2), pk, ck, nk)
	h.add("len", num(len(b.tokens[core].Form)), ck, nk, pk)
	starter := "-"
	if b.lang.Function[nf] {
		starter = "+"
	}
	h.add("st", starter, ck, nk, pk)
	if abbrev != "" {
		h.add("abs", abbrev, starter, nk)
		h.add("abs2", cf, starter, nk)
		h.add("ab", abbrev, nk, ends)
		h.add("abn", abbrev, nf, nk)
		h.add("abp", abbrev, pk, nk, nk2)
	}
	if closers > 0 {
		h.add("cl", b.form(i), cf, nk, q)
		h.add("cln", b.form(i), ck, nf)
	}
	return h.out
}

// Ends marks the tokens of a paragraph after which a sentence ends; the last
// token always is one. No sentence passes limit tokens.
func (m *Model) Ends(b *Block, limit int, mark func(last int)) {
	start := 0
	var buf [32]uint32
	for i := range b.tokens {
		if i+1 == len(b.tokens) || i+1-start >= limit || b.Candidate(i) && m.Score(b.Features(i, start, buf[:0])) > b.least(i) {
			mark(i)
			start = i + 1
		}
	}
}

// unmarked is what the score must pass where nothing marks the end of a
// sentence in a paragraph that ends in a stop: edited text runs a heading into
// a paragraph now and then, but far more often a capital goes on a sentence.
const unmarked = 4

// least is what the score of the place after token i must pass.
func (b *Block) least(i int) float32 {
	switch k := b.kinds[i]; {
	case k == stop || k == ellipse || k == closer || k == quote || k == symbol || b.tokens[i].Form == ":" || !b.stops:
		return 0
	case strings.HasSuffix(b.tokens[i].Form, "."): // an abbreviation, whose stop may end a sentence too
		return 0
	}
	return unmarked
}

// Stops says whether the paragraph ends in a stop, as headings do not.
func (b *Block) Stops() bool { return b.stops }

// Len is the number of tokens of the paragraph.
func (b *Block) Len() int { return len(b.tokens) }
