package engine

import (
	"slices"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

// A model that has never seen a name takes it for whatever its letters look
// like: an invented country may come out as a verb, and the sentence with it.
// So the model reads, in place of a name that the user alone knows, one of the
// same number of words that every corpus has. The text stays as it is.
func standIns(words int, adjective bool) []string {
	switch {
	case adjective:
		return []string{"Egyptian", "Iranian", "Iraqi", "Israeli", "Syrian"}
	case words == 1:
		return []string{"Egypt", "Iran", "Iraq", "Israel", "Syria"}
	case words == 2:
		return []string{"Saudi", "Arabia"}
	}
	return nil
}

// standIns gives the forms with such names exchanged; forms itself where there
// is none.
func (e *Engine) standIns(forms []string, sentences []encoder.Range) []string {
	if e.Names == nil {
		return forms
	}
	out := forms
	for _, s := range sentences {
		for i := s.Start; i < s.End; {
			n, adjective := e.Names(forms[s.Start:s.End], i-s.Start)
			with := standIns(n, adjective)
			if with == nil {
				i += max(n, 1)
				continue
			}
			if &out[0] == &forms[0] {
				out = append([]string(nil), forms...)
			}
			if n == 1 { // the same name always has the same stand-in
				sum := 0
				for _, c := range []byte(forms[i]) {
					sum += int(c)
				}
				with = with[sum%len(with):]
			}
			copy(out[i:i+n], with)
			i += n
		}
	}
	return out
}

// own leaves out the entities that are stand-ins and nothing else: what they
// are, the user's files say.
func own(es []doc.Entity, forms, read []string) []doc.Entity {
	return slices.DeleteFunc(es, func(e doc.Entity) bool {
		for i := e.Start; i < e.End; i++ {
			if forms[i] == read[i] {
				return false
			}
		}
		return true
	})
}
