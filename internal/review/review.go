// Package review lays the decisions of people over the record: accepted,
// corrected and rejected findings, incidents and actors merged and split. The
// decisions are rows that are only ever added (record.Decisions); no record is
// changed by them, and they find their findings again after an article was
// read by another version. The order of the rows does not matter: time and id
// decide, and the later decision on a thing stands.
package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/when"
)

// Verdicts of a finding, as record.Finding.Review has them.
const (
	Accepted  = "accepted"
	Corrected = "corrected"
	rejected  = "rejected"
)

// verdict is the last word on a finding.
type verdict struct {
	what   string
	fields []record.Field
	by     record.Decision
}

// Overlay is the decisions, resolved against the records of a store. It is
// immutable and safe for concurrent use.
type Overlay struct {
	verdicts map[string]verdict       // by finding id
	touched  map[string]bool          // articles with a verdict on one of their findings
	actors   map[string]verdict       // by actor id
	incident map[string]string        // findings that were given another incident
	renamed  map[string]string        // incidents that became part of another
	entity   map[string]string        // actors that were given another entity
	steps    map[string][]record.Step // of findings that were merged or split
	Orphans  []Orphan                 // decisions whose finding is no longer there
	Live     []record.Decision        // those that count, in order
}

// Orphan is a decision about something that the present reading does not have.
type Orphan struct {
	Decision record.Decision
	Anchor   record.Anchor
}

// Resolve finds what the decisions are about. get gives the record of an
// article as it was joined; record.ErrNotFound makes orphans and is no error.
func Resolve(ctx context.Context, get func(ctx context.Context, article string) (*record.Record, error), ds []record.Decision) (*Overlay, error) {
	o := &Overlay{verdicts: map[string]verdict{}, touched: map[string]bool{}, actors: map[string]verdict{}, incident: map[string]string{}, renamed: map[string]string{}, entity: map[string]string{}, steps: map[string][]record.Step{}}
	o.Live = live(ds)
	recs := map[string]*record.Record{}
	find := func(a record.Anchor) (*record.Record, error) {
		rec, ok := recs[a.Article]
		if !ok {
			var err error
			if rec, err = get(ctx, a.Article); err != nil && !errors.Is(err, record.ErrNotFound) {
				return nil, fmt.Errorf("review: %s: %w", a.Article, err)
			}
			if err != nil {
				rec = nil
			}
			recs[a.Article] = rec
		}
		return rec, nil
	}
	for _, d := range o.Live {
		var items []record.Item
		var actors []*record.Actor
		for _, a := range d.On {
			rec, err := find(a)
			if err != nil {
				return nil, err
			}
			if a.Kind == record.KindActor {
				if ac := findActor(rec, a); ac != nil {
					actors = append(actors, ac)
					continue
				}
			} else if it, ok := findItem(rec, a); ok {
				items = append(items, it)
				o.touched[a.Article] = true
				continue
			}
			o.Orphans = append(o.Orphans, Orphan{d, a})
		}
		o.decide(d, items, actors)
	}
	return o, nil
}

