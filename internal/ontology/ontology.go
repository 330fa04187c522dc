// Package ontology holds the code tables: the PLOVER types with their quad
// classes, modes, scores, contexts and sectors, the CAMEO codes with their
// names and Goldstein values, the crosswalk from CAMEO to PLOVER, and the
// readings that the project declares where the manual contradicts itself. The
// tables are text files beside this one; it codes nothing itself.
//
// An Ontology is immutable after Load and safe for concurrent use.
package ontology

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Version names the edition of the tables; records carry it.
const Version = "PLOVER-2.0/CAMEO-1.1b3/1"

// Type is a PLOVER event type.
type Type string

// The 16 types.
const (
	Agree     Type = "AGREE"
	Consult   Type = "CONSULT"
	Support   Type = "SUPPORT"
	Concede   Type = "CONCEDE"
	Cooperate Type = "COOPERATE"
	Aid       Type = "AID"
	Retreat   Type = "RETREAT"
	Request   Type = "REQUEST"
	Accuse    Type = "ACCUSE"
	Reject    Type = "REJECT"
	Threaten  Type = "THREATEN"
	Sanction  Type = "SANCTION"
	Protest   Type = "PROTEST"
	Mobilize  Type = "MOBILIZE"
	Coerce    Type = "COERCE"
	Assault   Type = "ASSAULT"
)

// Quad is a quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal
// conflict, 4 material conflict; 0 for an unknown type.
type Quad int

