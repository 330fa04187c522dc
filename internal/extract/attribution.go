package extract

import (
	"slices"
	"sort"
	"strings"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
	"rapporteur/internal/link"
	"rapporteur/internal/text"
)

// Attribution says that the text ascribes something to somebody: what was
// said, thought, wanted, planned or asked. It is wider than a Statement: the
// source need be no actor, the cue no act of the record. Parts may be broken
// ("the plan", she said, "has failed"); each is in the order of the text.
type Attribution struct {
	Source  []text.Span
	Cue     []text.Span
	Content []text.Span
	Rule    string
	at      int // token of the cue
}

// Attributions lists the attributions of an analysed document in the order of
// their cues: clauses, quotes and objects under words of saying, thinking and
// wanting (the classes cue-* of the lexicon), "according to", speakers before
// a colon, and quotes that go on.
func Attributions(d *doc.Document, who *link.Links, lex *lexicon.Lexicon) []Attribution {
	x := newExtractor(&article.Article{Text: d.Text, Body: d.Body}, d, who, lex)
	x.match()
	t := attributor{extractor: x, taken: make([]bool, len(d.Quotes))}
	for fi := range d.Frames {
		if d.Frames[fi].Quote == 0 { // what is quoted is somebody's already: "I think", "you know"
			t.frame(fi)
			t.noun(fi)
		}
	}
	t.turns()
	t.signed()
	for i := range d.Tokens {
		t.accordingTo(i)
	}
	sort.SliceStable(t.found, func(i, j int) bool { return t.found[i].at < t.found[j].at })
	return t.found
}

// attributor is an extractor that looks for attributions.
type attributor struct {
	*extractor
	found []Attribution
	taken []bool // quotes that a cue has
}

func (t *attributor) frame(fi int) {
	f := &t.d.Frames[fi]
	kind := t.cue(fi)
	if kind == "" {
		return
	}
	src := t.source(fi)
	if src < 0 {
		return
	}
	content := t.content(fi, src, kind)
	if len(content) == 0 {
		return
	}
	t.add(Attribution{Rule: kind + " " + f.Lemma, at: f.Head, Source: t.phrase(src), Cue: []text.Span{t.d.SpanOf(f.Head, f.Head+1)}, Content: content})
}

func (t *attributor) add(a Attribution) {
	if len(a.Source) == 0 || len(a.Content) == 0 {
		return
	}
	t.found = append(t.found, a)
}

// accordingTo reads "according to" wherever it hangs: what is said is the
// clause around it.
func (t *attributor) accordingTo(i int) {
	toks := t.d.Tokens
	if i+1 >= len(toks) || !strings.EqualFold(toks[i].Form, "according") || !strings.EqualFold(toks[i+1].Form, "to") || t.quoteOf(i) > 0 {
		return
	}
	src := toks[i].Head
	if src < i { // "according" taken for a verb with an oblique
		src = -1
		for _, k := range t.who.Kids(i) {
			if int(k) > i+1 && strings.HasPrefix(toks[k].Deprel, "obl") {
				src = int(k)
			}
		}
	}
	if src < 0 {
		return
	}
	top := toks[src].Head
	for top >= 0 && t.d.FrameAt(top) >= 0 && t.d.Frames[t.d.FrameAt(top)].Kind == doc.Nominal && toks[top].Head >= 0 {
		top = toks[top].Head
	}
	if top < 0 {
		return
	}
	t.add(Attribution{Rule: "according to", at: i, Source: t.phrase(src), Cue: []text.Span{t.d.SpanOf(i, i+2)}, Content: t.without(t.subtree(top, src), i, i+2)})
}

// cue says what kind of cue a frame is: speech, thought, showing, stance,
// adjective, noun; "" for none.
func (t *attributor) cue(fi int) string {
	f := &t.d.Frames[fi]
	switch f.Kind {
	case doc.Nominal:
		return ""
	case doc.Copular:
		if t.is("cue-adjective", f) {
			return "adjective"
		}
		return ""
	}
	for _, c := range []string{"speech", "thought", "showing", "stance"} {
		if t.is("cue-"+c, f) {
			return c
		}
	}
	return ""
}

// is says that a frame belongs to a class of words, alone or with its particle
// or preposition.
func (t *attributor) is(class string, f *doc.Frame) bool {
	base, _, _ := strings.Cut(f.Lemma, " ")
	if t.lex.In(class, f.Lemma) || t.lex.In(class, base) {
		return true
	}
	for _, a := range f.Args {
		if t.lex.In(class, base+" "+a.Slot) {
			return true
		}
	}
	return false
}

