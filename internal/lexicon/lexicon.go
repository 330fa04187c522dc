// Package lexicon holds the predicate lexicon: which verbs, nouns, adjectives
// and light-verb constructions say that one party did something to another,
// with the classes of things that must fill their slots and the coding that
// follows. It is data with an index; it matches nothing itself and knows
// neither documents nor the code tables, whose names its loader is given as a
// Vocabulary. The files are a strict subset of YAML, written for political
// scientists; every entry carries an example sentence with its coding.
//
// A Lexicon is immutable after Load and safe for concurrent use.
package lexicon

import (
	"slices"
	"strings"
)

// Coding is what an example sentence must give.
type Coding struct {
	Type       string   // PLOVER type; "" for a statement
	Mode       string   // "" where the coding names none
	Act        string   // statement act; "" for an event
	Actors     []string // ISO 3166 alpha-3 or country-less PLOVER codes; empty for "-"
	Recipients []string
}

// Role is one way to fill a role: the fillers of all its slots together. Beside
// the slots of the frame there is "speaker": whoever the clause is attributed to.
type Role []string

// Constraint restricts the fillers of one slot (or of any one of several). A
// filler belongs to a class by the lemma of its head or by the expression that
// ends in its head; a clause in comp belongs to the classes of its verb.
type Constraint struct {
	Slots  []string // alternatives: one of them must satisfy the rest
	Any    []string // classes or literal lemmas ("=treaty") of which one must hold; "=peace treaty" becomes the class "peace treaty"
	Forbid []string // classes or literal lemmas of which none may hold
	Filled bool     // the slot must be filled, by whatever
	Empty  bool     // the slot must be empty
}

// Light is a light-verb construction: the verb carries the grammar, the noun
// the meaning. The noun is the verb's object, or fills the slot that the verb
// names ("come under" + "fire"). The slots of both count as the entry's.
type Light struct {
	Verbs []Trigger
	Nouns []Trigger
}

// Embedding says what the clause or event noun in a slot becomes.
type Embedding struct {
	Slots []string // usually comp, then obj
	As    string   // one of Embeddings
}

// Turn says what an embedded event's coding becomes under an operator.
type Turn struct {
	Type string // "" keeps the type; "-" drops the event
	Mode string
}

// Effect says which findings beside events the entry yields. Empty fields
// yield none.
type Effect struct {
	Control      string // occupied | held | liberated | claimed
	Displacement string // displaced | returned | wish | right
	Casualties   string // dead | injured
	Office       string // appointed | left
	Instrument   string // signed | ratified | violated | implemented | not_implemented | reaffirmed | called_for
}

// Polarity says whether an entry fits negated clauses.
type Polarity int8

// Polarities. With "no progress" and "cannot accept" the negation is part of
// the expression.
const (
	Unpolar  Polarity = 0  // either; a negated clause makes the finding negated
	Negative Polarity = -1 // only negated clauses, whose negation is used up
	Positive Polarity = 1  // only clauses without negation
)

// Entry is one line of the lexicon.
type Entry struct {
	ID        string
	Verbs     []Trigger
	Nouns     []Trigger
	Adjs      []Trigger
	Light     *Light
	Actor     []Role // in order; the first that is filled counts; nil for none
	Recipient []Role
	Symmetric bool // all participants act alike and stand as actors
	Require   []Constraint
	Voice     string // "passive" or "active" where the entry fits only one
	Type      string // PLOVER type; "" for none
	Mode      string
	CAMEO     string
	Contexts  []string
	Act       string
	Speech    bool // fires only inside the content of a statement, whose act it makes narrower; see Lexicon.Speech
	Polarity  Polarity
	Embeds    *Embedding
	Turns     map[string]Turn // by the embedded event's PLOVER type
	Contact   string
	Effect    Effect
	Priority  int
	// Strict says that the entry's words are too common to count where a constraint does not hold.
	Strict     bool
	Example    string
	Coding     []Coding // empty for "none"
	NotExample []string
	File       string
	Line       int
}

// Group is the part of the id before the dot: a PLOVER type, STATEMENT,
// OPERATOR, or another heading.
func (e *Entry) Group() string { g, _, _ := strings.Cut(e.ID, "."); return g }

// specificity counts what an entry demands beyond its triggers.
func (e *Entry) specificity() int {
	n := 0
	for _, c := range e.Require {
		n++
		if len(c.Any) > 0 {
			n++
		}
	}
	if e.Voice != "" {
		n++
	}
	if e.Polarity != Unpolar {
		n++
	}
	return n
}

