package series

import (
	"cmp"
	"slices"
	"time"

	"rapporteur/internal/record"
)

// Instrument is an agreement or resolution with what is claimed about it,
// over time: claims and counter-claims side by side.
type Instrument struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Date    string   `json:"date"`
	Parties []string `json:"parties"` // entity ids
	Claims  []Claim  `json:"claims"`  // by publication
	Cites   []Cite   `json:"cites"`
	// Disputed says that claims contradict one another: implemented for one, not for another.
	Disputed bool `json:"disputed"`
}

// Claim is one claim about an instrument.
type Claim struct {
	Cite
	By      string   `json:"by"`      // entity id or outlet
	Against []string `json:"against"` // entity ids
	Status  string   `json:"status"`
}

func (g *Gatherer) instrument(rec *record.Record, in *record.Instrument, who map[string]string) {
	key := in.Kind + "/" + keyOf(in.Name)
	if !named(in.Name) { // "the agreement" of one article is not that of another
		key += "/" + in.Incident
	}
	x := g.instruments[key]
	if x == nil {
		x = &Instrument{Key: key}
		g.instruments[key] = x
	}
	c := cite(rec, record.KindInstrument, &in.Finding)
	if len(x.Cites) == 0 || byPublication(&c, &x.Cites[0]) < 0 {
		x.Name, x.Kind = in.Name, in.Kind
		x.Cites = append([]Cite{c}, x.Cites...)
	} else {
		x.Cites = append(x.Cites, c)
	}
	if in.Date != "" && (x.Date == "" || len(in.Date) > len(x.Date) || len(in.Date) == len(x.Date) && in.Date < x.Date) {
		x.Date = in.Date
	}
	for _, p := range of(who, in.Parties) {
		if !slices.Contains(x.Parties, p) {
			x.Parties = append(x.Parties, p)
		}
	}
	for _, cl := range in.Claims {
		by := of(who, []string{cl.By})
		claim := Claim{Cite: citeSpan(rec, record.KindInstrument, in.ID, cl.Span), Against: of(who, cl.Against), Status: cl.Status}
		if len(by) > 0 {
			claim.By = by[0]
		}
		x.Claims = append(x.Claims, claim)
	}
}

// named says that a name has a capital letter or a number: it names one thing.
func named(s string) bool {
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return true
		}
	}
	return false
}

func (x *Instrument) close() {
	slices.SortFunc(x.Cites, func(a, b Cite) int { return byPublication(&a, &b) })
	slices.SortFunc(x.Claims, func(a, b Claim) int {
		return cmp.Or(byPublication(&a.Cite, &b.Cite), cmp.Compare(a.By, b.By), cmp.Compare(a.Status, b.Status))
	})
	slices.Sort(x.Parties)
	good, bad := false, false
	for _, c := range x.Claims {
		switch c.Status {
		case "implemented", "partly_implemented":
			good = true
		case "not_implemented", "violated":
			bad = true
		}
	}
	x.Disputed = good && bad
}

// Process is a peace process with its steps.
type Process struct {
	Key       string   `json:"key"`
	Name      string   `json:"name"`
	Mediators []string `json:"mediators"`
	Steps     []Step   `json:"steps"` // by day
	Last      string   `json:"last_step"`
	Days      int      `json:"days_since"` // since the last step, on the day of the newest article; -1 if unknown
}

// Step is one step of a process, or the word that there was none.
type Step struct {
	Cite
	Outcome string `json:"outcome"`
	On      string `json:"on"`
}

func (g *Gatherer) process(rec *record.Record, x *record.Process, who map[string]string) {
	name := x.Name
	if x.Format != "" {
		name = x.Format
	}
	key := keyOf(name)
	if !named(name) {
		key += "/" + x.Incident
	}
	p := g.processes[key]
	if p == nil {
		p = &Process{Key: key}
		g.processes[key] = p
	}
	if p.Name == "" || name < p.Name {
		p.Name = name
	}
	for _, m := range of(who, x.Mediators) {
		if !slices.Contains(p.Mediators, m) {
			p.Mediators = append(p.Mediators, m)
		}
	}
	p.Steps = append(p.Steps, Step{Cite: cite(rec, record.KindProcess, &x.Finding), Outcome: x.Outcome, On: x.When.String()})
}

func (p *Process) close(asOf string) {
	slices.Sort(p.Mediators)
	slices.SortFunc(p.Steps, func(a, b Step) int { return cmp.Or(cmp.Compare(a.On, b.On), byPublication(&a.Cite, &b.Cite)) })
	p.Days = -1
	for _, s := range p.Steps {
		switch s.Outcome {
		case "round held", "resumed", "progress", "concluded":
			if len(s.On) == 10 {
				p.Last = max(p.Last, s.On)
			}
		}
	}
	a, err1 := time.Parse("2006-01-02", p.Last)
	b, err2 := time.Parse("2006-01-02", asOf)
	if err1 == nil && err2 == nil && !b.Before(a) {
		p.Days = int(b.Sub(a).Hours() / 24)
	}
}
