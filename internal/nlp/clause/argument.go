package clause

import (
	"strings"

	"rapporteur/internal/doc"
)

func (b *builder) add(f *doc.Frame, slot string, head int, via string) {
	for i := range f.Args {
		if f.Args[i].Head == head && f.Args[i].Slot == slot {
			return
		}
	}
	f.Args = append(f.Args, doc.Arg{Slot: slot, Head: head, Start: int(b.lo[head]), End: int(b.hi[head]), Via: via})
}

// antecedent is the noun that the relative clause around a predicate belongs
// to, -1 outside such a clause.
func (b *builder) antecedent(pred int) int {
	for p, steps := pred, 0; p >= 0 && steps < 4; steps++ {
		t := &b.d.Tokens[p]
		if t.Deprel == "acl:relcl" {
			return t.Head
		}
		if t.Deprel == "conj" || t.Deprel == "xcomp" || t.Deprel == "ccomp" {
			p = t.Head
			continue
		}
		break
	}
	return -1
}

func isRelative(t *doc.Token) bool {
	return strings.Contains(t.Feats, "PronType=Rel") || (t.XPOS == "WDT" || t.XPOS == "WP" || t.XPOS == "WP$") && lowerIs(strings.ToLower(t.Form), "who", "which", "that", "whom", "whose")
}

