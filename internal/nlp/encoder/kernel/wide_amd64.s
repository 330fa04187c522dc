#include "textflag.h"

// The products of small integers with AVX-512 VNNI: VPDPWSSD multiplies the pairs
// of sixteen columns, adds both products up and adds them to the sums. The sums are
// whole numbers, and what becomes of them is done as in small_amd64.s: the result
// is the same, bit for bit.
#define ZSTEP4(off) \
	VMOVDQU32     (16*off)(BX), Z12; \
	VPDPWSSD.BCST off(AX), Z12, Z0; \
	VPDPWSSD.BCST off(AX)(R8*1), Z12, Z1; \
	VPDPWSSD.BCST off(AX)(R8*2), Z12, Z2; \
	VPDPWSSD.BCST off(AX)(R9*1), Z12, Z3

#define ZSTEP5(off) \
	ZSTEP4(off); \
	VPDPWSSD.BCST off(AX)(R8*4), Z12, Z4

#define ZSTEP6(off) \
	ZSTEP5(off); \
	VPDPWSSD.BCST off(AX)(R10*1), Z12, Z5

#define ZSTEP7(off) \
	ZSTEP6(off); \
	VPDPWSSD.BCST off(AX)(R9*2), Z12, Z6

#define ZSTEP8(off) \
	ZSTEP7(off); \
	VPDPWSSD.BCST off(AX)(R15*1), Z12, Z7

// A row's sums become floats: times the row's and the columns' factors, plus
// the initial values.
#define ZFINISH(sum) \
	VBROADCASTSS (R13), Z14; \
	ADDQ         R14, R13; \
	VCVTDQ2PS    sum, sum; \
	VMULPS       Z14, sum, sum; \
	VFMADD213PS  (SI), Z12, sum; \
	ADDQ         R12, SI; \
	VMOVUPS      sum, (DI); \
	ADDQ         R11, DI

// The sums of four to eight rows, set to nothing before the loop and finished behind it.
#define ZCLEAR4 \
	VPXORQ Z0, Z0, Z0; \
	VPXORQ Z1, Z1, Z1; \
	VPXORQ Z2, Z2, Z2; \
	VPXORQ Z3, Z3, Z3

#define ZCLEAR5 \
	ZCLEAR4; \
	VPXORQ Z4, Z4, Z4

#define ZCLEAR6 \
	ZCLEAR5; \
	VPXORQ Z5, Z5, Z5

#define ZCLEAR7 \
	ZCLEAR6; \
	VPXORQ Z6, Z6, Z6

#define ZCLEAR8 \
	ZCLEAR7; \
	VPXORQ Z7, Z7, Z7

#define ZFINISH4 \
	ZFINISH(Z0); \
	ZFINISH(Z1); \
	ZFINISH(Z2); \
	ZFINISH(Z3)

#define ZFINISH5 \
	ZFINISH4; \
	ZFINISH(Z4)

#define ZFINISH6 \
	ZFINISH5; \
	ZFINISH(Z5)

#define ZFINISH7 \
	ZFINISH6; \
	ZFINISH(Z6)

#define ZFINISH8 \
	ZFINISH7; \
	ZFINISH(Z7)

#define ZARGS \
	MOVQ a+0(FP), AX; \
	MOVQ lda+8(FP), R8; \
	MOVQ b+16(FP), BX; \
	MOVQ pairs+24(FP), CX; \
	LEAQ (R8)(R8*2), R9; \
	LEAQ (R8)(R8*4), R10; \
	LEAQ (R9)(R8*4), R15

#define ZREST \
	MOVQ    rows+32(FP), R13; \
	MOVQ    ldr+40(FP), R14; \
	MOVQ    cols+48(FP), DX; \
	MOVQ    init+56(FP), SI; \
	MOVQ    ldi+64(FP), R12; \
	MOVQ    c+72(FP), DI; \
	MOVQ    ldc+80(FP), R11; \
	VMOVUPS (DX), Z12

#define ZLOOP(STEP) \
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

// func wide4(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·wide4(SB), NOSPLIT, $0-88
	ZARGS
	ZCLEAR4
	ZLOOP(ZSTEP4)
	ZREST
	ZFINISH4
	VZEROUPPER
	RET

// func wide5(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·wide5(SB), NOSPLIT, $0-88
	ZARGS
	ZCLEAR5
	ZLOOP(ZSTEP5)
	ZREST
	ZFINISH5
	VZEROUPPER
	RET

// func wide6(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·wide6(SB), NOSPLIT, $0-88
	ZARGS
	ZCLEAR6
	ZLOOP(ZSTEP6)
	ZREST
	ZFINISH6
	VZEROUPPER
	RET

// func wide7(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·wide7(SB), NOSPLIT, $0-88
	ZARGS
	ZCLEAR7
	ZLOOP(ZSTEP7)
	ZREST
	ZFINISH7
	VZEROUPPER
	RET

// func wide8(a *int16, lda uintptr, b *int16, pairs uintptr, rows *float32, ldr uintptr, cols, init *float32, ldi uintptr, c *float32, ldc uintptr)
TEXT ·wide8(SB), NOSPLIT, $0-88
	ZARGS
	ZCLEAR8
	ZLOOP(ZSTEP8)
	ZREST
	ZFINISH8
	VZEROUPPER
	RET
