package geocoder

import (
	"math"
	"slices"

	"rapporteur/internal/gazetteer"
	"rapporteur/internal/text"
)

// Weights of the evidence, in units of a factor of ten in population.
const (
	wSize      = 0.8 // a factor of ten in population
	wFame      = 0.3 // twice as many languages
	wContained = 6.0 // the text says so
	wCountry   = 2.6 // share of the article's states
	wRegion    = 1.6 // another place of the same division
	wNear      = 2.0 // nearness to other places
	wHome      = 0.6
	wList      = 1.0 // of the same kind as the places beside it in a list
	wOutlet    = 4.0 // nearness to the outlet's town, where it is known
)

// weigh scores all candidates of all senses against what is settled so far.
func (a *article) weigh(pass int) {
	type settled struct {
		cd     candidate
		s      *sense
		weight float64
	}
	var known []settled
	if pass > 0 {
		for _, s := range a.senses {
			if s.best < 0 {
				continue
			}
			b := s.cands[s.best]
			w := 1.0
			for k, cd := range s.cands {
				if k != s.best {
					w = math.Min(w, math.Max(0.25, (b.score-cd.score)/2))
				}
			}
			known = append(known, settled{b, s, w})
		}
	}
	var closeTo []float64 // of the sense at hand to the settled ones
	for _, s := range a.senses {
		if len(s.cands) == 0 {
			continue
		}
		contained := false
		for k := range s.cands {
			cd := &s.cands[k]
			cd.score, cd.nWhy, cd.inside = cd.prior, 0, 0
			for _, b := range s.boxes {
				if a.within(cd.Brief, b.refs) {
					cd.inside++
				}
			}
			contained = contained || cd.inside > 0
		}
		// Evidence from states, as the mentions see it.
		share := map[string]float64{}
		for k := range s.cands {
			iso := s.cands[k].Country
			if _, ok := share[iso]; ok || iso == "" {
				continue
			}
			share[iso] = a.share(s, iso)
		}
		closeTo = closeTo[:0]
		for _, o := range known {
			near := closeness(s, o.s)
			closeTo = append(closeTo, near)
			if o.s == s || o.cd.Country == "" {
				continue
			}
			if _, ok := share[o.cd.Country]; ok {
				share[o.cd.Country] += 0.25 * o.weight * near
			}
		}
		total := 1e-9
		for _, v := range share {
			total = math.Max(total, v)
		}
		total = math.Max(1, total)
		for k := range s.cands {
			cd := &s.cands[k]
			if cd.inside > 0 {
				for _, b := range s.boxes {
					if a.within(cd.Brief, b.refs) {
						cd.note(b.how, b.refs[0], wContained/2+wContained/2/float64(len(s.boxes)))
						break
					}
				}
				if cd.inside > 1 {
					cd.score += cd.inside - 1
				}
			}
			if cd.Country != "" {
				cd.note("%s is named around it", a.c.g.State(cd.Country), wCountry*share[cd.Country]/total)
			}
			var near, region float64
			nearBy, regionBy := gazetteer.NoRef, gazetteer.NoRef
			for i, o := range known {
				if o.s == s || cd.Kind == gazetteer.Country || o.cd.Kind == gazetteer.Country || o.cd.Kind == gazetteer.Continent {
					continue
				}
				if o.cd.Ref == cd.Ref {
					continue
				}
				t := o.weight * (0.3 + 0.7*closeTo[i])
				if o.cd.Kind == gazetteer.Region { // being in a state that is named says little, its middle nothing
					if cd.Region == o.cd.Ref && 0.5*t > region {
						region, regionBy = 0.5*t, o.cd.Ref
					}
					continue
				}
				if cd.Region != gazetteer.NoRef && cd.Region == o.cd.Region && cd.Country == o.cd.Country && t > region {
					region, regionBy = t, o.cd.Ref
				}
				if t <= near { // however near it lies
					continue
				}
				if v := t * math.Exp(-gazetteer.Distance(cd.Lat, cd.Lon, o.cd.Lat, o.cd.Lon)/120); v > near {
					near, nearBy = v, o.cd.Ref
				}
			}
			if region > 0 {
				cd.note("%s lies in the same division", regionBy, wRegion*region)
			}
			if near > 0.05 {
				cd.note("%s is near", nearBy, wNear*near)
			}
			if pass > 0 {
				for _, k := range s.siblings {
					o := a.senses[k]
					if o.best < 0 || o.coarse {
						continue
					}
					b := o.cands[o.best]
					if class(b.Kind) == class(cd.Kind) && !a.within(cd.Brief, []gazetteer.Ref{b.Ref}) && !a.within(b.Brief, []gazetteer.Ref{cd.Ref}) {
						cd.note("listed beside %s", b.Ref, wList)
						break
					}
				}
			}
			if a.in.Home != "" && cd.Country == a.in.Home {
				cd.note("the outlet's own state", gazetteer.NoRef, wHome)
			}
			if len(a.in.Near) == 2 && cd.Kind != gazetteer.Country {
				if v := math.Exp(-gazetteer.Distance(cd.Lat, cd.Lon, a.in.Near[0], a.in.Near[1]) / 100); v > 0.05 {
					cd.note("near the outlet's town", gazetteer.NoRef, wOutlet*v)
				}
			}
		}
		s.best = 0
		for k := range s.cands {
			if s.cands[k].score > s.cands[s.best].score+1e-9 {
				s.best = k
			}
		}
	}
}

// share is how much of the talk of states around the mentions of s is of iso,
// from 0 to 1.
func (a *article) share(s *sense, iso string) float64 {
	best := 0.0
	for _, at := range s.at {
		mine, all := a.nearby(at, iso, s.key)
		best = math.Max(best, mine/(all+0.5))
	}
	return best
}

// closeness is 1 for names side by side and falls to 0 with their distance in
// the text.
func closeness(s, o *sense) float64 {
	best := math.Inf(1)
	for i, j := 0, 0; i < len(s.at) && j < len(o.at); {
		best = math.Min(best, math.Abs(float64(s.at[i]-o.at[j])))
		if s.at[i] < o.at[j] {
			i++
		} else {
			j++
		}
	}
	return math.Exp(-best / 500)
}

// nearest is the distance from x to the nearest of ascending positions.
func nearest(at []text.Offset, x text.Offset) float64 {
	best := math.Inf(1)
	i, _ := slices.BinarySearch(at, x)
	for k := max(i-1, 0); k <= i && k < len(at); k++ {
		best = math.Min(best, math.Abs(float64(at[k]-x)))
	}
	return best
}

// class puts kinds together that are listed together.
func class(k gazetteer.Kind) int {
	switch k {
	case gazetteer.Country, gazetteer.Continent:
		return 0
	case gazetteer.Region:
		return 1
	case gazetteer.City, gazetteer.Village, gazetteer.Quarter:
		return 2
	}
	return 3
}
