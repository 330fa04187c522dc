package extract

import (
	"strings"

	"rapporteur/internal/doc"
)

// claimVerb maps what is done with an instrument to a claim of its fate.
func claimVerb(lemma string, neg bool) string {
	switch lemma {
	case "implement", "fulfil", "fulfill", "honour", "honor", "respect", "observe", "comply", "abide", "execute", "uphold", "apply", "keep", "hold", "enforce", "carry out", "maintain", "stick", "last", "take effect", "come into force", "enter into force":
		if neg {
			return "not_implemented"
		}
		return "implemented"
	case "ignore", "disregard", "flout", "shelve", "abandon", "scrap", "repudiate", "renounce", "suspend", "withdraw", "quit", "leave", "exit", "collapse", "reject", "stall", "cancel", "tear up", "walk away", "pull out", "oppose", "block", "veto", "delay":
		if neg {
			return "reaffirmed"
		}
		return "not_implemented"
	case "violate", "breach", "break", "infringe", "contravene", "undermine", "shatter", "defy", "fall apart", "renege", "jeopardise", "jeopardize":
		if neg {
			return "implemented"
		}
		return "violated"
	case "reaffirm", "reiterate", "confirm", "sign", "accept", "ratify", "endorse", "support", "back", "welcome", "approve", "conclude", "adopt", "reach", "recommit", "agree", "agree on", "renew", "extend", "seal", "initial",
		"pass", "strike", "finalise", "finalize", "announce", "hash out", "hammer out", "broker", "commit", "embrace", "hail", "defend", "praise", "declare", "forge", "negotiate", "clinch", "establish", "unveil", "adhere", "bind", "bound", "consent", "affirm", "pledge":
		if neg {
			return "not_implemented"
		}
		return "reaffirmed"
	case "want", "seek", "urge", "demand", "propose", "request", "call for", "call", "push", "push for", "press", "hope", "need", "discuss", "favour", "favor", "advocate", "promote", "pursue", "offer", "outline", "draft", "prepare", "mediate", "order", "suggest", "recommend", "near", "approach", "work", "aim":
		if neg {
			return ""
		}
		return "called_for"
	}
	return ""
}

// nominalClaim is the verb that a noun over an instrument stands for.
func nominalClaim(l string) string {
	switch l {
	case "implementation", "fulfilment", "fulfillment", "observance", "compliance", "accordance", "enforcement":
		return "implement"
	case "violation", "breach", "defiance", "infringement", "contravention":
		return "violate"
	case "signing", "conclusion", "ratification", "adoption", "signature", "announcement", "approval", "support", "endorsement", "backing", "blessing", "acceptance":
		return "sign"
	case "fidelity", "adherence", "commitment", "loyalty", "allegiance", "consent":
		return "reaffirm"
	case "withdrawal", "rejection", "suspension", "collapse", "cancellation":
		return "abandon"
	case "call", "demand", "proposal", "need", "desire", "possibility", "effort", "negotiation", "talk", "prospect", "hope", "push", "draft", "offer", "appeal":
		return "seek"
	}
	return l
}

// instrumentClaims reads what the clauses around an instrument claim of it:
// who says that it is implemented, violated, reaffirmed or called for, and
// against whom.
func (x *extractor) instrumentClaims(fi int) []Claim {
	head := x.d.Frames[fi].Head
	var out []Claim
	add := func(c Claim) {
		for _, o := range out {
			if o.By == c.By && o.Status == c.Status {
				return
			}
		}
		out = append(out, c)
	}
	for _, vi := range x.touches(fi) {
		v := &x.d.Frames[vi]
		if x.inLoaded(v.Head) {
			continue // "so-called" calls for nothing
		}
		status := x.fateTold(vi)
		if status == "" || x.inQuestion(vi) {
			continue
		}
		st, _ := x.reality(vi)
		aim := v.Kind == doc.Verbal && v.Tense == "" && !v.Passive && v.Relation != "relcl" // "aimed at forging a deal"
		wished := false
		switch unreal := st == Hypothetical || st == Planned || v.Mark == "until" || aim && status == "reaffirmed"; {
		case unreal && status == "implemented" && x.pledged(vi):
			status = "reaffirmed"
		case unreal && (status == "implemented" || status == "reaffirmed"):
			status, wished = "called_for", true
		case unreal && status != "called_for" && !(status == "violated" && v.Kind != doc.Nominal):
			continue
		}
		for _, c := range x.claimants(vi, status, wished) {
			add(c)
		}
	}
	if st := x.underInstrument(head); st != "" {
		c := Claim{By: -1, Status: st, Span: x.d.Frames[fi].Clause}
		if who := x.said[fi].who; len(who) > 0 {
			c.By = who[0]
		}
		add(c)
	}
	return out
}

