package rapporteur_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// policy is the import table of the program: for each package, what of ours it
// may import. It is policy: do not change it to make a build pass. Base
// packages (text, when) may be imported everywhere and are not listed.
// Test files may import more and are not checked, but for the nouns.
var policy = map[string]string{
	// base
	"internal/text": "",
	"internal/when": "",
	// nouns
	"internal/article":   "",
	"internal/doc":       "",
	"internal/record":    "",
	"internal/ontology":  "",
	"internal/lexicon":   "",
	"internal/register":  "",
	"internal/gazetteer": "",
	"internal/model":     "",
	"internal/lang":      "",
	// stages: nouns only, never one another
	"internal/nlp/tokenizer": "doc lang model internal/nlp/tokenizer/boundary",
	"internal/nlp/engine":    "doc model internal/nlp/encoder internal/nlp/tagger internal/nlp/parser internal/nlp/ner",
	"internal/nlp/encoder":   "doc model internal/nlp/encoder/kernel",
	"internal/nlp/tagger":    "doc model internal/nlp/encoder internal/nlp/encoder/kernel",
	"internal/nlp/parser":    "doc model internal/nlp/encoder internal/nlp/encoder/kernel",
	"internal/nlp/ner":       "doc model internal/nlp/encoder internal/nlp/encoder/kernel",
	"internal/nlp/timex":     "doc lang",
	"internal/nlp/geocoder":  "doc gazetteer",
	"internal/nlp/coref":     "doc lang model internal/nlp/coref/rank",
	"internal/nlp/lemma":     "doc",
	"internal/nlp/clause":    "doc",
	// verbs
	"internal/nlp":       "doc gazetteer internal/nlp/tokenizer internal/nlp/engine internal/nlp/timex internal/nlp/geocoder internal/nlp/coref internal/nlp/lemma internal/nlp/clause",
	"internal/intake":    "article record lang",
	"internal/conllu":    "doc",
	"internal/link":      "doc register",
	"internal/judge":     "model",
	"internal/extract":   "article doc lexicon register internal/link internal/judge",
	"internal/report":    "article doc lang lexicon register gazetteer ontology record internal/nlp internal/nlp/engine internal/link internal/extract internal/judge",
	"internal/eval":      "doc gazetteer record internal/conllu internal/nlp/geocoder",
	"internal/reconcile": "record lang",
	"internal/series":    "record",
	"internal/diff":      "record",
	"internal/review":    "record",
	"internal/brief":     "record internal/series",
	// adapters
	"internal/sqlite":   "record",
	"internal/postgres": "record",
	"internal/server":   "record",
	"internal/export":   "record ontology",
	// wiring may import everything
	"cmd/rapporteur": "*",
}

// nested packages that belong to the one above and follow its line.
var nested = map[string]string{
	"internal/nlp/tokenizer/boundary": "lang model",
	"internal/nlp/coref/rank":         "doc lang model",
	"internal/nlp/encoder/kernel":     "",
	"internal/record/recordtest":      "record",
	"internal/record/storetest":       "record internal/record/recordtest",
	"internal/postgres/postgrestest":  "",
	"internal/gazetteer/gen":          "gazetteer",
}

func allowed(line string) map[string]bool {
	m := map[string]bool{"internal/text": true, "internal/when": true}
	for _, w := range strings.Fields(line) {
		if w != "*" && !strings.Contains(w, "/") {
			w = "internal/" + w
		}
		m[w] = true
	}
	return m
}

func TestImportPolicy(t *testing.T) {
	got := map[string]map[string]string{} // package -> import -> file
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata" || d.Name() == "node_modules" || path == "train") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		if got[pkg] == nil {
			got[pkg] = map[string]string{}
		}
		for _, im := range f.Imports {
			name, err := strconv.Unquote(im.Path.Value)
			if err != nil {
				return err
			}
			if name, ok := strings.CutPrefix(name, "rapporteur/"); ok {
				got[pkg][name] = path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]string{}
	for pkg, line := range policy {
		lines[pkg] = line
	}
	for pkg, line := range nested {
		lines[pkg] = line
	}
	for _, problem := range violations(lines, got) {
		t.Error(problem)
	}
	for pkg := range policy {
		if got[pkg] == nil {
			t.Errorf("the policy has a line for %s, which does not exist", pkg)
		}
	}
}

// violations lists the imports that the table does not allow and the packages
// that it does not know.
func violations(lines map[string]string, got map[string]map[string]string) []string {
	var out []string
	for pkg, imports := range got {
		if pkg == "." {
			continue
		}
		line, ok := lines[pkg]
		if !ok {
			out = append(out, "the policy has no line for "+pkg)
			continue
		}
		if line == "*" {
			continue
		}
		may := allowed(line)
		for im, file := range imports {
			if !may[im] {
				out = append(out, file+": "+pkg+" must not import "+im)
			}
		}
	}
	sort.Strings(out)
	return out
}

// TestPolicyBites shows that a stage that imports another stage is caught.
func TestPolicyBites(t *testing.T) {
	got := map[string]map[string]string{"internal/nlp/timex": {"internal/nlp/coref": "internal/nlp/timex/bad.go", "internal/doc": "internal/nlp/timex/timex.go"}}
	v := violations(policy, got)
	if len(v) != 1 || v[0] != "internal/nlp/timex/bad.go: internal/nlp/timex must not import internal/nlp/coref" {
		t.Errorf("got %q", v)
	}
}
