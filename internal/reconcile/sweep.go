package reconcile

import (
	"errors"
	"runtime"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
)

// sweep calls fn for pairs of findings, sorted, with their places in the list,
// from several goroutines. It is a block nested loop: the articles of the first
// findings stand in memory, some at a time, and those of the second ones come
// by in order, each once. fn must keep neither finding.
func (c *corpus) sweep(pairs []uint64, fn func(k int, a, b *found)) {
	for lo := 0; lo < len(pairs); {
		held := map[int]*sketch{}
		hi := lo
		for ; hi < len(pairs); hi++ {
			i := c.articleOf(int(pairs[hi] >> 32))
			if held[i] == nil {
				if len(held) == c.swept {
					break
				}
				held[i] = c.hold(i)
			}
		}
		c.pass(held, pairs[lo:hi], func(k int, a, b *found) { fn(lo+k, a, b) })
		lo = hi
	}
}

// pass lets the second articles of pairs come by those that are held.
func (c *corpus) pass(held map[int]*sketch, pairs []uint64, fn func(k int, a, b *found)) {
	order := make([]uint64, len(pairs)) // by second finding, with the place in the list
	for k, p := range pairs {
		order[k] = p<<32 | uint64(k)
	}
	slices.Sort(order)
	var starts []int // in order, of each second article
	last := -1
	for n, o := range order {
		if i := c.articleOf(int(o >> 32)); i != last {
			last = i
			starts = append(starts, n)
		}
	}
	starts = append(starts, len(order))
	var next atomic.Int64
	var loading sync.Mutex
	one := func(n int) (err error) {
		defer guard(&err)
		j := c.articleOf(int(order[starts[n]] >> 32))
		s := held[j]
		if s == nil {
			s = func() *sketch {
				loading.Lock()
				defer loading.Unlock()
				return c.hold(j)
			}()
		}
		for _, o := range order[starts[n]:starts[n+1]] {
			k, b := int(o&0xffffffff), int(o>>32)
			a := int(pairs[k] >> 32)
			i := c.articleOf(a)
			fn(k, held[i].finds[a-int(c.first[i])], s.finds[b-int(c.first[j])])
		}
		return nil
	}
	workers := min(runtime.GOMAXPROCS(0), len(starts)-1)
	faults := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(starts)-1 && faults[w] == nil; n = int(next.Add(1)) - 1 {
				faults[w] = one(n)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(faults...); err != nil {
		panic(fault{err})
	}
}

// articleOf is the article that finding number ix stands in.
func (c *corpus) articleOf(ix int) int {
	return sort.Search(len(c.first), func(i int) bool { return int(c.first[i]) > ix }) - 1
}
