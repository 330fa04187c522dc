package extract

import (
	"fmt"
	"strings"

	"rapporteur/internal/doc"
)

// The words in which a derivation is told. They are read by people who doubt
// it and know neither the lexicon's slots nor the judge's features.

// evokes says which entry the words of a hit evoke and what it codes.
func (x *extractor) evokes(h *hit) string {
	e := h.entry
	var means []string
	if e.Type != "" {
		s := e.Type
		if e.Mode != "" {
			s += " (" + e.Mode + ")"
		}
		if e.CAMEO != "" {
			s += ", CAMEO " + e.CAMEO
		}
		means = append(means, s)
	}
	if e.Act != "" {
		means = append(means, "a statement that is a "+e.Act)
	}
	s := "“" + h.trig + "” evokes the lexicon entry " + e.ID + " (" + x.lexPlace(e) + ")"
	if len(means) > 0 {
		s += ", which stands for " + strings.Join(means, " and ")
	}
	return s
}

// turned says what an operator makes of the act it embeds.
func (x *extractor) turned(h, inner *hit, typ string) string {
	s := "it takes up “" + inner.trig + "”, lexicon entry " + inner.entry.ID + " (" + x.lexPlace(inner.entry) + "): "
	if typ == inner.entry.Type {
		return s + typ + " as said there"
	}
	return s + "what would be " + inner.entry.Type + " becomes " + typ
}

// slots tells where in the clause the fillers of a role stand.
func (x *extractor) slots(h *hit, role string) string {
	f := &x.d.Frames[h.frame]
	verb := "“" + x.d.Tokens[f.Head].Form + "”"
	var out []string
	for _, s := range strings.Split(role, "+") {
		if role != s && s != "speaker" && len(x.fill(h, s)) == 0 {
			continue
		}
		switch {
		case s == "speaker":
			out = append(out, "whoever the clause is attributed to")
		case s == "subj" && f.Kind == doc.Nominal:
			out = append(out, "named as doing "+verb)
		case s == "subj" && f.Passive:
			out = append(out, "behind “by” under "+verb)
		case s == "subj":
			out = append(out, "subject of "+verb)
		case s == "obj" && f.Passive:
			out = append(out, "subject of the passive "+verb)
		case s == "obj" && f.Kind == doc.Nominal:
			out = append(out, "named as suffering "+verb)
		case s == "obj":
			out = append(out, "object of "+verb)
		case s == "iobj":
			out = append(out, "indirect object of "+verb)
		case s == "comp":
			out = append(out, "in the clause under "+verb)
		default:
			out = append(out, "behind “"+s+"”")
		}
	}
	if len(out) == 0 {
		return "named in the clause of " + verb
	}
	return strings.Join(out, ", ")
}

// spell turns a feature of the judge into words.
func spell(f string) string {
	quoted := func(s string) string { return "“" + s + "”" }
	for _, p := range []struct{ prefix, say string }{
		{"near ", "%s near by"}, {"word ", "the word %s"}, {"lemma ", "the predicate %s"}, {"under entry ", "entry %s above it"}, {"under group ", "group %s above it"},
		{"content lemma ", "what is said is %s"}, {"content entry ", "what is said evokes %s"}, {"content subject ", "what is said has the subject %s"},
		{"inside ", "entry of group %s inside"}, {"modifier ", "modified by %s"}, {"behind ", "behind %s"}, {"adverb ", "beside it %s"}, {"verb ", "the verb %s"},
		{"rule says ", "the rules say %s"}, {"under ", "under %s"}, {"mark ", "introduced by %s"},
	} {
		if rest, ok := strings.CutPrefix(f, p.prefix); ok && !strings.HasPrefix(rest, "tense ") {
			return fmt.Sprintf(p.say, quoted(rest))
		}
	}
	slot := func(s string) string {
		switch s {
		case "subj":
			return "the subject"
		case "obj":
			return "the object"
		case "iobj":
			return "the indirect object"
		case "comp":
			return "the clause under it"
		case "tmod":
			return "the time"
		}
		return "behind " + quoted(s)
	}
	if rest, ok := strings.CutPrefix(f, "slot "); ok {
		s, w, filled := strings.Cut(rest, " ")
		if filled {
			return slot(s) + " is " + quoted(w)
		}
		return slot(s) + " is named"
	}
	told := func(tense string) string {
		if tense == "" {
			return "without a tense"
		}
		return "told in the " + tense
	}
	if rest, ok := strings.CutPrefix(f, "under tense "); ok {
		return "under a verb in the " + rest
	}
	if rest, ok := strings.CutPrefix(f, "tense "); ok {
		return told(rest)
	}
	if rest, ok := strings.CutPrefix(f, "type "); ok {
		typ, tense, ok := strings.Cut(rest, " tense ")
		if ok {
			return "of type " + typ + ", " + told(tense)
		}
		return "of type " + rest
	}
	if rest, ok := strings.CutPrefix(f, "rule: "); ok {
		return "the rules say: " + rest
	}
	for _, p := range [][2]string{{"speaker sector ", "the speaker's sector: "}, {"speaker ", "the speaker: "}, {"actor sector ", "the actor's sector: "}, {"actor ", "the actor: "},
		{"recipient ", "the recipient: "}, {"mode ", "the mode: "}, {"content own side", "it is about the speaker's own side"}, {"content other side", "it is about another side"},
		{"shape ", "the paragraph's make-up: "}, {"time ", "a time expression: "}, {"paragraph ", "the paragraph: "}, {"from end ", "paragraphs from the end: "}, {"told before", "the article told the like before"},
		{"noun ", "a noun: "}, {"relation ", "grammar: "}, {"actors ", "actors: "}, {"recipients ", "recipients: "}, {"length ", "bytes long: "}, {"said ", "said: "}, {"act ", "the act: "}} {
		if rest, ok := strings.CutPrefix(f, p[0]); ok {
			if !strings.HasSuffix(p[1], ": ") {
				return p[1]
			}
			if rest = strings.TrimSpace(strings.ReplaceAll(rest, "<=", "at most ")); rest == "" {
				rest = "none"
			}
			return p[1] + rest
		}
	}
	if rest, ok := strings.CutPrefix(f, "age "); ok {
		switch {
		case strings.HasPrefix(rest, "none"):
			return "no date of its own"
		case strings.HasPrefix(rest, "<="):
			return "dated at most " + rest[2:]
		}
		return "dated: " + rest
	}
	if rest, ok := strings.CutPrefix(f, "sentence "); ok {
		switch {
		case rest == "<=0":
			return "the first sentence"
		case strings.HasPrefix(rest, "<="):
			return "among the first sentences"
		}
		return "far down the article"
	}
	if rest, ok := strings.CutPrefix(f, "parties "); ok {
		say := func(s string) string {
			switch s {
			case "<=0":
				return "no"
			case "<=1":
				return "one"
			}
			return "several"
		}
		cut := strings.LastIndexAny(rest, "<>")
		if cut > 0 {
			return say(rest[:cut]) + " acting and " + say(rest[cut:]) + " acted on"
		}
	}
	return quoted(f)
}

// reasons spells the features of a verdict that spoke most for it.
func reasons(features []string) string {
	var out []string
	for _, f := range features {
		if f != "bias" {
			out = append(out, spell(f))
		}
	}
	return strings.Join(out, "; ")
}

// source tells who a finding rests on.
func (x *extractor) source(by int) string {
	if by < 0 {
		return "the outlet itself: nobody else is named as saying so"
	}
	return x.who.Actors[by].Name + ": the clause is attributed to them"
}
