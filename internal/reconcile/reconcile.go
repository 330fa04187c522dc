// Package reconcile makes one record out of the records of many articles. It
// finds copied texts, articles that report the same main event, paragraphs
// that an outlet prints in every story, actors behind several spellings, and
// the incidents: findings of any number of articles that report one
// occurrence. Nothing is thrown away and nothing wins: an incident keeps every
// report with its values and claimants.
//
// The result does not depend on the order of the articles, nor on how often
// or in how many parts they were joined before. Every join says why it was
// made, and a person's decisions (package review) stand above it.
//
// Package reconcile reads no language: it compares words, names, days, places
// and numbers that the reading of each article left in its record.
package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/record"
)

// Joiner takes records one by one, keeps a sketch of each (some 10 kB an
// article, no text), and joins them. It is not safe for concurrent use.
type Joiner struct {
	v    *vocabulary
	arts map[string]*sketch // by article id
}

// New makes an empty Joiner. An error means that the embedded word lists are
// broken.
func New() (*Joiner, error) {
	v, err := words()
	if err != nil {
		return nil, err
	}
	return &Joiner{v: v, arts: map[string]*sketch{}}, nil
}

// Add sketches a record; it keeps nothing of it. A second record of the same
// article replaces the first where its text's digest is greater, so that the
// order of the two does not matter. What an earlier joining wrote into the
// record is not looked at.
func (j *Joiner) Add(rec *record.Record) {
	s := sketchOf(j.v, rec)
	if old := j.arts[s.id]; old == nil || old.sha <= s.sha {
		j.arts[s.id] = s
	}
}

// Joins is the outcome of a joining. It is immutable.
type Joins struct {
	Copies    []Copied
	Same      []Same   // pairs that support the groups of same main event
	Actors    []Merged // actors that are one
	Incidents []Joined // of two findings and more
	arts      map[string]*joined
	entity    map[string]string
	finds     int
}

// Joined is an incident of several findings.
type Joined struct {
	ID       string
	Findings []string // ids, the first report first
	Why      []string // for each finding, which it was joined with and why
}

// joined is what was found out of one article.
type joined struct {
	sha       string
	same      []string
	copyOf    string
	copyWhy   []string
	recurring []int
	incident  map[string]string   // finding -> incident
	why       map[string][]string // finding -> reasons of its best join
	back      map[string]bool     // findings that stand in recurring paragraphs
}

// Join joins what was added.
func (j *Joiner) Join() *Joins {
	arts := make([]*sketch, 0, len(j.arts))
	for _, s := range j.arts {
		arts = append(arts, s)
	}
	slices.SortFunc(arts, func(a, b *sketch) int {
		if a.published != b.published {
			return cmpInt(a.published, b.published)
		}
		return strings.Compare(a.id, b.id)
	})
	ix := index(arts)
	al := alignments(arts, ix)
	recur := recurring(arts, ix, al)
	ix = nil
	terms := make([][]term, len(arts))
	for i, s := range arts {
		terms[i] = s.terms(recur[i])
	}
	r := rarityOf(terms)
	views := make([]view, len(arts))
	number := make(map[*sketch]int, len(arts))
	for i, s := range arts {
		views[i] = viewOf(terms[i], r)
		views[i].opening(s, r)
		number[s] = i
	}
	out := &Joins{arts: make(map[string]*joined, len(arts)), Copies: copies(arts, al)}
	for i, s := range arts {
		out.arts[s.id] = &joined{sha: s.sha, recurring: paragraphsOf(recur[i]), incident: map[string]string{}, why: map[string][]string{}, back: map[string]bool{}}
	}
	for _, c := range out.Copies {
		a := out.arts[c.Article]
		a.copyOf, a.copyWhy = c.Of, c.Why
	}
	borrow(arts, out.Copies, al)
	groups, links, whySame := mainEvents(arts, views, al)
	event := make([]int, len(arts))
	for i := range event {
		event[i] = -1
	}
	for g, members := range groups {
		for _, i := range members {
			event[i] = g
			for _, k := range members {
				if i != k {
					out.arts[arts[i].id].same = append(out.arts[arts[i].id].same, arts[k].id)
				}
			}
			slices.Sort(out.arts[arts[i].id].same)
		}
	}
	for _, l := range links {
		if event[l.a] >= 0 && event[l.a] == event[l.b] {
			out.Same = append(out.Same, Same{A: arts[l.a].id, B: arts[l.b].id, Score: l.score, Why: whySame[[2]int{l.a, l.b}].reasons(), a: l.a, b: l.b})
		}
	}
	slices.SortFunc(out.Same, func(x, y Same) int {
		if x.a != y.a {
			return x.a - y.a
		}
		return x.b - y.b
	})
	out.entity, out.Actors = entities(arts)
	for _, s := range arts {
		for _, p := range s.parties {
			if p.entity = out.entity[p.id]; p.entity == "" {
				p.entity = p.id
			}
		}
	}
	c := &comparison{r: r, event: event, al: al, number: number}
	out.join(c, arts, recur)
	return out
}

