/* The account for people: a story after the other, each in its sections, and what was skipped. */
#include "view_parts.h"

const char *const view_names[] = {"all", "tree", "sources", "claims", "conflicts", "timeline"};

slice view_source_place(struct telling *t, uint32_t doc, span src) {
    const struct document *d = t->acc->documents[doc];
    slice file = layout_clean(t->l->a, d->source.file);
    for (uint32_t i = file.n; i; i--)
        if (file.p[i - 1] == '/') {
            file = slice_cut(file, i, file.n);
            break;
        }
    uint32_t line = page_line(&d->page, src.start);
    if (d->source.record.p) {
        slice record = layout_clean(t->l->a, d->source.record);
        return arena_printf(t->l->a, "%.*s#%.*s:%u", (int)file.n, file.p, (int)record.n, record.p,
                            line);
    }
    return arena_printf(t->l->a, "%.*s:%u", (int)file.n, file.p, line);
}

slice view_place(struct telling *t, uint32_t doc, span at) {
    return view_source_place(t, doc, page_source(&t->acc->documents[doc]->page, at));
}

slice view_words(struct telling *t, uint32_t doc, span at) {
    return layout_clean(t->l->a, slice_at(t->acc->documents[doc]->page.text, at));
}

bool view_in_story(const struct telling *t, uint32_t doc) {
    return t->acc->stories.story_of[doc] == t->number;
}

uint32_t view_most(const struct telling *t, uint32_t brief) { return t->brief ? brief : UINT32_MAX; }

void view_more(struct telling *t, uint32_t left, const char *view) {
    if (!left)
        return;
    layout_pad(t->l, 2);
    layout_put(t->l, INK_DIM, arena_printf(t->l->a, "... and %u more (--view %s)", left, view));
    layout_end(t->l);
}

/* The day of an ISO date, or "undated". */
static slice day(slice date) {
    return date.p && date.n >= 10 ? slice_cut(date, 0, 10) : date.p && date.n ? date : S("undated");
}

static void reports(struct telling *t) {
    layout_head(t->l, "Reports");
    for (uint32_t i = 0; i < t->story->documents_n; i++) {
        const struct document *d = t->acc->documents[t->story->documents[i]];
        slice id = layout_fit(t->l->a, layout_clean(t->l->a, d->id), 26, t->l->ascii);
        slice when = layout_clean(t->l->a, day(d->page.published));
        slice site = d->page.site_name.p ? d->page.site_name : d->page.domain;
        slice title = layout_clean(t->l->a, d->page.title.p ? d->page.title : (slice){"", 0});
        layout_pad(t->l, 2);
        layout_put(t->l, INK_NAME, id);
        layout_pad(t->l, 27 - layout_columns(id));
        layout_put(t->l, INK_DIM, when);
        layout_pad(t->l, 12 - layout_columns(when));
        int at = 2 + 27 + 12;
        if (site.p) {
            slice s = layout_fit(t->l->a, layout_clean(t->l->a, site), 20, t->l->ascii);
            layout_put(t->l, INK_PLAIN, s);
            layout_put(t->l, INK_PLAIN, title.n ? S(": ") : S(""));
            at += layout_columns(s) + (title.n ? 2 : 0);
        }
        if (d->foreign.p) {
            slice note = arena_printf(t->l->a, "(no marks: in %.*s) ", (int)d->foreign.n, d->foreign.p);
            layout_put(t->l, INK_WARN, note);
            at += (int)note.n;
        }
        if (t->l->width - at > 3)
            layout_put(t->l, INK_PLAIN, layout_fit(t->l->a, title, t->l->width - at, t->l->ascii));
        layout_end(t->l);
    }
}

/* Origins behind a story: its families, each counted once. */
static uint32_t origins(const struct telling *t) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->story->documents_n; i++) {
        uint32_t family = t->acc->kin.family[t->story->documents[i]];
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = t->acc->kin.family[t->story->documents[k]] == family;
        n += !seen;
    }
    return n;
}

