/* The desk as it is shown: the machine's stories with the fixes on top, as they stand. */
#include "desk.h"
#include "fixes.h"
#include "pack.h"

#include <stdlib.h>

/* ---- counts and lists ------------------------------------------------------------------------------ */

int desk_state(struct desk *d, struct desk_state *out) {
    *out = (struct desk_state){0};
    uint64_t stale = 0;
    int code = desk_number(d, "SELECT count(*) FROM report WHERE state <> 2", &out->documents);
    if (!code)
        code = desk_number(d, "SELECT (SELECT count(*) FROM story) - (SELECT count(*) FROM fix_hidden) + (SELECT count(*) FROM"
                             " fix_story)", &out->stories);
    if (!code)
        code = desk_number(d, "SELECT count(*) FROM fix WHERE undone IS NULL", &out->fixes);
    if (!code)
        code = desk_number(d, "SELECT coalesce(max(value), 0) FROM setting WHERE name IN ('stale', 'fix_stale')", &stale);
    out->stale = stale != 0;
    sqlite3_stmt *s = code ? NULL : desk_prepare(d, "SELECT min(first), max(last) FROM story", &code);
    if (s && sqlite3_step(s) == SQLITE_ROW)
        for (int i = 0; i < 2; i++) {
            slice t = desk_text(s, i);
            if (t.n && t.n < sizeof out->from)
                memcpy(i ? out->to : out->from, t.p, t.n);
        }
    sqlite3_finalize(s);
    return code;
}

int desk_news(struct desk *d, int64_t since, struct desk_news *out) {
    *out = (struct desk_news){0};
    int code;
    sqlite3_stmt *s = desk_prepare(d, "SELECT (SELECT coalesce(max(id), 0) FROM document), (SELECT count(*) FROM document WHERE id > ? AND"
                                      " newest), (SELECT max(value) FROM setting WHERE name IN ('stale', 'fix_stale'))", &code);
    if (code)
        return code;
    sqlite3_bind_int64(s, 1, since);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW)
        *out = (struct desk_news){sqlite3_column_int64(s, 0), (uint64_t)sqlite3_column_int64(s, 1), sqlite3_column_int(s, 2) != 0};
    sqlite3_finalize(s);
    return desk_status(rc);
}

