package reconcile

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"sort"
	"strings"
	"sync"
	"testing"

	"rapporteur/internal/judge"
	"rapporteur/internal/nlp"
	"rapporteur/internal/record"
	"rapporteur/internal/report"
	"rapporteur/internal/text"
)

// reader opens models and knowledge as the program does.
var reader = sync.OnceValues(func() (*report.Reader, error) {
	k, err := report.Load()
	if err != nil {
		return nil, err
	}
	p, models, err := nlp.Default(k.Known())
	if err != nil {
		return nil, err
	}
	j, err := judge.English()
	if err != nil {
		return nil, err
	}
	return report.NewReader(p, k, j, models), nil
})

// read reads invented articles as the program does.
func read(arts []*told) ([]*record.Record, error) {
	r, err := reader()
	if err != nil {
		return nil, err
	}
	var out []*record.Record
	for _, a := range arts {
		rec, err := r.Read(a.article())
		if err != nil {
			return nil, err
		}
		out = append(out, rec)
	}
	return out, nil
}

// first is the set of the first seed, read once.
var first = sync.OnceValues(func() ([]*record.Record, error) { return read(inventAll(1)) })

func clones(t testing.TB) []*record.Record {
	t.Helper()
	recs, err := first()
	if err != nil {
		t.Fatal(err)
	}
	out := make([]*record.Record, len(recs))
	for i, rec := range recs {
		b, err := record.Canonical(rec)
		if err != nil {
			t.Fatal(err)
		}
		if out[i], err = record.Decode(b); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// score counts pairs.
type score struct{ tp, fp, fn int }

func (s score) f1() float64 {
	if s.tp == 0 {
		return 0
	}
	return 2 * float64(s.tp) / float64(2*s.tp+s.fp+s.fn)
}

func (s score) String() string {
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f (tp %d fp %d fn %d)", float64(s.tp)/float64(max(1, s.tp+s.fp)), float64(s.tp)/float64(max(1, s.tp+s.fn)), s.f1(), s.tp, s.fp, s.fn)
}

// pairs scores the pairs that two partitions put together.
func pairs(n int, gold, got func(i, j int) bool, skip func(i, j int) bool, wrong func(i, j int, missed bool)) score {
	var s score
	for i := range n {
		for j := i + 1; j < n; j++ {
			if skip != nil && skip(i, j) {
				continue
			}
			switch g, p := gold(i, j), got(i, j); {
			case g && p:
				s.tp++
			case g:
				s.fn++
				wrong(i, j, true)
			case p:
				s.fp++
				wrong(i, j, false)
			}
		}
	}
	return s
}

// occFinding is a finding that lies in a sentence of a known occurrence.
type occFinding struct {
	art int
	occ string
	f   *record.Finding
	typ string
	txt string
}

// told findings: those of the kinds that incidents count, in tagged sentences.
func occurrences(arts []*told, recs []*record.Record) []occFinding {
	var out []occFinding
	for i, rec := range recs {
		a := arts[i]
		for _, it := range rec.Items() {
			typ := it.Kind
			switch it.Kind {
			case record.KindContact:
				typ = "CONSULT"
			case record.KindEvent:
				typ = rec.Events[it.Index].Type
				if p := rec.Events[it.Index].PlannedType; p != nil {
					typ = *p
				}
			default:
				continue
			}
			for _, tg := range a.tags {
				if it.Finding.Overlaps(text.Span{Start: text.Offset(tg.start), End: text.Offset(tg.end)}) {
					occ := tg.occ
					if strings.HasPrefix(occ, "hist-") { // one sentence, several occurrences
						occ += fmt.Sprintf("/%d", int(it.Finding.Start)-tg.start)
						if it.Kind == record.KindEvent {
							occ += fmt.Sprintf("/%d", int(rec.Events[it.Index].Trigger.Start)-tg.start)
						}
					}
					out = append(out, occFinding{i, occ, it.Finding, family(typ), a.text[tg.start:tg.end]})
					break
				}
			}
		}
	}
	return out
}

func verbose() bool { return os.Getenv("RECONCILE_VERBOSE") != "" }

// The set of issue 5, and others made with other seeds: what holds for one of
// them only was fitted to it.
func TestInventedSet(t *testing.T) {
	for seed := uint64(1); seed <= 4; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { testSeed(t, seed) })
	}
}

