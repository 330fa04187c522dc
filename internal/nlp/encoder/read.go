package encoder

import (
	"encoding/json"
	"fmt"

	"rapporteur/internal/model"
	"rapporteur/internal/nlp/encoder/kernel"
)

// config is the part of a model's configuration that concerns the encoder.
type config struct {
	Input struct {
		Dim      int    `json:"dim"`
		Vectors  int    `json:"vectors"` // columns of the word vectors
		Delta    int    `json:"delta"`   // and of what the network adds beside them, 0 for none
		Hash     string `json:"hash"`    // fnv1a-32
		Features []struct {
			Tag     string `json:"tag"`
			Buckets int    `json:"buckets"`
			Dim     int    `json:"dim"`
		} `json:"features"`
	} `json:"input"`
	Encoder struct {
		Kind   string          `json:"kind"`   // stack or bilstm
		Layers json.RawMessage `json:"layers"` // stack: a list; bilstm: their number
		Hidden int             `json:"hidden"` // bilstm: units a direction
		Out    int             `json:"out"`
	} `json:"encoder"`
	Slope float32 `json:"slope"` // of every leaky ReLU
}

// layerConfig describes a layer of a stack.
type layerConfig struct {
	Kind     string `json:"kind"` // conv or bilstm
	Dilation int    `json:"dilation"`
	Hidden   int    `json:"hidden"`
}

const (
	mostWidth  = 4096 // bounds what a bad file can make us allocate
	mostLayers = 32
)

// mostNetworks bounds what a bad file can make us do.
const mostNetworks = 8

// Networks gives the parts of an engine model, one a network. Where the
// configuration lists networks, the names of the tensors of the n-th begin with n,
// counted from 0, and a dot, but for those that all share; a model without a list is
// one network.
func Networks(m *model.Model) ([]*model.Model, error) {
	var c struct {
		Networks []json.RawMessage `json:"networks"`
	}
	if err := json.Unmarshal(m.Config, &c); err != nil {
		return nil, fmt.Errorf("encoder: config: %w", err)
	}
	switch n := len(c.Networks); {
	case n == 0:
		return []*model.Model{m}, nil
	case n > mostNetworks:
		return nil, fmt.Errorf("encoder: config: %d networks, want %d at most", n, mostNetworks)
	}
	var parts []*model.Model
	for i, own := range c.Networks {
		parts = append(parts, m.Part(fmt.Sprintf("%d.", i), own))
	}
	return parts, nil
}

// New reads the weights of the networks, at least one, that Networks gives. A model
// of another shape is refused.
func New(networks []*model.Model) (*Encoder, error) {
	var v struct {
		Forms []string `json:"forms"`
	}
	if err := json.Unmarshal(networks[0].Vocab, &v); err != nil {
		return nil, fmt.Errorf("encoder: vocab: %w", err)
	}
	words := make(map[string]int32, len(v.Forms))
	for i, f := range v.Forms {
		words[f] = int32(i)
	}
	e := &Encoder{}
	for i, m := range networks {
		n, err := read(m, words, len(v.Forms))
		if err != nil {
			return nil, fmt.Errorf("encoder: network %d: %w", i, err)
		}
		e.nets = append(e.nets, n)
	}
	return e, nil
}

// read reads one network; words gives the row of each of the forms in its tables.
func read(m *model.Model, words map[string]int32, forms int) (*network, error) {
	if m.Stage != "engine" {
		return nil, fmt.Errorf("model is for stage %q, want engine", m.Stage)
	}
	var c config
	if err := json.Unmarshal(m.Config, &c); err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	if c.Input.Hash != "fnv1a-32" || c.Slope != Leak {
		return nil, fmt.Errorf("hash is %q and slope %g, want fnv1a-32 and %g", c.Input.Hash, c.Slope, float32(Leak))
	}
	if d := c.Input.Dim; d < 1 || d > mostWidth {
		return nil, fmt.Errorf("input dim is %d, want 1 to %d", d, mostWidth)
	}
	e := &network{dim: c.Input.Dim, residual: c.Encoder.Kind == "stack", words: words}
	layers, err := c.layers()
	if err != nil {
		return nil, err
	}
	if err := e.readInput(m, &c, forms); err != nil {
		return nil, err
	}
	e.width = e.dim
	for l, lc := range layers {
		y, err := e.readLayer(m, l, lc)
		if err != nil {
			return nil, err
		}
		e.layers = append(e.layers, y)
		e.width = y.out
	}
	if e.residual {
		if e.last, err = readNorm(m, "enc.norm", e.dim); err != nil {
			return nil, err
		}
	}
	if e.width != c.Encoder.Out {
		return nil, fmt.Errorf("out is %d, but the layers make %d", c.Encoder.Out, e.width)
	}
	e.cache = newCache(cacheRows, e.rowWidth())
	return e, nil
}