// arguments reads the dependents of the predicate.
func (b *builder) arguments(f *doc.Frame) {
	toks := b.d.Tokens
	i := f.Head
	ante := -1
	if f.Kind != doc.Nominal {
		ante = b.antecedent(i)
	}
	resolve := func(k int) (int, string) {
		if ante >= 0 && isRelative(&toks[k]) {
			return ante, "relative"
		}
		return k, ""
	}
	usedRel := false
	for _, k32 := range b.kids[i] {
		k := int(k32)
		c := &toks[k]
		h, via := resolve(k)
		if via == "relative" {
			usedRel = true
		}
		switch c.Deprel {
		case "nsubj", "nsubj:outer":
			if f.Kind == doc.Nominal {
				continue
			}
			if f.Passive && f.Part { // mis-tagged active past
				f.Passive, f.Part, f.Tense = false, false, "past"
			}
			b.add(f, "subj", h, via)
		case "nsubj:pass":
			if via == "" {
				via = "passive"
			}
			b.add(f, "obj", h, via)
		case "obj":
			b.add(f, "obj", h, via)
		case "iobj":
			if f.Kind == doc.Verbal && b.child(i, "obj") < 0 && (b.child(i, "xcomp") > k || b.child(i, "ccomp") < 0 && f.Quote == 0) { // "allowed the monitors to enter", "warned Chad of war": an object (Universal Dependencies v2, iobj)
				b.add(f, "obj", h, via)
				continue
			}
			b.add(f, "iobj", h, via)
		case "obl", "obl:agent", "obl:arg", "nmod", "obl:unmarked", "obl:tmod", "obl:npmod", "nmod:unmarked", "nmod:tmod", "nmod:desc", "nmod:npmod":
			slot := b.caseOf(k, "case")
			switch {
			case b.timex[k] != 0:
				b.setTime(f, k)
				if slot == "" {
					slot = "tmod"
				}
			case c.Deprel == "obl:agent" && (slot == "by" || slot == "") || f.Passive && slot == "by":
				slot, via = "subj", "passive"
				b.add(f, "by", h, via)
			case slot == "":
				slot = "tmod"
			}
			if b.counted(f, k, slot) {
				slot = "subj"
			}
			b.add(f, slot, h, via)
			if f.Kind == doc.Nominal && slot == "by" {
				b.add(f, "subj", h, "by-phrase")
			}
			if f.Kind == doc.Nominal && slot == "between" {
				b.add(f, "subj", h, "between")
			}
		case "nmod:poss":
			if f.Kind == doc.Nominal {
				b.add(f, "poss", h, "possessive")
			}
		case "amod", "compound", "nmod:attlist":
			if f.Kind == doc.Nominal {
				b.add(f, "mod", k, "modifier")
			}
		case "ccomp", "xcomp":
			b.add(f, "comp", k, "")
		case "csubj", "csubj:pass", "csubj:outer":
			if k > i && f.Kind != doc.Nominal { // extraposed: "it is essential that the road be repaired"
				b.add(f, "comp", k, "")
			}
		case "parataxis", "dep":
			if f.Kind != doc.Nominal && f.Head > k && b.isClause(k) {
				b.add(f, "para", k, "parataxis")
			} else if f.Kind != doc.Nominal && b.quote[k] != 0 {
				b.add(f, "para", k, "parataxis")
			}
		case "acl", "acl:relcl":
			if f.Kind != doc.Verbal && (c.Deprel == "acl" && (c.XPOS == "VB" || b.child(k, "mark") >= 0)) {
				b.add(f, "comp", k, "infinitive")
			}
		case "advcl":
			if f.Kind == doc.Verbal && k > i && b.caseOf(k, "mark") == "that" { // a that-clause is a complement however it was hung
				b.add(f, "comp", k, "")
				continue
			}
			if f.Kind == doc.Verbal && b.asked(k, f.Lemma) {
				b.add(f, "comp", k, "")
				continue
			}
			if m := b.caseOf(k, "mark"); c.XPOS == "VBG" && m != "" && (m != "to" || b.child(k, "aux") < 0) { // "accused of killing", "committed to leaving"
				b.add(f, m, k, "gerund")
			}
		case "advmod":
			if b.timex[k] != 0 {
				b.setTime(f, k)
			}
		}
	}
	// A gap in a relative clause: "the town that rebels hold", "the town rebels hold".
	if ante >= 0 && toks[i].Deprel == "acl:relcl" && !usedRel {
		switch {
		case f.Arg("subj") == nil && !f.Passive:
			b.add(f, "subj", ante, "relative")
		case f.Passive && f.Arg("obj") == nil:
			b.add(f, "obj", ante, "relative")
		case f.Kind == doc.Verbal && f.Arg("obj") == nil && f.Arg("comp") == nil && !b.relAdverb(i):
			b.add(f, "obj", ante, "relative")
		}
	}
	if f.Kind == doc.Verbal {
		b.participle(f)
		b.called(f)
	}
	if h := b.stranded(f); h >= 0 {
		if a := f.Arg("subj"); a != nil { // the complement's own subject, hung one clause too high
			b.add(&b.frames[b.at[f.Arg("comp").Head]-1], "subj", a.Head, "passed on")
			a.Head, a.Start, a.End, a.Via = h, int(b.lo[h]), int(b.hi[h]), "before the verb"
		} else {
			b.add(f, "subj", h, "before the verb")
		}
	}
	if h := b.bare(f); h >= 0 {
		b.add(f, "subj", h, "no preposition before it")
	}
	if h := b.aside(f); h >= 0 {
		b.add(f, "subj", h, "set aside before")
		if f.Tense == "" {
			f.Tense = "present"
		}
	}
	// A verb of saying inside or after what is said: "..., he said, ...".
	if f.Kind == doc.Verbal && toks[i].Deprel == "parataxis" && f.Arg("comp") == nil && f.Arg("subj") != nil && b.isClause(toks[i].Head) || b.trailing(f) {
		b.add(f, "comp", toks[i].Head, "parataxis")
	}
	if h := b.interposed(f); h >= 0 {
		b.add(f, "comp", h, "set off by commas")
	}
	if h, m := b.underCase(f); h >= 0 {
		slot := "subj"
		if f.Passive {
			slot = "obj"
		}
		b.add(f, slot, h, "behind “"+m+"”")
		f.Mark = m
	}
}

// called gives a verb without an object what its clause with "what" names:
// "signed what both call an accord", "launched what it described as a drill".
func (b *builder) called(f *doc.Frame) {
	if f.Passive {
		return
	}
	over, free := f.Head, false // free: "what" is the object and the clause hangs on it
	if o := f.Arg("obj"); o != nil {
		if !strings.EqualFold(b.d.Tokens[o.Head].Form, "what") {
			return
		}
		over, free = o.Head, true
	}
	for _, k32 := range b.kids[over] {
		k := int(k32)
		t := &b.d.Tokens[k]
		if k < f.Head || t.UPOS != "VERB" || !lowerIs(strings.ToLower(t.Lemma), "call", "term", "dub", "label", "describe", "name", "style") {
			continue
		}
		what, named := free, -1
		for _, o32 := range b.kids[k] {
			o := int(o32)
			c := &b.d.Tokens[o]
			switch {
			case strings.EqualFold(c.Form, "what") && o < k:
				what = true
			case o > k && c.UPOS == "NOUN" && (c.Deprel == "obj" || c.Deprel == "xcomp" || c.Deprel == "obl" && b.caseOf(o, "case") == "as"):
				named = o
			}
		}
		if what && named >= 0 {
			b.add(f, "obj", named, "what they call")
			return
		}
	}
}

