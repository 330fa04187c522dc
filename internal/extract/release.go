package extract

import (
	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
)

// holder is who is said to hold or to have held the people that are set free:
// "captives whom Chad had held were handed over", "freed a pilot captured by
// rebels".
func (x *extractor) holder(roles []lexicon.Role, h *hit) (who []int, tok int) {
	for _, role := range roles {
		for _, s := range role {
			for _, head := range x.fill(h, s) {
				for _, k := range x.who.Kids(head) {
					fi := x.d.FrameAt(int(k))
					if fi < 0 || x.d.Frames[fi].Kind != doc.Verbal || !holds(x.d.Frames[fi].Lemma) {
						continue
					}
					for _, slot := range []string{"subj", "by"} {
						if a := x.d.Frames[fi].Arg(slot); a != nil && a.Head != head {
							if as := x.party(a.Head, slot); len(as) > 0 {
								return as, a.Head
							}
						}
					}
				}
			}
		}
	}
	return nil, -1
}

// holds says of a verb that whoever does it to people has them.
func holds(lemma string) bool {
	switch lemma {
	case "hold", "capture", "detain", "seize", "jail", "imprison", "arrest", "kidnap", "abduct", "take", "keep", "intern":
		return true
	}
	return false
}
