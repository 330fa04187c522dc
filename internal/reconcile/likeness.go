package reconcile

import (
	"math"
	"slices"

	"rapporteur/internal/record"
	"rapporteur/internal/when"
)

// likeness is what speaks for and against two findings being reports of one
// occurrence.
type likeness struct {
	Type    float64 // 1 the same type, 0 a neighbouring one
	Day     float64 // 1 the same day, 0.5 days that fit, 0 unknown, -1 a day apart
	Place   float64 // 1 the same, 0.6 near, 0 unknown, down to -1.6 for one far away
	Parties float64 // 0 to 1, how well those known agree; 0.5 where either names none
	Swapped float64 // 1 where an actor of one is a recipient of the other and they are not symmetric
	Setting float64 // how far the articles speak of the same states, 0.5 if unknown
	Words   float64 // cosine of the evidence
	Names   float64 // cosine of the evidence's names, -1 where each has names and none in common
	Shared  float64 // weight of the words in common, up to 1
	Numbers float64 // 1 a number in common, -1 casualties that differ, 0 else
	Event   float64 // 1 the articles report the same main event
	Copied  float64 // share of the evidence that is the same run of words
	Inside  float64 // 1 both stand in one article
	Key     float64 // instruments and processes: 1 the same name, -1 another
	Lead    float64 // 1 both stand in their leads
	Say     float64 // 1 both are statements: one speaker says much on one day
}

// Score is the weighted sum; from 0 on the two are taken for one.
func (x likeness) Score() float64 {
	return -7.8 + 2.4*x.Setting + 0.5*x.Type + 1.8*x.Day + 2.1*x.Place + 1.5*(x.Parties-0.5) - 0.5*x.Swapped + 3.2*x.Words + 1.1*x.Names +
		1.1*x.Shared + 0.9*x.Numbers + 2.0*x.Event + 1.0*x.Copied - 0.8*x.Inside + 1.5*x.Key + 0.2*x.Lead - x.Say*(1.6-0.9*x.Type)
}

// reasons says in words why two findings are one occurrence.
func (x likeness) reasons(a, b *found) []string {
	var out []string
	if x.Type > 0 {
		out = append(out, "same kind "+a.typ)
	} else {
		out = append(out, "kinds "+a.typ+" and "+b.typ)
	}
	switch {
	case x.Day >= 1:
		out = append(out, "same day "+a.day.from.String())
	case x.Day > 0:
		out = append(out, "days that fit")
	case x.Day < 0:
		out = append(out, "days "+a.day.from.String()+" and "+b.day.from.String())
	}
	switch {
	case x.Place >= 1:
		out = append(out, "same place")
	case x.Place > 0:
		out = append(out, "near places")
	}
	if len(a.actors)+len(a.targets) > 0 && len(b.actors)+len(b.targets) > 0 {
		switch {
		case x.Parties >= 0.8:
			out = append(out, "same parties")
		case x.Parties >= 0.5:
			out = append(out, "parties that fit")
		}
	}
	if x.Key > 0 {
		out = append(out, "same name")
	}
	if x.Numbers > 0 {
		out = append(out, "a number in common")
	}
	if x.Copied >= 0.5 {
		out = append(out, "one text")
	}
	if x.Event > 0 {
		out = append(out, "their articles report the same main event")
	}
	// No figures that shift with every article that comes: a record is written again only where something changed.
	switch {
	case x.Words >= 0.8:
		out = append(out, "nearly the same words")
	case x.Words >= 0.5:
		out = append(out, "much the same words")
	}
	return out
}

// family is the group of types within which findings can be one occurrence.
func family(typ string) string {
	switch typ {
	case "ASSAULT", "COERCE", "SANCTION", "MOBILIZE":
		return "force"
	case "AGREE", "CONSULT", "COOPERATE", "AID", "SUPPORT": // a signature is AGREE or SUPPORT, as one looks at it
		return "talks"
	case "RETREAT", "CONCEDE":
		return "yield"
	}
	if len(typ) > 4 && typ[:4] == "say/" {
		return "say"
	}
	if len(typ) > 10 && typ[:10] == "displaced/" {
		return "displaced"
	}
	if len(typ) > 8 && typ[:8] == "process/" {
		return "process"
	}
	return typ
}

