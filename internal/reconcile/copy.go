package reconcile

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"rapporteur/internal/when"
)

// Copied says that an article took text from another.
type Copied struct {
	Article string   // id of the copy
	Of      string   // id of the article that it was taken from
	Share   float64  // of the words of the copy's report that stand in the other one
	Why     []string // in words
	a, b    int
}

// pairText is what the alignment of two articles says.
type pairText struct {
	a, b   int // articles, a < b
	ts     []tile
	shareA float64 // of a's report that stands in b
	shareB float64
	leadA  float64 // of a's first sentences
	leadB  float64
	open   float64 // of the first sentences, the lesser share of both
	twin   bool    // the same template filled twice
	names  int     // names changed in their slots
	nums   int     // numbers
}

const (
	minShare = 0.5 // of a report's words that make it a copy
	minLead  = 0.5
	minOpen  = 0.4 // of the first sentences
	minRun   = 12  // words in one run: what is copied is copied by the sentence
)

// alignments finds the pairs of articles that share sentences and aligns
// their texts.
func (c *corpus) alignments(ix []bandEntry) map[[2]int]*pairText {
	shared := map[[2]int]int{}
	buckets(ix, maxBucket*bands, func(run []bandEntry) {
		for i := range run {
			for j := i + 1; j < len(run) && j < i+maxBucket; j++ {
				a, b := int(run[i].at.article), int(run[j].at.article)
				if a != b {
					shared[[2]int{a, b}]++
				}
			}
		}
	})
	pairs := make([][2]int, 0, len(shared))
	for p, n := range shared {
		// one sentence in common under one band is little; short reports have no more
		if n >= 3 || c.heads[p[0]].sents < 8 || c.heads[p[1]].sents < 8 {
			pairs = append(pairs, p)
		}
	}
	sort.Slice(pairs, func(i, j int) bool {
		return pairs[i][0] < pairs[j][0] || pairs[i][0] == pairs[j][0] && pairs[i][1] < pairs[j][1]
	})
	out := make(map[[2]int]*pairText, len(pairs))
	var at grams // of the first text, which several pairs in a row share
	first := -1
	for _, p := range pairs {
		a, b := c.text(p[0]), c.text(p[1])
		if a.published != noDay && b.published != noDay && abs(a.published-b.published) > 400 && a.outlet == b.outlet {
			continue // an outlet's old paragraphs
		}
		if p[0] != first {
			first, at = p[0], gramsOf(a.words[a.first:])
		}
		out[p] = align(a, at, b, p)
	}
	return out
}

// opening is the length of the first sentence of the report, in words.
func (s *sketch) opening() int {
	for _, st := range s.sents {
		if st.end > s.first {
			return st.end - s.first
		}
	}
	return 1
}

// longest is the length of the longest run that both texts have.
func (pt *pairText) longest() int {
	n := 0
	for _, t := range pt.ts {
		n = max(n, t.n)
	}
	return n
}

func align(a *sketch, at grams, b *sketch, p [2]int) *pairText {
	wa, wb := a.words[a.first:], b.words[b.first:]
	pt := &pairText{a: p[0], b: p[1], ts: tiles(wa, at, wb)}
	if len(pt.ts) == 0 {
		return pt
	}
	pt.shareA = float64(covered(pt.ts, 0, len(wa), true)) / float64(len(wa))
	pt.shareB = float64(covered(pt.ts, 0, len(wb), false)) / float64(len(wb))
	la, lb := min(len(wa), max(12, a.leadEnd-a.first)), min(len(wb), max(12, b.leadEnd-b.first))
	pt.leadA = float64(covered(pt.ts, 0, la, true)) / float64(la)
	pt.leadB = float64(covered(pt.ts, 0, lb, false)) / float64(lb)
	fa, fb := a.opening(), b.opening()
	pt.open = min(float64(covered(pt.ts, 0, fa, true))/float64(fa), float64(covered(pt.ts, 0, fb, false))/float64(fb))
	pt.names, pt.nums = swaps(wa, wb, pt.ts, slices.Concat(a.press, b.press))
	pt.twin = twins(a, b, pt)
	return pt
}

// twins says that two texts fill one template with the news of two days, not
// one text printed twice: names or numbers stand changed in their slots. One
// name may be a correction in a long text; a number that changes within a day
// is news of the same.
func twins(a, b *sketch, pt *pairText) bool {
	// what only shares an outlet's closing paragraph is no template
	if max(pt.shareA, pt.shareB) < 0.25 || pt.open < 0.25 && min(pt.shareA, pt.shareB) < 0.6 {
		return false
	}
	apart := day(0)
	if a.published != noDay && b.published != noDay {
		apart = abs(a.published - b.published)
	}
	same := a.outlet == b.outlet
	if a.preview != b.preview || same && a.dateline != noDay && b.dateline != noDay && a.dateline != b.dateline {
		return true
	}
	days := len(a.days) > 0 && len(b.days) > 0 && !slices.ContainsFunc(a.days, func(d day) bool { return slices.Contains(b.days, d) })
	some := 1 + min(len(a.words), len(b.words))/150
	switch {
	case pt.names > some, pt.names >= 1 && (apart > 1 || days || same && apart > 0):
		return true
	case days && apart > 1 && min(pt.leadA, pt.leadB) < 1 && daysBetween(a.days, b.days) > 2:
		return true // printed later with another opening that tells of another day
	case pt.nums >= some && apart > 0 && (same || days || apart > 3), pt.nums > 2*some, pt.names >= some && pt.nums >= some:
		return true
	}
	return same && apart > 0 && days && len(a.words) < 150
}

