package link

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rapporteur/internal/doc"
	"rapporteur/internal/register"
)

// people turns the name mentions into actors, in order of the text: the
// register's bearer if one fits, an actor of the document's own otherwise.
func (b *builder) people() {
	for _, nm := range b.spans {
		head := b.headOf(nm.start, nm.end)
		if len(nm.hits) > 0 && b.reg.Null(nm.hits[0].Actor, b.day) {
			continue
		}
		if h, ok := b.choose(nm); ok && !b.ofAnother(nm, head, h) {
			b.knownName(nm, head, h)
			continue
		}
		text := b.d.TextOf(nm.start, nm.end)
		switch nm.ent {
		case doc.Person:
			if b.d.Tokens[head].UPOS == "NOUN" && nm.end-nm.start == 1 && b.reg.Describe(b.words[nm.start:nm.end], b.day).Kind == register.Person {
				continue // "Gunmen" at the head of a sentence
			}
			if ra := b.titled(nm); ra != nil {
				b.knownName(nm, head, register.Hit{Actor: ra, As: register.AsSurname})
				continue
			}
			b.unknownPerson(nm, head, text)
		case doc.Organisation:
			if b.reg.Describe(b.words[nm.start:nm.end], b.day).Kind == register.Person {
				continue // a description, read as a nominal
			}
			b.unknownBody(nm, head, text)
		case doc.People:
			a := b.actor("people:"+strings.ToLower(text), func(a *Actor) {
				a.Name, a.Kind, a.Sector, a.Plural = text, register.People, "CVL", true
			})
			b.mention(a, nm.start, nm.end, head, "name")
		}
	}
}

// ofAnother says that a body's name is that of another state's body here: in
// "Chad's Supreme Court" no other Supreme Court is meant, nor the rebels of Mali in
// "Chadian rebels in Mali".
func (b *builder) ofAnother(nm name, head int, h register.Hit) bool {
	if h.Actor.Kind != register.Organization || h.Actor.Country == "" {
		return false
	}
	for _, k := range b.l.kids[head] {
		if r := b.d.Tokens[k].Deprel; int(k) >= nm.start || r != "nmod:poss" && r != "amod" && r != "compound" {
			continue
		}
		if a := b.l.At(int(k)); a >= 0 && b.l.Actors[a].Kind == register.State && b.l.Actors[a].Country != "" && b.l.Actors[a].Country != h.Actor.Country {
			return true
		}
	}
	return false
}

// choose picks the bearer of a name that fits the day, the entity class and
// what the document named before.
func (b *builder) choose(nm name) (register.Hit, bool) {
	best, score := register.Hit{}, -1
	for _, h := range nm.hits {
		s := 10
		if !h.Actor.ValidAt(b.day) {
			s -= 5
		}
		if _, seen := b.byKey["reg:"+h.Actor.ID]; seen {
			s += 4
		}
		person := h.Actor.Kind == register.Person
		switch {
		case nm.ent == doc.Person && person, nm.ent == doc.Place && !person, nm.ent == doc.Organisation && !person:
			s += 3
		case person && nm.ent != "" && nm.ent != doc.Person:
			s -= 6
		case nm.ent == doc.Person && !person && nm.end-nm.start == 1 && h.As != register.AsName && h.As != register.AsCapital:
			s -= 6
		case nm.ent == doc.Person && !person:
			s -= 2
		}
		if person {
			s += b.reg.Standing(h.Actor.ID, b.day)
			if len(nm.hits) > 1 && h.Actor.Country != "" && b.named[h.Actor.Country] {
				s += 2
			}
			if b.namesake(nm, h) {
				s -= 9
			}
			if h.As == register.AsSurname {
				if _, seen := b.byKey["reg:"+h.Actor.ID]; !seen {
					s -= 3
					if !b.titleBefore(nm.start) {
						s -= 4
						if b.remote(h.Actor) || !b.near(h.Actor) {
							s -= 4
						}
					}
				}
			}
		}
		if !person && len(nm.hits) > 1 && b.placed[h.Actor.Country] {
			s++
		}
		if h.As == register.AsAdjective || h.As == register.AsNational {
			if h.Actor.To == "" {
				s++
			}
		}
		if s > score {
			best, score = h, s
		}
	}
	if score < 5 {
		return best, false
	}
	if best.As == register.AsSurname { // somebody else of that name was introduced by a full name
		if a, ok := b.byKey["per:"+surname(b.d.TextOf(nm.start, nm.end))]; ok {
			known := b.l.Actors[a].Known
			if known == nil {
				return best, false
			}
			if !slices.ContainsFunc(nm.hits, func(h register.Hit) bool { return h.Actor == known }) {
				return register.Hit{Actor: known, As: register.AsSurname}, true
			}
		}
	}
	return best, true
}

