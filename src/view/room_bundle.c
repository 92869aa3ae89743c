/* The bundle: the account, the reports' texts and sources, what each took from the other. */
#include "room.h"

enum { MOST_DIFFS = 200, ROUND = 2000 /* bytes of source before and after the report */ };

static void free_arena(void *a) { arena_free(a); }

/* ---- a document's text and source --------------------------------------------------------------- */

static uint32_t back_to_start(slice s, uint32_t at) {
    if (at > s.n)
        at = s.n;
    while (at > 0 && at < s.n && !utf8_is_start(s.p[at]))
        at--;
    return at;
}

/* The stretch of the source, in its bytes, that is shown. */
static span stretch_of(const struct document *d, uint32_t n, uint32_t most, uint32_t at) {
    if (n <= most)
        return (span){0, n};
    span s = {at, at};
    if (at == NONE || at > n) {
        const struct page *p = &d->page;
        s = page_source(p, (span){0, p->text.n});
        for (uint32_t i = 0; i < p->noise_n; i++) /* the headline and the byline are worth seeing */
            if (p->noise[i].kind <= NOISE_BYLINE && p->noise[i].src.start < s.start)
                s.start = p->noise[i].src.start;
    }
    uint32_t room = s.end - s.start < most ? (most - (s.end - s.start)) / 2 : 0;
    room = at == NONE && room > ROUND ? ROUND : room;
    s.start = s.start > room ? s.start - room : 0;
    s.end = n - s.end > room ? s.end + room : n;
    if (s.end - s.start > most)
        s.end = s.start + most;
    return s;
}

static void source_key(const struct document *d, const struct source *src, uint32_t most, uint32_t at, struct out *o) {
    span s = stretch_of(d, src->bytes.n, most, at);
    jout_open(o, "source", '{');
    if (!src->map) {
        s.start = back_to_start(src->bytes, s.start);
        s.end = back_to_start(src->bytes, s.end);
        jout_int(o, "start", s.start);
        jout_int(o, "length", src->bytes.n);
        jout_string(o, "text", slice_at(src->bytes, s));
        jout_null(o, "map");
        jout_close(o, '}');
        return;
    }
    span t = s.start == 0 && s.end == src->bytes.n ? (span){0, src->text.n} : map_text(src->map, s);
    t.start = back_to_start(src->text, t.start);
    t.end = back_to_start(src->text, t.end);
    jout_int(o, "start", s.start);
    jout_int(o, "length", src->bytes.n);
    jout_string(o, "text", slice_at(src->text, t));
    jout_open(o, "map", '[');
    for (uint32_t i = 0; i < src->map->n; i++) {
        struct map_run r = src->map->p[i];
        uint32_t end = r.text + r.text_n;
        if (end <= t.start || r.text >= t.end)
            continue;
        if (r.same && r.text < t.start) { /* cut; a run that is not same is short, and stays whole */
            r.source += t.start - r.text;
            r.text_n = r.source_n = end - t.start;
            r.text = t.start;
        }
        if (r.same && end > t.end)
            r.text_n = r.source_n = t.end - r.text;
        jout_open(o, NULL, '[');
        jout_int(o, NULL, (int64_t)r.text - t.start);
        jout_int(o, NULL, r.source);
        jout_int(o, NULL, r.text_n);
        jout_int(o, NULL, r.source_n);
        jout_close(o, ']');
    }
    jout_close(o, ']');
    jout_close(o, '}');
}

void room_text(const struct document *d, const char *key, const struct room_options *options, uint32_t at,
               struct arena *tmp, struct out *o) {
    jout_open(o, key, '{');
    jout_string(o, "id", d->id);
    jout_string(o, "text", d->page.text);
    account_map_key(d, o);
    span title = {0, 0};
    for (uint32_t i = 0; i < d->page.noise_n && !title.end; i++)
        if (d->page.noise[i].kind == NOISE_TITLE)
            title = d->page.noise[i].src;
    if (title.end > title.start)
        jout_span(o, "title_span", title);
    else
        jout_null(o, "title_span");
    struct room_source src = {.why = "sources are not in this file"};
    if (options->source) {
        struct arena *scratch = arena_new(0);
        if (!scratch)
            guard_fail(STM_ENOMEM);
        arena_defer(tmp, free_arena, scratch);
        options->source(options->arg, d, tmp, scratch, &src);
    }
    if (src.why) {
        jout_null(o, "source");
        jout_string(o, "why", slice_str(src.why));
    } else {
        source_key(d, &src.source, options->most_source, at, o);
        jout_null(o, "why");
    }
    jout_close(o, '}');
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static void diffs(const struct account *acc, struct arena *tmp, struct out *o) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < acc->kin.edges_n && n < MOST_DIFFS; i++) {
        const struct edge *e = &acc->kin.edges[i];
        if (e->origin || e->kind > EDGE_REWRITE)
            continue;
        view_diff_object(acc->documents[e->from], acc->documents[e->doc], tmp, o);
        arena_reset(tmp);
        n++;
    }
    /* of reports that have one missing original: the longest beside each of the others */
    for (uint32_t i = 0; i < acc->kin.origins_n; i++) {
        const struct document *longest = NULL;
        for (int pass = 0; pass < 2; pass++)
            for (uint32_t k = 0; k < acc->kin.edges_n && n < MOST_DIFFS; k++) {
                const struct edge *e = &acc->kin.edges[k];
                const struct document *d = acc->documents[e->doc];
                if (!e->origin || e->from != i || e->kind > EDGE_REWRITE || d == longest)
                    continue;
                if (!pass) {
                    longest = !longest || d->page.words > longest->page.words ? d : longest;
                } else {
                    view_diff_object(longest, d, tmp, o);
                    arena_reset(tmp);
                    n++;
                }
            }
    }
}

static void head(const struct room_options *options, struct out *o) {
    jout_open(o, NULL, '{');
    jout_string(o, "stemma", S("room-1"));
    jout_bool(o, "light", options->light);
    jout_string_or_null(o, "story", options->story);
}

static void texts(const struct document *const *docs, uint32_t n, const struct room_options *options, struct arena *tmp,
                  struct out *o) {
    jout_open(o, "texts", '[');
    for (uint32_t i = 0; i < n && !options->light; i++) {
        room_text(docs[i], NULL, options, NONE, tmp, o);
        arena_reset(tmp);
    }
    jout_close(o, ']');
}

void room_bundle(const struct account *acc, const struct room_options *options, struct arena *tmp, struct out *o) {
    head(options, o);
    account_key(acc, "account", options->light ? ACCOUNT_ALL | ACCOUNT_LIGHT : ACCOUNT_ALL, o);
    texts(acc->documents, acc->documents_n, options, tmp, o);
    jout_open(o, "diffs", '[');
    if (options->diffs)
        diffs(acc, tmp, o);
    jout_close(o, ']');
    account_fixes_keys(acc, tmp, o);
    jout_close(o, '}');
    out_str(o, "\n");
}

void room_bundle_kept(slice account, slice fixes, const struct document *const *docs, uint32_t n,
                      const struct room_options *options, struct arena *tmp, struct out *o) {
    head(options, o);
    jout_members(o, account);
    texts(docs, n, options, tmp, o);
    jout_open(o, "diffs", '[');
    jout_close(o, ']');
    jout_members(o, fixes);
    jout_close(o, '}');
    out_str(o, "\n");
}
