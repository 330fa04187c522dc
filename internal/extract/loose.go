package extract

import "strings"

// weighs says that candidates are decided about by the judge, so that doubtful
// ones may be put before it.
func (x *extractor) weighs() bool { return x.opt.Collect || x.opt.Judge.Head(HeadEvent) != nil }

// loosely enters as candidates what the lexicon's words evoke although a
// constraint on their arguments does not hold, or cannot be seen to.
func (x *extractor) loosely() {
	if !x.weighs() {
		return
	}
	for i := range x.d.Frames {
		if x.at[i] != 0 || x.used[i] {
			continue
		}
		f := &x.d.Frames[i]
		for _, c := range x.evoked(f) {
			if c.Entry.Type == "" {
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
			x.event(&h, c.Entry.Type, c.Entry.Mode, c.Entry.CAMEO, nil)
			break
		}
	}
}
