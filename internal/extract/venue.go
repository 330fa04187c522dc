package extract

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
)

// venue is where a contact took place: on the telephone, in the place visited,
// or, where no toponym says so, "in the office of the community".
func (x *extractor) venue(c *Contact, ev *Event) {
	if ev.Frame < 0 {
		return
	}
	switch c.Format {
	case "call":
		c.Place, c.PlaceName = 0, "telephone"
		c.because("place", "a call", text.Span{})
		return
	case "visit":
		x.visited(c, ev)
	}
	if c.Place != 0 {
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

// visited gives a visit the place that its object or goal names, states too.
func (x *extractor) visited(c *Contact, ev *Event) {
	try := func(f *doc.Frame) {
		for _, slot := range []string{"obj", "to", "in", "at", "into"} {
			for _, a := range f.Args {
				if a.Slot != slot || c.Place != 0 {
					continue
				}
				if p := x.placeAt(a.Head); p >= 0 {
					c.Place = p + 1
					c.because("place", x.d.Places[p].Name+": the place visited", x.d.SpanOf(a.Start, a.End))
				}
			}
		}
	}
	f := &x.d.Frames[ev.Frame]
	try(f)
	if a := f.Arg("obj"); a != nil {
		if n := x.d.FrameAt(a.Head); n >= 0 && x.used[n] {
			try(&x.d.Frames[n])
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
