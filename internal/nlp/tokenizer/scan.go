package tokenizer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/lang"
)

// piece is a token on its way: a byte range of the text.
type piece struct {
	start, end int
	joined     bool // goes on the orthographic word of the piece before: n't, 's
	spaced     bool // blanks stand before it
}

// maxLocal bounds the look-ahead for addresses, so that scanning is linear.
const maxLocal = 256

// scanner cuts one block into pieces.
type scanner struct {
	lang *lang.Language
	s    string
	end  int
	out  []piece
	open int // single quotation marks that wait to be closed
}

func (sc *scanner) emit(start, end int, joined, spaced bool) {
	sc.out = append(sc.out, piece{start, end, joined, spaced})
}

// block appends the pieces of s[start:end).
func (sc *scanner) block(start, end int) {
	sc.end, sc.open = end, 0
	for i := start; i < end; {
		r, w := utf8.DecodeRuneInString(sc.s[i:end])
		if blank(r) {
			i += w
			continue
		}
		j := i
		for j < end {
			r, w := utf8.DecodeRuneInString(sc.s[j:end])
			if blank(r) {
				break
			}
			j += w
		}
		sc.chunk(i, j)
		i = j
	}
}

// chunk cuts a run without blanks.
func (sc *scanner) chunk(a, b int) {
	s := sc.s
	if n := emoticon(s[a:b]); n > 0 {
		sc.emit(a, a+n, false, true)
		if a+n < b {
			sc.emit(a+n, b, false, false)
		}
		return
	}
	c := s[a:b]
	address := strings.IndexByte(c, '@') >= 0 || strings.Contains(c, "://") || hasFold(c, "www.") || hasFold(c, "mailto:")
	for i := a; i < b; {
		spaced := i == a
		if address {
			if n := addressLen(s[i:b]); n > 0 {
				sc.emit(i, i+n, false, spaced)
				i += n
				continue
			}
		}
		i = sc.token(i, a, b, spaced)
	}
}

// token emits one token (with its contracted parts) at i and gives the next
// position. It always advances.
func (sc *scanner) token(i, a, b int, spaced bool) int {
	s := sc.s
	r, w := utf8.DecodeRuneInString(s[i:b])
	next := rune(0)
	if i+w < b {
		next, _ = utf8.DecodeRuneInString(s[i+w : b])
	}
	switch {
	case wordRune(r):
		return sc.word(i, b, spaced)
	case apostrophe(r):
		return sc.quote(i, w, a, b, spaced)
	case r == '.' || r == '…':
		if r == '.' && digit(next) && (i == a || !digit(lastRune(s[a:i]))) {
			return sc.word(i, b, spaced)
		}
		j := i
		for j < b && (s[j] == '.' || strings.HasPrefix(s[j:b], "…")) {
			_, w := utf8.DecodeRuneInString(s[j:b])
			j += w
		}
		sc.emit(i, j, false, spaced)
		return j
	case r == '!' || r == '?':
		j := i
		for j < b && (s[j] == '!' || s[j] == '?') {
			j++
		}
		sc.emit(i, j, false, spaced)
		return j
	case r == '+' && i == a && digit(next):
		j := sc.numberEnd(i+1, b)
		sc.emit(i, j, false, spaced)
		return j
	case (r == '@' || r == '#') && (unicode.IsLetter(next) || next == '_'):
		j := i + w
		for j < b {
			r, w := utf8.DecodeRuneInString(s[j:b])
			if !wordRune(r) {
				break
			}
			j += w
		}
		sc.emit(i, j, false, spaced)
		return j
	case strings.ContainsRune("-*=_~<>+|–—`#^$/\\", r):
		j := i + w
		if r != '#' {
			for strings.HasPrefix(s[j:b], s[i:i+w]) {
				j += w
			}
		}
		sc.emit(i, j, false, spaced)
		return j
	}
	j := i + w
	if r > 0x2000 {
		j = pictureEnd(s, i, j, b)
	} else {
		for j < b { // combining marks stay with their base
			r, w := utf8.DecodeRuneInString(s[j:b])
			if !unicode.IsMark(r) {
				break
			}
			j += w
		}
	}
	sc.emit(i, j, false, spaced)
	return j
}

