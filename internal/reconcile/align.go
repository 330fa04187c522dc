package reconcile

import "slices"

// tile is a run of words that two texts have in common.
type tile struct{ a, b, n int } // first word in either, words

// minTile is the shortest run that counts as copied: reporters share runs of
// four words by chance.
const minTile = 5

// grams tells where the runs of minTile words of a text begin.
type grams map[uint64][]int32

func gramsOf(a []word) grams {
	at := make(grams, len(a))
	for i := 0; i+minTile <= len(a); i++ {
		k := gram(a[i:])
		if len(at[k]) < 8 {
			at[k] = append(at[k], int32(i))
		}
	}
	return at
}

// tiles covers b with runs of a, longest first, no word used twice: greedy
// string tiling (Wise, "YAP3", 1996), which finds moved paragraphs as well
// as cut ones. The tiles come sorted by their place in b. at are the
// runs of a, from gramsOf.
func tiles(a []word, at grams, b []word) []tile {
	usedA, usedB := make([]bool, len(a)), make([]bool, len(b))
	var cand []tile
	for j := 0; j+minTile <= len(b); j++ {
		for _, i32 := range at[gram(b[j:])] {
			i := int(i32)
			if i > 0 && j > 0 && a[i-1].hash == b[j-1].hash {
				continue // inside a longer run
			}
			n := 0
			for i+n < len(a) && j+n < len(b) && a[i+n].hash == b[j+n].hash {
				n++
			}
			if n >= minTile {
				cand = append(cand, tile{i, j, n})
			}
		}
	}
	slices.SortFunc(cand, func(x, y tile) int {
		switch {
		case x.n != y.n:
			return y.n - x.n
		case x.b != y.b:
			return x.b - y.b
		}
		return x.a - y.a
	})
	var out []tile
	for _, t := range cand {
		// what longer tiles have left of the run
		for k := 0; k < t.n; {
			if usedA[t.a+k] || usedB[t.b+k] {
				k++
				continue
			}
			m := k
			for m < t.n && !usedA[t.a+m] && !usedB[t.b+m] {
				m++
			}
			if m-k >= minTile {
				for x := k; x < m; x++ {
					usedA[t.a+x], usedB[t.b+x] = true, true
				}
				out = append(out, tile{t.a + k, t.b + k, m - k})
			}
			k = m
		}
	}
	slices.SortFunc(out, func(x, y tile) int { return x.b - y.b })
	return out
}

func gram(ws []word) uint64 {
	h := uint64(14695981039346656037)
	for i := range minTile {
		h = (h ^ uint64(ws[i].hash)) * 1099511628211
	}
	return h
}

// covered counts the words of [from, to) that tiles cover, on the side of b
// or, with inA, of a.
func covered(ts []tile, from, to int, inA bool) int {
	n := 0
	for _, t := range ts {
		s := t.b
		if inA {
			s = t.a
		}
		n += max(0, min(to, s+t.n)-max(from, s))
	}
	return n
}

// swaps counts the names, and the numbers, that stand for one another in the
// gaps between neighbouring tiles: the slots of a template. Spellings of one name are no swap, nor is the name of
// an outlet or agency.
func swaps(a, b []word, ts []tile, press [][]uint32) (names, numbers int) {
	pa, pb := 0, 0
	for k := 0; k <= len(ts); k++ {
		ea, eb := len(a), len(b)
		if k < len(ts) {
			ea, eb = ts[k].a, ts[k].b
		}
		if pa <= ea && pb <= eb && ea-pa < 40 && eb-pb < 40 && len(ts) > 0 {
			x, y := a[pa:ea], b[pb:eb]
			skip := append(whole(x, press), whole(y, press)...)
			names += min(lacks(x, y, name, skip), lacks(y, x, name, skip))
			numbers += min(lacks(x, y, number, skip), lacks(y, x, number, skip))
		}
		if k < len(ts) {
			pa, pb = ts[k].a+ts[k].n, ts[k].b+ts[k].n
		}
	}
	return names, numbers
}

// whole gives the words of the names that stand wholly in a gap.
func whole(gap []word, names [][]uint32) []uint32 {
	var out []uint32
	for _, nm := range names {
		missing := slices.ContainsFunc(nm, func(h uint32) bool {
			return !slices.ContainsFunc(gap, func(w word) bool { return w.hash == h })
		})
		if !missing {
			out = append(out, nm...)
		}
	}
	return out
}

// lacks counts the words of a class in a that b has not.
func lacks(a, b []word, c class, skip []uint32) int {
	n := 0
	for _, x := range a {
		if x.class != c || slices.Contains(skip, x.hash) {
			continue
		}
		if !slices.ContainsFunc(b, func(y word) bool { return y.hash == x.hash || c == name && x.sound != 0 && y.sound == x.sound }) {
			n++
		}
	}
	return n
}
