// Package diff says what two readings of one article differ in, and why: which
// findings came, went or changed, by which fields, and which rule, model or
// step of derivation stands behind it. It compares what was read, not what
// joining or reviewing added.
package diff

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
)

// Change is one difference.
type Change struct {
	What   string    `json:"what"` // added | removed | changed
	Kind   string    `json:"kind"` // of the finding, "actor" or "article"
	Old    string    `json:"old"`  // id in the old reading, "" if added
	New    string    `json:"new"`  // id in the new reading, "" if removed
	Span   text.Span `json:"evidence"`
	Quote  string    `json:"quote"`
	Fields []Field   `json:"fields"` // of a change
	Why    []string  `json:"why"`    // what made it so
}

// Field is one field that changed; the values are JSON, ids of actors written
// as their names.
type Field struct {
	Name string `json:"name"`
	Old  string `json:"old"`
	New  string `json:"new"`
}

// minOverlap is the least share of words by which a finding is the same one.
const minOverlap = 0.5

// Compare lists what the new reading of an article has otherwise, by kind in
// the order of the contract, then by place. Neither record is changed.
func Compare(old, now *record.Record) []Change {
	out := article(old, now)
	out = append(out, actors(old, now)...)
	for _, kind := range record.Kinds() {
		out = append(out, findings(old, now, kind)...)
	}
	return out
}

func article(old, now *record.Record) []Change {
	c := Change{What: "changed", Kind: "article", Old: old.Article.ID, New: now.Article.ID}
	a, b := old.Article, now.Article
	c.field("title", a.Title, b.Title)
	c.field("outlet", a.Outlet, b.Outlet)
	c.field("byline", a.Byline, b.Byline)
	c.field("published", a.Published, b.Published)
	c.field("language", a.Language, b.Language)
	c.field("sha256", a.SHA256, b.SHA256)
	c.field("chain", hops(a.Chain), hops(b.Chain))
	c.field("background_paragraphs", own(a), own(b))
	if len(c.Fields) == 0 {
		return nil
	}
	return []Change{c}
}

func hops(hs []record.Hop) []string {
	out := []string{}
	for _, h := range hs {
		out = append(out, h.Who+" ("+h.Kind+")")
	}
	return out
}

// own are the background paragraphs that the article alone shows.
func own(a record.Article) []int {
	out := []int{}
	for _, p := range a.Background {
		if !slices.Contains(a.Recurring, p) {
			out = append(out, p)
		}
	}
	return out
}

func (c *Change) field(name string, x, y any) {
	a, err1 := json.Marshal(x)
	b, err2 := json.Marshal(y)
	if err1 == nil && err2 == nil && !bytes.Equal(a, b) {
		c.Fields = append(c.Fields, Field{name, string(a), string(b)})
	}
}

// actors compares the actors by id; of those that both have, what is said of
// them.
func actors(old, now *record.Record) []Change {
	var out []Change
	for i := range old.Actors {
		a := &old.Actors[i]
		b, ok := now.Actor(a.ID)
		if !ok {
			out = append(out, actor(now, "removed", a, nil))
			continue
		}
		c := actor(now, "changed", a, b)
		c.field("name", a.Name, b.Name)
		c.field("kind", a.Kind, b.Kind)
		c.field("country", a.Country, b.Country)
		c.field("sector", a.Sector, b.Sector)
		c.field("offices", offices(a), offices(b))
		if len(c.Fields) > 0 {
			c.Why = steps(a.Why, b.Why)
			out = append(out, c)
		}
	}
	for i := range now.Actors {
		if _, ok := old.Actor(now.Actors[i].ID); !ok {
			out = append(out, actor(now, "added", nil, &now.Actors[i]))
		}
	}
	return out
}

func actor(now *record.Record, what string, a, b *record.Actor) Change {
	c := Change{What: what, Kind: record.KindActor}
	x := b
	if x == nil {
		x = a
	}
	if a != nil {
		c.Old = a.ID
	}
	if b != nil {
		c.New = b.ID
	}
	c.Quote = x.Name
	if len(x.Mentions) > 0 {
		c.Span = x.Mentions[0]
	}
	if a == nil || b == nil {
		for _, s := range x.Why {
			c.Why = append(c.Why, s.How)
		}
	}
	return c
}

func offices(a *record.Actor) []string {
	out := []string{}
	for _, o := range a.Offices {
		out = append(out, strings.TrimSpace(o.Title+" "+o.Body)+" "+o.From+"-"+o.To)
	}
	slices.Sort(out)
	return out
}

