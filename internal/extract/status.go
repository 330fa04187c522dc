package extract

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// daysBefore counts from the end of w to the day of publication; ok is false
// where either is unknown.
func (x *extractor) daysBefore(w when.Date) (days int, ok bool) {
	end, ok1 := w.Finish()
	ref, ok2 := x.d.Reference.Start()
	if !ok1 || !ok2 {
		return 0, false
	}
	return int(ref.Sub(end).Hours() / 24), true
}

// Days after which a dated act is history to a report: beyond a week it is no
// longer what the report brings.
const newsDays = 7

// background finds the paragraphs whose whole content is history or context:
// none of their clauses is dated near the day of publication or is said by
// somebody now, and something dates them earlier or tells them as a state of
// affairs.
func (x *extractor) background() {
	type sums struct{ recent, old, said, finite, perfect, past, present int }
	ps := map[int]*sums{}
	get := func(p int) *sums {
		if ps[p] == nil {
			ps[p] = &sums{}
		}
		return ps[p]
	}
	for fi := range x.d.Frames {
		f := &x.d.Frames[fi]
		s := get(x.parOf[x.d.Tokens[f.Head].Sent])
		if f.Kind == doc.Verbal && f.Tense != "" {
			s.finite++
			switch {
			case f.Perfect:
				s.perfect++
			case f.Tense == "past":
				s.past++
			case f.Tense == "present":
				s.present++
			}
		}
		if hi := int(x.at[fi]) - 1; hi >= 0 && x.hits[hi].frame == fi && x.hits[hi].entry.Act != "" && f.Kind == doc.Verbal && f.Tense != "" {
			old := false
			if f.Time > 0 {
				if d, ok := x.daysBefore(x.d.Timexes[f.Time-1].When); ok && d > newsDays {
					old = true
				}
			}
			if !old {
				s.said++
			}
		}
	}
	for _, t := range x.d.Timexes {
		s := get(x.parOf[x.d.Tokens[t.Start].Sent])
		if t.Type != "DATE" && t.Type != "TIME" && t.Type != "DURATION" {
			continue
		}
		if d, ok := x.daysBefore(t.When); ok {
			switch {
			case d > newsDays && (t.When.Precision == when.Year || t.When.Precision == when.Decade || d > 31):
				s.old += 2
			case d > newsDays:
				s.old++
			case d >= -60 && t.When.Precision != when.Year:
				s.recent++
			}
		}
	}
	for p, s := range ps {
		switch {
		case s.recent > 0 || s.said > 0 || s.finite == 0 && s.old == 0:
		case s.old >= 1:
			x.bgPar[p], x.bgHow[p] = true, "its paragraph is dated earlier and brings nothing of these days"
		case p > 2 && s.past == 0 && s.present+s.perfect > 0:
			x.bgPar[p], x.bgHow[p] = true, "its paragraph tells a state of affairs and no event of these days"
		}
	}
	for p := range x.paras {
		if x.bgPar[p] {
			x.out.Background = append(x.out.Background, p)
		}
	}
}

// status decides what the event is to this report.
func (x *extractor) status(h *hit, inner *hit, ev *Event) {
	fi := h.frame
	st, how := x.reality(fi)
	if st == New && h.noun >= 0 {
		if s2, h2 := x.own(h.noun); s2 != New {
			st, how = s2, h2
		}
	}
	if st == New && x.scheduled(fi) {
		st, how = Planned, "said to be due"
	}
	if st == Negated && h.entry.Polarity == lexicon.Negative && inner == nil {
		st, how = New, "" // the entry is for negated clauses: its negation is used up
	}
	src := x.said[fi]
	if src.hit >= 0 && x.hits[src.hit].frame == fi {
		src = source{hit: -1}
	}
	ev.By = src.who
	if st == New && len(src.who) > 0 && x.alleges(src.who, ev) {
		st, how = Claimed, "alleged by "+x.names(src.who)+" against another side"
	}
	if st == New || st == Claimed {
		if bg, why := x.historic(fi, ev); bg {
			st, how = Background, why
		}
	}
	if how == "" {
		how = "told as fact and as news"
	}
	ev.Status = st
	ev.because("status", string(st)+": "+how, text.Span{})
	x.inferDate(&ev.Base, &ev.When)
}

