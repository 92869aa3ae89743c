/* Sketches and candidates.
 *
 * Of each sentence the least hash of its runs of five words is kept: a sentence that another
 * report took over whole gives the same one, wherever it stands, and a changed one keeps it in
 * proportion. (Winnowing, Schleimer, Wilkerson and Aiken 2003, with the sentence as window.)
 * Rewrites that share no run are found by the rarest names and numbers. Rows of (key, report)
 * are sorted; equal keys give pairs. A key that many reports have is boilerplate or a great wire
 * story: there each report is paired with its next neighbours in the list alone, so that the
 * number of pairs stays linear. */
#include "kin_inside.h"

#include <stdlib.h>

enum { SHINGLE = 5, LIST_FULL = 24, LIST_NEXT = 8, KEY_LIST = 40, KEY_SHARED = 4, SENT_LEAST = 7, QUOTE_LEAST = 6, FEW = 40 };

static int by_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}
static int by_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Sorts by least significant digits, 11 bits a pass over the upper 33 bits and 31 below: 6 passes. */
static uint64_t *sort_u64(uint64_t *p, uint32_t n, struct arena *tmp) {
    if (n < 2)
        return p;
    if (n < 4096) {
        qsort(p, n, sizeof *p, by_u64);
        return p;
    }
    uint64_t *q = arena_alloc(tmp, (size_t)n * sizeof *q);
    uint32_t *counts = arena_alloc(tmp, 2048 * sizeof *counts);
    for (int shift = 0; shift < 64; shift += 11) {
        memset(counts, 0, 2048 * sizeof *counts);
        for (uint32_t i = 0; i < n; i++)
            counts[p[i] >> shift & 2047]++;
        uint32_t sum = 0;
        for (uint32_t d = 0; d < 2048; d++) {
            uint32_t c = counts[d];
            counts[d] = sum;
            sum += c;
        }
        for (uint32_t i = 0; i < n; i++)
            q[counts[p[i] >> shift & 2047]++] = p[i];
        uint64_t *t = p;
        p = q;
        q = t;
    }
    return p;
}

static uint32_t shingle(const struct kin_word *w) {
    uint64_t h = 0;
    for (int k = 0; k < SHINGLE; k++)
        h = hash_mix(h, w[k].id);
    return (uint32_t)(h >> 32);
}

/* Of the words [from, to), at least SHINGLE. */
static uint32_t least_shingle(const struct kin_words *w, uint32_t from, uint32_t to) {
    uint32_t low = UINT32_MAX;
    for (uint32_t j = from; j + SHINGLE <= to; j++) {
        uint32_t h = shingle(w->p + j);
        low = h < low ? h : low;
    }
    return low;
}

/* Keeps the least `most` of v[0..*n), sorted, each once. */
static void least(uint32_t *v, uint32_t *n, uint32_t most) {
    if (*n)
        qsort(v, *n, sizeof *v, by_u32);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n && kept < most; i++)
        if (!kept || v[kept - 1] != v[i])
            v[kept++] = v[i];
    *n = kept;
}

