package server

import (
	"fmt"
	"html"
	"html/template"
	"net/url"
	"strings"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/when"
)

func articleURL(id string) string { return "/articles/" + url.PathEscape(id) }
func findingURL(id string) string { return "/findings/" + url.PathEscape(id) }

// statusWord, statusSign and statusHelp say a status in a word, a shape and
// a sentence, so that none depends on colour.
func statusWord(s record.Status) string {
	if s == "" {
		return "No status"
	}
	return strings.ToUpper(string(s[:1])) + string(s[1:])
}

func statusSign(s record.Status) string {
	switch s {
	case record.New:
		return "●"
	case record.Planned:
		return "○"
	case record.Claimed:
		return "◐"
	case record.Hypothetical:
		return "◇"
	case record.Negated:
		return "✕"
	case record.Restated:
		return "↻"
	case record.Background:
		return "▭"
	}
	return "·"
}

func statusHelp(s record.Status) string {
	switch s {
	case record.New:
		return "what this report brings"
	case record.Planned:
		return "announced for the future"
	case record.Claimed:
		return "a party alleges it"
	case record.Hypothetical:
		return "under a condition, a wish or a possibility"
	case record.Negated:
		return "said not to have happened"
	case record.Restated:
		return "said again, reported before"
	case record.Background:
		return "earlier history or context"
	}
	return ""
}

func kindWord(kind string) string {
	switch kind {
	case "article":
		return "Text"
	case record.KindControl:
		return "Control of territory"
	case "":
		return ""
	}
	return strings.ToUpper(kind[:1]) + kind[1:]
}

func kindWords(kind string) string {
	switch kind {
	case record.KindDisplacement:
		return "Displacement and return"
	case record.KindControl:
		return "Control of territory"
	case record.KindProcess:
		return "Process"
	}
	return kindWord(kind) + "s"
}

// countWord is the short name of a kind behind a number.
func countWord(kind string, n int) string {
	switch {
	case n == 1, kind == record.KindControl, kind == record.KindDisplacement:
		return kind
	case kind == record.KindProcess:
		return "processes"
	}
	return kind + "s"
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return group(n) + " " + word + "s"
}

// group writes a number with thin groups of three: 12,000.
func group(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// longDay writes an ISO prefix for people: 4 March 2021, March 2021, 2021.
func longDay(s string) string {
	for _, f := range [][2]string{{"2006-01-02", "2 January 2006"}, {"2006-01", "January 2006"}} {
		if t, err := time.Parse(f[0], s); err == nil {
			return t.Format(f[1])
		}
	}
	return s
}

// day is a date for people and for machines.
type day struct {
	Text, ISO, Note string
}

func dayOf(d when.Date) day {
	if d.IsZero() {
		return day{}
	}
	out := day{ISO: d.String()}
	switch d.Basis {
	case when.Anchored:
		out.Note = "counted from a date of the text"
	case when.Inferred:
		out.Note = "inferred"
	}
	switch {
	case d.Precision == when.Decade && len(d.From) >= 4:
		out.Text, out.ISO = d.From[:3]+"0s", d.From[:4]
	case d.From == d.To:
		out.Text = longDay(d.From)
	case d.Precision == when.Month || d.Precision == when.Year:
		out.Text = longDay(d.String())
	case d.From == "" || d.To == "":
		out.Text = longDay(d.From + d.To)
	default:
		out.Text = longDay(d.From) + " – " + longDay(d.To)
		out.ISO = ""
	}
	return out
}

// snippet marks the words that a search found.
func snippet(s string) template.HTML {
	e := html.EscapeString(strings.Join(strings.Fields(s), " "))
	open := strings.Count(e, record.MarkStart)
	if open != strings.Count(e, record.MarkEnd) {
		return template.HTML(strings.NewReplacer(record.MarkStart, "", record.MarkEnd, "").Replace(e))
	}
	return template.HTML(strings.NewReplacer(record.MarkStart, "<mark>", record.MarkEnd, "</mark>").Replace(e))
}

// safeLink lets only web addresses become links.
func safeLink(s string) string {
	if u, err := url.Parse(s); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return s
	}
	return ""
}

func hostOf(s string) string {
	if u, err := url.Parse(s); err == nil {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return ""
}

// shorten cuts a text between words to about n bytes.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= n {
		return s
	}
	cut := s[:n]
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.ToValidUTF8(strings.TrimRight(cut, " ,;:"), "") + " …"
}

// list joins names as a sentence does.
func list(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
