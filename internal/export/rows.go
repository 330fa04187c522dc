package export

import (
	"fmt"

	"rapporteur/internal/record"
)

// tidyTable is one of the tidy tables: its name, a zero row for its columns,
// and the rows that a record adds.
type tidyTable struct {
	name, about string
	zero        any
	rows        func(rec *record.Record) []any
}

// tidyTables lists the tables in the order of the output contract.
func tidyTables() []tidyTable {
	return []tidyTable{
		{"articles", "one row an article", articleRow{}, articleRows},
		{"chain", "one row a hop of an article's publication chain", hopRow{}, hopRows},
		{"actors", "one row an actor of an article", actorRow{}, actorRows},
		{"contacts", "who met whom", contactRow{}, contactRows},
		{"statements", "who said what", statementRow{}, statementRows},
		{"events", "coded acts", eventRow{}, eventRows},
		{"instruments", "agreements, resolutions, mandates, truces", instrumentRow{}, instrumentRows},
		{"claims", "what is claimed of an instrument's fate", claimRow{}, claimRows},
		{"displacement", "displaced people and their return", displacementRow{}, displacementRows},
		{"control", "who is said to hold what", controlRow{}, controlRows},
		{"mandates", "what a body is charged to do", mandateRow{}, mandateRows},
		{"processes", "what is said of a process as a whole", processRow{}, processRows},
	}
}

func tidyFiles(ext string, more ...string) []string {
	var out []string
	for _, t := range tidyTables() {
		out = append(out, t.name+ext)
	}
	return append(out, more...)
}

func articleRows(rec *record.Record) []any {
	a := &rec.Article
	copyOf := ""
	if a.CopyOf != nil {
		copyOf = *a.CopyOf
	}
	var background []string
	for _, n := range a.Background {
		background = append(background, fmt.Sprint(n))
	}
	return []any{articleRow{a.ID, a.URL, a.Title, a.Outlet, a.Byline, a.Published, a.Language, a.SHA256, copyOf, join(a.SameEvent), join(background), a.Engine}}
}

func hopRows(rec *record.Record) (out []any) {
	for i, h := range rec.Article.Chain {
		out = append(out, hopRow{rec.Article.ID, int64(i + 1), h.Who, h.Kind, h.Date, int64(h.Start), int64(h.End)})
	}
	return out
}

func actorRows(rec *record.Record) (out []any) {
	for _, a := range rec.Actors {
		var offices []string
		for _, o := range a.Offices {
			offices = append(offices, officeText(o))
		}
		out = append(out, actorRow{rec.Article.ID, a.ID, a.Name, a.Kind, a.Country, a.Sector, a.Plover, join(offices), int64(len(a.Mentions))})
	}
	return out
}

func contactRows(rec *record.Record) (out []any) {
	for i := range rec.Contacts {
		x := &rec.Contacts[i]
		out = append(out, contactRow{headOf(rec, &x.Finding), x.Format, x.Stage, join(x.Participants), names(rec, x.Participants), dateOf(x.When), placeOf(x.Where), join(x.Topics), names(rec, x.ReportedBy)})
	}
	return out
}

func statementRows(rec *record.Record) (out []any) {
	for i := range rec.Statements {
		x := &rec.Statements[i]
		out = append(out, statementRow{headOf(rec, &x.Finding), x.Speaker, rec.NameOf(x.Speaker), x.Capacity, join(x.Addressee), x.Act, x.Issue, x.Content.In(rec.Article.Text), cuts(rec, x.Conditions), x.Direct, join(x.Via), dateOf(x.When)})
	}
	return out
}

func eventRows(rec *record.Record) (out []any) {
	for i := range rec.Events {
		x := &rec.Events[i]
		planned := ""
		if x.PlannedType != nil {
			planned = *x.PlannedType
		}
		out = append(out, eventRow{headOf(rec, &x.Finding), x.Type, planned, x.Mode, x.Cameo, join(x.Contexts), int64(x.Quad), x.Score,
			join(x.Actors), names(rec, x.Actors), codes(rec, x.Actors), join(x.Recipients), names(rec, x.Recipients), codes(rec, x.Recipients),
			dateOf(x.When), placeOf(x.Where), wide(x.Dead), wide(x.Injured), wide(x.Size), names(rec, x.Attribution), x.Trigger.In(rec.Article.Text)})
	}
	return out
}

func instrumentRows(rec *record.Record) (out []any) {
	for i := range rec.Instruments {
		x := &rec.Instruments[i]
		out = append(out, instrumentRow{headOf(rec, &x.Finding), x.Name, x.Kind, x.Date, wide(x.Count), join(x.Parties), cuts(rec, x.Provisions)})
	}
	return out
}

func claimRows(rec *record.Record) (out []any) {
	for i := range rec.Instruments {
		x := &rec.Instruments[i]
		for _, c := range x.Claims {
			out = append(out, claimRow{rec.Article.ID, x.ID, x.Name, c.By, rec.NameOf(c.By), join(c.Against), c.Status, int64(c.Start), int64(c.End), c.In(rec.Article.Text)})
		}
	}
	return out
}

func displacementRows(rec *record.Record) (out []any) {
	for i := range rec.Displacement {
		x := &rec.Displacement[i]
		out = append(out, displacementRow{headOf(rec, &x.Finding), x.Group, x.Kind, wide(x.Number), x.From, rec.NameOf(x.By), dateOf(x.When)})
	}
	return out
}

func controlRows(rec *record.Record) (out []any) {
	for i := range rec.Control {
		x := &rec.Control[i]
		out = append(out, controlRow{headOf(rec, &x.Finding), x.Territory, x.Holder, rec.NameOf(x.Holder), rec.NameOf(x.By), x.Kind, dateOf(x.When)})
	}
	return out
}

func mandateRows(rec *record.Record) (out []any) {
	for i := range rec.Mandates {
		x := &rec.Mandates[i]
		out = append(out, mandateRow{headOf(rec, &x.Finding), x.Body, rec.NameOf(x.Body), cuts(rec, x.Tasks), x.Text, x.Date})
	}
	return out
}

func processRows(rec *record.Record) (out []any) {
	for i := range rec.Processes {
		x := &rec.Processes[i]
		out = append(out, processRow{headOf(rec, &x.Finding), x.Name, x.Format, join(x.Mediators), x.Outcome, dateOf(x.When)})
	}
	return out
}
