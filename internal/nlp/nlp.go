// Package nlp puts the stages of the language engine in order and runs them
// over documents. The stages live in the packages below it and never import
// one another; Default lists them.
package nlp

import (
	"fmt"

	"rapporteur/internal/doc"
)

// Stage is one step of the pipeline. It reads the layers that it requires and
// writes those that it provides, through the document's setters. A stage is
// safe for concurrent use on different documents. Run fails only on a fault of
// the program or of a model; odd text is no error.
type Stage interface {
	Name() string
	Requires() []doc.Layer
	Provides() []doc.Layer
	Run(d *doc.Document) error
}

// Pipeline is a list of stages in an order that works.
type Pipeline struct{ stages []Stage }

// New checks that every stage finds what it requires and that no layer is
// written twice; a pipeline in the wrong order does not build.
func New(stages ...Stage) (*Pipeline, error) {
	have := map[doc.Layer]string{}
	for _, s := range stages {
		for _, l := range s.Requires() {
			if have[l] == "" {
				return nil, fmt.Errorf("nlp: stage %s requires the layer %s, which no stage before it provides", s.Name(), l)
			}
		}
		for _, l := range s.Provides() {
			if have[l] != "" {
				return nil, fmt.Errorf("nlp: stages %s and %s both provide the layer %s", have[l], s.Name(), l)
			}
			have[l] = s.Name()
		}
	}
	return &Pipeline{stages: stages}, nil
}

// Stages lists the stages in order. The caller must not change the slice.
func (p *Pipeline) Stages() []Stage { return p.stages }

// Run takes the document through all stages. A stage whose layers stand
// already (given tokens) is left out.
func (p *Pipeline) Run(d *doc.Document) error {
	for _, s := range p.stages {
		if done(d, s) {
			continue
		}
		if err := s.Run(d); err != nil {
			return fmt.Errorf("nlp: %s: %w", s.Name(), err)
		}
	}
	return nil
}

func done(d *doc.Document, s Stage) bool {
	for _, l := range s.Provides() {
		if !d.Has(l) {
			return false
		}
	}
	return true
}
