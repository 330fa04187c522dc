package main

import (
	"strings"
	"testing"

	"rapporteur/internal/postgres/postgrestest"
	"rapporteur/internal/sqlite"
)

// TestPostgres does by URL what the other tests do by file: the same commands,
// and the same digest as from SQLite.
func TestPostgres(t *testing.T) {
	server := postgrestest.Start()
	t.Cleanup(server.Stop)
	url := server.Fresh(t)
	in, lite := corpus(t, 12), t.TempDir()+"/r.db"
	if code, _, errs := start("export", "--store", url, "--format", "canonical"); code != 1 || !strings.Contains(errs, "there is no store") {
		t.Fatalf("an empty database: exit %d, %s", code, errs)
	}
	for _, st := range []string{url, lite} {
		if code, _, errs := start("read", "-q", "--store", st, in); code != 0 {
			t.Fatalf("%s: %s", st, errs)
		}
	}
	if a, b := canonicalDigest(t, url), canonicalDigest(t, lite); a != b {
		t.Errorf("digest %s from PostgreSQL, %s from SQLite", a, b)
	}
	if code, out, errs := start("read", "--store", url, in); code != 0 || !strings.Contains(out, "0 new to the record") {
		t.Errorf("a second reading: exit %d\n%s%s", code, out, errs)
	}
	st, err := sqlite.Open(t.Context(), lite)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rec, err := st.Get(t.Context(), "k000")
	if err != nil || len(rec.Items()) == 0 {
		t.Fatalf("nothing was found in the first article: %v", err)
	}
	for _, args := range [][]string{
		{"explain", rec.Items()[0].Finding.ID}, {"brief", "--since", "2021"}, {"reconcile"}, {"diff", "--list"}, {"review", "--list"},
	} {
		code, out, errs := start(append(args, "--store", url)...)
		if code != 0 || out == "" {
			t.Errorf("%s: exit %d, %s", args[0], code, errs)
		}
		if _, same, _ := start(append(args, "--store", lite)...); args[0] != "reconcile" && out != same {
			t.Errorf("%s says\n%s\nfrom PostgreSQL, from SQLite\n%s", args[0], out, same)
		}
	}
}

// A password in a URL is shown nowhere.
func TestNoPasswordShown(t *testing.T) {
	code, out, errs := start("export", "--store", "postgres://reader:hushhush@/none?host=/nowhere")
	if code != 1 || strings.Contains(out+errs, "hushhush") || !strings.Contains(errs, "reader") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}
