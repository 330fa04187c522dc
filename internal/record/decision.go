package record

import (
	"context"
	"fmt"
	"time"

	"rapporteur/internal/text"
)

// Acts of decisions.
const (
	Accept  = "accept"  // the finding is right
	Correct = "correct" // right but for fields that the decision gives
	Refuse  = "reject"  // the finding is wrong
	Merge   = "merge"   // findings report one occurrence, or actors are one
	Split   = "split"   // findings report an occurrence of their own, or an actor is another
	Undo    = "undo"    // an earlier decision does not count
)

// Decision is what a person decided about the record. Decisions are appended
// and never changed; a later one stands above an earlier one on the same
// thing. They lie on top of what was read: no record is changed by them.
type Decision struct {
	ID     string   `json:"id"`   // hash of all else; the same decision twice is one
	Time   string   `json:"time"` // DecisionTime in UTC, so that times sort as strings
	Author string   `json:"author"`
	Act    string   `json:"act"`
	On     []Anchor `json:"on"`     // what it is about: one thing, or those that are merged or split off
	Fields []Field  `json:"fields"` // of a correction
	Undoes string   `json:"undoes,omitempty"`
	Note   string   `json:"note,omitempty"`
}

// DecisionTime is the layout of Decision.Time.
const DecisionTime = "2006-01-02T15:04:05.000000Z"

// Anchor names a finding or an actor so that it is found again after the
// article was read by another version: by its place and words and not by its
// id alone.
type Anchor struct {
	Article string    `json:"article"`
	SHA256  string    `json:"sha256"` // of the text that Span points into
	Kind    string    `json:"kind"`   // of a finding, or "actor"
	ID      string    `json:"id"`     // when the decision was made
	Span    text.Span `json:"evidence"`
	Quote   string    `json:"quote"` // the words of Span
	Type    string    `json:"type"`  // event type, statement act, contact format; the name of an actor
}

// Field is one corrected field, by its name in the output contract; the value
// is JSON.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// KindActor is the kind of an anchor that names an actor.
const KindActor = "actor"

// Decisions is what a store offers beside Store so that decisions are kept
// with the record. Rows are appended; none is changed or removed, and
// replacing a record leaves the decisions on it alone.
type Decisions interface {
	// PutDecision appends a decision. The same one twice is kept once, and
	// then added is false. An invalid one is refused (CheckDecision).
	PutDecision(ctx context.Context, d Decision) (added bool, err error)
	// Decisions gives all decisions, by time, then id.
	Decisions(ctx context.Context) ([]Decision, error)
}

// Sealed gives the decision its id.
func (d Decision) Sealed() Decision {
	d.ID = ""
	parts := []string{d.Time, d.Author, d.Act, d.Undoes, d.Note}
	for _, a := range d.On {
		parts = append(parts, "on", a.Article, a.SHA256, a.Kind, a.ID, a.Span.String(), a.Quote, a.Type)
	}
	for _, f := range d.Fields {
		parts = append(parts, "field", f.Name, f.Value)
	}
	d.ID = ID("decision", parts...)
	return d
}

// CheckDecision says why a decision cannot be kept.
func CheckDecision(d Decision) error {
	if d.ID == "" || d.ID != d.Sealed().ID {
		return fmt.Errorf("record: decision %q: its id is not that of its content", d.ID)
	}
	if _, err := time.Parse(DecisionTime, d.Time); err != nil || len(d.Time) != len(DecisionTime) {
		return fmt.Errorf("record: decision %s: %q is no time such as %s", d.ID, d.Time, DecisionTime)
	}
	if d.Author == "" {
		return fmt.Errorf("record: decision %s: no author", d.ID)
	}
	want := 1
	switch d.Act {
	case Accept, Correct, Refuse, Split:
	case Merge:
		want = 2
	case Undo:
		if d.Undoes == "" {
			return fmt.Errorf("record: decision %s: undoes nothing", d.ID)
		}
		want = 0
	default:
		return fmt.Errorf("record: decision %s: unknown act %q", d.ID, d.Act)
	}
	if len(d.On) < want {
		return fmt.Errorf("record: decision %s: %s needs %d, names %d", d.ID, d.Act, want, len(d.On))
	}
	if (d.Act == Correct) != (len(d.Fields) > 0) {
		return fmt.Errorf("record: decision %s: fields belong to a correction, and to nothing else", d.ID)
	}
	for _, a := range d.On {
		if a.Article == "" || a.Kind == "" {
			return fmt.Errorf("record: decision %s: an anchor without article or kind", d.ID)
		}
	}
	return nil
}
