package reconcile

import (
	"math"
	"slices"
)

// rarity tells how much a word says: log((N+k)/(df+1)), over the articles at
// hand as if some more stood beside them, so that few articles give usable
// weights too.
type rarity struct {
	df  map[uint32]int32
	n   float64
	log []float64 // weights of the rarest, by df
}

const moreArticles = 40

// count adds the words of an article.
func (r *rarity) count(ts []term) {
	for _, t := range ts {
		r.df[t.hash]++
	}
}

// close ends the counting.
func (r *rarity) close() {
	r.log = make([]float64, 1000)
	for df := range r.log {
		r.log[df] = r.weight(int32(df))
	}
}

func (r *rarity) weight(df int32) float64 { return math.Log((r.n + moreArticles) / (float64(df) + 1)) }

// idf is the weight of a word, from its class and rarity.
func (r *rarity) idf(h uint32, c class) float64 {
	w, df := 0.0, r.df[h]
	if int(df) < len(r.log) {
		w = r.log[df]
	} else {
		w = r.weight(df)
	}
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
	out := make([]int, 0, n+1)
	for i, w := range v.weight { // hashes ascend, and of equals the first stays before
		if k := len(out); k == n && w <= v.weight[out[k-1]] {
			continue
		}
		k := len(out)
		for k > 0 && w > v.weight[out[k-1]] {
			k--
		}
		out = slices.Insert(out, k, i)
		out = out[:min(len(out), n)]
	}
	hs := make([]uint32, len(out))
	for k, i := range out {
		hs[k] = v.hash[i]
	}
	return hs
}
