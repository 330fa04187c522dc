package tokenizer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/lang"
)

// word emits the word at i, cut into its parts where it is a contraction or
// a number with a unit, and gives the position after it.
func (sc *scanner) word(i, b int, spaced bool) int {
	j := sc.wordEnd(i, b)
	j = sc.stop(i, j, b)
	w := sc.s[i:j]
	if digit(firstRune(w)) {
		if k := unitStart(w); k > 0 {
			sc.emit(i, i+k, false, spaced)
			sc.emit(i+k, j, false, false)
			return j
		}
	}
	if strings.IndexAny(w, "'`’‘ʼ´") < 0 {
		if k, ok := unspaced[strings.ToLower(short(w))]; ok {
			sc.emit(i, i+k, false, spaced)
			sc.emit(i+k, j, true, false)
			return j
		}
	}
	cuts := clitics(w)
	at, joined := i, false
	for _, c := range cuts {
		sc.emit(at, i+c, joined, spaced)
		at, joined, spaced = i+c, true, false
	}
	sc.emit(at, j, joined, spaced)
	if j < b && possessive(w) && sc.open == 0 { // "the parents' wish"
		r, n := utf8.DecodeRuneInString(sc.s[j:b])
		if apostrophe(r) && r != '‘' && (j+n == b || !wordRune(firstRune(sc.s[j+n:b])) && !apostrophe(firstRune(sc.s[j+n:b]))) {
			sc.emit(j, j+n, true, false)
			return j + n
		}
	}
	return j
}

// short cuts a word that no list can hold, so that it is not copied.
func short(w string) string { return w[:min(len(w), 32)] }

func possessive(w string) bool {
	switch w[len(w)-1] {
	case 's', 'S', 'z', 'x':
		return len(w) > 1
	}
	return false
}

// unspaced are contractions written without apostrophe, with the byte at
// which the second word starts.
var unspaced = map[string]int{
	"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3, "outta": 3,
	"dont": 2, "doesnt": 4, "didnt": 3, "cant": 2, "wont": 2, "isnt": 2, "arent": 3, "wasnt": 3, "werent": 4, "hasnt": 3, "havent": 4, "hadnt": 3,
	"couldnt": 5, "wouldnt": 5, "shouldnt": 6, "aint": 2, "ive": 1, "youre": 3, "theyre": 4, "thats": 4, "whats": 4, "youve": 3, "theyve": 4,
	"youll": 3, "theyll": 4, "im": 1,
}

// clitics gives the bytes at which a word with apostrophes is cut:
// do|n't, John|'s, could|n't|'ve, y'|all.
func clitics(w string) []int {
	if len(w) < 3 || strings.IndexAny(w, "'`’‘ʼ´") < 0 {
		return nil
	}
	var cuts []int
	end := len(w)
	for n := 0; n < 3; n++ {
		k := strings.LastIndexAny(w[:end], "'`’‘ʼ´")
		if k <= 0 {
			break
		}
		_, aw := utf8.DecodeRuneInString(w[k:])
		cut := -1
		switch strings.ToLower(short(w[k+aw : end])) {
		case "s":
			if decade(w[:k]) {
				return nil
			}
			cut = k
		case "m", "d", "ll", "re", "ve":
			cut = k
		case "t":
			if k >= 2 && (w[k-1] == 'n' || w[k-1] == 'N') {
				cut = k - 1
			}
		case "all":
			if k == 1 && (w[0] == 'y' || w[0] == 'Y') {
				cut = k + aw
			}
		}
		if cut <= 0 {
			break
		}
		cuts = append([]int{cut}, cuts...)
		end = cut
	}
	return cuts
}

// decade says whether w is the number in "the 1990's" or "the 60's".
func decade(w string) bool {
	if len(w) != 2 && len(w) != 4 || w[len(w)-1] != '0' {
		return false
	}
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return true
}

// wordEnd is the end of the word at i with everything inside it that does
// not part words: the stops of U.S, the comma of 1,200, the colon of 9:30,
// the hyphens of telephone numbers and prefixes, the ampersand of AT&T.
func (sc *scanner) wordEnd(i, b int) int {
	s := sc.s
	if digit(firstRune(s[i:b])) || s[i] == '.' {
		if j := sc.numberEnd(i, b); j > i {
			return j
		}
	}
	j := i
	prev := rune(0)
	for j < b {
		r, w := utf8.DecodeRuneInString(s[j:b])
		if wordRune(r) {
			prev = r
			j += w
			continue
		}
		next := rune(0)
		if j+w < b {
			next, _ = utf8.DecodeRuneInString(s[j+w : b])
		}
		switch {
		case apostrophe(r) && wordRune(next) && r != '‘':
		case r == '_' && (wordRune(next) || next == '_') && j > i:
		case r == '.' && wordRune(next) && (digit(prev) && digit(next) || dotted(s[i:b], j-i)):
		case r == '&' && unicode.IsLetter(next) && ampersand(s[i:b], j-i):
		case r == '-' && unicode.IsLetter(next) && sc.hyphen(s[i:j], s[j+1:b]):
		case r == '/' && j-i == 1 && unicode.IsLetter(next) && !wordRune(runeAfter(s[j+1:b])):
		case r == '$' && j-i <= 2 && j > i && allUpper(s[i:j]) && (next == 0 || digit(next)):
			return j + 1
		default:
			return j
		}
		prev = r
		j += w
	}
	return j
}

// runeAfter is the second rune of s.
func runeAfter(s string) rune {
	_, w := utf8.DecodeRuneInString(s)
	return firstRune(s[w:])
}

// ampersand says whether "&" at byte k joins initials: AT&T, R&D.
func ampersand(w string, k int) bool {
	n := k + 1
	for n < len(w) && n < k+6 && wordRune(rune(w[n])) {
		n++
	}
	return k <= 3 && n-k-1 <= 3
}

// hyphen says whether the hyphen between the two strings joins one word:
// after a prefix (anti-government), or between the syllables of a given name
// (Jong-un). The right string may go on after the word.
func (sc *scanner) hyphen(left, right string) bool {
	if len(left) > 12 {
		return false
	}
	low := strings.ToLower(left)
	if sc.lang.Prefixes[low] {
		return true
	}
	if !sc.lang.Syllables[low] || !unicode.IsUpper(firstRune(left)) {
		return false
	}
	n := 0
	for n < len(right) && n < 12 && wordRune(rune(right[n])) {
		n++
	}
	return sc.lang.Syllables[strings.ToLower(right[:n])]
}

// dotted says whether the full stop at byte k stands inside a word: between
// initials (U.S, p.m, Ph.D), in an internet name or a file name. A stop that
// merely lacks its space ("end.Then") does not.
func dotted(w string, k int) bool {
	left := k - 1
	for left >= 0 && k-left <= maxLocal && (wordRune(rune(w[left])) || w[left] >= 0x80 || w[left] == '-') {
		left--
	}
	right := k + 1
	for right < len(w) && right-k <= maxLocal && (wordRune(rune(w[right])) || w[right] >= 0x80) {
		right++
	}
	l, r := w[left+1:k], w[k+1:right]
	if len(l) == 1 && len(r) == 1 || len(l) <= 2 && len(r) == 1 && right < len(w) && w[right] == '.' {
		return true
	}
	if len(l) == 1 && len(r) <= 2 && right < len(w) && w[right] == '.' {
		return true
	}
	if len(l) == 1 && left >= 0 && w[left] == '.' && len(r) <= 2 {
		return true
	}
	if suffixes[strings.ToLower(short(r))] && !(unicode.IsUpper(firstRune(r)) && !allUpper(r)) {
		return true
	}
	// a further stop ahead may end in an internet suffix: www.un.org, co.uk
	if right+1 < len(w) && w[right] == '.' && wordRune(rune(w[right+1])) && isLower(l) && isLower(r) {
		return true
	}
	return left >= 0 && w[left] == '.' && isLower(l) && isLower(r)
}

