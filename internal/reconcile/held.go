package reconcile

// hold gives an article's findings ready for comparison. The first time they
// are made of the sketch; then they stand on a shelf of their own, with the
// weights of their words and without the text.
func (c *corpus) hold(i int) *sketch {
	b, err := c.held.get(c.slots[i], c.buf)
	if err != nil {
		panic(fault{err})
	}
	if c.held.f != nil {
		c.buf = b
	}
	if len(c.pool) > maxPool {
		clear(c.pool)
	}
	s := &sketch{n: i}
	k := &coder{b: b, reading: true, pool: c.pool}
	s.codeReady(k)
	if k.bad || k.at != len(b) {
		panic(fault{errSketch})
	}
	return c.inWorld(s)
}

// shelve puts the findings of the next article on their shelf.
func (c *corpus) shelve(s *sketch) {
	k := &coder{b: c.packed[:0]}
	s.codeReady(k)
	c.packed = k.b
	sl, err := c.held.put(k.b)
	if err != nil {
		panic(fault{err})
	}
	c.slots = append(c.slots, sl)
}

// codeReady goes over what the comparison of findings needs of a sketch that
// is ready, in either direction.
func (s *sketch) codeReady(c *coder) {
	own(c, &s.id)
	integer(c, &s.published)
	integer(c, &s.first)
	list(c, &s.states, codeWeighted)
	s.codeParties(c)
	// the passages, each once; their lists share a few pieces of memory
	var ps []*passage
	number := map[*passage]int{}
	var room passageRoom
	for _, f := range s.finds {
		if _, ok := number[f.passage]; !ok {
			number[f.passage] = len(ps)
			ps = append(ps, f.passage)
			room.words += len(f.passage.vec.hash)
			room.shingles += len(f.passage.shingles)
			room.top += len(f.passage.top)
		}
	}
	room.code(c, len(ps))
	list(c, &ps, func(c *coder, p **passage) {
		if c.reading {
			*p = &passage{}
		}
		room.one(c, *p)
	})
	if c.bad {
		return
	}
	s.codeFinds(c, func(c *coder, f *found) {
		f.base(c)
		coded(c, &f.status)
		hashes(c, &f.numbers)
		k := number[f.passage]
		integer(c, &k)
		if c.reading && !c.bad {
			if k < 0 || k >= len(ps) {
				c.bad = true
				return
			}
			f.passage = ps[k]
			f.close()
		}
	})
}

func codeWeighted(c *coder, w *weighted) {
	coded(c, &w.key)
	c.float(&w.weight)
}

// passageRoom is the memory that the passages of an article share when they are read.
type passageRoom struct {
	words, shingles, top int
	hash, heads          []uint32
	weight               []float64
	class                []class
	shingle              []uint64
}

func (r *passageRoom) code(c *coder, n int) {
	integer(c, &r.words)
	integer(c, &r.shingles)
	integer(c, &r.top)
	if !c.reading {
		return
	}
	if most := len(c.b) - c.at; r.words < 0 || r.shingles < 0 || r.top < 0 || r.words > most || r.shingles > most || r.top > most {
		c.bad = true
		return
	}
	r.hash, r.weight, r.class = make([]uint32, r.words), make([]float64, r.words), make([]class, r.words)
	r.shingle, r.heads = make([]uint64, r.shingles), make([]uint32, r.top)
}

// cut takes n elements off the shared memory.
func cut[T any](c *coder, from *[]T, n int) []T {
	if n < 0 || n > len(*from) {
		c.bad = true
		return nil
	}
	out := (*from)[:n:n]
	*from = (*from)[n:]
	return out
}

func (r *passageRoom) one(c *coder, p *passage) {
	n, m, k := len(p.vec.hash), len(p.shingles), len(p.top)
	integer(c, &n)
	integer(c, &m)
	integer(c, &k)
	c.flag(&p.named)
	if c.reading {
		p.vec = vector{hash: cut(c, &r.hash, n), weight: cut(c, &r.weight, n), class: cut(c, &r.class, n)}
		p.shingles, p.top = cut(c, &r.shingle, m), cut(c, &r.heads, k)
		if c.bad {
			return
		}
	}
	for i := range p.vec.hash {
		hash(c, &p.vec.hash[i])
		c.float(&p.vec.weight[i])
		x := uint8(p.vec.class[i])
		if c.reading {
			if b := c.take(1); b != nil {
				x = b[0]
			}
			if p.vec.class[i] = class(x); p.vec.class[i] >= classes {
				c.bad = true
				return
			}
		} else {
			c.b = append(c.b, x)
		}
	}
	for i := range p.shingles {
		c.u64(&p.shingles[i])
	}
	for i := range p.top {
		hash(c, &p.top[i])
	}
	if c.reading {
		p.vec.close()
	}
}
