/* Kernels with 128-bit vectors, which every x86-64 has; elsewhere plain C stands in their place. */
#pragma GCC optimize("O3")
#include "net.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define KERNEL(name) net_sse2_##name
#define VEC __m128i
#define LANES 4
#define V_ZERO _mm_setzero_si128()
#define V_ONE(i) _mm_set1_epi32(i)
#define V_LOAD(p) _mm_loadu_si128((const void *)(p))
#define V_STORE(p, v) _mm_storeu_si128((void *)(p), v)
#define V_DOT(s, x, w) _mm_add_epi32(s, _mm_madd_epi16(x, w))
#define V_PACK(a, b, bits) \
    _mm_min_epi16(_mm_max_epi16(_mm_packs_epi32(_mm_srai_epi32(a, bits), _mm_srai_epi32(b, bits)), \
        _mm_set1_epi16(-2047)), _mm_set1_epi16(2047))
#include "net_kernels.h"
#else

/* One 32-bit lane, by hand. */
#define KERNEL(name) net_sse2_##name
#define VEC int32_t
#define LANES 1
#define V_ZERO 0
#define V_ONE(i) (i)
static inline int32_t load(const int16_t *p) {
    int32_t v;
    memcpy(&v, p, 4);
    return v;
}
static inline int32_t dot(int32_t s, int32_t x, int32_t w) {
    int16_t a[2], b[2];
    memcpy(a, &x, 4), memcpy(b, &w, 4);
    return (int32_t)((uint32_t)s + (uint32_t)((int32_t)a[0] * b[0]) + (uint32_t)((int32_t)a[1] * b[1]));
}
#define V_LOAD(p) load(p)
#define V_STORE(p, v) (*(p) = (v))
#define V_DOT(s, x, w) dot(s, x, w)
#include "net_kernels.h"
#endif
