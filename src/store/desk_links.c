/* Which reports lie near one another: lists of reports by word and fortnight, and the strong links. */
#include <stdlib.h>

#include "desk_near.h"
#include "pack.h"

/* ---- sets, statements ------------------------------------------------------------------------------------- */

bool near_has(const struct near_set *s, uint64_t v) {
    if (!s->cap)
        return false;
    for (uint32_t i = (uint32_t)hash_mix(v, 1) & (s->cap - 1); s->p[i]; i = (i + 1) & (s->cap - 1))
        if (s->p[i] == v)
            return true;
    return false;
}

bool near_put(struct near_set *s, uint64_t v) {
    if (near_has(s, v))
        return false;
    if (2 * (s->n + 1) > s->cap) {
        uint64_t *old = s->p;
        uint32_t cap = s->cap;
        s->cap = cap ? 2 * cap : 64;
        s->p = ARENA_ARRAY(s->a, uint64_t, s->cap);
        s->n = 0;
        for (uint32_t i = 0; i < cap; i++)
            if (old[i])
                near_put(s, old[i]);
    }
    uint32_t i = (uint32_t)hash_mix(v, 1) & (s->cap - 1);
    while (s->p[i])
        i = (i + 1) & (s->cap - 1);
    s->p[i] = v;
    s->n++;
    return true;
}

static void finalize(void *arg) {
    struct near_run *r = arg;
    for (size_t i = 0; i < NELEMS(r->s); i++)
        sqlite3_finalize(r->s[i]);
}

sqlite3_stmt *near_sql(struct near_run *r, uint32_t number, const char *sql) {
    if (!r->s[number]) {
        int code;
        r->s[number] = desk_prepare(r->d, sql, &code);
        if (code)
            guard_fail(code);
    }
    sqlite3_reset(r->s[number]);
    return r->s[number];
}

bool near_step(sqlite3_stmt *s) {
    int rc = sqlite3_step(s), code = desk_status(rc);
    if (code) {
        sqlite3_reset(s);
        guard_fail(code);
    }
    if (rc != SQLITE_ROW)
        sqlite3_reset(s);
    return rc == SQLITE_ROW;
}

void near_do(sqlite3_stmt *s) {
    while (near_step(s))
        ;
}

static void free_arena(void *a) { arena_free(a); }

struct arena *near_arena(struct near_run *r) {
    struct arena *a = arena_new(0);
    if (!a)
        guard_fail(STM_ENOMEM);
    arena_defer(r->a, free_arena, a);
    return a;
}

void near_begin(struct near_run *r, struct desk *d, struct arena *a) {
    *r = (struct near_run){.d = d, .a = a, .full = {.a = a}};
    arena_defer(a, finalize, r);
    int64_t most = 0;
    int code = desk_setting(d, "list", &most);
    if (code)
        guard_fail(code);
    r->most = most > 0 && most < NEAR_LIST ? (uint32_t)most : NEAR_LIST;
    sqlite3_stmt *s = near_sql(r, 0, "SELECT word, fortnight FROM full_list");
    while (near_step(s))
        near_put(&r->full, near_list((uint32_t)sqlite3_column_int64(s, 0), sqlite3_column_int(s, 1)));
}

/* ---- keys --------------------------------------------------------------------------------------------------- */

/* From the page, for a desk of an older version or another rule. */
static slice make_key(struct near_run *r, int64_t doc, struct arena *a) {
    sqlite3_stmt *s = near_sql(r, 1, "SELECT page FROM document WHERE id = ?");
    sqlite3_bind_int64(s, 1, doc);
    if (!near_step(s))
        return (slice){0};
    struct document *d = ARENA_NEW(a, struct document);
    d->arena = a;
    int code = unpack_page(desk_blob(s, 0), a, d);
    sqlite3_reset(s);
    if (code)
        guard_fail(code);
    slice key = near_key(d, a, a);
    s = near_sql(r, 2, "UPDATE report SET point = ? WHERE doc = ?");
    sqlite3_bind_blob(s, 1, key.p, (int)key.n, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, doc);
    near_do(s);
    return key;
}

