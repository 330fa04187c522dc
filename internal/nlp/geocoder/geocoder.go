// Package geocoder lays toponyms on the map: it decides which of the places
// of the gazetteer a name in an article means.
//
// Every candidate is scored by how large and how well named it is, by what the
// text says of where it lies ("X, Y", "the Syrian town of X"), by the states
// named around it, and by how near it lies to the other places of the article.
// A name keeps one sense through an article, except where the text contradicts.
// The same article gives the same answer always.
//
// As a stage it requires the layers tokens and entities and provides places.
package geocoder

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"rapporteur/internal/gazetteer"
	"rapporteur/internal/text"
)

// Toponym is a name to be resolved. Metonym marks one that stands for a
// government or body; it is resolved all the same and keeps its mark.
type Toponym struct {
	Span    text.Span
	Metonym bool
}

// Input is an article as far as the geocoder looks at it.
type Input struct {
	Text     string
	Title    string    // "" if unknown or part of Text
	Home     string    // ISO3 of the outlet's state, a weak hint; "" if unknown
	Near     []float64 // latitude and longitude of the outlet's town, a hint; nil if unknown
	Toponyms []Toponym // in any order; they may overlap
}

// Result is where one toponym lies.
type Result struct {
	Toponym
	Place   gazetteer.Place // zero Name if nothing is known, not even the state
	Coarse  bool            // Place is only what surrounds the place meant
	Score   float64         // of the best candidate
	Margin  float64         // its lead over the second; large if it was the only one
	Reasons []string        // the decision, step by step, for explain
}

// Geocoder resolves toponyms. It never changes and may be shared.
type Geocoder struct {
	g    *gazetteer.Gazetteer
	cues map[string]cueName
}

// New makes a geocoder over a gazetteer. It takes a few milliseconds.
func New(g *gazetteer.Gazetteer) *Geocoder { return &Geocoder{g, cueNames(g)} }

// passes is how often the places of an article are weighed against one
// another; the decisions are stable after the second nearly always.
const passes = 3

// Resolve gives one result for every toponym, in the same order.
func (c *Geocoder) Resolve(in Input) []Result {
	a := c.newArticle(in)
	for pass := range passes {
		a.weigh(pass)
	}
	out := make([]Result, len(in.Toponyms))
	for i := range in.Toponyms {
		out[i] = a.result(i)
	}
	return out
}

// article is the working state of one Resolve.
type article struct {
	c      *Geocoder
	in     Input
	senses []*sense
	of     []int // toponym -> sense
	cues   []cue // states named anywhere in the text, in its order
	shares map[string]float64
	byKey  map[string]cueName // state and weight of all cues by one name
	weight float64            // of all cues
}

// sense is one name with all its mentions.
type sense struct {
	name     string
	key      string        // folded
	sameAs   string        // what tells senses apart, see senseKey
	mentions []int         // toponyms
	siblings []int         // senses beside it in a list
	at       []text.Offset // of the mentions, ascending
	cands    []candidate
	best     int  // index in cands, -1 if there is none
	coarse   bool // candidates are those of a part of the name
	part     string
	boxes    []container
	single   string // state, if all likely candidates lie in one
}

// candidate is one place a name may mean.
type candidate struct {
	gazetteer.Brief
	form   gazetteer.Form
	prior  float64
	score  float64
	why    [maxReasons]reason
	nWhy   int
	inside float64
}

const maxReasons = 8

type reason struct {
	what  string
	with  gazetteer.Ref
	value float64
}

func (cd *candidate) note(what string, with gazetteer.Ref, v float64) {
	cd.score += v
	if cd.nWhy < maxReasons && math.Abs(v) >= 0.05 {
		cd.why[cd.nWhy] = reason{what, with, v}
		cd.nWhy++
	}
}