// source is the head of the phrase that names whose it is, -1 for none.
func (t *attributor) source(fi int) int {
	f := &t.d.Frames[fi]
	for _, a := range f.Args {
		if a.Slot != "subj" {
			continue
		}
		if a.Via == "relative" {
			for _, k := range t.who.Kids(f.Head) {
				if c := &t.d.Tokens[k]; strings.HasPrefix(c.Deprel, "nsubj") && (c.XPOS == "WP" || c.XPOS == "WDT") {
					return int(k)
				}
			}
		}
		if f.Quote == 0 && t.quoteOf(a.Head) > 0 {
			return t.beside(f.Head)
		}
		return a.Head
	}
	return -1
}

// beside is the head of the noun phrase that touches the cue outside of
// quotes, where the tree has found the source inside one; -1 for none.
func (t *attributor) beside(cue int) int {
	s := t.sentenceOf(cue)
	for _, i := range []int{cue + 1, cue - 1} {
		if i < s.Start || i >= s.End || t.quoteOf(i) > 0 {
			continue
		}
		for n := 0; n < 6; n++ {
			h := t.d.Tokens[i].Head
			if h < s.Start || h == cue || t.quoteOf(h) > 0 || !nominal(&t.d.Tokens[h]) {
				break
			}
			i = h
		}
		if nominal(&t.d.Tokens[i]) {
			return i
		}
	}
	return -1
}

func nominal(tok *doc.Token) bool {
	return tok.UPOS == "NOUN" || tok.UPOS == "PROPN" || tok.UPOS == "PRON"
}

// content is what is attributed: the clause and the quotes under the cue, or
// whole quotes beside it; else, for words that take a stand or an infinitive,
// all that stands in its slots behind it; else, for speech, the longer part of
// the sentence before or behind it.
func (t *attributor) content(fi, src int, kind string) []text.Span {
	f := &t.d.Frames[fi]
	speech := kind == "speech" || kind == "showing"
	var in []int
	clause := false
	for _, a := range f.Args {
		if a.Slot != "comp" && a.Slot != "para" || a.Head == src || a.Head == f.Head {
			continue
		}
		clause = clause || !speech
		if t.finite(a.Head) || a.Slot == "para" || t.quoteOf(a.Head) > 0 {
			in = append(in, t.reach(f, src, t.subtree(a.Head, f.Head))...)
		}
	}
	if speech {
		if q := t.quotes(fi, nil); len(q) > 0 {
			if !meets(in, q) {
				in = nil
			}
			return t.spans(append(in, q...), f.Head)
		}
	}
	if len(in) > 0 {
		return t.spans(append(in, t.quotes(fi, in)...), f.Head)
	}
	if clause || t.is("cue-stance", f) || kind == "adjective" {
		for _, a := range f.Args {
			if a.Head <= f.Head && a.Via != "relative" || a.Head == src || a.Slot == "subj" || a.Slot == "by" || a.Slot == "tmod" || a.Slot == "according to" || t.timexAt(a.Head) >= 0 {
				continue
			}
			in = append(in, t.subtree(a.Head, f.Head)...)
		}
	}
	if len(in) == 0 && kind == "speech" && f.Tense != "" && t.lex.In("cue-plain", f.Lemma) {
		in = t.rest(f.Head, src)
	}
	return t.spans(in, f.Head)
}

func meets(a, b []int) bool {
	for _, i := range a {
		if slices.Contains(b, i) {
			return true
		}
	}
	return false
}

// reach lets a clause behind its cue begin right behind it where what stands
// between belongs to no other slot: a tree may have hung its first words
// elsewhere. "Said" has no object; whoever is told, asked, warned is one.
func (t *attributor) reach(f *doc.Frame, src int, in []int) []int {
	lo := slices.Min(in)
	if lo <= f.Head {
		return in
	}
	for i := lo - 1; i > f.Head; i-- {
		for _, a := range f.Args {
			if a.Start <= i && i < a.End && (a.Slot != "obj" && a.Slot != "comp" || !t.lex.In("cue-plain", f.Lemma)) || t.who.At(i) >= 0 && i == src {
				return in
			}
		}
		in = append(in, i)
	}
	return in
}

// finite says that a clause has a verb with tense or a mark that makes it one.
func (t *attributor) finite(head int) bool {
	fi := t.d.FrameAt(head)
	if fi < 0 {
		return false
	}
	f := &t.d.Frames[fi]
	return f.Kind != doc.Nominal && (f.Tense != "" || f.Modal != "" || f.Mark != "")
}

