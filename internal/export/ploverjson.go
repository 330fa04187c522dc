package export

import (
	"bufio"
	"context"
	"encoding/json"
	"io"

	"rapporteur/internal/ontology"
)

// ploverActor and ploverEvent are the form of the PLOVER gold standard
// records; mode, quad, score, status, place and url are added.
type ploverActor struct {
	ActorText string `json:"actorText"`
	Code      string `json:"code,omitempty"`
	Sector    string `json:"sector,omitempty"`
}

type ploverEvent struct {
	ID          string        `json:"id"`
	Date        string        `json:"date"`
	Source      []ploverActor `json:"source"`
	Target      []ploverActor `json:"target"`
	Event       string        `json:"event"`
	Mode        string        `json:"mode"`
	EventText   string        `json:"eventText"`
	Context     []string      `json:"context"`
	Quad        int           `json:"quad"`
	Score       float64       `json:"score"`
	Status      string        `json:"status"`
	Text        string        `json:"text"`
	Language    string        `json:"language"`
	Publication string        `json:"publication"`
	URL         string        `json:"url"`
	Place       *ploverPlace  `json:"place"`
	Coder       string        `json:"coder"`
	Version     string        `json:"version"`
}

type ploverPlace struct {
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
}

// ploverJSON writes a JSON list, one event a line.
func ploverJSON(ctx context.Context, each Each, out Files, opt Options) error {
	list, err := occurrences(ctx, each, opt)
	if err != nil {
		return err
	}
	return one(out, "plover.json", func(w io.Writer) error {
		bw := bufio.NewWriter(w)
		bw.WriteByte('[')
		for i, o := range list {
			b, err := json.Marshal(ploverOf(o))
			if err != nil {
				return err
			}
			if i > 0 {
				bw.WriteByte(',')
			}
			bw.WriteByte('\n')
			bw.Write(b)
		}
		bw.WriteString("\n]\n")
		return bw.Flush()
	})
}

func ploverOf(o *occurrence) ploverEvent {
	ev := &o.event
	parties := func(list []actor) []ploverActor {
		out := []ploverActor{}
		for _, a := range list {
			out = append(out, ploverActor{a.raw, a.country, a.sector})
		}
		return out
	}
	e := ploverEvent{ID: o.id, Date: o.day(), Source: parties(o.actors), Target: parties(o.targets), Event: ev.Type, Mode: ev.Mode, EventText: o.trigger, Context: append([]string{}, ev.Contexts...),
		Quad: ev.Quad, Score: ev.Score, Status: string(ev.Status), Text: o.body, Language: o.article.Language, Publication: o.article.Outlet, URL: o.article.URL, Coder: "rapporteur", Version: ontology.Version}
	if w := ev.Where; w != nil {
		e.Place = &ploverPlace{w.Name, w.Country, w.Lat, w.Lon}
	}
	return e
}
