package postgres

import (
	"context"
	"database/sql"
	"encoding/json"

	"rapporteur/internal/record"
)

// PutDecision appends a decision; it implements record.Decisions.
func (s *Store) PutDecision(ctx context.Context, d record.Decision) (added bool, err error) {
	if err := record.CheckDecision(d); err != nil {
		return false, wrap("put decision", err)
	}
	body, err := json.Marshal(d)
	if err != nil {
		return false, wrap("put decision", err)
	}
	res, err := s.db.ExecContext(ctx, "INSERT INTO decision (id, time, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", d.ID, plain(d.Time), body)
	if err != nil {
		return false, wrap("put decision", err)
	}
	n, err := res.RowsAffected()
	return n > 0, wrap("put decision", err)
}

// Decisions gives all decisions, by time, then id.
func (s *Store) Decisions(ctx context.Context) ([]record.Decision, error) {
	out := []record.Decision{}
	err := s.rows(ctx, "SELECT body FROM decision ORDER BY time, id", nil, func(rows *sql.Rows) error {
		var body []byte
		var d record.Decision
		if err := rows.Scan(&body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &d); err != nil {
			return err
		}
		out = append(out, d)
		return nil
	})
	return out, wrap("decisions", err)
}
