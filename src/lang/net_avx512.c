/* Kernels with 512-bit vectors and their dot products (VNNI). */
#pragma GCC optimize("O3")
#if defined(__x86_64__)
#include <immintrin.h>
#include "net.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512vnni")
#endif
#define KERNEL(name) net_avx512_##name
#define VEC __m512i
#define LANES 16
#define V_ZERO _mm512_setzero_si512()
#define V_ONE(i) _mm512_set1_epi32(i)
#define V_LOAD(p) _mm512_loadu_si512((const void *)(p))
#define V_STORE(p, v) _mm512_storeu_si512((void *)(p), v)
#define V_DOT(s, x, w) _mm512_dpwssd_epi32(s, x, w)
#define V_PACK(a, b, bits) \
    _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7), \
        _mm512_min_epi16(_mm512_max_epi16(_mm512_packs_epi32(_mm512_srai_epi32(a, (unsigned)(bits)), \
            _mm512_srai_epi32(b, (unsigned)(bits))), _mm512_set1_epi16(-2047)), _mm512_set1_epi16(2047)))
#include "net_kernels.h"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#else
typedef int net_avx512_not_here;
#endif
