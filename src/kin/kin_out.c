/* Edges and origins: drafts are collected, then numbered, named and sorted. */
#include "kin_out.h"

#include <stdlib.h>

enum { PASSAGES = 4, RIVALS = 3, BRIDGE = 6, DEEP = 64, RECOVERED_MOST = 64 };

struct edge_draft *build_edge(struct kin_build *b, uint32_t doc, bool origin, uint32_t from, uint8_t kind,
                              float confidence) {
    ARENA_MORE(b->a, b->edges, b->edges_n, b->edges_cap);
    struct edge_draft *d = &b->edges[b->edges_n++];
    *d = (struct edge_draft){.e = {.doc = doc, .origin = origin, .from = from, .kind = kind,
                                   .confidence = confidence, .containment = -1}};
    return d;
}

uint32_t build_origin(struct kin_build *b, slice name, uint8_t kind, uint32_t group, bool lost) {
    ARENA_MORE(b->a, b->origins, b->origins_n, b->origins_cap);
    b->origins[b->origins_n] = (struct origin_draft){.name = name, .kind = kind, .group = group, .lost = lost};
    return b->origins_n++;
}

void build_evidence(struct kin_build *b, struct edge_draft *e, span src, span from_src, slice why) {
    if (src.end <= src.start)
        return;
    ARENA_MORE(b->a, e->e.evidence, e->e.evidence_n, e->evidence_cap);
    e->e.evidence[e->e.evidence_n++] = (struct evidence){src, from_src, why};
}

void build_recovered(struct kin_build *b, uint32_t origin, uint32_t doc, span src) {
    struct origin_draft *o = &b->origins[origin];
    if (src.end <= src.start || o->recovered_n >= RECOVERED_MOST)
        return;
    ARENA_MORE(b->a, o->recovered, o->recovered_n, o->recovered_cap);
    o->recovered[o->recovered_n++] = (struct recovered){doc, src};
}

static span words_span(const struct kin_row *r, uint32_t first, uint32_t end) {
    span at = {r->w.p[first].start, r->w.p[end - 1].start + r->w.p[end - 1].n};
    return page_source(&r->doc->page, at);
}

struct passage {
    uint32_t a0, a1, b0, b1;
};

static int larger(const void *x, const void *y) {
    const struct passage *p = x, *q = y;
    uint32_t n = p->a1 - p->a0, m = q->a1 - q->a0;
    if (n != m)
        return n < m ? 1 : -1;
    return (p->a0 > q->a0) - (p->a0 < q->a0);
}

void build_passages(struct kin_build *b, struct edge_draft *e, const struct kin_pair *p, uint32_t most, slice why) {
    struct arena_mark mark = arena_mark(b->tmp);
    struct passage *v = arena_alloc(b->tmp, (p->runs_n + 1) * sizeof *v);
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->runs_n; i++) {
        struct kin_run r = p->runs[i];
        if (n && r.a - v[n - 1].a1 <= BRIDGE && r.b >= v[n - 1].b1 && r.b - v[n - 1].b1 <= BRIDGE) {
            v[n - 1].a1 = r.a + r.n;
            v[n - 1].b1 = r.b + r.n;
        } else {
            v[n++] = (struct passage){r.a, r.a + r.n, r.b, r.b + r.n};
        }
    }
    if (n)
        qsort(v, n, sizeof *v, larger);
    bool flip = p->row[1] == e->e.doc;
    for (uint32_t i = 0; i < n && i < most; i++) {
        span x = words_span(b->rows[p->row[0]], v[i].a0, v[i].a1);
        span y = words_span(b->rows[p->row[1]], v[i].b0, v[i].b1);
        build_evidence(b, e, flip ? y : x, flip ? x : y, why);
    }
    arena_rewind(b->tmp, mark);
}

const struct kin_pair *build_pair(const struct kin_build *b, uint32_t x, uint32_t y) {
    uint64_t want = x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;
    uint32_t lo = 0, hi = b->pairs_n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        uint64_t at = (uint64_t)b->pairs[mid].row[0] << 32 | b->pairs[mid].row[1];
        if (at < want)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < b->pairs_n && ((uint64_t)b->pairs[lo].row[0] << 32 | b->pairs[lo].row[1]) == want)
        return &b->pairs[lo];
    return NULL;
}

/* ---- trees ------------------------------------------------------------------------------------- */

