/* Forgetting: a document's rows, its words in the index, what was made out of it, and every page of the
 * file and of the journal that held any of it.
 *
 * SQLite's secure_delete overwrites freed cells and pages; an FTS5 index keeps a deleted document's words
 * until its segments are merged, so they are merged at once; the journal is emptied at the end; and
 * stories whose titles may be words of it go, to be made out anew. */
#include "desk_near.h"
#include "fixes.h"
#include "pack.h"

#include <stdio.h>

struct gone;
struct forgetting {
    struct desk *d;
    struct arena *a;
    slice name;
    struct desk_names names;
    bool found;
    struct gone *gone;
    uint32_t gone_n;
};

struct gone {
    int64_t id;
    bool report;
    char base[DESK_NAME];
    slice file;
};

/* The named document and the other captures of its address. */
static void drop_all(void *arg) {
    struct forgetting *g = arg;
    struct near_run *r = ARENA_NEW(g->a, struct near_run);
    near_begin(r, g->d, g->a);
    struct gone *v = NULL;
    uint32_t n = 0, cap = 0;
    sqlite3_stmt *s = near_sql(r, 25, "SELECT d.id, r.base FROM document AS d LEFT JOIN report AS r ON r.doc = d.id WHERE"
                                      " d.name = ?1 OR d.address = (SELECT address FROM document WHERE name = ?1)");
    desk_bind(s, 1, g->name);
    while (near_step(s)) {
        ARENA_MORE(g->a, v, n, cap);
        slice base = desk_text(s, 1);
        v[n] = (struct gone){.id = sqlite3_column_int64(s, 0), .report = base.p != NULL};
        snprintf(v[n].base, sizeof v[n].base, "%.*s", base.n > 400 ? 400 : (int)base.n, base.p ? base.p : "");
        n++;
    }
    for (uint32_t i = 0; i < n; i++) {
        s = near_sql(r, 26, "SELECT page FROM document WHERE id = ?");
        sqlite3_bind_int64(s, 1, v[i].id);
        if (!near_step(s))
            guard_fail(STM_EFORMAT);
        struct document *d = ARENA_NEW(g->a, struct document);
        d->arena = g->a;
        int code = unpack_page(desk_blob(s, 0), g->a, d);
        sqlite3_reset(s);
        if (code)
            guard_fail(code);
        v[i].file = d->source.file;
        code = desk_fix_forget(g->d, d->source.sha256);
        if (code)
            guard_fail(code);
        /* an index without content is told the words that go */
        s = near_sql(r, 27, "INSERT INTO body_index (body_index, rowid, title, body) VALUES ('delete', ?, ?, ?)");
        sqlite3_bind_int64(s, 1, v[i].id);
        desk_bind(s, 2, d->page.title.p ? d->page.title : S(""));
        desk_bind(s, 3, d->page.text);
        near_do(s);
        if (v[i].report)
            near_unlink(r, v[i].id);
        s = near_sql(r, 28, "DELETE FROM document WHERE id = ?");
        sqlite3_bind_int64(s, 1, v[i].id);
        near_do(s);
        if (v[i].report && *v[i].base)
            code = desk_names_left(&g->names, v[i].base, v[i].id);
        if (code)
            guard_fail(code);
    }
    g->found = n > 0;
    g->gone = v;
    g->gone_n = n;
}

/* STM_ESTOP: somebody else reads the desk and has done so for as long as we wait. */
static int empty_journal(struct desk *d) {
    int code;
    sqlite3_stmt *s = desk_prepare(d, "PRAGMA wal_checkpoint(TRUNCATE)", &code);
    if (code)
        return code;
    int rc = sqlite3_step(s);
    code = rc == SQLITE_ROW && sqlite3_column_int(s, 0) ? STM_ESTOP : desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

int desk_forget(struct desk *d, slice name) {
    struct forgetting g = {.d = d, .a = arena_new(0), .name = name};
    if (!g.a)
        return STM_ENOMEM;
    int code = desk_run(d, "BEGIN IMMEDIATE");
    int64_t linked = 0;
    if (!code)
        code = desk_setting(d, "linked", &linked);
    if (!code)
        code = desk_names_open(&g.names, d);
    if (!code)
        code = desk_kept_forget(d, name);
    if (!code)
        code = guard_run(drop_all, &g);
    desk_names_close(&g.names);
    if (!code && !g.found)
        code = STM_EEMPTY;
    if (!code)
        code = desk_fix_forget(d, NULL);
    if (!code)
        code = desk_run(d, linked ? "" : "DELETE FROM story; DELETE FROM alias");
    if (!code)
        code = desk_run(d, "INSERT INTO body_index (body_index) VALUES ('optimize');"
                           "UPDATE setting SET value = 1 WHERE name = 'stale'; COMMIT");
    if (code) {
        desk_run(d, "ROLLBACK");
        arena_free(g.a);
        return code;
    }
    for (uint32_t i = 0; i < g.gone_n; i++)
        desk_file_forget(d, g.gone[i].file);
    arena_free(g.a);
    return empty_journal(d);
}
