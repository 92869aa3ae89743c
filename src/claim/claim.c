/* claim_read: each pile of reports in turn through the steps of claim_work.h. Piles are
 * independent of one another; what they give is put in order at the end. */
#include "claim_work.h"

enum { PILE_MOST = 2000 }; /* reports: past it stories are read apart */

static void run_pile(struct work *w, void *arg) {
    (void)arg;
    claim_units(w);
    claim_topics(w);
    claim_link(w);
    claim_stances(w);
    keymap_init(&w->lost, w->tmp, 64);
    claim_conflicts(w);
    claim_losses(w);
    claim_kept(w);
    claim_more(w);
    claim_ledgers(w);
    claim_timeline(w);
    claim_proposals(w);
}

static int conflict_order(const void *a, const void *b) {
    const struct conflict *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return slice_cmp(x->id, y->id);
}

static int loss_order(const void *a, const void *b) {
    const struct loss *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->from_doc != y->from_doc)
        return x->from_doc < y->from_doc ? -1 : 1;
    if (x->from_at.start != y->from_at.start)
        return x->from_at.start < y->from_at.start ? -1 : 1;
    if (x->to_doc != y->to_doc)
        return x->to_doc < y->to_doc ? -1 : 1;
    return x->to_at.start < y->to_at.start ? -1 : x->to_at.start > y->to_at.start;
}

static int moment_order(const void *a, const void *b) {
    const struct moment *x = a, *y = b;
    int by_date = slice_cmp(x->date, y->date);
    if (by_date)
        return by_date;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return x->at.start < y->at.start ? -1 : x->at.start > y->at.start;
}

static void sort_rows(void *p, uint32_t n, size_t size, int (*order)(const void *, const void *)) {
    if (n > 1)
        qsort(p, n, size, order);
}

static void free_arena(void *a) { arena_free(a); }

/* ---- piles ----------------------------------------------------------------------------------- */

static uint32_t root(uint32_t *parent, uint32_t i) {
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static void join(uint32_t *parent, uint32_t *size, uint32_t i, uint32_t j) {
    i = root(parent, i), j = root(parent, j);
    if (i == j || size[i] + size[j] > PILE_MOST)
        return;
    if (i > j) {
        uint32_t t = i;
        i = j;
        j = t;
    }
    parent[j] = i;
    size[i] += size[j];
}

static int pile_order(const void *a, const void *b, void *arg) {
    const uint32_t *pile = arg;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    if (pile[i] != pile[j])
        return pile[i] < pile[j] ? -1 : 1;
    return i < j ? -1 : i > j;
}

/* pile[i]: the least document of those that document i is held against; order: by pile. Stories of
 * one thread stand together, and so do reports of which one took from the other, in whatever story. */
static void find_piles(const struct document *const *docs, uint32_t n, const struct kin *kin,
                       const struct stories *stories, uint32_t *pile, uint32_t *order, struct arena *a) {
    (void)docs;
    uint32_t *size = ARENA_ARRAY(a, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        pile[i] = order[i] = i;
        size[i] = 1;
    }
    for (uint32_t s = 0; s < stories->stories_n; s++)
        for (uint32_t i = 1; i < stories->stories[s].documents_n; i++)
            join(pile, size, stories->stories[s].documents[0], stories->stories[s].documents[i]);
    for (uint32_t t = 0; t < stories->threads_n; t++)
        for (uint32_t s = 1; s < stories->threads[t].stories_n; s++)
            join(pile, size, stories->stories[stories->threads[t].stories[0]].documents[0],
                 stories->stories[stories->threads[t].stories[s]].documents[0]);
    for (uint32_t e = 0; e < kin->edges_n; e++)
        if (!kin->edges[e].origin && kin->edges[e].from < n && kin->edges[e].doc < n)
            join(pile, size, kin->edges[e].doc, kin->edges[e].from);
    for (uint32_t i = 0; i < n; i++)
        pile[i] = root(pile, i);
    qsort_r(order, n, sizeof *order, pile_order, pile);
}

void claim_piles(const struct document *const *docs, uint32_t n, const struct kin *kin, const struct stories *stories,
                 struct arena *a, struct claims *out, void (*each)(struct work *w, void *arg), void *arg) {
    memset(out, 0, sizeof *out);
    struct words words;
    words_read(&words, "en", a);
    struct work w = {.docs = docs, .docs_n = n, .kin = kin, .stories = stories, .words = &words,
                     .pairs = each == run_pile ? claim_pair_model(a) : NULL, .a = a, .out = out};
    w.edges_of = claim_edges(kin, n, a);
    w.told = ARENA_ARRAY(a, uint32_t *, n + 1); /* by document, for all piles: cleared for their members only */
    w.told_n = ARENA_ARRAY(a, uint32_t, n + 1);
    w.has_answer[0] = ARENA_ARRAY(a, bool, n + 1);
    w.has_answer[1] = ARENA_ARRAY(a, bool, n + 1);
    w.base = claim_bases(&w);
    w.concepts = ARENA_ARRAY(a, uint32_t *, n + 1);
    w.units_in = ARENA_ARRAY(a, struct run, n + 1);
    w.things = ARENA_ARRAY(a, uint32_t *, n + 1);
    struct arena *tmp = arena_new(0);
    if (!tmp)
        guard_fail(STM_ENOMEM);
    arena_defer(a, free_arena, tmp);
    uint32_t *pile = ARENA_ARRAY(a, uint32_t, n + 1), *order = ARENA_ARRAY(a, uint32_t, n + 1);
    find_piles(docs, n, kin, stories, pile, order, a);
    for (uint32_t i = 0; i < n;) {
        uint32_t end = i;
        while (end < n && pile[order[end]] == pile[order[i]])
            end++;
        struct work x = w;
        x.tmp = tmp;
        x.members = order + i;
        x.members_n = end - i;
        x.units_of = ARENA_ARRAY(tmp, uint32_t, 2 * (size_t)(end - i) + 2);
        x.claims_first = out->claims_n;
        x.conflicts_first = out->conflicts_n;
        each(&x, arg);
        arena_reset(tmp);
        w.claims_cap = x.claims_cap, w.conflicts_cap = x.conflicts_cap, w.losses_cap = x.losses_cap;
        w.ledger_cap = x.ledger_cap, w.timeline_cap = x.timeline_cap, w.proposals_cap = x.proposals_cap;
        i = end;
    }
}

void claim_read(const struct document *const *docs, uint32_t n, const struct kin *kin,
                const struct stories *stories, int threads, struct arena *a, struct claims *out) {
    (void)threads;
    claim_piles(docs, n, kin, stories, a, out, run_pile, NULL);
    sort_rows(out->conflicts, out->conflicts_n, sizeof *out->conflicts, conflict_order);
    sort_rows(out->losses, out->losses_n, sizeof *out->losses, loss_order);
    sort_rows(out->timeline, out->timeline_n, sizeof *out->timeline, moment_order);
}
