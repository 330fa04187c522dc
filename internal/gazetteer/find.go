package gazetteer

import (
	"slices"
	"strings"
)

// named lists what stands under a folded name, in all tables; a place comes
// once, by its best form.
func (g *Gazetteer) named(key string) []Match {
	if key == "" {
		return nil
	}
	var out []Match
	for ti, t := range g.tables {
		out = g.collect(out, ti, t.exact.find(key), Exact, Alternate)
	}
	for _, m := range g.words[key] {
		i := slices.IndexFunc(out, func(o Match) bool { return o.Ref == m.Ref })
		if i < 0 {
			out = append(out, m)
		} else if m.Form < out[i].Form {
			out[i].Form = m.Form
		}
	}
	return out
}

func (g *Gazetteer) collect(out []Match, ti int, posts []uint32, main, alt Form) []Match {
	for _, v := range posts {
		if int(v>>1) >= len(g.tables[ti].id) {
			continue // only in a damaged index
		}
		f := main
		if v&1 == 1 {
			f = alt
		}
		out = append(out, Match{g.base[ti] + Ref(v>>1), f})
	}
	return out
}

// typeWords name a kind of division or place around a proper name.
var typeWords = map[string][]Kind{
	"province": {Region, District, Area}, "region": {Region, District, Area, City}, "oblast": {Region}, "krai": {Region}, "kray": {Region}, "okrug": {Region, District},
	"governorate": {Region, District}, "state": {Region, Country}, "county": {District, Region}, "district": {District, Region, City, Quarter}, "rayon": {District}, "raion": {District},
	"prefecture": {Region, District}, "department": {Region, District}, "canton": {Region, District}, "emirate": {Region}, "wilaya": {Region}, "voivodeship": {Region},
	"municipality": {District, City, Region}, "parish": {District, Region}, "borough": {District, Quarter, City}, "division": {Region, District}, "republic": {Region, Country},
	"territory": {Region, Country, Area}, "islands": {Island, Country, Region}, "island": {Island, Region, City}, "city": {City}, "town": {City, Village}, "village": {Village, City},
	"commune": {City, District}, "township": {City, District}, "suburb": {Quarter, City}, "neighborhood": {Quarter}, "neighbourhood": {Quarter}, "sub": nil,
	"governate": {Region}, "peninsula": {Area, Region, Island}, "valley": {Area, Region, District, City}, "metropolitan area": {City}, "metro": {City}, "area": {City, Area, District}, "coast": {Area},
	"river": {Water}, "lake": {Water}, "sea": {Water}, "strait": {Water}, "gulf": {Water}, "ocean": {Water}, "canal": {Water}, "bay": {Water},
	"mountains": {Mountain}, "mountain": {Mountain}, "mt": {Mountain}, "airport": {Site}, "international airport": {Site}, "air base": {Site}, "airbase": {Site}, "base": {Site},
	"refugee camp": {Site, Quarter, City, Village}, "camp": {Site, Quarter, City}, "crossing": {Site}, "capital": {City, Region}, "municipal": nil,
}

// directions and sizes before a name leave it where it is, roughly.
var directions = map[string]bool{
	"north": true, "south": true, "east": true, "west": true, "northern": true, "southern": true, "eastern": true, "western": true, "central": true,
	"northeast": true, "northwest": true, "southeast": true, "southwest": true, "northeastern": true, "northwestern": true, "southeastern": true, "southwestern": true,
	"north eastern": true, "north western": true, "south eastern": true, "south western": true, "north east": true, "north west": true, "south east": true, "south west": true,
	"upper": true, "lower": true, "greater": true, "downtown": true, "old": true, "inner": true, "outer": true, "rural": true, "mainland": true, "metropolitan": true, "metro": true,
	"midtown": true, "uptown": true, "continental": true, "coastal": true, "far": true, "city of": true, "town of": true, "village of": true, "province of": true, "state of": true, "republic of": true,
	"kingdom of": true, "county of": true, "district of": true, "island of": true, "islands of": true, "commonwealth of": true, "people of": true, "port of": true, "government of": true,
	"occupied": true, "new": false, "modern": true, "ancient": true, "war torn": true, "county": true, "federation of": true, "territory of": true, "region of": true, "municipality of": true,
	"governorate of": true, "department of": true, "prefecture of": true, "union of": true, "trans": false,
}

