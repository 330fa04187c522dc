// Package rank is the learned part of the coreference stage: it finds the
// phrases that may refer to something, and scores pairs of them with a
// log-linear mention ranker over hashed features, after Durrett and Klein
// (2013), "Easy Victories and Uphill Battles in Coreference Resolution".
// Program train/coref makes its weights.
package rank

import (
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/lang"
)

// Kind of a mention.
type Kind uint8

// Kinds of mentions.
const (
	Pronoun Kind = iota
	Name
	Nominal
)

// Number of a mention.
type Number uint8

// Numbers.
const (
	NumberUnknown Number = iota
	Singular
	Plural
)

// Animacy of a mention.
type Animacy uint8

// Animacies.
const (
	AnimacyUnknown Animacy = iota
	Human
	Group
	Thing
)

// Mention is a phrase that may refer, with what the ranker looks at.
type Mention struct {
	Start, End, Head int
	Kind             Kind
	Number           Number
	Gender           lang.Gender
	Animacy          Animacy
	Person           uint8 // 1, 2, 3; 0 for none
	NER              doc.EntityType
	Coord            bool // several things joined by "and"
	Copula           bool // predicate noun: "is a doctor"
	Quote            int  // number of the quotation it stands in, 0 outside

	sent, par int
	first     bool // first mention of its sentence
	det       detKind
	role      uint32   // hash of the relation, passed through appos and conj
	relation  string   // of the head
	form      uint32   // hash of the head in lower case
	lemma     uint32   // hash of the head's lemma in lower case
	text      uint32   // hash of the words without determiners and 's
	prev      uint32   // hash of the word before
	next      uint32   // hash of the word after
	gov       uint32   // hash of the lemma above the head
	words     []uint32 // hashes of content words but the head, in order
	proper    []uint32 // hashes of those of them before the head that are names or peoples
	count     int      // number before the head: two presidents; 0 none
	pron      string   // the pronoun in lower case
	possessor bool     // his, her, the village's
	reflexive bool
	name      []string // words of a name in lower case without accents
	capitals  string   // initials of a name
	apposed   int      // head of the phrase it is apposed to, -1 for none
	holder    int      // end of the name that ends a phrase of office, 0 for none
}

type detKind uint8

const (
	detNone detKind = iota
	detDefinite
	detIndefinite
	detThis
	detThat
	detPossessive
	detQuantity
	detNumber
)

// pronoun is what a pronoun tells.
type pronoun struct {
	person   uint8
	number   Number
	gender   lang.Gender
	animacy  Animacy
	possess  bool
	reflexed bool
}

