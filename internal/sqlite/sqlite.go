// Package sqlite keeps records in one SQLite file, in pure Go. It implements
// record.Store and record.Index. The file is in WAL mode: readers never wait,
// writers in several processes take turns, and a killed writer leaves nothing
// behind but the article in flight, which is not there.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"rapporteur/internal/record"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks our files in SQLite's header ("rapp").
const applicationID = 0x72617070

// ErrNoStore says that a file is no store of this program, ErrNewer that a
// newer program wrote it, ErrReadOnly that nobody may write it or its folder.
// The file is left as it is.
var (
	ErrNoStore  = errors.New("no rapporteur store")
	ErrNewer    = errors.New("written by a newer rapporteur")
	ErrReadOnly = errors.New("the file or its folder is read-only")
)

// Store is an open file. It is safe for concurrent use.
type Store struct {
	db    *sql.DB
	write sync.Mutex // writers of one process queue here, not in SQLite's busy loop
}

// Open opens the store in a file, makes it if there is none, and brings an
// older one up to date. It fails with ErrNoStore, ErrNewer, or what the
// system says of the file, and then leaves the file as it was.
func Open(ctx context.Context, path string) (*Store, error) {
	fail := func(err error) (*Store, error) { return nil, fmt.Errorf("sqlite: %s: %w", path, reason(err)) }
	abs, err := filepath.Abs(path)
	if err != nil {
		return fail(err)
	}
	if err := sniff(abs); err != nil {
		return fail(err)
	}
	if err := probe(ctx, abs); err != nil {
		if info, serr := os.Stat(abs); serr == nil && info.Mode().IsRegular() && readOnly(err) {
			return fail(fmt.Errorf("%w (%w)", ErrReadOnly, err))
		}
		return fail(err)
	}
	pragmas := url.Values{"_pragma": {"busy_timeout(20000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", dsn(abs, pragmas))
	if err != nil {
		return fail(err)
	}
	db.SetMaxOpenConns(8)
	if err := prepare(ctx, db); err != nil {
		db.Close()
		return fail(err)
	}
	return &Store{db: db}, nil
}

// OpenToRead opens a store whose file or folder cannot be written. Nobody may
// write it meanwhile. It fails with ErrReadOnly where the store cannot be read
// so either: a writer left it in the middle, or an older program made it.
func OpenToRead(ctx context.Context, path string) (*Store, error) {
	fail := func(err error) (*Store, error) { return nil, fmt.Errorf("sqlite: %s: %w", path, reason(err)) }
	abs, err := filepath.Abs(path)
	if err != nil {
		return fail(err)
	}
	if err := sniff(abs); err != nil {
		return fail(err)
	}
	if info, err := os.Stat(abs + "-wal"); err == nil && info.Size() > 0 {
		return fail(fmt.Errorf("%w, and its last writer was interrupted; copy it with its -wal file to where it can be written", ErrReadOnly))
	}
	db, err := sql.Open("sqlite", dsn(abs, url.Values{"mode": {"ro"}, "immutable": {"1"}}))
	if err != nil {
		return fail(err)
	}
	if err := fits(ctx, db); err != nil {
		db.Close()
		return fail(err)
	}
	return &Store{db: db}, nil
}

// fits says why a store that cannot be written is of no use as it is.
func fits(ctx context.Context, db *sql.DB) error {
	list, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	var id, have int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id != applicationID {
		return ErrNoStore
	}
	if err := db.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&have); err != nil {
		return err
	}
	switch want := len(list); { // they are numbered from 1
	case have > want:
		return fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, have, want)
	case have < want:
		return fmt.Errorf("%w, and an older rapporteur wrote it; copy it to where it can be written", ErrReadOnly)
	}
	return nil
}

// dsn is the address of a file, whatever signs its name has.
func dsn(path string, query url.Values) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: query.Encode()}).String()
}

// probe asks a file whose it is by a connection that changes nothing.
func probe(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{"_pragma": {"busy_timeout(20000)"}}))
	if err != nil {
		return err
	}
	defer db.Close()
	var id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return err
	}
	if tables > 0 && id != applicationID {
		return ErrNoStore
	}
	return nil
}

// sniff looks at the file before SQLite does: a file that is there must be
// an SQLite file, or empty, and its folder must be there.
func sniff(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return fmt.Errorf("no folder %s", filepath.Dir(path))
		}
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return fmt.Errorf("%w: a directory", ErrNoStore)
	}
	head := make([]byte, 16)
	if n, _ := f.Read(head); n > 0 && string(head[:n]) != "SQLite format 3\x00" {
		return ErrNoStore
	}
	return nil
}

