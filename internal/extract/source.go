package extract

import (
	"strings"

	"rapporteur/internal/doc"
)

// source says who vouches for a clause: the actors it is attributed to, the
// hit of the verb of saying, and the chain above it.
type source struct {
	who  []int
	hit  int // index into hits, -1 for "according to" and for quotes without a verb
	via  []int
	mode string // said | quote | according
}

// sources finds for every frame who says it: the nearest verb of saying above
// it, the speaker of the quote around it, or an "according to" in its clause.
// Layers are kept: a minister reports what the mediators propose.
func (x *extractor) sources() {
	fs := x.d.Frames
	x.said = make([]source, len(fs))
	quoteWho := make([]source, len(x.d.Quotes))
	// Speakers by the tree.
	direct := make([]source, len(fs))
	for hi := range x.hits {
		h := &x.hits[hi]
		if h.entry.Act == "" {
			continue
		}
		who, _ := x.parties(h, h.entry.Actor)
		if len(h.entry.Actor) == 0 {
			for _, s := range x.fill(h, "subj") {
				who = append(who, x.actorsOf(s)...)
			}
		}
		if len(who) == 0 {
			continue
		}
		src := source{who: who, hit: hi, mode: "said"}
		for _, slot := range []string{"comp", "para"} {
			for _, head := range x.fill(h, slot) {
				if f := x.d.FrameAt(head); f >= 0 && f != h.frame {
					direct[f] = src
				}
				if q := x.quoteOf(head); q > 0 && len(quoteWho[q-1].who) == 0 {
					quoteWho[q-1] = src
				}
			}
		}
		// A quote in the same sentence that no other verb of saying claims.
		s := x.sentenceOf(fs[h.frame].Head)
		for qi, hi := x.quotesIn(s.Start, s.End); qi < hi; qi++ {
			if len(quoteWho[qi].who) == 0 && fs[h.frame].Quote != qi+1 {
				quoteWho[qi] = src
			}
		}
	}
	for fi := range fs {
		for _, a := range fs[fi].Args {
			if o := x.viewOf(a); o >= 0 {
				if who := x.actorsOf(o); len(who) > 0 {
					direct[fi] = source{who: who, hit: -1, mode: "according"}
				}
			} else if a.Slot == "according to" {
				if who := x.actorsOf(a.Head); len(who) > 0 {
					direct[fi] = source{who: who, hit: -1, mode: "according"}
				} else if in := x.who.Inside(a.Head); len(in) > 0 {
					direct[fi] = source{who: in, hit: -1, mode: "according"}
				}
			}
		}
	}
	// A quote without a verb of saying continues the last speaker of its paragraph or of the one before.
	var last source
	lastPar := -2
	for qi := range x.d.Quotes {
		par := x.parOf[x.d.Tokens[x.d.Quotes[qi].Start].Sent]
		if len(quoteWho[qi].who) == 0 && last.who != nil && par-lastPar <= 2 && x.d.Quotes[qi].End-x.d.Quotes[qi].Start > 6 {
			quoteWho[qi] = source{who: last.who, hit: -1, mode: "quote"}
		}
		if len(quoteWho[qi].who) > 0 {
			last, lastPar = quoteWho[qi], par
		}
	}
	var of func(fi, depth int) source
	of = func(fi, depth int) source {
		if len(direct[fi].who) > 0 {
			src := direct[fi]
			if src.hit >= 0 && depth < 8 {
				if above := of(x.hits[src.hit].frame, depth+1); len(above.who) > 0 && !overlap(above.who, src.who) {
					src.via = above.who
				}
			}
			return src
		}
		f := &fs[fi]
		if f.Quote > 0 && len(quoteWho[f.Quote-1].who) > 0 {
			return quoteWho[f.Quote-1]
		}
		if p := f.Parent; p >= 0 && depth < 8 && f.Relation != "parataxis" {
			return of(p, depth+1)
		}
		return source{hit: -1}
	}
	for fi := range fs {
		x.said[fi] = of(fi, 0)
	}
}

func overlap(a, b []int) bool {
	for _, p := range a {
		for _, q := range b {
			if p == q {
				return true
			}
		}
	}
	return false
}

