package series

import (
	"slices"
	"strings"

	"rapporteur/internal/record"
)

// Position is what a party has said on an issue, over time.
type Position struct {
	Party   string   `json:"party"` // entity id
	Issue   string   `json:"issue"` // as first said
	Key     string   `json:"key"`   // of the issue, the same however it is put
	Said    []Said   `json:"said"`  // by publication
	First   string   `json:"first_said"`
	Last    string   `json:"last_said"`
	Changes []Change `json:"changes"`
}

// Said is one statement of a position.
type Said struct {
	Cite
	Act        string      `json:"act"`
	Conditions []Condition `json:"conditions"`
	Incident   string      `json:"incident"`
	On         string      `json:"on"` // day, "" if unknown
	issue      string
}

// Condition is one condition of a statement.
type Condition struct {
	Key   string `json:"key"`
	Quote string `json:"quote"`
}

// Change is a turn between two statements of a position.
type Change struct {
	What string `json:"what"` // act | condition added | condition dropped
	From string `json:"from"`
	To   string `json:"to"`
	A    Cite   `json:"before"`
	B    Cite   `json:"after"`
}

func (g *Gatherer) position(rec *record.Record, s *record.Statement, who map[string]string) {
	key := keyOf(s.Issue)
	if key == "" || s.Speaker == "" {
		return
	}
	party := of(who, []string{s.Speaker})[0]
	id := party + "\x00" + key
	p := g.positions[id]
	if p == nil {
		p = &Position{Party: party, Key: key}
		g.positions[id] = p
	}
	said := Said{Cite: cite(rec, record.KindStatement, &s.Finding), Act: s.Act, Incident: s.Incident, issue: s.Issue, Conditions: []Condition{}}
	if s.When.From == s.When.To {
		said.On = s.When.From
	}
	for _, c := range s.Conditions {
		q := clip(c.In(rec.Article.Text))
		said.Conditions = append(said.Conditions, Condition{Key: keyOf(q), Quote: q})
	}
	p.Said = append(p.Said, said)
}

func (p *Position) close() {
	slices.SortFunc(p.Said, func(a, b Said) int { return byPublication(&a.Cite, &b.Cite) })
	p.Changes, p.Issue = []Change{}, p.Said[0].issue
	day := func(s *Said) string {
		if s.On != "" {
			return s.On
		}
		return s.Published
	}
	for i := range p.Said {
		s := &p.Said[i]
		if d := day(s); d != "" {
			if p.First == "" || d < p.First {
				p.First = d
			}
			p.Last = max(p.Last, d)
		}
	}
	// A turn is between one day's statements and those of the next day on which the party spoke: what is
	// said twice in a day is one position.
	var before, now []Said
	flush := func() {
		if len(before) > 0 && len(now) > 0 {
			p.Changes = append(p.Changes, turn(before, now)...)
		}
		before, now = now, nil
	}
	for i := range p.Said {
		if len(now) > 0 && day(&now[0]) != day(&p.Said[i]) {
			flush()
		}
		now = append(now, p.Said[i])
	}
	flush()
}

// sign says which way an act leans: 1 towards, -1 against, 0 neither.
func sign(act string) int {
	switch act {
	case "accept", "offer", "commit", "express-readiness", "praise":
		return 1
	case "reject", "threaten", "deny", "accuse":
		return -1
	}
	return 0
}

// turn compares two days' statements on an issue.
func turn(before, now []Said) []Change {
	var out []Change
	lean := func(ss []Said) (int, *Said) {
		n := 0
		var at *Said
		for i := range ss {
			if k := sign(ss[i].Act); k != 0 {
				n += k
				if at == nil {
					at = &ss[i]
				}
			}
		}
		return n, at
	}
	x, a := lean(before)
	y, b := lean(now)
	if x*y < 0 {
		out = append(out, Change{What: "act", From: a.Act, To: b.Act, A: a.Cite, B: b.Cite})
	}
	has := func(ss []Said, key string) bool {
		return slices.ContainsFunc(ss, func(s Said) bool {
			return slices.ContainsFunc(s.Conditions, func(c Condition) bool { return alike(c.Key, key) })
		})
	}
	var added, dropped []string
	for i := range now {
		for _, c := range now[i].Conditions {
			if !has(before, c.Key) && !slices.Contains(added, c.Key) {
				added = append(added, c.Key)
				out = append(out, Change{What: "condition added", To: c.Quote, A: before[0].Cite, B: now[i].Cite})
			}
		}
	}
	for i := range before {
		for _, c := range before[i].Conditions {
			if !has(now, c.Key) && !slices.Contains(dropped, c.Key) {
				dropped = append(dropped, c.Key)
				out = append(out, Change{What: "condition dropped", From: c.Quote, A: before[i].Cite, B: now[0].Cite})
			}
		}
	}
	return out
}

// alike says that two conditions share most of their words.
func alike(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return 2*n >= min(len(x), len(y)) && n > 0
}

// keyOf is a phrase without case, order, articles and plural endings, so that
// one issue has one key however it is put.
func keyOf(s string) string {
	var out []string
	for _, f := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x7f)
	}) {
		switch f {
		case "the", "a", "an", "of", "to", "in", "on", "for", "and", "its", "their", "his", "her", "this", "that", "these", "those", "any", "all", "if", "only", "unless", "until", "is", "are", "be", "s":
			continue
		}
		if len(f) > 3 && strings.HasSuffix(f, "s") && !strings.HasSuffix(f, "ss") {
			f = f[:len(f)-1]
		}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
