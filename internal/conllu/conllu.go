// Package conllu reads and writes CoNLL-U, the table format of Universal
// Dependencies (https://universaldependencies.org/format.html). Its types are
// the rows of the file; package doc knows nothing of them, and from.go and
// to.go carry documents over. The layers of a document that have no column
// stand in MISC: TokenRange, NE, Timex, Place, Cluster.
package conllu

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Word is one line of a sentence: a word ("3"), the surface token of several
// words ("3-4", Kind Range) or an empty node ("3.1", Kind Empty). Fields are
// those of the format; "_" is kept as "_" in Form and Lemma, and is "" in the
// other fields.
type Word struct {
	Kind   Kind
	ID     int // number of the word, first of the range, or word before the empty node
	Last   int // last of the range, or number of the empty node; else 0
	Form   string
	Lemma  string
	UPOS   string
	XPOS   string
	Feats  string
	Head   int // number of the head, 0 for the root, -1 if the column is empty
	Deprel string
	Deps   string
	Misc   string
}

// Kind tells the three kinds of lines apart.
type Kind uint8

// Kinds of lines.
const (
	Plain Kind = iota
	Range
	Empty
)

// Sentence is a block of lines: comments (without "#" and the blank after
// it) and words in the order of the file.
type Sentence struct {
	Comments []string
	Words    []Word
	Line     int // line of the file where it starts, from 1; 0 if not read
}

// Comment gives the value of the first comment "key = value", or "key" alone
// ("newpar"); ok says whether there is one.
func (s *Sentence) Comment(key string) (value string, ok bool) {
	for _, c := range s.Comments {
		if c == key {
			return "", true
		}
		if k, v, found := strings.Cut(c, "="); found {
			k = strings.TrimSpace(k)
			if k == key || strings.HasPrefix(k, key+" ") { // "newdoc id = x"
				return strings.TrimSpace(v), true
			}
		}
	}
	return "", false
}

// MaxLine bounds one line of input in bytes.
const MaxLine = 16 << 20

// Reader reads sentences one by one.
type Reader struct {
	name string
	in   *bufio.Reader
	line int
	err  error
}

// NewReader reads from r; name stands in errors.
func NewReader(r io.Reader, name string) *Reader {
	return &Reader{name: name, in: bufio.NewReaderSize(r, 64<<10)}
}

// Next gives the next sentence, or io.EOF after the last. Any other error
// names file, line and reason and is final.
func (r *Reader) Next() (*Sentence, error) {
	if r.err != nil {
		return nil, r.err
	}
	s, err := r.next()
	if err != nil {
		r.err = err
		return nil, err
	}
	return s, nil
}

func (r *Reader) next() (*Sentence, error) {
	s := &Sentence{}
	for {
		text, err := r.readLine()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		atEnd := err != nil
		switch {
		case text == "" && len(s.Words) > 0:
			return s, r.check(s)
		case text == "" && atEnd && len(s.Comments) == 0:
			return nil, io.EOF
		case text == "" && atEnd:
			return nil, r.fail("the file ends after comments, without words")
		case text == "" && len(s.Comments) > 0:
			return nil, r.fail("an empty line after comments, without words")
		case text == "":
		case text[0] == '#':
			if len(s.Words) > 0 {
				return nil, r.fail("a comment between words")
			}
			s.begin(r.line)
			s.Comments = append(s.Comments, strings.TrimPrefix(text[1:], " "))
		default:
			s.begin(r.line)
			w, err := parseWord(text)
			if err != nil {
				return nil, r.fail(err.Error())
			}
			s.Words = append(s.Words, w)
		}
		if atEnd && len(s.Words) > 0 {
			return s, r.check(s)
		}
	}
}

func (s *Sentence) begin(line int) {
	if s.Line == 0 {
		s.Line = line
	}
}

func (r *Reader) fail(reason string) error {
	return fmt.Errorf("conllu: %s:%d: %s", r.name, r.line, reason)
}

func (r *Reader) readLine() (string, error) {
	var b []byte
	for {
		part, err := r.in.ReadSlice('\n')
		b = append(b, part...)
		if len(b) > MaxLine {
			r.line++
			return "", r.fail("the line is longer than 16 MB")
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("conllu: %s: %w", r.name, err)
		}
		if len(b) > 0 {
			r.line++
		}
		s := strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r")
		return s, err
	}
}

