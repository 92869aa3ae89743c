/* What the reports of a story say: the claims, who stands behind each, in whose voice. */
#include <stdlib.h>

#include "view_parts.h"

/* Words and places, each once: "courier:24, tidewater:17". Copies of one passage stand together. */
void view_add_place(struct telling *t, struct view_passage *p, uint32_t *n, uint32_t most, slice by, slice words,
                    slice place) {
    for (uint32_t i = 0; i < *n; i++)
        if (slice_eq(p[i].by, by) && slice_eq(p[i].words, words)) {
            if (slice_find(p[i].places, place, 0) == NONE)
                p[i].places = arena_printf(t->l->a, "%.*s, %.*s", (int)p[i].places.n, p[i].places.p, (int)place.n, place.p);
            return;
        }
    if (*n < most)
        p[(*n)++] = (struct view_passage){by, words, place};
}

slice view_by(struct telling *t, slice by) {
    return by.p ? layout_fit(t->l->a, layout_clean(t->l->a, by), 60, t->l->ascii) : (slice){"", 0};
}

/* In a conflict, or what somebody says to deny another claim. */
static bool is_disputed(const struct claims *c, uint32_t claim) {
    for (uint32_t i = 0; i < c->conflicts_n; i++)
        for (uint32_t k = 0; k < c->conflicts[i].claims_n; k++)
            if (c->conflicts[i].claims[k] == claim)
                return true;
    const struct claim *x = &c->claims[claim];
    for (uint32_t i = 0; i < c->conflicts_n; i++)
        for (uint32_t s = 0; c->conflicts[i].kind == CONFLICT_DENIAL && s < c->conflicts[i].sides_n; s++)
            for (uint32_t r = 0; r < x->rows_n; r++)
                if (x->rows[r].doc == c->conflicts[i].sides[s].doc && x->rows[r].at.start < c->conflicts[i].sides[s].at.end &&
                    c->conflicts[i].sides[s].at.start < x->rows[r].at.end)
                    return true;
    return false;
}

/* "5 reports, 2 origins behind them; 1 named source, 2 unnamed" */
static slice support(struct telling *t, const struct claim *k) {
    struct buf b = {.a = t->l->a};
    uint32_t n = k->support.reports, o = k->support.origins;
    buf_slice(&b, arena_printf(t->l->a, "%u report%s", n, n == 1 ? "" : "s"));
    if (o < n)
        buf_slice(&b, arena_printf(t->l->a, " that go back to %u origin%s", o, o == 1 ? "" : "s"));
    if (k->support.named)
        buf_slice(&b, arena_printf(t->l->a, ", %u named source%s", k->support.named, k->support.named == 1 ? "" : "s"));
    if (k->support.unnamed)
        buf_slice(&b, arena_printf(t->l->a, ", %u unnamed source%s", k->support.unnamed, k->support.unnamed == 1 ? "" : "s"));
    return buf_take(&b);
}

/* Nobody stands behind it by name, and no report says it in its own voice. */
static bool unnamed_alone(const struct claim *k) {
    bool asserted = false;
    for (uint32_t i = 0; i < k->rows_n; i++)
        asserted |= k->rows[i].stance == STANCE_ASSERTED;
    return !asserted && !k->support.named && k->support.unnamed;
}

static void stances(struct telling *t, const struct claim *k) {
    static const char *const words[] = {"stated by", "according to", "denied by", "not confirmed by", "not verified by"};
    static const enum ink inks[] = {INK_PLAIN, INK_PLAIN, INK_BAD, INK_WARN, INK_WARN};
    enum { MOST = 24 };
    struct layout *l = t->l;
    for (int stance = 0; stance <= STANCE_DOUBTED; stance++) {
        struct view_passage *p = ARENA_ARRAY(l->a, struct view_passage, MOST);
        uint32_t n = 0;
        for (uint32_t i = 0; i < k->rows_n; i++) {
            const struct claim_row *r = &k->rows[i];
            if (r->stance == stance)
                view_add_place(t, p, &n, MOST, stance == STANCE_ASSERTED ? S("the report itself") : r->by.p ? view_by(t, r->by) : S("somebody not named"),
                               S(""), view_place(t, r->doc, r->at));
        }
        for (uint32_t i = 0; i < n; i++) {
            layout_pad(l, 4);
            slice head = arena_printf(l->a, "%s ", words[stance]);
            layout_put(l, inks[stance], head);
            layout_wrap(l, INK_PLAIN, arena_printf(l->a, "%.*s (%.*s)", (int)p[i].by.n, p[i].by.p, (int)p[i].places.n, p[i].places.p),
                        4 + (int)head.n, 8);
        }
    }
}

