/* Searching: the reports that hold all of some words and phrases, in one order.
 *
 *   up to RANK_ALL of them        the best by bm25 first
 *   more                          the best by those words first that fewer than half of the reports hold; bm25
 *                                 gives the others no weight, and they are what takes the time
 *   more, and no such word        the newest first: there is nothing to rank by
 *
 * A word in a title counts four times. Equals go by name, so that the order of adding does not show. */
#include "desk.h"
#include "pack.h"

#include <stdlib.h>

enum { RANK_ALL = 1000, MOST_TERMS = 32, BEFORE = 60, AFTER = 140 /* bytes around the place that is shown */ };

struct found {
    int64_t doc;
    double score; /* less is better */
    slice name;
};

struct searching {
    struct desk *d;
    slice words;
    uint32_t most;
    int (*row)(void *, const struct desk_hit *);
    void *arg;
    struct arena *a, *doc;
    slice terms[MOST_TERMS];
    uint32_t terms_n;
    int64_t *all; /* what matches, ascending */
    uint32_t all_n;
    struct found *found;
    uint32_t found_n, found_cap;
    int code;
};

static void read_terms(struct searching *g) {
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
}

/* An FTS5 query of strings alone, so that nothing in them is an operator. */
static slice query_of(const struct searching *g, const slice *terms, uint32_t n) {
    struct buf b = {.a = g->a};
    for (uint32_t i = 0; i < n; i++) {
        buf_add(&b, i ? " \"" : "\"", i ? 2 : 1);
        buf_slice(&b, terms[i]);
        buf_char(&b, '"');
    }
    return buf_take(&b);
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

static int by_score(const void *x, const void *y) {
    const struct found *a = x, *b = y;
    if (a->score != b->score)
        return a->score < b->score ? -1 : 1;
    return slice_cmp(a->name, b->name);
}
static int by_number(const void *x, const void *y) {
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
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

/* All that match, superseded versions too. */
static void find_matches(struct searching *g) {
    sqlite3_stmt *s = prepared(g, "SELECT rowid FROM body_index WHERE body_index MATCH ? ORDER BY rowid");
    uint32_t cap = 0;
    int rc;
    desk_bind(s, 1, query_of(g, g->terms, g->terms_n));
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        ARENA_MORE(g->a, g->all, g->all_n, cap);
        g->all[g->all_n++] = sqlite3_column_int64(s, 0);
    }
    if (rc != SQLITE_DONE)
        guard_fail(desk_status(rc));
}

static bool matches(const struct searching *g, int64_t doc) {
    return g->all_n && bsearch(&doc, g->all, g->all_n, sizeof doc, by_number);
}

static int64_t count(struct searching *g, const char *sql, slice query) {
    sqlite3_stmt *s = prepared(g, sql);
    if (query.p)
        desk_bind(s, 1, query);
    int rc = sqlite3_step(s);
    if (rc != SQLITE_ROW)
        guard_fail(desk_status(rc));
    return sqlite3_column_int64(s, 0);
}

/* The query to rank by; p NULL: there is nothing to rank by. */
static slice ranking_query(struct searching *g) {
    slice terms[MOST_TERMS];
    uint32_t n = 0;
    if (g->all_n <= RANK_ALL)
        return query_of(g, g->terms, g->terms_n);
    int64_t reports = count(g, "SELECT count(*) FROM body_index_docsize", (slice){0});
    for (uint32_t i = 0; i < g->terms_n; i++) {
        int64_t hold = g->terms_n == 1 ? g->all_n
                                       : count(g, "SELECT count(*) FROM body_index WHERE body_index MATCH ?",
                                               query_of(g, &g->terms[i], 1));
        if (hold && 2 * hold < reports) /* none holds what has no letter in it */
            terms[n++] = g->terms[i];
    }
    return n ? query_of(g, terms, n) : (slice){0};
}

static void keep(struct searching *g, int64_t doc, double score, slice name) {
    ARENA_MORE(g->a, g->found, g->found_n, g->found_cap);
    g->found[g->found_n++] = (struct found){doc, score, arena_slice(g->a, name)};
}

/* The index ranks, without a look at the documents. Superseded versions stand in it too, and what is equal to the
 * last one that is wanted may have the better name, so more than are wanted are asked for. */
static void find_best(struct searching *g, slice query) {
    sqlite3_stmt *ranked = prepared(g, "SELECT rowid, bm25(body_index, 4.0, 1.0) FROM body_index WHERE body_index MATCH"
                                       " ?1 ORDER BY 2 LIMIT ?2");
    sqlite3_stmt *name = prepared(g, "SELECT name FROM document WHERE id = ? AND newest");
    bool enough = false;
    for (int64_t look = (int64_t)g->most + 30; !enough; look *= 8) {
        int64_t seen = 0;
        double last = 0;
        int rc;
        desk_bind(ranked, 1, query);
        sqlite3_bind_int64(ranked, 2, look);
        g->found_n = 0;
        while ((rc = sqlite3_step(ranked)) == SQLITE_ROW) {
            int64_t doc = sqlite3_column_int64(ranked, 0);
            seen++;
            last = sqlite3_column_double(ranked, 1);
            sqlite3_bind_int64(name, 1, doc);
            if (matches(g, doc) && sqlite3_step(name) == SQLITE_ROW)
                keep(g, doc, last, desk_text(name, 0));
            sqlite3_reset(name);
        }
        sqlite3_reset(ranked);
        if (rc != SQLITE_DONE)
            guard_fail(desk_status(rc));
        enough = seen < look || (g->found_n >= g->most && g->found[g->most - 1].score < last);
    }
    if (g->found_n)
        qsort(g->found, g->found_n, sizeof *g->found, by_score);
}

static void find_newest(struct searching *g) {
    sqlite3_stmt *s = prepared(g, "SELECT id, name FROM document WHERE newest ORDER BY published DESC, name");
    int rc = SQLITE_DONE;
    while (g->found_n < g->most && (rc = sqlite3_step(s)) == SQLITE_ROW)
        if (matches(g, sqlite3_column_int64(s, 0)))
            keep(g, sqlite3_column_int64(s, 0), 0, desk_text(s, 1));
    if (desk_status(rc))
        guard_fail(desk_status(rc));
}

static void run_search(void *arg) {
    struct searching *g = arg;
    read_terms(g);
    if (!g->terms_n || !g->most) {
        g->code = g->terms_n ? 0 : STM_EUSAGE;
        return;
    }
    find_matches(g);
    slice query = ranking_query(g);
    if (query.p)
        find_best(g, query);
    else
        find_newest(g);
    sqlite3_stmt *page = prepared(g, "SELECT page FROM document WHERE id = ?");
    for (uint32_t i = 0; i < g->found_n && i < g->most && !g->code; i++)
        show_hit(g, page, &g->found[i]);
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
