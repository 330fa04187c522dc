package main

import (
	"reflect"
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	for _, c := range [][2]string{
		{`"We won't go," he said.`, `" We wo n't go , " he said .`},
		{"the minister’s well-known view", "the minister ’s well - known view"},
		{"Gen. A. Beshev met the U.S. envoy (again)...", "Gen. A. Beshev met the U.S. envoy ( again ) ..."},
		{"It rose 4.5% in 2010--11, see www.example.org/a-b.", "It rose 4.5 % in 2010 -- 11 , see www.example.org/a-b."},
		{"We cannot say.", "We can not say ."},
	} {
		if got := strings.Join(tokens(c[0]), " "); got != c[1] {
			t.Errorf("tokens(%q)\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

func TestSentences(t *testing.T) {
	got := sentences(strings.Fields(`He left . “ Why ? ” she asked`))
	want := [][]string{strings.Fields("He left ."), strings.Fields("“ Why ? ”"), strings.Fields("she asked")}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}
