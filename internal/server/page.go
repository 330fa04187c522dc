package server

import (
	"net/http"
	"strconv"
	"strings"

	"rapporteur/internal/record"
)

const pageSize = 50

// articlesPage is the list of articles, or what a search found.
type articlesPage struct {
	Title   string
	Query   string
	Rows    []articleRow
	Groups  []hitGroup
	Hits    int
	Total   int
	From    int // number of the first row, from 1
	Prev    int // page number, 0 for none
	Next    int
	Rejects int
}

// articleRow is a line of the list.
type articleRow struct {
	ID, Title, Outlet, Byline, Lead string
	Published                       day
	Counts                          []kindCount
	New                             int
}

type kindCount struct {
	Kind, Name string
	N          int
}

// hitGroup is what was found in one article.
type hitGroup struct {
	Article record.Article
	Title   string
	Day     day
	Hits    []record.Hit
}

func titleOf(title, lead string) string {
	switch {
	case title != "":
		return title
	case lead != "":
		return shorten(lead, 90)
	}
	return "Untitled article"
}

func (s *server) articles(r *http.Request) (string, any, error) {
	p := articlesPage{Title: "Articles", Query: strings.TrimSpace(r.FormValue("q"))}
	rejects, err := s.store.Rejects(r.Context())
	if err != nil {
		return "", nil, err
	}
	p.Rejects = len(rejects)
	if p.Query != "" {
		p.Title = "Search: " + p.Query
		hits, err := s.store.Search(r.Context(), p.Query, 100)
		if err != nil {
			return "", nil, err
		}
		p.Hits = len(hits)
		at := map[string]int{}
		for _, h := range hits {
			i, ok := at[h.Article.ID]
			if !ok {
				i = len(p.Groups)
				at[h.Article.ID] = i
				p.Groups = append(p.Groups, hitGroup{Article: h.Article, Title: titleOf(h.Article.Title, ""), Day: publishedDay(h.Article.Published)})
			}
			p.Groups[i].Hits = append(p.Groups[i].Hits, h)
		}
		return "articles", p, nil
	}
	page, _ := strconv.Atoi(r.FormValue("page"))
	page = min(max(page, 1), 1<<30/pageSize)
	list, total, err := s.store.Summaries(r.Context(), (page-1)*pageSize, pageSize)
	if err != nil {
		return "", nil, err
	}
	p.Total, p.From = total, (page-1)*pageSize+1
	if page > 1 {
		p.Prev = page - 1
	}
	if page*pageSize < total {
		p.Next = page + 1
	}
	for i := range list {
		sum := &list[i]
		row := articleRow{ID: sum.ID, Title: titleOf(sum.Title, sum.Lead), Outlet: sum.Outlet, Byline: sum.Byline, Published: publishedDay(sum.Published)}
		if sum.Title != "" {
			row.Lead = sum.Lead
		}
		for _, kind := range record.Kinds() {
			if n := sum.Total(kind); n > 0 {
				row.Counts = append(row.Counts, kindCount{kind, countWord(kind, n), n})
			}
		}
		for _, c := range sum.Counts {
			if c.Status == record.New {
				row.New += c.N
			}
		}
		p.Rows = append(p.Rows, row)
	}
	return "articles", p, nil
}

// articlePage is one article with its findings.
type articlePage struct {
	Title, ID   string
	Article     record.Article
	Published   day
	Chain       []hopLine
	Paragraphs  []paragraph
	Sections    []section
	Actors      []actorCard
	Total       int
	Chosen      string
	Only        record.Status
	Filters     []filter
	ChosenTitle string
	Query       string
}

// hopLine is a link of the chain in words.
type hopLine struct {
	Who, Kind string
	Day       day
}

// filter is a way to narrow the findings by status.
type filter struct {
	Status record.Status // "" for all
	N      int
	On     bool
}

