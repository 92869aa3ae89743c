/* Trains the reader of English: tags, features and the parser, one network, one model.
 *
 *   train_lang OUT.stm VECTORS.stm EPOCHS TRAIN.conllu... [-- DEV.conllu...]
 *
 * The network is described in src/lang/net.h. Tagger and parser share the encoder and are trained
 * together (stack propagation, Zhang & Weiss 2016), the parser with a dynamic oracle (Goldberg &
 * Nivre 2013) for the arc-hybrid system, following its own mistakes. Adam, one thread, a fixed
 * seed: the same bytes each time on the same kind of machine. DEV is only printed. */
#pragma GCC optimize("O3,fast-math")
#pragma GCC target("avx2,fma")

#include <math.h>
#include <stdio.h>

#include "lib_gemm.h"
#include "lib_main.h"
#include "lib_model.h"
#include "lib_read_net.h"

enum { D = NET_D, H = NET_H, PAD = 2, Z = NET_SLOTS * NET_H, BATCH = 500, MAX_SENTENCE = 400 };

/* ---- chance --------------------------------------------------------------------------------- */

static uint64_t rng = 0x2545F4914F6CDD1Du;
static inline uint32_t draw(void) {
    rng ^= rng << 13, rng ^= rng >> 7, rng ^= rng << 17;
    return (uint32_t)(rng >> 32);
}
static inline float draw01(void) { return (float)(draw() >> 8) / 16777216.f; }
static float normal(void) {
    float u = draw01() + 1e-7f, v = draw01();
    return sqrtf(-2 * logf(u)) * cosf(6.2831853f * v);
}

/* ---- parameters ------------------------------------------------------------------------------- */

struct param {
    float *w, *g, *m, *v;
    size_t n;
};

struct float_net {
    struct param pre, conv[NET_LAYERS], conv_b[NET_LAYERS], tag, tag_b, feat, feat_b;
    struct param slots, hidden_b, extra, action, action_b, label, label_b;
    struct param rows;            /* (words + hashed) * D; sparse */
    uint8_t *touched;
    uint32_t *touched_list, touched_n, rows_n;
    float t;                      /* updates so far */
};

static void param_new(struct param *p, struct arena *a, size_t n, float scale) {
    p->n = n;
    p->w = arena_calloc(a, n, sizeof(float));
    p->g = arena_calloc(a, n, sizeof(float));
    p->m = arena_calloc(a, n, sizeof(float));
    p->v = arena_calloc(a, n, sizeof(float));
    for (size_t i = 0; scale > 0 && i < n; i++)
        p->w[i] = normal() * scale;
}

static void net_new(struct float_net *net, struct arena *a, uint32_t words) {
    *net = (struct float_net){0};
    param_new(&net->pre, a, NET_PRE * D, 0.12f);
    for (int l = 0; l < NET_LAYERS; l++) {
        param_new(&net->conv[l], a, 3 * D * D, sqrtf(1.0f / (3 * D)));
        param_new(&net->conv_b[l], a, D, 0);
    }
    param_new(&net->tag, a, D * NET_TAGS, 0.05f);
    param_new(&net->tag_b, a, NET_TAGS, 0);
    param_new(&net->feat, a, D * NET_FEATS, 0.05f);
    param_new(&net->feat_b, a, NET_FEATS, 0);
    param_new(&net->slots, a, (size_t)D * Z, sqrtf(1.0f / (D * 5)));
    param_new(&net->hidden_b, a, H, 0);
    param_new(&net->extra, a, NET_EXTRA * H, 0.05f);
    param_new(&net->action, a, H * NET_ACTIONS, 0.05f);
    param_new(&net->action_b, a, NET_ACTIONS, 0);
    param_new(&net->label, a, H * NET_LABELS, 0.05f);
    param_new(&net->label_b, a, NET_LABELS, 0);
    net->rows_n = words + NET_HASHED;
    param_new(&net->rows, a, (size_t)net->rows_n * D, 0);
    for (size_t i = (size_t)words * D; i < net->rows.n; i++)
        net->rows.w[i] = normal() * 0.05f;
    net->touched = arena_calloc(a, net->rows_n, 1);
    net->touched_list = arena_calloc(a, net->rows_n, 4);
}

static void adam(float *restrict w, float *restrict g, float *restrict m, float *restrict v, size_t n,
                 float rate, float decay) {
    for (size_t i = 0; i < n; i++) {
        m[i] = 0.9f * m[i] + 0.1f * g[i];
        v[i] = 0.98f * v[i] + 0.02f * g[i] * g[i];
        w[i] -= rate * (m[i] / (sqrtf(v[i]) + 1e-6f) + decay * w[i]);
        g[i] = 0;
    }
}

