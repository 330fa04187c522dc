package rank

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func isUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// words fills in determiner, content words, and the words of a name.
func (f *finder) words(m *Mention) {
	d := f.d
	text := uint32(2166136261)
	for k := m.Start; k < m.End; k++ {
		t := &d.Tokens[k]
		switch t.UPOS {
		case "DET", "PUNCT", "ADP", "PART", "CCONJ":
			if k == m.Head {
				break
			}
			if k == m.Start || k == m.Start+1 && m.det == detNone {
				m.det = f.determiner(k, m.det)
			}
			if t.UPOS == "ADP" || t.UPOS == "CCONJ" {
				text = (text ^ hash(f.low[k])) * 16777619
			}
			continue
		case "PRON":
			if k == m.Start && k < m.Head && t.Deprel == "nmod:poss" {
				m.det = detPossessive
			}
		case "NUM":
			if k < m.Head && m.det == detNone {
				m.det = detNumber
			}
		case "ADJ":
			if k == m.Start && (f.low[k] == "many" || f.low[k] == "several" || f.low[k] == "few" || f.low[k] == "such" || f.low[k] == "other" || f.low[k] == "more") {
				m.det = detQuantity
			}
		}
		text = (text ^ hash(f.low[k])) * 16777619
		if k == m.Head || len(m.words) >= 12 {
			continue
		}
		switch t.UPOS {
		case "NOUN", "PROPN", "ADJ", "NUM", "VERB":
			m.words = append(m.words, hash(f.low[k]))
			if k < m.Head && t.Head == m.Head && isUpper(t.Form) && (t.UPOS == "PROPN" || t.UPOS == "ADJ" && k > f.d.Sentences[m.sent].Start) {
				m.proper = append(m.proper, hash(f.low[k]))
			}
			if t.UPOS == "NUM" && k < m.Head && t.Head == m.Head {
				m.count = f.number(k)
			}
		}
	}
	m.text = text
	if m.Coord {
		return
	}
	if m.Kind == Nominal && m.Animacy == Human {
		if e := f.holder(m.Head, m.End); e != nil {
			f.nameWords(m, e.Start, e.End, e.End-1)
			m.holder = e.End
			return
		}
	}
	if m.Kind == Nominal { // the chairman, Ali Hasanov
		for c := f.first[m.Head]; c >= 0; c = f.next[c] {
			k := int(c)
			if universal(d.Tokens[k].Deprel) == "appos" && d.Tokens[k].UPOS == "PROPN" && m.Start <= int(f.left[k]) && int(f.right[k]) < m.End {
				f.nameWords(m, int(f.left[k]), int(f.right[k])+1, k)
				if g, ok := f.l.Names[Plain(f.low[k])]; ok && m.Gender == 0 && m.Animacy == Human {
					m.Gender = g
				}
				return
			}
		}
		return
	}
	if m.Kind == Name {
		f.nameWords(m, m.Start, m.End, m.Head)
	}
}

// number is the value of a small cardinal, 0 for others.
func (f *finder) number(k int) int {
	if n, ok := f.l.Calendar.Numbers[f.low[k]]; ok {
		return n
	}
	n := 0
	for _, c := range f.low[k] {
		if c < '0' || c > '9' || n > 9999 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// nameWords fills in the words of the name in [start, end) with head.
func (f *finder) nameWords(m *Mention, start, end, head int) {
	d := f.d
	for k := start; k < end && len(m.name) < 10; k++ {
		t := &d.Tokens[k]
		if t.UPOS == "PUNCT" && t.Form != "-" && k > head {
			break // Thomas Sam, 42
		}
		if !isUpper(t.Form) && k != head {
			if k < head {
				m.name = m.name[:0] // "the new president John Smith"
				m.capitals = ""
			} else if t.UPOS == "ADP" || t.UPOS == "DET" || f.low[k] == "and" {
				continue // Organization for Security and Co-operation
			} else {
				break
			}
			continue
		}
		w := strings.TrimSuffix(Plain(f.low[k]), ".")
		if _, title := f.l.Titles[w]; title && k < head {
			continue
		}
		m.name = append(m.name, w)
		r, _ := utf8.DecodeRuneInString(t.Form)
		m.capitals += string(unicode.ToUpper(r))
	}
}

func (f *finder) determiner(k int, old detKind) detKind {
	switch f.low[k] {
	case "the":
		return detDefinite
	case "a", "an":
		return detIndefinite
	case "this", "these":
		return detThis
	case "that", "those":
		return detThat
	case "some", "any", "every", "each", "no", "all", "both", "another", "either", "neither":
		return detQuantity
	}
	return old
}

// Plain is s in lower case without the accents of Latin letters.
func Plain(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return lower(s)
	}
	var b strings.Builder
	for _, r := range s {
		r = unicode.ToLower(r)
		if p, ok := plainLetters[r]; ok {
			b.WriteString(p)
		} else if !unicode.IsMark(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var plainLetters = func() map[rune]string {
	out := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ə': "a", 'ı': "i", '’': "'"}
	for base, letters := range map[string]string{"a": "àáâãäåāăą", "c": "çćĉċč", "d": "ď", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭį", "j": "ĵ", "k": "ķ", "l": "ĺļľ",
		"n": "ñńņň", "o": "òóôõöōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűų", "w": "ŵ", "y": "ýÿŷ", "z": "źżž"} {
		for _, r := range letters {
			out[r] = base
		}
	}
	return out
}()