// Years before the first and after the last office of a person in which a
// report may still mean that person by the last name alone, without a title.
const (
	yearsBefore = 10
	yearsAfter  = 25
)

// remote says that the offices of a person lie so far from the day of the
// document that the last name alone will be somebody else's.
func (b *builder) remote(a *register.Actor) bool {
	ts := b.reg.Offices(a.ID, "")
	day, ok := year(b.day)
	if !ok || len(ts) == 0 {
		return false
	}
	for i := range ts {
		from, known := year(ts[i].From)
		if to, ended := year(ts[i].To); (!known || day >= from-yearsBefore) && (!ended || day <= to+yearsAfter) {
			return false
		}
	}
	return true
}

// near says that the last name alone may mean a person here: who leads a state
// or government on the day is known everywhere, others where their country is
// named.
func (b *builder) near(a *register.Actor) bool {
	if a.Country == "" || b.reg.Standing(a.ID, b.day) >= register.Leads {
		return true
	}
	return b.named[a.Country]
}

// namesake says that a full name of which many bear the last part ("David
// Thompson") is not that of the leader of long ago: the document names nothing
// of the leader's country.
func (b *builder) namesake(nm name, h register.Hit) bool {
	a := h.Actor
	if h.As != register.AsName || nm.end-nm.start < 2 || a.Country == "" || b.named[a.Country] || !b.remote(a) {
		return false
	}
	_, alone := b.reg.Find(b.words[:nm.end], nm.end-1)
	for _, x := range alone {
		if x.Actor == a {
			return false
		}
	}
	return true
}

// year is the year of a date of the register; false for a date not given.
func year(date string) (int, bool) {
	if len(date) < 4 {
		return 0, false
	}
	y, err := strconv.Atoi(date[:4])
	return y, err == nil
}

// agrees says that the words from i up to the last name at j do not make it the
// name of somebody else: a title stands right before it, or one of the words
// belongs to a name of a bearer. "Jane Obama" is not Barack Obama.
func (b *builder) agrees(i, j int, hits []register.Hit) bool {
	if b.titleBefore(j) {
		return true
	}
	for ; i < j; i++ {
		w := register.Slug(b.d.Tokens[i].Form)
		for _, h := range hits {
			for _, n := range append(h.Actor.Aliases[:len(h.Actor.Aliases):len(h.Actor.Aliases)], h.Actor.Name) {
				if strings.Contains("-"+register.Slug(n)+"-", "-"+w+"-") && w != "" {
					return true
				}
			}
		}
	}
	return false
}

// titleBefore says that a title or office stands right before the token:
// "President", "Mr", "minister".
func (b *builder) titleBefore(i int) bool {
	if i == 0 || b.d.Tokens[i-1].Sent != b.d.Tokens[i].Sent {
		return false
	}
	t := &b.d.Tokens[i-1]
	if courtesy(t.Form) {
		return true
	}
	_, ok := b.reg.TitleByName(strings.ToLower(t.Form))
	return ok || (t.UPOS == "PROPN" || t.UPOS == "NOUN") && b.titleWord(strings.ToLower(t.Form))
}

// titled is the person of the register whom a common last name means with the
// title before it, unless the article introduced somebody else of the name.
func (b *builder) titled(nm name) *register.Actor {
	i := nm.start
	for i < nm.end-1 && courtesy(b.d.Tokens[i].Form) { // the recogniser may take the title for part of the name
		i++
	}
	if i != nm.end-1 || i == 0 || b.d.Tokens[i-1].Sent != b.d.Tokens[i].Sent {
		return nil
	}
	last := b.d.Tokens[i].Form
	if _, seen := b.byKey["per:"+surname(last)]; seen {
		return nil
	}
	for n := 2; n > 0; n-- {
		if lo := i - n; lo >= b.d.Sentences[b.d.Tokens[i].Sent].Start {
			if ra := b.reg.Titled(strings.Join(b.words[lo:i], " "), last, b.day); ra != nil {
				return ra
			}
		}
	}
	return nil
}

