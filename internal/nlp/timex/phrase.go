package timex

import (
	"fmt"
	"strings"

	"rapporteur/internal/doc"
)

// clock reads a time of day, with the day if it follows: 9:30 a.m. Wednesday,
// noon Thursday, 1400 GMT.
func (m *matcher) clock(i int) *expr {
	e := &expr{kind: kClock, part: "", clock: ""}
	w := m.word(i)
	h, min := -1, 0
	j := i + 1
	sure := false
	f := m.d.Tokens[i].Form
	if n, err := fmt.Sscanf(f, "%d:%d", &h, &min); n == 2 && err == nil && h < 24 && min < 60 && len(f) <= 5 && strings.Count(f, ":") == 1 {
		switch strings.ToLower(m.form(i-1, i)) {
		case "at", "by", "until", "around", "about", "before", "after", "from", "to", "till", "since", "between", "-":
			sure = true
		}
	} else if w.digits == 4 && w.num < 2400 && w.num%100 < 60 && (m.form(i+1, i) == "GMT" || m.form(i+1, i) == "UTC" || m.low(i+1, i) == "hours") {
		h, min, sure = w.num/100, w.num%100, true
	} else if w.low == "noon" {
		h, sure = 12, true
	} else if w.low == "midnight" {
		h, sure = 24, true
	} else if w.num >= 1 && w.num <= 12 && w.digits != -1 {
		h, min = w.num, 0
	} else {
		return nil
	}
	switch strings.ToLower(strings.ReplaceAll(m.form(j, i), ".", "")) {
	case "am":
		if h == 12 {
			h = 0
		}
		j++
		sure = true
	case "pm":
		if h < 12 {
			h += 12
		}
		j++
		sure = true
	case "o'clock", "o’clock":
		j++
		sure = true
	}
	switch m.form(j, i) {
	case "GMT", "UTC", "EST", "EDT", "ET", "PST", "PDT", "CST", "CET", "BST", "MSK":
		j++
		sure = sure || strings.Contains(f, ":")
	case "local":
		if m.low(j+1, i) == "time" {
			j += 2
			sure = sure || strings.Contains(f, ":")
		}
	}
	if !sure {
		return nil
	}
	e.clock = fmt.Sprintf("T%02d:%02d", h, min)
	e.end = j
	k := m.comma(j)
	if m.low(k, i) == "on" {
		k++
	}
	if m.low(k, i) == "(" {
		return e
	}
	if s := m.dayLike(k, i); s != nil {
		e.later, e.end = s, s.end
	}
	return e
}

// form is the form of token i inside the sentence of home, else "".
func (m *matcher) form(i, home int) string {
	if i < 0 || i >= len(m.w) || m.d.Tokens[i].Sent != m.d.Tokens[home].Sent {
		return ""
	}
	return m.d.Tokens[i].Form
}

// dayLike reads an expression that names a day, for times of day to lean on.
func (m *matcher) dayLike(k, home int) *expr {
	if m.low(k, home) == "" {
		return nil
	}
	var best *expr
	for _, f := range [...]func(int) *expr{m.date, m.weekday, m.deictic, m.relative} {
		if s := f(k); s != nil && (best == nil || s.end > best.end) {
			switch {
			case s.kind == kDate && s.day > 0, s.kind == kWeekday, s.kind == kDay && s.part == "", s.kind == kRel && (s.weekday > 0 || s.unit == "D"):
				s.start = k
				best = s
			}
		}
	}
	return best
}

// weekday reads Friday, Friday morning, Tuesday nights, Friday at 9 a.m.
func (m *matcher) weekday(i int) *expr {
	w := m.word(i)
	if w.weekday == 0 || !w.capital && w.pre == "" {
		return nil
	}
	if len(w.low) <= 4 && !w.dotted && w.low != "tues" {
		return nil
	}
	if i+1 < len(m.w) && m.form(i+1, i) != "" && w.low == "friday" && m.d.Tokens[i+1].Form == "Times" {
		return nil
	}
	e := &expr{kind: kWeekday, weekday: w.weekday, end: i + 1, mod: modOf(w.pre)}
	if w.plural {
		e.kind, e.value = kSet, fmt.Sprintf("XXXX-WXX-%d", w.weekday)
		return e
	}
	if p := m.word(i + 1); p.part != "" && m.low(i+1, i) != "" && !p.capital {
		e.part, e.end = p.part, i+2
		if p.plural {
			e.kind, e.value = kSet, fmt.Sprintf("XXXX-WXX-%dT%s", w.weekday, p.part)
			return e
		}
	} else if m.low(i+1, i) == "'s" || m.low(i+1, i) == "’s" {
		return e
	}
	if m.low(e.end, i) == "at" {
		if c := m.clock(e.end + 1); c != nil && c.later == nil {
			day := *e
			c.later, c.part = &day, e.part
			return c
		}
	}
	return e
}

