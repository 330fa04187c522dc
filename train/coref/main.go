// Command coref trains the mention ranker of the coreference stage and writes
// its model file. Run from the repository root:
//
//	go run ./train/coref
//
// OntoGUM is read with the trees of the treebank and the names that the
// embedded engine finds; LitBank with all layers of the engine. The same data,
// engine and flags give the same bytes.
package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/eval"
	"rapporteur/internal/lang"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/coref/rank"
	"rapporteur/internal/nlp/engine"
)

type options struct {
	data, out   string
	epochs      int
	rate, decay float64
	fn, fa, wl  float64 // costs: a link missed, a link too many, a wrong link
	litbank     float64 // weight of LitBank, 0 leaves it out
	predicted   bool
	seed        uint64
}

func main() {
	var o options
	flag.StringVar(&o.data, "data", "../shared/data", "folder of the data")
	flag.StringVar(&o.out, "out", "internal/nlp/coref/data/coref-en.bin", "model file to write")
	flag.IntVar(&o.epochs, "epochs", 4, "passes over the data")
	flag.Float64Var(&o.rate, "rate", 0.05, "learning rate of AdaGrad")
	flag.Float64Var(&o.decay, "decay", 1e-4, "L2 penalty a step")
	flag.Float64Var(&o.fn, "missed", 2, "cost of a missed link")
	flag.Float64Var(&o.fa, "extra", 0.2, "cost of a link of a first mention")
	flag.Float64Var(&o.wl, "wrong", 1, "cost of a wrong link")
	flag.Float64Var(&o.litbank, "litbank", 0.2, "weight of LitBank")
	flag.BoolVar(&o.predicted, "predicted", false, "use the engine's trees for OntoGUM too")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the order of documents")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// sample is a document ready to learn from.
type sample struct {
	ms     []rank.Mention
	gold   []int // entity of each mention, -1 for none
	want   []doc.Cluster
	weight float64
	ace    bool // only persons, places and bodies are annotated
}

func run(o options) error {
	l, err := lang.English()
	if err != nil {
		return err
	}
	eng, err := engine.English()
	if err != nil {
		return err
	}
	train, err := load(o, l, eng, "coref/ontogum-train.jsonl.gz", "treebank/gum-train.conllu.gz", o.predicted)
	if err != nil {
		return err
	}
	if o.litbank > 0 {
		lit, err := load(o, l, eng, "coref/litbank-coref.jsonl.gz", "", true)
		if err != nil {
			return err
		}
		for i := range lit {
			lit[i].weight, lit[i].ace = o.litbank, true
		}
		train = append(train, lit...)
	}
	dev, err := load(o, l, eng, "coref/ontogum-dev.jsonl.gz", "treebank/gum-dev.conllu.gz", false)
	if err != nil {
		return err
	}
	auto, err := load(o, l, eng, "coref/ontogum-dev.jsonl.gz", "", true)
	if err != nil {
		return err
	}
	n := 1 << rank.Bits
	w, g2, sum := make([]float32, n), make([]float32, n), make([]float32, n)
	rng := rand.New(rand.NewPCG(o.seed, 0))
	kept := 0
	for e := range o.epochs {
		rng.Shuffle(len(train), func(i, j int) { train[i], train[j] = train[j], train[i] })
		loss := 0.0
		for i := range train {
			loss += learn(&train[i], w, g2, o)
		}
		if e >= o.epochs/2 {
			kept++
			for i := range w {
				sum[i] += w[i]
			}
		}
		a, b := measure(dev, rank.NewModel(w)), measure(auto, rank.NewModel(w))
		fmt.Printf("epoch %2d loss %.0f gold trees %.2f own trees %.2f (MUC %.2f B3 %.2f CEAFe %.2f)\n", e+1, loss, a.Average(), b.Average(), b.MUC.F1(), b.B3.F1(), b.CEAFe.F1())
	}
	for i := range sum {
		sum[i] /= float32(max(kept, 1))
	}
	file, err := encode(sum)
	if err != nil {
		return err
	}
	m, err := model.Read(file)
	if err != nil {
		return err
	}
	final, err := rank.Load(m)
	if err != nil {
		return err
	}
	a, b := measure(dev, final), measure(auto, final)
	fmt.Printf("averaged, in bytes: gold trees %.2f own trees %.2f\n", a.Average(), b.Average())
	if err := b.Table("OntoGUM dev").Print(os.Stdout); err != nil {
		return err
	}
	return os.WriteFile(o.out, file, 0o644)
}

func measure(docs []sample, m *rank.Model) eval.CorefScore {
	var sc eval.CorefScore
	for i := range docs {
		of := m.Cluster(docs[i].ms, 0)
		sc.Add(eval.CompareClusters(docs[i].want, rank.Clusters(docs[i].ms, of)))
	}
	return sc
}

// learn takes one step a mention: softmax over the candidates and the start
// of a new entity, with costs added to the scores of wrong choices (Gimpel and
// Smith 2010), and the probability of all right antecedents summed.
func learn(s *sample, w, g2 []float32, o options) float64 {
	ms := s.ms
	c := rank.NewCandidates(ms)
	of := make([]int, len(ms))
	var ents []*rank.Entity
	byGold := map[int]int{}
	var cand []int
	var feats [][]uint32
	loss := 0.0
	for i := range ms {
		cand = c.Of(i, cand[:0])
		first := true
		if g := s.gold[i]; g >= 0 {
			_, seen := byGold[g]
			first = !seen
		}
		reach := false
		feats = feats[:0]
		var scores []float64
		var right []bool
		add := func(f []uint32, ok bool, cost float64) {
			z := 0.0
			for _, k := range f {
				z += float64(w[k])
			}
			if !ok {
				z += cost
			}
			feats, scores, right = append(feats, f), append(scores, z), append(right, ok)
		}
		for _, j := range cand {
			e := ents[of[j]]
			ok := s.gold[i] >= 0 && s.gold[i] == s.gold[j]
			if !ok && !rank.Compatible(ms, i, j, e) {
				continue
			}
			if s.ace && !ok && s.gold[j] < 0 && s.gold[i] < 0 { // not annotated either way
				continue
			}
			reach = reach || ok
			cost := o.wl
			if first {
				cost = o.fa
			}
			add(rank.Pair(ms, i, j, e, make([]uint32, 0, 48)), ok, cost)
		}
		// a mention that lost all right candidates starts anew
		if !(s.ace && s.gold[i] < 0) {
			add(rank.New(ms, i, make([]uint32, 0, 32)), first || !reach, o.fn)
			loss += step(feats, scores, right, w, g2, o.rate*s.weight, o.decay)
		}
		if g := s.gold[i]; g >= 0 {
			k, seen := byGold[g]
			if seen {
				of[i] = k
				ents[k].Add(ms, i)
				c.Seen(i)
				continue
			}
			byGold[g] = len(ents)
		}
		of[i] = len(ents)
		ents = append(ents, rank.NewEntity(ms, i))
		c.Seen(i)
	}
	return loss
}

func step(feats [][]uint32, scores []float64, right []bool, w, g2 []float32, rate, decay float64) float64 {
	top := math.Inf(-1)
	for _, z := range scores {
		top = math.Max(top, z)
	}
	all, good := 0.0, 0.0
	for k, z := range scores {
		scores[k] = math.Exp(z - top)
		all += scores[k]
		if right[k] {
			good += scores[k]
		}
	}
	for k, p := range scores {
		g := p / all
		if right[k] {
			g -= p / good
		}
		if math.Abs(g) < 1e-4 {
			continue
		}
		for _, f := range feats[k] {
			d := float32(g + decay*float64(w[f]))
			g2[f] += d * d
			w[f] -= float32(rate) * d / float32(math.Sqrt(float64(g2[f])+1e-6))
		}
	}
	return math.Log(all) - math.Log(good)
}

// load reads documents with gold clusters. Layers come from the treebank file
// (names from the engine), or all from the engine.
func load(o options, l *lang.Language, eng *engine.Engine, clusters, trees string, predicted bool) ([]sample, error) {
	gold := map[string]*doc.Document{}
	if !predicted {
		var err error
		if gold, err = treebank(filepath.Join(o.data, trees)); err != nil {
			return nil, err
		}
	}
	path := filepath.Join(o.data, clusters)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	dec := json.NewDecoder(z)
	var out []sample
	for {
		var g struct {
			Doc       string
			Tokens    []string
			Sentences [][2]int
			Clusters  [][][2]int
		}
		if err := dec.Decode(&g); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		var sents [][]string
		for _, s := range g.Sentences {
			sents = append(sents, g.Tokens[s[0]:s[1]])
		}
		d, err := eval.Given(sents)
		if err != nil {
			return nil, err
		}
		if err := eng.Annotate(d); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, g.Doc, err)
		}
		if !predicted {
			t := gold[g.Doc]
			if t == nil || len(t.Tokens) != len(d.Tokens) {
				return nil, fmt.Errorf("%s: %s has no tree of the same words", path, g.Doc)
			}
			if err := t.SetEntities(d.Entities); err != nil {
				return nil, err
			}
			d = t
		}
		s := sample{ms: rank.Find(l, d), weight: 1}
		of := map[[2]int]int{}
		for k, c := range g.Clusters {
			var cl doc.Cluster
			for _, m := range c {
				of[m] = k
				cl.Mentions = append(cl.Mentions, doc.Mention{Start: m[0], End: m[1], Head: m[1] - 1})
			}
			s.want = append(s.want, cl)
		}
		for i := range s.ms {
			k, ok := of[[2]int{s.ms[i].Start, s.ms[i].End}]
			if !ok {
				k = -1
			}
			s.gold = append(s.gold, k)
		}
		out = append(out, s)
	}
}