// reality says whether a frame is asserted as fact, and if not, what it is:
// negated, planned, hypothetical; with the reason. It looks at the frame's own
// grammar and then at what stands above it.
func (x *extractor) reality(fi int) (Status, string) {
	fs := x.d.Frames
	st, how := x.own(fi)
	depth := 0
	for cur := fi; depth < 8; depth++ {
		f := &fs[cur]
		p := f.Parent
		if p < 0 {
			break
		}
		g := &fs[p]
		switch f.Relation {
		case "comp", "arg":
			as := ""
			if hi := int(x.at[p]) - 1; hi >= 0 {
				if e := x.hits[hi].entry; e.Embeds != nil && x.inSlots(p, f.Head, e.Embeds.Slots) {
					as = e.Embeds.As
					if g.Negated {
						switch as {
						case "fact", "transparent", "planned":
							as = "negated"
						}
					}
				}
			}
			if as == "" && f.Relation == "comp" && f.Inf && f.Kind == doc.Verbal {
				as = "hypothetical"
			}
			if as == "" && f.Relation == "arg" && f.Kind == doc.Nominal && x.ended(g, f.Head) && x.eventOf(p, fi) {
				as = "negated" // "suspended aid": the end is the news
			}
			if as == "" && f.Relation == "arg" {
				// The event noun shares the reality of the verb it depends on: "will launch an attack".
				if x.d.Tokens[f.Head].Deprel == "obj" || x.d.Tokens[f.Head].Deprel == "nsubj:pass" || x.d.Tokens[f.Head].Deprel == "nsubj" {
					as = "transparent"
				} else {
					return st, how
				}
			}
			st, how = weaken(st, how, as, x.d.Tokens[g.Head].Form)
			if as == "transparent" {
				s2, h2 := x.own(p)
				if st == New && s2 != New {
					st, how = s2, h2
				}
			}
		case "advcl":
			as := ""
			if hi := int(x.at[p]) - 1; hi >= 0 && f.Part { // "accused Chad of attacking": what stands in a slot of the verb
				if e := x.hits[hi].entry; e.Embeds != nil && len(e.Embeds.Slots) > 0 && x.inSlots(p, f.Head, e.Embeds.Slots) {
					as = e.Embeds.As
				}
			}
			switch {
			case as != "":
				st, how = weaken(st, how, as, x.d.Tokens[g.Head].Form)
				cur = p
				continue
			case f.Inf && !x.sameDeed(p, fi):
				st, how = weaken(st, how, "hypothetical", "purpose")
			}
			return st, how
		case "conj":
			s2, h2 := x.own(p)
			if st == New && (s2 == Hypothetical || s2 == Planned) && fs[cur].Tense == fs[p].Tense && f.Inf == g.Inf {
				st, how = s2, h2
			}
		case "relcl", "acl":
			if f.Relation == "relcl" || f.Part {
				return st, how
			}
		default:
			return st, how
		}
		cur = p
	}
	return st, how
}

// sameDeed says that a purpose is the deed itself in other words: "marched to
// protest".
func (x *extractor) sameDeed(p, fi int) bool {
	v, n := int(x.at[p])-1, int(x.at[fi])-1
	return v >= 0 && n >= 0 && x.hits[v].entry.Type == "PROTEST" && x.hits[n].entry.Type == "PROTEST"
}

// eventOf says that the verb of frame p gives an event of another type than the
// noun of frame fi.
func (x *extractor) eventOf(p, fi int) bool {
	v, n := int(x.at[p])-1, int(x.at[fi])-1
	return v >= 0 && n >= 0 && x.hits[v].entry.Type != "" && x.hits[v].entry.Type != x.hits[n].entry.Type && x.hits[n].entry.Type != "ASSAULT"
}

// ended says that the predicate g ends the deed at token head: what somebody
// does to it, or what it does itself ("the strike ended"); a march that blocks
// roads is none.
func (x *extractor) ended(g *doc.Frame, head int) bool {
	if x.d.Tokens[head].Deprel == "nsubj" && g.Lemma != "end" && g.Lemma != "stop" && g.Lemma != "halt" {
		return false
	}
	return ends(g.Lemma)
}

// ends says that a verb takes away or breaks off what its object is.
func ends(verb string) bool {
	base, _, _ := strings.Cut(verb, " ")
	switch base {
	case "suspend", "cut", "halt", "end", "stop", "lift", "cancel", "break", "violate", "breach", "pull", "withdraw", "walk", "call", "postpone", "scrap", "terminate",
		"abandon", "block", "freeze", "ease", "withhold", "quit", "shelve", "boycott", "renounce", "revoke", "repudiate", "discontinue", "remove", "relax", "waive":
		return base != "call" || verb == "call off"
	}
	return false
}

func (x *extractor) inSlots(p, head int, slots []string) bool {
	if len(slots) == 0 {
		return true
	}
	hi := int(x.at[p]) - 1
	for _, s := range slots {
		for _, a := range x.fill(&x.hits[hi], s) {
			for _, c := range x.conj(a) {
				if c == head {
					return true
				}
			}
		}
	}
	return false
}

