/* The fixes' rows. */
#include "desk.h"
#include "fixes.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct loading_fixes {
    struct desk *d;
    struct arena *a;
    struct fix *p;
    uint32_t n, cap;
    int code;
};

static slice kept(struct arena *a, slice s) { return s.p ? arena_slice(a, s) : s; }

static void load(void *arg) {
    struct loading_fixes *g = arg;
    sqlite3_stmt *s = desk_prepare(g->d, "SELECT kind, args, note, at, undone FROM fix ORDER BY seq", &g->code);
    int rc = SQLITE_DONE;
    while (s && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        struct fix f;
        if (fix_read(desk_text(s, 0), desk_text(s, 1), g->a, &f))
            continue; /* of a later version, or damaged: it does nothing */
        f.note = kept(g->a, desk_text(s, 2));
        f.at = kept(g->a, desk_text(s, 3));
        f.undone = kept(g->a, desk_text(s, 4));
        ARENA_MORE(g->a, g->p, g->n, g->cap);
        g->p[g->n++] = f;
    }
    if (!g->code)
        g->code = desk_status(rc);
    sqlite3_finalize(s);
}

int desk_fixes(struct desk *d, struct arena *a, struct fix **out, uint32_t *n) {
    struct loading_fixes g = {.d = d, .a = a};
    int code = guard_run(load, &g);
    *out = g.p;
    *n = g.n;
    return code ? code : g.code;
}

static int changed(struct desk *d) {
    return desk_run(d, "UPDATE setting SET value = 1 WHERE name = 'fix_stale'");
}

static int put_one(struct desk *d, const struct fix *f, const char *at, uint32_t *put) {
    int code, before = sqlite3_total_changes(d->db);
    sqlite3_stmt *s = desk_prepare(
        d, "INSERT INTO fix (id, seq, kind, args, note, at, undone) VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM fix),"
           " ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, undone = NULL, at = excluded.at,"
           " note = coalesce(excluded.note, note) WHERE undone IS NOT NULL AND excluded.undone IS NULL", &code);
    if (code)
        return code;
    desk_bind(s, 1, f->id);
    desk_bind(s, 2, slice_str(fix_kind_names[f->kind]));
    desk_bind(s, 3, f->args);
    desk_bind(s, 4, f->note);
    desk_bind(s, 5, f->at.p ? f->at : slice_str(at));
    desk_bind(s, 6, f->undone);
    code = desk_status(sqlite3_step(s));
    sqlite3_finalize(s);
    if (put && !code)
        *put += sqlite3_total_changes(d->db) != before;
    return code;
}

int desk_fix_put(struct desk *d, const struct fix *f, uint32_t n, const char *at, uint32_t *put) {
    if (put)
        *put = 0;
    int code = desk_run(d, "BEGIN IMMEDIATE");
    if (code)
        return code;
    int64_t there = 0;
    sqlite3_stmt *s = desk_prepare(d, "SELECT count(*) FROM fix", &code);
    if (!code && sqlite3_step(s) == SQLITE_ROW)
        there = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    if (!code && there + n > FIX_MOST)
        code = STM_ELIMIT;
    for (uint32_t i = 0; !code && i < n; i++)
        code = put_one(d, &f[i], at, put);
    if (!code)
        code = changed(d);
    if (!code)
        code = desk_run(d, "COMMIT");
    if (code)
        desk_run(d, "ROLLBACK");
    return code;
}

int desk_fix_undo(struct desk *d, slice id, bool undone, const char *at) {
    if (!id.n)
        return STM_EEMPTY;
    int code = desk_run(d, "BEGIN IMMEDIATE"), found = 0;
    if (code)
        return code;
    char whole[64] = "";
    sqlite3_stmt *s = desk_prepare(d, "SELECT id FROM fix WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2", &code);
    if (!code) {
        desk_bind(s, 1, id);
        int rc;
        while ((rc = sqlite3_step(s)) == SQLITE_ROW && found < 2) {
            slice t = desk_text(s, 0);
            found++;
            if (t.n < sizeof whole) {
                memcpy(whole, t.p, t.n);
                whole[t.n] = 0;
            }
        }
        if (rc != SQLITE_ROW)
            code = desk_status(rc); /* 0 at the end: that nothing more was found must not be for want of memory */
    }
    sqlite3_finalize(s);
    if (!code && found != 1)
        code = STM_EEMPTY;
    s = code ? NULL
             : desk_prepare(d, undone ? "UPDATE fix SET undone = coalesce(undone, ?2) WHERE id = ?1"
                                      : "UPDATE fix SET undone = NULL WHERE id = ?1", &code);
    if (!code) {
        sqlite3_bind_text(s, 1, whole, -1, SQLITE_STATIC);
        if (undone)
            sqlite3_bind_text(s, 2, at, -1, SQLITE_STATIC);
        code = desk_status(sqlite3_step(s));
    }
    sqlite3_finalize(s);
    if (!code)
        code = changed(d);
    if (!code)
        code = desk_run(d, "COMMIT");
    if (code)
        desk_run(d, "ROLLBACK");
    return code;
}

