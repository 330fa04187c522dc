package server

import (
	"sort"
	"strings"
	"unicode/utf8"

	"rapporteur/internal/record"
	"rapporteur/internal/text"
)

// paragraph is a piece of the text between blank lines, cut where marks
// begin and end.
type paragraph struct {
	Segments   []segment
	Background bool
}

// segment is a stretch of text under the same marks. Each list holds ids of
// findings, or of actors for Mention, divided by blanks.
type segment struct {
	Text      string
	Evidence  string
	Trigger   string
	Condition string
	Mention   string
	Anchors   []string // ids of findings whose evidence begins here
	On        bool     // evidence of the chosen finding
	OnTrigger bool
	OnDetail  bool
	OnMention bool
	Kind      string // of the first finding here
	New       bool   // one of the findings here is new
}

// role is what a span is for a finding.
type role int

const (
	evidence role = iota
	trigger
	condition
	mention
)

// mark is a span of the text with its meaning.
type mark struct {
	text.Span
	role  role
	id    string
	kind  string
	isNew bool
}

// marksOf lists every span of a record that a page can show.
func marksOf(rec *record.Record) []mark {
	var out []mark
	add := func(sp text.Span, r role, it record.Item) {
		if sp.Len() > 0 {
			out = append(out, mark{sp, r, it.Finding.ID, it.Kind, it.Finding.Status == record.New})
		}
	}
	for _, it := range rec.Items() {
		add(it.Finding.Span, evidence, it)
		for _, w := range it.Finding.Why {
			if w.What == "trigger" {
				add(w.Span, trigger, it)
			}
		}
		switch it.Kind {
		case record.KindEvent:
			add(rec.Events[it.Index].Trigger, trigger, it)
		case record.KindStatement:
			for _, sp := range rec.Statements[it.Index].Conditions {
				add(sp, condition, it)
			}
		case record.KindMandate:
			for _, sp := range rec.Mandates[it.Index].Tasks {
				add(sp, condition, it)
			}
		case record.KindInstrument:
			for _, sp := range rec.Instruments[it.Index].Provisions {
				add(sp, condition, it)
			}
			for _, c := range rec.Instruments[it.Index].Claims {
				add(c.Span, condition, it)
			}
		}
	}
	for _, a := range rec.Actors {
		for _, sp := range a.Mentions {
			if sp.Len() > 0 {
				out = append(out, mark{Span: sp, role: mention, id: a.ID})
			}
		}
	}
	return out
}

// paragraphsOf cuts a text at blank lines and, inside, at the ends of marks.
// The segments of a paragraph add up to it; a mark that does not fit the
// text is cut to what fits.
func paragraphsOf(body string, marks []mark, chosen string, background []int) []paragraph {
	marks = append([]mark(nil), marks...)
	sort.SliceStable(marks, func(i, j int) bool { return marks[i].Start < marks[j].Start })
	isBackground := map[int]bool{}
	for _, n := range background {
		isBackground[n] = true
	}
	sep := "\n\n"
	if !strings.Contains(body, sep) {
		sep = "\n"
	}
	var out []paragraph
	var active []mark
	next, pos := 0, 0
	for n, piece := range strings.Split(body, sep) {
		start, end := pos, pos+len(piece)
		pos = end + len(sep)
		for next < len(marks) && int(marks[next].Start) < end {
			active = append(active, marks[next])
			next++
		}
		p := paragraph{Background: isBackground[n]}
		cuts := []int{start, end}
		kept := active[:0]
		for _, m := range active {
			if int(m.End) <= start {
				continue
			}
			kept = append(kept, m)
			cuts = append(cuts, boundary(body, int(m.Start), start, end), boundary(body, int(m.End), start, end))
		}
		active = kept
		sort.Ints(cuts)
		for i := 1; i < len(cuts); i++ {
			if cuts[i] > cuts[i-1] {
				p.Segments = append(p.Segments, segmentOf(body, cuts[i-1], cuts[i], active, chosen))
			}
		}
		if strings.TrimSpace(piece) != "" {
			out = append(out, p)
		}
	}
	return out
}

// boundary keeps an offset inside a paragraph and off the middle of a character.
func boundary(s string, at, lo, hi int) int {
	at = min(max(at, lo), hi)
	for at > lo && at < len(s) && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

func segmentOf(body string, start, end int, active []mark, chosen string) segment {
	seg := segment{Text: body[start:end]}
	seen := map[string]bool{}
	put := func(dst *string, id string) {
		if !strings.Contains(" "+*dst+" ", " "+id+" ") {
			*dst = strings.TrimLeft(*dst+" "+id, " ")
		}
	}
	for _, m := range active {
		if int(m.Start) >= end || int(m.End) <= start {
			continue
		}
		on := m.id == chosen && chosen != ""
		switch m.role {
		case evidence:
			put(&seg.Evidence, m.id)
			seg.On = seg.On || on
			seg.New = seg.New || m.isNew
			if seg.Kind == "" || m.isNew && !seg.New {
				seg.Kind = m.kind
			}
			if int(m.Start) >= start && !seen[m.id] {
				seg.Anchors = append(seg.Anchors, m.id)
			}
			seen[m.id] = true
		case trigger:
			put(&seg.Trigger, m.id)
			seg.OnTrigger = seg.OnTrigger || on
		case condition:
			put(&seg.Condition, m.id)
			seg.OnDetail = seg.OnDetail || on
		case mention:
			put(&seg.Mention, m.id)
			seg.OnMention = seg.OnMention || on
		}
	}
	return seg
}
