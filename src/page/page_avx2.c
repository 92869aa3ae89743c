/* What page_wide.c does to texts, by vectors of 256 bits, for machines without those of 512: what each of 64 bytes is, a bit for
 * each. */
#include "page_model.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define INLINE __attribute__((always_inline)) AVX2 static inline

bool page_avx2_reads(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("popcnt");
}

struct bytes64 {
    __m256i low, high;
};

/* Those of which so many may be read; noughts for the others. */
INLINE struct bytes64 take(const char *p, size_t readable) {
    char copy[64];
    if (readable < sizeof copy) {
        memset(copy, 0, sizeof copy);
        p = memcpy(copy, p, readable);
    }
    return (struct bytes64){_mm256_loadu_si256((const __m256i *)p), _mm256_loadu_si256((const __m256i *)(p + 32))};
}

/* Which bytes are so, by comparisons of either half. */
INLINE uint64_t bits_of(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}
#define BITS(question, v) bits_of(question((v).low), question((v).high))

INLINE __m256i are(__m256i v, char c) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)); }
INLINE __m256i within(__m256i v, char low, char n) { /* n of them from low on */
    __m256i from = _mm256_sub_epi8(v, _mm256_set1_epi8(low));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(from, _mm256_set1_epi8((char)(n - 1))), from);
}
INLINE __m256i either(__m256i a, __m256i b) { return _mm256_or_si256(a, b); }

INLINE __m256i are_blanks(__m256i v) { return either(are(v, ' '), within(v, '\t', 5)); }
INLINE __m256i are_small(__m256i v) { return within(v, 'a', 26); }
INLINE __m256i are_capitals(__m256i v) { return within(v, 'A', 26); }
INLINE __m256i are_digits(__m256i v) { return within(v, '0', 10); }
INLINE __m256i are_commas(__m256i v) { return are(v, ','); }
INLINE __m256i are_stops(__m256i v) { return either(either(are(v, '.'), are(v, '!')), are(v, '?')); }
INLINE __m256i follow_stops(__m256i v) { return either(either(are(v, '"'), are(v, (char)0xE2)), are(v, '&')); }
INLINE __m256i are_feeds(__m256i v) { return are(v, '\n'); }

INLINE uint32_t count(uint64_t bits) { return (uint32_t)_mm_popcnt_u64(bits); }

AVX2 void page_avx2_count(slice s, size_t readable, bool *in, struct page_counts *c) {
    enum { AHEAD = 4 }; /* bytes behind a place that it takes to know what stands there */
    for (uint32_t i = 0, taken; i < s.n; i += taken) {
        uint32_t left = s.n - i;
        uint64_t there = _bzhi_u64(UINT64_MAX, left < 64 ? left : 64);
        taken = left <= 64 ? left : 64 - AHEAD;
        uint64_t now = _bzhi_u64(UINT64_MAX, taken);
        struct bytes64 v = take(s.p + i, readable - i);
        uint64_t space = BITS(are_blanks, v) & there, l = BITS(are_small, v), sign = ~space & there;
        uint64_t start = sign & ~(sign << 1 | *in), stop = BITS(are_stops, v) & now;
        c->chars += count(sign & now);
        c->words += count(start & now);
        c->small += count(start & now & l & (space >> 1 | (l >> 1 & space >> 2) | (l >> 1 & l >> 2 & space >> 3)));
        c->capital += count(start & now & BITS(are_capitals, v));
        c->commas += count(BITS(are_commas, v) & now);
        c->digits += count(BITS(are_digits, v) & now);
        if (stop) {
            uint64_t after = space | (BITS(follow_stops, v) & there);
            c->stops += count(stop & (after >> 1 | (left <= 64 ? 1ull << (left - 1) : 0)));
        }
        *in = sign >> (taken - 1) & 1;
    }
}

AVX2 uint32_t page_avx2_feeds(slice s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i += 64) {
        struct bytes64 v = take(s.p + i, s.n - i);
        n += count(BITS(are_feeds, v));
    }
    return n;
}

AVX2 void page_avx2_lines(slice s, uint32_t *lines) {
    for (uint32_t i = 0; i < s.n; i += 64) {
        struct bytes64 v = take(s.p + i, s.n - i);
        uint64_t feeds = BITS(are_feeds, v);
        uint32_t n = count(feeds);
        for (uint32_t k = 0; k < 4; k++, feeds = _blsr_u64(feeds)) /* how many there are is not foreseen: four are written in any case */
            lines[k] = i + (uint32_t)_tzcnt_u64(feeds) + 1;
        for (uint32_t k = 4; k < n; k++, feeds = _blsr_u64(feeds))
            lines[k] = i + (uint32_t)_tzcnt_u64(feeds) + 1;
        lines += n;
    }
}
#else
bool page_avx2_reads(void) { return false; }
void page_avx2_count(slice s, size_t readable, bool *in, struct page_counts *c) { (void)s, (void)readable, (void)in, (void)c; }
uint32_t page_avx2_feeds(slice s) {
    (void)s;
    return 0;
}
void page_avx2_lines(slice s, uint32_t *lines) { (void)s, (void)lines; }
#endif
