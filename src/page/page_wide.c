/* What the page room does by vectors of 512 bits where the machine has them; the same as without, to the bit.
 *
 * Forests are asked for sixteen rows at a time (Lucchese et al. 2015, QuickScorer): every split of a tree is looked at,
 * in any order, and strikes out the leaves that rows which are not below its cut cannot come to; the highest leaf that is
 * left is the one. More splits than on a walk, but no step waits for another, and sixteen rows cost what one does.
 *
 * Words of a text, and tokens of a class, are hashed sixteen at a time: where a word ends is never foreseen, and each byte
 * waits for the one before it. Words and signs are counted by one instruction for a question about 64 bytes. */
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

/* Those of 32 leaves. */
WIDE static inline __m512 pick_leaf(const float *leaves, __m512i which) {
    return _mm512_permutex2var_ps(_mm512_loadu_ps(leaves), which, _mm512_loadu_ps(leaves + 16));
}

enum { GROUPS = 2 }; /* most that are asked for together: a split is looked up once for both */

/* Leaves that the splits from `at` to `end` leave to each group of rows. */
__attribute__((always_inline)) WIDE static inline void strike(const struct page_forest *f, const uint32_t *const keys[GROUPS], uint32_t groups,
                                                              uint32_t at, uint32_t end, __m512i leaves[GROUPS]) {
    for (; at < end; at++) {
        const struct page_mask *m = &f->masks[at];
        __m512i cut = _mm512_set1_epi32((int)m->cut), keep = _mm512_set1_epi32((int)m->keep);
#pragma GCC unroll 2
        for (uint32_t g = 0; g < groups; g++) {
            __m512i x = _mm512_loadu_si512(keys[g] + (size_t)m->feature * PAGE_WIDE);
            leaves[g] = _mm512_mask_and_epi32(leaves[g], _mm512_cmpge_epu32_mask(x, cut), leaves[g], keep);
        }
    }
}

__attribute__((always_inline)) WIDE static inline void sum_groups(const struct page_forest *f, const uint32_t *const keys[GROUPS], uint32_t groups,
                                                                  uint32_t from, uint32_t to, float *const sums[GROUPS]) {
    uint32_t half = 1u << (f->depth - 1);
    __m512i all = _mm512_set1_epi32((int)(UINT32_MAX >> (32 - half)));
    __m512 sum[GROUPS];
#pragma GCC unroll 2
    for (uint32_t g = 0; g < groups; g++)
        sum[g] = _mm512_loadu_ps(sums[g]);
    for (uint32_t t = from; t < to; t++) {
        const uint32_t *at = f->masks_at + (size_t)2 * t;
        __m512i low[GROUPS] = {all, all}, high[GROUPS] = {all, all};
        strike(f, keys, groups, at[0], at[1], low);
        strike(f, keys, groups, at[1], at[2], high);
        const struct page_split *root = f->splits + ((size_t)t << f->depth) + 1;
        const float *leaves = f->leaves + ((size_t)t << f->depth); /* a gather takes longer than to pick out of all of them */
#pragma GCC unroll 2
        for (uint32_t g = 0; g < groups; g++) {
            __m512i x = _mm512_loadu_si512(keys[g] + (size_t)root->feature * PAGE_WIDE);
            __mmask16 below = _mm512_cmplt_epu32_mask(x, _mm512_set1_epi32((int)root->cut));
            __m512i left = _mm512_mask_mov_epi32(low[g], below, high[g]);
            __m512i leaf = _mm512_sub_epi32(_mm512_set1_epi32(31), _mm512_lzcnt_epi32(left));
            sum[g] = _mm512_add_ps(sum[g], _mm512_mask_mov_ps(pick_leaf(leaves, leaf), below, pick_leaf(leaves + half, leaf)));
        }
    }
#pragma GCC unroll 2
    for (uint32_t g = 0; g < groups; g++)
        _mm512_storeu_ps(sums[g], sum[g]);
}

WIDE void page_wide_sum(const struct page_forest *f, const uint32_t *keys, uint32_t from, uint32_t to, float *sums) {
    const uint32_t *const k[GROUPS] = {keys};
    float *const s[GROUPS] = {sums};
    sum_groups(f, k, 1, from, to, s);
}