int desk_outlets(struct desk *d, uint32_t most, int (*row)(void *, slice, uint64_t), void *arg) {
    int code, rc = SQLITE_DONE;
    sqlite3_stmt *s = desk_prepare(d, "SELECT site_name, count(*) FROM document WHERE newest AND site_name IS NOT NULL GROUP BY"
                                      " site_name ORDER BY 2 DESC, 1 LIMIT ?", &code);
    if (code)
        return code;
    sqlite3_bind_int64(s, 1, most);
    while (!code && (rc = sqlite3_step(s)) == SQLITE_ROW)
        code = row(arg, desk_text(s, 0), (uint64_t)sqlite3_column_int64(s, 1));
    if (!code)
        code = desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

/* Words as an FTS5 query of one phrase, or of strings that must all occur; p NULL: nothing in them. In the arena. */
static slice match(slice words, bool phrase, struct arena *a) {
    struct buf b = {.a = a};
    slice word;
    uint32_t n = 0;
    while (words.p && n < 32 && slice_field(&words, phrase ? '\0' : ' ', &word)) {
        word = slice_trim(word);
        if (!word.n || memchr(word.p, 0, word.n))
            continue;
        buf_slice(&b, n++ ? S(" \"") : S("\""));
        for (uint32_t i = 0; i < word.n; i++)
            if (word.p[i] != '"')
                buf_char(&b, word.p[i]);
        buf_char(&b, '"');
    }
    return n ? buf_take(&b) : (slice){0};
}

struct asking {
    struct desk *d;
    const struct desk_query *q;
    struct arena *a;
    uint64_t *total;
    int (*story)(void *, const struct desk_shown *);
    int (*document)(void *, const struct desk_document *);
    void *arg;
    int code;
};

#define SHOWN \
    "(SELECT id, title, first, last, documents, origins, conflicts FROM story WHERE id NOT IN (SELECT story FROM fix_hidden)" \
    " UNION ALL SELECT id, title, first, last, documents, origins, conflicts FROM fix_story)"
/* The same where nothing lies over the machine's stories: in the order of an index. */
#define PLAIN "(SELECT id, title, first, last, documents, origins, conflicts FROM story)"

static int64_t number_or(sqlite3_stmt *s, int column, int64_t none) {
    return sqlite3_column_type(s, column) == SQLITE_NULL ? none : sqlite3_column_int64(s, column);
}
#define STORY_OF(doc) "coalesce((SELECT story FROM fix_member WHERE doc = " doc "), (SELECT story FROM member WHERE doc = " doc "))"

static void ask_stories(void *arg) {
    struct asking *g = arg;
    const struct desk_query *q = g->q;
    static const char *const orders[] = {"last DESC, first DESC, id", "documents DESC, last DESC, id",
                                         "conflicts DESC, documents DESC, last DESC, id"};
    slice words = match(q->q, false, g->a), name = match(q->name, true, g->a);
    struct buf b = {.a = g->a};
    uint64_t laid = 0;
    g->code = desk_number(g->d, "SELECT count(*) FROM (SELECT 1 FROM fix_hidden LIMIT 1)", &laid);
    if (g->code)
        return;
    buf_slice(&b, laid ? S(" FROM " SHOWN " WHERE 1") : S(" FROM " PLAIN " WHERE 1"));
    if (words.p)
        buf_slice(&b, S(" AND id IN (SELECT " STORY_OF("d.id") " FROM body_index JOIN document AS d ON d.id = body_index.rowid"
                        " WHERE body_index MATCH ?1 AND d.newest)"));
    if (name.p)
        buf_slice(&b, S(" AND id IN (SELECT " STORY_OF("d.id") " FROM body_index JOIN document AS d ON d.id = body_index.rowid"
                        " WHERE body_index MATCH ?2 AND d.newest)"));
    if (q->outlet.n)
        buf_slice(&b, S(" AND id IN (SELECT " STORY_OF("d.id") " FROM document AS d WHERE d.newest AND d.site_name = ?3)"));
    if (q->from.n)
        buf_slice(&b, S(" AND last >= ?4"));
    if (q->to.n)
        buf_slice(&b, S(" AND first <= ?5"));
    slice where = buf_take(&b);
    for (int pass = 0; pass < 2 && !g->code; pass++) {
        slice sql = pass ? arena_printf(g->a, "SELECT *%.*s ORDER BY %s LIMIT %u OFFSET %u", (int)where.n, where.p,
                                        orders[q->order], q->most, q->skip)
                         : arena_printf(g->a, "SELECT count(*)%.*s", (int)where.n, where.p);
        sqlite3_stmt *s = desk_prepare(g->d, sql.p, &g->code);
        if (g->code)
            return;
        int rc = SQLITE_DONE;
        slice to = q->to.n ? arena_printf(g->a, "%.*s~", (int)q->to.n, q->to.p) : q->to; /* the whole day, month or year */
        slice values[] = {words, name, q->outlet, q->from, to};
        for (int i = 0; i < 5; i++)
            if (sqlite3_bind_parameter_count(s) > i)
                desk_bind(s, i + 1, values[i]);
        while (!g->code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
            if (!pass) {
                *g->total = (uint64_t)sqlite3_column_int64(s, 0);
                continue;
            }
            struct desk_shown r = {desk_text(s, 0), desk_text(s, 1), desk_text(s, 2), desk_text(s, 3),
                                   number_or(s, 4, 0), number_or(s, 5, -1), number_or(s, 6, -1)};
            g->code = g->story(g->arg, &r);
        }
        if (!g->code)
            g->code = desk_status(rc);
        sqlite3_finalize(s);
    }
}

static void ask_documents(void *arg) {
    struct asking *g = arg;
    slice words = match(g->q->q, false, g->a);
    const char *where = words.p ? "FROM body_index JOIN document AS d ON d.id = body_index.rowid WHERE body_index MATCH ?1 AND d.newest"
                                : "FROM document AS d WHERE d.newest";
    for (int pass = 0; pass < 2 && !g->code; pass++) {
        slice sql = pass ? arena_printf(g->a, "SELECT d.name, d.file, d.record, d.url, d.site_name, d.title, d.published, d.language, "
                                              STORY_OF("d.id") ", d.words %s ORDER BY d.name LIMIT %u OFFSET %u", where,
                                        g->q->most, g->q->skip)
                         : arena_printf(g->a, "SELECT count(*) %s", where);
        sqlite3_stmt *s = desk_prepare(g->d, sql.p, &g->code);
        if (g->code)
            return;
        if (words.p)
            desk_bind(s, 1, words);
        int rc = SQLITE_DONE;
        while (!g->code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
            if (!pass) {
                *g->total = (uint64_t)sqlite3_column_int64(s, 0);
                continue;
            }
            struct desk_document r = {desk_text(s, 0), desk_text(s, 1), desk_text(s, 2), desk_text(s, 3), desk_text(s, 4),
                                      desk_text(s, 5), desk_text(s, 6), desk_text(s, 7), desk_text(s, 8),
                                      (uint32_t)sqlite3_column_int64(s, 9), 1};
            g->code = g->document(g->arg, &r);
        }
        if (!g->code)
            g->code = desk_status(rc);
        sqlite3_finalize(s);
    }
}

static int ask(struct asking *g, void (*fn)(void *)) {
    *g->total = 0;
    g->a = arena_new(0);
    int code = g->a ? guard_run(fn, g) : STM_ENOMEM;
    arena_free(g->a);
    return code ? code : g->code;
}

int desk_shown_stories(struct desk *d, const struct desk_query *q, uint64_t *total,
                       int (*row)(void *, const struct desk_shown *), void *arg) {
    struct asking g = {.d = d, .q = q, .total = total, .story = row, .arg = arg};
    return ask(&g, ask_stories);
}

int desk_shown_documents(struct desk *d, const struct desk_query *q, uint64_t *total,
                         int (*row)(void *, const struct desk_document *), void *arg) {
    struct asking g = {.d = d, .q = q, .total = total, .document = row, .arg = arg};
    return ask(&g, ask_documents);
}

/* ---- one story -------------------------------------------------------------------------------------- */

/* Documents of a shown story, ?1. */
#define DOCS_OF "(SELECT doc FROM fix_member WHERE story = ?1 UNION ALL SELECT doc FROM member WHERE story = ?1 AND doc NOT IN" \
                " (SELECT doc FROM fix_member))"

int desk_story_outlets(struct desk *d, slice story, uint32_t most, int (*row)(void *, slice), void *arg) {
    int code, rc = SQLITE_DONE;
    sqlite3_stmt *s = desk_prepare(d, "SELECT site_name, count(*) FROM document WHERE id IN " DOCS_OF " AND site_name IS NOT NULL"
                                      " GROUP BY site_name ORDER BY 2 DESC, 1 LIMIT ?2", &code);
    if (code)
        return code;
    desk_bind(s, 1, story);
    sqlite3_bind_int64(s, 2, most);
    while (!code && (rc = sqlite3_step(s)) == SQLITE_ROW)
        code = row(arg, desk_text(s, 0));
    if (!code)
        code = desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

/* A machine's story that is not shown: the shown one that has most of it. */
static int instead(struct desk *d, char *id, size_t size) {
    int code;
    sqlite3_stmt *s = desk_prepare(d, "SELECT f.story, count(*) FROM member AS m JOIN fix_member AS f ON f.doc = m.doc WHERE m.story ="
                                      " ?1 AND EXISTS (SELECT 1 FROM fix_hidden WHERE story = ?1) GROUP BY f.story ORDER BY 2 DESC, 1"
                                      " LIMIT 1", &code);
    if (code)
        return code;
    desk_bind(s, 1, slice_str(id));
    if (sqlite3_step(s) == SQLITE_ROW) {
        slice t = desk_text(s, 0);
        if (t.n < size)
            memcpy(id, t.p, t.n + 1);
    }
    sqlite3_finalize(s);
    return 0;
}

int desk_shown_id(struct desk *d, slice begin, char *id, size_t size) {
    int code, found = 0, rc = SQLITE_DONE;
    if (!begin.n)
        return STM_EEMPTY;
    sqlite3_stmt *s = desk_prepare(
        d, "SELECT id, id FROM fix_story WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1 UNION"
           " SELECT id, id FROM story WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1 UNION ALL"
           " SELECT id, story FROM alias WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1", &code);
    if (code)
        return code;
    desk_bind(s, 1, begin);
    while (!code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        slice named = desk_text(s, 0), is = desk_text(s, 1);
        char one[80];
        if (is.n >= sizeof one || is.n >= size)
            continue;
        memcpy(one, is.p, is.n);
        one[is.n] = 0;
        bool whole = slice_eq(named, begin);
        code = instead(d, one, sizeof one);
        if (!whole && found && !strcmp(one, id))
            continue;
        memcpy(id, one, strlen(one) + 1);
        found++;
        if (whole) {
            found = 1;
            rc = SQLITE_DONE;
            break;
        }
    }
    if (!code)
        code = desk_status(rc);
    sqlite3_finalize(s);
    return code ? code : found == 1 ? 0 : STM_EEMPTY;
}

/* ---- accounts ------------------------------------------------------------------------------------------ */

struct shown_load {
    struct desk *d;
    slice story;
    sqlite3_stmt *s;
    struct arena *arena, *tmp, *keep; /* keep: of the fixes; goes with the account */
    struct document **docs;
    uint32_t n, cap;
    struct desk_kits kits;
    bool told;
    struct fix *fixes;
    uint32_t fixes_n;
    struct fix_story *stories;
    uint32_t stories_n, stories_cap;
    struct fix_name *titles;
    uint32_t titles_n, titles_cap;
    int code;
};

static void read_one(void *arg) {
    struct shown_load *g = arg;
    ARENA_MORE(g->arena, g->docs, g->n, g->cap); /* first, so that no document is lost */
    struct desk_packed p = {desk_text(g->s, 0), desk_blob(g->s, 1), desk_blob(g->s, 2), g->told ? desk_text(g->s, 3) : (slice){0}};
    g->docs[g->n] = desk_unpack(&p, &g->kits, g->tmp);
    g->n++;
}

static int by_sum(const void *a, const void *b) { return memcmp(a, b, 32); }

/* Only what may speak of these documents: all but fixes whose documents are all elsewhere. */
static void choose_fixes(struct shown_load *g) {
    uint8_t *sums = arena_alloc(g->tmp, (size_t)g->n * 32 + 1);
    for (uint32_t i = 0; i < g->n; i++)
        memcpy(sums + (size_t)i * 32, g->docs[i]->source.sha256, 32);
    if (g->n)
        qsort(sums, g->n, 32, by_sum);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < g->fixes_n; i++) {
        const struct fix *f = &g->fixes[i];
        bool here = !f->groups_n && f->names_n;
        for (uint32_t k = 0; k < f->groups_n && !here; k++)
            for (uint32_t p = 0; p < f->groups[k].n && !here; p++)
                here = g->n && bsearch(f->groups[k].p[p].sha256, sums, g->n, 32, by_sum);
        if (here)
            g->fixes[kept++] = *f;
    }
    g->fixes_n = kept;
    arena_reset(g->tmp);
}

/* The machine's stories of documents that are shown in others. */
static void read_machine(struct shown_load *g) {
    int rc = SQLITE_DONE;
    sqlite3_stmt *s = desk_prepare(
        g->d, g->story.p ? "SELECT t.id, t.title, t.first, t.last, d.name FROM story AS t JOIN member AS m ON m.story = t.id JOIN"
                           " document AS d ON d.id = m.doc WHERE t.id IN (SELECT m.story FROM fix_member AS f JOIN member AS m ON"
                           " m.doc = f.doc WHERE f.story = ?1) ORDER BY t.id, d.name"
                         : "SELECT t.id, t.title, t.first, t.last, d.name FROM story AS t JOIN member AS m ON m.story = t.id JOIN"
                           " document AS d ON d.id = m.doc WHERE t.id IN (SELECT story FROM fix_hidden) ORDER BY t.id, d.name",
        &g->code);
    if (g->code)
        return;
    if (g->story.p)
        desk_bind(s, 1, g->story);
    struct arena *a = g->keep;
    uint32_t cap = 0;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        slice id = desk_text(s, 0);
        if (!g->stories_n || !slice_eq(g->stories[g->stories_n - 1].id, id)) {
            ARENA_MORE(a, g->stories, g->stories_n, g->stories_cap);
            struct fix_story *t = &g->stories[g->stories_n++];
            *t = (struct fix_story){.id = arena_slice(a, id)};
            slice *to[] = {&t->title, &t->from, &t->to};
            for (int i = 0; i < 3; i++) {
                slice v = desk_text(s, i + 1);
                *to[i] = v.p ? arena_slice(a, v) : v;
            }
            cap = 0;
        }
        struct fix_story *t = &g->stories[g->stories_n - 1];
        ARENA_MORE(a, t->documents, t->documents_n, cap);
        t->documents[t->documents_n++] = arena_slice(a, desk_text(s, 4));
    }
    g->code = desk_status(rc);
    sqlite3_finalize(s);
}

