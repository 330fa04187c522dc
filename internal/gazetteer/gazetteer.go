// Package gazetteer knows the places of the world: states, regions, towns,
// waters, mountains and sites, by every name under which news writes them. It
// answers which places a name may mean; which of them an article means is
// package geocoder's matter.
//
// Most places come from GeoNames (data/NOTICE), packed into data/places.rgz by
// the program in gen; the commented tables beside it in data/*.tsv add states,
// areas, waters, sites, disputed names and whatever GeoNames' populated places
// leave out. A user adds more with Extend.
package gazetteer

import (
	"cmp"
	"maps"
	"slices"
)

// Kind says what sort of thing a place is.
type Kind string

// The kinds, from the largest to the smallest.
const (
	Continent Kind = "continent"
	Area      Kind = "area" // a part of the world without a government of its own: the Sahel, the Donbas
	Country   Kind = "country"
	Region    Kind = "region"   // first-order division of a state
	District  Kind = "district" // second-order division
	City      Kind = "city"     // populated place of 1,000 or more, or a seat
	Village   Kind = "village"
	Quarter   Kind = "quarter" // part of a town
	Water     Kind = "water"   // sea, strait, gulf, lake, river, canal
	Mountain  Kind = "mountain"
	Island    Kind = "island"
	Site      Kind = "site" // base, airport, camp, crossing, building
)

var kinds = [...]Kind{Continent, Area, Country, Region, District, City, Village, Quarter, Water, Mountain, Island, Site}

func kindIndex(k Kind) int { return slices.Index(kinds[:], k) }

// Rank says of which unit a town is the seat.
type Rank uint8

// Ranks of seats; Plain is none.
const (
	Plain        Rank = iota
	Capital           // of a state
	RegionSeat        // of a first-order division
	DistrictSeat      // of a second-order division
)

// NameUse is one name of a place that has several, and who uses it.
type NameUse struct {
	Name string
	By   string // language, state or community; prose
}

// Place is one place. Coordinates are degrees, WGS 84.
type Place struct {
	Ref        Ref
	Name       string
	Aliases    []string // those of the hand-written tables; GeoNames' own are found by Lookup but not listed
	Country    string   // ISO 3166-1 alpha-3 of the state that most of the world counts it to, XKX Kosovo; "" for none or several
	Region     string   // name of the first-order division, "" if none or unknown
	District   string   // name of the second-order division, "" if none or unknown
	Lat, Lon   float64
	GeoNamesID int // 0 if unknown
	Population int // 0 if unknown; of a division, the sum of its towns
	Kind       Kind
	Rank       Rank
	Disputed   []NameUse // empty where nobody disputes the name
	Note       string
}

// Ref names a place inside one Gazetteer; it means nothing outside.
type Ref int32

// Form says how a name names a place.
type Form uint8

// Forms, from the surest to the loosest.
const (
	Exact        Form = iota // the place's main name, or an alias of the hand-written tables
	Alternate                // another name that GeoNames lists
	Adjective                // "Syrian", "Parisian"
	Abbreviation             // "Calif.", "NSW": only safe in capitals, or after a comma
	Stripped                 // found after dropping a type word or direction: "X province", "northern X"
	Loose                    // found by a skeleton that evens out transliterations
)

var formNames = [...]string{"name", "alternate name", "adjective", "abbreviation", "name without type word", "transliteration"}

// String is the form in words.
func (f Form) String() string { return formNames[f] }

// Match is one place that a name may mean.
type Match struct {
	Ref  Ref
	Form Form
}

// Gazetteer answers questions about places. It never changes and may be used
// from many goroutines.
type Gazetteer struct {
	tables    []*table
	base      []Ref // first Ref of each table
	extra     map[Ref]extra
	countries map[string]CountryInfo
	states    map[string]Ref // ISO3 -> place of the state
	words     map[string][]Match
	context   map[string]string // folded names and adjectives of states -> ISO3
}

// extra is what the columns of a table do not hold.
type extra struct {
	aliases  []string
	disputed []NameUse
	note     string
}

// CountryInfo is a state's row of data/countries.tsv.
type CountryInfo struct {
	ISO3, ISO2, Name string
	Adjectives       []string // adjectives and demonyms
}

// Lookup lists the places that a name may mean, the largest first, across all
// kinds. Letter case, accents, hyphens, apostrophes, articles and type words
// ("X province", "Mount X") do not matter; transliterations are evened out
// where nothing matches as written. It returns nil for an unknown name.
func (g *Gazetteer) Lookup(name string) []Place {
	ms := g.Find(name)
	out := make([]Place, 0, len(ms))
	for _, m := range ms {
		out = append(out, g.Place(m.Ref))
	}
	slices.SortStableFunc(out, func(a, b Place) int {
		return cmp.Or(cmp.Compare(kindOrder(a.Kind), kindOrder(b.Kind)), cmp.Compare(b.Population, a.Population), cmp.Compare(a.Ref, b.Ref))
	})
	if len(out) == 0 {
		return nil
	}
	return out
}

func kindOrder(k Kind) int {
	switch k {
	case Continent, Country:
		return 0
	case Area, Region:
		return 1
	}
	return 2
}

// Len is the number of places.
func (g *Gazetteer) Len() int {
	n := 0
	for _, t := range g.tables {
		n += len(t.id)
	}
	return n
}

