package eval

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/text"
)

// TreebankScore counts aligned words as the CoNLL 2018 shared task does
// (Zeman et al. 2018, section 5): system and gold words are aligned by their
// characters in the text; words of a contraction have spans of their own here.
// LAS compares relations without subtype, as that task does; LASFull with.
type TreebankScore struct {
	Tokens, Words, Sentences  Count
	UPOS, XPOS, Feats, Lemmas Count
	UAS, LAS, LASFull, CLAS   Count
}

// Treebank scores a pipeline on a CoNLL-U file. With given tokens the gold
// tokens and sentences are handed over, else the raw text alone. keep says by
// document whether it counts (nil: all do).
func Treebank(path string, given bool, run Pipeline, keep func(first *conllu.Sentence) bool) (TreebankScore, error) {
	var sc TreebankScore
	f, err := open(path)
	if err != nil {
		return sc, err
	}
	defer f.Close()
	r := conllu.NewDocumentReader(f, path, conllu.Options{Tags: true, Tree: true})
	for {
		gold, sents, err := r.Next()
		if errors.Is(err, io.EOF) {
			return sc, nil
		}
		if err != nil {
			return sc, err
		}
		if keep != nil && !keep(sents[0]) {
			continue
		}
		var d *doc.Document
		if given {
			if d, err = conllu.ToDocument(sents, conllu.Options{}); err != nil {
				return sc, err
			}
		} else {
			d = conllu.FromText(gold.Text, gold.Reference)
		}
		if err := run(d); err != nil {
			return sc, fmt.Errorf("eval: %s:%d: %w", path, sents[0].Line, err)
		}
		sc.add(gold, d)
	}
}

// add counts one document.
func (sc *TreebankScore) add(gold, sys *doc.Document) {
	surface := func(d *doc.Document) map[text.Span]bool {
		out := map[text.Span]bool{}
		for i := 0; i < len(d.Tokens); {
			j := i + 1
			for j < len(d.Tokens) && d.Tokens[j].Joined {
				j++
			}
			out[d.SpanOf(i, j)] = true
			i = j
		}
		return out
	}
	sc.Tokens = sc.Tokens.Add(overlap(surface(gold), surface(sys)))
	spans := func(d *doc.Document) map[text.Span]bool {
		out := map[text.Span]bool{}
		for _, s := range d.Sentences {
			out[s.Span] = true
		}
		return out
	}
	sc.Sentences = sc.Sentences.Add(overlap(spans(gold), spans(sys)))

	at := make(map[text.Span]int, len(sys.Tokens))
	for i := range sys.Tokens {
		at[sys.Tokens[i].Span] = i
	}
	twin := make([]int, len(gold.Tokens)) // gold word -> system word or -1
	aligned := 0
	for i := range gold.Tokens {
		twin[i] = -1
		if j, ok := at[gold.Tokens[i].Span]; ok {
			twin[i] = j
			aligned++
		}
	}
	sc.Words = sc.Words.Add(Count{aligned, len(gold.Tokens), len(sys.Tokens)})
	over := func(c *Count, all bool, ok func(g, s *doc.Token, gh, sh int) bool) {
		for i := range gold.Tokens {
			g := &gold.Tokens[i]
			if !all && !content(g.Deprel) {
				continue
			}
			c.Gold++
			j := twin[i]
			if j < 0 {
				continue
			}
			s := &sys.Tokens[j]
			gh := -1
			if g.Head >= 0 {
				gh = twin[g.Head]
				if gh < 0 {
					gh = -2
				}
			}
			if ok(g, s, gh, s.Head) {
				c.Correct++
			}
		}
		for j := range sys.Tokens {
			if all || content(sys.Tokens[j].Deprel) {
				c.System++
			}
		}
	}
	if sys.Has(doc.Tags) {
		over(&sc.UPOS, true, func(g, s *doc.Token, _, _ int) bool { return g.UPOS == s.UPOS })
		over(&sc.XPOS, true, func(g, s *doc.Token, _, _ int) bool { return g.XPOS == s.XPOS })
		over(&sc.Feats, true, func(g, s *doc.Token, _, _ int) bool { return g.Feats == s.Feats })
		over(&sc.Lemmas, true, func(g, s *doc.Token, _, _ int) bool { return g.Lemma == "_" || g.Lemma == s.Lemma })
	}
	if sys.Has(doc.Tree) {
		over(&sc.UAS, true, func(_, _ *doc.Token, gh, sh int) bool { return gh == sh })
		over(&sc.LAS, true, func(g, s *doc.Token, gh, sh int) bool { return gh == sh && universal(g.Deprel) == universal(s.Deprel) })
		over(&sc.LASFull, true, func(g, s *doc.Token, gh, sh int) bool { return gh == sh && g.Deprel == s.Deprel })
		over(&sc.CLAS, false, func(g, s *doc.Token, gh, sh int) bool { return gh == sh && universal(g.Deprel) == universal(s.Deprel) })
	}
}

func overlap[K comparable](gold, sys map[K]bool) Count {
	c := Count{Gold: len(gold), System: len(sys)}
	for k := range gold {
		if sys[k] {
			c.Correct++
		}
	}
	return c
}

func universal(rel string) string {
	u, _, _ := strings.Cut(rel, ":")
	return u
}

// content says whether a relation counts for CLAS: function words and
// punctuation do not (Nivre and Fang 2017).
func content(rel string) bool {
	switch universal(rel) {
	case "aux", "case", "cc", "clf", "cop", "det", "mark", "punct":
		return false
	}
	return true
}

// Table renders the score.
func (sc TreebankScore) Table(title string) *Table {
	t := &Table{Title: title, Head: countHead}
	for _, r := range []struct {
		name string
		c    Count
	}{{"tokens", sc.Tokens}, {"sentences", sc.Sentences}, {"words", sc.Words}, {"UPOS", sc.UPOS}, {"XPOS", sc.XPOS}, {"features", sc.Feats},
		{"lemmas", sc.Lemmas}, {"UAS", sc.UAS}, {"LAS", sc.LAS}, {"LAS with subtypes", sc.LASFull}, {"CLAS", sc.CLAS}} {
		if r.c.Gold > 0 {
			t.counts(r.name, r.c)
		}
	}
	return t
}
