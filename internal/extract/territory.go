package extract

import (
	"strconv"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
)

// control reads who is said to hold what: from entries with that effect, and
// from "occupied", "under occupation", "under the control of".
func (x *extractor) control() {
	for hi := range x.hits {
		h := &x.hits[hi]
		kind := h.entry.Effect.Control
		f := &x.d.Frames[h.frame]
		if kind == "" {
			kind = controlVerb(f.Lemma)
			if kind == "" || f.Kind != doc.Verbal {
				continue
			}
		}
		x.holding(h, kind)
	}
	seen := map[int]bool{}
	for _, h := range x.hits {
		seen[h.frame] = true
	}
	for fi := range x.d.Frames {
		f := &x.d.Frames[fi]
		if f.Kind == doc.Verbal && !seen[fi] {
			if kind := controlVerb(f.Lemma); kind != "" {
				h := hit{frame: fi, noun: -1}
				x.holding(&h, kind)
			}
		}
	}
	x.underControl()
}

func controlVerb(l string) string {
	switch l {
	case "occupy":
		return "occupied"
	case "liberate":
		return "liberated"
	case "annex":
		return "occupied"
	}
	return ""
}

func (x *extractor) holding(h *hit, kind string) {
	f := &x.d.Frames[h.frame]
	c := Control{Holder: -1, By: -1, Kind: kind}
	for _, s := range []string{"subj", "by"} {
		for _, head := range x.fill(h, s) {
			if as := x.party(head, s); len(as) > 0 && c.Holder < 0 {
				c.Holder = as[0]
			}
		}
	}
	var terr int = -1
	for _, s := range []string{"obj", "of", "over", "in"} {
		for _, head := range x.fill(h, s) {
			if x.territorial(head) && terr < 0 {
				terr = head
			}
		}
	}
	if terr < 0 || c.Holder < 0 {
		return
	}
	c.Territory = strings.TrimSpace(x.phrase(terr))
	c.Span = f.Clause
	st, how := x.reality(h.frame)
	c.Status = st
	c.Rule = "control." + kind
	if h.entry != nil {
		c.Rule = h.entry.ID
	}
	c.because("trigger", "“"+f.Lemma+"” says who holds a territory", x.d.SpanOf(f.Head, f.Head+1))
	if who := x.said[h.frame].who; len(who) > 0 {
		c.By = who[0]
		if st == New {
			c.Status, how = Claimed, "said by "+x.names(who[:1])
		}
	}
	c.because("holder", x.who.Actors[c.Holder].Name+": named as doing “"+f.Lemma+"”", f.Clause)
	c.because("source", x.source(c.By), text.Span{})
	if f.Time > 0 {
		tx := &x.d.Timexes[f.Time-1]
		c.When = tx.When
		c.because("date", tx.When.String()+": time expression of its clause (“"+x.d.TextOf(tx.Start, tx.End)+"”; "+tx.How+")", x.d.SpanOf(tx.Start, tx.End))
	}
	ev := Event{When: c.When}
	if c.Status == New {
		if bg, why := x.historic(h.frame, &ev); bg {
			c.Status, how = Background, why
		}
	}
	c.because("status", string(c.Status)+": "+how, text.Span{})
	c.Confidence = 0.6
	x.out.Control = append(x.out.Control, c)
}

func (x *extractor) territorial(head int) bool {
	if x.isA(head, "place") || x.isA(head, "territory") || x.isA(head, "state") {
		return true
	}
	switch x.lemma(head) {
	case "region", "territory", "land", "city", "town", "village", "district", "province", "area", "base", "island", "peninsula", "height", "part", "percent", "%", "enclave", "airport", "crossing":
		return true
	}
	return false
}