func hops(chain []record.Hop) []hopLine {
	var out []hopLine
	for _, h := range chain {
		out = append(out, hopLine{h.Who, h.Kind, publishedDay(h.Date)})
	}
	return out
}

func (s *server) article(r *http.Request) (string, any, error) {
	rec, err := s.store.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return "", nil, err
	}
	sum := record.Summarise(rec)
	p := articlePage{ID: rec.Article.ID, Title: titleOf(rec.Article.Title, sum.Lead), Article: rec.Article, Published: publishedDay(rec.Article.Published), Chain: hops(rec.Article.Chain), Chosen: r.FormValue("f"), Total: len(rec.Items())}
	n := map[record.Status]int{}
	for _, it := range rec.Items() {
		n[it.Finding.Status]++
	}
	for _, st := range record.Statuses() {
		if string(st) == r.FormValue("status") {
			p.Only = st
		}
	}
	p.Filters = append(p.Filters, filter{"", p.Total, p.Only == ""})
	for _, st := range record.Statuses() {
		if n[st] > 0 {
			p.Filters = append(p.Filters, filter{st, n[st], p.Only == st})
		}
	}
	p.Sections = sections(rec, p.Chosen, p.Only)
	for _, sec := range p.Sections {
		for _, pt := range sec.Parts {
			for _, c := range pt.Cards {
				if c.On {
					p.ChosenTitle = c.Title
				}
			}
		}
	}
	p.Actors = actorCards(rec, p.Chosen)
	p.Paragraphs = paragraphsOf(rec.Article.Text, marksOf(rec), p.Chosen, rec.Article.Background)
	return "article", p, nil
}

// findingPage explains one finding.
type findingPage struct {
	Title      string
	Card       card
	Article    record.Article
	ArtTitle   string
	Published  day
	Steps      []step
	Paragraphs []paragraph
	Actors     []actorCard
	Query      string
}

// step is one step of the derivation.
type step struct{ What, How, Text string }

func (s *server) finding(r *http.Request) (string, any, error) {
	id := r.PathValue("id")
	rec, err := s.store.Find(r.Context(), id)
	if err != nil {
		return "", nil, err
	}
	it, ok := rec.Item(id)
	if !ok {
		return "", nil, record.ErrNotFound
	}
	sum := record.Summarise(rec)
	c := cardOf(rec, it)
	c.On = true
	p := findingPage{Title: c.Title, Card: c, Article: rec.Article, ArtTitle: titleOf(rec.Article.Title, sum.Lead), Published: publishedDay(rec.Article.Published)}
	for _, w := range it.Finding.Why {
		p.Steps = append(p.Steps, step{kindWord(w.What), w.How, shorten(w.In(rec.Article.Text), 300)})
	}
	involved := map[string]bool{}
	for _, a := range rec.Involved(it) {
		involved[a] = true
	}
	for _, a := range actorCards(rec, "") {
		if involved[a.ID] {
			p.Actors = append(p.Actors, a)
		}
	}
	p.Paragraphs = around(rec, it)
	return "finding", p, nil
}

// around gives the paragraphs that hold the evidence, with only the marks of
// this finding.
func around(rec *record.Record, it record.Item) []paragraph {
	var marks []mark
	for _, m := range marksOf(rec) {
		if m.id == it.Finding.ID {
			marks = append(marks, m)
		}
	}
	var out []paragraph
	for _, p := range paragraphsOf(rec.Article.Text, marks, it.Finding.ID, nil) {
		for _, seg := range p.Segments {
			if seg.On {
				out = append(out, p)
				break
			}
		}
	}
	return out
}

// rejectsPage lists what could not be read.
type rejectsPage struct {
	Title   string
	Rejects []record.Reject
	Query   string
}

func (s *server) rejects(r *http.Request) (string, any, error) {
	rejects, err := s.store.Rejects(r.Context())
	return "rejects", rejectsPage{Title: "Could not be read", Rejects: rejects}, err
}
