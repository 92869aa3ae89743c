/* Reports as points, and which of them lie near one another.
 *
 * A point is a tf-idf vector (Salton) over the report's most telling words; the headline and the
 * first sentences, where news says what it is about, count more, names and numbers more again.
 * The weights of words come from a fixed table, so that a point never depends on the other
 * reports: that is what makes adding one report to many cheap. Neighbours are looked up by each
 * report's heaviest words, within a window of time. */
#include "story_inside.h"

#include <math.h>
#include <stdlib.h>

enum { LEAD = 70, LIST_MOST = 400 };

struct tally {
    uint32_t id;
    float tf;
    uint8_t idf;
    uint8_t name;
};

static int by_tally_id(const void *x, const void *y) {
    const struct tally *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}
static int by_weight(const void *x, const void *y) {
    const struct tally *a = x, *b = y;
    if (a->tf != b->tf)
        return a->tf < b->tf ? 1 : -1;
    return (a->id > b->id) - (a->id < b->id);
}
static int by_term(const void *x, const void *y) {
    const struct story_term *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}
static int by_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t take(struct tally *v, uint32_t n, const struct kin_words *w, bool title) {
    for (uint32_t i = 0; i < w->n; i++) {
        const struct kin_word *x = &w->p[i];
        if (x->idf < 2 * 16 + 8)
            continue;
        bool name = (x->flags & KIN_UPPER) && !(x->flags & KIN_FIRST) && !title;
        float tf = title ? 3.0f : i < LEAD ? 2.0f : 1.0f;
        v[n++] = (struct tally){x->id, tf, x->idf, name || (x->flags & KIN_DIGIT && x->n > 1)};
    }
    return n;
}

void point_read(const struct document *d, const struct kin_weights *weights, struct arena *a,
                struct arena *tmp, struct story_point *out) {
    *out = (struct story_point){.minutes = kin_minutes(d->page.published, NULL)};
    struct kin_words body, title = {0};
    kin_split(d->page.text, weights, 3000, tmp, &body);
    if (d->page.title.p)
        kin_split(d->page.title, weights, 40, tmp, &title);
    out->words = body.n;
    struct tally *v = arena_alloc(tmp, (body.n + title.n + 1) * sizeof *v);
    uint32_t n = take(v, 0, &title, true);
    n = take(v, n, &body, false);
    if (!n)
        return;
    qsort(v, n, sizeof *v, by_tally_id);
    uint32_t m = 0;
    for (uint32_t i = 0; i < n;) {
        uint32_t j = i;
        float tf = 0;
        bool name = false;
        for (; j < n && v[j].id == v[i].id; j++) {
            tf += v[j].tf;
            name |= v[j].name;
        }
        v[m++] = (struct tally){v[i].id, (1.0f + logf(tf)) * (float)v[i].idf / 16.0f * (name ? 1.3f : 1.0f), v[i].idf, name};
        i = j;
    }
    qsort(v, m, sizeof *v, by_weight);
    if (m > STORY_TERMS)
        m = STORY_TERMS;
    float sum = 0;
    for (uint32_t i = 0; i < m; i++)
        sum += v[i].tf * v[i].tf;
    sum = sqrtf(sum);
    out->terms = arena_alloc(a, m * sizeof *out->terms);
    out->terms_n = m;
    for (uint32_t i = 0; i < m; i++) {
        out->terms[i] = (struct story_term){v[i].id, v[i].tf / sum};
        if (i < STORY_PROBES)
            out->probes[out->probes_n++] = v[i].id;
    }
    qsort(out->terms, m, sizeof *out->terms, by_term);
    /* names and numbers of the head and the lead */
    uint32_t lead = body.n < 2 * LEAD ? body.n : 2 * LEAD;
    uint32_t *names = arena_alloc(a, (title.n + lead + 1) * sizeof *names);
    n = 0;
    for (uint32_t i = 0; i < lead; i++)
        if (body.p[i].idf >= 5 * 16 && ((body.p[i].flags & KIN_UPPER && !(body.p[i].flags & KIN_FIRST)) ||
                                        (body.p[i].flags & KIN_DIGIT && body.p[i].n > 1)))
            names[n++] = body.p[i].id;
    qsort(names, n, sizeof *names, by_u32);
    m = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!m || names[m - 1] != names[i])
            names[m++] = names[i];
    out->names = names;
    out->names_n = m;
}

