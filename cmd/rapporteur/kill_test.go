package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/reconcile"
	"rapporteur/internal/record"
	"rapporteur/internal/sqlite"
)

// corpus writes n invented articles as JSON lines: meetings and attacks, each
// told by two outlets in other words, some copied by a third.
func corpus(t *testing.T, n int) string {
	t.Helper()
	towns := []string{"Shymkent", "Samarkand", "Osh", "Namangan", "Jizzakh", "Taraz", "Khujand"}
	men := []string{"Yerzhan Baitassov", "Rustam Khodjayev", "Askar Toktogulov", "Daler Saidov"}
	topics := []string{"water from the river", "the return of border families", "a new crossing", "grain"}
	var b strings.Builder
	for i := range n {
		k := i / 3
		town, man, other, topic := towns[k%len(towns)], men[k%len(men)], men[(k+1)%len(men)], topics[k%len(topics)]
		day := time.Date(2021, 3, 2+k, 0, 0, 0, 0, time.UTC)
		told := fmt.Sprintf("Foreign Minister %s of Kazakhstan met %s, his counterpart, in %s on %s, the ministry said.\n\nThe two men talked for %d hours about %s, a spokesman told reporters. Neither side will build new dams in the meantime, he added.", man, other, town, day.Weekday(), 2+k%4, topic)
		switch i % 3 {
		case 1:
			told = fmt.Sprintf("%s and %s held talks in %s on %s.\n\nThe main subject was %s. Gunmen killed %d soldiers near %s on the same day, the army said.", other, man, town, day.Format("2 January"), topic, 2+k%5, towns[(k+2)%len(towns)])
		case 2:
			told = "Norvik Post reports:\n\n" + told
		}
		fmt.Fprintf(&b, "{\"id\":\"k%03d\",\"outlet\":%q,\"published\":%q,\"title\":%q,\"text\":%q}\n", i, []string{"Norvik Post (invented)", "Aral Times (invented)", "Steppe Weekly (invented)"}[i%3], day.AddDate(0, 0, 1).Format("2006-01-02"), "Talks in "+town, told)
	}
	return write(t, t.TempDir(), "corpus.jsonl", b.String())
}

// watched is a process's error stream: it keeps what was written and closes
// reached once there are so many lines.
type watched struct {
	buf     bytes.Buffer
	lines   int
	reached chan struct{}
}

func (w *watched) Write(p []byte) (int, error) {
	before := bytes.Count(w.buf.Bytes(), []byte("\n"))
	n, err := w.buf.Write(p)
	if before < w.lines && before+bytes.Count(p, []byte("\n")) >= w.lines {
		close(w.reached)
	}
	return n, err
}

func (w *watched) String() string { return w.buf.String() }

// process is the program as a process of its own.
func process(args ...string) (*exec.Cmd, *watched) {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Args[0] = "rapporteur" // by which testscript.Main knows what to run
	errs := &watched{reached: make(chan struct{})}
	cmd.Stderr = errs
	return cmd, errs
}

// canonicalDigest is the digest of a store's canonical export.
func canonicalDigest(t *testing.T, store string) string {
	t.Helper()
	code, out, errs := start("export", "--store", store, "--format", "canonical")
	if code != 0 || out == "" {
		t.Fatalf("export: exit %d, %s", code, errs)
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(out)))
}

// TestKillRead kills a reading process (SIGKILL) at random moments. Whatever
// the moment, the store opens, holds each article that the process had
// reported as read, each of them whole, and reading again ends in the digest
// of a run that nobody disturbed. Some runs are killed again while they go on.
//
// It kills 3 times; RAPPORTEUR_TEST_KILLS=50 gives another number, and
// RAPPORTEUR_TEST_SEED other moments.
func TestKillRead(t *testing.T) {
	kills, seed := 3, uint64(1)
	if s := os.Getenv("RAPPORTEUR_TEST_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		kills = n
	}
	if s := os.Getenv("RAPPORTEUR_TEST_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = n
	}
	const articles = 30
	in := corpus(t, articles)
	calm := filepath.Join(t.TempDir(), "calm.db")
	cmd, errs := process("read", "--store", calm, in)
	began := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs)
	}
	whole := time.Since(began)
	want := canonicalDigest(t, calm)
	alone := readings(t, calm)
	if len(alone) != articles {
		t.Fatalf("%d articles read", len(alone))
	}
	r := rand.New(rand.NewPCG(seed, 9))
	var found []int
	for kill := range kills {
		store := filepath.Join(t.TempDir(), "killed.db")
		for again := true; again; again = r.IntN(3) == 0 {
			// half of them at a moment of the whole run, half soon after an article was reported
			moment, lines := time.Duration(r.Float64()*float64(whole)), 0
			if r.IntN(2) == 0 {
				moment, lines = time.Duration(r.IntN(30))*time.Millisecond, 1+r.IntN(articles)
			}
			cmd, errs := process("read", "--store", store, in)
			errs.lines = lines
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if lines > 0 {
				select {
				case <-errs.reached:
				case <-time.After(10*whole + 10*time.Second):
				}
			}
			time.Sleep(moment)
			cmd.Process.Kill()
			cmd.Wait()
			reported := strings.Count(errs.String(), "\n")
			if reported == 0 {
				if _, err := os.Stat(store); errors.Is(err, os.ErrNotExist) {
					found = append(found, 0)
					continue // killed before it made one
				}
			}
			has := readings(t, store)
			if len(has) < reported {
				t.Errorf("kill %d at %s: %d articles reported as read, %d in the store", kill, moment, reported, len(has))
			}
			for id, b := range has {
				if b != alone[id] {
					t.Errorf("kill %d at %s: %s is not whole:\n%s\nwant\n%s", kill, moment, id, b, alone[id])
				}
			}
			found = append(found, len(has))
		}
		cmd, errs := process("read", "-q", "--store", store, in)
		if err := cmd.Run(); err != nil {
			t.Fatalf("kill %d: going on: %v\n%s", kill, err, errs)
		}
		if got := canonicalDigest(t, store); got != want {
			t.Errorf("kill %d: digest %s, undisturbed %s", kill, got, want)
		}
	}
	t.Logf("%d stores, killed with so many of %d articles in them: %v (a whole run takes %s)", kills, articles, found, whole.Round(time.Millisecond))
}

// readings gives the canonical form of each record of a store as it was read,
// without what joining added.
func readings(t *testing.T, path string) map[string]string {
	t.Helper()
	st, err := sqlite.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	out := map[string]string{}
	if err := st.Each(t.Context(), func(rec *record.Record) error {
		reconcile.Reset(rec)
		for _, it := range rec.Items() {
			if found, err := st.Find(t.Context(), it.Finding.ID); err != nil || found.Article.ID != rec.Article.ID {
				return fmt.Errorf("finding %s of %s is not found: %w", it.Finding.ID, rec.Article.ID, err)
			}
		}
		b, err := record.Canonical(rec)
		out[rec.Article.ID] = string(b)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}