const struct story_point *near_load(struct near_run *r, int64_t doc, struct arena *a) {
    sqlite3_stmt *s = near_sql(r, 3, "SELECT point FROM report WHERE doc = ?");
    sqlite3_bind_int64(s, 1, doc);
    if (!near_step(s))
        return NULL;
    slice key = desk_blob(s, 0);
    const struct story_point *p = key.p ? near_point(key, a) : NULL;
    sqlite3_reset(s);
    return p ? p : near_point(make_key(r, doc, a), a);
}

/* The same of a report that many come across; lives until the next call. */
struct near_kept {
    int64_t doc; /* 0: none */
    const struct story_point *point;
};
enum { KEPT = 1 << 14, KEPT_BYTES = 48 << 20 };

static const struct story_point *kept(struct near_run *r, int64_t doc) {
    if (!r->kept) {
        r->kept_arena = near_arena(r);
        r->kept = ARENA_ARRAY(r->a, struct near_kept, KEPT);
    }
    if (arena_used(r->kept_arena) > KEPT_BYTES) {
        memset(r->kept, 0, KEPT * sizeof *r->kept);
        arena_reset(r->kept_arena);
    }
    struct near_kept *k = &r->kept[hash_mix((uint64_t)doc, 3) & (KEPT - 1)];
    if (k->doc != doc) {
        const struct story_point *p = near_load(r, doc, r->kept_arena);
        *k = (struct near_kept){doc, p};
    }
    return k->point;
}

/* ---- links -------------------------------------------------------------------------------------------------- */

static void touch(struct near_run *r, int64_t doc) {
    sqlite3_stmt *s = near_sql(r, 4, "INSERT OR IGNORE INTO touched VALUES (?)");
    sqlite3_bind_int64(s, 1, doc);
    near_do(s);
}

static void put_link(struct near_run *r, int64_t a, int64_t b, bool in) {
    for (int way = 0; way < 2; way++) {
        sqlite3_stmt *s = in ? near_sql(r, 5, "INSERT OR IGNORE INTO link VALUES (?, ?)")
                             : near_sql(r, 6, "DELETE FROM link WHERE doc = ? AND other = ?");
        sqlite3_bind_int64(s, 1, way ? b : a);
        sqlite3_bind_int64(s, 2, way ? a : b);
        near_do(s);
    }
}

struct numbers {
    int64_t *p;
    uint32_t n, cap;
};
static void add_number(struct arena *a, struct numbers *v, int64_t x) {
    ARENA_MORE(a, v->p, v->n, v->cap);
    v->p[v->n++] = x;
}

static struct numbers links_of(struct near_run *r, int64_t doc, struct arena *a) {
    struct numbers v = {0};
    sqlite3_stmt *s = near_sql(r, 7, "SELECT other FROM link WHERE doc = ?");
    sqlite3_bind_int64(s, 1, doc);
    while (near_step(s))
        add_number(a, &v, sqlite3_column_int64(s, 0));
    return v;
}

static void drop_links(struct near_run *r, int64_t doc, struct arena *a) {
    struct numbers v = links_of(r, doc, a);
    for (uint32_t i = 0; i < v.n; i++) {
        put_link(r, doc, v.p[i], false);
        touch(r, v.p[i]);
    }
}

static void members(struct near_run *r, uint32_t word, int32_t fortnight, struct arena *a, struct numbers *out) {
    sqlite3_stmt *s = near_sql(r, 8, "SELECT doc FROM probe WHERE word = ? AND fortnight = ?");
    sqlite3_bind_int64(s, 1, word);
    sqlite3_bind_int64(s, 2, fortnight);
    while (near_step(s))
        add_number(a, out, sqlite3_column_int64(s, 0));
}

