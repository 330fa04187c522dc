package gazetteer

import (
	"archive/zip"
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// found says whether a place of that kind in that state stands among the
// places of a name, near the coordinates.
func found(ps []Place, kind Kind, country string, lat, lon float64) bool {
	for _, p := range ps {
		if p.Kind == kind && p.Country == country && Distance(p.Lat, p.Lon, lat, lon) < 120 {
			return true
		}
	}
	return false
}

func TestLookup(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		name, country string
		kind          Kind
		lat, lon      float64
	}{
		{"Syria", "SYR", Country, 35, 38},
		{"Kiev", "UKR", City, 50.4, 30.5},
		{"Kyiv", "UKR", City, 50.4, 30.5},
		{"Stepanakert", "AZE", City, 39.8, 46.7},
		{"Khankendi", "AZE", City, 39.8, 46.7},
		{"Xankəndi", "AZE", City, 39.8, 46.7},
		{"Shushi", "AZE", City, 39.8, 46.7},
		{"Tskhinval", "GEO", City, 42.2, 44},
		{"Lefkoşa", "CYP", City, 35.2, 33.4},
		{"Londonderry", "GBR", City, 55, -7.3},
		{"Artemivsk", "UKR", City, 48.6, 38},
		{"Aleppo province", "SYR", Region, 36.2, 37.5},
		{"northern Aleppo province", "SYR", Region, 36.2, 37.5},
		{"Donetsk region", "UKR", Region, 48, 37.8},
		{"Borno", "NGA", Region, 11.5, 13},
		{"state of Borno", "NGA", Region, 11.5, 13},
		{"Calif.", "USA", Region, 37.2, -119.7},
		{"NSW", "AUS", Region, -33, 146},
		{"Orange County", "USA", District, 33.7, -117.8},
		{"al-Hasaka", "SYR", Region, 36.5, 40.7},
		{"Jisr al-Shughour", "SYR", City, 35.8, 36.3},
		{"Mt. Ararat", "TUR", Mountain, 39.7, 44.3},
		{"Lake Chad", "", Water, 13, 14},
		{"Strait of Hormuz", "", Water, 26.6, 56.2},
		{"Donbass", "UKR", Area, 48.4, 38.3},
		{"Gaza", "PSE", City, 31.5, 34.4},
		{"Golan", "SYR", Area, 33, 35.7},
		{"the Kremlin", "RUS", Site, 55.7, 37.6},
		{"Zaatari refugee camp", "JOR", Site, 32.3, 36.3},
		{"Bab al-Hawa crossing", "SYR", Site, 36.2, 36.7},
	} {
		if ps := g.Lookup(c.name); !found(ps, c.kind, c.country, c.lat, c.lon) {
			t.Errorf("%s: no %s in %s among %d places", c.name, c.kind, c.country, len(ps))
		}
	}
	if ps := g.Lookup("Qwxzyville"); ps != nil {
		t.Errorf("an invented name gives %v", ps)
	}
}

func TestAbbreviationsCountOnlyInCapitals(t *testing.T) {
	g := load(t)
	for _, m := range g.Find("or") {
		if m.Form == Abbreviation {
			t.Errorf("the word or means %s", g.Name(m.Ref))
		}
	}
	if ps := g.Lookup("OR"); !found(ps, Region, "USA", 44, -120.5) {
		t.Error("OR is not Oregon")
	}
}

func TestDisputedNamesStandSideBySide(t *testing.T) {
	g := load(t)
	ps := g.Lookup("Shushi")
	if len(ps) == 0 || len(ps[0].Disputed) < 2 {
		t.Fatalf("Shushi: %+v", ps)
	}
	by := map[string]string{}
	for _, u := range ps[0].Disputed {
		by[u.Name] = u.By
	}
	if !strings.Contains(by["Shusha"], "Azerbaijan") || !strings.Contains(by["Shushi"], "Armenia") {
		t.Errorf("uses: %v", by)
	}
}

func TestCountryOf(t *testing.T) {
	g := load(t)
	for name, want := range map[string]string{"Syrian": "SYR", "Kyrgyz Republic": "KGZ", "the Netherlands": "NLD", "Filipinos": "PHL", "Atlantis": ""} {
		if got := g.CountryOf(name); got != want {
			t.Errorf("CountryOf(%q) = %q, want %q", name, got, want)
		}
	}
	if g.CountryByISO2("GB") != "GBR" {
		t.Error("GB is not GBR")
	}
}

func TestEveryStateHasItsData(t *testing.T) {
	g := load(t)
	if n := len(g.countries); n < 245 {
		t.Fatalf("%d states and territories", n)
	}
	for iso, c := range g.countries {
		p := g.Place(g.State(iso))
		if p.Country != iso || p.GeoNamesID == 0 || p.Kind != Country || (p.Lat == 0 && p.Lon == 0) {
			t.Errorf("%s (%s): %+v", iso, c.Name, p)
		}
	}
}

func TestNearby(t *testing.T) {
	n := load(t).Nearby()
	p, km, ok := n.Nearest(48.86, 2.35)
	if !ok || p.Country != "FRA" || km > 5 {
		t.Errorf("near Paris: %v %v %v", p.Name, km, ok)
	}
	if p, _, ok := n.Nearest(-45, -140); ok {
		t.Errorf("in the South Pacific: %s", p.Name)
	}
	if p, _, ok := n.Nearest(-16.5, 179.999); !ok || p.Country != "FJI" {
		t.Errorf("at the date line: %v %v", p.Name, ok)
	}
}

func TestDistance(t *testing.T) {
	if d := Distance(51.5, -0.13, 48.85, 2.35); math.Abs(d-343) > 5 {
		t.Errorf("London to Paris: %.0f km", d)
	}
	if d := Distance(10, 179.5, 10, -179.5); d > 120 {
		t.Errorf("over the date line: %.0f km", d)
	}
}

