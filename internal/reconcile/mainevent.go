package reconcile

import (
	"fmt"
	"math"
	"slices"
)

// view is an article as the comparison of main events sees it.
type view struct {
	all   vector // title and news paragraphs
	lead  vector // title and lead
	first vector // first sentence, by rarity alone

	published day
	outlet    string
	days      []day // days that the lead speaks of
	preview   bool
}

// facts takes over from a sketch what is no word.
func (v *view) facts(s *sketch) {
	v.published, v.outlet, v.days, v.preview = s.published, s.outlet, s.days, s.preview
}

func viewOf(ts []term, r *rarity) view {
	var v view
	for _, t := range ts {
		w := r.idf(t.hash, t.class) * (1 + math.Log(float64(min(t.tf, 6))))
		if t.lead {
			w *= 1.5
			v.lead.add(t.hash, w, t.class)
		}
		v.all.add(t.hash, w, t.class)
	}
	v.all.close()
	v.lead.close()
	return v
}

// opening adds the first sentence of an article to its view.
func (v *view) opening(s *sketch, r *rarity) {
	for _, st := range s.sents {
		if st.end > s.first {
			v.first = vectorOf(s.words[max(st.start, s.first):st.end], r)
			break
		}
	}
	v.first.close()
}

// vectorOf weighs the words of a passage by rarity.
func vectorOf(ws []word, r *rarity) vector {
	var v vector
	ws = slices.Clone(ws)
	slices.SortFunc(ws, func(x, y word) int { return cmpInt(x.hash, y.hash) })
	for i, w := range ws {
		if w.class == function || w.class == calendarWord || i > 0 && ws[i-1].hash == w.hash {
			continue
		}
		v.add(w.hash, r.idf(w.hash, w.class), w.class)
	}
	return v
}

// coverage is the share of a's weight whose words b has.
func coverage(a, b *vector) float64 {
	if a.sum == 0 {
		return 0
	}
	s := 0.0
	for i, j := 0, 0; i < len(a.hash) && j < len(b.hash); {
		switch {
		case a.hash[i] < b.hash[j]:
			i++
		case a.hash[i] > b.hash[j]:
			j++
		default:
			s += a.weight[i]
			i, j = i+1, j+1
		}
	}
	return s / a.sum
}

// maxApart is how many days may lie between two reports of one main event.
const maxApart = 3

// sameness is what speaks for and against two articles reporting the same
// main event.
type sameness struct {
	All      float64 // cosine of all words
	Names    float64 // cosine of names
	Lead     float64 // cosine of the leads
	LeadName float64 // cosine of the leads' names
	First    float64 // cosine of the first sentences
	Opening  float64 // how far each one's first sentence is covered by the other, the lesser of both
	Openings float64 // the greater
	Overlap  float64 // shared weight of the leads, of the lighter one
	Numbers  float64 // cosine of numbers
	Copied   float64 // share of text in common
	Apart    float64 // days between publication; 1.5 if unknown
	Days     float64 // 1 if the leads speak of a day in common, -1 if of none, 0 if either is silent
	Latest   float64 // 1 if the latest day that the leads speak of is the same, 0 if unknown, -1 if not
	Preview  float64 // 1 if one looks ahead and the other does not
	Twin     float64 // 1 if both fill the same template
	Outlet   float64 // 1 if the outlet is the same
}

func samenessOf(a, b *view, pt *pairText) sameness {
	all, lead := agree(&a.all, &b.all), agree(&a.lead, &b.lead)
	ab, ba := coverage(&a.first, &b.all), coverage(&b.first, &a.all)
	x := sameness{
		All: all.all, Names: all.names, Numbers: all.numbers, Lead: lead.all, LeadName: lead.names,
		First: agree(&a.first, &b.first).all, Opening: min(ab, ba), Openings: max(ab, ba), Apart: 1.5,
	}
	if a.lead.sum > 0 && b.lead.sum > 0 {
		x.Overlap = lead.common / min(a.lead.sum, b.lead.sum)
	}
	if a.published != noDay && b.published != noDay {
		x.Apart = float64(abs(a.published - b.published))
	}
	if len(a.days) > 0 && len(b.days) > 0 {
		x.Days, x.Latest = -1, -1
		if slices.ContainsFunc(a.days, func(d day) bool { return slices.Contains(b.days, d) }) {
			x.Days = 1
		}
		if slices.Max(a.days) == slices.Max(b.days) {
			x.Latest = 1
		}
	}
	if a.preview != b.preview {
		x.Preview = 1
	}
	if a.outlet != "" && a.outlet == b.outlet {
		x.Outlet = 1
	}
	if pt != nil {
		x.Copied = max(pt.shareA, pt.shareB)
		if pt.twin {
			x.Twin = 1
		}
	}
	return x
}

