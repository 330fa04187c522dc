package register

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Dictionaries of PETRARCH and its relatives (format: PETRARCH2,
// PETRreader.py, and the TABARI manual) load as they are. They are other
// people's files of many years: what makes no sense in them is a note, not a
// fault.
//
//   actors    NAME [CODE <date] [CODE date-date] [CODE >date], then +SYNONYM
//             lines and indented code lines; "_" and " " both join words; names
//             without + and code on the lines before are synonyms too; A/B are
//             several actors, ---, +++ and ### are nobody
//   agents    NOUN {PLURAL} [~CODE], !SET! = A, B substitution sets; {} says
//             that there is no plural
//   discards  phrases; a leading + throws the whole story away
//   verbs, issues, prepositions, ontologies: reported as not used

// Discard is a phrase that keeps a sentence, or with Story the whole article,
// from being coded.
type Discard struct {
	Phrase string
	Story  bool
	Source Source
}

type petrarch struct {
	actors []record
}

func gunzip(b []byte) (string, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return "", err
	}
	out, err := io.ReadAll(z)
	return string(out), err
}

// sort of a dictionary, by what stands in it, then by its name.
func petrarchKind(path, text string) string {
	name := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	verbs, agents, actors, plain, issues := 0, 0, 0, 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || strings.HasPrefix(line, "<!"):
		case strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "&"):
			verbs++
		case strings.HasPrefix(line, "<ISSUE"):
			issues++
		case strings.Contains(line, "[~") || strings.Contains(line, "~]") || line[0] == '!' && strings.Contains(line, "="):
			agents++
		case strings.Contains(line, "[") && strings.Contains(line, "]"):
			actors++
		case line[0] != '+':
			plain++
		}
		if verbs+agents+actors+plain+issues > 4000 {
			break
		}
	}
	switch {
	case strings.Contains(name, "discard"):
		return "discards"
	case strings.Contains(name, "ontology") || strings.Contains(name, "preposition") || issues > 0:
		return "other"
	case verbs > 3 || strings.Contains(name, "verb"):
		return "verbs"
	case agents > actors || strings.Contains(name, "agent") && agents > 0:
		return "agents"
	case actors > 0 && (actors >= plain/4 || strings.Contains(name, "actor")):
		return "actors"
	}
	return ""
}

func (p *petrarch) file(l *loader, path, text string, layer uint8) {
	note := func(line int, format string, args ...any) {
		l.r.notes = append(l.r.notes, fmt.Sprintf("%s: ", Source{path, line})+fmt.Sprintf(format, args...))
	}
	kind := petrarchKind(path, text)
	n := 0
	switch kind {
	case "actors":
		n = p.readActors(path, text, layer, note)
	case "agents":
		n = l.petrAgents(path, text, note)
	case "discards":
		n = l.petrDiscards(path, text)
	case "verbs":
		l.r.notes = append(l.r.notes, path+": verb file of PETRARCH, not used: predicates come from the program's own lexicon")
		return
	case "other":
		l.r.notes = append(l.r.notes, path+": issue, preposition or ontology file of PETRARCH, not used")
		return
	default:
		if base := path[strings.LastIndexByte(path, '/')+1:]; !strings.HasPrefix(strings.ToUpper(base), "README") {
			l.r.notes = append(l.r.notes, path+": neither a register file nor a dictionary of PETRARCH, not used")
		}
		return
	}
	l.r.counts = append(l.r.counts, Count{path, "PETRARCH " + kind, n, true})
}

// petrLine takes the comments off one line of a dictionary.
func petrLine(line string, inComment *bool) string {
	if *inComment {
		_, after, ok := strings.Cut(line, "-->")
		if !ok {
			return ""
		}
		*inComment = false
		line = after
	}
	for {
		k := strings.Index(line, "<!")
		if k < 0 {
			break
		}
		e := strings.Index(line[k:], "-->")
		if e < 0 {
			*inComment = strings.Contains(line[k:], "<!--")
			line = line[:k]
			break
		}
		line = line[:k] + line[k+e+3:]
	}
	if k := strings.IndexByte(line, '#'); k >= 0 {
		line = line[:k]
	}
	return strings.TrimSpace(strings.TrimRight(line, "\r"))
}

