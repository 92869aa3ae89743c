/* Families, trees, roots.
 *
 *   1. reports joined by pairs that share enough, and more than what others are quoted with, are a family;
 *   2. a report that joins two otherwise unrelated groups, and is the younger one on both sides, was
 *      merged from both and is set aside;
 *   3. every pair of a family has a number for each of three stories (kin_descent.c): made from the other, the
 *      other way round, both made from something that is not here;
 *   4. each report has one parent, one has none, or some have the original that is not here. In a small family
 *      all such trees are weighed by these numbers, and the one is taken of which the most is expected to be
 *      right (kin_whole.c); in a large one the heaviest is climbed to from several starts by moving one report
 *      at a time, turning an edge round, moving the root, hiding and unhiding it. */
#include "kin_tree.h"
#include "kin_whole.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum {
    DENSE = 1024,    /* reports of a family up to which the tree is climbed */
    STARTS = 12,     /* reports that are tried as the first root */
    SWEEPS = 40,
    TREE_RIVALS = 3,
    MANY = 1024,     /* pairs of families from which it pays to make ready for them */
    /* words outside quotation marks that make a family even of reports that share more inside; and of those that share little */
    TOLD = 25,
    TOLD_MUCH = 60
};
static const float MERGE_LEAD = 6, MERGE_ODDS = 0.03f;
/* a missing original has but one child, where an agency's dateline stands */
static const float LONE = -2;
/* and the original is none of those that bear it */
static const float HEADED_HERE = -4;

/* Do both name one outlet as where they have something from? */
static bool both_cite(const struct kin_row *x, const struct kin_row *y) {
    for (uint32_t i = 0; i < x->cites_n; i++)
        for (uint32_t j = 0; j < y->cites_n && x->cites[i].how == CITE_REPORTED; j++)
            if (y->cites[j].how == CITE_REPORTED && x->cites[i].outlet != NONE && x->cites[i].outlet == y->cites[j].outlet)
                return true;
    return false;
}

