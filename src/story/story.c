/* story_read: reports -> stories, threads, figures. */
#include "story_inside.h"

#include <stdlib.h>

#include "base/sort.h"

enum { BLOCK = 32, SIBLINGS = 8, ORIGIN_MOST = 64, PAIRS_MOST = 1 << 21 };
/* .22: best on the roundups to train on, of .18 to .32. Among a few likeness is surer of all that is alike. */
const struct cluster_rule cluster_many = {.least = 0.22f, .sure = 0.6f, .cap = STORY_CAP},
                          cluster_few = {.least = 0.22f, .sure = 0.985f, .cap = STORY_CAP};
static const struct cluster_rule cluster_threads = {.least = 0.22f, .cap = STORY_CAP}; /* stories of one subject */
const float story_link_least = 0.03f;
static const float family_likeness = 1.0f, sibling_likeness = 0.7f, sibling_cosine = 0.3f;

struct stage {
    const struct document *const *docs;
    uint32_t n;
    struct story_point *points;
    struct arena **arenas;
};

static void free_arena(void *a) { arena_free(a); }

static void read_points(void *arg, size_t block) {
    struct stage *s = arg;
    struct arena *tmp = arena_new(0);
    if (!tmp)
        guard_fail(STM_ENOMEM);
    arena_defer(s->arenas[block], free_arena, tmp);
    struct kin_weights weights;
    kin_weights_open(&weights);
    for (uint32_t i = (uint32_t)block * BLOCK; i < s->n && i < (block + 1) * BLOCK; i++) {
        point_read(s->docs[i], &weights, s->arenas[block], tmp, &s->points[i]);
        if (s->n < STORY_FEW)
            point_rare(&s->points[i], &weights, s->arenas[block]);
        arena_reset(tmp);
    }
}

/* ---- a story's row --------------------------------------------------------------------------- */

static int by_hash(const void *a, const void *b) { return memcmp(a, b, 32); }

slice story_id_of(uint8_t *sums, uint32_t n, struct arena *a) {
    uint8_t sum[32];
    qsort(sums, n, 32, by_hash);
    sha256(sums, (size_t)n * 32, sum);
    char digits[12];
    hex(sum, 6, digits);
    return arena_printf(a, "s-%.12s", digits);
}

static slice story_id(const struct document *const *docs, const struct story *s, struct arena *a,
                      struct arena *tmp) {
    if (docs[s->documents[0]]->story.p)
        return docs[s->documents[0]]->story;
    uint8_t *all = arena_alloc(tmp, (size_t)s->documents_n * 32);
    for (uint32_t i = 0; i < s->documents_n; i++)
        memcpy(all + (size_t)i * 32, docs[s->documents[i]]->source.sha256, 32);
    return story_id_of(all, s->documents_n, a);
}

static slice day_of(slice iso) { return iso.p && iso.n >= 10 ? slice_cut(iso, 0, 10) : iso; }

uint32_t story_middle(const struct story_point *const *points, const bool *titled, uint32_t n) {
    float best = -1;
    uint32_t most = n < 32 ? n : 32, found = NONE;
    for (uint32_t i = 0; i < most; i++) {
        float sum = 0;
        for (uint32_t k = 0; titled[i] && k < most; k++)
            if (k != i)
                sum += point_cosine(points[i], points[k]);
        if (titled[i] && sum > best) {
            best = sum;
            found = i;
        }
    }
    return found;
}

