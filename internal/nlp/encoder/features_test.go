package encoder

import (
	"fmt"
	hash "hash/fnv"
	"slices"
	"sync"
	"testing"
)

func TestNormAndShape(t *testing.T) {
	for name, c := range map[string]struct{ form, norm, shape string }{
		"capitals":          {"Azerbaijan", "azerbaijan", "Xxx"},
		"acronym":           {"OSCE", "osce", "XX"},
		"digits":            {"1994", "0000", "dd"},
		"resolution":        {"S/RES/822", "s/res/000", "X/XX/dd"},
		"other-digits":      {"٢٠٢٠", "0000", "dd"},
		"apostrophe":        {"n’t", "n't", "x'x"},
		"grave-accent":      {"``", "''", "''"},
		"quotes":            {"“«„”»", `"""""`, `""`},
		"dashes":            {"a–b—c", "a-b-c", "x-x-x"},
		"minus-is-no-dash":  {"−5", "−0", "−d"},
		"title-letter":      {"ǅ", "ǆ", "X"},
		"turkish":           {"İ", "i", "X"}, // one rune for one rune
		"modifier-letter":   {"ʻa", "ʻa", "xx"},
		"combining-mark":    {"e\u0301", "e\u0301", "x\u0301"},
		"ten-symbols":       {"a.b.c.d.e.f.g", "a.b.c.d.e.f.g", "x.x.x.x.x."},
		"runs-cut-first":    {"aaaa....aaaa....aaaa....a", "aaaa....aaaa....aaaa....a", "xx..xx..xx"},
		"emoji":             {"👍👍👍", "👍👍👍", "👍👍"},
		"bytes-out-of-utf8": {"a\xff", "a\ufffd", "x\ufffd"},
		"nothing":           {"", "", ""},
	} {
		var o outline
		o.read(c.form)
		if string(o.norm) != c.norm || string(o.shape) != c.shape {
			t.Errorf("%s: %q has norm %q and shape %q, want %q and %q", name, c.form, o.norm, o.shape, c.norm, c.shape)
		}
	}
}

func TestParts(t *testing.T) {
	var o outline
	o.read("Şəki")
	for tag, want := range map[string]string{"w": "şəki", "p1": "ş", "p3": "şək", "s2": "ki", "s4": "şəki", "p5": "absent", "s5": "absent", "sh": "Xxx"} {
		k, ok := kindOf(tag)
		if !ok {
			t.Fatalf("tag %q is unknown", tag)
		}
		got := "absent"
		if part, ok := o.part(k); ok {
			got = string(part)
		}
		if got != want {
			t.Errorf("%s: part %q, want %q", tag, got, want)
		}
	}
	for _, tag := range []string{"", "x1", "p", "p0", "s10", "sh2"} {
		if _, ok := kindOf(tag); ok {
			t.Errorf("tag %q is taken", tag)
		}
	}
}

func TestHashIsFNV1a(t *testing.T) {
	h := hash.New32a()
	h.Write([]byte("s3:şək"))
	if got := fnv(fnv[string](fnvOffset, "s3:"), []byte("şək")); got != h.Sum32() {
		t.Errorf("hash is %d, want %d", got, h.Sum32())
	}
}

func TestCacheIsBoundedAndTrue(t *testing.T) {
	const rows, width = 64, 5
	c := newCache(rows, width)
	row := func(i int) []float32 {
		return []float32{float32(i), float32(2 * i), float32(3 * i), 1, float32(-i)}
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			dst := make([]float32, width)
			for i := range 3000 {
				n := (i * (w + 1)) % 500
				if form := fmt.Sprintf("form%d", n); !c.get(dst, form) {
					c.put(form, row(n))
				} else if !slices.Equal(dst, row(n)) {
					t.Errorf("%s has row %v", form, dst)
				}
			}
		}()
	}
	wg.Wait()
	kept := 0
	for i := range c.shards {
		s := &c.shards[i]
		kept += len(s.at)
		if len(s.at) > s.size || len(s.rows) > s.size*width || len(s.at) != len(s.form) {
			t.Errorf("shard %d holds %d forms in %d floats, want at most %d rows", i, len(s.at), len(s.rows), s.size)
		}
	}
	if kept < rows/2 || kept > rows {
		t.Errorf("%d rows are kept of %d", kept, rows)
	}
}

func TestCacheKeepsWhatIsUsed(t *testing.T) {
	c := newCache(cacheShards*4, 1)
	dst := make([]float32, 1)
	c.put("the", []float32{7})
	for i := range 2000 {
		c.put(fmt.Sprintf("rare%d", i), []float32{float32(i)})
		if !c.get(dst, "the") || dst[0] != 7 {
			t.Fatalf("a form in use is gone after %d others", i)
		}
	}
	long := string(make([]byte, cacheLongest+1))
	c.put(long, []float32{1})
	if c.get(dst, long) {
		t.Error("a long form is kept")
	}
}

func TestPiecesAreBoundedAndFall(t *testing.T) {
	for n := 1; n < 3000; n++ {
		last := MaxSegment
		for rest := n; rest > 0; {
			p := piece(rest)
			if p < 1 || p > last {
				t.Fatalf("%d tokens: a piece of %d after one of %d", n, p, last)
			}
			last, rest = p, rest-p
		}
	}
}
