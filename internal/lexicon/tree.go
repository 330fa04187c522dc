package lexicon

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The lexicon files are written in a strict subset of YAML 1.2: block and flow
// mappings and sequences, plain, single- and double-quoted scalars, comments.
// No anchors, aliases, tags, block scalars or several documents. A general
// YAML reader needs some 150 ms for files of this size; this one needs a few,
// keeps the line of every value, and refuses a doubled key. A test compares it
// with a general reader on every file that ships.

type nodeKind uint8

const (
	scalarNode nodeKind = iota
	listNode
	mapNode
)

// node is one value of a file. Keys and items run parallel in a mapping.
type node struct {
	kind  nodeKind
	line  int
	value string   // of a scalar
	keys  []string // of a mapping
	items []*node  // of a mapping or list
}

// get gives the value of a key, or nil.
func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k == key {
			return n.items[i]
		}
	}
	return nil
}

// syntaxError is a fault of form in a file, with its line from 1.
type syntaxError struct {
	line int
	msg  string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%d: %s", e.line, e.msg) }

type treeReader struct {
	src  string
	pos  int
	line int
	free []node // slab for new nodes
	any  bool   // content has been seen
}

func (r *treeReader) node(kind nodeKind) *node {
	if len(r.free) == 0 {
		r.free = make([]node, 512)
	}
	n := &r.free[0]
	r.free = r.free[1:]
	n.kind, n.line = kind, r.line
	return n
}

// readTree reads one file. An empty file gives nil.
func readTree(src string) (n *node, err error) {
	r := &treeReader{src: src, line: 1}
	defer func() {
		if p := recover(); p != nil {
			se, ok := p.(*syntaxError)
			if !ok {
				panic(p)
			}
			n, err = nil, se
		}
	}()
	if !utf8.ValidString(src) {
		r.fail("not valid UTF-8")
	}
	if strings.HasPrefix(src, "\ufeff") {
		r.pos = len("\ufeff")
	}
	indent, ok := r.next()
	if !ok {
		return nil, nil
	}
	n = r.block(indent)
	if _, ok := r.next(); ok {
		r.fail("unexpected indentation")
	}
	return n, nil
}

func (r *treeReader) fail(format string, args ...any) {
	panic(&syntaxError{r.line, fmt.Sprintf(format, args...)})
}

// next moves to the first content character of the next line with content and
// gives its column. It must be called at the start of a line or within blanks.
func (r *treeReader) next() (indent int, ok bool) {
	for r.pos < len(r.src) {
		for r.pos < len(r.src) && r.src[r.pos] == ' ' {
			r.pos++
		}
		if r.pos == len(r.src) {
			return 0, false
		}
		switch c := r.src[r.pos]; c {
		case '\t':
			r.fail("tab in indentation")
		case '\r', '\n', '#':
			r.endLine()
			continue
		default:
			if r.pos == r.lineStart(r.pos) && (r.at("---") || r.at("...")) && (len(r.src) == r.pos+3 || strings.IndexByte(" \r\n", r.src[r.pos+3]) >= 0) {
				if c == '.' || r.any {
					r.fail("only one document to a file")
				}
				r.pos += 3
				r.endLine()
				continue
			}
			r.any = true
			return r.pos - r.lineStart(r.pos), true
		}
	}
	return 0, false
}

func (r *treeReader) lineStart(pos int) int { return strings.LastIndexByte(r.src[:pos], '\n') + 1 }

// endLine skips blanks and a comment up to and over the end of the line.
func (r *treeReader) endLine() {
	start := r.pos
	for r.pos < len(r.src) && (r.src[r.pos] == ' ' || r.src[r.pos] == '\t' || r.src[r.pos] == '\r') {
		r.pos++
	}
	if r.pos == len(r.src) {
		return
	}
	if r.src[r.pos] == '#' && (r.pos > start || r.pos == 0 || r.src[r.pos-1] == '\n' || r.src[r.pos-1] == ' ') {
		i := strings.IndexByte(r.src[r.pos:], '\n')
		if i < 0 {
			r.pos = len(r.src)
			return
		}
		r.pos += i
	}
	if r.src[r.pos] != '\n' {
		r.fail("unexpected text %q after a value", r.rest())
	}
	r.pos++
	r.line++
}

func (r *treeReader) rest() string {
	s := r.src[r.pos:]
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	if len(s) > 30 {
		s = s[:30]
	}
	return s
}

func (r *treeReader) at(prefix string) bool { return strings.HasPrefix(r.src[r.pos:], prefix) }

// dash says whether a list item begins here.
func (r *treeReader) dash() bool {
	if r.src[r.pos] != '-' {
		return false
	}
	if r.pos+1 == len(r.src) {
		return true
	}
	c := r.src[r.pos+1]
	return c == ' ' || c == '\n' || c == '\r'
}

// block reads a mapping, a list or a scalar whose first line starts here.
func (r *treeReader) block(indent int) *node {
	if r.dash() {
		return r.blockList(indent)
	}
	if r.hasKey() {
		return r.blockMap(indent)
	}
	n := r.inline()
	r.endLine()
	return n
}

// hasKey says whether "key:" starts here.
func (r *treeReader) hasKey() bool {
	save, line := r.pos, r.line
	defer func() { r.pos, r.line = save, line }()
	switch c := r.src[r.pos]; {
	case c == '[' || c == '{':
		return false
	case c >= 'a' && c <= 'z':
		// The usual case: a word and a colon.
		p := r.pos
		for p < len(r.src) && (r.src[p] >= 'a' && r.src[p] <= 'z' || r.src[p] == '_' || r.src[p] == '-') {
			p++
		}
		if p+1 < len(r.src) && r.src[p] == ':' && (r.src[p+1] == ' ' || r.src[p+1] == '\n') {
			return true
		}
	}
	r.scalar(false)
	for r.pos < len(r.src) && r.src[r.pos] == ' ' {
		r.pos++
	}
	return r.line == line && r.colon()
}

// colon says whether the colon of a mapping stands here.
func (r *treeReader) colon() bool {
	if r.pos >= len(r.src) || r.src[r.pos] != ':' {
		return false
	}
	if r.pos+1 == len(r.src) {
		return true
	}
	c := r.src[r.pos+1]
	return c == ' ' || c == '\n' || c == '\r'
}

func (r *treeReader) blockList(indent int) *node {
	n := r.node(listNode)
	for {
		r.pos++ // the dash
		n.items = append(n.items, r.after(indent, false))
		col, ok := r.next()
		if !ok || col < indent {
			return n
		}
		if col > indent || !r.dash() {
			r.fail("expected a list item at column %d", indent+1)
		}
	}
}

func (r *treeReader) blockMap(indent int) *node {
	n := r.node(mapNode)
	for {
		r.key(n, false)
		n.items = append(n.items, r.after(indent, true))
		col, ok := r.next()
		if !ok || col < indent {
			return n
		}
		if col > indent || r.dash() || !r.hasKey() {
			r.fail("expected a key at column %d", indent+1)
		}
	}
}

// key reads "key:" and appends it.
func (r *treeReader) key(n *node, flow bool) {
	k := r.scalar(flow)
	for r.pos < len(r.src) && r.src[r.pos] == ' ' {
		r.pos++
	}
	if !r.colon() {
		r.fail("expected a colon after %q", k.value)
	}
	r.pos++
	for _, old := range n.keys {
		if old == k.value {
			r.fail("doubled key %q", k.value)
		}
	}
	n.keys = append(n.keys, k.value)
}

// after reads what follows a dash or a colon: the rest of the line, or a
// deeper block on the following lines, or nothing.
func (r *treeReader) after(indent int, ofKey bool) *node {
	for r.pos < len(r.src) && r.src[r.pos] == ' ' {
		r.pos++
	}
	if r.pos == len(r.src) {
		return r.node(scalarNode)
	}
	if c := r.src[r.pos]; c == '\n' || c == '\r' || c == '#' {
		empty := r.node(scalarNode)
		r.endLine()
		col, ok := r.next()
		if ok && (col > indent || ofKey && col == indent && r.dash()) {
			return r.block(col)
		}
		if ok {
			r.back()
		}
		return empty
	}
	if !ofKey && (r.dash() || r.hasKey()) {
		return r.block(r.pos - r.lineStart(r.pos))
	}
	n := r.inline()
	r.endLine()
	return n
}

// back returns to the start of the line, so that next can read it again.
func (r *treeReader) back() { r.pos = r.lineStart(r.pos) }

// inline reads a flow value or a scalar on the current line.
func (r *treeReader) inline() *node {
	switch r.src[r.pos] {
	case '[', '{':
		return r.flow()
	}
	return r.scalar(false)
}

// flow reads a value inside brackets.
func (r *treeReader) flow() *node {
	switch r.src[r.pos] {
	case '[':
		n := r.node(listNode)
		r.pos++
		for {
			r.blanks()
			if r.at("]") {
				r.pos++
				return n
			}
			n.items = append(n.items, r.flow())
			r.comma(']')
		}
	case '{':
		n := r.node(mapNode)
		r.pos++
		for {
			r.blanks()
			if r.at("}") {
				r.pos++
				return n
			}
			r.key(n, true)
			r.blanks()
			if r.at(",") || r.at("}") {
				n.items = append(n.items, r.node(scalarNode))
			} else {
				n.items = append(n.items, r.flow())
			}
			r.comma('}')
		}
	}
	return r.scalar(true)
}

// comma reads the comma between values; the closing bracket is left in place.
func (r *treeReader) comma(end byte) {
	r.blanks()
	switch r.src[r.pos] {
	case ',':
		r.pos++
	case end:
	default:
		r.fail("expected a comma or %q, found %q", end, r.rest())
	}
}

// blanks skips blanks, line ends and comments inside brackets.
func (r *treeReader) blanks() {
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; {
		case c == ' ' || c == '\r' || c == '\t':
			r.pos++
		case c == '\n':
			r.pos++
			r.line++
		case c == '#' && r.pos > 0 && (r.src[r.pos-1] == ' ' || r.src[r.pos-1] == '\n'):
			for r.pos < len(r.src) && r.src[r.pos] != '\n' {
				r.pos++
			}
		default:
			return
		}
	}
	r.fail("bracket is not closed")
}

