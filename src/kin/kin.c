/* kin_read: reports in, edges and origins out.
 *
 *   1. each report alone, in parallel: words, sketch; what names show to be outlets; cites
 *   2. candidates by sorting sketches; each pair aligned, in parallel
 *   3. families, trees, roots (kin_tree.c)
 *   4. borrowings: a passage of a report of another family (quotes), an outlet named that is
 *      among the reports (cites)
 *   5. origins: what is named, or common to reports, and is not here
 *
 * Everything is numbered by a report's place in `docs`, so the result does not hang on threads. */
#include "kin_index.h"
#include "kin_out.h"
#include "kin_tree.h"

#include <stdlib.h>

enum { BLOCK = 32, PAIR_BLOCK = 64, FEW = 40 };

struct stage {
    const struct document *const *docs;
    uint32_t n;
    struct kin_row *rows;
    struct kin_row **list;
    struct sketch *sketches;
    struct outlets *outlets;
    struct arena **arenas; /* one a block, for what stays */
    const uint64_t *pairs;
    uint32_t pairs_n;
    struct kin_pair *found;
    uint32_t *wanted;      /* rows that stand in a pair */
    uint32_t wanted_n;
};

static void free_arena(void *a) { arena_free(a); }

static struct arena *fresh_arena(void) {
    struct arena *a = arena_new(0);
    if (!a)
        guard_fail(STM_ENOMEM);
    return a;
}

/* An arena for each block, that lives as long as `a`. */
static struct arena **block_arenas(struct arena *a, uint32_t blocks) {
    struct arena **v = ARENA_ARRAY(a, struct arena *, blocks + 1);
    for (uint32_t i = 0; i < blocks; i++) {
        v[i] = fresh_arena();
        arena_defer(a, free_arena, v[i]);
    }
    return v;
}

/* ---- 1: each report alone ----------------------------------------------------------------- */

static void read_rows(void *arg, size_t block) {
    struct stage *s = arg;
    struct arena *a = s->arenas[block], *tmp = fresh_arena();
    arena_defer(a, free_arena, tmp);
    struct kin_weights weights;
    kin_weights_open(&weights);
    for (uint32_t i = (uint32_t)block * BLOCK; i < s->n && i < (block + 1) * BLOCK; i++) {
        struct kin_row *r = &s->rows[i];
        r->doc = s->docs[i];
        r->number = i;
        r->sketch = &s->sketches[i];
        kin_split(r->doc->page.text, &weights, 0, a, &r->w);
        r->minutes = kin_minutes(r->doc->page.published, &r->fine);
        row_sketch(r, r->sketch, tmp);
        row_names(s->outlets, r, a);
        arena_reset(tmp);
    }
}

static void read_cites(void *arg, size_t block) {
    struct stage *s = arg;
    for (uint32_t i = (uint32_t)block * BLOCK; i < s->n && i < (block + 1) * BLOCK; i++)
        cites_read(s->outlets, &s->rows[i], s->arenas[block]);
}

/* ---- 2: pairs -------------------------------------------------------------------------------- */

static void read_grams(void *arg, size_t block) {
    struct stage *s = arg;
    for (size_t i = block * BLOCK; i < s->wanted_n && i < (block + 1) * BLOCK; i++)
        row_grams(&s->rows[s->wanted[i]], s->arenas[block]);
}

static void read_pairs(void *arg, size_t block) {
    struct stage *s = arg;
    struct arena *a = s->arenas[block], *tmp = fresh_arena();
    arena_defer(a, free_arena, tmp);
    for (size_t i = block * PAIR_BLOCK; i < s->pairs_n && i < (block + 1) * PAIR_BLOCK; i++) {
        pair_read(&s->rows[s->pairs[i] >> 32], &s->rows[(uint32_t)s->pairs[i]], true, a, tmp, &s->found[i]);
        arena_reset(tmp);
    }
}

/* Pairs worth a look; of a handful all. */
static uint64_t *candidates(struct stage *s, int threads, struct arena *a, struct arena *work) {
    uint64_t *out;
    if (s->n <= FEW) {
        out = arena_alloc(a, (s->n * s->n / 2 + 1) * sizeof *out);
        s->pairs_n = 0;
        for (uint32_t i = 0; i < s->n; i++)
            for (uint32_t j = i + 1; j < s->n; j++)
                out[s->pairs_n++] = (uint64_t)i << 32 | j;
        return out;
    }
    struct kin_index *x = kin_index_new(work, SIZE_MAX);
    for (uint32_t i = 0; i < s->n; i++)
        kin_index_add(x, &s->sketches[i]);
    return kin_index_pairs(x, threads, a, &s->pairs_n);
}

