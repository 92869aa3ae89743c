/* Accounts that are ready: what a story's bundle needs of its account, as it is written, kept from the time when stories
 * are made out, so that opening one only reads.
 *
 *   documents, fixes that may speak of them, what is laid over ─► key ─┐
 *                                     account ─► "account", "fixes" ─► kept ─► the bundle
 *
 * A row is good while its key is: whatever is added, forgotten, corrected, or made otherwise by another program changes
 * that. What is small is quicker made than it is worth keeping. */
#include "desk.h"
#include "fixes.h"
#include "pack.h"

#include <stdlib.h>

enum { KEPT_FROM = 6 /* reports */, STORIES = 64, REPORTS = 256 /* of stories that are made at a time */ };

/* Of documents, ?1, as SQL: desk_shown.c. */
#define DOCS_OF "(SELECT doc FROM fix_member WHERE story = ?1 UNION ALL SELECT doc FROM member WHERE story = ?1 AND doc NOT IN" \
                " (SELECT doc FROM fix_member))"

/* ---- the key ----------------------------------------------------------------------------------------- */

enum { SUM = 24 /* bytes of a document's hash that its key has */ };

struct keying {
    struct desk *d;
    struct arena *a;
    slice id;
    uint64_t h;
    uint8_t *sums; /* sorted */
    uint32_t n, cap;
};

static int by_sum(const void *a, const void *b) { return memcmp(a, b, SUM); }

static void mix(struct keying *k, slice s) { k->h = hash_mix(k->h, s.p ? hash64(s.p, s.n) : 1); }

static void free_arena(void *a) { arena_free(a); }
static void finalize(void *s) { sqlite3_finalize(s); }

/* With the id as ?1; goes with the arena. */
static sqlite3_stmt *prepared(struct desk *d, const char *sql, slice id, struct arena *a) {
    int code;
    sqlite3_stmt *s = desk_prepare(d, sql, &code);
    if (code)
        guard_fail(code);
    arena_defer(a, finalize, s);
    if (id.p)
        desk_bind(s, 1, id);
    return s;
}

static bool row(sqlite3_stmt *s) {
    int rc = sqlite3_step(s), code = desk_status(rc);
    if (code)
        guard_fail(code);
    return rc == SQLITE_ROW;
}

static void mix_documents(struct keying *k) {
    sqlite3_stmt *s = prepared(k->d, "SELECT key, name FROM document WHERE id IN " DOCS_OF " ORDER BY id", k->id, k->a);
    struct buf sums = {.a = k->a};
    while (row(s)) {
        slice key = desk_blob(s, 0);
        mix(k, key);
        mix(k, desk_text(s, 1));
        if (key.n == SUM + 8) {
            buf_add(&sums, key.p + 8, SUM);
            k->n++;
        }
    }
    slice all = buf_take(&sums);
    k->sums = (uint8_t *)(uintptr_t)all.p;
    if (k->n)
        qsort(k->sums, k->n, SUM, by_sum);
}

/* The machine's stories of these documents, and the name that somebody gave the story. */
static void mix_laid(struct keying *k) {
    static const char *const sql[] = {
        "SELECT t.id, t.title, t.first, t.last, d.name FROM story AS t JOIN member AS m ON m.story = t.id JOIN document AS d ON"
        " d.id = m.doc WHERE t.id IN (SELECT m.story FROM fix_member AS f JOIN member AS m ON m.doc = f.doc WHERE f.story = ?1)"
        " ORDER BY t.id, d.name",
        "SELECT title FROM fix_story WHERE named AND id = ?1"};
    for (size_t i = 0; i < NELEMS(sql); i++) {
        sqlite3_stmt *s = prepared(k->d, sql[i], k->id, k->a);
        while (row(s))
            for (int c = 0; c < sqlite3_column_count(s); c++)
                mix(k, desk_text(s, c));
    }
}

