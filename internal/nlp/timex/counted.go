package timex

import (
	"strings"

	"rapporteur/internal/doc"
)

// deictic reads today, yesterday morning, tonight, overnight, on the eve.
func (m *matcher) deictic(i int) *expr {
	e := &expr{kind: kDay, end: i + 1}
	switch m.w[i].low {
	case "today":
		if m.form(i, i) == "Today" && m.form(i-1, i) == "USA" || m.form(i-1, i) == "Russia" && m.form(i, i) == "Today" {
			return nil
		}
	case "yesterday":
		e.n = -1
	case "tomorrow":
		e.n = 1
	case "tonight":
		e.part = "NI"
	case "overnight":
		e.part = "NI"
		return e
	case "the":
		if m.low(i+1, i) == "eve" && strings.ToLower(m.form(i-1, i)) == "on" && m.low(i+2, i) != "of" {
			e.n, e.end, e.word = -1, i+2, "eve"
			return e
		}
		if m.low(i+1, i) == "day" && m.low(i+2, i) == "before" && m.low(i+3, i) == "yesterday" {
			e.n, e.end = -2, i+4
			return e
		}
		if m.low(i+1, i) == "day" && m.low(i+2, i) == "after" && m.low(i+3, i) == "tomorrow" {
			e.n, e.end = 2, i+4
			return e
		}
		return nil
	default:
		return nil
	}
	if p := m.word(i + 1); p.part != "" && !p.plural && m.low(i+1, i) != "" && m.w[i].low != "tonight" {
		e.part, e.end = p.part, i+2
	}
	return e
}

// relative reads this, last, next, that ... with a unit, weekday, month,
// season or part of the day.
func (m *matcher) relative(i int) *expr {
	j := i
	the := false
	if m.low(j, i) == "the" {
		the = true
		j++
	}
	det := m.low(j, i)
	e := &expr{kind: kRel, word: det}
	if the {
		if p := m.plain(j, i); p != nil {
			return p
		}
	}
	switch det {
	case "last", "past", "previous", "preceding":
		e.dir = -1
	case "this", "current", "latest":
	case "next", "coming", "following", "upcoming", "ensuing":
		e.dir = 1
	case "that", "same", "those", "these", "very":
		e.kind = kThat
	case "recent":
		if u := m.word(j + 1); u.unit != "" && u.plural {
			e.kind, e.value, e.end = kRef, "PAST_REF", j+2
			if m.low(j+2, i) == "and" && m.word(j+3).unit != "" {
				e.end = j + 4
			}
			return e
		}
		return nil
	default:
		return nil
	}
	j++
	if det == "this" && (m.low(j, i) == "past" || m.low(j, i) == "coming" || m.low(j, i) == "last" || m.low(j, i) == "next" || m.low(j, i) == "current") {
		switch m.low(j, i) {
		case "past", "last":
			e.dir = -1
		case "coming", "next":
			e.dir = 1
		}
		e.word = m.low(j, i)
		j++
	}
	if det == "that" && m.low(j, i) == "same" {
		j++
	}
	if det == "these" || det == "those" {
		if m.low(j, i) == "days" && det == "these" {
			return &expr{kind: kRef, value: "PRESENT_REF", end: j + 1}
		}
		return nil
	}
	if m.low(j, i) == "fiscal" {
		j++
	}
	if e.kind == kRel && (det != "this" && det != "current" && det != "latest") || det == "latest" {
		if s := m.span(e, j, i); s != nil {
			return s
		}
	}
	w := m.word(j)
	if m.low(j, i) == "" {
		return nil
	}
	next := j + 1
	switch {
	case w.weekday > 0 && !w.plural && w.capital:
		e.weekday, e.end = w.weekday, next
		if p := m.word(next); p.part != "" && m.low(next, i) != "" && !p.plural {
			e.part, e.end = p.part, next+1
		}
		k := m.comma(e.end)
		if d := m.date(k); m.low(k, i) != "" && d != nil && d.day > 0 { // this coming Sunday, March 8
			d.weekday = e.weekday
			return d
		}
	case w.month > 0 && w.capital && m.monthAt(j) > 0:
		if m.dayOnly(next) && m.low(next, i) != "" {
			e.day, _ = m.dayAt(next)
			next++
		}
		e.month, e.end = w.month, next
	case w.season != "" && !w.plural && !w.capital:
		e.season, e.end = w.season, next
	case w.part != "" && !w.plural:
		if e.kind == kThat && det != "that" && det != "same" {
			return nil
		}
		e.part, e.unit, e.end = w.part, "D", next
	case w.unit != "" && !w.plural && w.capital && isCapital(m.form(i, i)):
		return nil // the programme This Week
	case w.unit != "" && !w.plural:
		if (w.unit == "m" || w.unit == "S" || w.unit == "H") && det != "same" && det != "this" {
			return nil
		}
		e.unit, e.end = w.unit, next
	case w.low == "time" && (det == "that" || det == "same"):
		return nil
	case m.low(j, i) == "period" && det == "latest":
		e.unit, e.end = "Q", next
	case m.low(j, i) == "moment" && det == "this":
		return &expr{kind: kRef, value: "PRESENT_REF", end: next}
	default:
		return nil
	}
	if e.kind == kRel && the && det == "last" && e.unit != "" && (m.low(e.end, i) == "of") {
		return nil // the last day of the fair
	}
	if det == "very" && !the {
		return nil
	}
	if det == "that" && e.unit != "" && (e.unit == "H" || e.unit == "m") {
		return nil
	}
	// quarter of the current, last ... year: "last year's third quarter" is read elsewhere
	return e
}

