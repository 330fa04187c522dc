package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"rapporteur/internal/record"
)

// summary counts what a read brought, shows progress while it runs and prints
// the result for a person. Both go where they disturb no output: progress to
// standard error, the summary to standard output unless records go there.
type summary struct {
	e       *env
	cmd     *readCmd
	bar     *mpb.Progress
	count   *mpb.Bar
	start   time.Time
	joining time.Duration // spent on making one record of the articles
	read    int
	changed int
	bytes   int
	rejects []string
	notices []string
	recs    []*record.Record // those whose lines are printed, at most maxListed
	total   totals
}

// maxListed bounds how many articles the summary lists one by one.
const maxListed = 25

type totals struct{ contacts, statements, instruments, events, fresh int }

func newSummary(e *env, c *readCmd) *summary {
	s := &summary{e: e, cmd: c, start: time.Now()}
	if !c.Quiet {
		s.bar = mpb.New(mpb.WithOutput(e.err), mpb.WithAutoRefresh(), mpb.WithWidth(24))
		if !isTerminal(e.err) {
			s.bar = nil
		} else {
			s.count = s.bar.New(0, mpb.BarStyle().Rbound("").Lbound(""),
				mpb.PrependDecorators(decor.Name("reading "), decor.CurrentNoUnit("%d articles")),
				mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO)))
		}
	}
	return s
}

func (s *summary) add(rec *record.Record, changed bool) {
	s.read++
	if changed {
		s.changed++
	}
	s.bytes += len(rec.Article.Text)
	s.total.contacts += len(rec.Contacts)
	s.total.statements += len(rec.Statements)
	s.total.instruments += len(rec.Instruments)
	s.total.events += len(rec.Events)
	for _, ev := range rec.Events {
		if ev.Status == record.New {
			s.total.fresh++
		}
	}
	if len(s.recs) < maxListed {
		s.recs = append(s.recs, rec)
	}
	if s.count != nil {
		s.count.Increment()
	} else if !s.cmd.Quiet {
		fmt.Fprintf(s.e.err, "read %d: %s\n", s.read, rec.Article.Path)
	}
}

func (s *summary) reject(msg string) {
	s.rejects = append(s.rejects, msg)
	fmt.Fprintln(s.e.err, "set aside:", msg)
}

func (s *summary) notice(msg string) {
	s.notices = append(s.notices, msg)
	fmt.Fprintln(s.e.err, "note:", msg)
}

func (s *summary) reasons() string {
	if len(s.rejects) == 0 {
		return "no article was found"
	}
	return strings.Join(s.rejects[:min(3, len(s.rejects))], "; ")
}

