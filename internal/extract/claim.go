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
	case "signing", "conclusion", "ratification", "adoption", "signature", "announcement", "approval", "support", "endorsement":
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
		lemma := v.Lemma
		if v.Kind == doc.Nominal {
			lemma = nominalClaim(lemma)
		}
		neg := v.Negated || x.failing(vi)
		status := claimVerb(lemma, neg)
		if status == "" {
			continue
		}
		st, _ := x.reality(vi)
		aim := v.Kind == doc.Verbal && v.Tense == "" && !v.Passive && v.Relation != "relcl" // "aimed at forging a deal"
		wished := false
		switch unreal := st == Hypothetical || st == Planned || v.Mark == "until" || aim && status == "reaffirmed"; {
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

// touches lists the frames that say something of the instrument of frame fi:
// those that have it as an argument, those above it over prepositions and
// nouns ("their fidelity to", "terms of"), and the participle or relative
// clause that tells what was done with it.
func (x *extractor) touches(fi int) []int {
	head := x.d.Frames[fi].Head
	var out []int
	for _, k := range x.who.Kids(head) {
		if v := x.d.FrameAt(int(k)); v >= 0 && (x.d.Frames[v].Relation == "acl" || x.d.Frames[v].Relation == "relcl") {
			a := x.d.Frames[v].Arg("subj")
			if x.d.Frames[v].Passive || a == nil || a.Head != head && !x.relative(a.Head) || fate(x.d.Frames[v].Lemma) {
				out = append(out, v)
			}
		}
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

// claimants gives a claim for each who makes it: the speaker of the clause;
// for an act of acceptance or a demand those who act, each; else the outlet.
// What is only wished for or promised is called for by whoever says so.
func (x *extractor) claimants(vi int, status string, wished bool) []Claim {
	v := &x.d.Frames[vi]
	base := Claim{By: -1, Status: status, Span: v.Clause}
	for _, a := range v.Args {
		if instrumentKind(x.lemma(a.Head)) != "" {
			continue // "bound by the charter"
		}
		if a.Slot == "subj" || a.Slot == "by" || v.Kind == doc.Nominal && a.Slot == "poss" || a.Slot == "obj" && v.Lemma == "bind" {
			for _, p := range x.actorsOf(a.Head) {
				base.Against = appendOnce(base.Against, p)
			}
		}
	}
	if v.Kind == doc.Nominal && len(base.Against) == 0 {
		if sup := x.over(v.Head); sup >= 0 {
			if a := x.d.Frames[sup].Arg("subj"); a != nil {
				base.Against = append(base.Against, x.actorsOf(a.Head)...)
			}
		}
	}
	speaker := x.voice(vi)
	agents := base.Against
	if status == "not_implemented" && speaker < 0 && !v.Negated && v.Kind == doc.Verbal && len(agents) > 0 {
		base.By = agents[0] // who ends an accord says so itself
		return []Claim{base}
	}
	if len(agents) == 0 && status == "called_for" && v.Parent >= 0 && x.at[v.Parent] != 0 {
		up := &x.hits[x.at[v.Parent]-1]
		agents, _ = x.parties(up, up.entry.Actor)
	}
	if status != "reaffirmed" && status != "called_for" || len(agents) == 0 || wished && speaker >= 0 {
		base.By = speaker
		return []Claim{base}
	}
	var out []Claim
	for _, a := range agents {
		c := base
		c.By = a
		if speaker >= 0 && x.sides(a, speaker) {
			c.By = speaker // who speaks for the side
		}
		out = append(out, c)
	}
	return out
}

// voice is who says what frame vi says: its source, or who accuses, demands or
// fears above it; -1 for the outlet.
func (x *extractor) voice(vi int) int {
	if who := x.said[vi].who; len(who) > 0 {
		return who[0]
	}
	for p, n := x.d.Frames[vi].Parent, 0; p >= 0 && n < 3; p, n = x.d.Frames[p].Parent, n+1 {
		hi := int(x.at[p]) - 1
		if hi < 0 {
			continue
		}
		if e := x.hits[hi].entry; e.Act != "" || e.Type == "ACCUSE" || e.Type == "REQUEST" || e.Type == "THREATEN" {
			if who, _ := x.parties(&x.hits[hi], e.Actor); len(who) > 0 {
				return who[0]
			}
		}
	}
	return -1
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

// failing says that a verb like fail, refuse, stop stands above.
func (x *extractor) failing(vi int) bool {
	p := x.d.Frames[vi].Parent
	if p < 0 || x.d.Frames[vi].Relation != "comp" {
		return false
	}
	switch x.d.Frames[p].Lemma {
	case "fail", "refuse", "decline", "stop", "cease", "neglect":
		return !x.d.Frames[p].Negated
	}
	return false
}