/* The title of the report that is nearest to all others. */
static void fill_story(const struct document *const *docs, const struct story_point *points,
                       struct story *s) {
    enum { LOOK_AT = 32 };
    const struct story_point *at[LOOK_AT];
    bool titled[LOOK_AT];
    for (uint32_t i = 0; i < s->documents_n; i++) {
        const struct document *d = docs[s->documents[i]];
        slice day = day_of(d->page.published);
        if (day.p && day.n >= 4) {
            if (!s->from.p || slice_cmp(day, s->from) < 0)
                s->from = day;
            if (!s->to.p || slice_cmp(day, s->to) > 0)
                s->to = day;
        }
        if (i < LOOK_AT) {
            at[i] = &points[s->documents[i]];
            titled[i] = d->page.title.n > 0;
        }
    }
    uint32_t middle = story_middle(at, titled, s->documents_n < LOOK_AT ? s->documents_n : LOOK_AT);
    if (middle != NONE)
        s->title = docs[s->documents[middle]]->page.title;
}

static int by_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Places where an outlet's report is named; an interview with it tells of no report. */
static uint32_t named_places(const struct edge *e) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->evidence_n; i++)
        n += !slice_eq(e->evidence[i].why, S(KIN_TOLD));
    return n;
}

static bool of_outlet(const struct kin *kin, const struct edge *e) {
    return e->origin && kin->origins[e->from].name.p && kin->origins[e->from].kind <= ORIGIN_OUTLET;
}

/* The names of the reports that each report rests on and, among a few, of all that it mentions and of the one that it retells; what
 * somebody said in public is no report. */
static void add_origins(const struct kin *kin, struct story_point *points, uint32_t n, struct arena *tmp) {
    enum { RETOLD = 3 }; /* a credit line names it once or twice */
    /* edges come sorted by report */
    for (uint32_t i = 0; i < kin->edges_n;) {
        uint32_t j = i, m = 0, named = 0, most = RETOLD - 1, found = 0, doc = kin->edges[i].doc;
        while (j < kin->edges_n && kin->edges[j].doc == doc)
            j++;
        uint32_t *v = arena_alloc(tmp, (j - i + 1) * sizeof *v), *all = n < STORY_FEW ? arena_alloc(tmp, (j - i + 1) * sizeof *all) : NULL;
        for (uint32_t k = i; k < j; k++) {
            const struct edge *e = &kin->edges[k];
            if (!of_outlet(kin, e))
                continue;
            uint32_t name = (uint32_t)hash64(kin->origins[e->from].name.p, kin->origins[e->from].name.n), places = named_places(e);
            if (n < STORY_FEW)
                all[named++] = name;
            if (e->kind <= EDGE_REWRITE || places >= 2)
                v[m++] = name;
            if (n < STORY_FEW && e->kind <= EDGE_REWRITE && places > most) {
                most = places;
                found = name;
            }
        }
        qsort(v, m, sizeof *v, by_u32);
        if (named)
            qsort(all, named, sizeof *all, by_u32);
        if (doc < n) {
            points[doc].origins = v;
            points[doc].origins_n = m;
            points[doc].named = all;
            points[doc].named_n = named;
            points[doc].found = found;
        }
        i = j;
    }
}

static int by_link(const void *x, const void *y) {
    const struct story_link *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

struct links {
    struct story_link *p;
    uint32_t n, cap;
};
static void add_link(struct links *l, struct arena *tmp, uint32_t x, uint32_t y, float weight) {
    ARENA_MORE(tmp, l->p, l->n, l->cap);
    l->p[l->n++] = (struct story_link){x < y ? x : y, x < y ? y : x, weight};
}

static bool far_apart(const struct story_point *x, const struct story_point *y) {
    return x->minutes != INT64_MIN && y->minutes != INT64_MIN && llabs(x->minutes - y->minutes) > (int64_t)STORY_WINDOW;
}

/* Pairs of reports that were made from one thing that is not here, each with the next ones. */
static void add_siblings(const struct kin *kin, const struct story_point *points, struct arena *tmp, struct links *l) {
    uint64_t *v = arena_alloc(tmp, ((size_t)kin->edges_n + 1) * sizeof *v);
    uint32_t n = 0;
    for (uint32_t i = 0; i < kin->edges_n; i++)
        if (kin->edges[i].origin && kin->edges[i].kind <= EDGE_REWRITE)
            v[n++] = (uint64_t)kin->edges[i].from << 32 | kin->edges[i].doc;
    v = sort_u64(v, n, 0, tmp);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && k <= i + SIBLINGS && v[k] >> 32 == v[i] >> 32; k++) {
            uint32_t x = (uint32_t)v[i], y = (uint32_t)v[k];
            if (x != y && !far_apart(&points[x], &points[y]) && point_cosine(&points[x], &points[y]) >= sibling_cosine)
                add_link(l, tmp, x, y, sibling_likeness);
        }
}

