package extract

import (
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
	"rapporteur/internal/text"
)

// events turns hits with a PLOVER type into events.
func (x *extractor) events() {
	turned := map[int]bool{} // frames of events that an operator made something else of
	for hi := range x.hits {
		h := &x.hits[hi]
		if len(h.entry.Turns) == 0 || h.entry.Embeds == nil {
			continue
		}
		x.turn(h, turned)
	}
	for hi := range x.hits {
		h := &x.hits[hi]
		typ := h.entry.Type
		if typ == "" {
			continue
		}
		if turned[h.frame] || x.entered(h.frame, typ) {
			continue
		}
		if t, ok := x.ultimatum(h); ok {
			x.event(h, t.Type, t.Mode, "", nil)
			continue
		}
		x.event(h, typ, h.entry.Mode, h.entry.CAMEO, nil)
	}
}

// ultimatum gives what a deed to come under an "unless" is: the threat of it,
// where whoever would do it announces it.
func (x *extractor) ultimatum(h *hit) (t lexicon.Turn, ok bool) {
	f := &x.d.Frames[h.frame]
	th := x.lex.Entry("THREATEN.threaten")
	if th == nil {
		return t, false
	}
	if e := h.entry; e.Act == "commit" && e.Embeds != nil && e.Embeds.As == "planned" { // the verb of saying carries the deed: "announced it will withdraw"
		for _, head := range x.fill(h, "comp") {
			if x.unless(head) || x.unless(f.Head) {
				t, ok = th.Turns[e.Type]
			}
		}
		return t, ok && t.Type != "" && t.Type != "-"
	}
	if h.entry.Act != "" || f.Kind != doc.Verbal || f.Tense != "future" && f.Modal != "would" {
		return t, false
	}
	if who := x.said[h.frame].who; !x.unless(f.Head) && !(hostile(h.entry.Type) && x.stands(f.Head, "if")) || len(who) == 0 {
		return t, false
	} else if own, _ := x.parties(h, h.entry.Actor); len(own) > 0 && !overlap(own, who) && !x.sides(own[0], who[0]) {
		return t, false
	}
	t, ok = th.Turns[h.entry.Type]
	return t, ok && t.Type != "" && t.Type != "-"
}

// unless says that a clause stands under the predicate at token head which
// says what would keep the deed from being done.
func (x *extractor) unless(head int) bool { return x.stands(head, "unless") }

// stands says that a clause with a mark stands under the predicate at token head.
func (x *extractor) stands(head int, mark string) bool {
	for _, k := range x.who.Kids(head) {
		if fi := x.d.FrameAt(int(k)); fi >= 0 && x.d.Frames[fi].Mark == mark {
			return true
		}
	}
	return false
}

// hostile says that deeds of a type are done against somebody.
func hostile(typ string) bool {
	switch typ {
	case "SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST":
		return true
	}
	return false
}

// carried says that the act is the content of another event and not one of
// its own: what is demanded, threatened, refused, agreed to.
func (x *extractor) carried(fi int) string {
	for p, n := fi, 0; n < 4; n++ {
		g := &x.d.Frames[p]
		if g.Parent < 0 || g.Relation != "comp" && g.Relation != "arg" && g.Relation != "conj" {
			return ""
		}
		up := g.Parent
		if hi := int(x.at[up]) - 1; hi >= 0 && g.Relation != "conj" {
			e := x.hits[hi].entry
			if e.Type != "" && e.Embeds != nil && x.hits[hi].frame == up && x.inSlots(up, g.Head, e.Embeds.Slots) {
				switch e.Embeds.As {
				case "hypothetical", "planned", "negated", "denied":
					return e.ID
				}
			}
		}
		p = up
	}
	return ""
}

// turn applies an operator ("refuse to", "threaten to", "agree to") to the
// event in its complement and enters what comes of it.
func (x *extractor) turn(h *hit, turned map[int]bool) {
	for _, slot := range h.entry.Embeds.Slots {
		for _, head := range x.fill(h, slot) {
			for _, c := range x.conj(head) {
				fi := x.d.FrameAt(c)
				if fi < 0 || fi == h.frame {
					continue
				}
				inner := int(x.at[fi]) - 1
				if inner < 0 {
					continue
				}
				ih := &x.hits[inner]
				t, ok := h.entry.Turns[ih.entry.Type]
				if !ok || ih.entry.Type == "" {
					continue
				}
				turned[ih.frame] = t.Type != ""
				if t.Type != "" && t.Type != "-" {
					x.event(h, t.Type, t.Mode, h.entry.CAMEO, ih)
				}
			}
		}
	}
}