bool pair_is_family(const struct kin_row *const *rows, const struct kin_pair *p) {
    uint32_t na = rows[p->row[0]]->w.n, nb = rows[p->row[1]]->w.n;
    uint32_t least = na < nb ? na : nb;
    float cover = p->cover[0] > p->cover[1] ? p->cover[0] : p->cover[1];
    /* two reporters heard the same speech, or read one report: kin_statements.c, kin_borrow.c, kin_named.c */
    if (p->told < TOLD && p->told < p->quoted)
        return false;
    if (p->told < 2 * p->quoted && cover < 0.3f && (p->told < TOLD_MUCH || both_cite(rows[p->row[0]], rows[p->row[1]])))
        return false;
    if (least < 60)
        return p->same >= 15 && cover >= 0.6f && p->same * 10 >= least * 5;
    return (p->same >= 40 && cover >= 0.15f && p->sents >= 3) || (p->same >= 40 && cover >= 0.5f);
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

static float capped(float x, float most) { return x < most ? x : most; }

/* How near the merged report m is to one of its parents: what of it the parent has, less what was done to that:
 * blocks moved and cut, other wording, another title. */
static float closeness(const struct kin_row *const *rows, const struct kin_pair *p, uint32_t m) {
    float done = 0.027f * capped((float)p->breaks, 8) + 0.002f * capped((float)p->sites, 40) +
                 0.014f * capped((float)(p->cuts[0] + p->cuts[1]), 10) + 0.027f * !(p->title & 4) + 0.09f * (p->title == 0);
    return 2 * (float)p->same / (float)(rows[m]->w.n + 1) - done;
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
    struct descent_model model;
    struct descent *odds; /* by pair */
};

static const struct kin_row *const *const_rows(const struct work *w) {
    return (const struct kin_row *const *)w->rows;
}

static struct limb *add_limb(struct work *w, uint32_t doc, uint32_t from, uint32_t pair, float confidence) {
    struct trees *t = w->out;
    ARENA_MORE(w->a, t->limbs, t->limbs_n, t->limbs_cap);
    t->limbs[t->limbs_n] = (struct limb){doc, from, pair, confidence, NULL, 0};
    return &t->limbs[t->limbs_n++];
}

static struct lost *add_lost(struct work *w, uint32_t most, uint32_t pair, float confidence) {
    struct trees *t = w->out;
    ARENA_MORE(w->a, t->lost, t->lost_n, t->lost_cap);
    struct lost *l = &t->lost[t->lost_n++];
    *l = (struct lost){ARENA_ARRAY(w->a, uint32_t, most), 0, pair, confidence};
    return l;
}

/* ---- who belongs together --------------------------------------------------------------------- */

/* Families of two and more, merged reports left out. */
struct groups {
    uint32_t *of;              /* by row: the least row of its family */
    uint32_t *members, *first; /* ascending; first[n] ends the last */
    uint32_t n;
};

static void join_all(struct work *w, const bool *kin, uint32_t n, uint32_t pairs_n, struct groups *g) {
    uint32_t *up = arena_alloc(w->tmp, (n + 1) * sizeof *up);
    for (uint32_t i = 0; i < n; i++)
        up[i] = i;
    for (uint32_t i = 0; i < pairs_n; i++)
        if (kin[i] && !w->merged[w->pairs[i].row[0]] && !w->merged[w->pairs[i].row[1]])
            join_roots(up, w->pairs[i].row[0], w->pairs[i].row[1]);
    uint32_t *count = ARENA_ARRAY(w->tmp, uint32_t, n + 2);
    g->of = up;
    for (uint32_t i = 0; i < n; i++)
        count[up[i] = root_of(up, i)]++;
    g->first = arena_alloc(w->tmp, (n + 2) * sizeof *g->first);
    uint32_t *place = arena_alloc(w->tmp, (n + 1) * sizeof *place), total = 0;
    g->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        place[i] = total;
        if (count[i] < 2)
            continue;
        g->first[g->n++] = total;
        total += count[i];
    }
    g->first[g->n] = total;
    g->members = arena_alloc(w->tmp, (total + 1) * sizeof *g->members);
    for (uint32_t i = 0; i < n; i++)
        if (count[up[i]] > 1)
            g->members[place[up[i]]++] = i;
}

static bool is_headed(const struct work *w, const uint32_t *members, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (w->rows[members[i]]->headed)
            return true;
    return false;
}

/* The odds of all pairs of a family. */
static void read_odds(struct work *w, const uint32_t *members, uint32_t n) {
    struct arena_mark mark = arena_mark(w->tmp);
    uint32_t most = 0, k = 0;
    for (uint32_t i = 0; i < n; i++)
        most += w->first[members[i] + 1] - w->first[members[i]];
    const struct kin_pair **pairs = arena_alloc(w->tmp, (most + 1) * sizeof *pairs);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t x = w->first[members[i]]; x < w->first[members[i] + 1]; x++) {
            const struct kin_pair *p = &w->pairs[w->list[x]];
            if (p->row[0] == members[i] && !w->merged[p->row[1]])
                pairs[k++] = p;
        }
    struct descent_family f = {w->rows, members, n, pairs, k, is_headed(w, members, n)};
    struct descent *odds = arena_alloc(w->tmp, (k + 1) * sizeof *odds);
    descent_read(&w->model, &f, w->tmp, odds);
    for (uint32_t i = 0; i < k; i++)
        w->odds[pairs[i] - w->pairs] = odds[i];
    arena_rewind(w->tmp, mark);
}

