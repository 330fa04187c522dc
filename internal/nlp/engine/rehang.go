package engine

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// rehang mends phrases and clauses that hang where grammar does not let them:
// each repair states what cannot be and moves the smaller part.
func rehang(forms []string, heads []int, relations []string, tags []doc.Tag, sentences []encoder.Range) {
	r := &reading{forms, heads, relations, tags}
	for _, s := range sentences {
		for i := s.Start; i < s.End; i++ {
			r.settled(i)
			r.inside(i, s)
			r.astray(i, s)
			r.reduced(i, s)
			r.addressed(i, s)
			r.unmarked(i, s)
			r.behindComma(i, s)
		}
		for i := s.Start; i < s.End; i++ {
			r.saidAt(i, s)
			r.saidBehind(i, s)
			r.said(i, s)
			r.onlyVerb(i, s)
			r.minding(i, s)
			r.marking(i, s)
			r.reflexive(i, s)
			r.receiver(i, s)
			r.placed(i, s)
			r.aroundClause(i, s)
			r.alsoSubject(i, s)
			r.agent(i, s)
			r.behindDay(i, s)
			r.between(i, s)
			r.active(i, s)
		}
		for i := s.Start; i < s.End; i++ {
			r.form(i, s)
		}
	}
}

func (r *reading) name(i int) bool { return r.tags[i].UPOS == "PROPN" }

// finite says that a token is a verb that stands for itself in present or past.
func (r *reading) finite(i int) bool {
	switch r.tags[i].XPOS {
	case "VBD", "VBZ", "VBP":
		return r.tags[i].UPOS == "VERB"
	}
	return false
}

// tensed says that a predicate stands for itself, alone or with an auxiliary.
func (r *reading) tensed(i int, s encoder.Range) bool {
	return r.finite(i) || r.kid(i, s, "aux", "aux:pass", "cop") >= 0
}

func (r *reading) subject(i int, s encoder.Range) int {
	return r.kid(i, s, "nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl")
}

// caseOf is the preposition of a phrase in lower case, "" for none.
func (r *reading) caseOf(i int, s encoder.Range) string {
	if k := r.kid(i, s, "case"); k >= 0 && k < i {
		return strings.ToLower(r.forms[k])
	}
	return ""
}

// settled tells a noun from a verb by its place in the tree where the two tags of
// a word are at odds.
func (r *reading) settled(i int) {
	if t := &r.tags[i]; t.UPOS != "VERB" || t.XPOS != "NN" && t.XPOS != "NNS" {
		return
	}
	switch r.relations[i] {
	case "nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "appos", "nmod:poss":
		r.tags[i].UPOS = "NOUN"
	}
}

// alsoSubject makes a conjunct of a second subject that a conjunction opens:
// "talks between the minister and the envoy began".
func (r *reading) alsoSubject(j int, s encoder.Range) {
	v := r.heads[j]
	if v < j || !strings.HasPrefix(r.relations[j], "nsubj") || !r.noun(j) {
		return
	}
	c := r.kid(j, s, "cc")
	if c < 0 || c > j || c == s.Start {
		return
	}
	i := c - 1
	for i >= s.Start && r.heads[i] >= s.Start && r.heads[i] < c && r.heads[i] > i-12 && r.heads[i] != v && !(r.noun(i) && r.caseOf(i, s) != "") {
		i = r.heads[i]
	}
	if !r.noun(i) || r.heads[i] == v && !strings.HasPrefix(r.relations[i], "nsubj") {
		return
	}
	for k := i; k >= s.Start; k = r.heads[k] {
		if k == j {
			return // what stands before belongs to this subject
		}
	}
	r.heads[j], r.relations[j] = i, "conj"
}

// inside hangs on the head of a name what hangs on a later word of it: "between
// Ann Lee and" with "between" on Lee.
func (r *reading) inside(i int, s encoder.Range) {
	h := r.heads[i]
	if h < s.Start || r.relations[h] != "flat" || r.heads[h] < s.Start || r.heads[h] >= h {
		return
	}
	switch top := r.heads[h]; r.relations[i] {
	case "case", "conj":
		if i < top || i > h {
			r.heads[i] = top
		}
	}
}

