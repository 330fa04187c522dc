// Package reconcile makes one record out of the records of many articles. It
// finds copied texts, articles that report the same main event, paragraphs
// that an outlet prints in every story, actors behind several spellings, and
// the incidents: findings of any number of articles that report one
// occurrence. Nothing is thrown away and nothing wins: an incident keeps every
// report with its values and claimants.
//
// The result does not depend on the order of the articles, nor on how often
// or in how many parts they were joined before. Every join says why it was
// made, and a person's decisions (package review) stand above it.
//
// What is held of the articles at once is bounded (see bounds), so that memory
// hardly grows with their number: sketches stand on a shelf, and pairs are
// compared some articles at a time.
//
// Package reconcile reads no language: it compares words, names, days, places
// and numbers that the reading of each article left in its record.
package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"rapporteur/internal/record"
)

// Joiner takes records one by one, keeps a sketch of each (some 8 kB an
// article, no text, in a temporary file if there are many), and joins them. It
// is not safe for concurrent use.
type Joiner struct {
	v     *vocabulary
	stamp uint64
	bounds
	shelf *shelf
	heads []head
	at    map[string]int // article id -> its place in heads
}

// New makes an empty Joiner. It is to be closed after use, or the joins that it
// makes are. An error means that the
// embedded word lists are broken.
func New() (*Joiner, error) {
	v, err := words()
	if err != nil {
		return nil, err
	}
	return newJoiner(v, v.stamp(), wide()), nil
}

func newJoiner(v *vocabulary, stamp uint64, b bounds) *Joiner {
	return &Joiner{v: v, stamp: stamp, bounds: b, shelf: &shelf{most: b.shelf}, at: map[string]int{}}
}

// Close gives back the temporary file; joins made of it are of no use then.
func (j *Joiner) Close() { j.shelf.close() }

// Add sketches a record; it keeps nothing of it. A second record of the same
// article replaces the first where its text's digest is greater, so that the
// order of the two does not matter. What an earlier joining wrote into the
// record is not looked at. An error is one of the temporary file.
func (j *Joiner) Add(rec *record.Record) error {
	s := sketchOf(j.v, rec)
	return j.keep(s, s.pack(j.stamp))
}

// keep puts a sketch on the shelf, as it was packed.
func (j *Joiner) keep(s *sketch, b []byte) error {
	k, again := j.at[s.id]
	if again && j.heads[k].sha > s.sha {
		return nil
	}
	sl, err := j.shelf.put(b)
	if err != nil {
		return err
	}
	h := head{id: strings.Clone(s.id), sha: strings.Clone(s.sha), published: s.published, sents: len(s.sents), finds: len(s.finds), at: sl}
	if s.outlet != "" {
		h.outlet = hash64(s.outlet)
	}
	if again {
		j.heads[k] = h
		return nil
	}
	j.at[h.id] = len(j.heads)
	j.heads = append(j.heads, h)
	return nil
}

// Joins is the outcome of a joining, good until its Joiner is closed.
type Joins struct {
	Copies []Copied
	Actors []Merged // actors that are one

	c         *corpus
	at        map[string]int // article id -> its number
	copied    map[int]*Copied
	groups    [][]int // articles of one main event
	same      []link
	incidents [][]int          // findings of one occurrence
	group     []int32          // finding -> its incident, -1 if told once
	ids       []string         // of the incidents
	why       map[int32]string // finding -> which one of its incident it joined best with, and why
}

// Close gives back the temporary file of the Joiner that made them. Nothing
// can be asked of the joins then.
func (js *Joins) Close() {
	js.c.kept.close()
	js.c.held.close()
}

// Joined is an incident of several findings.
type Joined struct {
	ID       string
	Findings []string // ids, the first report first
	Why      []string // for each finding, which it was joined with and why
}

// joined is what was found out of one article.
type joined struct {
	same      []string
	copyOf    string
	recurring []int
	finds     map[string]outcome
}

// outcome is what was found out of a finding.
type outcome struct {
	incident string
	why      string // reasons of its best join, "" without one
	back     bool   // it stands in a recurring paragraph
}

