/* Families, trees, roots.
 *
 * As in the textual criticism that lends its name, the tree is found first and rooted afterwards:
 *   1. reports joined by pairs that share enough are a family;
 *   2. a report that joins two otherwise unrelated groups, and whose wording is the younger one
 *      on both sides, was merged from both and is set aside;
 *   3. the tree of a family is the spanning tree of the most words in common (Kruskal);
 *   4. its root is where the directions of all edges fit best: a report, or the middle of an
 *      edge, which is then an original that is not here.
 * Directions come from what was cut and what was added, from which side has the rarer wording
 * (who rewrites reaches for the less usual word), from the title, and last from the dates. */
#include "kin_tree.h"

#include <math.h>
#include <stdlib.h>

bool pair_is_family(const struct kin_row *const *rows, const struct kin_pair *p) {
    uint32_t na = rows[p->row[0]]->w.n, nb = rows[p->row[1]]->w.n;
    uint32_t least = na < nb ? na : nb;
    float cover = p->cover[0] > p->cover[1] ? p->cover[0] : p->cover[1];
    if (least < 60)
        return p->same >= 15 && cover >= 0.6f && p->same * 10 >= least * 5;
    return (p->same >= 40 && cover >= 0.15f && p->sents >= 3) || (p->same >= 40 && cover >= 0.5f);
}

static float capped(float x, float most) { return x < most ? x : most; }

/* What is known of a pair as small numbers: of the parent, of the child, of both. */
enum {
    F_OWN_P, F_FRESH_P, F_INNER_P, F_FOREIGN_P, F_CUTS_P,
    F_OWN_C, F_FRESH_C, F_INNER_C, F_FOREIGN_C, F_CUTS_C,
    F_TITLE, F_DATE, F_BREAKS, F_COUNT
};

static int bin(uint32_t v, uint32_t x, uint32_t y, uint32_t z) { return v < x ? 0 : v < y ? 1 : v < z ? 2 : 3; }

/* Row k of the pair as the parent. */
static void read_features(const struct kin_row *const *rows, const struct kin_pair *p, int k, int f[F_COUNT]) {
    int o = 1 - k;
    f[F_OWN_P] = bin(p->own[k], 1, 16, 60);
    f[F_OWN_C] = bin(p->own[o], 1, 16, 60);
    f[F_FRESH_P] = bin(p->fresh[k], 1, 3, 6);
    f[F_FRESH_C] = bin(p->fresh[o], 1, 3, 6);
    f[F_INNER_P] = bin(p->inner[k], 1, 6, UINT32_MAX);
    f[F_INNER_C] = bin(p->inner[o], 1, 6, UINT32_MAX);
    f[F_CUTS_P] = bin(p->cuts[k], 1, 2, 4);
    f[F_CUTS_C] = bin(p->cuts[o], 1, 2, 4);
    f[F_BREAKS] = bin(p->breaks, 1, 2, 4) + (p->breaks >= 6);
    f[F_FOREIGN_P] = p->foreign[k] > 0;
    f[F_FOREIGN_C] = p->foreign[o] > 0;
    f[F_TITLE] = p->title & 4 ? 2 : p->title & (1 << k) ? 0 : p->title & (1 << o) ? 1 : 3;
    int64_t x = rows[p->row[k]]->minutes, y = rows[p->row[o]]->minutes;
    bool fine = rows[p->row[k]]->fine && rows[p->row[o]]->fine;
    if (x == INT64_MIN || y == INT64_MIN) {
        f[F_DATE] = x == y ? 2 : x == INT64_MIN ? 3 : 4;
    } else {
        if (!fine)
            x /= 1440, y /= 1440;
        f[F_DATE] = x < y ? 0 : x > y ? 1 : 2;
    }
}

/* Logarithms of how often each is seen between a report and what was made from it, and between two
 * that were made from a third; of pairs without another wording anywhere, and of the rest. Counted
 * over planted families (score/families.py, seeds 5 to 8; 965 and 456 pairs), each feature for itself. */
