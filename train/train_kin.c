/* Trains models/kin-descent.stm: train_kin OUT FOLDER...
 *
 * A FOLDER holds planted families as score/families.py writes them (reports.jsonl, gold.json). The program
 * reads the reports itself; every pair of a family, in both orders, is a row of numbers (kin_descent.h) with
 * one of four labels: nothing direct, the first is the parent, the second is, both have a withheld original.
 * Boosted trees with a softmax over the four (Friedman 2001), histograms, second order (as in XGBoost: Chen
 * and Guestrin 2016). No randomness: the same folders give the same bytes. Every fifth folder is held out
 * first, to print how well the labels of unseen families are told; the model is then made of all. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null

#include "account/account.h"
#include "kin/kin_tree.h"
#include "lib_model.h"

enum { ROUNDS = 160, DEPTH = 5, BINS = 48, LEAST = 20 };
static const float RATE = 0.08f, RIDGE = 5;

struct rows {
    float *x; /* n * DESCENT_FEATURES */
    uint8_t *label;
    uint16_t *folder;
    uint32_t n, cap;
};

static struct arena *arena;
static struct rows all;

static void add_row(const float *x, uint8_t label, uint16_t folder) {
    if (all.n == all.cap) {
        all.cap = all.cap ? all.cap * 2 : 4096;
        all.x = realloc(all.x, (size_t)all.cap * DESCENT_FEATURES * sizeof *all.x);
        all.label = realloc(all.label, all.cap);
        all.folder = realloc(all.folder, all.cap * sizeof *all.folder);
    }
    memcpy(all.x + (size_t)all.n * DESCENT_FEATURES, x, DESCENT_FEATURES * sizeof *x);
    all.label[all.n] = label;
    all.folder[all.n++] = folder;
}

/* ---- planted families -> rows ------------------------------------------------------------------------- */

struct planted {
    const char *folder;
    uint16_t number;
    struct document **docs;
    uint32_t n, cap;
    struct table place;    /* id -> place in docs */
    slice (*parents)[2];   /* by document, copy and rewrite alone */
    bool *merged;
};

static int take(void *arg, struct document *doc, const struct skip *skip) {
    struct planted *p = arg;
    (void)skip;
    if (doc) {
        ARENA_MORE(arena, p->docs, p->n, p->cap);
        p->docs[p->n++] = doc;
    }
    return 0;
}

static void read_gold(struct planted *p) {
    json_t *gold = json_load_file(arena_printf(arena, "%s/gold.json", p->folder).p, 0, NULL);
    if (!gold) {
        fprintf(stderr, "%s/gold.json: cannot be read\n", p->folder);
        exit(1);
    }
    p->parents = arena_calloc(arena, p->n + 1, sizeof *p->parents);
    p->merged = ARENA_ARRAY(arena, bool, p->n + 1);
    size_t i;
    json_t *e;
    json_array_foreach(json_object_get(gold, "derivation"), i, e) {
        const char *kind = json_string_value(json_object_get(e, "kind"));
        const uint32_t *at = table_get(&p->place, slice_str(json_string_value(json_object_get(e, "doc"))));
        if (!at || !kind || (strcmp(kind, "copy") && strcmp(kind, "rewrite")))
            continue;
        slice from = arena_slice(arena, slice_str(json_string_value(json_object_get(e, "from"))));
        if (p->parents[*at][0].p) {
            p->parents[*at][1] = from;
            p->merged[*at] = true;
        } else {
            p->parents[*at][0] = from;
        }
    }
    json_decref(gold);
}

static uint8_t label_of(const struct planted *p, uint32_t x, uint32_t y) {
    slice px = p->parents[x][0], py = p->parents[y][0];
    if (py.p && slice_eq(py, p->docs[x]->id))
        return DESCENT_DOWN;
    if (px.p && slice_eq(px, p->docs[y]->id))
        return DESCENT_UP;
    return px.p && py.p && slice_eq(px, py) && !table_get(&p->place, px) ? DESCENT_COMMON : DESCENT_NONE;
}

static uint32_t root_of(uint32_t *up, uint32_t x) {
    while (up[x] != x)
        x = up[x] = up[up[x]];
    return x;
}

