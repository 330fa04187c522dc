package tagger

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rule makes a lemma from a form: train/README.md, section 4. The form is put
// into the casing, the first runes give way to a prefix, the last to a suffix.
type rule struct {
	whole          string // the lemma itself, where the rule is "=lemma"
	casing         byte   // l lower, k kept, t first rune kept and the others lower
	front, back    int    // runes to take away
	prefix, suffix string
}

// parseRule reads "casing|front|prefix|back|suffix" or "=lemma".
func parseRule(s string) (rule, error) {
	if whole, ok := strings.CutPrefix(s, "="); ok && whole != "" {
		return rule{whole: whole}, nil
	}
	f := strings.Split(s, "|")
	if len(f) != 5 || len(f[0]) != 1 || !strings.Contains("lkt", f[0]) {
		return rule{}, fmt.Errorf("lemma rule %q is none of casing|n|prefix|m|suffix and =lemma", s)
	}
	front, err1 := strconv.ParseUint(f[1], 10, 16)
	back, err2 := strconv.ParseUint(f[3], 10, 16)
	if err1 != nil || err2 != nil {
		return rule{}, fmt.Errorf("lemma rule %q: %q or %q is no number of runes", s, f[1], f[3])
	}
	return rule{casing: f[0][0], front: int(front), prefix: f[2], back: int(back), suffix: f[4]}, nil
}

func (r *rule) apply(form string) string {
	if r.whole != "" {
		return r.whole
	}
	base := form
	switch r.casing {
	case 'l':
		base = lower(form)
	case 't':
		_, n := utf8.DecodeRuneInString(form)
		base = form[:n] + lower(form[n:])
	}
	stem := base
	for range r.front {
		if stem == "" {
			return base
		}
		_, n := utf8.DecodeRuneInString(stem)
		stem = stem[n:]
	}
	for range r.back {
		if stem == "" {
			return base
		}
		_, n := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-n]
	}
	if r.prefix == "" && r.suffix == "" {
		if stem == "" {
			return base
		}
		return stem
	}
	return r.prefix + stem + r.suffix
}

// lower puts each rune in lower case; a form that is so already is returned
// without a copy.
func lower(s string) string { return strings.Map(unicode.ToLower, s) }