/* ---- forgetting ------------------------------------------------------------------------------------- */

struct fix_forgetting {
    struct desk *d;
    struct arena *a;
    const uint8_t *sha256; /* NULL: fixes of names that are nowhere any more */
};

static bool stands_somewhere(struct fix_forgetting *g, slice name) {
    struct buf b = {.a = g->a};
    buf_char(&b, '"');
    for (uint32_t i = 0; i < name.n; i++)
        buf_char(&b, name.p[i] == '"' || !name.p[i] ? ' ' : name.p[i]);
    buf_char(&b, '"');
    int code;
    sqlite3_stmt *s = desk_prepare(g->d, "SELECT 1 FROM body_index WHERE body_index MATCH ? LIMIT 1", &code);
    if (code)
        guard_fail(code);
    desk_bind(s, 1, buf_take(&b));
    bool there = sqlite3_step(s) == SQLITE_ROW;
    sqlite3_finalize(s);
    return there;
}

static void drop_fix(struct fix_forgetting *g, slice id) {
    int code;
    sqlite3_stmt *s = desk_prepare(g->d, "DELETE FROM fix WHERE id = ?", &code);
    if (!code) {
        desk_bind(s, 1, id);
        code = desk_status(sqlite3_step(s));
    }
    sqlite3_finalize(s);
    if (code)
        guard_fail(code);
}

static void forget_fixes(void *arg) {
    struct fix_forgetting *g = arg;
    struct fix *f;
    uint32_t n;
    int code = desk_fixes(g->d, g->a, &f, &n);
    if (code)
        guard_fail(code);
    for (uint32_t i = 0; i < n; i++) {
        bool goes = false;
        for (uint32_t k = 0; g->sha256 && k < f[i].groups_n && !goes; k++)
            for (uint32_t p = 0; p < f[i].groups[k].n && !goes; p++)
                goes = !memcmp(f[i].groups[k].p[p].sha256, g->sha256, 32);
        for (uint32_t k = 0; !g->sha256 && !f[i].groups_n && k < f[i].names_n && !goes; k++)
            goes = f[i].names[k].name.p && !stands_somewhere(g, f[i].names[k].name);
        if (goes)
            drop_fix(g, f[i].id);
    }
}

int desk_fix_forget(struct desk *d, const uint8_t *sha256) {
    struct fix_forgetting g = {d, arena_new(0), sha256};
    int code = g.a ? guard_run(forget_fixes, &g) : STM_ENOMEM;
    arena_free(g.a);
    if (!code && !sha256)
        code = desk_run(d, "DELETE FROM fix_member; DELETE FROM fix_story; DELETE FROM fix_hidden;"
                           "UPDATE setting SET value = 1 WHERE name = 'fix_stale'");
    return code;
}

void desk_files_path(struct desk *d, char *path, size_t size) {
    const char *file = sqlite3_db_filename(d->db, "main");
    snprintf(path, size, "%s-files", file ? file : "");
}

/* What was added by the reading room lies beside the desk: it goes with its last report. */
void desk_file_forget(struct desk *d, slice file) {
    char folder[4096], name[4200], other[4200];
    int code;
    desk_files_path(d, folder, sizeof folder);
    const char *base = file.p ? memrchr(file.p, '/', file.n) : NULL;
    if (!base || (size_t)(base - file.p) >= sizeof name - 1)
        return;
    snprintf(name, sizeof name, "%s/%.*s", folder, (int)(file.n - (uint32_t)(base + 1 - file.p)), base + 1);
    snprintf(other, sizeof other, "%.*s", (int)file.n, file.p);
    struct stat a, b;
    if (stat(name, &a) || stat(other, &b) || a.st_ino != b.st_ino || a.st_dev != b.st_dev)
        return; /* another one of that name, elsewhere */
    sqlite3_stmt *s = desk_prepare(d, "SELECT 1 FROM document WHERE file = ? LIMIT 1", &code);
    if (code)
        return;
    desk_bind(s, 1, file);
    bool wanted = sqlite3_step(s) == SQLITE_ROW;
    sqlite3_finalize(s);
    if (!wanted)
        unlink(name);
}
