/* Words as the network sees them. */
#include "net.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

slice net_known(slice f, char low[48]) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < f.n && n < 48; i++) {
        unsigned char c = (unsigned char)f.p[i];
        if (c == 0xE2 && i + 2 < f.n && (unsigned char)f.p[i + 1] == 0x80 &&
            (unsigned char)f.p[i + 2] == 0x99) {
            low[n++] = '\'';
            i += 2;
        } else {
            low[n++] = is_digit(c) ? '0' : to_lower((char)c);
        }
    }
    return slice_of(low, n);
}

static uint32_t shape(slice f, uint8_t flags, bool first) {
    bool inner = false, lower = false;
    uint32_t upper = 0;
    for (uint32_t i = 0; i < f.n; i++) {
        unsigned char c = (unsigned char)f.p[i];
        lower |= is_lower(c) || c >= 0x80;
        upper += is_upper(c);
        inner |= i && (c == '-' || c == '.' || c == '@' || c == '/');
    }
    uint32_t cap = !upper && !lower ? 0
                   : !upper         ? ((flags & TOKEN_UPPER) ? 2 : 1)
                   : flags & TOKEN_ALL_UPPER ? 3
                   : !lower                  ? 4
                   : flags & TOKEN_UPPER     ? (upper > 1 ? 5 : 2)
                                             : 5;
    uint32_t glue = flags & TOKEN_MWT ? 2 : flags & TOKEN_SPACE_BEFORE ? 0 : 1;
    return (((cap * 2 + (flags & TOKEN_DIGIT ? 1 : 0)) * 2 + first) * 3 + glue) * 2 + inner;
}

void net_rows(slice form, slice known, uint8_t flags, bool first, uint32_t rows[NET_ROWS]) {
    slice k = known;
    uint32_t base = 0;
    rows[1] = base + net_hash(slice_cut(k, k.n > 2 ? k.n - 2 : 0, k.n)) % NET_SUFFIX2;
    base += NET_SUFFIX2;
    rows[2] = base + net_hash(slice_cut(k, k.n > 3 ? k.n - 3 : 0, k.n)) % NET_SUFFIX3;
    base += NET_SUFFIX3;
    rows[3] = base + net_hash(slice_cut(k, 0, k.n > 3 ? 3 : k.n)) % NET_PREFIX3;
    base += NET_PREFIX3;
    rows[4] = base + shape(form, flags, first);
}

const struct net_kernels *net_kernels(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vnni"))
        return &net_avx512_kernels;
    if (__builtin_cpu_supports("avx2"))
        return &net_avx2_kernels;
#endif
    return &net_sse2_kernels;
}

int32_t net_dot(const int16_t *x, const int16_t *w, uint32_t n) {
#if defined(__x86_64__)
    __m128i s = _mm_setzero_si128();
    for (uint32_t i = 0; i < n; i += 8)
        s = _mm_add_epi32(s, _mm_madd_epi16(_mm_loadu_si128((const void *)(x + i)),
                                            _mm_loadu_si128((const void *)(w + i))));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4E));
    s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xB1));
    return _mm_cvtsi128_si32(s);
#else
    uint32_t s = 0;
    for (uint32_t i = 0; i < n; i++)
        s += (uint32_t)((int32_t)x[i] * w[i]);
    return (int32_t)s;
#endif
}
