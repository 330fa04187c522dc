package link

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/register"
)

// reach is how many tokens back a description without a country or owner of its
// own looks for the actor that it takes up again.
const reach = 400

// anaphor gives the actor named before that a description takes up: "the
// militants" and "the group" an armed group, "the president" whoever was named
// as one, "the separatists" those described more fully before. -1 if it stands
// for itself.
func (b *builder) anaphor(i, lo int, desc register.Description) (int, string) {
	lemma := strings.ToLower(b.d.Tokens[i].Lemma)
	det := b.determiner(i)
	if det == "indefinite" || b.counted(i) {
		return -1, ""
	}
	if desc.Title != "" && !desc.Group && det == "definite" && lo >= i-1 && !desc.Former {
		return b.officer(i, desc.Title), "the " + desc.Title + " named before"
	}
	if bare := lo >= i-1; !bare {
		return -1, ""
	}
	switch {
	case armed(lemma):
		// Described more fully before ("pro-Russian separatists"), or named (Hezbollah): whichever came last.
		return b.back(i, func(a *Actor, m int) bool {
			if a.Kind == register.ArmedGroup {
				return true
			}
			return (a.Sector == "REB" || a.Sector == "UAF") && a.Plural && strings.ToLower(b.d.Tokens[m].Lemma) == lemma && strings.Contains(a.Name, " ")
		}), "the armed group named before"
	case collective(lemma) && det == "definite":
		return b.back(i, func(a *Actor, _ int) bool {
			return a.Kind == register.ArmedGroup || lemma != "group" && a.Kind == register.Organization
		}), "the group named before"
	}
	return -1, ""
}

// armed says that a noun in the plural names fighters without saying whose.
func armed(lemma string) bool {
	switch lemma {
	case "militant", "insurgent", "rebel", "separatist", "extremist", "jihadist", "jihadi", "terrorist", "guerrilla", "fighter", "islamist", "secessionist", "gunman":
		return true
	}
	return false
}

// collective says that a noun takes up a body by its kind alone.
func collective(lemma string) bool {
	switch lemma {
	case "group", "organisation", "organization", "movement", "militia", "faction", "party":
		return true
	}
	return false
}

// determiner says how a noun is introduced: definite, indefinite or bare.
func (b *builder) determiner(i int) string {
	for _, k := range b.l.kids[i] {
		if t := &b.d.Tokens[k]; t.Deprel == "det" {
			switch strings.ToLower(t.Form) {
			case "the", "this", "that", "these", "those":
				return "definite"
			}
			return "indefinite"
		}
	}
	return "bare"
}

// counted says that a number stands before a noun: "three militants" are some
// of them.
func (b *builder) counted(i int) bool {
	for _, k := range b.l.kids[i] {
		if b.d.Tokens[k].Deprel == "nummod" {
			return true
		}
	}
	return false
}

// back is the actor mentioned last before token i that fits, -1 for none.
func (b *builder) back(i int, fits func(a *Actor, at int) bool) int {
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		if a := b.l.At(j); a >= 0 && fits(&b.l.Actors[a], j) {
			return a
		}
	}
	return -1
}

// officer is the person named last before token i who holds the office of the
// title on the day of the article, or whom the article gave the title.
func (b *builder) officer(i int, title string) int {
	return b.back(i, func(a *Actor, _ int) bool {
		if a.Kind != register.Person {
			return false
		}
		for _, o := range a.Offices {
			if t := strings.ToLower(o.Title); t == title || strings.HasSuffix(t, " "+title) {
				return true
			}
		}
		if a.Known == nil {
			return false
		}
		for _, t := range b.reg.Offices(a.Known.ID, b.day) {
			if t.Title == title {
				return true
			}
		}
		return false
	})
}

// pair gives "the two leaders", "both sides" the two actors of that kind named
// last before it, if they were named near each other.
func (b *builder) pair(i int, desc register.Description) []int {
	two := false
	for _, k := range b.l.kids[i] {
		switch strings.ToLower(b.d.Tokens[k].Form) {
		case "two", "both":
			two = true
		}
	}
	if !two {
		return nil
	}
	person := false
	switch strings.ToLower(b.d.Tokens[i].Lemma) {
	case "leader", "president", "minister", "man", "official", "diplomat", "premier", "counterpart", "statesman", "chief":
		person = true
	case "side", "country", "nation", "state", "government", "party", "neighbour", "neighbor", "ally", "power", "rival", "enemy", "capital", "foe":
	default:
		return nil
	}
	var out []int
	first := 0
	for j := i - 1; j >= 0 && j > i-reach/2 && len(out) < 2; j-- {
		a := b.l.At(j)
		if a < 0 || b.d.Tokens[j].Deprel == "compound" || b.d.Tokens[j].Deprel == "amod" && person {
			continue
		}
		ac := &b.l.Actors[a]
		if fit := ac.Kind == register.Person && person || !person && (ac.Kind == register.State || ac.Kind == register.ArmedGroup || ac.Kind == register.Government); !fit {
			continue
		}
		if len(out) == 0 {
			first = j
		} else if out[0] == a || !person && ac.Country != "" && ac.Country == b.l.Actors[out[0]].Country {
			continue
		} else if first-j > 60 {
			return nil
		}
		out = append(out, a)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// takesUp enters a mention of what a description takes up; false where it
// stands for itself.
func (b *builder) takesUp(i, lo int, desc register.Description) bool {
	if ps := b.pair(i, desc); ps != nil {
		for _, a := range ps {
			b.l.Actors[a].Mentions = append(b.l.Actors[a].Mentions, doc.Mention{Start: lo, End: i + 1, Head: i, Kind: "nominal"})
		}
		b.together(i, ps)
		return true
	}
	a, how := b.anaphor(i, lo, desc)
	if a < 0 {
		return false
	}
	b.mention(a, lo, i+1, i, "nominal")
	b.l.Actors[a].Why = append(b.l.Actors[a].Why, "“"+b.d.TextOf(lo, i+1)+"”: "+how)
	return true
}
