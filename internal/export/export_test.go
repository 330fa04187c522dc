package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"rapporteur/internal/ontology"
	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
)

// each gives hand-made records, as a store would.
func each(recs ...*record.Record) Each {
	return func(ctx context.Context, fn func(*record.Record) error) error {
		for _, rec := range recs {
			if err := fn(rec); err != nil {
				return err
			}
		}
		return nil
	}
}

// write runs a layout into a folder and gives the files' contents.
func write(t *testing.T, layout string, opt Options, recs ...*record.Record) map[string]string {
	t.Helper()
	l, err := Lookup(layout)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := l.Write(t.Context(), each(recs...), Dir(dir), opt); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	for _, f := range l.Files {
		if _, ok := out[f]; !ok {
			t.Errorf("%s: no file %s", layout, f)
		}
	}
	if len(out) != len(l.Files) {
		t.Errorf("%s: files %d, promised %d", layout, len(out), len(l.Files))
	}
	return out
}

// rows reads a list as a CSV reader does and fails on a shifted row. In a
// table without quoting a reader that only splits must see the same.
func rows(t *testing.T, s string, comma rune, columns int) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(s))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, columns, comma == '\t'
	out, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v\n%s", err, s)
	}
	if comma == '\t' {
		for i, line := range strings.Split(strings.TrimSuffix(s, "\n"), "\n") {
			if n := strings.Count(line, "\t") + 1; n != columns {
				t.Errorf("line %d has %d cells, not %d", i+1, n, columns)
			}
		}
	}
	return out
}

// byName lays a row under its column names.
func byName(columns, row []string) map[string]string {
	m := map[string]string{}
	for i, c := range columns {
		m[c] = row[i]
	}
	return m
}

func check(t *testing.T, got map[string]string, want map[string]string) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %q, want %q", k, got[k], v)
		}
	}
}

var nasty = strings.Join(strings.Fields(recordtest.Nasty), " ")

func TestColumnCounts(t *testing.T) {
	for name, x := range map[string]struct {
		columns []string
		n       int
	}{"icews": {icewsColumns(), 20}, "polecat": {polecatColumns(), 40}, "phoenix": {phoenixColumns(), 26}, "gdelt": {gdeltColumns(), 61}, "gdelt mentions": {gdeltMentionColumns(), 16}, "ucdp": {ucdpColumns(), 49}} {
		if len(x.columns) != x.n {
			t.Errorf("%s: %d columns, not %d", name, len(x.columns), x.n)
		}
	}
}

func TestCanonicalAndJSONL(t *testing.T) {
	got := write(t, "canonical", Options{}, recordtest.Sample(), recordtest.Odd(1))["record.jsonl"]
	var want bytes.Buffer
	for _, rec := range []*record.Record{recordtest.Sample(), recordtest.Odd(1)} {
		b, err := record.Canonical(rec)
		if err != nil {
			t.Fatal(err)
		}
		want.Write(append(b, '\n'))
	}
	if got != want.String() {
		t.Errorf("canonical\n%s", got)
	}
	for i, line := range strings.Split(strings.TrimSpace(got), "\n") {
		rec, err := record.Decode([]byte(line))
		if err != nil || rec.Article.Text == "" {
			t.Errorf("line %d: %v", i, err)
		}
	}
	bare := write(t, "jsonl", Options{}, recordtest.Odd(1))["articles.jsonl"]
	if rec, err := record.Decode([]byte(bare)); err != nil || rec.Article.Text != "" || rec.Article.Title != recordtest.Nasty {
		t.Errorf("jsonl: %v", err)
	}
	if with := write(t, "jsonl", Options{WithText: true}, recordtest.Odd(1))["articles.jsonl"]; with != strings.Split(got, "\n")[1]+"\n" {
		t.Error("jsonl with text differs from the canonical form")
	}
}

func TestCSV(t *testing.T) {
	files := write(t, "csv", Options{}, recordtest.Sample(), recordtest.Odd(1))
	for _, tab := range tidyTables() {
		cols := columnsOf(reflect.TypeOf(tab.zero), nil)
		seen := map[string]bool{}
		for _, c := range cols {
			if c.doc == "" || c.kind == "" || seen[c.name] {
				t.Errorf("%s.%s: no explanation, no type, or twice", tab.name, c.name)
			}
			seen[c.name] = true
			if !strings.Contains(files["codebook.md"], "| "+c.name+" |") {
				t.Errorf("the codebook lacks %s.%s", tab.name, c.name)
			}
		}
		got := rows(t, files[tab.name+".csv"], ',', len(cols))
		var want [][]any
		for _, rec := range []*record.Record{recordtest.Sample(), recordtest.Odd(1)} {
			for _, r := range tab.rows(rec) {
				want = append(want, []any{r})
			}
		}
		if len(got) != len(want)+1 || len(want) == 0 {
			t.Errorf("%s: %d rows, want %d and a header", tab.name, len(got), len(want))
			continue
		}
		for i := range want {
			for j, c := range cols {
				// encoding/csv reads \r\n inside a cell as \n
				if exp := strings.ReplaceAll(c.cell(reflect.ValueOf(want[i][0])), "\r\n", "\n"); got[i+1][j] != exp {
					t.Errorf("%s row %d %s: %q, want %q", tab.name, i, c.name, got[i+1][j], exp)
				}
			}
		}
	}
	if !strings.Contains(files["articles.csv"], `"`+strings.ReplaceAll(recordtest.Nasty, `"`, `""`)+`"`) {
		t.Error("the title was changed")
	}
}

func TestParquet(t *testing.T) {
	files := write(t, "parquet", Options{}, recordtest.Sample(), recordtest.Odd(1))
	for _, tab := range tidyTables() {
		cols := columnsOf(reflect.TypeOf(tab.zero), nil)
		body := files[tab.name+".parquet"]
		f, err := parquet.OpenFile(strings.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatalf("%s: %v", tab.name, err)
		}
		var want []any
		for _, rec := range []*record.Record{recordtest.Sample(), recordtest.Odd(1)} {
			want = append(want, tab.rows(rec)...)
		}
		if f.NumRows() != int64(len(want)) || len(f.Schema().Fields()) != len(cols) {
			t.Errorf("%s: %d rows of %d columns, want %d of %d", tab.name, f.NumRows(), len(f.Schema().Fields()), len(want), len(cols))
			continue
		}
		r := parquet.NewReader(f)
		for i := range want {
			got := map[string]any{}
			if err := r.Read(&got); err != nil {
				t.Fatalf("%s row %d: %v", tab.name, i, err)
			}
			for _, c := range cols {
				text := ""
				switch v := got[c.name].(type) {
				case string:
					text = v
				case []byte:
					text = string(v)
				case int64:
					text = strconv.FormatInt(v, 10)
				case float64:
					text = strconv.FormatFloat(v, 'f', -1, 64)
				case bool:
					text = strconv.FormatBool(v)
				case nil:
				default:
					t.Errorf("%s.%s: %T", tab.name, c.name, v)
				}
				if exp := c.cell(reflect.ValueOf(want[i])); text != exp {
					t.Errorf("%s row %d %s: %q, want %q", tab.name, i, c.name, text, exp)
				}
			}
		}
	}
}