func (b *builder) titleWord(w string) bool {
	return b.reg.Describe([]string{w}, b.day).Kind == register.Person
}

func courtesy(s string) bool {
	switch strings.TrimSuffix(s, ".") {
	case "Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Lord", "Lady", "Sheikh", "Ayatollah", "Gen", "Col", "Maj", "Lt", "Sen", "Rep", "Gov", "Sgt", "Capt", "Adm", "Brig", "Prof", "President", "Prime Minister", "Chancellor", "King", "Queen", "Prince", "Pope", "Minister", "Secretary", "General":
		return true
	}
	return false
}

func (b *builder) knownName(nm name, head int, h register.Hit) {
	ra := h.Actor
	switch h.As {
	case register.AsNational:
		a := b.actor("nat:"+ra.ID, func(a *Actor) {
			a.Name, a.Kind, a.Plural = b.d.TextOf(nm.start, nm.end), register.People, true
			a.Country, _, _ = b.reg.CodeAt(ra, b.day)
			a.Sector, a.Code = "CVL", a.Country+"CVL"
			a.Why = append(a.Why, "nationals of "+ra.Name)
		})
		b.mention(a, nm.start, nm.end, head, "name")
		return
	case register.AsAdjective:
		a := b.known(ra)
		t := &b.d.Tokens[head]
		kind := "adjective"
		if t.UPOS == "PROPN" || t.UPOS == "NOUN" {
			kind = "name"
		}
		b.mention(a, nm.start, nm.end, head, kind)
		return
	}
	a := b.known(ra)
	b.mention(a, nm.start, nm.end, head, "name")
	if ra.Dictionary() && (nm.ent == doc.Person || b.titleBefore(nm.start)) {
		b.l.Actors[a].Kind = register.Person // dictionaries do not say what a name is
	}
	b.split(a, nm, head)
	if b.l.Actors[a].Kind == register.Person {
		b.byKey["per:"+surname(ra.Name)] = a
		b.titles(a, nm, head)
	}
}

// split makes several actors of a dictionary's name with several codes
// ("BEL/NLD/LUX" of the Benelux).
func (b *builder) split(a int, nm name, head int) {
	own := b.l.Actors[a]
	if !own.dict || !strings.Contains(own.Code, "/") {
		return
	}
	var group []int
	for i, code := range strings.Split(own.Code, "/") {
		part := a
		if i > 0 {
			part = b.actor(own.Key+"/"+code, func(x *Actor) {
				x.Name, x.Kind, x.Code, x.dict = own.Name, own.Kind, code, true
				x.Why = append(x.Why, "one of the codes "+own.Code+" of “"+own.Name+"”")
			})
			b.mention(part, nm.start, nm.end, head, "name")
		}
		group = append(group, part)
	}
	b.mention(a, nm.start, nm.end, head, "name")
	b.l.Actors[a].Code = strings.Split(own.Code, "/")[0]
	b.together(head, group)
}

// together lets a plural stand for several actors.
func (b *builder) together(head int, group []int) {
	if b.l.group == nil {
		b.l.group = map[int][]int{}
	}
	b.l.group[head] = group
}

func surname(name string) string {
	f := strings.Fields(name)
	if len(f) == 0 {
		return ""
	}
	s := f[len(f)-1]
	if l := strings.ToLower(s); len(f) > 1 && (l == "jr." || l == "jr" || l == "sr." || l == "ii" || l == "iii") {
		s = f[len(f)-2]
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "’s"))
}

