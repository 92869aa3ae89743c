/* The filters: reports in, lines out, in the order of the inputs.
 *
 * A document's line is made in the thread that read it (all but its id, which must be unique in the
 * run and so is settled where lines are handed over in order). */
#include "api.h"
#include "view/table.h"

struct filter {
    enum stm_form form;
    enum compat compat;
    bool annotate;
    const stm_options *options;
    stm_write *write;
    void *arg;
    struct arena *ids; /* names given so far */
    struct table seen;
    struct document *doc; /* being handed over */
    slice id;
};

/* ---- in the reading thread --------------------------------------------------------------------- */

struct grow {
    struct buf b;
};

static int to_buf(void *arg, const char *p, size_t n) {
    buf_add(&((struct grow *)arg)->b, p, n);
    return 0;
}

/* The line without its head `{"id":ID`, which comes later. */
static void render(void *arg, struct document *d, struct arena *tmp) {
    const struct filter *f = arg;
    struct grow g = {{.a = d->arena}};
    struct out *o = arena_alloc(tmp, sizeof *o);
    out_init(o, to_buf, &g);
    if (f->form == STM_TEXT) {
        out_slice(o, d->page.text);
        out_str(o, "\n\n");
    } else if (f->form == STM_CONLLU) {
        view_conllu_body(d, o); /* the id is made unique when it is handed over */
    } else if (f->form == STM_MARKDOWN) {
        view_markdown(d, o);
    } else if (f->form == STM_CSV) {
        view_extract_row(d, tmp, o);
    } else if (f->form == STM_CORENLP || f->form == STM_SPACY) {
        jout_open(o, NULL, '{');
        (f->form == STM_CORENLP ? view_corenlp_keys : view_spacy_keys)(d, tmp, o);
        jout_close(o, '}');
        out_str(o, "\n");
    } else if (f->compat != COMPAT_NONE) {
        jout_open(o, NULL, '{');
        view_compat_keys(d, f->compat, tmp, o);
        jout_close(o, '}');
        out_str(o, "\n");
    } else {
        jout_open(o, NULL, '{');
        if (f->annotate) {
            jout_string(o, "file", d->source.file);
            jout_string_or_null(o, "record", d->source.record);
            jout_string_or_null(o, "published", d->page.published);
            jout_string_or_null(o, "language", d->page.language);
        } else {
            account_page_keys(d, o);
            account_head_says(d, o);
        }
        jout_string(o, "text", d->page.text);
        account_map_key(d, o);
        if (f->annotate) {
            account_sentences_key(d, o);
            account_mark_keys(d, o);
        }
        jout_close(o, '}');
        out_str(o, "\n");
    }
    out_flush(o);
    d->rendered = buf_take(&g.b);
}

/* ---- where lines are handed over ------------------------------------------------------------------ */

/* The first report of a name keeps it; later ones get the head of their hash, then a number. */
static void settle_id(void *arg) {
    struct filter *f = arg;
    slice id = f->doc->source.id;
    for (uint32_t try = 1;; try++) {
        char head[8];
        hex(f->doc->source.sha256, 4, head);
        slice name = try == 1   ? arena_slice(f->ids, id)
                     : try == 2 ? arena_printf(f->ids, "%.*s-%.8s", (int)id.n, id.p, head)
                                : arena_printf(f->ids, "%.*s-%.8s-%u", (int)id.n, id.p, head, try - 1);
        uint32_t before = f->seen.n;
        table_put(&f->seen, name, 1);
        if (f->seen.n > before) {
            f->id = name;
            return;
        }
    }
}

static int emit(struct filter *f, const struct document *d) {
    struct out o;
    out_init(&o, f->write, f->arg);
    slice line = d->rendered;
    if (f->form == STM_TEXT) {
        out_str(&o, "# ");
        out_slice(&o, f->id);
        out_str(&o, "\n\n");
    } else if (f->form == STM_CONLLU) {
        view_conllu_head(f->id, &o);
    } else if (f->form == STM_MARKDOWN) {
        out_str(&o, f->seen.n > 1 ? "---\n\n" : "");
    } else if (f->form == STM_CSV) {
        if (f->seen.n <= 1)
            view_extract_head(&o);
        csv_cell(&o, true, f->id);
    } else {
        jout_open(&o, NULL, '{');
        jout_string(&o, "id", f->id);
        out_str(&o, ",");
        line = slice_cut(line, 1, line.n);
    }
    out_slice(&o, line);
    return out_flush(&o);
}

static int hand_over(void *arg, struct document *doc, const struct skip *skip) {
    struct filter *f = arg;
    if (skip) {
        api_skip(f->options, skip);
        return 0;
    }
    f->doc = doc;
    int code = guard_run(settle_id, f);
    if (!code)
        code = emit(f, doc);
    doc_free(doc);
    return code;
}

static void progress(void *arg, const struct doc_progress *p) {
    const stm_options *options = ((const struct filter *)arg)->options;
    stm_progress out = {p->bytes, p->bytes_all, p->read, p->skipped, p->known, 0, 0};
    options->on_progress(options->arg, &out);
}

static void start(void *arg) {
    struct filter *f = arg;
    table_init(&f->seen, f->ids, 64);
}