void row_sketch(struct kin_row *r, struct sketch *s, struct arena *tmp) {
    const struct kin_words *w = &r->w;
    *s = (struct sketch){0};
    /* shingles: of quotations, of the lead, of sentences */
    uint32_t lead = 0, have_lead = 0;
    uint32_t *first = arena_alloc(tmp, (w->n / QUOTE_LEAST + w->sents_n + 2) * sizeof *first), first_n = 0;
    uint32_t *rest = arena_alloc(tmp, (w->sents_n + 1) * sizeof *rest), rest_n = 0;
    for (uint32_t i = 0; i < w->sents_n; i++) {
        struct kin_sent t = w->sents[i];
        uint32_t low, open = NONE;
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
        low = least_shingle(w, t.first, t.end);
        if (i == 0)
            lead = low, have_lead = 1;
        rest[rest_n++] = low;
    }
    least(first, &first_n, SKETCH_SHINGLES / 2);
    least(rest, &rest_n, SKETCH_SHINGLES - first_n - have_lead);
    memcpy(s->shingles, first, first_n * sizeof *first);
    memcpy(s->shingles + first_n, rest, rest_n * sizeof *rest);
    uint32_t n = first_n + rest_n;
    if (have_lead)
        s->shingles[n++] = lead;
    least(s->shingles, &n, SKETCH_SHINGLES);
    s->shingles_n = (uint16_t)n;
    /* keys: names and numbers, the most telling first */
    uint32_t m = 0;
    uint64_t *keys = arena_alloc(tmp, (w->n + 1) * sizeof *keys);
    for (uint32_t i = 0; i < w->n; i++) {
        const struct kin_word *x = &w->p[i];
        bool name = (x->flags & KIN_UPPER) && !(x->flags & KIN_FIRST) && x->n > 2;
        bool number = (x->flags & KIN_DIGIT) && x->n > 1;
        if ((name || number) && x->idf >= 6 * 16)
            keys[m++] = (uint64_t)x->id;
    }
    qsort(keys, m, sizeof *keys, by_u64);
    uint32_t kept = 0;
    struct { uint32_t id, weight; } best[SKETCH_KEYS];
    struct kin_weights weights;
    kin_weights_open(&weights);
    for (uint32_t i = 0; i < m;) {
        uint32_t j = i;
        while (j < m && keys[j] == keys[i])
            j++;
        uint32_t count = j - i > 4 ? 4 : j - i;
        uint32_t weight = kin_idf(&weights, (uint32_t)keys[i]) * (3 + count);
        uint32_t at = kept < SKETCH_KEYS ? kept : SKETCH_KEYS;
        while (at > 0 && best[at - 1].weight < weight)
            at--;
        if (at < SKETCH_KEYS) {
            uint32_t end = kept < SKETCH_KEYS ? kept : SKETCH_KEYS - 1;
            memmove(best + at + 1, best + at, (end - at) * sizeof *best);
            best[at].id = (uint32_t)keys[i];
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

/* ---- candidates --------------------------------------------------------------------------- */

struct pairs {
    uint64_t *p;
    uint32_t n, cap;
    struct arena *a;
};

static void pair_add(struct pairs *v, uint32_t x, uint32_t y) {
    ARENA_MORE(v->a, v->p, v->n, v->cap);
    v->p[v->n++] = x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;
}

/* Rows of key << 32 | report, sorted: pairs of reports under one key. */
static void join(const uint64_t *rows, uint32_t n, uint32_t full, uint32_t next, struct pairs *out) {
    for (uint32_t i = 0; i < n;) {
        uint32_t j = i;
        while (j < n && rows[j] >> 32 == rows[i] >> 32)
            j++;
        uint32_t reach = j - i <= full ? j - i : next;
        for (uint32_t x = i; x < j && reach; x++)
            for (uint32_t y = x + 1; y < j && y <= x + reach; y++)
                if ((uint32_t)rows[x] != (uint32_t)rows[y])
                    pair_add(out, (uint32_t)rows[x], (uint32_t)rows[y]);
        i = j;
    }
}

uint64_t *candidates_read(struct kin_row *const *rows, uint32_t n, struct arena *a,
                          struct arena *tmp, uint32_t *pairs_n) {
    struct pairs all = {.a = tmp}, keyed = {.a = tmp};
    uint32_t m = 0, k = 0;
    for (uint32_t i = 0; i < n; i++) {
        m += rows[i]->sketch->shingles_n;
        k += rows[i]->sketch->keys_n;
    }
    uint64_t *list = arena_alloc(tmp, ((size_t)(m > k ? m : k) + 1) * sizeof *list);
    m = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < rows[i]->sketch->shingles_n; j++)
            list[m++] = (uint64_t)rows[i]->sketch->shingles[j] << 32 | i;
    join(sort_u64(list, m, tmp), m, LIST_FULL, LIST_NEXT, &all);
    k = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < rows[i]->sketch->keys_n; j++)
            list[k++] = (uint64_t)rows[i]->sketch->keys[j] << 32 | i;
    join(sort_u64(list, k, tmp), k, KEY_LIST, 0, &keyed);
    uint64_t *sorted = sort_u64(keyed.p, keyed.n, tmp);
    for (uint32_t i = 0; i < keyed.n;) {
        uint32_t j = i;
        while (j < keyed.n && sorted[j] == sorted[i])
            j++;
        if (j - i >= KEY_SHARED)
            pair_add(&all, (uint32_t)(sorted[i] >> 32), (uint32_t)sorted[i]);
        i = j;
    }
    /* a handful: every pair is looked at */
    for (uint32_t i = 0; n <= FEW && i < n; i++)
        for (uint32_t j = i + 1; j < n; j++)
            pair_add(&all, i, j);
    sorted = sort_u64(all.p, all.n, tmp);
    uint64_t *out = arena_alloc(a, ((size_t)all.n + 1) * sizeof *out);
    uint32_t out_n = 0;
    for (uint32_t i = 0; i < all.n; i++)
        if (!out_n || out[out_n - 1] != sorted[i])
            out[out_n++] = sorted[i];
    *pairs_n = out_n;
    return out;
}