// phrase is a short name of the phrase headed by a token: its modifiers and
// of-phrase, not its clauses; the pronoun's antecedent where it is one.
func (x *extractor) phrase(head int) string {
	if e := x.d.EntityAt(head); e != nil {
		return x.d.TextOf(e.Start, e.End)
	}
	lo, hi := head, head+1
	for _, k := range x.who.Kids(head) {
		switch x.d.Tokens[k].Deprel {
		case "compound", "amod", "nmod:poss", "nummod", "nmod:desc":
			s, _ := x.range1(int(k))
			if x.d.Tokens[k].Head == head && int(k) < head {
				lo = min(lo, s)
			}
		case "nmod", "flat":
			if int(k) > head && (x.d.Tokens[k].Deprel == "flat" || x.who.CaseIs(int(k), "of", "in")) {
				_, e := x.range1(int(k))
				hi = max(hi, e)
			}
		}
	}
	return x.d.TextOf(lo, hi)
}

// underControl reads "under occupation", "under the control of X".
func (x *extractor) underControl() {
	for i := range x.d.Tokens {
		l := x.lemma(i)
		if l != "occupation" && l != "control" && l != "rule" || !x.who.CaseIs(i, "under") {
			continue
		}
		c := Control{Holder: -1, By: -1, Kind: "held"}
		if l == "occupation" {
			c.Kind = "occupied"
		}
		for _, a := range x.who.Inside(i) {
			c.Holder = a
			break
		}
		t := &x.d.Tokens[i]
		terr := -1
		for p := t.Head; p >= 0 && terr < 0; p = x.d.Tokens[p].Head {
			if x.territorial(p) {
				terr = p
				break
			}
			if f := x.d.FrameAt(p); f >= 0 && x.d.Frames[f].Kind != doc.Nominal {
				for _, s := range []string{"subj", "obj"} {
					if a := x.d.Frames[f].Arg(s); a != nil && x.territorial(a.Head) {
						terr = a.Head
					}
				}
				break
			}
		}
		if terr < 0 {
			continue
		}
		if x.d.Tokens[terr].UPOS == "PRON" {
			continue
		}
		c.Territory = x.phrase(terr)
		c.Span = x.subtreeSpan(terr, -1).Join(t.Span)
		c.Rule = "control.under-" + l
		c.Status = Background
		c.because("trigger", "“under "+l+"” says who holds a territory", t.Span)
		for p := i; p >= 0; p = x.d.Tokens[p].Head {
			if f := x.d.FrameAt(p); f >= 0 && len(x.said[f].who) > 0 {
				c.By = x.said[f].who[0]
				c.Status = Claimed
				break
			}
		}
		c.because("source", x.source(c.By), text.Span{})
		c.because("status", string(c.Status)+": a state of affairs, not an act of these days", text.Span{})
		c.Confidence = 0.5
		x.out.Control = append(x.out.Control, c)
	}
}

// displacedNoun says that a noun names displaced people.
func (x *extractor) displaced(head int) bool {
	l := x.lemma(head)
	switch l {
	case "refugee", "idp", "idps", "returnee", "evacuee":
		return true
	case "person", "people", "family", "resident", "population", "civilian", "community", "villager":
		for _, k := range x.who.Kids(head) {
			if c := x.lemma(int(k)); c == "displaced" || c == "displace" || c == "uprooted" {
				return true
			}
		}
	}
	return false
}

