package register

import (
	"errors"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
)

func TestLoadEmbedded(t *testing.T) {
	r := embeddedRegister(t)
	rows := 0
	for _, c := range r.Counts() {
		t.Logf("%-24s %-14s %5d", c.File, c.Kind, c.Rows)
		rows += c.Rows
	}
	t.Logf("%d rows, %d actors, %d terms of office", rows, len(r.Actors()), len(r.tenures))
	if len(r.Notes()) > 0 {
		t.Errorf("the embedded files give notes: %v", r.Notes())
	}
	// Every state has what the stages rely on.
	for i := range r.Actors() {
		a := &r.Actors()[i]
		if a.Kind == State && a.To == "" {
			p := r.Profile(a)
			if p.Class == "state" && (p.Capital == "" && a.Country != "BEL" || len(p.Adjectives) == 0 || p.ISO2 == "") {
				t.Errorf("%s: %s lacks a capital, an adjective or an alpha-2 code", a.Source, a.ID)
			}
		}
		if got := r.ByID(a.ID); got != a {
			t.Errorf("ByID does not find %q", a.ID)
		}
		if (a.Kind == Organization || a.Kind == ArmedGroup || a.Kind == Outlet || a.Kind == Person) && a.Code == "" {
			t.Errorf("%s: %s has no code", a.Source, a.ID)
		}
	}
}

