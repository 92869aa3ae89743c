/* What is asked: the desk as it stands, and never a wait for what is being made out. */
#include "serve_inside.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/fixes.h"
#include "view/room.h"

static const uint64_t LOOK_UP = (uint64_t)256 << 20; /* bytes of a file that a source is looked up in */

struct asked {
    struct server *s;
    struct MHD_Connection *c;
    struct desk *d;
    struct out *o;
    const char *id;
    int code;
};

static const char *arg(struct MHD_Connection *c, const char *key) {
    return serve_mhd()->lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, key);
}

static slice arg_slice(struct MHD_Connection *c, const char *key) {
    const char *v = arg(c, key);
    slice s = v && strlen(v) < 4000 ? slice_trim(slice_str(v)) : (slice){0};
    return s.n ? s : (slice){0};
}

static uint64_t arg_number(struct MHD_Connection *c, const char *key, uint64_t none, uint64_t most) {
    const char *v = arg(c, key);
    if (!v || *v < '0' || *v > '9')
        return none;
    unsigned long long n = strtoull(v, NULL, 10);
    return n > most ? most : n;
}

/* In lists: a title may be as long as a report cares to make it. */
static slice brief(slice s) {
    enum { MOST_TITLE = 400 };
    if (s.n <= MOST_TITLE)
        return s;
    s.n = MOST_TITLE;
    while (s.n && !utf8_is_start(s.p[s.n]))
        s.n--;
    return s;
}

/* ---- the desk, its stories and documents ------------------------------------------------------------- */

static int outlet_row(void *arg_, slice name, uint64_t documents) {
    struct out *o = arg_;
    jout_open(o, NULL, '{');
    jout_string(o, "name", brief(name));
    jout_int(o, "documents", (int64_t)documents);
    jout_close(o, '}');
    return o->error;
}

/* Are stories being made out, or to be? Then they are. */
static bool is_stale(struct server *s, bool stale) {
    pthread_mutex_lock(&s->work_lock);
    bool busy = s->relating;
    pthread_mutex_unlock(&s->work_lock);
    if (stale && !busy)
        serve_relate(s); /* somebody else has added */
    return stale || busy;
}

/* What a page asks for that is left open. */
static void tell_news(void *arg_, struct out *o) {
    struct asked *q = arg_;
    struct desk_news n;
    q->code = desk_news(q->d, (int64_t)arg_number(q->c, "since", INT64_MAX, INT64_MAX), &n);
    jout_open(o, NULL, '{');
    jout_int(o, "last", n.last);
    jout_int(o, "reports", (int64_t)n.reports);
    jout_bool(o, "stale", is_stale(q->s, n.stale));
    jout_close(o, '}');
    out_str(o, "\n");
}

static void tell_desk(void *arg_, struct out *o) {
    struct asked *q = arg_;
    struct server *s = q->s;
    struct desk_state state;
    q->code = desk_state(q->d, &state);
    if (q->code)
        return;
    const char *slash = strrchr(s->desk_path, '/');
    struct desk_news news;
    q->code = desk_news(q->d, INT64_MAX, &news);
    jout_open(o, NULL, '{');
    jout_string(o, "generator", S("stemma " STM_VERSION));
    jout_string(o, "desk", slice_str(slash ? slash + 1 : s->desk_path));
    jout_int(o, "documents", (int64_t)state.documents);
    jout_int(o, "stories", (int64_t)state.stories);
    jout_int(o, "fixes", (int64_t)state.fixes);
    jout_open(o, "outlets", '[');
    if (!q->code)
        q->code = desk_outlets(q->d, 200, outlet_row, o);
    jout_close(o, ']');
    jout_string_or_null(o, "from", *state.from ? slice_str(state.from) : (slice){0});
    jout_string_or_null(o, "to", *state.to ? slice_str(state.to) : (slice){0});
    jout_bool(o, "stale", is_stale(s, state.stale));
    jout_int(o, "last", news.last);
    jout_int(o, "change", (int64_t)(s->change & INT64_MAX));
    jout_bool(o, "may_change", !s->options.read_only);
    jout_int(o, "most_bytes", (int64_t)s->options.most_bytes);
    jout_close(o, '}');
    out_str(o, "\n");
}

