package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// FuzzRead states the laws of a record, whatever the article: every span cuts
// whole characters out of the text, every interval runs from <= to, every id
// is its own, every actor named is one of the record's, the canonical form
// reads back equal, and reading twice gives the same bytes.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"BAKU, Azerbaijan, Feb. 14 - The head of the community, Tural Ganjaliyev, met on Thursday with the envoy, the community said.",
		"\"We will talk if they withdraw,\" he said in 1994. Armenia has not implemented four resolutions.",
		"Rebels killed 12 people on Feb. 30, 0001 and in the 99th century.\n\n\n\"' \" ' said said said.",
		"محادثات السلام في الدوحة يوم الخميس. 和平谈判。 👩‍👩‍👧‍👦 met 🇺🇳 on 5/6/7.",
		"\x00 U.S. Sen. J. William Fulbright's \u2028 said—said ‘’“” $5bn, [a] (b) <c>", "Israel. Israel? Israel!",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4000 {
			return
		}
		body := strings.ToValidUTF8(s, "?") // intake hands over nothing else
		rec := read(t, body, "2020-02-15")
		laws(t, body, rec)
		one, err := record.Canonical(rec)
		if err != nil {
			t.Fatal(err)
		}
		back, err := record.Decode(one)
		if err != nil {
			t.Fatal(err)
		}
		if two, err := record.Canonical(back); err != nil || !bytes.Equal(one, two) {
			t.Fatalf("the canonical form does not read back: %v", err)
		}
		if two, err := record.Canonical(read(t, body, "2020-02-15")); err != nil || !bytes.Equal(one, two) {
			t.Fatalf("two readings differ: %v", err)
		}
	})
}

// laws checks what holds for every record of a text.
func laws(t *testing.T, body string, rec *record.Record) {
	t.Helper()
	if err := record.Check(rec); err != nil {
		t.Fatal(err)
	}
	cut := func(what string, sp text.Span) {
		t.Helper()
		if !sp.IsZero() && (sp.Start < 0 || sp.End <= sp.Start || int(sp.End) > len(body) || !validCut(body, sp)) {
			t.Fatalf("%s: span %v does not cut whole characters out of %d bytes", what, sp, len(body))
		}
	}
	interval := func(what string, d when.Date) {
		t.Helper()
		if d.IsZero() {
			return
		}
		if _, ok := d.Start(); !ok || d.From > d.To {
			t.Fatalf("%s: from %q to %q", what, d.From, d.To)
		}
	}
	actors := map[string]bool{}
	for _, a := range rec.Actors {
		if actors[a.ID] {
			t.Fatalf("actor %s stands there twice", a.ID)
		}
		actors[a.ID] = true
		if len(a.Mentions) == 0 {
			t.Fatalf("actor %s is never named", a.Name)
		}
		for _, m := range a.Mentions {
			cut("mention of "+a.Name, m)
		}
	}
	known := func(what string, ids ...string) {
		t.Helper()
		for _, id := range ids {
			if !actors[id] {
				t.Fatalf("%s: %s is no actor of the record", what, id)
			}
		}
	}
	seen := map[string]bool{}
	rec.EachFinding(func(kind string, f *record.Finding) {
		if seen[f.ID] {
			t.Fatalf("%s %s stands there twice", kind, f.ID)
		}
		seen[f.ID] = true
		if f.Confidence < 0 || f.Confidence > 1 {
			t.Fatalf("%s %s: confidence %g", kind, f.ID, f.Confidence)
		}
		cut(kind, f.Span)
		for _, s := range f.Why {
			cut(kind+" step", s.Span)
		}
	})
	for _, e := range rec.Events {
		known("event", e.Actors...)
		known("event", e.Recipients...)
		known("event", e.Attribution...)
		interval("event", e.When)
		cut("trigger", e.Trigger)
		if len(e.Actors)+len(e.Recipients) == 0 {
			t.Fatalf("event %s names nobody", e.ID)
		}
	}
	for _, s := range rec.Statements {
		known("statement", s.Speaker)
		known("statement", s.Addressee...)
		known("statement", s.Via...)
		interval("statement", s.When)
		cut("content", s.Content)
		for _, c := range s.Conditions {
			cut("condition", c)
		}
	}
	for _, c := range rec.Contacts {
		known("contact", c.Participants...)
		interval("contact", c.When)
	}
	for _, i := range rec.Instruments {
		known("instrument", i.Parties...)
		for _, c := range i.Claims {
			cut("claim", c.Span)
		}
		for _, p := range i.Provisions {
			cut("provision", p)
		}
	}
	for _, d := range rec.Displacement {
		interval("displacement", d.When)
	}
	for _, c := range rec.Control {
		interval("control", c.When)
	}
	for _, m := range rec.Mandates {
		known("mandate", m.Body)
		for _, x := range m.Tasks {
			cut("task", x)
		}
	}
	for _, p := range rec.Processes {
		known("process", p.Mediators...)
		interval("process", p.When)
	}
}

// TestHostile reads what no newsroom writes: the laws hold, and time and
// output stay in bounds.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes")
	}
	for _, c := range []struct{ name, body string }{
		{"one-token", strings.Repeat("a", 1<<20)},
		{"no-full-stop", strings.Repeat("the minister met the envoy and ", 4000)},
		{"right-to-left", strings.Repeat("التقى الوزير بالمبعوث في الدوحة يوم الخميس. ", 2000)},
		{"emoji", strings.Repeat("👩‍👩‍👧‍👦🇺🇳🏳️‍🌈 ", 3000)},
		{"nul", strings.Repeat("The minister\x00met the\x00envoy. ", 2000)},
		{"german", strings.Repeat("Der Außenminister traf am Donnerstag den Gesandten in Genf. ", 1000)},
		{"quotes", strings.Repeat("\"he said \"she said ", 2000)},
		{"brackets", strings.Repeat("(", 10_000)},
	} {
		begin := time.Now()
		rec := read(t, c.body, "2020-02-15")
		took := time.Since(begin)
		laws(t, c.body, rec)
		t.Logf("%s: %d bytes in %v", c.name, len(c.body), took.Round(time.Millisecond))
		if took > time.Minute {
			t.Errorf("%s: %v for %d bytes", c.name, took, len(c.body))
		}
	}
}

// TestNobody: an article that names nobody gives no event, contact or statement.
func TestNobody(t *testing.T) {
	rec := read(t, "It rained for three days. The bridge stood. Then the fog lifted and the road was dry again.\n\nSpring came late.", "2020-02-15")
	if n := len(rec.Events) + len(rec.Contacts) + len(rec.Statements); n > 0 {
		t.Errorf("%d findings about nobody: %+v %+v %+v", n, rec.Events, rec.Contacts, rec.Statements)
	}
}