struct habit {
    float made_from[F_COUNT][5], same_parent[F_COUNT][5];
};
static const struct habit exact = {
    {{-0.60f, -2.57f, -3.85f, -1.04f},
     {-0.01f, -4.80f, -4.80f, -4.80f},
     {-0.00f, -4.80f, -4.80f},
     {-0.27f, -1.44f},
     {-0.87f, -1.19f, -1.86f, -2.11f},
     {-0.30f, -1.98f, -2.34f, -3.59f},
     {-0.01f, -4.80f, -4.80f, -4.80f},
     {-0.00f, -4.80f, -4.80f},
     {-0.19f, -1.78f},
     {-0.42f, -1.11f, -4.54f, -4.80f},
     {-4.54f, -0.76f, -0.69f, -3.95f},
     {-0.39f, -1.71f, -4.80f, -3.02f, -2.37f},
     {-0.50f, -1.55f, -1.72f, -4.80f, -4.80f}},
    {{-0.87f, -1.81f, -1.95f, -1.29f},
     {-0.01f, -4.80f, -4.80f, -4.80f},
     {-0.01f, -4.80f, -4.80f},
     {-0.35f, -1.22f},
     {-1.15f, -0.94f, -1.66f, -2.27f},
     {-0.87f, -1.81f, -1.95f, -1.29f},
     {-0.01f, -4.80f, -4.80f, -4.80f},
     {-0.01f, -4.80f, -4.80f},
     {-0.35f, -1.22f},
     {-1.15f, -0.94f, -1.66f, -2.27f},
     {-1.28f, -1.28f, -1.15f, -2.08f},
     {-0.85f, -0.85f, -4.80f, -2.64f, -2.64f},
     {-0.79f, -1.15f, -1.56f, -4.03f, -4.80f}}};
static const struct habit reworked = {
    {{-1.72f, -2.46f, -1.42f, -0.71f},
     {-0.42f, -1.23f, -3.18f, -4.80f},
     {-1.00f, -2.21f, -0.65f},
     {-0.31f, -1.32f},
     {-2.25f, -1.39f, -1.01f, -1.27f},
     {-0.39f, -2.02f, -2.29f, -2.39f},
     {-2.89f, -1.68f, -1.49f, -0.63f},
     {-0.01f, -4.80f, -4.80f},
     {-0.26f, -1.48f},
     {-0.62f, -0.82f, -3.82f, -4.80f},
     {-4.43f, -0.69f, -0.91f, -2.48f},
     {-0.38f, -1.71f, -4.80f, -3.23f, -2.35f},
     {-0.45f, -1.71f, -1.74f, -4.80f, -4.80f}},
    {{-1.28f, -2.33f, -1.56f, -0.88f},
     {-1.20f, -1.09f, -1.84f, -1.60f},
     {-0.29f, -2.80f, -1.66f},
     {-0.47f, -0.99f},
     {-1.81f, -1.17f, -1.08f, -1.69f},
     {-1.28f, -2.33f, -1.56f, -0.88f},
     {-1.20f, -1.09f, -1.84f, -1.60f},
     {-0.29f, -2.80f, -1.66f},
     {-0.47f, -0.99f},
     {-1.81f, -1.17f, -1.08f, -1.69f},
     {-1.37f, -1.37f, -1.13f, -1.79f},
     {-0.95f, -0.95f, -3.17f, -2.40f, -2.40f},
     {-0.73f, -1.23f, -1.57f, -4.27f, -4.80f}}};

struct descent pair_descent(const struct kin_row *const *rows, const struct kin_pair *p) {
    struct descent d = {{0, 0}, -1.176f};
    const struct habit *h = p->sites ? &reworked : &exact;
    for (int k = 0; k < 2; k++) {
        int f[F_COUNT];
        read_features(rows, p, k, f);
        for (int i = 0; i < F_COUNT; i++) {
            d.from[k] += h->made_from[i][f[i]];
            if (k == 0)
                d.common += h->same_parent[i][f[i]];
        }
    }
    return d;
}

