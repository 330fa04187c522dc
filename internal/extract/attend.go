package extract

// This file says who takes part in a contact, and who does not.

import (
	"slices"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/link"
	"rapporteur/internal/register"
	"rapporteur/internal/text"
)

// meetsPress says that what is held or attended is for the press: "held a news
// conference".
func (x *extractor) meetsPress(fi int) bool {
	if fi < 0 {
		return false
	}
	heads := []int{x.d.Frames[fi].Head}
	for _, a := range x.d.Frames[fi].Args {
		if a.Slot == "obj" || a.Slot == "in" || a.Slot == "at" {
			heads = append(heads, a.Head)
		}
	}
	return slices.ContainsFunc(heads, func(h int) bool {
		return x.lemma(h) != "release" && (x.modifier(h, "press") || x.modifier(h, "news"))
	})
}

// attends says that an actor can take part in a contact: no building, place or
// round of talks that was taken for a body.
func (x *extractor) attends(a int) bool {
	p := &x.who.Actors[a]
	if p.Known != nil && p.Kind != register.Organization || p.Kind != register.Organization && p.Kind != register.Person {
		return true
	}
	_, last, _ := cutLast(strings.ToLower(p.Name), " ")
	switch last {
	case "camp", "tomb", "grave", "site", "island", "base", "port":
		return false
	}
	for _, c := range []string{"building", "place", "meeting"} {
		if x.lex.In(c, last) || x.lex.In(c, strings.TrimSuffix(last, "s")) {
			return p.Kind == register.Person && p.Known != nil
		}
	}
	return true
}

// ofThings are the parties that a predicate's arguments name only as the owners
// of things: who visits a man's tomb does not meet him.
func (x *extractor) ofThings(fi int) map[int]bool {
	out := map[int]bool{}
	if fi < 0 || x.d.Frames[fi].Kind != doc.Verbal {
		return out
	}
	direct := map[int]bool{}
	for _, a := range x.d.Frames[fi].Args {
		for _, p := range x.who.Of(a.Head) {
			direct[p] = true
		}
	}
	for _, a := range x.d.Frames[fi].Args {
		n := x.d.FrameAt(a.Head)
		if a.Slot != "obj" && a.Slot != "subj" || x.d.Tokens[a.Head].UPOS != "NOUN" || x.who.At(a.Head) >= 0 || n >= 0 && x.used[n] || x.lex.In("meeting", x.lemma(a.Head)) || x.lex.In("visit", x.lemma(a.Head)) {
			continue
		}
		for _, p := range x.who.Inside(a.Head) {
			if !direct[p] {
				out[p] = true
			}
		}
	}
	return out
}

// press says that an actor is one of the press: who speaks to it gives an
// interview and holds no talks.
func (x *extractor) press(a int) bool {
	p := &x.who.Actors[a]
	if p.Sector == "JRN" || p.Kind == register.Outlet || p.Kind == register.Person && x.a.Byline != "" && strings.Contains(x.a.Byline, p.Name) {
		return true
	}
	if p.Kind == register.Person {
		return p.Known == nil && x.reporter(p)
	}
	if p.Known != nil {
		return false
	}
	_, last, _ := cutLast(p.Name, " ")
	switch last {
	case "Times", "Post", "Journal", "Telegraph", "News", "Radio", "Herald", "Tribune", "Gazette", "Guardian", "Daily", "Chronicle", "TV", "Television", "Edition":
		return true
	}
	return x.a.Outlet != "" && strings.EqualFold(p.Name, x.a.Outlet)
}

// reporter says that the article introduces somebody as of the press: by the
// outlet's name before theirs, or by the trade.
func (x *extractor) reporter(p *link.Actor) bool {
	for _, o := range p.Offices {
		switch _, last, _ := cutLast(strings.ToLower(o.Title), " "); last {
		case "host", "anchor", "correspondent", "reporter", "journalist", "presenter", "editor", "interviewer", "columnist":
			return true
		}
	}
	trade := func(i int) bool {
		switch x.lemma(i) {
		case "host", "anchor", "correspondent", "reporter", "journalist", "presenter", "interviewer", "columnist":
			return true
		}
		return false
	}
	for _, m := range p.Mentions[:min(len(p.Mentions), 50)] { // what somebody does is told early
		for i := max(m.Start-1, 0); i < m.End; i++ {
			if trade(i) {
				return true
			}
		}
		if v := x.d.Tokens[m.Head].Head; v >= 0 && x.d.Tokens[m.Head].Deprel == "nsubj" { // "reporting from the border, X spoke to"
			for _, k := range x.who.Kids(v) {
				if x.lemma(int(k)) == "report" && x.d.Tokens[k].XPOS == "VBG" {
					return true
				}
			}
		}
		for _, k := range x.who.Kids(m.Head) {
			switch t := &x.d.Tokens[k]; t.Deprel {
			case "nmod:poss", "compound", "nmod:desc", "appos":
				if a := x.who.At(int(k)); a >= 0 && (x.who.Actors[a].Kind == register.Outlet || x.who.Actors[a].Sector == "JRN") {
					return true
				}
				if trade(int(k)) {
					return true
				}
			}
		}
	}
	return false
}

