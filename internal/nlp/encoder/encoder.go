// Package encoder turns tokens into vectors: one pass over a text whose result
// the tagger, the parser and the entity recogniser all read. It is not a stage
// by itself: it writes no layer.
//
// The input vector of a token is a function of its form alone (a frozen word
// vector and hashed prefixes, suffixes, shape and form), so it is kept in a
// bounded cache together with the first layer's product. Over the input stand
// layers of bidirectional LSTM (Graves and Schmidhuber 2005). Many sentences run
// together, longest first, in the layout of packed sequences, so that a step of
// the recurrence is one matrix product.
//
// train/README.md states the arithmetic exactly. An Encoder does not change
// but for the cache and may be shared between goroutines. The vectors of a
// sentence do not depend on the sentences that it is encoded with.
package encoder

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder/kernel"
)

// Leak is the slope of the leaky ReLU wherever the model has one.
const Leak = 0.1

// cacheRows is the number of forms that are kept, about 60 MB.
const cacheRows = 8192

// Config is the part of a model's configuration that concerns the encoder.
type Config struct {
	Input struct {
		Dim      int       `json:"dim"`
		Vectors  int       `json:"vectors"`
		Hash     string    `json:"hash"` // fnv1a-32
		Features []Feature `json:"features"`
	} `json:"input"`
	Encoder struct {
		Kind   string `json:"kind"` // bilstm
		Layers int    `json:"layers"`
		Hidden int    `json:"hidden"` // units a direction
	} `json:"encoder"`
	Slope float32 `json:"slope"` // of every leaky ReLU
}

// Feature is a table of vectors for a hashed piece of the form.
type Feature struct {
	Tag     string `json:"tag"`
	Buckets int    `json:"buckets"`
	Dim     int    `json:"dim"`
}

// Encoder holds the weights of the input and of the layers.
type Encoder struct {
	words  map[string]int32 // normalised form -> row of vectors
	vector table
	unk    []float32
	feats  []hashed
	concat int // width of the features side by side
	input  *kernel.Weights
	bias   []float32
	layers []layer
	hidden int
	dim    int

	cache   *cache
	batches sync.Pool // *Batch
}

// table is a matrix of small integers with a factor a row.
type table struct {
	q     []int8
	scale []float32
	dim   int
}

// add adds row i to dst.
func (t *table) add(dst []float32, i int) {
	kernel.AddInt8(dst[:t.dim], t.q[i*t.dim:(i+1)*t.dim], t.scale[i])
}

type hashed struct {
	table
	kind    featureKind
	seed    uint32 // hash of the tag and its colon
	buckets uint32
}

// layer is one bidirectional layer. The gates of both directions come out of
// one product with the input, [4H forward, 4H backward].
type layer struct {
	first    *kernel.Weights // of layer 0, from the input vector
	wx       *kernel.Small   // of the others, from the layer below
	fwd, bwd *kernel.Small
	bias     []float32
}

// New reads the encoder's weights from a model. A model of another shape is
// refused.
func New(m *model.Model) (*Encoder, error) {
	var c Config
	if err := json.Unmarshal(m.Config, &c); err != nil {
		return nil, fmt.Errorf("encoder: config: %w", err)
	}
	var v struct {
		Forms []string `json:"forms"`
	}
	if err := json.NewDecoder(bytes.NewReader(m.Vocab)).Decode(&v); err != nil {
		return nil, fmt.Errorf("encoder: vocab: %w", err)
	}
	if m.Stage != "engine" {
		return nil, fmt.Errorf("encoder: model is for stage %q, want engine", m.Stage)
	}
	if c.Encoder.Kind != "bilstm" {
		return nil, fmt.Errorf("encoder: kind is %q, want bilstm", c.Encoder.Kind)
	}
	if c.Input.Hash != "fnv1a-32" || c.Slope != Leak {
		return nil, fmt.Errorf("encoder: hash is %q and slope %g, want fnv1a-32 and %g", c.Input.Hash, c.Slope, float32(Leak))
	}
	const most = 4096 // bounds what a bad file can make us allocate
	if h := c.Encoder.Hidden; h < 4 || h > most || h%4 != 0 {
		return nil, fmt.Errorf("encoder: hidden is %d, want a multiple of 4 up to %d", h, most)
	}
	if l := c.Encoder.Layers; l < 1 || l > 16 {
		return nil, fmt.Errorf("encoder: layers is %d, want 1 to 16", l)
	}
	if d := c.Input.Dim; d < 1 || d > most {
		return nil, fmt.Errorf("encoder: input dim is %d, want 1 to %d", d, most)
	}
	e := &Encoder{hidden: c.Encoder.Hidden, dim: c.Input.Dim}
	if err := e.readInput(m, &c, v.Forms); err != nil {
		return nil, fmt.Errorf("encoder: %w", err)
	}
	if err := e.readLayers(m, &c); err != nil {
		return nil, fmt.Errorf("encoder: %w", err)
	}
	e.cache = newCache(cacheRows, e.rowWidth())
	return e, nil
}

