/* The public desk: opened, added to, asked, printed. */
#include "api.h"
#include "store/store.h"
#include "view/layout.h"

struct stm_desk {
    struct desk *desk;
};

int stm_desk_open(stm_desk **out, const char *path, int make, stm_err *err) {
    *out = NULL;
    stm_desk *d = mem_alloc(sizeof *d);
    if (!d)
        return STM_ENOMEM;
    int code = desk_open(&d->desk, path, make ? DESK_WRITE : DESK_READ, err);
    if (code)
        mem_free(d);
    else
        *out = d;
    return code;
}

void stm_desk_close(stm_desk *desk) {
    if (!desk)
        return;
    desk_close(desk->desk);
    mem_free(desk);
}

static void story_progress(void *arg, uint64_t done, uint64_t all) {
    const stm_options *o = arg;
    stm_progress out = {.done = done, .all = all};
    o->on_progress(o->arg, &out);
}

/* Whoever gave the options is told of stories that are made out. */
static void watch(stm_desk *desk, const stm_options *options) {
    bool told = options && options->on_progress;
    desk_watch(desk->desk, told ? story_progress : NULL, (void *)(uintptr_t)options);
}

struct desk *api_desk(stm_desk *desk) { return desk->desk; }

static void skipped(void *arg, const struct skip *skip) { api_skip(arg, skip); }

static void progress(void *arg, const struct doc_progress *p) {
    const stm_options *o = arg;
    stm_progress out = {p->bytes, p->bytes_all, p->read, p->skipped, p->known, 0, 0};
    if (o && o->on_progress)
        o->on_progress(o->arg, &out);
}

int stm_desk_add(stm_desk *desk, const char *const *paths, size_t n, const stm_options *options,
                 stm_counts *counts, stm_err *err) {
    struct doc_options o = {.depth = DOC_MARKS, .lang = LANG_PARSE};
    if (options) {
        o.threads = options->threads;
        o.models = options->models;
        o.sites = options->sites;
        o.input.max_bytes = options->max_bytes;
    }
    struct desk_counts c;
    stm_options defaults = STM_OPTIONS_INIT;
    int code = desk_add(desk->desk, paths, n, &o, skipped, progress,
                        (void *)(uintptr_t)(options ? options : &defaults), &c, err);
    if (counts)
        *counts = (stm_counts){c.added, c.known, c.skipped};
    return code;
}

/* ---- lists ----------------------------------------------------------------------------------------- */

struct list {
    struct out *o;
    struct layout l;
    bool json;
    uint64_t rows;
    /* of one row, inside a guard */
    const struct desk_document *document;
    const struct desk_story *story;
    const struct desk_hit *hit;
};

static slice clean(struct list *p, slice s) { return s.p ? layout_clean(p->l.a, s) : (slice){"", 0}; }

static slice counted(struct list *p, uint32_t n, const char *thing) {
    return arena_printf(p->l.a, "%u %s%s", n, thing, n == 1 ? "" : "s");
}

static void story_row(void *arg) {
    struct list *p = arg;
    const struct desk_story *s = p->story;
    if (p->json) {
        jout_open(p->o, NULL, '{');
        jout_string(p->o, "id", s->id);
        jout_string_or_null(p->o, "title", s->title);
        jout_string_or_null(p->o, "from", s->from);
        jout_string_or_null(p->o, "to", s->to);
        jout_int(p->o, "documents", s->documents);
        jout_int(p->o, "origins", s->origins);
        jout_int(p->o, "conflicts", s->conflicts);
        jout_close(p->o, '}');
        out_str(p->o, "\n");
        return;
    }
    slice day = clean(p, s->to.p ? s->to : s->from);
    if (day.n > 10)
        day.n = 10;
    slice id = clean(p, s->id), title = clean(p, s->title);
    if (id.n > 10)
        id.n = 10;
    layout_put(&p->l, INK_NAME, id);
    layout_pad(&p->l, 12 - (int)id.n);
    layout_put(&p->l, INK_DIM, day);
    layout_pad(&p->l, 12 - (int)day.n);
    layout_put(&p->l, INK_PLAIN, title.n ? title : S("(untitled)"));
    layout_end(&p->l);
    layout_pad(&p->l, 24);
    slice reports = counted(p, s->documents, "report"), origins = counted(p, s->origins, "origin");
    slice conflicts = counted(p, s->conflicts, "conflict");
    layout_put(&p->l, INK_DIM, arena_printf(p->l.a, "%.*s, %.*s, %.*s", (int)reports.n, reports.p,
                                            (int)origins.n, origins.p, (int)conflicts.n, conflicts.p));
    layout_end(&p->l);
}

static void document_row(void *arg) {
    struct list *p = arg;
    const struct desk_document *d = p->document;
    if (p->json) {
        jout_open(p->o, NULL, '{');
        jout_string(p->o, "id", d->name);
        jout_string(p->o, "file", d->file);
        jout_string_or_null(p->o, "record", d->record);
        jout_string_or_null(p->o, "url", d->url);
        jout_string_or_null(p->o, "site_name", d->site_name);
        jout_string_or_null(p->o, "title", d->title);
        jout_string_or_null(p->o, "published", d->published);
        jout_string_or_null(p->o, "language", d->language);
        jout_string_or_null(p->o, "story", d->story);
        jout_int(p->o, "words", d->words);
        jout_int(p->o, "versions", d->versions);
        jout_close(p->o, '}');
        out_str(p->o, "\n");
        return;
    }
    slice name = layout_fit(p->l.a, clean(p, d->name), 30, p->l.ascii);
    slice day = clean(p, d->published), site = clean(p, d->site_name), title = clean(p, d->title);
    if (day.n > 10)
        day.n = 10;
    site = layout_fit(p->l.a, site, 20, p->l.ascii);
    layout_put(&p->l, INK_NAME, name);
    layout_pad(&p->l, 31 - layout_columns(name));
    layout_put(&p->l, INK_DIM, day);
    layout_pad(&p->l, 11 - (int)day.n);
    layout_put(&p->l, INK_PLAIN, site);
    layout_pad(&p->l, 21 - layout_columns(site));
    layout_put(&p->l, INK_PLAIN, layout_fit(p->l.a, title, p->l.width > 83 ? p->l.width - 63 : 20,
                                            p->l.ascii));
    layout_end(&p->l);
}

