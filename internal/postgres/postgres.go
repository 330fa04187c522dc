// Package postgres keeps records in a PostgreSQL database, for several
// workers and machines. It implements record.Store and record.Index as
// package sqlite does, and gives the same records in the same order.
package postgres

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the database/sql driver "pgx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"rapporteur/internal/record"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer says that a newer program wrote the database, ErrOccupied that
// its tables belong to something else. The database is left as it is.
var (
	ErrNewer    = errors.New("written by a newer rapporteur")
	ErrOccupied = errors.New("holds tables of another program; name an empty database or schema")
)

// versionTable is where the number of the schema stands.
const versionTable = "rapporteur_version"

// Store is an open database. It is safe for concurrent use, also by several
// processes.
type Store struct{ db *sql.DB }

// Open connects to a database by URL or keyword string, makes the tables if
// there are none, and brings older ones up to date. Several may open at once.
func Open(ctx context.Context, url string) (*Store, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	db.SetMaxOpenConns(16)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := migrate(ctx, db); err != nil {
		db.Close()
		return nil, fmt.Errorf("postgres: %w", reason(err))
	}
	return &Store{db}, nil
}

// Exists says whether a database holds a store of ours; it makes none.
func Exists(ctx context.Context, url string) (bool, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return false, fmt.Errorf("postgres: %w", err)
	}
	defer db.Close()
	var ours bool
	err = db.QueryRowContext(ctx, "SELECT to_regclass($1) IS NOT NULL", versionTable).Scan(&ours)
	return ours, wrap("open", err)
}

func migrate(ctx context.Context, db *sql.DB) error {
	var ours, taken bool
	err := db.QueryRowContext(ctx, "SELECT to_regclass($1) IS NOT NULL, to_regclass('article') IS NOT NULL OR to_regclass('item') IS NOT NULL", versionTable).Scan(&ours, &taken)
	if err != nil {
		return err
	}
	if taken && !ours {
		return ErrOccupied
	}
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, dir, goose.WithSessionLocker(locker), goose.WithTableName(versionTable))
	if err != nil {
		return err
	}
	if ours {
		have, want, err := p.GetVersions(ctx)
		switch {
		case err != nil:
			return err
		case have > want:
			return fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, have, want)
		case have == want:
			return nil
		}
	}
	_, err = p.Up(ctx)
	return err
}

// reason says in words what the common conditions mean.
func reason(err error) error {
	var pe *pgconn.PgError
	if !errors.As(err, &pe) {
		return err
	}
	switch {
	case pe.Code == "53100":
		return fmt.Errorf("the server's disk is full; nothing was written (%w)", err)
	case pe.Code == "25006":
		return fmt.Errorf("the database is read-only (%w)", err)
	case pe.Code == "42501":
		return fmt.Errorf("the user may not write there (%w)", err)
	case strings.HasPrefix(pe.Code, "28"):
		return fmt.Errorf("the server refuses the user or the password (%w)", err)
	}
	return err
}

func wrap(what string, err error) error {
	if err == nil || errors.Is(err, record.ErrNotFound) {
		return err
	}
	return fmt.Errorf("postgres: %s: %w", what, reason(err))
}

// plain makes a string that PostgreSQL can hold: UTF-8 without NUL.
func plain(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
}

// Put writes a record whole, in one transaction; writers of one article take turns.
func (s *Store) Put(ctx context.Context, rec *record.Record) (changed bool, err error) {
	return s.put(ctx, "put", rec, nil, nil)
}

// put writes a record where may, asked inside the transaction, allows it; nil
// allows everything. The record gets a new revision, with a sketch if there is one.
func (s *Store) put(ctx context.Context, what string, rec *record.Record, may func(*sql.Tx) (bool, error), sketch []byte) (changed bool, err error) {
	if err := record.Check(rec); err != nil {
		return false, fmt.Errorf("postgres: %w", err)
	}
	blob, err := record.Canonical(rec)
	if err != nil {
		return false, fmt.Errorf("postgres: %w", err)
	}
	defer func() { err = wrap(what+" "+rec.Article.ID, err) }()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	id := rec.Article.ID
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", id); err != nil {
		return false, err
	}
	if may != nil {
		if ok, err := may(tx); !ok || err != nil {
			return false, err
		}
	}
	var old []byte
	switch err := tx.QueryRowContext(ctx, "SELECT record FROM article WHERE id = $1", id).Scan(&old); {
	case err == nil && string(old) == string(blob):
		return false, nil
	case err == nil:
		if _, err := tx.ExecContext(ctx, "DELETE FROM item WHERE article = $1", id); err != nil {
			return false, err
		}
	case !errors.Is(err, sql.ErrNoRows):
		return false, err
	}
	head, err := json.Marshal(record.Summarise(rec))
	if err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO article (id, published, head, record) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET published = excluded.published, head = excluded.head, record = excluded.record`,
		id, rec.Article.Published, head, blob); err != nil {
		return false, err
	}
	if err := putItems(ctx, tx, rec); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO sketch (article, present, made, body) VALUES ($1, 1, -1, NULL)
		ON CONFLICT (article) DO UPDATE SET present = sketch.present + 1`, id); err != nil {
		return false, err
	}
	if sketch != nil {
		if _, err := tx.ExecContext(ctx, "UPDATE sketch SET made = present, body = $1 WHERE article = $2", sketch, id); err != nil {
			return false, err
		}
	}
	return true, tx.Commit()
}

