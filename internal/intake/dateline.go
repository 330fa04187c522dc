package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// dateline is the opening of a report that says where, when and by which
// agency it was filed.
type dateline struct {
	span     text.Span // the dateline with its dash
	end      text.Offset
	day      when.Date // a whole day, or zero
	byline   string
	signer   signer
	signerAt text.Span
}

// The forms of a dateline, all at the start of a line. place is one to five
// words; what may follow are regions, a day, an agency in brackets, between
// strokes or after a comma, and a dash or full stop.
var (
	tagOnly   = regexp.MustCompile(`^\(([^()]{2,40})\)\s*(?:--|[-–—])?\s*`)
	withTag   = regexp.MustCompile(`^([^()\n]{2,80}?),?\s*\(([^()\n]{2,40})\)\s*(--|[-–—])?\s*`)
	withSlash = regexp.MustCompile(`^([^/\n]{2,80}?)\.?\s*/([^/\n]{2,40})/\.?\s*(--|[-–—])?\s*`)
	withDash  = regexp.MustCompile(`^([^\n]{2,80}?)\s*(--|—|–|\s-|-\s)\s*`)
	apaStyle  = regexp.MustCompile(`^(\p{Lu}[\p{L}\-' ]{1,30})\. ([^.\n]{3,60}?)\s*[-–—]\s*([^.\n]{2,30})\.\s+`)
	signed    = regexp.MustCompile(`^([^\n]{2,80}?),\s*([\p{Lu}][\p{L}. ]{1,30}?)(?:\.\s+|\s*(?:--|[-–—])\s*|:?$)`)
)

func readDateline(l line) (dateline, bool) {
	s := l.s
	d := dateline{}
	set := func(n int) {
		d.span = text.Span{Start: l.Start, End: l.Start + text.Offset(len(strings.TrimRight(s[:n], " \t")))}
		d.end = l.Start + text.Offset(n)
	}
	mark := func(sg signer, from, to int) {
		d.signer = sg
		d.signerAt = text.Span{Start: l.Start + text.Offset(from), End: l.Start + text.Offset(to)}
	}
	if m := tagOnly.FindStringSubmatchIndex(s); m != nil {
		if sg, ok := signerOf(s[m[2]:m[3]]); ok {
			set(m[1])
			mark(sg, m[2], m[3])
			return d, true
		}
	}
	for _, re := range []*regexp.Regexp{withTag, withSlash} {
		m := re.FindStringSubmatchIndex(s)
		if m == nil {
			continue
		}
		sg, known := signerOf(s[m[4]:m[5]])
		day, ok := placeAndDay(s[m[2]:m[3]], known)
		dash := m[6] >= 0
		if !ok || !known && !(dash && shouts(s[m[2]:m[3]])) || re == withSlash && !known {
			continue
		}
		set(m[1])
		d.day = day
		if known {
			mark(sg, m[4], m[5])
		}
		return d, true
	}
	if m := apaStyle.FindStringSubmatchIndex(s); m != nil {
		if sg, ok := signerOf(s[m[6]:m[7]]); ok && allNames(s[m[4]:m[5]]) {
			set(m[1])
			d.byline = s[m[4]:m[5]]
			mark(sg, m[6], m[7])
			return d, true
		}
	}
	if m := signed.FindStringSubmatchIndex(s); m != nil {
		if sg, ok := signerOf(s[m[4]:m[5]]); ok {
			if day, ok := placeAndDay(s[m[2]:m[3]], true); ok {
				set(m[1])
				d.day = day
				mark(sg, m[4], m[5])
				return d, true
			}
		}
	}
	if m := withDash.FindStringSubmatchIndex(s); m != nil && m[1] < len(s) {
		head := s[m[2]:m[3]]
		day, ok := placeAndDay(head, hasDay(head))
		next, _ := utf8.DecodeRuneInString(s[m[1]:])
		if ok && !notPlaces()[strings.TrimRight(head, ". ")] && !unicode.IsLower(next) && (shouts(head) || hasDay(head)) {
			set(m[1])
			d.day = day
			return d, true
		}
	}
	// a line of its own: place and day
	if len(s) <= 80 && hasDay(s) {
		if day, ok := placeAndDay(strings.TrimRight(s, " .:-–—"), true); ok {
			set(len(s))
			d.day = day
			return d, true
		}
	}
	return d, false
}

