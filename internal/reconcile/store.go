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
// others it reads the sketches. It holds sketches and one record at a time.
// changed is how many records were written.
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
		js, n, err := once(ctx, st)
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
func once(ctx context.Context, st Base) (js *Joins, changed int, err error) {
	j, err := New()
	if err != nil {
		return nil, 0, err
	}
	stamp := j.v.stamp()
	revision := map[string]int64{}
	fresh := map[string]bool{} // articles without a sketch of the record that stands
	pool := map[string]string{}
	err = st.EachSketch(ctx, func(k record.Sketch) error {
		revision[k.Article] = k.Revision
		s, err := unpack(k.Body, stamp, pool)
		if err != nil || s.id != k.Article {
			fresh[k.Article] = true
			return nil
		}
		j.arts[s.id] = s
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("reconcile: %w", err)
	}
	for _, id := range slices.Sorted(maps.Keys(fresh)) {
		rec, err := st.Get(ctx, id)
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, 0, fmt.Errorf("reconcile: %s: %w", id, err)
		}
		j.Add(rec)
	}
	js = j.Join()
	// Those that have a sketch come first: until the last fresh one has its own, Due says that joining is not done.
	ids := slices.SortedFunc(maps.Keys(j.arts), func(a, b string) int {
		switch {
		case fresh[a] != fresh[b] && fresh[a]:
			return 1
		case fresh[a] != fresh[b]:
			return -1
		}
		return strings.Compare(a, b)
	})
	var kept []record.Sketch
	keep := func() error {
		err := st.PutSketches(ctx, kept)
		kept = kept[:0]
		if err != nil {
			return fmt.Errorf("reconcile: %w", err)
		}
		return nil
	}
	for _, id := range ids {
		s := j.arts[id]
		due := js.due(s)
		if s.state == due {
			if fresh[id] {
				if kept = append(kept, record.Sketch{Article: id, Revision: revision[id], Body: s.pack(stamp)}); len(kept) == maxKept {
					if err := keep(); err != nil {
						return js, changed, err
					}
				}
			}
			continue
		}
		rec, err := st.Get(ctx, id)
		if err != nil {
			return js, changed, fmt.Errorf("reconcile: %s: %w", id, err)
		}
		if !js.Fill(rec) {
			continue // it was read anew meanwhile
		}
		s.state = due
		written, err := st.Rejoin(ctx, rec, record.Sketch{Article: id, Revision: revision[id], Body: s.pack(stamp)})
		if err != nil {
			return js, changed, fmt.Errorf("reconcile: %s: %w", id, err)
		}
		if written {
			changed++
		}
	}
	return js, changed, keep()
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
