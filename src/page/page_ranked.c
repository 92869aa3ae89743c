/* Forests asked by vectors of 256 bits, for machines without those of 512 (page_wide.c); the same as without, to the bit.
 *
 * A forest has few cuts of a feature, so that a byte says between which of them a number lies: its rank. Thirty-two rows are
 * asked at a time (Ye et al. 2018, RapidScorer, but without its masks): every split of a tree is compared, one instruction for
 * all rows, and from the bottom up each split takes over the place among the leaves from the side that a row goes to. No step
 * of that is a branch, and none waits for memory. */
#include "page_model.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define INLINE __attribute__((always_inline)) AVX2 static inline

enum { CUTS = 126 /* most of a feature: ranks are signed bytes */, GROUPS = 8, DEPTH = 6, EIGHTS = PAGE_RANKED / 8 };

struct ranked_split {
    uint16_t column; /* where its feature's ranks start: a multiple of PAGE_RANKED */
    uint8_t cut;     /* a row is below if this is above its rank; 0: none is */
};
/* Ranks of a feature that some split asks for. Its cuts are parted into groups of one size by separators, which are cuts
 * themselves: a number is compared with these, and then with the others of its group. */
struct ranked_column {
    const int32_t (*cuts)[8]; /* separators; ranks of the last cut of each group; the first cut of each group, the second ... */
    uint32_t separators, others, feature;
};
struct page_ranked {
    const struct ranked_split *splits; /* where page_forest has them */
    const struct ranked_column *columns;
    uint32_t columns_n;
};

/* Keys in the order of signed numbers. */
static int32_t signed_key(uint32_t key) { return (int32_t)(key ^ 0x80000000u); }

struct cuts { /* of a feature, from low to high */
    int32_t cut[CUTS];
    uint32_t n, column;
};

/* How many are below this one. */
static uint32_t cuts_below(const struct cuts *c, int32_t cut) {
    uint32_t low = 0, high = c->n;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (c->cut[mid] < cut)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* False: there are too many. */
static bool add_cut(struct cuts *c, int32_t cut) {
    uint32_t at = cuts_below(c, cut);
    if (at < c->n && c->cut[at] == cut)
        return true;
    if (c->n == CUTS)
        return false;
    memmove(c->cut + at + 1, c->cut + at, (c->n++ - at) * sizeof *c->cut);
    c->cut[at] = cut;
    return true;
}

/* Groups, so that it takes the least to compare. */
static uint32_t groups_of(uint32_t cuts) {
    enum { SEPARATOR = 2, OTHER = 3 }; /* instructions */
    uint32_t best = 0, least = UINT32_MAX;
    for (uint32_t groups = 1; groups <= GROUPS; groups++) {
        uint32_t size = cuts / groups + 1, cost = (groups - 1) * SEPARATOR + (size - 1) * OTHER;
        if (cost < least) {
            best = groups;
            least = cost;
        }
    }
    return best;
}

static struct ranked_column make_column(const struct cuts *c, uint32_t feature, struct arena *a) {
    uint32_t groups = groups_of(c->n), size = c->n / groups + 1;
    int32_t(*cuts)[GROUPS] = arena_alloc(a, (size + 1) * sizeof *cuts);
    for (uint32_t g = 0; g < GROUPS; g++) {
        for (uint32_t k = 0; k <= size; k++)
            cuts[k][g] = INT32_MAX;
        uint32_t last = g * size + size - 1;
        cuts[0][g] = last < c->n ? c->cut[last] : INT32_MAX;
        cuts[1][g] = (int32_t)last;
        for (uint32_t k = 0; k + 1 < size && g * size + k < c->n; k++)
            cuts[2 + k][g] = c->cut[g * size + k];
    }
    return (struct ranked_column){(const int32_t(*)[GROUPS])cuts, groups - 1, size - 1, feature};
}

const struct page_ranked *page_ranked_make(const struct page_forest *f, struct arena *a) {
    struct cuts cuts[PAGE_WIDTH] = {0};
    uint32_t places = f->trees_n << f->depth, columns = 0;
    if (!f->depth || f->depth > DEPTH || !__builtin_cpu_supports("avx2"))
        return NULL;
    for (uint32_t i = 0; i < places; i++)
        if (f->splits[i].cut && !add_cut(&cuts[f->splits[i].feature], signed_key(f->splits[i].cut)))
            return NULL;
    for (uint32_t i = 0; i < f->width; i++) {
        cuts[i].column = columns;
        columns += cuts[i].n > 0;
    }
    struct ranked_column *column = ARENA_ARRAY(a, struct ranked_column, columns);
    struct ranked_split *splits = ARENA_ARRAY(a, struct ranked_split, places);
    for (uint32_t i = 0; i < f->width; i++)
        if (cuts[i].n)
            column[cuts[i].column] = make_column(&cuts[i], i, a);
    for (uint32_t i = 0; i < places; i++) {
        const struct cuts *c = &cuts[f->splits[i].feature];
        if (f->splits[i].cut)
            splits[i] = (struct ranked_split){(uint16_t)(c->column * PAGE_RANKED),
                                              (uint8_t)(cuts_below(c, signed_key(f->splits[i].cut)) + 1)};
    }
    struct page_ranked *r = ARENA_NEW(a, struct page_ranked);
    *r = (struct page_ranked){splits, column, columns};
    return r;
}

/* ---- ranks -------------------------------------------------------------------------------------- */

/* Eight rows of eight numbers become eight columns. */
INLINE void turn(__m256i r[8]) {
    __m256i t[8];
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
        t[2 * i] = _mm256_unpacklo_epi32(r[2 * i], r[2 * i + 1]);
        t[2 * i + 1] = _mm256_unpackhi_epi32(r[2 * i], r[2 * i + 1]);
    }
#pragma GCC unroll 2
    for (int i = 0; i < 8; i += 4) {
        r[i] = _mm256_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm256_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm256_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm256_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
        t[i] = _mm256_permute2x128_si256(r[i], r[4 + i], 0x20);
        t[4 + i] = _mm256_permute2x128_si256(r[i], r[4 + i], 0x31);
    }
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++)
        r[i] = t[i];
}

