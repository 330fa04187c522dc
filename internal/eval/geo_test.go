package eval

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/gazetteer"
)

// TestGeoCounts scores a tiny invented set: offsets are code points, a state
// is right or wrong by the nearest town, a continent is not counted there.
func TestGeoCounts(t *testing.T) {
	dir := t.TempDir()
	write := func(name, line string) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(line + "\n"))
		z.Close()
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("geowebnews.jsonl.gz", `{"doc":"1","text":"Émeutes: in Homs, Syria, and in Africa.","toponyms":[`+
		`{"start":12,"end":16,"name":"Homs","lat":34.73,"lon":36.71,"type":"Literal"},`+
		`{"start":18,"end":23,"name":"Syria","lat":0.0,"lon":32.0,"type":"Metonymic"},`+
		`{"start":32,"end":38,"name":"Africa","lat":7.2,"lon":21.1,"type":"Literal"},`+
		`{"start":0,"end":7,"name":"Émeutes","lat":null,"lon":null,"type":"Non_Toponym"}]}`)
	write("geovirus.jsonl.gz", `{"doc":"1","text":"Flu in Nairobi.","toponyms":[{"start":7,"end":14,"name":"Nairobi","lat":-1.28,"lon":36.82}]}`)
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	scores, err := Geo(&out, g, dir, true)
	if err != nil {
		t.Fatal(err)
	}
	all, literal, virus := scores[0], scores[1], scores[2]
	if all.Toponyms != 3 || all.Countries != 2 || all.Country != 1 || all.Within != 2 {
		t.Errorf("all: %+v", all)
	}
	if literal.Toponyms != 2 || literal.Countries != 1 || literal.Country != 1 || literal.Within != 2 {
		t.Errorf("literal: %+v", literal)
	}
	if virus.CountryRate() != 1 || virus.WithinRate() != 1 {
		t.Errorf("virus: %+v", virus)
	}
	if !strings.Contains(out.String(), `C GeoWebNews, all with coordinates/1 "Syria"`) {
		t.Errorf("the miss is not listed:\n%s", out.String())
	}
}

func TestGeoNamesTheBadLine(t *testing.T) {
	dir := t.TempDir()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte("{}\nnot json\n"))
	z.Close()
	path := filepath.Join(dir, "geowebnews.jsonl.gz")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Geo(&b, g, dir, false); err == nil || !strings.Contains(err.Error(), "geowebnews.jsonl.gz:2:") {
		t.Errorf("error %v", err)
	}
}
