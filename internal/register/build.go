package register

import (
	"sort"
	"strings"
)

// build fills the register from the checked records.
func (l *loader) build() {
	r := l.r
	n := len(l.recs) + 512
	r.actors = make([]Actor, 0, n)
	r.byID = make(map[string]int32, n)
	for i := range l.recs {
		a := l.recs[i].Actor
		if !l.recs[i].petrarch() {
			a.Name = bare(a.Name)
		}
		r.actors = append(r.actors, a)
		r.byID[l.recs[i].ID] = int32(i)
	}
	l.governments()
	for i := range r.states {
		p := &r.states[i]
		p.Actor = &r.actors[r.byID[p.Actor.ID]]
		p.Government = &r.actors[r.byID["gov/"+p.Actor.ID[strings.IndexByte(p.Actor.ID, '/')+1:]]]
	}
	r.names.grow(8 * n)
	r.names.recs = make([]bearer, 0, 3*n)
	// Names that stand in a row as they are go before names that a row tells
	// apart by a bracket: "Democratic Party" before "Democratic Party (Italy)".
	for _, bracketed := range [2]bool{false, true} {
		for i := range l.recs {
			l.enter(&l.recs[i], int32(i), bracketed)
		}
	}
	for i := range l.recs {
		if l.recs[i].surname {
			l.enterSurname(&l.recs[i], int32(i))
		}
	}
	for i := range r.roles {
		for _, name := range r.roles[i].names {
			us, _ := units(nil, name)
			r.roleIdx.add(us, 0, int32(i), AsName, 0)
		}
	}
	for i := range r.agents {
		l.enterAgent(int32(i))
		r.patterns = r.patterns || r.agents[i].Pattern != ""
	}
	for i := range r.discard {
		us, _ := units(nil, r.discard[i].Phrase)
		r.discIdx.add(us, 0, int32(i), AsName, 0)
	}
	r.tenures = make([]Tenure, len(l.terms))
	for i := range l.terms {
		t := &l.terms[i]
		r.tenures[i] = t.Tenure
		span := r.terms[t.Person]
		if span[1] == 0 {
			span[0] = int32(i)
		}
		span[1] = int32(i + 1)
		r.terms[t.Person] = span
		key := t.Body + "/" + t.Title
		r.offices[key] = append(r.offices[key], int32(i))
	}
	for _, ks := range r.offices {
		sort.SliceStable(ks, func(i, j int) bool { return r.tenures[ks[i]].From < r.tenures[ks[j]].From })
	}
}

// governments adds to each state the actor that its capital and metonyms stand
// for, and notes the bodies by role.
func (l *loader) governments() {
	r := l.r
	for i := range l.recs {
		rec := &l.recs[i]
		if rec.Role != "" && rec.Kind != Outlet {
			key := rec.Country + "/" + rec.Role
			if k, ok := r.bodies[key]; !ok || r.actors[k].To != "" && rec.To == "" {
				r.bodies[key] = int32(i)
			}
		}
		if rec.class == "" || rec.petrarch() {
			continue
		}
		slug := rec.ID[strings.IndexByte(rec.ID, '/')+1:]
		p := Profile{Actor: &rec.Actor, ISO2: rec.iso2, Class: rec.class, Adjectives: rec.adjectives, Nationals: rec.nationals, Capital: rec.capital, Metonyms: rec.metonyms}
		k := int32(len(r.states))
		r.states = append(r.states, p)
		code := rec.Code + "GOV"
		if rec.class == "defacto" || rec.class == "region" {
			code = rec.Code
		}
		g := Actor{ID: "gov/" + slug, Name: "government of " + rec.Name, Kind: Government, Country: rec.Country, Sector: "GOV", Code: code,
			Nominal: rec.Nominal, Parent: rec.ID, From: rec.From, To: rec.To, Role: "government", Sure: rec.Sure, Source: rec.Source}
		r.byID[g.ID] = int32(len(r.actors))
		r.actors = append(r.actors, g)
		for _, c := range append([]string{rec.iso3, rec.iso2}, list(rec.cameo)...) {
			if c == "" {
				continue
			}
			if _, taken := r.byCode[c]; !taken || rec.class == "state" {
				r.byCode[c] = k
			}
		}
	}
}

