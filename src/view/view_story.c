/* Sources, claims, conflicts, losses and the timeline of a story. */
#include "view_parts.h"

/* ---- sources --------------------------------------------------------------------------------- */

struct voice { /* one source over all reports of the story */
    slice name;
    uint32_t statements, reports, last_doc;
    uint32_t doc, attribution; /* its first statement */
    uint32_t count;
    bool anonymous;
};

static slice voice_name(const struct telling *t, uint32_t doc, const struct attribution *a) {
    const struct stories *s = &t->acc->stories;
    if (a->entity != NONE && s->figure_of && s->figure_of[doc] && !a->anonymous) {
        uint32_t f = s->figure_of[doc][a->entity];
        if (f < s->figures_n)
            return s->figures[f].name;
    }
    return a->source_name;
}

static void print_voice(struct telling *t, const struct voice *v) {
    struct layout *l = t->l;
    const struct attribution *a = &t->acc->documents[v->doc]->marks.attributions[v->attribution];
    slice name = layout_clean(l->a, v->name);
    layout_pad(l, 2);
    layout_put(l, v->anonymous ? INK_WARN : INK_NAME, name);
    if (a->role.p) {
        slice role = layout_clean(l->a, a->role);
        layout_put(l, INK_PLAIN, arena_printf(l->a, ", %.*s", (int)role.n, role.p));
    }
    layout_put(l, INK_DIM, arena_printf(l->a, "  %u in %u report%s", v->statements, v->reports,
                                        v->reports == 1 ? "" : "s"));
    layout_end(l);
    if (a->content.n) {
        slice words = layout_fit(l->a, view_words(t, v->doc, a->content.p[0]), 2 * (l->width - 6) - 24,
                                 l->ascii);
        slice place = view_place(t, v->doc, a->content.p[0]);
        layout_pad(l, 6);
        layout_wrap(l, INK_PLAIN, arena_printf(l->a, "%.*s (%.*s)", (int)words.n, words.p,
                                               (int)place.n, place.p), 6, 6);
    }
}

void view_sources(struct telling *t) {
    struct layout *l = t->l;
    struct voice *voices = NULL;
    uint32_t n = 0, cap = 0;
    struct table seen;
    table_init(&seen, l->a, 64);
    for (uint32_t i = 0; i < t->story->documents_n; i++) {
        uint32_t doc = t->story->documents[i];
        const struct marks *m = &t->acc->documents[doc]->marks;
        for (uint32_t k = 0; k < m->attributions_n; k++) {
            const struct attribution *a = &m->attributions[k];
            slice name = voice_name(t, doc, a);
            if (!name.p || !name.n || !a->source.n)
                continue;
            uint32_t before = seen.n;
            uint32_t v = *table_put(&seen, name, n);
            if (seen.n > before) {
                ARENA_MORE(l->a, voices, n, cap);
                voices[n++] = (struct voice){name, 0, 0, NONE, doc, k, a->count, a->anonymous};
            }
            voices[v].statements++;
            if (voices[v].last_doc != doc)
                voices[v].reports++;
            voices[v].last_doc = doc;
        }
    }
    for (int hidden = 0; hidden < 2; hidden++) {
        uint32_t all = 0, shown = 0;
        for (uint32_t i = 0; i < n; i++)
            all += voices[i].anonymous == (hidden == 1);
        if (!all)
            continue;
        layout_head(l, hidden ? "Sources that are not named" : "Sources that are named");
        for (uint32_t want = t->story->documents_n; want; want--) /* those in most reports first */
            for (uint32_t i = 0; i < n && shown < t->most; i++)
                if (voices[i].anonymous == (hidden == 1) && voices[i].reports == want) {
                    print_voice(t, &voices[i]);
                    shown++;
                }
        view_more(t, all - shown, "sources");
    }
}

/* ---- claims --------------------------------------------------------------------------------------- */

void view_claims(struct telling *t) {
    struct layout *l = t->l;
    const struct claims *c = &t->acc->claims;
    uint32_t shown = 0, all = 0;
    for (uint32_t i = 0; i < c->claims_n; i++) {
        const struct claim *k = &c->claims[i];
        if (k->story != t->number)
            continue;
        if (!all++)
            layout_head(l, "What several reports say");
        if (shown == t->most)
            continue;
        shown++;
        layout_pad(l, 2);
        layout_wrap(l, INK_PLAIN, layout_clean(l->a, k->text), 2, 2);
        layout_pad(l, 4);
        layout_put(l, INK_DIM,
                   arena_printf(l->a, "%u report%s, %u origin%s, %u named and %u unnamed source%s",
                                k->support.reports, k->support.reports == 1 ? "" : "s",
                                k->support.origins, k->support.origins == 1 ? "" : "s",
                                k->support.named, k->support.unnamed,
                                k->support.unnamed == 1 ? "" : "s"));
        layout_end(l);
        for (uint32_t r = 0; r < k->rows_n; r++) {
            const struct claim_row *row = &k->rows[r];
            slice place = view_place(t, row->doc, row->at);
            slice by = row->by.p ? layout_clean(l->a, row->by) : (slice){"", 0};
            layout_pad(l, 4);
            layout_put(l, row->stance == STANCE_DENIED ? INK_BAD
                          : row->stance == STANCE_ASSERTED ? INK_PLAIN : INK_GOOD,
                       slice_str(stance_names[row->stance]));
            layout_pad(l, 11 - (int)strlen(stance_names[row->stance]));
            layout_put(l, INK_DIM, place);
            layout_put(l, INK_PLAIN, arena_printf(l->a, "%s%.*s", by.n ? "  " : "", (int)by.n, by.p));
            layout_end(l);
        }
    }
    view_more(t, all - shown, "claims");
}

