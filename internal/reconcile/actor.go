package reconcile

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"rapporteur/internal/record"
)

// actorSight is an actor as one article has it.
type actorSight struct {
	id, name, kind, country, sector, register string
	mentions                                  int
}

// nameable says that an actor may have other spellings: it has a name of its
// own, every word of it with a capital letter and none possessive, and is no
// state or people.
func nameable(a *record.Actor) bool {
	if a.Kind == "state" || a.Kind == "people" || a.Kind == "community" || strings.ContainsAny(a.Name, "'’“”\",;:(") && !particle(a.Name) {
		return false
	}
	n := 0
	for _, f := range strings.Fields(a.Name) {
		switch {
		case upper(f):
			n++
		case f == "of" || f == "the" || f == "for" || f == "and" || strings.HasPrefix(f, "al-") || strings.HasPrefix(f, "el-"):
		default:
			return false
		}
	}
	return n > 0 && (a.Kind != "person" || n <= 4)
}

// particle says that the only odd sign of a name is an apostrophe before a
// capital: O'Neill, N'Djamena.
func particle(s string) bool {
	for i, r := range s {
		switch {
		case strings.ContainsRune("“”\",;:(", r):
			return false
		case r == '\'' || r == '’':
			rest := s[i+len(string(r)):]
			if rest == "" || !upper(rest) {
				return false
			}
		}
	}
	return true
}

func sightOf(a *record.Actor) actorSight {
	return actorSight{id: a.ID, name: a.Name, kind: a.Kind, country: a.Country, sector: a.Sector, register: a.Register, mentions: len(a.Mentions)}
}

// Merged says that actors of several articles are one.
type Merged struct {
	Entity string   // id of the actor that stands for all
	IDs    []string // all ids, sorted
	Names  []string // spellings, sorted
	Why    []string
}

// being is an actor id with all that the articles say of it.
type being struct {
	id, register, kind string
	names              []spelled
	countries          []string
	arts               []int32 // articles, ascending
	tokens             []string
	full               string
}

// spelled is a name and how many articles use it.
type spelled struct {
	name string
	n    int
}

// sights collects the actors of articles, by id.
type sights map[string]*being

// add notes the actors of an article; articles come in order.
func (byID sights) add(i int, s *sketch) {
	for _, a := range s.actors {
		b := byID[a.id]
		if b == nil {
			b = &being{id: strings.Clone(a.id), register: strings.Clone(a.register), kind: strings.Clone(a.kind)}
			byID[b.id] = b
		}
		if k := slices.IndexFunc(b.names, func(c spelled) bool { return c.name == a.name }); k >= 0 {
			b.names[k].n++
		} else {
			b.names = append(b.names, spelled{strings.Clone(a.name), 1})
		}
		if a.country != "" && !slices.Contains(b.countries, a.country) {
			b.countries = append(b.countries, strings.Clone(a.country))
		}
		if len(b.arts) == 0 || b.arts[len(b.arts)-1] != int32(i) {
			b.arts = append(b.arts, int32(i))
		}
	}
}

// entities joins actors across articles: one person or body behind several
// spellings. Bodies that a register knows are joined by it already; here
// remain names that no register has, in the spelling of each outlet. Two
// actors of one article are never joined, for the article keeps them apart.
func (byID sights) entities() (map[string]string, []Merged) {
	list := make([]*being, 0, len(byID))
	for _, b := range byID {
		b.full = commonest(b.names)
		b.tokens = nameTokens(b.full)
		if len(b.tokens) > 0 {
			list = append(list, b)
		}
	}
	// who stands first is who stands for the rest: known to the register, fuller name, seen more, smaller id
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		switch {
		case (a.register != "") != (b.register != ""):
			return a.register != ""
		case len(a.tokens) != len(b.tokens):
			return len(a.tokens) > len(b.tokens)
		case len(a.arts) != len(b.arts):
			return len(a.arts) > len(b.arts)
		}
		return a.id < b.id
	})
	blocks := map[string][]int{}
	for i, b := range list {
		if b.kind == "person" {
			k := "p/" + skeleton(b.tokens[len(b.tokens)-1])
			blocks[k] = append(blocks[k], i)
			continue
		}
		ks := slices.Clone(b.tokens)
		slices.Sort(ks)
		blocks["o/"+strings.Join(ks, " ")] = append(blocks["o/"+strings.Join(ks, " ")], i)
	}
	keys := make([]string, 0, len(blocks))
	for k := range blocks {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	of := map[string]string{}
	var out []Merged
	for _, k := range keys {
		var heads []*cluster
		for _, i := range blocks[k] {
			b := list[i]
			var fit []*cluster
			for _, h := range heads {
				if h.takes(b) && !h.has(b) {
					fit = append(fit, h)
				}
			}
			// a bare surname that fits two persons belongs to neither
			if len(fit) == 1 || len(fit) > 1 && len(b.tokens) > 1 {
				fit[0].add(b)
				continue
			}
			heads = append(heads, newCluster(b))
		}
		for _, h := range heads {
			if len(h.members) < 2 {
				continue
			}
			m := Merged{Entity: h.members[0].id}
			for _, b := range h.members {
				of[b.id] = m.Entity
				m.IDs = append(m.IDs, b.id)
				for _, c := range b.names {
					if !slices.Contains(m.Names, c.name) {
						m.Names = append(m.Names, c.name)
					}
				}
			}
			slices.Sort(m.IDs)
			slices.Sort(m.Names)
			m.Why = []string{fmt.Sprintf("spellings of one name (%s), never two actors of one article", strings.Join(m.Names, ", "))}
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b Merged) int { return strings.Compare(a.Entity, b.Entity) })
	return of, out
}

