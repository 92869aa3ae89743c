/* The pipeline: inputs are named serially, read on all threads, handed over in order.
 *
 *   input_next ──► slot[number % window] ──► sink, in the order of numbers
 *   (one thread      load, page, lang, mark    (one thread at a time)
 *    at a time)      (each thread)
 *
 * None of the three is done under the lock. Naming an input may cost as much as reading it does (a packed archive is
 * unpacked there), so a thread that is free names the next ones before it reads any, until there are some for each thread (`batch`):
 * who is done never waits for another to unpack. Nothing is named while the oldest one not yet handed over is `window`
 * behind, or less where inputs are large, so that memory is bounded whatever the sizes. */
#include "doc.h"

#include <pthread.h>

enum { SLOTS_BY_THREAD = 4, MAX_THREADS = 64 };
/* Where no more than pages are read a thread loads some at once, since they are hashed sooner together: a sixth of the work
 * otherwise. Only while they are small. */
enum { BATCH = 8, BATCH_BYTES = 2 << 20 };

struct doc_reader {
    struct doc_options options;
    struct page_kit *page;
    struct arena *arena; /* of what identifies languages */
    struct identify *identify;
    struct lang_kit *lang;
    struct mark_kit *mark;
};

#define LANGUAGE "en" /* the one that there are models for */

/* What a reader opens: apart from one another, so that they are opened side by side; the longest first. */
enum kit { KIT_MARK, KIT_LANG, KIT_PAGE, KIT_IDENTIFY, KITS };
struct opening {
    struct doc_reader *r;
    struct { int code; stm_err err; } of[KITS];
};

static void open_kit(void *arg, size_t kit) {
    struct opening *o = arg;
    struct doc_reader *r = o->r;
    const struct doc_options *options = &r->options;
    stm_err *err = &o->of[kit].err;
    int code = 0;
    if (kit == KIT_MARK && options->depth >= DOC_MARKS)
        code = mark_kit_open(&r->mark, LANGUAGE, options->models, err);
    if (kit == KIT_LANG && options->depth >= DOC_LANG)
        code = lang_kit_open(&r->lang, LANGUAGE, options->models, err);
    if (kit == KIT_PAGE)
        code = page_kit_open(&r->page, options->models, err);
    if (kit == KIT_PAGE && !code && options->sites)
        code = page_kit_sites(r->page, options->sites, err);
    o->of[kit].code = code;
    if (kit == KIT_IDENTIFY)
        r->identify = lang_identify_open(r->arena);
}

/* 0, or the first failure in the order of the kits. */
static int open_kits(struct doc_reader *r, stm_err *err) {
    struct opening o = {.r = r};
    int code = parallel_for(r->options.threads, KITS, open_kit, &o);
    for (int i = 0; i < KITS && !code; i++)
        if (o.of[i].code) {
            code = o.of[i].code;
            if (err)
                *err = o.of[i].err;
        }
    return code;
}

int doc_reader_new(struct doc_reader **out, const struct doc_options *options, stm_err *err) {
    *out = NULL;
    struct doc_reader *r = mem_alloc(sizeof *r);
    if (!r)
        return STM_ENOMEM;
    *r = (struct doc_reader){.options = *options};
    if (r->options.threads <= 0)
        r->options.threads = cpu_count();
    if (r->options.threads > MAX_THREADS)
        r->options.threads = MAX_THREADS;
    r->arena = arena_new(0);
    int code = r->arena ? open_kits(r, err) : STM_ENOMEM;
    if (code) {
        doc_reader_free(r);
        return code;
    }
    *out = r;
    return 0;
}

void doc_reader_free(struct doc_reader *r) {
    if (!r)
        return;
    page_kit_close(r->page);
    if (r->lang)
        lang_kit_close(r->lang);
    if (r->mark)
        mark_kit_close(r->mark);
    arena_free(r->arena);
    mem_free(r);
}

void doc_free(struct document *d) {
    if (d)
        arena_free(d->arena);
}

/* ---- one document ------------------------------------------------------------------------ */

/* What a thread keeps from one document to the next. */
struct worker {
    struct doc_reader *r;
    struct arena *tmp, *sources[BATCH];
};

