// Package judge is the learned second opinion beside the rules of coding:
// multinomial logistic regressions over named binary features, hashed into a
// fixed number of buckets (Weinberger et al. 2009, "Feature hashing for large
// scale multitask learning"). A feature has a name a person can read, so each
// verdict can say what spoke for it. The weights come from train/coding.
//
// A Judge is immutable and safe for concurrent use.
package judge

import (
	_ "embed" // the weights are part of the program
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sort"

	"rapporteur/internal/model"
)

//go:embed data/judge-en.bin
var english []byte

// Head answers one question.
type Head struct {
	Name    string
	Classes []string
	// Weights holds Buckets rows of len(Classes) values.
	Weights []float32
	Buckets int
	// Threshold is what a yes needs, for heads with the classes no and yes.
	Threshold float64
}

// Judge is a set of heads.
type Judge struct {
	Version string
	Digest  string
	heads   map[string]*Head
	lines   map[string]Line // by kind of finding
}

// Line turns the confidence of one kind of finding into the share of right
// ones among findings of that confidence: logit p' = slope logit p + offset
// (Platt 1999, "Probabilistic outputs for support vector machines", section
// 2), fitted to articles that the judge had not seen.
type Line struct {
	Slope  float64 `json:"slope"`
	Offset float64 `json:"offset"`
}

// Apply gives the calibrated confidence.
func (l Line) Apply(p float64) float64 {
	return 1 / (1 + math.Exp(-l.Slope*Logit(p)-l.Offset))
}

// Logit is log p/(1-p), for p kept 0.001 away from 0 and 1.
func Logit(p float64) float64 {
	p = min(max(p, 0.001), 0.999)
	return math.Log(p / (1 - p))
}

// Calibrated gives the calibrated confidence of a kind of finding; ok is false
// for a kind that the weights hold no line for, and for a nil Judge.
func (j *Judge) Calibrated(kind string, p float64) (q float64, ok bool) {
	if j == nil {
		return p, false
	}
	l, ok := j.lines[kind]
	if !ok {
		return p, false
	}
	return l.Apply(p), true
}

// Config is the part of the model header that belongs to the judge.
type Config struct {
	Buckets int          `json:"buckets"`
	Heads   []HeadConfig `json:"heads"`
	// Calibration holds a line for each kind of finding that there is gold for;
	// weights from before 2026.11.2 have none.
	Calibration map[string]Line `json:"calibration,omitempty"`
}

// HeadConfig describes one head in the header.
type HeadConfig struct {
	Name      string   `json:"name"`
	Classes   []string `json:"classes"`
	Threshold float64  `json:"threshold"`
}

// English opens the embedded judge; nil and no error where the program was
// built without weights.
func English() (*Judge, error) {
	if len(english) == 0 {
		return nil, nil
	}
	m, err := model.Read(english)
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	return Open(m)
}

// Open reads a judge out of a model file of stage "judge".
func Open(m *model.Model) (*Judge, error) {
	if m.Stage != "judge" {
		return nil, fmt.Errorf("judge: the model is for stage %q, not judge", m.Stage)
	}
	var c Config
	if err := json.Unmarshal(m.Config, &c); err != nil {
		return nil, fmt.Errorf("judge: config: %w", err)
	}
	j := &Judge{Version: m.Version, Digest: m.Digest, heads: map[string]*Head{}, lines: c.Calibration}
	for kind, l := range c.Calibration {
		if !(l.Slope > 0) || math.IsInf(l.Slope, 0) || math.IsNaN(l.Offset) || math.IsInf(l.Offset, 0) {
			return nil, fmt.Errorf("judge: calibration of %s: slope %g and offset %g", kind, l.Slope, l.Offset)
		}
	}
	for _, h := range c.Heads {
		if len(h.Classes) < 2 || c.Buckets <= 0 {
			return nil, fmt.Errorf("judge: head %q has %d classes and %d buckets", h.Name, len(h.Classes), c.Buckets)
		}
		w, err := m.Floats(h.Name, c.Buckets, len(h.Classes))
		if err != nil {
			return nil, fmt.Errorf("judge: %w", err)
		}
		j.heads[h.Name] = &Head{Name: h.Name, Classes: h.Classes, Weights: w, Buckets: c.Buckets, Threshold: h.Threshold}
	}
	return j, nil
}

// New makes a judge of heads, for training.
func New(heads ...*Head) *Judge {
	j := &Judge{heads: map[string]*Head{}}
	for _, h := range heads {
		j.heads[h.Name] = h
	}
	return j
}

// Head gives the head with a name, or nil; a nil Judge has none.
func (j *Judge) Head(name string) *Head {
	if j == nil {
		return nil
	}
	return j.heads[name]
}

// Bucket is the row of a feature: FNV-1a, 32 bits, modulo buckets.
func Bucket(feature string, buckets int) int {
	h := uint32(2166136261)
	for i := 0; i < len(feature); i++ {
		h = (h ^ uint32(feature[i])) * 16777619
	}
	return int(h % uint32(buckets))
}

// Verdict is what a head says: a probability for each class.
type Verdict struct {
	head  *Head
	feats []string
	P     []float64
}

// Ask weighs the features.
func (h *Head) Ask(features []string) Verdict {
	n := len(h.Classes)
	p := make([]float64, n)
	seen := make(map[int]bool, len(features))
	for _, f := range features {
		b := Bucket(f, h.Buckets)
		if seen[b] { // a feature is there or not; how often does not count
			continue
		}
		seen[b] = true
		row := h.Weights[b*n:]
		for c := range p {
			p[c] += float64(row[c])
		}
	}
	top := slices.Max(p)
	sum := 0.0
	for c := range p {
		p[c] = math.Exp(p[c] - top)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
	return Verdict{h, features, p}
}

// Of is the probability of a class, 0 for one that the head does not know.
func (v Verdict) Of(class string) float64 {
	if i := slices.Index(v.head.Classes, class); i >= 0 {
		return v.P[i]
	}
	return 0
}

// Best is the likeliest class.
func (v Verdict) Best() (class string, p float64) {
	best := 0
	for i := range v.P {
		if v.P[i] > v.P[best] {
			best = i
		}
	}
	return v.head.Classes[best], v.P[best]
}

// Because names the features that spoke most for a class against the mean of
// the others, at most n, strongest first.
func (v Verdict) Because(class string, n int) []string {
	c := slices.Index(v.head.Classes, class)
	if c < 0 {
		return nil
	}
	type vote struct {
		f string
		w float64
	}
	var votes []vote
	k := len(v.head.Classes)
	for _, f := range v.feats {
		row := v.head.Weights[Bucket(f, v.head.Buckets)*k:]
		other := 0.0
		for i := 0; i < k; i++ {
			if i != c {
				other += float64(row[i])
			}
		}
		if w := float64(row[c]) - other/float64(k-1); w > 0.05 {
			votes = append(votes, vote{f, w})
		}
	}
	sort.Slice(votes, func(i, j int) bool {
		return votes[i].w > votes[j].w || votes[i].w == votes[j].w && votes[i].f < votes[j].f
	})
	var out []string
	for _, x := range votes[:min(n, len(votes))] {
		out = append(out, x.f)
	}
	return out
}