func isLower(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] >= 'A' && s[i] <= 'Z' {
			return false
		}
	}
	return s != ""
}

// suffixes are ends of internet and file names.
var suffixes = map[string]bool{
	"com": true, "org": true, "net": true, "gov": true, "edu": true, "mil": true, "int": true, "info": true, "biz": true, "tv": true,
	"uk": true, "de": true, "fr": true, "ru": true, "az": true, "am": true, "eu": true, "io": true, "ly": true, "ca": true, "au": true, "ge": true,
	"doc": true, "docx": true, "xls": true, "xlsx": true, "pdf": true, "txt": true, "jpg": true, "jpeg": true, "png": true, "gif": true, "zip": true,
	"html": true, "htm": true, "ppt": true, "url": true, "exe": true, "csv": true, "xml": true, "mp3": true, "mp4": true,
}

// numberEnd is the end of the number that starts at i: digits with separators
// between them and letters after them.
func (sc *scanner) numberEnd(i, b int) int {
	s := sc.s
	if n := shaped(s[i:b]); n > 0 {
		return i + n
	}
	j := i
	if s[j] == '.' {
		j++
	}
	for j < b {
		r, w := utf8.DecodeRuneInString(s[j:b])
		if digit(r) {
			j += w
			continue
		}
		if j == i || j+1 >= b {
			break
		}
		c := s[j]
		k := j + 1
		for k < b && k-j <= 4 && s[k] >= '0' && s[k] <= '9' {
			k++
		}
		run := k - j - 1 // digits after the separator, at most 4
		ok := false
		switch c {
		case '.':
			ok = run > 0
		case ',':
			ok = run == 3
		case ':':
			ok = run > 0 && run <= 2
		case '/':
			ok = run > 0 && j-i <= 5
		}
		if !ok {
			break
		}
		j = k
	}
	// letters that belong to it: 20th, 1970s, 3G, AK47's
	for j < b {
		r, w := utf8.DecodeRuneInString(s[j:b])
		n := rune(0)
		if j+w < b {
			n = firstRune(s[j+w : b])
		}
		if !wordRune(r) && !(apostrophe(r) && r != '‘' && unicode.IsLetter(n)) && !(r == '_' && wordRune(n)) && !(r == '.' && dotted(s[i:b], j-i) && suffixOnly(s[j+1:b])) {
			break
		}
		j += w
	}
	return j
}

// suffixOnly says whether s starts with a file suffix and nothing more.
func suffixOnly(s string) bool {
	n := 0
	for n < len(s) && n < 6 && wordRune(rune(s[n])) {
		n++
	}
	return suffixes[strings.ToLower(s[:n])]
}

// shaped is the length of a telephone number or a numeric date with hyphens
// at the start of s, or 0: 713-853-3989, 345-9945, 11-20-2000, 2020-02-14.
func shaped(s string) int {
	var groups []int
	n, run := 0, 0
	for n < len(s) && n < 24 {
		c := s[n]
		if c >= '0' && c <= '9' {
			run++
			n++
			continue
		}
		if c == '-' && run > 0 && n+1 < len(s) && s[n+1] >= '0' && s[n+1] <= '9' {
			groups = append(groups, run)
			run = 0
			n++
			continue
		}
		break
	}
	if run == 0 || n < len(s) && wordRune(firstRune(s[n:])) {
		return 0
	}
	groups = append(groups, run)
	is := func(want ...int) bool {
		if len(groups) != len(want) {
			return false
		}
		for i := range want {
			if groups[i] != want[i] {
				return false
			}
		}
		return true
	}
	switch {
	case is(3, 3, 4), is(3, 4), is(1, 3, 3, 4), is(5, 4), is(4, 2, 2), is(2, 2, 4), is(1, 2, 4), is(2, 1, 4), is(1, 1, 4), is(2, 2, 2), is(1, 4):
		return n
	}
	return 0
}

