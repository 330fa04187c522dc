package lexicon

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// flatten writes a tree in one form for both readers.
func flatten(b *strings.Builder, n *node) {
	switch {
	case n == nil:
		b.WriteString("nil")
	case n.kind == mapNode:
		b.WriteByte('{')
		for i, k := range n.keys {
			fmt.Fprintf(b, "%q:", k)
			flatten(b, n.items[i])
			b.WriteByte(',')
		}
		b.WriteByte('}')
	case n.kind == listNode:
		b.WriteByte('[')
		for _, it := range n.items {
			flatten(b, it)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	default:
		fmt.Fprintf(b, "%q", n.value)
	}
}

func fromYAML(y *yaml.Node) *node {
	n := &node{}
	switch y.Kind {
	case yaml.DocumentNode:
		return fromYAML(y.Content[0])
	case yaml.MappingNode:
		n.kind = mapNode
		for i := 0; i < len(y.Content); i += 2 {
			n.keys = append(n.keys, y.Content[i].Value)
			n.items = append(n.items, fromYAML(y.Content[i+1]))
		}
	case yaml.SequenceNode:
		n.kind = listNode
		for _, c := range y.Content {
			n.items = append(n.items, fromYAML(c))
		}
	case yaml.ScalarNode:
		n.value = y.Value
	}
	return n
}

func agree(src string) (mine, theirs string, err error) {
	root, err := readTree(src)
	if err != nil {
		return "", "", err
	}
	var a, b strings.Builder
	flatten(&a, root)
	var y yaml.Node
	if err := yaml.Unmarshal([]byte(src), &y); err != nil {
		return a.String(), "", fmt.Errorf("yaml: %w", err)
	}
	if y.Kind == 0 {
		return a.String(), "nil", nil
	}
	flatten(&b, fromYAML(&y))
	if root == nil && b.String() == `""` { // "---" alone
		return "nil", "nil", nil
	}
	return a.String(), b.String(), nil
}

// TestFilesAreYAML holds the strict reader against a general one on every file
// that ships: the subset must be YAML.
func TestFilesAreYAML(t *testing.T) {
	names, err := fs.Glob(English(), "*.yaml")
	if err != nil || len(names) < 3 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(English(), name)
		if err != nil {
			t.Fatal(err)
		}
		mine, theirs, err := agree(string(b))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if mine != theirs {
			i := 0
			for i < len(mine) && i < len(theirs) && mine[i] == theirs[i] {
				i++
			}
			t.Errorf("%s: read apart: %.80q and %.80q", name, mine[max(0, i-20):], theirs[max(0, i-20):])
		}
	}
}

func TestReadTree(t *testing.T) {
	for _, src := range []string{
		"", "# only a comment\n", "---\n- a\n- b\n", "a: b", "a:\n  - b\n  - c: d\n    e: f\n", "a:\n- b\n- c\n",
		"- id: x\n  verb: [a, b c, \"d, e\", 'it''s']\n  require: {obj: [x, \"!y\"], to: any}\n", "a: b # comment\nc: d#e\n",
		"a: [x,\n  y, # note\n  z]\n", "a: \"two\n  lines\"\nb: 'x\n  y'\n", "on: [off, no]\nyes: 042\n", "a: \"x\\\"y\\\\z\"\n", "a: {}\nb: []\n",
		"a: http://x/y\n", "- - a\n  - b\n- c\n", "a: x > y, z\n", "{a: b, c: [d]}", "a:\n\n  # note\n  b: c\n\nd: e\n", "- a: b\n\n- c: d\n", "a: b's [x]\n",
	} {
		mine, theirs, err := agree(src)
		if err != nil || mine != theirs {
			t.Errorf("%q: %s and %s, %v", src, mine, theirs, err)
		}
	}
	for src, want := range map[string]string{
		"a: b\na: c\n":       "2: doubled key",
		"a: [b\n":            "2: bracket is not closed",
		"a: \"b\n":           "2: quote is not closed",
		"a: 'b":              "1: quote is not closed",
		"a: b\n  c: d\n":     "2: expected a key",
		"- a\nb: c\n":        "2: expected a list item",
		"a: *b\n":            "1: a plain value must not begin",
		"a: |\n  text\n":     "1: a plain value must not begin",
		"a: \"b\" c\n":       "1: unexpected text",
		"a: [b] c\n":         "1: unexpected text",
		"a: \"\\x\"\n":       "1: unknown escape",
		"a: {b: c, b: d}\n":  "1: doubled key",
		"a: {b c}\n":         "1: expected a colon",
		"\ta: b\n":           "1: tab in indentation",
		"a: \xff\n":          "1: not valid UTF-8",
		"a: b: c\n":          "1: unexpected text",
		"a: {b: c d: e}\n":   "1: expected a comma",
		"a: \"x\n\n  y\"\n":  "2: empty line inside quotes",
		"- a\n - b\n":        "2: expected a list item",
		"a: [b, {c: d, e]\n": "1: expected a colon",
	} {
		_, err := readTree(src)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", src, err, want)
		}
	}
}

