package extract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// instrumentKind tells by its head noun what sort of instrument a phrase
// names; "" for none.
func instrumentKind(lemma string) string {
	switch lemma {
	case "agreement", "accord", "treaty", "deal", "pact", "protocol", "memorandum", "convention", "roadmap", "charter", "framework", "agreements", "accords", "arrangement",
		"treaties", "protocols", "conventions", "annex":
		return "agreement"
	case "ceasefire", "cease-fire", "truce", "armistice":
		return "ceasefire"
	case "resolution", "resolutions":
		return "resolution"
	case "declaration", "communique", "communiqué", "statute":
		return "declaration"
	case "mandate":
		return "mandate"
	}
	return ""
}

// draftKind is instrumentKind for nouns that name an instrument only with the
// right modifier or where the judge holds them for one: plans, orders, sets of
// sanctions, settlements.
func draftKind(lemma string, mods []string) (kind string, sure bool) {
	has := func(ws ...string) bool {
		return slices.ContainsFunc(mods, func(m string) bool { return slices.Contains(ws, m) })
	}
	switch lemma {
	case "plan", "proposal", "initiative":
		return "agreement", has("peace", "ceasefire", "cease-fire", "truce", "roadmap")
	case "settlement", "solution":
		twoState := has("two-state") || has("two") && has("state")
		if twoState || has("peace", "political", "negotiated", "comprehensive", "final") {
			return "agreement", twoState || has("peace")
		}
	case "partnership":
		return "agreement", false
	case "paper", "document", "text":
		if has("signed", "sign", "initial", "agree") {
			return "agreement", true
		}
	case "order":
		if has("executive") {
			return "declaration", true
		}
	case "sanction", "embargo":
		return "resolution", false
	}
	return "", false
}

// settling says that a resolution is the settling of something and no paper:
// "conflict resolution", "the resolution of the dispute".
func (x *extractor) settling(f *doc.Frame, mods []string) bool {
	matter := func(w string) bool {
		switch w {
		case "conflict", "dispute", "crisis", "issue", "problem", "war", "question", "standoff", "row", "peaceful", "diplomatic", "negotiated", "political", "speedy", "lasting":
			return true
		}
		return false
	}
	if slices.ContainsFunc(mods, matter) {
		return true
	}
	for _, a := range f.Args {
		if (a.Slot == "of" || a.Slot == "to") && matter(x.lemma(a.Head)) {
			return true
		}
	}
	return false
}

// family joins the nouns by which one and the same instrument may be called
// again.
func family(lemma string) string {
	switch lemma {
	case "agreement", "accord", "deal", "pact", "treaty", "arrangement", "agreements", "accords", "treaties", "settlement", "solution":
		return "agreement"
	case "ceasefire", "cease-fire", "truce", "armistice":
		return "ceasefire"
	case "plan", "proposal", "initiative", "roadmap":
		return "plan"
	case "paper", "document", "text":
		return "document"
	}
	return strings.TrimSuffix(lemma, "s")
}

// plainWord says that an adjective tells what somebody thinks of an instrument
// or where it stands, and not which one it is.
func plainWord(w string) bool {
	switch w {
	case "good", "bad", "better", "new", "possible", "prospective", "eventual", "historic", "landmark", "such", "potential", "lasting", "recent", "fragile", "shaky", "current", "long-awaited",
		"so-called", "controversial", "major", "big", "great", "latest", "same", "real", "key", "important", "successful", "signed", "promised", "elusive", "existing", "infamous", "terrible", "permanent", "renewed", "tentative", "fair",
		"strike", "struck", "sign", "reach", "announce", "announced", "negotiate", "negotiated", "anticipate", "anticipated", "propose", "proposed":
		return true
	}
	return false
}

// citation is one mention of an instrument.
type citation struct {
	frame    int
	kind     string
	family   string
	sure     bool // its noun alone tells an instrument
	named    bool // named or described so that it can be told from others
	definite bool
	words    []string // what distinguishes it, lower case
	tokens   []int    // of words
	rank     int      // how fully it is described
	in       Instrument
}

