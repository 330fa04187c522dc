package extract

import (
	"slices"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// date gives the event its day: the time expression of its clause, else of the
// clause above it. What is said need not have happened when it was said, unless
// the act is one of words by whoever says it.
func (x *extractor) date(h *hit, ev *Event) {
	f := &x.d.Frames[h.frame]
	t := f.Time
	how := "time expression of its clause"
	if t == 0 && h.noun >= 0 {
		t = x.d.Frames[h.noun].Time
	}
	if c := x.toldBy(h); t == 0 && c >= 0 {
		t = x.d.Frames[c].Time
	}
	for p, n := f.Parent, 0; t == 0 && p >= 0 && n < 3; p, n = x.d.Frames[p].Parent, n+1 {
		g := &x.d.Frames[p]
		if f.Relation == "relcl" || f.Relation == "comp" && x.at[p] != 0 && x.hits[x.at[p]-1].entry.Act != "" && !x.ownWords(p, ev) {
			break
		}
		t, how = g.Time, "time expression of the clause above it"
	}
	if t == 0 || x.d.Timexes[t-1].When.IsZero() {
		return
	}
	if x.deadline(t - 1) {
		if st, _ := x.reality(h.frame); st != Planned && st != Hypothetical {
			return
		}
	}
	tx := &x.d.Timexes[t-1]
	ev.When = tx.When
	ev.because("date", tx.When.String()+": "+how+" (“"+x.d.TextOf(tx.Start, tx.End)+"”; "+tx.How+")", x.d.SpanOf(tx.Start, tx.End))
}

// ownWords says that an event is an act of words by the speaker of frame p,
// done in the saying: "she said on Monday that she backs the talks".
func (x *extractor) ownWords(p int, ev *Event) bool {
	if !ofWords(ev.Type) && ev.Type != "AGREE" && ev.Type != "CONCEDE" {
		return false
	}
	h := &x.hits[x.at[p]-1]
	who, _ := x.parties(h, h.entry.Actor)
	return overlap(who, ev.Actors)
}

// ofWords says that acts of a type are mostly done by saying something.
func ofWords(typ string) bool {
	switch typ {
	case "ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT":
		return true
	}
	return false
}

// deadline says that a time expression tells until when: "by Monday", "before
// the end of June", "ahead of Tuesday".
func (x *extractor) deadline(ti int) bool {
	t := &x.d.Timexes[ti]
	if t.Start == 0 || x.d.Tokens[t.Start-1].Sent != x.d.Tokens[t.Start].Sent {
		return false
	}
	i := t.Start - 1
	if f := x.d.Tokens[i].Form; strings.EqualFold(f, "the") && i > 0 {
		i--
	}
	switch strings.ToLower(x.d.Tokens[i].Form) {
	case "by", "until", "till", "before":
		return true
	case "of":
		return i > 0 && strings.EqualFold(x.d.Tokens[i-1].Form, "ahead")
	}
	return false
}

// sentenceDate dates an act without a time expression of its own by the one
// that its sentence names nearest, unless that belongs to a verb of saying or
// to one that does not stand above the act.
func (x *extractor) sentenceDate(ev *Event) {
	if !ev.When.IsZero() || ev.Frame < 0 {
		return
	}
	f := &x.d.Frames[ev.Frame]
	s := x.d.Sentences[x.d.Tokens[f.Head].Sent]
	best, dist := -1, 1<<30
	for i, end := x.timexesIn(s.Start, s.End); i < end; i++ {
		t := &x.d.Timexes[i]
		if t.Start < s.Start || t.End > s.End || t.Type != "DATE" || t.When.IsZero() || x.deadline(i) && ev.Status != Planned {
			continue
		}
		elsewhere := false
		for p := x.d.Tokens[t.Start].Head; p >= 0; p = x.d.Tokens[p].Head {
			if fi := x.d.FrameAt(p); fi >= 0 && x.d.Frames[fi].Kind == doc.Verbal {
				elsewhere = fi != ev.Frame && (x.at[fi] != 0 && x.hits[x.at[fi]-1].entry.Act != "" || !x.above(fi, ev.Frame))
				break
			}
		}
		if dd := abs(t.Start - f.Head); !elsewhere && dd < dist {
			best, dist = i, dd
		}
	}
	if best < 0 {
		return
	}
	t := &x.d.Timexes[best]
	ev.redate(t.When, "named nearest in its sentence (“"+x.d.TextOf(t.Start, t.End)+"”; "+t.How+")", x.d.SpanOf(t.Start, t.End))
}

// above says that frame p stands over frame fi, or fi over it.
func (x *extractor) above(p, fi int) bool {
	for _, pair := range [][2]int{{p, fi}, {fi, p}} {
		for cur, n := pair[1], 0; cur >= 0 && n < 8; cur, n = x.d.Frames[cur].Parent, n+1 {
			if cur == pair[0] {
				return true
			}
		}
	}
	return false
}

// announced dates a promise or consent without a time expression, which is an
// event on the day when it is given, by the day of publication.
func (x *extractor) announced(ev *Event) {
	if ev.Status != Planned || ev.Type != "AGREE" && ev.Type != "CONCEDE" || !ev.When.IsZero() || x.d.Reference.Precision != when.Day {
		return
	}
	ev.redate(when.Date{From: x.d.Reference.From, To: x.d.Reference.To, Precision: when.Day, Basis: when.Inferred},
		"no time expression, so the day on which the report tells what is promised", text.Span{})
}

// sameOccasion dates an act of words that has no time expression of its own by
// the statement of the same speaker before it: reports tell what somebody said
// on one occasion in several sentences and give the day once.
func (x *extractor) sameOccasion(ev *Event) {
	if !ev.When.IsZero() && ev.When.Basis != when.Inferred || ev.Frame < 0 || !ofWords(ev.Type) {
		return
	}
	if ev.Status != New && ev.Status != Claimed {
		return
	}
	best := -1
	for i := range x.out.Statements {
		st := &x.out.Statements[i]
		if st.Frame < 0 || st.Frame == ev.Frame || st.Span.Start > ev.Span.Start || x.d.Frames[st.Frame].Time == 0 || len(ev.Actors) == 0 || ev.Actors[0] != st.Speaker {
			continue
		}
		if t := x.d.Timexes[x.d.Frames[st.Frame].Time-1]; t.Type == "DATE" && (best < 0 || st.Span.Start > x.out.Statements[best].Span.Start) {
			if d, ok := x.daysBefore(t.When); ok && d >= 0 && d <= newsDays {
				best = i
			}
		}
	}
	if best < 0 {
		return
	}
	t := x.d.Timexes[x.d.Frames[x.out.Statements[best].Frame].Time-1]
	x.inferred(ev, &t, "the day of what the speaker said before")
}

// standing dates an act without a time expression by the time in which the
// paragraph has been standing, since a story stays in a time until it names
// another: an act recalled by the earlier time named last, one told in the past
// tense by the day of these days named last. What is recalled where no earlier
// time is named is of the year of the report.
func (x *extractor) standing(ev *Event) {
	if !ev.When.IsZero() && (ev.When.Basis != when.Inferred || ev.When.From != x.d.Reference.From) || ev.Frame < 0 || x.d.Reference.Precision != when.Day {
		return
	}
	f := &x.d.Frames[ev.Frame]
	told := ev.Status == New && verbForm(f) == "past"
	if ev.Status != Background && !told {
		return
	}
	s := x.d.Tokens[f.Head].Sent
	_, _, sents := x.inParagraph(x.parOf[s])
	if len(sents) == 0 {
		return
	}
	first, last := x.timexesIn(x.d.Sentences[sents[0]].Start, x.d.Sentences[s].Start)
	for i := last - 1; i >= first; i-- {
		t := &x.d.Timexes[i]
		d, ok := x.daysBefore(t.When)
		if !ok || t.Type != "DATE" || t.Start < x.d.Sentences[sents[0]].Start || t.End > x.d.Sentences[s].Start {
			continue
		}
		if ev.Status == Background && d > newsDays || told && d >= 0 && d <= newsDays && t.When.Precision == when.Day {
			x.inferred(ev, t, "the time in which its paragraph stands")
			return
		}
		if told {
			return // the story has gone elsewhere
		}
	}
	if ev.Status != Background || strings.Contains(x.timesOf(x.d.Sentences[s].Start, x.d.Sentences[s].End), "old") {
		return
	}
	from, _ := x.d.Reference.Start()
	w, err := when.Parse(from.Format("2006"), when.Inferred)
	if err != nil {
		return
	}
	ev.redate(w, "recalled without a date, so the year of the report", text.Span{})
}

// ofTheLead dates news without a time expression by the day that the opening of
// the article names, where that lies a few days before publication: what a
// report tells happened on the day that it is about.
func (x *extractor) ofTheLead(ev *Event) {
	if !ev.When.IsZero() && (ev.When.Basis != when.Inferred || ev.When.From != x.d.Reference.From) || ev.Frame < 0 || x.d.Reference.Precision != when.Day {
		return
	}
	if ev.Status != New && ev.Status != Claimed && !(ev.Status == Planned && (ev.Type == "AGREE" || ev.Type == "CONCEDE")) {
		return
	}
	ti := x.leadDay()
	if ti < 0 {
		return
	}
	t := &x.d.Timexes[ti]
	x.inferred(ev, t, "no time expression, so the day that the opening names")
}

// leadDays is how long before publication the day may lie that a report is about.
const leadDays = 3

// leadDay is the time expression of the first two sentences of the text that
// names the day which the article is about, -1 for none.
func (x *extractor) leadDay() int {
	seen := 0
	for si := range x.d.Sentences {
		s := &x.d.Sentences[si]
		if s.Span.Start < x.d.Body.Start || s.End-s.Start < 6 {
			continue
		}
		if seen++; seen > 2 {
			break
		}
		for i, end := x.timexesIn(s.Start, s.End); i < end; i++ {
			t := &x.d.Timexes[i]
			if t.Start < s.Start || t.End > s.End || t.Type != "DATE" && t.Type != "TIME" || t.When.Precision != when.Day || t.When.From != t.When.To || x.deadline(i) {
				continue
			}
			if d, ok := x.daysBefore(t.When); ok && d >= 0 && d <= leadDays {
				if d == 0 && x.dateline(t.Start, t.End, s.Start) {
					continue
				}
				if d == 0 {
					return -1 // it is about the day of publication
				}
				return i
			}
		}
	}
	return -1
}

// dateline says that a time expression stands before the dash that opens an
// article: "1 July 2017 - The envoy met".
func (x *extractor) dateline(start, end, sentence int) bool {
	for i := end; i < len(x.d.Tokens) && i < sentence+12; i++ {
		switch x.d.Tokens[i].Form {
		case "-", "–", "—", "--", ":", ".":
			return start < sentence+6
		}
		if u := x.d.Tokens[i].UPOS; u != "NUM" && u != "PUNCT" && u != "PROPN" {
			return false
		}
	}
	return false
}

// inferDate dates news without a time expression by the day of publication.
func (x *extractor) inferDate(b *Base, w *when.Date) {
	if !w.IsZero() || b.Status != New && b.Status != Claimed || x.d.Reference.IsZero() || x.d.Reference.Precision != when.Day {
		return
	}
	*w = when.Date{From: x.d.Reference.From, To: x.d.Reference.To, Precision: when.Day, Basis: when.Inferred}
	b.because("date", w.String()+": no time expression, so the day of publication", text.Span{})
}

// inferred dates an event by a time expression of elsewhere in the text.
func (x *extractor) inferred(ev *Event, t *doc.Timex, why string) {
	w := t.When
	w.Basis = when.Inferred
	ev.redate(w, why+" (“"+x.d.TextOf(t.Start, t.End)+"”)", x.d.SpanOf(t.Start, t.End))
}

// redate gives an event another date; the reason of the one that it had goes.
func (ev *Event) redate(w when.Date, why string, words text.Span) {
	ev.undate()
	ev.When = w
	ev.because("date", w.String()+": "+why, words)
}

// undate takes an event's date away, and its reason.
func (ev *Event) undate() {
	ev.When = when.Date{}
	ev.Why = slices.DeleteFunc(ev.Why, func(s Step) bool { return s.What == "date" })
}
