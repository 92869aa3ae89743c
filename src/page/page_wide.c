/* Forests asked for sixteen rows at a time (Lucchese et al. 2015, QuickScorer): every split of a tree is looked at, in
 * any order, and strikes out the leaves that rows which are not below its cut cannot come to; the highest leaf that is
 * left is the one. More splits than on a walk, but no step waits for another, and sixteen rows cost what one does.
 * The same sums as by walks, to the bit. */
#include "page_model.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

bool page_wide_can(const struct page_forest *f) {
    return f->depth && f->depth <= 6 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd");
}

#define WIDE __attribute__((target("avx512f,avx512cd")))

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
#else
bool page_wide_can(const struct page_forest *f) {
    (void)f;
    return false;
}
void page_wide_sum(const struct page_forest *f, const uint32_t *keys, uint32_t from, uint32_t to, float *sums) {
    (void)f, (void)keys, (void)from, (void)to, (void)sums;
}
#endif
