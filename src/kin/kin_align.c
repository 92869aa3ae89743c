/* One pair of reports aligned.
 *
 * Seeds are runs of three words that stand in both; seeds on one diagonal make a run, the runs
 * are taken greedily from the longest, a short one only beside a longer one (as in the anchors
 * of MUMmer: Delcher et al. 1999). From the runs follow the sentences that have a counterpart,
 * and what each side has alone: whole sentences, words inside aligned ones, other wording. These
 * tell which of the two was made from the other (kin_tree.c). */
#include "kin_inside.h"

#include <stdlib.h>

#include "base/sort.h"

enum {
    SEED = 3,
    SEED_COPIES = 6,    /* a seed that stands in one text more often is passed over */
    STRETCH = 6,        /* words in a row that two wrote alike, and neither quotes */
    RUN_ALONE = 7,      /* words that a run needs to stand alone ... */
    WEIGHT_ALONE = 320, /* ... or the sum of its words' weights */
    PASSES = 4,
    NEAR = 14           /* words from a run to a shorter one that it carries */
};

void row_grams(struct kin_row *r, struct arena *a) {
    if (r->grams)
        return;
    uint32_t n = r->w.n >= SEED ? r->w.n - SEED + 1 : 0;
    r->grams = arena_alloc(a, (n + 1) * sizeof *r->grams);
    for (uint32_t i = 0; i < n; i++) {
        const struct kin_word *w = r->w.p + i;
        uint64_t h = hash_mix(hash_mix(w[0].id, w[1].id), w[2].id);
        r->grams[i] = (h & 0xFFFFFFFF00000000u) | i;
    }
    r->grams_n = n;
    r->grams = sort_u64(r->grams, n, 32, a); /* by the hash; positions are in order already */
}

struct seeds {
    uint64_t *p; /* diagonal << 32 | a */
    uint32_t n, cap;
};

static void find_seeds(const struct kin_row *a, const struct kin_row *b, struct arena *tmp,
                       struct seeds *out) {
    uint32_t i = 0, j = 0;
    while (i < a->grams_n && j < b->grams_n) {
        uint64_t x = a->grams[i] >> 32, y = b->grams[j] >> 32;
        if (x < y) {
            i++;
        } else if (y < x) {
            j++;
        } else {
            uint32_t i2 = i, j2 = j;
            while (i2 < a->grams_n && a->grams[i2] >> 32 == x)
                i2++;
            while (j2 < b->grams_n && b->grams[j2] >> 32 == x)
                j2++;
            if (i2 - i <= SEED_COPIES && j2 - j <= SEED_COPIES)
                for (uint32_t k = i; k < i2; k++)
                    for (uint32_t l = j; l < j2; l++) {
                        uint32_t pa = (uint32_t)a->grams[k], pb = (uint32_t)b->grams[l];
                        ARENA_MORE(tmp, out->p, out->n, out->cap);
                        out->p[out->n++] = (uint64_t)(pa + (UINT32_MAX / 2) - pb) << 32 | pa;
                    }
            i = i2;
            j = j2;
        }
    }
}

static int longest_first(const void *x, const void *y) {
    const struct kin_run *a = x, *b = y;
    if (a->n != b->n)
        return a->n < b->n ? 1 : -1;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}
static int by_a(const void *x, const void *y) {
    const struct kin_run *a = x, *b = y;
    return (a->a > b->a) - (a->a < b->a);
}

/* The counterpart of a word, or NONE. */
struct mapping {
    uint32_t *to[2];
};

static uint32_t weight_of(const struct kin_row *r, uint32_t at, uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += r->w.p[at + i].idf;
    return sum;
}

