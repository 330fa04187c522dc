package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"rapporteur/internal/record"
)

// Judged is one predicted finding, with whether the annotation has it.
type Judged struct {
	Article    string
	ID         string // of the finding
	Kind       string // contact, statement, event, instrument
	Confidence float64
	Right      bool
}

// CodingScore holds what came of comparing records with annotated articles.
type CodingScore struct {
	Kinds    map[string]Count
	Findings []Judged
	Articles int
	// Statuses counts matched events by whether their status agrees, Acts
	// matched statements by whether their act does.
	Statuses, Acts Count
}

// annotated is a gold file as far as it is compared here; offsets are code
// points.
type annotated struct {
	Actors []struct {
		Name    string `json:"name"`
		Country string `json:"country_code"`
		Type    string `json:"type"`
	} `json:"actors"`
	Meetings []struct {
		Participants []string `json:"participants"`
		Start, End   int
	} `json:"meetings"`
	Statements []struct {
		Speaker, Stance string
		Start, End      int
	} `json:"statements"`
	Events []struct {
		Type, Status string
		Actor        []string
		Start, End   int
	} `json:"events"`
	Agreements []struct {
		Name       string
		Start, End int
	} `json:"agreements"`
}

// Coding compares records, one JSON object a line of the file (- for standard
// input), with the gold files ID.json of a folder. A record that was written
// without its text finds it in the folder texts as ID.json. A record of an
// article that has no gold file is passed over.
func Coding(records, gold, texts string) (CodingScore, error) {
	sc := CodingScore{Kinds: map[string]Count{}}
	in := io.ReadCloser(os.Stdin)
	if records != "-" {
		f, err := open(records)
		if err != nil {
			return sc, err
		}
		in = f
	}
	defer in.Close()
	dec := json.NewDecoder(in)
	for n := 1; ; n++ {
		var rec record.Record
		if err := dec.Decode(&rec); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return sc, fmt.Errorf("eval: %s: record %d: %w", records, n, err)
		}
		if err := sc.Add(&rec, gold, texts); err != nil {
			return sc, err
		}
	}
	if sc.Articles == 0 {
		return sc, fmt.Errorf("eval: %s: no record of an article that %s annotates", records, gold)
	}
	return sc, nil
}

// Add compares one record.
func (sc *CodingScore) Add(rec *record.Record, gold, texts string) error {
	id := rec.Article.ID
	if filepath.Base(id) != id {
		return nil
	}
	b, err := os.ReadFile(filepath.Join(gold, id+".json"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	var g annotated
	if err := json.Unmarshal(b, &g); err != nil {
		return fmt.Errorf("eval: %s: %w", filepath.Join(gold, id+".json"), err)
	}
	body := rec.Article.Text
	if body == "" {
		var a struct{ Text string }
		path := filepath.Join(texts, id+".json")
		b, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("eval: the text of article %s: %w", id, err)
		}
		if err := json.Unmarshal(b, &a); err != nil {
			return fmt.Errorf("eval: %s: %w", path, err)
		}
		body = a.Text
	}
	sc.Articles++
	sc.compare(rec, &g, body)
	return nil
}

func (sc *CodingScore) compare(rec *record.Record, g *annotated, body string) {
	at := make([]int, 0, len(body)+1) // code point -> byte
	for i := range body {
		at = append(at, i)
	}
	at = append(at, len(body))
	span := func(s, e int) [2]int { return [2]int{at[min(s, len(at)-1)], at[min(e, len(at)-1)]} }
	own := map[string]party{}
	for _, a := range rec.Actors {
		own[a.ID] = party{a.Name, a.Country, partyKind(a.Sector)}
	}
	theirs := map[string]party{}
	for _, a := range g.Actors {
		theirs[a.Name] = party{a.Name, a.Country, a.Type}
	}
	mine := func(id string) party {
		if p, ok := own[id]; ok {
			return p
		}
		return party{name: id}
	}
	its := func(n string) party {
		if p, ok := theirs[n]; ok {
			return p
		}
		return party{name: n}
	}
	place := func(f *record.Finding) [2]int { return [2]int{int(f.Span.Start), int(f.Span.End)} }

	var held []*record.Contact
	for i := range rec.Contacts {
		if rec.Contacts[i].Stage == "held" {
			held = append(held, &rec.Contacts[i])
		}
	}
	m := pairs(len(held), len(g.Meetings), func(i, j int) (float64, bool) {
		u, ok := samePlace(place(&held[i].Finding), span(g.Meetings[j].Start, g.Meetings[j].End))
		if !ok {
			return 0, false
		}
		f := inCommon(held[i].Participants, g.Meetings[j].Participants, func(p, q string) bool { return sameParty(mine(p), its(q)) })
		return u + f/1000, f >= 0.5
	})
	sc.count(rec, record.KindContact, len(held), len(g.Meetings), m, func(i int) *record.Finding { return &held[i].Finding })

	m = pairs(len(rec.Statements), len(g.Statements), func(i, j int) (float64, bool) {
		s, q := &rec.Statements[i], &g.Statements[j]
		u, ok := samePlace(place(&s.Finding), span(q.Start, q.End))
		if stance(s.Act) == q.Stance {
			u += 0.001
		}
		return u, ok && sameName(mine(s.Speaker).name, q.Speaker)
	})
	sc.count(rec, record.KindStatement, len(rec.Statements), len(g.Statements), m, func(i int) *record.Finding { return &rec.Statements[i].Finding })
	for i, j := range m {
		sc.Acts.Gold++
		if stance(rec.Statements[i].Act) == g.Statements[j].Stance {
			sc.Acts.Correct++
		}
	}

	m = pairs(len(rec.Events), len(g.Events), func(i, j int) (float64, bool) {
		e, q := &rec.Events[i], &g.Events[j]
		u, ok := samePlace(place(&e.Finding), span(q.Start, q.End))
		if !ok || !sameType(e.Type, q.Type, e.Status == record.Planned || e.Status == record.Hypothetical || q.Status == "planned") {
			return 0, false
		}
		for _, id := range e.Actors {
			for _, n := range q.Actor {
				if sameParty(mine(id), its(n)) {
					return u + 0.001, true
				}
			}
		}
		return u, len(q.Actor) == 0
	})
	sc.count(rec, record.KindEvent, len(rec.Events), len(g.Events), m, func(i int) *record.Finding { return &rec.Events[i].Finding })
	for i, j := range m {
		sc.Statuses.Gold++
		s := string(rec.Events[i].Status)
		switch s {
		case "restated":
			s = "background"
		case "hypothetical":
			s = "planned"
		}
		if s == g.Events[j].Status {
			sc.Statuses.Correct++
		}
	}

	m = pairs(len(rec.Instruments), len(g.Agreements), func(i, j int) (float64, bool) {
		u, ok := samePlace(place(&rec.Instruments[i].Finding), span(g.Agreements[j].Start, g.Agreements[j].End))
		return u, ok && sameName(rec.Instruments[i].Name, g.Agreements[j].Name)
	})
	sc.count(rec, record.KindInstrument, len(rec.Instruments), len(g.Agreements), m, func(i int) *record.Finding { return &rec.Instruments[i].Finding })
}

func (sc *CodingScore) count(rec *record.Record, kind string, system, gold int, m map[int]int, finding func(int) *record.Finding) {
	sc.Kinds[kind] = sc.Kinds[kind].Add(Count{len(m), gold, system})
	for i := range system {
		_, right := m[i]
		f := finding(i)
		sc.Findings = append(sc.Findings, Judged{rec.Article.ID, f.ID, kind, f.Confidence, right})
	}
}

// pairs matches n things with m others one to one, the best fit first.
func pairs(n, m int, fit func(i, j int) (float64, bool)) map[int]int {
	type pair struct {
		u    float64
		i, j int
	}
	var ps []pair
	for i := range n {
		for j := range m {
			if u, ok := fit(i, j); ok {
				ps = append(ps, pair{u, i, j})
			}
		}
	}
	sort.SliceStable(ps, func(a, b int) bool { return ps[a].u > ps[b].u })
	out, taken := map[int]int{}, map[int]bool{}
	for _, p := range ps {
		if _, used := out[p.i]; !used && !taken[p.j] {
			out[p.i], taken[p.j] = p.j, true
		}
	}
	return out
}

// inCommon is the F score of two sets of parties.
func inCommon(ids, names []string, same func(id, name string) bool) float64 {
	if len(ids) == 0 || len(names) == 0 {
		return 0
	}
	hit := func(n, m int, ok func(i, j int) bool) float64 {
		c := 0
		for i := range n {
			for j := range m {
				if ok(i, j) {
					c++
					break
				}
			}
		}
		return float64(c) / float64(n)
	}
	p := hit(len(ids), len(names), func(i, j int) bool { return same(ids[i], names[j]) })
	r := hit(len(names), len(ids), func(i, j int) bool { return same(ids[j], names[i]) })
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// stance is the annotation's word for an act.
func stance(act string) string {
	switch act {
	case "demand", "appeal":
		return "demand/request"
	case "commit":
		return "commit/promise"
	case "praise":
		return "praise/support"
	case "inform":
		return "claim"
	}
	return act
}

// sameType counts a planned deed and the type of its announcement as one.
func sameType(a, b string, planned bool) bool {
	if a == b {
		return true
	}
	group := func(t string) int {
		switch t {
		case "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID":
			return 1
		case "CONCEDE", "RETREAT":
			return 2
		}
		return 0
	}
	return planned && group(a) != 0 && group(a) == group(b)
}

// scored are the kinds that the annotation covers.
func scored() []string {
	return []string{record.KindContact, record.KindStatement, record.KindEvent, record.KindInstrument}
}

// Table gives precision, recall and F1 by kind.
func (sc CodingScore) Table(title string) *Table {
	t := &Table{Title: title, Head: countHead}
	for _, k := range scored() {
		t.counts(k+"s", sc.Kinds[k])
	}
	t.Notes = append(t.Notes, fmt.Sprintf("%d articles; of matched events %.1f %% have the right status, of matched statements %.1f %% the right act",
		sc.Articles, ratio(sc.Statuses.Correct, sc.Statuses.Gold), ratio(sc.Acts.Correct, sc.Acts.Gold)))
	return t
}

// Reliability says how often findings of a stated confidence are right: one
// row for each tenth of confidence and kind. The error is the mean distance of
// confidence and share of right ones, weighted by findings (Naeini et al. 2015,
// "Obtaining well calibrated probabilities using Bayesian binning", section 2).
func (sc CodingScore) Reliability(title string) *Table {
	t := &Table{Title: title, Head: []string{"", "confidence", "findings", "mean", "right"}}
	var errs []string
	for _, k := range scored() {
		var n, right [10]int
		var sum [10]float64
		all := 0
		for _, f := range sc.Findings {
			if f.Kind != k {
				continue
			}
			b := min(max(int(f.Confidence*10), 0), 9)
			n[b]++
			all++
			sum[b] += f.Confidence
			if f.Right {
				right[b]++
			}
		}
		off := 0.0
		for b := range n {
			if n[b] == 0 {
				continue
			}
			mean, share := sum[b]/float64(n[b]), float64(right[b])/float64(n[b])
			t.Row(k+"s", fmt.Sprintf(".%d to .%d", b, b+1), n[b], mean, share)
			off += math.Abs(mean-share) * float64(n[b]) / float64(all)
		}
		if all > 0 {
			errs = append(errs, fmt.Sprintf("%ss %.3f", k, off))
		}
	}
	t.Notes = append(t.Notes, "expected calibration error: "+strings.Join(errs, ", "))
	return t
}