struct task {
    struct worker *w;
    const struct input_item *item; /* or NULL: name, p, n */
    const char *name;
    const void *p;
    size_t n;
    struct arena *from;     /* of the source */
    struct source src;      /* once it is loaded */
    struct arena *arena;    /* of the document */
    struct document *doc;   /* out */
    struct skip skip;       /* out, when doc is NULL; its slices in `arena` */
    bool skipped;
};

static slice keep(struct arena *a, slice s) { return s.p ? arena_slice(a, s) : s; }

/* The source without its bytes. */
static void keep_source(struct arena *a, struct source *to, const struct source *from, bool bytes) {
    *to = *from;
    to->file = keep(a, from->file);
    to->record = keep(a, from->record);
    to->id = keep(a, from->id);
    to->charset = keep(a, from->charset);
    to->given = (struct given){.url = keep(a, from->given.url)};
    to->bytes = bytes ? keep(a, from->bytes) : (slice){0};
    to->text = (slice){0};
    to->map = NULL;
}

/* The text tells its language; what the page declares is kept, but believed only where the text is too
 * short to tell. */
static void identify(const struct doc_reader *r, struct document *d, struct arena *a) {
    struct page *p = &d->page;
    slice heard = lang_identify(r->identify, p->text), said = p->language;
    if (said.n > 2 && (said.p[2] == '-' || said.p[2] == '_'))
        said.n = 2;
    if (!p->language.p && heard.p) {
        p->language = arena_slice(a, heard);
        p->found.language = FOUND_TEXT;
    }
    slice is = heard.p ? heard : said.n == 2 ? said : (slice){0};
    if (is.p && !slice_eq_nocase(is, S(LANGUAGE)))
        d->foreign = arena_slice(a, is);
}

static void load_one(void *arg) {
    struct task *t = arg;
    struct arena *a = t->arena, *tmp = t->w->tmp;
    struct skip skip = {0};
    int code = t->item ? input_load_unhashed(t->item, t->from, tmp, &t->src, &skip)
                       : input_bytes(t->name, t->p, t->n, NULL, t->from, tmp, &t->src, &skip);
    if (code) {
        t->skip = (struct skip){keep(a, skip.file), keep(a, skip.record), keep(a, skip.error), code};
        t->skipped = true;
    }
}

static void read_one(void *arg) {
    struct task *t = arg;
    const struct doc_options *o = &t->w->r->options;
    struct arena *a = t->arena, *tmp = t->w->tmp;
    const struct source *src = &t->src;
    if (o->known && o->known(o->known_arg, src)) {
        t->skip = (struct skip){keep(a, src->file), keep(a, src->record), S("is known already"), STM_OK};
        t->skipped = true;
        return;
    }
    struct document *d = ARENA_NEW(a, struct document);
    d->arena = a;
    keep_source(a, &d->source, src, o->keep_source);
    d->id = d->source.id;
    const char *why = NULL;
    struct page_options po = {.as_it_stands = src->headline || (o->as_it_stands && src->whole), .kit = t->w->r->page, .prints = o->prints};
    int code = page_read(src, &po, a, tmp, &d->page, &why);
    arena_reset(tmp);
    if (code) {
        t->skip = (struct skip){d->source.file, d->source.record,
                                slice_str(why ? why : stm_strerror(code)), code};
        t->skipped = true;
        return;
    }
    identify(t->w->r, d, a);
    if (o->depth >= DOC_LANG) {
        lang_read(t->w->r->lang, &d->page, d->foreign.p ? LANG_TOKENS : o->lang, a, tmp, &d->lang);
        arena_reset(tmp);
    }
    if (o->depth >= DOC_MARKS && !d->foreign.p) {
        mark_read(t->w->r->mark, &d->page, &d->lang, a, tmp, &d->marks);
        arena_reset(tmp);
    }
    if (o->finish) {
        o->finish(o->finish_arg, d, tmp);
        arena_reset(tmp);
    }
    t->doc = d;
}

static void task_step(struct task *t, void (*step)(void *)) {
    int code = t->arena ? guard_run(step, t) : STM_ENOMEM;
    if (code) {
        t->doc = NULL;
        t->skipped = true;
        t->skip = (struct skip){.error = slice_str(stm_strerror(code)), .code = code};
    }
    if (t->w->tmp)
        arena_reset(t->w->tmp);
}

static void task_load(struct task *t) {
    t->arena = arena_new(0);
    task_step(t, load_one);
}