// FuzzReadTree: the reader never panics, and what it takes a general reader
// takes too, with the same result.
func FuzzReadTree(f *testing.F) {
	for _, s := range []string{"- {id: A.b, verb: [x, y z]}\n", "a:\n  - b # c\n  - \"d\"\n", "a: 'x'\nb: {c: [d]}\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if strings.ContainsAny(src, "\r\t\u0085\u2028\u2029") || strings.ContainsFunc(src, func(r rune) bool { return r < ' ' && r != '\n' || r > '~' }) {
			readTree(src)
			return
		}
		mine, theirs, err := agree(src)
		if err == nil && mine != theirs {
			t.Errorf("%q: %s and %s", src, mine, theirs)
		}
	})
}

func TestParseTrigger(t *testing.T) {
	for _, c := range []struct {
		in   string
		kind triggerKind
		want string
	}{
		{"meet", verbTrigger, "meet []  []"},
		{"meet with", verbTrigger, "meet []  [{2 with }]"},
		{"carry out", verbTrigger, "carry []  [{1 out }]"},
		{"call on", verbTrigger, "call []  [{3 on }]"},
		{"back down from", verbTrigger, "back []  [{1 down } {2 from }]"},
		{"lay down arm", verbTrigger, "lay []  [{1 down } {4  arm}]"},
		{"put end to", verbTrigger, "put []  [{4  end} {2 to }]"},
		{"come under fire from", verbTrigger, "come []  [{2 under fire} {2 from }]"},
		{"give in to", verbTrigger, "give []  [{1 in } {2 to }]"},
		{"put on trial", verbTrigger, "put []  [{2 on trial}]"},
		{"peace talk", nounTrigger, "talk [peace]  []"},
		{"round of peace talk", nounTrigger, "round []  [{2 of talk}]"},
		{"call for", nounTrigger, "call []  [{2 for }]"},
		{"ready to", adjTrigger, "ready []  [{2 to }]"},
		{"in favour of", adjTrigger, "favour [] in [{2 of }]"},
		{"out of question", adjTrigger, "question [] out of []"},
		{"about to", adjTrigger, "about []  [{2 to }]"},
		{"behind", adjTrigger, "behind []  []"},
		{"back channel", nounTrigger, "channel [back]  []"},
		{"on hunger strike", adjTrigger, "strike [hunger] on []"},
	} {
		tr, err := parseTrigger(c.in, c.kind)
		if got := fmt.Sprintf("%s %v %s %v", tr.Lemma, tr.Before, tr.Lead, tr.Needs); err != nil || got != c.want {
			t.Errorf("%q: %s, %v; want %s", c.in, got, err, c.want)
		}
	}
	for _, bad := range []string{"", " x", "x  y", "hold a meeting", "Meet", "be ready", "go with to"} {
		if _, err := parseTrigger(bad, verbTrigger); err == nil {
			t.Errorf("%q accepted", bad)
		}
	}
}
