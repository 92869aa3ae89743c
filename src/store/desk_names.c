/* What reports are called: by the id that each came with. Where several came with one, each has the head of its
 * hash behind it, whichever was first; superseded versions have it behind an @. So names come from what is on the
 * desk, not from the order of adding. */
#include "desk_near.h"

#include <stdio.h>

int desk_names_open(struct desk_names *n, struct desk *d) {
    int code;
    *n = (struct desk_names){0};
    n->named = desk_prepare(d, "SELECT 1 FROM document WHERE name = ?", &code);
    if (!code)
        n->same = desk_prepare(d, "SELECT d.id, d.key, d.stamp, r.base FROM report AS r JOIN document AS d ON d.id ="
                                  " r.doc WHERE r.base = ? AND r.state <> 2 AND r.doc <> ? LIMIT 2", &code);
    if (!code)
        n->rename = desk_prepare(d, "UPDATE document SET name = ? WHERE id = ?", &code);
    return code;
}

void desk_names_close(struct desk_names *n) {
    sqlite3_finalize(n->named);
    sqlite3_finalize(n->same);
    sqlite3_finalize(n->rename);
    *n = (struct desk_names){0};
}

void desk_sum(slice stamp, uint8_t out[32]) {
    memset(out, 0, 32);
    if (stamp.n < 64)
        return;
    for (uint32_t i = 0; i < 64; i++) {
        char c = stamp.p[stamp.n - 64 + i];
        unsigned v = (unsigned)(is_digit((unsigned char)c) ? c - '0' : c - 'a' + 10) & 15;
        out[i / 2] = (uint8_t)(out[i / 2] << 4 | v);
    }
}

void desk_twin_read(sqlite3_stmt *s, struct desk_twin *t) {
    slice key = desk_blob(s, 1), base = desk_text(s, 3);
    t->id = sqlite3_column_int64(s, 0);
    memset(t->key, 0, 32);
    if (key.p)
        memcpy(t->key, key.p, key.n < 32 ? key.n : 32);
    desk_sum(desk_text(s, 2), t->sum);
    snprintf(t->base, sizeof t->base, "%.*s", base.n > 400 ? 400 : (int)base.n, base.p ? base.p : "");
}

int desk_name(const struct desk_names *n, slice base, char between, const uint8_t sum[32], const uint8_t key[32],
              char name[DESK_NAME]) {
    char head[9] = {0}, more[33] = {0};
    hex(sum, 4, head);
    hex(key, 16, more);
    int length = base.n > 400 ? 400 : (int)base.n;
    for (int try = 0; try < 3; try++) {
        if (try == 0 && !between)
            snprintf(name, DESK_NAME, "%.*s", length, base.p);
        else
            snprintf(name, DESK_NAME, "%.*s%c%s", length, base.p, between ? between : '-', try < 2 ? head : more);
        sqlite3_bind_text(n->named, 1, name, -1, SQLITE_STATIC);
        int rc = sqlite3_step(n->named);
        sqlite3_reset(n->named);
        sqlite3_clear_bindings(n->named);
        if (rc != SQLITE_ROW)
            return desk_status(rc);
    }
    return STM_ELIMIT;
}

int desk_names_same(const struct desk_names *n, const char *base, int64_t self, struct desk_twin *t, uint32_t *found) {
    sqlite3_bind_text(n->same, 1, base, -1, SQLITE_STATIC);
    sqlite3_bind_int64(n->same, 2, self);
    int rc;
    *found = 0;
    while ((rc = sqlite3_step(n->same)) == SQLITE_ROW)
        if (!(*found)++)
            desk_twin_read(n->same, t);
    sqlite3_reset(n->same);
    sqlite3_clear_bindings(n->same);
    return desk_status(rc);
}

/* Of the reports of `base` but `self` there is one alone: it gets a name of that kind. */
static int rename_one(const struct desk_names *n, const char *base, int64_t self, char between) {
    struct desk_twin t;
    uint32_t found;
    char name[DESK_NAME];
    int code = desk_names_same(n, base, self, &t, &found);
    if (code || found != 1)
        return code;
    code = desk_name(n, slice_str(t.base), between, t.sum, t.key, name);
    if (code)
        return code;
    sqlite3_bind_text(n->rename, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(n->rename, 2, t.id);
    code = desk_status(sqlite3_step(n->rename));
    sqlite3_reset(n->rename);
    sqlite3_clear_bindings(n->rename);
    return code;
}

int desk_names_joined(const struct desk_names *n, const char *base, int64_t self) {
    return rename_one(n, base, self, '-');
}

int desk_names_left(const struct desk_names *n, const char *base, int64_t self) { return rename_one(n, base, self, 0); }
