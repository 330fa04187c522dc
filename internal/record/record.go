// Package record holds the record of the program: articles with their
// findings in world coordinates (actors, days, places), each with the bytes
// of the text that say so, and the Store contract. The JSON form of the types
// is the output contract, schema 1; fields may be added, none renamed.
package record

import (
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Schema is the number of the output contract.
const Schema = 1

// Status says what a finding is to this report. Only New counts by default.
type Status string

// Statuses of findings.
const (
	New          Status = "new"          // what this report brings
	Background   Status = "background"   // earlier history or context
	Restated     Status = "restated"     // said again, reported before
	Planned      Status = "planned"      // announced for the future
	Hypothetical Status = "hypothetical" // under a condition, a wish, a possibility
	Claimed      Status = "claimed"      // a party alleges it
	Negated      Status = "negated"      // said not to have happened
)

// Record is everything kept of one article.
type Record struct {
	Schema       int            `json:"schema"`
	Article      Article        `json:"article"`
	Actors       []Actor        `json:"actors"`
	Contacts     []Contact      `json:"contacts"`
	Statements   []Statement    `json:"statements"`
	Events       []Event        `json:"events"`
	Instruments  []Instrument   `json:"instruments"`
	Displacement []Displacement `json:"displacement"`
	Control      []Control      `json:"control"`
	Mandates     []Mandate      `json:"mandates"`
	Processes    []Process      `json:"processes"`
	Rejects      []Reject       `json:"rejects"`
}

// Article is the head of a record.
type Article struct {
	ID         string   `json:"id"`
	URL        string   `json:"url"`
	Title      string   `json:"title"`
	Outlet     string   `json:"outlet"`
	Byline     string   `json:"byline"`
	Published  string   `json:"published"` // ISO prefix, "" if unknown
	Language   string   `json:"language"`
	SHA256     string   `json:"sha256"`
	Chain      []Hop    `json:"chain"`
	Background []int    `json:"background_paragraphs"`          // numbers of text split at blank lines
	Recurring  []int    `json:"recurring_paragraphs,omitempty"` // those of Background that only the outlet's other articles show to be so; set by reconcile
	SameEvent  []string `json:"same_event_as"`
	CopyOf     *string  `json:"copy_of"`
	Text       string   `json:"text,omitempty"` // only with --with-text; always kept by a store
	Path       string   `json:"path,omitempty"` // file it was read from
	Engine     string   `json:"engine"`         // versions of program and models
}

// Hop is one link of the publication chain.
type Hop struct {
	Who  string `json:"who"`
	Kind string `json:"kind"` // outlet|agency|website|broadcaster|official|document
	Date string `json:"date"`
	text.Span
}

// Actor is someone or some body of the article, with every mention.
type Actor struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Kind     string      `json:"kind"`    // person|state|government|organization|community|armed group|office|people
	Country  string      `json:"country"` // ISO 3166-1 alpha-3; "" for international and de facto bodies
	Sector   string      `json:"sector"`  // PLOVER sector
	Plover   string      `json:"plover"`  // country and sector code, AZEGOV
	Offices  []Office    `json:"offices"`
	Mentions []text.Span `json:"mentions"`
	Register string      `json:"register,omitempty"` // id in the register, "" if unknown there
	Entity   string      `json:"entity,omitempty"`   // id of the actor that stands for it in the whole record; set by reconcile where it is another
	Why      []Step      `json:"why,omitempty"`
}

// Office is a post that an actor holds or held, as the article or the
// register says.
type Office struct {
	Title string    `json:"title"`
	Body  string    `json:"body"`
	From  string    `json:"from"`
	To    string    `json:"to"`
	By    string    `json:"by,omitempty"` // "article" or "register"
	Span  text.Span `json:"evidence"`
}

// Where is a place on the map.
type Where struct {
	Name     string  `json:"name"`
	Country  string  `json:"country"`
	Lat      float64 `json:"lat"`
	Lon      float64 `json:"lon"`
	GeoNames int     `json:"geonameid"`
}

// Step is one step by which a finding, an actor, a date or a place was
// resolved, for explain.
type Step struct {
	What string `json:"what"` // trigger | rule | actor | recipient | date | place | status | condition ...
	How  string `json:"how"`
	text.Span
}