WIDE void page_wide_sum_two(const struct page_forest *f, const uint32_t *keys, const uint32_t *keys2, uint32_t from, uint32_t to,
                            float *sums, float *sums2) {
    const uint32_t *const k[GROUPS] = {keys, keys2};
    float *const s[GROUPS] = {sums, sums2};
    sum_groups(f, k, GROUPS, from, to, s);
}

/* ---- words --------------------------------------------------------------------------------------- */

#define WIDER __attribute__((target("avx512f,avx512cd,avx512bw,avx512vbmi,avx512vbmi2,avx512ifma,bmi2,popcnt")))

bool page_wide_reads(void) {
    return page_wide_here() && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("avx512ifma") && __builtin_cpu_supports("bmi2");
}

/* 64 bytes as page_word_bytes has them, and which of them stand in words. */
struct signs {
    __m512i v;
    uint64_t in;
};

WIDER static inline struct signs take_signs(const char *p, uint32_t n) {
    __m512i v = _mm512_maskz_loadu_epi8(n < 64 ? (1ull << n) - 1 : UINT64_MAX, p);
    __mmask64 upper = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('A')), _mm512_set1_epi8(25));
    __mmask64 digit = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(9));
    __mmask64 high = _mm512_movepi8_mask(v);
    v = _mm512_mask_add_epi8(v, upper, v, _mm512_set1_epi8(32));
    __mmask64 letter = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('a')), _mm512_set1_epi8(25));
    return (struct signs){_mm512_mask_mov_epi8(v, digit, _mm512_set1_epi8('0')), letter | digit | high};
}

/* The places of bits, a byte each. */
WIDER static inline __m512i places(uint64_t bits) {
    static const uint8_t all[64] __attribute__((aligned(64))) = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    return _mm512_maskz_compress_epi8(bits, _mm512_load_si512(all));
}

/* What one step makes of eight words: h, or (h ^ byte) * MUL + plus. Only the lower half of a lane counts, so that nobody
 * minds what the 52 bits of a product leave in the other; its bits wait four cycles, those of 32 bits ten. */
WIDER static inline __m512i hash_step(__m512i h, __m512i bytes, __mmask8 in, __m512i plus) {
    __m512i x = _mm512_ternarylogic_epi64(h, bytes, _mm512_set1_epi64(0xFF), 0x78); /* h ^ (bytes & 0xFF) */
    return _mm512_mask_mov_epi64(h, in, _mm512_madd52lo_epu64(plus, x, _mm512_set1_epi64(PAGE_WORD_MUL)));
}

/* Sixteen words of 128 bytes are hashed at once: each step takes one byte of all of them. at: where they begin; n: how
 * long they are, 0: there is none; add: what each step adds. */
WIDER static inline __m512i hash_words(__m512i bytes, __m512i bytes2, __m512i at, __m512i n, int add) {
    __m512i h = _mm512_setzero_si512(), h2 = h, plus = _mm512_set1_epi64(add);
    at = _mm512_add_epi32(_mm512_mullo_epi32(at, _mm512_set1_epi32(0x01010101)), _mm512_set1_epi32(0x03020100));
    __mmask16 in = _mm512_test_epi32_mask(n, n);
    for (int i = 0; in; at = _mm512_add_epi32(at, _mm512_set1_epi32(0x04040404))) {
        __m512i both = _mm512_permutex2var_epi8(bytes, at, bytes2);
        __m512i four = _mm512_cvtepu32_epi64(_mm512_castsi512_si256(both)), four2 = _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(both, 1));
#pragma GCC unroll 4
        for (int k = 0; k < 4; k++) { /* which words go on is asked of their length: it waits for no step before */
            h = hash_step(h, four, (__mmask8)in, plus);
            h2 = hash_step(h2, four2, (__mmask8)(in >> 8), plus);
            four = _mm512_srli_epi64(four, 8);
            four2 = _mm512_srli_epi64(four2, 8);
            in = _mm512_cmpgt_epi32_mask(n, _mm512_set1_epi32(++i));
        }
    }
    return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi64_epi32(h)), _mm512_cvtepi64_epi32(h2), 1);
}

/* The next sixteen bytes as numbers. */
WIDER static inline __m512i widen(__m512i bytes) { return _mm512_cvtepu8_epi32(_mm512_castsi512_si128(bytes)); }

