package engine

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"rapporteur/internal/model"
)

// sizes are the measures of a made-up model.
type sizes struct {
	vector, delta, dim, hidden, layers, tag, arc, label, ner int
	lemmas, feats                                            int
	stack                                                    []any // layers of a stack; nil for plain LSTMs
}

func convolution(dilation int) any { return map[string]any{"kind": "conv", "dilation": dilation} }

func recurrence(hidden int) any { return map[string]any{"kind": "bilstm", "hidden": hidden} }

// width is that of the encoder's output.
func (z sizes) width() int {
	if z.stack != nil {
		return z.dim
	}
	return 2 * z.hidden
}

var (
	little = sizes{vector: 11, dim: 20, hidden: 12, layers: 2, tag: 13, arc: 9, label: 5, ner: 7, lemmas: 6, feats: 4}
	stack  = sizes{vector: 11, dim: 24, hidden: 12, tag: 13, arc: 9, label: 5, ner: 7, lemmas: 6, feats: 4,
		stack: []any{convolution(1), convolution(2), recurrence(12), convolution(3)}}
	backwards = sizes{vector: 11, dim: 24, hidden: 12, tag: 13, arc: 9, label: 5, ner: 7, lemmas: 6, feats: 4,
		stack: []any{recurrence(12), convolution(4)}}
	other = sizes{vector: 11, delta: 3, dim: 32, hidden: 16, tag: 10, arc: 17, label: 6, ner: 9, lemmas: 6, feats: 4,
		stack: []any{convolution(1), recurrence(16)}}
	full = sizes{vector: 160, dim: 256, hidden: 128, tag: 128, arc: 192, label: 64, ner: 128, lemmas: 326, feats: 197,
		stack: []any{convolution(1), convolution(1), convolution(2), convolution(2), recurrence(128)}}
)

var words = []string{"the", "minister", "said", "on", "0000", "-", "'s", ",", "talks", "were", "held", "in", "geneva", ".", "ceasefire", "and"}

type feature struct {
	Tag     string `json:"tag"`
	Buckets int    `json:"buckets"`
	Dim     int    `json:"dim"`
}

var features = []feature{{"w", 64, 6}, {"p1", 32, 3}, {"p2", 64, 4}, {"s1", 32, 3}, {"s3", 64, 10}, {"sh", 64, 5}}

// randomModel writes a model of one network with random weights, or of several with
// word vectors that they share, and reads it back. The classes are as many as the
// first has.
func randomModel(tb testing.TB, seed uint64, networks ...sizes) *model.Model {
	tb.Helper()
	w := weights{rng: rand.New(rand.NewPCG(seed, 7))}
	vocab := vocabulary(networks[0])
	w.table("vectors", len(words), networks[0].vector)
	var configs []any
	for i, z := range networks {
		if len(networks) > 1 {
			w.prefix = fmt.Sprintf("%d.", i)
		}
		configs = append(configs, w.network(z, vocab))
	}
	var config any = map[string]any{"networks": configs}
	if len(networks) == 1 {
		config = configs[0]
	}
	c, err := json.Marshal(config)
	if err != nil {
		tb.Fatal(err)
	}
	text, err := json.Marshal(vocab)
	if err != nil {
		tb.Fatal(err)
	}
	data, err := w.Encode(model.Header{Stage: "engine", Language: "en", Version: "0.random", Config: c, Vocab: text})
	if err != nil {
		tb.Fatal(err)
	}
	m, err := model.Read(data)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// weights writes random tensors.
type weights struct {
	model.Writer
	rng    *rand.Rand
	prefix string // of the names
}

func (w *weights) floats(name string, gain float64, shape ...int) {
	n := 1
	for _, d := range shape {
		n *= d
	}
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(w.rng.NormFloat64() * gain / math.Sqrt(float64(shape[len(shape)-1])))
	}
	w.Halves(w.prefix+name, v, shape...)
}

func (w *weights) table(name string, rows, cols int) {
	q, scale := make([]int8, rows*cols), make([]float32, rows)
	for i := range q {
		q[i] = int8(w.rng.IntN(255) - 127)
	}
	for i := range scale {
		scale[i] = float32(w.rng.Float64()+0.5) / 100
	}
	w.Int8s(w.prefix+name, q, scale, rows, cols)
}

// vocabulary lists forms and classes.
func vocabulary(z sizes) map[string][]string {
	vocab := map[string][]string{
		"forms":  words,
		"upos":   {"NOUN", "VERB", "PUNCT", "DET", "PROPN"},
		"xpos":   {"NN", "VBD", ".", "DT", "NNP", "JJ"},
		"deprel": {"nsubj", "root", "obj", "punct", "parataxis", "nmod:poss"},
		"ner":    {"O", "B-person", "I-person", "B-place", "I-place"},
		"lemma":  {"l|0||0|", "k|0||0|", "l|0||1|", "t|0||2|y", "=be", "l|1|un|1|"},
		"feats":  {"_", "Number=Sing", "Number=Plur", "Mood=Ind|Tense=Past"},
	}
	for i := len(vocab["lemma"]); i < z.lemmas; i++ {
		vocab["lemma"] = append(vocab["lemma"], fmt.Sprintf("l|0|x%d|1|", i))
	}
	for i := len(vocab["feats"]); i < z.feats; i++ {
		vocab["feats"] = append(vocab["feats"], fmt.Sprintf("F=%d", i))
	}
	if z.lemmas > 100 {
		for i := len(vocab["deprel"]); i < 50; i++ {
			vocab["deprel"] = append(vocab["deprel"], fmt.Sprintf("dep:%d", i))
		}
	}
	return vocab
}

