/* Stories out of links: those that were touched, and as many around them as it takes. See desk_near.h. */
#include <stdlib.h>

#include "desk_near.h"

struct row { /* a report of the region */
    int64_t doc;
    uint8_t key[32], sum[32];
    const struct story_point *point;
    slice was;          /* its story before; p NULL: none */
    slice title, published;
    bool known;         /* its neighbours are in the region */
};

struct old { /* a story as it was */
    slice id;
    int64_t trace;
    uint32_t documents;
    bool stays;
};

struct region {
    struct near_run *r;
    struct arena *a;
    struct row *rows;
    uint32_t n, cap;
    struct near_set in;    /* doc + 1 */
    struct table stories;  /* id -> place in old */
    struct old *old;
    uint32_t old_n, old_cap;
};

/* ---- the region ---------------------------------------------------------------------------------------------- */

static struct old *old_of(struct region *g, slice id) {
    const uint32_t *at = table_get(&g->stories, id);
    return at ? &g->old[*at] : NULL;
}

static void add_old(struct region *g, slice id) {
    sqlite3_stmt *s = near_sql(g->r, 23, "SELECT trace, documents FROM story WHERE id = ?");
    desk_bind(s, 1, id);
    bool there = near_step(s); /* else of a version before, that kept none */
    struct old o = {id, there ? sqlite3_column_int64(s, 0) : 0, there ? (uint32_t)sqlite3_column_int64(s, 1) : 0, false};
    sqlite3_reset(s);
    ARENA_MORE(g->a, g->old, g->old_n, g->old_cap);
    table_put(&g->stories, id, g->old_n);
    g->old[g->old_n++] = o;
}

/* Takes a report in, and later, at the latest when the region is closed, the others of its story. */
static void add_doc(struct region *g, int64_t doc) {
    if (!near_put(&g->in, (uint64_t)doc + 1))
        return;
    sqlite3_stmt *s = near_sql(g->r, 24, "SELECT d.key, d.stamp, d.title, d.published, m.story FROM document AS d LEFT"
                                         " JOIN member AS m ON m.doc = d.id WHERE d.id = ?");
    sqlite3_bind_int64(s, 1, doc);
    if (!near_step(s))
        return;
    struct row row = {.doc = doc};
    slice key = desk_blob(s, 0), title = desk_text(s, 2), published = desk_text(s, 3), was = desk_text(s, 4);
    memcpy(row.key, key.p, key.n < 32 ? key.n : 32);
    desk_sum(desk_text(s, 1), row.sum);
    row.title = title.p ? arena_slice(g->a, title) : title;
    row.published = published.p ? arena_slice(g->a, published) : published;
    row.was = was.p ? arena_slice(g->a, was) : was;
    sqlite3_reset(s);
    row.point = near_load(g->r, doc, g->a);
    if (!row.point)
        return;
    ARENA_MORE(g->a, g->rows, g->n, g->cap);
    g->rows[g->n++] = row;
    if (row.was.p && !old_of(g, row.was))
        add_old(g, row.was);
}

struct docs {
    int64_t *p;
    uint32_t n, cap;
};

static void read_docs(sqlite3_stmt *s, struct arena *a, struct docs *v) {
    v->n = 0;
    while (near_step(s)) {
        ARENA_MORE(a, v->p, v->n, v->cap);
        v->p[v->n++] = sqlite3_column_int64(s, 0);
    }
}

/* The whole story of every report in it. */
static void whole_stories(struct region *g, uint32_t *from) {
    struct docs v = {0};
    for (; *from < g->old_n; ++*from) {
        sqlite3_stmt *s = near_sql(g->r, 25, "SELECT doc FROM member WHERE story = ?");
        desk_bind(s, 1, g->old[*from].id);
        read_docs(s, g->a, &v);
        for (uint32_t i = 0; i < v.n; i++)
            add_doc(g, v.p[i]);
    }
}

static void neighbours(struct region *g, uint32_t i) {
    if (g->rows[i].known)
        return;
    g->rows[i].known = true;
    struct docs v = {0};
    sqlite3_stmt *s = near_sql(g->r, 26, "SELECT other FROM link WHERE doc = ?");
    sqlite3_bind_int64(s, 1, g->rows[i].doc);
    read_docs(s, g->a, &v);
    for (uint32_t k = 0; k < v.n; k++)
        add_doc(g, v.p[k]);
}

static int by_key(const void *x, const void *y) {
    const struct row *a = x, *b = y;
    int d = memcmp(a->key, b->key, 32);
    return d ? d : (a->doc > b->doc) - (a->doc < b->doc);
}

static bool is_full(void *arg, uint32_t word, int32_t fortnight) {
    return near_has(&((struct near_run *)arg)->full, near_list(word, fortnight));
}