static void read_titles(struct shown_load *g) {
    int rc = SQLITE_DONE;
    sqlite3_stmt *s = desk_prepare(g->d, "SELECT id, title FROM fix_story WHERE named AND (?1 IS NULL OR id = ?1)", &g->code);
    if (g->code)
        return;
    desk_bind(s, 1, g->story);
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        ARENA_MORE(g->keep, g->titles, g->titles_n, g->titles_cap);
        g->titles[g->titles_n++] = (struct fix_name){arena_slice(g->keep, desk_text(s, 0)), arena_slice(g->keep, desk_text(s, 1))};
    }
    g->code = desk_status(rc);
    sqlite3_finalize(s);
}

static void read_fixes(void *arg) {
    struct shown_load *g = arg;
    g->code = desk_fixes(g->d, g->keep, &g->fixes, &g->fixes_n);
    if (g->code || !g->fixes_n)
        return;
    choose_fixes(g);
    read_machine(g);
    if (!g->code)
        read_titles(g);
}

int desk_shown_parts(struct desk *d, slice id, bool machine, struct desk_made_of *out) {
    struct shown_load g = {.d = d, .story = id, .arena = arena_new(0), .tmp = arena_new(0), .keep = arena_new(0)};
    int64_t linked = 0;
    int code = g.arena && g.tmp && g.keep ? desk_setting(d, "linked", &linked) : STM_ENOMEM;
    uint64_t laid = 0;
    if (!code)
        code = desk_number(d, "SELECT count(*) FROM (SELECT 1 FROM fix_member LIMIT 1)", &laid);
    g.told = id.p || linked || laid;
    if (!code)
        g.s = desk_prepare(d, id.p ? "SELECT name, page, marks, ?1 FROM document WHERE id IN " DOCS_OF " ORDER BY id"
                                   : "SELECT name, page, marks, " STORY_OF("document.id") " FROM document WHERE newest ORDER BY id",
                           &code);
    if (!code && id.p)
        desk_bind(g.s, 1, id);
    int rc = SQLITE_DONE;
    while (!code && (rc = sqlite3_step(g.s)) == SQLITE_ROW)
        code = guard_run(read_one, &g);
    if (!code)
        code = desk_status(rc);
    sqlite3_finalize(g.s);
    if (!code && !g.n && id.p)
        code = STM_EEMPTY;
    if (!code && !machine)
        code = guard_run(read_fixes, &g);
    if (!code)
        code = g.code;
    arena_free(g.tmp);
    desk_kits_close(&g.kits);
    *out = (struct desk_made_of){g.arena, g.keep, g.docs, g.n,
                                 {g.fixes, g.fixes_n, g.stories, g.stories_n, g.titles, g.titles_n}};
    if (code)
        desk_shown_drop(out);
    return code;
}

