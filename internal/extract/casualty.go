package extract

import (
	"rapporteur/internal/doc"
	"rapporteur/internal/when"
)

// casualties reads the numbers of dead and injured beside the verb.
func (x *extractor) casualties(h *hit, ev *Event) {
	if ev.Type != "ASSAULT" && ev.Type != "PROTEST" && ev.Type != "COERCE" {
		return
	}
	read := func(fi int, kind string) {
		f := &x.d.Frames[fi]
		for _, slot := range []string{"obj", "subj", "of"} {
			if slot == "subj" && !intransitiveDeath(f.Lemma) {
				continue
			}
			for _, a := range f.Args {
				if a.Slot != slot {
					continue
				}
				if n := x.number(a.Head); n > 0 {
					if kind == "dead" && ev.Dead < 0 {
						ev.Dead = n
					}
					if kind == "injured" && ev.Injured < 0 {
						ev.Injured = n
					}
					return
				}
			}
		}
	}
	switch {
	case h.entry.Effect.Casualties == "dead" || lethal(x.d.Frames[h.frame].Lemma):
		read(h.frame, "dead")
	case h.entry.Effect.Casualties == "injured" || injuring(x.d.Frames[h.frame].Lemma):
		read(h.frame, "injured")
	}
	// "12 dead", "killing 12", "leaving three wounded" in the same clause.
	for _, k := range x.who.Kids(x.d.Frames[h.frame].Head) {
		fi := x.d.FrameAt(int(k))
		if fi < 0 {
			continue
		}
		switch l := x.d.Frames[fi].Lemma; {
		case lethal(l):
			read(fi, "dead")
		case injuring(l):
			read(fi, "injured")
		}
	}
}

func lethal(l string) bool {
	switch l {
	case "kill", "murder", "slay", "massacre", "execute", "assassinate", "die", "behead", "slaughter", "perish", "death", "killing":
		return true
	}
	return false
}

func injuring(l string) bool {
	switch l {
	case "wound", "injure", "hurt", "maim":
		return true
	}
	return false
}

func intransitiveDeath(l string) bool { return l == "die" || l == "perish" }

// toldNext reads the numbers of dead and injured that the sentence behind an
// attack gives: "Mortars hit the village. Three people died." Such a sentence
// tells of no attack of its own and names nobody who would have done it.
func (x *extractor) toldNext() {
	evs := x.out.Events
	gone := map[int]bool{}
	for i := range evs {
		ev := &evs[i]
		if ev.Type != "ASSAULT" || ev.Frame < 0 || ev.Dead >= 0 || ev.Status == Negated || ev.Status == Planned || ev.Status == Hypothetical {
			continue
		}
		next := x.sentence(ev) + 1
		if next >= len(x.d.Sentences) || x.parOf[next] > x.parOf[next-1]+1 || x.parOf[next] != x.parOf[next-1] && next > 1 {
			continue
		}
		dead, injured, other := -1, -1, false
		var same []int
		for j := range evs {
			if o := &evs[j]; j != i && o.Type == "ASSAULT" && o.Frame >= 0 {
				switch x.sentence(o) {
				case next - 1:
					other = other || o.Trigger.Start > ev.Trigger.Start
				case next:
					if harm(x.d.Frames[o.Frame].Lemma) && (len(o.Actors) == 0 || o.Guessed != "") && (o.When.IsZero() || o.When.Basis == when.Inferred || o.When.From == ev.When.From) {
						same = append(same, j)
					} else {
						other = true
					}
				}
			}
		}
		if other {
			continue
		}
		s := x.d.Sentences[next]
		for t := s.Start; t < s.End; t++ {
			fi := x.d.FrameAt(t)
			if fi < 0 || x.d.Frames[fi].Kind == doc.Nominal || x.d.Frames[fi].Negated || x.d.Frames[fi].Pluperf {
				continue
			}
			f := &x.d.Frames[fi]
			if lost := f.Lemma == "lose" && f.Arg("obj") != nil && x.lemma(f.Arg("obj").Head) == "life"; lethal(f.Lemma) || lost {
				dead = max(dead, x.harmed(f, lost || intransitiveDeath(f.Lemma)))
			} else if injuring(f.Lemma) {
				injured = max(injured, x.harmed(f, false))
			}
		}
		if dead < 0 && injured < 0 {
			continue
		}
		ev.Dead, ev.Injured = dead, max(ev.Injured, injured)
		ev.because("casualties", "told in the sentence behind it", s.Span)
		for _, j := range same {
			gone[j] = true
		}
	}
	if len(gone) == 0 {
		return
	}
	kept := evs[:0]
	for i := range evs {
		if !gone[i] {
			kept = append(kept, evs[i])
		}
	}
	x.out.Events = kept
}

// harmed is the number of those whom a verb of dying (subj) or of killing and
// wounding (passive: obj) says it of, -1 for none.
func (x *extractor) harmed(f *doc.Frame, subj bool) int {
	slot := "obj"
	if subj {
		slot = "subj"
	} else if !f.Passive {
		return -1
	}
	if a := f.Arg(slot); a != nil {
		return x.number(a.Head)
	}
	return -1
}

// harm says that a verb tells what an attack did to people.
func harm(lemma string) bool { return lethal(lemma) || injuring(lemma) || lemma == "lose" }
