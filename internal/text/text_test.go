package text

import "testing"

func TestShared(t *testing.T) {
	for _, tt := range []struct {
		a, b Span
		want float64
	}{
		{Span{0, 10}, Span{0, 10}, 1}, {Span{0, 10}, Span{5, 15}, 1.0 / 3}, {Span{2, 4}, Span{0, 8}, 0.25}, {Span{0, 5}, Span{5, 9}, 0}, {Span{}, Span{}, 0},
	} {
		if got, back := tt.a.Shared(tt.b), tt.b.Shared(tt.a); got != tt.want || back != tt.want {
			t.Errorf("%s and %s: %v, %v, want %v", tt.a, tt.b, got, back, tt.want)
		}
	}
}
