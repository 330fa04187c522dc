package gazetteer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed data
var files embed.FS

// tables of hand-written places, in the order of loading.
var handTables = []string{"areas.tsv", "regions-america.tsv", "regions-africa.tsv", "regions-asia.tsv", "regions-europe.tsv", "waters.tsv", "sites.tsv", "towns.tsv", "landmarks.tsv"}

// Load reads the embedded gazetteer. It takes some 50 ms; callers keep the
// result. An error means a damaged program or a mistake in the embedded
// tables, and names file and line.
func Load() (*Gazetteer, error) {
	packed, err := files.ReadFile("data/places.rgz")
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	t, err := decode(packed)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: data/places.rgz: %w", err)
	}
	g := newGazetteer(t)
	err = g.readTables(files, "data")
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	return g, nil
}

func (g *Gazetteer) readTables(fsys fs.FS, dir string) error {
	cs, err := readCountries(fsys, dir+"/countries.tsv")
	if err != nil {
		return err
	}
	g.addCountries(cs)
	for _, name := range handTables {
		rows, err := readPlaces(fsys, dir+"/"+name)
		if err != nil {
			return err
		}
		if err := g.addPlaces(dir+"/"+name, rows); err != nil {
			return err
		}
	}
	return g.readDisputed(fsys, dir+"/disputed.tsv")
}

// Extend makes a gazetteer with more places; g stays as it is. Each path is a
// GeoNames dump (.txt, or .zip with one inside), a table of places in the
// format of data/sites.tsv (.tsv), or a folder of such files, read in the
// order of their names. Places whose GeoNames id is known already are brought
// up to date, not doubled. On an error nothing is loaded; it names file, line
// and reason.
func (g *Gazetteer) Extend(paths ...string) (*Gazetteer, error) {
	n := g.clone()
	for _, p := range paths {
		if err := n.extend(p); err != nil {
			return nil, fmt.Errorf("gazetteer: %w", err)
		}
	}
	return n, nil
}

func (g *Gazetteer) extend(path string) error {
	st, err := os.Stat(path)
	if err != nil {
		return err
	}
	if st.IsDir() {
		des, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		for _, de := range des {
			switch filepath.Ext(de.Name()) {
			case ".txt", ".zip", ".tsv":
				if err := g.extend(filepath.Join(path, de.Name())); err != nil {
					return err
				}
			}
		}
		return nil
	}
	switch filepath.Ext(path) {
	case ".tsv":
		rows, err := readPlaces(os.DirFS(filepath.Dir(path)), filepath.Base(path))
		if err != nil {
			return err
		}
		return g.addPlaces(path, rows)
	case ".zip":
		z, err := zip.OpenReader(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		defer z.Close()
		found := false
		for _, f := range z.File {
			if filepath.Ext(f.Name) != ".txt" || strings.EqualFold(filepath.Base(f.Name), "readme.txt") {
				continue
			}
			found = true
			r, err := f.Open()
			if err != nil {
				return fmt.Errorf("%s: %s: %w", path, f.Name, err)
			}
			err = g.readDump(path+": "+f.Name, r)
			r.Close()
			if err != nil {
				return err
			}
		}
		if !found {
			return fmt.Errorf("%s: no .txt file inside", path)
		}
		return nil
	case ".txt":
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		return g.readDump(path, f)
	}
	return fmt.Errorf("%s: neither .txt nor .zip nor .tsv", path)
}

func (g *Gazetteer) readDump(name string, r io.Reader) error {
	iso := map[string]string{}
	for _, c := range g.countries {
		iso[c.ISO2] = c.ISO3
	}
	d := NewDump(iso)
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		if _, err := d.Line(line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return g.addDump(d)
}

// addDump merges a dump: known ids are updated in place, the rest becomes a
// table of its own whose divisions are those of the base table, learnt from
// the places that both have.
func (g *Gazetteer) addDump(d *Dump) error {
	known := map[uint32]Ref{}
	for ti, t := range g.tables {
		for i, id := range t.id {
			if id != 0 {
				known[id] = g.base[ti] + Ref(i)
			}
		}
	}
	votes := map[string]map[Ref]int{}
	vote := func(code string, r Ref) {
		if code == "" || r == NoRef {
			return
		}
		if votes[code] == nil {
			votes[code] = map[Ref]int{}
		}
		votes[code][r]++
	}
	var fresh []dumpRow
	for _, row := range d.rows {
		r, ok := known[uint32(row.ID)]
		if !ok {
			fresh = append(fresh, row)
			continue
		}
		t, i := g.at(r)
		t.lat[i], t.lon[i] = int32(round(row.Lat*degree)), int32(round(row.Lon*degree))
		if row.Population > 0 {
			t.pop[i] = uint32(row.Population)
		}
		for _, a := range append([]string{row.Name}, row.Alternates...) {
			g.addWord(a, Match{r, Alternate})
		}
		b := g.Brief(r)
		if b.Kind != Region && b.Kind != District {
			vote(row.code1, b.Region)
			vote(row.code2, b.District)
		}
	}
	winner := func(code string) Ref {
		best, n := NoRef, 0
		for r, k := range votes[code] {
			if k > n || k == n && r < best {
				best, n = r, k
			}
		}
		return best
	}
	memo := map[string]Ref{}
	div := func(code string) Ref {
		if code == "" {
			return NoRef
		}
		r, ok := memo[code]
		if !ok {
			r = winner(code)
			memo[code] = r
		}
		return r
	}
	rows := make([]Row, len(fresh))
	t1, t2 := make([]Ref, len(fresh)), make([]Ref, len(fresh))
	for i, f := range fresh {
		rows[i] = f.Row
		rows[i].Adm1, rows[i].Adm2 = -1, -1
		t1[i], t2[i] = div(f.code1), div(f.code2)
	}
	t := buildTable(rows, WantLoose)
	t.ref1, t.ref2 = t1, t2
	g.addTable(t)
	return nil
}

// CountryCodes translates ISO 3166-1 alpha-2 codes into alpha-3 codes.
func CountryCodes() (map[string]string, error) {
	cs, err := readCountries(files, "data/countries.tsv")
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	out := map[string]string{}
	for _, c := range cs {
		out[c.ISO2] = c.ISO3
	}
	return out, nil
}

func newGazetteer(t *table) *Gazetteer {
	return &Gazetteer{
		tables: []*table{t}, base: []Ref{0}, extra: map[Ref]extra{}, countries: map[string]CountryInfo{},
		states: map[string]Ref{}, words: map[string][]Match{}, context: map[string]string{},
	}
}

func (g *Gazetteer) addTable(t *table) Ref {
	b := g.base[len(g.base)-1] + Ref(len(g.tables[len(g.tables)-1].id))
	g.tables = append(g.tables, t)
	g.base = append(g.base, b)
	return b
}

func (g *Gazetteer) clone() *Gazetteer {
	n := &Gazetteer{
		base: slices.Clone(g.base), extra: map[Ref]extra{}, countries: g.countries, states: g.states,
		words: map[string][]Match{}, context: g.context,
	}
	for _, t := range g.tables {
		c := *t
		c.lat, c.lon, c.pop, c.id = slices.Clone(t.lat), slices.Clone(t.lon), slices.Clone(t.pop), slices.Clone(t.id)
		n.tables = append(n.tables, &c)
	}
	for k, v := range g.extra {
		n.extra[k] = v
	}
	for k, v := range g.words {
		n.words[k] = slices.Clip(v)
	}
	return n
}

func (g *Gazetteer) addWord(name string, m Match) {
	k := Fold(name)
	if k == "" {
		return
	}
	list := g.words[k]
	for i, o := range list {
		if o.Ref == m.Ref {
			if m.Form < o.Form {
				list = slices.Clone(list)
				list[i].Form = m.Form
				g.words[k] = list
			}
			return
		}
	}
	g.words[k] = append(list, m)
}

// lines calls f with every line of a commented table, cut at tabs, and its
// number. A line that begins with # is a comment.
func lines(fsys fs.FS, path string, f func(n int, col []string) error) error {
	data, err := fs.ReadFile(fsys, path)
	if err != nil {
		return err
	}
	sc := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimRight(sc.Text(), " \r")
		if line == "" || line[0] == '#' {
			continue
		}
		if err := f(n, strings.Split(line, "\t")); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := sc.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