static void net_update(struct float_net *net, float rate) {
    struct param *all[] = {&net->pre, &net->tag, &net->tag_b, &net->feat, &net->feat_b, &net->slots,
                           &net->hidden_b, &net->extra, &net->action, &net->action_b, &net->label,
                           &net->label_b};
    net->t++;
    float warm = net->t < 200 ? net->t / 200 : 1;
    rate *= warm;
    for (size_t i = 0; i < NELEMS(all); i++)
        adam(all[i]->w, all[i]->g, all[i]->m, all[i]->v, all[i]->n, rate, 1e-3f);
    for (int l = 0; l < NET_LAYERS; l++) {
        struct param *p = &net->conv[l], *b = &net->conv_b[l];
        adam(p->w, p->g, p->m, p->v, p->n, rate, 1e-3f);
        adam(b->w, b->g, b->m, b->v, b->n, rate, 0);
    }
    struct param *r = &net->rows;
    for (uint32_t i = 0; i < net->touched_n; i++) {
        size_t at = (size_t)net->touched_list[i] * D;
        adam(r->w + at, r->g + at, r->m + at, r->v + at, D, rate, 3e-3f);
        net->touched[net->touched_list[i]] = 0;
    }
    net->touched_n = 0;
}

/* ---- data ---------------------------------------------------------------------------------------- */

struct vocabulary {
    struct table ids;           /* known form -> id; 0: unknown */
    uint32_t n, *counts;        /* counts in the training text */
    slice *words;
    float *pre;                 /* n * NET_PRE, 0 where there is none */
    bool *has_pre;
};

struct tagset {
    uint32_t n, counts[NET_TAGS];
    uint8_t upos[NET_TAGS], xpos[NET_TAGS];
    uint8_t allowed[NET_TAGS][NET_FEATS];
};

struct item { /* a word, ready */
    uint32_t rows[NET_ROWS];
    uint8_t tag, feat, label; /* 255: not in the tables */
    int16_t head;
};

struct data {
    struct item *items;
    uint32_t *begin, n; /* sentences */
};

static uint32_t tag_number(const struct tagset *t, uint8_t upos, uint8_t xpos) {
    for (uint32_t i = 0; i < t->n; i++)
        if (t->upos[i] == upos && t->xpos[i] == xpos)
            return i;
    return 255;
}

static void make_tagset(struct tagset *t, const struct gold *g) {
    uint32_t counts[UPOS_COUNT][XPOS_COUNT] = {{0}};
    memset(t, 0, sizeof *t);
    for (uint32_t i = 0; i < g->words_n; i++)
        counts[g->words[i].upos][g->words[i].xpos]++;
    for (int u = 0; u < UPOS_COUNT; u++)
        for (int x = 0; x < XPOS_COUNT; x++)
            if (counts[u][x] >= 5 && t->n < NET_TAGS) {
                t->upos[t->n] = (uint8_t)u, t->xpos[t->n] = (uint8_t)x;
                t->counts[t->n++] = counts[u][x];
            }
    uint32_t seen[NET_TAGS][NET_FEATS] = {{0}};
    for (uint32_t i = 0; i < g->words_n; i++) {
        uint32_t k = tag_number(t, g->words[i].upos, g->words[i].xpos);
        if (k != 255 && g->words[i].feats < NET_FEATS && ++seen[k][g->words[i].feats] >= 2)
            t->allowed[k][g->words[i].feats] = 1;
    }
    for (uint32_t k = 0; k < t->n; k++) {
        bool any = false;
        for (int f = 0; f < NET_FEATS; f++)
            any |= t->allowed[k][f];
        if (!any)
            t->allowed[k][0] = 1;
    }
}

static void make_vocabulary(struct vocabulary *v, const struct gold *g, const char *path, struct arena *a) {
    struct model m;
    slice file = file_read(path, a);
    char *aligned = arena_alloc(a, file.n);
    memcpy(aligned, file.p, file.n);
    size_t words_n, pool_n;
    if (model_from(&m, aligned, file.n) || model_check(&m))
        guard_fail(STM_EFORMAT);
    const float *vectors = model_section(&m, "vectors", NET_PRE * sizeof(float), &words_n);
    const uint32_t *starts = model_exactly(&m, "starts", 4, words_n + 1);
    const char *pool = model_section(&m, "pool", 1, &pool_n);
    if (!vectors || !starts || !pool)
        guard_fail(STM_EFORMAT);
    struct table all;
    table_init(&all, a, 1 << 16);
    for (uint32_t i = 0; i < g->words_n; i++) {
        char low[48];
        slice k = net_known(g->words[i].form, low);
        if (!table_get(&all, k))
            k = arena_slice(a, k);
        ++*table_put(&all, k, 0);
    }
    uint32_t cap = (uint32_t)words_n + all.n + 1;
    table_init(&v->ids, a, cap);
    v->counts = ARENA_ARRAY(a, uint32_t, cap);
    v->words = ARENA_ARRAY(a, slice, cap);
    v->pre = ARENA_ARRAY(a, float, (size_t)cap * NET_PRE);
    v->has_pre = ARENA_ARRAY(a, bool, cap);
    v->n = 1;
    double sum = 0;
    for (size_t i = 0; i < words_n * NET_PRE; i++)
        sum += (double)vectors[i] * vectors[i];
    float scale = 0.5f / (float)sqrt(sum / (double)(words_n * NET_PRE));
    for (size_t i = 0; i < words_n; i++) {
        slice w = slice_of(pool + starts[i], starts[i + 1] - starts[i]);
        const uint32_t *c = table_get(&all, w);
        v->words[v->n] = w;
        v->counts[v->n] = c ? *c : 0;
        v->has_pre[v->n] = true;
        for (int d = 0; d < NET_PRE; d++)
            v->pre[(size_t)v->n * NET_PRE + d] = vectors[i * NET_PRE + d] * scale;
        *table_put(&v->ids, w, 0) = v->n;
        v->n++;
    }
    for (uint32_t i = 0; i < g->words_n; i++) { /* in the order of the text */
        char low[48];
        slice k = net_known(g->words[i].form, low);
        const uint32_t *c = table_get(&all, k);
        if (*c < 2 || table_get(&v->ids, k))
            continue;
        v->words[v->n] = arena_slice(a, k);
        v->counts[v->n] = *c;
        *table_put(&v->ids, v->words[v->n], 0) = v->n;
        v->n++;
    }
}

