/* train_attr: the two random fields that find attributions, from PolNeAR's training articles.
 *
 *   train_attr OUT.stm [SHARED [EVERY [PASSES [RATE DECAY (of the cues) RATE DECAY (of roles) [BIAS]]]]]
 *
 * SHARED is ../shared. With EVERY (10: every tenth article is held out), the held-out articles
 * are scored after each pass, as score/marks.py does; without it all are trained on.
 *
 * Log-likelihood by AdaGrad (Duchi, Hazan and Singer 2011), one sequence at a time, in an order
 * shuffled from a fixed seed; weights decay after each pass; features that occur once are left
 * out. The cue field learns from what stands outside contents alone: PolNeAR marks
 * nothing inside another's content, so there its silence says nothing. */
/* two of its names are also base.h's; neither is used here */
#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "lang/lang.h"
#include "lib_model.h"
#include "mark/attributions.h"
#include "page/page.h"

#define BIAS 0.5f
enum { CUE_BITS = 17, ROLE_BITS = 17, COUNT_BITS = 23, ANY = 255 };

/* ---- a field to be trained ---------------------------------------------------------------------- */

struct sequence {
    uint32_t first;  /* of the field's tokens */
    uint32_t n;
};

struct field {
    int labels;
    bool (*may)(int, int);
    uint32_t mask;
    float *w, *g;   /* weights and squared gradients [buckets][CRF_LABELS] */
    float edge[CRF_EDGES][CRF_LABELS][CRF_LABELS], edge_g[CRF_EDGES][CRF_LABELS][CRF_LABELS];
    float rate, decay;
    uint8_t *count; /* of features, saturating */

    /* tokens of all sequences */
    uint32_t *at;   /* where its features begin; one more than tokens */
    uint8_t *gold, *edges;
    size_t tokens, tokens_cap;
    uint32_t *features;
    size_t features_n, features_cap;
    struct sequence *seq;
    size_t seq_n, seq_cap;
};

static void *more(void *p, size_t n, size_t *cap, size_t size) {
    if (n < *cap)
        return p;
    *cap = *cap ? *cap * 2 : 1 << 16;
    p = realloc(p, *cap * size);
    if (!p)
        exit(1);
    return p;
}

static void field_init(struct field *f, int labels, bool (*may)(int, int), int bits, float rate, float decay) {
    memset(f, 0, sizeof *f);
    f->labels = labels;
    f->may = may;
    f->mask = (1u << bits) - 1;
    f->rate = rate;
    f->decay = decay;
    size_t n = ((size_t)f->mask + 1) * CRF_LABELS;
    f->w = calloc(n, sizeof(float));
    f->g = calloc(n, sizeof(float));
    f->count = calloc(1u << COUNT_BITS, 1);
    if (!f->w || !f->g || !f->count)
        exit(1);
}

static void field_token(struct field *f, const struct crf_features *x, uint8_t gold, int edge) {
    size_t cap = f->tokens_cap;
    f->gold = more(f->gold, f->tokens, &cap, 1);
    cap = f->tokens_cap;
    f->edges = more(f->edges, f->tokens, &cap, 1);
    f->at = more(f->at, f->tokens + 1, &f->tokens_cap, sizeof *f->at);
    if (f->tokens_cap != cap) { /* grew by one element earlier than the others */
        f->gold = realloc(f->gold, f->tokens_cap);
        f->edges = realloc(f->edges, f->tokens_cap);
    }
    f->gold[f->tokens] = gold;
    f->edges[f->tokens] = (uint8_t)edge;
    f->at[f->tokens++] = (uint32_t)f->features_n;
    for (uint32_t k = 0; k < x->n; k++) {
        uint32_t hash = crf_mix(x->a[k], x->b[k]);
        f->features = more(f->features, f->features_n, &f->features_cap, sizeof *f->features);
        f->features[f->features_n++] = hash;
        uint8_t *c = &f->count[hash & ((1u << COUNT_BITS) - 1)];
        if (*c < 255)
            (*c)++;
    }
    f->at[f->tokens] = (uint32_t)f->features_n;
}

