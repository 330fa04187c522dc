package register

import (
	"sort"
	"strings"
)

// Hit is one bearer of a name and the role that the name has for it.
type Hit struct {
	Actor *Actor
	As    As
}

// bodyRole is a generic body of states: "foreign ministry".
type bodyRole struct {
	id     string
	sector string
	kind   Kind
	names  []string
}

// Find scans for the longest name that starts at tokens[i]. It gives the
// number of tokens and all bearers, in the order of the files; 0 and nil where
// no name starts. Tokens are words as the tokenizer cuts them: hyphens and
// possessive endings may be tokens of their own or parts of a word. "the" never
// starts a name. Names of bodies that follow a pattern ("Azerbaijani foreign
// ministry", "Ministry of Defence of Georgia", "Egypt's parliament") are
// composed, but not of the states of a user's dictionary who brings agents
// along: those say what a ministry is.
func (r *Register) Find(tokens []string, i int) (n int, found []Hit) {
	if i < 0 || i >= len(tokens) {
		return 0, nil
	}
	var states []Hit
	var after int
	r.names.walk(tokens, i, func(k int, us []unit, first int32) {
		hs := r.bearers(us, first, afterThe(tokens, i))
		if len(hs) == 0 {
			return
		}
		n, found = k, hs
		for _, h := range hs {
			if (h.As == AsName || h.As == AsAdjective) && r.isPolity(h.Actor) && !(r.patterns && h.Actor.Dictionary()) {
				if after != k {
					states = states[:0]
				}
				states, after = append(states, h), k
			}
		}
	})
	if after > 0 {
		j := after
		for j < len(tokens) && possessive(tokens[j]) {
			j++
		}
		if k, role := r.roleAt(tokens, j); k > 0 && j+k-i > n {
			n, found = j+k-i, nil
			for _, h := range states {
				found = append(found, Hit{r.body(h.Actor, role), AsComposed})
			}
		}
	}
	if k, role := r.roleAt(tokens, i); k > 0 && i+k < len(tokens) && isOf(tokens[i+k]) {
		j := i + k + 1
		for j < len(tokens) && strings.EqualFold(tokens[j], "the") {
			j++
		}
		m, hs := r.longest(tokens, j)
		if m > 0 && j+m-i > n {
			var of []Hit
			for _, h := range hs {
				if h.As == AsName && r.isPolity(h.Actor) && !(r.patterns && h.Actor.Dictionary()) {
					of = append(of, Hit{r.body(h.Actor, role), AsComposed})
				}
			}
			if of != nil {
				n, found = j+m-i, of
			}
		}
	}
	return n, found
}

// bearers collects the actors of one name, each once.
func (r *Register) bearers(us []unit, first int32, the bool) (hs []Hit) {
	r.names.each(us, first, the, func(b *bearer) {
		a := &r.actors[b.item]
		for _, h := range hs {
			if h.Actor == a {
				return
			}
		}
		hs = append(hs, Hit{a, b.as})
	})
	return hs
}

func afterThe(tokens []string, i int) bool { return i > 0 && strings.EqualFold(tokens[i-1], "the") }

// longest is Find without composition.
func (r *Register) longest(tokens []string, i int) (n int, found []Hit) {
	r.names.walk(tokens, i, func(k int, us []unit, first int32) {
		hs := r.bearers(us, first, afterThe(tokens, i))
		if hs != nil {
			n, found = k, hs
		}
	})
	return n, found
}

// StateWord says how a word names a state, where it names nothing else: by its
// name, its adjective or its people.
func (r *Register) StateWord(word string) (as As, ok bool) {
	n, hits := r.Find([]string{word}, 0)
	if n != 1 {
		return 0, false
	}
	for _, h := range hits {
		if h.Actor.Kind != State || h.As != AsName && h.As != AsAdjective && h.As != AsNational {
			return 0, false
		}
	}
	return hits[0].As, true
}

// NewName gives the number of tokens of the name of an invented or unlisted
// state that starts at tokens[i] and that the user's dictionaries alone have,
// else 0, and whether the name is an adjective of that state ("Elbonian" beside
// "Elbonia"). Whoever has the code of a state and no more counts as one, unless
// a title stands before the name.
func (r *Register) NewName(tokens []string, i int) (n int, adjective bool) {
	if !r.dictionaries || r.titled(tokens, i) {
		return 0, false
	}
	r.names.walk(tokens, i, func(k int, us []unit, first int32) {
		n = 0
		r.names.each(us, first, afterThe(tokens, i), func(b *bearer) {
			if a := &r.actors[b.item]; a.Dictionary() && a.Kind == State && a.Country == "" && !b.hides {
				n, adjective = k, len(us) == 1 && derived(us[0].text, a)
			}
		})
	})
	return n, adjective
}

