// Package register says who is who: states and their bodies, international
// organisations, armed groups, parties, communities, peoples, outlets and
// persons with their terms of office, worldwide and dated. It is read from
// commented text files, embedded here and extended or replaced by a user's
// directories; PETRARCH actor, agent and discard dictionaries load as they
// are.
//
// The register knows names, dates and codes. It does not read articles, does
// not resolve "he", and does not decide which of two namesakes is meant: it
// gives every bearer of a name that was valid on a day.
//
// A Register is immutable after Load and safe for concurrent use.
package register

import (
	"fmt"
	"strings"
)

// Kind is the sort of an actor, as in the output contract.
type Kind string

// Kinds of actors.
const (
	Person       Kind = "person"
	State        Kind = "state"
	Government   Kind = "government"
	Organization Kind = "organization"
	Community    Kind = "community"
	ArmedGroup   Kind = "armed group"
	Office       Kind = "office"
	People       Kind = "people"
	Outlet       Kind = "outlet"
)

func knownKind(k Kind) bool {
	switch k {
	case Person, State, Government, Organization, Community, ArmedGroup, Office, People, Outlet:
		return true
	}
	return false
}

// knownSector tells whether s is a PLOVER sector.
func knownSector(s string) bool {
	switch s {
	case "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK",
		"AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
		"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC":
		return true
	}
	return false
}

// Source is the place of a row: the file as it was found and its line from 1.
type Source struct {
	File string
	Line int
}

// String prints file:line, or "" for an actor that code composed.
func (s Source) String() string {
	if s.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", s.File, s.Line)
}

// Actor is one entry of the register. Nobody may change an Actor that a
// Register handed out.
type Actor struct {
	// ID is stable: "state/AZE", "person/ilham-aliyev", "org/osce-minsk-group".
	ID string
	// Name is the name to show; Aliases are further names, not the demonyms.
	Name string
	Kind Kind
	// Country is ISO 3166-1 alpha-3 (XKX for Kosovo), "" for international
	// bodies and de facto entities.
	Country string
	// Sector is a PLOVER sector, "" for states and peoples.
	Sector string
	// Code is the PLOVER code (AZE, AZEGOV, IGOUNO); for an actor of a
	// PETRARCH dictionary the dictionary's own default code, kept as it is.
	Code string
	// Nominal is the state that most others hold to be sovereign over a de
	// facto entity. It serves the export's PRE convention and nothing else.
	Nominal string
	// Parent is the id of the body or state that this one belongs to.
	Parent  string
	Aliases []string
	// From and To bound the actor's existence, ISO dates or prefixes, "" open.
	From, To string
	// Role is the generic role of a state's body ("foreign-ministry"), the
	// ownership of an outlet ("state", "public", "private", "party"), or "".
	Role string
	// Sure is false where the row is marked "?".
	Sure   bool
	Source Source
	// Note is the row's remark.
	Note string
	// Codes are a PETRARCH dictionary's dated codes in file order.
	Codes []DatedCode
}

// Dictionary says that the actor stands in a PETRARCH dictionary of the user's,
// or is a body of one that does; the dictionary's codes are kept as they are.
func (a *Actor) Dictionary() bool {
	return strings.HasPrefix(a.ID, "petrarch/") || strings.HasPrefix(a.Parent, "petrarch/")
}

// DatedCode is a code that holds between two days, both inclusive, "" open.
type DatedCode struct {
	Code, From, To string
}

// ValidAt says whether the actor existed on the day at (YYYY-MM-DD or a
// prefix). An empty day is always valid.
func (a *Actor) ValidAt(at string) bool { return within(at, a.From, a.To) }

// Tenure is one term of one person in one office. From and To are ISO dates or
// prefixes of them as exact as known, To is "" for a term not known to have ended.
type Tenure struct {
	Person string // actor id
	Title  string // canonical title of offices.tsv: "president", "foreign minister"
	Body   string // actor id of the state or body: "state/AZE", "org/osce-minsk-group"
	From   string
	To     string
	Sure   bool
	Source Source
	Note   string
}

// HeldAt says whether the term covers the day at; "" is covered by each term.
func (t Tenure) HeldAt(at string) bool { return within(at, t.From, t.To) }

// within compares ISO prefixes: a bound or a day given coarser than the other
// is compared as far as both go.
func within(at, from, to string) bool {
	if at == "" {
		return true
	}
	return (from == "" || cmpDates(at, from) >= 0) && (to == "" || cmpDates(at, to) <= 0)
}