// astray takes a preposition off a verb when the noun that it stands before is
// the agent of the participle before it, and makes such a participle one; and it
// makes a verb of a participle before a noun that has a subject of its own.
func (r *reading) astray(i int, s encoder.Range) {
	h := r.heads[i]
	if h < s.Start {
		return
	}
	switch r.relations[i] {
	case "obl:agent":
		if r.tags[h].XPOS == "VBD" && r.relations[h] == "acl" && h < i && r.kid(h, s, "nsubj") < 0 {
			r.tags[h].XPOS = "VBN"
		}
	case "case":
		if p := i - 1; r.finite(h) && h > i && p >= s.Start && r.tags[p].UPOS == "VERB" && r.relations[p] == "acl" {
			if n := r.kid(p, s, "obl:agent", "obl"); n > i && n < h && r.kid(n, s, "case") < 0 {
				r.heads[i] = n
			}
		}
	case "amod":
		if n := r.kid(i, s, "nsubj"); h > i && n >= s.Start && n < i && r.past(i) {
			r.promote(i, h, s)
		}
	}
}

// reduced mends a verb that was read as the noun of a prepositional phrase
// behind a participle: in "shells fired by rebels hit the town" the rebels are
// that noun, and what is said of the shells is that they hit.
func (r *reading) reduced(v int, s encoder.Range) {
	c, n := r.kid(v, s, "case"), v-1
	if c < s.Start+2 || c >= n || !r.noun(n) || r.heads[n] != v {
		return
	}
	p := c - 1
	top := r.heads[p]
	if !r.finite(v) && r.kid(v, s, "obj") < 0 {
		// What was done by somebody has no object left.
		o := v + 1
		if r.relations[v] != "obl:agent" || o >= s.End || !r.name(o) || r.heads[o] != p || r.relations[o] != "obj" {
			return
		}
		for k := o; k < s.End; k++ {
			if r.heads[k] == p {
				r.heads[k] = v
			}
		}
	}
	if r.tags[p].XPOS != "VBN" && r.tags[p].XPOS != "VBD" || r.relations[p] != "acl" || top < s.Start {
		return
	}
	switch r.heads[v] {
	case p:
		r.heads[v], r.relations[v] = r.heads[top], r.relations[top]
		if strings.HasPrefix(r.relations[top], "nsubj") {
			r.relations[v] = "ccomp"
		}
	case r.heads[top]:
	default:
		return
	}
	for k := s.Start; k < n; k++ {
		if r.heads[k] == v {
			r.heads[k] = n
		}
	}
	r.heads[n], r.relations[n] = p, "obl"
	if r.caseOf(n, s) == "by" {
		r.relations[n], r.tags[p].XPOS = "obl:agent", "VBN"
	}
	if !r.finite(v) {
		r.tags[v].UPOS, r.tags[v].XPOS = "VERB", "VBD" // no noun has an object
	}
	r.heads[top], r.relations[top] = v, "nsubj"
}

// addressed mends a sentence whose root is a name with a finite verb without a
// subject beside it, parted from it by nothing but an apposition: "Ann Lee,
// the mayor, met".
func (r *reading) addressed(i int, s encoder.Range) {
	if r.heads[i] >= 0 || !r.name(i) || r.kid(i, s, "cop", "aux") >= 0 {
		return
	}
	for v := i + 1; v < s.End; v++ {
		if r.heads[v] != i || r.relations[v] != "parataxis" && r.relations[v] != "acl" && r.relations[v] != "ccomp" || !r.finite(v) || r.subject(v, s) >= 0 || r.kid(v, s, "mark") >= 0 {
			continue
		}
		if v > i+1 && !(r.forms[v-1] == "," || r.inName(v-1, i)) {
			continue
		}
		for k := v + 1; k < s.End; k++ {
			if r.heads[k] == i {
				r.heads[k] = v
			}
		}
		r.heads[v], r.relations[v] = -1, "root"
		r.heads[i], r.relations[i] = v, "nsubj"
		return
	}
}