func (p *petrarch) readActors(path, text string, layer uint8, note func(int, string, ...any)) (n int) {
	comment := false
	var cur *record
	flush := func() {
		if cur != nil {
			p.actors = append(p.actors, *cur)
			cur = nil
			n++
		}
	}
	no, last := 0, 0 // last is the line of the last name
	for line := range strings.SplitSeq(text, "\n") {
		no++
		indented := line != "" && (line[0] == '\t' || line[0] == ' ')
		s := petrLine(line, &comment)
		if s == "" {
			continue
		}
		name, codes := s, ""
		if k := strings.IndexByte(s, '['); k >= 0 {
			name, codes = s[:k], s[k:]
		}
		name = petrName(name)
		switch {
		case strings.HasPrefix(s, "+") && cur != nil:
			if name = petrName(strings.TrimLeft(name, "+")); name != "" {
				cur.Aliases = append(cur.Aliases, name)
				last = no
			}
		case name == "" && indented || strings.HasPrefix(s, "["):
			if cur == nil {
				note(no, "code %q without a name, skipped", s)
				continue
			}
		case name == "":
			continue
		case cur != nil && len(cur.Codes) == 0 && last == no-1:
			note(no, "%q follows a name without a code and is taken for its synonym", name)
			cur.Aliases = append(cur.Aliases, name)
			last = no
		default:
			flush()
			last = no
			cur = &record{Actor: Actor{Name: name, Kind: Organization, Sure: true, Source: Source{path, no}}, layer: layer, class: "petrarch"}
		}
		for codes != "" {
			k := strings.IndexByte(codes, ']')
			if k < 0 {
				note(no, "code without a closing bracket, skipped")
				break
			}
			c, bad := petrCode(codes[1:k])
			if bad != "" {
				note(no, "%s", bad)
			} else {
				cur.Codes = append(cur.Codes, c)
			}
			codes = codes[k+1:]
			if k = strings.IndexByte(codes, '['); k < 0 {
				break
			}
			codes = codes[k:]
		}
	}
	flush()
	return n
}

func petrName(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "_", " ")), " ")
}

// petrCode reads what stands between the brackets: a code and perhaps dates.
func petrCode(s string) (c DatedCode, bad string) {
	s = strings.TrimSpace(s)
	k := strings.IndexAny(s, " \t<>")
	if k < 0 {
		k = len(s)
	}
	c.Code = strings.ToUpper(s[:k])
	if !plainCode(c.Code) {
		return c, fmt.Sprintf("code [%s] is none, skipped", s)
	}
	dates := strings.ReplaceAll(strings.ReplaceAll(s[k:], " ", ""), "\t", "")
	var ok bool
	switch {
	case dates == "":
		return c, ""
	case dates[0] == '<':
		c.To, ok = petrDate(dates[1:])
	case dates[0] == '>':
		c.From, ok = petrDate(dates[1:])
	default:
		from, to, both := strings.Cut(dates, "-")
		var ok2 bool
		c.From, ok = petrDate(from)
		c.To, ok2 = petrDate(to)
		ok = ok && ok2 && both && c.From <= c.To
	}
	if !ok {
		return c, fmt.Sprintf("code [%s] has dates that make no sense, skipped", s)
	}
	return c, ""
}

// plainCode says that a code is made of letters and figures, several parted by
// "/", or is a null code: a date that got into it has a hyphen.
func plainCode(code string) bool {
	rest := strings.TrimPrefix(code, "---")
	if rest == "" || code == "+++" || code == "###" {
		return code != ""
	}
	letters := false
	for _, c := range rest {
		switch {
		case c >= 'A' && c <= 'Z':
			letters = true
		case c >= '0' && c <= '9', c == '/':
		default:
			return false
		}
	}
	return letters
}

// petrDate reads YYMMDD (pivot 1931) or YYYYMMDD.
func petrDate(s string) (string, bool) {
	s = strings.TrimRight(s, ">")
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return "", false
		}
	}
	if len(s) == 6 {
		if s[:2] > "30" {
			s = "19" + s
		} else {
			s = "20" + s
		}
	}
	if len(s) != 8 {
		return "", false
	}
	d := s[:4] + "-" + s[4:6] + "-" + s[6:]
	return d, isDate(d)
}