var pronouns = map[string]pronoun{
	"i": {1, Singular, 0, Human, false, false}, "me": {1, Singular, 0, Human, false, false}, "my": {1, Singular, 0, Human, true, false}, "mine": {1, Singular, 0, Human, true, false}, "myself": {1, Singular, 0, Human, false, true},
	"we": {1, Plural, 0, Human, false, false}, "us": {1, Plural, 0, Human, false, false}, "our": {1, Plural, 0, Human, true, false}, "ours": {1, Plural, 0, Human, true, false}, "ourselves": {1, Plural, 0, Human, false, true},
	"you": {2, 0, 0, Human, false, false}, "your": {2, 0, 0, Human, true, false}, "yours": {2, 0, 0, Human, true, false}, "yourself": {2, Singular, 0, Human, false, true}, "yourselves": {2, Plural, 0, Human, false, true}, "ya": {2, 0, 0, Human, false, false},
	"he": {3, Singular, lang.Male, Human, false, false}, "him": {3, Singular, lang.Male, Human, false, false}, "his": {3, Singular, lang.Male, Human, true, false}, "himself": {3, Singular, lang.Male, Human, false, true},
	"she": {3, Singular, lang.Female, Human, false, false}, "her": {3, Singular, lang.Female, Human, false, false}, "hers": {3, Singular, lang.Female, Human, true, false}, "herself": {3, Singular, lang.Female, Human, false, true},
	"it": {3, Singular, 0, Thing, false, false}, "its": {3, Singular, 0, Thing, true, false}, "itself": {3, Singular, 0, Thing, false, true},
	"they": {3, Plural, 0, 0, false, false}, "them": {3, Plural, 0, 0, false, false}, "their": {3, Plural, 0, 0, true, false}, "theirs": {3, Plural, 0, 0, true, false}, "themselves": {3, Plural, 0, 0, false, true}, "em": {3, Plural, 0, 0, false, false}, "'em": {3, Plural, 0, 0, false, false},
	"this": {3, Singular, 0, Thing, false, false}, "that": {3, Singular, 0, Thing, false, false}, "these": {3, Plural, 0, 0, false, false}, "those": {3, Plural, 0, 0, false, false},
	"here": {3, 0, 0, Thing, false, false}, "there": {3, 0, 0, Thing, false, false},
	"one": {3, Singular, 0, 0, false, false}, "ones": {3, Plural, 0, 0, false, false}, "each": {3, 0, 0, 0, false, false}, "both": {3, Plural, 0, 0, false, false}, "all": {3, Plural, 0, 0, false, false},
	"some": {3, 0, 0, 0, false, false}, "others": {3, Plural, 0, 0, false, false}, "another": {3, Singular, 0, 0, false, false}, "other": {3, 0, 0, 0, false, false}, "many": {3, Plural, 0, 0, false, false}, "most": {3, 0, 0, 0, false, false},
}

// hash is FNV-1a.
func hash(s string) uint32 {
	x := uint32(2166136261)
	for i := 0; i < len(s) && i < 64; i++ {
		x = (x ^ uint32(s[i])) * 16777619
	}
	return x
}

// finder gathers the mentions of one document.
type finder struct {
	l     *lang.Language
	d     *doc.Document
	low   []string
	first []int32 // first child of a token, -1 none
	next  []int32 // next sibling
	left  []int32 // leftmost token of the subtree
	right []int32 // rightmost token of the subtree
	quote []int32 // number of the quotation a token stands in
	out   []Mention
	seen  map[[2]int]bool
}

// MaxSpan bounds a mention in tokens.
const MaxSpan = 60

// Find gives the mentions of a document with tags and tree, ordered by start,
// the longer first. Entities are used if they are there.
func Find(l *lang.Language, d *doc.Document) []Mention {
	n := len(d.Tokens)
	f := &finder{l: l, d: d, low: make([]string, n), first: make([]int32, n), next: make([]int32, n), left: make([]int32, n), right: make([]int32, n), quote: quotes(d), seen: map[[2]int]bool{}}
	for i := range d.Tokens {
		f.low[i] = lower(d.Tokens[i].Form)
		f.first[i], f.left[i], f.right[i] = -1, int32(i), int32(i)
	}
	for i := n - 1; i >= 0; i-- {
		f.next[i] = -1
		if h := d.Tokens[i].Head; h >= 0 {
			f.next[i] = f.first[h]
			f.first[h] = int32(i)
		}
	}
	for s := range d.Sentences {
		f.extents(s)
	}
	for i := range d.Tokens {
		f.at(i)
	}
	order(f.out)
	last := -1
	for i := range f.out {
		m := &f.out[i]
		m.first = m.sent != last
		last = m.sent
	}
	return f.out
}

func lower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 0x80 {
			return strings.ToLower(s)
		}
	}
	return s
}

// extents computes the subtree of each token of a sentence, from the leaves
// upward and without recursion: depth is not bounded.
func (f *finder) extents(s int) {
	sent := f.d.Sentences[s]
	stack := make([]int, 0, sent.End-sent.Start)
	for i := sent.Start; i < sent.End; i++ {
		if f.d.Tokens[i].Head < 0 {
			stack = append(stack, i)
		}
	}
	for k := 0; k < len(stack); k++ {
		for c := f.first[stack[k]]; c >= 0; c = f.next[c] {
			stack = append(stack, int(c))
		}
	}
	for k := len(stack) - 1; k > 0; k-- {
		i := stack[k]
		if h := f.d.Tokens[i].Head; h >= 0 {
			f.left[h] = min(f.left[h], f.left[i])
			f.right[h] = max(f.right[h], f.right[i])
		}
	}
}