// newEvent is an event of a hit before its parties, date, place and status.
func (x *extractor) newEvent(h *hit, typ, mode, cameo string) Event {
	f := &x.d.Frames[h.frame]
	ev := Event{Type: typ, Mode: mode, CAMEO: cameo, Contexts: h.entry.Contexts, Dead: -1, Injured: -1, Size: -1, Frame: h.frame, Entry: h.entry, Contact: h.entry.Contact}
	ev.Rule = h.entry.ID
	ev.Trigger = x.d.SpanOf(f.Head, f.Head+1)
	if h.noun >= 0 {
		ev.Trigger = ev.Trigger.Join(x.d.SpanOf(x.d.Frames[h.noun].Head, x.d.Frames[h.noun].Head+1))
	}
	ev.because("trigger", x.evokes(h), ev.Trigger)
	return ev
}

// event builds one event from a hit; inner is the embedded event where an
// operator made it.
func (x *extractor) event(h *hit, typ, mode, cameo string, inner *hit) {
	f := &x.d.Frames[h.frame]
	ev := x.newEvent(h, typ, mode, cameo)
	trig := ev.Trigger
	roles, recip := h.entry.Actor, h.entry.Recipient
	actors, aslot := x.parties(h, roles)
	recipients, rslot := x.parties(h, recip)
	if inner != nil {
		ev.because("rule", x.turned(h, inner, typ), trig)
		if len(actors) == 0 {
			actors, aslot = x.parties(inner, inner.entry.Actor)
		}
		if len(recipients) == 0 {
			recipients, rslot = x.parties(inner, inner.entry.Recipient)
		}
		if cameo == "" {
			ev.CAMEO = inner.entry.CAMEO
		}
		if len(ev.Contexts) == 0 {
			ev.Contexts = inner.entry.Contexts
		}
	}
	symmetric := h.entry.Symmetric
	switch {
	case symmetric:
		if by := x.governor(h, actors); len(by) > 0 {
			ev.because("actor", x.names(by)+": the subject of the verb above", x.argSpan(h, aslot))
			actors = append(by, actors...)
		}
		actors, recipients = x.mutual(h, typ, actors, recipients)
	case len(recipients) == 0 && len(actors) > 1 && (h.entry.Mode == "ceasefire" || withOthers(h.entry) || inner != nil && (inner.entry.Symmetric || withOthers(inner.entry))):
		// What one does with somebody several together do with one another: "Chad and Niger renewed ties".
		symmetric, recipients = true, actors
	default:
		recipients = slices.DeleteFunc(recipients, func(r int) bool {
			// who denies what its own side is said to have done rejects nobody
			return slices.Contains(actors, r) || h.entry.Act == "deny" && x.ownSide(actors, r)
		})
	}
	if len(recipients) == 0 && (len(actors) > 0 && !symmetric || len(actors) == 1) && targeted(typ) {
		if rs, at := x.otherParty(h, actors, aslot); len(rs) > 0 {
			recipients, rslot = rs, "words behind the predicate"
			ev.because("recipient", x.names(recipients)+": the other party named in the clause", x.d.SpanOf(at, at+1))
		}
	}
	if len(actors) == 0 && h.noun < 0 && inner == nil && f.Kind == doc.Verbal && !f.Passive && !takes(roles, "subj") && (!takes(recip, "subj") || rslot != "" && rslot != "subj") {
		// the entry looks for its actor elsewhere ("killed in an attack by"), but the verb has a party for its subject
		if by, s := x.parties(h, []lexicon.Role{{"subj"}}); len(by) > 0 && !overlap(by, recipients) {
			actors, aslot = by, s
		}
	}
	if struck := typ == "ASSAULT"; !symmetric && (struck || typ == "COERCE" && !x.weighs()) {
		how := ": the place lies there"
		if struck {
			how = ": the place that was struck lies there"
		}
		switch r := x.struckPlace(h); {
		case r < 0:
		case len(recipients) == 0 && len(actors) > 0 && !slices.Contains(actors, r):
			recipients, rslot = []int{r}, "words behind the predicate"
			ev.because("recipient", x.names(recipients)+how, trig)
		case struck && len(recipients) > 0 && !x.weighs() && !x.fromCountry(recipients):
			recipients = append(recipients[:len(recipients):len(recipients)], r)
			ev.because("recipient", x.names([]int{r})+how, trig)
		}
	}
	if len(actors) == 0 && ev.Mode == "release" {
		if as, at := x.holder(recip, h); len(as) > 0 {
			actors, aslot = as, ""
			ev.because("actor", x.names(as)+": held whoever is set free", x.d.SpanOf(at, at+1))
		}
	}
	if !x.weighs() && !symmetric && !x.fromCountry(recipients) && !(len(recipients) > 0 && typ == "PROTEST") {
		if r, how := x.athome(h, typ, actors); r >= 0 {
			if len(recipients) == 0 {
				rslot = "words behind the predicate"
			}
			recipients = append(recipients[:len(recipients):len(recipients)], r)
			ev.because("recipient", x.names(recipients[len(recipients)-1:])+": "+how, trig)
		}
	}
	if len(actors) == 0 && !x.weighs() {
		if a, how := x.unnamed(h, typ, recipients); a >= 0 && !slices.Contains(recipients, a) {
			actors, ev.Guessed = []int{a}, how
			ev.because("actor", x.names(actors)+": "+how, trig)
		}
	}
	if len(actors) == 0 && x.weighs() {
		if a, at, how := x.likelyActor(h, recipients); a >= 0 {
			actors, ev.Guessed = []int{a}, how
			ev.because("actor", x.names(actors)+": "+how, x.d.SpanOf(at, at+1))
		}
	}
	if h.entry.Contact != "" && hosts(f.Lemma) {
		actors = x.withoutTown(h, actors)
		if symmetric && len(actors) > 1 {
			recipients = actors
		}
	}
	ev.Actors, ev.Recipients = actors, recipients
	if len(actors) > 0 && aslot != "" && ev.Guessed == "" {
		ev.because("actor", x.names(actors)+": "+x.slots(h, aslot), x.argSpan(h, aslot))
	}
	if len(recipients) > 0 && !symmetric && rslot != "words behind the predicate" {
		ev.because("recipient", x.names(recipients)+": "+x.slots(h, rslot), x.argSpan(h, rslot))
	}
	if len(actors) == 0 && len(recipients) == 0 && (!x.weighs() || len(x.who.Actors) == 0) {
		return // an article that names nobody gives no event
	}
	ev.Unmet = h.unmet
	ev.Span = f.Clause
	if h.noun >= 0 {
		ev.Span = ev.Span.Join(x.d.Frames[h.noun].Clause)
	}
	x.casualties(h, &ev)
	x.date(h, &ev)
	x.place(h, &ev)
	x.status(h, inner, &ev)
	ev.Confidence = 0.5
	if inner == nil {
		ev.Carried = x.carried(h.frame)
	}
	x.out.Events = append(x.out.Events, ev)
	x.gave[given{ev.Frame, ev.Type}] = true
}