static void field_sequence(struct field *f, size_t first) {
    if (f->tokens == first)
        return;
    f->seq = more(f->seq, f->seq_n, &f->seq_cap, sizeof *f->seq);
    f->seq[f->seq_n++] = (struct sequence){(uint32_t)first, (uint32_t)(f->tokens - first)};
}

/* Leaves out what occurs less than `least` times. */
static void field_prune(struct field *f, uint8_t least) {
    size_t out = 0;
    for (size_t t = 0; t < f->tokens; t++) {
        uint32_t from = f->at[t], to = f->at[t + 1];
        f->at[t] = (uint32_t)out;
        for (uint32_t k = from; k < to; k++)
            if (f->count[f->features[k] & ((1u << COUNT_BITS) - 1)] >= least)
                f->features[out++] = f->features[k];
    }
    f->at[f->tokens] = (uint32_t)out;
    f->features_n = out;
}

/* A chain's forward and backward sums, in the linear domain, scaled word by word. Gives the log
 * of the sum over all labellings (less what the nodes were scaled by). */
static double chain(const struct field *f, struct sequence q, const double *node,
                    double (*edge)[8][8], double *al, double *be, double *z) {
    int L = f->labels;
    uint32_t n = q.n;
    double like = 0;
    for (uint32_t i = 0; i < n; i++) {
        double sum = 0;
        for (int b = 0; b < L; b++) {
            double v = 0;
            if (!i)
                v = f->may(-1, b);
            else
                for (int a = 0; a < L; a++)
                    v += al[(i - 1) * 8 + (uint32_t)a] * edge[f->edges[q.first + i]][a][b];
            v *= node[i * 8 + (uint32_t)b];
            if (i + 1 == n && !f->may(b, -1))
                v = 0;
            al[i * 8 + (uint32_t)b] = v;
            sum += v;
        }
        z[i] = sum > 0 ? sum : 1e-300;
        like += log(z[i]);
        for (int b = 0; b < L; b++)
            al[i * 8 + (uint32_t)b] /= z[i];
    }
    for (int b = 0; b < L; b++)
        be[(n - 1) * 8 + (uint32_t)b] = 1;
    for (uint32_t i = n - 1; i-- > 0;)
        for (int a = 0; a < L; a++) {
            double v = 0;
            for (int b = 0; b < L; b++)
                v += edge[f->edges[q.first + i + 1]][a][b] * node[(i + 1) * 8 + (uint32_t)b] * be[(i + 1) * 8 + (uint32_t)b];
            be[i * 8 + (uint32_t)a] = v / z[i + 1];
        }
    return like;
}

static void step(const struct field *f, float *w, float *g, float grad) {
    *g += grad * grad;
    *w += f->rate * grad / (sqrtf(*g) + 1e-6f);
}

/* One sequence: what its labels make likely less what the model does. A word whose label is ANY
 * may have each: its gradient is that of the labels around it. Gives the log-likelihood. */
