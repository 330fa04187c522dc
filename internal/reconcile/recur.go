package reconcile

import (
	"slices"
	"sort"
)

// paragraphAlike is how much of a paragraph must recur.
const paragraphAlike = 0.7

// recurring finds the paragraphs that an outlet prints again and again: those
// that its earlier articles have, and those that at least two later days have
// and that open no report. What they tell is background. The fillings of one
// template are no such paragraphs, nor are copies of one report.
func recurring(arts []*sketch, ix []bandEntry, al map[[2]int]*pairText) []map[int]bool {
	type ref struct{ art, para int }
	type paraKey struct{ a, pa, b, pb int }
	match := map[paraKey]int{} // words that two paragraphs share, by whole sentences
	type sentPair struct{ a, b place }
	seen := map[sentPair]bool{}
	buckets(ix, 400, func(run []bandEntry) {
		for i := range run {
			for j := i + 1; j < len(run) && j <= i+40; j++ {
				x, y := run[i].at, run[j].at
				a, b := arts[x.article], arts[y.article]
				if x.article == y.article || a.outlet == "" || a.outlet != b.outlet || a.published == noDay || b.published == noDay || a.published == b.published {
					continue
				}
				if pt := al[[2]int{int(x.article), int(y.article)}]; pt != nil && (pt.twin || pt.leadA >= minLead && pt.leadB >= minLead && min(pt.shareA, pt.shareB) > 0.6) {
					continue
				}
				if sp := (sentPair{x, y}); !seen[sp] {
					seen[sp] = true
					sx, sy := a.sents[x.sentence], b.sents[y.sentence]
					if resemblance(a.words[sx.start:sx.end], b.words[sy.start:sy.end]) >= 0.6 {
						match[paraKey{int(x.article), sx.paragraph, int(y.article), sy.paragraph}] += min(sx.end-sx.start, sy.end-sy.start)
					}
				}
			}
		}
	})
	size := make([]map[int]int, len(arts))
	for i, s := range arts {
		size[i] = map[int]int{}
		for _, st := range s.sents {
			size[i][st.paragraph] += st.end - st.start
		}
	}
	earlier := map[ref]bool{}
	later := map[ref]map[day]bool{}
	for k, n := range match {
		if float64(n) < paragraphAlike*float64(max(size[k.a][k.pa], size[k.b][k.pb])) {
			continue
		}
		x, y := ref{k.a, k.pa}, ref{k.b, k.pb}
		if arts[k.a].published > arts[k.b].published {
			x, y = y, x
		}
		earlier[y] = true
		if later[x] == nil {
			later[x] = map[day]bool{}
		}
		later[x][arts[y.art].published] = true
	}
	out := make([]map[int]bool, len(arts))
	mark := func(r ref) {
		if out[r.art] == nil {
			out[r.art] = map[int]bool{}
		}
		out[r.art][r.para] = true
	}
	for r := range earlier {
		if !opens(arts[r.art], r.para) {
			mark(r)
		}
	}
	for r, days := range later {
		if len(days) >= 2 && !opens(arts[r.art], r.para) {
			mark(r)
		}
	}
	return out
}

// opens says that a paragraph is the first of its report.
func opens(s *sketch, para int) bool {
	for _, st := range s.sents {
		if st.end > s.first {
			return para <= st.paragraph
		}
	}
	return false
}

// paragraphsOf lists a set in order.
func paragraphsOf(m map[int]bool) []int {
	out := make([]int, 0, len(m))
	for p := range m {
		out = append(out, p)
	}
	sort.Ints(out)
	return slices.Compact(out)
}
