package extract

import (
	"slices"
	"strings"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
	"rapporteur/internal/link"
	"rapporteur/internal/text"
)

// extractor holds the working state of one document.
type extractor struct {
	a    *article.Article
	d    *doc.Document
	who  *link.Links
	lex  *lexicon.Lexicon
	out  Findings
	hits []hit
	at   []int32 // frame -> hit + 1
	used []bool  // frame -> taken as the noun of a light-verb construction

	said     []source       // sources of clauses, by frame
	bgPar    map[int]bool   // background paragraphs
	bgHow    map[int]string // why
	parOf    []int          // sentence -> article paragraph
	paras    []text.Span
	pos      positions
	gave     map[given]bool  // events entered so far
	goes     map[int]int     // pronoun of a verb of saying -> who goes on, see goesOn
	opening  map[string]bool // lemmas of the first sentences, see inOpening
	neutrals map[string]bool // see standsIn
	spare    []Event         // candidates that are no events but may be contacts
	parKind  map[int]string  // paragraph -> its shape, see shapes
	byPar    []content
	opt      Options
}

// hit is a frame that evokes a lexicon entry.
type hit struct {
	frame int
	noun  int // frame of the noun in a light-verb construction, -1 if none
	entry *lexicon.Entry
	trig  string
	unmet []string // constraints of the entry that do not hold, see loosely
}

func newExtractor(a *article.Article, d *doc.Document, who *link.Links, lex *lexicon.Lexicon) *extractor {
	x := &extractor{a: a, d: d, who: who, lex: lex, gave: map[given]bool{}, goes: map[int]int{}, bgPar: map[int]bool{}, bgHow: map[int]string{}, parKind: map[int]string{}}
	x.pos = newPositions(d)
	x.at = make([]int32, len(d.Frames))
	x.used = make([]bool, len(d.Frames))
	x.paras = a.Paragraphs()
	x.parOf = make([]int, len(d.Sentences))
	p := 0
	for i, s := range d.Sentences {
		for p+1 < len(x.paras) && s.Span.Start >= x.paras[p].End {
			p++
		}
		x.parOf[i] = p
	}
	return x
}

// match finds the entries that the predicates evoke, the most specific that
// fits each.
func (x *extractor) match() {
	fs := x.d.Frames
	for i := range fs {
		if fs[i].Kind != doc.Verbal {
			continue
		}
		if h, ok := x.light(i); ok {
			x.add(h)
		}
	}
	for i := range fs {
		if x.at[i] != 0 {
			continue
		}
		f := &fs[i]
		if f.Kind == doc.Nominal && x.used[i] {
			continue
		}
		for _, c := range x.evoked(f) {
			h := hit{frame: i, noun: -1, entry: c.Entry, trig: c.Trigger.String()}
			if x.fits(&h, c) {
				x.add(h)
				break
			}
		}
	}
}

// evoked lists the entries that a predicate's word can evoke, the most specific
// first.
func (x *extractor) evoked(f *doc.Frame) []lexicon.Candidate {
	switch f.Kind {
	case doc.Verbal:
		base, _, _ := strings.Cut(f.Lemma, " ")
		if x.predicative(f) { // "is prepared to" may be the adjective
			return append(slices.Clip(x.lex.Adj(strings.ToLower(x.d.Tokens[f.Head].Form))), x.lex.Verb(base)...)
		}
		return x.lex.Verb(base)
	case doc.Nominal:
		return x.lex.Noun(f.Lemma)
	}
	cands := x.lex.Adj(f.Lemma)
	if len(cands) == 0 && x.d.Tokens[f.Head].UPOS == "NOUN" {
		cands = x.lex.Noun(f.Lemma)
	}
	return cands
}

// predicative says that a participle stands with a form of "be" and without
// anybody who did it, as an adjective would.
func (x *extractor) predicative(f *doc.Frame) bool {
	return f.Passive && !f.Part && x.d.Tokens[f.Head].XPOS == "VBN" && f.Arg("by") == nil
}

func (x *extractor) add(h hit) {
	x.hits = append(x.hits, h)
	x.at[h.frame] = int32(len(x.hits))
	if h.noun >= 0 {
		x.used[h.noun] = true
		if x.at[h.noun] == 0 {
			x.at[h.noun] = int32(len(x.hits))
		}
	}
}

