package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"rapporteur/internal/article"
	"rapporteur/internal/when"
)

// entry is an article as JSON gives it. Unknown keys are ignored; date,
// author and authors are read where published and byline are missing.
type entry struct {
	ID        scalar `json:"id"`
	URL       scalar `json:"url"`
	Title     scalar `json:"title"`
	Outlet    scalar `json:"outlet"`
	Byline    scalar `json:"byline"`
	Author    scalar `json:"author"`
	Authors   scalar `json:"authors"`
	Published scalar `json:"published"`
	Date      scalar `json:"date"`
	Language  scalar `json:"language"`
	Text      scalar `json:"text"`
}

// scalar is a string, a number or null, or a list of them, joined by commas.
type scalar string

// UnmarshalJSON reads the forms that feeds use for one field.
func (s *scalar) UnmarshalJSON(b []byte) error {
	switch b[0] {
	case '"':
		return json.Unmarshal(b, (*string)(s))
	case 'n', 't', 'f':
		return nil
	case '[':
		var list []scalar
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		var parts []string
		for _, x := range list {
			if x != "" {
				parts = append(parts, string(x))
			}
		}
		*s = scalar(strings.Join(parts, ", "))
		return nil
	case '{':
		return errors.New("an object where a text was expected")
	}
	*s = scalar(b)
	return nil
}

// article makes an article of the entry; reason says why it cannot, notice
// what is odd about it.
func (e *entry) article(src article.Source) (a *article.Article, reason, notice string) {
	switch {
	case strings.TrimSpace(string(e.Text)) == "":
		return nil, "no text", ""
	case len(e.Text) > MaxArticle:
		return nil, errTooLong.Error(), ""
	}
	field := func(xs ...scalar) string {
		for _, x := range xs {
			if s := strings.TrimSpace(string(x)); s != "" {
				return s
			}
		}
		return ""
	}
	a = &article.Article{
		ID: field(e.ID), URL: field(e.URL), Title: field(e.Title), Outlet: field(e.Outlet),
		Byline: field(e.Byline, e.Author, e.Authors), Language: field(e.Language), Text: string(e.Text), Source: src,
	}
	if day := field(e.Published, e.Date); day != "" {
		d, ok := parseDay(day, when.Stated)
		if !ok {
			notice = fmt.Sprintf("%q is no date; the article is read without it", cut(day, 40))
		}
		a.Published = d
	}
	return a, "", notice
}

// entry hands one JSON value on as an article or as a reject.
func (r *reader) entry(raw []byte, src article.Source) bool {
	if !utf8.Valid(raw) {
		at := firstInvalid(raw)
		return r.reject(src.Path, src.Line, src.Offset+int64(at), "broken UTF-8: byte 0x%02x", raw[at])
	}
	var e entry
	if err := json.Unmarshal(raw, &e); err != nil {
		off, why := jsonReason(err)
		return r.reject(src.Path, src.Line, src.Offset+off, "%s", why)
	}
	a, reason, notice := e.article(src)
	if reason != "" {
		return r.reject(src.Path, src.Line, src.Offset, "%s", reason)
	}
	if notice != "" && !r.yield(nil, &Notice{Path: src.Path, Line: src.Line, Offset: src.Offset, Reason: notice}) {
		return false
	}
	return r.emit(a)
}

// jsonReason says what is wrong with a JSON value and at which of its bytes.
func jsonReason(err error) (int64, string) {
	var syn *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syn):
		return max(syn.Offset-1, 0), "broken JSON: " + strings.TrimPrefix(syn.Error(), "json: ")
	case errors.As(err, &typ):
		return 0, "broken JSON: " + typ.Value + " where an article was expected"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return 0, "broken JSON: unexpected end"
	}
	return 0, "broken JSON: " + err.Error()
}

// jsonLines reads one JSON object a line. A bad line is rejected, the others
// are read; blank lines are nothing.
func (r *reader) jsonLines(path string, br *bufio.Reader) bool {
	src := article.Source{Path: path}
	next := int64(0)
	some := false
	if bom, _ := br.Peek(3); bytes.Equal(bom, []byte{0xef, 0xbb, 0xbf}) {
		br.Discard(3)
		next = 3
	} else if len(bom) > 1 && (bom[0] == 0xff && bom[1] == 0xfe || bom[0] == 0xfe && bom[1] == 0xff) {
		return r.reject(path, 1, 0, "UTF-16: JSON lines must be UTF-8")
	}
	for {
		line, size, err := readLine(br, maxLine)
		src.Line++
		src.Offset = next
		next += size
		if err != nil && err != io.EOF && !errors.Is(err, errTooLong) {
			return r.reject(path, src.Line, src.Offset, "%s", osReason(err))
		}
		trimmed := bytes.TrimSpace(line)
		switch {
		case errors.Is(err, errTooLong):
			some = true
			if !r.reject(path, src.Line, src.Offset, "line of %d bytes: %v", size, err) {
				return false
			}
		case len(trimmed) > 0:
			some = true
			s := src
			s.Offset += int64(bytes.IndexByte(line, trimmed[0]))
			if !r.entry(trimmed, s) {
				return false
			}
		}
		if err == io.EOF {
			break
		}
	}
	if !some {
		return r.reject(path, 0, 0, "no article, only blank lines")
	}
	return true
}