func (e *Encoder) readInput(m *model.Model, c *Config, forms []string) error {
	var err error
	dim := c.Input.Vectors
	if e.vector.q, e.vector.scale, err = m.Int8s("vectors", len(forms), dim); err != nil {
		return err
	}
	e.vector.dim, e.concat = dim, dim
	if e.unk, err = m.Floats("unk", dim); err != nil {
		return err
	}
	e.words = make(map[string]int32, len(forms))
	for i, f := range forms {
		e.words[f] = int32(i)
	}
	for _, f := range c.Input.Features {
		kind, ok := kindOf(f.Tag)
		if !ok || f.Buckets < 1 || f.Dim < 1 {
			return fmt.Errorf("feature %q with %d buckets of %d is unknown", f.Tag, f.Buckets, f.Dim)
		}
		h := hashed{kind: kind, seed: fnv(fnvOffset, f.Tag+":"), buckets: uint32(f.Buckets)}
		h.dim = f.Dim
		if h.q, h.scale, err = m.Int8s("feat."+f.Tag, f.Buckets, f.Dim); err != nil {
			return err
		}
		e.feats = append(e.feats, h)
		e.concat += f.Dim
	}
	if e.input, err = Linear(m, "input.weight", e.dim, e.concat); err != nil {
		return err
	}
	e.bias, err = Bias(m, "input.bias", e.dim)
	return err
}

