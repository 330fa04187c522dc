package register

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A name is compared as a sequence of units: lower-case words without
// accents, apostrophes, possessives and points, split at hyphens, without
// "the". Beside each unit stands how it was written, so that "us" is not "US"
// and "turkey" is not "Turkey".

// shape is how a unit is written in a text.
type shape uint8

const (
	lower shape = iota // no capital at the start
	title              // one capital at the start
	mixed              // two capitals or more, not all ("AfD")
	upper              // two letters or more, all of them capitals
)

// need is what a name of the register asks of a unit's shape.
type need uint8

const (
	anyCase   need = iota
	capital        // starts with a capital
	capitals       // two capitals or more
	acronym        // all capitals, or with four letters or more one ("Nato")
	exactCaps      // all capitals
)

func (n need) met(s shape, letters int) bool {
	switch n {
	case capital:
		return s != lower
	case capitals:
		return s >= mixed
	case acronym:
		return s == upper || s != lower && letters >= 4
	case exactCaps:
		return s == upper
	}
	return true
}

// needThe marks a name that is one only after "the": the Hill, the Times.
const needThe = 1 << 63

type unit struct {
	text  string
	shape shape
	runes int
}

// units appends the units of one token or of a whole name. ok is false where
// s holds punctuation that no name goes on across (a comma, a bracket, a full
// stop of its own).
func units(dst []unit, s string) (out []unit, ok bool) {
	start := -1
	cut := func(end int) {
		if start >= 0 {
			dst = appendUnit(dst, s[start:end])
			start = -1
		}
	}
	ok = true
	for i := 0; i < len(s); {
		c := rune(s[i])
		w := 1
		if c >= utf8.RuneSelf {
			c, w = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9',
			c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c)):
			if start < 0 {
				start = i
			}
		case c == '.':
			if start < 0 && len(s) == 1 {
				ok = false
			}
		case c == '\'' || c == '’' || c == '‘' || c == 'ʼ' || c == '`' || c == 'ʻ':
			if start < 0 {
				start = i // "'s" alone: a possessive, dropped by appendUnit
			}
		case c == '&':
			cut(i)
			dst = append(dst, unit{"and", lower, 3})
		case c == '-' || c == '‐' || c == '‑' || c == '–' || c == '/' || c == '_' || c == ' ' || c == '\u00a0' || c == '\t':
			cut(i)
		default:
			cut(i)
			ok = false
		}
		i += w
	}
	cut(len(s))
	return dst, ok
}

// appendUnit folds one word. Possessive endings and "the" leave nothing.
func appendUnit(dst []unit, w string) []unit {
	ascii, plain := true, true
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
		if c < 'a' || c > 'z' {
			plain = false
		}
	}
	if ascii && plain {
		if w == "the" {
			return dst
		}
		return append(dst, unit{w, lower, len(w)})
	}
	if !ascii {
		w = strings.Map(func(c rune) rune {
			switch c {
			case '’', '‘', 'ʼ', '`', 'ʻ':
				return '\''
			}
			return c
		}, w)
	}
	if n := len(w); n >= 2 && w[n-2] == '\'' && (w[n-1] == 's' || w[n-1] == 'S') {
		w = w[:n-2]
	}
	if !ascii {
		w = fold(w)
	}
	var buf [48]byte
	b := buf[:0]
	letters, caps, first := 0, 0, false
	for i := 0; i < len(w); i++ {
		c := w[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if letters == 0 {
				first = true
			}
			letters++
			caps++
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z':
			letters++
		case c == '\'' || c == '.':
			continue
		}
		b = append(b, c)
	}
	if len(b) == 0 || string(b) == "the" {
		return dst
	}
	sh := lower
	switch {
	case letters == 0:
		sh = upper // figures fit every need
	case caps == letters && letters > 1:
		sh = upper
	case caps > 1 && letters <= 6:
		sh = mixed
	case first || caps > 0:
		sh = title
	}
	return append(dst, unit{string(b), sh, letters})
}

// fold takes the accents off and writes letters of Latin alphabets that have
// no decomposition in plain ones. Other scripts stay, in lower case.
func fold(s string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(s) {
		switch {
		case c < utf8.RuneSelf:
			b.WriteByte(byte(c))
		case unicode.Is(unicode.Mn, c):
		default:
			if p := plainLetter(c); p != "" {
				b.WriteString(p)
			} else if low := unicode.ToLower(c); plainLetter(low) != "" {
				b.WriteString(strings.ToUpper(plainLetter(low)))
			} else {
				b.WriteRune(low)
			}
		}
	}
	return b.String()
}

func plainLetter(c rune) string {
	switch c {
	case 'ı':
		return "i"
	case 'ə':
		return "a"
	case 'Ə':
		return "A"
	case 'ø':
		return "o"
	case 'Ø':
		return "O"
	case 'ł':
		return "l"
	case 'Ł':
		return "L"
	case 'đ', 'ð':
		return "d"
	case 'Đ', 'Ð':
		return "D"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'Æ':
		return "Ae"
	case 'œ':
		return "oe"
	case 'Œ':
		return "Oe"
	case 'þ':
		return "th"
	case 'Þ':
		return "Th"
	case 'ħ':
		return "h"
	case 'Ħ':
		return "H"
	case 'ŋ':
		return "n"
	}
	return ""
}

// genericNoun lists the class nouns that outlets write small inside a name
// ("Labour party", "UN security council").
func genericNoun(u string) bool {
	switch u {
	case "party", "movement", "army", "council", "ministry", "government", "office", "group", "forces", "force",
		"command", "house", "court", "commission", "parliament", "committee", "brigade", "brigades", "militia",
		"police", "guard", "guards", "agency", "mission", "bank", "authority", "assembly", "service", "services",
		"security", "general", "secretary", "administration", "department", "community", "news", "and", "of", "for":
		return true
	}
	return false
}

// needs derives from the way a name is written in the data what a text must
// show. Acronyms want capitals; loose lets long ones be written as words.
func needs(us []unit, loose bool) uint64 {
	var mask uint64
	for i, u := range us {
		if i >= 20 {
			break
		}
		n := anyCase
		switch {
		case u.shape == upper && u.runes >= 2:
			n = exactCaps
			if loose {
				n = acronym
			}
		case u.shape == mixed:
			n = capitals
		case u.shape != lower && (len(us) == 1 || i == 0 || !genericNoun(u.text)),
			u.shape != lower && len(us) == 2 && u.text == "forces": // "Lebanese forces" are an army, the Lebanese Forces a party
			n = capital
		}
		mask |= uint64(n) << (3 * i)
	}
	return mask
}

func fits(mask uint64, us []unit, the bool) bool {
	if mask == 0 {
		return true
	}
	if mask&needThe != 0 && !the {
		return false
	}
	for i, u := range us {
		if i >= 20 {
			break
		}
		if n := need(mask >> (3 * i) & 7); n != anyCase && !n.met(u.shape, u.runes) {
			return false
		}
	}
	return true
}

// Slug is the id form of a name: its units joined by hyphens.
func Slug(name string) string {
	if strings.ContainsAny(name, "'’") {
		name = strings.ReplaceAll(strings.ReplaceAll(name, "'s", "s"), "’s", "s")
	}
	var ubuf [24]unit
	var buf [96]byte
	us, _ := units(ubuf[:0], name)
	b := buf[:0]
	for i, u := range us {
		if i > 0 {
			b = append(b, '-')
		}
		b = append(b, u.text...)
	}
	return string(b)
}
