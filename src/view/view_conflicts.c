/* Where the reports of a story differ, and what got lost between them. */
#include "view_parts.h"

enum { MOST_PASSAGES = 16, BRIEF_PASSAGES = 2 };

/* What is said of a side that is not in its words: nothing, a value ("2022-02-24"), or a remark. */
static slice remark(struct telling *t, const struct side *s) {
    slice says = layout_clean(t->l->a, s->says), words = view_words(t, s->doc, s->at);
    uint32_t n = says.n > 4 && slice_ends(says, S(" ...")) ? says.n - 4 : says.n;
    return n <= words.n && memcmp(says.p, words.p, n) == 0 ? (slice){"", 0} : says;
}

/* Each as "said by Ada Brandt: words (place)"; own: for what nobody is said to say. */
static void passages(struct telling *t, const struct view_passage *p, uint32_t n, const char *head, const char *own, enum ink ink) {
    struct layout *l = t->l;
    uint32_t most = view_most(t, BRIEF_PASSAGES);
    for (uint32_t i = 0; i < n && i < most; i++) {
        layout_pad(l, 4);
        int at = 4;
        const char *first = p[i].by.n ? head : own;
        if (first) {
            layout_put(l, ink, slice_str(first));
            layout_pad(l, 1);
            at += (int)strlen(first) + 1;
        }
        slice by = p[i].by, words = p[i].words, places = p[i].places;
        layout_wrap(l, INK_PLAIN, words.n ? arena_printf(l->a, "%.*s%s%.*s (%.*s)", (int)by.n, by.p, by.n ? ": " : "", (int)words.n,
                                                         words.p, (int)places.n, places.p) : places, at, 6);
    }
    if (n > most) {
        layout_pad(l, 4);
        layout_put(l, INK_DIM, arena_printf(l->a, "... and %u more", n - most));
        layout_end(l);
    }
}

/* A passage, cut to a few lines. */
static slice fit(const struct telling *t, slice words) {
    return layout_fit(t->l->a, words, (t->brief ? 2 : 3) * (t->l->width - 8), t->l->ascii);
}

static bool is_denial(const struct claims *c, const struct conflict *k, const struct side *s) {
    for (uint32_t i = 0; i < k->claims_n; i++) {
        const struct claim *x = &c->claims[k->claims[i]];
        for (uint32_t r = 0; r < x->rows_n; r++)
            if (x->rows[r].stance == STANCE_DENIED && x->rows[r].doc == s->doc && x->rows[r].at.start == s->at.start)
                return true;
    }
    return false;
}

static void conflict(struct telling *t, const struct conflict *k) {
    struct layout *l = t->l;
    const struct claims *c = &t->acc->claims;
    slice kind = slice_str(conflict_kind_names[k->kind]);
    layout_pad(l, 2);
    layout_put(l, INK_WARN, kind);
    layout_put(l, INK_PLAIN, S(": "));
    layout_wrap(l, INK_PLAIN, k->note.p ? layout_clean(l->a, k->note) : S(""), 4 + (int)kind.n, 4);
    bool parted = k->kind == CONFLICT_DENIAL || k->kind == CONFLICT_SCOPE;
    for (int denied = 0; denied < 2; denied++) {
        struct view_passage *p = ARENA_ARRAY(l->a, struct view_passage, MOST_PASSAGES);
        uint32_t n = 0;
        bool any = false;
        for (uint32_t i = 0; i < k->sides_n; i++) {
            const struct side *s = &k->sides[i];
            bool no = parted && is_denial(c, k, s);
            if (no != (denied == 1))
                continue;
            any |= no;
            slice words = fit(t, view_words(t, s->doc, s->at)), note = remark(t, s);
            if (note.n)
                words = arena_printf(l->a, "%.*s [%.*s]", (int)words.n, words.p, (int)note.n, note.p);
            view_add_place(t, p, &n, MOST_PASSAGES, view_by(t, s->by), words, view_place(t, s->doc, s->at));
        }
        if (any && k->kind == CONFLICT_SCOPE)
            n = 1; /* the denial itself stands in a line of its own */
        if (any)
            passages(t, p, n, "denied by", "denied:", INK_BAD);
        else if (k->kind == CONFLICT_DENIAL)
            passages(t, p, n, "said by", "stated:", INK_GOOD);
        else
            passages(t, p, n, NULL, NULL, INK_PLAIN);
    }
}

