package reconcile

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
)

// blocks lists the keys under which findings of one family and stage meet: a
// day, a month or a year, each with a party or a rare word. Each finding has a
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
	parts := 1 + len(c.heads)/lotIncident
	for part := range parts {
		lots := c.keys(uint64(part), uint64(parts))
		for _, head := range slices.Sorted(maps.Keys(lots)) {
			links = c.lotLinks(links, lots[head])
			delete(lots, head)
		}
	}
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(x.a-y.a, x.b-y.b) })
	links = slices.Compact(links) // those of several parts
	score := func(a, b int) float64 {
		x, ok := c.alike(c.find(a), c.find(b), math.Inf(-1))
		if !ok {
			return -3
		}
		return x.Score()
	}
	for _, part := range components(links) {
		groups = append(groups, group(part, joinIncident, floorIncident, score)...)
	}
	slices.SortFunc(groups, func(x, y []int) int { return x[0] - y[0] })
	return groups, links
}

// lotIncident is how many articles' keys are held at once; of more, the keys
// are gone through in parts.
const lotIncident = 15000

// keyed is a finding under one of its keys.
type keyed struct {
	key uint64
	ix  int32
}

// keys lists the findings under those of their keys that fall into a part,
// sorted. Only findings of one family and stage are compared: each has its own
// list, and keys that one finding alone has are left out.
func (c *corpus) keys(part, parts uint64) map[string][]keyed {
	lots := map[string][]keyed{}
	var room []uint64
	for i := range c.heads {
		for k, f := range c.findings(i).finds {
			head := f.family + "/" + strconv.Itoa(int(f.stage))
			room = c.blocks(f, room[:0])
			for _, key := range room {
				if parts == 1 || key%parts == part {
					lots[head] = append(lots[head], keyed{key, c.first[i] + int32(k)})
				}
			}
		}
	}
	for head, list := range lots {
		slices.SortFunc(list, func(a, b keyed) int { return cmp.Or(cmpInt(a.key, b.key), cmpInt(a.ix, b.ix)) })
		n := 0
		for i, k := range list {
			if i > 0 && list[i-1].key == k.key || i+1 < len(list) && list[i+1].key == k.key {
				list[n] = k
				n++
			}
		}
		lots[head] = slices.Clip(list[:n])
	}
	return lots
}

// maxMet is about how many pairs of findings are held at once.
const maxMet = 1 << 21

// lotLinks compares the findings that stand near one another under some key
// and appends the links among them.
func (c *corpus) lotLinks(links []link, keys []keyed) []link {
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
	step := last/(1+all/maxMet) + 1
	var met []uint64
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
		links = append(links, c.links(slices.Compact(met))...) // most pairs meet under several keys
	}
	return links
}

// links compares pairs, on all cores, and gives those that may be one in the
// order of the pairs.
func (c *corpus) links(pairs []uint64) []link {
	const lot = 4096
	parts := make([][]link, (len(pairs)+lot-1)/lot)
	faults := make([]error, len(parts))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(parts)) {
		wg.Go(func() {
			for k := int(next.Add(1)) - 1; k < len(parts); k = int(next.Add(1)) - 1 {
				parts[k], faults[k] = c.compare(pairs[k*lot : min((k+1)*lot, len(pairs))])
			}
		})
	}
	wg.Wait()
	if err := errors.Join(faults...); err != nil {
		panic(fault{err})
	}
	return slices.Concat(parts...)
}

// compare gives the links among pairs of findings.
func (c *corpus) compare(pairs []uint64) (out []link, err error) {
	defer guard(&err)
	for _, p := range pairs {
		i, j := int(p>>32), int(p&0xffffffff)
		if x, ok := c.alike(c.find(i), c.find(j), joinIncident); ok {
			if s := x.Score(); s >= joinIncident {
				out = append(out, link{i, j, s})
			}
		}
	}
	return out, nil
}
