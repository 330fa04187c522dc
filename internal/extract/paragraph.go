package extract

import (
	"strings"

	"rapporteur/internal/doc"
)

// paragraphFeatures describe a paragraph as news or background.
func (x *extractor) paragraphFeatures(p int) []string {
	var out []string
	add := func(fs ...string) { out = append(out, fs...) }
	add("bias", "paragraph "+bucket(p, 0, 1, 2, 4, 8, 16))
	if x.bgPar[p] {
		add("rule says background", "rule: "+x.bgHow[p])
	}
	last := 0
	if n := len(x.parOf); n > 0 {
		last = x.parOf[n-1]
	}
	frames, timexes, sents := x.inParagraph(p)
	add("from end " + bucket(last-p, 0, 1, 3, 6))
	add("shape " + x.parKind[p])
	counts := map[string]int{}
	for _, fi := range frames {
		f := &x.d.Frames[fi]
		if f.Kind == doc.Nominal || x.inLoaded(f.Head) {
			continue
		}
		k := f.Tense
		if f.Pluperf {
			k = "pluperfect"
		} else if f.Perfect {
			k = "perfect"
		}
		counts[k]++
		add("verb "+x.predicate(f), "verb "+x.predicate(f)+" "+k)
		if hi := int(x.at[fi]) - 1; hi >= 0 && x.hits[hi].frame == fi && x.hits[hi].entry.Act != "" && f.Tense != "" {
			counts["said"]++
			if f.Time > 0 {
				add("said " + x.age(x.d.Timexes[f.Time-1].When))
			}
		}
	}
	for _, k := range []string{"past", "present", "perfect", "pluperfect", "future", "said"} {
		add(k + " " + bucket(counts[k], 0, 1, 3))
	}
	for _, ti := range timexes {
		add("dated "+x.age(x.d.Timexes[ti].When), "time "+x.d.Timexes[ti].Type)
	}
	for _, si := range sents {
		x.words(x.d.Sentences[si].Start, x.d.Sentences[si].End, "word ", add)
		for i := x.d.Sentences[si].Start; i < x.d.Sentences[si].End; i++ {
			if f := x.d.Tokens[i].Form; f == "“" || f == `"` || f == "``" {
				add("quote")
				break
			}
		}
	}
	return out
}

// shapes sums a paragraph up in a word: what its verbs of saying and dates
// make of it.
func (x *extractor) shapes() {
	said, recent, old := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for hi := range x.hits {
		f := &x.d.Frames[x.hits[hi].frame]
		if x.hits[hi].entry.Act != "" && f.Kind == doc.Verbal && f.Tense != "" {
			said[x.parOf[x.d.Tokens[f.Head].Sent]] = true
		}
	}
	for _, t := range x.d.Timexes {
		p := x.parOf[x.d.Tokens[t.Start].Sent]
		if d, ok := x.daysBefore(t.When); ok && t.Type == "DATE" {
			if d > newsDays {
				old[p] = true
			} else if d >= 0 {
				recent[p] = true
			}
		}
	}
	for p := range x.paras {
		s := ""
		if said[p] {
			s += "said "
		}
		if recent[p] {
			s += "recent "
		}
		if old[p] {
			s += "old"
		}
		x.parKind[p] = strings.TrimSpace(s)
	}
}

// inParagraph lists frames, time expressions and sentences of a paragraph.
func (x *extractor) inParagraph(p int) (frames, timexes, sents []int) {
	if x.byPar == nil {
		x.byPar = make([]content, len(x.paras))
		for i := range x.d.Sentences {
			c := &x.byPar[x.parOf[i]]
			c.sents = append(c.sents, i)
		}
		for i := range x.d.Frames {
			c := &x.byPar[x.parOf[x.d.Tokens[x.d.Frames[i].Head].Sent]]
			c.frames = append(c.frames, i)
		}
		for i := range x.d.Timexes {
			c := &x.byPar[x.parOf[x.d.Tokens[x.d.Timexes[i].Start].Sent]]
			c.timexes = append(c.timexes, i)
		}
	}
	c := &x.byPar[p]
	return c.frames, c.timexes, c.sents
}

// content is what stands in one paragraph, by index.
type content struct{ frames, timexes, sents []int }