// quotes numbers the quotations that tokens stand in; a paragraph that does
// not close its quotation ends it.
func quotes(d *doc.Document) []int32 {
	out := make([]int32, len(d.Tokens))
	open, count := int32(0), int32(0)
	par := -1
	for i := range d.Tokens {
		if p := d.Sentences[d.Tokens[i].Sent].Paragraph; p != par {
			par, open = p, 0
		}
		switch d.Tokens[i].Form {
		case "\"", "''", "``":
			if open > 0 {
				open = 0
			} else {
				count++
				open = count
			}
			continue
		case "“":
			count++
			open = count
			continue
		case "”":
			open = 0
			continue
		}
		out[i] = open
	}
	return out
}

func universal(rel string) string {
	if k := strings.IndexByte(rel, ':'); k >= 0 {
		return rel[:k]
	}
	return rel
}

// at adds the mentions headed by token i.
func (f *finder) at(i int) {
	t := &f.d.Tokens[i]
	rel := universal(t.Deprel)
	switch t.UPOS {
	case "PRON":
		if rel == "expl" || strings.Contains(t.Feats, "PronType=Rel") || strings.Contains(t.Feats, "PronType=Int") {
			return
		}
		switch f.low[i] {
		case "what", "who", "which", "whom", "whose", "there", "nothing", "none", "everything", "something", "anything", "nobody", "whoever", "whatever":
			return
		}
	case "DET":
		switch f.low[i] {
		case "this", "that", "these", "those", "both", "all":
			if rel == "det" || rel == "advmod" || rel == "mark" {
				return
			}
		default:
			return
		}
	case "NOUN", "PROPN":
		if rel == "flat" || rel == "fixed" || rel == "goeswith" || rel == "compound" && (t.UPOS == "NOUN" || f.inName(i)) {
			return
		}
	case "NUM":
		switch rel {
		case "nsubj", "obj", "obl", "nmod", "root", "conj":
			if len(t.Form) != 4 || t.Form[0] < '1' || t.Form[0] > '2' {
				return
			}
		default:
			return
		}
	case "ADV":
		if f.low[i] != "here" && f.low[i] != "there" {
			return
		}
	default:
		return
	}
	start, end, coordEnd := f.span(i)
	if e := f.holder(i, end); e != nil && e.Start == i+1 && t.UPOS == "NOUN" {
		if b, ok := f.l.Beings[f.low[i]]; !ok || b.Group {
			end = e.Start // "head of community Tural Ganjaliyev": the community ends here
		}
	}
	f.add(i, start, end, false)
	if coordEnd > end {
		f.add(i, start, coordEnd, true)
	}
}

// holder is the person whose name ends a phrase with head i and stands there
// without preposition or comma: head of community Tural Ganjaliyev.
func (f *finder) holder(i, end int) *doc.Entity {
	e := f.d.EntityAt(end - 1)
	if e == nil || e.Type != doc.Person || e.End != end || e.Start <= i {
		return nil
	}
	if before := f.d.Tokens[e.Start-1].UPOS; before != "NOUN" {
		return nil
	}
	return e
}

// inName says whether the proper noun at i, a compound, is a part of a longer
// name: Minsk in "the Minsk Group", Nagorno in "Nagorno-Karabakh".
func (f *finder) inName(i int) bool {
	if e := f.d.EntityAt(i); e != nil {
		h := f.d.Tokens[i].Head
		if h >= e.Start && h < e.End {
			return true
		}
	}
	return i+2 < len(f.d.Tokens) && f.d.Tokens[i+1].Form == "-" && f.d.Tokens[i].Span.End == f.d.Tokens[i+1].Span.Start &&
		f.d.Tokens[i+1].Span.End == f.d.Tokens[i+2].Span.Start && f.d.Tokens[i+2].UPOS == "PROPN"
}

