/* crf: scores and the best labelling of a linear chain (Viterbi). */
#include "attr.h"

#include <math.h>

/* Weights are bytes, so that a row is one load; the low bits of a feature's hash choose it. */

/* Written with vectors of the compiler's: on a machine that has none of the size it takes two. The same numbers. */
typedef uint32_t eight __attribute__((vector_size(4 * CRF_STEP)));
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 8")

INLINE void fetch(const struct crf *m, const struct crf_features *f, struct crf_rows *rows) {
    rows->n = f->n;
    for (uint32_t k = 0; k < f->n; k += CRF_STEP) { /* crf_mix */
        eight a, b;
        memcpy(&a, f->a + k, sizeof a);
        memcpy(&b, f->b + k, sizeof b);
        a = (a ^ a >> 15) * 0x85EBCA6Bu;
        a = (a ^ b) * 0xC2B2AE35u;
        a = (a ^ a >> 13) * 0x27D4EB2Fu;
        a = (a ^ a >> 16) & m->mask;
        memcpy(rows->at + k, &a, sizeof a);
    }
    UNROLL for (uint32_t k = 0; k < rows->n; k++)
        __builtin_prefetch(m->w + (size_t)rows->at[k] * CRF_LABELS);
}

static void fetch_plain(const struct crf *m, const struct crf_features *f, struct crf_rows *rows) { fetch(m, f, rows); }

static void score_plain(const struct crf *m, const struct crf_rows *rows, float *s) {
    int16_t sum[CRF_LABELS] = {0}; /* at most 128 features of at most 127 */
    _Static_assert(CRF_MAX_FEATURES * 127 <= INT16_MAX, "sums must fit");
    for (uint32_t k = 0; k < rows->n; k++) {
        const int8_t *row = m->w + (size_t)rows->at[k] * CRF_LABELS;
        for (int l = 0; l < CRF_LABELS; l++)
            sum[l] = (int16_t)(sum[l] + row[l]);
    }
    for (int l = 0; l < CRF_LABELS; l++)
        s[l] = (float)sum[l] * m->scale;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE __attribute__((target("avx2"))) static
WIDE void fetch_wide(const struct crf *m, const struct crf_features *f, struct crf_rows *rows) { fetch(m, f, rows); }

WIDE void score_wide(const struct crf *m, const struct crf_rows *rows, float *s) {
    __m128i sum = _mm_setzero_si128();
    const int8_t *w = m->w;
    uint32_t n = rows->n;
    UNROLL for (uint32_t k = 0; k < n; k++)
        sum = _mm_add_epi16(sum, _mm_cvtepi8_epi16(_mm_loadl_epi64((const void *)(w + (size_t)rows->at[k] * CRF_LABELS))));
    _mm256_storeu_ps(s, _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(sum)), _mm256_set1_ps(m->scale)));
}
static bool can_wide(void) { return __builtin_cpu_supports("avx2"); }
#else
#define fetch_wide fetch_plain
#define score_wide score_plain
static bool can_wide(void) { return false; }
#endif

void crf_fetch(const struct crf *m, const struct crf_features *f, struct crf_rows *rows) {
    if (m->wide)
        fetch_wide(m, f, rows);
    else
        fetch_plain(m, f, rows);
}

void crf_score(const struct crf *m, const struct crf_rows *rows, float *s) {
    if (m->wide)
        score_wide(m, rows, s);
    else
        score_plain(m, rows, s);
}

void crf_ready(struct crf *m, bool (*may)(int, int)) {
    m->wide = can_wide();
    for (int f = 0; f < CRF_LABELS; f++)
        for (int t = 0; t < CRF_LABELS; t++) {
            bool ok = f < (int)m->labels && t < (int)m->labels && may(f, t);
            for (int e = 0; e < CRF_EDGES; e++)
                m->step[e][f][t] = ok ? m->edge[e][f][t] : -INFINITY;
        }
    for (int l = 0; l < CRF_LABELS; l++) {
        m->first[l] = l < (int)m->labels && may(-1, l);
        m->last[l] = l < (int)m->labels && may(l, -1);
    }
}

#define NOT_SO -1e30f

/* The best sums that end in each label, for words from the second on. */
INLINE void forwards(const struct crf *m, const float *s, const uint8_t *e, uint32_t n, float *restrict best) {
    for (uint32_t i = 1; i < n; i++) {
        const float *from = best + (size_t)(i - 1) * CRF_LABELS, *si = s + (size_t)i * CRF_LABELS;
        const float *step = &m->step[e[i]][0][0];
        float top[CRF_LABELS];
        for (int t = 0; t < CRF_LABELS; t++)
            top[t] = NOT_SO;
        UNROLL for (int f = 0; f < CRF_LABELS; f++)
            for (int t = 0; t < CRF_LABELS; t++) {
                float v = from[f] + step[f * CRF_LABELS + t];
                top[t] = v > top[t] ? v : top[t];
            }
        for (int t = 0; t < CRF_LABELS; t++)
            best[(size_t)i * CRF_LABELS + (size_t)t] = top[t] + si[t];
    }
}

static void forwards_plain(const struct crf *m, const float *s, const uint8_t *e, uint32_t n, float *restrict best) {
    forwards(m, s, e, n, best);
}
#ifdef WIDE
WIDE void forwards_wide(const struct crf *m, const float *s, const uint8_t *e, uint32_t n, float *restrict best) {
    forwards(m, s, e, n, best);
}
#else
#define forwards_wide forwards_plain
#endif

/* Forwards only the best sum of each label is kept; which label it came from is asked on the way back, of the one label
 * a word then has, and told by the same sums. */
void crf_best(const struct crf *m, const float *s, const uint8_t *e, uint32_t n, float *restrict best, uint8_t *labels) {
    if (!n)
        return;
    int L = (int)m->labels;
    for (int l = 0; l < CRF_LABELS; l++)
        best[l] = m->first[l] ? s[l] : NOT_SO;
    if (m->wide)
        forwards_wide(m, s, e, n, best);
    else
        forwards_plain(m, s, e, n, best);
    int at = 0;
    float top = -INFINITY;
    for (int l = 0; l < CRF_LABELS; l++)
        if (m->last[l] && best[(size_t)(n - 1) * CRF_LABELS + (size_t)l] > top) {
            top = best[(size_t)(n - 1) * CRF_LABELS + (size_t)l];
            at = l;
        }
    for (uint32_t i = n; i-- > 0;) {
        labels[i] = (uint8_t)at;
        if (!i)
            return;
        const float *from = best + (size_t)(i - 1) * CRF_LABELS;
        int to = at;
        at = 0;
        top = NOT_SO;
        for (int f = 0; f < L; f++) {
            float v = from[f] + m->step[e[i]][f][to];
            if (v > top) {
                top = v;
                at = f;
            }
        }
    }
}

bool cue_may(int from, int to) {
    bool inside = from == CUE_B || from == CUE_I;
    return inside == (to == CUE_I || to == CUE_E);
}

/* Contents have no label for one word alone: a beginning that nothing follows is one. */
bool role_may(int from, int to) {
    bool source = from == ROLE_SB || from == ROLE_SI;
    if (source)
        return to == ROLE_SI || to == ROLE_SE;
    if (to == ROLE_SI || to == ROLE_SE)
        return false;
    if (from == ROLE_CI)
        return to == ROLE_CI || to == ROLE_CE;
    if (to == ROLE_CI || to == ROLE_CE)
        return from == ROLE_CB;
    return true;
}
