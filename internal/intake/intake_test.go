package intake

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"rapporteur/internal/article"
)

// invented is an article written for these tests.
const invented = "The two delegations of the invented republics met for an hour in the town hall and agreed to meet again next month, an official said after the talks.\n\nNothing else was agreed."

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func zip(data string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, data)
	w.Close()
	return b.Bytes()
}

// readAllOf gives the articles and the errors of a run.
func readAllOf(paths []string, stdin io.Reader) (as []*article.Article, errs []error) {
	for a, err := range Read(paths, stdin) {
		if err != nil {
			errs = append(errs, err)
		} else {
			as = append(as, a)
		}
	}
	return as, errs
}

func jsonLine(id, text string) string {
	return fmt.Sprintf(`{"id":%q,"outlet":"Example Post","published":"2021-03-04","text":%q}`, id, text) + "\n"
}

func TestFormats(t *testing.T) {
	tests := []struct {
		name, file string
		data       []byte
		want       []string // texts
	}{
		{"text", "a.txt", []byte(invented), []string{invented}},
		{"text-unknown-extension", "a.news", []byte(invented), []string{invented}},
		{"text-gzip", "a.txt.gz", zip(invented), []string{invented}},
		{"gzip-without-its-extension", "a.txt", zip(invented), []string{invented}},
		{"utf-8-bom", "a.txt", []byte("\ufeff" + invented), []string{invented}},
		{"utf-16-little", "a.txt", []byte("\xff\xfeB\x00a\x00k\x00u\x00 \x00\x59\x01"), []string{"Baku ř"}},
		{"utf-16-big", "a.txt", []byte("\xfe\xff\x00B\x00a\x00k\x00u"), []string{"Baku"}},
		{"windows-1252", "a.txt", []byte("The caf\xe9\x92s owner said \x93no\x94 \x96 S\xe3o Tom\xe9"), []string{"The café’s owner said “no” – São Tomé"}},
		{"line-ends-kept", "a.txt", []byte("One.\r\n\r\n Two. \n"), []string{"One.\r\n\r\n Two. \n"}},
		{"json-lines", "a.jsonl", []byte(jsonLine("1", "One.") + "\n" + jsonLine("2", "Two.")), []string{"One.", "Two."}},
		{"json-lines-gzip", "a.jsonl.gz", zip(jsonLine("1", "One.") + jsonLine("2", "Two.")), []string{"One.", "Two."}},
		{"json-lines-without-last-newline", "a.ndjson", []byte(strings.TrimSpace(jsonLine("1", "One."))), []string{"One."}},
		{"json-lines-named-json", "a.json", []byte(jsonLine("1", "One.") + jsonLine("2", "Two.")), []string{"One.", "Two."}},
		{"json-object", "a.json", []byte("{\n \"text\": \"One.\"\n}\n"), []string{"One."}},
		{"json-list", "a.json", []byte("[\n{\"text\":\"One.\"},\n{\"text\":\"Two.\"}]"), []string{"One.", "Two."}},
		{"json-by-its-look", "a", []byte("{\"text\":\"One.\"}"), []string{"One."}},
		{"json-unknown-keys", "a.json", []byte(`{"text":"One.","x":{"y":[1]},"authors":["Jane Doe","John Roe"]}`), []string{"One."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			as, errs := readAllOf([]string{write(t, tt.file, tt.data)}, nil)
			if len(errs) > 0 {
				t.Fatalf("errors: %v", errs)
			}
			var got []string
			for _, a := range as {
				got = append(got, a.Text)
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("texts %q, want %q", got, tt.want)
			}
		})
	}
}

