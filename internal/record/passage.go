package record

import (
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
	var folded []Term
	for _, t := range terms {
		folded = append(folded, t.folded())
	}
	for _, s := range texts {
		var at [][2]int
		var hit []bool
		first := -1
		eachWord(s, func(start, end int) bool {
			at = append(at, [2]int{start, end})
			hit = append(hit, wanted(folded, s[start:end]))
			if first < 0 && hit[len(hit)-1] {
				first = len(hit) - 1
			}
			return first < 0 || len(at) <= first+passageWords
		})
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

// folded is the term with its words as Words gives them.
func (t Term) folded() Term {
	out := Term{Prefix: t.Prefix}
	for _, w := range t.Words {
		out.Words = append(out.Words, foldWord(w))
	}
	return out
}

// wanted says whether a word of a text is one of the folded terms.
func wanted(terms []Term, word string) bool {
	f := ""
	for _, t := range terms {
		for i, w := range t.Words {
			if f == "" {
				f = foldWord(word)
			}
			if f == w || t.Prefix && i == len(t.Words)-1 && strings.HasPrefix(f, w) {
				return true
			}
		}
	}
	return false
}

// eachWord calls fn with the bytes of each word, as words cuts them, until
// it returns false.
func eachWord(s string, fn func(start, end int) bool) {
	start := -1
	for i, r := range s {
		switch in := isWord(r); {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			if !fn(start, i) {
				return
			}
			start = -1
		}
	}
	if start >= 0 {
		fn(start, len(s))
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }
