package timex

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/doc"
	"rapporteur/internal/lang"
)

// word is what the calendar knows of a token. Most tokens are nothing.
type word struct {
	low     string // lower case, without the stop of an abbreviation and without pre
	pre     string // "mid", "early", "late", "post", "pre" of mid-November
	capital bool   // written with a capital letter
	dotted  bool   // an abbreviation with its stop
	digits  int    // number of digits if it is a plain number
	num     int    // its value; -1 if it is no number
	frac    float64
	ord     int // ordinal: 3rd, third
	tens    bool
	month   int
	weekday int
	unit    string
	plural  bool
	season  string
	part    string
	ref     string
	set     string
	decade  int // first year of the decade, 2-digit decades completed
	known   bool
}

// lexicon looks tokens up in the calendar.
type lexicon struct {
	cal      *lang.Calendar
	words    map[string]word
	holidays map[string][]string // first word -> whole names, longest first
}

func newLexicon(c *lang.Calendar) *lexicon {
	lx := &lexicon{cal: c, words: map[string]word{}, holidays: map[string][]string{}}
	edit := func(k string, f func(w *word)) {
		w, ok := lx.words[k]
		if !ok {
			w = word{low: k, num: -1, known: true}
		}
		f(&w)
		lx.words[k] = w
	}
	for k, v := range c.Months {
		edit(k, func(w *word) { w.month = v })
	}
	for k, v := range c.Weekdays {
		edit(k, func(w *word) { w.weekday = v })
		edit(k+"s", func(w *word) { w.weekday, w.plural = v, true })
	}
	for k, v := range c.Numbers {
		edit(k, func(w *word) { w.num = v })
	}
	for k, v := range c.Tens {
		edit(k, func(w *word) { w.num, w.tens = v, true })
	}
	for k, v := range c.Ordinals {
		edit(k, func(w *word) { w.ord = v })
	}
	for k, v := range c.Units {
		edit(k, func(w *word) { w.unit, w.plural = v, strings.HasSuffix(k, "s") || k == "millennia" })
	}
	for k, v := range c.Seasons {
		edit(k, func(w *word) { w.season = v })
		edit(k+"s", func(w *word) { w.season, w.plural = v, true })
	}
	for k, v := range c.Parts {
		edit(k, func(w *word) { w.part, w.plural = v, strings.HasSuffix(k, "s") })
	}
	for k, v := range c.Refs {
		edit(k, func(w *word) { w.ref = v })
	}
	for k, v := range c.Sets {
		edit(k, func(w *word) { w.set = v })
	}
	for k, v := range c.Decades {
		edit(k, func(w *word) { w.decade = 1900 + v })
	}
	for _, k := range strings.Fields("a an the this last next past previous coming current following upcoming that those these same latest recent first ago earlier later before after " +
		"early late mid middle end beginning start few several couple many half some about around nearly almost more less at over up roughly approximately only just " +
		"each every year-end noon midnight today tonight yesterday tomorrow overnight fiscal eve hundred thousand future , - of in on 's ’s to or and from now then hence old age ahead") {
		edit(k, func(*word) {})
	}
	for name := range c.Holidays {
		first, _, _ := strings.Cut(name, " ")
		lx.holidays[first] = append(lx.holidays[first], name)
		edit(first, func(*word) {})
	}
	for _, names := range lx.holidays {
		for i := 1; i < len(names); i++ { // longest first
			for j := i; j > 0 && (len(names[j]) > len(names[j-1]) || len(names[j]) == len(names[j-1]) && names[j] < names[j-1]); j-- {
				names[j], names[j-1] = names[j-1], names[j]
			}
		}
	}
	return lx
}

// look classifies one token.
func (lx *lexicon) look(tok *doc.Token) word {
	f := tok.Form
	if len(f) == 0 || len(f) > 24 {
		return word{num: -1}
	}
	r, _ := utf8.DecodeRuneInString(f)
	if r >= '0' && r <= '9' || r == '.' && len(f) > 1 {
		return number(f)
	}
	if (r == '\'' || r == '’') && len(f) > 2 { // '90s, '98
		rest := strings.TrimLeft(f, "'’")
		w := number(rest)
		if w.decade > 0 {
			return w
		}
		if w.num >= 0 && len(rest) == 2 {
			w.num, w.digits = century(w.num), 4
			return w
		}
		w = lx.words[strings.ToLower(f)]
		if !w.known {
			w.num = -1
		}
		return w
	}
	low := f
	if capital := unicode.IsUpper(r); capital || hasUpper(f) {
		low = strings.ToLower(f)
	}
	w, ok := lx.words[low]
	if !ok && len(low) > 2 && low[len(low)-1] == '.' {
		if w, ok = lx.words[low[:len(low)-1]]; ok {
			w.dotted = true
		}
	}
	if !ok {
		if i := strings.IndexByte(low, '-'); i > 0 && i+1 < len(low) {
			pre, rest := low[:i], low[i+1:]
			switch pre {
			case "mid", "early", "late", "post", "pre":
				t := doc.Token{Form: f[i+1:]}
				if w = lx.look(&t); w.known || w.num >= 0 || w.decade > 0 {
					w.pre = pre
					w.low = strings.TrimSuffix(rest, ".")
					w.known = true
					return w
				}
			}
		}
		return word{low: low, num: -1, capital: unicode.IsUpper(r)}
	}
	w.capital = unicode.IsUpper(r)
	return w
}

func hasUpper(s string) bool {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			return true
		}
	}
	return false
}

// century completes a year of two digits as news do.
func century(yy int) int {
	if yy < 30 {
		return 2000 + yy
	}
	return 1900 + yy
}

// number classifies a token that starts with a digit.
func number(f string) word {
	w := word{low: f, num: -1, known: true}
	n := 0
	for n < len(f) && f[n] >= '0' && f[n] <= '9' {
		n++
	}
	switch rest := strings.ToLower(f[n:]); {
	case rest == "" && n <= 9:
		w.num, _ = strconv.Atoi(f)
		w.digits = n
		w.frac = float64(w.num)
	case (rest == "st" || rest == "nd" || rest == "rd" || rest == "th") && n <= 3:
		w.ord, _ = strconv.Atoi(f[:n])
	case rest == "s" || rest == "'s" || rest == "’s":
		y, _ := strconv.Atoi(f[:n])
		switch {
		case n == 2 && y%10 == 0:
			w.decade = century(y)
		case n == 4 && y%10 == 0 && y >= 1000 && y < 2200:
			w.decade = y
		}
	case strings.IndexByte(rest, ',') == 0 && !strings.Contains(rest, "."):
		if v, err := strconv.Atoi(strings.ReplaceAll(f, ",", "")); err == nil {
			w.num, w.frac = v, float64(v)
			w.digits = -1 // written with a comma: no year
		}
	case strings.IndexByte(rest, '.') == 0 || n == 0:
		if v, err := strconv.ParseFloat(f, 64); err == nil {
			w.num, w.frac, w.digits = int(v), v, -1
		}
	}
	return w
}
