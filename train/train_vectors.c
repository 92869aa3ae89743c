/* Word vectors from raw news text: structured skip-gram with negative samples (Mikolov et al.
 * 2013; Ling et al. 2015: each place of the window has outputs of its own, which suits syntax).
 *
 *   train_vectors OUT.stm TEXT.jsonl[.gz]...
 *
 * Rows need `text`. The result is an intermediate file for train_lang (words and vectors); no
 * text leaves it but single words that occur MIN_COUNT times or more. One thread and a fixed
 * seed: the same bytes each time. */
#pragma GCC optimize("O3,fast-math")
#pragma GCC target("avx2,fma")

#include <math.h>
#include <stdio.h>
#include <zlib.h>

#include "lang/lang.h"
#include "lib_main.h"
#include "lib_model.h"
#include "lib_rows.h"

enum { D = 64, WINDOW = 3, NEGATIVES = 5, MIN_COUNT = 12, MAX_WORDS = 60000, EPOCHS = 2,
       NOISE = 1 << 22, PLACES = 2 * WINDOW };

static uint64_t rng = 0x9E3779B97F4A7C15u;
static inline uint32_t draw(void) {
    rng ^= rng << 13, rng ^= rng >> 7, rng ^= rng << 17;
    return (uint32_t)(rng >> 32);
}

struct corpus {
    struct arena *a;
    struct table ids;   /* lower-cased form -> id + 1 by first sight */
    slice *words;
    uint32_t *counts, n, cap;
    uint32_t *stream;   /* ids; NONE parts sentences */
    size_t stream_n, stream_cap;
};

static void add(struct corpus *c, uint32_t id) {
    if (c->stream_n == c->stream_cap) {
        size_t cap = c->stream_cap ? c->stream_cap * 2 : 1 << 20;
        c->stream = mem_realloc(c->stream, cap * sizeof *c->stream);
        if (!c->stream)
            guard_fail(STM_ENOMEM);
        c->stream_cap = cap;
    }
    c->stream[c->stream_n++] = id;
}

/* The form under which a word is known: lower case, digits as 0. */
static slice known_form(slice f, char *low, size_t room) {
    uint32_t n = f.n < room ? f.n : (uint32_t)room;
    for (uint32_t i = 0; i < n; i++)
        low[i] = is_digit((unsigned char)f.p[i]) ? '0' : to_lower(f.p[i]);
    return slice_of(low, n);
}

static void read_text(struct corpus *c, const struct lang_kit *kit, slice text, struct arena *doc,
                      struct arena *tmp) {
    struct page page = {.text = text};
    struct lang l;
    lang_read(kit, &page, LANG_TOKENS, doc, tmp, &l);
    for (uint32_t s = 0; s < l.sentences_n; s++) {
        for (uint32_t i = l.sentences[s].first; i < l.sentences[s].end; i++) {
            char low[48];
            slice w = known_form(token_form(text, &l.tokens[i]), low, sizeof low);
            const uint32_t *has = table_get(&c->ids, w);
            uint32_t id;
            if (has) {
                id = *has;
            } else {
                w = arena_slice(c->a, w);
                if (c->n == c->cap) {
                    uint32_t cap2 = c->cap ? c->cap * 2 : 1 << 16;
                    c->words = arena_grow(c->a, c->words, c->cap * sizeof(slice), cap2 * sizeof(slice));
                    c->counts = arena_grow(c->a, c->counts, c->cap * 4, cap2 * 4);
                    c->cap = cap2;
                }
                id = c->n++;
                c->words[id] = w;
                c->counts[id] = 0;
                *table_put(&c->ids, w, id) = id;
            }
            c->counts[id]++;
            add(c, id);
        }
        add(c, NONE);
    }
    arena_reset(doc);
    arena_reset(tmp);
}

static const uint32_t *sort_counts;
static int by_count(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    if (sort_counts[a] != sort_counts[b])
        return sort_counts[a] > sort_counts[b] ? -1 : 1;
    return a < b ? -1 : a > b;
}

static inline float sigmoid(float x) { return x > 8 ? 1 : x < -8 ? 0 : 1 / (1 + expf(-x)); }

static void run(void *arg) {
    const struct args *args = arg;
    struct arena *doc = arena_new(0), *tmp = arena_new(0);
    struct corpus c = {.a = arena_new(0)};
    table_init(&c.ids, c.a, 1 << 20);
    struct lang_kit *kit;
    if (lang_kit_open(&kit, "en", NULL, NULL))
        guard_fail(STM_EFORMAT);
    char *line = mem_alloc(1 << 24);
    struct arena *row = arena_new(0);
    for (int i = 2; i < args->argc; i++) {
        gzFile f = gzopen(args->argv[i], "rb");
        if (!f)
            guard_fail(STM_EIO);
        while (gzgets(f, line, 1 << 24)) {
            slice text = row_string(slice_str(line), "text", row);
            if (text.p)
                read_text(&c, kit, text, doc, tmp);
            arena_reset(row);
        }
        gzclose(f);
    }
    mem_free(line);
    lang_kit_close(kit);
    /* the vocabulary: by count */
    uint32_t *order = arena_alloc(c.a, c.n * 4u), *rank = arena_alloc(c.a, c.n * 4u), v = 0;
    for (uint32_t i = 0; i < c.n; i++)
        order[i] = i;
    sort_counts = c.counts;
    qsort(order, c.n, 4, by_count);
    for (uint32_t i = 0; i < c.n; i++) {
        bool in = c.counts[order[i]] >= MIN_COUNT && v < MAX_WORDS;
        rank[order[i]] = in ? v : NONE;
        v += in;
    }
    fprintf(stderr, "%zu tokens, %u forms, %u words\n", c.stream_n, c.n, v);
    double total = 0;
    for (uint32_t i = 0; i < v; i++)
        total += pow(c.counts[order[i]], 0.75);
    uint32_t *noise = arena_alloc(c.a, NOISE * 4u);
    double at = 0;
    for (uint32_t i = 0, k = 0; i < v; i++) {
        at += pow(c.counts[order[i]], 0.75) / total;
        while (k < NOISE && k < at * NOISE)
            noise[k++] = i;
        if (i + 1 == v)
            while (k < NOISE)
                noise[k++] = i;
    }
    float *in = arena_alloc(c.a, (size_t)v * D * sizeof(float));
    float *outs = arena_calloc(c.a, (size_t)v * PLACES * D, sizeof(float));
    for (size_t i = 0; i < (size_t)v * D; i++)
        in[i] = ((float)draw() / 4294967296.f - 0.5f) / D;
    size_t done = 0, all = c.stream_n * EPOCHS;
    uint32_t *sent = arena_alloc(c.a, 4096 * 4);
    for (int epoch = 0; epoch < EPOCHS; epoch++)
        for (size_t i = 0; i < c.stream_n;) {
            uint32_t n = 0;
            for (; i < c.stream_n && c.stream[i] != NONE && n < 4096; i++) {
                uint32_t w = rank[c.stream[i]];
                /* frequent words are left out now and then */
                if (w != NONE) {
                    double f = (double)c.counts[c.stream[i]] / (double)c.stream_n;
                    double keep = sqrt(3e-4 / f) + 3e-4 / f;
                    if (keep < 1 && (double)draw() / 4294967296.0 > keep)
                        w = w | 0x80000000u; /* stays as a context's place, is not trained */
                }
                sent[n++] = w;
            }
            if (i < c.stream_n && c.stream[i] == NONE)
                i++;
            done += n + 1;
            float rate = 0.03f * (1 - (float)done / (float)all);
            if (rate < 0.0003f)
                rate = 0.0003f;
            for (uint32_t p = 0; p < n; p++) {
                uint32_t w = sent[p];
                if (w == NONE || w & 0x80000000u)
                    continue;
                float *x = in + (size_t)w * D, grad[D] = {0};
                for (int d = -WINDOW; d <= WINDOW; d++) {
                    if (!d || (d < 0 && p < (uint32_t)-d) || p + (uint32_t)d >= n)
                        continue;
                    uint32_t t = sent[p + (uint32_t)d];
                    if (t == NONE)
                        continue;
                    if (d < -1 || d > 1) { /* far places now and then, and of rare words */
                        if (t & 0x80000000u || (draw() & 3) == 0)
                            continue;
                    }
                    t &= 0x7FFFFFFFu;
                    uint32_t place = (uint32_t)(d < 0 ? d + WINDOW : d + WINDOW - 1);
                    for (int k = 0; k <= NEGATIVES; k++) {
                        uint32_t o = k ? noise[draw() % NOISE] : t;
                        if (k && o == t)
                            continue;
                        float *y = outs + ((size_t)o * PLACES + place) * D, dot = 0;
                        for (int e = 0; e < D; e++)
                            dot += x[e] * y[e];
                        float g = ((k ? 0.f : 1.f) - sigmoid(dot)) * rate;
                        for (int e = 0; e < D; e++) {
                            grad[e] += g * y[e];
                            y[e] += g * x[e];
                        }
                    }
                }
                for (int e = 0; e < D; e++)
                    x[e] += grad[e];
            }
        }
    /* words as one pool, vectors as floats */
    struct buf pool = {.a = c.a};
    uint32_t *starts = arena_alloc(c.a, (v + 1u) * 4), *counts = arena_alloc(c.a, v * 4u);
    for (uint32_t i = 0; i < v; i++) {
        starts[i] = pool.n;
        counts[i] = c.counts[order[i]];
        buf_slice(&pool, c.words[order[i]]);
    }
    starts[v] = pool.n;
    struct model_writer w;
    model_begin(&w, c.a, "vectors");
    model_add(&w, "pool", pool.p, 1, pool.n);
    model_add(&w, "starts", starts, 4, v + 1);
    model_add(&w, "counts", counts, 4, v);
    model_add(&w, "vectors", in, D * sizeof(float), v);
    if (model_write(&w, args->argv[1]))
        guard_fail(STM_EIO);
    mem_free(c.stream);
    arena_free(row), arena_free(doc), arena_free(tmp), arena_free(c.a);
}

int main(int argc, char **argv) { return train_main(argc, argv, 3, "train_vectors OUT.stm TEXT.jsonl[.gz]...", run); }