static void make_data(struct data *d, const struct gold *g, const struct vocabulary *v,
                      const struct tagset *t, struct arena *a) {
    d->items = ARENA_ARRAY(a, struct item, g->words_n);
    d->begin = g->sentences;
    d->n = g->sentences_n;
    for (uint32_t s = 0; s < g->sentences_n; s++) {
        bool first = true;
        for (uint32_t i = g->sentences[s]; i < g->sentences[s + 1]; i++) {
            const struct gold_word *w = &g->words[i];
            struct item *it = &d->items[i];
            char low[48];
            slice k = net_known(w->form, low);
            net_rows(w->form, k, w->flags, first, it->rows);
            for (int r = 1; r < NET_ROWS; r++)
                it->rows[r] += v->n;
            const uint32_t *id = table_get(&v->ids, k);
            it->rows[0] = id ? *id : 0;
            it->tag = (uint8_t)tag_number(t, w->upos, w->xpos);
            it->feat = w->feats < NET_FEATS ? (uint8_t)w->feats : 255;
            it->label = w->deprel;
            it->head = (int16_t)w->head;
            first &= !net_is_mark(k);
        }
    }
}

/* ---- the encoder ------------------------------------------------------------------------------------ */

enum { N_MAX = BATCH + 2 * MAX_SENTENCE + 4096 };

struct pass {
    uint32_t n;                          /* rows, pads included */
    uint32_t rows[N_MAX][NET_ROWS];
    const struct item *item[N_MAX];      /* NULL: a pad */
    float *pre, *x[NET_LAYERS + 1], *cat[NET_LAYERS], *act[NET_LAYERS], *drop, *top, *z;
    float *dx, *dcat, *dz, *turn, *turn2, *scores, *dscores;
};

static struct pass *pass_new(struct arena *a) {
    struct pass *p = ARENA_NEW(a, struct pass);
    size_t n = N_MAX;
    p->pre = ARENA_ARRAY(a, float, n * NET_PRE);
    for (int l = 0; l <= NET_LAYERS; l++)
        p->x[l] = ARENA_ARRAY(a, float, n * D);
    for (int l = 0; l < NET_LAYERS; l++) {
        p->cat[l] = ARENA_ARRAY(a, float, n * 3 * D);
        p->act[l] = ARENA_ARRAY(a, float, n * D);
    }
    p->drop = ARENA_ARRAY(a, float, n * D);
    p->top = ARENA_ARRAY(a, float, n * D);
    p->z = ARENA_ARRAY(a, float, n * Z);
    p->dx = ARENA_ARRAY(a, float, n * D);
    p->dcat = ARENA_ARRAY(a, float, n * 3 * D);
    p->dz = ARENA_ARRAY(a, float, n * Z);
    p->turn = ARENA_ARRAY(a, float, n * Z);
    p->turn2 = ARENA_ARRAY(a, float, (size_t)D * Z + 3 * D * D);
    p->scores = ARENA_ARRAY(a, float, n * NET_TAGS);
    p->dscores = ARENA_ARRAY(a, float, n * NET_TAGS);
    return p;
}

static const float drop_top = 0.25f, drop_in = 0.1f;

