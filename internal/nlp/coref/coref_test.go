package coref_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/coref"
)

// build makes a document of sentences whose words are "form/UPOS/XPOS/head/
// relation", the head counted from 1 in the sentence; "/P", "/O" or "/L" after
// that makes the word part of a name of a person, body or place.
func build(t testing.TB, sents ...string) *doc.Document {
	t.Helper()
	var b strings.Builder
	var names []doc.Entity
	n := 0
	classes := map[string]doc.EntityType{"P": doc.Person, "O": doc.Organisation, "L": doc.Place}
	for _, s := range sents {
		for i, w := range strings.Fields(s) {
			f := strings.Split(w, "/")
			if len(f) < 5 {
				t.Fatalf("word %q", w)
			}
			lemma := strings.ToLower(f[0])
			if f[2] == "NNS" {
				lemma = strings.TrimSuffix(lemma, "s")
			}
			fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t%s\t_\t%s\t%s\t_\t_\n", i+1, f[0], lemma, f[1], f[2], f[3], f[4])
			if len(f) > 5 {
				if k := len(names) - 1; k >= 0 && names[k].End == n && names[k].Type == classes[f[5]] {
					names[k].End++
				} else {
					names = append(names, doc.Entity{Start: n, End: n + 1, Type: classes[f[5]], Score: 1})
				}
			}
			n++
		}
		b.WriteByte('\n')
	}
	d, _, err := conllu.NewDocumentReader(strings.NewReader(b.String()), "made-up", conllu.Options{Tags: true, Tree: true}).Next()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SetEntities(names); err != nil {
		t.Fatal(err)
	}
	return d
}

func run(t testing.TB, d *doc.Document) {
	t.Helper()
	s, err := coref.New()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(d); err != nil {
		t.Fatal(err)
	}
}

// same asks whether two phrases, each given by its words and which occurrence
// of them is meant ("Harlow", "Harlow#2"), stand in one cluster.
func same(t *testing.T, d *doc.Document, a, b string) bool {
	t.Helper()
	find := func(p string) int {
		words, nth, _ := strings.Cut(p, "#")
		want := 1
		if nth != "" {
			fmt.Sscan(nth, &want)
		}
		for i, c := range d.Clusters {
			for _, m := range c.Mentions {
				if d.TextOf(m.Start, m.End) != words {
					continue
				}
				seen := 0
				for k := 0; k <= m.Start; k++ {
					if k+m.End-m.Start <= len(d.Tokens) && d.TextOf(k, k+m.End-m.Start) == words {
						seen++
					}
				}
				if seen == want {
					return i
				}
			}
		}
		return -1
	}
	x, y := find(a), find(b)
	return x >= 0 && x == y
}