func TestBadInput(t *testing.T) {
	ten := ""
	for i := 1; i <= 10; i++ {
		if i == 7 {
			ten += `{"id":"7","text":"broken}` + "\n"
			continue
		}
		ten += jsonLine(fmt.Sprint(i), fmt.Sprintf("Article %d.", i))
	}
	tests := []struct {
		name, file string
		data       []byte
		line       int
		offset     int64
		reason     string
		read       int
	}{
		{"empty", "a.txt", nil, 0, 0, "empty file", 0},
		{"white-space", "a.txt", []byte(" \n\n"), 1, 0, "only white space", 0},
		{"binary-nul", "a.txt", []byte("abc\x00def and so on"), 1, 3, "NUL byte", 0},
		{"binary-picture", "a.txt", []byte("\x89PNG\r\n\x1a\n\x00\x00"), 1, 0, "image/png", 0},
		{"broken-utf-8", "a.txt", []byte("Good’s text.\nThen \xe2\x80 is cut."), 2, 20, "broken UTF-8: byte 0xe2", 0},
		{"broken-utf-8-alone", "a.txt", []byte("Baku \xff\xfe said."), 1, 5, "broken UTF-8: byte 0xff", 0},
		{"broken-utf-8-overlong", "a.txt", []byte("caf\xc3( shop"), 1, 3, "broken UTF-8: byte 0xc3", 0},
		{"broken-utf-16", "a.txt", []byte("\xff\xfea\x00\x00\xdc"), 1, 4, "half a surrogate", 0},
		{"broken-gzip", "a.txt.gz", []byte("not gzip"), 0, 0, "gzip", 0},
		{"cut-gzip", "a.txt.gz", zip(strings.Repeat(invented, 9))[:60], 0, 0, "gzip", 0},
		{"line-7-of-10", "a.jsonl", []byte(ten), 7, int64(6*len(jsonLine("1", "Article 1."))) + 24, "broken JSON", 9},
		{"json-without-text", "a.jsonl", []byte(`{"id":"1"}`), 1, 0, "no text", 0},
		{"json-no-object", "a.jsonl", []byte("[1]\n" + jsonLine("2", "Two.")), 1, 0, "array", 1},
		{"json-broken-utf-8", "a.jsonl", []byte("{\"text\":\"a\xffb\"}\n" + jsonLine("2", "Two.")), 1, 10, "broken UTF-8", 1},
		{"json-list-broken", "a.json", []byte("[{\"text\":\"One.\"},\n{\"text\":}]"), 2, 26, "broken JSON", 1},
		{"json-list-broken-late", "a.json", []byte("[ {\"text\":\"One.\"} ,\n{\"text\":\"Two.\"} ,\n\n{\"text\":}]"), 4, 47, "broken JSON", 2},
		{"json-cut", "a.json", []byte("[{\"text\":\"One.\"},\n{\"te"), 2, 22, "broken JSON", 1},
		{"json-empty-list", "a.json", []byte("[]"), 1, 0, "no article", 0},
		{"too-long", "a.txt", bytes.Repeat([]byte("word "), MaxArticle/5+1), 1, 0, "longer than 8 MB", 0},
		{"line-too-long", "a.jsonl", []byte(jsonLine("1", strings.Repeat("word ", maxLine/5)) + jsonLine("2", "Two.")), 1, 0, "longer than 8 MB", 1},
		{"html-without-article", "a.html", []byte("<html><body></body></html>"), 1, 0, "no article found", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := write(t, tt.file, tt.data)
			as, errs := readAllOf([]string{p}, nil)
			if len(errs) != 1 {
				t.Fatalf("%d errors %v, want 1", len(errs), errs)
			}
			var rej *Reject
			if !errors.As(errs[0], &rej) {
				t.Fatalf("%T, want a Reject", errs[0])
			}
			if tt.name == "broken-gzip" || tt.name == "cut-gzip" {
				rej.Line, rej.Offset = 0, 0
			}
			if rej.Path != p || rej.Line != tt.line || rej.Offset != tt.offset || !strings.Contains(rej.Reason, tt.reason) {
				t.Errorf("reject %+v, want line %d, byte %d, %q", rej, tt.line, tt.offset, tt.reason)
			}
			if len(as) != tt.read {
				t.Errorf("%d articles read, want %d", len(as), tt.read)
			}
		})
	}
}

func TestMissingAndEmptyDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "README.md"), []byte("about"), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "none.txt")
	good := write(t, "a.txt", []byte(invented))
	as, errs := readAllOf([]string{missing, dir, good}, nil)
	if len(as) != 1 || len(errs) != 2 {
		t.Fatalf("%d articles, errors %v", len(as), errs)
	}
	for i, want := range []string{missing + ": no such file", dir + ": no article in this directory"} {
		if !strings.Contains(errs[i].Error(), want) {
			t.Errorf("error %q, want %q", errs[i], want)
		}
	}
}

func TestDirectoryOrderAndHiddenFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b/2.txt", "a.txt", ".git/x.txt", "b/1.jsonl", ".hidden.txt"} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		body := "Text of " + name
		if strings.HasSuffix(name, "jsonl") {
			body = jsonLine("x", body)
		}
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	as, errs := readAllOf([]string{dir}, nil)
	var got []string
	for _, a := range as {
		got = append(got, a.Text)
	}
	if want := []string{"Text of a.txt", "Text of b/1.jsonl", "Text of b/2.txt"}; fmt.Sprint(got) != fmt.Sprint(want) || errs != nil {
		t.Errorf("read %q (%v), want %q", got, errs, want)
	}
}

