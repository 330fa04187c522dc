package engine

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"

	"rapporteur/internal/model"
)

// reference is the model computed the slow way: one token at a time, in
// float64, straight from train/README.md. The engine is held against it.
type reference struct {
	m     *model.Model
	z     sizes
	vocab map[string][]string
	t     *testing.T
}

func newReference(t *testing.T, m *model.Model, z sizes) *reference {
	r := &reference{m: m, z: z, t: t}
	if err := json.Unmarshal(m.Vocab, &r.vocab); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *reference) tensor(name string) ([]float32, []int) {
	shape := r.m.Shape(name)
	v, err := r.m.Floats(name, shape...)
	if err != nil {
		r.t.Fatal(err)
	}
	return v, shape
}

// linear is W x + b.
func (r *reference) linear(w, b string, x []float64) []float64 {
	weights, shape := r.tensor(w)
	if len(x) != shape[1] {
		r.t.Fatalf("%s has shape %v, x %d", w, shape, len(x))
	}
	y := make([]float64, shape[0])
	for i := range y {
		for j, v := range x {
			y[i] += float64(weights[i*shape[1]+j]) * v
		}
	}
	if b != "" {
		bias, _ := r.tensor(b)
		for i := range y {
			y[i] += float64(bias[i])
		}
	}
	return y
}

func leaky(x []float64) []float64 {
	for i, v := range x {
		if v < 0 {
			x[i] = 0.1 * v
		}
	}
	return x
}

func (r *reference) row(name string, i int) []float64 {
	v, shape := r.tensor(name)
	out := make([]float64, shape[1])
	for j := range out {
		out[j] = float64(v[i*shape[1]+j])
	}
	return out
}

// input is section 1 for words of ASCII.
func (r *reference) input(form string) []float64 {
	norm := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return '0'
		}
		return unicode.ToLower(c)
	}, form)
	var x []float64
	for i, f := range r.vocab["forms"] {
		if f == norm {
			x = r.row("vectors", i)
		}
	}
	if x != nil && r.z.delta > 0 {
		x = append(x, r.row("delta", slices.Index(r.vocab["forms"], norm))...)
	}
	if x == nil {
		v, _ := r.tensor("unk")
		for _, v := range v {
			x = append(x, float64(v))
		}
	}
	for _, f := range features {
		part, n := "", len(norm)+1
		switch f.Tag {
		case "w":
			part, n = norm, 0
		case "sh":
			var out []rune
			for _, c := range form {
				switch {
				case unicode.IsUpper(c):
					c = 'X'
				case unicode.IsLetter(c):
					c = 'x'
				case unicode.IsDigit(c):
					c = 'd'
				}
				if k := len(out); k < 10 && !(k >= 2 && out[k-1] == c && out[k-2] == c) {
					out = append(out, c)
				}
			}
			part, n = string(out), 0
		default:
			n = int(f.Tag[1] - '0')
			if len(norm) >= n {
				if part = norm[:n]; f.Tag[0] == 's' {
					part = norm[len(norm)-n:]
				}
			}
		}
		if n > len(norm) {
			x = append(x, make([]float64, f.Dim)...)
			continue
		}
		h := fnv.New32a()
		h.Write([]byte(f.Tag + ":" + part))
		x = append(x, r.row("feat."+f.Tag, int(h.Sum32()%uint32(f.Buckets)))...)
	}
	return leaky(r.linear("input.weight", "input.bias", x))
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// encode is section 2.
func (r *reference) encode(xs [][]float64) [][]float64 {
	if r.z.stack == nil {
		for l := range r.z.layers {
			xs = r.lstm(l, xs)
		}
		return xs
	}
	v := xs
	for l, layer := range r.z.stack {
		c := layer.(map[string]any)
		var y, f [][]float64
		for _, row := range v {
			y = append(y, r.norm(fmt.Sprintf("enc.%d.norm", l), row))
		}
		if c["kind"] == "bilstm" {
			f = r.lstm(l, y)
		} else {
			f = r.conv(l, c["dilation"].(int), y)
		}
		next := make([][]float64, len(v))
		for i, row := range v {
			for j := range row {
				next[i] = append(next[i], row[j]+f[i][j])
			}
		}
		v = next
	}
	var hs [][]float64
	for _, row := range v {
		hs = append(hs, r.norm("enc.norm", row))
	}
	return hs
}

func (r *reference) norm(name string, x []float64) []float64 {
	gamma, _ := r.tensor(name + ".weight")
	beta, _ := r.tensor(name + ".bias")
	var mean, variance float64
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x))
	}
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = (v-mean)/math.Sqrt(variance+1e-5)*float64(gamma[i]) + float64(beta[i])
	}
	return y
}

func (r *reference) conv(l, dilation int, y [][]float64) [][]float64 {
	d := r.z.dim
	var out [][]float64
	for i := range y {
		var window []float64
		for _, j := range []int{i - dilation, i, i + dilation} {
			if j < 0 || j >= len(y) {
				window = append(window, make([]float64, d)...)
			} else {
				window = append(window, y[j]...)
			}
		}
		z := r.linear(fmt.Sprintf("enc.%d.weight", l), fmt.Sprintf("enc.%d.bias", l), window)
		f := make([]float64, d)
		for j := range f {
			f[j] = z[j] * sigmoid(z[d+j])
		}
		out = append(out, f)
	}
	return out
}

