package postgres

import (
	"context"
	"database/sql"
	"errors"

	"rapporteur/internal/record"
)

// EachSketch calls fn for every article; it implements record.Sketches.
func (s *Store) EachSketch(ctx context.Context, fn func(record.Sketch) error) error {
	err := s.rows(ctx, "SELECT article, present, CASE WHEN made = present THEN body END FROM sketch ORDER BY article", nil, func(rows *sql.Rows) error {
		var k record.Sketch
		if err := rows.Scan(&k.Article, &k.Revision, &k.Body); err != nil {
			return err
		}
		if err := fn(k); err != nil {
			return stop{err}
		}
		return nil
	})
	if s, ok := err.(stop); ok {
		return s.error
	}
	return wrap("sketches", err)
}

// Pending counts the articles without a sketch of their present revision.
func (s *Store) Pending(ctx context.Context) (unsketched int, revisions int64, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FILTER (WHERE made <> present), coalesce(sum(present), 0)::bigint FROM sketch").Scan(&unsketched, &revisions)
	return unsketched, revisions, wrap("pending", err)
}

// PutSketches keeps sketches in one transaction.
func (s *Store) PutSketches(ctx context.Context, list []record.Sketch) error {
	if len(list) == 0 {
		return nil
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return wrap("put sketches", err)
	}
	defer tx.Rollback()
	for _, k := range list {
		if _, err := tx.ExecContext(ctx, "UPDATE sketch SET made = present, body = $1 WHERE article = $2 AND present = $3", k.Body, k.Article, k.Revision); err != nil {
			return wrap("put sketches", err)
		}
	}
	return wrap("put sketches", tx.Commit())
}

// Rejoin writes a record in place of a revision, with its sketch.
func (s *Store) Rejoin(ctx context.Context, rec *record.Record, k record.Sketch) (changed bool, err error) {
	return s.put(ctx, "rejoin", rec, func(tx *sql.Tx) (bool, error) {
		var present int64
		err := tx.QueryRowContext(ctx, "SELECT present FROM sketch WHERE article = $1", rec.Article.ID).Scan(&present)
		if errors.Is(err, sql.ErrNoRows) {
			return false, nil
		}
		return present == k.Revision, err
	}, k.Body)
}
