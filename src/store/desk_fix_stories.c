/* Stories joined, parted and renamed: laid over the machine's, and made anew whenever either changes.
 *
 * Fixes are gone through from the oldest on. A document that one of them names brings all of its machine's story as a
 * group; joining makes groups one, parting takes documents into a group of their own, a name stays with its group. A
 * group that is a machine's story again, whole and without a name, is left out: nothing lies over it. */
#include "desk.h"
#include "fixes.h"

#include <stdlib.h>

struct lying {
    int64_t doc;
    uint32_t group, story; /* story: the machine's, by number */
    uint8_t sha256[32];
};

struct overlay {
    struct desk *d;
    struct arena *a;
    struct lying *docs;
    uint32_t docs_n, docs_cap;
    slice *stories;        /* the machine's that were brought */
    uint32_t *sizes;
    uint32_t stories_n, stories_cap, sizes_cap;
    slice *titles;         /* by group; p NULL: none */
    uint32_t groups_n, titles_cap;
    sqlite3_stmt *by_name, *by_sum, *story_of, *members;
};

static int sum_of_stamp(slice stamp, uint8_t out[32]) { /* its last 64 digits */
    if (stamp.n < 64)
        return 0;
    const char *p = stamp.p + stamp.n - 64;
    for (int i = 0; i < 64; i++) {
        int v = is_digit((unsigned char)p[i]) ? p[i] - '0' : p[i] >= 'a' && p[i] <= 'f' ? p[i] - 'a' + 10 : -1;
        if (v < 0)
            return 0;
        out[i / 2] = (uint8_t)(i % 2 ? out[i / 2] | v : v << 4);
    }
    return 1;
}

static int row(sqlite3_stmt *s) {
    int rc = sqlite3_step(s), code = desk_status(rc);
    if (code)
        guard_fail(code);
    return rc == SQLITE_ROW;
}

/* The desk's document that a place means, or 0. */
static int64_t find_doc(struct overlay *v, const struct fix_place *p) {
    int64_t found = 0;
    sqlite3_reset(v->by_name);
    desk_bind(v->by_name, 1, p->doc);
    if (row(v->by_name)) {
        uint8_t sum[32];
        if (sum_of_stamp(desk_text(v->by_name, 1), sum) && !memcmp(sum, p->sha256, 32))
            found = sqlite3_column_int64(v->by_name, 0);
    }
    sqlite3_reset(v->by_name);
    if (found)
        return found;
    sqlite3_bind_blob(v->by_sum, 1, p->sha256 + 8, 24, SQLITE_STATIC);
    if (row(v->by_sum))
        found = sqlite3_column_int64(v->by_sum, 0);
    sqlite3_reset(v->by_sum);
    return found;
}

static uint32_t loaded(const struct overlay *v, int64_t doc) {
    for (uint32_t i = 0; i < v->docs_n; i++)
        if (v->docs[i].doc == doc)
            return i;
    return NONE;
}

static uint32_t new_group(struct overlay *v) {
    ARENA_MORE(v->a, v->titles, v->groups_n, v->titles_cap);
    v->titles[v->groups_n] = (slice){0};
    return v->groups_n++;
}

/* The number of the document that a place means, its story brought; NONE: it is in none. */
static uint32_t bring(struct overlay *v, const struct fix_place *p) {
    int64_t doc = find_doc(v, p);
    uint32_t at = doc ? loaded(v, doc) : NONE;
    if (!doc || at != NONE)
        return at;
    sqlite3_bind_int64(v->story_of, 1, doc);
    slice story = row(v->story_of) ? arena_slice(v->a, desk_text(v->story_of, 0)) : (slice){0};
    sqlite3_reset(v->story_of);
    if (!story.p)
        return NONE;
    uint32_t group = new_group(v), before = v->docs_n;
    ARENA_MORE(v->a, v->stories, v->stories_n, v->stories_cap);
    v->stories[v->stories_n] = story;
    desk_bind(v->members, 1, story);
    while (row(v->members)) {
        ARENA_MORE(v->a, v->docs, v->docs_n, v->docs_cap);
        struct lying *d = &v->docs[v->docs_n++];
        *d = (struct lying){.doc = sqlite3_column_int64(v->members, 0), .group = group, .story = v->stories_n};
        sum_of_stamp(desk_text(v->members, 1), d->sha256);
    }
    sqlite3_reset(v->members);
    if (v->sizes_cap <= v->stories_n) {
        v->sizes = arena_grow(v->a, v->sizes, v->sizes_cap * sizeof *v->sizes, (v->stories_n + 8) * 2 * sizeof *v->sizes);
        v->sizes_cap = (v->stories_n + 8) * 2;
    }
    v->sizes[v->stories_n++] = v->docs_n - before;
    return loaded(v, doc);
}

