// Package lemma mends lemmas of the tagger by a dictionary: irregular forms of
// English verbs and nouns, and regular inflections of words that are known.
// A learned edit rule may cut a form wrongly ("agre", "hel"); a known word or
// an irregular form decides.
package lemma

import (
	_ "embed" // the list is part of the program
	"fmt"
	"strings"

	"rapporteur/internal/doc"
)

//go:embed irregular.tsv
var irregular string

// Dictionary is immutable and safe for concurrent use.
type Dictionary struct {
	verbs map[string]string // form -> lemma
	nouns map[string]string
	known map[string]bool
}

// New makes a dictionary with the irregular forms and the known lemmas given.
func New(known []string) (*Dictionary, error) {
	d := &Dictionary{verbs: map[string]string{}, nouns: map[string]string{}, known: map[string]bool{}}
	for _, w := range known {
		d.known[w] = true
	}
	for i, line := range strings.Split(irregular, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 || f[1] == "" || f[2] == "" {
			return nil, fmt.Errorf("lemma: irregular.tsv:%d: want class, lemma and forms", i+1)
		}
		m := d.verbs
		switch f[0] {
		case "v":
		case "n":
			m = d.nouns
		default:
			return nil, fmt.Errorf("lemma: irregular.tsv:%d: class %q is neither v nor n", i+1, f[0])
		}
		d.known[f[1]] = true
		for _, form := range strings.Fields(f[2]) {
			if m[form] == "" {
				m[form] = f[1]
			}
		}
	}
	return d, nil
}

// Of gives the lemma of a form with its part of speech; guess is what the
// tagger says.
func (d *Dictionary) Of(form, upos, guess string) string {
	f := strings.ToLower(form)
	switch upos {
	case "VERB":
		if l, ok := d.verbs[f]; ok {
			return l
		}
	case "NOUN":
		if l, ok := d.nouns[f]; ok {
			return l
		}
	default:
		return guess
	}
	low := strings.ToLower(guess)
	if low == strings.TrimSuffix(f, "es") && low != f && !sibilant(low) {
		return f[:len(f)-1] // "planes" are no plans: only a sibilant or a vowel takes -es
	}
	if d.known[low] && low != f {
		return guess
	}
	if inflected(f, upos) {
		for _, c := range stems(f) {
			if d.known[c] {
				return c
			}
		}
	}
	return guess
}

// inflected says that a form can be an inflection at all.
func inflected(f, upos string) bool {
	if strings.HasSuffix(f, "s") {
		return !strings.HasSuffix(f, "ss")
	}
	return upos == "VERB" && (strings.HasSuffix(f, "ed") || strings.HasSuffix(f, "ing")) || upos == "NOUN" && strings.HasSuffix(f, "men")
}

// stems lists what a regular inflection may be made from, likeliest first.
func stems(f string) []string {
	var out []string
	for _, suffix := range []string{"ied", "ies", "ed", "ing", "es", "s", "d"} {
		b, ok := strings.CutSuffix(f, suffix)
		if !ok || len(b) < 2 || suffix == "es" && !sibilant(b) {
			continue
		}
		if suffix == "ied" || suffix == "ies" {
			out = append(out, b+"y")
			continue
		}
		if n := len(b); suffix != "s" && n > 2 && b[n-1] == b[n-2] {
			out = append(out, b[:n-1])
		}
		if suffix == "ed" || suffix == "ing" {
			out = append(out, b+"e")
		}
		out = append(out, b)
	}
	if b, ok := strings.CutSuffix(f, "men"); ok {
		out = append(out, b+"man")
	}
	return out
}

// Mend rewrites the lemmas of verbs and nouns of a document that has tags.
func (d *Dictionary) Mend(x *doc.Document) {
	for i := range x.Tokens {
		t := &x.Tokens[i]
		if t.UPOS == "VERB" || t.UPOS == "NOUN" {
			t.Lemma = d.Of(t.Form, t.UPOS, t.Lemma)
		}
	}
}

// sibilant says that a word takes -es where others take -s.
func sibilant(w string) bool {
	for _, e := range []string{"s", "x", "z", "ch", "sh", "o", "i", "u"} {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
