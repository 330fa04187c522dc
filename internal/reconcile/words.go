package reconcile

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rapporteur/internal/lang"
	"rapporteur/internal/record"
	"rapporteur/internal/text"
)

//go:embed data/en.txt
var english string

// vocabulary is what the comparison of texts knows of words.
type vocabulary struct {
	head     map[string]string // form -> head of its group
	whole    map[string]bool   // words that no ending is cut from
	function map[string]bool
	titles   map[string]bool
	abbrev   map[string]bool // without stop, lower case
	calendar *lang.Calendar
	digest   func() uint64 // of all these
}

var words = sync.OnceValues(loadWords)

func loadWords() (*vocabulary, error) {
	l, err := lang.English()
	if err != nil {
		return nil, err
	}
	v := &vocabulary{head: map[string]string{}, whole: map[string]bool{}, function: map[string]bool{}, titles: map[string]bool{}, abbrev: map[string]bool{}, calendar: l.Calendar}
	for w := range l.Function {
		v.function[w] = true
	}
	for w := range l.Titles {
		v.titles[w] = true
	}
	for w, kind := range l.Abbrevs {
		if kind == lang.AbbrevTitle {
			v.titles[strings.ToLower(strings.TrimSuffix(w, "."))] = true
		}
		v.abbrev[strings.ToLower(strings.TrimSuffix(w, "."))] = true
	}
	sc := bufio.NewScanner(strings.NewReader(english))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		head, forms, ok := strings.Cut(line, ":")
		if !ok || strings.TrimSpace(forms) == "" {
			return nil, fmt.Errorf("reconcile: data/en.txt:%d: want head: form form", n)
		}
		for _, f := range strings.Fields(forms) {
			switch head {
			case "function":
				v.function[f] = true
				continue
			case "keep":
				v.head[f] = f
				v.whole[f] = true
				continue
			}
			if old, dup := v.head[f]; dup {
				return nil, fmt.Errorf("reconcile: data/en.txt:%d: %q is already a form of %q", n, f, old)
			}
			v.head[f] = head
		}
	}
	v.digest = sync.OnceValue(v.sum)
	return v, nil
}

// Classes of words, by what they tell of an occurrence.
type class uint8

const (
	function class = iota
	content
	number
	name
	calendarWord // weekdays, months, today, yesterday
	classes
)

// word is one word of a text as the comparison sees it.
type word struct {
	hash  uint32 // of its stem
	sound uint32 // of a name's skeleton, 0 for other words and short names
	class class
	year  bool // a number that reads like a year
}

// token is a word as it stands, before its class is known.
type token struct {
	text.Span
	raw     string
	initial bool // first of its sentence
}

// sentence is a half-open range of word indices, with its paragraph and the
// byte behind its last word.
type sentence struct {
	start, end, paragraph int
	last                  text.Offset
}

// scan cuts a text into tokens, sentences and paragraphs. Paragraphs are
// those of the text split at blank lines, numbered from 0 as the output
// contract does.
func (v *vocabulary) scan(s string) (toks []token, sents []sentence) {
	off := 0
	for p, para := range strings.Split(s, "\n\n") {
		first := len(toks)
		start := first
		v.tokens(para, off, func(t token, stop bool) {
			t.initial = len(toks) == start
			toks = append(toks, t)
			if stop {
				sents = append(sents, sentence{start, len(toks), p, t.End})
				start = len(toks)
			}
		})
		if start < len(toks) {
			sents = append(sents, sentence{start, len(toks), p, toks[len(toks)-1].End})
		}
		off += len(para) + 2
	}
	return toks, sents
}

// tokens calls fn for every word of a paragraph; stop says that a sentence
// ends behind it.
func (v *vocabulary) tokens(s string, off int, fn func(t token, stop bool)) {
	var prev token
	have := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !wordRune(r) {
			i += n
			continue
		}
		j := i + n
		for j < len(s) {
			r, n := utf8.DecodeRuneInString(s[j:])
			if wordRune(r) {
				j += n
				continue
			}
			// apostrophes, and points and commas between digits, are inside words
			if next, _ := utf8.DecodeRuneInString(s[j+n:]); (r == '\'' || r == '’') && unicode.IsLetter(next) ||
				(r == ',' || r == '.') && unicode.IsDigit(next) && s[j-1] >= '0' && s[j-1] <= '9' {
				j += n
				continue
			}
			break
		}
		t := token{Span: text.Span{Start: text.Offset(off + i), End: text.Offset(off + j)}, raw: s[i:j]}
		if have {
			fn(prev, v.ends(prev.raw, s[int(prev.End)-off:i]))
		}
		prev, have = t, true
		i = j
	}
	if have {
		fn(prev, true)
	}
}

