package main

import (
	"errors"
	"fmt"
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
)

type explainCmd struct {
	storeFlag
	ID string `arg:"" help:"Id of a finding, as read and serve show it; or an article's id, which lists its findings."`
}

// Run prints the derivation of one finding.
func (c *explainCmd) Run(e *env) error {
	st, err := openReviewed(e.ctx, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	rec, err := st.Find(e.ctx, c.ID)
	if errors.Is(err, record.ErrNotFound) {
		if rec, err = st.Get(e.ctx, c.ID); err == nil {
			e.printf("%s", listFindings(rec))
			return nil
		}
	}
	if errors.Is(err, record.ErrNotFound) {
		if rec, err = st.Base.Find(e.ctx, c.ID); err == nil {
			e.printf("A reviewer rejected this finding; rapporteur review --list says who and when.\n\n")
		}
	}
	if errors.Is(err, record.ErrNotFound) {
		return fmt.Errorf("explain: the record in %s has no finding and no article %q; ids stand in the output of read --format jsonl and on the pages of serve", shown(c.Store), c.ID)
	}
	if err != nil {
		return err
	}
	e.printf("%s", explain(rec, c.ID))
	return nil
}

// listFindings lists the findings of an article with their ids.
func listFindings(rec *record.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", rec.Article.Published, rec.Article.Outlet, or(rec.Article.Title, opening(rec.Article.Text, 70)))
	rec.EachFinding(func(kind string, f *record.Finding) {
		fmt.Fprintf(&b, "  %-26s %-12s %-12s %s\n", f.ID, kind, f.Status, clip(oneLine(f.In(rec.Article.Text)), 70))
	})
	return b.String()
}

// explain tells how a finding came about: what it is, each step with the
// words it rests on, and the text with the evidence marked.
func explain(rec *record.Record, id string) string {
	var b strings.Builder
	rec.EachFinding(func(kind string, f *record.Finding) {
		if f.ID != id {
			return
		}
		a := &rec.Article
		fmt.Fprintf(&b, "%s %s\n", strings.ToUpper(kind), f.ID)
		fmt.Fprintf(&b, "in an article of %s, published %s (%s)\n\n", or(a.Outlet, "an unknown outlet"), or(a.Published, "on an unknown day"), a.Path)
		fmt.Fprintf(&b, "%s\n", headline(rec, kind, id))
		fmt.Fprintf(&b, "status %s, confidence %.2f\n\nHow it came about\n", f.Status, f.Confidence)
		n := 0
		for _, s := range f.Why {
			n++
			fmt.Fprintf(&b, " %2d. %s: %s\n", n, s.What, s.How)
			if !s.Span.IsZero() {
				fmt.Fprintf(&b, "       words: “%s” (bytes %s)\n", clip(oneLine(s.Span.In(a.Text)), 90), s.Span)
			}
		}
		for _, ac := range involved(rec, id) {
			for _, s := range ac.Why {
				n++
				fmt.Fprintf(&b, " %2d. %s is coded %s: %s\n", n, ac.Name, or(ac.Plover, "as nobody known"), s.How)
			}
		}
		fmt.Fprintf(&b, " %2d. decided by: %s; %s\n", n+1, decider(f), a.Engine)
		fmt.Fprintf(&b, "\nEvidence (bytes %s of the stored text)\n%s\n", f.Span, marked(a.Text, f.Span))
	})
	return b.String()
}

// decider says whether rules alone made a finding or a learned judge had a say.
func decider(f *record.Finding) string {
	for _, s := range f.Why {
		if strings.Contains(s.How, "(learned") {
			return "rule " + f.Rule + " found it, the learned judge had the last word"
		}
	}
	return "rule " + f.Rule + " alone, nothing learned"
}

// headline says what the finding says, in a line.
func headline(rec *record.Record, kind, id string) string {
	one := *rec
	one.Contacts, one.Statements, one.Events, one.Instruments = nil, nil, nil, nil
	one.Displacement, one.Control, one.Mandates, one.Processes = nil, nil, nil, nil
	keep := func(f record.Finding) bool { return f.ID == id }
	one.Contacts = filter(rec.Contacts, func(x record.Contact) bool { return keep(x.Finding) })
	one.Statements = filter(rec.Statements, func(x record.Statement) bool { return keep(x.Finding) })
	one.Events = filter(rec.Events, func(x record.Event) bool { return keep(x.Finding) })
	one.Instruments = filter(rec.Instruments, func(x record.Instrument) bool { return keep(x.Finding) })
	one.Displacement = filter(rec.Displacement, func(x record.Displacement) bool { return keep(x.Finding) })
	one.Control = filter(rec.Control, func(x record.Control) bool { return keep(x.Finding) })
	one.Mandates = filter(rec.Mandates, func(x record.Mandate) bool { return keep(x.Finding) })
	one.Processes = filter(rec.Processes, func(x record.Process) bool { return keep(x.Finding) })
	one.Article.Chain = nil
	lines := strings.Split(strings.TrimSpace(summarise(&one)), "\n")
	if len(lines) < 2 {
		return kind
	}
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines[1:], "\n")
}

func filter[T any](in []T, keep func(T) bool) []T {
	var out []T
	for _, x := range in {
		if keep(x) {
			out = append(out, x)
		}
	}
	return out
}

// involved lists the actors that a finding names.
func involved(rec *record.Record, id string) []record.Actor {
	ids := map[string]bool{}
	add := func(list ...string) {
		for _, s := range list {
			ids[s] = true
		}
	}
	for _, x := range rec.Contacts {
		if x.ID == id {
			add(x.Participants...)
		}
	}
	for _, x := range rec.Statements {
		if x.ID == id {
			add(x.Speaker)
			add(x.Addressee...)
		}
	}
	for _, x := range rec.Events {
		if x.ID == id {
			add(x.Actors...)
			add(x.Recipients...)
		}
	}
	for _, x := range rec.Control {
		if x.ID == id {
			add(x.Holder, x.By)
		}
	}
	for _, x := range rec.Mandates {
		if x.ID == id {
			add(x.Body)
		}
	}
	return filter(rec.Actors, func(a record.Actor) bool { return ids[a.ID] })
}

// marked is the paragraph around a span with the span between » and «.
func marked(s string, sp text.Span) string {
	start := strings.LastIndex(s[:sp.Start], "\n") + 1
	end := len(s)
	if i := strings.Index(s[sp.End:], "\n"); i >= 0 {
		end = int(sp.End) + i
	}
	return "  " + s[start:sp.Start] + "»" + sp.In(s) + "«" + s[sp.End:end]
}
