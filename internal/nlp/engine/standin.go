package engine

import (
	"slices"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// A model that has never seen a name takes it for whatever its letters look
// like: an invented country may come out as a verb, and the sentence with it.
// So the model reads, in place of a name that the user alone knows, one of the
// same number of words that every corpus has. It reads all states and peoples of
// one word so: whatever a sentence says of one, it says in the same words of
// another, and is analysed alike. The text stays as it is.

// Sort is the part that a name of a state or people plays in a sentence.
type Sort uint8

// Sorts of names; Other is for all other words.
const (
	Other     Sort = iota
	Land           // "Armenia"
	Adjective      // "Armenian"
	People         // "Armenians"
)

var (
	lands      = []string{"Egypt", "Iran", "Iraq", "Israel", "Syria"}
	adjectives = []string{"Egyptian", "Iranian", "Iraqi", "Israeli", "Syrian"}
	peoples    = []string{"Egyptians", "Iranians", "Iraqis", "Israelis", "Syrians"}
)

// readForms is what the model reads in place of a sentence's forms.
type readForms struct {
	forms    []string // what the text has
	read     []string // what the model reads
	invented []bool   // names that the user alone knows; nil for none
	plural   []bool   // names of peoples; nil for none
}

// standIns gives the forms with such names exchanged; forms itself where there
// is none.
func (e *Engine) standIns(forms []string, sentences []encoder.Range) *readForms {
	r := &readForms{forms: forms, read: forms}
	for _, s := range sentences {
		var met []string // names in their order: the first one reads as Egypt, whichever it is
		for i := s.Start; i < s.End; {
			if e.Names != nil {
				if n, adjective := e.Names(forms[s.Start:s.End], i-s.Start); n > 0 {
					if r.invent(i, n, adjective, &met) {
						i += n
						continue
					}
				}
			}
			if e.Sort != nil && capital(forms[i]) {
				if sort := e.Sort(forms[i]); sort != Other && (sort != Land || alone(forms, i, s)) {
					r.change(i, sort, &met)
				}
			}
			i++
		}
	}
	return r
}

// invent exchanges a name of n words that the user alone knows; false for one of
// more words than any stand-in has.
func (r *readForms) invent(i, n int, adjective bool, met *[]string) bool {
	switch {
	case n == 1 && adjective:
		r.change(i, Adjective, met)
	case n == 1:
		r.change(i, Land, met)
	case n == 2:
		r.own()
		copy(r.read[i:i+2], []string{"Saudi", "Arabia"})
	default:
		return false
	}
	if r.invented == nil {
		r.invented = make([]bool, len(r.forms))
	}
	for k := i; k < i+n; k++ {
		r.invented[k] = true
	}
	return true
}

func (r *readForms) change(i int, sort Sort, met *[]string) {
	r.own()
	k := slices.Index(*met, r.forms[i])
	if k < 0 {
		k = len(*met)
		*met = append(*met, r.forms[i])
	}
	with := lands
	switch sort {
	case Adjective:
		with = adjectives
	case People:
		with = peoples
		if r.plural == nil {
			r.plural = make([]bool, len(r.forms))
		}
		r.plural[i] = true
	}
	r.read[i] = with[k%len(with)]
}

// own makes the forms read a list of their own.
func (r *readForms) own() {
	if len(r.forms) > 0 && &r.read[0] == &r.forms[0] {
		r.read = slices.Clone(r.forms)
	}
}

// lemmas gives the exchanged words their own lemmas.
func (r *readForms) lemmas(tags []doc.Tag) {
	for i, f := range r.forms {
		switch {
		case r.read[i] == f:
		case r.plural != nil && r.plural[i]:
			tags[i].Lemma = strings.TrimSuffix(f, "s")
		default:
			tags[i].Lemma = f
		}
	}
}

// entities leaves out those that are invented names and nothing else: what they
// are, the user's files say.
func (r *readForms) entities(es []doc.Entity) []doc.Entity {
	if r.invented == nil {
		return es
	}
	return slices.DeleteFunc(es, func(e doc.Entity) bool {
		for i := e.Start; i < e.End; i++ {
			if !r.invented[i] {
				return false
			}
		}
		return true
	})
}

// alone says that the name of a land is no part of a longer name: "Jordan", not
// "Jordan Lee".
func alone(forms []string, i int, s encoder.Range) bool {
	return !(i+1 < s.End && capital(forms[i+1])) && !(i > s.Start && capital(forms[i-1]) && i-1 > s.Start)
}

func capital(form string) bool { return form != "" && form[0] >= 'A' && form[0] <= 'Z' }
