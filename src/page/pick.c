/* What the three choices share. */
#include "pick.h"

enum { PICKS_MAX = 64 };

struct pick *pick_add(struct picks *c, slice value, slice plain, uint32_t from, enum found_in found) {
    if (!plain.n)
        return NULL;
    for (uint32_t i = 0; i < c->n; i++)
        if (slice_eq(c->p[i].plain, plain)) {
            c->p[i].from |= from;
            return &c->p[i];
        }
    if (c->n == PICKS_MAX)
        return NULL;
    ARENA_MORE(c->a, c->p, c->n, c->cap);
    struct pick *p = &c->p[c->n++];
    *p = (struct pick){.value = value, .plain = plain, .from = from, .found = (uint8_t)found,
                       .x = ARENA_ARRAY(c->a, float, PICK_FEATURES)};
    return p;
}

uint32_t pick_best(struct picks *c, const struct page_forest *f) {
    uint32_t best = NONE;
    for (uint32_t i = 0; i < c->n; i++) {
        c->p[i].score = page_forest_score(f, c->p[i].x);
        if (best == NONE || c->p[i].score > c->p[best].score)
            best = i;
    }
    return best;
}