/* ---- families ------------------------------------------------------------------------------- */

static uint32_t root_of(uint32_t *up, uint32_t x) {
    while (up[x] != x) {
        up[x] = up[up[x]];
        x = up[x];
    }
    return x;
}
/* The least number becomes the root. */
static bool join_roots(uint32_t *up, uint32_t x, uint32_t y) {
    x = root_of(up, x);
    y = root_of(up, y);
    if (x == y)
        return false;
    if (x < y)
        up[y] = x;
    else
        up[x] = y;
    return true;
}

struct link {
    float weight;
    uint32_t pair;
};

static int heaviest(const void *x, const void *y) {
    const struct link *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return (a->pair > b->pair) - (a->pair < b->pair);
}

static float closeness(const struct kin_row *const *rows, const struct kin_pair *p) {
    float na = (float)rows[p->row[0]]->w.n, nb = (float)rows[p->row[1]]->w.n;
    struct descent d = pair_descent(rows, p);
    float best = d.from[0] > d.from[1] ? d.from[0] : d.from[1];
    float scale = na < nb ? na : nb;
    float ops = 0.0269f * capped((float)p->breaks, 8) + 0.0018f * capped((float)p->sites, 40) +
                0.014f * capped((float)(p->cuts[0] + p->cuts[1]), 10) + 0.0274f * !(p->title & 4) +
                0.09f * (p->title == 0);
    return (0.175f * (float)p->same - 0.08f * (na + nb - 2 * (float)p->same)) / scale - ops + 0.007f * (best - d.common);
}

/* ---- a family's tree -------------------------------------------------------------------------- */

struct work {
    struct kin_row *const *rows;
    const struct kin_pair *pairs;
    struct arena *a, *tmp;
    struct trees *out;
    /* of all rows: pairs by row, as a list of ranges */
    uint32_t *first, *list;
    bool *merged;
};

static const struct kin_row *const *const_rows(const struct work *w) {
    return (const struct kin_row *const *)w->rows;
}

static void add_limb(struct work *w, uint32_t doc, uint32_t from, uint32_t pair, float confidence) {
    struct trees *t = w->out;
    ARENA_MORE(w->a, t->limbs, t->limbs_n, t->limbs_cap);
    t->limbs[t->limbs_n++] = (struct limb){doc, from, pair, confidence};
}

static struct lost *add_lost(struct work *w, uint32_t most, uint32_t pair, float confidence) {
    struct trees *t = w->out;
    ARENA_MORE(w->a, t->lost, t->lost_n, t->lost_cap);
    struct lost *l = &t->lost[t->lost_n++];
    *l = (struct lost){ARENA_ARRAY(w->a, uint32_t, most), 0, pair, confidence};
    return l;
}

/* Is row m made from two groups that have nothing else to do with one another? If so its limbs
 * are added. */
static bool take_merge(struct work *w, uint32_t m) {
    uint32_t n = w->first[m + 1] - w->first[m];
    if (n < 2 || n > 64)
        return false;
    struct arena_mark mark = arena_mark(w->tmp);
    uint32_t *who = ARENA_ARRAY(w->tmp, uint32_t, n), *up = ARENA_ARRAY(w->tmp, uint32_t, n);
    const uint32_t *mine = w->list + w->first[m];
    for (uint32_t i = 0; i < n; i++) {
        const struct kin_pair *p = &w->pairs[mine[i]];
        who[i] = p->row[0] == m ? p->row[1] : p->row[0];
        up[i] = i;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = w->first[who[i]]; k < w->first[who[i] + 1]; k++) {
            const struct kin_pair *p = &w->pairs[w->list[k]];
            uint32_t other = p->row[0] == who[i] ? p->row[1] : p->row[0];
            for (uint32_t j = 0; j < n; j++)
                if (who[j] == other)
                    join_roots(up, i, j);
        }
    /* the closest of each group */
    uint32_t groups = 0, older = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t g = 0; g < n; g++) {
            if (root_of(up, g) != g)
                continue;
            uint32_t best = NONE;
            float weight = 0;
            for (uint32_t i = g; i < n; i++)
                if (root_of(up, i) == g) {
                    float c = closeness(const_rows(w), &w->pairs[mine[i]]);
                    if (best == NONE || c > weight)
                        best = i, weight = c;
                }
            const struct kin_pair *p = &w->pairs[mine[best]];
            struct descent d = pair_descent(const_rows(w), p);
            int me = p->row[1] == m;
            /* row[me] is m: made from the other? What m has from the other group is no addition */
            float in = d.from[1 - me] + 2.1f;
            if (pass == 0) {
                groups++;
                older += in > d.from[me];
            } else if (in > d.from[me]) {
                add_limb(w, m, who[best], mine[best], 0.7f);
            }
        }
        if (pass == 0 && (groups < 2 || older < 2))
            break;
    }
    arena_rewind(w->tmp, mark);
    return groups >= 2 && older >= 2;
}