func (r *reference) lstm(l int, xs [][]float64) [][]float64 {
	n, h := len(xs), r.z.hidden
	out := make([][]float64, n)
	for d, dir := range []string{"fwd", "bwd"} {
		name := fmt.Sprintf("enc.%d.%s.", l, dir)
		state, cell := make([]float64, h), make([]float64, h)
		for s := range n {
			t := s
			if d == 1 {
				t = n - 1 - s
			}
			g, rec := r.linear(name+"wx", name+"b", xs[t]), r.linear(name+"wh", "", state)
			for i := range state {
				in, forget := sigmoid(g[i]+rec[i]), sigmoid(g[h+i]+rec[h+i])
				cell[i] = forget*cell[i] + in*math.Tanh(g[2*h+i]+rec[2*h+i])
			}
			for i := range state {
				state[i] = sigmoid(g[3*h+i]+rec[3*h+i]) * math.Tanh(cell[i])
			}
			out[t] = append(out[t], state...)
		}
	}
	return out
}

// arcs gives the scores of section 5, [token][head], head 0 being ROOT.
func (r *reference) arcs(hs [][]float64) [][]float64 {
	u, _ := r.tensor("arc.u")
	root, _ := r.tensor("arc.root")
	a := r.z.arc
	heads := [][]float64{make([]float64, a)}
	for i, v := range root {
		heads[0][i] = float64(v)
	}
	for _, h := range hs {
		heads = append(heads, leaky(r.linear("arc.head.weight", "arc.head.bias", h)))
	}
	var out [][]float64
	for _, h := range hs {
		dep := append(leaky(r.linear("arc.dep.weight", "arc.dep.bias", h)), 1)
		row := make([]float64, len(heads))
		for j, head := range heads {
			for p, x := range dep {
				for q, y := range head {
					row[j] += x * float64(u[p*a+q]) * y
				}
			}
		}
		out = append(out, row)
	}
	return out
}

// labels gives the scores of the relations of token i to head j (ROOT is 0).
func (r *reference) labels(hs [][]float64, i, j int) []float64 {
	u, _ := r.tensor("label.u")
	l := r.z.label + 1
	dep := append(leaky(r.linear("label.dep.weight", "label.dep.bias", hs[i])), 1)
	head := append(leaky(r.linear("label.head.weight", "label.head.bias", hs[j-1])), 1)
	out := make([]float64, len(r.vocab["deprel"]))
	for k := range out {
		for p, x := range dep {
			for q, y := range head {
				out[k] += x * float64(u[(k*l+p)*l+q]) * y
			}
		}
	}
	return out
}

func (r *reference) entities(hs [][]float64) [][]float64 {
	var out [][]float64
	for _, h := range hs {
		out = append(out, r.linear("ner.out.weight", "ner.out.bias", leaky(r.linear("ner.weight", "ner.bias", h))))
	}
	return out
}

// sequence weighs a sequence of entity tags; those that BIO forbids weigh -infinity.
func (r *reference) sequence(emit [][]float64, tags []string) float64 {
	trans, _ := r.tensor("ner.trans")
	start, _ := r.tensor("ner.start")
	stop, _ := r.tensor("ner.end")
	names := r.vocab["ner"]
	index := map[string]int{}
	for i, n := range names {
		index[n] = i
	}
	sum, last := 0.0, "O"
	for t, tag := range tags {
		i := index[tag]
		if kind, ok := strings.CutPrefix(tag, "I-"); ok && last != "B-"+kind && last != "I-"+kind {
			return math.Inf(-1)
		}
		sum += emit[t][i]
		if t == 0 {
			sum += float64(start[i])
		} else {
			sum += float64(trans[index[last]*len(names)+i])
		}
		last = tag
	}
	return sum + float64(stop[index[last]])
}

// saying is what a network makes of a sentence.
type saying struct {
	*reference
	xs, hs [][]float64
	arcs   [][]float64
	emit   [][]float64
}

func (r *reference) read(sentence []string) saying {
	out := saying{reference: r}
	for _, f := range sentence {
		out.xs = append(out.xs, r.input(f))
	}
	out.hs = r.encode(out.xs)
	out.arcs, out.emit = r.arcs(out.hs), r.entities(out.hs)
	return out
}

// class gives the scores of a token's classes.
func (r *saying) class(head string, token int) []float64 {
	shared := leaky(r.linear("tag.weight", "tag.bias", slices.Concat(r.hs[token], r.xs[token])))
	return r.linear(head+".weight", head+".bias", shared)
}

// mean averages what the networks say.
func mean(networks []saying, say func(saying) []float64) []float64 {
	var out []float64
	for _, r := range networks {
		values := say(r)
		if out == nil {
			out = make([]float64, len(values))
		}
		for i, v := range values {
			out[i] += v / float64(len(networks))
		}
	}
	return out
}
