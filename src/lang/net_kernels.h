/* The kernels of net.h, once for each width of vectors: net_sse2.c, net_avx2.c and net_avx512.c set
 * the target, define KERNEL(name) and the vector operations below, and include this. All give the
 * same numbers. Without vectors net_plain.c does.
 *
 *   VEC, LANES          a register of 32-bit lanes
 *   V_ZERO, V_ONE(int), V_LOAD(p), V_STORE(p, v), V_ADD(a, b)
 *   V_DOT(sum, x, w)    sum + x's pairs of 16-bit numbers times w's
 *   V_PACK(a, b, bits)  a >> bits and b >> bits as 16-bit numbers within 2047; may be missing */

static inline int32_t KERNEL(pair)(const int16_t *x) {
    int32_t v;
    memcpy(&v, x, 4);
    return v;
}

/* R rows by C registers of columns of y[r][m] = x[r][k] . w, x's rows `stride` numbers apart. Unrolled: rolled up,
 * the sums are kept and copied in memory. */
#define UNROLL _Pragma("GCC unroll 8")
#define TILE(R, C)                                                                                      \
    static inline void KERNEL(tile_##R##x##C)(int32_t *y, const int16_t *x, size_t stride, const int16_t *w, uint32_t k, \
                                              uint32_t m) {                                             \
        VEC sum[R][C], column[C];                                                                       \
        UNROLL for (int r = 0; r < R; r++)                                                              \
            UNROLL for (int c = 0; c < C; c++)                                                          \
                sum[r][c] = V_ZERO;                                                                     \
        for (uint32_t p = 0; p < k; p += 2, w += 2 * (size_t)m) {                                       \
            UNROLL for (int c = 0; c < C; c++)                                                          \
                column[c] = V_LOAD(w + 2 * LANES * c);                                                  \
            UNROLL for (int r = 0; r < R; r++) {                                                        \
                VEC v = V_ONE(KERNEL(pair)(x + r * stride + p));                                        \
                UNROLL for (int c = 0; c < C; c++)                                                      \
                    sum[r][c] = V_DOT(sum[r][c], v, column[c]);                                         \
            }                                                                                           \
        }                                                                                               \
        UNROLL for (int r = 0; r < R; r++)                                                              \
            UNROLL for (int c = 0; c < C; c++)                                                          \
                V_STORE(y + (size_t)r * m + LANES * c, sum[r][c]);                                      \
    }

/* All rows by one strip of columns, so that the strip's weights stay in the first-level cache. */
#define TAKE(R, C) KERNEL(tile_##R##x##C)(y + (size_t)r * m, x + r * stride, stride, w, k, m), r += R
#define STRIP(C)                                                                                        \
    static void KERNEL(strip_##C)(int32_t *y, const int16_t *x, size_t stride, uint32_t rows, const int16_t *w, \
                                  uint32_t k, uint32_t m) {                                             \
        uint32_t r = 0;                                                                                 \
        TAKE_MOST(C)                                                                                    \
        switch (rows - r) {                                                                             \
        case 1: TAKE(1, C); break;                                                                      \
        case 2: TAKE(2, C); break;                                                                      \
        case 3: TAKE(3, C); break;                                                                      \
        TAKE_MORE(C)                                                                                    \
        }                                                                                               \
    }

#if LANES == 16 /* 32 registers */
#define TAKE_MOST(C)                                                                                    \
    while (rows - r >= 8)                                                                               \
        TAKE(8, C);
#define TAKE_MORE(C)                                                                                    \
    case 4: TAKE(4, C); break;                                                                          \
    case 5: TAKE(5, C); break;                                                                          \
    case 6: TAKE(6, C); break;                                                                          \
    case 7: TAKE(7, C); break;
#define TILES(C) TILE(1, C) TILE(2, C) TILE(3, C) TILE(4, C) TILE(5, C) TILE(6, C) TILE(7, C) TILE(8, C)
TILES(1)
STRIP(1)
#else
#define TAKE_MOST(C)                                                                                    \
    while (rows - r >= 4 && rows - r != 5 && rows - r != 6)                                             \
        TAKE(4, C);                                                                                     \
    if (rows - r >= 5) /* one row at a time is slow: 3 + 2, 3 + 3 */                                    \
        TAKE(3, C);
#define TAKE_MORE(C)
#define TILES(C) TILE(1, C) TILE(2, C) TILE(3, C) TILE(4, C)
#endif
TILES(2)
STRIP(2)

