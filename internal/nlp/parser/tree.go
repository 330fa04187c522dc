package parser

import "math"

// decoder finds the best tree over a matrix of scores. It is scratch: not to be
// shared.
type decoder struct {
	w      []float64 // [m, m] weight of the arc from head (column) to dependent (row)
	orig   []arc     // the arc of the sentence that stands behind each weight
	alive  []bool
	state  []uint8
	id     []int32 // row -> node; contracted cycles are nodes of their own
	parent []int32 // node -> the cycle that it was contracted into, or -1
	in     []arc   // node -> the arc that enters it
	path   []int32
	seen   []int32
}

// arc goes from a head to a dependent, both counted from 1, ROOT being 0.
type arc struct{ head, dep int32 }

// tree writes to heads the best tree over scores, where scores[i*ld+j] is that
// of head j for token i+1 and head 0 is ROOT. Every token but one hangs, at last,
// from the one that hangs from ROOT, whatever the scores are.
//
// Where the best head of each token makes a tree, that tree is the best; else
// Chu-Liu-Edmonds decides.
func (d *decoder) tree(heads []int32, scores []float32, ld int) {
	n := len(heads)
	for i := range heads {
		row, best := scores[i*ld:i*ld+n+1], -1
		for j, v := range row {
			if j != i+1 && (best < 0 || v > row[best]) {
				best = j
			}
		}
		heads[i] = int32(best)
	}
	if d.isTree(heads) {
		return
	}
	d.edmonds(heads, scores, ld)
	if !d.isTree(heads) {
		// Weights at the ends of what a float can hold: any tree will do.
		for i := range heads {
			heads[i] = int32(i)
		}
	}
}

// isTree says that one token hangs from ROOT and all others, at last, from it.
func (d *decoder) isTree(heads []int32) bool {
	d.seen = resize(d.seen, len(heads)+1)
	clear(d.seen)
	roots := 0
	for i, h := range heads {
		if h == 0 {
			roots++
		}
		walk := int32(i + 1)
		at := walk
		for at != 0 && d.seen[at] == 0 {
			d.seen[at] = walk
			at = heads[at-1]
		}
		if at != 0 && d.seen[at] == walk {
			return false
		}
	}
	return roots == 1
}

// edmonds is the maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967)
// in the dense form of Tarjan 1977, in time and memory of the square of the
// length. Exactly one token hangs from ROOT: the arcs of ROOT lose more than any
// choice of other arcs could win back, and as every arc exists, one is enough.
func (d *decoder) edmonds(heads []int32, scores []float32, ld int) {
	m := len(heads) + 1
	d.load(m, scores, ld)
	nodes := m
	for s := 1; s < m; s++ {
		if !d.alive[s] || d.state[s] == done {
			continue
		}
		d.path = d.path[:0]
		for at := s; ; {
			d.state[at] = open
			d.path = append(d.path, int32(at))
			from := d.best(at, m)
			d.in[d.id[at]] = d.orig[at*m+from]
			if d.state[from] == done {
				break
			}
			if d.state[from] == open {
				d.contract(from, m, nodes)
				nodes++
			}
			at = from
		}
		for _, r := range d.path {
			d.state[r] = done
		}
	}
	// The arc that enters a cycle takes the place of one of the cycle's own.
	for c := int32(nodes - 1); c >= int32(m); c-- {
		x := d.in[c].dep
		for d.parent[x] != c {
			x = d.parent[x]
		}
		d.in[x] = d.in[c]
	}
	for i := range heads {
		heads[i] = d.in[i+1].head
	}
}

const (
	unseen uint8 = iota
	open         // on the path that grows
	done
)

// load fills the matrix and the books of m rows, ROOT included.
func (d *decoder) load(m int, scores []float32, ld int) {
	d.w, d.orig = resize(d.w, m*m), resize(d.orig, m*m)
	d.alive, d.state, d.id = resize(d.alive, m), resize(d.state, m), resize(d.id, m)
	d.parent, d.in = resize(d.parent, 2*m), resize(d.in, 2*m)
	low, high := math.Inf(1), math.Inf(-1)
	for i := 1; i < m; i++ {
		for j := range m {
			v := float64(scores[(i-1)*ld+j])
			if !(math.Abs(v) < 1e12) { // not a number, or beyond any use
				v = -1e12
			}
			d.w[i*m+j], d.orig[i*m+j] = v, arc{int32(j), int32(i)}
			low, high = min(low, v), max(high, v)
		}
	}
	fine := (high - low + 1) * float64(m)
	for i := 1; i < m; i++ {
		d.w[i*m] -= fine
	}
	for i := range m {
		d.alive[i], d.state[i], d.id[i] = true, unseen, int32(i)
	}
	d.state[0] = done
	for i := range d.parent {
		d.parent[i] = -1
	}
}

// best is the row that the best arc into row at comes from.
func (d *decoder) best(at, m int) int {
	from := -1
	row := d.w[at*m : (at+1)*m]
	for j, v := range row {
		if j != at && d.alive[j] && (from < 0 || v > row[from]) {
			from = j
		}
	}
	return from
}

// contract makes the end of the path, from row r on, one node in row r.
func (d *decoder) contract(r, m, node int) {
	k := len(d.path) - 1
	for d.path[k] != int32(r) {
		k--
	}
	cycle := d.path[k:]
	d.path = d.path[:k]
	// What an arc into the cycle wins, it wins over the arc that it replaces.
	// On the path, the head of each row is the next one, of the last the first.
	for i, c := range cycle {
		old := d.w[int(c)*m+int(cycle[(i+1)%len(cycle)])]
		row := d.w[int(c)*m : (int(c)+1)*m]
		for j := range row {
			row[j] -= old
		}
		d.parent[d.id[c]] = int32(node)
		d.alive[c] = false
	}
	for j := range m {
		if !d.alive[j] {
			continue
		}
		for _, c := range cycle {
			if in := int(c)*m + j; d.w[in] > d.w[r*m+j] {
				d.w[r*m+j], d.orig[r*m+j] = d.w[in], d.orig[in]
			}
			if out := j*m + int(c); d.w[out] > d.w[j*m+r] {
				d.w[j*m+r], d.orig[j*m+r] = d.w[out], d.orig[out]
			}
		}
	}
	d.alive[r], d.id[r] = true, int32(node)
}

// resize gives a slice of n elements, the old memory if it is enough. What it
// holds is undefined.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
