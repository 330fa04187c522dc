package engine

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"rapporteur/internal/doc"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// The engine works with small integers: what it computes may be off by as much.
const (
	vectorOff = 2e-3
	scoreOff  = 0.05 // of scores that spread over ±10
)

// holdsUp says that the choice scores as well as the best, but for rounding.
func holdsUp(scores []float64, choice int) bool {
	for _, v := range scores {
		if v > scores[choice]+scoreOff {
			return false
		}
	}
	return true
}

func find(t *testing.T, list []string, s string) int {
	t.Helper()
	for i, v := range list {
		if v == s || v == "_" && s == "" {
			return i
		}
	}
	t.Fatalf("%q is none of %q", s, list)
	return 0
}

func TestEngineAgreesWithReference(t *testing.T) {
	for name, networks := range map[string][]sizes{
		"lstm": {little}, "stack": {stack}, "stack-with-lstm-first": {backwards}, "one-with-delta": {other},
		"mean-of-two": {stack, other}, "mean-of-three": {other, little, stack},
	} {
		t.Run(name, func(t *testing.T) { agree(t, networks) })
	}
}

func agree(t *testing.T, networks []sizes) {
	m := randomModel(t, 1, networks...)
	e, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := encoder.Networks(m)
	if err != nil || len(parts) != len(networks) {
		t.Fatalf("%d parts of %d networks, %v", len(parts), len(networks), err)
	}
	var refs []*reference
	for i, z := range networks {
		refs = append(refs, newReference(t, parts[i], z))
	}
	sents := babble(rand.New(rand.NewPCG(2, 2)), 12, 9)
	got, err := e.Analyse(sents, true)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range sents {
		a := got[i]
		var rs []saying
		for _, r := range refs {
			rs = append(rs, r.read(s))
		}
		var arcs [][]float64
		tree := 0.0
		for n := range s {
			var vector []float64
			for _, r := range rs {
				vector = append(vector, r.hs[n]...)
			}
			for j, v := range vector {
				if math.Abs(v-float64(a.Vectors[n][j])) > vectorOff {
					t.Fatalf("sentence %d token %d: vector[%d] = %g, want %g", i, n, j, a.Vectors[n][j], v)
				}
			}
			for head, class := range map[string]string{"upos": a.Tags[n].UPOS, "xpos": a.Tags[n].XPOS, "feats": a.Tags[n].Feats} {
				if !holdsUp(mean(rs, func(r saying) []float64 { return r.class(head, n) }), find(t, refs[0].vocab[head], class)) {
					t.Errorf("sentence %d token %d: %s is %q, which is not the best", i, n, head, class)
				}
			}
			arcs = append(arcs, mean(rs, func(r saying) []float64 { return r.arcs[n] }))
			tree += arcs[n][a.Head[n]]
			if a.Head[n] == 0 {
				if a.Deprel[n] != "root" {
					t.Errorf("sentence %d token %d: relation to ROOT is %q", i, n, a.Deprel[n])
				}
				continue
			}
			labels := mean(rs, func(r saying) []float64 { return r.labels(r.hs, n, a.Head[n]) })
			labels[find(t, refs[0].vocab["deprel"], "root")] = math.Inf(-1)
			if !holdsUp(labels, find(t, refs[0].vocab["deprel"], a.Deprel[n])) {
				t.Errorf("sentence %d token %d: relation %q is not the best", i, n, a.Deprel[n])
			}
		}
		checkTree(t, a.Head)
		if len(s) <= 6 {
			if best := bestTree(arcs); tree < best-scoreOff {
				t.Errorf("sentence %d: tree %v weighs %g, the best %g", i, a.Head, tree, best)
			}
			if w, best := weigh(rs, a.NER), bestSequence(rs, len(s)); w < best-scoreOff {
				t.Errorf("sentence %d: entities %v weigh %g, the best %g", i, a.NER, w, best)
			}
		}
	}
}

// weigh is the mean weight of a sequence of entity tags.
func weigh(networks []saying, tags []string) float64 {
	return mean(networks, func(r saying) []float64 { return []float64{r.sequence(r.emit, tags)} })[0]
}

// bestSequence tries all sequences of tags.
func bestSequence(networks []saying, tokens int) float64 {
	best := math.Inf(-1)
	tags := make([]string, tokens)
	var try func(i int)
	try = func(i int) {
		if i == len(tags) {
			best = max(best, weigh(networks, tags))
			return
		}
		for _, name := range networks[0].vocab["ner"] {
			tags[i] = name
			try(i + 1)
		}
	}
	try(0)
	return best
}

// bestTree tries all trees with one root.
func bestTree(arcs [][]float64) float64 {
	best := math.Inf(-1)
	heads := make([]int, len(arcs))
	var try func(i int, sum float64)
	try = func(i int, sum float64) {
		if i == len(heads) {
			if sum > best && treeFault(heads) == "" {
				best = sum
			}
			return
		}
		for h, v := range arcs[i] {
			heads[i] = h
			try(i+1, sum+v)
		}
	}
	try(0, 0)
	return best
}

