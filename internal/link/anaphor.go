package link

import (
	"slices"
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
	if land(lemma) && det == "definite" && b.d.Tokens[i].XPOS != "NNS" && b.plainly(lo, i) {
		return b.state(i), "the state named before"
	}
	if det == "definite" && lo < i-1 && collective(lemma) && b.fighting(lo, i) {
		return b.back(i, func(a *Actor, _ int) bool { return a.Kind == register.ArmedGroup }), "the armed group named before"
	}
	if bare := lo >= i-1; !bare {
		return -1, ""
	}
	one := det == "definite" && b.d.Tokens[i].XPOS != "NNS" && b.d.Tokens[i].XPOS != "NNPS"
	if one && institution(lemma) && b.d.Tokens[i-1].UPOS == "DET" {
		if a := b.institution(i, lemma); a >= 0 {
			return a, "the " + lemma + " named before"
		}
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
	case one && collective(lemma):
		return b.back(i, func(a *Actor, _ int) bool {
			return a.Kind == register.ArmedGroup || lemma != "group" && a.Kind == register.Organization
		}), "the group named before"
	}
	return -1, ""
}

// institution says that a noun takes up a body whose name has it: "the ministry",
// of the Ministry of Defence.
func institution(lemma string) bool {
	switch lemma {
	case "ministry", "council", "court", "commission", "committee", "parliament", "assembly", "embassy", "agency", "party", "union", "organization", "organisation", "bank", "department":
		return true
	}
	return false
}

// institution is the body named last before token i whose name has the noun; -1
// for none, or where its sentence names another.
func (b *builder) institution(i int, noun string) int {
	found, at := -1, 0
	for j := i - 1; j >= 0 && j > i-reach && (found < 0 || b.d.Tokens[j].Sent == at); j-- {
		a := b.l.At(j)
		if a < 0 || a == found {
			continue
		}
		if ac := &b.l.Actors[a]; ac.Kind == register.Person || ac.Country == "" || !slices.Contains(strings.Fields(strings.ToLower(ac.Name)), noun) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found, at = a, b.d.Tokens[j].Sent
	}
	return found
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

// land says that a noun takes up a state.
func land(lemma string) bool { return lemma == "country" || lemma == "nation" || lemma == "kingdom" }

// state is the state that the sentence before token i or its own is about, else
// the one named last.
func (b *builder) state(i int) int {
	first := b.d.Tokens[i].Sent - 2
	if a := b.back(i, func(a *Actor, m int) bool {
		return a.Kind == register.State && b.d.Tokens[m].Deprel == "nsubj" && b.d.Tokens[m].Sent > first
	}); a >= 0 {
		return a
	}
	return b.back(i, func(a *Actor, m int) bool {
		return a.Kind == register.State && b.d.Tokens[m].Deprel != "amod" && b.d.Tokens[m].Deprel != "compound"
	})
}

// plainly says that what stands between lo and the noun i describes it without
// setting it against others: "the reclusive nation", not "the other country".
func (b *builder) plainly(lo, i int) bool {
	for j := lo; j < i; j++ {
		t := &b.d.Tokens[j]
		switch strings.ToLower(t.Form) {
		case "other", "third", "host", "neighbouring", "neighboring", "same", "first", "only", "next", "last", "foreign", "new":
			return false
		}
		if t.UPOS != "ADJ" && t.UPOS != "DET" && t.UPOS != "ADV" && t.UPOS != "PUNCT" && !(t.UPOS == "NOUN" && t.Deprel == "compound") || b.l.at[j] != 0 {
			return false
		}
	}
	return true
}

// fighting says that only words for fighters stand between lo and the noun i:
// "the militant group".
func (b *builder) fighting(lo, i int) bool {
	found := false
	for j := lo; j < i; j++ {
		w := strings.ToLower(b.d.Tokens[j].Form)
		switch {
		case b.d.Tokens[j].UPOS == "DET" || b.d.Tokens[j].UPOS == "PUNCT":
		case w == "terror" || w == "armed" || w == "extreme" || armed(w) || w == "jihadi":
			found = true
		default:
			return false
		}
	}
	return found
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
			if t.Title == title || strings.HasSuffix(t.Title, " "+title) {
				return true
			}
		}
		return false
	})
}