// instruments finds agreements, resolutions and the like, joins the mentions
// of one, and reads what is claimed of it.
func (x *extractor) instruments() {
	head := x.opt.Judge.Head(HeadInstrument)
	var groups [][]citation
	for fi := range x.d.Frames {
		if x.d.Frames[fi].Kind != doc.Nominal {
			continue
		}
		c, ok := x.cited(fi)
		if !ok {
			continue
		}
		at := -1
		for i := len(groups) - 1; i >= 0 && at < 0; i-- {
			if sameInstrument(groups[i], &c) {
				at = i
			}
		}
		if at < 0 {
			groups, at = append(groups, nil), len(groups)
		}
		groups[at] = append(groups[at], c)
	}
	for _, g := range groups {
		in := x.joined(g)
		if onlyBroken(g, &in) {
			continue
		}
		feats := x.instrumentFeatures(g, &in)
		switch {
		case x.opt.Collect:
			in.Features = feats
		case head != nil:
			v := head.Ask(feats)
			if v.Of("yes") < head.Threshold {
				continue
			}
			in.Confidence = v.Of("yes")
			in.because("judged", fmt.Sprintf("a coder would enter it (learned, %.2f; for it speak %s)", v.Of("yes"), because(v, "yes")), text.Span{})
		case !slices.ContainsFunc(g, func(c citation) bool {
			return c.sure && (c.named || len(c.in.Claims) > 0 && (c.definite || c.kind != "agreement"))
		}):
			continue
		}
		x.out.Instruments = append(x.out.Instruments, in)
	}
}

// onlyBroken says that nothing is told of a ceasefire but that somebody broke
// it: no name, day or party tells which it is, and the breach is an event.
func onlyBroken(g []citation, in *Instrument) bool {
	return in.Kind == "ceasefire" && in.Date == "" && len(in.Parties) == 0 && len(in.Claims) > 0 &&
		!slices.ContainsFunc(in.Claims, func(c Claim) bool { return c.Status != "violated" }) &&
		!slices.ContainsFunc(g, func(c citation) bool { return len(c.words) > 0 })
}

// joined is the instrument that several mentions speak of: named as the
// fullest of them names it, with the claims of all.
func (x *extractor) joined(g []citation) Instrument {
	best := 0
	for i := range g {
		if g[i].rank > g[best].rank {
			best = i
		}
	}
	in := g[best].in
	if full := best; len(g[best].words) == 0 { // the mention that tells which one it is names it
		for i := range g {
			if len(g[i].words) > len(g[full].words) || g[full].family == "document" && g[i].family != "document" {
				full = i
			}
		}
		in.Name, in.Kind = g[full].in.Name, g[full].in.Kind
	}
	in.Claims, in.Provisions, in.Parties = nil, nil, nil
	for i := range g {
		o := &g[i].in
		for _, c := range o.Claims {
			if !slices.ContainsFunc(in.Claims, func(d Claim) bool { return d.By == c.By && d.Status == c.Status }) {
				in.Claims = append(in.Claims, c)
			}
		}
		in.Provisions = append(in.Provisions, o.Provisions...)
		for _, p := range o.Parties {
			in.Parties = appendOnce(in.Parties, p)
		}
		if in.Date == "" {
			in.Date = o.Date
		}
		if i != best {
			in.because("merged", "the article speaks of it here too", o.Span)
		}
	}
	if len(in.Parties) > 0 {
		in.because("parties", x.names(in.Parties)+": behind “between” or “with”", in.Span)
	}
	if in.Date != "" {
		in.because("date", in.Date+": named with it", in.Span)
	}
	for _, c := range in.Claims {
		who := "on the word of " + x.source(c.By)
		if c.By >= 0 && slices.Contains(c.Against, c.By) {
			who = "by what " + x.who.Actors[c.By].Name + " did"
		}
		in.because("claim", strings.ReplaceAll(c.Status, "_", " ")+", "+who, c.Span)
	}
	in.Status, in.Confidence = Background, 0.7
	switch par := x.parOf[x.d.Tokens[x.d.Frames[g[best].frame].Head].Sent]; {
	case x.bgPar[par]:
		in.because("status", "background: "+x.bgHow[par], text.Span{})
	case len(in.Claims) > 0:
		in.Status = New
		in.because("status", "new: something is said of its fate", text.Span{})
	default:
		in.because("status", "background: it is only named", text.Span{})
	}
	return in
}