static int name_row(void *arg_, slice name) {
    jout_string(arg_, NULL, brief(name));
    return ((struct out *)arg_)->error;
}

static void count_or_null(struct out *o, const char *key, int64_t n) {
    if (n < 0)
        jout_null(o, key);
    else
        jout_int(o, key, n);
}

/* Rows are kept until the list is whole: another statement is needed for each. */
struct story_list {
    struct arena *a;
    struct desk_shown *p;
    uint32_t n, cap;
    const struct desk_shown *row;
};
static slice keep(struct arena *a, slice s) { return s.p ? arena_slice(a, s) : s; }
static void keep_story(void *arg_) {
    struct story_list *l = arg_;
    ARENA_MORE(l->a, l->p, l->n, l->cap);
    struct desk_shown *to = &l->p[l->n++];
    *to = *l->row;
    to->id = keep(l->a, to->id);
    to->title = keep(l->a, to->title);
    to->from = keep(l->a, to->from);
    to->to = keep(l->a, to->to);
}
static int story_row(void *arg_, const struct desk_shown *r) {
    struct story_list *l = arg_;
    l->row = r;
    return guard_run(keep_story, l);
}

static struct desk_query query_of(struct asked *q, uint32_t most) {
    static const char *const sorts[] = {"newest", "largest", "disputed"};
    struct MHD_Connection *c = q->c;
    struct desk_query d = {.q = arg_slice(c, "q"), .name = arg_slice(c, "name"), .outlet = arg_slice(c, "outlet"),
                           .from = arg_slice(c, "from"), .to = arg_slice(c, "to"), .most = most};
    const char *sort = arg(c, "sort");
    for (int i = 0; sort && i < 3; i++)
        if (!strcmp(sort, sorts[i]))
            d.order = (enum desk_order)i;
    d.skip = (uint32_t)arg_number(c, "page", 0, 10000000) * most;
    return d;
}

static void pages(struct out *o, const struct desk_query *d, uint64_t total) {
    jout_int(o, "total", (int64_t)total);
    jout_int(o, "page", d->skip / d->most);
    jout_int(o, "pages", (int64_t)((total + d->most - 1) / d->most));
}

static void free_arena(void *a) { arena_free(a); }

static struct arena *scratch(struct arena *of) {
    struct arena *a = arena_new(0);
    if (!a)
        guard_fail(STM_ENOMEM);
    if (of)
        arena_defer(of, free_arena, a);
    return a;
}

static void tell_stories(void *arg_, struct out *o) {
    struct asked *q = arg_;
    struct desk_query d = query_of(q, STORIES_A_PAGE);
    uint64_t total = 0;
    struct story_list l = {.a = scratch(NULL)};
    q->code = desk_shown_stories(q->d, &d, &total, story_row, &l);
    jout_open(o, NULL, '{');
    jout_open(o, "stories", '[');
    for (uint32_t i = 0; !q->code && i < l.n; i++) {
        jout_open(o, NULL, '{');
        jout_string(o, "id", l.p[i].id);
        jout_string_or_null(o, "title", brief(l.p[i].title));
        jout_string_or_null(o, "from", l.p[i].from);
        jout_string_or_null(o, "to", l.p[i].to);
        jout_int(o, "documents", l.p[i].documents);
        count_or_null(o, "origins", l.p[i].origins);
        count_or_null(o, "conflicts", l.p[i].conflicts);
        jout_open(o, "outlets", '[');
        q->code = desk_story_outlets(q->d, l.p[i].id, 8, name_row, o);
        jout_close(o, ']');
        jout_close(o, '}');
    }
    jout_close(o, ']');
    pages(o, &d, total);
    jout_close(o, '}');
    out_str(o, "\n");
    arena_free(l.a);
}

static int document_row(void *arg_, const struct desk_document *d) {
    struct out *o = arg_;
    jout_open(o, NULL, '{');
    jout_string(o, "id", d->name);
    jout_string_or_null(o, "title", brief(d->title));
    jout_string(o, "file", d->file);
    jout_string_or_null(o, "record", d->record);
    jout_string_or_null(o, "site_name", brief(d->site_name));
    jout_string_or_null(o, "published", d->published);
    jout_int(o, "words", d->words);
    jout_string_or_null(o, "story", d->story);
    jout_close(o, '}');
    return o->error;
}