/* Time parts two reports of one subject; but what rests on the same reports and repeats the same statements tells the same
 * matter still, days later: two origins in common take the days between them away. */
static void add_late(const struct kin *kin, const struct story_point *points, likeness *alike, struct arena *tmp, struct links *l) {
    uint64_t *pairs = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < kin->origins_n; i++) {
        const struct origin *o = &kin->origins[i];
        if (!o->name.p || o->documents_n > ORIGIN_MOST || n > PAIRS_MOST)
            continue; /* what everybody has tells nothing */
        for (uint32_t x = 0; x < o->documents_n; x++)
            for (uint32_t y = x + 1; y < o->documents_n; y++) {
                if (o->documents[x] == o->documents[y])
                    continue;
                ARENA_MORE(tmp, pairs, n, cap);
                pairs[n++] = (uint64_t)o->documents[x] << 32 | o->documents[y];
            }
    }
    if (n < 2)
        return;
    pairs = sort_u64(pairs, n, 0, tmp);
    for (uint32_t i = 1; i < n; i++) {
        uint32_t x = (uint32_t)(pairs[i] >> 32), y = (uint32_t)pairs[i];
        if (pairs[i] != pairs[i - 1] || (i > 1 && pairs[i] == pairs[i - 2]) || far_apart(&points[x], &points[y]))
            continue;
        struct story_point moved = points[y];
        if (moved.minutes != INT64_MIN && points[x].minutes != INT64_MIN)
            moved.minutes = points[x].minutes;
        add_link(l, tmp, x, y, alike(&points[x], &moved));
    }
}

/* Family edges are strong evidence: their links get the highest weight; the same story all the
 * same only if they were written near to one another. */
static struct story_link *with_families(const struct kin *kin, const struct story_point *points, likeness *alike,
                                        struct story_link *links, uint32_t *n, struct arena *tmp) {
    struct links l = {0};
    for (uint32_t i = 0; i < *n; i++) {
        ARENA_MORE(tmp, l.p, l.n, l.cap);
        l.p[l.n++] = links[i];
    }
    for (uint32_t i = 0; i < kin->edges_n; i++) {
        const struct edge *e = &kin->edges[i];
        if (!e->origin && e->kind <= EDGE_REWRITE && e->doc != e->from && e->containment >= 0.3f && !far_apart(&points[e->doc], &points[e->from]))
            add_link(&l, tmp, e->doc, e->from, family_likeness);
    }
    add_siblings(kin, points, tmp, &l);
    add_late(kin, points, alike, tmp, &l);
    struct story_link *v = l.p;
    uint32_t m = l.n;
    if (m)
        qsort(v, m, sizeof *v, by_link);
    uint32_t out = 0;
    for (uint32_t i = 0; i < m; i++) {
        if (out && v[out - 1].a == v[i].a && v[out - 1].b == v[i].b) {
            if (v[i].weight > v[out - 1].weight)
                v[out - 1].weight = v[i].weight;
        } else {
            v[out++] = v[i];
        }
    }
    *n = out;
    return v;
}

/* Where the desk has said to which story each report belongs, that holds. */
static void as_told(const struct document *const *docs, uint32_t n, struct arena *tmp, uint32_t *of) {
    if (!docs[0]->story.p)
        return;
    struct table t;
    table_init(&t, tmp, n);
    for (uint32_t i = 0; i < n; i++)
        of[i] = *table_put(&t, docs[i]->story.p ? docs[i]->story : docs[i]->id, i);
}