func testSeed(t *testing.T, seed uint64) {
	arts := inventAll(seed)
	recs, err := read(arts)
	if err != nil {
		t.Fatal(err)
	}
	js, err := Apply(recs)
	if err != nil {
		t.Fatal(err)
	}
	if len(recs) != 300 {
		t.Fatalf("%d articles", len(recs))
	}
	say := func(format string, args ...any) {
		if verbose() {
			t.Logf(format, args...)
		}
	}

	// copies: articles of one text
	root := func(i int) string {
		if arts[i].source != "" {
			return arts[i].source
		}
		return arts[i].id
	}
	at := map[string]int{}
	for i, rec := range recs {
		at[rec.Article.ID] = i
	}
	origin := func(i int) int {
		for recs[i].Article.CopyOf != nil {
			i = at[*recs[i].Article.CopyOf]
		}
		return i
	}
	sc := pairs(len(arts), func(i, j int) bool { return root(i) == root(j) }, func(i, j int) bool { return origin(i) == origin(j) }, nil, func(i, j int, missed bool) {
		say("COPY missed=%v %s/%s\n%s\n--\n%s\n", missed, arts[i].id, arts[j].id, arts[i].text, arts[j].text)
	})
	t.Logf("copies     %v", sc)
	if sc.f1() < 0.98 {
		t.Errorf("copies F1 %.3f, want 0.98", sc.f1())
	}

	// same main event
	same := make([]map[string]bool, len(recs))
	for i, rec := range recs {
		same[i] = map[string]bool{}
		for _, id := range rec.Article.SameEvent {
			same[i][id] = true
		}
	}
	se := pairs(len(arts), func(i, j int) bool { return arts[i].event == arts[j].event }, func(i, j int) bool { return same[i][arts[j].id] }, nil, func(i, j int, missed bool) {
		say("EVENT missed=%v %s %s / %s %s\n%s | %s\n--\n%s | %s\n", missed, arts[i].event, arts[i].day.Format("01-02"), arts[j].event, arts[j].day.Format("01-02"), arts[i].title, strings.Split(arts[i].text, "\n\n")[0], arts[j].title, strings.Split(arts[j].text, "\n\n")[0])
	})
	t.Logf("main event %v", se)
	if se.f1() < 0.9 {
		t.Errorf("main events F1 %.3f, want 0.9", se.f1())
	}

	// incidents
	occ := occurrences(arts, recs)
	inc := pairs(len(occ), func(i, j int) bool { return occ[i].occ == occ[j].occ && occ[i].typ == occ[j].typ }, func(i, j int) bool { return occ[i].f.Incident == occ[j].f.Incident }, func(i, j int) bool {
		// a denial speaks of the deed that it denies: joined or not, both readings have their reasons
		if occ[i].occ+"/deny" == occ[j].occ || occ[j].occ+"/deny" == occ[i].occ {
			return true
		}
		// what the paragraphs of several outlets on the same war have in common is anybody's guess
		return occ[i].occ != occ[j].occ && strings.HasPrefix(occ[i].occ, "hist-") && strings.HasPrefix(occ[j].occ, occ[i].occ[:8])
	}, func(i, j int, missed bool) {
		say("INCIDENT missed=%v %s %s %s %s/ %s %s %s %s\n%s\n--\n%s\n", missed, occ[i].occ, occ[i].f.ID, occ[i].f.Status, occ[i].typ, occ[j].occ, occ[j].f.ID, occ[j].f.Status, occ[j].typ, occ[i].txt, occ[j].txt)
	})
	t.Logf("incidents  %v over %d findings", inc, len(occ))
	if inc.f1() < 0.95 {
		t.Errorf("incidents F1 %.3f, want 0.95", inc.f1())
	}

	// end to end: an occurrence told in two articles, joined by any finding
	type tell struct {
		art int
		occ string
	}
	var tells []tell
	seen := map[tell]bool{}
	for i, a := range arts {
		for _, tg := range a.tags {
			if k := (tell{i, tg.occ}); !seen[k] {
				seen[k] = true
				tells = append(tells, k)
			}
		}
	}
	incs := map[tell]map[string]bool{}
	for _, o := range occ {
		k := tell{o.art, o.occ}
		if incs[k] == nil {
			incs[k] = map[string]bool{}
		}
		incs[k][o.f.Incident] = true
	}
	e2e := pairs(len(tells), func(i, j int) bool { return tells[i].occ == tells[j].occ }, func(i, j int) bool {
		for k := range incs[tells[i]] {
			if incs[tells[j]][k] {
				return true
			}
		}
		return false
	}, func(i, j int) bool {
		a, b := tells[i].occ, tells[j].occ
		return strings.HasPrefix(a, "hist-") || strings.HasPrefix(b, "hist-") || a == b+"/deny" || b == a+"/deny"
	}, func(i, j int, missed bool) {
		say("E2E missed=%v %s %s (%s) / %s %s (%s)", missed, arts[tells[i].art].id, tells[i].occ, arts[tells[i].art].wording, arts[tells[j].art].id, tells[j].occ, arts[tells[j].art].wording)
	})
	if e2e.f1() < 0.95 {
		t.Errorf("end to end F1 %.3f, want 0.95", e2e.f1())
	}
	t.Logf("end to end %v over %d tellings, %d of them with a finding", e2e, len(tells), len(incs))
	t.Logf("%d incidents of several findings, %d actors joined", js.Incidents(), len(js.Actors))
}

// digest of records in the order of their ids.
func digest(t *testing.T, recs []*record.Record) string {
	t.Helper()
	var lines []string
	for _, rec := range recs {
		b, err := record.Canonical(rec)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(b))
	}
	sort.Strings(lines)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}

func TestOrderDoesNotMatter(t *testing.T) {
	want := ""
	for k := range 10 {
		recs := clones(t)
		r := rand.New(rand.NewPCG(uint64(k), 3))
		r.Shuffle(len(recs), func(i, j int) { recs[i], recs[j] = recs[j], recs[i] })
		if _, err := Apply(recs); err != nil {
			t.Fatal(err)
		}
		got := digest(t, recs)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("shuffle %d: digest %s, first %s", k, got, want)
		}
		if k == 0 { // joining twice, or a part first, changes nothing
			half := clones(t)
			if _, err := Apply(half[:150]); err != nil {
				t.Fatal(err)
			}
			if _, err := Apply(half); err != nil {
				t.Fatal(err)
			}
			if got := digest(t, half); got != want {
				t.Fatalf("in two parts: digest %s, want %s", got, want)
			}
		}
	}
}