// displacement reads who was displaced, wants to return, may return, did.
func (x *extractor) displacement() {
	for fi := range x.d.Frames {
		f := &x.d.Frames[fi]
		if f.Kind == doc.Copular {
			continue
		}
		kind := ""
		head := -1
		subj, obj := f.Arg("subj"), f.Arg("obj")
		switch f.Lemma {
		case "displace", "uproot", "expel", "evict", "deport":
			if obj != nil {
				kind, head = "displaced", obj.Head
			} else if a := f.Arg("of"); a != nil {
				kind, head = "displaced", a.Head
			}
			if f.Lemma != "displace" && f.Lemma != "uproot" && head >= 0 && !x.isA(head, "group") && !x.displaced(head) {
				kind = ""
			}
		case "flee":
			if subj != nil && f.Kind == doc.Verbal {
				kind, head = "displaced", subj.Head
			}
		case "leave", "abandon":
			if obj != nil && (x.lemma(obj.Head) == "home" || x.lemma(obj.Head) == "land" || x.lemma(obj.Head) == "house") && subj != nil {
				kind, head = "displaced", subj.Head
			}
		case "return", "resettle", "repatriate", "repatriation", "resettlement":
			who := subj
			if f.Passive || who == nil {
				who = obj
			}
			if who == nil {
				who = f.Arg("of")
			}
			if who != nil && (x.displaced(who.Head) || x.homeward(f)) {
				head = who.Head
				kind = "returned"
				st, _ := x.reality(fi)
				switch {
				case x.wanting(fi):
					kind = "wish to return"
				case x.right(fi):
					kind = "right to return"
				case st == Hypothetical || st == Planned || st == Negated:
					kind = "wish to return"
				}
			}
		}
		if kind == "" || head < 0 || !(x.displaced(head) || x.isA(head, "group") || x.isA(head, "person") || x.isA(head, "people") || x.who.At(head) >= 0) {
			continue
		}
		x.addDisplacement(fi, head, kind)
	}
}

func (x *extractor) addDisplacement(fi, head int, kind string) {
	f := &x.d.Frames[fi]
	di := Displacement{Kind: kind, Number: x.number(head), By: -1}
	di.Group = x.phrase(head)
	if x.d.Tokens[head].UPOS == "PRON" {
		if a := x.who.At(head); a >= 0 {
			di.Group = x.who.Actors[a].Name
		} else {
			return
		}
	}
	for _, s := range []string{"from", "obj", "to"} {
		if a := f.Arg(s); a != nil && a.Head != head && x.territorial(a.Head) {
			di.From = x.phrase(a.Head)
			break
		}
	}
	di.Span = f.Clause
	if p := f.Parent; p >= 0 && f.Relation == "comp" && kind != "displaced" {
		di.Span = di.Span.Join(x.d.Frames[p].Clause)
	}
	di.Rule = "displacement." + strings.ReplaceAll(kind, " ", "-")
	di.because("trigger", "“"+f.Lemma+"” of “"+di.Group+"”", x.d.SpanOf(f.Head, f.Head+1))
	di.Status = New
	how := ""
	if kind == "displaced" || kind == "returned" {
		di.Status, how = x.reality(fi)
	}
	if f.Time > 0 {
		di.When = x.d.Timexes[f.Time-1].When
	}
	if di.Status == New {
		if bg, why := x.historic(fi, &Event{When: di.When}); bg {
			di.Status, how = Background, why
		}
	}
	if who := x.said[fi].who; len(who) > 0 {
		di.By = who[0]
	}
	if di.Number >= 0 {
		di.because("number", strconv.Itoa(di.Number)+": counted in “"+di.Group+"”", di.Span)
	}
	di.because("source", x.source(di.By), text.Span{})
	if how == "" {
		how = "told as fact and as news"
	}
	di.because("status", string(di.Status)+": "+how, text.Span{})
	di.Confidence = 0.6
	x.out.Displacement = append(x.out.Displacement, di)
}

func (x *extractor) homeward(f *doc.Frame) bool {
	for _, a := range f.Args {
		if a.Slot == "to" {
			switch x.lemma(a.Head) {
			case "home", "land", "house", "village", "homeland", "town":
				return true
			}
		}
	}
	return x.adverb(f.Head, "home")
}

func (x *extractor) wanting(fi int) bool {
	p := x.d.Frames[fi].Parent
	if p < 0 || x.d.Frames[fi].Relation != "comp" {
		return false
	}
	switch x.d.Frames[p].Lemma {
	case "want", "wish", "hope", "desire", "seek", "dream", "demand", "ask", "long":
		return true
	}
	return false
}

func (x *extractor) right(fi int) bool {
	p := x.d.Frames[fi].Parent
	if p >= 0 && x.d.Frames[p].Lemma == "right" {
		return true
	}
	m := x.d.Frames[fi].Modal
	return m == "can" || m == "may" || p >= 0 && (x.d.Frames[p].Lemma == "allow" || x.d.Frames[p].Lemma == "able")
}
