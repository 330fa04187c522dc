package export

import (
	"context"
	"io"
	"strings"

	"rapporteur/internal/ontology"
)

// polecat writes the POLECAT layout: one row an event, several actors in a
// cell divided by semicolons. Contexts too. No Wikipedia ids are known here.
func polecat(ctx context.Context, each Each, out Files, opt Options) error {
	list, err := occurrences(ctx, each, opt)
	if err != nil {
		return err
	}
	return one(out, "polecat.tsv", func(w io.Writer) error {
		t, err := newTable(w, '\t', false, true, polecatColumns())
		if err != nil {
			return err
		}
		for _, o := range list {
			if err := t.write(polecatRow(o)); err != nil {
				return err
			}
		}
		return t.flush()
	})
}

func polecatColumns() []string {
	return []string{"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
		"Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
		"Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
		"Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
		"Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"}
}

func polecatRow(o *occurrence) []string {
	ev := &o.event
	row := []string{o.id, o.day(), ev.Type, ev.Mode, decimal(ev.Score), strings.ToUpper(ontology.Quad(ev.Quad).String()), strings.Join(ev.Contexts, ";")}
	party := func(list []actor) []string {
		primary := ""
		if len(list) > 0 {
			primary = list[0].sector
		}
		return []string{
			each1(list, func(a *actor) string { return semicolons(a.name) }),
			each1(list, func(a *actor) string { return a.country }),
			each1(list, func(a *actor) string { return states()[a.country].cow }),
			primary,
			each1(list, func(a *actor) string { return a.sector }),
			each1(list, func(a *actor) string { return semicolons(strings.Join(a.titles, ", ")) }),
			each1(list, func(a *actor) string { return semicolons(a.raw) }),
			"",
		}
	}
	row = append(row, party(o.actors)...)
	row = append(row, party(o.targets)...)
	place, country, geo := "", "", ""
	if w := ev.Where; w != nil {
		place, country = w.Name, w.Country
		if w.GeoNames > 0 {
			geo = cell(&w.GeoNames)
		}
	}
	lat, lon := coord(ev.Where)
	list := func(names []string) string {
		out := make([]string, len(names))
		for i, n := range names {
			out[i] = semicolons(n)
		}
		return strings.Join(out, ";")
	}
	return append(row, place, place, "", "", country, lat, lon, geo, place, "", o.article.Outlet, o.article.Published, list(o.people), list(o.bodies), list(o.places), o.article.Language, "rapporteur "+ontology.Version)
}
