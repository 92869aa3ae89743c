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
    return m;
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

typedef int16_t v16 __attribute__((vector_size(32)));
typedef int8_t b16 __attribute__((vector_size(16)));

static inline void scores(const struct names_model *m, const struct name_word *w, uint32_t first,
                          uint32_t end, uint32_t i, v16 *out) {
    uint32_t f[NAME_FEATURES];
    uint32_t n = names_features(w, first, end, i, f), buckets = m->buckets;
    v16 sum = {0};
    for (uint32_t k = 0; k < n; k++) {
        const int8_t (*row)[16] = m->rows[names_bucket(f[k], buckets)];
        int8_t check = (int8_t)names_check(f[k]);
        for (int r = 0; r < 4; r++)
            if (row[r][0] == check) {
                b16 x;
                memcpy(&x, row[r], sizeof x);
                x[0] = 0;
                sum += __builtin_convertvector(x, v16);
                break;
            }
    }
    *out = sum;
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
    uint8_t (*back)[LABEL_COUNT] = arena_alloc(tmp, (size_t)n * LABEL_COUNT);
    enum { NEVER = -10000 };
    v16 from[LABEL_COUNT];
    for (int p = 0; p < LABEL_COUNT; p++)
        for (int q = 0; q < LABEL_COUNT; q++)
            from[p][q] = label_follows(p, q) ? m->trans[p][q] : NEVER;
    v16 at, local;
    v16 only_o = (v16){0} + (int16_t)NEVER;
    only_o[0] = 0;
    bool were_plain = plain(w, first, end, first); /* the token before */
    if (were_plain) {
        at = only_o;
    } else {
        scores(m, w, first, end, first, &at);
        for (int q = 0; q < LABEL_COUNT; q++)
            at[q] = (int16_t)(at[q] + (label_follows(EDGE, q) ? m->trans[EDGE][q] : NEVER));
    }
    for (uint32_t i = 1; i < n; i++) {
        bool is_plain = plain(w, first, end, first + i);
        if (is_plain && were_plain) { /* O after O */
            memset(back[i], 0, LABEL_COUNT);
            continue;
        }
        v16 best = from[0] + at[0], which = {0};
        for (int p = 1; p < LABEL_COUNT; p++) {
            v16 x = from[p] + at[p];
            v16 more = x > best;
            best = (x & more) | (best & ~more);
            which = (((v16){0} + (int16_t)p) & more) | (which & ~more);
        }
        int16_t top = best[0];
        for (int q = 1; q < LABEL_COUNT; q++)
            top = best[q] > top ? best[q] : top;
        v16 low = (v16){0} + (int16_t)NEVER;
        best -= top; /* sums stay small whatever the length */
        v16 under = best < low;
        best = (low & under) | (best & ~under);
        for (int q = 0; q < LABEL_COUNT; q++)
            back[i][q] = (uint8_t)which[q];
        if (is_plain) {
            at = only_o;
            were_plain = true;
        } else {
            scores(m, w, first, end, first + i, &local);
            at = best + local;
            were_plain = false;
        }
    }
    int q = 0;
    int16_t top = INT16_MIN;
    for (int p = 0; p < LABEL_COUNT; p++)
        if (label_follows(p, EDGE) && at[p] > top)
            top = at[p], q = p;
    for (uint32_t i = n; i-- > 0;) {
        labels[first + i] = (uint8_t)q;
        if (i)
            q = back[i][q];
    }
    arena_rewind(tmp, mark);
}