static double field_learn(struct field *f, struct sequence q, double *room) {
    int L = f->labels;
    uint32_t n = q.n;
    size_t m = (size_t)n * 8;
    double *node = room, *held = node + m, *al = held + m, *be = al + m, *z = be + m, *al2 = z + m,
           *be2 = al2 + m, *z2 = be2 + m;
    double edge[CRF_EDGES][8][8];
    for (int e = 0; e < CRF_EDGES; e++)
        for (int a = 0; a < L; a++)
            for (int b = 0; b < L; b++)
                edge[e][a][b] = f->may(a, b) ? exp((double)f->edge[e][a][b]) : 0;
    for (uint32_t i = 0; i < n; i++) {
        float s[8] = {0};
        size_t t = q.first + i;
        for (uint32_t k = f->at[t]; k < f->at[t + 1]; k++) {
            const float *row = f->w + (size_t)(f->features[k] & f->mask) * CRF_LABELS;
            for (int l = 0; l < 8; l++)
                s[l] += row[l];
        }
        float top = s[0];
        for (int l = 1; l < L; l++)
            top = s[l] > top ? s[l] : top;
        for (int l = 0; l < L; l++) {
            double v = exp((double)(s[l] - top));
            if (f->at[t] == f->at[t + 1]) /* forced: a word of the cue */
                v = l == f->gold[t];
            node[i * 8 + (uint32_t)l] = v;
            held[i * 8 + (uint32_t)l] = f->gold[t] == ANY || f->gold[t] == l ? v + 1e-200 : 0;
        }
    }
    double like = chain(f, q, held, edge, al2, be2, z2) - chain(f, q, node, edge, al, be, z);
    for (uint32_t i = 0; i < n; i++) {
        size_t t = q.first + i;
        float grad[8] = {0}, size = 0;
        for (int l = 0; l < L; l++) {
            size_t k = i * 8 + (size_t)l;
            grad[l] = (float)(al2[k] * be2[k] - al[k] * be[k]);
            size += fabsf(grad[l]);
        }
        if (i) {
            uint8_t e = f->edges[t];
            for (int a = 0; a < L; a++)
                for (int b = 0; b < L; b++) {
                    if (!f->may(a, b))
                        continue;
                    size_t x = (i - 1) * 8 + (size_t)a, y = i * 8 + (size_t)b;
                    double is = al2[x] * edge[e][a][b] * held[y] * be2[y] / z2[i];
                    double p = al[x] * edge[e][a][b] * node[y] * be[y] / z[i];
                    step(f, &f->edge[e][a][b], &f->edge_g[e][a][b], (float)(is - p));
                }
        }
        if (size < 1e-3f)
            continue;
        for (uint32_t k = f->at[t]; k < f->at[t + 1]; k++) {
            size_t row = (size_t)(f->features[k] & f->mask) * CRF_LABELS;
            for (int l = 0; l < 8; l++)
                if (grad[l] != 0)
                    step(f, f->w + row + l, f->g + row + l, grad[l]);
        }
    }
    return like;
}

static double field_pass(struct field *f, uint64_t seed) {
    uint32_t longest = 0;
    uint32_t *order = malloc(f->seq_n * sizeof *order);
    for (size_t k = 0; k < f->seq_n; k++) {
        order[k] = (uint32_t)k;
        longest = f->seq[k].n > longest ? f->seq[k].n : longest;
    }
    for (size_t k = f->seq_n; k > 1; k--) {
        size_t j = hash_mix(seed, k) % k;
        uint32_t x = order[k - 1];
        order[k - 1] = order[j];
        order[j] = x;
    }
    double *room = malloc(sizeof(double) * ((size_t)longest * 64 + 8)), like = 0;
    for (size_t k = 0; k < f->seq_n; k++)
        like += field_learn(f, f->seq[order[k]], room);
    free(room);
    free(order);
    size_t n = ((size_t)f->mask + 1) * CRF_LABELS;
    for (size_t k = 0; k < n; k++)
        f->w[k] *= 1 - f->decay;
    return like;
}

/* Weights as bytes; the scale is set so that all but the very largest fit. */
static float field_quantize(const struct field *f, int8_t *out) {
    size_t n = ((size_t)f->mask + 1) * CRF_LABELS;
    float top = 0;
    for (size_t k = 0; k < n; k++)
        top = fabsf(f->w[k]) > top ? fabsf(f->w[k]) : top;
    if (top > 4)
        top = 4;
    float scale = top > 0 ? top / 127 : 1;
    for (size_t k = 0; k < n; k++) {
        float v = roundf(f->w[k] / scale);
        out[k] = (int8_t)(v > 127 ? 127 : v < -127 ? -127 : v);
    }
    return scale;
}

/* ---- articles ------------------------------------------------------------------------------------ */

struct gold_row {
    struct spans part[3]; /* source, cue, content: of the text */
};

struct article {
    struct arena *arena;
    struct page page;
    struct lang lang;
    struct gold_row *gold;
    uint32_t gold_n;
    bool held;
};

static const char *const part_names[3] = {"source", "cue", "content"};

