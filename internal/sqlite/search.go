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
		out = append(out, term(t))
	}
	return strings.Join(out, " AND ")
}

// term writes one term.
func term(t record.Term) string {
	s := `"` + strings.Join(t.Words, " ") + `"`
	if t.Prefix {
		s += "*"
	}
	return s
}

// common is the number of rows from which on a word says too little to rank
// by: BM25 looks at every row that has it.
const common = 8000

// newest is how many rows, those read last, a search for common words looks at.
const newest = 1000

// Search finds articles and findings, best first by BM25 (Robertson and
// Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3); where a
// word of the query stands in very many places, those of the newest articles
// first.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]record.Hit, error) {
	out := []record.Hit{}
	m := match(query)
	if m == "" || limit <= 0 {
		return out, nil
	}
	const hit = "SELECT a.head, i.finding, i.kind, i.status, i.body, i.names FROM best JOIN item i ON i.n = best.n JOIN article a ON a.id = i.article "
	stmt := `WITH best AS (SELECT rowid AS n, rank AS score FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?)
		` + hit + `ORDER BY best.score, i.article, i.finding`
	args := []any{m, limit}
	often, err := s.often(ctx, query)
	if err != nil {
		return nil, wrap("search", err)
	}
	if often {
		stmt = `WITH last AS (SELECT rowid AS n FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?),
			best AS (SELECT last.n, a.published FROM last JOIN item i ON i.n = last.n JOIN article a ON a.id = i.article ORDER BY a.published DESC, a.id, i.finding LIMIT ?)
			` + hit + `ORDER BY a.published DESC, a.id, i.finding`
		args = []any{m, max(newest, limit), limit}
	}
	rows, err := s.db.QueryContext(ctx, stmt, args...)
	if err != nil {
		return nil, wrap("search", err)
	}
	defer rows.Close()
	terms := record.ParseQuery(query)
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

// often says that some term of a query stands in very many places.
func (s *Store) often(ctx context.Context, query string) (bool, error) {
	for _, t := range record.ParseQuery(query) {
		var n int
		if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)", term(t), common).Scan(&n); err != nil {
			return false, err
		}
		if n == common {
			return true, nil
		}
	}
	return false, nil
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