/* Is there a taken word near (pa, pb), on a diagonal near to it? */
static bool carried(const struct mapping *m, const struct kin_row *a, const struct kin_run *r) {
    for (uint32_t d = 1; d <= NEAR; d++) {
        if (r->a >= d && m->to[0][r->a - d] != NONE) {
            uint32_t t = m->to[0][r->a - d];
            if (t < r->b && r->b - t <= NEAR)
                return true;
        }
        uint32_t e = r->a + r->n - 1 + d;
        if (e < a->w.n && m->to[0][e] != NONE) {
            uint32_t t = m->to[0][e];
            if (t > r->b + r->n - 1 && t - (r->b + r->n - 1) <= NEAR)
                return true;
        }
    }
    return false;
}

static void take_runs(const struct kin_row *a, const struct kin_row *b, const struct seeds *s,
                      struct mapping *m, struct arena *out_a, struct arena *tmp,
                      struct kin_pair *out) {
    struct kin_run *runs = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < s->n;) {
        uint32_t j = i + 1;
        while (j < s->n && s->p[j] == s->p[j - 1] + 1)
            j++;
        uint32_t pa = (uint32_t)s->p[i], pb = pa + (UINT32_MAX / 2) - (uint32_t)(s->p[i] >> 32);
        ARENA_MORE(tmp, runs, n, cap);
        runs[n++] = (struct kin_run){pa, pb, j - i + SEED - 1};
        i = j;
    }
    if (n)
        qsort(runs, n, sizeof *runs, longest_first);
    /* a run that nothing carries yet may be carried after its neighbours were taken */
    struct kin_run *kept = arena_alloc(tmp, (2 * (size_t)n + 1) * sizeof *kept);
    for (int pass = 0; pass < PASSES && n; pass++) {
        uint32_t left = 0;
        for (uint32_t i = 0; i < n; i++) {
            struct kin_run r = runs[i];
            /* what is left of it after the longer ones */
            while (r.n && (m->to[0][r.a] != NONE || m->to[1][r.b] != NONE))
                r.a++, r.b++, r.n--;
            uint32_t k = 0;
            while (k < r.n && m->to[0][r.a + k] == NONE && m->to[1][r.b + k] == NONE)
                k++;
            r.n = k;
            if (r.n < 2)
                continue;
            bool alone = r.n >= RUN_ALONE || (r.n >= 4 && weight_of(a, r.a, r.n) >= WEIGHT_ALONE);
            if (!alone && !carried(m, a, &r)) {
                runs[left++] = r;
                continue;
            }
            for (k = 0; k < r.n; k++) {
                m->to[0][r.a + k] = r.b + k;
                m->to[1][r.b + k] = r.a + k;
            }
            out->same += r.n;
            if (r.n > out->longest)
                out->longest = r.n;
            for (k = 0; k < r.n;) {
                uint32_t end = k;
                while (end < r.n && !((a->w.p[r.a + end].flags | b->w.p[r.b + end].flags) & KIN_QUOTED))
                    end++;
                out->told += end - k >= STRETCH ? end - k : 0;
                out->quoted += end < r.n;
                k = end + 1;
            }
            kept[out->runs_n++] = r;
        }
        if (left == n)
            break;
        n = left;
    }
    out->runs = arena_alloc(out_a, (out->runs_n + 1) * sizeof *out->runs);
    if (out->runs_n) {
        memcpy(out->runs, kept, out->runs_n * sizeof *runs);
        qsort(out->runs, out->runs_n, sizeof *out->runs, by_a);
    }
}

/* ---- what each side has alone --------------------------------------------------------------- */

/* Share of the telling words of r's words [first, end) that stand elsewhere in r's aligned
 * sentences: is it matter of the same report? */