// findings pairs the findings of a kind: those of one id, then those that
// share most of their words, best first; the rest came or went.
func findings(old, now *record.Record, kind string) []Change {
	a, b := ofKind(old, kind), ofKind(now, kind)
	with := make([]int, len(a)) // index into b, -1 if gone
	taken := make([]bool, len(b))
	for i := range a {
		with[i] = -1
		for j := range b {
			if !taken[j] && a[i].Finding.ID == b[j].Finding.ID {
				with[i], taken[j] = j, true
				break
			}
		}
	}
	for {
		bi, bj, best := -1, -1, 0.0
		for i := range a {
			for j := range b {
				if with[i] >= 0 || taken[j] {
					continue
				}
				s := a[i].Finding.Shared(b[j].Finding.Span)
				if s < minOverlap {
					continue
				}
				if old.TypeOf(a[i]) == now.TypeOf(b[j]) {
					s++
				}
				if s > best {
					bi, bj, best = i, j, s
				}
			}
		}
		if bi < 0 {
			break
		}
		with[bi], taken[bj] = bj, true
	}
	var out []Change
	for i := range a {
		if with[i] < 0 {
			out = append(out, lone("removed", old, a[i]))
			continue
		}
		if c, ok := changed(old, now, a[i], b[with[i]]); ok {
			out = append(out, c)
		}
	}
	for j := range b {
		if !taken[j] {
			out = append(out, lone("added", now, b[j]))
		}
	}
	slices.SortStableFunc(out, func(x, y Change) int { return int(x.Span.Start - y.Span.Start) })
	return out
}

func ofKind(rec *record.Record, kind string) []record.Item {
	var out []record.Item
	for _, it := range rec.Items() {
		if it.Kind == kind {
			out = append(out, it)
		}
	}
	return out
}

func lone(what string, rec *record.Record, it record.Item) Change {
	f := it.Finding
	c := Change{What: what, Kind: it.Kind, Span: f.Span, Quote: f.In(rec.Article.Text)}
	if what == "added" {
		c.New = f.ID
	} else {
		c.Old = f.ID
	}
	c.Why = append(c.Why, "rule "+f.Rule)
	for _, s := range read(f.Why) {
		if s.What == "trigger" || s.What == "rule" {
			c.Why = append(c.Why, s.What+": "+s.How)
		}
	}
	return c
}

// changed compares two findings field by field, with names for ids.
func changed(old, now *record.Record, a, b record.Item) (Change, bool) {
	c := Change{What: "changed", Kind: b.Kind, Old: a.Finding.ID, New: b.Finding.ID, Span: b.Finding.Span, Quote: b.Finding.In(now.Article.Text)}
	x, y := flat(old, a), flat(now, b)
	keys := make([]string, 0, len(x))
	for k := range x {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		c.field(k, x[k], y[k])
	}
	if len(c.Fields) == 0 {
		return c, false
	}
	if a.Finding.Rule != b.Finding.Rule {
		c.Why = append(c.Why, "rule "+a.Finding.Rule+" → "+b.Finding.Rule)
	}
	c.Why = append(c.Why, steps(a.Finding.Why, b.Finding.Why)...)
	return c, true
}

// flat is a finding as a map of the contract, without what identifies it and
// what others added.
func flat(rec *record.Record, it record.Item) map[string]any {
	m := map[string]any{}
	b, err := json.Marshal(rec.Value(it))
	if err != nil || json.Unmarshal(b, &m) != nil {
		return m
	}
	if w, ok := m["was"].(string); ok && w != "" {
		m["status"] = w
	}
	for _, k := range []string{"id", "incident", "was", "review", "rule", "why", "trigger", "confidence"} {
		delete(m, k)
	}
	for k, v := range m {
		m[k] = named(rec, v)
	}
	return m
}

func named(rec *record.Record, v any) any {
	switch v := v.(type) {
	case string:
		return rec.NameOf(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = named(rec, v[i])
		}
		return out
	case map[string]any:
		for k := range v {
			v[k] = named(rec, v[k])
		}
	}
	return v
}

// read leaves out the steps that joining and reviewing added.
func read(why []record.Step) []record.Step {
	return slices.DeleteFunc(slices.Clone(why), func(s record.Step) bool { return s.What == "incident" || s.What == "review" })
}

// steps lists the steps of a derivation that only one of two readings has.
func steps(a, b []record.Step) []string {
	var out []string
	has := func(list []record.Step, s record.Step) bool {
		return slices.ContainsFunc(list, func(x record.Step) bool { return x.What == s.What && x.How == s.How })
	}
	a, b = read(a), read(b)
	for _, s := range a {
		if !has(b, s) {
			out = append(out, "before: "+s.What+": "+s.How)
		}
	}
	for _, s := range b {
		if !has(a, s) {
			out = append(out, "now: "+s.What+": "+s.How)
		}
	}
	return out
}