// inName says that token k is part of the name that token i heads.
func (r *reading) inName(k, i int) bool {
	return k == i || r.heads[k] == i && r.relations[k] == "flat"
}

// unmarked makes the subject of a noun that was read as a time of day or the
// like before a verb without a subject or auxiliary: "a march of students
// called on Lima to act".
func (r *reading) unmarked(i int, s encoder.Range) {
	v := r.heads[i]
	if r.relations[i] != "obl:unmarked" || v < i || r.tags[i].UPOS != "NOUN" || r.kid(i, s, "det") < 0 || temporal(strings.ToLower(r.tags[i].Lemma)) {
		return
	}
	if r.tags[v].XPOS != "VBD" && r.tags[v].XPOS != "VBN" || r.subject(v, s) >= 0 || r.kid(v, s, "aux", "aux:pass", "mark", "cop") >= 0 {
		return
	}
	if x := r.relations[v]; x != "root" && x != "ccomp" && x != "parataxis" {
		return
	}
	r.relations[i], r.tags[v].XPOS = "nsubj", "VBD"
}

// behindComma gives a verb without a subject the noun phrase right before it
// that was made a conjunct of the phrase before the comma, though no
// conjunction stands there: "after months of talks, Chad and Niger signed".
func (r *reading) behindComma(v int, s encoder.Range) {
	if r.tags[v].UPOS != "VERB" || r.subject(v, s) >= 0 || r.kid(v, s, "aux", "aux:pass", "mark", "cop") >= 0 || r.tags[v].XPOS != "VBD" && r.tags[v].XPOS != "VBN" && r.tags[v].XPOS != "VBZ" {
		return
	}
	if x := r.relations[v]; x != "root" && x != "ccomp" && x != "parataxis" {
		return
	}
	c := v - 1
	for c > s.Start && r.forms[c] != "," {
		if u := r.tags[c].UPOS; u == "VERB" || u == "AUX" || u == "SCONJ" {
			return
		}
		c--
	}
	if c <= s.Start || c == v-1 || r.tags[c+1].UPOS == "CCONJ" {
		return
	}
	first := -1
	for k := c + 1; k < v; k++ {
		h := r.heads[k]
		if h > c && h <= v || r.tags[k].UPOS == "PUNCT" {
			continue
		}
		if h < s.Start || h > c || !r.noun(k) || r.relations[k] != "conj" && r.relations[k] != "appos" && r.relations[k] != "flat" {
			return
		}
		if first < 0 {
			first = k
		}
	}
	if first < 0 {
		return
	}
	for k := c + 1; k < v; k++ {
		if h := r.heads[k]; h <= c && r.tags[k].UPOS != "PUNCT" {
			r.heads[k], r.relations[k] = first, "conj"
		}
	}
	r.heads[first], r.relations[first] = v, "nsubj"
	if r.tags[v].XPOS == "VBN" {
		r.tags[v].XPOS = "VBD"
	}
}

// active makes the past tense of a participle, or of an infinitive that looks
// like one ("let", "put"), which has a subject and neither auxiliary nor "to".
func (r *reading) active(v int, s encoder.Range) {
	x := r.tags[v].XPOS
	if r.tags[v].UPOS != "VERB" || x != "VBN" && x != "VB" || r.kid(v, s, "aux", "aux:pass", "cop", "mark") >= 0 {
		return
	}
	switch r.relations[v] {
	case "root", "ccomp", "parataxis", "advcl":
	default:
		return
	}
	if n := r.kid(v, s, "nsubj:pass"); n >= 0 && n < v && x == "VBN" && r.relations[v] == "root" {
		r.tags[v].XPOS, r.relations[n] = "VBD", "nsubj" // no passive without its auxiliary
		return
	}
	if n := r.kid(v, s, "nsubj"); n >= 0 && n < v && (x == "VBN" || r.noun(n) && r.relations[v] == "root") {
		r.tags[v].XPOS = "VBD"
	}
}

// temporal says that a noun tells a time.
func temporal(lemma string) bool {
	switch lemma {
	case "day", "week", "month", "year", "decade", "century", "hour", "minute", "moment", "second", "time", "morning", "afternoon", "evening", "night", "noon", "midnight",
		"spring", "summer", "autumn", "fall", "winter", "season", "while", "way", "weekend", "fortnight", "quarter", "period", "date", "instant":
		return true
	}
	return false
}