func weaken(st Status, how, as, word string) (Status, string) {
	switch as {
	case "planned":
		if st == New {
			return Planned, "announced by “" + word + "”"
		}
	case "hypothetical":
		if st == New || st == Planned {
			return Hypothetical, "under “" + word + "”, not said to have happened"
		}
	case "negated", "denied":
		if st == Negated {
			return New, how
		}
		return Negated, "said not to be so by “" + word + "”"
	case "claimed":
		if st == New {
			return Claimed, "only alleged: “" + word + "”"
		}
	}
	return st, how
}

// own reads a frame's own grammar.
func (x *extractor) own(fi int) (Status, string) {
	f := &x.d.Frames[fi]
	switch {
	case f.Negated:
		return Negated, "negated in its own clause"
	case f.Mark == "if" || f.Mark == "unless" || f.Mark == "whether" || f.Mark == "in case" || f.Mark == "lest":
		return Hypothetical, "under “" + f.Mark + "”"
	case f.Modal == "will":
		return Planned, "in the future tense"
	case f.Modal == "would" || f.Modal == "could" || f.Modal == "may" || f.Modal == "might" || f.Modal == "can" || f.Modal == "should" || f.Modal == "must" || f.Modal == "ought":
		if f.Perfect && f.Modal != "would" && f.Modal != "should" {
			return Claimed, "under “" + f.Modal + " have”"
		}
		if x.reportedPlan(f) {
			return Planned, "to come, as told in the past (“would”)"
		}
		return Hypothetical, "under “" + f.Modal + "”"
	}
	if f.Kind == doc.Nominal {
		if h := x.d.Tokens[f.Head].Head; h >= 0 && x.d.Tokens[f.Head].Deprel == "nmod" && contentNoun(x.lemma(h)) {
			return Hypothetical, "the content of a “" + x.d.Tokens[h].Form + "”"
		} else if h >= 0 && x.d.Tokens[f.Head].Deprel == "obl" && x.who.CaseIs(f.Head, "on", "for", "about") && x.d.FrameAt(h) >= 0 {
			if o := x.d.Frames[x.d.FrameAt(h)].Arg("obj"); o != nil && o.Head < f.Head && contentNoun(x.lemma(o.Head)) {
				return Hypothetical, "the content of a “" + x.d.Tokens[o.Head].Form + "”"
			}
		}
		for _, k := range x.who.Kids(f.Head) {
			t := &x.d.Tokens[k]
			if t.Deprel != "amod" {
				continue
			}
			switch strings.ToLower(t.Form) {
			case "planned", "possible", "potential", "future", "upcoming", "next", "proposed", "forthcoming", "scheduled", "expected", "threatened", "imminent":
				return Planned, "described as “" + t.Form + "”"
			case "alleged", "suspected", "supposed", "purported":
				return Claimed, "described as “" + t.Form + "”"
			case "past", "previous", "earlier", "former", "last":
				return Background, "described as “" + t.Form + "”"
			}
		}
	}
	return New, ""
}

// reportedPlan says that "would" is the "will" of somebody whose words are told
// in the past, without a condition for what others do: "said they would release prisoners".
func (x *extractor) reportedPlan(f *doc.Frame) bool {
	if f.Modal != "would" || f.Perfect || f.Quote != 0 || f.Relation != "comp" || f.Parent < 0 || x.d.Frames[f.Parent].Tense != "past" {
		return false
	}
	if hi := int(x.at[f.Parent]) - 1; hi < 0 || x.hits[hi].entry.Act == "" {
		return false
	}
	if s := f.Arg("subj"); s != nil && x.d.Tokens[s.Head].UPOS == "PRON" {
		return true // an offer under a condition is an offer
	}
	for _, k := range x.who.Kids(f.Head) {
		if fi := x.d.FrameAt(int(k)); fi >= 0 && (x.d.Frames[fi].Mark == "if" || x.d.Frames[fi].Mark == "unless") {
			return false
		}
	}
	return true
}

// contentNoun says that what stands behind a noun is what it is about and not
// what has happened: a resolution on withdrawal, a call for talks, the risk of war.
func contentNoun(l string) bool {
	switch l {
	case "resolution", "resolutions", "agreement", "accord", "deal", "plan", "proposal", "call", "demand", "right", "threat", "possibility", "prospect", "risk", "idea", "offer",
		"request", "appeal", "mandate", "hope", "chance", "fear", "option", "condition", "roadmap", "initiative", "draft", "bill", "law", "likelihood", "danger", "readiness", "willingness", "refusal":
		return true
	}
	return false
}