/* One family without its merged reports: members[0..n). */
static void take_tree(struct work *w, const uint32_t *members, uint32_t n) {
    struct arena_mark mark = arena_mark(w->tmp);
    const struct kin_row *const *rows = const_rows(w);
    /* Kruskal over the pairs inside */
    uint32_t links_n = 0;
    for (uint32_t i = 0; i < n; i++)
        links_n += w->first[members[i] + 1] - w->first[members[i]];
    struct link *links = arena_alloc(w->tmp, (links_n + 1) * sizeof *links);
    links_n = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = w->first[members[i]]; k < w->first[members[i] + 1]; k++) {
            const struct kin_pair *p = &w->pairs[w->list[k]];
            if (p->row[0] == members[i] && !w->merged[p->row[1]])
                links[links_n++] = (struct link){closeness(rows, p), w->list[k]};
        }
    if (links_n)
        qsort(links, links_n, sizeof *links, heaviest);
    /* members are ascending: place by binary search */
    uint32_t *up = arena_alloc(w->tmp, (n + 1) * sizeof *up);
    for (uint32_t i = 0; i < n; i++)
        up[i] = i;
    struct tree_edge {
        uint32_t x, y, pair; /* members' numbers; x is pair.row[0] */
    } *edges = arena_alloc(w->tmp, (n + 1) * sizeof *edges);
    uint32_t edges_n = 0;
    for (uint32_t i = 0; i < links_n; i++) {
        const struct kin_pair *p = &w->pairs[links[i].pair];
        uint32_t at[2];
        for (int k = 0; k < 2; k++) {
            uint32_t lo = 0, hi = n;
            while (hi - lo > 1) {
                uint32_t mid = (lo + hi) / 2;
                if (members[mid] <= p->row[k])
                    lo = mid;
                else
                    hi = mid;
            }
            at[k] = lo;
        }
        if (join_roots(up, at[0], at[1]))
            edges[edges_n++] = (struct tree_edge){at[0], at[1], links[i].pair};
    }
    /* Directions: walk each tree once from its first node, then move the root along the edges. */
    uint32_t *deg = ARENA_ARRAY(w->tmp, uint32_t, n + 1);
    for (uint32_t i = 0; i < edges_n; i++)
        deg[edges[i].x]++, deg[edges[i].y]++;
    uint32_t *start = ARENA_ARRAY(w->tmp, uint32_t, n + 2);
    for (uint32_t i = 0; i < n; i++)
        start[i + 1] = start[i] + deg[i];
    uint32_t *adj = arena_alloc(w->tmp, (2 * (size_t)edges_n + 1) * sizeof *adj);
    uint32_t *fill = ARENA_ARRAY(w->tmp, uint32_t, n + 1);
    for (uint32_t i = 0; i < edges_n; i++) {
        adj[start[edges[i].x] + fill[edges[i].x]++] = i;
        adj[start[edges[i].y] + fill[edges[i].y]++] = i;
    }
    struct descent *d = arena_alloc(w->tmp, (edges_n + 1) * sizeof *d);
    for (uint32_t i = 0; i < edges_n; i++)
        d[i] = pair_descent(rows, &w->pairs[edges[i].pair]);
    uint32_t *order = arena_alloc(w->tmp, (n + 1) * sizeof *order);
    uint32_t *via = arena_alloc(w->tmp, (n + 1) * sizeof *via); /* edge to the node before it */
    float *score = ARENA_ARRAY(w->tmp, float, n + 1); /* of the tree rooted here */
    bool *seen = ARENA_ARRAY(w->tmp, bool, n + 1);
    for (uint32_t s = 0; s < n; s++) {
        if (seen[s])
            continue;
        uint32_t order_n = 0;
        order[order_n++] = s;
        seen[s] = true;
        via[s] = NONE;
        float base = 0;
        bool headed = w->rows[members[s]]->headed;
        for (uint32_t i = 0; i < order_n; i++)
            for (uint32_t k = start[order[i]]; k < start[order[i] + 1]; k++) {
                const struct tree_edge *e = &edges[adj[k]];
                uint32_t other = e->x == order[i] ? e->y : e->x;
                if (seen[other])
                    continue;
                seen[other] = true;
                via[other] = adj[k];
                base += d[adj[k]].from[e->x == order[i] ? 0 : 1];
                headed |= w->rows[members[other]]->headed;
                order[order_n++] = other;
            }
        if (order_n == 1)
            continue;
        score[s] = base;
        for (uint32_t i = 1; i < order_n; i++) {
            const struct tree_edge *e = &edges[via[order[i]]];
            uint32_t before = e->x == order[i] ? e->y : e->x;
            int down = e->x == before ? 0 : 1; /* from[down]: made from `before` */
            score[order[i]] = score[before] - d[via[order[i]]].from[down] + d[via[order[i]]].from[1 - down];
        }
        /* the best root: a node, or an edge */
        uint32_t best = order[0], best_edge = NONE;
        float top = -INFINITY;
        for (uint32_t i = 0; i < order_n; i++)
            if (score[order[i]] > top)
                top = score[order[i]], best = order[i];
        float node_top = top;
        for (uint32_t i = 1; i < order_n; i++) {
            const struct tree_edge *e = &edges[via[order[i]]];
            uint32_t before = e->x == order[i] ? e->y : e->x;
            int down = e->x == before ? 0 : 1;
            float common = score[before] - d[via[order[i]]].from[down] + d[via[order[i]]].common +
                           (headed ? 0.25f : 0);
            if (common > top)
                top = common, best_edge = via[order[i]];
        }
        float sure = best_edge == NONE ? 0.8f : 1.0f / (1.0f + expf(node_top - top));
        /* walk again from the root */
        for (uint32_t i = 0; i < order_n; i++)
            seen[order[i]] = false;
        uint32_t walk_n = 0;
        if (best_edge != NONE) {
            struct lost *l = add_lost(w, order_n, edges[best_edge].pair, sure);
            order[walk_n++] = edges[best_edge].x;
            order[walk_n++] = edges[best_edge].y;
            l->docs[l->docs_n++] = members[edges[best_edge].x];
            l->docs[l->docs_n++] = members[edges[best_edge].y];
        } else {
            order[walk_n++] = best;
            if (headed) {
                struct lost *l = add_lost(w, order_n, NONE, 0.8f);
                l->docs[l->docs_n++] = members[best];
            }
        }
        for (uint32_t i = 0; i < walk_n; i++)
            seen[order[i]] = true;
        /* others of the root's neighbours that fit better under the lost original */
        if (best_edge != NONE || headed) {
            struct lost *l = &w->out->lost[w->out->lost_n - 1];
            for (uint32_t i = 0, tops = walk_n; i < tops; i++)
                for (uint32_t k = start[order[i]]; k < start[order[i] + 1]; k++) {
                    const struct tree_edge *e = &edges[adj[k]];
                    uint32_t other = e->x == order[i] ? e->y : e->x;
                    if (seen[other] || adj[k] == best_edge)
                        continue;
                    int down = e->x == order[i] ? 0 : 1;
                    float sibling = d[adj[k]].common + (headed && w->rows[members[other]]->headed ? -0.3f : 0);
                    if (sibling > d[adj[k]].from[down] && l->docs_n < order_n) {
                        l->docs[l->docs_n++] = members[other];
                        l->pair = l->pair == NONE ? e->pair : l->pair;
                        seen[other] = true;
                        order[walk_n++] = other;
                    }
                }
        }
        for (uint32_t i = 0; i < walk_n; i++)
            for (uint32_t k = start[order[i]]; k < start[order[i] + 1]; k++) {
                const struct tree_edge *e = &edges[adj[k]];
                uint32_t other = e->x == order[i] ? e->y : e->x;
                if (seen[other] || adj[k] == best_edge)
                    continue;
                seen[other] = true;
                int down = e->x == order[i] ? 0 : 1;
                float lead = d[adj[k]].from[down] - d[adj[k]].from[1 - down];
                add_limb(w, members[other], members[order[i]], e->pair,
                         0.5f + 0.5f / (1.0f + expf(-lead)) - 0.02f);
                order[walk_n++] = other;
            }
    }
    arena_rewind(w->tmp, mark);
}

