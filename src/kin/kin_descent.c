/* Numbers of the pairs of a family, and the forest that reads them. */
#include "kin_descent.h"

#include "page/page_model.h"

#include <math.h>

enum { TREES_MOST = 4096, NODES_MOST = 1 << 20, NEIGHBOURS = 48, WIDTH = (DESCENT_FEATURES + 3) / 4 * 4 };

/* ---- the model ------------------------------------------------------------------------------------ */

static void open_forest(struct descent_forest *f, const struct model *file, const char *nodes, const char *trees, const char *features,
                        uint32_t width) {
    size_t nodes_n = 0, trees_n = 0, features_n = 0;
    f->nodes = model_section(file, nodes, sizeof *f->nodes, &nodes_n);
    f->trees = model_section(file, trees, sizeof *f->trees, &trees_n);
    const uint32_t *given = model_section(file, features, sizeof *given, &features_n);
    if (!f->nodes || !f->trees || !given || features_n != 1 || *given != width ||
        trees_n < 2 || trees_n > TREES_MOST || nodes_n > NODES_MOST)
        guard_fail(STM_EFORMAT);
    f->trees_n = (uint32_t)trees_n - 1;
    for (uint32_t t = 0; t < f->trees_n; t++) {
        uint32_t start = f->trees[t], end = f->trees[t + 1];
        if (start >= end || end > nodes_n)
            guard_fail(STM_EFORMAT);
        /* children stand behind their parent: no walk can go round */
        for (uint32_t i = start; i < end; i++) {
            const struct descent_node *n = &f->nodes[i];
            if (n->feature != UINT16_MAX &&
                (n->feature >= width || n->yes <= i - start || n->yes + 1u >= end - start))
                guard_fail(STM_EFORMAT);
        }
    }
}

void descent_open(struct descent_model *m, struct arena *a) {
    struct model file;
    if (model_open(&file, a, NULL, "kin-descent"))
        guard_fail(STM_EFORMAT);
    open_forest(&m->pair, &file, "nodes", "trees", "features", DESCENT_FEATURES);
}

void descent_hasten(struct descent_model *m, struct arena *a) {
    const struct descent_forest *f = &m->pair;
    struct page_forest *out = ARENA_ARRAY(a, struct page_forest, DESCENT_SCORES);
    struct page_node *nodes = arena_alloc(a, f->trees[f->trees_n] * sizeof *nodes);
    uint32_t *trees = arena_alloc(a, (f->trees_n + 1) * sizeof *trees);
    for (uint32_t s = 0; s < DESCENT_SCORES; s++) {
        uint32_t n = 0, trees_n = 0;
        for (uint32_t t = s; t < f->trees_n; t += DESCENT_SCORES) {
            trees[trees_n++] = n;
            for (uint32_t i = f->trees[t]; i < f->trees[t + 1]; i++)
                nodes[n++] = (struct page_node){f->nodes[i].cut, f->nodes[i].feature, f->nodes[i].yes};
        }
        trees[trees_n] = n;
        if (!page_forest_make(&out[s], a, nodes, n, trees, trees_n, WIDTH))
            return; /* too deep for it */
    }
    m->by_score = out;
}

/* Of up to ABREAST rows: down one tree side by side, so that no step of one waits for another's. */
enum { ABREAST = 8 };
static void sums_abreast(const struct descent_forest *f, const float *x, uint32_t n, uint32_t width, float sums[][DESCENT_SCORES]) {
    memset(sums, 0, n * sizeof *sums);
    for (uint32_t t = 0; t < f->trees_n; t++) {
        const struct descent_node *tree = f->nodes + f->trees[t];
        uint32_t at[ABREAST] = {0}, on = 1;
        while (on) {
            on = 0;
            for (uint32_t i = 0; i < n; i++) {
                const struct descent_node *p = tree + at[i];
                uint32_t split = p->feature != UINT16_MAX;
                uint32_t next = p->yes + (uint32_t)!(x[(size_t)i * width + (split ? p->feature : 0)] < p->cut);
                at[i] = split ? next : at[i];
                on |= split;
            }
        }
        for (uint32_t i = 0; i < n; i++)
            sums[i][t % DESCENT_SCORES] += tree[at[i]].cut;
    }
}

void descent_sums(const struct descent_forest *f, const float *x, uint32_t n, uint32_t width, float sums[][DESCENT_SCORES]) {
    for (uint32_t i = 0; i < n; i += ABREAST)
        sums_abreast(f, x + (size_t)i * width, n - i < ABREAST ? n - i : ABREAST, width, sums + i);
}

