// Command sentences trains the classifier of sentence ends and writes its
// model file. Run from the repository root:
//
//	go run ./train/sentences
//
// The same data and flags give the same bytes.
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
	"strings"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/tokenizer"
	"rapporteur/internal/nlp/tokenizer/boundary"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

func main() {
	data := flag.String("data", "../shared/data/treebank", "folder of the treebank files")
	out := flag.String("out", "internal/nlp/tokenizer/data/sentences-en.bin", "model file to write")
	epochs := flag.Int("epochs", 12, "passes over the data")
	rate := flag.Float64("rate", 0.3, "learning rate of AdaGrad")
	decay := flag.Float64("decay", 2e-6, "L2 penalty")
	gum := flag.Bool("gum", true, "train on GUM too")
	merge := flag.Bool("merge", true, "add a copy of the data in which paragraphs are joined at random")
	seed := flag.Uint64("seed", 1, "seed of the order of examples")
	flag.Parse()
	if err := run(*data, *out, *epochs, *rate, *decay, *gum, *merge, *seed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// example is one place where a sentence may end.
type example struct {
	features []uint32
	ends     bool
}

func run(data, out string, epochs int, rate, decay float64, gum, merge bool, seed uint64) error {
	zero, err := encode(make([]float32, 1<<boundary.Bits))
	if err != nil {
		return err
	}
	m, err := model.Read(zero)
	if err != nil {
		return err
	}
	tk, err := tokenizer.With(m)
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	var train []example
	files := []string{"ewt-train.conllu.gz"}
	if gum {
		files = append(files, "gum-train.conllu.gz")
	}
	for _, f := range files {
		docs, err := documents(filepath.Join(data, f))
		if err != nil {
			return err
		}
		for _, sents := range docs {
			if train, err = gather(tk, sents, train); err != nil {
				return err
			}
			if merge {
				joined := make([]*conllu.Sentence, len(sents))
				for i, s := range sents {
					c := *s
					if i > 0 && rng.IntN(2) == 0 {
						c.Comments = nil
					}
					joined[i] = &c
				}
				if train, err = gather(tk, joined, train); err != nil {
					return err
				}
			}
		}
	}
	fmt.Printf("%d examples\n", len(train))
	w := fit(train, epochs, rate, decay, rng)
	b, err := encode(w)
	if err != nil {
		return err
	}
	return os.WriteFile(out, b, 0o644)
}

// documents reads a treebank, one slice of sentences a document.
func documents(path string) ([][]*conllu.Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r := conllu.NewDocumentReader(z, path, conllu.Options{})
	var out [][]*conllu.Sentence
	for {
		_, sents, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, sents)
	}
}

// gather adds the examples of one document.
func gather(tk *tokenizer.Tokenizer, sents []*conllu.Sentence, out []example) ([]example, error) {
	gold, err := conllu.ToDocument(sents, conllu.Options{})
	if err != nil {
		return nil, err
	}
	stops := map[text.Offset]bool{}
	for _, s := range gold.Sentences {
		stops[s.Span.End] = true
	}
	d := doc.New(gold.Text, gold.Body, when.Date{}, "")
	tk.View(d, func(b *boundary.Block, ends []text.Offset) {
		start := 0
		for i := range b.Len() {
			if i+1 < b.Len() && b.Candidate(i) {
				out = append(out, example{b.Features(i, start, nil), stops[ends[i]]})
			}
			if stops[ends[i]] {
				start = i + 1
			}
		}
	})
	return out, nil
}

// fit is logistic regression by AdaGrad (Duchi, Hazan and Singer 2011) with
// the average of the weights over the last half of the epochs.
func fit(train []example, epochs int, rate, decay float64, rng *rand.Rand) []float32 {
	n := 1 << boundary.Bits
	w, g2, sum := make([]float64, n), make([]float64, n), make([]float64, n)
	kept := 0
	for e := range epochs {
		rng.Shuffle(len(train), func(i, j int) { train[i], train[j] = train[j], train[i] })
		var loss float64
		for _, x := range train {
			z := 0.0
			for _, f := range x.features {
				z += w[f]
			}
			p := 1 / (1 + math.Exp(-z))
			y := 0.0
			if x.ends {
				y = 1
			}
			loss -= math.Log(math.Max(1e-9, y*p+(1-y)*(1-p)))
			for _, f := range x.features {
				g := p - y + decay*w[f]*float64(len(train))/1000
				g2[f] += g * g
				w[f] -= rate * g / math.Sqrt(g2[f]+1e-6)
			}
		}
		fmt.Printf("epoch %d loss %.5f\n", e+1, loss/float64(len(train)))
		if e >= epochs/2 {
			kept++
			for i := range w {
				sum[i] += w[i]
			}
		}
	}
	out := make([]float32, n)
	for i := range sum {
		out[i] = float32(sum[i] / float64(kept))
	}
	return out
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
	parts := []model.Corpus{
		{Name: "UD English EWT", Licence: "CC BY-SA 4.0", Part: "train: ends of sentences"},
		{Name: "GUM 11, ten open genres", Licence: "annotations CC BY 4.0, texts by genre", Part: "train: ends of sentences"},
	}
	b, err := f.Encode(model.Header{Stage: "sentences", Language: "en", Version: "2026.1", Licence: "CC BY-SA 4.0", Corpora: parts,
		Config: json.RawMessage(fmt.Sprintf(`{"bits":%d}`, boundary.Bits)), Vocab: json.RawMessage(`{}`)})
	if err != nil {
		return nil, fmt.Errorf("sentences: %w", err)
	}
	if !strings.HasPrefix(string(b), "RAPMODEL") {
		return nil, errors.New("sentences: the model file has no magic")
	}
	return b, nil
}