// aroundClause mends a verb of saying that was given two subjects around a
// finite verb that has none: in "the raid left two dead, officials said" the
// raid is what left.
func (r *reading) aroundClause(v int, s encoder.Range) {
	if r.tags[v].UPOS != "VERB" {
		return
	}
	first, second := -1, -1
	for k := s.Start; k < v; k++ {
		if r.heads[k] == v && r.relations[k] == "nsubj" {
			if first < 0 {
				first = k
			} else {
				second = k
			}
		}
	}
	if second < 0 {
		return
	}
	for k := first + 1; k < second; k++ {
		if r.heads[k] != v || !r.tensed(k, s) || r.subject(k, s) >= 0 || r.kid(k, s, "mark") >= 0 {
			continue
		}
		r.heads[first] = k
		if r.kid(k, s, "aux:pass") >= 0 {
			r.relations[first] = "nsubj:pass"
		}
		r.relations[k] = "ccomp"
		return
	}
	if k := r.kid(v, s, "ccomp"); k > v && r.forms[first+1] == "," && r.subject(k, s) < 0 && r.kid(k, s, "mark") < 0 && r.tensed(k, s) {
		r.hang(first, k, "nsubj") // "Chad, he said, needs help"
	}
}

// agent takes a phrase with "by" off a name or a number, which nobody does: it
// belongs to the act that is named above ("the attack on Gori by rebels", "was
// signed on 3 May by Ann Lee").
func (r *reading) agent(i int, s encoder.Range) {
	h := r.heads[i]
	if r.relations[i] != "nmod" || r.caseOf(i, s) != "by" || h < s.Start || h > i || !r.name(h) && r.tags[h].UPOS != "NUM" {
		return
	}
	p := h
	for n := 0; n < 4 && p >= s.Start && p < i && (r.name(p) || r.tags[p].UPOS == "NUM"); n++ {
		p = r.heads[p]
	}
	if p < s.Start || p > i {
		return
	}
	switch r.tags[p].UPOS {
	case "NOUN":
		if r.forms[i-1] != "," {
			r.heads[i] = p
		}
	case "VERB":
		if r.kid(p, s, "obl:agent") < 0 && (r.kid(p, s, "aux:pass", "nsubj:pass") >= 0 || r.relations[p] == "acl" && r.tags[p].XPOS == "VBN") {
			r.heads[i], r.relations[i] = p, "obl:agent"
		}
	}
}

// behindDay takes a phrase off the day before it, which has none: in "met on
// Sunday with Lee" Lee is who was met.
func (r *reading) behindDay(i int, s encoder.Range) {
	h := r.heads[i]
	if r.relations[i] != "nmod" || h < s.Start || h > i || !day(r.forms[h]) || r.heads[h] < s.Start || r.heads[h] > h {
		return
	}
	switch r.caseOf(i, s) {
	case "with", "to", "from", "against", "for", "at", "near", "in", "between":
	default:
		return
	}
	switch p := r.heads[h]; r.tags[p].UPOS {
	case "VERB":
		r.heads[i], r.relations[i] = p, "obl"
	case "NOUN", "PROPN":
		r.heads[i] = p
	}
}

// day says that a word names a day.
func day(form string) bool {
	switch form {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "today", "yesterday", "tomorrow":
		return true
	}
	return false
}

// between hangs "between" and what stands behind it on the noun right before
// it, whoever else was given it: "talks between Chad and Niger began".
func (r *reading) between(i int, s encoder.Range) {
	n := r.heads[i]
	if r.relations[i] != "obl" || n < i || r.caseOf(i, s) != "between" {
		return
	}
	c := r.kid(i, s, "case")
	if k := c - 1; k >= s.Start && r.tags[k].UPOS == "NOUN" && r.heads[k] == n && strings.HasPrefix(r.relations[k], "nsubj") {
		r.heads[i], r.relations[i] = k, "nmod"
	}
}
