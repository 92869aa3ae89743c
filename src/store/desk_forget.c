/* Forgetting: a document's rows, its words in the index, what was made out of it, and every page of the
 * file and of the journal that held any of it.
 *
 * SQLite's secure_delete overwrites freed cells and pages; an FTS5 index keeps a deleted document's words
 * until its segments are merged, so they are merged at once; the journal is emptied at the end; and the
 * stories, whose titles are words of documents, are made out anew. */
#include "desk.h"
#include "pack.h"

struct forgetting {
    struct desk *d;
    sqlite3_stmt *find, *unindex, *drop;
    struct arena *a;
    slice name;
    bool found;
};

static int step(sqlite3_stmt *s) {
    int code = desk_status(sqlite3_step(s));
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return code;
}

/* The named document and the other captures of its address. */
static void drop_all(void *arg) {
    struct forgetting *g = arg;
    desk_bind(g->find, 1, g->name);
    int64_t *ids = NULL;
    uint32_t n = 0, cap = 0;
    int rc, code = 0;
    while ((rc = sqlite3_step(g->find)) == SQLITE_ROW) {
        struct document *d = ARENA_NEW(g->a, struct document);
        d->arena = g->a;
        code = unpack_page(desk_blob(g->find, 1), g->a, d);
        if (code)
            guard_fail(code);
        int64_t id = sqlite3_column_int64(g->find, 0);
        /* an index without content is told the words that go */
        sqlite3_bind_int64(g->unindex, 1, id);
        desk_bind(g->unindex, 2, d->page.title.p ? d->page.title : S(""));
        desk_bind(g->unindex, 3, d->page.text);
        code = step(g->unindex);
        if (code)
            guard_fail(code);
        ARENA_MORE(g->a, ids, n, cap);
        ids[n++] = id;
    }
    code = desk_status(rc);
    for (uint32_t i = 0; !code && i < n; i++) {
        sqlite3_bind_int64(g->drop, 1, ids[i]);
        code = step(g->drop);
    }
    if (code)
        guard_fail(code);
    g->found = n > 0;
}

int desk_forget(struct desk *d, slice name) {
    struct forgetting g = {.d = d, .a = arena_new(0), .name = name};
    if (!g.a)
        return STM_ENOMEM;
    int code = desk_run(d, "BEGIN IMMEDIATE");
    if (code) {
        arena_free(g.a);
        return code;
    }
    g.find = desk_prepare(d, "SELECT id, page FROM document WHERE name = ?1 OR address = (SELECT address"
                             " FROM document WHERE name = ?1)", &code);
    if (!code)
        g.unindex = desk_prepare(d, "INSERT INTO body_index (body_index, rowid, title, body)"
                                    " VALUES ('delete', ?, ?, ?)", &code);
    if (!code)
        g.drop = desk_prepare(d, "DELETE FROM document WHERE id = ?", &code);
    if (!code)
        code = guard_run(drop_all, &g);
    sqlite3_finalize(g.find);
    sqlite3_finalize(g.unindex);
    sqlite3_finalize(g.drop);
    arena_free(g.a);
    if (!code && !g.found)
        code = STM_EEMPTY;
    if (!code)
        code = desk_run(d, "INSERT INTO body_index (body_index) VALUES ('optimize');"
                           "UPDATE document SET story = NULL; DELETE FROM story;"
                           "UPDATE setting SET value = 1 WHERE name = 'stale'; COMMIT");
    if (code) {
        desk_run(d, "ROLLBACK");
        return code;
    }
    return desk_run(d, "PRAGMA wal_checkpoint(TRUNCATE)");
}
