#include "textflag.h"

// The products of small integers. A pair of k takes four bytes of a row and, for
// sixteen columns, sixty-four bytes of the panel: VPMADDWD multiplies both and
// adds them up in 32 bits.
#define PAIR(row, lo, hi) \
	VPBROADCASTD row, Y14; \
	VPMADDWD     Y12, Y14, Y15; \
	VPADDD       Y15, lo, lo; \
	VPMADDWD     Y13, Y14, Y15; \
	VPADDD       Y15, hi, hi

#define QSTEP1(off) \
	VMOVDQU (16*off)(BX), Y12; \
	VMOVDQU (16*off+32)(BX), Y13; \
	PAIR(off(AX), Y0, Y1)

#define QSTEP2(off) \
	QSTEP1(off); \
	PAIR(off(AX)(R8*1), Y2, Y3)

#define QSTEP3(off) \
	QSTEP2(off); \
	PAIR(off(AX)(R8*2), Y4, Y5)

#define QSTEP4(off) \
	QSTEP3(off); \
	PAIR(off(AX)(R9*1), Y6, Y7)

#define QSTEP5(off) \
	QSTEP4(off); \
	PAIR(off(AX)(R8*4), Y8, Y9)

#define QSTEP6(off) \
	QSTEP5(off); \
	PAIR(off(AX)(R10*1), Y10, Y11)

#define ZERO(lo, hi) \
	VPXOR lo, lo, lo; \
	VPXOR hi, hi, hi

// A row's sums become floats: times the row's and the columns' factors, plus
// the initial values.
#define FINISH(lo, hi) \
	VBROADCASTSS (R13), Y14; \
	ADDQ         R14, R13; \
	VCVTDQ2PS    lo, lo; \
	VCVTDQ2PS    hi, hi; \
	VMULPS       Y14, lo, lo; \
	VMULPS       Y14, hi, hi; \
	VFMADD213PS  (SI), Y12, lo; \
	VFMADD213PS  32(SI), Y13, hi; \
	ADDQ         R12, SI; \
	VMOVUPS      lo, (DI); \
	VMOVUPS      hi, 32(DI); \
	ADDQ         R11, DI

#define QARGS \
	MOVQ a+0(FP), AX; \
	MOVQ lda+8(FP), R8; \
	MOVQ b+16(FP), BX; \
	MOVQ pairs+24(FP), CX; \
	LEAQ (R8)(R8*2), R9; \
	LEAQ (R8)(R8*4), R10

#define QREST \
	MOVQ    rows+32(FP), R13; \
	MOVQ    ldr+40(FP), R14; \
	MOVQ    cols+48(FP), DX; \
	MOVQ    init+56(FP), SI; \
	MOVQ    ldi+64(FP), R12; \
	MOVQ    c+72(FP), DI; \
	MOVQ    ldc+80(FP), R11; \
	VMOVUPS (DX), Y12; \
	VMOVUPS 32(DX), Y13

#define QLOOP(STEP) \
	MOVQ CX, DX; \
	SHRQ $2, DX; \
	JZ   tail; \
four: \
	STEP(0); \
	STEP(4); \
	STEP(8); \
	STEP(12); \
	ADDQ $16, AX; \
	ADDQ $256, BX; \
	DECQ DX; \
	JNZ  four; \
tail: \
	ANDQ $3, CX; \
	JZ   done; \
one: \
	STEP(0); \
	ADDQ $4, AX; \
	ADDQ $64, BX; \
	DECQ CX; \
	JNZ  one; \
done:

// func small1(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·small1(SB), NOSPLIT, $0-88
	QARGS
	ZERO(Y0, Y1)
	QLOOP(QSTEP1)
	QREST
	FINISH(Y0, Y1)
	VZEROUPPER
	RET

// func small2(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·small2(SB), NOSPLIT, $0-88
	QARGS
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	QLOOP(QSTEP2)
	QREST
	FINISH(Y0, Y1)
	FINISH(Y2, Y3)
	VZEROUPPER
	RET

// func small3(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·small3(SB), NOSPLIT, $0-88
	QARGS
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	QLOOP(QSTEP3)
	QREST
	FINISH(Y0, Y1)
	FINISH(Y2, Y3)
	FINISH(Y4, Y5)
	VZEROUPPER
	RET

// func small4(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·small4(SB), NOSPLIT, $0-88
	QARGS
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)
	QLOOP(QSTEP4)
	QREST
	FINISH(Y0, Y1)
	FINISH(Y2, Y3)
	FINISH(Y4, Y5)
	FINISH(Y6, Y7)
	VZEROUPPER
	RET

// func small5(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·small5(SB), NOSPLIT, $0-88
	QARGS
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)
	ZERO(Y8, Y9)
	QLOOP(QSTEP5)
	QREST
	FINISH(Y0, Y1)
	FINISH(Y2, Y3)
	FINISH(Y4, Y5)
	FINISH(Y6, Y7)
	FINISH(Y8, Y9)
	VZEROUPPER
	RET

// func small6(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·small6(SB), NOSPLIT, $0-88
	QARGS
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)
	ZERO(Y8, Y9)
	ZERO(Y10, Y11)
	QLOOP(QSTEP6)
	QREST
	FINISH(Y0, Y1)
	FINISH(Y2, Y3)
	FINISH(Y4, Y5)
	FINISH(Y6, Y7)
	FINISH(Y8, Y9)
	FINISH(Y10, Y11)
	VZEROUPPER
	RET

// func quantise8(dst *int16, x *float32, factor float32, blocks uintptr)
TEXT ·quantise8(SB), NOSPLIT, $0-32
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	VBROADCASTSS factor+16(FP), Y1
	MOVQ         blocks+24(FP), CX

loop:
	VMULPS       (SI), Y1, Y0
	VCVTPS2DQ    Y0, Y0
	VEXTRACTI128 $1, Y0, X2
	VPACKSSDW    X2, X0, X0
	VMOVDQU      X0, (DI)
	ADDQ         $32, SI
	ADDQ         $16, DI
	DECQ         CX
	JNZ          loop
	VZEROUPPER
	RET

// func largest8(x *float32, blocks uintptr) float32
TEXT ·largest8(SB), NOSPLIT, $0-20
	MOVQ     x+0(FP), AX
	MOVQ     blocks+8(FP), CX
	VPCMPEQD Y3, Y3, Y3
	VPSRLD   $1, Y3, Y3 // all bits but the sign
	VXORPS   Y0, Y0, Y0

loop:
	VANDPS (AX), Y3, Y1
	VMAXPS Y1, Y0, Y0
	ADDQ   $32, AX
	DECQ   CX
	JNZ    loop
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x4e, X0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0xb1, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET
