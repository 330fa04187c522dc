package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/ontology"
	"rapporteur/internal/record"
	"rapporteur/internal/sqlite"
)

// The types that a reviewer may give are those of the code tables.
func TestChoicesAreTheTypes(t *testing.T) {
	o, err := ontology.Load()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, x := range o.Types() {
		want = append(want, string(x.Type))
	}
	got := slices.Clone(record.Choices(record.KindEvent, "type"))
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("choices %v, types %v", got, want)
	}
}

// Two actors are one by decision, and two again by a later one; what was read
// does not change.
func TestMergeActors(t *testing.T) {
	store := filepath.Join(t.TempDir(), "r.db")
	if code, _, errs := start("read", "-q", "--store", store, corpus(t, 3)); code != 0 {
		t.Fatal(errs)
	}
	before := canonicalDigest(t, store)
	st, err := sqlite.Open(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rec, err := st.Get(t.Context(), "k000")
	if err != nil || len(rec.Actors) < 2 {
		t.Fatalf("%v", err)
	}
	a, b := rec.Actors[0].ID, rec.Actors[1].ID
	decide := func(args ...string) {
		t.Helper()
		if code, out, errs := start(append([]string{"review", "--store", store, "--author", "Tester"}, args...)...); code != 0 || !strings.Contains(out, "kept as decision-") {
			t.Fatalf("exit %d: %s%s", code, out, errs)
		}
	}
	entity := func() string {
		v, err := openReviewed(t.Context(), store)
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		rec, err := v.Get(t.Context(), "k000")
		if err != nil {
			t.Fatal(err)
		}
		ac, _ := rec.Actor(b)
		return ac.Entity
	}
	was := entity()
	decide("--merge", a+","+b, "--note", "one man")
	if got := entity(); got == "" || got == b || got == was {
		t.Errorf("after the merging it stands for itself: %q", got)
	}
	decide("--split", b)
	if got := entity(); got != "" {
		t.Errorf("after the splitting it stands for %q", got)
	}
	if canonicalDigest(t, store) != before {
		t.Error("decisions changed the record")
	}
	if code, _, errs := start("review", "--store", store, "--author", "Tester", "--merge", a+","+rec.Items()[0].Finding.ID); code != 1 || !strings.Contains(errs, "cannot be one") {
		t.Errorf("an actor and a finding were merged: exit %d, %s", code, errs)
	}
}
