package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"rapporteur/internal/conllu"
	"rapporteur/internal/doc"
	"rapporteur/internal/intake"
	"rapporteur/internal/nlp"
	"rapporteur/internal/report"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

type parseCmd struct {
	Paths  []string `arg:"" help:"Files to parse; - is standard input." name:"path"`
	Input  string   `help:"What the files hold." enum:"text,conllu,jsonl" default:"text"`
	Output string   `help:"What to write: CoNLL-U, or attributions (who is said to have said, thought or wanted what) as JSON lines." enum:"conllu,attributions" default:"conllu"`
	Date   string   `help:"Reference date of relative dates, YYYY-MM-DD." placeholder:"DATE"`
}

// attributions is a line of the output of that name: an attribution has the
// broken spans (bytes) of its source, its cue and its content.
type attributions struct {
	ID    string        `json:"id"`
	Found []attribution `json:"attributions"`
}

type attribution struct {
	Source  []text.Span `json:"source"`
	Cue     []text.Span `json:"cue"`
	Content []text.Span `json:"content"`
	Rule    string      `json:"rule"`
}

// Run writes the analysis of each document as CoNLL-U, with the layers above
// the tree in MISC, or its attributions.
func (c *parseCmd) Run(e *env) error {
	k, err := report.Load(e.knowledge...)
	if err != nil {
		return err
	}
	p, _, err := nlp.Default(k.Known())
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
		if c.Output == "attributions" {
			line := attributions{ID: id, Found: []attribution{}}
			for _, a := range k.Attributions(d) {
				line.Found = append(line.Found, attribution{a.Source, a.Cue, a.Content, a.Rule})
			}
			return json.NewEncoder(e.out).Encode(line)
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
