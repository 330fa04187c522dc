package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"

	"rapporteur/internal/diff"
	"rapporteur/internal/record"
)

type diffCmd struct {
	storeFlag
	Against string `help:"Compare with the readings in this older store instead of those kept in the store itself." placeholder:"FILE"`
	Article string `help:"Only this article." placeholder:"ID"`
	Engine  string `help:"Only readings of this older engine; --list shows which there are." placeholder:"NAME"`
	Format  string `help:"Form of the answer." enum:"text,stat,jsonl" default:"text"`
	List    bool   `help:"List the older readings that are kept, and stop."`
	Drop    bool   `help:"Drop the older readings (of --engine, or all), and stop."`
}

// Run says what the present reading has otherwise than an older one, and why.
func (c *diffCmd) Run(e *env) error {
	st, err := openExisting(e.ctx, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	switch {
	case c.Drop:
		n, err := st.DropReadings(e.ctx, c.Engine)
		if err != nil {
			return err
		}
		e.printf("%s dropped\n", plural(n, "older reading"))
		return nil
	case c.List:
		return c.list(e, st)
	}
	d := &differ{e: e, c: c, count: map[string]int{}}
	if c.Against != "" {
		old, err := openExisting(e.ctx, c.Against)
		if err != nil {
			return err
		}
		defer old.Close()
		err = old.Each(e.ctx, func(rec *record.Record) error { return d.compare(st, rec) })
		if err != nil {
			return err
		}
		return d.close()
	}
	list, err := st.Readings(e.ctx)
	if err != nil {
		return err
	}
	for _, r := range list {
		rec, err := st.Reading(e.ctx, r)
		if err != nil {
			return err
		}
		if err := d.compare(st, rec); err != nil {
			return err
		}
	}
	return d.close()
}

func (c *diffCmd) list(e *env, st store) error {
	list, err := st.Readings(e.ctx)
	if err != nil {
		return err
	}
	n := map[string]int{}
	for _, r := range list {
		n[r.Engine]++
	}
	var engines []string
	for k := range n {
		engines = append(engines, k)
	}
	sort.Strings(engines)
	for _, k := range engines {
		e.printf("%s: %s\n", k, plural(n[k], "article"))
	}
	if len(list) == 0 {
		e.printf("no older readings are kept\n")
	}
	return nil
}

// differ compares readings and prints what they differ in.
type differ struct {
	e        *env
	c        *diffCmd
	articles int
	differs  int
	gone     int
	count    map[string]int
}

func (d *differ) compare(st store, old *record.Record) error {
	if d.c.Article != "" && old.Article.ID != d.c.Article || d.c.Engine != "" && old.Article.Engine != d.c.Engine {
		return nil
	}
	now, err := st.Get(d.e.ctx, old.Article.ID)
	if errors.Is(err, record.ErrNotFound) {
		d.gone++
		return nil
	}
	if err != nil {
		return err
	}
	d.articles++
	changes := diff.Compare(old, now)
	if len(changes) == 0 {
		return nil
	}
	d.differs++
	if d.c.Format == "text" {
		d.e.printf("%s %s: %s → %s\n", now.Article.ID, now.Article.Title, old.Article.Engine, now.Article.Engine)
	}
	for _, ch := range changes {
		d.count[ch.Kind+" "+ch.What]++
		switch d.c.Format {
		case "jsonl":
			b, err := json.Marshal(struct {
				Article string `json:"article"`
				Before  string `json:"engine_before"`
				Now     string `json:"engine_now"`
				diff.Change
			}{now.Article.ID, old.Article.Engine, now.Article.Engine, ch})
			if err != nil {
				return fmt.Errorf("diff: %w", err)
			}
			d.e.printf("%s\n", b)
		case "text":
			d.e.printf("  %-8s %-12s “%s”\n", ch.What, ch.Kind, clip(oneLine(ch.Quote), 90))
			for _, f := range ch.Fields {
				d.e.printf("             %s: %s → %s\n", f.Name, f.Old, f.New)
			}
			for _, w := range ch.Why {
				d.e.printf("             because %s\n", w)
			}
		}
	}
	return nil
}

func (d *differ) close() error {
	if d.c.Format == "jsonl" {
		return nil
	}
	if d.articles+d.gone == 0 {
		if d.c.Article != "" || d.c.Engine != "" {
			d.e.printf("no older reading fits; --list shows which engines' are kept\n")
			return nil
		}
		d.e.printf("no older reading to compare with: reading articles again with another version keeps the old one\n")
		return nil
	}
	d.e.printf("%s compared, %d read otherwise", plural(d.articles, "article"), d.differs)
	if d.gone > 0 {
		d.e.printf(", %d no longer there", d.gone)
	}
	d.e.printf("\n")
	var keys []string
	for k := range d.count {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		d.e.printf("  %5d %s\n", d.count[k], k)
	}
	return nil
}
