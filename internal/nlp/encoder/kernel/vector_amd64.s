#include "textflag.h"

// Each constant fills a whole register of eight.
#define EIGHT(off, v) \
	DATA consts<>+(off+0)(SB)/4, $v; \
	DATA consts<>+(off+4)(SB)/4, $v; \
	DATA consts<>+(off+8)(SB)/4, $v; \
	DATA consts<>+(off+12)(SB)/4, $v; \
	DATA consts<>+(off+16)(SB)/4, $v; \
	DATA consts<>+(off+20)(SB)/4, $v; \
	DATA consts<>+(off+24)(SB)/4, $v; \
	DATA consts<>+(off+28)(SB)/4, $v

EIGHT(0, 0x42a00000)   // 80
EIGHT(32, 0xc2a00000)  // -80
EIGHT(64, 0x3fb8aa3b)  // log2(e)
EIGHT(96, 0x3f318000)  // ln 2, high part
EIGHT(128, 0xb95e8083) // ln 2, low part
EIGHT(160, 0x39506967) // the polynomial, highest power first
EIGHT(192, 0x3ab743ce)
EIGHT(224, 0x3c088908)
EIGHT(256, 0x3d2aa9c1)
EIGHT(288, 0x3e2aaaaa)
EIGHT(320, 0x3f000000)
EIGHT(352, 0x3f800000) // 1
EIGHT(384, 127)        // bias of the exponent
EIGHT(416, 0x80000000) // sign
EIGHT(448, 0x40000000) // 2
GLOBL consts<>(SB), RODATA|NOPTR, $480

// x = e^x; t and p are scratch. Cephes expf: the range is cut to ±80.
#define EXP(x, t, p) \
	VMINPS       consts<>+0(SB), x, x; \
	VMAXPS       consts<>+32(SB), x, x; \
	VMULPS       consts<>+64(SB), x, t; \
	VROUNDPS     $0, t, t; \
	VFNMADD231PS consts<>+96(SB), t, x; \
	VFNMADD231PS consts<>+128(SB), t, x; \
	VMOVUPS      consts<>+160(SB), p; \
	VFMADD213PS  consts<>+192(SB), x, p; \
	VFMADD213PS  consts<>+224(SB), x, p; \
	VFMADD213PS  consts<>+256(SB), x, p; \
	VFMADD213PS  consts<>+288(SB), x, p; \
	VFMADD213PS  consts<>+320(SB), x, p; \
	VMULPS       x, p, p; \
	VFMADD213PS  x, x, p; \
	VADDPS       consts<>+352(SB), p, p; \
	VCVTPS2DQ    t, t; \
	VPADDD       consts<>+384(SB), t, t; \
	VPSLLD       $23, t, t; \
	VMULPS       t, p, x

// x = 1/(1+e^-x)
#define SIGMOID(x, t, p) \
	VXORPS  consts<>+416(SB), x, x; \
	EXP(x, t, p); \
	VADDPS  consts<>+352(SB), x, x; \
	VMOVUPS consts<>+352(SB), t; \
	VDIVPS  x, t, x

// x = tanh x = 2/(1+e^-2x) - 1
#define TANH(x, t, p) \
	VADDPS  x, x, x; \
	VXORPS  consts<>+416(SB), x, x; \
	EXP(x, t, p); \
	VADDPS  consts<>+352(SB), x, x; \
	VMOVUPS consts<>+448(SB), t; \
	VDIVPS  x, t, x; \
	VSUBPS  consts<>+352(SB), x, x

// func sigmoid8(x *float32, blocks uintptr)
TEXT ·sigmoid8(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), AX
	MOVQ blocks+8(FP), CX

loop:
	VMOVUPS (AX), Y0
	SIGMOID(Y0, Y1, Y2)
	VMOVUPS Y0, (AX)
	ADDQ    $32, AX
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET

// func tanh8(x *float32, blocks uintptr)
TEXT ·tanh8(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), AX
	MOVQ blocks+8(FP), CX

loop:
	VMOVUPS (AX), Y0
	TANH(Y0, Y1, Y2)
	VMOVUPS Y0, (AX)
	ADDQ    $32, AX
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET

// func addGLU8(dst, a, b *float32, blocks uintptr)
TEXT ·addGLU8(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ b+16(FP), BX
	MOVQ blocks+24(FP), CX

loop:
	VMOVUPS     (BX), Y0
	SIGMOID(Y0, Y1, Y2)
	VMOVUPS     (DI), Y3
	VFMADD231PS (SI), Y0, Y3
	VMOVUPS     Y3, (DI)
	ADDQ        $32, SI
	ADDQ        $32, BX
	ADDQ        $32, DI
	DECQ        CX
	JNZ         loop
	VZEROUPPER
	RET

// func add8(dst, x *float32, blocks uintptr)
TEXT ·add8(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ blocks+16(FP), CX

loop:
	VMOVUPS (DI), Y0
	VADDPS  (SI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, SI
	ADDQ    $32, DI
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET

// func sub8(dst, x, y *float32, blocks uintptr)
TEXT ·sub8(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DX
	MOVQ blocks+24(FP), CX

loop:
	VMOVUPS (SI), Y0
	VSUBPS  (DX), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, SI
	ADDQ    $32, DX
	ADDQ    $32, DI
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET

// func butterfly8(x, y *float32, blocks uintptr)
TEXT ·butterfly8(SB), NOSPLIT, $0-24
	MOVQ x+0(FP), DI
	MOVQ y+8(FP), SI
	MOVQ blocks+16(FP), CX

loop:
	VMOVUPS (DI), Y0
	VMOVUPS (SI), Y1
	VADDPS  Y1, Y0, Y2
	VSUBPS  Y1, Y0, Y3
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, (SI)
	ADDQ    $32, SI
	ADDQ    $32, DI
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET

// func lstm8(gates *float32, stride uintptr, c, h *float32, blocks uintptr)
TEXT ·lstm8(SB), NOSPLIT, $0-40
	MOVQ gates+0(FP), AX
	MOVQ stride+8(FP), R8
	MOVQ c+16(FP), SI
	MOVQ h+24(FP), DI
	MOVQ blocks+32(FP), CX
	LEAQ (R8)(R8*2), R9

loop:
	VMOVUPS     (AX), Y0
	VMOVUPS     (AX)(R8*1), Y1
	VMOVUPS     (AX)(R8*2), Y2
	VMOVUPS     (AX)(R9*1), Y3
	SIGMOID(Y0, Y4, Y5)
	SIGMOID(Y1, Y6, Y7)
	TANH(Y2, Y8, Y9)
	SIGMOID(Y3, Y10, Y11)
	VMULPS      (SI), Y1, Y1
	VFMADD231PS Y0, Y2, Y1
	VMOVUPS     Y1, (SI)
	TANH(Y1, Y4, Y5)
	VMULPS      Y1, Y3, Y3
	VMOVUPS     Y3, (DI)
	ADDQ        $32, AX
	ADDQ        $32, SI
	ADDQ        $32, DI
	DECQ        CX
	JNZ         loop
	VZEROUPPER
	RET

// func addInt8x8(dst *float32, q *int8, scale float32, blocks uintptr)
TEXT ·addInt8x8(SB), NOSPLIT, $0-32
	MOVQ         dst+0(FP), DI
	MOVQ         q+8(FP), SI
	VBROADCASTSS scale+16(FP), Y0
	MOVQ         blocks+24(FP), CX

loop:
	VPMOVSXBD   (SI), Y1
	VCVTDQ2PS   Y1, Y1
	VMOVUPS     (DI), Y2
	VFMADD231PS Y0, Y1, Y2
	VMOVUPS     Y2, (DI)
	ADDQ        $8, SI
	ADDQ        $32, DI
	DECQ        CX
	JNZ         loop
	VZEROUPPER
	RET

// The sum of the eight lanes of Y0 goes to the low lane of X0; X1 is scratch.
#define SUM \
	VEXTRACTF128 $1, Y0, X1; \
	VADDPS       X1, X0, X0; \
	VHADDPS      X0, X0, X0; \
	VHADDPS      X0, X0, X0

// func sum8(x *float32, blocks uintptr) float32
TEXT ·sum8(SB), NOSPLIT, $0-20
	MOVQ   x+0(FP), AX
	MOVQ   blocks+8(FP), CX
	VXORPS Y0, Y0, Y0

loop:
	VADDPS (AX), Y0, Y0
	ADDQ   $32, AX
	DECQ   CX
	JNZ    loop
	SUM
	VMOVSS X0, ret+16(FP)
	VZEROUPPER
	RET

// func squares8(x *float32, mean float32, blocks uintptr) float32
TEXT ·squares8(SB), NOSPLIT, $0-28
	MOVQ         x+0(FP), AX
	VBROADCASTSS mean+8(FP), Y3
	MOVQ         blocks+16(FP), CX
	VXORPS       Y0, Y0, Y0

loop:
	VMOVUPS     (AX), Y2
	VSUBPS      Y3, Y2, Y2
	VFMADD231PS Y2, Y2, Y0
	ADDQ        $32, AX
	DECQ        CX
	JNZ         loop
	SUM
	VMOVSS      X0, ret+24(FP)
	VZEROUPPER
	RET

// func normalize8(dst, x *float32, mean, inv float32, gamma, beta *float32, blocks uintptr)
TEXT ·normalize8(SB), NOSPLIT, $0-48
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	VBROADCASTSS mean+16(FP), Y0
	VBROADCASTSS inv+20(FP), Y1
	MOVQ         gamma+24(FP), R8
	MOVQ         beta+32(FP), R9
	MOVQ         blocks+40(FP), CX

loop:
	VMOVUPS     (SI), Y2
	VSUBPS      Y0, Y2, Y2
	VMULPS      Y1, Y2, Y2
	VMOVUPS     (R8), Y3
	VFMADD213PS (R9), Y2, Y3
	VMOVUPS     Y3, (DI)
	ADDQ        $32, SI
	ADDQ        $32, DI
	ADDQ        $32, R8
	ADDQ        $32, R9
	DECQ        CX
	JNZ         loop
	VZEROUPPER
	RET

// func dot8(a, b *float32, blocks uintptr) float32
TEXT ·dot8(SB), NOSPLIT, $0-28
	MOVQ   a+0(FP), SI
	MOVQ   b+8(FP), DI
	MOVQ   blocks+16(FP), CX
	VXORPS Y0, Y0, Y0

loop:
	VMOVUPS     (SI), Y1
	VFMADD231PS (DI), Y1, Y0
	ADDQ        $32, SI
	ADDQ        $32, DI
	DECQ        CX
	JNZ         loop
	SUM
	VMOVSS      X0, ret+24(FP)
	VZEROUPPER
	RET

// func leaky8(x *float32, slope float32, blocks uintptr)
TEXT ·leaky8(SB), NOSPLIT, $0-24
	MOVQ         x+0(FP), AX
	VBROADCASTSS slope+8(FP), Y0
	MOVQ         blocks+16(FP), CX

loop:
	VMOVUPS (AX), Y1
	VMULPS  Y0, Y1, Y2
	VMAXPS  Y1, Y2, Y1
	VMOVUPS Y1, (AX)
	ADDQ    $32, AX
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET
