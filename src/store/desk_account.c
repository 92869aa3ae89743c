/* Documents off the desk, and accounts of them. */
#include "desk.h"
#include "fixes.h"
#include "pack.h"

void desk_kits_close(struct desk_kits *k) {
    if (k->lang)
        lang_kit_close(k->lang);
    if (k->mark)
        mark_kit_close(k->mark);
    *k = (struct desk_kits){0};
}

struct unpacking {
    const struct desk_packed *p;
    struct desk_kits *k;
    struct arena *a, *tmp;
    struct document *doc;
};

static void unpack(void *arg) {
    struct unpacking *u = arg;
    struct arena *a = u->a, *tmp = u->tmp;
    struct document *doc = ARENA_NEW(a, struct document);
    doc->arena = a;
    int code = unpack_page(u->p->page, tmp, doc);
    if (code)
        guard_fail(code);
    arena_reset(tmp);
    code = unpack_marks(u->p->marks, tmp, doc);
    arena_reset(tmp);
    if (code == STM_EEMPTY) { /* of another version: made anew from the text */
        code = u->k->lang ? 0 : lang_kit_open(&u->k->lang, "en", NULL, NULL);
        if (!code && !u->k->mark)
            code = mark_kit_open(&u->k->mark, "en", NULL, NULL);
        if (!code) {
            lang_read(u->k->lang, &doc->page, doc->foreign.p ? LANG_TOKENS : LANG_PARSE, a, tmp, &doc->lang);
            arena_reset(tmp);
            if (!doc->foreign.p)
                mark_read(u->k->mark, &doc->page, &doc->lang, a, tmp, &doc->marks);
        }
    }
    if (code)
        guard_fail(code);
    /* accounts call it by the name that the desk gave it */
    doc->id = doc->source.id = arena_slice(a, u->p->name);
    doc->story = u->p->story.p ? arena_slice(a, u->p->story) : (slice){0};
    u->doc = doc;
}

struct document *desk_unpack(const struct desk_packed *p, struct desk_kits *k, struct arena *tmp) {
    struct unpacking u = {p, k, arena_new(0), tmp, NULL};
    int code = u.a ? guard_run(unpack, &u) : STM_ENOMEM;
    arena_reset(tmp);
    if (code) {
        arena_free(u.a);
        guard_fail(code);
    }
    return u.doc;
}

struct loading {
    sqlite3_stmt *s;
    struct arena *arena, *tmp; /* of the list; of one document's unpacking */
    struct document **docs;
    uint32_t n, cap;
    struct desk_kits kits;
    bool told;                 /* the desk says which stories there are */
};

static void read_one(void *arg) {
    struct loading *g = arg;
    ARENA_MORE(g->arena, g->docs, g->n, g->cap); /* first, so that no document is lost */
    struct desk_packed p = {desk_text(g->s, 0), desk_blob(g->s, 1), desk_blob(g->s, 2),
                            g->told ? desk_text(g->s, 3) : (slice){0}};
    struct document *d = desk_unpack(&p, &g->kits, g->tmp);
    g->docs[g->n++] = d;
}

int desk_account_of(struct desk *d, slice story, int threads, struct account **out) {
    struct loading g = {.arena = arena_new(0), .tmp = arena_new(0)};
    int64_t linked = 0;
    int code = g.arena && g.tmp ? desk_setting(d, "linked", &linked) : STM_ENOMEM;
    g.told = story.p || linked;
    if (!code)
        g.s = desk_prepare(d, story.p ? "SELECT d.name, d.page, d.marks, m.story FROM member AS m JOIN document AS d"
                                        " ON d.id = m.doc WHERE m.story = ? ORDER BY d.id"
                                      : "SELECT d.name, d.page, d.marks, m.story FROM document AS d LEFT JOIN member"
                                        " AS m ON m.doc = d.id WHERE d.newest ORDER BY d.id", &code);
    if (!code && story.p)
        desk_bind(g.s, 1, story);
    int rc = SQLITE_DONE;
    while (!code && (rc = sqlite3_step(g.s)) == SQLITE_ROW)
        code = guard_run(read_one, &g);
    if (!code)
        code = desk_status(rc);
    sqlite3_finalize(g.s);
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
    desk_kits_close(&g.kits);
    return code;
}

int desk_account(struct desk *d, slice story, int threads, struct account **out) {
    *out = NULL;
    int code = desk_relate(d, threads);
    if (!code)
        code = desk_fix_shown(d, threads);
    char id[80];
    if (!code && story.p)
        code = desk_shown_id(d, story, id, sizeof id);
    return code ? code : desk_shown_account(d, story.p ? slice_str(id) : story, false, threads, out);
}
