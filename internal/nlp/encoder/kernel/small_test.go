package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestMulSmallAgreesWithDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for _, m := range []int{1, 2, 3, 4, 5, 6, 7, 13, 241} {
		for _, k := range []int{1, 2, 7, 8, 31, 192, 384} {
			for _, n := range []int{1, 16, 17, 50} {
				a, wt, bias := random(rng, m*k), random(rng, n*k), random(rng, Stride(n))
				w := make([]float32, k*n)
				for i := range k {
					for j := range n {
						w[i*n+j] = wt[j*k+i]
					}
				}
				lda, q, rows := SmallStride(k), make([]int16, m*SmallStride(k)), make([]float32, m)
				for i := range q {
					q[i] = 99 // what stands behind a row does not count
				}
				for i := range m {
					row := a[i*k : (i+1)*k]
					rows[i] = Quantise(q[i*lda:i*lda+k], row, Largest(row))
				}
				c := make([]float32, m*Stride(n))
				MulSmall(c, Stride(n), Rounded{q, lda, rows}, m, PackSmall(wt, n, k, k), bias, 0)
				want := mulNaive(a, k, m, w, k, n, bias, 0)
				for i := range m {
					for j := range n {
						if d := math.Abs(float64(c[i*Stride(n)+j]) - want[i*n+j]); d > 1.5e-3*math.Sqrt(float64(k)) {
							t.Fatalf("m=%d k=%d n=%d: c[%d,%d] = %g, want %g", m, k, n, i, j, c[i*Stride(n)+j], want[i*n+j])
						}
					}
				}
			}
		}
	}
}

// TestSmallSumsCannotOverflow drives every product to its end: weights of one
// size, activations at their greatest.
func TestSmallSumsCannotOverflow(t *testing.T) {
	for _, k := range []int{2, 64, 512, 4096} {
		w, x := make([]float32, k), make([]float32, k)
		for i := range w {
			w[i], x[i] = 0.7, 3
			if i%3 == 0 {
				w[i] = 0.001
			}
		}
		var want float64
		for i := range w {
			want += float64(w[i]) * 3
		}
		q, rows, c := make([]int16, SmallStride(k)), make([]float32, 1), make([]float32, panel)
		rows[0] = Quantise(q, x, 3)
		MulSmall(c, panel, Rounded{q, len(q), rows}, 1, PackSmall(w, 1, k, k), make([]float32, panel), 0)
		if math.Abs(float64(c[0])-want) > 5e-3*want {
			t.Errorf("k=%d: %g, want %g", k, c[0], want)
		}
	}
}

func TestSmallPlainGoAgreesWithAssembly(t *testing.T) {
	if !Accelerated() {
		t.Skip("no assembly on this processor")
	}
	rng := rand.New(rand.NewPCG(15, 16))
	for m := 1; m <= 7; m++ {
		for _, k := range []int{8, 16, 40, 384} {
			a, b, rows, cols, bias := make([]int16, m*k), make([]int16, k*panel), random(rng, m), random(rng, panel), random(rng, panel)
			for i := range a {
				a[i] = int16(rng.IntN(2*SmallMax+1) - SmallMax)
			}
			for i := range b {
				b[i] = int16(rng.IntN(401) - 200)
			}
			c1, c2 := make([]float32, m*panel), make([]float32, m*panel)
			smallPanel(c1, panel, a, k, m, k/2, b, rows, 1, cols, bias, 0)
			smallPanelGo(c2, panel, a, k, m, k/2, b, rows, 1, cols, bias, 0)
			for i := range c1 {
				if !near(c1[i], float64(c2[i])) {
					t.Fatalf("m=%d k=%d: assembly %g, plain Go %g", m, k, c1[i], c2[i])
				}
			}
		}
	}
	for _, n := range lengths {
		x := inputs(rng, n)
		most := Largest(x)
		var want float32
		for _, v := range x {
			want = max(want, v, -v)
		}
		q := make([]int16, n)
		back := Quantise(q, x, most)
		if most != want {
			t.Errorf("n=%d: largest %g, want %g", n, most, want)
		}
		for i, v := range x {
			if d := math.Abs(float64(float32(q[i])*back - v)); d > float64(most)/SmallMax*0.501 {
				t.Errorf("n=%d: %g becomes %d · %g", n, v, q[i], back)
			}
		}
	}
}

func TestQuantiseNothing(t *testing.T) {
	q := []int16{1, 2}
	nan := float32(math.NaN())
	for _, limit := range []float32{0, nan, -1} {
		if f := Quantise(q, []float32{nan, 0}, limit); f != 0 || q[0] != 0 || q[1] != 0 {
			t.Errorf("limit %g: %v · %g", limit, q, f)
		}
	}
}

func BenchmarkMulSmall(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range [][3]int{{600, 256, 512}, {600, 768, 512}, {600, 384, 1536}, {12, 192, 768}, {6, 192, 768}, {2, 192, 768}} {
		m, k, n := s[0], s[1], s[2]
		a, w, bias, c := random(rng, m*k), PackSmall(random(rng, k*n), n, k, k), random(rng, n), make([]float32, m*n)
		q, rows := make([]int16, m*k), []float32{0}
		rows[0] = Quantise(q, a, Largest(a))
		b.Run(fmt.Sprintf("%dx%dx%d", m, k, n), func(b *testing.B) {
			for b.Loop() {
				MulSmall(c, n, Rounded{q, k, rows}, m, w, bias, 0)
			}
			b.ReportMetric(2*float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
