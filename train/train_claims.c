/* Trains models/claim-pairs.stm: train_claims OUT FOLDER...
 *
 * A FOLDER holds an account made by people (gold.json, FORMAT.md's) and the reports that it is of: reports.jsonl, or the
 * files that it names. The program reads the reports itself; two clauses of two reports are a row of numbers
 * (claim_pair.h), labelled yes where a claim of the gold has a row at the one and a row at the other. Where the gold has
 * `pairs` (judged.py), these alone are rows, each as heavy as JUDGED others, and such folders fall into PARTS. Boosted trees
 * (lib_boost.h). No randomness: the same folders give the same bytes. Each folder, and each part, is held out first, to print how well
 * the pairs of a story that was not seen are told; the model is then made of all. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null

#include "account/account.h"
#include "claim/claim_pair.h"
#include "lib_boost.h"
#include "lib_model.h"

enum { TREES = 150, DEPTH = 3, MOST_FOLDERS = 4000, PARTS = 5 /* of the judged pairs, by roundup, to be held out */ };
static const float RATE = 0.06f, LEAST_OVERLAP = 0.3f, LEAST_ALIKE = 0.02f, JUDGED = 1.5f;

static struct arena *arena;
static int judged_number; /* of the first folder with judged pairs, from 1 */
static struct { float *x, *weight; bool *label; uint16_t *folder; uint32_t n, cap; } all;

static void add_row(const float *x, bool label, float weight, uint16_t folder) {
    if (all.n == all.cap) {
        all.cap = all.cap ? all.cap * 2 : 4096;
        all.x = realloc(all.x, (size_t)all.cap * PAIR_WIDTH * sizeof *all.x);
        all.label = realloc(all.label, all.cap * sizeof *all.label);
        all.folder = realloc(all.folder, all.cap * sizeof *all.folder);
        all.weight = realloc(all.weight, all.cap * sizeof *all.weight);
    }
    memcpy(all.x + (size_t)all.n * PAIR_WIDTH, x, PAIR_WIDTH * sizeof *x);
    all.label[all.n] = label;
    all.weight[all.n] = weight;
    all.folder[all.n++] = folder;
}

/* ---- a story -> rows -------------------------------------------------------------------------------------- */

struct gold_row { slice doc; span at; uint32_t claim; };
struct judged { struct gold_row a, b; bool same; };
struct told {
    const char *folder;
    struct judged *judged;
    uint32_t judged_n, judged_cap;
    struct document **docs;
    uint32_t n, cap;
    struct gold_row *rows;
    uint32_t rows_n, rows_cap;
    uint16_t number;
};

static int take(void *arg, struct document *doc, const struct skip *skip) {
    struct told *t = arg;
    (void)skip;
    if (doc) {
        ARENA_MORE(arena, t->docs, t->n, t->cap);
        t->docs[t->n++] = doc;
    }
    return 0;
}

/* "000" in the gold is the report of "../../seeds/000_968b.txt". */
static slice id_of(json_t *gold, const char *doc, const struct told *t) {
    size_t i;
    json_t *d;
    slice id = slice_str(doc);
    json_array_foreach(json_object_get(gold, "documents"), i, d) {
        const char *name = json_string_value(json_object_get(d, "id")), *file = json_string_value(json_object_get(d, "file"));
        if (!name || !file || strcmp(name, doc) != 0)
            continue;
        const char *last = strrchr(file, '/');
        slice stem = slice_str(last ? last + 1 : file);
        uint32_t dot = slice_find(stem, S("."), 0);
        stem = dot == NONE ? stem : slice_cut(stem, 0, dot);
        for (uint32_t k = 0; k < t->n; k++)
            if (slice_eq(t->docs[k]->id, stem))
                id = t->docs[k]->id;
    }
    return arena_slice(arena, id);
}

static void read_gold(struct told *t, json_t *gold) {
    size_t i, k;
    json_t *claim, *row;
    json_array_foreach(json_object_get(gold, "claims"), i, claim)
        json_array_foreach(json_object_get(claim, "reports"), k, row) {
            json_t *at = json_object_get(row, "span");
            const char *doc = json_string_value(json_object_get(row, "doc"));
            if (!doc || json_array_size(at) != 2)
                continue;
            ARENA_MORE(arena, t->rows, t->rows_n, t->rows_cap);
            t->rows[t->rows_n++] = (struct gold_row){id_of(gold, doc, t),
                {(uint32_t)json_integer_value(json_array_get(at, 0)), (uint32_t)json_integer_value(json_array_get(at, 1))}, (uint32_t)i};
        }
}

