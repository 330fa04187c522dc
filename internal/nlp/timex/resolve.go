package timex

import (
	"fmt"
	"math"
	"strings"
	"time"

	"rapporteur/internal/doc"
	"rapporteur/internal/when"
)

// resolver lays expressions on the calendar in the order of the text. It
// knows the day of publication, if there is one, and the date the story
// spoke of last.
type resolver struct {
	d       *doc.Document
	lx      *lexicon
	ref     time.Time
	hasRef  bool
	last    cal // narrative anchor
	lastAt  int // token where it stood, -1 none
	quart   cal // quarter or half-year that the story spoke of last
	quartAt int // token where it stood, -1 none
	stated  int // last year that stood in the text
	stateAt int
}

func newResolver(d *doc.Document, lx *lexicon) *resolver {
	r := &resolver{d: d, lx: lx, lastAt: -1, stateAt: -1, quartAt: -1}
	r.ref, r.hasRef = d.Reference.Start()
	return r
}

// result is a resolved expression.
type result struct {
	typ, value, mod, how string
	when                 when.Date
	anchor               cal // for the narrative; grain 0 if it is none
}

func unitGran(u string) gran {
	switch u {
	case "D", "N", "H", "m", "S":
		return gDay
	case "WE":
		return gWeekend
	case "W", "F":
		return gWeek
	case "M":
		return gMonth
	case "Q":
		return gQuarter
	case "Y":
		return gYear
	case "E":
		return gDecade
	case "C", "L":
		return gCentury
	}
	return gNone
}

// anchor is the date that the story spoke of last, else the reference.
func (r *resolver) anchor() (cal, string, bool) {
	if r.lastAt >= 0 {
		return r.last, "the date before it in the text, " + r.last.value(), true
	}
	if r.hasRef {
		return dayOf(r.ref), "the day of publication", true
	}
	return cal{}, "", false
}

func (r *resolver) resolve(e *expr) result {
	res := r.lay(e)
	if res.mod == "" {
		res.mod = e.mod
	}
	if res.anchor.g != gNone && res.anchor.g <= gYear {
		r.last, r.lastAt = res.anchor, e.start
	}
	if (res.anchor.g == gQuarter || res.anchor.g == gHalf) && e.word != "year-ago" {
		r.quart, r.quartAt = res.anchor, e.start
	}
	if e.kind == kDate && e.year > 0 {
		r.stated, r.stateAt = e.year, e.start
	}
	return res
}

// point makes the result of a calendar period.
func (r *resolver) point(c cal, e *expr, b when.Basis, how string) result {
	if c.t.Year() < 1 || c.t.Year() > 9999 {
		return result{typ: "DATE", value: "XXXX", how: "out of the calendar"}
	}
	res := result{typ: "DATE", value: c.value(), when: c.when(e.mod, b), how: how, anchor: c}
	if e.part != "" && c.g == gDay {
		res.typ, res.value = "TIME", c.value()+"T"+e.part
		res.when.Precision = when.Day
	}
	return res
}

// blank is the value of a period of which only the unit is known.
func blank(unit string) string {
	switch unit {
	case "Y":
		return "XXXX"
	case "M":
		return "XXXX-XX"
	case "W", "F":
		return "XXXX-WXX"
	case "WE":
		return "XXXX-WXX-WE"
	case "Q", "P":
		return "XXXX-QX"
	case "E":
		return "XXX"
	case "C", "L":
		return "XX"
	}
	return "XXXX-XX-XX"
}

func unknown(typ, value string) result {
	return result{typ: typ, value: value, how: "no reference date"}
}