// cited reads one mention.
func (x *extractor) cited(fi int) (citation, bool) {
	f := &x.d.Frames[fi]
	c := citation{frame: fi, definite: definite(x, f.Head)}
	lo, hi := f.Head, f.Head+1
	var mods []string
	for _, k32 := range x.who.Kids(f.Head) {
		k := int(k32)
		t := &x.d.Tokens[k]
		s, e := x.range1(k)
		switch t.Deprel {
		case "compound", "amod", "nmod:poss", "nmod:desc", "nummod", "flat", "nmod:unmarked":
			pron := t.Deprel == "nmod:poss" && t.UPOS == "PRON"
			if k < f.Head && !pron && x.timexAt(k) < 0 || k < f.Head && t.UPOS == "NUM" {
				if a, _ := x.subtreeRange(k); a < s && f.Head-a < 7 {
					s = a
				}
				if !plainWord(x.lemma(k)) {
					lo = min(lo, s)
				}
				for i := s; i < e; i++ {
					if !x.inLoaded(i) {
						mods = append(mods, x.lemma(i))
					}
				}
			}
			if k > f.Head && (t.UPOS == "NUM" || t.Deprel == "flat") && e-f.Head < 5 {
				hi, c.named = max(hi, e), true // Resolution 2202
			}
			if t.UPOS == "PROPN" && t.Deprel != "nmod:poss" {
				c.named = true
			}
			if t.UPOS == "NUM" && k < f.Head {
				if n := x.numeral(k); n > 1900 && n < 2100 {
					c.named, c.in.Date = true, strconv.Itoa(n)
				} else if n > 0 && n < 200 {
					c.in.Count = n
				}
			}
		case "nmod":
			if ti := x.timexAt(k); ti >= 0 && !x.d.Timexes[ti].When.IsZero() {
				c.in.Date, c.named = x.d.Timexes[ti].When.String(), true
				if e := x.d.Timexes[ti].End; k > f.Head && e-f.Head <= 6 && x.who.CaseIs(k, "of", "from") {
					hi = max(hi, e)
				}
				continue
			}
			if x.who.CaseIs(k, "on", "between", "with", "for", "of", "in", "over", "against", "to") {
				e := x.phraseEnd(k)
				if e-f.Head <= 9 && e > hi && !x.commaIn(f.Head, e) {
					hi = e
				}
				c.named = c.named || x.who.CaseIs(k, "on", "between", "with")
			}
		case "acl":
			if k > f.Head {
				mods = append(mods, x.lemma(k))
			}
		}
	}
	if t := &x.d.Tokens[f.Head]; t.Deprel == "compound" {
		if instrumentKind(x.lemma(t.Head)) != "" {
			return c, false // "the ceasefire agreement" is one, read at its head
		}
		if st := claimVerb(nominalClaim(x.lemma(t.Head)), false); st == "" || st == "called_for" {
			return c, false // "truce efforts"
		}
	}
	if c.kind, c.sure = instrumentKind(f.Lemma), true; c.kind == "" {
		if c.kind, c.sure = draftKind(f.Lemma, mods); c.kind == "" {
			return c, false
		}
	}
	c.family = family(f.Lemma)
	if f.Lemma == "resolution" && !c.named && x.settling(f, mods) {
		return c, false
	}
	if e := x.concludedIn(f.Head); e > hi && e-f.Head <= 16 {
		hi, c.named = e, true
	}
	for lo < f.Head && (x.d.Tokens[lo].UPOS == "DET" || x.d.Tokens[lo].UPOS == "PUNCT") {
		lo++
	}
	for _, m := range mods {
		if instrumentKind(m) == "ceasefire" {
			c.kind = "ceasefire"
		}
		c.named = c.named || m == "peace" || m == "nuclear"
	}
	if c.in.Date == "" {
		first, last := x.timexesIn(lo-1, hi)
		for _, tx := range x.d.Timexes[first:last] {
			if tx.Start >= lo-1 && tx.End <= hi && (tx.When.Precision == when.Year || tx.When.Precision == when.Month || tx.When.Precision == when.Day) {
				c.in.Date, c.named = tx.When.String(), true
			}
		}
	}
	t := &x.d.Tokens[f.Head]
	if t.UPOS == "PROPN" || c.kind == "resolution" && c.in.Count > 0 {
		c.named = true
	}
	for i := lo; i < hi; i++ {
		if i != f.Head && !x.inLoaded(i) && !plainWord(x.lemma(i)) && (x.d.Tokens[i].UPOS == "PROPN" || x.d.Tokens[i].UPOS == "NOUN" || x.d.Tokens[i].UPOS == "ADJ" || x.d.Tokens[i].UPOS == "NUM") {
			c.words, c.tokens = append(c.words, x.lemma(i)), append(c.tokens, i)
		}
	}
	for i, end := max(lo-2, x.sentenceOf(f.Head).Start), hi; i < end; i++ {
		c.definite = c.definite || strings.EqualFold(x.d.Tokens[i].Form, "such") // "such a treaty", "a memorandum on such zones"
	}
	in := &c.in
	in.Kind = c.kind
	in.Name = x.d.TextOf(lo, hi)
	in.Span = x.described(f.Head, lo, hi)
	c.rank = len(c.words) + min(x.plainLen(in.Span), 160)/40
	if in.Date != "" {
		c.rank++
	}
	in.Rule = "instrument." + c.kind
	in.because("trigger", "“"+t.Form+"” heads the name or description of an instrument", t.Span)
	for _, s := range []string{"between", "with"} {
		for _, a := range f.Args {
			if a.Slot == s {
				for _, p := range x.actorsOf(a.Head) {
					in.Parties = appendOnce(in.Parties, p)
				}
			}
		}
	}
	for _, s := range []string{"on", "for", "about", "of"} {
		if a := f.Arg(s); a != nil && x.who.At(a.Head) < 0 && x.d.Tokens[a.Head].UPOS == "NOUN" {
			in.Provisions = append(in.Provisions, x.subtreeSpan(a.Head, -1))
		}
	}
	for _, k := range x.who.Kids(f.Head) { // "that demand the withdrawal", "to lift the ban"
		if v := x.d.FrameAt(int(k)); v >= 0 && !x.inLoaded(int(k)) && (x.d.Frames[v].Relation == "relcl" || x.d.Frames[v].Relation == "acl") && provides(x.d.Frames[v].Lemma, x.d.Frames[v].Inf) {
			in.Provisions = append(in.Provisions, x.d.Frames[v].Clause)
		}
	}
	in.Claims = x.instrumentClaims(fi)
	for _, k := range in.Claims { // a short name is shown in the clause that says what became of it
		if k.Span.Contains(in.Span) && k.Span.Len() <= 140 {
			in.Span = k.Span
			break
		}
	}
	c.rank += 3 * min(len(in.Claims), 2)
	return c, true
}

