package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/record"
)

// start runs the program with arguments and gives its exit status and streams.
func start(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func write(t *testing.T, dir, name, body string) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.WriteFile(p, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

const meeting = "The foreign ministers of Chile and Peru met in Lima on Monday."

// TestBadInput reads good articles beside every kind of bad one: the good ones
// are read, each bad one is named with file, line and reason.
func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "good.txt", meeting)
	empty := write(t, dir, "empty.txt", "")
	binary := write(t, dir, "binary.txt", "\x7fELF\x00\x01\x02\x00\x00")
	broken := write(t, dir, "broken.jsonl", "")
	var lines strings.Builder
	for i := 1; i <= 10; i++ {
		if i == 7 {
			lines.WriteString("{\"text\": \"half an art\n")
			continue
		}
		fmt.Fprintf(&lines, "{\"text\": %q, \"published\": \"2020-01-%02d\"}\n", fmt.Sprintf("Envoys of Kenya met officials of Uganda for round %d of the talks.", i), i)
	}
	write(t, dir, "broken.jsonl", lines.String())
	utf := write(t, dir, "utf8.jsonl", "{\"text\": \"bad \xff\xfe byte\"}\n")
	code, out, errs := start("read", "--store", filepath.Join(t.TempDir(), "r.db"), filepath.Join(dir, "missing.txt"), dir)
	if code != 0 {
		t.Fatalf("exit %d although articles could be read:\n%s", code, errs)
	}
	for _, want := range []string{empty, binary, broken + ":7", utf + ":1", "missing.txt"} {
		if !strings.Contains(errs, want) {
			t.Errorf("no message names %s:\n%s", want, errs)
		}
	}
	if !strings.Contains(out, "10 articles read") || !strings.Contains(out, "5 set aside") {
		t.Errorf("the summary does not count 10 read and 5 set aside:\n%s", out)
	}
}

// TestNothingReadable gives an exit status that is not zero.
func TestNothingReadable(t *testing.T) {
	dir := t.TempDir()
	code, _, errs := start("read", "--store", filepath.Join(dir, "r.db"), filepath.Join(dir, "missing.txt"))
	if code != 1 || !strings.Contains(errs, "nothing could be read") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// TestReadTwice reads one article twice and then explains its meeting.
func TestReadTwice(t *testing.T) {
	dir := t.TempDir()
	store := filepath.Join(dir, "r.db")
	article := write(t, dir, "a.jsonl", fmt.Sprintf("{\"id\":\"a1\",\"published\":\"2020-06-16\",\"outlet\":\"Test Herald (invented)\",\"text\":%q}\n", meeting))
	code, out, errs := start("read", "--store", store, article)
	if code != 0 || !strings.Contains(out, "1 new to the record") {
		t.Fatalf("exit %d\n%s%s", code, out, errs)
	}
	if code, out, _ = start("read", "--store", store, article); code != 0 || !strings.Contains(out, "0 new to the record") {
		t.Errorf("a second reading changed the record:\n%s", out)
	}
	code, out, errs = start("read", "-q", "--format", "jsonl", "--out", "-", article)
	if code != 0 {
		t.Fatal(errs)
	}
	var rec record.Record
	if err := json.Unmarshal([]byte(out), &rec); err != nil {
		t.Fatal(err)
	}
	if rec.Article.ID != "a1" || len(rec.Contacts) != 1 {
		t.Fatalf("id %q, %d contacts", rec.Article.ID, len(rec.Contacts))
	}
	if c := rec.Contacts[0]; c.When.String() != "2020-06-15" || c.In(meeting) == "" {
		t.Errorf("the meeting is dated %s with evidence %q", c.When, c.In(meeting))
	}
	code, out, errs = start("explain", "--store", store, rec.Contacts[0].ID)
	if code != 0 {
		t.Fatal(errs)
	}
	for _, want := range []string{"CONSULT.", "Lima", "2020-06-15", "»", "status new"} {
		if !strings.Contains(out, want) {
			t.Errorf("explain does not mention %q:\n%s", want, out)
		}
	}
	if code, _, errs = start("explain", "--store", store, "contact-000000000000"); code != 1 || !strings.Contains(errs, "no finding") {
		t.Errorf("an unknown id: exit %d, %s", code, errs)
	}
}
