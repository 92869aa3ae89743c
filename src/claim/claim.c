/* claim_read: each thread of stories in turn through the steps of claim_work.h. Threads are
 * independent of one another; what they give is put in order at the end. */
#include "claim_work.h"

static void run_thread(struct work *w, uint32_t **concepts) {
    w->concepts = concepts;
    w->claims_first = w->out->claims_n;
    claim_units(w);
    claim_link(w);
    claim_stances(w);
    claim_supports(w);
    claim_conflicts(w);
    claim_losses(w);
    claim_ledgers(w);
    claim_timeline(w);
    claim_proposals(w);
}

static int number_order(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
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
    return x->to_doc < y->to_doc ? -1 : x->to_doc > y->to_doc;
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

void claim_read(const struct document *const *docs, uint32_t n, const struct kin *kin,
                const struct stories *stories, int threads, struct arena *a, struct claims *out) {
    (void)threads;
    memset(out, 0, sizeof *out);
    struct words words;
    words_read(&words, "en", a);
    struct work w = {.docs = docs, .docs_n = n, .kin = kin, .stories = stories, .words = &words,
                     .a = a, .out = out};
    uint32_t **concepts = ARENA_ARRAY(a, uint32_t *, n + 1);
    uint32_t groups = stories->threads_n ? stories->threads_n : 0;
    bool *seen = ARENA_ARRAY(a, bool, stories->stories_n + 1);
    /* threads first, then the stories that are in none */
    for (uint32_t g = 0; g < groups + stories->stories_n; g++) {
        const uint32_t *list;
        uint32_t list_n, one = g - groups;
        if (g < groups) {
            list = stories->threads[g].stories;
            list_n = stories->threads[g].stories_n;
        } else {
            list = &one;
            list_n = 1;
        }
        struct work x = w;
        x.claims_cap = w.claims_cap, x.conflicts_cap = w.conflicts_cap, x.losses_cap = w.losses_cap;
        uint32_t docs_n = 0;
        for (uint32_t s = 0; s < list_n; s++)
            if (list[s] < stories->stories_n && !seen[list[s]])
                docs_n += stories->stories[list[s]].documents_n;
        if (!docs_n)
            continue;
        x.tmp = arena_new(0);
        if (!x.tmp)
            guard_fail(STM_ENOMEM);
        arena_defer(a, (void (*)(void *))arena_free, x.tmp);
        x.members = ARENA_ARRAY(x.tmp, uint32_t, docs_n);
        x.units_of = ARENA_ARRAY(x.tmp, uint32_t, 2 * (size_t)docs_n + 2);
        for (uint32_t s = 0; s < list_n; s++) {
            if (list[s] >= stories->stories_n || seen[list[s]])
                continue;
            seen[list[s]] = true;
            const struct story *story = &stories->stories[list[s]];
            for (uint32_t i = 0; i < story->documents_n; i++)
                x.members[x.members_n++] = story->documents[i];
        }
        qsort(x.members, x.members_n, sizeof *x.members, number_order);
        run_thread(&x, concepts);
        arena_reset(x.tmp); /* what is left of it goes with `a` */
        w.claims_cap = x.claims_cap, w.conflicts_cap = x.conflicts_cap, w.losses_cap = x.losses_cap;
        w.ledger_cap = x.ledger_cap, w.timeline_cap = x.timeline_cap, w.proposals_cap = x.proposals_cap;
    }
    sort_rows(out->conflicts, out->conflicts_n, sizeof *out->conflicts, conflict_order);
    sort_rows(out->losses, out->losses_n, sizeof *out->losses, loss_order);
    sort_rows(out->timeline, out->timeline_n, sizeof *out->timeline, moment_order);
}
