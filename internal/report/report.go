// Package report is the one door between an article and the record: it runs
// the language engine, links actors, extracts findings and turns them into
// world coordinates (ids, codes, days, places). The whole flow of an article
// stands in Read.
package report

import (
	"fmt"
	"io/fs"
	"strings"

	"rapporteur/internal/article"
	"rapporteur/internal/doc"
	"rapporteur/internal/extract"
	"rapporteur/internal/gazetteer"
	"rapporteur/internal/judge"
	"rapporteur/internal/lang"
	"rapporteur/internal/lexicon"
	"rapporteur/internal/link"
	"rapporteur/internal/nlp"
	"rapporteur/internal/nlp/engine"
	"rapporteur/internal/ontology"
	"rapporteur/internal/record"
	"rapporteur/internal/register"
)

// Knowledge is what a reader knows of the world and of words.
type Knowledge struct {
	Lexicon  *lexicon.Lexicon
	Register *register.Register
	Ontology *ontology.Ontology
	Places   *gazetteer.Gazetteer
	// NewPlaces is the number of places that the user's directories add.
	NewPlaces int
	Loaded    map[string]string // lemmas that take a side -> neutral ones
	Notes     []string          // what was found in user directories and not used
	Digest    string            // of the user's directories, "" without any
}

// Load reads the embedded knowledge and lays the user's directories over it.
// Any fault in them is an error that names file and line, and nothing is
// loaded.
func Load(dirs ...fs.FS) (*Knowledge, error) {
	o, err := ontology.Load()
	if err != nil {
		return nil, err
	}
	lex, err := lexicon.Load(Vocabulary(o), append([]fs.FS{lexicon.English()}, dirs...)...)
	if err != nil {
		return nil, err
	}
	reg, err := register.Load(dirs...)
	if err != nil {
		return nil, err
	}
	gaz, err := gazetteer.Load()
	if err != nil {
		return nil, err
	}
	more, err := gaz.Extend(dirs...)
	if err != nil {
		return nil, err
	}
	words, err := lang.English()
	if err != nil {
		return nil, err
	}
	sum, err := digest(dirs)
	if err != nil {
		return nil, err
	}
	return &Knowledge{Lexicon: lex, Register: reg, Ontology: o, Places: more, NewPlaces: more.Len() - gaz.Len(), Loaded: words.Loaded, Notes: reg.Notes(), Digest: sum}, nil
}

// Known is what the language engine may count on: the lemmas of the lexicon,
// the names that the user brings along, the places.
func (k *Knowledge) Known() nlp.Known {
	return nlp.Known{Lemmas: k.lemmas(), Names: k.Register.NewName, Sort: k.sort, Places: k.Places}
}

// sort tells the engine of the states and peoples that the register knows.
func (k *Knowledge) sort(word string) engine.Sort {
	switch as, ok := k.Register.StateWord(word); {
	case !ok:
		return engine.Other
	case as == register.AsAdjective:
		return engine.Adjective
	case as == register.AsNational && strings.HasSuffix(word, "s"):
		return engine.People
	case as == register.AsName:
		return engine.Land
	}
	return engine.Other
}

// lemmas lists those of the lexicon's triggers.
func (k *Knowledge) lemmas() []string {
	var out []string
	add := func(ts []lexicon.Trigger) {
		for i := range ts {
			out = append(out, ts[i].Lemma)
		}
	}
	for _, e := range k.Lexicon.Entries() {
		add(e.Verbs)
		add(e.Nouns)
		if e.Light != nil {
			add(e.Light.Verbs)
			add(e.Light.Nouns)
		}
	}
	return out
}

// Vocabulary gives the lexicon's loader the names of the code tables.
func Vocabulary(o *ontology.Ontology) lexicon.Vocabulary {
	v := lexicon.Vocabulary{Types: map[string][]string{}, Contexts: o.Contexts()}
	for _, t := range o.Types() {
		modes := []string{}
		for _, m := range t.Modes {
			modes = append(modes, m.Name)
		}
		v.Types[string(t.Type)] = modes
	}
	for _, c := range o.Cameos() {
		v.CAMEO = append(v.CAMEO, c.Code)
	}
	return v
}

// Reader turns articles into records. It is safe for concurrent use.
type Reader struct {
	know     *Knowledge
	pipeline *nlp.Pipeline
	judge    *judge.Judge
	engine   string // versions of program, models and the user's knowledge, for the record
}

// NewReader joins a pipeline, knowledge and the learned judge (nil for rules
// alone); engine names program and models. The version of what it reads says
// also which knowledge of the user's was at hand: another one reads otherwise.
func NewReader(p *nlp.Pipeline, k *Knowledge, j *judge.Judge, engine string) *Reader {
	if k.Digest != "" {
		engine += ", knowledge " + k.Digest
	}
	return &Reader{know: k, pipeline: p, judge: j, engine: engine}
}

// Attributions lists everything that an analysed document attributes to
// somebody, findings or not, in the order of their cues.
func (k *Knowledge) Attributions(d *doc.Document) []extract.Attribution {
	return extract.Attributions(d, link.Find(d, k.Register), k.Lexicon)
}

// Read takes one article through the whole flow. An error is a fault of the
// program or its data, never of the article; a panic in a stage is caught and
// returned as one, with the article to reproduce it.
func (r *Reader) Read(a *article.Article) (rec *record.Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			rec, err = nil, fmt.Errorf("report: article %s (%s:%d): internal fault: %v", a.ID, a.Source.Path, a.Source.Line, p)
		}
	}()
	d := doc.New(a.Text, a.Body, a.Published, a.Outlet)
	d.Language = a.Language
	if err := r.pipeline.Run(d); err != nil {
		return nil, fmt.Errorf("report: article %s: %w", a.ID, err)
	}
	return r.Findings(a, d), nil
}

// Findings takes a document that the pipeline has analysed through the rest of
// the flow: who is meant, what is found, what that is in the world.
func (r *Reader) Findings(a *article.Article, d *doc.Document) *record.Record {
	who := link.Find(d, r.know.Register)
	found := extract.Find(a, d, who, r.know.Lexicon, extract.Options{Judge: r.judge, Loaded: r.know.Loaded})
	return r.world(a, d, who, found)
}

// Stages lists the stages of the pipeline, in order.
func (r *Reader) Stages() []nlp.Stage { return r.pipeline.Stages() }
