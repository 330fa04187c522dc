package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"sort"
	"strings"
	"unicode"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// Attribution is one act of attributing: whose it is, the words that say so,
// and what is attributed. Each part may be broken; spans are bytes.
type Attribution struct {
	Source, Cue, Content []text.Span
	Rule                 string // what found it; "" in gold
}

// Attribute finds the attributions of an analysed document.
type Attribute func(d *doc.Document) []Attribution

// AttributionScore counts attributions whose parts overlap the gold.
//
// Two parts overlap by half where they share at least half of the letters and
// digits of the gold part (Half), or of either (Both). An attribution is right
// if its source and its content overlap those of one gold attribution; each
// counts once, best overlap first. Of a document with several annotators every
// annotation is scored by itself and counts with the weight one over their
// number, so that a document counts once.
type AttributionScore struct {
	Half, Both, Source, Content weighted
	Documents, Annotations      int
	ByRule                      map[string]*Count // right ones and all, by the first word of the rule
	Misses                      []AttributionMiss
}

// weighted is a Count of fractions.
type weighted struct{ correct, gold, system float64 }

// F1 is the harmonic mean of precision and recall in per cent.
func (w weighted) F1() float64 {
	if w.gold+w.system == 0 {
		return 0
	}
	return 200 * w.correct / (w.gold + w.system)
}

// AttributionMiss is a gold attribution that was not found or a found one that
// is not in the gold, for looking at.
type AttributionMiss struct {
	Doc, Rule            string // Rule is empty for a gold attribution that was missed
	Source, Cue, Content string
}

// polnear is one line of a PolNeAR file; offsets are code points.
type polnear struct {
	Doc          string `json:"doc"`
	Date         string `json:"date"`
	Publisher    string `json:"publisher"`
	Text         string `json:"text"`
	Attributions []struct {
		Source, Cue, Content [][2]int
	} `json:"attributions"`
}

// PolNeAR scores attributions on a file of PolNeAR (Newell et al. 2018, "An
// Attribution Relations Corpus for Political News"), one JSON object a
// document and annotator. Errors name the file and the line.
func PolNeAR(path string, run Pipeline, find Attribute, misses bool) (AttributionScore, error) {
	var sc AttributionScore
	f, err := open(path)
	if err != nil {
		return sc, err
	}
	defer f.Close()
	byDoc := map[string][]polnear{}
	var order []string
	dec := json.NewDecoder(f)
	for n := 1; ; n++ {
		var p polnear
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return sc, fmt.Errorf("eval: %s:%d: %w", path, n, err)
		}
		if byDoc[p.Doc] == nil {
			order = append(order, p.Doc)
		}
		byDoc[p.Doc] = append(byDoc[p.Doc], p)
	}
	for _, id := range order {
		ps := byDoc[id]
		ref, err := when.Parse(ps[0].Date, when.Stated)
		if err != nil {
			ref = when.Date{}
		}
		body := ps[0].Text
		d := doc.New(body, text.Span{Start: 0, End: text.Offset(len(body))}, ref, ps[0].Publisher)
		if err := run(d); err != nil {
			return sc, fmt.Errorf("eval: %s: %s: %w", path, id, err)
		}
		found := find(d)
		for _, p := range ps {
			gold, err := p.gold()
			if err != nil {
				return sc, fmt.Errorf("eval: %s: %s: %w", path, id, err)
			}
			if p.Text != body {
				return sc, fmt.Errorf("eval: %s: %s: the annotators had different texts", path, id)
			}
			sc.add(id, body, gold, found, 1/float64(len(ps)), misses)
		}
		sc.Documents++
		sc.Annotations += len(ps)
	}
	return sc, nil
}

func (p *polnear) gold() ([]Attribution, error) {
	at := make([]text.Offset, 0, len(p.Text)+1) // code point -> byte
	for i := range p.Text {
		at = append(at, text.Offset(i))
	}
	at = append(at, text.Offset(len(p.Text)))
	spans := func(in [][2]int) ([]text.Span, error) {
		var out []text.Span
		for _, s := range in {
			if s[0] < 0 || s[0] > s[1] || s[1] >= len(at) {
				return nil, fmt.Errorf("span %v lies outside the text", s)
			}
			out = append(out, text.Span{Start: at[s[0]], End: at[s[1]]})
		}
		return out, nil
	}
	var out []Attribution
	for _, a := range p.Attributions {
		var g Attribution
		for _, part := range []struct {
			to   *[]text.Span
			from [][2]int
		}{{&g.Source, a.Source}, {&g.Cue, a.Cue}, {&g.Content, a.Content}} {
			s, err := spans(part.from)
			if err != nil {
				return nil, err
			}
			*part.to = s
		}
		out = append(out, g)
	}
	return out, nil
}

