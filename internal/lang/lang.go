// Package lang holds what the program knows of a language as words: its
// abbreviations, prefixes, names, titles, months and numbers. Each list is a
// commented text file under a folder named after the language; this package
// loads, checks and serves them. It decides nothing.
package lang

import (
	"bufio"
	"embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed en/*.txt
var files embed.FS

// AbbrevKind says how an abbreviation behaves; see en/abbreviations.txt.
type AbbrevKind string

// Kinds of abbreviations.
const (
	AbbrevTitle  AbbrevKind = "title"
	AbbrevNumber AbbrevKind = "number"
	AbbrevUnit   AbbrevKind = "unit"
	AbbrevMonth  AbbrevKind = "month"
	AbbrevPlace  AbbrevKind = "place"
	AbbrevFirm   AbbrevKind = "firm"
	AbbrevLatin  AbbrevKind = "latin"
	AbbrevEnd    AbbrevKind = "end"
	AbbrevOther  AbbrevKind = "other"
)

func (k AbbrevKind) valid() bool {
	switch k {
	case AbbrevTitle, AbbrevNumber, AbbrevUnit, AbbrevMonth, AbbrevPlace, AbbrevFirm, AbbrevLatin, AbbrevEnd, AbbrevOther:
		return true
	}
	return false
}

// Language is the words of one language. It is immutable and may be shared
// between goroutines; callers must not change the maps.
type Language struct {
	Code      string                // ISO 639-1
	Abbrevs   map[string]AbbrevKind // as written, with the stop
	Prefixes  map[string]bool       // lower case
	Syllables map[string]bool       // of hyphenated given names, lower case
	Function  map[string]bool       // function words that begin sentences, lower case
	Calendar  *Calendar
	Names     map[string]Gender // first names, lower case without accents
	Titles    map[string]Gender // before names, lower case without stop
	Beings    map[string]Being  // nouns for persons and groups, lower case
	Loaded    map[string]string // lemmas that take a side -> the neutral one, "" for none
}

var english = sync.OnceValues(loadEnglish)

// English gives the English lists. An error means that an embedded file is
// broken; it names file, line and reason.
func English() (*Language, error) { return english() }

func loadEnglish() (*Language, error) {
	l := &Language{Code: "en", Abbrevs: map[string]AbbrevKind{}}
	err := eachLine("en/abbreviations.txt", func(f []string) error {
		if len(f) != 2 || !strings.HasSuffix(f[0], ".") || !AbbrevKind(f[1]).valid() {
			return fmt.Errorf("want abbreviation with a stop, tab, kind")
		}
		if _, dup := l.Abbrevs[f[0]]; dup {
			return fmt.Errorf("%s stands here twice", f[0])
		}
		l.Abbrevs[f[0]] = AbbrevKind(f[1])
		return nil
	})
	if err != nil {
		return nil, err
	}
	if l.Prefixes, err = set("en/prefixes.txt"); err != nil {
		return nil, err
	}
	if l.Syllables, err = set("en/syllables.txt"); err != nil {
		return nil, err
	}
	if l.Function, err = set("en/function.txt"); err != nil {
		return nil, err
	}
	if l.Calendar, err = loadCalendar("en/calendar.txt"); err != nil {
		return nil, err
	}
	if l.Names, err = loadGenders("en/names.txt"); err != nil {
		return nil, err
	}
	if l.Titles, err = loadGenders("en/titles.txt"); err != nil {
		return nil, err
	}
	if l.Beings, err = loadBeings("en/beings.txt"); err != nil {
		return nil, err
	}
	l.Loaded = map[string]string{}
	err = eachLine("en/loaded.txt", func(f []string) error {
		if len(f) != 2 || f[0] != strings.ToLower(f[0]) || f[1] != strings.ToLower(f[1]) {
			return fmt.Errorf("want a lower-case word, tab, its neutral one")
		}
		if _, dup := l.Loaded[f[0]]; dup {
			return fmt.Errorf("%s stands here twice", f[0])
		}
		l.Loaded[f[0]] = strings.TrimSuffix(f[1], "-")
		return nil
	})
	if err != nil {
		return nil, err
	}
	for w, n := range l.Loaded {
		if _, again := l.Loaded[n]; again {
			return nil, fmt.Errorf("lang: en/loaded.txt: the neutral word of %s, %s, takes a side itself", w, n)
		}
	}
	return l, nil
}

// set reads a file with one lower-case word a line.
func set(name string) (map[string]bool, error) {
	out := map[string]bool{}
	err := eachLine(name, func(f []string) error {
		if len(f) != 1 || f[0] != strings.ToLower(f[0]) {
			return fmt.Errorf("want one lower-case entry")
		}
		if out[f[0]] {
			return fmt.Errorf("%s stands here twice", f[0])
		}
		out[f[0]] = true
		return nil
	})
	return out, err
}

// eachLine calls fn with the tab-separated fields of every line that is
// neither empty nor a comment; errors get file and line.
func eachLine(name string, fn func(fields []string) error) error {
	b, err := files.ReadFile(name)
	if err != nil {
		return fmt.Errorf("lang: %w", err)
	}
	sc := bufio.NewScanner(strings.NewReader(string(b)))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimRight(sc.Text(), " \t")
		if line == "" || line[0] == '#' {
			continue
		}
		if err := fn(strings.Split(line, "\t")); err != nil {
			return fmt.Errorf("lang: %s:%d: %w", name, n, err)
		}
	}
	return sc.Err()
}