func (r *resolver) lay(e *expr) result {
	switch e.kind {
	case kDate:
		return r.date(e)
	case kWeekday:
		return r.weekday(e)
	case kPeriod:
		return r.point(e.period, e, when.Stated, "stands in the text")
	case kQuarter:
		return r.quarter(e)
	case kSeason:
		return r.season(e, e.dir)
	case kHoliday:
		return r.holiday(e)
	case kDay:
		if !r.hasRef {
			return unknown("DATE", "XXXX-XX-XX")
		}
		b, how := when.Anchored, "counted from the day of publication"
		if e.word == "eve" {
			b, how = when.Inferred, "the day before publication"
		}
		return r.point(dayOf(r.ref).shift(int(e.n)), e, b, how)
	case kRel:
		return r.relative(e)
	case kThat:
		return r.that(e)
	case kDuration:
		return r.duration(e)
	case kShift:
		return r.shift(e)
	case kSpan:
		return r.span(e)
	case kSet:
		return result{typ: "SET", value: e.value, how: "repeats"}
	case kRef:
		res := result{typ: "DATE", value: e.value, how: "names no date"}
		if e.value == "PRESENT_REF" && r.hasRef {
			res.when = when.Of(r.ref, when.Inferred)
			res.how = "the day of publication"
		}
		return res
	case kClock:
		return r.clock(e)
	}
	return result{typ: "DATE", value: "XXXX"}
}

func (r *resolver) date(e *expr) result {
	if e.year > 0 {
		c := yearOf(e.year)
		switch {
		case e.day > 0 && !valid(e.year, e.month, e.day):
			return result{typ: "DATE", value: fmt.Sprintf("%04d-%02d", e.year, e.month), how: "no such day", when: monthOf(e.year, e.month).when("", when.Stated)}
		case e.day > 0:
			c = dayOf(date(e.year, time.Month(e.month), e.day))
		case e.month > 0:
			c = monthOf(e.year, e.month)
		}
		res := r.point(c, e, when.Stated, "stands in the text")
		if e.lastDay > 0 && valid(e.year, e.month, e.lastDay) {
			res.when = between(c.t, date(e.year, time.Month(e.month), e.lastDay), when.Day, when.Stated)
		}
		return res
	}
	value := fmt.Sprintf("XXXX-%02d", e.month)
	if e.day > 0 {
		value += fmt.Sprintf("-%02d", e.day)
	}
	make := func(y int) (cal, bool) {
		if e.day == 0 {
			return monthOf(y, e.month), true
		}
		if !valid(y, e.month, e.day) {
			return cal{}, false
		}
		return dayOf(date(y, time.Month(e.month), e.day)), true
	}
	finish := func(y int, b when.Basis, how string) result {
		c, ok := make(y)
		if !ok {
			return result{typ: "DATE", value: value, how: "no such day"}
		}
		res := r.point(c, e, b, how)
		if e.lastDay > 0 && valid(y, e.month, e.lastDay) {
			res.when = between(c.t, date(y, time.Month(e.month), e.lastDay), when.Day, b)
		}
		return res
	}
	if e.yearDir != nil {
		if !r.hasRef {
			return unknown("DATE", value)
		}
		return finish(r.ref.Year()+*e.yearDir, when.Anchored, "year counted from the day of publication")
	}
	if r.stateAt >= 0 && r.inherits(e) && (!r.hasRef || r.stated != r.ref.Year()) {
		return finish(r.stated, when.Inferred, fmt.Sprintf("year %d stands before it", r.stated))
	}
	if !r.hasRef {
		return unknown("DATE", value)
	}
	dir := direction(r.d, e)
	y := r.ref.Year()
	if e.weekday > 0 && e.day > 0 { // the weekday tells the year
		for _, k := range []int{0, -1, 1, -2, 2} {
			if valid(y+k, e.month, e.day) && isoWeekday(date(y+k, time.Month(e.month), e.day)) == e.weekday {
				return finish(y+k, when.Anchored, "the year near publication in which that day is the weekday named")
			}
		}
	}
	y, how := r.nearest(make, dir)
	return finish(y, when.Anchored, how)
}

// inherits says whether a date without a year takes the year stated last: one
// that opens its sentence ("In 1994, the army left in March") rules that
// sentence and the next of the paragraph.
func (r *resolver) inherits(e *expr) bool {
	s := r.d.Sentences[r.d.Tokens[r.stateAt].Sent]
	return r.stateAt-s.Start <= 3 && r.near(r.stateAt, e.start)
}

