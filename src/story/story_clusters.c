/* Average-link clusters over a sparse graph.
 *
 * Two clusters are joined while the mean weight over all pairs across them is at least `least`;
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

static struct side *side_of(struct cluster *c, uint32_t other) {
    for (uint32_t i = 0; i < c->n; i++)
        if (c->sides[i].other == other)
            return &c->sides[i];
    return NULL;
}

static void add_side(struct cluster *c, struct arena *tmp, uint32_t other, float sum) {
    struct side *s = side_of(c, other);
    if (s) {
        s->sum += sum;
        return;
    }
    ARENA_MORE(tmp, c->sides, c->n, c->cap);
    c->sides[c->n++] = (struct side){other, sum};
}

static void drop_side(struct cluster *c, uint32_t other) {
    struct side *s = side_of(c, other);
    if (s)
        *s = c->sides[--c->n];
}

void clusters_read(uint32_t n, struct story_link *links, uint32_t links_n, float least, uint32_t cap,
                   struct arena *tmp, uint32_t *cluster_of) {
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
        if (links[i].weight >= least)
            push(&h, tmp, (struct offer){links[i].weight, links[i].a, links[i].b, 0, 0});
    }
    while (h.n) {
        struct offer o = pop(&h);
        if (!c[o.a].size || !c[o.b].size || c[o.a].version != o.va || c[o.b].version != o.vb)
            continue;
        if (c[o.a].size + c[o.b].size > cap)
            continue;
        /* b's sides go over to a, the lesser number; the larger list takes the smaller one in */
        struct cluster *x = &c[o.a], *y = &c[o.b];
        drop_side(x, o.b);
        drop_side(y, o.a);
        for (uint32_t i = 0; i < y->n; i++) {
            uint32_t other = y->sides[i].other;
            add_side(x, tmp, other, y->sides[i].sum);
            drop_side(&c[other], o.b);
            add_side(&c[other], tmp, o.a, y->sides[i].sum);
        }
        x->size += y->size;
        y->size = 0;
        y->n = 0;
        x->version++;
        cluster_of[o.b] = o.a;
        for (uint32_t i = 0; i < x->n; i++) {
            uint32_t other = x->sides[i].other;
            float mean = x->sides[i].sum / ((float)x->size * (float)c[other].size);
            if (mean >= least) {
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
