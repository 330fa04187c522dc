package reconcile

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"sync"
)

// shelf keeps packed sketches: few in memory, many in a temporary file. What
// was put can be read by several goroutines once ready was called.
type shelf struct {
	most   int64 // bytes in memory
	blocks []block
	size   int64
	f      *os.File
	w      *bufio.Writer
}

// block is a run of sketches in memory.
type block struct {
	at int64
	b  []byte
}

// slot is where a sketch stands on a shelf.
type slot struct {
	at int64
	n  int32
}

// put keeps a copy of b.
func (s *shelf) put(b []byte) (slot, error) {
	sl := slot{s.size, int32(len(b))}
	s.size += int64(len(b))
	if s.f == nil && s.size > s.most {
		if err := s.spill(); err != nil {
			return sl, err
		}
	}
	if s.f != nil {
		if _, err := s.w.Write(b); err != nil {
			return sl, fmt.Errorf("reconcile: %w", err)
		}
		return sl, nil
	}
	if n := len(s.blocks); n == 0 || cap(s.blocks[n-1].b)-len(s.blocks[n-1].b) < len(b) {
		s.blocks = append(s.blocks, block{sl.at, make([]byte, 0, max(len(b), int(min(sl.at, 1<<18))))})
	}
	last := &s.blocks[len(s.blocks)-1]
	last.b = append(last.b, b...)
	return sl, nil
}

// spill moves what stands in memory to a file.
func (s *shelf) spill() error {
	f, err := os.CreateTemp("", "rapporteur-*.join")
	if err != nil {
		return fmt.Errorf("reconcile: %w", err)
	}
	s.f, s.w = f, bufio.NewWriterSize(f, 1<<16)
	os.Remove(f.Name()) // where the system allows it, a killed program leaves no file behind
	for _, bl := range s.blocks {
		if _, err := s.w.Write(bl.b); err != nil {
			return fmt.Errorf("reconcile: %w", err)
		}
	}
	s.blocks = nil
	return nil
}

// ready ends the putting for now: what was put can be read.
func (s *shelf) ready() error {
	if s.w != nil {
		if err := s.w.Flush(); err != nil {
			return fmt.Errorf("reconcile: %w", err)
		}
	}
	return nil
}

// get reads what stands in a slot. The result must not be changed; buf may
// serve for it.
func (s *shelf) get(sl slot, buf []byte) ([]byte, error) {
	if s.f == nil {
		k := sort.Search(len(s.blocks), func(k int) bool { return s.blocks[k].at > sl.at }) - 1
		off := sl.at - s.blocks[k].at
		return s.blocks[k].b[off : off+int64(sl.n)], nil
	}
	if cap(buf) < int(sl.n) {
		buf = make([]byte, sl.n, sl.n+sl.n/4)
	}
	buf = buf[:sl.n]
	if _, err := s.f.ReadAt(buf, sl.at); err != nil {
		return nil, fmt.Errorf("reconcile: %w", err)
	}
	return buf, nil
}

// close gives the file back.
func (s *shelf) close() {
	if s.f != nil {
		s.f.Close()
		os.Remove(s.f.Name())
		s.f, s.w = nil, nil
	}
	s.blocks = nil
}

// cache holds some of many things by number: those asked for last, and at
// most room of them. It is safe for concurrent use.
type cache[T any] struct {
	mu         sync.Mutex
	room       int
	young, old map[int]T
}

// get gives thing i, from the cache or from fresh.
func (c *cache[T]) get(i int, fresh func(i int) T) T {
	c.mu.Lock()
	defer c.mu.Unlock()
	if x, ok := c.young[i]; ok {
		return x
	}
	x, ok := c.old[i]
	if !ok {
		x = fresh(i)
	}
	if len(c.young) >= c.room/2 {
		c.old, c.young = c.young, nil
	}
	if c.young == nil {
		c.young = map[int]T{}
	}
	c.young[i] = x
	return x
}

// clear empties the cache.
func (c *cache[T]) clear() { c.young, c.old = nil, nil }