/* How many stand in a list; counts no further than past the most. */
static uint32_t length(struct near_run *r, uint32_t word, int32_t fortnight) {
    sqlite3_stmt *s = near_sql(r, 9, "SELECT count(*) FROM (SELECT 1 FROM probe WHERE word = ? AND fortnight = ?"
                                     " LIMIT ?)");
    sqlite3_bind_int64(s, 1, word);
    sqlite3_bind_int64(s, 2, fortnight);
    sqlite3_bind_int64(s, 3, (sqlite3_int64)r->most + 1);
    near_step(s);
    uint32_t n = (uint32_t)sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    return n;
}

static bool is_full(const struct near_run *r, uint32_t word, int32_t fortnight) {
    return near_has(&r->full, near_list(word, fortnight));
}

/* Words by which two reports find one another. */
static uint32_t shared(const struct near_run *r, const struct story_point *a, const struct story_point *b) {
    const uint32_t *x, *y;
    uint32_t n = near_words(a, &x), m = near_words(b, &y), found = 0;
    for (uint32_t i = 0, k = 0; i < n && k < m;) {
        if (x[i] == y[k]) {
            found += !is_full(r, x[i], near_fortnight(a)) && !is_full(r, x[i], near_fortnight(b));
            i++, k++;
        } else if (x[i] < y[k]) {
            i++;
        } else {
            k++;
        }
    }
    return found;
}

/* Counts of documents. */
struct tally {
    struct { int64_t doc; uint32_t n; } *p; /* n 0: empty */
    uint32_t n, cap;
    struct arena *a;
};

static void count(struct tally *t, int64_t doc) {
    if (2 * (t->n + 1) > t->cap) {
        struct tally old = *t;
        t->cap = old.cap ? 2 * old.cap : 256;
        t->p = arena_calloc(t->a, t->cap, sizeof *t->p);
        for (uint32_t i = 0; i < old.cap; i++)
            if (old.p[i].n) {
                uint32_t k = (uint32_t)hash_mix((uint64_t)old.p[i].doc, 1) & (t->cap - 1);
                while (t->p[k].n)
                    k = (k + 1) & (t->cap - 1);
                t->p[k].doc = old.p[i].doc;
                t->p[k].n = old.p[i].n;
            }
    }
    uint32_t k = (uint32_t)hash_mix((uint64_t)doc, 1) & (t->cap - 1);
    while (t->p[k].n && t->p[k].doc != doc)
        k = (k + 1) & (t->cap - 1);
    t->n += !t->p[k].n;
    t->p[k].doc = doc;
    t->p[k].n++;
}

static void scan(struct near_run *r, uint32_t word, int64_t from, int64_t to, int64_t self, struct tally *t) {
    sqlite3_stmt *s = near_sql(r, 10, "SELECT fortnight, doc FROM probe WHERE word = ? AND fortnight BETWEEN ? AND ?");
    sqlite3_bind_int64(s, 1, word);
    sqlite3_bind_int64(s, 2, from);
    sqlite3_bind_int64(s, 3, to);
    bool full = false;
    int64_t last = INT64_MAX;
    while (near_step(s)) {
        int64_t fortnight = sqlite3_column_int64(s, 0), doc = sqlite3_column_int64(s, 1);
        if (fortnight != last) {
            full = is_full(r, word, (int32_t)fortnight);
            last = fortnight;
        }
        if (!full && doc != self)
            count(t, doc);
    }
}

static void find_links(struct near_run *r, int64_t doc, const struct story_point *p, struct arena *tmp) {
    struct tally t = {.a = tmp};
    const uint32_t *words;
    uint32_t n = near_words(p, &words);
    int32_t f = near_fortnight(p);
    for (uint32_t i = 0; i < n; i++) {
        if (is_full(r, words[i], f))
            continue;
        if (f == NEAR_UNDATED) {
            scan(r, words[i], INT32_MIN, INT32_MAX, doc, &t);
        } else {
            scan(r, words[i], f - 1, f + 1, doc, &t);
            scan(r, words[i], NEAR_UNDATED, NEAR_UNDATED, doc, &t);
        }
    }
    for (uint32_t i = 0; i < t.cap; i++) {
        if (t.p[i].n < NEAR_SHARED)
            continue;
        const struct story_point *o = kept(r, t.p[i].doc);
        if (o && near_alike(p, o) >= near_strong())
            put_link(r, doc, t.p[i].doc, true);
    }
}

/* ---- in and out ------------------------------------------------------------------------------------------------ */

void near_unlink(struct near_run *r, int64_t doc) {
    struct arena *tmp = near_arena(r);
    const struct story_point *p = near_load(r, doc, tmp);
    sqlite3_stmt *s = near_sql(r, 11, "SELECT state FROM report WHERE doc = ?");
    sqlite3_bind_int64(s, 1, doc);
    bool linked = near_step(s) && sqlite3_column_int(s, 0) != 0;
    sqlite3_reset(s);
    struct numbers again = {0}; /* what stands in a list that counts again */
    const uint32_t *words;
    uint32_t n = p && linked ? near_words(p, &words) : 0;
    for (uint32_t i = 0; i < n; i++) {
        int32_t f = near_fortnight(p);
        s = near_sql(r, 12, "DELETE FROM probe WHERE word = ? AND fortnight = ? AND doc = ?");
        sqlite3_bind_int64(s, 1, words[i]);
        sqlite3_bind_int64(s, 2, f);
        sqlite3_bind_int64(s, 3, doc);
        near_do(s);
        if (!is_full(r, words[i], f) || length(r, words[i], f) > r->most)
            continue;
        s = near_sql(r, 13, "DELETE FROM full_list WHERE word = ? AND fortnight = ?");
        sqlite3_bind_int64(s, 1, words[i]);
        sqlite3_bind_int64(s, 2, f);
        near_do(s);
        members(r, words[i], f, tmp, &again);
    }
    drop_links(r, doc, tmp);
    s = near_sql(r, 14, "INSERT OR IGNORE INTO touched SELECT doc FROM member WHERE story ="
                        " (SELECT story FROM member WHERE doc = ?)");
    sqlite3_bind_int64(s, 1, doc);
    near_do(s);
    /* the story's title may be its; a story without reports has no former ids */
    static const char *const gone[] = {
        "DELETE FROM story WHERE id = (SELECT story FROM member WHERE doc = ?)",
        "DELETE FROM alias WHERE story IN (SELECT m.story FROM member AS m WHERE m.doc = ?1 AND NOT EXISTS"
        " (SELECT 1 FROM member AS o WHERE o.story = m.story AND o.doc <> ?1))",
        "DELETE FROM member WHERE doc = ?", "DELETE FROM touched WHERE doc = ?", "DELETE FROM report WHERE doc = ?"};
    for (uint32_t i = 0; i < NELEMS(gone); i++) {
        s = near_sql(r, 15 + i, gone[i]);
        sqlite3_bind_int64(s, 1, doc);
        near_do(s);
    }
    /* linked anew with those that wait: to those that stand in the list, and on through others, they may be near */
    for (uint32_t i = 0; i < again.n; i++) {
        drop_links(r, again.p[i], tmp);
        touch(r, again.p[i]);
        s = near_sql(r, 38, "UPDATE report SET state = 0 WHERE doc = ? AND state = 1");
        sqlite3_bind_int64(s, 1, again.p[i]);
        near_do(s);
    }
    if (again.n) { /* lists that count again are read anew */
        r->full = (struct near_set){.a = r->a};
        s = near_sql(r, 0, "SELECT word, fortnight FROM full_list");
        while (near_step(s))
            near_put(&r->full, near_list((uint32_t)sqlite3_column_int64(s, 0), sqlite3_column_int(s, 1)));
    }
    arena_reset(tmp);
}

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A list has grown past what counts: pairs that have too few words left are linked no more, and the stories of
 * all that stand in it may come out otherwise. */
