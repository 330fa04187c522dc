// Package coref is the stage that groups the mentions of one thing: names and
// their variants, nominals, pronouns, groups. It requires tokens, tags, tree
// and entities, and provides doc.Clusters. The mention ranker of package rank
// decides; the time it takes is linear in the text, as every mention looks
// back at a bounded number of others.
package coref

import (
	_ "embed"
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/lang"
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/coref/rank"
)

//go:embed data/coref-en.bin
var corefEN []byte

// Stage groups mentions. It is immutable and may be shared.
type Stage struct {
	lang  *lang.Language
	model *rank.Model
}

// New makes the stage with the embedded weights and word lists.
func New() (*Stage, error) {
	m, err := model.Read(corefEN)
	if err != nil {
		return nil, fmt.Errorf("coref: embedded coref-en.bin: %w", err)
	}
	return With(m)
}

// With makes the stage with other weights.
func With(m *model.Model) (*Stage, error) {
	r, err := rank.Load(m)
	if err != nil {
		return nil, fmt.Errorf("coref: %w", err)
	}
	l, err := lang.English()
	if err != nil {
		return nil, fmt.Errorf("coref: %w", err)
	}
	return &Stage{lang: l, model: r}, nil
}

// Name is the name of the stage.
func (s *Stage) Name() string { return "coref" }

// Requires lists the layers that Run reads.
func (s *Stage) Requires() []doc.Layer {
	return []doc.Layer{doc.Tokens, doc.Tags, doc.Tree, doc.Entities}
}

// Provides lists the layers that Run writes.
func (s *Stage) Provides() []doc.Layer { return []doc.Layer{doc.Clusters} }

// Run writes the clusters layer of d.
func (s *Stage) Run(d *doc.Document) error {
	ms := rank.Find(s.lang, d)
	of := s.model.Cluster(ms, 0)
	rank.Join(ms, of)
	return d.SetClusters(rank.Clusters(ms, of))
}
