// Package clause is the stage that turns dependency trees into frames:
// predicates (verbs, nouns, predicative adjectives) with arguments normalised
// over passive, control, raising, relative clauses, participles, coordination
// and apposition. It knows no lexicon: every verb and every noun gets a frame,
// and what a frame means is package extract's matter.
//
// Requires tokens, tags, tree; uses timexes where present. Provides frames.
//
// The normalisation follows the relations of Universal Dependencies v2
// (de Marneffe et al. 2021, "Universal Dependencies", section 2) the way
// PropBank annotation treats them (Palmer et al. 2005, section 3).
package clause

import (
	"strings"

	"rapporteur/internal/doc"
)

// Stage builds the frames of a document. It has no state and may be shared.
type Stage struct{}

// Requires lists the layers that must be there.
func (Stage) Requires() []doc.Layer { return []doc.Layer{doc.Tokens, doc.Tags, doc.Tree} }

// Provides lists the layers written.
func (Stage) Provides() []doc.Layer { return []doc.Layer{doc.Frames} }

// Name is the name of the stage.
func (Stage) Name() string { return "clause" }

// Run writes the frames of d.
func (Stage) Run(d *doc.Document) error {
	b := newBuilder(d)
	for i := range d.Tokens {
		b.frame(i)
	}
	for i := range b.frames {
		b.arguments(&b.frames[i])
	}
	for i := range b.frames {
		b.inherit(i)
	}
	b.times()
	for i := range b.frames {
		b.finish(&b.frames[i])
	}
	return d.SetFrames(b.frames, b.quotes)
}

type builder struct {
	d      *doc.Document
	kids   [][]int32 // children of each token, in order
	lo, hi []int32   // token range of each subtree
	frames []doc.Frame
	at     []int32 // token -> frame + 1
	quotes []doc.Quote
	quote  []int32 // token -> quote + 1
	timex  []int32 // token -> timex + 1
}

func newBuilder(d *doc.Document) *builder {
	n := len(d.Tokens)
	b := &builder{d: d, kids: make([][]int32, n), lo: make([]int32, n), hi: make([]int32, n), at: make([]int32, n),
		quote: make([]int32, n), timex: make([]int32, n)}
	count := make([]int32, n)
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 {
			count[h]++
		}
	}
	pool := make([]int32, n)
	for i, c := range count {
		b.kids[i], pool = pool[:0:c], pool[c:]
		b.lo[i], b.hi[i] = int32(i), int32(i)+1
	}
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 {
			b.kids[h] = append(b.kids[h], int32(i))
		}
	}
	for i := range d.Tokens {
		for h := d.Tokens[i].Head; h >= 0; h = d.Tokens[h].Head {
			if b.lo[h] <= int32(i) && b.hi[h] > int32(i) {
				break // and so does every ancestor above
			}
			b.lo[h], b.hi[h] = min(b.lo[h], int32(i)), max(b.hi[h], int32(i)+1)
		}
	}
	for i, t := range d.Timexes {
		for j := t.Start; j < t.End; j++ {
			b.timex[j] = int32(i) + 1
		}
	}
	b.findQuotes()
	return b
}

// findQuotes pairs quotation marks. A curly pair closes where it says; a
// straight mark opens and closes in turn. A quote may run over sentences but
// not past a paragraph; where the next one opens with a mark, what was open
// ends with its paragraph.
func (b *builder) findQuotes() {
	open, straight := -1, false
	toks := b.d.Tokens
	for i := range toks {
		if open >= 0 && i > 0 && toks[i].Sent != toks[i-1].Sent && b.d.Sentences[toks[i].Sent].NewPar {
			if lowerIs(toks[i].Form, "“", "``", "«", "„", `"`, "''") { // the quote goes on: it opens again and has not closed
				b.addQuote(open, i)
			}
			open = -1
		}
		switch f := toks[i].Form; f {
		case "“", "``", "«", "„":
			open, straight = i, false
		case "”", "»":
			if open >= 0 && !straight {
				b.addQuote(open, i+1)
			}
			open = -1
		case `"`, "''": // two typewriter apostrophes close after `` and else do both
			if f == "''" && open >= 0 && !straight {
				b.addQuote(open, i+1)
				open = -1
				continue
			}
			if open >= 0 && straight {
				b.addQuote(open, i+1)
				open = -1
			} else {
				open, straight = i, true
			}
		}
	}
}

