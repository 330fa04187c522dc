package extract_test

import (
	"sync"
	"testing"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/extract"
	"rapporteur/internal/link"
	"rapporteur/internal/nlp/clause"
	"rapporteur/internal/report"
	"rapporteur/internal/when"
)

// made is a document made by hand: rows are "form/lemma/UPOS/XPOS/head/rel" of
// sentences parted by "|", heads counted in the sentence; people are the token
// ranges of persons' names, places and times those of toponyms and dates.
type made struct {
	rows   string
	people [][2]int
	places map[[2]int]string
	times  map[[2]int]string
}

const published = "2020-02-14"

// knowledge is loaded once for all tests.
var knowledge = sync.OnceValues(func() (*report.Knowledge, error) { return report.Load() })

// read runs the extraction, rules alone.
func read(t *testing.T, m made) (*extract.Findings, *link.Links, *doc.Document) {
	t.Helper()
	ref, err := when.Parse(published, when.Stated)
	must(t, err)
	d := treed(t, m.rows, ref, "Test Herald (invented)")
	var es []doc.Entity
	for _, p := range m.people {
		es = append(es, doc.Entity{Start: p[0], End: p[1], Type: doc.Person})
	}
	must(t, d.SetEntities(es))
	var ps []doc.PlaceRef
	for r, name := range m.places {
		ps = append(ps, doc.PlaceRef{Start: r[0], End: r[1], Name: name, Kind: "city"})
	}
	must(t, d.SetPlaces(ps))
	var ts []doc.Timex
	for r, day := range m.times {
		w, err := when.Parse(day, when.Anchored)
		must(t, err)
		ts = append(ts, doc.Timex{Start: r[0], End: r[1], Type: "DATE", Value: day, When: w})
	}
	must(t, d.SetTimexes(ts))
	must(t, clause.Stage{}.Run(d))
	k, err := knowledge()
	must(t, err)
	a := &article.Article{ID: "test", Text: d.Text, Body: d.Body, Published: ref, Outlet: "Test Herald (invented)"}
	who := link.Find(d, k.Register)
	return extract.Find(a, d, who, k.Lexicon, extract.Options{}), who, d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