static void mix_fixes(struct keying *k) {
    struct fix *f;
    uint32_t n;
    int code = desk_fixes(k->d, k->a, &f, &n);
    if (code)
        guard_fail(code);
    for (uint32_t i = 0; i < n; i++) {
        bool here = !f[i].groups_n;
        for (uint32_t g = 0; g < f[i].groups_n && !here; g++)
            for (uint32_t p = 0; p < f[i].groups[g].n && !here; p++)
                here = k->n && bsearch(f[i].groups[g].p[p].sha256 + 8, k->sums, k->n, SUM, by_sum);
        if (!here)
            continue;
        mix(k, f[i].id);
        mix(k, f[i].at);
        mix(k, f[i].note);
        mix(k, f[i].undone);
    }
    if (n)
        mix_laid(k);
}

static void make_key(void *arg) {
    struct keying *k = arg;
    k->h = hash64(k->id.p, k->id.n);
    mix(k, program_id());
    mix_documents(k);
    mix_fixes(k);
}

int desk_shown_key(struct desk *d, slice id, uint64_t *key, uint32_t *documents) {
    struct keying k = {.d = d, .a = arena_new(0), .id = id};
    int code = k.a ? guard_run(make_key, &k) : STM_ENOMEM;
    arena_free(k.a);
    *key = k.h;
    *documents = k.n;
    return code ? code : k.n ? 0 : STM_EEMPTY;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

struct reading {
    struct desk *d;
    slice id;
    uint64_t key;
    struct arena *a, *own; /* of what is read; of this call */
    struct desk_kept kept;
    struct document **docs;
    uint32_t n, cap;
};

static void read_kept(void *arg) {
    struct reading *r = arg;
    sqlite3_stmt *s = prepared(r->d, "SELECT account FROM kept WHERE story = ?1 AND key = ?2", r->id, r->own);
    sqlite3_bind_int64(s, 2, (int64_t)r->key);
    if (!row(s))
        guard_fail(STM_EEMPTY);
    slice all;
    uint32_t account_n;
    int code = unpack_bytes(desk_blob(s, 0), r->a, &all);
    if (code || all.n < sizeof account_n)
        guard_fail(code ? code : STM_EFORMAT);
    memcpy(&account_n, all.p, sizeof account_n);
    all = slice_cut(all, sizeof account_n, all.n);
    if (account_n > all.n)
        guard_fail(STM_EFORMAT);
    r->kept = (struct desk_kept){slice_cut(all, 0, account_n), slice_cut(all, account_n, all.n)};
}

static void read_pages(void *arg) {
    struct reading *r = arg;
    sqlite3_stmt *s = prepared(r->d, "SELECT name, page FROM document WHERE id IN " DOCS_OF " ORDER BY name", r->id, r->own);
    struct arena *tmp = arena_new(0);
    if (!tmp)
        guard_fail(STM_ENOMEM);
    arena_defer(r->own, free_arena, tmp);
    while (row(s)) {
        struct document *d = ARENA_NEW(r->a, struct document);
        d->arena = r->a;
        int code = unpack_page(desk_blob(s, 1), tmp, d);
        if (code)
            guard_fail(code);
        d->id = d->source.id = arena_slice(r->a, desk_text(s, 0));
        arena_reset(tmp);
        ARENA_MORE(r->a, r->docs, r->n, r->cap);
        r->docs[r->n++] = d;
    }
}

static int read_with(struct reading *r, void (*fn)(void *)) {
    r->own = arena_new(0);
    int code = r->own ? guard_run(fn, r) : STM_ENOMEM;
    arena_free(r->own);
    return code;
}

int desk_kept(struct desk *d, slice id, uint64_t key, struct arena *a, struct desk_kept *out) {
    struct reading r = {.d = d, .id = id, .key = key, .a = a};
    int code = read_with(&r, read_kept);
    *out = r.kept;
    return code;
}

int desk_shown_pages(struct desk *d, slice id, struct arena *a, struct document ***docs, uint32_t *n) {
    struct reading r = {.d = d, .id = id, .a = a};
    int code = read_with(&r, read_pages);
    *docs = r.docs;
    *n = r.n;
    return code;
}

/* ---- keeping --------------------------------------------------------------------------------------------- */

struct ready {
    char id[80];
    uint64_t key;
    struct desk_made_of parts;
    uint32_t reports;
    slice packed;         /* in its arena */
    struct arena *a;
    bool machine;         /* no fix speaks of it: the counts are the machine's story's too */
    uint32_t origins, conflicts;
};

struct keeping {
    struct desk *d;
    struct arena *own;
    struct desk_keep_at *at;
    int threads;
    struct ready v[STORIES];
    uint32_t n;
    struct desk_keep_at last; /* that was looked at */
    bool more;
};

/* The next stories, the largest first, whose account is not there as it should be. */
static void choose(void *arg) {
    struct keeping *g = arg;
    struct desk_keep_at *at = g->at;
    sqlite3_stmt *s = prepared(g->d, "SELECT id, documents FROM (SELECT id, documents FROM story WHERE id NOT IN (SELECT story FROM"
                                     " fix_hidden) UNION ALL SELECT id, documents FROM fix_story) WHERE documents >= ?2 AND"
                                     " (documents < ?3 OR (documents = ?3 AND id > ?1)) ORDER BY documents DESC, id",
                               slice_str(at->id), g->own);
    sqlite3_bind_int64(s, 2, KEPT_FROM);
    sqlite3_bind_int64(s, 3, at->reports);
    sqlite3_stmt *there = prepared(g->d, "SELECT 1 FROM kept WHERE story = ?1 AND key = ?2", (slice){0}, g->own);
    uint32_t reports = 0;
    g->last = *at;
    while (row(s)) {
        slice id = desk_text(s, 0);
        if (id.n >= sizeof g->last.id)
            continue;
        if (g->n == STORIES || (g->n && reports + sqlite3_column_int64(s, 1) > REPORTS)) {
            g->more = true;
            break;
        }
        memcpy(g->last.id, id.p, id.n);
        g->last.id[id.n] = 0;
        g->last.reports = sqlite3_column_int64(s, 1);
        struct ready *r = &g->v[g->n];
        *r = (struct ready){0};
        memcpy(r->id, g->last.id, sizeof r->id);
        int code = desk_shown_key(g->d, slice_str(r->id), &r->key, &r->reports);
        if (code && code != STM_EEMPTY)
            guard_fail(code);
        desk_bind(there, 1, slice_str(r->id));
        sqlite3_bind_int64(there, 2, (int64_t)r->key);
        bool fine = code || row(there);
        sqlite3_reset(there);
        if (fine)
            continue;
        reports += r->reports;
        g->n++;
        code = desk_shown_parts(g->d, slice_str(r->id), false, &r->parts);
        if (code)
            guard_fail(code);
    }
}

static int add_bytes(void *arg, const char *p, size_t n) {
    buf_add(arg, p, n);
    return 0;
}

struct writing {
    struct ready *r;
    const struct account *acc;
    struct arena *tmp;
    bool light;
};

/* The members of an object, without its braces. */
static slice members(struct writing *w, bool fixes) {
    struct buf b = {.a = w->tmp};
    struct out *o = arena_alloc(w->tmp, sizeof *o);
    out_init(o, add_bytes, &b);
    jout_open(o, NULL, '{');
    if (fixes)
        account_fixes_keys(w->acc, w->r->a, o);
    else
        account_key(w->acc, "account", w->light ? ACCOUNT_ALL | ACCOUNT_LIGHT : ACCOUNT_ALL, o);
    jout_close(o, '}');
    if (out_flush(o))
        guard_fail(o->error);
    slice s = buf_take(&b);
    return slice_cut(s, 1, s.n - 1);
}

static void write_ready(void *arg) {
    struct writing *w = arg;
    struct buf all = {.a = w->tmp}, packed = {.a = w->r->a};
    slice account = members(w, false), fixes = members(w, true);
    buf_add(&all, (const char *)&account.n, sizeof account.n);
    buf_slice(&all, account);
    buf_slice(&all, fixes);
    pack_bytes(buf_take(&all), w->tmp, &packed);
    w->r->packed = buf_take(&packed);
}

static void make_one(struct ready *r, int threads) {
    struct account *acc = NULL;
    int code = desk_shown_make(&r->parts, threads, &acc);
    if (code)
        guard_fail(code);
    struct writing w = {r, acc, arena_new(0), r->reports >= DESK_LIGHT_FROM};
    r->a = arena_new(0);
    code = w.tmp && r->a ? guard_run(write_ready, &w) : STM_ENOMEM;
    r->machine = !acc->fixes;
    if (acc->stories.stories_n)
        desk_counts_of(acc, 0, &r->origins, &r->conflicts);
    arena_free(w.tmp);
    account_free(acc);
    if (code)
        guard_fail(code);
}

static void make_each(void *arg, size_t i) {
    struct keeping *g = arg;
    make_one(&g->v[i], g->n == 1 ? g->threads : 1);
}

static void write_all(void *arg) {
    struct keeping *g = arg;
    sqlite3_stmt *s = prepared(g->d, "INSERT OR REPLACE INTO kept VALUES (?1, ?2, ?3)", (slice){0}, g->own);
    sqlite3_stmt *counts = prepared(g->d, "UPDATE story SET origins = ?2, conflicts = ?3 WHERE id = ?1", (slice){0}, g->own);
    for (uint32_t i = 0; i < g->n; i++) {
        struct ready *r = &g->v[i];
        uint64_t key;
        uint32_t n;
        /* somebody may have added, forgotten or corrected meanwhile: what was forgotten must not come back */
        if (desk_shown_key(g->d, slice_str(r->id), &key, &n) || key != r->key)
            continue;
        sqlite3_reset(s);
        desk_bind(s, 1, slice_str(r->id));
        sqlite3_bind_int64(s, 2, (int64_t)r->key);
        sqlite3_bind_blob(s, 3, r->packed.p, (int)r->packed.n, SQLITE_STATIC);
        row(s);
        if (!r->machine)
            continue;
        sqlite3_reset(counts);
        desk_bind(counts, 1, slice_str(r->id));
        sqlite3_bind_int64(counts, 2, r->origins);
        sqlite3_bind_int64(counts, 3, r->conflicts);
        row(counts);
    }
}

static void sweep(void *arg) {
    struct keeping *g = arg;
    row(prepared(g->d, "DELETE FROM kept WHERE story NOT IN (SELECT id FROM story UNION ALL SELECT id FROM fix_story)", (slice){0},
                 g->own));
}

/* Runs fn in a transaction. */
static int in_one(struct keeping *g, const char *begin, void (*fn)(void *)) {
    int code = desk_run(g->d, begin);
    if (code)
        return code;
    g->own = arena_new(0);
    code = g->own ? guard_run(fn, g) : STM_ENOMEM;
    arena_free(g->own);
    if (!code)
        code = desk_run(g->d, "COMMIT");
    if (code)
        desk_run(g->d, "ROLLBACK");
    return code;
}

int desk_keep_some(struct desk *d, int threads, struct desk_keep_at *at, bool *more) {
    struct keeping g = {.d = d, .at = at, .threads = threads > 0 ? threads : cpu_count()};
    if (!*at->id && !at->reports)
        at->reports = INT64_MAX;
    int code = in_one(&g, "BEGIN", choose);
    if (!code && g.n)
        code = parallel_for(g.threads, g.n, make_each, &g);
    if (!code && g.n)
        code = in_one(&g, "BEGIN IMMEDIATE", write_all);
    if (!code && !g.more)
        code = in_one(&g, "BEGIN IMMEDIATE", sweep);
    for (uint32_t i = 0; i < g.n; i++) {
        desk_shown_drop(&g.v[i].parts);
        arena_free(g.v[i].a);
    }
    *at = g.last;
    *more = !code && g.more;
    return code;
}

/* ---- forgetting ------------------------------------------------------------------------------------------ */

static void forget(void *arg) {
    struct keying *k = arg;
    /* what is kept of a story that is still the machine's is made of its reports alone, as long as there is no fix: those
     * may bring words of others */
    static const char *const sql[] = {
        "DELETE FROM kept WHERE story NOT IN (SELECT id FROM story) OR EXISTS (SELECT 1 FROM fix)",
        "DELETE FROM kept WHERE story IN (SELECT m.story FROM member AS m JOIN document AS d ON d.id = m.doc WHERE d.name = ?1 OR"
        " d.address = (SELECT address FROM document WHERE name = ?1))"};
    for (size_t i = 0; i < NELEMS(sql); i++)
        row(prepared(k->d, sql[i], i ? k->id : (slice){0}, k->a));
}

int desk_kept_forget(struct desk *d, slice name) {
    struct keying k = {.d = d, .a = arena_new(0), .id = name};
    int code = k.a ? guard_run(forget, &k) : STM_ENOMEM;
    arena_free(k.a);
    return code;
}
