/* Quotations and statements by speaker, over all reports of an account. Those of one report stand in the
 * order of the text; speakers with most statements come first for people, by name in tables. */
#include <stdlib.h>

#include "export.h"
#include "layout.h"
#include "table.h"
#include "view.h"

struct said {
    slice speaker;
    uint32_t doc, attribution, speaker_n; /* speaker_n: how many statements the speaker has */
};

static int by_speaker(const void *x, const void *y) {
    const struct said *a = x, *b = y;
    int d = slice_cmp(a->speaker, b->speaker);
    if (!d)
        d = (a->doc > b->doc) - (a->doc < b->doc);
    return d ? d : (a->attribution > b->attribution) - (a->attribution < b->attribution);
}

static int by_count(const void *x, const void *y) {
    const struct said *a = x, *b = y;
    if (a->speaker_n != b->speaker_n)
        return a->speaker_n < b->speaker_n ? 1 : -1;
    return by_speaker(x, y);
}

static slice speaker(const struct account *acc, uint32_t doc, const struct attribution *t) {
    const struct stories *s = &acc->stories;
    if (t->entity != NONE && !t->anonymous && s->figure_of && s->figure_of[doc]) {
        uint32_t f = s->figure_of[doc][t->entity];
        if (f < s->figures_n)
            return s->figures[f].name;
    }
    return t->source_name.p ? t->source_name : S("");
}

/* The clean words of a content, its pieces parted by " ... ". */
static slice words_of(struct arena *a, const struct document *d, const struct spans *s) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < s->n; i++) {
        if (i)
            buf_add(&b, " ... ", 5);
        buf_slice(&b, layout_clean(a, slice_at(d->page.text, s->p[i])));
    }
    return buf_take(&b);
}

static span whole_source(const struct document *d, const struct spans *s) {
    span first = page_source(&d->page, s->p[0]), last = page_source(&d->page, s->p[s->n - 1]);
    return (span){first.start, last.end > first.start ? last.end : first.end};
}

static void table_row(const struct account *acc, const struct said *q, struct arena *a, bool csv,
                      const uint32_t *sizes, struct out *o) {
    const struct document *d = acc->documents[q->doc];
    const struct attribution *t = &d->marks.attributions[q->attribution];
    span at = whole_source(d, &t->content);
    slice words = words_of(a, d, &t->content);
    slice story = acc->stories.stories[acc->stories.story_of[q->doc]].id;
    if (csv) {
        csv_cell(o, true, q->speaker);
        csv_cell(o, false, t->role.p ? t->role : S(""));
        csv_cell(o, false, slice_str(source_type_names[t->source_type]));
        csv_cell(o, false, t->anonymous ? S("unnamed") : S("named"));
        csv_cell(o, false, slice_str(form_names[t->form]));
        csv_cell(o, false, slice_str(status_names[t->status]));
        csv_cell(o, false, words);
        csv_cell(o, false, d->id);
        csv_cell(o, false, d->page.published.p ? d->page.published : S(""));
        csv_cell(o, false, d->source.file);
        csv_int(o, false, page_line(&d->page, at.start));
        csv_int(o, false, at.start);
        csv_int(o, false, at.end);
        csv_cell(o, false, story);
        csv_cell(o, false, acc->documents[acc->kin.family[q->doc]]->id);
        csv_cell(o, false, arena_printf(a, "%.4f", 1.0 / sizes[q->doc]));
        csv_end(o);
        return;
    }
    jout_open(o, NULL, '{');
    jout_string(o, "speaker", q->speaker);
    jout_string_or_null(o, "role", t->role);
    jout_string_or_null(o, "source_type", slice_str(source_type_names[t->source_type]));
    jout_bool(o, "anonymous", t->anonymous);
    if (t->count)
        jout_int(o, "count", t->count);
    else
        jout_null(o, "count");
    jout_string(o, "form", slice_str(form_names[t->form]));
    jout_string_or_null(o, "status", slice_str(status_names[t->status]));
    jout_string(o, "text", words);
    jout_string(o, "doc", d->id);
    jout_string_or_null(o, "published", d->page.published);
    jout_string(o, "file", d->source.file);
    jout_int(o, "line", page_line(&d->page, at.start));
    jout_span(o, "span", at);
    jout_string(o, "story", story);
    jout_string(o, "family", acc->documents[acc->kin.family[q->doc]]->id);
    jout_number(o, "weight", (double)(int)(10000.0 / sizes[q->doc] + 0.5) / 10000);
    jout_close(o, '}');
    out_str(o, "\n");
}