WIDER bool page_wide_weigh(const int16_t *words64, slice s, float *out) {
    int sum = 0, low = 0, high = 0;
    struct signs now = take_signs(s.p, s.n);
    uint32_t words = 0, into = 0; /* into: 1 if a word goes on into these bytes */
    for (uint32_t i = 0; i < s.n; i += 64) {
        struct signs next = {_mm512_setzero_si512(), 0};
        if (s.n - i > 64)
            next = take_signs(s.p + i + 64, s.n - i - 64);
        if (next.in == UINT64_MAX)
            return false;
        uint64_t start = now.in & ~(now.in << 1 | into), last = now.in & ~(now.in >> 1 | next.in << 63);
        if (into & now.in & 1)
            last &= last - 1; /* of the word before */
        uint32_t n = (uint32_t)_mm_popcnt_u64(start), on = (uint32_t)(now.in >> 63 & next.in & 1); /* on: the last goes on */
        __m512i at = places(start), end = places(last);
        if (on && n)
            end = _mm512_mask_mov_epi8(end, 1ull << (n - 1), _mm512_set1_epi8((char)(63 + __builtin_ctzll(~next.in))));
        words += n;
        into = (uint32_t)(now.in >> 63);
        for (; n; n = n < 16 ? 0 : n - 16) {
            __mmask16 there = (__mmask16)(n < 16 ? (1u << n) - 1 : 0xFFFF);
            __m512i from = widen(at), size = _mm512_maskz_sub_epi32(there, _mm512_add_epi32(widen(end), _mm512_set1_epi32(1)), from);
            __m512i h = hash_words(now.v, next.v, from, size, PAGE_WORD_ADD);
            uint32_t word[16];
            _mm512_storeu_si512(word, _mm512_and_si512(_mm512_xor_si512(h, _mm512_srli_epi32(h, 15)), _mm512_set1_epi32(PAGE_WORDS - 1)));
            for (uint32_t k = 0; k < (n < 16 ? n : 16); k++) { /* most texts are of a few: a gather of sixteen takes longer */
                int w = words64[word[k]];
                sum += w;
                low = w < low ? w : low;
                high = w > high ? w : high;
            }
            at = _mm512_alignr_epi64(at, at, 2);
            end = _mm512_alignr_epi64(end, end, 2);
        }
        now = next;
    }
    out[0] = words ? (float)sum / 64 / (float)words : 0; /* no bit is lost before the last step */
    out[1] = (float)low / 64;
    out[2] = (float)high / 64;
    return true;
}

WIDER uint32_t page_wide_tokens(slice s, uint16_t tokens[PAGE_WIDE_TOKENS]) {
    __m512i v = _mm512_maskz_loadu_epi8(s.n < 64 ? (1ull << s.n) - 1 : UINT64_MAX, s.p);
    uint64_t upper = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('A')), _mm512_set1_epi8(25));
    uint64_t lower = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('a')), _mm512_set1_epi8(25));
    uint64_t digit = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(9));
    uint64_t in = upper | lower | digit, start = in & (~(in << 1) | (upper & lower << 1)), stay = in & ~(digit & digit << 1);
    v = _mm512_mask_mov_epi8(_mm512_mask_add_epi8(v, upper, v, _mm512_set1_epi8(32)), digit, _mm512_set1_epi8('0'));
    v = _mm512_maskz_compress_epi8(stay, v); /* of digits in a row the first */
    start = _pext_u64(start, stay);
    uint32_t signs = (uint32_t)_mm_popcnt_u64(stay), n = (uint32_t)_mm_popcnt_u64(start), found = 0;
    if (!n)
        return 0;
    __m512i at = places(start), end = places(start >> 1 | 1ull << (signs - 1));
    for (; n; n = n < 16 ? 0 : n - 16) {
        __mmask16 there = (__mmask16)(n < 16 ? (1u << n) - 1 : 0xFFFF);
        __m512i from = widen(at), size = _mm512_maskz_sub_epi32(there, _mm512_add_epi32(widen(end), _mm512_set1_epi32(1)), from);
        __m512i h = hash_words(v, v, from, size, PAGE_TOKEN_ADD);
        h = _mm512_and_si512(_mm512_xor_si512(h, _mm512_srli_epi32(h, 16)), _mm512_set1_epi32(PAGE_TOKENS - 1));
        there = _mm512_cmpgt_epi32_mask(size, _mm512_set1_epi32(1));
        _mm256_storeu_si256((__m256i *)(tokens + found), _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(there, h)));
        found += (uint32_t)__builtin_popcount(there);
        at = _mm512_alignr_epi64(at, at, 2);
        end = _mm512_alignr_epi64(end, end, 2);
    }
    return found;
}

