package review_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
	"rapporteur/internal/review"
	"rapporteur/internal/sqlite"
)

// What a store gives under decisions: a rejected finding is nowhere, a
// corrected one has the decided status everywhere, and the store below is as
// it was.
func TestView(t *testing.T) {
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rec := recordtest.Sample()
	if _, err := st.Put(t.Context(), rec); err != nil {
		t.Fatal(err)
	}
	var gone, mended record.Item
	for _, it := range rec.Items() {
		switch it.Kind {
		case record.KindMandate:
			gone = it
		case record.KindContact:
			mended = it
		}
	}
	v := review.Over(st)
	if _, err := v.Find(t.Context(), gone.Finding.ID); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	refusal := review.New("A. Reader", record.Refuse, day, review.AnchorOf(rec, gone))
	correction := review.New("A. Reader", record.Correct, day, review.AnchorOf(rec, mended))
	correction.Fields = []record.Field{{Name: "status", Value: `"claimed"`}}
	correction = correction.Sealed()
	for _, d := range []record.Decision{refusal, correction} {
		if _, err := v.PutDecision(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := v.Find(t.Context(), gone.Finding.ID); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("the rejected finding is found: %v", err)
	}
	each := 0
	check := func(got *record.Record) error {
		each++
		if it, ok := got.Item(mended.Finding.ID); len(got.Mandates) != 0 || !ok || it.Finding.Status != record.Claimed || it.Finding.Review != review.Corrected {
			t.Errorf("%d mandates, contact %+v", len(got.Mandates), it.Finding)
		}
		return nil
	}
	got, err := v.Get(t.Context(), rec.Article.ID)
	if err != nil {
		t.Fatal(err)
	}
	_ = check(got)
	if err := v.Each(t.Context(), check); err != nil || each != 2 {
		t.Errorf("%d records, %v", each, err)
	}
	list, total, err := v.Summaries(t.Context(), 0, 10)
	if err != nil || total != 1 || list[0].Total(record.KindMandate) != 0 || list[0].Total(record.KindEvent) != 4 {
		t.Errorf("summaries %+v, %d, %v", list, total, err)
	}
	below, err := st.Search(t.Context(), "mandat*", 10)
	if err != nil {
		t.Fatal(err)
	}
	hits, err := v.Search(t.Context(), "mandat*", 10)
	if err != nil || len(hits) != len(below)-1 {
		t.Errorf("%d hits, %d below, %v", len(hits), len(below), err)
	}
	for _, h := range hits {
		if h.Finding == gone.Finding.ID {
			t.Error("a search finds the rejected finding")
		}
	}
	if hits, err = v.Search(t.Context(), "meeting", 50); err != nil {
		t.Fatal(err)
	}
	seen := false
	for _, h := range hits {
		if h.Finding == mended.Finding.ID {
			seen = true
			if h.Status != record.Claimed {
				t.Errorf("the hit has status %s", h.Status)
			}
		}
	}
	if !seen {
		t.Error("the corrected finding is not found")
	}
	if raw, err := st.Get(t.Context(), rec.Article.ID); err != nil || len(raw.Mandates) != 1 {
		t.Errorf("the store below was changed: %v", err)
	}
	undo := record.Decision{Time: day.Add(time.Minute).Format(record.DecisionTime), Author: "A. Reader", Act: record.Undo, Undoes: refusal.ID}.Sealed()
	if _, err := v.PutDecision(t.Context(), undo); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Find(t.Context(), gone.Finding.ID); err != nil {
		t.Errorf("after the undoing: %v", err)
	}
}