static void apply(struct overlay *v, const struct fix *f) {
    if (f->kind == FIX_STORY_JOIN) {
        uint32_t into = NONE;
        for (uint32_t g = 0; g < f->groups_n; g++)
            for (uint32_t i = 0; i < f->groups[g].n; i++) {
                uint32_t at = bring(v, &f->groups[g].p[i]);
                if (at == NONE)
                    continue;
                uint32_t from = v->docs[at].group;
                if (into == NONE)
                    into = from;
                for (uint32_t k = 0; from != into && k < v->docs_n; k++)
                    if (v->docs[k].group == from)
                        v->docs[k].group = into;
            }
    } else if (f->kind == FIX_STORY_PART) {
        uint32_t into = NONE;
        for (uint32_t i = 0; i < f->groups[0].n; i++) {
            uint32_t at = bring(v, &f->groups[0].p[i]);
            if (at == NONE)
                continue;
            if (into == NONE)
                into = new_group(v);
            v->docs[at].group = into;
        }
    } else if (f->kind == FIX_STORY_NAME) {
        uint32_t best = NONE, most = 0;
        for (uint32_t i = 0; i < f->groups[0].n; i++)
            bring(v, &f->groups[0].p[i]);
        uint32_t *hits = ARENA_ARRAY(v->a, uint32_t, v->groups_n + 1);
        for (uint32_t i = 0; i < f->groups[0].n; i++) {
            uint32_t at = bring(v, &f->groups[0].p[i]);
            if (at != NONE && ++hits[v->docs[at].group] > most) {
                most = hits[v->docs[at].group];
                best = v->docs[at].group;
            }
        }
        if (best != NONE)
            v->titles[best] = f->name;
    }
}

static int by_sum(const void *a, const void *b) { return memcmp(a, b, 32); }

/* As story.c makes it. */
static slice id_of(struct overlay *v, uint32_t group, uint32_t n) {
    uint8_t *all = arena_alloc(v->a, (size_t)n * 32 + 1), sum[32];
    uint32_t m = 0;
    for (uint32_t i = 0; i < v->docs_n; i++)
        if (v->docs[i].group == group)
            memcpy(all + (size_t)m++ * 32, v->docs[i].sha256, 32);
    qsort(all, n, 32, by_sum);
    sha256(all, (size_t)n * 32, sum);
    char digits[12];
    hex(sum, 6, digits);
    return arena_printf(v->a, "s-%.12s", digits);
}

static void run(struct desk *d, const char *sql, slice a, slice b, int64_t n) {
    int code;
    sqlite3_stmt *s = desk_prepare(d, sql, &code);
    if (!code) {
        if (n)
            sqlite3_bind_int64(s, 1, n);
        else
            desk_bind(s, 1, a);
        if (b.p)
            desk_bind(s, 2, b);
        code = desk_status(sqlite3_step(s));
        sqlite3_finalize(s);
    }
    if (code)
        guard_fail(code);
}

static void write_group(struct overlay *v, uint32_t group) {
    uint32_t n = 0, story = NONE;
    bool one = true;
    for (uint32_t i = 0; i < v->docs_n; i++)
        if (v->docs[i].group == group) {
            one = one && (story == NONE || story == v->docs[i].story);
            story = v->docs[i].story;
            n++;
        }
    if (!n)
        return;
    bool same = one && n == v->sizes[story];
    if (same && !v->titles[group].p)
        return;
    slice id = same ? v->stories[story] : id_of(v, group, n);
    for (uint32_t i = 0; i < v->docs_n; i++)
        if (v->docs[i].group == group) {
            run(v->d, "INSERT OR REPLACE INTO fix_member (doc, story) VALUES (?, ?)", (slice){0}, id, v->docs[i].doc);
            run(v->d, "INSERT OR IGNORE INTO fix_hidden (story) VALUES (?)", v->stories[v->docs[i].story], (slice){0}, 0);
        }
    run(v->d, "INSERT OR REPLACE INTO fix_story (id, title, named) VALUES (?, ?, 0)", id, v->titles[group], 0);
    if (v->titles[group].p)
        run(v->d, "UPDATE fix_story SET named = 1 WHERE id = ?", id, (slice){0}, 0);
}