func (b *builder) addQuote(start, end int) {
	if end-start < 3 {
		return
	}
	b.quotes = append(b.quotes, doc.Quote{Start: start, End: end})
	for j := start; j < end; j++ {
		b.quote[j] = int32(len(b.quotes))
	}
}

// rel is the relation without its subtype.
func rel(t *doc.Token) string {
	r, _, _ := strings.Cut(t.Deprel, ":")
	return r
}

func (b *builder) child(i int, rels ...string) int {
	for _, k := range b.kids[i] {
		dr := b.d.Tokens[k].Deprel
		for _, r := range rels {
			if dr == r || (len(dr) > len(r) && dr[:len(r)] == r && dr[len(r)] == ':') {
				return int(k)
			}
		}
	}
	return -1
}

// caseOf joins the case-marking words of a phrase: "with", "because of".
func (b *builder) caseOf(i int, r string) string {
	for _, k := range b.kids[i] {
		t := &b.d.Tokens[k]
		if t.Deprel != r || t.UPOS == "PART" && t.XPOS == "POS" {
			continue
		}
		s := strings.ToLower(t.Form)
		for _, f := range b.kids[k] {
			if b.d.Tokens[f].Deprel == "fixed" {
				s += " " + strings.ToLower(b.d.Tokens[f].Form)
			}
		}
		if n := int(k) + 1; s == "out" && n < len(b.d.Tokens) && b.d.Tokens[n].Head == i && b.d.Tokens[n].Deprel == r && b.d.Tokens[n].Form == "of" {
			s = "out of"
		}
		return s
	}
	return ""
}

// frame opens a frame at token i if it is a predicate.
func (b *builder) frame(i int) {
	t := &b.d.Tokens[i]
	cop := b.child(i, "cop")
	var kind doc.FrameKind
	switch {
	case t.UPOS == "VERB" && rel(t) == "amod" && i > 0 && b.d.Tokens[i-1].Form == "-" && b.d.Tokens[i-1].Span.End == t.Span.Start:
		return // "rebel-held" is an adjective
	case t.UPOS == "VERB":
		kind = doc.Verbal
	case cop >= 0 || t.UPOS == "ADJ" && (rel(t) == "xcomp" || rel(t) == "root" || rel(t) == "ccomp" || rel(t) == "conj" && b.at[max(t.Head, 0)] != 0):
		kind = doc.Copular
	case t.UPOS == "NOUN":
		kind = doc.Nominal
	case t.UPOS == "PROPN" && t.XPOS == "NNP" && eventName(t.Form):
		kind = doc.Nominal
	default:
		return
	}
	f := doc.Frame{Head: i, Kind: kind, Lemma: strings.ToLower(t.Lemma), Parent: -1, Quote: int(b.quote[i])}
	if kind == doc.Verbal {
		if p := b.child(i, "compound:prt"); p >= 0 {
			f.Lemma += " " + strings.ToLower(b.d.Tokens[p].Form)
		}
	}
	b.verbGroup(&f, cop)
	b.frames = append(b.frames, f)
	b.at[i] = int32(len(b.frames))
}

// eventName says that a capitalised word can head the name of an act: the
// Istanbul Talks, the Geneva Summit.
func eventName(s string) bool {
	switch strings.ToLower(s) {
	case "talks", "summit", "meeting", "conference", "agreement", "accord", "accords", "agreements", "treaty", "ceasefire", "war", "resolution", "resolutions", "protocol", "protocols", "declaration",
		"convention", "conventions", "treaties", "memorandum", "charter", "pact", "roadmap", "truce", "armistice", "communique", "communiqué", "deal", "annex", "framework", "partnership":
		return true
	}
	return false
}

