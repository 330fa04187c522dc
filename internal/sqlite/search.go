package sqlite

import (
	"context"
	"encoding/json"
	"strings"

	"rapporteur/internal/record"
)

// match writes a query in FTS5's language: each term quoted, all demanded.
func match(q string) string {
	var out []string
	for _, t := range record.ParseQuery(q) {
		s := `"` + strings.Join(t.Words, " ") + `"`
		if t.Prefix {
			s += "*"
		}
		out = append(out, s)
	}
	return strings.Join(out, " AND ")
}

// Search finds articles and findings, best first by BM25.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]record.Hit, error) {
	out := []record.Hit{}
	m := match(query)
	if m == "" || limit <= 0 {
		return out, nil
	}
	terms := record.ParseQuery(query)
	rows, err := s.db.QueryContext(ctx, `WITH best AS (
			SELECT rowid AS n, rank AS score FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?)
		SELECT a.head, i.finding, i.kind, i.status, i.body, i.names FROM best JOIN item i ON i.n = best.n JOIN article a ON a.id = i.article
		ORDER BY best.score, i.article, i.finding`, m, limit)
	if err != nil {
		return nil, wrap("search", err)
	}
	defer rows.Close()
	for rows.Next() {
		var head []byte
		var body, names string
		var h record.Hit
		if err := rows.Scan(&head, &h.Finding, &h.Kind, &h.Status, &body, &names); err != nil {
			return nil, wrap("search", err)
		}
		h.Snippet = record.Passage(terms, body, names)
		if err := json.Unmarshal(head, &h.Article); err != nil {
			return nil, wrap("search", err)
		}
		out = append(out, h)
	}
	return out, wrap("search", rows.Err())
}

// Summaries gives heads with counts, newest first.
func (s *Store) Summaries(ctx context.Context, offset, limit int) ([]record.Summary, int, error) {
	var total int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM article").Scan(&total); err != nil {
		return nil, 0, wrap("summaries", err)
	}
	rows, err := s.db.QueryContext(ctx, "SELECT head FROM article ORDER BY published DESC, id LIMIT ? OFFSET ?", limit, offset)
	if err != nil {
		return nil, 0, wrap("summaries", err)
	}
	defer rows.Close()
	out := []record.Summary{}
	for rows.Next() {
		var head []byte
		var sum record.Summary
		if err := rows.Scan(&head); err != nil {
			return nil, 0, wrap("summaries", err)
		}
		if err := json.Unmarshal(head, &sum); err != nil {
			return nil, 0, wrap("summaries", err)
		}
		out = append(out, sum)
	}
	return out, total, wrap("summaries", rows.Err())
}
