package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"rapporteur/internal/record"
)

// articleList is the body of GET /api/articles.
type articleList struct {
	Total    int              `json:"total" doc:"number of articles in the record"`
	Articles []record.Summary `json:"articles"`
}

// hitList is the body of GET /api/search.
type hitList struct {
	Query string       `json:"query"`
	Hits  []record.Hit `json:"hits"`
}

// foundFinding is the body of GET /api/findings/{id}.
type foundFinding struct {
	Kind     string         `json:"kind" doc:"contact, statement, event, instrument, displacement, control, mandate or process"`
	Article  record.Article `json:"article" doc:"the article that holds it, without text"`
	Evidence string         `json:"evidence" doc:"the text of the evidence"`
	Finding  any            `json:"finding" doc:"the finding in the form of the output contract"`
	Actors   []record.Actor `json:"actors" doc:"those that it names"`
}

// api adds the JSON API and its OpenAPI description (/api/openapi.json).
func (s *server) api(mux *http.ServeMux) {
	cfg := huma.DefaultConfig("rapporteur", s.opt.Version)
	cfg.Info.Description = "The record of a conflict's reporting: articles with their findings, each with the bytes of the text that say so."
	cfg.DocsPath = ""
	cfg.SchemasPath = ""
	cfg.OpenAPIPath = "/api/openapi"
	cfg.CreateHooks = nil // no $schema key: bodies are the output contract
	api := humago.New(mux, cfg)

	huma.Register(api, huma.Operation{OperationID: "list-articles", Method: http.MethodGet, Path: "/api/articles", Summary: "Articles, newest first, with counts of their findings"},
		func(ctx context.Context, in *struct {
			Offset int `query:"offset" minimum:"0" doc:"articles to skip"`
			Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"articles to give at most"`
		}) (*struct{ Body articleList }, error) {
			list, total, err := s.store.Summaries(ctx, in.Offset, in.Limit)
			if err != nil {
				return nil, s.apiError(err)
			}
			return &struct{ Body articleList }{articleList{total, list}}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "get-article", Method: http.MethodGet, Path: "/api/articles/{id}", Summary: "One article with its findings, in the output contract", Errors: []int{404}},
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Text bool   `query:"text" doc:"give article.text too, into which all offsets point"`
		}) (*struct{ Body *record.Record }, error) {
			rec, err := s.store.Get(ctx, in.ID)
			if err != nil {
				return nil, s.apiError(err)
			}
			if !in.Text {
				rec.Article.Text = ""
			}
			return &struct{ Body *record.Record }{rec}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "get-finding", Method: http.MethodGet, Path: "/api/findings/{id}", Summary: "One finding with its evidence and the steps that led to it", Errors: []int{404}},
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
		}) (*struct{ Body foundFinding }, error) {
			rec, err := s.store.Find(ctx, in.ID)
			if err != nil {
				return nil, s.apiError(err)
			}
			it, ok := rec.Item(in.ID)
			if !ok {
				return nil, s.apiError(record.ErrNotFound)
			}
			out := foundFinding{Kind: it.Kind, Article: rec.Article, Evidence: it.Finding.In(rec.Article.Text), Finding: rec.Value(it), Actors: []record.Actor{}}
			out.Article.Text = ""
			for _, id := range rec.Involved(it) {
				if a, ok := rec.Actor(id); ok {
					out.Actors = append(out.Actors, *a)
				}
			}
			return &struct{ Body foundFinding }{out}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "search", Method: http.MethodGet, Path: "/api/search", Summary: "Search texts, titles, findings and names"},
		func(ctx context.Context, in *struct {
			Q     string `query:"q" required:"true" doc:"words that must all occur; \"in a row\" in quotes; begin* for any ending"`
			Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
		}) (*struct{ Body hitList }, error) {
			hits, err := s.store.Search(ctx, in.Q, in.Limit)
			if err != nil {
				return nil, s.apiError(err)
			}
			for i := range hits {
				hits[i].Snippet = string(snippet(hits[i].Snippet))
			}
			return &struct{ Body hitList }{hitList{in.Q, hits}}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "list-rejects", Method: http.MethodGet, Path: "/api/rejects", Summary: "What could not be read, and why"},
		func(ctx context.Context, _ *struct{}) (*struct{ Body []record.Reject }, error) {
			list, err := s.store.Rejects(ctx)
			if err != nil {
				return nil, s.apiError(err)
			}
			return &struct{ Body []record.Reject }{list}, nil
		})
}

func (s *server) apiError(err error) error {
	if errors.Is(err, record.ErrNotFound) {
		return huma.Error404NotFound("not in this record")
	}
	s.opt.Log.Error("api failed", "err", err)
	return huma.Error500InternalServerError("the record could not be read")
}