static void read_family(const struct planted *p, const struct kin_gathered *k, const bool *kin, uint32_t *up, uint32_t root) {
    struct arena *tmp = arena_new(0);
    uint32_t *members = ARENA_ARRAY(tmp, uint32_t, k->n), n = 0, pairs_n = 0;
    const struct kin_pair **pairs = arena_calloc(tmp, k->pairs_n, sizeof *pairs);
    struct descent_family f = {.rows = k->rows, .members = members, .pairs = pairs};
    for (uint32_t i = 0; i < k->n; i++)
        if (root_of(up, i) == root) {
            members[n++] = i;
            f.headed |= k->rows[i]->headed;
        }
    for (uint32_t i = 0; n > 1 && i < k->pairs_n; i++)
        if (kin[i] && root_of(up, k->pairs[i].row[0]) == root)
            pairs[pairs_n++] = &k->pairs[i];
    f.n = n;
    f.pairs_n = pairs_n;
    float *x = arena_calloc(tmp, (size_t)pairs_n * 2 + 1, DESCENT_FEATURES * sizeof *x);
    descent_features(&f, tmp, x);
    for (uint32_t i = 0; i < pairs_n; i++)
        for (int o = 0; o < 2; o++)
            add_row(x + ((size_t)i * 2 + (size_t)o) * DESCENT_FEATURES, label_of(p, pairs[i]->row[o], pairs[i]->row[1 - o]), p->number);
    arena_free(tmp);
}

static void read_folder(const char *folder, uint16_t number) {
    struct doc_options options = {.depth = DOC_LANG, .lang = LANG_TOKENS, .threads = 1};
    struct doc_reader *r = NULL;
    stm_err err;
    if (doc_reader_new(&r, &options, &err))
        exit(1);
    struct planted p = {.folder = folder, .number = number};
    const char *path = arena_printf(arena, "%s/reports.jsonl", folder).p;
    doc_read_all(r, &path, 1, take, &p, NULL, NULL);
    doc_reader_free(r);
    account_sort(p.docs, p.n);
    table_init(&p.place, arena, p.n + 1);
    for (uint32_t i = 0; i < p.n; i++)
        table_put(&p.place, p.docs[i]->id, i);
    read_gold(&p);
    struct kin_gathered k;
    kin_gather((const struct document *const *)p.docs, p.n, 1, arena, &k);
    bool *kin = ARENA_ARRAY(arena, bool, k.pairs_n + 1);
    uint32_t *up = ARENA_ARRAY(arena, uint32_t, p.n + 1);
    for (uint32_t i = 0; i < p.n; i++)
        up[i] = i;
    for (uint32_t i = 0; i < k.pairs_n; i++) {
        const uint32_t *row = k.pairs[i].row;
        kin[i] = pair_is_family((const struct kin_row *const *)k.rows, &k.pairs[i]) && !p.merged[row[0]] && !p.merged[row[1]];
        if (kin[i])
            up[root_of(up, row[1])] = root_of(up, row[0]);
    }
    for (uint32_t i = 0; i < p.n; i++)
        if (root_of(up, i) == i)
            read_family(&p, &k, kin, up, i);
    for (uint32_t i = 0; i < p.n; i++)
        doc_free(p.docs[i]);
}

/* ---- boosting ------------------------------------------------------------------------------------------- */

struct forest {
    struct descent_node *nodes;
    uint32_t nodes_n, nodes_cap, *trees, trees_n;
};

struct booster {
    const uint32_t *rows; /* those it learns from */
    uint32_t n;
    float cuts[DESCENT_FEATURES][BINS];
    uint32_t cuts_n[DESCENT_FEATURES];
    uint8_t *bin;  /* all.n * DESCENT_FEATURES */
    float *sum;    /* all.n * DESCENT_CLASSES */
    float *g, *h;
    uint32_t *leaf; /* by place in rows: node */
};

static int by_float(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Cuts at quantiles of the different values. */
static void make_bins(struct booster *b) {
    float *v = malloc((b->n + 1) * sizeof *v);
    for (uint32_t f = 0; f < DESCENT_FEATURES; f++) {
        for (uint32_t i = 0; i < b->n; i++)
            v[i] = all.x[(size_t)b->rows[i] * DESCENT_FEATURES + f];
        qsort(v, b->n, sizeof *v, by_float);
        b->cuts_n[f] = 0;
        for (uint32_t k = 1; k < BINS; k++) {
            uint32_t at = (uint32_t)((uint64_t)b->n * k / BINS);
            while (at < b->n && v[at] <= v[0])
                at++;
            /* between this value and the one before it */
            uint32_t low = at;
            while (low > 0 && low < b->n && v[low - 1] == v[at])
                low--;
            if (at >= b->n || !low)
                continue;
            float cut = (v[low - 1] + v[at]) / 2;
            if (!b->cuts_n[f] || b->cuts[f][b->cuts_n[f] - 1] < cut)
                b->cuts[f][b->cuts_n[f]++] = cut;
        }
    }
    free(v);
    for (uint32_t i = 0; i < all.n; i++)
        for (uint32_t f = 0; f < DESCENT_FEATURES; f++) {
            uint8_t k = 0;
            while (k < b->cuts_n[f] && all.x[(size_t)i * DESCENT_FEATURES + f] >= b->cuts[f][k])
                k++;
            b->bin[(size_t)i * DESCENT_FEATURES + f] = k;
        }
}

struct sums {
    double g, h;
    uint32_t n;
};

/* The best cut of node `node`: gain, or 0. */
static double best_cut(const struct booster *b, uint32_t node, uint32_t *feature, uint32_t *cut) {
    static struct sums s[DESCENT_FEATURES][BINS + 1];
    memset(s, 0, sizeof s);
    struct sums whole = {0, 0, 0};
    for (uint32_t i = 0; i < b->n; i++) {
        if (b->leaf[i] != node)
            continue;
        const uint8_t *bin = b->bin + (size_t)b->rows[i] * DESCENT_FEATURES;
        for (uint32_t f = 0; f < DESCENT_FEATURES; f++) {
            struct sums *t = &s[f][bin[f]];
            t->g += (double)b->g[i];
            t->h += (double)b->h[i];
            t->n++;
        }
        whole.g += (double)b->g[i];
        whole.h += (double)b->h[i];
        whole.n++;
    }
    double best = 1e-6, base = whole.g * whole.g / (whole.h + (double)RIDGE);
    bool found = false;
    for (uint32_t f = 0; f < DESCENT_FEATURES; f++) {
        struct sums left = {0, 0, 0};
        for (uint32_t k = 0; k < b->cuts_n[f]; k++) {
            left.g += s[f][k].g;
            left.h += s[f][k].h;
            left.n += s[f][k].n;
            if (left.n < LEAST || whole.n - left.n < LEAST)
                continue;
            double rg = whole.g - left.g, rh = whole.h - left.h;
            double gain = left.g * left.g / (left.h + (double)RIDGE) + rg * rg / (rh + (double)RIDGE) - base;
            if (gain > best) {
                best = gain;
                *feature = f;
                *cut = k;
                found = true;
            }
        }
    }
    return found ? best : 0;
}

static void grow_tree(struct booster *b, struct forest *out, int class) {
    struct descent_node nodes[2 << DEPTH];
    int depth[2 << DEPTH];
    uint32_t n = 1;
    nodes[0] = (struct descent_node){UINT16_MAX, 0, 0};
    depth[0] = 0;
    memset(b->leaf, 0, b->n * sizeof *b->leaf);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t f = 0, cut = 0;
        if (depth[i] < DEPTH && best_cut(b, i, &f, &cut) > 0) {
            nodes[i] = (struct descent_node){(uint16_t)f, (uint16_t)n, b->cuts[f][cut]};
            for (uint32_t k = 0; k < b->n; k++)
                if (b->leaf[k] == i)
                    b->leaf[k] = n + (b->bin[(size_t)b->rows[k] * DESCENT_FEATURES + f] > cut);
            for (int k = 0; k < 2; k++) {
                nodes[n] = (struct descent_node){UINT16_MAX, 0, 0};
                depth[n++] = depth[i] + 1;
            }
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        if (nodes[i].feature != UINT16_MAX)
            continue;
        double g = 0, h = 0;
        for (uint32_t k = 0; k < b->n; k++)
            if (b->leaf[k] == i)
                g += (double)b->g[k], h += (double)b->h[k];
        nodes[i].cut = RATE * (float)(g / (h + (double)RIDGE));
    }
    /* to all rows, those held out too */
    for (uint32_t i = 0; i < all.n; i++) {
        const float *x = all.x + (size_t)i * DESCENT_FEATURES;
        uint32_t at = 0;
        while (nodes[at].feature != UINT16_MAX)
            at = nodes[at].yes + !(x[nodes[at].feature] < nodes[at].cut);
        b->sum[(size_t)i * DESCENT_CLASSES + (size_t)class] += nodes[at].cut;
    }
    for (uint32_t i = 0; i < n; i++) {
        ARENA_MORE(arena, out->nodes, out->nodes_n, out->nodes_cap);
        out->nodes[out->nodes_n++] = nodes[i];
    }
    out->trees[++out->trees_n] = out->nodes_n;
}

static void softmax(const float *s, float *p) {
    float most = s[0], sum = 0;
    for (int k = 1; k < DESCENT_CLASSES; k++)
        most = s[k] > most ? s[k] : most;
    for (int k = 0; k < DESCENT_CLASSES; k++)
        sum += p[k] = expf(s[k] - most);
    for (int k = 0; k < DESCENT_CLASSES; k++)
        p[k] /= sum;
}

static void tell_held(const struct booster *b, const bool *held) {
    double loss = 0;
    uint32_t right = 0, n = 0;
    for (uint32_t i = 0; i < all.n; i++) {
        if (!held[i])
            continue;
        float p[DESCENT_CLASSES];
        softmax(b->sum + (size_t)i * DESCENT_CLASSES, p);
        int best = 0;
        for (int k = 1; k < DESCENT_CLASSES; k++)
            best = p[k] > p[best] ? k : best;
        right += best == all.label[i];
        loss -= log((double)p[all.label[i]] + 1e-9);
        n++;
    }
    if (n)
        printf("held out: %u rows, %.4f right, log loss %.4f\n", n, (double)right / n, loss / n);
}

/* held: rows that are not learnt from; NULL: none. */
static void boost(const bool *held, struct forest *out) {
    struct booster b = {.n = 0};
    uint32_t *rows = malloc((all.n + 1) * sizeof *rows);
    for (uint32_t i = 0; i < all.n; i++)
        if (!held || !held[i])
            rows[b.n++] = i;
    b.rows = rows;
    b.bin = malloc((size_t)all.n * DESCENT_FEATURES);
    b.sum = calloc((size_t)all.n * DESCENT_CLASSES, sizeof *b.sum);
    b.g = malloc(b.n * sizeof *b.g);
    b.h = malloc(b.n * sizeof *b.h);
    b.leaf = malloc(b.n * sizeof *b.leaf);
    float (*p)[DESCENT_CLASSES] = malloc(b.n * sizeof *p);
    make_bins(&b);
    *out = (struct forest){.trees = ARENA_ARRAY(arena, uint32_t, ROUNDS * DESCENT_CLASSES + 1)};
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < b.n; i++)
            softmax(b.sum + (size_t)rows[i] * DESCENT_CLASSES, p[i]);
        for (int c = 0; c < DESCENT_CLASSES; c++) {
            for (uint32_t i = 0; i < b.n; i++) {
                b.g[i] = (all.label[rows[i]] == c) - p[i][c];
                b.h[i] = p[i][c] * (1 - p[i][c]) + 1e-6f;
            }
            grow_tree(&b, out, c);
        }
        if (held && (round % 20 == 19 || round == ROUNDS - 1)) {
            printf("round %d: ", round + 1);
            tell_held(&b, held);
        }
    }
    free(rows), free(b.bin), free(b.sum), free(b.g), free(b.h), free(b.leaf), free(p);
}

