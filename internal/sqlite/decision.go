package sqlite

import (
	"context"
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
	s.write.Lock()
	defer s.write.Unlock()
	res, err := s.db.ExecContext(ctx, "INSERT INTO decision (id, time, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", d.ID, d.Time, body)
	if err != nil {
		return false, wrap("put decision", err)
	}
	n, err := res.RowsAffected()
	return n > 0, wrap("put decision", err)
}

// Decisions gives all decisions, by time, then id.
func (s *Store) Decisions(ctx context.Context) ([]record.Decision, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT body FROM decision ORDER BY time, id")
	if err != nil {
		return nil, wrap("decisions", err)
	}
	defer rows.Close()
	out := []record.Decision{}
	for rows.Next() {
		var body []byte
		var d record.Decision
		if err := rows.Scan(&body); err != nil {
			return nil, wrap("decisions", err)
		}
		if err := json.Unmarshal(body, &d); err != nil {
			return nil, wrap("decisions", err)
		}
		out = append(out, d)
	}
	return out, wrap("decisions", rows.Err())
}