/* ---- threads ------------------------------------------------------------------------------------ */

static struct story_point undated(const struct story_point *p) {
    struct story_point out = *p;
    out.minutes = INT64_MIN;
    return out;
}

/* Of many reports: the first report stands for a story; the mean brings little and costs much. */
static struct story_link *thread_links(const struct story_point *points, const struct story *stories, uint32_t n, int threads,
                                       struct arena *tmp, uint32_t *links_n) {
    struct story_point *p = ARENA_ARRAY(tmp, struct story_point, n + 1);
    for (uint32_t i = 0; i < n; i++)
        p[i] = undated(&points[stories[i].documents[0]]);
    return links_read(p, n, point_alike, cluster_threads.least, INT64_MAX, threads, tmp, links_n);
}

/* Of a few: what comes of a story is told like that one of its reports that told of the same side of it. */
static struct story_link *thread_links_few(const struct story_point *points, const struct story *stories, uint32_t n,
                                           struct arena *tmp, uint32_t *links_n) {
    struct links l = {0};
    for (uint32_t x = 0; x < n; x++)
        for (uint32_t y = x + 1; y < n; y++) {
            float best = 0;
            for (uint32_t i = 0; i < stories[x].documents_n; i++)
                for (uint32_t k = 0; k < stories[y].documents_n; k++) {
                    struct story_point p = undated(&points[stories[x].documents[i]]), q = undated(&points[stories[y].documents[k]]);
                    float like = point_alike(&p, &q);
                    best = like > best ? like : best;
                }
            if (best >= cluster_threads.least)
                add_link(&l, tmp, x, y, best);
        }
    *links_n = l.n;
    return l.p;
}

