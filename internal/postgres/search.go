package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"rapporteur/internal/record"
)

// maxVector bounds the words of one row, in bytes; PostgreSQL holds a
// megabyte with positions. Of a longer text only the beginning is found.
const maxVector = 500_000

// vector writes the words of a text and of the names beside it, with their
// positions, in the form that PostgreSQL reads as tsvector. A gap keeps a
// phrase from reaching from the one into the other.
func vector(body, names string) string {
	var b strings.Builder
	put := func(words []string, pos int) int {
		for _, w := range words {
			if b.Len() > maxVector {
				break
			}
			if len(w) > 500 {
				continue
			}
			pos++
			fmt.Fprintf(&b, "'%s':%d ", w, min(pos, 16383))
		}
		return pos
	}
	end := put(record.Words(names), 0)
	put(record.Words(body), end+10)
	return b.String()
}

// match writes a query in PostgreSQL's language: all terms demanded.
func match(q string) string {
	var out []string
	for _, t := range record.ParseQuery(q) {
		var words []string
		for i, w := range t.Words {
			for _, f := range record.Words(w) {
				s := "'" + f + "'"
				if t.Prefix && i == len(t.Words)-1 {
					s += ":*"
				}
				words = append(words, s)
			}
		}
		if len(words) > 0 {
			out = append(out, "("+strings.Join(words, " <-> ")+")")
		}
	}
	return strings.Join(out, " & ")
}

// common is the number of rows from which on a query says too little to rank
// by, newest how many rows, those read last, are looked at then.
const (
	common = 8000
	newest = 1000
)

// Search finds articles and findings, best first by cover density; where the
// words of the query stand in very many places, those of the newest articles
// first.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]record.Hit, error) {
	out := []record.Hit{}
	m := match(query)
	if m == "" || limit <= 0 {
		return out, nil
	}
	const hit = "SELECT a.head, i.finding, i.kind, i.status, i.body, i.names FROM best JOIN item i USING (n) JOIN article a ON a.id = i.article "
	stmt := `WITH best AS (SELECT n, ts_rank_cd(words, $1::tsquery, 2) AS score FROM item WHERE words @@ $1::tsquery ORDER BY score DESC, n LIMIT $2)
		` + hit + `ORDER BY best.score DESC, i.article, i.finding`
	args := []any{m, limit}
	var n int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT FROM item WHERE words @@ $1::tsquery LIMIT $2) x", m, common).Scan(&n); err != nil {
		return nil, wrap("search", err)
	}
	if n == common {
		stmt = `WITH last AS (SELECT n FROM item WHERE words @@ $1::tsquery ORDER BY n DESC LIMIT $2),
			best AS (SELECT n FROM last JOIN item USING (n) JOIN article a ON a.id = item.article ORDER BY a.published DESC, a.id, item.finding LIMIT $3)
			` + hit + `ORDER BY a.published DESC, a.id, i.finding`
		args = []any{m, max(newest, limit), limit}
	}
	terms := record.ParseQuery(query)
	err := s.rows(ctx, stmt, args, func(rows *sql.Rows) error {
		var head []byte
		var body, names string
		var h record.Hit
		if err := rows.Scan(&head, &h.Finding, &h.Kind, &h.Status, &body, &names); err != nil {
			return err
		}
		if err := json.Unmarshal(head, &h.Article); err != nil {
			return err
		}
		h.Snippet = record.Passage(terms, body, names)
		out = append(out, h)
		return nil
	})
	return out, wrap("search", err)
}

// Summaries gives heads with counts, newest first.
func (s *Store) Summaries(ctx context.Context, offset, limit int) ([]record.Summary, int, error) {
	var total int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM article").Scan(&total); err != nil {
		return nil, 0, wrap("summaries", err)
	}
	out := []record.Summary{}
	err := s.rows(ctx, "SELECT head FROM article ORDER BY published DESC, id LIMIT $1 OFFSET $2", []any{limit, offset}, func(rows *sql.Rows) error {
		var sum record.Summary
		if err := scanJSON(rows, &sum); err != nil {
			return err
		}
		out = append(out, sum)
		return nil
	})
	return out, total, wrap("summaries", err)
}