// scalar reads a quoted or plain value.
func (r *treeReader) scalar(flow bool) *node {
	n := r.node(scalarNode)
	switch c := r.src[r.pos]; c {
	case '"':
		n.value = r.doubleQuoted()
		return n
	case '\'':
		n.value = r.singleQuoted()
		return n
	case '&', '*', '!', '|', '>', '%', '@', '`', '?', ',', ']', '}':
		r.fail("a plain value must not begin with %q: quote it", c)
	case '[', '{':
		r.fail("unexpected %q", c)
	}
	start := r.pos
scan:
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; c {
		case '\n', '\r', '\t':
			break scan
		case '#':
			if r.src[r.pos-1] == ' ' {
				break scan
			}
		case ':':
			if r.colon() {
				break scan
			}
			if flow && r.pos+1 < len(r.src) && strings.IndexByte(",]}", r.src[r.pos+1]) >= 0 {
				break scan
			}
		case ',', ']', '}', '[', '{':
			if flow {
				break scan
			}
		}
		r.pos++
	}
	n.value = strings.TrimRight(r.src[start:r.pos], " ")
	if n.value == "" {
		r.fail("expected a value, found %q", r.rest())
	}
	return n
}

func (r *treeReader) singleQuoted() string {
	var b strings.Builder
	r.pos++
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; c {
		case '\'':
			r.pos++
			if r.pos == len(r.src) || r.src[r.pos] != '\'' {
				return b.String()
			}
			b.WriteByte('\'')
			r.pos++
		case '\n':
			r.fold(&b)
		default:
			b.WriteByte(c)
			r.pos++
		}
	}
	r.fail("quote is not closed")
	return ""
}