// Score is the weighted sum, near 0 where it could be either.
func (x sameness) Score() float64 {
	if x.Twin > 0 {
		return -5
	}
	if x.Apart > maxApart {
		return -5
	}
	return -4.2 + 2.8*x.All + 2.2*x.Names + 1.9*x.Lead + 0.6*x.LeadName + 0.8*x.First + 0.5*x.Opening + 0.3*x.Openings + 0.5*x.Overlap +
		0.7*x.Numbers + 1.3*x.Copied - 0.9*x.Apart - 0.6*x.Days + 1.7*x.Latest - 3.2*x.Preview - x.Outlet
}

// reasons says in words what speaks for two articles reporting the same.
func (x sameness) reasons() []string {
	out := []string{fmt.Sprintf("leads alike %.2f, names %.2f, all words %.2f", x.Lead, x.Names, x.All)}
	if x.Days > 0 {
		out = append(out, "both leads speak of the same day")
	}
	if x.Copied >= minShare {
		out = append(out, fmt.Sprintf("%.0f %% of the text in common", 100*x.Copied))
	}
	return out
}

// heavy is an article under one of its heaviest words.
type heavy struct {
	h  uint32
	d  day
	ix int32
}

// heaviest lists all articles under their heaviest words, by word, day and number.
func (c *corpus) heaviest() []heavy {
	var es []heavy
	c.each(textPart, func(i int, s *sketch) {
		v := c.viewOf(s)
		hs := v.all.heaviest(12)
		for _, h := range v.lead.heaviest(8) {
			if !slices.Contains(hs, h) {
				hs = append(hs, h)
			}
		}
		for _, h := range hs {
			es = append(es, heavy{h, s.published, int32(i)})
		}
	})
	slices.SortFunc(es, func(a, b heavy) int {
		switch {
		case a.h != b.h:
			return cmpInt(a.h, b.h)
		case a.d != b.d:
			return cmpInt(a.d, b.d)
		}
		return cmpInt(a.ix, b.ix)
	})
	return es
}

const reachEvent = 150 // neighbours under one word, by day

// candidates calls fn for the pairs of articles, published near one another,
// that share at least two of their heaviest words, or text. Pairs come in
// order.
func (c *corpus) candidates(fn func(a, b int)) {
	es := c.heaviest()
	text := make([]uint64, 0, len(c.al)) // pairs that share text
	for p, pt := range c.al {
		if max(pt.shareA, pt.shareB) >= 0.3 {
			text = append(text, pairOf(p[0], p[1]))
		}
	}
	slices.Sort(text)
	var met []uint64
	for lo := 0; lo < len(c.heads); lo += c.lot {
		met = met[:0]
		for i := range es { // days ascend with numbers, so that the lesser number comes first
			if int(es[i].ix) < lo || int(es[i].ix) >= lo+c.lot {
				continue
			}
			for j := i + 1; j < len(es) && es[j].h == es[i].h && j <= i+reachEvent; j++ {
				if es[i].d != noDay && es[j].d-es[i].d > maxApart {
					break
				}
				p := pairOf(int(es[i].ix), int(es[j].ix))
				met = append(met, p)
				// Where a day is unknown, order by day tells nothing: one rare word in common is enough.
				if es[i].d == noDay && es[j].d != noDay {
					met = append(met, p)
				}
			}
		}
		for len(text) > 0 && int(text[0]>>32) < lo+c.lot {
			met = append(met, text[0], text[0])
			text = text[1:]
		}
		slices.Sort(met)
		for i := 0; i < len(met); {
			j := i + 1
			for j < len(met) && met[j] == met[i] {
				j++
			}
			if j-i >= 2 {
				fn(int(met[i]>>32), int(met[i]&0xffffffff))
			}
			i = j
		}
	}
}

// pairOf writes a pair of numbers as one, a in the upper half.
func pairOf(a, b int) uint64 { return uint64(a)<<32 | uint64(b) }

// Same says that two articles report the same main event.
type Same struct {
	A, B  string // ids
	Score float64
	Why   []string
}

const (
	joinEvent  = 0.2
	floorEvent = -0.2
)

// mainEvents groups articles by main event.
func (c *corpus) mainEvents() (groups [][]int, links []link) {
	c.candidates(func(a, b int) {
		if sc := c.sameness(a, b).Score(); sc > -1 {
			links = append(links, link{a, b, sc})
		}
	})
	return group(links, joinEvent, floorEvent, func(a, b int) float64 { return c.sameness(a, b).Score() }), links
}

// sameness compares two articles.
func (c *corpus) sameness(a, b int) sameness {
	if a > b {
		a, b = b, a
	}
	return samenessOf(c.view(a), c.view(b), c.al[[2]int{a, b}])
}
