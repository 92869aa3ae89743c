/* What a list of stories tells beside their reports: the origins behind each and its conflicts, counted from the
 * account of the story alone, as `show` has it. Kept until the story changes. */
#include "desk.h"
#include "fixes.h"

enum { STORIES = 64 /* counted at a time, on all threads */ };

struct one {
    slice id;
    struct desk_packed *docs;
    uint32_t docs_n, docs_cap;
    uint32_t origins, conflicts;
};

struct telling {
    struct desk *d;
    struct arena *a;
    int threads, code;
    struct one stories[STORIES];
    uint32_t n;
};

static void finalize(void *s) { sqlite3_finalize(s); }

static sqlite3_stmt *prepared(struct telling *t, const char *sql) {
    int code;
    sqlite3_stmt *s = desk_prepare(t->d, sql, &code);
    if (code)
        guard_fail(code);
    arena_defer(t->a, finalize, s);
    return s;
}

static void load(void *arg) {
    struct telling *t = arg;
    struct arena *a = t->a;
    int code;
    sqlite3_stmt *s = prepared(t, "SELECT id FROM story WHERE origins IS NULL LIMIT ?");
    sqlite3_bind_int64(s, 1, STORIES);
    int rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW)
        t->stories[t->n++] = (struct one){.id = arena_slice(a, desk_text(s, 0))};
    code = desk_status(rc);
    sqlite3_reset(s);
    if (code)
        guard_fail(code);
    s = prepared(t, "SELECT d.name, d.page, d.marks FROM member AS m JOIN document AS d ON d.id = m.doc WHERE m.story = ?"
                    " ORDER BY d.id");
    for (uint32_t i = 0; !code && i < t->n; i++) {
        struct one *o = &t->stories[i];
        desk_bind(s, 1, o->id);
        while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
            ARENA_MORE(a, o->docs, o->docs_n, o->docs_cap);
            o->docs[o->docs_n++] = (struct desk_packed){arena_slice(a, desk_text(s, 0)), arena_slice(a, desk_blob(s, 1)),
                                                        arena_slice(a, desk_blob(s, 2)), o->id};
        }
        code = desk_status(rc);
        sqlite3_reset(s);
    }
    if (code)
        guard_fail(code);
}

struct counting {
    struct one *o;
    struct arena *tmp;
    struct document **docs;
    uint32_t n;
    struct desk_kits kits;
};

static void unpack_all(void *arg) {
    struct counting *c = arg;
    for (uint32_t i = 0; i < c->o->docs_n; i++) {
        struct document *d = desk_unpack(&c->o->docs[i], &c->kits, c->tmp);
        c->docs[c->n++] = d;
    }
}

static void count(void *arg, size_t i) {
    struct telling *t = arg;
    struct counting c = {.o = &t->stories[i], .tmp = arena_new(0)};
    c.docs = mem_alloc((c.o->docs_n + 1) * sizeof *c.docs);
    int code = c.tmp && c.docs ? guard_run(unpack_all, &c) : STM_ENOMEM;
    struct account *acc = NULL;
    if (!code) {
        code = account_new(&acc, c.docs, c.n, NULL, 0, 1);
    } else {
        for (uint32_t k = 0; k < c.n; k++)
            doc_free(c.docs[k]);
    }
    if (!code && acc->stories.stories_n)
        desk_counts_of(acc, 0, &c.o->origins, &c.o->conflicts);
    account_free(acc);
    desk_kits_close(&c.kits);
    mem_free(c.docs);
    arena_free(c.tmp);
    if (code)
        guard_fail(code);
}

static int write_counts(struct telling *t) {
    int code = desk_run(t->d, "BEGIN IMMEDIATE");
    if (code)
        return code;
    /* if the story has changed meanwhile, its id has */
    sqlite3_stmt *s = desk_prepare(t->d, "UPDATE story SET origins = ?, conflicts = ? WHERE id = ?", &code);
    for (uint32_t i = 0; !code && i < t->n; i++) {
        sqlite3_bind_int64(s, 1, t->stories[i].origins);
        sqlite3_bind_int64(s, 2, t->stories[i].conflicts);
        desk_bind(s, 3, t->stories[i].id);
        code = desk_status(sqlite3_step(s));
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    if (!code)
        code = desk_run(t->d, "COMMIT");
    if (code)
        desk_run(t->d, "ROLLBACK");
    return code;
}

int desk_count_some(struct desk *d, int threads, bool *more) {
    struct telling t = {.d = d, .a = arena_new(0), .threads = threads > 0 ? threads : cpu_count()};
    int code = t.a ? guard_run(load, &t) : STM_ENOMEM;
    if (!code && t.n)
        code = parallel_for(t.threads, t.n, count, &t);
    if (!code && t.n)
        code = write_counts(&t);
    *more = t.n > 0;
    arena_free(t.a);
    return code;
}

#define UNCOUNTED "SELECT count(*) FROM story WHERE origins IS NULL"

static int tell_watch(struct desk *d, uint64_t all) {
    uint64_t left = 0;
    int code = all ? desk_number(d, UNCOUNTED, &left) : 0;
    if (!code && all)
        desk_tell_watch(d, all > left ? all - left : 0, all); /* others may add meanwhile */
    return code;
}

int desk_tell(struct desk *d, int threads) {
    uint64_t all;
    int code = desk_number(d, UNCOUNTED, &all);
    struct desk_keep_at at = {0};
    for (bool more = true; !code && more;) {
        code = desk_keep_some(d, threads, &at, &more);
        if (!code)
            code = tell_watch(d, all);
    }
    for (bool more = true; !code && more;) {
        code = desk_count_some(d, threads, &more);
        if (!code)
            code = tell_watch(d, all);
    }
    return code;
}