func TestGeoJSON(t *testing.T) {
	var got struct {
		Type     string
		Features []feature
	}
	if err := json.Unmarshal([]byte(write(t, "geojson", Options{}, recordtest.Sample(), recordtest.Odd(1))["findings.geojson"]), &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "FeatureCollection" || len(got.Features) != 4 {
		t.Fatalf("%+v", got)
	}
	if f := got.Features[0]; f.Geometry.Coordinates != [2]float64{24.25, 61.5} || f.Props["kind"] != "contact" {
		t.Errorf("longitude comes first: %+v", f)
	}
	if f := got.Features[3]; f.Props["place"] != recordtest.Nasty || f.Props["dead"] != 3.0 {
		t.Errorf("odd feature %+v", f)
	}
}

func TestICEWS(t *testing.T) {
	got := rows(t, write(t, "icews", Options{}, recordtest.Sample(), recordtest.Odd(1))["icews.tsv"], '\t', 20)
	if !slices.Equal(got[0], icewsColumns()) || len(got) != 3 {
		t.Fatalf("%d rows: %q", len(got), got)
	}
	check(t, byName(got[0], got[1]), map[string]string{"Event Date": "2021-03-04", "Source Name": "Ilan Torresk", "Target Name": "Maria Venn", "CAMEO Code": "043", "Intensity": "1", "Sentence Number": "3", "City": "Norvik", "Latitude": "61.5"})
	check(t, byName(got[0], got[2]), map[string]string{"Source Name": nasty, "Source Country": "Azerbaijan", "Publisher": nasty, "CAMEO Code": "193", "City": nasty, "Longitude": "0.125"})
}

func TestICEWSPairsHaveTheirOwnIDs(t *testing.T) {
	rec := recordtest.Sample()
	var ids []string
	for _, a := range rec.Actors {
		ids = append(ids, a.ID)
	}
	rec.Events[0].Actors, rec.Events[0].Recipients = ids[:3], nil
	got := rows(t, write(t, "icews", Options{}, rec)["icews.tsv"], '\t', 20)
	seen := map[string]bool{}
	for _, r := range got[1:] {
		seen[r[0]] = true
	}
	if len(got) != 4 || len(seen) != 3 {
		t.Errorf("%d rows, %d ids; want 3 pairs", len(got)-1, len(seen))
	}
}

func TestPOLECAT(t *testing.T) {
	got := rows(t, write(t, "polecat", Options{}, recordtest.Sample(), recordtest.Odd(1))["polecat.tsv"], '\t', 40)
	if !slices.Equal(got[0], polecatColumns()) || len(got) != 3 {
		t.Fatalf("%q", got)
	}
	check(t, byName(got[0], got[1]), map[string]string{"Event ID": recordtest.Sample().Events[0].ID, "Event Type": "CONSULT", "Event Mode": "visit", "Intensity": "4", "Quad Code": "VERBAL COOPERATION", "Contexts": "diplomatic;migration",
		"Actor Name": "Ilan Torresk", "Actor Title": "mayor", "Recipient Name": "Maria Venn", "GeoNames ID": "999001", "Story Organizations": "Lake Conference;Ministry of Defence of Soldania", "Publication Date": "2021-03-05"})
	check(t, byName(got[0], got[2]), map[string]string{"Actor Country": "AZE", "Actor COW": "373", "Actor Name": strings.ReplaceAll(nasty, ";", ","), "Quad Code": "MATERIAL CONFLICT"})
}

func TestPhoenix(t *testing.T) {
	got := rows(t, write(t, "phoenix", Options{}, recordtest.Sample(), recordtest.Odd(1))["phoenix.tsv"], '\t', 26)
	check(t, byName(phoenixColumns(), got[0]), map[string]string{"Date": "20210304", "Year": "2021", "Month": "03", "Day": "04", "SourceActorFull": "NRVGOV", "SourceActorEntity": "NRV", "TargetActorEntity": "IGO", "EventRootCode": "04", "PentaClass": "1", "GoldsteinScore": "1"})
	check(t, byName(phoenixColumns(), got[1]), map[string]string{"EventCode": "193", "PentaClass": "4", "TargetActorFull": "REB", "NewsSources": strings.ReplaceAll(nasty, ";", ",")})
}

func TestGDELT(t *testing.T) {
	files := write(t, "gdelt", Options{}, recordtest.Sample(), recordtest.Odd(1))
	events := rows(t, files["gdelt.events.tsv"], '\t', 61)
	mentions := rows(t, files["gdelt.mentions.tsv"], '\t', 16)
	if len(events) != 2 || len(mentions) != 2 || events[0][0] != mentions[0][0] {
		t.Fatalf("%d events, %d mentions", len(events), len(mentions))
	}
	check(t, byName(gdeltColumns(), events[0]), map[string]string{"Day": "20210304", "MonthYear": "202103", "FractionDate": "2021.1753", "Actor1Name": "ILAN TORRESK", "Actor1CountryCode": "NRV", "EventCode": "043", "EventBaseCode": "043", "EventRootCode": "04",
		"QuadClass": "1", "GoldsteinScale": "1", "NumMentions": "1", "ActionGeo_Type": "4", "ActionGeo_Lat": "61.5", "DATEADDED": "20210305000000", "SOURCEURL": "https://example.org/2021/03/05/norvik"})
	check(t, byName(gdeltColumns(), events[1]), map[string]string{"Actor1Geo_CountryCode": "AJ", "Actor1Geo_FullName": "Azerbaijan", "ActionGeo_CountryCode": "AJ", "ActionGeo_FullName": nasty + ", Azerbaijan"})
	check(t, byName(gdeltMentionColumns(), mentions[0]), map[string]string{"EventTimeDate": "20210304000000", "MentionType": "1", "SentenceID": "3", "Confidence": "91", "InRawText": "1"})
	action, err := strconv.Atoi(byName(gdeltMentionColumns(), mentions[0])["ActionCharOffset"])
	if err != nil || !strings.HasPrefix(recordtest.Text[action:], "received") {
		t.Errorf("action at %d", action)
	}
}

// One event however many reports: the reports of an incident are one row
// and several mentions.
func TestOneEventManyReports(t *testing.T) {
	a, b := recordtest.Sample(), recordtest.Sample()
	b.Article.ID, b.Article.Outlet = "sample-2", "Lake Herald"
	b.Events[0].ID = "ev-other"
	a.Events[0].Incident, b.Events[0].Incident = "inc-1", "inc-1"
	files := write(t, "gdelt", Options{}, a, b)
	events, mentions := rows(t, files["gdelt.events.tsv"], '\t', 61), rows(t, files["gdelt.mentions.tsv"], '\t', 16)
	if len(events) != 1 || len(mentions) != 2 {
		t.Fatalf("%d events, %d mentions", len(events), len(mentions))
	}
	check(t, byName(gdeltColumns(), events[0]), map[string]string{"NumMentions": "2", "NumSources": "2", "NumArticles": "2"})
}

func TestUCDP(t *testing.T) {
	rec := recordtest.Odd(1)
	rec.Events[0].Where.Name = "Aghdam"
	got := rows(t, write(t, "ucdp", Options{}, recordtest.Sample(), rec)["ucdp.csv"], ',', 49)
	if !slices.Equal(got[0], ucdpColumns()) || len(got) != 2 {
		t.Fatalf("%d rows", len(got))
	}
	check(t, byName(got[0], got[1]), map[string]string{"year": "2020", "type_of_violence": "1", "side_a": nasty, "best": "3", "deaths_unknown": "3", "deaths_civilians": "0", "country": "Azerbaijan", "country_id": "373", "region": "Europe", "gwnoa": "373",
		"date_prec": "1", "date_start": "2020-02-14", "where_prec": "1", "priogrid_gid": strconv.Itoa(99*720 + 361), "geom_wkt": "POINT (0.125 -40.5)", "source_headline": strings.ReplaceAll(nasty, ";", ",")})
}

func TestUCDPCivilians(t *testing.T) {
	rec := recordtest.Odd(1)
	rec.Actors[1].Sector, rec.Actors[1].Kind = "CVL", "people"
	got := rows(t, write(t, "ucdp", Options{}, rec)["ucdp.csv"], ',', 49)
	check(t, byName(got[0], got[1]), map[string]string{"type_of_violence": "3", "side_b": "Civilians", "deaths_civilians": "3", "deaths_unknown": "0"})
}

func TestFTM(t *testing.T) {
	got := write(t, "ftm", Options{}, recordtest.Sample(), recordtest.Odd(1))["entities.ftm.json"]
	ids := map[string]entity{}
	schemas := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(got), "\n") {
		var e entity
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if _, ok := ids[e.ID]; ok {
			t.Errorf("id %s twice", e.ID)
		}
		ids[e.ID] = e
		schemas[e.Schema]++
	}
	for schema, n := range map[string]int{"Article": 2, "Person": 2, "Position": 3, "Occupancy": 3, "Mention": 8, "Organization": 2, "PublicBody": 3, "LegalEntity": 1} {
		if schemas[schema] != n {
			t.Errorf("%d of %s, want %d (%v)", schemas[schema], schema, n, schemas)
		}
	}
	for _, e := range ids {
		for _, p := range []string{"document", "resolved", "holder", "post", "entity", "proof", "organizer", "involved"} {
			for _, v := range e.Properties[p] {
				if _, ok := ids[v]; !ok {
					t.Errorf("%s %s: %s points at nothing (%s)", e.Schema, e.ID, p, v)
				}
			}
		}
	}
	if e := ids[recordtest.Odd(1).Actors[0].ID]; e.Properties["name"][0] != recordtest.Nasty || e.Properties["country"][0] != "az" {
		t.Errorf("odd actor %+v", e)
	}
	if e := ids[recordtest.Sample().Contacts[1].ID]; e.Properties["date"][0] != "2021-04" {
		t.Errorf("a date keeps its precision: %+v", e)
	}
	if _, ok := ids[recordtest.Sample().Events[2].ID]; ok {
		t.Error("an event that is said not to have happened is an entity")
	}
}