// scheduled says that "due to", "set to" or the like stands before the verb,
// where the parser takes it for a preposition.
func (x *extractor) scheduled(fi int) bool {
	f := &x.d.Frames[fi]
	if f.Kind != doc.Verbal {
		return false
	}
	i := f.Head - 1
	if s := x.sentenceOf(f.Head); i < s.Start+1 || !strings.EqualFold(x.d.Tokens[i].Form, "to") {
		return false
	}
	switch strings.ToLower(x.d.Tokens[i-1].Form) {
	case "is", "are", "was", "were":
		return true
	case "due", "set", "about", "scheduled", "slated", "expected", "supposed", "poised", "likely":
		return true
	}
	return false
}

// alleges says that a party, not an observer, reports a hostile deed of
// another side.
func (x *extractor) alleges(who []int, ev *Event) bool {
	switch ev.Type {
	case "ASSAULT", "COERCE", "MOBILIZE", "SANCTION":
	default:
		return false
	}
	if len(ev.Actors) == 0 {
		return false
	}
	for _, w := range who {
		if x.neutral(w) {
			return false
		}
		s := x.who.Actors[w].Sector
		if s != "GOV" && s != "MIL" && s != "REB" && s != "UAF" && s != "PRE" && s != "SPY" && s != "OPP" && s != "LEG" && s != "" {
			return false
		}
		for _, a := range ev.Actors {
			if x.sides(w, a) {
				return false
			}
		}
	}
	return true
}

// historic says whether an asserted act is earlier history or context.
func (x *extractor) historic(fi int, ev *Event) (bool, string) {
	f := &x.d.Frames[fi]
	if d, ok := x.daysBefore(ev.When); ok {
		switch {
		case d > newsDays:
			return true, "dated " + ev.When.String() + ", before the days that this report tells of"
		case ev.When.Precision == when.Day || ev.When.Precision == when.Hour:
			return false, ""
		}
	}
	for _, k := range x.who.Kids(f.Head) {
		switch t := &x.d.Tokens[k]; strings.ToLower(t.Form) {
		case "recently", "previously", "earlier", "formerly", "repeatedly", "already", "traditionally", "historically":
			if t.Deprel == "advmod" && (f.Perfect || f.Tense == "past") && ev.When.IsZero() {
				return true, "told as earlier (“" + t.Form + "”)"
			}
		}
	}
	switch {
	case f.Pluperf:
		return true, "told in the past perfect, before the story"
	case x.bgPar[x.parOf[x.d.Tokens[f.Head].Sent]]:
		return true, x.bgHow[x.parOf[x.d.Tokens[f.Head].Sent]]
	case f.Relation == "relcl" && f.Tense == "past":
		return true, "told in a relative clause about something known"
	case f.Relation == "acl" && f.Kind == doc.Verbal && f.Passive:
		return true, "told by a participle about something known"
	case f.Mark == "since" || strings.HasPrefix(f.Mark, "after") && f.Tense == "past":
		return true, "told as what came before (“" + f.Mark + "”)"
	case f.Kind == doc.Nominal && f.Relation == "arg" && definite(x, f.Head):
		return true, "named as something known"
	}
	return false, ""
}

// definite says that a noun refers back: the, this, his, that.
func definite(x *extractor, head int) bool {
	for _, k := range x.who.Kids(head) {
		t := &x.d.Tokens[k]
		if t.Deprel == "det" {
			switch strings.ToLower(t.Form) {
			case "the", "this", "that", "these", "those":
				return true
			}
		}
		if t.Deprel == "nmod:poss" {
			return true
		}
	}
	return false
}
