package extract

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
)

// statements turns verbs of saying, quotes and "according to" into statements.
func (x *extractor) statements() {
	for hi := range x.hits {
		h := &x.hits[hi]
		if h.entry.Act == "" {
			continue
		}
		x.statement(hi)
	}
	for fi := range x.d.Frames {
		for _, a := range x.d.Frames[fi].Args {
			if a.Slot == "according to" {
				x.accordingTo(fi, a.Head, "according to")
			} else if o := x.viewOf(a); o >= 0 {
				x.accordingTo(fi, o, x.lemma(a.Head))
			}
		}
	}
	x.looseQuotes()
}

func (x *extractor) statement(hi int) {
	h := &x.hits[hi]
	f := &x.d.Frames[h.frame]
	who, slot := x.parties(h, h.entry.Actor)
	if len(who) == 0 {
		return
	}
	st := Statement{Speaker: who[0], Act: h.entry.Act, Frame: h.frame, Comp: -1}
	st.Rule = h.entry.ID
	trig := x.d.SpanOf(f.Head, f.Head+1)
	st.because("trigger", x.evokes(h), trig)
	st.because("speaker", x.names(who[:1])+": "+x.slots(h, slot), x.argSpan(h, slot))
	st.Addressee, _ = x.parties(h, h.entry.Recipient)
	st.Addressee = without(st.Addressee, who[0])
	st.Span = f.Clause
	// What is said: the clause, the quote, or the object.
	for _, s := range []string{"comp", "para", "obj", "for", "that", "on", "about", "of", "to"} {
		for _, head := range x.fill(h, s) {
			if head == f.Head || s != "comp" && s != "para" && !st.Content.IsZero() {
				continue
			}
			if s == "obj" && x.who.At(head) >= 0 && h.entry.Embeds != nil {
				continue
			}
			sp := x.subtreeSpan(head, f.Head)
			st.Content = st.Content.Join(sp)
			if st.Comp < 0 {
				st.Comp = head
			}
		}
		if st.Comp >= 0 && (s == "comp" || s == "para") {
			break
		}
	}
	lo, hi := x.quotesAround(st.Content, f.Head)
	for _, q := range x.d.Quotes[lo:hi] {
		qs := x.d.SpanOf(q.Start, q.End)
		if !st.Content.IsZero() && st.Content.Overlaps(qs) || x.d.Sentences[x.d.Tokens[f.Head].Sent].Span.Overlaps(qs) && f.Quote == 0 {
			st.Direct = true
			st.Content = st.Content.Join(clip(qs, x.d.Sentences[x.d.Tokens[f.Head].Sent].Span))
		}
	}
	st.Span = st.Span.Join(st.Content)
	sent := x.d.Sentences[x.d.Tokens[f.Head].Sent].Span
	st.Span = clip(st.Span, sent)
	if st.Content.IsZero() && f.Kind == doc.Verbal && f.Tense != "" && f.Relation == "" {
		// What is said was not hung under the verb: the rest of the sentence.
		st.Span, st.Content = sent, sent
		if st.Comp < 0 {
			st.Comp = x.otherClause(f.Head)
		}
	}
	if above := x.said[h.frame]; len(above.who) > 0 && !overlap(above.who, who) {
		st.Via = above.who
	}
	st.Status = New
	if f.Negated {
		st.Status = Negated
	}
	real, how := x.reality(h.frame)
	if real == Planned || real == Hypothetical {
		st.Status = real
	}
	ev := Event{}
	if f.Time > 0 {
		ev.When = x.d.Timexes[f.Time-1].When
	}
	if st.Status == New {
		if bg, why := x.historic(h.frame, &ev); bg {
			st.Status, how = Background, why
		}
	}
	st.When = ev.When
	x.inferDate(&st.Base, &st.When)
	if how == "" {
		how = "said in this report"
	}
	st.because("status", string(st.Status)+": "+how, text.Span{})
	x.refine(&st)
	st.Confidence = 0.6
	x.out.Statements = append(x.out.Statements, st)
}

// quotesAround is the range of quotes that may touch the sentence of a verb of
// saying or what is said.
func (x *extractor) quotesAround(content text.Span, head int) (lo, hi int) {
	s := x.sentenceOf(head)
	start, end := s.Start, s.End
	if !content.IsZero() {
		a, b := x.tokensIn(content)
		start, end = min(start, a), max(end, b)
	}
	return x.quotesIn(start, end)
}

// otherClause is the head of another clause of the sentence, nearest to the
// verb of saying, or -1.
func (x *extractor) otherClause(head int) int {
	best := -1
	s := x.d.Sentences[x.d.Tokens[head].Sent]
	for i := s.Start; i < s.End; i++ {
		if fi := x.d.FrameAt(i); i != head && fi >= 0 && x.d.Frames[fi].Kind != doc.Nominal && x.d.Frames[fi].Tense != "" && (best < 0 || abs(i-head) < abs(best-head)) {
			best = i
		}
	}
	return best
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func without(as []int, a int) []int {
	var out []int
	for _, b := range as {
		if b != a {
			out = append(out, b)
		}
	}
	return out
}

func clip(sp, in text.Span) text.Span {
	sp.Start, sp.End = max(sp.Start, in.Start), min(sp.End, in.End)
	if sp.Start >= sp.End {
		return in
	}
	return sp
}

// subtreeSpan is the span of the subtree of head, without the subtree of the
// token not.
func (x *extractor) subtreeSpan(head, not int) text.Span {
	sp := x.d.SpanOf(head, head+1)
	var walk func(i, depth int)
	walk = func(i, depth int) {
		for _, k32 := range x.who.Kids(i) {
			k := int(k32)
			if k == not || x.d.Tokens[k].UPOS == "PUNCT" {
				continue
			}
			sp = sp.Join(x.d.SpanOf(k, k+1))
			if depth < 40 {
				walk(k, depth+1)
			}
		}
	}
	walk(head, 0)
	return sp
}

// viewOf is the token of whoever holds the view that a phrase names: "in his
// view", "in the words of the envoy"; -1 for none.
func (x *extractor) viewOf(a doc.Arg) int {
	if a.Slot != "in" && a.Slot != "to" {
		return -1
	}
	switch x.lemma(a.Head) {
	case "view", "opinion", "word", "words", "judgment", "judgement", "assessment", "estimation", "reckoning", "eye":
	default:
		return -1
	}
	for _, k := range x.who.Kids(a.Head) {
		if r := x.d.Tokens[k].Deprel; r == "nmod:poss" || r == "nmod" && x.who.CaseIs(int(k), "of") {
			return int(k)
		}
	}
	return -1
}

// accordingTo is a statement without a verb of saying; words are those that
// name the source.
func (x *extractor) accordingTo(fi, head int, words string) {
	who := x.actorsOf(head)
	if len(who) == 0 {
		who = x.who.Inside(head)
	}
	if len(who) == 0 {
		return
	}
	f := &x.d.Frames[fi]
	st := Statement{Speaker: who[0], Act: "claim", Frame: -1, Comp: f.Head}
	st.Rule = "STATEMENT.according-to"
	st.because("trigger", "“"+words+"” names the source of its clause", x.d.SpanOf(head, head+1))
	st.Content = f.Clause
	st.Span = f.Clause.Join(x.d.SpanOf(head, head+1))
	st.Status = New
	x.inferDate(&st.Base, &st.When)
	x.refine(&st)
	st.Confidence = 0.6
	x.out.Statements = append(x.out.Statements, st)
}

// looseQuotes are sentences in quotation marks without a verb of saying: the
// speaker of the quote before goes on.
func (x *extractor) looseQuotes() {
	covered := make([]bool, len(x.d.Sentences))
	cover := func(sp text.Span) {
		lo, hi := x.tokensIn(sp)
		for i := lo; i < hi; i++ {
			covered[x.d.Tokens[i].Sent] = true
		}
	}
	for i := range x.out.Statements {
		cover(x.out.Statements[i].Span)
	}
	for si := range x.d.Sentences {
		s := &x.d.Sentences[si]
		q := x.quoteOf(s.Start)
		if q == 0 {
			q = x.quoteOf(min(s.Start+1, s.End-1))
		}
		if q == 0 || s.End-s.Start < 4 || covered[si] {
			continue
		}
		var who []int
		root := s.Start
		for i := s.Start; i < s.End; i++ {
			if x.d.Tokens[i].Head < 0 {
				root = i
			}
		}
		if f := x.d.FrameAt(root); f >= 0 {
			who = x.said[f].who
		}
		if len(who) == 0 {
			continue
		}
		st := Statement{Speaker: who[0], Act: "claim", Frame: -1, Comp: root, Direct: true, Content: s.Span}
		st.Rule = "STATEMENT.quote-goes-on"
		st.because("speaker", x.names(who[:1])+": the quote goes on from the sentence before", s.Span)
		st.Span = s.Span
		st.Status = New
		x.inferDate(&st.Base, &st.When)
		x.refine(&st)
		st.Confidence = 0.5
		x.out.Statements = append(x.out.Statements, st)
	}
}

// refine reads what belongs to a statement beside its speaker and content:
// conditions, capacity, issue; and the act that its words are.
func (x *extractor) refine(st *Statement) {
	st.Conditions = x.conditions(st)
	st.Issue = x.issue(st)
	sp := &x.who.Actors[st.Speaker]
	for _, o := range sp.Offices {
		st.Capacity = o.Title
		break
	}
	x.narrow(st)
}

func (x *extractor) compInf(f *doc.Frame) bool {
	a := f.Arg("comp")
	return a != nil && x.infinitive(a.Head)
}

// conditions are the spans that a statement's content hangs on: clauses under
// if, unless, until, provided; phrases with "on condition of", "in exchange
// for", "without".
func (x *extractor) conditions(st *Statement) []text.Span {
	var out []text.Span
	add := func(sp text.Span) {
		for _, o := range out {
			if o == sp || o.Contains(sp) {
				return
			}
		}
		out = append(out, sp)
	}
	for i, end := x.tokensIn(st.Span); i < end; i++ {
		t := &x.d.Tokens[i]
		if !st.Span.Contains(t.Span) {
			continue
		}
		low := strings.ToLower(t.Form)
		switch {
		case (low == "condition" || low == "conditions" || low == "basis" || low == "precondition" || low == "proviso") && x.who.CaseIs(i, "on", "under", "upon", "with"):
			found := false
			for _, k32 := range x.who.Kids(i) {
				k := int(k32)
				if found && x.d.Tokens[k].Deprel == "nmod" && !x.who.CaseIs(k, "of") { // "of peace and integrity, within the old borders"
					last := &out[len(out)-1]
					*last = last.Join(x.subtreeSpan(k, -1))
					continue
				}
				if dr := x.d.Tokens[k].Deprel; dr == "nmod" || dr == "acl" || dr == "ccomp" || dr == "acl:relcl" {
					for _, c := range x.conj(k) {
						add(x.conjunctSpan(c))
						found = true
					}
				}
			}
			if !found {
				add(x.subtreeSpan(i, -1))
			}
		case t.Deprel == "mark" && (low == "if" || low == "unless" || low == "until" || low == "provided" || low == "once" || low == "till") || t.Deprel == "advmod" && (low == "once" || low == "unless"):
			if h := t.Head; h >= 0 && x.d.Tokens[h].Deprel == "advcl" {
				add(x.subtreeSpan(h, -1))
			}
		case low == "provided" || low == "providing":
			if h := x.clauseOf(i + 1); i+1 < end && strings.EqualFold(x.d.Tokens[i+1].Form, "that") && h >= 0 && (t.UPOS != "VERB" || !x.hasSubject(i)) {
				add(x.d.SpanOf(i, i+1).Join(x.subtreeSpan(h, -1)))
			} else if t.Deprel == "advcl" {
				add(x.subtreeSpan(i, -1))
			}
		case low == "exchange" && x.who.CaseIs(i, "in"), low == "return" && x.who.CaseIs(i, "in") && t.Deprel == "obl":
			sp := x.subtreeSpan(i, -1)
			if i+1 < end && x.d.Tokens[i+1].Deprel == "case" { // "for" what, which the tree may have hung elsewhere
				sp = sp.Join(x.subtreeSpan(x.d.Tokens[i+1].Head, -1))
			}
			add(sp)
		case low == "long" && i+1 < end && strings.EqualFold(x.d.Tokens[i+1].Form, "as") && i > 0 && (strings.EqualFold(x.d.Tokens[i-1].Form, "as") || strings.EqualFold(x.d.Tokens[i-1].Form, "so")):
			if h := x.clauseOf(i + 1); h >= 0 {
				add(x.d.SpanOf(i-1, i+1).Join(x.subtreeSpan(h, -1)))
			}
		case low == "without" && t.Deprel == "case" && x.d.FrameAt(t.Head) >= 0 && x.tied(t.Head):
			add(x.subtreeSpan(t.Head, -1))
		}
	}
	return out
}

// clauseOf is the head of the clause that a subordinating word opens, -1 for
// none.
func (x *extractor) clauseOf(i int) int {
	if i >= len(x.d.Tokens) {
		return -1
	}
	h := x.d.Tokens[i].Head
	if f := x.d.FrameAt(h); f < 0 || h < i || x.d.Frames[f].Kind == doc.Nominal {
		return -1
	}
	return h
}

func (x *extractor) hasSubject(i int) bool {
	for _, k := range x.who.Kids(i) {
		if strings.HasPrefix(x.d.Tokens[k].Deprel, "nsubj") {
			return true
		}
	}
	return false
}

// tied says that the clause a phrase stands in is no report of what has
// happened: "no deal without", "would not leave without".
func (x *extractor) tied(i int) bool {
	for p, n := x.d.Tokens[i].Head, 0; p >= 0 && n < 4; p, n = x.d.Tokens[p].Head, n+1 {
		if f := x.d.FrameAt(p); f >= 0 && (x.d.Frames[f].Kind != doc.Nominal || x.d.Frames[f].Negated) {
			return x.d.Frames[f].Negated || x.d.Frames[f].Modal != ""
		}
	}
	return false
}

// conjunctSpan is the phrase of a conjunct without its marker and without the
// other conjuncts.
func (x *extractor) conjunctSpan(head int) text.Span {
	sp := x.d.SpanOf(head, head+1)
	var walk func(i int, top bool, depth int)
	walk = func(i int, top bool, depth int) {
		for _, k32 := range x.who.Kids(i) {
			k := int(k32)
			t := &x.d.Tokens[k]
			if top && (t.Deprel == "conj" || t.Deprel == "cc" || t.Deprel == "case" || t.Deprel == "mark") || t.UPOS == "PUNCT" {
				continue
			}
			sp = sp.Join(t.Span)
			if depth < 40 {
				walk(k, false, depth+1)
			}
		}
	}
	walk(head, true, 0)
	return sp
}

// issue names what a statement is about: the object or the subject of what is
// said, in the words of the text.
func (x *extractor) issue(st *Statement) string {
	if st.Comp < 0 {
		return ""
	}
	head := st.Comp
	if fi := x.d.FrameAt(st.Comp); fi >= 0 && x.d.Frames[fi].Kind != doc.Nominal {
		f := &x.d.Frames[fi]
		for _, s := range []string{"for", "obj", "on", "about", "to", "over", "subj", "with", "in"} {
			if a := f.Arg(s); a != nil && x.d.Tokens[a.Head].UPOS == "NOUN" {
				head = a.Head
				break
			}
		}
	}
	if u := x.d.Tokens[head].UPOS; u != "NOUN" && u != "PROPN" {
		return ""
	}
	lo := head
	for _, k := range x.who.Kids(head) {
		switch x.d.Tokens[k].Deprel {
		case "compound", "amod", "nmod:poss":
			if int(k) < lo {
				lo = int(k)
			}
		}
	}
	return x.d.TextOf(lo, head+1)
}