func (r *treeReader) doubleQuoted() string {
	var b strings.Builder
	r.pos++
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; c {
		case '"':
			r.pos++
			return b.String()
		case '\\':
			r.pos++
			if r.pos == len(r.src) {
				r.fail("quote is not closed")
			}
			switch e := r.src[r.pos]; e {
			case '"', '\\', '/':
				b.WriteByte(e)
			case 'n':
				b.WriteByte('\n')
			case 't':
				b.WriteByte('\t')
			default:
				r.fail("unknown escape \\%c", e)
			}
			r.pos++
		case '\n':
			r.fold(&b)
		default:
			b.WriteByte(c)
			r.pos++
		}
	}
	r.fail("quote is not closed")
	return ""
}

// fold joins a line of a quoted value with the next by one space.
func (r *treeReader) fold(b *strings.Builder) {
	s := strings.TrimRight(b.String(), " \r")
	b.Reset()
	b.WriteString(s)
	r.pos++
	r.line++
	for r.pos < len(r.src) && (r.src[r.pos] == ' ' || r.src[r.pos] == '\t') {
		r.pos++
	}
	if r.pos < len(r.src) && (r.src[r.pos] == '\n' || r.src[r.pos] == '\r') {
		r.fail("empty line inside quotes")
	}
	b.WriteByte(' ')
}