static void tell_documents(void *arg_, struct out *o) {
    struct asked *q = arg_;
    struct desk_query d = query_of(q, STORIES_A_PAGE);
    uint64_t total = 0;
    jout_open(o, NULL, '{');
    jout_open(o, "documents", '[');
    q->code = desk_shown_documents(q->d, &d, &total, document_row, o);
    jout_close(o, ']');
    pages(o, &d, total);
    jout_close(o, '}');
    out_str(o, "\n");
}

static int hit_row(void *arg_, const struct desk_hit *h) {
    struct out *o = arg_;
    jout_open(o, NULL, '{');
    jout_string(o, "id", h->name);
    jout_string_or_null(o, "title", brief(h->title));
    jout_string(o, "file", h->file);
    jout_string_or_null(o, "record", h->record);
    jout_int(o, "line", h->line);
    if (h->at.end > h->at.start)
        jout_span(o, "span", h->at);
    else
        jout_null(o, "span");
    jout_string(o, "passage", h->passage);
    jout_number(o, "score", (double)(int64_t)(h->score * 1000) / 1000);
    jout_close(o, '}');
    return o->error;
}

static void tell_hits(void *arg_, struct out *o) {
    struct asked *q = arg_;
    jout_open(o, NULL, '{');
    jout_open(o, "hits", '[');
    slice words = arg_slice(q->c, "q");
    q->code = words.p ? desk_search(q->d, words, (uint32_t)arg_number(q->c, "most", 50, 500), hit_row, o) : STM_EUSAGE;
    jout_close(o, ']');
    jout_close(o, '}');
    out_str(o, "\n");
}

/* ---- one story: the bundle ------------------------------------------------------------------------------ */

struct bundling {
    const struct account *acc;
    struct desk_kept kept;    /* in its place, with */
    struct document **docs;
    uint32_t docs_n;
    struct room_options options;
    struct arena *a, *tmp;
};
static void write_bundle(void *arg_, struct out *o) {
    struct bundling *b = arg_;
    if (b->acc)
        room_bundle(b->acc, &b->options, b->tmp, o);
    else
        room_bundle_kept(b->kept.account, b->kept.fixes, (const struct document *const *)b->docs, b->docs_n, &b->options, b->tmp, o);
}

/* key: what its account was kept under, if it was. */
static void make_bundle(struct asked *q, const char *id, bool machine, bool light, uint64_t key, struct answer *a) {
    uint64_t most = LOOK_UP;
    struct bundling b = {.options = {.source = room_source_of, .arg = &most, .most_source = SERVED_SOURCE, .light = light,
                                     .story = slice_str(id)}, .a = arena_new(0), .tmp = arena_new(0)};
    struct account *acc = NULL;
    q->code = !b.a || !b.tmp ? STM_ENOMEM : machine ? STM_EEMPTY : desk_kept(q->d, b.options.story, key, b.a, &b.kept);
    if (!q->code && !light)
        q->code = desk_shown_pages(q->d, b.options.story, b.a, &b.docs, &b.docs_n);
    if (q->code && q->code != STM_ENOMEM) /* not there, or damaged: made */
        q->code = desk_shown_account(q->d, b.options.story, machine, q->s->options.threads, &acc);
    b.acc = acc;
    if (!q->code)
        answer_fill(a, write_bundle, &b);
    arena_free(b.a);
    arena_free(b.tmp);
    account_free(acc);
}

/* What MHD calls when the bytes were sent. */
struct sending {
    struct server *s;
    struct kept *k;
};
static void sent(void *arg_) {
    struct sending *m = arg_;
    cache_drop(&m->s->cache, m->k);
    mem_free(m);
}
static ssize_t send_part(void *arg_, uint64_t at, char *buf, size_t max) {
    const struct kept *k = ((struct sending *)arg_)->k;
    if (at >= k->n)
        return MHD_CONTENT_READER_END_OF_STREAM;
    size_t n = k->n - at < max ? k->n - at : max;
    memcpy(buf, k->p + at, n);
    return (ssize_t)n;
}

