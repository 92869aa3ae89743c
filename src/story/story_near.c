/* Keys of reports, links and clusters from keys alone. See story_near.h. */
#include "story_near.h"

#include <math.h>
#include <stdlib.h>

#include "story_inside.h"

_Static_assert((int)NEAR_WORDS == (int)STORY_PROBES, "a key holds all probes");

/* ---- keys: counts, minutes, words, then the lists, as they lie in memory ------------------------------- */

struct key_head {
    uint16_t terms_n, lead_n, names_n, probes_n;
    uint32_t words, unused;
    int64_t minutes;
};

static int by_word(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

slice near_key(const struct document *d, struct arena *a, struct arena *tmp) {
    struct kin_weights w;
    kin_weights_open(&w);
    struct story_point p;
    point_read(d, &w, tmp, tmp, &p);
    struct key_head h = {(uint16_t)p.terms_n, (uint16_t)p.lead_n, (uint16_t)p.names_n, (uint16_t)p.probes_n,
                         p.words, 0, p.minutes};
    if (p.probes_n)
        qsort(p.probes, p.probes_n, sizeof *p.probes, by_word);
    struct buf b = {.a = a};
    buf_add(&b, (const char *)&h, sizeof h);
    buf_add(&b, (const char *)p.terms, p.terms_n * sizeof *p.terms);
    buf_add(&b, (const char *)p.lead, p.lead_n * sizeof *p.lead);
    buf_add(&b, (const char *)p.names, p.names_n * sizeof *p.names);
    buf_add(&b, (const char *)p.probes, p.probes_n * sizeof *p.probes);
    return buf_take(&b);
}

/* Weights from outside: none that is no number or out of all bounds, ids in order. */
static bool sound(const struct story_term *v, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (!(v[i].weight >= 0 && v[i].weight <= 1.001f) || (i && v[i].id <= v[i - 1].id))
            return false;
    return true;
}

const struct story_point *near_point(slice key, struct arena *a) {
    struct key_head h;
    if (key.n < sizeof h)
        return NULL;
    memcpy(&h, key.p, sizeof h);
    size_t lists = (size_t)(h.terms_n + h.lead_n + h.names_n) * sizeof(struct story_term);
    if (h.probes_n > STORY_PROBES || key.n != sizeof h + lists + h.probes_n * sizeof(uint32_t))
        return NULL;
    struct story_point *p = ARENA_NEW(a, struct story_point);
    struct story_term *v = arena_alloc(a, lists + sizeof *v);
    memcpy(v, key.p + sizeof h, lists);
    p->terms = v;
    p->terms_n = h.terms_n;
    p->lead = v + h.terms_n;
    p->lead_n = h.lead_n;
    p->names = p->lead + h.lead_n;
    p->names_n = h.names_n;
    p->words = h.words;
    p->minutes = h.minutes;
    p->probes_n = h.probes_n;
    memcpy(p->probes, key.p + sizeof h + lists, h.probes_n * sizeof(uint32_t));
    for (uint32_t i = 1; i < p->probes_n; i++)
        if (p->probes[i] <= p->probes[i - 1])
            return NULL;
    if (p->minutes != INT64_MIN && (p->minutes > (int64_t)1 << 40 || p->minutes < -((int64_t)1 << 40)))
        return NULL;
    return sound(p->terms, p->terms_n) && sound(p->lead, p->lead_n) && sound(p->names, p->names_n) ? p : NULL;
}

uint32_t near_words(const struct story_point *p, const uint32_t **words) {
    *words = p->probes;
    return p->probes_n;
}

int32_t near_fortnight(const struct story_point *p) {
    if (p->minutes == INT64_MIN)
        return NEAR_UNDATED;
    int64_t f = p->minutes / STORY_WINDOW - (p->minutes % STORY_WINDOW < 0);
    return f < -1000000 ? -1000000 : f > 1000000 ? 1000000 : (int32_t)f;
}

/* ---- links ------------------------------------------------------------------------------------------------ */

static bool too_far(const struct story_point *a, const struct story_point *b) {
    return a->minutes != INT64_MIN && b->minutes != INT64_MIN && llabs(a->minutes - b->minutes) > STORY_WINDOW;
}

float near_alike(const struct story_point *a, const struct story_point *b) {
    return too_far(a, b) ? 0 : point_alike(a, b);
}

float near_strong(void) { return cluster_many.least; }

/* Lists: by word, then time (those without a date first), then point. */
struct entry {
    uint32_t word, point;
    int64_t minutes;
};
static int by_entry(const void *x, const void *y) {
    const struct entry *a = x, *b = y;
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    if (a->minutes != b->minutes)
        return a->minutes < b->minutes ? -1 : 1;
    return (a->point > b->point) - (a->point < b->point);
}

static int by_pair(const void *x, const void *y) {
    const struct story_link *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

/* All pairs that share enough words: each point looks on from where it stands in its lists. */
static struct story_link *links_of(const struct story_point *const *points, uint32_t n, const struct entry *v,
                                   uint32_t m, struct arena *tmp, uint32_t *out_n) {
    uint32_t *first = ARENA_ARRAY(tmp, uint32_t, n + 2), *next = ARENA_ARRAY(tmp, uint32_t, n + 1);
    uint32_t *at = arena_alloc(tmp, ((size_t)m + 1) * sizeof *at), *seen = arena_alloc(tmp, ((size_t)n + 1) * sizeof *seen);
    uint8_t *shared = ARENA_ARRAY(tmp, uint8_t, n + 1);
    for (uint32_t i = 0; i < m; i++)
        first[v[i].point + 1]++;
    for (uint32_t i = 0; i < n; i++)
        first[i + 1] += first[i];
    for (uint32_t i = 0; i < m; i++)
        at[first[v[i].point] + next[v[i].point]++] = i;
    struct story_link *links = NULL;
    uint32_t links_n = 0, cap = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t seen_n = 0;
        bool dated = points[i]->minutes != INT64_MIN;
        for (uint32_t k = first[i]; k < first[i + 1]; k++)
            for (uint32_t e = at[k] + 1; e < m && v[e].word == v[at[k]].word; e++) {
                if (dated && v[e].minutes - points[i]->minutes > STORY_WINDOW)
                    break;
                if (!shared[v[e].point]++)
                    seen[seen_n++] = v[e].point;
            }
        for (uint32_t s = 0; s < seen_n; s++) {
            uint32_t o = seen[s], a = i < o ? i : o, b = i < o ? o : i;
            float weight = shared[o] >= NEAR_SHARED ? near_alike(points[a], points[b]) : 0;
            shared[o] = 0;
            if (weight < story_link_least)
                continue;
            ARENA_MORE(tmp, links, links_n, cap);
            links[links_n++] = (struct story_link){a, b, weight};
        }
    }
    if (links_n)
        qsort(links, links_n, sizeof *links, by_pair);
    *out_n = links_n;
    return links;
}

void near_clusters(const struct story_point *const *points, uint32_t n,
                   bool (*full)(void *, uint32_t, int32_t), void *arg, struct arena *tmp,
                   uint32_t *cluster_of, uint64_t *trace) {
    struct entry *v = arena_alloc(tmp, ((size_t)n * STORY_PROBES + 1) * sizeof *v);
    uint32_t m = 0, links_n = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < points[i]->probes_n; k++)
            if (!full(arg, points[i]->probes[k], near_fortnight(points[i])))
                v[m++] = (struct entry){points[i]->probes[k], i, points[i]->minutes};
    if (m)
        qsort(v, m, sizeof *v, by_entry);
    struct story_link *links = links_of(points, n, v, m, tmp, &links_n);
    struct story_point *p = arena_alloc(tmp, ((size_t)n + 1) * sizeof *p);
    for (uint32_t i = 0; i < n; i++)
        p[i] = *points[i];
    clusters_read(n, p, links, links_n, &cluster_many, tmp, cluster_of, trace, NULL);
}

uint32_t near_middle(const struct story_point *const *points, const bool *titled, uint32_t n) {
    return story_middle(points, titled, n);
}

slice near_story_id(uint8_t *sums, uint32_t n, struct arena *a) { return story_id_of(sums, n, a); }
