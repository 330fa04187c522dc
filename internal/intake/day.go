package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rapporteur/internal/when"
)

const monthNames = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

// Ways to write a day. Named groups: y, m (number), mon (name), d.
var (
	dayForms = []*regexp.Regexp{
		regexp.MustCompile(`^(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?`),
		regexp.MustCompile(`(?i)^` + weekday + `(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mon>` + monthNames + `)\b\.?,?\s+(?P<y>(?:19|20)\d\d)\b`),
		regexp.MustCompile(`(?i)^` + weekday + `(?P<mon>` + monthNames + `)\b\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b`),
		regexp.MustCompile(`(?i)^` + weekday + `(?P<d>\d{1,2})-(?P<mon>` + monthNames + `)-(?P<y>(?:19|20)\d\d)\b`),
		regexp.MustCompile(`^(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>(?:19|20)\d\d)\b`),
		regexp.MustCompile(`(?i)^` + weekday + `(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<mon>` + monthNames + `)\b\.?`),
		regexp.MustCompile(`(?i)^` + weekday + `(?P<mon>` + monthNames + `)\b\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?\b`),
	}
	urlDay = regexp.MustCompile(`[/-]((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?:[/?#.-]|$)`)
)

const weekday = `(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?`

// leadingDay reads the day that s begins with and gives the bytes it takes.
// A day without a year is found too: its date has only the precision None.
// 03/04/2020 is refused: nobody can know which of the two is the month.
func leadingDay(s string, b when.Basis) (d when.Date, n int, ok bool) {
	for _, re := range dayForms {
		m := re.FindStringSubmatchIndex(s)
		if m == nil {
			continue
		}
		group := func(name string) string {
			if i := re.SubexpIndex(name); i >= 0 && m[2*i] >= 0 {
				return s[m[2*i]:m[2*i+1]]
			}
			return ""
		}
		day, _ := strconv.Atoi(group("d"))
		month, _ := strconv.Atoi(group("m"))
		if mon := group("mon"); mon != "" {
			month = 1 + strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(mon[:3]))/3
		} else if re == dayForms[4] && month <= 12 && day <= 12 && s[len(group("d"))] == '/' && month != day {
			return d, 0, false
		} else if re == dayForms[4] && month > 12 {
			day, month = month, day
		}
		if y := group("y"); y != "" {
			t, err := time.Parse("2006-1-2", fmt.Sprintf("%s-%d-%d", y, month, day))
			if err != nil {
				return d, 0, false
			}
			return when.Of(t, b), m[1], true
		}
		if day < 1 || day > 31 {
			return d, 0, false
		}
		return d, m[1], true
	}
	return d, 0, false
}

// parseDay reads a date field of the input: any form of leadingDay with a
// year and perhaps a time of day behind it, YYYY, or YYYY-MM. The day is the
// one written, in whatever time zone that was.
func parseDay(s string, b when.Basis) (when.Date, bool) {
	s = strings.TrimSpace(s)
	if d, err := when.Parse(s, b); err == nil {
		return d, true
	}
	if len(s) == 8 {
		if t, err := time.Parse("20060102", s); err == nil {
			return when.Of(t, b), true
		}
	}
	if d, n, ok := leadingDay(s, b); ok && d.Precision == when.Day && (dateTail.MatchString(s[n:]) || strings.HasPrefix(s[n:], " ")) {
		return d, true
	}
	if t, err := time.Parse(time.RFC1123Z, s); err == nil {
		return when.Of(t, b), true
	}
	return when.Date{}, false
}
