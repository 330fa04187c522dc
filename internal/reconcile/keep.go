package reconcile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
)

// sketchVersion is raised whenever sketchOf makes another sketch of the same
// record, or coding writes it otherwise: kept sketches of another version are
// made anew. A test holds the digest of a sketch against it.
const sketchVersion = 2

// errSketch says that bytes are no sketch of this version.
var errSketch = errors.New("reconcile: no sketch of this version")

// stamp tells the word lists apart that a sketch was made with.
func (v *vocabulary) stamp() uint64 { return v.digest() }

func (v *vocabulary) sum() uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, sketchVersion, v.head, v.whole, v.function, v.titles, v.abbrev, *v.calendar) // maps print sorted
	return h.Sum64()
}

// pack writes a sketch: the stamp of its word lists, then the fields.
func (s *sketch) pack(stamp uint64) []byte {
	c := &coder{b: binary.LittleEndian.AppendUint64(make([]byte, 0, 8*len(s.words)+200*len(s.finds)), stamp)}
	s.code(c)
	return c.b
}

// part is how much of a sketch is read.
type part int

const (
	allParts  part = iota
	textPart       // nothing of actors and findings
	actorPart      // nothing of findings
)

// unpack reads a sketch or the first parts of it; errSketch if it is one of
// another version or none. Its strings share one piece of memory.
func unpack(b []byte, stamp uint64, upTo part) (*sketch, error) {
	if len(b) < 8 || binary.LittleEndian.Uint64(b) != stamp {
		return nil, errSketch
	}
	c := &coder{b: b, at: 8, reading: true, text: string(b), upTo: upTo}
	s := &sketch{}
	s.code(c)
	if c.bad || upTo == allParts && c.at != len(b) || !s.sound() {
		return nil, errSketch
	}
	return s, nil
}

// sound says that the places of a sketch lie within it.
func (s *sketch) sound() bool {
	if s.first < 0 || s.first > s.leadEnd || s.leadEnd > len(s.words) {
		return false
	}
	end := 0
	for _, st := range s.sents {
		if st.start != end || st.end <= st.start {
			return false
		}
		end = st.end
	}
	return end == len(s.words)
}

// code goes over the fields of a sketch, in either direction.
func (s *sketch) code(c *coder) {
	own(c, &s.id)
	own(c, &s.sha)
	coded(c, &s.outlet)
	list(c, &s.chain, coded[string])
	list(c, &s.press, hashes)
	integer(c, &s.published)
	list(c, &s.title, codeWord)
	if c.reading {
		c.readWords(&s.words)
	} else {
		list(c, &s.words, codeWord)
	}
	list(c, &s.sents, codeSentence)
	integer(c, &s.first)
	integer(c, &s.leadEnd)
	var paragraphs []int
	for p, on := range s.back {
		if on {
			paragraphs = append(paragraphs, p)
		}
	}
	slices.Sort(paragraphs)
	list(c, &paragraphs, integer[int])
	if c.reading {
		s.back = map[int]bool{}
		for _, p := range paragraphs {
			s.back[p] = true
		}
	}
	list(c, &s.days, integer[day])
	integer(c, &s.dateline)
	c.flag(&s.preview)
	if c.upTo == textPart {
		return
	}
	list(c, &s.actors, func(c *coder, a *actorSight) {
		coded(c, &a.id)
		coded(c, &a.name)
		coded(c, &a.kind)
		coded(c, &a.country)
		coded(c, &a.sector)
		coded(c, &a.register)
		integer(c, &a.mentions)
	})
	if c.upTo == actorPart {
		return
	}
	c.u64(&s.state)
	list(c, &s.known, coded[string])
	list(c, &s.states, codeWeighted)
	s.codeParties(c)
	if c.bad {
		return
	}
	s.codeFinds(c, func(c *coder, f *found) { f.code(c) })
}