func (b *builder) unknownPerson(nm name, head int, text string) {
	for nm.start < nm.end-1 && courtesy(b.d.Tokens[nm.start].Form) {
		nm.start++
		text = b.d.TextOf(nm.start, nm.end)
	}
	for k := nm.end - 1; k > nm.start; k-- { // "Saudi Crown Prince Abdullah": the title is no part of the name
		if desc := b.reg.Describe(b.words[nm.start:k], b.day); desc.Kind == register.Person && desc.Last && desc.Country != "" {
			nm.start = k
			text = b.d.TextOf(nm.start, nm.end)
			break
		}
	}
	key := "per:" + surname(text)
	a := b.actor(key, func(a *Actor) { a.Name, a.Kind = text, register.Person })
	ac := &b.l.Actors[a]
	if ac.Known == nil && len(text) > len(ac.Name) && nm.end-nm.start <= 5 {
		ac.Name = text
	}
	b.mention(a, nm.start, nm.end, head, "name")
	b.titles(a, nm, head)
}

// titles reads what the article says of a person beside the name: a title
// before it, an apposition behind it, a predicate ("is the head of").
func (b *builder) titles(a int, nm name, head int) {
	d := b.d
	lo := nm.start
	for lo-1 >= 0 && d.Tokens[lo-1].Sent == d.Tokens[head].Sent && b.inTitle(lo-1, nm) {
		lo--
	}
	for _, k32 := range b.l.kids[head] {
		k := int(k32)
		if lo < nm.start && k >= nm.end && d.Tokens[k].Deprel == "nmod" && b.l.CaseIs(k, "of") { // "President Zubin of Elbonia"
			s, e := b.subtree(k)
			b.office(a, lo, nm.start, b.words[s:e]...)
			lo = nm.start
		}
	}
	if lo < nm.start {
		b.office(a, lo, nm.start)
	}
	for _, k32 := range b.l.kids[head] {
		k := int(k32)
		if d.Tokens[k].Deprel == "appos" || d.Tokens[k].Deprel == "nmod:desc" && k > nm.end {
			s, e := b.subtree(k)
			b.office(a, max(s, nm.end), e)
		}
	}
	t := &d.Tokens[head]
	if h := t.Head; h >= 0 && (h < nm.start || h >= nm.end) {
		switch {
		case b.l.names(head) && d.Tokens[h].UPOS != "VERB":
			s, e := b.subtree(h)
			if h < nm.start {
				b.office(a, s, min(e, nm.start))
			}
		}
		if t.Deprel == "nsubj" && d.Tokens[h].UPOS == "NOUN" { // "X is the head of Y"
			for _, k := range b.l.kids[h] {
				if d.Tokens[k].Deprel == "cop" {
					_, e := b.subtree(h)
					b.office(a, h, e)
				}
			}
		}
	}
}

// inTitle says that the token before a name belongs to a title: a title noun,
// an adjective of nationality, a name of a body, "of", "for", "the".
func (b *builder) inTitle(i int, nm name) bool {
	t := &b.d.Tokens[i]
	if t.UPOS == "PUNCT" && t.Form != "-" && t.Form != "." || t.UPOS == "VERB" || t.UPOS == "AUX" || t.UPOS == "CCONJ" || t.UPOS == "ADV" || t.UPOS == "SCONJ" || t.UPOS == "PRON" {
		return false
	}
	if nm.start-i > 9 {
		return false
	}
	// The word must hang, directly or not, on the name or have the name hang on it.
	for p, n := i, 0; p >= 0 && n < 5; p, n = b.d.Tokens[p].Head, n+1 {
		if p >= nm.start && p < nm.end {
			return t.UPOS != "ADP" || n > 1
		}
	}
	h := b.d.Tokens[b.headOf(nm.start, nm.end)].Head
	return h >= 0 && h < nm.start && (i >= h || unicode.IsUpper(rune(t.Form[0])))
}

func (b *builder) subtree(i int) (start, end int) {
	start, end = i, i+1
	var walk func(i, depth int)
	walk = func(i, depth int) {
		for _, k := range b.l.kids[i] {
			start, end = min(start, int(k)), max(end, int(k)+1)
			if depth < 12 {
				walk(int(k), depth+1)
			}
		}
	}
	walk(i, 0)
	return start, end
}