// counted says that a phrase before an active verb without a subject is its
// subject, with words for a rough number that look like a preposition: "up to
// 100 settlers marched".
func (b *builder) counted(f *doc.Frame, k int, slot string) bool {
	switch slot {
	case "up to", "over", "about", "around", "between", "under":
	default:
		return false
	}
	return f.Kind == doc.Verbal && k < f.Head && !f.Passive && f.Tense != "" && b.child(k, "nummod") >= 0 && b.child(f.Head, "nsubj") < 0
}

func (b *builder) isClause(k int) bool {
	if b.at[k] != 0 && b.frames[b.at[k]-1].Kind != doc.Nominal {
		return true
	}
	return b.child(k, "nsubj", "cop", "aux") >= 0
}

func (b *builder) relAdverb(i int) bool {
	for _, k := range b.kids[i] {
		if t := &b.d.Tokens[k]; t.Deprel == "advmod" && lowerIs(strings.ToLower(t.Form), "where", "when", "why", "how") {
			return true
		}
	}
	return false
}

// participle gives a bare participle under a noun its noun: "troops leaving
// the town", "the town held by rebels", "a besieged town".
func (b *builder) participle(f *doc.Frame) {
	t := &b.d.Tokens[f.Head]
	if t.Head < 0 || !(t.Deprel == "acl" || t.Deprel == "amod") {
		return
	}
	switch t.XPOS {
	case "VBN", "VBD":
		if f.Arg("obj") == nil && f.Arg("subj") == nil || f.Passive && f.Arg("obj") == nil {
			f.Passive = true
			b.add(f, "obj", t.Head, "participle")
		}
	case "VBG":
		if f.Arg("subj") == nil {
			b.add(f, "subj", t.Head, "participle")
		}
	}
}

// surface gives the token of the surface subject of frame fi, inherited where
// the clause has none of its own, and how it was found; -1 for none.
func (b *builder) surface(fi int, depth int) (int, string) {
	f := &b.frames[fi]
	for _, a := range f.Args {
		if a.Slot == "subj" && !f.Passive && a.Via != "by-phrase" || a.Slot == "obj" && f.Passive && (a.Via == "passive" || a.Via == "relative" || a.Via == "participle") {
			return a.Head, ""
		}
	}
	if depth > 6 {
		return -1, ""
	}
	t := &b.d.Tokens[f.Head]
	if t.Head < 0 || b.at[t.Head] == 0 {
		return -1, ""
	}
	gi := int(b.at[t.Head]) - 1
	g := &b.frames[gi]
	if g.Kind == doc.Nominal {
		if f.Kind == doc.Verbal && t.Deprel == "acl" && (f.Inf || f.Mark != "") { // "Russia's plan to withdraw"
			for _, slot := range []string{"poss", "by"} {
				if a := g.Arg(slot); a != nil {
					return a.Head, "control"
				}
			}
			if lv := b.d.Tokens[g.Head].Head; lv >= 0 && b.at[lv] != 0 && b.d.Tokens[g.Head].Deprel == "obj" {
				h, _ := b.surface(int(b.at[lv])-1, depth+1)
				return h, "control"
			}
		}
		return -1, ""
	}
	switch r := t.Deprel; {
	case r == "conj":
		if b.child(f.Head, "mark") >= 0 && !f.Inf {
			return -1, ""
		}
		h, _ := b.surface(gi, depth+1)
		return h, "conj"
	case r == "xcomp" || r == "ccomp" && f.Inf || b.asked(f.Head, g.Lemma):
		if g.Lemma == "summon" && lowerIs(f.Lemma, "complain", "protest", "demand", "express", "lodge", "discuss", "condemn", "denounce", "convey", "deliver", "hand", "inform", "tell", "seek", "ask", "warn", "voice", "make") {
			h, _ := b.surface(gi, depth+1) // whoever summons does it
			return h, "control"
		}
		if a := g.Arg("iobj"); a != nil && g.Lemma != "promise" {
			return a.Head, "control"
		}
		if a := g.Arg("obj"); a != nil && g.Lemma != "promise" && g.Lemma != "threaten" && g.Lemma != "vow" && !intent(strings.ToLower(b.d.Tokens[a.Head].Lemma)) {
			return a.Head, "control"
		}
		for _, slot := range calledOn(g.Lemma) {
			if a := g.Arg(slot); a != nil && a.Head < f.Head {
				return a.Head, "control"
			}
		}
		h, _ := b.surface(gi, depth+1)
		return h, "control"
	case r == "advcl" && f.Part && blamed(f.Mark, g.Lemma) && g.Arg("obj") != nil:
		return g.Arg("obj").Head, "control"
	case r == "advcl" && (f.Part || f.Inf || f.Tense == ""):
		h, _ := b.surface(gi, depth+1)
		return h, "control"
	}
	return -1, ""
}