int desk_shown_make(struct desk_made_of *p, int threads, struct account **out) {
    int code = account_new_fixed(out, p->docs, p->n, NULL, 0, p->fixes.n ? &p->fixes : NULL, p->keep, threads);
    arena_free(p->arena);
    *p = (struct desk_made_of){0};
    return code;
}

void desk_shown_drop(struct desk_made_of *p) {
    for (uint32_t i = 0; i < p->n; i++)
        doc_free(p->docs[i]);
    arena_free(p->keep);
    arena_free(p->arena);
    *p = (struct desk_made_of){0};
}

int desk_shown_account(struct desk *d, slice id, bool machine, int threads, struct account **out) {
    *out = NULL;
    struct desk_made_of p;
    int code = desk_shown_parts(d, id, machine, &p);
    return code ? code : desk_shown_make(&p, threads, out);
}

/* ---- one document ------------------------------------------------------------------------------------ */

struct one_document {
    const struct desk_packed *p;
    struct desk_kits kits;
    struct arena *tmp;
    struct document *doc;
};
static void unpack_one(void *arg) {
    struct one_document *o = arg;
    o->doc = desk_unpack(o->p, &o->kits, o->tmp);
}

int desk_shown_document(struct desk *d, slice name, struct document **out, char *story, size_t size) {
    *out = NULL;
    *story = 0;
    int code;
    sqlite3_stmt *s = desk_prepare(d, "SELECT name, page, marks, " STORY_OF("document.id") " FROM document WHERE name = ?1", &code);
    if (code)
        return code;
    desk_bind(s, 1, name);
    int rc = sqlite3_step(s);
    code = rc == SQLITE_ROW ? 0 : desk_status(rc) ? desk_status(rc) : STM_EEMPTY;
    if (!code) {
        slice t = desk_text(s, 3);
        if (t.n < size && t.p)
            memcpy(story, t.p, t.n + 1);
        struct desk_packed p = {desk_text(s, 0), desk_blob(s, 1), desk_blob(s, 2), {0}};
        struct one_document o = {.p = &p, .tmp = arena_new(0)};
        code = o.tmp ? guard_run(unpack_one, &o) : STM_ENOMEM;
        *out = o.doc;
        desk_kits_close(&o.kits);
        arena_free(o.tmp);
    }
    sqlite3_finalize(s);
    return code;
}

