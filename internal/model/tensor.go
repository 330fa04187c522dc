package model

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"unsafe"
)

// Part is a model within m: where it is asked for a tensor, it gives the one whose
// name has prefix before it, else the one that all parts share. Its configuration
// is config; the rest of the header is that of m.
func (m *Model) Part(prefix string, config json.RawMessage) *Model {
	p := *m
	p.prefix, p.Config = prefix, config
	return &p
}

// tensor looks a tensor up, nil for none.
func (m *Model) tensor(name string) *Tensor {
	if t := m.byName[m.prefix+name]; t != nil {
		return t
	}
	return m.byName[name]
}

// Shape is the shape of a tensor, nil if the model has none of that name.
func (m *Model) Shape(name string) []int {
	if t := m.tensor(name); t != nil {
		return slices.Clone(t.Shape)
	}
	return nil
}

// find looks a tensor up and holds it against the shape that the caller needs.
func (m *Model) find(name string, shape []int) (*Tensor, error) {
	t := m.tensor(name)
	if t == nil {
		return nil, fmt.Errorf("model: no tensor %q", m.prefix+name)
	}
	if !slices.Equal(t.Shape, shape) {
		return nil, fmt.Errorf("model: tensor %q has shape %v, want %v", t.Name, t.Shape, shape)
	}
	return t, nil
}

// Floats returns a copy of the values of a tensor of exactly the given shape,
// whatever its type in the file.
func (m *Model) Floats(name string, shape ...int) ([]float32, error) {
	t, err := m.find(name, shape)
	if err != nil {
		return nil, err
	}
	n := 1
	for _, d := range t.Shape {
		n *= d
	}
	out := make([]float32, n)
	b := m.blob[t.Offset : t.Offset+n*width(t.Dtype)]
	switch t.Dtype {
	case "f32":
		for i := range out {
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
	case "f16":
		for i := range out {
			out[i] = fromHalf(binary.LittleEndian.Uint16(b[2*i:]))
		}
	case "i8":
		scale, err := m.Floats(t.Scale, t.Shape[0])
		if err != nil {
			return nil, err
		}
		cols := t.Shape[1]
		for i := range out {
			out[i] = scale[i/cols] * float32(int8(b[i]))
		}
	}
	for i, v := range out {
		if v != v || v-v != 0 {
			return nil, fmt.Errorf("model: tensor %q: value %d is %g, want finite values", t.Name, i, v)
		}
	}
	return out, nil
}

// Int8s returns the rows of an i8 tensor of the given shape as they lie in the
// file, not to be changed, and the factor of each row.
func (m *Model) Int8s(name string, rows, cols int) (q []int8, scale []float32, err error) {
	t, err := m.find(name, []int{rows, cols})
	if err != nil {
		return nil, nil, err
	}
	if t.Dtype != "i8" {
		return nil, nil, fmt.Errorf("model: tensor %q is %s, want i8", t.Name, t.Dtype)
	}
	scale, err = m.Floats(t.Scale, rows)
	if err != nil {
		return nil, nil, err
	}
	b := m.blob[t.Offset : t.Offset+rows*cols]
	return unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(b))), len(b)), scale, nil
}

// fromHalf widens an IEEE 754 half-precision value.
func fromHalf(h uint16) float32 {
	sign, exp, frac := uint32(h&0x8000)<<16, uint32(h>>10&31), uint32(h&1023)
	switch exp {
	case 0: // zero or subnormal: frac · 2^-24
		return math.Float32frombits(sign | math.Float32bits(float32(frac)*(1.0/(1<<24))))
	case 31: // infinity or not a number
		return math.Float32frombits(sign | 0x7f800000 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+112)<<23 | frac<<13)
}
