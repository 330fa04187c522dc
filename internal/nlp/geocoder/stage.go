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
	in := Input{Text: d.Text}
	var at []int
	for i, e := range d.Entities {
		if e.Type == doc.Place {
			in.Toponyms = append(in.Toponyms, Toponym{Span: d.SpanOf(e.Start, e.End)})
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
			GeoNames: p.GeoNamesID, Kind: string(p.Kind), Coarse: r.Coarse, Metonym: r.Metonym, How: r.Reasons})
	}
	return d.SetPlaces(out)
}