// quarter reads [the] [1989|year-ago|fiscal] third quarter [of 1989].
func (m *matcher) quarter(i int) *expr {
	j := i
	e := &expr{kind: kQuarter}
	ago := func(k int) int { // year-earlier, year-ago
		if m.low(k, i) == "year" && m.low(k+1, i) == "-" && (m.low(k+2, i) == "ago" || m.low(k+2, i) == "earlier") {
			return k + 3
		}
		return k
	}
	if l := m.low(j, i); l == "the" || l == "its" || l == "their" || l == "a" {
		j++
	}
	if y, n := m.year(j); y > 0 && n == j+1 && j > i {
		e.year, j = y, n
	}
	if d := m.low(j, i); (d == "this" || d == "last" || d == "next") && m.low(j+1, i) == "year" && (m.low(j+2, i) == "'s" || m.low(j+2, i) == "’s") {
		dir := map[string]int{"last": -1, "next": 1}[d]
		e.yearDir = &dir
		j += 3
	}
	if m.low(j, i) == "comparable" || m.low(j, i) == "corresponding" || m.low(j, i) == "same" {
		j++
	}
	if k := ago(j); k > j {
		e.word, j = "year-ago", k
	}
	if m.low(j, i) == "fiscal" {
		j++
		if m.low(j, i) == "-" {
			j++
		}
	}
	o := m.word(j)
	if o.ord == 0 && m.low(j, i) != "last" && m.low(j, i) != "latter" {
		switch u := m.low(j, i); {
		case u == "quarter" && (e.word != "" || e.year > 0 || e.yearDir != nil):
			e.kind, e.unit, e.end = kThat, "Q", j+1
			return m.back(e)
		case u == "period" && (e.word != "" || e.year > 0):
			e.kind, e.unit, e.end = kThat, "P", j+1
			return m.back(e)
		case e.word != "" && m.word(j).num > 0 && m.word(j+1).unit != "":
			return nil
		case e.word != "" && j == i+3:
			e.kind, e.unit, e.end = kThat, "P", j
			return m.back(e)
		}
		return nil
	}
	if m.low(j+1, i) == "-" {
		if w := m.w[i]; m.low(i+1, i) != "" && j > i && (w.low == "a" || w.low == "the" || m.form(i, i) == "its") && e.word == "" && j == i+1 {
			return nil // "a third-quarter loss": the article goes with the loss
		}
		j++
	}
	u := m.low(j+1, i)
	q := o.ord
	if o.ord == 0 {
		q = 2
	}
	switch {
	case u == "quarter" && o.ord >= 1 && o.ord <= 4:
		e.quarter = q
	case u == "half" && q <= 2:
		e.quarter, e.half = q, true
	default:
		return nil
	}
	if e.half && e.year == 0 && e.yearDir == nil && (j == i || m.low(i, i) == "a") && m.low(j+2, i) != "of" {
		return nil
	}
	e.end = j + 2
	if l := m.low(e.end, i); l == "of" || l == "in" {
		k := e.end + 1
		if m.low(k, i) == "fiscal" {
			k++
		}
		if y, n := m.year(k); y > 0 {
			e.year, e.end = y, n
			return e
		}
		if l == "of" && m.relYear(e, k, i) {
			return e
		}
		if e.half {
			return nil // the first half of the match
		}
	}
	m.relYear(e, e.end, i)
	if m.low(e.end, i) == "a" && m.low(e.end+1, i) == "year" && (m.low(e.end+2, i) == "ago" || m.low(e.end+2, i) == "earlier") {
		e.word, e.end = "year-ago", e.end+3
	}
	return e
}

// back marks an expression that points to a period a year back.
func (m *matcher) back(e *expr) *expr {
	if e.word == "year-ago" || e.yearDir != nil && *e.yearDir < 0 {
		e.dir = -1
	}
	return e
}

