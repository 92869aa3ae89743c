/* Exchange clustering: each word in turn is put into the class that makes the text likeliest.
 *
 *   log likelihood = sum f(N(c, d)) - sum f(N(c, .)) - sum f(N(., c)) + const,   f(x) = x log x
 *
 * For a word w with counts L(c) of classes before it and R(d) behind it, all classes are tried at
 * once: the rows of N are arrays, so that the inner loops are vectors. */
#pragma GCC optimize("O3,fast-math")
#pragma GCC target("avx2,fma")

#include "lib_clusters.h"

#include <stdio.h>
#include <stdlib.h>

static inline float xlogx(float x) { /* to five digits, which is enough to rank */
    union {
        float f;
        int32_t i;
    } u = {.f = x + 1e-20f};
    float e = (float)((u.i >> 23) - 127);
    u.i = (u.i & 0x7fffff) | 0x3f800000;
    float m = u.f;
    float l = -2.7868f + m * (4.0756f + m * (-1.7376f + m * (0.5143f - 0.0655f * m)));
    return x * (e + l);
}

struct neighbours { /* of a word, on one side: words and counts */
    uint64_t *from; /* words + 2 */
    uint32_t *word, *count;
};

static int by_pair(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void gather(uint64_t *pairs, size_t n, uint32_t words, struct neighbours *out) {
    qsort(pairs, n, sizeof *pairs, by_pair);
    out->from = mem_alloc((words + 2) * sizeof *out->from);
    out->word = mem_alloc(n * 4 + 4);
    out->count = mem_alloc(n * 4 + 4);
    uint64_t k = 0;
    uint32_t w = 0;
    out->from[0] = 0;
    for (size_t i = 0; i < n;) {
        size_t e = i;
        while (e < n && pairs[e] == pairs[i])
            e++;
        uint32_t a = (uint32_t)(pairs[i] >> 32);
        while (w < a)
            out->from[++w] = k;
        out->word[k] = (uint32_t)pairs[i];
        out->count[k++] = (uint32_t)(e - i);
        i = e;
    }
    while (w < words + 1)
        out->from[++w] = k;
}

enum { C_MAX = 1024 };
struct classes {
    uint32_t n;             /* classes and the edge */
    float *N, *T, *fN, *fT; /* [n][C_MAX]; T: transposed */
    float row[C_MAX];       /* N(c, .) */
};

static void change(struct classes *x, uint32_t c, uint32_t d, float by) {
    float v = x->N[c * C_MAX + d] += by;
    x->T[d * C_MAX + c] = v;
    x->fN[c * C_MAX + d] = x->fT[d * C_MAX + c] = xlogx(v);
}

/* Adds (sign 1) or takes away (-1) the word's counts in class k. */
static void place(struct classes *x, uint32_t k, const float *L, const float *R, float self, float all,
                  float sign) {
    for (uint32_t c = 0; c < x->n; c++) {
        if (L[c] != 0)
            change(x, c, k, sign * L[c]);
        if (R[c] != 0)
            change(x, k, c, sign * R[c]);
    }
    if (self != 0)
        change(x, k, k, sign * self);
    x->row[k] += sign * all;
}

void clusters_make(const uint32_t *stream, size_t n, uint32_t words, uint32_t classes, int rounds,
                   uint16_t *class_of) {
    uint64_t *pairs = mem_alloc((n + 1) * sizeof *pairs);
    struct neighbours left, right;
    size_t m = 0;
    uint32_t *count = mem_alloc((words + 1) * 4);
    memset(count, 0, (words + 1) * 4);
    for (size_t i = 0; i < n; i++) {
        count[stream[i]]++;
        if (i + 1 < n)
            pairs[m++] = (uint64_t)stream[i] << 32 | stream[i + 1];
    }
    gather(pairs, m, words, &right);
    for (size_t i = 0; i < m; i++)
        pairs[i] = (uint64_t)stream[i + 1] << 32 | stream[i];
    gather(pairs, m, words, &left);
    mem_free(pairs);

    struct classes *x = mem_alloc(sizeof *x);
    memset(x, 0, sizeof *x);
    x->n = classes + 1;
    size_t bytes = (size_t)x->n * C_MAX * sizeof(float);
    x->N = mem_alloc(bytes), x->T = mem_alloc(bytes), x->fN = mem_alloc(bytes), x->fT = mem_alloc(bytes);
    memset(x->N, 0, bytes), memset(x->T, 0, bytes), memset(x->fN, 0, bytes), memset(x->fT, 0, bytes);
    for (uint32_t w = 0; w < words; w++)
        class_of[w] = (uint16_t)(w % classes);
    class_of[words] = (uint16_t)classes;
    for (uint32_t w = 0; w <= words; w++) {
        for (uint64_t k = right.from[w]; k < right.from[w + 1]; k++)
            x->N[class_of[w] * C_MAX + class_of[right.word[k]]] += (float)right.count[k];
        x->row[class_of[w]] += (float)count[w];
    }
    for (uint32_t c = 0; c < x->n; c++)
        for (uint32_t d = 0; d < x->n; d++)
            change(x, c, d, 0);

    float *L = mem_alloc(C_MAX * 4), *R = mem_alloc(C_MAX * 4), *gain = mem_alloc(C_MAX * 4);
    for (int r = 0; r < rounds; r++) {
        uint32_t moved = 0;
        for (uint32_t w = 0; w < words; w++) {
            memset(L, 0, C_MAX * 4), memset(R, 0, C_MAX * 4);
            float self = 0, all = (float)count[w];
            for (uint64_t k = right.from[w]; k < right.from[w + 1]; k++)
                if (right.word[k] == w)
                    self += (float)right.count[k];
                else
                    R[class_of[right.word[k]]] += (float)right.count[k];
            for (uint64_t k = left.from[w]; k < left.from[w + 1]; k++)
                if (left.word[k] != w)
                    L[class_of[left.word[k]]] += (float)left.count[k];
            uint32_t old = class_of[w];
            place(x, old, L, R, self, all, -1);
            uint32_t K = classes;
            for (uint32_t k = 0; k < K; k++) {
                float both = L[k] + R[k] + self; /* the cell (k, k) */
                float cell = x->N[k * C_MAX + k];
                gain[k] = xlogx(cell + both) - xlogx(cell + L[k]) - xlogx(cell + R[k]) + xlogx(cell) -
                          2 * (xlogx(x->row[k] + all) - xlogx(x->row[k]));
            }
            for (uint32_t c = 0; c < x->n; c++) {
                if (L[c] != 0) {
                    const float *N = x->N + c * C_MAX, *f = x->fN + c * C_MAX, by = L[c];
                    for (uint32_t k = 0; k < K; k++)
                        gain[k] += xlogx(N[k] + by) - f[k];
                }
                if (R[c] != 0) {
                    const float *T = x->T + c * C_MAX, *f = x->fT + c * C_MAX, by = R[c];
                    for (uint32_t k = 0; k < K; k++)
                        gain[k] += xlogx(T[k] + by) - f[k];
                }
            }
            uint32_t best = old;
            for (uint32_t k = 0; k < K; k++)
                if (gain[k] > gain[best] + 1e-3f)
                    best = k;
            moved += best != old;
            class_of[w] = (uint16_t)best;
            place(x, best, L, R, self, all, 1);
        }
        fprintf(stderr, "classes: round %d, %u words moved\n", r + 1, moved);
    }
    mem_free(L), mem_free(R), mem_free(gain), mem_free(count);
    mem_free(x->N), mem_free(x->T), mem_free(x->fN), mem_free(x->fT), mem_free(x);
    mem_free(left.from), mem_free(left.word), mem_free(left.count);
    mem_free(right.from), mem_free(right.word), mem_free(right.count);
}
