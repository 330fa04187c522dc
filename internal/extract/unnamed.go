package extract

import (
	"slices"

	"rapporteur/internal/doc"
	"rapporteur/internal/link"
	"rapporteur/internal/register"
)

// This file finds parties that a clause does not name: whom a place stands for
// and who does there what only somebody of the country can do.

// struckPlace is the actor of the country in which the target of an attack
// lies ("fired at targets in Jericho"); -1 for none.
func (x *extractor) struckPlace(h *hit) int {
	f := &x.d.Frames[h.frame]
	for _, a := range f.Args {
		if a.Slot != "obj" && a.Slot != "at" && a.Slot != "on" && a.Slot != "into" && a.Slot != "against" && a.Slot != "in" && a.Slot != "near" && a.Slot != "through" && a.Slot != "outside" {
			continue
		}
		for i, end := x.placesIn(a.Start, a.End); i < end; i++ {
			if p := &x.d.Places[i]; p.Start >= a.Start && p.End <= a.End {
				if at := x.who.Unnamed(p.Country, link.People); at >= 0 {
					return at
				}
			}
		}
	}
	return -1
}

// unnamed is who does a deed that its sentence has nobody do: unidentified
// attackers of the country where it happens; the authorities there that arrest,
// try and forbid, or those of the country whose people they do it to. It is
// -1 where that is not to be seen.
func (x *extractor) unnamed(h *hit, typ string, recipients []int) (actor int, how string) {
	who := link.Authorities
	switch m := h.entry.Mode; typ {
	case "ASSAULT":
		who = link.Attackers
	case "COERCE":
		if m == "cyber" || m == "seize" {
			return -1, ""
		}
	case "SANCTION":
		if m != "convict" && m != "expel" {
			return -1, ""
		}
	case "ACCUSE":
		if m != "investigate" {
			return -1, ""
		}
	case "CONCEDE", "MOBILIZE":
	default:
		return -1, ""
	}
	if f := &x.d.Frames[h.frame]; f.Kind == doc.Verbal && !f.Passive && who == link.Authorities {
		return -1, ""
	}
	if p := x.happens(h); p >= 0 {
		if a := x.who.Unnamed(x.d.Places[p].Country, who); a >= 0 {
			return a, "nobody is named; it happens there"
		}
	}
	if who != link.Authorities {
		return -1, ""
	}
	for _, r := range recipients {
		if c := x.who.Actors[r].Country; c != "" && x.onlyCountry(c) {
			if a := x.who.Unnamed(c, who); a >= 0 {
				return a, "nobody is named; it is done to people of that country"
			}
		}
	}
	return -1, ""
}

// athome is whom a deed concerns that names nobody: a protest the authorities of
// the country where it takes place or whose people protest, what a government
// concedes or forbids the people of its own. It is -1 where another country is
// named, too.
func (x *extractor) athome(h *hit, typ string, actors []int) (recipient int, how string) {
	who := link.People
	switch typ {
	case "PROTEST":
		who = link.Authorities
	case "CONCEDE", "COERCE":
		if h.noun < 0 && x.d.Frames[h.frame].Kind != doc.Verbal {
			return -1, ""
		}
	default:
		return -1, ""
	}
	c := ""
	if p := x.happens(h); p >= 0 {
		c = x.d.Places[p].Country
	}
	for _, a := range actors {
		if s := x.who.Actors[a].Sector; typ != "PROTEST" && s != "GOV" && s != "LEG" && s != "JUD" && s != "COP" && s != "MIL" && x.who.Actors[a].Kind != register.State {
			return -1, ""
		}
		if c == "" {
			c = x.who.Actors[a].Country
		}
	}
	if c == "" || len(actors) == 0 || !x.onlyCountry(c) {
		return -1, ""
	}
	r := x.who.Unnamed(c, who)
	if r < 0 || slices.Contains(actors, r) {
		return -1, ""
	}
	return r, "nobody else is named; it concerns the country itself"
}

// onlyCountry says that nobody is named who belongs to another country.
func (x *extractor) onlyCountry(c string) bool {
	for i := range x.who.Actors {
		if a := &x.who.Actors[i]; a.Country != "" && a.Country != c {
			return false
		}
	}
	return true
}