// Candidate is an entry with the trigger by which it was found.
type Candidate struct {
	Entry   *Entry
	Trigger *Trigger // the verb's trigger in a light-verb construction
	Noun    *Trigger // the noun's in a light-verb construction, else nil
	rank    int
}

// Rank is the number of things that the candidate demands: constraints, their
// classes, words of its triggers. Among equal priorities the higher is the
// more specific.
func (c Candidate) Rank() int { return c.rank }

// Lexicon is the loaded lexicon.
type Lexicon struct {
	entries []*Entry
	byID    map[string]*Entry
	verbs   map[string][]Candidate
	nouns   map[string][]Candidate
	adjs    map[string][]Candidate
	lights  map[string][]Candidate // by the noun's lemma
	speech  map[string][]Candidate // by the lemma of verb, noun or adjective
	classes map[string][]string    // lemma -> classes
	names   []string               // classes
}

// Entries lists all entries in the order of their ids. The caller must not
// change it.
func (l *Lexicon) Entries() []*Entry { return l.entries }

// Entry gives the entry with an id, or nil.
func (l *Lexicon) Entry(id string) *Entry { return l.byID[id] }

// Verb lists the entries that a verb lemma (without particle) may evoke, the
// most specific first. The caller must not change the slice; the same holds
// for the other look-ups.
func (l *Lexicon) Verb(lemma string) []Candidate { return l.verbs[lemma] }

// Noun lists the entries that a noun lemma may evoke.
func (l *Lexicon) Noun(lemma string) []Candidate { return l.nouns[lemma] }

// Adj lists the entries that a predicative adjective or noun may evoke.
func (l *Lexicon) Adj(lemma string) []Candidate { return l.adjs[lemma] }

// LightNoun lists the light-verb constructions with a noun lemma; Trigger is
// the verb's.
func (l *Lexicon) LightNoun(lemma string) []Candidate { return l.lights[lemma] }

// Speech lists the entries that fit a predicate only inside the content of a
// statement; Verb, Noun and Adj leave them out. Trigger kinds are not told
// apart.
func (l *Lexicon) Speech(lemma string) []Candidate { return l.speech[lemma] }

// Classes lists the semantic classes that a lemma (or an expression of several
// lemmas, separated by single spaces) belongs to by the class files. Classes
// that only the document knows (person, place, number ...) are not among them.
func (l *Lexicon) Classes(lemma string) []string { return l.classes[lemma] }

// In says whether a lemma belongs to a class by the class files.
func (l *Lexicon) In(class, lemma string) bool { return slices.Contains(l.classes[lemma], class) }

// ClassNames lists all classes: those of the files and the built-in ones.
func (l *Lexicon) ClassNames() []string { return l.names }

func (l *Lexicon) index() {
	slices.SortFunc(l.entries, func(a, b *Entry) int { return strings.Compare(a.ID, b.ID) })
	l.verbs, l.nouns, l.adjs = map[string][]Candidate{}, map[string][]Candidate{}, map[string][]Candidate{}
	l.lights, l.speech = map[string][]Candidate{}, map[string][]Candidate{}
	var rank int // of the entry at hand
	add := func(m map[string][]Candidate, e *Entry, ts []Trigger) {
		for i := range ts {
			m[ts[i].Lemma] = append(m[ts[i].Lemma], Candidate{e, &ts[i], nil, rank + ts[i].weight()})
		}
	}
	for _, e := range l.entries {
		rank = e.specificity()
		if e.Speech {
			add(l.speech, e, e.Verbs)
			add(l.speech, e, e.Nouns)
			add(l.speech, e, e.Adjs)
			continue
		}
		add(l.verbs, e, e.Verbs)
		add(l.nouns, e, e.Nouns)
		add(l.adjs, e, e.Adjs)
		if e.Light != nil {
			for i := range e.Light.Nouns {
				n := &e.Light.Nouns[i]
				for j := range e.Light.Verbs {
					l.lights[n.Lemma] = append(l.lights[n.Lemma], Candidate{e, &e.Light.Verbs[j], n, rank + e.Light.Verbs[j].weight() + n.weight()})
				}
			}
		}
	}
	for _, m := range []map[string][]Candidate{l.verbs, l.nouns, l.adjs, l.lights, l.speech} {
		for _, cs := range m {
			slices.SortStableFunc(cs, byRank)
		}
	}
}

// byRank orders candidates: priority, constraints and length of the trigger, id.
func byRank(a, b Candidate) int {
	switch {
	case a.Entry.Priority != b.Entry.Priority:
		return b.Entry.Priority - a.Entry.Priority
	case a.rank != b.rank:
		return b.rank - a.rank
	}
	return strings.Compare(a.Entry.ID, b.Entry.ID)
}