// plain reads a unit with "the" alone where it points to the period under
// discussion: over the weekend, in the quarter, for the year ended June 30.
func (m *matcher) plain(j, home int) *expr {
	full := m.low(j, home) == "full" || m.low(j, home) == "fiscal"
	if full {
		j++
	}
	w := m.word(j)
	if w.plural || m.low(j, home) == "" || w.capital {
		return nil
	}
	e := &expr{kind: kThat, unit: w.unit, word: "the", end: j + 1}
	after := m.low(j+1, home)
	before := strings.ToLower(m.form(home-1, home))
	switch w.unit {
	case "WE":
		e.kind, e.word = kRel, "this"
		e.dir = -1
		return e
	case "Q":
		if after != "of" && after != "-" {
			return e
		}
	case "Y":
		switch {
		case full, after == "ended" || after == "ending":
			return e
		case before == "for" || before == "of":
			if m.form(j+1, home) != "" && strings.Contains(".,;:)", m.form(j+1, home)) || before == "for" && after == "to" {
				return e
			}
		}
	case "W":
		if before == "for" || before == "during" {
			return e
		}
	}
	if w.part != "" && w.part != "NI" && (before == "in" || before == "during" || before == "by") {
		return &expr{kind: kRel, part: w.part, unit: "D", word: "this", end: j + 1}
	}
	return nil
}

// span reads "[last] two weeks", "[next] few days", "[past] years".
func (m *matcher) span(e *expr, j, home int) *expr {
	n, fuzzy, k, ok := m.count(j, home)
	if ok {
		k = m.filler(k, home)
		if u := m.word(k); u.unit != "" && m.low(k, home) != "" && (u.plural || n == 1) {
			s := &expr{kind: kSpan, dir: e.dir, n: n, fuzzy: fuzzy, unit: u.unit, word: e.word, end: k + 1}
			return s
		}
		return nil
	}
	if u := m.word(j); u.unit != "" && u.plural && m.low(j, home) != "" {
		v := "PAST_REF"
		if e.dir > 0 {
			v = "FUTURE_REF"
		}
		if e.word == "following" || e.word == "previous" || e.word == "preceding" {
			return nil
		}
		return &expr{kind: kRef, value: v, end: j + 1}
	}
	return nil
}

// filler passes words between a number and its unit: eight trading days.
func (m *matcher) filler(k, home int) int {
	switch m.low(k, home) {
	case "trading", "business", "working", "calendar", "additional", "more", "full", "consecutive", "straight", "long", "whole", "solid", "further", "extra", "fiscal", "successive", "other":
		return k + 1
	}
	return k
}