// close ends the progress bar and prints the summary.
func (s *summary) close() {
	if s.bar != nil {
		s.count.SetTotal(-1, true)
		s.bar.Wait()
	}
	if s.cmd.Quiet || s.read == 0 {
		return
	}
	w := s.e.out
	if s.cmd.Out == "-" {
		w = s.e.err
	}
	for _, rec := range s.recs {
		fmt.Fprint(w, summarise(rec))
	}
	if s.read > len(s.recs) {
		fmt.Fprintf(w, "\n… and %d more articles\n", s.read-len(s.recs))
	}
	fmt.Fprintf(w, "\n%s read in %s, %d new to the record", plural(s.read, "article"), (time.Since(s.start) - s.joining).Round(time.Millisecond), s.changed)
	if s.joining > 0 {
		fmt.Fprintf(w, ", joined in %s", s.joining.Round(time.Millisecond))
	}
	if n := len(s.rejects); n > 0 {
		fmt.Fprintf(w, ", %d set aside (reasons above)", n)
	}
	fmt.Fprintf(w, ": %s, %s, %s (%d of them news), %s\n", plural(s.total.contacts, "contact"), plural(s.total.statements, "statement"),
		plural(s.total.events, "event"), s.total.fresh, plural(s.total.instruments, "instrument"))
	if s.cmd.Out == "" {
		store := shown(or(s.cmd.Store, defaultStore))
		fmt.Fprintf(w, "The record is in %s; look at it with: rapporteur serve --store %s\n", store, store)
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// summarise is the summary of one article: its head, then what a reader wants
// first: contacts, what was said, what happened by status, instruments.
func summarise(rec *record.Record) string {
	var b strings.Builder
	a := &rec.Article
	title := a.Title
	if title == "" {
		title = opening(a.Text, 70)
	}
	fmt.Fprintf(&b, "\n%s  %s  %s\n", or(a.Published, "undated"), or(a.Outlet, "outlet unknown"), title)
	names := map[string]string{}
	for _, ac := range rec.Actors {
		names[ac.ID] = ac.Name
	}
	list := func(ids []string) string {
		var out []string
		for _, id := range ids {
			out = append(out, or(names[id], id))
		}
		return strings.Join(out, ", ")
	}
	if len(a.Chain) > 1 {
		var hops []string
		for _, h := range a.Chain {
			hop := h.Who
			if h.Date != "" && h.Kind != "outlet" {
				hop += " (" + h.Date + ")"
			}
			hops = append(hops, hop)
		}
		fmt.Fprintf(&b, "  chain        %s\n", strings.Join(hops, " ← "))
	}
	for _, c := range rec.Contacts {
		where := ""
		if c.Where != nil && c.Where.Name != "" {
			where = ", " + c.Where.Name
		}
		fmt.Fprintf(&b, "  contact      %s %s: %s%s%s [%s]\n", c.Format, c.Stage, list(c.Participants), on(c.When.String()), where, c.Status)
	}
	const most = 6
	for i, s := range rec.Statements {
		if i == most {
			fmt.Fprintf(&b, "               … and %d more\n", len(rec.Statements)-most)
			break
		}
		line := clip(oneLine(s.Content.In(a.Text)), 74)
		fmt.Fprintf(&b, "  statement    %s, %s: %s [%s]\n", or(names[s.Speaker], s.Speaker), s.Act, line, s.Status)
		for _, c := range s.Conditions {
			fmt.Fprintf(&b, "                 condition: %s\n", clip(oneLine(c.In(a.Text)), 70))
		}
	}
	by := map[record.Status][]string{}
	for _, ev := range rec.Events {
		who := or(list(ev.Actors), "?")
		if len(ev.Recipients) > 0 && list(ev.Recipients) != list(ev.Actors) {
			who += " → " + list(ev.Recipients)
		}
		by[ev.Status] = append(by[ev.Status], strings.TrimSpace(ev.Type+" "+ev.Cameo)+" "+who+on(ev.When.String()))
	}
	for _, st := range []record.Status{record.New, record.Claimed, record.Planned, record.Hypothetical, record.Negated, record.Background} {
		for i, line := range by[st] {
			label := ""
			if i == 0 {
				label = string(st)
			}
			if i == most {
				fmt.Fprintf(&b, "               … and %d more\n", len(by[st])-most)
				break
			}
			fmt.Fprintf(&b, "  %-12s %s\n", label, line)
		}
	}
	for _, in := range rec.Instruments {
		var cl []string
		for _, c := range in.Claims {
			s := strings.ReplaceAll(c.Status, "_", " ") + ", says " + or(names[c.By], or(c.By, "the outlet"))
			if len(c.Against) > 0 && c.Against[0] != c.By {
				s += " of " + list(c.Against)
			}
			cl = append(cl, s)
		}
		tail := ""
		if len(cl) > 0 {
			tail = ": " + strings.Join(cl, "; ")
		}
		fmt.Fprintf(&b, "  instrument   %s (%s)%s\n", in.Name, in.Kind, tail)
	}
	for _, m := range rec.Mandates {
		fmt.Fprintf(&b, "  mandate      %s: %s\n", or(names[m.Body], m.Body), plural(len(m.Tasks), "task"))
	}
	for _, d := range rec.Displacement {
		n := ""
		if d.Number != nil {
			n = fmt.Sprintf(" (%d)", *d.Number)
		}
		fmt.Fprintf(&b, "  displacement %s: %s%s [%s]\n", d.Kind, clip(oneLine(d.Group), 60), n, d.Status)
	}
	for _, c := range rec.Control {
		fmt.Fprintf(&b, "  control      %s %s by %s, says %s [%s]\n", clip(oneLine(c.Territory), 50), c.Kind, or(names[c.Holder], "?"), or(names[c.By], or(c.By, "the outlet")), c.Status)
	}
	for _, p := range rec.Processes {
		fmt.Fprintf(&b, "  process      %s: %s%s [%s]\n", clip(oneLine(p.Name), 50), p.Outcome, on(p.When.String()), p.Status)
	}
	return b.String()
}

func on(date string) string {
	if date == "" {
		return ""
	}
	return ", " + date
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// opening is how a text without a title begins: the first words of the first
// paragraph that is more than a line of the header, at most n bytes.
func opening(s string, n int) string {
	for _, p := range strings.Split(s, "\n\n") {
		if len(strings.Fields(p)) >= 8 {
			return firstWords(p, n)
		}
	}
	return firstWords(s, n)
}

func firstWords(s string, n int) string { return clip(oneLine(s), n) }

// clip shortens s to n characters, with an ellipsis.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimRight(string(r[:n-1]), " ,;") + "…"
}
