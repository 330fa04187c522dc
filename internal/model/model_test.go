package model

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
)

func small(t testing.TB) []byte {
	t.Helper()
	var w Writer
	w.Floats("a", []float32{1, -2.5, 3e-9, 4}, 2, 2)
	w.Halves("b", []float32{1, -2.5, 0.099975586}, 3)
	w.Int8s("c", []int8{1, -128, 127, 0, 5, 6}, []float32{0.5, 2}, 2, 3)
	data, err := w.Encode(Header{Stage: "engine", Language: "en", Version: "1", Licence: "none",
		Corpora: []Corpus{{"made up", "none", "all"}}, Config: json.RawMessage(`{"x":1}`), Vocab: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReadWhatWasWritten(t *testing.T) {
	m, err := Read(small(t))
	if err != nil {
		t.Fatal(err)
	}
	if m.Stage != "engine" || string(m.Config) != `{"x":1}` || len(m.Corpora) != 1 {
		t.Errorf("header is %+v", m.Header)
	}
	for name, c := range map[string]struct {
		shape []int
		want  []float32
	}{
		"a": {[]int{2, 2}, []float32{1, -2.5, 3e-9, 4}},
		"b": {[]int{3}, []float32{1, -2.5, 0.099975586}},
		"c": {[]int{2, 3}, []float32{0.5, -64, 63.5, 0, 10, 12}},
	} {
		got, err := m.Floats(name, c.shape...)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s = %v, %v, want %v", name, got, err, c.want)
		}
	}
	q, scale, err := m.Int8s("c", 2, 3)
	if err != nil || !slices.Equal(q, []int8{1, -128, 127, 0, 5, 6}) || !slices.Equal(scale, []float32{0.5, 2}) {
		t.Errorf("c = %v · %v, %v", q, scale, err)
	}
}

func TestRefusals(t *testing.T) {
	good := small(t)
	edit := func(f func(b []byte) []byte) []byte { return f(slices.Clone(good)) }
	replace := func(old, new string) []byte {
		if len(old) != len(new) || strings.Count(string(good), old) != 1 {
			t.Fatalf("bad replacement %q", old)
		}
		return []byte(strings.Replace(string(good), old, new, 1))
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":             {nil, "want at least 16 bytes, have 0"},
		"other-file":        {[]byte("%PDF-1.7 and more text"), `begins with "%PDF-1.7", want "RAPMODEL"`},
		"newer-format":      {edit(func(b []byte) []byte { b[8] = 2; return b }), "format 2, this program reads format 1"},
		"cut-in-header":     {good[:100], "file cut short"},
		"cut-in-tensors":    {good[:len(good)-1], "does not fit"},
		"header-too-long":   {edit(func(b []byte) []byte { b[15] = 255; return b }), "file cut short"},
		"header-not-json":   {edit(func(b []byte) []byte { b[16] = 'x'; return b }), "header: invalid character"},
		"unknown-field":     {replace(`"stage"`, `"stags"`), "unknown field"},
		"unknown-type":      {replace(`"f16"`, `"f17"`), `dtype is "f17", want f32, f16 or i8`},
		"bent-offset":       {replace(`"offset":64`, `"offset":65`), "not a multiple of 64"},
		"empty-shape":       {replace(`"shape":[2,2]`, `"shape":[2,0]`), "does not fit"},
		"negative-shape":    {replace(`"shape":[3]`, `"shape":-3 `), "header"},
		"huge-shape":        {replace(`"shape":[2,2]`, `"shape":[9,9]`), "does not fit"},
		"same-name-twice":   {replace(`"name":"b"`, `"name":"a"`), "used twice"},
		"scale-missing":     {replace(`"scale":"c.scale"`, `"scale":"c.shale"`), "scale names no tensor"},
		"one-bit-of-blob":   {edit(func(b []byte) []byte { b[len(b)-1] ^= 1; return b }), "digest of the tensors is"},
		"digest-not-stated": {replace(`"digest"`, `"Digist"`), "unknown field"},
	} {
		if m, err := Read(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Read = %v, %v, want an error with %q", name, m, err, c.want)
		}
	}
}

func TestTensorsAreAskedForByShape(t *testing.T) {
	m, err := Read(small(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Floats("a", 4); err == nil || !strings.Contains(err.Error(), `"a" has shape [2 2], want [4]`) {
		t.Errorf("wrong shape: %v", err)
	}
	if _, err := m.Floats("z", 4); err == nil || !strings.Contains(err.Error(), `no tensor "z"`) {
		t.Errorf("no tensor: %v", err)
	}
	if _, _, err := m.Int8s("a", 2, 2); err == nil || !strings.Contains(err.Error(), "is f32, want i8") {
		t.Errorf("wrong type: %v", err)
	}
	var w Writer
	w.Floats("n", []float32{1, float32(math.NaN())}, 2)
	data, err := w.Encode(Header{Config: json.RawMessage(`{}`), Vocab: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	if m, err = Read(data); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Floats("n", 2); err == nil || !strings.Contains(err.Error(), "value 1 is NaN") {
		t.Errorf("not a number: %v", err)
	}
}

// TestPart: a part has its own tensors, and those of the model that it has not.
func TestPart(t *testing.T) {
	var w Writer
	w.Floats("a", []float32{1}, 1)
	w.Floats("1.a", []float32{2}, 1)
	w.Int8s("1.c", []int8{3, 4}, []float32{0.5}, 1, 2)
	data, err := w.Encode(Header{Config: json.RawMessage(`{"x":1}`), Vocab: json.RawMessage(`{"y":2}`)})
	if err != nil {
		t.Fatal(err)
	}
	m, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	for prefix, want := range map[string]float32{"0.": 1, "1.": 2} {
		p := m.Part(prefix, json.RawMessage(`{"x":7}`))
		if got, err := p.Floats("a", 1); err != nil || got[0] != want {
			t.Errorf("a of part %s is %v, %v, want %g", prefix, got, err, want)
		}
		if string(p.Config) != `{"x":7}` || string(p.Vocab) != `{"y":2}` {
			t.Errorf("part %s has config %s and vocab %s", prefix, p.Config, p.Vocab)
		}
	}
	if q, scale, err := m.Part("1.", nil).Int8s("c", 1, 2); err != nil || !slices.Equal(q, []int8{3, 4}) || scale[0] != 0.5 {
		t.Errorf("c of part 1. is %v · %v, %v", q, scale, err)
	}
	if _, err := m.Part("0.", nil).Floats("c", 1, 2); err == nil || !strings.Contains(err.Error(), `no tensor "0.c"`) {
		t.Errorf("c of part 0.: %v", err)
	}
}

func TestHalfPrecisionGoesBothWays(t *testing.T) {
	for h := range 1 << 16 {
		f := fromHalf(uint16(h))
		if f != f {
			continue
		}
		if back := toHalf(f); back != uint16(h) {
			t.Fatalf("%04x -> %g -> %04x", h, f, back)
		}
	}
	for f, want := range map[float32]uint16{1 + 1.0/2048: 0x3c00, 1 + 3.0/2048: 0x3c02, 65519: 0x7bff, 1e6: 0x7c00} {
		if got := toHalf(f); got != want {
			t.Errorf("toHalf(%g) = %04x, want %04x", f, got, want)
		}
	}
}

// FuzzRead states the law: any bytes give a model or an error, never a panic,
// and what a model lists can be read.
func FuzzRead(f *testing.F) {
	good := small(f)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(magic + "\x01\x00\x00\x00\x02\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read(data)
		if err != nil {
			return
		}
		for _, x := range m.Tensors {
			vs, err := m.Floats(x.Name, x.Shape...)
			if err == nil && len(vs) == 0 {
				t.Errorf("tensor %q of shape %v has no values", x.Name, x.Shape)
			}
		}
	})
}
