// Package doc holds an article while the language engine works on it:
// tokens, sentences and the layers above them. It knows no stage. Each layer
// is written once, by a setter that checks it; readers get the slices
// themselves and must not change them.
//
// Tokens are counted from 0 through the whole document; a sentence is a range
// of tokens. Every layer speaks in token indices (int, half-open ranges) or
// in byte offsets (text.Offset); the two are never mixed.
package doc

import (
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Layer names one kind of annotation.
type Layer string

// The layers, in the order in which the default pipeline writes them.
const (
	Tokens   Layer = "tokens"   // tokens and sentences
	Tags     Layer = "tags"     // UPOS, XPOS, features, lemmas
	Tree     Layer = "tree"     // heads and relations
	Entities Layer = "entities" // named entities
	Timexes  Layer = "timexes"  // time expressions with values
	Places   Layer = "places"   // toponyms with coordinates
	Clusters Layer = "clusters" // coreference
	Frames   Layer = "frames"   // predicates with normalised arguments
)

// Token is a syntactic word. Parts of a contraction ("do" and "n't") are
// tokens of their own with touching spans. Fields beyond Span and Form are
// filled by the tags and tree layers; the names are those of CoNLL-U.
type Token struct {
	Span   text.Span
	Form   string
	Lemma  string
	UPOS   string
	XPOS   string
	Feats  string // Key=Value|Key=Value, "" for none
	Head   int    // index of the head token in the document, -1 for the root
	Deprel string // UD relation with subtype
	Sent   int    // index of the sentence
	Joined bool   // goes on the written word of the token before: n't in "don't"
}

// Sentence is the half-open token range [Start, End).
type Sentence struct {
	Start, End int
	Span       text.Span
	Paragraph  int  // number of the block of text, from 0
	NewPar     bool // the first sentence of its block
	Heading    bool // a line of its own without a final stop
}

// EntityType is one of the eight classes of the output contract.
type EntityType string

// Entity types. Other stands for names that are none of the rest.
const (
	Person       EntityType = "person"
	Organisation EntityType = "organisation"
	Place        EntityType = "place"
	People       EntityType = "people" // peoples and nationalities
	Instrument   EntityType = "instrument"
	Event        EntityType = "event"
	Date         EntityType = "date"
	Number       EntityType = "number"
	Other        EntityType = "other"
)

// Entity is a name: the token range [Start, End) and its class.
type Entity struct {
	Start, End int
	Type       EntityType
	Score      float32 // 0..1, how sure the recogniser is
}

// Timex is a time expression (TIMEX3): range, type, value and the days it
// covers where it can be laid on the calendar.
type Timex struct {
	Start, End int
	Type       string // DATE | TIME | DURATION | SET
	Value      string // TIMEX3 value: 1994-05, P25Y, PAST_REF ...
	Mod        string // TIMEX3 mod: START, END, APPROX ...
	When       when.Date
	How        string // one line for explain: how the value was found
}

// PlaceRef is a toponym laid on the map.
type PlaceRef struct {
	Start, End int
	Name       string // as the gazetteer has it
	Country    string // ISO 3166-1 alpha-3, "" if none
	Lat, Lon   float64
	GeoNames   int    // id, 0 if unknown
	Kind       string // country | region | city | ...
	Coarse     bool   // only the surrounding region or country is known
	Metonym    bool   // stands for a government or body here
	How        []string
}

// Mention is one reference to something: range, head token, and kind.
type Mention struct {
	Start, End, Head int
	Kind             string // name | nominal | pronoun
}

// Cluster is a set of mentions of one thing, in order of the text.
type Cluster struct {
	Mentions []Mention
}

// Document is an article's text with its layers.
type Document struct {
	Text      string
	Body      text.Span // the part to be read; header lines lie outside
	Reference when.Date // publication day, anchor of relative dates; may be zero
	Outlet    string
	Language  string

	Tokens    []Token
	Sentences []Sentence
	Entities  []Entity
	Timexes   []Timex
	Places    []PlaceRef
	Clusters  []Cluster
	Frames    []Frame
	Quotes    []Quote // written with the frames

	have    map[Layer]bool
	entAt   []int32 // token -> entity index + 1
	frameAt []int32 // predicate token -> frame index + 1
	cluster []int32 // token (head of a mention) -> cluster index + 1
}

// New starts a document over text; body says which part is to be read.
func New(s string, body text.Span, ref when.Date, outlet string) *Document {
	return &Document{Text: s, Body: body, Reference: ref, Outlet: outlet, have: map[Layer]bool{}}
}

// Has says whether a layer has been written.
func (d *Document) Has(l Layer) bool { return d.have[l] }

// SpanOf is the byte span of the token range [start, end).
func (d *Document) SpanOf(start, end int) text.Span {
	if start < 0 || end > len(d.Tokens) || start >= end {
		return text.Span{}
	}
	return text.Span{Start: d.Tokens[start].Span.Start, End: d.Tokens[end-1].Span.End}
}

// TextOf is the text under the token range [start, end).
func (d *Document) TextOf(start, end int) string { return d.SpanOf(start, end).In(d.Text) }

// EntityAt is the entity that covers token i, or nil.
func (d *Document) EntityAt(i int) *Entity {
	if i < 0 || i >= len(d.entAt) || d.entAt[i] == 0 {
		return nil
	}
	return &d.Entities[d.entAt[i]-1]
}

// FrameAt is the index of the frame whose predicate is token i, or -1.
func (d *Document) FrameAt(i int) int {
	if i < 0 || i >= len(d.frameAt) {
		return -1
	}
	return int(d.frameAt[i]) - 1
}

// ClusterAt is the index of the cluster that has a mention with head token i,
// or -1.
func (d *Document) ClusterAt(i int) int {
	if i < 0 || i >= len(d.cluster) {
		return -1
	}
	return int(d.cluster[i]) - 1
}
