package storetest

import (
	"errors"
	"fmt"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
)

// sketches count for the revision of the record that they were made of, and a
// record is written again only in place of the revision that was read.
func sketches(t *testing.T, st Store, reopen func() Store) {
	list := func(st Store) map[string]record.Sketch {
		out := map[string]record.Sketch{}
		last := ""
		if err := st.EachSketch(t.Context(), func(k record.Sketch) error {
			if k.Article <= last {
				t.Errorf("%s after %s", k.Article, last)
			}
			last = k.Article
			if k.Body != nil {
				k.Body = append([]byte{}, k.Body...)
			}
			out[k.Article] = k
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	writes := int64(0)
	unsketched := func(want int, more int64) {
		t.Helper()
		writes += more
		if n, sum, err := st.Pending(t.Context()); n != want || sum != writes || err != nil {
			t.Errorf("%d without a sketch, %d revisions, %v; want %d, %d", n, sum, err, want, writes)
		}
	}
	unsketched(0, 0)
	a, b := recordtest.Sample(), recordtest.Odd(1)
	put(t, st, a, true)
	put(t, st, b, true)
	unsketched(2, 2)
	first := list(st)
	if len(first) != 2 || first[a.Article.ID].Body != nil {
		t.Fatalf("sketches of new records: %v", first)
	}
	ka, kb := first[a.Article.ID], first[b.Article.ID]
	ka.Body, kb.Body = []byte("a\x00\xff"), []byte{}
	if err := st.PutSketches(t.Context(), []record.Sketch{ka, kb}); err != nil {
		t.Fatal(err)
	}
	unsketched(0, 0)
	put(t, st, a, false) // the same record is no new revision
	again := reopen()
	defer again.Close()
	if got := list(again)[a.Article.ID]; fmt.Sprint(got) != fmt.Sprint(ka) {
		t.Errorf("sketch %v, want %v", got, ka)
	}
	// another reading: the old sketch is none of it, and cannot be put any more
	a.Article.Engine = "newer"
	put(t, st, a, true)
	unsketched(1, 1)
	if got := list(st)[a.Article.ID]; got.Body != nil || got.Revision == ka.Revision {
		t.Errorf("after another reading: %v", got)
	}
	if err := st.PutSketches(t.Context(), []record.Sketch{ka}); err != nil {
		t.Fatal(err)
	}
	unsketched(1, 0)
	// what joining writes stands in place of the revision that was read, or not at all
	a.Article.SameEvent = []string{"x"}
	if changed, err := st.Rejoin(t.Context(), a, ka); changed || err != nil {
		t.Errorf("written in place of a revision that does not stand: %v, %v", changed, err)
	}
	if rec, err := st.Get(t.Context(), a.Article.ID); err != nil || len(rec.Article.SameEvent) == 1 {
		t.Errorf("%v, %v", rec.Article.SameEvent, err)
	}
	ka.Revision = list(st)[a.Article.ID].Revision
	if changed, err := st.Rejoin(t.Context(), a, ka); !changed || err != nil {
		t.Errorf("not written: %v, %v", changed, err)
	}
	if rec, err := st.Get(t.Context(), a.Article.ID); err != nil || len(rec.Article.SameEvent) != 1 {
		t.Errorf("%v, %v", rec.Article.SameEvent, err)
	}
	unsketched(0, 1)
	if got := list(st)[a.Article.ID]; string(got.Body) != string(ka.Body) {
		t.Errorf("sketch of what was written: %v", got)
	}
	bare := &record.Record{Schema: record.Schema, Article: record.Article{ID: "none"}}
	if changed, err := st.Rejoin(t.Context(), bare, record.Sketch{Article: "none"}); changed || err != nil {
		t.Errorf("a record that is not there: %v, %v", changed, err)
	}
	enough := errors.New("enough")
	if err := st.EachSketch(t.Context(), func(record.Sketch) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("each goes on: %v", err)
	}
}
