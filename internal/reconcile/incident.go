package reconcile

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// blocks lists the keys under which findings of one family and stage meet: a
// day, a month or a year, each with a party, a place or a rare word. Each finding has a
// bounded number of keys and each key compares a bounded number of
// neighbours, so that the pairs grow with the findings.
func (c *corpus) blocks(f *found, out []uint64) []uint64 {
	var room [16]uint64
	who := room[:0]
	for _, p := range f.all {
		if p.named {
			who = append(who, hash64(p.entity))
		}
	}
	if f.key != "" {
		who = append(who, hash64(f.key))
	}
	if g := c.event[f.s.n]; g >= 0 {
		who = append(who, mix64(1<<40|uint64(g)))
	}
	for _, h := range f.passage.top {
		who = append(who, mix64(1<<41|uint64(h)))
	}
	if w := f.where; w != nil && !w.wide && len(w.names) > 0 {
		h := uint64(1) << 42
		for _, n := range w.names {
			h = mix64(h ^ uint64(n))
		}
		who = append(who, h)
	}
	slices.Sort(who)
	who = slices.Compact(who)
	var days [3]uint64
	spans := days[:0]
	switch w := f.date(); {
	case w.known && w.fine:
		spans = append(spans, dayKey(w.from), dayKey(w.from+1), monthKey(w.from))
	case w.known:
		spans = append(spans, monthKey(w.from))
		if m := monthKey(w.to); m != spans[0] {
			spans = append(spans, m, yearKey(w.to))
		}
	default:
		spans = append(spans, 0)
		if f.s.published != noDay {
			spans = append(spans, monthKey(f.s.published))
		}
	}
	for _, sp := range spans {
		for _, w := range who {
			out = append(out, mix64(mix64(sp)^w))
		}
	}
	return out
}

// Spans of time as numbers that are different for days, months and years.
func dayKey(d day) uint64   { return 1<<32 | uint64(uint32(d)) }
func monthKey(d day) uint64 { y, m := d.month(); return 2<<32 | uint64(y*12+m) }
func yearKey(d day) uint64  { y, _ := d.month(); return 3<<32 | uint64(y) }

const (
	joinIncident  = 0.0
	floorIncident = -0.35
	reachIncident = 40 // neighbours under one key
)

// incidents groups the findings of all articles by their numbers.
func (c *corpus) incidents() (groups [][]int, links []link) {
	parts := 1 + len(c.heads)/c.parts
	for part := range parts {
		links = append(links, c.links(c.keys(uint64(part), uint64(parts)))...)
	}
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(x.a-y.a, x.b-y.b) })
	links = slices.Compact(links) // those of several parts
	for lots := components(links); len(lots) > 0; {
		n, strange := 0, 0
		for ; n < len(lots) && strange < c.met/8; n++ {
			if m := len(things(lots[n])); m <= c.whole {
				strange += m*(m-1)/2 - len(lots[n])
			}
		}
		groups = append(groups, c.grouped(lots[:n])...)
		lots = lots[n:]
	}
	slices.SortFunc(groups, func(x, y []int) int { return x[0] - y[0] })
	return groups, links
}

// grouped groups lots of links that hang together. The scores of pairs that
// are no links are taken beforehand where they can be few.
func (c *corpus) grouped(lots [][]link) (groups [][]int) {
	var pairs []uint64
	for _, lot := range lots {
		ms := things(lot)
		if len(ms) > c.whole || len(ms) < 3 {
			continue
		}
		linked := make(map[uint64]bool, len(lot))
		for _, l := range lot {
			linked[pairOf(l.a, l.b)] = true
		}
		for i, a := range ms {
			for _, b := range ms[i+1:] {
				if p := pairOf(a, b); !linked[p] {
					pairs = append(pairs, p)
				}
			}
		}
	}
	slices.Sort(pairs)
	scores := make([]float64, len(pairs))
	c.sweep(pairs, func(k int, a, b *found) { scores[k] = c.strange(a, b) })
	for _, lot := range lots {
		groups = append(groups, group(lot, joinIncident, floorIncident, func(a, b int) float64 {
			if k, ok := slices.BinarySearch(pairs, pairOf(a, b)); ok {
				return scores[k]
			}
			return c.strange(c.find(a), c.find(b))
		})...)
	}
	return groups
}

// strange is the score of two findings that may have nothing in common.
func (c *corpus) strange(a, b *found) float64 {
	x, ok := c.alike(a, b, math.Inf(-1))
	if !ok {
		return -3
	}
	return x.Score()
}

// keyed is a finding under one of its keys.
type keyed struct {
	key uint64
	ix  int32
}

// keys lists the findings under those of their keys that fall into a part,
// sorted. Only findings of one family and stage have keys in common. Keys that
// one finding alone has are left out.
func (c *corpus) keys(part, parts uint64) []keyed {
	var list []keyed
	var room []uint64
	add := func(i int, s *sketch) {
		for k, f := range s.finds {
			head := hash64(f.family) + uint64(f.stage)
			room = c.blocks(f, room[:0])
			for _, key := range room {
				if key = mix64(key ^ head); parts == 1 || key%parts == part {
					list = append(list, keyed{key, c.first[i] + int32(k)})
				}
			}
		}
	}
	if part == 0 {
		c.each(allParts, func(i int, s *sketch) {
			c.shelve(c.ready(s))
			add(i, s)
		})
		if err := c.held.ready(); err != nil {
			panic(fault{err})
		}
	} else {
		for i := range c.heads {
			add(i, c.hold(i))
		}
	}
	slices.SortFunc(list, func(a, b keyed) int {
		if a.key != b.key {
			return cmpInt(a.key, b.key)
		}
		return cmpInt(a.ix, b.ix)
	})
	out := list[:0]
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && list[j].key == list[i].key {
			j++
		}
		if j > i+1 {
			out = append(out, list[i:j]...)
		}
		i = j
	}
	return slices.Clone(out)
}

// links compares the findings that stand near one another under some key and
// gives those that may be one.
func (c *corpus) links(keys []keyed) []link {
	near := func(i int) []keyed { // neighbours of an entry under its key
		j := i + 1
		for j < len(keys) && j <= i+reachIncident && keys[j].key == keys[i].key {
			j++
		}
		return keys[i+1 : j]
	}
	all := 0
	for i := range keys {
		all += len(near(i))
	}
	last := int(c.first[len(c.heads)])
	step := last/(1+all/c.met) + 1
	var met []uint64
	var links []link
	for lo := 0; lo < last; lo += step {
		met = met[:0]
		for i, a := range keys {
			if int(a.ix) < lo || int(a.ix) >= lo+step {
				continue
			}
			for _, b := range near(i) {
				if a.ix != b.ix {
					met = append(met, pairOf(int(a.ix), int(b.ix)))
				}
			}
		}
		slices.Sort(met)
		met = slices.Compact(met) // most pairs meet under several keys
		var mu sync.Mutex
		c.sweep(met, func(k int, a, b *found) {
			x, ok := c.alike(a, b, joinIncident)
			if !ok {
				return
			}
			if s := x.Score(); s >= joinIncident {
				mu.Lock()
				links = append(links, link{int(met[k] >> 32), int(met[k] & 0xffffffff), s})
				mu.Unlock()
			}
		})
	}
	return links
}
