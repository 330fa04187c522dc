package geocoder

import (
	"rapporteur/internal/doc"
	"rapporteur/internal/gazetteer"
)

// Stage is the geocoder as a stage of the pipeline: it lays the entities that
// are places on the map.
type Stage struct{ g *Geocoder }

// NewStage makes the stage over a gazetteer.
func NewStage(g *gazetteer.Gazetteer) *Stage { return &Stage{New(g)} }

// Name is the name of the stage.
func (*Stage) Name() string { return "geocoder" }

// Requires lists the layers that must be there.
func (*Stage) Requires() []doc.Layer { return []doc.Layer{doc.Tokens, doc.Entities} }

// Provides lists the layers written.
func (*Stage) Provides() []doc.Layer { return []doc.Layer{doc.Places} }

// Run writes the places layer. A toponym of which nothing is known is left
// out.
func (s *Stage) Run(d *doc.Document) error {
	in := Input{Text: d.Text, Home: s.g.HomeOfOutlet(d.Outlet)}
	var at []int
	for i, e := range d.Entities {
		if e.Type == doc.Place && !weekday(d.Tokens[e.Start].Form) {
			in.Toponyms = append(in.Toponyms, Toponym{Span: d.SpanOf(e.Start, e.End), Metonym: acts(d, e)})
			at = append(at, i)
		}
	}
	var out []doc.PlaceRef
	for i, r := range s.g.Resolve(in) {
		if r.Place.Name == "" {
			continue
		}
		e := d.Entities[at[i]]
		p := r.Place
		out = append(out, doc.PlaceRef{Start: e.Start, End: e.End, Name: p.Name, Country: p.Country, Lat: p.Lat, Lon: p.Lon,
			GeoNames: p.GeoNamesID, Kind: string(p.Kind), Coarse: r.Coarse, Metonym: r.Metonym && seat(p), How: r.Reasons})
	}
	return d.SetPlaces(out)
}

// weekday says that a word is the name of a day, which the recogniser may take
// for a place's.
func weekday(form string) bool {
	switch form {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday":
		return true
	}
	return false
}

// acts says that a place does something here: it is the subject of a verb.
// Without a tree nothing acts.
func acts(d *doc.Document, e doc.Entity) bool {
	if !d.Has(doc.Tree) {
		return false
	}
	for i := e.Start; i < e.End; i++ {
		tok := d.Tokens[i]
		if tok.Head < e.Start || tok.Head >= e.End {
			return tok.Deprel == "nsubj" && tok.Head >= 0 && d.Tokens[tok.Head].UPOS == "VERB"
		}
	}
	return false
}

// seat says that a government or body may be called by the name of the place:
// a state, a capital, or a building that the tables say stands for one.
func seat(p gazetteer.Place) bool {
	return p.Kind == gazetteer.Country || p.Rank == gazetteer.Capital || p.Kind == gazetteer.Site && p.Note != ""
}
