package extract

import (
	"strings"

	"rapporteur/internal/doc"
)

// weighs says that candidates are decided about by the judge, so that doubtful
// ones may be put before it.
func (x *extractor) weighs() bool { return x.opt.Collect || x.opt.Judge.Head(HeadEvent) != nil }

// loosely enters as candidates what the lexicon's words evoke although a
// constraint on their arguments does not hold, or cannot be seen to.
func (x *extractor) loosely() {
	told := map[int]bool{} // sentences that have an event
	for i := range x.out.Events {
		if f := x.out.Events[i].Frame; f >= 0 {
			told[x.d.Tokens[x.d.Frames[f].Head].Sent] = true
		}
	}
	for i := range x.d.Frames {
		// Without the judge only what a sentence tells besides nothing else, and with a party in its own slots.
		if s := x.d.Tokens[x.d.Frames[i].Head].Sent; !x.weighs() && (told[s] || x.d.Frames[i].Kind == doc.Nominal) {
			continue
		}
		if x.at[i] != 0 || x.used[i] {
			continue
		}
		f := &x.d.Frames[i]
		if h, ok := x.nearest(i); ok {
			n := len(x.out.Events)
			x.event(&h, h.entry.Type, h.entry.Mode, h.entry.CAMEO, nil)
			if !x.weighs() && len(x.out.Events) > n && !x.fromCountry(x.out.Events[n].Actors) {
				x.out.Events = x.out.Events[:n]
			}
			if len(x.out.Events) > n {
				told[x.d.Tokens[f.Head].Sent] = true
			}
		}
	}
}

// nearest is the hit of a predicate on the entry with a type that it comes nearest
// to: of those whose form fits the first with the fewest constraints unmet; the
// judge, which weighs what is unmet itself, gets the first of all.
func (x *extractor) nearest(i int) (best hit, ok bool) {
	for _, c := range x.evoked(&x.d.Frames[i]) {
		if c.Entry.Type == "" || c.Entry.Strict {
			continue
		}
		h := hit{frame: i, noun: -1, entry: c.Entry, trig: c.Trigger.String()}
		if !x.formFits(&h, c) {
			continue
		}
		for _, r := range c.Entry.Require {
			if !x.constraint(&h, r) {
				h.unmet = append(h.unmet, strings.Join(r.Slots, "|")+" "+strings.Join(r.Any, "|"))
			}
		}
		if !ok || !x.weighs() && len(h.unmet) < len(best.unmet) {
			best, ok = h, true
		}
	}
	return best, ok
}

// fromCountry says that one of some actors is known to belong to a country.
func (x *extractor) fromCountry(actors []int) bool {
	for _, a := range actors {
		if x.who.Actors[a].Country != "" {
			return true
		}
	}
	return false
}
