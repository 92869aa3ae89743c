/* Branches of the family tree hung elsewhere, and missing originals renamed. */
#include "fix_inside.h"

#include <stdlib.h>

struct tree {
    struct fixes *f;
    const struct document *const *docs;
    uint32_t n;
    struct kin *kin;
    struct arena *a;
    uint32_t edges_cap, origins_cap;
};

static uint32_t find_end(struct tree *t, const struct fix *x, uint8_t on, uint32_t group, uint32_t name) {
    if (on == FIX_ON_DOCUMENT)
        return x->groups[group].n ? fix_doc(t->docs, t->n, &x->groups[group].p[0]) : NONE;
    return fix_origin_find(t->docs, t->kin, &x->groups[group], &x->names[name]);
}

/* An origin that somebody named: one of this name that is there, else a new one. */
static uint32_t new_origin(struct tree *t, slice words, uint32_t fix) {
    struct kin *k = t->kin;
    for (uint32_t i = 0; i < k->origins_n; i++)
        if (k->origins[i].name.p && slice_eq_nocase(k->origins[i].name, words))
            return i;
    slice name = words;
    uint8_t kind = ORIGIN_OUTLET;
    slice known;
    uint8_t known_kind;
    if (kin_outlet(words, &known, &known_kind))
        kind = known_kind;
    ARENA_MORE(t->a, k->origins, k->origins_n, t->origins_cap);
    uint64_t h = hash64(words.p, words.n);
    k->origins[k->origins_n] = (struct origin){.id = arena_printf(t->a, "o-%010llx", (unsigned long long)(h >> 24)), .name = name, .kind = kind};
    fix_mark(t->f, fix, FIXED_ORIGINS, false, k->origins[k->origins_n].id, t->a);
    return k->origins_n++;
}

static slice key_of(struct tree *t, const struct edge *e) {
    char key[FIX_EDGE_KEY];
    return arena_slice(t->a, fix_edge_key(t->docs, t->kin, e, key, sizeof key));
}

/* Would x hang on itself, through documents alone? */
static bool ring(const struct tree *t, uint32_t doc, uint32_t from) {
    bool *seen = ARENA_ARRAY(t->a, bool, t->n + 1);
    uint32_t *todo = ARENA_ARRAY(t->a, uint32_t, t->n + 1), n = 0;
    todo[n++] = from;
    seen[from] = true;
    while (n) {
        uint32_t at = todo[--n];
        if (at == doc)
            return true;
        for (uint32_t i = 0; i < t->kin->edges_n; i++) {
            const struct edge *e = &t->kin->edges[i];
            if (e->doc == at && !e->origin && e->kind <= EDGE_REWRITE && !seen[e->from]) {
                seen[e->from] = true;
                todo[n++] = e->from;
            }
        }
    }
    return false;
}

static void hang(struct tree *t, uint32_t at) {
    struct fix *x = &t->f->p[at];
    struct kin *k = t->kin;
    uint32_t doc = fix_doc(t->docs, t->n, &x->groups[0].p[0]), from = NONE, was = NONE;
    if (doc == NONE)
        return;
    if (x->on == FIX_ON_NEW)
        from = new_origin(t, x->name, at);
    else if (x->on != FIX_ON_NOTHING && (from = find_end(t, x, x->on, 1, 0)) == NONE)
        return;
    if (x->was != FIX_ON_NOTHING && (was = find_end(t, x, x->was, 2, 1)) == NONE && x->on == FIX_ON_NOTHING)
        return;
    bool origin = x->on == FIX_ON_ORIGIN || x->on == FIX_ON_NEW, changed = false;
    if (x->on == FIX_ON_DOCUMENT && (from == doc || (x->detail <= EDGE_REWRITE && ring(t, doc, from))))
        return;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < k->edges_n; i++) {
        const struct edge e = k->edges[i];
        bool goes = e.doc == doc && (x->was == FIX_ON_NOTHING || (e.origin == (x->was == FIX_ON_ORIGIN) && e.from == was) ||
                                     (from != NONE && e.origin == origin && e.from == from)); /* it comes anew */
        if (goes) {
            fix_mark(t->f, at, FIXED_DERIVATION, true, key_of(t, &e), t->a);
            changed = true;
        } else {
            k->edges[kept++] = e;
        }
    }
    k->edges_n = kept;
    if (from != NONE) {
        struct edge e = {.doc = doc, .origin = origin, .from = from, .kind = x->detail, .confidence = 1, .containment = -1};
        e.evidence = ARENA_NEW(t->a, struct evidence);
        e.evidence[0].why = S("somebody's correction");
        e.evidence_n = 1;
        ARENA_MORE(t->a, k->edges, k->edges_n, t->edges_cap);
        k->edges[k->edges_n++] = e;
        fix_mark(t->f, at, FIXED_DERIVATION, false, key_of(t, &e), t->a);
    } else if (changed) {
        fix_touched(x, t->docs[doc]->id, t->a);
    }
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

struct placed {
    struct origin o;
    uint32_t at;
};
static int by_origin(const void *x, const void *y) {
    const struct placed *a = x, *b = y;
    int d = slice_cmp(a->o.id, b->o.id);
    return d ? d : (a->at > b->at) - (a->at < b->at);
}

