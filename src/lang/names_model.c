/* The names model, used where it lies; Viterbi over sixteen labels. */
#include "names.h"

enum { EDGE = LABEL_COUNT };

bool label_follows(int a, int b) {
    bool open = false, opens_misc = false;
    int want = 0; /* type that must go on */
    if (a != EDGE && a != LABEL_O) {
        if (a < LABEL_B_MISC) {
            int place = (a - 1) % 4;
            open = place <= 1;
            want = (a - 1) / 4;
        } else {
            opens_misc = a == LABEL_B_MISC;
        }
    }
    if (b == EDGE)
        return !open && !opens_misc;
    if (b == LABEL_I_MISC)
        return a == LABEL_B_MISC || a == LABEL_I_MISC;
    bool goes_on = b != LABEL_O && b < LABEL_B_MISC && ((b - 1) % 4 == 1 || (b - 1) % 4 == 2);
    if (goes_on)
        return open && (b - 1) / 4 == want;
    return !open && !opens_misc;
}

static bool power_of_two(size_t n) { return n && !(n & (n - 1)) && n <= 1u << 24; }

const struct names_model *names_model_open(struct lang_kit *kit) {
    struct model file;
    slice name = arena_printf(kit->arena, "%s-names", kit->code);
    if (model_open(&file, kit->arena, kit->models, name.p))
        return NULL;
    size_t words, buckets;
    struct names_model *m = ARENA_NEW(kit->arena, struct names_model);
    m->lexicon = model_section(&file, "lexicon", sizeof *m->lexicon, &words);
    m->rows = model_section(&file, "rows", sizeof *m->rows, &buckets);
    m->trans = model_exactly(&file, "trans", sizeof(int16_t), (LABEL_COUNT + 1) * LABEL_COUNT);
    if (!m->lexicon || !m->rows || !m->trans || !power_of_two(words) || !power_of_two(buckets))
        return NULL;
    m->lex_cap = (uint32_t)words;
    m->buckets = (uint32_t)buckets;
    names_model_prepare(m);
    return m;
}

enum { NEVER = -10000 };

void names_model_prepare(struct names_model *m) {
    for (int p = 0; p <= LABEL_COUNT; p++)
        for (int q = 0; q < LABEL_COUNT; q++)
            m->from[p][q] = label_follows(p, q) ? m->trans[p][q] : NEVER;
}

/* Probing is bounded, so that a full table cannot hold a reader. */
uint32_t names_lexicon(const struct names_model *m, uint64_t hash) {
    uint32_t mask = m->lex_cap - 1, key = (uint32_t)hash | 1;
    uint32_t at = (uint32_t)(hash >> 40) & mask;
    for (int tries = 0; tries < 64; tries++, at = (at + 1) & mask) {
        uint64_t e = m->lexicon[at];
        if ((uint32_t)(e >> 32) == key)
            return (uint32_t)e;
        if (!e)
            return 0;
    }
    return 0;
}

/* Sixteen labels are two registers of eight numbers, which every processor has. */
typedef int16_t v8 __attribute__((vector_size(16)));
typedef int8_t b16 __attribute__((vector_size(16)));
typedef int8_t b8 __attribute__((vector_size(8)));
struct labels {
    v8 lo, hi;
};

static inline v8 choose(v8 mask, v8 a, v8 b) { return (a & mask) | (b & ~mask); }
static inline v8 higher(v8 a, v8 b) { return choose(a > b, a, b); }
static inline v8 all(int16_t x) { return (v8){0} + x; }

/* Where a feature's weights lie, or zeros. Without a branch: whether and where a row is found in its bucket is
 * what no processor can guess. */
static inline const int8_t *row_of(const int8_t (*rows)[16], int8_t check) {
    static const int8_t none[16];
    uint32_t found = (uint32_t)(rows[0][0] == check) | (uint32_t)(rows[1][0] == check) << 1 |
                     (uint32_t)(rows[2][0] == check) << 2 | (uint32_t)(rows[3][0] == check) << 3;
    const int8_t *row = rows[__builtin_ctz(found | 16) & 3];
    return found ? row : none;
}

struct features {
    uint32_t f[NAME_FEATURES], n;
};

/* The features of word i, their weights being asked for: they lie anywhere. */
static inline void ask(const struct names_model *m, const struct name_word *w, uint32_t first, uint32_t end,
                       uint32_t i, struct features *x) {
    x->n = names_features(w, first, end, i, x->f);
    for (uint32_t k = 0; k < x->n; k++)
        __builtin_prefetch(m->rows[names_bucket(x->f[k], m->buckets)]);
}

