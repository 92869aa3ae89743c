/* Trains models/en-names.stm: train_names DATA OUT [reports]
 *
 *   raw news ──► counts, clusters ─┐                    ┌─► what words mostly are ─┐
 *   gazetteers ──► lexicon ────────┴► CRF, first round ─┤ (labels over raw news)   ├► CRF, second round
 *   UNER-EWT, WikiGold, GUM, re3d ──► labels allowed ───┘                          ┘
 *
 * The CRF (Lafferty et al. 2001) is trained by AdaGrad on the likelihood of all labellings that the
 * data allow (partial labels, Tsuboi et al. 2008), with half the features left out at random. Each
 * set has weights of its own beside the common ones (Daumé III 2007), since each has its own idea of
 * a name; the model is the common ones and UNER's. Features seen once are left out; of the others
 * the ones that weigh most are kept, as bytes. The second round's lexicon tells for each word what the
 * first round took it for in 25 million words of news (a self-trained gazetteer).
 * The same bytes each time: no clock, no threads, a fixed order of documents. */
#include <math.h>
#include <stdio.h>

#include "lib_clusters.h"
#include "lib_model.h"
#include "lib_names.h"
#include "lib_rows.h"

enum { Y = LABEL_COUNT, ROUNDS = 14, CLASSES = 512, CLUSTER_WORDS = 50000, CLUSTER_LEAST = 12, CLUSTER_ROUNDS = 6, LEX_CAP = 1 << 18, BUCKETS = 1 << 15, ROWS_MAX = BUCKETS * 4 * 8 / 10 };

/* ---- a map from 64-bit hashes to numbers ---------------------------------------------------------- */

struct counts { /* of a word in raw news */
    uint64_t hash;
    uint32_t all, lower, inside; /* inside: capitalised inside a sentence */
    uint32_t as[8];              /* what the first round took it for: see self_class */
    uint32_t gaz, cluster;
};

struct lexicon {
    struct counts *slot;
    uint32_t cap, n;
};

static struct counts *lex_at(struct lexicon *x, uint64_t hash, bool make) {
    if (!hash)
        hash = 1;
    if (make && x->n * 2 > x->cap) {
        struct lexicon y = {.cap = x->cap * 2};
        y.slot = mem_alloc(sizeof *y.slot * y.cap);
        memset(y.slot, 0, sizeof *y.slot * y.cap);
        for (uint32_t i = 0; i < x->cap; i++)
            if (x->slot[i].hash)
                *lex_at(&y, x->slot[i].hash, true) = x->slot[i];
        mem_free(x->slot);
        *x = y;
    }
    uint32_t at = (uint32_t)(hash >> 20) & (x->cap - 1);
    while (x->slot[at].hash && x->slot[at].hash != hash)
        at = (at + 1) & (x->cap - 1);
    if (!x->slot[at].hash) {
        if (!make)
            return NULL;
        x->slot[at].hash = hash;
        x->n++;
    }
    return &x->slot[at];
}

/* ---- the lexicon ------------------------------------------------------------------------------------ */

struct trainer {
    struct arena *a, *tmp, *page_arena;
    struct lang_kit *kit;
    struct lexicon lex;
    int16_t trans[LABEL_COUNT + 1][LABEL_COUNT];
    uint64_t *lexicon;
    int8_t (*rows)[4][16];
    struct names_model model;
    struct gold_set train, dev;
    uint64_t words;
    uint64_t *stream; /* the news' words as hashes; 0 parts sentences */
    size_t stream_n, stream_cap;
};

static void add_gaz(struct trainer *t, slice form, uint32_t bit, uint32_t part_bit) {
    slice word[8];
    uint32_t n = 0;
    form = slice_trim(form);
    for (slice rest = form; n < 8 && slice_field(&rest, ' ', &word[n]);)
        n += word[n].n > 0;
    if (!n || form.n < 2)
        return;
    uint64_t h = name_hash(word[0]);
    if (n > 1) {
        lex_at(&t->lex, h, true)->gaz |= GAZ_STARTS | part_bit;
        for (uint32_t i = 1; i < n; i++) {
            h = name_join(h, name_hash(word[i]));
            if (part_bit)
                lex_at(&t->lex, name_hash(word[i]), true)->gaz |= part_bit;
        }
    }
    lex_at(&t->lex, h, true)->gaz |= bit;
}