void trees_read(struct kin_row *const *rows, uint32_t n, const struct kin_pair *pairs,
                uint32_t pairs_n, struct arena *a, struct arena *tmp, struct trees *out) {
    *out = (struct trees){0};
    struct work w = {rows, pairs, a, tmp, out};
    uint32_t *up = arena_alloc(tmp, (n + 1) * sizeof *up);
    bool *kin = ARENA_ARRAY(tmp, bool, pairs_n + 1);
    w.first = ARENA_ARRAY(tmp, uint32_t, n + 2);
    w.merged = ARENA_ARRAY(tmp, bool, n + 1);
    for (uint32_t i = 0; i < n; i++)
        up[i] = i;
    for (uint32_t i = 0; i < pairs_n; i++) {
        kin[i] = pair_is_family(const_rows(&w), &pairs[i]);
        if (!kin[i])
            continue;
        w.first[pairs[i].row[0] + 1]++;
        w.first[pairs[i].row[1] + 1]++;
    }
    for (uint32_t i = 0; i < n; i++)
        w.first[i + 1] += w.first[i];
    w.list = arena_alloc(tmp, (w.first[n] + 1) * sizeof *w.list);
    uint32_t *fill = ARENA_ARRAY(tmp, uint32_t, n + 1);
    for (uint32_t i = 0; i < pairs_n; i++)
        if (kin[i])
            for (int k = 0; k < 2; k++) {
                uint32_t r = pairs[i].row[k];
                w.list[w.first[r] + fill[r]++] = i;
            }
    for (uint32_t i = 0; i < n; i++)
        w.merged[i] = take_merge(&w, i);
    for (uint32_t i = 0; i < pairs_n; i++)
        if (kin[i] && !w.merged[pairs[i].row[0]] && !w.merged[pairs[i].row[1]])
            join_roots(up, pairs[i].row[0], pairs[i].row[1]);
    out->component = arena_alloc(a, (n + 1) * sizeof *out->component);
    /* members of each family, ascending: count, then place */
    uint32_t *count = ARENA_ARRAY(tmp, uint32_t, n + 2), *members = arena_alloc(tmp, (n + 1) * sizeof *members);
    for (uint32_t i = 0; i < n; i++) {
        out->component[i] = root_of(up, i);
        count[out->component[i] + 1]++;
    }
    for (uint32_t i = 0; i < n; i++)
        count[i + 1] += count[i];
    memset(fill, 0, (n + 1) * sizeof *fill);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t c = out->component[i];
        members[count[c] + fill[c]++] = i;
    }
    for (uint32_t i = 0; i < n; i++)
        if (count[i + 1] - count[i] > 1)
            take_tree(&w, members + count[i], count[i + 1] - count[i]);
}
