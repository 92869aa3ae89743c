/* What is on the desk: documents, stories, and what a search finds. */
#include "desk.h"
#include "fixes.h"
#include "pack.h"

#include <stdlib.h>

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

/* ---- search ----------------------------------------------------------------------------------------------- */

enum { MOST_TERMS = 32, BEFORE = 60, AFTER = 140 /* bytes around the place that is shown */ };

struct searching {
    struct desk *d;
    slice words;
    uint32_t most;
    int (*row)(void *, const struct desk_hit *);
    void *arg;
    struct arena *a, *doc;
    slice terms[MOST_TERMS];
    uint32_t terms_n;
    struct buf query;
    int code;
};

/* The words as an FTS5 query of strings alone, so that nothing in them is an operator. */
static void make_query(struct searching *g) {
    slice rest = g->words;
    bool quoted = false;
    while (rest.n && g->terms_n < MOST_TERMS) {
        slice part;
        slice_field(&rest, '"', &part);
        if (quoted && slice_trim(part).n) {
            g->terms[g->terms_n++] = slice_trim(part);
        } else if (!quoted) {
            slice word, words = part;
            while (words.p && g->terms_n < MOST_TERMS && slice_field(&words, ' ', &word))
                if (slice_trim(word).n)
                    g->terms[g->terms_n++] = slice_trim(word);
        }
        quoted = !quoted;
    }
    g->query.a = g->a;
    for (uint32_t i = 0; i < g->terms_n; i++) {
        buf_add(&g->query, i ? " \"" : "\"", i ? 2 : 1);
        buf_slice(&g->query, g->terms[i]);
        buf_char(&g->query, '"');
    }
}

/* The passage that holds most of the words: the window of a term's place that has the others near. */
static span place_of(const struct searching *g, slice text) {
    uint32_t best = 0, best_score = 0, tries = 0;
    for (uint32_t t = 0; t < g->terms_n; t++)
        for (uint32_t at = slice_find_nocase(text, g->terms[t], 0); at != NONE && tries < 64;
             at = slice_find_nocase(text, g->terms[t], at + 1), tries++) {
            uint32_t end = at + AFTER < text.n ? at + AFTER : text.n, score = 0;
            for (uint32_t o = 0; o < g->terms_n; o++)
                score += slice_find_nocase(slice_cut(text, at, end), g->terms[o], 0) != NONE;
            if (score > best_score) {
                best_score = score;
                best = at;
            }
        }
    uint32_t start = best > BEFORE ? best - BEFORE : 0;
    uint32_t end = best + AFTER < text.n ? best + AFTER : text.n;
    /* whole words, inside one paragraph */
    for (uint32_t i = best; i > start; i--)
        if (text.p[i - 1] == '\n') {
            start = i;
            break;
        }
    for (uint32_t i = best; i < end; i++)
        if (text.p[i] == '\n') {
            end = i;
            break;
        }
    while (start > 0 && start < best && text.p[start - 1] != ' ' && text.p[start - 1] != '\n')
        start++;
    while (end < text.n && end > best + 1 && text.p[end] != ' ' && text.p[end] != '\n')
        end--;
    return span_trim(text, (span){start, end});
}

struct found {
    int64_t doc;
    double score; /* less is better */
    slice name;
};
static int by_score(const void *x, const void *y) {
    const struct found *a = x, *b = y;
    if (a->score != b->score)
        return a->score < b->score ? -1 : 1;
    return slice_cmp(a->name, b->name);
}

static sqlite3_stmt *prepared(struct searching *g, const char *sql) {
    int code;
    sqlite3_stmt *s = desk_prepare(g->d, sql, &code);
    if (code)
        guard_fail(code);
    arena_defer(g->a, (void (*)(void *))(void (*)(void))sqlite3_finalize, s);
    return s;
}

/* One hit: its page is unpacked, the passage found. */
static void show_hit(struct searching *g, sqlite3_stmt *page, const struct found *f) {
    sqlite3_bind_int64(page, 1, f->doc);
    if (sqlite3_step(page) == SQLITE_ROW) {
        struct document *d = ARENA_NEW(g->doc, struct document);
        d->arena = g->doc;
        int code = unpack_page(desk_blob(page, 0), g->doc, d);
        if (code)
            guard_fail(code);
        span at = place_of(g, d->page.text);
        struct desk_hit hit = {f->name, d->page.title, d->source.file, d->source.record,
                               slice_at(d->page.text, at), page_source(&d->page, at), 0, -f->score};
        hit.line = page_line(&d->page, hit.at.start);
        g->code = g->row(g->arg, &hit);
        arena_reset(g->doc);
    }
    sqlite3_reset(page);
}

/* The index ranks, without a look at the documents; superseded versions stand in it too, so more than are
 * wanted are asked for. */
static void run_search(void *arg) {
    struct searching *g = arg;
    make_query(g);
    if (!g->terms_n) {
        g->code = STM_EUSAGE;
        return;
    }
    sqlite3_stmt *ranked = prepared(g, "SELECT rowid, bm25(body_index, 4.0, 1.0) FROM body_index WHERE body_index MATCH"
                                       " ?1 ORDER BY 2 LIMIT ?2");
    sqlite3_stmt *name = prepared(g, "SELECT name FROM document WHERE id = ? AND newest");
    slice query = buf_take(&g->query);
    struct found *v = NULL;
    uint32_t n = 0, cap = 0;
    int64_t look = (int64_t)g->most + 30, seen;
    do {
        desk_bind(ranked, 1, query);
        sqlite3_bind_int64(ranked, 2, look);
        n = 0;
        seen = 0;
        int rc;
        while ((rc = sqlite3_step(ranked)) == SQLITE_ROW) {
            seen++;
            sqlite3_bind_int64(name, 1, sqlite3_column_int64(ranked, 0));
            if (sqlite3_step(name) == SQLITE_ROW) {
                ARENA_MORE(g->a, v, n, cap);
                v[n++] = (struct found){sqlite3_column_int64(ranked, 0), sqlite3_column_double(ranked, 1),
                                        arena_slice(g->a, desk_text(name, 0))};
            }
            sqlite3_reset(name);
        }
        sqlite3_reset(ranked);
        if (rc != SQLITE_DONE)
            guard_fail(desk_status(rc));
        look *= 8;
    } while (n < g->most && seen == look / 8);
    if (n)
        qsort(v, n, sizeof *v, by_score);
    sqlite3_stmt *page = prepared(g, "SELECT page FROM document WHERE id = ?");
    for (uint32_t i = 0; i < n && i < g->most && !g->code; i++)
        show_hit(g, page, &v[i]);
}

int desk_search(struct desk *d, slice words, uint32_t most,
                int (*row)(void *, const struct desk_hit *), void *arg) {
    struct searching g = {.d = d, .words = words, .most = most, .row = row, .arg = arg,
                          .a = arena_new(0), .doc = arena_new(0)};
    int code = g.a && g.doc ? guard_run(run_search, &g) : STM_ENOMEM;
    arena_free(g.a);
    arena_free(g.doc);
    return code ? code : g.code;
}