struct descent descent_odds(const float sums[2][DESCENT_SCORES]) {
    return (struct descent){{sums[0][DESCENT_FROM], sums[1][DESCENT_FROM]}, (sums[0][DESCENT_COMMON] + sums[1][DESCENT_COMMON]) / 2};
}

/* ---- which words of a report another one has --------------------------------------------------------- */

struct cover {
    uint32_t pair;   /* of the family */
    uint32_t other;  /* the report that has them: its place in the family */
    uint64_t *bits;  /* of this report's words */
    uint64_t *inner; /* those inside sentences that both have, where the wording of the two differs */
    uint32_t words;  /* bits set */
};

static uint32_t count_but(const uint64_t *a, const uint64_t *b, uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += (uint32_t)__builtin_popcountll(a[i] & ~b[i]);
    return sum;
}

static uint32_t count_both(const uint64_t *a, const uint64_t *b, uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += (uint32_t)__builtin_popcountll(a[i] & b[i]);
    return sum;
}

static void set_bits(uint64_t *bits, uint32_t from, uint32_t n) {
    for (uint32_t i = from; i < from + n; i++)
        bits[i / 64] |= 1ull << (i % 64);
}

/* Gaps of a few words between neighbouring runs. */
static void set_inner(const struct kin_pair *p, int k, uint64_t *bits) {
    enum { GAP = 8 };
    for (uint32_t i = 0; i + 1 < p->runs_n; i++) {
        const struct kin_run *x = &p->runs[i], *y = x + 1;
        uint32_t a0 = x->a + x->n, b0 = x->b + x->n;
        if (y->b < b0 || y->a - a0 > GAP || y->b - b0 > GAP)
            continue;
        if (k)
            set_bits(bits, b0, y->b - b0);
        else
            set_bits(bits, a0, y->a - a0);
    }
}

/* A report within its family. */
struct side {
    struct cover *covers; /* by pair, at most NEIGHBOURS of them */
    uint32_t covers_n, blocks, words;
    uint64_t *once, *twice; /* words that one other has, that two have */
};

/* Side k of pair p in the family: its words that the other has. Not among the first NEIGHBOURS: NULL. */
static const struct cover *cover_of(const struct side *s, uint32_t pair) {
    for (uint32_t i = 0; i < s->covers_n; i++)
        if (s->covers[i].pair == pair)
            return &s->covers[i];
    return NULL;
}

/* What the report shares with another one of the family. */
static const struct cover *cover_to(const struct side *s, uint32_t other) {
    for (uint32_t i = 0; i < s->covers_n; i++)
        if (s->covers[i].other == other)
            return &s->covers[i];
    return NULL;
}

static uint32_t larger(uint32_t x, uint32_t y) { return x > y ? x : y; }

struct witness {
    uint32_t seen, unseen, alone, nearer, order, titled, sides, order_mid, titled_mid, sites_mid;
    int between, pact, pact_least; /* -1: no third */
};

/* What the rest of the family says of the words of `s`, held against the report of `mine`. */
static struct witness read_witness(const struct descent_family *f, const struct side *s, const struct side *o,
                                   const struct cover *mine, struct arena *tmp) {
    struct witness w = {.between = -1, .pact = -1, .pact_least = -1};
    const struct kin_pair *both = f->pairs[mine->pair];
    uint64_t *others = ARENA_ARRAY(tmp, uint64_t, s->blocks + 1);
    for (uint32_t i = 0; i < s->blocks; i++)
        others[i] = s->twice[i] | (s->once[i] & ~mine->bits[i]);
    w.seen = count_but(others, mine->bits, s->blocks);
    uint32_t alone_or = count_but(mine->bits, others, s->blocks);
    w.alone = alone_or;
    w.unseen = s->words - mine->words - w.seen;
    for (uint32_t i = 0; i < s->covers_n; i++) {
        const struct cover *c = &s->covers[i];
        if (c == mine)
            continue;
        int lacks = (int)count_but(mine->bits, c->bits, s->blocks);
        if (w.between < 0 || lacks < w.between)
            w.between = lacks;
        w.nearer += c->words > mine->words;
        w.sides = larger(w.sides, count_both(mine->inner, c->bits, s->blocks));
        int pact = (int)count_both(mine->bits, c->inner, s->blocks);
        w.pact = pact > w.pact ? pact : w.pact;
        w.pact_least = w.pact_least < 0 || pact < w.pact_least ? pact : w.pact_least;
        const struct cover *beyond = cover_to(o, c->other);
        if (!beyond)
            continue;
        const struct kin_pair *here = f->pairs[c->pair], *there = f->pairs[beyond->pair];
        w.order += both->breaks && !here->breaks && there->breaks;
        w.titled += !(both->title & 4) && here->title & 4 && !(there->title & 4);
        w.order_mid += here->breaks < both->breaks && there->breaks < both->breaks;
        w.sites_mid += here->sites < both->sites && there->sites < both->sites;
        /* s as the parent: the third's title was made from its title, and the other's from the third's */
        bool down = here->title & (1 << (here->row[1] == f->members[c->other]));
        bool further = there->title & (4 | 1 << (there->row[0] == f->members[c->other]));
        w.titled_mid += !(both->title & 4) && down && further;
    }
    return w;
}

