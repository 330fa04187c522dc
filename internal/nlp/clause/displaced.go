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

// aside finds the subject of a verb that stands behind a parenthesis of saying
// and was taken for what that parenthesis says, its subject set aside before:
// "Both states, it says further, affirm their loyalty".
func (b *builder) aside(f *doc.Frame) int {
	t := &b.d.Tokens[f.Head]
	if f.Kind != doc.Verbal || f.Tense == "" && t.XPOS != "VBP" && t.XPOS != "VB" || f.Inf || f.Mark != "" || f.Arg("subj") != nil || t.Deprel != "ccomp" || t.Head < 0 || t.Head > f.Head || !b.commaBefore(f.Head) {
		return -1
	}
	subj := b.child(t.Head, "nsubj")
	for _, k32 := range b.kids[t.Head] {
		k := int(k32)
		if r := b.d.Tokens[k].Deprel; (r == "dislocated" || r == "obl:unmarked") && b.timex[k] == 0 && k < subj && subj < t.Head {
			return k
		}
	}
	return -1
}

// underCase finds the subject of a finite verb that was made the object of a
// preposition, the conjunction before it having been taken for one: "as the
// envoy was visiting the town". It gives the head of the phrase and the
// conjunction.
func (b *builder) underCase(f *doc.Frame) (subj int, mark string) {
	toks := b.d.Tokens
	if f.Kind != doc.Verbal || f.Tense == "" || f.Inf || f.Mark != "" || f.Arg("subj") != nil || f.Passive && f.Arg("obj") != nil || b.child(f.Head, "cc", "mark") >= 0 || toks[f.Head].Deprel == "acl:relcl" {
		return -1, ""
	}
	end := f.Head
	for end > 0 && toks[end-1].Sent == toks[f.Head].Sent && (toks[end-1].UPOS == "AUX" || toks[end-1].UPOS == "ADV") {
		end--
	}
	if end == 0 || toks[end-1].Sent != toks[f.Head].Sent {
		return -1, ""
	}
	for k := end - 1; k >= 0; k = toks[k].Head {
		if int(b.hi[k]) > end {
			break
		}
		if r := rel(&toks[k]); r == "obl" || r == "nmod" {
			switch m := b.caseOf(k, "case"); m {
			case "as", "after", "before", "since", "until", "while":
				if u := toks[k].UPOS; (u == "NOUN" || u == "PROPN" || u == "PRON") && b.timex[k] == 0 {
					return k, m
				}
			}
		}
	}
	return -1, ""
}

// bare finds the subject of a finite verb that has none among the phrases before
// it that no preposition marks: "Guterres, attending a conference, has sat down
// with them" where the name was hung as an adjunct. -1 for none.
func (b *builder) bare(f *doc.Frame) int {
	toks := b.d.Tokens
	if f.Kind != doc.Verbal || f.Tense == "" || f.Inf || f.Passive || f.Arg("subj") != nil || toks[f.Head].Deprel != "root" {
		return -1
	}
	found := -1
	for _, k32 := range b.kids[f.Head] {
		k := int(k32)
		if k > f.Head {
			break
		}
		switch toks[k].Deprel {
		case "obl", "obl:unmarked", "dep", "dislocated", "vocative":
			if toks[k].UPOS == "PROPN" && b.timex[k] == 0 && b.child(k, "case", "mark") < 0 {
				found = k
			}
		case "nsubj", "nsubj:pass", "csubj", "expl":
			return -1
		}
	}
	return found
}

// interposed gives the clause that a verb of saying set off by commas reports,
// however the two were hung: "How it is defined, he went on, need not be
// settled", "Once that is done, the minister promised, the road would open". -1
// for none.
func (b *builder) interposed(f *doc.Frame) int {
	toks := b.d.Tokens
	t := &toks[f.Head]
	subj := b.child(f.Head, "nsubj")
	if f.Kind != doc.Verbal || f.Tense == "" || f.Passive || f.Mark != "" || subj < 0 || subj > f.Head || f.Arg("obj") != nil || f.Arg("comp") != nil || f.Arg("para") != nil || b.child(f.Head, "cc", "mark") >= 0 {
		return -1
	}
	end := f.Head + 1
	for end < len(toks) && toks[end].Head == f.Head && toks[end].Deprel == "compound:prt" {
		end++
	}
	lo := int(b.lo[subj])
	if end >= len(toks) || toks[end].Form != "," || lo == 0 || toks[lo-1].Form != "," || toks[lo-1].Sent != t.Sent || end-lo > 12 {
		return -1
	}
	switch rel(t) {
	case "advcl", "parataxis", "conj", "dep":
		if t.Head > f.Head && b.isClause(t.Head) {
			return t.Head
		}
	case "root":
		for _, k32 := range b.kids[f.Head] {
			if k := int(k32); k > end && b.at[k] != 0 && b.frames[b.at[k]-1].Kind != doc.Nominal && (b.frames[b.at[k]-1].Tense != "" || b.frames[b.at[k]-1].Modal != "") && b.child(k, "mark", "cc") < 0 {
				return k
			}
		}
	}
	return -1
}
