package reconcile

import (
	"slices"
	"testing"

	"rapporteur/internal/record"
)

// Tiles lie inside both texts, are as long as they say, match, and use no
// word twice.
func FuzzTiles(f *testing.F) {
	f.Add("a b c d e f g h", "x a b c d e y")
	f.Add("a a a a a a a a a a a a", "a a a a a a a")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, x, y string) {
		v, err := words()
		if err != nil {
			t.Fatal(err)
		}
		read := func(s string) []word {
			toks, _ := v.scan(s)
			return v.read(toks, nil)
		}
		a, b := read(x), read(y)
		usedA, usedB := make([]bool, len(a)), make([]bool, len(b))
		for _, tl := range tiles(a, gramsOf(a), b) {
			if tl.n < minTile || tl.a < 0 || tl.b < 0 || tl.a+tl.n > len(a) || tl.b+tl.n > len(b) {
				t.Fatalf("tile %+v in texts of %d and %d words", tl, len(a), len(b))
			}
			for k := range tl.n {
				if a[tl.a+k].hash != b[tl.b+k].hash || usedA[tl.a+k] || usedB[tl.b+k] {
					t.Fatalf("tile %+v", tl)
				}
				usedA[tl.a+k], usedB[tl.b+k] = true, true
			}
		}
	})
}

// Words and sentences of any text lie in order inside it, and a record of any
// text joins with another one.
func FuzzJoin(f *testing.F) {
	f.Add("One. Two three.\n\nFour on 31 February, 2021.", "2021-03-05", "BAKU, May 4. /X/. Five")
	f.Add("\xff\x00\n\n\n\n", "2021-02-30", "")
	f.Add("Monday", "0001-01-01", "Feb 29 9999 May 31")
	f.Fuzz(func(t *testing.T, body, published, other string) {
		v, err := words()
		if err != nil {
			t.Fatal(err)
		}
		toks, sents := v.scan(body)
		for i := range toks {
			if toks[i].Start >= toks[i].End || int(toks[i].End) > len(body) || i > 0 && toks[i].Start < toks[i-1].End {
				t.Fatalf("token %d %v", i, toks[i].Span)
			}
		}
		at := 0
		for _, s := range sents {
			if s.start != at || s.end <= s.start {
				t.Fatalf("sentence %+v at %d", s, at)
			}
			at = s.end
		}
		if at != len(toks) {
			t.Fatalf("sentences end at %d of %d", at, len(toks))
		}
		a, b := rec("a", "x", published, body), rec("b", "y", published, other)
		for _, r := range []*record.Record{a, b} {
			r.Statements = []record.Statement{{Finding: record.Finding{ID: "s" + r.Article.ID}}}
		}
		if _, err := Apply([]*record.Record{a, b}); err != nil {
			t.Fatal(err)
		}
		if a.Statements[0].Incident == "" {
			t.Fatal("no incident")
		}
	})
}

// Groups are disjoint, sorted, of two and more.
func FuzzGroup(f *testing.F) {
	f.Add([]byte{0, 1, 9, 1, 2, 9, 2, 3, 9, 0, 3, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var links []link
		seen := map[[2]int]bool{}
		for i := 0; i+2 < len(b); i += 3 {
			x, y := int(b[i]%32), int(b[i+1]%32)
			if x > y {
				x, y = y, x
			}
			if x != y && !seen[[2]int{x, y}] {
				seen[[2]int{x, y}] = true
				links = append(links, link{x, y, float64(b[i+2])/64 - 1})
			}
		}
		back := slices.Clone(links)
		slices.Reverse(back)
		far := func(a, b int) float64 { return -1 }
		got, again := group(links, 0, -0.5, far), group(back, 0, -0.5, far)
		in := map[int]bool{}
		for i, g := range got {
			if len(g) < 2 || !slices.IsSorted(g) || i > 0 && got[i-1][0] >= g[0] {
				t.Fatalf("groups %v", got)
			}
			for _, k := range g {
				if in[k] {
					t.Fatalf("%d twice in %v", k, got)
				}
				in[k] = true
			}
			if !slices.Equal(g, again[i]) {
				t.Fatalf("another order of links: %v, %v", got, again)
			}
		}
	})
}
