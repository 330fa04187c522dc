#include "textflag.h"

// One step of k for up to six rows and sixteen columns. The packed panel gives
// sixteen weights (Y12, Y13); each row gives one broadcast value.
#define STEP1(off) \
	VMOVUPS      (16*off)(BX), Y12; \
	VMOVUPS      (16*off+32)(BX), Y13; \
	VBROADCASTSS off(AX), Y14; \
	VFMADD231PS  Y12, Y14, Y0; \
	VFMADD231PS  Y13, Y14, Y1

#define STEP2(off) \
	STEP1(off); \
	VBROADCASTSS off(AX)(R8*1), Y15; \
	VFMADD231PS  Y12, Y15, Y2; \
	VFMADD231PS  Y13, Y15, Y3

#define STEP3(off) \
	STEP2(off); \
	VBROADCASTSS off(AX)(R8*2), Y14; \
	VFMADD231PS  Y12, Y14, Y4; \
	VFMADD231PS  Y13, Y14, Y5

#define STEP4(off) \
	STEP3(off); \
	VBROADCASTSS off(AX)(R9*1), Y15; \
	VFMADD231PS  Y12, Y15, Y6; \
	VFMADD231PS  Y13, Y15, Y7

#define STEP5(off) \
	STEP4(off); \
	VBROADCASTSS off(AX)(R8*4), Y14; \
	VFMADD231PS  Y12, Y14, Y8; \
	VFMADD231PS  Y13, Y14, Y9

#define STEP6(off) \
	STEP5(off); \
	VBROADCASTSS off(AX)(R10*1), Y15; \
	VFMADD231PS  Y12, Y15, Y10; \
	VFMADD231PS  Y13, Y15, Y11

// Rows of the initial values are loaded before and rows of the result stored
// after the loop over k; both walk by their own stride.
#define LOAD(lo, hi) \
	VMOVUPS (SI), lo; \
	VMOVUPS 32(SI), hi; \
	ADDQ    R12, SI

#define STORE(lo, hi) \
	VMOVUPS lo, (DI); \
	VMOVUPS hi, 32(DI); \
	ADDQ    R11, DI

#define ARGS \
	MOVQ a+0(FP), AX; \
	MOVQ lda+8(FP), R8; \
	MOVQ b+16(FP), BX; \
	MOVQ init+24(FP), SI; \
	MOVQ ldi+32(FP), R12; \
	MOVQ c+40(FP), DI; \
	MOVQ ldc+48(FP), R11; \
	MOVQ k+56(FP), CX; \
	LEAQ (R8)(R8*2), R9; \
	LEAQ (R8)(R8*4), R10

// Four steps of k at a time, then one at a time.
#define LOOP(STEP) \
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

// func tile1(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)
TEXT ·tile1(SB), NOSPLIT, $0-64
	ARGS
	LOAD(Y0, Y1)
	LOOP(STEP1)
	STORE(Y0, Y1)
	VZEROUPPER
	RET

// func tile2(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)
TEXT ·tile2(SB), NOSPLIT, $0-64
	ARGS
	LOAD(Y0, Y1)
	LOAD(Y2, Y3)
	LOOP(STEP2)
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	VZEROUPPER
	RET

// func tile3(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)
TEXT ·tile3(SB), NOSPLIT, $0-64
	ARGS
	LOAD(Y0, Y1)
	LOAD(Y2, Y3)
	LOAD(Y4, Y5)
	LOOP(STEP3)
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	STORE(Y4, Y5)
	VZEROUPPER
	RET

// func tile4(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)
TEXT ·tile4(SB), NOSPLIT, $0-64
	ARGS
	LOAD(Y0, Y1)
	LOAD(Y2, Y3)
	LOAD(Y4, Y5)
	LOAD(Y6, Y7)
	LOOP(STEP4)
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	STORE(Y4, Y5)
	STORE(Y6, Y7)
	VZEROUPPER
	RET

// func tile5(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)
TEXT ·tile5(SB), NOSPLIT, $0-64
	ARGS
	LOAD(Y0, Y1)
	LOAD(Y2, Y3)
	LOAD(Y4, Y5)
	LOAD(Y6, Y7)
	LOAD(Y8, Y9)
	LOOP(STEP5)
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	STORE(Y4, Y5)
	STORE(Y6, Y7)
	STORE(Y8, Y9)
	VZEROUPPER
	RET

// func tile6(a *float32, lda uintptr, b, init *float32, ldi uintptr, c *float32, ldc, k uintptr)
TEXT ·tile6(SB), NOSPLIT, $0-64
	ARGS
	LOAD(Y0, Y1)
	LOAD(Y2, Y3)
	LOAD(Y4, Y5)
	LOAD(Y6, Y7)
	LOAD(Y8, Y9)
	LOAD(Y10, Y11)
	LOOP(STEP6)
	STORE(Y0, Y1)
	STORE(Y2, Y3)
	STORE(Y4, Y5)
	STORE(Y6, Y7)
	STORE(Y8, Y9)
	STORE(Y10, Y11)
	VZEROUPPER
	RET
