package series

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"rapporteur/internal/record"
	"rapporteur/internal/when"
)

// close orders the reports of an incident and says what they agree and differ in.
func (g *Gatherer) close(in *Incident, w *World) {
	slices.SortFunc(in.Reports, func(a, b Report) int { return byPublication(&a.Cite, &b.Cite) })
	origins := map[string]bool{}
	unsure := 1.0
	best := map[string]float64{} // the surest report of each origin
	in.Old = true
	for i := range in.Reports {
		r := &in.Reports[i]
		r.Origin = g.origin(r.Article)
		origins[r.Origin] = true
		best[r.Origin] = max(best[r.Origin], r.Confidence)
		if r.Published != "" {
			if in.First == "" || r.Published < in.First {
				in.First = r.Published
			}
			in.Last = max(in.Last, r.Published)
		}
		if r.Status != record.Background && r.Status != record.Restated {
			in.Old = false
		}
	}
	for _, o := range sorted(best) {
		unsure *= 1 - min(0.99, best[o])
	}
	in.Origins, in.Sure = len(origins), 1-unsure
	in.Stage = stage(in.Reports)
	in.When = date(in.Reports)
	in.Where = where(in.Reports)
	in.Actors, in.Targets = commonest(in.Reports, func(r *Report) []string { return r.Actors }), commonest(in.Reports, func(r *Report) []string { return r.Recipients })
	in.Values = contested(in.Reports, w)
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// stage is that of most reports; cancelled where any says so.
func stage(rs []Report) Stage {
	n := map[Stage]int{}
	for i := range rs {
		if rs[i].cancelled {
			return Cancelled
		}
		n[rs[i].Stage]++
	}
	best := Done
	for _, s := range []Stage{Done, Planned, Possible, Denied} {
		if n[s] > n[best] {
			best = s
		}
	}
	return best
}

// date is the finest date, of equals that which most origins give, of those
// the earliest.
func date(rs []Report) when.Date {
	votes := map[when.Date]map[string]bool{}
	for i := range rs {
		d := rs[i].When
		if d.IsZero() {
			continue
		}
		if votes[d] == nil {
			votes[d] = map[string]bool{}
		}
		votes[d][rs[i].Origin] = true
	}
	var best when.Date
	for d := range votes {
		if best.IsZero() || better(d, best, len(votes[d]), len(votes[best])) {
			best = d
		}
	}
	return best
}

func better(a, b when.Date, va, vb int) bool {
	fine := func(d when.Date) int {
		n := 0
		if d.From == d.To {
			n = 2
		}
		if d.Basis != when.Inferred {
			n++
		}
		return n
	}
	if c := cmp.Or(fine(a)-fine(b), va-vb); c != 0 {
		return c > 0
	}
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Precision, b.Precision), cmp.Compare(a.Basis, b.Basis)) < 0
}

// where is the place that most reports give; a located one before a mere name.
func where(rs []Report) *record.Where {
	n := map[record.Where]int{}
	for i := range rs {
		if p := rs[i].Where; p != nil && p.Name != "" {
			n[*p]++
			if p.GeoNames != 0 {
				n[*p]++
			}
		}
	}
	var best *record.Where
	for p := range n {
		if best == nil || n[p] > n[*best] || n[p] == n[*best] && cmp.Or(cmp.Compare(p.Name, best.Name), cmp.Compare(p.GeoNames, best.GeoNames), cmp.Compare(p.Country, best.Country), cmp.Compare(p.Lat, best.Lat)) < 0 {
			q := p
			best = &q
		}
	}
	return best
}

// commonest lists ids, those in most reports first.
func commonest(rs []Report, get func(*Report) []string) []string {
	n := map[string]int{}
	for i := range rs {
		for _, id := range get(&rs[i]) {
			n[id]++
		}
	}
	out := sorted(n)
	slices.SortStableFunc(out, func(a, b string) int { return n[b] - n[a] })
	return out
}

