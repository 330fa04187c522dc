package main

import (
	"math"
	"testing"
)

func TestNormalise(t *testing.T) {
	for _, c := range [][2]string{
		{"Baku", "baku"}, {"1994", "0000"}, {"n’t", "n't"}, {"“", "\""}, {"—", "-"}, {"ÉTÉ", "été"}, {"İ", "i"}, {"٣", "0"}, {"", ""},
	} {
		if got := normalise(c[0]); got != c[1] {
			t.Errorf("normalise(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestKernels(t *testing.T) {
	rng := random(7)
	for _, n := range []int{16, 128} {
		e, o, v := make([]float32, n), make([]float32, n), make([]float32, n)
		for i := range e {
			e[i], o[i], v[i] = float32(rng.float()-0.5), float32(rng.float()-0.5), float32(rng.float()-0.5)
		}
		var want float64
		for i := range e {
			want += float64(e[i]) * float64(o[i])
		}
		if got := dot(&e[0], &o[0], n); math.Abs(float64(got)-want) > 1e-5 {
			t.Errorf("dot of %d: %g, want %g", n, got, want)
		}
		e2, o2 := make([]float32, n), make([]float32, n)
		for i := range e {
			e2[i], o2[i] = e[i]+0.3*o[i], o[i]+0.3*v[i]
		}
		step(&e[0], &o[0], &v[0], 0.3, n)
		for i := range e {
			if math.Abs(float64(e[i]-e2[i])) > 1e-6 || math.Abs(float64(o[i]-o2[i])) > 1e-6 {
				t.Fatalf("step of %d at %d: %g %g, want %g %g", n, i, e[i], o[i], e2[i], o2[i])
			}
		}
	}
}

// A word that always follows another must be near words of the same place.
func TestTrainLearnsPlaces(t *testing.T) {
	words := []word{{"a", 4000}, {"b", 4000}, {"x", 2000}, {"y", 2000}}
	var text []int32
	rng := random(3)
	for range 4000 {
		text = append(text, 0, int32(2+rng.next()>>63), 1, -1)
	}
	v := train(options{dim: 16, window: 1, neg: 3, epoch: 2, alpha: 0.05, sub: 1, seed: 1}, words, text)
	cos := func(i, j int) float64 {
		var d, a, b float64
		for k := range 16 {
			x, y := float64(v[i*16+k]), float64(v[j*16+k])
			d, a, b = d+x*y, a+x*x, b+y*y
		}
		return d / math.Sqrt(a*b)
	}
	if cos(2, 3) < cos(2, 0)+0.2 || cos(2, 3) < cos(2, 1)+0.2 {
		t.Errorf("x is as near to a (%.2f) and b (%.2f) as to y (%.2f)", cos(2, 0), cos(2, 1), cos(2, 3))
	}
}
