package clause

import (
	"rapporteur/internal/doc"
)

// trailing says that a finite verb with a subject and nothing said of its own
// follows a clause after a comma and ends the sentence: "..., the head of the
// community has said", however it was hung.
func (b *builder) trailing(f *doc.Frame) bool {
	i := f.Head
	t := &b.d.Tokens[i]
	if f.Kind != doc.Verbal || f.Tense == "" || f.Mark != "" || f.Passive || t.Head < 0 || t.Head > i || f.Arg("subj") == nil || f.Arg("obj") != nil || f.Arg("comp") != nil {
		return false
	}
	switch t.Deprel {
	case "advcl", "conj", "dep", "ccomp", "acl:relcl":
	default:
		return false
	}
	if b.child(i, "cc", "mark") >= 0 || !b.isClause(t.Head) || !b.commaBefore(i) {
		return false
	}
	s := b.d.Sentences[t.Sent]
	return int(b.hi[i]) >= s.End-2
}

// stranded finds the subject of a verb whose complement stands before it when
// the subject was hung on the complement: "..., the head of the community has
// said". It is the head of the noun phrase between the last comma and the verb.
func (b *builder) stranded(f *doc.Frame) int {
	if f.Kind != doc.Verbal || f.Passive || f.Tense == "" {
		return -1
	}
	c := f.Arg("comp")
	if c == nil || c.Head > f.Head {
		return -1
	}
	if a := f.Arg("subj"); a != nil {
		if a.Head > c.Head || b.at[c.Head] == 0 || b.frames[b.at[c.Head]-1].Kind == doc.Nominal || b.frames[b.at[c.Head]-1].Arg("subj") != nil {
			return -1
		}
	}
	toks := b.d.Tokens
	end := f.Head
	for end > 0 && (toks[end-1].UPOS == "AUX" || toks[end-1].UPOS == "ADV") && toks[end-1].Sent == toks[f.Head].Sent {
		end--
	}
	start := end
	for start > c.Head+1 && toks[start-1].UPOS != "PUNCT" {
		start--
	}
	if start == end || start <= c.Head+1 || toks[start-1].Form != "," && toks[start-1].Form != "”" && toks[start-1].Form != `"` {
		return -1
	}
	for i := start; i < end; i++ {
		if u := toks[i].UPOS; (toks[i].Head < start || toks[i].Head >= end) && (u == "NOUN" || u == "PROPN" || u == "PRON") {
			return i
		}
	}
	return -1
}

// twoSubjects mends a verb that was given two subjects around another finite
// verb that has none: "The head met the envoy, the community said". The first
// belongs to the verb between them, and that verb's clause is what is said.
func (b *builder) twoSubjects(f *doc.Frame) {
	if f.Kind != doc.Verbal || f.Passive {
		return
	}
	first, second := -1, -1
	for i, a := range f.Args {
		if a.Slot != "subj" || a.Via != "" || a.Head > f.Head {
			continue
		}
		if first < 0 {
			first = i
		} else {
			second = i
		}
	}
	if second < 0 {
		return
	}
	s1, s2 := f.Args[first], f.Args[second]
	for _, k32 := range b.kids[f.Head] {
		k := int(k32)
		if k <= s1.Head || k >= s2.Head || b.at[k] == 0 {
			continue
		}
		g := &b.frames[b.at[k]-1]
		if g.Kind == doc.Nominal || g.Tense == "" || g.Arg("subj") != nil || g.Mark != "" {
			continue
		}
		slot := "subj"
		if g.Passive {
			slot = "obj"
		}
		b.add(g, slot, s1.Head, "passed on")
		f.Args = append(f.Args[:first:first], f.Args[first+1:]...)
		if f.Arg("comp") == nil {
			b.add(f, "comp", k, "parataxis")
		}
		return
	}
}