// contested lists what the reports differ in: numbers, days that exclude one
// another, places, perpetrators, and whether it happened at all.
func contested(rs []Report, w *World) []Contested {
	out := []Contested{}
	field := func(name string, get func(*Report) string) {
		at := map[string][]Claimant{}
		for i := range rs {
			v := get(&rs[i])
			if v == "" {
				continue
			}
			for _, c := range claimants(&rs[i], w) {
				if !slices.ContainsFunc(at[v], func(x Claimant) bool { return x.Name == c.Name }) {
					at[v] = append(at[v], c)
				}
			}
		}
		if len(at) < 2 {
			return
		}
		c := Contested{Field: name}
		for _, v := range sorted(at) {
			c.Values = append(c.Values, Value{Value: v, By: at[v]})
		}
		out = append(out, c)
	}
	num := func(get func(*Report) *int) func(*Report) string {
		return func(r *Report) string {
			if n := get(r); n != nil {
				return strconv.Itoa(*n)
			}
			return ""
		}
	}
	field("dead", num(func(r *Report) *int { return r.Dead }))
	field("injured", num(func(r *Report) *int { return r.Injured }))
	field("size", num(func(r *Report) *int { return r.Size }))
	field("day", func(r *Report) string { // a day that the report itself gives
		if r.When.From == r.When.To && r.When.Basis != when.Inferred {
			return r.When.From
		}
		return ""
	})
	field("place", func(r *Report) string {
		if r.Where != nil && r.Where.GeoNames != 0 {
			return r.Where.Name
		}
		return ""
	})
	if directed(rs) {
		one := func(r *Report) string {
			if len(r.Actors) == 1 {
				return w.Name(r.Actors[0])
			}
			return ""
		}
		field("actor", one)
	}
	field("truth", func(r *Report) string {
		switch r.Stage {
		case Denied, Cancelled:
			return "no"
		case Done:
			return "yes"
		}
		return ""
	})
	return out
}

// directed says that an incident is a deed of one side against another, so
// that two single actors are two accounts of who did it.
func directed(rs []Report) bool {
	for i := range rs {
		switch rs[i].typ {
		case "ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "occupied", "held", "liberated":
		default:
			return false
		}
	}
	return len(rs) > 1
}

// claimants are the actors that vouch for a report, else its outlet.
func claimants(r *Report, w *World) []Claimant {
	if len(r.By) == 0 {
		name := r.Outlet
		if name == "" {
			name = r.Article
		}
		return []Claimant{{Name: name, Cite: r.Cite}}
	}
	var out []Claimant
	for _, id := range r.By {
		out = append(out, Claimant{Name: w.Name(id), Cite: r.Cite})
	}
	return out
}

// outcomes looks for what plans led to: the incident of a kindred kind that
// happened, or was called off, in the planned days or a day beside them,
// between at least half of the same parties.
func (w *World) outcomes() {
	type key struct{ family, party string }
	at := map[key][]*Incident{}
	for _, in := range w.Incidents {
		if (in.Stage == Done || in.Stage == Cancelled || in.Stage == Denied) && !in.When.IsZero() {
			for _, p := range in.Actors {
				k := key{family(in), p}
				at[k] = append(at[k], in)
			}
		}
	}
	for _, plan := range w.Incidents {
		if plan.Stage != Planned || plan.When.IsZero() {
			continue
		}
		best, score := "", 0.0
		seen := map[string]bool{}
		for _, p := range plan.Actors {
			for _, in := range at[key{family(plan), p}] {
				if seen[in.ID] || in.Last < plan.First || !near(plan.When, in.When) {
					continue
				}
				seen[in.ID] = true
				if s := shared(plan, in); s >= 0.5 && (s > score || s == score && in.ID < best) {
					best, score = in.ID, s
				}
			}
		}
		plan.Became = best
	}
}

// family is what a plan's outcome must share with it.
func family(in *Incident) string {
	if in.Kind == record.KindContact {
		return "talks"
	}
	switch in.Type {
	case "CONSULT", "AGREE", "COOPERATE", "AID":
		return "talks"
	case "RETREAT", "CONCEDE":
		return "yield"
	}
	return in.Kind + "/" + in.Type
}

func shared(a, b *Incident) float64 {
	x, y := slices.Concat(a.Actors, a.Targets), slices.Concat(b.Actors, b.Targets)
	n := 0
	for _, p := range x {
		if slices.Contains(y, p) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(x)))
}

// near says that two dates overlap, give or take a day.
func near(a, b when.Date) bool {
	return shift(a.From, -1) <= b.To && b.From <= shift(a.To, 1)
}

// shift moves an ISO day by n days; what is no day stays as it is.
func shift(day string, n int) string {
	t, err := time.Parse("2006-01-02", day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format("2006-01-02")
}
