package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"slices"
	"strings"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/review"
)

type reviewCmd struct {
	storeFlag
	Author  string   `help:"Who decides; the name of the user if left out." placeholder:"NAME"`
	Finding []string `help:"Only these findings." placeholder:"ID"`
	Article string   `help:"Only the findings of this article." placeholder:"ID"`
	Kind    string   `help:"Only findings of this kind: contact, statement, event, instrument, displacement, control, mandate, process." enum:",contact,statement,event,instrument,displacement,control,mandate,process" default:""`
	Status  string   `help:"Only findings of this status: new, planned, claimed, hypothetical, negated, restated, background." enum:",new,planned,claimed,hypothetical,negated,restated,background" default:"" placeholder:"STATUS"`
	All     bool     `help:"Also those that are reviewed already."`
	Order   string   `help:"Unsure ones first, or as the articles have them." enum:"unsure,text" default:"unsure"`
	Merge   []string `help:"Decide that these findings report one occurrence, or that these actors are one, and stop." placeholder:"ID,ID"`
	Split   string   `help:"Decide that this finding reports an occurrence of its own, or that this actor is nobody else, and stop." placeholder:"ID"`
	Note    string   `help:"Note of the decision that --merge or --split makes."`
	List    bool     `help:"List the decisions and what became of them, and stop."`
	Gold    string   `help:"Write the decisions as a gold file, which eval review reads, and stop; - is standard output." placeholder:"FILE"`
}

const reviewHelp = `  a            accept: the finding is right
  r            reject: the finding is wrong
  c F=V ...    correct fields, by their names in the output contract; V is a word, "words in quotes" or JSON;
               actors by name or id: c speaker="Maria Venn"  c recipients=["rebels","army"]  c when=2020-02-14
  m ID ...     merge with these findings: one occurrence
  s            split off: an occurrence of its own
  u            undo the last decision on this finding
  j            show the finding as JSON
  w            show how it came about
  n or Enter   next          b   back          q   quit
  a note may follow a, r, m and s behind two slashes: r // wrong village
`

