/* Reports as points, and which of them lie near one another.
 *
 * A point is a tf-idf vector (Salton) over the report's most telling words; the headline and the
 * first sentences, where news says what it is about, count more, names and numbers more again.
 * The weights of words come from a fixed table, so that a point never depends on the other
 * reports: that is what makes adding one report to many cheap. Neighbours are looked up by each
 * report's heaviest words, within a window of time. */
#include "story_inside.h"

#include "base/sort.h"

#include <math.h>
#include <stdlib.h>

enum { LEAD = 70, LEAD_LONG = 110, LIST_MOST = 3000, LEAD_TERMS = 48, NAME_TERMS = 32, LEAST_IDF = 40, NAME_IDF = 6 * 16 };

struct tally {
    uint32_t id;
    float tf, lead; /* counts; then weights */
    uint8_t idf;
    bool name;
};

static int by_tally_id(const void *x, const void *y) {
    const struct tally *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}
static int by_term(const void *x, const void *y) {
    const struct story_term *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}
static int heaviest(const void *x, const void *y) {
    const struct story_term *a = x, *b = y;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return (a->id > b->id) - (a->id < b->id);
}

static uint32_t take(struct tally *v, uint32_t n, const struct kin_words *w, bool title) {
    for (uint32_t i = 0; i < w->n; i++) {
        const struct kin_word *x = &w->p[i];
        if (x->idf < LEAST_IDF)
            continue;
        bool name = ((x->flags & KIN_UPPER) && !(x->flags & KIN_FIRST) && !title) || (x->flags & KIN_DIGIT && x->n > 1);
        v[n++] = (struct tally){x->id, title ? 3.0f : i < LEAD ? 2.0f : 1.0f,
                                title ? 2.0f : i < LEAD_LONG ? 1.0f : 0, x->idf, name};
    }
    return n;
}

/* The `most` heaviest of v, as a vector of length 1, by id. */
static struct story_term *vector(struct story_term *v, uint32_t n, uint32_t most, struct arena *a,
                                 uint32_t *out_n) {
    if (n)
        qsort(v, n, sizeof *v, heaviest);
    if (n > most)
        n = most;
    float sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += v[i].weight * v[i].weight;
    sum = sqrtf(sum);
    struct story_term *out = arena_alloc(a, (n + 1) * sizeof *out);
    for (uint32_t i = 0; i < n; i++)
        out[i] = (struct story_term){v[i].id, v[i].weight / sum};
    if (n)
        qsort(out, n, sizeof *out, by_term);
    *out_n = n;
    return out;
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
    if (n)
        qsort(v, n, sizeof *v, by_tally_id);
    struct story_term *all = arena_alloc(tmp, (n + 1) * sizeof *all), *lead = arena_alloc(tmp, (n + 1) * sizeof *lead),
                      *names = arena_alloc(tmp, (n + 1) * sizeof *names);
    uint32_t all_n = 0, lead_n = 0, names_n = 0;
    for (uint32_t i = 0; i < n;) {
        uint32_t j = i;
        float tf = 0, head = 0;
        bool name = false;
        for (; j < n && v[j].id == v[i].id; j++) {
            tf += v[j].tf;
            head += v[j].lead;
            name |= v[j].name;
        }
        float idf = (float)v[i].idf / 16.0f, more = name ? 1.3f : 1.0f;
        all[all_n++] = (struct story_term){v[i].id, (1.0f + logf(tf)) * idf * more};
        if (head > 0)
            lead[lead_n++] = (struct story_term){v[i].id, (1.0f + logf(head)) * idf * more};
        if (name && v[i].idf >= NAME_IDF)
            names[names_n++] = (struct story_term){v[i].id, (1.0f + logf(tf)) * idf};
        i = j;
    }
    out->terms = vector(all, all_n, STORY_TERMS, a, &out->terms_n);
    out->lead = vector(lead, lead_n, LEAD_TERMS, a, &out->lead_n);
    out->names = vector(names, names_n, NAME_TERMS, a, &out->names_n);
    /* `all` is by weight now */
    for (uint32_t i = 0; i < all_n && i < STORY_PROBES; i++)
        out->probes[out->probes_n++] = all[i].id;
}

static float dot(const struct story_term *a, uint32_t n, const struct story_term *b, uint32_t m) {
    float sum = 0;
    for (uint32_t i = 0, j = 0; i < n && j < m;) {
        if (a[i].id == b[j].id)
            sum += a[i++].weight * b[j++].weight;
        else if (a[i].id < b[j].id)
            i++;
        else
            j++;
    }
    return sum;
}

float point_cosine(const struct story_point *a, const struct story_point *b) {
    return dot(a->terms, a->terms_n, b->terms, b->terms_n);
}

/* All but the cosines. */
static void read_features(const struct story_point *a, const struct story_point *b, float f[STORY_FEATURES]) {
    f[5] = logf((float)(1 + (a->words < b->words ? a->words : b->words)) / 100.0f);
    uint32_t common = 0;
    for (uint32_t i = 0, j = 0; i < a->origins_n && j < b->origins_n;) {
        if (a->origins[i] == b->origins[j])
            common++, i++, j++;
        else if (a->origins[i] < b->origins[j])
            i++;
        else
            j++;
    }
    f[6] = common > 0;
    f[7] = !common && a->origins_n && b->origins_n;
    f[3] = f[4] = 0;
    if (a->minutes != INT64_MIN && b->minutes != INT64_MIN) {
        f[3] = 1;
        f[4] = logf(1.0f + fabsf((float)(a->minutes - b->minutes)) / 1440.0f);
    }
}

void point_features(const struct story_point *a, const struct story_point *b, float f[STORY_FEATURES]) {
    f[0] = point_cosine(a, b);
    f[1] = dot(a->lead, a->lead_n, b->lead, b->lead_n);
    f[2] = dot(a->names, a->names_n, b->names, b->names_n);
    read_features(a, b, f);
}

/* Logistic regression over pairs of reports that share heavy words, of two sets of stories told by
 * hand: roundups of US news (dated), and subtopics (undated). */
static float alike_by(const float f[STORY_FEATURES]) {
    float z = -5.218f + 15.389f * f[0] + 4.091f * f[1] + 0.82f * f[2] + 4.486f * f[3] - 3.036f * f[4] -
              5.239f * f[0] * f[0] - 5.003f * f[1] * f[1] - 6.896f * f[3] * f[0] - 0.52f * f[5] +
              0.959f * f[5] * f[0] + 0.302f * f[5] * f[3] - 0.072f * f[6] - 0.752f * f[7];
    z = z * 0.6f + 0.0f;
    return 1.0f / (1.0f + expf(-z));
}

float point_alike(const struct story_point *a, const struct story_point *b) {
    float f[STORY_FEATURES];
    point_features(a, b, f);
    return alike_by(f);
}

/* ---- many pairs ------------------------------------------------------------------------------
 *
 * The words of all points are numbered, and the weights of one point are laid out by these numbers; a cosine with another is then
 * a sum over the other's words, in their order as before, to which those that the one has not add nothing. */

enum { COSINES = 3 };
struct numbered { /* of a point: its words' numbers, of all words, the lead, the names */
    const uint32_t *p[COSINES];
};
struct numbering {
    struct numbered *of; /* [point] */
    uint32_t words_n;
};

static const struct story_term *terms_of(const struct story_point *p, int k, uint32_t *n) {
    *n = k == 0 ? p->terms_n : k == 1 ? p->lead_n : p->names_n;
    return k == 0 ? p->terms : k == 1 ? p->lead : p->names;
}

static void number_words(const struct story_point *points, uint32_t n, struct arena *a, struct numbering *out) {
    size_t all = 0;
    uint32_t m, at = 0;
    for (uint32_t i = 0; i < n; i++)
        all += points[i].terms_n + points[i].lead_n + points[i].names_n;
    uint64_t *v = arena_alloc(a, (all + 1) * sizeof *v);
    uint32_t *numbers = arena_alloc(a, (all + 1) * sizeof *numbers);
    out->of = arena_alloc(a, ((size_t)n + 1) * sizeof *out->of);
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < COSINES; k++) {
            const struct story_term *t = terms_of(&points[i], k, &m);
            out->of[i].p[k] = numbers + at;
            for (uint32_t x = 0; x < m; x++, at++)
                v[at] = (uint64_t)t[x].id << 32 | at;
        }
    v = sort_u64(v, at, 32, a);
    out->words_n = 0;
    for (uint32_t i = 0; i < at; i++) {
        out->words_n += i && v[i] >> 32 != v[i - 1] >> 32;
        numbers[(uint32_t)v[i]] = out->words_n;
    }
    out->words_n++;
}

/* Lays out the weights of a point, or takes them away. */
static void lay_out(const struct story_point *p, const struct numbered *x, float *const by_word[COSINES], bool away) {
    for (int k = 0; k < COSINES; k++) {
        uint32_t n;
        const struct story_term *t = terms_of(p, k, &n);
        for (uint32_t i = 0; i < n; i++)
            by_word[k][x->p[k][i]] = away ? 0 : t[i].weight;
    }
}

static float likeness_to(const struct story_point *a, float *const by_word[COSINES], const struct story_point *b, const struct numbered *y) {
    float f[STORY_FEATURES];
    for (int k = 0; k < COSINES; k++) {
        uint32_t n;
        const struct story_term *t = terms_of(b, k, &n);
        f[k] = 0;
        for (uint32_t i = 0; i < n; i++)
            f[k] += by_word[k][y->p[k][i]] * t[i].weight;
    }
    read_features(a, b, f);
    return alike_by(f);
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

static void free_arena(void *a) { arena_free(a); }

/* Pairs of points, the lesser number in the high half; one that comes often is kept twice. */
struct pairs {
    uint64_t *p;
    uint32_t n, cap;
    struct arena *a;
};
enum { PAIRS_FEW = 1 << 20 }; /* from here on room is made before more is taken */

static void squeeze(struct pairs *x) {
    struct arena_mark mark = arena_mark(x->a);
    const uint64_t *v = sort_u64(x->p, x->n, 0, x->a);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x->n; i++)
        if (kept < 2 || x->p[kept - 2] != v[i])
            x->p[kept++] = v[i];
    x->n = kept;
    arena_rewind(x->a, mark);
}

static void add_pair(struct pairs *x, uint32_t p, uint32_t q) {
    if (x->n == x->cap && x->cap >= PAIRS_FEW) {
        squeeze(x);
        if (x->n > x->cap / 2) { /* so that it is not done again for a few */
            x->p = arena_grow(x->a, x->p, x->cap * sizeof *x->p, 2 * (size_t)x->cap * sizeof *x->p);
            x->cap *= 2;
        }
    }
    ARENA_MORE(x->a, x->p, x->n, x->cap);
    x->p[x->n++] = p < q ? (uint64_t)p << 32 | q : (uint64_t)q << 32 | p;
}

struct weigh {
    likeness *alike;
    const struct story_point *points;
    struct story_link *links;
    uint32_t n;
    /* of many pairs: */
    struct numbering numbers;
    float *rooms;            /* [steps][COSINES][words_n] */
    size_t steps;
};
enum { WEIGH_BLOCK = 4096, WEIGH_EACH = 16 /* pairs of a point */, WEIGH_WORDS = 1 << 16, WEIGH_STEPS = 4 /* of a thread */ };

static void weigh_block(void *arg, size_t block) {
    struct weigh *w = arg;
    for (size_t i = block * WEIGH_BLOCK; i < w->n && i < (block + 1) * WEIGH_BLOCK; i++)
        w->links[i].weight = w->alike(&w->points[w->links[i].a], &w->points[w->links[i].b]);
}

static void weigh_many(void *arg, size_t step) {
    struct weigh *w = arg;
    float *by_word[COSINES];
    for (int k = 0; k < COSINES; k++)
        by_word[k] = w->rooms + (step * COSINES + (size_t)k) * w->numbers.words_n;
    uint32_t last = NONE;
    for (size_t i = w->n * step / w->steps; i < w->n * (step + 1) / w->steps; i++) {
        struct story_link *x = &w->links[i];
        if (x->a != last && last != NONE)
            lay_out(&w->points[last], &w->numbers.of[last], by_word, true);
        if (x->a != last)
            lay_out(&w->points[x->a], &w->numbers.of[x->a], by_word, false);
        last = x->a;
        x->weight = likeness_to(&w->points[x->a], by_word, &w->points[x->b], &w->numbers.of[x->b]);
    }
}

struct story_link *links_read(const struct story_point *points, uint32_t n,
                              likeness *alike, float least, int64_t window,
                              int threads, struct arena *a, uint32_t *links_n) {
    struct arena *tmp = arena_new(0);
    if (!tmp)
        guard_fail(STM_ENOMEM);
    arena_defer(a, free_arena, tmp);
    struct probe *v = arena_alloc(tmp, ((size_t)n * STORY_PROBES + 1) * sizeof *v);
    uint32_t m = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < points[i].probes_n; k++)
            v[m++] = (struct probe){points[i].probes[k], i, points[i].minutes};
    if (m)
        qsort(v, m, sizeof *v, by_probe);
    struct pairs pairs = {.a = tmp};
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
                add_pair(&pairs, v[x].point, v[y].point);
            }
        }
        i = j;
    }
    squeeze(&pairs);
    uint32_t out = 0, kept = 0;
    for (uint32_t i = 0; i < pairs.n; i++) { /* twice: two words in common */
        bool again = i && pairs.p[i] == pairs.p[i - 1], twice = i + 1 < pairs.n && pairs.p[i] == pairs.p[i + 1];
        if (!again && (twice || n < STORY_FEW))
            pairs.p[out++] = pairs.p[i];
    }
    struct story_link *links = arena_alloc(a, ((size_t)out + 1) * sizeof *links);
    for (uint32_t i = 0; i < out; i++)
        links[i] = (struct story_link){(uint32_t)(pairs.p[i] >> 32), (uint32_t)pairs.p[i], 0};
    arena_reset(tmp);
    struct weigh w = {.alike = alike, .points = points, .links = links, .n = out, .steps = (size_t)threads * WEIGH_STEPS};
    bool many = alike == point_alike && out >= (uint64_t)WEIGH_EACH * n;
    if (many)
        number_words(points, n, tmp, &w.numbers);
    many = many && w.numbers.words_n <= WEIGH_WORDS;
    if (many)
        w.rooms = ARENA_ARRAY(tmp, float, w.steps * COSINES * w.numbers.words_n);
    int code = many ? parallel_for(threads, w.steps, weigh_many, &w)
                    : parallel_for(threads, (out + WEIGH_BLOCK - 1) / WEIGH_BLOCK, weigh_block, &w);
    if (code)
        guard_fail(code);
    for (uint32_t i = 0; i < out; i++)
        if (links[i].weight >= least)
            links[kept++] = links[i];
    *links_n = kept;
    return links;
}