// alike compares two findings; ok is false where they can be no reports of
// one occurrence whatever else agrees, or where their score cannot reach least.
func (c *corpus) alike(a, b *found, least float64) (x likeness, ok bool) {
	if a.stage != b.stage || a.family != b.family {
		return x, false
	}
	same := a.s.n == b.s.n
	// two findings of one kind in one sentence are two, or the reading would have given one
	if same && (a.id == b.id || a.sent == b.sent && a.kind == b.kind) {
		return x, false
	}
	ia, ib := a.s.n, b.s.n
	if !same && c.event[ia] >= 0 && c.event[ia] == c.event[ib] {
		x.Event = 1
	}
	if a.typ == b.typ {
		x.Type = 1
	}
	if x.Day, ok = days(a, b, x.Event > 0); !ok {
		return x, false
	}
	if a.key != "" || b.key != "" {
		x.Key = keys(a.key, b.key)
		if x.Key < 0 {
			return x, false
		}
	}
	x.Place = places(a, b)
	x.Words, x.Names, x.Shared = evidence(a.passage, b.passage)
	best := x
	best.Setting, best.Parties, best.Numbers, best.Copied, best.Lead = 1, 1, 1, 1, 1
	if best.Score() < least {
		return x, false
	}
	var swapped bool
	x.Parties, swapped = c.parties(a, b)
	if swapped {
		x.Swapped = 1
	}
	x.Numbers = numbers(a, b)
	x.Setting = 1
	if !same {
		x.Setting = setting(a.s, b.s)
	}
	if a.family == "say" {
		if x.Say = 1; x.Parties < 0.55 {
			return x, false // another speaker, another statement
		}
	}
	if same {
		x.Inside = 1
		if a.sent == b.sent { // a contact and the event that it is
			x.Inside = 0
		}
	} else if pt := c.al[[2]int{min(ia, ib), max(ia, ib)}]; pt != nil && !pt.twin {
		if ia > ib {
			x.Copied = copiedEvidence(b, a, pt)
		} else {
			x.Copied = copiedEvidence(a, b, pt)
		}
	} else if pt != nil && pt.twin && (a.status != record.Background || b.status != record.Background) {
		return x, false
	}
	if !same && x.Copied < 1 {
		x.Copied = max(x.Copied, jaccard(a.passage.shingles, b.passage.shingles))
	}
	if a.lead && b.lead {
		x.Lead = 1
	}
	return x, true
}

// date is the day of a finding; background whose day is only inferred from
// publication has none.
func (f *found) date() interval {
	if f.status == record.Background && f.day.basis == when.Inferred {
		return interval{from: noDay, to: noDay}
	}
	return f.day
}

// days compares two dates. ok is false for days that exclude one another.
// An inferred day is that of publication: the deed may be of the day before.
// Reporters differ by a day over midnight and time zones; only reports of one
// main event are given that day.
func days(a, b *found, sameEvent bool) (float64, bool) {
	x, y := a.date(), b.date()
	switch {
	case !x.known && !y.known:
		if fresh(a) && fresh(b) && abs(a.s.published-b.s.published) > 4 {
			return 0, false
		}
		return 0, true
	case !x.known || !y.known:
		// what has no day is no older than a report that treats it as news
		k, u := x, b
		if !x.known {
			k, u = y, a
		}
		if fresh(u) && (k.to < u.s.published-6 || k.from > u.s.published+3) {
			return 0, false
		}
		return 0, true
	case x.fine && y.fine && x.from == y.from:
		return 1, true
	}
	xf, yf := x.from, y.from
	if x.basis == "inferred" {
		xf--
	}
	if y.basis == "inferred" {
		yf--
	}
	if xf <= y.to && yf <= x.to {
		return 0.5, true
	}
	if x.fine && y.fine && abs(x.from-y.from) == 1 && sameEvent {
		return -1, true
	}
	return 0, false
}

// fresh says that a finding without a date is news of its article, so that it
// happened around publication.
func fresh(f *found) bool {
	return f.s.published != noDay && f.status != record.Background && (f.stage == done || f.stage == denied)
}

// setting is the cosine of the states that two articles speak of.
func setting(a, b *sketch) float64 {
	if len(a.states) == 0 || len(b.states) == 0 {
		return 0.5
	}
	dot, na, nb := 0.0, 0.0, 0.0
	for i, j := 0, 0; i < len(a.states) && j < len(b.states); {
		switch x, y := a.states[i], b.states[j]; {
		case x.key < y.key:
			i++
		case x.key > y.key:
			j++
		default:
			dot += x.weight * y.weight
			i, j = i+1, j+1
		}
	}
	for _, x := range a.states {
		na += x.weight * x.weight
	}
	for _, y := range b.states {
		nb += y.weight * y.weight
	}
	return dot / math.Sqrt(na*nb)
}

const nearKM = 40

// places compares two places.
func places(a, b *found) float64 {
	x, y := a.where, b.where
	if x == nil || y == nil {
		// a place that the other's sentence names is the same place
		if x != y {
			w, o := x, b
			if y != nil {
				w, o = y, a
			}
			if len(w.names) > 0 && !w.wide && o.passage.has(w.names) {
				return 0.7
			}
		}
		return 0
	}
	if x.id != 0 && x.id == y.id || len(x.names) > 0 && slices.Equal(x.names, y.names) && x.country == y.country {
		if x.wide {
			return 0.2
		}
		return 1
	}
	if len(x.names) > 0 && slices.Equal(x.names, y.names) && !x.wide && !y.wide {
		return 0 // towns of one name: which one is meant was guessed twice, differently
	}
	if x.wide || y.wide {
		if x.country == y.country {
			return 0.2
		}
		return -0.7
	}
	if x.located && y.located {
		switch d := distance(x, y); {
		case d <= nearKM:
			return 0.6
		case d > 120:
			return -1.6
		}
		return -0.5
	}
	if intersect(x.names, y.names) > 0 {
		return 0.6
	}
	return -0.5
}

// distance is the great circle in kilometres (haversine).
func distance(x, y *spot) float64 {
	rad := math.Pi / 180
	dlat, dlon := (y.lat-x.lat)*rad, (y.lon-x.lon)*rad
	h := math.Sin(dlat/2)*math.Sin(dlat/2) + math.Cos(x.lat*rad)*math.Cos(y.lat*rad)*math.Sin(dlon/2)*math.Sin(dlon/2)
	return 2 * 6371 * math.Asin(math.Min(1, math.Sqrt(h)))
}

// parties compares who takes part. Each party of the shorter list looks for
// its best counterpart; 0.5 where a side is silent.
func (c *corpus) parties(a, b *found) (float64, bool) {
	ea, eb := len(a.actors)+len(a.targets), len(b.actors)+len(b.targets)
	if ea == 0 || eb == 0 {
		return 0.5, false
	}
	straight, n := 0.0, 0.0
	if len(a.actors) > 0 && len(b.actors) > 0 {
		straight += c.sides(a.actors, b.actors)
		n++
	}
	if len(a.targets) > 0 && len(b.targets) > 0 {
		straight += c.sides(a.targets, b.targets)
		n++
	}
	all := c.sides(a.all, b.all)
	if n == 0 {
		return 0.3 + 0.4*all, false
	}
	if straight /= n; straight >= all-0.3 {
		return straight, false
	}
	return max(straight, 0.8*all), !symmetric(a.typ)
}

func symmetric(typ string) bool { return family(typ) == "talks" }

func (c *corpus) sides(x, y []*party) float64 {
	if len(x) > len(y) {
		x, y = y, x
	}
	sum := 0.0
	for _, p := range x {
		best := 0.0
		for _, q := range y {
			best = max(best, c.party(p, q))
		}
		sum += best
	}
	return sum / float64(len(x))
}

