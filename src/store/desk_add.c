/* Adding: documents are read and packed on all threads, and put in, in order, by the one that hands
 * them over; some at a time in one transaction, each of them whole.
 *
 * What is there already is known by a hash over its bytes and its address, and is passed over before it
 * is read: reading threads look that up over a connection of their own. */
#include "desk_near.h"
#include "pack.h"

#include <pthread.h>
#include <stdio.h>

enum { BATCH = 64 /* documents in a transaction */, NAME = DESK_NAME };

struct adding {
    struct desk *d;
    struct desk_counts *counts;
    void (*skipped)(void *, const struct skip *);
    void *arg;
    sqlite3_stmt *insert, *index, *newer, *older, *known_key, *report, *older_report, *gone;
    struct desk_names names;
    sqlite3 *beside;            /* to look up what is known */
    sqlite3_stmt *beside_key;
    pthread_mutex_t lock;       /* of the two */
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

/* In a reading thread, before the page is read. The desk's own UNIQUE key has the last word: this only
 * saves the reading. */
static bool is_known(void *arg, const struct source *src) {
    struct adding *g = arg;
    uint8_t key[32];
    key_of(src, key);
    pthread_mutex_lock(&g->lock);
    sqlite3_bind_blob(g->beside_key, 1, key, 32, SQLITE_STATIC);
    bool known = sqlite3_step(g->beside_key) == SQLITE_ROW;
    sqlite3_reset(g->beside_key);
    pthread_mutex_unlock(&g->lock);
    return known;
}

static int open_beside(struct adding *g) {
    const char *path = sqlite3_db_filename(g->d->db, "main");
    int rc = sqlite3_open_v2(path, &g->beside, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(g->beside, "SELECT 1 FROM document WHERE key = ?", -1, &g->beside_key, NULL);
    return desk_status(rc);
}

/* ---- in the reading thread ---------------------------------------------------------------------------- */

/* Packed page, packed marks and key, one after the other, in `rendered`; the lengths of the first two in front. */
static void pack(void *arg, struct document *doc, struct arena *tmp) {
    (void)arg;
    struct buf page = {.a = tmp}, marks = {.a = tmp}, all = {.a = doc->arena};
    pack_page(doc, tmp, &page);
    pack_marks(doc, tmp, &marks);
    slice key = near_key(doc, tmp, tmp);
    buf_add(&all, (const char *)&page.n, sizeof page.n);
    buf_add(&all, (const char *)&marks.n, sizeof marks.n);
    buf_add(&all, page.p, page.n);
    buf_add(&all, marks.p, marks.n);
    buf_slice(&all, key);
    doc->rendered = buf_take(&all);
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

/* Versions of an address are ordered by what they say of themselves, then by their bytes, so that the
 * order of adding does not matter. */
static void stamp_of(const struct document *doc, char *out, size_t size) {
    char sha[65] = {0};
    hex(doc->source.sha256, 32, sha);
    slice when = doc->page.modified.p ? doc->page.modified : doc->page.published;
    snprintf(out, size, "%.*s %s", when.n > 40 ? 40 : (int)when.n, when.p ? when.p : "", sha);
}

/* The newest version so far of this address, if there is one: it is not that any more. */
static int supersede(struct adding *g, int64_t address) {
    struct desk_twin t;
    sqlite3_bind_int64(g->older_report, 1, address);
    int rc = sqlite3_step(g->older_report), code = desk_status(rc);
    if (rc == SQLITE_ROW)
        desk_twin_read(g->older_report, &t);
    sqlite3_reset(g->older_report);
    if (code || rc != SQLITE_ROW)
        return code;
    char name[NAME];
    code = desk_name(&g->names, slice_str(t.base), '@', t.sum, t.key, name);
    if (!code) {
        sqlite3_bind_text(g->older, 1, name, -1, SQLITE_STATIC);
        sqlite3_bind_int64(g->older, 2, t.id);
        code = step(g->older);
    }
    if (!code) {
        sqlite3_bind_int64(g->gone, 1, t.id); /* its links go when stories are made out */
        code = step(g->gone);
    }
    return code ? code : desk_names_left(&g->names, t.base, t.id);
}

static int put_report(struct adding *g, const struct document *doc, slice point) {
    int64_t id = sqlite3_last_insert_rowid(g->d->db);
    char base[NAME];
    snprintf(base, sizeof base, "%.*s", doc->source.id.n > 400 ? 400 : (int)doc->source.id.n, doc->source.id.p);
    sqlite3_bind_int64(g->report, 1, id);
    sqlite3_bind_text(g->report, 2, base, -1, SQLITE_STATIC);
    sqlite3_bind_blob(g->report, 3, point.p, (int)point.n, SQLITE_STATIC);
    int code = step(g->report);
    return code ? code : desk_names_joined(&g->names, base, id);
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
    char name[NAME], stamp[128];
    stamp_of(doc, stamp, sizeof stamp);
    bool newest = true;
    int64_t address = p->url.p ? (int64_t)hash64(p->url.p, p->url.n) : 0;
    if (p->url.p) {
        sqlite3_bind_int64(g->newer, 1, address);
        sqlite3_bind_text(g->newer, 2, stamp, -1, SQLITE_STATIC);
        newest = !has(g->newer, &code);
        if (!code && newest)
            code = supersede(g, address);
        if (code)
            return code;
    }
    uint32_t n = 0;
    struct desk_twin other;
    slice base = doc->source.id;
    if (newest) {
        char plain[NAME];
        snprintf(plain, sizeof plain, "%.*s", base.n > 400 ? 400 : (int)base.n, base.p);
        code = desk_names_same(&g->names, plain, 0, &other, &n);
        if (code)
            return code;
    }
    code = desk_name(&g->names, base, !newest ? '@' : n ? '-' : 0, doc->source.sha256, key, name);
    if (code)
        return code;
    uint32_t page_n, marks_n;
    memcpy(&page_n, doc->rendered.p, sizeof page_n);
    memcpy(&marks_n, doc->rendered.p + 4, sizeof marks_n);
    slice page = slice_cut(doc->rendered, 8, 8 + page_n);
    slice marks = slice_cut(doc->rendered, 8 + page_n, 8 + page_n + marks_n);
    slice point = slice_cut(doc->rendered, 8 + page_n + marks_n, doc->rendered.n);
    sqlite3_stmt *s = g->insert;
    sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 2, key, 32, SQLITE_STATIC);
    if (p->url.p)
        sqlite3_bind_int64(s, 3, address);
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
    int64_t id = sqlite3_last_insert_rowid(g->d->db);
    if (newest)
        code = put_report(g, doc, point);
    if (code)
        return code;
    sqlite3_bind_int64(g->index, 1, id);
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
    struct adding g = {.d = d, .counts = counts, .skipped = skipped, .arg = arg};
    pthread_mutex_init(&g.lock, NULL);
    int code = open_beside(&g);
    static const char *const sql[] = {
        "INSERT INTO document (name, key, address, newest, stamp, file, record, url, site_name, title,"
        " published, language, words, page, marks) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        "INSERT INTO body_index (rowid, title, body) VALUES (?,?,?)",
        "SELECT 1 FROM document WHERE address = ? AND stamp > ?",
        "UPDATE document SET newest = 0, name = ? WHERE id = ?",
        "SELECT 1 FROM document WHERE key = ?",
        "INSERT INTO report VALUES (?, ?, 0, ?)",
        "SELECT d.id, d.key, d.stamp, r.base FROM document AS d JOIN report AS r ON r.doc = d.id WHERE d.address = ?"
        " AND d.newest",
        "UPDATE report SET state = 2, base = '' WHERE doc = ?"};
    sqlite3_stmt **const to[] = {&g.insert, &g.index, &g.newer, &g.older, &g.known_key, &g.report,
                                 &g.older_report, &g.gone};
    for (size_t i = 0; !code && i < NELEMS(sql); i++)
        *to[i] = desk_prepare(d, sql[i], &code);
    if (!code)
        code = desk_names_open(&g.names, d);
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
    desk_names_close(&g.names);
    sqlite3_finalize(g.beside_key);
    sqlite3_close(g.beside);
    pthread_mutex_destroy(&g.lock);
    return code;
}
