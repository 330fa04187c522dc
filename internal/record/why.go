package record

import "slices"

// WithoutWhy is a copy of the record without the derivations of findings and
// actors, the form of the output contract.
func (rec *Record) WithoutWhy() *Record {
	out := *rec
	out.Actors = slices.Clone(rec.Actors)
	for i := range out.Actors {
		out.Actors[i].Why = nil
	}
	out.Contacts = slices.Clone(rec.Contacts)
	out.Statements = slices.Clone(rec.Statements)
	out.Events = slices.Clone(rec.Events)
	out.Instruments = slices.Clone(rec.Instruments)
	out.Displacement = slices.Clone(rec.Displacement)
	out.Control = slices.Clone(rec.Control)
	out.Mandates = slices.Clone(rec.Mandates)
	out.Processes = slices.Clone(rec.Processes)
	out.EachFinding(func(_ string, f *Finding) { f.Why = nil })
	return &out
}

// EachFinding calls fn with the kind and the shared part of every finding, in
// the order of the output contract. fn may change it.
func (rec *Record) EachFinding(fn func(kind string, f *Finding)) {
	for i := range rec.Contacts {
		fn("contact", &rec.Contacts[i].Finding)
	}
	for i := range rec.Statements {
		fn("statement", &rec.Statements[i].Finding)
	}
	for i := range rec.Events {
		fn("event", &rec.Events[i].Finding)
	}
	for i := range rec.Instruments {
		fn("instrument", &rec.Instruments[i].Finding)
	}
	for i := range rec.Displacement {
		fn("displacement", &rec.Displacement[i].Finding)
	}
	for i := range rec.Control {
		fn("control", &rec.Control[i].Finding)
	}
	for i := range rec.Mandates {
		fn("mandate", &rec.Mandates[i].Finding)
	}
	for i := range rec.Processes {
		fn("process", &rec.Processes[i].Finding)
	}
}
