package link

import "rapporteur/internal/register"

// This file finds the country in which what is told happens, for people and bodies
// of whom no more is said.

// scene is the country of the place in which what is said of token i happens:
// behind it or behind its predicate with "in" and the like; "" for none.
func (b *builder) scene(i int) string {
	d := b.d
	for p, n := i, 0; p >= 0 && n < 6; p, n = d.Tokens[p].Head, n+1 {
		for _, k32 := range b.l.kids[p] {
			k := int(k32)
			if f := d.Tokens[k].Form; d.Tokens[k].Deprel == "advmod" && (f == "south" || f == "north" || f == "east" || f == "west") { // "villagers south of the town"
				if s, e := b.subtree(k); i < s || i >= e {
					if c := b.lies(s, e); c != "" {
						return c
					}
				}
				if e := k + 2; e < len(d.Tokens) && d.Tokens[k+1].Form == "of" {
					if c := b.lies(k+2, k+3); c != "" {
						return c
					}
				}
				continue
			}
			if r := d.Tokens[k].Deprel; r != "obl" && r != "nmod" || !b.l.CaseIs(k, "in", "at", "near", "outside", "inside", "around", "across", "throughout") {
				continue
			}
			s, e := b.subtree(k)
			if i >= s && i < e {
				continue
			}
			if c := b.lies(s, e); c != "" {
				return c
			}
		}
		switch r := d.Tokens[p].Deprel; r {
		case "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent":
			if d.Tokens[p].Head >= 0 && d.Tokens[d.Tokens[p].Head].UPOS != "VERB" {
				return ""
			}
		case "nmod", "conj", "appos", "compound", "xcomp":
		case "acl", "advcl":
			if p == i {
				return ""
			}
		default:
			return ""
		}
	}
	return ""
}

// policed is the country of the police or the court that does something to token
// i: they act at home. It is "" for anybody else.
func (b *builder) policed(i int) string {
	d := b.d
	if d.Tokens[i].Deprel != "obj" {
		return ""
	}
	for _, k := range b.l.kids[d.Tokens[i].Head] {
		if a := b.l.At(int(k)); a >= 0 && d.Tokens[k].Deprel == "nsubj" {
			if s := b.l.Actors[a].Sector; s == "COP" || s == "JUD" {
				return b.l.Actors[a].Country
			}
		}
	}
	return ""
}

// lies is the country of the first place, state or people's adjective in the
// tokens [start, end).
func (b *builder) lies(start, end int) string {
	for i := start; i < end; i++ {
		if a := b.l.At(i); a >= 0 && b.l.Actors[a].Country != "" && (b.l.Actors[a].Kind == register.State || b.l.Actors[a].Kind == register.People || b.l.Actors[a].Kind == register.Government) {
			return b.l.Actors[a].Country
		}
	}
	for _, p := range b.placesIn(start, end) {
		if p.End <= end && p.Country != "" {
			return p.Country
		}
	}
	return ""
}

// around is the country that the words near token i speak of: that of the scene,
// the nearest place or actor of the sentence that lies in one, else the
// document's.
func (b *builder) around(i int) (country, how string) {
	if c := b.scene(i); c != "" {
		return c, "place of what is told"
	}
	if c := b.policed(i); c != "" {
		return c, "whose police or court it is"
	}
	s := b.d.Sentences[b.d.Tokens[i].Sent]
	best, dist := "", 1<<30
	for _, p := range b.placesIn(s.Start, s.End) {
		if p.Country != "" {
			if dd := abs(p.Start - i); dd < dist {
				best, dist = p.Country, dd
			}
		}
	}
	for j := s.Start; j < s.End; j++ { // a state is a place whatever the recogniser took its name for
		if a := b.l.At(j); a >= 0 && j != i && b.l.Actors[a].Kind == register.State && b.d.Tokens[j].UPOS == "PROPN" {
			if dd := abs(j - i); dd < dist {
				best, dist = b.l.Actors[a].Country, dd
			}
		}
	}
	if best != "" {
		return best, "place in the sentence"
	}
	for j := s.Start; j < s.End; j++ {
		if a := b.l.At(j); a >= 0 && j != i && b.l.Actors[a].Country != "" {
			if dd := abs(j - i); dd < dist {
				best, dist = b.l.Actors[a].Country, dd
			}
		}
	}
	if best != "" && (len(b.homes) == 0 || b.homes[0].weight < 3 || b.homes[0].country == best) {
		return best, "party in the sentence"
	}
	if len(b.homes) > 0 && (len(b.homes) == 1 || b.homes[0].weight >= 1.5*b.homes[1].weight) {
		return b.homes[0].country, "the country that the article speaks of most"
	}
	return "", ""
}
