package engine

import (
	"strings"

	"rapporteur/internal/nlp/encoder"
)

// The repairs of this file are called by rehang.

// saidBehind gives a verb that stands behind what is said the noun before it for
// a subject, and the clause its own: "Chad is ready for talks with Niger, the
// minister Lee has said", where the minister was taken to explain Niger and Chad
// to have said it.
func (r *reading) saidBehind(v int, s encoder.Range) {
	c, subject := r.kid(v, s, "ccomp"), r.kid(v, s, "nsubj")
	if r.tags[v].UPOS != "VERB" || c < 0 || c > v || subject < 0 || subject > c || r.subject(c, s) >= 0 {
		return
	}
	first := v // of the words that stand between comma and verb
	for first-1 > c && r.forms[first-1] != "," {
		first--
	}
	if first-1 <= c || first == v {
		return
	}
	named := -1
	for i := first; i < v; i++ {
		switch {
		case r.heads[i] == v:
			if r.relations[i] != "aux" && r.relations[i] != "advmod" {
				return
			}
		case r.heads[i] < first:
			if named >= 0 || r.relations[i] != "appos" || !r.noun(i) {
				return
			}
			named = i
		case r.heads[i] > v:
			return
		}
	}
	if named < 0 {
		return
	}
	r.hang(subject, c, "nsubj")
	r.hang(named, v, "nsubj")
}

// saidAt gives a verb of saying the clause with "that" that was hung on the place
// or occasion where it is said: "said at the meeting that peace is near". A clause
// that was taken for what is said, though it goes on with "and", goes on from the
// clause before it.
func (r *reading) saidAt(v int, s encoder.Range) {
	if r.tags[v].UPOS != "VERB" || !tells(r.tags[v].Lemma) {
		return
	}
	for n := v + 1; n < s.End; n++ {
		if r.heads[n] != v || r.relations[n] != "obl" || r.tags[n].UPOS != "NOUN" {
			continue
		}
		switch r.caseOf(n, s) {
		case "at", "in", "on", "during", "after", "before", "to":
		default:
			continue
		}
		c := r.kid(n, s, "acl")
		if c < n || r.subject(c, s) < 0 {
			continue
		}
		if m := r.kid(c, s, "mark"); m < n || r.forms[m] != "that" {
			continue
		}
		other := r.kid(v, s, "ccomp")
		if other >= 0 && other < c {
			continue
		}
		r.hang(c, v, "ccomp")
		if other >= 0 {
			if cc := r.kid(other, s, "cc"); cc > c {
				before := c
				for k := cc - 1; k > c; k-- { // the clause that ends before "and"
					if r.finite(k) || r.tags[k].UPOS == "VERB" && r.kid(k, s, "aux", "aux:pass") >= 0 {
						before = k
						break
					}
				}
				r.hang(other, before, "conj")
			}
		}
		return
	}
}

// tells says that a verb is one of saying.
func tells(lemma string) bool {
	switch lemma {
	case "say", "tell", "add", "announce", "state", "declare", "stress", "note", "warn", "claim", "insist", "report", "explain", "emphasise", "emphasize", "reiterate", "argue", "confirm", "admit":
		return true
	}
	return false
}

// said gives what is said the phrases that stand in it before the comma, where
// they were hung on the verb of saying behind: "they meet in Gori on 3 May, the
// office said".
func (r *reading) said(v int, s encoder.Range) {
	c, subject := r.kid(v, s, "ccomp"), r.kid(v, s, "nsubj")
	if r.tags[v].UPOS != "VERB" || c < 0 || c > v || subject < c || subject > v {
		return
	}
	comma := subject
	for comma > c && r.forms[comma] != "," {
		comma--
	}
	for k := c + 1; k < comma; k++ {
		if r.heads[k] == v && (r.relations[k] == "obl" || r.relations[k] == "obl:unmarked" || r.relations[k] == "advmod") {
			r.heads[k] = c
		}
	}
}

// onlyVerb makes the past form behind the noun of a sentence without any other
// verb its verb: "Tanks rolled towards Gori", read as tanks that were rolled.
func (r *reading) onlyVerb(v int, s encoder.Range) {
	n := r.heads[v]
	if !r.past(v) || r.relations[v] != "acl" || n != v-1 || r.relations[n] != "root" || r.tags[n].UPOS != "NOUN" || r.tags[n].XPOS != "NNS" || r.forms[s.End-1] != "." ||
		r.kid(v, s, "obl:agent", "aux", "aux:pass") >= 0 || r.kid(n, s, "cop", "nsubj", "ccomp") >= 0 {
		return
	}
	for k := s.Start; k < s.End; k++ {
		if k != v && (r.tags[k].UPOS == "AUX" || r.tags[k].UPOS == "VERB" && (r.finite(k) || r.past(k))) {
			return
		}
	}
	r.hang(v, r.heads[n], "root")
	r.tags[v].UPOS, r.tags[v].XPOS = "VERB", "VBD"
	r.hang(n, v, "nsubj")
	for k := n + 1; k < s.End; k++ {
		if r.heads[k] == n {
			r.heads[k] = v
		}
	}
}

