package export

import (
	"context"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/ontology"
	"rapporteur/internal/record"
	"rapporteur/internal/when"
)

// ucdp writes the UCDP GED layout: events with at least one death that is
// counted. Deaths are not told apart by side in a report's words, so all
// stand in deaths_unknown, or in deaths_civilians where the victims are
// civilians. UCDP's own ids of conflicts, dyads and sides are not known here
// and stay empty.
func ucdp(ctx context.Context, each Each, out Files, opt Options) error {
	list, err := occurrences(ctx, each, opt)
	if err != nil {
		return err
	}
	return one(out, "ucdp.csv", func(w io.Writer) error {
		t, err := newTable(w, ',', false, true, ucdpColumns())
		if err != nil {
			return err
		}
		for _, o := range list {
			if o.event.Dead == nil || *o.event.Dead < 1 || o.event.Type != string(ontology.Assault) {
				continue
			}
			if err := t.write(ucdpRow(o)); err != nil {
				return err
			}
		}
		return t.flush()
	})
}

func ucdpColumns() []string {
	return []string{"id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
		"side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original",
		"where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
		"event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"}
}

// ofState and ofCivilians say by its sector whether an actor fights for a
// state, or does not fight.
func ofState(a *actor) bool {
	return a != nil && slices.Contains([]string{"GOV", "MIL", "COP", "SPY"}, a.sector)
}

func ofCivilians(a *actor) bool {
	return a != nil && slices.Contains([]string{"CVL", "REF", "JRN", "MED", "EDU", "AGR", "LAB", "REL"}, a.sector)
}

// violence is UCDP's type: 1 state-based, 2 between organised groups, 3
// against civilians.
func violence(a, b *actor) string {
	switch {
	case ofCivilians(b):
		return "3"
	case ofState(a), ofState(b):
		return "1"
	case a != nil && b != nil:
		return "2"
	}
	return ""
}

func datePrec(d when.Date) string {
	switch d.Precision {
	case when.Day, when.Hour:
		return "1"
	case when.Week:
		return "3"
	case when.Month:
		return "4"
	}
	return "5"
}

// priogrid is the number of the half-degree cell, from the south-west.
func priogrid(w *record.Where) string {
	row := int(math.Floor((w.Lat+90)*2)) + 1
	col := int(math.Floor((w.Lon+180)*2)) + 1
	if row < 1 || row > 360 || col < 1 || col > 720 {
		return ""
	}
	return strconv.Itoa((row-1)*720 + col)
}

func ucdpRow(o *occurrence) []string {
	ev := &o.event
	p := o.pairs()[0]
	side := func(a *actor) (name, gw string) {
		if a == nil {
			return "", ""
		}
		if a.kind == "state" || a.sector == "GOV" || a.sector == "MIL" {
			return a.name, states()[a.country].gw
		}
		return a.name, ""
	}
	a, gwa := side(p.source)
	b, gwb := side(p.target)
	if violence(p.source, p.target) == "3" && b != "" {
		b = "Civilians"
	}
	dyad := ""
	if a != "" && b != "" {
		dyad = a + " - " + b
	}
	day := o.day()
	start, end, prec := day, day, "1"
	if d := ev.When; !d.IsZero() {
		start, end, prec = d.From, d.To, datePrec(d)
	}
	year := ""
	if len(start) >= 4 {
		year = start[:4]
	}
	var outlets, urls, headlines, dates []string
	for i := range o.reports {
		art := &o.reports[i].article
		outlets, urls = append(outlets, semicolons(art.Outlet)), append(urls, sourceURL(art))
		headlines, dates = append(headlines, semicolons(art.Title)), append(dates, art.Published)
	}
	place := make([]string, 12) // where_prec ... region
	place[0] = "7"
	if w := ev.Where; w != nil {
		lat, lon := coord(w)
		place[1], place[2] = w.Name, w.Name
		gw := states()[w.Country].gw
		place[9], place[10], place[11] = countryName(w.Country), gw, ucdpRegion(gw)
		switch {
		case lat == "":
		case w.Name == countryName(w.Country):
			place[0] = "6"
		default:
			place[0] = "1"
		}
		if lat != "" {
			place[5], place[6], place[7], place[8] = lat, lon, "POINT ("+lon+" "+lat+")", priogrid(w)
		}
	}
	dead := cell(ev.Dead)
	civilians, unknown := "0", dead
	if violence(p.source, p.target) == "3" {
		civilians, unknown = dead, "0"
	}
	clarity := "1"
	if len(ev.Attribution) > 0 {
		clarity = "2"
	}
	row := []string{number("ucdp", o.id), o.id, year, "", "", violence(p.source, p.target), "", "", "", "", "", dyad, "", "", a, "", "", b,
		strconv.Itoa(len(o.reports)), strings.Join(urls, ";"), strings.Join(outlets, ";"), strings.Join(dates, ";"), strings.Join(headlines, ";"), each1(o.says, func(a *actor) string { return semicolons(a.name) })}
	row = append(row, place...)
	return append(row, clarity, prec, start, end, "0", "0", civilians, unknown, dead, dead, dead, gwa, gwb)
}