func TestPhenomena(t *testing.T) {
	met := " met/VERB/VBD/0/root"
	for _, c := range []struct {
		name    string
		sents   []string
		same    [][2]string
		differs [][2]string
	}{
		{"last-name-and-pronoun", []string{
			"William/PROPN/NNP/3/nsubj/P Harlow/PROPN/NNP/1/flat/P" + met + " envoys/NOUN/NNS/3/obj in/ADP/IN/6/case Vienna/PROPN/NNP/3/obl/L ././PUNCT/3/punct",
			"Harlow/PROPN/NNP/2/nsubj/P praised/VERB/VBD/0/root the/DET/DT/4/det plan/NOUN/NN/2/obj ././PUNCT/2/punct",
			"He/PRON/PRP/2/nsubj left/VERB/VBD/0/root on/ADP/IN/4/case Monday/PROPN/NNP/2/obl ././PUNCT/2/punct",
		}, [][2]string{{"William Harlow", "Harlow#2"}, {"Harlow#2", "He"}}, [][2]string{{"He", "Vienna"}}},
		{"gender-of-first-name", []string{
			"Angela/PROPN/NNP/3/nsubj/P Brandt/PROPN/NNP/1/flat/P told/VERB/VBD/0/root Victor/PROPN/NNP/3/iobj/P Moss/PROPN/NNP/4/flat/P that/SCONJ/IN/9/mark she/PRON/PRP/9/nsubj would/AUX/MD/9/aux resign/VERB/VB/3/ccomp ././PUNCT/3/punct",
		}, [][2]string{{"Angela Brandt", "she"}}, [][2]string{{"Victor Moss", "she"}}},
		{"apposition", []string{
			"The/DET/DT/2/det chairman/NOUN/NN/6/nsubj ,/PUNCT/,/4/punct Ali/PROPN/NNP/2/appos/P Hasanov/PROPN/NNP/4/flat/P spoke/VERB/VBD/0/root ././PUNCT/6/punct",
			"Hasanov/PROPN/NNP/2/nsubj/P thanked/VERB/VBD/0/root them/PRON/PRP/2/obj ././PUNCT/2/punct",
		}, [][2]string{{"The chairman , Ali Hasanov", "Ali Hasanov"}, {"Ali Hasanov", "Hasanov#2"}}, nil},
		{"holder-of-office-without-comma", []string{
			"Head/NOUN/NN/6/nsubj of/ADP/IN/3/case community/NOUN/NN/1/nmod Tural/PROPN/NNP/1/appos/P Orujev/PROPN/NNP/4/flat/P spoke/VERB/VBD/0/root ././PUNCT/6/punct",
			"Orujev/PROPN/NNP/2/nsubj/P left/VERB/VBD/0/root ././PUNCT/2/punct",
		}, [][2]string{{"Head of community Tural Orujev", "Orujev#2"}}, nil},
		{"acronym", []string{
			"The/DET/DT/4/det Ruritanian/PROPN/NNP/4/compound/O Peace/PROPN/NNP/4/compound/O Council/PROPN/NNP/5/nsubj/O" + strings.Replace(met, "0/root", "0/root", 1) + " ././PUNCT/5/punct",
			"The/DET/DT/2/det RPC/PROPN/NNP/3/nsubj/O sent/VERB/VBD/0/root envoys/NOUN/NNS/3/obj ././PUNCT/3/punct",
		}, [][2]string{{"The Ruritanian Peace Council", "The RPC"}}, nil},
		{"peoples-at-odds", []string{
			"The/DET/DT/3/det Northern/ADJ/JJ/3/amod community/NOUN/NN/4/nsubj" + met + " the/DET/DT/7/det Southern/ADJ/JJ/7/amod community/NOUN/NN/4/obj ././PUNCT/4/punct",
			"The/DET/DT/3/det Southern/ADJ/JJ/3/amod community/NOUN/NN/4/nsubj agreed/VERB/VBD/0/root ././PUNCT/4/punct",
		}, [][2]string{{"the Southern community", "The Southern community"}}, [][2]string{{"The Northern community", "the Southern community"}, {"The Northern community", "The Southern community"}}},
		{"group-and-they", []string{
			"Paul/PROPN/NNP/5/nsubj/P Stern/PROPN/NNP/1/flat/P and/CCONJ/CC/4/cc Marko/PROPN/NNP/1/conj/P" + met + " in/ADP/IN/7/case Geneva/PROPN/NNP/5/obl/L ././PUNCT/5/punct",
			"They/PRON/PRP/2/nsubj discussed/VERB/VBD/0/root the/DET/DT/4/det truce/NOUN/NN/2/obj ././PUNCT/2/punct",
		}, [][2]string{{"Paul Stern and Marko", "They"}}, [][2]string{{"They", "Geneva"}}},
		{"body-and-its", []string{
			"Ruritania/PROPN/NNP/2/nsubj/L withdrew/VERB/VBD/0/root its/PRON/PRP$/5/nmod:poss armed/ADJ/JJ/5/amod forces/NOUN/NNS/2/obj ././PUNCT/2/punct",
		}, [][2]string{{"Ruritania", "its"}}, nil},
		{"definite-nominal", []string{
			"Prisoners/NOUN/NNS/2/nsubj welcomed/VERB/VBD/0/root a/DET/DT/4/det delegation/NOUN/NN/2/obj of/ADP/IN/6/case doctors/NOUN/NNS/4/nmod ././PUNCT/2/punct",
			"The/DET/DT/2/det delegation/NOUN/NN/3/nsubj left/VERB/VBD/0/root ././PUNCT/3/punct",
		}, [][2]string{{"a delegation of doctors", "The delegation"}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := build(t, c.sents...)
			run(t, d)
			show := func() string {
				var out []string
				for _, cl := range d.Clusters {
					var ms []string
					for _, m := range cl.Mentions {
						ms = append(ms, d.TextOf(m.Start, m.End))
					}
					out = append(out, strings.Join(ms, " = "))
				}
				return strings.Join(out, "\n")
			}
			for _, p := range c.same {
				if !same(t, d, p[0], p[1]) {
					t.Errorf("%q and %q are not in one cluster:\n%s", p[0], p[1], show())
				}
			}
			for _, p := range c.differs {
				if same(t, d, p[0], p[1]) {
					t.Errorf("%q and %q are in one cluster:\n%s", p[0], p[1], show())
				}
			}
		})
	}
}

