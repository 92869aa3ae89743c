/* Growing the forests: columns are cut into bins once, trees grow on histograms of gradients. */
#include "lib_boost.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { BINS = 64 };

struct booster {
    struct arena *a;
    const struct rows *r;
    uint8_t *bin;       /* width columns of n */
    float *cuts;        /* width * BINS */
    uint16_t *cuts_n;
    float *score, *g, *h;
    float *share;       /* of groups */
    uint32_t *order;    /* rows, by node */
};

static int by_float(const void *x, const void *y) {
    float a = *(const float *)x, b = *(const float *)y;
    return (a > b) - (a < b);
}

static void make_bins(struct booster *b) {
    const struct rows *r = b->r;
    b->bin = arena_alloc(b->a, (size_t)r->n * r->width);
    b->cuts = ARENA_ARRAY(b->a, float, (size_t)r->width * BINS);
    b->cuts_n = ARENA_ARRAY(b->a, uint16_t, r->width);
    float *v = arena_alloc(b->a, (size_t)r->n * sizeof *v);
    for (uint32_t f = 0; f < r->width; f++) {
        uint32_t m = 0;
        for (uint32_t i = 0; i < r->n; i++)
            if (r->weight[i] > 0)
                v[m++] = r->x[(size_t)i * r->width + f];
        qsort(v, m, sizeof *v, by_float);
        float *c = b->cuts + (size_t)f * BINS;
        uint32_t n = 0, distinct = 0;
        for (uint32_t i = 1; i < m; i++)
            distinct += v[i] != v[i - 1];
        if (distinct < BINS - 1) {
            for (uint32_t i = 1; i < m; i++)
                if (v[i] != v[i - 1])
                    c[n++] = v[i - 1] + (v[i] - v[i - 1]) / 2;
        } else {
            for (uint32_t q = 1; q < BINS; q++) {
                uint32_t i = (uint32_t)((uint64_t)q * m / BINS);
                if (i && v[i] != v[i - 1] && (!n || v[i] > c[n - 1]))
                    c[n++] = v[i];
                else if (i && (!n || v[i] > c[n - 1]))
                    c[n++] = v[i];
            }
        }
        b->cuts_n[f] = (uint16_t)n;
        uint8_t *to = b->bin + (size_t)f * r->n;
        for (uint32_t i = 0; i < r->n; i++) {
            float x = r->x[(size_t)i * r->width + f];
            uint32_t lo = 0, hi = n;
            while (lo < hi) { /* bin: cuts that are <= x */
                uint32_t mid = (lo + hi) / 2;
                if (c[mid] <= x)
                    lo = mid + 1;
                else
                    hi = mid;
            }
            to[i] = (uint8_t)lo;
        }
    }
}

/* Of each row, its share of its group. */
static void share_out(struct booster *b) {
    const struct rows *r = b->r;
    for (uint32_t i = 0, end; i < r->n; i = end) {
        float sum = 1;
        for (end = i; end < r->n && r->group[end] == r->group[i]; end++)
            sum += expf(b->score[end]);
        for (uint32_t k = i; k < end; k++)
            b->share[k] = expf(b->score[k]) / sum;
    }
}

struct todo {
    uint32_t start, end, node, depth;
};