/* The signed keys of up to eight rows, by feature; noughts for those that are not there. */
AVX2 static void make_keys(int32_t (*keys)[PAGE_RANKED], const float *x, uint32_t n, uint32_t stride, uint32_t width) {
    for (uint32_t at = 0; at < width; at += 8) {
        __m256i there = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(width - at)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
        __m256i r[8];
#pragma GCC unroll 8
        for (uint32_t i = 0; i < 8; i++) {
            r[i] = _mm256_setzero_si256();
            if (i < n) { /* -0 is 0 */
                __m256 v = _mm256_add_ps(_mm256_maskload_ps(x + (size_t)i * stride + at, there), _mm256_setzero_ps());
                __m256i bits = _mm256_castps_si256(v);
                r[i] = _mm256_xor_si256(bits, _mm256_srli_epi32(_mm256_srai_epi32(bits, 31), 1));
            }
        }
        turn(r);
#pragma GCC unroll 8
        for (uint32_t i = 0; i < 8; i++)
            _mm256_storeu_si256((__m256i *)keys[at + i], r[i]);
    }
}

AVX2 void page_ranked_fill(const struct page_forest *f, const float *x, uint32_t n, uint32_t stride,
                           int8_t ranks[PAGE_WIDTH][PAGE_RANKED]) {
    int32_t keys[PAGE_WIDTH][PAGE_RANKED];
    for (uint32_t i = 0; i < PAGE_RANKED; i += 8)
        make_keys((int32_t(*)[PAGE_RANKED])(keys[0] + i), x + (size_t)i * stride, n > i ? n - i : 0, stride, f->width);
    for (uint32_t k = 0; k < f->ranked->columns_n; k++) {
        const struct ranked_column *c = &f->ranked->columns[k];
        __m256i v[EIGHTS], group[EIGHTS], rank[EIGHTS], last = _mm256_loadu_si256((const __m256i *)c->cuts[1]);
#pragma GCC unroll 4
        for (int i = 0; i < EIGHTS; i++) {
            v[i] = _mm256_loadu_si256((const __m256i *)(keys[c->feature] + 8 * i));
            group[i] = _mm256_set1_epi32((int)c->separators);
        }
        for (uint32_t at = 0; at < c->separators; at++) {
            __m256i cut = _mm256_set1_epi32(c->cuts[0][at]);
#pragma GCC unroll 4
            for (int i = 0; i < EIGHTS; i++) /* -1 for each row that is below */
                group[i] = _mm256_add_epi32(group[i], _mm256_cmpgt_epi32(cut, v[i]));
        }
#pragma GCC unroll 4
        for (int i = 0; i < EIGHTS; i++)
            rank[i] = _mm256_permutevar8x32_epi32(last, group[i]);
        for (uint32_t at = 0; at < c->others; at++) {
            __m256i cuts = _mm256_loadu_si256((const __m256i *)c->cuts[2 + at]);
#pragma GCC unroll 4
            for (int i = 0; i < EIGHTS; i++)
                rank[i] = _mm256_add_epi32(rank[i], _mm256_cmpgt_epi32(_mm256_permutevar8x32_epi32(cuts, group[i]), v[i]));
        }
        __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(rank[0], rank[1]), _mm256_packs_epi32(rank[2], rank[3]));
        bytes = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
        _mm256_storeu_si256((__m256i *)ranks[k], bytes);
    }
}