func TestTablesRefuse(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"kind", "hamlet\tX\t\tSYR\t\t1\t2", `t.tsv:2: unknown kind "hamlet"`},
		{"country", "site\tX\t\tQQQ\t\t1\t2", `t.tsv:2: unknown country "QQQ"`},
		{"region", "site\tX\t\tSYR\tNowhere\t1\t2", `t.tsv:2: unknown region "Nowhere" of SYR`},
		{"latitude", "site\tX\t\tSYR\t\t91\t2", `t.tsv:2: latitude "91"`},
		{"columns", "site\tX", "t.tsv:2: 2 columns"},
		{"unlocated", "city\tQwxzyville\t\tSYR", "t.tsv:2: Qwxzyville in SYR is not in the packed table"},
		{"population", "site\tX\t\tSYR\t\t1\t2\t\tmany", `t.tsv:2: population "many" is no number`},
	} {
		_, err := load(t).Extend(fstest.MapFS{"t.tsv": {Data: []byte(placesMark + "1\n" + c.row + "\n")}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func TestCountriesRefuse(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{"AAA\tAA\t1\tA\t\t\t1\t2\t3\nAAA\tAB\t1\tB\t\t\t1\t2\t3", "c.tsv:2: AAA (AB) stands twice"},
		{"AAA\tAA\tx\tA\t\t\t1\t2\t3", "GeoNames id"},
		{"AAA\tAA\t1\tA\t\t\t1\t2", "8 columns"},
	} {
		_, err := readCountries(fstest.MapFS{"c.tsv": {Data: []byte(c.row)}}, "c.tsv")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want one with %q", c.row, err, c.want)
		}
	}
}

func TestExtendAddsAndUpdates(t *testing.T) {
	g := load(t)
	town := func(g *Gazetteer, name string) int {
		for _, p := range g.Lookup(name) {
			if p.Kind == City {
				return p.Population
			}
		}
		return -1
	}
	// One place that the gazetteer has under another population, one that is new.
	lines := "" +
		"713174\tBakhmut\tBakhmut\tBachmut\t48.59559\t38.00007\tP\tPPLA2\tUA\t\t05\t\t\t\t99999\t\t\tEurope/Kyiv\t2023-01-01\n" +
		"999999991\tQwxzyville\tQwxzyville\tQwxzyburg\t48.60\t38.10\tP\tPPL\tUA\t\t05\t\t\t\t1200\t\t\tEurope/Kyiv\t2023-01-01\n" +
		"999999992\tA Shop\tA Shop\t\t48.60\t38.10\tS\tSTOR\tUA\t\t05\t\t\t\t0\t\t\tEurope/Kyiv\t2023-01-01\n"
	dir := fstest.MapFS{
		"places/UA.txt":  {Data: []byte(lines)},
		"wells.tsv":      {Data: []byte(placesMark + "1\nsite\tQwxzy Well\t\tSYR\t\t34\t37\n")},
		"actors.tsv":     {Data: []byte("# rapporteur register peoples 1\nnames\nQwxzyans\n")},
		"a.actors.txt":   {Data: []byte("QWXZY [QWX]\n")},
		"predicates.zip": {Data: empty(t)},
	}
	big, err := g.Extend(dir)
	if err != nil {
		t.Fatal(err)
	}
	if big.Len() != g.Len()+2 {
		t.Errorf("%d places, want %d", big.Len(), g.Len()+2)
	}
	ps := big.Lookup("Qwxzyburg")
	if len(ps) != 1 || ps[0].Region != "Donetsk" || ps[0].Country != "UKR" {
		t.Errorf("new place: %+v", ps)
	}
	if ps := big.Lookup("Qwxzy Well"); len(ps) != 1 || ps[0].Country != "SYR" {
		t.Errorf("new site: %+v", ps)
	}
	if n := town(big, "Bakhmut"); n != 99999 {
		t.Errorf("population of the known place: %d", n)
	}
	if town(g, "Bakhmut") == 99999 || g.Lookup("Qwxzyville") != nil {
		t.Error("Extend changed the gazetteer it was called on")
	}
	dir["places/bad.txt"] = &fstest.MapFile{Data: []byte(lines + "1\tonly\tthree\n")}
	if _, err := g.Extend(dir); err == nil || !strings.Contains(err.Error(), "places/bad.txt:4: 3 columns") {
		t.Errorf("a bad dump: %v", err)
	}
	_, err = g.Extend(fstest.MapFS{"t.tsv": {Data: []byte(placesMark + "7\n")}})
	if err == nil || !strings.Contains(err.Error(), `t.tsv:1: places of version "7"`) {
		t.Errorf("a table of another version: %v", err)
	}
}

// empty is a zip file without files.
func empty(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := zip.NewWriter(&b).Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestDumpFile reads the GeoNames dump of towns over 15,000 where it is at hand.
func TestDumpFile(t *testing.T) {
	dir := os.Getenv("RAPPORTEUR_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	dump, err := os.ReadFile(filepath.Join(dir, "geo", "cities15000.zip"))
	if err != nil {
		t.Skipf("NOT TESTED: no GeoNames dump at hand: %v", err)
	}
	g := load(t)
	big, err := g.Extend(fstest.MapFS{"cities15000.zip": {Data: dump}})
	if err != nil {
		t.Fatal(err)
	}
	if added := big.Len() - g.Len(); added < 0 || added > 10000 {
		t.Errorf("%d places are new", added)
	}
	if ps := big.Lookup("Homs"); !found(ps, City, "SYR", 34.7, 36.7) {
		t.Error("Homs is gone")
	}
}

func BenchmarkFind(b *testing.B) {
	g := load(b)
	names := []string{"Aleppo", "Orange County", "northern Aleppo province", "Qwxzyville", "San José", "Khan Shaykhun"}
	for i := 0; b.Loop(); i++ {
		g.Find(names[i%len(names)])
	}
}
