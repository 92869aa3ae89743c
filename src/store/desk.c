/* Opening and closing a desk, and small helpers over SQLite. */
#include "desk.h"

#include <unistd.h>

enum { WAIT_MS = 120000 }; /* for another writer */

int desk_status(int rc) {
    switch (rc & 0xFF) {
    case SQLITE_OK: case SQLITE_ROW: case SQLITE_DONE: return 0;
    case SQLITE_NOMEM: return STM_ENOMEM;
    case SQLITE_CORRUPT: case SQLITE_NOTADB: return STM_EFORMAT;
    case SQLITE_TOOBIG: return STM_ELIMIT;
    case SQLITE_ABORT: return STM_ESTOP;
    default: return STM_EIO;
    }
}

int desk_run(struct desk *d, const char *sql) {
    return desk_status(sqlite3_exec(d->db, sql, NULL, NULL, NULL));
}

sqlite3_stmt *desk_prepare(struct desk *d, const char *sql, int *code) {
    sqlite3_stmt *s = NULL;
    *code = desk_status(sqlite3_prepare_v2(d->db, sql, -1, &s, NULL));
    return s;
}

slice desk_text(sqlite3_stmt *s, int column) {
    const char *p = (const char *)sqlite3_column_text(s, column);
    return slice_of(p, p ? (size_t)sqlite3_column_bytes(s, column) : 0);
}

slice desk_blob(sqlite3_stmt *s, int column) {
    const char *p = sqlite3_column_blob(s, column);
    return slice_of(p, p ? (size_t)sqlite3_column_bytes(s, column) : 0);
}

void desk_bind(sqlite3_stmt *s, int i, slice v) {
    if (v.p)
        sqlite3_bind_text(s, i, v.p, (int)v.n, SQLITE_STATIC); /* no copy: it cannot fail for want of memory */
    else
        sqlite3_bind_null(s, i);
}

int desk_number(struct desk *d, const char *sql, uint64_t *out) {
    int code;
    sqlite3_stmt *s = desk_prepare(d, sql, &code);
    if (code)
        return code;
    int rc = sqlite3_step(s);
    *out = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
    sqlite3_finalize(s);
    return desk_status(rc);
}

void desk_watch(struct desk *d, void (*watch)(void *, uint64_t, uint64_t), void *arg) {
    d->watch = watch;
    d->watch_arg = arg;
}

void desk_tell_watch(struct desk *d, uint64_t done, uint64_t all) {
    if (d->watch)
        d->watch(d->watch_arg, done, all);
}

int desk_open(struct desk **out, const char *path, enum desk_mode mode, stm_err *err) {
    *out = NULL;
    if (mode == DESK_READ && access(path, R_OK)) {
        if (err)
            *err = (stm_err){STM_EIO, "there is no such desk; `stemma add` makes one", 0};
        return STM_EIO;
    }
    struct desk *d = mem_alloc(sizeof *d);
    if (!d)
        return STM_ENOMEM;
    *d = (struct desk){.mode = mode};
    /* A reader opens for writing too: in WAL mode it needs the shared-memory file, and it may have to
     * make the stories out anew. */
    int rc = sqlite3_open_v2(path, &d->db,
                             SQLITE_OPEN_READWRITE | (mode == DESK_WRITE ? SQLITE_OPEN_CREATE : 0) |
                                 SQLITE_OPEN_NOMUTEX,
                             NULL);
    int code = desk_status(rc);
    if (code && err)
        *err = (stm_err){code, "the desk cannot be opened", 0};
    if (!code) {
        sqlite3_busy_timeout(d->db, WAIT_MS);
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        code = schema_ready(d->db, mode == DESK_WRITE, err);
    }
    if (!code)
        code = desk_run(d, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                           "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
                           "PRAGMA cache_size = -16384; PRAGMA mmap_size = 268435456");
    if (code) {
        desk_close(d);
        return code;
    }
    *out = d;
    return 0;
}

void desk_close(struct desk *d) {
    if (!d)
        return;
    sqlite3_close(d->db);
    mem_free(d);
}