// unitStart is the byte at which a unit starts that is written close to its
// number, or 0: 5pm, 10km, 25bn. Ordinals and decades are not cut.
func unitStart(w string) int {
	k := 0
	for k < len(w) && (w[k] >= '0' && w[k] <= '9' || w[k] == '.' || w[k] == ',' || w[k] == ':') {
		k++
	}
	if k == 0 || k == len(w) || len(w)-k > 6 {
		return 0
	}
	if units[w[k:]] {
		return k
	}
	return 0
}

// units are written close to numbers.
var units = map[string]bool{
	"am": true, "pm": true, "AM": true, "PM": true, "a.m.": true, "p.m.": true, "a.m": true, "p.m": true, "hrs": true, "hr": true, "min": true, "mins": true, "sec": true,
	"k": true, "K": true, "m": true, "M": true, "mn": true, "mln": true, "b": true, "bn": true, "tn": true, "trn": true, "MM": true,
	"mm": true, "cm": true, "km": true, "kms": true, "ft": true, "kg": true, "lb": true, "lbs": true, "oz": true, "mph": true, "kph": true,
	"sq": true, "ha": true, "kt": true, "MW": true, "GW": true, "kW": true, "kb": true, "KB": true, "MB": true, "GB": true, "TB": true, "Hz": true, "MHz": true, "GHz": true,
	"x": true, "C": true, "F": true, "watt": true, "percent": true, "p": true,
}

// stop moves the end of the word [i, j) over a full stop that abbreviates it.
func (sc *scanner) stop(i, j, b int) int {
	s := sc.s
	if j >= b || s[j] != '.' || j+1 < b && s[j+1] == '.' {
		return j
	}
	w := s[i:j]
	if len(w) > 12 {
		return j
	}
	after := sc.after(j + 1)
	if j+1 < b { // something follows without a blank: "U.S.-led", "Inc.,"
		r := firstRune(s[j+1 : b])
		if wordRune(r) {
			return j
		}
		if after == 0 {
			after = r
		}
	}
	if initials(w) {
		return j + 1
	}
	if r := firstRune(w); utf8.RuneCountInString(w) == 1 && unicode.IsUpper(r) {
		before := sc.before()
		if unicode.IsUpper(after) && (unicode.IsUpper(before) || before == 0 || strings.ContainsRune("\"“'‘(-–—:*", before)) {
			return j + 1
		}
		if p := sc.last(); after != 0 && len(p) == 2 && p[1] == '.' { // "S. F., Cal."
			return j + 1
		}
		if unicode.IsUpper(before) && after != 0 && r != 'I' && !strings.ContainsRune("\"”’)", after) {
			return j + 1
		}
		return j
	}
	kind, ok := sc.lang.Abbrevs[s[i:j+1]]
	if !ok {
		if kind, ok = sc.lang.Abbrevs[title(w)+"."]; !ok || !allUpper(w) || len(w) > 4 || kind != lang.AbbrevTitle && kind != lang.AbbrevMonth {
			return j
		}
	}
	switch kind {
	case lang.AbbrevNumber:
		if !digit(after) && after != '#' && !sc.roman(j+1) {
			return j
		}
	case lang.AbbrevUnit:
		if !digit(sc.before()) {
			return j
		}
	case lang.AbbrevTitle:
		if after == 0 {
			return j
		}
	case lang.AbbrevMonth:
		if w == "Mar" || w == "Sun" || w == "Sat" || w == "Mon" || w == "Wed" || w == "Jun" || w == "Dec" {
			if !digit(after) && after != 0 && unicode.IsLetter(after) && unicode.IsUpper(after) {
				return j
			}
		}
	}
	return j + 1
}

