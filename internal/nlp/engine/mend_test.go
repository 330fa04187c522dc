package engine

import (
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

func TestOneSubject(t *testing.T) {
	for _, c := range []struct {
		phenomenon string
		forms      string
		upos       []string
		heads      []int
		relations  []string
		want       string
	}{
		{"name-before-noun", "Elbonia security officials left", // Elbonia security officials left
			[]string{"PROPN", "NOUN", "NOUN", "VERB"}, []int{3, 2, 3, -1}, []string{"nsubj", "compound", "nsubj", "root"},
			"[2 2 3 -1] [compound compound nsubj root]"},
		{"name-behind-noun", "neighbours Chad and Niger left", // neighbours Chad and Niger left
			[]string{"NOUN", "PROPN", "CCONJ", "PROPN", "VERB"}, []int{4, 4, 3, 1, -1}, []string{"nsubj", "nsubj", "cc", "conj", "root"},
			"[4 0 3 1 -1] [nsubj appos cc conj root]"},
		{"comma-between", "Chad , officials left", // no second comma
			[]string{"PROPN", "PUNCT", "NOUN", "VERB"}, []int{3, 2, 3, -1}, []string{"nsubj", "punct", "nsubj", "root"},
			"[3 2 3 -1] [nsubj punct nsubj root]"},
		{"two-verbs", "Chad officials left said", // Chad officials left said
			[]string{"PROPN", "NOUN", "VERB", "VERB"}, []int{3, 2, 3, -1}, []string{"nsubj", "nsubj", "ccomp", "root"},
			"[3 2 3 -1] [nsubj nsubj ccomp root]"},
		{"between-commas", "Chad , neighbour , left",
			[]string{"PROPN", "PUNCT", "NOUN", "PUNCT", "VERB"}, []int{4, 2, 4, 2, -1}, []string{"nsubj", "punct", "nsubj", "punct", "root"},
			"[4 2 0 2 -1] [nsubj punct appos punct root]"},
		{"nobody-is-addressed", "Chad , neighbour , left",
			[]string{"PROPN", "PUNCT", "NOUN", "PUNCT", "VERB"}, []int{4, 2, 4, 2, -1}, []string{"vocative", "punct", "nsubj", "punct", "root"},
			"[4 2 0 2 -1] [nsubj punct appos punct root]"},
		{"name-behind-the-last-conjunct", "Chad and ally Niger left",
			[]string{"PROPN", "CCONJ", "NOUN", "PROPN", "VERB"}, []int{4, 2, 0, 4, -1}, []string{"nsubj", "cc", "conj", "nsubj", "root"},
			"[4 2 0 2 -1] [nsubj cc conj appos root]"},
		{"name-beside-the-last-conjunct", "Chad and ally Niger left",
			[]string{"PROPN", "CCONJ", "NOUN", "PROPN", "VERB"}, []int{4, 2, 0, 0, -1}, []string{"nsubj", "cc", "conj", "conj", "root"},
			"[4 2 0 2 -1] [nsubj cc conj appos root]"},
		{"adjective-before-a-titled-name", "Chadian President Mikko left",
			[]string{"ADJ", "PROPN", "PROPN", "VERB"}, []int{3, 2, 3, -1}, []string{"nsubj", "nmod:desc", "nsubj", "root"},
			"[2 2 3 -1] [amod nmod:desc nsubj root]"},
		{"name-before-a-title", "Elbonia President Mikko left",
			[]string{"PROPN", "PROPN", "PROPN", "VERB"}, []int{3, 2, 3, -1}, []string{"nsubj", "nmod:desc", "nsubj", "root"},
			"[2 2 3 -1] [compound nmod:desc nsubj root]"},
		{"possessor-read-as-a-subject", "Mikko 's network left",
			[]string{"PROPN", "PART", "NOUN", "VERB"}, []int{3, 0, 3, -1}, []string{"nsubj", "case", "nsubj", "root"},
			"[2 0 3 -1] [nmod:poss case nsubj root]"},
		{"state-before-a-titled-object", "left Elbonia President Mikko",
			[]string{"VERB", "PROPN", "PROPN", "PROPN"}, []int{-1, 0, 3, 0}, []string{"root", "obj", "nmod:desc", "obj"},
			"[-1 3 3 0] [root compound nmod:desc obj]"},
	} {
		tags := make([]doc.Tag, len(c.upos))
		for i, u := range c.upos {
			tags[i].UPOS = u
		}
		oneSubject(strings.Fields(c.forms), c.heads, c.relations, tags, []encoder.Range{{Start: 0, End: len(tags)}})
		if got := fmt.Sprint(c.heads, c.relations); got != c.want {
			t.Errorf("%s: %s, want %s", c.phenomenon, got, c.want)
		}
	}
}
