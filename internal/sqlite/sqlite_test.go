package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
	"rapporteur/internal/record/storetest"
)

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (storetest.Store, func() storetest.Store) {
		path := filepath.Join(t.TempDir(), "a #1%20?.db") // a name with all that a URL treats apart
		return open(t, path), func() storetest.Store { return open(t, path) }
	})
}

func TestNameOfTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a #1%20?.db")
	open(t, path).Close()
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the store went elsewhere: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte("This is no store."), 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other.db")
	exec1(t, other, "CREATE TABLE x (y)")
	newer := filepath.Join(dir, "newer.db")
	open(t, newer).Close()
	exec1(t, newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
	tests := []struct {
		name, path string
		is         error
		say        string
	}{
		{"text", text, ErrNoStore, "no rapporteur store"},
		{"other-program", other, ErrNoStore, "no rapporteur store"},
		{"newer", newer, ErrNewer, "its schema is 99"},
		{"directory", dir, ErrNoStore, "a directory"},
		{"no-folder", filepath.Join(dir, "none", "x.db"), nil, "no folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, _ := os.ReadFile(tt.path)
			s, err := Open(t.Context(), tt.path)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.say) || !strings.Contains(err.Error(), tt.path) {
				t.Errorf("error %q", err)
			}
			if after, _ := os.ReadFile(tt.path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func exec1(t *testing.T, path, stmt string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(stmt); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root writes everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), filepath.Join(dir, "x.db")); err == nil || !strings.Contains(err.Error(), "writable") {
		if err == nil {
			s.Close()
		}
		t.Errorf("error %v", err)
	}
}

// A writer that is killed leaves whole articles only, and going on ends in
// the record of an undisturbed run.
func TestKilledWriter(t *testing.T) {
	if path := os.Getenv("RAPPORTEUR_TEST_WRITER"); path != "" {
		s, err := Open(context.Background(), path)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for i := range 400 {
			if _, err := s.Put(context.Background(), recordtest.Odd(i)); err != nil {
				os.Exit(1)
			}
		}
		os.Exit(0)
	}
	path := filepath.Join(t.TempDir(), "x.db")
	for kill := range 6 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledWriter$")
		cmd.Env = append(os.Environ(), "RAPPORTEUR_TEST_WRITER="+path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+35*kill) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		s := open(t, path)
		n := 0
		err := s.Each(t.Context(), func(rec *record.Record) error {
			n++
			if len(rec.Items()) != 8 {
				return fmt.Errorf("%s has %d findings", rec.Article.ID, len(rec.Items()))
			}
			for _, it := range rec.Items() {
				if _, err := s.Find(t.Context(), it.Finding.ID); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Errorf("after kill %d, %d articles: %v", kill, n, err)
		}
		var check string
		if err := s.db.QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
			t.Errorf("integrity: %s, %v", check, err)
		}
		s.Close()
	}
	s := open(t, path)
	defer s.Close()
	for i := range 400 {
		if _, err := s.Put(t.Context(), recordtest.Odd(i)); err != nil {
			t.Fatal(err)
		}
	}
	if heads, err := s.List(t.Context()); err != nil || len(heads) != 400 {
		t.Errorf("%d articles, %v", len(heads), err)
	}
	if _, err := s.db.Exec("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"); err != nil {
		t.Errorf("search index: %v", err)
	}
}

func BenchmarkPut(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "x.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for i := 0; b.Loop(); i++ {
		rec := recordtest.Sample()
		rec.Article.ID = fmt.Sprint(i)
		if _, err := s.Put(b.Context(), rec); err != nil {
			b.Fatal(err)
		}
	}
}

// A store of every older schema is brought up to date, with what it holds.
func TestMigrations(t *testing.T) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	list, err := fs.ReadDir(dir, ".")
	if err != nil || len(list) < 2 {
		t.Fatalf("%d migrations, %v", len(list), err)
	}
	rec := recordtest.Sample()
	blob, err := record.Canonical(rec)
	if err != nil {
		t.Fatal(err)
	}
	for version := range len(list) {
		version++
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.UpTo(t.Context(), int64(version)); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec("INSERT INTO article (id, published, head, record) VALUES (?, ?, ?, ?)", rec.Article.ID, rec.Article.Published, []byte("{}"), blob); err != nil {
				t.Fatal(err)
			}
			db.Close()
			s := open(t, path)
			defer s.Close()
			if got, err := s.Get(t.Context(), rec.Article.ID); err != nil || len(got.Events) != len(rec.Events) {
				t.Fatalf("what the older store held: %v", err)
			}
			if n, _, err := s.Pending(t.Context()); version < 4 && n != 1 || err != nil {
				t.Errorf("%d articles wait for a sketch, %v", n, err)
			}
			rec.Article.Engine = "newer"
			if changed, err := s.Put(t.Context(), rec); !changed || err != nil {
				t.Errorf("put: %v, %v", changed, err)
			}
			if _, err := s.Decisions(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
