package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/record/recordtest"
	"rapporteur/internal/review"
	"rapporteur/internal/sqlite"
)

// filled is a store with the invented records of package recordtest.
func filled(t *testing.T) *sqlite.Store {
	t.Helper()
	st, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	odd := recordtest.Odd(1)
	slash := recordtest.Sample()
	slash.Article.ID = "https://example.org/a/b?c=1&d=é"
	slash.Article.Title, slash.Article.Published = "", "2021-03"
	for i := range slash.Events {
		slash.Events[i].ID += "x"
	}
	for _, rec := range []*record.Record{recordtest.Sample(), odd, slash} {
		if _, err := st.Put(t.Context(), rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.PutReject(t.Context(), record.Reject{Path: "bad<b>.jsonl", Line: 7, Offset: 42, Reason: "broken JSON"}); err != nil {
		t.Fatal(err)
	}
	return st
}

func handler(t *testing.T, st Store) http.Handler {
	t.Helper()
	h, err := New(st, Options{Version: "test", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(t *testing.T, h http.Handler, path string) (int, http.Header, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code, w.Header(), w.Body.String()
}

func TestPages(t *testing.T) {
	h := handler(t, filled(t))
	sample := recordtest.Sample()
	meeting := sample.Contacts[0].ID
	event := sample.Events[0].ID
	tests := []struct {
		name, path string
		status     int
		want       []string
	}{
		{"list", "/", 200, []string{"Mayor receives envoy", "Example Post", "5 March 2021", "<b>4</b> events", "The mayor of Norvik, Ilan Torresk", "1 input", "3 articles"}},
		{"list-past-the-end", "/?page=9", 200, []string{"No more articles"}},
		{"list-bad-page", "/?page=-1x", 200, []string{"Mayor receives envoy"}},
		{"search", "/?q=mines", 200, []string{"<mark>mines</mark>", "/articles/sample-1?f="}},
		{"search-nothing", "/?q=zebra", 200, []string{"Nothing found"}},
		{"search-odd", "/?q=%22%3Cb%3E", 200, []string{"&lt;b&gt;"}},
		{"article", "/articles/sample-1", 200, []string{
			"Meeting of Ilan Torresk and Maria Venn", "Norvik (NRV)", "the road is opened", "not implemented by Soldania, says Example Post", "East Norvik – held by Soldania",
			"12,000 people", "to watch the truce", "no result", "mayor, Norvik", `class="bg"`, "website, <time datetime=\"2021-03-04\"", "CONSULT visit · 043", "Planned act", "April 2021", "1990s", `id="e-` + meeting + `"`}},
		{"article-chosen", "/articles/sample-1?f=" + event, 200, []string{`aria-current="true">Ilan Torresk → Maria Venn`, "trig", "Back to the finding"}},
		{"article-one-status", "/articles/sample-1?status=planned", 200, []string{"Planned", "AGREE"}},
		{"article-with-slash", articleURL("https://example.org/a/b?c=1&d=é"), 200, []string{"The mayor of Norvik, Ilan Torresk, received"}},
		{"article-odd", "/articles/odd-1", 200, []string{"&lt;b&gt;", "北京"}},
		{"article-missing", "/articles/none", 404, []string{"Not in this record"}},
		{"finding", findingURL(meeting), 200, []string{"meet.receive", "Thursday before the day of publication", "the sentence", "How it was found", "93 %"}},
		{"finding-missing", "/findings/none", 404, []string{"Not in this record"}},
		{"rejects", "/rejects", 200, []string{"bad&lt;b&gt;.jsonl", "broken JSON"}},
		{"no-page", "/nothing", 404, []string{"Not in this record"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, head, body := get(t, h, tt.path)
			if status != tt.status {
				t.Fatalf("status %d, want %d\n%s", status, tt.status, body)
			}
			for _, w := range tt.want {
				if !strings.Contains(strings.ToLower(body), strings.ToLower(w)) {
					t.Errorf("page lacks %q", w)
				}
			}
			if strings.Contains(body, "ZgotmplZ") || strings.Contains(body, "<no value>") {
				t.Error("the template engine refused a value")
			}
			if !strings.Contains(head.Get("Content-Security-Policy"), "default-src 'none'") || head.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers %v", head)
			}
			if len(body) > 60<<10 {
				t.Errorf("%d bytes", len(body))
			}
			structure(t, body)
		})
	}
}

var (
	idAttr     = regexp.MustCompile(` id="([^"]*)"`)
	outside    = regexp.MustCompile(`(?:src|href)="(https?:)?//`)
	inlineCode = regexp.MustCompile(`<style|<script[^>]*>[^<]| on[a-z]+="| style="`)
)

// structure holds for every page: one main landmark and one h1, unique ids,
// headings without gaps, nothing inline that the policy would refuse.
func structure(t *testing.T, body string) {
	t.Helper()
	for _, one := range []string{"<main ", "<h1", `role="search"`, "<title>"} {
		if strings.Count(body, one) != 1 {
			t.Errorf("%d of %s", strings.Count(body, one), one)
		}
	}
	seen := map[string]bool{}
	for _, m := range idAttr.FindAllStringSubmatch(body, -1) {
		if seen[m[1]] {
			t.Errorf("id %q twice", m[1])
		}
		seen[m[1]] = true
	}
	if m := inlineCode.FindString(body); m != "" {
		t.Errorf("inline code or style: %q", m)
	}
	level := 1
	for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(body, -1) {
		n := int(m[1][0] - '0')
		if n > level+1 {
			t.Errorf("heading h%d after h%d", n, level)
		}
		level = n
	}
}

func TestNothingFromElsewhere(t *testing.T) {
	h := handler(t, filled(t))
	total := 0
	_, _, page := get(t, h, "/articles/sample-1")
	total += len(page)
	for _, m := range regexp.MustCompile(`(?:src|href)="(/static/[^"]+\.(?:js|css|svg))"`).FindAllStringSubmatch(page, -1) {
		status, head, body := get(t, h, m[1])
		if status != 200 || !strings.Contains(head.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %v", m[1], status, head)
		}
		total += len(body)
	}
	for _, m := range outside.FindAllString(strings.ReplaceAll(page, `href="https://example.org/2021/03/05/norvik"`, ""), -1) {
		t.Errorf("loads from elsewhere: %s", m)
	}
	if total > 120<<10 {
		t.Errorf("a page with all it loads is %d bytes", total)
	}
	if status, _, _ := get(t, h, "/static/000000000000/desk.css"); status != 404 {
		t.Errorf("an old address of an asset gives %d", status)
	}
}

// The segments of the paragraphs add up to the text, whatever the marks.
func TestSegmentsAddUp(t *testing.T) {
	for _, rec := range []*record.Record{recordtest.Sample(), recordtest.Odd(1)} {
		var got strings.Builder
		for _, p := range paragraphsOf(rec.Article.Text, marksOf(rec), "", nil) {
			for _, s := range p.Segments {
				got.WriteString(s.Text)
			}
		}
		strip := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if strip(got.String()) != strip(rec.Article.Text) {
			t.Errorf("%s: segments give\n%s", rec.Article.ID, got.String())
		}
	}
}

func TestEachFindingIsMarkedWhole(t *testing.T) {
	rec := recordtest.Sample()
	marks := marksOf(rec)
	for _, it := range rec.Items() {
		var got strings.Builder
		anchors := 0
		for _, p := range paragraphsOf(rec.Article.Text, marks, it.Finding.ID, nil) {
			for _, s := range p.Segments {
				if s.On {
					got.WriteString(s.Text)
				}
				for _, a := range s.Anchors {
					if a == it.Finding.ID {
						anchors++
					}
				}
			}
		}
		if got.String() != it.Finding.In(rec.Article.Text) || anchors != 1 {
			t.Errorf("%s %s: marked %q, %d anchors", it.Kind, it.Finding.ID, got.String(), anchors)
		}
	}
}

func TestAPI(t *testing.T) {
	h := handler(t, filled(t))
	sample := recordtest.Sample()
	decode := func(path string, into any) {
		t.Helper()
		status, head, body := get(t, h, path)
		if status != 200 || !strings.HasPrefix(head.Get("Content-Type"), "application/") {
			t.Fatalf("%s: %d %v\n%s", path, status, head, body)
		}
		if err := json.Unmarshal([]byte(body), into); err != nil {
			t.Fatalf("%s: %v\n%s", path, err, body)
		}
	}
	var list articleList
	if decode("/api/articles", &list); list.Total != 3 || list.Articles[0].ID != "sample-1" || len(list.Articles[0].Counts) == 0 {
		t.Errorf("list %+v", list)
	}
	if decode("/api/articles?limit=1&offset=1", &list); len(list.Articles) != 1 {
		t.Errorf("second page %+v", list)
	}
	var rec record.Record
	decode("/api/articles/sample-1?text=true", &rec)
	a, _ := record.Canonical(&rec)
	if b, _ := record.Canonical(sample); string(a) != string(b) {
		t.Errorf("article\n%s\nwant\n%s", a, b)
	}
	rec = record.Record{}
	if decode("/api/articles/sample-1", &rec); rec.Article.Text != "" {
		t.Error("text without being asked for")
	}
	if decode("/api/articles/"+url.PathEscape("https://example.org/a/b?c=1&d=é"), &rec); rec.Article.Published != "2021-03" {
		t.Errorf("article with slashes in its id: %+v", rec.Article)
	}
	var found foundFinding
	if decode("/api/findings/"+sample.Statements[0].ID, &found); found.Kind != "statement" || !strings.HasPrefix(found.Evidence, "Torresk told") || len(found.Actors) != 2 || found.Article.Text != "" {
		t.Errorf("finding %+v", found)
	}
	var hits hitList
	if decode("/api/search?q=mines", &hits); len(hits.Hits) != 6 || !strings.Contains(hits.Hits[0].Snippet, "<mark>") {
		t.Errorf("hits %+v", hits)
	}
	var api map[string]any
	if decode("/api/openapi.json", &api); api["paths"].(map[string]any)["/api/articles/{id}"] == nil {
		t.Error("the description lacks a path")
	}
	for path, want := range map[string]int{"/api/articles/none": 404, "/api/findings/none": 404, "/api/search": 422, "/api/articles?limit=0": 422, "/api/none": 404} {
		if status, _, _ := get(t, h, path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}

// Pages show the record as reviewers left it: what they rejected is nowhere,
// what they corrected says so.
func TestReviewedPages(t *testing.T) {
	st := filled(t)
	rec := recordtest.Sample()
	var held, mandate record.Item
	for _, it := range rec.Items() {
		switch it.Kind {
		case record.KindControl:
			held = it
		case record.KindMandate:
			mandate = it
		}
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	correction := review.New("A. Reader", record.Correct, at, review.AnchorOf(rec, held))
	correction.Fields = []record.Field{{Name: "territory", Value: `"West Norvik"`}}
	for _, d := range []record.Decision{correction.Sealed(), review.New("A. Reader", record.Refuse, at, review.AnchorOf(rec, mandate))} {
		if _, err := st.PutDecision(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	h := handler(t, review.Over(st))
	_, _, body := get(t, h, "/articles/sample-1")
	if !strings.Contains(body, "West Norvik – held by Soldania") || !strings.Contains(body, "corrected by a reviewer") || strings.Contains(body, "to watch the truce</li>") {
		t.Errorf("the page does not follow the decisions:\n%s", body)
	}
	structure(t, body)
	if status, _, _ := get(t, h, findingURL(mandate.Finding.ID)); status != 404 {
		t.Errorf("the page of the rejected finding: %d", status)
	}
	if _, _, body := get(t, h, findingURL(held.Finding.ID)); !strings.Contains(body, "corrected by a reviewer") || !strings.Contains(body, "corrected by A. Reader") {
		t.Errorf("the page of the corrected finding:\n%s", body)
	}
	if status, _, _ := get(t, h, "/api/findings/"+mandate.Finding.ID); status != 404 {
		t.Errorf("the API gives the rejected finding: %d", status)
	}
}

func TestOnlyReads(t *testing.T) {
	h := handler(t, filled(t))
	for _, m := range []string{"POST", "PUT", "DELETE"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(m, "/articles/sample-1", nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", m, w.Code)
		}
	}
}

// failing is a store whose reads fail.
type failing struct{ Store }

func (failing) Rejects(context.Context) ([]record.Reject, error) {
	return nil, errors.New("secret path")
}
func (failing) Get(context.Context, string) (*record.Record, error) {
	return nil, errors.New("secret path")
}

func TestFaultsShowNoDetail(t *testing.T) {
	h := handler(t, failing{})
	for _, path := range []string{"/", "/rejects", "/articles/x", "/api/articles/x"} {
		status, _, body := get(t, h, path)
		if status != 500 || strings.Contains(body, "secret") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}

func TestServeStopsWithItsContext(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, ln, handler(t, filled(t))) }()
	res, err := http.Get("http://" + ln.Addr().String() + "/")
	if err != nil || res.StatusCode != 200 {
		t.Fatalf("%v, %v", res, err)
	}
	res.Body.Close()
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// The bundle is made of the sources beside it: its own strings are in it.
func TestBundleIsBuilt(t *testing.T) {
	bundle, err := os.ReadFile("static/desk.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"Evidence: ", "data-move", "docktitle"} {
		if !strings.Contains(string(bundle), s) {
			t.Errorf("the bundle lacks %q: run npm run build in web", s)
		}
	}
}