// cluster is a set of beings taken for one.
type cluster struct {
	members   []*being
	arts      map[int32]bool // made when a second one is to join
	countries []string
}

func newCluster(b *being) *cluster { return &cluster{members: []*being{b}, countries: b.countries} }

func (c *cluster) add(b *being) {
	c.members = append(c.members, b)
	for _, i := range b.arts {
		c.arts[i] = true
	}
	for _, k := range b.countries {
		if !slices.Contains(c.countries, k) {
			c.countries = append(slices.Clip(c.countries), k)
		}
	}
}

// has says that some member stands in an article of b.
func (c *cluster) has(b *being) bool {
	if c.arts == nil {
		c.arts = make(map[int32]bool, len(c.members[0].arts))
		for _, i := range c.members[0].arts {
			c.arts[i] = true
		}
	}
	return slices.ContainsFunc(b.arts, func(i int32) bool { return c.arts[i] })
}

// takes says that b may be the one of the cluster, by name and country.
func (c *cluster) takes(b *being) bool {
	head := c.members[0]
	if head.register != "" && b.register != "" || head.kind != b.kind && (head.kind == "person" || b.kind == "person") {
		return false
	}
	if len(c.countries) > 0 && len(b.countries) > 0 {
		if !slices.ContainsFunc(b.countries, func(k string) bool { return slices.Contains(c.countries, k) }) {
			return false
		}
	} else if (head.kind != "person" || len(b.tokens) == 1) && (len(c.countries) > 0) != (len(b.countries) > 0) {
		return false // "Defence Ministry" of nobody is anybody's, and so is a bare surname
	}
	if head.kind != "person" {
		return len(c.countries) > 0 || len(head.tokens) > 1
	}
	if len(b.tokens) == 1 && len(head.tokens) > 1 && len(b.countries) == 0 {
		return false
	}
	return samePerson(head.tokens, b.tokens)
}

// samePerson compares two names token by token from the end: surnames must
// be spellings of one, and given names, where both have them, too.
func samePerson(a, b []string) bool {
	if len(a) == 1 || len(b) == 1 { // a bare surname, as it is spelled
		return a[len(a)-1] == b[len(b)-1]
	}
	if !spelling(a[len(a)-1], b[len(b)-1]) {
		return false
	}
	x, y := a[0], b[0]
	if a[len(a)-1] == b[len(b)-1] && strings.HasPrefix(x, y) != strings.HasPrefix(y, x) && min(len(x), len(y)) >= 3 {
		return true // Chris and Christopher, of one surname
	}
	if len(x) == 1 || len(y) == 1 {
		return x[0] == y[0]
	}
	return spelling(x, y)
}

// spelling says that two words are spellings of one name in other alphabets'
// transliterations.
func spelling(a, b string) bool {
	if a == b {
		return true
	}
	if k := skeleton(a); k != skeleton(b) || len(k) < 3 || min(len(a), len(b)) < 4 {
		return false
	}
	return float64(editDistance(a, b)) <= 0.35*float64(max(len(a), len(b)))
}

// oneSign writes one sign for the sounds that transliterations spell in several ways.
var oneSign = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("sch", "sh", "tch", "ch", "dzh", "j", "dj", "j", "zh", "j", "kh", "h", "gh", "g", "ph", "f", "th", "t", "ck", "k", "x", "ks", "q", "k", "w", "v", "ts", "z", "tz", "z", "cz", "ch", "ou", "u", "iy", "i", "c", "k")
})

// skeleton is a name without what transliterations differ in: vowels,
// doubled letters, and signs for one sound.
func skeleton(s string) string {
	low := oneSign().Replace(strings.ReplaceAll(s, "ch", "\x01"))
	var out []byte
	for i := 0; i < len(low); i++ {
		c := low[i]
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'j', 'h', '\'', '-':
			// one sign for any vowel that a name begins with, and for a glide before it: Yerzhan, Erzhan
			if i > 0 || c == '\'' || c == '-' {
				continue
			}
			if c != 'h' {
				c = 'a'
			}
		}
		if len(out) > 0 && out[len(out)-1] == c {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			prev, row[j] = row[j], min(row[j]+1, row[j-1]+1, prev+cost)
		}
	}
	return row[len(b)]
}

// nameTokens are the words of a name, folded, without titles, articles and the
// particles that some spellings join by a hyphen.
func nameTokens(s string) []string {
	v, err := words()
	if err != nil {
		return nil // New has refused to start before
	}
	var out []string
	for _, f := range strings.FieldsFunc(fold(s), func(r rune) bool { return !wordRune(r) && r != '\'' }) {
		switch f {
		case "al", "el", "the", "of", "and", "for", "bin", "ibn", "de", "von", "van":
			continue
		}
		if !v.titles[f] {
			out = append(out, f)
		}
	}
	return out
}

// commonest is the name seen most, the longer and then the smaller one of equals.
func commonest(names []spelled) string {
	return slices.MaxFunc(names, func(a, b spelled) int {
		return cmp.Or(a.n-b.n, len(a.name)-len(b.name), strings.Compare(b.name, a.name))
	}).name
}