func (c *Geocoder) newArticle(in Input) *article {
	a := &article{c: c, in: in, of: make([]int, len(in.Toponyms))}
	byKey := map[string]int{}
	order := make([]int, len(in.Toponyms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Compare(in.Toponyms[x].Span.Start, in.Toponyms[y].Span.Start)
	})
	for _, i := range order {
		name := strings.TrimSpace(in.Toponyms[i].Span.In(in.Text))
		boxes := a.containers(in.Toponyms[i].Span)
		key := senseKey(name)
		// An explicit "X, Y" that contradicts the sense so far opens another one.
		k, ok := byKey[key]
		boxes = a.credible(name, boxes)
		if ok && len(boxes) > 0 && len(a.senses[k].boxes) > 0 && !a.agree(a.senses[k], boxes) {
			ok = false
		}
		if !ok {
			k = len(a.senses)
			s := &sense{name: name, key: gazetteer.Fold(strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")), sameAs: key, best: -1, boxes: boxes}
			a.candidates(s)
			a.senses = append(a.senses, s)
			byKey[key] = k
		}
		s := a.senses[k]
		if len(s.boxes) == 0 {
			s.boxes = boxes
		}
		s.mentions = append(s.mentions, i)
		s.at = append(s.at, in.Toponyms[i].Span.Start)
		a.of[i] = k
	}
	a.lists(order)
	a.scan()
	return a
}

// senseKey keeps an abbreviation in capitals apart from the word it looks
// like (US and us).
func senseKey(name string) string {
	if len(name) <= 4 && strings.ToUpper(name) == name {
		return name
	}
	return gazetteer.Fold(strings.TrimSuffix(strings.TrimSuffix(name, "’s"), "'s"))
}

// maxCandidates bounds the work for names such as San José.
const maxCandidates = 60

// candidates finds what the name of a sense may mean; where nothing stands
// under the whole name, under the longest part of it, coarsely.
func (a *article) candidates(s *sense) {
	g := a.c.g
	ms := g.Find(s.name)
	if len(ms) == 0 {
		s.part, ms = longestPart(g, s.name)
		s.coarse = s.part != ""
	}
	for _, m := range ms {
		cd := candidate{Brief: g.Brief(m.Ref), form: m.Form}
		cd.prior = prior(cd, s.name)
		s.cands = append(s.cands, cd)
	}
	slices.SortStableFunc(s.cands, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.prior, x.prior), cmp.Compare(x.Ref, y.Ref))
	})
	s.cands = dedupe(s.cands)
	if len(s.cands) > maxCandidates {
		s.cands = s.cands[:maxCandidates]
	}
	if len(s.cands) > 0 {
		s.single = s.cands[0].Country
		for _, cd := range s.cands[1:] {
			if cd.prior > s.cands[0].prior-2.5 && cd.Country != s.single {
				s.single = ""
			}
		}
	}
}

// dedupe drops a candidate that is the same GeoNames entry as a better one.
func dedupe(cs []candidate) []candidate {
	seen := map[int]bool{}
	return slices.DeleteFunc(cs, func(cd candidate) bool {
		if cd.ID == 0 {
			return false
		}
		dup := seen[cd.ID]
		seen[cd.ID] = true
		return dup
	})
}

// longestPart looks for a place inside a longer name: "Mosul Dam",
// "University of Aleppo". Small places are not believed.
func longestPart(g *gazetteer.Gazetteer, name string) (string, []gazetteer.Match) {
	f := strings.Fields(strings.NewReplacer(",", " , ", "-", " ", "–", " ", "/", " ").Replace(name))
	for n := len(f) - 1; n >= 1; n-- {
		best, at := []gazetteer.Match(nil), ""
		for i := 0; i+n <= len(f); i++ {
			part := strings.Join(f[i:i+n], " ")
			if len(part) < 4 || !capital(f[i]) || !capital(f[i+n-1]) || vague(part) {
				continue
			}
			ms := slices.DeleteFunc(g.Find(part), func(m gazetteer.Match) bool {
				b := g.Brief(m.Ref)
				big := b.Population >= 100_000 || b.Kind == gazetteer.Country || b.Kind == gazetteer.Region || b.Rank == gazetteer.Capital
				return m.Form == gazetteer.Loose || m.Form == gazetteer.Stripped || m.Form == gazetteer.Alternate && b.Fame < 4 || !big
			})
			// "British Embassy Tokyo": the name of a place is surer than an adjective.
			if len(ms) > 0 && (best == nil || best[0].Form == gazetteer.Adjective) {
				best, at = ms, part
			}
		}
		if best != nil {
			return at, best
		}
	}
	return "", nil
}

