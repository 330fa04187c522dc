package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"rapporteur/internal/brief"
	"rapporteur/internal/record"
	"rapporteur/internal/review"
	"rapporteur/internal/series"
	"rapporteur/internal/sqlite"
	"rapporteur/internal/when"
)

type briefCmd struct {
	Since    string   `help:"First day, an ISO date or its beginning." placeholder:"DATE"`
	Until    string   `help:"Last day; that of the newest article if left out." placeholder:"DATE"`
	Actor    string   `help:"Only what involves this actor: its id or part of its name."`
	Conflict []string `help:"Only what involves one of these: country codes or parts of names, divided by commas." placeholder:"ARM,AZE"`
	Format   string   `help:"Form of the brief." enum:"text,markdown,html,json" default:"text"`
	Limit    int      `help:"Lines a section, those with most sources first; 0 for all." default:"40"`
	Store    string   `help:"SQLite file that keeps the record." default:"rapporteur.db" placeholder:"FILE"`
	Out      string   `help:"File to write to; - is standard output." default:"-" placeholder:"FILE"`
}

// Run says what changed in the record since a day.
func (c *briefCmd) Run(e *env) error {
	var opt brief.Options
	for _, d := range []struct {
		flag, in string
		out      *string
		last     bool
	}{{"--since", c.Since, &opt.Since, false}, {"--until", c.Until, &opt.Until, true}} {
		if d.in == "" {
			continue
		}
		day, err := when.Parse(d.in, when.Stated)
		if err != nil {
			return fmt.Errorf("brief: %s: %q is no date; write 2020, 2020-02 or 2020-02-14", d.flag, d.in)
		}
		if *d.out = day.From; d.last {
			*d.out = day.To
		}
	}
	if opt.Since != "" && opt.Until != "" && opt.Since > opt.Until {
		return fmt.Errorf("brief: --since %s is after --until %s", c.Since, c.Until)
	}
	opt.Actor, opt.Conflict, opt.Limit = c.Actor, c.Conflict, c.Limit
	st, err := openExisting(e, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	g := series.NewGatherer()
	if err := eachReviewed(e, st, func(rec *record.Record) error {
		g.Add(rec)
		return nil
	}); err != nil {
		return err
	}
	b := brief.Make(g.World(), opt)
	w := e.out
	if c.Out != "-" {
		f, err := os.Create(c.Out)
		if err != nil {
			return fmt.Errorf("brief: %w", err)
		}
		defer f.Close()
		w = f
	}
	return writeBrief(b, c.Format, w)
}

func writeBrief(b *brief.Brief, format string, w io.Writer) error {
	switch format {
	case "markdown":
		return b.Markdown(w)
	case "html":
		return b.HTML(w)
	case "json":
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		return enc.Encode(b)
	}
	return b.Text(w)
}

// openExisting opens a store that must be there: a command that only reads
// makes no empty one.
func openExisting(e *env, path string) (*sqlite.Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("%s: there is no store; read articles into it first: rapporteur read --store %s FILE", path, path)
	}
	return sqlite.Open(e.ctx, path)
}

// eachReviewed calls fn for every record of a store with the decisions of its
// reviewers applied.
func eachReviewed(e *env, st *sqlite.Store, fn func(*record.Record) error) error {
	ds, err := st.Decisions(e.ctx)
	if err != nil {
		return err
	}
	if len(ds) == 0 {
		return st.Each(e.ctx, fn)
	}
	o, err := review.Resolve(e.ctx, st.Get, ds)
	if err != nil {
		return err
	}
	return st.Each(e.ctx, func(rec *record.Record) error {
		if err := o.Apply(rec); err != nil {
			return err
		}
		return fn(rec)
	})
}
