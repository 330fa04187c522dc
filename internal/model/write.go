package model

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
)

// Writer collects tensors into a model file. The weights that are shipped are
// written by the programs under train/; this writer makes small models for
// tests, and is the definition of the format in Go.
type Writer struct {
	tensors []Tensor
	blob    []byte
}

func (w *Writer) begin(name, dtype, scale string, shape []int) {
	for len(w.blob)%align != 0 {
		w.blob = append(w.blob, 0)
	}
	w.tensors = append(w.tensors, Tensor{Name: name, Dtype: dtype, Shape: shape, Offset: len(w.blob), Scale: scale})
}

// Floats adds a tensor of type f32.
func (w *Writer) Floats(name string, values []float32, shape ...int) {
	w.begin(name, "f32", "", shape)
	for _, v := range values {
		w.blob = binary.LittleEndian.AppendUint32(w.blob, math.Float32bits(v))
	}
}

// Halves adds a tensor of type f16; values are rounded to the nearest.
func (w *Writer) Halves(name string, values []float32, shape ...int) {
	w.begin(name, "f16", "", shape)
	for _, v := range values {
		w.blob = binary.LittleEndian.AppendUint16(w.blob, toHalf(v))
	}
}

// Int8s adds a tensor of type i8 with rows and columns, and its factors under
// the name with ".scale" after it.
func (w *Writer) Int8s(name string, q []int8, scale []float32, rows, cols int) {
	w.Floats(name+".scale", scale, rows)
	w.begin(name, "i8", name+".scale", []int{rows, cols})
	for _, v := range q {
		w.blob = append(w.blob, byte(v))
	}
}

// Encode returns the file; h's Digest and Tensors are filled in.
func (w *Writer) Encode(h Header) ([]byte, error) {
	sum := sha256.Sum256(w.blob)
	h.Digest, h.Tensors = hex.EncodeToString(sum[:]), w.tensors
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("model: header: %w", err)
	}
	out := append([]byte(magic), make([]byte, 8)...)
	binary.LittleEndian.PutUint32(out[8:], Format)
	binary.LittleEndian.PutUint32(out[12:], uint32(len(text)))
	out = append(out, text...)
	for len(out)%align != 0 {
		out = append(out, 0)
	}
	return append(out, w.blob...), nil
}

// toHalf rounds to the nearest half-precision value, ties to even; values that
// are too large become infinite.
func toHalf(f float32) uint16 {
	b := math.Float32bits(f)
	sign, a := uint16(b>>16&0x8000), math.Float32frombits(b&0x7fffffff)
	switch {
	case a != a:
		return sign | 0x7e00
	case a >= 65520:
		return sign | 0x7c00
	case a < 1.0/(1<<14): // subnormal: a whole number of 2^-24
		return sign | uint16(math.RoundToEven(float64(a)*(1<<24)))
	}
	b &= 0x7fffffff
	b += 0xfff + b>>13&1 // round the thirteen bits that fall away
	return sign | uint16(b>>13-112<<10)
}
