package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters are those that lose nothing under decomposition but are written
// plainly in news.
var letters = map[rune]string{
	'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ə': "a", 'ħ': "h",
	'ŧ': "t", 'ŋ': "n", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ʼ': "", '’': "", '‘': "", 'ʻ': "", 'ʿ': "", 'ʾ': "", '`': "", '´': "", '\'': "",
	'.': "", '-': " ", '–': " ", '—': " ", '‐': " ", '‑': " ", '_': " ", '/': " ", ',': " ", '(': " ", ')': " ", '"': "", '“': "", '”': "", '&': " and ",
}

// words that are written in several ways wherever they stand.
var wordForms = map[string]string{
	"saint": "st", "sainte": "st", "ste": "st", "mount": "mt", "ft": "fort", "n'": "n",
}

// Fold brings a name into the form under which it is kept: lower case, no
// accents, apostrophes or stops, hyphens as spaces, "Saint" as "st", "Mount"
// as "mt", without a leading English article. Folding a folded name changes
// nothing.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if !plain {
		s = norm.NFKD.String(strings.ToValidUTF8(s, " ")) // a broken byte keeps the letter behind it whole
	}
	for _, r := range s {
		if r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == ' ') {
			b.WriteByte(byte(r))
			continue
		}
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if t, ok := letters[r]; ok {
			b.WriteString(t)
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else if !unicode.Is(unicode.Mn, r) {
			b.WriteByte(' ')
		}
	}
	f := strings.Fields(b.String())
	for i, w := range f {
		if v, ok := wordForms[w]; ok {
			f[i] = v
		}
	}
	for len(f) > 1 && f[0] == "the" {
		f = f[1:]
	}
	return strings.Join(f, " ")
}

// articles of Arabic and its neighbours, also where they are assimilated.
var articles = map[string]bool{
	"al": true, "el": true, "ad": true, "ed": true, "ar": true, "er": true, "as": true, "es": true, "ash": true, "esh": true,
	"at": true, "et": true, "an": true, "en": true, "az": true, "ez": true, "ul": true, "ol": true, "il": true,
}

// pairs of the skeleton, tried in order at each place.
var pairs = []struct{ from, to string }{
	{"shch", "s"}, {"sch", "s"}, {"tch", "c"}, {"tsk", "ck"}, {"sh", "s"}, {"ch", "c"}, {"kh", "h"}, {"gh", "g"}, {"dh", "d"}, {"th", "t"}, {"zh", "j"}, {"dj", "j"},
	{"dzh", "j"}, {"ph", "f"}, {"ck", "k"}, {"ts", "c"}, {"tz", "c"}, {"iyy", "i"}, {"iya", "ia"}, {"iye", "ie"}, {"iy", "i"}, {"yi", "i"}, {"ij", "i"}, {"yy", "i"},
	{"ou", "u"}, {"oo", "u"}, {"ee", "i"}, {"aa", "a"}, {"ie", "i"}, {"ei", "i"}, {"ay", "i"}, {"ai", "i"}, {"ey", "i"}, {"aw", "u"}, {"au", "u"},
	{"y", "i"}, {"j", "j"}, {"q", "k"}, {"w", "v"}, {"e", "i"}, {"o", "u"}, {"x", "ks"},
}

// skeleton evens out the ways in which names of other alphabets are written
// in Latin letters: kh and h, iy and y, doubled letters, Arabic articles, a
// final h, e and i, o and u. Names with the same skeleton are candidates for
// one another, no more.
func skeleton(folded string) string {
	f := strings.Fields(folded)
	var b strings.Builder
	for wi, w := range f {
		if len(f) > 1 && articles[w] && wi < len(f)-1 {
			continue
		}
		start := b.Len()
		last := byte(0)
		for i := 0; i < len(w); {
			to, n := w[i:i+1], 1
			for _, p := range pairs {
				if strings.HasPrefix(w[i:], p.from) {
					to, n = p.to, len(p.from)
					break
				}
			}
			i += n
			for j := 0; j < len(to); j++ {
				if to[j] != last {
					b.WriteByte(to[j])
					last = to[j]
				}
			}
		}
		s := b.String()
		if len(s)-start > 3 && s[len(s)-1] == 'h' {
			b.Reset()
			b.WriteString(s[:len(s)-1])
		}
	}
	return b.String()
}
