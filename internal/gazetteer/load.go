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
	"path/filepath"
	"slices"
	"strconv"
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

// placesMark opens a user's table of places, in the columns of data/sites.tsv.
const placesMark = "# rapporteur places "

const placesVersion = "1"

// Extend makes a gazetteer with more places; g stays as it is. From each
// folder, subfolders included, it reads in the order of their names the tables
// of places (.tsv, first line "# rapporteur places 1", columns as in
// data/sites.tsv) and the GeoNames dumps (.txt, told by their columns, or .zip
// with such inside); other files are not its business. Places whose GeoNames
// id is known already are brought up to date, not doubled. On an error nothing
// is loaded; it names file, line and reason.
func (g *Gazetteer) Extend(dirs ...fs.FS) (*Gazetteer, error) {
	if len(dirs) == 0 {
		return g, nil
	}
	n := g.clone()
	for _, dir := range dirs {
		err := fs.WalkDir(dir, ".", func(path string, de fs.DirEntry, err error) error {
			if err != nil || de.IsDir() {
				return err
			}
			return n.extend(dir, path)
		})
		if err != nil {
			return nil, fmt.Errorf("gazetteer: %w", err)
		}
	}
	return n, nil
}

func (g *Gazetteer) extend(dir fs.FS, path string) error {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".tsv":
		line, err := firstLine(dir, path)
		version, ok := strings.CutPrefix(strings.TrimSpace(line), placesMark)
		if err != nil || !ok {
			return err
		}
		if version != placesVersion {
			return fmt.Errorf("%s:1: places of version %q, this program reads %q", path, version, placesVersion)
		}
		rows, err := readPlaces(dir, path)
		if err != nil {
			return err
		}
		return g.addPlaces(path, rows)
	case ".txt":
		if line, err := firstLine(dir, path); err != nil || !dumpLine(line) {
			return err
		}
		f, err := dir.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		return g.readDump(path, f)
	case ".zip":
		b, err := fs.ReadFile(dir, path)
		if err != nil {
			return err
		}
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, f := range z.File {
			if line, err := firstLine(z, f.Name); filepath.Ext(f.Name) != ".txt" || err != nil || !dumpLine(line) {
				continue
			}
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
	}
	return nil
}

func firstLine(dir fs.FS, path string) (string, error) {
	f, err := dir.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	if err == io.EOF {
		err = nil
	}
	return strings.TrimPrefix(line, "\ufeff"), err
}

// dumpLine says that a line has the 19 columns of a GeoNames dump, a number
// first.
func dumpLine(line string) bool {
	id, _, _ := strings.Cut(line, "\t")
	_, err := strconv.Atoi(id)
	return err == nil && strings.Count(line, "\t") == 18
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