// light looks for light-verb constructions: a verb with a noun that carries
// the meaning, as its object or in the slot that the verb's trigger names.
func (x *extractor) light(i int) (hit, bool) {
	f := &x.d.Frames[i]
	base, _, _ := strings.Cut(f.Lemma, " ")
	var best hit
	found := false
	var bestC lexicon.Candidate
	for _, arg := range f.Args {
		if arg.Slot == "subj" && arg.Via != "passive" || arg.Slot == "comp" {
			continue
		}
		own := x.conj(arg.Head)
		for k, nh := range x.through(own) {
			n := x.d.FrameAt(nh)
			if n < 0 || x.d.Frames[n].Kind != doc.Nominal {
				continue
			}
			for _, c := range x.lex.LightNoun(x.d.Frames[n].Lemma) {
				if c.Trigger.Lemma != base || k >= len(own) && c.Entry.Type == "" {
					continue
				}
				h := hit{frame: i, noun: n, entry: c.Entry, trig: c.Trigger.String() + " " + c.Noun.String()}
				if arg.Slot != "obj" && !needsSlot(c.Trigger, arg.Slot) {
					continue
				}
				if x.fits(&h, c) && (!found || better(c, bestC)) {
					best, bestC, found = h, c, true
				}
			}
		}
	}
	return best, found
}

func better(a, b lexicon.Candidate) bool { return a.Entry.Priority > b.Entry.Priority }

func needsSlot(t *lexicon.Trigger, slot string) bool {
	for _, n := range t.Needs {
		if n.Word == slot {
			return true
		}
	}
	return false
}

// conj lists a head and its conjuncts.
func (x *extractor) conj(head int) []int {
	out := []int{head}
	for _, k := range x.who.Kids(head) {
		if x.d.Tokens[k].Deprel == "conj" {
			out = append(out, int(k))
		}
	}
	return out
}

// fits checks a candidate's trigger words, voice and constraints.
func (x *extractor) fits(h *hit, c lexicon.Candidate) bool {
	if !x.formFits(h, c) {
		return false
	}
	for _, r := range c.Entry.Require {
		if !x.constraint(h, r) {
			return false
		}
	}
	return true
}

// formFits checks a candidate's trigger words and voice.
func (x *extractor) formFits(h *hit, c lexicon.Candidate) bool {
	f := &x.d.Frames[h.frame]
	switch c.Entry.Voice {
	case "passive":
		if !f.Passive {
			return false
		}
	case "active":
		if f.Passive {
			return false
		}
	}
	switch c.Entry.Polarity {
	case lexicon.Negative:
		if !f.Negated {
			return false
		}
	case lexicon.Positive:
		if f.Negated {
			return false
		}
	}
	if !x.trigger(f, c.Trigger) {
		return false
	}
	return c.Noun == nil || x.trigger(&x.d.Frames[h.noun], c.Noun)
}

func (x *extractor) trigger(f *doc.Frame, t *lexicon.Trigger) bool {
	_, particle, _ := strings.Cut(f.Lemma, " ")
	if f.Kind != doc.Verbal {
		particle = ""
	}
	met := particle == ""
	for _, w := range t.Before {
		if !x.modifier(f.Head, w) {
			return false
		}
	}
	if t.Lead != "" && !x.who.CaseIs(f.Head, t.Lead) {
		return false
	}
	for _, n := range t.Needs {
		switch n.Kind {
		case lexicon.Particle:
			if particle != n.Word && !x.adverb(f.Head, n.Word) && !x.slotHas(f, n.Word, "") {
				return false
			}
			met = true
		case lexicon.Slot:
			if !x.slotHas(f, n.Word, n.Noun) && !(n.Word == "of" && n.Noun == "" && t.Has(lexicon.Dependent) && len(x.onObject(f, "of")) > 0) { // "slit the throats of"
				return false
			}
		case lexicon.Either:
			if particle == n.Word {
				met = true
			} else if !x.slotHas(f, n.Word, "") && !x.adverb(f.Head, n.Word) {
				return false
			}
		case lexicon.Dependent:
			if !x.dependent(f, n.Noun) {
				return false
			}
		}
	}
	return met
}

func (x *extractor) adverb(head int, word string) bool {
	for _, k := range x.who.Kids(head) {
		t := &x.d.Tokens[k]
		if (t.Deprel == "advmod" || t.Deprel == "compound:prt" || t.Deprel == "obl") && strings.EqualFold(t.Form, word) {
			return true
		}
	}
	return false
}