static void hit_row(void *arg) {
    struct list *p = arg;
    const struct desk_hit *h = p->hit;
    if (p->json) {
        jout_open(p->o, NULL, '{');
        jout_string(p->o, "id", h->name);
        jout_string_or_null(p->o, "title", h->title);
        jout_string(p->o, "file", h->file);
        jout_string_or_null(p->o, "record", h->record);
        jout_int(p->o, "line", h->line);
        if (h->at.end > h->at.start)
            jout_span(p->o, "span", h->at);
        else
            jout_null(p->o, "span");
        jout_string(p->o, "passage", h->passage);
        jout_number(p->o, "score", (double)(int64_t)(h->score * 1000) / 1000);
        jout_close(p->o, '}');
        out_str(p->o, "\n");
        return;
    }
    slice file = clean(p, h->file), title = clean(p, h->title);
    layout_put(&p->l, INK_NAME, clean(p, h->name));
    layout_put(&p->l, INK_DIM, arena_printf(p->l.a, "  %.*s:%u  ", (int)file.n, file.p, h->line));
    layout_put(&p->l, INK_PLAIN, title);
    layout_end(&p->l);
    layout_pad(&p->l, 4);
    layout_wrap(&p->l, INK_PLAIN, clean(p, h->passage), 4, 4);
}

static int row(struct list *p, void (*print)(void *)) {
    p->rows++;
    int code = guard_run(print, p);
    arena_reset(p->l.a);
    return code ? code : p->o->error;
}

static int on_story(void *arg, const struct desk_story *s) {
    ((struct list *)arg)->story = s;
    return row(arg, story_row);
}
static int on_document(void *arg, const struct desk_document *d) {
    ((struct list *)arg)->document = d;
    return row(arg, document_row);
}
static int on_hit(void *arg, const struct desk_hit *h) {
    ((struct list *)arg)->hit = h;
    return row(arg, hit_row);
}

static int list_start(struct list *p, int json, const stm_view_options *view, stm_write *write,
                      void *arg) {
    stm_view_options defaults = STM_VIEW_OPTIONS_INIT;
    if (!view)
        view = &defaults;
    *p = (struct list){.o = mem_alloc(sizeof *p->o), .json = json != 0};
    struct arena *a = arena_new(0);
    if (!p->o || !a) {
        mem_free(p->o);
        arena_free(a);
        return STM_ENOMEM;
    }
    out_init(p->o, write, arg);
    p->l = (struct layout){p->o, a, view->colour != 0, view->ascii != 0,
                           view->width > 0 ? view->width : 80};
    return 0;
}

static int list_end(struct list *p, int code, const char *none) {
    if (!code && !p->rows && !p->json)
        out_str(p->o, none);
    int flushed = out_flush(p->o);
    mem_free(p->o);
    arena_free(p->l.a);
    return code ? code : flushed;
}

int stm_desk_stories(stm_desk *desk, enum stm_order order, int json, const stm_view_options *view,
                     const stm_options *options, stm_write *write, void *arg) {
    if ((int)order < 0 || order > STM_DISPUTED)
        return STM_EUSAGE;
    struct list p;
    int code = list_start(&p, json, view, write, arg);
    if (code)
        return code;
    watch(desk, options);
    code = desk_stories(desk->desk, (enum desk_order)order, options ? options->threads : 0, on_story,
                        &p);
    watch(desk, NULL);
    return list_end(&p, code, "No stories yet: `stemma add PATH...` puts reports on the desk.\n");
}

int stm_desk_documents(stm_desk *desk, int json, const stm_view_options *view, stm_write *write,
                       void *arg) {
    struct list p;
    int code = list_start(&p, json, view, write, arg);
    if (code)
        return code;
    return list_end(&p, desk_documents(desk->desk, on_document, &p),
                    "No reports yet: `stemma add PATH...` puts them on the desk.\n");
}

int stm_desk_search(stm_desk *desk, const char *words, uint32_t most, int json,
                    const stm_view_options *view, stm_write *write, void *arg) {
    struct list p;
    int code = list_start(&p, json, view, write, arg);
    if (code)
        return code;
    return list_end(&p, desk_search(desk->desk, slice_str(words), most ? most : 20, on_hit, &p),
                    "Nothing found.\n");
}

int stm_desk_account(stm_desk *desk, const char *story, const stm_options *options,
                     stm_account **out) {
    *out = NULL;
    stm_account *a = mem_alloc(sizeof *a);
    if (!a)
        return STM_ENOMEM;
    watch(desk, options);
    int code = desk_account(desk->desk, slice_str(story), options ? options->threads : 0, &a->acc);
    watch(desk, NULL);
    if (code)
        mem_free(a);
    else
        *out = a;
    return code;
}

int stm_desk_forget(stm_desk *desk, const char *id) { return desk_forget(desk->desk, slice_str(id)); }