static void forward(struct float_net *net, struct pass *p, const struct vocabulary *v, bool training) {
    uint32_t n = p->n;
    memset(p->x[0], 0, (size_t)n * D * sizeof(float));
    memset(p->pre, 0, (size_t)n * NET_PRE * sizeof(float));
    for (uint32_t i = 0; i < n; i++) {
        if (!p->item[i])
            continue;
        memcpy(p->rows[i], p->item[i]->rows, sizeof p->rows[i]);
        uint32_t w = p->rows[i][0];
        bool own = true, pre = v->has_pre[w];
        if (training && w) {
            float c = (float)v->counts[w];
            if (draw01() < 0.4f / (0.4f + c))
                own = false;
            if (pre && draw01() < 0.03f)
                own = pre = false;
            if (!own && !pre)
                w = p->rows[i][0] = 0;
        }
        if (pre)
            memcpy(p->pre + (size_t)i * NET_PRE, v->pre + (size_t)w * NET_PRE, NET_PRE * sizeof(float));
        if (!own && pre)
            p->rows[i][0] = NONE;
        float *x = p->x[0] + (size_t)i * D;
        for (int r = 0; r < NET_ROWS; r++)
            if (p->rows[i][r] != NONE) {
                const float *row = net->rows.w + (size_t)p->rows[i][r] * D;
                for (int d = 0; d < D; d++)
                    x[d] += row[d];
            }
    }
    gemm(p->x[0], p->pre, net->pre.w, n, NET_PRE, D);
    if (training)
        for (size_t i = 0; i < (size_t)n * D; i++) {
            p->drop[i] = draw01() < drop_in ? 0 : 1 / (1 - drop_in);
            p->x[0][i] *= p->drop[i];
        }
    for (int l = 0; l < NET_LAYERS; l++) {
        int e = net_dilation[l];
        for (uint32_t i = 0; i < n; i++) {
            float *c = p->cat[l] + (size_t)i * 3 * D;
            for (int k = -1; k <= 1; k++) {
                int64_t j = (int64_t)i + k * e;
                if (j < 0 || j >= n)
                    memset(c + (k + 1) * D, 0, D * sizeof(float));
                else
                    memcpy(c + (k + 1) * D, p->x[l] + j * D, D * sizeof(float));
            }
            memcpy(p->act[l] + (size_t)i * D, net->conv_b[l].w, D * sizeof(float));
        }
        gemm(p->act[l], p->cat[l], net->conv[l].w, n, 3 * D, D);
        for (uint32_t i = 0; i < n; i++)
            for (int d = 0; d < D; d++) {
                size_t at = (size_t)i * D + d;
                if (p->act[l][at] < 0)
                    p->act[l][at] = 0;
                p->x[l + 1][at] = p->item[i] ? p->x[l][at] + p->act[l][at] : 0;
            }
    }
    memcpy(p->top, p->x[NET_LAYERS], (size_t)n * D * sizeof(float));
}

/* From the gradient in dx (of x[LAYERS]) to the parameters'. */
static void backward(struct float_net *net, struct pass *p) {
    uint32_t n = p->n;
    for (int l = NET_LAYERS - 1; l >= 0; l--) {
        int e = net_dilation[l];
        float *da = p->act[l]; /* becomes its own gradient */
        for (uint32_t i = 0; i < n; i++)
            for (int d = 0; d < D; d++) {
                size_t at = (size_t)i * D + d;
                if (!p->item[i])
                    p->dx[at] = 0;
                da[at] = da[at] > 0 ? p->dx[at] : 0;
                net->conv_b[l].g[d] += da[at];
            }
        gemm_turn(p->turn, p->cat[l], n, 3 * D);
        gemm(net->conv[l].g, p->turn, da, 3 * D, n, D);
        gemm_turn(p->turn2, net->conv[l].w, 3 * D, D);
        memset(p->dcat, 0, (size_t)n * 3 * D * sizeof(float));
        gemm(p->dcat, da, p->turn2, n, D, 3 * D);
        for (uint32_t i = 0; i < n; i++)
            for (int k = -1; k <= 1; k++) {
                int64_t j = (int64_t)i + k * e;
                if (j < 0 || j >= n)
                    continue;
                const float *c = p->dcat + (size_t)i * 3 * D + (size_t)(k + 1) * D;
                for (int d = 0; d < D; d++)
                    p->dx[j * D + d] += c[d];
            }
    }
    for (uint32_t i = 0; i < n; i++)
        for (int d = 0; d < D; d++)
            p->dx[(size_t)i * D + d] *= p->item[i] ? p->drop[(size_t)i * D + d] : 0;
    gemm_turn(p->turn, p->pre, n, NET_PRE);
    gemm(net->pre.g, p->turn, p->dx, NET_PRE, n, D);
    for (uint32_t i = 0; i < n; i++) {
        if (!p->item[i])
            continue;
        for (int r = 0; r < NET_ROWS; r++) {
            uint32_t row = p->rows[i][r];
            if (row == NONE)
                continue;
            if (!net->touched[row])
                net->touched[row] = 1, net->touched_list[net->touched_n++] = row;
            float *g = net->rows.g + (size_t)row * D;
            for (int d = 0; d < D; d++)
                g[d] += p->dx[(size_t)i * D + d];
        }
    }
}