static void tasks_hash(struct task *t, size_t n) {
    struct sha256_text texts[BATCH];
    size_t loaded = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = loaded;
        if (t[i].skipped)
            continue;
        for (; at && texts[at - 1].n < t[i].src.bytes.n; at--) /* the longest first: both lanes are to end together */
            texts[at] = texts[at - 1];
        texts[at] = (struct sha256_text){t[i].src.bytes.p, t[i].src.bytes.n, t[i].src.sha256};
        loaded++;
    }
    sha256_all(texts, loaded);
}

/* Whatever happens the task has a document or a skip. */
static void task_read(struct task *t) {
    if (!t->skipped)
        task_step(t, read_one);
    if (t->from)
        arena_reset(t->from);
}

static int worker_new(struct worker *w, struct doc_reader *r) {
    *w = (struct worker){.r = r, .tmp = arena_new(0)};
    bool all = w->tmp;
    for (int i = 0; i < BATCH; i++)
        all = (w->sources[i] = arena_new(0)) && all;
    return all ? 0 : STM_ENOMEM;
}

static void worker_free(struct worker *w) {
    for (int i = 0; i < BATCH; i++)
        arena_free(w->sources[i]);
    arena_free(w->tmp);
}

int doc_read_bytes(struct doc_reader *r, const char *name, const void *p, size_t n,
                   struct document **out, stm_err *err) {
    struct worker w;
    *out = NULL;
    int code = worker_new(&w, r);
    if (!code) {
        struct task t = {.w = &w, .name = name, .p = p, .n = n, .from = w.sources[0]};
        task_load(&t);
        task_read(&t);
        *out = t.doc;
        if (t.skipped) {
            code = t.skip.code;
            if (err)
                *err = (stm_err){code, stm_strerror(code), 0};
            arena_free(t.arena);
        }
    }
    worker_free(&w);
    return code;
}

/* ---- all of them ---------------------------------------------------------------------------- */

struct slot {
    struct task task;
    struct input_item *item; /* whose name a skip may stand on */
    bool ready;
};

struct run {
    struct doc_reader *r;
    struct input *in; /* of the thread that is `naming` */
    doc_sink *sink;
    void *arg;
    void (*progress)(void *, const struct doc_progress *);
    void *progress_arg;
    pthread_mutex_t lock;
    pthread_cond_t moved; /* `named`, `taken` or `delivered` went on, `naming` ended, or `code` was set */
    struct slot *slots;
    size_t batch; /* most that a thread loads at once */
    uint64_t named, taken, delivered, window; /* delivered <= taken <= named <= delivered + window */
    uint64_t held; /* bytes of the inputs that are named and not delivered, as far as they hold them */
    struct doc_progress counts;
    int code;
    bool ended, naming, delivering;
};

/* Hands over what is ready, in order. Holds the lock; only one thread delivers at a time, and the
 * lock is given up while the sink works. */
static void deliver(struct run *run) {
    if (run->delivering)
        return;
    run->delivering = true;
    while (run->slots[run->delivered % run->window].ready) {
        struct slot *s = &run->slots[run->delivered % run->window];
        struct task t = s->task;
        if (!t.skipped)
            run->counts.read++;
        else if (t.skip.code == STM_OK)
            run->counts.known++;
        else
            run->counts.skipped++;
        struct doc_progress counts = run->counts;
        bool stopped = run->code != 0;
        pthread_mutex_unlock(&run->lock);
        int code = 0;
        if (!stopped) {
            code = run->sink(run->arg, t.doc, t.skipped ? &t.skip : NULL);
            if (run->progress)
                run->progress(run->progress_arg, &counts);
        } else if (t.doc) {
            doc_free(t.doc);
        }
        if (t.skipped)
            arena_free(t.arena);
        uint64_t held = input_item_held(s->item);
        input_item_free(s->item);
        pthread_mutex_lock(&run->lock);
        run->held -= held;
        s->ready = false;
        run->delivered++;
        if (code && !run->code)
            run->code = code;
        pthread_cond_broadcast(&run->moved);
    }
    run->delivering = false;
}

/* Names the next input. Holds the lock, and gives it up for the naming itself. */
static void name_next(struct run *run) {
    struct input_item *item = NULL;
    uint64_t bytes, bytes_all;
    run->naming = true;
    pthread_mutex_unlock(&run->lock);
    int got = input_next(run->in, &item);
    input_progress(run->in, &bytes, &bytes_all);
    pthread_mutex_lock(&run->lock);
    run->naming = false;
    run->counts.bytes = bytes;
    run->counts.bytes_all = bytes_all;
    if (got > 0) {
        run->slots[run->named++ % run->window].item = item;
        run->held += input_item_held(item);
    } else {
        run->ended = true;
    }
    if (got < 0 && !run->code)
        run->code = got;
    pthread_cond_broadcast(&run->moved);
}