func TestStdin(t *testing.T) {
	as, errs := readAllOf([]string{"-"}, strings.NewReader(jsonLine("s1", "One.")+jsonLine("s2", "Two.")))
	if len(as) != 2 || errs != nil || as[1].ID != "s2" || as[1].Source != (article.Source{Path: "-", Line: 2, Offset: int64(len(jsonLine("s1", "One.")))}) {
		t.Errorf("articles %+v, errors %v", as, errs)
	}
}

func TestSameTwice(t *testing.T) {
	p := write(t, "a.txt", []byte(invented))
	as, errs := readAllOf([]string{p, p}, nil)
	var n *Notice
	if len(as) != 1 || len(errs) != 1 || !errors.As(errs[0], &n) || !strings.Contains(n.Reason, "the same article as "+p) {
		t.Errorf("%d articles, errors %v", len(as), errs)
	}
	if again, _ := readAllOf([]string{p}, nil); again[0].ID != as[0].ID {
		t.Errorf("id %s, then %s", as[0].ID, again[0].ID)
	}
}

func TestOneIDTwoArticles(t *testing.T) {
	p := write(t, "a.jsonl", []byte(jsonLine("7", "One.")+jsonLine("7", "Two.")+jsonLine("7", "Two.")+jsonLine("7", "One.")))
	as, errs := readAllOf([]string{p}, nil)
	if len(as) != 2 || as[0].ID != "7" || as[1].ID == "7" || as[1].Text != "Two." {
		t.Fatalf("articles %+v", as)
	}
	if len(errs) != 3 || !strings.Contains(errs[0].Error(), `id "7" belongs to another article`) {
		t.Errorf("notices %v", errs)
	}
}

func TestInputFieldsWin(t *testing.T) {
	p := write(t, "a.json", []byte(`{"outlet":"Example Post","published":"2020-02-15","byline":"Ann Other","text":" date 2020-02-14 By Azernews\n\nBy Jane Doe\n\nThe talks ended without result, the ministry said in a statement."}`))
	as, errs := readAllOf([]string{p}, nil)
	if errs != nil || as[0].Outlet != "Example Post" || as[0].Published.String() != "2020-02-15" || as[0].Byline != "Ann Other" {
		t.Errorf("article %+v, errors %v", as, errs)
	}
	if !strings.HasPrefix(as[0].Body.In(as[0].Text), "The talks") {
		t.Errorf("body %q", as[0].Body.In(as[0].Text))
	}
}

func TestOddDateIsNoReasonToLoseTheArticle(t *testing.T) {
	p := write(t, "a.jsonl", []byte(`{"published":"yesterday","text":"One."}`+"\n"+`{"published":"Fri, 14 Feb 2020 10:00:00 GMT","text":"Two."}`+"\n"+`{"url":"https://example.org/2020/02/14/talks","text":"Three."}`))
	as, errs := readAllOf([]string{p}, nil)
	if len(as) != 3 || len(errs) != 1 || !strings.Contains(errs[0].Error(), `:1: "yesterday" is no date`) {
		t.Fatalf("articles %d, errors %v", len(as), errs)
	}
	if as[0].Published.String() != "" || as[1].Published.String() != "2020-02-14" || as[2].Published.String() != "2020-02-14" || as[2].Published.Basis != "inferred" {
		t.Errorf("dates %v, %v, %v", as[0].Published, as[1].Published, as[2].Published)
	}
}

func TestLanguage(t *testing.T) {
	tests := []struct{ given, text, want string }{
		{"", invented, "en"},
		{"", "Die beiden Delegationen trafen sich gestern in der Hauptstadt und vereinbarten, die Gespräche im nächsten Monat fortzusetzen, teilte das Außenministerium mit. Über Einzelheiten wurde nichts bekannt, wie es weiter hieß.", "de"},
		{"", "Делегации встретились вчера в столице и договорились продолжить переговоры в следующем месяце, сообщили в министерстве иностранных дел.", "ru"},
		{"", "Ok.", ""},
		{"en-GB", "Ok.", "en"},
		{"English", "Ok.", "en"},
		{"rus", "Ok.", "ru"},
	}
	for _, tt := range tests {
		if got := language(tt.given, tt.text); got != tt.want {
			t.Errorf("language(%q, %.20q) = %q, want %q", tt.given, tt.text, got, tt.want)
		}
	}
}

