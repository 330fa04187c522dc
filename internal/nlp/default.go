package nlp

import (
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/gazetteer"
	"rapporteur/internal/nlp/clause"
	"rapporteur/internal/nlp/coref"
	"rapporteur/internal/nlp/engine"
	"rapporteur/internal/nlp/geocoder"
	"rapporteur/internal/nlp/lemma"
	"rapporteur/internal/nlp/timex"
	"rapporteur/internal/nlp/tokenizer"
)

// Known is what the user and the lexicon know and the stages may count on. The
// zero value adds nothing to the embedded data.
type Known struct {
	// Lemmas of the predicate lexicon.
	Lemmas []string
	// Names gives the number of words of the name of a state that starts at
	// words[i] and that only the user's dictionaries have, else 0, and whether it
	// is an adjective.
	Names func(words []string, i int) (n int, adjective bool)
	// Sort tells the names of states, their adjectives and their peoples, of one
	// word each.
	Sort func(word string) engine.Sort
	// Places is the gazetteer; nil opens the embedded one.
	Places *gazetteer.Gazetteer
}

// Default opens the embedded models and lists the stages of the English
// pipeline. The second value names the versions, for the record.
func Default(known Known) (*Pipeline, string, error) {
	tok, err := tokenizer.New()
	if err != nil {
		return nil, "", fmt.Errorf("nlp: %w", err)
	}
	eng, err := engine.English()
	if err != nil {
		return nil, "", fmt.Errorf("nlp: %w", err)
	}
	eng.Names, eng.Sort = known.Names, known.Sort
	words, err := lemma.New(known.Lemmas)
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
	gaz := known.Places
	if gaz == nil {
		if gaz, err = gazetteer.Load(); err != nil {
			return nil, "", fmt.Errorf("nlp: %w", err)
		}
	}
	p, err := New(
		tok,
		analysis{eng, words},
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
// tags, tree and entities; the dictionary has the last word on lemmas.
type analysis struct {
	*engine.Engine
	words *lemma.Dictionary
}

func (analysis) Name() string { return "engine" }

func (a analysis) Run(d *doc.Document) error {
	if err := a.Annotate(d); err != nil {
		return err
	}
	a.words.Mend(d)
	return nil
}
