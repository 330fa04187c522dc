package lexicon

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed data/en/*.yaml
var data embed.FS

// English gives the lexicon for English that ships with the program, as the
// first layer for Load.
func English() fs.FS {
	sub, err := fs.Sub(data, "data/en")
	if err != nil {
		panic("lexicon: " + err.Error()) // the path is a constant
	}
	return sub
}

// Vocabulary lists the names that entries may use. The lexicon knows no code
// table of its own.
type Vocabulary struct {
	Types    map[string][]string // PLOVER type -> its modes
	Contexts []string
	CAMEO    []string // codes with their leading zero
}

// Acts are the acts of a statement.
func Acts() []string {
	return []string{"claim", "deny", "accuse", "demand", "offer", "accept", "reject", "commit", "threaten", "praise", "express-readiness", "condition", "appeal", "inform"}
}

// Embeddings are the values of embeds: what an embedded clause then is.
func Embeddings() []string {
	return []string{"fact", "claimed", "planned", "hypothetical", "negated", "denied", "transparent"}
}

// Formats are the formats of a contact.
func Formats() []string { return []string{"meeting", "visit", "call", "talks", "letter"} }

// BuiltinClasses are the semantic classes that the document decides and no
// file lists.
func BuiltinClasses() []string {
	return []string{"actor", "person", "organisation", "state", "people", "group", "place", "number", "money", "event", "document", "clause", "date"}
}

// maxErrors bounds how many faults one Load reports.
const maxErrors = 50

// Load reads all *.yaml files in the root of each layer. A later layer adds
// entries, replaces those with the same id, removes those marked "drop: true",
// and adds members to classes. Files named classes*.yaml hold classes, a file
// turns.yaml holds tables of turns; every other file is a list of entries.
//
// Every fault is reported as "lexicon: FILE:LINE: ID: reason", at most 50 of
// them joined; with any fault nothing is loaded.
func Load(v Vocabulary, layers ...fs.FS) (*Lexicon, error) {
	ld := &loader{
		vocab: v, cameo: set(v.CAMEO), contexts: set(v.Contexts),
		classes: map[string]map[string]bool{}, includes: map[string]map[string]place{},
		turns: map[string]map[string]Turn{}, byID: map[string]*Entry{},
	}
	for _, c := range BuiltinClasses() {
		ld.classes[c] = map[string]bool{}
	}
	for _, layer := range layers {
		ld.layer(layer)
	}
	ld.finish()
	if len(ld.errs) > 0 {
		return nil, errors.Join(ld.errs...)
	}
	l := &Lexicon{byID: ld.byID, classes: ld.members(), names: slices.Sorted(maps.Keys(ld.classes))}
	for _, e := range ld.byID {
		l.entries = append(l.entries, e)
	}
	l.index()
	return l, nil
}

type place struct {
	file string
	line int
}

type loader struct {
	vocab           Vocabulary
	cameo, contexts map[string]bool
	classes         map[string]map[string]bool
	includes        map[string]map[string]place // class -> classes that it includes
	turns           map[string]map[string]Turn
	byID            map[string]*Entry
	errs            []error

	file string
	id   string // of the entry being read
	seen map[string]place
	drop []string
}

func set(names []string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

func (ld *loader) errorf(line int, format string, args ...any) {
	if len(ld.errs) >= maxErrors {
		return
	}
	msg := fmt.Sprintf(format, args...)
	if ld.id != "" {
		msg = ld.id + ": " + msg
	}
	ld.errs = append(ld.errs, fmt.Errorf("lexicon: %s:%d: %s", ld.file, line, msg))
}

func (ld *loader) layer(fsys fs.FS) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		ld.errs = append(ld.errs, fmt.Errorf("lexicon: %w", err))
		return
	}
	type file struct {
		name string
		root *node
	}
	var files []file
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			ld.errs = append(ld.errs, fmt.Errorf("lexicon: %w", err))
			continue
		}
		root, err := readTree(string(b))
		if err != nil {
			ld.errs = append(ld.errs, fmt.Errorf("lexicon: %s:%w", name, err))
			continue
		}
		if root != nil {
			files = append(files, file{name, root})
		}
	}
	// Classes and turns first: entries refer to them.
	order := func(f file) int {
		switch base := path.Base(f.name); {
		case strings.HasPrefix(base, "classes"):
			return 0
		case base == "turns.yaml":
			return 1
		}
		return 2
	}
	slices.SortStableFunc(files, func(a, b file) int { return cmp.Compare(order(a), order(b)) })
	ld.seen = map[string]place{}
	for _, f := range files {
		ld.file, ld.id = f.name, ""
		switch order(f) {
		case 0:
			ld.classFile(f.root)
		case 1:
			ld.turnFile(f.root)
		default:
			ld.entryFile(f.root)
		}
	}
	ld.id = ""
}

func (ld *loader) classFile(root *node) {
	if root.kind != mapNode {
		ld.errorf(root.line, "classes must be a mapping of class: [lemmas]")
		return
	}
	for i, class := range root.keys {
		n := root.items[i]
		if class == "" || strings.ContainsAny(class, " =!+|") {
			ld.errorf(n.line, "class %q: not a valid name", class)
			continue
		}
		if ld.classes[class] == nil {
			ld.classes[class] = map[string]bool{}
		}
		for _, m := range ld.list(n) {
			if inc, ok := strings.CutPrefix(m.value, "+"); ok {
				if ld.includes[class] == nil {
					ld.includes[class] = map[string]place{}
				}
				ld.includes[class][inc] = place{ld.file, m.line}
				continue
			}
			if strings.Join(strings.Fields(m.value), " ") != m.value {
				ld.errorf(m.line, "class %s: member %q is badly spaced", class, m.value)
			}
			ld.classes[class][m.value] = true
		}
	}
}

// members turns the classes round: lemma -> sorted classes.
func (ld *loader) members() map[string][]string {
	out := map[string][]string{}
	for _, class := range slices.Sorted(maps.Keys(ld.classes)) {
		done := map[string]bool{}
		var add func(from string)
		add = func(from string) {
			if done[from] {
				return
			}
			done[from] = true
			for lemma := range ld.classes[from] {
				if cs := out[lemma]; len(cs) == 0 || cs[len(cs)-1] != class {
					out[lemma] = append(cs, class)
				}
			}
			for inc := range ld.includes[from] {
				add(inc)
			}
		}
		add(class)
	}
	return out
}

func (ld *loader) turnFile(root *node) {
	if root.kind != mapNode {
		ld.errorf(root.line, "turns must be a mapping of name: {TYPE: TYPE.mode}")
		return
	}
	for i, name := range root.keys {
		ld.turns[name] = ld.turnTable(root.items[i])
	}
}

func (ld *loader) turnTable(n *node) map[string]Turn {
	table := map[string]Turn{}
	if n.kind != mapNode {
		ld.errorf(n.line, "a table of turns is a mapping of TYPE: TYPE.mode")
		return table
	}
	for i, from := range n.keys {
		item := n.items[i]
		to := item.value
		var t Turn
		switch to {
		case "same":
		case "-":
			t.Type = "-"
		default:
			t.Type, t.Mode, _ = strings.Cut(to, ".")
			ld.typeMode(item.line, t.Type, t.Mode)
		}
		for _, typ := range strings.Split(from, "|") {
			if _, ok := ld.vocab.Types[typ]; !ok {
				ld.errorf(item.line, "unknown type %q in turns", typ)
			}
			table[typ] = t
		}
	}
	return table
}

func (ld *loader) typeMode(line int, typ, mode string) {
	modes, ok := ld.vocab.Types[typ]
	switch {
	case !ok:
		ld.errorf(line, "unknown type %q", typ)
	case mode != "" && !slices.Contains(modes, mode):
		ld.errorf(line, "type %s has no mode %q", typ, mode)
	}
}

func (ld *loader) entryFile(root *node) {
	if root.kind != listNode {
		ld.errorf(root.line, "the file must be a list of entries")
		return
	}
	for _, n := range root.items {
		ld.id = ""
		ld.entry(n)
	}
	ld.id = ""
}

func (ld *loader) entry(n *node) {
	if n.kind != mapNode {
		ld.errorf(n.line, "an entry must be a mapping")
		return
	}
	idNode := n.get("id")
	if idNode == nil || idNode.value == "" {
		ld.errorf(n.line, "entry without id")
		return
	}
	e := &Entry{ID: idNode.value, File: ld.file, Line: idNode.line}
	ld.id = e.ID
	if group, slug, ok := strings.Cut(e.ID, "."); !ok || group == "" || slug == "" || group != strings.ToUpper(group) || strings.ContainsAny(e.ID, " \t:") {
		ld.errorf(idNode.line, "an id has the form TYPE.slug")
	}
	if p, ok := ld.seen[e.ID]; ok {
		ld.errorf(idNode.line, "doubled id, first in %s:%d", p.file, p.line)
		return
	}
	ld.seen[e.ID] = place{ld.file, idNode.line}
	if d := n.get("drop"); d != nil {
		if d.value != "true" || len(n.keys) != 2 {
			ld.errorf(d.line, "drop: true stands alone with the id")
		}
		if _, ok := ld.byID[e.ID]; !ok {
			ld.errorf(d.line, "nothing to drop")
		}
		delete(ld.byID, e.ID)
		return
	}
	for i, key := range n.keys {
		ld.field(e, key, n.items[i])
	}
	ld.check(e, n)
	ld.byID[e.ID] = e
}

func (ld *loader) field(e *Entry, key string, n *node) {
	switch key {
	case "id":
	case "verb":
		e.Verbs = ld.triggers(n, verbTrigger)
	case "noun":
		e.Nouns = ld.triggers(n, nounTrigger)
	case "adj":
		e.Adjs = ld.triggers(n, adjTrigger)
	case "light":
		ld.light(e, n)
	case "actor":
		e.Actor = ld.roles(n)
	case "recipient":
		e.Recipient = ld.roles(n)
	case "symmetric":
		e.Symmetric = ld.boolean(n)
	case "require":
		ld.require(e, n)
	case "voice":
		e.Voice = ld.oneOf(n, "voice", []string{"active", "passive"})
	case "type":
		e.Type = ld.scalar(n)
	case "mode":
		e.Mode = ld.scalar(n)
	case "cameo":
		e.CAMEO = ld.scalar(n)
		if !ld.cameo[e.CAMEO] {
			ld.errorf(n.line, "unknown cameo code %q", e.CAMEO)
		}
	case "contexts":
		for _, c := range ld.list(n) {
			if !ld.contexts[c.value] {
				ld.errorf(c.line, "unknown context %q", c.value)
			}
			e.Contexts = append(e.Contexts, c.value)
		}
	case "act":
		e.Act = ld.oneOf(n, "act", Acts())
	case "speech":
		e.Speech = ld.boolean(n)
	case "negated":
		e.Polarity = Positive
		if ld.boolean(n) {
			e.Polarity = Negative
		}
	case "embeds":
		ld.embeds(e, n)
	case "turns":
		if n.kind == mapNode {
			e.Turns = ld.turnTable(n)
		} else if e.Turns = ld.turns[n.value]; e.Turns == nil {
			ld.errorf(n.line, "unknown table of turns %q", n.value)
		}
	case "contact":
		e.Contact = ld.oneOf(n, "contact format", Formats())
	case "effect":
		ld.effect(e, n)
	case "priority":
		p, err := strconv.Atoi(ld.scalar(n))
		if err != nil {
			ld.errorf(n.line, "priority is not a number")
		}
		e.Priority = p
	case "example":
		e.Example = ld.scalar(n)
	case "coding":
		cs, err := parseCoding(ld.scalar(n))
		if err != nil {
			ld.errorf(n.line, "coding: %v", err)
		}
		for _, c := range cs {
			if c.Type != "" {
				ld.typeMode(n.line, c.Type, c.Mode)
			}
		}
		e.Coding = cs
	case "not_example":
		for _, s := range ld.list(n) {
			e.NotExample = append(e.NotExample, s.value)
		}
	default:
		ld.errorf(n.line, "unknown key %q", key)
	}
}

// check tests what only the whole entry shows and fills in defaults.
func (ld *loader) check(e *Entry, n *node) {
	line := e.Line
	group := e.Group()
	if _, ok := ld.vocab.Types[group]; ok {
		if e.Type == "" {
			e.Type = group
		} else if e.Type != group {
			ld.errorf(line, "type %s does not agree with the id", e.Type)
		}
	}
	if e.Type != "" {
		ld.typeMode(line, e.Type, e.Mode)
	} else if e.Mode != "" {
		ld.errorf(line, "mode without type")
	}
	if len(e.Verbs)+len(e.Nouns)+len(e.Adjs) == 0 && e.Light == nil {
		ld.errorf(line, "no trigger")
	}
	if n.get("actor") == nil {
		e.Actor = []Role{{"subj"}}
	}
	if e.Example == "" {
		ld.errorf(line, "missing example")
	}
	if n.get("coding") == nil {
		ld.errorf(line, "missing coding")
	}
	if e.Type == "" && e.Act == "" && e.Embeds == nil && e.Turns == nil && e.Contact == "" && e.Effect == (Effect{}) && group != "PROCESS" {
		ld.errorf(line, "entry yields nothing: no type, act, embeds, turns, contact or effect")
	}
	if e.Type != "" && n.get("coding") != nil && len(e.Coding) > 0 &&
		!slices.ContainsFunc(e.Coding, func(c Coding) bool { return c.Type == e.Type }) {
		ld.errorf(line, "the coding has no event of type %s", e.Type)
	}
	if e.Speech && (e.Light != nil || e.Act == "") {
		ld.errorf(line, "a speech entry has an act and no light verb")
	}
	if e.Act != "" && e.Type == "" && len(e.Coding) > 0 &&
		!slices.ContainsFunc(e.Coding, func(c Coding) bool { return c.Act == e.Act }) {
		ld.errorf(line, "the coding has no statement with act %s", e.Act)
	}
}

func (ld *loader) scalar(n *node) string {
	if n.kind != scalarNode || n.value == "" {
		ld.errorf(n.line, "expected a value")
	}
	return n.value
}

func (ld *loader) boolean(n *node) bool {
	if n.value != "true" && n.value != "false" {
		ld.errorf(n.line, "expected true or false")
	}
	return n.value == "true"
}

func (ld *loader) oneOf(n *node, what string, names []string) string {
	s := ld.scalar(n)
	if !slices.Contains(names, s) {
		ld.errorf(n.line, "unknown %s %q", what, s)
	}
	return s
}

// list reads a list of scalars; a single scalar is a list of one.
func (ld *loader) list(n *node) []*node {
	switch n.kind {
	case scalarNode:
		if n.value == "" {
			ld.errorf(n.line, "expected a value or a list")
			return nil
		}
		return []*node{n}
	case mapNode:
		ld.errorf(n.line, "expected a value or a list, found a mapping")
		return nil
	}
	for _, it := range n.items {
		if it.kind != scalarNode || it.value == "" {
			ld.errorf(it.line, "expected a value in the list")
			return nil
		}
	}
	return n.items
}

func (ld *loader) triggers(n *node, kind triggerKind) []Trigger {
	items := ld.list(n)
	ts := make([]Trigger, 0, len(items))
	for _, it := range items {
		t, err := parseTrigger(it.value, kind)
		if err != nil {
			ld.errorf(it.line, "%v", err)
			continue
		}
		ts = append(ts, t)
	}
	return ts
}

func (ld *loader) light(e *Entry, n *node) {
	e.Light = &Light{}
	for i, key := range n.keys {
		switch key {
		case "verb":
			e.Light.Verbs = ld.triggers(n.items[i], verbTrigger)
		case "noun":
			e.Light.Nouns = ld.triggers(n.items[i], nounTrigger)
		default:
			ld.errorf(n.line, "unknown key %q in light", key)
		}
	}
	if len(e.Light.Verbs) == 0 || len(e.Light.Nouns) == 0 {
		ld.errorf(n.line, "light needs verb and noun")
	}
}

func (ld *loader) roles(n *node) []Role {
	var roles []Role
	for _, it := range ld.list(n) {
		if it.value == "none" || it.value == "-" {
			continue
		}
		role := Role(strings.Split(it.value, "+"))
		for _, s := range role {
			if !SlotName(s) && s != "speaker" {
				ld.errorf(it.line, "unknown slot %q", s)
			}
		}
		roles = append(roles, role)
	}
	return roles
}

func (ld *loader) require(e *Entry, n *node) {
	if n.kind != mapNode {
		ld.errorf(n.line, "require is a mapping of slot: [classes]")
		return
	}
	for i, key := range n.keys {
		c := Constraint{Slots: strings.Split(key, "|")}
		for _, s := range c.Slots {
			if !SlotName(s) {
				ld.errorf(n.items[i].line, "unknown slot %q", s)
			}
		}
		for _, it := range ld.list(n.items[i]) {
			name, forbid := strings.CutPrefix(it.value, "!")
			switch name {
			case "any":
				c.Filled = true
				continue
			case "none":
				c.Empty = true
				continue
			}
			if lit, ok := strings.CutPrefix(name, "="); ok && strings.Contains(lit, " ") {
				// A literal of several words is a class of its own, so that only the
				// class look-up need know of expressions.
				name = lit
				ld.classes[lit] = map[string]bool{lit: true}
			} else if !ok && ld.classes[name] == nil {
				ld.errorf(it.line, "unknown class %q", name)
			}
			if forbid {
				c.Forbid = append(c.Forbid, name)
			} else {
				c.Any = append(c.Any, name)
			}
		}
		if c.Empty && (c.Filled || len(c.Any)+len(c.Forbid) > 0) {
			ld.errorf(n.items[i].line, "slot %s cannot be empty and have a class", key)
		}
		e.Require = append(e.Require, c)
	}
}

func (ld *loader) embeds(e *Entry, n *node) {
	if n.kind == scalarNode {
		e.Embeds = &Embedding{[]string{"comp", "obj"}, ld.oneOf(n, "embedding", Embeddings())}
		return
	}
	if n.kind != mapNode || len(n.keys) != 1 {
		ld.errorf(n.line, "embeds is a value or {slot: value}")
		return
	}
	slots := strings.Split(n.keys[0], "|")
	for _, s := range slots {
		if !SlotName(s) {
			ld.errorf(n.line, "unknown slot %q", s)
		}
	}
	e.Embeds = &Embedding{slots, ld.oneOf(n.items[0], "embedding", Embeddings())}
}

func (ld *loader) effect(e *Entry, n *node) {
	if n.kind != mapNode {
		ld.errorf(n.line, "effect is a mapping")
		return
	}
	for i, key := range n.keys {
		it := n.items[i]
		switch key {
		case "control":
			e.Effect.Control = ld.oneOf(it, "control", []string{"occupied", "held", "liberated", "claimed"})
		case "displacement":
			e.Effect.Displacement = ld.oneOf(it, "displacement", []string{"displaced", "returned", "wish", "right"})
		case "casualties":
			e.Effect.Casualties = ld.oneOf(it, "casualties", []string{"dead", "injured"})
		case "office":
			e.Effect.Office = ld.oneOf(it, "office", []string{"appointed", "left"})
		case "instrument":
			e.Effect.Instrument = ld.oneOf(it, "instrument", []string{"signed", "ratified", "violated", "implemented", "not_implemented", "reaffirmed", "called_for"})
		default:
			ld.errorf(it.line, "unknown effect %q", key)
		}
	}
}

// finish checks what needs all layers.
func (ld *loader) finish() {
	for class, incs := range ld.includes {
		for inc, p := range incs {
			if ld.classes[inc] == nil {
				ld.file = p.file
				ld.errorf(p.line, "class %s includes unknown class %q", class, inc)
			}
		}
	}
	slices.SortStableFunc(ld.errs, func(a, b error) int { return 0 })
}

// parseCoding reads "TYPE[.mode] ACTORS > RECIPIENTS; act:claim X > Y" or "none".
func parseCoding(s string) ([]Coding, error) {
	if s == "none" {
		return nil, nil
	}
	var out []Coding
	for _, part := range strings.Split(s, ";") {
		f := strings.Fields(part)
		if len(f) != 4 || f[2] != ">" {
			return nil, fmt.Errorf("%q is not \"TYPE actors > recipients\"", strings.TrimSpace(part))
		}
		var c Coding
		if act, ok := strings.CutPrefix(f[0], "act:"); ok {
			if !slices.Contains(Acts(), act) {
				return nil, fmt.Errorf("unknown act %q", act)
			}
			c.Act = act
		} else {
			c.Type, c.Mode, _ = strings.Cut(f[0], ".")
		}
		var err error
		if c.Actors, err = codes(f[1]); err != nil {
			return nil, err
		}
		if c.Recipients, err = codes(f[3]); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func codes(s string) ([]string, error) {
	if s == "-" {
		return nil, nil
	}
	cs := strings.Split(s, ",")
	for _, c := range cs {
		if len(c) < 3 || c != strings.ToUpper(c) {
			return nil, fmt.Errorf("%q is not a country or sector code", c)
		}
	}
	return cs, nil
}
