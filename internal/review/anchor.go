package review

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
)

// New makes a decision of an author at a time, with its id.
func New(author, act string, at time.Time, on ...record.Anchor) record.Decision {
	return record.Decision{Time: at.UTC().Format(record.DecisionTime), Author: author, Act: act, On: on, Fields: []record.Field{}}.Sealed()
}

// Check says why a decision on a record's finding could not be applied: a
// correction of a field that there is not, or by a value that does not fit.
func Check(rec *record.Record, d record.Decision) error {
	if err := record.CheckDecision(d); err != nil {
		return err
	}
	for _, a := range d.On {
		b := copyOf(rec)
		if it, ok := findItem(b, a); ok && d.Act == record.Correct {
			for _, f := range d.Fields {
				if err := chosen(it.Kind, f); err != nil {
					return err
				}
			}
			if err := correct(b.Value(it), d.Fields); err != nil {
				return err
			}
			if bad := oddValue(b, it); bad != "" {
				return errors.New(bad)
			}
		}
	}
	return nil
}

// chosen says why a field cannot have a value that the contract does not list.
func chosen(kind string, f record.Field) error {
	list := record.Choices(kind, f.Name)
	var value *string
	if list == nil {
		return nil
	}
	if json.Unmarshal([]byte(f.Value), &value) != nil || value != nil && !slices.Contains(list, *value) {
		return fmt.Errorf("no %s %s; there are %s", f.Name, f.Value, strings.Join(list, ", "))
	}
	return nil
}

// oddValue names a corrected value that the contract does not know.
func oddValue(rec *record.Record, it record.Item) string {
	switch it.Finding.Status {
	case record.New, record.Background, record.Restated, record.Planned, record.Hypothetical, record.Claimed, record.Negated:
	default:
		return "no status " + string(it.Finding.Status)
	}
	if sp := it.Finding.Span; sp.Start < 0 || sp.End <= sp.Start || int(sp.End) > len(rec.Article.Text) {
		return "evidence outside the text"
	}
	return ""
}

func copyOf(rec *record.Record) *record.Record {
	b, err := record.Canonical(rec)
	if err != nil {
		return rec
	}
	out, err := record.Decode(b)
	if err != nil {
		return rec
	}
	return out
}

// AnchorOf names a finding of a record.
func AnchorOf(rec *record.Record, it record.Item) record.Anchor {
	return record.Anchor{Article: rec.Article.ID, SHA256: rec.Article.SHA256, Kind: it.Kind, ID: it.Finding.ID, Span: it.Finding.Span, Quote: it.Finding.In(rec.Article.Text), Type: rec.TypeOf(it)}
}

// ActorAnchor names an actor of a record.
func ActorAnchor(rec *record.Record, a *record.Actor) record.Anchor {
	out := record.Anchor{Article: rec.Article.ID, SHA256: rec.Article.SHA256, Kind: record.KindActor, ID: a.ID, Type: a.Name}
	if len(a.Mentions) > 0 {
		out.Span, out.Quote = a.Mentions[0], a.Mentions[0].In(rec.Article.Text)
	}
	return out
}

// findItem finds the finding that an anchor names in the present reading: by
// its id, else the one of its kind that covers most of the same words, of
// equals the one of its type.
func findItem(rec *record.Record, a record.Anchor) (record.Item, bool) {
	if rec == nil {
		return record.Item{}, false
	}
	if it, ok := rec.Item(a.ID); ok && it.Kind == a.Kind {
		return it, true
	}
	sp, ok := place(rec, a)
	if !ok {
		return record.Item{}, false
	}
	var best record.Item
	score := 0.0
	for _, it := range rec.Items() {
		if it.Kind != a.Kind {
			continue
		}
		s := it.Finding.Shared(sp)
		if s >= minOverlap && rec.TypeOf(it) == a.Type {
			s += 0.3
		}
		if s >= minOverlap && s > score {
			best, score = it, s
		}
	}
	return best, score > 0
}

// minOverlap is the least share of words (intersection over union) by which a
// finding is known again.
const minOverlap = 0.5

// place is where the words of an anchor stand in the record's text: where they
// stood, or, in another text, where they stand once.
func place(rec *record.Record, a record.Anchor) (text.Span, bool) {
	if a.SHA256 == rec.Article.SHA256 || a.Quote != "" && a.Span.In(rec.Article.Text) == a.Quote {
		return a.Span, true
	}
	i := strings.Index(rec.Article.Text, a.Quote)
	if a.Quote == "" || i < 0 || i != strings.LastIndex(rec.Article.Text, a.Quote) {
		return text.Span{}, false
	}
	return text.Span{Start: text.Offset(i), End: text.Offset(i + len(a.Quote))}, true
}

// findActor finds an actor by its id, else by its name.
func findActor(rec *record.Record, a record.Anchor) *record.Actor {
	if rec == nil {
		return nil
	}
	if ac, ok := rec.Actor(a.ID); ok {
		return ac
	}
	for i := range rec.Actors {
		if a.Type != "" && strings.EqualFold(rec.Actors[i].Name, a.Type) {
			return &rec.Actors[i]
		}
	}
	return nil
}