// fateTold is what frame vi claims of an instrument by its verb or noun, or by
// what the lexicon has on predicates of instruments ("remains on paper", "is in
// force"); "" for nothing.
func (x *extractor) fateTold(vi int) string {
	v := &x.d.Frames[vi]
	lemma := v.Lemma
	if v.Kind == doc.Nominal {
		lemma = nominalClaim(lemma)
	}
	neg := v.Negated || x.failing(vi)
	if st := claimVerb(lemma, neg); st != "" || v.Kind == doc.Nominal {
		return st
	}
	for _, c := range x.evoked(v) {
		st := c.Entry.Effect.Instrument
		if st == "" || !x.fits(&hit{frame: vi, noun: -1, entry: c.Entry}, c) {
			continue
		}
		if st == "signed" || st == "ratified" {
			st = "reaffirmed"
		}
		switch {
		case !neg:
			return st
		case st == "implemented" || st == "reaffirmed":
			return "not_implemented"
		case st == "violated" || st == "not_implemented":
			return "implemented"
		}
		return ""
	}
	return ""
}

// inQuestion says that a clause asks whether or how something is done and does
// not tell that it is.
func (x *extractor) inQuestion(vi int) bool {
	f := &x.d.Frames[vi]
	if f.Mark == "whether" {
		return true
	}
	for _, k := range x.who.Kids(f.Head) {
		if t := &x.d.Tokens[k]; t.Deprel == "advmod" && int(k) < f.Head && (strings.EqualFold(t.Form, "how") || strings.EqualFold(t.Form, "why") && f.Kind == doc.Verbal) {
			return true
		}
	}
	return false
}

// pledged says that a frame is the content of a promise: "pledged to honour".
func (x *extractor) pledged(vi int) bool {
	f := &x.d.Frames[vi]
	if f.Relation != "comp" || f.Parent < 0 || x.d.Frames[f.Parent].Negated {
		return false
	}
	hi := int(x.at[f.Parent]) - 1
	return hi >= 0 && x.hits[hi].entry.Act == "commit"
}

// touches lists the frames that say something of the instrument of frame fi:
// those that have it as an argument, those above it over prepositions and
// nouns ("their fidelity to", "terms of"), and the participle or relative
// clause that tells what was done with it.
func (x *extractor) touches(fi int) []int {
	head := x.d.Frames[fi].Head
	var out []int
	for _, k := range x.who.Kids(head) {
		if v := x.d.FrameAt(int(k)); v >= 0 && (x.d.Frames[v].Relation == "acl" && x.d.Tokens[k].Deprel != "amod" && x.d.Frames[v].Mark == "" || x.d.Frames[v].Relation == "relcl") {
			a := x.d.Frames[v].Arg("subj")
			if x.d.Frames[v].Passive || a == nil || a.Head != head && !x.relative(a.Head) || fate(x.d.Frames[v].Lemma) {
				out = append(out, v)
			}
		}
	}
	if v := x.stray(fi); v >= 0 {
		out = append(out, v)
	}
	for cur, n := head, 0; n < 5; n++ {
		up, rel := x.d.Tokens[cur].Head, x.d.Tokens[cur].Deprel
		if up < 0 {
			break
		}
		v := x.d.FrameAt(up)
		switch {
		case rel == "conj" || rel == "appos" || rel == "flat" || rel == "compound" && v < 0:
			cur = up
			continue
		case rel == "nsubj" && v >= 0 && !fate(x.d.Frames[v].Lemma):
			if n := x.borne(v); n >= 0 {
				return append(out, n)
			}
			if x.fateTold(v) != "" && claimVerb(x.d.Frames[v].Lemma, false) == "" {
				out = append(out, v)
			}
			return out
		case rel == "obl" && x.who.CaseIs(cur, "under", "after", "since", "despite", "before", "during", "without", "until"):
			return out
		case strings.HasPrefix(rel, "acl") || rel == "advcl" || rel == "parataxis" || rel == "ccomp":
			return out
		}
		if v >= 0 {
			out = append(out, v)
			if x.d.Frames[v].Kind != doc.Nominal {
				return out
			}
		}
		cur = up
	}
	return out
}