// prepare runs the migrations that a store lacks.
func prepare(ctx context.Context, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		err = migrate(ctx, db, p)
		if err == nil || try == 5 || errors.Is(err, ErrNewer) || ctx.Err() != nil || readOnly(err) {
			return err
		}
		time.Sleep(50 * time.Millisecond << try) // another process is at it
	}
}

func migrate(ctx context.Context, db *sql.DB, p *goose.Provider) error {
	var id int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id == 0 {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
			return err
		}
	}
	have, want, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return err
	case have > want:
		return fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, have, want)
	case have == want:
		return nil
	}
	_, err = p.Up(ctx)
	return err
}

// SQLite result codes that a person should hear in words.
const (
	codeBusy     = 5
	codeReadOnly = 8
	codeIO       = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

func readOnly(err error) bool {
	var se *sqlite.Error
	return errors.As(err, &se) && (se.Code()&0xff == codeReadOnly || se.Code()&0xff == codeCantOpen)
}

// reason says in words what the common result codes of SQLite mean.
func reason(err error) error {
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return err
	}
	say := map[int]string{
		codeBusy: "another program is writing and does not finish",
		codeIO:   "the disk cannot be read or written", codeCorrupt: "the file is damaged", codeFull: "the disk is full; nothing was written",
		codeCantOpen: "cannot be opened or made; is the folder writable?",
	}[se.Code()&0xff]
	switch {
	case se.Code()&0xff == codeNotADB:
		return ErrNoStore
	case se.Code()&0xff == codeReadOnly:
		return fmt.Errorf("%w (%w)", ErrReadOnly, err)
	case say != "":
		return fmt.Errorf("%s (%w)", say, err)
	}
	return err
}

func wrap(what string, err error) error {
	if err == nil || errors.Is(err, record.ErrNotFound) {
		return err
	}
	return fmt.Errorf("sqlite: %s: %w", what, reason(err))
}

// Put writes a record whole, in one transaction.
func (s *Store) Put(ctx context.Context, rec *record.Record) (changed bool, err error) {
	return s.put(ctx, "put", rec, nil, nil)
}

// put writes a record where may, asked inside the transaction, allows it; nil
// allows everything. The record gets a new revision, with a sketch if there is one.
func (s *Store) put(ctx context.Context, what string, rec *record.Record, may func(*sql.Tx) (bool, error), sketch []byte) (changed bool, err error) {
	if err := record.Check(rec); err != nil {
		return false, fmt.Errorf("sqlite: %w", err)
	}
	blob, err := record.Canonical(rec)
	if err != nil {
		return false, fmt.Errorf("sqlite: %w", err)
	}
	defer func() { err = wrap(what+" "+rec.Article.ID, err) }()
	s.write.Lock()
	defer s.write.Unlock()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	if may != nil {
		if ok, err := may(tx); !ok || err != nil {
			return false, err
		}
	}
	items := itemsOf(rec)
	stale := true // the rows of item do not fit the record
	var old []byte
	switch err := tx.QueryRowContext(ctx, "SELECT record FROM article WHERE id = ?", rec.Article.ID).Scan(&old); {
	case err == nil && string(old) == string(blob):
		return false, nil
	case err == nil:
		// Joining articles changes records but hardly what is searched: rows that stay need no new index.
		have, err := readItems(ctx, tx, rec.Article.ID)
		if err != nil {
			return false, err
		}
		if stale = !slices.Equal(have, items); stale {
			if _, err := tx.ExecContext(ctx, "DELETE FROM item WHERE article = ?", rec.Article.ID); err != nil {
				return false, err
			}
		}
	case !errors.Is(err, sql.ErrNoRows):
		return false, err
	}
	head, err := json.Marshal(record.Summarise(rec))
	if err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO article (id, published, head, record) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET published = excluded.published, head = excluded.head, record = excluded.record`,
		rec.Article.ID, rec.Article.Published, head, blob); err != nil {
		return false, err
	}
	if stale {
		if err := putItems(ctx, tx, rec.Article.ID, items); err != nil {
			return false, err
		}
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO sketch (article, present, made, body) VALUES (?, 1, -1, NULL)
		ON CONFLICT (article) DO UPDATE SET present = present + 1`, rec.Article.ID); err != nil {
		return false, err
	}
	if sketch != nil {
		if _, err := tx.ExecContext(ctx, "UPDATE sketch SET made = present, body = ? WHERE article = ?", sketch, rec.Article.ID); err != nil {
			return false, err
		}
	}
	return true, tx.Commit()
}