/* ---- tags ------------------------------------------------------------------------------------------- */

static uint32_t softmax(float *s, uint32_t n) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (s[i] > s[best])
            best = i;
    float top = s[best], sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += s[i] = expf(s[i] - top);
    for (uint32_t i = 0; i < n; i++)
        s[i] /= sum;
    return best;
}

struct counts {
    double words, tags, feats, heads, labels, loss;
};

/* One linear layer over `top` with a softmax; adds to dtop when training. `which`: 0 tags, 1 feats. */
static void tag_layer(struct float_net *net, struct pass *p, const struct tagset *t, int which, float *dtop,
                      struct counts *c) {
    struct param *w = which ? &net->feat : &net->tag, *b = which ? &net->feat_b : &net->tag_b;
    uint32_t room = NET_TAGS, classes = which ? NET_FEATS : t->n;
    for (uint32_t i = 0; i < p->n; i++)
        memcpy(p->scores + (size_t)i * room, b->w, room * sizeof(float));
    gemm(p->scores, p->top, w->w, p->n, D, room);
    memset(p->dscores, 0, (size_t)p->n * room * sizeof(float));
    for (uint32_t i = 0; i < p->n; i++) {
        if (!p->item[i])
            continue;
        uint32_t want = which ? p->item[i]->feat : p->item[i]->tag;
        float *s = p->scores + (size_t)i * room;
        uint32_t got = softmax(s, classes);
        if (which)
            c->feats += got == want;
        else
            c->tags += want != 255 && t->upos[got] == t->upos[want];
        if (want == 255)
            continue;
        c->loss -= logf(s[want] + 1e-9f);
        float *d = p->dscores + (size_t)i * room;
        float weight = which ? 0.3f : 1.0f;
        for (uint32_t k = 0; k < classes; k++)
            d[k] = weight * (s[k] - (k == want));
        for (uint32_t k = 0; dtop && k < classes; k++)
            b->g[k] += d[k];
    }
    if (!dtop)
        return;
    gemm_turn(p->turn, p->top, p->n, D);
    gemm(w->g, p->turn, p->dscores, D, p->n, room);
    gemm_turn(p->turn2, w->w, D, room);
    gemm(dtop, p->dscores, p->turn2, p->n, room, D);
}

/* ---- the parser ----------------------------------------------------------------------------------------- */

enum { SHIFT, LEFT, RIGHT };

struct state {
    int n, b, top;                 /* words, first of the buffer, stack size */
    int stack[MAX_SENTENCE + 1];
    int left[MAX_SENTENCE + 1], right[MAX_SENTENCE + 1]; /* outermost children, or -1 */
    uint8_t left_n[MAX_SENTENCE + 1], right_n[MAX_SENTENCE + 1];
    int head[MAX_SENTENCE + 1];
    uint8_t label[MAX_SENTENCE + 1];
    bool on_stack[MAX_SENTENCE + 1];
};

static void state_new(struct state *s, int n) {
    s->n = n, s->b = 0, s->top = 0;
    for (int i = 0; i <= n; i++) {
        s->left[i] = s->right[i] = s->head[i] = -1;
        s->left_n[i] = s->right_n[i] = 0;
        s->on_stack[i] = false;
        s->label[i] = DEP_NONE;
    }
}

static int bucket(int d) { return d < 5 ? d : d < 7 ? 5 : d < 12 ? 6 : 7; }

/* What the parser sees: a token (or -1) a slot, and the extra rows; gives how many rows. */
static int look(const struct state *s, int slot[NET_SLOTS], int extra[16]) {
    int s0 = s->top > 0 ? s->stack[s->top - 1] : -1, s1 = s->top > 1 ? s->stack[s->top - 2] : -1;
    int s2 = s->top > 2 ? s->stack[s->top - 3] : -1;
    int b0 = s->b < s->n ? s->b : -1, b1 = s->b + 1 < s->n ? s->b + 1 : -1;
    int b2 = s->b + 2 < s->n ? s->b + 2 : -1;
    slot[0] = s0, slot[1] = s1, slot[2] = s2, slot[3] = b0, slot[4] = b1, slot[5] = b2;
    slot[6] = s0 >= 0 ? s->left[s0] : -1;
    slot[7] = s0 >= 0 ? s->right[s0] : -1;
    slot[8] = b0 >= 0 ? s->left[b0] : -1;
    slot[9] = s1 >= 0 ? s->right[s1] : -1;
    slot[10] = s1 >= 0 ? s->left[s1] : -1;
    int n = 0;
    for (int k = 0; k < NET_SLOTS; k++)
        if (slot[k] < 0)
            extra[n++] = NET_X_EMPTY + k;
    for (int k = 0; k < 4; k++)
        if (slot[6 + k] >= 0)
            extra[n++] = NET_X_LABEL + k * DEP_COUNT + s->label[slot[6 + k]];
    if (s0 >= 0)
        extra[n++] = NET_X_DISTANCE + bucket((b0 >= 0 ? b0 : s->n) - s0);
    if (s1 >= 0)
        extra[n++] = NET_X_DISTANCE + 8 + bucket(s0 - s1);
    if (s0 >= 0) {
        extra[n++] = NET_X_VALENCY + (s->left_n[s0] > 3 ? 3 : s->left_n[s0]);
        extra[n++] = NET_X_VALENCY + 4 + (s->right_n[s0] > 3 ? 3 : s->right_n[s0]);
    }
    return n;
}