func parseWord(line string) (Word, error) {
	f := strings.Split(line, "\t")
	if len(f) != 10 {
		return Word{}, fmt.Errorf("%d columns, want 10", len(f))
	}
	w := Word{Form: f[1], Lemma: f[2], UPOS: blankOf(f[3]), XPOS: blankOf(f[4]), Feats: blankOf(f[5]), Head: -1, Deprel: blankOf(f[7]), Deps: blankOf(f[8]), Misc: blankOf(f[9])}
	for i, v := range f {
		if v == "" {
			return Word{}, fmt.Errorf("column %d is empty", i+1)
		}
	}
	var err error
	switch {
	case strings.Contains(f[0], "-"):
		w.Kind = Range
		a, b, _ := strings.Cut(f[0], "-")
		w.ID, err = number(a)
		if err == nil {
			w.Last, err = number(b)
		}
		if err == nil && w.Last < w.ID {
			err = fmt.Errorf("range %q runs backwards", f[0])
		}
	case strings.Contains(f[0], "."):
		w.Kind = Empty
		a, b, _ := strings.Cut(f[0], ".")
		w.ID, err = number(a)
		if err == nil {
			w.Last, err = number(b)
		}
	default:
		w.ID, err = number(f[0])
	}
	if err != nil {
		return Word{}, err
	}
	if f[6] != "_" {
		if w.Head, err = number(f[6]); err != nil {
			return Word{}, err
		}
	}
	return w, nil
}

func blankOf(s string) string {
	if s == "_" {
		return ""
	}
	return s
}

func number(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || s[0] == '+' || len(s) > 1 && s[0] == '0' {
		return 0, fmt.Errorf("%q is no number", s)
	}
	return n, nil
}

// check sees to it that words are numbered 1, 2, 3 ..., that ranges stand
// before their first word and do not overlap, and that heads exist.
func (r *Reader) check(s *Sentence) error {
	next, covered := 1, 0
	for i := range s.Words {
		w := &s.Words[i]
		switch w.Kind {
		case Plain:
			if w.ID != next {
				return r.fail(fmt.Sprintf("word %d where %d should stand", w.ID, next))
			}
			next++
		case Range:
			if w.ID != next || w.ID <= covered {
				return r.fail(fmt.Sprintf("range %d-%d does not stand before its first word", w.ID, w.Last))
			}
			covered = w.Last
		case Empty:
			if w.ID != next-1 {
				return r.fail(fmt.Sprintf("empty node %d.%d does not stand after word %d", w.ID, w.Last, w.ID))
			}
		}
	}
	if covered >= next {
		return r.fail(fmt.Sprintf("a range ends at word %d of %d", covered, next-1))
	}
	for i := range s.Words {
		if w := &s.Words[i]; w.Kind == Plain && (w.Head >= next || w.Head == w.ID) {
			return r.fail(fmt.Sprintf("word %d has head %d of %d words", w.ID, w.Head, next-1))
		}
	}
	if next == 1 {
		return r.fail("a sentence without words")
	}
	return nil
}

// Write writes one sentence and the empty line after it. What was read is
// written back as it stood.
func Write(w io.Writer, s *Sentence) error {
	var b strings.Builder
	for _, c := range s.Comments {
		b.WriteString("#")
		if c != "" {
			b.WriteString(" ")
			b.WriteString(clean(c, false))
		}
		b.WriteByte('\n')
	}
	for i := range s.Words {
		x := &s.Words[i]
		b.WriteString(strconv.Itoa(x.ID))
		switch x.Kind {
		case Range:
			b.WriteByte('-')
			b.WriteString(strconv.Itoa(x.Last))
		case Empty:
			b.WriteByte('.')
			b.WriteString(strconv.Itoa(x.Last))
		}
		head := "_"
		if x.Head >= 0 {
			head = strconv.Itoa(x.Head)
		}
		for _, v := range [...]string{x.Form, x.Lemma, x.UPOS, x.XPOS, x.Feats, head, x.Deprel, x.Deps, x.Misc} {
			b.WriteByte('\t')
			if v == "" {
				v = "_"
			}
			b.WriteString(clean(v, true))
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("conllu: write: %w", err)
	}
	return nil
}

// clean keeps tabs and line ends out of a field.
func clean(s string, field bool) string {
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	b := []byte(s) // bytes, so that what is no UTF-8 stays as it is
	for i, c := range b {
		if c == '\n' || c == '\r' || c == '\t' && field {
			b[i] = ' '
		}
	}
	return string(b)
}
