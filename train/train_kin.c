/* Trains models/kin-descent.stm: train_kin OUT FOLDER...
 *
 * A FOLDER holds planted families as score/families.py writes them (reports.jsonl, gold.json). The program
 * reads the reports itself; every pair of a family, in both orders, is a row of numbers (kin_descent.h). Boosted
 * trees (Friedman 2001; histograms and second order as in XGBoost: Chen and Guestrin 2016) turn them into what
 * an edge and a common original add to the weight of a tree, and are grown so that of all trees that a family
 * may have (kin_whole.h) the planted one has the largest share. No randomness: the same folders give the same
 * bytes.
 *
 * The folders fall into four parts in the order given. The last part is held out first, to print how well
 * unseen families are told; folders of it should share no articles with the others. The model is then made of
 * all. */
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
#include "kin/kin_whole.h"
#include "lib_model.h"

enum { ROUNDS = 320, DEPTH = 5, BINS = 48, LEAST = 20, PARTS = 4, WIDTH = DESCENT_FEATURES };
static const float RATE = 0.08f, RIDGE = 5;

/* Two rows a pair, one in each order. */
struct rows {
    float *x; /* n * WIDTH */
    uint8_t *part;
    uint32_t n, cap;
};
/* A family: its pairs are pairs_n from `first` on, their rows 2 * pairs_n from 2 * first on. */
struct family {
    uint32_t n, first, pairs_n;
    uint8_t part;
    int8_t parent[WHOLE_MOST];
};

static struct arena *arena;
static struct rows all;
struct link {
    uint8_t place[2];
};
static struct link *links; /* by pair */
static uint32_t links_n, links_cap;
static struct family *families;
static uint32_t families_n, families_cap, passed_over;

static void add_row(const float *x, uint8_t part) {
    if (all.n == all.cap) {
        all.cap = all.cap ? all.cap * 2 : 4096;
        all.x = realloc(all.x, (size_t)all.cap * DESCENT_FEATURES * sizeof *all.x);
        all.part = realloc(all.part, all.cap);
    }
    memcpy(all.x + (size_t)all.n * DESCENT_FEATURES, x, DESCENT_FEATURES * sizeof *x);
    all.part[all.n++] = part;
}

/* ---- planted families -> rows ------------------------------------------------------------------------- */

struct planted {
    const char *folder;
    uint8_t part;
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
    struct family g = {n, links_n, pairs_n, p->part, {0}};
    uint32_t roots = 0, lost = 0;
    slice original = {0};
    for (uint32_t i = 0; n <= WHOLE_MOST && i < n; i++) {
        slice up_id = p->parents[members[i]][0];
        const uint32_t *at = up_id.p ? table_get(&p->place, up_id) : NULL;
        g.parent[i] = WHOLE_ROOT;
        if (up_id.p && !at) {
            g.parent[i] = WHOLE_LOST;
            lost += !lost || slice_eq(original, up_id) ? 1 : 100;
            original = up_id;
        } else if (at) {
            for (uint32_t j = 0; j < n; j++)
                if (members[j] == *at)
                    g.parent[i] = (int8_t)j;
        }
        roots += g.parent[i] == WHOLE_ROOT;
    }
    if (n < 2 || n > WHOLE_MOST || (lost ? roots || lost < 2 || lost > 50 : roots != 1)) {
        passed_over += n > 1;
        arena_free(tmp);
        return;
    }
    float *x = arena_calloc(tmp, (size_t)pairs_n * 2 + 1, DESCENT_FEATURES * sizeof *x);
    descent_features(&f, tmp, x);
    ARENA_MORE(arena, families, families_n, families_cap);
    families[families_n++] = g;
    for (uint32_t i = 0; i < pairs_n; i++) {
        ARENA_MORE(arena, links, links_n, links_cap);
        links[links_n++] = (struct link){{(uint8_t)descent_place(&f, pairs[i]->row[0]), (uint8_t)descent_place(&f, pairs[i]->row[1])}};
        for (int o = 0; o < 2; o++)
            add_row(x + ((size_t)i * 2 + (size_t)o) * DESCENT_FEATURES, p->part);
    }
    arena_free(tmp);
}

static void read_folder(const char *folder, uint8_t part) {
    struct doc_options options = {.depth = DOC_LANG, .lang = LANG_TOKENS, .threads = 1};
    struct doc_reader *r = NULL;
    stm_err err;
    if (doc_reader_new(&r, &options, &err))
        exit(1);
    struct planted p = {.folder = folder, .part = part};
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
    const struct rows *r;
    const uint32_t *rows; /* those it learns from */
    uint32_t n;
    float cuts[WIDTH][BINS];
    uint32_t cuts_n[WIDTH];
    uint8_t *bin;  /* r->n * WIDTH */
    float *sum;    /* r->n * DESCENT_SCORES */
    float *g, *h, *g2, *h2;
    uint32_t *order, *aside; /* places in rows, those of a node together */
};

