/* Kernels with 256-bit vectors. */
#pragma GCC optimize("O3")
#if defined(__x86_64__)
#include <immintrin.h>
#include "net.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif
#define KERNEL(name) net_avx2_##name
#define VEC __m256i
#define LANES 8
#define V_ZERO _mm256_setzero_si256()
#define V_ONE(i) _mm256_set1_epi32(i)
#define V_LOAD(p) _mm256_loadu_si256((const void *)(p))
#define V_STORE(p, v) _mm256_storeu_si256((void *)(p), v)
#define V_DOT(s, x, w) _mm256_add_epi32(s, _mm256_madd_epi16(x, w))
/* packs keeps to halves of 128 bits: the quarters are put in order again */
#define V_PACK(a, b, bits) \
    _mm256_permute4x64_epi64(_mm256_min_epi16(_mm256_max_epi16(_mm256_packs_epi32(_mm256_srai_epi32(a, bits), \
        _mm256_srai_epi32(b, bits)), _mm256_set1_epi16(-2047)), _mm256_set1_epi16(2047)), 0xD8)
#include "net_kernels.h"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#else
typedef int net_avx2_not_here;
#endif
