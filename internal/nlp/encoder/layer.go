package encoder

import "rapporteur/internal/nlp/encoder/kernel"

// layer is one layer of the stack: a convolution or an LSTM, behind a layer norm
// where the model has one.
type layer struct {
	norm *norm
	conv *conv // nil for an LSTM
	lstm *lstm
	out  int // width of what it makes
}

// norm is a layer norm.
type norm struct{ gamma, beta []float32 }

// epsilon keeps the division of a layer norm finite.
const epsilon = 1e-5

// run normalises rows; dst may be x.
func (n *norm) run(dst, x []float32, rows int) {
	d := len(n.gamma)
	for r := range rows {
		kernel.LayerNorm(dst[r*d:(r+1)*d], x[r*d:(r+1)*d], n.gamma, n.beta, epsilon)
	}
}

// run puts v, the batch's rows of the given width, through the layer. A residual
// layer adds to v; another lends new rows. The first layer reads the products of
// the forms instead of v.
func (l *layer) run(b *Batch, r *Reading, v []float32, width int, residual bool) ([]float32, int) {
	if !residual {
		out := b.Matrix(b.Rows * l.out)
		l.lstm.run(b, r, out, v, width)
		return out, l.out
	}
	mark := b.Mark()
	defer b.Release(mark)
	read := v
	if !l.first() {
		read = b.Matrix(b.Rows * width)
		l.norm.run(read, v, b.Rows)
	}
	if l.conv != nil {
		l.conv.add(b, r, v, read)
	} else {
		out := b.Matrix(b.Rows * l.out)
		l.lstm.run(b, r, out, read, width)
		kernel.Add(v, out)
	}
	return v, width
}

// first says that the layer's product comes from the cache of forms.
func (l *layer) first() bool {
	if l.conv != nil {
		return l.conv.taps == nil
	}
	return l.lstm.wx == nil
}

// lstm is one bidirectional layer (Graves and Schmidhuber 2005). The gates of both
// directions come out of one product with the input, [4H forward, 4H backward].
type lstm struct {
	hidden   int
	wx       *kernel.Small // nil in the first layer
	bias     []float32
	fwd, bwd *kernel.Small
}

// run writes to out what the layer makes of x, rows of the given width.
func (l *lstm) run(b *Batch, r *Reading, out, x []float32, width int) {
	h := l.hidden
	p := pass{b: b, h: h, out: out, gates: b.Matrix(b.Rows * 8 * h), cell: b.Matrix(len(b.Segments) * h)}
	// The output of an LSTM lies within ±1. The last row is read a little past
	// its end.
	p.small = kernel.Rounded{Values: b.ints.take(b.Rows*2*h + kernel.SmallStride(1)), Stride: 2 * h, Factors: []float32{1.0 / kernel.SmallMax}}
	if l.wx == nil {
		for i := range b.Rows {
			copy(p.gates[i*8*h:(i+1)*8*h], r.product(b, i))
		}
	} else {
		kernel.MulSmall(p.gates, 8*h, b.Round(x, width, b.Rows, width), b.Rows, l.wx, l.bias, 0)
	}
	p.forward(l.fwd)
	p.backward(l.bwd)
}

// pass is one run of a bidirectional layer over a batch. Direction 0 is forward.
type pass struct {
	b                *Batch
	h                int
	out, gates, cell []float32
	small            kernel.Rounded // out in small integers
}

// forward runs the recurrence from left to right. The segments that have a
// token at a step are the first of the batch, and their outputs of the step
// before are the first rows of that step.
func (p *pass) forward(w *kernel.Small) {
	clear(p.cell)
	for t, n := range p.b.active {
		if t > 0 {
			p.recur(w, p.b.off[t], p.b.off[t-1], n, 0)
		}
		for i := range n {
			p.step(p.b.off[t]+i, i, 0)
		}
	}
}

// backward runs the recurrence from right to left. A shorter segment joins at
// its last token with a state of zero.
func (p *pass) backward(w *kernel.Small) {
	clear(p.cell)
	for t := len(p.b.active) - 1; t >= 0; t-- {
		if t+1 < len(p.b.active) {
			p.recur(w, p.b.off[t], p.b.off[t+1], p.b.active[t+1], 1)
		}
		for i := range p.b.active[t] {
			p.step(p.b.off[t]+i, i, 1)
		}
	}
}

// recur adds to the gates of n rows from row on what the state at n rows from
// row from on gives.
func (p *pass) recur(w *kernel.Small, row, from, n, direction int) {
	g := p.gates[(2*row+direction)*4*p.h:]
	state := p.small
	state.Values = state.Values[(2*from+direction)*p.h:]
	kernel.MulSmall(g, 8*p.h, state, n, w, g, 8*p.h)
}

// step makes one step of the cell of a segment.
func (p *pass) step(row, segment, direction int) {
	h := p.h
	g := p.gates[(2*row+direction)*4*h:][:4*h]
	at := (2*row + direction) * h
	kernel.LSTM(g, p.cell[segment*h:(segment+1)*h], p.out[at:at+h])
	kernel.Quantise(p.small.Values[at:at+h], p.out[at:at+h], 1)
}
