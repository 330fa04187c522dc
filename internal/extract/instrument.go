package extract

import (
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// instrumentKind tells by its head noun what sort of instrument a phrase
// names; "" for none.
func instrumentKind(lemma string) string {
	switch lemma {
	case "agreement", "accord", "treaty", "deal", "pact", "protocol", "memorandum", "convention", "roadmap", "charter", "settlement", "framework", "agreements", "accords", "constitution":
		return "agreement"
	case "ceasefire", "cease-fire", "truce", "armistice":
		return "ceasefire"
	case "resolution", "resolutions":
		return "resolution"
	case "declaration", "communique", "communiqué", "statute":
		return "declaration"
	case "mandate":
		return "mandate"
	}
	return ""
}

// instruments finds agreements, resolutions and the like that are named or
// described well enough to be told apart, and what is claimed of them.
func (x *extractor) instruments() {
	for fi := range x.d.Frames {
		f := &x.d.Frames[fi]
		if f.Kind != doc.Nominal {
			continue
		}
		kind := instrumentKind(f.Lemma)
		if kind == "" {
			continue
		}
		x.instrument(fi, kind)
	}
}

func (x *extractor) instrument(fi int, kind string) {
	f := &x.d.Frames[fi]
	in := Instrument{Kind: kind}
	lo, hi := f.Head, f.Head+1
	named := false
	for _, k32 := range x.who.Kids(f.Head) {
		k := int(k32)
		t := &x.d.Tokens[k]
		s, e := x.range1(k)
		switch t.Deprel {
		case "compound", "amod", "nmod:poss", "nmod:desc", "nummod", "flat", "nmod:unmarked":
			if k < f.Head && t.Deprel != "nmod:poss" {
				lo = min(lo, s)
			}
			if k > f.Head && (t.UPOS == "NUM" || t.Deprel == "flat") && e-f.Head < 5 {
				hi, named = max(hi, e), true // Resolution 2202
			}
			if t.UPOS == "PROPN" {
				named = true
			}
			if t.UPOS == "NUM" && k < f.Head {
				if n := x.numeral(k); n > 1900 && n < 2100 {
					named, in.Date = true, strconv.Itoa(n)
				} else if n > 0 && n < 200 && k < f.Head {
					in.Count = n
				}
			}
			if t.Deprel == "compound" && instrumentKind(x.lemma(k)) == "ceasefire" {
				in.Kind = "ceasefire"
			}
			if x.lemma(k) == "peace" {
				named = true
			}
		case "nmod":
			if ti := x.timexAt(k); ti >= 0 && !x.d.Timexes[ti].When.IsZero() {
				in.Date, named = x.d.Timexes[ti].When.String(), true
			}
			if x.who.CaseIs(k, "on", "between", "with") {
				named = true
			}
		}
	}
	if in.Date == "" {
		first, last := x.timexesIn(lo-1, hi)
		for _, tx := range x.d.Timexes[first:last] {
			if tx.Start >= lo-1 && tx.End <= hi && (tx.When.Precision == when.Year || tx.When.Precision == when.Month || tx.When.Precision == when.Day) {
				in.Date, named = tx.When.String(), true
			}
		}
	}
	t := &x.d.Tokens[f.Head]
	if t.UPOS == "PROPN" || kind == "resolution" && (in.Count > 0) {
		named = true
	}
	claims := x.instrumentClaims(fi)
	if !named && (len(claims) == 0 || kind == "agreement" && !definite(x, f.Head)) {
		return
	}
	for lo < f.Head && (x.d.Tokens[lo].UPOS == "DET" || x.d.Tokens[lo].UPOS == "PUNCT") {
		lo++
	}
	in.Name = x.d.TextOf(lo, hi)
	in.Span = x.d.SpanOf(lo, hi)
	in.Rule = "instrument." + kind
	in.because("trigger", "“"+t.Form+"” heads the name or description of an instrument", t.Span)
	for _, s := range []string{"between", "with"} {
		for _, a := range f.Args {
			if a.Slot == s {
				for _, p := range x.actorsOf(a.Head) {
					in.Parties = appendOnce(in.Parties, p)
				}
			}
		}
	}
	for _, s := range []string{"on", "for", "about", "of"} {
		if a := f.Arg(s); a != nil && x.who.At(a.Head) < 0 && x.d.Tokens[a.Head].UPOS == "NOUN" {
			in.Provisions = append(in.Provisions, x.subtreeSpan(a.Head, -1))
		}
	}
	in.Claims = claims
	in.Status = Background
	if len(claims) > 0 {
		in.Status = New
	}
	if x.bgPar[x.parOf[t.Sent]] {
		in.Status = Background
	}
	if len(in.Parties) > 0 {
		in.because("parties", x.names(in.Parties)+": behind “between” or “with”", in.Span)
	}
	if in.Date != "" {
		in.because("date", in.Date+": named with it", in.Span)
	}
	for _, c := range claims {
		who := "on the word of " + x.source(c.By)
		if c.By >= 0 && c.Status == "reaffirmed" && slices.Contains(c.Against, c.By) {
			who = "by what " + x.who.Actors[c.By].Name + " did"
		}
		in.because("claim", strings.ReplaceAll(c.Status, "_", " ")+", "+who, c.Span)
	}
	switch {
	case x.bgPar[x.parOf[t.Sent]]:
		in.because("status", "background: "+x.bgHow[x.parOf[t.Sent]], text.Span{})
	case len(claims) > 0:
		in.because("status", "new: something is said of its fate", text.Span{})
	default:
		in.because("status", "background: it is only named", text.Span{})
	}
	in.Confidence = 0.7
	// One entry an instrument: a later mention adds its claims.
	for i := range x.out.Instruments {
		o := &x.out.Instruments[i]
		if o.Kind == in.Kind && sameInstrument(o, &in) {
			o.Claims = append(o.Claims, in.Claims...)
			o.Provisions = append(o.Provisions, in.Provisions...)
			for _, p := range in.Parties {
				o.Parties = appendOnce(o.Parties, p)
			}
			if o.Date == "" {
				o.Date = in.Date
			}
			return
		}
	}
	x.out.Instruments = append(x.out.Instruments, in)
}

func sameInstrument(a, b *Instrument) bool {
	if strings.EqualFold(a.Name, b.Name) {
		return true
	}
	if a.Date != "" && b.Date != "" && a.Date != b.Date {
		return false
	}
	// A bare later mention ("the agreement") of the only one of its kind.
	return len(strings.Fields(b.Name)) == 1 && a.Count == 0 && b.Count == 0 && strings.HasSuffix(strings.ToLower(a.Name), strings.ToLower(b.Name))
}

func (x *extractor) range1(k int) (int, int) {
	s, e := k, k+1
	for _, c := range x.who.Kids(k) {
		s, e = min(s, int(c)), max(e, int(c)+1)
	}
	return s, e
}

// claimVerb maps what is done with an instrument to a claim of its fate.
func claimVerb(lemma string, neg bool) string {
	switch lemma {
	case "implement", "fulfil", "fulfill", "honour", "honor", "respect", "observe", "comply", "abide", "execute", "uphold", "apply", "adhere", "keep", "meet":
		if neg {
			return "not_implemented"
		}
		return "implemented"
	case "ignore", "disregard", "flout", "shelve", "abandon", "scrap", "repudiate", "renounce", "suspend", "withdraw", "quit", "leave", "exit", "collapse", "reject", "stall":
		return "not_implemented"
	case "violate", "breach", "break", "infringe", "contravene", "undermine":
		if neg {
			return "implemented"
		}
		return "violated"
	case "reaffirm", "reiterate", "confirm", "sign", "accept", "ratify", "endorse", "support", "back", "welcome", "approve", "conclude", "adopt", "reach", "recommit", "agree", "renew", "extend", "seal", "initial":
		if neg {
			return ""
		}
		return "reaffirmed"
	}
	return ""
}

// instrumentClaims reads what the clauses around an instrument claim of it:
// who says that it is implemented, violated, reaffirmed or called for, and
// against whom.
func (x *extractor) instrumentClaims(fi int) []Claim {
	head := x.d.Frames[fi].Head
	var out []Claim
	s := x.sentenceOf(head)
	for vi, end := x.framesIn(s.Start, s.End); vi < end; vi++ {
		v := &x.d.Frames[vi]
		if vi == fi {
			continue
		}
		touches := false
		for _, a := range v.Args {
			if a.Slot == "subj" && v.Kind != doc.Copular && v.Lemma != "collapse" && v.Lemma != "stall" {
				continue
			}
			for _, c := range x.conj(a.Head) {
				touches = touches || c == head
			}
		}
		if !touches {
			continue
		}
		lemma := v.Lemma
		if v.Kind == doc.Nominal {
			lemma = nominalClaim(lemma)
		}
		st, _ := x.reality(vi)
		neg := v.Negated || x.failing(vi)
		status := claimVerb(lemma, neg)
		if status == "" {
			continue
		}
		if (st == Hypothetical || st == Planned) && status != "reaffirmed" {
			if status == "implemented" {
				status = "called_for"
			} else {
				continue
			}
		} else if st == Hypothetical && status == "reaffirmed" {
			status = "called_for"
		}
		c := Claim{By: -1, Status: status, Span: v.Clause}
		if who := x.said[vi].who; len(who) > 0 {
			c.By = who[0]
		}
		for _, a := range v.Args {
			if a.Slot == "subj" || v.Kind == doc.Nominal && (a.Slot == "by" || a.Slot == "poss") {
				for _, p := range x.actorsOf(a.Head) {
					c.Against = appendOnce(c.Against, p)
				}
			}
		}
		if status == "reaffirmed" && c.By < 0 && len(c.Against) > 0 {
			c.By = c.Against[0]
		}
		if status == "called_for" && c.By < 0 {
			if p := v.Parent; p >= 0 && x.at[p] != 0 {
				if who, _ := x.parties(&x.hits[x.at[p]-1], x.hits[x.at[p]-1].entry.Actor); len(who) > 0 {
					c.By = who[0]
				}
			}
		}
		out = append(out, c)
	}
	return out
}

func nominalClaim(l string) string {
	switch l {
	case "implementation", "fulfilment", "fulfillment", "observance", "compliance", "adherence":
		return "implement"
	case "violation", "breach":
		return "violate"
	case "signing", "conclusion", "ratification", "adoption":
		return "sign"
	}
	return l
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
