package kernel

import "math"

// Products with small integers take half the time and half the memory of those
// with floats. Both sides are rounded to 16 bits, activations to SmallMax and
// weights as finely as sums of 32 bits allow, so that no sum can overflow; the
// error stays near 3e-4 of the result's size for a few hundred rows.

// SmallMax is the greatest magnitude of a rounded activation.
const SmallMax = 4095

// Small is a matrix of K rows and N columns in small integers, packed for
// MulSmall: panels of sixteen columns, in each the rows two by two, so that the
// two values of a column lie side by side. It does not change after PackSmall and
// may be shared between goroutines.
type Small struct {
	K, N int
	data []int16
	cols []float32 // factor of each column, padded to whole panels
}

// PackSmall rounds and packs the transpose of w, a matrix of n rows and k columns
// whose rows start ld values apart: the layout of a linear layer's weights.
func PackSmall(w []float32, n, k, ld int) *Small {
	s := &Small{K: k, N: n, data: make([]int16, SmallStride(k)*Stride(n)), cols: make([]float32, Stride(n))}
	pairs := SmallStride(k) / 2
	for j := range n {
		row := w[j*ld : j*ld+k]
		var sum, most float64
		for _, v := range row {
			a := math.Abs(float64(v))
			sum, most = sum+a, max(most, a)
		}
		if most == 0 {
			continue
		}
		// Half a unit of rounding for each of the k weights is left as room.
		factor := min(math.MaxInt16/most, (math.MaxInt32/SmallMax-float64(k))/sum)
		s.cols[j] = float32(1 / factor)
		dst := s.data[j/panel*pairs*2*panel:]
		for i, v := range row {
			dst[(i/2*panel+j%panel)*2+i%2] = int16(math.RoundToEven(float64(v) * factor))
		}
	}
	return s
}

// Rounded is a matrix of activations in small integers.
type Rounded struct {
	Values  []int16
	Stride  int       // from row to row
	Factors []float32 // what takes each row back to floats; one alone serves all
}

// SmallStride rounds a number of small integers up to what MulSmall reads of a
// row; what stands past the end does not count.
func SmallStride(k int) int { return (k + 7) &^ 7 }

// Quantise rounds x to dst as small integers for values of at most limit in
// magnitude and returns the factor that takes them back. Greater values are cut
// off. dst is as long as x.
func Quantise(dst []int16, x []float32, limit float32) (factor float32) {
	n := len(x)
	dst = dst[:n]
	if !(limit > 1e-30) { // nothing but zeros, or nothing that can be rounded
		clear(dst)
		return 0
	}
	up := SmallMax / limit
	k, rest := blocks(n)
	if k > 0 {
		quantise8(&dst[0], &x[0], up, k)
	}
	for i := rest; i < n; i++ {
		v := math.RoundToEven(float64(x[i] * up))
		dst[i] = int16(max(math.MinInt16, min(math.MaxInt16, v)))
	}
	return limit / SmallMax
}

// Largest is the greatest magnitude in x.
func Largest(x []float32) float32 {
	var most float32
	k, rest := blocks(len(x))
	if k > 0 {
		most = largest8(&x[0], k)
	}
	for _, v := range x[rest:] {
		most = max(most, v, -v)
	}
	return most
}

// MulSmall computes c = init + a·w for the first m rows of a. c and init are as
// for Mul; a row of a has at least SmallStride(w.K) values. It panics if a slice is
// too short.
func MulSmall(c []float32, ldc int, a Rounded, m int, w *Small, init []float32, ldi int) {
	n, k := Stride(w.N), SmallStride(w.K)
	if m == 0 || n == 0 {
		return
	}
	ldr := 1
	if len(a.Factors) == 1 {
		ldr = 0
	}
	// Bounds are checked once here: the loops below go unchecked.
	_ = c[(m-1)*ldc+n-1]
	_ = init[(m-1)*ldi+n-1]
	_ = a.Factors[(m-1)*ldr]
	if k > 0 {
		_ = a.Values[(m-1)*a.Stride+k-1]
	}
	for top := 0; top < m; top += rowBlock {
		rows := min(rowBlock, m-top)
		for j := 0; j < n; j += panel {
			smallPanel(c[top*ldc+j:], ldc, a.Values[top*a.Stride:], a.Stride, rows, k/2, w.data[j*k:], a.Factors[top*ldr:], ldr, w.cols[j:], init[top*ldi+j:], ldi)
		}
	}
}

// smallPanelGo is smallPanel in plain Go.
func smallPanelGo(c []float32, ldc int, a []int16, lda, m, pairs int, b []int16, rows []float32, ldr int, cols, init []float32, ldi int) {
	b = b[:pairs*2*panel]
	cols = cols[:panel]
	for i := range m {
		x := a[i*lda : i*lda+2*pairs]
		to, from := c[i*ldc:i*ldc+panel], init[i*ldi:i*ldi+panel]
		for j := 0; j < panel; j += 4 {
			var s0, s1, s2, s3 int32
			at := 2 * j
			for k := 0; k+1 < len(x); k += 2 {
				v, w, bb := int32(x[k]), int32(x[k+1]), b[at:at+8:at+8]
				s0 += v*int32(bb[0]) + w*int32(bb[1])
				s1 += v*int32(bb[2]) + w*int32(bb[3])
				s2 += v*int32(bb[4]) + w*int32(bb[5])
				s3 += v*int32(bb[6]) + w*int32(bb[7])
				at += 2 * panel
			}
			r := rows[i*ldr]
			to[j] = float32(s0)*r*cols[j] + from[j]
			to[j+1] = float32(s1)*r*cols[j+1] + from[j+1]
			to[j+2] = float32(s2)*r*cols[j+2] + from[j+2]
			to[j+3] = float32(s3)*r*cols[j+3] + from[j+3]
		}
	}
}
