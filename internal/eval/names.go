package eval

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// NameScore counts names by class; a name is right if range and class agree.
type NameScore struct {
	All    Count
	Spans  Count // classes ignored
	ByType map[doc.EntityType]Count
}

// coarse maps the classes of the gold files and ours to person, organisation,
// place and other; "" marks what does not count (dates, numbers).
var coarse = map[string]doc.EntityType{
	"PER": doc.Person, "ORG": doc.Organisation, "LOC": doc.Place, "MISC": doc.Other,
	"politician": doc.Person, "person": doc.Person, "organisation": doc.Organisation, "politicalparty": doc.Organisation,
	"country": doc.Place, "location": doc.Place, "place": doc.Place,
	"election": doc.Other, "event": doc.Other, "misc": doc.Other, "people": doc.Other, "instrument": doc.Other, "other": doc.Other,
	"date": "", "number": "",
}

// Names scores a pipeline on a file of "token TAB tag" lines in BIO with an
// empty line after each sentence: CrossNER or WikiGold. Only the share of the
// sentences from (0..1) on is used, so that from = 0.8 takes the last fifth.
// Each sentence is a document of its own.
func Names(path string, from float64, run Pipeline) (NameScore, error) {
	sc := NameScore{ByType: map[doc.EntityType]Count{}}
	f, err := open(path)
	if err != nil {
		return sc, err
	}
	defer f.Close()
	sents, err := readBIO(f, path)
	if err != nil {
		return sc, err
	}
	for _, s := range sents[int(float64(len(sents))*from+0.5):] {
		d, err := Given([][]string{s.forms})
		if err != nil {
			return sc, err
		}
		if err := run(d); err != nil {
			return sc, fmt.Errorf("eval: %s: %w", path, err)
		}
		gold := map[doc.Entity]bool{}
		for _, e := range s.names {
			gold[e] = true
		}
		sys := map[doc.Entity]bool{}
		for _, e := range d.Entities {
			t, known := coarse[string(e.Type)]
			if !known {
				return sc, fmt.Errorf("eval: the pipeline gives a name of class %q", e.Type)
			}
			if t != "" {
				sys[doc.Entity{Start: e.Start, End: e.End, Type: t}] = true
			}
		}
		sc.All = sc.All.Add(overlap(gold, sys))
		sc.Spans = sc.Spans.Add(overlap(untyped(gold), untyped(sys)))
		for _, t := range []doc.EntityType{doc.Person, doc.Organisation, doc.Place, doc.Other} {
			sc.ByType[t] = sc.ByType[t].Add(overlap(only(gold, t), only(sys, t)))
		}
	}
	return sc, nil
}

func untyped(m map[doc.Entity]bool) map[doc.Entity]bool {
	out := map[doc.Entity]bool{}
	for e := range m {
		out[doc.Entity{Start: e.Start, End: e.End}] = true
	}
	return out
}

func only(m map[doc.Entity]bool, t doc.EntityType) map[doc.Entity]bool {
	out := map[doc.Entity]bool{}
	for e := range m {
		if e.Type == t {
			out[e] = true
		}
	}
	return out
}

// Table renders the score.
func (sc NameScore) Table(title string) *Table {
	t := &Table{Title: title, Head: countHead}
	var types []string
	for k := range sc.ByType {
		types = append(types, string(k))
	}
	sort.Strings(types)
	for _, k := range types {
		t.counts(k, sc.ByType[doc.EntityType(k)])
	}
	t.counts("all", sc.All)
	t.counts("ranges alone", sc.Spans)
	return t
}

type bioSentence struct {
	forms []string
	names []doc.Entity
}

func readBIO(r io.Reader, path string) ([]bioSentence, error) {
	var out []bioSentence
	var s bioSentence
	flush := func() {
		if len(s.forms) > 0 {
			out = append(out, s)
		}
		s = bioSentence{}
	}
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		if sc.Text() == "" {
			flush()
			continue
		}
		form, tag, ok := strings.Cut(sc.Text(), "\t")
		if !ok {
			return nil, fmt.Errorf("eval: %s:%d: want token, tab, tag", path, n)
		}
		i := len(s.forms)
		s.forms = append(s.forms, form)
		if tag == "O" {
			continue
		}
		bi, class, _ := strings.Cut(tag, "-")
		t, known := coarse[class]
		if !known {
			return nil, fmt.Errorf("eval: %s:%d: unknown class %q", path, n, class)
		}
		if k := len(s.names) - 1; bi == "I" && k >= 0 && s.names[k].End == i && s.names[k].Type == t {
			s.names[k].End = i + 1
		} else {
			s.names = append(s.names, doc.Entity{Start: i, End: i + 1, Type: t})
		}
	}
	flush()
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("eval: %s: %w", path, err)
	}
	return out, nil
}

// Given makes a document of sentences of tokens, with blanks between them.
func Given(sents [][]string) (*doc.Document, error) {
	var b strings.Builder
	var toks []doc.Token
	var ss []doc.Sentence
	for i, s := range sents {
		if len(s) == 0 {
			return nil, errors.New("eval: a sentence without tokens")
		}
		start := len(toks)
		for _, f := range s {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			sp := text.Span{Start: text.Offset(b.Len()), End: text.Offset(b.Len() + len(f))}
			b.WriteString(f)
			toks = append(toks, doc.Token{Span: sp, Form: f})
		}
		ss = append(ss, doc.Sentence{Start: start, End: len(toks), NewPar: i == 0})
	}
	s := b.String()
	d := doc.New(s, text.Span{Start: 0, End: text.Offset(len(s))}, when.Date{}, "")
	return d, d.SetTokens(toks, ss)
}
