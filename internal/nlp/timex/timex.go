// Package timex is the stage that finds time expressions and lays them on the
// calendar: values of TIMEX3 (TimeML 1.2.1) and intervals with precision and
// basis. It requires doc.Tokens and reads doc.Tags and doc.Tree if they are
// there; it provides doc.Timexes.
//
// A relative expression counts from the document's reference date or, where
// the story moves on ("the next day", "two years later"), from the date it
// named last. Without either it has a value with X in it and no date: the day
// of the run is never taken.
package timex

import (
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/lang"
)

// Stage finds time expressions. It is immutable and may be shared.
type Stage struct{ lx *lexicon }

// New makes the stage with the embedded word lists.
func New() (*Stage, error) {
	l, err := lang.English()
	if err != nil {
		return nil, fmt.Errorf("timex: %w", err)
	}
	return &Stage{newLexicon(l.Calendar)}, nil
}

// Name is the name of the stage.
func (s *Stage) Name() string { return "timex" }

// Requires lists the layers that Run cannot do without.
func (s *Stage) Requires() []doc.Layer { return []doc.Layer{doc.Tokens} }

// Provides lists the layers that Run writes.
func (s *Stage) Provides() []doc.Layer { return []doc.Layer{doc.Timexes} }

// Run writes the timexes layer of d.
func (s *Stage) Run(d *doc.Document) error {
	m := &matcher{lx: s.lx, d: d, w: make([]word, len(d.Tokens))}
	for i := range d.Tokens {
		m.w[i] = s.lx.look(&d.Tokens[i])
	}
	var found []*expr
	for i := 0; i < len(m.w); {
		e := m.at(i)
		if e == nil {
			i++
			continue
		}
		found = append(found, e)
		i = e.end
	}
	m.link(found)
	r := newResolver(d, s.lx)
	out := make([]doc.Timex, 0, len(found))
	for _, e := range found {
		res := r.resolve(e)
		out = append(out, doc.Timex{Start: e.start, End: e.end, Type: res.typ, Value: res.value, Mod: res.mod, When: res.when, How: res.how})
	}
	m.ranges(out)
	return d.SetTimexes(out)
}

// joins says how two expressions hang together: "to" for from a to b, between
// a and b; "and" for a and b; "" for not at all.
func (m *matcher) joins(aEnd, bStart int) string {
	if bStart != aEnd+1 {
		return ""
	}
	switch m.low(aEnd, aEnd-1) {
	case "to", "until", "through", "till", "-", "–":
		return "to"
	case "and", "or":
		return "and"
	}
	return ""
}

// link gives a date without a year the year of the date joined to it: from
// March to June 2014.
func (m *matcher) link(es []*expr) {
	for k := len(es) - 2; k >= 0; k-- {
		a, b := es[k], es[k+1]
		if a.kind != kDate || b.kind != kDate || a.year > 0 || a.yearDir != nil || a.month > b.month || m.joins(a.end, b.start) == "" {
			continue
		}
		a.year, a.yearDir = b.year, b.yearDir
	}
}

// ranges stretches the first date of "between a and b", "from a to b", "a-b"
// to the end of the second.
func (m *matcher) ranges(ts []doc.Timex) {
	for k := 0; k+1 < len(ts); k++ {
		a, b := &ts[k], &ts[k+1]
		if a.When.IsZero() || b.When.IsZero() || a.Type != "DATE" || b.Type != "DATE" || a.When.From > b.When.From {
			continue
		}
		before := m.low(a.Start-1, a.Start)
		switch j := m.joins(a.End, b.Start); {
		case j == "to" && (before == "from" || m.low(a.End, a.Start) == "-" || m.low(a.End, a.Start) == "–" || m.low(a.End, a.Start) == "through"), j == "and" && before == "between":
			a.When.To = max(a.When.To, b.When.To)
			a.How += "; opens a range"
		}
	}
}
