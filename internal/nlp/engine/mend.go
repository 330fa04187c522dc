package engine

import (
	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// oneSubject mends trees in which a verb has two subjects side by side, which
// no clause has (Universal Dependencies v2, nsubj): a name before a common noun
// belongs to it ("Elbonia officials said"), a name behind one names it ("the
// neighbours Chad and Niger said").
func oneSubject(heads []int, relations []string, tags []doc.Tag, sentences []encoder.Range) {
	noun := func(i int) bool { return tags[i].UPOS == "NOUN" || tags[i].UPOS == "PROPN" }
	for _, s := range sentences {
		first := -1 // the last subject
		for j := s.Start; j < s.End; j++ {
			if relations[j] != "nsubj" && relations[j] != "nsubj:pass" {
				continue
			}
			i := first
			first = j
			if i < 0 || heads[i] != heads[j] || relations[i] != relations[j] || !noun(i) || !noun(j) || !adjacent(heads, tags, i, j) {
				continue
			}
			switch {
			case tags[i].UPOS == "PROPN" && tags[j].UPOS == "NOUN":
				heads[i], relations[i] = j, "compound"
			case tags[i].UPOS == "NOUN" && tags[j].UPOS == "PROPN":
				heads[j], relations[j] = i, "appos"
				first = i
			}
		}
	}
}

// adjacent says that only modifiers of j stand between i and j.
func adjacent(heads []int, tags []doc.Tag, i, j int) bool {
	for k := i + 1; k < j; k++ {
		if heads[k] != j && (heads[k] <= i || heads[k] >= j) || tags[k].UPOS == "PUNCT" || tags[k].UPOS == "CCONJ" || tags[k].UPOS == "ADP" {
			return false
		}
	}
	return true
}
