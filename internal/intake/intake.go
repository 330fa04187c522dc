// Package intake turns files into articles: plain text, JSON lines, JSON and
// HTML, each also gzipped. It decodes text to UTF-8, understands header
// lines, and reports what it cannot read with file, line, byte and reason,
// then goes on with the rest. It does no language work beyond naming the
// language, and keeps no article in memory once it has handed it on.
package intake

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/article"
	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// MaxArticle is the greatest length of an article's text, in bytes. Longer
// ones are rejected.
const MaxArticle = 8 << 20

// maxLine bounds one JSON value: an article whose every byte is written as an
// escape would be longer still, but no outlet writes one.
const maxLine = 2*MaxArticle + 1<<20

// Reject is an input that could not be read. Path is as the caller gave it
// (or below the directory given); Line counts from 1, 0 where lines mean
// nothing; Offset is in bytes of the (decompressed) file, -1 if unknown.
type Reject struct {
	Path   string
	Line   int
	Offset int64
	Reason string
}

// Error gives path, line, byte offset and reason in one line.
func (r *Reject) Error() string { return "intake: " + place(r.Path, r.Line, r.Offset) + r.Reason }

// Record is the reject in the form that a store keeps.
func (r *Reject) Record() record.Reject {
	return record.Reject{Path: r.Path, Line: r.Line, Offset: max(r.Offset, 0), Reason: r.Reason}
}

// Notice is something a person should know of an input that was read, or
// that had been read before: a copy of an article of the same run, an id
// taken by another article, a date that is none. Nothing is lost.
type Notice struct {
	Path   string
	Line   int
	Offset int64
	Reason string
}

// Error gives path, line and reason in one line.
func (n *Notice) Error() string { return "intake: " + place(n.Path, n.Line, -1) + n.Reason }

func place(path string, line int, offset int64) string {
	var b strings.Builder
	b.WriteString(path)
	if line > 0 {
		fmt.Fprintf(&b, ":%d", line)
	}
	if offset >= 0 {
		fmt.Fprintf(&b, " (byte %d)", offset)
	}
	b.WriteString(": ")
	return b.String()
}

// Read yields the articles of files and directories in the order given,
// directories in the order of their paths; "-" is stdin. With every article
// the error is nil; with a nil article it is a *Reject or a *Notice, and
// reading goes on with what follows. One article is held at a time: memory
// does not grow with the size of a file, but for about a hundred bytes an
// article by which copies are recognised. The sequence can be used once.
func Read(paths []string, stdin io.Reader) iter.Seq2[*article.Article, error] {
	return func(yield func(*article.Article, error) bool) {
		r := &reader{yield: yield, seen: map[string]seen{}}
		for _, p := range paths {
			if !r.path(p, stdin) {
				return
			}
		}
	}
}

// seen remembers what was read under an id.
type seen struct {
	digest [8]byte
	path   string // shared between the articles of a file
	line   int
}

// reader is one run over the inputs. Its methods return false once the
// consumer has had enough.
type reader struct {
	yield func(*article.Article, error) bool
	seen  map[string]seen
}

func (r *reader) reject(path string, line int, offset int64, format string, args ...any) bool {
	return r.yield(nil, &Reject{Path: path, Line: line, Offset: offset, Reason: fmt.Sprintf(format, args...)})
}

func (r *reader) path(p string, stdin io.Reader) bool {
	if p == "-" {
		if stdin == nil {
			return r.reject("-", 0, -1, "no standard input here")
		}
		return r.stream("-", "", stdin)
	}
	info, err := os.Stat(p)
	if err != nil {
		return r.reject(p, 0, -1, "%s", osReason(err))
	}
	if info.IsDir() {
		return r.directory(p)
	}
	return r.file(p)
}

func (r *reader) directory(dir string) bool {
	var files []string
	more := true
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			if more = r.reject(p, 0, -1, "%s", osReason(err)); !more {
				return fs.SkipAll
			}
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
		case p != dir && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
		case !e.IsDir() && !isNote(e.Name()):
			files = append(files, p)
		}
		return nil
	})
	if err != nil && more {
		more = r.reject(dir, 0, -1, "%s", osReason(err))
	}
	if !more {
		return false
	}
	if len(files) == 0 {
		return r.reject(dir, 0, -1, "no article in this directory")
	}
	sort.Strings(files)
	for _, f := range files {
		if !r.file(f) {
			return false
		}
	}
	return true
}

// isNote says that a file in a directory is about the directory, not an article.
func isNote(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	return base == "README" || base == "LICENSE" || base == "NOTICE"
}

func (r *reader) file(p string) bool {
	info, err := os.Stat(p)
	if err == nil && !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0 {
		return r.reject(p, 0, -1, "no regular file")
	}
	f, err := os.Open(p)
	if err != nil {
		return r.reject(p, 0, -1, "%s", osReason(err))
	}
	defer f.Close()
	return r.stream(p, extension(p), f)
}

// extension is the lower-cased extension, with a final .gz taken off.
func extension(p string) string {
	p = strings.ToLower(p)
	return filepath.Ext(strings.TrimSuffix(p, ".gz"))
}

