package intake

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/article"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

//go:embed agencies.tsv
var agenciesTSV string

//go:embed notplace.txt
var notPlaceTXT string

// signer is an agency, broadcaster or paper that signs lines.
type signer struct {
	name string
	kind string // agency | broadcaster | outlet
}

// signers looks a signer up by the folded form of its spelling.
var signers = sync.OnceValue(func() map[string]signer {
	m := map[string]signer{}
	for _, line := range dataLines(agenciesTSV) {
		f := strings.Split(line, "\t")
		s := signer{f[0], f[1]}
		m[fold(f[0])] = s
		if len(f) > 2 {
			for _, alias := range strings.Split(f[2], "|") {
				if alias != "" {
					m[fold(alias)] = s
				}
			}
		}
	}
	return m
})

var notPlaces = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, line := range dataLines(notPlaceTXT) {
		m[line] = true
	}
	return m
})

// dataLines gives the lines of a data file that are neither blank nor comments.
func dataLines(s string) []string {
	var out []string
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimRight(line, "\r"); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}

// fold is the form in which names of outlets are compared.
func fold(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "the ")
	return strings.NewReplacer(".", "", "’", "'", "  ", " ").Replace(s)
}

// signerOf looks up an outlet or agency by name.
func signerOf(s string) (signer, bool) {
	got, ok := signers()[fold(strings.Trim(s, " \t:;,()/"))]
	return got, ok
}

// header is what the lines at the head of a text say.
type header struct {
	headers   []article.Header
	body      int // byte at which the report starts
	title     string
	outlet    string
	outletAt  text.Span
	byline    string
	published when.Date
	agency    string
	agencyAt  text.Span
	agencyDay when.Date
}

// chain is the outlet and whom it took the report from, as far as the header
// shows them. A line signed by the outlet itself is the outlet's evidence.
func (h *header) chain(outlet string, published when.Date) []article.Hop {
	var out []article.Hop
	at := text.Span{}
	switch {
	case outlet == "":
	case sameOutlet(h.outlet, outlet):
		at = h.outletAt
	case sameOutlet(h.agency, outlet):
		at = h.agencyAt
	}
	if outlet != "" {
		out = append(out, article.Hop{Who: outlet, Kind: "outlet", Date: published.String(), Span: at})
	}
	if h.outlet != "" && !sameOutlet(h.outlet, outlet) {
		kind := "outlet"
		if sg, ok := signerOf(h.outlet); ok {
			kind = sg.kind
		}
		out = append(out, article.Hop{Who: h.outlet, Kind: kind, Span: h.outletAt})
	}
	if h.agency != "" && !sameOutlet(h.agency, outlet) {
		out = append(out, article.Hop{Who: h.agency, Kind: "agency", Date: h.agencyDay.String(), Span: h.agencyAt})
	}
	return out
}

// sameOutlet says whether two names are one outlet, as "CNN" and "CNN (Web News)".
func sameOutlet(a, b string) bool {
	fa, fb := fold(a), fold(b)
	if fa == fb || fa == "" || fb == "" {
		return fa == fb
	}
	sa, oka := signerOf(a)
	sb, okb := signerOf(b)
	if oka && okb {
		return sa == sb
	}
	return strings.HasPrefix(fb, fa+" ") || strings.HasPrefix(fb, fa+"-")
}

const (
	maxHeadLines  = 10  // non-blank lines looked at
	maxHeadLength = 160 // bytes of a header line, but for a dateline that opens a paragraph
)

// line is a non-blank line of the head, without the white space around it.
type line struct {
	text.Span
	s string
}

func headLines(s string) []line {
	var out []line
	for pos := 0; pos < len(s) && len(out) < maxHeadLines; {
		end := strings.IndexByte(s[pos:], '\n')
		if end < 0 {
			end = len(s)
		} else {
			end += pos
		}
		raw := s[pos:end]
		if trimmed := strings.TrimSpace(raw); trimmed != "" {
			start := pos + strings.Index(raw, trimmed)
			out = append(out, line{text.Span{Start: text.Offset(start), End: text.Offset(start + len(trimmed))}, trimmed})
		}
		pos = end + 1
	}
	return out
}

// readHeader understands the head of a text: lines about the article before
// the report starts, up to and with a dateline. outlet and title are what
// the input gives beside the text, "" where it is silent. A line that is
// none of these may stand between header lines (a title, a label), but a
// header ends at the first paragraph of the report.
func readHeader(s, outlet, title string) header {
	h := header{}
	h.body = len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
	lines := headLines(s)
	var firstLoose *line // a line not understood before the last header line
	updated := when.Date{}
	last := -1 // index of the last header line
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1].s
		}
		if len(l.s) <= maxHeadLength {
			if d, ok := readDateLine(l); ok {
				h.add("date", d.span)
				if d.outlet != "" {
					h.setOutlet(d.outlet, d.outletAt)
					h.add("outlet", d.outletAt)
				}
				switch {
				case d.updated:
					updated = d.day
				case h.published.IsZero():
					h.published = d.day
				}
				last = i
				continue
			}
			if b, ok := readByline(l, next, outlet); ok {
				h.add("byline", l.Span)
				h.byline = join(h.byline, b.name)
				if b.signer.name != "" {
					h.sign(b.signer, b.signerAt)
				}
				if h.published.IsZero() {
					h.published = b.day
				}
				last = i
				continue
			}
			if sg, ok := signerOf(l.s); ok || outlet != "" && fold(strings.Trim(l.s, ":")) == fold(outlet) {
				h.add("outlet", l.Span)
				if !ok {
					sg = signer{outlet, "outlet"}
				}
				h.sign(sg, l.Span)
				last = i
				continue
			}
			if title != "" && fold(l.s) == fold(title) {
				h.add("title", l.Span)
				last = i
				continue
			}
		}
		if d, ok := readDateline(l); ok {
			h.add("dateline", d.span)
			if d.byline != "" {
				h.byline = join(h.byline, d.byline)
			}
			if d.signer.name != "" {
				h.sign(d.signer, d.signerAt)
				h.agencyDay = d.day
			}
			if h.published.IsZero() && d.day.Precision == when.Day {
				h.published = d.day
				h.published.Basis = when.Inferred
			}
			last = i
			if int(d.end) < int(l.End) { // the report goes on behind the dash
				h.body = int(d.end)
				h.finish(updated, title, firstLoose)
				return h
			}
			continue
		}
		if len(l.s) > maxHeadLength || endsSentence(l.s) {
			break
		}
		if firstLoose == nil {
			firstLoose = &lines[i]
		}
	}
	if last >= 0 {
		h.body = int(lines[last].End)
		if last+1 < len(lines) {
			h.body = int(lines[last+1].Start)
		}
		if firstLoose != nil && firstLoose.Start >= lines[last].End {
			firstLoose = nil
		}
	} else {
		firstLoose = nil
	}
	h.finish(updated, title, firstLoose)
	return h
}

