package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/intake"
	"rapporteur/internal/when"
)

type parseCmd struct {
	Paths []string `arg:"" help:"Files to parse; - is standard input." name:"path"`
	Input string   `help:"What the files hold." enum:"text,conllu,jsonl" default:"text"`
	Date  string   `help:"Reference date of relative dates, YYYY-MM-DD." placeholder:"DATE"`
}

// Run writes the analysis of each document as CoNLL-U, with the layers above
// the tree in MISC.
func (c *parseCmd) Run(e *env) error {
	p, _, err := e.pipeline()
	if err != nil {
		return err
	}
	var ref when.Date
	if c.Date != "" {
		if ref, err = when.Parse(c.Date, when.Stated); err != nil {
			return fmt.Errorf("parse: --date: %w", err)
		}
	}
	write := func(d *doc.Document, id string) error {
		if err := p.Run(d); err != nil {
			return fmt.Errorf("parse: %s: %w", id, err)
		}
		return conllu.WriteDocument(e.out, d, id)
	}
	switch c.Input {
	case "conllu":
		for _, path := range c.Paths {
			if err := c.conllu(e, path, ref, write); err != nil {
				return err
			}
		}
		return nil
	case "text":
		for _, path := range c.Paths {
			b, err := readFile(e, path)
			if err != nil {
				return fmt.Errorf("parse: %w", err)
			}
			if err := write(conllu.FromText(string(b), ref), path); err != nil {
				return err
			}
		}
		return nil
	}
	for a, err := range intake.Read(c.Paths, e.in) {
		if err != nil {
			fmt.Fprintln(e.err, "set aside:", err)
			continue
		}
		d := doc.New(a.Text, a.Body, a.Published, a.Outlet)
		d.Language = a.Language
		if d.Reference.IsZero() {
			d.Reference = ref
		}
		if err := write(d, a.ID); err != nil {
			return err
		}
	}
	return nil
}

func readFile(e *env, path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(e.in)
	}
	return os.ReadFile(path)
}

func (c *parseCmd) conllu(e *env, path string, ref when.Date, write func(*doc.Document, string) error) error {
	in := e.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("parse: %w", err)
		}
		defer f.Close()
		in = f
	}
	r := conllu.NewDocumentReader(in, path, conllu.Options{Reference: ref})
	for n := 1; ; n++ {
		d, sents, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("parse: %w", err)
		}
		id := fmt.Sprintf("%s#%d", path, n)
		if len(sents) > 0 {
			if v, ok := sents[0].Comment("newdoc id"); ok {
				id = v
			}
		}
		if err := write(d, id); err != nil {
			return err
		}
	}
}