func (e *Encoder) readLayers(m *model.Model, c *Config) error {
	h, in := e.hidden, e.dim
	for l := range c.Encoder.Layers {
		both := make([]float32, 0, 8*h*in)
		var y layer
		for d, name := range []string{"fwd", "bwd"} {
			prefix := fmt.Sprintf("enc.%d.%s.", l, name)
			wx, err := m.Floats(prefix+"wx", 4*h, in)
			if err != nil {
				return err
			}
			wh, err := m.Floats(prefix+"wh", 4*h, h)
			if err != nil {
				return err
			}
			b, err := m.Floats(prefix+"b", 4*h)
			if err != nil {
				return err
			}
			both, y.bias = append(both, wx...), append(y.bias, b...)
			if d == 0 {
				y.fwd = kernel.PackSmall(wh, 4*h, h, h)
			} else {
				y.bwd = kernel.PackSmall(wh, 4*h, h, h)
			}
		}
		if l == 0 {
			y.first = kernel.PackTransposed(nil, both, 8*h, in, in)
		} else {
			y.wx = kernel.PackSmall(both, 8*h, in, in)
		}
		y.bias = append(y.bias, make([]float32, kernel.Stride(8*h)-8*h)...)
		e.layers = append(e.layers, y)
		in = 2 * h
	}
	return nil
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

// Width is the number of floats of a token's vector.
func (e *Encoder) Width() int { return 2 * e.hidden }

// InputWidth is the number of floats of a form's input vector.
func (e *Encoder) InputWidth() int { return e.dim }

// rowWidth is what is kept of a form: the gates of the first layer and the
// input vector.
func (e *Encoder) rowWidth() int { return 8*e.hidden + kernel.Stride(e.dim) }

// Each encodes the sentences of a text, some at a time, and lends each batch to
// f. Sentences are ranges of forms, in order; empty ones are passed over. A
// sentence longer than MaxSegment comes in pieces, in order. An error from f ends
// the pass and is returned; there are no others.
func (e *Encoder) Each(forms []string, sentences []Range, f func(*Batch) error) error {
	b, _ := e.batches.Get().(*Batch)
	if b == nil {
		b = &Batch{id: map[string]int32{}}
	}
	defer func() {
		b.Forms = nil
		clear(b.id)
		clear(b.forms)
		e.batches.Put(b)
	}()
	b.Forms, b.Segments = forms, b.Segments[:0]
	tokens := 0
	flush := func() error {
		if tokens == 0 {
			return nil
		}
		e.encode(b)
		err := f(b)
		b.Segments, tokens = b.Segments[:0], 0
		return err
	}
	for i, s := range sentences {
		for start := s.Start; start < s.End; {
			end := start + piece(s.End-start)
			if tokens > 0 && tokens+end-start > batchTokens {
				if err := flush(); err != nil {
					return err
				}
			}
			b.Segments = append(b.Segments, Segment{start, end, i, s.Start})
			tokens += end - start
			start = end
		}
	}
	return flush()
}

// piece is the length of the next piece of n tokens: pieces of one sentence are
// about equally long.
func piece(n int) int {
	k := (n + MaxSegment - 1) / MaxSegment
	return (n + k - 1) / k
}

// encode fills a batch whose segments are set.
func (e *Encoder) encode(b *Batch) {
	b.floats.taken, b.ints.taken = 0, 0
	b.lay()
	b.number()
	e.readForms(b)
	e.run(b)
}

// readForms fills the rows of the batch's distinct forms.
func (e *Encoder) readForms(b *Batch) {
	width, gates := e.rowWidth(), 8*e.hidden
	b.buf.forms = resize(b.buf.forms, b.Distinct*width)
	rows := b.buf.forms
	b.misses = b.misses[:0]
	for i, form := range b.forms {
		if !e.cache.get(rows[i*width:(i+1)*width], form) {
			b.misses = append(b.misses, int32(i))
		}
	}
	b.Inputs, b.InputWidth, b.InputStride = rows[gates:], e.dim, width
	n := len(b.misses)
	if n == 0 {
		return
	}
	b.buf.concat = resize(b.buf.concat, n*e.concat)
	for i, id := range b.misses {
		e.features(b.buf.concat[i*e.concat:(i+1)*e.concat], &b.out, b.forms[id])
	}
	stride := kernel.Stride(e.dim)
	b.buf.input = resize(b.buf.input, n*stride)
	b.buf.gates = resize(b.buf.gates, n*gates)
	kernel.Mul(b.buf.input, stride, b.buf.concat, e.concat, n, e.input, e.bias, 0)
	kernel.LeakyReLU(b.buf.input, Leak)
	first := &e.layers[0]
	kernel.Mul(b.buf.gates, gates, b.buf.input, stride, n, first.first, first.bias, 0)
	for i, id := range b.misses {
		row := rows[int(id)*width : (int(id)+1)*width]
		copy(row, b.buf.gates[i*gates:(i+1)*gates])
		copy(row[gates:], b.buf.input[i*stride:(i+1)*stride])
		e.cache.put(b.forms[id], row)
	}
}

// features lays the vectors of a form side by side.
func (e *Encoder) features(dst []float32, o *outline, form string) {
	clear(dst)
	o.read(form)
	if i, ok := e.words[string(o.norm)]; ok {
		e.vector.add(dst, int(i))
	} else {
		copy(dst, e.unk)
	}
	at := e.vector.dim
	for i := range e.feats {
		f := &e.feats[i]
		if part, ok := o.part(f.kind); ok {
			f.add(dst[at:], int(fnv(f.seed, part)%f.buckets))
		}
		at += f.dim
	}
}

// run puts the batch through the layers.
func (e *Encoder) run(b *Batch) {
	h := e.hidden
	b.buf.out = resize(b.buf.out, b.Rows*2*h)
	b.buf.gates = resize(b.buf.gates, b.Rows*8*h)
	b.buf.cell = resize(b.buf.cell, len(b.Segments)*h)
	for i := range b.buf.small {
		// The last row is read a little past its end.
		b.buf.small[i] = resize(b.buf.small[i], b.Rows*2*h+kernel.SmallStride(1))
	}
	gates := b.buf.gates
	// The output of an LSTM lies within ±1.
	in := kernel.Rounded{Values: b.buf.small[0], Stride: 2 * h, Factors: []float32{1.0 / kernel.SmallMax}}
	out := kernel.Rounded{Values: b.buf.small[1], Stride: 2 * h, Factors: in.Factors}
	width := e.rowWidth()
	for r, id := range b.FormOf[:b.Rows] {
		copy(gates[r*8*h:(r+1)*8*h], b.buf.forms[int(id)*width:])
	}
	for l := range e.layers {
		y := &e.layers[l]
		if l > 0 {
			in, out = out, in
			kernel.MulSmall(gates, 8*h, in, b.Rows, y.wx, y.bias, 0)
		}
		b.forward(out, y.fwd, h)
		b.backward(out, y.bwd, h)
	}
	b.Hidden, b.Small, b.Width = b.buf.out, out, 2*h
}

// forward runs the recurrence from left to right. The segments that have a
// token at a step are the first of the batch, and their outputs of the step
// before are the first rows of that step.
func (b *Batch) forward(out kernel.Rounded, w *kernel.Small, h int) {
	clear(b.buf.cell)
	for t, n := range b.active {
		if t > 0 {
			b.recur(out, w, b.off[t], b.off[t-1], n, 0, h)
		}
		for i := range n {
			b.step(out.Values, b.off[t]+i, i, 0, h)
		}
	}
}

// backward runs the recurrence from right to left. A shorter segment joins at
// its last token with a state of zero.
func (b *Batch) backward(out kernel.Rounded, w *kernel.Small, h int) {
	clear(b.buf.cell)
	for t := len(b.active) - 1; t >= 0; t-- {
		if t+1 < len(b.active) {
			b.recur(out, w, b.off[t], b.off[t+1], b.active[t+1], 1, h)
		}
		for i := range b.active[t] {
			b.step(out.Values, b.off[t]+i, i, 1, h)
		}
	}
}

// recur adds to the gates of n rows from row on what the state at n rows from
// row from on gives; direction 0 is forward.
func (b *Batch) recur(out kernel.Rounded, w *kernel.Small, row, from, n, direction, h int) {
	g := b.buf.gates[(2*row+direction)*4*h:]
	out.Values = out.Values[(2*from+direction)*h:]
	kernel.MulSmall(g, 8*h, out, n, w, g, 8*h)
}

// step makes one step of the cell of a segment.
func (b *Batch) step(out []int16, row, segment, direction, h int) {
	g := b.buf.gates[(2*row+direction)*4*h:][:4*h]
	at := (2*row + direction) * h
	hidden := b.buf.out[at : at+h]
	kernel.LSTM(g, b.buf.cell[segment*h:(segment+1)*h], hidden)
	kernel.Quantise(out[at:at+h], hidden, 1)
}
