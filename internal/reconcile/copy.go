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
func alignments(arts []*sketch, ix []bandEntry) map[[2]int]*pairText {
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
		if n >= 3 || len(arts[p[0]].sents) < 8 || len(arts[p[1]].sents) < 8 {
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
		a, b := arts[p[0]], arts[p[1]]
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
	case pt.nums >= some && apart > 0 && (same || days || apart > 3), pt.nums > 2*some, pt.names >= some && pt.nums >= some:
		return true
	}
	return same && apart > 0 && days && len(a.words) < 150
}

// copies decides which article took its text from which. Each copy has one
// source: the article before it, in the order of origin, with which it shares
// most.
func copies(arts []*sketch, al map[[2]int]*pairText) []Copied {
	best := map[int]Copied{}
	keys := make([][2]int, 0, len(al))
	for k := range al {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return keys[i][0] < keys[j][0] || keys[i][0] == keys[j][0] && keys[i][1] < keys[j][1]
	})
	for _, k := range keys {
		pt := al[k]
		if pt.twin || len(pt.ts) == 0 {
			continue
		}
		from, to, share, lead := pt.a, pt.b, pt.shareB, pt.leadB
		why := origin(arts[pt.a], arts[pt.b])
		if why == "" {
			from, to, share, lead = pt.b, pt.a, pt.shareA, pt.leadA
			why = origin(arts[pt.b], arts[pt.a])
		}
		// The longer text may be the later one: then it took the shorter one whole and added to it.
		whole := max(pt.shareA, pt.shareB)
		if share < minShare && !(whole >= 0.8 && share >= 0.3) || lead < minLead || pt.open < minOpen && share < 0.85 || pt.longest() < minRun {
			continue
		}
		c := Copied{Article: arts[to].id, Of: arts[from].id, Share: share, a: from, b: to,
			Why: []string{fmt.Sprintf("%.0f %% of its words stand in runs of %d and more in the other", 100*share, minTile), why}}
		old, ok := best[to]
		if !ok || share > old.Share+1e-9 || share > old.Share-1e-9 && before(arts, from, old.a) {
			best[to] = c
		}
	}
	out := make([]Copied, 0, len(best))
	for i := range arts {
		if c, ok := best[i]; ok {
			out = append(out, c)
		}
	}
	return out
}

// borrow gives the findings of copied sentences the days that they have in the
// original: the "yesterday" of a text that is printed again two days later is
// not that of the later day. All other findings have their own.
func borrow(arts []*sketch, copies []Copied, al map[[2]int]*pairText) {
	for _, s := range arts {
		for _, f := range s.finds {
			f.day = f.when
		}
	}
	source := map[int]int{}
	for _, c := range copies {
		source[c.b] = c.a
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
		pt := al[[2]int{min(from, to), max(from, to)}]
		for _, f := range arts[to].finds {
			if g := original(f, arts[from].finds, pt, from < to); g != nil && g.day.known && f.when.basis != when.Stated {
				f.day = g.day
			}
		}
	}
	for to := range arts {
		take(to)
	}
}

// original finds the finding that a copied one was copied from: of its kind and
// type, in the same words, and nearest to its place in the sentence. first says
// that the original's article is the first of the pair.
func original(f *found, of []*found, pt *pairText, first bool) *found {
	if f.sent < 0 {
		return nil
	}
	var best *found
	least := 0
	for _, g := range of {
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
		if share >= 0.9 && (best == nil || off < least) {
			best, least = g, off
		}
	}
	return best
}

// inSentence is where a finding begins, in bytes before the end of its sentence.
func (f *found) inSentence() int { return int(f.s.sents[f.sent].last - f.span.Start) }

func before(arts []*sketch, a, b int) bool { return origin(arts[a], arts[b]) != "" }

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
