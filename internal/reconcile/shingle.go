package reconcile

import "slices"

// MinHash of sentences: Broder, "On the resemblance and containment of
// documents" (1997), section 2, with banding as in Leskovec, Rajaraman and
// Ullman, "Mining of Massive Datasets", section 3.4. Sentences and not whole
// articles are hashed, so that an article that takes a part of another one is
// found too. Two sentences that share 7 of 10 shingles meet with probability
// 1-(1-0.7^3)^4 = 0.81.
const (
	shingle     = 3 // words
	bands, rows = 4, 3
	minSentence = 8 // words; shorter ones are like one another by chance
)

// bandKeys gives the bands of a sentence. Words that tell nothing count too:
// copying copies them.
func bandKeys(ws []word, keys *[bands]uint64) bool {
	if len(ws) < minSentence {
		return false
	}
	var least [bands * rows]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	for i := 0; i+shingle <= len(ws); i++ {
		h := uint64(ws[i].hash)<<32 ^ uint64(ws[i+1].hash)<<13 ^ uint64(ws[i+2].hash)
		h = mix64(h)
		for k := range least {
			if x := mix64(h + uint64(k+1)*0x9e3779b97f4a7c15); x < least[k] {
				least[k] = x
			}
		}
	}
	for b := range bands {
		h := uint64(b + 1)
		for r := range rows {
			h = mix64(h ^ least[b*rows+r])
		}
		keys[b] = h
	}
	return true
}

// place is a sentence of an article.
type place struct{ article, sentence int32 }

// bandEntry is a sentence under one of its band keys.
type bandEntry struct {
	key uint64
	at  place
}

// maxBucket bounds the sentences under one key that are compared pairwise:
// what stands in more articles is a set phrase and tells no copy.
const maxBucket = 60

// index lists sentences under their band keys, sorted: all of few articles,
// and of many only those whose key some other sentence has too.
func (c *corpus) index() []bandEntry {
	var out []bandEntry
	var keys [bands]uint64
	each := func(fn func(key uint64, at place)) {
		c.each(textPart, func(i int, s *sketch) {
			for k, st := range s.sents {
				if bandKeys(s.words[st.start:st.end], &keys) {
					for _, key := range keys {
						fn(key, place{int32(i), int32(k)})
					}
				}
			}
		})
	}
	again := func(uint64) bool { return true }
	if len(c.heads) > c.bounds.keys {
		t := newTwice(len(c.heads))
		each(func(key uint64, _ place) { t.add(key) })
		again = t.has
	}
	each(func(key uint64, at place) {
		if again(key) {
			out = append(out, bandEntry{key, at})
		}
	})
	slices.SortFunc(out, func(a, b bandEntry) int {
		switch {
		case a.key != b.key:
			return cmpInt(a.key, b.key)
		case a.at.article != b.at.article:
			return cmpInt(a.at.article, b.at.article)
		}
		return cmpInt(a.at.sentence, b.at.sentence)
	})
	return out
}

// twice tells which keys were added more than once; it errs to say so of some
// that were not (a Bloom filter of one hash: Bloom 1970).
type twice struct{ once, more []uint64 }

// newTwice makes one for the sentences of n articles.
func newTwice(n int) *twice {
	size := 1 << 16
	for size < n*32 && size < 1<<21 { // words of 64 keys
		size *= 2
	}
	return &twice{make([]uint64, size), make([]uint64, size)}
}

func (t *twice) at(key uint64) (int, uint64) {
	return int(key>>6) & (len(t.once) - 1), 1 << (key & 63)
}

func (t *twice) add(key uint64) {
	i, bit := t.at(key)
	t.more[i] |= t.once[i] & bit
	t.once[i] |= bit
}

func (t *twice) has(key uint64) bool {
	i, bit := t.at(key)
	return t.more[i]&bit != 0
}

// buckets calls fn for every run of sentences with one key, of two to most.
func buckets(ix []bandEntry, most int, fn func(run []bandEntry)) {
	for i := 0; i < len(ix); {
		j := i + 1
		for j < len(ix) && ix[j].key == ix[i].key {
			j++
		}
		if j-i > 1 && j-i <= most {
			fn(ix[i:j])
		}
		i = j
	}
}

// resemblance is the share of shingles that two sentences have in common
// (Jaccard).
func resemblance(a, b []word) float64 { return jaccard(shingles(a), shingles(b)) }

// jaccard is the share that two sorted sets have in common.
func jaccard(x, y []uint64) float64 {
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	n, i, j := 0, 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return float64(n) / float64(len(x)+len(y)-n)
}

func shingles(ws []word) []uint64 {
	var out []uint64
	for i := 0; i+shingle <= len(ws); i++ {
		out = append(out, mix64(uint64(ws[i].hash)<<32^uint64(ws[i+1].hash)<<13^uint64(ws[i+2].hash)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
