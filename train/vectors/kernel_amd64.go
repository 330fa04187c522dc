package main

// dot is the inner product of n floats; n is a multiple of 16. Needs AVX2 and FMA.
//
//go:noescape
func dot(a, b *float32, n int) float32

// step adds rate*o to e, then rate*v to o, elementwise; n is a multiple of 8.
//
//go:noescape
func step(e, o, v *float32, rate float32, n int)

// prefetch asks for the 512 bytes at p.
//
//go:noescape
func prefetch(p *float32)
