/* What happened when, according to whom; and the way of a proposal. */
#include "view_parts.h"

static void moment(struct telling *t, const struct moment *m) {
    struct layout *l = t->l;
    slice date = m->date.p ? layout_date(l->a, m->date) : S("?");
    slice place = view_place(t, m->doc, m->at);
    slice text = layout_fit(l->a, layout_clean(l->a, m->text), 2 * (l->width - 20), l->ascii);
    layout_pad(l, 2);
    layout_put(l, INK_NAME, date);
    int at = 2 + layout_columns(date);
    if (m->high.p) {
        slice high = layout_date(l->a, m->high);
        layout_put(l, INK_NAME, arena_printf(l->a, "/%.*s", (int)high.n, high.p));
        at += 1 + layout_columns(high);
    }
    layout_pad(l, at < 14 ? 14 - at : 1);
    at = at < 14 ? 14 : at + 1;
    static const char *const doubts[] = {"", " [disputed]", "", " [vague]"}; /* inferred: as most days are */
    layout_wrap(l, m->doubt == DOUBT_DISPUTED ? INK_WARN : INK_PLAIN,
                arena_printf(l->a, "%.*s (%.*s)%s", (int)text.n, text.p, (int)place.n, place.p, doubts[m->doubt]), at, 14);
}

/* A proposal's name, and its steps a line each, with the day if it is known:
 *   the offer
 *     2024-04-02  rejected the offer, the union (lantern.html:9) */
static void lane(struct telling *t, const struct proposal *p) {
    enum { BRIEF = 6, DATE = 12 };
    struct layout *l = t->l;
    uint32_t most = view_most(t, BRIEF), shown = p->steps_n < most ? p->steps_n : most;
    layout_pad(l, 2);
    layout_put(l, INK_NAME, layout_clean(l->a, p->name));
    layout_end(l);
    for (uint32_t i = 0; i < shown; i++) {
        const struct document *d = t->acc->documents[p->steps[i].doc];
        const struct event *e = &d->marks.events[p->steps[i].event];
        slice word = view_words(t, p->steps[i].doc, e->at), place = view_place(t, p->steps[i].doc, e->at);
        slice who = e->actor.p ? view_by(t, e->actor) : (slice){"", 0};
        slice value = e->time < d->marks.times_n ? d->marks.times[e->time].value : (slice){0};
        slice date = value.n && is_digit((unsigned char)value.p[0]) ? layout_date(l->a, value) : (slice){"", 0};
        static const char *const marks[] = {"", "", " [denied]", " [planned]", " [conditional]", " [demanded]"};
        layout_pad(l, 4);
        layout_put(l, INK_NAME, date);
        int at = 4 + layout_columns(date);
        layout_pad(l, at < 4 + DATE ? 4 + DATE - at : 1);
        at = at < 4 + DATE ? 4 + DATE : at + 1;
        layout_wrap(l, INK_PLAIN,
                    arena_printf(l->a, "%.*s%s%.*s (%.*s)%s", (int)word.n, word.p, who.n ? ", " : "", (int)who.n, who.p, (int)place.n, place.p,
                                 e->status < NELEMS(marks) ? marks[e->status] : ""), at, 4 + DATE);
    }
    view_more(t, p->steps_n - shown, "timeline");
}

void view_timeline(struct telling *t) {
    enum { BRIEF = 4 };
    const struct claims *c = &t->acc->claims;
    uint32_t shown = 0, all = 0, lanes = 0;
    uint32_t told = 0;
    for (uint32_t i = 0; i < c->timeline_n; i++)
        told += c->timeline[i].story == t->number && c->timeline[i].rests_on_n > 1;
    for (uint32_t i = 0; i < c->timeline_n; i++) {
        if (c->timeline[i].story != t->number)
            continue;
        if (!all++)
            layout_head(t->l, "When");
        /* of many, those that more than one report tells */
        if (shown == view_most(t, BRIEF) || (t->brief && told > 2 && c->timeline[i].rests_on_n < 2))
            continue;
        shown++;
        moment(t, &c->timeline[i]);
    }
    if (all)
        view_more(t, all - shown, "timeline");
    for (uint32_t i = 0; i < c->proposals_n && lanes < view_most(t, BRIEF); i++) {
        if (c->proposals[i].story != t->number)
            continue;
        if (!lanes++)
            layout_head(t->l, "What became of a proposal");
        lane(t, &c->proposals[i]);
    }
}
