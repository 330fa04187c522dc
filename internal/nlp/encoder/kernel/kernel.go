// Package kernel holds the numerical loops of the encoder: matrix products with
// packed weights, the activations, and the LSTM cell. It knows nothing of
// words or models.
//
// On amd64 with AVX2 and FMA the loops are assembly; everywhere else they are
// plain Go. The two agree to 1e-5 (relative to the size of the operands). Each
// output element is summed in the order of k, whatever the number of rows, so
// a row's result does not depend on the rows that it is computed with.
package kernel

// panel is the number of columns that a packed panel holds.
const panel = 16

// Weights is a matrix of K rows and N columns, packed for Mul: panels of
// sixteen columns, each stored row after row, the last filled with zeros. It
// does not change once packed and may be shared between goroutines.
type Weights struct {
	K, N int
	data []float32
}

// PackTransposed packs the transpose of w, where w is a matrix of n rows and k
// columns whose rows start ld values apart: the layout of a linear layer's
// weights, [out, in]. It reuses p's memory where p is not nil.
func PackTransposed(p *Weights, w []float32, n, k, ld int) *Weights {
	if p == nil {
		p = &Weights{}
	}
	p.K, p.N = k, n
	size := k * Stride(n)
	if cap(p.data) < size {
		p.data = make([]float32, size)
	}
	p.data = p.data[:size]
	for j := 0; j < n; j += panel {
		dst := p.data[j*k : (j+panel)*k]
		if j+panel > n {
			clear(dst)
		}
		for jj := range min(panel, n-j) {
			row := w[(j+jj)*ld : (j+jj)*ld+k]
			for i, v := range row {
				dst[i*panel+jj] = v
			}
		}
	}
	return p
}

// Stride rounds a number of columns up to whole panels: the least distance
// between the rows of a matrix that Mul writes.
func Stride(n int) int { return (n + panel - 1) &^ (panel - 1) }

// rowBlock is the number of rows that go through all panels together, so that
// they stay in the second-level cache.
const rowBlock = 240

// Mul computes c = init + a·w for m rows. Row i of a starts at a[i*lda], of c
// at c[i*ldc], of init at init[i*ldi]; with ldi 0 the same row (a bias) serves
// all, and init may be c itself with ldi == ldc to accumulate. ldc, the bias and
// every row of init must have at least Stride(w.N) values; what c holds past
// w.N columns is undefined. It panics if a slice is too short.
func Mul(c []float32, ldc int, a []float32, lda int, m int, w *Weights, init []float32, ldi int) {
	n := Stride(w.N)
	if m == 0 || n == 0 {
		return
	}
	// Bounds are checked once here: the loops below go unchecked.
	_ = c[(m-1)*ldc+n-1]
	_ = init[(m-1)*ldi+n-1]
	if w.K > 0 {
		_ = a[(m-1)*lda+w.K-1]
	}
	for top := 0; top < m; top += rowBlock {
		rows := min(rowBlock, m-top)
		for j := 0; j < n; j += panel {
			mulPanel(c[top*ldc+j:], ldc, a[top*lda:], lda, rows, w.K, w.data[j*w.K:], init[top*ldi+j:], ldi)
		}
	}
}

// mulPanelGo is mulPanel in plain Go: one panel of sixteen columns for m rows,
// four columns and two rows at a time, whose sums stay in registers.
func mulPanelGo(c []float32, ldc int, a []float32, lda, m, k int, b []float32, init []float32, ldi int) {
	b = b[:k*panel]
	for i := 0; i < m; i += 2 {
		last := min(i+1, m-1) // the row itself where it has no partner
		x, y := a[i*lda:i*lda+k], a[last*lda:last*lda+k]
		p, q := c[i*ldc:i*ldc+panel], c[last*ldc:last*ldc+panel]
		ip, iq := init[i*ldi:i*ldi+panel], init[last*ldi:last*ldi+panel]
		var sum [2 * panel]float32
		for j := 0; j < panel; j += 4 {
			p0, p1, p2, p3 := ip[j], ip[j+1], ip[j+2], ip[j+3]
			q0, q1, q2, q3 := iq[j], iq[j+1], iq[j+2], iq[j+3]
			at := j
			for kk, v := range x {
				w, bb := y[kk], b[at:at+4:at+4]
				p0 += v * bb[0]
				p1 += v * bb[1]
				p2 += v * bb[2]
				p3 += v * bb[3]
				q0 += w * bb[0]
				q1 += w * bb[1]
				q2 += w * bb[2]
				q3 += w * bb[3]
				at += panel
			}
			copy(sum[j:], []float32{p0, p1, p2, p3})
			copy(sum[panel+j:], []float32{q0, q1, q2, q3})
		}
		// init may be c: written only after all of it has been read.
		copy(q, sum[panel:])
		copy(p, sum[:panel])
	}
}

// View takes k rows of n columns that already lie in panels as Weights, without
// a copy: panel after panel of sixteen columns, row after row in each.
func View(panels []float32, k, n int) Weights {
	return Weights{K: k, N: n, data: panels[:k*Stride(n)]}
}
