package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// near holds two results to 1e-5, relative where they are large.
func near(got float32, want float64) bool {
	return math.Abs(float64(got)-want) <= 1e-5*max(1, math.Abs(want))
}

// inputs covers the range where the activations bend and both ends.
func inputs(rng *rand.Rand, n int) []float32 {
	x := random(rng, n)
	for i := range x {
		switch i % 5 {
		case 0:
			x[i] *= 10
		case 1:
			x[i] *= 1000
		case 2:
			x[i] /= 1000
		}
	}
	return x
}

// lengths has whole blocks of eight, rests, and blocks with a rest.
var lengths = []int{1, 7, 8, 9, 16, 200, 251}

func sigmoid64(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }

func TestActivationsAgreeWithDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range lengths {
		x, y := inputs(rng, n), inputs(rng, n)
		sig, tan, glu, leaky, sum := slices.Clone(x), slices.Clone(x), slices.Clone(x), slices.Clone(x), slices.Clone(x)
		Sigmoid(sig)
		Tanh(tan)
		AddGLU(glu, y, x)
		Add(sum, y)
		less, both, apart := make([]float32, n), slices.Clone(x), slices.Clone(y)
		Sub(less, x, y)
		Butterfly(both, apart)
		LeakyReLU(leaky, 0.1)
		for i, v := range x {
			for name, c := range map[string]struct {
				got  float32
				want float64
			}{
				"sigmoid": {sig[i], sigmoid64(v)},
				"tanh":    {tan[i], math.Tanh(float64(v))},
				"glu":     {glu[i], float64(v) + float64(y[i])*sigmoid64(v)},
				"sum":     {sum[i], float64(v) + float64(y[i])},
				"less":    {less[i], float64(v) - float64(y[i])},
				"both":    {both[i], float64(v) + float64(y[i])},
				"apart":   {apart[i], float64(v) - float64(y[i])},
				"leaky":   {leaky[i], max(float64(v), 0.1*float64(v))},
			} {
				if !near(c.got, c.want) {
					t.Errorf("%s(%g) = %g, want %g", name, v, c.got, c.want)
				}
			}
		}
	}
}

// TestPlainGoAgreesWithAssembly compares the two implementations of every loop:
// the wrappers take the assembly where there is any, slices shorter than eight
// take plain Go.
func TestPlainGoAgreesWithAssembly(t *testing.T) {
	if !Accelerated() {
		t.Skip("no assembly on this processor")
	}
	rng := rand.New(rand.NewPCG(5, 6))
	const n = 64
	x, y := inputs(rng, n), inputs(rng, n)
	pairs := map[string]func(x, y []float32){
		"sigmoid": func(x, _ []float32) { Sigmoid(x) },
		"tanh":    func(x, _ []float32) { Tanh(x) },
		"glu":     func(x, y []float32) { AddGLU(x, y, x) },
		"sum":     func(x, y []float32) { Add(x, y) },
		"leaky":   func(x, _ []float32) { LeakyReLU(x, 0.1) },
	}
	for name, f := range pairs {
		whole := append([]float32{}, x...)
		f(whole, y)
		for i := 0; i < n; i += 4 {
			part := append([]float32{}, x[i:i+4]...)
			f(part, y[i:i+4])
			for j, v := range part {
				if !near(whole[i+j], float64(v)) {
					t.Errorf("%s: assembly %g, plain Go %g", name, whole[i+j], v)
				}
			}
		}
	}
	gates, c := inputs(rng, 4*n), random(rng, n)
	c1, h1 := append([]float32{}, c...), make([]float32, n)
	LSTM(gates, c1, h1)
	for i := range n {
		c2, h2 := []float32{c[i]}, []float32{0}
		LSTM([]float32{gates[i], gates[n+i], gates[2*n+i], gates[3*n+i]}, c2, h2)
		if !near(c1[i], float64(c2[0])) || !near(h1[i], float64(h2[0])) {
			t.Errorf("lstm unit %d: assembly %g %g, plain Go %g %g", i, c1[i], h1[i], c2[0], h2[0])
		}
	}
	for _, k := range []int{1, 4, 7, 256} {
		for m := 1; m <= 7; m++ {
			a, b, bias := random(rng, m*k), random(rng, k*panel), random(rng, panel)
			c1, c2 := make([]float32, m*panel), make([]float32, m*panel)
			mulPanel(c1, panel, a, k, m, k, b, bias, 0)
			mulPanelGo(c2, panel, a, k, m, k, b, bias, 0)
			for i := range c1 {
				if math.Abs(float64(c1[i]-c2[i])) > 1e-5*math.Sqrt(float64(k)) {
					t.Errorf("product m=%d k=%d: assembly %g, plain Go %g", m, k, c1[i], c2[i])
				}
			}
		}
	}
}

func TestSumsAgreeWithDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, n := range lengths {
		x, gamma, beta := random(rng, n), random(rng, n), random(rng, n)
		q := make([]int8, n)
		for i := range q {
			q[i] = int8(rng.IntN(256) - 128)
		}
		var mean, variance, dot float64
		for i, v := range x {
			mean += float64(v) / float64(n)
			dot += float64(v) * float64(gamma[i])
		}
		for _, v := range x {
			variance += (float64(v) - mean) * (float64(v) - mean) / float64(n)
		}
		normed, sum := make([]float32, n), append([]float32{}, x...)
		LayerNorm(normed, x, gamma, beta, 1e-5)
		AddInt8(sum, q, 0.01)
		if got := Dot(x, gamma); !near(got, dot) {
			t.Errorf("dot of %d = %g, want %g", n, got, dot)
		}
		for i, v := range x {
			want := (float64(v)-mean)/math.Sqrt(variance+1e-5)*float64(gamma[i]) + float64(beta[i])
			if !near(normed[i], want) {
				t.Errorf("layer norm of %d: [%d] = %g, want %g", n, i, normed[i], want)
			}
			if want := float64(v) + 0.01*float64(q[i]); !near(sum[i], want) {
				t.Errorf("add int8 of %d: [%d] = %g, want %g", n, i, sum[i], want)
			}
		}
	}
}

func TestLSTMAgreesWithDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for _, n := range lengths {
		gates, c, h := inputs(rng, 4*n), random(rng, n), make([]float32, n)
		before := append([]float32{}, c...)
		LSTM(gates, c, h)
		for i := range n {
			cell := sigmoid64(gates[n+i])*float64(before[i]) + sigmoid64(gates[i])*math.Tanh(float64(gates[2*n+i]))
			out := sigmoid64(gates[3*n+i]) * math.Tanh(cell)
			if !near(c[i], cell) || !near(h[i], out) {
				t.Errorf("n=%d unit %d: %g %g, want %g %g", n, i, c[i], h[i], cell, out)
			}
		}
	}
}

// TestMulRowsAreIndependent is the law that results do not depend on batching:
// a row computed alone is bit for bit the row computed among others.
func TestMulRowsAreIndependent(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	const m, k, n = 9, 77, 40
	a, w, bias := random(rng, m*k), PackTransposed(nil, random(rng, k*n), n, k, k), random(rng, Stride(n))
	all, one := make([]float32, m*Stride(n)), make([]float32, Stride(n))
	Mul(all, Stride(n), a, k, m, w, bias, 0)
	for i := range m {
		Mul(one, Stride(n), a[i*k:], k, 1, w, bias, 0)
		for j := range n {
			if one[j] != all[i*Stride(n)+j] {
				t.Fatalf("row %d column %d: %g alone, %g among others", i, j, one[j], all[i*Stride(n)+j])
			}
		}
	}
}

func BenchmarkLSTM(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 200
	gates, c, h := random(rng, 4*n), random(rng, n), make([]float32, n)
	for b.Loop() {
		LSTM(gates, c, h)
	}
}
