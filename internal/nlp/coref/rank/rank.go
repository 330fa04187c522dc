package rank

import (
	"fmt"

	"rapporteur/internal/doc"
	"rapporteur/internal/model"
)

// Model is a set of weights. It is immutable and may be shared.
type Model struct {
	weights []float32
}

// Load takes the weights out of a model file made for this stage.
func Load(m *model.Model) (*Model, error) {
	if m.Stage != "coref" {
		return nil, fmt.Errorf("rank: the model is for stage %q, want \"coref\"", m.Stage)
	}
	w, err := m.Floats("weights", 1, 1<<Bits)
	if err != nil {
		return nil, fmt.Errorf("rank: %w", err)
	}
	return &Model{w}, nil
}

// NewModel makes a model of weights in hand; there must be 1<<Bits of them.
func NewModel(weights []float32) *Model { return &Model{weights} }

func (m *Model) score(fs []uint32) float32 {
	var sum float32
	for _, f := range fs {
		sum += m.weights[f]
	}
	return sum
}

// Limits of the search for an antecedent.
const (
	nearMentions = 60 // mentions back that every mention looks at
	pronounSents = 8  // sentences back for pronouns
	farChains    = 24 // chains further back that share a head or a name word
)

// Candidates visits the mentions that mention i may go back to, nearest
// first: the near ones, and for names and nominals the last mentions of chains
// that share a word with it. lastOf gives the index of the last mention of the
// chain a mention belongs to.
type Candidates struct {
	ms     []Mention
	byWord map[uint32][]int // lemma of the head or word of a name -> mentions, in order
}

// NewCandidates starts with no mentions seen.
func NewCandidates(ms []Mention) *Candidates { return &Candidates{ms, map[uint32][]int{}} }

// Seen makes mention i available to later ones.
func (c *Candidates) Seen(i int) {
	m := &c.ms[i]
	if m.Kind == Pronoun {
		return
	}
	put := func(w uint32) {
		l := c.byWord[w]
		if len(l) >= farChains {
			copy(l, l[1:])
			l = l[:len(l)-1]
		}
		c.byWord[w] = append(l, i)
	}
	put(m.lemma)
	if n := len(m.name); n > 0 {
		if w := hash(m.name[n-1]); w != m.lemma {
			put(w)
		}
		if n > 1 {
			put(hash(m.capitals) ^ 0x5bd1)
		}
	}
}

// Of lists the candidates of mention i in dst, nearest first.
func (c *Candidates) Of(i int, dst []int) []int {
	m := &c.ms[i]
	low := max(0, i-nearMentions)
	for j := i - 1; j >= low; j-- {
		a := &c.ms[j]
		if m.Kind == Pronoun && m.sent-a.sent > pronounSents {
			break
		}
		if a.Start <= m.Start && a.End >= m.End || m.Start <= a.Start && m.End >= a.End { // one inside the other
			continue
		}
		dst = append(dst, j)
	}
	if m.Kind == Pronoun {
		return dst
	}
	far := func(w uint32) {
		l := c.byWord[w]
		for k := len(l) - 1; k >= 0; k-- {
			if l[k] >= low {
				continue
			}
			dup := false
			for n := len(dst) - 1; n >= 0 && dst[n] < low; n-- {
				dup = dup || dst[n] == l[k]
			}
			if !dup {
				dst = append(dst, l[k])
			}
		}
	}
	far(m.lemma)
	if n := len(m.name); n > 0 {
		if w := hash(m.name[n-1]); w != m.lemma {
			far(w)
		}
		if n == 1 {
			far(hash(upper(m.name[0])) ^ 0x5bd1)
		}
	}
	return dst
}

func upper(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] >= 'a' && b[i] <= 'z' {
			b[i] -= 32
		}
	}
	return string(b)
}

// Cluster groups mentions: each goes back to the candidate of the highest
// score, or starts an entity if that scores higher. bias is added to the
// score of starting one. The result gives for each mention the index of its
// entity.
func (mod *Model) Cluster(ms []Mention, bias float32) []int {
	of := make([]int, len(ms))
	var ents []*Entity
	c := NewCandidates(ms)
	var buf [64]uint32
	var cand []int
	for i := range ms {
		best, to := mod.score(New(ms, i, buf[:0]))+bias, -1
		cand = c.Of(i, cand[:0])
		for _, j := range cand {
			e := ents[of[j]]
			if !Compatible(ms, i, j, e) {
				continue
			}
			if s := mod.score(Pair(ms, i, j, e, buf[:0])); s > best {
				best, to = s, j
			}
		}
		if to < 0 {
			of[i] = len(ents)
			ents = append(ents, NewEntity(ms, i))
		} else {
			of[i] = of[to]
			ents[of[i]].Add(ms, i)
		}
		c.Seen(i)
	}
	return of
}

// Compatible says whether mention i may join entity e at all.
func Compatible(ms []Mention, i, j int, e *Entity) bool {
	m := &ms[i]
	if m.Gender != 0 && e.Gender != 0 && m.Gender != e.Gender {
		return false
	}
	if m.Kind == Pronoun && m.Person == 3 && m.Number == Singular && e.Number == Plural && m.Gender != 0 {
		return false
	}
	if m.Kind == Pronoun && m.Gender != 0 && (e.Animacy == Group || e.Animacy == Thing) && len(e.names) > 0 {
		return false // "he" is no state, town or body
	}
	if m.Kind == Nominal && !m.Coord { // the Armenian community is not the Azerbaijani community
		for _, k := range e.nomins {
			a := &ms[k]
			if a.lemma != m.lemma || a.Coord {
				continue
			}
			if len(m.proper) > 0 && len(a.proper) > 0 && disjoint(m.proper, a.proper) {
				return false
			}
			if m.count > 0 && a.count > 0 && m.count != a.count {
				return false
			}
		}
	}
	return true
}

func disjoint(a, b []uint32) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return false
			}
		}
	}
	return true
}

// Clusters makes clusters of the entities that Cluster found; entities of one
// mention are left out. Clusters stand in order of their first mention.
func Clusters(ms []Mention, of []int) []doc.Cluster {
	size := map[int]int{}
	for _, e := range of {
		size[e]++
	}
	at := map[int]int{}
	var out []doc.Cluster
	for i := range ms {
		e := of[i]
		if size[e] < 2 {
			continue
		}
		k, ok := at[e]
		if !ok {
			k = len(out)
			at[e] = k
			out = append(out, doc.Cluster{})
		}
		kind := "nominal"
		switch ms[i].Kind {
		case Pronoun:
			kind = "pronoun"
		case Name:
			kind = "name"
		}
		out[k].Mentions = append(out[k].Mentions, doc.Mention{Start: ms[i].Start, End: ms[i].End, Head: ms[i].Head, Kind: kind})
	}
	return out
}