static int filter(struct filter *f, const char *const *paths, size_t n, struct doc_options *more,
                  stm_err *err) {
    f->ids = arena_new(0);
    if (!f->ids)
        return STM_ENOMEM;
    more->finish = render;
    more->finish_arg = f;
    struct doc_reader *r = NULL;
    int code = guard_run(start, f);
    if (!code)
        code = api_reader(&r, f->options, more, err);
    if (!code)
        code = doc_read_all(r, paths, n, hand_over, f,
                            f->options && f->options->on_progress ? progress : NULL, f);
    doc_reader_free(r);
    arena_free(f->ids);
    return code;
}

int stm_extract(const char *const *paths, size_t n, enum stm_form form, enum stm_compat compat,
                const stm_options *options, stm_write *write, void *arg, stm_err *err) {
    if (form == STM_CONLLU || form == STM_CORENLP || form == STM_SPACY || (int)compat < 0 || compat > STM_FUNDUS)
        return STM_EUSAGE;
    struct filter f = {.form = form, .compat = (enum compat)compat, .options = options,
                       .write = write, .arg = arg};
    struct doc_options more = {.depth = DOC_PAGE};
    return filter(&f, paths, n, &more, err);
}

int stm_annotate(const char *const *paths, size_t n, enum stm_form form, const stm_options *options,
                 stm_write *write, void *arg, stm_err *err) {
    if (form != STM_JSONL && form != STM_CONLLU && form != STM_CORENLP && form != STM_SPACY)
        return STM_EUSAGE;
    struct filter f = {.form = form, .annotate = true, .options = options, .write = write, .arg = arg};
    struct doc_options more = {.depth = form == STM_CONLLU ? DOC_LANG : DOC_MARKS,
                               .lang = LANG_PARSE, .as_it_stands = true};
    return filter(&f, paths, n, &more, err);
}

int stm_extract_bytes(const char *name, const void *p, size_t n, const stm_options *options,
                      stm_write *write, void *arg, stm_err *err) {
    struct filter f = {.form = STM_JSONL, .options = options, .write = write, .arg = arg};
    struct doc_options more = {.depth = DOC_PAGE, .finish = render, .finish_arg = &f};
    struct doc_reader *r = NULL;
    int code = api_reader(&r, options, &more, err);
    struct document *d = NULL;
    if (!code)
        code = doc_read_bytes(r, name ? name : "-", p, n, &d, err);
    if (!code) {
        f.id = d->id;
        code = emit(&f, d);
        doc_free(d);
    }
    doc_reader_free(r);
    return code;
}

/* ---- filters over a whole collection ------------------------------------------------------------------
 *
 * Kin and stories split the clean text themselves: nothing of `lang` or `mark` is held. */

struct whole {
    struct document **read;
    const struct document **docs; /* the same, sorted */
    uint32_t n;
    int threads;
    struct arena *arena;
    struct kin kin;
    struct stories stories;
    bool want_stories;
};

static void relate(void *arg) {
    struct whole *w = arg;
    account_sort(w->read, w->n);
    w->docs = ARENA_ARRAY(w->arena, const struct document *, w->n);
    for (uint32_t i = 0; i < w->n; i++)
        w->docs[i] = w->read[i];
    kin_read(w->docs, w->n, w->threads, w->arena, &w->kin);
    if (w->want_stories)
        story_read(w->docs, w->n, &w->kin, w->threads, w->arena, &w->stories);
}

static int whole(struct whole *w, const char *const *paths, size_t n, const stm_options *options,
                 struct doc_options *more, stm_write *write, void *arg, stm_err *err) {
    struct api_collected c;
    int code = api_collect(&c, paths, n, options, more, err);
    if (code)
        return code;
    w->threads = options && options->threads > 0 ? options->threads : cpu_count();
    w->read = c.docs;
    w->n = c.docs_n;
    w->arena = arena_new(0);
    code = w->arena ? guard_run(relate, w) : STM_ENOMEM;
    if (!code) {
        struct out *o = mem_alloc(sizeof *o);
        if (o) {
            out_init(o, write, arg);
            if (w->want_stories) {
                for (uint32_t i = 0; i < w->n; i++) {
                    jout_open(o, NULL, '{');
                    jout_string(o, "id", w->docs[i]->id);
                    jout_string(o, "story", w->stories.stories[w->stories.story_of[i]].id);
                    jout_close(o, '}');
                    out_str(o, "\n");
                }
            } else {
                for (uint32_t i = 0; i < w->kin.edges_n; i++) {
                    account_edge(w->docs, &w->kin, &w->kin.edges[i], true, o);
                    out_str(o, "\n");
                }
            }
            code = out_flush(o);
            mem_free(o);
        } else {
            code = STM_ENOMEM;
        }
    }
    arena_free(w->arena);
    api_collected_free(&c);
    return code;
}

int stm_reuse(const char *const *paths, size_t n, const stm_options *options, stm_write *write,
              void *arg, stm_err *err) {
    struct whole w = {0};
    struct doc_options more = {.depth = DOC_PAGE};
    return whole(&w, paths, n, options, &more, write, arg, err);
}

int stm_cluster(const char *const *paths, size_t n, const stm_options *options, stm_write *write,
                void *arg, stm_err *err) {
    struct whole w = {.want_stories = true};
    struct doc_options more = {.depth = DOC_PAGE, .input.headlines = true};
    return whole(&w, paths, n, options, &more, write, arg, err);
}