static void read_judged(struct told *t, json_t *pairs) {
    size_t i;
    json_t *p;
    json_array_foreach(pairs, i, p) {
        struct gold_row r[2];
        for (int k = 0; k < 2; k++) {
            json_t *side = json_object_get(p, k ? "b" : "a"), *at = json_object_get(side, "span");
            r[k] = (struct gold_row){arena_slice(arena, slice_str(json_string_value(json_object_get(side, "doc")))),
                {(uint32_t)json_integer_value(json_array_get(at, 0)), (uint32_t)json_integer_value(json_array_get(at, 1))}, 0};
        }
        ARENA_MORE(arena, t->judged, t->judged_n, t->judged_cap);
        t->judged[t->judged_n++] = (struct judged){r[0], r[1], json_integer_value(json_object_get(p, "same")) != 0};
    }
}

static float overlap(span a, span b) {
    uint32_t from = a.start > b.start ? a.start : b.start, to = a.end < b.end ? a.end : b.end;
    float both = to > from ? (float)(to - from) : 0;
    return both / ((float)(a.end - a.start) + (float)(b.end - b.start) - both);
}

/* The unit of the pile that covers a row best, or NONE. */
static uint32_t unit_at(const struct work *w, const struct gold_row *r) {
    uint32_t best = NONE;
    float most = LEAST_OVERLAP;
    for (uint32_t i = 0; i < w->units_n; i++) {
        const struct document *d = w->docs[w->units[i].doc];
        float v = slice_eq(d->id, r->doc) ? overlap(map_span(&d->page.map, w->units[i].at), r->at) : 0;
        if (v >= most && (best == NONE || v > most)) {
            most = v;
            best = i;
        }
    }
    return best;
}

static void read_pile(struct work *w, void *arg) {
    struct told *t = arg;
    claim_units(w);
    for (uint32_t k = 0; k < t->judged_n; k++) {
        float x[PAIR_WIDTH];
        uint32_t i = unit_at(w, &t->judged[k].a), j = unit_at(w, &t->judged[k].b);
        if (i != NONE && j != NONE && claim_pair(w, &w->units[i < j ? i : j], &w->units[i < j ? j : i], x))
            add_row(x, t->judged[k].same, JUDGED, t->number);
    }
    uint64_t *claims = ARENA_ARRAY(w->tmp, uint64_t, w->units_n + 1); /* of each unit, as bits of the first 64 */
    for (uint32_t r = 0; r < t->rows_n; r++) {
        uint32_t best = unit_at(w, &t->rows[r]);
        if (best != NONE && t->rows[r].claim < 64)
            claims[best] |= 1ull << t->rows[r].claim;
    }
    for (uint32_t i = 0; i < w->units_n && !t->judged_n; i++)
        for (uint32_t j = i + 1; j < w->units_n; j++) {
            float x[PAIR_WIDTH];
            const struct unit *a = &w->units[i], *b = &w->units[j];
            if (a->doc != b->doc && claim_may_link(a) && claim_may_link(b) && claim_pair(w, a, b, x) && x[PAIR_JACCARD] >= LEAST_ALIKE)
                add_row(x, (claims[i] & claims[j]) != 0, 1, t->number);
        }
}

static void read_folder(const char *folder, uint16_t number) {
    struct doc_options options = {.depth = DOC_MARKS, .lang = LANG_PARSE, .threads = 1};
    struct doc_reader *r = NULL;
    stm_err err;
    if (doc_reader_new(&r, &options, &err))
        exit(1);
    struct told t = {.folder = folder, .number = number};
    json_t *gold = json_load_file(arena_printf(arena, "%s/gold.json", folder).p, 0, NULL), *d;
    if (!gold) {
        fprintf(stderr, "%s/gold.json: cannot be read\n", folder);
        exit(1);
    }
    const char *path = arena_printf(arena, "%s/reports.jsonl", folder).p;
    FILE *there = fopen(path, "rb");
    size_t i;
    if (there) {
        fclose(there);
        doc_read_all(r, &path, 1, take, &t, NULL, NULL);
    } else {
        json_array_foreach(json_object_get(gold, "documents"), i, d) {
            path = arena_printf(arena, "%s/%s", folder, json_string_value(json_object_get(d, "file"))).p;
            doc_read_all(r, &path, 1, take, &t, NULL, NULL);
        }
    }
    doc_reader_free(r);
    account_sort(t.docs, t.n);
    read_gold(&t, gold);
    read_judged(&t, json_object_get(gold, "pairs"));
    if (t.judged_n && !judged_number)
        judged_number = number + 1;
    if (t.judged_n)
        t.number = (uint16_t)(judged_number - 1 + number % PARTS);
    struct kin kin;
    struct stories stories;
    struct claims none;
    kin_read((const struct document *const *)t.docs, t.n, 1, arena, &kin);
    story_read((const struct document *const *)t.docs, t.n, &kin, 1, arena, &stories);
    claim_piles((const struct document *const *)t.docs, t.n, &kin, &stories, arena, &none, read_pile, &t);
    for (uint32_t k = 0; k < t.n; k++)
        doc_free(t.docs[k]);
    json_decref(gold);
}