static void read_threads(const struct story_point *points, uint32_t reports, int threads, struct arena *a,
                         struct arena *tmp, struct stories *out) {
    uint32_t n = out->stories_n, links_n = 0;
    struct story_link *links = reports < STORY_FEW ? thread_links_few(points, out->stories, n, tmp, &links_n)
                                                   : thread_links(points, out->stories, n, threads, tmp, &links_n);
    uint32_t *of = ARENA_ARRAY(tmp, uint32_t, n + 1);
    clusters_read(n, NULL, links, links_n, &cluster_threads, tmp, of, NULL, NULL);
    uint32_t *count = ARENA_ARRAY(tmp, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        count[of[i]]++;
    uint32_t *number = ARENA_ARRAY(tmp, uint32_t, n + 1);
    out->threads = ARENA_ARRAY(a, struct thread, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        if (count[of[i]] < 2)
            continue;
        if (of[i] == i) {
            number[i] = out->threads_n;
            struct thread *t = &out->threads[out->threads_n++];
            t->stories = ARENA_ARRAY(a, uint32_t, count[i]);
        }
        struct thread *t = &out->threads[number[of[i]]];
        t->stories[t->stories_n++] = i;
    }
    for (uint32_t i = 0; i < out->threads_n; i++) {
        struct thread *t = &out->threads[i];
        uint64_t h = 0;
        for (uint32_t k = 0; k < t->stories_n; k++)
            h += hash64(out->stories[t->stories[k]].id.p, out->stories[t->stories[k]].id.n);
        t->id = arena_printf(a, "t-%012llx", (unsigned long long)(hash_mix(h, 2) >> 16));
    }
}

struct by_story_id {
    slice id;
    uint32_t at;
};
static int by_story(const void *x, const void *y) {
    const struct by_story_id *a = x, *b = y;
    int d = slice_cmp(a->id, b->id);
    return d ? d : (a->at > b->at) - (a->at < b->at);
}
static int by_thread(const void *x, const void *y) {
    const struct thread *a = x, *b = y;
    return slice_cmp(a->id, b->id);
}

void story_read(const struct document *const *docs, uint32_t n, const struct kin *kin, int threads,
                struct arena *a, struct stories *out) {
    *out = (struct stories){0};
    out->story_of = ARENA_ARRAY(a, uint32_t, n + 1);
    out->figure_of = ARENA_ARRAY(a, uint32_t *, n + 1);
    if (!n)
        return;
    if (threads <= 0)
        threads = cpu_count();
    struct arena *tmp = arena_new(0);
    if (!tmp)
        guard_fail(STM_ENOMEM);
    arena_defer(a, free_arena, tmp);
    struct stage s = {docs, n, ARENA_ARRAY(tmp, struct story_point, n), NULL};
    uint32_t blocks = (n + BLOCK - 1) / BLOCK;
    s.arenas = ARENA_ARRAY(tmp, struct arena *, blocks + 1);
    for (uint32_t i = 0; i < blocks; i++) {
        if (!(s.arenas[i] = arena_new(0)))
            guard_fail(STM_ENOMEM);
        arena_defer(tmp, free_arena, s.arenas[i]);
    }
    int code = parallel_for(threads, blocks, read_points, &s);
    if (code)
        guard_fail(code);
    add_origins(kin, s.points, n, tmp);
    uint32_t links_n = 0;
    bool few = n < STORY_FEW;
    likeness *alike = few ? point_alike_few : point_alike;
    struct story_link *links =
        links_read(s.points, n, alike, story_link_least, (int64_t)STORY_WINDOW, threads, tmp, &links_n);
    links = with_families(kin, s.points, alike, links, &links_n, tmp);
    uint32_t *of = ARENA_ARRAY(tmp, uint32_t, n + 1);
    bool *capped = ARENA_ARRAY(tmp, bool, n + 1);
    clusters_read(n, s.points, links, links_n, few ? &cluster_few : &cluster_many, tmp, of, NULL, capped);
    as_told(docs, n, tmp, of);
    /* rows, sorted by id */
    uint32_t *count = ARENA_ARRAY(tmp, uint32_t, n + 1), *number = ARENA_ARRAY(tmp, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        count[of[i]]++;
    struct story *rows = ARENA_ARRAY(tmp, struct story, n + 1);
    uint32_t rows_n = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (of[i] == i) {
            number[i] = rows_n;
            rows[rows_n].capped = capped[i] && !docs[0]->story.p;
            rows[rows_n++].documents = ARENA_ARRAY(a, uint32_t, count[i]);
        }
        struct story *r = &rows[number[of[i]]];
        r->documents[r->documents_n++] = i;
    }
    struct by_story_id *ids = ARENA_ARRAY(tmp, struct by_story_id, rows_n + 1);
    for (uint32_t i = 0; i < rows_n; i++) {
        rows[i].id = story_id(docs, &rows[i], a, tmp);
        fill_story(docs, s.points, &rows[i]);
        ids[i] = (struct by_story_id){rows[i].id, i};
    }
    qsort(ids, rows_n, sizeof *ids, by_story);
    out->stories = ARENA_ARRAY(a, struct story, rows_n);
    out->stories_n = rows_n;
    for (uint32_t i = 0; i < rows_n; i++) {
        out->stories[i] = rows[ids[i].at];
        /* twins: two reports with the same bytes in stories of their own */
        if (i && slice_eq(ids[i].id, ids[i - 1].id))
            out->stories[i].id = arena_printf(a, "%.*s-%u", (int)ids[i].id.n, ids[i].id.p, i);
        for (uint32_t k = 0; k < out->stories[i].documents_n; k++)
            out->story_of[out->stories[i].documents[k]] = i;
    }
    read_threads(s.points, n, threads, a, tmp, out);
    if (out->threads_n)
        qsort(out->threads, out->threads_n, sizeof *out->threads, by_thread);
    figures_read(docs, n, a, tmp, out);
}
