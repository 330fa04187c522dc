package reconcile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"rapporteur/internal/postgres"
	"rapporteur/internal/postgres/postgrestest"
	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
	"rapporteur/internal/sqlite"
)

// counted is a store that counts the records that are read.
type counted struct {
	*sqlite.Store
	gets int
}

func (c *counted) Get(ctx context.Context, id string) (*record.Record, error) {
	c.gets++
	return c.Store.Get(ctx, id)
}

func (c *counted) Each(context.Context, func(*record.Record) error) error {
	panic("joining passes over the whole store")
}

func emptyStore(t *testing.T) *counted {
	t.Helper()
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return &counted{Store: st}
}

func storeDigest(t *testing.T, st record.Store) string {
	t.Helper()
	var recs []*record.Record
	if err := st.Each(t.Context(), func(rec *record.Record) error { recs = append(recs, rec); return nil }); err != nil {
		t.Fatal(err)
	}
	return digest(t, recs)
}

func putAll(t *testing.T, st Base, recs []*record.Record) {
	t.Helper()
	for _, rec := range recs {
		if err := Alone(rec); err != nil {
			t.Fatal(err)
		}
		if _, err := st.Put(t.Context(), rec); err != nil {
			t.Fatal(err)
		}
	}
}

// Joining after every part of the articles, in any order and in parts of any
// size, some of them read again, ends in the record of joining all at once.
func TestInPartsAsAtOnce(t *testing.T) {
	whole := clones(t)
	if _, err := Apply(whole); err != nil {
		t.Fatal(err)
	}
	want := digest(t, whole)
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 5))
		st := emptyStore(t)
		recs := clones(t)
		r.Shuffle(len(recs), func(i, j int) { recs[i], recs[j] = recs[j], recs[i] })
		for done := 0; done < len(recs); {
			n := min(len(recs)-done, 1+r.IntN(90))
			part := recs[done : done+n]
			if done > 0 { // an older reading of some article, read again later
				old := clones(t)[r.IntN(len(recs))]
				old.Events, old.Article.Engine = old.Events[:len(old.Events)/2], "older"
				putAll(t, st, []*record.Record{old})
			}
			putAll(t, st, part)
			if _, _, err := Store(t.Context(), st); err != nil {
				t.Fatal(err)
			}
			done += n
		}
		putAll(t, st, clones(t)) // none of the older readings stands
		if _, _, err := Store(t.Context(), st); err != nil {
			t.Fatal(err)
		}
		if got := storeDigest(t, st.Store); got != want {
			t.Errorf("seed %d: joined in parts %s, at once %s", seed, got, want)
		}
		if due, err := Due(t.Context(), st); due || err != nil {
			t.Errorf("seed %d: after joining it is due again: %v", seed, err)
		}
		if _, n, err := Store(t.Context(), st); n != 0 || err != nil {
			t.Errorf("seed %d: joining again writes %d records, %v", seed, n, err)
		}
	}
}

