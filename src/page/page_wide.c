/* Forests asked for sixteen rows at a time (Lucchese et al. 2015, QuickScorer): every split of a tree is looked at, in
 * any order, and strikes out the leaves that rows which are not below its cut cannot come to; the highest leaf that is
 * left is the one. More splits than on a walk, but no step waits for another, and sixteen rows cost what one does.
 * The same sums as by walks, to the bit. */
#include "page_model.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

bool page_wide_here(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512bw");
}

bool page_wide_can(const struct page_forest *f) { return f->depth && f->depth <= 6 && page_wide_here(); }

#define WIDE __attribute__((target("avx512f,avx512cd,avx512bw")))

/* ---- forests ------------------------------------------------------------------------------------ */

/* Sixteen rows of sixteen numbers become sixteen columns. */
WIDE static inline void turn(__m512i r[16]) {
    __m512i t[16];
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++) {
        t[2 * i] = _mm512_unpacklo_epi32(r[2 * i], r[2 * i + 1]);
        t[2 * i + 1] = _mm512_unpackhi_epi32(r[2 * i], r[2 * i + 1]);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 16; i += 4) {
        r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) { /* r[i]: of columns i, 4 + i, 8 + i, 12 + i the first four rows, r[4 + i] the next, ... */
        t[i] = _mm512_shuffle_i32x4(r[i], r[4 + i], 0x88);
        t[4 + i] = _mm512_shuffle_i32x4(r[8 + i], r[12 + i], 0x88);
        t[8 + i] = _mm512_shuffle_i32x4(r[i], r[4 + i], 0xDD);
        t[12 + i] = _mm512_shuffle_i32x4(r[8 + i], r[12 + i], 0xDD);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
        r[i] = _mm512_shuffle_i32x4(t[i], t[4 + i], 0x88);
        r[4 + i] = _mm512_shuffle_i32x4(t[8 + i], t[12 + i], 0x88);
        r[8 + i] = _mm512_shuffle_i32x4(t[i], t[4 + i], 0xDD);
        r[12 + i] = _mm512_shuffle_i32x4(t[8 + i], t[12 + i], 0xDD);
    }
}

WIDE void page_wide_keys(uint32_t *keys, const float *x, uint32_t n, uint32_t stride, uint32_t width) {
    for (uint32_t at = 0; at < width; at += 16) {
        __mmask16 there = (__mmask16)(width - at < 16 ? (1u << (width - at)) - 1 : 0xFFFF);
        __m512i r[16];
#pragma GCC unroll 16
        for (uint32_t i = 0; i < 16; i++) {
            r[i] = _mm512_setzero_si512();
            if (i < n) { /* as key_of makes them */
                __m512 v = _mm512_add_ps(_mm512_maskz_loadu_ps(there, x + (size_t)i * stride + at), _mm512_setzero_ps());
                __m512i bits = _mm512_castps_si512(v), minus = _mm512_srai_epi32(bits, 31);
                r[i] = _mm512_xor_si512(bits, _mm512_or_si512(minus, _mm512_set1_epi32(INT32_MIN)));
            }
        }
        turn(r);
#pragma GCC unroll 16
        for (uint32_t i = 0; i < 16; i++)
            if (at + i < width)
                _mm512_storeu_si512(keys + (size_t)(at + i) * PAGE_WIDE, r[i]);
    }
}

WIDE static inline __m512i strike(const struct page_forest *f, const uint32_t *keys, uint32_t at, uint32_t end, __m512i leaves) {
    for (; at < end; at++) {
        const struct page_mask *m = &f->masks[at];
        __m512i x = _mm512_loadu_si512(keys + (size_t)m->feature * PAGE_WIDE);
        __mmask16 not_below = _mm512_cmpge_epu32_mask(x, _mm512_set1_epi32((int)m->cut));
        leaves = _mm512_mask_and_epi32(leaves, not_below, leaves, _mm512_set1_epi32((int)m->keep));
    }
    return leaves;
}

WIDE void page_wide_sum(const struct page_forest *f, const uint32_t *keys, uint32_t from, uint32_t to, float *sums) {
    uint32_t half = 1u << (f->depth - 1);
    __m512i all = _mm512_set1_epi32((int)(UINT32_MAX >> (32 - half)));
    __m512 sum = _mm512_loadu_ps(sums);
    for (uint32_t t = from; t < to; t++) {
        const uint32_t *at = f->masks_at + (size_t)2 * t;
        __m512i low = strike(f, keys, at[0], at[1], all), high = strike(f, keys, at[1], at[2], all);
        const struct page_split *root = f->splits + ((size_t)t << f->depth) + 1;
        __m512i x = _mm512_loadu_si512(keys + (size_t)root->feature * PAGE_WIDE);
        __mmask16 below = _mm512_cmplt_epu32_mask(x, _mm512_set1_epi32((int)root->cut));
        __m512i leaf = _mm512_sub_epi32(_mm512_set1_epi32(31), _mm512_lzcnt_epi32(_mm512_mask_mov_epi32(low, below, high)));
        leaf = _mm512_mask_add_epi32(leaf, below, leaf, _mm512_set1_epi32((int)half));
        sum = _mm512_add_ps(sum, _mm512_i32gather_ps(leaf, f->leaves + ((size_t)t << f->depth), 4));
    }
    _mm512_storeu_ps(sums, sum);
}

