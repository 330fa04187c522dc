package extract

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
	"rapporteur/internal/link"
	"rapporteur/internal/register"
)

// parties gives the actors that the first filled role of a list names.
func (x *extractor) parties(h *hit, roles []lexicon.Role) (out []int, slot string) {
	for _, role := range roles {
		out = out[:0]
		for _, s := range role {
			for _, head := range x.fill(h, s) {
				for _, a := range x.party(head, s) {
					out = appendOnce(out, a)
				}
			}
		}
		if len(out) > 0 {
			return out, strings.Join(role, "+")
		}
	}
	return nil, ""
}

func appendOnce(out []int, a int) []int {
	for _, b := range out {
		if a == b {
			return out
		}
	}
	return append(out, a)
}

// party gives the actors that a phrase stands for: those it names; the
// subject of a clause; the parties inside the phrase of a deed or a thing
// ("Iran's proposal", "Ukrainian positions"); the speaker for "we" in a quote.
func (x *extractor) party(head int, slot string) []int {
	t := &x.d.Tokens[head]
	if as := x.actorsOf(head); len(as) > 0 {
		return as
	}
	if t.UPOS == "PRON" {
		switch strings.ToLower(t.Form) {
		case "we", "i", "us", "me", "our", "my":
			return x.speakerAt(head)
		case "he", "she", "it", "they", "its", "their", "his", "her":
			// Without coreference the subject of what is said is most often the speaker.
			if !x.d.Has(doc.Clusters) {
				return x.speakerAt(head)
			}
		}
		return nil
	}
	if f := x.d.FrameAt(head); f >= 0 && (slot == "comp" || x.d.Frames[f].Kind == doc.Verbal) {
		fr := &x.d.Frames[f]
		if x.d.Frames[f].Kind != doc.Nominal {
			for _, s := range []string{"subj", "obj"} {
				for _, a := range fr.Args {
					if a.Slot == s {
						if as := x.actorsOf(a.Head); len(as) > 0 {
							return as
						}
						if as := x.who.Inside(a.Head); len(as) > 0 {
							return as
						}
					}
				}
			}
			return nil
		}
	}
	return x.who.Inside(head)
}

// actorsOf is Links.Of without places that cannot act: a town after "in".
func (x *extractor) actorsOf(head int) []int {
	t := &x.d.Tokens[head]
	if t.UPOS == "ADJ" && t.Deprel == "amod" {
		if a := x.who.At(head); a >= 0 {
			return []int{a}
		}
	}
	return x.who.Of(head)
}

// speakerAt is the speaker of the quote or reported clause that token i
// stands in.
func (x *extractor) speakerAt(i int) []int {
	for p := i; p >= 0; p = x.d.Tokens[p].Head {
		if f := x.d.FrameAt(p); f >= 0 && len(x.said) > f && len(x.said[f].who) > 0 {
			return x.said[f].who
		}
	}
	return nil
}

// sides says of two actors whether they belong to one side: the same actor,
// or bodies and people of the same state.
func (x *extractor) sides(a, b int) bool {
	if a == b {
		return true
	}
	p, q := &x.who.Actors[a], &x.who.Actors[b]
	if state(p) == "" || state(p) != state(q) {
		return false
	}
	rebel := func(s string) bool { return s == "REB" || s == "UAF" || s == "OPP" }
	return rebel(p.Sector) == rebel(q.Sector)
}

// state is the state that an actor belongs to: its country, or the first block
// of a dictionary's code.
func state(p *link.Actor) string {
	if p.Country != "" || len(p.Code) < 3 {
		return p.Country
	}
	switch c := p.Code[:3]; c {
	case "---", "IGO", "NGO", "NGM", "IMG", "MNC", "ISM", "UNO", "EUR":
		return ""
	default:
		return c
	}
}

// neutral says that an actor reports as an observer and not as a party:
// international bodies, NGOs, media, medics, monitors.
func (x *extractor) neutral(a int) bool {
	p := &x.who.Actors[a]
	switch p.Sector {
	case "IGO", "UNO", "NGO", "JRN", "MED", "EUR":
		return true
	}
	return p.Kind == register.Outlet
}
