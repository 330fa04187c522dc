package main

import (
	"fmt"
	"os"
	"strings"

	"rapporteur/internal/export"
	"rapporteur/internal/record"
)

type exportCmd struct {
	storeFlag
	Format   string   `help:"Layout; a wrong one lists those that there are." default:"jsonl"`
	Out      string   `help:"File or folder to write to; - is standard output, for layouts of one file." default:"-" placeholder:"PATH"`
	Since    string   `help:"First day, an ISO date or its beginning." placeholder:"DATE"`
	Until    string   `help:"Last day." placeholder:"DATE"`
	Actor    string   `help:"Id of an actor or part of its name."`
	Type     string   `help:"PLOVER type, beginning of a CAMEO code, or kind of finding."`
	Status   []string `help:"Statuses to take; layouts of coded events take only new by default."`
	Place    string   `help:"Country code or part of a place's name."`
	Outlet   string   `help:"Part of the outlet's name."`
	WithText bool     `help:"Put the stored text into jsonl."`
}

// Run writes the layout.
func (c *exportCmd) Run(e *env) error {
	l, err := export.Lookup(c.Format)
	if err != nil {
		return err
	}
	st, err := openReviewed(e.ctx, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	opt := export.Options{WithText: c.WithText, Filter: export.Filter{Since: c.Since, Until: c.Until, Actor: c.Actor, Type: c.Type, Place: c.Place, Outlet: c.Outlet}}
	for _, s := range c.Status {
		opt.Filter.Statuses = append(opt.Filter.Statuses, record.Status(s))
	}
	var files export.Files
	switch {
	case c.Out == "-" && len(l.Files) > 1:
		return fmt.Errorf("export: %s writes %d files (%s); name a folder with --out", l.Name, len(l.Files), strings.Join(l.Files, ", "))
	case c.Out == "-":
		files = export.Stream(e.out)
	case len(l.Files) == 1:
		f, err := os.Create(c.Out)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		defer f.Close()
		files = export.Stream(f)
	default:
		if err := os.MkdirAll(c.Out, 0o755); err != nil {
			return fmt.Errorf("export: %w", err)
		}
		files = export.Dir(c.Out)
	}
	each := st.Each
	if l.Name == "canonical" { // which is what was read, without what people decided
		each = st.Base.Each
	}
	return l.Write(e.ctx, each, files, opt)
}