/* All that differs, as a distance: in words, places and blocks that moved. */
static const float SITE = 4, BREAK = 15, FAR = 20000;

static float apart(const struct kin_pair *p) {
    return (float)(p->own[0] + p->own[1] + p->foreign[0] + p->foreign[1] + p->inner[0] + p->inner[1]) + SITE * (float)p->sites +
           BREAK * (float)p->breaks;
}

static void read_plain(const struct kin_row *const *r, const struct kin_pair *p, int k, float *f) {
    int o = 1 - k;
    f[D_OWN_P] = (float)p->own[k], f[D_OWN_C] = (float)p->own[o];
    f[D_FRESH_P] = (float)p->fresh[k], f[D_FRESH_C] = (float)p->fresh[o];
    f[D_INNER_P] = (float)p->inner[k], f[D_INNER_C] = (float)p->inner[o];
    f[D_FOREIGN_P] = (float)p->foreign[k], f[D_FOREIGN_C] = (float)p->foreign[o];
    f[D_CUTS_P] = (float)p->cuts[k], f[D_CUTS_C] = (float)p->cuts[o];
    f[D_TITLE] = p->title & 4 ? 2 : p->title & (1 << k) ? 0 : p->title & (1 << o) ? 1 : 3;
    int64_t x = r[k]->minutes, y = r[o]->minutes;
    if (x == INT64_MIN || y == INT64_MIN) {
        f[D_DATE] = x == y ? 5 : x == INT64_MIN ? 6 : 7;
    } else {
        bool far = y - x > NEWS_CYCLE || x - y > NEWS_CYCLE;
        if (!r[k]->fine || !r[o]->fine)
            x /= 1440, y /= 1440;
        f[D_DATE] = x < y ? 1 + far : x > y ? -1 - far : 0;
    }
    f[D_BREAKS] = (float)p->breaks;
    f[D_SITES] = (float)p->sites;
    f[D_SAME] = (float)p->same;
    f[D_COVER_P] = p->cover[k], f[D_COVER_C] = p->cover[o];
    f[D_IDENTITY] = p->identity;
    f[D_HEADED_P] = r[k]->headed, f[D_HEADED_C] = r[o]->headed;
    f[D_WORDS_P] = (float)r[k]->w.n, f[D_WORDS_C] = (float)r[o]->w.n;
    f[D_TAIL_P] = (float)p->tail[k], f[D_TAIL_C] = (float)p->tail[o];
    f[D_FIGURES_P] = (float)p->figures[k], f[D_FIGURES_C] = (float)p->figures[o];
    f[D_NUMBERS] = (float)p->numbers;
    f[D_HOURS] = f[D_DATE] >= 5 ? -1000 /* not known */ : fmaxf(-200, fminf(200, (float)(r[o]->minutes - r[k]->minutes) / 60));
    f[D_APART] = apart(p);
}

/* ---- titles ------------------------------------------------------------------------------------------- */

enum { HEAD_MOST = 24, HEAD_LEAST = 2 };
struct head {
    uint32_t words[HEAD_MOST], n;
};

static void read_head(const struct kin_row *r, struct arena *tmp, struct head *out) {
    struct arena_mark mark = arena_mark(tmp);
    struct kin_weights none = {0};
    struct kin_words w;
    kin_split(r->doc->page.title, &none, HEAD_MOST, tmp, &w);
    for (uint32_t i = 0; i < w.n && i < HEAD_MOST; i++)
        out->words[out->n++] = w.p[i].id;
    arena_rewind(tmp, mark);
}

