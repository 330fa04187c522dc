package timex

// kind says what sort of expression stands in the text.
type kind uint8

const (
	kNone     kind = iota
	kDate          // day, month or year with parts that may lack: Nov. 9, May 1994, 1994
	kWeekday       // Friday
	kPeriod        // a decade or century: cal is set
	kQuarter       // third quarter, second half
	kSeason        // winter, the summer of 1994
	kHoliday       // Christmas
	kDay           // today, yesterday: n days from the reference
	kRel           // this, last, next and their like with a unit
	kThat          // that day, the same month: points back
	kDuration      // two weeks
	kShift         // two weeks ago, a year earlier
	kSpan          // the past two weeks
	kSet           // every day
	kRef           // now, recently
	kClock         // 9:30 a.m.
)

// expr is an expression as it was read, before it is laid on the calendar.
type expr struct {
	start, end int // tokens
	kind       kind
	year       int // 0 unknown
	month      int
	day        int
	lastDay    int // of "Feb. 14-16"; 0 none
	weekday    int
	period     cal
	quarter    int // 1-4, or 1-2 with half
	half       bool
	season     string
	part       string // MO AF EV NI
	clock      string // T09:30
	unit       string
	n          float64
	fuzzy      bool // an unknown number of units
	dir        int  // -1, 0, +1
	word       string
	mod        string // START MID END APPROX ...
	value      string // of sets and references
	rule       string // of a holiday
	strict     bool   // last Friday: not the day of publication itself
	later      *expr  // the date that goes with a clock time or part of a day
	yearDir    *int   // "June last year": -1, "this year": 0
}
