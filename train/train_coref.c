/* Trains models/en-coref.stm: train_coref DATA OUT
 *
 * GAP's train part (2,000 pronouns of Wikipedia, each with two names and which of them it means) is
 * read by the program itself, names and all. The ranker is trained by stochastic gradient on the
 * likelihood of the right candidates: the entity of the name that is meant; where neither is, all
 * but the entities of the two. Every tenth text is held out to see where to stop; all the document's
 * other pronouns are resolved by the weights so far, since what they mean is evidence. */
#include <math.h>
#include <stdio.h>

#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null

#include "lang/coref.h"
#include "lib_model.h"
#include "lib_names.h"
#include "lib_rows.h"

enum { ROUNDS = 24 };

struct item {
    struct page page;
    struct lang l;
    span pronoun, name[2];
    bool meant[2];
};

static span span_of(json_t *row, const char *key, bool *coref) {
    json_t *x = json_object_get(row, key), *at = json_object_get(x, "span");
    if (coref)
        *coref = json_is_true(json_object_get(x, "coref"));
    return (span){(uint32_t)json_integer_value(json_array_get(at, 0)),
                  (uint32_t)json_integer_value(json_array_get(at, 1))};
}

static struct item *read_items(const struct lang_kit *kit, const char *path, struct arena *a, uint32_t *n) {
    slice rest = file_read(path, a), line;
    uint32_t cap = 0;
    struct item *p = NULL;
    struct arena *tmp = arena_new(0);
    *n = 0;
    while (slice_line(&rest, &line)) {
        json_t *row = json_loadb(line.p, line.n, 0, NULL);
        if (!row)
            continue;
        ARENA_MORE(a, p, *n, cap);
        struct item *x = &p[(*n)++];
        page_of_text(arena_slice(a, slice_str(json_string_value(json_object_get(row, "text")))), a, &x->page);
        x->pronoun = span_of(row, "pronoun", NULL);
        x->name[0] = span_of(row, "a", &x->meant[0]);
        x->name[1] = span_of(row, "b", &x->meant[1]);
        lang_read(kit, &x->page, LANG_PARSE, a, tmp, &x->l);
        /* coref's own mentions are taken out again: candidates are names */
        uint32_t k = 0;
        uint32_t *number = ARENA_ARRAY(tmp, uint32_t, x->l.mentions_n + 1);
        for (uint32_t i = 0; i < x->l.mentions_n; i++)
            if (x->l.mentions[i].kind == MENTION_NAME)
                number[i] = k, x->l.mentions[k++] = x->l.mentions[i];
        for (uint32_t e = 0; e < x->l.entities_n; e++)
            x->l.entities[e].first_mention = number[x->l.entities[e].first_mention];
        x->l.mentions_n = k;
        arena_reset(tmp);
        json_decref(row);
    }
    arena_free(tmp);
    return p;
}

static bool overlaps(span a, span b) {
    uint32_t lo = a.start > b.start ? a.start : b.start, hi = a.end < b.end ? a.end : b.end;
    if (lo >= hi)
        return false;
    uint32_t all = (a.end > b.end ? a.end : b.end) - (a.start < b.start ? a.start : b.start);
    return (hi - lo) * 2 >= all;
}

static uint32_t entity_at(const struct lang *l, span at) {
    for (uint32_t m = 0; m < l->mentions_n; m++)
        if (overlaps(l->mentions[m].at, at))
            return l->mentions[m].entity;
    return NONE;
}

static float weights[COREF_WEIGHTS], squares[COREF_WEIGHTS], sums[COREF_WEIGHTS];