// prior scores a candidate without looking at the article: size, fame (in how
// many languages it has a name), rank, and how the name names it. The unit is
// a factor of ten in population.
func prior(cd candidate, name string) float64 {
	size, fame := math.Log10(float64(cd.Population)+1), cd.Fame
	if cd.form == gazetteer.Alternate {
		fame /= 2 // it is known by its main name
	}
	if cd.Listed {
		fame = max(fame, 5)
		if cd.Population == 0 {
			size = 4.7
		}
	}
	var p float64
	switch cd.Kind {
	case gazetteer.Country:
		p = 7 + 0.25*size
	case gazetteer.Continent:
		p = 9
	case gazetteer.Area:
		p = 6.5
	case gazetteer.Region:
		p = 3.2 + 0.55*size
		if cd.Population < 300_000 { // the town of that name is meant more often
			p -= 0.5
		}
	case gazetteer.District:
		p = 1.4 + 0.5*size
	case gazetteer.Water, gazetteer.Mountain, gazetteer.Island:
		p = 2 + 0.35*fame
		if cd.Listed {
			p = 5.2
		}
		if cd.Listed && cd.Country == "" {
			p = 7
		}
	case gazetteer.Site:
		p = 3
		if cd.Listed {
			p = 6.3
		}
	case gazetteer.Quarter:
		p = 0.2 + 0.6*size + wFame*fame
	default:
		p = 0.2 + wSize*size + wFame*fame
	}
	switch cd.Rank {
	case gazetteer.Capital:
		p += 1.2
	case gazetteer.RegionSeat:
		p += 0.4
	case gazetteer.DistrictSeat:
		p += 0.1
	}
	switch cd.form {
	case gazetteer.Alternate:
		p -= 1
	case gazetteer.Stripped:
		p -= 0.4
	case gazetteer.Loose:
		p -= 1.2
	case gazetteer.Adjective:
		p -= 0.2
	case gazetteer.Abbreviation:
		if len(name) <= 3 && !strings.ContainsRune(name, '.') {
			p -= 0.3
		}
	}
	if vague(name) && cd.Kind != gazetteer.Area {
		p -= 4
	}
	return p
}

func (a *article) result(i int) Result {
	s := a.senses[a.of[i]]
	r := Result{Toponym: a.in.Toponyms[i]}
	if s.best < 0 {
		return a.fallback(r, s)
	}
	best := s.cands[s.best]
	r.Place = a.c.g.Place(best.Ref)
	r.Score, r.Coarse, r.Margin = best.score, s.coarse, 99
	for k, cd := range s.cands {
		if k != s.best {
			r.Margin = min(r.Margin, best.score-cd.score)
		}
	}
	r.Reasons = a.explain(s, best)
	return r
}

func (a *article) explain(s *sense, best candidate) []string {
	g := a.c.g
	var out []string
	if s.coarse {
		out = append(out, fmt.Sprintf("%q is unknown, taken by its part %q", s.name, s.part))
	}
	p := g.Place(best.Ref)
	where := p.Country
	if p.Region != "" {
		where = p.Region + ", " + where
	}
	out = append(out, fmt.Sprintf("%q matches %d places; %s (%s, %s) by %s", s.name, len(s.cands), p.Name, p.Kind, where, best.form))
	for _, w := range best.why[:best.nWhy] {
		line := w.what
		if w.with != gazetteer.NoRef {
			line = fmt.Sprintf(w.what, g.Name(w.with))
		}
		out = append(out, fmt.Sprintf("%s (%+.1f)", line, w.value))
	}
	second, found := candidate{score: math.Inf(-1)}, false
	for k, cd := range s.cands {
		if k != s.best && cd.score > second.score {
			second, found = cd, true
		}
	}
	if found {
		o := g.Place(second.Ref)
		out = append(out, fmt.Sprintf("ahead of %s (%s, %s) by %.1f", o.Name, o.Kind, cmp.Or(o.Country, "no state"), best.score-second.score))
	}
	return out
}

