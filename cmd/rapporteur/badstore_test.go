package main

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/sqlite"
)

// TestNoStoreOfOurs names files that no command may take for a store, and
// leaves each as it is.
func TestNoStoreOfOurs(t *testing.T) {
	dir := t.TempDir()
	in := write(t, dir, "a.txt", meeting)
	newer := filepath.Join(dir, "newer.db")
	if code, _, errs := start("read", "-q", "--store", newer, in); code != 0 {
		t.Fatal(errs)
	}
	other := filepath.Join(dir, "other.db")
	for path, stmt := range map[string]string{newer: "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)", other: "CREATE TABLE x (y)"} {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(stmt); err != nil {
			t.Fatal(err)
		}
		db.Close()
	}
	text := write(t, dir, "text.db", "This is no store.")
	short := write(t, dir, "short.db", "SQLite format 3\x00")
	commands := [][]string{{"read", "-q", in}, {"export"}, {"brief"}, {"reconcile"}, {"diff"}, {"review", "--list"}, {"explain", "contact-000000000000"}, {"serve", "--addr", "localhost:0"}}
	for path, say := range map[string]string{
		newer: "written by a newer rapporteur: its schema is 99, this program knows", other: "no rapporteur store", text: "no rapporteur store", short: "no rapporteur store",
		filepath.Join(dir, "none", "r.db"): "no ",
	} {
		before, _ := os.ReadFile(path)
		for _, args := range commands {
			code, out, errs := start(append(args, "--store", path)...)
			if code != 1 || !strings.Contains(errs, say) || !strings.Contains(errs, path) || out != "" {
				t.Errorf("%s on %s: exit %d, %q%s", args[0], filepath.Base(path), code, errs, out)
			}
		}
		if after, _ := os.ReadFile(path); string(after) != string(before) {
			t.Errorf("%s was changed", filepath.Base(path))
		}
	}
}

// namespace runs a shell script with a small file system of its own mounted on
// dir, or skips aloud where the system does not let it.
func namespace(t *testing.T, dir, size, script string) string {
	t.Helper()
	link := filepath.Join(t.TempDir(), "rapporteur") // the name by which testscript.Main knows what to run
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(exe, link); err != nil {
		fmt.Fprintf(os.Stderr, "\n*** Full and read-only disks NOT TESTED: %v\n\n", err)
		t.Skipf("NOT TESTED: no symbolic links: %v", err)
	}
	flags := []string{"-m"}
	if os.Getuid() != 0 {
		flags = []string{"-r", "-m"}
	}
	mount := "mount -t tmpfs -o size=" + size + " tmpfs " + dir
	if out, err := exec.Command("unshare", append(flags, "sh", "-c", mount)...).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "\n*** Full and read-only disks NOT TESTED: %v %s\n\n", err, out)
		t.Skipf("NOT TESTED: no file system of its own: %v %s", err, out)
	}
	cmd := exec.Command("unshare", append(flags, "sh", "-c", mount+"\ncd "+dir+"\n"+script)...)
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(link)+":"+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// TestFullDisk reads into a store until its disk is full: the message says so,
// the store is whole, and once there is room the same command ends in the
// record of an undisturbed run.
func TestFullDisk(t *testing.T) {
	in := corpus(t, 60)
	calm := filepath.Join(t.TempDir(), "calm.db")
	if code, _, errs := start("read", "-q", "--store", calm, in); code != 0 {
		t.Fatal(errs)
	}
	out := namespace(t, t.TempDir(), "1200k", `
rapporteur read -q --store r.db `+in+`; echo "exit $?"
rapporteur export --store r.db --format canonical > /dev/null; echo "export $?"
mount -o remount,size=64m .
rapporteur export --store r.db --format canonical | wc -l
rapporteur read -q --store r.db `+in+`; echo "again $?"
rapporteur export --store r.db --format canonical --out `+filepath.Dir(calm)+`/full.jsonl
`)
	for _, want := range []string{"the disk is full", "exit 1\n", "export 0\n", "again 0\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "\n60\n") {
		t.Errorf("the disk was never full:\n%s", out)
	}
	got, err := os.ReadFile(filepath.Join(filepath.Dir(calm), "full.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if _, want, _ := start("export", "--store", calm, "--format", "canonical"); string(got) != want {
		t.Errorf("another record than that of an undisturbed run:\n%s", out)
	}
}

// TestReadOnlyFolder reads into a folder that nobody can write.
func TestReadOnlyFolder(t *testing.T) {
	in := corpus(t, 3)
	out := namespace(t, t.TempDir(), "16m", `
rapporteur read -q --store r.db `+in+`; echo "first $?"
rapporteur export --store r.db --format canonical | sha256sum
mount -o remount,ro .
rapporteur read -q --store r.db `+in+`; echo "read $?"
rapporteur read -q --store new.db `+in+`; echo "new $?"
rapporteur export --store r.db --format canonical | sha256sum
mount -o remount,rw .
rapporteur read -q --store r.db `+in+`; echo "last $?"
`)
	for _, want := range []string{"first 0\n", "read 1\n", "new 1\n", "last 0\n", "r.db: ", "new.db: ", "read-only", "is the folder writable?"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	var sums []string
	for _, l := range strings.Split(out, "\n") {
		if strings.HasSuffix(l, "  -") {
			sums = append(sums, l)
		}
	}
	if len(sums) != 2 || sums[0] != sums[1] {
		t.Errorf("a store in a read-only folder is not read as it is:\n%s", out)
	}
}

// TestTwoWriters lets two processes read into one store at once, with articles
// in common: both end well, and the record is that of one reader.
func TestTwoWriters(t *testing.T) {
	in := corpus(t, 30)
	b, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(b), "\n")
	dir := t.TempDir()
	calm, both := filepath.Join(dir, "calm.db"), filepath.Join(dir, "both.db")
	reader := func(store, lines string) (*exec.Cmd, *watched) {
		cmd, errs := process("read", "-q", "--store", store, "part.jsonl") // one name for all: the record holds it
		cmd.Dir = t.TempDir()
		write(t, cmd.Dir, "part.jsonl", lines)
		return cmd, errs
	}
	if cmd, errs := reader(calm, string(b)); cmd.Run() != nil {
		t.Fatal(errs)
	}
	var running []*exec.Cmd
	var errs []*watched
	for _, part := range [][]string{lines[:20], lines[10:]} {
		cmd, e := reader(both, strings.Join(part, ""))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running, errs = append(running, cmd), append(errs, e)
	}
	for i, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %s", err, errs[i])
		}
	}
	if got, want := canonicalDigest(t, both), canonicalDigest(t, calm); got != want {
		t.Errorf("digest %s, of one reader %s", got, want)
	}
	st, err := sqlite.Open(t.Context(), both)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if n, _, err := st.Pending(t.Context()); n != 0 || err != nil {
		t.Errorf("%d articles are not joined, %v", n, err)
	}
}
