package reconcile

import (
	"math"
	"slices"
	"sort"
	"strconv"
)

// blocks lists the keys under which findings meet: family, stage and a day,
// a month or a year, each with a party or a rare word. Each finding has a
// bounded number of keys and each key compares a bounded number of
// neighbours, so that the pairs grow with the findings.
func (c *comparison) blocks(f *found) []string {
	head := f.family + "/" + strconv.Itoa(int(f.stage)) + "/"
	var who []string
	for _, p := range f.all {
		if p.named {
			who = append(who, c.entity(p.entity))
		}
	}
	if f.key != "" {
		who = append(who, f.key)
	}
	if g := c.event[c.number[f.s]]; g >= 0 {
		who = append(who, "event"+strconv.Itoa(g))
	}
	for _, h := range f.passage.vec.heaviest(3) {
		who = append(who, strconv.FormatUint(uint64(h), 36))
	}
	slices.Sort(who)
	who = slices.Compact(who)
	var spans []string
	switch w := f.date(); {
	case w.known && w.fine:
		spans = append(spans, strconv.Itoa(int(w.from)), strconv.Itoa(int(w.from)+1), monthOf(w.from))
	case w.known:
		spans = append(spans, monthOf(w.from))
		if m := monthOf(w.to); m != spans[0] {
			spans = append(spans, m, m[:4])
		}
	default:
		spans = append(spans, "-")
		if f.s.published != noDay {
			spans = append(spans, monthOf(f.s.published))
		}
	}
	var out []string
	for _, w := range spans {
		for _, p := range who {
			out = append(out, head+w+"/"+p)
		}
	}
	return out
}

func monthOf(d day) string { return d.String()[:7] }

const (
	joinIncident  = 0.0
	floorIncident = -0.35
	reachIncident = 40 // neighbours under one key
)

// incidents groups the findings of all articles.
func (c *comparison) incidents(finds []*found) (groups [][]int, links []link) {
	c.passages(finds)
	type entry struct {
		key uint64
		ix  int32
	}
	var es []entry
	for i, f := range finds {
		for _, k := range c.blocks(f) {
			es = append(es, entry{mix64(uint64(hash32(k))<<32 | uint64(hash32("x"+k))), int32(i)})
		}
	}
	slices.SortFunc(es, func(a, b entry) int {
		if a.key != b.key {
			return cmpInt(a.key, b.key)
		}
		return cmpInt(a.ix, b.ix)
	})
	var meet []uint64 // pairs, first in the upper half
	sorted := 0
	for i := range es {
		for j := i + 1; j < len(es) && es[j].key == es[i].key && j <= i+reachIncident; j++ {
			if es[i].ix != es[j].ix {
				meet = append(meet, uint64(es[i].ix)<<32|uint64(es[j].ix))
			}
		}
		if len(meet) > 2*sorted+1<<20 { // most pairs meet under several keys
			slices.Sort(meet)
			meet = slices.Compact(meet)
			sorted = len(meet)
		}
	}
	es = nil
	slices.Sort(meet)
	for _, m := range slices.Compact(meet) {
		i, j := int(m>>32), int(m&0xffffffff)
		if x, ok := c.alike(finds[i], finds[j], joinIncident); ok {
			if s := x.Score(); s >= joinIncident {
				links = append(links, link{i, j, s})
			}
		}
	}
	score := func(a, b int) float64 {
		x, ok := c.alike(finds[a], finds[b], math.Inf(-1))
		if !ok {
			return -3
		}
		return x.Score()
	}
	groups = group(links, joinIncident, floorIncident, score)
	sort.Slice(groups, func(i, j int) bool { return groups[i][0] < groups[j][0] })
	return groups, links
}