// calledOn lists the slots in which a verb of asking names who is asked where
// that is not its object: "called on Peru to leave".
func calledOn(verb string) []string {
	switch base, _, _ := strings.Cut(verb, " "); base {
	case "call":
		return []string{"on", "upon", "for"}
	case "appeal", "plead", "shout", "signal":
		return []string{"to", "with", "for"}
	}
	return nil
}

// asked says that token k heads an infinitive that somebody is asked, told or
// let to do by the verb it follows, even where the parser hung it as an aside:
// "ordered the bank to close".
func (b *builder) asked(k int, verb string) bool {
	t := &b.d.Tokens[k]
	if t.Deprel != "advcl" || t.XPOS != "VB" || t.Head < 0 || k < t.Head || b.caseOf(k, "mark") != "to" {
		return false
	}
	base, _, _ := strings.Cut(verb, " ")
	if !lowerIs(base, "order", "urge", "ask", "tell", "force", "press", "pressure", "push", "call", "allow", "permit", "instruct", "request", "invite",
		"encourage", "warn", "enable", "require", "compel", "command", "direct", "authorise", "authorize", "beg", "implore", "advise", "oblige", "summon", "forbid", "give", "appeal", "plead") {
		return false
	}
	return b.child(t.Head, "obj", "iobj", "obl", "nsubj:pass") >= 0
}

// blamed says that a gerund behind a preposition is what the object does or is
// kept from: "accused Chad of hiding rebels", "thanked Chad for leaving".
func blamed(mark, verb string) bool {
	switch mark {
	case "of", "against", "from", "into":
		return true
	case "for":
		base, _, _ := strings.Cut(verb, " ")
		return lowerIs(base, "blame", "thank", "praise", "criticise", "criticize", "condemn", "fault", "punish", "arrest", "fine", "jail", "sue", "laud", "hail",
			"commend", "forgive", "prosecute", "try", "rebuke", "chide", "denounce", "slam", "convict", "sentence", "detain", "charge")
	}
	return false
}

// intent says of a noun that it is what somebody means to do and not somebody
// who could do it: in "announced plans to send aid" the plans send nothing.
func intent(lemma string) bool {
	return lowerIs(lemma, "plan", "intention", "decision", "attempt", "effort", "bid", "move", "step", "readiness", "willingness", "right",
		"pledge", "promise", "vow", "threat", "offer", "proposal", "agreement", "deal", "preparation", "refusal", "commitment", "wish", "desire")
}