// season reads the summer, winter of 1994, summer 2014.
func (m *matcher) season(i int) *expr {
	j := i
	the := m.low(i, i) == "the"
	if the {
		j++
	}
	mod := ""
	if md := modOf(m.low(j, i)); md != "" && (the || m.word(j).season == "") {
		mod = md
		j++
		if m.low(j, i) == "-" {
			j++
		}
	}
	w := m.word(j)
	if w.season == "" || w.capital && !the || w.plural || m.low(j, i) == "" {
		return nil
	}
	if mod == "" {
		mod = modOf(w.pre)
	}
	if w.capital && i > 0 { // Prague Spring, Winter Olympics
		return nil
	}
	e := &expr{kind: kSeason, season: w.season, mod: mod, end: j + 1}
	if m.low(e.end, i) == "of" || m.low(e.end, i) == "in" {
		if y, n := m.year(e.end + 1); y > 0 {
			e.year, e.end = y, n
			return e
		}
		if m.relYear(e, e.end+1, i) {
			return e
		}
		if w.low == "fall" || w.low == "spring" {
			return nil
		}
	}
	if y, n := m.year(e.end); y > 0 && n == e.end+1 && m.word(e.end).digits == 4 {
		e.year, e.end = y, n
		return e
	}
	if w.low == "fall" || w.low == "spring" {
		switch strings.ToLower(m.form(i-1, i)) {
		case "in", "since", "by", "until", "during", "before", "after", "through", "of":
			if the || mod != "" {
				return e
			}
		}
		return nil
	}
	if !the && mod == "" {
		switch strings.ToLower(m.form(i-1, i)) {
		case "in", "since", "by", "until", "during", "before", "after", "through", "of":
			return e
		}
		return nil
	}
	return e
}

// holiday reads a feast with its year: Christmas, New Year's Eve 1999.
func (m *matcher) holiday(i int) *expr {
	for _, name := range m.lx.holidays[m.w[i].low] {
		words := strings.Split(name, " ")
		ok := true
		for k, x := range words {
			l := strings.ReplaceAll(strings.ToLower(m.form(i+k, i)), "’", "'")
			if l != x {
				ok = false
				break
			}
		}
		if !ok || !isCapital(m.d.Tokens[i].Form) {
			continue
		}
		e := &expr{kind: kHoliday, rule: m.lx.cal.Holidays[name], end: i + len(words)}
		k := m.comma(e.end)
		if y, n := m.year(k); y > 0 && n == k+1 {
			e.year, e.end = y, n
		} else {
			m.relYear(e, e.end, i)
		}
		return e
	}
	return nil
}

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

// set reads every day, each July, daily.
func (m *matcher) set(i int) *expr {
	w := m.word(i)
	if w.set != "" && !w.capital {
		if w.low != "annually" && w.low != "yearly" && w.low != "nightly" && m.modifies(i) {
			return nil // daily bread
		}
		return &expr{kind: kSet, value: w.set, end: i + 1}
	}
	if w.low != "each" && w.low != "every" {
		return nil
	}
	j := i + 1
	n := 1
	if v := m.word(j); v.num > 1 && m.word(j+1).unit != "" && m.word(j+1).plural {
		n = v.num
		j++
	} else if m.low(j, i) == "other" {
		n = 2
		j++
	}
	u := m.word(j)
	e := &expr{kind: kSet, end: j + 1}
	switch {
	case m.low(j, i) == "":
		return nil
	case u.weekday > 0:
		e.value = fmt.Sprintf("XXXX-WXX-%d", u.weekday)
	case u.month > 0 && u.capital:
		e.value = fmt.Sprintf("XXXX-%02d", u.month)
	case u.season != "":
		e.value = "XXXX-" + u.season
	case u.part != "":
		e.value = "XXXX-XX-XXT" + u.part
	case u.unit == "H" || u.unit == "m":
		e.value = fmt.Sprintf("PT%d%s", n, strings.ToUpper(u.unit))
	case u.unit == "WE":
		e.value = "XXXX-WXX-WE"
	case u.unit != "":
		e.value = fmt.Sprintf("P%d%s", n, u.unit)
	default:
		return nil
	}
	return e
}

// reference reads expressions without a date: now, recently, the future.
func (m *matcher) reference(i int) *expr {
	w := m.word(i)
	if w.ref != "" {
		if w.low == "now" && m.low(i+1, i) == "that" || w.low == "soon" && (m.low(i+1, i) == "after" || m.low(i-1, i) == "as" || m.low(i+1, i) == "as") {
			return nil
		}
		e := &expr{kind: kRef, value: w.ref, end: i + 1}
		return e
	}
	if w.low == "current" && !w.capital && m.word(i+1).unit == "" {
		return &expr{kind: kRef, value: "PRESENT_REF", end: i + 1}
	}
	if w.low != "the" {
		return nil
	}
	j := i + 1
	if l := m.low(j, i); (l == "near" || l == "distant" || l == "foreseeable" || l == "recent") && (m.low(j+1, i) == "future" || m.low(j+1, i) == "past") {
		j++
	}
	switch m.low(j, i) {
	case "future":
		return &expr{kind: kRef, value: "FUTURE_REF", end: j + 1}
	case "past":
		if m.word(j+1).unit == "" && m.word(j+1).num < 0 && m.low(j+1, i) != "few" && m.low(j+1, i) != "several" {
			return &expr{kind: kRef, value: "PAST_REF", end: j + 1}
		}
	}
	return nil
}