// putItems writes what can be found of a record in one statement.
func putItems(ctx context.Context, tx *sql.Tx, rec *record.Record) error {
	var findings, kinds, statuses, bodies, names, vectors []string
	add := func(finding, kind, status, body, named string) {
		findings, kinds, statuses = append(findings, finding), append(kinds, kind), append(statuses, status)
		bodies, names, vectors = append(bodies, plain(body)), append(names, plain(named)), append(vectors, vector(body, named))
	}
	add("", "article", "", rec.Article.Text, rec.Article.Title)
	for _, it := range rec.Items() {
		body, named := rec.SearchText(it)
		add(it.Finding.ID, it.Kind, string(it.Finding.Status), body, strings.Join(named, "; "))
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO item (article, finding, kind, status, body, names, words)
		SELECT $1, f, k, s, b, n, v::tsvector FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS x (f, k, s, b, n, v, i) ORDER BY i`,
		rec.Article.ID, findings, kinds, statuses, bodies, names, vectors)
	return err
}

// PutReject notes an input that could not be read; the same one twice is kept once.
func (s *Store) PutReject(ctx context.Context, r record.Reject) error {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s\x00%d\x00%d\x00%s", r.Path, r.Line, r.Offset, r.Reason)))
	_, err := s.db.ExecContext(ctx, "INSERT INTO reject (path, line, pos, reason, digest) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
		plain(r.Path), r.Line, r.Offset, plain(r.Reason), sum[:])
	return wrap("put reject", err)
}

// Get reads the record of an article.
func (s *Store) Get(ctx context.Context, articleID string) (*record.Record, error) {
	return s.one(ctx, "get "+articleID, "SELECT record FROM article WHERE id = $1", articleID)
}

// Find reads the record that holds a finding.
func (s *Store) Find(ctx context.Context, findingID string) (*record.Record, error) {
	if findingID == "" {
		return nil, record.ErrNotFound
	}
	return s.one(ctx, "find "+findingID,
		"SELECT record FROM article WHERE id = (SELECT article FROM item WHERE finding = $1 ORDER BY article LIMIT 1)", findingID)
}

func (s *Store) one(ctx context.Context, what, query, arg string) (*record.Record, error) {
	if plain(arg) != arg {
		return nil, record.ErrNotFound // no such id can have been put
	}
	var blob []byte
	err := s.db.QueryRowContext(ctx, query, arg).Scan(&blob)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, record.ErrNotFound
	}
	if err != nil {
		return nil, wrap(what, err)
	}
	rec, err := record.Decode(blob)
	return rec, wrap(what, err)
}

// List gives the heads of all articles, by publication day, then id. Their
// texts are left out.
func (s *Store) List(ctx context.Context) ([]record.Article, error) {
	out := []record.Article{}
	err := s.rows(ctx, "SELECT head FROM article ORDER BY published, id", nil, func(rows *sql.Rows) error {
		var a record.Article
		if err := scanJSON(rows, &a); err != nil {
			return err
		}
		out = append(out, a)
		return nil
	})
	return out, wrap("list", err)
}

// stop carries the error of a caller's function out of rows unwrapped.
type stop struct{ error }

// Each calls fn for every record, one held at a time, in the order of List.
// fn may use the store.
func (s *Store) Each(ctx context.Context, fn func(*record.Record) error) error {
	err := s.rows(ctx, "SELECT record FROM article ORDER BY published, id", nil, func(rows *sql.Rows) error {
		var blob []byte
		if err := rows.Scan(&blob); err != nil {
			return err
		}
		rec, err := record.Decode(blob)
		if err != nil {
			return err
		}
		if err := fn(rec); err != nil {
			return stop{err}
		}
		return nil
	})
	if s, ok := err.(stop); ok {
		return s.error
	}
	return wrap("each", err)
}

// Rejects gives every reject, by path and line.
func (s *Store) Rejects(ctx context.Context) ([]record.Reject, error) {
	out := []record.Reject{}
	err := s.rows(ctx, "SELECT path, line, pos, reason FROM reject ORDER BY path, line, pos, reason", nil, func(rows *sql.Rows) error {
		var r record.Reject
		if err := rows.Scan(&r.Path, &r.Line, &r.Offset, &r.Reason); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	})
	return out, wrap("rejects", err)
}

// Close releases the connections.
func (s *Store) Close() error { return wrap("close", s.db.Close()) }

// rows runs a query and calls fn on each row.
func (s *Store) rows(ctx context.Context, query string, args []any, fn func(*sql.Rows) error) error {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func scanJSON(rows *sql.Rows, into any) error {
	var head []byte
	if err := rows.Scan(&head); err != nil {
		return err
	}
	return json.Unmarshal(head, into)
}
