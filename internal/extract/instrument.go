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
	case "agreement", "accord", "treaty", "deal", "pact", "protocol", "memorandum", "convention", "roadmap", "charter", "framework", "agreements", "accords", "arrangement":
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
		if has("peace", "political", "negotiated", "comprehensive", "two-state", "final") {
			return "agreement", has("peace", "two-state")
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

// citation is one mention of an instrument.
type citation struct {
	frame    int
	kind     string
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
				lo = min(lo, s)
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
				continue
			}
			if x.who.CaseIs(k, "on", "between", "with", "for", "of", "in", "over", "against", "to") {
				_, e := x.subtreeRange(k)
				if e-f.Head <= 9 && e > hi && !x.commaIn(f.Head, e) {
					hi = e
				}
				c.named = c.named || x.who.CaseIs(k, "on", "between", "with")
			}
		}
	}
	if c.kind, c.sure = instrumentKind(f.Lemma), true; c.kind == "" {
		if c.kind, c.sure = draftKind(f.Lemma, mods); c.kind == "" {
			return c, false
		}
	}
	if f.Lemma == "resolution" && !c.named && x.settling(f, mods) {
		return c, false
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
		if i != f.Head && !x.inLoaded(i) && (x.d.Tokens[i].UPOS == "PROPN" || x.d.Tokens[i].UPOS == "NOUN" || x.d.Tokens[i].UPOS == "ADJ" || x.d.Tokens[i].UPOS == "NUM") {
			c.words, c.tokens = append(c.words, x.lemma(i)), append(c.tokens, i)
		}
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
		if v := x.d.FrameAt(int(k)); v >= 0 && (x.d.Frames[v].Relation == "relcl" || x.d.Frames[v].Relation == "acl") && provides(x.d.Frames[v].Lemma, x.d.Frames[v].Inf) {
			in.Provisions = append(in.Provisions, x.d.Frames[v].Clause)
		}
	}
	in.Claims = x.instrumentClaims(fi)
	c.rank += min(len(in.Claims), 2)
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

// described is the evidence of a mention: the name with what describes it
// behind ("signed in Minsk by ..."), as long as that stays within bounds.
func (x *extractor) described(head, lo, hi int) text.Span {
	const most = 220 // bytes
	name := x.d.SpanOf(lo, hi)
	for _, k32 := range x.who.Kids(head) {
		k := int(k32)
		if k < head {
			continue
		}
		switch r := x.d.Tokens[k].Deprel; r {
		case "acl", "acl:relcl", "nmod", "appos":
			_, e := x.subtreeRange(k)
			if sp := x.d.SpanOf(lo, e); sp.Len() <= most {
				name = name.Join(sp)
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
	add("bias", "noun "+f.Lemma, "kind "+c.kind, yes(c.sure, "sure"), yes(c.named, "named"), yes(c.definite, "definite"), yes(c.sure, "sure")+yes(c.named, " named"),
		"mentions "+bucket(len(g), 1, 2, 4), "claims "+bucket(len(in.Claims), 0, 1, 3), "words "+bucket(len(c.words), 0, 1, 3), "rank "+bucket(c.rank, 1, 2, 4, 6),
		yes(in.Date != "", "dated"), "parties "+bucket(len(in.Parties), 0, 1), "provisions "+bucket(len(in.Provisions), 0, 1))
	for _, k := range in.Claims {
		add("claim "+k.Status, yes(k.By < 0, "by outlet"))
	}
	for _, i := range c.tokens {
		if w := x.plain(i); w != "" {
			add("word " + w)
		}
	}
	add("noun " + f.Lemma + yes(c.named, " named"))
	s := x.d.Tokens[f.Head].Sent
	add("sentence "+bucket(s, 0, 2, 5, 10), "first sentence "+bucket(x.d.Tokens[x.d.Frames[g[0].frame].Head].Sent, 0, 2, 5, 10), "relation "+x.d.Tokens[f.Head].Deprel)
	if x.inTitle(f.Lemma) {
		add("in title")
	}
	if f.Parent >= 0 {
		add("under " + x.d.Frames[f.Parent].Lemma)
	}
	return out
}
