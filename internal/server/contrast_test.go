package server

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Text stands out from its ground by 4.5 to 1 or more (WCAG 2.2, 1.4.3), in
// the light and in the dark palette.
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("static/desk.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\n *\}`).FindAllStringSubmatch(string(css), -1)
	if len(blocks) < 2 {
		t.Fatalf("%d palettes", len(blocks))
	}
	texts := strings.Fields("ink soft accent contact statement event instrument control displacement mandate process actor")
	for i, name := range []string{"light", "dark"} {
		colour := map[string]float64{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): #([0-9a-f]{6})`).FindAllStringSubmatch(blocks[i][1], -1) {
			colour[m[1]] = luminance(t, m[2])
		}
		check := func(fg, bg string) {
			a, b := colour[fg], colour[bg]
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 || a == b {
				t.Errorf("%s: --%s on --%s has a contrast of %.2f", name, fg, bg, ratio)
			}
		}
		for _, fg := range texts {
			check(fg, "paper")
			check(fg, "sheet")
		}
		for _, bg := range []string{"on", "trig", "cond", "accent-bg"} {
			check("ink", bg)
		}
	}
}

func luminance(t *testing.T, hex string) float64 {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	lin := func(c uint64) float64 {
		v := float64(c&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n>>16) + 0.7152*lin(n>>8) + 0.0722*lin(n)
}