static void read_tsv(struct trainer *t, const char *data, const char *name,
                     void (*row)(struct trainer *, slice *f)) {
    char path[1024];
    snprintf(path, sizeof path, "%s/lang/gazetteers/%s.tsv", data, name);
    struct arena_mark m = arena_mark(t->tmp);
    slice rest = file_read(path, t->tmp), line;
    slice_line(&rest, &line);
    while (slice_line(&rest, &line)) {
        slice f[8] = {{0}};
        for (int k = 0; k < 8 && slice_field(&line, '\t', &f[k]); k++)
            ;
        row(t, f);
    }
    arena_rewind(t->tmp, m);
}

static void forename(struct trainer *t, slice *f) {
    add_gaz(t, f[0], slice_eq(f[1], S("M")) ? GAZ_FORENAME_M : GAZ_FORENAME_F, 0);
}
static void forename_more(struct trainer *t, slice *f) { /* of no known gender: both */
    struct counts *c = lex_at(&t->lex, name_hash(f[0]), true);
    if (!(c->gaz & (GAZ_FORENAME_M | GAZ_FORENAME_F)))
        c->gaz |= GAZ_FORENAME_M | GAZ_FORENAME_F;
}
static void surname(struct trainer *t, slice *f) { add_gaz(t, f[0], GAZ_SURNAME, 0); }
static void surname_more(struct trainer *t, slice *f) { add_gaz(t, f[0], GAZ_SURNAME_RARE, 0); }
static void city(struct trainer *t, slice *f) {
    add_gaz(t, f[0], GAZ_CITY, GAZ_CITY_PART);
    add_gaz(t, f[2], GAZ_PLACE, 0);
}
static void outlet(struct trainer *t, slice *f) {
    slice name;
    slice rest = f[0];
    slice_field(&rest, '(', &name);
    if (f[0].n > 4)
        add_gaz(t, name, GAZ_OUTLET, 0);
}
static void word_class(struct trainer *t, slice *f) {
    uint32_t bit = slice_eq(f[1], S("people/femaleNames")) ? GAZ_FORENAME_F
                 : slice_eq(f[1], S("people/maleNames")) ? GAZ_FORENAME_M
                 : slice_eq(f[1], S("people/lastnames")) ? GAZ_SURNAME
                 : slice_eq(f[1], S("places/cities")) ? GAZ_CITY
                 : slice_starts(f[1], S("places/")) ? GAZ_PLACE
                 : slice_starts(f[1], S("nouns/organizations")) || slice_starts(f[1], S("nouns/sportsTeams")) ? GAZ_ORG : 0;
    if (bit)
        add_gaz(t, f[0], bit, 0);
}

/* Gender first by the lists that know it. */
static void gazetteers(struct trainer *t, const char *data) {
    read_tsv(t, data, "forenames", forename);
    read_tsv(t, data, "lexicon-compromise", word_class);
    read_tsv(t, data, "forenames-more", forename_more);
    read_tsv(t, data, "surnames", surname);
    read_tsv(t, data, "surnames-more", surname_more);
    read_tsv(t, data, "cities", city);
    read_tsv(t, data, "outlets-allsides", outlet);
}

static bool capital(const struct name_word *w) {
    return w->shape >= SHAPE_TITLE && w->shape <= SHAPE_DOTTED;
}

/* Tokens of a text, with the words' facts. */
static struct name_word *read_text(struct trainer *t, slice text, struct page *page, struct lang *l) {
    page_of_text(text, t->page_arena, page);
    lang_read(t->kit, page, LANG_TOKENS, t->page_arena, t->page_arena, l);
    return names_words(t->kit->names, text, l, t->page_arena);
}

static void say(struct trainer *t, uint64_t hash) {
    if (t->stream_n == t->stream_cap) {
        t->stream_cap = t->stream_cap ? t->stream_cap * 2 : 1 << 20;
        t->stream = mem_realloc(t->stream, t->stream_cap * sizeof *t->stream);
        if (!t->stream)
            guard_fail(STM_ENOMEM);
    }
    t->stream[t->stream_n++] = hash;
}

