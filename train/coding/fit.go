package main

import (
	"log"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"rapporteur/internal/extract"
	"rapporteur/internal/judge"
)

const (
	buckets = 1 << 16
	epochs  = 6
	rate    = 0.05
	slow    = 0.012 // rate of the heads with few examples, which learn them by heart otherwise
	longer  = 10    // and their epochs
	decay   = 1e-3  // L2, applied lazily to the rows that a sample touches
	seed    = 20260214
	rare    = 3 // a feature of fewer samples is left out of the acts
)

// fit trains all heads; thresholds of the yes-no heads are set for the best F1
// on inner folds of the training articles.
func (t *trainer) fit(exs []*example) *judge.Judge {
	return judge.New(t.heads(exs)...)
}

// inner is the number of folds of the training articles themselves.
const inner = 4

// stages are the heads in the order in which they decide: each stage's
// candidates come about under the decisions of those before.
var stages = [][]string{{extract.HeadParagraph}, {extract.HeadStatement, extract.HeadAct}, {extract.HeadEvent, extract.HeadStatus, extract.HeadContact, extract.HeadInstrument}}

// heads trains stage by stage. The candidates of a stage are those that an
// article has under earlier heads which have not seen it, as it will be in use.
func (t *trainer) heads(exs []*example) []*judge.Head {
	var out []*judge.Head
	before := make([][]*judge.Head, inner) // of each inner fold, trained without it
	for _, names := range stages {
		for i, ex := range exs {
			t.candidates(ex, before[i%inner], names)
		}
		for _, name := range names {
			h := one(name, exs)
			yesNo := len(h.Classes) == 2 && h.Classes[0] == "no"
			if yesNo {
				h.Threshold = threshold(name, h.Classes, exs)
			}
			out = append(out, h)
			for k := range inner {
				part := one(name, without(exs, k))
				part.Threshold = h.Threshold
				before[k] = append(before[k], part)
			}
		}
	}
	return out
}

// without leaves out an inner fold.
func without(exs []*example, fold int) []*example {
	var out []*example
	for i, ex := range exs {
		if i%inner != fold {
			out = append(out, ex)
		}
	}
	return out
}

// one trains one head.
func one(name string, exs []*example) *judge.Head {
	var all []sample
	classes := map[string]bool{}
	for _, ex := range exs {
		for _, s := range ex.data[name] {
			all = append(all, s)
			classes[s.class] = true
		}
	}
	return train(name, slices.Sorted(maps.Keys(classes)), all)
}

// train fits one multinomial logistic regression by AdaGrad (Duchi et al.
// 2011) with a fixed seed.
func train(name string, classes []string, samples []sample) *judge.Head {
	k := len(classes)
	at := map[string]int{}
	for i, c := range classes {
		at[c] = i
	}
	h := &judge.Head{Name: name, Classes: classes, Buckets: buckets, Weights: make([]float32, buckets*k), Threshold: 0.5}
	w, g2 := make([]float64, buckets*k), make([]float64, buckets*k)
	rows := make([][]int, len(samples))
	for i, s := range samples {
		seen := map[int]bool{}
		for _, f := range s.feats {
			b := judge.Bucket(f, buckets)
			if !seen[b] {
				seen[b] = true
				rows[i] = append(rows[i], b)
			}
		}
	}
	if name == extract.HeadAct { // many classes, few samples
		dropRare(rows)
	}
	order := make([]int, len(samples))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	p := make([]float64, k)
	epochs, rate := epochs, rate
	switch name {
	case extract.HeadStatus, extract.HeadContact, extract.HeadInstrument:
		epochs, rate = longer, slow
	}
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			for c := range p {
				p[c] = 0
			}
			for _, b := range rows[i] {
				for c := range p {
					p[c] += w[b*k+c]
				}
			}
			softmax(p)
			p[at[samples[i].class]]--
			for _, b := range rows[i] {
				for c := range p {
					q := b*k + c
					d := p[c] + decay*w[q]*float64(1)
					g2[q] += d * d
					w[q] -= rate * d / (1e-6 + math.Sqrt(g2[q]+1))
				}
			}
		}
	}
	for i := range w {
		h.Weights[i] = float32(w[i])
	}
	return h
}

// dropRare takes out of all samples the buckets that fewer than rare of them have.
func dropRare(rows [][]int) {
	n := map[int]int{}
	for _, r := range rows {
		for _, b := range r {
			n[b]++
		}
	}
	for i, r := range rows {
		rows[i] = slices.DeleteFunc(r, func(b int) bool { return n[b] < rare })
	}
}

func softmax(p []float64) {
	top := math.Inf(-1)
	for _, v := range p {
		top = math.Max(top, v)
	}
	sum := 0.0
	for i := range p {
		p[i] = math.Exp(p[i] - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

// threshold is the probability above which saying yes gives the best F1,
// counted over inner folds by article. Gold items without a candidate do not
// change where the best lies by much and are left out.
func threshold(name string, classes []string, exs []*example) float64 {
	type scored struct {
		p   float64
		yes bool
	}
	var all []scored
	for k := range inner {
		var tr []sample
		for i, ex := range exs {
			if i%inner != k {
				tr = append(tr, ex.data[name]...)
			}
		}
		h := train(name, classes, tr)
		for i, ex := range exs {
			if i%inner == k {
				for _, s := range ex.data[name] {
					all = append(all, scored{h.Ask(s.feats).Of("yes"), s.class == "yes"})
				}
			}
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].p > all[j].p })
	total := goldCount(name, exs)
	best, at := 0.0, 0.5
	tp := 0
	for i, s := range all {
		if s.yes {
			tp++
		}
		if f := 2 * float64(tp) / float64(i+1+total); f > best {
			best, at = f, s.p
		}
	}
	log.Printf("%-12s threshold %.3f, F1 of the candidates so kept %.3f", name, at, best)
	return at
}

// goldCount is how many gold items there are to be found.
func goldCount(name string, exs []*example) int {
	n := 0
	for _, ex := range exs {
		switch name {
		case extract.HeadEvent:
			n += len(ex.item.gold.Events)
		case extract.HeadStatement:
			n += len(ex.item.gold.Statements)
		case extract.HeadContact:
			n += len(ex.item.gold.Meetings)
		case extract.HeadInstrument:
			n += len(ex.item.gold.Agreements)
		default:
			n += len(ex.item.gold.Background)
		}
	}
	return n
}
