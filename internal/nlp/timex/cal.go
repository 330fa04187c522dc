package timex

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"rapporteur/internal/when"
)

// gran is the grain of a calendar period, fine to coarse.
type gran uint8

const (
	gNone gran = iota
	gDay
	gWeekend
	gWeek
	gMonth
	gSeason
	gQuarter
	gHalf
	gYear
	gDecade
	gCentury
)

// cal is a period of the calendar: its grain and its first day. The season
// that spans the turn of the year counts to the year in which it begins.
type cal struct {
	g gran
	t time.Time
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func dayOf(t time.Time) cal  { return cal{gDay, date(t.Year(), t.Month(), t.Day())} }
func yearOf(y int) cal       { return cal{gYear, date(y, 1, 1)} }
func monthOf(y, m int) cal   { return cal{gMonth, date(y, time.Month(m), 1)} }
func quarterOf(y, q int) cal { return cal{gQuarter, date(y, time.Month(3*q-2), 1)} }
func halfOf(y, h int) cal    { return cal{gHalf, date(y, time.Month(6*h-5), 1)} }
func decadeOf(y int) cal     { return cal{gDecade, date(y/10*10, 1, 1)} }
func centuryOf(y int) cal    { return cal{gCentury, date(y/100*100, 1, 1)} }
func seasonOf(y, s int) cal  { return cal{gSeason, date(y, time.Month(3*s), 1)} } // 1 spring ... 4 winter
func valid(y, m, d int) bool {
	return m >= 1 && m <= 12 && d >= 1 && date(y, time.Month(m), d).Day() == d
}
func isoWeekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

var seasons = [...]string{"", "SP", "SU", "FA", "WI"}

func seasonNumber(s string) int {
	for i := 1; i < len(seasons); i++ {
		if seasons[i] == s {
			return i
		}
	}
	return 0
}

// at widens or moves c to the period of grain g that holds its first day.
func (c cal) at(g gran) cal {
	y, m := c.t.Year(), int(c.t.Month())
	switch g {
	case gWeek:
		return cal{gWeek, c.t.AddDate(0, 0, 1-isoWeekday(c.t))}
	case gWeekend:
		return cal{gWeekend, c.t.AddDate(0, 0, 6-isoWeekday(c.t))}
	case gMonth:
		return monthOf(y, m)
	case gSeason:
		if m < 3 {
			return seasonOf(y-1, 4)
		}
		return seasonOf(y, m/3)
	case gQuarter:
		return quarterOf(y, (m+2)/3)
	case gHalf:
		return halfOf(y, (m+5)/6)
	case gYear:
		return yearOf(y)
	case gDecade:
		return decadeOf(y)
	case gCentury:
		return centuryOf(y)
	}
	return cal{gDay, c.t}
}

// shift moves c by n of its own periods.
func (c cal) shift(n int) cal {
	switch c.g {
	case gDay:
		c.t = c.t.AddDate(0, 0, n)
	case gWeek, gWeekend:
		c.t = c.t.AddDate(0, 0, 7*n)
	case gMonth:
		c.t = c.t.AddDate(0, n, 0)
	case gSeason, gQuarter:
		c.t = c.t.AddDate(0, 3*n, 0)
	case gHalf:
		c.t = c.t.AddDate(0, 6*n, 0)
	case gYear:
		c.t = c.t.AddDate(n, 0, 0)
	case gDecade:
		c.t = c.t.AddDate(10*n, 0, 0)
	case gCentury:
		c.t = c.t.AddDate(100*n, 0, 0)
	}
	return c
}

// end is the last day of the period.
func (c cal) end() time.Time {
	if c.g == gWeekend {
		return c.t.AddDate(0, 0, 1)
	}
	return c.shift(1).t.AddDate(0, 0, -1)
}

// value is the TIMEX3 value.
func (c cal) value() string {
	y := c.t.Year()
	switch c.g {
	case gWeek, gWeekend:
		wy, w := c.t.ISOWeek()
		s := fmt.Sprintf("%04d-W%02d", wy, w)
		if c.g == gWeekend {
			s += "-WE"
		}
		return s
	case gMonth:
		return c.t.Format("2006-01")
	case gSeason:
		return fmt.Sprintf("%04d-%s", y, seasons[int(c.t.Month())/3])
	case gQuarter:
		return fmt.Sprintf("%04d-Q%d", y, (int(c.t.Month())+2)/3)
	case gHalf:
		return fmt.Sprintf("%04d-H%d", y, (int(c.t.Month())+5)/6)
	case gYear:
		return fmt.Sprintf("%04d", y)
	case gDecade:
		return fmt.Sprintf("%03d", y/10)
	case gCentury:
		return fmt.Sprintf("%02d", y/100)
	}
	return c.t.Format("2006-01-02")
}

func (c cal) precision() when.Precision {
	switch c.g {
	case gDay:
		return when.Day
	case gWeek, gWeekend:
		return when.Week
	case gMonth:
		return when.Month
	case gSeason, gQuarter, gHalf:
		return when.Season
	case gYear:
		return when.Year
	}
	return when.Decade
}

// between is the interval from the first day to the last.
func between(from, to time.Time, p when.Precision, b when.Basis) when.Date {
	if to.Before(from) {
		from, to = to, from
	}
	if from.Year() < 1 || to.Year() > 9999 {
		return when.Date{}
	}
	return when.Date{From: from.Format("2006-01-02"), To: to.Format("2006-01-02"), Precision: p, Basis: b}
}

// when lays the period on the calendar; mod narrows it to its start, middle
// or end third.
func (c cal) when(mod string, b when.Basis) when.Date {
	from, to := c.t, c.end()
	days := int(to.Sub(from).Hours()/24) + 1
	if days >= 3 {
		switch mod {
		case "START":
			to = from.AddDate(0, 0, days/3-1)
			if c.g == gDecade {
				to = date(from.Year()+3, 12, 31)
			}
		case "MID":
			to = from.AddDate(0, 0, days-days/3-1)
			from = from.AddDate(0, 0, days/3)
			if c.g == gDecade {
				from, to = date(c.t.Year()+3, 1, 1), date(c.t.Year()+6, 12, 31)
			}
		case "END":
			from = to.AddDate(0, 0, 1-days/3)
			if c.g == gDecade {
				from = date(c.t.Year()+6, 1, 1)
			}
		}
	}
	return between(from, to, c.precision(), b)
}

// easter is the Sunday of the western church (Meeus, Astronomical Algorithms,
// chapter 8).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month := (h + l - 7*m + 114) / 31
	return date(y, time.Month(month), (h+l-7*m+114)%31+1)
}

// holiday gives the day of a rule of lang's calendar in year y.
func holiday(rule string, y int) (time.Time, bool) {
	if n, ok := strings.CutPrefix(rule, "easter"); ok {
		off, err := strconv.Atoi(n)
		return easter(y).AddDate(0, 0, off), err == nil
	}
	if f := strings.Split(rule, "/"); len(f) == 3 {
		wd, err1 := strconv.Atoi(f[1])
		m, err2 := strconv.Atoi(f[2])
		if err1 != nil || err2 != nil {
			return time.Time{}, false
		}
		if f[0] == "last" {
			t := date(y, time.Month(m)+1, 0)
			for isoWeekday(t) != wd {
				t = t.AddDate(0, 0, -1)
			}
			return t, true
		}
		n, err := strconv.Atoi(f[0])
		t := date(y, time.Month(m), 1)
		for isoWeekday(t) != wd {
			t = t.AddDate(0, 0, 1)
		}
		return t.AddDate(0, 0, 7*(n-1)), err == nil
	}
	t, err := time.Parse("01-02", rule)
	return date(y, t.Month(), t.Day()), err == nil
}