// Join joins what was added. An error is one of the temporary file.
func (j *Joiner) Join() (js *Joins, err error) {
	held := &shelf{most: j.bounds.shelf}
	defer func() {
		if err != nil {
			held.close()
		}
	}()
	defer guard(&err)
	if err := j.shelf.ready(); err != nil {
		return nil, err
	}
	heads := slices.Clone(j.heads)
	arrange(heads)
	c := &corpus{bounds: j.bounds, kept: j.shelf, held: held, stamp: j.stamp, heads: heads, pool: map[string]string{}}
	c.textsOf.room, c.viewsOf.room, c.toldOf.room = c.texts, c.views, c.told
	js = &Joins{c: c, at: make(map[string]int, len(heads)), copied: map[int]*Copied{}}
	for i, h := range heads {
		js.at[h.id] = i
	}
	js.join()
	return js, nil
}

// join goes through the stages.
func (js *Joins) join() {
	c := js.c
	ix := c.index()
	c.al = c.alignments(ix)
	c.recur = c.recurring(ix)
	ix = nil
	who := sights{}
	c.r = &rarity{df: map[uint32]int32{}, n: float64(len(c.heads))}
	c.first = make([]int32, 1, len(c.heads)+1)
	c.each(actorPart, func(i int, s *sketch) {
		c.r.count(s.terms(c.recur[i]))
		who.add(i, s)
		c.first = append(c.first, c.first[i]+int32(c.heads[i].finds))
	})
	c.r.close()
	js.Copies = c.copies()
	for k := range js.Copies {
		js.copied[js.Copies[k].b] = &js.Copies[k]
	}
	c.borrow(js.Copies)
	c.textsOf.clear()
	js.mainEvents()
	c.viewsOf.clear()
	c.entity, js.Actors = who.entities()
	who = nil
	js.occurrences()
}

// mainEvents finds the articles of one main event.
func (js *Joins) mainEvents() {
	c := js.c
	var links []link
	js.groups, links = c.mainEvents()
	c.event = make([]int32, len(c.heads))
	for i := range c.event {
		c.event[i] = -1
	}
	for g, members := range js.groups {
		for _, i := range members {
			c.event[i] = int32(g)
		}
	}
	for _, l := range links {
		if c.event[l.a] >= 0 && c.event[l.a] == c.event[l.b] {
			js.same = append(js.same, l)
		}
	}
	slices.SortFunc(js.same, func(x, y link) int { return cmp.Or(x.a-y.a, x.b-y.b) })
}

// occurrences finds the incidents, and for each finding its best join.
func (js *Joins) occurrences() {
	c := js.c
	n := c.first[len(c.heads)]
	js.group = make([]int32, n)
	best := make([]int32, n) // finding -> the one of its incident that it joined best with
	for i := range n {
		js.group[i], best[i] = -1, -1
	}
	groups, links := c.incidents()
	js.incidents = groups
	for g, members := range groups {
		for _, m := range members {
			js.group[m] = int32(g)
		}
		js.ids = append(js.ids, incidentID(c.find(members[0]).id))
	}
	slices.SortFunc(links, better)
	var pairs []uint64
	for _, l := range links {
		if js.group[l.a] < 0 || js.group[l.a] != js.group[l.b] {
			continue
		}
		if best[l.a] < 0 || best[l.b] < 0 {
			pairs = append(pairs, pairOf(l.a, l.b))
		}
		if best[l.a] < 0 {
			best[l.a] = int32(l.b)
		}
		if best[l.b] < 0 {
			best[l.b] = int32(l.a)
		}
	}
	slices.Sort(pairs)
	js.why = make(map[int32]string, 2*len(pairs))
	var mu sync.Mutex
	c.sweep(pairs, func(k int, a, b *found) {
		x, _ := c.alike(a, b, joinIncident)
		reasons := x.reasons(a, b)
		i, j := int32(pairs[k]>>32), int32(pairs[k]&0xffffffff)
		mu.Lock()
		defer mu.Unlock()
		if best[i] == j {
			js.why[i] = because("joined with "+b.id+" of article "+b.s.id, reasons)
		}
		if best[j] == i {
			js.why[j] = because("joined with "+a.id+" of article "+a.s.id, reasons)
		}
	})
}

// Incidents counts the incidents of two findings and more.
func (js *Joins) Incidents() int { return len(js.incidents) }

// EachIncident calls fn for every incident of two findings and more.
func (js *Joins) EachIncident(fn func(Joined)) (err error) {
	defer guard(&err)
	for g, members := range js.incidents {
		in := Joined{ID: js.ids[g]}
		for _, m := range members {
			in.Findings, in.Why = append(in.Findings, js.c.find(m).id), append(in.Why, js.why[int32(m)])
		}
		fn(in)
	}
	return nil
}

// Pairs counts the pairs of articles that support the groups of same main event.
func (js *Joins) Pairs() int { return len(js.same) }

