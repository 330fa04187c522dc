package main

import (
	"fmt"
	"path/filepath"

	"rapporteur/internal/doc"
	"rapporteur/internal/eval"
	"rapporteur/internal/gazetteer"
)

type evalCmd struct {
	Layer string `arg:"" help:"What to score: syntax, raw, names, coref, timex, geo, speed." enum:"syntax,raw,names,coref,timex,geo,speed"`
	Data  string `help:"Folder with the gold data." default:"../shared/data" placeholder:"DIR"`
	N     int    `help:"Articles for speed." default:"2000"`
}

// Run prints the table of a layer.
func (c *evalCmd) Run(e *env) error {
	p, models, err := e.pipeline()
	if err != nil {
		return err
	}
	e.printf("%s\n", models)
	in := func(parts ...string) string { return filepath.Join(append([]string{c.Data}, parts...)...) }
	show := func(t *eval.Table, err error) error {
		if err != nil {
			return fmt.Errorf("eval: %w", err)
		}
		return t.Print(e.out)
	}
	switch c.Layer {
	case "syntax", "raw":
		for _, set := range []string{"ewt-dev", "gum-dev"} {
			s, err := eval.Treebank(in("treebank", set+".conllu.gz"), c.Layer == "syntax", p.Run, nil)
			if err := show(s.Table(set), err); err != nil {
				return err
			}
		}
	case "names":
		s, err := eval.Names(in("ner", "crossner-politics-dev.txt.gz"), 0, p.Run)
		if err := show(s.Table("CrossNER politics dev"), err); err != nil {
			return err
		}
		s, err = eval.Names(in("ner", "wikigold.txt.gz"), 0.8, p.Run)
		return show(s.Table("WikiGold, last fifth"), err)
	case "coref":
		s, err := eval.Coreference(in("coref", "ontogum-dev.jsonl.gz"), p.Run)
		return show(s.Table("OntoGUM dev"), err)
	case "timex":
		s, err := eval.TimeBank(in("temporal", "timebank-tbaq-cleaned.tar.gz"), p.Run, false)
		return show(s.Table("TimeBank"), err)
	case "geo":
		g, err := gazetteer.Load()
		if err != nil {
			return err
		}
		_, err = eval.Geo(e.out, g, in("geo"), false)
		return err
	case "speed":
		var stages []eval.Stage
		for _, s := range p.Stages() {
			stages = append(stages, eval.Stage{Name: s.Name(), Run: func(d *doc.Document) error { return s.Run(d) }})
		}
		s, err := eval.Speed([]string{in("news-unlabelled", "news-1.jsonl.gz")}, c.N, stages)
		return show(s.Table("speed"), err)
	}
	return nil
}
