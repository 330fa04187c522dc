package reconcile

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// However little is held at once, in memory or of pairs, the record is the same.
func TestTightBounds(t *testing.T) {
	whole := clones(t)
	if _, err := Apply(whole); err != nil {
		t.Fatal(err)
	}
	want := digest(t, whole)
	for _, b := range []bounds{
		{shelf: 1000, texts: 2, views: 2, told: 2, swept: 2, keys: 0, parts: 40, lot: 3, met: 64, whole: 3},
		{shelf: 1 << 30, texts: 1000, views: 1000, told: 0, swept: 7, keys: 1000, parts: 1000, lot: 1000, met: 1 << 20, whole: 0},
	} {
		recs := clones(t)
		js, err := apply(recs, b)
		if err != nil {
			t.Fatal(err)
		}
		if got := digest(t, recs); got != want {
			t.Errorf("with %+v another record", b)
		}
		if onFile := js.c.kept.f != nil; onFile != (b.shelf < 1<<20) {
			t.Errorf("with %+v on file: %v", b, onFile)
		}
		js.Close()
	}
}

// What stands on a shelf is what was put there, in memory and on file; a shelf
// that cannot be read any more is an error, not a panic.
func TestShelf(t *testing.T) {
	for _, most := range []int64{0, 40, 1 << 20} {
		s := &shelf{most: most}
		var slots []slot
		text := func(i int) []byte { return bytes.Repeat(fmt.Append(nil, i), 1+i%5) }
		for i := range 300 {
			sl, err := s.put(text(i))
			if err != nil {
				t.Fatal(err)
			}
			slots = append(slots, sl)
		}
		if err := s.ready(); err != nil {
			t.Fatal(err)
		}
		var buf []byte
		for i := range slots {
			b, err := s.get(slots[i], buf)
			if err != nil || !bytes.Equal(b, text(i)) {
				t.Fatalf("most %d: %d is %q, %v", most, i, b, err)
			}
			if s.f != nil {
				buf = b
			}
		}
		s.close()
	}
	recs := clones(t)[:20]
	js, err := apply(recs, bounds{texts: 2, views: 2, told: 2, swept: 2, parts: 40, lot: 3, met: 64})
	if err != nil {
		t.Fatal(err)
	}
	js.c.kept.f.Close()
	if _, err := js.Fill(recs[0]); err == nil {
		t.Error("a lost file goes unnoticed")
	}
}

// Findings come back from their shelf as they were made.
func TestHeld(t *testing.T) {
	recs := clones(t)[:60]
	js, err := Apply(recs)
	if err != nil {
		t.Fatal(err)
	}
	for i := range js.c.heads {
		made, back := js.c.ready(js.c.skim(i, allParts)), js.c.hold(i)
		if made.id != back.id || made.published != back.published || made.first != back.first || !slices.Equal(made.states, back.states) {
			t.Fatalf("%s came back as %s", made.id, back.id)
		}
		for k, f := range made.finds {
			g := back.finds[k]
			x, y := *f, *g
			for _, z := range []*found{&x, &y} {
				z.s, z.actors, z.targets, z.all, z.passage, z.where = nil, nil, nil, nil, nil, nil
			}
			if a, b := fmt.Sprintf("%+v", x), fmt.Sprintf("%+v", y); a != b {
				t.Errorf("finding came back as\n%s\nwant\n%s", b, a)
			}
			if a, b := fmt.Sprintf("%+v %+v", *f.passage, f.where), fmt.Sprintf("%+v %+v", *g.passage, g.where); a != b {
				t.Errorf("passage came back as\n%s\nwant\n%s", b, a)
			}
			if len(f.all) != len(g.all) || len(f.actors) != len(g.actors) {
				t.Fatalf("%d parties, want %d", len(g.all), len(f.all))
			}
			for n := range f.all {
				if a, b := fmt.Sprintf("%+v", *f.all[n]), fmt.Sprintf("%+v", *g.all[n]); a != b {
					t.Errorf("party came back as\n%s\nwant\n%s", b, a)
				}
			}
		}
	}
}