/* A story's bundle, made or kept; NULL: q->code, or an error in *a. In use until it is dropped. `most`: not if it has more
 * reports than these. */
static struct kept *bundle_of(struct asked *q, const char *begin, bool machine, uint32_t most, char id[80], uint64_t *key,
                              struct answer *a) {
    struct server *s = q->s;
    uint32_t documents = 0;
    q->code = desk_shown_id(q->d, slice_str(begin), id, 80);
    if (!q->code)
        q->code = desk_shown_key(q->d, slice_str(id), key, &documents);
    if (q->code || documents > most)
        return NULL;
    uint64_t account = *key;
    *key = hash_mix(*key, machine ? 2 : 1);
    bool make;
    struct kept *k = cache_get(&s->cache, *key, &make);
    if (!k) {
        q->code = STM_ENOMEM;
        return NULL;
    }
    if (!make)
        return k;
    struct answer made = {0};
    make_bundle(q, id, machine, documents >= DESK_LIGHT_FROM, account, &made);
    bool fine = !q->code && !made.status;
    cache_made(&s->cache, k, fine ? made.p : NULL, made.n);
    if (!fine && !q->code)
        *a = made; /* an error, in words */
    return fine ? k : NULL;
}

void serve_ready(struct server *s, struct desk *d, const char *story) {
    struct asked q = {.s = s, .d = d};
    struct answer none = {0};
    char id[80];
    uint64_t key;
    desk_snapshot(d, true);
    struct kept *k = bundle_of(&q, story, false, PREFETCH_REPORTS, id, &key, &none);
    desk_snapshot(d, false);
    if (k)
        cache_drop(&s->cache, k);
    mem_free(none.p);
}

/* What is likely to be asked for next is made before: what was looked at last, and the newest. */
void serve_prefetch(struct server *s, struct desk *d) {
    struct desk_query newest = {.most = PREFETCH};
    struct story_list l = {.a = arena_new(0)};
    char recent[RECENT][80];
    uint64_t total;
    pthread_mutex_lock(&s->work_lock);
    memcpy(recent, s->recent, sizeof recent);
    pthread_mutex_unlock(&s->work_lock);
    if (!l.a || desk_shown_stories(d, &newest, &total, story_row, &l)) {
        arena_free(l.a);
        return;
    }
    for (uint32_t i = 0; i < RECENT + l.n; i++) {
        pthread_mutex_lock(&s->work_lock);
        bool busy = s->ending || s->job_next != s->jobs_n || s->relate;
        pthread_mutex_unlock(&s->work_lock);
        if (busy)
            break;
        const char *begin = i < RECENT ? recent[i] : l.p[i - RECENT].id.p;
        if (begin && *begin)
            serve_ready(s, d, begin);
    }
    arena_free(l.a);
}

static void tell_story(struct asked *q, const char *begin, struct answer *a) {
    struct server *s = q->s;
    char id[80];
    uint64_t key = 0;
    struct kept *k = bundle_of(q, begin, arg(q->c, "machine") != NULL, UINT32_MAX, id, &key, a);
    if (!k)
        return;
    serve_recent(s, id);
    struct sending *m = mem_alloc(sizeof *m);
    if (!m) {
        cache_drop(&s->cache, k);
        q->code = STM_ENOMEM;
        return;
    }
    *m = (struct sending){s, k};
    snprintf(a->etag, sizeof a->etag, "\"%016llx\"", (unsigned long long)key);
    a->ready = serve_mhd()->create_response_from_callback(k->n, 1 << 16, send_part, m, sent);
    if (!a->ready) {
        sent(m);
        q->code = STM_ENOMEM;
    }
}

/* ---- one document, two of them ---------------------------------------------------------------------------- */

struct documented {
    struct asked *q;
    struct document *doc, *other;
    const char *story;
    uint32_t at;
    struct arena *tmp;
};