static void KERNEL(map)(int32_t *y, const int16_t *x, size_t stride, uint32_t rows, const int16_t *w,
                        uint32_t k, uint32_t m) {
#if LANES == 16 /* m is a multiple of 16 */
    if (m == LANES) { /* one sum a row: two of half the width do not wait for each other */
        net_avx2_kernels.map(y, x, stride, rows, w, k, m);
        return;
    }
#endif
    uint32_t j = 0;
    for (; j + 2 * LANES <= m; j += 2 * LANES)
        KERNEL(strip_2)(y + j, x, stride, rows, w + 2 * j, k, m);
#if LANES == 16
    if (j < m)
        KERNEL(strip_1)(y + j, x, stride, rows, w + 2 * j, k, m);
#endif
}

static void KERNEL(words)(int16_t *restrict out, const int8_t *const r[NET_ROWS], int32_t mult, uint32_t d) {
    const int8_t *restrict a = r[0], *restrict b = r[1], *restrict c = r[2], *restrict e = r[3],
                 *restrict f = r[4];
    for (uint32_t i = 0; i < d; i++)
        out[i] = (int16_t)((int16_t)(a[i] + b[i] + c[i] + e[i] + f[i]) * (int16_t)mult);
}

static void KERNEL(residual)(int16_t *restrict out, const int16_t *restrict x, const int32_t *restrict sum,
                             const int32_t *restrict bias, uint32_t bits, uint32_t d) {
    for (uint32_t i = 0; i < d; i++) {
        int32_t v = (int32_t)((uint32_t)sum[i] + (uint32_t)bias[i]) >> bits;
        v = x[i] + (v > 0 ? v : 0);
        out[i] = (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v);
    }
}

static void KERNEL(residual3)(int16_t *restrict out, const int16_t *restrict x, const int32_t *restrict a,
                              const int32_t *restrict b, const int32_t *restrict c, const int32_t *restrict bias,
                              uint32_t bits, uint32_t d) {
    for (uint32_t i = 0; i < d; i++) {
        int32_t v = (int32_t)((uint32_t)a[i] + (uint32_t)b[i] + (uint32_t)c[i] + (uint32_t)bias[i]) >> bits;
        v = x[i] + (v > 0 ? v : 0);
        out[i] = (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v);
    }
}

static void KERNEL(narrow)(int16_t *restrict out, const int32_t *restrict sum, uint32_t bits, uint32_t n) {
    uint32_t i = 0;
#ifdef V_PACK
    for (; i + 2 * LANES <= n; i += 2 * LANES)
        V_STORE(out + i, V_PACK(V_LOAD(sum + i), V_LOAD(sum + i + LANES), (int)bits));
#endif
    for (; i < n; i++) {
        int32_t v = sum[i] >> bits;
        out[i] = (int16_t)(v > 2047 ? 2047 : v < -2047 ? -2047 : v);
    }
}

/* The first of the greatest s[i] + bias[i], sums that wrap, of n. */
static uint32_t KERNEL(best)(const int32_t *restrict s, const int32_t *restrict bias, uint32_t n) {
    int32_t v[NET_TAGS_MAX], top = INT32_MIN;
    uint32_t at = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        v[i] = (int32_t)((uint32_t)s[i] + (uint32_t)bias[i]);
        top = v[i] > top ? v[i] : top;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t here = v[i] == top ? i : UINT32_MAX;
        at = here < at ? here : at;
    }
    return at;
}

/* out = relu of the sum of rows of int16. n a multiple of 64. */
static void KERNEL(hidden)(int16_t *restrict out, const int16_t *const *rows, uint32_t rows_n, uint32_t n) {
    typedef uint16_t u __attribute__((vector_size(2 * 2 * LANES)));
    typedef int16_t v __attribute__((vector_size(2 * 2 * LANES))); /* sums wrap by definition */
    for (uint32_t j = 0; j < n; j += 4 * LANES) {
        v a = {0}, b = {0}, zero = {0};
        for (uint32_t r = 0; r < rows_n; r++) {
            v x, y;
            memcpy(&x, rows[r] + j, sizeof x);
            memcpy(&y, rows[r] + j + 2 * LANES, sizeof y);
            a = (v)((u)a + (u)x);
            b = (v)((u)b + (u)y);
        }
        a &= a > zero;
        b &= b > zero;
        memcpy(out + j, &a, sizeof a);
        memcpy(out + j + 2 * LANES, &b, sizeof b);
    }
}

const struct net_kernels KERNEL(kernels) = {KERNEL(map), KERNEL(words), KERNEL(residual), KERNEL(residual3), KERNEL(narrow),
                                            KERNEL(hidden), KERNEL(best)};
