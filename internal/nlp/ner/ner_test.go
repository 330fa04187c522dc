package ner

import (
	"reflect"
	"testing"

	"rapporteur/internal/doc"
	"rapporteur/internal/nlp/encoder"
)

var tags, _ = readTags([]string{"O", "B-person", "I-person", "B-place", "I-place"})

// recogniser has no weights but the transitions that BIO forbids.
func recogniser() *Recogniser {
	r := &Recogniser{tags: tags, trans: make([]float32, 25), start: make([]float32, 5), stop: make([]float32, 5)}
	r.forbid()
	return r
}

func TestViterbiKeepsToBIO(t *testing.T) {
	for name, c := range map[string]struct {
		emit [][]float32
		want []string
	}{
		"inside-needs-begin":    {[][]float32{{0, 1, 5, 0, 0}, {0, 1, 5, 0, 0}}, []string{"B-person", "I-person"}},
		"a-begin-made-for-it":   {[][]float32{{0, 5, 0, 0, 0}, {0, 0, 1, 0, 5}, {0, 0, 0, 0, 5}}, []string{"B-person", "B-place", "I-place"}},
		"one-token":             {[][]float32{{0, 0, 9, 0, 0}}, []string{"O"}},
		"begin-after-begin":     {[][]float32{{0, 3, 0, 0, 0}, {0, 3, 2, 0, 0}}, []string{"B-person", "B-person"}},
		"ties-fall-to-outside":  {[][]float32{{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}}, []string{"O", "O"}},
		"change-of-mind-is-bio": {[][]float32{{0, 2, 0, 3, 0}, {0, 0, 4, 0, 0}}, []string{"B-person", "I-person"}},
	} {
		r := recogniser()
		var flat []float32
		for _, row := range c.emit {
			flat = append(flat, row...)
		}
		labels := make([]Label, len(c.emit))
		r.viterbi(labels, flat, make([]uint16, len(flat)))
		var got []string
		for _, l := range labels {
			got = append(got, r.Name(l))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestTransitionsAndEndsCount(t *testing.T) {
	r := recogniser()
	r.trans[0*5+1] = 3 // O before B-person
	r.stop[2] = 2      // I-person at the end
	labels := make([]Label, 3)
	r.viterbi(labels, make([]float32, 15), make([]uint16, 15))
	if got := []string{r.Name(labels[0]), r.Name(labels[1]), r.Name(labels[2])}; !reflect.DeepEqual(got, []string{"O", "B-person", "I-person"}) {
		t.Errorf("labels are %v", got)
	}
}

func TestEntities(t *testing.T) {
	r := recogniser()
	labels := []Label{{1, 0.9}, {2, 0.7}, {0, 1}, {3, 0.5}, {3, 0.6}, {4, 0.4}, {4, 0.8}}
	got := r.Entities(labels, []encoder.Range{{Start: 0, End: 6}, {Start: 6, End: 7}})
	want := []doc.Entity{
		{Start: 0, End: 2, Type: doc.Person, Score: 0.7},
		{Start: 3, End: 4, Type: doc.Place, Score: 0.5},
		{Start: 4, End: 6, Type: doc.Place, Score: 0.4},
		{Start: 6, End: 7, Type: doc.Place, Score: 0.8},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("entities are %v, want %v", got, want)
	}
}

func TestReadTags(t *testing.T) {
	for _, names := range [][]string{nil, {"B-person"}, {"O", "person"}, {"O", "B-"}, {"O", "S-person"}} {
		if got, err := readTags(names); err == nil {
			t.Errorf("tags %q are taken as %v", names, got)
		}
	}
}
