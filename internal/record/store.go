package record

import (
	"context"
	"errors"
)

// ErrNotFound says that no record, finding or reject has the id asked for.
var ErrNotFound = errors.New("record: not found")

// Store keeps records. Implementations are safe for concurrent use. Put is
// idempotent: the same record twice changes nothing, and a record of the same
// article by a newer engine replaces the older one whole. No method modifies
// its arguments; what they return belongs to the caller.
type Store interface {
	// Put writes a record whole or not at all and says whether anything changed.
	Put(ctx context.Context, rec *Record) (changed bool, err error)
	// PutReject notes an input that could not be read.
	PutReject(ctx context.Context, r Reject) error
	// Get reads the record of an article; ErrNotFound if there is none.
	Get(ctx context.Context, articleID string) (*Record, error)
	// Find reads the record that holds the finding with this id.
	Find(ctx context.Context, findingID string) (*Record, error)
	// List gives the heads of all articles, by publication day, then id.
	List(ctx context.Context) ([]Article, error)
	// Each calls fn for every record in the order of List, until fn fails.
	Each(ctx context.Context, fn func(*Record) error) error
	// Rejects gives every reject, by path and line.
	Rejects(ctx context.Context) ([]Reject, error)
	// Close releases the store.
	Close() error
}
