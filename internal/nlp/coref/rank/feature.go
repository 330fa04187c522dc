package rank

import (
	"rapporteur/internal/lang"
)

// Bits is the width of the feature hash: a model has 1<<Bits weights.
const Bits = 18

// Entity is what is known of a chain of mentions so far.
type Entity struct {
	Size    int
	Last    int // index of its last mention
	First   int
	Number  Number
	Gender  lang.Gender
	Animacy Animacy
	names   []int // indices of its name mentions with different words, at most 6
	nomins  []int // indices of nominal mentions, at most 6
	kinds   uint8 // bits of the kinds of its mentions
	clash   bool  // its mentions are at odds in gender
}

// NewEntity starts a chain with mention i.
func NewEntity(ms []Mention, i int) *Entity {
	e := &Entity{First: i}
	e.Add(ms, i)
	return e
}

// Add puts mention i at the end of the chain.
func (e *Entity) Add(ms []Mention, i int) {
	m := &ms[i]
	e.Size++
	e.Last = i
	e.kinds |= 1 << m.Kind
	if e.Number == NumberUnknown {
		e.Number = m.Number
	}
	if m.Gender != 0 {
		if e.Gender != 0 && e.Gender != m.Gender {
			e.clash = true
		}
		e.Gender = m.Gender
	}
	if e.Animacy == AnimacyUnknown || m.Kind == Name && m.Animacy != AnimacyUnknown {
		e.Animacy = m.Animacy
	}
	switch m.Kind {
	case Name:
		if len(m.name) > 0 && len(e.names) < 6 {
			for _, k := range e.names {
				if ms[k].text == m.text {
					return
				}
			}
			e.names = append(e.names, i)
		}
	case Nominal:
		if len(m.name) > 0 && len(e.names) < 6 {
			e.names = append(e.names, i)
		}
		if len(e.nomins) < 6 {
			for _, k := range e.nomins {
				if ms[k].text == m.text {
					return
				}
			}
			e.nomins = append(e.nomins, i)
		}
	}
}

// features gathers hashed features.
type features struct{ out []uint32 }

func mix(x, v uint32) uint32 {
	x ^= v + 0x9e3779b9 + x<<6 + x>>2
	return x * 0x85ebca6b
}

func (f *features) add(template uint32, vs ...uint32) {
	x := template * 0xc2b2ae35
	for _, v := range vs {
		x = mix(x, v)
	}
	x ^= x >> 15
	x *= 0x2c1b3c6d
	f.out = append(f.out, x>>(32-Bits))
}