// near says whether token a stands in the sentence of b or in the one before
// it in the same paragraph.
func (r *resolver) near(a, b int) bool {
	sa, sb := r.d.Tokens[a].Sent, r.d.Tokens[b].Sent
	return sa == sb || sb-sa == 1 && r.d.Sentences[sa].Paragraph == r.d.Sentences[sb].Paragraph
}

// nearest picks the year of a date that lacks it: the one closest to
// publication, where tense makes one of the two directions three times as far.
func (r *resolver) nearest(make func(y int) (cal, bool), dir int) (int, string) {
	y := r.ref.Year()
	day := dayOf(r.ref).t
	back, ahead, how := 1.0, 1.3, "the closest to publication"
	switch dir {
	case -1:
		back, ahead, how = 1, 3, "the closest before publication (past tense)"
	case 1:
		back, ahead, how = 3, 1, "the closest after publication (future)"
	}
	best, dist := y, math.Inf(1)
	for _, k := range []int{0, -1, 1} {
		if c, ok := make(y + k); ok {
			g := 0.0
			switch {
			case c.t.After(day):
				g = c.t.Sub(day).Hours() * ahead
			case c.end().Before(day):
				g = day.Sub(c.end()).Hours() * back
			}
			if g < dist {
				best, dist = y+k, g
			}
		}
	}
	return best, how
}

func (r *resolver) weekday(e *expr) result {
	if !r.hasRef {
		return unknown("DATE", fmt.Sprintf("XXXX-WXX-%d", e.weekday))
	}
	dir := direction(r.d, e)
	c := r.weekdayOf(e.weekday, dir, false)
	if dir == 0 {
		return r.point(c, e, when.Inferred, "that weekday at or before publication")
	}
	how := "that weekday at or before publication (past tense)"
	if dir > 0 {
		how = "that weekday at or after publication (future)"
	}
	return r.point(c, e, when.Anchored, how)
}

// weekdayOf is the weekday before (dir <= 0) or after the reference; the day
// itself counts unless strict.
func (r *resolver) weekdayOf(wd, dir int, strict bool) cal {
	diff := wd - isoWeekday(r.ref)
	if dir > 0 {
		if diff < 0 || strict && diff == 0 {
			diff += 7
		}
	} else if diff > 0 || strict && diff == 0 {
		diff -= 7
	}
	return dayOf(r.ref.AddDate(0, 0, diff))
}

func (r *resolver) quarter(e *expr) result {
	make := func(y int) cal {
		if e.half {
			return halfOf(y, e.quarter)
		}
		return quarterOf(y, e.quarter)
	}
	switch {
	case e.year > 0:
		return r.point(make(e.year), e, when.Stated, "stands in the text")
	case !r.hasRef:
		tag := "Q"
		if e.half {
			tag = "H"
		}
		return unknown("DATE", fmt.Sprintf("XXXX-%s%d", tag, e.quarter))
	case e.yearDir != nil:
		return r.point(make(r.ref.Year()+*e.yearDir), e, when.Anchored, "year counted from the day of publication")
	case r.stateAt >= 0 && r.d.Tokens[r.stateAt].Sent == r.d.Tokens[e.start].Sent && r.stated < r.ref.Year():
		return r.point(make(r.stated), e, when.Inferred, "year stands before it")
	}
	y := r.ref.Year()
	day := dayOf(r.ref).t
	if make(y).t.After(day) {
		y--
	} // the last that began
	if day.Sub(make(y).end()).Hours() > 150*24 && direction(r.d, e) > 0 {
		y++
	}
	if e.word == "year-ago" {
		y--
	}
	return r.point(make(y), e, when.Anchored, "the quarter next to publication")
}

func (r *resolver) season(e *expr, dir int) result {
	s := seasonNumber(e.season)
	switch {
	case e.year > 0:
		return r.point(seasonOf(e.year, s), e, when.Stated, "stands in the text")
	case !r.hasRef:
		return unknown("DATE", "XXXX-"+e.season)
	case e.yearDir != nil:
		return r.point(seasonOf(r.ref.Year()+*e.yearDir, s), e, when.Anchored, "year counted from the day of publication")
	}
	y := r.ref.Year()
	day := dayOf(r.ref).t
	c := seasonOf(y, s)
	if c.t.After(day) {
		c = c.shift(-4)
	} // the last that began
	current := !c.end().Before(day)
	switch {
	case e.kind == kRel && dir < 0:
		if current {
			c = c.shift(-4)
		}
	case e.kind == kRel && dir > 0:
		c = c.shift(4)
	case !current && direction(r.d, e) > 0:
		c = c.shift(4)
	case e.kind == kRel && !current && c.t.Year() < y:
		c = c.shift(4)
	}
	return r.point(c, e, when.Anchored, "the season next to publication")
}