// Run asks for a verdict on one finding after the other. It needs a keyboard
// and nothing else; lines may also come from a pipe.
func (c *reviewCmd) Run(e *env) error {
	st, err := openExisting(e.ctx, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	if c.Gold != "" {
		return c.gold(e, st)
	}
	ds, err := st.Decisions(e.ctx)
	if err != nil {
		return err
	}
	if c.List {
		return c.list(e, st, ds)
	}
	if c.Author == "" {
		u, err := user.Current()
		if err != nil || u.Username == "" {
			return errors.New("review: who decides? Give a name with --author")
		}
		c.Author = u.Username
	}
	if len(c.Merge) > 0 || c.Split != "" {
		return c.one(e, st)
	}
	o, err := review.Resolve(e.ctx, st.Get, ds)
	if err != nil {
		return err
	}
	queue, err := c.queue(e, st, o)
	if err != nil {
		return err
	}
	if len(queue) == 0 {
		e.printf("Nothing to review: no finding fits, or all that do are reviewed (--all shows those too).\n")
		return nil
	}
	s := &session{e: e, st: st, author: c.Author, in: bufio.NewScanner(e.in), overlay: o}
	return s.run(queue)
}

// entry is a finding that waits for a verdict.
type entry struct {
	article, id string
	unsure      float64
}

// queue lists the findings that fit the filters.
func (c *reviewCmd) queue(e *env, st store, o *review.Overlay) ([]entry, error) {
	var out []entry
	known := map[string]bool{}
	err := st.Each(e.ctx, func(rec *record.Record) error {
		if c.Article != "" && rec.Article.ID != c.Article {
			return nil
		}
		for _, it := range rec.Items() {
			f := it.Finding
			known[f.ID] = true
			if len(c.Finding) > 0 && !slices.Contains(c.Finding, f.ID) || c.Kind != "" && it.Kind != c.Kind || c.Status != "" && string(f.Status) != c.Status {
				continue
			}
			if o.Verdict(f.ID) != "" && !c.All && len(c.Finding) == 0 {
				continue
			}
			unsure := f.Confidence - 0.5
			if unsure < 0 {
				unsure = -unsure
			}
			out = append(out, entry{rec.Article.ID, f.ID, unsure})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, id := range c.Finding {
		if !known[id] {
			return nil, fmt.Errorf("review: no finding %s in %s", id, c.Store)
		}
	}
	if c.Order == "unsure" {
		slices.SortStableFunc(out, func(a, b entry) int {
			switch {
			case a.unsure < b.unsure:
				return -1
			case a.unsure > b.unsure:
				return 1
			}
			return 0
		})
	}
	return out, nil
}

// session is one sitting of a reviewer.
type session struct {
	e       *env
	st      store
	author  string
	in      *bufio.Scanner
	overlay *review.Overlay
	made    int
}

func (s *session) run(queue []entry) error {
	s.e.printf("%s to review. ? shows the keys.\n", plural(len(queue), "finding"))
	for i := 0; i >= 0 && i < len(queue); {
		rec, err := s.st.Get(s.e.ctx, queue[i].article)
		if err != nil {
			return err
		}
		it, ok := rec.Item(queue[i].id)
		if !ok {
			i++
			continue
		}
		s.show(rec, it, i+1, len(queue))
		step, err := s.ask(rec, it)
		if err != nil {
			return err
		}
		if step == quit {
			break
		}
		i = max(0, i+step)
	}
	s.e.printf("%s kept.\n", plural(s.made, "decision"))
	return nil
}

// quit is the step that ends a session.
const quit = 1 << 30

// ask takes lines until one moves on; it returns the step to the next finding.
func (s *session) ask(rec *record.Record, it record.Item) (int, error) {
	for {
		s.e.printf("> ")
		if !s.in.Scan() {
			s.e.printf("\n")
			return quit, s.in.Err()
		}
		line, note, _ := strings.Cut(s.in.Text(), "//")
		f := strings.Fields(line)
		key := "n"
		if len(f) > 0 {
			key = f[0]
		}
		var d record.Decision
		anchor := review.AnchorOf(rec, it)
		switch key {
		case "n":
			return 1, nil
		case "b":
			return -1, nil
		case "q":
			return quit, nil
		case "a":
			d = review.New(s.author, record.Accept, time.Now(), anchor)
		case "r":
			d = review.New(s.author, record.Refuse, time.Now(), anchor)
		case "s":
			d = review.New(s.author, record.Split, time.Now(), anchor)
		case "c":
			d = review.New(s.author, record.Correct, time.Now(), anchor)
			var err error
			if d.Fields, err = fields(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s.in.Text()), "c"))); err != nil {
				s.e.printf("%v\n", err)
				continue
			}
			if err := namesToIDs(rec, d.Fields); err != nil {
				s.e.printf("%v\n", err)
				continue
			}
			note = ""
		case "m":
			on := []record.Anchor{anchor}
			for _, id := range f[1:] {
				other, err := s.st.Find(s.e.ctx, id)
				if err != nil {
					s.e.printf("no finding %s\n", id)
					on = nil
					break
				}
				o, _ := other.Item(id)
				on = append(on, review.AnchorOf(other, o))
			}
			if len(on) < 2 {
				s.e.printf("m needs the id of another finding\n")
				continue
			}
			d = review.New(s.author, record.Merge, time.Now(), on...)
		case "u":
			if d = s.undo(anchor); d.ID == "" {
				s.e.printf("nothing to undo\n")
				continue
			}
		case "j":
			b, err := json.MarshalIndent(rec.Value(it), "", " ")
			if err != nil {
				return 0, err
			}
			s.e.printf("%s\n", b)
			continue
		case "w":
			for _, w := range it.Finding.Why {
				s.e.printf("  %s: %s\n", w.What, w.How)
			}
			continue
		default:
			s.e.printf("%s", reviewHelp)
			continue
		}
		d.Note = strings.TrimSpace(note)
		d = d.Sealed()
		if err := s.keep(rec, d); err != nil {
			s.e.printf("not kept: %v\n", err)
			continue
		}
		if key == "u" || key == "s" || key == "m" {
			s.e.printf("kept as %s\n", d.ID)
			continue
		}
		return 1, nil
	}
}

// keep checks and stores a decision.
func (s *session) keep(rec *record.Record, d record.Decision) error {
	if err := review.Check(rec, d); err != nil {
		return err
	}
	if _, err := s.st.PutDecision(s.e.ctx, d); err != nil {
		return err
	}
	s.made++
	ds, err := s.st.Decisions(s.e.ctx)
	if err != nil {
		return err
	}
	s.overlay, err = review.Resolve(s.e.ctx, s.st.Get, ds)
	return err
}

// undo makes the decision that takes back the last one on a finding.
func (s *session) undo(a record.Anchor) record.Decision {
	for i := len(s.overlay.Live) - 1; i >= 0; i-- {
		d := s.overlay.Live[i]
		if slices.ContainsFunc(d.On, func(x record.Anchor) bool { return x.Article == a.Article && x.ID == a.ID }) {
			return record.Decision{Time: time.Now().UTC().Format(record.DecisionTime), Author: s.author, Act: record.Undo, Undoes: d.ID, On: []record.Anchor{}, Fields: []record.Field{}}.Sealed()
		}
	}
	return record.Decision{}
}

// show prints a finding in its paragraph, with what the record makes of it.
func (s *session) show(rec *record.Record, it record.Item, n, of int) {
	a, f := &rec.Article, it.Finding
	s.e.printf("\n[%d/%d] %s %s, %s, confidence %.2f\n", n, of, it.Kind, f.ID, f.Status, f.Confidence)
	s.e.printf("  %s, %s: %s\n", or(a.Outlet, "outlet unknown"), or(a.Published, "undated"), a.Title)
	if sp := f.Span; sp.Start >= 0 && sp.Start <= sp.End && int(sp.End) <= len(a.Text) {
		from := strings.LastIndex(a.Text[:sp.Start], "\n\n") + 1
		to := len(a.Text)
		if k := strings.Index(a.Text[sp.End:], "\n\n"); k >= 0 {
			to = int(sp.End) + k
		}
		s.e.printf("  %s>>> %s <<<%s\n", lead(a.Text[from:sp.Start]), oneLine(f.In(a.Text)), clip(" "+oneLine(a.Text[sp.End:to]), 200))
	}
	s.e.printf("  %s\n", inWords(rec, it))
	switch v := s.overlay.Verdict(f.ID); v {
	case "":
	case review.Corrected:
		s.e.printf("  corrected already")
		if now, err := review.Over(s.st).Get(s.e.ctx, a.ID); err == nil {
			if right, ok := now.Item(f.ID); ok {
				s.e.printf(": %s, %s", right.Finding.Status, inWords(now, right))
			}
		}
		s.e.printf("\n")
	default:
		s.e.printf("  %s already\n", v)
	}
}

// lead is the end of what stands before the evidence.
func lead(s string) string {
	r := []rune(oneLine(s))
	if len(r) > 200 {
		return "…" + string(r[len(r)-199:]) + " "
	}
	if len(r) == 0 {
		return ""
	}
	return string(r) + " "
}

// inWords prints what the record says of a finding: its fields without ids of
// its own, with names for ids.
func inWords(rec *record.Record, it record.Item) string {
	b, err := json.Marshal(rec.Value(it))
	if err != nil {
		return ""
	}
	m := map[string]any{}
	if json.Unmarshal(b, &m) != nil {
		return ""
	}
	var out []string
	for _, k := range []string{"type", "planned_type", "mode", "cameo", "format", "stage", "act", "issue", "kind", "name", "speaker", "addressee", "actors", "recipients", "participants", "parties", "body", "holder",
		"by", "attribution", "territory", "group", "number", "outcome", "when", "where", "dead", "injured", "size"} {
		if v := words(rec, m[k]); v != "" {
			out = append(out, k+" "+v)
		}
	}
	return strings.Join(out, "; ")
}

func words(rec *record.Record, v any) string {
	switch v := v.(type) {
	case string:
		return rec.NameOf(v)
	case float64:
		return fmt.Sprint(v)
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, words(rec, x))
		}
		return strings.Join(out, ", ")
	case map[string]any:
		if n, ok := v["name"].(string); ok {
			return n
		}
		from, _ := v["from"].(string)
		to, _ := v["to"].(string)
		if from != to {
			return from + "/" + to
		}
		return from
	}
	return ""
}

