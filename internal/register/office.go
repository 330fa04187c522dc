package register

import "strings"

// Title is one kind of office, from offices.tsv.
type Title struct {
	Name string // canonical, lower case
	// Sector of its holder where the body's own sector does not decide.
	Sector string
	// Rank groups titles: "head of state", "head of government", "minister" ...
	Rank  string
	Names []string // further wordings
}

func (l *loader) office(r *row) {
	t := Title{Name: r.get("title"), Sector: r.get("sector"), Rank: r.get("rank"), Names: list(r.get("names"))}
	if t.Sector != "" && !knownSector(t.Sector) {
		l.ps.add(r.source(), "unknown sector %q", t.Sector)
	}
	k := int32(len(l.r.titles))
	if old, ok := l.r.byTitle[Slug(t.Name)]; ok {
		if r.t.layer == 0 {
			l.ps.add(r.source(), "title %q is doubled", t.Name)
			return
		}
		l.r.titles[old] = t
		k = old
	} else {
		l.r.titles = append(l.r.titles, t)
		l.r.byTitle[Slug(t.Name)] = k
	}
	for _, n := range t.Names {
		s := Slug(n)
		if old, ok := l.r.byTitle[s]; ok && old != k && r.t.layer == 0 {
			l.ps.add(r.source(), "the wording %q belongs to the title %q too", n, l.r.titles[old].Name)
			continue
		}
		l.r.byTitle[s] = k
	}
}

func (l *loader) title(name string) (int32, bool) {
	k, ok := l.r.byTitle[Slug(name)]
	return k, ok
}

// Titles lists the kinds of offices.
func (r *Register) Titles() []Title { return r.titles }

// TitleByName finds a title under any of its wordings.
func (r *Register) TitleByName(name string) (Title, bool) {
	k, ok := r.byTitle[Slug(name)]
	if !ok {
		return Title{}, false
	}
	return r.titles[k], true
}

// OfficeHolder gives who held an office on a day. state is an ISO code, an
// actor id or a name of a body; title is any wording of offices.tsv, or a rank
// ("head of state", "head of government"). Of several holders on the day the
// one who came last is given. at may be "": then the last one known.
func (r *Register) OfficeHolder(state, title, at string) (*Actor, Tenure, bool) {
	body := r.bodyRef(state, at)
	if body == nil {
		return nil, Tenure{}, false
	}
	var best *Tenure
	try := func(name string) {
		ks := r.offices[body.ID+"/"+name]
		for i := len(ks) - 1; i >= 0; i-- {
			t := &r.tenures[ks[i]]
			if t.HeldAt(at) {
				if best == nil || t.From > best.From {
					best = t
				}
				return
			}
		}
	}
	if t, ok := r.TitleByName(title); ok {
		try(t.Name)
	}
	if best == nil {
		for i := range r.titles {
			if strings.EqualFold(r.titles[i].Rank, title) {
				try(r.titles[i].Name)
			}
		}
	}
	if best == nil {
		return nil, Tenure{}, false
	}
	return r.ByID(best.Person), *best, true
}

func (r *Register) bodyRef(ref, at string) *Actor {
	if a := r.ByID(ref); a != nil {
		return a
	}
	if a := r.CountryByCode(ref); a != nil {
		return a
	}
	for _, a := range r.Lookup(ref, at) {
		if a.Kind != Person {
			return a
		}
	}
	return nil
}

func (r *Register) termsOf(person string) []Tenure {
	span := r.terms[person]
	return r.tenures[span[0]:span[1]]
}

// Offices gives the terms of a person that cover a day, all of them for "", in
// order of their start.
func (r *Register) Offices(person, at string) []Tenure {
	ts := r.termsOf(person)
	if at == "" {
		return ts[:len(ts):len(ts)]
	}
	var out []Tenure
	for i := range ts {
		if ts[i].HeldAt(at) {
			out = append(out, ts[i])
		}
	}
	return out
}

// CodeAt gives country, sector and PLOVER code of an actor on a day. A person
// has those of the office held then; without one, ELI of the last office's
// country when it is over, and the first office's before it began. Dated codes
// of PETRARCH dictionaries are honoured: the first that covers the day, else
// the default.
func (r *Register) CodeAt(a *Actor, at string) (country, sector, code string) {
	if a == nil {
		return "", "", ""
	}
	for _, c := range a.Codes {
		if within(at, c.From, c.To) && at != "" {
			if country = r.codeCountry(c.Code); a.Dictionary() && len(c.Code) == 3 && a.Country != "" {
				country = a.Country
			}
			return country, codeSector(c.Code), c.Code
		}
	}
	if a.Kind != Person || at == "" {
		return a.Country, a.Sector, a.Code
	}
	ts := r.termsOf(a.ID)
	var now, past *Tenure
	for i := range ts {
		t := &ts[i]
		if t.HeldAt(at) {
			if now == nil || r.weight(t) >= r.weight(now) {
				now = t
			}
		} else if t.To != "" && cmpDates(t.To, at) < 0 {
			past = t
		}
	}
	switch {
	case now != nil:
		return r.termCode(now)
	case past != nil:
		country, sector, code = r.termCode(past)
		if sector == "GOV" || sector == "LEG" || sector == "MIL" {
			return country, "ELI", plover(country, "ELI")
		}
		return country, sector, code
	case len(ts) > 0:
		return r.termCode(&ts[0])
	}
	return a.Country, a.Sector, a.Code
}

// weight prefers offices of the state to those of a party.
func (r *Register) weight(t *Tenure) int {
	_, sector, _ := r.termCode(t)
	switch sector {
	case "GOV":
		return 3
	case "PTY", "OPP":
		return 1
	}
	return 2
}

func (r *Register) termCode(t *Tenure) (country, sector, code string) {
	b := r.ByID(t.Body)
	k, ok := r.byTitle[Slug(t.Title)]
	if b == nil || !ok {
		return "", "", ""
	}
	country, code, sector = officeCode(&r.titles[k], b)
	return country, sector, code
}

// officeCode is the code of whoever holds an office of a body.
func officeCode(t *Title, b *Actor) (country, code, sector string) {
	switch {
	case b.Nominal != "": // de facto entities: one code for all their offices
		return b.Country, b.Code, "PRE"
	case b.Kind == State:
		sector = t.Sector
		if sector == "" || sector == "PTY" { // a state's general secretary leads its only party
			sector = "GOV"
		}
		return b.Country, plover(b.Country, sector), sector
	}
	return b.Country, b.Code, b.Sector
}

// Titled gives the person whom a title with a last name means on a day although
// the name alone would not do ("President Bush", "Prime Minister May"): who
// holds the title then, else who held it last before or first after; nil where
// nobody of the name ever did, or where two did of different states and none
// then.
func (r *Register) Titled(title, surname, at string) *Actor {
	t, ok := r.TitleByName(title)
	if !ok {
		return nil
	}
	var best *Actor
	state := ""
	for _, i := range r.common[Slug(surname)] {
		a := &r.actors[i]
		for _, term := range r.termsOf(a.ID) {
			u, ok := r.TitleByName(term.Title)
			if !ok || u.Name != t.Name {
				continue
			}
			if term.HeldAt(at) {
				return a
			}
			if state != "" && state != a.Country {
				best = nil
			} else {
				best, state = a, a.Country
			}
		}
	}
	return best
}