// join finds the incidents and notes them at each finding.
func (out *Joins) join(c *comparison, arts []*sketch, recur []map[int]bool) {
	var finds []*found
	for i, s := range arts {
		for _, f := range s.finds {
			f.status = f.read
			if f.sent >= 0 && recur[i][s.sents[f.sent].paragraph] && f.read == record.New {
				f.status = record.Background
				out.arts[s.id].back[f.id] = true
			}
			finds = append(finds, f)
		}
	}
	out.finds = len(finds)
	groups, links := c.incidents(finds)
	group := make([]int, len(finds))
	for i := range group {
		group[i] = -1
	}
	for g, members := range groups {
		id := incidentID(finds[members[0]].id)
		in := Joined{ID: id, Why: make([]string, len(members))}
		for _, m := range members {
			group[m] = g
			f := finds[m]
			in.Findings = append(in.Findings, f.id)
			out.arts[f.s.id].incident[f.id] = id
		}
		out.Incidents = append(out.Incidents, in)
	}
	for i, f := range finds {
		if group[i] < 0 {
			out.arts[f.s.id].incident[f.id] = incidentID(f.id)
		}
	}
	// each finding keeps the reasons of its best join
	for _, l := range links { // best first
		if group[l.a] < 0 || group[l.a] != group[l.b] {
			continue
		}
		for _, p := range [][2]int{{l.a, l.b}, {l.b, l.a}} {
			f, other := finds[p[0]], finds[p[1]]
			at := out.arts[f.s.id]
			if at.why[f.id] == nil {
				x, _ := c.alike(finds[l.a], finds[l.b], joinIncident)
				at.why[f.id] = append([]string{"joined with " + other.id + " of article " + other.s.id}, x.reasons(finds[l.a], finds[l.b])...)
			}
		}
	}
	for g := range out.Incidents {
		for k, m := range groups[g] {
			if why := out.arts[finds[m].s.id].why[finds[m].id]; why != nil {
				out.Incidents[g].Why[k] = because(why)
			}
		}
	}
}

// Fill writes what was found out of a record into it and says whether that
// changed it: article.same_event_as, copy_of and background paragraphs, the
// incident of every finding with the reason as a step of its derivation, the
// status of findings in recurring paragraphs, and the entity of actors. What
// an earlier Fill wrote is taken back first. A record that was not added, or
// whose text is another, is left alone.
func (js *Joins) Fill(rec *record.Record) (changed bool) {
	at := js.arts[rec.Article.ID]
	if at == nil || at.sha != rec.Article.SHA256 {
		return false
	}
	before := written(rec).hash()
	Reset(rec)
	rec.Article.SameEvent = append([]string{}, at.same...)
	if at.copyOf != "" {
		of := at.copyOf
		rec.Article.CopyOf = &of
	}
	for _, p := range at.recurring {
		if !slices.Contains(rec.Article.Background, p) {
			rec.Article.Background = append(rec.Article.Background, p)
			rec.Article.Recurring = append(rec.Article.Recurring, p)
		}
	}
	slices.Sort(rec.Article.Background)
	for i := range rec.Actors {
		rec.Actors[i].Entity = js.entityOf(rec.Actors[i].ID)
	}
	rec.EachFinding(func(_ string, f *record.Finding) {
		f.Incident = at.incident[f.ID]
		if why := at.why[f.ID]; why != nil {
			f.Why = append(f.Why, record.Step{What: stepIncident, How: because(why)})
		}
		if at.back[f.ID] {
			f.Was, f.Status = f.Status, record.Background
			f.Why = append(f.Why, record.Step{What: stepIncident, How: becauseRecurring})
		}
	})
	return before != written(rec).hash()
}

const becauseRecurring = "background: the outlet prints this paragraph in other articles too"

// entityOf is the actor that stands for another one, "" if it does itself.
func (js *Joins) entityOf(id string) string {
	if e := js.entity[id]; e != id {
		return e
	}
	return ""
}

// state is what joining writes into a record, in a form whose hash tells
// whether a record has to be written again.
type state struct{ h uint64 }

func (s *state) add(parts ...string) {
	for _, p := range parts {
		for i := 0; i < len(p); i++ {
			s.h = (s.h ^ uint64(p[i])) * 1099511628211
		}
		s.h = (s.h ^ 0xff) * 1099511628211
	}
}

func (s *state) hash() uint64 { return s.h }