/* ---- conflicts and losses ------------------------------------------------------------------------------ */

static struct layout_cell cell(struct telling *t, const struct side *s) {
    struct arena *a = t->l->a;
    slice says = layout_clean(a, s->says), by = layout_clean(a, s->by);
    slice place = view_place(t, s->doc, s->at);
    return (struct layout_cell){
        .head = says.n ? says : S("says"),
        .body = layout_fit(a, view_words(t, s->doc, s->at), 4 * (t->l->width / 2), t->l->ascii),
        .foot = by.n ? arena_printf(a, "%.*s, %.*s", (int)by.n, by.p, (int)place.n, place.p) : place};
}

void view_conflicts(struct telling *t) {
    struct layout *l = t->l;
    const struct claims *c = &t->acc->claims;
    uint32_t shown = 0, all = 0;
    for (uint32_t i = 0; i < c->conflicts_n; i++) {
        const struct conflict *k = &c->conflicts[i];
        if (k->story != t->number)
            continue;
        if (!all++)
            layout_head(l, "Where they disagree");
        if (shown == t->most)
            continue;
        shown++;
        slice note = k->note.p ? layout_clean(l->a, k->note) : (slice){"", 0};
        layout_pad(l, 2);
        layout_put(l, INK_WARN, slice_str(conflict_kind_names[k->kind]));
        layout_put(l, INK_PLAIN, note.n ? S(": ") : S(""));
        layout_wrap(l, INK_PLAIN, note, 4 + (int)strlen(conflict_kind_names[k->kind]), 4);
        for (uint32_t s = 0; s < k->sides_n; s += 2) {
            struct layout_cell left = cell(t, &k->sides[s]);
            struct layout_cell right = s + 1 < k->sides_n ? cell(t, &k->sides[s + 1])
                                                          : (struct layout_cell){0};
            layout_pair(l, &left, &right, 4);
            if (s + 2 < k->sides_n)
                layout_end(l);
        }
    }
    view_more(t, all - shown, "conflicts");
}

void view_losses(struct telling *t) {
    static const char *const words[] = {"an attribution was lost", "an attribution was added",
                                        "a denial was dropped", "a caveat was dropped"};
    struct layout *l = t->l;
    const struct claims *c = &t->acc->claims;
    uint32_t shown = 0, all = 0;
    for (uint32_t i = 0; i < c->losses_n; i++) {
        const struct loss *k = &c->losses[i];
        if (!view_in_story(t, k->from_doc))
            continue;
        if (!all++)
            layout_head(l, "What changed on the way");
        if (shown == t->most)
            continue;
        shown++;
        layout_pad(l, 2);
        layout_put(l, INK_WARN, slice_str(words[k->kind]));
        layout_end(l);
        struct side from = {k->from_doc, k->from_at, {0}, {0}}, to = {k->to_doc, k->to_at, {0}, {0}};
        struct layout_cell left = cell(t, &from), right;
        left.head = view_place(t, k->from_doc, k->from_at);
        left.foot = (slice){0};
        if (k->to_at.end > k->to_at.start) {
            right = cell(t, &to);
            right.head = view_place(t, k->to_doc, k->to_at);
            right.foot = (slice){0};
        } else {
            right = (struct layout_cell){
                .head = layout_clean(l->a, t->acc->documents[k->to_doc]->id), .body = S("(nothing)")};
        }
        layout_pair(l, &left, &right, 4);
    }
    view_more(t, all - shown, "conflicts");
}

/* ---- timeline ---------------------------------------------------------------------------------------------- */

void view_timeline(struct telling *t) {
    struct layout *l = t->l;
    const struct claims *c = &t->acc->claims;
    uint32_t shown = 0, all = 0;
    for (uint32_t i = 0; i < c->timeline_n; i++) {
        const struct moment *m = &c->timeline[i];
        if (m->story != t->number)
            continue;
        if (!all++)
            layout_head(l, "When");
        if (shown == t->most)
            continue;
        shown++;
        slice date = m->date.p ? layout_clean(l->a, m->date) : S("?");
        slice place = view_place(t, m->doc, m->at);
        slice text = layout_fit(l->a, layout_clean(l->a, m->text), 3 * (l->width - 20), l->ascii);
        layout_pad(l, 2);
        layout_put(l, INK_NAME, date);
        int at = 2 + layout_columns(date);
        if (m->doubt != DOUBT_NONE) {
            layout_put(l, INK_WARN, arena_printf(l->a, " %s", doubt_names[m->doubt]));
            at += 1 + (int)strlen(doubt_names[m->doubt]);
        }
        layout_pad(l, at < 14 ? 14 - at : 1);
        at = at < 14 ? 14 : at + 1;
        layout_wrap(l, INK_PLAIN, arena_printf(l->a, "%.*s (%.*s)", (int)text.n, text.p,
                                               (int)place.n, place.p), at, 14);
    }
    view_more(t, all - shown, "timeline");
}
