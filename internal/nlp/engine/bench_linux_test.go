package engine

import (
	"bufio"
	"compress/gzip"
	"flag"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"rapporteur/internal/doc"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder"
	"rapporteur/internal/nlp/ner"
)

// The treebank is read at run time: go test -bench Treebank -args -conllu FILE.gz
var conllu = flag.String("conllu", "", "CoNLL-U file, gzipped, whose tokens BenchmarkTreebank annotates")

// cpu is the processor time of this thread: what one core needs, whoever else
// is busy on the machine.
func cpu() time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts); err != nil {
		panic(err)
	}
	return time.Duration(ts.Nano())
}

// benchmark annotates sentences, article by article, and reports tokens a
// second of processor time, and the microseconds a token of each part.
func benchmark(b *testing.B, e *Engine, sents [][]string, perArticle int) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var forms [][]string
	var ranges [][]encoder.Range
	tokens := 0
	for len(sents) > 0 {
		n := min(perArticle, len(sents))
		var fs []string
		var rs []encoder.Range
		for _, s := range sents[:n] {
			rs = append(rs, encoder.Range{Start: len(fs), End: len(fs) + len(s)})
			fs = append(fs, s...)
		}
		forms, ranges, sents, tokens = append(forms, fs), append(ranges, rs), sents[n:], tokens+len(fs)
	}
	var parts [4]time.Duration // encoder, tagger, parser, ner
	b.ResetTimer()
	start := cpu()
	for b.Loop() {
		for i := range forms {
			n := len(forms[i])
			r := &result{tags: make([]doc.Tag, n), heads: make([]int, n), relations: make([]string, n), labels: make([]ner.Label, n)}
			last := cpu()
			lap := func(part int) {
				now := cpu()
				parts[part] += now - last
				last = now
			}
			if err := e.encoder.Each(forms[i], ranges[i], func(x *encoder.Batch) error {
				lap(0)
				e.tagger.Predict(x, r.tags)
				lap(1)
				e.parser.Predict(x, r.heads, r.relations)
				lap(2)
				e.ner.Predict(x, r.labels)
				lap(3)
				return nil
			}); err != nil {
				b.Fatal(err)
			}
		}
	}
	total := float64(tokens * b.N)
	b.ReportMetric(total/(cpu()-start).Seconds(), "tokens/cpu-s")
	for i, name := range []string{"encoder", "tagger", "parser", "ner"} {
		b.ReportMetric(float64(parts[i].Microseconds())/total, name+"-µs/token")
	}
	b.ReportMetric(0, "ns/op")
}

func BenchmarkMadeUp(b *testing.B) {
	e := randomEngine(b, full)
	sents := babble(rand.New(rand.NewPCG(5, 5)), 400, 45)
	b.Run("articles-of-25-sentences", func(b *testing.B) { benchmark(b, e, sents, 25) })
	b.Run("articles-of-3-sentences", func(b *testing.B) { benchmark(b, e, sents, 3) })
	b.Run("one-article", func(b *testing.B) { benchmark(b, e, sents, len(sents)) })
}

// BenchmarkTreebank measures the embedded model, or a random one of full size
// where none is embedded yet.
func BenchmarkTreebank(b *testing.B) {
	if *conllu == "" {
		b.Skip("no -conllu FILE.gz")
	}
	f, err := os.Open(*conllu)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	sents := [][]string{nil}
	sc := bufio.NewScanner(z)
	for sc.Scan() {
		cols := strings.Split(sc.Text(), "\t")
		switch {
		case sc.Text() == "" && len(sents[len(sents)-1]) > 0:
			sents = append(sents, nil)
		case len(cols) == 10 && !strings.ContainsAny(cols[0], "-."):
			sents[len(sents)-1] = append(sents[len(sents)-1], cols[1])
		}
	}
	e, err := English()
	if err != nil {
		b.Logf("random weights: %v", err)
		e = randomEngine(b, full)
	}
	b.Run("articles-of-25-sentences", func(b *testing.B) { benchmark(b, e, sents, 25) })
	b.Run("articles-of-3-sentences", func(b *testing.B) { benchmark(b, e, sents, 3) })
}

// BenchmarkOpen measures how long the embedded model takes to open.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		m, err := model.English()
		if err != nil {
			b.Skip(err)
		}
		if _, err := New(m); err != nil {
			b.Fatal(err)
		}
	}
}
