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

/* "the deal: rejected (courier:3), dropped (lantern:9)" */
static void lane(struct telling *t, const struct proposal *p) {
    struct layout *l = t->l;
    struct buf b = {.a = l->a};
    for (uint32_t i = 0; i < p->steps_n && i < 12; i++) {
        const struct document *d = t->acc->documents[p->steps[i].doc];
        const struct event *e = &d->marks.events[p->steps[i].event];
        slice word = view_words(t, p->steps[i].doc, e->at), place = view_place(t, p->steps[i].doc, e->at);
        slice who = e->actor.p ? view_by(t, e->actor) : (slice){"", 0};
        buf_slice(&b, arena_printf(l->a, "%s%.*s%s%.*s (%.*s)", i ? "; " : "", (int)word.n, word.p, who.n ? " by " : "", (int)who.n,
                                   who.p, (int)place.n, place.p));
    }
    slice name = layout_clean(l->a, p->name);
    layout_pad(l, 2);
    layout_put(l, INK_NAME, arena_printf(l->a, "%.*s: ", (int)name.n, name.p));
    layout_wrap(l, INK_PLAIN, buf_take(&b), 4 + layout_columns(name), 4);
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
