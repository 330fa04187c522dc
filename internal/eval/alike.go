package eval

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The matching of predicted and annotated findings follows the guide of the
// news sets (section 4): spans, names, kinds of actors. One table a line.

// kin maps words to the state or group that they stand for.
var kin = map[string]string{"armenian": "armenia", "azerbaijani": "azerbaijan", "azeri": "azerbaijan", "russian": "russia", "turkish": "turkey",
	"turkiye": "turkey", "turkie": "turkey", "ukrainian": "ukraine", "georgian": "georgia", "serbian": "serbia", "kosovar": "kosovo", "colombian": "colombia",
	"syrian": "syria", "yemeni": "yemen", "libyan": "libya", "ethiopian": "ethiopia", "tigrayan": "tigray", "israeli": "israel", "iranian": "iran",
	"french": "france", "german": "germany", "american": "usa", "us": "usa", "kazakh": "kazakhstan", "abkhazian": "abkhazia", "abkhaz": "abkhazia",
	"houthis": "houthi", "artsakh": "karabakh", "artsakhs": "karabakh", "cypriot": "cyprus", "cypriots": "cyprus", "kiev": "kyiv", "washington": "usa",
	"moscow": "russia", "baku": "azerbaijan", "yerevan": "armenia", "ankara": "turkey", "tehran": "iran"}

// longNames are written as one word before names are compared.
var longNames = [][2]string{{"united states of america", "usa"}, {"united states", "usa"}, {"u s", "usa"}, {"european union", "eu"},
	{"united nations", "un"}, {"united kingdom", "uk"}, {"great britain", "uk"}, {"south ossetia", "tskhinvali"}}

// titles say nothing of who is meant.
var titles = strings.Fields("the of a an for in on to by mr mrs ms dr his her its their armed forces force army military troops ministry minister ministers " +
	"foreign defence defense affairs government president prime secretary general state deputy acting spokesperson spokesman spokeswoman authorities " +
	"delegation de facto leader leaders head chief commander office press service special envoy representative republic national official officials side " +
	"party statement joint permanent united committee council")

// nameWords are the words of a name that tell who is meant, all of them where
// none does.
func nameWords(s string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '\'':
			b.WriteRune(r)
		case r > unicode.MaxASCII: // accents, and letters that have no plain form
		default:
			b.WriteByte(' ')
		}
	}
	s = strings.ReplaceAll(b.String()+" ", "'s ", " ")
	s = " " + strings.Join(strings.Fields(strings.ReplaceAll(s, "'", " ")), " ") + " "
	for _, p := range longNames {
		s = strings.ReplaceAll(s, " "+p[0]+" ", " "+p[1]+" ")
	}
	var all, telling []string
	for _, w := range strings.Fields(s) {
		if k, ok := kin[w]; ok {
			w = k
		}
		if slices.Contains(all, w) {
			continue
		}
		all = append(all, w)
		if !slices.Contains(titles, w) {
			telling = append(telling, w)
		}
	}
	if len(telling) > 0 {
		return telling
	}
	return all
}

// sameName says that at least half of the words of the shorter name are in the
// other, spelling variants allowed.
func sameName(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	n := 0
	for _, u := range x {
		if slices.ContainsFunc(y, func(v string) bool { return u == v || min(len(u), len(v)) >= 5 && likeness(u, v) >= 0.75 }) {
			n++
		}
	}
	return 2*n >= len(x)
}

// likeness is twice the letters in common over all letters, where common are
// those of the longest common block and, left and right of it, of the next
// (Ratcliff and Metzener 1988, "Pattern matching: the gestalt approach").
func likeness(a, b string) float64 {
	return 2 * float64(blocks(a, b)) / float64(len(a)+len(b))
}

func blocks(a, b string) int {
	best, ai, bi := 0, 0, 0
	for i := range a {
		for j := range b {
			n := 0
			for i+n < len(a) && j+n < len(b) && a[i+n] == b[j+n] {
				n++
			}
			if n > best {
				best, ai, bi = n, i, j
			}
		}
	}
	if best == 0 {
		return 0
	}
	return best + blocks(a[:ai], b[:bi]) + blocks(a[ai+best:], b[bi+best:])
}

// samePlace gives the share of two ranges that they have in common and whether
// they count as the same place in the text.
func samePlace(a, b [2]int) (float64, bool) {
	common := min(a[1], b[1]) - max(a[0], b[0])
	if common <= 0 {
		return 0, false
	}
	la, lb := a[1]-a[0], b[1]-b[0]
	u := float64(common) / float64(la+lb-common)
	inside := float64(common) / float64(min(la, lb))
	return u, u >= 0.25 || inside >= 0.8 && u >= 0.12 && max(la, lb) <= 400
}

// party is an actor as far as matching needs it.
type party struct{ name, country, kind string }

// partyKind maps PLOVER sectors to the types of the annotation.
func partyKind(sector string) string {
	switch sector {
	case "GOV", "LEG", "JUD":
		return "GOV"
	case "MIL", "COP", "SPY":
		return "MIL"
	case "REB", "UAF":
		return "REB"
	case "PRE":
		return "SEP"
	case "IGO", "UNO", "EUR":
		return "IGO"
	case "OPP", "PTY":
		return "OPP"
	case "BUS", "MNC":
		return "BUS"
	case "NGO", "CVL":
		return sector
	}
	return ""
}

// sameParty says that two actors are one: by name, or by country where their
// kinds do not contradict.
func sameParty(p, g party) bool {
	if sameName(p.name, g.name) {
		return true
	}
	if p.country == "" || p.country != g.country {
		return false
	}
	state := func(k string) bool { return k == "GOV" || k == "MIL" }
	return p.kind == "" || g.kind == "" || p.kind == g.kind || state(p.kind) && state(g.kind)
}