// codeFinds goes over the findings of a sketch, which share a piece of memory
// when they are read.
func (s *sketch) codeFinds(c *coder, one func(c *coder, f *found)) {
	var finds []found
	list(c, &s.finds, func(c *coder, p **found) {
		if c.reading {
			if finds == nil {
				finds = make([]found, len(s.finds))
			}
			*p, finds = &finds[0], finds[1:]
			(*p).s = s
		}
		one(c, *p)
	})
}

// codeParties goes over the parties of a sketch.
func (s *sketch) codeParties(c *coder) {
	var parties []party // one piece of memory for all
	list(c, &s.parties, func(c *coder, p **party) {
		if c.reading {
			if parties == nil {
				parties = make([]party, len(s.parties))
			}
			*p, parties = &parties[0], parties[1:]
		}
		(*p).code(c)
	})
	if c.bad {
		return
	}
	for i, p := range s.parties {
		p.place = i
	}
}

func (f *found) code(c *coder) {
	f.base(c)
	if c.reading && !c.bad {
		if f.from < 0 || f.to > len(f.s.words) || f.sent >= len(f.s.sents) || f.to > f.from && f.sent < 0 {
			c.bad = true
			return
		}
		f.status = f.read
		f.take(f.s.words[f.from:f.to])
		f.close()
	}
}

// base goes over what a finding keeps of its record.
func (f *found) base(c *coder) {
	own(c, &f.id)
	coded(c, &f.kind)
	coded(c, &f.typ)
	integer(c, &f.stage)
	coded(c, &f.read)
	integer(c, &f.when.from)
	integer(c, &f.when.to)
	coded(c, &f.when.basis)
	c.flag(&f.when.known)
	c.flag(&f.when.fine)
	list(c, &f.actors, f.s.codeParty)
	list(c, &f.targets, f.s.codeParty)
	var sp spot
	if f.where != nil {
		sp = *f.where
	}
	c.flag(&sp.known)
	coded(c, &sp.country)
	c.float(&sp.lat)
	c.float(&sp.lon)
	c.flag(&sp.located)
	integer(c, &sp.id)
	hashes(c, &sp.names)
	c.flag(&sp.wide)
	if c.reading && sp.known {
		f.where = &sp
	}
	integer(c, &f.dead)
	integer(c, &f.injured)
	integer(c, &f.size)
	n := f.to - f.from
	integer(c, &n)
	integer(c, &f.to)
	integer(c, &f.sent)
	integer(c, &f.span.Start)
	integer(c, &f.span.End)
	c.flag(&f.lead)
	coded(c, &f.key)
	if f.from = f.to - n; n < 0 {
		c.bad = true
	}
}

// coder reads or writes, so that one function says both.
type coder struct {
	b       []byte
	at      int
	reading bool
	bad     bool // what was read is no sketch
	pool    map[string]string
	text    string // b, where there is no pool
	upTo    part
}

// integer codes a whole number.
func integer[T ~int | ~int32 | ~uint8](c *coder, p *T) {
	if !c.reading {
		c.b = binary.AppendVarint(c.b, int64(*p))
		return
	}
	x, n := binary.Varint(c.b[c.at:])
	if n <= 0 || int64(T(x)) != x {
		c.bad, c.at = true, len(c.b)
		return
	}
	*p, c.at = T(x), c.at+n
}

// list codes a list; a nil one comes back as nil.
func list[T any](c *coder, p *[]T, each func(*coder, *T)) {
	n := len(*p)
	integer(c, &n)
	if c.reading {
		if n < 0 || n > len(c.b)-c.at { // every element takes a byte and more
			c.bad = true
		}
		if c.bad || n == 0 {
			return
		}
		*p = make([]T, n)
	}
	for i := range *p {
		each(c, &(*p)[i])
		if c.bad {
			return
		}
	}
}

// take gives the next n bytes, nil if there are no more so many.
func (c *coder) take(n int) []byte {
	if n < 0 || n > len(c.b)-c.at {
		c.bad, c.at = true, len(c.b)
		return nil
	}
	c.at += n
	return c.b[c.at-n : c.at]
}

