// Package model reads model files: a header that says format, stage, language,
// corpora, licence and digest, and named tensors. It knows nothing of what the
// tensors are for; the stage that a file is made for interprets them.
//
// Layout of a file, format 1, all integers little-endian:
//
//	8 bytes   "RAPMODEL"
//	4 bytes   format version
//	4 bytes   length of the header in bytes
//	header    JSON in UTF-8 (see Header)
//	zeros     up to the next multiple of 64
//	blob      the tensors, each at an offset that is a multiple of 64
package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Format is the version of the file format that this package reads and writes.
const Format = 1

const (
	magic = "RAPMODEL"
	align = 64
	fixed = 16 // bytes before the header
)

// Header is the description that a file carries. Config and Vocab belong to
// the stage and are kept as they stand.
type Header struct {
	Stage    string          `json:"stage"`
	Language string          `json:"language"` // ISO 639-1
	Version  string          `json:"version"`  // of the weights: 2026.11.1
	Licence  string          `json:"licence"`  // of the weights
	Corpora  []Corpus        `json:"corpora"`
	Digest   string          `json:"digest"` // SHA-256 of the blob, in hex
	Config   json.RawMessage `json:"config"`
	Vocab    json.RawMessage `json:"vocab"`
	Tensors  []Tensor        `json:"tensors"`
}

// Corpus names data that the weights were trained on.
type Corpus struct {
	Name    string `json:"name"`
	Licence string `json:"licence"`
	Part    string `json:"part"` // which part and what for
}

// Tensor says where the values of one tensor lie. They stand in row order.
type Tensor struct {
	Name   string `json:"name"`
	Dtype  string `json:"dtype"` // f32, f16 or i8
	Shape  []int  `json:"shape"`
	Offset int    `json:"offset"`          // bytes into the blob
	Scale  string `json:"scale,omitempty"` // i8: an f32 tensor with one factor for each row
}

// Model is an open file. It does not change and may be shared.
type Model struct {
	Header
	blob   []byte
	byName map[string]*Tensor
	prefix string // of a part's own tensors
}

// Load reads the model file at path.
func Load(path string) (*Model, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	m, err := Read(data)
	if err != nil {
		return nil, fmt.Errorf("model: %s: %w", filepath.Base(path), err)
	}
	return m, nil
}

// Read checks a model file and opens it. The model refers to data, which must
// not change afterwards. A file that is not a model, is cut short, was written
// in another format or does not have the digest that its header states is
// refused; the error says what was expected and what was found.
func Read(data []byte) (*Model, error) {
	if len(data) < fixed {
		return nil, fmt.Errorf("file cut short: want at least %d bytes, have %d", fixed, len(data))
	}
	if got := data[:len(magic)]; string(got) != magic {
		return nil, fmt.Errorf("not a model file: it begins with %q, want %q", got, magic)
	}
	if v := binary.LittleEndian.Uint32(data[8:]); v != Format {
		return nil, fmt.Errorf("file has format %d, this program reads format %d", v, Format)
	}
	size := int64(binary.LittleEndian.Uint32(data[12:]))
	start := (fixed + size + align - 1) / align * align
	if start > int64(len(data)) {
		return nil, fmt.Errorf("file cut short: a header of %d bytes needs %d bytes, have %d", size, start, len(data))
	}
	m := &Model{blob: data[start:], byName: map[string]*Tensor{}}
	dec := json.NewDecoder(bytes.NewReader(data[fixed : fixed+size]))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m.Header); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	if dec.More() {
		return nil, fmt.Errorf("header: text after the JSON object")
	}
	for i := range m.Tensors {
		t := &m.Tensors[i]
		if err := m.check(t); err != nil {
			return nil, fmt.Errorf("tensor %q: %w", t.Name, err)
		}
		m.byName[t.Name] = t
	}
	for i := range m.Tensors {
		if err := m.checkScale(&m.Tensors[i]); err != nil {
			return nil, fmt.Errorf("tensor %q: %w", m.Tensors[i].Name, err)
		}
	}
	sum := sha256.Sum256(m.blob)
	if got := hex.EncodeToString(sum[:]); got != m.Digest {
		return nil, fmt.Errorf("digest of the tensors is %s, the header states %q", got, m.Digest)
	}
	return m, nil
}

// width is the number of bytes of one value, 0 for an unknown type.
func width(dtype string) int {
	switch dtype {
	case "f32":
		return 4
	case "f16":
		return 2
	case "i8":
		return 1
	}
	return 0
}

// count is the number of values, -1 if the shape is none or does not fit limit.
func (t *Tensor) count(limit int) int {
	n := 1
	if len(t.Shape) == 0 {
		return -1
	}
	for _, d := range t.Shape {
		if d < 1 || d > limit/n {
			return -1
		}
		n *= d
	}
	return n
}

func (m *Model) check(t *Tensor) error {
	w := width(t.Dtype)
	if w == 0 {
		return fmt.Errorf("dtype is %q, want f32, f16 or i8", t.Dtype)
	}
	if t.Name == "" || m.byName[t.Name] != nil {
		return fmt.Errorf("name is empty or used twice")
	}
	if t.Offset < 0 || t.Offset%align != 0 {
		return fmt.Errorf("offset %d is not a multiple of %d", t.Offset, align)
	}
	room := len(m.blob) - t.Offset
	if n := t.count(max(room, 0) / w); n < 0 {
		return fmt.Errorf("shape %v of %s at offset %d does not fit the %d bytes of the file", t.Shape, t.Dtype, t.Offset, len(m.blob))
	}
	return nil
}

func (m *Model) checkScale(t *Tensor) error {
	if t.Dtype != "i8" {
		return nil
	}
	s := m.byName[t.Scale]
	switch {
	case s == nil:
		return fmt.Errorf("scale names no tensor: %q", t.Scale)
	case len(t.Shape) != 2:
		return fmt.Errorf("i8 has shape %v, want rows and columns", t.Shape)
	case s.Dtype != "f32" || len(s.Shape) != 1 || s.Shape[0] != t.Shape[0]:
		return fmt.Errorf("scale %q is %s %v, want f32 [%d]", t.Scale, s.Dtype, s.Shape, t.Shape[0])
	}
	return nil
}
