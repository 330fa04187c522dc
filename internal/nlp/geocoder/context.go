package geocoder

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/gazetteer"
	"rapporteur/internal/text"
)

// container is a place that the text says another one lies in.
type container struct {
	name string
	how  string
	refs []gazetteer.Ref
	list bool // it follows a comma, so that it may be the next of a list
	next bool // nothing but that comma stands between
}

// fillers may stand between a place and the one that contains it.
var fillers = map[string]bool{
	"the": true, "in": true, "of": true, "a": true, "an": true, "city": true, "town": true, "village": true, "district": true, "area": true, "suburb": true,
	"northern": true, "southern": true, "eastern": true, "western": true, "central": true, "northeastern": true, "northwestern": true, "southeastern": true,
	"southwestern": true, "north": true, "south": true, "east": true, "west": true, "northeast": true, "northwest": true, "southeast": true, "southwest": true,
	"north-eastern": true, "north-western": true, "south-eastern": true, "south-western": true, "north-east": true, "north-west": true, "south-east": true, "south-west": true,
	"northern-most": true, "rural": true, "province": true, "provincial": true, "capital": true, "small": true, "port": true, "coastal": true, "border": true,
	"neighborhood": true, "neighbourhood": true, "community": true, "region": true, "state": true, "county": true, "remote": true, "resort": true, "mountain": true,
	"upstate": true, "outskirts": true, "on": true, "island": true, "municipality": true, "besieged": true, "restive": true, "troubled": true, "war-torn": true,
	"largest": true, "second-largest": true, "main": true, "key": true, "strategic": true, "old": true, "mid": true, "far": true, "neighboring": true, "neighbouring": true,
}

// token is a word of the text for the reading of surroundings.
type token struct {
	s     string
	start int
}

// wordsAfter cuts up to n words out of s from position at; a stop that ends a
// sentence, a semicolon or a line end ends the list. Commas and brackets are
// words.
func wordsAfter(s string, at, n int) []token {
	var out []token
	for at < len(s) && len(out) < n {
		r, w := utf8.DecodeRuneInString(s[at:])
		switch {
		case r == '\n' || r == ';':
			return out
		case r == ',' || r == '(' || r == ')':
			out = append(out, token{s[at : at+w], at})
			at += w
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			end := at
			for end < len(s) {
				r, w := utf8.DecodeRuneInString(s[end:])
				inner := r == '-' || r == '\'' || r == '’' || r == '.' && abbreviates(s, at, end)
				if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && !inner {
					break
				}
				end += w
			}
			out = append(out, token{s[at:end], at})
			if end < len(s) && (s[end] == '.' || s[end] == '!' || s[end] == '?') {
				return out
			}
			at = end
		default:
			at += w
		}
	}
	return out
}