func (g *Gazetteer) at(r Ref) (*table, int) {
	i := len(g.base) - 1
	for i > 0 && g.base[i] > r {
		i--
	}
	return g.tables[i], int(r - g.base[i])
}

// Place reads a place in full.
func (g *Gazetteer) Place(r Ref) Place {
	t, i := g.at(r)
	p := Place{
		Ref: r, Name: t.name(i), Country: t.countries[t.country[i]],
		Lat: float64(t.lat[i]) / degree, Lon: float64(t.lon[i]) / degree,
		GeoNamesID: int(t.id[i]), Population: int(t.pop[i]),
		Kind: kinds[t.kind[i]&0x0f], Rank: Rank(t.kind[i] >> 4),
	}
	if d := g.division(t, i, r, t.adm1, t.ref1); d != NoRef {
		p.Region = g.Name(d)
	}
	if d := g.division(t, i, r, t.adm2, t.ref2); d != NoRef {
		p.District = g.Name(d)
	}
	if e, ok := g.extra[r]; ok {
		p.Aliases, p.Disputed, p.Note = e.aliases, e.disputed, e.note
	}
	return p
}

// Brief is what scoring needs of a place, without its names.
type Brief struct {
	Ref        Ref
	Country    string
	Region     Ref // first-order division, or the place itself if it is one; NoRef if unknown
	District   Ref // second-order division, NoRef if unknown
	Lat, Lon   float64
	Population int
	Fame       float64 // binary logarithm of 1 + the number of languages and spellings GeoNames has its name in
	Kind       Kind
	Rank       Rank
	ID         int
	Listed     bool // in the hand-written tables, so that news is known to name it
}

// NoRef is no place.
const NoRef Ref = -1

// Brief reads the columns of a place.
func (g *Gazetteer) Brief(r Ref) Brief {
	t, i := g.at(r)
	b := Brief{
		Ref: r, Country: t.countries[t.country[i]], Region: NoRef, District: NoRef,
		Lat: float64(t.lat[i]) / degree, Lon: float64(t.lon[i]) / degree,
		Population: int(t.pop[i]), Fame: float64(t.fame[i]) / 2, Kind: kinds[t.kind[i]&0x0f], Rank: Rank(t.kind[i] >> 4), ID: int(t.id[i]),
	}
	b.Region = g.division(t, i, r, t.adm1, t.ref1)
	b.District = g.division(t, i, r, t.adm2, t.ref2)
	_, b.Listed = g.extra[r]
	if b.Kind == Region {
		b.Region = r
	}
	if b.Kind == District {
		b.District = r
	}
	return b
}

// division is the row's division: refs where the table has them, else the
// column of row numbers.
func (g *Gazetteer) division(t *table, i int, r Ref, column []uint16, refs []Ref) Ref {
	if refs != nil {
		return refs[i]
	}
	if a := column[i]; a != 0 {
		return r - Ref(i) + Ref(a) - 1
	}
	return NoRef
}

// Name is the place's main name.
func (g *Gazetteer) Name(r Ref) string {
	t, i := g.at(r)
	return t.name(i)
}

// Country is the state's row, and whether the code is known.
func (g *Gazetteer) Country(iso3 string) (CountryInfo, bool) {
	c, ok := g.countries[iso3]
	return c, ok
}

// State is the place of a state by its ISO3 code, NoRef if unknown.
func (g *Gazetteer) State(iso3 string) Ref {
	if r, ok := g.states[iso3]; ok {
		return r
	}
	return NoRef
}

// CountryOf gives the ISO3 code of a state by one of its names, adjectives or
// demonyms, "" if name is none.
func (g *Gazetteer) CountryOf(name string) string { return g.context[Fold(name)] }

// CountryByISO2 translates an ISO 3166-1 alpha-2 code, "" if it is none.
func (g *Gazetteer) CountryByISO2(iso2 string) string {
	for _, c := range g.countries {
		if c.ISO2 == iso2 {
			return c.ISO3
		}
	}
	return ""
}

// CountriesByID maps GeoNames ids to the state of the place.
func (g *Gazetteer) CountriesByID() map[int]string {
	out := map[int]string{}
	for _, t := range g.tables {
		for i, id := range t.id {
			if id != 0 {
				out[int(id)] = t.countries[t.country[i]]
			}
		}
	}
	return out
}

// CountryNames maps the folded names, adjectives and demonyms of states to
// ISO3 codes; abbreviations stand under "~" and the folded form.
func (g *Gazetteer) CountryNames() map[string]string { return maps.Clone(g.context) }

// Regions calls f with every first-order division and its name, with the
// aliases and adjectives of the hand-written tables.
func (g *Gazetteer) Regions(f func(r Ref, names []string)) {
	more := map[Ref][]string{}
	for _, k := range slices.Sorted(maps.Keys(g.words)) {
		for _, m := range g.words[k] {
			if m.Form == Exact || m.Form == Adjective {
				more[m.Ref] = append(more[m.Ref], k)
			}
		}
	}
	for ti, t := range g.tables {
		for i := range t.id {
			if kinds[t.kind[i]&0x0f] == Region {
				r := g.base[ti] + Ref(i)
				f(r, append([]string{t.name(i)}, more[r]...))
			}
		}
	}
}
