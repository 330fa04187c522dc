package record

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words cuts a text into the words that a search compares: letters, digits
// and marks in a row, lower-cased, without accents.
func Words(s string) []string {
	var out []string
	for _, w := range words(s) {
		if f := foldWord(w); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// foldWord lowers a word and takes its accents off, as the SQLite index does.
func foldWord(w string) string {
	plain := true
	for i := 0; i < len(w); i++ {
		if w[i] >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return strings.ToLower(w)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(w))
}

// passageWords is how many words a passage has around the first word found.
const passageWords = 24

// Passage cuts the words around the first word of the query out of the
// first of the texts that has one, and marks every word of the query in it.
func Passage(terms []Term, texts ...string) string {
	for _, s := range texts {
		at := wordSpans(s)
		var hit []bool
		first := -1
		for i, w := range at {
			ok := wanted(terms, foldWord(s[w[0]:w[1]]))
			hit = append(hit, ok)
			if ok && first < 0 {
				first = i
			}
			if first >= 0 && i > first+passageWords {
				break
			}
		}
		if first >= 0 {
			return mark(s, at, hit, first)
		}
	}
	return ""
}

func mark(s string, at [][2]int, hit []bool, first int) string {
	from, to := max(first-passageWords/3, 0), min(max(first-passageWords/3, 0)+passageWords, len(at))
	var b strings.Builder
	pos := at[from][0]
	if from > 0 {
		b.WriteString("…")
	} else {
		pos = 0
	}
	for i := from; i < to; i++ {
		b.WriteString(s[pos:at[i][0]])
		if word := s[at[i][0]:at[i][1]]; i < len(hit) && hit[i] {
			b.WriteString(MarkStart + word + MarkEnd)
		} else {
			b.WriteString(word)
		}
		pos = at[i][1]
	}
	if to < len(at) {
		return b.String() + "…"
	}
	return b.String() + s[pos:]
}

func wanted(terms []Term, word string) bool {
	for _, t := range terms {
		for i, w := range t.Words {
			f := foldWord(w)
			if f == word || t.Prefix && i == len(t.Words)-1 && strings.HasPrefix(word, f) {
				return true
			}
		}
	}
	return false
}

// wordSpans gives the bytes of each word, as words does.
func wordSpans(s string) [][2]int {
	var out [][2]int
	start := -1
	for i, r := range s {
		switch in := isWord(r); {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			out = append(out, [2]int{start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, [2]int{start, len(s)})
	}
	return slices.Clip(out)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }
