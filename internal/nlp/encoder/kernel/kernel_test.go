package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func random(rng *rand.Rand, n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(rng.NormFloat64())
	}
	return s
}

// mulNaive is the definition that Mul is held against, in float64.
func mulNaive(a []float32, lda, m int, w []float32, k, n int, init []float32, ldi int) []float64 {
	c := make([]float64, m*n)
	for i := range m {
		for j := range n {
			s := float64(init[i*ldi+j])
			for x := range k {
				s += float64(a[i*lda+x]) * float64(w[x*n+j])
			}
			c[i*n+j] = s
		}
	}
	return c
}

func TestMulAgreesWithDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, m := range []int{1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 241} {
		for _, k := range []int{1, 2, 3, 4, 5, 31, 200} {
			for _, n := range []int{1, 15, 16, 17, 48, 100} {
				lda, ld := k+3, Stride(n)
				a, w := random(rng, m*lda), random(rng, k*n)
				bias := random(rng, ld)
				wt := make([]float32, k*n)
				for i := range k {
					for j := range n {
						wt[j*k+i] = w[i*n+j]
					}
				}
				want := mulNaive(a, lda, m, w, k, n, bias, 0)
				c := make([]float32, m*ld)
				Mul(c, ld, a, lda, m, PackTransposed(nil, wt, n, k, k), bias, 0)
				for i := range m {
					for j := range n {
						if d := math.Abs(float64(c[i*ld+j]) - want[i*n+j]); d > 1e-5*float64(k) {
							t.Fatalf("m=%d k=%d n=%d: c[%d,%d] = %g, want %g", m, k, n, i, j, c[i*ld+j], want[i*n+j])
						}
					}
				}
			}
		}
	}
}

func BenchmarkMul(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range [][3]int{{600, 256, 512}, {600, 768, 512}, {600, 400, 1600}, {12, 200, 800}, {6, 200, 800}, {2, 200, 800}} {
		m, k, n := s[0], s[1], s[2]
		a, w, bias, c := random(rng, m*k), PackTransposed(nil, random(rng, k*n), n, k, k), random(rng, n), make([]float32, m*n)
		b.Run(fmt.Sprintf("%dx%dx%d", m, k, n), func(b *testing.B) {
			for b.Loop() {
				Mul(c, n, a, k, m, w, bias, 0)
			}
			b.ReportMetric(2*float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