func (x *extractor) lexPlace(e *lexicon.Entry) string {
	return e.File + ":" + strconv.Itoa(e.Line)
}

func (x *extractor) names(as []int) string {
	var out []string
	for _, a := range as {
		out = append(out, x.who.Actors[a].Name)
	}
	return strings.Join(out, ", ")
}

func (x *extractor) argSpan(h *hit, slots string) text.Span {
	var sp text.Span
	for _, s := range strings.Split(slots, "+") {
		for _, head := range x.fill(h, s) {
			sp = sp.Join(x.d.SpanOf(head, head+1))
		}
	}
	return sp
}

// mergeWithinSentence joins events that are one act told twice in a sentence:
// "killed two and wounded five", "an attack that killed 12".
func (x *extractor) mergeWithinSentence() {
	evs := x.out.Events
	gone := make([]bool, len(evs))
	inSentence := map[int][]int{}
	for i := range evs {
		if evs[i].Frame >= 0 {
			s := x.d.Tokens[x.d.Frames[evs[i].Frame].Head].Sent
			inSentence[s] = append(inSentence[s], i)
		}
	}
	for i := range evs {
		if gone[i] || evs[i].Frame < 0 {
			continue
		}
		for _, j := range inSentence[x.d.Tokens[x.d.Frames[evs[i].Frame].Head].Sent] {
			if i == j || gone[j] || gone[i] || evs[i].Type != evs[j].Type {
				continue
			}
			fi, fj := &x.d.Frames[evs[i].Frame], &x.d.Frames[evs[j].Frame]
			one := false
			switch {
			case fj.Parent == evs[i].Frame && (fj.Relation == "conj" || fj.Relation == "advcl") && evs[i].Type == "ASSAULT":
				one = x.compatibleParties(&evs[i], &evs[j])
			case fj.Parent == evs[i].Frame && fj.Relation == "arg" && fj.Kind == doc.Nominal:
				one = true // "killed in a bombing", "an attack killed"
			case fi.Parent == evs[j].Frame && fi.Relation == "relcl" && fj.Kind == doc.Nominal:
				one = true // "an attack that killed"
			case fj.Relation == "acl" && fj.Parent >= 0 && evs[i].Type == "ASSAULT" && fi.Arg("subj") != nil && fi.Arg("subj").Head == x.d.Frames[fj.Parent].Head:
				one = x.compatibleParties(&evs[i], &evs[j]) // "shells fired by rebels hit"
			}
			if !one && !saidTwice(&evs[i], &evs[j]) {
				continue
			}
			absorb(&evs[i], &evs[j])
			gone[j] = true
		}
	}
	kept := evs[:0]
	for i := range evs {
		if !gone[i] {
			kept = append(kept, evs[i])
		}
	}
	x.out.Events = kept
}