// hasDay says that s ends in a day of a month, with or without a year.
func hasDay(s string) bool {
	for i := strings.LastIndexByte(s, ','); i >= 0; i = strings.LastIndexByte(s[:i], ',') {
		if _, n, ok := leadingDay(strings.TrimLeft(s[i+1:], " "), when.Stated); ok && strings.TrimSpace(strings.TrimLeft(s[i+1:], " ")[n:]) == "" {
			return true
		}
	}
	i := strings.IndexAny(s, ". ")
	for i >= 0 && i+1 < len(s) {
		rest := strings.TrimLeft(s[i+1:], " ")
		if _, n, ok := leadingDay(rest, when.Stated); ok && strings.TrimSpace(rest[n:]) == "" {
			return true
		}
		j := strings.IndexAny(s[i+1:], ". ")
		if j < 0 {
			break
		}
		i += 1 + j
	}
	return false
}

// placeAndDay checks that s is a place ("BAKU", "Baku, Azerbaijan",
// "WASHINGTON/LONDON", "MEMPHIS, Tenn.") and perhaps a day, and gives the
// day if it has a year. titleCase allows places that are not in capitals.
func placeAndDay(s string, titleCase bool) (when.Date, bool) {
	var day when.Date
	s = strings.TrimSpace(s)
	first := true
	for s != "" {
		if d, n, ok := leadingDay(s, when.Stated); ok && !first && strings.TrimSpace(strings.Trim(s[n:], " ,.")) == "" {
			if d.Precision == when.Day {
				day = d
			}
			return day, true
		}
		part, rest, cut := strings.Cut(s, ",")
		if !cut {
			// "BAKU Feb 14", "BAKU. Feb 14": the day follows a blank
			for i := 1; i < len(part); i++ {
				if part[i-1] == ' ' || part[i-1] == '.' {
					if d, n, ok := leadingDay(part[i:], when.Stated); ok && strings.TrimSpace(strings.Trim(part[i+n:], " .")) == "" {
						if d.Precision == when.Day {
							day = d
						}
						part = strings.TrimRight(part[:i], " .")
						break
					}
				}
			}
		}
		if !isPlace(strings.TrimSpace(part), first && !titleCase) {
			return day, false
		}
		first = false
		s = strings.TrimSpace(rest)
	}
	return day, !first
}

// isPlace says that s has the form of a name of a place: one to five words
// that begin with capitals (or short words inside), all capitals if shout.
func isPlace(s string, shout bool) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '/' })
	if len(words) == 0 || len(words) > 6 || len(s) > 50 {
		return false
	}
	for i, w := range words {
		if strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune(".'’‘-", r) }) >= 0 || strings.Contains(w, "..") {
			return false
		}
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case i > 0 && (w == "and" || w == "on" || w == "of" || w == "the" || w == "de" || w == "al" || w == "upon" || w == "near" || w == "in"):
		case !unicode.IsUpper(r) && !strings.HasPrefix(w, "al-") && !strings.HasPrefix(w, "el-"):
			return false
		case shout && i == 0 && strings.ToUpper(w) != w && !strings.HasPrefix(w, "Mc"):
			return false
		}
	}
	return !notPlaces()[s]
}

// shouts says that the first word of s, and so the name of the place, is
// written in capitals and is more than an initial.
func shouts(s string) bool {
	first, _, _ := strings.Cut(s, ",")
	first = strings.TrimSpace(first)
	letters := 0
	for _, r := range strings.Fields(first + " ")[0] {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1
}