// finish takes an update for the day of publication where nothing better is
// known, and the first line before the header lines as the title.
func (h *header) finish(updated when.Date, title string, loose *line) {
	if h.published.IsZero() {
		h.published = updated
	}
	if title == "" && loose != nil && len(h.headers) > 0 && loose.Start < h.headers[len(h.headers)-1].Span.Start {
		h.title = loose.s
		h.headers = append([]article.Header{{Kind: "title", Span: loose.Span}}, h.headers...)
		sortHeaders(h.headers)
	}
}

func sortHeaders(hs []article.Header) {
	for i := 1; i < len(hs); i++ {
		for j := i; j > 0 && hs[j].Span.Start < hs[j-1].Span.Start; j-- {
			hs[j], hs[j-1] = hs[j-1], hs[j]
		}
	}
}

func (h *header) add(kind string, sp text.Span) {
	h.headers = append(h.headers, article.Header{Kind: kind, Span: sp})
}

func (h *header) setOutlet(name string, at text.Span) {
	if h.outlet == "" {
		h.outlet, h.outletAt = name, at
	}
}

// sign notes who signed a line: an agency is a hop behind the outlet, any
// other is the outlet.
func (h *header) sign(sg signer, at text.Span) {
	if sg.kind == "agency" {
		if h.agency == "" {
			h.agency, h.agencyAt = sg.name, at
		}
		return
	}
	h.setOutlet(sg.name, at)
}

func join(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	return a + ", " + b
}

// endsSentence says that a line reads as the end of a sentence.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’)")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…", r) && len(s) > 40
}

// dateLine is a line that gives the day of publication.
type dateLine struct {
	span, outletAt text.Span
	day            when.Date
	outlet         string
	updated        bool
}

var (
	dateLabel = regexp.MustCompile(`(?i)^(?:(date|published|posted|issued|first published|publication date|created|added|released|updated|last updated|last modified|modified|as of)(?:\s+(?:on|at))?\s*[:|]?\s+)`)
	dateJunk  = regexp.MustCompile(`(?i)^(?:published\s+|updated\s+)?(?:\d+|an?|one|two|three)\s+(?:minute|hour|day|week|month|year)s?\s+ago$|^this article is more than \d+ (?:year|month)s? old\.?$`)
	dateTail  = regexp.MustCompile(`(?i)^[\s,|•·–—-]*(?:(?:at|on)\s+)?(?:\d{1,2}[:.h]\d{2}(?::\d{2})?\s*)?(?:[ap]\.?m\.?)?\s*(?:\(?(?:utc|gmt|[a-z]{2,4}t|et|pt|ct|mt|z|local time)?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)?[\s.,|•·–—-]*$`)
	byOutlet  = regexp.MustCompile(`^\s*(?:By|by|BY|\||–|—|-|,)\s+(.{2,60})$`)
)

func readDateLine(l line) (dateLine, bool) {
	if dateJunk.MatchString(l.s) {
		return dateLine{span: l.Span}, true
	}
	rest, skip := l.s, 0
	d := dateLine{span: l.Span}
	label := ""
	if m := dateLabel.FindStringSubmatch(l.s); m != nil {
		skip = len(m[0])
		label = strings.ToLower(m[1])
		rest = l.s[skip:]
	}
	day, n, ok := leadingDay(rest, when.Stated)
	if !ok || day.Precision != when.Day {
		return d, false
	}
	d.day = day
	d.updated = strings.Contains(label, "updated") || strings.Contains(label, "modified") || label == "as of"
	tail := rest[n:]
	// "Published: 14 February 2020 | Updated: 15 February 2020"
	if i := strings.Index(strings.ToLower(tail), "updated"); i >= 0 && dateTail.MatchString(tail[:i]) {
		return d, true
	}
	if dateTail.MatchString(tail) {
		return d, true
	}
	if m := byOutlet.FindStringSubmatchIndex(tail); m != nil {
		name := strings.TrimSpace(tail[m[2]:m[3]])
		if endsSentence(name) || strings.Count(name, " ") > 6 {
			return d, false
		}
		at := int(l.Start) + skip + n + m[2]
		d.outlet = name
		d.outletAt = text.Span{Start: text.Offset(at), End: text.Offset(at + len(name))}
		if sg, ok := signerOf(name); ok {
			d.outlet = sg.name
		}
		d.span.End = text.Offset(int(l.Start) + skip + n)
		return d, true
	}
	return d, false
}
