package extract

import (
	"fmt"
	"slices"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/judge"
	"rapporteur/internal/register"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// contacts reads contacts off the events that entries mark as such. Whether
// somebody met somebody is asked apart from whether a coder would enter the
// event: recalled meetings, calls and visits count as contacts too.
func (x *extractor) contacts() {
	head := x.opt.Judge.Head(HeadContact)
	var talks []int // the parties of the talks told of last
	var retold []retelling
	for _, ev := range x.meetings(head != nil || x.opt.Collect) {
		c := x.contact(ev)
		if c.Format == "talks" || c.Format == "meeting" {
			if len(c.Participants) > 1 {
				talks = c.Participants
			} else if len(c.Participants) == 0 && len(talks) > 1 && x.samePlural(ev) {
				c.Participants = append([]int(nil), talks...)
				c.because("participant", x.names(talks)+": the parties of the talks told of before", text.Span{})
				ev.Guessed = "parties of the talks told of before"
			}
		}
		if x.opt.Collect {
			if x.alone(&c, ev) {
				continue
			}
			c.Features = x.contactFeatures(&c, ev)
			x.out.Contacts = append(x.out.Contacts, c)
			continue
		}
		if o := x.sameMeeting(c, ev); o != nil {
			if !ev.Spare && o.Span != ev.Span {
				retold = append(retold, retelling{ev.Frame, o.Span})
			}
			continue
		}
		if len(c.Participants) == 0 || x.alone(&c, ev) {
			continue
		}
		if head == nil {
			if len(c.Participants) == 1 && c.Format != "visit" {
				continue
			}
		} else if !x.judgeContact(head, &c, ev) {
			continue
		}
		x.addContact(c)
	}
	x.once(retold)
}

// retelling is an event, by its frame, that tells again of the contact with a
// span.
type retelling struct {
	frame int
	of    text.Span
}

// once takes out the events that only tell again of a meeting told before, and
// enters at that meeting's own event who attended by their words.
func (x *extractor) once(again []retelling) {
	for _, r := range again {
		var parties []int
		x.out.Events = slices.DeleteFunc(x.out.Events, func(ev Event) bool {
			if ev.Frame != r.frame || ev.Type != "CONSULT" {
				return false
			}
			parties = append(parties, ev.Actors...)
			return true
		})
		for i := range x.out.Events {
			ev := &x.out.Events[i]
			if ev.Type != "CONSULT" || ev.Span != r.of {
				continue
			}
			for _, p := range parties {
				if x.attends(p) && !x.press(p) && !slices.Contains(ev.Actors, p) {
					ev.Actors = append(ev.Actors, p)
					if len(ev.Recipients) > 1 {
						ev.Recipients = append(ev.Recipients, p)
					}
					ev.because("actor", x.names([]int{p})+": attended, as the article says further on", text.Span{})
				}
			}
			break
		}
	}
}

// samePlural says that an event is told by a noun for talks that may take up
// those told of before: "the negotiations", "the latest round of trade talks".
func (x *extractor) samePlural(ev *Event) bool {
	if ev.Frame < 0 {
		return false
	}
	f := &x.d.Frames[ev.Frame]
	return f.Kind == doc.Nominal && x.lex.In("talks", f.Lemma) && !f.Negated
}

// alone says that a verb tells of one person who met, visited or called nobody
// that could attend: "visited a tomb", "spoke on the radio".
func (x *extractor) alone(c *Contact, ev *Event) bool {
	if len(c.Participants) != 1 || ev.Frame < 0 || x.d.Frames[ev.Frame].Kind != doc.Verbal {
		return false
	}
	p := &x.who.Actors[c.Participants[0]]
	return p.Kind == register.Person && !p.Plural
}

// meetings lists the events that may be contacts, in order of the text; with
// spare, those too that are no event of the report.
func (x *extractor) meetings(spare bool) []*Event {
	var out []*Event
	for i := range x.out.Events {
		out = append(out, &x.out.Events[i])
	}
	if spare {
		for i := range x.spare {
			out = append(out, &x.spare[i])
		}
	}
	out = slices.DeleteFunc(out, func(ev *Event) bool { return ev.Contact == "" || ev.Entry == nil || x.brokered(ev) })
	slices.SortStableFunc(out, func(a, b *Event) int { return int(a.Trigger.Start - b.Trigger.Start) })
	return out
}

// brokered says that what was negotiated or mediated is an instrument, told of
// as a thing of the past: "the truce that the envoys brokered".
func (x *extractor) brokered(ev *Event) bool {
	if ev.Frame < 0 || x.d.Frames[ev.Frame].Kind != doc.Verbal || ev.Entry.Contact != "talks" {
		return false
	}
	f := &x.d.Frames[ev.Frame]
	a := f.Arg("obj")
	return a != nil && (f.Relation == "relcl" || f.Part) && instrumentKind(x.lemma(a.Head)) != ""
}

// looseTalks enters as spare events the nouns for contacts that name no party
// in their own phrase: "talks in Geneva ended", "said during a visit", "the
// phone call". Who took part is read off the text around them.
func (x *extractor) looseTalks() {
	for fi := range x.d.Frames {
		f := &x.d.Frames[fi]
		if f.Kind != doc.Nominal || x.at[fi] != 0 || x.used[fi] || x.entered(fi, "CONSULT") {
			continue
		}
		for _, c := range x.lex.Noun(f.Lemma) {
			if c.Entry.Contact == "" || c.Entry.Type != "CONSULT" || !x.trigger(f, c.Trigger) {
				continue
			}
			h := hit{frame: fi, noun: -1, entry: c.Entry, trig: c.Trigger.String()}
			ev := x.newEvent(&h, c.Entry.Type, c.Entry.Mode, c.Entry.CAMEO)
			ev.Span = f.Clause
			if v := x.over(f.Head); v >= 0 {
				ev.Span = ev.Span.Join(x.d.Frames[v].Clause)
			}
			x.date(&h, &ev)
			x.place(&h, &ev)
			x.status(&h, nil, &ev)
			ev.Spare = true
			x.spare = append(x.spare, ev)
			break
		}
	}
}

// contact is what an event says of a contact.
func (x *extractor) contact(ev *Event) Contact {
	c := Contact{Base: ev.Base, Format: ev.Contact, Stage: "held", When: ev.When, Place: ev.Place, By: ev.By}
	c.Why = append([]Step(nil), ev.Why...)
	st := ev.Status // by the grammar, whatever the judge of events makes of it
	if ev.Frame >= 0 {
		if st, _ = x.reality(ev.Frame); st == New && ev.Status == Planned {
			st = Planned
		}
	}
	switch {
	case st == Negated || ev.Type == "REJECT":
		c.Stage = "cancelled"
	case st == Hypothetical && x.cameTo(ev.Frame):
	case st == Planned || st == Hypothetical || ev.Type == "AGREE", x.ahead(ev.When), x.asked(ev.Frame), ev.Frame >= 0 && (x.scheduled(ev.Frame) || x.toCome(ev.Frame)):
		c.Stage = "announced"
	}
	interview, things := x.meetsPress(ev.Frame), x.ofThings(ev.Frame)
	for i, as := range [][]int{ev.Actors, ev.Recipients} {
		if i == 0 && ev.Guessed != "" {
			continue // who is near an act may do it; whoever is near a meeting need not attend
		}
		for _, a := range as {
			switch {
			case x.press(a):
				interview = true
			case x.attends(a) && !things[a]:
				c.Participants = appendOnce(c.Participants, a)
			}
		}
	}
	if interview && len(c.Participants) < 2 {
		c.Participants = nil
		return c
	}
	x.attending(&c, ev)
	x.venue(&c, ev)
	c.Topics = x.topics(ev)
	return c
}

// toCome says that a verb tells by its own form what is to come or only thought
// of, whatever became of it in the record: "will be talking with".
func (x *extractor) toCome(fi int) bool {
	f := &x.d.Frames[fi]
	return f.Kind == doc.Verbal && (f.Tense == "future" || f.Modal != "" && !f.Perfect)
}

// cameTo says that a clause tells what somebody came for who did come: "flew to
// Cairo to confer with".
func (x *extractor) cameTo(fi int) bool {
	if fi < 0 || !x.d.Frames[fi].Inf && x.d.Frames[fi].Relation != "conj" {
		return false
	}
	for p, n := x.d.Frames[fi].Parent, 0; p >= 0 && n < 3; p, n = x.d.Frames[p].Parent, n+1 {
		g := &x.d.Frames[p]
		switch base, _, _ := strings.Cut(g.Lemma, " "); base {
		case "arrive", "fly", "travel", "come", "go", "head", "land", "return", "visit", "gather", "convene", "assemble", "sit":
			st, _ := x.reality(p)
			return g.Tense == "past" && !g.Negated && g.Modal == "" && st != Planned && st != Hypothetical && st != Negated
		}
		if g.Kind != doc.Verbal || g.Tense != "" {
			return false
		}
	}
	return false
}

// ahead says that a date lies behind the day of publication.
func (x *extractor) ahead(w when.Date) bool {
	from, ok1 := w.Start()
	ref, ok2 := x.d.Reference.Finish()
	return ok1 && ok2 && from.After(ref)
}

// asked says that a frame stands in a question.
func (x *extractor) asked(fi int) bool {
	if fi < 0 {
		return false
	}
	s := x.sentenceOf(x.d.Frames[fi].Head)
	for i := s.End - 1; i >= s.Start && i > s.End-4; i-- {
		if x.d.Tokens[i].Form == "?" {
			return true
		}
	}
	return false
}

// judgeContact asks the judge whether the contact took place. What it does
// not hold for held stays as announced or cancelled where the rules say so.
func (x *extractor) judgeContact(head *judge.Head, c *Contact, ev *Event) bool {
	v := head.Ask(x.contactFeatures(c, ev))
	p := v.Of("yes")
	if c.Stage != "held" {
		return !ev.Spare
	}
	need := head.Threshold
	if !ev.Spare {
		need /= 2 // a coder would enter the event
	}
	if p < need && (ev.Spare || !x.outright(c, ev)) {
		return false
	}
	c.Confidence = p
	c.because("judged", fmt.Sprintf("a coder would enter the contact (learned, %.2f; for it speak %s)", p, because(v, "yes")), text.Span{})
	return true
}

// outright says that a finite verb tells of a meeting or call with both sides
// named in its slots.
func (x *extractor) outright(c *Contact, ev *Event) bool {
	if ev.Frame < 0 || ev.Guessed != "" || len(ev.Unmet) > 0 || len(ev.Actors)+len(ev.Recipients) < 2 || len(c.Participants) < 2 {
		return false
	}
	f := &x.d.Frames[ev.Frame]
	return f.Kind == doc.Verbal && f.Tense != "" && f.Modal == "" && (c.Format == "meeting" || c.Format == "call")
}

// contactFeatures describe a candidate contact: its event, single words left
// out, since contacts are few, and who takes part.
func (x *extractor) contactFeatures(c *Contact, ev *Event) []string {
	out := slices.DeleteFunc(x.eventFeatures(ev), func(f string) bool {
		return strings.HasPrefix(f, "near ") || strings.HasPrefix(f, "slot ") && strings.Count(f, " ") > 1 || strings.HasPrefix(f, "adverb ")
	})
	if ev.Guessed != "" {
		out = append(out, "guessed", "guessed "+c.Format)
	}
	var kinds []string
	for _, a := range c.Participants {
		k := string(x.who.Actors[a].Kind)
		if x.who.Actors[a].Known == nil {
			k = "some " + k
		}
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	out = append(out, "kinds "+strings.Join(kinds, "+"), "format "+c.Format+" kinds "+strings.Join(kinds, "+"))
	out = append(out, "format "+c.Format, "stage "+c.Stage, "attend "+bucket(len(c.Participants), 0, 1, 2), "format "+c.Format+" attend "+bucket(len(c.Participants), 0, 1, 2))
	persons, states := 0, 0
	countries := map[string]bool{}
	for _, a := range c.Participants {
		ac := &x.who.Actors[a]
		k := string(ac.Kind)
		if ac.Plural {
			k += " plural"
		}
		out = append(out, "attends "+k, "attends sector "+ac.Sector)
		switch ac.Kind {
		case register.Person:
			persons++
		case register.State, register.Government:
			states++
		}
		countries[ac.Country] = true
	}
	out = append(out, "persons "+bucket(persons, 0, 1, 2), "states "+bucket(states, 0, 1), "countries "+bucket(len(countries), 0, 1, 2))
	if c.Place > 0 {
		out = append(out, "has place")
	}
	if !c.When.IsZero() && c.When.Basis != when.Inferred {
		out = append(out, "has date")
	}
	return out
}

// sameMeeting takes "the meeting" without another side for the contact told
// before in the article: who attended it and where it was held belong to that.
// Nil where it is another.
func (x *extractor) sameMeeting(c Contact, ev *Event) *Contact {
	if c.Stage != "held" || ev.Frame < 0 || len(x.out.Contacts) == 0 {
		return nil
	}
	noun := ev.Frame
	if a := x.d.Frames[ev.Frame].Arg("obj"); a != nil && x.d.FrameAt(a.Head) >= 0 {
		noun = x.d.FrameAt(a.Head)
	}
	if f := &x.d.Frames[noun]; f.Kind != doc.Nominal || !definite(x, f.Head) || x.d.Tokens[f.Head].XPOS == "NNS" && f.Lemma != "talk" {
		return nil // "the meetings" are several
	} else if len(c.Participants) > 1 && (f.Arg("with") != nil || f.Arg("between") != nil || f.Arg("of") != nil || f.Arg("poss") != nil || noun != ev.Frame) {
		return nil // it has parties of its own
	}
	o := &x.out.Contacts[len(x.out.Contacts)-1]
	if o.Stage != "held" || o.Format != c.Format {
		return nil
	}
	for _, a := range c.Participants {
		o.Participants = appendOnce(o.Participants, a)
	}
	if o.Place == 0 && o.PlaceName == "" {
		o.Place, o.PlaceName = c.Place, c.PlaceName
	}
	o.because("merged", "the article speaks of the same "+o.Format+" again", c.Span)
	return o
}

// addContact joins mentions of one contact: same format, shared participants,
// no two different days. "During the meeting" adds to the meeting told before.
func (x *extractor) addContact(c Contact) {
	for i := range x.out.Contacts {
		o := &x.out.Contacts[i]
		if o.Stage != c.Stage {
			continue
		}
		if !o.When.IsZero() && !c.When.IsZero() && o.When.From != c.When.From && o.When.Basis != "inferred" && c.When.Basis != "inferred" {
			continue
		}
		if o.Status != c.Status && (o.Status == Background || c.Status == Background) {
			continue
		}
		shared := 0
		for _, p := range c.Participants {
			for _, q := range o.Participants {
				if p == q {
					shared++
				}
			}
		}
		if x.guestOf(&c, o) || x.guestOf(o, &c) {
			if o.Format == "visit" {
				o.Format = c.Format
			}
		} else if shared < min(len(c.Participants), len(o.Participants)) || shared == 0 {
			continue
		} else if shared == 1 && sameDay(&c, o) && c.Format != "visit" && o.Format != "visit" {
			if len(c.Participants) > len(o.Participants) {
				o.Span = c.Span // told more fully there
			}
		} else if shared == 1 && len(c.Participants) != len(o.Participants) && (c.Format != o.Format || c.Place != o.Place && c.Place != 0 && o.Place != 0) {
			continue // one who met somebody and one who met others
		}
		for _, p := range c.Participants {
			if !x.presentBy(p, o.Participants) {
				o.Participants = appendOnce(o.Participants, p)
			}
		}
		if o.Place == 0 {
			o.Place, o.PlaceName = c.Place, c.PlaceName
		}
		if o.PlaceName == "" {
			o.PlaceName = c.PlaceName
		}
		for _, t := range c.Topics {
			o.Topics = appendString(o.Topics, t)
		}
		o.because("merged", "told again here", c.Span)
		return
	}
	x.out.Contacts = append(x.out.Contacts, c)
}

// sameDay says that the text gives two contacts one and the same day.
func sameDay(a, b *Contact) bool {
	return a.When.Precision == when.Day && a.When.From == b.When.From && a.When.To == b.When.To && a.When.From == a.When.To &&
		a.When.Basis != when.Inferred && b.When.Basis != when.Inferred && min(len(a.Participants), len(b.Participants)) == 1
}

func appendString(out []string, s string) []string {
	for _, o := range out {
		if o == s {
			return out
		}
	}
	return append(out, s)
}