/* The family of a row that has one. */
static uint32_t family_of(const struct groups *g, uint32_t row) {
    uint32_t lo = 0, hi = g->n; /* families stand by their least rows, which are their first members */
    while (hi - lo > 1) {
        uint32_t mid = (lo + hi) / 2;
        if (g->members[g->first[mid]] <= g->of[row])
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* Is row m made from two groups that have nothing else to do with one another? If so its limbs
 * are added. The odds of its family are read if they are asked for. */
static bool take_merge(struct work *w, const struct groups *all, uint32_t m, bool *known) {
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
    uint32_t groups = 0, older = 0;
    for (uint32_t i = 0; i < n; i++)
        groups += root_of(up, i) == i;
    if (groups > 1 && !known[all->of[m]]) {
        uint32_t at = family_of(all, m);
        read_odds(w, all->members + all->first[at], all->first[at + 1] - all->first[at]);
        known[all->of[m]] = true;
    }
    /* the closest of each group */
    for (int pass = 0; pass < 2 && groups > 1; pass++) {
        for (uint32_t g = 0; g < n; g++) {
            if (root_of(up, g) != g)
                continue;
            uint32_t best = NONE;
            float weight = 0;
            for (uint32_t i = g; i < n; i++)
                if (root_of(up, i) == g) {
                    const struct kin_pair *p = &w->pairs[mine[i]];
                    /* the odds alone are beside the mark: what m has from its other parent looks like its own */
                    float c = closeness(const_rows(w), p, m) + MERGE_ODDS * w->odds[mine[i]].from[p->row[1] != m];
                    if (best == NONE || c > weight)
                        best = i, weight = c;
                }
            const struct kin_pair *p = &w->pairs[mine[best]];
            struct descent d = w->odds[mine[best]];
            int me = p->row[1] == m;
            /* row[me] is m: made from the other? What m has from the other group is no addition */
            float in = d.from[1 - me] + MERGE_LEAD;
            if (pass == 0) {
                older += in > d.from[me];
            } else if (in > d.from[me]) {
                add_limb(w, m, who[best], mine[best], 0.7f);
            }
        }
        if (pass == 0 && older < 2)
            break;
    }
    arena_rewind(w->tmp, mark);
    return groups >= 2 && older >= 2;
}

/* ---- the likeliest tree ------------------------------------------------------------------------- */

enum { AT_ROOT = WHOLE_ROOT, AT_LOST = WHOLE_LOST };

/* A family in numbers 0..n. */
struct climb {
    uint32_t n;
    bool headed;
    float *from;    /* from[x * n + y]: y was made from x */
    float *common;  /* both from what is not here */
    uint32_t *pair; /* of x and y, or NONE */
    float most;     /* the largest of from and common, without its sign */
    bool weighed;   /* `from` are logarithms of the edges' shares in all trees */
};

/* The likelihood of a tree: parent[i] is a number, AT_ROOT or AT_LOST. -INFINITY: it is none. */
static float likelihood(const struct climb *c, const int *parent) {
    float sum = 0, between = 0;
    uint32_t roots = 0, lost = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        if (parent[i] == AT_ROOT) {
            roots++;
        } else if (parent[i] == AT_LOST) {
            for (uint32_t j = 0; j < i && lost; j++)
                if (parent[j] == AT_LOST)
                    between += c->common[i * c->n + j];
            lost++;
        } else {
            sum += c->from[(uint32_t)parent[i] * c->n + i];
        }
    }
    if (lost ? roots : roots != 1)
        return -INFINITY;
    if (lost == 1)
        return c->headed ? sum + LONE : -INFINITY;
    /* as much as that many edges */
    if (lost)
        sum += between * 2 / (float)lost;
    return lost || !c->headed ? sum : sum + HEADED_HERE;
}

/* Does x stand under y (or is it y)? */
static bool stands_under(const int *parent, int x, int y) {
    while (x >= 0 && x != y)
        x = parent[x];
    return x == y;
}

/* The likelihood of the trees that a tree becomes when one report is hung elsewhere, near enough to leave out those that
 * are no better: what `likelihood` gives is a sum of floats, and differs from this by less than `error`. */
struct outlook {
    double sum, between; /* of the tree as it is */
    uint32_t lost;
    double error;
    double *beside;      /* of each report with all that hang on what is lost */
};

static void look_out(const struct climb *c, const int *at, struct outlook *o) {
    uint32_t n = c->n;
    o->sum = o->between = 0;
    o->lost = 0;
    for (uint32_t i = 0; i < n; i++) {
        o->beside[i] = 0;
        o->lost += at[i] == AT_LOST;
        if (at[i] >= 0)
            o->sum += c->from[(uint32_t)at[i] * n + i];
    }
    for (uint32_t i = 0; i < n && o->lost; i++) {
        for (uint32_t j = 0; j < n; j++)
            if (j != i && at[j] == AT_LOST)
                o->beside[i] += c->common[i * n + j];
        if (at[i] == AT_LOST)
            o->between += o->beside[i] / 2;
    }
    /* k terms of at most m, added one after the other, are off by no more than k * k * m * epsilon / 2; twice that */
    double k = n, lost = o->lost + 1.0;
    o->error = FLT_EPSILON * c->most * (k * k + lost * lost * lost / 2);
}

/* Report i hangs on q. */
static double outlook_of(const struct climb *c, const struct outlook *o, const int *at, uint32_t i, uint32_t q) {
    double sum = o->sum + c->from[q * c->n + i];
    if (at[i] >= 0)
        sum -= c->from[(uint32_t)at[i] * c->n + i];
    uint32_t lost = o->lost - (at[i] == AT_LOST);
    if (!lost)
        return sum;
    if (lost == 1)
        return sum + LONE;
    double between = o->between - (at[i] == AT_LOST ? o->beside[i] : 0);
    return sum + between * 2 / lost;
}

/* Keeps the better one; true if that is `next`. */
static bool keep(const struct climb *c, int *best, float *top, const int *next) {
    float v = likelihood(c, next);
    if (!(v > *top + 1e-4f))
        return false;
    *top = v;
    memcpy(best, next, c->n * sizeof *best);
    return true;
}

/* All trees one move away from `at`; the best of them replaces it. */
static bool step(const struct climb *c, int *at, float *top, int *next, int *best, struct outlook *o) {
    uint32_t n = c->n;
    bool found = false;
    look_out(c, at, o);
    for (uint32_t i = 0; i < n; i++) {
        /* another parent, or the lost one */
        for (int q = 0; q < (int)n; q++)
            if (q != (int)i && q != at[i] && at[i] != AT_ROOT && c->pair[i * n + (uint32_t)q] != NONE &&
                outlook_of(c, o, at, i, (uint32_t)q) + o->error > *top && !stands_under(at, q, (int)i)) {
                memcpy(next, at, n * sizeof *next);
                next[i] = q;
                found |= keep(c, best, top, next);
            }
        memcpy(next, at, n * sizeof *next);
        next[i] = AT_LOST;
        for (uint32_t j = 0; j < n; j++)
            if (next[j] == AT_ROOT)
                next[j] = AT_LOST;
        found |= keep(c, best, top, next);
        /* an edge turned round */
        if (at[i] >= 0) {
            memcpy(next, at, n * sizeof *next);
            next[i] = at[at[i]];
            next[at[i]] = (int)i;
            found |= keep(c, best, top, next);
        }
        /* the root moved here: the path to it is turned round */
        memcpy(next, at, n * sizeof *next);
        int x = (int)i, up = at[i];
        next[i] = AT_ROOT;
        while (up >= 0) {
            int above = at[up];
            next[up] = x;
            x = up;
            up = above;
        }
        if (up == AT_LOST) /* the others under the lost one hang on the one that stood there */
            for (uint32_t j = 0; j < n; j++)
                if (next[j] == AT_LOST)
                    next[j] = x;
        found |= keep(c, best, top, next);
    }
    if (found)
        memcpy(at, best, n * sizeof *at);
    return found;
}

/* Each report hangs on the one that it fits best of those that hang already; from `root`. */
static void grow(const struct climb *c, uint32_t root, int *parent, float *gain, int *to) {
    uint32_t n = c->n;
    for (uint32_t i = 0; i < n; i++) {
        gain[i] = c->from[root * n + i];
        to[i] = (int)root;
        parent[i] = AT_LOST; /* not yet */
    }
    parent[root] = AT_ROOT;
    for (uint32_t left = n - 1; left; left--) {
        uint32_t best = NONE;
        for (uint32_t i = 0; i < n; i++)
            if (parent[i] == AT_LOST && (best == NONE || gain[i] > gain[best]))
                best = i;
        parent[best] = to[best];
        for (uint32_t i = 0; i < n; i++)
            if (parent[i] == AT_LOST && c->from[best * n + i] > gain[i]) {
                gain[i] = c->from[best * n + i];
                to[i] = (int)best;
            }
    }
}

/* Rounds of moves that a family of n bears: a round costs n^2, and n^3 where most hang on what is lost. */
static uint32_t sweeps(uint32_t n, uint32_t most) { return n > most ? 0 : n > 64 ? 4 : SWEEPS; }

static void climb(const struct climb *c, struct arena *tmp, int *parent) {
    uint32_t n = c->n;
    int *at = arena_alloc(tmp, n * sizeof *at), *next = arena_alloc(tmp, n * sizeof *next),
        *best = arena_alloc(tmp, n * sizeof *best), *to = arena_alloc(tmp, n * sizeof *to);
    float *gain = arena_alloc(tmp, n * sizeof *gain), *lead = arena_alloc(tmp, n * sizeof *lead);
    bool *tried = ARENA_ARRAY(tmp, bool, n);
    struct outlook o = {.beside = arena_alloc(tmp, n * sizeof *o.beside)};
    float top = -INFINITY;
    /* the likeliest parents first */
    for (uint32_t i = 0; i < n; i++) {
        lead[i] = 0;
        for (uint32_t j = 0; j < n; j++)
            if (i != j)
                lead[i] += c->from[i * n + j] - c->from[j * n + i];
    }
    for (uint32_t s = 0; s < n && s < (n > 64 ? 2 : STARTS); s++) {
        uint32_t root = NONE;
        for (uint32_t i = 0; i < n; i++)
            if (!tried[i] && (root == NONE || lead[i] > lead[root]))
                root = i;
        tried[root] = true;
        grow(c, root, at, gain, to);
        float mine = likelihood(c, at);
        for (uint32_t k = 0; k < sweeps(n, 200) && step(c, at, &mine, next, best, &o); k++)
            ;
        if (mine > top || s == 0) {
            top = mine;
            memcpy(parent, at, n * sizeof *parent);
        }
    }
    /* all from what is lost */
    for (uint32_t i = 0; i < n; i++)
        at[i] = AT_LOST;
    float mine = likelihood(c, at);
    for (uint32_t k = 0; k < sweeps(n, 100) && step(c, at, &mine, next, best, &o); k++)
        ;
    if (mine > top)
        memcpy(parent, at, n * sizeof *parent);
}

static float logistic(float x) { return 1 / (1 + expf(-x)); }

/* Other reports that number i may have been made from, as shares of the odds. Returns that of its parent. */
static float read_rivals(struct work *w, const struct climb *c, const uint32_t *members, const int *parent, uint32_t i,
                         struct rival **out, uint32_t *out_n) {
    uint32_t n = c->n, best[TREE_RIVALS], k = 0;
    float mine = c->from[(uint32_t)parent[i] * n + i], sum = c->weighed ? 1 : 1 + expf(mine);
    for (uint32_t j = 0; j < n; j++) {
        if (j == i || (int)j == parent[i] || c->pair[j * n + i] == NONE || stands_under(parent, (int)j, (int)i))
            continue;
        float v = c->from[j * n + i];
        sum += c->weighed ? 0 : expf(v);
        uint32_t at = k;
        while (at > 0 && c->from[best[at - 1] * n + i] < v)
            at--;
        if (at == TREE_RIVALS)
            continue;
        uint32_t end = k < TREE_RIVALS ? k : TREE_RIVALS - 1;
        memmove(best + at + 1, best + at, (end - at) * sizeof *best);
        best[at] = j;
        k += k < TREE_RIVALS;
    }
    *out = ARENA_ARRAY(w->a, struct rival, k + 1);
    *out_n = 0;
    for (uint32_t x = 0; x < k; x++) {
        float share = expf(c->from[best[x] * n + i]) / sum;
        if (share >= 0.1f)
            (*out)[(*out_n)++] = (struct rival){false, members[best[x]], share};
    }
    return expf(mine) / sum;
}

/* A family too large to be climbed: each report hangs on the earliest of those it fits best. */
static void take_plain(struct work *w, const uint32_t *members, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t m = members[i], best = NONE;
        float top = 0;
        for (uint32_t k = w->first[m]; k < w->first[m + 1]; k++) {
            const struct kin_pair *p = &w->pairs[w->list[k]];
            int me = p->row[1] == m;
            uint32_t other = p->row[1 - me];
            if (w->merged[other])
                continue;
            const struct descent *d = &w->odds[w->list[k]];
            float lead = d->from[1 - me] - d->from[me];
            /* an order over all reports, so that no edges go round: who leads, then who comes first */
            if (lead < 0 || (lead == 0 && other > m))
                continue;
            int64_t a = w->rows[other]->minutes, b = w->rows[m]->minutes;
            bool before = a != b ? a < b : other < m;
            if (before && (best == NONE || d->from[1 - me] > top)) {
                best = w->list[k];
                top = d->from[1 - me];
            }
        }
        if (best != NONE) {
            const struct kin_pair *p = &w->pairs[best];
            add_limb(w, m, p->row[p->row[0] == m], best, 0.6f);
        }
    }
}

