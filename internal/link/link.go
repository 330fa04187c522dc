// Package link finds out who is meant: it goes over the names, nominals and
// pronouns of a document and joins them to actors, known ones of the register
// and unknown ones described by the article ("a Jordanian opposition MP").
// It decides nothing about what the actors did.
package link

import (
	"sort"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/register"
)

// Actor is one party of a document in document coordinates.
type Actor struct {
	Key      string          // natural key inside the document
	Known    *register.Actor // nil if the register does not know it
	Name     string
	Kind     register.Kind
	Country  string // ISO 3166-1 alpha-3, "" if none
	Sector   string
	Code     string
	Plural   bool // a group of people named by a plural
	Offices  []Office
	Mentions []doc.Mention
	Why      []string // how country, sector and identity were found
	// Latent says that the text names the actor only by a place: it counts where a finding needs it.
	Latent bool
	// dict says that the code is made of codes of the user's dictionaries.
	dict bool
}

// Office is a title that the article gives a person.
type Office struct {
	Title string
	Body  string
	Start int // token range of the words that say so
	End   int
}

// Links maps the tokens of a document to actors. It is immutable.
type Links struct {
	Actors []Actor
	at     []int32        // token -> actor + 1: head tokens of mentions and every token of a name
	group  map[int][]int  // head of a plural that stands for several actors
	latent map[string]int // see Unnamed
	d      *doc.Document
	kids   [][]int32
}

// At gives the actor that token i names, or -1.
func (l *Links) At(i int) int {
	if i < 0 || i >= len(l.at) {
		return -1
	}
	return int(l.at[i]) - 1
}

// Of gives the actors that a phrase with this head names, coordination
// expanded, in order of the text, each once.
func (l *Links) Of(head int) []int {
	var out []int
	add := func(a int) {
		for _, x := range out {
			if x == a {
				return
			}
		}
		out = append(out, a)
	}
	var walk func(h, depth int)
	walk = func(h, depth int) {
		if g := l.group[h]; g != nil {
			for _, a := range g {
				add(a)
			}
		} else if a := l.At(h); a >= 0 {
			add(a)
		} else if a := l.named(h); a >= 0 {
			add(a)
		}
		if depth > 8 {
			return
		}
		for _, k := range l.kids[h] {
			if t := &l.d.Tokens[k]; t.Deprel == "conj" || t.Deprel == "nmod" && l.joined(h, int(k)) {
				walk(int(k), depth+1)
			}
		}
	}
	walk(head, 0)
	return out
}

// joined says that k stands behind "together with" or "along with" at h.
func (l *Links) joined(h, k int) bool {
	if !l.CaseIs(k, "with") {
		return false
	}
	for _, o := range append(l.kids[h][:len(l.kids[h]):len(l.kids[h])], l.kids[k]...) {
		if f := strings.ToLower(l.d.Tokens[o].Form); f == "together" || f == "along" || f == "jointly" {
			return true
		}
	}
	return false
}

// named is the person whose name stands behind a title as its flat part or
// apposition: "Head of community Tural Ganjaliyev"; -1 for none.
func (l *Links) named(h int) int {
	for _, k := range l.kids[h] {
		if int(k) > h && l.names(int(k)) {
			if a := l.At(int(k)); a >= 0 && l.Actors[a].Kind == register.Person {
				return a
			}
		}
	}
	return -1
}

// names says that token k may name whom its head describes: in apposition, as
// a flat part, or as a modifier without a preposition ("Secretary of State
// Ann Lee", hung on the title by the parser).
func (l *Links) names(k int) bool {
	switch l.d.Tokens[k].Deprel {
	case "flat", "appos", "nmod:desc":
		return true
	case "nmod", "compound", "nmod:unmarked":
		for _, c := range l.kids[k] {
			if l.d.Tokens[c].Deprel == "case" && l.d.Tokens[c].UPOS == "ADP" {
				return false
			}
		}
		return true
	}
	return false
}

// Inside gives the actors that stand in a phrase as possessor, modifier or
// complement of a noun that is no actor itself: "Ukrainian positions", "the
// embassy of France", "a base in Iraq".
func (l *Links) Inside(head int) []int {
	var out []int
	var walk func(h, depth int)
	walk = func(h, depth int) {
		for _, k32 := range l.kids[h] {
			k := int(k32)
			switch r := l.d.Tokens[k].Deprel; {
			case r == "nmod:poss" || r == "amod" || r == "compound" || r == "nmod" || r == "nmod:desc" || r == "flat" || r == "appos" || r == "acl":
				if r == "nmod" && !(l.CaseIs(k, "of", "in", "from", "by", "belonging") || l.CaseIs(k, "with") && shared(l.d.Tokens[head].Lemma) || l.CaseIs(k, "between") && fought(l.d.Tokens[head].Lemma)) {
					continue
				}
				if a := l.At(k); a >= 0 {
					out = appendOnce(out, l.Of(k)...)
					continue
				}
				if r == "acl" && sends(l.d.Tokens[k].Lemma) {
					for _, by := range l.kids[k] {
						if l.CaseIs(int(by), "by") {
							out = appendOnce(out, l.Of(int(by))...)
						}
					}
				}
				if depth < 3 {
					walk(k, depth+1)
				}
			}
		}
	}
	walk(head, 0)
	return out
}

