package record

import "context"

// Sketch is what joining keeps of an article, so that it need not read the
// record again when another one comes. Its body means nothing to a store.
type Sketch struct {
	Article  string
	Revision int64 // of the record that it was made of
	Body     []byte
}

// Sketches is what a store offers beside Store so that one more article can be
// joined without reading all records. Each Put that changes a record gives it
// a revision of its own; a sketch counts as long as that revision stands.
type Sketches interface {
	// EachSketch calls fn for every article, by id, with its present revision
	// and the sketch of it; the body is nil where none is kept. fn must not keep
	// the body, nor use the store.
	EachSketch(ctx context.Context, fn func(Sketch) error) error
	// Pending counts the articles without a sketch of their present revision.
	// revisions is the sum of all present revisions: it grows by one with each
	// Put and Rejoin that changes a record.
	Pending(ctx context.Context) (unsketched int, revisions int64, err error)
	// PutSketches keeps sketches. One whose revision does not stand any more is
	// left out.
	PutSketches(ctx context.Context, list []Sketch) error
	// Rejoin writes a record in place of revision s.Revision, and s.Body as the
	// sketch of what it writes. Where that revision does not stand any more,
	// nothing is written and changed is false.
	Rejoin(ctx context.Context, rec *Record, s Sketch) (changed bool, err error)
}
