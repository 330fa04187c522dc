package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// byline is a line that names writers.
type byline struct {
	name     string
	signer   signer
	signerAt text.Span
	day      when.Date
}

var (
	byWord   = regexp.MustCompile(`^(?i:(?:written |reported |compiled |edited |prepared )?by)[:\s]\s*|^(?i:author|reporter|writer|correspondent|byline):\s*`)
	nameList = regexp.MustCompile(`\s*(?:,?\s+and\s+|,?\s+AND\s+|\s*&\s*|,\s*)`)
	dashes   = regexp.MustCompile(`\s+(?:[-–—|]|--)\s+`)
)

// particles are lower-case words inside names of persons.
const particles = " al ad an ar as ash at bin ibn bint abu ben da das de del della der den des di dos du el la le ten ter van von und zu y e i af av "

// readByline reads a line that opens with "By", or a line of names only that
// the outlet's own name follows ("Jim Michaels" above "USA TODAY"), or a name
// with an outlet behind a comma or bar.
func readByline(l line, next, outlet string) (byline, bool) {
	var b byline
	s := l.s
	m := byWord.FindString(s)
	rest := strings.TrimRight(s[len(m):], " .:;,|")
	if m == "" {
		// names alone, then the outlet on the next line or after a comma
		if isOutletLine(next, outlet) && allNames(rest) {
			b.name = titleNames(rest)
			return b, true
		}
		names, after, at := splitSigner(rest, outlet)
		if names != "" && allNames(names) {
			b.name = titleNames(names)
			b.sign(after, at, int(l.Start))
			return b, true
		}
		return b, false
	}
	base := int(l.Start) + len(m)
	names, after, at := splitSigner(rest, outlet)
	if names == "" {
		names = rest
	}
	// "By Jane Doe - December 8, 2014", "By Jane Doe | Staff writer"
	if i := dashes.FindStringIndex(names); i != nil {
		tail := names[i[1]:]
		if d, n, ok := leadingDay(tail, when.Stated); ok && dateTail.MatchString(tail[n:]) {
			b.day = d
		}
		names = names[:i[0]]
	}
	if !allNames(names) {
		// "By AFP", "By Reuters", "By Azernews"
		if sg, ok := signerOf(names); ok {
			b.signer, b.signerAt = sg, text.Span{Start: text.Offset(base), End: text.Offset(base + len(names))}
			return b, true
		}
		// "By Jane Doe, Middle East correspondent in Erbil"
		head, role, ok := strings.Cut(names, ", ")
		if !ok || !allNames(head) || len(strings.Fields(role)) > 8 || endsSentence(l.s) {
			return b, false
		}
		names = head
	} else if sg, ok := signerOf(names); ok {
		b.signer, b.signerAt = sg, text.Span{Start: text.Offset(base), End: text.Offset(base + len(names))}
		return b, true
	}
	b.name = titleNames(names)
	b.sign(after, at, base)
	return b, true
}

func (b *byline) sign(name string, at, base int) {
	if name == "" {
		return
	}
	sg, ok := signerOf(name)
	if !ok {
		sg = signer{strings.Trim(name, " :"), "outlet"}
	}
	b.signer = sg
	b.signerAt = text.Span{Start: text.Offset(base + at), End: text.Offset(base + at + len(name))}
}

// splitSigner cuts "names, AGENCY", "names | OUTLET" and "names - AGENCY"
// before a signer that is known or is the input's outlet; at is the byte of
// the signer in s.
func splitSigner(s, outlet string) (names, after string, at int) {
	for _, sep := range []string{", ", " | ", " - ", " – ", " — ", " for ", " of ", " / "} {
		i := strings.LastIndex(s, sep)
		if i <= 0 {
			continue
		}
		tail := s[i+len(sep):]
		if _, ok := signerOf(tail); ok || outlet != "" && fold(tail) == fold(outlet) {
			return s[:i], tail, i + len(sep)
		}
	}
	return "", "", 0
}

func isOutletLine(s, outlet string) bool {
	if s == "" || len(s) > 60 {
		return false
	}
	_, ok := signerOf(s)
	return ok || outlet != "" && fold(s) == fold(outlet)
}

// allNames says that s is a list of names of persons and nothing else: each
// two to six words that begin with capitals, or particles.
func allNames(s string) bool {
	if s == "" || len(s) > 140 {
		return false
	}
	for _, name := range nameList.Split(s, -1) {
		if name == "" {
			continue
		}
		if name == "Jr." || name == "Sr." || name == "III" {
			continue
		}
		if !isName(name) {
			return false
		}
	}
	return true
}

func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 6 {
		return false
	}
	capitals := 0
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune(".'’-‘", r) }) >= 0:
			return false
		case unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r):
			capitals++
		case i > 0 && strings.Contains(particles, " "+strings.TrimRight(w, "-")+" "):
		case strings.HasPrefix(w, "al-") || strings.HasPrefix(w, "el-") || strings.HasPrefix(w, "d'") || strings.HasPrefix(w, "d’"):
			capitals++
		default:
			return false
		}
	}
	return capitals >= 2
}

// titleNames writes names in capitals as people write them; others stay.
func titleNames(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), " ,.;:")
	names := nameList.Split(s, -1)
	for i, n := range names {
		words := strings.Fields(n)
		shout := true
		for _, w := range words {
			if w != strings.ToUpper(w) {
				shout = false
			}
		}
		if shout {
			for j, w := range words {
				words[j] = capitalise(w)
			}
		}
		names[i] = strings.Join(words, " ")
	}
	return strings.Join(names, ", ")
}

// capitalise lowers all letters but those that begin a part of the word:
// JEAN-LUC gives Jean-Luc, O'NEIL O'Neil, J. stays.
func capitalise(w string) string {
	begin := true
	return strings.Map(func(r rune) rune {
		out := unicode.ToLower(r)
		if begin {
			out = r
		}
		begin = !unicode.IsLetter(r)
		return out
	}, w)
}