// TestLoadTime measures processor time, not the clock, so that a busy machine
// does not fail it. The bound is a fence far above the usual figure.
func TestLoadTime(t *testing.T) {
	cpu := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Skip(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	best := time.Hour
	for range 5 {
		t0 := cpu()
		embeddedRegister(t)
		best = min(best, cpu()-t0)
	}
	t.Logf("one load takes %v of processor time", best)
	if best > 300*time.Millisecond {
		t.Errorf("one load takes %v of processor time", best)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	r := embeddedRegister(b)
	tokens := strings.Fields("The OSCE Minsk Group co-chairs met the head of the Azerbaijani community of Nagorno-Karabakh in Baku on Friday , the Azerbaijani foreign ministry said in a statement after three hours of talks about the return of displaced people .")
	b.ReportAllocs()
	for b.Loop() {
		for i := range tokens {
			r.Find(tokens, i)
		}
	}
	b.ReportMetric(float64(len(tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

const (
	groupsHead  = "# rapporteur register groups 1\nnames\tcountry\tsector\tfrom\tto\tparent\tid\tsure\tcodes\n"
	leadersHead = "# rapporteur register leaders 1\nperson\taliases\tstate\ttitle\tfrom\tto\tsure\tnote\n"
)

func TestFaults(t *testing.T) {
	tests := []struct{ phenomenon, text, want string }{
		{"unknown-sector", groupsHead + "Blue Shirts\tAZE\tXYZ\n", `f.tsv:3: unknown sector "XYZ"`},
		{"unknown-country", groupsHead + "Blue Shirts\tAXE\tREB\n", `f.tsv:3: country "AXE" is no country code of the register`},
		{"malformed-country", groupsHead + "Blue Shirts\taze\tREB\n", `f.tsv:3: "aze" is no ISO 3166-1 alpha-3 code`},
		{"doubled-id", groupsHead + "Blue Shirts\tAZE\tREB\n# between\nblue shirts\tARM\tREB\n", `f.tsv:5: id "group/blue-shirts" is doubled: it stands at f.tsv:3 too`},
		{"end-before-start", groupsHead + "Blue Shirts\tAZE\tREB\t1999-05\t1998\n", `f.tsv:3: ends 1998, before it starts 1999-05`},
		{"no-date", groupsHead + "Blue Shirts\tAZE\tREB\tMay 1999\n", `f.tsv:3: "May 1999" is no date`},
		{"impossible-date", groupsHead + "Blue Shirts\tAZE\tREB\t1999-13-01\n", `f.tsv:3: "1999-13-01" is no date`},
		{"dangling-parent", groupsHead + "Blue Shirts\tAZE\tREB\t\t\tgroup/nobody\n", `f.tsv:3: parent "group/nobody" is neither an id nor a name of the register`},
		{"bad-sure", groupsHead + "Blue Shirts\tAZE\tREB\t\t\t\t\tmaybe\n", `f.tsv:3: column "sure" holds "maybe"`},
		{"empty-name", groupsHead + "\tAZE\tREB\n", `f.tsv:3: column "names" is empty`},
		{"too-many-cells", groupsHead + "Blue Shirts\tAZE\tREB\t\t\t\t\t\t\textra\n", `f.tsv:3: more cells than the header's 9 columns`},
		{"bad-dated-code", groupsHead + "Blue Shirts\tAZE\tREB\t\t\t\t\t\tAZEGOV since 1999\n", `f.tsv:3: dated code "AZEGOV since 1999" is not of the form`},
		{"unknown-title", leadersHead + "Jane Doe\t\tAZE\tgrand vizier\n", `f.tsv:3: unknown title "grand vizier"`},
		{"unknown-body", leadersHead + "Jane Doe\t\tOZ\tpresident\n", `f.tsv:3: state or body "OZ" is neither an id nor a name of the register`},
		{"term-ends-first", leadersHead + "Jane Doe\t\tAZE\tpresident\t2001-05-05\t2001-05-04\n", `f.tsv:3: ends 2001-05-04, before it starts 2001-05-05`},
		{"doubled-term", leadersHead + "Jane Doe\t\tAZE\tpresident\t2001\t2002\nJane Doe\t\tAZE\tpresident\t2001\t2002\n", `the same term stands at f.tsv:`},
		{"unknown-column", "# rapporteur register groups 1\nnames\tcolour\n", `f.tsv:2: unknown column "colour"`},
		{"missing-column", "# rapporteur register groups 1\nnames\tcountry\n", `f.tsv:2: column "sector" is missing`},
		{"unknown-kind", "# rapporteur register widgets 1\n", `f.tsv:1: unknown kind of register file "widgets"`},
		{"other-version", "# rapporteur register groups 7\n", `f.tsv:1: format version "7", this program reads "1"`},
		{"no-columns", "# rapporteur register groups 1\n# nothing\n", `f.tsv:2: no line of column names`},
	}
	for _, tt := range tests {
		t.Run(tt.phenomenon, func(t *testing.T) {
			r, err := Load(fstest.MapFS{"f.tsv": {Data: []byte(tt.text)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want %q", err, tt.want)
			}
			if r != nil {
				t.Error("a register with faults was handed out")
			}
			var p Problem
			if !errors.As(err, &p) || p.Source.File != "f.tsv" || p.Source.Line == 0 {
				t.Errorf("the error holds no Problem with its place: %v", err)
			}
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"a.tsv": {Data: []byte(groupsHead + "Blue Shirts\tAZE\tXYZ\t2000\t1999\n")},
		"b.tsv": {Data: []byte(leadersHead + "Jane Doe\t\tAZE\tgrand vizier\n")},
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"3 fault(s)", "a.tsv:3: unknown sector", "a.tsv:3: ends 1999", "b.tsv:3: unknown title"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in the error:\n%v", want, err)
		}
	}
}

func TestKnowledgeAddsAndReplaces(t *testing.T) {
	r, err := Load(
		fstest.MapFS{
			"mine.tsv": {Data: []byte(groupsHead +
				"Blue Shirts;Azure Front\tAZE\tREB\t1999\n" +
				"Hamas;Zeal\tPSE\tPTY\n")},
			"people.tsv": {Data: []byte(leadersHead +
				"Jane Doe\tJ. Doe\tBlue Shirts\trebel leader\t2001-02\n" +
				"Ilham Aliyev\t\tAZE\tpresident\t2003-11-01\n")},
			"README.md":    {Data: []byte("not read")},
			"lexicon.yaml": {Data: []byte("- not: ours")},
		},
		fstest.MapFS{"later.tsv": {Data: []byte(groupsHead + "Red Shirts of Baku;Azure Front\tAZE\tOPP\n")}},
	)
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(r.Lookup("Hamas", "")); got != "group/hamas" {
		t.Errorf("Hamas: %q", got)
	}
	if a := r.ByID("group/hamas"); a.Sector != "PTY" || a.Source.File != "mine.tsv" {
		t.Errorf("the user's row does not replace the embedded one: %+v", a)
	}
	if got := ids(r.Lookup("Hamas movement", "")); got != "" {
		t.Errorf("a name of the replaced row is still found: %q", got)
	}
	if got := ids(r.Lookup("Azure Front", "")); got != "group/red-shirts-of-baku" {
		t.Errorf("a later directory's name does not hide the earlier bearer: %q", got)
	}
	if a, _, ok := r.OfficeHolder("Blue Shirts", "rebel leader", "2002"); !ok || a.ID != "person/jane-doe" {
		t.Errorf("a leader of the user's own group: %v", a)
	}
	var terms []Tenure
	for _, ten := range r.Offices("person/ilham-aliyev", "2010-01-01") {
		if ten.Title == "president" {
			terms = append(terms, ten)
		}
	}
	if len(terms) != 1 || terms[0].From != "2003-11-01" {
		t.Errorf("the user's term does not replace the embedded one: %+v", terms)
	}
	if len(r.Notes()) != 0 {
		t.Errorf("notes about files that are not of the register: %v", r.Notes())
	}
}

func FuzzFind(f *testing.F) {
	r := embeddedRegister(f)
	for _, s := range []string{"the U.S. , al-Qaeda 's", "’s - &", "Ministry of Foreign Affairs of the the", "ex-ministers of", "\xff\xfe İ", "the the The"} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, s string, i int) {
		tokens := strings.Fields(s)
		n, hs := r.Find(tokens, i)
		if (n == 0) != (len(hs) == 0) {
			t.Errorf("%d tokens with %d bearers", n, len(hs))
		}
		if n > 0 && (i < 0 || i+n > len(tokens)) {
			t.Errorf("match [%d,%d) of %d tokens", i, i+n, len(tokens))
		}
		if m, as := r.Longest(tokens, i); m != n || (m == 0) != (len(as) == 0) {
			t.Errorf("Longest gives %d and %d actors where Find gives %d", m, len(as), n)
		}
		r.Describe(tokens, "")
		r.Lookup(s, "2020-02-14")
		us, _ := units(nil, s)
		again, _ := units(nil, joined(us))
		if joined(again) != joined(us) {
			t.Errorf("units of units differ: %q, %q", joined(us), joined(again))
		}
	})
}

func FuzzKnowledge(f *testing.F) {
	f.Add(groupsHead+"Blue Shirts\tAZE\tREB\n", "GONDOR [GON]\n+MINAS_TIRITH\n\t[X <950101]\n")
	f.Add(leadersHead, "!A! = B, C\nX!A! {Y} [~MIL]\n")
	f.Add("# rapporteur register states 1\n", "--- ABANDON [345] ---\n<!-- x\n")
	f.Fuzz(func(t *testing.T, tsv, petr string) {
		r, err := Load(fstest.MapFS{"a.tsv": {Data: []byte(tsv)}, "PETR.actors.txt": {Data: []byte(petr)}, "PETR.agents.txt": {Data: []byte(petr)}})
		if (r == nil) == (err == nil) {
			t.Errorf("register %v with error %v", r != nil, err)
		}
	})
}