func (r *resolver) holiday(e *expr) result {
	make := func(y int) (cal, bool) {
		t, ok := holiday(e.rule, y)
		return dayOf(t), ok
	}
	if e.year == 0 {
		if !r.hasRef {
			if len(e.rule) == 5 && e.rule[2] == '-' {
				return unknown("DATE", "XXXX-"+e.rule)
			}
			return unknown("DATE", "XXXX-XX-XX")
		}
		if e.yearDir != nil {
			e.year = r.ref.Year() + *e.yearDir
		} else {
			e.year, _ = r.nearest(make, direction(r.d, e))
		}
		c, _ := make(e.year)
		e.year = 0
		return r.point(c, e, when.Anchored, "feast next to publication")
	}
	c, _ := make(e.year)
	return r.point(c, e, when.Stated, "feast of the year stated")
}

func (r *resolver) relative(e *expr) result {
	narrative := e.word == "following" || e.word == "previous" || e.word == "preceding" || e.word == "ensuing" || e.word == "next" && (e.unit == "D" || e.part != "")
	base, how, ok := dayOf(r.ref), "counted from the day of publication", r.hasRef
	b := when.Anchored
	if narrative {
		base, how, ok = r.anchor()
		how = "counted from " + how
		if r.lastAt < 0 {
			b = when.Inferred
		}
	}
	switch {
	case e.season != "":
		return r.season(e, e.dir)
	case !ok:
		switch {
		case e.weekday > 0:
			return unknown("DATE", fmt.Sprintf("XXXX-WXX-%d", e.weekday))
		case e.month > 0:
			return unknown("DATE", fmt.Sprintf("XXXX-%02d", e.month))
		case e.part != "":
			return unknown("TIME", "XXXX-XX-XXT"+e.part)
		}
		return unknown("DATE", blank(e.unit))
	case e.weekday > 0:
		if narrative {
			c := base.at(gDay).shift(e.dir)
			for isoWeekday(c.t) != e.weekday {
				c = c.shift(e.dir)
			}
			return r.point(c, e, b, how)
		}
		dir := e.dir
		if dir == 0 {
			dir = direction(r.d, e)
			if dir == 0 && e.word == "this" {
				dir = 1
			}
			return r.point(r.weekdayOf(e.weekday, dir, false), e, b, how)
		}
		return r.point(r.weekdayOf(e.weekday, dir, true), e, b, how)
	case e.month > 0:
		y := base.t.Year()
		cur := int(base.t.Month())
		switch {
		case e.dir < 0 && e.month >= cur:
			y--
		case e.dir > 0 && e.month <= cur:
			y++
		}
		if e.day > 0 && valid(y, e.month, e.day) {
			return r.point(dayOf(date(y, time.Month(e.month), e.day)), e, b, how)
		}
		return r.point(monthOf(y, e.month), e, b, how)
	case e.unit == "WE":
		c := base.at(gWeekend)
		switch {
		case e.dir < 0:
			if e.word != "this" || isoWeekday(base.t) < 6 { // "over the weekend", told on Sunday, is this one
				c = c.shift(-1)
			}
		case e.dir > 0:
			c = c.shift(1)
		}
		return r.point(c, e, b, how)
	case e.word == "latest" && e.unit == "Q":
		return r.point(base.at(gQuarter).shift(-1), e, b, "the last quarter before publication")
	}
	g := unitGran(e.unit)
	if e.unit == "N" {
		g, e.part = gDay, "NI"
	}
	if g == gWeek && !narrative && isoWeekday(base.t) == 7 {
		base = base.shift(1) // in English the week begins on Sunday
	}
	c := base.at(g).shift(e.dir)
	if e.unit == "F" {
		c = c.shift(e.dir)
	}
	return r.point(c, e, b, how)
}

