package extract

import (
	"slices"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
)

// narrow makes of a plain claim the act that its words are: what another must
// do is a demand, what we shall do a promise, what another does wrong an
// accusation, what holds only under a condition a condition. The clauses of
// what is said are asked in order; the first that is more than a claim counts.
func (x *extractor) narrow(st *Statement) {
	if st.Act != "claim" && st.Act != "inform" {
		return
	}
	for _, fi := range x.utterances(st) {
		act, how, whom := x.clauseAct(st, fi)
		if act == "" {
			continue
		}
		for _, a := range whom {
			if a != st.Speaker {
				st.Addressee = appendOnce(st.Addressee, a)
			}
		}
		st.because("act", act+" rather than "+st.Act+": "+how, st.Content)
		st.Act, st.Narrowed = act, true
		return
	}
}

// utterances are the frames of the main clauses of what is said, in order: the
// clause under the verb of saying and the sentences of a longer quote.
func (x *extractor) utterances(st *Statement) []int {
	var out []int
	add := func(h int) {
		if f := x.d.FrameAt(h); f >= 0 && f != st.Frame {
			out = append(out, f)
		}
	}
	if st.Comp >= 0 {
		add(st.Comp)
	}
	if !st.Direct {
		return out
	}
	lo, hi := x.tokensIn(st.Content)
	for i := lo; i < hi; i++ {
		if x.d.Tokens[i].Head < 0 && i != st.Comp {
			add(i)
		}
	}
	return out
}

// clauseAct is the act that a clause of what is said performs beyond claiming
// something, "" for none, with the reason and those it is aimed at.
func (x *extractor) clauseAct(st *Statement, fi int) (act, how string, whom []int) {
	f := x.going(fi)
	who := x.standpoint(f, st.Speaker)
	self := own(who)
	var subj []int
	if a := f.Arg("subj"); a != nil && !self {
		subj = x.actorsOf(a.Head)
	}
	if e, whom := x.speech(st, fi); e != nil {
		return e.Act, "by what is said, lexicon entry " + e.ID + " (" + x.lexPlace(e) + ")", whom
	}
	future, tied := x.future(f), len(st.Conditions) > 0
	must := f.Modal == "must" || f.Modal == "should" || f.Modal == "ought" || f.Lemma == "need" || f.Lemma == "have" && x.compInf(f)
	switch {
	case f.Kind == doc.Copular && (f.Lemma == "ready" || f.Lemma == "willing" || f.Lemma == "prepared") && !f.Negated && (self || who == "it"):
		return "express-readiness", "one says one is " + f.Lemma, nil
	case must && !f.Perfect && (!f.Negated || f.Modal != "") && who != "own" && who != "i" && (f.Passive || agent(who)):
		return "demand", "somebody must do it", subj
	case future && self && tied && f.Negated:
		return "condition", "what the speaker will not do before or without", nil
	case future && self && tied && harmful(x.hitOf(fi)):
		return "threaten", "harm that the speaker will do under a condition", nil
	case future && self && tied:
		return "offer", "the speaker's own deed under a condition", nil
	case future && self && !f.Negated:
		return "commit", "the speaker's own deed to come", nil
	case future && self && f.Negated:
		return "reject", "what the speaker will not do", nil
	case x.firm(st) && (f.Modal != "" || f.Negated):
		return "condition", "said to be so under a condition", nil
	case f.Kind == doc.Copular && !f.Negated && !self && x.lex.In("tone-blame", f.Lemma) && !x.neutral(st.Speaker):
		return "accuse", "a verdict against somebody", subj
	}
	if hi := int(x.at[fi]) - 1; hi >= 0 && !f.Negated && len(subj) > 0 {
		e := x.hits[hi].entry
		if e.Act != "accuse" && e.Type != "ASSAULT" && e.Type != "ACCUSE" && e.Type != "COERCE" || x.neutral(st.Speaker) {
			return "", "", nil
		}
		for _, s := range subj {
			if x.sides(st.Speaker, s) {
				return "", "", nil
			}
		}
		return "accuse", "what another is said to have done", subj
	}
	return "", "", nil
}

// own says of a standpoint that it is the speaker's.
func own(who string) bool { return who == "i" || who == "we" || who == "own" }