static int by_float(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Cuts at quantiles of the different values. */
static void make_bins(struct booster *b) {
    float *v = malloc((b->n + 1) * sizeof *v);
    for (uint32_t f = 0; f < WIDTH; f++) {
        for (uint32_t i = 0; i < b->n; i++)
            v[i] = b->r->x[(size_t)b->rows[i] * WIDTH + f];
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
    for (uint32_t i = 0; i < b->r->n; i++)
        for (uint32_t f = 0; f < WIDTH; f++) {
            uint8_t k = 0;
            while (k < b->cuts_n[f] && b->r->x[(size_t)i * WIDTH + f] >= b->cuts[f][k])
                k++;
            b->bin[(size_t)i * WIDTH + f] = k;
        }
}

/* Gradients, second derivatives, rows: added up in one step. */
typedef double tally __attribute__((vector_size(32)));
enum { SUM_G, SUM_H, SUM_N };
typedef tally histogram[WIDTH][BINS + 1];

static void count_rows(const struct booster *b, uint32_t from, uint32_t to, histogram out) {
    memset(out, 0, sizeof(histogram));
    for (uint32_t i = from; i < to; i++) {
        uint32_t k = b->order[i];
        tally add = {(double)b->g[k], (double)b->h[k], 1, 0};
        const uint8_t *bin = b->bin + (size_t)b->rows[k] * WIDTH;
        for (uint32_t f = 0; f < WIDTH; f++)
            out[f][bin[f]] += add;
    }
}

static double gain_of(tally s) { return s[SUM_G] * s[SUM_G] / (s[SUM_H] + (double)RIDGE); }

/* The best cut of a node's rows, if there is one worth it. */
static bool best_cut(const struct booster *b, histogram h, uint32_t *feature, uint32_t *cut) {
    tally whole = {0, 0, 0, 0};
    for (uint32_t k = 0; k <= b->cuts_n[0]; k++)
        whole += h[0][k];
    double best = 1e-6, base = gain_of(whole);
    bool found = false;
    for (uint32_t f = 0; f < WIDTH; f++) {
        tally left = {0, 0, 0, 0};
        for (uint32_t k = 0; k < b->cuts_n[f]; k++) {
            left += h[f][k];
            tally right = whole - left;
            if (left[SUM_N] < LEAST || right[SUM_N] < LEAST)
                continue;
            double gain = gain_of(left) + gain_of(right) - base;
            if (gain > best) {
                best = gain;
                *feature = f;
                *cut = k;
                found = true;
            }
        }
    }
    return found;
}

/* Rows on the yes side first, else in their order. Returns where the others begin. */
static uint32_t part_rows(struct booster *b, uint32_t from, uint32_t to, uint32_t f, uint32_t cut) {
    uint32_t yes = from, no = 0;
    for (uint32_t i = from; i < to; i++) {
        uint32_t k = b->order[i];
        if (b->bin[(size_t)b->rows[k] * WIDTH + f] > cut)
            b->aside[no++] = k;
        else
            b->order[yes++] = k;
    }
    memcpy(b->order + yes, b->aside, no * sizeof *b->aside);
    return yes;
}

static void grow_tree(struct booster *b, struct forest *out, int class) {
    enum { MOST = 2 << DEPTH };
    static histogram h[MOST];
    struct descent_node nodes[MOST];
    uint32_t from[MOST], to[MOST], n = 1;
    int depth[MOST];
    nodes[0] = (struct descent_node){UINT16_MAX, 0, 0};
    depth[0] = 0;
    from[0] = 0, to[0] = b->n;
    for (uint32_t k = 0; k < b->n; k++)
        b->order[k] = k;
    count_rows(b, 0, b->n, h[0]);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t f = 0, cut = 0;
        if (depth[i] == DEPTH || !best_cut(b, h[i], &f, &cut))
            continue;
        nodes[i] = (struct descent_node){(uint16_t)f, (uint16_t)n, b->cuts[f][cut]};
        uint32_t mid = part_rows(b, from[i], to[i], f, cut), less = n + (mid - from[i] > to[i] - mid), more = less == n ? n + 1 : n;
        from[n] = from[i], to[n] = mid, from[n + 1] = mid, to[n + 1] = to[i];
        for (int k = 0; k < 2; k++) {
            nodes[n] = (struct descent_node){UINT16_MAX, 0, 0};
            depth[n++] = depth[i] + 1;
        }
        if (depth[i] + 1 == DEPTH)
            continue;
        /* those of the larger side are the rest */
        count_rows(b, from[less], to[less], h[less]);
        for (uint32_t x = 0; x < WIDTH; x++)
            for (uint32_t k = 0; k <= BINS; k++)
                h[more][x][k] = h[i][x][k] - h[less][x][k];
    }
    for (uint32_t i = 0; i < n; i++) {
        if (nodes[i].feature != UINT16_MAX)
            continue;
        double g = 0, sum = 0;
        for (uint32_t k = from[i]; k < to[i]; k++)
            g += (double)b->g[b->order[k]], sum += (double)b->h[b->order[k]];
        nodes[i].cut = RATE * (float)(g / (sum + (double)RIDGE));
    }
    /* to all rows, those held out too */
    for (uint32_t i = 0; i < b->r->n; i++) {
        const float *x = b->r->x + (size_t)i * WIDTH;
        uint32_t at = 0;
        while (nodes[at].feature != UINT16_MAX)
            at = nodes[at].yes + !(x[nodes[at].feature] < nodes[at].cut);
        b->sum[(size_t)i * DESCENT_SCORES + (size_t)class] += nodes[at].cut;
    }
    for (uint32_t i = 0; i < n; i++) {
        ARENA_MORE(arena, out->nodes, out->nodes_n, out->nodes_cap);
        out->nodes[out->nodes_n++] = nodes[i];
    }
    out->trees[++out->trees_n] = out->nodes_n;
}

/* A family's scores, of the sums of its rows. */
static void family_scores(const struct family *f, const float *sum, float *from, float *common) {
    uint32_t n = f->n;
    for (uint32_t i = 0; i < n * n; i++)
        from[i] = DESCENT_NO_PAIR, common[i] = DESCENT_NO_SIBLING;
    for (uint32_t i = 0; i < f->pairs_n; i++) {
        const uint8_t *p = links[f->first + i].place;
        struct descent d = descent_odds((const float (*)[DESCENT_SCORES])(sum + (size_t)(f->first + i) * 2 * DESCENT_SCORES));
        from[p[0] * n + p[1]] = d.from[0];
        from[p[1] * n + p[0]] = d.from[1];
        common[p[0] * n + p[1]] = common[p[1] * n + p[0]] = d.common;
    }
}

/* The logarithm of the share of the right tree. */
static double right_share(const struct family *f, const float *from, const float *common, double log_sum) {
    double sum = 0, between = 0, lost = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        if (f->parent[i] >= 0)
            sum += (double)from[(uint32_t)f->parent[i] * f->n + i];
        if (f->parent[i] != WHOLE_LOST)
            continue;
        for (uint32_t j = 0; j < i; j++)
            if (f->parent[j] == WHOLE_LOST)
                between += (double)common[i * f->n + j];
        lost++;
    }
    return sum + (lost ? between * 2 / lost : 0) - log_sum;
}

