package engine

import (
	"bufio"
	"compress/gzip"
	"flag"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
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

// BenchmarkTreebank measures the embedded model, or that of -model, or a random
// one of full size, on the words of -conllu.
func BenchmarkTreebank(b *testing.B) {
	if *conllu == "" {
		b.Skip("no -conllu FILE.gz")
	}
	sents, _ := readConllu(b, *conllu)
	m, err := model.English()
	if *modelFile != "" {
		m, err = model.Load(*modelFile)
	}
	if err != nil {
		b.Logf("random weights: %v", err)
		m = randomModel(b, 1, full)
	}
	e, err := New(m)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("articles-of-25-sentences", func(b *testing.B) { benchmark(b, e, sents, 25) })
	b.Run("articles-of-3-sentences", func(b *testing.B) { benchmark(b, e, sents, 3) })
}

// TestTreebankAgreement prints how often the model agrees with the tags and trees
// of -conllu, to be held against what the training program prints.
func TestTreebankAgreement(t *testing.T) {
	if *conllu == "" {
		t.Skip("no -conllu FILE.gz")
	}
	sents, gold := readConllu(t, *conllu)
	m, err := model.English()
	if *modelFile != "" {
		m, err = model.Load(*modelFile)
	}
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Analyse(sents, false)
	if err != nil {
		t.Fatal(err)
	}
	var n, upos, lemma, uas, las float64
	for i, s := range gold {
		checkTree(t, got[i].Head)
		for j, g := range s {
			n++
			if g[3] == got[i].Tags[j].UPOS {
				upos++
			}
			if g[2] == got[i].Tags[j].Lemma {
				lemma++
			}
			if g[6] == strconv.Itoa(got[i].Head[j]) {
				uas++
				if g[7] == got[i].Deprel[j] {
					las++
				}
			}
		}
	}
	t.Logf("%.0f words: UPOS %.2f, lemma %.2f, UAS %.2f, LAS %.2f", n, 100*upos/n, 100*lemma/n, 100*uas/n, 100*las/n)
}

// readConllu gives the forms and the rows of a gzipped CoNLL-U file's words.
func readConllu(b testing.TB, name string) (forms [][]string, rows [][][]string) {
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	var s []string
	var r [][]string
	for sc := bufio.NewScanner(z); sc.Scan(); {
		cols := strings.Split(sc.Text(), "\t")
		switch {
		case sc.Text() == "" && len(s) > 0:
			forms, rows, s, r = append(forms, s), append(rows, r), nil, nil
		case len(cols) == 10 && !strings.ContainsAny(cols[0], "-."):
			s, r = append(s, cols[1]), append(r, cols)
		}
	}
	return forms, rows
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