// daysBetween is how far the nearest days of two lists lie apart.
func daysBetween(a, b []day) day {
	gap := day(1 << 20)
	for _, x := range a {
		for _, y := range b {
			gap = min(gap, abs(x-y))
		}
	}
	return gap
}

// copies decides which article took its text from which. Each copy has one
// source: the article before it, in the order of origin, with which it shares
// most.
func (c *corpus) copies() []Copied {
	best := map[int]Copied{}
	keys := make([][2]int, 0, len(c.al))
	for k := range c.al {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return keys[i][0] < keys[j][0] || keys[i][0] == keys[j][0] && keys[i][1] < keys[j][1]
	})
	for _, k := range keys {
		pt := c.al[k]
		if pt.twin || len(pt.ts) == 0 {
			continue
		}
		from, to, share, lead := pt.a, pt.b, pt.shareB, pt.leadB
		why := origin(c.text(pt.a), c.text(pt.b))
		if why == "" {
			from, to, share, lead = pt.b, pt.a, pt.shareA, pt.leadA
			why = origin(c.text(pt.b), c.text(pt.a))
		}
		// The longer text may be the later one: then it took the shorter one whole and added to it.
		whole := max(pt.shareA, pt.shareB)
		if share < minShare && !(whole >= 0.8 && share >= 0.3) || lead < minLead || pt.open < minOpen && share < 0.85 || pt.longest() < minRun {
			continue
		}
		cp := Copied{Article: c.heads[to].id, Of: c.heads[from].id, Share: share, a: from, b: to,
			Why: []string{fmt.Sprintf("%.0f %% of its words stand in runs of %d and more in the other", 100*share, minTile), why}}
		old, ok := best[to]
		if !ok || share > old.Share+1e-9 || share > old.Share-1e-9 && origin(c.text(from), c.text(old.a)) != "" {
			best[to] = cp
		}
	}
	out := make([]Copied, 0, len(best))
	for i := range c.heads {
		if cp, ok := best[i]; ok {
			out = append(out, cp)
		}
	}
	return out
}

// borrow gives the findings of copied sentences the days that they have in the
// original: the "yesterday" of a text that is printed again two days later is
// not that of the later day. All other findings have their own.
func (c *corpus) borrow(copies []Copied) {
	c.borrowed = map[int]map[int]interval{}
	source := map[int]int{}
	for _, cp := range copies {
		source[cp.b] = cp.a
	}
	done := map[int]bool{}
	var take func(to int)
	take = func(to int) {
		from, ok := source[to]
		if !ok || done[to] {
			return
		}
		done[to] = true
		take(from) // which may be a copy itself
		pt := c.al[[2]int{min(from, to), max(from, to)}]
		of := c.skim(from, allParts).finds
		for k, f := range c.skim(to, allParts).finds {
			g := original(f, of, pt, from < to)
			if g < 0 || f.when.basis == when.Stated {
				continue
			}
			d, ok := c.borrowed[from][g]
			if !ok {
				d = of[g].when
			}
			if d.known {
				if c.borrowed[to] == nil {
					c.borrowed[to] = map[int]interval{}
				}
				c.borrowed[to][k] = d
			}
		}
	}
	for _, cp := range copies {
		take(cp.b)
	}
}

// original finds the finding that a copied one was copied from: of its kind and
// type, in the same words, and nearest to its place in the sentence; -1 if there
// is none. first says that the original's article is the first of the pair.
func original(f *found, of []*found, pt *pairText, first bool) int {
	best, least := -1, 0
	if f.sent < 0 {
		return best
	}
	for k, g := range of {
		if g.kind != f.kind || g.typ != f.typ || g.sent < 0 {
			continue
		}
		share := 0.0
		if first {
			share = copiedEvidence(g, f, pt)
		} else {
			share = copiedEvidence(f, g, pt)
		}
		off := abs(f.inSentence() - g.inSentence())
		if share >= 0.9 && (best < 0 || off < least) {
			best, least = k, off
		}
	}
	return best
}

// inSentence is where a finding begins, in bytes before the end of its sentence.
func (f *found) inSentence() int { return int(f.s.sents[f.sent].last - f.span.Start) }

// origin says why a is the origin of a text that both print, "" if b is. The
// relation is a total order: whoever names the other as its source comes
// later, then the earlier one comes first, then the longer text, then the id.
func origin(a, b *sketch) string {
	switch an, bn := names(a, b), names(b, a); {
	case bn && !an:
		return "it names " + a.outlet + " as its source"
	case an && !bn:
		return ""
	}
	if a.published != b.published {
		switch {
		case b.published == noDay, a.published != noDay && a.published < b.published:
			return "the other was published before, on " + a.published.String()
		}
		return ""
	}
	if len(a.words) != len(b.words) {
		if len(a.words) > len(b.words) {
			return "the other is longer"
		}
		return ""
	}
	if a.id < b.id || a.id == b.id && a.sha < b.sha {
		return "nothing tells which came first"
	}
	return ""
}

// names says that a names b's outlet in its chain.
func names(a, b *sketch) bool {
	if b.outlet == "" || a.outlet == b.outlet {
		return false
	}
	return slices.ContainsFunc(a.chain, func(w string) bool { return w == b.outlet || len(w) > 3 && strings.HasPrefix(b.outlet, w+" ") })
}
