package main

import (
	"strings"
	"unicode"
)

// normalise is the form under which a word is looked up: lower case, every
// decimal digit 0, typographic quotes and dashes as in ASCII. The rule stands
// in train/README.md and must equal the engine's.
func normalise(form string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '‘', '’', '`', '´':
			return '\''
		case '“', '”', '„', '«', '»':
			return '"'
		case '–', '—', '‐', '‑':
			return '-'
		}
		if unicode.IsDigit(r) {
			return '0'
		}
		return unicode.ToLower(r)
	}, form)
}