// cutLast cuts around the last sep; without one, all of s is after it.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}

// attending completes the sides of a contact that its own words leave unsaid:
// whom it brings together; who acts "in a call with", "during a visit to",
// "after talks with"; who reports it.
func (x *extractor) attending(c *Contact, ev *Event) {
	join := func(head int, how string) {
		who := x.party(head, "subj")
		for _, k := range x.who.Kids(head) { // "with delegates such as Morales"
			if x.who.CaseIs(int(k), "such", "including", "like") {
				who = append(who, x.party(int(k), "subj")...)
			}
		}
		for _, a := range who {
			if !x.press(a) && x.attends(a) && !slices.Contains(c.Participants, a) {
				c.Participants = append(c.Participants, a)
				c.because("participant", x.names([]int{a})+": "+how, x.d.SpanOf(head, head+1))
			}
		}
	}
	if ev.Frame >= 0 {
		f := &x.d.Frames[ev.Frame]
		nouns := []int{f.Head}
		if a := f.Arg("obj"); a != nil && f.Kind != doc.Nominal {
			nouns = append(nouns, a.Head)
		}
		for _, n := range nouns {
			for _, k := range x.who.Kids(n) {
				v := x.d.FrameAt(int(k))
				if v < 0 || x.d.Frames[v].Relation != "acl" && x.d.Frames[v].Relation != "relcl" {
					continue
				}
				if a := x.d.Frames[v].Arg("obj"); a != nil && gathers(x.d.Frames[v].Lemma) {
					join(a.Head, "brought together there")
				}
				for _, slot := range []string{"with", "between", "among"} {
					if a := x.d.Frames[v].Arg(slot); a != nil && x.held(v) {
						join(a.Head, "it was held with them")
					}
				}
			}
		}
		if f.Kind == doc.Nominal && x.who.CaseIs(f.Head, "in", "during", "at", "after", "before", "following", "on", "through", "for") {
			if v := x.over(f.Head); v >= 0 {
				if a := x.d.Frames[v].Arg("subj"); a != nil && len(c.Participants) < 2 {
					join(a.Head, "acts “"+x.d.TextOf(x.caseOf(f.Head), f.Head+1)+"”")
				}
				if a := x.d.Frames[v].Arg("with"); a != nil && len(c.Participants) < 2 {
					join(a.Head, "acts “"+x.d.TextOf(x.caseOf(f.Head), f.Head+1)+"” too")
				}
			}
		}
	}
	if len(c.Participants) == 1 && len(ev.By) == 1 && ev.By[0] != c.Participants[0] && !x.press(ev.By[0]) && x.who.Actors[ev.By[0]].Kind == register.Person {
		c.Participants = append(c.Participants, ev.By[0])
		c.because("participant", x.names(ev.By)+": reports the contact", text.Span{})
	}
}

// held says that a clause tells that a contact took place.
func (x *extractor) held(fi int) bool {
	switch base, _, _ := strings.Cut(x.d.Frames[fi].Lemma, " "); base {
	case "take", "hold", "occur", "happen", "have", "convene", "arrange":
		return true
	}
	return false
}

// gathers says of a verb that it names in its object who takes part.
func gathers(lemma string) bool {
	switch lemma {
	case "involve", "include", "bring together", "gather", "unite", "comprise", "bring":
		return true
	}
	return false
}

// over is the frame of the clause that the phrase headed by i modifies, -1 for
// none.
func (x *extractor) over(i int) int {
	for p, n := x.d.Tokens[i].Head, 0; p >= 0 && n < 3; p, n = x.d.Tokens[p].Head, n+1 {
		if fi := x.d.FrameAt(p); fi >= 0 && x.d.Frames[fi].Kind != doc.Nominal {
			return fi
		}
	}
	return -1
}

func (x *extractor) caseOf(i int) int {
	for _, k := range x.who.Kids(i) {
		if x.d.Tokens[k].Deprel == "case" {
			return int(k)
		}
	}
	return i
}

// presentBy says that a state or its government is there by one of its people.
func (x *extractor) presentBy(a int, there []int) bool {
	p := &x.who.Actors[a]
	if p.Country == "" || p.Kind != register.State && p.Kind != register.Government {
		return false
	}
	return slices.ContainsFunc(there, func(o int) bool {
		return o != a && x.who.Actors[o].Country == p.Country && x.who.Actors[o].Kind == register.Person
	})
}

// guestOf says that a visit is that of somebody whom the other contact has
// meet a person of the country visited: "met Kerry, who was visiting Israel".
func (x *extractor) guestOf(visit, meeting *Contact) bool {
	if visit.Format != "visit" || meeting.Format == "visit" || meeting.Format == "call" || meeting.Format == "letter" || len(visit.Participants) != 2 {
		return false
	}
	for i, g := range visit.Participants {
		host := &x.who.Actors[visit.Participants[1-i]]
		if !slices.Contains(meeting.Participants, g) || host.Country == "" || host.Kind != register.State && host.Kind != register.Government {
			continue
		}
		for _, p := range meeting.Participants {
			if p != g && x.who.Actors[p].Country == host.Country {
				return true
			}
		}
	}
	return false
}