/* One family without its merged reports: members[0..n). */
static void take_tree(struct work *w, const uint32_t *members, uint32_t n) {
    if (n > DENSE) {
        take_plain(w, members, n);
        return;
    }
    struct arena_mark mark = arena_mark(w->tmp);
    struct climb c = {.n = n, .headed = is_headed(w, members, n)};
    c.from = arena_alloc(w->tmp, (size_t)n * n * sizeof *c.from);
    c.common = arena_alloc(w->tmp, (size_t)n * n * sizeof *c.common);
    c.pair = arena_alloc(w->tmp, (size_t)n * n * sizeof *c.pair);
    for (uint32_t i = 0; i < n * n; i++) {
        c.from[i] = DESCENT_NO_PAIR;
        c.common[i] = DESCENT_NO_SIBLING;
        c.pair[i] = NONE;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = w->first[members[i]]; k < w->first[members[i] + 1]; k++) {
            const struct kin_pair *p = &w->pairs[w->list[k]];
            if (p->row[0] != members[i] || w->merged[p->row[1]])
                continue;
            uint32_t lo = 0, hi = n;
            while (hi - lo > 1) {
                uint32_t mid = (lo + hi) / 2;
                if (members[mid] <= p->row[1])
                    lo = mid;
                else
                    hi = mid;
            }
            const struct descent *d = &w->odds[w->list[k]];
            c.from[i * n + lo] = d->from[0];
            c.from[lo * n + i] = d->from[1];
            c.common[i * n + lo] = c.common[lo * n + i] = d->common;
            c.pair[i * n + lo] = c.pair[lo * n + i] = w->list[k];
        }
    for (uint32_t i = 0; i < n * n; i++)
        c.most = fmaxf(c.most, fmaxf(fabsf(c.from[i]), fabsf(c.common[i])));
    int *parent = arena_alloc(w->tmp, n * sizeof *parent);
    float hang[WHOLE_MOST] = {0}; /* each one's share of hanging on what is lost */
    c.weighed = n <= WHOLE_MOST;
    if (c.weighed) {
        struct shares *s = arena_alloc(w->tmp, sizeof *s);
        whole_weigh(&(struct whole){n, c.from, c.common, c.headed ? LONE : -INFINITY, c.headed ? HEADED_HERE : 0}, s);
        whole_choose(n, s, parent);
        for (uint32_t i = 0; i < n * n; i++)
            c.from[i] = logf((float)s->edge[i] + 1e-6f);
        for (uint32_t set = 1; set < 1u << n; set++)
            for (uint32_t i = 0; i < n; i++)
                hang[i] += set >> i & 1 ? (float)s->lost[set] : 0;
    } else {
        climb(&c, w->tmp, parent);
    }
    struct lost *l = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (parent[i] == AT_LOST) {
            float near = DESCENT_NO_PAIR, none = DESCENT_NO_PAIR;
            uint32_t pair = NONE;
            for (uint32_t j = 0; j < n; j++)
                if (j != i) {
                    if (parent[j] == AT_LOST && c.common[i * n + j] > near) {
                        near = c.common[i * n + j];
                        pair = c.pair[i * n + j];
                    }
                    if (c.from[j * n + i] > none)
                        none = c.from[j * n + i];
                }
            float sure = c.weighed ? hang[i] : logistic(near - none);
            sure = c.headed ? 0.8f + 0.15f * sure : sure;
            l = l ? l : add_lost(w, n, pair, 0);
            l->confidence = l->confidence > sure ? l->confidence : sure;
            l->docs[l->docs_n++] = members[i];
        } else if (parent[i] >= 0 && c.pair[(uint32_t)parent[i] * n + i] != NONE) {
            struct rival *rivals;
            uint32_t rivals_n;
            float sure = read_rivals(w, &c, members, parent, i, &rivals, &rivals_n);
            struct limb *b = add_limb(w, members[i], members[parent[i]], c.pair[(uint32_t)parent[i] * n + i], 0.3f + 0.69f * sure);
            b->rivals = rivals;
            b->rivals_n = rivals_n;
        }
    }
    arena_rewind(w->tmp, mark);
}

