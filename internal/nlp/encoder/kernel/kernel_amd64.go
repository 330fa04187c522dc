package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// Accelerated says whether the assembly loops are in use.
func Accelerated() bool { return cpu.X86.HasAVX2 && cpu.X86.HasFMA }

// wide says whether the products of small integers use AVX-512 VNNI.
func wide() bool {
	return cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI
}

//go:noescape
func tile1(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)

//go:noescape
func tile2(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)

//go:noescape
func tile3(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)

//go:noescape
func tile4(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)

//go:noescape
func tile5(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)

//go:noescape
func tile6(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)

// mulPanel computes one panel of sixteen columns for m rows.
func mulPanel(c []float32, ldc int, a []float32, lda, m, k int, b []float32, init []float32, ldi int) {
	if !Accelerated() || k == 0 {
		mulPanelGo(c, ldc, a, lda, m, k, b, init, ldi)
		return
	}
	la, li, lc := uintptr(lda)*4, uintptr(ldi)*4, uintptr(ldc)*4
	pb, kk := unsafe.SliceData(b), uintptr(k)
	for i := 0; i < m; i += 6 {
		pa, pi, pc := &a[i*lda], &init[i*ldi], &c[i*ldc]
		switch m - i {
		case 1:
			tile1(pa, la, pb, pi, li, pc, lc, kk)
		case 2:
			tile2(pa, la, pb, pi, li, pc, lc, kk)
		case 3:
			tile3(pa, la, pb, pi, li, pc, lc, kk)
		case 4:
			tile4(pa, la, pb, pi, li, pc, lc, kk)
		case 5:
			tile5(pa, la, pb, pi, li, pc, lc, kk)
		default:
			tile6(pa, la, pb, pi, li, pc, lc, kk)
		}
	}
}

//go:noescape
func small1(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func small2(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func small3(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func small4(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func small5(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func small6(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func wide4(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func wide5(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func wide6(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func wide7(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

//go:noescape
func wide8(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)

// smallPanel computes one panel of sixteen columns for m rows of small integers.
func smallPanel(c []float32, ldc int, a []int16, lda, m, pairs int, b []int16, rows []float32, ldr int, cols, init []float32, ldi int) {
	if !Accelerated() || pairs == 0 {
		smallPanelGo(c, ldc, a, lda, m, pairs, b, rows, ldr, cols, init, ldi)
		return
	}
	done := 0
	if wide() {
		done = widePanel(c, ldc, a, lda, m, pairs, b, rows, ldr, cols, init, ldi)
	}
	if done < m {
		narrowPanel(c[done*ldc:], ldc, a[done*lda:], lda, m-done, pairs, b, rows[done*ldr:], ldr, cols, init[done*ldi:], ldi)
	}
}

// widePanel is smallPanel with AVX-512 VNNI. It leaves up to three rows, which the
// narrow loops do as fast, and returns the number of those that it has done.
func widePanel(c []float32, ldc int, a []int16, lda, m, pairs int, b []int16, rows []float32, ldr int, cols, init []float32, ldi int) (i int) {
	la, lr, li, lc := uintptr(lda)*2, uintptr(ldr)*4, uintptr(ldi)*4, uintptr(ldc)*4
	pb, pp, ps := unsafe.SliceData(b), uintptr(pairs), unsafe.SliceData(cols)
	for ; m-i >= 4; i += min(8, m-i) {
		pa, pr, pi, pc := &a[i*lda], &rows[i*ldr], &init[i*ldi], &c[i*ldc]
		switch m - i {
		case 4:
			wide4(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		case 5:
			wide5(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		case 6:
			wide6(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		case 7:
			wide7(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		default:
			wide8(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		}
	}
	return i
}

// narrowPanel is smallPanel with AVX2.
func narrowPanel(c []float32, ldc int, a []int16, lda, m, pairs int, b []int16, rows []float32, ldr int, cols, init []float32, ldi int) {
	la, lr, li, lc := uintptr(lda)*2, uintptr(ldr)*4, uintptr(ldi)*4, uintptr(ldc)*4
	pb, pp, ps := unsafe.SliceData(b), uintptr(pairs), unsafe.SliceData(cols)
	for i := 0; i < m; i += 6 {
		pa, pr, pi, pc := &a[i*lda], &rows[i*ldr], &init[i*ldi], &c[i*ldc]
		switch m - i {
		case 1:
			small1(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		case 2:
			small2(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		case 3:
			small3(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		case 4:
			small4(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		case 5:
			small5(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		default:
			small6(pa, la, pb, pp, pr, lr, ps, pi, li, pc, lc)
		}
	}
}

// The assembly loops work on whole blocks of eight values; blocks is at least 1.

//go:noescape
func sigmoid8(x *float32, blocks uintptr)

//go:noescape
func tanh8(x *float32, blocks uintptr)

//go:noescape
func addGLU8(dst, a, b *float32, blocks uintptr)

//go:noescape
func lstm8(gates *float32, stride uintptr, c, h *float32, blocks uintptr)

//go:noescape
func addInt8x8(dst *float32, q *int8, scale float32, blocks uintptr)

//go:noescape
func sum8(x *float32, blocks uintptr) float32

//go:noescape
func squares8(x *float32, mean float32, blocks uintptr) float32

//go:noescape
func normalize8(dst, x *float32, mean, inv float32, gamma, beta *float32, blocks uintptr)

//go:noescape
func dot8(a, b *float32, blocks uintptr) float32

//go:noescape
func leaky8(x *float32, slope float32, blocks uintptr)

//go:noescape
func quantise8(dst *int16, x *float32, factor float32, blocks uintptr)

//go:noescape
func largest8(x *float32, blocks uintptr) float32

//go:noescape
func add8(dst, x *float32, blocks uintptr)

//go:noescape
func sub8(dst, x, y *float32, blocks uintptr)

//go:noescape
func butterfly8(x, y *float32, blocks uintptr)
