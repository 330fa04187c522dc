package engine

import (
	"slices"
	"sort"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// titled mends the entities by what the tree says of names that the recogniser
// does not know: whom a title explains ("Lucia Andrango, the foreign minister")
// or announces ("the Chadian visitor Idriss Maloum") is a person.
func titled(es []doc.Entity, heads []int, relations []string, tags []doc.Tag, sentences []encoder.Range) []doc.Entity {
	at := make([]int, len(tags)) // token -> entity + 1
	for i, e := range es {
		for k := e.Start; k < e.End; k++ {
			at[k] = i + 1
		}
	}
	var more []doc.Entity
	for _, s := range sentences {
		for t := s.Start; t < s.End; t++ {
			if tags[t].UPOS != "NOUN" || !title(strings.ToLower(tags[t].Lemma)) {
				continue
			}
			if h := heads[t]; relations[t] == "appos" && h >= s.Start && h < t && at[h] > 0 {
				// The apposition may hang on any word of the name.
				if e := &es[at[h]-1]; (e.Type == doc.Place || e.Type == doc.Organisation) && e.End-e.Start > 1 && e.End-e.Start < 5 && t > e.End && parts(e.Start, e.End, heads, tags) {
					e.Type = doc.Person
				}
				continue
			}
			end := t + 1
			for end < s.End && end < t+5 && tags[end].UPOS == "PROPN" && at[end] == 0 {
				end++
			}
			if end-t < 3 || at[min(end, s.End-1)] > 0 && end < s.End && tags[end].UPOS == "PROPN" {
				continue // two words at least: "minister Lee" may be anything
			}
			if h := heads[t]; (relations[t] == "compound" || relations[t] == "nmod:desc") && h > t && h < end || above(t+1, end, t, heads, relations) {
				more = append(more, doc.Entity{Start: t + 1, End: end, Type: doc.Person, Score: 0.5})
			}
		}
	}
	if len(more) == 0 {
		return es
	}
	es = append(slices.Clip(es), more...)
	sort.Slice(es, func(i, j int) bool { return es[i].Start < es[j].Start })
	return es
}

// parts says that the words of a name are all names and hang together.
func parts(start, end int, heads []int, tags []doc.Tag) bool {
	out := 0
	for i := start; i < end; i++ {
		if tags[i].UPOS != "PROPN" {
			return false
		}
		if heads[i] < start || heads[i] >= end {
			out++
		}
	}
	return out == 1
}

// above says that a name hangs on the title right before it.
func above(start, end, t int, heads []int, relations []string) bool {
	for i := start; i < end; i++ {
		if heads[i] == t && (relations[i] == "appos" || relations[i] == "flat") {
			return true
		}
	}
	return false
}

// title says that a noun before or behind a name tells what the person is.
func title(lemma string) bool {
	switch lemma {
	case "minister", "president", "envoy", "mediator", "spokesman", "spokeswoman", "spokesperson", "ambassador", "general", "leader", "chief", "head", "governor", "mayor",
		"secretary", "commissioner", "adviser", "advisor", "chairman", "chairwoman", "chairperson", "commander", "officer", "doctor", "lawyer", "professor", "journalist",
		"activist", "director", "deputy", "king", "queen", "prince", "princess", "bishop", "negotiator", "representative", "colonel", "judge", "senator", "lawmaker", "premier",
		"chancellor", "diplomat", "prosecutor", "analyst", "captain", "major", "lieutenant", "sheikh", "imam", "priest", "visitor", "guest", "counterpart", "colleague",
		"candidate", "politician", "deputy minister", "vice-president", "coordinator", "observer", "rapporteur", "economist", "historian", "writer", "reporter":
		return true
	}
	return false
}
