package reconcile

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rapporteur/internal/record"
)

// Base is a store that keeps sketches beside its records.
type Base interface {
	record.Store
	record.Sketches
}

// Store joins all records of a store and writes those that changed. It reads
// the records only that came or were read anew since the last time; of the
// others it reads the sketches, into a temporary file if they are many, and
// holds one record at a time. changed is how many records were written. The
// caller closes js; it is nil only with an error.
//
// It may be stopped at any moment: as long as it was not done, some article
// has no sketch, and Due says so. Others may read and join at the same time:
// whoever is done last has seen what all of them read.
func Store(ctx context.Context, st Base) (js *Joins, changed int, err error) {
	for {
		_, before, err := st.Pending(ctx)
		if err != nil {
			return nil, changed, fmt.Errorf("reconcile: %w", err)
		}
		if js != nil {
			js.Close()
		}
		var n int
		n, js, err = once(ctx, st)
		changed += n
		if err != nil {
			return js, changed, err
		}
		// Who else wrote may not have seen what was seen here. Where an article waits for its sketch, its reader is still to join.
		unsketched, after, err := st.Pending(ctx)
		if err != nil {
			return js, changed, fmt.Errorf("reconcile: %w", err)
		}
		if unsketched > 0 || after == before+int64(n) {
			return js, changed, nil
		}
	}
}

// once joins what stands in a store now.
func once(ctx context.Context, st Base) (changed int, js *Joins, err error) {
	j, err := New()
	if err != nil {
		return 0, nil, err
	}
	w := &scribe{st: st, j: j, revision: map[string]int64{}, fresh: map[string]bool{}}
	if err := w.read(ctx); err != nil {
		j.Close()
		return 0, nil, fmt.Errorf("reconcile: %w", err)
	}
	if js, err = j.Join(); err != nil {
		j.Close()
		return 0, nil, err
	}
	// Those that have a sketch come first: until the last fresh one has its own, Due says that joining is not done.
	for _, fresh := range []bool{false, true} {
		for i, h := range js.c.heads {
			if w.fresh[h.id] != fresh {
				continue
			}
			if err := w.write(ctx, js, i); err != nil {
				return w.changed, js, fmt.Errorf("reconcile: %s: %w", h.id, err)
			}
		}
	}
	if err := w.keep(ctx); err != nil {
		return w.changed, js, fmt.Errorf("reconcile: %w", err)
	}
	return w.changed, js, nil
}

// scribe brings the records of a store to what was found out.
type scribe struct {
	st       Base
	j        *Joiner
	revision map[string]int64
	fresh    map[string]bool // articles without a sketch of the record that stands
	kept     []record.Sketch
	changed  int
}

// read takes the sketches that a store keeps and makes those that it lacks.
func (w *scribe) read(ctx context.Context) error {
	err := w.st.EachSketch(ctx, func(k record.Sketch) error {
		k.Article = strings.Clone(k.Article)
		w.revision[k.Article] = k.Revision
		s, err := unpack(k.Body, w.j.stamp, allParts)
		if err != nil || s.id != k.Article {
			w.fresh[k.Article] = true
			return nil
		}
		return w.j.keep(s, k.Body)
	})
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(w.fresh)) {
		rec, err := w.st.Get(ctx, id)
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		if err := w.j.Add(rec); err != nil {
			return err
		}
	}
	return nil
}

// write writes article i where joining changed it, and its sketch where there
// is none.
func (w *scribe) write(ctx context.Context, js *Joins, i int) (err error) {
	defer guard(&err)
	s := js.c.settle(js.c.skim(i, allParts))
	id, due := js.c.heads[i].id, js.due(s)
	if s.state == due {
		if !w.fresh[id] {
			return nil
		}
		w.kept = append(w.kept, record.Sketch{Article: id, Revision: w.revision[id], Body: s.pack(w.j.stamp)})
		if len(w.kept) < maxKept {
			return nil
		}
		return w.keep(ctx)
	}
	rec, err := w.st.Get(ctx, id)
	if err != nil {
		return err
	}
	if changed, err := js.Fill(rec); !changed || err != nil {
		return err // it was read anew meanwhile
	}
	s.state = due
	written, err := w.st.Rejoin(ctx, rec, record.Sketch{Article: id, Revision: w.revision[id], Body: s.pack(w.j.stamp)})
	if written {
		w.changed++
	}
	return err
}

// keep writes the sketches that were made.
func (w *scribe) keep(ctx context.Context) error {
	err := w.st.PutSketches(ctx, w.kept)
	w.kept = w.kept[:0]
	return err
}

// maxKept is how many sketches are written at once.
const maxKept = 200

// Due says whether a store has articles that were put since it was joined, or
// was left while it was being joined.
func Due(ctx context.Context, st record.Sketches) (bool, error) {
	n, _, err := st.Pending(ctx)
	if err != nil {
		return false, fmt.Errorf("reconcile: %w", err)
	}
	return n > 0, nil
}
