package encoder

import "rapporteur/internal/nlp/encoder/kernel"

// conv is a convolution over three positions with a gated linear unit: at token
// i it reads i-dilation, i and i+dilation.
type conv struct {
	dim, dilation int
	taps          *[4]*kernel.Small // [dim -> 2·dim], nil in the first layer
	bias          []float32
}

// add adds to v what the layer makes of x.
func (c *conv) add(b *Batch, r *Reading, v, x []float32) {
	if c.taps != nil {
		c.inPairs(b, v, x)
		return
	}
	d := c.dim
	z := b.Matrix(b.Rows * 2 * d)
	c.gather(b, r, z)
	for i := range b.Rows {
		kernel.AddGLU(v[i*d:(i+1)*d], z[2*i*d:(2*i+1)*d], z[(2*i+1)*d:(2*i+2)*d])
	}
}

// gather adds up the three products of the forms: [left, middle with the bias,
// right], each as it counts for the token at its side.
func (c *conv) gather(b *Batch, r *Reading, z []float32) {
	n := 2 * c.dim
	for s, seg := range b.Segments {
		for t := range seg.Len() {
			row := b.Row(s, t)
			to := z[row*n : (row+1)*n]
			copy(to, r.product(b, row)[n:])
			if t >= c.dilation {
				kernel.Add(to, r.product(b, b.Row(s, t-c.dilation)))
			}
			if t+c.dilation < seg.Len() {
				kernel.Add(to, r.product(b, b.Row(s, t+c.dilation))[2*n:])
			}
		}
	}
}

// packTaps makes ready the weights [2·dim, 3·dim] of a convolution for inPairs.
func packTaps(w []float32, d int) *[4]*kernel.Small {
	var taps [4][]float32
	for i := range 2 * d {
		left, middle, right := w[3*i*d:][:d], w[(3*i+1)*d:][:d], w[(3*i+2)*d:][:d]
		for j := range d {
			l, m, r := left[j], middle[j], right[j]
			for k, v := range [4]float32{l, (l + m + r) / 2, (l - m + r) / 2, -r} {
				taps[k] = append(taps[k], v)
			}
		}
	}
	var packed [4]*kernel.Small
	for k, tap := range taps {
		packed[k] = kernel.PackSmall(tap, 2*d, d, d)
	}
	return &packed
}

// pair is two tokens that lie a dilation apart, and their neighbours: rows of the
// batch, -1 outside the sentence. The second may lie outside too.
type pair struct{ before, first, second, after int32 }

// pairs lists pairs that cover the batch's tokens.
func (c *conv) pairs(b *Batch) []pair {
	b.pairs = b.pairs[:0]
	for s, seg := range b.Segments {
		row := func(t int) int32 {
			if t < 0 || t >= seg.Len() {
				return -1
			}
			return int32(b.Row(s, t))
		}
		d := c.dilation
		for start := range min(d, seg.Len()) {
			for t := start; t < seg.Len(); t += 2 * d {
				b.pairs = append(b.pairs, pair{row(t - d), row(t), row(t + d), row(t + 2*d)})
			}
		}
	}
	return b.pairs
}

// inPairs makes the tokens two by two with four products instead of six: the
// minimal filtering F(2, 3) of Winograd 1980, as Lavin and Gray 2016, section 4.1,
// use it. Of the inputs x0 to x3 of a pair and the weights g0 to g2
//
//	m0 = g0·(x0-x2)    m1 = (g0+g1+g2)/2·(x1+x2)
//	m3 = -g2·(x1-x3)   m2 = (g0-g1+g2)/2·(x2-x1)
//
// make the outputs m0+m1+m2 and m1-m2+m3.
func (c *conv) inPairs(b *Batch, v, x []float32) {
	d, n, pairs := c.dim, 2*c.dim, c.pairs(b)
	var in [4]kernel.Rounded
	for k := range in {
		in[k] = kernel.Rounded{Values: b.ints.take(len(pairs) * d), Stride: d, Factors: b.Matrix(len(pairs))}
	}
	round := func(k, i int, u []float32) {
		in[k].Factors[i] = kernel.Quantise(in[k].Values[i*d:(i+1)*d], u, kernel.Largest(u))
	}
	zero, sum, difference := b.Matrix(n), b.Matrix(d), b.Matrix(d)
	clear(zero)
	at := func(row int32) []float32 {
		if row < 0 {
			return zero[:d]
		}
		return x[int(row)*d : (int(row)+1)*d]
	}
	for i, p := range pairs {
		x0, x1, x2, x3 := at(p.before), at(p.first), at(p.second), at(p.after)
		kernel.Sub(sum, x0, x2)
		round(0, i, sum)
		kernel.Sub(sum, x1, x3)
		round(3, i, sum)
		copy(sum, x2)
		copy(difference, x1)
		kernel.Butterfly(sum, difference)
		round(1, i, sum)
		round(2, i, difference)
	}
	first, second := b.Matrix(len(pairs)*n), b.Matrix(len(pairs)*n)
	kernel.MulSmall(first, n, in[1], len(pairs), c.taps[1], c.bias, 0)
	kernel.MulSmall(second, n, in[2], len(pairs), c.taps[2], zero, 0)
	kernel.Butterfly(first[:len(pairs)*n], second)
	kernel.MulSmall(first, n, in[0], len(pairs), c.taps[0], first, n)
	kernel.MulSmall(second, n, in[3], len(pairs), c.taps[3], second, n)
	for i, p := range pairs {
		for _, made := range []struct {
			row int32
			z   []float32
		}{{p.first, first[i*n:]}, {p.second, second[i*n:]}} {
			if to := int(made.row) * d; to >= 0 {
				kernel.AddGLU(v[to:to+d], made.z, made.z[d:])
			}
		}
	}
}
