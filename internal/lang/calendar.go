package lang

import (
	"fmt"
	"strconv"
	"strings"
)

// Calendar holds the words of dates and times, lower case; see
// en/calendar.txt for the meaning of the values.
type Calendar struct {
	Months   map[string]int
	Weekdays map[string]int // Monday is 1
	Numbers  map[string]int
	Tens     map[string]int
	Ordinals map[string]int
	Units    map[string]string
	Seasons  map[string]string
	Parts    map[string]string
	Refs     map[string]string
	Sets     map[string]string
	Decades  map[string]int
	Holidays map[string]string // words parted by one blank
}

func loadCalendar(name string) (*Calendar, error) {
	c := &Calendar{Months: map[string]int{}, Weekdays: map[string]int{}, Numbers: map[string]int{}, Tens: map[string]int{}, Ordinals: map[string]int{},
		Units: map[string]string{}, Seasons: map[string]string{}, Parts: map[string]string{}, Refs: map[string]string{}, Sets: map[string]string{},
		Decades: map[string]int{}, Holidays: map[string]string{}}
	ints := map[string]map[string]int{"month": c.Months, "weekday": c.Weekdays, "number": c.Numbers, "tens": c.Tens, "ordinal": c.Ordinals, "decade": c.Decades}
	words := map[string]map[string]string{"unit": c.Units, "season": c.Seasons, "part": c.Parts, "ref": c.Refs, "set": c.Sets, "holiday": c.Holidays}
	return c, eachLine(name, func(f []string) error {
		if len(f) != 3 || f[1] != strings.ToLower(f[1]) || f[2] == "" {
			return fmt.Errorf("want kind, lower-case word, value")
		}
		if m := ints[f[0]]; m != nil {
			n, err := strconv.Atoi(f[2])
			if err != nil {
				return fmt.Errorf("%q is no number", f[2])
			}
			if _, dup := m[f[1]]; dup {
				return fmt.Errorf("%s %s stands here twice", f[0], f[1])
			}
			m[f[1]] = n
			return nil
		}
		m := words[f[0]]
		if m == nil {
			return fmt.Errorf("unknown kind %q", f[0])
		}
		if _, dup := m[f[1]]; dup {
			return fmt.Errorf("%s %s stands here twice", f[0], f[1])
		}
		m[f[1]] = f[2]
		return nil
	})
}