// fallback puts an unknown name into what surrounds it: the place the text
// says it lies in, or the nearest region or state named.
func (a *article) fallback(r Result, s *sense) Result {
	g := a.c.g
	r.Coarse = true
	for _, b := range s.boxes {
		if len(b.refs) > 0 {
			r.Place = g.Place(a.settle(b, r.Span.Start))
			r.Reasons = []string{fmt.Sprintf("%q is unknown; the text puts it in %s", s.name, r.Place.Name)}
			return r
		}
	}
	best := a.surroundings(s, r.Span.Start, facility(s.name))
	how := "the places named around it lie in"
	if best == gazetteer.NoRef {
		how = "the article is mostly about"
		top := 0.0
		for _, iso := range sortedKeys(a.shares) {
			if v := a.shares[iso]; v > top {
				best, top = g.State(iso), v
			}
		}
	}
	if best == gazetteer.NoRef {
		r.Reasons = []string{fmt.Sprintf("%q is unknown, and nothing says where it lies", s.name)}
		return r
	}
	r.Place = g.Place(best)
	r.Reasons = []string{fmt.Sprintf("%q is unknown; %s %s", s.name, how, r.Place.Name)}
	return r
}

// surroundings is the state that the places named near a position lie in; the
// first-order division, if most of those in that state lie in one; and for a
// building or street the town that is named nearest.
func (a *article) surroundings(s *sense, at text.Offset, building bool) gazetteer.Ref {
	states, divisions, towns := map[string]float64{}, map[gazetteer.Ref]float64{}, map[gazetteer.Ref]float64{}
	for _, o := range a.senses {
		if o == s || o.best < 0 || o.coarse {
			continue
		}
		b := o.cands[o.best]
		if b.Country == "" {
			continue
		}
		w := math.Exp(-nearest(o.at, at)/300) + 0.02
		if b.Kind == gazetteer.Country {
			w /= 2
		}
		states[b.Country] += w
		if b.Region != gazetteer.NoRef {
			divisions[b.Region] += w
		}
		if b.Kind == gazetteer.City || b.Kind == gazetteer.Quarter {
			towns[b.Ref] = w
		}
	}
	iso, top, all := "", 0.0, 0.0
	for _, k := range sortedKeys(states) {
		if states[k] > top {
			iso, top = k, states[k]
		}
	}
	if iso == "" {
		return gazetteer.NoRef
	}
	pick := func(m map[gazetteer.Ref]float64) (gazetteer.Ref, float64) {
		best, w := gazetteer.NoRef, 0.0
		all = 0
		for _, r := range slices.Sorted(maps.Keys(m)) {
			if a.c.g.Brief(r).Country != iso {
				continue
			}
			all += m[r]
			if m[r] > w {
				best, w = r, m[r]
			}
		}
		return best, w
	}
	if building {
		if r, _ := pick(towns); r != gazetteer.NoRef {
			return r
		}
	}
	if r, w := pick(divisions); r != gazetteer.NoRef && w > 0.5*all {
		return r
	}
	return a.c.g.State(iso)
}

// facility says that a name is that of a building, a street or an
// institution, which stands in a town.
func facility(name string) bool {
	for w := range strings.FieldsSeq(gazetteer.Fold(name)) {
		if facilities[w] {
			return true
		}
	}
	return false
}

var facilities = setOf("street avenue road boulevard lane drive parade square plaza park hall house tower building court courthouse hotel inn hospital clinic " +
	"center centre school college university academy institute church cathedral chapel mosque temple synagogue station airport stadium arena theatre theater " +
	"museum library mall market restaurant bar club prison jail headquarters embassy consulate campus gallery gardens cemetery zoo bridge pier st ave rd highway")

// settle chooses among the places a container may be: the sense its own
// mention was given, or else size and the states around.
func (a *article) settle(b container, at text.Offset) gazetteer.Ref {
	key := senseKey(b.name)
	for _, s := range a.senses {
		if s.best >= 0 && s.sameAs == key {
			return s.cands[s.best].Ref
		}
	}
	best, top := b.refs[0], math.Inf(-1)
	for _, r := range b.refs {
		cd := candidate{Brief: a.c.g.Brief(r)}
		v := prior(cd, b.name)
		if cd.Country != "" {
			mine, all := a.nearby(at, cd.Country, "")
			v += wCountry * mine / (all + 0.5)
		}
		if v > top {
			best, top = r, v
		}
	}
	return best
}

func sortedKeys(m map[string]float64) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