/* How well unseen families are told. */
static void tell(const float *sum, int part) {
    static struct shares s;
    double loss = 0, edges = 0, hits = 0;
    uint32_t n = 0, lost = 0, told = 0, known = 0;
    for (uint32_t i = 0; i < families_n; i++) {
        const struct family *f = &families[i];
        if (f->part != part)
            continue;
        float from[WHOLE_MOST * WHOLE_MOST], common[WHOLE_MOST * WHOLE_MOST];
        family_scores(f, sum, from, common);
        whole_weigh(&(struct whole){f->n, from, common, -INFINITY}, &s);
        loss -= right_share(f, from, common, s.log_sum);
        n++;
        uint32_t set = 0;
        for (uint32_t k = 0; k < f->n; k++) {
            set |= (uint32_t)(f->parent[k] == WHOLE_LOST) << k;
            if (f->parent[k] >= 0) {
                edges++;
                hits += s.edge[(uint32_t)f->parent[k] * f->n + k] + s.edge[k * f->n + (uint32_t)f->parent[k]];
            }
        }
        uint32_t best = 1;
        for (uint32_t k = 1; k < 1u << f->n; k++)
            if (s.lost[k] > s.lost[best])
                best = k;
        double gone = 0;
        for (uint32_t k = 1; k < 1u << f->n; k++)
            gone += s.lost[k];
        lost += set != 0;
        known += (gone > 0.5) == (set != 0);
        told += set && gone > 0.5 && best == set;
    }
    printf("%u families, loss %.4f, edges %.4f, hidden or not %.4f, of %u hidden children told %.4f\n", n, loss / n, hits / edges,
           (double)known / n, lost, (double)told / lost);
}

