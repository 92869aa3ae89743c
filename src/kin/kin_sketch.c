/* Sketches.
 *
 * Of each sentence the least hash of its runs of five words is kept: a sentence that another
 * report took over whole gives the same one, wherever it stands, and a changed one keeps it in
 * proportion. (Winnowing, Schleimer, Wilkerson and Aiken 2003, with the sentence as window.)
 * Rewrites that share no run are found by the rarest names and numbers. */
#include "kin_inside.h"

#include <stdlib.h>

#include "base/sort.h"

enum { SHINGLE = 5, SENT_LEAST = 7, QUOTE_LEAST = 6 };

static int by_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint64_t shingle(const struct kin_word *w) {
    uint64_t h = 0;
    for (int k = 0; k < SHINGLE; k++)
        h = hash_mix(h, w[k].id);
    return h;
}

/* Of the words [from, to), at least SHINGLE. */
static uint64_t least_shingle(const struct kin_words *w, uint32_t from, uint32_t to) {
    uint64_t low = UINT64_MAX;
    for (uint32_t j = from; j + SHINGLE <= to; j++) {
        uint64_t h = shingle(w->p + j);
        low = h < low ? h : low;
    }
    return low;
}

/* Puts the least `most` of v[0..n) into the sketch. The upper half of a hash chooses and the lower half is kept: the
 * least upper halves crowd together, and reports would meet by chance ten times as often. */
static void keep_least(struct sketch *s, uint64_t *v, uint32_t n, uint32_t most, struct arena *tmp) {
    v = sort_u64(v, n, 0, tmp);
    for (uint32_t i = 0; i < n && most; i++)
        if (!i || v[i - 1] != v[i]) {
            s->shingles[s->shingles_n++] = (uint32_t)v[i];
            most--;
        }
}

/* Sorted, each once. */
static void tidy(struct sketch *s) {
    uint32_t kept = 0;
    qsort(s->shingles, s->shingles_n, sizeof *s->shingles, by_u32);
    for (uint32_t i = 0; i < s->shingles_n; i++)
        if (!kept || s->shingles[kept - 1] != s->shingles[i])
            s->shingles[kept++] = s->shingles[i];
    s->shingles_n = (uint16_t)kept;
}

void row_sketch(struct kin_row *r, struct sketch *s, struct arena *tmp) {
    const struct kin_words *w = &r->w;
    *s = (struct sketch){0};
    /* shingles: of quotations, of the lead, of sentences */
    uint64_t *first = arena_alloc(tmp, (w->n / QUOTE_LEAST + w->sents_n + 2) * sizeof *first);
    uint64_t *rest = arena_alloc(tmp, (w->sents_n + 1) * sizeof *rest);
    uint32_t first_n = 0, rest_n = 0, lead = 0, have_lead = 0;
    for (uint32_t i = 0; i < w->sents_n; i++) {
        struct kin_sent t = w->sents[i];
        uint32_t open = NONE;
        for (uint32_t j = t.first; j <= t.end; j++) {
            bool quoted = j < t.end && w->p[j].flags & KIN_QUOTED;
            if (quoted && open == NONE)
                open = j;
            if (!quoted && open != NONE) {
                if (j - open >= QUOTE_LEAST)
                    first[first_n++] = least_shingle(w, open, j);
                open = NONE;
            }
        }
        if (t.end - t.first < SENT_LEAST)
            continue;
        rest[rest_n] = least_shingle(w, t.first, t.end);
        if (i == 0)
            lead = (uint32_t)rest[rest_n], have_lead = 1;
        rest_n++;
    }
    keep_least(s, first, first_n, SKETCH_SHINGLES / 2, tmp);
    keep_least(s, rest, rest_n, SKETCH_SHINGLES - s->shingles_n - have_lead, tmp);
    if (have_lead)
        s->shingles[s->shingles_n++] = lead;
    tidy(s);
    /* keys: names and numbers, the most telling first */
    uint32_t m = 0;
    uint64_t *keys = arena_alloc(tmp, (w->n + 1) * sizeof *keys); /* id << 8 | weight */
    for (uint32_t i = 0; i < w->n; i++) {
        const struct kin_word *x = &w->p[i];
        bool name = (x->flags & KIN_UPPER) && !(x->flags & KIN_FIRST) && x->n > 2;
        bool number = (x->flags & KIN_DIGIT) && x->n > 1;
        if ((name || number) && x->idf >= 6 * 16)
            keys[m++] = (uint64_t)x->id << 8 | x->idf;
    }
    keys = sort_u64(keys, m, 0, tmp);
    uint32_t kept = 0;
    struct { uint32_t id, weight; } best[SKETCH_KEYS];
    for (uint32_t i = 0; i < m;) {
        uint32_t j = i;
        while (j < m && keys[j] == keys[i])
            j++;
        uint32_t count = j - i > 4 ? 4 : j - i;
        uint32_t weight = (uint32_t)(keys[i] & 0xFF) * (3 + count);
        uint32_t at = kept < SKETCH_KEYS ? kept : SKETCH_KEYS;
        while (at > 0 && best[at - 1].weight < weight)
            at--;
        if (at < SKETCH_KEYS) {
            uint32_t end = kept < SKETCH_KEYS ? kept : SKETCH_KEYS - 1;
            memmove(best + at + 1, best + at, (end - at) * sizeof *best);
            best[at].id = (uint32_t)(keys[i] >> 8);
            best[at].weight = weight;
            kept += kept < SKETCH_KEYS;
        }
        i = j;
    }
    for (uint32_t i = 0; i < kept; i++)
        s->keys[i] = best[i].id;
    qsort(s->keys, kept, sizeof *s->keys, by_u32);
    s->keys_n = (uint16_t)kept;
}