// written is the state of a record.
func written(rec *record.Record) *state {
	s := &state{h: 14695981039346656037}
	a := &rec.Article
	s.add("same")
	s.add(a.SameEvent...)
	if a.CopyOf != nil {
		s.add("copy", *a.CopyOf)
	}
	for _, p := range a.Recurring {
		s.add("para", strconv.Itoa(p))
	}
	for i := range rec.Actors {
		if e := rec.Actors[i].Entity; e != "" {
			s.add("entity", rec.Actors[i].ID, e)
		}
	}
	rec.EachFinding(func(_ string, f *record.Finding) {
		s.add("finding", f.ID, f.Incident, string(f.Was))
		for _, w := range f.Why {
			if w.What == stepIncident {
				s.add(w.How)
			}
		}
	})
	return s
}

// due is the state that Fill would leave a record in.
func (js *Joins) due(sk *sketch) uint64 {
	at := js.arts[sk.id]
	s := &state{h: 14695981039346656037}
	s.add("same")
	s.add(at.same...)
	if at.copyOf != "" {
		s.add("copy", at.copyOf)
	}
	for _, p := range at.recurring {
		if !sk.back[p] {
			s.add("para", strconv.Itoa(p))
		}
	}
	for _, id := range sk.known {
		if e := js.entityOf(id); e != "" {
			s.add("entity", id, e)
		}
	}
	for _, f := range sk.finds {
		was := ""
		if at.back[f.id] {
			was = string(f.read)
		}
		s.add("finding", f.id, at.incident[f.id], was)
		if why := at.why[f.id]; why != nil {
			s.add(because(why))
		}
		if at.back[f.id] {
			s.add(becauseRecurring)
		}
	}
	return s.hash()
}

// because makes one sentence of the reasons of a join.
func because(why []string) string { return why[0] + " because " + strings.Join(why[1:], ", ") }

// Alone joins a record with itself: its findings that are one occurrence, as
// if there were no other article. It is what a record is before it is joined.
// An error means that the embedded word lists are broken.
func Alone(rec *record.Record) error {
	_, err := Apply([]*record.Record{rec})
	return err
}

// Read says that the store has a record with the same reading of the same
// article, whatever was joined to it since: putting it again would only undo
// the joining.
func Read(ctx context.Context, st record.Store, rec *record.Record) (bool, error) {
	old, err := st.Get(ctx, rec.Article.ID)
	switch {
	case errors.Is(err, record.ErrNotFound):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("reconcile: %w", err)
	}
	Reset(old)
	rec = copyOf(rec)
	Reset(rec)
	x, err := record.Canonical(old)
	if err != nil {
		return false, err
	}
	y, err := record.Canonical(rec)
	if err != nil {
		return false, err
	}
	return string(x) == string(y), nil
}

// copyOf copies as much of a record as Reset changes.
func copyOf(rec *record.Record) *record.Record {
	out := *rec
	out.Actors = slices.Clone(rec.Actors)
	out.Contacts, out.Statements, out.Events = slices.Clone(rec.Contacts), slices.Clone(rec.Statements), slices.Clone(rec.Events)
	out.Instruments, out.Displacement, out.Control = slices.Clone(rec.Instruments), slices.Clone(rec.Displacement), slices.Clone(rec.Control)
	out.Mandates, out.Processes = slices.Clone(rec.Mandates), slices.Clone(rec.Processes)
	return &out
}

// incidentID makes the id of an incident from that of its first finding.
func incidentID(finding string) string { return record.ID(stepIncident, finding) }

// stepIncident marks the steps of a derivation that come from here.
const stepIncident = "incident"

// Reset takes back all that Fill writes.
func Reset(rec *record.Record) {
	a := &rec.Article
	a.SameEvent, a.CopyOf = []string{}, nil
	if len(a.Recurring) > 0 {
		a.Background = slices.DeleteFunc(slices.Clone(a.Background), func(p int) bool { return slices.Contains(a.Recurring, p) })
		a.Recurring = nil
	}
	for i := range rec.Actors {
		rec.Actors[i].Entity = ""
	}
	rec.EachFinding(func(_ string, f *record.Finding) {
		f.Incident = ""
		if f.Was != "" {
			f.Status, f.Was = f.Was, ""
		}
		f.Why = slices.DeleteFunc(slices.Clone(f.Why), func(s record.Step) bool { return s.What == stepIncident })
		if len(f.Why) == 0 {
			f.Why = nil
		}
	})
}

// Apply joins records that are in memory and fills each.
func Apply(recs []*record.Record) (*Joins, error) {
	j, err := New()
	if err != nil {
		return nil, err
	}
	for _, rec := range recs {
		j.Add(rec)
	}
	js := j.Join()
	for _, rec := range recs {
		js.Fill(rec)
	}
	return js, nil
}