static void run(int threads, size_t n, size_t block, void (*fn)(void *, size_t), void *arg) {
    int code = parallel_for(threads, (n + block - 1) / block, fn, arg);
    if (code)
        guard_fail(code);
}

void kin_gather(const struct document *const *docs, uint32_t n, int threads, struct arena *a, struct kin_gathered *out) {
    struct stage s = {.docs = docs, .n = n};
    s.rows = ARENA_ARRAY(a, struct kin_row, n);
    s.list = ARENA_ARRAY(a, struct kin_row *, n);
    s.sketches = ARENA_ARRAY(a, struct sketch, n);
    s.outlets = ARENA_NEW(a, struct outlets);
    outlets_open(s.outlets, a);
    for (uint32_t i = 0; i < n; i++) {
        s.list[i] = &s.rows[i];
        const struct page *p = &docs[i]->page;
        uint32_t site = p->site_name.p ? outlets_site(s.outlets, p->site_name, false) : NONE;
        if (site == NONE && p->domain.p)
            site = outlets_host(s.outlets, p->domain);
        if (site == NONE && p->site_name.p)
            site = outlets_site(s.outlets, p->site_name, true);
        if (site == NONE && p->domain.p)
            outlets_label(s.outlets, p->domain);
        s.rows[i].site = site;
    }
    outlets_ready(s.outlets);
    s.arenas = block_arenas(a, (n + BLOCK - 1) / BLOCK);
    run(threads, n, BLOCK, read_rows, &s);
    struct arena *work = fresh_arena();
    arena_defer(a, free_arena, work);
    outlets_found(s.outlets, s.list, n, work);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *site = &s.rows[i].site;
        if (*site == NONE && docs[i]->page.domain.p)
            *site = outlets_host(s.outlets, docs[i]->page.domain);
        if (*site != NONE)
            s.outlets->p[*site].here = true;
    }
    outlets_ready(s.outlets);
    run(threads, n, BLOCK, read_cites, &s);
    arena_reset(work);
    s.pairs = candidates(&s, threads, a, work);
    arena_reset(work);
    bool *in = ARENA_ARRAY(a, bool, n);
    for (uint32_t i = 0; i < s.pairs_n; i++)
        in[s.pairs[i] >> 32] = in[(uint32_t)s.pairs[i]] = true;
    s.wanted = ARENA_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        if (in[i])
            s.wanted[s.wanted_n++] = i;
    run(threads, s.wanted_n, BLOCK, read_grams, &s);
    s.found = ARENA_ARRAY(a, struct kin_pair, s.pairs_n + 1);
    s.arenas = block_arenas(a, (s.pairs_n + PAIR_BLOCK - 1) / PAIR_BLOCK);
    run(threads, s.pairs_n, PAIR_BLOCK, read_pairs, &s);
    *out = (struct kin_gathered){s.list, n, s.found, s.pairs_n, s.outlets};
}

void kin_read(const struct document *const *docs, uint32_t n, int threads, struct arena *a,
              struct kin *out) {
    *out = (struct kin){0};
    out->family = ARENA_ARRAY(a, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        out->family[i] = i;
    if (!n)
        return;
    if (threads <= 0)
        threads = cpu_count();
    /* scratch that goes when we are done; tied to `a` in case that we leave through the guard */
    struct arena *tmp = fresh_arena();
    arena_defer(a, free_arena, tmp);
    struct arena *work = fresh_arena();
    arena_defer(tmp, free_arena, work);
    struct kin_gathered g;
    kin_gather(docs, n, threads, tmp, &g);
    struct trees trees;
    trees_read(g.rows, n, g.pairs, g.pairs_n, tmp, work, &trees);
    arena_reset(work);
    struct kin_build b = {.rows = g.rows, .n = n, .pairs = g.pairs, .pairs_n = g.pairs_n,
                          .trees = &trees, .outlets = g.outlets, .a = a, .tmp = work};
    build_edges(&b, out);
}
