package engine

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"testing"

	"rapporteur/internal/model"
)

var (
	checkFile = flag.String("check", "", "check file of train/engine/export.py")
	modelFile = flag.String("model", "", "model file that the check file was written for; the embedded one if empty")
)

// TestCheckFile holds the engine against the outputs that the training program
// computed from the same weights: go test -run CheckFile -args -check FILE.
func TestCheckFile(t *testing.T) {
	if *checkFile == "" {
		t.Skip("no -check FILE")
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
	data, err := os.ReadFile(*checkFile)
	if err != nil {
		t.Fatal(err)
	}
	var check struct {
		Digest    string
		Sentences []struct {
			Forms                            []string
			H                                [][]float64
			Arcs                             [][]float64
			Heads                            []int
			UPOS, XPOS, Feats, Lemma, Deprel []string
			NER                              []string
		}
	}
	if err := json.Unmarshal(data, &check); err != nil {
		t.Fatal(err)
	}
	if check.Digest != e.Digest {
		t.Fatalf("check file is for model %s, this is %s", check.Digest, e.Digest)
	}
	var sents [][]string
	for _, s := range check.Sentences {
		sents = append(sents, s.Forms)
	}
	got, err := e.Analyse(sents, true)
	if err != nil {
		t.Fatal(err)
	}
	worst, tokens, arcs := 0.0, 0, 0.0
	for i, s := range check.Sentences {
		a := got[i]
		sum, want := 0.0, 0.0
		for n, form := range s.Forms {
			tokens++
			for j, v := range s.H[n] {
				worst = max(worst, math.Abs(v-float64(a.Vectors[n][j])))
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
			sum, want = sum+s.Arcs[n][a.Head[n]], want+s.Arcs[n][s.Heads[n]]
		}
		// The tree may differ where another weighs as much or more.
		arcs = max(arcs, want-sum)
		if sum < want-scoreOff {
			t.Errorf("sentence %d: tree weighs %g, want %g", i, sum, want)
		}
	}
	t.Logf("%d tokens: vectors differ by %.2g at most, trees by %.2g", tokens, worst, arcs)
	if worst > 5*vectorOff {
		t.Errorf("vectors differ by %g, want %g at most", worst, 5*vectorOff)
	}
}
