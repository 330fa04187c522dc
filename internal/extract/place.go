package extract

import (
	"slices"
	"strings"

	"rapporteur/internal/doc"
)

// place gives the event its place.
func (x *extractor) place(h *hit, ev *Event) {
	if p := x.happens(h); p >= 0 {
		pr := &x.d.Places[p]
		ev.Place = p + 1
		ev.because("place", pr.Name+" ("+pr.Country+"): named in the clause of the event; "+strings.Join(pr.How, "; "), x.d.SpanOf(pr.Start, pr.End))
	}
}

// happens is the place where a deed happens: a toponym in a place slot of the
// clause, nearest first, where it stands before where it goes; a toponym merely
// mentioned elsewhere does not count. It is -1 where the clause names none.
func (x *extractor) happens(h *hit) (p int) {
	try := func(fi int) int {
		f := &x.d.Frames[fi]
		for _, a := range f.Args {
			switch a.Slot {
			case "in", "at", "near", "on", "outside", "inside", "around":
				if p := x.placeAt(a.Head); p >= 0 && (x.d.Places[p].Kind != "country" || a.Slot == "in") {
					return p
				}
				if a.Slot == "in" || a.Slot == "at" || a.Slot == "near" || a.Slot == "on" && h.entry.Contact == "" { // "on the X conflict" is what they talk about
					if p := x.placeInside(a.Start, a.End, true); p >= 0 {
						return p
					}
				}
			}
		}
		for _, a := range f.Args {
			switch a.Slot {
			case "across", "into", "to", "from", "over", "along", "through", "toward", "towards":
				if a.Slot == "from" && h.entry.Mode == "release" {
					continue // whence the people are
				}
				if p := x.placeAt(a.Head); p >= 0 && x.d.Places[p].Kind != "country" {
					return p
				}
			}
		}
		if a := f.Arg("obj"); a != nil && x.lemma(a.Head) == "place" { // "took place in Gori"
			if p := x.placeInside(a.Start, a.End, true); p >= 0 {
				return p
			}
		}
		if a := f.Arg("of"); a != nil && f.Kind == doc.Nominal { // "a march of students through Gori"
			for i, last := x.placesIn(a.Start, a.End); i < last; i++ {
				if q := &x.d.Places[i]; q.Start >= a.Start && q.End <= a.End && q.Kind != "country" && x.who.CaseIs(q.End-1, "in", "at", "through", "near", "across", "outside", "along", "around") {
					return i
				}
			}
		}
		return -1
	}
	p = try(h.frame)
	if p < 0 && h.noun >= 0 {
		p = try(h.noun)
	}
	if p < 0 {
		if o := x.d.Frames[h.frame].Arg("obj"); o != nil {
			if q := x.placeAt(o.Head); q >= 0 && x.d.Places[q].Kind != "country" {
				p = q
			} else {
				p = x.placeInside(o.Start, o.End, false)
			}
		}
	}
	if p < 0 && hosts(x.d.Frames[h.frame].Lemma) {
		if a := x.d.Frames[h.frame].Arg("subj"); a != nil {
			p = x.placeInside(a.Start, a.End, false)
		}
	}
	if p < 0 {
		if c := x.toldBy(h); c >= 0 {
			p = try(c)
		}
	}
	if p < 0 {
		if par := x.d.Frames[h.frame].Parent; par >= 0 && (x.d.Frames[h.frame].Relation == "arg" || x.d.Frames[h.frame].Relation == "conj" || x.d.Frames[h.frame].Relation == "advcl") {
			p = try(par)
		}
	}
	return p
}

// placeInside is the first place in the tokens of a phrase that tells where the
// phrase is, and not where it comes from or goes ("a man from Gori", "a gesture
// to Peru"); -1 for none.
func (x *extractor) placeInside(start, end int, countries bool) int {
	for i, last := x.placesIn(start, end); i < last; i++ {
		q := &x.d.Places[i]
		if q.Start < start || q.End > end || q.Kind == "country" && !countries {
			continue
		}
		h := q.Start
		for h >= start && x.d.Tokens[h].Head >= q.Start && x.d.Tokens[h].Head < q.End {
			h = x.d.Tokens[h].Head
		}
		if !x.who.CaseIs(h, "from", "to", "with", "against", "between", "by", "about") || h == start || x.d.Tokens[h].Head < start {
			return i
		}
	}
	return -1
}

// hosts says of a verb that its subject may be the place.
func hosts(lemma string) bool { return lemma == "host" || lemma == "witness" || lemma == "see" }

// toldBy is the frame of a verb that is part of the trigger of a hit and stands
// in its complement: "go" in "let them go"; -1 for none.
func (x *extractor) toldBy(h *hit) int {
	c := x.d.Frames[h.frame].Arg("comp")
	if c == nil || !strings.Contains(" "+h.trig+" ", " "+x.lemma(c.Head)+" ") {
		return -1
	}
	return x.d.FrameAt(c.Head)
}

// withoutTown leaves out of the sides of a meeting the town that hosts it, which
// is where they meet; a government named by its capital hosts as a side.
func (x *extractor) withoutTown(h *hit, sides []int) []int {
	a := x.d.Frames[h.frame].Arg("subj")
	if a == nil || x.placeAt(a.Head) < 0 && (x.d.EntityAt(a.Head) == nil || x.d.EntityAt(a.Head).Type != doc.Place) {
		return sides
	}
	town := x.who.At(a.Head)
	if town < 0 || x.who.Actors[town].Known != nil {
		return sides
	}
	return slices.DeleteFunc(slices.Clone(sides), func(s int) bool { return s == town })
}