// treebank reads the trees by the name of their document.
func treebank(path string) (map[string]*doc.Document, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r := conllu.NewDocumentReader(z, path, conllu.Options{Tags: true, Tree: true})
	out := map[string]*doc.Document{}
	for {
		d, sents, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		id, _ := sents[0].Comment("newdoc")
		out[id] = d
	}
}

// encode quantises the weights to bytes with one scale and writes the file.
func encode(w []float32) ([]byte, error) {
	top := float32(1e-6)
	for _, v := range w {
		top = max(top, float32(math.Abs(float64(v))))
	}
	q := make([]int8, len(w))
	for i, v := range w {
		q[i] = int8(math.Round(float64(v / top * 127)))
	}
	var f model.Writer
	f.Int8s("weights", q, []float32{top / 127}, 1, len(q))
	b, err := f.Encode(model.Header{Stage: "coref", Language: "en", Version: "2026.1", Licence: "CC BY-SA 4.0",
		Corpora: []model.Corpus{
			{Name: "OntoGUM 11, ten open genres", Licence: "annotations CC BY 4.0, texts by genre", Part: "train"},
			{Name: "LitBank", Licence: "CC BY 4.0", Part: "all, coreference"},
		},
		Config: json.RawMessage(fmt.Sprintf(`{"bits":%d}`, rank.Bits)), Vocab: json.RawMessage(`{}`)})
	if err != nil {
		return nil, fmt.Errorf("coref: %w", err)
	}
	return b, nil
}
