// Command coding trains the judge (internal/judge): whether a candidate of the
// rules is an event or a statement that a coder would enter, its status, its
// act, whether a contact took place, which instruments count, and which
// paragraphs are background. It
// reads annotated articles, runs the program's own pipeline over them, aligns
// candidates with the annotation, and fits logistic regressions.
//
//	go run ./train/coding -texts DIR [-data ../shared/data] -out internal/judge/data/judge-en.bin
//	go run ./train/coding -texts DIR -folds 5 -predict pred.jsonl     cross-validated predictions
//
// DIR holds the articles of news-real-dev as ID.json, written by the tool
// that comes with the data. Each of them is first read by a judge that was
// trained on the other folds only; these readings, compared with the
// annotation, give the lines that calibrate confidence.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/eval"
	"rapporteur/internal/extract"
	"rapporteur/internal/intake"
	"rapporteur/internal/judge"
	"rapporteur/internal/link"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp"
	"rapporteur/internal/record"
	"rapporteur/internal/report"
	"rapporteur/internal/text"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "../shared/data", "data directory")
	texts := flag.String("texts", "", "folder with the articles of news-real-dev as ID.json")
	out := flag.String("out", "", "weights file to write")
	predict := flag.String("predict", "", "write cross-validated records of news-real-dev to this file")
	folds := flag.Int("folds", 5, "folds of the cross-validation")
	version := flag.String("version", "2026.11.1", "version of the weights")
	flag.Parse()
	if *texts == "" {
		log.Fatal("coding: -texts is needed")
	}
	real, err := load(filepath.Join(*data, "news-real-dev/gold"), *texts)
	if err != nil {
		log.Fatal(err)
	}
	dev, err := load(filepath.Join(*data, "news-dev/gold"), filepath.Join(*data, "news-dev/articles"))
	if err != nil {
		log.Fatal(err)
	}
	t, err := newTrainer()
	if err != nil {
		log.Fatal(err)
	}
	realEx, devEx := t.examples(real), t.examples(dev)
	rs, err := t.crossValidate(realEx, devEx, *folds, filepath.Join(*data, "news-real-dev/gold"), *texts)
	if err != nil {
		log.Fatal(err)
	}
	if *predict != "" {
		if err := writeRecords(*predict, rs, *folds); err != nil {
			log.Fatal(err)
		}
	}
	if *out != "" {
		var all []eval.Judged
		for _, r := range rs {
			all = append(all, r.findings...)
		}
		hs := t.heads(append(append([]*example{}, realEx...), devEx...))
		if err := write(*out, *version, hs, calibration(all)); err != nil {
			log.Fatal(err)
		}
	}
}

type trainer struct {
	pipeline *nlp.Pipeline
	know     *report.Knowledge
}

func newTrainer() (*trainer, error) {
	k, err := report.Load()
	if err != nil {
		return nil, err
	}
	p, _, err := nlp.Default(k.Known())
	if err != nil {
		return nil, err
	}
	return &trainer{p, k}, nil
}

// example is an article with its labelled candidates.
type example struct {
	item item
	a    *article.Article
	d    *doc.Document
	who  *link.Links
	data map[string][]sample // by head
}

// sample is one labelled candidate.
type sample struct {
	feats []string
	class string
}

