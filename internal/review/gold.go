package review

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rapporteur/internal/record"
)

// goldFormat and goldVersion stand in the first line of a gold file.
const (
	goldFormat  = "rapporteur-review-gold"
	goldVersion = 1
)

type goldHead struct {
	Format  string   `json:"format"`
	Version int      `json:"version"`
	Authors []string `json:"authors"`
}

// Gold is one reviewed finding: what a reading must, or must not, say there.
type Gold struct {
	Anchor  record.Anchor   `json:"anchor"`
	Verdict string          `json:"verdict"` // accepted | corrected | rejected
	Fields  []record.Field  `json:"fields"`  // of a correction: what is right
	Finding json.RawMessage `json:"finding"` // as it stood when it was exported, corrected
}

// WriteGold writes the verdicts of an overlay as a gold file: a line that
// says the format, then one line a finding, by article, place and kind. get is
// as for Resolve.
func (o *Overlay) WriteGold(w io.Writer, get func(article string) (*record.Record, error)) error {
	arts := map[string]bool{}
	head := goldHead{Format: goldFormat, Version: goldVersion, Authors: []string{}}
	for _, v := range o.verdicts {
		for _, a := range v.by.On {
			arts[a.Article] = true
		}
		if !slices.Contains(head.Authors, v.by.Author) {
			head.Authors = append(head.Authors, v.by.Author)
		}
	}
	slices.Sort(head.Authors)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(head); err != nil {
		return fmt.Errorf("review: gold: %w", err)
	}
	ids := make([]string, 0, len(arts))
	for id := range arts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		rec, err := get(id)
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("review: gold: %w", err)
		}
		items := rec.Items()
		slices.SortStableFunc(items, func(a, b record.Item) int { return int(a.Finding.Start - b.Finding.Start) })
		for _, it := range items {
			v, ok := o.verdicts[it.Finding.ID]
			if !ok {
				continue
			}
			g := Gold{Anchor: AnchorOf(rec, it), Verdict: v.what, Fields: v.fields}
			if g.Fields == nil {
				g.Fields = []record.Field{}
			}
			if v.what == Corrected {
				if err := correct(rec.Value(it), v.fields); err != nil {
					return fmt.Errorf("review: gold: %s: %w", v.by.ID, err)
				}
			}
			if g.Finding, err = json.Marshal(rec.Value(it)); err != nil {
				return fmt.Errorf("review: gold: %w", err)
			}
			if err := enc.Encode(g); err != nil {
				return fmt.Errorf("review: gold: %w", err)
			}
		}
	}
	return nil
}

// ReadGold reads a gold file. name stands in errors, with the line.
func ReadGold(r io.Reader, name string) ([]Gold, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<24)
	var out []Gold
	for n := 1; sc.Scan(); n++ {
		line := sc.Bytes()
		if n == 1 {
			var h goldHead
			if err := json.Unmarshal(line, &h); err != nil || h.Format != goldFormat {
				return nil, fmt.Errorf("review: %s:1: no gold file of reviews", name)
			}
			if h.Version != goldVersion {
				return nil, fmt.Errorf("review: %s:1: version %d, this program reads %d", name, h.Version, goldVersion)
			}
			continue
		}
		if strings.TrimSpace(string(line)) == "" {
			continue
		}
		var g Gold
		if err := json.Unmarshal(line, &g); err != nil {
			return nil, fmt.Errorf("review: %s:%d: %w", name, n, err)
		}
		if g.Verdict != Accepted && g.Verdict != Corrected && g.Verdict != rejected {
			return nil, fmt.Errorf("review: %s:%d: unknown verdict %q", name, n, g.Verdict)
		}
		out = append(out, g)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("review: %s: %w", name, err)
	}
	if out == nil {
		return nil, fmt.Errorf("review: %s: no reviewed finding in it", name)
	}
	return out, nil
}

// Count is how a reading fares against gold.
type Count struct {
	Kind                       string
	Right, Wrong, Missed, Fine int // found and right; found and wrong; right and not found; wrong and not found
}

// Precision of what was found, and Recall of what was reviewed as right; -1
// where nothing was.
func (c Count) Precision() float64 { return share(c.Right, c.Right+c.Wrong) }

// Recall is the share of the findings reviewed as right that the reading has.
func (c Count) Recall() float64 { return share(c.Right, c.Right+c.Missed) }

func share(n, of int) float64 {
	if of == 0 {
		return -1
	}
	return float64(n) / float64(of)
}

// Score holds a reading against gold, a count for each kind in the order of
// the contract, the last one for all. get gives records as they were read,
// without decisions; articles that it does not have are counted in absent.
func Score(gold []Gold, get func(article string) (*record.Record, error)) (counts []Count, absent int, err error) {
	byKind := map[string]*Count{}
	for _, k := range record.Kinds() {
		byKind[k] = &Count{Kind: k}
	}
	for _, g := range gold {
		c := byKind[g.Anchor.Kind]
		if c == nil {
			continue
		}
		rec, err := get(g.Anchor.Article)
		if errors.Is(err, record.ErrNotFound) {
			absent++
			continue
		}
		if err != nil {
			return nil, 0, fmt.Errorf("review: %w", err)
		}
		it, found := findItem(rec, g.Anchor)
		switch {
		case g.Verdict == rejected && found:
			c.Wrong++
		case g.Verdict == rejected:
			c.Fine++
		case !found:
			c.Missed++
		case g.Verdict == Corrected && !says(rec, it, g.Fields):
			c.Wrong++
			c.Missed++
		default:
			c.Right++
		}
	}
	all := Count{Kind: "all"}
	for _, k := range record.Kinds() {
		c := *byKind[k]
		if c.Right+c.Wrong+c.Missed+c.Fine > 0 {
			counts = append(counts, c)
		}
		all.Right, all.Wrong, all.Missed, all.Fine = all.Right+c.Right, all.Wrong+c.Wrong, all.Missed+c.Missed, all.Fine+c.Fine
	}
	return append(counts, all), absent, nil
}

// says tells that a finding already has the corrected values.
func says(rec *record.Record, it record.Item, fields []record.Field) bool {
	b, err := json.Marshal(rec.Value(it))
	if err != nil {
		return false
	}
	m := map[string]any{}
	if json.Unmarshal(b, &m) != nil {
		return false
	}
	for _, f := range fields {
		var want any
		if json.Unmarshal([]byte(f.Value), &want) != nil {
			return false
		}
		x, _ := json.Marshal(m[f.Name])
		y, _ := json.Marshal(want)
		if string(x) != string(y) {
			return false
		}
	}
	return true
}
