package encoder

import (
	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder/kernel"
)

// Head is a linear layer with a leaky ReLU over a network's output, the first
// step of everything that reads it. It does not change and may be shared.
type Head struct {
	Out  int // width
	w    *kernel.Small
	bias []float32
}

// ReadHead reads the layer with the given name from a network's part of a model:
// out values from the network's width.
func ReadHead(m *model.Model, name string, out, width int) (Head, error) {
	h := Head{Out: out}
	w, err := m.Floats(name+".weight", out, width)
	if err != nil {
		return h, err
	}
	h.w = kernel.PackSmall(w, out, width, width)
	h.bias, err = Bias(m, name+".bias", out)
	return h, err
}

// Run lends the layer's output for a network's reading of a batch,
// kernel.Stride(Out) floats a row.
func (h *Head) Run(b *Batch, r *Reading) []float32 {
	stride := kernel.Stride(h.Out)
	out := b.Matrix(b.Rows * stride)
	kernel.MulSmall(out, stride, r.Small, b.Rows, h.w, h.bias, 0)
	kernel.LeakyReLU(out, Leak)
	return out
}

// Linear reads the weights of a linear layer, [out, in] in the file.
func Linear(m *model.Model, name string, out, in int) (*kernel.Weights, error) {
	w, err := m.Floats(name, out, in)
	if err != nil {
		return nil, err
	}
	return kernel.PackTransposed(nil, w, out, in, in), nil
}

// Bias reads a bias of n values and pads it as kernel.Mul wants it.
func Bias(m *model.Model, name string, n int) ([]float32, error) {
	b, err := m.Floats(name, n)
	if err != nil {
		return nil, err
	}
	return append(b, make([]float32, kernel.Stride(n)-n)...), nil
}