struct clusters {
    uint32_t *of;      /* by row: the least row of its cluster */
    uint64_t *trace;
    uint32_t *size;    /* at the least row */
    bool *same;        /* at the least row: a story that came about as it did before */
};

static struct clusters cluster(struct region *g, struct arena *tmp) {
    uint32_t n = g->n;
    qsort(g->rows, n, sizeof *g->rows, by_key);
    struct clusters c = {ARENA_ARRAY(tmp, uint32_t, n), ARENA_ARRAY(tmp, uint64_t, n), ARENA_ARRAY(tmp, uint32_t, n),
                         ARENA_ARRAY(tmp, bool, n)};
    const struct story_point **p = arena_alloc(tmp, n * sizeof *p);
    for (uint32_t i = 0; i < n; i++) {
        p[i] = g->rows[i].point;
        c.trace[i] = hash64(g->rows[i].key, 32);
    }
    near_clusters(p, n, is_full, g->r, tmp, c.of, c.trace);
    for (uint32_t i = 0; i < n; i++)
        c.size[c.of[i]]++;
    for (uint32_t i = 0; i < n; i++) {
        if (c.of[i] != i || !g->rows[i].was.p)
            continue;
        const struct old *o = old_of(g, g->rows[i].was);
        c.same[i] = o->documents == c.size[i] && (uint64_t)o->trace == c.trace[i];
    }
    /* a trace stands for the reports too, but a hash is a hash */
    for (uint32_t i = 0; i < n; i++)
        if (!g->rows[i].was.p || !slice_eq(g->rows[i].was, g->rows[c.of[i]].was.p ? g->rows[c.of[i]].was : S("")))
            c.same[c.of[i]] = false;
    return c;
}

/* ---- rows of stories ----------------------------------------------------------------------------------------- */

static void write_story(struct region *g, const struct clusters *c, const uint32_t *v, uint32_t n, slice *is,
                        struct arena *tmp) {
    uint8_t *sums = arena_alloc(tmp, (size_t)n * 32);
    const struct story_point **points = arena_alloc(tmp, n * sizeof *points);
    bool *titled = ARENA_ARRAY(tmp, bool, n);
    slice from = {0}, to = {0};
    uint64_t keys = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct row *w = &g->rows[v[i]];
        memcpy(sums + (size_t)i * 32, w->sum, 32);
        points[i] = w->point;
        titled[i] = w->title.n > 0;
        keys = hash_mix(keys, hash64(w->key, 32));
        slice day = w->published;
        if (day.p && day.n > 10)
            day.n = 10;
        if (day.n >= 4) {
            if (!from.p || slice_cmp(day, from) < 0)
                from = day;
            if (!to.p || slice_cmp(day, to) > 0)
                to = day;
        }
    }
    slice id = near_story_id(sums, n, g->a);
    sqlite3_stmt *s = near_sql(g->r, 27, "SELECT 1 FROM story WHERE id = ?");
    desk_bind(s, 1, id);
    if (near_step(s)) /* the same bytes at other addresses, in a story of their own */
        id = arena_printf(g->a, "%.*s-%04x", (int)id.n, id.p, (unsigned)(keys & 0xFFFF));
    sqlite3_reset(s);
    uint32_t middle = near_middle(points, titled, n);
    s = near_sql(g->r, 28, "INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?, ?, NULL, NULL, ?)");
    desk_bind(s, 1, id);
    desk_bind(s, 2, middle == NONE ? (slice){0} : g->rows[v[middle]].title);
    desk_bind(s, 3, from);
    desk_bind(s, 4, to);
    sqlite3_bind_int64(s, 5, n);
    sqlite3_bind_int64(s, 6, (sqlite3_int64)c->trace[v[0]]);
    near_do(s);
    for (uint32_t i = 0; i < n; i++) {
        is[v[i]] = id;
        s = near_sql(g->r, 29, "INSERT OR REPLACE INTO member VALUES (?, ?)");
        sqlite3_bind_int64(s, 1, g->rows[v[i]].doc);
        desk_bind(s, 2, id);
        near_do(s);
    }
}

