package main

import (
	"math"
	"testing"

	"rapporteur/internal/eval"
)

// TestCalibration fits findings that boast: of those given 0.9 three in four
// are right, of those given 0.1 one in four.
func TestCalibration(t *testing.T) {
	var fs []eval.Judged
	for i := range 400 {
		fs = append(fs, eval.Judged{Kind: "event", Confidence: 0.9, Right: i%4 != 0}, eval.Judged{Kind: "event", Confidence: 0.1, Right: i%4 == 0},
			eval.Judged{Kind: "instrument", Confidence: 0.7, Right: i%3 == 0})
	}
	lines := calibration(fs)
	for _, c := range []struct {
		kind   string
		p, out float64
	}{{"event", 0.9, 0.75}, {"event", 0.1, 0.25}, {"instrument", 0.7, 1.0 / 3}} {
		if q := lines[c.kind].Apply(c.p); math.Abs(q-c.out) > 0.02 {
			t.Errorf("%s given %g: %g, want %g", c.kind, c.p, q, c.out)
		}
	}
}