static uint8_t kind_of(const struct kin_pair *p) {
    return p->identity >= 0.985f ? EDGE_COPY : EDGE_REWRITE;
}

/* The agency under whose dateline or credit the row stands, or NULL. */
static const struct cite *head_cite(const struct kin_row *r) {
    for (uint32_t i = 0; i < r->cites_n; i++)
        if (r->cites[i].how == CITE_DATELINE)
            return &r->cites[i];
    return NULL;
}

void build_trees(struct kin_build *b) {
    const struct trees *t = b->trees;
    for (uint32_t i = 0; i < t->limbs_n; i++) {
        const struct limb *l = &t->limbs[i];
        const struct kin_pair *p = &b->pairs[l->pair];
        int me = p->row[1] == l->doc;
        struct edge_draft *e = build_edge(b, l->doc, false, l->from, kind_of(p), l->confidence);
        e->e.containment = p->cover[me];
        e->e.rivals = l->rivals;
        e->e.rivals_n = l->rivals_n;
        build_passages(b, e, p, PASSAGES, e->e.kind == EDGE_COPY ? S("the same words") : S("the same matter, reworded"));
    }
    /* by family: the first report under an agency's dateline */
    uint32_t *headed = arena_alloc(b->tmp, (b->n + 1) * sizeof *headed);
    memset(headed, 0xFF, (b->n + 1) * sizeof *headed);
    for (uint32_t i = 0; i < b->n; i++)
        if (headed[t->component[i]] == NONE && head_cite(b->rows[i]))
            headed[t->component[i]] = i;
    for (uint32_t i = 0; i < t->lost_n; i++) {
        const struct lost *l = &t->lost[i];
        const struct cite *head = NULL;
        for (uint32_t k = 0; k < l->docs_n && !head; k++)
            head = head_cite(b->rows[l->docs[k]]);
        if (!head && headed[t->component[l->docs[0]]] != NONE)
            head = head_cite(b->rows[headed[t->component[l->docs[0]]]]);
        uint32_t o = build_origin(b, head ? head->name : (slice){0}, head ? head->origin_kind : ORIGIN_OUTLET,
                                  t->component[l->docs[0]], true);
        for (uint32_t k = 0; k < l->docs_n; k++) {
            /* what it shares with another of them */
            const struct kin_pair *p = NULL;
            for (uint32_t x = 0; x < l->docs_n && x < 8; x++) {
                const struct kin_pair *q = x == k ? NULL : build_pair(b, l->docs[k], l->docs[x]);
                if (q && q->runs_n && (!p || q->same > p->same))
                    p = q;
            }
            struct edge_draft *e = build_edge(b, l->docs[k], true, o, p ? kind_of(p) : EDGE_COPY, l->confidence);
            const struct cite *mine = head_cite(b->rows[l->docs[k]]);
            if (mine)
                build_evidence(b, e, mine->src.end ? mine->src : page_source(&b->rows[l->docs[k]]->doc->page, mine->at),
                               (span){0, 0}, S("stands under its dateline"));
            if (p) {
                uint32_t before = e->e.evidence_n;
                build_passages(b, e, p, 2, S("both have it, neither from the other"));
                for (uint32_t x = before; x < e->e.evidence_n; x++) {
                    e->e.evidence[x].from_src = (span){0, 0};
                    build_recovered(b, o, l->docs[k], e->e.evidence[x].src);
                }
            }
            if (!e->e.evidence_n && b->rows[l->docs[k]]->w.sents_n) {
                struct kin_sent first = b->rows[l->docs[k]]->w.sents[0];
                build_evidence(b, e, words_span(b->rows[l->docs[k]], first.first, first.end), (span){0, 0}, S("its head: the agency is cut off"));
            }
        }
    }
    /* a report alone under an agency's dateline */
    bool *has = ARENA_ARRAY(b->tmp, bool, b->n + 1);
    for (uint32_t i = 0; i < b->edges_n; i++)
        has[b->edges[i].e.doc] = true;
    for (uint32_t i = 0; i < t->limbs_n; i++)
        has[t->limbs[i].from] = true;
    for (uint32_t i = 0; i < b->n; i++) {
        const struct cite *head = has[i] ? NULL : head_cite(b->rows[i]);
        if (!head)
            continue;
        uint32_t o = build_origin(b, head->name, head->origin_kind, i, true);
        struct edge_draft *e = build_edge(b, i, true, o, EDGE_COPY, 0.8f);
        build_evidence(b, e, head->src.end ? head->src : page_source(&b->rows[i]->doc->page, head->at), (span){0, 0},
                       S("stands under its dateline"));
    }
}

