package nlp

import (
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/gazetteer"
	"rapporteur/internal/nlp/clause"
	"rapporteur/internal/nlp/coref"
	"rapporteur/internal/nlp/engine"
	"rapporteur/internal/nlp/geocoder"
	"rapporteur/internal/nlp/timex"
	"rapporteur/internal/nlp/tokenizer"
)

// Default opens the embedded models and lists the stages of the English
// pipeline. The second value names the versions, for the record.
func Default() (*Pipeline, string, error) {
	tok, err := tokenizer.New()
	if err != nil {
		return nil, "", fmt.Errorf("nlp: %w", err)
	}
	eng, err := engine.English()
	if err != nil {
		return nil, "", fmt.Errorf("nlp: %w", err)
	}
	times, err := timex.New()
	if err != nil {
		return nil, "", fmt.Errorf("nlp: %w", err)
	}
	refs, err := coref.New()
	if err != nil {
		return nil, "", fmt.Errorf("nlp: %w", err)
	}
	gaz, err := gazetteer.Load()
	if err != nil {
		return nil, "", fmt.Errorf("nlp: %w", err)
	}
	p, err := New(
		tok,
		analysis{eng},
		times,
		geocoder.NewStage(gaz),
		refs,
		clause.Stage{},
	)
	if err != nil {
		return nil, "", err
	}
	return p, "engine " + eng.Version, nil
}

// analysis is the engine as a stage: one pass of the shared encoder gives
// tags, tree and entities.
type analysis struct{ *engine.Engine }

func (analysis) Name() string { return "engine" }

// Run keeps what stands already: given tokens may bring tags and trees along.
func (a analysis) Run(d *doc.Document) error { return a.Annotate(d) }