// network writes the tensors of a network but for the word vectors and gives its
// configuration.
func (w *weights) network(z sizes, vocab map[string][]string) map[string]any {
	floats, rng := w.floats, w.rng
	concat := z.vector + z.delta
	if z.delta > 0 {
		w.table("delta", len(words), z.delta)
	}
	floats("unk", 3, concat)
	for _, f := range features {
		w.table("feat."+f.Tag, f.Buckets, f.Dim)
		concat += f.Dim
	}
	floats("input.weight", 2, z.dim, concat)
	floats("input.bias", 1, z.dim)
	norm := func(name string) {
		gamma := make([]float32, z.dim)
		for i := range gamma {
			gamma[i] = float32(0.5 + rng.Float64())
		}
		w.Floats(w.prefix+name+".weight", gamma, z.dim)
		floats(name+".bias", 1, z.dim)
	}
	lstm := func(l, in int) {
		for _, d := range []string{"fwd", "bwd"} {
			name := fmt.Sprintf("enc.%d.%s.", l, d)
			floats(name+"wx", 2, 4*z.hidden, in)
			floats(name+"wh", 2, 4*z.hidden, z.hidden)
			floats(name+"b", 2, 4*z.hidden)
		}
	}
	encoder := map[string]any{"kind": "bilstm", "layers": z.layers, "hidden": z.hidden, "out": z.width()}
	for l := range z.layers {
		lstm(l, []int{z.dim, 2 * z.hidden}[min(l, 1)])
	}
	if z.stack != nil {
		encoder = map[string]any{"kind": "stack", "layers": z.stack, "out": z.width()}
		norm("enc.norm")
	}
	for l, c := range z.stack {
		norm(fmt.Sprintf("enc.%d.norm", l))
		if c.(map[string]any)["kind"] == "bilstm" {
			lstm(l, z.dim)
			continue
		}
		floats(fmt.Sprintf("enc.%d.weight", l), 2, 2*z.dim, 3*z.dim)
		floats(fmt.Sprintf("enc.%d.bias", l), 2, 2*z.dim)
	}
	in := z.width()
	floats("tag.weight", 2, z.tag, in+z.dim)
	floats("tag.bias", 2, z.tag)
	for _, h := range []string{"upos", "xpos", "feats", "lemma"} {
		floats(h+".weight", 2, len(vocab[h]), z.tag)
		floats(h+".bias", 2, len(vocab[h]))
	}
	for _, h := range []string{"arc.dep", "arc.head"} {
		floats(h+".weight", 2, z.arc, in)
		floats(h+".bias", 2, z.arc)
	}
	floats("arc.root", 2, z.arc)
	floats("arc.u", 4, z.arc+1, z.arc)
	for _, h := range []string{"label.dep", "label.head"} {
		floats(h+".weight", 2, z.label, in)
		floats(h+".bias", 2, z.label)
	}
	floats("label.root", 2, z.label)
	floats("label.u", 4, len(vocab["deprel"]), z.label+1, z.label+1)
	floats("ner.weight", 2, z.ner, in)
	floats("ner.bias", 2, z.ner)
	tags := len(vocab["ner"])
	floats("ner.out.weight", 3, tags, z.ner)
	floats("ner.out.bias", 2, tags)
	floats("ner.trans", 2, tags, tags)
	floats("ner.start", 2, tags)
	floats("ner.end", 2, tags)

	return map[string]any{
		"input": map[string]any{"dim": z.dim, "vectors": z.vector, "delta": z.delta, "hash": "fnv1a-32", "features": features}, "slope": 0.1,
		"encoder": encoder,
		"arc":     z.arc, "label": z.label, "tag": z.tag, "ner": z.ner,
	}
}

func randomEngine(tb testing.TB, networks ...sizes) *Engine {
	tb.Helper()
	e, err := New(randomModel(tb, 1, networks...))
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// babble makes sentences of known and unknown words.
func babble(rng *rand.Rand, sentences, longest int) [][]string {
	var out [][]string
	for range sentences {
		s := make([]string, 1+rng.IntN(longest))
		for i := range s {
			switch rng.IntN(4) {
			case 0:
				s[i] = fmt.Sprintf("Word%dish", rng.IntN(500))
			case 1:
				s[i] = "The"
			default:
				s[i] = words[rng.IntN(len(words))]
			}
		}
		out = append(out, s)
	}
	return out
}