// agent says of a standpoint that it is somebody who can be asked to act.
func agent(who string) bool {
	switch who {
	case "we", "you", "other", "somebody", "he", "she", "they":
		return true
	}
	return false
}

// future says that a clause tells what is to come: will, is going to; would,
// where the report tells in the past what was said.
func (x *extractor) future(f *doc.Frame) bool {
	return f.Modal == "will" || f.Tense == "future" || f.Modal == "would" && !f.Perfect && f.Quote == 0
}

// firm says that a statement has a condition that is more than an "if": unless,
// until, only if, provided, as long as, without, in exchange.
func (x *extractor) firm(st *Statement) bool {
	for _, c := range st.Conditions {
		i, end := x.tokensIn(c)
		if i < end && (!strings.EqualFold(x.d.Tokens[i].Form, "if") || i > 0 && strings.EqualFold(x.d.Tokens[i-1].Form, "only")) {
			return true
		}
	}
	return false
}

// hitOf is the hit of a frame, nil for none.
func (x *extractor) hitOf(fi int) *hit {
	if hi := int(x.at[fi]) - 1; hi >= 0 {
		return &x.hits[hi]
	}
	return nil
}

// harmful says that a predicate's act is one against somebody.
func harmful(h *hit) bool {
	if h == nil {
		return false
	}
	switch h.entry.Type {
	case "ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN":
		return true
	}
	return false
}

// going is a frame, or that of the verb under "is going to" with its future.
func (x *extractor) going(fi int) *doc.Frame {
	f := &x.d.Frames[fi]
	if f.Lemma != "go" || f.Tense != "future" {
		return f
	}
	a := f.Arg("comp")
	if a == nil || x.d.FrameAt(a.Head) < 0 {
		return f
	}
	g := x.d.Frames[x.d.FrameAt(a.Head)]
	g.Tense, g.Negated = "future", g.Negated || f.Negated
	return &g
}

// speech asks the entries that count only inside what somebody says: "Russia
// violates the accord", said by another, accuses Russia. An act of the speaker
// needs the speaker for its subject, and its mood must be the act's.
func (x *extractor) speech(st *Statement, fi int) (e *lexicon.Entry, whom []int) {
	heads := x.conj(x.d.Frames[fi].Head)
	if top := &x.d.Frames[fi]; top.Lemma == "be" && top.Kind == doc.Verbal { // "there is no truth in it"
		for _, a := range top.Args {
			if a.Slot == "subj" {
				heads = append(heads, a.Head)
			}
		}
	}
	for _, c := range heads {
		ci := x.d.FrameAt(c)
		if ci < 0 {
			continue
		}
		f := x.going(ci)
		base, _, _ := strings.Cut(f.Lemma, " ")
		for _, cand := range x.lex.Speech(base) {
			e := cand.Entry
			if e.Polarity == lexicon.Negative && !f.Negated || e.Polarity != lexicon.Negative && f.Negated || !x.mood(st, f, e) {
				continue
			}
			h := hit{frame: x.d.FrameAt(f.Head), noun: -1, entry: e}
			if x.fits(&h, cand) {
				whom, _ = x.parties(&h, e.Recipient)
				return e, whom
			}
		}
	}
	return nil, nil
}

// mood says that a verb inside what is said can perform the act of an entry.
func (x *extractor) mood(st *Statement, f *doc.Frame, e *lexicon.Entry) bool {
	if f.Kind != doc.Verbal {
		return true
	}
	self := own(x.standpoint(f, st.Speaker))
	past := f.Modal == "" && (f.Tense == "past" || f.Perfect)
	performed := len(e.Actor) > 0 && len(e.Actor[0]) == 1 && e.Actor[0][0] == "subj" // the subject is the one who acts by saying so
	if performed && !self && f.Arg("subj") != nil {
		return false
	}
	if a := f.Arg("subj"); a != nil && self && len(e.Recipient) > 0 && slices.Contains(e.Recipient[0], "subj") {
		if as := x.actorsOf(a.Head); len(as) == 0 || slices.Contains(as, st.Speaker) {
			return false // nobody asks or warns oneself
		}
	}
	switch e.Act {
	case "commit":
		return x.future(f) || f.Inf || f.Modal != ""
	case "demand", "appeal":
		return !past && (performed || f.Modal != "" || f.Tense == "" || len(e.Recipient) == 0)
	case "condition", "offer", "express-readiness":
		return !past
	}
	return true
}
