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

void crf_rules(struct crf *m, bool (*may)(int, int)) {
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

/* Forwards only the best sum of each label is kept; which label it came from is asked on the way back, of the one label
 * a word then has, and told by the same sums. */
void crf_best(const struct crf *m, const float *s, const uint8_t *e, uint32_t n, float *restrict best, uint8_t *labels) {
    if (!n)
        return;
    const float none = -1e30f;
    int L = (int)m->labels;
    for (int l = 0; l < CRF_LABELS; l++)
        best[l] = m->first[l] ? s[l] : none;
    for (uint32_t i = 1; i < n; i++) {
        const float *from = best + (size_t)(i - 1) * CRF_LABELS, *si = s + (size_t)i * CRF_LABELS;
        float top[CRF_LABELS];
        for (int t = 0; t < CRF_LABELS; t++)
            top[t] = none;
        for (int f = 0; f < L; f++) {
            const float *step = m->step[e[i]][f];
            for (int t = 0; t < CRF_LABELS; t++) {
                float v = from[f] + step[t];
                top[t] = v > top[t] ? v : top[t];
            }
        }
        for (int t = 0; t < CRF_LABELS; t++)
            best[(size_t)i * CRF_LABELS + (size_t)t] = top[t] + si[t];
    }
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
        top = none;
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
