/* Which stories there are: made out when they are asked for, as far as the desk has changed. */
#include "desk_near.h"

#include <stdio.h>

enum { LINK_BATCH = 2000 /* reports in a transaction */ };

int desk_setting(struct desk *d, const char *name, int64_t *value) {
    int code;
    *value = 0;
    sqlite3_stmt *s = desk_prepare(d, "SELECT value FROM setting WHERE name = ?", &code);
    if (code)
        return code;
    sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW)
        *value = sqlite3_column_int64(s, 0);
    code = desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

static int is_many(struct desk *d, bool *many) {
    int code;
    sqlite3_stmt *s = desk_prepare(d, "SELECT count(*) FROM (SELECT 1 FROM report WHERE state <> 2 LIMIT ?)", &code);
    if (code)
        return code;
    sqlite3_bind_int64(s, 1, NEAR_FEW);
    int rc = sqlite3_step(s);
    *many = rc == SQLITE_ROW && sqlite3_column_int64(s, 0) >= NEAR_FEW;
    code = desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

/* ---- a handful: all at once -------------------------------------------------------------------------------------- */

static uint32_t origins_of(const struct account *acc, const struct story *st) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < st->documents_n; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = acc->kin.family[st->documents[k]] == acc->kin.family[st->documents[i]];
        n += !seen;
    }
    return n;
}

void desk_counts_of(const struct account *acc, uint32_t story, uint32_t *origins, uint32_t *conflicts) {
    *origins = origins_of(acc, &acc->stories.stories[story]);
    *conflicts = 0;
    for (uint32_t c = 0; c < acc->claims.conflicts_n; c++)
        *conflicts += acc->claims.conflicts[c].story == story;
}

struct step {
    struct desk *d;
    struct arena *a;
    const struct account *acc;
    bool more;
};

static void write_few(void *arg) {
    struct step *t = arg;
    const struct account *acc = t->acc;
    struct near_run *r = ARENA_NEW(t->a, struct near_run);
    near_begin(r, t->d, t->a);
    uint32_t n = acc->documents_n, m = 0;
    slice *was = ARENA_ARRAY(t->a, slice, n + 1), *is = ARENA_ARRAY(t->a, slice, n + 1);
    int64_t *docs = ARENA_ARRAY(t->a, int64_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        sqlite3_stmt *s = near_sql(r, 1, "SELECT d.id, m.story FROM document AS d LEFT JOIN member AS m ON m.doc = d.id"
                                         " WHERE d.name = ?");
        desk_bind(s, 1, acc->documents[i]->id);
        if (!near_step(s))
            continue;
        slice story = desk_text(s, 1);
        docs[i] = sqlite3_column_int64(s, 0);
        was[i] = story.p ? arena_slice(t->a, story) : story;
        is[i] = acc->stories.stories[acc->stories.story_of[i]].id;
        sqlite3_reset(s);
        m++;
    }
    near_do(near_sql(r, 2, "DELETE FROM member"));
    near_do(near_sql(r, 3, "DELETE FROM story"));
    for (uint32_t i = 0; i < acc->stories.stories_n; i++) {
        const struct story *st = &acc->stories.stories[i];
        uint32_t origins, conflicts;
        desk_counts_of(acc, i, &origins, &conflicts);
        sqlite3_stmt *s = near_sql(r, 4, "INSERT INTO story VALUES (?,?,?,?,?,?,?,0)");
        desk_bind(s, 1, st->id);
        desk_bind(s, 2, st->title);
        desk_bind(s, 3, st->from);
        desk_bind(s, 4, st->to);
        sqlite3_bind_int64(s, 5, st->documents_n);
        sqlite3_bind_int64(s, 6, origins);
        sqlite3_bind_int64(s, 7, conflicts);
        near_do(s);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!is[i].p)
            continue;
        sqlite3_stmt *s = near_sql(r, 5, "INSERT INTO member VALUES (?, ?)");
        sqlite3_bind_int64(s, 1, docs[i]);
        desk_bind(s, 2, is[i]);
        near_do(s);
    }
    near_alias(r, was, is, n);
    near_do(near_sql(r, 6, "DELETE FROM alias WHERE story NOT IN (SELECT id FROM story)"));
}

