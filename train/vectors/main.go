// Command vectors trains word vectors on tokenised text with the structured
// skip-gram model: one output matrix for every position in the window, so that
// word order shapes the vectors (Ling et al. 2015, "Two/Too Simple Adaptations
// of Word2Vec for Syntax Problems", section 3.1), with negative sampling
// (Mikolov et al. 2013). One thread and a fixed seed: the same text gives the
// same vectors on every processor with AVX2; without AVX2 the rounding differs.
//
// Words are normalised forms (see normalise.go). The output is a text header
// line "N DIM", N lines "form count", and then N*DIM little-endian float32.
package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
	"time"
)

type options struct {
	in, out                            string
	dim, min, keep, window, neg, epoch int
	alpha, sub                         float64
	seed                               uint64
}

func main() {
	var o options
	flag.StringVar(&o.in, "in", "news.txt", "tokenised text, one sentence a line")
	flag.StringVar(&o.out, "out", "vectors.bin", "vectors to write")
	flag.IntVar(&o.dim, "dim", 128, "dimensions, a multiple of 16")
	flag.IntVar(&o.min, "min", 5, "least count of a form")
	flag.IntVar(&o.keep, "keep", 70000, "forms to keep at most")
	flag.IntVar(&o.window, "window", 3, "positions to each side")
	flag.IntVar(&o.neg, "neg", 5, "negative samples")
	flag.IntVar(&o.epoch, "epochs", 4, "passes over the text")
	flag.Float64Var(&o.alpha, "alpha", 0.05, "learning rate at the start")
	flag.Float64Var(&o.sub, "sub", 3e-4, "threshold of subsampling")
	flag.Uint64Var(&o.seed, "seed", 1, "random seed")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

type word struct {
	form  string
	count int
}

func run(o options) error {
	if o.dim%16 != 0 {
		return fmt.Errorf("-dim %d is not a multiple of 16", o.dim)
	}
	words, text, err := read(o)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d forms, %d running tokens kept\n", len(words), len(text))
	v := train(o, words, text)
	return write(o, words, v)
}

// read returns the vocabulary by falling count and the text as indices into
// it, with -1 between sentences; forms outside the vocabulary are dropped.
func read(o options) ([]word, []int32, error) {
	counts := map[string]int{}
	if err := each(o.in, func(toks []string) {
		for _, t := range toks {
			counts[normalise(t)]++
		}
	}); err != nil {
		return nil, nil, err
	}
	var words []word
	for f, n := range counts {
		if n >= o.min {
			words = append(words, word{f, n})
		}
	}
	sort.Slice(words, func(i, j int) bool {
		if words[i].count != words[j].count {
			return words[i].count > words[j].count
		}
		return words[i].form < words[j].form
	})
	words = words[:min(len(words), o.keep)]
	id := map[string]int32{}
	for i, w := range words {
		id[w.form] = int32(i)
	}
	var text []int32
	err := each(o.in, func(toks []string) {
		for _, t := range toks {
			if i, ok := id[normalise(t)]; ok {
				text = append(text, i)
			}
		}
		text = append(text, -1)
	})
	return words, text, err
}

func each(name string, f func([]string)) error {
	r, err := os.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for sc.Scan() {
		f(strings.Fields(sc.Text()))
	}
	return sc.Err()
}

// random is a 64-bit xorshift generator.
type random uint64

func (r *random) next() uint64 {
	x := uint64(*r)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*r = random(x)
	return x
}

func (r *random) float() float64 { return float64(r.next()>>11) / (1 << 53) }

const maxExp = 6

// train returns the input matrix, row by row.
func train(o options, words []word, text []int32) []float32 {
	rng := random(o.seed*0x9E3779B97F4A7C15 | 1)
	n, d := len(words), o.dim
	in := make([]float32, n*d)
	for i := range in {
		in[i] = float32((rng.float() - 0.5) / float64(d))
	}
	outs := make([][]float32, 2*o.window)
	for i := range outs {
		outs[i] = make([]float32, n*d)
	}
	table := noise(words)
	total := 0
	for _, w := range words {
		total += w.count
	}
	keep := make([]float64, n)
	for i, w := range words {
		f := float64(w.count) / float64(total)
		keep[i] = math.Sqrt(o.sub/f) + o.sub/f
	}
	sigmoid := make([]float32, 1024)
	for i := range sigmoid {
		x := (float64(i)/1024*2 - 1) * maxExp
		sigmoid[i] = float32(1 / (1 + math.Exp(-x)))
	}
	e := make([]float32, d)
	targets := make([]int32, o.neg+1)
	sent := make([]int32, 0, 1024)
	steps, all := 0, len(text)*o.epoch
	start := time.Now()
	for ep := 0; ep < o.epoch; ep++ {
		for at := 0; at < len(text); {
			sent = sent[:0]
			for ; at < len(text) && text[at] >= 0; at++ {
				if k := keep[text[at]]; k >= 1 || rng.float() < k {
					sent = append(sent, text[at])
				}
			}
			at++
			alpha := float32(o.alpha * math.Max(1e-4, 1-float64(steps)/float64(all)))
			steps = ep*len(text) + at
			for i, w := range sent {
				v := in[int(w)*d : int(w)*d+d]
				for p := -o.window; p <= o.window; p++ {
					if p == 0 || i+p < 0 || i+p >= len(sent) {
						continue
					}
					slot := p + o.window
					if p > 0 {
						slot--
					}
					out := outs[slot]
					targets[0] = sent[i+p]
					prefetch(&out[int(targets[0])*d])
					for k := 1; k < len(targets); k++ {
						targets[k] = table[rng.next()>>44]
						prefetch(&out[int(targets[k])*d])
					}
					clear(e)
					for k, t := range targets {
						if k > 0 && t == targets[0] {
							continue
						}
						row := out[int(t)*d : int(t)*d+d]
						x := dot(&v[0], &row[0], d)
						var label, s float32
						if k == 0 {
							label = 1
						}
						switch {
						case x >= maxExp:
							s = 1
						case x <= -maxExp:
							s = 0
						default:
							s = sigmoid[int((x+maxExp)*(1024/(2*maxExp)))&1023]
						}
						step(&e[0], &row[0], &v[0], (label-s)*alpha, d)
					}
					for j, x := range e {
						v[j] += x
					}
				}
			}
		}
		fmt.Fprintf(os.Stderr, "epoch %d, %.0f s\n", ep+1, time.Since(start).Seconds())
	}
	return in
}

// noise is the table of negative samples: 2^20 entries by count to the 3/4.
func noise(words []word) []int32 {
	t := make([]int32, 1<<20)
	sum := 0.0
	for _, w := range words {
		sum += math.Pow(float64(w.count), 0.75)
	}
	i, acc := 0, math.Pow(float64(words[0].count), 0.75)/sum
	for k := range t {
		t[k] = int32(i)
		if float64(k+1)/float64(len(t)) > acc && i < len(words)-1 {
			i++
			acc += math.Pow(float64(words[i].count), 0.75) / sum
		}
	}
	return t
}

func write(o options, words []word, v []float32) error {
	f, err := os.Create(o.out)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintf(w, "%d %d\n", len(words), o.dim)
	for _, x := range words {
		fmt.Fprintf(w, "%s %d\n", x.form, x.count)
	}
	if err := binary.Write(w, binary.LittleEndian, v); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