/* Reads one text; learns from it if `learn`. Adds to hit, given, wanted. */
static void one(const struct lang_kit *kit, struct item *x, bool learn, float least, struct arena *tmp,
                const float *use, uint32_t count[3]) {
    struct coref_state s;
    arena_reset(tmp);
    coref_begin(&s, kit->names, x->page.text, &x->l, tmp);
    struct candidate c[COREF_CANDIDATES + 1];
    uint32_t who[2] = {entity_at(&x->l, x->name[0]), entity_at(&x->l, x->name[1])};
    count[2] += x->meant[0] + x->meant[1];
    for (uint32_t t = 0; t < x->l.tokens_n; t++) {
        uint8_t gender;
        enum pronoun kind = coref_pronoun(x->page.text, &x->l, t, &gender);
        if (kind == PRONOUN_NONE)
            continue;
        uint32_t n = coref_candidates(&s, t, kind, gender, c);
        float share;
        uint32_t best = coref_best(use, c, n, &share);
        if (x->l.tokens[t].at.start == x->pronoun.start) {
            if (!learn && c[best].entity != NONE && share >= least && who[0] != who[1])
                for (int k = 0; k < 2; k++)
                    if (c[best].entity == who[k])
                        count[1]++, count[0] += x->meant[k];
            if (learn && who[0] != who[1]) {
                float p[COREF_CANDIDATES + 1], z = 0, good = 0;
                bool right[COREF_CANDIDATES + 1];
                for (uint32_t i = 0; i < n; i++) {
                    p[i] = expf(c[i].score - c[best].score);
                    z += p[i];
                    right[i] = x->meant[0] || x->meant[1]
                                   ? c[i].entity != NONE && c[i].entity == (x->meant[0] ? who[0] : who[1])
                                   : c[i].entity == NONE || (c[i].entity != who[0] && c[i].entity != who[1]);
                    good += right[i] ? p[i] : 0;
                }
                if (good > 0)
                    for (uint32_t i = 0; i < n; i++) {
                        float g = (right[i] ? p[i] / good : 0) - p[i] / z;
                        for (uint32_t k = 0; k < c[i].n; k++) {
                            uint32_t f = c[i].feature[k];
                            float h = g - 0.03f * weights[f];
                            squares[f] += h * h;
                            weights[f] += 0.1f * h / (sqrtf(squares[f]) + 0.3f);
                        }
                    }
            }
        }
        if (c[best].entity != NONE && share >= 0.3f)
            coref_note(&s, t, gender, c[best].entity);
    }
}

static void report(const char *what, const uint32_t c[3]) {
    double p = c[1] ? (double)c[0] / c[1] : 0, r = c[2] ? (double)c[0] / c[2] : 0;
    fprintf(stderr, "%s P %.4f R %.4f F %.4f\n", what, p, r, p + r > 0 ? 2 * p * r / (p + r) : 0);
}

struct arguments {
    int argc;
    char **argv;
};

static void run(void *arg) {
    struct arguments *args = arg;
    struct arena *a = arena_new(0), *tmp = arena_new(0);
    struct lang_kit *kit;
    if (lang_kit_open(&kit, "en", NULL, NULL))
        guard_fail(STM_EIO);
    kit->coref->weights = NULL; /* what an older model thinks must not colour the genders */
    char path[1024];
    uint32_t n, dev_n;
    snprintf(path, sizeof path, "%s/lang/gap/train.jsonl", args->argv[1]);
    struct item *p = read_items(kit, path, a, &n);
    snprintf(path, sizeof path, "%s/lang/gap/dev.jsonl", args->argv[1]);
    struct item *dev = read_items(kit, path, a, &dev_n);
    uint32_t both = 0, found = 0;
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < 2; k++)
            if (p[i].meant[k])
                both++, found += entity_at(&p[i].l, p[i].name[k]) != NONE;
    fprintf(stderr, "%u texts; names that are meant: %u, found %u\n", n, both, found);
    bool all = args->argc > 3;
    int averaged = 0;
    for (int r = 0; r < ROUNDS; r++) {
        for (uint32_t k = 0; k < n; k++) {
            uint32_t i = (uint32_t)(((uint64_t)k * 7919 + (uint64_t)r * 104729) % n);
            uint32_t c[3] = {0};
            if (all || i % 10)
                one(kit, &p[i], true, 0, tmp, weights, c);
        }
        if (r >= ROUNDS / 2) {
            averaged++;
            for (uint32_t f = 0; f < COREF_WEIGHTS; f++)
                sums[f] += weights[f];
        }
    }
    for (uint32_t f = 0; f < COREF_WEIGHTS; f++)
        sums[f] /= (float)averaged;
    for (float least = 0.2f; least < 0.61f; least += 0.1f) {
        uint32_t held[3] = {0}, dev_c[3] = {0}, train_c[3] = {0};
        for (uint32_t i = 0; i < n; i++)
            one(kit, &p[i], false, least, tmp, sums, i % 10 ? train_c : held);
        for (uint32_t i = 0; i < dev_n; i++)
            one(kit, &dev[i], false, least, tmp, sums, dev_c);
        fprintf(stderr, "share %.1f: ", (double)least);
        report("train", train_c), report("   held", held), report("    dev", dev_c);
    }
    struct model_writer w;
    model_begin(&w, a, "en-coref");
    model_add(&w, "weights", sums, sizeof(float), COREF_WEIGHTS);
    if (model_write(&w, args->argv[2]))
        guard_fail(STM_EIO);
    lang_kit_close(kit);
    arena_free(a), arena_free(tmp);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: train_coref DATA OUT [all]\n");
        return 2;
    }
    struct arguments args = {argc, argv};
    return guard_run(run, &args) ? 1 : 0;
}
