package engine

import (
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"math"
	"os"
	"testing"

	"rapporteur/internal/model"
)

var (
	checkFile = flag.String("check", "testdata/check.json", "check file of train/engine/export.py, whole or cut down by -update")
	modelFile = flag.String("model", "", "model file that the check file was written for; the embedded one if empty")
	update    = flag.Bool("update", false, "write the part of -check that is kept to testdata/check.json")
)

// check is what is kept of a check file: outputs that the training program
// computed from the weights as they stand in the model file.
type check struct {
	Digest    string          `json:"digest"`
	Sentences []checkSentence `json:"sentences"`
}

type checkSentence struct {
	Forms  []string    `json:"forms"`
	UPOS   []string    `json:"upos"`
	XPOS   []string    `json:"xpos"`
	Feats  []string    `json:"feats"`
	Lemma  []string    `json:"lemma"`
	Heads  []int       `json:"heads"`
	Deprel []string    `json:"deprel"`
	NER    []string    `json:"ner"`
	H      [][]float64 `json:"h"`              // the encoder's output; may be cut short
	Arcs   [][]float64 `json:"arcs,omitempty"` // scores of the heads, ROOT first
}

// TestCheckFile holds the engine against the training program. After a new model:
//
//	go test -run CheckFile ./internal/nlp/engine -args -update -check FILE
func TestCheckFile(t *testing.T) {
	data, err := os.ReadFile(*checkFile)
	if errors.Is(err, fs.ErrNotExist) && *checkFile == "testdata/check.json" {
		t.Skip("no check file is kept")
	}
	if err != nil {
		t.Fatal(err)
	}
	var want check
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
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
	if want.Digest != e.Digest {
		t.Fatalf("check file is for model %s, this is %s: see -update", want.Digest, e.Digest)
	}
	var sents [][]string
	for _, s := range want.Sentences {
		sents = append(sents, s.Forms)
	}
	got, err := e.Analyse(sents, true)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		keepCheck(t, want)
	}
	worst, tokens, arcs := 0.0, 0, 0.0
	for i, s := range want.Sentences {
		a := got[i]
		sum, best := 0.0, 0.0
		for n, form := range s.Forms {
			tokens++
			if n < len(s.H) {
				for j, v := range s.H[n] {
					worst = max(worst, math.Abs(v-float64(a.Vectors[n][j])))
				}
			}
			feats := a.Tags[n].Feats
			if feats == "" {
				feats = "_"
			}
			for _, c := range []struct{ layer, got, want string }{
				{"upos", a.Tags[n].UPOS, s.UPOS[n]}, {"xpos", a.Tags[n].XPOS, s.XPOS[n]}, {"feats", feats, s.Feats[n]},
				{"lemma", a.Tags[n].Lemma, s.Lemma[n]}, {"ner", a.NER[n], s.NER[n]},
			} {
				if c.got != c.want {
					t.Errorf("sentence %d, %q: %s is %q, want %q", i, form, c.layer, c.got, c.want)
				}
			}
			if a.Head[n] == s.Heads[n] && a.Deprel[n] != s.Deprel[n] {
				t.Errorf("sentence %d, %q: relation is %q, want %q", i, form, a.Deprel[n], s.Deprel[n])
			}
			if len(s.Arcs) > 0 {
				sum, best = sum+s.Arcs[n][a.Head[n]], best+s.Arcs[n][s.Heads[n]]
			} else if a.Head[n] != s.Heads[n] {
				t.Errorf("sentence %d, %q: head is %d, want %d", i, form, a.Head[n], s.Heads[n])
			}
		}
		// The tree may differ where another weighs as much or more.
		arcs = max(arcs, best-sum)
		if sum < best-scoreOff {
			t.Errorf("sentence %d: tree weighs %g, want %g", i, sum, best)
		}
	}
	t.Logf("%d tokens: vectors differ by %.2g at most, trees by %.2g", tokens, worst, arcs)
	if worst > 5*vectorOff {
		t.Errorf("vectors differ by %g, want %g at most", worst, 5*vectorOff)
	}
}

// keepCheck writes the classes, and a few vectors rounded to four digits.
func keepCheck(t *testing.T, c check) {
	for i := range c.Sentences {
		s := &c.Sentences[i]
		s.Arcs, s.H = nil, s.H[:1]
		for j, v := range s.H[0] {
			s.H[0][j] = math.Round(v*1e4) / 1e4
		}
	}
	data, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/check.json", data, 0o644); err != nil {
		t.Fatal(err)
	}
}