// span is the phrase of head i without what belongs to its clause, and the
// end of the coordination that i opens, or end.
func (f *finder) span(i int) (start, end, coordEnd int) {
	t := &f.d.Tokens[i]
	start, end, coordEnd = i, i+1, 0
	predicate := false
	for c := f.first[i]; c >= 0; c = f.next[c] {
		switch universal(f.d.Tokens[c].Deprel) {
		case "cop", "nsubj", "csubj":
			predicate = true
		}
	}
	for c := f.first[i]; c >= 0; c = f.next[c] {
		k := int(c)
		rel := universal(f.d.Tokens[k].Deprel)
		before := k < i
		switch rel {
		case "punct", "cc", "mark", "cop", "aux", "nsubj", "csubj", "expl", "discourse", "vocative", "parataxis", "dislocated", "advcl", "list", "reparandum", "orphan", "dep":
			if rel == "advcl" && !predicate && !before {
				break
			}
			continue
		case "case":
			if before {
				continue
			}
			if f.low[k] != "'s" && f.low[k] != "'" && f.low[k] != "’s" && f.low[k] != "’" {
				continue
			}
		case "conj":
			if nominal(f.d.Tokens[k].UPOS) && !predicate {
				coordEnd = max(coordEnd, int(f.right[k])+1)
			}
			continue
		case "advmod", "obl":
			if predicate || before && universal(t.Deprel) == "root" {
				continue
			}
		}
		start = min(start, int(f.left[k]))
		end = max(end, int(f.right[k])+1)
	}
	trim := func(s, e int) (int, int) {
		for s < i && f.d.Tokens[s].UPOS == "PUNCT" && f.d.Tokens[s].Form != "(" && f.d.Tokens[s].Form != "“" && f.d.Tokens[s].Form != "\"" {
			s++
		}
		for e-1 > i && f.d.Tokens[e-1].UPOS == "PUNCT" {
			c := f.d.Tokens[e-1].Form
			if c == ")" || c == "”" || c == "\"" {
				break
			}
			e--
		}
		return s, e
	}
	if coordEnd > 0 {
		coordEnd = max(coordEnd, end)
		_, coordEnd = trim(start, coordEnd)
	}
	start, end = trim(start, end)
	return start, end, coordEnd
}

func nominal(upos string) bool {
	return upos == "NOUN" || upos == "PROPN" || upos == "PRON" || upos == "NUM"
}

func (f *finder) add(i, start, end int, coord bool) {
	if end-start > MaxSpan || f.seen[[2]int{start, end}] {
		return
	}
	f.seen[[2]int{start, end}] = true
	d, t := f.d, &f.d.Tokens[i]
	m := Mention{Start: start, End: end, Head: i, Coord: coord, sent: t.Sent, par: d.Sentences[t.Sent].Paragraph, relation: t.Deprel, Quote: int(f.quote[i])}
	m.form = hash(f.low[i])
	m.apposed = -1
	if universal(t.Deprel) == "appos" && !coord {
		m.apposed = t.Head
	}
	lemma := lower(t.Lemma)
	if lemma == "" {
		lemma = f.low[i]
	}
	m.lemma = hash(lemma)
	m.role = hash(f.role(i))
	if t.Head >= 0 {
		m.gov = hash(lower(d.Tokens[t.Head].Lemma))
	}
	if start > 0 {
		m.prev = hash(f.low[start-1])
	}
	if end < len(d.Tokens) {
		m.next = hash(f.low[end])
	}
	if f.low[end-1] == "'s" || f.low[end-1] == "’s" || f.low[end-1] == "'" || f.low[end-1] == "’" {
		m.possessor = true
	}
	for c := f.first[i]; c >= 0; c = f.next[c] {
		if universal(d.Tokens[c].Deprel) == "cop" {
			m.Copula = true
		}
	}
	if e := d.EntityAt(i); e != nil && !coord {
		m.NER = e.Type
	}
	f.kind(&m, lemma)
	f.words(&m)
	f.out = append(f.out, m)
}

