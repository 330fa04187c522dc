package report_test

import (
	"slices"
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

// TestMandate: infinitives in a list are tasks of their own, whether a comma,
// a semicolon or "and" parts them.
func TestMandate(t *testing.T) {
	for _, body := range []string{
		"The observers are mandated to watch the bridge, to count the lorries, and to report every month to the council.",
		"The observers are mandated to watch the bridge; to count the lorries; and to report every month to the council.",
	} {
		rec := read(t, body, "2020-01-30")
		if len(rec.Mandates) != 1 || len(rec.Mandates[0].Tasks) != 3 {
			t.Errorf("%s: %+v", body, rec.Mandates)
		}
	}
}

// TestTold: a derivation is told in words and not in the program's own terms.
func TestTold(t *testing.T) {
	rec := read(t, "Ghana's foreign minister urged Togo to withdraw its patrol boats on Tuesday. Togo's president rejected the demand.\n\n"+
		"Togolese troops hold the island of Bol. The 2003 border treaty has been violated by Togo, Ghana said.\n\nTwo thousand villagers fled from the island.", "2020-01-30")
	kinds := map[string]bool{}
	rec.EachFinding(func(kind string, f *record.Finding) {
		kinds[kind] = true
		if len(f.Why) < 2 {
			t.Errorf("%s %s: %d steps", kind, f.Rule, len(f.Why))
		}
		status := false
		for _, s := range f.Why {
			status = status || s.What == "status"
			for _, jargon := range []string{"slot", "subj+", "iobj", "<=", "operator over"} {
				if strings.Contains(s.How, jargon) {
					t.Errorf("%s: %s: %q is no word of the reader's", kind, s.How, jargon)
				}
			}
		}
		if !status {
			t.Errorf("%s %s: nothing says why it is %s", kind, f.Rule, f.Status)
		}
	})
	for _, k := range []string{record.KindEvent, record.KindStatement, record.KindInstrument, record.KindDisplacement} {
		if !kinds[k] {
			t.Errorf("no %s found to look at", k)
		}
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

// TestLexiconExamples runs every entry's example sentence through the whole
// flow, rules alone: its type or act must come out as the coding written beside
// it says, and where an entry has sentences that it must not fit, it must not
// fire on them.
func TestLexiconExamples(t *testing.T) {
	_, k := reader()
	all, right, parties, own := 0, 0, 0, 0
	for _, e := range k.Lexicon.Entries() {
		for _, s := range e.NotExample {
			read(t, s, "2020-06-15").EachFinding(func(kind string, f *record.Finding) {
				if f.Rule == e.ID {
					t.Errorf("%s:%d: %s fires on %q (%s)", e.File, e.Line, e.ID, s, kind)
				}
			})
		}
		rec := read(t, e.Example, "2020-06-15")
		if len(e.Coding) == 0 {
			for i := range rec.Events {
				if rec.Events[i].Rule == e.ID {
					t.Errorf("%s:%d: %s gives an event, its coding is none: %s", e.File, e.Line, e.ID, e.Example)
				}
			}
			continue
		}
		all++
		typed, named := fits(rec, e)
		if !typed {
			t.Errorf("%s:%d: %s: neither type nor act comes out of %q", e.File, e.Line, e.ID, e.Example)
		}
		if typed {
			right++
		}
		if named {
			parties++
		}
		if fired(rec, e.ID) {
			own++
		}
	}
	t.Logf("of %d examples %d come out with their type or act, %d with their parties too, %d by the entry itself", all, right, parties, own)
}

// fits says whether some finding has the type or act of the entry's first
// coding, and whether one of these has its parties too.
func fits(rec *record.Record, e *lexicon.Entry) (typed, named bool) {
	c := e.Coding[0]
	code := map[string]string{}
	for _, a := range rec.Actors {
		code[a.ID] = a.Country + " " + a.Plover
	}
	among := func(ids, want []string) bool {
		for _, w := range want {
			if !slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(code[id], w) }) {
				return false
			}
		}
		return true
	}
	for _, ev := range rec.Events {
		if c.Type != "" && (ev.Type == c.Type || ev.PlannedType != nil && *ev.PlannedType == c.Type) {
			typed, named = true, named || among(ev.Actors, c.Actors) && among(ev.Recipients, c.Recipients)
		}
	}
	for _, s := range rec.Statements {
		if c.Act != "" && s.Act == c.Act {
			typed, named = true, named || among([]string{s.Speaker}, c.Actors) && among(s.Addressee, c.Recipients)
		}
	}
	return typed, named
}

// fired says whether an entry made some finding or had a part in it.
func fired(rec *record.Record, id string) bool {
	found := false
	rec.EachFinding(func(_ string, f *record.Finding) {
		found = found || f.Rule == id
		for _, s := range f.Why {
			found = found || strings.Contains(s.How, "lexicon entry "+id+" ")
		}
	})
	return found
}