// finish makes actors of the entries: the undated code is the default, country
// and sector are read off the codes.
func (p *petrarch) finish(l *loader) {
	known := l.stateNames()
	for i := range p.actors {
		rec := &p.actors[i]
		kept := rec.Codes[:0]
		for _, c := range rec.Codes {
			if c.From == "" && c.To == "" {
				if rec.Code == "" {
					rec.Code = c.Code
				}
				continue
			}
			kept = append(kept, c)
		}
		rec.Codes = kept
		if rec.Code == "" && len(kept) == 0 {
			l.r.notes = append(l.r.notes, fmt.Sprintf("%s: %q has no code, skipped", rec.Source, rec.Name))
			continue
		}
		code := rec.Code
		if code == "" {
			code = kept[0].Code
		}
		rec.Country, rec.Sector = l.petrCountry(code), codeSector(code)
		iso, listed := known[Slug(rec.Name)]
		if listed = listed && len(code) == 3 && !international(code); listed {
			rec.Country = iso // "KUWAIT [KUW]": the state is known, the code is the user's
		}
		base := "petrarch/" + Slug(rec.Name)
		rec.ID = base
		for k := 2; ; k++ {
			if _, taken := l.byID[rec.ID]; !taken {
				break
			}
			rec.ID = fmt.Sprintf("%s-%d", base, k)
		}
		switch {
		case len(code) == 3 && !international(code) && (rec.Country != "" || len(kept) == 0):
			rec.Kind = State // or somebody whose code says no more than his state
		case strings.Contains(code, "REB"):
			rec.Kind = ArmedGroup
		}
		if listed && l.r.own[iso] == "" {
			l.r.own[iso] = rec.ID
		}
		rec.Aliases = append(rec.Aliases, rec.Name)
		rec.Name = spoken(rec.Name, rec.Kind == State)
		l.byID[rec.ID] = len(l.recs)
		l.recs = append(l.recs, *rec)
		l.r.dictionaries = true
	}
	p.actors = nil
}

// BringsAgents says that a dictionary of the user's lists agents. Then theirs
// alone have codes without an actor.
func (r *Register) BringsAgents() bool { return r.patterns }

// stateNames maps the names of the embedded states of today to their ISO codes.
func (l *loader) stateNames() map[string]string {
	m := map[string]string{}
	if len(l.petr.actors) == 0 {
		return m
	}
	for i := range l.recs {
		if rec := &l.recs[i]; rec.iso3 != "" && rec.To == "" && (rec.class == "state" || rec.class == "territory") {
			for _, n := range append([]string{rec.Name}, rec.Aliases...) {
				m[Slug(bare(strings.TrimLeft(n, "=-")))] = rec.iso3
			}
		}
	}
	return m
}

// OwnCode gives the code that the user's dictionaries have for a state (ISO
// 3166-1 alpha-3) on a day, "" where they name none: the code of "KUWAIT [KUW]"
// holds for Kuwaitis and for the parliament in Kuwait City too.
func (r *Register) OwnCode(country, at string) string {
	id, ok := r.own[country]
	if !ok {
		return ""
	}
	_, _, code := r.CodeAt(r.ByID(id), at)
	if len(code) != 3 || code == "---" || code == "+++" || code == "###" {
		return ""
	}
	return code
}

// spoken writes the name of an entry, all in capitals in most dictionaries, as
// one writes it: "UNITED STATES OF AMERICA" is "United States of America". Short
// words may be abbreviations and stay, but for states.
func spoken(name string, state bool) string {
	if strings.ToUpper(name) != name {
		return name
	}
	words := strings.Fields(name)
	for i, w := range words {
		low := strings.ToLower(w)
		switch {
		case i > 0 && (low == "of" || low == "the" || low == "and" || low == "for" || low == "in" || low == "de"):
			words[i] = low
		case len(w) > 3 && (state || len(words) > 1 || len(w) > 5) && !strings.Contains(w, "."):
			words[i] = inTitleCase(low)
		}
	}
	return strings.Join(words, " ")
}

// inTitleCase gives each part of a word its capital: "Abu-Bakr".
func inTitleCase(low string) string {
	parts := strings.Split(low, "-")
	for i, p := range parts {
		if r, n := utf8.DecodeRuneInString(p); n > 0 {
			parts[i] = string(unicode.ToUpper(r)) + p[n:]
		}
	}
	return strings.Join(parts, "-")
}

// Null says that a dictionary gives the actor a null code ("---", "+++",
// "###") for the day: its name is known, and nobody is to be coded for it.
func (r *Register) Null(a *Actor, at string) bool {
	if !a.Dictionary() {
		return false
	}
	_, _, code := r.CodeAt(a, at)
	return code == "---" || code == "+++" || code == "###" || code == ""
}