func (t *trainer) examples(items []item) []*example {
	out := make([]*example, len(items))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				out[i] = t.example(items[i])
			}
		}()
	}
	for i := range items {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

func (t *trainer) example(it item) *example {
	ex := &example{item: it, data: map[string][]sample{}}
	for a, err := range intake.Read([]string{it.path}, nil) {
		if a == nil {
			log.Fatal(err)
		}
		ex.a = a
	}
	ex.d = doc.New(ex.a.Text, ex.a.Body, ex.a.Published, ex.a.Outlet)
	if err := t.pipeline.Run(ex.d); err != nil {
		log.Fatal(err)
	}
	ex.who = link.Find(ex.d, t.know.Register)
	return ex
}

// candidates collects an article's candidates as they come about where some
// heads have decided before, and labels those of the heads named.
func (t *trainer) candidates(ex *example, before []*judge.Head, names []string) {
	all := ex.data
	ex.data = map[string][]sample{}
	f := extract.Find(ex.a, ex.d, ex.who, t.know.Lexicon, extract.Options{Collect: true, Judge: judge.New(before...), Loaded: t.know.Loaded})
	ex.label(f, ex.who)
	for _, n := range names {
		all[n] = ex.data[n]
	}
	ex.data = all
}

func (ex *example) add(head string, feats []string, class string) {
	ex.data[head] = append(ex.data[head], sample{feats, class})
}

func (ex *example) label(f *extract.Findings, who *link.Links) {
	g := &ex.item.gold
	kind := map[string]goldActor{}
	for _, a := range g.Actors {
		kind[a.Name] = a
	}
	// events: best overlap first, each side once
	type pair struct {
		u    float64
		i, j int
	}
	match := func(n, m int, ok func(i, j int) (float64, bool)) map[int]int {
		var ps []pair
		for i := range n {
			for j := range m {
				if u, o := ok(i, j); o {
					ps = append(ps, pair{u, i, j})
				}
			}
		}
		best := map[int]int{}
		usedI, usedJ := map[int]bool{}, map[int]bool{}
		for len(ps) > 0 {
			k := -1
			for q := range ps {
				if !usedI[ps[q].i] && !usedJ[ps[q].j] && (k < 0 || ps[q].u > ps[k].u) {
					k = q
				}
			}
			if k < 0 {
				break
			}
			best[ps[k].i] = ps[k].j
			usedI[ps[k].i], usedJ[ps[k].j] = true, true
		}
		return best
	}
	sameParty := func(a int, name string) bool {
		ac := &who.Actors[a]
		if alike(ac.Name, name) || ac.Known != nil && alike(ac.Known.Name, name) {
			return true
		}
		return ac.Country != "" && ac.Country == kind[name].Country
	}
	m := match(len(f.Events), len(g.Events), func(i, j int) (float64, bool) {
		e, q := &f.Events[i], &g.Events[j]
		u, ok := spanOK(int(e.Span.Start), int(e.Span.End), q.Start, q.End)
		if !ok || !sameType(e, q) {
			return 0, false
		}
		if len(q.Actor) == 0 {
			return u, true
		}
		for _, a := range e.Actors {
			for _, n := range q.Actor {
				if sameParty(a, n) {
					return u + 1, true
				}
			}
		}
		return 0, false
	})
	for i := range f.Events {
		j, ok := m[i]
		if !ok {
			ex.add(extract.HeadEvent, f.Events[i].Features, "no")
			if j := closest(f.Events[i].Span, g.Events); j >= 0 { // the same words teach the status whatever deed they are taken for
				ex.add(extract.HeadStatus, f.Events[i].Features, g.Events[j].Status)
			}
			continue
		}
		ex.add(extract.HeadEvent, f.Events[i].Features, "yes")
		ex.add(extract.HeadStatus, f.Events[i].Features, g.Events[j].Status)
	}
	m = match(len(f.Statements), len(g.Statements), func(i, j int) (float64, bool) {
		s, q := &f.Statements[i], &g.Statements[j]
		u, ok := spanOK(int(s.Span.Start), int(s.Span.End), q.Start, q.End)
		ac := &who.Actors[s.Speaker]
		return u, ok && (alike(ac.Name, q.Speaker) || ac.Known != nil && alike(ac.Known.Name, q.Speaker))
	})
	for i := range f.Statements {
		j, ok := m[i]
		if !ok {
			ex.add(extract.HeadStatement, f.Statements[i].Features, "no")
			if j := closest(f.Statements[i].Span, g.Statements); j >= 0 { // what is said teaches the act whoever is taken for the speaker
				ex.add(extract.HeadAct, slices.Concat(f.Statements[i].Features, f.Statements[i].Said), act(g.Statements[j].Stance))
			}
			continue
		}
		ex.add(extract.HeadStatement, f.Statements[i].Features, "yes")
		ex.add(extract.HeadAct, slices.Concat(f.Statements[i].Features, f.Statements[i].Said), act(g.Statements[j].Stance))
	}
	same := func(i, j int) (float64, bool) {
		c, q := &f.Contacts[i], &g.Meetings[j]
		u, ok := spanOK(int(c.Span.Start), int(c.Span.End), q.Start, q.End)
		if !ok {
			return 0, false
		}
		there, named := 0, 0
		for _, a := range c.Participants {
			if slices.ContainsFunc(q.Attended, func(n string) bool { return sameParty(a, n) }) {
				there++
			}
		}
		for _, n := range q.Attended {
			if slices.ContainsFunc(c.Participants, func(a int) bool { return sameParty(a, n) }) {
				named++
			}
		}
		if there == 0 || named == 0 {
			return 0, false
		}
		pr, re := float64(there)/float64(len(c.Participants)), float64(named)/float64(len(q.Attended))
		return u, 2*pr*re/(pr+re) >= 0.5
	}
	m = match(len(f.Contacts), len(g.Meetings), same)
	for i := range f.Contacts {
		if _, ok := m[i]; ok {
			ex.add(extract.HeadContact, f.Contacts[i].Features, "yes")
			continue
		}
		again := false // a second mention of a contact is neither right nor wrong
		for j := range g.Meetings {
			_, ok := same(i, j)
			again = again || ok
		}
		if !again {
			ex.add(extract.HeadContact, f.Contacts[i].Features, "no")
		}
	}
	m = match(len(f.Instruments), len(g.Agreements), func(i, j int) (float64, bool) {
		in, q := &f.Instruments[i], &g.Agreements[j]
		u, ok := spanOK(int(in.Span.Start), int(in.Span.End), q.Start, q.End)
		return u, ok && alike(in.Name, q.Name)
	})
	for i := range f.Instruments {
		class := "no"
		if _, ok := m[i]; ok {
			class = "yes"
		}
		ex.add(extract.HeadInstrument, f.Instruments[i].Features, class)
	}
	bg := map[int]bool{}
	for _, p := range g.Background {
		bg[p] = true
	}
	for p := range ex.a.Paragraphs() {
		if feats := f.Paragraphs[p]; feats != nil {
			class := "no"
			if bg[p] {
				class = "yes"
			}
			ex.add(extract.HeadParagraph, feats, class)
		}
	}
}

// closest is the annotation that overlaps a candidate's span most, -1 for none.
func closest(span text.Span, gold []goldItem) int {
	best, at := 0.0, -1
	for j := range gold {
		if u, ok := spanOK(int(span.Start), int(span.End), gold[j].Start, gold[j].End); ok && u > best {
			best, at = u, j
		}
	}
	return at
}

// act turns a stance of the annotation into an act of the contract.
func act(stance string) string {
	switch stance {
	case "demand/request":
		return "demand"
	case "commit/promise":
		return "commit"
	case "praise/support":
		return "praise"
	}
	return stance
}

// sameType counts a planned deed and the type of its announcement as one.
func sameType(e *extract.Event, q *goldItem) bool {
	if e.Type == q.Type {
		return true
	}
	if e.Status != extract.Planned && q.Status != "planned" {
		return false
	}
	group := func(t string) int {
		switch t {
		case "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID":
			return 1
		case "CONCEDE", "RETREAT":
			return 2
		}
		return 0
	}
	return group(e.Type) != 0 && group(e.Type) == group(q.Type)
}

// reading is the record of an article by a judge that has not seen it.
type reading struct {
	rec      *record.Record
	fold     int
	findings []eval.Judged
}

// crossValidate reads every article of the set with a judge that has not seen
// it, nor been calibrated.
func (t *trainer) crossValidate(set, more []*example, folds int, gold, texts string) ([]reading, error) {
	out := make([]reading, len(set))
	for k := range folds {
		var train []*example
		for i, ex := range set {
			if i%folds != k {
				train = append(train, ex)
			}
		}
		j := t.fit(append(train, more...))
		r := report.NewReader(t.pipeline, t.know, j, "cross-validation")
		for i, ex := range set {
			if i%folds != k {
				continue
			}
			rec, err := r.Read(ex.a)
			if err != nil {
				return nil, err
			}
			sc := eval.CodingScore{Kinds: map[string]eval.Count{}}
			if err := sc.Add(rec, gold, texts); err != nil {
				return nil, err
			}
			out[i] = reading{rec, k, sc.Findings}
		}
		log.Printf("fold %d of %d read", k+1, folds)
	}
	return out, nil
}

// writeRecords writes the records, calibrated for each fold by the findings of
// the other folds.
func writeRecords(path string, rs []reading, folds int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for k := range folds {
		var others []eval.Judged
		for _, r := range rs {
			if r.fold != k {
				others = append(others, r.findings...)
			}
		}
		lines := calibration(others)
		for _, r := range rs {
			if r.fold != k {
				continue
			}
			for _, it := range r.rec.Items() {
				if l, ok := lines[it.Kind]; ok {
					it.Finding.Confidence = l.Apply(it.Finding.Confidence)
				}
			}
			r.rec.Article.Text = ""
			b, err := json.Marshal(r.rec.WithoutWhy())
			if err != nil {
				return err
			}
			if _, err := f.Write(append(b, '\n')); err != nil {
				return err
			}
		}
	}
	return nil
}

// write writes the heads as a model file of stage "judge".
func write(path, version string, heads []*judge.Head, lines map[string]judge.Line) error {
	var w model.Writer
	cfg := judge.Config{Buckets: buckets, Calibration: lines}
	for _, h := range heads {
		w.Halves(h.Name, h.Weights, buckets, len(h.Classes))
		cfg.Heads = append(cfg.Heads, judge.HeadConfig{Name: h.Name, Classes: h.Classes, Threshold: h.Threshold})
	}
	raw, err := json.Marshal(cfg)
	if err != nil {
		return err
	}
	b, err := w.Encode(model.Header{Stage: "judge", Language: "en", Version: version, Licence: "CC BY-SA 4.0", Config: raw,
		Corpora: []model.Corpus{{Name: "news-real-dev and news-dev, the project's own annotations of third-party news", Licence: "annotations: this project; no text is contained", Part: "all articles"}}})
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", path, len(b))
	return nil
}
