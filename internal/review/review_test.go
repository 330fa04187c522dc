package review

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
)

// sample gives the invented record with an incident on every finding.
func sample(article string) *record.Record {
	rec := recordtest.Sample()
	rec.Article.ID = article
	rec.EachFinding(func(_ string, f *record.Finding) {
		f.ID = record.ID("f", article, f.ID)
		f.Incident = record.ID("incident", f.ID)
	})
	return rec
}

type shelf map[string]*record.Record

func (s shelf) get(_ context.Context, id string) (*record.Record, error) {
	if rec := s[id]; rec != nil {
		return copyOf(rec), nil
	}
	return nil, record.ErrNotFound
}

func (s shelf) one(id string) (*record.Record, error) { return s.get(context.Background(), id) }

func at(min int) time.Time { return time.Date(2026, 1, 2, 3, min, 0, 0, time.UTC) }

func resolve(t *testing.T, s shelf, ds ...record.Decision) *Overlay {
	t.Helper()
	for _, d := range ds {
		if err := record.CheckDecision(d); err != nil {
			t.Fatal(err)
		}
	}
	o, err := Resolve(t.Context(), s.get, ds)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func apply(t *testing.T, o *Overlay, rec *record.Record) *record.Record {
	t.Helper()
	out := copyOf(rec)
	if err := o.Apply(out); err != nil {
		t.Fatal(err)
	}
	return out
}

func fix(d record.Decision, fields ...string) record.Decision {
	for i := 0; i < len(fields); i += 2 {
		d.Fields = append(d.Fields, record.Field{Name: fields[i], Value: fields[i+1]})
	}
	return d.Sealed()
}

func event(rec *record.Record, i int) record.Item {
	for _, it := range rec.Items() {
		if it.Kind == record.KindEvent && it.Index == i {
			return it
		}
	}
	panic("no such event")
}

func TestVerdicts(t *testing.T) {
	rec := sample("a")
	s := shelf{"a": rec}
	contact := rec.Items()[0]
	ev := event(rec, 0)
	ds := []record.Decision{
		New("A", record.Accept, at(1), AnchorOf(rec, contact)),
		New("A", record.Refuse, at(1), AnchorOf(rec, ev)),
	}
	got := apply(t, resolve(t, s, ds...), rec)
	if got.Contacts[0].Review != Accepted {
		t.Errorf("contact is %q", got.Contacts[0].Review)
	}
	if len(got.Events) != len(rec.Events)-1 {
		t.Errorf("%d events, want one less than %d", len(got.Events), len(rec.Events))
	}
	if !slices.ContainsFunc(got.Contacts[0].Why, func(s record.Step) bool {
		return s.What == "review" && strings.Contains(s.How, "by A at 2026-01-02T03:01")
	}) {
		t.Error("no step names who accepted it and when")
	}
	// the later decision stands, and an undo brings the earlier one back
	later := New("B", record.Accept, at(2), AnchorOf(rec, ev))
	if got := apply(t, resolve(t, s, append(ds, later)...), rec); len(got.Events) != len(rec.Events) {
		t.Error("accepted later, still gone")
	}
	undo := record.Decision{Time: at(3).Format(record.DecisionTime), Author: "B", Act: record.Undo, Undoes: later.ID}.Sealed()
	if got := apply(t, resolve(t, s, append(ds, later, undo)...), rec); len(got.Events) == len(rec.Events) {
		t.Error("the undone decision counts")
	}
	redo := record.Decision{Time: at(4).Format(record.DecisionTime), Author: "B", Act: record.Undo, Undoes: undo.ID}.Sealed()
	if got := apply(t, resolve(t, s, append(ds, later, undo, redo)...), rec); len(got.Events) != len(rec.Events) {
		t.Error("the undone undo counts")
	}
	if len(rec.Events) != len(sample("a").Events) {
		t.Error("the record itself was changed")
	}
}

func TestCorrections(t *testing.T) {
	rec := sample("a")
	s := shelf{"a": rec}
	ev := event(rec, 0)
	d := fix(New("A", record.Correct, at(1), AnchorOf(rec, ev)), "status", `"claimed"`, "dead", "7", "when", `{"from":"2021-03-03","to":"2021-03-03","precision":"day","basis":"stated"}`)
	if err := Check(rec, d); err != nil {
		t.Fatal(err)
	}
	got := apply(t, resolve(t, s, d), rec).Events[0]
	if got.Status != record.Claimed || got.Dead == nil || *got.Dead != 7 || got.When.From != "2021-03-03" || got.Review != Corrected {
		t.Errorf("%+v", got)
	}
	if got.ID != rec.Events[0].ID || got.Span != rec.Events[0].Span {
		t.Error("id or evidence changed")
	}
	for name, d := range map[string]record.Decision{
		"no such field":  fix(New("A", record.Correct, at(1), AnchorOf(rec, ev)), "colour", `"red"`),
		"fixed field":    fix(New("A", record.Correct, at(1), AnchorOf(rec, ev)), "id", `"x"`),
		"no json":        fix(New("A", record.Correct, at(1), AnchorOf(rec, ev)), "type", `ASSAULT`),
		"wrong type":     fix(New("A", record.Correct, at(1), AnchorOf(rec, ev)), "dead", `"many"`),
		"unknown status": fix(New("A", record.Correct, at(1), AnchorOf(rec, ev)), "status", `"maybe"`),
		"outside text":   fix(New("A", record.Correct, at(1), AnchorOf(rec, ev)), "end", `999999`),
	} {
		if err := Check(rec, d); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestMergeAndSplit(t *testing.T) {
	a, b, c := sample("a"), sample("b"), sample("c")
	// b and c were joined by the program
	b.Events[0].Incident = c.Events[0].Incident
	s := shelf{"a": a, "b": b, "c": c}
	ea, eb, ec := event(a, 0), event(b, 0), event(c, 0)
	merge := New("A", record.Merge, at(1), AnchorOf(a, ea), AnchorOf(b, eb))
	o := resolve(t, s, merge)
	x, y, z := apply(t, o, a).Events[0].Incident, apply(t, o, b).Events[0].Incident, apply(t, o, c).Events[0].Incident
	if x != y || y != z {
		t.Errorf("merged: %s %s %s, want all one: c follows b", x, y, z)
	}
	if x != a.Events[0].Incident {
		t.Errorf("merged into %s, want that of the first named", x)
	}
	split := New("A", record.Split, at(2), AnchorOf(c, ec))
	o = resolve(t, s, merge, split)
	x, y, z = apply(t, o, a).Events[0].Incident, apply(t, o, b).Events[0].Incident, apply(t, o, c).Events[0].Incident
	if x != y || y == z {
		t.Errorf("split: %s %s %s, want c alone", x, y, z)
	}
	// the order of the rows does not matter
	ds := []record.Decision{merge, split, New("A", record.Accept, at(3), AnchorOf(a, ea)), New("A", record.Refuse, at(4), AnchorOf(a, ea))}
	want, err := record.Canonical(apply(t, resolve(t, s, ds...), a))
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		rand.Shuffle(len(ds), func(i, j int) { ds[i], ds[j] = ds[j], ds[i] })
		got, err := record.Canonical(apply(t, resolve(t, s, ds...), a))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatal("another order, another result")
		}
	}
}

func TestActorsMergedAndSplit(t *testing.T) {
	a, b := sample("a"), sample("b")
	b.Actors[0].ID, b.Actors[0].Name = "other", "Ilan Toresk"
	s := shelf{"a": a, "b": b}
	merge := New("A", record.Merge, at(1), ActorAnchor(a, &a.Actors[0]), ActorAnchor(b, &b.Actors[0]))
	o := resolve(t, s, merge)
	if got := apply(t, o, b).Actors[0].Entity; got != a.Actors[0].ID {
		t.Errorf("entity %q, want %q", got, a.Actors[0].ID)
	}
	o = resolve(t, s, merge, New("A", record.Split, at(2), ActorAnchor(b, &b.Actors[0])))
	if got := apply(t, o, b).Actors[0].Entity; got != "" {
		t.Errorf("split off, entity %q", got)
	}
}

// A newer version reads the same sentence with other ids, other offsets of
// the same words, or not at all.
func TestSurvivesAnotherReading(t *testing.T) {
	rec := sample("a")
	ev := event(rec, 0)
	d := New("A", record.Refuse, at(1), AnchorOf(rec, ev))

	newer := sample("a")
	newer.EachFinding(func(_ string, f *record.Finding) { f.ID += "x" })
	newer.Events[0].Start += 2
	if got := apply(t, resolve(t, shelf{"a": newer}, d), newer); len(got.Events) != len(newer.Events)-1 {
		t.Error("lost with new ids")
	}

	moved := sample("a")
	moved.Article.Text = "Corrected version. " + moved.Article.Text
	moved.Article.SHA256 = "another"
	moved.EachFinding(func(_ string, f *record.Finding) { f.ID += "y"; f.Start += 19; f.End += 19 })
	if got := apply(t, resolve(t, shelf{"a": moved}, d), moved); len(got.Events) != len(moved.Events)-1 {
		t.Error("lost in another text")
	}

	without := sample("a")
	without.Events = nil
	o := resolve(t, shelf{"a": without}, d)
	if len(o.Orphans) != 1 || o.Orphans[0].Decision.ID != d.ID {
		t.Errorf("orphans %v", o.Orphans)
	}
	if o := resolve(t, shelf{}, d); len(o.Orphans) != 1 {
		t.Error("an article that is gone makes no orphan")
	}
}

func TestGold(t *testing.T) {
	rec := sample("a")
	s := shelf{"a": rec}
	contact, ev := rec.Items()[0], event(rec, 0)
	st := rec.Items()[len(rec.Contacts)]
	o := resolve(t, s, New("B", record.Accept, at(1), AnchorOf(rec, contact)), New("A", record.Refuse, at(1), AnchorOf(rec, ev)),
		fix(New("A", record.Correct, at(1), AnchorOf(rec, st)), "act", `"demand"`))
	var buf bytes.Buffer
	if err := o.WriteGold(&buf, s.one); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(buf.String(), `{"format":"rapporteur-review-gold","version":1,"authors":["A","B"]}`) {
		t.Errorf("head %s", strings.SplitN(buf.String(), "\n", 2)[0])
	}
	gold, err := ReadGold(bytes.NewReader(buf.Bytes()), "gold.jsonl")
	if err != nil || len(gold) != 3 {
		t.Fatalf("%d, %v", len(gold), err)
	}
	counts, absent, err := Score(gold, s.one)
	if err != nil || absent != 0 {
		t.Fatal(absent, err)
	}
	all := counts[len(counts)-1]
	if all.Right != 1 || all.Wrong != 2 || all.Missed != 1 || all.Fine != 0 {
		t.Errorf("the reading that was reviewed: %+v", all)
	}
	better := sample("a")
	better.Events = better.Events[1:]
	better.Statements[0].Act = "demand"
	if counts, _, err = Score(gold, shelf{"a": better}.one); err != nil {
		t.Fatal(err)
	}
	if all = counts[len(counts)-1]; all.Right != 2 || all.Wrong != 0 || all.Missed != 0 || all.Fine != 1 || all.Precision() != 1 {
		t.Errorf("the better reading: %+v", all)
	}
	if _, absent, _ := Score(gold, shelf{}.one); absent != 3 {
		t.Errorf("absent %d", absent)
	}
	for _, bad := range []string{"", "{}\n", `{"format":"rapporteur-review-gold","version":9}` + "\n", `{"format":"rapporteur-review-gold","version":1}` + "\n", `{"format":"rapporteur-review-gold","version":1}` + "\nx\n"} {
		if _, err := ReadGold(strings.NewReader(bad), "bad.jsonl"); err == nil || !strings.Contains(err.Error(), "bad.jsonl") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