// pair gives "the two leaders", "both sides", "the sides" the two actors of that
// kind that the text has just set beside each other.
func (b *builder) pair(i, lo int) []int {
	two := b.determiner(i) == "definite" && b.d.Tokens[i].XPOS == "NNS" && strings.EqualFold(b.d.Tokens[i].Lemma, "side") && lo >= i-1
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
	for s := b.d.Tokens[i].Sent; s >= 0 && b.d.Sentences[s].End > i-reach/2; s-- {
		if out, ok := b.coupled(b.d.Sentences[s].Start, min(i, b.d.Sentences[s].End), person); ok {
			return out
		}
	}
	return b.lastTwo(i, person)
}

// peer is a mention that may be one of two: its actor and the noun that it
// stands at in the sentence.
type peer struct{ actor, anchor int }

// peers lists what the tokens from lo to hi name that may be one of two sides,
// or of two persons.
func (b *builder) peers(lo, hi int, person bool) []peer {
	var out []peer
	for j := lo; j < hi; j++ {
		a := b.l.At(j)
		if a < 0 || b.d.Tokens[j].Deprel == "flat" || j > lo && b.d.Tokens[j].Deprel == "compound" && b.l.At(b.d.Tokens[j].Head) == a {
			continue
		}
		if ac := &b.l.Actors[a]; person != (ac.Kind == register.Person) || !person && ac.Kind != register.State && ac.Kind != register.ArmedGroup && ac.Kind != register.Government {
			continue
		}
		anchor := j
		for n := 0; n < 2; n++ {
			switch b.d.Tokens[anchor].Deprel {
			case "nmod:poss", "amod", "compound", "nmod:desc":
				anchor = b.d.Tokens[anchor].Head
			case "nmod":
				if b.l.CaseIs(anchor, "of") {
					anchor = b.d.Tokens[anchor].Head
				}
			}
		}
		out = append(out, peer{a, anchor})
	}
	return out
}

// coupled finds in a stretch of one sentence the two that it sets beside each
// other: the only two it names, or two that are coordinated with one another
// and with nobody else.
func (b *builder) coupled(lo, hi int, person bool) ([]int, bool) {
	ps := b.peers(lo, hi, person)
	var all []int
	for _, p := range ps {
		if !b.sameSide(all, p.actor, person) {
			all = append(all, p.actor)
		}
	}
	if len(all) < 2 {
		return nil, false
	}
	if len(all) == 2 {
		return all, true
	}
	first := func(anchor int) int {
		for n := 0; b.d.Tokens[anchor].Deprel == "conj" && n < 8; n++ {
			anchor = b.d.Tokens[anchor].Head
		}
		return anchor
	}
	for _, p := range ps {
		var members []int
		for _, q := range ps {
			if first(q.anchor) == first(p.anchor) && !b.sameSide(members, q.actor, person) {
				members = append(members, q.actor)
			}
		}
		if len(members) == 2 {
			return members, true
		}
	}
	return nil, false
}

// sameSide says that an actor is one of the others, or of the state of one.
func (b *builder) sameSide(others []int, a int, person bool) bool {
	for _, o := range others {
		if o == a || !person && b.l.Actors[a].Country != "" && b.l.Actors[a].Country == b.l.Actors[o].Country {
			return true
		}
	}
	return false
}

// lastTwo gives the two named last before token i, if they were named near
// each other.
func (b *builder) lastTwo(i int, person bool) []int {
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
		} else if b.sameSide(out, a, person) {
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
	if ps := b.pair(i, lo); ps != nil {
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