// readLine reads one line with its end. Of a line longer than limit it reads
// past all, keeps nothing and gives errTooLong.
func readLine(br *bufio.Reader, limit int) (line []byte, size int64, err error) {
	for {
		part, err := br.ReadSlice('\n')
		size += int64(len(part))
		if size <= int64(limit) {
			line = append(line, part...)
		} else {
			line = nil
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if size > int64(limit) && (err == nil || err == io.EOF) {
			err = errTooLong
		}
		return line, size, err
	}
}

// jsonFile reads a .json file: one object, several, a list of them, or JSON
// lines under another name.
func (r *reader) jsonFile(path string, br *bufio.Reader) bool {
	if bom, _ := br.Peek(3); bytes.Equal(bom, []byte{0xef, 0xbb, 0xbf}) {
		br.Discard(3)
	}
	head, _ := br.Peek(br.Size())
	first, _, whole := bytes.Cut(head, []byte{'\n'})
	first = bytes.TrimSpace(first)
	if whole && len(first) > 2 && first[0] == '{' && first[len(first)-1] == '}' {
		return r.jsonLines(path, br)
	}
	count := &counter{r: br, line: 1}
	limit := &io.LimitedReader{R: count, N: maxLine}
	dec := json.NewDecoder(limit)
	list := bytes.HasPrefix(bytes.TrimSpace(head), []byte{'['})
	if list {
		if _, err := dec.Token(); err != nil {
			return r.reject(path, 1, 0, "%s", osReason(err))
		}
	}
	some := false
	scanned := int64(0) // bytes of values so far: a SyntaxError counts only these
	for {
		if list && !dec.More() {
			if _, err := dec.Token(); err != nil {
				return r.brokenValue(path, count, dec.InputOffset(), err)
			}
			break
		}
		from := dec.InputOffset()
		if list && some {
			from++ // the comma
		}
		limit.N = maxLine
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if err == io.EOF && !list {
			break
		}
		if err != nil {
			at := from
			var syn *json.SyntaxError
			switch {
			case limit.N == 0:
				err = errTooLong
			case errors.As(err, &syn):
				at = max(from+syn.Offset-scanned-1, 0)
			case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
				at = count.n
			}
			return r.brokenValue(path, count, at, err)
		}
		some = true
		end := dec.InputOffset()
		scanned += end - from
		start := end - int64(len(raw))
		if !r.entry(raw, article.Source{Path: path, Line: count.lineAt(start), Offset: start}) {
			return false
		}
	}
	if !some {
		return r.reject(path, 1, 0, "no article in this file")
	}
	return true
}

func (r *reader) brokenValue(path string, count *counter, at int64, err error) bool {
	if errors.Is(err, errTooLong) || !isJSON(err) {
		return r.reject(path, count.lineAt(at), at, "%s", osReason(err))
	}
	_, why := jsonReason(err)
	return r.reject(path, count.lineAt(at), at, "%s", why)
}

// isJSON says that the fault is the file's, not the reading's.
func isJSON(err error) bool {
	var syn *json.SyntaxError
	return errors.As(err, &syn) || err == io.EOF || err == io.ErrUnexpectedEOF
}

// counter remembers where lines begin in what was read of late, so that a
// byte offset can be told as a line. It forgets lines far behind.
type counter struct {
	r      io.Reader
	n      int64
	line   int     // line of the last offset asked for
	starts []int64 // offsets of the line starts behind it
}

// Read counts the lines that pass.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.starts = append(c.starts, c.n+int64(i)+1)
		}
	}
	c.n += int64(n)
	return n, err
}

// lineAt gives the line of an offset; offsets must not decrease from call to call.
func (c *counter) lineAt(at int64) int {
	for len(c.starts) > 0 && c.starts[0] <= at {
		c.starts = c.starts[1:]
		c.line++
	}
	return c.line
}