// role is the relation of the head, that of the first conjunct for conj.
func (f *finder) role(i int) string {
	for n := 0; n < 4; n++ {
		t := &f.d.Tokens[i]
		if universal(t.Deprel) != "conj" || t.Head < 0 {
			break
		}
		i = t.Head
	}
	return f.d.Tokens[i].Deprel
}

// kind fills in kind, number, gender and animacy.
func (f *finder) kind(m *Mention, lemma string) {
	t := &f.d.Tokens[m.Head]
	if p, ok := pronouns[f.low[m.Head]]; ok && !m.Coord && (t.UPOS == "PRON" || t.UPOS == "DET" || t.UPOS == "ADV") {
		m.Kind, m.pron = Pronoun, f.low[m.Head]
		m.Person, m.Number, m.Gender, m.Animacy = p.person, p.number, p.gender, p.animacy
		m.possessor = m.possessor || p.possess && t.XPOS != "PRP"
		m.reflexive = p.reflexed
		if m.pron == "her" && t.XPOS == "PRP$" {
			m.possessor = true
		}
		return
	}
	m.Kind = Nominal
	m.Person = 3
	if t.UPOS == "PROPN" {
		m.Kind = Name
	}
	if t.UPOS == "PRON" {
		m.Kind, m.pron = Pronoun, "other"
	}
	switch {
	case m.Coord:
		m.Number = Plural
	case t.XPOS == "NNS" || t.XPOS == "NNPS":
		m.Number = Plural
	case t.XPOS == "NN" || t.XPOS == "NNP":
		m.Number = Singular
	}
	being, ok := f.l.Beings[lemma]
	if !ok {
		being, ok = f.l.Beings[f.low[m.Head]]
	}
	switch {
	case ok && being.Group:
		m.Animacy, m.Number = Group, NumberUnknown
		if t.XPOS == "NNS" {
			m.Number = Plural
		}
	case ok:
		m.Animacy, m.Gender = Human, being.Gender
	case m.Kind == Nominal && m.NER == "" && t.UPOS == "NOUN":
		m.Animacy = Thing
		if personal(lemma) {
			m.Animacy = Human
		}
	}
	switch m.NER {
	case doc.Person:
		m.Animacy = Human
	case doc.Organisation:
		m.Animacy = Group
		m.Number = NumberUnknown
	case doc.Place, doc.Event, doc.Instrument, doc.Date, doc.Number:
		m.Animacy = Thing
	case doc.People:
		m.Animacy = Group
	}
	if m.Coord {
		m.Gender = 0
		return
	}
	if m.Kind == Name && m.Gender == 0 {
		f.nameGender(m)
	}
}

// personal says whether a noun looks like one for persons by its ending.
func personal(lemma string) bool {
	for _, s := range [...]string{"ist", "eer", "ian", "woman", "man", "person", "crat", "ologist"} {
		if len(lemma) > len(s)+3 && strings.HasSuffix(lemma, s) {
			return true
		}
	}
	return false
}

// nameGender reads the gender off a title or a first name.
func (f *finder) nameGender(m *Mention) {
	from := max(m.Start, m.Head-4)
	for k := from; k < min(m.End, m.Head+3); k++ {
		w := strings.TrimSuffix(f.low[k], ".")
		if g, ok := f.l.Titles[w]; ok && isUpper(f.d.Tokens[k].Form) {
			if g != 0 {
				m.Gender, m.Animacy = g, Human
				return
			}
			continue
		}
		if g, ok := f.l.Names[Plain(w)]; ok && isUpper(f.d.Tokens[k].Form) && (m.NER == doc.Person || m.NER == "") {
			m.Gender = g
			if m.NER == "" && m.Animacy == AnimacyUnknown && k+1 < m.End {
				m.Animacy = Human
			}
			return
		}
	}
}
