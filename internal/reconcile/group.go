package reconcile

import (
	"cmp"
	"slices"
)

// link is a pair of things that may be one, with its score. Things are
// numbered in their canonical order, so that equal scores are broken the same
// way whatever the order of input.
type link struct {
	a, b  int // a < b
	score float64
}

// better orders links, best first.
func better(x, y link) int {
	switch {
	case x.score > y.score:
		return -1
	case x.score < y.score:
		return 1
	}
	return cmp.Or(x.a-y.a, x.b-y.b)
}

// group joins things by average linkage: links of at least join are taken best
// first, and two groups become one where the mean score over all their pairs
// reaches floor. score is asked for pairs that are no links. The result lists the groups of two and more, each sorted, by first member.
// Average linkage is UPGMA (Sokal and Michener 1958), taken greedily.
func group(links []link, join, floor float64, score func(a, b int) float64) [][]int {
	slices.SortFunc(links, better)
	known := make(map[[2]int]float64, len(links))
	for _, l := range links {
		known[[2]int{l.a, l.b}] = l.score
	}
	of := map[int]*[]int{}
	at := func(k int) *[]int {
		if g := of[k]; g != nil {
			return g
		}
		g := &[]int{k}
		of[k] = g
		return g
	}
	pair := func(a, b int) float64 {
		if a > b {
			a, b = b, a
		}
		s, ok := known[[2]int{a, b}]
		if !ok {
			s = score(a, b)
			known[[2]int{a, b}] = s
		}
		return s
	}
	for _, l := range links {
		if l.score < join {
			break
		}
		x, y := at(l.a), at(l.b)
		if x == y {
			continue
		}
		sum, n := 0.0, 0
		for _, i := range sample(*x) {
			for _, j := range sample(*y) {
				sum += pair(i, j)
				n++
			}
		}
		if sum/float64(n) < floor {
			continue
		}
		if len(*x) < len(*y) {
			x, y = y, x
		}
		*x = append(*x, *y...)
		slices.Sort(*x)
		for _, j := range *y {
			of[j] = x
		}
	}
	var out [][]int
	for _, l := range links {
		for _, k := range []int{l.a, l.b} {
			if g := of[k]; g != nil && len(*g) > 1 && (*g)[0] == k {
				out = append(out, *g)
				delete(of, k)
			}
		}
	}
	slices.SortFunc(out, func(x, y []int) int { return x[0] - y[0] })
	return out
}

// components splits links into those that hang together, so that each lot can
// be grouped by itself: the lots in the order of their first things.
func components(links []link) [][]link {
	up := map[int]int{} // union-find: Galler and Fischer 1964
	top := func(k int) int {
		for {
			p, ok := up[k]
			if !ok || p == k {
				return k
			}
			if g, ok := up[p]; ok {
				up[k] = g
			}
			k = p
		}
	}
	for _, l := range links {
		if a, b := top(l.a), top(l.b); a != b {
			up[max(a, b)] = min(a, b)
		}
	}
	at := map[int]int{}
	var out [][]link
	for _, l := range links {
		k, ok := at[top(l.a)]
		if !ok {
			k = len(out)
			at[top(l.a)] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], l)
	}
	return out
}

// things lists what links join, ascending.
func things(links []link) []int {
	out := make([]int, 0, 2*len(links))
	for _, l := range links {
		out = append(out, l.a, l.b)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// maxSample bounds the pairs that are compared when two large groups meet.
const maxSample = 12

// sample takes members evenly from a sorted group.
func sample(g []int) []int {
	if len(g) <= maxSample {
		return g
	}
	out := make([]int, maxSample)
	for i := range out {
		out[i] = g[i*len(g)/maxSample]
	}
	return out
}
