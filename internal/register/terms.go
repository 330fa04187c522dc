package register

import (
	"slices"
	"strings"
)

// references maps names and abbreviations of bodies to their ids, "" where two
// bodies share one.
func (l *loader) references() map[string]string {
	m := make(map[string]string, 4*len(l.recs))
	set := func(key, id string) {
		if old, ok := m[key]; ok && old != id {
			m[key] = ""
			return
		}
		m[key] = id
	}
	for i := range l.recs {
		rec := &l.recs[i]
		if rec.Kind == Person || rec.Kind == Outlet || rec.Kind == People || rec.petrarch() {
			continue
		}
		set(rec.Name, rec.ID)
		for _, a := range rec.Aliases {
			set(strings.TrimPrefix(a, "="), rec.ID)
		}
	}
	for i := range l.recs {
		if rec := &l.recs[i]; rec.iso3 != "" && (rec.class != "former" || m[rec.iso3] == "") {
			m[rec.iso3] = rec.ID
		}
	}
	return m
}

func (l *loader) refer(names map[string]string, ref string) (id, why string) {
	if _, ok := l.byID[ref]; ok {
		return ref, ""
	}
	id, ok := names[ref]
	switch {
	case !ok:
		return "", "is neither an id nor a name of the register"
	case id == "":
		return "", "is the name of more than one actor; give the id"
	}
	return id, ""
}

// mergeTerms sorts the terms and makes one of two that tell the same: same
// person, body and title, overlapping. A later directory wins, then the more
// exact row, then the earlier one. Within one file that is a fault.
func (l *loader) mergeTerms() {
	order := make([]int32, len(l.terms))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int {
		a, b := &l.terms[i], &l.terms[j]
		if a.person != b.person {
			return int(a.person) - int(b.person)
		}
		if a.From != b.From {
			return strings.Compare(a.From, b.From)
		}
		return strings.Compare(a.To, b.To)
	})
	out := make([]term, 0, len(l.terms))
	first := 0
next:
	for _, i := range order {
		t := l.terms[i]
		if len(out) > 0 && out[len(out)-1].Person != t.Person {
			first = len(out)
		}
		for k := first; k < len(out); k++ {
			o := &out[k]
			if o.Body != t.Body || o.Title != t.Title || !overlap(o.Tenure, t.Tenure) {
				continue
			}
			if o.file == t.file && o.layer == t.layer {
				if o.From == t.From && o.To == t.To {
					l.ps.add(t.Source, "the same term stands at %s", o.Source)
				} else {
					l.ps.add(t.Source, "the term overlaps that at %s", o.Source)
				}
				continue next
			}
			if t.layer > o.layer || t.layer == o.layer && len(t.From)+len(t.To) > len(o.From)+len(o.To) {
				*o = t
			}
			continue next
		}
		out = append(out, t)
	}
	l.terms = out
}

// overlap is strict: a term that starts on the day another one ends does not
// overlap it.
func overlap(a, b Tenure) bool {
	before := func(x, y Tenure) bool { return x.To != "" && y.From != "" && cmpDates(x.To, y.From) <= 0 }
	return !before(a, b) && !before(b, a)
}