int desk_stories_of_file(struct desk *d, slice file, int (*row)(void *, slice, slice), void *arg) {
    int code, rc = SQLITE_DONE;
    sqlite3_stmt *s = desk_prepare(d, "SELECT name, " STORY_OF("document.id") " FROM document WHERE file = ?1 AND newest ORDER BY name"
                                      " LIMIT 1000", &code);
    if (code)
        return code;
    desk_bind(s, 1, file);
    while (!code && (rc = sqlite3_step(s)) == SQLITE_ROW)
        code = row(arg, desk_text(s, 0), desk_text(s, 1));
    if (!code)
        code = desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

int desk_stories_of_fix(struct desk *d, const struct fix *f, int (*row)(void *, slice), void *arg) {
    int code, rc;
    char last[80] = "";
    sqlite3_stmt *s = desk_prepare(d, "SELECT DISTINCT " STORY_OF("document.id") " FROM document WHERE substr(key, 9) = ?1 AND newest", &code);
    for (uint32_t g = 0; !code && g < f->groups_n; g++)
        for (uint32_t i = 0; !code && i < f->groups[g].n; i++) {
            sqlite3_bind_blob(s, 1, f->groups[g].p[i].sha256 + 8, 24, SQLITE_STATIC);
            while (!code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
                slice t = desk_text(s, 0);
                if (!t.p || t.n >= sizeof last || slice_eq(t, slice_str(last)))
                    continue;
                memcpy(last, t.p, t.n + 1);
                code = row(arg, t);
            }
            sqlite3_reset(s);
        }
    sqlite3_finalize(s);
    return code;
}

int desk_snapshot(struct desk *d, bool begin) { return desk_run(d, begin ? "BEGIN" : "COMMIT"); }

void desk_interrupt(struct desk *d) { sqlite3_interrupt(d->db); }

int desk_relate_now(struct desk *d, int threads) { return desk_relate(d, threads); }
