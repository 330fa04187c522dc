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
	Particle int    // token of the particle, -1 if none
	Args     []Arg
	Negated  bool
	Modal    string    // can, may, should, must, will, would ... "" if none
	Tense    string    // past | present | future | "" (nominal, infinitive)
	Perfect  bool      // has done, had done
	Past2    bool      // past perfect: earlier than the story
	Passive  bool      // written in the passive
	Cond     string    // if | unless | until | once | provided: the clause hangs under such a mark
	Purpose  bool      // an infinitive of purpose or an infinitive not yet real
	Quoted   int       // 1 + index of the quote it stands in, 0 outside
	Parent   int       // frame whose clausal argument it is, -1 for none
	Relation string    // relation to the parent: comp, advcl, relcl, conj, ""
	Clause   text.Span // bytes of the clause with its arguments, without subordinate asides
	Time     int       // 1 + index of the timex that modifies it, 0 for none
}

// Arg is one argument of a frame.
type Arg struct {
	Slot  string // subj obj iobj comp or a preposition: with, to, from ...
	Head  int    // head token of the argument
	Start int    // token range of the whole phrase
	End   int
	Via   string // how it was found: "", passive, control, relative, conj, possessive, apposition ...
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
