package record

// Kinds of findings, as Item and search name them, in the order of the
// output contract.
const (
	KindContact      = "contact"
	KindStatement    = "statement"
	KindEvent        = "event"
	KindInstrument   = "instrument"
	KindDisplacement = "displacement"
	KindControl      = "control"
	KindMandate      = "mandate"
	KindProcess      = "process"
)

// Kinds lists the kinds of findings in the order of the output contract.
func Kinds() []string {
	return []string{KindContact, KindStatement, KindEvent, KindInstrument, KindDisplacement, KindControl, KindMandate, KindProcess}
}

// Item is one finding of a record with its kind. Finding points into the
// record; Index is its place in the list of its kind.
type Item struct {
	Kind    string
	Index   int
	Finding *Finding
}

// Items gives all findings of the record, in the order of the output contract.
func (rec *Record) Items() []Item {
	var out []Item
	for i := range rec.Contacts {
		out = append(out, Item{KindContact, i, &rec.Contacts[i].Finding})
	}
	for i := range rec.Statements {
		out = append(out, Item{KindStatement, i, &rec.Statements[i].Finding})
	}
	for i := range rec.Events {
		out = append(out, Item{KindEvent, i, &rec.Events[i].Finding})
	}
	for i := range rec.Instruments {
		out = append(out, Item{KindInstrument, i, &rec.Instruments[i].Finding})
	}
	for i := range rec.Displacement {
		out = append(out, Item{KindDisplacement, i, &rec.Displacement[i].Finding})
	}
	for i := range rec.Control {
		out = append(out, Item{KindControl, i, &rec.Control[i].Finding})
	}
	for i := range rec.Mandates {
		out = append(out, Item{KindMandate, i, &rec.Mandates[i].Finding})
	}
	for i := range rec.Processes {
		out = append(out, Item{KindProcess, i, &rec.Processes[i].Finding})
	}
	return out
}

// Item finds a finding by its id.
func (rec *Record) Item(id string) (Item, bool) {
	for _, it := range rec.Items() {
		if it.Finding.ID == id {
			return it, true
		}
	}
	return Item{}, false
}

// Actor finds an actor of the record by its id.
func (rec *Record) Actor(id string) (*Actor, bool) {
	for i := range rec.Actors {
		if rec.Actors[i].ID == id {
			return &rec.Actors[i], true
		}
	}
	return nil, false
}

// NameOf gives the name of an actor, or the id itself where it is none of
// the record's actors (an outlet's name, as claims have it).
func (rec *Record) NameOf(id string) string {
	if a, ok := rec.Actor(id); ok && a.Name != "" {
		return a.Name
	}
	return id
}

// TypeOf is what tells apart two findings of one kind in one place: event type,
// statement act, contact format, and so on; "" where the kind has none.
func (rec *Record) TypeOf(it Item) string {
	switch it.Kind {
	case KindContact:
		return rec.Contacts[it.Index].Format
	case KindStatement:
		return rec.Statements[it.Index].Act
	case KindEvent:
		return rec.Events[it.Index].Type
	case KindInstrument:
		return rec.Instruments[it.Index].Kind
	case KindDisplacement:
		return rec.Displacement[it.Index].Kind
	case KindControl:
		return rec.Control[it.Index].Kind
	case KindProcess:
		return rec.Processes[it.Index].Outcome
	}
	return ""
}

// Value gives the finding itself, a pointer to its own type (*Contact, ...).
func (rec *Record) Value(it Item) any {
	switch it.Kind {
	case KindContact:
		return &rec.Contacts[it.Index]
	case KindStatement:
		return &rec.Statements[it.Index]
	case KindEvent:
		return &rec.Events[it.Index]
	case KindInstrument:
		return &rec.Instruments[it.Index]
	case KindDisplacement:
		return &rec.Displacement[it.Index]
	case KindControl:
		return &rec.Control[it.Index]
	case KindMandate:
		return &rec.Mandates[it.Index]
	}
	return &rec.Processes[it.Index]
}
