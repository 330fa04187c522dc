package tokenizer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/text"
)

// block is a paragraph, heading or list item: no sentence crosses its ends.
type block struct {
	span text.Span
}

// blank says whether a rune separates tokens and belongs to none: white
// space, control characters (NUL among them), and the invisible marks that
// steer line breaking or direction.
func blank(r rune) bool {
	switch {
	case r == ' ' || r == '\n' || r == '\t' || r == '\r':
		return true
	case r < 0x7f:
		return r < ' '
	case r >= 0x200e && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069:
		return true
	case r == 0x200b || r == 0xfeff || r == 0x061c || r == 0x180e:
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

// line is one line of the text without its line feed and outer blanks.
type line struct {
	start, end int // bytes; start == end for an empty line
	width      int // runes
	first      int // runes of the first word
}

// blocks cuts the part body of s at blank lines, and at single line feeds
// unless the lines were wrapped at a fixed width. A form feed or a paragraph
// separator counts as a blank line.
func blocks(s string, body text.Span) []block {
	var lines []line
	pos, end := int(body.Start), int(body.End)
	for pos < end {
		n := strings.IndexAny(s[pos:end], "\n\f\v\u0085\u2028\u2029")
		stop, next := end, end
		if n >= 0 {
			stop = pos + n
			_, w := utf8.DecodeRuneInString(s[stop:])
			next = stop + w
		}
		lines = append(lines, trim(s, pos, stop))
		pos = next
	}
	limit := wrapWidth(s, lines)
	var out []block
	for i := 0; i < len(lines); {
		if lines[i].start == lines[i].end {
			i++
			continue
		}
		j := i
		for j+1 < len(lines) && lines[j+1].start < lines[j+1].end && continues(s, lines[j], lines[j+1], limit) {
			j++
		}
		out = append(out, block{text.Span{Start: text.Offset(lines[i].start), End: text.Offset(lines[j].end)}})
		i = j + 1
	}
	return out
}

func trim(s string, start, end int) line {
	for start < end {
		r, w := utf8.DecodeRuneInString(s[start:end])
		if !blank(r) {
			break
		}
		start += w
	}
	for start < end {
		r, w := utf8.DecodeLastRuneInString(s[start:end])
		if !blank(r) {
			break
		}
		end -= w
	}
	l := line{start: start, end: end, width: utf8.RuneCountInString(s[start:end])}
	word := s[start:end]
	if i := strings.IndexFunc(word, blank); i >= 0 {
		word = word[:i]
	}
	l.first = utf8.RuneCountInString(word)
	return l
}

// Limits of hard wrapping: narrower or wider text is not taken for wrapped.
const (
	minWrap = 30
	maxWrap = 132
	slack   = 6 // runes by which a wrapper may break early
)

// wrapWidth finds the width at which the text was wrapped, or 0. A text
// counts as wrapped when most lines that another line follows directly could
// not have taken that line's first word without passing the widest line.
func wrapWidth(s string, lines []line) int {
	widest, pairs := 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if lines[i].width > 0 && lines[i+1].width > 0 {
			pairs++
			widest = max(widest, lines[i].width)
		}
	}
	if pairs < 2 || widest < minWrap || widest > maxWrap {
		return 0
	}
	full, lower := 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if lines[i].width == 0 || lines[i+1].width == 0 {
			continue
		}
		if lines[i].width+1+lines[i+1].first > widest-slack {
			full++
		}
		if startsLower(s, lines[i+1]) && !endsStop(s, lines[i]) {
			lower++
		}
	}
	if full*10 >= pairs*7 && lower*4 >= pairs {
		return widest
	}
	return 0
}

// continues says whether the paragraph goes on from line a to line b.
func continues(s string, a, b line, limit int) bool {
	if limit == 0 {
		return false
	}
	if a.width+1+b.first > limit-slack {
		return !bullet(s[b.start:b.end])
	}
	return startsLower(s, b) && !endsStop(s, a)
}

func startsLower(s string, l line) bool {
	r, _ := utf8.DecodeRuneInString(s[l.start:l.end])
	return unicode.IsLower(r)
}

func endsStop(s string, l line) bool {
	r, _ := utf8.DecodeLastRuneInString(s[l.start:l.end])
	return strings.ContainsRune(".!?:;\"”’)", r)
}

// bullet says whether a line starts a list item.
func bullet(s string) bool {
	r, w := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("•*–—-·▪◦", r) {
		n, _ := utf8.DecodeRuneInString(s[w:])
		return n == ' ' || n == '\t'
	}
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return i > 0 && i < 3 && i+1 < len(s) && (s[i] == '.' || s[i] == ')') && s[i+1] == ' '
}
