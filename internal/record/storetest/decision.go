package storetest

import (
	"reflect"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
	"rapporteur/internal/text"
)

func decision(time, act string, on ...record.Anchor) record.Decision {
	d := record.Decision{Time: time, Author: "A. Reader", Act: act, On: on, Note: "“näher” \x01\t\n' \u202e"}
	if act == record.Correct {
		d.Fields = []record.Field{{Name: "status", Value: `"claimed"`}}
	}
	if act == record.Undo {
		d.Undoes = "decision-000000000000"
	}
	return d.Sealed()
}

// decisions are appended, come back by time, outlive the record that they are
// about, and are refused where they could not be applied.
func decisions(t *testing.T, st Store, reopen func() Store) {
	rec := recordtest.Sample()
	put(t, st, rec, true)
	a := record.Anchor{Article: rec.Article.ID, SHA256: rec.Article.SHA256, Kind: record.KindEvent, ID: "event-1", Span: text.Span{Start: 3, End: 9}, Quote: "a\tb", Type: "ASSAULT"}
	b := a
	b.ID = "event-2"
	want := []record.Decision{
		decision("2026-01-02T03:04:05.000001Z", record.Accept, a),
		decision("2026-01-02T03:04:05.000002Z", record.Correct, a),
		decision("2026-01-02T03:04:06.000000Z", record.Merge, a, b),
		decision("2026-01-02T03:04:07.000000Z", record.Undo),
	}
	for _, i := range []int{2, 0, 3, 1, 1, 0} {
		before, err := st.Decisions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		added, err := st.PutDecision(t.Context(), want[i])
		if err != nil {
			t.Fatal(err)
		}
		known := false
		for _, d := range before {
			known = known || d.ID == want[i].ID
		}
		if added == known {
			t.Errorf("decision %d: added %v, known before %v", i, added, known)
		}
	}
	rec.Article.Engine = "newer"
	put(t, st, rec, true) // a new reading leaves decisions alone
	again := reopen()
	defer again.Close()
	for _, s := range []Store{st, again} {
		got, err := s.Decisions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if len(got) != len(want) || got[i].ID != want[i].ID || !reflect.DeepEqual(got[i].On, want[i].On) || got[i].Note != want[i].Note {
				t.Fatalf("decisions %+v\nwant %+v", got, want)
			}
		}
	}
	bad := want[0]
	bad.Author = ""
	for name, d := range map[string]record.Decision{
		"no author": bad.Sealed(), "id of another": {ID: want[0].ID, Time: want[0].Time, Author: "B", Act: record.Accept, On: want[0].On},
		"merge of one": decision("2026-01-02T03:04:05.000000Z", record.Merge, a), "unknown act": decision("2026-01-02T03:04:05.000000Z", "praise", a), "no time": decision("yesterday", record.Accept, a), "coarse time": decision("2026-01-02T03:04:05Z", record.Accept, a),
	} {
		if _, err := st.PutDecision(t.Context(), d); err == nil {
			t.Errorf("%s was kept", name)
		}
	}
}
