// Package extract turns an analysed document into findings, still in the
// document's own coordinates: tokens, frames, actors as package link numbers
// them. Each system of the record (events, statements, contacts, instruments,
// control, displacement, mandates, process, offices, publication chain) has a
// file of its own; Find runs them in order. What a finding means in the world
// (ids, codes, coordinates) is package report's matter.
package extract

import (
	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/lexicon"
	"rapporteur/internal/link"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Status is what a finding is to this report; the values are those of the
// output contract.
type Status string

// Statuses.
const (
	New          Status = "new"
	Background   Status = "background"
	Planned      Status = "planned"
	Hypothetical Status = "hypothetical"
	Claimed      Status = "claimed"
	Negated      Status = "negated"
)

// Step is one step of a derivation, for explain.
type Step struct {
	What string
	How  string
	Span text.Span
}

// Base is what all findings share.
type Base struct {
	Status     Status
	Span       text.Span // the evidence
	Confidence float64
	Rule       string
	Why        []Step
}

func (b *Base) because(what, how string, sp text.Span) {
	b.Why = append(b.Why, Step{what, how, sp})
}

// Event is one coded act.
type Event struct {
	Base
	Type       string
	Planned    string // the deed's own type where Type is that of its announcement
	Mode       string
	CAMEO      string
	Contexts   []string
	Actors     []int
	Recipients []int
	When       when.Date
	Place      int // 1 + index into Document.Places, 0 for none
	Dead       int // -1 if not stated; likewise the next two
	Injured    int
	Size       int
	By         []int // who says so
	Trigger    text.Span
	Frame      int
	Entry      *lexicon.Entry
	Statement  int // 1 + index of the statement it follows from, 0 for none
	Contact    string
	Carried    string   // the entry whose content it is: demanded, threatened, refused; "" for an act of its own
	Unmet      []string // constraints of the entry that do not hold
	Guessed    string   // how the actor was found where no slot of the predicate names one
	Again      bool     // the article told the like before
	Spare      bool     // no event of the report; kept where it may be a contact
	Features   []string // what the judge weighs; only with Options.Collect
}

// Statement is one act of saying.
type Statement struct {
	Base
	Speaker    int
	Capacity   string
	Addressee  []int
	Act        string
	Issue      string
	Conditions []text.Span
	Direct     bool
	Via        []int
	Content    text.Span
	When       when.Date
	Frame      int      // of the verb of saying, -1 for "according to"
	Comp       int      // head token of what is said, -1 if none
	Narrowed   bool     // what is said makes more of it than the plain verb of saying does
	Features   []string // what the judge weighs; only with Options.Collect
	Said       []string // what it weighs besides for the act: what is said; likewise
}

// Contact is one meeting, visit, call or exchange.
type Contact struct {
	Base
	Format       string
	Stage        string // announced | held | cancelled
	Participants []int
	When         when.Date
	Place        int
	PlaceName    string // a venue in words where no toponym is given
	Topics       []string
	By           []int
	Features     []string // what the judge weighs; only with Options.Collect
}

// Instrument is an agreement, resolution or the like.
type Instrument struct {
	Base
	Name       string
	Kind       string
	Date       string
	Count      int // "four resolutions"; 0 if not counted
	Parties    []int
	Provisions []text.Span
	Claims     []Claim
	Features   []string // what the judge weighs; only with Options.Collect
}

// Claim is what is said of an instrument's fate. By is -1 for the outlet.
type Claim struct {
	By      int
	Against []int
	Status  string
	Span    text.Span
}

// Displacement is what is said of displaced people.
type Displacement struct {
	Base
	Group  string
	Kind   string
	Number int // -1 if not stated
	From   string
	By     int // -1 for the outlet
	When   when.Date
}

// Control is who is said to hold what.
type Control struct {
	Base
	Territory string
	Holder    int
	By        int // -1 for the outlet
	Kind      string
	When      when.Date
}

// Mandate is what a body is charged to do.
type Mandate struct {
	Base
	Body  int
	Tasks []text.Span
	Text  string
	Date  string
}

// Process is what is said of a process as a whole.
type Process struct {
	Base
	Name      string
	Format    string
	Mediators []int
	Outcome   string
	When      when.Date
}

// Findings is everything found in one document.
type Findings struct {
	Chain        []article.Hop
	Background   []int            // numbers of Article.Paragraphs
	Paragraphs   map[int][]string // features by paragraph; only with Options.Collect
	Events       []Event
	Statements   []Statement
	Contacts     []Contact
	Instruments  []Instrument
	Displacement []Displacement
	Control      []Control
	Mandates     []Mandate
	Processes    []Process
}

// Find extracts everything from an analysed document.
func Find(a *article.Article, d *doc.Document, who *link.Links, lex *lexicon.Lexicon, opt Options) *Findings {
	x := newExtractor(a, d, who, lex)
	if len(d.Sentences) < leastSentences {
		opt.Judge = nil
	}
	x.opt = opt
	x.match()
	x.sources()
	x.shapes()
	x.background()
	x.judgeParagraphs()
	x.statements()
	x.judgeStatements()
	x.events()
	x.verbalEvents()
	x.loosely()
	x.looseTalks()
	x.judgeEvents()
	if opt.Collect {
		x.contacts()
		x.instruments()
		return &x.out
	}
	x.mergeWithinSentence()
	x.toldNext()
	x.instruments()
	x.contacts()
	x.control()
	x.displacement()
	x.mandates()
	x.processes()
	x.chain()
	x.calibrate()
	x.order()
	return &x.out
}
