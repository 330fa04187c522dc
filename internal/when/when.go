// Package when holds dates as news reports give them: intervals of days with
// a precision and a basis. There is no "now" in it: whoever resolves a
// relative date must bring the reference date along.
package when

import (
	"fmt"
	"time"
)

// Precision says how fine a date is. The order is from coarse to fine.
type Precision string

// Precisions, coarse to fine. None belongs to the zero Date.
const (
	None   Precision = ""
	Decade Precision = "decade"
	Year   Precision = "year"
	Season Precision = "season" // a season, a quarter or a half of a year
	Month  Precision = "month"
	Week   Precision = "week"
	Day    Precision = "day"
	Hour   Precision = "hour"
)

// Basis says how a date is known: it stands in the text (Stated), it was
// counted from a reference date or another date of the text (Anchored), or it
// follows from the way reports are written (Inferred).
type Basis string

// Bases of a date.
const (
	Stated   Basis = "stated"
	Anchored Basis = "anchored"
	Inferred Basis = "inferred"
)

// Date is an interval of whole days, both ends inclusive, in the form
// YYYY-MM-DD. The zero Date means "unknown". From <= To always holds.
type Date struct {
	From      string    `json:"from"`
	To        string    `json:"to"`
	Precision Precision `json:"precision"`
	Basis     Basis     `json:"basis"`
}

// IsZero says that nothing is known of the date.
func (d Date) IsZero() bool { return d.From == "" && d.To == "" }

const layout = "2006-01-02"

// Of makes a Date of one day.
func Of(t time.Time, b Basis) Date {
	s := t.Format(layout)
	return Date{From: s, To: s, Precision: Day, Basis: b}
}

// Parse reads YYYY, YYYY-MM or YYYY-MM-DD and gives the interval it covers.
func Parse(s string, b Basis) (Date, error) {
	switch len(s) {
	case 4:
		if _, err := time.Parse("2006", s); err != nil {
			return Date{}, fmt.Errorf("when: %q is no year", s)
		}
		return Date{s + "-01-01", s + "-12-31", Year, b}, nil
	case 7:
		t, err := time.Parse("2006-01", s)
		if err != nil {
			return Date{}, fmt.Errorf("when: %q is no month", s)
		}
		return Date{t.Format(layout), t.AddDate(0, 1, -1).Format(layout), Month, b}, nil
	case 10:
		t, err := time.Parse(layout, s)
		if err != nil {
			return Date{}, fmt.Errorf("when: %q is no day", s)
		}
		return Of(t, b), nil
	}
	return Date{}, fmt.Errorf("when: %q is neither YYYY nor YYYY-MM nor YYYY-MM-DD", s)
}

// Start is the first day as a time in UTC; ok is false for an unknown date.
func (d Date) Start() (t time.Time, ok bool) {
	t, err := time.Parse(layout, d.From)
	return t, err == nil
}

// Finish is the last day as a time in UTC; ok is false for an unknown date.
func (d Date) Finish() (t time.Time, ok bool) {
	t, err := time.Parse(layout, d.To)
	return t, err == nil
}

// String is the ISO prefix that fits the precision (1994, 1994-05,
// 1994-05-12), or from/to where no prefix does.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Precision == Year && d.From[:4] == d.To[:4]:
		return d.From[:4]
	case d.Precision == Month && d.From[:7] == d.To[:7]:
		return d.From[:7]
	case d.From == d.To:
		return d.From
	}
	return d.From + "/" + d.To
}