func bucket(n int) uint32 {
	switch {
	case n < 0:
		return 15
	case n < 5:
		return uint32(n)
	case n < 8:
		return 5
	case n < 12:
		return 6
	case n < 20:
		return 7
	case n < 40:
		return 8
	case n < 80:
		return 9
	}
	return 10
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// class is the kind of a mention, with the pronoun itself for pronouns.
func class(m *Mention) uint32 {
	switch m.Kind {
	case Pronoun:
		return 16 + m.form
	case Name:
		return 1
	}
	return 2
}

func coarse(m *Mention) uint32 {
	if m.Kind == Pronoun {
		return 3 + uint32(m.Person)
	}
	return uint32(m.Kind)
}

func match(a, b uint32, unknown uint32) uint32 {
	switch {
	case a == unknown || b == unknown:
		return 0
	case a == b:
		return 1
	}
	return 2
}

// New gives the features of mention i as the first of its entity.
func New(ms []Mention, i int, dst []uint32) []uint32 {
	f := features{dst}
	m := &ms[i]
	k, c := class(m), coarse(m)
	f.add(1, k)
	f.add(2, c, m.role)
	f.add(3, c, bucket(m.End-m.Start), uint32(m.det))
	f.add(4, k, m.prev)
	f.add(5, k, m.next)
	f.add(6, c, uint32(m.det), uint32(m.Number))
	f.add(7, c, flag(m.Coord), flag(m.Copula))
	f.add(8, c, uint32(m.Animacy), hashType(m))
	f.add(9, k, m.gov, m.role)
	f.add(10, c, bucket(m.sent), flag(m.first))
	f.add(11, c, bucket(i))
	f.add(12, k, flag(m.Quote > 0))
	if m.Kind != Pronoun {
		f.add(13, m.lemma)
		f.add(14, m.lemma, uint32(m.det))
		f.add(15, m.text)
		f.add(16, uint32(m.Kind), bucket(len(m.words)), uint32(m.det))
		for n, w := range m.words {
			if n == 4 {
				break
			}
			f.add(17, uint32(m.Kind), w)
		}
	}
	f.add(18, k, m.role, m.gov)
	f.add(19, c, m.role, uint32(m.det), bucket(m.End-m.Start))
	return f.out
}

func hashType(m *Mention) uint32 { return hash(string(m.NER)) }

// Pair gives the features of mention i going back to mention j of entity e.
func Pair(ms []Mention, i, j int, e *Entity, dst []uint32) []uint32 {
	f := features{dst}
	m, a := &ms[i], &ms[j]
	mk, ak := class(m), class(a)
	mc, ac := coarse(m), coarse(a)
	cc := mc*16 + ac
	sd := bucket(m.sent - a.sent)
	gender := match(uint32(m.Gender), uint32(e.Gender), 0)
	number := match(uint32(m.Number), uint32(e.Number), 0)
	animacy := match(uint32(m.Animacy), uint32(e.Animacy), 0)
	if m.Animacy == Group && e.Animacy == Human || m.Animacy == Human && e.Animacy == Group {
		animacy = 3
	}
	agree := gender*16 + number*4 + animacy
	f.add(31, mk, ak)
	f.add(32, cc, sd)
	f.add(33, mk, ac, sd)
	f.add(34, cc, bucket(i-j))
	f.add(35, mk, agree, ac)
	f.add(36, cc, agree)
	f.add(37, mc, number, uint32(m.Number), uint32(e.Number), uint32(e.Animacy))
	f.add(38, mk, uint32(e.Animacy), uint32(e.Gender), uint32(e.Number))
	f.add(39, mk, hashType(a), ac)
	f.add(40, cc, m.role, a.role, min(sd, 2))
	f.add(41, mk, a.role, min(sd, 3))
	f.add(42, cc, flag(m.Quote > 0)*4+flag(a.Quote > 0)*2+flag(m.Quote == a.Quote), min(sd, 3))
	f.add(43, cc, bucket(e.Size), bucket(i-e.Last))
	f.add(44, cc, uint32(e.kinds))
	f.add(45, cc, flag(e.clash))
	f.add(46, mk, uint32(a.det), ac, min(sd, 3))
	f.add(47, cc, flag(a.first), sd)
	f.add(48, cc, flag(m.par == a.par), sd)
	f.add(81, mk, class(&ms[e.Last]), min(bucket(m.sent-ms[e.Last].sent), 3))
	if m.Kind == Pronoun {
		f.add(50, mk, bucket(e.Size), sd)
		f.add(51, mk, a.lemma)
		f.add(52, mk, m.gov, a.lemma)
		f.add(53, mk, m.gov, uint32(e.Animacy))
		f.add(54, mk, a.prev, ac)
		f.add(55, mk, flag(a.Coord), flag(a.Copula))
		f.add(56, mk, flag(m.gov == a.gov && m.sent == a.sent), m.role, a.role)
		f.add(57, mk, ac, bucket(i-j), min(sd, 2))
		f.add(58, mk, flag(a.possessor), ac, min(sd, 2))
		f.add(59, mk, bucket(a.End-a.Start), ac)
		return f.out
	}
	// names and nominals: what of their words agrees
	same := flag(m.text == a.text)
	head := flag(m.lemma == a.lemma)*2 + flag(m.form == a.form)
	any, best := uint32(0), aliasNone
	for _, k := range e.nomins {
		if ms[k].lemma == m.lemma {
			any |= 1
		}
		if ms[k].text == m.text {
			any |= 2
		}
	}
	if len(m.name) > 0 {
		for _, k := range e.names {
			v := aliasOf(m, &ms[k])
			if v == aliasExact {
				best = v
				break
			}
			if v != aliasNone && (best == aliasNone || v < best) {
				best = v
			}
		}
	}
	if m.Kind == Nominal {
		for _, k := range e.names {
			if ms[k].lemma == m.lemma {
				any |= 4
			}
		}
	}
	sub, clash := overlapWords(m, a)
	f.add(60, cc, same, head)
	f.add(61, cc, same, head, sd)
	f.add(62, cc, any, uint32(best), hashType(m))
	f.add(63, cc, any, uint32(best), sd)
	f.add(64, cc, uint32(best), gender, number, animacy)
	f.add(65, cc, head, sub, clash)
	f.add(66, cc, head, sub, clash, uint32(m.det), uint32(a.det))
	f.add(67, cc, head, any, uint32(best), uint32(m.det))
	f.add(68, cc, same, uint32(m.det), uint32(a.det))
	f.add(69, cc, hashType(m), hashType(a), same, uint32(best))
	f.add(70, m.lemma, a.lemma)
	f.add(71, m.lemma, same, uint32(m.det))
	f.add(72, cc, any, uint32(best), bucket(len(m.words)), bucket(len(a.words)))
	f.add(73, cc, same, bucket(m.End-m.Start))
	f.add(74, cc, head, flag(m.role == a.role))
	f.add(75, cc, same, head, any, uint32(best))
	f.add(77, cc, flag(a.Coord), uint32(m.det), flag(m.count == 2), number, animacy)
	f.add(76, cc, flag(a.relation == "appos"), flag(m.relation == "appos"))
	return f.out
}

// overlapWords says how the content words of two mentions agree: 0 none of
// either, 1 m has no others, 2 all of m's are in a, 3 some, 4 none; clash
// counts words of m that a lacks.
func overlapWords(m, a *Mention) (sub, clash uint32) {
	if len(m.words) == 0 {
		if len(a.words) == 0 {
			return 0, 0
		}
		return 1, 0
	}
	in := 0
	for _, w := range m.words {
		for _, v := range a.words {
			if w == v {
				in++
				break
			}
		}
	}
	clash = uint32(min(len(m.words)-in, 3))
	switch {
	case in == len(m.words):
		return 2, clash
	case in > 0:
		return 3, clash
	}
	return 4, clash
}