/* ---- at the end ----------------------------------------------------------------------------------- */

static int by_recovered(const void *x, const void *y) {
    const struct recovered *a = x, *b = y;
    if (a->doc != b->doc)
        return a->doc < b->doc ? -1 : 1;
    if (a->src.start != b->src.start)
        return a->src.start < b->src.start ? -1 : 1;
    return (a->src.end > b->src.end) - (a->src.end < b->src.end);
}

static int by_edge(const void *x, const void *y) {
    const struct edge *a = x, *b = y;
    if (a->doc != b->doc)
        return a->doc < b->doc ? -1 : 1;
    if (a->origin != b->origin)
        return a->origin ? 1 : -1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (int)a->kind - (int)b->kind;
}

/* "The New York Times" -> "o-new-york-times". */
static slice slug(struct arena *a, slice name) {
    struct buf out = {.a = a};
    buf_slice(&out, S("o"));
    if (slice_starts_nocase(name, S("the ")))
        name = slice_cut(name, 4, name.n);
    bool gap = true;
    for (uint32_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (is_alnum(c) || c >= 0x80) {
            if (gap)
                buf_char(&out, '-');
            gap = false;
            buf_char(&out, to_lower((char)c));
        } else if (c != '.' && c != '\'') {
            gap = true;
        }
    }
    return buf_take(&out);
}

/* A number made from the reports that rest on it. */
static uint64_t documents_hash(const struct kin_build *b, const struct origin *o) {
    uint64_t sum = o->kind;
    for (uint32_t i = 0; i < o->documents_n; i++) {
        const struct document *d = b->rows[o->documents[i]]->doc;
        sum += hash64(d->source.sha256, 32) ^ hash64(d->id.p, d->id.n);
    }
    return hash_mix(sum, 1);
}

struct numbered {
    slice base;
    uint32_t draft;
};
static int by_base(const void *x, const void *y) {
    const struct numbered *a = x, *b = y;
    int d = slice_cmp(a->base, b->base);
    return d ? d : (a->draft > b->draft) - (a->draft < b->draft);
}

