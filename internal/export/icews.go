package export

import (
	"context"
	"io"
	"strconv"
	"strings"

	"rapporteur/internal/ontology"
)

// icews writes the ICEWS layout: one row a pair of source and target, the
// event's id in every row made of event and pair, so that none repeats.
// Intensity is the Goldstein value of the CAMEO root.
func icews(ctx context.Context, each Each, out Files, opt Options) error {
	ont, err := ontology.Load()
	if err != nil {
		return err
	}
	list, err := occurrences(ctx, each, opt)
	if err != nil {
		return err
	}
	return one(out, "icews.tsv", func(w io.Writer) error {
		t, err := newTable(w, '\t', false, true, icewsColumns())
		if err != nil {
			return err
		}
		for _, o := range list {
			c := cameoOf(ont, &o.event)
			for _, p := range o.pairs() {
				if err := t.write(icewsRow(o, c, p)); err != nil {
					return err
				}
			}
		}
		return t.flush()
	})
}

func icewsColumns() []string {
	return []string{"Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country",
		"Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude"}
}

func icewsRow(o *occurrence, c coding, p pair) []string {
	party := func(a *actor) []string {
		if a == nil {
			return []string{"", "", ""}
		}
		return []string{a.name, a.sector, countryName(a.country)}
	}
	city, country := "", ""
	if w := o.event.Where; w != nil {
		city, country = w.Name, countryName(w.Country)
	}
	lat, lon := coord(o.event.Where)
	row := []string{number("icews", o.id, strconv.Itoa(p.n)), o.day()}
	row = append(row, party(p.source)...)
	row = append(row, c.name, c.code, decimal(c.goldstein))
	row = append(row, party(p.target)...)
	return append(row, o.article.ID, strconv.Itoa(o.reports[0].sentence), o.article.Outlet, city, "", "", country, lat, lon)
}

// semicolons keeps a value out of the way of the lists that a cell holds.
func semicolons(s string) string { return strings.ReplaceAll(s, ";", ",") }