static struct spans spans_of(const struct article *x, const json_t *list, struct arena *a) {
    struct spans s = {ARENA_ARRAY(a, span, json_array_size(list) + 1), 0};
    for (size_t k = 0; k < json_array_size(list); k++) {
        json_t *at = json_array_get(list, k);
        span src = {(uint32_t)json_integer_value(json_array_get(at, 0)),
                    (uint32_t)json_integer_value(json_array_get(at, 1))};
        span t = map_text(&x->page.map, src);
        if (t.end > t.start)
            s.p[s.n++] = t;
    }
    return s;
}

struct reading {
    struct article *x;
    const struct lang_kit *kit;
    json_t *row;
    struct arena *tmp;
};

static void read_article(void *arg) {
    struct reading *r = arg;
    struct article *x = r->x;
    slice text = slice_str(json_string_value(json_object_get(r->row, "text")));
    struct source src = {.kind = SOURCE_TEXT, .whole = true, .bytes = text, .text = text};
    struct page_options o = {.as_it_stands = true};
    const char *why = "";
    if (page_read(&src, &o, x->arena, r->tmp, &x->page, &why))
        guard_fail(STM_EEMPTY);
    arena_reset(r->tmp);
    lang_read(r->kit, &x->page, LANG_PARSE, x->arena, r->tmp, &x->lang);
    arena_reset(r->tmp);
    json_t *list = json_object_get(r->row, "attributions");
    x->gold = ARENA_ARRAY(x->arena, struct gold_row, json_array_size(list) + 1);
    for (size_t k = 0; k < json_array_size(list); k++) {
        for (int p = 0; p < 3; p++)
            x->gold[x->gold_n].part[p] = spans_of(x, json_object_get(json_array_get(list, k), part_names[p]), x->arena);
        x->gold_n++;
    }
}

/* Tokens that a span touches. */
static struct window tokens_of(const struct lang *l, span at) {
    struct window w = {lang_token_at(l, at.start), 0};
    w.end = lang_token_at(l, at.end - 1);
    if (w.end < l->tokens_n && l->tokens[w.end].at.start < at.end)
        w.end++;
    if (w.end < w.first)
        w.end = w.first;
    return w;
}

struct work {
    struct article *x;
    struct attr_kit *kit;
    struct field *cue, *role;
    struct arena *tmp;
    uint32_t *cut; /* contents' words: all, and those outside their window */
};

static void learn_article(void *arg) {
    struct work *k = arg;
    struct article *x = k->x;
    const struct lang *l = &x->lang;
    struct attr_doc d = {.kit = k->kit, .page = &x->page, .lang = l};
    struct crf_features f;
    uint32_t n = l->tokens_n;
    attr_prepare(&d, k->tmp);
    uint8_t *inside = ARENA_ARRAY(k->tmp, uint8_t, n + 1);
    for (uint32_t g = 0; g < x->gold_n; g++) {
        for (uint32_t s = 0; s < x->gold[g].part[2].n; s++) {
            struct window w = tokens_of(l, x->gold[g].part[2].p[s]);
            for (uint32_t i = w.first; i < w.end; i++)
                inside[i] = 1;
        }
    }
    for (uint32_t g = 0; g < x->gold_n; g++)
        for (uint32_t s = 0; s < x->gold[g].part[1].n; s++) {
            struct window w = tokens_of(l, x->gold[g].part[1].p[s]);
            for (uint32_t i = w.first; i < w.end; i++) {
                inside[i] = 0;
                d.cue[i] = w.end == w.first + 1 ? CUE_U : i == w.first ? CUE_B : i + 1 == w.end ? CUE_E : CUE_I;
            }
        }
    for (uint32_t s = 0; s < l->sentences_n; s++) {
        uint32_t a = l->sentences[s].first, b = l->sentences[s].end;
        size_t first = k->cue->tokens;
        int before = -1;
        for (uint32_t i = a; i < b; i++) {
            int y = inside[i] ? ANY : d.cue[i];
            bool begun = before == CUE_B || before == CUE_I;
            if (y == ANY ? begun : !cue_may(before == ANY ? CUE_O : before, y))
                y = y == ANY ? CUE_E : y == CUE_E ? CUE_U : y == CUE_I ? CUE_B : CUE_E; /* crossing marks */
            if (i + 1 == b && (y == CUE_B || y == CUE_I))
                y = y == CUE_B ? CUE_U : CUE_E;
            cue_features(&d, i, &f);
            field_token(k->cue, &f, (uint8_t)y, i > a ? attr_edge(&d, i) : 0);
            before = y;
        }
        field_sequence(k->cue, first);
    }
    uint8_t *label = ARENA_ARRAY(k->tmp, uint8_t, n + 1);
    for (uint32_t g = 0; g < x->gold_n; g++) {
        struct gold_row *row = &x->gold[g];
        if (!row->part[1].n || !row->part[2].n)
            continue;
        struct window c = tokens_of(l, row->part[1].p[0]);
        if (c.first >= c.end)
            continue;
        struct cue cue = attr_cue(&d, c.first, c.end);
        struct window w = attr_window(&d, cue);
        memset(label, 0, n);
        for (int p = 2; p >= 0; p -= 2)
            for (uint32_t s = 0; s < row->part[p].n; s++) {
                struct window t = tokens_of(l, row->part[p].p[s]);
                for (uint32_t i = t.first; i < t.end; i++) {
                    bool fresh = i == t.first || (p == 2 && l->sentences[d.w[i].sentence].block != l->sentences[d.w[i - 1].sentence].block);
                    bool last = i + 1 == t.end || (p == 2 && l->sentences[d.w[i + 1].sentence].block != l->sentences[d.w[i].sentence].block);
                    if (p == 2) {
                        k->cut[0]++;
                        k->cut[1] += i < w.first || i >= w.end;
                    }
                    label[i] = p == 0 ? (fresh && last ? ROLE_SU : fresh ? ROLE_SB : last ? ROLE_SE : ROLE_SI)
                                      : fresh ? ROLE_CB : last ? ROLE_CE : ROLE_CI;
                }
            }
        for (uint32_t i = c.first; i < c.end; i++)
            label[i] = ROLE_O;
        /* where marks cross, or the window cuts one, what is left must still be a labelling */
        for (uint32_t i = w.first; i < w.end; i++) {
            int from = i == w.first ? -1 : label[i - 1], to = label[i];
            if (!role_may(from, to))
                label[i] = to == ROLE_SI ? ROLE_SB : to == ROLE_SE ? ROLE_SU : to == ROLE_CI || to == ROLE_CE ? ROLE_CB : label[i];
            if (!role_may(from, label[i]) && i > w.first) {
                label[i - 1] = from == ROLE_SB ? ROLE_SU : from == ROLE_SI ? ROLE_SE : from == ROLE_CI ? ROLE_CE : label[i - 1];
            }
        }
        uint8_t end = label[w.end - 1];
        label[w.end - 1] = end == ROLE_SB ? ROLE_SU : end == ROLE_SI ? ROLE_SE : end == ROLE_CI ? ROLE_CE : end;
        size_t first = k->role->tokens;
        struct arena_mark mark = arena_mark(k->tmp);
        struct role_context *rc = role_context_new(&d, cue, w, k->tmp);
        for (uint32_t i = w.first; i < w.end; i++) {
            bool in_cue = i >= c.first && i < c.end;
            f.n = 0;
            if (!in_cue)
                role_features(rc, i, &f);
            field_token(k->role, &f, label[i], i > w.first ? attr_edge(&d, i) : 0);
        }
        arena_rewind(k->tmp, mark);
        field_sequence(k->role, first);
    }
}

/* ---- scores: exact spans as sets, like score/marks.py ------------------------------------------------ */

static bool spans_eq(struct spans a, struct spans b) {
    if (a.n != b.n)
        return false;
    for (uint32_t k = 0; k < a.n; k++)
        if (a.p[k].start != b.p[k].start || a.p[k].end != b.p[k].end)
            return false;
    return true;
}

struct tally {
    uint32_t hit[3], given[3], wanted[3], rows, nested;
};

struct scoring {
    struct article *x;
    struct attr_kit *kit;
    struct arena *tmp, *a;
    struct tally *t;
};

