/* Average-link clusters over a sparse graph.
 *
 * Two clusters are joined while the mean weight over all pairs across them is at least rule->least;
 * pairs without a link count as nothing, so that chains of single links cannot grow into one
 * giant cluster. A heap holds the joins to try; entries that have gone stale are passed over. */
#include "story_inside.h"

#include <stdlib.h>

struct side {           /* a neighbour of a cluster */
    uint32_t other;
    float sum;          /* of the weights across */
};
struct cluster {
    struct side *sides;
    uint32_t n, cap, size, version;
    float inside;       /* sum of the weights between its members */
};
struct offer {
    float mean;
    uint32_t a, b, va, vb;
};
struct heap {
    struct offer *p;
    uint32_t n, cap;
};

static bool better(const struct offer *x, const struct offer *y) {
    if (x->mean != y->mean)
        return x->mean > y->mean;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void push(struct heap *h, struct arena *tmp, struct offer o) {
    ARENA_MORE(tmp, h->p, h->n, h->cap);
    uint32_t i = h->n++;
    while (i && better(&o, &h->p[(i - 1) / 2])) {
        h->p[i] = h->p[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    h->p[i] = o;
}

static struct offer pop(struct heap *h) {
    struct offer top = h->p[0], last = h->p[--h->n];
    uint32_t i = 0;
    for (;;) {
        uint32_t c = 2 * i + 1;
        if (c >= h->n)
            break;
        if (c + 1 < h->n && better(&h->p[c + 1], &h->p[c]))
            c++;
        if (!better(&h->p[c], &last))
            break;
        h->p[i] = h->p[c];
        i = c;
    }
    h->p[i] = last;
    return top;
}

/* Sides stand by number. Those of clusters that are no more are passed over, and left out when the list is made anew. */
static uint32_t side_at(const struct cluster *c, uint32_t other) {
    uint32_t lo = 0, hi = c->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->sides[mid].other < other)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static int by_other(const void *x, const void *y) {
    const struct side *a = x, *b = y;
    return (a->other > b->other) - (a->other < b->other);
}

/* b, which stands behind a, is a now, too. */
static void take_over(struct cluster *c, uint32_t a, uint32_t b, float sum) {
    uint32_t at = side_at(c, a);
    if (at < c->n && c->sides[at].other == a) {
        c->sides[at].sum += sum;
        return;
    }
    uint32_t to = side_at(c, b);
    memmove(c->sides + at + 1, c->sides + at, (to - at) * sizeof *c->sides);
    c->sides[at] = (struct side){a, sum};
}

/* All sides of a and b to a; `room`: for as many as there are clusters. */
static void merge_sides(struct cluster *c, uint32_t a, uint32_t b, struct side *room, struct arena *tmp) {
    struct cluster *x = &c[a], *y = &c[b];
    uint32_t n = 0;
    for (uint32_t i = 0, j = 0; i < x->n || j < y->n;) {
        bool from_x = j >= y->n || (i < x->n && x->sides[i].other <= y->sides[j].other);
        bool from_y = i >= x->n || (j < y->n && y->sides[j].other <= x->sides[i].other);
        struct side s = {from_x ? x->sides[i].other : y->sides[j].other, from_x ? x->sides[i].sum : 0};
        if (from_x && from_y)
            s.sum += y->sides[j].sum;
        else if (from_y)
            s.sum = y->sides[j].sum;
        if (s.other != a && s.other != b && c[s.other].size) {
            room[n++] = s;
            if (from_y)
                take_over(&c[s.other], a, b, y->sides[j].sum);
        }
        i += from_x;
        j += from_y;
    }
    if (n > x->cap) {
        x->sides = arena_alloc(tmp, n * sizeof *x->sides);
        x->cap = n;
    }
    if (n)
        memcpy(x->sides, room, n * sizeof *room);
    x->n = n;
}

/* Would members this far off be out of place in a cluster that hangs together well? */
static bool loose(const struct cluster *c, float mean) {
    if (c->size < 3)
        return false;
    float own = c->inside / ((float)c->size * (float)(c->size - 1) / 2.0f);
    return mean < 0.52f * own;
}

/* ---- names that part two stories ---------------------------------------------------------------- */

/* Members of clusters, as lists. */
struct chains {
    const struct story_point *points;
    uint32_t *next, *last; /* NONE at the end; the last of the list that begins here */
};
enum { LOOK = 24, CORE_LEAST = 3 };

static int by_id(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static bool has(const struct story_term *v, uint32_t n, uint32_t id) {
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (v[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && v[lo].id == id;
}

/* How many words stand at the head of most of x's reports and in next to none of y's? */
static uint32_t core(const struct chains *c, uint32_t x, uint32_t y, struct arena *tmp) {
    uint32_t *ids = arena_alloc(tmp, LOOK * 64 * sizeof *ids), n = 0, members = 0, found = 0;
    for (uint32_t i = x; i != NONE && members < LOOK; i = c->next[i], members++)
        for (uint32_t k = 0; k < c->points[i].lead_n && k < 64; k++)
            if (c->points[i].lead[k].weight >= 0.12f)
                ids[n++] = c->points[i].lead[k].id;
    qsort(ids, n, sizeof *ids, by_id);
    for (uint32_t i = 0; i < n;) {
        uint32_t j = i;
        while (j < n && ids[j] == ids[i])
            j++;
        if ((float)(j - i) >= 0.6f * (float)members) {
            uint32_t with = 0, all = 0;
            for (uint32_t k = y; k != NONE && all < LOOK; k = c->next[k], all++)
                with += has(c->points[k].terms, c->points[k].terms_n, ids[i]) ||
                        has(c->points[k].lead, c->points[k].lead_n, ids[i]);
            found += (float)with <= 0.1f * (float)all;
        }
        i = j;
    }
    return found;
}

static bool rests(const struct story_point *p, uint32_t origin) {
    for (uint32_t i = 0; i < p->origins_n; i++)
        if (p->origins[i] == origin)
            return true;
    return false;
}

/* Do most of x's reports rest on one origin, and all of y's on others? What one outlet has found
 * out is one story, and what another has is another. */
static bool other_origin(const struct chains *c, uint32_t x, uint32_t y) {
    for (uint32_t i = x, tried = 0; i != NONE && tried < 3; i = c->next[i], tried++)
        for (uint32_t k = 0; k < c->points[i].origins_n && k < 8; k++) {
            uint32_t o = c->points[i].origins[k], with = 0, all = 0;
            for (uint32_t m = x; m != NONE && all < LOOK; m = c->next[m], all++)
                with += rests(&c->points[m], o);
            if (all < 2 || with * 3 < all * 2)
                continue;
            uint32_t others = 0, seen = 0, shared = 0;
            for (uint32_t m = y; m != NONE && seen < LOOK; m = c->next[m], seen++) {
                shared += rests(&c->points[m], o);
                others += c->points[m].origins_n > 0;
            }
            if (!shared && others == seen)
                return true;
        }
    return false;
}

/* Do all of x's reports retell what one outlet has found out, which none of y's so much as names? */
static bool other_find(const struct chains *c, uint32_t x, uint32_t y) {
    uint32_t o = c->points[x].found, tried = 0;
    for (uint32_t i = x; o && i != NONE; i = c->next[i])
        if (c->points[i].found != o)
            return false;
    for (uint32_t k = y; o && k != NONE && tried < LOOK; k = c->next[k], tried++)
        for (uint32_t i = 0; i < c->points[k].named_n; i++)
            if (c->points[k].named[i] == o)
                return false;
    return o != 0;
}

static bool apart(const struct chains *c, const struct cluster *all, uint32_t x, uint32_t y, float mean, float sure, struct arena *tmp) {
    if (c->points && mean < sure && (other_origin(c, x, y) || other_origin(c, y, x)))
        return true;
    if (c->points && mean < 0.7f && (other_find(c, x, y) || other_find(c, y, x)))
        return true;
    if (!c->points || all[x].size < CORE_LEAST || all[y].size < CORE_LEAST)
        return false;
    struct arena_mark mark = arena_mark(tmp);
    uint32_t a = core(c, x, y, tmp), b = a ? core(c, y, x, tmp) : 0;
    arena_rewind(tmp, mark);
    return a >= 1 && b >= 1 && a + b >= 3;
}

void clusters_read(uint32_t n, const struct story_point *points, struct story_link *links,
                   uint32_t links_n, const struct cluster_rule *rule, struct arena *tmp, uint32_t *cluster_of,
                   uint64_t *trace, bool *capped) {
    struct chains chains = {points, ARENA_ARRAY(tmp, uint32_t, n + 1), ARENA_ARRAY(tmp, uint32_t, n + 1)};
    for (uint32_t i = 0; i < n; i++) {
        chains.next[i] = NONE;
        chains.last[i] = i;
    }
    struct cluster *c = ARENA_ARRAY(tmp, struct cluster, n + 1);
    struct heap h = {0};
    for (uint32_t i = 0; i < n; i++) {
        c[i].size = 1;
        cluster_of[i] = i;
    }
    for (uint32_t i = 0; i < links_n; i++) {
        /* links come once each: no need to look the side up */
        struct cluster *x = &c[links[i].a], *y = &c[links[i].b];
        ARENA_MORE(tmp, x->sides, x->n, x->cap);
        x->sides[x->n++] = (struct side){links[i].b, links[i].weight};
        ARENA_MORE(tmp, y->sides, y->n, y->cap);
        y->sides[y->n++] = (struct side){links[i].a, links[i].weight};
        if (links[i].weight >= rule->least)
            push(&h, tmp, (struct offer){links[i].weight, links[i].a, links[i].b, 0, 0});
    }
    for (uint32_t i = 0; i < n; i++) {
        bool sorted = true;
        for (uint32_t k = 1; k < c[i].n && sorted; k++)
            sorted = c[i].sides[k - 1].other < c[i].sides[k].other;
        if (!sorted)
            qsort(c[i].sides, c[i].n, sizeof *c[i].sides, by_other);
    }
    struct side *room = arena_alloc(tmp, ((size_t)n + 1) * sizeof *room);
    uint32_t left = n;
    while (h.n && left > 1) {
        struct offer o = pop(&h);
        if (!c[o.a].size || !c[o.b].size || c[o.a].version != o.va || c[o.b].version != o.vb)
            continue;
        float across = o.mean * (float)c[o.a].size * (float)c[o.b].size;
        if (loose(&c[o.a], o.mean) || loose(&c[o.b], o.mean))
            continue;
        if (apart(&chains, c, o.a, o.b, o.mean, rule->sure, tmp))
            continue;
        if (c[o.a].size + c[o.b].size > rule->cap) {
            if (capped)
                capped[o.a] = capped[o.b] = true;
            continue;
        }
        if (capped)
            capped[o.a] |= capped[o.b];
        chains.next[chains.last[o.a]] = o.b;
        chains.last[o.a] = chains.last[o.b];
        struct cluster *x = &c[o.a], *y = &c[o.b]; /* b goes over to a, the lesser number */
        merge_sides(c, o.a, o.b, room, tmp);
        x->inside += y->inside + across;
        x->size += y->size;
        y->size = 0;
        y->n = 0;
        left--;
        x->version++;
        cluster_of[o.b] = o.a;
        if (trace) {
            uint32_t bits;
            memcpy(&bits, &o.mean, sizeof bits);
            trace[o.a] = hash_mix(hash_mix(trace[o.a], trace[o.b]), bits);
        }
        for (uint32_t i = 0; i < x->n; i++) {
            uint32_t other = x->sides[i].other;
            float mean = x->sides[i].sum / ((float)x->size * (float)c[other].size);
            if (mean >= rule->least) {
                bool first = o.a < other;
                push(&h, tmp, (struct offer){mean, first ? o.a : other, first ? other : o.a,
                                             first ? x->version : c[other].version,
                                             first ? c[other].version : x->version});
            }
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = i;
        while (cluster_of[r] != r)
            r = cluster_of[r];
        cluster_of[i] = r;
    }
}
