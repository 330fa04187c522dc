package extract

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/register"
)

// tones are the classes of the lexicon whose words hint at an act.
var tones = []string{"tone-blame", "tone-praise", "tone-duty", "tone-denial", "tone-menace", "tone-resolve", "tone-ready"}

// saidFeatures describe what is said, by whoever and under whatever cue: its
// words, its main clause, and how that looks from the speaker. Names are left
// out, so that no party weighs more than another.
func (x *extractor) saidFeatures(st *Statement) []string {
	var out []string
	add := func(fs ...string) { out = append(out, fs...) }
	toks := x.d.Tokens
	cue, lo, hi := -1, 0, 0
	if st.Frame >= 0 {
		cue = x.d.Frames[st.Frame].Head
	}
	lo, hi = x.tokensIn(st.Content)
	last := ""
	tone := make([]int, len(tones))
	for i := lo; i < hi; i++ {
		t := &toks[i]
		if i == cue || cue >= 0 && t.Head == cue && (strings.HasPrefix(t.Deprel, "nsubj") || t.Deprel == "aux" || t.Deprel == "advmod") {
			continue
		}
		w := ""
		switch t.UPOS {
		case "NOUN", "VERB", "ADJ", "ADV":
			w = strings.ToLower(t.Lemma)
		case "AUX", "PRON", "PART", "SCONJ", "INTJ":
			w = strings.ToLower(t.Form)
		case "PROPN":
			w = "NAME"
			if a := x.who.At(i); a >= 0 && a != st.Speaker && !x.sides(a, st.Speaker) {
				w = "OTHER"
			} else if a >= 0 {
				w = "OWN"
			}
		case "DET":
			if f := strings.ToLower(t.Form); f == "no" || f == "any" || f == "all" {
				w = f
			}
		case "PUNCT":
			if t.Form == "!" || t.Form == "?" {
				w = t.Form
			}
		}
		if w == "" {
			continue
		}
		if w != "NAME" {
			add("says " + w)
		}
		for j, c := range tones {
			if x.lex.In(c, w) {
				tone[j]++
			}
		}
		if last != "" && (w != last) {
			add("says " + last + " " + w)
		}
		last = w
	}
	top := 0
	for j, c := range tones {
		if tone[j] > tone[top] {
			top = j
		}
		if tone[j] > 0 {
			add(c, c+" "+bucket(tone[j], 1, 2, 4))
		}
	}
	if tone[top] > 0 {
		add("most " + tones[top])
	}
	if st.Comp < 0 {
		add("says no clause")
		return out
	}
	fi := x.d.FrameAt(st.Comp)
	if fi < 0 {
		add("says no frame")
		return out
	}
	f := &x.d.Frames[fi]
	who := x.standpoint(f, st.Speaker)
	pol := ""
	if f.Negated {
		pol = " not"
	}
	form := f.Tense
	if f.Modal != "" {
		form = f.Modal
	} else if f.Inf {
		form = "to"
	} else if f.Perfect {
		form = "perfect"
	}
	for j, c := range tones {
		if tone[j] > 0 {
			add(c+" "+who, c+" "+form+pol, c+" "+who+" "+form+pol)
		}
		if x.lex.In(c, f.Lemma) {
			add("main "+c+pol, "main "+c+" "+who+pol, "main "+c+" "+who+" "+form+pol)
		}
	}
	add("main "+x.predicate(f)+pol, "main "+string(f.Kind), "main "+who, "main "+form+pol, "main "+who+" "+form+pol, "main "+who+" "+x.predicate(f)+pol, "main "+form+" "+x.predicate(f)+pol)
	if h := int(x.at[fi]) - 1; h >= 0 {
		e := x.hits[h].entry
		add("main group "+e.Group()+pol, "main group "+e.Group()+" "+who+pol, "main group "+e.Group()+" "+form+pol)
	}
	for _, a := range f.Args {
		if a.Slot != "subj" {
			add("main " + x.predicate(f) + " " + a.Slot + " " + x.lemma(a.Head))
			if b := x.who.At(a.Head); b >= 0 {
				side := "own"
				if !x.sides(b, st.Speaker) {
					side = "other"
				}
				add("main " + a.Slot + " " + side)
			}
		}
	}
	return out
}

// standpoint is who the subject of a clause is to the speaker: I, we, you, own
// side, other side, somebody, it, there, something, nobody.
func (x *extractor) standpoint(f *doc.Frame, speaker int) string {
	a := f.Arg("subj")
	if a == nil {
		if f.Passive {
			if a = f.Arg("obj"); a == nil {
				return "nobody"
			}
		} else {
			return "nobody"
		}
	}
	t := &x.d.Tokens[a.Head]
	w := strings.ToLower(t.Form)
	switch w {
	case "i", "we", "you", "there", "this", "that":
		return w
	}
	if b := x.who.At(a.Head); b >= 0 {
		if x.sides(b, speaker) {
			return "own"
		}
		return "other"
	}
	// A pronoun that nothing else claims and that fits the speaker is the speaker.
	s := &x.who.Actors[speaker]
	person := s.Kind == register.Person || s.Kind == register.Office
	switch w {
	case "it":
		if !person && f.Kind == doc.Verbal && !s.Plural {
			return "own"
		}
		return w
	case "he", "she":
		if person {
			return "own"
		}
		return w
	case "they":
		if !person {
			return "own"
		}
		return w
	}
	if x.isA(a.Head, "actor") {
		return "somebody"
	}
	return "something"
}
