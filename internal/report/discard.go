package report

import (
	"fmt"
	"slices"

	"rapporteur/internal/doc"
	"rapporteur/internal/record"
	"rapporteur/internal/register"
	"rapporteur/internal/text"
)

// discard takes out of a record what a discard phrase of the user's
// dictionaries keeps from being coded: the findings of its sentence, or all of
// them. Each phrase that did so stands among the record's rejects.
func (w *writer) discard(rec *record.Record) {
	var out []text.Span
	words := make([]string, 0, 64)
	for _, s := range w.d.Sentences {
		words = words[:0]
		for i := s.Start; i < s.End; i++ {
			words = append(words, w.d.Tokens[i].Form)
		}
		d := w.r.know.Register.Discard(words)
		if d == nil {
			continue
		}
		rec.Rejects = append(rec.Rejects, w.notCoded(d, s))
		if d.Story {
			out = []text.Span{{End: text.Offset(len(w.d.Text))}}
			break
		}
		out = append(out, s.Span)
	}
	if out == nil {
		return
	}
	in := func(sp text.Span) bool {
		return slices.ContainsFunc(out, func(o text.Span) bool { return sp.Start >= o.Start && sp.Start < o.End })
	}
	rec.Contacts = slices.DeleteFunc(rec.Contacts, func(f record.Contact) bool { return in(f.Span) })
	rec.Statements = slices.DeleteFunc(rec.Statements, func(f record.Statement) bool { return in(f.Span) })
	rec.Events = slices.DeleteFunc(rec.Events, func(f record.Event) bool { return in(f.Span) })
	rec.Instruments = slices.DeleteFunc(rec.Instruments, func(f record.Instrument) bool { return in(f.Span) })
	rec.Displacement = slices.DeleteFunc(rec.Displacement, func(f record.Displacement) bool { return in(f.Span) })
	rec.Control = slices.DeleteFunc(rec.Control, func(f record.Control) bool { return in(f.Span) })
	rec.Mandates = slices.DeleteFunc(rec.Mandates, func(f record.Mandate) bool { return in(f.Span) })
	rec.Processes = slices.DeleteFunc(rec.Processes, func(f record.Process) bool { return in(f.Span) })
}

func (w *writer) notCoded(d *register.Discard, s doc.Sentence) record.Reject {
	what := "sentence"
	if d.Story {
		what = "article"
	}
	return record.Reject{Path: w.a.Source.Path, Line: w.a.Source.Line, Offset: int64(s.Span.Start),
		Reason: fmt.Sprintf("%s not coded: discard phrase “%s” (%s)", what, d.Phrase, d.Source)}
}