// minding makes a noun with a subject and a clause that it governs, but without
// a copula, the verb it is: "Police suspect that the house is empty".
func (r *reading) minding(n int, s encoder.Range) {
	if r.tags[n].UPOS != "NOUN" || r.tags[n].XPOS != "NN" || r.relations[n] != "root" || r.kid(n, s, "cop", "case", "nmod:poss") >= 0 {
		return
	}
	subject, clause := r.kid(n, s, "nsubj"), r.kid(n, s, "ccomp")
	det := r.kid(n, s, "det")
	if subject < 0 || subject > n || clause < n || r.kid(clause, s, "mark") < 0 || det > subject {
		return
	}
	if det >= 0 {
		r.heads[det] = subject
	}
	r.tags[n].UPOS, r.tags[n].XPOS, r.tags[n].Lemma = "VERB", "VBP", strings.ToLower(r.forms[n])
}

// marking makes the word before a phrase its preposition, where it was read as
// one that opens a clause: "warned against drilling".
func (r *reading) marking(i int, s encoder.Range) {
	if r.relations[i] == "mark" && r.tags[i].UPOS == "ADP" && (r.relations[r.heads[i]] == "obl" || r.relations[r.heads[i]] == "nmod") {
		r.relations[i] = "case"
	}
}

// reflexive makes a reflexive pronoun right behind a verb without an object that
// object: "had attacked itself".
func (r *reading) reflexive(i int, s encoder.Range) {
	form := strings.ToLower(r.forms[i])
	if r.relations[i] == "obl:unmarked" && i > s.Start && r.heads[i] == i-1 && r.tags[i-1].UPOS == "VERB" && r.tags[i].UPOS == "PRON" &&
		(strings.HasSuffix(form, "self") || strings.HasSuffix(form, "selves")) && r.kid(i-1, s, "obj") < 0 {
		r.relations[i] = "obj"
	}
}

// receiver takes a phrase with "to" off the thing that is handed over: it belongs
// to the handing over, "the extradition of the trader to Korea".
func (r *reading) receiver(i int, s encoder.Range) {
	h := r.heads[i]
	if r.relations[i] != "nmod" || r.caseOf(i, s) != "to" || h < s.Start || h > i || r.relations[h] != "nmod" || r.caseOf(h, s) != "of" {
		return
	}
	p := r.heads[h]
	if p < s.Start || r.tags[p].UPOS != "NOUN" {
		return
	}
	switch r.tags[p].Lemma {
	case "extradition", "transfer", "handover", "return", "delivery", "shipment", "sale", "deportation", "release", "surrender", "supply", "dispatch", "repatriation", "export", "cession":
		r.heads[i] = p
	}
}

// placed takes the state that somebody is put in off who is put in it: "put an
// adviser under house arrest".
func (r *reading) placed(i int, s encoder.Range) {
	h := r.heads[i]
	if r.relations[i] != "nmod" || h < s.Start || h > i || r.relations[h] != "obj" {
		return
	}
	switch r.tags[i].Lemma {
	case "arrest", "custody", "surveillance", "siege", "detention", "guard", "pressure", "curfew", "control":
	default:
		return
	}
	if c := r.caseOf(i, s); c != "under" && c != "in" && c != "into" {
		return
	}
	switch v := r.heads[h]; r.tags[v].Lemma {
	case "put", "place", "keep", "hold", "take", "remand", "bring", "leave":
		r.hang(i, v, "obl")
	}
}

// form brings the features of a verb into line with its tag, which the repairs
// may have changed and the model may have at odds with them.
func (r *reading) form(i int, s encoder.Range) {
	t := &r.tags[i]
	if t.UPOS != "VERB" {
		return
	}
	finite := strings.Contains(t.Feats, "VerbForm=Fin")
	switch {
	case t.XPOS == "VBD" && (!finite || !strings.Contains(t.Feats, "Tense=Past")):
		t.Feats = "Mood=Ind|Tense=Past|VerbForm=Fin"
	case t.XPOS == "VB" && finite && r.relations[i] == "xcomp" && r.subject(i, s) < 0:
		t.Feats = "VerbForm=Inf"
	}
}
