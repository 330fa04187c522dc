package extract

import (
	"strings"

	"rapporteur/internal/register"
)

// What a statement's act makes of it as an event: type and CAMEO code by the
// conventions of the ontology (a claim is no event).
func verbal(act string) (typ, mode, cameo string) {
	switch act {
	case "accuse":
		return "ACCUSE", "", "112"
	case "demand", "appeal":
		return "REQUEST", "", "100"
	case "reject":
		return "REJECT", "", "120"
	case "deny":
		return "REJECT", "", "120"
	case "threaten":
		return "THREATEN", "", "130"
	case "praise":
		return "SUPPORT", "", "051"
	case "accept":
		return "AGREE", "", "030"
	case "offer", "commit", "express-readiness":
		return "AGREE", "", "030"
	}
	return "", "", ""
}

// verbalEvents gives each statement whose act is an event its event, unless
// the verb of saying gave one already.
func (x *extractor) verbalEvents() {
	byFrame := map[int]bool{}
	for i := range x.out.Events {
		byFrame[x.out.Events[i].Frame] = true
	}
	for si := range x.out.Statements {
		st := &x.out.Statements[si]
		typ, mode, cameo := verbal(st.Act)
		if typ == "" || st.Frame >= 0 && byFrame[st.Frame] {
			continue
		}
		if st.Narrowed && (x.relays(st.Speaker) || st.Act == "accuse" && !x.weighs() && x.trails(st)) {
			continue
		}
		if st.Act == "commit" || st.Act == "offer" || st.Act == "express-readiness" {
			// A promise is an event when it is made to somebody or about a joint matter.
			if len(st.Addressee) == 0 {
				continue
			}
		}
		ev := Event{Type: typ, Mode: mode, CAMEO: cameo, Actors: []int{st.Speaker}, Recipients: st.Addressee,
			When: st.When, Dead: -1, Injured: -1, Size: -1, Frame: st.Frame, Statement: si + 1, By: st.Via}
		if len(ev.Recipients) == 0 && !x.weighs() && st.Act == "threaten" && st.Frame >= 0 && x.at[st.Frame] > 0 {
			ev.Recipients, _ = x.otherParty(&x.hits[x.at[st.Frame]-1], ev.Actors, "subj")
		}
		ev.Status, ev.Span, ev.Rule = st.Status, st.Span, "verbal."+st.Act
		ev.Trigger = st.Why[0].Span
		ev.Why = append(ev.Why, Step{"rule", "the statement's act is " + st.Act + ", which is " + typ, st.Span})
		ev.Why = append(ev.Why, st.Why...)
		ev.Confidence = st.Confidence - 0.05
		x.out.Events = append(x.out.Events, ev)
	}
}

// trails says that the verb of saying of police, soldiers or witnesses stands
// behind what is said: "..., police said" gives the source of a report and
// rather tells than accuses.
func (x *extractor) trails(st *Statement) bool {
	switch x.who.Actors[st.Speaker].Sector {
	case "COP", "MIL", "CVL", "MED", "UNK", "":
	default:
		return false
	}
	return st.Frame >= 0 && st.Comp >= 0 && !st.Direct && st.Comp < x.d.Frames[st.Frame].Head
}

// relays says that a speaker passes news on and takes no stand of its own by
// it: an outlet, an official of nobody knows which state ("Chad gives up the
// treaty, a senior official said").
func (x *extractor) relays(a int) bool {
	p := &x.who.Actors[a]
	return p.Sector == "JRN" || p.Kind == register.Outlet || strings.HasSuffix(p.Code, "MED") || p.Known == nil && p.Kind == register.Person && (p.Country == "" && strings.HasPrefix(p.Key, "nom::") || strings.HasPrefix(p.Code, "---"))
}