// abbreviates says whether the stop at position dot belongs to the word that
// begins at start: after one letter, or before a comma or a small letter.
func abbreviates(s string, start, dot int) bool {
	if dot-start <= 2 {
		return true
	}
	rest := s[dot+1:]
	if strings.HasPrefix(rest, ",") {
		return true
	}
	if dot-start <= 5 && strings.HasPrefix(rest, " ") && len(rest) > 1 {
		r, _ := utf8.DecodeRuneInString(rest[1:])
		return unicode.IsLower(r)
	}
	return false
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// containers reads what the text around a mention says of where it lies.
func (a *article) containers(sp text.Span) []container {
	var out []container
	after := wordsAfter(a.in.Text, int(sp.End), 12)
	if len(after) > 0 && (strings.HasPrefix(after[0].s, "s") && len(after[0].s) == 1) {
		after = after[1:]
	}
	i, comma, linked := 0, false, false
	for i < len(after) {
		w := after[i].s
		low := strings.ToLower(w)
		if w == "," || w == "(" {
			comma, linked = true, true
			i++
			continue
		}
		if low == "in" || low == "of" || low == "near" {
			linked = true
		}
		if low == "near" || fillers[low] && w == low {
			i++
			continue
		}
		break
	}
	if linked && i < len(after) && capital(after[i].s) {
		if b, n := a.readContainer(after[i:], comma); len(b.refs) > 0 {
			b.how, b.list, b.next = "the text says it lies in %s", comma, comma && i == 1
			out = append(out, b)
			// "X, Y, Z": the next one contains both.
			if j := i + n; j+1 < len(after) && after[j].s == "," && capital(after[j+1].s) {
				if b2, _ := a.readContainer(after[j+1:], true); len(b2.refs) > 0 && a.nested(b, b2) {
					b2.how = b.how
					out = append(out, b2)
				}
			}
		}
	}
	if b := a.before(sp); len(b.refs) > 0 {
		out = append(out, b)
	}
	return out
}

// nested says whether some place of inner lies in some place of outer.
func (a *article) nested(inner, outer container) bool {
	for _, r := range inner.refs {
		if a.within(a.c.g.Brief(r), outer.refs) {
			return true
		}
	}
	return false
}

// readContainer reads a name of up to four words at the start of ws.
func (a *article) readContainer(ws []token, comma bool) (container, int) {
	n := 0
	for n < len(ws) && n < 4 && ws[n].s != "," && ws[n].s != "(" && ws[n].s != ")" && (capital(ws[n].s) || n > 0 && n+1 < len(ws) && (ws[n].s == "of" || ws[n].s == "and")) {
		n++
	}
	for ; n > 0; n-- {
		end := ws[n-1].start + len(ws[n-1].s)
		name := a.in.Text[ws[0].start:end]
		b := container{name: name}
		for _, m := range a.c.g.Find(name) {
			if m.Form == gazetteer.Adjective || m.Form == gazetteer.Loose || vague(name) {
				continue
			}
			if m.Form == gazetteer.Abbreviation && !comma {
				continue
			}
			br := a.c.g.Brief(m.Ref)
			switch br.Kind {
			case gazetteer.Country, gazetteer.Region, gazetteer.Area, gazetteer.District, gazetteer.Island:
				b.refs = append(b.refs, m.Ref)
			case gazetteer.City:
				if m.Form <= gazetteer.Alternate && br.Population >= 50_000 {
					b.refs = append(b.refs, m.Ref)
				}
			}
		}
		if len(b.refs) > 0 {
			g := a.c.g
			slices.SortStableFunc(b.refs, func(x, y gazetteer.Ref) int {
				return containerRank(g.Brief(x)) - containerRank(g.Brief(y))
			})
			return b, n
		}
	}
	return container{}, 0
}

func containerRank(b gazetteer.Brief) int {
	switch b.Kind {
	case gazetteer.Country:
		return 0
	case gazetteer.Region:
		return 1
	case gazetteer.District, gazetteer.Area, gazetteer.Island:
		return 2
	}
	return 3
}

// placeNouns head the phrase that introduces a name: "the Syrian town of X".
var placeNouns = map[string]bool{
	"city": true, "town": true, "village": true, "province": true, "region": true, "district": true, "state": true, "capital": true, "county": true, "island": true,
	"port": true, "area": true, "suburb": true, "governorate": true, "department": true, "enclave": true, "hub": true, "resort": true, "base": true, "stronghold": true,
	"settlement": true, "camp": true, "neighborhood": true, "neighbourhood": true, "municipality": true, "community": true, "hamlet": true, "territory": true, "oblast": true,
	"prefecture": true, "canton": true, "peninsula": true, "archipelago": true, "metropolis": true, "seaport": true, "cities": true, "towns": true, "villages": true, "provinces": true,
}

// before reads "the Syrian town of X", "Syria's X", "Turkish-controlled X".
func (a *article) before(sp text.Span) container {
	from := max(0, int(sp.Start)-90)
	for from < int(sp.Start) && !utf8.RuneStart(a.in.Text[from]) {
		from++
	}
	s := a.in.Text[from:int(sp.Start)]
	if i := strings.LastIndexAny(s, "\n;.!?:"); i >= 0 && !(i > 0 && unicode.IsUpper(rune(s[i-1]))) {
		s = s[i+1:]
	}
	f := strings.Fields(s)
	// Walk back over small words to the first capitalised one or a comma.
	noun := false
	for k := len(f) - 1; k >= 0 && k >= len(f)-7; k-- {
		w := f[k]
		if strings.HasSuffix(w, ",") || strings.HasSuffix(w, ")") {
			return container{}
		}
		low := strings.ToLower(w)
		if placeNouns[low] {
			noun = true
			continue
		}
		if low == w {
			if w == "of" || fillers[w] || k == len(f)-1 || noun && k >= len(f)-5 {
				if w == "and" || w == "or" || w == "from" || w == "to" {
					return container{}
				}
				continue
			}
			return container{}
		}
		name := strings.TrimRight(w, ".,")
		poss := strings.HasSuffix(name, "'s") || strings.HasSuffix(name, "’s") || strings.HasSuffix(name, "s'")
		if !noun && !poss {
			return container{}
		}
		name = strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")
		// Two-word states: "South Sudan's X".
		try := []string{name}
		if k > 0 && capital(f[k-1]) {
			try = []string{f[k-1] + " " + name, name}
			if k > 1 && capital(f[k-2]) {
				try = append([]string{f[k-2] + " " + f[k-1] + " " + name}, try...)
			}
		}
		for _, t := range try {
			b := container{name: t, how: "the text calls it a place of %s"}
			for _, m := range a.c.g.Find(t) {
				br := a.c.g.Brief(m.Ref)
				if m.Form == gazetteer.Loose || br.Kind != gazetteer.Country && br.Kind != gazetteer.Region && !(br.Kind == gazetteer.Area && m.Form == gazetteer.Adjective) {
					continue
				}
				b.refs = append(b.refs, m.Ref)
			}
			if len(b.refs) > 0 {
				slices.SortStableFunc(b.refs, func(x, y gazetteer.Ref) int {
					return containerRank(a.c.g.Brief(x)) - containerRank(a.c.g.Brief(y))
				})
				return b
			}
		}
		return container{}
	}
	return container{}
}

// within says whether b lies in one of the refs, as far as the gazetteer
// knows: by state, by division, or for an area or town by distance.
func (a *article) within(b gazetteer.Brief, refs []gazetteer.Ref) bool {
	for _, r := range refs {
		if r == b.Ref {
			continue
		}
		o := a.c.g.Brief(r)
		switch o.Kind {
		case gazetteer.Country:
			if b.Country == o.Country && b.Kind != gazetteer.Country {
				return true
			}
		case gazetteer.Region:
			if b.Region == r || b.Kind != gazetteer.Country && b.Region == gazetteer.NoRef && b.Country == o.Country && gazetteer.Distance(b.Lat, b.Lon, o.Lat, o.Lon) < 250 {
				return b.Kind != gazetteer.Region
			}
		case gazetteer.District:
			if b.District == r || b.Region == o.Region && gazetteer.Distance(b.Lat, b.Lon, o.Lat, o.Lon) < 40 && b.Kind != gazetteer.Region {
				return true
			}
		case gazetteer.Area, gazetteer.Island:
			if gazetteer.Distance(b.Lat, b.Lon, o.Lat, o.Lon) < 300 && (o.Country == "" || o.Country == b.Country) && b.Kind != gazetteer.Country {
				return true
			}
		case gazetteer.City:
			if gazetteer.Distance(b.Lat, b.Lon, o.Lat, o.Lon) < 40 && b.Population < o.Population && b.Kind != gazetteer.Region {
				return true
			}
		}
	}
	return false
}

// agree says whether some candidate of s lies in both the containers it has
// and the new ones, so that one sense can stand.
func (a *article) agree(s *sense, boxes []container) bool {
	fits := func(cd candidate, bs []container) bool {
		for _, b := range bs {
			if a.within(cd.Brief, b.refs) {
				return true
			}
		}
		return false
	}
	any1, any2 := false, false
	for _, cd := range s.cands {
		one, two := fits(cd, s.boxes), fits(cd, boxes)
		if one && two {
			return true
		}
		any1, any2 = any1 || one, any2 || two
	}
	return !any1 || !any2
}

// credible drops containers that are only the next item of a list: after a
// state another state, after a first-order division another one, unless it is
// abbreviated as in an address ("Washington, D.C.").
func (a *article) credible(name string, boxes []container) []container {
	if len(boxes) == 0 {
		return nil
	}
	g := a.c.g
	level := 3
	for _, m := range g.Find(name) {
		if m.Form <= gazetteer.Alternate {
			switch b := g.Brief(m.Ref); b.Kind {
			case gazetteer.Country:
				level = 0
			case gazetteer.Region:
				if m.Form == gazetteer.Exact {
					level = min(level, 1)
				}
			}
		}
	}
	var out []container
	own := gazetteer.Fold(name)
	for _, b := range boxes {
		if gazetteer.Fold(b.name) == own { // "New York, New York" says something, "X. In X" nothing
			short := slices.DeleteFunc(slices.Clone(b.refs), func(r gazetteer.Ref) bool { return g.Brief(r).Kind != gazetteer.Region })
			if !b.next || len(short) == 0 {
				continue
			}
		}
		top := containerRank(g.Brief(b.refs[0]))
		short := strings.ContainsRune(b.name, '.') || len(b.name) <= 3
		if level == 0 && top == 0 || b.list && level <= top && level < 2 && !short {
			continue
		}
		out = append(out, b)
	}
	return out
}

// lists links the senses that stand side by side in an enumeration: "A, B and
// C". Such places tend to be of a kind.
func (a *article) lists(order []int) {
	for n := 1; n < len(order); n++ {
		x, y := order[n-1], order[n]
		from, to := int(a.in.Toponyms[x].Span.End), int(a.in.Toponyms[y].Span.Start)
		if from > to || to > len(a.in.Text) || a.of[x] == a.of[y] {
			continue
		}
		switch strings.TrimSpace(a.in.Text[from:to]) {
		case ",", "and", "or", ", and", ", or", "&", "/", "and in", ", in", "and the", ", the":
			a.senses[a.of[x]].siblings = append(a.senses[a.of[x]].siblings, a.of[y])
			a.senses[a.of[y]].siblings = append(a.senses[a.of[y]].siblings, a.of[x])
		}
	}
}

// cue is a state, or a division, named in the text, be it a toponym or not.
type cue struct {
	at      text.Offset
	country string
	key     string // the folded name
	weight  float64
}

// cueName is a name that speaks of a state. It weighs less where it may be
// something else.
type cueName struct {
	country string
	weight  float64
}

// doubtful are names of states that are also names of regions or people.
var doubtful = map[string]bool{
	"georgia": true, "georgian": true, "jordan": true, "chad": true, "jersey": true, "congo": true, "reunion": true, "guinea": true, "dominican": true,
	"macedonia": true, "macedonian": true, "mongol": true, "turkey": true, "niger": true, "malta": true, "grenada": true, "cuba": true,
	"emirates": true, "island": true, "congolese": true, "guinean": true,
}

// cueNames collects the names of states, and those of large first-order
// divisions that no other state has.
func cueNames(g *gazetteer.Gazetteer) map[string]cueName {
	out := map[string]cueName{}
	g.Regions(func(r gazetteer.Ref, names []string) {
		b := g.Brief(r)
		if b.Population < 1_000_000 {
			return
		}
		for _, n := range names {
			k := gazetteer.Fold(n)
			if len(k) < 4 || vague(n) {
				continue
			}
			if o, ok := out[k]; ok && o.country != b.Country {
				out[k] = cueName{}
				continue
			}
			out[k] = cueName{b.Country, 0.4}
		}
	})
	for k, iso := range g.CountryNames() {
		w := 1.0
		if doubtful[k] {
			w = 0.3
		}
		out[k] = cueName{iso, w}
	}
	return out
}

// scan collects the states named in title and text: names, adjectives,
// demonyms. Names that also mean something else (Georgia, Jordan) count less.
func (a *article) scan() {
	a.shares, a.byKey = map[string]float64{}, map[string]cueName{}
	a.scanText(a.in.Title, true)
	a.scanText(a.in.Text, false)
}

func (a *article) scanText(s string, title bool) {
	words := capitalised(s)
	for i := 0; i < len(words); {
		step := 1
		for n := min(4, len(words)-i); n >= 1; n-- {
			last := words[i+n-1]
			span := s[words[i].start : last.start+len(last.s)]
			if n > 1 && strings.ContainsAny(span, ",;\n()") {
				continue
			}
			q, key := a.c.cueOf(span)
			if q.country == "" {
				continue
			}
			at := text.Offset(words[i].start)
			if title {
				at = 0
			}
			a.cues = append(a.cues, cue{at, q.country, key, q.weight})
			a.shares[q.country] += q.weight
			a.byKey[key] = cueName{q.country, a.byKey[key].weight + q.weight}
			a.weight += q.weight
			step = n
			break
		}
		i += step
	}
}

// capitalised lists the words of s that begin with a capital.
func capitalised(s string) []token {
	var out []token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			if w := s[start:end]; capital(w) {
				out = append(out, token{w, start})
			}
			start = -1
		}
	}
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || start >= 0 && (r == '.' && i-start <= 3 || r == '\'' || r == '’') {
			if start < 0 {
				start = i
			}
			continue
		}
		flush(i)
	}
	flush(len(s))
	return out
}