static bool legal(const struct state *s, int action) {
    if (action == SHIFT)
        return s->b < s->n;
    if (action == LEFT)
        return s->b < s->n ? s->top > 0 : s->top == 1;
    return s->top > 1;
}

/* Gold arcs that an action makes impossible. gold[i] in [0, n]; n: the root. */
static int cost(const struct state *s, int action, const int *gold, const int *kids, const int *kids_at) {
    int c = 0, s0 = s->top ? s->stack[s->top - 1] : -1, s1 = s->top > 1 ? s->stack[s->top - 2] : -1;
    if (action == SHIFT) {
        int g = gold[s->b];
        c += g < s->n && s->on_stack[g] && g != s0;
        for (int k = kids_at[s->b]; k < kids_at[s->b + 1]; k++)
            c += s->on_stack[kids[k]];
        return c;
    }
    int g = gold[s0];
    if (action == LEFT)
        c += g != s->b && (g > s->b || g == s1);
    else
        c += g >= s->b;
    for (int k = kids_at[s0]; k < kids_at[s0 + 1]; k++)
        c += kids[k] >= s->b;
    return c;
}

static void apply(struct state *s, int action, uint8_t label) {
    if (action == SHIFT) {
        s->on_stack[s->b] = true;
        s->stack[s->top++] = s->b++;
        return;
    }
    int d = s->stack[--s->top];
    s->on_stack[d] = false;
    s->label[d] = label;
    if (action == LEFT) {
        s->head[d] = s->b < s->n ? s->b : -1;
        if (s->b < s->n) {
            s->left[s->b] = d; /* later ones stand further left */
            s->left_n[s->b] += s->left_n[s->b] < 255;
        }
    } else {
        int h = s->stack[s->top - 1];
        s->head[d] = h;
        s->right[h] = d;
        s->right_n[h] += s->right_n[h] < 255;
    }
}

static const float drop_hidden = 0.2f;

