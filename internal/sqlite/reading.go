package sqlite

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
	s.write.Lock()
	defer s.write.Unlock()
	res, err := s.db.ExecContext(ctx, "INSERT INTO reading (article, engine, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rec.Article.ID, rec.Article.Engine, blob)
	if err != nil {
		return false, wrap("keep reading", err)
	}
	n, err := res.RowsAffected()
	return n > 0, wrap("keep reading", err)
}

// Readings lists what is kept.
func (s *Store) Readings(ctx context.Context) ([]record.Reading, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT article, engine FROM reading ORDER BY article, engine")
	if err != nil {
		return nil, wrap("readings", err)
	}
	defer rows.Close()
	out := []record.Reading{}
	for rows.Next() {
		var r record.Reading
		if err := rows.Scan(&r.Article, &r.Engine); err != nil {
			return nil, wrap("readings", err)
		}
		out = append(out, r)
	}
	return out, wrap("readings", rows.Err())
}

// Reading gives a kept record.
func (s *Store) Reading(ctx context.Context, r record.Reading) (*record.Record, error) {
	var blob []byte
	err := s.db.QueryRowContext(ctx, "SELECT record FROM reading WHERE article = ? AND engine = ?", r.Article, r.Engine).Scan(&blob)
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
	s.write.Lock()
	defer s.write.Unlock()
	res, err := s.db.ExecContext(ctx, "DELETE FROM reading WHERE ? = '' OR engine = ?", engine, engine)
	if err != nil {
		return 0, wrap("drop readings", err)
	}
	n, err := res.RowsAffected()
	return int(n), wrap("drop readings", err)
}
