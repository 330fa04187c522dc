package brief

import (
	"bytes"
	"strings"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/series"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// All that is told here is invented.
type tale struct{ g *series.Gatherer }

func day(s string) when.Date {
	d, err := when.Parse(s, when.Stated)
	if err != nil {
		panic(err)
	}
	return d
}

func base(id, outlet, published, body, incident string, st record.Status) (*record.Record, record.Finding) {
	rec := &record.Record{Schema: record.Schema, Article: record.Article{ID: id, Outlet: outlet, Published: published, Text: body, URL: "https://example.org/" + id}}
	rec.Actors = []record.Actor{{ID: "t", Name: "Torresk", Country: "SOL", Kind: "person"}, {ID: "v", Name: "Venn_*", Kind: "person"}}
	return rec, record.Finding{ID: "f" + id, Incident: incident, Status: st, Span: text.Span{End: text.Offset(len(body))}, Confidence: 0.5}
}

func (t tale) contact(id, outlet, published, body, incident, stage string, st record.Status, on string) {
	rec, f := base(id, outlet, published, body, incident, st)
	rec.Contacts = []record.Contact{{Finding: f, Format: "meeting", Stage: stage, Participants: []string{"t", "v"}, When: day(on)}}
	t.g.Add(rec)
}

func (t tale) event(id, outlet, published, body, incident string, st record.Status, dead int) {
	rec, f := base(id, outlet, published, body, incident, st)
	rec.Events = []record.Event{{Finding: f, Type: "ASSAULT", Actors: []string{"v"}, When: day("2021-03-04"), Dead: &dead}}
	t.g.Add(rec)
}

func made(opt Options) *Brief {
	t := tale{series.NewGatherer()}
	t.contact("a", "North Post", "2021-03-02", "Torresk met Venn in February.", "old", "held", record.New, "2021-02-20")
	t.contact("b", "South Post", "2021-03-10", "Torresk had met Venn in February.", "old", "held", record.Background, "2021-02-20")
	t.contact("c", "North Post", "2021-03-10", "Torresk met Venn again.", "new", "held", record.New, "2021-03-09")
	t.contact("d", "North Post", "2021-03-10", "They will meet on 30 March.", "later", "announced", record.Planned, "2021-03-30")
	t.contact("e", "North Post", "2021-03-06", "They will meet on 14 March.", "due", "announced", record.Planned, "2021-03-14")
	t.contact("f", "North Post", "2021-03-11", "The meeting of 11 March was called off.", "off", "cancelled", record.Negated, "2021-03-11")
	t.event("g", "North Post", "2021-03-05", "Four died.", "deed", record.New, 4)
	t.event("h", "South Post", "2021-03-11", "Six died.", "deed", record.New, 6)
	t.event("i", "North Post", "2021-03-20", "One died.", "deed2", record.New, 1)
	return Make(t.g.World(), opt)
}

func keys(b *Brief) map[string]string {
	out := map[string]string{}
	for _, s := range b.Sections {
		for _, l := range s.Lines {
			out[s.Key] += l.Cites[0].Article + " "
		}
	}
	return out
}

func TestSections(t *testing.T) {
	b := made(Options{Since: "2021-03-08", Until: "2021-03-15"})
	got := keys(b)
	want := map[string]string{"new": "c ", "announced": "d ", "cancelled": "f ", "overdue": "e ", "restated": "b h ", "contradicted": "g "}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %q, want %q", k, got[k], v)
		}
	}
	if len(got) != len(want) {
		t.Errorf("sections %v", got)
	}
	for _, s := range b.Sections {
		for _, l := range s.Lines {
			if len(l.Cites) == 0 || l.Cites[0].Quote == "" || l.Cites[0].Finding == "" {
				t.Errorf("%s: a line without evidence: %+v", s.Key, l)
			}
		}
	}
	if b.Articles != 5 {
		t.Errorf("%d articles", b.Articles)
	}
}

func TestFilters(t *testing.T) {
	if got := keys(made(Options{Since: "2021-03-08", Actor: "torresk"})); got["contradicted"] != "" || got["new"] != "c " {
		t.Errorf("actor: %v", got)
	}
	if got := keys(made(Options{Since: "2021-03-08", Conflict: []string{"SOL"}})); got["new"] != "c " || got["contradicted"] != "" {
		t.Errorf("conflict: %v", got)
	}
	if b := made(Options{Conflict: []string{"XYZ"}}); len(b.Sections) != 0 {
		t.Errorf("a conflict of nobody: %v", keys(b))
	}
	b := made(Options{Limit: 1})
	for _, s := range b.Sections {
		if len(s.Lines) > 1 {
			t.Errorf("%s has %d lines", s.Key, len(s.Lines))
		}
		if s.Key == "new" && s.More == 0 {
			t.Error("what was left out is not counted")
		}
	}
}

func TestForms(t *testing.T) {
	b := made(Options{Since: "2021-03-08"})
	b.Sections[0].Lines[0].Cites[0].Quote = `<script>alert(1)</script> *stars* [x](javascript:1)`
	b.Sections[0].Lines[0].Cites[0].URL = "javascript:alert(1)"
	var txt, md, html bytes.Buffer
	for _, err := range []error{b.Text(&txt), b.Markdown(&md), b.HTML(&html)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(txt.String(), "[North Post, 2021-03-10, fc, bytes 0:23]") {
		t.Errorf("text names no source:\n%s", txt.String())
	}
	if s := md.String(); strings.Contains(s, "<script>") || strings.Contains(s, "[x](javascript") || !strings.Contains(s, `\*stars\*`) || !strings.Contains(s, `Venn\_\*`) {
		t.Errorf("markdown is not escaped:\n%s", s)
	}
	if s := html.String(); strings.Contains(s, "<script>") || strings.Contains(s, `href="javascript:`) {
		t.Errorf("html is not escaped:\n%s", s)
	}
}
