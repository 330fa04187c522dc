package export

import (
	"bufio"
	"context"
	"encoding/json"
	"io"

	"rapporteur/internal/record"
)

// feature is a GeoJSON feature (RFC 7946): longitude first, WGS 84.
type feature struct {
	Type     string         `json:"type"`
	ID       string         `json:"id"`
	Geometry geometry       `json:"geometry"`
	Props    map[string]any `json:"properties"` // keys come out sorted
}

type geometry struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

// geojson writes events and contacts that have a place. Those without one
// are not in the file.
func geojson(ctx context.Context, each Each, out Files, _ Options) error {
	return one(out, "findings.geojson", func(w io.Writer) error {
		bw := bufio.NewWriter(w)
		bw.WriteString(`{"type":"FeatureCollection","features":[`)
		n := 0
		err := each(ctx, func(rec *record.Record) error {
			for _, it := range rec.Items() {
				where := rec.WhereOf(it)
				if where == nil || where.Lat == 0 && where.Lon == 0 {
					continue
				}
				b, err := json.Marshal(feature{"Feature", it.Finding.ID, geometry{"Point", [2]float64{where.Lon, where.Lat}}, geoProps(rec, it, where)})
				if err != nil {
					return err
				}
				if n > 0 {
					bw.WriteByte(',')
				}
				n++
				bw.WriteByte('\n')
				bw.Write(b)
			}
			return nil
		})
		if err != nil {
			return err
		}
		bw.WriteString("\n]}\n")
		return bw.Flush()
	})
}

func geoProps(rec *record.Record, it record.Item, where *record.Where) map[string]any {
	p := map[string]any{
		"kind": it.Kind, "status": it.Finding.Status, "incident": it.Finding.Incident, "article": rec.Article.ID, "outlet": rec.Article.Outlet, "published": rec.Article.Published,
		"url": rec.Article.URL, "evidence": it.Finding.In(rec.Article.Text), "place": where.Name, "country": where.Country, "geonameid": where.GeoNames,
		"confidence": it.Finding.Confidence,
	}
	if d, ok := rec.When(it); ok {
		p["from"], p["to"], p["precision"] = d.From, d.To, d.Precision
	}
	switch it.Kind {
	case record.KindContact:
		x := &rec.Contacts[it.Index]
		p["format"], p["stage"], p["participants"] = x.Format, x.Stage, nameList(rec, x.Participants)
	case record.KindEvent:
		x := &rec.Events[it.Index]
		p["type"], p["mode"], p["cameo"], p["quad"], p["score"] = x.Type, x.Mode, x.Cameo, x.Quad, x.Score
		p["actors"], p["recipients"] = nameList(rec, x.Actors), nameList(rec, x.Recipients)
		if x.Dead != nil {
			p["dead"] = *x.Dead
		}
		if x.Injured != nil {
			p["injured"] = *x.Injured
		}
	}
	return p
}