static void for_people(const struct account *acc, const struct said *said, uint32_t n,
                       struct layout *l) {
    struct arena_mark mark = arena_mark(l->a);
    for (uint32_t i = 0; i < n; i++) {
        const struct document *d = acc->documents[said[i].doc];
        const struct attribution *t = &d->marks.attributions[said[i].attribution];
        if (!i || !slice_eq(said[i].speaker, said[i - 1].speaker)) {
            if (i)
                layout_end(l);
            slice name = layout_clean(l->a, said[i].speaker);
            layout_put(l, t->anonymous ? INK_WARN : INK_NAME, name.n ? name : S("(no source named)"));
            if (t->role.p) {
                slice role = layout_clean(l->a, t->role);
                layout_put(l, INK_PLAIN, arena_printf(l->a, ", %.*s", (int)role.n, role.p));
            }
            layout_end(l);
        }
        slice words = words_of(l->a, d, &t->content), id = layout_clean(l->a, d->id);
        span at = whole_source(d, &t->content);
        layout_pad(l, 2);
        layout_wrap(l, INK_PLAIN, words, 2, 2);
        layout_pad(l, 4);
        layout_put(l, INK_DIM, arena_printf(l->a, "%s, %.*s, line %u", form_names[t->form], (int)id.n,
                                            id.p, page_line(&d->page, at.start)));
        if (t->status != STATUS_NONE && t->status != STATUS_ACTUAL)
            layout_put(l, INK_DIM, arena_printf(l->a, ", %s", status_names[t->status]));
        layout_end(l);
        arena_rewind(l->a, mark);
    }
}

void view_quotes(const struct account *acc, enum quotes_form form, const struct view_options *options,
                 struct arena *a, struct out *o) {
    struct said *said = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        const struct marks *m = &acc->documents[i]->marks;
        for (uint32_t k = 0; k < m->attributions_n; k++) {
            const struct attribution *t = &m->attributions[k];
            if (!t->content.n)
                continue;
            span at = whole_source(acc->documents[i], &t->content);
            if (at.end <= at.start)
                continue;
            ARENA_MORE(a, said, n, cap);
            said[n++] = (struct said){speaker(acc, i, t), i, k, 0};
        }
    }
    if (n)
        qsort(said, n, sizeof *said, by_speaker);
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && slice_eq(said[j].speaker, said[i].speaker); j++)
            ;
        for (uint32_t k = i; k < j; k++)
            said[k].speaker_n = j - i;
    }
    struct layout l = {o, a, options->colour, options->ascii,
                       options->width > 0 ? options->width : 80};
    if (form == QUOTES_TEXT) {
        if (n)
            qsort(said, n, sizeof *said, by_count);
        for_people(acc, said, n, &l);
        return;
    }
    const uint32_t *sizes = export_family_sizes(acc, a);
    if (form == QUOTES_CSV) {
        static const char *const head[] = {"speaker", "role", "source_type", "named", "form", "status",
                                           "text", "doc", "published", "file", "line", "start", "end",
                                           "story", "family", "weight"};
        for (size_t i = 0; i < NELEMS(head); i++)
            csv_cell(o, i == 0, slice_str(head[i]));
        csv_end(o);
    }
    struct arena_mark mark = arena_mark(a);
    for (uint32_t i = 0; i < n; i++) {
        table_row(acc, &said[i], a, form == QUOTES_CSV, sizes, o);
        arena_rewind(a, mark);
    }
}