static int by_count(const void *a, const void *b) {
    const struct counts *x = a, *y = b;
    return x->all != y->all ? (x->all > y->all ? -1 : 1) : x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Classes of the most frequent words; punctuation and numbers are words too. */
static void clusters(struct trainer *t) {
    struct lexicon all = {.cap = 1 << 20};
    all.slot = mem_alloc(sizeof *all.slot * all.cap);
    memset(all.slot, 0, sizeof *all.slot * all.cap);
    for (size_t i = 0; i < t->stream_n; i++)
        if (t->stream[i])
            lex_at(&all, t->stream[i], true)->all++;
    struct counts *list = mem_alloc(sizeof *list * (all.n + 1));
    uint32_t n = 0;
    for (uint32_t i = 0; i < all.cap; i++)
        if (all.slot[i].hash && all.slot[i].all >= CLUSTER_LEAST)
            list[n++] = all.slot[i];
    qsort(list, n, sizeof *list, by_count);
    if (n > CLUSTER_WORDS)
        n = CLUSTER_WORDS;
    for (uint32_t i = 0; i < all.cap; i++)
        all.slot[i].cluster = n; /* what is rare parts the text like a sentence's edge */
    for (uint32_t i = 0; i < n; i++)
        lex_at(&all, list[i].hash, false)->cluster = i;
    uint32_t *ids = mem_alloc(sizeof *ids * (t->stream_n + 1));
    for (size_t i = 0; i < t->stream_n; i++)
        ids[i] = t->stream[i] ? lex_at(&all, t->stream[i], false)->cluster : n;
    uint16_t *class_of = mem_alloc(sizeof *class_of * (n + 1));
    clusters_make(ids, t->stream_n, n, CLASSES, CLUSTER_ROUNDS, class_of);
    for (uint32_t i = 0; i < n; i++)
        lex_at(&t->lex, list[i].hash, true)->cluster = class_of[i] + 1u;
    mem_free(ids), mem_free(class_of), mem_free(list), mem_free(all.slot);
    mem_free(t->stream);
    t->stream = NULL;
}

static void count_text(void *arg, slice text) {
    struct trainer *t = arg;
    struct page page;
    struct lang l;
    struct name_word *w = read_text(t, text, &page, &l);
    for (uint32_t s = 0; s < l.sentences_n; s++) {
        say(t, 0);
        for (uint32_t i = l.sentences[s].first; i < l.sentences[s].end; i++) {
            say(t, w[i].hash);
            if (w[i].shape > SHAPE_DOTTED)
                continue;
            struct counts *c = lex_at(&t->lex, w[i].hash, true);
            c->all++;
            c->lower += w[i].shape == SHAPE_LOWER;
            c->inside += capital(&w[i]) && i > l.sentences[s].first && !w[i].mode &&
                         w[i - 1].shape != SHAPE_QUOTE;
        }
    }
    t->words += l.tokens_n;
    arena_reset(t->page_arena);
}

/* 0 O, 1 first of a person, 2 last or only of a person, 3 ORG, 4 only LOC, 5 MISC, 6 within LOC */
static int self_class(uint8_t label) {
    switch (label) {
    case LABEL_O: return 0;
    case LABEL_B_PER: return 1;
    case LABEL_I_PER: case LABEL_L_PER: case LABEL_U_PER: return 2;
    case LABEL_U_LOC: return 4;
    case LABEL_B_LOC: case LABEL_I_LOC: case LABEL_L_LOC: return 6;
    case LABEL_B_MISC: case LABEL_I_MISC: case LABEL_U_MISC: return 5;
    default: return 3;
    }
}

static void label_text(void *arg, slice text) {
    struct trainer *t = arg;
    struct page page;
    struct lang l;
    struct name_word *w = read_text(t, text, &page, &l);
    uint8_t *labels = arena_calloc(t->page_arena, l.tokens_n + 1, 1);
    for (uint32_t s = 0; s < l.sentences_n; s++) {
        uint32_t first = l.sentences[s].first, end = l.sentences[s].end;
        names_decode(&t->model, w, first, end, labels, t->page_arena);
        for (uint32_t i = first + 1; i < end; i++)
            if (capital(&w[i]) && !w[i].mode) {
                struct counts *c = lex_at(&t->lex, w[i].hash, false);
                if (c)
                    c->as[self_class(labels[i])]++;
            }
    }
    arena_reset(t->page_arena);
}

static uint32_t self_of(const struct counts *c) {
    uint32_t sum = 0, top = 0;
    for (uint32_t k = 0; k < 7; k++) {
        sum += c->as[k];
        if (c->as[k] > c->as[top])
            top = k;
    }
    if (sum < 3)
        return 0;
    double share = (double)c->as[top] / sum;
    return 1 + top * 8 + (share > .95 ? 3 : share > .8 ? 2 : share > .6 ? 1 : 0) * 2 + (sum >= 20);
}

static uint32_t caps_of(const struct counts *c) {
    if (c->all < 5)
        return 0;
    double share = (double)c->inside / (c->inside + c->lower + .5);
    return share > .98 ? 7 : share > .9 ? 6 : share > .7 ? 5 : share > .4 ? 4 : share > .1 ? 3 : share > .01 ? 2 : 1;
}

static int by_worth(const void *a, const void *b) {
    const struct counts *x = *(struct counts *const *)a, *y = *(struct counts *const *)b;
    uint64_t p = (uint64_t)x->all + (x->gaz & ~(uint32_t)GAZ_SURNAME_RARE ? 6 : 0) + (x->gaz ? 4 : 0);
    uint64_t q = (uint64_t)y->all + (y->gaz & ~(uint32_t)GAZ_SURNAME_RARE ? 6 : 0) + (y->gaz ? 4 : 0);
    return p != q ? (p > q ? -1 : 1) : x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void build_lexicon(struct trainer *t) {
    struct counts **list = mem_alloc(sizeof *list * t->lex.n);
    uint32_t n = 0, put = 0, most = LEX_CAP / 10 * 8;
    for (uint32_t i = 0; i < t->lex.cap; i++)
        if (t->lex.slot[i].hash && (t->lex.slot[i].all >= 5 || t->lex.slot[i].gaz))
            list[n++] = &t->lex.slot[i];
    qsort(list, n, sizeof *list, by_worth);
    memset(t->lexicon, 0, LEX_CAP * 8);
    for (uint32_t i = 0; i < n && put < most; i++) {
        struct counts *c = list[i];
        uint32_t x = LEX_GAZ(c->gaz) | c->cluster << 10 | caps_of(c) << 20 | self_of(c) << 23;
        if (!x)
            continue;
        uint32_t at = (uint32_t)(c->hash >> 40) & (LEX_CAP - 1), tries = 0;
        while (t->lexicon[at] && tries < 63)
            at = (at + 1) & (LEX_CAP - 1), tries++;
        if (t->lexicon[at])
            continue;
        t->lexicon[at] = (uint64_t)((uint32_t)c->hash | 1) << 32 | x;
        put++;
    }
    fprintf(stderr, "lexicon: %u of %u\n", put, n);
    mem_free(list);
}

/* ---- the CRF ------------------------------------------------------------------------------------------ */

enum { SETS = 4 }; /* UNER, WikiGold, GUM, re3d */

struct crf {
    uint32_t *known;  /* sorted feature hashes */
    uint32_t *count;
    uint32_t n;
    float *w, *g2, *sum; /* n rows of Y */
    float *own[SETS], *own_g2[SETS], *own_sum; /* what a set alone holds (own_sum: of set 0) */
    uint32_t round;
    float trans[Y + 1][Y], trans_g2[Y + 1][Y], trans_sum[Y + 1][Y];
};

struct token_features {
    uint32_t *ids;    /* all tokens' features, in order */
    uint64_t *from;   /* by token, tokens + 1 */
    uint64_t n;
};

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t *extract(struct gold_set *set, uint64_t *n_out, uint64_t **from_out, uint64_t *tokens_out) {
    uint64_t cap = 1 << 20, n = 0, tokens = 0, k = 0;
    for (uint32_t d = 0; d < set->n; d++)
        tokens += set->docs[d].lang.tokens_n;
    uint32_t *all = mem_alloc(cap * 4);
    uint64_t *from = mem_alloc((tokens + 1) * 8);
    for (uint32_t d = 0; d < set->n; d++) {
        struct gold_doc *doc = &set->docs[d];
        for (uint32_t s = 0; s < doc->lang.sentences_n; s++)
            for (uint32_t i = doc->lang.sentences[s].first; i < doc->lang.sentences[s].end; i++) {
                if (n + NAME_FEATURES > cap)
                    all = mem_realloc(all, (cap *= 2) * 4);
                from[k++] = n;
                n += names_features(doc->words, doc->lang.sentences[s].first, doc->lang.sentences[s].end, i, all + n);
            }
    }
    from[k] = n;
    *n_out = n, *from_out = from, *tokens_out = k;
    return all;
}

static struct crf *crf_new(const uint32_t *all, uint64_t n, uint32_t least) {
    uint32_t *sorted = mem_alloc(n * 4);
    memcpy(sorted, all, n * 4);
    qsort(sorted, n, 4, by_number);
    struct crf *c = mem_alloc(sizeof *c);
    memset(c, 0, sizeof *c);
    c->known = mem_alloc(n * 4);
    c->count = mem_alloc(n * 4);
    for (uint64_t i = 0; i < n;) {
        uint64_t k = i;
        while (k < n && sorted[k] == sorted[i])
            k++;
        if (k - i >= least)
            c->count[c->n] = (uint32_t)(k - i), c->known[c->n++] = sorted[i];
        i = k;
    }
    mem_free(sorted);
    size_t bytes = (size_t)c->n * Y * sizeof(float);
    c->w = mem_alloc(bytes), c->g2 = mem_alloc(bytes), c->sum = mem_alloc(bytes);
    memset(c->w, 0, bytes), memset(c->g2, 0, bytes), memset(c->sum, 0, bytes);
    for (int k = 0; k < SETS; k++) {
        c->own[k] = mem_alloc(bytes), c->own_g2[k] = mem_alloc(bytes);
        memset(c->own[k], 0, bytes), memset(c->own_g2[k], 0, bytes);
    }
    c->own_sum = mem_alloc(bytes);
    memset(c->own_sum, 0, bytes);
    return c;
}

static void crf_free(struct crf *c) {
    mem_free(c->known), mem_free(c->count), mem_free(c->w), mem_free(c->g2), mem_free(c->sum), mem_free(c->own_sum);
    for (int k = 0; k < SETS; k++)
        mem_free(c->own[k]), mem_free(c->own_g2[k]);
    mem_free(c);
}

static uint32_t crf_id(const struct crf *c, uint32_t hash) {
    uint32_t lo = 0, hi = c->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->known[mid] < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < c->n && c->known[lo] == hash ? lo : NONE;
}

enum { LONGEST = 400 };
struct lattice {
    float e[LONGEST][Y], f[LONGEST][Y], b[LONGEST][Y], z[LONGEST];
    float pair[Y + 1][Y]; /* expected transitions */
};

/* Forward and backward over the labels that `allowed` has; e: exp of scores. Adds `sign` times the
 * expectations to `node` and x->pair. Gives false when nothing is allowed. */
static bool expect(struct lattice *x, float E[Y + 1][Y], const uint16_t *allowed, uint32_t n,
                   float (*node)[Y], float sign) {
    for (uint32_t i = 0; i < n; i++) {
        float z = 0;
        for (int q = 0; q < Y; q++) {
            float v = 0;
            if (allowed[i] >> q & 1) {
                if (i == 0)
                    v = E[Y][q];
                else
                    for (int p = 0; p < Y; p++)
                        v += x->f[i - 1][p] * E[p][q];
                if (i + 1 == n && !label_follows(q, Y))
                    v = 0;
                v *= x->e[i][q];
            }
            x->f[i][q] = v;
            z += v;
        }
        if (!(z > 1e-30f))
            return false;
        for (int q = 0; q < Y; q++)
            x->f[i][q] /= z;
        x->z[i] = z;
    }
    for (int q = 0; q < Y; q++)
        x->b[n - 1][q] = 1;
    for (uint32_t i = n; i-- > 0;) {
        for (int q = 0; q < Y; q++)
            node[i][q] += sign * x->f[i][q] * x->b[i][q];
        if (!i)
            break;
        float out[Y];
        for (int q = 0; q < Y; q++)
            out[q] = (allowed[i] >> q & 1) && (i + 1 < n || label_follows(q, Y)) ? x->e[i][q] * x->b[i][q] / x->z[i] : 0;
        for (int p = 0; p < Y; p++) {
            float v = 0;
            for (int q = 0; q < Y; q++) {
                float t = E[p][q] * out[q];
                v += t;
                x->pair[p][q] += sign * x->f[i - 1][p] * t;
            }
            x->b[i - 1][p] = v;
        }
    }
    for (int q = 0; q < Y; q++)
        x->pair[Y][q] += sign * x->f[0][q] * x->b[0][q];
    return true;
}

static const float rate = 0.15f, decay = 2e-5f;
static const float drop = 0.5f;      /* share of the features that a token does without, each round others */
static const float own_share = 0.7f; /* rate of a set's own weights to that of the common ones */

static bool dropped(const struct crf *c, uint64_t k) {
    return (hash_mix(k, c->round) & 1023) < drop * 1024;
}

static void crf_sentence(struct crf *c, struct lattice *x, const struct token_features *tf, uint64_t first,
                         uint32_t n, const uint16_t *allowed, float (*node)[Y], float E[Y + 1][Y], int set) {
    static uint16_t all[LONGEST];
    bool trivial = true;
    for (uint32_t i = 0; i < n; i++)
        all[i] = 0xffff, trivial = trivial && allowed[i] == 0xffff;
    if (trivial)
        return;
    for (uint32_t i = 0; i < n; i++) {
        float s[Y] = {0}, top = -1e30f;
        for (uint64_t k = tf->from[first + i]; k < tf->from[first + i + 1]; k++)
            if (tf->ids[k] != NONE && !dropped(c, k)) {
                const float *w = c->w + (size_t)tf->ids[k] * Y, *v = c->own[set] + (size_t)tf->ids[k] * Y;
                for (int q = 0; q < Y; q++)
                    s[q] += w[q] + v[q];
            }
        for (int q = 0; q < Y; q++)
            top = s[q] > top ? s[q] : top;
        for (int q = 0; q < Y; q++)
            x->e[i][q] = expf(s[q] - top > -40 ? s[q] - top : -40);
    }
    memset(node, 0, sizeof(float[Y]) * n);
    memset(x->pair, 0, sizeof x->pair);
    if (!expect(x, E, allowed, n, node, 1) || !expect(x, E, all, n, node, -1))
        return;
    for (uint32_t i = 0; i < n; i++) {
        float largest = 0;
        for (int q = 0; q < Y; q++)
            largest = fabsf(node[i][q]) > largest ? fabsf(node[i][q]) : largest;
        if (largest < 1e-3f)
            continue;
        for (uint64_t k = tf->from[first + i]; k < tf->from[first + i + 1]; k++)
            if (tf->ids[k] != NONE && !dropped(c, k)) {
                float *w = c->w + (size_t)tf->ids[k] * Y, *g2 = c->g2 + (size_t)tf->ids[k] * Y;
                float *v = c->own[set] + (size_t)tf->ids[k] * Y, *h2 = c->own_g2[set] + (size_t)tf->ids[k] * Y;
                for (int q = 0; q < Y; q++) {
                    float g = node[i][q] - decay * w[q], h = own_share * node[i][q] - decay * v[q];
                    g2[q] += g * g;
                    w[q] += rate * g / (sqrtf(g2[q]) + 1e-2f);
                    h2[q] += h * h;
                    v[q] += own_share * rate * h / (sqrtf(h2[q]) + 1e-2f);
                }
            }
    }
    for (int p = 0; p <= Y; p++)
        for (int q = 0; q < Y; q++)
            if (label_follows(p, q) && x->pair[p][q] != 0) {
                float g = x->pair[p][q];
                c->trans_g2[p][q] += g * g;
                c->trans[p][q] += 0.1f * g / (sqrtf(c->trans_g2[p][q]) + 1e-1f);
                E[p][q] = expf(c->trans[p][q]);
            }
}

struct place { /* of a sentence */
    struct gold_doc *doc;
    uint32_t first, n;
    uint64_t token;
};

static void crf_train(struct trainer *t, struct crf *c, struct token_features *tf, int rounds) {
    uint32_t n = 0, cap = 0;
    struct place *p = NULL;
    uint64_t token = 0;
    for (uint32_t d = 0; d < t->train.n; d++)
        for (uint32_t s = 0; s < t->train.docs[d].lang.sentences_n; s++) {
            struct sentence *sent = &t->train.docs[d].lang.sentences[s];
            uint32_t len = sent->end - sent->first;
            ARENA_MORE(t->a, p, n, cap);
            p[n++] = (struct place){&t->train.docs[d], sent->first, len < LONGEST ? len : LONGEST, token};
            token += len;
        }
    struct lattice *x = mem_alloc(sizeof *x);
    float (*node)[Y] = mem_alloc(sizeof(float[Y]) * LONGEST);
    static float E[Y + 1][Y];
    for (int a = 0; a <= Y; a++)
        for (int b = 0; b < Y; b++)
            E[a][b] = label_follows(a, b) ? expf(c->trans[a][b]) : 0;
    int averaged = 0;
    for (int r = 0; r < rounds; r++) {
        c->round = (uint32_t)r + 1;
        for (uint32_t k = n; k > 1; k--) { /* another order each round, the same each time */
            uint32_t j = (uint32_t)(hash_mix((uint64_t)r + 1, k) % k);
            struct place s = p[k - 1];
            p[k - 1] = p[j], p[j] = s;
        }
        for (uint32_t k = 0; k < n; k++)
            if (p[k].n)
                crf_sentence(c, x, tf, p[k].token, p[k].n, p[k].doc->allowed + p[k].first, node, E, p[k].doc->set);
        if (r >= rounds / 2) {
            averaged++;
            for (size_t i = 0; i < (size_t)c->n * Y; i++)
                c->sum[i] += c->w[i], c->own_sum[i] += c->own[0][i];
            for (int a = 0; a <= Y; a++)
                for (int b = 0; b < Y; b++)
                    c->trans_sum[a][b] += c->trans[a][b];
        }
        fprintf(stderr, ".");
    }
    fprintf(stderr, "\n");
    for (size_t i = 0; i < (size_t)c->n * Y; i++)
        c->w[i] = (c->sum[i] + c->own_sum[i]) / (float)averaged * (1 - drop);
    for (int a = 0; a <= Y; a++)
        for (int b = 0; b < Y; b++)
            c->trans[a][b] = c->trans_sum[a][b] / (float)averaged;
    mem_free(x), mem_free(node);
}

/* ---- to bytes -------------------------------------------------------------------------------------------- */

struct weight {
    float worth;
    uint32_t id;
};

static int by_weight(const void *a, const void *b) {
    const struct weight *x = a, *y = b;
    return x->worth != y->worth ? (x->worth > y->worth ? -1 : 1) : x->id < y->id ? -1 : x->id > y->id;
}

static void pack(struct trainer *t, struct crf *c) {
    enum { SCALE = 24 };
    struct weight *list = mem_alloc(sizeof *list * (c->n + 1));
    for (uint32_t i = 0; i < c->n; i++) {
        float *w = c->w + (size_t)i * Y, s = 0;
        for (int q = 1; q < Y; q++)
            w[q] -= w[0], s += w[q] * w[q]; /* label 0 has no weights of its own */
        w[0] = 0;
        list[i] = (struct weight){sqrtf(s) * powf((float)c->count[i], 0.4f), i};
    }
    qsort(list, c->n, sizeof *list, by_weight);
    memset(t->rows, 0, (size_t)BUCKETS * 64);
    uint32_t put = 0, lost = 0;
    for (uint32_t k = 0; k < c->n && put < ROWS_MAX; k++) {
        uint32_t f = c->known[list[k].id];
        int8_t (*row)[16] = t->rows[names_bucket(f, BUCKETS)];
        int r = 0;
        while (r < 4 && row[r][0] && (uint8_t)row[r][0] != names_check(f))
            r++;
        if (r == 4 || row[r][0]) {
            lost++;
            continue;
        }
        row[r][0] = (int8_t)names_check(f);
        const float *w = c->w + (size_t)list[k].id * Y;
        for (int q = 1; q < Y; q++) {
            float v = roundf(w[q] * SCALE);
            row[r][q] = (int8_t)(v > 127 ? 127 : v < -127 ? -127 : v);
        }
        put++;
    }
    for (int p = 0; p <= Y; p++)
        for (int q = 0; q < Y; q++)
            t->trans[p][q] = label_follows(p, q) ? (int16_t)roundf(c->trans[p][q] * SCALE) : 0;
    names_model_prepare(&t->model);
    fprintf(stderr, "features: %u, kept %u, no room for %u\n", c->n, put, lost);
    mem_free(list);
}

static void write_model(struct trainer *t, const char *path) {
    static struct model_writer w;
    model_begin(&w, t->a, "en-names");
    model_add(&w, "lexicon", t->lexicon, sizeof *t->lexicon, LEX_CAP);
    model_add(&w, "rows", t->rows, sizeof *t->rows, BUCKETS);
    model_add(&w, "trans", t->trans, sizeof(int16_t), sizeof t->trans / sizeof(int16_t));
    if (model_write(&w, path))
        guard_fail(STM_EIO);
}

/* ---- all of it ----------------------------------------------------------------------------------------------- */

/* Tokens once; the words' facts again whenever the lexicon has changed. */
static void prepare(struct trainer *t, struct gold_set *set, bool tokens) {
    set->a = set->a ? set->a : t->a;
    for (uint32_t d = 0; d < set->n; d++) {
        struct gold_doc *doc = &set->docs[d];
        if (tokens)
            lang_read(t->kit, &doc->page, LANG_TOKENS, t->a, t->tmp, &doc->lang);
        doc->words = names_words(t->kit->names, doc->page.text, &doc->lang, t->a);
        if (tokens)
            gold_align(set, doc);
    }
}

static int unit_of(const uint16_t *allowed, uint32_t i) { /* the one label allowed, or O */
    for (int q = 1; q < Y; q++)
        if (allowed[i] == 1u << q)
            return q;
    return 0;
}

/* Exact spans with type, MISC left out: what UNER-EWT judges. */
static void evaluate(struct trainer *t, struct gold_set *set, const char *what) {
    uint32_t hit[4] = {0}, given[4] = {0}, wanted[4] = {0};
    for (uint32_t d = 0; d < set->n; d++) {
        struct gold_doc *doc = &set->docs[d];
        uint8_t *labels = arena_calloc(t->page_arena, doc->lang.tokens_n + 1, 1);
        for (uint32_t s = 0; s < doc->lang.sentences_n; s++) {
            uint32_t first = doc->lang.sentences[s].first, end = doc->lang.sentences[s].end;
            names_decode(&t->model, doc->words, first, end, labels, t->page_arena);
            for (uint32_t i = first; i < end; i++) {
                int g = unit_of(doc->allowed, i), p = labels[i];
                bool gb = g && g < LABEL_B_MISC && ((g - 1) % 4 == 0 || (g - 1) % 4 == 3);
                bool pb = p && p < LABEL_B_MISC && ((p - 1) % 4 == 0 || (p - 1) % 4 == 3);
                int gt = gb ? (g - 1) / 4 : 3, pt = pb ? (p - 1) / 4 : 3;
                wanted[gt] += gb, given[pt] += pb;
                if (gb && pb && g == p) {
                    uint32_t k = i;
                    while (unit_of(doc->allowed, k) == labels[k] && (labels[k] - 1) % 4 < 2)
                        k++;
                    hit[gt] += unit_of(doc->allowed, k) == labels[k];
                }
            }
        }
        arena_reset(t->page_arena);
    }
    uint32_t h = hit[0] + hit[1] + hit[2], g = given[0] + given[1] + given[2], w = wanted[0] + wanted[1] + wanted[2];
    fprintf(stderr, "%s: P %.4f R %.4f F %.4f", what, (double)h / g, (double)h / w, 2.0 * h / (g + w));
    for (int k = 0; k < 3; k++)
        fprintf(stderr, "  %s %.4f", k == 0 ? "PER" : k == 1 ? "ORG" : "LOC", 2.0 * hit[k] / (given[k] + wanted[k]));
    fprintf(stderr, "\n");
}

static void one_round(struct trainer *t, const char *name) {
    build_lexicon(t);
    prepare(t, &t->train, false);
    prepare(t, &t->dev, false);
    struct token_features tf;
    uint64_t tokens;
    tf.ids = extract(&t->train, &tf.n, &tf.from, &tokens);
    fprintf(stderr, "%llu tokens, %llu features\n", (unsigned long long)tokens, (unsigned long long)tf.n);
    struct crf *c = crf_new(tf.ids, tf.n, 2);
    for (uint64_t i = 0; i < tf.n; i++)
        tf.ids[i] = crf_id(c, tf.ids[i]);
    crf_train(t, c, &tf, ROUNDS);
    pack(t, c);
    evaluate(t, &t->dev, name);
    crf_free(c);
    mem_free(tf.ids), mem_free(tf.from);
}

struct arguments {
    int argc;
    char **argv;
};

static void run(void *arg) {
    struct arguments *args = arg;
    const char *data = args->argv[1];
    uint32_t most = args->argc > 3 ? (uint32_t)strtoul(args->argv[3], NULL, 10) : 26000;
    struct trainer *t = mem_alloc(sizeof *t);
    *t = (struct trainer){.a = arena_new(0), .tmp = arena_new(0), .page_arena = arena_new(0)};
    if (lang_kit_open(&t->kit, "en", NULL, NULL))
        guard_fail(STM_EIO);
    t->lex.cap = 1 << 20;
    t->lex.slot = mem_alloc(sizeof *t->lex.slot * t->lex.cap);
    memset(t->lex.slot, 0, sizeof *t->lex.slot * t->lex.cap);
    t->lexicon = mem_alloc(LEX_CAP * 8);
    t->rows = mem_alloc((size_t)BUCKETS * 64);
    memset(t->lexicon, 0, LEX_CAP * 8);
    t->model = (struct names_model){t->lexicon, (const int8_t (*)[4][16])t->rows, (const int16_t (*)[LABEL_COUNT])t->trans, LEX_CAP, BUCKETS};
    t->kit->names->model = &t->model;
    t->train = (struct gold_set){t->a, t->tmp, t->kit};
    t->dev = (struct gold_set){t->a, t->tmp, t->kit};
    char path[1024];
#define PATH(name) (snprintf(path, sizeof path, "%s/%s", data, name), path)
    gold_read_uner(&t->train, PATH("lang/uner-ewt/train.iob2"));
    t->train.set = 1;
    gold_read_wikigold(&t->train, PATH("lang/wikigold/train.conll"));
    t->train.set = 2;
    gold_read_gum(&t->train, PATH("lang/ud-gum/train.conllu"));
    t->train.set = 3;
    gold_read_re3d(&t->train, PATH("lang/re3d/train.jsonl"));
    gold_read_uner(&t->dev, PATH("lang/uner-ewt/dev.iob2"));
    fprintf(stderr, "documents: %u, %u\n", t->train.n, t->dev.n);
    prepare(t, &t->train, true);
    prepare(t, &t->dev, true);
    gazetteers(t, data);
    reports_read(PATH("reports/text"), most, t->tmp, count_text, t);
    fprintf(stderr, "news: %llu words, %u forms\n", (unsigned long long)t->words, t->lex.n);
    if (most)
        clusters(t);
    one_round(t, "first round");
    if (most) {
        reports_read(PATH("reports/text"), most, t->tmp, label_text, t);
        one_round(t, "second round");
    }
    write_model(t, args->argv[2]);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: train_names DATA OUT [reports]\n");
        return 2;
    }
    struct arguments args = {argc, argv};
    return guard_run(run, &args) ? 1 : 0;
}