static slice count_of(struct arena *a, uint32_t n, const char *one, const char *many) {
    return arena_printf(a, "%u %s", n, n == 1 ? one : many);
}

static void story(struct telling *t, enum view view) {
    struct layout *l = t->l;
    slice title = t->story->title.p ? layout_clean(l->a, t->story->title) : S("(untitled story)");
    layout_ink(l, INK_HEAD);
    layout_wrap(l, INK_PLAIN, title, 0, 0);
    layout_ink(l, INK_PLAIN);
    slice n = count_of(l->a, t->story->documents_n, "report", "reports");
    slice behind = count_of(l->a, origins(t), "origin", "origins");
    slice from = day(t->story->from), to = day(t->story->to);
    bool stretch = from.n == to.n && !slice_eq(from, to);
    layout_put(l, INK_DIM,
               arena_printf(l->a, "%.*s with %.*s behind %s, %.*s%s%.*s  [%.*s]", (int)n.n, n.p,
                            (int)behind.n, behind.p, t->story->documents_n == 1 ? "it" : "them",
                            (int)from.n, from.p, stretch ? " to " : "", stretch ? (int)to.n : 0, to.p,
                            (int)t->story->id.n, t->story->id.p));
    layout_end(l);
    if (view == VIEW_ALL) { /* on a screen or two: what a reader asks first */
        reports(t);
        view_agreed(t);
        view_conflicts(t);
        view_losses(t);
        view_tree(t);
        view_sources(t);
        view_timeline(t);
    }
    if (view == VIEW_TREE)
        view_tree(t);
    if (view == VIEW_SOURCES)
        view_sources(t);
    if (view == VIEW_CLAIMS)
        view_claims(t);
    if (view == VIEW_CONFLICTS) {
        view_conflicts(t);
        view_losses(t);
    }
    if (view == VIEW_TIMELINE)
        view_timeline(t);
    layout_end(l);
}

static void skipped(const struct account *acc, struct layout *l) {
    if (!acc->skipped_n)
        return;
    layout_put(l, INK_BOLD, S("Not read"));
    layout_end(l);
    for (uint32_t i = 0; i < acc->skipped_n; i++) {
        const struct skip *s = &acc->skipped[i];
        slice file = layout_clean(l->a, s->file), record = layout_clean(l->a, s->record),
              error = layout_clean(l->a, s->error);
        layout_pad(l, 2);
        layout_wrap(l, INK_PLAIN,
                    arena_printf(l->a, "%.*s%s%.*s: %.*s", (int)file.n, file.p,
                                 record.n ? " " : "", (int)record.n, record.p, (int)error.n, error.p),
                    2, 4);
    }
}

void view_text(const struct account *acc, const struct view_options *options, struct arena *a,
               struct out *o) {
    struct layout l = {o, a, options->colour, options->ascii, options->width > 0 ? options->width : 80};
    if (!acc->documents_n) {
        out_str(o, "No reports.\n");
    } else if (acc->stories.stories_n > 1) {
        slice n = count_of(a, acc->documents_n, "report", "reports");
        layout_put(&l, INK_DIM, arena_printf(a, "%.*s, %u stories", (int)n.n, n.p, acc->stories.stories_n));
        layout_end(&l);
        layout_end(&l);
    }
    for (uint32_t size = UINT32_MAX; size;) { /* the largest stories first */
        uint32_t next = 0;
        for (uint32_t i = 0; i < acc->stories.stories_n; i++) {
            uint32_t n = acc->stories.stories[i].documents_n;
            if (n < size && n > next)
                next = n;
            if (n != size)
                continue;
            struct telling t = {acc, &acc->stories.stories[i], i, &l, options->view == VIEW_ALL};
            story(&t, options->view);
            arena_reset(a);
        }
        size = next;
    }
    skipped(acc, &l);
}
