/* Documents off the desk, and accounts of them. */
#include "desk.h"
#include "pack.h"

struct loading {
    struct desk *d;
    slice story;               /* or p NULL: all */
    struct arena *arena, *tmp; /* of the list; of one document's unpacking */
    struct document **docs;
    uint32_t n, cap;
    struct lang_kit *lang; /* opened when marks must be made anew */
    struct mark_kit *mark;
    /* of the document being read */
    slice name, page, marks;
    struct arena *a;
};

static void read_one(void *arg) {
    struct loading *g = arg;
    struct arena *a = g->a;
    struct document *doc = ARENA_NEW(a, struct document);
    doc->arena = a;
    int code = unpack_page(g->page, g->tmp, doc);
    if (code)
        guard_fail(code);
    arena_reset(g->tmp);
    code = unpack_marks(g->marks, g->tmp, doc);
    arena_reset(g->tmp);
    if (code == STM_EEMPTY) { /* of another version: made anew from the text */
        if (!g->lang)
            code = lang_kit_open(&g->lang, "en", NULL, NULL);
        if (g->lang && !g->mark)
            code = mark_kit_open(&g->mark, "en", NULL, NULL);
        if (g->lang && g->mark) {
            code = 0;
            lang_read(g->lang, &doc->page, doc->foreign.p ? LANG_TOKENS : LANG_PARSE, a, g->tmp,
                      &doc->lang);
            arena_reset(g->tmp);
            if (!doc->foreign.p)
                mark_read(g->mark, &doc->page, &doc->lang, a, g->tmp, &doc->marks);
        }
    }
    if (code)
        guard_fail(code);
    /* accounts call it by the name that the desk gave it */
    doc->id = doc->source.id = arena_slice(a, g->name);
    ARENA_MORE(g->arena, g->docs, g->n, g->cap);
    g->docs[g->n++] = doc;
}

static int load(struct loading *g) {
    int code;
    sqlite3_stmt *s = desk_prepare(
        g->d, g->story.p ? "SELECT name, page, marks FROM document WHERE newest AND story = ? ORDER BY id"
                         : "SELECT name, page, marks FROM document WHERE newest ORDER BY id", &code);
    if (s && g->story.p)
        desk_bind(s, 1, g->story);
    int rc = SQLITE_DONE;
    while (!code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        g->name = desk_text(s, 0);
        g->page = desk_blob(s, 1);
        g->marks = desk_blob(s, 2);
        g->a = arena_new(0);
        code = g->a ? guard_run(read_one, g) : STM_ENOMEM;
        arena_reset(g->tmp);
        if (code)
            arena_free(g->a);
    }
    if (!code)
        code = desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

/* The account of a story (id whole) or of everything. */
static int account_of(struct desk *d, slice story, int threads, struct account **out) {
    struct loading g = {.d = d, .story = story, .arena = arena_new(0), .tmp = arena_new(0)};
    int code = g.arena && g.tmp ? load(&g) : STM_ENOMEM;
    if (!code && !g.n && story.p)
        code = STM_EEMPTY;
    if (!code) {
        code = account_new(out, g.docs, g.n, NULL, 0, threads); /* takes the documents */
    } else {
        for (uint32_t i = 0; i < g.n; i++)
            doc_free(g.docs[i]);
    }
    arena_free(g.tmp);
    arena_free(g.arena);
    if (g.lang)
        lang_kit_close(g.lang);
    if (g.mark)
        mark_kit_close(g.mark);
    return code;
}

/* ---- what the stories are ----------------------------------------------------------------------------- */

static int is_stale(struct desk *d, bool *stale) {
    int code;
    sqlite3_stmt *s = desk_prepare(d, "SELECT value FROM setting WHERE name = 'stale'", &code);
    if (code)
        return code;
    int rc = sqlite3_step(s);
    *stale = rc == SQLITE_ROW && sqlite3_column_int(s, 0);
    code = desk_status(rc);
    sqlite3_finalize(s);
    return code;
}

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

static int write_stories(struct desk *d, const struct account *acc) {
    int code, other;
    sqlite3_stmt *story = desk_prepare(d, "INSERT INTO story VALUES (?,?,?,?,?,?,?)", &code);
    sqlite3_stmt *doc = desk_prepare(d, "UPDATE document SET story = ? WHERE name = ? AND story IS NOT ?",
                                     &other);
    if (!code)
        code = other;
    for (uint32_t i = 0; !code && i < acc->stories.stories_n; i++) {
        const struct story *st = &acc->stories.stories[i];
        uint32_t conflicts = 0;
        for (uint32_t c = 0; c < acc->claims.conflicts_n; c++)
            conflicts += acc->claims.conflicts[c].story == i;
        desk_bind(story, 1, st->id);
        desk_bind(story, 2, st->title);
        desk_bind(story, 3, st->from);
        desk_bind(story, 4, st->to);
        sqlite3_bind_int64(story, 5, st->documents_n);
        sqlite3_bind_int64(story, 6, origins_of(acc, st));
        sqlite3_bind_int64(story, 7, conflicts);
        code = desk_status(sqlite3_step(story));
        sqlite3_reset(story);
        for (uint32_t k = 0; !code && k < st->documents_n; k++) {
            desk_bind(doc, 1, st->id);
            desk_bind(doc, 2, acc->documents[st->documents[k]]->id);
            desk_bind(doc, 3, st->id);
            code = desk_status(sqlite3_step(doc));
            sqlite3_reset(doc);
        }
    }
    sqlite3_finalize(story);
    sqlite3_finalize(doc);
    return code;
}

int desk_relate(struct desk *d, int threads) {
    bool stale = false;
    int code = is_stale(d, &stale);
    if (code || !stale)
        return code;
    code = desk_run(d, "BEGIN IMMEDIATE"); /* nobody may add between reading and writing */
    if (code)
        return code;
    struct account *acc = NULL;
    code = account_of(d, (slice){0}, threads, &acc);
    if (!code)
        code = desk_run(d, "DELETE FROM story");
    if (!code)
        code = write_stories(d, acc);
    if (!code)
        code = desk_run(d, "UPDATE setting SET value = 0 WHERE name = 'stale'; COMMIT");
    if (code)
        desk_run(d, "ROLLBACK");
    account_free(acc);
    return code;
}

int desk_account(struct desk *d, slice story, int threads, struct account **out) {
    *out = NULL;
    int code = desk_relate(d, threads);
    if (code || !story.p)
        return code ? code : account_of(d, story, threads, out);
    char id[80]; /* the one story whose id begins so */
    int found = 0;
    sqlite3_stmt *s = desk_prepare(
        d, "SELECT id FROM story WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2", &code);
    if (code)
        return code;
    desk_bind(s, 1, story);
    while (sqlite3_step(s) == SQLITE_ROW) {
        slice t = desk_text(s, 0);
        found++;
        if (t.n < sizeof id) {
            memcpy(id, t.p, t.n);
            id[t.n] = 0;
        }
        if (slice_eq(t, story)) {
            found = 1;
            break;
        }
    }
    sqlite3_finalize(s);
    return found == 1 ? account_of(d, slice_str(id), threads, out) : STM_EEMPTY;
}
