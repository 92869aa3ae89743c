/* Float matrices for trainers: one kernel, plain layouts (rows one after the other). Include after
 * the pragmas that choose the target. */
#ifndef STM_LIB_GEMM_H
#define STM_LIB_GEMM_H

#include <stddef.h>
#include <string.h>

typedef float gemm_v8 __attribute__((vector_size(32), aligned(4)));

static inline gemm_v8 gemm_load(const float *p) { return *(const gemm_v8 *)p; }

/* Y[n][m] += X[n][k] . W[k][m]; m a multiple of 16. */
__attribute__((noinline, noclone)) static void gemm(float *Y, const float *X, const float *W, size_t n, size_t k, size_t m) {
    for (size_t j = 0; j < m; j += 16) {
        size_t i = 0;
        for (; i + 6 <= n; i += 6) {
            gemm_v8 a[6][2];
            for (int r = 0; r < 6; r++)
                a[r][0] = gemm_load(Y + (i + r) * m + j), a[r][1] = gemm_load(Y + (i + r) * m + j + 8);
            for (size_t p = 0; p < k; p++) {
                gemm_v8 w0 = gemm_load(W + p * m + j), w1 = gemm_load(W + p * m + j + 8);
                for (int r = 0; r < 6; r++) {
                    float x = X[(i + r) * k + p];
                    a[r][0] += x * w0, a[r][1] += x * w1;
                }
            }
            for (int r = 0; r < 6; r++) {
                *(gemm_v8 *)(Y + (i + r) * m + j) = a[r][0];
                *(gemm_v8 *)(Y + (i + r) * m + j + 8) = a[r][1];
            }
        }
        for (; i < n; i++) {
            gemm_v8 a = gemm_load(Y + i * m + j), b = gemm_load(Y + i * m + j + 8);
            for (size_t p = 0; p < k; p++) {
                a += X[i * k + p] * gemm_load(W + p * m + j);
                b += X[i * k + p] * gemm_load(W + p * m + j + 8);
            }
            *(gemm_v8 *)(Y + i * m + j) = a;
            *(gemm_v8 *)(Y + i * m + j + 8) = b;
        }
    }
}

/* T[m][n] = X[n][m] */
__attribute__((noinline, noclone)) static void gemm_turn(float *T, const float *X, size_t n, size_t m) {
    for (size_t i = 0; i < n; i += 8)
        for (size_t j = 0; j < m; j++)
            for (size_t r = i; r < i + 8 && r < n; r++)
                T[j * n + r] = X[r * m + j];
}

#endif
