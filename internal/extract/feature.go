package extract

import (
	"strconv"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Features are named so that explain can show them to a person. None of them
// says who a party is, nor whether the register knows it.

// plain is a word as the judge sees it: names and the adjectives of peoples
// only as such, words that take a side as their neutral ones, so that nothing
// is learned about a party or from an outlet's side. "" leaves the word out.
func (x *extractor) plain(i int) string {
	t := &x.d.Tokens[i]
	if x.inLoaded(i) {
		return ""
	}
	if t.UPOS == "PROPN" {
		return "a name"
	}
	if t.UPOS == "ADJ" && x.who.At(i) >= 0 {
		return "a people"
	}
	if e := x.d.EntityAt(i); e != nil && e.Type == doc.People {
		return "a people"
	}
	w := strings.ToLower(t.Lemma)
	if _, ok := x.opt.Loaded[w]; ok && (t.Deprel == "compound" || t.Deprel == "amod") {
		return "" // "a terrorist attack" is an attack
	}
	return x.plainWord(w)
}

// inLoaded says that token i is part of a hyphenated word that takes a side
// and adds nothing: "so-called", "self-styled".
func (x *extractor) inLoaded(i int) bool {
	toks := x.d.Tokens
	lo, hi := i, i+1
	for lo > 0 && i-lo < 4 && toks[lo-1].Span.End == toks[lo].Span.Start && toks[lo-1].Form != "“" && toks[lo-1].Form != `"` {
		lo--
	}
	for hi < len(toks) && hi-i < 4 && toks[hi].Span.Start == toks[hi-1].Span.End && toks[hi].Form != "”" && toks[hi].Form != `"` {
		hi++
	}
	if hi-lo < 3 {
		return false
	}
	n, ok := x.opt.Loaded[strings.ToLower(x.d.TextOf(lo, hi))]
	return ok && n == ""
}

// around is the stretch of n tokens on both sides of token i inside its
// sentence, words that the judge does not see not counted.
func (x *extractor) around(i, n int) (lo, hi int) {
	s := x.d.Sentences[x.d.Tokens[i].Sent]
	lo, hi = i, i+1
	for k := n; lo > s.Start && k > 0; {
		if lo--; x.plain(lo) != "" {
			k--
		}
	}
	for k := n; hi < s.End && k > 0; hi++ {
		if x.plain(hi) != "" {
			k--
		}
	}
	return lo, hi
}

// plainWord is the neutral word for a lemma, the lemma itself for most.
func (x *extractor) plainWord(lemma string) string {
	if n, ok := x.opt.Loaded[lemma]; ok {
		return n
	}
	return lemma
}

// plainLen is the length of a span in bytes, words that take a side as long as
// their neutral ones.
func (x *extractor) plainLen(sp text.Span) int {
	n := 0
	for i, end := x.tokensIn(sp); i < end; i++ {
		if x.d.Tokens[i].UPOS == "PROPN" {
			n += 8 // however long the party's name is
		} else {
			n += len(x.plain(i)) + 1
		}
	}
	return n
}

// predicate is the lemma of a frame as the judge sees it.
func (x *extractor) predicate(f *doc.Frame) string {
	if x.d.Tokens[f.Head].UPOS == "PROPN" {
		return "a name"
	}
	return x.plainWord(f.Lemma)
}

func bucket(n int, edges ...int) string {
	for _, e := range edges {
		if n <= e {
			return "<=" + strconv.Itoa(e)
		}
	}
	return ">" + strconv.Itoa(edges[len(edges)-1])
}

// age buckets a date by its distance from the day of publication.
func (x *extractor) age(w when.Date) string {
	if w.IsZero() || w.Basis == when.Inferred {
		return "none"
	}
	d, ok := x.daysBefore(w)
	if !ok {
		return "unknown"
	}
	if d < 0 {
		return "future"
	}
	return bucket(d, 0, 2, 7, 31, 366) + " days, " + string(w.Precision)
}

// frameFeatures describe the grammar around a frame.
func (x *extractor) frameFeatures(fi int, add func(...string)) {
	f := &x.d.Frames[fi]
	toks := x.d.Tokens
	add("kind "+string(f.Kind), "tense "+f.Tense, "lemma "+x.predicate(f))
	if f.Modal != "" {
		add("modal " + f.Modal)
	}
	if f.Mark != "" {
		add("mark " + f.Mark)
	}
	for _, m := range []struct {
		on   bool
		name string
	}{{f.Negated, "negated"}, {f.Perfect, "perfect"}, {f.Pluperf, "pluperfect"}, {f.Prog, "progressive"}, {f.Passive, "passive"},
		{f.Inf, "infinitive"}, {f.Part, "participle"}, {f.Quote > 0, "in quotes"}} {
		if m.on {
			add(m.name)
		}
	}
	rel := toks[f.Head].Deprel
	add("relation "+rel, "relation "+rel+" tense "+f.Tense)
	if f.Parent >= 0 {
		p := &x.d.Frames[f.Parent]
		add("under "+x.predicate(p), "under "+string(p.Kind)+" "+f.Relation, "under tense "+p.Tense)
		if p.Modal != "" {
			add("under modal " + p.Modal)
		}
		if hi := int(x.at[f.Parent]) - 1; hi >= 0 {
			add("under entry "+x.hits[hi].entry.ID, "under group "+x.hits[hi].entry.Group())
			if x.hits[hi].entry.Act != "" {
				add("said")
			}
		}
	}
	if f.Kind == doc.Nominal {
		d := "bare"
		if definite(x, f.Head) {
			d = "definite"
		}
		for _, k := range x.who.Kids(f.Head) {
			t := &toks[k]
			switch t.Deprel {
			case "det":
				if t.Form == "a" || t.Form == "an" || t.Form == "A" || t.Form == "An" {
					d = "indefinite"
				}
			case "amod", "compound":
				if w := x.plain(int(k)); w != "" {
					add("modifier " + w)
				}
			case "case":
				add("behind " + strings.ToLower(t.Form))
			}
		}
		add("noun "+d, "noun "+d+" "+rel)
		if toks[f.Head].XPOS == "NNS" {
			add("plural noun")
		}
	}
	for _, a := range f.Args {
		add("slot "+a.Slot, "slot "+a.Slot+" "+x.plain(a.Head))
	}
	for _, k := range x.who.Kids(f.Head) {
		if t := &toks[k]; t.Deprel == "advmod" || t.Deprel == "aux" {
			add("adverb " + strings.ToLower(t.Form))
		}
	}
	// where it stands
	s := toks[f.Head].Sent
	par := x.parOf[s]
	add("sentence " + bucket(s, 0, 1, 2, 4, 8, 16))
	if x.bgPar[par] {
		add("background paragraph")
	}
	add("paragraph " + x.parKind[par])
	src := x.said[fi]
	if len(src.who) > 0 {
		add("source "+src.mode, "source sector "+x.who.Actors[src.who[0]].Sector)
	} else {
		add("no source")
	}
	if x.inTitle(f.Lemma) {
		add("in title")
	}
}

// inTitle says that a lemma stands in the title, roughly.
func (x *extractor) inTitle(lemma string) bool {
	stem := lemma
	if len(stem) > 5 {
		stem = stem[:5]
	}
	return len(stem) >= 3 && strings.Contains(strings.ToLower(x.a.Title), stem)
}

// words adds the content words of a clause.
func (x *extractor) words(sp int, ep int, prefix string, add func(...string)) {
	n := 0
	for i := sp; i < ep && n < 40; i++ {
		t := &x.d.Tokens[i]
		switch t.UPOS {
		case "NOUN", "VERB", "ADJ", "ADV", "AUX":
			if w := x.plain(i); w != "" {
				add(prefix + w)
				n++
			}
		case "PRON", "SCONJ", "PART", "INTJ":
			add(prefix + strings.ToLower(t.Form))
			n++
		}
	}
}

// plainRule is the entry that found an event as the judge sees it: where its
// word takes a side, or a word that does stands in for it, the type and the
// neutral word.
func (x *extractor) plainRule(ev *Event) string {
	if ev.Frame < 0 {
		return ev.Rule
	}
	w := x.d.Frames[ev.Frame].Lemma
	if n, ok := x.opt.Loaded[w]; ok {
		return ev.Type + " by “" + n + "”"
	}
	if x.standsIn(w) {
		return ev.Type + " by “" + w + "”"
	}
	return ev.Rule
}

// standsIn says that a lemma is the neutral one for some that take a side.
func (x *extractor) standsIn(lemma string) bool {
	if x.neutrals == nil {
		x.neutrals = map[string]bool{}
		for _, n := range x.opt.Loaded {
			x.neutrals[n] = true
		}
	}
	return x.neutrals[lemma]
}

// eventFeatures describe a candidate event.
func (x *extractor) eventFeatures(ev *Event) []string {
	var out []string
	add := func(fs ...string) { out = append(out, fs...) }
	rule := x.plainRule(ev)
	add("bias", "type "+ev.Type, "mode "+ev.Mode, "rule "+rule)
	add("rule says "+string(ev.Status), "type "+ev.Type+" "+string(ev.Status))
	add("actors "+bucket(len(ev.Actors), 0, 1, 2), "recipients "+bucket(len(ev.Recipients), 0, 1, 2),
		"type "+ev.Type+" actors "+bucket(len(ev.Actors), 0, 1), "parties "+bucket(len(ev.Actors), 0, 1)+bucket(len(ev.Recipients), 0, 1))
	for _, a := range ev.Actors {
		ac := &x.who.Actors[a]
		add("actor "+string(ac.Kind)+" "+ac.Sector, "actor sector "+ac.Sector)
	}
	for _, a := range ev.Recipients {
		ac := &x.who.Actors[a]
		add("recipient " + string(ac.Kind) + " " + ac.Sector)
	}
	w := "age " + x.age(ev.When)
	add(w, w+" "+ev.Type)
	if ev.Statement > 0 {
		st := &x.out.Statements[ev.Statement-1]
		add("act "+st.Act, "verbal")
		if st.Direct {
			add("direct")
		}
	}
	if ev.Carried != "" {
		add("content of "+ev.Carried, "content")
	}
	if ev.Frame >= 0 {
		x.frameFeatures(ev.Frame, add)
		f := &x.d.Frames[ev.Frame]
		add("rule "+rule+" "+x.d.Tokens[f.Head].Deprel, "type "+ev.Type+" tense "+f.Tense, w+" tense "+f.Tense, "rule "+rule+" "+string(ev.Status))
		lo, hi := x.around(f.Head, 8)
		x.words(lo, hi, "near ", add)
	}
	if ev.Again {
		add("told before", "told before "+ev.Type)
	}
	if ev.Guessed != "" {
		add("actor "+ev.Guessed, "actor "+ev.Guessed+" "+ev.Type)
	}
	if len(ev.Unmet) > 0 {
		add("loose", "loose "+rule, "loose "+ev.Type)
		for _, u := range ev.Unmet {
			add("unmet "+u, "unmet "+u+" "+ev.Type)
		}
	}
	x.timeFeatures(ev, add)
	return out
}

// timeFeatures tell where an event stands in the time of the story: the verb
// form that carries it, the dates of its sentence and paragraph, the verb that
// its sentence rests on, and what the title and the opening have of it.
func (x *extractor) timeFeatures(ev *Event, add func(...string)) {
	if ev.Frame < 0 {
		return
	}
	f := &x.d.Frames[ev.Frame]
	form := verbForm(f)
	age := x.age(ev.When)
	s := x.d.Tokens[f.Head].Sent
	here := x.timesOf(x.d.Sentences[s].Start, x.d.Sentences[s].End)
	add("form "+form, "form "+form+" "+age, "sentence dated "+here, "form "+form+" sentence dated "+here)
	if par := x.parOf[s]; par < len(x.paras) {
		_, _, sents := x.inParagraph(par)
		if len(sents) > 0 {
			whole := x.timesOf(x.d.Sentences[sents[0]].Start, x.d.Sentences[sents[len(sents)-1]].End)
			add("paragraph dated "+whole, "paragraph dated "+whole+" form "+form)
			where := "later in its paragraph"
			if sents[0] == s {
				where = "opens its paragraph"
			}
			add(where, where+" form "+form)
		}
		add("form " + form + " paragraph " + bucket(par, 0, 1, 3, 7, 15))
	}
	// the verb that the sentence rests on
	root := f.Head
	for n := 0; n < 20 && x.d.Tokens[root].Head >= 0; n++ {
		root = x.d.Tokens[root].Head
	}
	if r := x.d.FrameAt(root); r >= 0 {
		how := "rests on itself"
		if r != ev.Frame {
			how = "rests on " + verbForm(&x.d.Frames[r])
			if x.at[r] != 0 && x.hits[x.at[r]-1].entry.Act != "" {
				how = "rests on saying, " + verbForm(&x.d.Frames[r])
			}
		}
		add(how, how+" form "+form, how+" "+f.Relation)
	}
	// what the title and the opening tell
	title, opening := 0, 0
	lo, hi := x.around(f.Head, 6)
	for i := lo; i < hi; i++ {
		switch x.d.Tokens[i].UPOS {
		case "NOUN", "VERB", "ADJ", "PROPN":
			l := x.lemma(i)
			if x.inTitle(l) {
				title++
			}
			if w := x.plainWord(l); s > 1 && w != "" && x.inOpening(w) {
				opening++
			}
		}
	}
	add("of the title "+bucket(title, 0, 1, 3), "of the opening "+bucket(opening, 0, 2, 4), "of the title "+bucket(title, 0, 1, 3)+" form "+form)
}

// verbForm sums up tense and aspect of a frame in a word.
func verbForm(f *doc.Frame) string {
	switch {
	case f.Kind == doc.Nominal:
		return "noun"
	case f.Pluperf:
		return "pluperfect"
	case f.Modal != "" && f.Modal != "will":
		return "modal"
	case f.Perfect:
		return "perfect"
	case f.Tense != "" && f.Prog:
		return f.Tense + " progressive"
	case f.Tense != "":
		return f.Tense
	case f.Inf:
		return "infinitive"
	}
	return "participle"
}

// timesOf sums up the dates named in a range of tokens.
func (x *extractor) timesOf(lo, hi int) string {
	recent, old, ahead := false, false, false
	first, last := x.timexesIn(lo, hi)
	for _, t := range x.d.Timexes[first:last] {
		if t.Type != "DATE" && t.Type != "TIME" || t.Start < lo || t.End > hi {
			continue
		}
		if d, ok := x.daysBefore(t.When); ok {
			recent, old, ahead = recent || d >= 0 && d <= newsDays, old || d > newsDays, ahead || d < 0
		}
	}
	s := ""
	for _, k := range []struct {
		on   bool
		name string
	}{{recent, "recent"}, {old, "old"}, {ahead, "ahead"}} {
		if k.on {
			s += k.name + " "
		}
	}
	if s == "" {
		return "nothing"
	}
	return strings.TrimSpace(s)
}

// inOpening says that a lemma stands in the first two sentences.
func (x *extractor) inOpening(lemma string) bool {
	if x.opening == nil {
		x.opening = map[string]bool{}
		for i := range x.d.Sentences[:min(2, len(x.d.Sentences))] {
			for k := x.d.Sentences[i].Start; k < x.d.Sentences[i].End; k++ {
				x.opening[x.plainWord(x.lemma(k))] = true
			}
		}
	}
	return x.opening[lemma]
}

// statementFeatures describe a candidate statement and what is said in it.
func (x *extractor) statementFeatures(st *Statement) []string {
	var out []string
	add := func(fs ...string) { out = append(out, fs...) }
	ac := &x.who.Actors[st.Speaker]
	add("bias", "rule "+st.Rule, "act "+st.Act, "rule says "+string(st.Status), "act "+st.Act+" "+string(st.Status), "speaker "+string(ac.Kind), "speaker sector "+ac.Sector)
	if st.Direct {
		add("direct")
	}
	add("addressees "+bucket(len(st.Addressee), 0, 1), "conditions "+bucket(len(st.Conditions), 0, 1), "length "+bucket(x.plainLen(st.Span), 40, 80, 160, 320))
	if st.Frame >= 0 {
		x.frameFeatures(st.Frame, add)
		add("rule " + st.Rule + " " + x.d.Tokens[x.d.Frames[st.Frame].Head].Deprel)
	}
	if st.Comp >= 0 {
		if fi := x.d.FrameAt(st.Comp); fi >= 0 {
			f := &x.d.Frames[fi]
			add("content kind "+string(f.Kind), "content lemma "+x.predicate(f), "content tense "+f.Tense, "content modal "+f.Modal)
			if f.Negated {
				add("content negated", "content negated "+x.predicate(f))
			}
			for _, a := range f.Args {
				if a.Slot == "subj" {
					add("content subject " + x.plain(a.Head))
					if s := x.who.At(a.Head); s >= 0 {
						if x.sides(s, st.Speaker) {
							add("content subject own side", "content own side "+f.Modal+" "+f.Tense)
						} else {
							add("content subject other side", "content other side "+f.Modal+" "+f.Tense)
						}
					}
				} else {
					add("content " + a.Slot + " " + x.plain(a.Head))
				}
			}
			if hi := int(x.at[fi]) - 1; hi >= 0 {
				add("content entry "+x.hits[hi].entry.ID, "content group "+x.hits[hi].entry.Group(), "content act "+x.hits[hi].entry.Act)
			}
		}
	}
	// every word and every act in the span of the statement
	for i, end := x.tokensIn(st.Span); i < end; i++ {
		t := &x.d.Tokens[i]
		switch t.UPOS {
		case "NOUN", "VERB", "ADJ", "ADV", "AUX":
			if w := x.plain(i); w != "" {
				add("word " + w)
			}
		case "PRON", "SCONJ", "PART":
			add("word " + strings.ToLower(t.Form))
		}
		if fi := x.d.FrameAt(i); fi >= 0 && fi != st.Frame {
			if hi := int(x.at[fi]) - 1; hi >= 0 {
				add("inside " + x.hits[hi].entry.Group())
				if a := x.hits[hi].entry.Act; a != "" {
					add("inside act " + a)
				}
			}
		}
	}
	return out
}