/* ---- learning ------------------------------------------------------------------------------------------------ */

static void learn(int held, struct forest *f) {
    struct rows r = {.n = all.n, .width = PAIR_WIDTH, .x = all.x};
    r.label = ARENA_ARRAY(arena, float, all.n);
    r.weight = ARENA_ARRAY(arena, float, all.n);
    r.fold = ARENA_ARRAY(arena, uint8_t, all.n);
    for (uint32_t i = 0; i < all.n; i++) {
        r.label[i] = all.label[i];
        r.weight[i] = all.folder[i] == held ? 0 : all.weight[i];
    }
    train_forest(arena, &r, f, TREES, DEPTH, RATE, NULL);
}

struct scored { float score; bool label; };
static int by_score(const void *a, const void *b) {
    const struct scored *x = a, *y = b;
    return x->score != y->score ? (x->score > y->score ? -1 : 1) : (int)x->label - (int)y->label;
}

/* Mean precision at each right pair, as they are ranked. */
static float average_precision(const struct forest *f, int folder) {
    struct page_forest pf;
    if (!page_forest_make(&pf, arena, f->nodes, f->nodes_n, f->trees, f->trees_n, PAIR_WIDTH))
        exit(1);
    struct scored *s = ARENA_ARRAY(arena, struct scored, all.n);
    uint32_t n = 0, right = 0;
    for (uint32_t i = 0; i < all.n; i++)
        if (all.folder[i] == folder)
            s[n++] = (struct scored){page_forest_score(&pf, all.x + (size_t)i * PAIR_WIDTH), all.label[i]};
    qsort(s, n, sizeof *s, by_score);
    float sum = 0;
    for (uint32_t i = 0; i < n; i++)
        if (s[i].label)
            sum += (float)++right / (float)(i + 1);
    return right ? sum / (float)right : 0;
}

struct job { char **folders; int n; const char *out; int rc; };

static void run(void *arg) {
    struct job *j = arg;
    for (int i = 0; i < j->n; i++)
        read_folder(j->folders[i], (uint16_t)i);
    struct forest f;
    float sum = 0, judged = 0;
    int stories = judged_number ? judged_number - 1 : j->n, held = judged_number ? stories + PARTS : stories;
    for (int i = 0; i < held; i++) {
        learn(i, &f);
        float p = average_precision(&f, i);
        printf("%-40s %.3f\n", i < stories ? j->folders[i] : "judged pairs, a part", (double)p);
        *(i < stories ? &sum : &judged) += p;
    }
    printf("%u pairs, mean average precision: stories held out %.3f, judged pairs %.3f\n", all.n,
           (double)(sum / (float)(stories ? stories : 1)), (double)(judged / PARTS));
    learn(-1, &f);
    struct model_writer w;
    uint32_t features = PAIR_FEATURES;
    model_begin(&w, arena, "claim-pairs");
    model_add(&w, "features", &features, sizeof features, 1);
    model_add(&w, "nodes", f.nodes, sizeof *f.nodes, f.nodes_n);
    model_add(&w, "trees", f.trees, sizeof *f.trees, f.trees_n + 1);
    j->rc = model_write(&w, j->out);
}

int main(int argc, char **argv) {
    if (argc < 3 || argc - 2 > MOST_FOLDERS)
        return 2;
    arena = arena_new(0);
    struct job j = {argv + 2, argc - 2, argv[1], 0};
    int rc = guard_run(run, &j);
    arena_free(arena);
    return rc || j.rc;
}