// fought says that a noun names what several do to one another: "clashes between
// Chad and Niger".
func fought(lemma string) bool {
	switch strings.ToLower(lemma) {
	case "clash", "fighting", "battle", "firefight", "skirmish", "gunfight", "shootout", "combat", "hostility", "hostilities", "war", "violence", "exchange":
		return true
	}
	return false
}

// sends says of a verb that what somebody did so acts for them: "shells fired
// by rebels", "a march called by unions".
func sends(lemma string) bool {
	switch strings.ToLower(lemma) {
	case "fire", "launch", "shoot", "lob", "drop", "throw", "hurl", "plant", "lay", "place", "set", "detonate", "send", "dispatch", "deploy", "drive", "fly", "pilot", "carry",
		"stage", "mount", "organise", "organize", "call", "lead", "order", "conduct", "back", "support", "command", "man":
		return true
	}
	return false
}

// shared says that a noun names what one has with somebody: "the border with
// Chad".
func shared(lemma string) bool {
	switch strings.ToLower(lemma) {
	case "border", "frontier", "boundary", "tie", "ties", "relation", "relations", "relationship", "alliance", "war", "conflict", "dispute", "trade":
		return true
	}
	return false
}

func appendOnce(out []int, more ...int) []int {
next:
	for _, m := range more {
		for _, x := range out {
			if x == m {
				continue next
			}
		}
		out = append(out, m)
	}
	return out
}

// CaseIs says that the phrase headed by k is marked by one of the words given.
func (l *Links) CaseIs(k int, words ...string) bool {
	for _, c := range l.kids[k] {
		if l.d.Tokens[c].Deprel != "case" {
			continue
		}
		f := strings.ToLower(l.d.Tokens[c].Form)
		for _, w := range words {
			if f == w {
				return true
			}
		}
	}
	return false
}

// Kids gives the dependents of a token, in order; the slice is shared.
func (l *Links) Kids(i int) []int32 { return l.kids[i] }

// Find links the actors of a document. It needs tokens, tags and tree, and
// uses entities, clusters and places where they are present.
func Find(d *doc.Document, reg *register.Register) *Links {
	b := &builder{d: d, reg: reg, day: d.Reference.From, byKey: map[string]int{}}
	b.l = &Links{at: make([]int32, len(d.Tokens)), d: d, kids: children(d)}
	b.words = make([]string, len(d.Tokens))
	for i := range d.Tokens {
		b.words[i] = d.Tokens[i].Form
	}
	b.names()
	b.home()
	b.people()
	b.nominals()
	b.pronouns()
	b.alone()
	b.ofSpeaker()
	b.settle()
	b.latent()
	return b.l
}

func children(d *doc.Document) [][]int32 {
	n := len(d.Tokens)
	kids := make([][]int32, n)
	count := make([]int32, n)
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 {
			count[h]++
		}
	}
	pool := make([]int32, n)
	for i, c := range count {
		kids[i], pool = pool[:0:c], pool[c:]
	}
	for i := range d.Tokens {
		if h := d.Tokens[i].Head; h >= 0 {
			kids[h] = append(kids[h], int32(i))
		}
	}
	return kids
}

type builder struct {
	d     *doc.Document
	reg   *register.Register
	l     *Links
	day   string
	words []string
	byKey map[string]int
	spans []name // name mentions in order
	homes []weighted
	named map[string]bool // countries of the places, states and bodies that are named
	// placed are the countries in which the places lie that are named.
	placed map[string]bool
}

// name is a stretch of tokens that names something.
type name struct {
	start, end int
	hits       []register.Hit
	ent        doc.EntityType
}

type weighted struct {
	country string
	weight  float64
}