// party is how likely two parties are one.
func (c *corpus) party(p, q *party) float64 {
	if p.entity == q.entity {
		if !p.named {
			return 0.6 // "troops" and "troops"
		}
		return 1
	}
	short := min(len(p.names), len(q.names))
	if short > 0 {
		if n := intersect(p.names, q.names); n > 0 {
			if n == short && (p.named || q.named) {
				return 0.9
			}
			if n == short {
				return 0.6
			}
			if float64(n) >= 0.5*float64(short) {
				return 0.6
			}
		}
	}
	if p.sound != 0 && p.sound == q.sound {
		return 0.8
	}
	if p.country != "" && p.country == q.country {
		switch {
		case p.sector == q.sector, p.sector == "" || q.sector == "":
			return 0.7
		case official(p.sector) && official(q.sector):
			return 0.6
		}
		return 0.3
	}
	if !p.named || !q.named {
		return 0.3 // "gunmen" may be anybody
	}
	if p.person != q.person && (p.person && p.country == "" || q.person && q.country == "") {
		return 0.3 // a person may act for a state or a body
	}
	return 0
}

func official(sector string) bool {
	switch sector {
	case "GOV", "MIL", "LEG", "JUD", "COP", "SPY":
		return true
	}
	return false
}

// passage is the evidence of findings in one place of an article, ready for
// comparison.
type passage struct {
	vec      vector
	shingles []uint64
	top      []uint32 // the three words that weigh most
	named    bool
}

func (p *passage) has(hashes []uint32) bool {
	for _, h := range hashes {
		if _, ok := slices.BinarySearch(p.vec.hash, h); !ok {
			return false
		}
	}
	return true
}

// passages prepares the evidence of an article's findings; those of one
// sentence share it.
func (c *corpus) passages(s *sketch) {
	at := map[[2]int]*passage{}
	for _, f := range s.finds {
		k := [2]int{f.from, f.to}
		p := at[k]
		if p == nil {
			ws := s.words[f.from:f.to]
			p = &passage{vec: vectorOf(ws, c.r), shingles: shingles(ws)}
			p.vec.close()
			p.top = p.vec.heaviest(3)
			p.named = slices.Contains(p.vec.class, name)
			at[k] = p
		}
		f.passage = p
	}
}

// fullShared is the weight of shared words from which on nothing but the
// same thing is likely: some three rare names.
const fullShared = 24

// evidence compares two passages by the rarity of their words.
func evidence(a, b *passage) (all, nm, shared float64) {
	x := agree(&a.vec, &b.vec)
	if x.names == 0 && a.named && b.named {
		x.names = -1
	}
	return x.all, x.names, min(1, x.common/fullShared)
}

// numbers compares the numbers that count: casualties, sizes, and others in
// the sentence.
func numbers(a, b *found) float64 {
	s := 0.0
	if len(a.numbers) > 0 && intersect(a.numbers, b.numbers) > 0 {
		s = 1
	}
	differ := func(m, n int) bool { return m >= 0 && n >= 0 && m != n }
	if differ(a.dead, b.dead) || differ(a.injured, b.injured) || differ(a.size, b.size) {
		if s > 0 {
			return 0
		}
		lo, hi := ratio(a, b)
		if hi > 5*lo+3 {
			return -2
		}
		return -0.5
	}
	return s
}

func ratio(a, b *found) (lo, hi int) {
	for _, p := range [][2]int{{a.dead, b.dead}, {a.injured, b.injured}, {a.size, b.size}} {
		if p[0] >= 0 && p[1] >= 0 && p[0] != p[1] {
			return min(p[0], p[1]), max(p[0], p[1])
		}
	}
	return 0, 0
}

// keys compares the names of instruments, territories and processes.
func keys(a, b string) float64 {
	switch {
	case a == b:
		return 1
	case a == "" || b == "":
		return 0
	}
	return -1
}

// copiedEvidence is the share of b's evidence that stands in a's, word for word.
func copiedEvidence(a, b *found, pt *pairText) float64 {
	na, nb := a.to-a.from, b.to-b.from
	if na == 0 || nb == 0 {
		return 0
	}
	// first words, counted from the first word of the report
	fa, fb := a.from-a.s.first, b.from-b.s.first
	n := 0
	for _, t := range pt.ts {
		// words of b's evidence under this tile whose counterpart lies in a's evidence
		lo := max(fb, t.b, fa-t.a+t.b)
		hi := min(fb+nb, t.b+t.n, fa+na-t.a+t.b)
		n += max(0, hi-lo)
	}
	return float64(n) / float64(min(na, nb))
}