// layers lists the layers of either kind and checks their measures.
func (c *config) layers() ([]layerConfig, error) {
	var list []layerConfig
	switch c.Encoder.Kind {
	case "stack":
		if err := json.Unmarshal(c.Encoder.Layers, &list); err != nil {
			return nil, fmt.Errorf("config: layers: %w", err)
		}
	case "bilstm":
		var n int
		if err := json.Unmarshal(c.Encoder.Layers, &n); err != nil {
			return nil, fmt.Errorf("config: layers: %w", err)
		}
		for range min(max(n, 0), mostLayers+1) {
			list = append(list, layerConfig{Kind: "bilstm", Hidden: c.Encoder.Hidden})
		}
	default:
		return nil, fmt.Errorf("kind is %q, want stack or bilstm", c.Encoder.Kind)
	}
	if len(list) < 1 || len(list) > mostLayers {
		return nil, fmt.Errorf("%d layers, want 1 to %d", len(list), mostLayers)
	}
	for i, l := range list {
		switch l.Kind {
		case "conv":
			if l.Dilation < 1 || c.Input.Dim%8 != 0 {
				return nil, fmt.Errorf("layer %d: dilation is %d and width %d, want at least 1 and a multiple of 8", i, l.Dilation, c.Input.Dim)
			}
		case "bilstm":
			if h := l.Hidden; h < 4 || h > mostWidth || h%4 != 0 {
				return nil, fmt.Errorf("layer %d: hidden is %d, want a multiple of 4 up to %d", i, h, mostWidth)
			}
			if c.Encoder.Kind == "stack" && 2*l.Hidden != c.Input.Dim {
				return nil, fmt.Errorf("layer %d: hidden is %d, want half of %d", i, l.Hidden, c.Input.Dim)
			}
		default:
			return nil, fmt.Errorf("layer %d: kind is %q, want conv or bilstm", i, l.Kind)
		}
	}
	return list, nil
}

func (e *network) readInput(m *model.Model, c *config, forms int) error {
	var err error
	for _, t := range []struct {
		name string
		dim  int
	}{{"vectors", c.Input.Vectors}, {"delta", c.Input.Delta}} {
		if t.dim == 0 {
			continue
		}
		words := table{dim: t.dim}
		if words.q, words.scale, err = m.Int8s(t.name, forms, t.dim); err != nil {
			return err
		}
		e.tables = append(e.tables, words)
		e.concat += t.dim
	}
	if e.unk, err = m.Floats("unk", e.concat); err != nil {
		return err
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

// readLayer reads layer l over vectors of the width that the layers so far make.
func (e *network) readLayer(m *model.Model, l int, c layerConfig) (layer, error) {
	var y layer
	var err error
	if e.residual {
		if y.norm, err = readNorm(m, fmt.Sprintf("enc.%d.norm", l), e.dim); err != nil {
			return y, err
		}
	}
	if c.Kind == "conv" {
		y.conv, err = e.readConv(m, l, c.Dilation)
		y.out = e.dim
	} else {
		y.lstm, err = e.readLSTM(m, l, c.Hidden)
		y.out = 2 * c.Hidden
	}
	return y, err
}

func readNorm(m *model.Model, name string, dim int) (*norm, error) {
	var n norm
	var err error
	if n.gamma, err = m.Floats(name+".weight", dim); err != nil {
		return nil, err
	}
	n.beta, err = m.Floats(name+".bias", dim)
	return &n, err
}

func (e *network) readConv(m *model.Model, l, dilation int) (*conv, error) {
	d := e.dim
	w, err := m.Floats(fmt.Sprintf("enc.%d.weight", l), 2*d, 3*d)
	if err != nil {
		return nil, err
	}
	c := &conv{dim: d, dilation: dilation}
	if c.bias, err = Bias(m, fmt.Sprintf("enc.%d.bias", l), 2*d); err != nil {
		return nil, err
	}
	if l > 0 {
		c.taps = packTaps(w, d)
		return c, nil
	}
	// [2D, 3D] becomes [3·2D, D]: what a form gives to the token on its right,
	// to itself, to the token on its left.
	taps := make([]float32, 0, 6*d*d)
	for tap := range 3 {
		for i := range 2 * d {
			taps = append(taps, w[(3*i+tap)*d:(3*i+tap+1)*d]...)
		}
	}
	e.firstWidth = 6 * d
	e.first = kernel.PackTransposed(nil, taps, 6*d, d, d)
	e.firstBias = make([]float32, kernel.Stride(6*d))
	copy(e.firstBias[2*d:4*d], c.bias)
	return c, nil
}

func (e *network) readLSTM(m *model.Model, l, h int) (*lstm, error) {
	y := &lstm{hidden: h}
	in := e.width
	both := make([]float32, 0, 8*h*in)
	for d, name := range []string{"fwd", "bwd"} {
		prefix := fmt.Sprintf("enc.%d.%s.", l, name)
		wx, err := m.Floats(prefix+"wx", 4*h, in)
		if err != nil {
			return nil, err
		}
		wh, err := m.Floats(prefix+"wh", 4*h, h)
		if err != nil {
			return nil, err
		}
		b, err := m.Floats(prefix+"b", 4*h)
		if err != nil {
			return nil, err
		}
		both, y.bias = append(both, wx...), append(y.bias, b...)
		if d == 0 {
			y.fwd = kernel.PackSmall(wh, 4*h, h, h)
		} else {
			y.bwd = kernel.PackSmall(wh, 4*h, h, h)
		}
	}
	if l > 0 {
		y.wx = kernel.PackSmall(both, 8*h, in, in)
		return y, nil
	}
	e.firstWidth = 8 * h
	e.first, e.firstBias = kernel.PackTransposed(nil, both, 8*h, in, in), y.bias
	return y, nil
}
