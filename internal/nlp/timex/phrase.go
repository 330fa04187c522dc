package timex

import (
	"fmt"
	"strings"
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
