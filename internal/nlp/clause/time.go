package clause

import (
	"rapporteur/internal/doc"
	"rapporteur/internal/when"
)

func (b *builder) setTime(f *doc.Frame, k int) { b.dated(f, int(b.timex[k])) }

// dated gives a predicate the time expression with this number: the first one,
// but rather one that says when than one that only says how long or how often
// ("after months of talks they signed on Monday").
func (b *builder) dated(f *doc.Frame, t int) {
	if f.Time == 0 || b.d.Timexes[f.Time-1].When.IsZero() && !b.d.Timexes[t-1].When.IsZero() {
		f.Time = t
	}
}

// times gives each time expression to the predicates above it, the nearest
// verb included and no farther. A verb takes rather the time that hangs on it
// than that of a deed named in its clause: "signed a pact on the captives of
// the spring raid in Gori on Monday".
func (b *builder) times() {
	b.timesOver(false)
	own := make([]bool, len(b.frames))
	for i := range b.frames {
		own[i] = b.frames[i].Time != 0 && !b.d.Timexes[b.frames[i].Time-1].When.IsZero()
	}
	b.timesOver(true)
	// Among the times that hang on its nouns it takes the first that names a day.
	for ti, t := range b.d.Timexes {
		if t.When.Precision != when.Day {
			continue
		}
		if v := b.verbOver(t.Start, t.End); v >= 0 && !own[v] {
			if old := b.d.Timexes[b.frames[v].Time-1].When.Precision; old != when.Day && old != when.Hour {
				b.frames[v].Time = ti + 1
			}
		}
	}
}

// verbOver is the frame of the nearest verb above the tokens [start, end), -1
// for none.
func (b *builder) verbOver(start, end int) int {
	toks := b.d.Tokens
	for j := start; j < end; j++ {
		if h := toks[j].Head; h >= start && h < end {
			continue
		}
		for p, steps := toks[j].Head, 0; p >= 0 && steps < 6; p, steps = toks[p].Head, steps+1 {
			if b.at[p] != 0 && b.frames[b.at[p]-1].Kind != doc.Nominal {
				return int(b.at[p]) - 1
			}
		}
	}
	return -1
}

// timesOver gives time expressions to verbs that stand right above them, or,
// with through, to those above the nouns that they hang on, and to the nouns.
func (b *builder) timesOver(through bool) {
	toks := b.d.Tokens
	for ti, t := range b.d.Timexes {
		for j := t.Start; j < t.End; j++ {
			if h := toks[j].Head; h >= t.Start && h < t.End {
				continue
			}
			for p, steps := toks[j].Head, 0; p >= 0 && steps < 6; p, steps = toks[p].Head, steps+1 {
				if b.at[p] == 0 {
					continue
				}
				f := &b.frames[b.at[p]-1]
				if f.Kind != doc.Nominal || through {
					b.dated(f, ti+1)
				}
				if f.Kind != doc.Nominal && toks[p].Deprel == "xcomp" && !through {
					continue // "let them go on Monday" was on Monday
				}
				if f.Kind != doc.Nominal || !through {
					break
				}
			}
		}
	}
}