func (x *extractor) modifier(head int, lemma string) bool {
	for _, k := range x.who.Kids(head) {
		t := &x.d.Tokens[k]
		switch t.Deprel {
		case "compound", "amod", "nmod:poss", "nmod:desc", "nummod", "flat", "nmod", "advmod", "acl":
			if strings.EqualFold(t.Lemma, lemma) || strings.EqualFold(t.Form, lemma) {
				return true
			}
			if x.modifier(int(k), lemma) && t.Deprel != "nmod" {
				return true
			}
		}
	}
	return false
}

func (x *extractor) slotHas(f *doc.Frame, slot, noun string) bool {
	if slot == "to" && noun == "" {
		if a := f.Arg("comp"); a != nil && x.infinitive(a.Head) {
			return true
		}
	}
	for _, a := range f.Args {
		if !sameSlot(a.Slot, slot) {
			continue
		}
		if noun == "" {
			if x.timexAt(a.Head) >= 0 && f.Kind == doc.Verbal {
				continue // "marched on Monday" is no march on anything
			}
			return true
		}
		for _, h := range x.conj(a.Head) {
			if x.lemma(h) == noun {
				return true
			}
		}
	}
	// "of" belongs to the object itself: "approved the sale of frigates" is no "approve of"
	return f.Kind == doc.Verbal && noun == "" && slot != "of" && len(x.onObject(f, slot)) > 0
}

// onObject lists the phrases with a preposition that hang on the object and
// may belong to the verb: "signed an accord with Peru", "took issue with Peru".
func (x *extractor) onObject(f *doc.Frame, slot string) []int {
	a := f.Arg("obj")
	if a == nil {
		return nil
	}
	var out []int
	for _, k := range x.who.Kids(a.Head) {
		if x.d.Tokens[k].Deprel == "nmod" && x.who.CaseIs(int(k), slot) {
			out = append(out, int(k))
		}
	}
	return out
}

func (x *extractor) dependent(f *doc.Frame, lemma string) bool {
	for _, a := range f.Args {
		if strings.EqualFold(x.lemma(a.Head), lemma) || strings.EqualFold(x.d.Tokens[a.Head].Form, lemma) {
			return true
		}
		if a.Via == "" && (a.Slot == "obj" || a.Slot == "comp") && x.modifier(a.Head, lemma) { // "issued a demolition order"
			return true
		}
	}
	for _, k := range x.who.Kids(f.Head) {
		t := &x.d.Tokens[k]
		if t.Deprel != "conj" && t.UPOS != "PUNCT" && (strings.EqualFold(t.Lemma, lemma) || strings.EqualFold(t.Form, lemma)) {
			return true
		}
	}
	return false
}

func (x *extractor) infinitive(head int) bool {
	for _, k := range x.who.Kids(head) {
		if t := &x.d.Tokens[k]; t.Deprel == "mark" && strings.EqualFold(t.Form, "to") {
			return true
		}
	}
	return false
}

func (x *extractor) lemma(i int) string { return strings.ToLower(x.d.Tokens[i].Lemma) }

// sameSlot lets variants of a preposition stand for each other.
func sameSlot(have, want string) bool {
	if have == want {
		return true
	}
	switch want {
	case "of", "out":
		return have == "out of"
	case "with":
		return have == "together with" || have == "along with" || have == "alongside"
	case "towards":
		return have == "toward"
	case "toward":
		return have == "towards"
	case "on":
		return have == "upon"
	case "from":
		return have == "out of" || have == "away from"
	case "about":
		return have == "regarding" || have == "concerning" || have == "over"
	case "against":
		return have == "versus"
	case "between":
		return have == "among"
	case "into":
		return have == "in to"
	}
	return false
}

// is says whether the phrase headed by h is a literal of one or more words:
// its lemma, or its modifiers and its lemma.
func (x *extractor) is(h int, lit string) bool {
	if n := x.antecedent(h); n >= 0 {
		h = n
	}
	l := x.lemma(h)
	if l == lit || strings.EqualFold(x.d.Tokens[h].Form, lit) {
		return true
	}
	i := strings.LastIndexByte(lit, ' ')
	if i < 0 || lit[i+1:] != l && !strings.EqualFold(lit[i+1:], x.d.Tokens[h].Form) {
		return false
	}
	for _, w := range strings.Fields(lit[:i]) {
		if !x.modifier(h, w) {
			return false
		}
	}
	return true
}

