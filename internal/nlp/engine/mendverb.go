package engine

import (
	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// reading is what the mends of verbs work on: the predictions of an input, as
// parallel slices, which they change in place.
type reading struct {
	forms     []string
	heads     []int
	relations []string
	tags      []doc.Tag
}

// longest is how many tokens a sentence may have to be mended: longer ones are
// lists and tables, and looking for children takes the square of the length.
const longest = 300

// verbs mends trees in which the past form of a verb was read as an adjective of
// the noun behind it, or what the verb is done to as anything but its object.
// News are told in clauses with a finite verb (unlike headlines), and no clause
// has two subjects (Universal Dependencies v2, nsubj).
func verbs(forms []string, heads []int, relations []string, tags []doc.Tag, sentences []encoder.Range) {
	r := &reading{forms, heads, relations, tags}
	for _, s := range sentences {
		if s.End-s.Start > longest {
			continue
		}
		for i := s.Start; i < s.End; i++ {
			r.weekday(i, s)
			r.plural(i, s)
			r.infinitive(i, s)
			r.helped(i, s)
			r.verbless(i, s)
			r.predicate(i, s)
			r.second(i, s)
			r.hyphenated(i, s)
			r.shared(i, s)
			r.headline(i, s)
			if r.forms[i] == "over" && i > s.Start && i+1 < s.End && r.relations[i] == "advmod" && r.heads[i] == i+1 && r.tags[i+1].UPOS == "NUM" && turnsOver(r.tags[i-1].Lemma) {
				r.hang(i, i-1, "compound:prt") // "handed over 22 suspects"
			}
			if r.relations[i] == "nmod:desc" && r.heads[i] >= s.Start && r.heads[i] < i && r.kid(i, s, "cc") >= 0 {
				r.relations[i] = "conj" // "Mikko and his Chadian counterpart Musa"
			}
			if r.relations[i] == "advcl" && r.tags[i].UPOS == "NOUN" && r.kid(i, s, "case") >= 0 && r.kid(i, s, "nsubj", "cop", "mark", "aux") < 0 {
				r.relations[i] = "obl" // "left after talks"
			}
			if v := r.heads[i]; v > i && r.relations[i] == "acl:relcl" || v >= s.Start && v < i && (r.relations[i] == "acl:relcl" || r.relations[i] == "acl") && r.tags[v].UPOS == "VERB" {
				if m := r.kid(i, s, "mark"); m >= 0 && r.forms[m] == "that" && r.kid(i, s, "nsubj", "nsubj:pass") > m {
					r.relations[i] = "ccomp" // "charged on Monday that troops had crossed"
				}
			}
			if r.relations[i] == "expl" && r.forms[i] == "it" && r.heads[i] > i && minded(r.tags[r.heads[i]].Lemma) {
				r.relations[i] = "nsubj" // "said it is ready to"
			}
			if r.relations[i] == "expl" && r.forms[i] == "it" && r.heads[i] > i && r.tags[r.heads[i]].UPOS == "VERB" && r.kid(r.heads[i], s, "obj") > r.heads[i] && r.kid(r.heads[i], s, "nsubj", "csubj", "ccomp", "aux:pass") < 0 {
				r.relations[i] = "nsubj" // what has an object is done by somebody: "said it would cut aid"
			}
		}
		for i := s.Start; i < s.End; i++ {
			if tags[i].UPOS == "VERB" {
				r.object(i, s)
			}
		}
	}
}

func (r *reading) noun(i int) bool { return r.tags[i].UPOS == "NOUN" || r.tags[i].UPOS == "PROPN" }

func (r *reading) past(i int) bool {
	return r.tags[i].UPOS == "VERB" && (r.tags[i].XPOS == "VBN" || r.tags[i].XPOS == "VBD")
}

func (r *reading) hang(i, head int, relation string) { r.heads[i], r.relations[i] = head, relation }

// kid is a child of i in the sentence with one of the relations, -1 for none.
func (r *reading) kid(i int, s encoder.Range, relations ...string) int {
	for k := s.Start; k < s.End; k++ {
		if r.heads[k] != i {
			continue
		}
		for _, rel := range relations {
			if r.relations[k] == rel {
				return k
			}
		}
	}
	return -1
}

// weekday makes a weekday that was taken for somebody a time: "the group said
// Thursday", "an official today praised".
func (r *reading) weekday(i int, s encoder.Range) {
	if !day(r.forms[i]) || r.relations[i] != "nsubj" && r.relations[i] != "obj" && r.relations[i] != "xcomp" || r.heads[i] < 0 || r.tags[r.heads[i]].UPOS != "VERB" {
		return
	}
	if r.kid(i, s, "case", "conj") >= 0 {
		return
	}
	if r.forms[i] >= "a" { // "today" may be a subject on its own
		other := false
		for k := s.Start; k < s.End; k++ {
			other = other || k != i && r.heads[k] == r.heads[i] && (r.relations[k] == "nsubj" || r.relations[k] == "nsubj:pass")
		}
		if !other {
			return
		}
	}
	r.relations[i] = "obl:unmarked"
}

// plural makes a verb in the present that is the subject of another verb, with
// phrases of its own as a noun has them, the plural noun that it looks like: "talks
// between Elbonia and its neighbour took place". A finite verb is no subject
// (Universal Dependencies v2, nsubj).
func (r *reading) plural(i int, s encoder.Range) {
	if r.tags[i].XPOS != "VBZ" || r.relations[i] != "nsubj" && r.relations[i] != "nsubj:pass" {
		return
	}
	if r.kid(i, s, "nmod", "nmod:poss", "det", "amod", "compound") >= 0 && r.kid(i, s, "nsubj", "nsubj:pass", "obj", "aux") < 0 {
		r.tags[i].UPOS, r.tags[i].XPOS, r.tags[i].Feats = "NOUN", "NNS", "Number=Plur"
	}
}

// infinitive makes what stands behind "to" as a complement a verb, whatever noun
// it looks like: "offered to hand over two suspects".
func (r *reading) infinitive(i int, s encoder.Range) {
	if r.tags[i].UPOS != "NOUN" || i == s.Start || r.tags[i].XPOS != "NN" || r.forms[i-1] != "to" || r.heads[i-1] != i || r.relations[i-1] != "mark" || r.relations[i] != "xcomp" && r.relations[i] != "advcl" && r.relations[i] != "acl" && r.relations[i] != "ccomp" {
		return
	}
	r.tags[i].UPOS, r.tags[i].XPOS = "VERB", "VB"
	if p := i + 1; p < s.End && r.heads[p] == i && r.relations[p] == "advmod" && (r.tags[p].UPOS == "ADV" || r.tags[p].UPOS == "ADP") {
		switch r.forms[p] {
		case "over", "out", "up", "off", "down", "back", "in", "on":
			r.relations[p] = "compound:prt"
			for k := s.Start; k < s.End; k++ {
				if r.heads[k] == p {
					r.heads[k] = i
				}
			}
		}
	}
}

// promote makes the past form p, read as a modifier of n, the verb of the clause
// of which n was the head, and n its object.
func (r *reading) promote(p, n int, s encoder.Range) {
	r.hang(p, r.heads[n], r.relations[n])
	r.tags[p].UPOS, r.tags[p].XPOS = "VERB", "VBD"
	r.hang(n, p, "obj")
	for k := s.Start; k < s.End; k++ {
		if r.heads[k] != n || k == p {
			continue
		}
		switch r.relations[k] {
		case "advcl", "parataxis", "punct", "cc", "mark", "aux", "obl", "obl:unmarked", "advmod", "ccomp":
			if k < p || k > n {
				r.heads[k] = p
			}
		case "nmod:unmarked":
			if k > n {
				r.hang(k, p, "obl:unmarked")
			}
		}
	}
}

// helped mends "have" as the only verb of a clause whose participle was read as
// an adjective of what it is done to: "forces have tortured scores of refugees".
func (r *reading) helped(h int, s encoder.Range) {
	if r.tags[h].Lemma != "have" || r.tags[h].UPOS != "AUX" && r.tags[h].UPOS != "VERB" {
		return
	}
	p := h + 1
	for p < s.End && r.tags[p].UPOS == "ADV" {
		p++
	}
	if p >= s.End || !r.past(p) || r.relations[p] != "amod" {
		return
	}
	n := r.heads[p]
	if n < p || r.relations[n] != "obj" || r.heads[n] != h {
		return
	}
	r.hang(p, r.heads[h], r.relations[h])
	if r.relations[p] == "aux" { // of a verb of saying behind it
		r.relations[p] = "ccomp"
	}
	for k := s.Start; k < s.End; k++ {
		if r.heads[k] == h {
			r.heads[k] = p
		}
	}
	r.hang(h, p, "aux")
	r.hang(n, p, "obj")
	r.tags[h].UPOS = "AUX"
}

// verbless mends a clause without a verb: "Elbonia mobilized reservists" read as
// a noun phrase. A name, or a plural noun, stands right before the past form.
func (r *reading) verbless(n int, s encoder.Range) {
	if !r.noun(n) || r.relations[n] != "root" && r.relations[n] != "ccomp" || r.kid(n, s, "cop", "aux", "aux:pass", "csubj", "expl") >= 0 {
		return
	}
	p := -1
	for k := s.Start; k < n; k++ {
		if r.heads[k] == n && r.relations[k] == "amod" && r.past(k) && k > s.Start {
			p = k
		}
	}
	if p < 0 {
		return
	}
	subj := r.kid(n, s, "nsubj")
	if subj > p {
		return
	}
	if part := p - 2; subj < 0 && part > s.Start && r.forms[p-1] == "-" && r.heads[part] == p && r.noun(part) { // "police tear-gassed miners"
		if u := part - 1; r.heads[u] == part {
			subj = u
			r.heads[u] = n
			r.tags[p].Lemma = r.forms[part] + "-" + r.tags[p].Lemma
		}
	}
	if subj < 0 {
		subj = p - 1
	}
	for subj > s.Start && r.tags[subj].UPOS == "ADV" {
		subj--
	}
	if !r.noun(subj) || r.tags[subj].UPOS == "NOUN" && r.tags[subj].XPOS != "NNS" && !several(r.tags[subj].Lemma) {
		return
	}
	for ; r.heads[subj] < p && r.heads[subj] >= s.Start && r.heads[subj] != subj; subj = r.heads[subj] { // "Chad and Niger presented": up to the first
	}
	if r.heads[subj] != n && r.heads[subj] != p {
		return
	}
	for k := p + 1; k < n; k++ {
		if r.heads[k] == n && r.relations[k] == "case" {
			return
		}
	}
	r.promote(p, n, s)
	r.hang(subj, p, "nsubj")
	for k := s.Start; k < subj; k++ {
		if r.heads[k] == n && r.relations[k] != "punct" {
			r.heads[k] = subj
		}
	}
}

// headline mends a verb in the present that looks like a plural noun behind a
// name: "Elbonia plans to buy tanks, the ministry said".
func (r *reading) headline(i int, s encoder.Range) {
	if r.tags[i].XPOS != "NNS" || i == s.Start || i+2 >= s.End || r.forms[i+1] != "to" || r.relations[i+2] != "acl" || r.heads[i+2] != i || r.tags[i+2].XPOS != "VB" {
		return
	}
	switch r.tags[i].Lemma {
	case "plan", "hope", "vow", "offer", "pledge", "promise", "aim", "threat", "move", "attempt":
	default:
		return
	}
	u := i - 1
	if r.tags[u].UPOS != "PROPN" || r.heads[u] != i || r.relations[u] != "compound" || r.kid(i, s, "det", "nmod:poss", "amod", "case") >= 0 {
		return
	}
	r.hang(u, i, "nsubj")
	for k := s.Start; k < u; k++ {
		if r.heads[k] == i {
			r.heads[k] = u
		}
	}
	r.relations[i+2] = "xcomp"
	r.tags[i].UPOS, r.tags[i].XPOS = "VERB", "VBZ"
	if v := r.heads[i]; v > i && r.relations[i] == "nsubj" { // behind it whoever says so
		r.relations[i] = "ccomp"
		if k := r.kid(i, s, "conj"); k > i && r.noun(k) {
			r.hang(k, v, "nsubj")
		}
	}
}

// turnsOver says that a verb commonly has "over" for a particle.
func turnsOver(lemma string) bool {
	return lemma == "hand" || lemma == "turn" || lemma == "take" || lemma == "sign"
}

// minded says of an adjective that it tells what somebody means to do.
func minded(lemma string) bool {
	switch lemma {
	case "willing", "ready", "prepared", "unwilling", "determined", "eager", "keen", "committed", "reluctant", "open", "able", "unable", "happy", "glad":
		return true
	}
	return false
}

// several says that a singular names many who act.
func several(lemma string) bool {
	switch lemma {
	case "police", "army", "navy", "military", "government", "parliament", "court", "militia", "opposition", "militants", "troops":
		return true
	}
	return false
}

// predicate mends a clause whose verb was read as a participle behind its subject:
// "the opposition called on the president to leave". A participle with an object,
// or of a verb that nobody does to anybody, is no passive.
func (r *reading) predicate(p int, s encoder.Range) {
	n := r.heads[p]
	if !r.past(p) || r.relations[p] != "acl" || n < s.Start || n > p || !r.noun(n) || r.relations[n] != "root" && r.relations[n] != "ccomp" {
		return
	}
	if r.kid(n, s, "nsubj", "cop", "aux", "aux:pass", "csubj", "expl", "case", "parataxis", "ccomp") >= 0 || r.kid(p, s, "obl:agent", "nsubj", "nsubj:pass", "aux", "mark") >= 0 {
		return
	}
	if r.kid(p, s, "obj") < p && !self(r.tags[p].Lemma) {
		return
	}
	for k := n + 1; k < p; k++ {
		if r.tags[k].UPOS == "PUNCT" && r.forms[k] != "-" || r.tags[k].UPOS == "VERB" {
			return
		}
	}
	r.hang(p, r.heads[n], r.relations[n])
	r.tags[p].XPOS = "VBD"
	r.hang(n, p, "nsubj")
	for k := p + 1; k < s.End; k++ {
		if r.heads[k] != n {
			continue
		}
		switch r.relations[k] {
		case "acl":
			r.hang(k, p, "advcl")
		case "nmod":
			r.hang(k, p, "obl")
		default:
			r.heads[k] = p
		}
	}
}

// self says that a verb is done by somebody to nobody.
func self(lemma string) bool {
	switch lemma {
	case "call", "appeal", "shuttle", "arrive", "return", "march", "rally", "protest", "demonstrate", "walk", "talk", "travel", "meet", "agree", "clash", "vote", "warn", "respond", "react",
		"resign", "retreat", "apologise", "apologize", "fight", "riot", "lash", "plead", "object", "fly", "voice", "say", "insist", "vow", "pledge", "complain", "demand":
		return true
	}
	return false
}

// second mends the second of two verbs that share a subject: "condemned the
// attack and promised aid" read as "the attack and the aid promised". Only forms
// that hardly ever stand before a noun count.
func (r *reading) second(p int, s encoder.Range) {
	if p < s.Start+2 || !r.past(p) || r.relations[p] != "amod" || r.tags[p-1].UPOS != "CCONJ" || !seldomAdjective(r.tags[p].Lemma) {
		return
	}
	n := r.heads[p]
	if n < p || r.relations[n] != "conj" && r.relations[n] != "obj" {
		return
	}
	for k := p + 1; k < n; k++ {
		if r.heads[k] == n && r.relations[k] == "case" {
			return
		}
	}
	v := r.heads[n]
	for v >= 0 && (r.tags[v].UPOS != "VERB" || v > p) {
		v = r.heads[v]
	}
	if v < 0 || r.tags[v].XPOS != "VBD" {
		return
	}
	if u := r.heads[n]; r.relations[n] == "obj" && u > n { // "and insisted unrest reflected": what is insisted
		r.relations[n] = "nsubj"
		r.hang(u, p, "ccomp")
	} else {
		r.hang(n, p, "obj")
	}
	r.hang(p, v, "conj")
	r.tags[p].XPOS = "VBD"
	r.heads[p-1] = p
}

// seldomAdjective says that the past form of a verb hardly ever stands before a
// noun without an article as its adjective.
func seldomAdjective(lemma string) bool {
	switch lemma {
	case "accuse", "announce", "blame", "call", "cancel", "condemn", "criticise", "criticize", "demand", "denounce", "deny", "deploy", "establish", "expel", "express", "hail",
		"impose", "insist", "launch", "offer", "open", "order", "pledge", "praise", "promise", "recall", "reject", "say", "seize", "send", "threaten", "urge", "vow", "warn", "welcome":
		return true
	}
	return false
}

// hyphenated mends a verb whose first part, before a hyphen, was taken for its
// subject: "Elbonia test-fired a missile".
func (r *reading) hyphenated(v int, s encoder.Range) {
	if v < s.Start+3 || !r.past(v) || r.forms[v-1] != "-" || r.heads[v-2] != v || r.relations[v-2] != "nsubj" || v+1 >= len(r.forms) {
		return
	}
	switch r.tags[v+1].UPOS {
	case "DET", "NUM", "ADJ", "NOUN", "PROPN":
	default:
		return
	}
	if u := v - 3; r.noun(u) && r.heads[u] == v-2 {
		r.hang(u, v, "nsubj")
		r.hang(v-2, v, "compound")
		r.tags[v].Lemma = r.forms[v-2] + "-" + r.tags[v].Lemma
		for k := s.Start; k < u; k++ {
			if r.heads[k] == v-2 {
				r.heads[k] = u
			}
		}
	}
}

// shared mends the first of two coordinated modifiers of a subject that was read
// as a subject of its own: "US and British forces must".
func (r *reading) shared(i int, s encoder.Range) {
	if r.relations[i] != "nsubj" || i+3 >= s.End || r.tags[i+1].UPOS != "CCONJ" {
		return
	}
	second, j := i+2, r.heads[i+2]
	if r.relations[second] != "amod" && r.relations[second] != "compound" || j <= second || r.heads[j] != r.heads[i] || r.relations[j] != "nsubj" || r.heads[i+1] != second {
		return
	}
	r.hang(i, j, "compound")
	r.hang(second, i, "conj")
}

// object gives a verb that has a subject before it the object behind it that was
// read as a second subject, a predicate or a bare adverbial.
func (r *reading) object(v int, s encoder.Range) {
	subj, before, after, passive, said := -1, -1, -1, false, false
	for k := s.Start; k < s.End; k++ {
		if r.heads[k] != v {
			continue
		}
		switch r.relations[k] {
		case "nsubj", "nsubj:pass":
			if subj < 0 {
				subj = k
			}
		case "obj":
			if k < v {
				before = k
			} else {
				after = k
			}
		case "aux:pass", "cop":
			passive = true
		case "ccomp":
			said = true
		}
	}
	if u := r.heads[v]; before >= 0 && u >= s.Start && u < before && subj > before && r.tags[u].UPOS == "VERB" && r.noun(before) && adjacent(r.heads, r.tags, u, before) && r.kid(u, s, "obj", "iobj") < 0 {
		r.hang(before, u, "obj") // "warned Elbonia it would": who is told stands before what
		before = -1
	}
	if after > v && subj < 0 && !passive && r.past(v) { // "the Elbonia suspended aid": a name before the verb that hangs on the noun behind
		for k := v - 1; k >= s.Start; k-- {
			if r.heads[k] == after && r.relations[k] == "compound" && r.tags[k].UPOS == "PROPN" {
				r.hang(k, v, "nsubj")
				break
			}
		}
	}
	if passive || before >= 0 || after >= 0 {
		return
	}
	for k := v + 1; k < s.End; k++ {
		if r.heads[k] != v || !r.noun(k) && r.tags[k].UPOS != "NUM" {
			continue
		}
		switch r.relations[k] {
		case "nsubj", "nsubj:pass":
			if subj < 0 || subj > v || said {
				return
			}
		case "xcomp":
			if linking(r.tags[v].Lemma) && r.kid(v, s, "compound:prt") < 0 || r.kid(k, s, "cop", "mark") >= 0 {
				return
			}
		case "obl":
			if r.kid(k, s, "case") >= 0 || counted(r.tags[k].Lemma) {
				continue
			}
			if u := r.kid(v, s, "xcomp"); u > v && u < k && r.tags[u].UPOS == "VERB" && r.kid(u, s, "obj") < 0 && r.close(u, k) {
				r.hang(k, u, "obj")
				return
			}
			if !r.close(v, k) {
				continue
			}
		default:
			continue
		}
		r.relations[k] = "obj"
		if r.tags[v].XPOS == "VBN" && r.kid(v, s, "aux") < 0 && subj >= 0 && subj < v {
			r.tags[v].XPOS = "VBD"
			r.relations[subj] = "nsubj"
		}
		return
	}
}

// close says that the phrase of k follows its verb without a comma or another
// verb between.
func (r *reading) close(v, k int) bool {
	for j := v + 1; j < k; j++ {
		if r.forms[j] == "," || r.tags[j].UPOS == "VERB" && r.relations[j] != "amod" || r.tags[j].UPOS == "SCONJ" {
			return false
		}
	}
	return true
}

// linking says that a verb has a noun for its predicate: "became president",
// "was elected president".
func linking(lemma string) bool {
	switch lemma {
	case "be", "become", "remain", "seem", "appear", "stay", "elect", "name", "appoint", "declare", "call", "make", "consider", "turn", "prove", "feel", "stand", "die", "come", "go", "sound", "look":
		return true
	}
	return false
}

// counted says that a noun without a preposition tells how much or when.
func counted(lemma string) bool {
	switch lemma {
	case "day", "week", "month", "year", "hour", "minute", "second", "time", "kilometre", "kilometer", "km", "mile", "metre", "meter", "percent", "%", "point", "way", "night", "morning", "evening", "afternoon",
		"weekend", "decade", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December", "today", "yesterday", "tomorrow", "dollar", "euro", "pound", "inch", "foot", "turn", "fold", "degree", "age", "season", "spring", "summer", "autumn", "winter", "fall":
		return true
	}
	return false
}
