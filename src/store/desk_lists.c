/* What is on the desk: documents and stories. */
#include "desk.h"
#include "fixes.h"

int desk_documents(struct desk *d, int (*row)(void *, const struct desk_document *), void *arg) {
    int code;
    sqlite3_stmt *s = desk_prepare(
        d, "SELECT name, file, record, url, site_name, title, published, language,"
           " coalesce((SELECT story FROM fix_member WHERE doc = document.id),"
           " (SELECT story FROM member WHERE doc = document.id)), words,"
           " CASE WHEN address IS NULL THEN 1 ELSE (SELECT count(*) FROM document AS v WHERE"
           " v.address = document.address) END FROM document WHERE newest ORDER BY name", &code);
    int rc = SQLITE_DONE;
    while (!code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        struct desk_document r = {
            desk_text(s, 0), desk_text(s, 1), desk_text(s, 2), desk_text(s, 3), desk_text(s, 4),
            desk_text(s, 5), desk_text(s, 6), desk_text(s, 7), desk_text(s, 8),
            (uint32_t)sqlite3_column_int64(s, 9), (uint32_t)sqlite3_column_int64(s, 10)};
        code = row(arg, &r);
    }
    if (!code)
        code = desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

struct listing {
    int (*row)(void *, const struct desk_story *);
    void *arg;
};

static int list_row(void *arg, const struct desk_shown *s) {
    struct listing *l = arg;
    struct desk_story r = {s->id, s->title, s->from, s->to, (uint32_t)s->documents, (uint32_t)s->origins,
                           (uint32_t)s->conflicts};
    return l->row(l->arg, &r);
}

int desk_stories(struct desk *d, enum desk_order order, int threads,
                 int (*row)(void *, const struct desk_story *), void *arg) {
    int code = desk_relate(d, threads);
    if (!code)
        code = desk_tell(d, threads);
    if (!code)
        code = desk_fix_shown(d, threads);
    if (code)
        return code;
    struct listing l = {row, arg};
    struct desk_query q = {.order = order, .most = UINT32_MAX};
    uint64_t total;
    return desk_shown_stories(d, &q, &total, list_row, &l);
}
