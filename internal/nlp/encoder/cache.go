package encoder

import (
	"hash/maphash"
	"sync"
)

const (
	cacheShards  = 16
	cacheLongest = 48 // bytes of a form; longer ones are not kept
)

// cache keeps the rows of forms met lately. It holds a fixed number of rows
// and gives each newcomer the place of a row that has not been asked for since
// the clock's hand last came by. It is safe for concurrent use. A row is the
// same whether it comes from the cache or is computed anew.
type cache struct {
	width  int // floats of a row
	seed   maphash.Seed
	shards [cacheShards]shard
}

type shard struct {
	mu   sync.Mutex
	at   map[string]int32
	form []string
	used []bool
	rows []float32
	hand int
	size int // rows at most
}

func newCache(rows, width int) *cache {
	c := &cache{width: width, seed: maphash.MakeSeed()}
	for i := range c.shards {
		c.shards[i].at = map[string]int32{}
		c.shards[i].size = max(1, rows/cacheShards)
	}
	return c
}

func (c *cache) shard(form string) *shard {
	return &c.shards[maphash.String(c.seed, form)%cacheShards]
}

// get copies the row of form to dst, if it is there.
func (c *cache) get(dst []float32, form string) bool {
	if len(form) > cacheLongest {
		return false
	}
	s := c.shard(form)
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.at[form]
	if ok {
		s.used[i] = true
		copy(dst, s.rows[int(i)*c.width:(int(i)+1)*c.width])
	}
	return ok
}

// put keeps a copy of a row.
func (c *cache) put(form string, row []float32) {
	if len(form) > cacheLongest {
		return
	}
	s := c.shard(form)
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.at[form]; ok {
		return
	}
	i := len(s.form)
	if i < s.size {
		s.form, s.used = append(s.form, ""), append(s.used, false)
		if cap(s.rows) < (i+1)*c.width {
			grown := make([]float32, i*c.width, min(max(16, 2*i), s.size)*c.width)
			copy(grown, s.rows)
			s.rows = grown
		}
		s.rows = s.rows[:(i+1)*c.width]
	} else {
		for s.used[s.hand] {
			s.used[s.hand] = false
			s.hand = (s.hand + 1) % s.size
		}
		i = s.hand
		s.hand = (s.hand + 1) % s.size
		delete(s.at, s.form[i])
	}
	// The form is cut out of an article's text; a copy lets that go.
	form = string([]byte(form))
	s.form[i] = form
	s.at[form] = int32(i)
	copy(s.rows[i*c.width:(i+1)*c.width], row)
}
