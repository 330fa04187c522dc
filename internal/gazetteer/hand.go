package gazetteer

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
)

// countryRow is a line of data/countries.tsv.
type countryRow struct {
	CountryInfo
	aliases  []string
	id, pop  int
	lat, lon float64
}

// placeRow is a line of the other tables.
type placeRow struct {
	line     int
	kind     Kind
	name     string
	aliases  []string
	country  string
	region   string
	lat, lon float64
	located  bool
	id, pop  int
	note     string
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	out := strings.Split(s, "|")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

func number(s, what string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > math.MaxUint32 {
		return 0, fmt.Errorf("%s %q is no number", what, s)
	}
	return n, nil
}

func coordinates(a, b string) (lat, lon float64, err error) {
	lat, err = strconv.ParseFloat(a, 64)
	if err != nil || !(lat >= -90 && lat <= 90) {
		return 0, 0, fmt.Errorf("latitude %q", a)
	}
	lon, err = strconv.ParseFloat(b, 64)
	if err != nil || !(lon >= -180 && lon <= 180) {
		return 0, 0, fmt.Errorf("longitude %q", b)
	}
	return lat, lon, nil
}

// readCountries reads ISO3, ISO2, GeoNames id, name, other names, adjectives
// and demonyms, latitude, longitude, population in thousands.
func readCountries(fsys fs.FS, path string) ([]countryRow, error) {
	var out []countryRow
	seen := map[string]bool{}
	err := lines(fsys, path, func(_ int, col []string) error {
		if len(col) != 9 {
			return fmt.Errorf("%d columns, want 9", len(col))
		}
		c := countryRow{aliases: split(col[4])}
		c.ISO3, c.ISO2, c.Name, c.Adjectives = col[0], col[1], col[3], split(col[5])
		if len(c.ISO3) != 3 || len(c.ISO2) != 2 || c.Name == "" {
			return fmt.Errorf("codes %q, %q or name %q", c.ISO3, c.ISO2, c.Name)
		}
		if seen[c.ISO3] || seen[c.ISO2] {
			return fmt.Errorf("%s (%s) stands twice", c.ISO3, c.ISO2)
		}
		seen[c.ISO3], seen[c.ISO2] = true, true
		var err error
		if c.id, err = number(col[2], "GeoNames id"); err != nil {
			return err
		}
		if c.lat, c.lon, err = coordinates(col[6], col[7]); err != nil {
			return err
		}
		if c.pop, err = number(col[8], "population"); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

func (g *Gazetteer) addCountries(cs []countryRow) {
	rows := make([]Row, len(cs))
	for i, c := range cs {
		rows[i] = Row{ID: c.id, Name: c.Name, Country: c.ISO3, Kind: Country, Population: c.pop * 1000, Lat: c.lat, Lon: c.lon, Adm1: -1, Adm2: -1}
	}
	first := g.addTable(buildTable(rows, func(Row) bool { return true }))
	for i, c := range cs {
		r := first + Ref(i)
		g.countries[c.ISO3] = c.CountryInfo
		g.states[c.ISO3] = r
		g.extra[r] = extra{aliases: plain(c.aliases)}
		g.context[Fold(c.Name)] = c.ISO3
		for _, a := range c.aliases {
			form, name := formOf(a)
			g.addWord(name, Match{r, form})
			k := Fold(name)
			if form == Abbreviation && len(k) < 5 {
				k = "~" + k
			}
			g.context[k] = c.ISO3
		}
		for _, a := range c.Adjectives {
			g.addWord(a, Match{r, Adjective})
			g.context[Fold(a)] = c.ISO3
		}
	}
}

// formOf reads the mark of an alias: ~ abbreviation, ^ adjective or demonym.
func formOf(alias string) (Form, string) {
	switch {
	case strings.HasPrefix(alias, "~"):
		return Abbreviation, alias[1:]
	case strings.HasPrefix(alias, "^"):
		return Adjective, alias[1:]
	}
	return Exact, alias
}

func plain(aliases []string) []string {
	var out []string
	for _, a := range aliases {
		if form, name := formOf(a); form == Exact {
			out = append(out, name)
		}
	}
	return out
}

// readPlaces reads kind, name, other names (|; ~ abbreviation, ^ adjective),
// ISO3, region, latitude, longitude, GeoNames id, population, remark. Trailing
// empty columns may be left out; a region or town may leave out the
// coordinates if the packed table has it.
func readPlaces(fsys fs.FS, path string) ([]placeRow, error) {
	var out []placeRow
	err := lines(fsys, path, func(n int, col []string) error {
		if len(col) < 4 || len(col) > 10 {
			return fmt.Errorf("%d columns, want 4 to 10", len(col))
		}
		for len(col) < 10 {
			col = append(col, "")
		}
		p := placeRow{line: n, kind: Kind(col[0]), name: col[1], aliases: split(col[2]), country: col[3], region: col[4], note: col[9]}
		if kindIndex(p.kind) < 0 {
			return fmt.Errorf("unknown kind %q", col[0])
		}
		if p.name == "" {
			return fmt.Errorf("no name")
		}
		var err error
		if col[5] != "" || col[6] != "" {
			if p.lat, p.lon, err = coordinates(col[5], col[6]); err != nil {
				return err
			}
			p.located = true
		}
		if p.id, err = number(col[7], "GeoNames id"); err != nil {
			return err
		}
		p.pop, err = number(col[8], "population")
		out = append(out, p)
		return err
	})
	return out, err
}

// addPlaces joins hand-written rows to the places that are there already, and
// makes a table of the others.
func (g *Gazetteer) addPlaces(path string, ps []placeRow) error {
	var fresh []Row
	var regions []Ref
	type pending struct {
		p placeRow
		i int
	}
	var later []pending
	for _, p := range ps {
		if _, ok := g.countries[p.country]; !ok && p.country != "" {
			return fmt.Errorf("%s:%d: unknown country %q", path, p.line, p.country)
		}
		if r := g.existing(p); r != NoRef {
			g.patch(r, p)
			continue
		}
		if !p.located {
			return fmt.Errorf("%s:%d: %s in %s is not in the packed table and has no coordinates", path, p.line, p.name, p.country)
		}
		reg := NoRef
		if p.region != "" {
			if reg = g.RegionOf(p.country, p.region); reg == NoRef {
				return fmt.Errorf("%s:%d: unknown region %q of %s", path, p.line, p.region, p.country)
			}
		}
		later = append(later, pending{p, len(fresh)})
		fresh = append(fresh, Row{ID: p.id, Name: p.name, Country: p.country, Kind: p.kind, Population: p.pop, Lat: p.lat, Lon: p.lon, Adm1: -1, Adm2: -1})
		regions = append(regions, reg)
	}
	if len(fresh) == 0 {
		return nil
	}
	t := buildTable(fresh, func(Row) bool { return true })
	t.ref1, t.ref2 = regions, slices.Repeat([]Ref{NoRef}, len(fresh))
	first := g.addTable(t)
	for _, l := range later {
		g.describe(first+Ref(l.i), l.p)
	}
	return nil
}

// existing finds the place that a row speaks of: the same kind of place in
// the same state under one of its names, and where the row has coordinates of
// a town, within 40 km.
func (g *Gazetteer) existing(p placeRow) Ref {
	switch p.kind {
	case Region, District, City, Village, Quarter:
	default:
		return NoRef
	}
	best, far := NoRef, math.Inf(1)
	for _, name := range append([]string{p.name}, plain(p.aliases)...) {
		for _, m := range g.named(Fold(name)) {
			b := g.Brief(m.Ref)
			same := b.Kind == p.kind || town(b.Kind) && town(p.kind)
			if !same || b.Country != p.country {
				continue
			}
			d := 0.0
			if p.located {
				d = Distance(p.lat, p.lon, b.Lat, b.Lon)
				if town(p.kind) && d > 40 || p.kind == District && d > 150 {
					continue
				}
			} else if p.region != "" && b.Region != g.RegionOf(p.country, p.region) {
				continue
			} else {
				d = 1 / float64(b.Population+1)
			}
			if m.Form != Exact {
				d += 1000
			}
			if d < far {
				best, far = m.Ref, d
			}
		}
		if best != NoRef {
			return best
		}
	}
	return best
}

func town(k Kind) bool { return k == City || k == Village || k == Quarter }

func (g *Gazetteer) patch(r Ref, p placeRow) {
	t, i := g.at(r)
	if p.located && !town(p.kind) {
		t.lat[i], t.lon[i] = int32(round(p.lat*degree)), int32(round(p.lon*degree))
	}
	if p.id != 0 {
		t.id[i] = uint32(p.id)
	}
	if p.pop != 0 {
		t.pop[i] = uint32(p.pop)
	}
	g.describe(r, p)
}

func (g *Gazetteer) describe(r Ref, p placeRow) {
	e := g.extra[r]
	e.aliases = append(slices.Clip(e.aliases), plain(p.aliases)...)
	if p.note != "" {
		e.note = p.note
	}
	g.extra[r] = e
	g.addWord(p.name, Match{r, Exact})
	for _, a := range p.aliases {
		form, name := formOf(a)
		g.addWord(name, Match{r, form})
	}
}

// RegionOf finds a first-order division by state and name, NoRef if there is
// none.
func (g *Gazetteer) RegionOf(country, name string) Ref {
	for _, m := range g.named(Fold(name)) {
		if b := g.Brief(m.Ref); b.Kind == Region && b.Country == country {
			return m.Ref
		}
	}
	return NoRef
}

// readDisputed reads ISO3, the name under which the place is found, and its
// names with their users: "Name = who; Name = who".
func (g *Gazetteer) readDisputed(fsys fs.FS, path string) error {
	return lines(fsys, path, func(_ int, col []string) error {
		if len(col) != 3 {
			return fmt.Errorf("%d columns, want 3", len(col))
		}
		var uses []NameUse
		for part := range strings.SplitSeq(col[2], ";") {
			name, by, ok := strings.Cut(part, "=")
			if !ok || strings.TrimSpace(name) == "" || strings.TrimSpace(by) == "" {
				return fmt.Errorf("%q is not NAME = WHO USES IT", strings.TrimSpace(part))
			}
			uses = append(uses, NameUse{strings.TrimSpace(name), strings.TrimSpace(by)})
		}
		best, size := NoRef, -1
		for _, m := range g.named(Fold(col[1])) {
			b := g.Brief(m.Ref)
			if b.Country != col[0] && col[0] != "" || m.Form > Alternate {
				continue
			}
			n := b.Population
			if m.Form == Exact {
				n += 1 << 32
			}
			if n > size {
				best, size = m.Ref, n
			}
		}
		if best == NoRef {
			return fmt.Errorf("no place %q in %q", col[1], col[0])
		}
		e := g.extra[best]
		e.disputed = append(e.disputed, uses...)
		g.extra[best] = e
		for _, u := range uses {
			g.addWord(u.Name, Match{best, Exact})
		}
		return nil
	})
}
