package postgres

import (
	"context"
	"database/sql"
	"errors"

	"rapporteur/internal/record"
)

// KeepReading keeps a record as its engine read it; it implements
// record.Readings.
func (s *Store) KeepReading(ctx context.Context, rec *record.Record) (added bool, err error) {
	if err := record.Check(rec); err != nil {
		return false, wrap("keep reading", err)
	}
	blob, err := record.Canonical(rec)
	if err != nil {
		return false, wrap("keep reading", err)
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO reading (article, engine, record) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", plain(rec.Article.ID), plain(rec.Article.Engine), blob)
	if err != nil {
		return false, wrap("keep reading", err)
	}
	n, err := res.RowsAffected()
	return n > 0, wrap("keep reading", err)
}

// Readings lists what is kept.
func (s *Store) Readings(ctx context.Context) ([]record.Reading, error) {
	out := []record.Reading{}
	err := s.rows(ctx, "SELECT article, engine FROM reading ORDER BY article, engine", nil, func(rows *sql.Rows) error {
		var r record.Reading
		if err := rows.Scan(&r.Article, &r.Engine); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	})
	return out, wrap("readings", err)
}

// Reading gives a kept record.
func (s *Store) Reading(ctx context.Context, r record.Reading) (*record.Record, error) {
	var blob []byte
	err := s.db.QueryRowContext(ctx, "SELECT record FROM reading WHERE article = $1 AND engine = $2", plain(r.Article), plain(r.Engine)).Scan(&blob)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, record.ErrNotFound
	}
	if err != nil {
		return nil, wrap("reading", err)
	}
	rec, err := record.Decode(blob)
	return rec, wrap("reading", err)
}

// DropReadings removes kept records.
func (s *Store) DropReadings(ctx context.Context, engine string) (int, error) {
	res, err := s.db.ExecContext(ctx, "DELETE FROM reading WHERE $1 = '' OR engine = $1", plain(engine))
	if err != nil {
		return 0, wrap("drop readings", err)
	}
	n, err := res.RowsAffected()
	return int(n), wrap("drop readings", err)
}
