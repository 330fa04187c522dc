package rank

import "strings"

// alias says how two names may be variants of one, strongest first.
type alias uint8

const (
	aliasNone     alias = iota
	aliasExact          // the same words
	aliasLast           // the last word of the longer: Harlow, William Harlow
	aliasFirst          // its first word: William
	aliasPart           // other words of it, in order: Minsk Group, OSCE Minsk Group
	aliasAcronym        // OSCE, Organization for Security and Co-operation in Europe
	aliasSpelling       // transliterations: Ganjaliyev, Gandzhaliev
	aliasClash          // a word in common, but others at odds: Nino Burjanadze, Anri Burjanadze
)

// aliasOf compares the names of two mentions.
func aliasOf(a, b *Mention) alias {
	x, y := a.name, b.name
	if len(x) == 0 || len(y) == 0 {
		return aliasNone
	}
	if equal(x, y) {
		return aliasExact
	}
	if len(x) > len(y) {
		x, y = y, x
		a, b = b, a
	}
	if len(x) == 1 && len(y) > 1 {
		switch {
		case x[0] == y[len(y)-1]:
			return aliasLast
		case acronym(x[0], b.capitals):
			return aliasAcronym
		case x[0] == y[0]:
			return aliasFirst
		case alike(x[0], y[len(y)-1]):
			return aliasSpelling
		}
	}
	if within(x, y) {
		return aliasPart
	}
	if len(x) == len(y) {
		same, near := 0, 0
		for i := range x {
			if x[i] == y[i] {
				same++
			} else if alike(x[i], y[i]) || initial(x[i], y[i]) {
				near++
			}
		}
		if same+near == len(x) {
			return aliasSpelling
		}
	}
	if len(x) > 1 && x[len(x)-1] == y[len(y)-1] { // J. William Harlow, William Harlow
		if x[0] == y[0] || initial(x[0], y[0]) || within(x[:len(x)-1], y) {
			return aliasPart
		}
		return aliasClash
	}
	for _, w := range x {
		for _, v := range y {
			if w == v && len(w) > 2 {
				return aliasClash
			}
		}
	}
	return aliasNone
}

func initial(a, b string) bool {
	return len(a) == 1 && strings.HasPrefix(b, a) || len(b) == 1 && strings.HasPrefix(a, b)
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// within says whether the words of a stand in b in order.
func within(a, b []string) bool {
	i := 0
	for _, w := range b {
		if i < len(a) && a[i] == w {
			i++
		}
	}
	return i == len(a)
}

// acronym says whether short is made of the initials of a name, perhaps with
// one left out.
func acronym(short, capitals string) bool {
	if len(short) < 2 || len(capitals) < 2 {
		return false
	}
	s, c := strings.ToUpper(strings.ReplaceAll(short, ".", "")), capitals
	if s == c {
		return true
	}
	if len(s) < 3 || len(c)-len(s) > 1 || len(s) > len(c) {
		return false
	}
	i := 0
	for k := range len(c) {
		if i < len(s) && s[i] == c[k] {
			i++
		}
	}
	return i == len(s)
}

// alike says whether two words are spellings of one foreign name: equal after
// the usual differences of transliteration are undone.
func alike(a, b string) bool {
	return len(a) >= 4 && len(b) >= 4 && skeleton(a) == skeleton(b) && syllables(a) == syllables(b)
}

// syllables counts the groups of vowels.
func syllables(s string) int {
	n, in := 0, false
	for i := range len(s) {
		v := strings.IndexByte("aeiouy", s[i]) >= 0
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// skeleton folds spellings: Kadyrov, Kadirov; Muhammad, Mohammed, Mohamad;
// Ganjaliyev, Gandzhaliev; Qadhafi, Gaddafi, Kadafi.
func skeleton(s string) string {
	s = folds.Replace(s)
	var b []byte
	prev := byte(0)
	for i := range len(s) {
		c := s[i]
		old := prev
		prev = c
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', '\'', '-', 'h', 'w':
			if i == 0 {
				b = append(b, 'a')
			}
			continue
		case 'g', 'q':
			c = 'k'
		case 'z':
			c = 's'
		}
		if old != s[i] { // a doubled letter counts once
			b = append(b, c)
		}
	}
	if len(b) < 3 { // too little left to tell names apart
		return s
	}
	return string(b)
}

var folds = strings.NewReplacer("dzh", "j", "dj", "j", "zh", "j", "kh", "k", "gh", "g", "dh", "d", "th", "t", "ph", "f", "ck", "k", "c", "k", "x", "ks",
	"tch", "k", "ch", "k", "sch", "s", "sh", "s", "w", "v", "ff", "f", "iyev", "iev", "yev", "ev")
