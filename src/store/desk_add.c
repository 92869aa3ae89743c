/* Adding: documents are read and packed on all threads, and put in, in order, by the one that hands
 * them over; some at a time in one transaction, each of them whole.
 *
 * What is there already is known by a hash over its bytes and its address, and is passed over before it
 * is read; the hashes of the whole desk are held in memory while adding (8 bytes a document). */
#include "desk.h"
#include "pack.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 64 /* documents in a transaction */ };

struct adding {
    struct desk *d;
    struct desk_counts *counts;
    void (*skipped)(void *, const struct skip *);
    void *arg;
    struct arena *arena;
    uint64_t *known; /* sorted */
    size_t known_n;
    sqlite3_stmt *insert, *index, *named, *newer, *older, *known_key;
    struct document *held[BATCH]; /* for the next transaction: one is open only while it is written, so */
    uint32_t held_n;              /* that another writer need not wait for our reading */
};

/* By what came from outside alone, so that it is known before the page is read: one text may stand at
 * two addresses. */
static void key_of(const struct source *s, uint8_t key[32]) {
    memcpy(key, s->sha256, 32);
    uint64_t h = s->given.url.p ? hash64(s->given.url.p, s->given.url.n) : 0;
    for (int i = 0; i < 8; i++)
        key[i] ^= (uint8_t)(h >> 8 * i);
}

static uint64_t short_key(const uint8_t key[32]) {
    uint64_t v;
    memcpy(&v, key, sizeof v);
    return v;
}

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void load_known(void *arg) {
    struct adding *g = arg;
    int code;
    sqlite3_stmt *s = desk_prepare(g->d, "SELECT key FROM document", &code);
    uint32_t n = 0, cap = 0;
    int rc = SQLITE_DONE;
    while (s && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        slice key = desk_blob(s, 0);
        if (key.n != 32)
            continue;
        ARENA_MORE(g->arena, g->known, n, cap);
        g->known[n++] = short_key((const uint8_t *)key.p);
    }
    sqlite3_finalize(s);
    if (!code)
        code = desk_status(rc);
    if (code)
        guard_fail(code);
    g->known_n = n;
    if (n)
        qsort(g->known, n, sizeof *g->known, by_number);
}

/* In a reading thread, before the page is read. The desk's own UNIQUE key has the last word: this only
 * saves the reading. */
static bool is_known(void *arg, const struct source *src) {
    const struct adding *g = arg;
    uint8_t key[32];
    key_of(src, key);
    uint64_t v = short_key(key);
    return g->known_n && bsearch(&v, g->known, g->known_n, sizeof v, by_number);
}

/* ---- in the reading thread ---------------------------------------------------------------------------- */

/* Packed page and marks, one after the other, in `rendered`; where the second begins is in front. */
static void pack(void *arg, struct document *doc, struct arena *tmp) {
    (void)arg;
    struct buf page = {.a = tmp}, marks = {.a = tmp}, both = {.a = doc->arena};
    pack_page(doc, tmp, &page);
    pack_marks(doc, tmp, &marks);
    buf_add(&both, (const char *)&page.n, sizeof page.n);
    buf_add(&both, page.p, page.n);
    buf_add(&both, marks.p, marks.n);
    doc->rendered = buf_take(&both);
}

/* ---- where documents are handed over -------------------------------------------------------------------- */

static int step(sqlite3_stmt *s) {
    int rc = sqlite3_step(s);
    int code = desk_status(rc);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return code;
}

static int has(sqlite3_stmt *s, int *code) {
    int rc = sqlite3_step(s);
    *code = desk_status(rc);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return rc == SQLITE_ROW;
}

/* The document's name, made unlike any on the desk. */
static int free_name(struct adding *g, const struct document *doc, char *name, size_t size) {
    char head[9] = {0};
    hex(doc->source.sha256, 4, head);
    int n = doc->source.id.n > 400 ? 400 : (int)doc->source.id.n;
    for (unsigned try = 1; try < 1000000; try++) {
        if (try == 1)
            snprintf(name, size, "%.*s", n, doc->source.id.p);
        else if (try == 2)
            snprintf(name, size, "%.*s-%s", n, doc->source.id.p, head);
        else
            snprintf(name, size, "%.*s-%s-%u", n, doc->source.id.p, head, try - 1);
        int code;
        sqlite3_bind_text(g->named, 1, name, -1, SQLITE_STATIC);
        if (!has(g->named, &code))
            return code;
    }
    return STM_ELIMIT;
}

/* Versions of an address are ordered by what they say of themselves, then by their bytes, so that the
 * order of adding does not matter. */
static void stamp_of(const struct document *doc, char *out, size_t size) {
    char sha[65] = {0};
    hex(doc->source.sha256, 32, sha);
    slice when = doc->page.modified.p ? doc->page.modified : doc->page.published;
    snprintf(out, size, "%.*s %s", when.n > 40 ? 40 : (int)when.n, when.p ? when.p : "", sha);
}

static int put(struct adding *g, const struct document *doc) {
    const struct page *p = &doc->page;
    uint8_t key[32];
    key_of(&doc->source, key);
    int code;
    sqlite3_bind_blob(g->known_key, 1, key, 32, SQLITE_STATIC);
    if (has(g->known_key, &code) || code) {
        g->counts->known += !code;
        return code;
    }
    char name[512], stamp[128];
    code = free_name(g, doc, name, sizeof name);
    if (code)
        return code;
    stamp_of(doc, stamp, sizeof stamp);
    bool newest = true;
    uint64_t address = p->url.p ? hash64(p->url.p, p->url.n) : 0;
    if (p->url.p) {
        sqlite3_bind_int64(g->newer, 1, (sqlite3_int64)address);
        sqlite3_bind_text(g->newer, 2, stamp, -1, SQLITE_STATIC);
        newest = !has(g->newer, &code);
        if (!code && newest) {
            sqlite3_bind_int64(g->older, 1, (sqlite3_int64)address);
            code = step(g->older);
        }
        if (code)
            return code;
    }
    uint32_t page_n;
    memcpy(&page_n, doc->rendered.p, sizeof page_n);
    slice page = slice_cut(doc->rendered, 4, 4 + page_n);
    slice marks = slice_cut(doc->rendered, 4 + page_n, doc->rendered.n);
    sqlite3_stmt *s = g->insert;
    sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 2, key, 32, SQLITE_STATIC);
    if (p->url.p)
        sqlite3_bind_int64(s, 3, (sqlite3_int64)address);
    sqlite3_bind_int(s, 4, newest);
    sqlite3_bind_text(s, 5, stamp, -1, SQLITE_STATIC);
    desk_bind(s, 6, doc->source.file);
    desk_bind(s, 7, doc->source.record);
    desk_bind(s, 8, p->url);
    desk_bind(s, 9, p->site_name);
    desk_bind(s, 10, p->title);
    desk_bind(s, 11, p->published);
    desk_bind(s, 12, p->language);
    sqlite3_bind_int64(s, 13, p->words);
    sqlite3_bind_blob(s, 14, page.p, (int)page.n, SQLITE_STATIC);
    sqlite3_bind_blob(s, 15, marks.p, (int)marks.n, SQLITE_STATIC);
    code = step(s);
    if (code)
        return code;
    sqlite3_bind_int64(g->index, 1, sqlite3_last_insert_rowid(g->d->db));
    desk_bind(g->index, 2, p->title.p ? p->title : S(""));
    desk_bind(g->index, 3, p->text);
    code = step(g->index);
    if (!code)
        g->counts->added++;
    return code;
}

static int commit(struct adding *g) {
    if (!g->held_n)
        return 0;
    struct desk_counts before = *g->counts;
    int code = desk_run(g->d, "BEGIN IMMEDIATE");
    for (uint32_t i = 0; !code && i < g->held_n; i++)
        code = put(g, g->held[i]);
    if (!code)
        code = desk_run(g->d, "UPDATE setting SET value = 1 WHERE name = 'stale'; COMMIT");
    if (code) { /* all or nothing: these are read again next time */
        desk_run(g->d, "ROLLBACK");
        *g->counts = before;
    }
    for (uint32_t i = 0; i < g->held_n; i++)
        doc_free(g->held[i]);
    g->held_n = 0;
    return code;
}

static int take(void *arg, struct document *doc, const struct skip *skip) {
    struct adding *g = arg;
    if (doc) {
        g->held[g->held_n++] = doc;
        return g->held_n == BATCH ? commit(g) : 0;
    }
    if (skip->code == STM_OK) {
        g->counts->known++;
    } else {
        g->counts->skipped++;
        if (g->skipped)
            g->skipped(g->arg, skip);
    }
    return 0;
}

int desk_add(struct desk *d, const char *const *paths, size_t n, const struct doc_options *options,
             void (*skipped)(void *, const struct skip *),
             void (*progress)(void *, const struct doc_progress *), void *arg,
             struct desk_counts *counts, stm_err *err) {
    *counts = (struct desk_counts){0};
    struct adding g = {.d = d, .counts = counts, .skipped = skipped, .arg = arg,
                       .arena = arena_new(0)};
    int code = g.arena ? guard_run(load_known, &g) : STM_ENOMEM;
    static const char *const sql[] = {
        "INSERT INTO document (name, key, address, newest, stamp, file, record, url, site_name, title,"
        " published, language, words, page, marks) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        "INSERT INTO body_index (rowid, title, body) VALUES (?,?,?)",
        "SELECT 1 FROM document WHERE name = ?",
        "SELECT 1 FROM document WHERE address = ? AND stamp > ?",
        "UPDATE document SET newest = 0 WHERE address = ?",
        "SELECT 1 FROM document WHERE key = ?"};
    sqlite3_stmt **const to[] = {&g.insert, &g.index, &g.named, &g.newer, &g.older, &g.known_key};
    for (size_t i = 0; !code && i < NELEMS(sql); i++)
        *to[i] = desk_prepare(d, sql[i], &code);
    struct doc_options o = *options;
    o.finish = pack;
    o.known = is_known;
    o.known_arg = &g;
    struct doc_reader *r = NULL;
    if (!code)
        code = doc_reader_new(&r, &o, err);
    if (!code)
        code = doc_read_all(r, paths, n, take, &g, progress, arg);
    int last = code == STM_EIO ? 0 : commit(&g); /* what was read before a failure is kept */
    if (!code)
        code = last;
    for (uint32_t i = 0; i < g.held_n; i++)
        doc_free(g.held[i]);
    doc_reader_free(r);
    for (size_t i = 0; i < NELEMS(sql); i++)
        sqlite3_finalize(*to[i]);
    arena_free(g.arena);
    return code;
}
