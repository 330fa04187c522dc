package timex

import (
	"fmt"
	"math"
	"strings"
	"time"

	"rapporteur/internal/doc"
	"rapporteur/internal/when"
)

// period writes a duration in TIMEX3.
func period(n float64, fuzzy bool, unit string) string {
	num := "X"
	if !fuzzy {
		num = strings.TrimSuffix(fmt.Sprintf("%.1f", n), ".0")
	}
	switch unit {
	case "H":
		if n == 24 && !fuzzy {
			return "P1D"
		}
		return "PT" + num + "H"
	case "m":
		return "PT" + num + "M"
	case "S":
		return "PT" + num + "S"
	case "F":
		if fuzzy {
			return "PXW"
		}
		return "P" + strings.TrimSuffix(fmt.Sprintf("%.1f", 2*n), ".0") + "W"
	case "E", "C":
		k := 10.0
		if unit == "C" {
			k = 100
		}
		if fuzzy {
			return "PX" + unit
		}
		if n == 1 {
			return "P1" + unit
		}
		return fmt.Sprintf("P%.0fY", n*k)
	case "L":
		return "P" + num + "L"
	case "WE", "N":
		if unit == "N" {
			return "P" + num + "D"
		}
		return "P" + num + "WE"
	case "Y":
		if !fuzzy && n != math.Trunc(n) {
			if n < 1 {
				return fmt.Sprintf("P%.0fM", n*12)
			}
			return fmt.Sprintf("P%.0fY%.0fM", math.Trunc(n), (n-math.Trunc(n))*12)
		}
	case "M":
		if !fuzzy && n == 0.5 {
			return "P2W"
		}
	case "Q":
		if !fuzzy {
			return fmt.Sprintf("P%.0fM", n*3)
		}
	}
	return "P" + num + unit
}

// move shifts a day by n units.
func move(t time.Time, n float64, unit string) time.Time {
	whole := int(n)
	switch unit {
	case "D", "N":
		return t.AddDate(0, 0, whole)
	case "W", "WE":
		return t.AddDate(0, 0, int(n*7))
	case "F":
		return t.AddDate(0, 0, int(n*14))
	case "M":
		return t.AddDate(0, whole, int((n-float64(whole))*30))
	case "Q":
		return t.AddDate(0, int(n*3), 0)
	case "Y":
		return t.AddDate(whole, int((n-float64(whole))*12), 0)
	case "E":
		return t.AddDate(int(n*10), 0, 0)
	case "C":
		return t.AddDate(int(n*100), 0, 0)
	}
	return t
}

func bounded(n float64, unit string) bool {
	switch unit {
	case "C":
		return n < 15
	case "E":
		return n < 150
	case "Y":
		return n < 1500
	case "L":
		return false
	}
	return n < 100000
}

func (r *resolver) duration(e *expr) result {
	res := result{typ: "DURATION", value: period(e.n, e.fuzzy, e.unit), how: "a length of time"}
	if e.fuzzy || !r.hasRef || !bounded(e.n, e.unit) || e.start == 0 {
		return res
	}
	prev := strings.ToLower(r.d.Tokens[e.start-1].Form)
	g := unitGran(e.unit)
	if g == gNone {
		return res
	}
	p := cal{g, r.ref}.precision()
	switch {
	case prev == "for" && perfect(r.d, e):
		res.when = between(move(r.ref, -e.n, e.unit), r.ref, p, when.Inferred)
		res.how = "up to the day of publication (present perfect)"
	case (prev == "in" || prev == "within") && direction(r.d, e) > 0:
		res.when = between(r.ref, move(r.ref, e.n, e.unit), p, when.Inferred)
		res.how = "from the day of publication (future)"
	}
	return res
}

// perfect says whether the clause of e is in the present perfect.
func perfect(d *doc.Document, e *expr) bool {
	s := d.Sentences[d.Tokens[e.start].Sent]
	for k := max(s.Start, e.start-25); k < min(s.End, e.end+25); k++ {
		switch strings.ToLower(d.Tokens[k].Form) {
		case "has", "have", "'ve", "’ve":
			if k+1 < s.End && (d.Tokens[k+1].XPOS == "VBN" || strings.HasSuffix(d.Tokens[k+1].Form, "ed") || d.Tokens[k+1].Form == "been" || d.Tokens[k+1].Form == "not" ||
				d.Tokens[k+1].Form == "n't" || k+2 < s.End && (d.Tokens[k+2].XPOS == "VBN" || strings.HasSuffix(d.Tokens[k+2].Form, "ed")) || d.Tokens[k+1].Form != "to") {
				return true
			}
		}
	}
	return false
}

func (r *resolver) shift(e *expr) result {
	if e.fuzzy || !bounded(e.n, e.unit) {
		v := "PAST_REF"
		if e.dir > 0 {
			v = "FUTURE_REF"
		}
		return result{typ: "DATE", value: v, how: "an unknown number of units"}
	}
	base, how, ok := dayOf(r.ref), "the day of publication", r.hasRef
	b := when.Anchored
	if e.word == "earlier" || e.word == "later" {
		base, how, ok = r.anchor()
		if r.lastAt < 0 {
			b = when.Inferred
		}
	}
	if !ok {
		return unknown("DATE", blank(e.unit))
	}
	how = "counted from " + how
	if e.unit == "Y" && e.n == 1 && r.quartAt >= 0 && e.start-r.quartAt < 80 && (r.lastAt <= r.quartAt || r.last.g <= gQuarter) && e.dir < 0 { // a year earlier, of a quarter
		c := r.quart
		c.t = c.t.AddDate(-1, 0, 0)
		res := r.point(c, e, b, "a year before "+r.quart.value())
		res.anchor = cal{} // the story goes on with the quarter itself
		return res
	}
	g := unitGran(e.unit)
	if e.unit == "Y" && e.n != math.Trunc(e.n) {
		g = gMonth
	}
	if base.g > g && base.g <= gYear && r.lastAt >= 0 && e.word != "ago" { // two days after a month: cannot be counted
		if base.g == gYear && g == gMonth || base.g > gMonth && g < gMonth {
			return result{typ: "DATE", value: base.value(), when: base.when("", when.Inferred), how: "near " + how, anchor: base}
		}
	}
	t := move(base.t, float64(e.dir)*e.n, e.unit)
	if e.unit == "H" || e.unit == "m" || e.unit == "S" {
		res := r.point(dayOf(base.t), e, when.Inferred, how)
		return res
	}
	return r.point(cal{gDay, t}.at(g), e, b, how)
}