// that points back: that day, the same month, the end of the year.
func (r *resolver) that(e *expr) result {
	g := unitGran(e.unit)
	base, how, ok := r.anchor()
	b := when.Anchored
	toRef := e.word == "edge" || e.word == "year-end" || e.word == "earlier" || e.word == "later"
	if toRef && r.hasRef && (r.lastAt < 0 || !r.near(r.lastAt, e.start) || g == gDay) {
		base, how = dayOf(r.ref), "the day of publication"
	}
	if e.weekday > 0 && ok {
		c := base.at(gWeek)
		return r.point(dayOf(c.t.AddDate(0, 0, e.weekday-1)), e, b, "the week of "+how)
	}
	if e.month > 0 && ok {
		return r.point(monthOf(base.t.Year(), e.month), e, b, "the year of "+how)
	}
	if e.season != "" && ok {
		return r.point(seasonOf(base.t.Year(), seasonNumber(e.season)), e, b, "the year of "+how)
	}
	if !ok {
		return unknown("DATE", blank(e.unit))
	}
	if e.unit == "P" || e.unit == "Q" { // the year-earlier period, the 1989 quarter
		switch {
		case r.quartAt >= 0 && e.start-r.quartAt < 150:
			base, how = r.quart, r.quart.value()
		case r.hasRef:
			base = dayOf(r.ref).at(gQuarter).shift(-1)
			b = when.Inferred
		}
		if e.year > 0 {
			y := e.year - base.t.Year()
			base.t = base.t.AddDate(y, 0, 0)
			return r.point(base, e, b, "quarter of "+how)
		}
		if e.dir < 0 {
			base.t = base.t.AddDate(-1, 0, 0)
		}
		res := r.point(base, e, b, "the period of "+how)
		res.anchor = cal{}
		return res
	}
	if base.g > g && r.lastAt >= 0 && g != gNone { // "that day" after a month: it is not known which
		if !r.hasRef || base.at(gMonth) != dayOf(r.ref).at(gMonth) {
			return result{typ: "DATE", value: base.value(), when: base.when("", when.Inferred), how: "within " + how, anchor: base}
		}
		base = dayOf(r.ref)
	}
	c := base.at(g)
	if e.word == "year-end" {
		c = dayOf(date(c.t.Year(), 12, 31))
		e.mod = ""
	}
	return r.point(c, e, b, "the "+strings.ToLower(e.word)+" period of "+how)
}

func (r *resolver) span(e *expr) result {
	res := result{typ: "DURATION", value: period(e.n, e.fuzzy, e.unit), how: "a length of time"}
	base, how, ok := dayOf(r.ref), "the day of publication", r.hasRef
	if e.word == "following" || e.word == "previous" || e.word == "preceding" {
		base, how, ok = r.anchor()
	}
	if e.fuzzy || !ok || e.dir == 0 || !bounded(e.n, e.unit) || unitGran(e.unit) == gNone {
		return res
	}
	p := cal{unitGran(e.unit), base.t}.precision()
	res.when = between(base.t, move(base.t, float64(e.dir)*e.n, e.unit), p, when.Anchored)
	res.how = "counted from " + how
	return res
}

func (r *resolver) clock(e *expr) result {
	c, b, how := dayOf(r.ref), when.Inferred, "on the day of publication"
	ok := r.hasRef
	if e.later != nil {
		day := r.lay(e.later)
		if day.anchor.g == gDay {
			c, b, how, ok = day.anchor, day.when.Basis, day.how, true
		} else {
			ok = false
		}
	} else if r.lastAt >= 0 && r.last.g == gDay && r.d.Tokens[r.lastAt].Sent == r.d.Tokens[e.start].Sent {
		c, b, how, ok = r.last, when.Inferred, "on the day named before it", true
	}
	if !ok {
		return unknown("TIME", "XXXX-XX-XX"+e.clock)
	}
	res := result{typ: "TIME", value: c.value() + e.clock, when: c.when("", b), how: how, anchor: c}
	res.when.Precision = when.Hour
	return res
}