// treeFault says what keeps 1-based heads from being a tree with one root.
func treeFault(heads []int) string {
	roots := 0
	for i, h := range heads {
		if h == 0 {
			roots++
		}
		at := i + 1
		for steps := 0; at != 0; steps++ {
			if steps > len(heads) {
				return fmt.Sprintf("cycle over token %d", i+1)
			}
			if at = heads[at-1]; at < 0 || at > len(heads) {
				return fmt.Sprintf("head %d is outside", at)
			}
		}
	}
	if roots != 1 {
		return fmt.Sprintf("%d roots", roots)
	}
	return ""
}

func checkTree(t *testing.T, heads []int) {
	t.Helper()
	if fault := treeFault(heads); fault != "" {
		t.Errorf("%v is no tree: %s", heads, fault)
	}
}

// TestSentencesDoNotDependOnOthers is the law that makes a record the same
// whatever the number of workers and the state of the cache.
func TestSentencesDoNotDependOnOthers(t *testing.T) {
	for name, networks := range map[string][]sizes{"lstm": {little}, "stack": {stack}, "mean": {stack, other}} {
		t.Run(name, func(t *testing.T) { independent(t, randomEngine(t, networks...)) })
	}
}

func independent(t *testing.T, e *Engine) {
	sents := babble(rand.New(rand.NewPCG(3, 3)), 150, 40)
	all, err := e.Analyse(sents, true)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := w; i < len(sents); i += 4 {
				one, err := e.Analyse(sents[i:i+1], true)
				if err != nil || !reflect.DeepEqual(one[0], all[i]) {
					t.Errorf("sentence %d alone differs from among others (%v)", i, err)
				}
			}
		}()
	}
	wg.Wait()
}

func TestHardInput(t *testing.T) {
	e := randomEngine(t, stack, other)
	endless := make([]string, 100_000)
	for i := range endless {
		endless[i] = fmt.Sprintf("word%d", i%9000)
	}
	for name, sents := range map[string][][]string{
		"nothing":         {},
		"empty-sentences": {{}, {"a"}, {}, {}},
		"empty-token":     {{"", "a", ""}},
		"one-megabyte":    {{"x", strings.Repeat("aé漢", 170_000), "y"}},
		"no-full-stop":    {endless},
		"401-tokens":      {endless[:401]},
		"nul-emoji-arab":  {{"\x00", "👩‍👩‍👧‍👦", "السلام", "\xff\xfe\xc3", "\u202e", "´`"}},
		"one-word-often":  {strings.Fields(strings.Repeat("no ", 2000))},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := e.Analyse(sents, false)
			if err != nil || len(got) != len(sents) {
				t.Fatalf("%d analyses of %d sentences, %v", len(got), len(sents), err)
			}
			for i, a := range got {
				if len(a.Tags) != len(sents[i]) {
					t.Fatalf("%d tags for %d tokens", len(a.Tags), len(sents[i]))
				}
				if len(a.Head) > 0 && len(a.Head) <= 2000 {
					checkTree(t, a.Head)
				}
				for n, h := range a.Head {
					if h < 0 || h > len(a.Head) || h == n+1 || (h == 0) != (a.Deprel[n] == "root") {
						t.Fatalf("token %d: head %d, relation %q", n+1, h, a.Deprel[n])
					}
				}
			}
		})
	}
}

