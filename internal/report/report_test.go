package report_test

import (
	"strings"
	"sync"
	"testing"

	"rapporteur/internal/article"
	"rapporteur/internal/lexicon"
	"rapporteur/internal/nlp"
	"rapporteur/internal/record"
	"rapporteur/internal/report"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// reader is opened once: models and knowledge are the same for all tests.
var reader = sync.OnceValues(func() (*report.Reader, *report.Knowledge) {
	k, err := report.Load()
	if err != nil {
		panic(err)
	}
	p, models, err := nlp.Default(k.Known())
	if err != nil {
		panic(err)
	}
	return report.NewReader(p, k, nil, models), k
})

func read(t testing.TB, body, day string) *record.Record {
	t.Helper()
	r, _ := reader()
	at, err := when.Parse(day, when.Stated)
	if err != nil {
		t.Fatal(err)
	}
	a := &article.Article{ID: "test", Outlet: "Test Herald (invented)", Published: at, Language: "en", Text: body, Body: text.Span{End: text.Offset(len(body))}}
	rec, err := r.Read(a)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// TestFlow reads a short invented report and checks what a reader would look
// for first. A person wrote the expectations.
func TestFlow(t *testing.T) {
	body := "The foreign ministers of Armenia and Azerbaijan met in Geneva on Wednesday.\n\n" +
		"\"We will not accept any precondition,\" Armenian Foreign Minister Zohrab Mnatsakanyan said.\n\n" +
		"Armenian forces occupied seven districts in the early 1990s. Armenia has not implemented four UN Security Council resolutions."
	rec := read(t, body, "2020-01-30")
	name := map[string]string{}
	country := map[string]string{}
	for _, a := range rec.Actors {
		name[a.ID], country[a.ID] = a.Name, a.Country
	}
	met := false
	for _, c := range rec.Contacts {
		have := map[string]bool{}
		for _, p := range c.Participants {
			have[country[p]] = true
		}
		if have["ARM"] && have["AZE"] && c.Stage == "held" && c.Status == record.New {
			met = true
			if c.When.String() != "2020-01-29" {
				t.Errorf("the meeting is dated %s, want 2020-01-29", c.When)
			}
		}
	}
	if !met {
		t.Errorf("no held contact between Armenia and Azerbaijan: %+v", rec.Contacts)
	}
	for _, e := range rec.Events {
		if w := e.In(body); e.Status == record.New && strings.Contains(w, "occupied") {
			t.Errorf("the war of the 1990s is coded as new: %q", w)
		}
	}
	claimed := false
	for _, in := range rec.Instruments {
		for _, c := range in.Claims {
			if c.Status == "not_implemented" && c.By == "Test Herald (invented)" && in.Count != nil && *in.Count == 4 {
				claimed = true
			}
		}
	}
	if !claimed {
		t.Errorf("the claim on four resolutions is missing: %+v", rec.Instruments)
	}
}

// TestSpans checks the law that every offset cuts whole characters inside the
// text, on a text full of characters of several bytes.
func TestSpans(t *testing.T) {
	body := "“Nous sommes prêts,” said Émile Lahoud’s envoy — he met Turkey’s Mevlüt Çavuşoğlu in Şanlıurfa on 3 May 2015.\n\nThe 1994 cease‑fire wasn’t honoured."
	rec := read(t, body, "2015-05-04")
	check := func(what string, sp text.Span) {
		if sp.IsZero() {
			return
		}
		if sp.In(body) == "" || strings.ContainsRune(sp.In(body), '\uFFFD') || !validCut(body, sp) {
			t.Errorf("%s: span %v does not cut whole characters", what, sp)
		}
	}
	rec.EachFinding(func(kind string, f *record.Finding) {
		check(kind, f.Span)
		for _, s := range f.Why {
			check(kind+" step", s.Span)
		}
	})
	for _, a := range rec.Actors {
		for _, m := range a.Mentions {
			check("mention of "+a.Name, m)
		}
	}
}

func validCut(s string, sp text.Span) bool {
	ok := func(i text.Offset) bool { return int(i) == len(s) || s[i]&0xC0 != 0x80 }
	return ok(sp.Start) && ok(sp.End)
}

// examplesFloor is the share of lexicon examples whose type or act must come
// out of the whole engine. It is raised when the engine gets better; falling
// below it fails.
const examplesFloor = 0.80

// TestLexiconExamples runs every entry's example sentence through the whole
// flow, rules alone, and compares type or act with the coding written beside it.
func TestLexiconExamples(t *testing.T) {
	_, k := reader()
	right, all := 0, 0
	var wrong []string
	for _, e := range k.Lexicon.Entries() {
		if e.Example == "" || len(e.Coding) == 0 {
			continue
		}
		all++
		rec := read(t, e.Example, "2020-06-15")
		if fits(rec, e) {
			right++
		} else {
			wrong = append(wrong, e.ID)
		}
	}
	share := float64(right) / float64(all)
	t.Logf("%d of %d examples (%.1f %%) come out with their type or act", right, all, 100*share)
	if share < examplesFloor {
		t.Errorf("only %.1f %% of the examples come out, want %.0f %%; wrong: %v", 100*share, 100*examplesFloor, wrong[:min(40, len(wrong))])
	}
}

// fits says that some finding has the type or act of the entry's first coding.
func fits(rec *record.Record, e *lexicon.Entry) bool {
	c := e.Coding[0]
	for _, ev := range rec.Events {
		if c.Type != "" && (ev.Type == c.Type || ev.PlannedType != nil && *ev.PlannedType == c.Type) {
			return true
		}
	}
	for _, s := range rec.Statements {
		if c.Act != "" && s.Act == c.Act {
			return true
		}
	}
	return false
}