static int relate_few(struct desk *d, int threads) {
    struct account *acc = NULL;
    struct step t = {.d = d};
    int code = desk_run(d, "DELETE FROM probe; DELETE FROM full_list; DELETE FROM link; DELETE FROM touched;"
                           "DELETE FROM member WHERE doc IN (SELECT doc FROM report WHERE state = 2);"
                           "DELETE FROM report WHERE state = 2; UPDATE report SET state = 0 WHERE state = 1;"
                           "UPDATE setting SET value = 0 WHERE name = 'linked'");
    if (!code)
        code = desk_account_of(d, (slice){0}, threads, &acc);
    t.acc = acc;
    if (!code && !(t.a = arena_new(0)))
        code = STM_ENOMEM;
    if (!code)
        code = guard_run(write_few, &t);
    arena_free(t.a);
    account_free(acc);
    return code;
}

/* ---- many: what is touched ------------------------------------------------------------------------------------------ */

static void link_some(void *arg) {
    struct step *t = arg;
    struct near_run *r = ARENA_NEW(t->a, struct near_run);
    near_begin(r, t->d, t->a);
    t->more = near_link(r, LINK_BATCH);
    if (!t->more)
        near_group(r);
}

/* A step of it; *more: there is another to do. */
static int relate_many(struct desk *d, bool *more) {
    struct step t = {.d = d, .a = arena_new(0)};
    int64_t rule = 0;
    int code = t.a ? desk_setting(d, "rule", &rule) : STM_ENOMEM;
    if (!code && rule != NEAR_RULE) { /* made by another version: anew */
        code = desk_run(d, "DELETE FROM probe; DELETE FROM full_list; DELETE FROM link; DELETE FROM touched;"
                           "DELETE FROM report WHERE state = 2; UPDATE report SET state = 0, point = NULL");
    }
    int64_t linked = 0;
    if (!code)
        code = desk_setting(d, "linked", &linked);
    if (!code && !linked) {
        code = desk_run(d, "UPDATE setting SET value = 1 WHERE name = 'linked'");
    }
    if (!code && rule != NEAR_RULE) {
        char sql[80];
        snprintf(sql, sizeof sql, "UPDATE setting SET value = %d WHERE name = 'rule'", NEAR_RULE);
        code = desk_run(d, sql);
    }
    if (!code)
        code = guard_run(link_some, &t);
    arena_free(t.a);
    *more = t.more;
    return code;
}

#define WAITING "SELECT count(*) FROM report WHERE state = 0"

int desk_relate(struct desk *d, int threads) {
    int64_t stale = 0;
    uint64_t all = 0, wait = 0;
    int code = desk_setting(d, "stale", &stale);
    if (!code && stale)
        code = desk_number(d, WAITING, &all);
    while (!code && stale) {
        bool many = false, more = false;
        code = desk_run(d, "BEGIN IMMEDIATE"); /* nobody may add between reading and writing */
        if (code)
            return code;
        code = desk_setting(d, "stale", &stale);
        if (!code)
            code = is_many(d, &many);
        if (!code && stale)
            code = many ? relate_many(d, &more) : relate_few(d, threads);
        if (!code && !more)
            code = desk_run(d, "UPDATE setting SET value = 0 WHERE name = 'stale';"
                             "UPDATE setting SET value = 1 WHERE name = 'fix_stale'");
        if (!code)
            code = desk_run(d, "COMMIT");
        if (code)
            desk_run(d, "ROLLBACK");
        if (!code && many && all && !(code = desk_number(d, WAITING, &wait)))
            desk_tell_watch(d, all > wait ? all - wait : 0, all); /* others may add meanwhile */
        stale = more;
    }
    return code;
}