// document lays sentences out as a document with tokens.
func document(t *testing.T, sents [][]string) *doc.Document {
	t.Helper()
	var b strings.Builder
	var toks []doc.Token
	var ss []doc.Sentence
	for _, s := range sents {
		start := len(toks)
		for _, f := range s {
			at := text.Offset(b.Len())
			b.WriteString(f)
			toks = append(toks, doc.Token{Form: f, Span: text.Span{Start: at, End: at + text.Offset(len(f))}})
			b.WriteByte(' ')
		}
		ss = append(ss, doc.Sentence{Start: start, End: len(toks)})
	}
	d := doc.New(b.String(), text.Span{Start: 0, End: text.Offset(b.Len())}, when.Date{}, "")
	if err := d.SetTokens(toks, ss); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAnnotateWritesTheLayers(t *testing.T) {
	e := randomEngine(t, little)
	sents := babble(rand.New(rand.NewPCG(4, 4)), 30, 30)
	sents = append(sents, strings.Fields(strings.Repeat("on and ", 450)))
	d := document(t, sents)
	if err := e.Annotate(d); err != nil {
		t.Fatal(err)
	}
	want, err := e.Analyse(sents, false)
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for i, s := range d.Sentences {
		for n := range s.End - s.Start {
			tok, a := d.Tokens[s.Start+n], want[i]
			head := tok.Head - s.Start + 1
			if tok.Head == -1 {
				head = 0
			}
			if head != a.Head[n] || tok.Deprel != a.Deprel[n] || tok.UPOS != a.Tags[n].UPOS || tok.Lemma != a.Tags[n].Lemma {
				t.Fatalf("sentence %d token %d: %+v, want head %d %s %+v", i, n, tok, a.Head[n], a.Deprel[n], a.Tags[n])
			}
			ne := "O"
			if ent := d.EntityAt(s.Start + n); ent != nil {
				ne = "I-" + string(ent.Type)
				if ent.Start == s.Start+n {
					ne = "B-" + string(ent.Type)
					names++
				}
				if !(ent.Score > 0 && ent.Score <= 1) {
					t.Errorf("score of %v is %g", ent, ent.Score)
				}
			}
			if ne != a.NER[n] {
				t.Fatalf("sentence %d token %d: entity %s, want %s", i, n, ne, a.NER[n])
			}
		}
	}
	if names == 0 {
		t.Error("no entity in the whole document")
	}
	if err := e.Annotate(d); err == nil {
		t.Error("a second annotation is not refused")
	}
}

func TestNewRefuses(t *testing.T) {
	good := randomModel(t, 1, little)
	edit := func(old, new string) *model.Model {
		m := *good
		if !strings.Contains(string(m.Config)+string(m.Vocab), old) {
			t.Fatalf("no %q to replace", old)
		}
		m.Config = []byte(strings.Replace(string(m.Config), old, new, 1))
		m.Vocab = []byte(strings.Replace(string(m.Vocab), old, new, 1))
		return &m
	}
	replace := func(of *model.Model, old, new string) *model.Model {
		m := *of
		m.Config = []byte(strings.Replace(string(m.Config), old, new, 1))
		if string(m.Config) == string(of.Config) {
			t.Fatalf("no %q to replace", old)
		}
		return &m
	}
	stacked, several := randomModel(t, 1, stack), randomModel(t, 1, stack, other)
	bend := func(old, new string) *model.Model { return replace(stacked, old, new) }
	skew := func(old, new string) *model.Model { return replace(several, old, new) }
	stage := *good
	stage.Stage = "coref"
	for name, c := range map[string]struct {
		m    *model.Model
		want string
	}{
		"other-stage":       {&stage, `stage "coref", want engine`},
		"other-encoder":     {edit(`"bilstm"`, `"transformer"`), `kind is "transformer"`},
		"other-width":       {edit(`"hidden":12`, `"hidden":16`), `has shape [48 20], want [64 20]`},
		"huge-width":        {edit(`"hidden":12`, `"hidden":1000000`), `hidden is 1000000`},
		"other-output":      {edit(`"out":24`, `"out":20`), `out is 20, but the layers make 24`},
		"more-layers":       {edit(`"layers":2`, `"layers":3`), `no tensor "enc.2.fwd.wx"`},
		"other-layer":       {bend(`"kind":"conv"`, `"kind":"attention"`), `layer 0: kind is "attention"`},
		"no-dilation":       {bend(`"dilation":1`, `"dilation":0`), `layer 0: dilation is 0`},
		"odd-recurrence":    {bend(`"hidden":12`, `"hidden":16`), `layer 2: hidden is 16, want half of 24`},
		"layers-not-listed": {bend(`"layers":[`, `"layers":7,"layer":[`), `config: layers`},
		"unknown-feature":   {edit(`"tag":"p1"`, `"tag":"q1"`), `feature "q1"`},
		"no-root":           {edit(`"root"`, `"rood"`), `want root and others`},
		"odd-lemma-rule":    {edit(`"l|0||1|"`, `"l|0||x|"`), `lemma rule "l|0||x|"`},
		"odd-entity-tag":    {edit(`"B-place"`, `"S-place"`), `entity tag "S-place"`},
		"odd-network":       {skew(`"delta":3`, `"delta":4`), `network 1: model: tensor "1.delta" has shape [16 3], want [16 4]`},
		"network-missing":   {skew(`"networks":[`, `"networks":[{},`), `network 0: hash is ""`},
		"network-too-many":  {skew(`]}`, `,{},{},{},{},{},{},{}]}`), `9 networks, want 8 at most`},
		"networks-no-list":  {skew(`"networks":[`, `"networks":7,"network":[`), `config: json`},
		"one-class-too-few": {edit(`"NOUN",`, ``), `"upos.weight" has shape [5 13], want [4 13]`},
	} {
		if e, err := New(c.m); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: New = %v, %v, want an error with %q", name, e, err, c.want)
		}
	}
}

// FuzzAnalyse states the law: whatever the tokens, each sentence is a tree with
// one root, and the tags are as many as the tokens.
func FuzzAnalyse(f *testing.F) {
	f.Add("The talks were held in Geneva .\nNo .")
	f.Add("\x00 👩‍👩‍👧‍👦 \xff\xfe\n\n ´` ‘’")
	e := randomEngine(f, stack, other)
	f.Fuzz(func(t *testing.T, s string) {
		var sents [][]string
		for line := range strings.SplitSeq(s, "\n") {
			sents = append(sents, strings.Split(line, " "))
		}
		got, err := e.Analyse(sents, false)
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range got {
			if len(a.Tags) != len(sents[i]) {
				t.Fatalf("%d tags for %d tokens", len(a.Tags), len(sents[i]))
			}
			checkTree(t, a.Head)
		}
	})
}
