package main

import (
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/intake"
	"rapporteur/internal/nlp"
)

type parseCmd struct {
	Paths []string `arg:"" help:"Files to parse; - is standard input." name:"path"`
	Input string   `help:"What the files hold." enum:"text,conllu,jsonl" default:"text"`
	Date  string   `help:"Reference date of relative dates, YYYY-MM-DD." placeholder:"DATE"`
}

// Run prints the analysis of each article.
func (c *parseCmd) Run(e *env) error {
	p, _, err := nlp.Default()
	if err != nil {
		return err
	}
	for a, err := range intake.Read(c.Paths, e.in) {
		if err != nil {
			return err
		}
		d := doc.New(a.Text, a.Body, a.Published, a.Outlet)
		if err := p.Run(d); err != nil {
			return err
		}
		for _, s := range d.Sentences {
			for i := s.Start; i < s.End; i++ {
				t := &d.Tokens[i]
				h := 0
				if t.Head >= 0 {
					h = t.Head - s.Start + 1
				}
				ne := "_"
				if en := d.EntityAt(i); en != nil {
					ne = "NE=" + string(en.Type)
				}
				fmt.Fprintf(e.out, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t%s\n", i-s.Start+1, t.Form, t.Lemma, t.UPOS, t.XPOS, t.Feats, h, t.Deprel, ne)
			}
			fmt.Fprintln(e.out)
		}
	}
	return nil
}