// cueOf gives the state that a name or adjective speaks of, and the folded
// name.
func (c *Geocoder) cueOf(name string) (cueName, string) {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")
	key := gazetteer.Fold(name)
	if len(key) <= 4 {
		if strings.ToUpper(name) != name || len(key) < 2 {
			if len(key) < 4 {
				return cueName{}, ""
			}
			return c.cues[key], key
		}
		if q, ok := c.cues[key]; ok {
			return q, key
		}
		return c.cues["~"+key], key
	}
	return c.cues[key], key
}

// earshot is how far, in bytes, a cue may stand from a mention to count more
// than one at the other end of the text: beyond it e^-(d/400) is nothing.
const earshot = 16 << 10

// nearby sums the cues for a state as seen from a mention: those in the same
// paragraph count most. Cues by the name without are left out.
func (a *article) nearby(at text.Offset, iso, without string) (mine, all float64) {
	lo, _ := slices.BinarySearchFunc(a.cues, at-earshot, func(q cue, x text.Offset) int { return cmp.Compare(q.at, x) })
	var seen, seenMine, seenWithout float64
	hi := lo
	for ; hi < len(a.cues) && a.cues[hi].at <= at+earshot; hi++ {
		q := &a.cues[hi]
		seen += q.weight
		if q.country == iso {
			seenMine += q.weight
		}
		if q.key == without {
			seenWithout += q.weight
			continue
		}
		w := q.weight * (0.15 + math.Exp(-math.Abs(float64(q.at-at))/400))
		all += w
		if q.country == iso {
			mine += w
		}
	}
	if lo == 0 && hi == len(a.cues) {
		return mine, all
	}
	named := a.byKey[without]
	out := named.weight - seenWithout // of the cues left out, those beyond
	all += 0.15 * (a.weight - seen - out)
	beyond := a.shares[iso] - seenMine
	if named.country == iso {
		beyond -= out
	}
	return mine + 0.15*beyond, all
}