// pictureEnd is the end of the emoji or symbol that starts at i and whose
// first rune ends at j: joiners, variation selectors, skin tones and the
// second letter of a flag belong to it.
func pictureEnd(s string, i, j, b int) int {
	flag := regional(s[i:j])
	for j < b {
		r, w := utf8.DecodeRuneInString(s[j:b])
		switch {
		case r == 0xfe0f || r == 0xfe0e || r == 0x20e3 || unicode.IsMark(r) || r >= 0x1f3fb && r <= 0x1f3ff || r >= 0xe0020 && r <= 0xe007f:
			j += w
		case r == 0x200d:
			j += w
			if j < b {
				if r, w := utf8.DecodeRuneInString(s[j:b]); !blank(r) {
					j += w
				}
			}
		case flag && regional(s[j:j+w]):
			j += w
			flag = false
		default:
			return j
		}
	}
	return j
}

func regional(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x1f1e6 && r <= 0x1f1ff
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func digit(r rune) bool { return r >= '0' && r <= '9' || r > 0x7f && unicode.IsDigit(r) }

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '´'
}

// wordRune says whether a rune may stand inside a word.
func wordRune(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == 0x200c || r == 0x200d || r == 0xad ||
		unicode.Is(unicode.Nl, r)
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// emoticons are the faces that stand as tokens of their own.
var emoticons = []string{
	":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":p", ":-P", "=)", "=D", ":'(", ":/", ":-/", ":|", ":o", ":O",
	"<3", "^_^", "(:", "XD", ":]", ":[", "8)", "8-)", ":))", ":)))", ":((", ";D", ";P", "o_O", "O_o", "-_-", ":*", "=(", "):",
}

// emoticon is the length of the emoticon that is the whole of chunk c but for
// a stop or comma at its end, or 0.
func emoticon(c string) int {
	if len(c) < 2 || len(c) > 5 || c[0] >= 0x80 {
		return 0
	}
	for _, e := range emoticons {
		if strings.HasPrefix(c, e) {
			if rest := c[len(e):]; rest == "" || rest == "." || rest == "," {
				return len(e)
			}
		}
	}
	return 0
}

// addressLen is the length of a URL or e-mail address at the start of c, or
// 0. Closing punctuation at its end does not belong to it.
func addressLen(c string) int {
	n := 0
	switch {
	case hasFold(c, "http://"), hasFold(c, "https://"), hasFold(c, "ftp://"), hasFold(c, "www."), hasFold(c, "mailto:"):
		n = strings.IndexAny(c, "<>\"“”")
		if n < 0 {
			n = len(c)
		}
	default:
		at := 0
		for at < len(c) && at < maxLocal && (wordRune(rune(c[at])) || strings.IndexByte("._%+-", c[at]) >= 0) {
			at++
		}
		if at == 0 || at >= len(c) || c[at] != '@' || !wordRune(rune(c[0])) {
			return 0
		}
		n = at + 1
		for n < len(c) && (wordRune(rune(c[n])) || c[n] == '.' || c[n] == '-') {
			n++
		}
		if strings.IndexByte(c[at:n], '.') < 0 && !allUpper(c[at+1:n]) {
			return 0
		}
	}
	paren := strings.IndexByte(c[:n], '(') >= 0
	for n > 0 {
		r, w := utf8.DecodeLastRuneInString(c[:n])
		if r == ')' && paren || !strings.ContainsRune(".,;:!?'\"’”)]}>", r) {
			break
		}
		n -= w
	}
	return n
}

func allUpper(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return s != ""
}