// count reads a number of units at j: two, 24, a few, several, half a, two to
// three, 2 1/2, a hundred. next is the token after it.
func (m *matcher) count(j, home int) (n float64, fuzzy bool, next int, ok bool) {
	l := m.low(j, home)
	w := m.word(j)
	switch l {
	case "":
		return
	case "a", "an":
		switch m.low(j+1, home) {
		case "few":
			return 0, true, j + 2, true
		case "couple":
			if m.low(j+2, home) == "of" {
				return 2, false, j + 3, true
			}
			return 2, false, j + 2, true
		case "dozen":
			return 12, false, j + 2, true
		case "hundred":
			return 100, false, j + 2, true
		case "half":
			return 0.5, false, j + 2, true
		}
		return 1, false, j + 1, true
	case "couple":
		if m.low(j+1, home) == "of" {
			return 2, false, j + 2, true
		}
	case "few", "several", "many", "some":
		if l == "some" && m.word(j+1).num >= 0 {
			return m.count(j+1, home)
		}
		return 0, true, j + 1, true
	case "half":
		if m.low(j+1, home) == "a" || m.low(j+1, home) == "an" {
			return 0.5, false, j + 2, true
		}
	case "dozens", "hundreds", "thousands", "scores":
		if m.low(j+1, home) == "of" {
			return 0, true, j + 2, true
		}
	}
	if w.num < 0 || w.pre != "" {
		return
	}
	n, next = float64(w.num), j+1
	if w.digits != 0 && w.frac > 0 {
		n = w.frac
	}
	if w.tens {
		k := next
		if m.low(k, home) == "-" {
			k++
		}
		if u := m.word(k); u.num > 0 && u.num < 10 && u.digits == 0 && !u.tens && m.low(k, home) != "" {
			n, next = n+float64(u.num), k+1
		}
	}
	switch m.low(next, home) {
	case "hundred":
		n, next = n*100, next+1
	case "thousand":
		n, next = n*1000, next+1
	}
	switch m.form(next, home) {
	case "1/2", "½":
		n, next = n+0.5, next+1
	}
	if l := m.low(next, home); l == "to" || l == "or" || l == "-" || l == "–" { // two to three weeks
		if v := m.word(next + 1); v.num > int(n) && v.digits != 4 && m.low(next+1, home) != "" && m.word(next+2).unit != "" {
			return float64(w.num), false, next + 2, true
		}
	}
	if m.low(next, home) == "and" && (m.low(next+1, home) == "a" || m.low(next+1, home) == "one") && m.low(next+2, home) == "half" {
		return n + 0.5, false, next + 3, true
	}
	return n, false, next, true
}

// amount reads durations and what is counted from them: two weeks, a 10-year
// (bond), nearly four years ago, months, a week later, year-end.
func (m *matcher) amount(i int) *expr {
	j := i
	e := &expr{kind: kDuration}
	j, e.mod = m.approx(j, i)
	if m.low(j, i) == "the" && j == i && (m.low(j+1, i) == "first" || m.low(j+1, i) == "final" || m.low(j+1, i) == "full" || m.word(j+1).num > 0) {
		j++
		if m.word(j).num < 0 {
			j++
		}
		if n, fuzzy, k, ok := m.count(j, i); ok && n != 1 {
			if u := m.word(k); u.unit != "" && u.plural && m.low(k, i) != "" {
				e.n, e.fuzzy, e.unit, e.end = n, fuzzy, u.unit, k+1
				return e
			}
		}
		return nil
	}
	n, fuzzy, k, ok := m.count(j, i)
	if !ok { // bare plural: months, decades of
		u := m.word(j)
		if u.unit == "" || !u.plural || u.unit == "N" || u.unit == "WE" || j != i {
			return nil
		}
		e.fuzzy, e.unit, e.end = true, u.unit, j+1
		if m.ago(e, i) {
			return e
		}
		switch strings.ToLower(m.form(i-1, i)) {
		case "for", "in", "within", "after", "over", "follows":
			if m.low(e.end, i) == "or" || m.low(e.end, i) == "and" {
				if v := m.word(e.end + 1); v.unit != "" && v.plural {
					e.end += 2
				}
			}
			return e
		case "of":
			if p := m.word(i - 2); p.low != "hundreds" && p.low != "thousands" && p.low != "dozens" && m.low(i-2, i) != "number" {
				return e
			}
		}
		return nil
	}
	hyphen := m.low(k, i) == "-"
	if hyphen {
		k++
	} else {
		k = m.filler(k, i)
	}
	u := m.word(k)
	if u.unit == "" || m.low(k, i) == "" || u.unit == "N" && n != 1 && !fuzzy && !u.plural {
		return nil
	}
	if !hyphen && (n != 1 && !u.plural && n != 0.5 && !(m.word(j).digits == 0)) {
		return nil
	}
	if u.unit == "Q" && (n == 0.5 || hyphen && n < 5 || n <= 3 && m.low(k+1, i) == "of") || u.unit == "WE" && hyphen {
		return nil
	}
	if hyphen && m.low(j, i) == "a" {
		return nil
	}
	e.n, e.fuzzy, e.unit, e.end = n, fuzzy, u.unit, k+1
	switch { // ages are no times
	case m.low(k+1, i) == "old", m.low(k+1, i) == "-" && strings.HasPrefix(m.form(k+2, i), "old"), m.low(k+1, i) == "of" && m.low(k+2, i) == "age":
		return nil
	case strings.EqualFold(m.form(j-1, i), "aged"):
		return nil
	}
	if m.low(e.end, i) == "and" && m.low(e.end+1, i) == "a" && m.low(e.end+2, i) == "half" { // a minute and a half
		e.n += 0.5
		e.end += 3
	}
	if m.low(e.end, i) == "or" && (m.low(e.end+1, i) == "two" || m.low(e.end+1, i) == "so") {
		e.end += 2
		if m.low(e.end-1, i) == "two" && !m.ago(e, i) {
			return e
		}
	}
	if hyphen {
		if m.low(e.end, i) == "-" { // year-long
			return e
		}
		return e
	}
	if m.ago(e, i) {
		return e
	}
	if n == 1 && !fuzzy && (m.low(j, i) == "a" || m.low(j, i) == "an") && j == i {
		prev := m.word(i - 1)
		pf := strings.ToLower(m.form(i-1, i))
		if prev.num >= 0 || pf == "times" || pf == "once" || pf == "twice" || pf == "%" || pf == "percent" || pf == "tons" || pf == "barrels" || pf == "million" || pf == "billion" || m.d.Tokens[i].Sent == m.sentOf(i-2) && m.word(i-2).num >= 0 && plural(m.d, i-1) {
			return nil // a rate: $5 a day, three times a year
		}
		if u.unit == "D" || u.unit == "C" || u.unit == "N" || u.unit == "Q" {
			return nil
		}
	}
	if n == 1 && u.unit == "D" && m.low(j, i) == "one" && m.low(e.end, i) == "of" {
		return nil
	}
	return e
}