// random makes a document of n words with random tags and trees.
func random(t testing.TB, seed uint64, n int) *doc.Document {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 7))
	forms := []string{"He", "she", "it", "They", "Ann", "Lee", "Council", "the", "president", "'s", ",", "\"", "and", "this", "his", "met", "UN", "Élan", "\u200d", "x"}
	upos := []string{"PRON", "NOUN", "PROPN", "DET", "VERB", "PUNCT", "ADP", "NUM", "ADV", "ADJ", "X", ""}
	rels := []string{"nsubj", "obj", "nmod", "appos", "conj", "flat", "compound", "case", "punct", "det", "cop", "nmod:poss", "acl:relcl", ""}
	var b strings.Builder
	for n > 0 {
		k := 1 + rng.IntN(min(n, 30))
		n -= k
		for i := 1; i <= k; i++ {
			head := 0
			if i > 1 {
				head = 1 + rng.IntN(i-1)
			}
			fmt.Fprintf(&b, "%d\t%s\tlem\t%s\tNNS\t_\t%d\t%s\t_\t_\n", i, forms[rng.IntN(len(forms))], orBlank(upos[rng.IntN(len(upos))]), head, orBlank(rels[rng.IntN(len(rels))]))
		}
		b.WriteByte('\n')
	}
	d, _, err := conllu.NewDocumentReader(strings.NewReader(b.String()), "random", conllu.Options{Tags: true, Tree: true}).Next()
	if err != nil {
		t.Fatal(err)
	}
	var es []doc.Entity
	for i := 0; i < len(d.Tokens); i += 5 {
		es = append(es, doc.Entity{Start: i, End: min(i+1+rng.IntN(3), len(d.Tokens)), Type: doc.Person})
	}
	if err := d.SetEntities(es); err != nil {
		t.Fatal(err)
	}
	return d
}

func orBlank(s string) string {
	if s == "" {
		return "_"
	}
	return s
}

// FuzzRun holds the laws on random trees: the setter takes the clusters, each
// has two mentions or more in the order of the text, and a second run gives
// the same.
func FuzzRun(f *testing.F) {
	f.Add(uint64(1), uint16(200))
	f.Add(uint64(2), uint16(1))
	s, err := coref.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, seed uint64, n uint16) {
		size := int(n)%1500 + 1
		d, again := random(t, seed, size), random(t, seed, size)
		for _, x := range []*doc.Document{d, again} {
			if err := s.Run(x); err != nil {
				t.Fatal(err)
			}
		}
		if fmt.Sprint(d.Clusters) != fmt.Sprint(again.Clusters) {
			t.Fatal("two runs differ")
		}
		for i, c := range d.Clusters {
			if len(c.Mentions) < 2 {
				t.Fatalf("cluster %d has one mention", i)
			}
			for k := 1; k < len(c.Mentions); k++ {
				if c.Mentions[k].Start < c.Mentions[k-1].Start {
					t.Fatalf("cluster %d is out of order", i)
				}
			}
		}
	})
}

// TestLinear holds the time a word takes in a text of 200,000 words to a few
// times that in one of 10,000.
func TestLinear(t *testing.T) {
	s, err := coref.New()
	if err != nil {
		t.Fatal(err)
	}
	took := func(n int) float64 {
		d := random(t, 3, n)
		begin := time.Now()
		if err := s.Run(d); err != nil {
			t.Fatal(err)
		}
		return time.Since(begin).Seconds() / float64(n)
	}
	short, long := took(10_000), took(200_000)
	if long > 5*short {
		t.Errorf("a word takes %.1f µs in a long text, %.1f µs in a short one", long*1e6, short*1e6)
	}
	t.Logf("%.1f µs and %.1f µs a word", short*1e6, long*1e6)
}