static void read_heads(const struct head *x, const struct head *y, float *f) {
    uint32_t most = 0, at = 0, to = 0;
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t j = 0; j < y->n; j++) {
            uint32_t k = 0;
            while (i + k < x->n && j + k < y->n && x->words[i + k] == y->words[j + k])
                k++;
            if (k > most)
                most = k, at = i, to = j;
        }
    bool run = most >= HEAD_LEAST;
    f[D_HEAD] = !x->n || !y->n ? -1 : run ? (float)most : 0;
    f[D_HEAD_PRE_P] = run ? (float)at : -1, f[D_HEAD_PRE_C] = run ? (float)to : -1;
    f[D_HEAD_POST_P] = run ? (float)(x->n - at - most) : -1, f[D_HEAD_POST_C] = run ? (float)(y->n - to - most) : -1;
}

uint32_t descent_place(const struct descent_family *f, uint32_t row) {
    uint32_t lo = 0, hi = f->n;
    while (hi - lo > 1) {
        uint32_t mid = (lo + hi) / 2;
        if (f->members[mid] <= row)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* x as the parent of y, by their pair. FAR: there is no third. */
static void read_apart(const struct descent_family *f, const struct side *x, const struct side *y, uint32_t pair, float *v) {
    float mine = v[D_APART], near_x = INFINITY, near_y = INFINITY, detour = INFINITY, over_x = INFINITY, over_y = INFINITY;
    for (uint32_t i = 0; i < x->covers_n; i++) {
        const struct cover *c = &x->covers[i];
        if (c->pair == pair)
            continue;
        float here = apart(f->pairs[c->pair]);
        near_x = fminf(near_x, here);
        const struct cover *beyond = cover_to(y, c->other);
        if (!beyond)
            continue;
        float there = apart(f->pairs[beyond->pair]);
        detour = fminf(detour, here + there - mine);
        over_x = fminf(over_x, mine + here - there);
        over_y = fminf(over_y, mine + there - here);
    }
    for (uint32_t i = 0; i < y->covers_n; i++)
        if (y->covers[i].pair != pair)
            near_y = fminf(near_y, apart(f->pairs[y->covers[i].pair]));
    v[D_RIVAL_P] = near_x == INFINITY ? -FAR : mine - near_x, v[D_RIVAL_C] = near_y == INFINITY ? -FAR : mine - near_y;
    v[D_DETOUR] = fminf(detour, FAR);
    v[D_OVER_P] = fminf(over_x, FAR), v[D_OVER_C] = fminf(over_y, FAR);
}

void descent_features(const struct descent_family *f, struct arena *tmp, float *out) {
    struct arena_mark mark = arena_mark(tmp);
    struct side *sides = ARENA_ARRAY(tmp, struct side, f->n + 1);
    for (uint32_t i = 0; i < f->n; i++) {
        struct side *s = &sides[i];
        s->words = f->rows[f->members[i]]->w.n;
        s->blocks = s->words / 64 + 1;
        s->covers = ARENA_ARRAY(tmp, struct cover, NEIGHBOURS);
        s->once = ARENA_ARRAY(tmp, uint64_t, s->blocks);
        s->twice = ARENA_ARRAY(tmp, uint64_t, s->blocks);
    }
    for (uint32_t i = 0; i < f->pairs_n; i++) {
        const struct kin_pair *p = f->pairs[i];
        for (int k = 0; k < 2; k++) {
            struct side *s = &sides[descent_place(f, p->row[k])];
            if (s->covers_n == NEIGHBOURS)
                continue;
            struct cover *c = &s->covers[s->covers_n++];
            *c = (struct cover){i, descent_place(f, p->row[1 - k]), ARENA_ARRAY(tmp, uint64_t, s->blocks),
                                ARENA_ARRAY(tmp, uint64_t, s->blocks), p->same};
            set_inner(p, k, c->inner);
            for (uint32_t r = 0; r < p->runs_n; r++)
                set_bits(c->bits, k ? p->runs[r].b : p->runs[r].a, p->runs[r].n);
            for (uint32_t b = 0; b < s->blocks; b++) {
                s->twice[b] |= s->once[b] & c->bits[b];
                s->once[b] |= c->bits[b];
            }
        }
    }
    struct head *heads = ARENA_ARRAY(tmp, struct head, f->n + 1);
    uint32_t *before = ARENA_ARRAY(tmp, uint32_t, f->n + 1);
    for (uint32_t i = 0; i < f->n; i++) {
        read_head(f->rows[f->members[i]], tmp, &heads[i]);
        for (uint32_t j = 0; j < f->n; j++)
            before[i] += f->rows[f->members[j]]->minutes < f->rows[f->members[i]]->minutes && f->rows[f->members[j]]->minutes != INT64_MIN;
    }
    for (uint32_t i = 0; i < f->pairs_n; i++) {
        const struct kin_pair *p = f->pairs[i];
        const struct kin_row *r[2] = {f->rows[p->row[0]], f->rows[p->row[1]]};
        struct witness w[2];
        for (int k = 0; k < 2; k++) {
            const struct side *s = &sides[descent_place(f, p->row[k])], *o = &sides[descent_place(f, p->row[1 - k])];
            const struct cover *mine = cover_of(s, i);
            struct arena_mark m = arena_mark(tmp);
            w[k] = mine ? read_witness(f, s, o, mine, tmp) : (struct witness){.between = -1, .pact = -1, .pact_least = -1};
            arena_rewind(tmp, m);
        }
        for (int k = 0; k < 2; k++) {
            float *v = out + ((size_t)i * 2 + (size_t)k) * DESCENT_FEATURES;
            int o = 1 - k;
            read_plain(r, p, k, v);
            v[D_SEEN_P] = (float)w[k].seen, v[D_SEEN_C] = (float)w[o].seen;
            v[D_UNSEEN_P] = (float)w[k].unseen, v[D_UNSEEN_C] = (float)w[o].unseen;
            v[D_ALONE] = f->n > 2 ? (float)w[o].alone : -1;
            v[D_BETWEEN_P] = (float)w[k].between, v[D_BETWEEN_C] = (float)w[o].between;
            v[D_NEARER_P] = (float)w[k].nearer, v[D_NEARER_C] = (float)w[o].nearer;
            v[D_ORDER_P] = (float)w[k].order, v[D_ORDER_C] = (float)w[o].order;
            v[D_TITLED_P] = (float)w[k].titled, v[D_TITLED_C] = (float)w[o].titled;
            v[D_SIDES_P] = (float)w[k].sides, v[D_SIDES_C] = (float)w[o].sides;
            v[D_PACT] = (float)w[o].pact, v[D_PACT_LEAST] = (float)w[o].pact_least;
            v[D_ORDER_MID] = (float)w[k].order_mid, v[D_TITLED_MID] = (float)w[k].titled_mid, v[D_SITES_MID] = (float)w[k].sites_mid;
            uint32_t pk = descent_place(f, p->row[k]), po = descent_place(f, p->row[o]);
            read_heads(&heads[pk], &heads[po], v);
            v[D_BEFORE_P] = (float)before[pk], v[D_BEFORE_C] = (float)before[po];
            read_apart(f, &sides[pk], &sides[po], i, v);
            v[D_MEMBERS] = (float)f->n;
            v[D_HEADED] = f->headed;
        }
    }
    arena_rewind(tmp, mark);
}

void descent_read(const struct descent_model *m, const struct descent_family *f, struct arena *tmp, struct descent *out) {
    struct arena_mark mark = arena_mark(tmp);
    float *x = ARENA_ARRAY(tmp, float, ((size_t)f->pairs_n * 2 + 1) * DESCENT_FEATURES); /* a row more: WIDTH is looked at */
    descent_features(f, tmp, x);
    float (*s)[DESCENT_SCORES] = arena_alloc(tmp, ((size_t)f->pairs_n * 2 + 1) * sizeof *s);
    float *one = arena_alloc(tmp, ((size_t)f->pairs_n * 2 + 1) * sizeof *one);
    for (uint32_t k = 0; m->by_score && k < DESCENT_SCORES; k++) {
        page_forest_scores(&m->by_score[k], x, f->pairs_n * 2, DESCENT_FEATURES, one);
        for (uint32_t i = 0; i < f->pairs_n * 2; i++)
            s[i][k] = one[i];
    }
    if (!m->by_score)
        descent_sums(&m->pair, x, f->pairs_n * 2, DESCENT_FEATURES, s);
    for (uint32_t i = 0; i < f->pairs_n; i++)
        out[i] = descent_odds(s + (size_t)i * 2);
    arena_rewind(tmp, mark);
}