func (m *matcher) sentOf(i int) int {
	if i < 0 || i >= len(m.d.Tokens) {
		return -1
	}
	return m.d.Tokens[i].Sent
}

// ago turns a duration into a point where "ago", "later" or the like follow.
func (m *matcher) ago(e *expr, home int) bool {
	k := e.end
	switch m.low(k, home) {
	case "ago":
		e.word, e.dir, e.end = "ago", -1, k+1
	case "earlier", "before", "previously":
		if m.low(k, home) == "before" && m.low(k+1, home) != "" && m.low(k+1, home) != "," && m.form(k+1, home) != "." {
			return false
		}
		e.word, e.dir, e.end = "earlier", -1, k+1
	case "later", "afterward", "afterwards", "thereafter":
		e.word, e.dir, e.end = "later", 1, k+1
	case "from":
		if m.low(k+1, home) != "now" {
			return false
		}
		e.word, e.dir, e.end = "from now", 1, k+2
	case "hence":
		e.word, e.dir, e.end = "from now", 1, k+1
	default:
		return false
	}
	e.kind = kShift
	return true
}

// approx reads words that blur a number: nearly, more than, at least.
func (m *matcher) approx(j, home int) (int, string) {
	next := func(k int) bool {
		return m.word(k).num >= 0 || m.low(k, home) == "a" || m.low(k, home) == "an" || m.low(k, home) == "half" || m.low(k, home) == "the"
	}
	switch m.low(j, home) {
	case "nearly", "almost":
		if next(j + 1) {
			return j + 1, "LESS_THAN"
		}
	case "about", "around", "roughly", "approximately", "some":
		if next(j+1) && m.low(j+1, home) != "the" {
			return j + 1, "APPROX"
		}
	case "over":
		if next(j+1) && m.low(j+1, home) != "the" {
			return j + 1, "MORE_THAN"
		}
	case "more":
		if m.low(j+1, home) == "than" && next(j+2) {
			return j + 2, "MORE_THAN"
		}
	case "less":
		if m.low(j+1, home) == "than" && next(j+2) {
			return j + 2, "LESS_THAN"
		}
	case "at":
		if m.low(j+1, home) == "least" && next(j+2) {
			return j + 2, "EQUAL_OR_MORE"
		}
	case "up":
		if m.low(j+1, home) == "to" && next(j+2) {
			return j + 2, "EQUAL_OR_LESS"
		}
	}
	return j, ""
}

// modifies says whether the word at i stands before a noun, as far as can be
// seen.
func (m *matcher) modifies(i int) bool {
	if m.d.Has(doc.Tags) && m.d.Tokens[i].UPOS != "" {
		return m.d.Tokens[i].UPOS != "ADV"
	}
	f := m.form(i+1, i)
	if f == "" || !(f[0] >= 'a' && f[0] <= 'z') {
		return f != "" && f[0] >= 'A' && f[0] <= 'Z'
	}
	switch f {
	case "in", "on", "at", "to", "for", "from", "by", "and", "or", "but", "with", "since", "as", "because", "until", "while", "through", "between", "across":
		return false
	}
	return true
}
