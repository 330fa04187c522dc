package export

import (
	"bufio"
	"context"
	"encoding/json"
	"io"

	"rapporteur/internal/record"
	"rapporteur/internal/when"
)

// entity is a FollowTheMoney entity.
type entity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// set adds the values of a property that are not empty.
func (e *entity) set(name string, values ...string) {
	for _, v := range values {
		if v != "" {
			e.Properties[name] = append(e.Properties[name], v)
		}
	}
}

// ftm writes FollowTheMoney entities, one a line: articles, actors by kind,
// posts and who held them, contacts and events, and a Mention for each actor
// of an article. An id is written once. Events and contacts of every status
// that the filter lets pass are there but those said not to have happened.
func ftm(ctx context.Context, each Each, out Files, opt Options) error {
	return one(out, "entities.ftm.json", func(w io.Writer) error {
		bw := bufio.NewWriter(w)
		enc := json.NewEncoder(bw)
		enc.SetEscapeHTML(false)
		seen := map[string]bool{}
		put := func(e *entity) error {
			if seen[e.ID] {
				return nil
			}
			seen[e.ID] = true
			return enc.Encode(e)
		}
		err := each(ctx, func(rec *record.Record) error {
			for _, e := range ftmEntities(rec) {
				if err := put(e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return bw.Flush()
	})
}

func newEntity(id, schema string) *entity {
	return &entity{ID: id, Schema: schema, Properties: map[string][]string{}}
}

func ftmEntities(rec *record.Record) []*entity {
	a := &rec.Article
	article := newEntity(record.ID("ftm", a.ID), "Article")
	article.set("title", a.Title)
	article.set("sourceUrl", a.URL)
	article.set("publishedAt", a.Published)
	article.set("publisher", a.Outlet)
	article.set("author", a.Byline)
	article.set("language", a.Language)
	article.set("contentHash", a.SHA256)
	out := []*entity{article}
	for i := range rec.Actors {
		x := &rec.Actors[i]
		e := newEntity(x.ID, ftmSchema(x.Kind))
		e.set("name", x.Name)
		e.set("country", alpha2(x.Country))
		e.set("proof", article.ID)
		out = append(out, e)
		m := newEntity(record.ID("ftm", a.ID, x.ID), "Mention")
		m.set("document", article.ID)
		m.set("name", x.Name)
		m.set("resolved", x.ID)
		m.set("detectedSchema", e.Schema)
		m.set("detectedCountry", alpha2(x.Country))
		out = append(out, m)
		for _, of := range x.Offices {
			if of.Title == "" {
				continue
			}
			post := newEntity(record.ID("ftm", "post", of.Title, of.Body), "Position")
			name := of.Title
			if of.Body != "" {
				name += ", " + of.Body
			}
			post.set("name", name)
			post.set("country", alpha2(x.Country))
			held := newEntity(record.ID("ftm", "held", x.ID, of.Title, of.Body, of.From, of.To), "Occupancy")
			held.set("holder", x.ID)
			held.set("post", post.ID)
			held.set("startDate", of.From)
			held.set("endDate", of.To)
			held.set("proof", article.ID)
			out = append(out, post, held)
		}
	}
	event := func(it record.Item, name string, organizer, involved []string) {
		if it.Finding.Status == record.Negated {
			return
		}
		id := it.Finding.Incident
		if id == "" {
			id = it.Finding.ID
		}
		e := newEntity(id, "Event")
		e.set("name", name)
		e.set("summary", it.Finding.In(a.Text))
		e.set("keywords", it.Kind, string(it.Finding.Status))
		if d, ok := rec.When(it); ok {
			ftmDates(e, d)
		}
		if w := rec.WhereOf(it); w != nil {
			e.set("location", w.Name)
			e.set("country", alpha2(w.Country))
		}
		e.set("organizer", knownActors(rec, organizer)...)
		e.set("involved", knownActors(rec, involved)...)
		e.set("proof", article.ID)
		e.set("sourceUrl", a.URL)
		e.set("publisher", a.Outlet)
		out = append(out, e)
		doc := newEntity(record.ID("ftm", a.ID, id), "Documentation")
		doc.set("document", article.ID)
		doc.set("entity", id)
		doc.set("role", it.Kind)
		out = append(out, doc)
	}
	for _, it := range rec.Items() {
		switch it.Kind {
		case record.KindContact:
			x := &rec.Contacts[it.Index]
			event(it, x.Format+" "+x.Stage, nil, x.Participants)
		case record.KindEvent:
			x := &rec.Events[it.Index]
			name := x.Type
			if x.Mode != "" {
				name += " " + x.Mode
			}
			event(it, name, x.Actors, x.Recipients)
		}
	}
	return out
}

// knownActors keeps the ids that stand for an entity of the file.
func knownActors(rec *record.Record, ids []string) []string {
	var out []string
	for _, id := range ids {
		if _, ok := rec.Actor(id); ok {
			out = append(out, id)
		}
	}
	return out
}

// ftmDates writes a date in FollowTheMoney's way: the precision of a date is
// the length of its ISO prefix.
func ftmDates(e *entity, d when.Date) {
	if s := d.String(); len(s) <= len("2006-01-02") {
		e.set("date", s)
		return
	}
	e.set("startDate", d.From)
	e.set("endDate", d.To)
}

func ftmSchema(kind string) string {
	switch kind {
	case "person":
		return "Person"
	case "state", "government":
		return "PublicBody"
	case "organization", "armed group", "community":
		return "Organization"
	}
	return "LegalEntity"
}
