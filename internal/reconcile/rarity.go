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

// count adds the words of an article.
func (r *rarity) count(ts []term) {
	for _, t := range ts {
		r.df[t.hash]++
	}
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
	square [classes]float64 // sums of squared weights, by class
	sum    float64
}

func (v *vector) add(h uint32, w float64, c class) {
	v.hash = append(v.hash, h)
	v.weight = append(v.weight, w)
	v.class = append(v.class, c)
}

func (v *vector) close() {
	for i, w := range v.weight {
		v.square[v.class[i]] += w * w
		v.sum += w
	}
}

// agreement is what two vectors have in common.
type agreement struct {
	all, names, numbers float64 // cosines: of words, names and numbers together; of names; of numbers
	common              float64 // weight that both have, of each word the lesser
}

func agree(a, b *vector) agreement {
	var x agreement
	for i, j := 0, 0; i < len(a.hash) && j < len(b.hash); {
		switch {
		case a.hash[i] < b.hash[j]:
			i++
		case a.hash[i] > b.hash[j]:
			j++
		default:
			dot := a.weight[i] * b.weight[j]
			switch max(a.class[i], b.class[j]) {
			case name:
				x.names += dot
			case number:
				x.numbers += dot
			case content:
				x.all += dot
			}
			x.common += min(a.weight[i], b.weight[j])
			i, j = i+1, j+1
		}
	}
	x.all += x.names + x.numbers
	cosine := func(dot float64, of func(v *vector) float64) float64 {
		if na, nb := of(a), of(b); na > 0 && nb > 0 {
			return dot / math.Sqrt(na*nb)
		}
		return 0
	}
	x.all = cosine(x.all, func(v *vector) float64 { return v.square[content] + v.square[number] + v.square[name] })
	x.names = cosine(x.names, func(v *vector) float64 { return v.square[name] })
	x.numbers = cosine(x.numbers, func(v *vector) float64 { return v.square[number] })
	return x
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
