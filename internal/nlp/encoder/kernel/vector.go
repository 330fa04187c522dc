package kernel

import "math"

// blocks splits n into whole blocks of eight that the assembly loops take and
// the index where the plain loop goes on.
func blocks(n int) (b uintptr, rest int) {
	if n < 8 || !Accelerated() {
		return 0, 0
	}
	return uintptr(n / 8), n &^ 7
}

// exp is e^x by the Cephes polynomial (expf), with x cut to ±80: the same
// arithmetic as the assembly, but for fused rounding.
func exp(x float32) float32 {
	if !(x < 80) {
		x = 80
	}
	if x < -80 {
		x = -80
	}
	n := float32(math.RoundToEven(float64(x * 1.44269504)))
	x -= n * 0.693359375
	x -= n * -2.12194440e-4
	p := float32(1.9875691500e-4)
	p = p*x + 1.3981999507e-3
	p = p*x + 8.3334519073e-3
	p = p*x + 4.1665795894e-2
	p = p*x + 1.6666665459e-1
	p = p*x + 5.0000001201e-1
	p = p*x*x + x + 1
	return p * math.Float32frombits(uint32(int32(n)+127)<<23)
}

func sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }

func tanh(x float32) float32 { return 2/(1+exp(-2*x)) - 1 }

// Sigmoid replaces each x by 1/(1+e^-x).
func Sigmoid(x []float32) {
	b, rest := blocks(len(x))
	if b > 0 {
		sigmoid8(&x[0], b)
	}
	for i := rest; i < len(x); i++ {
		x[i] = sigmoid(x[i])
	}
}

// Tanh replaces each x by its hyperbolic tangent, to an absolute 1e-6.
func Tanh(x []float32) {
	b, rest := blocks(len(x))
	if b > 0 {
		tanh8(&x[0], b)
	}
	for i := rest; i < len(x); i++ {
		x[i] = tanh(x[i])
	}
}

// AddGLU adds a · sigmoid(b) to dst: the gated linear unit (Dauphin et al. 2017,
// section 2) of a residual layer. a and b are at least as long as dst.
func AddGLU(dst, a, b []float32) {
	n := len(dst)
	a, b = a[:n], b[:n]
	k, rest := blocks(n)
	if k > 0 {
		addGLU8(&dst[0], &a[0], &b[0], k)
	}
	for i := rest; i < n; i++ {
		dst[i] += a[i] * sigmoid(b[i])
	}
}

// Add adds x to dst; x is at least as long as dst.
func Add(dst, x []float32) {
	n := len(dst)
	x = x[:n]
	k, rest := blocks(n)
	if k > 0 {
		add8(&dst[0], &x[0], k)
	}
	for i := rest; i < n; i++ {
		dst[i] += x[i]
	}
}

// Sub sets dst to x - y; both are at least as long as dst.
func Sub(dst, x, y []float32) {
	n := len(dst)
	x, y = x[:n], y[:n]
	k, rest := blocks(n)
	if k > 0 {
		sub8(&dst[0], &x[0], &y[0], k)
	}
	for i := rest; i < n; i++ {
		dst[i] = x[i] - y[i]
	}
}

// Butterfly replaces x and y by their sum and their difference x - y; y is at least
// as long as x.
func Butterfly(x, y []float32) {
	n := len(x)
	y = y[:n]
	k, rest := blocks(n)
	if k > 0 {
		butterfly8(&x[0], &y[0], k)
	}
	for i := rest; i < n; i++ {
		x[i], y[i] = x[i]+y[i], x[i]-y[i]
	}
}

// LSTM makes one step of an LSTM cell of len(h) units (Hochreiter and
// Schmidhuber 1997, with forget gates): gates holds the pre-activations of the
// input, forget, cell and output gate, len(h) each; the cell state c is updated
// and the output written to h.
func LSTM(gates, c, h []float32) {
	n := len(h)
	gates, c = gates[:4*n], c[:n]
	k, rest := blocks(n)
	if k > 0 {
		lstm8(&gates[0], uintptr(n)*4, &c[0], &h[0], k)
	}
	for i := rest; i < n; i++ {
		c[i] = sigmoid(gates[n+i])*c[i] + sigmoid(gates[i])*tanh(gates[2*n+i])
		h[i] = sigmoid(gates[3*n+i]) * tanh(c[i])
	}
}

// AddInt8 adds scale · q to dst; q is at least as long as dst.
func AddInt8(dst []float32, q []int8, scale float32) {
	n := len(dst)
	q = q[:n]
	k, rest := blocks(n)
	if k > 0 {
		addInt8x8(&dst[0], &q[0], scale, k)
	}
	for i := rest; i < n; i++ {
		dst[i] += scale * float32(q[i])
	}
}

// LayerNorm sets dst to x with mean 0 and variance 1, times gamma plus beta (Ba
// et al. 2016). gamma, beta and x are at least as long as dst; dst may be x.
func LayerNorm(dst, x, gamma, beta []float32, epsilon float32) {
	n := len(dst)
	if n == 0 {
		return
	}
	x, gamma, beta = x[:n], gamma[:n], beta[:n]
	k, rest := blocks(n)
	var sum float32
	if k > 0 {
		sum = sum8(&x[0], k)
	}
	for _, v := range x[rest:] {
		sum += v
	}
	mean := sum / float32(n)
	sum = 0
	if k > 0 {
		sum = squares8(&x[0], mean, k)
	}
	for _, v := range x[rest:] {
		sum += (v - mean) * (v - mean)
	}
	inv := 1 / float32(math.Sqrt(float64(sum/float32(n)+epsilon)))
	if k > 0 {
		normalize8(&dst[0], &x[0], mean, inv, &gamma[0], &beta[0], k)
	}
	for i := rest; i < n; i++ {
		dst[i] = (x[i]-mean)*inv*gamma[i] + beta[i]
	}
}

// Dot is the inner product of a and b; b is at least as long as a.
func Dot(a, b []float32) float32 {
	n := len(a)
	b = b[:n]
	k, rest := blocks(n)
	var sum float32
	if k > 0 {
		sum = dot8(&a[0], &b[0], k)
	}
	for i := rest; i < n; i++ {
		sum += a[i] * b[i]
	}
	return sum
}

// LeakyReLU replaces each negative x by slope · x, for a slope in [0, 1].
func LeakyReLU(x []float32, slope float32) {
	b, rest := blocks(len(x))
	if b > 0 {
		leaky8(&x[0], slope, b)
	}
	for i := rest; i < len(x); i++ {
		x[i] = max(x[i], slope*x[i])
	}
}

// Argmax is the index of the greatest of x, the first of several. It is 0 where
// no value can be compared, and panics if x is empty.
func Argmax(x []float32) int {
	best, at := x[0], 0
	for i, v := range x {
		if v > best {
			best, at = v, i
		}
	}
	return at
}