// petrCountry gives the ISO code of a code's first block, read as ISO or as one
// of CAMEO's own, or "".
func (l *loader) petrCountry(code string) string {
	if len(code) < 3 {
		return ""
	}
	for i := range l.recs {
		rec := &l.recs[i]
		if rec.class == "" || rec.petrarch() {
			break
		}
		if rec.iso3 == code[:3] {
			return rec.iso3
		}
		for _, c := range list(rec.cameo) {
			if c == code[:3] {
				return rec.iso3
			}
		}
	}
	return ""
}

func (r *Register) codeCountry(code string) string {
	if len(code) < 3 {
		return ""
	}
	if a := r.CountryByCode(code[:3]); a != nil {
		return a.Country
	}
	return ""
}

// codeSector reads the first block of a code that is a PLOVER sector.
func codeSector(code string) string {
	for k := 0; k+3 <= len(code); k += 3 {
		if b := code[k : k+3]; knownSector(b) {
			return b
		}
	}
	return ""
}

func (l *loader) petrAgents(path, text string, note func(int, string, ...any)) (n int) {
	comment := false
	sets := map[string][]string{}
	no := 0
	for line := range strings.SplitSeq(text, "\n") {
		no++
		s := petrLine(line, &comment)
		if s == "" {
			continue
		}
		if s[0] == '!' {
			if name, members, ok := strings.Cut(s[1:], "! ="); ok {
				for m := range strings.SplitSeq(members, ",") {
					if m = petrName(m); m != "" {
						sets[name] = append(sets[name], m)
					}
				}
				continue
			}
			if name, members, ok := strings.Cut(s[1:], "!="); ok {
				for m := range strings.SplitSeq(members, ",") {
					if m = petrName(m); m != "" {
						sets[name] = append(sets[name], m)
					}
				}
				continue
			}
		}
		open, end := strings.IndexByte(s, '['), strings.IndexByte(s, ']')
		if open < 0 || end < open || !strings.Contains(s[open:end], "~") {
			note(no, "agent without a code of the form [~CODE], skipped")
			continue
		}
		pattern := strings.ToUpper(strings.TrimSpace(s[open+1 : end]))
		noun, many, single := s[:open], "", false
		if k := strings.IndexByte(noun, '{'); k >= 0 {
			e := strings.IndexByte(noun, '}')
			if e < k {
				note(no, "plural without a closing brace, skipped")
				continue
			}
			many = strings.ToLower(petrName(noun[k+1 : e]))
			single = many == ""
			noun = noun[:k]
		}
		forms := []string{noun}
		if k := strings.IndexByte(noun, '!'); k >= 0 {
			e := strings.IndexByte(noun[k+1:], '!')
			if e < 0 || sets[noun[k+1:k+1+e]] == nil {
				note(no, "unknown substitution set in %q, skipped", strings.TrimSpace(noun))
				continue
			}
			forms = forms[:0]
			for _, m := range sets[noun[k+1:k+1+e]] {
				forms = append(forms, noun[:k]+m+noun[k+e+2:])
			}
			single = true // the set gives the plurals itself
		}
		for _, f := range forms {
			f = strings.ToLower(petrName(f))
			if f == "" {
				continue
			}
			a := Agent{Noun: f, Kind: Person, Pattern: pattern, Sector: codeSector(strings.ReplaceAll(pattern, "~", "")), Source: Source{path, no}}
			l.r.agents = append(l.r.agents, a)
			n++
			if single {
				continue
			}
			a.Noun, a.Plural, a.Group = many, true, true
			if many == "" {
				a.Noun = plural(f)
			}
			l.r.agents = append(l.r.agents, a)
		}
	}
	return n
}

func (l *loader) petrDiscards(path, text string) (n int) {
	comment := false
	no := 0
	for line := range strings.SplitSeq(text, "\n") {
		no++
		s := petrLine(line, &comment)
		if s == "" {
			continue
		}
		story := s[0] == '+'
		if s = petrName(strings.TrimLeft(s, "+ ")); s == "" {
			continue
		}
		l.r.discard = append(l.r.discard, Discard{s, story, Source{path, no}})
		n++
	}
	return n
}

// Discard gives the first discard phrase of the user's dictionaries in a
// sentence, or nil.
func (r *Register) Discard(tokens []string) *Discard {
	var d *Discard
	for i := range tokens {
		r.discIdx.walk(tokens, i, func(_ int, us []unit, first int32) {
			r.discIdx.each(us, first, true, func(b *bearer) {
				if e := &r.discard[b.item]; d == nil || e.Story && !d.Story {
					d = e
				}
			})
		})
	}
	return d
}