// String names the quad class.
func (q Quad) String() string {
	if q < 1 || q > 4 {
		return "none"
	}
	return [...]string{"verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}[q-1]
}

// TypeInfo describes a type.
type TypeInfo struct {
	Type              Type
	Quad              Quad
	RecipientRequired bool
	Score             float64 // -10..10, where no mode overrides it
	Modes             []Mode
	Gloss             string
	root              string
}

// Mode is a mode of one type.
type Mode struct {
	Name  string
	Score float64 // the type's where the manual gives no other
	Gloss string
	root  string
}

// Cameo is a CAMEO code with its PLOVER coding.
type Cameo struct {
	Code      string // two to four digits, leading zero kept
	Name      string
	Goldstein float64 // of the root
	Type      Type    // "" for roots 01 and 02, which are statements here
	Mode      string  // "" for none
	Contexts  []string
	Note      string
}

// Sector is a sector code of an actor.
type Sector struct {
	Code  string
	Kind  string // frequent | other | international
	Gloss string
}

// Partial is a partially recognised entity with the country under which one
// export files it. It is never a statement of the record.
type Partial struct{ Name, Country, Basis string }

// Reading is a declared reading of a contradiction in the manual.
type Reading struct{ Key, Text string }

// Former is a name of an earlier draft and what stands for it.
type Former struct {
	Kind string // type | mode | context
	Name string
	Type Type   // "" where none
	Now  string // mode or context; "" where none
	How  string
}

// Ontology is the set of tables.
type Ontology struct {
	types    []TypeInfo
	byType   map[Type]*TypeInfo
	contexts []string
	glosses  map[string]string // of contexts
	sectors  []Sector
	cameo    []Cameo
	byCode   map[string]*Cameo
	partial  []Partial
	readings []Reading
	former   []Former
}

//go:embed data/*.tsv
var data embed.FS

// Load reads and checks the embedded tables. An error is a fault of the build.
func Load() (*Ontology, error) { return load(data.ReadFile) }

func load(read func(string) ([]byte, error)) (*Ontology, error) {
	o := &Ontology{byType: map[Type]*TypeInfo{}, byCode: map[string]*Cameo{}, glosses: map[string]string{}}
	for _, f := range []struct {
		name     string
		min, max int // columns
		row      func([]string) error
	}{
		{"types", 6, 6, o.typeRow},
		{"modes", 5, 5, o.modeRow},
		{"contexts", 2, 2, o.contextRow},
		{"sectors", 3, 3, o.sectorRow},
		{"partial", 3, 3, func(c []string) error { o.partial = append(o.partial, Partial{c[0], c[1], c[2]}); return nil }},
		{"readings", 2, 2, func(c []string) error { o.readings = append(o.readings, Reading{c[0], c[1]}); return nil }},
		{"cameo", 4, 7, o.cameoRow},
		{"former", 5, 5, o.formerRow},
	} {
		name := "data/" + f.name + ".tsv"
		b, err := read(name)
		if err != nil {
			return nil, fmt.Errorf("ontology: %w", err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			cols := strings.Split(line, "\t")
			if len(cols) < f.min || len(cols) > f.max {
				return nil, fmt.Errorf("ontology: %s:%d: %d columns", name, i+1, len(cols))
			}
			for len(cols) < f.max {
				cols = append(cols, "")
			}
			if err := f.row(cols); err != nil {
				return nil, fmt.Errorf("ontology: %s:%d: %w", name, i+1, err)
			}
		}
		if f.name == "types" { // the slice grows no more
			for i := range o.types {
				o.byType[o.types[i].Type] = &o.types[i]
			}
		}
	}
	for i := range o.cameo {
		c := &o.cameo[i]
		if o.byCode[c.Code] != nil {
			return nil, fmt.Errorf("ontology: doubled code %s", c.Code)
		}
		o.byCode[c.Code] = c
	}
	for i := range o.cameo {
		c := &o.cameo[i]
		for n := len(c.Code) - 1; n >= 2; n-- {
			if o.byCode[c.Code[:n]] == nil {
				return nil, fmt.Errorf("ontology: code %s has no parent %s", c.Code, c.Code[:n])
			}
		}
		c.Goldstein = o.byCode[c.Code[:2]].Goldstein
	}
	for _, t := range o.types {
		for _, root := range append([]string{t.root}, roots(t.Modes)...) {
			if o.byCode[root] == nil || len(root) != 2 {
				return nil, fmt.Errorf("ontology: type %s: no root %q", t.Type, root)
			}
		}
	}
	return o, nil
}

func roots(ms []Mode) []string {
	var out []string
	for _, m := range ms {
		out = append(out, m.root)
	}
	return out
}

func score(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v < -10 || v > 10 {
		return 0, fmt.Errorf("score %q is not a number in -10..10", s)
	}
	return v, nil
}

func (o *Ontology) typeRow(c []string) error {
	t := TypeInfo{Type: Type(c[0]), Gloss: c[5], root: c[4]}
	q, err := strconv.Atoi(c[1])
	if err != nil || q < 1 || q > 4 {
		return fmt.Errorf("quad class %q", c[1])
	}
	t.Quad = Quad(q)
	switch c[2] {
	case "required":
		t.RecipientRequired = true
	case "optional":
	default:
		return fmt.Errorf("recipient %q", c[2])
	}
	if t.Score, err = score(c[3]); err != nil {
		return err
	}
	if slices.ContainsFunc(o.types, func(x TypeInfo) bool { return x.Type == t.Type }) {
		return fmt.Errorf("doubled type %s", t.Type)
	}
	o.types = append(o.types, t)
	return nil
}

func (o *Ontology) modeRow(c []string) error {
	t := o.byType[Type(c[0])]
	if t == nil {
		return fmt.Errorf("unknown type %q", c[0])
	}
	m := Mode{Name: c[1], Score: t.Score, Gloss: c[4], root: t.root}
	if c[2] != "" {
		var err error
		if m.Score, err = score(c[2]); err != nil {
			return err
		}
	}
	if c[3] != "" {
		m.root = c[3]
	}
	if o.ValidMode(t.Type, m.Name) {
		return fmt.Errorf("doubled mode %s", m.Name)
	}
	t.Modes = append(t.Modes, m)
	return nil
}

func (o *Ontology) contextRow(c []string) error {
	if _, ok := o.glosses[c[0]]; ok {
		return fmt.Errorf("doubled context %s", c[0])
	}
	o.contexts = append(o.contexts, c[0])
	o.glosses[c[0]] = c[1]
	return nil
}

func (o *Ontology) sectorRow(c []string) error {
	switch c[1] {
	case "frequent", "other", "international":
	default:
		return fmt.Errorf("kind %q", c[1])
	}
	if o.ValidSector(c[0]) {
		return fmt.Errorf("doubled sector %s", c[0])
	}
	o.sectors = append(o.sectors, Sector{c[0], c[1], c[2]})
	return nil
}

func (o *Ontology) cameoRow(c []string) error {
	e := Cameo{Code: c[0], Name: c[2], Mode: c[4], Note: c[6]}
	if len(e.Code) < 2 || len(e.Code) > 4 || strings.Trim(e.Code, "0123456789") != "" {
		return fmt.Errorf("code %q", e.Code)
	}
	if root := len(e.Code) == 2; root != (c[1] != "") {
		return fmt.Errorf("code %s: roots, and only roots, have a Goldstein value", e.Code)
	} else if root {
		var err error
		if e.Goldstein, err = score(c[1]); err != nil {
			return err
		}
	}
	if c[3] != "-" {
		e.Type = Type(c[3])
		if o.byType[e.Type] == nil {
			return fmt.Errorf("unknown type %q", c[3])
		}
	}
	if e.Mode != "" && !o.ValidMode(e.Type, e.Mode) {
		return fmt.Errorf("type %s has no mode %q", e.Type, e.Mode)
	}
	if c[5] != "" {
		e.Contexts = strings.Split(c[5], ",")
		for _, x := range e.Contexts {
			if !o.ValidContext(x) {
				return fmt.Errorf("unknown context %q", x)
			}
		}
	}
	o.cameo = append(o.cameo, e)
	return nil
}

func (o *Ontology) formerRow(c []string) error {
	f := Former{Kind: c[0], Name: c[1], How: c[4]}
	if c[2] != "-" {
		f.Type = Type(c[2])
		if o.byType[f.Type] == nil {
			return fmt.Errorf("unknown type %q", c[2])
		}
	}
	if c[3] != "-" {
		f.Now = c[3]
	}
	switch {
	case f.Kind == "context" && o.ValidContext(f.Now):
	case (f.Kind == "type" || f.Kind == "mode") && (f.Now == "" || o.ValidMode(f.Type, f.Now)):
	default:
		return fmt.Errorf("former %s %q maps to nothing", f.Kind, f.Name)
	}
	o.former = append(o.former, f)
	return nil
}

// Types lists the 16 types in the manual's order. The caller must not change it.
func (o *Ontology) Types() []TypeInfo { return o.types }

// Lookup describes a type; ok is false for an unknown name. Former names are
// unknown: see Current.
func (o *Ontology) Lookup(t Type) (info TypeInfo, ok bool) {
	if p := o.byType[t]; p != nil {
		return *p, true
	}
	return TypeInfo{}, false
}

// Valid says whether t is one of the 16 types.
func (o *Ontology) Valid(t Type) bool { return o.byType[t] != nil }

// Current maps a type name of any draft to today's type and mode; a name of
// today maps to itself with the mode "".
func (o *Ontology) Current(name string) (t Type, mode string, ok bool) {
	if o.Valid(Type(name)) {
		return Type(name), "", true
	}
	for _, f := range o.former {
		if f.Kind == "type" && f.Name == name {
			return f.Type, f.Now, true
		}
	}
	return "", "", false
}

// Quad gives the quad class of a type, 0 for an unknown one.
func (o *Ontology) Quad(t Type) Quad {
	if p := o.byType[t]; p != nil {
		return p.Quad
	}
	return 0
}

// Score gives the intensity of a type under a mode ("" for none), -10..10; 0
// for an unknown type. An unknown mode counts as none.
func (o *Ontology) Score(t Type, mode string) float64 {
	p := o.byType[t]
	if p == nil {
		return 0
	}
	if m := p.mode(mode); m != nil {
		return m.Score
	}
	return p.Score
}

func (t *TypeInfo) mode(name string) *Mode {
	for i := range t.Modes {
		if t.Modes[i].Name == name {
			return &t.Modes[i]
		}
	}
	return nil
}

// ValidMode says whether the type has the mode. No mode ("") is not one.
func (o *Ontology) ValidMode(t Type, mode string) bool {
	p := o.byType[t]
	return p != nil && p.mode(mode) != nil
}

// Contexts lists the 37 contexts. The caller must not change it.
func (o *Ontology) Contexts() []string { return o.contexts }

// ValidContext says whether s is one of the 37 contexts.
func (o *Ontology) ValidContext(s string) bool { _, ok := o.glosses[s]; return ok }

// Sectors lists the sector codes. The caller must not change it.
func (o *Ontology) Sectors() []Sector { return o.sectors }

// ValidSector says whether code is a sector.
func (o *Ontology) ValidSector(code string) bool {
	return slices.ContainsFunc(o.sectors, func(s Sector) bool { return s.Code == code })
}

// Cameos lists all CAMEO codes in order, roots included. The caller must not
// change it.
func (o *Ontology) Cameos() []Cameo { return o.cameo }

// Crosswalk gives a CAMEO code with its name, Goldstein value and PLOVER
// coding; ok is false for a code that the codebook lacks.
func (o *Ontology) Crosswalk(code string) (c Cameo, ok bool) {
	if p := o.byCode[code]; p != nil {
		return *p, true
	}
	return Cameo{}, false
}

// CameoRootFor gives the CAMEO root (two digits) that stands for a type under
// a mode ("" for none); "" for an unknown type.
func (o *Ontology) CameoRootFor(t Type, mode string) string {
	p := o.byType[t]
	if p == nil {
		return ""
	}
	if m := p.mode(mode); m != nil {
		return m.root
	}
	return p.root
}

// Future gives the type that an announced future act of type t is coded as,
// by the declared reading: CONCEDE for a retreat, AGREE for other cooperation;
// other types keep theirs.
func (o *Ontology) Future(t Type) Type {
	switch t {
	case Retreat, Concede:
		return Concede
	case Consult, Support, Cooperate, Aid, Agree:
		return Agree
	}
	return t
}

// Partials lists the partially recognised entities of the export convention.
func (o *Ontology) Partials() []Partial { return o.partial }

// Readings lists the declared readings, for the export's documentation.
func (o *Ontology) Readings() []Reading { return o.readings }

// FormerNames lists the names of earlier drafts with what stands for them.
func (o *Ontology) FormerNames() []Former { return o.former }