// antecedent is the last noun that described before it whom a pronoun stands
// for: "the hostages" for "them"; -1 for none.
func (x *extractor) antecedent(h int) int {
	t := &x.d.Tokens[h]
	if t.UPOS != "PRON" || !personal(t) {
		return -1
	}
	a := x.who.At(h)
	if a < 0 {
		return -1
	}
	last := -1
	for _, m := range x.who.Actors[a].Mentions {
		if m.Head < h && m.Head > last && x.d.Tokens[m.Head].UPOS == "NOUN" {
			last = m.Head
		}
	}
	return last
}

// through adds to heads that only count ("thousands of troops", "a number of
// ships") what they count.
func (x *extractor) through(heads []int) []int {
	for i := 0; i < len(heads) && i < 64; i++ {
		switch x.lemma(heads[i]) {
		case "thousand", "hundred", "dozen", "score", "number", "set", "package", "million", "group", "series", "handful", "couple", "majority", "part", "most", "lot", "some", "many", "one", "two", "all", "column", "wave", "round", "piece", "stretch", "member", "day", "week", "month", "hour", "year", "string", "spate", "barrage", "volley", "flurry", "bout", "session", "burst", "batch", "ton", "tonne", "kilogram", "kilogramme", "kilo", "barrel", "shipment", "consignment", "truckload", "load", "dose", "bag", "sack", "team", "contingent", "crew", "battalion", "brigade", "company", "deployment":
			for _, k := range x.who.Kids(heads[i]) {
				if x.d.Tokens[k].Deprel == "nmod" && x.who.CaseIs(int(k), "of") {
					heads = append(heads, int(k))
				}
			}
		case "convoy", "planeload", "cargo", "lorry", "truck", "flight": // and what it carries
			for _, k := range x.who.Kids(heads[i]) {
				if x.d.Tokens[k].Deprel == "nmod" && x.who.CaseIs(int(k), "of", "with") {
					heads = append(heads, int(k))
				}
				if f := x.d.FrameAt(int(k)); f >= 0 && x.lemma(int(k)) == "carry" {
					if o := x.d.Frames[f].Arg("obj"); o != nil {
						heads = append(heads, o.Head)
					}
				}
			}
		}
	}
	return heads
}

// withObjects adds to verbs that only say that a deed takes place the objects that
// name it: "allowed the party to hold a rally".
func (x *extractor) withObjects(heads []int) []int {
	for _, h := range heads[:len(heads):len(heads)] {
		fi := x.d.FrameAt(h)
		if fi < 0 || x.d.Frames[fi].Kind != doc.Verbal {
			continue
		}
		switch x.lemma(h) {
		case "hold", "stage", "organise", "organize", "conduct", "launch", "make", "mount", "provide", "give", "send", "start", "begin", "carry":
			if o := x.d.Frames[fi].Arg("obj"); o != nil && o.Via == "" {
				heads = append(heads, o.Head)
			}
		}
	}
	return heads
}

// constraint checks one requirement of an entry.
func (x *extractor) constraint(h *hit, c lexicon.Constraint) bool {
	filled := false
	for _, slot := range c.Slots {
		heads := x.fill(h, slot)
		if len(heads) > 0 {
			filled = true
		}
		if slot == "comp" {
			heads = x.withObjects(heads)
		}
		ok := len(heads) > 0 && (len(c.Any) == 0 || x.anyOf(heads, c.Any))
		for _, forbid := range c.Forbid {
			if len(heads) > 0 && x.anyOf(heads, []string{forbid}) {
				ok = false
				if len(c.Any) == 0 {
					return false
				}
			}
		}
		if ok && !c.Empty {
			return true
		}
	}
	switch {
	case c.Empty:
		return !filled
	case c.Filled || len(c.Any) > 0:
		return false
	}
	return !filled || len(c.Forbid) > 0
}

func (x *extractor) anyOf(heads []int, classes []string) bool {
	for _, head := range heads {
		for _, h := range x.through(x.conj(head)) {
			for _, c := range classes {
				if lit, ok := strings.CutPrefix(c, "="); ok {
					if x.is(h, lit) {
						return true
					}
				} else if x.isA(h, c) {
					return true
				}
			}
		}
	}
	return false
}