static void lay(void *arg) {
    struct overlay *v = arg;
    struct fix *f;
    uint32_t n;
    int code = desk_fixes(v->d, v->a, &f, &n);
    for (uint32_t i = 0; !code && i < n; i++)
        if (!f[i].undone.p)
            apply(v, &f[i]);
    if (code)
        guard_fail(code);
    for (uint32_t g = 0; g < v->groups_n; g++)
        write_group(v, g);
}

/* Title, dates and counts of the stories that are laid over; in a transaction. */
static int tell(struct desk *d, int threads) {
    for (;;) {
        char id[80] = "";
        bool named = false;
        int code;
        sqlite3_stmt *s = desk_prepare(d, "SELECT id, named FROM fix_story WHERE documents IS NULL LIMIT 1", &code);
        if (!code && sqlite3_step(s) == SQLITE_ROW && desk_text(s, 0).n < sizeof id) {
            memcpy(id, desk_text(s, 0).p, desk_text(s, 0).n + 1);
            named = sqlite3_column_int(s, 1);
        }
        sqlite3_finalize(s);
        if (code || !*id)
            return code;
        struct account *acc = NULL;
        code = desk_shown_account(d, slice_str(id), false, threads, &acc);
        if (code)
            return code;
        uint32_t origins = 0, conflicts = 0;
        if (acc->stories.stories_n)
            desk_counts_of(acc, 0, &origins, &conflicts);
        s = desk_prepare(d, "UPDATE fix_story SET title = coalesce(?2, title), first = ?3, last = ?4, documents = ?5,"
                            " origins = ?6, conflicts = ?7 WHERE id = ?1", &code);
        if (!code) {
            const struct story *st = &acc->stories.stories[0];
            sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
            desk_bind(s, 2, named ? (slice){0} : st->title);
            desk_bind(s, 3, st->from);
            desk_bind(s, 4, st->to);
            sqlite3_bind_int64(s, 5, acc->documents_n);
            sqlite3_bind_int64(s, 6, origins);
            sqlite3_bind_int64(s, 7, conflicts);
            code = desk_status(sqlite3_step(s));
        }
        sqlite3_finalize(s);
        account_free(acc);
        if (code)
            return code;
    }
}

int desk_fix_shown(struct desk *d, int threads) {
    int64_t stale = 0;
    int code = desk_setting(d, "fix_stale", &stale);
    if (code || !stale)
        return code;
    struct overlay v = {.d = d, .a = arena_new(0)};
    if (!v.a)
        return STM_ENOMEM;
    code = desk_run(d, "BEGIN IMMEDIATE");
    if (code) {
        arena_free(v.a);
        return code;
    }
    code = desk_run(d, "DELETE FROM fix_member; DELETE FROM fix_story; DELETE FROM fix_hidden");
    if (!code)
        v.by_name = desk_prepare(d, "SELECT id, stamp FROM document WHERE name = ? AND newest", &code);
    if (!code)
        v.by_sum = desk_prepare(d, "SELECT id FROM document WHERE substr(key, 9) = ? AND newest ORDER BY name LIMIT 1", &code);
    if (!code)
        v.story_of = desk_prepare(d, "SELECT story FROM member WHERE doc = ?", &code);
    if (!code)
        v.members = desk_prepare(d, "SELECT d.id, d.stamp FROM member AS m JOIN document AS d ON d.id = m.doc WHERE m.story = ?"
                                    " ORDER BY d.name", &code);
    if (!code)
        code = guard_run(lay, &v);
    sqlite3_finalize(v.by_name);
    sqlite3_finalize(v.by_sum);
    sqlite3_finalize(v.story_of);
    sqlite3_finalize(v.members);
    arena_free(v.a);
    if (!code)
        code = tell(d, threads);
    if (!code)
        code = desk_run(d, "UPDATE setting SET value = 0 WHERE name = 'fix_stale'; COMMIT");
    if (code)
        desk_run(d, "ROLLBACK");
    return code;
}