func (c *coder) u64(p *uint64) {
	if !c.reading {
		c.b = binary.LittleEndian.AppendUint64(c.b, *p)
	} else if b := c.take(8); b != nil {
		*p = binary.LittleEndian.Uint64(b)
	}
}

func (c *coder) float(p *float64) {
	x := math.Float64bits(*p)
	c.u64(&x)
	*p = math.Float64frombits(x)
}

func (c *coder) flag(p *bool) {
	var x uint8
	if *p {
		x = 1
	}
	integer(c, &x)
	*p = x != 0
}

// own codes a string that no other sketch has.
func own(c *coder, p *string) {
	n := len(*p)
	integer(c, &n)
	if !c.reading {
		c.b = append(c.b, *p...)
		return
	}
	if b := c.take(n); c.pool == nil && b != nil {
		*p = c.text[c.at-n : c.at]
	} else {
		*p = string(b)
	}
}

// coded codes a string. Strings that come again are shared.
func coded[T ~string](c *coder, p *T) {
	n := len(*p)
	integer(c, &n)
	if !c.reading {
		c.b = append(c.b, *p...)
		return
	}
	b := c.take(n)
	if c.pool == nil {
		if b != nil {
			*p = T(c.text[c.at-n : c.at])
		}
		return
	}
	s, ok := c.pool[string(b)]
	if !ok {
		s = string(b)
		c.pool[s] = s
	}
	*p = T(s)
}

func hash(c *coder, p *uint32) {
	if !c.reading {
		c.b = binary.LittleEndian.AppendUint32(c.b, *p)
	} else if b := c.take(4); b != nil {
		*p = binary.LittleEndian.Uint32(b)
	}
}

func hashes(c *coder, p *[]uint32) { list(c, p, hash) }

// codeWord codes a word: its class and year in one byte, its hash, and the
// sound of a name.
func codeWord(c *coder, w *word) {
	k := uint8(w.class) << 2
	if w.year {
		k |= 1
	}
	if w.sound != 0 {
		k |= 2
	}
	integer(c, &k)
	hash(c, &w.hash)
	if k&2 != 0 {
		hash(c, &w.sound)
	}
	w.class, w.year = class(k>>2), k&1 != 0
	if w.class >= classes {
		c.bad = true
	}
}

// readWords reads the words of a text as codeWord writes them.
func (c *coder) readWords(p *[]word) {
	n := 0
	integer(c, &n)
	if n < 0 || n > len(c.b)-c.at {
		c.bad = true
	}
	if c.bad || n == 0 {
		return
	}
	ws := make([]word, n)
	b := c.b[c.at:]
	for i := range ws {
		if len(b) < 5 {
			c.bad = true
			return
		}
		k := b[0] >> 1 // a small varint
		w := &ws[i]
		w.class, w.year, w.hash = class(k>>2), k&1 != 0, binary.LittleEndian.Uint32(b[1:])
		if b[0]&0x81 != 0 || w.class >= classes {
			c.bad = true
			return
		}
		b = b[5:]
		if k&2 != 0 {
			if len(b) < 4 {
				c.bad = true
				return
			}
			w.sound = binary.LittleEndian.Uint32(b)
			b = b[4:]
		}
	}
	c.at = len(c.b) - len(b)
	*p = ws
}

func codeSentence(c *coder, st *sentence) {
	integer(c, &st.start)
	integer(c, &st.end)
	integer(c, &st.paragraph)
	integer(c, &st.last)
}

// codeParty codes a party of a finding by its place in the sketch's list.
func (s *sketch) codeParty(c *coder, p **party) {
	var n int
	if !c.reading {
		n = (*p).place
	}
	integer(c, &n)
	if !c.reading {
		return
	}
	if n < 0 || n >= len(s.parties) {
		c.bad = true
		return
	}
	*p = s.parties[n]
}

func (p *party) code(c *coder) {
	coded(c, &p.id)
	coded(c, &p.country)
	coded(c, &p.sector)
	c.flag(&p.named)
	c.flag(&p.person)
	hashes(c, &p.names)
	hash(c, &p.sound)
}
