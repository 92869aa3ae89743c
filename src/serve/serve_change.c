/* Changes: a fix, and undoing one. */
#include "serve_inside.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "store/fixes.h"

enum {
    WHOLE = 1000, /* reports of a desk whose account is made as a whole to find an id */
    TOUCHED = 4   /* stories that a change touched: as many are made ready */
};

struct touched_stories {
    struct out *o;
    char last[TOUCHED][80];
    int n;
};

struct changing {
    struct server *s;
    struct desk *d;
    struct arena *a;
    json_t *body;
    bool undo;
    const char *why;
    int code;
    struct fix fix;
    char at[24], in[80]; /* in: the story in whose account its ids stand */
    struct touched_stories touched;
};

static void serve_time(char at[24]) {
    time_t now = time(NULL);
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(at, 24, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

static slice text(json_t *v) {
    return json_is_string(v) ? slice_of(json_string_value(v), json_string_length(v)) : (slice){0};
}

/* The rows in which a fix's ids stand: those of the stories that it names, else of the whole desk. */
static uint32_t story_ids(struct changing *g, char ids[][80], uint32_t most) {
    json_t *args = json_object_get(g->body, "args"), *list = json_object_get(g->body, "in");
    uint32_t n = 0;
    size_t i;
    json_t *v;
    json_array_foreach(list, i, v) if (n < most && !desk_shown_id(g->d, text(v), ids[n], 80)) n++;
    if (n)
        return n;
    list = NULL;
    json_array_foreach(json_object_get(args, "stories"), i, v) if (n < most && !desk_shown_id(g->d, text(v), ids[n], 80)) n++;
    slice one = text(json_object_get(args, "story"));
    if (one.p && n < most && !desk_shown_id(g->d, one, ids[n], 80))
        n++;
    /* documents that it names */
    static const char *const keys[] = {"doc", "document", "from"};
    json_t *docs = json_object_get(args, "documents"), *reports = json_object_get(args, "reports");
    for (size_t k = 0; k < NELEMS(keys) + json_array_size(docs) + json_array_size(reports) && n < most; k++) {
        size_t d = k - NELEMS(keys);
        v = k < NELEMS(keys) ? json_object_get(args, keys[k])
            : d < json_array_size(docs) ? json_array_get(docs, d)
                                        : json_object_get(json_array_get(reports, d - json_array_size(docs)), "doc");
        struct document *doc = NULL;
        char story[80];
        if (!text(v).n || desk_shown_document(g->d, text(v), &doc, story, sizeof story))
            continue;
        doc_free(doc);
        bool seen = !*story;
        for (uint32_t x = 0; x < n && !seen; x++)
            seen = !strcmp(ids[x], story);
        if (!seen)
            memcpy(ids[n++], story, sizeof story);
    }
    return n;
}

/* Nobody said which story: those that were looked at last. */
static uint32_t recent_ids(struct changing *g, char ids[][80]) {
    struct server *s = g->s;
    uint32_t n = 0;
    char seen[RECENT][80];
    pthread_mutex_lock(&s->work_lock);
    for (uint32_t i = 0; i < RECENT; i++)
        memcpy(seen[i], s->recent[(s->recent_n - 1 - i) % RECENT], 80);
    pthread_mutex_unlock(&s->work_lock);
    for (uint32_t i = 0; i < RECENT; i++)
        if (*seen[i] && !desk_shown_id(g->d, slice_str(seen[i]), ids[n], 80))
            n++;
    return n;
}

void serve_recent(struct server *s, const char *id) {
    pthread_mutex_lock(&s->work_lock);
    bool last = !strcmp(s->recent[(s->recent_n - 1) % RECENT], id);
    if (!last)
        snprintf(s->recent[s->recent_n++ % RECENT], 80, "%s", id);
    pthread_mutex_unlock(&s->work_lock);
}

/* The ids were seen in the account of one story; those of several are looked for in each account, and put together. */
static int make_in(struct changing *g, slice kind, slice args, const char *story) {
    struct account *acc = NULL;
    int code = desk_shown_account(g->d, story ? slice_str(story) : (slice){0}, false, g->s->options.threads, &acc);
    if (code)
        return code;
    snprintf(g->in, sizeof g->in, "%s", story ? story : "");
    struct fix_scene scene = {acc->documents, acc->documents_n, &acc->kin, &acc->stories, &acc->claims};
    code = fix_make(&scene, kind, args, g->a, &g->fix, &g->why);
    account_free(acc);
    return code;
}

static void make(void *arg) {
    struct changing *g = arg;
    slice kind = text(json_object_get(g->body, "kind"));
    json_t *args = json_object_get(g->body, "args");
    char *dump = json_is_object(args) ? json_dumps(args, JSON_COMPACT) : NULL;
    if (!dump) {
        g->why = "args is a JSON object";
        g->code = STM_EUSAGE;
        return;
    }
    slice copy = arena_slice(g->a, slice_str(dump));
    free(dump);
    char ids[RECENT][80];
    uint32_t n = story_ids(g, ids, 8);
    if (!n)
        n = recent_ids(g, ids);
    g->code = STM_EEMPTY;
    for (uint32_t i = 0; i < n && g->code == STM_EEMPTY; i++)
        g->code = make_in(g, kind, copy, ids[i]);
    struct desk_state state;
    if (g->code == STM_EEMPTY && n != 1 && !desk_state(g->d, &state) && state.documents <= WHOLE)
        g->code = make_in(g, kind, copy, NULL); /* ids of several stories */
    if (g->code)
        return;
    slice note = text(json_object_get(g->body, "note"));
    if (note.n > FIX_WORDS) {
        g->why = "the note is too long";
        g->code = STM_EUSAGE;
    } else if (slice_trim(note).n) {
        g->fix.note = arena_slice(g->a, slice_trim(note));
    }
}

static int story_row(void *arg, slice story) {
    struct touched_stories *l = arg;
    for (int i = 0; i < TOUCHED; i++)
        if (slice_eq(story, slice_str(l->last[i])))
            return 0;
    if (story.n < 80) {
        memcpy(l->last[l->n % TOUCHED], story.p, story.n);
        l->last[l->n++ % TOUCHED][story.n] = 0;
    }
    jout_string(l->o, NULL, story);
    return 0;
}

static void write_change(void *arg, struct out *o) {
    struct changing *g = arg;
    struct touched_stories *l = &g->touched;
    l->o = o;
    jout_open(o, NULL, '{');
    out_str(o, "\"fix\":");
    o->commas &= ~((uint64_t)1 << o->depth);
    account_fix_row(&g->fix, g->a, o);
    jout_open(o, "stories", '[');
    g->code = desk_stories_of_fix(g->d, &g->fix, story_row, l);
    char now[80];
    if (!l->n && *g->in && !desk_shown_id(g->d, slice_str(g->in), now, sizeof now))
        story_row(l, slice_str(now));
    jout_close(o, ']');
    jout_close(o, '}');
    out_str(o, "\n");
}

/* The fix of an id, or the beginning of one. */
static void find(void *arg) {
    struct changing *g = arg;
    slice id = text(json_object_get(g->body, "fix"));
    struct fix *f;
    uint32_t n;
    g->code = desk_fixes(g->d, g->a, &f, &n);
    for (uint32_t i = 0; !g->code && i < n; i++)
        if (slice_eq(f[i].id, id)) {
            g->fix = f[i];
            return;
        }
    if (!g->code)
        g->code = STM_EEMPTY;
}

void serve_change(struct server *s, struct MHD_Connection *c, const char *url, struct request *r, struct answer *a) {
    (void)c;
    struct changing g = {.s = s, .undo = !strcmp(url, "undo"), .a = arena_new(0)};
    g.body = r->body ? json_loadb(r->body, r->body_n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    serve_time(g.at);
    if (!g.a || !json_is_object(g.body)) {
        answer_error(a, g.a ? 400 : 503, g.a ? "the body is no JSON object" : "out of memory");
        arena_free(g.a);
        json_decref(g.body);
        return;
    }
    g.d = serve_desk(s);
    int code = g.d ? 0 : STM_EIO;
    if (!code && g.undo) {
        json_t *undone = json_object_get(g.body, "undone");
        code = undone && !json_is_boolean(undone) ? STM_EUSAGE : guard_run(find, &g);
        if (!code)
            code = g.code;
        if (!code)
            code = desk_fix_undo(g.d, g.fix.id, !undone || json_is_true(undone), g.at);
        g.fix.undone = !undone || json_is_true(undone) ? slice_str(g.at) : (slice){0};
    } else if (!code) {
        code = guard_run(make, &g);
        if (!code)
            code = g.code;
        if (!code) {
            g.fix.at = slice_str(g.at);
            code = desk_fix_put(g.d, &g.fix, 1, g.at, NULL);
        }
    }
    if (!code)
        code = desk_fix_shown(g.d, s->options.threads);
    if (!code) {
        s->change++;
        g.fix.applied = !g.fix.undone.p;
        answer_fill(a, write_change, &g);
        for (int i = 0; i < TOUCHED && i < g.touched.n; i++) /* they are looked at next */
            serve_ready(s, g.d, g.touched.last[i]);
        serve_relate(s);
    } else if (g.why && (code == STM_EUSAGE || code == STM_EEMPTY)) {
        answer_error(a, code == STM_EUSAGE ? 400 : 404, g.why);
    } else {
        answer_code(a, code);
    }
    if (g.d)
        serve_desk_back(s, g.d);
    json_decref(g.body);
    arena_free(g.a);
}
