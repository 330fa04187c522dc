package parser

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// bestByTrial is the definition that tree is held against: all assignments of
// heads, the best that is a tree with one root.
func bestByTrial(scores []float32, n, ld int) float64 {
	heads, best := make([]int32, n), math.Inf(-1)
	var d decoder
	var try func(i int, sum float64)
	try = func(i int, sum float64) {
		if i == n {
			if sum > best && d.isTree(heads) {
				best = sum
			}
			return
		}
		for h := range n + 1 {
			if h != i+1 {
				heads[i] = int32(h)
				try(i+1, sum+float64(scores[i*ld+h]))
			}
		}
	}
	try(0, 0)
	return best
}

func weight(heads []int32, scores []float32, ld int) (sum float64) {
	for i, h := range heads {
		sum += float64(scores[i*ld+int(h)])
	}
	return sum
}

func TestTreeIsTheBestWithOneRoot(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var d decoder
	contracted := 0
	for n := 1; n <= 6; n++ {
		for trial := range 200 {
			ld := n + 3
			scores := make([]float32, n*ld)
			for i := range scores {
				scores[i] = float32(rng.NormFloat64())
				if trial%2 == 1 {
					scores[i] = float32(rng.IntN(3)) // many ties
				}
			}
			if trial%3 == 0 { // everybody wants to be root
				for i := range n {
					scores[i*ld] += 5
				}
			}
			heads := make([]int32, n)
			d.tree(heads, scores, ld)
			if !d.isTree(heads) {
				t.Fatalf("n=%d: %v is no tree", n, heads)
			}
			got, want := weight(heads, scores, ld), bestByTrial(scores, n, ld)
			if math.Abs(got-want) > 1e-4 {
				t.Fatalf("n=%d trial %d: heads %v weigh %g, the best tree %g", n, trial, heads, got, want)
			}
			if slices.ContainsFunc(d.parent, func(p int32) bool { return p > 0 }) {
				contracted++
			}
		}
	}
	if contracted < 100 {
		t.Errorf("only %d trials met a cycle", contracted)
	}
}

func TestIsTree(t *testing.T) {
	for name, c := range map[string]struct {
		heads []int32
		want  bool
	}{
		"one-token":       {[]int32{0}, true},
		"chain":           {[]int32{0, 1, 2}, true},
		"to-the-right":    {[]int32{2, 3, 0}, true},
		"not-projective":  {[]int32{3, 4, 0, 3}, true},
		"two-roots":       {[]int32{0, 0}, false},
		"no-root":         {[]int32{2, 1}, false},
		"cycle-and-root":  {[]int32{0, 3, 2}, false},
		"head-of-oneself": {[]int32{0, 2}, false},
	} {
		var d decoder
		if got := d.isTree(c.heads); got != c.want {
			t.Errorf("%s: isTree(%v) = %v", name, c.heads, got)
		}
	}
}

// FuzzTree states the law: whatever the scores, the result is a tree with one
// root.
func FuzzTree(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6})
	f.Add([]byte("\x00\x00\x80\x7f\x00\x00\xc0\x7f\x00\x00\x80\xff many infinities and no numbers"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 1
		for (n+1)*(n+2)*4 <= len(data) && n < 60 {
			n++
		}
		scores := make([]float32, n*(n+1))
		for i := range scores {
			if len(data) >= 4*i+4 {
				scores[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
			} else if i < len(data) {
				scores[i] = float32(int8(data[i]))
			}
		}
		var d decoder
		heads := make([]int32, n)
		d.tree(heads, scores, n+1)
		if !d.isTree(heads) {
			t.Errorf("%v is no tree", heads)
		}
	})
}

func BenchmarkTreeWithCycles(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	const n = 400
	scores, heads := make([]float32, n*(n+1)), make([]int32, n)
	for i := range scores {
		scores[i] = float32(rng.NormFloat64())
	}
	var d decoder
	for b.Loop() {
		d.tree(heads, scores, n+1)
	}
}
