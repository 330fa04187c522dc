package geocoder

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"rapporteur/internal/text"
)

// TestNearby holds the sums over what is in earshot against the plain sums over
// all cues of a long text.
func TestNearby(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	states := []string{"PER", "ECU", "CHL", "BOL"}
	a := &article{shares: map[string]float64{}, byKey: map[string]cueName{}}
	for range 3000 {
		k := rng.IntN(len(states))
		q := cue{at: text.Offset(rng.IntN(400_000)), country: states[k], key: "name of " + states[k], weight: []float64{0.3, 0.4, 1}[rng.IntN(3)]}
		a.cues = append(a.cues, q)
		a.shares[q.country] += q.weight
		a.byKey[q.key] = cueName{q.country, a.byKey[q.key].weight + q.weight}
		a.weight += q.weight
	}
	slices.SortStableFunc(a.cues, func(x, y cue) int { return int(x.at - y.at) })
	for _, at := range []text.Offset{0, 100, 150_000, 399_999} {
		for _, without := range []string{"", "name of PER", "name of CHL"} {
			var mine, all float64
			for _, q := range a.cues {
				if q.key == without {
					continue
				}
				w := q.weight * (0.15 + math.Exp(-math.Abs(float64(q.at-at))/400))
				all += w
				if q.country == "PER" {
					mine += w
				}
			}
			m, l := a.nearby(at, "PER", without)
			if math.Abs(m-mine) > 1e-9 || math.Abs(l-all) > 1e-9 {
				t.Errorf("at %d without %q: %g of %g, want %g of %g", at, without, m, l, mine, all)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	at := []text.Offset{10, 20, 50}
	for x, want := range map[text.Offset]float64{0: 10, 10: 0, 16: 4, 34: 14, 36: 14, 60: 10} {
		if got := nearest(at, x); got != want {
			t.Errorf("from %d: %g, want %g", x, got, want)
		}
	}
	if c := closeness(&sense{at: []text.Offset{0, 1000}}, &sense{at: []text.Offset{500, 1100}}); math.Abs(c-math.Exp(-100.0/500)) > 1e-12 {
		t.Errorf("closeness %g", c)
	}
}