func cmpDates(a, b string) int {
	n := min(len(a), len(b))
	return strings.Compare(a[:n], b[:n])
}

// Register is the loaded, checked and indexed knowledge.
type Register struct {
	actors  []Actor
	byID    map[string]int32
	states  []Profile
	byCode  map[string]int32 // ISO alpha-3, alpha-2 and CAMEO country codes -> index into states
	bodies  map[string]int32 // state id + "/" + role -> actor
	tenures []Tenure         // sorted by person, then From
	terms   map[string][2]int32
	offices map[string][]int32 // body id + "/" + title -> tenures, by From
	titles  []Title
	byTitle map[string]int32
	common  map[string][]int32 // last names that do not stand alone -> persons
	roles   []bodyRole
	agents  []Agent
	discard []Discard
	// own gives the actor of the user's dictionaries for a state's ISO code.
	own map[string]string
	// dictionaries says that the user brings dictionaries of actors along,
	// patterns that they list agents.
	dictionaries, patterns bool

	names   index // actors
	roleIdx index // generic bodies
	agentIx index
	discIdx index

	notes  []string
	counts []Count
}

// Count is the number of rows read from one file.
type Count struct {
	File string
	Kind string
	Rows int
	User bool // it stands in a directory of the user's
}

// Notes says what was found in user directories and not used, or used with a
// reservation (verb files of PETRARCH, dictionary lines that make no sense).
func (r *Register) Notes() []string { return r.notes }

// Counts lists the files read, in the order of reading.
func (r *Register) Counts() []Count { return r.counts }

// Actors gives every actor, in the order of the files. The slice is shared.
func (r *Register) Actors() []Actor { return r.actors }

// ByID gives the actor with that id, composed bodies ("body/AZE/army")
// included, or nil.
func (r *Register) ByID(id string) *Actor {
	if i, ok := r.byID[id]; ok {
		return &r.actors[i]
	}
	if rest, ok := strings.CutPrefix(id, "body/"); ok {
		if k := strings.LastIndexByte(rest, '/'); k > 0 {
			var st *Actor
			for _, p := range [...]string{"state/", "defacto/", "region/"} {
				if i, ok := r.byID[p+rest[:k]]; ok {
					st = &r.actors[i]
				}
			}
			for i := range r.roles {
				if st != nil && r.roles[i].id == rest[k+1:] {
					return r.body(st, &r.roles[i])
				}
			}
		}
	}
	return nil
}

// Profile is what states.tsv says of a state, a territory or a de facto
// entity beyond its Actor.
type Profile struct {
	Actor *Actor
	ISO2  string
	// Class is state, territory, former, defacto, region or area.
	Class      string
	Adjectives []string // "Azerbaijani", also used as singular nouns
	Nationals  []string // "Azerbaijanis", "Briton"
	Capital    string
	Metonyms   []string // further seats and metonyms: "the Kremlin"
	Government *Actor
}

// Profile gives the profile of a state actor, or nil.
func (r *Register) Profile(a *Actor) *Profile {
	if a == nil || a.Kind != State && a.Kind != Government {
		return nil
	}
	for i := range r.states {
		if r.states[i].Actor.ID == a.ID {
			return &r.states[i]
		}
	}
	return nil
}

// CountryByCode gives the state or territory of an ISO alpha-3 or alpha-2
// code or of a country code of CAMEO (any case), or nil.
func (r *Register) CountryByCode(code string) *Actor {
	if i, ok := r.byCode[strings.ToUpper(code)]; ok {
		return r.states[i].Actor
	}
	return nil
}

// CountryByName gives the state, territory or de facto entity with that name
// (not demonym, not capital), or nil. Of several the first of states.tsv wins.
func (r *Register) CountryByName(name string) *Actor {
	for _, h := range r.hits(name) {
		if h.As == AsName && r.Profile(h.Actor) != nil {
			return h.Actor
		}
	}
	return nil
}

// Demonym gives the state of an adjective or a name of nationals
// ("Azerbaijani", "Britons"), or nil. States of today come before former ones.
func (r *Register) Demonym(word string) *Actor {
	var past *Actor
	for _, h := range r.hits(word) {
		if h.As != AsAdjective && h.As != AsNational {
			continue
		}
		if h.Actor.To == "" {
			return h.Actor
		}
		if past == nil {
			past = h.Actor
		}
	}
	return past
}
