package engine

import (
	"fmt"
	"testing"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

func TestOneSubject(t *testing.T) {
	for _, c := range []struct {
		phenomenon string
		upos       []string
		heads      []int
		relations  []string
		want       string
	}{
		{"name-before-noun", // Elbonia security officials left
			[]string{"PROPN", "NOUN", "NOUN", "VERB"}, []int{3, 2, 3, -1}, []string{"nsubj", "compound", "nsubj", "root"},
			"[2 2 3 -1] [compound compound nsubj root]"},
		{"name-behind-noun", // neighbours Chad and Niger left
			[]string{"NOUN", "PROPN", "CCONJ", "PROPN", "VERB"}, []int{4, 4, 3, 1, -1}, []string{"nsubj", "nsubj", "cc", "conj", "root"},
			"[4 0 3 1 -1] [nsubj appos cc conj root]"},
		{"comma-between", // Chad, officials left
			[]string{"PROPN", "PUNCT", "NOUN", "VERB"}, []int{3, 2, 3, -1}, []string{"nsubj", "punct", "nsubj", "root"},
			"[3 2 3 -1] [nsubj punct nsubj root]"},
		{"two-verbs", // Chad officials left said
			[]string{"PROPN", "NOUN", "VERB", "VERB"}, []int{3, 2, 3, -1}, []string{"nsubj", "nsubj", "ccomp", "root"},
			"[3 2 3 -1] [nsubj nsubj ccomp root]"},
	} {
		tags := make([]doc.Tag, len(c.upos))
		for i, u := range c.upos {
			tags[i].UPOS = u
		}
		oneSubject(c.heads, c.relations, tags, []encoder.Range{{Start: 0, End: len(tags)}})
		if got := fmt.Sprint(c.heads, c.relations); got != c.want {
			t.Errorf("%s: %s, want %s", c.phenomenon, got, c.want)
		}
	}
}