/* Adds what they say to `at`. */
static inline void scores(const struct names_model *m, const struct features *x, struct labels *at) {
    v8 lo = {0}, hi = {0};
    for (uint32_t k = 0; k < x->n; k++) {
        const int8_t *row = row_of(m->rows[names_bucket(x->f[k], m->buckets)], (int8_t)names_check(x->f[k]));
        b8 a, b;
        memcpy(&a, row, sizeof a);
        memcpy(&b, row + 8, sizeof b);
        lo += __builtin_convertvector(a, v8);
        hi += __builtin_convertvector(b, v8);
    }
    lo[0] = 0; /* the check bytes */
    at->lo += lo;
    at->hi += hi;
}

static bool capital(const struct name_word *w) {
    return w->shape >= SHAPE_TITLE && w->shape <= SHAPE_DOTTED;
}

/* A word in lower case between such words, that is not known as a name: most words are that, and
 * are not worth scores. */
static bool plain(const struct name_word *w, uint32_t first, uint32_t end, uint32_t i) {
    if (capital(&w[i]) || (i > first && capital(&w[i - 1])) || (i + 1 < end && capital(&w[i + 1])))
        return false;
    return w[i].shape != SHAPE_LOWER || (LEX_SELF(w[i].lex) <= 8 && LEX_CAPS(w[i].lex) < 6 &&
                                         !(w[i].bits & (NAME_GPE | NAME_REGION | NAME_DEMONYM)));
}

void names_decode(const struct names_model *m, const struct name_word *w, uint32_t first,
                  uint32_t end, uint8_t *labels, struct arena *tmp) {
    if (first >= end)
        return;
    struct arena_mark mark = arena_mark(tmp);
    uint32_t n = end - first;
    b16 *back = arena_alloc(tmp, (size_t)n * sizeof *back);
    struct labels from[LABEL_COUNT], at;
    struct features x;
    memcpy(from, m->from, sizeof from);
    struct labels only_o = {all(NEVER), all(NEVER)};
    only_o.lo[0] = 0;
    bool were_plain = plain(w, first, end, first); /* the token before */
    if (were_plain) {
        at = only_o;
    } else {
        memcpy(&at, m->from[LABEL_COUNT], sizeof at);
        ask(m, w, first, end, first, &x);
        scores(m, &x, &at);
    }
    for (uint32_t i = 1; i < n; i++) {
        bool is_plain = plain(w, first, end, first + i);
        if (is_plain && were_plain) { /* O after O */
            back[i] = (b16){0};
            continue;
        }
        if (!is_plain)
            ask(m, w, first, end, first + i, &x);
        int16_t before[LABEL_COUNT];
        memcpy(before, &at, sizeof before);
        struct labels best = {from[0].lo + before[0], from[0].hi + before[0]}, which = {{0}, {0}};
        for (int p = 1; p < LABEL_COUNT; p++) {
            v8 lo = from[p].lo + before[p], hi = from[p].hi + before[p];
            which.lo = choose(lo > best.lo, all((int16_t)p), which.lo);
            which.hi = choose(hi > best.hi, all((int16_t)p), which.hi);
            best.lo = higher(lo, best.lo);
            best.hi = higher(hi, best.hi);
        }
        for (int q = 0; q < 8; q++) {
            back[i][q] = (int8_t)which.lo[q];
            back[i][q + 8] = (int8_t)which.hi[q];
        }
        if (is_plain) {
            at = only_o;
        } else {
            v8 t = higher(best.lo, best.hi);
            t = higher(t, __builtin_shufflevector(t, t, 4, 5, 6, 7, 0, 1, 2, 3));
            t = higher(t, __builtin_shufflevector(t, t, 2, 3, 0, 1, 6, 7, 4, 5));
            t = higher(t, __builtin_shufflevector(t, t, 1, 0, 3, 2, 5, 4, 7, 6));
            /* sums stay small whatever the length */
            at.lo = higher(best.lo - t, all(NEVER));
            at.hi = higher(best.hi - t, all(NEVER));
            scores(m, &x, &at);
        }
        were_plain = is_plain;
    }
    int16_t last[LABEL_COUNT];
    memcpy(last, &at, sizeof last);
    int q = 0;
    int16_t top = INT16_MIN;
    for (int p = 0; p < LABEL_COUNT; p++)
        if (label_follows(p, EDGE) && last[p] > top)
            top = last[p], q = p;
    for (uint32_t i = n; i-- > 0;) {
        labels[first + i] = (uint8_t)q;
        if (i)
            q = back[i][q];
    }
    arena_rewind(tmp, mark);
}