static void write_document(void *arg_, struct out *o) {
    struct documented *w = arg_;
    struct document *d = w->doc;
    uint64_t most = LOOK_UP;
    struct room_options options = {.source = room_source_of, .arg = &most, .most_source = SERVED_SOURCE};
    jout_open(o, NULL, '{');
    jout_open(o, "document", '{');
    jout_string(o, "id", d->id);
    account_page_keys(d, o);
    jout_close(o, '}');
    room_text(d, "text", &options, w->at, w->tmp, o);
    jout_string_or_null(o, "story", *w->story ? slice_str(w->story) : (slice){0});
    jout_open(o, "marks", '{');
    account_mark_keys(d, o);
    jout_close(o, '}');
    jout_close(o, '}');
    out_str(o, "\n");
}

static void write_diff(void *arg_, struct out *o) {
    struct documented *w = arg_;
    view_diff_object(w->doc, w->other, w->tmp, o);
    out_str(o, "\n");
}

static void tell_document(struct asked *q, const char *name, const char *other, struct answer *a) {
    char story[80], unused[80];
    struct documented w = {.q = q, .story = story, .tmp = arena_new(0)};
    uint64_t at = arg_number(q->c, "at", NONE, NONE);
    w.at = (uint32_t)at;
    q->code = w.tmp ? desk_shown_document(q->d, slice_str(name), &w.doc, story, sizeof story) : STM_ENOMEM;
    if (!q->code && other)
        q->code = desk_shown_document(q->d, slice_str(other), &w.other, unused, sizeof unused);
    if (!q->code)
        answer_fill(a, other ? write_diff : write_document, &w);
    doc_free(w.doc);
    doc_free(w.other);
    arena_free(w.tmp);
}

/* ---- fixes ------------------------------------------------------------------------------------------------- */

static void tell_fixes(void *arg_, struct out *o) {
    struct asked *q = arg_;
    struct fix *f;
    uint32_t n;
    struct arena *a = scratch(NULL);
    q->code = desk_fixes(q->d, a, &f, &n);
    if (arg(q->c, "export")) {
        if (!q->code)
            fix_list_write(f, n, o);
        arena_free(a);
        return;
    }
    jout_open(o, NULL, '{');
    jout_open(o, "fixes", '[');
    for (uint32_t i = 0; !q->code && i < n; i++) {
        f[i].applied = true; /* on the desk as a whole that isn't asked */
        account_fix_row(&f[i], a, o);
    }
    jout_close(o, ']');
    jout_close(o, '}');
    out_str(o, "\n");
    arena_free(a);
}

/* ---- which is which -------------------------------------------------------------------------------------------- */

void serve_ask(struct server *s, struct MHD_Connection *c, const char *url, struct answer *a) {
    if (!strncmp(url, "job/", 4)) {
        jobs_tell(s, url + 4, a);
        return;
    }
    static const struct { const char *url; void (*tell)(void *, struct out *); } lists[] = {
        {"desk", tell_desk}, {"news", tell_news}, {"stories", tell_stories}, {"documents", tell_documents}, {"search", tell_hits}, {"fixes", tell_fixes}};
    struct asked q = {.s = s, .c = c, .d = serve_desk(s)};
    if (!q.d) {
        answer_error(a, 503, "the desk cannot be opened");
        return;
    }
    bool found = true;
    desk_snapshot(q.d, true);
    if (!strncmp(url, "story/", 6) && url[6]) {
        tell_story(&q, url + 6, a);
    } else if (!strncmp(url, "document/", 9) && url[9]) {
        tell_document(&q, url + 9, NULL, a);
    } else if (!strcmp(url, "diff")) {
        const char *x = arg(c, "a"), *y = arg(c, "b");
        q.code = x && y ? 0 : STM_EUSAGE;
        if (!q.code)
            tell_document(&q, x, y, a);
    } else {
        found = false;
        for (size_t i = 0; i < NELEMS(lists) && !found; i++)
            if (!strcmp(url, lists[i].url)) {
                found = true;
                answer_fill(a, lists[i].tell, &q);
            }
    }
    desk_snapshot(q.d, false);
    serve_desk_back(s, q.d);
    if (!found)
        answer_error(a, 404, "there is nothing here; docs/room.md says what can be asked");
    else if (q.code)
        answer_code(a, q.code);
}