struct args {
    int argc;
    char **argv;
};

static void train(void *arg) {
    const struct args *args = arg;
    for (int i = 2; i < args->argc; i++) {
        read_folder(args->argv[i], (uint16_t)i);
        printf("%s: %u rows in all\n", args->argv[i], all.n);
    }
    bool *held = ARENA_ARRAY(arena, bool, all.n + 1);
    for (uint32_t i = 0; i < all.n; i++)
        held[i] = all.folder[i] % 5 == 0;
    struct forest f;
    if (args->argc > 6)
        boost(held, &f);
    boost(NULL, &f);
    static const uint32_t features = DESCENT_FEATURES;
    struct model_writer *w = ARENA_NEW(arena, struct model_writer);
    model_begin(w, arena, "kin-descent");
    model_add(w, "features", &features, sizeof features, 1);
    model_add(w, "nodes", f.nodes, sizeof *f.nodes, f.nodes_n);
    model_add(w, "trees", f.trees, sizeof *f.trees, f.trees_n + 1);
    if (model_write(w, args->argv[1]))
        fprintf(stderr, "%s: cannot be written\n", args->argv[1]);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "train_kin OUT FOLDER...\n");
        return 2;
    }
    struct args args = {argc, argv};
    arena = arena_new(0);
    int code = guard_run(train, &args);
    if (code)
        fprintf(stderr, "%s\n", stm_strerror(code));
    return code != 0;
}
