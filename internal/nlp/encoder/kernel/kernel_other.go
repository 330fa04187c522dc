//go:build !amd64

package kernel

// Accelerated says whether the assembly loops are in use.
func Accelerated() bool { return false }

func mulPanel(c []float32, ldc int, a []float32, lda, m, k int, b []float32, init []float32, ldi int) {
	mulPanelGo(c, ldc, a, lda, m, k, b, init, ldi)
}

func smallPanel(c []float32, ldc int, a []int16, lda, m, pairs int, b []int16, rows []float32, ldr int, cols, init []float32, ldi int) {
	smallPanelGo(c, ldc, a, lda, m, pairs, b, rows, ldr, cols, init, ldi)
}

// The assembly loops are never reached where Accelerated is false.

func sigmoid8(x *float32, blocks uintptr)                                            {}
func tanh8(x *float32, blocks uintptr)                                               {}
func addGLU8(dst, a, b *float32, blocks uintptr)                                     {}
func lstm8(gates *float32, stride uintptr, c, h *float32, blocks uintptr)            {}
func addInt8x8(dst *float32, q *int8, scale float32, blocks uintptr)                 {}
func sum8(x *float32, blocks uintptr) float32                                        { return 0 }
func squares8(x *float32, mean float32, blocks uintptr) float32                      { return 0 }
func normalize8(dst, x *float32, mean, inv float32, gamma, beta *float32, n uintptr) {}
func dot8(a, b *float32, blocks uintptr) float32                                     { return 0 }
func leaky8(x *float32, slope float32, blocks uintptr)                               {}
func quantise8(dst *int16, x *float32, factor float32, blocks uintptr)               {}
func largest8(x *float32, blocks uintptr) float32                                    { return 0 }
func add8(dst, x *float32, blocks uintptr)                                           {}
func sub8(dst, x, y *float32, blocks uintptr)                                        {}
func butterfly8(x, y *float32, blocks uintptr)                                       {}
