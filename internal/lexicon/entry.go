package lexicon

import (
	"slices"
	"strconv"
	"strings"
)

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
	case "strict":
		e.Strict = ld.boolean(n)
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
	if em := n.get("embeds"); em != nil && em.kind == scalarNode && e.Embeds != nil {
		e.Embeds.Slots = append(e.Embeds.Slots, deedSlots(e)...)
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

// deedSlots are the slots in which an entry wants a deed ("called for
// sanctions"): what is embedded may stand there too.
func deedSlots(e *Entry) (slots []string) {
	for _, c := range e.Require {
		if slices.ContainsFunc(c.Any, func(class string) bool { return strings.HasPrefix(class, "deed-") }) {
			for _, s := range c.Slots {
				if s != "comp" && s != "obj" && s != "subj" {
					slots = append(slots, s)
				}
			}
		}
	}
	return slots
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