// inherit gives a predicate without a subject of its own the one that it
// shares: coordination, control, raising, participles.
func (b *builder) inherit(fi int) {
	f := &b.frames[fi]
	t := &b.d.Tokens[f.Head]
	if f.Kind != doc.Nominal {
		h, via := b.surface(fi, 0)
		if h >= 0 && via != "" {
			if f.Passive {
				if f.Arg("obj") == nil {
					b.add(f, "obj", h, via)
				}
			} else if f.Arg("subj") == nil {
				b.add(f, "subj", h, via)
			}
		}
	}
	if t.Head < 0 {
		return
	}
	gi := int(b.at[t.Head]) - 1
	if gi < 0 {
		return
	}
	g := &b.frames[gi]
	f.Parent = gi
	switch r := t.Deprel; r {
	case "ccomp", "xcomp":
		f.Relation = "comp"
	case "csubj", "csubj:pass", "csubj:outer":
		if f.Head > g.Head {
			f.Relation = "comp"
		}
	case "acl:relcl":
		f.Relation = "relcl"
	case "acl", "amod":
		f.Relation = "acl"
	case "conj", "advcl", "parataxis":
		f.Relation = r
		if b.asked(f.Head, g.Lemma) {
			f.Relation = "comp"
		}
	case "obl", "nmod", "obj", "nsubj", "nsubj:pass", "nmod:poss", "obl:agent":
		f.Relation = "arg"
	default:
		if f.Kind == doc.Nominal {
			f.Relation = "arg"
		}
	}
	if f.Kind == doc.Nominal {
		return
	}
	// What stands in a quote hangs on what is quoted, not on the verb of saying:
	// "We will talk if they leave," he said.
	if q := b.quote[f.Head]; f.Relation == "advcl" && q != 0 && b.quote[g.Head] == 0 {
		if a := g.Arg("comp"); a != nil && a.Head != f.Head && b.quote[a.Head] == q && b.at[a.Head] != 0 {
			f.Parent = int(b.at[a.Head]) - 1
			g = &b.frames[f.Parent]
		}
	}
	// Coordinated verbs share tense, modality and auxiliaries of the first.
	if f.Relation == "conj" && g.Kind == doc.Verbal && (f.Tense == "" || f.Part && !f.Inf) {
		own := b.child(f.Head, "aux", "cop")
		if own < 0 {
			if f.Tense == "" {
				f.Tense = g.Tense
			}
			f.Modal, f.Perfect, f.Pluperf = g.Modal, g.Perfect, g.Pluperf
			f.Inf = f.Inf || g.Inf
			if b.d.Tokens[f.Head].XPOS == "VBN" {
				f.Part = false
				if !g.Passive && b.child(f.Head, "obl:agent") < 0 && f.Arg("subj") == nil {
					f.Passive = false
				}
			}
			if g.Negated && f.Mark == "" && b.orCoordinated(f.Head) {
				f.Negated = true
			}
		}
	}
	if f.Relation == "comp" && f.Inf && g.Lemma == "go" && g.Prog {
		f.Tense, f.Modal = "future", "will"
	}
	if f.Relation == "conj" && f.Mark == "" && (g.Mark == "if" || g.Mark == "unless" || g.Mark == "until") {
		f.Mark = g.Mark
	}
}

func (b *builder) orCoordinated(i int) bool {
	for _, k := range b.kids[i] {
		if t := &b.d.Tokens[k]; t.Deprel == "cc" && lowerIs(strings.ToLower(t.Form), "or", "nor") {
			return true
		}
	}
	return false
}

// finish cuts the clause and finds the date of the predicate.
func (b *builder) finish(f *doc.Frame) {
	toks := b.d.Tokens
	start, end := f.Head, f.Head+1
	var walk func(i int, top bool)
	walk = func(i int, top bool) {
		for _, k32 := range b.kids[i] {
			k := int(k32)
			c := &toks[k]
			r := rel(c)
			if r == "punct" || r == "cc" || r == "parataxis" || r == "vocative" || r == "discourse" {
				continue
			}
			if top && (r == "advcl" && f.Kind != doc.Nominal || r == "conj" || r == "ccomp" && k < f.Head && b.quote[k] != 0 && b.quote[f.Head] == 0) {
				continue
			}
			if c.Deprel == "acl:relcl" && b.commaBefore(k) {
				continue
			}
			if r == "appos" && !top {
				continue
			}
			start, end = min(start, k), max(end, k+1)
			walk(k, false)
		}
	}
	walk(f.Head, true)
	for _, a := range f.Args { // shared arguments do not widen the clause, own ones are in it
		if a.Via == "" && a.Slot == "comp" && a.Head > f.Head {
			end = max(end, a.End)
		}
	}
	for end-1 > f.Head && toks[end-1].UPOS == "PUNCT" {
		end--
	}
	f.Clause = b.d.SpanOf(start, end)
}

func (b *builder) commaBefore(k int) bool {
	j := int(b.lo[k]) - 1
	if j >= 0 && lowerIs(b.d.Tokens[j].Form, ",", "—", "-", "–") {
		return true
	}
	return b.d.Tokens[b.lo[k]].Form == ","
}