static void claim(struct telling *t, const struct claim *k) {
    struct layout *l = t->l;
    layout_pad(l, 2);
    layout_wrap(l, INK_NAME, layout_clean(l->a, k->text), 2, 2);
    layout_pad(l, 4);
    slice s = support(t, k);
    layout_put(l, INK_DIM, s);
    if (unnamed_alone(k))
        layout_put(l, INK_WARN, S("; rests on unnamed sources alone"));
    layout_end(l);
    stances(t, k);
}

void view_claims(struct telling *t) {
    const struct claims *c = &t->acc->claims;
    bool any = false;
    for (uint32_t i = 0; i < c->claims_n; i++) {
        const struct claim *k = &c->claims[i];
        if (k->story != t->number)
            continue;
        if (!any)
            layout_head(t->l, "What the reports say");
        any = true;
        claim(t, k);
    }
}

/* Claims of most origins first, then of most reports. */
static int agreed_order(const void *a, const void *b, void *arg) {
    const struct telling *t = arg;
    uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
    const struct claim *x = &t->acc->claims.claims[i], *y = &t->acc->claims.claims[k];
    if (x->support.origins != y->support.origins)
        return x->support.origins > y->support.origins ? -1 : 1;
    if (x->support.reports != y->support.reports)
        return x->support.reports > y->support.reports ? -1 : 1;
    return i < k ? -1 : i > k;
}

static void agreed(struct telling *t, const struct claim *k) {
    struct layout *l = t->l;
    struct view_passage p[1];
    uint32_t n = 0;
    for (uint32_t r = 0; r < k->rows_n; r++)
        if (!r || k->rows[r].doc != k->rows[r - 1].doc)
            view_add_place(t, p, &n, 1, S(""), S(""), view_place(t, k->rows[r].doc, k->rows[r].at));
    layout_pad(l, 2);
    layout_wrap(l, INK_PLAIN, layout_fit(l->a, layout_clean(l->a, k->text), 2 * (l->width - 4), l->ascii), 2, 2);
    layout_pad(l, 4);
    slice s = support(t, k);
    layout_wrap(l, INK_DIM, arena_printf(l->a, "%.*s%s (%.*s)", (int)s.n, s.p,
                                         unnamed_alone(k) ? "; rests on unnamed sources alone" : "",
                                         n ? (int)p[0].places.n : 0, n ? p[0].places.p : ""), 4, 4);
}

/* The claims that nobody disputes: what all agree on. */
void view_agreed(struct telling *t) {
    enum { BRIEF = 4 };
    const struct claims *c = &t->acc->claims;
    uint32_t *order = ARENA_ARRAY(t->l->a, uint32_t, c->claims_n + 1), n = 0;
    for (uint32_t i = 0; i < c->claims_n; i++)
        if (c->claims[i].story == t->number && c->claims[i].support.origins && c->claims[i].support.reports > 1 && !is_disputed(c, i))
            order[n++] = i;
    if (!n)
        return;
    qsort_r(order, n, sizeof *order, agreed_order, t);
    layout_head(t->l, "What several reports say and none disputes");
    uint32_t most = view_most(t, BRIEF);
    for (uint32_t i = 0; i < n && i < most; i++)
        agreed(t, &c->claims[order[i]]);
    view_more(t, n > most ? n - most : 0, "claims");
}
