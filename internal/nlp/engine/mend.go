package engine

import (
	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// oneSubject mends trees in which a verb has two subjects side by side, which
// no clause has (Universal Dependencies v2, nsubj): a name before a common noun
// belongs to it ("Elbonia officials said"), a name behind one names it ("the
// neighbours Chad and Niger said"), and what stands between commas explains
// what stands before ("Chad, Niger's neighbour, said"). Two objects side by side
// are mended alike.
func oneSubject(forms []string, heads []int, relations []string, tags []doc.Tag, sentences []encoder.Range) {
	noun := func(i int) bool { return tags[i].UPOS == "NOUN" || tags[i].UPOS == "PROPN" }
	for _, s := range sentences {
		first, object := -1, -1 // the last subject, the last object
		for j := s.Start; j < s.End; j++ {
			if k := j - 1; k >= s.Start && relations[j] == "conj" && relations[k] == "conj" && heads[j] == heads[k] && tags[j].UPOS == "PROPN" && tags[k].UPOS == "NOUN" {
				heads[j], relations[j] = k, "appos" // "and its ally Niger": no conjunction between
				continue
			}
			if (relations[j] == "vocative" || relations[j] == "dislocated") && tags[j].UPOS == "PROPN" && first < 0 && j+1 < s.End && forms[j+1] == "," {
				if k := explained(forms, heads, relations, j, s.End); k >= 0 {
					relations[j] = relations[k]
				} else if told(heads, relations, tags, j, s) {
					relations[j] = "nsubj"
				}
			}
			if relations[j] == "obj" {
				i := object
				object = j
				if i >= 0 && heads[i] == heads[j] && tags[i].UPOS == "PROPN" && noun(j) && adjacent(heads, tags, i, j) && (tags[j].UPOS == "NOUN" || relations[j-1] == "nmod:desc") {
					heads[i], relations[i] = j, "compound" // "met Elbonia President Mikko"
				}
				continue
			}
			if relations[j] != "nsubj" && relations[j] != "nsubj:pass" {
				continue
			}
			i := first
			first = j
			if i >= 0 && heads[i] == heads[j] && i < j && j < heads[j] && noun(j) {
				switch k := i + 1; {
				case tags[i].UPOS == "ADJ" && adjacent(heads, tags, i, j):
					heads[i], relations[i] = j, "amod" // "Elbonian President Mikko"
					continue
				case tags[i].UPOS == "PROPN" && entitled(heads, relations, i, j):
					heads[i], relations[i] = j, "compound" // "Elbonia President Mikko", "Secretary-General Mikko"
					continue
				case noun(i) && owned(forms, heads, relations, i, k, j):
					heads[i], relations[i] = j, "nmod:poss"
					continue
				}
			}
			if i < 0 || heads[i] != heads[j] || relations[i] != relations[j] || !noun(i) || !noun(j) {
				continue
			}
			if between(forms, heads, i, j) {
				heads[j], relations[j] = i, "appos"
				first = i
				continue
			}
			if k := j - 1; tags[j].UPOS == "PROPN" && tags[k].UPOS == "NOUN" && heads[k] == i && relations[k] == "conj" {
				heads[j], relations[j] = k, "appos"
				first = i
				continue
			}
			if !adjacent(heads, tags, i, j) {
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

// entitled says that nothing but a title of the name j stands between the name i
// and it.
func entitled(heads []int, relations []string, i, j int) bool {
	found := false
	for k := i + 1; k < j; k++ {
		switch {
		case relations[k] == "nmod:desc" && heads[k] == j:
			found = true
		case heads[k] < i || heads[k] > j || relations[k] == "cc" || relations[k] == "case":
			return false
		}
	}
	return found
}

// owned says that the mark of a possessor stands behind the name that begins at i
// and that only modifiers of j stand between.
func owned(forms []string, heads []int, relations []string, i, k, j int) bool {
	for k < j && heads[k] == i && relations[k] == "flat" {
		k++
	}
	if k >= j || forms[k] != "'s" && forms[k] != "’s" || heads[k] != i {
		return false
	}
	for k++; k < j; k++ {
		if heads[k] <= i || heads[k] > j || relations[k] == "cc" {
			return false
		}
	}
	return true
}

// adjacent says that only modifiers of j and parts of the name i stand between i
// and j.
func adjacent(heads []int, tags []doc.Tag, i, j int) bool {
	for k := i + 1; k < j; k++ {
		if heads[k] != j && (heads[k] < i || heads[k] >= j) || tags[k].UPOS == "PUNCT" || tags[k].UPOS == "CCONJ" || tags[k].UPOS == "ADP" {
			return false
		}
	}
	return true
}

// between says that the phrase of j stands between two commas right behind i
// and before their verb.
func between(forms []string, heads []int, i, j int) bool {
	if forms[i+1] != "," || j+1 >= len(forms) || forms[j+1] != "," || heads[j] < j {
		return false
	}
	for k := i + 2; k < j; k++ {
		if forms[k] == "," || heads[k] < i+2 || heads[k] > j {
			return false
		}
	}
	return true
}

// explained is the subject between commas behind a name that was read as
// somebody addressed; -1 for none.
func explained(forms []string, heads []int, relations []string, i, end int) int {
	for j := i + 2; j < end; j++ {
		if relations[j] == "nsubj" && heads[j] == heads[i] && between(forms, heads, i, j) {
			return j
		}
	}
	return -1
}

// told says that the verb over a name that was read as somebody addressed is
// finite and has no subject: news do not address anybody.
func told(heads []int, relations []string, tags []doc.Tag, i int, s encoder.Range) bool {
	v := heads[i]
	if v < i || tags[v].XPOS != "VBD" && tags[v].XPOS != "VBZ" {
		return false
	}
	for j := s.Start; j < s.End; j++ {
		if heads[j] == v && (relations[j] == "nsubj" || relations[j] == "nsubj:pass" || relations[j] == "csubj" || relations[j] == "expl") {
			return false
		}
	}
	return true
}