static uint32_t root(uint32_t *up, uint32_t x) {
    while (up[x] != x)
        x = up[x] = up[up[x]];
    return x;
}

/* Origins of the edges that are left, sorted; families anew. */
static void settle(struct tree *t) {
    struct kin *k = t->kin;
    struct arena *a = t->a;
    uint32_t n = k->origins_n, kept = 0;
    uint32_t *count = ARENA_ARRAY(a, uint32_t, n + 1), *place = ARENA_ARRAY(a, uint32_t, n + 1);
    for (uint32_t i = 0; i < k->edges_n; i++)
        if (k->edges[i].origin)
            count[k->edges[i].from]++;
    struct placed *v = ARENA_ARRAY(a, struct placed, n + 1);
    for (uint32_t i = 0; i < n; i++)
        if (count[i]) {
            v[kept].o = k->origins[i];
            v[kept].o.documents = ARENA_ARRAY(a, uint32_t, count[i]);
            v[kept].o.documents_n = 0;
            v[kept++].at = i;
        }
    if (kept)
        qsort(v, kept, sizeof *v, by_origin);
    k->origins = ARENA_ARRAY(a, struct origin, kept + 1);
    k->origins_n = kept;
    for (uint32_t i = 0; i < kept; i++) {
        k->origins[i] = v[i].o;
        place[v[i].at] = i;
    }
    for (uint32_t i = 0; i < k->edges_n; i++) {
        struct edge *e = &k->edges[i];
        if (e->origin)
            e->from = place[e->from];
        struct rival *r = e->rivals;
        uint32_t left = 0;
        struct rival *mine = e->rivals_n ? ARENA_ARRAY(a, struct rival, e->rivals_n) : NULL;
        for (uint32_t x = 0; x < e->rivals_n; x++) /* the machine's edges have theirs still */
            if (!r[x].origin || count[r[x].from]) {
                mine[left] = r[x];
                if (r[x].origin)
                    mine[left].from = place[r[x].from];
                left++;
            }
        e->rivals = mine;
        e->rivals_n = left;
    }
    if (k->edges_n)
        qsort(k->edges, k->edges_n, sizeof *k->edges, by_edge);
    uint32_t *up = ARENA_ARRAY(a, uint32_t, t->n + 1), *first = ARENA_ARRAY(a, uint32_t, kept + 1);
    for (uint32_t i = 0; i < t->n; i++)
        up[i] = i;
    memset(first, 0xFF, (kept + 1) * sizeof *first);
    for (uint32_t i = 0; i < k->edges_n; i++) {
        const struct edge *e = &k->edges[i];
        if (e->origin) {
            struct origin *o = &k->origins[e->from];
            if (!o->documents_n || o->documents[o->documents_n - 1] != e->doc)
                o->documents[o->documents_n++] = e->doc;
        }
        if (e->kind > EDGE_REWRITE)
            continue;
        uint32_t other = e->from;
        if (e->origin) {
            if (first[e->from] == NONE)
                first[e->from] = e->doc;
            other = first[e->from];
        }
        uint32_t x = root(up, e->doc), y = root(up, other);
        if (x < y)
            up[y] = x;
        else
            up[x] = y;
    }
    for (uint32_t i = 0; i < t->n; i++)
        up[i] = root(up, i);
    k->family = up;
}

void fix_kin(struct fixes *f, const struct document *const *docs, uint32_t n, struct kin *kin, struct arena *a) {
    if (!f || !fix_any(f, 1u << FIX_EDGE_HANG | 1u << FIX_ORIGIN_NAME))
        return;
    f->kin = *kin;
    struct tree t = {.f = f, .docs = docs, .n = n, .kin = kin, .a = a};
    kin->edges = ARENA_ARRAY(a, struct edge, kin->edges_n + 1);
    memcpy(kin->edges, f->kin.edges, kin->edges_n * sizeof *kin->edges);
    kin->origins = ARENA_ARRAY(a, struct origin, kin->origins_n + 1);
    memcpy(kin->origins, f->kin.origins, kin->origins_n * sizeof *kin->origins);
    t.edges_cap = kin->edges_n;
    t.origins_cap = kin->origins_n;
    for (uint32_t i = 0; i < f->n; i++) {
        if (f->p[i].undone.p)
            continue;
        if (f->p[i].kind == FIX_EDGE_HANG) {
            hang(&t, i);
        } else if (f->p[i].kind == FIX_ORIGIN_NAME) {
            uint32_t o = fix_origin_find(docs, kin, &f->p[i].groups[0], &f->p[i].names[0]);
            if (o == NONE)
                continue;
            kin->origins[o].name = f->p[i].name;
            fix_mark(f, i, FIXED_ORIGINS, true, kin->origins[o].id, a);
            fix_mark(f, i, FIXED_ORIGINS, false, kin->origins[o].id, a);
        }
    }
    settle(&t);
    if (!f->kin.edges)
        f->kin.edges = ARENA_ARRAY(a, struct edge, 1); /* NULL says: as shown */
}
