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
	return []string{"actor", "person", "organisation", "state", "people", "group", "place", "number", "money", "event", "document", "clause", "date", "name"}
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

// finish checks what needs all layers.
func (ld *loader) finish() {
	for _, class := range slices.Sorted(maps.Keys(ld.includes)) {
		incs := ld.includes[class]
		for _, inc := range slices.Sorted(maps.Keys(incs)) {
			p := incs[inc]
			if ld.classes[inc] == nil {
				ld.file = p.file
				ld.errorf(p.line, "class %s includes unknown class %q", class, inc)
			}
		}
	}
}