static void own_matter(const struct kin_row *r, const bool *aligned, struct arena *tmp,
                       uint32_t *own, uint32_t *foreign, uint32_t *cuts, uint32_t *at_end) {
    /* a small set of the telling words of the aligned sentences */
    uint32_t size = 64;
    while (size < r->w.n * 2)
        size *= 2;
    uint32_t *set = ARENA_ARRAY(tmp, uint32_t, size);
    for (uint32_t i = 0; i < r->w.sents_n; i++)
        if (aligned[i])
            for (uint32_t j = r->w.sents[i].first; j < r->w.sents[i].end; j++)
                if (r->w.p[j].idf >= 5 * 16) {
                    uint32_t at = r->w.p[j].id & (size - 1);
                    while (set[at] && set[at] != r->w.p[j].id)
                        at = (at + 1) & (size - 1);
                    set[at] = r->w.p[j].id;
                }
    for (uint32_t i = 0; i < r->w.sents_n;) {
        if (aligned[i]) {
            i++;
            continue;
        }
        uint32_t j = i, words = 0, telling = 0, known = 0;
        for (; j < r->w.sents_n && !aligned[j]; j++)
            for (uint32_t k = r->w.sents[j].first; k < r->w.sents[j].end; k++) {
                words++;
                if (r->w.p[k].idf < 5 * 16)
                    continue;
                telling++;
                uint32_t at = r->w.p[k].id & (size - 1);
                while (set[at] && set[at] != r->w.p[k].id)
                    at = (at + 1) & (size - 1);
                known += set[at] != 0;
            }
        bool tail = j == r->w.sents_n;
        if (tail)
            *at_end = words;
        if (tail && telling >= 8 && known * 100 < telling * 22)
            *foreign += words;
        else
            *own += words;
        if (words >= 4)
            ++*cuts;
        i = j;
    }
}

static float mean_idf(const struct kin_row *r, uint32_t from, uint32_t to) {
    float sum = 0;
    for (uint32_t i = from; i < to; i++)
        sum += r->w.p[i].idf;
    return to > from ? sum / (float)(to - from) : 0;
}

static bool has_figures(const struct kin_row *r, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (r->w.p[i].flags & KIN_DIGIT)
            return true;
    return false;
}

/* Do the words [x, y) stand in one sentence of the report? Sentences are looked up in order. */
static bool one_sentence(const struct kin_row *r, uint32_t x, uint32_t y, uint32_t *at) {
    while (*at + 1 < r->w.sents_n && r->w.sents[*at].end <= x)
        ++*at;
    while (*at && r->w.sents[*at].first > x)
        --*at;
    return y <= r->w.sents[*at].end;
}

/* Gaps between neighbouring runs inside a sentence: other wording, or words that one side alone has. */
static void read_gaps(const struct kin_row *a, const struct kin_row *b, struct kin_pair *p) {
    uint32_t sent[2] = {0, 0};
    for (uint32_t i = 0; i + 1 < p->runs_n; i++) {
        struct kin_run x = p->runs[i], y = p->runs[i + 1];
        uint32_t a0 = x.a + x.n, a1 = y.a, b0 = x.b + x.n, b1 = y.b;
        p->breaks += b1 < b0 && x.n >= 5 && y.n >= 5;
        if (b1 < b0 || a1 - a0 > 40 || b1 - b0 > 40)
            continue;
        uint32_t na = a1 - a0, nb = b1 - b0;
        if ((!one_sentence(a, a0 - 1, a1, &sent[0]) && !one_sentence(a, a0, a1 + 1, &sent[0])) ||
            (!one_sentence(b, b0 - 1, b1, &sent[1]) && !one_sentence(b, b0, b1 + 1, &sent[1])))
            continue;
        p->sites += na + nb > 0;
        if (na && nb && na <= 6 && nb <= 6) {
            float fa = mean_idf(a, a0, a1), fb = mean_idf(b, b0, b1);
            bool da = has_figures(a, a0, a1), db = has_figures(b, b0, b1);
            p->numbers += da && db;
            p->figures[0] += da && !db;
            p->figures[1] += db && !da;
            if (a->w.p[a0].flags & b->w.p[b0].flags & KIN_DIGIT)
                ; /* another number: nobody can tell which was first */
            else if (fa > fb + 8)
                p->fresh[0]++;
            else if (fb > fa + 8)
                p->fresh[1]++;
        } else if (na > nb + 1) {
            p->inner[0] += na - nb;
        } else if (nb > na + 1) {
            p->inner[1] += nb - na;
        }
    }
}

