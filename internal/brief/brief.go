// Package brief says what changed in the record since a day: what is new,
// announced, restated, contradicted, cancelled and overdue, which positions
// turned, and how long a process has stood still. Every line cites the
// sentences that it rests on; a line without evidence cannot be made.
package brief

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/series"
)

// Options say what a brief covers.
type Options struct {
	Since    string   // first day, ISO; "" for all
	Until    string   // last day, ISO; "" for the day of the newest article. Plans due by then are overdue
	Actor    string   // id or part of a name of an actor who must be involved; "" for anybody
	Conflict []string // country codes or parts of names; one of them must be involved. nil for all
	Limit    int      // lines a section, 0 for all
}

// Brief is the answer. It holds no pointer into the World.
type Brief struct {
	Since    string    `json:"since"`
	Until    string    `json:"until"`
	Articles int       `json:"articles"` // published in the time
	Sections []Section `json:"sections"`
}

// Section is one question with its lines. Sections without a line are left out.
type Section struct {
	Key   string `json:"key"` // new | announced | restated | contradicted | cancelled | overdue | positions | instruments | processes
	Title string `json:"title"`
	Lines []Line `json:"lines"`
	More  int    `json:"more"` // lines left out by Options.Limit
}

// Line is one entry.
type Line struct {
	Day    string        `json:"day"`
	Text   string        `json:"text"`
	Detail []string      `json:"detail"` // values side by side, turns, outcomes
	Cites  []series.Cite `json:"cites"`  // at least one
	rank   int
	id     string
}

// maxCites bounds the evidence printed under one line.
const maxCites = 4

// Make reads the World and makes the brief. It does not change w.
func Make(w *series.World, opt Options) *Brief {
	m := &maker{w: w, opt: opt, b: &Brief{Since: opt.Since, Until: opt.Until, Sections: []Section{}}}
	if m.b.Until == "" {
		m.b.Until = w.AsOf
	}
	m.actors()
	arts := map[string]bool{}
	for _, in := range w.Incidents {
		if !m.concerns(in) {
			continue
		}
		for i := range in.Reports {
			if m.within(in.Reports[i].Published) {
				arts[in.Reports[i].Article] = true
			}
		}
		m.incident(in)
	}
	m.b.Articles = len(arts)
	m.positions()
	m.instruments()
	m.processes()
	for _, s := range sections() {
		lines := m.lines[s.Key]
		if len(lines) == 0 {
			continue
		}
		slices.SortFunc(lines, func(a, b Line) int {
			return cmp.Or(b.rank-a.rank, cmp.Compare(a.Day, b.Day), cmp.Compare(a.Text, b.Text), cmp.Compare(a.id, b.id))
		})
		if opt.Limit > 0 && len(lines) > opt.Limit {
			s.More = len(lines) - opt.Limit
			lines = lines[:opt.Limit]
		}
		slices.SortStableFunc(lines, func(a, b Line) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Text, b.Text), cmp.Compare(a.id, b.id))
		})
		s.Lines = lines
		m.b.Sections = append(m.b.Sections, s)
	}
	return m.b
}

func sections() []Section {
	return []Section{
		{Key: "new", Title: "New"},
		{Key: "announced", Title: "Announced"},
		{Key: "cancelled", Title: "Cancelled or said not to have happened"},
		{Key: "contradicted", Title: "Contradicted"},
		{Key: "overdue", Title: "Overdue"},
		{Key: "positions", Title: "Positions that turned"},
		{Key: "instruments", Title: "Claims about agreements"},
		{Key: "processes", Title: "Processes"},
		{Key: "restated", Title: "Restated"},
	}
}

type maker struct {
	w      *series.World
	opt    Options
	b      *Brief
	lines  map[string][]Line
	chosen map[string]bool // entities that Options.Actor names
	side   map[string]bool // entities that Options.Conflict names
}

// actors finds the entities that the filters name.
func (m *maker) actors() {
	m.lines, m.chosen, m.side = map[string][]Line{}, map[string]bool{}, map[string]bool{}
	has := func(a *series.Actor, q string) bool {
		if q == a.ID || strings.EqualFold(q, a.Country) {
			return true
		}
		if len(q) < 3 {
			return false
		}
		return slices.ContainsFunc(a.Names, func(n string) bool { return strings.Contains(strings.ToLower(n), strings.ToLower(q)) })
	}
	for _, a := range m.w.Actors {
		if m.opt.Actor != "" && has(a, m.opt.Actor) {
			m.chosen[a.ID] = true
		}
		if slices.ContainsFunc(m.opt.Conflict, func(q string) bool { return has(a, strings.TrimSpace(q)) }) {
			m.side[a.ID] = true
		}
	}
}

// concerns says that an incident passes the filters.
func (m *maker) concerns(in *series.Incident) bool {
	return m.involves(slices.Concat(in.Actors, in.Targets), in.Where)
}