func TestPLOVERJSON(t *testing.T) {
	var got []ploverEvent
	if err := json.Unmarshal([]byte(write(t, "plover-json", Options{}, recordtest.Sample(), recordtest.Odd(1))["plover.json"]), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Event != "CONSULT" || got[0].EventText != "received" || got[0].Target[0].ActorText != "Maria Venn" || got[1].Text != recordtest.Nasty {
		t.Errorf("%+v", got)
	}
	if s := write(t, "plover-json", Options{})["plover.json"]; json.Unmarshal([]byte(s), &got) != nil || len(got) != 0 {
		t.Errorf("nothing to write gives %q", s)
	}
}

func TestFilter(t *testing.T) {
	tests := []struct {
		name string
		f    Filter
		n    int // findings of Sample that pass
	}{
		{"all", Filter{}, 15},
		{"status", Filter{Statuses: []record.Status{record.Planned}}, 2},
		{"actor-by-name", Filter{Actor: "torresk"}, 6},
		{"actor-by-id", Filter{Actor: recordtest.Sample().Actors[2].ID}, 2},
		{"type", Filter{Type: "consult"}, 1},
		{"cameo-root", Filter{Type: "19"}, 2},
		{"kind", Filter{Type: "control"}, 1},
		{"place", Filter{Place: "norvik"}, 2},
		{"country", Filter{Place: "nrv"}, 2},
		{"since", Filter{Since: "2021-03-05", Until: "2021-03"}, 7},
		{"until", Filter{Until: "1999"}, 2},
		{"outlet", Filter{Outlet: "example"}, 15},
		{"other-outlet", Filter{Outlet: "herald"}, -1},
		{"nothing", Filter{Actor: "nobody"}, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rec := tt.f.apply(recordtest.Sample())
			n := -1
			if rec != nil {
				n = len(rec.Items())
			}
			if n != tt.n {
				t.Errorf("%d findings pass, want %d", n, tt.n)
			}
		})
	}
}