static void score_article(void *arg) {
    struct scoring *s = arg;
    struct article *x = s->x;
    struct marks m = {0};
    attr_read(s->kit, &x->page, &x->lang, s->a, s->tmp, &m);
    for (int p = 0; p < 3; p++) {
        struct spans *got = ARENA_ARRAY(s->a, struct spans, m.attributions_n + 1);
        uint32_t n = 0, wanted = 0;
        for (uint32_t k = 0; k < m.attributions_n; k++) {
            const struct attribution *y = &m.attributions[k];
            if (y->parent != NONE)
                continue;
            struct spans v = p == 0 ? y->source : p == 1 ? y->cue : y->content;
            bool fresh = v.n > 0;
            for (uint32_t j = 0; j < n && fresh; j++)
                fresh = !spans_eq(got[j], v);
            if (fresh)
                got[n++] = v;
        }
        for (uint32_t k = 0; k < x->gold_n; k++) {
            struct spans v = x->gold[k].part[p];
            bool fresh = v.n > 0, hit = false;
            for (uint32_t j = 0; j < k && fresh; j++)
                fresh = !spans_eq(x->gold[j].part[p], v);
            if (!fresh)
                continue;
            wanted++;
            for (uint32_t j = 0; j < n && !hit; j++)
                hit = spans_eq(got[j], v);
            s->t->hit[p] += hit;
        }
        s->t->given[p] += n;
        s->t->wanted[p] += wanted;
    }
    for (uint32_t k = 0; k < m.attributions_n; k++)
        m.attributions[k].parent == NONE ? s->t->rows++ : s->t->nested++;
}

static void score_all(struct article *x, size_t n, struct attr_kit *kit, struct field *cue, struct field *role,
                      int8_t *cw, int8_t *rw, float bias) {
    kit->cue = (struct crf){.w = cw, .mask = cue->mask, .labels = CUE_LABELS, .scale = field_quantize(cue, cw), .bias = bias};
    kit->role = (struct crf){.w = rw, .mask = role->mask, .labels = ROLE_LABELS, .scale = field_quantize(role, rw)};
    memcpy(kit->cue.edge, cue->edge, sizeof cue->edge);
    memcpy(kit->role.edge, role->edge, sizeof role->edge);
    crf_ready(&kit->cue, cue_may);
    crf_ready(&kit->role, role_may);
    struct tally t = {0};
    struct arena *a = arena_new(0), *tmp = arena_new(0);
    for (size_t k = 0; k < n; k++)
        if (x[k].held) {
            struct scoring s = {&x[k], kit, tmp, a, &t};
            guard_run(score_article, &s);
            arena_reset(a);
            arena_reset(tmp);
        }
    arena_free(a);
    arena_free(tmp);
    for (int p = 0; p < 3; p++) {
        double pr = t.given[p] ? (double)t.hit[p] / t.given[p] : 0, re = t.wanted[p] ? (double)t.hit[p] / t.wanted[p] : 0;
        printf("  %s %.3f (p %.3f r %.3f)", part_names[p], pr + re > 0 ? 2 * pr * re / (pr + re) : 0, pr, re);
    }
    printf("  rows %u nested %u\n", t.rows, t.nested);
    fflush(stdout);
}

struct writing {
    const char *path;
    const struct field *cue, *role;
    int8_t *cw, *rw;
    float bias;
    struct arena *a;
    int code;
};

static void write_all(void *arg) {
    struct writing *x = arg;
    struct model_writer *w = ARENA_NEW(x->a, struct model_writer);
    float scales[3] = {field_quantize(x->cue, x->cw), field_quantize(x->role, x->rw), x->bias};
    model_begin(w, x->a, "en-attr");
    model_add(w, "scales", scales, sizeof(float), 3);
    model_add(w, "cue-edge", x->cue->edge, sizeof(float), CRF_EDGES * CRF_LABELS * CRF_LABELS);
    model_add(w, "role-edge", x->role->edge, sizeof(float), CRF_EDGES * CRF_LABELS * CRF_LABELS);
    model_add(w, "cue", x->cw, CRF_LABELS, (size_t)x->cue->mask + 1);
    model_add(w, "role", x->rw, CRF_LABELS, (size_t)x->role->mask + 1);
    x->code = model_write(w, x->path);
}

