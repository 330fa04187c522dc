// Package storetest is the conformance suite of record.Store and
// record.Index: every implementation passes all of it. Tests only.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
	"rapporteur/internal/text"
)

// Store is a store that can be searched.
type Store interface {
	record.Store
	record.Index
	record.Decisions
	record.Readings
	record.Sketches
}

// Run runs the suite. open gives an empty store; the suite closes it. reopen
// opens the same data once more while or after the first is open.
func Run(t *testing.T, open func(t *testing.T) (st Store, reopen func() Store)) {
	tests := []struct {
		name string
		fn   func(t *testing.T, st Store, reopen func() Store)
	}{
		{"put-get", putGet}, {"put-twice", putTwice}, {"replace", replace}, {"order", order}, {"find", find}, {"not-found", notFound},
		{"refuse", refuse}, {"rejects", rejects}, {"each-stops", eachStops}, {"search", search}, {"search-odd-queries", oddQueries}, {"search-common-words", commonWords},
		{"summaries", summaries}, {"decisions", decisions}, {"readings", readings}, {"sketches", sketches}, {"reopen", persists}, {"concurrent", concurrent}, {"caller-owns", callerOwns}, {"cancelled", cancelled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st, reopen := open(t)
			defer st.Close()
			tt.fn(t, st, reopen)
		})
	}
}

func put(t *testing.T, st Store, rec *record.Record, changed bool) {
	t.Helper()
	got, err := st.Put(t.Context(), rec)
	if err != nil || got != changed {
		t.Fatalf("put %s: changed %v, %v; want %v", rec.Article.ID, got, err, changed)
	}
}

func canonical(t *testing.T, rec *record.Record) string {
	t.Helper()
	b, err := record.Canonical(rec)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// digest is everything that a store holds, in its order.
func digest(t *testing.T, st Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := st.Each(t.Context(), func(rec *record.Record) error {
		b.WriteString(canonical(t, rec) + "\n")
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func putGet(t *testing.T, st Store, _ func() Store) {
	for _, rec := range []*record.Record{recordtest.Sample(), recordtest.Odd(1), {Schema: record.Schema, Article: record.Article{ID: "bare"}}} {
		put(t, st, rec, true)
		got, err := st.Get(t.Context(), rec.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := canonical(t, rec), canonical(t, got); a != b {
			t.Errorf("read back\n%s\nwant\n%s", b, a)
		}
	}
}

func putTwice(t *testing.T, st Store, _ func() Store) {
	put(t, st, recordtest.Sample(), true)
	before := digest(t, st)
	put(t, st, recordtest.Sample(), false)
	if after := digest(t, st); after != before {
		t.Error("the second put of the same record changed the store")
	}
}

func replace(t *testing.T, st Store, _ func() Store) {
	old := recordtest.Sample()
	put(t, st, old, true)
	gone := old.Events[3].ID
	rec := recordtest.Sample()
	rec.Article.Engine = "rapporteur newer"
	rec.Events = rec.Events[:3]
	put(t, st, rec, true)
	got, err := st.Get(t.Context(), rec.Article.ID)
	if err != nil || len(got.Events) != 3 || got.Article.Engine != "rapporteur newer" {
		t.Fatalf("after the replacement: %v, %v", got, err)
	}
	if _, err := st.Find(t.Context(), gone); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("a finding of the replaced record is still found: %v", err)
	}
	if heads, err := st.List(t.Context()); err != nil || len(heads) != 1 {
		t.Errorf("%d articles after a replacement, %v", len(heads), err)
	}
}

func order(t *testing.T, st Store, _ func() Store) {
	for _, x := range [][2]string{{"c", "2020-02-14"}, {"a", "2020-02-14"}, {"b", "2019"}, {"d", ""}, {"B", "2020-02-14"}, {"é", "2020-02-14"}} {
		put(t, st, &record.Record{Schema: record.Schema, Article: record.Article{ID: x[0], Published: x[1]}}, true)
	}
	var list, each []string
	heads, err := st.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range heads {
		list = append(list, h.ID)
	}
	if err := st.Each(t.Context(), func(rec *record.Record) error { each = append(each, rec.Article.ID); return nil }); err != nil {
		t.Fatal(err)
	}
	if want := "[d b B a c é]"; fmt.Sprint(list) != want || fmt.Sprint(each) != want {
		t.Errorf("list %v, each %v, want %v", list, each, want)
	}
}

func find(t *testing.T, st Store, _ func() Store) {
	rec := recordtest.Sample()
	put(t, st, rec, true)
	put(t, st, recordtest.Odd(1), true)
	for _, it := range rec.Items() {
		got, err := st.Find(t.Context(), it.Finding.ID)
		if err != nil || got.Article.ID != rec.Article.ID {
			t.Fatalf("find %s: %v", it.Finding.ID, err)
		}
		if back, ok := got.Item(it.Finding.ID); !ok || back.Kind != it.Kind {
			t.Errorf("find %s: the record has it as %v", it.Finding.ID, back)
		}
	}
}

func notFound(t *testing.T, st Store, _ func() Store) {
	if _, err := st.Get(t.Context(), "none"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("get: %v", err)
	}
	if _, err := st.Find(t.Context(), "none"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("find: %v", err)
	}
}

func refuse(t *testing.T, st Store, _ func() Store) {
	outside := recordtest.Sample()
	outside.Contacts[0].End = 1 << 30
	for _, rec := range []*record.Record{nil, {Schema: 2, Article: record.Article{ID: "x"}}, {Schema: record.Schema}, outside} {
		if _, err := st.Put(t.Context(), rec); err == nil {
			t.Errorf("put %v was accepted", rec)
		}
	}
	if got := digest(t, st); got != "" {
		t.Errorf("the store holds %s", got)
	}
}

func rejects(t *testing.T, st Store, _ func() Store) {
	in := []record.Reject{
		{Path: "b.jsonl", Line: 7, Offset: 420, Reason: "broken JSON"}, {Path: "b.jsonl", Line: 2, Offset: 9, Reason: recordtest.Nasty},
		{Path: "a.txt", Reason: "empty file"}, {Path: "b.jsonl", Line: 7, Offset: 420, Reason: "broken JSON"},
	}
	for _, r := range in {
		if err := st.PutReject(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	got, err := st.Rejects(t.Context())
	if err != nil || !slices.Equal(got, []record.Reject{in[2], in[1], in[0]}) {
		t.Errorf("rejects %+v, %v", got, err)
	}
}

func eachStops(t *testing.T, st Store, _ func() Store) {
	for i := range 5 {
		put(t, st, recordtest.Odd(i), true)
	}
	enough := errors.New("enough")
	n := 0
	err := st.Each(t.Context(), func(*record.Record) error {
		if n++; n == 2 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || n != 2 {
		t.Errorf("each: %d records, %v", n, err)
	}
}

func search(t *testing.T, st Store, _ func() Store) {
	rec := recordtest.Sample()
	put(t, st, rec, true)
	put(t, st, recordtest.Odd(1), true)
	tests := []struct {
		query   string
		article string // "" for no hit
		kinds   []string
	}{
		{"mines cleared", "sample-1", []string{"article", "displacement", "statement"}},
		{"MINES", "sample-1", []string{"article", "displacement", "statement"}},
		{`"regional council"`, "sample-1", []string{"article", "instrument"}},
		{`"council regional"`, "", nil},
		{"mandat*", "sample-1", []string{"article", "mandate"}},
		{"mandat", "", nil},
		{"mines Երևան", "", nil},
		{"Երևան", "odd-1", []string{"article", "contact", "control", "displacement", "event", "instrument", "mandate", "process", "statement"}},
		{"invented", "sample-1", []string{"article"}}, // the title
	}
	for _, tt := range tests {
		hits, err := st.Search(t.Context(), tt.query, 50)
		if err != nil {
			t.Fatalf("search %s: %v", tt.query, err)
		}
		var kinds []string
		for _, h := range hits {
			kinds = append(kinds, h.Kind)
			if h.Article.ID != tt.article || h.Article.Text != "" || (h.Finding == "") != (h.Kind == "article") {
				t.Errorf("search %s: hit %+v", tt.query, h)
			}
			if !strings.Contains(h.Snippet, record.MarkStart) || strings.Count(h.Snippet, record.MarkStart) != strings.Count(h.Snippet, record.MarkEnd) {
				t.Errorf("search %s: snippet %q", tt.query, h.Snippet)
			}
		}
		slices.Sort(kinds)
		if !slices.Equal(slices.Compact(kinds), tt.kinds) {
			t.Errorf("search %s: kinds %v, want %v", tt.query, kinds, tt.kinds)
		}
	}
	if hits, err := st.Search(t.Context(), "mines", 1); err != nil || len(hits) != 1 {
		t.Errorf("limit 1: %d hits, %v", len(hits), err)
	}
}

func oddQueries(t *testing.T, st Store, _ func() Store) {
	put(t, st, recordtest.Sample(), true)
	for _, q := range []string{"", " ", `"`, `""`, "*", "AND", "OR NOT", "a:b", "(", "'; drop table article; --", "-mines", "^x", "NEAR(a b)", "\x00", "mines &", "!!", "<->"} {
		if _, err := st.Search(t.Context(), q, 10); err != nil {
			t.Errorf("search %q: %v", q, err)
		}
	}
	if hits, err := st.Search(t.Context(), " ** ", 10); err != nil || len(hits) != 0 {
		t.Errorf("a query without a word finds %d, %v", len(hits), err)
	}
}

// commonWords stand in so many places that the newest of them are found.
func commonWords(t *testing.T, st Store, _ func() Store) {
	for i, day := range []string{"2020-05-05", "2021-05-05"} {
		rec := &record.Record{Schema: record.Schema, Article: record.Article{ID: day, Published: day, Text: "Envoys met again."}}
		for k := range 4500 {
			rec.Contacts = append(rec.Contacts, record.Contact{Finding: record.Finding{ID: fmt.Sprintf("contact-%d-%d", i, k), Span: text.Span{End: 10}}})
		}
		rec.Contacts[0].End = 16
		put(t, st, rec, true)
	}
	hits, err := st.Search(t.Context(), "envoys", 5)
	if err != nil || len(hits) != 5 {
		t.Fatalf("%d hits, %v", len(hits), err)
	}
	for _, h := range hits {
		if h.Article.ID != "2021-05-05" || !strings.Contains(h.Snippet, record.MarkStart) {
			t.Errorf("hit %+v", h)
		}
	}
	if hits, err = st.Search(t.Context(), "again", 50); err != nil || len(hits) != 4 {
		t.Errorf("%d hits for a word that stands in four places, %v", len(hits), err)
	}
}

func summaries(t *testing.T, st Store, _ func() Store) {
	rec := recordtest.Sample()
	put(t, st, rec, true)
	put(t, st, recordtest.Odd(1), true)
	put(t, st, &record.Record{Schema: record.Schema, Article: record.Article{ID: "bare"}}, true)
	list, total, err := st.Summaries(t.Context(), 0, 2)
	if err != nil || total != 3 || len(list) != 2 || list[0].ID != "sample-1" || list[1].ID != "odd-1" {
		t.Fatalf("summaries %+v, %d, %v", list, total, err)
	}
	if list[0].Text != "" || list[0].Title != rec.Article.Title || len(list[0].Chain) != 2 {
		t.Errorf("head %+v", list[0].Article)
	}
	if list[0].Total(record.KindEvent) != 4 || list[0].Total(record.KindContact) != 2 {
		t.Errorf("counts %+v", list[0].Counts)
	}
	if want := (record.Count{Kind: record.KindEvent, Status: record.Planned, N: 1}); !slices.Contains(list[0].Counts, want) {
		t.Errorf("counts %+v lack %+v", list[0].Counts, want)
	}
	if rest, _, err := st.Summaries(t.Context(), 2, 2); err != nil || len(rest) != 1 || rest[0].ID != "bare" {
		t.Errorf("second page %+v, %v", rest, err)
	}
}

func persists(t *testing.T, st Store, reopen func() Store) {
	put(t, st, recordtest.Sample(), true)
	if err := st.PutReject(t.Context(), record.Reject{Path: "x", Reason: "y"}); err != nil {
		t.Fatal(err)
	}
	before := digest(t, st)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	again := reopen()
	defer again.Close()
	if digest(t, again) != before {
		t.Error("another record after closing and opening")
	}
	if rs, err := again.Rejects(t.Context()); err != nil || len(rs) != 1 {
		t.Errorf("rejects %v, %v", rs, err)
	}
	put(t, again, recordtest.Sample(), false)
}

func concurrent(t *testing.T, st Store, reopen func() Store) {
	other := reopen()
	defer other.Close()
	var wg sync.WaitGroup
	errs := make(chan error, 100)
	for w, s := range []Store{st, other, st, other} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 10 {
				if _, err := s.Put(context.Background(), recordtest.Odd(i)); err != nil {
					errs <- fmt.Errorf("writer %d: %w", w, err)
				}
				if _, err := s.List(context.Background()); err != nil {
					errs <- fmt.Errorf("reader %d: %w", w, err)
				}
			}
		}()
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
	if heads, err := st.List(t.Context()); err != nil || len(heads) != 10 {
		t.Errorf("%d articles, %v", len(heads), err)
	}
}

func callerOwns(t *testing.T, st Store, _ func() Store) {
	rec := recordtest.Sample()
	put(t, st, rec, true)
	before := digest(t, st)
	rec.Contacts[0].Participants[0] = "changed"
	got, err := st.Get(t.Context(), rec.Article.ID)
	if err != nil {
		t.Fatal(err)
	}
	got.Actors[0].Name = "changed"
	if digest(t, st) != before {
		t.Error("the store shares memory with its callers")
	}
}

func cancelled(t *testing.T, st Store, _ func() Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := st.Put(ctx, recordtest.Sample()); err == nil {
		t.Error("put with a cancelled context succeeded")
	}
	if digest(t, st) != "" {
		t.Error("a cancelled put left something behind")
	}
}