/* Sentences with a counterpart: half of their words, or a third in one run, stand in the other. */
static void read_sentences(const struct kin_row *r, const uint32_t *to, struct arena *tmp,
                           bool **aligned, uint32_t *words, uint32_t *sents) {
    *aligned = ARENA_ARRAY(tmp, bool, r->w.sents_n + 1);
    for (uint32_t i = 0; i < r->w.sents_n; i++) {
        struct kin_sent s = r->w.sents[i];
        uint32_t same = 0;
        for (uint32_t j = s.first; j < s.end; j++)
            same += to[j] != NONE;
        if (same * 10 >= (s.end - s.first) * 4) {
            (*aligned)[i] = true;
            *words += s.end - s.first;
            ++*sents;
        }
    }
}

/* ---- titles ---------------------------------------------------------------------------------- */

/* The shorter stands in the longer: 1: the shorter is cut from it, 2: the longer was made from it. */
static uint8_t title_inside(slice a, slice b) {
    if (a.n > 12 && b.n > a.n && slice_find(b, a, 0) != NONE) {
        /* a stands inside b: a head or a tail put to it ("Update: ..."), or a is cut short */
        return slice_starts(b, a) && b.n - a.n < a.n && b.p[a.n] != ',' && b.p[a.n] != ' ' ? 2
               : slice_starts(b, a) && b.p[a.n] == ' ' && slice_find(slice_cut(b, a.n, b.n), S(" - "), 0) == NONE ? 1 : 2;
    }
    return 0;
}

/* Bits as in struct kin_pair. */
static uint8_t read_titles(slice a, slice b) {
    a = slice_trim(a);
    b = slice_trim(b);
    if (!a.n || !b.n)
        return 0;
    if (slice_eq_nocase(a, b))
        return 4;
    if (a.n < b.n)
        return title_inside(a, b);
    uint8_t t = title_inside(b, a);
    return (uint8_t)((t & 1) << 1 | (t & 2) >> 1);
}

void pair_read(const struct kin_row *a, const struct kin_row *b, bool full, struct arena *out_a,
               struct arena *tmp, struct kin_pair *out) {
    *out = (struct kin_pair){.row = {a->number, b->number}};
    struct seeds s = {0};
    find_seeds(a, b, tmp, &s);
    if (s.n == 0)
        return;
    s.p = sort_u64(s.p, s.n, 0, tmp);
    struct mapping m = {{arena_alloc(tmp, (a->w.n + 1) * sizeof(uint32_t)),
                         arena_alloc(tmp, (b->w.n + 1) * sizeof(uint32_t))}};
    memset(m.to[0], 0xFF, (a->w.n + 1) * sizeof(uint32_t));
    memset(m.to[1], 0xFF, (b->w.n + 1) * sizeof(uint32_t));
    take_runs(a, b, &s, &m, out_a, tmp, out);
    out->cover[0] = (float)out->same / (float)(a->w.n + 1);
    out->cover[1] = (float)out->same / (float)(b->w.n + 1);
    if (!full || !out->same)
        return;
    bool *aligned[2];
    uint32_t sents[2] = {0, 0};
    read_sentences(a, m.to[0], tmp, &aligned[0], &out->aligned[0], &sents[0]);
    read_sentences(b, m.to[1], tmp, &aligned[1], &out->aligned[1], &sents[1]);
    out->sents = sents[0] < sents[1] ? sents[0] : sents[1];
    if (out->aligned[0] + out->aligned[1])
        out->identity = 2.0f * (float)out->same / (float)(out->aligned[0] + out->aligned[1]);
    own_matter(a, aligned[0], tmp, &out->own[0], &out->foreign[0], &out->cuts[0], &out->tail[0]);
    own_matter(b, aligned[1], tmp, &out->own[1], &out->foreign[1], &out->cuts[1], &out->tail[1]);
    read_gaps(a, b, out);
    out->title = read_titles(a->doc->page.title, b->doc->page.title);
}