// stream reads one file of any format. ext is its extension, "" if unknown.
func (r *reader) stream(path, ext string, src io.Reader) bool {
	br := bufio.NewReaderSize(src, 64<<10)
	head, err := br.Peek(512)
	if len(head) == 0 {
		if err != nil && err != io.EOF {
			return r.reject(path, 0, -1, "%s", osReason(err))
		}
		return r.reject(path, 0, 0, "empty file")
	}
	if head[0] == 0x1f && len(head) > 1 && head[1] == 0x8b {
		zr, err := newGzip(br)
		if err != nil {
			return r.reject(path, 0, 0, "broken gzip: %v", err)
		}
		br = bufio.NewReaderSize(zr, 64<<10)
		if head, err = br.Peek(512); len(head) == 0 {
			if err != io.EOF {
				return r.reject(path, 0, 0, "%v", err)
			}
			return r.reject(path, 0, 0, "empty file")
		}
	} else if strings.HasSuffix(strings.ToLower(path), ".gz") {
		return r.reject(path, 0, 0, "broken gzip: no gzip header")
	}
	switch kind(ext, head) {
	case jsonLines:
		return r.jsonLines(path, br)
	case jsonValue:
		return r.jsonFile(path, br)
	case htmlPage:
		return r.page(path, br)
	default:
		return r.plain(path, br)
	}
}

type format int

const (
	plainText format = iota
	jsonLines
	jsonValue
	htmlPage
)

// kind chooses the format by extension, and by the first bytes where the
// extension says nothing.
func kind(ext string, head []byte) format {
	switch ext {
	case ".jsonl", ".ndjson":
		return jsonLines
	case ".json":
		return jsonValue
	case ".html", ".htm", ".xhtml":
		return htmlPage
	case ".txt", ".text":
		return plainText
	}
	s := strings.TrimLeftFunc(strings.TrimPrefix(string(head), "\ufeff"), unicode.IsSpace)
	low := strings.ToLower(s)
	switch {
	case strings.HasPrefix(s, `{"`), strings.HasPrefix(s, `[{`), strings.HasPrefix(s, "{\n"), strings.HasPrefix(s, "[\n"), strings.HasPrefix(s, "{\r\n"):
		return jsonValue
	case strings.HasPrefix(low, "<!doctype html"), strings.HasPrefix(low, "<html"):
		return htmlPage
	}
	return plainText
}

// readAll reads what is left of br, or fails if that is more than limit bytes.
func readAll(br io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(br, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = errTooLong
	}
	return data, err
}

var errTooLong = fmt.Errorf("longer than %d MB", MaxArticle>>20)

func (r *reader) plain(path string, br *bufio.Reader) bool {
	data, err := readAll(br, MaxArticle)
	if err != nil {
		return r.reject(path, 1, 0, "%s", osReason(err))
	}
	s, bad := decode(data)
	if bad != nil {
		return r.reject(path, bad.line, bad.offset, "%s", bad.reason)
	}
	if strings.TrimSpace(s) == "" {
		return r.reject(path, 1, 0, "no text, only white space")
	}
	return r.emit(&article.Article{Text: s, Source: article.Source{Path: path, Line: 1}})
}

// emit completes an article from its own text and hands it on, unless the
// same article was handed on before.
func (r *reader) emit(a *article.Article) bool {
	complete(a)
	digest := a.Digest()
	natural := record.ID("a", a.Outlet, a.Published.String(), digest)
	if a.ID == "" {
		a.ID = natural
	}
	now := seen{path: a.Source.Path, line: a.Source.Line}
	copy(now.digest[:], digest)
	if was, ok := r.seen[a.ID]; ok {
		if was.digest == now.digest {
			return r.yield(nil, &Notice{Path: now.path, Line: now.line, Offset: a.Source.Offset,
				Reason: fmt.Sprintf("the same article as %s; read once", strings.TrimSuffix(place(was.path, was.line, -1), ": "))})
		}
		taken := a.ID
		a.ID = natural
		if _, ok := r.seen[natural]; !ok {
			if !r.yield(nil, &Notice{Path: now.path, Line: now.line, Offset: a.Source.Offset,
				Reason: fmt.Sprintf("id %q belongs to another article (%s); kept as %s", taken, strings.TrimSuffix(place(was.path, was.line, -1), ": "), natural)}) {
				return false
			}
		} else {
			return r.yield(nil, &Notice{Path: now.path, Line: now.line, Offset: a.Source.Offset, Reason: "the same article was read before; read once"})
		}
	}
	r.seen[a.ID] = now
	return r.yield(a, nil)
}

// complete fills what the input left open from the header lines of the text
// and the address, and names the language.
func complete(a *article.Article) {
	h := readHeader(a.Text, a.Outlet, a.Title)
	a.Headers = h.headers
	a.Body = text.Span{Start: text.Offset(h.body), End: text.Offset(len(a.Text))}
	if a.Outlet == "" {
		a.Outlet = h.outlet
	}
	if a.Byline == "" {
		a.Byline = h.byline
	}
	if a.Title == "" {
		a.Title = h.title
	}
	if a.Published.IsZero() {
		a.Published = h.published
	}
	if a.Published.IsZero() {
		a.Published = dateOfURL(a.URL)
	}
	a.Chain = h.chain(a.Outlet, a.Published)
	a.Language = language(a.Language, a.Text[h.body:])
}

// dateOfURL finds a day in the path of an address, as in /2020/02/14/.
func dateOfURL(u string) when.Date {
	if m := urlDay.FindStringSubmatch(u); m != nil {
		if d, err := when.Parse(m[1]+"-"+m[2]+"-"+m[3], when.Inferred); err == nil {
			return d
		}
	}
	return when.Date{}
}

// osReason takes the path out of the errors of package os, for a Reject
// names it already.
func osReason(err error) string {
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or directory"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case errors.As(err, &pe):
		return pe.Err.Error()
	}
	return err.Error()
}

// cut shortens s to n bytes at most, on a character boundary.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