/* ---- what is counted ------------------------------------------------------------------------------ */

/* As html_blocks.c counts, with one instruction for a question about 64 bytes. */
WIDER void page_wide_count(slice s, bool *in, struct page_counts *c) {
    enum { AHEAD = 4 };
#define ARE(c) _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)(c)))
#define WITHIN(low, n) _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8(low)), _mm512_set1_epi8((n) - 1))
#define COUNT(bits) ((uint32_t)_mm_popcnt_u64(bits))
    for (uint32_t i = 0, taken; i < s.n; i += taken) {
        uint32_t left = s.n - i;
        uint64_t there = left < 64 ? (1ull << left) - 1 : UINT64_MAX;
        taken = left <= 64 ? left : 64 - AHEAD;
        uint64_t now = taken < 64 ? (1ull << taken) - 1 : UINT64_MAX;
        __m512i v = _mm512_maskz_loadu_epi8(there, s.p + i);
        uint64_t space = ARE(' ') | WITHIN('\t', 5), l = WITHIN('a', 26), sign = ~space & there, start = sign & ~(sign << 1 | *in);
        uint64_t after = (space | ARE('"') | ARE(0xE2) | ARE('&')) >> 1 | (left <= 64 ? 1ull << (left - 1) : 0);
        c->chars += COUNT(sign & now);
        c->words += COUNT(start & now);
        c->small += COUNT(start & now & l & (space >> 1 | (l >> 1 & space >> 2) | (l >> 1 & l >> 2 & space >> 3)));
        c->capital += COUNT(start & now & WITHIN('A', 26));
        c->commas += COUNT(ARE(',') & now);
        c->digits += COUNT(WITHIN('0', 10) & now);
        c->stops += COUNT((ARE('.') | ARE('!') | ARE('?')) & now & after);
        *in = sign >> (taken - 1) & 1;
    }
#undef ARE
#undef WITHIN
#undef COUNT
}

/* ---- phrases --------------------------------------------------------------------------------------- */

/* Which of the 64 bytes of s from `from` on may begin one; *blanks: which are blanks. */
WIDER static inline uint64_t begins(const struct page_begins *b, slice s, uint32_t from, uint64_t *blanks) {
    uint32_t left = s.n - from;
    uint64_t there = left < 64 ? (1ull << left) - 1 : UINT64_MAX;
    __m512i groups = _mm512_set1_epi8(-1);
#pragma GCC unroll 4
    for (uint32_t i = 0; i < 4; i++, there = left < 64 + i ? there >> 1 : there) {
        __m512i v = _mm512_maskz_loadu_epi8(there, s.p + from + i);
        if (!i)
            *blanks = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' '));
        groups = _mm512_and_si512(groups, _mm512_permutex2var_epi8(_mm512_loadu_si512(b->groups[i]), v, _mm512_loadu_si512(b->groups[i] + 64)));
    }
    return _mm512_test_epi8_mask(groups, groups);
}

WIDER uint64_t page_wide_begins(const struct page_begins *b, slice s, uint32_t from, bool after) {
    uint64_t blanks, found = begins(b, s, from, &blanks);
    return found & (blanks << 1 | after);
}

WIDER bool page_wide_may_have(const struct page_begins *b, slice s) {
    uint64_t blanks, found = 0;
    for (uint32_t i = 0; i < s.n && !found; i += 64)
        found = begins(b, s, i, &blanks);
    return found;
}

/* ---- plain texts ------------------------------------------------------------------------------------ */

WIDER static inline uint64_t signs_of(__m512i v, uint64_t there) {
    return there & ~(_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' ')) |
                     _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('\t')), _mm512_set1_epi8(4)));
}

