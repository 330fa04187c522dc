package timex

import (
	"fmt"
	"strings"
)

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
