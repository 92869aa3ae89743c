/* Options to reader, and all documents of some paths at once. */
#include "api.h"

int api_reader(struct doc_reader **out, const stm_options *options, struct doc_options *more,
               stm_err *err) {
    if (options) {
        more->threads = options->threads;
        more->models = options->models;
        more->sites = options->sites;
        more->input.max_bytes = options->max_bytes;
    }
    return doc_reader_new(out, more, err);
}

void api_skip(const stm_options *options, const struct skip *skip) {
    if (!options || !options->on_skip)
        return;
    /* slices that came through an arena have a 0 after them; these all did */
    stm_skip s = {skip->file.p ? skip->file.p : "-", skip->record.p, skip->error.p, skip->code};
    options->on_skip(options->arg, &s);
}

struct collecting {
    struct api_collected *c;
    const stm_options *options;
    struct document *doc;
    const struct skip *skip;
};

static void keep(void *arg) {
    struct collecting *g = arg;
    struct api_collected *c = g->c;
    if (g->doc) {
        ARENA_MORE(c->arena, c->docs, c->docs_n, c->docs_cap);
        c->docs[c->docs_n++] = g->doc;
        return;
    }
    const struct skip *s = g->skip;
    ARENA_MORE(c->arena, c->skips, c->skips_n, c->skips_cap);
    c->skips[c->skips_n++] = (struct skip){
        s->file.p ? arena_slice(c->arena, s->file) : s->file,
        s->record.p ? arena_slice(c->arena, s->record) : s->record,
        s->error.p ? arena_slice(c->arena, s->error) : s->error, s->code};
}

static int take(void *arg, struct document *doc, const struct skip *skip) {
    struct collecting *g = arg;
    g->doc = doc;
    g->skip = skip;
    int code = guard_run(keep, g);
    if (code)
        doc_free(doc);
    else if (skip)
        api_skip(g->options, skip);
    return code;
}

struct progress_to {
    const stm_options *options;
};

static void progress(void *arg, const struct doc_progress *p) {
    const struct progress_to *to = arg;
    stm_progress out = {p->bytes, p->bytes_all, p->read, p->skipped, p->known, 0, 0};
    to->options->on_progress(to->options->arg, &out);
}

int api_collect(struct api_collected *out, const char *const *paths, size_t n,
                const stm_options *options, struct doc_options *more, stm_err *err) {
    *out = (struct api_collected){.arena = arena_new(0)};
    if (!out->arena)
        return STM_ENOMEM;
    struct doc_reader *r = NULL;
    int code = api_reader(&r, options, more, err);
    if (!code) {
        struct collecting g = {out, options, NULL, NULL};
        struct progress_to to = {options};
        code = doc_read_all(r, paths, n, take, &g,
                            options && options->on_progress ? progress : NULL, &to);
    }
    doc_reader_free(r);
    if (code)
        api_collected_free(out);
    return code;
}

void api_collected_free(struct api_collected *c) {
    for (uint32_t i = 0; i < c->docs_n; i++)
        doc_free(c->docs[i]);
    arena_free(c->arena);
    *c = (struct api_collected){0};
}