func TestStatusOfCodedEvents(t *testing.T) {
	if got := write(t, "polecat", Options{Filter: Filter{Statuses: []record.Status{record.Background, record.Negated}}}, recordtest.Sample())["polecat.tsv"]; strings.Count(got, "ASSAULT") != 2 {
		t.Errorf("events of two statuses:\n%s", got)
	}
}

// What is announced for a month without a day is dated by publication only
// where the month holds that day.
func TestDayOfCoarseDates(t *testing.T) {
	rec := recordtest.Sample()
	for want, i := range map[string]int{"2021-03-04": 0, "2021-04-01": 1, "1990-01-01": 3} {
		if got := newOccurrence("x", rec, &rec.Events[i]).day(); got != want {
			t.Errorf("event %d on %s, want %s", i, got, want)
		}
	}
	rec.Events[0].When.From, rec.Events[0].When.To = "2021-03-01", "2021-03-31"
	if got := newOccurrence("x", rec, &rec.Events[0]).day(); got != "2021-03-05" {
		t.Errorf("a month that holds the day of publication gives %s", got)
	}
}

func TestNothingIsLeftOfAFailure(t *testing.T) {
	broken := errors.New("broken")
	for _, l := range Layouts() {
		dir := t.TempDir()
		err := l.Write(t.Context(), func(ctx context.Context, fn func(*record.Record) error) error {
			if err := fn(recordtest.Sample()); err != nil {
				return err
			}
			return broken
		}, Dir(dir), Options{})
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", l.Name, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s leaves %s", l.Name, left[0].Name())
		}
	}
}

func TestTableRefusesAShiftedRow(t *testing.T) {
	tab, err := newTable(io.Discard, '\t', false, true, []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	if tab.write([]string{"x"}) == nil || tab.write([]string{"x", "y", "z"}) == nil {
		t.Error("a row of another length was written")
	}
}

func TestStream(t *testing.T) {
	for _, l := range Layouts() {
		var buf bytes.Buffer
		err := l.Write(t.Context(), each(recordtest.Sample()), Stream(&buf), Options{})
		if (err == nil) != (len(l.Files) == 1) || err == nil && buf.Len() == 0 {
			t.Errorf("%s to a stream: %d bytes, %v", l.Name, buf.Len(), err)
		}
	}
}

func TestSameTwice(t *testing.T) {
	for _, l := range Layouts() {
		if l.Name == "parquet" {
			continue // compared by its rows
		}
		a, b := write(t, l.Name, Options{}, recordtest.Sample(), recordtest.Odd(1)), write(t, l.Name, Options{}, recordtest.Sample(), recordtest.Odd(1))
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s differs from run to run", l.Name)
		}
	}
}

func TestStatesTable(t *testing.T) {
	for code, n := range states() {
		if n.cow == "" || n.gw == "" || byAlpha3(code).String() == "Unknown" && code != "XKX" {
			t.Errorf("states.tsv: %s %+v", code, n)
		}
	}
	if len(states()) < 190 {
		t.Errorf("%d states", len(states()))
	}
}

func TestCameoFallsBackToTheRoot(t *testing.T) {
	ont, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	if c := cameoOf(ont, &record.Event{Type: "ASSAULT"}); len(c.code) != 2 || c.name == "" || c.goldstein >= 0 {
		t.Errorf("%+v", c)
	}
	if c := cameoOf(ont, &record.Event{Type: "CONSULT", Cameo: "0871"}); c.base != "087" || c.root != "08" {
		t.Errorf("%+v", c)
	}
}
