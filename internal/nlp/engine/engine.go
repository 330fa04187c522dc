// Package engine runs the encoder once over a text and lets the tagger, the
// parser and the entity recogniser read each batch while it is at hand. It
// requires tokens and provides the tags, tree and entities layers.
//
// A model of several networks is read as their mean: the encoder makes the vectors of
// each, and tags, trees and entities are the best by the sum of what the networks say.
//
// An Engine does not change and may be shared between goroutines. Its result
// for a sentence does not depend on the other sentences, nor on earlier calls.
package engine

import (
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder"
	"rapporteur/internal/nlp/ner"
	"rapporteur/internal/nlp/parser"
	"rapporteur/internal/nlp/tagger"
)

// Engine is an open model of the language engine.
type Engine struct {
	Version  string // of the weights
	Digest   string // of the weights
	Language string // ISO 639-1

	// Names gives the number of words of the name of a state that starts at
	// words[i] and that the user alone knows, else 0, and whether it is an
	// adjective; nil for none.
	Names func(words []string, i int) (n int, adjective bool)
	// Sort tells the names of states and peoples of one word; nil for none.
	Sort func(word string) Sort

	encoder *encoder.Encoder
	tagger  *tagger.Tagger
	parser  *parser.Parser
	ner     *ner.Recogniser
}

// New opens a model. A model for another stage, or whose tensors do not fit its
// configuration, is refused.
func New(m *model.Model) (*Engine, error) {
	e := &Engine{Version: m.Version, Digest: m.Digest, Language: m.Language}
	networks, err := encoder.Networks(m)
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	if e.encoder, err = encoder.New(networks); err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	sizes := e.encoder.Sizes()
	if e.tagger, err = tagger.New(networks, sizes); err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	if e.parser, err = parser.New(networks, sizes); err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	if e.ner, err = ner.New(networks, sizes); err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	return e, nil
}

// English opens the embedded English model.
func English() (*Engine, error) {
	m, err := model.English()
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	return New(m)
}

// result holds the predictions for every token of an input.
type result struct {
	tags      []doc.Tag
	heads     []int // index of the head token, -1 for a root
	relations []string
	labels    []ner.Label
	vectors   [][]float32 // nil unless asked for
}

func (e *Engine) predict(forms []string, sentences []encoder.Range, vectors bool) (*result, error) {
	n := len(forms)
	r := &result{make([]doc.Tag, n), make([]int, n), make([]string, n), make([]ner.Label, n), nil}
	if vectors {
		r.vectors = make([][]float32, n)
	}
	err := e.encoder.Each(forms, sentences, func(b *encoder.Batch) error {
		e.tagger.Predict(b, r.tags)
		e.parser.Predict(b, r.heads, r.relations)
		e.ner.Predict(b, r.labels)
		if vectors {
			keep(b, r.vectors)
		}
		return nil
	})
	return r, err
}

// keep copies the encoder's vectors out of a batch.
func keep(b *encoder.Batch, to [][]float32) {
	for s, seg := range b.Segments {
		for t := range seg.Len() {
			row := b.Row(s, t)
			for i := range b.Readings {
				r := &b.Readings[i]
				to[seg.Start+t] = append(to[seg.Start+t], r.Hidden[row*r.Width:(row+1)*r.Width]...)
			}
		}
	}
}

// Annotate writes the tags, tree and entities layers of a document that has
// tokens.
func (e *Engine) Annotate(d *doc.Document) error {
	forms, sents := make([]string, len(d.Tokens)), make([]encoder.Range, len(d.Sentences))
	for i := range d.Tokens {
		forms[i] = d.Tokens[i].Form
	}
	for i, s := range d.Sentences {
		sents[i] = encoder.Range{Start: s.Start, End: s.End}
	}
	read := e.standIns(forms, sents)
	r, err := e.predict(read.read, sents, false)
	if err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	read.lemmas(r.tags)
	verbs(forms, r.heads, r.relations, r.tags, sents)
	rehang(forms, r.heads, r.relations, r.tags, sents)
	oneSubject(forms, r.heads, r.relations, r.tags, sents)
	if err := d.SetTags(r.tags); err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	if err := d.SetTree(r.heads, r.relations); err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	es := titled(read.entities(e.ner.Entities(r.labels, sents)), r.heads, r.relations, r.tags, sents)
	if err := d.SetEntities(es); err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	return nil
}

// Requires and Provides name the layers that Annotate reads and writes.
func (e *Engine) Requires() []doc.Layer { return []doc.Layer{doc.Tokens} }

// Provides names the layers that Annotate writes.
func (e *Engine) Provides() []doc.Layer { return []doc.Layer{doc.Tags, doc.Tree, doc.Entities} }

// Analysis is what the engine says of one sentence: parallel slices, one
// element a token.
type Analysis struct {
	Tags    []doc.Tag
	Head    []int // 1-based within the sentence, 0 for the root: as in CoNLL-U
	Deprel  []string
	NER     []string    // O, B-person, I-person ...
	Vectors [][]float32 // the networks' outputs one after the other, nil unless asked for
}

// Analyse annotates sentences that are given as forms. vectors asks for the
// encoder's output as well.
func (e *Engine) Analyse(sentences [][]string, vectors bool) ([]Analysis, error) {
	var forms []string
	sents := make([]encoder.Range, len(sentences))
	for i, s := range sentences {
		sents[i] = encoder.Range{Start: len(forms), End: len(forms) + len(s)}
		forms = append(forms, s...)
	}
	r, err := e.predict(forms, sents, vectors)
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	out := make([]Analysis, len(sents))
	for i, s := range sents {
		a := Analysis{Tags: r.tags[s.Start:s.End], Deprel: r.relations[s.Start:s.End], Head: r.heads[s.Start:s.End]}
		a.NER = make([]string, len(a.Tags))
		for t := range a.NER {
			a.NER[t] = e.ner.Name(r.labels[s.Start+t])
			if a.Head[t] < 0 {
				a.Head[t] = 0
			} else {
				a.Head[t] -= s.Start - 1
			}
		}
		if vectors {
			a.Vectors = r.vectors[s.Start:s.End]
		}
		out[i] = a
	}
	return out, nil
}