void trees_read(struct kin_row *const *rows, uint32_t n, const struct kin_pair *pairs,
                uint32_t pairs_n, struct arena *a, struct arena *tmp, struct trees *out) {
    *out = (struct trees){0};
    struct work w = {.rows = rows, .pairs = pairs, .a = a, .tmp = tmp, .out = out};
    descent_open(&w.model, tmp);
    w.odds = ARENA_ARRAY(tmp, struct descent, pairs_n + 1);
    bool *kin = ARENA_ARRAY(tmp, bool, pairs_n + 1);
    w.first = ARENA_ARRAY(tmp, uint32_t, n + 2);
    w.merged = ARENA_ARRAY(tmp, bool, n + 1);
    for (uint32_t i = 0; i < pairs_n; i++) {
        kin[i] = pair_is_family(const_rows(&w), &pairs[i]);
        if (!kin[i])
            continue;
        w.first[pairs[i].row[0] + 1]++;
        w.first[pairs[i].row[1] + 1]++;
    }
    for (uint32_t i = 0; i < n; i++)
        w.first[i + 1] += w.first[i];
    if (w.first[n] >= 2 * MANY)
        descent_hasten(&w.model, tmp);
    w.list = arena_alloc(tmp, (w.first[n] + 1) * sizeof *w.list);
    uint32_t *fill = ARENA_ARRAY(tmp, uint32_t, n + 1);
    for (uint32_t i = 0; i < pairs_n; i++)
        if (kin[i])
            for (int k = 0; k < 2; k++) {
                uint32_t r = pairs[i].row[k];
                w.list[w.first[r] + fill[r]++] = i;
            }
    /* families with merged reports in them, then without */
    struct groups all;
    join_all(&w, kin, n, pairs_n, &all);
    bool *known = ARENA_ARRAY(tmp, bool, n + 1), any = false;
    for (uint32_t i = 0; i < n; i++)
        any |= w.merged[i] = take_merge(&w, &all, i, known);
    if (any)
        join_all(&w, kin, n, pairs_n, &all);
    for (uint32_t i = 0; i < all.n; i++)
        read_odds(&w, all.members + all.first[i], all.first[i + 1] - all.first[i]);
    out->component = arena_alloc(a, (n + 1) * sizeof *out->component);
    memcpy(out->component, all.of, n * sizeof *out->component);
    for (uint32_t i = 0; i < all.n; i++)
        take_tree(&w, all.members + all.first[i], all.first[i + 1] - all.first[i]);
}