func title(w string) string { return w[:1] + strings.ToLower(w[1:]) }

// initials says whether w is letters with stops between them: U.S, Ph.D, p.m.
func initials(w string) bool {
	if strings.IndexByte(w, '.') < 0 {
		return false
	}
	for _, part := range strings.Split(w, ".") {
		n := utf8.RuneCountInString(part)
		if n == 0 || n > 2 || !unicode.IsLetter(firstRune(part)) || n == 2 && !unicode.IsUpper(firstRune(part)) {
			return false
		}
	}
	return true
}

// after is the first rune behind position k and any blanks, 0 at the end of
// the block.
func (sc *scanner) after(k int) rune {
	for k < sc.end {
		r, w := utf8.DecodeRuneInString(sc.s[k:sc.end])
		if !blank(r) {
			return r
		}
		k += w
	}
	return 0
}

// roman says whether a Roman numeral follows position k and blanks.
func (sc *scanner) roman(k int) bool {
	for k < sc.end && (sc.s[k] == ' ' || sc.s[k] == '.') {
		k++
	}
	n := 0
	for k+n < sc.end && n < 8 && strings.IndexByte("IVXLC", sc.s[k+n]) >= 0 {
		n++
	}
	return n > 0 && (k+n == sc.end || !wordRune(firstRune(sc.s[k+n:sc.end])))
}

// before is the first rune of the token before, 0 at the start of the block.
func (sc *scanner) before() rune {
	if len(sc.out) == 0 {
		return 0
	}
	return firstRune(sc.last())
}

// last is the token before, "" at the start of the block.
func (sc *scanner) last() string {
	if len(sc.out) == 0 {
		return ""
	}
	p := sc.out[len(sc.out)-1]
	return sc.s[p.start:p.end]
}

// quote emits the apostrophe at i: a clitic after a word that the word scan
// could not hold (the U.S.'s), an elision ('em, '90s), or a quotation mark.
func (sc *scanner) quote(i, w, a, b int, spaced bool) int {
	s := sc.s
	rest := s[i+w : b]
	n := 0
	for n < len(rest) && n < 8 && wordRune(rune(rest[n])) {
		n++
	}
	tail := strings.ToLower(rest[:n])
	closed := n == len(rest) || !wordRune(firstRune(rest[n:]))
	if !spaced && closed && len(sc.out) > 0 {
		p := sc.out[len(sc.out)-1]
		wordy := p.end == i && (wordRune(lastRune(s[p.start:p.end])) || s[p.end-1] == '.' && p.end-p.start > 1 || strings.IndexByte("#\"%)$", s[p.end-1]) >= 0)
		switch tail {
		case "s", "m", "d", "ll", "re", "ve":
			if wordy {
				sc.emit(i, i+w+n, true, false)
				return i + w + n
			}
		case "":
			if wordy && sc.open == 0 && possessive(s[p.start:p.end]) {
				sc.emit(i, i+w, true, false)
				return i + w
			}
		}
	}
	if n > 0 && closed {
		switch {
		case tail == "em" || tail == "til" || tail == "tis" || tail == "twas" || tail == "cause" || tail == "n":
			sc.emit(i, i+w+n, false, spaced)
			return i + w + n
		case len(tail) == 3 && digit(rune(tail[0])) && tail[2] == 's', len(tail) == 2 && digit(rune(tail[0])) && digit(rune(tail[1])) && i == a:
			sc.emit(i, i+w+n, false, spaced)
			return i + w + n
		}
	}
	j := i + w
	for strings.HasPrefix(s[j:b], s[i:i+w]) && j-i < 2*w {
		j += w
	}
	if j < b && wordRune(firstRune(s[j:b])) {
		sc.open++
	} else if sc.open > 0 {
		sc.open--
	}
	sc.emit(i, j, false, spaced)
	return j
}