func TestHTML(t *testing.T) {
	page := `<!doctype html><html lang="en"><head><title>Envoy visits the valley - Example Post</title>
<meta property="og:site_name" content="Example Post"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2021-03-04T09:00:00Z"><link rel="canonical" href="https://example.org/news/1"></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav><article><h1>Envoy visits the valley</h1>
<p>The envoy of the invented federation visited the valley on Thursday and spoke with the mayor about the return of families, the town said in a statement.</p>
<p>It was the third visit since the truce was signed, and the first that included a walk through the ruined quarter near the bridge over the river.</p>
<p>The mayor said that forty families wanted to come back before the winter, if the road was open and the mines were cleared by then.</p></article>
<footer>Copyright Example Post. All rights reserved.</footer></body></html>`
	as, errs := readAllOf([]string{write(t, "a.html", []byte(page))}, nil)
	if errs != nil || len(as) != 1 {
		t.Fatalf("articles %d, errors %v", len(as), errs)
	}
	a := as[0]
	if a.Outlet != "Example Post" || a.Byline != "Jane Doe" || a.Published.String() != "2021-03-04" || a.URL != "https://example.org/news/1" || !strings.Contains(a.Title, "Envoy visits the valley") {
		t.Errorf("head %q %q %v %q %q", a.Outlet, a.Byline, a.Published, a.URL, a.Title)
	}
	if !strings.Contains(a.Text, "\n\nIt was the third visit") || strings.Contains(a.Text, "Copyright") {
		t.Errorf("text %q", a.Text)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	p := write(t, "a.jsonl", []byte(jsonLine("1", "One.")+jsonLine("2", "Two.")+jsonLine("3", "Three.")))
	n := 0
	for range Read([]string{p, p}, nil) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d articles after a stop at 2", n)
	}
}

// endless gives JSON lines without end, so that a reader that keeps what it
// has handed on would grow.
type endless struct {
	left int64
	line []byte
	n    int
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.line) == 0 {
		if e.left <= 0 {
			return 0, io.EOF
		}
		e.n++
		e.line = []byte(jsonLine(fmt.Sprint(e.n), strings.Repeat("Words of an invented report. ", 40000)+fmt.Sprint(e.n)))
		e.left -= int64(len(e.line))
	}
	n := copy(p, e.line)
	e.line = e.line[n:]
	return n, nil
}

// FuzzRead: whatever the bytes, an article's offsets cut whole characters
// and its text is valid UTF-8; each input gives at least an article or a reason.
func FuzzRead(f *testing.F) {
	f.Add([]byte(" date 2020-02-14 By Azernews\n\nBy Jane Doe\n\nBAKU, Azerbaijan, Feb. 14 – Text."), ".txt")
	f.Add([]byte("VIENNA (Reuters) - Text.\x92"), ".txt")
	f.Add([]byte(jsonLine("1", "Baku, December 6, AZERTAC\n\nText.")), ".jsonl")
	f.Add([]byte(`[{"text":"One."},{"text":5}]`), ".json")
	f.Add([]byte("By \xe9\xe9 and"), ".news")
	f.Fuzz(func(t *testing.T, data []byte, ext string) {
		r := &reader{seen: map[string]seen{}}
		n := 0
		r.yield = func(a *article.Article, err error) bool {
			n++
			if (a == nil) == (err == nil) {
				t.Fatalf("article %v with error %v", a, err)
			}
			if a == nil {
				return true
			}
			if !utf8.ValidString(a.Text) || a.ID == "" {
				t.Fatalf("text not UTF-8 or no id: %q", a.Text)
			}
			spans := []struct{ a, b int }{{int(a.Body.Start), int(a.Body.End)}}
			for _, h := range a.Headers {
				spans = append(spans, struct{ a, b int }{int(h.Span.Start), int(h.Span.End)})
			}
			for _, h := range a.Chain {
				spans = append(spans, struct{ a, b int }{int(h.Span.Start), int(h.Span.End)})
			}
			for _, sp := range spans {
				if sp.a < 0 || sp.b < sp.a || sp.b > len(a.Text) || !utf8.ValidString(a.Text[sp.a:sp.b]) || !utf8.ValidString(a.Text[:sp.a]) {
					t.Fatalf("span %v does not fit %q", sp, a.Text)
				}
			}
			return true
		}
		if !strings.HasPrefix(ext, ".htm") {
			r.stream("x", ext, bytes.NewReader(data))
			if n == 0 {
				t.Fatalf("neither article nor reason for %q", data)
			}
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT TESTED with -short: reads 200 MB")
	}
	var most uint64
	n := 0
	for a, err := range Read([]string{"-"}, &endless{left: 200 << 20}) {
		if err != nil {
			t.Fatal(err)
		}
		_ = a
		if n++; n%20 == 0 {
			most = max(most, heap())
		}
	}
	if n < 100 || most > 100<<20 {
		t.Errorf("%d articles, heap up to %d MB", n, most>>20)
	}
}