// vague says that a name consists of words such as directions and kinds of
// places only: "North", "Central District", "City Hall".
func vague(name string) bool {
	for w := range strings.FieldsSeq(gazetteer.Fold(name)) {
		if !genericWords[w] {
			return false
		}
	}
	return true
}

var genericWords = setOf("north south east west northern southern eastern western central center centre northeast northwest southeast southwest " +
	"upper lower middle new old great grand big little city town village state district county province region capital federal national " +
	"hall park university college school academy institute hospital clinic center church cathedral mosque temple lake lakes river rivers valley " +
	"hill hills mountain mountains mount island islands bay beach coast gulf sea ocean port harbor harbour bridge road street avenue st ave " +
	"square place plaza tower house hotel airport station base camp fort castle court court prison market mall museum library theatre theater " +
	"stadium arena garden gardens forest wood woods field fields farm estate building office bank club union republic kingdom empire commonwealth " +
	"america's world international global united of in the and for de la el al le les des du da do dos a an at on by to " +
	"first second third royal imperial general saint san santa congress parliament senate government ministry department council committee " +
	"police army navy force forces force guard border green red white black blue golden red zone area section unit sector north-east strip " +
	"spring springs rock rocks point cross crossing junction corner grove green delta plateau rural urban metro metropolitan downtown uptown")

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
