package review

import (
	"context"
	"slices"
	"sync"
	"time"

	"rapporteur/internal/record"
)

// Base is a store that keeps decisions beside its records.
type Base interface {
	record.Store
	record.Index
	record.Decisions
}

// View is a store with the decisions laid over what it gives: rejected
// findings are not there, corrected ones have the values that were decided,
// incidents and actors are merged and split. What is put goes to the store
// below as it is. It is safe for concurrent use.
type View struct {
	Base
	mu      sync.Mutex
	known   []string // ids of the decisions that were resolved
	at      time.Time
	overlay *Overlay
}

// fresh is how long resolved decisions are good while nobody decides anything:
// a reading in between may have changed what they are about.
const fresh = 2 * time.Second

// Over makes a view of a store.
func Over(st Base) *View { return &View{Base: st} }

// Overlay gives the present decisions, resolved.
func (v *View) Overlay(ctx context.Context) (*Overlay, error) {
	ds, err := v.Base.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(ds))
	for i, d := range ds {
		ids[i] = d.ID
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.overlay == nil || !slices.Equal(ids, v.known) || len(ids) > 0 && time.Since(v.at) > fresh {
		o, err := Resolve(ctx, v.Base.Get, ds)
		if err != nil {
			return nil, err
		}
		v.overlay, v.known, v.at = o, ids, time.Now()
	}
	return v.overlay, nil
}

// Get reads the record of an article.
func (v *View) Get(ctx context.Context, articleID string) (*record.Record, error) {
	o, err := v.Overlay(ctx)
	if err != nil {
		return nil, err
	}
	rec, err := v.Base.Get(ctx, articleID)
	if err != nil {
		return nil, err
	}
	return rec, o.Apply(rec)
}

// Find reads the record that holds a finding; a rejected one is not there.
func (v *View) Find(ctx context.Context, findingID string) (*record.Record, error) {
	o, err := v.Overlay(ctx)
	if err != nil {
		return nil, err
	}
	if o.verdicts[findingID].what == rejected {
		return nil, record.ErrNotFound
	}
	rec, err := v.Base.Find(ctx, findingID)
	if err != nil {
		return nil, err
	}
	return rec, o.Apply(rec)
}

// Each calls fn for every record in the order of List.
func (v *View) Each(ctx context.Context, fn func(*record.Record) error) error {
	o, err := v.Overlay(ctx)
	if err != nil {
		return err
	}
	return v.Base.Each(ctx, func(rec *record.Record) error {
		if err := o.Apply(rec); err != nil {
			return err
		}
		return fn(rec)
	})
}

// Search finds articles and findings by the words that were read; rejected
// findings are left out, and statuses are those that were decided.
func (v *View) Search(ctx context.Context, query string, limit int) ([]record.Hit, error) {
	o, err := v.Overlay(ctx)
	if err != nil || limit <= 0 {
		return []record.Hit{}, err
	}
	hits, err := v.Base.Search(ctx, query, limit+o.refused())
	if err != nil {
		return nil, err
	}
	hits = slices.DeleteFunc(hits, func(h record.Hit) bool { return h.Finding != "" && o.verdicts[h.Finding].what == rejected })
	hits = hits[:min(limit, len(hits))]
	corrected := map[string]*record.Record{}
	for i := range hits {
		h := &hits[i]
		if h.Finding == "" || o.verdicts[h.Finding].what != Corrected {
			continue
		}
		rec := corrected[h.Article.ID]
		if rec == nil {
			if rec, err = v.Get(ctx, h.Article.ID); err != nil {
				return nil, err
			}
			corrected[h.Article.ID] = rec
		}
		if it, ok := rec.Item(h.Finding); ok {
			h.Status = it.Finding.Status
		}
	}
	return hits, nil
}

// Summaries gives heads with counts of what the decisions left.
func (v *View) Summaries(ctx context.Context, offset, limit int) ([]record.Summary, int, error) {
	o, err := v.Overlay(ctx)
	if err != nil {
		return nil, 0, err
	}
	list, total, err := v.Base.Summaries(ctx, offset, limit)
	if err != nil {
		return nil, 0, err
	}
	for i := range list {
		if !o.touched[list[i].ID] {
			continue
		}
		rec, err := v.Get(ctx, list[i].ID)
		if err != nil {
			return nil, 0, err
		}
		list[i] = record.Summarise(rec)
	}
	return list, total, nil
}
