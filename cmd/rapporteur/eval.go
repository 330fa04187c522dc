package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/eval"
	"rapporteur/internal/gazetteer"
	"rapporteur/internal/report"
	"rapporteur/internal/review"
)

type evalCmd struct {
	Layer string `arg:"" help:"What to score: syntax, raw, names, coref, timex, geo, polnear, coding, speed; or review, the readings of a store against what reviewers decided." enum:"syntax,raw,names,coref,timex,geo,polnear,coding,speed,review"`
	Data  string `help:"Folder with the gold data." default:"../shared/data" placeholder:"DIR"`
	N     int    `help:"Articles for speed." default:"2000"`
	Miss  string `help:"Write what was missed and what was found in vain (polnear)." placeholder:"FILE" type:"path"`
	Gold  string `help:"For review: gold file that review --gold wrote. For coding: folder of annotations, by default news-real-dev/gold of the data." placeholder:"FILE"`
	Texts string `help:"For coding: folder with the articles as ID.json, for records written without their text." placeholder:"DIR"`

	Predictions string `help:"For coding: records as JSON lines, - for standard input." placeholder:"FILE"`
	storeFlag
}

// Run prints the table of a layer.
func (c *evalCmd) Run(e *env) error {
	if c.Layer == "review" {
		return c.review(e)
	}
	if c.Layer == "coding" {
		return c.coding(e)
	}
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
	case "polnear":
		k, err := report.Load()
		if err != nil {
			return fmt.Errorf("eval: %w", err)
		}
		s, err := eval.PolNeAR(in("quotes", "polnear-dev.jsonl.gz"), p.Run, func(d *doc.Document) (out []eval.Attribution) {
			for _, a := range k.Attributions(d) {
				out = append(out, eval.Attribution{Source: a.Source, Cue: a.Cue, Content: a.Content, Rule: a.Rule})
			}
			return out
		}, c.Miss != "")
		if err := show(s.Table("PolNeAR dev"), err); err != nil || c.Miss == "" {
			return err
		}
		return s.WriteMisses(c.Miss)
	case "speed":
		r, _, err := e.reader()
		if err != nil {
			return err
		}
		var stages []eval.Stage
		for _, s := range r.Stages() {
			stages = append(stages, eval.Stage{Name: s.Name(), Run: func(d *doc.Document) error { return s.Run(d) }})
		}
		stages = append(stages, eval.Stage{Name: eval.FindingsStage, Run: func(d *doc.Document) error {
			r.Findings(&article.Article{Text: d.Text, Body: d.Body, Published: d.Reference, Outlet: d.Outlet, Language: "en"}, d)
			return nil
		}})
		s, err := eval.Speed([]string{in("news-unlabelled", "news-1.jsonl.gz")}, c.N, stages)
		return show(s.Table("speed"), err)
	}
	return nil
}

// review holds the readings of a store, as they were read, against a gold file
// of decisions. The store may be another one than that which was reviewed.
func (c *evalCmd) review(e *env) error {
	if c.Gold == "" {
		return errors.New("eval: review needs --gold FILE, as rapporteur review --gold FILE writes it")
	}
	f, err := os.Open(c.Gold)
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	gold, err := review.ReadGold(f, c.Gold)
	if err != nil {
		return err
	}
	st, err := openExisting(e.ctx, c.Store)
	if err != nil {
		return err
	}
	defer st.Close()
	counts, absent, err := review.Score(gold, getter(e.ctx, st))
	if err != nil {
		return err
	}
	e.printf("%-14s %6s %6s %6s %9s %9s\n", "", "right", "wrong", "missed", "precision", "recall")
	for _, k := range counts {
		e.printf("%-14s %6d %6d %6d %9s %9s\n", k.Kind, k.Right, k.Wrong, k.Missed, percent(k.Precision()), percent(k.Recall()))
	}
	if absent > 0 {
		e.printf("%s of the gold file in articles that are not in the store\n", plural(absent, "finding"))
	}
	return nil
}

func percent(x float64) string {
	if x < 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", x)
}

// coding compares records that were written before with annotated articles.
func (c *evalCmd) coding(e *env) error {
	if c.Predictions == "" {
		return errors.New("eval: coding wants --predictions, the output of read --format jsonl")
	}
	gold := c.Gold
	if gold == "" {
		gold = filepath.Join(c.Data, "news-real-dev", "gold")
	}
	s, err := eval.Coding(c.Predictions, gold, c.Texts)
	if err != nil {
		return err
	}
	if err := s.Table("findings").Print(e.out); err != nil {
		return err
	}
	return s.Reliability("confidence").Print(e.out)
}