// EachPair calls fn for every pair of articles that supports a group of same
// main event.
func (js *Joins) EachPair(fn func(Same)) (err error) {
	defer guard(&err)
	for _, l := range js.same {
		fn(Same{A: js.c.heads[l.a].id, B: js.c.heads[l.b].id, Score: l.score, Why: js.c.sameness(l.a, l.b).reasons()})
	}
	return nil
}

// article gives what was found out of article i, whose sketch is settled.
func (js *Joins) article(i int, s *sketch) *joined {
	c := js.c
	a := &joined{same: []string{}, recurring: paragraphsOf(c.recur[i]), finds: make(map[string]outcome, len(s.finds))}
	if g := c.event[i]; g >= 0 {
		for _, k := range js.groups[g] {
			if k != i {
				a.same = append(a.same, c.heads[k].id)
			}
		}
		slices.Sort(a.same)
	}
	if cp := js.copied[i]; cp != nil {
		a.copyOf = cp.Of
	}
	for k, f := range s.finds {
		m := c.first[i] + int32(k)
		o := outcome{back: f.status != f.read, why: js.why[m]}
		if g := js.group[m]; g < 0 {
			o.incident = incidentID(f.id)
		} else {
			o.incident = js.ids[g]
		}
		a.finds[f.id] = o
	}
	return a
}

// Fill writes what was found out of a record into it and says whether that
// changed it: article.same_event_as, copy_of and background paragraphs, the
// incident of every finding with the reason as a step of its derivation, the
// status of findings in recurring paragraphs, and the entity of actors. What
// an earlier Fill wrote is taken back first. A record that was not added, or
// whose text is another, is left alone.
// An error is one of the temporary file.
func (js *Joins) Fill(rec *record.Record) (changed bool, err error) {
	defer guard(&err)
	i, ok := js.at[rec.Article.ID]
	if !ok || js.c.heads[i].sha != rec.Article.SHA256 {
		return false, nil
	}
	at := js.article(i, js.c.settle(js.c.skim(i, allParts)))
	before := written(rec).hash()
	Reset(rec)
	rec.Article.SameEvent = append([]string{}, at.same...)
	if at.copyOf != "" {
		of := at.copyOf
		rec.Article.CopyOf = &of
	}
	for _, p := range at.recurring {
		if !slices.Contains(rec.Article.Background, p) {
			rec.Article.Background = append(rec.Article.Background, p)
			rec.Article.Recurring = append(rec.Article.Recurring, p)
		}
	}
	slices.Sort(rec.Article.Background)
	for i := range rec.Actors {
		rec.Actors[i].Entity = js.entityOf(rec.Actors[i].ID)
	}
	rec.EachFinding(func(_ string, f *record.Finding) {
		o := at.finds[f.ID]
		f.Incident = o.incident
		if o.why != "" {
			f.Why = append(f.Why, record.Step{What: stepIncident, How: o.why})
		}
		if o.back {
			f.Was, f.Status = f.Status, record.Background
			f.Why = append(f.Why, record.Step{What: stepIncident, How: becauseRecurring})
		}
	})
	return before != written(rec).hash(), nil
}

const becauseRecurring = "background: the outlet prints this paragraph in other articles too"

// entityOf is the actor that stands for another one, "" if it does itself.
func (js *Joins) entityOf(id string) string {
	if e := js.c.entity[id]; e != id {
		return e
	}
	return ""
}

// state is what joining writes into a record, in a form whose hash tells
// whether a record has to be written again.
type state struct{ h uint64 }

func (s *state) add(parts ...string) {
	for _, p := range parts {
		for i := 0; i < len(p); i++ {
			s.h = (s.h ^ uint64(p[i])) * 1099511628211
		}
		s.h = (s.h ^ 0xff) * 1099511628211
	}
}

func (s *state) hash() uint64 { return s.h }

// written is the state of a record.
func written(rec *record.Record) *state {
	s := &state{h: 14695981039346656037}
	a := &rec.Article
	s.add("same")
	s.add(a.SameEvent...)
	if a.CopyOf != nil {
		s.add("copy", *a.CopyOf)
	}
	for _, p := range a.Recurring {
		s.add("para", strconv.Itoa(p))
	}
	for i := range rec.Actors {
		if e := rec.Actors[i].Entity; e != "" {
			s.add("entity", rec.Actors[i].ID, e)
		}
	}
	rec.EachFinding(func(_ string, f *record.Finding) {
		s.add("finding", f.ID, f.Incident, string(f.Was))
		for _, w := range f.Why {
			if w.What == stepIncident {
				s.add(w.How)
			}
		}
	})
	return s
}

