package export

import (
	"context"
	"io"
	"strconv"
	"strings"

	"rapporteur/internal/ontology"
)

// phoenix writes the Phoenix layout, without a header: one row a pair of
// actors. Actors are codes: country or body, then sector.
func phoenix(ctx context.Context, each Each, out Files, opt Options) error {
	ont, err := ontology.Load()
	if err != nil {
		return err
	}
	list, err := occurrences(ctx, each, opt)
	if err != nil {
		return err
	}
	return one(out, "phoenix.tsv", func(w io.Writer) error {
		t, err := newTable(w, '\t', false, false, phoenixColumns())
		if err != nil {
			return err
		}
		for _, o := range list {
			c := cameoOf(ont, &o.event)
			for _, p := range o.pairs() {
				if err := t.write(phoenixRow(o, c, p)); err != nil {
					return err
				}
			}
		}
		return t.flush()
	})
}

func phoenixColumns() []string {
	return []string{"EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole", "SourceActorAttribute",
		"TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute", "EventCode", "EventRootCode", "PentaClass", "GoldsteinScore", "Issues",
		"Lat", "Lon", "LocationName", "StateName", "CountryCode", "SentenceID", "URLs", "NewsSources"}
}

// penta is the five-fold class of a CAMEO root: 0 statement, 1 verbal
// cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
func penta(root string) string {
	n, err := strconv.Atoi(root)
	switch {
	case err != nil:
		return ""
	case n <= 2:
		return "0"
	case n <= 5:
		return "1"
	case n <= 8:
		return "2"
	case n <= 13:
		return "3"
	}
	return "4"
}

func phoenixRow(o *occurrence, c coding, p pair) []string {
	party := func(a *actor) []string {
		if a == nil {
			return []string{"", "", "", ""}
		}
		entity, role := a.country, a.sector
		if entity == "" {
			entity, role = a.sector, ""
		}
		return []string{a.plover, entity, role, ""}
	}
	day := o.day()
	ymd := append(strings.Split(day, "-"), "", "", "")[:3]
	place, country := "", ""
	if w := o.event.Where; w != nil {
		place, country = w.Name, w.Country
	}
	lat, lon := coord(o.event.Where)
	var urls, sources []string
	for i := range o.reports {
		urls = append(urls, strings.ReplaceAll(sourceURL(&o.reports[i].article), ";", "%3B"))
		sources = append(sources, semicolons(o.reports[i].article.Outlet))
	}
	row := []string{number("phoenix", o.id, strconv.Itoa(p.n)), strings.ReplaceAll(day, "-", ""), ymd[0], ymd[1], ymd[2]}
	row = append(row, party(p.source)...)
	row = append(row, party(p.target)...)
	return append(row, c.code, c.root, penta(c.root), decimal(c.goldstein), strings.Join(o.event.Contexts, ";"), lat, lon, place, "", country,
		o.article.ID+"_"+strconv.Itoa(o.reports[0].sentence), strings.Join(urls, ";"), strings.Join(sources, ";"))
}
