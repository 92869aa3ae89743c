/* The public account: read, asked, printed. */
#include "api.h"
#include "view/export.h"

int stm_account_read(stm_account **out, const char *const *paths, size_t n,
                     const stm_options *options, stm_err *err) {
    *out = NULL;
    struct doc_options more = {.depth = DOC_MARKS, .lang = LANG_PARSE, .keep_source = options && options->keep_sources};
    struct api_collected c;
    int code = api_collect(&c, paths, n, options, &more, err);
    if (code)
        return code;
    stm_account *a = mem_alloc(sizeof *a);
    if (!a) {
        api_collected_free(&c);
        return STM_ENOMEM;
    }
    code = account_new(&a->acc, c.docs, c.docs_n, c.skips, c.skips_n,
                       options ? options->threads : 0);
    arena_free(c.arena); /* the documents are the account's, or gone */
    if (code)
        mem_free(a);
    else
        *out = a;
    return code;
}

void stm_account_free(stm_account *account) {
    if (!account)
        return;
    account_free(account->acc);
    mem_free(account);
}

uint32_t stm_account_documents(const stm_account *account) { return account->acc->documents_n; }
uint32_t stm_account_skipped(const stm_account *account) { return account->acc->skipped_n; }
uint32_t stm_account_stories(const stm_account *account) {
    return account->acc->stories.stories_n;
}

int stm_account_json(const stm_account *account, enum stm_view view, stm_write *write, void *arg) {
    static const uint32_t parts[] = {ACCOUNT_ALL, ACCOUNT_TREE, ACCOUNT_SOURCES, ACCOUNT_CLAIMS,
                                     ACCOUNT_CONFLICTS, ACCOUNT_TIMELINE};
    if ((int)view < 0 || view > STM_VIEW_TIMELINE)
        return STM_EUSAGE;
    struct out *o = mem_alloc(sizeof *o);
    if (!o)
        return STM_ENOMEM;
    out_init(o, write, arg);
    account_json(account->acc, parts[view], o);
    int code = out_flush(o);
    mem_free(o);
    return code;
}

struct printing {
    const struct account *acc;
    struct view_options options;
    struct arena *tmp;
    struct out *o;
    enum quotes_form quotes;
    bool quotes_wanted;
    enum export export;
    bool export_wanted, csv;
};

static void print(void *arg) {
    struct printing *p = arg;
    if (p->export_wanted)
        export_account(p->acc, p->export, p->csv, p->tmp, p->o);
    else if (p->quotes_wanted)
        view_quotes(p->acc, p->quotes, &p->options, p->tmp, p->o);
    else
        view_text(p->acc, &p->options, p->tmp, p->o);
}

/* Prints with scratch memory of its own, inside a guard. */
static int print_with(struct printing *p, const stm_view_options *options, stm_write *write, void *arg) {
    stm_view_options defaults = STM_VIEW_OPTIONS_INIT;
    if (!options)
        options = &defaults;
    if ((int)options->view < 0 || (int)options->view >= VIEW_COUNT)
        return STM_EUSAGE;
    p->options = (struct view_options){(enum view)options->view, options->colour != 0,
                                       options->width > 0 ? options->width : 80, options->ascii != 0};
    p->tmp = arena_new(0);
    p->o = mem_alloc(sizeof *p->o);
    int code = STM_ENOMEM;
    if (p->o && p->tmp) {
        out_init(p->o, write, arg);
        code = guard_run(print, p);
        int flushed = out_flush(p->o);
        if (!code)
            code = flushed;
    }
    arena_free(p->tmp);
    mem_free(p->o);
    return code;
}

int stm_account_text(const stm_account *account, const stm_view_options *options, stm_write *write,
                     void *arg) {
    struct printing p = {.acc = account->acc};
    return print_with(&p, options, write, arg);
}

int stm_account_quotes(const stm_account *account, enum stm_form form,
                       const stm_view_options *options, stm_write *write, void *arg) {
    struct printing p = {.acc = account->acc, .quotes_wanted = true,
                         .quotes = form == STM_TEXT  ? QUOTES_TEXT
                                   : form == STM_CSV ? QUOTES_CSV : QUOTES_JSONL};
    return form == STM_CONLLU ? STM_EUSAGE : print_with(&p, options, write, arg);
}

int stm_account_export(const stm_account *account, const char *what, int csv, stm_write *write, void *arg) {
    for (int i = 0; i < EXPORT_COUNT; i++)
        if (!strcmp(what, export_names[i])) {
            struct printing p = {.acc = account->acc, .export_wanted = true, .export = (enum export)i,
                                 .csv = csv != 0};
            return print_with(&p, NULL, write, arg);
        }
    return STM_EUSAGE;
}

/* ---- two reports side by side -------------------------------------------------------------------------- */

struct differing {
    struct document *a, *b;
    bool json;
    struct view_options view;
    struct arena *tmp;
    struct out *o;
};

static void differ(void *arg) {
    struct differing *d = arg;
    view_diff(d->a, d->b, d->json, &d->view, d->tmp, d->o);
}

int stm_diff(const char *first, const char *second, int json, const stm_view_options *view,
             const stm_options *options, stm_write *write, void *arg, stm_err *err) {
    stm_view_options defaults = STM_VIEW_OPTIONS_INIT;
    if (!view)
        view = &defaults;
    struct api_collected c[2] = {{0}, {0}};
    const char *paths[] = {first, second};
    int code = 0;
    for (int i = 0; !code && i < 2; i++) {
        struct doc_options more = {.depth = DOC_LANG, .lang = LANG_TAGS};
        code = api_collect(&c[i], &paths[i], 1, options, &more, err);
        if (!code && !c[i].docs_n)
            code = STM_EEMPTY;
    }
    struct differing d = {.json = json != 0, .tmp = arena_new(0), .o = mem_alloc(sizeof *d.o)};
    if (!code && (!d.tmp || !d.o))
        code = STM_ENOMEM;
    if (!code) {
        d.a = c[0].docs[0];
        d.b = c[1].docs[0];
        d.view = (struct view_options){VIEW_ALL, view->colour != 0, view->width > 0 ? view->width : 80,
                                       view->ascii != 0};
        out_init(d.o, write, arg);
        code = guard_run(differ, &d);
        int flushed = out_flush(d.o);
        if (!code)
            code = flushed;
    }
    arena_free(d.tmp);
    mem_free(d.o);
    for (int i = 0; i < 2; i++)
        api_collected_free(&c[i]);
    return code;
}
