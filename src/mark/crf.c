/* crf: scores and the best labelling of a linear chain (Viterbi). */
#include "attr.h"

#include <math.h>

/* Row of a feature: the low bits choose it. Weights are bytes, so that a row is one load. */
static const int8_t *row_of(const struct crf *m, uint32_t feature) { return m->w + (size_t)(feature & m->mask) * CRF_LABELS; }

void crf_fetch(const struct crf *m, const uint32_t *features, uint32_t n) {
    for (uint32_t k = 0; k < n; k++)
        __builtin_prefetch(row_of(m, features[k]));
}

void crf_score(const struct crf *m, const uint32_t *features, uint32_t n, float *s) {
    int16_t sum[CRF_LABELS] = {0}; /* at most 128 features of at most 127 */
    _Static_assert(CRF_MAX_FEATURES * 127 <= INT16_MAX, "sums must fit");
    for (uint32_t k = 0; k < n; k++) {
        const int8_t *row = row_of(m, features[k]);
        for (int l = 0; l < CRF_LABELS; l++)
            sum[l] = (int16_t)(sum[l] + row[l]);
    }
    for (int l = 0; l < CRF_LABELS; l++)
        s[l] = (float)sum[l] * m->scale;
}

void crf_best(const struct crf *m, bool (*may)(int, int), const float *s, const uint8_t *e,
              uint32_t n, uint8_t *back, uint8_t *labels) {
    if (!n)
        return;
    const float none = -1e30f;
    int L = (int)m->labels;
    bool ok[CRF_LABELS + 1][CRF_LABELS + 1];
    for (int f = -1; f < L; f++)
        for (int t = -1; t < L; t++)
            ok[f + 1][t + 1] = may(f, t);
    float best[CRF_LABELS], next[CRF_LABELS];
    for (int l = 0; l < L; l++)
        best[l] = ok[0][l + 1] ? s[l] : none;
    for (uint32_t i = 1; i < n; i++) {
        const float *si = s + (size_t)i * CRF_LABELS;
        for (int t = 0; t < L; t++) {
            float top = none;
            int from = 0;
            for (int f = 0; f < L; f++) {
                if (!ok[f + 1][t + 1])
                    continue;
                float v = best[f] + m->edge[e[i]][f][t];
                if (v > top) {
                    top = v;
                    from = f;
                }
            }
            next[t] = top + si[t];
            back[(size_t)i * CRF_LABELS + (size_t)t] = (uint8_t)from;
        }
        memcpy(best, next, sizeof best);
    }
    int at = 0;
    float top = -INFINITY;
    for (int l = 0; l < L; l++)
        if (ok[l + 1][0] && best[l] > top) {
            top = best[l];
            at = l;
        }
    for (uint32_t i = n; i-- > 0;) {
        labels[i] = (uint8_t)at;
        if (i)
            at = back[(size_t)i * CRF_LABELS + (size_t)at];
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