// rest is the longer part of the sentence before or behind cue and source.
func (t *attributor) rest(cue, src int) []int {
	s := t.sentenceOf(cue)
	lo, hi := cue, cue+1
	if src >= s.Start && src < s.End {
		a, b := t.tokensIn(t.phrase(src)[0])
		lo, hi = min(lo, a), max(hi, b)
	}
	a, b := s.Start, lo
	if s.End-hi > lo-s.Start {
		a, b = hi, s.End
	}
	var out []int
	for i := a; i < b; i++ {
		out = append(out, i)
	}
	return out
}

// quotes lists the tokens of the quotes that belong to a cue: those of its
// sentence that what is said touches or that no clause comes between, and
// those with which the paragraph goes on without a cue of its own.
func (t *attributor) quotes(fi int, in []int) []int {
	f := &t.d.Frames[fi]
	s := t.d.Tokens[f.Head].Sent
	sent := t.d.Sentences[s]
	has := map[int]bool{}
	for _, i := range in {
		has[i] = true
	}
	var out []int
	take := func(qi int) {
		t.taken[qi] = true
		for i := t.d.Quotes[qi].Start; i < t.d.Quotes[qi].End; i++ {
			out = append(out, i)
		}
	}
	last := -1
	for qi, end := t.quotesIn(sent.Start, sent.End); qi < end; qi++ {
		q := t.d.Quotes[qi]
		if t.taken[qi] || f.Head >= q.Start && f.Head < q.End {
			continue
		}
		touches := in == nil && t.whole(q, sent, f.Head)
		for i := q.Start; i < q.End && !touches; i++ {
			touches = has[i]
		}
		if touches {
			take(qi)
			last = qi
		}
	}
	if last < 0 {
		return nil
	}
	for s++; s < len(t.d.Sentences) && !t.d.Sentences[s].NewPar; s++ {
		next := t.d.Sentences[s]
		q := t.quoteOf(next.Start) - 1
		if q < 0 && next.End > next.Start+1 {
			q = t.quoteOf(next.Start+1) - 1
		}
		if q < 0 || t.cued(s) {
			break
		}
		if !t.taken[q] {
			take(q)
		}
	}
	return out
}

// whole says that a quote is an utterance of its own and no part of a clause
// of the report: it stands at the edge of its sentence, or behind its cue and
// a comma or colon, and it has a verb or ends as sentences do.
func (t *attributor) whole(q doc.Quote, sent doc.Sentence, cue int) bool {
	toks := t.d.Tokens
	if q.End-q.Start < 4 {
		return false
	}
	start := q.Start <= sent.Start
	if q.Start > sent.Start {
		switch toks[q.Start-1].Form {
		case ",", ":", "--", "—", "–", "―":
			start = true
		}
		start = start || q.Start-1 == cue
	}
	if !start {
		return false
	}
	switch toks[q.End-2].Form {
	case ",", ".", "?", "!", "...", "…", "--", "—":
		return true
	}
	return q.End < len(toks) && toks[q.End].UPOS == "PUNCT"
}

// cued says that a sentence has a cue of speech outside its quotes.
func (t *attributor) cued(s int) bool {
	sent := t.d.Sentences[s]
	for fi, end := t.framesIn(sent.Start, sent.End); fi < end; fi++ {
		if f := &t.d.Frames[fi]; f.Quote == 0 && f.Kind == doc.Verbal && t.cue(fi) == "speech" {
			return true
		}
	}
	return false
}

// turns reads a speaker before a colon at the start of a block, as in
// interviews and headlines: all that follows in the block is said.
func (t *attributor) turns() {
	toks := t.d.Tokens
	for s := 0; s < len(t.d.Sentences); s++ {
		first := t.d.Sentences[s]
		if s > 0 && !first.NewPar {
			continue
		}
		end := first.End
		for r := s + 1; r < len(t.d.Sentences) && !t.d.Sentences[r].NewPar; r++ {
			end = t.d.Sentences[r].End
		}
		for i := first.Start; i < min(first.Start+6, end); i++ {
			if toks[i].Form == ":" {
				if i > first.Start && i+2 < end {
					t.add(Attribution{Rule: "turn", at: i, Source: []text.Span{t.d.SpanOf(first.Start, i)}, Cue: []text.Span{t.d.SpanOf(i, i+1)}, Content: []text.Span{t.d.SpanOf(i+1, end)}})
				}
				break
			}
			if toks[i].UPOS != "PROPN" && strings.ToUpper(toks[i].Form) != toks[i].Form {
				break
			}
		}
	}
}

