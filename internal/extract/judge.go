package extract

import (
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/judge"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Options change what Find does; the zero value applies the rules alone.
type Options struct {
	Judge *judge.Judge // nil for rules alone
	// Loaded gives the neutral lemma for lemmas that take a side; the judge sees
	// only that. Package lang has it.
	Loaded map[string]string
	// Collect keeps every candidate with its features, for training, and decides
	// only about what Judge has a head for: what is a candidate for an event
	// depends on the statements and paragraphs decided about before.
	Collect bool
}

// leastSentences is how long a text must be for the judge to be asked. It was
// trained on whole articles, where most of what the rules find is repetition
// and context; a sentence or two standing alone is left to the rules.
const leastSentences = 4

// names of the judge's heads.
const (
	HeadEvent      = "event"      // no, yes: is the candidate an event that a coder would enter
	HeadStatus     = "status"     // new, background, planned, claimed, negated
	HeadStatement  = "statement"  // no, yes
	HeadAct        = "act"        // acts of statements
	HeadContact    = "contact"    // no, yes: did the contact take place, as a coder sees it
	HeadInstrument = "instrument" // no, yes: is it an instrument that a coder would enter
	HeadParagraph  = "background" // no, yes: is the whole paragraph background
)

func because(v judge.Verdict, class string) string {
	return reasons(v.Because(class, 4))
}

// judgeParagraphs lets the judge decide which paragraphs are background.
func (x *extractor) judgeParagraphs() {
	h := x.opt.Judge.Head(HeadParagraph)
	if h == nil && !x.opt.Collect {
		return
	}
	seen := map[int]bool{}
	for _, p := range x.parOf {
		seen[p] = true
	}
	feats := map[int][]string{}
	for p := range x.paras {
		if seen[p] {
			feats[p] = x.paragraphFeatures(p)
		}
	}
	if x.opt.Collect {
		x.out.Paragraphs = feats
	}
	if h == nil {
		return
	}
	x.out.Background = nil
	for p := range x.paras {
		if feats[p] == nil {
			continue
		}
		v := h.Ask(feats[p])
		yes := v.Of("yes") >= h.Threshold
		x.bgPar[p] = yes
		if yes {
			x.bgHow[p] = fmt.Sprintf("its paragraph is background (learned, %.2f; for it speak %s)", v.Of("yes"), because(v, "yes"))
			x.out.Background = append(x.out.Background, p)
		}
	}
}

// judgeStatements drops candidates that no coder would enter and narrows the
// act.
func (x *extractor) judgeStatements() {
	keep, act := x.opt.Judge.Head(HeadStatement), x.opt.Judge.Head(HeadAct)
	kept := x.out.Statements[:0]
	for i := range x.out.Statements {
		st := &x.out.Statements[i]
		if keep == nil && act == nil && !x.opt.Collect {
			return
		}
		feats := x.statementFeatures(st)
		if x.opt.Collect && keep == nil {
			st.Features, st.Said = feats, x.saidFeatures(st)
			kept = append(kept, *st)
			continue
		}
		if keep != nil {
			v := keep.Ask(feats)
			st.Confidence = v.Of("yes")
			if v.Of("yes") < keep.Threshold && len(st.Conditions) == 0 && !st.Narrowed {
				continue // positions and conditions are always kept: the record exists for them
			}
			st.because("judged", fmt.Sprintf("a coder would enter it (learned, %.2f; for it speak %s)", v.Of("yes"), because(v, "yes")), text.Span{})
		}
		if act != nil {
			v := act.Ask(append(feats, x.saidFeatures(st)...))
			if c, p := v.Best(); c != actClass(st.Act) && p > surer(st.Act) {
				st.because("act", fmt.Sprintf("%s rather than %s (learned, %.2f; for it speak %s)", c, st.Act, p, because(v, c)), st.Content)
				st.Act = c
			}
		}
		kept = append(kept, *st)
	}
	x.out.Statements = kept
}

// surer is how sure the judge must be to overrule the act of the rules: more
// where they found more than a plain claim.
func surer(act string) float64 {
	if actClass(act) == "claim" {
		return 0.3
	}
	return 0.75
}

// actClass is the class under which an act is learned.
func actClass(act string) string {
	switch act {
	case "appeal":
		return "demand"
	case "inform":
		return "claim"
	}
	return act
}

// judgeEvents drops candidates that no coder would enter and decides the
// status of the rest.
func (x *extractor) judgeEvents() {
	keep, status := x.opt.Judge.Head(HeadEvent), x.opt.Judge.Head(HeadStatus)
	x.again()
	if !x.opt.Collect {
		for i := range x.spare {
			x.judgeStatus(status, &x.spare[i], x.eventFeatures(&x.spare[i]))
		}
	}
	var told map[int]bool
	if keep == nil {
		told = x.tellingSentences()
	}
	lead := x.lead()
	kept := x.out.Events[:0]
	for i := range x.out.Events {
		ev := &x.out.Events[i]
		if keep == nil && !x.opt.Collect {
			if ev.Carried == "" && !((ev.Status == Hypothetical || x.attribute(ev)) && told[x.sentence(ev)]) {
				kept = append(kept, *ev)
			}
			continue
		}
		feats := x.eventFeatures(ev)
		if x.opt.Collect {
			ev.Features = feats
			kept = append(kept, *ev)
			continue
		}
		v := keep.Ask(feats)
		ev.Confidence = v.Of("yes")
		if v.Of("yes") < keep.Threshold && !x.brings(ev, lead) {
			if ev.Contact == "" {
				continue
			}
			ev.Spare = true
		}
		switch {
		case ev.Spare:
		case v.Of("yes") < keep.Threshold:
			ev.because("judged", fmt.Sprintf("the report opens with it and tells it as done these days (the judge, %.2f, would leave it out)", v.Of("yes")), text.Span{})
		default:
			ev.because("judged", fmt.Sprintf("a coder would enter it (learned, %.2f; for it speak %s)", v.Of("yes"), because(v, "yes")), text.Span{})
		}
		x.judgeStatus(status, ev, feats)
		if ev.Spare {
			x.spare = append(x.spare, *ev)
			continue
		}
		kept = append(kept, *ev)
	}
	x.out.Events = kept
	for _, ev := range x.judged() {
		if ev.Status != New && ev.Status != Hypothetical {
			x.sentenceDate(ev)
		}
		x.sameOccasion(ev)
		x.standing(ev)
		x.ofTheLead(ev)
		x.announced(ev)
		x.inferDate(&ev.Base, &ev.When)
	}
}

// brings says that an event is what the report was written for: its opening
// tells it as done, by a finite verb or a noun that one carries, on a day of
// these days that it names, and nothing that the lexicon's entry asks for is
// missing or guessed.
func (x *extractor) brings(ev *Event, lead int) bool {
	if ev.Frame < 0 || ev.Entry == nil || len(ev.Unmet) > 0 || ev.Guessed != "" || ev.Carried != "" || ev.Status != New && ev.Status != Claimed || x.sentence(ev) > lead {
		return false
	}
	if d, ok := x.daysBefore(ev.When); !ok || d < 0 || d > newsDays || ev.When.Basis == when.Inferred || ev.When.Precision != when.Day && ev.When.Precision != when.Hour {
		return false
	}
	f := &x.d.Frames[ev.Frame]
	if f.Kind == doc.Nominal {
		if f.Parent < 0 || f.Relation != "arg" || x.d.Tokens[f.Head].Deprel == "nmod" || x.d.Tokens[f.Head].Deprel == "obl" {
			return false
		}
		f = &x.d.Frames[f.Parent]
	}
	return f.Kind != doc.Nominal && f.Tense != "" && f.Modal == "" && !f.Negated && !f.Pluperf && f.Relation != "relcl" && f.Relation != "acl" && (f.Relation != "advcl" || f.Mark == "when" || f.Mark == "as")
}

// lead is the sentence that opens the story: the first that tells of anything
// the lexicon knows, above which stand at most titles, datelines and who brings
// the report; -1 where it comes late.
func (x *extractor) lead() int {
	first := -1
	for i := range x.out.Events {
		if ev := &x.out.Events[i]; ev.Frame >= 0 && ev.Entry != nil && len(ev.Unmet) == 0 && ev.Guessed == "" {
			if s := x.sentence(ev); first < 0 || s < first {
				first = s
			}
		}
	}
	if first > 3 {
		return -1
	}
	return first
}

// tellingSentences lists the sentences that tell of a deed which is no mere
// thought: what else is only thought of in them is what that deed is about.
func (x *extractor) tellingSentences() map[int]bool {
	told := map[int]bool{}
	for i := range x.out.Events {
		if ev := &x.out.Events[i]; ev.Carried == "" && ev.Status != Hypothetical && ev.Status != Negated && !x.attribute(ev) {
			told[x.sentence(ev)] = true
		}
	}
	return told
}

// attribute says that an event is told by a participle before a noun: "the
// banned party" says which party is meant.
func (x *extractor) attribute(ev *Event) bool {
	return ev.Frame >= 0 && x.d.Frames[ev.Frame].Kind == doc.Verbal && x.d.Tokens[x.d.Frames[ev.Frame].Head].Deprel == "amod"
}

// sentence is the number of the sentence an event stands in, -1 where it has no
// predicate.
func (x *extractor) sentence(ev *Event) int {
	if ev.Frame < 0 {
		return -1
	}
	return x.d.Tokens[x.d.Frames[ev.Frame].Head].Sent
}

// How likely news must be to pass for news where background is the likely other
// thing: old background must not be told as new.
const (
	surelyNew = 0.55
	maybeOld  = 0.35
)

// judgeStatus lets the judge overrule the status of the rules.
func (x *extractor) judgeStatus(head *judge.Head, ev *Event, feats []string) {
	if head == nil {
		return
	}
	v := head.Ask(feats)
	c, p := v.Best()
	doubtful := false
	if old := v.Of(string(Background)); (c == string(New) || ev.Status == New && p <= 0.5) && v.Of(string(New)) < surelyNew && old > maybeOld {
		c, p, doubtful = string(Background), old, true
	}
	if Status(c) == ev.Status || ev.Status == Hypothetical && (c == string(Planned) || x.conditional(ev.Frame)) || p <= 0.5 && !doubtful {
		return
	}
	ev.because("status", fmt.Sprintf("%s rather than %s (learned, %.2f; for it speak %s)", c, ev.Status, p, because(v, c)), text.Span{})
	ev.Status = Status(c)
	if ev.When.Basis == when.Inferred { // the day of publication was for news only
		ev.undate()
	}
}

// judged lists the events kept and those that may still be contacts.
func (x *extractor) judged() []*Event {
	var out []*Event
	for i := range x.out.Events {
		out = append(out, &x.out.Events[i])
	}
	for i := range x.spare {
		out = append(out, &x.spare[i])
	}
	return out
}

// conditional says that a frame is the condition of another, which nothing
// learned makes a fact.
func (x *extractor) conditional(fi int) bool {
	if fi < 0 {
		return false
	}
	switch x.d.Frames[fi].Mark {
	case "if", "unless", "whether", "in case", "lest", "provided":
		return true
	}
	return false
}

// again marks events that the article told before: same type, shared actors,
// no different day.
func (x *extractor) again() {
	type key struct {
		typ   string
		actor int
	}
	first := map[key]text.Offset{}
	evs := x.out.Events
	for i := range evs {
		ev := &evs[i]
		for _, a := range ev.Actors {
			if at, ok := first[key{ev.Type, a}]; ok && at < ev.Trigger.Start {
				ev.Again = true
			}
		}
		for _, a := range ev.Actors {
			k := key{ev.Type, a}
			if at, ok := first[k]; !ok || ev.Trigger.Start < at {
				first[k] = ev.Trigger.Start
			}
		}
	}
}

// calibrate turns what judge and rules give as confidence into the share of
// findings like it that were right in annotated articles.
func (x *extractor) calibrate() {
	set := func(kind string, b *Base) {
		q, ok := x.opt.Judge.Calibrated(kind, b.Confidence)
		if !ok {
			return
		}
		b.because("confidence", fmt.Sprintf("%.2f: of %ss given %.2f by the judge, %.0f in a hundred were right in annotated articles that it had not learned from", q, kind, b.Confidence, 100*q), text.Span{})
		b.Confidence = q
	}
	for i := range x.out.Contacts {
		set("contact", &x.out.Contacts[i].Base)
	}
	for i := range x.out.Statements {
		set("statement", &x.out.Statements[i].Base)
	}
	for i := range x.out.Events {
		set("event", &x.out.Events[i].Base)
	}
	for i := range x.out.Instruments {
		set("instrument", &x.out.Instruments[i].Base)
	}
}
