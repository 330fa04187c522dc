// Package series turns joined records into what runs through time: incidents
// with all their reports and the values that the reports differ in, contacts,
// positions of each party on each issue, instruments with claims and
// counter-claims, processes with their steps, and who was seen in which
// office. It decides nothing about what belongs together; package reconcile
// has written that into the records, and decisions of a person may have
// changed it. Every entry leads back to the sentences that say so.
package series

import (
	"cmp"
	"slices"
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Cite is one place in one article that says something.
type Cite struct {
	Article   string    `json:"article"`
	Outlet    string    `json:"outlet"`
	Title     string    `json:"title"`
	URL       string    `json:"url"`
	Published string    `json:"published"` // ISO prefix, "" if unknown
	Origin    string    `json:"origin"`    // what counts as one independent source: an agency, or an outlet
	Kind      string    `json:"kind"`      // of the finding
	Finding   string    `json:"finding"`
	Span      text.Span `json:"evidence"`
	Quote     string    `json:"quote"` // the evidence, shortened
}

// maxQuote is the length of a quote in characters.
const maxQuote = 280

// Report is one finding as a report of an incident.
type Report struct {
	Cite
	Status     record.Status `json:"status"`
	Stage      Stage         `json:"stage"`
	Actors     []string      `json:"actors"`     // entity ids
	Recipients []string      `json:"recipients"` // entity ids
	When       when.Date     `json:"when"`
	Where      *record.Where `json:"where"`
	Dead       *int          `json:"dead"`
	Injured    *int          `json:"injured"`
	Size       *int          `json:"size"`
	By         []string      `json:"by"` // entity ids of who vouches for it, none for the outlet
	Confidence float64       `json:"confidence"`
	typ        string
	cancelled  bool
}

// Stage is what an incident is in time and truth.
type Stage string

// Stages of incidents.
const (
	Done      Stage = "done"
	Planned   Stage = "planned"
	Possible  Stage = "possible"
	Denied    Stage = "denied" // said not to have happened
	Cancelled Stage = "cancelled"
)

// Incident is one occurrence with all its reports.
type Incident struct {
	ID      string        `json:"id"`
	Kind    string        `json:"kind"` // of the first report
	Type    string        `json:"type"` // event type, contact format, statement act ...
	Mode    string        `json:"mode"`
	Stage   Stage         `json:"stage"`
	When    when.Date     `json:"when"` // the finest date that most origins give
	Where   *record.Where `json:"where"`
	Actors  []string      `json:"actors"`     // entity ids, those that most reports name first
	Targets []string      `json:"recipients"` // entity ids
	Reports []Report      `json:"reports"`    // by publication, article, place in the text
	Origins int           `json:"origins"`    // independent sources
	Values  []Contested   `json:"values"`     // what the reports differ in
	First   string        `json:"first_reported"`
	Last    string        `json:"last_reported"`
	Became  string        `json:"became"` // of a plan: the incident that it led to, "" if none is known
	Sure    float64       `json:"confidence"`
	Old     bool          `json:"background"` // no report has it as news
	least   string        // the least id of its findings
}

// Contested is a value that reports differ in. Nothing wins: each value
// stands with those who say so.
type Contested struct {
	Field  string  `json:"field"` // dead | injured | size | day | place | actor | truth
	Values []Value `json:"values"`
}

// Value is one of several values.
type Value struct {
	Value string     `json:"value"`
	By    []Claimant `json:"by"`
}

// Claimant is who gives a value: an actor if the report names one, else the
// outlet.
type Claimant struct {
	Name string `json:"name"`
	Cite Cite   `json:"cite"`
}

// World is everything that runs through a set of articles.
type World struct {
	Incidents   []*Incident   `json:"incidents"` // by first report, then id
	Positions   []*Position   `json:"positions"`
	Instruments []*Instrument `json:"instruments"`
	Processes   []*Process    `json:"processes"`
	Actors      []*Actor      `json:"actors"`
	AsOf        string        `json:"as_of"` // day of the newest article
	byID        map[string]*Incident
	names       map[string]string
}

// Name gives the name of an entity, or the id itself.
func (w *World) Name(id string) string {
	if n := w.names[id]; n != "" {
		return n
	}
	return id
}

// Incident finds an incident by its id, nil if there is none.
func (w *World) Incident(id string) *Incident { return w.byID[id] }

// Gatherer takes joined records in any order and makes the World. It keeps
// the evidence of every finding, shortened, and no text.
type Gatherer struct {
	incidents   map[string]*Incident
	positions   map[string]*Position
	instruments map[string]*Instrument
	processes   map[string]*Process
	actors      map[string]*Actor
	articles    map[string]head
	asOf        string
}

// head is what origins need of an article.
type head struct{ copyOf, outlet, agency string }

// NewGatherer makes an empty one.
func NewGatherer() *Gatherer {
	return &Gatherer{incidents: map[string]*Incident{}, positions: map[string]*Position{}, instruments: map[string]*Instrument{}, processes: map[string]*Process{},
		actors: map[string]*Actor{}, articles: map[string]head{}}
}

// Add takes a record. It must have been joined (or reconcile.Alone), so that
// every finding has an incident. rec is not kept.
func (g *Gatherer) Add(rec *record.Record) {
	a := &rec.Article
	h := head{outlet: a.Outlet}
	if a.CopyOf != nil {
		h.copyOf = *a.CopyOf
	}
	for _, hop := range a.Chain {
		if hop.Kind == "agency" && h.agency == "" {
			h.agency = hop.Who
		}
	}
	g.articles[a.ID] = h
	if len(a.Published) >= 10 {
		g.asOf = max(g.asOf, a.Published[:10])
	}
	who := entities(rec)
	for i := range rec.Actors {
		g.seen(rec, &rec.Actors[i], who[rec.Actors[i].ID])
	}
	for _, it := range rec.Items() {
		g.report(rec, it, who)
	}
}

// entities maps the actor ids of a record to those of the whole record.
func entities(rec *record.Record) map[string]string {
	out := map[string]string{}
	for i := range rec.Actors {
		a := &rec.Actors[i]
		out[a.ID] = a.ID
		if a.Entity != "" {
			out[a.ID] = a.Entity
		}
	}
	return out
}

// of maps a list of ids; what is no actor (an outlet's name) stays.
func of(who map[string]string, ids []string) []string {
	out := []string{}
	for _, id := range ids {
		if id == "" {
			continue
		}
		if e, ok := who[id]; ok {
			id = e
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func cite(rec *record.Record, kind string, f *record.Finding) Cite {
	return citeSpan(rec, kind, f.ID, f.Span)
}

func citeSpan(rec *record.Record, kind, id string, sp text.Span) Cite {
	a := &rec.Article
	return Cite{Article: a.ID, Outlet: a.Outlet, Title: a.Title, URL: a.URL, Published: a.Published, Kind: kind, Finding: id, Span: sp, Quote: clip(sp.In(a.Text))}
}

// clip puts a passage on one line and shortens it.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxQuote {
		return strings.TrimRight(string(r[:maxQuote-1]), " ,;") + "…"
	}
	return s
}

// report adds a finding to its incident and to the series of its kind.
func (g *Gatherer) report(rec *record.Record, it record.Item, who map[string]string) {
	f := it.Finding
	id := f.Incident
	if id == "" {
		id = record.ID("incident", f.ID)
	}
	r := Report{Cite: cite(rec, it.Kind, f), Status: f.Status, Stage: stageOf(f.Status), Confidence: f.Confidence, Actors: []string{}, Recipients: []string{}, By: []string{}}
	r.When, _ = rec.When(it)
	r.Where = rec.WhereOf(it)
	typ, mode := "", ""
	switch it.Kind {
	case record.KindContact:
		c := &rec.Contacts[it.Index]
		typ, r.Actors, r.By = c.Format, of(who, c.Participants), of(who, c.ReportedBy)
		switch c.Stage {
		case "announced":
			if r.Stage == Done {
				r.Stage = Planned
			}
		case "cancelled":
			r.Stage, r.cancelled = Cancelled, true
		}
	case record.KindEvent:
		e := &rec.Events[it.Index]
		typ, mode = e.Type, e.Mode
		if e.PlannedType != nil {
			typ = *e.PlannedType
		}
		r.Actors, r.Recipients, r.By = of(who, e.Actors), of(who, e.Recipients), of(who, e.Attribution)
		r.Dead, r.Injured, r.Size = e.Dead, e.Injured, e.Size
	case record.KindStatement:
		s := &rec.Statements[it.Index]
		typ, r.Actors, r.Recipients = s.Act, of(who, []string{s.Speaker}), of(who, s.Addressee)
		g.position(rec, s, who)
	case record.KindInstrument:
		in := &rec.Instruments[it.Index]
		typ, r.Actors = in.Kind, of(who, in.Parties)
		g.instrument(rec, in, who)
	case record.KindDisplacement:
		x := &rec.Displacement[it.Index]
		typ, r.Size, r.By = x.Kind, x.Number, of(who, []string{x.By})
	case record.KindControl:
		x := &rec.Control[it.Index]
		typ, r.Actors, r.By = x.Kind, of(who, []string{x.Holder}), of(who, []string{x.By})
	case record.KindMandate:
		typ, r.Actors = "mandate", of(who, []string{rec.Mandates[it.Index].Body})
	case record.KindProcess:
		x := &rec.Processes[it.Index]
		typ, r.Actors = x.Outcome, of(who, x.Mediators)
		g.process(rec, x, who)
	}
	r.typ = typ
	in := g.incidents[id]
	if in == nil {
		in = &Incident{ID: id}
		g.incidents[id] = in
	}
	in.Reports = append(in.Reports, r)
	// kind and type are those of the least finding: any fixed choice would do, so that order does not matter
	if in.least == "" || f.ID < in.least {
		in.least, in.Kind, in.Type, in.Mode = f.ID, it.Kind, typ, mode
	}
}

func stageOf(st record.Status) Stage {
	switch st {
	case record.Planned:
		return Planned
	case record.Hypothetical:
		return Possible
	case record.Negated:
		return Denied
	}
	return Done
}

// World closes the gathering. The Gatherer must not be used afterwards.
func (g *Gatherer) World() *World {
	w := &World{AsOf: g.asOf, byID: g.incidents, names: map[string]string{}}
	for id, a := range g.actors {
		a.close()
		w.names[id] = a.Name
		w.Actors = append(w.Actors, a)
	}
	slices.SortFunc(w.Actors, func(a, b *Actor) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	for _, in := range g.incidents {
		g.close(in, w)
		w.Incidents = append(w.Incidents, in)
	}
	slices.SortFunc(w.Incidents, func(a, b *Incident) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID)) })
	for _, p := range g.positions {
		p.close()
		w.Positions = append(w.Positions, p)
	}
	slices.SortFunc(w.Positions, func(a, b *Position) int { return cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.Key, b.Key)) })
	for _, in := range g.instruments {
		in.close()
		w.Instruments = append(w.Instruments, in)
	}
	slices.SortFunc(w.Instruments, func(a, b *Instrument) int { return cmp.Compare(a.Key, b.Key) })
	for _, p := range g.processes {
		p.close(w.AsOf)
		w.Processes = append(w.Processes, p)
	}
	slices.SortFunc(w.Processes, func(a, b *Process) int { return cmp.Compare(a.Key, b.Key) })
	w.outcomes()
	return w
}

// byPublication orders citations.
func byPublication(a, b *Cite) int {
	return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Finding, b.Finding))
}

// origin is what counts as one source: the agency that the first article of a
// chain of copies names, else that article's outlet.
func (g *Gatherer) origin(article string) string {
	for range 20 { // copies of copies; a circle is impossible but would hang
		h := g.articles[article]
		if h.copyOf == "" || g.articles[h.copyOf] == (head{}) {
			break
		}
		article = h.copyOf
	}
	h := g.articles[article]
	switch {
	case h.agency != "":
		return h.agency
	case h.outlet != "":
		return h.outlet
	}
	return article
}