float point_cosine(const struct story_point *a, const struct story_point *b) {
    float sum = 0;
    for (uint32_t i = 0, j = 0; i < a->terms_n && j < b->terms_n;) {
        if (a->terms[i].id == b->terms[j].id) {
            sum += a->terms[i].weight * b->terms[j].weight;
            i++;
            j++;
        } else if (a->terms[i].id < b->terms[j].id) {
            i++;
        } else {
            j++;
        }
    }
    return sum;
}

float point_alike(const struct story_point *a, const struct story_point *b) {
    float c = point_cosine(a, b);
    if (a->minutes != INT64_MIN && b->minutes != INT64_MIN) {
        float days = fabsf((float)(a->minutes - b->minutes)) / 1440.0f;
        c *= expf(-days / 6.0f);
    }
    return c;
}

/* ---- neighbours ---------------------------------------------------------------------------- */

struct probe {
    uint32_t id, point;
    int64_t minutes;
};
static int by_probe(const void *x, const void *y) {
    const struct probe *a = x, *b = y;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    if (a->minutes != b->minutes)
        return a->minutes < b->minutes ? -1 : 1;
    return (a->point > b->point) - (a->point < b->point);
}
static int by_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

struct weigh {
    const struct story_point *points;
    struct story_link *links;
    uint32_t n;
};
enum { WEIGH_BLOCK = 4096 };

static void weigh_block(void *arg, size_t block) {
    struct weigh *w = arg;
    for (size_t i = block * WEIGH_BLOCK; i < w->n && i < (block + 1) * WEIGH_BLOCK; i++)
        w->links[i].weight = point_alike(&w->points[w->links[i].a], &w->points[w->links[i].b]);
}

struct story_link *links_read(const struct story_point *points, uint32_t n, float least, int64_t window,
                              int threads, struct arena *a, struct arena *tmp, uint32_t *links_n) {
    struct probe *v = arena_alloc(tmp, ((size_t)n * STORY_PROBES + 1) * sizeof *v);
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < points[i].probes_n; k++)
            v[m++] = (struct probe){points[i].probes[k], i, points[i].minutes};
    if (m)
        qsort(v, m, sizeof *v, by_probe);
    uint64_t *pairs = NULL;
    uint32_t pairs_n = 0, cap = 0;
    for (uint32_t i = 0; i < m;) {
        uint32_t j = i;
        while (j < m && v[j].id == v[i].id)
            j++;
        uint32_t undated = i;
        while (undated < j && v[undated].minutes == INT64_MIN)
            undated++;
        for (uint32_t x = i; x < j; x++) {
            uint32_t looked = 0;
            for (uint32_t y = x + 1; y < j && looked < LIST_MOST; y++, looked++) {
                if (x >= undated && v[y].minutes - v[x].minutes > window)
                    break;
                uint32_t p = v[x].point, q = v[y].point;
                ARENA_MORE(tmp, pairs, pairs_n, cap);
                pairs[pairs_n++] = p < q ? (uint64_t)p << 32 | q : (uint64_t)q << 32 | p;
            }
        }
        i = j;
    }
    if (pairs_n)
        qsort(pairs, pairs_n, sizeof *pairs, by_u64);
    struct story_link *links = arena_alloc(a, ((size_t)pairs_n + 1) * sizeof *links);
    uint32_t out = 0;
    for (uint32_t i = 0; i < pairs_n;) {
        uint32_t j = i;
        while (j < pairs_n && pairs[j] == pairs[i])
            j++;
        if (j - i >= 2 || n < 64)
            links[out++] = (struct story_link){(uint32_t)(pairs[i] >> 32), (uint32_t)pairs[i], 0};
        i = j;
    }
    struct weigh w = {points, links, out};
    int code = parallel_for(threads, (out + WEIGH_BLOCK - 1) / WEIGH_BLOCK, weigh_block, &w);
    if (code)
        guard_fail(code);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out; i++)
        if (links[i].weight >= least)
            links[kept++] = links[i];
    *links_n = kept;
    return links;
}