// provides says that a verb below an instrument tells what it lays down.
func provides(lemma string, inf bool) bool {
	switch lemma {
	case "demand", "call for", "call", "require", "oblige", "provide", "provide for", "condemn", "ban", "prohibit", "allow", "guarantee", "stipulate", "limit", "establish", "create", "authorise", "authorize", "impose", "aim":
		return true
	}
	return inf
}

func (x *extractor) commaIn(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if x.d.Tokens[i].Form == "," {
			return true
		}
	}
	return false
}

// subtreeRange is the token range that hangs under k.
func (x *extractor) subtreeRange(k int) (int, int) {
	lo, hi := k, k+1
	for _, c := range x.who.Kids(k) {
		a, b := x.subtreeRange(int(c))
		lo, hi = min(lo, a), max(hi, b)
	}
	return lo, hi
}

// phraseEnd is the end of the phrase headed by k, without the clauses behind it.
func (x *extractor) phraseEnd(k int) int {
	end := k + 1
	for _, c := range x.who.Kids(k) {
		switch t := &x.d.Tokens[c]; {
		case t.Deprel == "acl:relcl", t.Deprel == "acl", t.Deprel == "appos", t.Deprel == "parataxis", t.UPOS == "PUNCT":
		default:
			end = max(end, x.phraseEnd(int(c)))
		}
	}
	return end
}

