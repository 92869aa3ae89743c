/* stm_sites: pages in, profiles of their sites out. */
#include "api.h"
#include "page/sites.h"

struct learning {
    struct sites_learner *l;
    struct arena *a, *tmp;
    const stm_options *options;
    const struct document *doc;
    struct out out;
};

static void start(void *arg) {
    struct learning *g = arg;
    g->l = sites_learner_new(g->a);
}

static void learn(void *arg) {
    struct learning *g = arg;
    const struct page *p = &g->doc->page;
    sites_learn(g->l, p->domain, hash64(p->title.p, p->title.n), p->prints, p->prints_n);
}

static void finish(void *arg) {
    struct learning *g = arg;
    sites_write(g->l, &g->out, g->tmp);
}

static int take(void *arg, struct document *doc, const struct skip *skip) {
    struct learning *g = arg;
    if (skip) {
        api_skip(g->options, skip);
        return 0;
    }
    g->doc = doc;
    int code = guard_run(learn, g);
    doc_free(doc);
    return code;
}

static void progress(void *arg, const struct doc_progress *p) {
    const stm_options *options = ((const struct learning *)arg)->options;
    stm_progress out = {p->bytes, p->bytes_all, p->read, p->skipped, 0, 0, 0};
    options->on_progress(options->arg, &out);
}

int stm_sites(const char *const *paths, size_t n, const stm_options *options, stm_write *write, void *arg,
              stm_err *err) {
    struct learning g = {.a = arena_new(0), .tmp = arena_new(0), .options = options};
    struct doc_options more = {.depth = DOC_PAGE, .prints = true};
    struct doc_reader *r = NULL;
    int code = g.a && g.tmp ? guard_run(start, &g) : STM_ENOMEM;
    if (!code)
        code = api_reader(&r, options, &more, err);
    if (!code)
        code = doc_read_all(r, paths, n, take, &g, options && options->on_progress ? progress : NULL, &g);
    if (!code) {
        out_init(&g.out, write, arg);
        code = guard_run(finish, &g);
        int flushed = out_flush(&g.out);
        code = code ? code : flushed;
    }
    doc_reader_free(r);
    arena_free(g.a);
    arena_free(g.tmp);
    return code;
}