static void write_stories(struct region *g, const struct clusters *c, struct arena *tmp) {
    uint32_t n = g->n;
    for (uint32_t i = 0; i < n; i++)
        if (c->of[i] == i && c->same[i])
            old_of(g, g->rows[i].was)->stays = true;
    for (uint32_t i = 0; i < g->old_n; i++) {
        if (g->old[i].stays)
            continue;
        sqlite3_stmt *s = near_sql(g->r, 30, "DELETE FROM story WHERE id = ?");
        desk_bind(s, 1, g->old[i].id);
        near_do(s);
    }
    /* members of each cluster, in order */
    uint32_t *first = ARENA_ARRAY(tmp, uint32_t, n + 1), *v = ARENA_ARRAY(tmp, uint32_t, n + 1), at = 0;
    for (uint32_t i = 0; i < n; i++)
        if (c->of[i] == i) {
            first[i] = at;
            at += c->size[i];
        }
    uint32_t *put = ARENA_ARRAY(tmp, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        v[first[c->of[i]] + put[c->of[i]]++] = i;
    slice *was = ARENA_ARRAY(tmp, slice, n + 1), *is = ARENA_ARRAY(tmp, slice, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        was[i] = g->rows[i].was;
        if (c->same[c->of[i]])
            is[i] = was[i];
        else if (c->of[i] == i)
            write_story(g, c, v + first[i], c->size[i], is, tmp);
    }
    near_alias(g->r, was, is, n);
}

void near_group(struct near_run *r) {
    struct arena *a = near_arena(r), *tmp = near_arena(r);
    struct region g = {.r = r, .a = a, .in = {.a = a}};
    table_init(&g.stories, a, 64);
    struct docs v = {0};
    read_docs(near_sql(r, 31, "SELECT t.doc FROM touched AS t JOIN report AS r ON r.doc = t.doc WHERE r.state = 1"), a, &v);
    for (uint32_t i = 0; i < v.n; i++)
        add_doc(&g, v.p[i]);
    if (!g.n) {
        near_do(near_sql(r, 32, "DELETE FROM touched"));
        return;
    }
    uint32_t whole = 0;
    whole_stories(&g, &whole);
    for (uint32_t i = 0, n = g.n; i < n; i++)
        neighbours(&g, i);
    struct clusters c;
    for (uint32_t rings = 1;; rings *= 2) {
        whole_stories(&g, &whole);
        arena_reset(tmp);
        c = cluster(&g, tmp);
        uint32_t n = g.n;
        for (uint32_t i = 0; i < n; i++)
            if (!c.same[c.of[i]])
                neighbours(&g, i);
        if (g.n == n)
            break;
        /* a change that goes far: look ahead, or each ring costs a clustering */
        for (uint32_t k = 1, from = n; k < rings && g.n > from; k++) {
            whole_stories(&g, &whole);
            uint32_t end = g.n;
            for (uint32_t i = from; i < end; i++)
                neighbours(&g, i);
            from = end;
        }
    }
    write_stories(&g, &c, tmp);
    near_do(near_sql(r, 32, "DELETE FROM touched"));
}

/* ---- aliases --------------------------------------------------------------------------------------------------- */

struct move {
    slice was, is;
};
static int by_move(const void *x, const void *y) {
    const struct move *a = x, *b = y;
    int d = slice_cmp(a->was, b->was);
    return d ? d : slice_cmp(a->is, b->is);
}

/* An old id goes to the story that has most of its reports; of several such, the one whose id comes first. */
void near_alias(struct near_run *r, const slice *was, const slice *is, uint32_t n) {
    struct move *v = arena_alloc(r->a, ((size_t)n + 1) * sizeof *v);
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++)
        if (was[i].p && is[i].p)
            v[m++] = (struct move){was[i], is[i]};
    if (m)
        qsort(v, m, sizeof *v, by_move);
    for (uint32_t i = 0; i < m;) {
        uint32_t end = i, best = i, best_n = 0;
        for (uint32_t k = i; k < m && slice_eq(v[k].was, v[i].was); k = end) {
            end = k;
            while (end < m && slice_eq(v[end].was, v[k].was) && slice_eq(v[end].is, v[k].is))
                end++;
            if (end - k > best_n) {
                best = k;
                best_n = end - k;
            }
        }
        slice from = v[i].was, to = v[best].is;
        i = end;
        sqlite3_stmt *s = near_sql(r, 33, "SELECT 1 FROM story WHERE id = ?");
        desk_bind(s, 1, from);
        bool stays = near_step(s);
        sqlite3_reset(s);
        if (stays || slice_eq(from, to))
            continue;
        s = near_sql(r, 34, "UPDATE alias SET story = ? WHERE story = ?");
        desk_bind(s, 1, to);
        desk_bind(s, 2, from);
        near_do(s);
        s = near_sql(r, 35, "INSERT OR REPLACE INTO alias VALUES (?, ?)");
        desk_bind(s, 1, from);
        desk_bind(s, 2, to);
        near_do(s);
    }
    for (uint32_t i = 0; i < n; i++) /* an id that is a story's again is no alias */
        if (is[i].p && !(was[i].p && slice_eq(was[i], is[i]))) {
            sqlite3_stmt *s = near_sql(r, 36, "DELETE FROM alias WHERE id = ?");
            desk_bind(s, 1, is[i]);
            near_do(s);
        }
}
