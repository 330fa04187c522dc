package judge

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"rapporteur/internal/model"
)

// weights makes a model file with one head and the calibration given.
func weights(t *testing.T, lines map[string]Line) *model.Model {
	t.Helper()
	var w model.Writer
	w.Halves("event", make([]float32, 8), 4, 2)
	raw, err := json.Marshal(Config{Buckets: 4, Heads: []HeadConfig{{"event", []string{"no", "yes"}, 0.5}}, Calibration: lines})
	if err != nil {
		t.Fatal(err)
	}
	b, err := w.Encode(model.Header{Stage: "judge", Language: "en", Version: "test", Licence: "none", Config: raw})
	if err != nil {
		t.Fatal(err)
	}
	m, err := model.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCalibrated(t *testing.T) {
	j, err := Open(weights(t, map[string]Line{"event": {Slope: 0.5, Offset: 0}}))
	if err != nil {
		t.Fatal(err)
	}
	// half the logit of 0.9 is log 3, of which the probability is 3/4
	if q, ok := j.Calibrated("event", 0.9); !ok || math.Abs(q-0.75) > 1e-9 {
		t.Errorf("0.9 becomes %g (%v), want 0.75", q, ok)
	}
	if q, ok := j.Calibrated("control", 0.9); ok || q != 0.9 {
		t.Errorf("a kind without a line becomes %g (%v)", q, ok)
	}
	var none *Judge
	if q, ok := none.Calibrated("event", 0.9); ok || q != 0.9 {
		t.Errorf("without a judge 0.9 becomes %g (%v)", q, ok)
	}
	last := -1.0
	for p := 0.0; p <= 1; p += 0.01 {
		q, _ := j.Calibrated("event", p)
		if q < last || q < 0 || q > 1 {
			t.Fatalf("%g becomes %g after %g: order is lost", p, q, last)
		}
		last = q
	}
}

// FuzzOpen states that no header makes a judge that panics or turns the order
// of confidences round.
func FuzzOpen(f *testing.F) {
	f.Add(0.5, 0.1)
	f.Add(-1.0, 0.0)
	f.Add(math.NaN(), math.Inf(1))
	f.Fuzz(func(t *testing.T, slope, offset float64) {
		if math.IsNaN(slope) || math.IsInf(slope, 0) || math.IsNaN(offset) || math.IsInf(offset, 0) {
			return // JSON cannot say them
		}
		j, err := Open(weights(t, map[string]Line{"event": {slope, offset}}))
		if err != nil {
			if slope > 0 || !strings.Contains(err.Error(), "calibration of event") {
				t.Fatalf("slope %g, offset %g: %v", slope, offset, err)
			}
			return
		}
		a, _ := j.Calibrated("event", 0.2)
		b, _ := j.Calibrated("event", 0.8)
		if !(a <= b && a >= 0 && b <= 1) {
			t.Fatalf("slope %g, offset %g: 0.2 becomes %g, 0.8 becomes %g", slope, offset, a, b)
		}
	})
}