// live orders the decisions and leaves out what was undone, and what undoes.
func live(ds []record.Decision) []record.Decision {
	ds = slices.Clone(ds)
	slices.SortFunc(ds, func(a, b record.Decision) int {
		if c := strings.Compare(a.Time, b.Time); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	undone := map[string]bool{}
	for i := len(ds) - 1; i >= 0; i-- { // an undone undo undoes nothing
		if d := ds[i]; d.Act == record.Undo && !undone[d.ID] {
			undone[d.Undoes] = true
		}
	}
	return slices.DeleteFunc(ds, func(d record.Decision) bool { return d.Act == record.Undo || undone[d.ID] })
}

func (o *Overlay) decide(d record.Decision, items []record.Item, actors []*record.Actor) {
	switch d.Act {
	case record.Accept, record.Correct, record.Refuse:
		v := verdict{what: Accepted, by: d, fields: d.Fields}
		switch d.Act {
		case record.Correct:
			v.what = Corrected
		case record.Refuse:
			v.what = rejected
		}
		for _, it := range items {
			o.verdicts[it.Finding.ID] = v
		}
		for _, a := range actors {
			o.actors[a.ID] = v
		}
	case record.Merge:
		if len(items) > 1 {
			into := o.incidentOf(items[0].Finding)
			for _, it := range items {
				if old := o.incidentOf(it.Finding); old != into {
					o.renamed[old] = into
				}
				o.step(it.Finding.ID, d, "merged into "+into)
			}
		}
		if len(actors) > 1 {
			into := o.entityOf(actors[0])
			for _, a := range actors[1:] {
				// every actor that stood behind the one that is merged follows it
				if old := o.entityOf(a); old != into {
					o.entity[old] = into
				}
			}
		}
	case record.Split:
		if len(items) > 0 {
			own := record.ID("incident", d.ID)
			for _, it := range items {
				o.incident[it.Finding.ID] = own
				o.step(it.Finding.ID, d, "split off as "+own)
			}
		}
		for _, a := range actors {
			o.entity[a.ID] = a.ID
		}
	}
}

func (o *Overlay) step(id string, d record.Decision, how string) {
	s := how + " by " + d.Author + " at " + d.Time
	if d.Note != "" {
		s += ": " + d.Note
	}
	o.steps[id] = append(o.steps[id], record.Step{What: "review", How: s})
}

// incidentOf is the incident of a finding under the decisions so far.
func (o *Overlay) incidentOf(f *record.Finding) string {
	id := f.Incident
	if id == "" {
		id = record.ID("incident", f.ID)
	}
	if own := o.incident[f.ID]; own != "" {
		id = own
	}
	for range len(o.renamed) + 1 {
		next, ok := o.renamed[id]
		if !ok || next == id {
			break
		}
		id = next
	}
	return id
}

// entityOf is the entity of an actor under the decisions so far.
func (o *Overlay) entityOf(a *record.Actor) string {
	id := a.ID
	if a.Entity != "" {
		id = a.Entity
	}
	if own := o.entity[a.ID]; own != "" {
		id = own
	}
	for range len(o.entity) + 1 {
		next, ok := o.entity[id]
		if !ok || next == id {
			break
		}
		id = next
	}
	return id
}

// Apply lays the decisions over a record, which it changes: what was rejected
// is taken out, corrections are made, incidents and entities are those that
// were decided. An error names a correction that does not fit the contract.
func (o *Overlay) Apply(rec *record.Record) error {
	if len(o.Live) == 0 {
		return nil
	}
	for i := range rec.Actors {
		a := &rec.Actors[i]
		if e := o.entityOf(a); e != a.ID {
			a.Entity = e
		} else {
			a.Entity = ""
		}
		if v, ok := o.actors[a.ID]; ok && v.what == Corrected {
			if err := correct(a, v.fields); err != nil {
				return fmt.Errorf("review: %s: %w", v.by.ID, err)
			}
		}
	}
	for _, it := range rec.Items() {
		f := it.Finding
		f.Incident = o.incidentOf(f)
		f.Why = append(f.Why, o.steps[f.ID]...)
		v, ok := o.verdicts[f.ID]
		if !ok || v.what == rejected {
			continue
		}
		if v.what == Corrected {
			if err := correct(rec.Value(it), v.fields); err != nil {
				return fmt.Errorf("review: %s: %w", v.by.ID, err)
			}
		}
		f.Review = v.what
		f.Why = append(f.Why, record.Step{What: "review", How: v.what + " by " + v.by.Author + " at " + v.by.Time})
	}
	gone := func(f *record.Finding) bool { return o.verdicts[f.ID].what == rejected }
	rec.Contacts = slices.DeleteFunc(rec.Contacts, func(x record.Contact) bool { return gone(&x.Finding) })
	rec.Statements = slices.DeleteFunc(rec.Statements, func(x record.Statement) bool { return gone(&x.Finding) })
	rec.Events = slices.DeleteFunc(rec.Events, func(x record.Event) bool { return gone(&x.Finding) })
	rec.Instruments = slices.DeleteFunc(rec.Instruments, func(x record.Instrument) bool { return gone(&x.Finding) })
	rec.Displacement = slices.DeleteFunc(rec.Displacement, func(x record.Displacement) bool { return gone(&x.Finding) })
	rec.Control = slices.DeleteFunc(rec.Control, func(x record.Control) bool { return gone(&x.Finding) })
	rec.Mandates = slices.DeleteFunc(rec.Mandates, func(x record.Mandate) bool { return gone(&x.Finding) })
	rec.Processes = slices.DeleteFunc(rec.Processes, func(x record.Process) bool { return gone(&x.Finding) })
	return nil
}

// refused counts the findings that were rejected.
func (o *Overlay) refused() int {
	n := 0
	for _, v := range o.verdicts {
		if v.what == rejected {
			n++
		}
	}
	return n
}

// Verdict says what was decided about a finding of the present reading: "" if
// nothing was.
func (o *Overlay) Verdict(finding string) string { return o.verdicts[finding].what }

// fixed are the fields that no correction may change: they say where a
// finding comes from.
func fixed(name string) bool {
	switch name {
	case "id", "incident", "was", "review", "rule", "confidence", "why", "mentions", "entity", "register":
		return true
	}
	return false
}

// correct sets fields of a finding or actor by their names in the contract.
func correct(v any, fields []record.Field) error {
	m := map[string]json.RawMessage{}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	for _, f := range fields {
		if _, ok := m[f.Name]; !ok || fixed(f.Name) {
			return fmt.Errorf("no field %q that could be corrected", f.Name)
		}
		if !json.Valid([]byte(f.Value)) {
			return fmt.Errorf("field %s: %q is no JSON", f.Name, f.Value)
		}
		m[f.Name] = json.RawMessage(f.Value)
		var day string
		if f.Name == "when" && json.Unmarshal([]byte(f.Value), &day) == nil { // a date as people write it
			d, err := when.Parse(day, when.Stated)
			if err != nil {
				return fmt.Errorf("field when: %q is no date; write 2020, 2020-02 or 2020-02-14", day)
			}
			if m[f.Name], err = json.Marshal(d); err != nil {
				return err
			}
		}
	}
	if b, err = json.Marshal(m); err != nil {
		return err
	}
	var odd *json.UnmarshalTypeError
	switch err := json.Unmarshal(b, v); {
	case errors.As(err, &odd):
		return fmt.Errorf("field %s cannot be a %s", odd.Field, odd.Value)
	case err != nil:
		return err
	}
	return nil
}
