package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestWideIsNarrow holds the two ways to sum small integers against each other: a
// text is read alike, bit for bit, on processors with and without VNNI.
func TestWideIsNarrow(t *testing.T) {
	if !Accelerated() || !wide() {
		t.Skip("no VNNI on this processor")
	}
	rng := rand.New(rand.NewPCG(17, 18))
	for m := 4; m <= 21; m++ {
		for _, k := range []int{2, 8, 40, 256} {
			a, b, rows, cols, bias := make([]int16, m*k), make([]int16, k*panel), random(rng, m), random(rng, panel), random(rng, panel)
			for i := range a {
				a[i] = int16(rng.IntN(2*SmallMax+1) - SmallMax)
			}
			for i := range b {
				b[i] = int16(rng.IntN(1<<16) - 1<<15)
			}
			got, want := make([]float32, m*panel), make([]float32, m*panel)
			done := widePanel(got, panel, a, k, m, k/2, b, rows, 1, cols, bias, 0)
			narrowPanel(want, panel, a, k, m, k/2, b, rows, 1, cols, bias, 0)
			if done < m-3 || done > m || !slices.Equal(got[:done*panel], want[:done*panel]) {
				t.Errorf("m=%d k=%d: of %d rows done some differ", m, k, done)
			}
		}
	}
}
