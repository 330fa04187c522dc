package link

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/register"
)

// pronouns gives every mention of a cluster the cluster's best-named actor.
func (b *builder) pronouns() {
	for _, c := range b.d.Clusters {
		best, rank := -1, -1
		var all []int // of a mention that names several
		for _, m := range c.Mentions {
			a := b.l.At(m.Head)
			if a < 0 {
				continue
			}
			if as := b.l.Of(m.Head); len(as) > len(all) && b.spansConjuncts(m) {
				all = as
			}
			r := 1
			switch {
			case m.Kind == "name" && b.l.Actors[a].Known != nil:
				r = 4
			case m.Kind == "name":
				r = 3
			case b.l.Actors[a].Country != "":
				r = 2
			}
			if r > rank {
				best, rank = a, r
			}
		}
		if best < 0 {
			continue
		}
		for _, m := range c.Mentions {
			cur := b.l.At(m.Head)
			if cur == best {
				continue
			}
			if cur >= 0 {
				// A description is taken over only if the kinds agree.
				if m.Kind == "name" || !b.compatible(cur, best) {
					continue
				}
				b.forget(cur, m.Head)
			}
			if b.single(m.Head) && b.l.Actors[best].Kind != register.Person {
				if a := b.person(m.Head); a >= 0 {
					b.mention(a, m.Start, m.End, m.Head, m.Kind)
				}
				continue
			}
			b.mention(best, m.Start, m.End, m.Head, m.Kind)
			if len(all) > 1 && plural(b.d.Tokens[m.Head].Form) {
				b.together(m.Head, all)
			}
		}
	}
}

// alone gives the subjects "he" and "she" that coreference left to nobody the
// person named last.
func (b *builder) alone() {
	for i := range b.d.Tokens {
		if b.l.at[i] == 0 && b.single(i) && b.d.Tokens[i].Deprel == "nsubj" {
			if a := b.person(i); a >= 0 {
				b.mention(a, i, i+1, i, "pronoun")
			}
		}
	}
}

// ofSpeaker gives the subject "it" of what a state or body says to that state or
// body, whatever it was clustered with: "Washington said it would impose
// sanctions".
func (b *builder) ofSpeaker() {
	d := b.d
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if !strings.EqualFold(t.Form, "it") || t.Deprel != "nsubj" || t.Head < 0 {
			continue
		}
		v := t.Head
		said := d.Tokens[v].Head
		if d.Tokens[v].Deprel != "ccomp" || said < 0 || !saying(d.Tokens[said].Lemma) {
			continue
		}
		for _, k := range b.l.kids[said] {
			a := b.l.At(int(k))
			if d.Tokens[k].Deprel != "nsubj" || int(k) > i || a < 0 || a == b.l.At(i) {
				continue
			}
			if kind := b.l.Actors[a].Kind; kind == register.Person || kind == register.People || b.l.Actors[a].Plural && kind != register.Organization {
				continue
			}
			if cur := b.l.At(i); cur >= 0 {
				b.forget(cur, i)
			}
			b.mention(a, i, i+1, i, "pronoun")
		}
	}
}

func saying(lemma string) bool {
	switch lemma {
	case "say", "announce", "report", "claim", "deny", "insist", "add", "state", "note", "warn", "vow", "promise", "confirm", "declare", "maintain", "stress", "reiterate", "admit", "acknowledge":
		return true
	}
	return false
}

// single says that token i is a pronoun for one person, which no state or body is.
func (b *builder) single(i int) bool {
	switch strings.ToLower(b.d.Tokens[i].Form) {
	case "he", "him", "his", "himself", "she", "her", "hers", "herself":
		return b.d.Tokens[i].UPOS == "PRON"
	}
	return false
}

// person is the person named or described last before the pronoun i whom no
// pronoun of the other gender takes up; -1 for none.
func (b *builder) person(i int) int {
	she := female(b.d.Tokens[i].Form)
	return b.back(i, func(a *Actor, _ int) bool {
		if a.Kind != register.Person || a.Plural {
			return false
		}
		for _, m := range a.Mentions {
			if b.single(m.Head) && female(b.d.Tokens[m.Head].Form) != she {
				return false
			}
		}
		return true
	})
}

func female(form string) bool {
	switch strings.ToLower(form) {
	case "she", "her", "hers", "herself":
		return true
	}
	return false
}

// spansConjuncts says that a mention takes in what is coordinated with its head.
func (b *builder) spansConjuncts(m doc.Mention) bool {
	for _, k := range b.l.kids[m.Head] {
		if b.d.Tokens[k].Deprel == "conj" && int(k) >= m.End {
			return false
		}
	}
	return true
}

// plural says that a pronoun stands for several.
func plural(form string) bool {
	switch strings.ToLower(form) {
	case "they", "them", "their", "theirs", "themselves":
		return true
	}
	return false
}

func (b *builder) compatible(x, y int) bool {
	p, q := &b.l.Actors[x], &b.l.Actors[y]
	if (p.Kind == register.Person) != (q.Kind == register.Person) {
		return false
	}
	if side := func(s string) int {
		switch s {
		case "GOV", "MIL", "COP", "SPY", "LEG", "JUD":
			return 1
		case "REB", "UAF":
			return 2
		}
		return 0
	}; side(p.Sector)*side(q.Sector) == 2 { // "the army" is not the National Liberation Army
		return false
	}
	return p.Country == "" || q.Country == "" || p.Country == q.Country
}

func (b *builder) forget(a, head int) {
	ms := b.l.Actors[a].Mentions
	for i := range ms {
		if ms[i].Head == head {
			b.l.Actors[a].Mentions = append(ms[:i:i], ms[i+1:]...)
			return
		}
	}
}
