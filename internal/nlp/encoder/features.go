package encoder

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules of this file are fixed by the weights: train/README.md, section 1,
// states them and the training program has them too.

// mapMark replaces typographic quotes and dashes by their ASCII forms.
func mapMark(r rune) rune {
	switch r {
	case '‘', '’', '‛', '´', '`':
		return '\''
	case '“', '”', '„', '«', '»':
		return '"'
	case '–', '—', '‐', '‑':
		return '-'
	}
	return r
}

// appendNorm appends the form under which a word is looked up and notes where
// each rune begins in it.
func appendNorm(buf []byte, starts []int, form string) ([]byte, []int) {
	for _, r := range form {
		switch m := mapMark(r); {
		case m != r:
			r = m
		case unicode.IsDigit(r):
			r = '0'
		default:
			r = unicode.ToLower(r)
		}
		starts = append(starts, len(buf))
		buf = utf8.AppendRune(buf, r)
	}
	return buf, append(starts, len(buf))
}

const (
	shapeRun = 2  // runs of one symbol are cut to this length
	shapeMax = 10 // symbols of a shape
)

// appendShape appends the outline of a form: X for capitals, x for other
// letters, d for digits, marks as they are.
func appendShape(buf []byte, form string) []byte {
	var last rune
	run, n := 0, 0
	for _, r := range form {
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			r = 'X'
		case unicode.IsLetter(r):
			r = 'x'
		case unicode.IsDigit(r):
			r = 'd'
		default:
			r = mapMark(r)
		}
		if r == last && n > 0 {
			run++
		} else {
			last, run = r, 1
		}
		if run > shapeRun {
			continue
		}
		buf = utf8.AppendRune(buf, r)
		if n++; n == shapeMax {
			break
		}
	}
	return buf
}

const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// fnv goes on with an FNV-1a hash of 32 bits.
func fnv[T string | []byte](h uint32, s T) uint32 {
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

// featureKind says what part of a form a feature hashes.
type featureKind struct {
	what byte // 'w' whole, 'p' prefix, 's' suffix, 'h' shape
	n    int  // runes of a prefix or suffix
}

// kindOf reads a feature's tag: w, p1 to p9, s1 to s9, sh.
func kindOf(tag string) (featureKind, bool) {
	switch {
	case tag == "w":
		return featureKind{'w', 0}, true
	case tag == "sh":
		return featureKind{'h', 0}, true
	case len(tag) == 2 && strings.ContainsRune("ps", rune(tag[0])) && tag[1] >= '1' && tag[1] <= '9':
		return featureKind{tag[0], int(tag[1] - '0')}, true
	}
	return featureKind{}, false
}

// outline is a form taken apart for its features; it is reused from form to form.
type outline struct {
	norm   []byte
	starts []int // of the runes of norm, and its length
	shape  []byte
}

func (o *outline) read(form string) {
	o.norm, o.starts = appendNorm(o.norm[:0], o.starts[:0], form)
	o.shape = appendShape(o.shape[:0], form)
}

// part is the piece of the form that a feature hashes; a prefix or suffix that
// is longer than the form is absent.
func (o *outline) part(k featureKind) (b []byte, ok bool) {
	runes := len(o.starts) - 1
	switch k.what {
	case 'w':
		return o.norm, true
	case 'h':
		return o.shape, true
	case 'p':
		if runes >= k.n {
			return o.norm[:o.starts[k.n]], true
		}
	case 's':
		if runes >= k.n {
			return o.norm[o.starts[runes-k.n]:], true
		}
	}
	return nil, false
}