// item is a row of what can be searched.
type item struct{ finding, kind, status, body, names string }

func itemsOf(rec *record.Record) []item {
	out := []item{{"", "article", "", rec.Article.Text, rec.Article.Title}}
	for _, it := range rec.Items() {
		body, names := rec.SearchText(it)
		out = append(out, item{it.Finding.ID, it.Kind, string(it.Finding.Status), body, strings.Join(names, "; ")})
	}
	return out
}

func readItems(ctx context.Context, tx *sql.Tx, article string) ([]item, error) {
	rows, err := tx.QueryContext(ctx, "SELECT finding, kind, status, body, names FROM item WHERE article = ? ORDER BY n", article)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []item
	for rows.Next() {
		var it item
		if err := rows.Scan(&it.finding, &it.kind, &it.status, &it.body, &it.names); err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, rows.Err()
}

func putItems(ctx context.Context, tx *sql.Tx, article string, items []item) error {
	ins, err := tx.PrepareContext(ctx, "INSERT INTO item (article, finding, kind, status, body, names) VALUES (?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer ins.Close()
	for _, it := range items {
		if _, err := ins.ExecContext(ctx, article, it.finding, it.kind, it.status, it.body, it.names); err != nil {
			return err
		}
	}
	return nil
}

// PutReject notes an input that could not be read; the same one twice is kept once.
func (s *Store) PutReject(ctx context.Context, r record.Reject) error {
	s.write.Lock()
	defer s.write.Unlock()
	_, err := s.db.ExecContext(ctx, "INSERT INTO reject (path, line, pos, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", r.Path, r.Line, r.Offset, r.Reason)
	return wrap("put reject", err)
}

// Get reads the record of an article.
func (s *Store) Get(ctx context.Context, articleID string) (*record.Record, error) {
	return s.one(ctx, "get "+articleID, "SELECT record FROM article WHERE id = ?", articleID)
}

// Find reads the record that holds a finding.
func (s *Store) Find(ctx context.Context, findingID string) (*record.Record, error) {
	if findingID == "" {
		return nil, record.ErrNotFound
	}
	return s.one(ctx, "find "+findingID,
		"SELECT record FROM article WHERE id = (SELECT article FROM item WHERE finding = ? ORDER BY article LIMIT 1)", findingID)
}

func (s *Store) one(ctx context.Context, what, query string, arg any) (*record.Record, error) {
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
	rows, err := s.db.QueryContext(ctx, "SELECT head FROM article ORDER BY published, id")
	if err != nil {
		return nil, wrap("list", err)
	}
	defer rows.Close()
	out := []record.Article{}
	for rows.Next() {
		var head []byte
		var a record.Article
		if err := rows.Scan(&head); err != nil {
			return nil, wrap("list", err)
		}
		if err := json.Unmarshal(head, &a); err != nil {
			return nil, wrap("list", err)
		}
		out = append(out, a)
	}
	return out, wrap("list", rows.Err())
}

// Each calls fn for every record, one held at a time, in the order of List.
// fn may use the store.
func (s *Store) Each(ctx context.Context, fn func(*record.Record) error) error {
	rows, err := s.db.QueryContext(ctx, "SELECT record FROM article ORDER BY published, id")
	if err != nil {
		return wrap("each", err)
	}
	defer rows.Close()
	for rows.Next() {
		var blob sql.RawBytes
		if err := rows.Scan(&blob); err != nil {
			return wrap("each", err)
		}
		rec, err := record.Decode(blob)
		if err != nil {
			return wrap("each", err)
		}
		if err := fn(rec); err != nil {
			return err
		}
	}
	return wrap("each", rows.Err())
}

// Rejects gives every reject, by path and line.
func (s *Store) Rejects(ctx context.Context) ([]record.Reject, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT path, line, pos, reason FROM reject ORDER BY path, line, pos, reason")
	if err != nil {
		return nil, wrap("rejects", err)
	}
	defer rows.Close()
	out := []record.Reject{}
	for rows.Next() {
		var r record.Reject
		if err := rows.Scan(&r.Path, &r.Line, &r.Offset, &r.Reason); err != nil {
			return nil, wrap("rejects", err)
		}
		out = append(out, r)
	}
	return out, wrap("rejects", rows.Err())
}

// Close releases the file.
func (s *Store) Close() error { return wrap("close", s.db.Close()) }
