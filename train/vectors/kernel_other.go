//go:build !amd64

package main

import "unsafe"

func dot(a, b *float32, n int) float32 {
	x, y := unsafe.Slice(a, n), unsafe.Slice(b, n)
	var s float32
	for i := range x {
		s += x[i] * y[i]
	}
	return s
}

func step(e, o, v *float32, rate float32, n int) {
	x, y, z := unsafe.Slice(e, n), unsafe.Slice(o, n), unsafe.Slice(v, n)
	for i := range x {
		x[i] += rate * y[i]
		y[i] += rate * z[i]
	}
}

func prefetch(*float32) {}