// Find lists the places that a name may mean with the form in which it names
// them. The name as a whole comes first; only where nothing stands under it
// are type words and directions dropped, and only then transliterations
// evened out. The order is that of the tables, not of likelihood.
func (g *Gazetteer) Find(name string) []Match {
	key := Fold(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(name), "'s"), "’s"))
	ms := g.named(key)
	if strings.ContainsRune(name, '.') || allCaps(name) {
		return g.withStripped(key, ms)
	}
	ms = slices.DeleteFunc(ms, func(m Match) bool { return m.Form == Abbreviation })
	return g.withStripped(key, ms)
}

func allCaps(s string) bool { return len(s) > 1 && strings.ToUpper(s) == s }

// withStripped adds what the name means without its type word: "Donetsk
// region" is the region even where a farm of that name exists.
func (g *Gazetteer) withStripped(key string, ms []Match) []Match {
	has := map[Ref]bool{}
	for _, m := range ms {
		has[m.Ref] = true
	}
	add := func(rest string, kinds []Kind, form Form) {
		for _, m := range g.named(rest) {
			if has[m.Ref] || m.Form == Abbreviation {
				continue
			}
			if kinds != nil && !slices.Contains(kinds, g.Brief(m.Ref).Kind) {
				continue
			}
			has[m.Ref] = true
			ms = append(ms, Match{m.Ref, max(m.Form, form)})
		}
	}
	f := strings.Fields(key)
	n := len(f)
	if n > 1 {
		if ks, ok := typeWords[f[n-1]]; ok {
			add(strings.Join(f[:n-1], " "), ks, Stripped)
			if len(ms) == 0 { // the kind may be filed otherwise
				add(strings.Join(f[:n-1], " "), nil, Stripped)
			}
		}
		if ks, ok := typeWords[f[0]]; ok && n > 1 && f[0] != "sub" {
			rest := f[1:]
			if rest[0] == "of" {
				rest = rest[1:]
			}
			add(strings.Join(rest, " "), ks, Stripped)
		}
	}
	if n > 2 && len(ms) == 0 {
		if ks, ok := typeWords[f[n-2]+" "+f[n-1]]; ok {
			add(strings.Join(f[:n-2], " "), ks, Stripped)
		}
	}
	if len(ms) > 0 {
		return ms
	}
	// A type word or a direction more: "northern Aleppo province".
	for n > 1 && len(ms) == 0 {
		switch {
		case n > 2 && directions[f[0]+" "+f[1]]:
			f = f[2:]
		case directions[f[0]]:
			f = f[1:]
		case n > 1 && typeWords[f[n-1]] != nil:
			f = f[:n-1]
		default:
			n = 0
			continue
		}
		n = len(f)
		add(strings.Join(f, " "), nil, Stripped)
	}
	if len(ms) > 0 {
		return ms
	}
	for _, w := range []string{key, strings.Join(f, " ")} {
		if a, rest, ok := strings.Cut(w, " "); ok && articles[a] {
			add(rest, nil, Loose)
		}
		for _, a := range []string{"al ", "el "} {
			if len(w) > 3 {
				add(a+w, nil, Loose)
			}
		}
	}
	if len(ms) > 0 {
		return ms
	}
	if s := skeleton(strings.Join(f, " ")); len(s) >= 4 {
		for ti, t := range g.tables {
			for _, m := range g.collect(nil, ti, t.loose.find(s), Loose, Loose) {
				if !has[m.Ref] {
					has[m.Ref] = true
					ms = append(ms, m)
				}
			}
		}
	}
	return ms
}