// century reads the 20th century.
func (m *matcher) century(i int) *expr {
	j := i
	if m.low(j, i) == "the" {
		j++
	}
	mod := modOf(m.low(j, i))
	if mod != "" {
		j++
		if m.low(j, i) == "-" {
			j++
		}
	}
	w := m.word(j)
	if w.ord < 1 || w.ord > 30 {
		return nil
	}
	k := j + 1
	if m.low(k, i) == "-" {
		k++
	}
	if m.low(k, i) != "century" {
		return nil
	}
	if mod == "" {
		mod = modOf(w.pre)
	}
	return &expr{kind: kPeriod, period: centuryOf((w.ord - 1) * 100), mod: mod, end: k + 1}
}

// edge reads a part of a period: the end of 1994, early next year, late last
// week, earlier this month, the middle of October, year-end.
func (m *matcher) edge(i int) *expr {
	l := m.low(i, i)
	if l == "year" || l == "year-end" {
		j := i
		if l == "year" {
			if m.low(i+1, i) == "-" && m.low(i+2, i) == "end" {
				j = i + 2
			} else if (m.low(i+1, i) == "'s" || m.low(i+1, i) == "’s" || m.low(i+1, i) == "end") && m.low(i+1, i) != "" {
				j = i + 1
				if m.low(j, i) != "end" {
					j++
				}
				if m.low(j, i) != "end" {
					return nil
				}
			} else {
				return nil
			}
		}
		return &expr{kind: kThat, unit: "Y", mod: "END", word: "year-end", end: j + 1}
	}
	j, mod := i, ""
	if l == "the" || l == "around" {
		j++
	}
	switch m.low(j, i) {
	case "early", "mid":
		mod = modOf(m.low(j, i))
		j++
	case "late":
		mod = "END"
		j++
	case "earlier":
		mod = "START"
		j++
		if m.low(j, i) == "in" && m.low(j+1, i) == "the" && m.word(j+2).unit != "" {
			return &expr{kind: kThat, unit: m.word(j + 2).unit, mod: "START", word: "earlier", end: j + 3}
		}
	case "later":
		mod = "END"
		j++
		if m.low(j, i) == "in" && m.low(j+1, i) == "the" && m.word(j+2).unit != "" {
			return &expr{kind: kThat, unit: m.word(j + 2).unit, mod: "END", word: "later", end: j + 3}
		}
	case "end", "beginning", "start", "middle":
		if m.low(j+1, i) != "of" {
			return nil
		}
		mod = modOf(m.low(j, i))
		j += 2
	default:
		return nil
	}
	if m.low(j, i) == "-" {
		j++
	}
	if m.low(j, i) == "in" && (mod != "" && m.low(i, i) != "the") {
		if y, n := m.year(j + 1); y > 0 {
			return &expr{kind: kDate, year: y, mod: mod, end: n}
		}
		if mo := m.monthAt(j + 1); mo > 0 {
			if e := m.date(j + 1); e != nil {
				e.mod = mod
				return e
			}
		}
	}
	if j >= len(m.w) || m.low(j, i) == "" {
		return nil
	}
	if m.low(j, i) == "the" && m.word(j+1).unit != "" && !m.word(j+1).plural { // the end of the year
		u := m.word(j + 1).unit
		if u == "D" || u == "W" || u == "M" || u == "Y" || u == "Q" || u == "E" || u == "C" || u == "WE" {
			return &expr{kind: kThat, unit: u, mod: mod, word: "edge", end: j + 2}
		}
		return nil
	}
	var best *expr
	for _, f := range [...]func(int) *expr{m.date, m.weekday, m.quarter, m.season, m.deictic, m.relative, m.century} {
		if e := f(j); e != nil && (best == nil || e.end > best.end) && (e.kind != kSpan && e.kind != kRef && e.kind != kSet) {
			best = e
		}
	}
	if best == nil || m.d.Tokens[i].Sent != m.d.Tokens[j].Sent {
		return nil
	}
	if best.kind == kRel && best.word == "latest" {
		return nil
	}
	if best.mod == "" {
		best.mod = mod
	}
	best.start = i
	return best
}