// signed reads a quote with a dash and a name behind it.
func (t *attributor) signed() {
	toks := t.d.Tokens
	for _, q := range t.d.Quotes {
		i := q.End
		if q.End-q.Start < 6 || i >= len(toks) || !dash(toks[i].Form) {
			continue
		}
		end := i + 1
		for end < len(toks) && end-i < 9 && (toks[end].UPOS == "PROPN" || toks[end].Form == "." && end > i+1 && len(toks[end-1].Form) == 1) {
			end++
		}
		if end > i+1 && (end == len(toks) || toks[end].UPOS == "PUNCT" || toks[end].Sent != toks[i].Sent) {
			t.add(Attribution{Rule: "signed", at: i, Source: []text.Span{t.d.SpanOf(i+1, end)}, Cue: []text.Span{t.d.SpanOf(i, i+1)}, Content: []text.Span{t.d.SpanOf(q.Start, i)}})
		}
	}
}

func dash(s string) bool {
	switch s {
	case "―", "—", "–", "--", "-":
		return true
	}
	return false
}

// noun reads a noun of saying or thinking with the one whose it is: "his claim
// that ...", "Iran's plan to ...".
func (t *attributor) noun(fi int) {
	f := &t.d.Frames[fi]
	if f.Kind != doc.Nominal || !t.lex.In("cue-noun", f.Lemma) {
		return
	}
	src := -1
	for _, slot := range []string{"poss", "by", "from"} {
		if a := f.Arg(slot); a != nil {
			src = a.Head
			break
		}
	}
	if src < 0 {
		return
	}
	if a := f.Arg("comp"); a != nil {
		t.add(Attribution{Rule: "noun " + f.Lemma, at: f.Head, Source: t.phrase(src), Cue: []text.Span{t.d.SpanOf(f.Head, f.Head+1)}, Content: t.spans(t.subtree(a.Head, f.Head), f.Head)})
	}
}

// phrase is a noun phrase without the clauses that hang under it and without
// what joins it to the sentence.
func (t *attributor) phrase(head int) []text.Span {
	sp := t.d.SpanOf(head, head+1)
	var walk func(i, depth int)
	walk = func(i, depth int) {
		for _, k32 := range t.who.Kids(i) {
			k := int(k32)
			r := t.d.Tokens[k].Deprel
			switch {
			case t.d.Tokens[k].UPOS == "PUNCT" || r == "advcl" || r == "parataxis" || r == "cop" || strings.HasPrefix(r, "nsubj") || r == "aux" || r == "ccomp":
				continue
			case i == head && (r == "case" || r == "cc" || r == "mark" || r == "advmod" && k < head):
				continue
			}
			sp = sp.Join(t.d.SpanOf(k, k+1))
			if depth < 20 {
				walk(k, depth+1)
			}
		}
	}
	walk(head, 0)
	return []text.Span{sp}
}

// subtree lists the tokens under head, head included, without those under not.
func (t *attributor) subtree(head, not int) []int {
	var in []int
	var walk func(i, depth int)
	walk = func(i, depth int) {
		in = append(in, i)
		for _, k := range t.who.Kids(i) {
			if int(k) != not && depth < 60 {
				walk(int(k), depth+1)
			}
		}
	}
	walk(head, 0)
	return in
}

// without makes spans of tokens, those from lo to hi left out.
func (t *attributor) without(in []int, lo, hi int) []text.Span {
	var out []int
	for _, i := range in {
		if i < lo || i >= hi {
			out = append(out, i)
		}
	}
	return t.spans(out, lo)
}

// spans joins tokens to spans, cut at the token of the cue, without
// punctuation at the ends.
func (t *attributor) spans(in []int, cue int) []text.Span {
	sort.Ints(in)
	for len(in) > 0 && t.d.Tokens[in[0]].UPOS == "PUNCT" && !quoteMark(t.d.Tokens[in[0]].Form) {
		in = in[1:]
	}
	for len(in) > 0 && t.d.Tokens[in[len(in)-1]].UPOS == "PUNCT" && !quoteMark(t.d.Tokens[in[len(in)-1]].Form) {
		in = in[:len(in)-1]
	}
	var out []text.Span
	for i := 0; i < len(in); {
		j := i + 1
		for j < len(in) && in[j]-in[j-1] <= 2 && !(in[j-1] < cue && cue < in[j]) {
			j++
		}
		out = append(out, t.d.SpanOf(in[i], in[j-1]+1))
		i = j
	}
	return out
}

func quoteMark(s string) bool {
	switch s {
	case "“", "”", "``", "''", `"`, "«", "»", "„":
		return true
	}
	return false
}