/* Loads the oldest input that nobody took. Holds the lock, and gives it up for the loading. */
static void load_next(struct run *run, struct task *t, struct slot **slot) {
    *slot = &run->slots[run->taken++ % run->window];
    t->item = (*slot)->item;
    pthread_mutex_unlock(&run->lock);
    task_load(t);
    pthread_mutex_lock(&run->lock);
}

/* Reads the next input or some, but leaves one for each other thread. Holds the lock, and gives it up for the reading. */
static void read_next(struct run *run, struct worker *w) {
    struct task t[BATCH];
    struct slot *slot[BATCH];
    uint64_t threads = (uint64_t)run->r->options.threads, bytes = 0;
    size_t n = 0;
    do {
        t[n] = (struct task){.w = w, .from = w->sources[n]};
        load_next(run, &t[n], &slot[n]);
        bytes += t[n].src.bytes.n;
        n++;
    } while (n < run->batch && bytes < BATCH_BYTES && run->named - run->taken >= threads);
    for (size_t i = 0; i < n; i++) {
        pthread_mutex_unlock(&run->lock);
        if (!i)
            tasks_hash(t, n);
        task_read(&t[i]);
        if (t[i].skipped && !t[i].skip.file.p && t[i].arena)
            t[i].skip.file = input_item_name(t[i].item);
        t[i].item = NULL;
        pthread_mutex_lock(&run->lock);
        slot[i]->task = t[i];
        slot[i]->ready = true;
        deliver(run);
    }
}

static void *work(void *arg) {
    struct run *run = arg;
    struct worker w;
    int code = worker_new(&w, run->r);
    pthread_mutex_lock(&run->lock);
    if (code && !run->code)
        run->code = code;
    while (!run->code) {
        uint64_t threads = (uint64_t)run->r->options.threads, waiting = run->named - run->taken, ahead = run->named - run->delivered;
        bool small = run->held < threads * BATCH_BYTES; /* large ones are named one at a time */
        bool may_name = !run->ended && !run->naming && ahead < (small ? run->window : threads * SLOTS_BY_THREAD);
        if (may_name && waiting < (small ? threads * run->batch : 1))
            name_next(run);
        else if (waiting)
            read_next(run, &w);
        else if (run->ended)
            break;
        else
            pthread_cond_wait(&run->moved, &run->lock);
    }
    pthread_mutex_unlock(&run->lock);
    worker_free(&w);
    return NULL;
}

int doc_read_all(struct doc_reader *r, const char *const *paths, size_t n, doc_sink *sink,
                 void *arg, void (*progress)(void *, const struct doc_progress *), void *parg) {
    int threads = r->options.threads;
    size_t batch = r->options.depth == DOC_PAGE ? BATCH : 1;
    struct run run = {.r = r, .sink = sink, .arg = arg, .progress = progress, .progress_arg = parg, .batch = batch,
                      .window = (uint64_t)threads * (SLOTS_BY_THREAD + 2 * (batch - 1))};
    run.in = input_open(paths, n, &r->options.input);
    run.slots = mem_alloc(sizeof(struct slot) * run.window);
    if (!run.in || !run.slots) {
        if (run.in)
            input_close(run.in);
        mem_free(run.slots);
        return STM_ENOMEM;
    }
    memset(run.slots, 0, sizeof(struct slot) * run.window);
    pthread_mutex_init(&run.lock, NULL);
    pthread_cond_init(&run.moved, NULL);
    pthread_t ids[MAX_THREADS];
    int started = 0;
    for (int t = 1; t < threads; t++)
        if (pthread_create(&ids[started], NULL, work, &run) == 0)
            started++;
    work(&run);
    for (int t = 0; t < started; t++)
        pthread_join(ids[t], NULL);
    pthread_mutex_destroy(&run.lock);
    pthread_cond_destroy(&run.moved);
    while (run.taken < run.named) /* after a failure */
        input_item_free(run.slots[run.taken++ % run.window].item);
    input_close(run.in);
    mem_free(run.slots);
    return run.code;
}