// verbGroup reads tense, aspect, modality, voice and polarity from the
// auxiliaries and the form of the predicate.
func (b *builder) verbGroup(f *doc.Frame, cop int) {
	i := f.Head
	t := &b.d.Tokens[i]
	fin := ""
	if f.Kind == doc.Verbal {
		switch t.XPOS {
		case "VBD":
			fin = "past"
		case "VBP", "VBZ":
			fin = "present"
		}
	}
	hasAux, haveAux, hadAux, beAux := false, false, false, false
	for _, k := range b.kids[i] {
		c := &b.d.Tokens[k]
		form := strings.ToLower(c.Form)
		switch r := c.Deprel; {
		case r == "aux" || r == "aux:pass" || r == "cop":
			hasAux = true
			lemma := strings.ToLower(c.Lemma)
			switch {
			case c.XPOS == "MD":
				f.Modal = lemma
				if lemma == "will" || lemma == "shall" || form == "'ll" || lemma == "wo" {
					fin, f.Modal = "future", "will"
				}
			case lemma == "have":
				haveAux = true
				if form == "had" || form == "'d" && c.XPOS == "VBD" {
					hadAux = true
				}
			case lemma == "be" && r == "aux":
				beAux = true
			}
			if r == "aux:pass" {
				f.Passive = true
			}
			if fin == "" || fin != "future" && f.Modal == "" {
				switch c.XPOS {
				case "VBD":
					fin = "past"
				case "VBP", "VBZ":
					if fin == "" {
						fin = "present"
					}
				}
			}
		case r == "advmod" && (form == "not" || form == "n't" || form == "never" || lowerIs(form, "nor", "hardly", "neither")):
			f.Negated = true
		case r == "mark":
			if form == "to" {
				f.Inf = true
			} else if f.Mark == "" {
				f.Mark = form
				for _, x := range b.kids[k] {
					if b.d.Tokens[x].Deprel == "fixed" {
						f.Mark += " " + strings.ToLower(b.d.Tokens[x].Form)
					}
				}
			}
		case r == "advmod" && (form == "when" || form == "once" || form == "where" || form == "unless"):
			if f.Mark == "" {
				f.Mark = form
			}
		case r == "nsubj:pass":
			f.Passive = true
		case (r == "nsubj" || r == "obj") && b.child(int(k), "det") >= 0 && lowerIs(strings.ToLower(b.d.Tokens[b.child(int(k), "det")].Form), "no", "neither"):
			f.Negated = true
		case r == "det" && f.Kind == doc.Nominal && form == "no":
			f.Negated = true
		case (r == "nsubj" || r == "nsubj:pass") && (lowerIs(form, "nobody", "none", "noone", "neither") || lowerIs(b.caseOf(int(k), "cc:preconj"), "neither")):
			f.Negated = true
		case r == "advmod" && form == "longer":
			if x := b.child(int(k), "advmod"); x >= 0 && strings.EqualFold(b.d.Tokens[x].Form, "no") {
				f.Negated = true
			}
		}
	}
	if f.Kind == doc.Nominal && b.caseOf(i, "case") == "without" || f.Mark == "without" {
		f.Negated = true
	}
	f.Perfect = haveAux
	f.Pluperf = hadAux
	f.Prog = beAux && t.XPOS == "VBG"
	f.Tense = fin
	if f.Kind == doc.Verbal && !hasAux && !f.Inf {
		switch t.XPOS {
		case "VBN":
			f.Part, f.Passive = true, true
		case "VBG":
			f.Part = true
		}
	}
	if f.Prog && f.Lemma == "go" { // "is going to X": the future of X, read in inherit
		f.Tense = "future"
	}
}

func lowerIs(s string, words ...string) bool {
	for _, w := range words {
		if s == w {
			return true
		}
	}
	return false
}
