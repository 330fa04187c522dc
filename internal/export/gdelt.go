package export

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"rapporteur/internal/ontology"
	"rapporteur/internal/record"
)

// gdelt writes the two GDELT 2 layouts, without headers: events (61 columns,
// one row a pair of actors) and mentions (16 columns, one row a report of
// it). Tone is not measured and stays 0 in the events and empty in the
// mentions; times of day are not known and read 000000.
func gdelt(ctx context.Context, each Each, out Files, opt Options) error {
	if _, ok := out.(stream); ok {
		return fmt.Errorf("two files: name a folder")
	}
	ont, err := ontology.Load()
	if err != nil {
		return err
	}
	list, err := occurrences(ctx, each, opt)
	if err != nil {
		return err
	}
	err = one(out, "gdelt.events.tsv", func(w io.Writer) error {
		t, err := newTable(w, '\t', false, false, gdeltColumns())
		if err != nil {
			return err
		}
		for _, o := range list {
			c := cameoOf(ont, &o.event)
			for _, p := range o.pairs() {
				if err := t.write(gdeltRow(o, c, p)); err != nil {
					return err
				}
			}
		}
		return t.flush()
	})
	if err != nil {
		return err
	}
	return one(out, "gdelt.mentions.tsv", func(w io.Writer) error {
		t, err := newTable(w, '\t', false, false, gdeltMentionColumns())
		if err != nil {
			return err
		}
		for _, o := range list {
			for _, p := range o.pairs() {
				for i := range o.reports {
					if err := t.write(gdeltMention(o, p, &o.reports[i])); err != nil {
						return err
					}
				}
			}
		}
		return t.flush()
	})
}

func gdeltColumns() []string {
	out := []string{"GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"}
	for _, n := range []string{"Actor1", "Actor2"} {
		for _, c := range []string{"Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code"} {
			out = append(out, n+c)
		}
	}
	out = append(out, "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone")
	for _, n := range []string{"Actor1Geo_", "Actor2Geo_", "ActionGeo_"} {
		for _, c := range []string{"Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"} {
			out = append(out, n+c)
		}
	}
	return append(out, "DATEADDED", "SOURCEURL")
}

func gdeltMentionColumns() []string {
	return []string{"GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
		"Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"}
}

func gdeltID(o *occurrence, p pair) string { return number("gdelt", o.id, strconv.Itoa(p.n)) }

// stamp writes a day as GDELT's time stamps: YYYYMMDD000000.
func stamp(day string) string {
	if len(day) != len("2006-01-02") {
		return ""
	}
	return strings.ReplaceAll(day, "-", "") + "000000"
}

func gdeltRow(o *occurrence, c coding, p pair) []string {
	row := []string{gdeltID(o, p), "", "", "", ""}
	if t, err := time.Parse("2006-01-02", o.day()); err == nil {
		row = []string{row[0], t.Format("20060102"), t.Format("200601"), t.Format("2006"), fmt.Sprintf("%.4f", float64(t.Year())+float64(int(t.Month())*30+t.Day()-30)/365)}
	}
	party := func(a *actor) []string {
		if a == nil {
			return make([]string, 10)
		}
		known := ""
		if a.country == "" && (a.kind == "organization" || a.kind == "armed group") {
			known = a.sector
		}
		return []string{a.plover, strings.ToUpper(a.name), a.country, known, "", "", "", a.sector, "", ""}
	}
	row = append(row, party(p.source)...)
	row = append(row, party(p.target)...)
	root := "0"
	if o.reports[0].firstInText {
		root = "1"
	}
	sources := map[string]bool{}
	for _, r := range o.reports {
		sources[r.article.Outlet] = true
	}
	n := strconv.Itoa(len(o.reports))
	row = append(row, root, c.code, c.base, c.root, strconv.Itoa(o.event.Quad), decimal(c.goldstein), n, strconv.Itoa(len(sources)), n, "0")
	country := func(a *actor) []string {
		if a == nil || fips(a.country) == "" {
			return append([]string{"0"}, make([]string, 7)...)
		}
		f := fips(a.country)
		return []string{"1", countryName(a.country), f, f, "", "", "", f}
	}
	row = append(row, country(p.source)...)
	row = append(row, country(p.target)...)
	row = append(row, gdeltPlace(o.event.Where)...)
	return append(row, stamp(o.article.Published), sourceURL(&o.article))
}

// gdeltPlace gives the eight cells of the place of action. The type is 4, a
// city of the world, for a named place, 1 for a country, 0 for none.
func gdeltPlace(w *record.Where) []string {
	if w == nil || w.Name == "" && w.Country == "" {
		return append([]string{"0"}, make([]string, 7)...)
	}
	lat, lon := coord(w)
	f := fips(w.Country)
	if w.Name == "" || w.Name == countryName(w.Country) {
		return []string{"1", countryName(w.Country), f, f, "", lat, lon, f}
	}
	full := w.Name
	if w.Country != "" {
		full += ", " + countryName(w.Country)
	}
	id := ""
	if w.GeoNames > 0 {
		id = strconv.Itoa(w.GeoNames)
	}
	return []string{"4", full, f, f, "", lat, lon, id}
}

// gdeltMention: offsets are in characters, as GDELT counts; type 1 is a web
// page, 2 is a document known by a citation only.
func gdeltMention(o *occurrence, p pair, r *report) []string {
	kind := "1"
	if r.article.URL == "" {
		kind = "2"
	}
	return []string{gdeltID(o, p), stamp(o.day()), stamp(r.article.Published), kind, r.article.Outlet, sourceURL(&r.article), strconv.Itoa(r.sentence),
		strconv.Itoa(r.actor1), strconv.Itoa(r.actor2), strconv.Itoa(r.action), "1", strconv.Itoa(int(r.confidence*100 + 0.5)), strconv.Itoa(r.chars), "", "", ""}
}
