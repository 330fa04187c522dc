package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"rapporteur/internal/record"
	"rapporteur/internal/sqlite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"rapporteur": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the sessions in testdata/script.
func TestScripts(t *testing.T) {
	list, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(list) == 0 {
		t.Fatalf("no script: %v", err)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

// TestOlderReadings reads over a store that an older version made.
func TestOlderReadings(t *testing.T) {
	dir := t.TempDir()
	in, db := write(t, dir, "a.txt", meeting), filepath.Join(dir, "r.db")
	if code, _, errs := start("read", "-q", "--store", db, in); code != 0 {
		t.Fatal(errs)
	}
	st, err := sqlite.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	var old *record.Record
	if err := st.Each(t.Context(), func(rec *record.Record) error { old = rec; return nil }); err != nil {
		t.Fatal(err)
	}
	old.Article.Engine = "rapporteur 0.0.1"
	old.Events = old.Events[:0]
	old.Contacts[0].Format, old.Contacts[0].Rule = "call", "old rule"
	if _, err := st.Put(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	st.Close()
	if _, out, _ := start("diff", "--store", db); !strings.Contains(out, "no older reading") {
		t.Errorf("before reading again: %s", out)
	}
	if code, _, errs := start("read", "-q", "--store", db, in); code != 0 {
		t.Fatal(errs)
	}
	code, out, errs := start("diff", "--store", db)
	if code != 0 {
		t.Fatal(errs)
	}
	for _, want := range []string{"rapporteur 0.0.1 → ", "added    event", "changed  contact", `format: "call" → "meeting"`, "because rule old rule → ", "1 article compared, 1 read otherwise"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if _, out, _ := start("diff", "--store", db, "--list"); out != "rapporteur 0.0.1: 1 article\n" {
		t.Errorf("list: %s", out)
	}
	if _, out, _ := start("diff", "--store", db, "--drop"); out != "1 older reading dropped\n" {
		t.Errorf("drop: %s", out)
	}
	if _, out, _ := start("diff", "--store", db); !strings.Contains(out, "no older reading") {
		t.Errorf("after dropping: %s", out)
	}
}
