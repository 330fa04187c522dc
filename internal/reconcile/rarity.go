package reconcile

import (
	"math"
	"slices"
)

// rarity tells how much a word says: log((N+k)/(df+1)), over the articles at
// hand as if some more stood beside them, so that few articles give usable
// weights too.
type rarity struct {
	df map[uint32]int32
	n  float64
}

const moreArticles = 40

func rarityOf(terms [][]term) *rarity {
	r := &rarity{df: map[uint32]int32{}, n: float64(len(terms))}
	for _, ts := range terms {
		for _, t := range ts {
			r.df[t.hash]++
		}
	}
	return r
}

// idf is the weight of a word, from its class and rarity.
func (r *rarity) idf(h uint32, c class) float64 {
	w := math.Log((r.n + moreArticles) / (float64(r.df[h]) + 1))
	switch c {
	case name:
		w *= 2
	case number:
		w *= 1.2
	}
	return max(w, 0.05)
}

// vector is the weighted words of an article, by hash.
type vector struct {
	hash   []uint32
	weight []float64
	class  []class
	norm   float64 // Euclidean
	sum    float64
}

func (v *vector) add(h uint32, w float64, c class) {
	v.hash = append(v.hash, h)
	v.weight = append(v.weight, w)
	v.class = append(v.class, c)
}

func (v *vector) close() {
	for _, w := range v.weight {
		v.norm += w * w
		v.sum += w
	}
	v.norm = math.Sqrt(v.norm)
}

// cosine of two vectors over the classes from least to most.
func cosine(a, b *vector, least, most class) float64 {
	dot, na, nb := 0.0, 0.0, 0.0
	for i, j := 0, 0; i < len(a.hash) && j < len(b.hash); {
		switch {
		case a.hash[i] < b.hash[j]:
			i++
		case a.hash[i] > b.hash[j]:
			j++
		default:
			if c := max(a.class[i], b.class[j]); c >= least && c <= most {
				dot += a.weight[i] * b.weight[j]
			}
			i, j = i+1, j+1
		}
	}
	for i, c := range a.class {
		if c >= least && c <= most {
			na += a.weight[i] * a.weight[i]
		}
	}
	for i, c := range b.class {
		if c >= least && c <= most {
			nb += b.weight[i] * b.weight[i]
		}
	}
	if na == 0 || nb == 0 {
		return 0
	}
	return dot / math.Sqrt(na*nb)
}

// common is the weight that two vectors share, of each word the lesser.
func common(a, b *vector) float64 {
	s := 0.0
	for i, j := 0, 0; i < len(a.hash) && j < len(b.hash); {
		switch {
		case a.hash[i] < b.hash[j]:
			i++
		case a.hash[i] > b.hash[j]:
			j++
		default:
			s += min(a.weight[i], b.weight[j])
			i, j = i+1, j+1
		}
	}
	return s
}

// overlap is the weight that two vectors share, relative to the lighter one.
func overlap(a, b *vector) float64 {
	if a.sum == 0 || b.sum == 0 {
		return 0
	}
	return common(a, b) / min(a.sum, b.sum)
}

// heaviest gives the n words of a vector that weigh most.
func (v *vector) heaviest(n int) []uint32 {
	ix := make([]int, len(v.hash))
	for i := range ix {
		ix[i] = i
	}
	slices.SortFunc(ix, func(a, b int) int {
		switch {
		case v.weight[a] > v.weight[b]:
			return -1
		case v.weight[a] < v.weight[b]:
			return 1
		}
		return cmpInt(v.hash[a], v.hash[b])
	})
	out := make([]uint32, 0, n)
	for _, i := range ix[:min(n, len(ix))] {
		out = append(out, v.hash[i])
	}
	return out
}
