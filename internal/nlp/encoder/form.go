package encoder

import "rapporteur/internal/nlp/encoder/kernel"

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

// hashed is a table of vectors for a piece of the form.
type hashed struct {
	table
	kind    featureKind
	seed    uint32 // hash of the tag and its colon
	buckets uint32
}

// readForms fills the rows of the batch's distinct forms.
func (e *network) readForms(b *Batch, r *Reading) {
	width := e.rowWidth()
	r.formRows = resize(r.formRows, b.Distinct*width)
	b.misses = b.misses[:0]
	for i, form := range b.forms {
		if !e.cache.get(r.formRows[i*width:(i+1)*width], form) {
			b.misses = append(b.misses, int32(i))
		}
	}
	r.Inputs, r.InputWidth, r.InputStride = r.formRows[e.firstWidth:], e.dim, width
	// A few at a time: a text may be nothing but new words.
	for rest := b.misses; len(rest) > 0; {
		n := min(len(rest), missBlock)
		e.computeForms(b, r, rest[:n])
		rest = rest[n:]
	}
}

// missBlock is the number of new forms that are computed together.
const missBlock = 96

// computeForms fills the rows of some distinct forms and keeps them.
func (e *network) computeForms(b *Batch, r *Reading, ids []int32) {
	mark := b.Mark()
	defer b.Release(mark)
	n, stride, width := len(ids), kernel.Stride(e.dim), e.rowWidth()
	concat, input := b.Matrix(n*e.concat), b.Matrix(n*stride)
	for i, id := range ids {
		e.features(concat[i*e.concat:(i+1)*e.concat], &b.out, b.forms[id])
	}
	kernel.Mul(input, stride, concat, e.concat, n, e.input, e.bias, 0)
	kernel.LeakyReLU(input, Leak)
	product := b.Matrix(n * e.firstWidth)
	read := input
	if first := e.layers[0].norm; first != nil {
		read = b.Matrix(n * stride)
		for i := range n {
			kernel.LayerNorm(read[i*stride:i*stride+e.dim], input[i*stride:], first.gamma, first.beta, epsilon)
		}
	}
	kernel.Mul(product, e.firstWidth, read, stride, n, e.first, e.firstBias, 0)
	for i, id := range ids {
		row := r.formRows[int(id)*width : (int(id)+1)*width]
		copy(row, product[i*e.firstWidth:(i+1)*e.firstWidth])
		copy(row[e.firstWidth:], input[i*stride:(i+1)*stride])
		e.cache.put(b.forms[id], row)
	}
}

// product is the first layer's product for a row of the batch.
func (r *Reading) product(b *Batch, row int) []float32 {
	return r.formRows[int(b.FormOf[row])*r.InputStride:]
}

// features lays the vectors of a form side by side.
func (e *network) features(dst []float32, o *outline, form string) {
	clear(dst)
	o.read(form)
	at := 0
	if row, ok := e.words[string(o.norm)]; ok {
		for i := range e.tables {
			e.tables[i].add(dst[at:], int(row))
			at += e.tables[i].dim
		}
	} else {
		at = copy(dst, e.unk)
	}
	for i := range e.feats {
		f := &e.feats[i]
		if part, ok := o.part(f.kind); ok {
			f.add(dst[at:], int(fnv(f.seed, part)%f.buckets))
		}
		at += f.dim
	}
}