// stray is a passive predicate that says what became of an instrument, names
// nothing that it was done to, and stands behind the instrument in a sentence
// that names no other: what lies between misled the parser ("resolutions
// demanding that troops leave are not carried out"). -1 for none.
func (x *extractor) stray(fi int) int {
	head := x.d.Frames[fi].Head
	s := x.sentenceOf(head)
	found := -1
	for i := s.Start; i < s.End; i++ {
		if i != head && instrumentKind(x.lemma(i)) != "" && x.d.Tokens[i].Deprel != "compound" {
			return -1
		}
		vi := x.d.FrameAt(i)
		if i < head || vi < 0 {
			continue
		}
		if v := &x.d.Frames[vi]; v.Kind == doc.Verbal && v.Passive && !v.Part && v.Tense != "" && v.Arg("obj") == nil && claimVerb(v.Lemma, false) != "" && v.Relation != "relcl" {
			found = vi
		}
	}
	return found
}

// borne is the noun of what an instrument is said to have from its parties:
// "bears the signatures of", "has the support of"; -1 for none.
func (x *extractor) borne(vi int) int {
	v := &x.d.Frames[vi]
	switch v.Lemma {
	case "bear", "carry", "have", "win", "get", "receive", "gain", "enjoy", "secure", "command":
	default:
		return -1
	}
	a := v.Arg("obj")
	if a == nil || claimVerb(nominalClaim(x.lemma(a.Head)), false) != "reaffirmed" {
		return -1
	}
	return x.d.FrameAt(a.Head)
}

func (x *extractor) relative(i int) bool {
	switch strings.ToLower(x.d.Tokens[i].Form) {
	case "that", "which", "who":
		return true
	}
	return false
}

// fate says of a verb that its subject is the instrument whose fate it tells.
func fate(lemma string) bool {
	switch lemma {
	case "collapse", "stall", "hold", "last", "take effect", "take", "fall apart", "fall", "come into force", "enter into force", "come", "enter", "end", "expire", "break down":
		return true
	}
	return false
}

// claimants gives a claim for each who makes it: the speakers of the clause;
// for an act of acceptance or a demand those who act, each; else the outlet.
// What is only wished for or promised is called for by whoever says so.
func (x *extractor) claimants(vi int, status string, wished bool) []Claim {
	v := &x.d.Frames[vi]
	base := Claim{By: -1, Status: status, Span: v.Clause}
	for _, a := range v.Args {
		if instrumentKind(x.lemma(a.Head)) != "" {
			continue // "bound by the charter"
		}
		if a.Slot == "subj" || a.Slot == "by" || v.Kind == doc.Nominal && (a.Slot == "poss" || (a.Slot == "of" || a.Slot == "from") && status == "reaffirmed") || a.Slot == "obj" && v.Lemma == "bind" {
			for _, p := range x.actorsOf(a.Head) {
				base.Against = appendOnce(base.Against, p)
			}
		}
	}
	if v.Kind == doc.Nominal && len(base.Against) == 0 {
		if sup := x.over(v.Head); sup >= 0 && !records(x.d.Frames[sup].Lemma) {
			if a := x.d.Frames[sup].Arg("subj"); a != nil {
				base.Against = append(base.Against, x.actorsOf(a.Head)...)
			}
		}
	}
	speakers := x.voices(vi)
	agents := base.Against
	if status == "not_implemented" && len(speakers) == 0 && !v.Negated && v.Kind == doc.Verbal && len(agents) > 0 {
		base.By = agents[0] // who ends an accord says so itself
		return []Claim{base}
	}
	if len(agents) == 0 && status == "called_for" && v.Parent >= 0 && x.at[v.Parent] != 0 {
		up := &x.hits[x.at[v.Parent]-1]
		agents, _ = x.parties(up, up.entry.Actor)
	}
	var out []Claim
	each := func(by []int) {
		for _, a := range by {
			c := base
			c.By = a
			out = append(out, c)
		}
	}
	if status != "reaffirmed" && status != "called_for" || len(agents) == 0 || wished && len(speakers) > 0 {
		if each(speakers); len(out) == 0 {
			out = []Claim{base}
		}
		return out
	}
	for _, a := range agents {
		by := a
		for _, s := range speakers {
			if x.sides(a, s) {
				by = s // who speaks for the side
			}
		}
		each([]int{by})
	}
	return out
}