// saidTwice says that two events are one act of saying, told by the verb of
// saying and again by what is said.
func saidTwice(a, b *Event) bool {
	switch a.Type {
	case "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE":
		return len(a.Recipients) > 0 && sameSet(a.Actors, b.Actors) && sameSet(a.Recipients, b.Recipients)
	}
	return false
}

// sameSet says that two lists hold the same actors.
func sameSet(a, b []int) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(p int) bool { return !slices.Contains(b, p) })
}

// compatibleParties says that two events may be one act: the same actors where
// both name some, and no recipients that are two different states or of them.
func (x *extractor) compatibleParties(a, b *Event) bool {
	if len(a.Actors) > 0 && len(b.Actors) > 0 && !overlap(a.Actors, b.Actors) {
		return false
	}
	states := func(as []int) (out []string) {
		for _, r := range as {
			if p := &x.who.Actors[r]; p.Known != nil && state(p) != "" { // the state of "three people" is a guess
				out = append(out, state(p))
			}
		}
		return out
	}
	p, q := states(a.Recipients), states(b.Recipients)
	return len(p) == 0 || len(q) == 0 || slices.ContainsFunc(p, func(s string) bool { return slices.Contains(q, s) })
}

// absorb takes into a what b adds.
func absorb(a, b *Event) {
	if len(a.Actors) == 0 {
		a.Actors = b.Actors
	}
	if len(a.Recipients) == 0 {
		a.Recipients = b.Recipients
	}
	if a.When.IsZero() {
		a.When = b.When
	}
	if a.Place == 0 {
		a.Place = b.Place
	}
	a.Dead, a.Injured, a.Size = max(a.Dead, b.Dead), max(a.Injured, b.Injured), max(a.Size, b.Size)
	if a.Mode == "" {
		a.Mode = b.Mode
	}
	a.because("merged", "the same act is told again by “"+b.Rule+"” in the sentence", b.Trigger)
}

// entered says that a predicate gave an event of the type already. Events of
// one predicate are entered one after another or first by its operator.
func (x *extractor) entered(frame int, typ string) bool { return x.gave[given{frame, typ}] }

// given is a predicate with a type of event.
type given struct {
	frame int
	typ   string
}