static void grow(struct booster *b, struct forest *out, int trees, int depth, float rate, int skip) {
    const struct rows *r = b->r;
    const float lambda = 1.0f, min_h = 0.15f;
    uint32_t *rows = arena_alloc(b->a, (size_t)r->n * sizeof *rows), rows_n = 0;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->weight[i] > 0 && r->fold[i] != skip)
            rows[rows_n++] = i;
    uint32_t *order = arena_alloc(b->a, (size_t)r->n * sizeof *order);
    uint32_t *side = arena_alloc(b->a, (size_t)r->n * sizeof *side);
    memset(b->score, 0, r->n * sizeof *b->score);
    out->trees = ARENA_ARRAY(b->a, uint32_t, (size_t)trees + 1);
    out->trees_n = out->nodes_n = out->nodes_cap = 0;
    out->nodes = NULL;
    struct hist { double g, h; } *hist = arena_alloc(b->a, (size_t)r->width * BINS * sizeof *hist);
    struct todo *stack = arena_alloc(b->a, 4096 * sizeof *stack);
    uint64_t seed = 88172645463325252u;
    uint8_t *use = ARENA_ARRAY(b->a, uint8_t, r->width);
    for (int t = 0; t < trees; t++) {
        if (r->group)
            share_out(b);
        for (uint32_t k = 0; k < rows_n; k++) {
            uint32_t i = rows[k];
            float p = r->group ? b->share[i] : 1.0f / (1.0f + expf(-b->score[i]));
            b->g[i] = (p - r->label[i]) * r->weight[i];
            b->h[i] = p * (1 - p) * r->weight[i];
            order[k] = i;
        }
        /* two columns of three, drawn anew for each tree */
        for (uint32_t f = 0; f < r->width; f++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            use[f] = seed % 3 != 0;
        }
        uint32_t base = out->nodes_n, top = 0;
        out->trees[out->trees_n++] = base;
        ARENA_MORE(b->a, out->nodes, out->nodes_n, out->nodes_cap);
        out->nodes_n++;
        stack[top++] = (struct todo){0, rows_n, 0, 0};
        while (top) {
            struct todo d = stack[--top];
            double G = 0, H = 0;
            for (uint32_t k = d.start; k < d.end; k++) {
                G += b->g[order[k]];
                H += b->h[order[k]];
            }
            uint32_t best_f = NONE, best_cut = 0;
            double best = 1e-4;
            if ((int)d.depth < depth && H > 2 * min_h) {
                memset(hist, 0, (size_t)r->width * BINS * sizeof *hist);
                for (uint32_t f = 0; f < r->width; f++) {
                    if (!use[f])
                        continue;
                    const uint8_t *bin = b->bin + (size_t)f * r->n;
                    struct hist *hf = hist + (size_t)f * BINS;
                    for (uint32_t k = d.start; k < d.end; k++) {
                        uint32_t i = order[k];
                        hf[bin[i]].g += b->g[i];
                        hf[bin[i]].h += b->h[i];
                    }
                    double gl = 0, hl = 0, parent = G * G / (H + lambda);
                    for (uint32_t c = 0; c < b->cuts_n[f]; c++) {
                        gl += hf[c].g;
                        hl += hf[c].h;
                        if (hl < min_h || H - hl < min_h)
                            continue;
                        double gain = gl * gl / (hl + lambda) + (G - gl) * (G - gl) / (H - hl + lambda) - parent;
                        if (gain > best)
                            best = gain, best_f = f, best_cut = c;
                    }
                }
            }
            if (best_f == NONE) {
                float v = (float)(-G / (H + lambda)) * rate;
                out->nodes[base + d.node] = (struct page_node){v, UINT16_MAX, 0};
                for (uint32_t k = d.start; k < d.end; k++)
                    b->score[order[k]] += v;
                continue;
            }
            const uint8_t *bin = b->bin + (size_t)best_f * r->n;
            uint32_t m = d.start, q = 0;
            for (uint32_t k = d.start; k < d.end; k++) {
                if (bin[order[k]] <= best_cut)
                    order[m++] = order[k];
                else
                    side[q++] = order[k];
            }
            memcpy(order + m, side, q * sizeof *order);
            uint32_t yes = out->nodes_n - base;
            for (int two = 0; two < 2; two++) {
                ARENA_MORE(b->a, out->nodes, out->nodes_n, out->nodes_cap);
                out->nodes_n++;
            }
            out->nodes[base + d.node] =
                (struct page_node){b->cuts[(size_t)best_f * BINS + best_cut], (uint16_t)best_f, (uint16_t)yes};
            stack[top++] = (struct todo){m, d.end, yes + 1, d.depth + 1};
            stack[top++] = (struct todo){d.start, m, yes, d.depth + 1};
        }
    }
    out->trees[out->trees_n] = out->nodes_n;
}

void train_forest(struct arena *out_arena, const struct rows *r, struct forest *out, int trees, int depth,
                         float rate, float *held) {
    struct booster b = {.a = arena_new(0), .r = r};
    b.score = ARENA_ARRAY(b.a, float, r->n);
    b.g = ARENA_ARRAY(b.a, float, r->n);
    b.h = ARENA_ARRAY(b.a, float, r->n);
    b.share = ARENA_ARRAY(b.a, float, r->n);
    make_bins(&b);
    for (int f = held ? 0 : BOOST_FOLDS; f < (held ? BOOST_FOLDS : BOOST_FOLDS + 1); f++) {
        struct forest one;
        struct arena_mark mark = arena_mark(b.a);
        grow(&b, &one, trees, depth, rate, f < BOOST_FOLDS ? f : -1);
        if (held) {
            struct page_forest pf;
            if (!page_forest_make(&pf, b.a, one.nodes, one.nodes_n, one.trees, one.trees_n, r->width))
                guard_fail(STM_ELIMIT);
            for (uint32_t i = 0; i < r->n; i++)
                if (r->fold[i] == f)
                    held[i] = page_forest_score(&pf, r->x + (size_t)i * r->width);
            arena_rewind(b.a, mark);
            fprintf(stderr, "  fold %d\n", f);
        } else {
            out->nodes_n = one.nodes_n;
            out->trees_n = one.trees_n;
            out->nodes = ARENA_ARRAY(out_arena, struct page_node, one.nodes_n);
            out->trees = ARENA_ARRAY(out_arena, uint32_t, (size_t)one.trees_n + 1);
            if (one.nodes)
                memcpy(out->nodes, one.nodes, one.nodes_n * sizeof *one.nodes);
            memcpy(out->trees, one.trees, ((size_t)one.trees_n + 1) * sizeof *one.trees);
        }
    }
    arena_free(b.a);
}

void forest_add(struct model_writer *w, const char *name, const struct forest *f) {
    model_add(w, arena_printf(w->a, "%s.nodes", name).p, f->nodes, sizeof *f->nodes, f->nodes_n);
    model_add(w, arena_printf(w->a, "%s.trees", name).p, f->trees, sizeof *f->trees, f->trees_n + 1);
}
