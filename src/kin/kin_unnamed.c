/* Reports that are cited and not named ("media reports", "a foreign report that ..."): where another report
 * of the pile names one for the same thing, this is it. */
#include "kin_match.h"

#include <stdlib.h>

static int by_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

enum { STEM = 5, STEMS = 96, ALL_MOST = 64 /* reports of which any may be it */ };
static const float UNNAMED_FIT = 0.45f; /* that an unnamed report needs to be taken for a named one */
static const float FIGURE_FIT = 0.2f;   /* that a common number adds */

struct stem {
    uint32_t id, weight;
    bool figure; /* a number, no year */
};

/* The telling words of the sentence of a cite and the one after it, cut to their first letters ("Orvania",
 * "Orvanian"), without the cite itself. */
static uint32_t stems_of(const struct kin_row *r, const struct cite *c, bool next, struct stem *out) {
    uint32_t n = 0, last = next && c->sent + 1 < r->w.sents_n ? c->sent + 1 : c->sent;
    for (uint32_t i = r->w.sents[c->sent].first; i < r->w.sents[last].end && n < STEMS; i++) {
        const struct kin_word *w = &r->w.p[i];
        if (w->idf < 40 || (w->start >= c->at.start && w->start < c->at.end))
            continue;
        char low[STEM];
        uint32_t k = 0;
        for (; k < STEM && k < w->n; k++)
            low[k] = to_lower(r->doc->page.text.p[w->start + k]);
        uint32_t id = (uint32_t)hash64(low, k);
        bool twice = false;
        for (uint32_t x = 0; x < n; x++)
            twice |= out[x].id == id;
        bool year = w->n == 4 && k == 4 && (memcmp(low, "19", 2) == 0 || memcmp(low, "20", 2) == 0);
        if (!twice)
            out[n++] = (struct stem){id, w->idf, w->flags & KIN_DIGIT && w->n > 1 && !year};
    }
    return n;
}

/* How much of what the unnamed report is cited for stands where a report is named, 0..1. */
static float same_report(const struct kin_row *r, const struct cite *c, const struct kin_row *q, const struct cite *d) {
    struct stem x[STEMS], y[STEMS];
    uint32_t n = stems_of(r, c, false, x), m = stems_of(q, d, true, y), sum = 0, both = 0, count = 0;
    bool figure = false;
    for (uint32_t i = 0; i < n; i++) {
        sum += x[i].weight;
        for (uint32_t j = 0; j < m; j++)
            if (x[i].id == y[j].id) {
                both += x[i].weight;
                count++;
                figure |= x[i].figure;
            }
    }
    /* the same number of the same thing says as much as some words: outlets name things each in their own way */
    return count >= 4 ? (float)both / (float)sum + (figure ? FIGURE_FIT : 0) : 0;
}

struct unnamed {
    uint32_t row, cite;
    uint32_t edge; /* of who names it */
    float fit;
};

/* Holds the unnamed cites u[0..n) of one report against the edges by which another has something named. */
static void try_unnamed(struct kin_build *b, struct unnamed *u, uint32_t n, const uint64_t *edges, uint32_t edges_n) {
    for (uint32_t i = 0; i < n; i++) {
        const struct kin_row *r = b->rows[u[i].row];
        for (uint32_t e = 0; e < edges_n; e++) {
            const struct edge *k = &b->edges[(uint32_t)edges[e]].e;
            const struct kin_row *q = b->rows[k->doc];
            if (!match_near(r, q))
                continue;
            for (uint32_t c = 0; c < q->cites_n; c++) {
                const struct cite *d = &q->cites[c];
                if (d->sent == NONE || d->how == CITE_UNNAMED || !slice_eq(match_bare(d->name), match_bare(b->origins[k->from].name)))
                    continue;
                float fit = same_report(r, &r->cites[u[i].cite], q, d);
                if (fit > u[i].fit) {
                    u[i].fit = fit;
                    u[i].edge = (uint32_t)edges[e];
                }
            }
        }
    }
}

/* The range of rows of report `doc` in v, sorted, whose upper half is a report. */
static uint32_t rows_of(const uint64_t *v, uint32_t n, uint32_t doc, uint32_t *first) {
    uint64_t from = (uint64_t)doc << 32;
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (v[mid] < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    *first = lo;
    while (lo < n && v[lo] >> 32 == doc)
        lo++;
    return lo - *first;
}

void build_unnamed(struct kin_build *b) {
    uint32_t edges_n = 0, n = 0, cap = 0;
    uint64_t *edges = arena_alloc(b->tmp, (b->edges_n + 1) * sizeof *edges);
    for (uint32_t i = b->first_cite; i < b->edges_n; i++)
        if (b->edges[i].e.origin && b->origins[b->edges[i].e.from].name.p)
            edges[edges_n++] = (uint64_t)b->edges[i].e.doc << 32 | i;
    if (edges_n)
        qsort(edges, edges_n, sizeof *edges, by_u64);
    struct unnamed *u = NULL;
    uint32_t *first = arena_alloc(b->tmp, (b->n + 2) * sizeof *first);
    for (uint32_t i = 0; i < b->n; i++) {
        first[i] = n;
        for (uint32_t k = 0; k < b->rows[i]->cites_n && edges_n; k++)
            if (b->rows[i]->cites[k].how == CITE_UNNAMED) {
                ARENA_MORE(b->tmp, u, n, cap);
                u[n++] = (struct unnamed){i, k, NONE, UNNAMED_FIT};
            }
    }
    first[b->n] = n;
    if (!n)
        return;
    /* a handful: all of them; else reports that were looked at side by side */
    uint32_t at, m;
    for (uint32_t i = 0; b->n <= ALL_MOST && i < b->n; i++)
        for (uint32_t j = 0; j < b->n; j++)
            if (i != j && (m = rows_of(edges, edges_n, j, &at)))
                try_unnamed(b, u + first[i], first[i + 1] - first[i], edges + at, m);
    for (uint32_t p = 0; b->n > ALL_MOST && p < b->pairs_n; p++)
        for (int k = 0; k < 2; k++) {
            uint32_t i = b->pairs[p].row[k], j = b->pairs[p].row[1 - k];
            if (first[i + 1] > first[i] && (m = rows_of(edges, edges_n, j, &at)))
                try_unnamed(b, u + first[i], first[i + 1] - first[i], edges + at, m);
        }
    for (uint32_t i = 0; i < n; i++) {
        if (u[i].edge == NONE)
            continue;
        const struct kin_row *r = b->rows[u[i].row];
        uint32_t from = b->edges[u[i].edge].e.from;
        bool has = false; /* it or what it was made from names it, or has it already */
        for (uint32_t e = b->first_cite; e < b->edges_n && !has; e++)
            has = b->edges[e].e.origin && b->edges[e].e.from == from && (b->edges[e].e.doc == u[i].row || b->edges[e].e.doc == b->parent[u[i].row]);
        if (has)
            continue;
        struct edge_draft *e = build_edge(b, u[i].row, true, from, EDGE_CITES, 0.4f + 0.5f * (u[i].fit < 1 ? u[i].fit : 1));
        e->cite = true;
        build_evidence(b, e, page_source(&r->doc->page, r->cites[u[i].cite].at), (span){0, 0}, S("an unnamed report of the same matter"));
    }
}
