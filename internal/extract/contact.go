package extract

import (
	"strings"

	"rapporteur/internal/doc"
)

// contacts reads contacts off the events that entries mark as such.
func (x *extractor) contacts() {
	for i := range x.out.Events {
		ev := &x.out.Events[i]
		if ev.Contact == "" || ev.Entry == nil {
			continue
		}
		c := Contact{Base: ev.Base, Format: ev.Contact, Stage: "held", When: ev.When, Place: ev.Place, By: ev.By}
		c.Why = append([]Step(nil), ev.Why...)
		switch ev.Status {
		case Planned, Hypothetical:
			c.Stage = "announced"
		case Negated:
			c.Stage = "cancelled"
		}
		if ev.Type == "REJECT" {
			c.Stage = "cancelled"
		}
		if ev.Type == "AGREE" {
			c.Stage = "announced"
		}
		for _, a := range ev.Actors {
			c.Participants = appendOnce(c.Participants, a)
		}
		for _, a := range ev.Recipients {
			c.Participants = appendOnce(c.Participants, a)
		}
		if len(c.Participants) < 2 && c.Stage == "held" && ev.Contact != "talks" && ev.Contact != "visit" {
			x.completeContact(&c, ev)
		}
		x.venue(&c, ev)
		c.Topics = x.topics(ev)
		if len(c.Participants) == 0 || x.sameMeeting(c, ev) || len(c.Participants) == 1 && c.Format != "visit" {
			continue
		}
		x.addContact(c)
	}
}

// completeContact looks for the other side of a meeting in the same sentence:
// whoever "during the meeting" and the like leaves unsaid.
func (x *extractor) completeContact(c *Contact, ev *Event) {
	if len(ev.By) == 1 && len(c.Participants) == 1 && ev.By[0] != c.Participants[0] {
		c.Participants = appendOnce(c.Participants, ev.By[0])
	}
}

// sameMeeting takes "the meeting" without another side for the contact told
// before in the article: who attended it and where it was held belong to that.
func (x *extractor) sameMeeting(c Contact, ev *Event) bool {
	if len(c.Participants) != 1 || c.Stage != "held" || ev.Frame < 0 || len(x.out.Contacts) == 0 {
		return false
	}
	noun := ev.Frame
	if a := x.d.Frames[ev.Frame].Arg("obj"); a != nil && x.d.FrameAt(a.Head) >= 0 {
		noun = x.d.FrameAt(a.Head)
	}
	if f := &x.d.Frames[noun]; f.Kind != doc.Nominal || !definite(x, f.Head) {
		return false
	}
	o := &x.out.Contacts[len(x.out.Contacts)-1]
	if o.Stage != "held" || o.Format != c.Format {
		return false
	}
	o.Participants = appendOnce(o.Participants, c.Participants[0])
	if o.Place == 0 && o.PlaceName == "" {
		o.Place, o.PlaceName = c.Place, c.PlaceName
	}
	o.because("merged", "the article speaks of the same "+o.Format+" again", c.Span)
	return true
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
		if shared < min(len(c.Participants), len(o.Participants)) || shared == 0 {
			continue
		}
		for _, p := range c.Participants {
			o.Participants = appendOnce(o.Participants, p)
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

func appendString(out []string, s string) []string {
	for _, o := range out {
		if o == s {
			return out
		}
	}
	return append(out, s)
}

// venue is where a contact took place if no toponym says so: "in the office
// of the community".
func (x *extractor) venue(c *Contact, ev *Event) {
	if c.Place != 0 || ev.Frame < 0 {
		return
	}
	try := func(f *doc.Frame) {
		for _, a := range f.Args {
			if (a.Slot == "in" || a.Slot == "at") && c.PlaceName == "" && (x.isA(a.Head, "building") || venueNoun(x.lemma(a.Head))) {
				c.PlaceName = x.d.TextOf(a.Start+skipCase(x, a), a.End)
				c.because("place", "venue named in the clause", x.d.SpanOf(a.Start, a.End))
			}
		}
	}
	f := &x.d.Frames[ev.Frame]
	try(f)
	for _, k := range x.who.Kids(f.Head) { // "the meeting, which was held in the office of ..."
		if x.d.Tokens[k].Deprel == "acl:relcl" {
			if r := x.d.FrameAt(int(k)); r >= 0 {
				try(&x.d.Frames[r])
			}
		}
	}
	if f.Parent >= 0 && f.Relation == "arg" {
		try(&x.d.Frames[f.Parent])
		p := &x.d.Frames[f.Parent]
		if a := p.Arg("obj"); a != nil {
			for _, k := range x.who.Kids(a.Head) {
				if x.d.Tokens[k].Deprel == "acl:relcl" {
					if r := x.d.FrameAt(int(k)); r >= 0 {
						try(&x.d.Frames[r])
					}
				}
			}
		}
	}
}

func skipCase(x *extractor, a doc.Arg) int {
	n := 0
	for i := a.Start; i < a.Head; i++ {
		if t := &x.d.Tokens[i]; t.Deprel == "case" && t.Head == a.Head {
			n = i - a.Start + 1
		}
	}
	return n
}

func venueNoun(l string) bool {
	switch l {
	case "office", "palace", "residence", "headquarters", "embassy", "hotel", "ministry", "parliament", "building", "airport", "base", "castle", "mansion", "resort", "compound", "villa":
		return true
	}
	return false
}

// topics are the phrases behind on, about, over and what was discussed.
func (x *extractor) topics(ev *Event) []string {
	var out []string
	if ev.Frame < 0 {
		return nil
	}
	add := func(f *doc.Frame) {
		for _, a := range f.Args {
			switch a.Slot {
			case "on", "about", "over", "regarding", "concerning":
				if u := x.d.Tokens[a.Head].UPOS; u == "NOUN" || u == "PROPN" {
					if x.timexAt(a.Head) < 0 {
						out = appendString(out, strings.TrimSpace(x.conjunctSpan(a.Head).In(x.d.Text)))
					}
				}
			}
		}
	}
	f := &x.d.Frames[ev.Frame]
	add(f)
	if a := f.Arg("obj"); a != nil {
		if n := x.d.FrameAt(a.Head); n >= 0 && x.used[n] {
			add(&x.d.Frames[n])
		}
	}
	return out
}