// Finding is what all findings share.
type Finding struct {
	ID         string  `json:"id"`
	Status     Status  `json:"status"`
	Incident   string  `json:"incident,omitempty"` // shared by all reports of one occurrence; set by reconcile
	Was        Status  `json:"was,omitempty"`      // status as read, where reconcile gave another
	Review     string  `json:"review,omitempty"`   // accepted | corrected, where a person decided so; never stored
	text.Span          // the evidence
	Confidence float64 `json:"confidence"`
	Rule       string  `json:"rule"` // lexicon entry or rule, and model if one decided
	Why        []Step  `json:"why,omitempty"`
}

// Contact is who met whom.
type Contact struct {
	Finding
	Format       string    `json:"format"` // meeting|visit|call|talks|letter
	Stage        string    `json:"stage"`  // announced|held|cancelled
	Participants []string  `json:"participants"`
	When         when.Date `json:"when"`
	Where        *Where    `json:"where"`
	Topics       []string  `json:"topics"`
	ReportedBy   []string  `json:"reported_by"`
}

// Statement is what somebody said.
type Statement struct {
	Finding
	Speaker    string      `json:"speaker"`
	Capacity   string      `json:"capacity"`
	Addressee  []string    `json:"addressee"`
	Act        string      `json:"act"` // claim|deny|accuse|demand|offer|accept|reject|commit|threaten|praise|express-readiness|condition|appeal|inform
	Issue      string      `json:"issue"`
	Conditions []text.Span `json:"conditions"`
	Direct     bool        `json:"direct"`
	Via        []string    `json:"via"`
	Content    text.Span   `json:"content"`
	When       when.Date   `json:"when"`
}

// Event is one coded act.
type Event struct {
	Finding
	Type        string    `json:"type"`
	PlannedType *string   `json:"planned_type"`
	Mode        string    `json:"mode"`
	Cameo       string    `json:"cameo"`
	Contexts    []string  `json:"contexts"`
	Quad        int       `json:"quad"`
	Score       float64   `json:"score"`
	Actors      []string  `json:"actors"`
	Recipients  []string  `json:"recipients"`
	When        when.Date `json:"when"`
	Where       *Where    `json:"where"`
	Dead        *int      `json:"dead"`
	Injured     *int      `json:"injured"`
	Size        *int      `json:"size"`
	Attribution []string  `json:"attribution"`
	Trigger     text.Span `json:"trigger"`
}

// Instrument is an agreement, a resolution, a mandate text, with what is
// claimed about it.
type Instrument struct {
	Finding
	Name       string      `json:"name"`
	Kind       string      `json:"kind"` // agreement|resolution|mandate|ceasefire|declaration
	Date       string      `json:"date"`
	Count      *int        `json:"count"` // "four resolutions"
	Parties    []string    `json:"parties"`
	Provisions []text.Span `json:"provisions"`
	Claims     []Claim     `json:"claims"`
}

// Claim is what somebody says of an instrument's fate.
type Claim struct {
	By      string   `json:"by"`      // actor id or the outlet's name
	Against []string `json:"against"` // actors said to have (not) done it
	Status  string   `json:"status"`  // implemented|partly_implemented|not_implemented|violated|reaffirmed|called_for
	text.Span
}

// Displacement is what is said of displaced people.
type Displacement struct {
	Finding
	Group  string    `json:"group"`
	Kind   string    `json:"kind"` // displaced|wish to return|right to return|returned
	Number *int      `json:"number"`
	From   string    `json:"from"`
	By     string    `json:"by"` // who says so: actor id or outlet
	When   when.Date `json:"when"`
}

// Control is who is said to hold a territory.
type Control struct {
	Finding
	Territory string    `json:"territory"`
	Holder    string    `json:"holder"` // actor id
	By        string    `json:"by"`     // who says so: actor id or outlet
	Kind      string    `json:"kind"`   // occupied|held|claimed|liberated
	When      when.Date `json:"when"`
}

// Mandate is what a body is charged to do, task by task.
type Mandate struct {
	Finding
	Body  string      `json:"body"` // actor id
	Tasks []text.Span `json:"tasks"`
	Text  string      `json:"source"` // document that gives the mandate, "" if unnamed
	Date  string      `json:"date"`
}

// Process is what is said of a peace process as a whole.
type Process struct {
	Finding
	Name      string    `json:"name"`
	Format    string    `json:"format"` // body or format that leads it
	Mediators []string  `json:"mediators"`
	Outcome   string    `json:"outcome"` // no result | progress | round held | suspended | resumed | concluded
	When      when.Date `json:"when"`
}

// Reject is an article, or a part of one, that could not be read.
type Reject struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Offset int64  `json:"offset"`
	Reason string `json:"reason"`
}
