package extract

import (
	"slices"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
)

// fill lists the heads that fill a slot of a hit. For nouns the grammatical
// stand-ins of subject and object are tried: possessor, by-phrase, modifier;
// of-phrase.
func (x *extractor) fill(h *hit, slot string) []int {
	f := &x.d.Frames[h.frame]
	var out []int
	get := func(f *doc.Frame, slot string) {
		for _, a := range f.Args {
			if sameSlot(a.Slot, slot) {
				out = append(out, a.Head)
			}
		}
	}
	if h.noun >= 0 {
		n := &x.d.Frames[h.noun]
		if slot == "subj" {
			get(f, "subj")
			if len(out) == 0 {
				get(n, "subj")
			}
			if len(out) == 0 {
				get(n, "poss")
			}
			if len(out) == 0 {
				out = append(out, x.partyModifiers(n)...)
			}
			return out
		}
		get(n, slot)
		if len(out) == 0 {
			get(f, slot)
			for i := 0; i < len(out); i++ {
				if out[i] == n.Head {
					out = slices.Delete(out, i, i+1)
					i--
				}
			}
		}
		if len(out) == 0 && slot == "obj" {
			get(n, "of")
			if len(out) == 0 {
				get(f, "iobj")
			}
		}
		return out
	}
	get(f, slot)
	if slot == "subj" && f.Part && len(out) == 1 && x.who.At(out[0]) < 0 {
		// "issued a declaration demanding": whoever issued it
		if n := x.d.FrameAt(out[0]); n >= 0 && x.d.Frames[n].Kind == doc.Nominal {
			if by := x.supportSubject(n); by >= 0 {
				return []int{by}
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	if slot == "subj" && h.entry != nil && len(h.entry.Adjs) > 0 && f.Kind == doc.Verbal && x.predicative(f) {
		get(f, "obj") // the subject of an adjective that looks like a passive
		return out
	}
	switch f.Kind {
	case doc.Nominal:
		switch slot {
		case "subj":
			if get(f, "poss"); len(out) > 0 {
				return out
			}
			if out = x.partyModifiers(f); len(out) > 0 {
				return out
			}
			if s := x.supportSubject(h.frame); s >= 0 {
				return []int{s}
			}
			if len(x.objOf(f)) == 0 && !suffers(h.entry) {
				get(f, "of")
			}
		case "obj":
			if get(f, "of"); len(out) > 0 {
				return out
			}
			if f.Arg("subj") != nil || f.Arg("by") != nil {
				get(f, "poss")
			}
		case "between", "with", "against":
			for _, a := range f.Args { // "talks in Geneva between A and B": the phrase may hang one step deeper
				for _, k := range x.who.Kids(a.Head) {
					if x.d.Tokens[k].Deprel == "nmod" && x.who.CaseIs(int(k), slot) {
						out = append(out, int(k))
					}
				}
			}
		}
	case doc.Verbal:
		switch slot {
		case "comp":
			if get(f, "para"); len(out) == 0 {
				out = x.laterInfinitive(f)
			}
		case "between": // "the talks between them broke down": the phrase hangs on the subject
			for _, s := range []string{"subj", "obj"} {
				if a := f.Arg(s); a != nil && len(out) == 0 {
					for _, k := range x.who.Kids(a.Head) {
						if x.d.Tokens[k].Deprel == "nmod" && x.who.CaseIs(int(k), "between") {
							out = append(out, int(k))
						}
					}
				}
			}
		case "with", "against", "to", "from", "for", "over", "on", "of", "in", "into", "at", "as", "near", "by":
			out = append(out, x.onObject(f, slot)...)
			if a := f.Arg("under"); a != nil && len(out) == 0 { // "put under investigation in Chad"
				for _, k := range x.who.Kids(a.Head) {
					if x.d.Tokens[k].Deprel == "nmod" && x.who.CaseIs(int(k), slot) {
						out = append(out, int(k))
					}
				}
			}
		}
	}
	return out
}

// suffers says that an entry's noun names with "of" the one it is done to: "the
// bombing of the embassy".
func suffers(e *lexicon.Entry) bool {
	for _, r := range e.Recipient {
		if slices.Contains(r, "of") || slices.Contains(r, "obj") {
			return true
		}
	}
	return false
}

// laterInfinitive is the infinitive behind a verb without a complement, hung as
// a purpose, as it is where other words stand between: "threatened on Monday to leave".
func (x *extractor) laterInfinitive(f *doc.Frame) []int {
	for _, k := range x.who.Kids(f.Head) {
		if int(k) > f.Head && x.d.Tokens[k].Deprel == "advcl" && x.infinitive(int(k)) {
			return []int{int(k)}
		}
	}
	return nil
}

func (x *extractor) objOf(f *doc.Frame) []int {
	var out []int
	for _, a := range f.Args {
		if a.Slot == "subj" || a.Slot == "by" {
			out = append(out, a.Head)
		}
	}
	return out
}

// partyModifiers are compounds and adjectives of a noun that name a party:
// "the Russian attack", "a Taliban offensive". In "a terrorist attack" the word
// says what a side calls the deed, not who did it.
func (x *extractor) partyModifiers(f *doc.Frame) []int {
	var out []int
	for _, a := range f.Args {
		if a.Slot == "mod" && x.who.At(a.Head) >= 0 && x.lemma(a.Head) != "terrorist" {
			out = append(out, a.Head)
		}
	}
	return out
}

// supportSubject is the subject of a verb that merely says that the event of
// its object takes place: "Russia launched an attack".
func (x *extractor) supportSubject(frame int) int {
	f := &x.d.Frames[frame]
	p := x.d.Tokens[f.Head].Head
	if p < 0 || x.d.Tokens[f.Head].Deprel != "obj" {
		return -1
	}
	v := x.d.FrameAt(p)
	if v < 0 {
		return -1
	}
	switch base, _, _ := strings.Cut(x.d.Frames[v].Lemma, " "); base {
	case "launch", "conduct", "carry", "stage", "mount", "begin", "start", "continue", "resume", "make", "hold", "give", "take", "have", "wage", "lead", "perform", "undertake", "commit", "execute", "intensify", "announce", "plan", "order", "step", "open", "end", "stop", "halt", "suspend", "cancel", "postpone", "do", "impose", "issue", "use", "deploy", "send", "pursue", "initiate", "prepare", "press", "keep", "attempt", "face", "lose", "win", "fight", "consider", "contemplate", "weigh", "mull", "ponder", "scrap", "shelve", "delay", "confirm", "schedule", "propose":
		if a := x.d.Frames[v].Arg("subj"); a != nil {
			return a.Head
		}
	}
	return -1
}