// Whatever the order in which either store gets the articles of the invented
// set, it ends with the same record.
func TestShuffledInStores(t *testing.T) {
	whole := clones(t)
	if _, err := Apply(whole); err != nil {
		t.Fatal(err)
	}
	want := digest(t, whole)
	for _, k := range []struct {
		name     string
		shuffles uint64
		open     func(t *testing.T) Base
	}{
		{"sqlite", 4, func(t *testing.T) Base { return emptyStore(t).Store }},
		{"postgres", 1, func(t *testing.T) Base {
			server := postgrestest.Start()
			t.Cleanup(server.Stop)
			st, err := postgres.Open(t.Context(), server.Fresh(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { st.Close() })
			return st
		}},
	} {
		t.Run(k.name, func(t *testing.T) {
			for seed := range k.shuffles {
				t.Run(fmt.Sprint("shuffle ", seed), func(t *testing.T) {
					st := k.open(t)
					recs := clones(t)
					r := rand.New(rand.NewPCG(seed, 11))
					r.Shuffle(len(recs), func(i, j int) { recs[i], recs[j] = recs[j], recs[i] })
					putAll(t, st, recs)
					if _, _, err := Store(t.Context(), st); err != nil {
						t.Fatal(err)
					}
					if got := storeDigest(t, st); got != want {
						t.Errorf("digest %s, want %s", got, want)
					}
				})
			}
		})
	}
}

// One more article reads its own record and those that it changes, no others.
func TestOneMore(t *testing.T) {
	st := emptyStore(t)
	recs := clones(t)
	putAll(t, st, recs[:len(recs)-1])
	if _, _, err := Store(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	st.gets = 0
	putAll(t, st, recs[len(recs)-1:])
	_, changed, err := Store(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	if st.gets > changed+1 || st.gets > len(recs)/4 {
		t.Errorf("%d records read, %d written, of %d", st.gets, changed, len(recs))
	}
	whole := clones(t)
	if _, err := Apply(whole); err != nil {
		t.Fatal(err)
	}
	if got, want := storeDigest(t, st.Store), digest(t, whole); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

// broken is a store that fails after so many writes.
type broken struct {
	*counted
	left int
}

func (b *broken) ok() error {
	if b.left--; b.left < 0 {
		return fmt.Errorf("no more writes")
	}
	return nil
}

func (b *broken) Rejoin(ctx context.Context, rec *record.Record, k record.Sketch) (bool, error) {
	if err := b.ok(); err != nil {
		return false, err
	}
	return b.counted.Rejoin(ctx, rec, k)
}

func (b *broken) PutSketches(ctx context.Context, list []record.Sketch) error {
	if err := b.ok(); err != nil {
		return err
	}
	return b.counted.PutSketches(ctx, list)
}

// A joining that is left at any write is due until it was done.
func TestLeftInTheMiddle(t *testing.T) {
	recs := clones(t)[:60]
	whole := clones(t)[:60]
	if _, err := Apply(whole); err != nil {
		t.Fatal(err)
	}
	st := &broken{emptyStore(t), 0}
	putAll(t, st.counted, recs[:30])
	if _, _, err := Store(t.Context(), st.counted); err != nil {
		t.Fatal(err)
	}
	putAll(t, st.counted, recs[30:])
	for n := 0; ; n++ {
		st.left = n % 3
		_, _, err := Store(t.Context(), st)
		if err == nil {
			break
		}
		if due, derr := Due(t.Context(), st); !due || derr != nil {
			t.Fatalf("left after %d writes (%v), it is not due: %v", n%3, err, derr)
		}
		if n > 1000 {
			t.Fatal("it never ends")
		}
	}
	if got, want := storeDigest(t, st.counted.Store), digest(t, whole); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

// meddling is a store into which somebody else reads and joins while it is
// being joined: after its sketches were read, and again at a write.
type meddling struct {
	*counted
	at     int // write before which he comes again
	others []func()
}

func (m *meddling) other() {
	if len(m.others) > 0 {
		f := m.others[0]
		m.others = m.others[1:]
		f()
	}
}

func (m *meddling) EachSketch(ctx context.Context, fn func(record.Sketch) error) error {
	err := m.counted.EachSketch(ctx, fn)
	m.other()
	return err
}

func (m *meddling) Rejoin(ctx context.Context, rec *record.Record, k record.Sketch) (bool, error) {
	if m.at--; m.at == 0 {
		m.other()
	}
	return m.counted.Rejoin(ctx, rec, k)
}

// Two that read and join one store at once leave the record of all articles,
// whoever comes between the other's steps.
func TestTwoAtOnce(t *testing.T) {
	const n = 90
	whole := clones(t)[:n]
	if _, err := Apply(whole); err != nil {
		t.Fatal(err)
	}
	want := digest(t, whole)
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 8))
		recs := clones(t)[:n]
		r.Shuffle(n, func(i, j int) { recs[i], recs[j] = recs[j], recs[i] })
		st := &meddling{counted: emptyStore(t), at: 1 + r.IntN(25)}
		putAll(t, st.counted, recs[:30])
		if r.IntN(2) == 0 {
			if _, _, err := Store(t.Context(), st.counted); err != nil {
				t.Fatal(err)
			}
		}
		putAll(t, st.counted, recs[30:60])
		join := func(part []*record.Record) func() {
			return func() {
				putAll(t, st.counted, part)
				if _, _, err := Store(t.Context(), st.counted); err != nil {
					t.Error(err)
				}
			}
		}
		st.others = []func(){join(recs[60:75]), join(recs[75:])}
		if _, _, err := Store(t.Context(), st); err != nil {
			t.Fatal(err)
		}
		for len(st.others) > 0 { // he came once only
			st.other()
		}
		if got := storeDigest(t, st.counted.Store); got != want {
			t.Errorf("seed %d: digest %s, want %s", seed, got, want)
		}
		if due, err := Due(t.Context(), st.counted); due || err != nil {
			t.Errorf("seed %d: still due, %v", seed, err)
		}
	}
}

// A kept sketch is the sketch, and the same whatever was joined before.
func TestKeptSketch(t *testing.T) {
	v, err := words()
	if err != nil {
		t.Fatal(err)
	}
	recs := append(clones(t)[:40], recordtest.Sample(), recordtest.Odd(1), &record.Record{Schema: record.Schema, Article: record.Article{ID: "bare"}})
	for _, rec := range recs {
		s := sketchOf(v, rec)
		b := s.pack(v.stamp())
		back, err := unpack(b, v.stamp(), allParts)
		if err != nil {
			t.Fatalf("%s: %v", rec.Article.ID, err)
		}
		if !bytes.Equal(back.pack(v.stamp()), b) {
			t.Errorf("%s: another sketch came back", rec.Article.ID)
		}
		for i, x := range flatSketch(s) {
			if x, y := fmt.Sprintf("%+v", x), fmt.Sprintf("%+v", flatSketch(back)[i]); x != y {
				t.Errorf("%s: came back as\n%.300s\nwant\n%.300s", rec.Article.ID, y, x)
			}
		}
		if _, err := unpack(b, v.stamp()+1, allParts); err == nil {
			t.Error("a sketch of another version was taken")
		}
	}
	joined := slices.Clone(recs)
	before := make([][]byte, len(recs))
	for i, rec := range recs {
		s := sketchOf(v, rec)
		s.state = 0
		before[i] = s.pack(v.stamp())
	}
	if _, err := Apply(joined); err != nil {
		t.Fatal(err)
	}
	for i, rec := range joined {
		s := sketchOf(v, rec)
		s.state = 0
		if !bytes.Equal(s.pack(v.stamp()), before[i]) {
			t.Errorf("%s: joining changed the sketch", rec.Article.ID)
		}
	}
}

// flatSketch is a sketch with its findings by value and no way back.
func flatSketch(s *sketch) []any {
	flat := *s
	flat.finds, flat.parties = nil, nil
	out := []any{flat}
	values := func(list []*party) {
		for _, p := range list {
			out = append(out, *p)
		}
	}
	values(s.parties)
	for _, f := range s.finds {
		g := *f
		g.s, g.actors, g.targets, g.all = nil, nil, nil, nil
		if g.where != nil {
			out = append(out, *g.where)
			g.where = nil
		}
		out = append(out, g, len(f.actors))
		values(f.all)
	}
	return out
}

// Bytes that are no sketch are refused, never a panic, and what looks like one
// can be joined.
func TestBrokenSketch(t *testing.T) {
	v, err := words()
	if err != nil {
		t.Fatal(err)
	}
	stamp := v.stamp()
	whole := sketchOf(v, recordtest.Sample()).pack(stamp)
	r := rand.New(rand.NewPCG(1, 2))
	taken := 0
	for n := range 4000 {
		b := slices.Clone(whole)
		if n%4 == 0 {
			b = b[:r.IntN(len(b))]
		}
		for range 1 + r.IntN(3) {
			if len(b) > 8 {
				b[8+r.IntN(len(b)-8)] = byte(r.IntN(256))
			}
		}
		s, err := unpack(b, stamp, allParts)
		if err != nil {
			continue
		}
		taken++
		j := newJoiner(v, stamp, wide())
		if err := j.keep(s, b); err != nil {
			t.Fatal(err)
		}
		js, err := j.Join()
		if err != nil {
			t.Fatal(err)
		}
		js.due(js.c.settle(js.c.skim(0, allParts)))
	}
	if taken == 0 || taken == 4000 {
		t.Errorf("%d of 4000 broken sketches were taken", taken)
	}
}

// Whoever changes what a sketch holds raises sketchVersion, and this digest
// with it: else stores would join old sketches with new ones.
func TestSketchVersion(t *testing.T) {
	v, err := words()
	if err != nil {
		t.Fatal(err)
	}
	b := sketchOf(v, recordtest.Sample()).pack(0)
	if got, want := fmt.Sprintf("%d %x", sketchVersion, sha256.Sum256(b))[:18], "2 d5376d762df02500"; got != want {
		t.Errorf("sketch %s, want %s", got, want)
	}
}