// shared counts the letters and digits of two broken spans and of what they
// have in common.
func shared(s string, a, b []text.Span) (na, nb, both int) {
	in := func(spans []text.Span, i text.Offset) bool {
		for _, sp := range spans {
			if i >= sp.Start && i < sp.End {
				return true
			}
		}
		return false
	}
	lo, hi := text.Offset(len(s)), text.Offset(0)
	for _, sp := range append(append([]text.Span{}, a...), b...) {
		lo, hi = min(lo, sp.Start), max(hi, sp.End)
	}
	if lo >= hi {
		return 0, 0, 0
	}
	for i, r := range s[lo:hi] {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		x, y := in(a, lo+text.Offset(i)), in(b, lo+text.Offset(i))
		if x {
			na++
		}
		if y {
			nb++
		}
		if x && y {
			both++
		}
	}
	return na, nb, both
}

func (sc *AttributionScore) add(id, s string, gold, found []Attribution, weight float64, misses bool) {
	type part struct{ half, both, dice float64 }
	measure := func(f, g []text.Span) part {
		nf, ng, n := shared(s, f, g)
		if n == 0 {
			return part{}
		}
		h := float64(n) / float64(ng)
		return part{h, min(h, float64(n)/float64(nf)), 2 * float64(n) / float64(nf+ng)}
	}
	type pair struct {
		f, g            int
		source, content part
	}
	var pairs []pair
	for i := range found {
		for j := range gold {
			if c := measure(found[i].Content, gold[j].Content); c.half > 0 {
				pairs = append(pairs, pair{i, j, measure(found[i].Source, gold[j].Source), c})
			} else if o := measure(found[i].Source, gold[j].Source); o.half > 0 {
				pairs = append(pairs, pair{i, j, o, part{}})
			}
		}
	}
	sort.SliceStable(pairs, func(i, j int) bool {
		return pairs[i].source.dice+pairs[i].content.dice > pairs[j].source.dice+pairs[j].content.dice
	})
	count := func(w *weighted, ok func(p pair) bool) (usedF, usedG map[int]bool) {
		usedF, usedG = map[int]bool{}, map[int]bool{}
		for _, p := range pairs {
			if !usedF[p.f] && !usedG[p.g] && ok(p) {
				usedF[p.f], usedG[p.g] = true, true
				w.correct += weight
			}
		}
		w.gold += weight * float64(len(gold))
		w.system += weight * float64(len(found))
		return usedF, usedG
	}
	count(&sc.Source, func(p pair) bool { return p.source.half >= 0.5 })
	count(&sc.Content, func(p pair) bool { return p.content.half >= 0.5 })
	count(&sc.Both, func(p pair) bool { return p.source.both >= 0.5 && p.content.both >= 0.5 })
	usedF, usedG := count(&sc.Half, func(p pair) bool { return p.source.half >= 0.5 && p.content.half >= 0.5 })
	if sc.ByRule == nil {
		sc.ByRule = map[string]*Count{}
	}
	for i, a := range found {
		kind, _, _ := strings.Cut(a.Rule, " ")
		if sc.ByRule[kind] == nil {
			sc.ByRule[kind] = &Count{}
		}
		sc.ByRule[kind].System++
		if usedF[i] {
			sc.ByRule[kind].Correct++
		}
	}
	if !misses {
		return
	}
	join := func(spans []text.Span) (out string) {
		for i, sp := range spans {
			if i > 0 {
				out += " … "
			}
			out += sp.In(s)
		}
		return out
	}
	for i, a := range found {
		if !usedF[i] {
			sc.Misses = append(sc.Misses, AttributionMiss{id, a.Rule, join(a.Source), join(a.Cue), join(a.Content)})
		}
	}
	for i, a := range gold {
		if !usedG[i] {
			sc.Misses = append(sc.Misses, AttributionMiss{id, "", join(a.Source), join(a.Cue), join(a.Content)})
		}
	}
}

// Table renders the score.
func (sc AttributionScore) Table(title string) *Table {
	t := &Table{Title: title, Head: countHead}
	for _, r := range []struct {
		name string
		w    weighted
	}{{"source and content", sc.Half}, {"source and content, half of either", sc.Both}, {"source", sc.Source}, {"content", sc.Content}} {
		p, q := 0.0, 0.0
		if r.w.system > 0 {
			p = 100 * r.w.correct / r.w.system
		}
		if r.w.gold > 0 {
			q = 100 * r.w.correct / r.w.gold
		}
		t.Row(r.name, p, q, r.w.F1(), int(r.w.correct+0.5), int(r.w.gold+0.5), int(r.w.system+0.5))
	}
	for _, kind := range slices.Sorted(maps.Keys(sc.ByRule)) {
		c := sc.ByRule[kind]
		t.Row("  "+kind, c.Precision(), "", "", c.Correct, "", c.System)
	}
	t.Notes = append(t.Notes, fmt.Sprintf("%d documents, %d annotations; a part is right if it covers half of the letters of the gold or more", sc.Documents, sc.Annotations))
	return t
}

// WriteMisses writes what was missed and found in vain as tab-separated lines.
func (sc AttributionScore) WriteMisses(path string) error {
	var b strings.Builder
	for _, m := range sc.Misses {
		kind := "in vain: " + m.Rule
		if m.Rule == "" {
			kind = "missed"
		}
		for i, s := range []string{m.Doc, kind, m.Source, m.Cue, m.Content} {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(strings.Join(strings.Fields(s), " "))
		}
		b.WriteByte('\n')
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	return nil
}