// office notes a description of a person, words behind the name that belong to
// it included, and takes country and sector from it where the register knows
// neither.
func (b *builder) office(a, start, end int, behind ...string) {
	for start < end && (b.d.Tokens[start].UPOS == "DET" || b.d.Tokens[start].UPOS == "PUNCT") {
		start++
	}
	for end > start && b.d.Tokens[end-1].UPOS == "PUNCT" {
		end--
	}
	if start >= end || end-start > 14 {
		return
	}
	desc := b.reg.Describe(append(b.words[start:end:end], behind...), b.day)
	if desc.Kind == "" {
		return
	}
	ac := &b.l.Actors[a]
	title, body := b.d.TextOf(start, end), ""
	if desc.Of != nil {
		body = desc.Of.Name
	}
	for _, o := range ac.Offices {
		if o.Title == title {
			return
		}
	}
	ac.Offices = append(ac.Offices, Office{Title: title, Body: body, Start: start, End: end})
	if ac.dict {
		if len(ac.Code) == 3 { // "Elbonian minister Mud", of whom the dictionary says no more than Elbonia
			ac.Code = b.reg.ComposeAll(ac.Code, desc.Agents)
		}
		return
	}
	if ac.Known != nil && ac.Country != "" {
		return
	}
	if ac.Country == "" {
		ac.Country = desc.Country
		if ac.Country == "" {
			ac.Country = b.countryIn(start, end)
		}
	}
	if ac.Sector == "" {
		ac.Sector = desc.Sector
	}
	if ac.Code == "" && (ac.Country != "" || desc.Code != "") {
		ac.Code, ac.dict = desc.Code, desc.Coded()
		if ac.Code == "" {
			ac.Code = ac.Country + ac.Sector
		}
	}
	ac.Why = append(ac.Why, "described as “"+title+"”")
}

// countryIn is the country of the first actor or place named in a range.
func (b *builder) countryIn(start, end int) string {
	for i := start; i < end; i++ {
		if a := b.l.At(i); a >= 0 && b.l.Actors[a].Country != "" {
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

func (b *builder) unknownBody(nm name, head int, text string) {
	text = strings.TrimPrefix(strings.TrimPrefix(text, "the "), "The ")
	a := b.actor("org:"+strings.ToLower(text), func(a *Actor) {
		a.Name, a.Kind = text, register.Organization
		if desc := b.reg.Describe(b.words[nm.start:nm.end], b.day); desc.Kind != "" {
			a.Sector, a.Country = desc.Sector, desc.Country
			if a.dict = desc.Coded(); a.dict {
				a.Code = desc.Code
			}
			if desc.Kind != "" && desc.Kind != register.Person {
				a.Kind = desc.Kind
			}
		}
		for _, k := range b.l.kids[head] { // "Chad's Supreme Court"
			if o := b.l.At(int(k)); int(k) < nm.start && b.d.Tokens[k].Deprel == "nmod:poss" && o >= 0 && b.l.Actors[o].Kind == register.State && b.l.Actors[o].Country != "" && !a.dict {
				a.Country = b.l.Actors[o].Country
			}
		}
		if a.Country == "" {
			// A country's name or adjective inside the name, or right before it.
			for i := max(nm.start-1, b.d.Sentences[b.d.Tokens[nm.start].Sent].Start); i < nm.end; i++ {
				if n, hs := b.reg.Find(b.words[:nm.end], i); n > 0 && (hs[0].As == register.AsAdjective || hs[0].As == register.AsName) && hs[0].Actor.Kind == register.State {
					a.Country = hs[0].Actor.Country
					break
				}
			}
		}
		if a.Country == "" { // "the Ivory Coast's Supreme Court"
			for _, k := range b.l.kids[head] {
				switch b.d.Tokens[k].Deprel {
				case "nmod:poss", "compound", "amod", "nmod", "nmod:desc":
					if o := b.l.At(int(k)); o >= 0 && b.l.Actors[o].Country != "" {
						a.Country = b.l.Actors[o].Country
					}
				}
			}
		}
		if a.Country == "" && a.Sector != "" && a.Sector != "IGO" && a.Sector != "NGO" && a.Sector != "JRN" {
			a.Country, _ = b.around(head)
		}
		if a.dict {
			return
		}
		if a.Country != "" {
			a.Code = a.Country + a.Sector
		} else {
			a.Code = a.Sector
		}
	})
	b.mention(a, nm.start, nm.end, head, "name")
}