// records says that the subject of a verb only tells of breaches: "logged 60
// violations of the truce".
func records(lemma string) bool {
	switch lemma {
	case "log", "record", "count", "report", "document", "register", "note", "cite", "list", "allege", "denounce", "condemn", "protest", "deplore", "monitor", "observe", "confirm", "deny", "see", "find", "tally", "decry", "criticise", "criticize":
		return true
	}
	return false
}

// voices are those who say what frame vi says: its sources; or who accuses,
// demands or fears above it; or who records the breaches that it names. None
// for the outlet.
func (x *extractor) voices(vi int) []int {
	if who := x.said[vi].who; len(who) > 0 {
		return who
	}
	for p, n := x.d.Frames[vi].Parent, 0; p >= 0 && n < 3; p, n = x.d.Frames[p].Parent, n+1 {
		hi := int(x.at[p]) - 1
		if hi < 0 {
			continue
		}
		if e := x.hits[hi].entry; e.Act != "" || e.Type == "ACCUSE" || e.Type == "REQUEST" || e.Type == "THREATEN" {
			if who, _ := x.parties(&x.hits[hi], e.Actor); len(who) > 0 {
				return who[:1]
			}
		}
	}
	if v := &x.d.Frames[vi]; v.Kind == doc.Nominal {
		if sup := x.over(v.Head); sup >= 0 && records(x.d.Frames[sup].Lemma) {
			if a := x.d.Frames[sup].Arg("subj"); a != nil {
				return x.actorsOf(a.Head)
			}
		}
	}
	return nil
}

// underInstrument reads what the preposition before an instrument says of it:
// "under the deal", "in line with", "in violation of", "without a deal".
func (x *extractor) underInstrument(head int) string {
	var words []string
	for _, k := range x.who.Kids(head) {
		if t := &x.d.Tokens[k]; t.Deprel == "case" || t.Deprel == "fixed" {
			words = append(words, strings.ToLower(t.Form))
		}
	}
	if lo, _ := x.subtreeRange(head); lo > 1 && x.d.Tokens[lo-1].Sent == x.d.Tokens[head].Sent && len(words) > 0 && strings.EqualFold(x.d.Tokens[lo-1].Form, "contrary") {
		return "violated"
	}
	switch lead := strings.Join(words, " "); {
	case lead == "under" || lead == "as part of" || strings.HasPrefix(lead, "in line") || strings.HasPrefix(lead, "in accordance") || strings.HasPrefix(lead, "according"):
		return "implemented"
	case lead == "without":
		return "not_implemented"
	case lead == "contrary to" || lead == "despite":
		return "violated"
	}
	return ""
}

// failing says that a verb like fail, refuse, stop stands above, or that there
// is no way of doing it.
func (x *extractor) failing(vi int) bool {
	if p := x.d.Frames[vi].Parent; p >= 0 && x.d.Frames[vi].Relation == "comp" {
		switch x.d.Frames[p].Lemma {
		case "fail", "refuse", "decline", "stop", "cease", "neglect":
			return !x.d.Frames[p].Negated
		}
	}
	cur := x.d.Frames[vi].Head
	for n := 0; n < 3; n++ {
		r := x.d.Tokens[cur].Deprel
		cur = x.d.Tokens[cur].Head
		if cur < 0 || r != "acl" && r != "advcl" && r != "xcomp" && r != "ccomp" && r != "nmod" && r != "csubj" {
			return false
		}
		switch x.lemma(cur) {
		case "impossible", "unable", "unwilling", "reluctant":
			return true
		case "possible", "able", "willing", "ready":
			f := x.d.FrameAt(cur)
			return f >= 0 && x.d.Frames[f].Negated
		case "way", "chance", "hope", "prospect", "possibility", "intention", "sign", "attempt", "effort", "question", "point":
			f := x.d.FrameAt(cur)
			return f >= 0 && x.d.Frames[f].Negated
		}
	}
	return false
}