struct opening {
    struct attr_kit *kit;
    struct arena *a;
    int code;
};
static void open_kit(void *arg) {
    struct opening *o = arg;
    o->code = attr_kit_open(o->kit, embedded("lang/en/cues.txt"), 
                             embedded("lang/en/outlets.tsv"), NULL, o->a);
}

int main(int argc, char **argv) {
    const char *shared = argc > 2 ? argv[2] : "../shared";
    int every = argc > 3 ? atoi(argv[3]) : 0;
    int passes = argc > 4 ? atoi(argv[4]) : 6;
    double cr = argc > 5 ? atof(argv[5]) : 0.015, cp = argc > 6 ? atof(argv[6]) : 0.05, rr = argc > 7 ? atof(argv[7]) : 0.015, rp = argc > 8 ? atof(argv[8]) : 0.05;
    if (argc < 2)
        return 2;
    struct lang_kit *lang;
    stm_err err;
    struct attr_kit kit;
    struct opening o = {&kit, arena_new(0), 0};
    if (lang_kit_open(&lang, "en", NULL, &err) || guard_run(open_kit, &o) || o.code)
        return 1;
    char path[1024];
    snprintf(path, sizeof path, "%s/data/marks/polnear/train.jsonl", shared);
    FILE *in = fopen(path, "rb");
    if (!in)
        return fprintf(stderr, "no %s\n", path), 1;
    static struct field cue, role;
    field_init(&cue, CUE_LABELS, cue_may, CUE_BITS, (float)cr, (float)cp);
    field_init(&role, ROLE_LABELS, role_may, ROLE_BITS, (float)rr, (float)rp);
    struct article *x = calloc(2000, sizeof *x);
    size_t n = 0;
    struct arena *tmp = arena_new(0);
    char *line = NULL;
    size_t cap = 0;
    uint32_t cut[2] = {0, 0};
    while (getline(&line, &cap, in) > 0 && n < 2000) {
        json_t *row = json_loads(line, 0, NULL);
        if (!row)
            continue;
        x[n].arena = arena_new(0);
        x[n].held = every && n % (size_t)every == 0;
        struct reading r = {&x[n], lang, row, tmp};
        int code = guard_run(read_article, &r);
        arena_reset(tmp);
        json_decref(row);
        if (code) {
            fprintf(stderr, "article %zu: %s\n", n, stm_strerror(code));
            continue;
        }
        if (!x[n].held) {
            struct work w = {&x[n], &kit, &cue, &role, tmp, cut};
            if (guard_run(learn_article, &w))
                return 1;
            arena_reset(tmp);
            arena_free(x[n].arena);
            x[n].arena = NULL;
        }
        n++;
    }
    fclose(in);
    field_prune(&cue, 2);
    field_prune(&role, 2);
    printf("%zu articles; cue: %zu sequences, %zu words, %zu features; role: %zu, %zu, %zu; %.3f of contents outside windows\n",
           n, cue.seq_n, cue.tokens, cue.features_n, role.seq_n, role.tokens, role.features_n,
           cut[0] ? (double)cut[1] / cut[0] : 0);
    int8_t *cw = malloc(((size_t)cue.mask + 1) * CRF_LABELS), *rw = malloc(((size_t)role.mask + 1) * CRF_LABELS);
    for (int pass = 1; pass <= passes; pass++) {
        double a = field_pass(&cue, (uint64_t)pass), b = field_pass(&role, (uint64_t)pass);
        printf("%d: %.0f %.0f", pass, a, b);
        if (every && pass >= passes - 1)
            for (int b10 = 0; b10 <= 20; b10 += 5) {
                printf("\n   bias %.1f", b10 / 10.0);
                score_all(x, n, &kit, &cue, &role, cw, rw, (float)b10 / 10);
            }
        printf("\n");
        fflush(stdout);
    }
    struct writing w = {argv[1], &cue, &role, cw, rw, argc > 9 ? (float)atof(argv[9]) : BIAS, o.a, 0};
    return guard_run(write_all, &w) || w.code;
}
