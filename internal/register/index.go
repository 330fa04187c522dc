package register

// As says in what role a name stands for its bearer.
type As uint8

// Roles of names.
const (
	AsName      As = iota // a name, long or short
	AsAdjective           // "Azerbaijani", of a state
	AsNational            // "Azerbaijanis", of a state
	AsCapital             // "Baku", for the government; also a place
	AsMetonym             // "the Kremlin", for the government; often a place
	AsSurname             // a person's last name alone
	AsComposed            // "Azerbaijani foreign ministry"
	asPlural              // the plural of an agent noun
)

// String names the role.
func (a As) String() string {
	switch a {
	case AsAdjective:
		return "adjective"
	case AsNational:
		return "national"
	case AsCapital:
		return "capital"
	case AsMetonym:
		return "metonym"
	case AsSurname:
		return "surname"
	case AsComposed:
		return "composed"
	}
	return "name"
}

// index finds sequences of units. It is a hash table over all prefixes of all
// names, with the hash of a prefix carried on from unit to unit; a cell without
// a bearer is a prefix only.
type index struct {
	cells []cell
	used  int
	recs  []bearer
}

type cell struct {
	hash        uint64
	first, last int32 // bearers, 1-based; 0 for a mere prefix
}

type bearer struct {
	item  int32
	next  int32 // 1-based
	mask  uint64
	units string // to rule out collisions of hashes
	as    As
	layer uint8
	hides bool // an earlier layer has the name too
}

const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
)

func hashUnit(h uint64, u string) uint64 {
	for i := 0; i < len(u); i++ {
		h = (h ^ uint64(u[i])) * hashPrime
	}
	return (h ^ ' ') * hashPrime
}

func (x *index) slot(h uint64) *cell {
	if len(x.cells) == 0 {
		return nil
	}
	m := uint64(len(x.cells) - 1)
	for i := (h ^ h>>29) & m; ; i = (i + 1) & m {
		if c := &x.cells[i]; c.hash == h || c.hash == 0 {
			return c
		}
	}
}

func (x *index) grow(n int) {
	size := 64
	for size < n {
		size *= 2
	}
	old := x.cells
	x.cells = make([]cell, size)
	for _, c := range old {
		if c.hash != 0 {
			*x.slot(c.hash) = c
		}
	}
}

// add enters one name of an item, its words in the spelling of the index: us
// is changed. Bearers of a later layer hide those of the
// earlier ones; within a layer all are kept, in order.
func (x *index) add(us []unit, mask uint64, item int32, as As, layer uint8) {
	if len(us) == 0 {
		return
	}
	h := uint64(hashSeed)
	var c *cell
	for i := range us {
		if 2*(x.used+1) > len(x.cells) {
			x.grow(4 * (x.used + 1))
		}
		us[i].text = spelling(us[i].text)
		h = hashUnit(h, us[i].text)
		c = x.slot(h)
		if c.hash == 0 {
			c.hash = h
			x.used++
		}
	}
	for k := c.first; k != 0; k = x.recs[k-1].next {
		if b := &x.recs[k-1]; b.item == item && b.layer == layer && b.mask == mask {
			return
		}
	}
	hides := false
	if c.first != 0 {
		old := &x.recs[c.first-1]
		hides = old.hides || old.layer < layer
		if old.layer < layer {
			c.first, c.last = 0, 0
		}
	}
	x.recs = append(x.recs, bearer{item: item, mask: mask, units: joined(us), as: as, layer: layer, hides: hides})
	k := int32(len(x.recs))
	if c.first == 0 {
		c.first = k
	} else {
		x.recs[c.last-1].next = k
	}
	c.last = k
}

func joined(us []unit) string {
	if len(us) == 1 {
		return us[0].text
	}
	n := len(us)
	for _, u := range us {
		n += len(u.text)
	}
	b := make([]byte, 0, n)
	for i, u := range us {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, u.text...)
	}
	return string(b)
}

func sameUnits(s string, us []unit) bool {
	for i, u := range us {
		if i > 0 {
			if s == "" || s[0] != ' ' {
				return false
			}
			s = s[1:]
		}
		if len(s) < len(u.text) || s[:len(u.text)] != u.text {
			return false
		}
		s = s[len(u.text):]
	}
	return s == ""
}

// starts says whether some name begins with the first word of tokens[i]. Most
// words begin none, and nothing is allocated to find that out.
func (x *index) starts(tokens []string, i int) bool {
	if len(x.cells) == 0 || i < 0 || i >= len(tokens) {
		return false
	}
	var buf [6]unit
	us, ok := units(buf[:0], tokens[i])
	return ok && len(us) > 0 && x.slot(hashUnit(hashSeed, spelling(us[0].text))).hash != 0
}

// walk follows the tokens from i and calls got for every prefix that ends on a
// token's end and is somebody's name: n tokens, their units, the first bearer.
func (x *index) walk(tokens []string, i int, got func(n int, us []unit, first int32)) {
	if !x.starts(tokens, i) {
		return
	}
	var buf [24]unit
	us := buf[:0]
	h := uint64(hashSeed)
	for k := i; k < len(tokens); k++ {
		had := len(us)
		var ok bool
		us, ok = units(us, tokens[k])
		if !ok {
			return
		}
		if len(us) == had {
			if had == 0 {
				return
			}
			continue
		}
		for j := had; j < len(us); j++ {
			us[j].text = spelling(us[j].text)
		}
		var c *cell
		for i, u := range us[had:] {
			next := hashUnit(h, u.text)
			c = x.slot(next)
			if c.hash == 0 {
				// A middle initial that the register does not have.
				if u.runes == 1 && u.shape == title && had > 0 && i == 0 && len(us) == had+1 {
					us, c = us[:had], nil
					break
				}
				return
			}
			h = next
		}
		if c != nil && c.first != 0 {
			got(k-i+1, us, c.first)
		}
	}
}

// each calls f for the bearers of a cell whose needs the units meet; the says
// that "the" stands before them.
func (x *index) each(us []unit, first int32, the bool, f func(b *bearer)) {
	for k := first; k != 0; k = x.recs[k-1].next {
		if b := &x.recs[k-1]; fits(b.mask, us, the) && sameUnits(b.units, us) {
			f(b)
		}
	}
}
