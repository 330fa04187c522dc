package record

import (
	"slices"

	"rapporteur/internal/when"
)

// Involved gives the ids of everybody a finding names, each once: actors,
// recipients, participants, speakers, addressees, holders, claimants. An id
// may be an outlet's name where the contract allows that.
func (rec *Record) Involved(it Item) []string {
	var out []string
	add := func(ids ...string) {
		for _, id := range ids {
			if id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	switch it.Kind {
	case KindContact:
		c := &rec.Contacts[it.Index]
		add(c.Participants...)
		add(c.ReportedBy...)
	case KindStatement:
		s := &rec.Statements[it.Index]
		add(s.Speaker)
		add(s.Addressee...)
		add(s.Via...)
	case KindEvent:
		e := &rec.Events[it.Index]
		add(e.Actors...)
		add(e.Recipients...)
		add(e.Attribution...)
	case KindInstrument:
		in := &rec.Instruments[it.Index]
		add(in.Parties...)
		for _, c := range in.Claims {
			add(c.By)
			add(c.Against...)
		}
	case KindDisplacement:
		add(rec.Displacement[it.Index].By)
	case KindControl:
		add(rec.Control[it.Index].Holder, rec.Control[it.Index].By)
	case KindMandate:
		add(rec.Mandates[it.Index].Body)
	case KindProcess:
		add(rec.Processes[it.Index].Mediators...)
	}
	return out
}

// SearchText gives what a search looks through for a finding: its evidence,
// and beside it the names that the finding holds.
func (rec *Record) SearchText(it Item) (evidence string, names []string) {
	for _, id := range rec.Involved(it) {
		names = append(names, rec.NameOf(id))
	}
	switch it.Kind {
	case KindInstrument:
		names = append(names, rec.Instruments[it.Index].Name)
	case KindDisplacement:
		names = append(names, rec.Displacement[it.Index].Group, rec.Displacement[it.Index].From)
	case KindControl:
		names = append(names, rec.Control[it.Index].Territory)
	case KindProcess:
		names = append(names, rec.Processes[it.Index].Name, rec.Processes[it.Index].Format)
	case KindContact:
		if w := rec.Contacts[it.Index].Where; w != nil {
			names = append(names, w.Name)
		}
	case KindEvent:
		if w := rec.Events[it.Index].Where; w != nil {
			names = append(names, w.Name)
		}
	}
	return it.Finding.In(rec.Article.Text), names
}

// When gives the date of a finding; ok is false where it has none.
func (rec *Record) When(it Item) (d when.Date, ok bool) {
	switch it.Kind {
	case KindContact:
		d = rec.Contacts[it.Index].When
	case KindStatement:
		d = rec.Statements[it.Index].When
	case KindEvent:
		d = rec.Events[it.Index].When
	case KindDisplacement:
		d = rec.Displacement[it.Index].When
	case KindControl:
		d = rec.Control[it.Index].When
	case KindProcess:
		d = rec.Processes[it.Index].When
	}
	return d, !d.IsZero()
}

// WhereOf gives the place of a finding, nil where it has none.
func (rec *Record) WhereOf(it Item) *Where {
	switch it.Kind {
	case KindContact:
		return rec.Contacts[it.Index].Where
	case KindEvent:
		return rec.Events[it.Index].Where
	}
	return nil
}
