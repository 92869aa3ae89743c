/* What the three choices share. */
#include "pick.h"

#include <math.h>

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
    float x[PAGE_WIDE][PICK_FEATURES], score[PAGE_WIDE];
    for (uint32_t i = 0; i < c->n; i++) {
        if (!(i % PAGE_WIDE)) {
            uint32_t n = c->n - i < PAGE_WIDE ? c->n - i : PAGE_WIDE;
            for (uint32_t k = 0; k < n; k++)
                memcpy(x[k], c->p[i + k].x, sizeof x[k]);
            page_forest_scores(f, x[0], n, PICK_FEATURES, score);
        }
        c->p[i].score = score[i % PAGE_WIDE];
        if (best == NONE || c->p[i].score > c->p[best].score)
            best = i;
    }
    return best;
}

void pick_odds(struct picks *c) {
    /* each against the others and a candidate of score 0, which stands for none of them; the highest is taken off
     * all, so that no power is too large */
    float share[PICKS_MAX], high = 0;
    for (uint32_t i = 0; i < c->n; i++)
        high = c->p[i].score > high ? c->p[i].score : high;
    for (uint32_t i = 0; i < c->n; i++)
        share[i] = expf(c->p[i].score - high);
    for (uint32_t i = 0; i < c->n; i++) {
        float rest = expf(-high);
        for (uint32_t k = 0; k < c->n; k++)
            rest += k == i ? 0 : share[k];
        c->p[i].score -= high + logf(rest + 1e-30f);
    }
}