// names scans each sentence for names of the register and joins them with the
// entities that the recogniser found; the longer of two overlapping ones wins.
func (b *builder) names() {
	d := b.d
	for _, s := range d.Sentences {
		words := b.words[s.Start:s.End]
		for i := s.Start; i < s.End; {
			n, hits := b.reg.Find(words, i-s.Start)
			if n > 1 && b.shares(words, s.Start, i) {
				n, hits = b.reg.Find(words[:i+1-s.Start], i-s.Start)
			}
			e := d.EntityAt(i)
			en := 0
			if e != nil && e.Start == i && e.Type != doc.Date && e.Type != doc.Number {
				en = e.End - e.Start
			}
			if n > 0 && !b.plausible(i, n, hits, e) {
				n = 0
			}
			if cut := b.coordinated(words, s.Start, i, i+en); cut > i {
				en = cut - i
			}
			if n > 0 && en > n && e.Type == doc.Person && hits[0].Actor.Dictionary() && hits[0].Actor.Kind != register.Person && courtesy(b.d.Tokens[i+n].Form) {
				// "Elbonia President Mikko": a state of the user's and a person.
				b.spans = append(b.spans, name{start: i, end: i + n, hits: hits}, name{start: i + n, end: e.End, ent: e.Type})
				i = e.End
				continue
			}
			switch {
			case n == 0 && en == 0:
				i++
				continue
			case n >= en:
				nm := name{start: i, end: i + n, hits: hits}
				if e != nil {
					nm.ent = e.Type
				}
				b.spans = append(b.spans, nm)
				i += n
			default:
				nm := name{start: i, end: i + en, ent: e.Type}
				if k, whole := b.reg.Find(words[:e.End-s.Start], i-s.Start); k == en {
					nm.hits = whole
				} else if e.Type == doc.Person {
					// A known full name inside a longer one, a title before it.
					for j := i; j < e.End; j++ {
						k, h := b.reg.Find(words, j-s.Start)
						if k < 1 || j+k != e.End {
							continue
						}
						if h[0].Actor.Dictionary() || h[0].Actor.Kind == register.Person && (k > 1 || j == i || b.agrees(i, j, h)) {
							nm.start, nm.hits = j, h
							break
						}
					}
				} else if e.Type == doc.Place && n > 0 && b.d.Tokens[i+n].Form == strings.ToLower(b.d.Tokens[i+n].Form) {
					nm.end, nm.hits = i+n, hits // "Cambodian village"
				} else if j := e.End - 1; b.nationals(words, s.Start, i, j) {
					nm.start = j
					_, nm.hits = b.reg.Find(words[:e.End-s.Start], j-s.Start)
				} else {
					// "Azerbaijani community", "Israeli military": a state's adjective opens a longer name.
					nm.hits = nil
				}
				b.spans = append(b.spans, nm)
				i = nm.end
			}
		}
	}
}

// plausible rules out names that are ordinary words here: a bearer must be
// written with a capital unless it is a demonym or a phrase of several words.
func (b *builder) plausible(i, n int, hits []register.Hit, e *doc.Entity) bool {
	t := &b.d.Tokens[i]
	if hits[0].Actor.Dictionary() {
		// The engine does not know an invented or rare name and may take it for any word; the user does.
		if n == 1 && len(t.Form) == 3 && t.Form != strings.ToUpper(t.Form) {
			return t.UPOS == "PROPN" // "Who" is no WHO
		}
		if n > 1 {
			return b.capitals(i, n)
		}
		return i > b.d.Sentences[t.Sent].Start || t.UPOS == "PROPN" || t.UPOS == "NOUN" || t.UPOS == "ADJ" || t.UPOS == "X"
	}
	if n == 1 {
		first := t.Form[0]
		upper := first >= 'A' && first <= 'Z' || first >= 0x80
		if !upper {
			return false
		}
		if t.UPOS == "VERB" || t.UPOS == "AUX" || t.UPOS == "ADP" || t.UPOS == "PRON" && len(t.Form) < 4 && t.Form != strings.ToUpper(t.Form) || t.UPOS == "DET" || t.UPOS == "ADV" {
			return false
		}
		if hits[0].As == register.AsSurname && e != nil && e.Type != doc.Person {
			return false
		}
	}
	if e != nil && e.Type == doc.Person && hits[0].Actor.Kind != register.Person && e.End-e.Start > n {
		return false
	}
	return true
}

// capitals says that one of several words begins with a capital, the first of a
// sentence apart: "we will win" is a group's name only where it is written as
// one.
func (b *builder) capitals(i, n int) bool {
	for k := i; k < i+n; k++ {
		if c := b.d.Tokens[k].Form[0]; (c >= 'A' && c <= 'Z' || c >= 0x80) && (k > b.d.Sentences[b.d.Tokens[k].Sent].Start || b.d.Tokens[k].UPOS == "PROPN") {
			return true
		}
	}
	return false
}

func (b *builder) actor(key string, mk func(a *Actor)) int {
	if i, ok := b.byKey[key]; ok {
		return i
	}
	a := Actor{Key: key}
	mk(&a)
	b.l.Actors = append(b.l.Actors, a)
	b.byKey[key] = len(b.l.Actors) - 1
	return len(b.l.Actors) - 1
}

