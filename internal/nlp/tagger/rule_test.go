package tagger

import (
	"testing"
	"unicode/utf8"
)

func TestRules(t *testing.T) {
	for name, c := range map[string]struct{ rule, form, lemma string }{
		"lower-case":               {"l|0||0|", "The", "the"},
		"as-it-is":                 {"k|0||0|", "Baku", "Baku"},
		"first-kept":               {"t|0||0|", "BAKU", "Baku"},
		"plural":                   {"l|0||1|", "Talks", "talk"},
		"y-for-ies":                {"l|0||3|y", "parties", "party"},
		"prefix":                   {"l|2|un|0|", "xxdo", "undo"},
		"both-ends":                {"l|1|b|2|e", "wing", "bie"},
		"whole":                    {"=be", "Were", "be"},
		"runes-not-bytes":          {"k|1||1|", "əbcə", "bc"},
		"too-short":                {"l|2||3|y", "Ties", "ties"},
		"just-enough":              {"l|1||3|y", "ties", "y"},
		"nothing-left":             {"l|1||1|", "AB", "ab"},
		"empty-form":               {"t|0||0|", "", ""},
		"form-out-of-utf8":         {"k|0||1|", "a\xff", "a"},
		"equals-sign-is-no-rule":   {"==", "x", "="},
		"casing-of-turkish-letter": {"l|0||0|", "İ", "i"},
	} {
		r, err := parseRule(c.rule)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := r.apply(c.form); got != c.lemma {
			t.Errorf("%s: %q by %s gives %q, want %q", name, c.form, c.rule, got, c.lemma)
		}
	}
	for _, s := range []string{"", "=", "l|0|", "x|0||0|", "l|-1||0|", "l|0||a|", "l|99999999||0|", "l|0|a|b|0|"} {
		if r, err := parseRule(s); err == nil {
			t.Errorf("rule %q is taken as %+v", s, r)
		}
	}
}

// FuzzRule states the law: a rule gives every form a lemma, and an empty one
// only to an empty form.
func FuzzRule(f *testing.F) {
	f.Add("l|1|a|2|b", "Talks")
	f.Add("=be", "\xff")
	f.Fuzz(func(t *testing.T, s, form string) {
		r, err := parseRule(s)
		if err != nil {
			return
		}
		got := r.apply(form)
		if got == "" && form != "" {
			t.Errorf("%q by %q has no lemma", form, s)
		}
		if utf8.ValidString(form) && utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q by %q gives %q, which is no UTF-8", form, s, got)
		}
	})
}