// derived says that a word is a name of the actor with the ending of an
// adjective.
func derived(word string, a *Actor) bool {
	for _, name := range append([]string{a.Name}, a.Aliases...) {
		stem := strings.ToLower(name)
		if stem == word {
			continue
		}
		for cut := 0; cut < 2 && len(stem) > 3; cut++ {
			if end, ok := strings.CutPrefix(word, stem); ok {
				switch end {
				case "n", "an", "ian", "ean", "i", "ese", "ish", "ic":
					return true
				}
			}
			stem = stem[:len(stem)-1]
		}
	}
	return false
}

// titled says that a noun for a person ends before tokens[i]: "Minister Mud".
func (r *Register) titled(tokens []string, i int) bool {
	if i == 0 || !capitalised(tokens[i-1]) {
		return false
	}
	n, a := r.Agent(tokens[:i], i-1)
	return n == 1 && a.Kind == Person
}

func possessive(tok string) bool {
	switch tok {
	case "'s", "’s", "'", "’", "'S", "’S":
		return true
	}
	return false
}

func isOf(tok string) bool { return tok == "of" || tok == "Of" || tok == "in" || tok == "OF" }

func (r *Register) isPolity(a *Actor) bool {
	return a.Kind == State || a.Kind == Government && (strings.HasPrefix(a.ID, "defacto/") || strings.HasPrefix(a.ID, "region/"))
}

func (r *Register) roleAt(tokens []string, i int) (n int, role *bodyRole) {
	r.roleIdx.walk(tokens, i, func(k int, us []unit, first int32) {
		r.roleIdx.each(us, first, true, func(b *bearer) { n, role = k, &r.roles[b.item] })
	})
	return n, role
}

// body gives a state's body of a role: the listed one, or one made up.
func (r *Register) body(st *Actor, role *bodyRole) *Actor {
	slug := st.ID[strings.IndexByte(st.ID, '/')+1:]
	if role.id == "government" {
		if k, ok := r.byID["gov/"+slug]; ok {
			return &r.actors[k]
		}
	}
	if k, ok := r.bodies[st.Country+"/"+role.id]; ok && st.Country != "" && st.ID == "state/"+st.Country {
		return &r.actors[k]
	}
	return &Actor{ID: "body/" + slug + "/" + role.id, Name: role.names[0] + " of " + st.Name, Kind: role.kind, Country: st.Country,
		Sector: role.sector, Code: st.Code + role.sector, Nominal: st.Nominal, Parent: st.ID, From: st.From, To: st.To, Role: role.id, Sure: true}
}

// Longest gives the longest known name that starts at tokens[i], as Find does,
// without the roles: n tokens, and every bearer once. Surnames standing alone
// are left out where the name has another bearer.
func (r *Register) Longest(tokens []string, i int) (n int, found []*Actor) {
	n, hs := r.Find(tokens, i)
	return n, actorsOf(hs, "")
}

// Lookup gives the bearers of a name on a day (YYYY-MM-DD or a prefix; "" asks
// for no day): actors valid then, those in office then first; where nobody was
// valid then, all bearers. Accents, hyphens, apostrophes, possessive endings
// and "the" do not matter; capitals do where the name has them ("US", "Turkey").
func (r *Register) Lookup(name, at string) []*Actor {
	out := actorsOf(r.hits(name), at)
	if at != "" {
		sort.SliceStable(out, func(i, j int) bool { return r.serving(out[i], at) > r.serving(out[j], at) })
	}
	return out
}

// serving ranks a head of state or of government on the day above others in
// office, and those above persons before or after their terms.
func (r *Register) serving(a *Actor, at string) int {
	if a.Kind != Person {
		return Leads
	}
	return r.Standing(a.ID, at)
}

// How high a person stands, see Standing.
const (
	InOffice = 2 // holds an office
	Leads    = 3 // is head of state or of government
)

// Standing says how high a person stands on a day: Leads, InOffice, or 0 where
// no term of office covers it.
func (r *Register) Standing(person, at string) int {
	ts := r.termsOf(person)
	top := 0
	for i := range ts {
		if !ts[i].HeldAt(at) {
			continue
		}
		top = InOffice
		if k, ok := r.byTitle[Slug(ts[i].Title)]; ok {
			if rank := r.titles[k].Rank; rank == "head of state" || rank == "head of government" {
				return Leads
			}
		}
	}
	return top
}

func actorsOf(hs []Hit, at string) []*Actor {
	var out, all []*Actor
	proper := false
	for _, h := range hs {
		proper = proper || h.As != AsSurname
	}
	for _, h := range hs {
		if proper && h.As == AsSurname {
			continue
		}
		dup := false
		for _, a := range all {
			dup = dup || a == h.Actor || a.ID == h.Actor.ID
		}
		if dup {
			continue
		}
		all = append(all, h.Actor)
		if h.Actor.ValidAt(at) {
			out = append(out, h.Actor)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// hits looks a whole name up.
func (r *Register) hits(name string) []Hit {
	tokens := strings.Fields(name)
	i := 0
	for i < len(tokens)-1 && strings.EqualFold(tokens[i], "the") {
		i++
	}
	n, hs := r.Find(tokens, i)
	if n < len(tokens)-i {
		return nil
	}
	return hs
}
