/* Words as the network sees them, and its one kernel, with the widest vectors the machine has. */
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

static void map_plain(int32_t *y, const int16_t *x, const int16_t *w, uint32_t k, uint32_t m) {
    for (uint32_t j = 0; j < m; j++) {
        uint32_t sum = 0;
        for (uint32_t p = 0; p < k; p += 2)
            sum += (uint32_t)((int32_t)x[p] * w[(size_t)p * m + 2 * j]) +
                   (uint32_t)((int32_t)x[p + 1] * w[(size_t)p * m + 2 * j + 1]);
        y[j] = (int32_t)sum;
    }
}

#if defined(__x86_64__)
static inline int32_t pair_at(const int16_t *x) {
    int32_t v;
    memcpy(&v, x, 4);
    return v;
}

static void map_sse2(int32_t *y, const int16_t *x, const int16_t *w, uint32_t k, uint32_t m) {
    for (uint32_t j = 0; j < m; j += 16) {
        __m128i s[4];
        for (int q = 0; q < 4; q++)
            s[q] = _mm_setzero_si128();
        for (uint32_t p = 0; p < k; p += 2) {
            __m128i v = _mm_set1_epi32(pair_at(x + p));
            const int16_t *r = w + (size_t)p * m + 2 * j;
            for (int q = 0; q < 4; q++)
                s[q] = _mm_add_epi32(s[q], _mm_madd_epi16(v, _mm_loadu_si128((const void *)(r + 8 * q))));
        }
        for (int q = 0; q < 4; q++)
            _mm_storeu_si128((void *)(y + j + 4 * q), s[q]);
    }
}

__attribute__((target("avx2"))) static void map_avx2(int32_t *y, const int16_t *x, const int16_t *w,
                                                     uint32_t k, uint32_t m) {
    uint32_t j = 0;
    for (; j + 32 <= m; j += 32) {
        __m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;
        for (uint32_t p = 0; p < k; p += 2) {
            __m256i v = _mm256_set1_epi32(pair_at(x + p));
            const int16_t *r = w + (size_t)p * m + 2 * j;
            a = _mm256_add_epi32(a, _mm256_madd_epi16(v, _mm256_loadu_si256((const void *)r)));
            b = _mm256_add_epi32(b, _mm256_madd_epi16(v, _mm256_loadu_si256((const void *)(r + 16))));
            c = _mm256_add_epi32(c, _mm256_madd_epi16(v, _mm256_loadu_si256((const void *)(r + 32))));
            d = _mm256_add_epi32(d, _mm256_madd_epi16(v, _mm256_loadu_si256((const void *)(r + 48))));
        }
        _mm256_storeu_si256((void *)(y + j), a);
        _mm256_storeu_si256((void *)(y + j + 8), b);
        _mm256_storeu_si256((void *)(y + j + 16), c);
        _mm256_storeu_si256((void *)(y + j + 24), d);
    }
    for (; j < m; j += 16) {
        __m256i a = _mm256_setzero_si256(), b = a;
        for (uint32_t p = 0; p < k; p += 2) {
            __m256i v = _mm256_set1_epi32(pair_at(x + p));
            const int16_t *r = w + (size_t)p * m + 2 * j;
            a = _mm256_add_epi32(a, _mm256_madd_epi16(v, _mm256_loadu_si256((const void *)r)));
            b = _mm256_add_epi32(b, _mm256_madd_epi16(v, _mm256_loadu_si256((const void *)(r + 16))));
        }
        _mm256_storeu_si256((void *)(y + j), a);
        _mm256_storeu_si256((void *)(y + j + 8), b);
    }
}
#endif

void net_map(int32_t *y, const int16_t *x, const int16_t *w, uint32_t k, uint32_t m) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        map_avx2(y, x, w, k, m);
    else
        map_sse2(y, x, w, k, m);
    (void)map_plain;
#else
    map_plain(y, x, w, k, m);
#endif
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
