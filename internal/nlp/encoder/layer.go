package encoder

import (
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder/kernel"
)

// Layer is a linear layer with a leaky ReLU over the encoder's output, the first
// step of every head. It does not change and may be shared.
type Layer struct {
	Out  int // width
	w    *kernel.Small
	bias []float32
}

// ReadLayer reads the layer with the given name from a model: out values from
// the encoder's width.
func ReadLayer(m *model.Model, name string, out, width int) (Layer, error) {
	l := Layer{Out: out}
	w, err := m.Floats(name+".weight", out, width)
	if err != nil {
		return l, err
	}
	l.w = kernel.PackSmall(w, out, width, width)
	l.bias, err = Bias(m, name+".bias", out)
	return l, err
}

// Run lends the layer's output for the rows of a batch, kernel.Stride(Out) floats
// a row.
func (l *Layer) Run(b *Batch) []float32 {
	stride := kernel.Stride(l.Out)
	out := b.Matrix(b.Rows * stride)
	kernel.MulSmall(out, stride, b.Small, b.Rows, l.w, l.bias, 0)
	kernel.LeakyReLU(out, Leak)
	return out
}