func (l *loader) enter(rec *record, item int32, bracketed bool) {
	x := &l.r.names
	var buf [24]unit
	add := func(name string, item int32, as As) {
		loose := rec.loose
		switch name[0] {
		case '-': // a fact, but too common a word to look for
			return
		case '=':
			name, loose = name[1:], false
		}
		plain := bare(name)
		if len(plain) < len(name) != bracketed {
			return
		}
		us, _ := units(buf[:0], plain)
		if bracketed && len(us) == 1 && (us[0].shape != upper || us[0].runes < 3) {
			return // "Renaissance (France)": a common word without its country
		}
		mask := needs(us, loose)
		if len(us) == 1 && len(plain) > 4 && (plain[:4] == "The " || plain[:4] == "the ") {
			mask |= needThe
		}
		if rec.petrarch() {
			mask = 0
			if len(us) == 1 {
				mask = uint64(capital)
				if us[0].runes <= 2 {
					mask = uint64(exactCaps)
				}
			}
		}
		x.add(us, mask, item, as, rec.layer)
	}
	add(rec.Name, item, AsName)
	for _, a := range rec.Aliases {
		add(a, item, AsName)
	}
	if rec.surname && !bracketed {
		// "Walid al-Muallem" is "Walid Muallem" too.
		for _, n := range append(rec.Aliases[:len(rec.Aliases):len(rec.Aliases)], rec.Name) {
			if k := strings.Index(n, " al-"); k > 0 {
				add(n[:k+1]+n[k+4:], item, AsName)
			} else if k := strings.Index(n, " el-"); k > 0 {
				add(n[:k+1]+n[k+4:], item, AsName)
			}
		}
	}
	if rec.class == "" || rec.petrarch() {
		return
	}
	for _, a := range rec.adjectives {
		add(a, item, AsAdjective)
	}
	for _, a := range rec.nationals {
		add(a, item, AsNational)
	}
	gov := l.r.byID["gov/"+rec.ID[strings.IndexByte(rec.ID, '/')+1:]]
	for _, c := range list(rec.capital) {
		add(c, gov, AsCapital)
	}
	for _, m := range rec.metonyms {
		add(m, gov, AsMetonym)
	}
}

// bare cuts off what a row adds in brackets to tell namesakes apart.
func bare(name string) string {
	if k := strings.Index(name, " ("); k > 0 && strings.HasSuffix(name, ")") {
		return name[:k]
	}
	return name
}

// enterSurname indexes the part of a person's name that news reports use from
// the second mention on.
func (l *loader) enterSurname(rec *record, item int32) {
	for _, a := range rec.Aliases {
		if !strings.ContainsAny(a, " ") {
			return // the row names the short form itself
		}
	}
	words := strings.Fields(rec.Name)
	if len(words) < 2 {
		return
	}
	add := func(name string) {
		if l.alone[Slug(name)] {
			l.r.common[Slug(name)] = append(l.r.common[Slug(name)], item)
			return
		}
		if us, _ := units(nil, name); len(us) > 0 && len(name) > 2 {
			l.r.names.add(us, needs(us, false), item, AsSurname, rec.layer)
		}
	}
	switch rec.home {
	case "CHN", "TWN", "HKG", "SGP", "PRK", "KOR", "VNM", "VDR", "KHM", "ETH", "ERI", "ISL", "THA", "LAO":
		add(words[0]) // the family name stands first, or the given name is the one in use
		return
	case "MMR":
		return // no part of a Burmese name is a surname
	}
	k := len(words) - 1
	if words[k-1] == "of" {
		return // "Michael of Romania" is not Romania
	}
	switch words[k] {
	case "Jr", "Jr.", "Sr.", "Khan", "Singh":
		return
	}
	if strings.Trim(words[k], "IVX") == "" {
		return // the number of a monarch or a pope
	}
	add(words[k])
	for k > 1 && particle(words[k-1]) {
		k--
		add(strings.Join(words[k:], " "))
	}
}

func particle(w string) bool {
	switch strings.ToLower(w) {
	case "al", "el", "bin", "ibn", "ben", "de", "da", "di", "do", "du", "dos", "van", "von", "der", "den", "la", "le", "abu", "ould", "ter", "del", "della":
		return true
	}
	return false
}
