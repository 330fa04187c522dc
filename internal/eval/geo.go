package eval

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rapporteur/internal/gazetteer"
	"rapporteur/internal/nlp/geocoder"
	"rapporteur/internal/text"
)

// GeoScore is the outcome of resolving given toponyms.
type GeoScore struct {
	Set       string
	Toponyms  int // with coordinates in the gold
	Countries int // of these, lying in one state
	Country   int // right state
	Within    int // within 161 km (100 miles) of the gold
	Missing   int // not resolved at all
	Wall      time.Duration
	Misses    []GeoMiss
}

// GeoMiss is a toponym that was laid elsewhere than the gold has it.
type GeoMiss struct {
	Doc, Name, Gold, Got string
	Km                   float64
	Country              bool // the state is wrong
	Reasons              []string
}

// CountryRate is the share of toponyms with the right state.
func (s GeoScore) CountryRate() float64 { return rate(s.Country, s.Countries) }

// WithinRate is the share of toponyms within 161 km.
func (s GeoScore) WithinRate() float64 { return rate(s.Within, s.Toponyms) }

func rate(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// geoDoc is a line of geowebnews.jsonl and geovirus.jsonl; offsets count code
// points.
type geoDoc struct {
	Doc, Title, URL, Text string
	Toponyms              []struct {
		Start, End int
		Name, Type string
		Lat, Lon   *float64
		GeoNameID  string `json:"geonameid"`
	}
}

// Geo scores the geocoder on GeoWebNews and GeoVirus in dir, with the gold
// toponyms given, and prints a table. The gold has coordinates but no state:
// the state is that of the gold's GeoNames id where the gazetteer knows it,
// else the state of that name whose middle is within 1,500 km, else that of
// the populated place nearest to the gold's coordinates within 200 km. Names
// of continents, seas and areas without a state are not counted there.
// verbose lists the misses.
func Geo(w io.Writer, g *gazetteer.Gazetteer, dir string, verbose bool) ([]GeoScore, error) {
	truth := newGeoTruth(g)
	var out []GeoScore
	for _, set := range []struct {
		name, file string
		literal    bool
	}{{"GeoWebNews, all with coordinates", "geowebnews.jsonl.gz", false}, {"GeoWebNews, literal", "geowebnews.jsonl.gz", true}, {"GeoVirus", "geovirus.jsonl.gz", false}} {
		docs, err := readGeo(filepath.Join(dir, set.file))
		if err != nil {
			return nil, fmt.Errorf("eval: geo: %w", err)
		}
		s := scoreGeo(truth, docs, set.literal)
		s.Set = set.name
		out = append(out, s)
	}
	fmt.Fprintf(w, "%-34s %8s %9s %8s %8s\n", "set", "toponyms", "country", "161 km", "missing")
	for _, s := range out {
		fmt.Fprintf(w, "%-34s %8d %8.1f%% %7.1f%% %8d\n", s.Set, s.Toponyms, 100*s.CountryRate(), 100*s.WithinRate(), s.Missing)
	}
	if verbose {
		for _, s := range out {
			for _, m := range s.Misses {
				mark := " "
				if m.Country {
					mark = "C"
				}
				fmt.Fprintf(w, "%s %s/%s %q %.0f km: gold %s, got %s\n", mark, s.Set, m.Doc, m.Name, m.Km, m.Gold, m.Got)
				for _, r := range m.Reasons {
					fmt.Fprintf(w, "      %s\n", r)
				}
			}
		}
	}
	return out, nil
}

// geoTruth derives the state of a gold toponym.
type geoTruth struct {
	g    *gazetteer.Gazetteer
	near *gazetteer.Nearby
	ids  map[int]string
}

func newGeoTruth(g *gazetteer.Gazetteer) *geoTruth {
	return &geoTruth{g, g.Nearby(), g.CountriesByID()}
}

func (t *geoTruth) country(name, id string, lat, lon float64) string {
	n := 0
	fmt.Sscan(id, &n)
	if iso, ok := t.ids[n]; n != 0 && ok {
		return iso
	}
	for _, p := range t.g.Lookup(name) {
		km := gazetteer.Distance(p.Lat, p.Lon, lat, lon)
		if p.Kind == gazetteer.Country && km < 1500 {
			return p.Country
		}
		if p.Country == "" && km < 1500 {
			return ""
		}
	}
	if p, km, ok := t.near.Nearest(lat, lon); ok && km < 200 {
		return p.Country
	}
	return ""
}

func readGeo(path string) ([]geoDoc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 16<<20)
	var out []geoDoc
	for n := 1; sc.Scan(); n++ {
		var d geoDoc
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		out = append(out, d)
	}
	return out, sc.Err()
}

func scoreGeo(truth *geoTruth, docs []geoDoc, literalOnly bool) GeoScore {
	var s GeoScore
	c := geocoder.New(truth.g)
	for _, d := range docs {
		at := runeOffsets(d.Text)
		in := geocoder.Input{Text: d.Text, Title: d.Title, Home: geocoder.HomeOf(truth.g, d.URL)}
		var gold []int
		for i, t := range d.Toponyms {
			if t.Lat == nil || t.Lon == nil || t.End >= len(at) {
				continue
			}
			in.Toponyms = append(in.Toponyms, geocoder.Toponym{Span: text.Span{Start: at[t.Start], End: at[t.End]}})
			gold = append(gold, i)
		}
		start := time.Now()
		res := c.Resolve(in)
		s.Wall += time.Since(start)
		for k, r := range res {
			t := d.Toponyms[gold[k]]
			if literalOnly && !strings.HasPrefix(t.Type, "Literal") && t.Type != "Mixed" && t.Type != "Coercion" && t.Type != "Embedded_Literal" {
				continue
			}
			s.Toponyms++
			want := truth.country(t.Name, t.GeoNameID, *t.Lat, *t.Lon)
			km := 20000.0
			if r.Place.Name == "" {
				s.Missing++
			} else {
				km = gazetteer.Distance(*t.Lat, *t.Lon, r.Place.Lat, r.Place.Lon)
			}
			if want != "" {
				s.Countries++
				if r.Place.Country == want {
					s.Country++
				}
			}
			if km <= 161 {
				s.Within++
			}
			wrong := want != "" && r.Place.Country != want
			if km > 161 || wrong {
				s.Misses = append(s.Misses, GeoMiss{
					Doc: d.Doc, Name: t.Name, Km: km, Country: wrong, Reasons: r.Reasons,
					Gold: fmt.Sprintf("%s %.2f,%.2f (%s)", want, *t.Lat, *t.Lon, cmp.Or(t.GeoNameID, "-")),
					Got:  fmt.Sprintf("%s %s %s %.2f,%.2f", r.Place.Name, r.Place.Country, r.Place.Kind, r.Place.Lat, r.Place.Lon),
				})
			}
		}
	}
	slices.SortStableFunc(s.Misses, func(a, b GeoMiss) int { return cmp.Compare(a.Name, b.Name) })
	return s
}

// runeOffsets gives the byte offset of every code point, and the end.
func runeOffsets(s string) []text.Offset {
	out := make([]text.Offset, 0, len(s)+1)
	for i := range s {
		out = append(out, text.Offset(i))
	}
	return append(out, text.Offset(len(s)))
}