// due is the state that Fill would leave the record of a settled sketch in.
func (js *Joins) due(sk *sketch) uint64 {
	at := js.article(sk.n, sk)
	s := &state{h: 14695981039346656037}
	s.add("same")
	s.add(at.same...)
	if at.copyOf != "" {
		s.add("copy", at.copyOf)
	}
	for _, p := range at.recurring {
		if !sk.back[p] {
			s.add("para", strconv.Itoa(p))
		}
	}
	for _, id := range sk.known {
		if e := js.entityOf(id); e != "" {
			s.add("entity", id, e)
		}
	}
	for _, f := range sk.finds {
		o, was := at.finds[f.id], ""
		if o.back {
			was = string(f.read)
		}
		s.add("finding", f.id, o.incident, was)
		if o.why != "" {
			s.add(o.why)
		}
		if o.back {
			s.add(becauseRecurring)
		}
	}
	return s.hash()
}

// because makes one sentence of the reasons of a join.
func because(what string, why []string) string { return what + " because " + strings.Join(why, ", ") }

// Alone joins a record with itself: its findings that are one occurrence, as
// if there were no other article. It is what a record is before it is joined.
// An error means that the embedded word lists are broken.
func Alone(rec *record.Record) error {
	_, err := Apply([]*record.Record{rec})
	return err
}

// Read says that the store has a record with the same reading of the same
// article, whatever was joined to it since: putting it again would only undo
// the joining.
func Read(ctx context.Context, st record.Store, rec *record.Record) (bool, error) {
	old, err := st.Get(ctx, rec.Article.ID)
	switch {
	case errors.Is(err, record.ErrNotFound):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("reconcile: %w", err)
	}
	Reset(old)
	rec = copyOf(rec)
	Reset(rec)
	x, err := record.Canonical(old)
	if err != nil {
		return false, err
	}
	y, err := record.Canonical(rec)
	if err != nil {
		return false, err
	}
	return string(x) == string(y), nil
}

// copyOf copies as much of a record as Reset changes.
func copyOf(rec *record.Record) *record.Record {
	out := *rec
	out.Actors = slices.Clone(rec.Actors)
	out.Contacts, out.Statements, out.Events = slices.Clone(rec.Contacts), slices.Clone(rec.Statements), slices.Clone(rec.Events)
	out.Instruments, out.Displacement, out.Control = slices.Clone(rec.Instruments), slices.Clone(rec.Displacement), slices.Clone(rec.Control)
	out.Mandates, out.Processes = slices.Clone(rec.Mandates), slices.Clone(rec.Processes)
	return &out
}

// incidentID makes the id of an incident from that of its first finding.
func incidentID(finding string) string { return record.ID(stepIncident, finding) }

// stepIncident marks the steps of a derivation that come from here.
const stepIncident = "incident"

// Reset takes back all that Fill writes.
func Reset(rec *record.Record) {
	a := &rec.Article
	a.SameEvent, a.CopyOf = []string{}, nil
	if len(a.Recurring) > 0 {
		a.Background = slices.DeleteFunc(slices.Clone(a.Background), func(p int) bool { return slices.Contains(a.Recurring, p) })
		a.Recurring = nil
	}
	for i := range rec.Actors {
		rec.Actors[i].Entity = ""
	}
	rec.EachFinding(func(_ string, f *record.Finding) {
		f.Incident = ""
		if f.Was != "" {
			f.Status, f.Was = f.Was, ""
		}
		f.Why = slices.DeleteFunc(slices.Clone(f.Why), func(s record.Step) bool { return s.What == stepIncident })
		if len(f.Why) == 0 {
			f.Why = nil
		}
	})
}

// Apply joins records that are in memory and fills each.
func Apply(recs []*record.Record) (*Joins, error) { return apply(recs, wide()) }

func apply(recs []*record.Record, b bounds) (*Joins, error) {
	v, err := words()
	if err != nil {
		return nil, err
	}
	j := newJoiner(v, v.stamp(), b)
	for _, rec := range recs {
		if err := j.Add(rec); err != nil {
			return nil, err
		}
	}
	js, err := j.Join()
	if err != nil {
		return nil, err
	}
	for _, rec := range recs {
		if _, err := js.Fill(rec); err != nil {
			return nil, err
		}
	}
	return js, nil
}