/* ---- trees -------------------------------------------------------------------------------------- */

INLINE __m256i below(const struct ranked_split *tree, uint32_t at, const int8_t *ranks) {
    return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)tree[at].cut), _mm256_loadu_si256((const __m256i *)(ranks + tree[at].column)));
}

/* Minus the place of each row's leaf among those under split `at`, which has so many levels. */
INLINE __m256i place_1(const struct ranked_split *tree, uint32_t at, const int8_t *ranks) { return below(tree, at, ranks); }
#define PLACE(levels, less)                                                                                                   \
    INLINE __m256i place_##levels(const struct ranked_split *tree, uint32_t at, const int8_t *ranks) {                        \
        __m256i not = place_##less(tree, 2 * at, ranks);                                                                      \
        __m256i is = _mm256_sub_epi8(place_##less(tree, 2 * at + 1, ranks), _mm256_set1_epi8(1 << less));                     \
        return _mm256_blendv_epi8(not, is, below(tree, at, ranks));                                                           \
    }
PLACE(2, 1)
PLACE(3, 2)
PLACE(4, 3)
PLACE(5, 4)
PLACE(6, 5)

#define SUM(levels)                                                                                                           \
    AVX2 static void sum_##levels(const struct ranked_split *tree, const float *leaves, uint32_t trees, const int8_t *ranks,  \
                                  float *sums) {                                                                              \
        __m256 sum[EIGHTS];                                                                                                   \
        for (int i = 0; i < EIGHTS; i++)                                                                                      \
            sum[i] = _mm256_loadu_ps(sums + 8 * i);                                                                           \
        for (; trees; trees--, tree += 1 << levels, leaves += 1 << levels) {                                                  \
            __m256i place = _mm256_abs_epi8(place_##levels(tree, 1, ranks));                                                  \
            __m128i low = _mm256_castsi256_si128(place), high = _mm256_extracti128_si256(place, 1);                           \
            sum[0] = _mm256_add_ps(sum[0], _mm256_i32gather_ps(leaves, _mm256_cvtepu8_epi32(low), 4));                        \
            sum[1] = _mm256_add_ps(sum[1], _mm256_i32gather_ps(leaves, _mm256_cvtepu8_epi32(_mm_srli_si128(low, 8)), 4));     \
            sum[2] = _mm256_add_ps(sum[2], _mm256_i32gather_ps(leaves, _mm256_cvtepu8_epi32(high), 4));                       \
            sum[3] = _mm256_add_ps(sum[3], _mm256_i32gather_ps(leaves, _mm256_cvtepu8_epi32(_mm_srli_si128(high, 8)), 4));    \
        }                                                                                                                     \
        for (int i = 0; i < EIGHTS; i++)                                                                                      \
            _mm256_storeu_ps(sums + 8 * i, sum[i]);                                                                           \
    }
SUM(1)
SUM(2)
SUM(3)
SUM(4)
SUM(5)
SUM(6)

void page_ranked_sum(const struct page_forest *f, const int8_t ranks[PAGE_WIDTH][PAGE_RANKED], uint32_t from, uint32_t to,
                     float sums[PAGE_RANKED]) {
    static void (*const sum[])(const struct ranked_split *, const float *, uint32_t, const int8_t *, float *) = {
        sum_1, sum_2, sum_3, sum_4, sum_5, sum_6};
    size_t at = (size_t)from << f->depth;
    sum[f->depth - 1](f->ranked->splits + at, f->leaves + at, to - from, ranks[0], sums);
}
#else
const struct page_ranked *page_ranked_make(const struct page_forest *f, struct arena *a) {
    (void)f, (void)a;
    return NULL;
}
void page_ranked_fill(const struct page_forest *f, const float *x, uint32_t n, uint32_t stride, int8_t ranks[PAGE_WIDTH][PAGE_RANKED]) {
    (void)f, (void)x, (void)n, (void)stride, (void)ranks;
}
void page_ranked_sum(const struct page_forest *f, const int8_t ranks[PAGE_WIDTH][PAGE_RANKED], uint32_t from, uint32_t to,
                     float sums[PAGE_RANKED]) {
    (void)f, (void)ranks, (void)from, (void)to, (void)sums;
}
#endif
