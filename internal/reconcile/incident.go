package reconcile

import (
	"maps"
	"math"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
)

// blocks lists the keys under which findings of one family and stage meet: a
// day, a month or a year, each with a party or a rare word. Each finding has a
// bounded number of keys and each key compares a bounded number of
// neighbours, so that the pairs grow with the findings.
func (c *comparison) blocks(f *found) []string {
	var who []string
	for _, p := range f.all {
		if p.named {
			who = append(who, p.entity)
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
			out = append(out, w+"/"+p)
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
	// Only findings of one family and stage are compared: one lot after the other, for the keys of all take much memory.
	lots := map[string][]int32{}
	for i, f := range finds {
		head := f.family + "/" + strconv.Itoa(int(f.stage))
		lots[head] = append(lots[head], int32(i))
	}
	m := &meeting{}
	for _, head := range slices.Sorted(maps.Keys(lots)) {
		links = append(links, c.links(finds, m.pairs(c, finds, lots[head]))...)
	}
	m = nil
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

// links compares pairs, on all cores, and gives those that may be one in the
// order of the pairs.
func (c *comparison) links(finds []*found, pairs []uint64) []link {
	const lot = 4096
	parts := make([][]link, (len(pairs)+lot-1)/lot)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(parts)) {
		wg.Go(func() {
			for k := int(next.Add(1)) - 1; k < len(parts); k = int(next.Add(1)) - 1 {
				for _, p := range pairs[k*lot : min((k+1)*lot, len(pairs))] {
					i, j := int(p>>32), int(p&0xffffffff)
					if x, ok := c.alike(finds[i], finds[j], joinIncident); ok {
						if s := x.Score(); s >= joinIncident {
							parts[k] = append(parts[k], link{i, j, s})
						}
					}
				}
			}
		})
	}
	wg.Wait()
	return slices.Concat(parts...)
}

// meeting finds the pairs of findings that stand near one another under some
// key. Its memory serves one lot after the other.
type meeting struct {
	keys []keyed
	met  []uint64 // pairs, the first one in the upper half
}

// keyed is a finding under one of its keys.
type keyed struct {
	key uint64
	ix  int32
}

// pairs gives the pairs of a lot, ascending; they are good until the next call.
func (m *meeting) pairs(c *comparison, finds []*found, lot []int32) []uint64 {
	m.keys, m.met = m.keys[:0], m.met[:0]
	for _, i := range lot {
		for _, k := range c.blocks(finds[i]) {
			m.keys = append(m.keys, keyed{mix64(uint64(hash32(k))<<32 | uint64(hash32("x"+k))), i})
		}
	}
	slices.SortFunc(m.keys, func(a, b keyed) int {
		if a.key != b.key {
			return cmpInt(a.key, b.key)
		}
		return cmpInt(a.ix, b.ix)
	})
	sorted := 0
	for i, a := range m.keys {
		for j := i + 1; j < len(m.keys) && m.keys[j].key == a.key && j <= i+reachIncident; j++ {
			if b := m.keys[j]; a.ix != b.ix {
				m.met = append(m.met, uint64(a.ix)<<32|uint64(b.ix))
			}
		}
		if len(m.met) > 2*sorted+1<<20 { // most pairs meet under several keys
			slices.Sort(m.met)
			m.met = slices.Compact(m.met)
			sorted = len(m.met)
		}
	}
	slices.Sort(m.met)
	m.met = slices.Compact(m.met)
	return m.met
}
