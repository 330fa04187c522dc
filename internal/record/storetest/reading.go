package storetest

import (
	"errors"
	"slices"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
)

// readings of older engines are kept beside the present one, seen by nobody
// who does not ask for them, until they are dropped.
func readings(t *testing.T, st Store, reopen func() Store) {
	old := recordtest.Sample()
	old.Article.Engine = "engine 1"
	older := recordtest.Sample()
	older.Article.Engine = "engine 0"
	now := recordtest.Sample()
	now.Article.Engine = "engine 2"
	for _, rec := range []*record.Record{old, older, old} {
		if _, err := st.KeepReading(t.Context(), rec); err != nil {
			t.Fatal(err)
		}
	}
	if added, err := st.KeepReading(t.Context(), old); added || err != nil {
		t.Errorf("kept again: %v, %v", added, err)
	}
	put(t, st, now, true)
	again := reopen()
	defer again.Close()
	id := now.Article.ID
	want := []record.Reading{{Article: id, Engine: "engine 0"}, {Article: id, Engine: "engine 1"}}
	got, err := again.Readings(t.Context())
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("%v, %v; want %v", got, err, want)
	}
	rec, err := again.Reading(t.Context(), want[1])
	if err != nil || canonical(t, rec) != canonical(t, old) {
		t.Errorf("another record came back: %v", err)
	}
	if _, err := st.Reading(t.Context(), record.Reading{Article: id, Engine: "engine 2"}); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("the present reading is no kept one: %v", err)
	}
	if list, err := st.List(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("kept readings are listed: %d, %v", len(list), err)
	}
	if n, err := st.DropReadings(t.Context(), "engine 0"); n != 1 || err != nil {
		t.Errorf("dropped %d, %v", n, err)
	}
	if n, err := st.DropReadings(t.Context(), ""); n != 1 || err != nil {
		t.Errorf("dropped %d, %v", n, err)
	}
	if rec, err := st.Get(t.Context(), id); err != nil || rec.Article.Engine != "engine 2" {
		t.Errorf("the present reading: %v", err)
	}
}