func (m *maker) involves(ids []string, where *record.Where) bool {
	if m.opt.Actor != "" && !slices.ContainsFunc(ids, func(id string) bool { return m.chosen[id] }) {
		return false
	}
	if m.opt.Conflict == nil || slices.ContainsFunc(ids, func(id string) bool { return m.side[id] }) {
		return true
	}
	return where != nil && slices.ContainsFunc(m.opt.Conflict, func(q string) bool { return strings.EqualFold(strings.TrimSpace(q), where.Country) })
}

// within says that a day lies in the time of the brief.
func (m *maker) within(day string) bool {
	if day == "" {
		return m.opt.Since == ""
	}
	return day >= m.opt.Since && (m.b.Until == "" || day <= m.b.Until || strings.HasPrefix(day, m.b.Until))
}

func (m *maker) add(section string, l Line) {
	if len(l.Cites) == 0 {
		return
	}
	m.lines[section] = append(m.lines[section], l)
}

// incident puts an incident into the sections that it belongs to.
func (m *maker) incident(in *series.Incident) {
	switch in.Kind {
	case record.KindContact, record.KindEvent, record.KindControl, record.KindDisplacement:
	case record.KindStatement:
		if !m.within(in.First) {
			m.restated(in)
		}
		return
	default:
		return
	}
	fresh := m.fresh(in)
	line := m.line(in, fresh)
	switch {
	case len(fresh) == 0:
	case in.Stage == series.Cancelled || in.Stage == series.Denied:
		m.add("cancelled", line)
	case in.Stage == series.Planned:
		if m.within(in.First) {
			if in.When.IsZero() || in.When.To > m.b.Until {
				m.add("announced", line)
			} else if in.Became != "" {
				line.Detail = append(line.Detail, m.outcome(in))
				m.add("announced", line)
			}
		}
	case in.Stage == series.Done && !in.Old && m.within(in.First):
		m.add("new", line)
	case in.Stage == series.Done:
		m.restated(in)
	}
	if len(fresh) > 0 && len(in.Values) > 0 {
		l := line
		l.Detail, l.Cites = nil, nil
		for _, c := range in.Values {
			l.Detail = append(l.Detail, contested(c))
			for _, v := range c.Values {
				for _, by := range v.By {
					if !slices.ContainsFunc(l.Cites, func(x series.Cite) bool { return x.Finding == by.Cite.Finding }) {
						l.Cites = append(l.Cites, by.Cite)
					}
				}
			}
		}
		m.add("contradicted", l)
	}
	if in.Stage == series.Planned && !in.When.IsZero() && in.When.To < m.b.Until && in.When.To >= m.opt.Since && in.Became == "" {
		l := m.line(in, in.Reports)
		l.Day = in.When.To
		l.Detail = []string{"announced for " + in.When.String() + "; no report says that it took place"}
		m.add("overdue", l)
	}
}

func (m *maker) outcome(in *series.Incident) string {
	out := m.w.Incident(in.Became)
	if out == nil {
		return ""
	}
	what := "took place"
	if out.Stage == series.Cancelled || out.Stage == series.Denied {
		what = "did not take place"
	}
	return what + ": " + m.sentence(out)
}

// restated lists what was told before the time and is told again in it.
func (m *maker) restated(in *series.Incident) {
	fresh := m.fresh(in)
	if len(fresh) == 0 || m.within(in.First) && !in.Old || in.First == "" || in.First >= m.opt.Since && m.opt.Since != "" && !in.Old {
		return
	}
	if in.First >= m.opt.Since { // background that no earlier article has
		return
	}
	l := m.line(in, fresh)
	l.Detail = []string{"first reported " + in.First}
	m.add("restated", l)
}

// fresh gives the reports published in the time.
func (m *maker) fresh(in *series.Incident) []series.Report {
	var out []series.Report
	for _, r := range in.Reports {
		if m.within(r.Published) {
			out = append(out, r)
		}
	}
	return out
}

// line makes an entry of an incident, with one citation an origin.
func (m *maker) line(in *series.Incident, rs []series.Report) Line {
	l := Line{Day: in.When.From, Text: m.sentence(in), rank: in.Origins*10 + min(9, len(in.Reports)), id: in.ID, Detail: []string{}}
	if l.Day == "" && len(rs) > 0 {
		l.Day = rs[0].Published
	}
	seen := map[string]bool{}
	for _, first := range []bool{true, false} { // one of each origin, then others
		for _, r := range rs {
			if len(l.Cites) == maxCites || seen[r.Finding] || seen[r.Article] || first && seen["\x00"+r.Origin] {
				continue
			}
			seen[r.Finding], seen[r.Article], seen["\x00"+r.Origin] = true, true, true
			l.Cites = append(l.Cites, r.Cite)
		}
	}
	return l
}