/* Parses the sentence at rows [at, at + n) of the pass; learns when `dz`. */
static void parse(struct float_net *net, const float *z, float *dz, const struct item *const *item, int n,
                  float explore, struct counts *c) {
    static struct state s;
    int gold[MAX_SENTENCE + 1], kids[MAX_SENTENCE + 1], kids_at[MAX_SENTENCE + 2] = {0};
    for (int i = 0; i < n; i++) {
        gold[i] = item[i]->head < 0 ? n : item[i]->head;
        if (gold[i] < n)
            kids_at[gold[i] + 1]++;
    }
    for (int i = 0; i < n; i++)
        kids_at[i + 1] += kids_at[i];
    int fill[MAX_SENTENCE + 1];
    memcpy(fill, kids_at, (size_t)(n + 1) * sizeof(int));
    for (int i = 0; i < n; i++)
        if (gold[i] < n)
            kids[fill[gold[i]]++] = i;
    state_new(&s, n);
    while (s.b < n || s.top > 0) {
        int slot[NET_SLOTS], extra[32], extra_n = look(&s, slot, extra);
        float hid[H], mask[H], score[NET_ACTIONS], lab[NET_LABELS];
        memcpy(hid, net->hidden_b.w, sizeof hid);
        for (int k = 0; k < NET_SLOTS; k++)
            if (slot[k] >= 0) {
                const float *r = z + (size_t)slot[k] * Z + k * H;
                for (int h = 0; h < H; h++)
                    hid[h] += r[h];
            }
        for (int k = 0; k < extra_n; k++) {
            const float *r = net->extra.w + (size_t)extra[k] * H;
            for (int h = 0; h < H; h++)
                hid[h] += r[h];
        }
        for (int h = 0; h < H; h++) {
            mask[h] = hid[h] > 0;
            if (dz)
                mask[h] *= draw01() < drop_hidden ? 0 : 1 / (1 - drop_hidden);
            hid[h] *= mask[h];
        }
        memcpy(score, net->action_b.w, sizeof score);
        gemm(score, hid, net->action.w, 1, H, NET_ACTIONS);
        int best = -1, right = -1, least = 1 << 30, costs[3];
        for (int k = 0; k < 3; k++) {
            if (!legal(&s, k))
                continue;
            if (best < 0 || score[k] > score[best])
                best = k;
            if (dz) {
                costs[k] = cost(&s, k, gold, kids, kids_at);
                if (costs[k] < least)
                    least = costs[k];
            }
        }
        int take = best;
        float dhid[H];
        if (dz) {
            float top = -1e30f, sum = 0, good = 0, prob[3] = {0};
            for (int k = 0; k < 3; k++)
                if (legal(&s, k) && score[k] > top)
                    top = score[k];
            for (int k = 0; k < 3; k++)
                if (legal(&s, k)) {
                    sum += prob[k] = expf(score[k] - top);
                    if (costs[k] == least) {
                        good += prob[k];
                        if (right < 0 || score[k] > score[right])
                            right = k;
                    }
                }
            c->loss -= logf(good / sum + 1e-9f);
            memset(dhid, 0, sizeof dhid);
            for (int k = 0; k < 3; k++) {
                if (!legal(&s, k))
                    continue;
                float g = prob[k] / sum - (costs[k] == least ? prob[k] / good : 0);
                net->action_b.g[k] += g;
                for (int h = 0; h < H; h++) {
                    net->action.g[h * NET_ACTIONS + k] += g * hid[h];
                    dhid[h] += g * net->action.w[h * NET_ACTIONS + k];
                }
            }
            if (costs[best] != least && draw01() >= explore)
                take = right;
        }
        uint8_t label = DEP_NONE;
        if (take != SHIFT) {
            int d = s.stack[s.top - 1], h0 = take == LEFT ? s.b : s.stack[s.top - 2];
            if (take == LEFT && s.b == n) {
                label = DEP_ROOT;
            } else {
                memcpy(lab, net->label_b.w, sizeof lab);
                gemm(lab, hid, net->label.w, 1, H, NET_LABELS);
                float *side = lab + (take == LEFT ? 0 : DEP_COUNT);
                side[DEP_NONE] = side[DEP_ROOT] = -1e9f;
                label = (uint8_t)softmax(side, DEP_COUNT);
                if (dz && gold[d] == h0 && item[d]->label != DEP_ROOT) {
                    uint8_t want = item[d]->label;
                    c->loss -= logf(side[want] + 1e-9f);
                    side[want] -= 1;
                    int off = take == LEFT ? 0 : DEP_COUNT;
                    for (int k = 0; k < DEP_COUNT; k++)
                        net->label_b.g[off + k] += side[k];
                    for (int h = 0; h < H; h++) {
                        float *lg = net->label.g + (size_t)h * NET_LABELS + off;
                        const float *lw = net->label.w + (size_t)h * NET_LABELS + off;
                        float acc = 0;
                        for (int k = 0; k < DEP_COUNT; k++) {
                            lg[k] += side[k] * hid[h];
                            acc += side[k] * lw[k];
                        }
                        dhid[h] += acc;
                    }
                    if (draw01() >= explore)
                        label = want;
                }
            }
        }
        if (dz) {
            for (int h = 0; h < H; h++) {
                dhid[h] *= mask[h];
                net->hidden_b.g[h] += dhid[h];
            }
            for (int k = 0; k < NET_SLOTS; k++)
                if (slot[k] >= 0) {
                    float *r = dz + (size_t)slot[k] * Z + k * H;
                    for (int h = 0; h < H; h++)
                        r[h] += dhid[h];
                }
            for (int k = 0; k < extra_n; k++) {
                float *r = net->extra.g + (size_t)extra[k] * H;
                for (int h = 0; h < H; h++)
                    r[h] += dhid[h];
            }
        }
        apply(&s, take, label);
    }
    for (int i = 0; i < n; i++) {
        bool right = s.head[i] == item[i]->head;
        c->heads += right;
        const char *x = deprel_names[s.label[i]], *y = deprel_names[item[i]->label];
        size_t nx = strcspn(x, ":"), ny = strcspn(y, ":");
        c->labels += right && nx == ny && memcmp(x, y, nx) == 0;
    }
}

/* ---- a batch ---------------------------------------------------------------------------------------------- */

struct trainer {
    struct float_net net;
    struct vocabulary v;
    struct tagset tags;
    struct pass *p;
};

static void add_sentence(struct pass *p, const struct data *d, uint32_t s) {
    for (uint32_t i = d->begin[s]; i < d->begin[s + 1]; i++)
        p->item[p->n++] = &d->items[i];
    for (int k = 0; k < PAD; k++)
        p->item[p->n++] = NULL;
}

