package extract

import (
	"strings"

	"rapporteur/internal/doc"
)

// claimVerb maps what is done with an instrument to a claim of its fate.
func claimVerb(lemma string, neg bool) string {
	switch lemma {
	case "implement", "fulfil", "fulfill", "honour", "honor", "respect", "observe", "comply", "abide", "execute", "uphold", "apply", "adhere", "keep", "hold", "enforce", "carry out", "maintain", "stick", "last", "take effect", "come into force", "enter into force", "follow":
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
		"pass", "strike", "finalise", "finalize", "announce", "hash out", "hammer out", "broker", "commit", "embrace", "hail", "defend", "praise", "declare", "forge", "negotiate", "clinch", "establish", "unveil":
		if neg {
			return "not_implemented"
		}
		return "reaffirmed"
	case "want", "seek", "urge", "demand", "propose", "request", "call for", "call", "push", "push for", "press", "hope", "need", "discuss", "favour", "favor", "advocate", "promote", "pursue", "offer", "outline", "draft", "prepare", "mediate", "order", "suggest", "recommend":
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
	case "implementation", "fulfilment", "fulfillment", "observance", "compliance", "adherence", "accordance", "enforcement":
		return "implement"
	case "violation", "breach", "defiance", "infringement", "contravention":
		return "violate"
	case "signing", "conclusion", "ratification", "adoption", "signature", "announcement", "approval", "support", "endorsement":
		return "sign"
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
	s := x.sentenceOf(head)
	for vi, end := x.framesIn(s.Start, s.End); vi < end; vi++ {
		v := &x.d.Frames[vi]
		if vi == fi || !x.touches(vi, fi) {
			continue
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
		switch unreal := st == Hypothetical || st == Planned; {
		case unreal && (status == "implemented" || status == "reaffirmed"):
			status = "called_for"
		case unreal && status != "called_for" && !(status == "violated" && v.Kind != doc.Nominal):
			continue
		}
		for _, c := range x.claimants(vi, status) {
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

// touches says that frame vi says something of the instrument of frame fi: it
// has it as an argument, or hangs on it as a participle or relative clause.
func (x *extractor) touches(vi, fi int) bool {
	v, head := &x.d.Frames[vi], x.d.Frames[fi].Head
	if v.Parent == fi && (v.Relation == "acl" || v.Relation == "relcl") {
		return true
	}
	for _, a := range v.Args {
		if a.Slot == "subj" && v.Kind != doc.Copular {
			switch v.Lemma {
			case "collapse", "stall", "hold", "last", "take effect", "fall apart", "come into force", "enter into force":
			default:
				continue
			}
		}
		for _, c := range x.conj(a.Head) {
			if c == head {
				return true
			}
			for _, k := range x.who.Kids(c) { // "terms of the accord", "parts of the deal"
				if int(k) == head && x.d.Tokens[k].Deprel == "nmod" && x.who.CaseIs(head, "of") && v.Kind == doc.Verbal && a.Slot == "obj" {
					return true
				}
			}
		}
	}
	return false
}

// claimants gives a claim for each who makes it: the speaker of the clause;
// for an act of acceptance or a demand those who act, each; else the outlet.
func (x *extractor) claimants(vi int, status string) []Claim {
	v := &x.d.Frames[vi]
	base := Claim{By: -1, Status: status, Span: v.Clause}
	for _, a := range v.Args {
		if a.Slot == "subj" || a.Slot == "by" || v.Kind == doc.Nominal && a.Slot == "poss" {
			for _, p := range x.actorsOf(a.Head) {
				base.Against = appendOnce(base.Against, p)
			}
		}
	}
	speaker := -1
	if who := x.said[vi].who; len(who) > 0 {
		speaker = who[0]
	}
	agents := base.Against
	if len(agents) == 0 && status == "called_for" && v.Parent >= 0 && x.at[v.Parent] != 0 {
		up := &x.hits[x.at[v.Parent]-1]
		agents, _ = x.parties(up, up.entry.Actor)
	}
	if status != "reaffirmed" && status != "called_for" || len(agents) == 0 {
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

// underInstrument reads what the preposition before an instrument says of it:
// "under the deal", "in line with", "in violation of", "without a deal".
func (x *extractor) underInstrument(head int) string {
	var words []string
	for _, k := range x.who.Kids(head) {
		if t := &x.d.Tokens[k]; t.Deprel == "case" || t.Deprel == "fixed" {
			words = append(words, strings.ToLower(t.Form))
		}
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