func (b *builder) mention(a, start, end, head int, kind string) {
	b.l.at[head] = int32(a) + 1
	if kind == "name" {
		for j := start; j < end; j++ {
			b.l.at[j] = int32(a) + 1
		}
	}
	ac := &b.l.Actors[a]
	ac.Mentions = append(ac.Mentions, doc.Mention{Start: start, End: end, Head: head, Kind: kind})
}

// known enters an actor of the register.
func (b *builder) known(ra *register.Actor) int {
	return b.actor("reg:"+ra.ID, func(a *Actor) {
		a.Known, a.Name, a.Kind = ra, ra.Name, ra.Kind
		a.Country, a.Sector, a.Code = b.reg.CodeAt(ra, b.day)
		a.dict = ra.Dictionary()
		a.Why = append(a.Why, "register: "+ra.ID+" ("+ra.Source.String()+")")
	})
}

// placesIn is the range of places that may lie in the tokens [start, end).
func (b *builder) placesIn(start, end int) []doc.PlaceRef {
	ps := b.d.Places
	lo := sort.Search(len(ps), func(i int) bool { return ps[i].Start >= start })
	hi := sort.Search(len(ps), func(i int) bool { return ps[i].Start >= end })
	return ps[lo:hi]
}

// headOf is the token of the range whose head lies outside it.
func (b *builder) headOf(start, end int) int {
	for i := start; i < end; i++ {
		if h := b.d.Tokens[i].Head; h < start || h >= end {
			return i
		}
	}
	return end - 1
}

// settle orders the mentions and drops actors that nothing mentions.
func (b *builder) settle() {
	for i := range b.l.Actors {
		b.surfaceName(&b.l.Actors[i])
		b.homeless(&b.l.Actors[i])
		b.ownCode(&b.l.Actors[i])
		ms := b.l.Actors[i].Mentions
		sort.Slice(ms, func(x, y int) bool {
			return ms[x].Start < ms[y].Start || ms[x].Start == ms[y].Start && ms[x].End < ms[y].End
		})
	}
}

// ownCode gives whoever has a code of ours the user's code of that state.
func (b *builder) ownCode(a *Actor) {
	if a.dict || a.Country == "" || !strings.HasPrefix(a.Code, a.Country) {
		return
	}
	if own := b.reg.OwnCode(a.Country, b.day); own != "" && own != a.Country {
		a.Code = own + a.Code[len(a.Country):]
		a.Why = append(a.Why, "code "+own+" of "+a.Country+": the user's dictionary")
	}
}

// surfaceName calls an actor as the article calls it: a person by the fullest
// name used, a body by the name used most. States and armed groups keep the
// common name of the register, and so does whoever is only hinted at.
func (b *builder) surfaceName(a *Actor) {
	if a.Kind == register.State || a.Kind == register.People || a.Known != nil && !a.dict && a.Kind == register.ArmedGroup {
		return // a group has one name whatever an outlet calls it
	}
	count := map[string]int{}
	best := ""
	for _, m := range a.Mentions {
		if m.Kind != "name" {
			continue
		}
		if e := b.d.EntityAt(m.Head); e != nil && e.Type == doc.Place && a.Kind != register.Person {
			continue // a town or state that stands for its government is no name of it
		}
		s, e := m.Start, m.End
		for s < e-1 && (b.d.Tokens[s].UPOS == "DET" || a.Kind == register.Person && courtesy(b.d.Tokens[s].Form)) {
			s++
		}
		for e-1 > s && (b.d.Tokens[e-1].UPOS == "PART" || b.d.Tokens[e-1].UPOS == "PUNCT") {
			e--
		}
		f := strings.Join(strings.Fields(b.d.TextOf(s, e)), " ")
		count[f]++
		switch {
		case best == "":
			best = f
		case a.Kind == register.Person && !a.dict && len(f) > len(best), (a.Kind != register.Person || a.dict) && count[f] > count[best]:
			best = f
		}
	}
	if best == "" || a.Kind == register.Person && a.Known != nil && !strings.Contains(best, " ") {
		return
	}
	a.Name = best
}

// homeless gives an official, legislator, soldier or judge whom the article
// introduces without a country the one that it speaks of there. A code of the
// user's dictionaries stays as it is: ~MIL without an actor is ---MIL.
func (b *builder) homeless(a *Actor) {
	if a.Known != nil || a.Country != "" || len(a.Mentions) == 0 || !a.dict && b.reg.BringsAgents() {
		return
	}
	switch a.Sector {
	case "GOV", "LEG", "MIL", "JUD", "COP", "OPP", "PTY":
	default:
		return
	}
	if strings.HasPrefix(a.Code, "IGO") || strings.HasPrefix(a.Code, "NGO") {
		return // "the UN envoy" is of no country
	}
	c, how := b.around(a.Mentions[0].Head)
	if c == "" {
		return
	}
	if a.Country = c; !a.dict {
		a.Code = c + a.Sector
	}
	a.Why = append(a.Why, "country "+c+": "+how)
}
