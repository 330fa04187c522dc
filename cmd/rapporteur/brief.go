package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"rapporteur/internal/brief"
	"rapporteur/internal/record"
	"rapporteur/internal/series"
	"rapporteur/internal/when"
)

type briefCmd struct {
	storeFlag
	Since    string   `help:"First day, an ISO date or its beginning." placeholder:"DATE"`
	Until    string   `help:"Last day; that of the newest article if left out." placeholder:"DATE"`
	Actor    string   `help:"Only what involves this actor: its id or part of its name."`
	Conflict []string `help:"Only what involves one of these: country codes or parts of names, divided by commas." placeholder:"ARM,AZE"`
	Format   string   `help:"Form of the brief." enum:"text,markdown,html,json" default:"text"`
	Limit    int      `help:"Lines a section, those with most sources first; 0 for all." default:"40"`
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
	st, err := openReviewed(e.ctx, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	g := series.NewGatherer()
	if err := st.Each(e.ctx, func(rec *record.Record) error {
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