// sentence puts an incident into words.
func (m *maker) sentence(in *series.Incident) string {
	var b strings.Builder
	actors, targets := m.names(in.Actors), m.names(in.Targets)
	switch {
	case in.Kind == record.KindContact || in.Type == "CONSULT":
		b.WriteString(contactWord(in) + ": " + or(m.names(dedup(in.Actors, in.Targets)), "parties unnamed"))
	case in.Kind == record.KindStatement:
		b.WriteString(or(actors, "somebody") + ": " + in.Type)
	case in.Kind == record.KindControl:
		b.WriteString("control (" + in.Type + "): " + or(actors, "holder unnamed"))
	case in.Kind == record.KindDisplacement:
		b.WriteString("displacement: " + in.Type)
	default:
		b.WriteString(or(actors, "unknown") + ": " + verb(in.Type, in.Mode))
		if targets != "" && targets != actors {
			b.WriteString(" → " + targets)
		}
	}
	if in.Where != nil && in.Where.Name != "" {
		b.WriteString(", " + in.Where.Name)
	}
	if d := in.When.String(); d != "" {
		b.WriteString(", " + d)
	}
	if n := len(in.Reports); n > 1 {
		arts := map[string]bool{}
		for i := range in.Reports {
			arts[in.Reports[i].Article] = true
		}
		if len(arts) > 1 {
			fmt.Fprintf(&b, " (%d articles, %s)", len(arts), count(in.Origins, "source"))
		}
	}
	return b.String()
}

func dedup(a, b []string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func contactWord(in *series.Incident) string {
	w := in.Type
	if in.Kind != record.KindContact {
		w = or(in.Mode, "meeting")
	}
	switch in.Stage {
	case series.Planned:
		return w + " announced"
	case series.Cancelled, series.Denied:
		return w + " not held"
	}
	return w
}

// verb reads a PLOVER type as a word.
func verb(typ, mode string) string {
	s := strings.ToLower(typ)
	if mode != "" {
		s += " (" + strings.ReplaceAll(mode, "_", " ") + ")"
	}
	return s
}

const maxNames = 5

func (m *maker) names(ids []string) string {
	var out []string
	for i, id := range ids {
		if i == maxNames {
			out = append(out, fmt.Sprintf("and %d more", len(ids)-maxNames))
			break
		}
		out = append(out, m.w.Name(id))
	}
	return strings.Join(out, ", ")
}

func contested(c series.Contested) string {
	var vs []string
	for _, v := range c.Values {
		var by []string
		for _, x := range v.By {
			by = append(by, x.Name)
		}
		vs = append(vs, v.Value+" ("+strings.Join(by, ", ")+")")
	}
	return c.Field + ": " + strings.Join(vs, " – ")
}

// positions lists turns made in the time.
func (m *maker) positions() {
	for _, p := range m.w.Positions {
		if !m.involves([]string{p.Party}, nil) {
			continue
		}
		for _, c := range p.Changes {
			if !m.within(c.B.Published) {
				continue
			}
			what := c.What + ": " + c.From + " → " + c.To
			switch c.What {
			case "condition added":
				what = "new condition: " + c.To
			case "condition dropped":
				what = "condition no longer named: " + c.From
			}
			m.add("positions", Line{Day: c.B.Published, Text: m.w.Name(p.Party) + " on " + p.Issue, Detail: []string{what}, Cites: []series.Cite{c.A, c.B}, rank: 1, id: p.Key + c.B.Finding})
		}
	}
}

// instruments lists the claims made in the time, with older counter-claims.
func (m *maker) instruments() {
	for _, x := range m.w.Instruments {
		ids := slices.Clone(x.Parties)
		var fresh []series.Claim
		for _, c := range x.Claims {
			ids = append(append(ids, c.By), c.Against...)
			if m.within(c.Published) {
				fresh = append(fresh, c)
			}
		}
		if len(fresh) == 0 || !m.involves(ids, nil) {
			continue
		}
		l := Line{Day: fresh[0].Published, Text: x.Name, rank: len(fresh), id: x.Key}
		seen := map[string]bool{}
		for _, c := range x.Claims {
			if s := m.claim(c); !seen[s] {
				seen[s] = true
				l.Detail = append(l.Detail, s)
				if len(l.Cites) < maxCites {
					l.Cites = append(l.Cites, c.Cite)
				}
			}
		}
		if x.Disputed {
			l.Text += " (disputed)"
		}
		m.add("instruments", l)
	}
}

func (m *maker) claim(c series.Claim) string {
	s := strings.ReplaceAll(c.Status, "_", " ") + ", says " + or(m.w.Name(c.By), c.Outlet)
	if len(c.Against) > 0 {
		s += " of " + m.names(c.Against)
	}
	return s
}

// processes lists those with a step or a word about them in the time.
func (m *maker) processes() {
	for _, p := range m.w.Processes {
		var fresh []series.Cite
		last := ""
		for _, s := range p.Steps {
			if m.within(s.Published) {
				fresh = append(fresh, s.Cite)
				last = s.Outcome
			}
		}
		if len(fresh) == 0 || m.opt.Actor != "" && !m.involves(p.Mediators, nil) {
			continue
		}
		l := Line{Day: fresh[0].Published, Text: p.Name + ": " + last, Detail: []string{}, Cites: fresh[:min(len(fresh), maxCites)], rank: len(p.Steps), id: p.Key}
		if p.Days >= 0 {
			l.Detail = append(l.Detail, fmt.Sprintf("last step %s, %s before the newest article", p.Last, count(p.Days, "day")))
		}
		m.add("processes", l)
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