// concludedIn is the end of the words behind an instrument that say where it
// was concluded ("the truce that the envoys brokered in Lima"), by which it is
// known; 0 for none.
func (x *extractor) concludedIn(head int) int {
	for _, k := range x.who.Kids(head) {
		if r := x.d.Tokens[k].Deprel; (r == "nmod" || r == "flat") && int(k) > head && instrumentKind(x.lemma(int(k))) == "" {
			if e := x.concludedIn(int(k)); e > 0 { // hung on the last noun of the name
				return e
			}
		}
		v := x.d.FrameAt(int(k))
		if r := x.d.Tokens[k].Deprel; v < 0 || r != "acl" && r != "acl:relcl" {
			continue
		}
		switch x.d.Frames[v].Lemma {
		case "sign", "broker", "reach", "agree", "conclude", "negotiate", "strike", "hammer out", "seal", "adopt", "make", "initial":
			for _, a := range x.d.Frames[v].Args {
				if p := x.placeAt(a.Head); (a.Slot == "in" || a.Slot == "at") && p >= 0 {
					return x.d.Places[p].End
				}
			}
		}
	}
	return 0
}

// described is the evidence of a mention: the name with what describes it
// behind ("signed in Minsk by ..."), as long as that stays within bounds.
func (x *extractor) described(head, lo, hi int) text.Span {
	const most = 80 // bytes
	name := x.d.SpanOf(lo, hi)
	for _, k32 := range x.who.Kids(head) {
		k := int(k32)
		if k < head {
			continue
		}
		switch r := x.d.Tokens[k].Deprel; r {
		case "acl", "acl:relcl", "nmod", "appos":
			_, e := x.subtreeRange(k)
			for e > hi && x.d.SpanOf(lo, e).Len() > most {
				e--
			}
			if e > hi {
				name = name.Join(x.d.SpanOf(lo, e))
			}
		}
	}
	return name
}

// sameInstrument says that a mention speaks of an instrument mentioned before:
// of one kind, no other date or number, and no words that tell it apart from
// all that was said before; a bare mention only with the article, for the last
// of its kind.
func sameInstrument(g []citation, c *citation) bool {
	if g[0].kind != c.kind && !(loose(g[0].kind) && loose(c.kind)) {
		return false
	}
	have := map[string]bool{}
	if !slices.ContainsFunc(g, func(o citation) bool { return o.family == c.family || o.family == "document" && c.definite }) && (c.family != "agreement" && c.family != "document" || len(c.words) > 0) {
		return false
	}
	for i := range g {
		o := &g[i].in
		if o.Date != "" && c.in.Date != "" && !strings.HasPrefix(o.Date, c.in.Date) && !strings.HasPrefix(c.in.Date, o.Date) || o.Count != c.in.Count {
			return false
		}
		if strings.EqualFold(o.Name, c.in.Name) {
			return true
		}
		for _, w := range g[i].words {
			have[w] = true
		}
	}
	if len(c.words) == 0 {
		return c.definite
	}
	shared, other := 0, 0
	for _, w := range c.words {
		if have[w] {
			shared++
		} else if _, err := strconv.Atoi(w); err != nil {
			other++
		}
	}
	if len(have) == 0 {
		return c.definite
	}
	return shared > 0 && shared >= other
}

func loose(kind string) bool { return kind == "agreement" || kind == "ceasefire" }

func (x *extractor) range1(k int) (int, int) {
	s, e := k, k+1
	for _, c := range x.who.Kids(k) {
		s, e = min(s, int(c)), max(e, int(c)+1)
	}
	return s, e
}

// instrumentFeatures describe a candidate instrument.
func (x *extractor) instrumentFeatures(g []citation, in *Instrument) []string {
	var out []string
	add := func(fs ...string) { out = append(out, fs...) }
	c := &g[0]
	for i := range g {
		if g[i].rank > c.rank {
			c = &g[i]
		}
	}
	f := &x.d.Frames[c.frame]
	yes := func(b bool, s string) string {
		if b {
			return s
		}
		return "not " + s
	}
	sure, named := yes(c.sure, "sure"), yes(c.named, "named")
	words, claims := "words "+bucket(len(c.words), 0, 1, 3), "claims "+bucket(len(in.Claims), 0, 1, 3)
	add("bias", "noun "+f.Lemma, "kind "+c.kind, sure, named, words, claims, sure+" "+claims, sure+" "+named+" "+claims, sure+" "+words,
		"mentions "+bucket(len(g), 1, 2, 4), "rank "+bucket(c.rank, 1, 2, 4, 6), yes(in.Date != "", "dated"), "parties "+bucket(len(in.Parties), 0, 1))
	for _, k := range in.Claims {
		add("claim "+k.Status, sure+" claim "+k.Status)
	}
	return out
}
