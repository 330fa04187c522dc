package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"rapporteur/internal/doc"
)

// span is a mention for the scorer: a token range.
type span struct{ start, end int }

// Fraction is a ratio before division, as the coreference measures sum it
// over documents.
type Fraction struct{ Num, Den float64 }

func (f Fraction) add(o Fraction) Fraction { return Fraction{f.Num + o.Num, f.Den + o.Den} }

// Value is 100·num/den, 0 if den is 0.
func (f Fraction) Value() float64 {
	if f.Den == 0 {
		return 0
	}
	return 100 * f.Num / f.Den
}

// PR is precision and recall of one measure.
type PR struct{ P, R Fraction }

// F1 is the harmonic mean in per cent.
func (m PR) F1() float64 {
	p, r := m.P.Value(), m.R.Value()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// CorefScore holds the measures of the CoNLL 2012 shared task (Pradhan et
// al. 2012, section 4; definitions after Pradhan et al. 2014): mentions, MUC
// (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAF with the entity
// similarity φ4 (Luo 2005). Mentions match if their token ranges are equal;
// clusters of one mention are left out on both sides.
type CorefScore struct{ Mentions, MUC, B3, CEAFe PR }

// Average is the mean F1 of MUC, B³ and CEAFe: the CoNLL score.
func (s CorefScore) Average() float64 { return (s.MUC.F1() + s.B3.F1() + s.CEAFe.F1()) / 3 }

// Coreference scores a pipeline on documents with given tokens, sentences and
// gold clusters: OntoGUM or LitBank.
func Coreference(path string, run Pipeline) (CorefScore, error) {
	var sc CorefScore
	f, err := open(path)
	if err != nil {
		return sc, err
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	for n := 1; ; n++ {
		var g struct {
			Doc       string
			Tokens    []string
			Sentences [][2]int
			Clusters  [][][2]int
		}
		if err := dec.Decode(&g); errors.Is(err, io.EOF) {
			return sc, nil
		} else if err != nil {
			return sc, fmt.Errorf("eval: %s: record %d: %w", path, n, err)
		}
		var sents [][]string
		for _, s := range g.Sentences {
			if s[0] < 0 || s[1] > len(g.Tokens) || s[0] >= s[1] {
				return sc, fmt.Errorf("eval: %s: record %d: sentence %v does not fit", path, n, s)
			}
			sents = append(sents, g.Tokens[s[0]:s[1]])
		}
		d, err := Given(sents)
		if err != nil {
			return sc, err
		}
		if err := run(d); err != nil {
			return sc, fmt.Errorf("eval: %s: %s: %w", path, g.Doc, err)
		}
		gold := make([][]span, len(g.Clusters))
		for i, c := range g.Clusters {
			for _, m := range c {
				gold[i] = append(gold[i], span{m[0], m[1]})
			}
		}
		sc.Add(score(gold, spansOf(d.Clusters)))
	}
}

// CompareClusters scores the clusters of one document.
func CompareClusters(gold, sys []doc.Cluster) CorefScore {
	return score(spansOf(gold), spansOf(sys))
}

func spansOf(cs []doc.Cluster) [][]span {
	out := make([][]span, len(cs))
	for i, c := range cs {
		for _, m := range c.Mentions {
			out[i] = append(out[i], span{m.Start, m.End})
		}
	}
	return out
}

// Add sums the scores of several documents.
func (s *CorefScore) Add(o CorefScore) {
	for _, p := range []struct{ a, b *PR }{{&s.Mentions, &o.Mentions}, {&s.MUC, &o.MUC}, {&s.B3, &o.B3}, {&s.CEAFe, &o.CEAFe}} {
		p.a.P, p.a.R = p.a.P.add(p.b.P), p.a.R.add(p.b.R)
	}
}

// score compares the clusterings of one document.
func score(gold, sys [][]span) CorefScore {
	gold, sys = plural(gold), plural(sys)
	gi, si := index(gold), index(sys)
	var sc CorefScore
	shared := 0.0
	for m := range gi {
		if _, ok := si[m]; ok {
			shared++
		}
	}
	sc.Mentions = PR{P: Fraction{shared, float64(len(si))}, R: Fraction{shared, float64(len(gi))}}
	sc.MUC = PR{P: muc(sys, gi), R: muc(gold, si)}
	sc.B3 = PR{P: bcubed(sys, gi), R: bcubed(gold, si)}
	total := ceaf(gold, sys)
	sc.CEAFe = PR{P: Fraction{total, float64(len(sys))}, R: Fraction{total, float64(len(gold))}}
	return sc
}

// plural drops clusters of one mention and repeated mentions.
func plural(cs [][]span) [][]span {
	var out [][]span
	for _, c := range cs {
		seen := map[span]bool{}
		var u []span
		for _, m := range c {
			if !seen[m] {
				seen[m] = true
				u = append(u, m)
			}
		}
		if len(u) > 1 {
			out = append(out, u)
		}
	}
	return out
}

func index(cs [][]span) map[span]int {
	out := map[span]int{}
	for i, c := range cs {
		for _, m := range c {
			out[m] = i
		}
	}
	return out
}

// muc counts the links of clusters that the other side keeps: per cluster,
// its size less the number of parts into which the other side cuts it.
func muc(cs [][]span, other map[span]int) Fraction {
	var f Fraction
	for _, c := range cs {
		parts := map[int]bool{}
		alone := 0
		for _, m := range c {
			if k, ok := other[m]; ok {
				parts[k] = true
			} else {
				alone++
			}
		}
		f.Num += float64(len(c) - len(parts) - alone)
		f.Den += float64(len(c) - 1)
	}
	return f
}

// bcubed gives each mention the share of its cluster that the other side
// puts with it.
func bcubed(cs [][]span, other map[span]int) Fraction {
	var f Fraction
	for _, c := range cs {
		with := map[int]int{}
		for _, m := range c {
			if k, ok := other[m]; ok {
				with[k]++
			}
		}
		for _, n := range with {
			f.Num += float64(n*n) / float64(len(c))
		}
		f.Den += float64(len(c))
	}
	return f
}

// ceaf is the greatest total similarity of a one-to-one map between the two
// sides' clusters, with φ4(a,b) = 2|a∩b| / (|a|+|b|).
func ceaf(gold, sys [][]span) float64 {
	if len(gold) == 0 || len(sys) == 0 {
		return 0
	}
	si := index(sys)
	n := max(len(gold), len(sys))
	cost := make([][]float64, n)
	for i := range cost {
		cost[i] = make([]float64, n)
		if i >= len(gold) {
			continue
		}
		for _, m := range gold[i] {
			if k, ok := si[m]; ok {
				cost[i][k] -= 2 / float64(len(gold[i])+len(sys[k]))
			}
		}
	}
	total := 0.0
	for i, j := range assign(cost) {
		total -= cost[i][j]
	}
	return total
}

// assign solves the square assignment problem by the Hungarian method with
// potentials in O(n³); it gives the column of each row.
func assign(cost [][]float64) []int {
	n := len(cost)
	u, v := make([]float64, n+1), make([]float64, n+1)
	match, way := make([]int, n+1), make([]int, n+1) // column -> row, from 1
	for i := 1; i <= n; i++ {
		match[0] = i
		low := make([]float64, n+1)
		used := make([]bool, n+1)
		for j := range low {
			low[j] = math.Inf(1)
		}
		j0 := 0
		for {
			used[j0] = true
			i0, j1, delta := match[j0], 0, math.Inf(1)
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if cur := cost[i0-1][j-1] - u[i0] - v[j]; cur < low[j] {
					low[j], way[j] = cur, j0
				}
				if low[j] < delta {
					delta, j1 = low[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					low[j] -= delta
				}
			}
			j0 = j1
			if match[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			j1 := way[j0]
			match[j0] = match[j1]
			j0 = j1
		}
	}
	out := make([]int, n)
	for j := 1; j <= n; j++ {
		out[match[j]-1] = j - 1
	}
	return out
}

// Table renders the score.
func (s CorefScore) Table(title string) *Table {
	t := &Table{Title: title, Head: []string{"", "P", "R", "F1"}}
	rows := []struct {
		name string
		m    PR
	}{{"mentions", s.Mentions}, {"MUC", s.MUC}, {"B3", s.B3}, {"CEAFe", s.CEAFe}}
	for _, r := range rows {
		t.Row(r.name, r.m.P.Value(), r.m.R.Value(), r.m.F1())
	}
	t.Row("CoNLL average", "", "", s.Average())
	return t
}