// ends says that a sentence ends between a word and the next one, given what
// stands between them.
func (v *vocabulary) ends(before, gap string) bool {
	if strings.ContainsRune(gap, '\n') {
		return true
	}
	k := strings.IndexAny(gap, ".!?")
	if k < 0 || !strings.ContainsAny(gap[k:], " \t") {
		return false
	}
	if gap[k] != '.' {
		return true
	}
	return utf8.RuneCountInString(before) > 1 && !v.abbrev[strings.ToLower(before)]
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// read classifies the words of a text. capital tells names inside sentences;
// it is filled from the whole text first.
func (v *vocabulary) read(toks []token, capital map[string]bool) []word {
	out := make([]word, len(toks))
	for i, t := range toks {
		low := fold(t.raw)
		w := &out[i]
		stem := v.stem(low)
		switch {
		case v.calendar.Months[low] != 0 && upper(t.raw), v.calendar.Weekdays[low] != 0, low == "today", low == "yesterday", low == "tomorrow":
			w.class = calendarWord
		case isNumber(low):
			w.class, stem = number, strings.ReplaceAll(low, ",", "")
			w.year = len(low) == 4 && (low[:2] == "19" || low[:2] == "20")
		case v.calendar.Numbers[low] > 1 || v.calendar.Tens[low] > 0:
			w.class = number
			n := v.calendar.Numbers[low]
			if n == 0 {
				n = v.calendar.Tens[low]
			}
			stem = fmt.Sprint(n)
		case upper(t.raw) && capital[low]:
			w.class = name
			if len(low) > 4 {
				w.sound = hash32(skeleton(low))
			}
		case v.function[low]:
			w.class = function
		default:
			w.class = content
		}
		w.hash = hash32(stem)
	}
	// the number of a day and of a year belong to the date
	for i, t := range toks {
		if v.calendar.Months[fold(t.raw)] == 0 || out[i].class != calendarWord {
			continue
		}
		for _, k := range []int{i - 1, i + 1, i + 2} {
			if k >= 0 && k < len(out) && out[k].class == number && (k < i+2 || out[i+1].class == calendarWord) {
				if _, day := dayNumber(fold(toks[k].raw)); day && k < i+2 || len(toks[k].raw) == 4 {
					out[k].class = calendarWord
				}
			}
		}
	}
	return out
}

// capitals collects the words that stand with a capital letter inside a
// sentence: names, for the most part.
func (v *vocabulary) capitals(toks []token) map[string]bool {
	out := map[string]bool{}
	for _, t := range toks {
		low := fold(t.raw)
		if !t.initial && upper(t.raw) && (!v.function[low] || allUpper(t.raw)) && len(low) > 1 {
			out[low] = true
		}
	}
	return out
}

// known adds the names that the reading of the article found: they are names
// at the beginning of a sentence too.
func (v *vocabulary) known(rec *record.Record, capital map[string]bool) {
	add := func(nm string) {
		v.tokens(nm, 0, func(t token, _ bool) {
			if low := fold(t.raw); upper(t.raw) && len(low) > 2 && !v.function[low] {
				capital[low] = true
			}
		})
	}
	for i := range rec.Actors {
		if nameable(&rec.Actors[i]) || rec.Actors[i].Kind == "state" {
			add(rec.Actors[i].Name)
		}
	}
	for _, it := range rec.Items() {
		if w := rec.WhereOf(it); w != nil {
			add(w.Name)
		}
	}
}

// stem cuts regular endings and takes the head of a word's group. It is no
// stemmer of a language but enough to see two reports use the same word.
func (v *vocabulary) stem(low string) string {
	if h, ok := v.head[low]; ok {
		return v.suffix(h)
	}
	s := v.suffix(low)
	if h, ok := v.head[s]; ok {
		return v.suffix(h)
	}
	return s
}

func (v *vocabulary) suffix(s string) string {
	n := len(s)
	switch {
	case v.whole[s]:
		return s
	case n > 6 && strings.HasSuffix(s, "ians"):
		return s[:n-4]
	case n > 5 && strings.HasSuffix(s, "ian"):
		return s[:n-3]
	case n > 4 && strings.HasSuffix(s, "ies"):
		return s[:n-3] + "y"
	case n > 5 && strings.HasSuffix(s, "ing"):
		return undouble(s[:n-3])
	case n > 4 && strings.HasSuffix(s, "ed"):
		return undouble(s[:n-2])
	case n > 5 && strings.HasSuffix(s, "ly"):
		return s[:n-2]
	case n > 4 && strings.HasSuffix(s, "ia"):
		return s[:n-2]
	case n > 3 && strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss") && !strings.HasSuffix(s, "us") && !strings.HasSuffix(s, "is"):
		return undouble(s[:n-1])
	case n > 6 && strings.HasSuffix(s, "ni"): // Azerbaijani
		return s[:n-1]
	}
	return undouble(s)
}

// undouble cuts a final e or the second of two equal letters.
func undouble(s string) string {
	n := len(s)
	if n > 3 && s[n-1] == 'e' {
		return s[:n-1]
	}
	if n > 3 && s[n-1] == s[n-2] {
		return s[:n-1]
	}
	return s
}

// fold is lower case without accents and without a possessive ending.
func fold(s string) string {
	s = strings.ReplaceAll(s, "’", "'")
	s = strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "'")
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func upper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func allUpper(s string) bool {
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
	}
	return len(s) > 1
}

func isNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// hash32 is FNV-1a, the same on every machine.
func hash32(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// hash64 is FNV-1a.
func hash64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix64(h)
}

// mix64 is the finaliser of MurmurHash3.
func mix64(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
