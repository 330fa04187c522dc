package reconcile

import (
	"cmp"
	"maps"
	"slices"
)

// paragraphAlike is how much of a paragraph must recur.
const paragraphAlike = 0.7

// recurring finds the paragraphs that an outlet prints again and again: those
// that its earlier articles have, and those that at least two later days have
// and that open no report. What they tell is background. The fillings of one
// template are no such paragraphs, nor are copies of one report.
func (c *corpus) recurring(ix []bandEntry) []map[int]bool {
	r := &recurrence{earlier: map[ref]bool{}, later: map[ref][]day{}}
	var pairs [][2]place
	for lo := 0; lo < len(c.heads); lo += c.lot {
		pairs = c.reprints(pairs[:0], ix, lo)
		for i := 0; i < len(pairs); { // of one pair of articles
			j := i + 1
			for j < len(pairs) && pairs[j][0].article == pairs[i][0].article && pairs[j][1].article == pairs[i][1].article {
				j++
			}
			r.compare(c, pairs[i:j])
			i = j
		}
	}
	return r.marked(c)
}

// reprints gives the pairs of sentences that one outlet prints on two days, the
// first in some lot of articles, in order.
func (c *corpus) reprints(out [][2]place, ix []bandEntry, lo int) [][2]place {
	buckets(ix, 400, func(run []bandEntry) {
		for i := range run {
			if at := int(run[i].at.article); at < lo || at >= lo+c.lot {
				continue
			}
			for j := i + 1; j < len(run) && j <= i+40; j++ {
				x, y := run[i].at, run[j].at
				a, b := &c.heads[x.article], &c.heads[y.article]
				if x.article != y.article && a.outlet != 0 && a.outlet == b.outlet && a.published != noDay && b.published != noDay && a.published != b.published {
					out = append(out, [2]place{x, y})
				}
			}
		}
	})
	slices.SortFunc(out, func(a, b [2]place) int {
		return cmp.Or(cmpInt(a[0].article, b[0].article), cmpInt(a[1].article, b[1].article), cmpInt(a[0].sentence, b[0].sentence), cmpInt(a[1].sentence, b[1].sentence))
	})
	return slices.Compact(out)
}

// ref is a paragraph of an article.
type ref struct{ art, para int }

// recurrence collects which paragraphs were printed before and after.
type recurrence struct {
	earlier map[ref]bool
	later   map[ref][]day // two days at most
}

// compare compares the paragraphs of two articles by the sentences that meet.
func (r *recurrence) compare(c *corpus, pairs [][2]place) {
	x, y := int(pairs[0][0].article), int(pairs[0][1].article)
	if pt := c.al[[2]int{x, y}]; pt != nil && (pt.twin || pt.leadA >= minLead && pt.leadB >= minLead && min(pt.shareA, pt.shareB) > 0.6) {
		return
	}
	a, b := c.text(x), c.text(y)
	match := map[[2]int]int{} // words that two paragraphs share, by whole sentences
	for _, p := range pairs {
		sx, sy := a.sents[p[0].sentence], b.sents[p[1].sentence]
		if resemblance(a.words[sx.start:sx.end], b.words[sy.start:sy.end]) >= 0.6 {
			match[[2]int{sx.paragraph, sy.paragraph}] += min(sx.end-sx.start, sy.end-sy.start)
		}
	}
	for k, n := range match {
		if float64(n) < paragraphAlike*float64(max(a.sizeOf(k[0]), b.sizeOf(k[1]))) {
			continue
		}
		// the first article is the earlier one, for the days differ
		r.earlier[ref{y, k[1]}] = true
		if days := r.later[ref{x, k[0]}]; len(days) < 2 && !slices.Contains(days, b.published) {
			r.later[ref{x, k[0]}] = append(days, b.published)
		}
	}
}

// sizeOf counts the words of a paragraph.
func (s *sketch) sizeOf(paragraph int) int {
	n := 0
	for _, st := range s.sents {
		if st.paragraph == paragraph {
			n += st.end - st.start
		}
	}
	return n
}

// marked gives the paragraphs that recur, by article; nil for those without.
func (r *recurrence) marked(c *corpus) []map[int]bool {
	var refs []ref
	for k := range r.earlier {
		refs = append(refs, k)
	}
	for k, days := range r.later {
		if len(days) >= 2 {
			refs = append(refs, k)
		}
	}
	slices.SortFunc(refs, func(a, b ref) int { return cmp.Or(a.art-b.art, a.para-b.para) })
	out := make([]map[int]bool, len(c.heads))
	for _, k := range slices.Compact(refs) {
		if opens(c.text(k.art), k.para) {
			continue
		}
		if out[k.art] == nil {
			out[k.art] = map[int]bool{}
		}
		out[k.art][k.para] = true
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
	out := slices.AppendSeq(make([]int, 0, len(m)), maps.Keys(m)) // never nil: it is written as a list
	slices.Sort(out)
	return out
}