void view_conflicts(struct telling *t) {
    enum { BRIEF = 4 };
    const struct claims *c = &t->acc->claims;
    uint32_t shown = 0, all = 0;
    for (uint32_t i = 0; i < c->conflicts_n; i++) {
        if (c->conflicts[i].story != t->number)
            continue;
        if (!all++)
            layout_head(t->l, "Where they disagree");
        if (shown == view_most(t, BRIEF))
            continue;
        shown++;
        conflict(t, &c->conflicts[i]);
    }
    if (all)
        view_more(t, all - shown, "conflicts");
}

/* One loss, with all the reports that lack the thing. */
static void loss(struct telling *t, uint32_t first, bool *done) {
    static const char *const words[] = {"attribution lost", "attribution added", "denial left out", "caveat left out"};
    static const char *const there[] = {"in somebody's words:", "in the report's own voice:", "there:", "there:"};
    static const char *const gone[] = {"in the report's own voice:", "in somebody's words:", "not in", "not in"};
    struct layout *l = t->l;
    const struct claims *c = &t->acc->claims;
    const struct loss *k = &c->losses[first];
    struct view_passage *p = ARENA_ARRAY(l->a, struct view_passage, MOST_PASSAGES), from[1];
    uint32_t n = 0, from_n = 0;
    layout_pad(l, 2);
    layout_put(l, INK_WARN, slice_str(words[k->kind]));
    layout_end(l);
    for (uint32_t i = first; i < c->losses_n; i++) {
        const struct loss *x = &c->losses[i];
        bool gone_all = x->to_at.end <= x->to_at.start, same = x->to_doc == k->to_doc && x->to_at.start == k->to_at.start && !gone_all;
        bool copy = slice_eq(view_words(t, x->from_doc, x->from_at), view_words(t, k->from_doc, k->from_at));
        if (done[i] || x->kind != k->kind || (!copy && !same))
            continue;
        done[i] = true;
        if (copy)
            view_add_place(t, from, &from_n, 1, S(""), S(""), view_place(t, x->from_doc, x->from_at));
        if (gone_all)
            view_add_place(t, p, &n, MOST_PASSAGES, S(""), S(""), layout_clean(l->a, t->acc->documents[x->to_doc]->id));
        else
            view_add_place(t, p, &n, MOST_PASSAGES, S(""), fit(t, view_words(t, x->to_doc, x->to_at)),
                           view_place(t, x->to_doc, x->to_at));
    }
    from[0].by = (slice){"", 0};
    from[0].words = fit(t, view_words(t, k->from_doc, k->from_at));
    passages(t, from, 1, NULL, there[k->kind], INK_DIM);
    passages(t, p, n, NULL, gone[k->kind], INK_DIM);
}

void view_losses(struct telling *t) {
    enum { BRIEF = 2 };
    const struct claims *c = &t->acc->claims;
    uint32_t shown = 0, all = 0;
    bool *done = ARENA_ARRAY(t->l->a, bool, c->losses_n + 1);
    for (uint32_t i = 0; i < c->losses_n; i++) {
        if (done[i] || !view_in_story(t, c->losses[i].from_doc))
            continue;
        if (!all++)
            layout_head(t->l, "What got lost on the way");
        if (shown == view_most(t, BRIEF))
            continue;
        shown++;
        loss(t, i, done);
    }
    if (all)
        view_more(t, all - shown, "conflicts");
}
