package extract

import (
	"slices"
	"sort"
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
	if t.UPOS == "PRON" && reflexive(t.Form) {
		return nil // whoever does it does it to no other
	}
	if slot == "subj" && t.UPOS == "PRON" {
		if a := x.goesOn(head); a >= 0 {
			return []int{a}
		}
	}
	if as := x.actorsOf(head); len(as) > 0 {
		return as
	}
	if t.UPOS == "PRON" {
		switch strings.ToLower(t.Form) {
		case "we", "i", "us", "me", "our", "my":
			return x.speakerAt(head)
		case "he", "she", "it", "they":
			if !x.d.Has(doc.Clusters) || slot == "subj" && x.tells(head) {
				return x.speakerAt(head)
			}
		case "its", "their", "his", "her":
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

// tells says that token i is the subject of what somebody says, right under the
// verb of saying.
func (x *extractor) tells(i int) bool {
	f := x.d.FrameAt(x.d.Tokens[i].Head)
	return f >= 0 && x.d.Frames[f].Relation == "comp" && x.d.Frames[f].Kind == doc.Verbal
}

func reflexive(form string) bool {
	switch strings.ToLower(form) {
	case "himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself":
		return true
	}
	return false
}

// goesOn is who "he added", "it says" stands for at token i: whoever spoke in
// the sentence before, since a report lets one speaker go on by a pronoun and
// names the next (the centre of attention stays, Grosz, Joshi and Weinstein
// 1995, section 4). -1 where the pronoun opens no verb of saying or nobody fits.
func (x *extractor) goesOn(i int) int {
	a, ok := x.goes[i]
	if !ok {
		a = x.lastSpeaker(i)
		x.goes[i] = a
	}
	return a
}

func (x *extractor) lastSpeaker(i int) int {
	v := x.d.FrameAt(x.d.Tokens[i].Head)
	if v < 0 || x.at[v] == 0 || x.d.Frames[v].Kind != doc.Verbal || x.d.Frames[v].Tense == "" || x.d.Frames[v].Relation == "comp" || x.d.Frames[v].Relation == "relcl" || x.d.Frames[v].Relation == "advcl" {
		return -1
	}
	if e := x.hits[x.at[v]-1].entry; e.Act == "" || e.Type != "" {
		return -1
	}
	person := false
	switch strings.ToLower(x.d.Tokens[i].Form) {
	case "he", "she":
		person = true
	case "it":
	case "they":
		return x.teller(i)
	default:
		return -1
	}
	s := x.d.Tokens[i].Sent
	for b := s - 1; b >= 0 && b >= s-2 && x.parOf[s]-x.parOf[b] <= 1; b-- {
		last := -1
		end := x.d.Sentences[b].End
		for fi := sort.Search(len(x.d.Frames), func(k int) bool { return x.d.Frames[k].Head >= x.d.Sentences[b].Start }); fi < len(x.d.Frames) && x.d.Frames[fi].Head < end; fi++ {
			f := &x.d.Frames[fi]
			if x.at[fi] == 0 || f.Kind != doc.Verbal || f.Tense == "" || f.Relation == "comp" || f.Relation == "relcl" {
				continue
			}
			h := &x.hits[x.at[fi]-1]
			a := f.Arg("subj")
			if h.frame != fi || h.entry.Act == "" || a == nil || f.Passive {
				continue
			}
			if as := x.party(a.Head, "subj"); len(as) == 1 {
				if k := x.who.Actors[as[0]].Kind; (k == register.Person || k == register.Office) == person {
					last = as[0]
				}
			}
		}
		if last >= 0 {
			return last
		}
	}
	return -1
}

// teller is who "they stressed" stands for behind a sentence that tells of a
// body's meetings with others: that body, the subject of the sentence, and not
// those whom it met. -1 elsewhere.
func (x *extractor) teller(i int) int {
	s := x.d.Tokens[i].Sent
	if s == 0 || x.parOf[s] != x.parOf[s-1] || i > x.d.Sentences[s].Start+1 {
		return -1
	}
	for hi := range x.hits {
		h := &x.hits[hi]
		f := &x.d.Frames[h.frame]
		if h.entry.Contact == "" || f.Kind != doc.Verbal || x.d.Tokens[f.Head].Sent != s-1 {
			continue
		}
		a := f.Arg("subj")
		if a == nil || len(x.fill(h, "with")) == 0 {
			continue
		}
		if as := x.actorsOf(a.Head); len(as) == 1 {
			if p := &x.who.Actors[as[0]]; p.Kind != register.Person || p.Plural {
				return as[0]
			}
		}
	}
	return -1
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

// likelyActor guesses who did an act whose predicate names nobody in its own
// slots: the subject of the clause above it, else the party named last before
// it in the sentence, else the first after it.
func (x *extractor) likelyActor(h *hit, recipients []int) (actor, tok int, how string) {
	fit := func(a int) bool {
		if slices.Contains(recipients, a) {
			return false
		}
		ac := &x.who.Actors[a]
		return ac.Country != "" || ac.Sector != "" || ac.Known != nil
	}
	fi := h.frame
	for n := 0; n < 3; n++ {
		f := &x.d.Frames[fi]
		if f.Parent < 0 {
			break
		}
		if hi := int(x.at[f.Parent]) - 1; f.Relation == "comp" && hi >= 0 && x.hits[hi].entry.Act != "" {
			break // whoever says it need not have done it
		}
		fi = f.Parent
		for _, s := range []string{"subj", "poss"} {
			for _, a := range x.d.Frames[fi].Args {
				if a.Slot != s {
					continue
				}
				for _, p := range x.party(a.Head, s) {
					if fit(p) {
						return p, a.Head, "subject of the clause above"
					}
				}
			}
		}
	}
	head := x.d.Frames[h.frame].Head
	s := x.d.Sentences[x.d.Tokens[head].Sent]
	for i := head - 1; i >= s.Start; i-- {
		if a := x.who.At(i); a >= 0 && fit(a) {
			return a, i, "party named before it"
		}
	}
	for i := head + 1; i < s.End; i++ {
		if a := x.who.At(i); a >= 0 && fit(a) {
			return a, i, "party named after it"
		}
	}
	return -1, -1, ""
}

// takes says that one of the roles looks in a slot.
func takes(roles []lexicon.Role, slot string) bool {
	for _, r := range roles {
		if slices.Contains(r, slot) {
			return true
		}
	}
	return false
}
