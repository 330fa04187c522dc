package link

import "rapporteur/internal/register"

// This file tells names that share words from one another: in lists and behind
// coordinated adjectives.

// nationals says that the tokens from i to j are adjectives and people of a
// state: "young Elbonians".
func (b *builder) nationals(words []string, base, i, j int) bool {
	for k := i; k < j; k++ {
		if b.d.Tokens[k].UPOS != "ADJ" {
			return false
		}
	}
	n, hits := b.reg.Find(words[:j+1-base], j-base)
	return i < j && n == 1 && hits[0].As == register.AsNational && b.d.Tokens[j].XPOS == "NNPS"
}

// shares says that the adjective at token i shares its noun with another one
// before it: "Chadian and Malian troops" are the army of neither alone.
func (b *builder) shares(words []string, base, i int) bool {
	if i < base+2 || b.d.Tokens[i].UPOS != "ADJ" && b.d.Tokens[i].UPOS != "PROPN" || b.d.Tokens[i-1].UPOS != "CCONJ" || b.d.Tokens[i].Deprel != "conj" {
		return false
	}
	k, hits := b.reg.Find(words[:i-1-base], i-2-base)
	one, _ := b.reg.Find(words[:i+1-base], i-base)
	return k == 1 && one == 1 && hits[0].Actor.Kind == register.State
}

// coordinated gives where an entity has to end because the recogniser took a
// list of names of the user's dictionaries for one name ("Narnia and Oz"): the
// token of the list's first conjunction or comma; -1 if it did not.
func (b *builder) coordinated(words []string, base, start, end int) int {
	for j := start + 1; j < end-1; j++ {
		if f := b.d.Tokens[j].Form; f != "and" && f != "," && f != "&" {
			continue
		}
		if b.dictionaryAt(words, base, j+1) > 0 {
			return j
		}
		for k := start; k < j; k++ {
			if n := b.dictionaryAt(words, base, k); n > 0 && k+n == j {
				return j
			}
		}
	}
	return -1
}

// dictionaryAt is the length of the name of a user's dictionary that starts at
// token i, 0 for none.
func (b *builder) dictionaryAt(words []string, base, i int) int {
	n, hits := b.reg.Find(words, i-base)
	if n > 0 && hits[0].Actor.Dictionary() {
		return n
	}
	return 0
}
