package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/export"
	"rapporteur/internal/postgres/postgrestest"
	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
	"rapporteur/internal/record/storetest"
	"rapporteur/internal/sqlite"
)

// server is a real one.
var server *postgrestest.Server

func TestMain(m *testing.M) {
	os.Exit(func() int {
		server = postgrestest.Start()
		defer server.Stop()
		return m.Run()
	}())
}

func fresh(t *testing.T) string { t.Helper(); return server.Fresh(t) }

func open(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (storetest.Store, func() storetest.Store) {
		url := fresh(t)
		return open(t, url), func() storetest.Store { return open(t, url) }
	})
}

// The canonical export is the same, byte for byte, from either store.
func TestSameExportAsSQLite(t *testing.T) {
	pg := open(t, fresh(t))
	defer pg.Close()
	lite, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer lite.Close()
	put := func(st record.Store, recs ...*record.Record) {
		for _, rec := range recs {
			if _, err := st.Put(t.Context(), rec); err != nil {
				t.Fatal(err)
			}
		}
	}
	nul := recordtest.Odd(7)
	nul.Article.Title = "a\x00b"
	nul.Article.Text += "\x00" // may stand in JSON
	put(pg, recordtest.Sample(), nul, recordtest.Odd(2), recordtest.Odd(10))
	put(lite, recordtest.Odd(10), recordtest.Odd(2), nul, recordtest.Sample())
	layout, err := export.Lookup("canonical")
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	if err := layout.Write(t.Context(), pg.Each, export.Stream(&a), export.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := layout.Write(t.Context(), lite.Each, export.Stream(&b), export.Options{}); err != nil {
		t.Fatal(err)
	}
	if a.Len() == 0 || a.String() != b.String() {
		t.Errorf("PostgreSQL\n%s\nSQLite\n%s", a.String(), b.String())
	}
}

// Both stores find the same, whatever the case, the accents and the script.
func TestSameHitsAsSQLite(t *testing.T) {
	pg := open(t, fresh(t))
	defer pg.Close()
	lite, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer lite.Close()
	rec := &record.Record{Schema: record.Schema, Article: record.Article{ID: "x", Title: "Örebro talks", Text: "The café of example.org in São Tomé, well-known since 1994-95, said O'Neil's envoy. Բանակցություն начались 北京."}}
	for _, st := range []record.Store{pg, lite} {
		if _, err := st.Put(t.Context(), rec); err != nil {
			t.Fatal(err)
		}
	}
	for _, q := range []string{"cafe", "CAFÉ", "example", "org", "sao tome", `"sao tome"`, `"tome sao"`, "known", "1994", "95", "neil", "orebro", "начались", "НАЧАЛИСЬ", "բանակցություն", "北京", "talks café", `"talks the"`, "start*", "est*", "envo*"} {
		a, err := pg.Search(t.Context(), q, 10)
		if err != nil {
			t.Fatal(err)
		}
		b, err := lite.Search(t.Context(), q, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(a) != len(b) {
			t.Errorf("%s: %d hits in PostgreSQL, %d in SQLite", q, len(a), len(b))
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	newer := fresh(t)
	open(t, newer).Close()
	postgrestest.Exec(t, newer, "INSERT INTO rapporteur_version (version_id, is_applied) VALUES (99, true)")
	taken := fresh(t)
	postgrestest.Exec(t, taken, "CREATE TABLE article (x int)")
	for url, want := range map[string]error{newer: ErrNewer, taken: ErrOccupied} {
		if s, err := Open(t.Context(), url); !errors.Is(err, want) {
			if err == nil {
				s.Close()
			}
			t.Errorf("%v, want %v", err, want)
		}
	}
	empty := fresh(t)
	for url, want := range map[string]bool{empty: false, newer: true, taken: false} {
		if ok, err := Exists(t.Context(), url); err != nil || ok != want {
			t.Errorf("exists %v, %v; want %v", ok, err, want)
		}
	}
	if s, err := Open(t.Context(), "host=/nowhere user=x"); err == nil {
		s.Close()
		t.Error("opened a server that is not there")
	}
}

// Workers that start together make the tables once.
func TestOpenTogether(t *testing.T) {
	url := fresh(t)
	errs := make(chan error, 8)
	for range 8 {
		go func() {
			s, err := Open(context.Background(), url)
			if err == nil {
				err = s.Close()
			}
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

// A text with more words than an index row holds is kept and found by its beginning.
func TestLongText(t *testing.T) {
	s := open(t, fresh(t))
	defer s.Close()
	var b strings.Builder
	b.WriteString("beginning ")
	for i := range 400_000 {
		fmt.Fprintf(&b, "w%d ", i)
	}
	rec := &record.Record{Schema: record.Schema, Article: record.Article{ID: "x", Text: b.String()}}
	if _, err := s.Put(t.Context(), rec); err != nil {
		t.Fatal(err)
	}
	if hits, err := s.Search(t.Context(), "beginning w10", 5); err != nil || len(hits) != 1 {
		t.Errorf("%d hits, %v", len(hits), err)
	}
}