/* ---- words --------------------------------------------------------------------------------------- */

/* Sixteen words are hashed at once: each step takes one byte of all of them. */
WIDE static __m512i hash_words(const uint8_t *signs, const uint32_t *start, const uint32_t *n, uint32_t words) {
    __mmask16 there = (__mmask16)((1u << words) - 1);
    __m512i at = _mm512_maskz_loadu_epi32(there, start), left = _mm512_maskz_loadu_epi32(there, n), h = _mm512_setzero_si512();
    for (__mmask16 in; (in = _mm512_test_epi32_mask(left, left));) {
        __m512i bytes = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), in, at, signs, 1);
#pragma GCC unroll 4
        for (int k = 0; k < 4; k++) {
            __m512i c = _mm512_and_si512(bytes, _mm512_set1_epi32(0xFF));
            __m512i next = _mm512_mullo_epi32(_mm512_xor_si512(h, c), _mm512_set1_epi32(PAGE_WORD_MUL));
            h = _mm512_mask_add_epi32(h, in, next, _mm512_set1_epi32(PAGE_WORD_ADD));
            bytes = _mm512_srli_epi32(bytes, 8);
            left = _mm512_mask_sub_epi32(left, in, left, _mm512_set1_epi32(1));
            in = _mm512_test_epi32_mask(left, left);
        }
        at = _mm512_add_epi32(at, _mm512_set1_epi32(4));
    }
    return h;
}

/* Writes where bits are, from `at` on; gives how many they are. */
static inline uint32_t list_bits(uint64_t bits, uint32_t at, uint32_t *to) {
    uint32_t n = 0;
    for (; bits; bits &= bits - 1)
        to[n++] = at + (uint32_t)__builtin_ctzll(bits);
    return n;
}

WIDE void page_wide_weigh(const int16_t *words64, slice s, float *out) {
    uint8_t signs[PAGE_WIDE_TEXT + 64];
    uint32_t start[PAGE_WIDE_TEXT / 2 + 17], end[PAGE_WIDE_TEXT / 2 + 17], words = 0, ends = 0;
    uint64_t last = 0; /* 1: the byte before stands in a word */
    for (uint32_t i = 0; i < s.n; i += 64) {
        __mmask64 there = s.n - i < 64 ? (1ull << (s.n - i)) - 1 : UINT64_MAX;
        __m512i v = _mm512_maskz_loadu_epi8(there, s.p + i);
        __mmask64 upper = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('A')), _mm512_set1_epi8(25));
        __m512i low = _mm512_mask_add_epi8(v, upper, v, _mm512_set1_epi8(32));
        __mmask64 digit = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(9));
        __mmask64 in = _mm512_cmple_epu8_mask(_mm512_sub_epi8(low, _mm512_set1_epi8('a')), _mm512_set1_epi8(25)) | digit |
                       _mm512_movepi8_mask(v);
        _mm512_storeu_si512(signs + i, _mm512_mask_mov_epi8(low, digit, _mm512_set1_epi8('0')));
        uint64_t before = in << 1 | last;
        words += list_bits(in & ~before, i, start + words);
        ends += list_bits(before & ~in, i, end + ends);
        last = in >> 63;
    }
    if (ends < words)
        end[ends] = s.n;
    __m512i sum = _mm512_setzero_si512(), low = sum, high = sum;
    for (uint32_t k = 0; k < words; k += 16) {
        uint32_t n = words - k < 16 ? words - k : 16;
        __mmask16 there = (__mmask16)((1u << n) - 1);
        for (uint32_t i = 0; i < n; i++)
            end[k + i] -= start[k + i];
        __m512i h = hash_words(signs, start + k, end + k, n);
        h = _mm512_and_si512(_mm512_xor_si512(h, _mm512_srli_epi32(h, 15)), _mm512_set1_epi32(PAGE_WORDS - 1));
        __m512i w = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there, h, words64, 2);
        w = _mm512_srai_epi32(_mm512_slli_epi32(w, 16), 16);
        sum = _mm512_add_epi32(sum, w);
        low = _mm512_min_epi32(low, w);
        high = _mm512_max_epi32(high, w);
    }
    out[0] = words ? (float)_mm512_reduce_add_epi32(sum) / 64 / (float)words : 0; /* no bit is lost before the last step */
    out[1] = (float)_mm512_reduce_min_epi32(low) / 64;
    out[2] = (float)_mm512_reduce_max_epi32(high) / 64;
}
#else
bool page_wide_here(void) { return false; }
void page_wide_keys(uint32_t *keys, const float *x, uint32_t n, uint32_t stride, uint32_t width) {
    (void)keys, (void)x, (void)n, (void)stride, (void)width;
}
void page_wide_weigh(const int16_t *words64, slice s, float *out) { (void)words64, (void)s, (void)out; }
bool page_wide_can(const struct page_forest *f) {
    (void)f;
    return false;
}
void page_wide_sum(const struct page_forest *f, const uint32_t *keys, uint32_t from, uint32_t to, float *sums) {
    (void)f, (void)keys, (void)from, (void)to, (void)sums;
}
#endif