/* Origins with ids, sorted; edges renumbered and sorted. */
static void finish(struct kin_build *b, struct kin *out) {
    uint32_t n = b->origins_n;
    struct origin *o = ARENA_ARRAY(b->a, struct origin, n + 1);
    uint32_t *count = ARENA_ARRAY(b->tmp, uint32_t, n + 1);
    for (uint32_t i = 0; i < b->edges_n; i++)
        if (b->edges[i].e.origin)
            count[b->edges[i].e.from]++;
    for (uint32_t i = 0; i < n; i++) {
        o[i] = (struct origin){.name = b->origins[i].name, .kind = b->origins[i].kind,
                               .documents = ARENA_ARRAY(b->a, uint32_t, count[i] + 1),
                               .recovered = b->origins[i].recovered};
        /* each passage once */
        uint32_t m = b->origins[i].recovered_n, kept = 0;
        if (m)
            qsort(o[i].recovered, m, sizeof *o[i].recovered, by_recovered);
        for (uint32_t k = 0; k < m; k++)
            if (!kept || by_recovered(&o[i].recovered[kept - 1], &o[i].recovered[k]) != 0)
                o[i].recovered[kept++] = o[i].recovered[k];
        o[i].recovered_n = kept;
    }
    for (uint32_t i = 0; i < b->edges_n; i++) {
        const struct edge *e = &b->edges[i].e;
        if (!e->origin)
            continue;
        struct origin *g = &o[e->from];
        g->documents[g->documents_n++] = e->doc;
    }
    struct numbered *names = ARENA_ARRAY(b->tmp, struct numbered, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 1; k < o[i].documents_n; k++)
            for (uint32_t j = k; j > 0 && o[i].documents[j - 1] > o[i].documents[j]; j--) {
                uint32_t t = o[i].documents[j];
                o[i].documents[j] = o[i].documents[j - 1];
                o[i].documents[j - 1] = t;
            }
        names[i] = (struct numbered){o[i].name.p ? slug(b->a, o[i].name) : S("o"), i};
    }
    if (n)
        qsort(names, n, sizeof *names, by_base);
    for (uint32_t i = 0; i < n;) {
        uint32_t j = i;
        while (j < n && slice_eq(names[j].base, names[i].base))
            j++;
        for (uint32_t k = i; k < j; k++) {
            struct origin *g = &o[names[k].draft];
            if (j - i == 1 && g->name.p)
                g->id = names[k].base;
            else
                g->id = arena_printf(b->a, "%.*s-%010llx", (int)names[k].base.n, names[k].base.p,
                                     (unsigned long long)(documents_hash(b, g) >> 24));
        }
        i = j;
    }
    /* numbers after sorting by id; two of one id (the same name over the same reports) are kept
     * apart by a letter */
    struct origin *sorted = ARENA_ARRAY(b->a, struct origin, n + 1);
    uint32_t *place = ARENA_ARRAY(b->tmp, uint32_t, n + 1);
    struct numbered *ids = names;
    for (uint32_t i = 0; i < n; i++)
        ids[i] = (struct numbered){o[i].id, i};
    if (n)
        qsort(ids, n, sizeof *ids, by_base);
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = o[ids[i].draft];
        place[ids[i].draft] = i;
        if (i && slice_eq(ids[i].base, ids[i - 1].base))
            sorted[i].id = arena_printf(b->a, "%.*s-%u", (int)ids[i].base.n, ids[i].base.p, i);
    }
    out->origins = sorted;
    out->origins_n = n;
    struct edge *edges = ARENA_ARRAY(b->a, struct edge, b->edges_n + 1);
    for (uint32_t i = 0; i < b->edges_n; i++) {
        edges[i] = b->edges[i].e;
        if (edges[i].origin)
            edges[i].from = place[edges[i].from];
    }
    if (b->edges_n)
        qsort(edges, b->edges_n, sizeof *edges, by_edge);
    out->edges = edges;
    out->edges_n = b->edges_n;
}

static uint32_t root_of(uint32_t *up, uint32_t x) {
    while (up[x] != x) {
        up[x] = up[up[x]];
        x = up[x];
    }
    return x;
}

void build_edges(struct kin_build *b, struct kin *out) {
    build_trees(b);
    b->parent = arena_alloc(b->tmp, (b->n + 1) * sizeof *b->parent);
    memset(b->parent, 0xFF, (b->n + 1) * sizeof *b->parent);
    b->depth = ARENA_ARRAY(b->tmp, uint32_t, b->n + 1);
    b->merged = ARENA_ARRAY(b->tmp, bool, b->n + 1);
    for (uint32_t i = 0; i < b->trees->limbs_n; i++) {
        uint32_t doc = b->trees->limbs[i].doc;
        b->merged[doc] = b->parent[doc] != NONE;
        if (b->parent[doc] == NONE)
            b->parent[doc] = b->trees->limbs[i].from;
    }
    for (uint32_t i = 0; i < b->n; i++)
        for (uint32_t x = b->parent[i]; x != NONE && b->depth[i] < DEEP; x = b->parent[x])
            b->depth[i]++;
    b->first_cite = b->edges_n;
    build_cites(b);
    build_unnamed(b);
    build_documents(b);
    b->first_statement = b->edges_n;
    build_statements(b);
    build_released(b);
    b->statements_end = b->edges_n;
    build_borrowings(b);
    /* families: copies and rewrites, missing originals included */
    uint32_t *at = ARENA_ARRAY(b->tmp, uint32_t, b->origins_n + 1);
    memset(at, 0xFF, (b->origins_n + 1) * sizeof *at);
    for (uint32_t i = 0; i < b->edges_n; i++) {
        const struct edge *e = &b->edges[i].e;
        if (e->kind > EDGE_REWRITE)
            continue;
        uint32_t other = e->from;
        if (e->origin) {
            if (at[e->from] == NONE)
                at[e->from] = e->doc;
            other = at[e->from];
        }
        uint32_t x = root_of(out->family, e->doc), y = root_of(out->family, other);
        if (x < y)
            out->family[y] = x;
        else
            out->family[x] = y;
    }
    for (uint32_t i = 0; i < b->n; i++)
        out->family[i] = root_of(out->family, i);
    finish(b, out);
}