// list prints the decisions.
func (c *reviewCmd) list(e *env, st store, ds []record.Decision) error {
	o, err := review.Resolve(e.ctx, st.Get, ds)
	if err != nil {
		return err
	}
	counts := map[string]bool{}
	for _, d := range o.Live {
		counts[d.ID] = true
	}
	for _, d := range ds {
		state := ""
		if !counts[d.ID] && d.Act != record.Undo {
			state = " (undone)"
		}
		e.printf("%s %s %s%s", d.Time, d.Author, d.Act, state)
		if d.Undoes != "" {
			e.printf(" %s", d.Undoes)
		}
		for _, f := range d.Fields {
			e.printf(" %s=%s", f.Name, f.Value)
		}
		if d.Note != "" {
			e.printf(" // %s", d.Note)
		}
		e.printf("  [%s]\n", d.ID)
		for _, a := range d.On {
			e.printf("    %s %s in %s: “%s”\n", a.Kind, a.ID, a.Article, clip(oneLine(a.Quote), 100))
		}
	}
	for _, x := range o.Orphans {
		e.printf("not found in the present reading: %s of %s on %s %s in %s\n", x.Decision.Act, x.Decision.Author, x.Anchor.Kind, x.Anchor.ID, x.Anchor.Article)
	}
	e.printf("%s, %d of them in force, %s without their finding\n", plural(len(ds), "decision"), len(o.Live), plural(len(o.Orphans), "anchor"))
	return nil
}

// gold writes the verdicts as a gold file.
func (c *reviewCmd) gold(e *env, st store) error {
	ds, err := st.Decisions(e.ctx)
	if err != nil {
		return err
	}
	o, err := review.Resolve(e.ctx, st.Get, ds)
	if err != nil {
		return err
	}
	w := io.Writer(e.out)
	if c.Gold != "-" {
		f, err := os.Create(c.Gold)
		if err != nil {
			return fmt.Errorf("review: %w", err)
		}
		defer f.Close()
		w = f
	}
	return o.WriteGold(w, getter(e.ctx, st))
}

func getter(ctx context.Context, st record.Store) func(string) (*record.Record, error) {
	return func(id string) (*record.Record, error) { return st.Get(ctx, id) }
}
