package extract

import (
	"slices"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
)

// This file finds the parties of an event that its entry's slots do not name:
// the other sides of mutual deeds, hosts, the party named behind the predicate.

// mutual gives the sides of an act that all its parties take part in. Who is
// named behind "with" stands on the other side of what is agreed or done
// together; of a meeting or a fight each side is the other's.
func (x *extractor) mutual(h *hit, typ string, actors, recipients []int) (all, others []int) {
	for _, a := range append(slices.Clone(actors), recipients...) {
		all = appendOnce(all, a)
	}
	if len(all) < 2 {
		if typ == "CONSULT" { // "arrived in Chad for talks": the other side is the host
			return all, x.host(h, all)
		}
		return all, nil
	}
	if typ != "AGREE" && typ != "SUPPORT" && typ != "COOPERATE" {
		return all, all
	}
	for _, head := range x.fill(h, "with") {
		for _, a := range x.party(head, "with") {
			others = appendOnce(others, a)
		}
	}
	if len(others) == 0 || len(others) == len(all) {
		return all, all
	}
	return all, others
}

// host is the party that somebody travels to for a meeting.
func (x *extractor) host(h *hit, who []int) (out []int) {
	switch base, _, _ := strings.Cut(x.d.Frames[h.frame].Lemma, " "); base {
	case "arrive", "fly", "travel", "go", "come", "return", "head", "land":
	default:
		return nil
	}
	for _, slot := range []string{"in", "to"} {
		for _, head := range x.fill(h, slot) {
			for _, a := range x.actorsOf(head) {
				if !slices.Contains(who, a) {
					out = appendOnce(out, a)
				}
			}
		}
	}
	return out
}

// governor gives the subject of the verb over a mutual deed of which only the
// side behind "with" is told: "Chad moves closer to a deal with Niger". What a
// verb of saying stands over may be anybody's deal.
func (x *extractor) governor(h *hit, actors []int) []int {
	f := &x.d.Frames[h.frame]
	if len(actors) != 1 || f.Kind != doc.Nominal || len(x.fill(h, "with")) == 0 {
		return nil
	}
	for p, n := f.Head, 0; n < 4; n++ {
		switch x.d.Tokens[p].Deprel {
		case "obl", "obj", "nmod", "advmod", "xcomp":
		default:
			return nil
		}
		p = x.d.Tokens[p].Head
		up := x.d.FrameAt(p)
		if up < 0 {
			continue
		}
		if hi := int(x.at[up]) - 1; hi >= 0 && x.hits[hi].entry.Act != "" {
			return nil
		}
		if a := x.d.Frames[up].Arg("subj"); a != nil && x.d.Frames[up].Kind != doc.Nominal {
			return without(x.party(a.Head, "subj"), actors[0])
		}
	}
	return nil
}

// withOthers says that an act is done with somebody: its recipient stands
// behind "with" first.
func withOthers(e *lexicon.Entry) bool {
	return len(e.Recipient) > 0 && slices.Contains(e.Recipient[0], "with")
}

// targeted says that acts of a type are mostly done to somebody.
func targeted(typ string) bool {
	switch typ {
	case "RETREAT", "MOBILIZE", "PROTEST", "THREATEN", "REQUEST", "REJECT", "ACCUSE", "SANCTION", "COERCE", "ASSAULT", "AID", "CONCEDE", "AGREE", "SUPPORT", "COOPERATE":
		return true
	}
	return false
}

// otherParty is the first party named in the clause behind the predicate that
// is not the actor, with whoever is coordinated with it: in the content of a
// demand, the condition of a threat, the place of a deed. Whoever merely
// reports the act does not count, nor the state of the actor's own phrase
// ("an attack by Malian soldiers").
func (x *extractor) otherParty(h *hit, actors []int, slots string) (others []int, tok int) {
	f := &x.d.Frames[h.frame]
	s := x.d.Sentences[x.d.Tokens[f.Head].Sent]
	skip := map[int]bool{}
	for _, a := range actors {
		skip[a] = true
	}
	for _, a := range x.said[h.frame].who {
		skip[a] = true
	}
	var own []int
	for _, slot := range strings.Split(slots, "+") {
		own = append(own, x.fill(h, slot)...)
	}
	if h.entry.Type == "MOBILIZE" || h.entry.Type == "RETREAT" {
		own = append(own, x.through(x.fill(h, "obj"))...) // the force that is moved
	}
	for i := f.Head + 1; i < s.End; i++ {
		a := x.who.At(i)
		if r := x.d.Tokens[i].Deprel; a >= 0 && (r == "amod" || r == "compound") && x.d.Tokens[i].Head > i && x.who.At(x.d.Tokens[i].Head) >= 0 {
			continue // "Moslem demonstrators" are meant, not Moslems
		}
		if h := x.d.Tokens[i].Head; a >= 0 && x.lemma(i) == "force" && h >= 0 && x.lemma(h) == "use" {
			continue // "to use force" names no force
		}
		if a < 0 || skip[a] || !x.under(i, f.Head) || x.inside(i, own) || x.theirOwn(i) {
			continue
		}
		for _, o := range x.who.Of(i) {
			if p := &x.who.Actors[o]; !skip[o] && !(h.entry.Act == "deny" && x.ownSide(actors, o)) && (p.Country != "" || p.Sector != "" || p.Code != "") {
				others = append(others, o)
			}
		}
		if len(others) > 0 {
			return others, i
		}
	}
	return nil, -1
}

// theirOwn says that token i is described as somebody's own: "to protect its
// citizens".
func (x *extractor) theirOwn(i int) bool {
	for _, k := range x.who.Kids(i) {
		if t := &x.d.Tokens[k]; t.Deprel == "nmod:poss" && t.UPOS == "PRON" {
			return true
		}
	}
	return false
}

// ownSide says that an actor is on the side of one of the others.
func (x *extractor) ownSide(actors []int, o int) bool {
	for _, a := range actors {
		if x.sides(a, o) {
			return true
		}
	}
	return false
}

// inside says that token i belongs to the noun phrase of one of the heads.
func (x *extractor) inside(i int, heads []int) bool {
	for p, n := i, 0; p >= 0 && n < 4; p, n = x.d.Tokens[p].Head, n+1 {
		for _, h := range heads {
			if p == h {
				return true
			}
		}
		switch x.d.Tokens[p].Deprel {
		case "compound", "amod", "nmod:poss", "nmod:desc", "flat":
		default:
			return false
		}
	}
	return false
}

// under says that token i hangs under token top, no other verb of saying
// between.
func (x *extractor) under(i, top int) bool {
	for p, n := i, 0; p >= 0 && n < 12; p, n = x.d.Tokens[p].Head, n+1 {
		if p == top {
			return true
		}
		if r := x.d.Tokens[p].Deprel; r == "conj" && x.d.Tokens[p].UPOS == "VERB" || r == "parataxis" {
			return false
		}
	}
	return false
}
