package doc

import "rapporteur/internal/text"

// FrameKind says what sort of word the predicate is.
type FrameKind string

// Kinds of predicates.
const (
	Verbal  FrameKind = "verb"
	Nominal FrameKind = "noun"
	Copular FrameKind = "adj" // predicative adjective or noun under a copula
)

// Frame is a predicate with its arguments normalised over passive, control,
// raising, relative clauses, coordination and apposition.
type Frame struct {
	Head     int // token of the predicate
	Kind     FrameKind
	Lemma    string // with its particle: "carry out"
	Args     []Arg
	Negated  bool
	Modal    string    // can, may, should, must, will, would ...; "" if none
	Tense    string    // past | present | future; "" for nouns and bare infinitives
	Perfect  bool      // has done, had done
	Pluperf  bool      // had done: before the story
	Prog     bool      // is doing, was doing
	Passive  bool      // written in the passive
	Inf      bool      // a to-infinitive
	Part     bool      // a participle without an auxiliary
	Mark     string    // subordinating word of its clause: if, unless, until, after, that ...
	Quote    int       // 1 + index of the quote it stands in, 0 outside
	Parent   int       // index of the frame it hangs under, -1 for none
	Relation string    // relation to the parent: comp, advcl, relcl, acl, conj, parataxis; "" for none
	Clause   text.Span // bytes of the clause with its arguments, subordinate asides left out
	Time     int       // 1 + index of the timex that modifies it, 0 for none
}

// Arg is one argument of a frame.
type Arg struct {
	Slot  string // subj obj iobj comp, poss, mod, tmod, or a preposition: with, to, from ...
	Head  int    // head token of the argument
	Start int    // token range of the whole phrase
	End   int
	Via   string // how it was found where it is not a plain dependent: passive, control, relative, conj, participle, possessive ...
}

// Arg gives the first argument in a slot, or nil.
func (f *Frame) Arg(slot string) *Arg {
	for i := range f.Args {
		if f.Args[i].Slot == slot {
			return &f.Args[i]
		}
	}
	return nil
}

// Quote is a stretch of tokens between quotation marks, marks included.
type Quote struct{ Start, End int }