/* First and second derivatives of the right trees' shares. */
static void slopes(const struct booster *b, int but) {
    static struct shares s;
    for (uint32_t i = 0, k = 0; i < families_n; i++) {
        const struct family *f = &families[i];
        if (f->part == but)
            continue;
        float from[WHOLE_MOST * WHOLE_MOST], common[WHOLE_MOST * WHOLE_MOST];
        family_scores(f, b->sum, from, common);
        whole_weigh(&(struct whole){f->n, from, common, -INFINITY}, &s);
        for (uint32_t p = 0; p < f->pairs_n; p++) {
            const uint8_t *at = links[f->first + p].place;
            double pull = s.pull[at[0] * f->n + at[1]];
            bool both = f->parent[at[0]] == WHOLE_LOST && f->parent[at[1]] == WHOLE_LOST;
            double held = both ? 1 : 0, lost = 0;
            if (both) {
                for (uint32_t m = 0; m < f->n; m++)
                    lost += f->parent[m] == WHOLE_LOST;
                held = 2 / lost;
            }
            for (int o = 0; o < 2; o++, k++) {
                uint32_t x = at[o], y = at[1 - o];
                double edge = s.edge[x * f->n + y];
                b->g[k] = (float)((f->parent[y] == (int)x) - edge);
                b->h[k] = (float)(edge * (1 - edge)) + 1e-6f;
                b->g2[k] = (float)(held - pull) / 2;
                b->h2[k] = (float)(pull * (1 - pull)) / 2 + 1e-6f;
            }
        }
    }
}

/* Learns from all families but those of a part (-1: from all). */
static void boost(const struct rows *r, int but, struct forest *out) {
    struct booster *b = calloc(1, sizeof *b);
    uint32_t *rows = malloc((r->n + 1) * sizeof *rows);
    b->r = r;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->part[i] != but)
            rows[b->n++] = i;
    b->rows = rows;
    b->bin = malloc((size_t)r->n * WIDTH);
    b->sum = calloc((size_t)r->n * DESCENT_SCORES, sizeof *b->sum);
    float *slope[4];
    for (int k = 0; k < 4; k++)
        slope[k] = malloc((b->n + 1) * sizeof *slope[k]);
    b->order = malloc(b->n * sizeof *b->order);
    b->aside = malloc(b->n * sizeof *b->aside);
    make_bins(b);
    *out = (struct forest){.trees = ARENA_ARRAY(arena, uint32_t, (uint32_t)ROUNDS * DESCENT_SCORES + 1)};
    for (int round = 0; round < ROUNDS; round++) {
        b->g = slope[0], b->h = slope[1], b->g2 = slope[2], b->h2 = slope[3];
        slopes(b, but);
        grow_tree(b, out, DESCENT_FROM);
        b->g = slope[2], b->h = slope[3];
        grow_tree(b, out, DESCENT_COMMON);
        if (but >= 0 && (round + 1) % 40 == 0) {
            printf("%d: ", round + 1);
            tell(b->sum, but);
            fflush(stdout);
        }
    }
    for (int k = 0; k < 4; k++)
        free(slope[k]);
    free(rows), free(b->bin), free(b->sum), free(b->order), free(b->aside), free(b);
}

static void add_forest(struct model_writer *w, const struct forest *f, const char *features, const uint32_t *width, const char *nodes,
                       const char *trees) {
    model_add(w, features, width, sizeof *width, 1);
    model_add(w, nodes, f->nodes, sizeof *f->nodes, f->nodes_n);
    model_add(w, trees, f->trees, sizeof *f->trees, f->trees_n + 1);
}

struct args {
    int argc;
    char **argv;
};

static void train(void *arg) {
    const struct args *args = arg;
    for (int i = 2; i < args->argc; i++)
        read_folder(args->argv[i], (uint8_t)((i - 2) * PARTS / (args->argc - 2)));
    printf("%u families, %u rows, %u families passed over\n", families_n, all.n, passed_over);
    struct forest pair;
    boost(&all, PARTS - 1, &pair);
    boost(&all, -1, &pair);
    static const uint32_t width = WIDTH;
    struct model_writer *w = ARENA_NEW(arena, struct model_writer);
    model_begin(w, arena, "kin-descent");
    add_forest(w, &pair, "features", &width, "nodes", "trees");
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
