package timex

import (
	"strings"

	"rapporteur/internal/doc"
)

// matcher reads expressions off the tokens of one document.
type matcher struct {
	lx *lexicon
	d  *doc.Document
	w  []word
}

func (m *matcher) word(i int) *word {
	if i < 0 || i >= len(m.w) {
		return &nothing
	}
	return &m.w[i]
}

var nothing = word{num: -1} // read only

// low is the word at i, "" outside the sentence that holds home.
func (m *matcher) low(i, home int) string {
	if i < 0 || i >= len(m.w) || m.d.Tokens[i].Sent != m.d.Tokens[home].Sent {
		return ""
	}
	return m.w[i].low
}

// at reads the longest expression that starts at token i, or nil.
func (m *matcher) at(i int) *expr {
	if !m.w[i].known {
		return nil
	}
	var best *expr
	for _, f := range [...]func(int) *expr{m.clock, m.date, m.weekday, m.quarter, m.season, m.holiday, m.deictic, m.relative, m.amount, m.set, m.reference, m.century, m.edge} {
		e := f(i)
		if e == nil || e.end > len(m.w) || m.d.Tokens[e.end-1].Sent != m.d.Tokens[i].Sent {
			continue
		}
		e.start = i
		if best == nil || e.end > best.end {
			best = e
		}
	}
	return best
}

// year reads a year at i: 1994, '94, nineteen ninety-four, two thousand six.
func (m *matcher) year(i int) (y, next int) {
	w := m.word(i)
	if w.digits == 4 && w.num >= 1000 && w.num <= 2199 {
		return w.num, i + 1
	}
	if w.num >= 13 && w.num <= 20 && w.digits == 0 && w.pre == "" { // nineteen ...
		if t := m.word(i + 1); t.tens {
			y, next = w.num*100+t.num, i+2
			if m.word(next).low == "-" && m.word(next+1).num > 0 && m.word(next+1).num < 10 && m.word(next+1).digits == 0 {
				return y + m.word(next+1).num, next + 2
			}
			if n := m.word(next).num; n > 0 && n < 10 && m.word(next).digits == 0 {
				return y + n, next + 1
			}
			return y, next
		} else if t.num >= 10 && t.num < 20 && t.digits == 0 && w.num >= 18 {
			return w.num*100 + t.num, i + 2
		}
	}
	if w.num == 2 && w.digits == 0 && m.word(i+1).low == "thousand" {
		y, next = 2000, i+2
		if m.word(next).low == "and" {
			next++
		}
		if n := m.word(next).num; n > 0 && n < 30 && m.word(next).digits == 0 {
			return y + n, next + 1
		}
		if m.word(i-1).low == "year" {
			return y, i + 2
		}
	}
	return 0, i
}

// monthAt gives the month at i. Short forms that are names or words too want
// their stop or a number beside them; "may" and "march" want a sign.
func (m *matcher) monthAt(i int) int {
	w := m.word(i)
	if w.month == 0 || !w.capital && w.pre == "" {
		return 0
	}
	next, prev := m.word(i+1), m.word(i-1)
	near := next.digits > 0 || next.ord > 0 || prev.digits > 0 && prev.num <= 31 || prev.ord > 0
	if len(w.low) == 3 && w.low != "may" || w.low == "sept" {
		if !w.dotted && !near && m.word(i+1).low != "." {
			return 0
		}
		return w.month
	}
	if w.low == "may" || w.low == "march" || w.low == "august" || w.low == "april" || w.low == "june" {
		if near || w.pre != "" {
			return w.month
		}
		if m.d.Has(doc.Tags) && m.d.Tokens[i].UPOS != "PROPN" && m.d.Tokens[i].UPOS != "NOUN" {
			return 0
		}
		switch prev.low {
		case "in", "of", "since", "by", "until", "last", "next", "this", "early", "late", "mid", "from", "to", "before", "after", "during", "through", "every", "each", "-", "and", "till", "between", "for":
			return w.month
		}
		first := i == 0 || m.d.Tokens[i-1].Sent != m.d.Tokens[i].Sent
		if w.low == "may" || w.low == "march" || w.low == "august" || first {
			if i+1 < len(m.w) && (next.low == "'s" || next.low == "’s") {
				return w.month
			}
			return 0
		}
		if i+1 < len(m.w) && m.d.Tokens[i+1].Sent == m.d.Tokens[i].Sent && isCapital(m.d.Tokens[i+1].Form) || isCapital(m.d.Tokens[i-1].Form) { // a person
			return 0
		}
	}
	return w.month
}

func isCapital(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// dayAt gives the day of the month at i.
func (m *matcher) dayAt(i int) (d, next int) {
	w := m.word(i)
	switch {
	case w.digits > 0 && w.digits <= 2 && w.num >= 1 && w.num <= 31:
		return w.num, i + 1
	case w.ord >= 1 && w.ord <= 31:
		return w.ord, i + 1
	}
	return 0, i
}

func (m *matcher) comma(i int) int {
	if i < len(m.w) && m.d.Tokens[i].Form == "," {
		return i + 1
	}
	return i
}

// date reads month, day and year in any of their orders.
func (m *matcher) date(i int) *expr {
	if e := numeric(m.d.Tokens[i].Form); e != nil {
		e.end = i + 1
		return e
	}
	e := &expr{kind: kDate}
	j := i
	if m.low(j, i) == "the" && m.word(j+1).ord > 0 { // the 14th of May
		d, n := m.dayAt(j + 1)
		if m.low(n, i) == "of" && m.monthAt(n+1) > 0 {
			e.day, e.month, e.end = d, m.monthAt(n+1), n+2
			return m.withYear(e, i)
		}
		return nil
	}
	if w := m.word(j); w.weekday > 0 && !w.plural && (w.capital || len(w.low) > 4) { // Friday, Nov. 9
		k := m.comma(j + 1)
		if m.low(k, i) == "the" {
			k++
		}
		mo := m.monthAt(k)
		d, _ := m.dayAt(k)
		if mo > 0 && m.dayOnly(k+1) || d > 0 && m.monthAt(k+1) > 0 {
			e.weekday = w.weekday
			j = k
		} else {
			return nil
		}
	}
	if mo := m.monthAt(j); mo > 0 {
		e.month = mo
		e.mod = modOf(m.word(j).pre)
		e.end = j + 1
		if d, n := m.dayAt(j + 1); d > 0 && m.dayOnly(j+1) {
			if m.low(n, i) == "-" || m.low(n, i) == "–" {
				if d2, n2 := m.dayAt(n + 1); d2 > d && m.word(n+1).digits > 0 {
					e.lastDay, n = d2, n2
				}
			}
			e.day, e.end = d, n
		}
		return m.withYear(e, i)
	}
	if d, n := m.dayAt(j); d > 0 {
		k := n
		if m.low(k, i) == "-" || m.low(k, i) == "–" {
			if d2, n2 := m.dayAt(k + 1); d2 > d && m.monthAt(n2) > 0 {
				e.lastDay, k = d2, n2
			}
		}
		if m.low(k, i) == "of" && m.word(j).ord > 0 {
			k++
		}
		if mo := m.monthAt(k); mo > 0 && !(m.word(k).low == "may" && m.word(j).digits == 0 && m.word(j).ord > 0 && m.low(k+1, i) != "") {
			e.day, e.month, e.end = d, mo, k+1
			return m.withYear(e, i)
		}
	}
	if e.weekday > 0 {
		return nil
	}
	return m.bareYear(i)
}

// dayOnly says that the number at i is a day of the month, not the start of a
// quantity: "May 14 people died" is rare enough, "March 5,000" is not.
func (m *matcher) dayOnly(i int) bool {
	w := m.word(i)
	if w.ord > 0 && w.ord <= 31 {
		return true
	}
	return w.digits > 0 && w.digits <= 2 && w.num >= 1 && w.num <= 31
}

// withYear adds a year that follows: ", 1994", "1994", "of 1994", "last year".
func (m *matcher) withYear(e *expr, home int) *expr {
	k := e.end
	n := m.comma(k)
	if y, next := m.year(n); y > 0 && next > n && (m.word(n).digits == 4 || n == k) && m.low(n, home) != "" && m.low(next, home) != "-" {
		e.year, e.end = y, next
		return e
	}
	if m.low(k, home) == "of" || m.low(k, home) == "in" {
		if y, next := m.year(k + 1); y > 0 && m.low(k+1, home) != "" {
			e.year, e.end = y, next
			return e
		}
		if m.low(k, home) == "of" && m.relYear(e, k+1, home) {
			return e
		}
	}
	m.relYear(e, k, home)
	return e
}

// relYear reads "last year", "this year", "next year" at k into e.
func (m *matcher) relYear(e *expr, k, home int) bool {
	if m.low(k+1, home) != "year" {
		return false
	}
	dir := 0
	switch m.low(k, home) {
	case "last":
		dir = -1
	case "this":
	case "next":
		dir = 1
	default:
		return false
	}
	e.yearDir = &dir
	e.end = k + 2
	return true
}

func modOf(pre string) string {
	switch pre {
	case "mid", "middle":
		return "MID"
	case "early", "beginning", "start":
		return "START"
	case "late", "end":
		return "END"
	}
	return ""
}

// numeric reads 02/14/2020, 14/02/2020, 14.02.2020, 2020-02-14 and 2-14-2020.
func numeric(f string) *expr {
	if len(f) < 6 || len(f) > 10 || f[0] < '0' || f[0] > '9' {
		return nil
	}
	var part [3]int
	var size [3]int
	k, sep := 0, byte(0)
	for i := range len(f) {
		c := f[i]
		if c >= '0' && c <= '9' {
			part[k] = part[k]*10 + int(c-'0')
			size[k]++
			continue
		}
		if c != '/' && c != '-' && c != '.' || sep != 0 && c != sep || k == 2 || size[k] == 0 {
			return nil
		}
		sep = c
		k++
	}
	if k != 2 || size[2] == 0 {
		return nil
	}
	y, mo, d := part[2], part[0], part[1]
	switch {
	case size[0] == 4:
		y, mo, d = part[0], part[1], part[2]
	case size[0] > 2 || size[1] > 2 || size[2] != 4 && (size[2] != 2 || sep != '/'):
		return nil
	case mo > 12 || sep == '.':
		mo, d = d, mo
	}
	if size[2] == 2 && size[0] != 4 {
		y = century(y)
	}
	if !valid(y, mo, d) || y < 1000 || y > 2199 {
		return nil
	}
	return &expr{kind: kDate, year: y, month: mo, day: d}
}

// bareYear reads a year or decade that stands alone.
func (m *matcher) bareYear(i int) *expr {
	w := m.word(i)
	j := i
	fiscal := false
	if w.low == "the" || w.low == "fiscal" {
		j++
		if m.low(j, i) == "early" || m.low(j, i) == "late" || m.low(j, i) == "mid" {
			j++
			if m.low(j, i) == "-" {
				j++
			}
		}
		if m.low(j, i) == "fiscal" {
			j++
		}
		if m.low(j, i) == "year" {
			j++
		}
		fiscal = m.word(j-1).low == "fiscal" || m.word(j-1).low == "year"
		w = m.word(j)
	}
	if w.decade > 0 {
		e := &expr{kind: kPeriod, period: decadeOf(w.decade), mod: modOf(w.pre), end: j + 1}
		if e.mod == "" {
			e.mod = modOf(m.low(j-1, i))
			if m.low(j-1, i) == "-" {
				e.mod = modOf(m.low(j-2, i))
			}
		}
		if !w.capitalOrDigit() && m.low(j-1, i) != "the" && w.pre == "" && e.mod == "" || w.decade < 1000 || m.low(j-1, i) == "his" || m.low(j-1, i) == "her" {
			return nil
		}
		return e
	}
	y, next := m.year(j)
	if y == 0 || j > i && !fiscal || next == i+1 && !fiscal && !m.plausible(i, y) {
		return nil
	}
	return &expr{kind: kDate, year: y, mod: modOf(w.pre), end: next}
}

func (w *word) capitalOrDigit() bool { return w.low != "" && w.low[0] >= '0' && w.low[0] <= '9' }

// plausible says whether the number at i is a year: not a sum, not a count.
func (m *matcher) plausible(i, y int) bool {
	if m.word(i).pre != "" {
		return true
	}
	prev, next := "", ""
	if i > 0 && m.d.Tokens[i-1].Sent == m.d.Tokens[i].Sent {
		prev = m.d.Tokens[i-1].Form
	}
	if i+1 < len(m.w) && m.d.Tokens[i+1].Sent == m.d.Tokens[i].Sent {
		next = m.d.Tokens[i+1].Form
	}
	switch prev {
	case "$", "€", "£", "¥", "#", "No.", "US$", "+", "resolution", "Resolution", "Flight", "flight", "Section", "Article", "Rs":
		return false
	}
	switch next {
	case "%", "percent", "per", "GMT", "hours", "hrs", "km", "kilometers", "kilometres", "miles", "people", "meters", "metres", "feet", "tons", "tonnes", "euros", "dollars", "million", "billion", "men", "years", "days":
		return false
	}
	switch strings.ToLower(prev) {
	case "in", "since", "of", "by", "until", "from", "before", "after", "during", "through", "early", "late", "till", "between", "'s", "and", "year", "to", "(", "for", "the", "around", "circa", "about", "-", "–":
		if y >= 1600 && y <= 2100 {
			low := strings.ToLower(prev)
			if (low == "of" || low == "to" || low == "about" || low == "around" || low == "and" || low == "for" || low == "-") && plural(m.d, i+1) {
				return false
			}
			if low == "between" || low == "from" || low == "and" || low == "to" || low == "about" || low == "around" {
				return y >= 1800 && y <= 2070
			}
			return true
		}
	}
	return y >= 1900 && y <= 2060 && !plural(m.d, i+1)
}

// plural says whether token i is a plural noun as far as can be seen.
func plural(d *doc.Document, i int) bool {
	if i >= len(d.Tokens) {
		return false
	}
	if d.Has(doc.Tags) && d.Tokens[i].XPOS != "" {
		return d.Tokens[i].XPOS == "NNS"
	}
	f := d.Tokens[i].Form
	return len(f) > 3 && f[0] >= 'a' && f[0] <= 'z' && f[len(f)-1] == 's' && f[len(f)-2] != 's'
}
