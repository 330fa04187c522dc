package eval

import (
	"archive/tar"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"sort"
	"strings"

	"rapporteur/internal/doc"
	"rapporteur/internal/text"
	"rapporteur/internal/when"
)

// TimexScore counts time expressions as TempEval-3 does (UzZaman et al. 2013,
// section 4): relaxed matches overlap, strict ones agree in both ends; Value
// and Type count those relaxed matches whose attribute agrees.
type TimexScore struct {
	Relaxed, Strict, Value, Type Count
	Misses                       []TimexMiss // what went wrong, in order, if asked for
}

// TimexMiss is one difference between gold and system; an empty side means
// that nothing stands there.
type TimexMiss struct {
	File, Gold, GoldValue, System, SystemValue, Context string
}

// goldTimex is one expression of a TimeML file, in bytes of its text.
type goldTimex struct {
	span        text.Span
	typ, value  string
	inTheHeader bool
}

// TimeBank scores a pipeline from raw text on a tar archive of TimeML files,
// packed or not. Documents bring their creation time along as reference date.
func TimeBank(archive string, run Pipeline, misses bool) (TimexScore, error) {
	var sc TimexScore
	f, err := open(archive)
	if err != nil {
		return sc, err
	}
	defer f.Close()
	type file struct {
		name string
		data []byte
	}
	var files []file
	tr := tar.NewReader(f)
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return sc, fmt.Errorf("eval: %s: %w", archive, err)
		}
		if !strings.HasSuffix(h.Name, ".tml") {
			continue
		}
		data, err := io.ReadAll(tr)
		if err != nil {
			return sc, fmt.Errorf("eval: %s: %s: %w", archive, h.Name, err)
		}
		files = append(files, file{path.Base(h.Name), data})
	}
	sort.Slice(files, func(i, j int) bool { return files[i].name < files[j].name })
	for _, f := range files {
		body, gold, created, err := readTimeML(f.data)
		if err != nil {
			return sc, fmt.Errorf("eval: %s: %s: %w", archive, f.name, err)
		}
		d := doc.New(body, text.Span{Start: 0, End: text.Offset(len(body))}, created, "")
		if err := run(d); err != nil {
			return sc, fmt.Errorf("eval: %s: %w", f.name, err)
		}
		sc.add(f.name, d, gold, misses)
	}
	return sc, nil
}

// readTimeML gives the text of the TEXT element without its markup, the
// expressions in it, and the creation time.
func readTimeML(data []byte) (body string, gold []goldTimex, created when.Date, err error) {
	dec := xml.NewDecoder(strings.NewReader(string(data)))
	dec.Strict = false
	var b strings.Builder
	inText, inDCT := false, false
	type open struct {
		t     goldTimex
		start int
	}
	var stack []open
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", nil, created, err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "TEXT":
				inText = true
			case "DCT":
				inDCT = true
			case "TIMEX3":
				var t goldTimex
				for _, a := range e.Attr {
					switch a.Name.Local {
					case "type":
						t.typ = a.Value
					case "value":
						t.value = a.Value
					}
				}
				if inDCT && created.IsZero() && len(t.value) >= 10 {
					if created, err = when.Parse(t.value[:10], when.Stated); err != nil {
						return "", nil, created, err
					}
				}
				stack = append(stack, open{t, b.Len()})
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "TEXT":
				inText = false
			case "DCT":
				inDCT = false
			case "TIMEX3":
				if n := len(stack) - 1; n >= 0 {
					o := stack[n]
					stack = stack[:n]
					if inText && b.Len() > o.start {
						o.t.span = text.Span{Start: text.Offset(o.start), End: text.Offset(b.Len())}
						gold = append(gold, o.t)
					}
				}
			}
		case xml.CharData:
			if inText {
				b.Write(e)
			}
		}
	}
	sort.Slice(gold, func(i, j int) bool { return gold[i].span.Start < gold[j].span.Start })
	return b.String(), gold, created, nil
}

func (sc *TimexScore) add(name string, d *doc.Document, gold []goldTimex, misses bool) {
	used := make([]bool, len(d.Timexes))
	spans := make([]text.Span, len(d.Timexes))
	for i, t := range d.Timexes {
		spans[i] = d.SpanOf(t.Start, t.End)
	}
	context := func(sp text.Span) string {
		a, b := max(0, int(sp.Start)-40), min(len(d.Text), int(sp.End)+40)
		return strings.Join(strings.Fields(strings.ToValidUTF8(d.Text[a:sp.Start]+"["+sp.In(d.Text)+"]"+d.Text[sp.End:b], "")), " ")
	}
	var c, strict, value, typ Count
	for _, g := range gold {
		best := -1
		for i := range d.Timexes { // an exact match is preferred
			if !used[i] && spans[i].Overlaps(g.span) && (best < 0 || spans[i] == g.span) {
				best = i
			}
		}
		if best < 0 {
			if misses {
				sc.Misses = append(sc.Misses, TimexMiss{File: name, Gold: g.span.In(d.Text), GoldValue: g.value, Context: context(g.span)})
			}
			continue
		}
		used[best] = true
		t := &d.Timexes[best]
		c.Correct++
		if spans[best] == g.span {
			strict.Correct++
		}
		if t.Value == g.value {
			value.Correct++
		}
		if t.Type == g.typ {
			typ.Correct++
		}
		if misses && (t.Value != g.value || spans[best] != g.span) {
			sc.Misses = append(sc.Misses, TimexMiss{name, g.span.In(d.Text), g.value, spans[best].In(d.Text), t.Value, context(g.span)})
		}
	}
	for i, t := range d.Timexes {
		if misses && !used[i] {
			sc.Misses = append(sc.Misses, TimexMiss{File: name, System: spans[i].In(d.Text), SystemValue: t.Value, Context: context(spans[i])})
		}
	}
	for _, p := range []struct {
		to   *Count
		from Count
	}{{&sc.Relaxed, c}, {&sc.Strict, strict}, {&sc.Value, value}, {&sc.Type, typ}} {
		p.from.Gold, p.from.System = len(gold), len(d.Timexes)
		*p.to = p.to.Add(p.from)
	}
}

// Table renders the score.
func (sc TimexScore) Table(title string) *Table {
	t := &Table{Title: title, Head: countHead}
	t.counts("detection, relaxed", sc.Relaxed)
	t.counts("detection, strict", sc.Strict)
	t.counts("value", sc.Value)
	t.counts("type", sc.Type)
	return t
}
