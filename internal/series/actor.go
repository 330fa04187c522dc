package series

import (
	"cmp"
	"slices"

	"rapporteur/internal/record"
)

// Actor is one entity behind all its names.
type Actor struct {
	ID                               string   `json:"id"`
	Name                             string   `json:"name"` // the one seen in most articles
	Kind                             string   `json:"kind"`
	Country                          string   `json:"country"`
	Sector                           string   `json:"sector"`
	Names                            []string `json:"names"`
	Tenures                          []Tenure `json:"tenures"`
	Articles                         int      `json:"articles"`
	names, countries, sectors, kinds map[string]int
	offices                          []office
}

// office is one sight of an actor in an office.
type office struct {
	record.Office
	cite Cite
}

// Tenure is an office that an actor was seen in.
type Tenure struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	From  string `json:"from"`  // as the register or an article states it, "" if nobody does
	To    string `json:"to"`    // likewise
	First string `json:"first"` // day of the first article that shows it
	Last  string `json:"last"`
	Seen  []Cite `json:"seen"`
}

func (g *Gatherer) seen(rec *record.Record, ra *record.Actor, id string) {
	a := g.actors[id]
	if a == nil {
		a = &Actor{ID: id, names: map[string]int{}, countries: map[string]int{}, sectors: map[string]int{}, kinds: map[string]int{}}
		g.actors[id] = a
	}
	a.Articles++
	a.names[ra.Name]++
	a.countries[ra.Country]++
	a.sectors[ra.Sector]++
	a.kinds[ra.Kind]++
	for _, o := range ra.Offices {
		if o.Title != "" {
			a.offices = append(a.offices, office{o, citeSpan(rec, "actor", ra.ID, o.Span)})
		}
	}
}

// tenures joins the sights of an actor in one office: the same title at the
// same body, or at none that is named.
func (a *Actor) tenures() {
	slices.SortFunc(a.offices, func(x, y office) int { // named bodies first, so that the others find them
		return cmp.Or(cmp.Compare(len(y.Body), len(x.Body)), cmp.Compare(x.Body, y.Body), cmp.Compare(x.Title, y.Title), byPublication(&x.cite, &y.cite), cmp.Compare(x.From, y.From))
	})
	for _, o := range a.offices {
		k := slices.IndexFunc(a.Tenures, func(t Tenure) bool {
			return keyOf(t.Title) == keyOf(o.Title) && (t.Body == o.Body || o.Body == "")
		})
		if k < 0 {
			a.Tenures = append(a.Tenures, Tenure{Title: o.Title, Body: o.Body, Seen: []Cite{}})
			k = len(a.Tenures) - 1
		}
		t := &a.Tenures[k]
		if o.From != "" && (t.From == "" || o.From < t.From) {
			t.From = o.From
		}
		t.To = max(t.To, o.To)
		if o.By != "register" {
			t.Seen = append(t.Seen, o.cite)
		}
	}
	a.offices = nil
}

func (a *Actor) close() {
	a.Name, a.Country, a.Sector, a.Kind = most(a.names), most(a.countries), most(a.sectors), most(a.kinds)
	a.Names = sorted(a.names)
	a.Tenures = []Tenure{}
	a.tenures()
	for i := range a.Tenures {
		t := &a.Tenures[i]
		slices.SortFunc(t.Seen, func(x, y Cite) int { return byPublication(&x, &y) })
		for _, c := range t.Seen {
			if c.Published != "" {
				if t.First == "" {
					t.First = c.Published
				}
				t.Last = c.Published
			}
		}
	}
	slices.SortFunc(a.Tenures, func(x, y Tenure) int {
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.From, y.From), cmp.Compare(x.Title, y.Title), cmp.Compare(x.Body, y.Body))
	})
}

// most is the key with the highest count, of equals the longer and then the
// smaller one.
func most(m map[string]int) string {
	best, n := "", -1
	for k, v := range m {
		if k == "" {
			continue
		}
		if v > n || v == n && (len(k) > len(best) || len(k) == len(best) && k < best) {
			best, n = k, v
		}
	}
	return best
}