static void now_full(struct near_run *r, uint32_t word, int32_t fortnight, struct arena *tmp) {
    struct numbers in = {0};
    members(r, word, fortnight, tmp, &in);
    struct arena_mark mark = arena_mark(tmp);
    for (uint32_t i = 0; i < in.n; i++, arena_rewind(tmp, mark)) {
        touch(r, in.p[i]);
        struct numbers to = links_of(r, in.p[i], tmp);
        const struct story_point *p = to.n ? near_load(r, in.p[i], tmp) : NULL;
        for (uint32_t k = 0; p && k < to.n; k++) {
            const struct story_point *o = near_load(r, to.p[k], tmp);
            if (o && shared(r, p, o) < NEAR_SHARED) {
                put_link(r, in.p[i], to.p[k], false);
                touch(r, to.p[k]);
            }
        }
    }
}

bool near_link(struct near_run *r, uint32_t most) {
    struct arena *a = near_arena(r), *tmp = near_arena(r);
    struct numbers in = {0}, out = {0};
    sqlite3_stmt *s = near_sql(r, 39, "SELECT doc, state FROM report WHERE state <> 1 ORDER BY state DESC, doc LIMIT ?");
    sqlite3_bind_int64(s, 1, most);
    while (near_step(s))
        add_number(a, sqlite3_column_int(s, 1) ? &out : &in, sqlite3_column_int64(s, 0));
    for (uint32_t i = 0; i < out.n; i++)
        near_unlink(r, out.p[i]);
    /* all into the lists first, so that each link is looked for with the lists as they will be */
    const struct story_point **points = ARENA_ARRAY(a, const struct story_point *, in.n + 1);
    uint64_t *lists = arena_alloc(a, ((size_t)in.n * NEAR_WORDS + 1) * sizeof *lists);
    uint32_t lists_n = 0;
    for (uint32_t i = 0; i < in.n; i++, arena_reset(tmp)) {
        points[i] = near_load(r, in.p[i], a);
        touch(r, in.p[i]);
        const uint32_t *words;
        uint32_t n = points[i] ? near_words(points[i], &words) : 0;
        for (uint32_t k = 0; k < n; k++) {
            int32_t f = near_fortnight(points[i]);
            s = near_sql(r, 20, "INSERT OR IGNORE INTO probe VALUES (?, ?, ?)");
            sqlite3_bind_int64(s, 1, words[k]);
            sqlite3_bind_int64(s, 2, f);
            sqlite3_bind_int64(s, 3, in.p[i]);
            near_do(s);
            if (!is_full(r, words[k], f))
                lists[lists_n++] = (uint64_t)words[k] << 32 | (uint32_t)f;
        }
        s = near_sql(r, 21, "UPDATE report SET state = 1 WHERE doc = ?");
        sqlite3_bind_int64(s, 1, in.p[i]);
        near_do(s);
    }
    if (lists_n)
        qsort(lists, lists_n, sizeof *lists, by_number);
    uint32_t grown = 0;
    for (uint32_t i = 0; i < lists_n; i++) {
        uint32_t word = (uint32_t)(lists[i] >> 32);
        int32_t f = (int32_t)(uint32_t)lists[i];
        if ((i && lists[i] == lists[i - 1]) || length(r, word, f) <= r->most)
            continue;
        s = near_sql(r, 22, "INSERT OR IGNORE INTO full_list VALUES (?, ?)");
        sqlite3_bind_int64(s, 1, word);
        sqlite3_bind_int64(s, 2, f);
        near_do(s);
        near_put(&r->full, near_list(word, f));
        lists[grown++] = lists[i];
    }
    for (uint32_t i = 0; i < in.n; i++, arena_reset(tmp))
        if (points[i])
            find_links(r, in.p[i], points[i], tmp);
    for (uint32_t i = 0; i < grown; i++, arena_reset(tmp))
        now_full(r, (uint32_t)(lists[i] >> 32), (int32_t)(uint32_t)lists[i], tmp);
    arena_reset(a);
    return in.n + out.n > 0;
}