WIDER bool page_wide_plain(slice *s, uint32_t max) {
    slice t = *s;
    uint64_t there, sign = 0, odd = 0, last = 0;
    for (uint32_t skip = 0; t.n && !sign; t = slice_cut(t, skip, t.n)) {
        there = t.n < 64 ? (1ull << t.n) - 1 : UINT64_MAX;
        sign = signs_of(_mm512_maskz_loadu_epi8(there, t.p), there);
        skip = sign ? (uint32_t)__builtin_ctzll(sign) : t.n < 64 ? t.n : 64;
    }
    for (sign = 0; t.n && !sign;) {
        uint32_t n = t.n < 64 ? t.n : 64;
        there = n < 64 ? (1ull << n) - 1 : UINT64_MAX;
        sign = signs_of(_mm512_maskz_loadu_epi8(there, t.p + t.n - n), there);
        t.n -= n - (sign ? 64 - (uint32_t)__builtin_clzll(sign) : 0);
    }
    if (!t.n || t.n > max)
        return false;
    for (uint32_t i = 0; i < t.n; i += 64) {
        there = t.n - i < 64 ? (1ull << (t.n - i)) - 1 : UINT64_MAX;
        __m512i v = _mm512_maskz_loadu_epi8(there, t.p + i);
        uint64_t blank = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' '));
        odd |= (there & _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8(' '))) | _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('&')) |
               _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)0xC2)) | (blank & (blank << 1 | last));
        last = blank >> 63;
    }
    *s = t;
    return !odd;
}

/* ---- lines ----------------------------------------------------------------------------------------- */

WIDER uint32_t page_wide_feeds(slice s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i += 64) {
        __mmask64 there = s.n - i < 64 ? (1ull << (s.n - i)) - 1 : UINT64_MAX;
        n += (uint32_t)_mm_popcnt_u64(_mm512_cmpeq_epi8_mask(_mm512_maskz_loadu_epi8(there, s.p + i), _mm512_set1_epi8('\n')));
    }
    return n;
}

WIDER void page_wide_lines(slice s, uint32_t *lines) {
    for (uint32_t i = 0; i < s.n; i += 64) {
        __mmask64 there = s.n - i < 64 ? (1ull << (s.n - i)) - 1 : UINT64_MAX;
        uint64_t feeds = _mm512_cmpeq_epi8_mask(_mm512_maskz_loadu_epi8(there, s.p + i), _mm512_set1_epi8('\n'));
        __m512i at = places(feeds);
        uint32_t n = (uint32_t)_mm_popcnt_u64(feeds);
        for (;; at = _mm512_alignr_epi64(at, at, 2)) { /* once, whether there are any or not: nobody foresees it */
            _mm512_storeu_si512(lines, _mm512_add_epi32(widen(at), _mm512_set1_epi32((int)(i + 1))));
            if (n <= 16)
                break;
            lines += 16;
            n -= 16;
        }
        lines += n;
    }
}
#else
uint64_t page_wide_begins(const struct page_begins *b, slice s, uint32_t from, bool after) {
    (void)b, (void)s, (void)from, (void)after;
    return 0;
}
bool page_wide_may_have(const struct page_begins *b, slice s) {
    (void)b, (void)s;
    return true;
}
bool page_wide_plain(slice *s, uint32_t max) {
    (void)s, (void)max;
    return false;
}
uint32_t page_wide_feeds(slice s) {
    (void)s;
    return 0;
}
void page_wide_lines(slice s, uint32_t *lines) { (void)s, (void)lines; }
void page_wide_count(slice s, bool *in, struct page_counts *c) { (void)s, (void)in, (void)c; }
uint32_t page_wide_tokens(slice s, uint16_t tokens[PAGE_WIDE_TOKENS]) {
    (void)s, (void)tokens;
    return 0;
}
bool page_wide_here(void) { return false; }
void page_wide_keys(uint32_t *keys, const float *x, uint32_t n, uint32_t stride, uint32_t width) {
    (void)keys, (void)x, (void)n, (void)stride, (void)width;
}
bool page_wide_reads(void) { return false; }
bool page_wide_weigh(const int16_t *words64, slice s, float *out) {
    (void)words64, (void)s, (void)out;
    return false;
}
bool page_wide_can(const struct page_forest *f) {
    (void)f;
    return false;
}
void page_wide_sum(const struct page_forest *f, const uint32_t *keys, uint32_t from, uint32_t to, float *sums) {
    (void)f, (void)keys, (void)from, (void)to, (void)sums;
}
void page_wide_sum_two(const struct page_forest *f, const uint32_t *keys, const uint32_t *keys2, uint32_t from, uint32_t to,
                       float *sums, float *sums2) {
    (void)f, (void)keys, (void)keys2, (void)from, (void)to, (void)sums, (void)sums2;
}
#endif