static void run_batch(struct trainer *t, bool training, float rate, float explore, struct counts *c) {
    struct pass *p = t->p;
    struct float_net *net = &t->net;
    uint32_t n = p->n;
    forward(net, p, &t->v, training);
    static float mask[N_MAX * NET_D];
    if (training)
        for (size_t i = 0; i < (size_t)n * D; i++) {
            mask[i] = draw01() < drop_top ? 0 : 1 / (1 - drop_top);
            p->top[i] *= mask[i];
        }
    memset(p->dx, 0, (size_t)n * D * sizeof(float));
    tag_layer(net, p, &t->tags, 0, training ? p->dx : NULL, c);
    tag_layer(net, p, &t->tags, 1, training ? p->dx : NULL, c);
    memset(p->z, 0, (size_t)n * Z * sizeof(float));
    gemm(p->z, p->top, net->slots.w, n, D, Z);
    if (training)
        memset(p->dz, 0, (size_t)n * Z * sizeof(float));
    for (uint32_t i = 0; i < n;) {
        if (!p->item[i]) {
            i++;
            continue;
        }
        uint32_t j = i;
        while (p->item[j])
            j++;
        c->words += j - i;
        parse(net, p->z + (size_t)i * Z, training ? p->dz + (size_t)i * Z : NULL, p->item + i, (int)(j - i),
              explore, c);
        i = j;
    }
    if (!training)
        return;
    gemm_turn(p->turn, p->top, n, D);
    gemm(net->slots.g, p->turn, p->dz, D, n, Z);
    gemm_turn(p->turn2, net->slots.w, D, Z);
    gemm(p->dx, p->dz, p->turn2, n, Z, D);
    for (size_t i = 0; i < (size_t)n * D; i++)
        p->dx[i] *= mask[i];
    backward(net, p);
    net_update(net, rate);
}

static struct counts run_data(struct trainer *t, const struct data *d, const uint32_t *order, bool training,
                              float rate0, float rate1, float explore) {
    struct counts c = {0};
    for (uint32_t k = 0; k < d->n;) {
        struct pass *p = t->p;
        p->n = 0;
        for (int i = 0; i < PAD; i++)
            p->item[p->n++] = NULL;
        while (k < d->n && p->n < BATCH) {
            uint32_t s = order ? order[k] : k;
            k++;
            if (d->begin[s + 1] - d->begin[s] < MAX_SENTENCE)
                add_sentence(p, d, s);
        }
        float at = (float)k / (float)d->n;
        run_batch(t, training, rate0 + (rate1 - rate0) * at, explore, &c);
    }
    return c;
}

#include "lib_read_export.h"

static void run(void *arg) {
    const struct args *args = arg;
    struct arena *a = arena_new(0);
    static struct trainer t;
    int epochs = atoi(args->argv[3]), dash = 4;
    while (dash < args->argc && strcmp(args->argv[dash], "--") != 0)
        dash++;
    struct gold g = {0};
    for (int i = 4; i < dash; i++)
        gold_read(&g, args->argv[i], a);
    make_tagset(&t.tags, &g);
    make_vocabulary(&t.v, &g, args->argv[2], a);
    struct data train;
    make_data(&train, &g, &t.v, &t.tags, a);
    struct data dev[4];
    int dev_n = 0;
    for (int i = dash + 1; i < args->argc && dev_n < 4; i++) {
        struct gold *dg = ARENA_NEW(a, struct gold);
        gold_read(dg, args->argv[i], a);
        make_data(&dev[dev_n++], dg, &t.v, &t.tags, a);
    }
    net_new(&t.net, a, t.v.n);
    t.p = pass_new(a);
    fprintf(stderr, "%u words, %u sentences, vocabulary %u, %u tags\n", g.words_n, g.sentences_n, t.v.n, t.tags.n);
    uint32_t *order = ARENA_ARRAY(a, uint32_t, train.n);
    for (uint32_t i = 0; i < train.n; i++)
        order[i] = i;
    const float rate = 0.002f;
    for (int e = 0; e < epochs; e++) {
        for (uint32_t i = train.n; i > 1; i--) {
            uint32_t k = draw() % i, x = order[k];
            order[k] = order[i - 1], order[i - 1] = x;
        }
        float r0 = rate * (1 - (float)e / (float)epochs), r1 = rate * (1 - (float)(e + 1) / (float)epochs);
        struct counts c = run_data(&t, &train, order, true, r0, r1, e ? 0.9f : 0.3f);
        fprintf(stderr, "%2d train loss %.4f upos %.4f feats %.4f uas %.4f las %.4f |", e + 1, c.loss / c.words,
                c.tags / c.words, c.feats / c.words, c.heads / c.words, c.labels / c.words);
        for (int k = 0; k < dev_n && (e % 3 == 2 || e + 1 == epochs); k++) {
            c = run_data(&t, &dev[k], NULL, false, 0, 0, 1);
            fprintf(stderr, " dev upos %.4f feats %.4f uas %.4f las %.4f |", c.tags / c.words, c.feats / c.words,
                    c.heads / c.words, c.labels / c.words);
        }
        fprintf(stderr, "\n");
    }
    export_model(&t, args->argv[1], a);
    arena_free(a);
}

int main(int argc, char **argv) { return train_main(argc, argv, 5, "train_lang OUT.stm VECTORS.stm EPOCHS TRAIN.conllu... [-- DEV.conllu...]", run); }
