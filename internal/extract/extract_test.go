package extract_test

import (
	"strings"
	"sync"
	"testing"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/extract"
	"rapporteur/internal/link"
	"rapporteur/internal/nlp/clause"
	"rapporteur/internal/report"
	"rapporteur/internal/text"
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
	var forms []string
	var toks []doc.Token
	var tags []doc.Tag
	var heads []int
	var rels []string
	var sents []doc.Sentence
	pos, start := 0, 0
	for _, r := range strings.Fields(m.rows) {
		if r == "|" {
			sents = append(sents, doc.Sentence{Start: start, End: len(toks)})
			start = len(toks)
			continue
		}
		f := strings.Split(r, "/")
		if len(f) != 6 {
			t.Fatalf("row %q", r)
		}
		toks = append(toks, doc.Token{Form: f[0], Span: text.Span{Start: text.Offset(pos), End: text.Offset(pos + len(f[0]))}})
		pos += len(f[0]) + 1
		forms = append(forms, f[0])
		tags = append(tags, doc.Tag{Lemma: f[1], UPOS: f[2], XPOS: f[3]})
		h := 0
		for _, c := range f[4] {
			h = h*10 + int(c-'0')
		}
		if h > 0 {
			h += start
		}
		heads, rels = append(heads, h-1), append(rels, f[5])
	}
	sents = append(sents, doc.Sentence{Start: start, End: len(toks)})
	body := strings.Join(forms, " ")
	ref, err := when.Parse(published, when.Stated)
	must(t, err)
	d := doc.New(body, text.Span{End: text.Offset(len(body))}, ref, "Test Herald (invented)")
	must(t, d.SetTokens(toks, sents))
	must(t, d.SetTags(tags))
	must(t, d.SetTree(heads, rels))
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
	a := &article.Article{ID: "test", Text: body, Body: text.Span{End: text.Offset(len(body))}, Published: ref, Outlet: "Test Herald (invented)"}
	who := link.Find(d, k.Register)
	return extract.Find(a, d, who, k.Lexicon, extract.Options{}), who, d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
