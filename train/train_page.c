/* Trains models/page.stm: train_page DATA OUT [cv]
 *
 *   pages, gold texts ──► blocks, labels ──► token weights ──► features ──► first forest
 *                                                                  └──────► what it says of pages that
 *                                                        it was not trained on ──► second forest
 *
 * Only pages whose site is in the fold `train` (score/fold.py: CRC-32 of the site modulo 10 below 6).
 * Token weights and the first forest's scores are cross-fitted by site, so that the second forest sees
 * what it will see on new sites. A block's weight is its words as a share of the page's gold words:
 * what is learned is close to the words that a page's F1 counts. With `cv`, prints cross-fitted word F1
 * over the training pages instead of writing a model. The same bytes each time: no clock, no threads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "lib_model.h"
#include "lib_rows.h"
#include "page/html_head.h"
#include "page/page_json.h"

#ifndef SHORT
#define SHORT 0.004f /* what a block weighs beside its words */
#endif
enum { FOLDS = 5, BINS = 64, PAGES = 2000 };

struct sample {
    slice html, text; /* gold text, or p NULL */
    slice *with, *without;
    uint32_t with_n, without_n;
    const char *set;
    slice id;
    int fold;
    float weight;
    uint32_t first, n; /* rows */
    uint32_t gold_words;
};

struct rows {
    float *x;          /* n * width */
    float *label, *weight;
    uint32_t *words;
    uint8_t *fold;
    uint32_t n, width;
};

struct trainer {
    struct arena *a, *tmp;
    struct page_kit *kit;
    struct page_model model;
    float *tokens, *words;
    struct sample *s;
    uint32_t s_n;
    struct rows r;
    bool cv;
};

/* ---- pages --------------------------------------------------------------------------------------- */

static slice site_of(slice url) {
    uint32_t at = slice_find(url, S("://"), 0);
    if (at == NONE)
        return url;
    uint32_t start = at + 3, end = start;
    while (end < url.n && !strchr("/:?#", url.p[end]))
        end++;
    slice host = slice_cut(url, start, end);
    uint32_t dots[16], n = 0;
    for (uint32_t i = 0; i < host.n && n < 16; i++)
        if (host.p[i] == '.')
            dots[n++] = i;
    uint32_t keep = 2;
    if (n >= 1 && host.n - dots[n - 1] - 1 == 2) {
        uint32_t from = n >= 2 ? dots[n - 2] + 1 : 0;
        slice second = slice_cut(host, from, dots[n - 1]);
        static const char *const seconds[] = {"ac", "co", "com", "edu", "gov", "net", "org"};
        for (unsigned i = 0; i < NELEMS(seconds); i++)
            if (slice_eq(second, slice_str(seconds[i])))
                keep = 3;
    }
    return n < keep ? host : slice_cut(host, dots[n - keep] + 1, host.n);
}

static slice read_gz(const char *path, struct arena *a) {
    gzFile g = gzopen(path, "rb");
    if (!g)
        return (slice){0};
    struct buf b = {.a = a};
    static char c[1 << 16];
    int n;
    while ((n = gzread(g, c, sizeof c)) > 0)
        buf_add(&b, c, (size_t)n);
    gzclose(g);
    return buf_take(&b);
}

static void strings_of(const struct json_doc *d, const char *key, struct arena *a, slice **out, uint32_t *n) {
    uint32_t m = pjson_member(d, 0, key);
    if (m == NONE || d->p[m].kind != JSON_LIST)
        return;
    *out = ARENA_ARRAY(a, slice, d->p[m].end - m);
    for (uint32_t i = m + 1; i < d->p[m].end; i = d->p[i].end)
        (*out)[(*n)++] = pjson_string(d, i, a);
}

static void read_set(struct trainer *t, const char *data, const char *set, float weight) {
    slice rest = file_read(arena_printf(t->a, "%s/pages/%s/gold.jsonl", data, set).p, t->a), line;
    while (slice_line(&rest, &line) && t->s_n < PAGES) {
        struct json_doc d;
        pjson_parse(&d, line, t->a, 4000);
        uint32_t file = pjson_member(&d, 0, "file"), url = pjson_member(&d, 0, "url"),
                 id = pjson_member(&d, 0, "id"), text = pjson_member(&d, 0, "text");
        if (file == NONE || id == NONE)
            continue;
        slice name = url != NONE && d.p[url].kind == JSON_STRING ? pjson_string(&d, url, t->a)
                                                                  : pjson_string(&d, id, t->a);
        slice site = site_of(name);
        char low[256];
        for (uint32_t i = 0; i < site.n && i < sizeof low; i++)
            low[i] = url != NONE ? to_lower(site.p[i]) : site.p[i];
        uint32_t crc = (uint32_t)crc32(0, (const Bytef *)low, site.n < 256 ? site.n : 256);
        if (crc % 10 >= 6)
            continue;
        struct sample *s = &t->s[t->s_n];
        *s = (struct sample){.set = set, .fold = (int)(crc / 10 % FOLDS), .weight = weight};
        s->id = pjson_string(&d, id, t->a);
        slice f = pjson_string(&d, file, t->a);
        slice raw = read_gz(arena_printf(t->a, "%s/pages/%s/%.*s", data, set, (int)f.n, f.p).p, t->a);
        if (!raw.n)
            continue;
        struct source src;
        struct skip skip;
        if (input_bytes("page.html", raw.p, raw.n, NULL, t->a, t->tmp, &src, &skip))
            continue;
        s->html = arena_slice(t->a, src.text);
        if (text != NONE && d.p[text].kind == JSON_STRING)
            s->text = pjson_string(&d, text, t->a);
        strings_of(&d, "with", t->a, &s->with, &s->with_n);
        strings_of(&d, "without", t->a, &s->without, &s->without_n);
        if (s->text.n || s->with_n)
            t->s_n++;
    }
}

/* ---- labels ---------------------------------------------------------------------------------------- */

/* Hashes of words in lower case; letters, digits and what is not ASCII make words. */
static uint32_t hash_words(slice s, uint64_t **out, struct arena *a) {
    uint64_t *w = arena_alloc(a, (s.n / 2 + 2) * sizeof *w);
    uint32_t n = 0;
    uint64_t h = 0;
    bool in = false;
    for (uint32_t i = 0; i <= s.n; i++) {
        unsigned char c = i < s.n ? (unsigned char)s.p[i] : ' ';
        bool quote = c == 0xE2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80;
        if (quote || !(is_alnum(c) || c >= 0x80)) {
            if (in)
                w[n++] = h;
            in = false;
            if (quote)
                i += 2;
            continue;
        }
        if (!in)
            h = 14695981039346656037u;
        in = true;
        h = (h ^ (unsigned char)to_lower((char)c)) * 1099511628211u;
    }
    *out = w;
    return n;
}

struct set {
    uint64_t *p;
    uint32_t cap;
};
static void set_new(struct set *s, struct arena *a, uint32_t n) {
    s->cap = 64;
    while (s->cap < n * 2 + 2)
        s->cap *= 2;
    s->p = ARENA_ARRAY(a, uint64_t, s->cap);
}
static bool set_has(struct set *s, uint64_t h, bool put) {
    if (!h)
        h = 1;
    uint32_t i = (uint32_t)(h >> 17) & (s->cap - 1);
    while (s->p[i] && s->p[i] != h)
        i = (i + 1) & (s->cap - 1);
    if (s->p[i])
        return true;
    if (put)
        s->p[i] = h;
    return false;
}
static uint64_t gram(const uint64_t *w, uint32_t n) {
    uint64_t h = n;
    for (uint32_t i = 0; i < n; i++)
        h = hash_mix(h, w[i]);
    return h;
}

static slice text_of(const struct html_blocks *b, const struct html_block *q, struct arena *a) {
    uint32_t max = q->chars * 2 + q->words * 4 + 64;
    char *p = arena_alloc(a, max + 16);
    return html_block_text(b, q, p, max);
}

/* label: 1, 0, or -1 (not known); weights beside it. */
static void label_blocks(struct trainer *t, struct sample *s, const struct html_blocks *b, float *label,
                         float *weight) {
    struct arena *a = t->tmp;
    if (s->text.n) {
        uint64_t *g;
        uint32_t gn = hash_words(s->text, &g, a);
        s->gold_words = gn;
        struct set four, lines, small;
        set_new(&four, a, gn);
        set_new(&lines, a, gn);
        set_new(&small, a, gn * 3);
        for (uint32_t i = 0; i + 4 <= gn; i++)
            set_has(&four, gram(g + i, 4), true);
        for (uint32_t k = 1; k <= 3; k++)
            for (uint32_t i = 0; i + k <= gn; i++)
                set_has(&small, gram(g + i, k), true);
        slice rest = s->text, line;
        while (slice_line(&rest, &line)) {
            uint64_t *w;
            uint32_t n = hash_words(line, &w, a);
            if (n)
                set_has(&lines, gram(w, n), true);
        }
        uint8_t *maybe = ARENA_ARRAY(a, uint8_t, b->n + 1);
        for (uint32_t i = 0; i < b->n; i++) {
            uint64_t *w;
            uint32_t n = hash_words(text_of(b, &b->p[i], a), &w, a);
            float share = 0;
            if (n >= 4) {
                uint32_t hits = 0;
                for (uint32_t k = 0; k + 4 <= n; k++)
                    hits += set_has(&four, gram(w + k, 4), false);
                share = (float)hits / (float)(n - 3);
            } else if (n) {
                if (set_has(&lines, gram(w, n), false))
                    share = 1;
                else
                    maybe[i] = set_has(&small, gram(w, n), false);
            }
            label[i] = share >= 0.5f;
            weight[i] = (float)b->p[i].words;
        }
        for (uint32_t i = 1; i + 1 < b->n; i++)
            if (maybe[i] && label[i - 1] > 0 && (label[i + 1] > 0 || (i + 2 < b->n && label[i + 2] > 0)))
                label[i] = 1;
        /* of one text that stands in the page twice, the one among its like is meant */
        for (uint32_t i = 0; i < b->n; i++) {
            if (label[i] <= 0)
                continue;
            uint32_t best = i, best_n = 0, copies = 0;
            for (uint32_t j = 0; j < b->n; j++) {
                if (b->p[j].text != b->p[i].text || label[j] <= 0)
                    continue;
                uint32_t around = 0;
                for (uint32_t k = j > 6 ? j - 6 : 0; k < b->n && k <= j + 6; k++)
                    around += label[k] > 0 ? b->p[k].words : 0;
                copies++;
                if (around > best_n)
                    best = j, best_n = around;
            }
            if (copies > 1)
                for (uint32_t j = 0; j < b->n; j++)
                    if (j != best && b->p[j].text == b->p[i].text && label[j] > 0)
                        label[j] = 0;
        }
        float norm = (float)(gn > 80 ? gn : 80);
        for (uint32_t i = 0; i < b->n; i++) {
            float w = weight[i] / norm;
            weight[i] = s->weight * ((w < 0.5f ? w : 0.5f) + SHORT);
        }
        return;
    }
    for (uint32_t i = 0; i < b->n; i++) {
        label[i] = -1;
        weight[i] = 0;
        slice x = text_of(b, &b->p[i], a);
        for (uint32_t k = 0; k < s->with_n; k++)
            if (s->with[k].n > 3 && slice_find(x, s->with[k], 0) != NONE)
                label[i] = 1, weight[i] = s->weight * 0.06f;
        for (uint32_t k = 0; k < s->without_n; k++)
            if (s->without[k].n > 3 && slice_find(x, s->without[k], 0) != NONE && label[i] < 0)
                label[i] = 0, weight[i] = s->weight * 0.06f;
    }
}

/* ---- weights of class tokens --------------------------------------------------------------------------- */

struct counted {
    float *yes, *no;      /* FOLDS * size */
    uint8_t *pages;       /* in how many pages (to 255), FOLDS * size */
    uint32_t size;        /* PAGE_TOKENS or PAGE_WORDS */
};

static void counted_new(struct counted *c, struct arena *a, uint32_t size) {
    c->size = size;
    c->yes = ARENA_ARRAY(a, float, FOLDS * size);
    c->no = ARENA_ARRAY(a, float, FOLDS * size);
    c->pages = ARENA_ARRAY(a, uint8_t, FOLDS * size);
}

/* One token of a block: counted once by block. */
static void count_one(struct counted *c, int fold, uint32_t token, bool yes, float weight, uint32_t *here,
                      uint32_t block, uint8_t *seen) {
    uint32_t at = (uint32_t)fold * c->size + token;
    if (here[token] == block + 1)
        return;
    here[token] = block + 1;
    (yes ? c->yes : c->no)[at] += weight;
    if (!seen[token]) {
        seen[token] = 1;
        c->pages[at] += c->pages[at] < 255;
    }
}

static void count_tokens(struct trainer *t, struct counted *c, struct counted *words) {
    counted_new(c, t->a, PAGE_TOKENS);
    counted_new(words, t->a, PAGE_WORDS);
    for (uint32_t p = 0; p < t->s_n; p++) {
        struct sample *s = &t->s[p];
        struct html_tree tree;
        struct html_blocks b;
        html_parse(&tree, s->html, &t->kit->names, t->tmp, TAG_NONE, SPACE_HTML, false);
        html_blocks_find(&b, &tree, t->kit, t->tmp, true);
        float *label = ARENA_ARRAY(t->tmp, float, b.n + 1), *weight = ARENA_ARRAY(t->tmp, float, b.n + 1);
        label_blocks(t, s, &b, label, weight);
        uint8_t *seen = ARENA_ARRAY(t->tmp, uint8_t, PAGE_TOKENS + PAGE_WORDS);
        uint32_t *here = ARENA_ARRAY(t->tmp, uint32_t, PAGE_TOKENS + PAGE_WORDS);
        for (uint32_t i = 0; i < b.n; i++) {
            const struct html_block *q = &b.p[i];
            if (label[i] < 0)
                continue;
            float w = weight[i] / s->weight, w2 = w < 0.01f ? w : 0.01f; /* words: by block, not by length */
            for (uint32_t k = q->tokens; k < q->tokens + q->tokens_n; k++)
                count_one(c, s->fold, b.tokens[k].hash, label[i] > 0, w, here, i, seen);
            for (uint32_t k = q->wording; k < q->wording + q->wording_n; k++)
                count_one(words, s->fold, b.wording[k], label[i] > 0, w2 * 10, here + PAGE_TOKENS, i,
                          seen + PAGE_TOKENS);
        }
        arena_reset(t->tmp);
    }
}

/* Log odds against all, leaving one fold out (-1: none). */
static void weigh(const struct counted *c, int out, float *to, uint32_t least, double prior, double most) {
    double all_yes = 1, all_no = 1;
    for (int f = 0; f < FOLDS; f++)
        for (uint32_t k = 0; f != out && k < c->size; k++) {
            all_yes += c->yes[(uint32_t)f * c->size + k];
            all_no += c->no[(uint32_t)f * c->size + k];
        }
    double base = log(all_yes / all_no);
    for (uint32_t k = 0; k < c->size; k++) {
        double yes = 0, no = 0;
        uint32_t pages = 0;
        for (int f = 0; f < FOLDS; f++) {
            if (f == out)
                continue;
            yes += c->yes[(uint32_t)f * c->size + k];
            no += c->no[(uint32_t)f * c->size + k];
            pages += c->pages[(uint32_t)f * c->size + k];
        }
        double w = log((yes + prior * all_yes / (all_yes + all_no)) /
                       (no + prior * all_no / (all_yes + all_no))) - base;
        w = w > most ? most : w < -most ? -most : w;
        to[k] = pages >= least ? (float)(round(w * 64) / 64) : 0;
    }
}

static void weigh_tokens(struct trainer *t, const struct counted *c, const struct counted *words, int out) {
    weigh(c, out, t->tokens, 4, 0.5, 4);
    weigh(words, out, t->words, 6, 0.5, 3);
}

/* ---- boosted trees ------------------------------------------------------------------------------------------ */

struct forest {
    struct page_node *nodes;
    uint32_t *trees;
    uint32_t nodes_n, trees_n, nodes_cap;
};

struct booster {
    struct arena *a;
    const struct rows *r;
    uint8_t *bin;       /* width columns of n */
    float *cuts;        /* width * BINS */
    uint16_t *cuts_n;
    float *score, *g, *h;
    uint32_t *order;    /* rows, by node */
};

static int by_float(const void *x, const void *y) {
    float a = *(const float *)x, b = *(const float *)y;
    return (a > b) - (a < b);
}

static void make_bins(struct booster *b) {
    const struct rows *r = b->r;
    b->bin = arena_alloc(b->a, (size_t)r->n * r->width);
    b->cuts = ARENA_ARRAY(b->a, float, (size_t)r->width * BINS);
    b->cuts_n = ARENA_ARRAY(b->a, uint16_t, r->width);
    float *v = arena_alloc(b->a, (size_t)r->n * sizeof *v);
    for (uint32_t f = 0; f < r->width; f++) {
        uint32_t m = 0;
        for (uint32_t i = 0; i < r->n; i++)
            if (r->weight[i] > 0)
                v[m++] = r->x[(size_t)i * r->width + f];
        qsort(v, m, sizeof *v, by_float);
        float *c = b->cuts + (size_t)f * BINS;
        uint32_t n = 0, distinct = 0;
        for (uint32_t i = 1; i < m; i++)
            distinct += v[i] != v[i - 1];
        if (distinct < BINS - 1) {
            for (uint32_t i = 1; i < m; i++)
                if (v[i] != v[i - 1])
                    c[n++] = v[i - 1] + (v[i] - v[i - 1]) / 2;
        } else {
            for (uint32_t q = 1; q < BINS; q++) {
                uint32_t i = (uint32_t)((uint64_t)q * m / BINS);
                if (i && v[i] != v[i - 1] && (!n || v[i] > c[n - 1]))
                    c[n++] = v[i];
                else if (i && (!n || v[i] > c[n - 1]))
                    c[n++] = v[i];
            }
        }
        b->cuts_n[f] = (uint16_t)n;
        uint8_t *to = b->bin + (size_t)f * r->n;
        for (uint32_t i = 0; i < r->n; i++) {
            float x = r->x[(size_t)i * r->width + f];
            uint32_t lo = 0, hi = n;
            while (lo < hi) { /* bin: cuts that are <= x */
                uint32_t mid = (lo + hi) / 2;
                if (c[mid] <= x)
                    lo = mid + 1;
                else
                    hi = mid;
            }
            to[i] = (uint8_t)lo;
        }
    }
}

struct todo {
    uint32_t start, end, node, depth;
};

static void grow(struct booster *b, struct forest *out, int trees, int depth, float rate, int skip) {
    const struct rows *r = b->r;
    const float lambda = 1.0f, min_h = 0.15f;
    uint32_t *rows = arena_alloc(b->a, (size_t)r->n * sizeof *rows), rows_n = 0;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->weight[i] > 0 && r->fold[i] != skip)
            rows[rows_n++] = i;
    uint32_t *order = arena_alloc(b->a, (size_t)r->n * sizeof *order);
    uint32_t *side = arena_alloc(b->a, (size_t)r->n * sizeof *side);
    memset(b->score, 0, r->n * sizeof *b->score);
    out->trees = ARENA_ARRAY(b->a, uint32_t, (size_t)trees + 1);
    out->trees_n = out->nodes_n = out->nodes_cap = 0;
    out->nodes = NULL;
    struct hist { double g, h; } *hist = arena_alloc(b->a, (size_t)r->width * BINS * sizeof *hist);
    struct todo *stack = arena_alloc(b->a, 4096 * sizeof *stack);
    uint64_t seed = 88172645463325252u;
    uint8_t *use = ARENA_ARRAY(b->a, uint8_t, r->width);
    for (int t = 0; t < trees; t++) {
        for (uint32_t k = 0; k < rows_n; k++) {
            uint32_t i = rows[k];
            float p = 1.0f / (1.0f + expf(-b->score[i]));
            b->g[i] = (p - r->label[i]) * r->weight[i];
            b->h[i] = p * (1 - p) * r->weight[i];
            order[k] = i;
        }
        /* two columns of three, drawn anew for each tree */
        for (uint32_t f = 0; f < r->width; f++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            use[f] = seed % 3 != 0;
        }
        uint32_t base = out->nodes_n, top = 0;
        out->trees[out->trees_n++] = base;
        ARENA_MORE(b->a, out->nodes, out->nodes_n, out->nodes_cap);
        out->nodes_n++;
        stack[top++] = (struct todo){0, rows_n, 0, 0};
        while (top) {
            struct todo d = stack[--top];
            double G = 0, H = 0;
            for (uint32_t k = d.start; k < d.end; k++) {
                G += b->g[order[k]];
                H += b->h[order[k]];
            }
            uint32_t best_f = NONE, best_cut = 0;
            double best = 1e-4;
            if ((int)d.depth < depth && H > 2 * min_h) {
                memset(hist, 0, (size_t)r->width * BINS * sizeof *hist);
                for (uint32_t f = 0; f < r->width; f++) {
                    if (!use[f])
                        continue;
                    const uint8_t *bin = b->bin + (size_t)f * r->n;
                    struct hist *hf = hist + (size_t)f * BINS;
                    for (uint32_t k = d.start; k < d.end; k++) {
                        uint32_t i = order[k];
                        hf[bin[i]].g += b->g[i];
                        hf[bin[i]].h += b->h[i];
                    }
                    double gl = 0, hl = 0, parent = G * G / (H + lambda);
                    for (uint32_t c = 0; c < b->cuts_n[f]; c++) {
                        gl += hf[c].g;
                        hl += hf[c].h;
                        if (hl < min_h || H - hl < min_h)
                            continue;
                        double gain = gl * gl / (hl + lambda) + (G - gl) * (G - gl) / (H - hl + lambda) - parent;
                        if (gain > best)
                            best = gain, best_f = f, best_cut = c;
                    }
                }
            }
            if (best_f == NONE) {
                float v = (float)(-G / (H + lambda)) * rate;
                out->nodes[base + d.node] = (struct page_node){v, UINT16_MAX, 0};
                for (uint32_t k = d.start; k < d.end; k++)
                    b->score[order[k]] += v;
                continue;
            }
            const uint8_t *bin = b->bin + (size_t)best_f * r->n;
            uint32_t m = d.start, q = 0;
            for (uint32_t k = d.start; k < d.end; k++) {
                if (bin[order[k]] <= best_cut)
                    order[m++] = order[k];
                else
                    side[q++] = order[k];
            }
            memcpy(order + m, side, q * sizeof *order);
            uint32_t yes = out->nodes_n - base;
            for (int two = 0; two < 2; two++) {
                ARENA_MORE(b->a, out->nodes, out->nodes_n, out->nodes_cap);
                out->nodes_n++;
            }
            out->nodes[base + d.node] =
                (struct page_node){b->cuts[(size_t)best_f * BINS + best_cut], (uint16_t)best_f, (uint16_t)yes};
            stack[top++] = (struct todo){m, d.end, yes + 1, d.depth + 1};
            stack[top++] = (struct todo){d.start, m, yes, d.depth + 1};
        }
    }
    out->trees[out->trees_n] = out->nodes_n;
}

static void train_forest(struct trainer *t, const struct rows *r, struct forest *out, int trees, int depth,
                         float rate, float *held) {
    struct booster b = {.a = arena_new(0), .r = r};
    b.score = ARENA_ARRAY(b.a, float, r->n);
    b.g = ARENA_ARRAY(b.a, float, r->n);
    b.h = ARENA_ARRAY(b.a, float, r->n);
    make_bins(&b);
    for (int f = held ? 0 : FOLDS; f < (held ? FOLDS : FOLDS + 1); f++) {
        struct forest one;
        struct arena_mark mark = arena_mark(b.a);
        grow(&b, &one, trees, depth, rate, f < FOLDS ? f : -1);
        if (held) {
            struct page_forest pf = {one.nodes, one.trees, one.trees_n, one.nodes_n};
            for (uint32_t i = 0; i < r->n; i++)
                if (r->fold[i] == f)
                    held[i] = page_forest_score(&pf, r->x + (size_t)i * r->width);
            arena_rewind(b.a, mark);
            fprintf(stderr, "  fold %d\n", f);
        } else {
            out->nodes_n = one.nodes_n;
            out->trees_n = one.trees_n;
            out->nodes = ARENA_ARRAY(t->a, struct page_node, one.nodes_n);
            out->trees = ARENA_ARRAY(t->a, uint32_t, (size_t)one.trees_n + 1);
            memcpy(out->nodes, one.nodes, one.nodes_n * sizeof *one.nodes);
            memcpy(out->trees, one.trees, ((size_t)one.trees_n + 1) * sizeof *one.trees);
        }
    }
    arena_free(b.a);
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

/* Reads each page again, for the rows of the first forest (score NULL) or of the second. */
static void make_rows(struct trainer *t, const struct counted *c, const struct counted *words, const float *score, struct rows *r) {
    uint32_t cap = 0;
    r->width = score ? PAGE_FEATURES2 : PAGE_FEATURES;
    r->n = 0;
    r->x = NULL;
    int have = -2;
    for (uint32_t p = 0; p < t->s_n; p++) {
        struct sample *s = &t->s[p];
        if (have != s->fold) {
            weigh_tokens(t, c, words, s->fold);
            have = s->fold;
        }
        struct html_tree tree;
        struct html_blocks b;
        struct html_head head;
        struct head_facts facts;
        html_parse(&tree, s->html, &t->kit->names, t->tmp, TAG_NONE, SPACE_HTML, false);
        html_head_read(&head, &tree, t->tmp);
        html_head_facts(&head, t->tmp, &facts);
        html_blocks_find(&b, &tree, t->kit, t->tmp, false);
        float *x = html_features(&b, &facts, t->tmp);
        float *label = ARENA_ARRAY(t->tmp, float, b.n + 1), *weight = ARENA_ARRAY(t->tmp, float, b.n + 1);
        label_blocks(t, s, &b, label, weight);
        struct around *around = score ? html_around(&b, score + r->n, t->tmp) : NULL;
        s->first = r->n;
        s->n = b.n;
        if (r->n + b.n > cap) {
            uint32_t more = (r->n + b.n) * 2;
            r->x = arena_grow(t->a, r->x, (size_t)cap * r->width * sizeof(float), (size_t)more * r->width * sizeof(float));
            r->label = arena_grow(t->a, r->label, cap * sizeof(float), more * sizeof(float));
            r->weight = arena_grow(t->a, r->weight, cap * sizeof(float), more * sizeof(float));
            r->words = arena_grow(t->a, r->words, cap * sizeof(uint32_t), more * sizeof(uint32_t));
            r->fold = arena_grow(t->a, r->fold, cap, more);
            cap = more;
        }
        for (uint32_t i = 0; i < b.n; i++, r->n++) {
            float *to = r->x + (size_t)r->n * r->width;
            if (score)
                html_features2(&b, around, x + (size_t)i * PAGE_FEATURES, i, to);
            else
                memcpy(to, x + (size_t)i * PAGE_FEATURES, PAGE_FEATURES * sizeof *to);
            r->label[r->n] = label[i];
            r->weight[r->n] = label[i] < 0 ? 0 : weight[i];
            r->words[r->n] = b.p[i].words;
            r->fold[r->n] = (uint8_t)s->fold;
        }
        arena_reset(t->tmp);
    }
}

/* Mean word F1 over pages with a gold text, as far as blocks can tell. */
static void report_f1(const struct trainer *t, const struct rows *r, const float *score) {
    for (float cut = -1.5f; cut <= 1.01f; cut += 0.5f) {
        double sum[8] = {0};
        int pages[8] = {0};
        static const char *const sets[] = {"wcxb-dev", "news", "readability"};
        for (uint32_t p = 0; p < t->s_n; p++) {
            const struct sample *s = &t->s[p];
            if (!s->gold_words)
                continue;
            double hit = 0, got = 0, gold = 0;
            for (uint32_t i = s->first; i < s->first + s->n; i++) {
                if (score[i] > cut)
                    got += r->words[i], hit += r->label[i] > 0 ? r->words[i] : 0;
                gold += r->label[i] > 0 ? r->words[i] : 0;
            }
            double P = got > 0 ? hit / got : 0, R = gold > 0 ? hit / gold : 0;
            for (int k = 0; k < 3; k++)
                if (!strcmp(s->set, sets[k])) {
                    sum[k] += P + R > 0 ? 2 * P * R / (P + R) : gold == 0 && got == 0;
                    pages[k]++;
                }
        }
        double hit = 0, got = 0, gold = 0; /* blocks that trafilatura's snippets stand in */
        for (uint32_t p = 0; p < t->s_n; p++)
            for (uint32_t i = t->s[p].first; !t->s[p].gold_words && i < t->s[p].first + t->s[p].n; i++)
                if (r->weight[i] > 0) {
                    got += score[i] > cut;
                    gold += r->label[i] > 0;
                    hit += score[i] > cut && r->label[i] > 0;
                }
        printf("cut %5.2f  wcxb %.4f  news %.4f  readability %.4f  snippets %.4f\n", cut, sum[0] / pages[0],
               sum[1] / pages[1], sum[2] / pages[2], 2 * hit / (got + gold));
    }
}

struct args {
    int n;
    char **v;
};

static void train(void *arg) {
    struct args *args = arg;
    struct trainer *t = mem_alloc(sizeof *t);
    memset(t, 0, sizeof *t);
    t->a = arena_new(0);
    t->tmp = arena_new(0);
    t->cv = args->n > 3;
    if (page_kit_open(&t->kit, "/nowhere", NULL))
        guard_fail(STM_EIO);
    t->tokens = ARENA_ARRAY(t->a, float, PAGE_TOKENS);
    t->words = ARENA_ARRAY(t->a, float, PAGE_WORDS);
    t->model.tokens = t->tokens;
    t->model.words = t->words;
    t->kit->model = &t->model;
    t->s = ARENA_ARRAY(t->a, struct sample, PAGES);
    read_set(t, args->v[1], "wcxb-dev", 1.0f);
    read_set(t, args->v[1], "news", 1.0f);
    read_set(t, args->v[1], "trafilatura-en", 1.0f);
    read_set(t, args->v[1], "readability", 0.4f);
    printf("%u pages\n", t->s_n);
    struct counted c, words;
    count_tokens(t, &c, &words);
    struct rows one = {0}, two = {0};
    make_rows(t, &c, &words, NULL, &one);
    printf("%u blocks\n", one.n);
    float *held = ARENA_ARRAY(t->a, float, one.n);
    struct forest first, second;
    train_forest(t, &one, NULL, 60, 6, 0.15f, held);
    report_f1(t, &one, held);
    make_rows(t, &c, &words, held, &two);
    if (t->cv) {
        float *held2 = ARENA_ARRAY(t->a, float, one.n);
        train_forest(t, &two, NULL, 60, 5, 0.15f, held2);
        report_f1(t, &two, held2);
        return;
    }
    train_forest(t, &one, &first, 60, 6, 0.15f, NULL);
    train_forest(t, &two, &second, 60, 5, 0.15f, NULL);
    weigh_tokens(t, &c, &words, -1);
    static struct model_writer w;
    static const uint32_t widths[2] = {PAGE_FEATURES, PAGE_FEATURES2};
    model_begin(&w, t->a, "page");
    model_add(&w, "tokens", t->tokens, sizeof *t->tokens, PAGE_TOKENS);
    model_add(&w, "words", t->words, sizeof *t->words, PAGE_WORDS);
    model_add(&w, "features", widths, sizeof *widths, 2);
    model_add(&w, "nodes1", first.nodes, sizeof *first.nodes, first.nodes_n);
    model_add(&w, "trees1", first.trees, sizeof *first.trees, first.trees_n + 1);
    model_add(&w, "nodes2", second.nodes, sizeof *second.nodes, second.nodes_n);
    model_add(&w, "trees2", second.trees, sizeof *second.trees, second.trees_n + 1);
    if (model_write(&w, args->v[2]))
        guard_fail(STM_EIO);
    printf("%s: %u and %u nodes\n", args->v[2], first.nodes_n, second.nodes_n);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: train_page DATA OUT [cv]\n");
        return 2;
    }
    struct args args = {argc, argv};
    int code = guard_run(train, &args);
    if (code)
        fprintf(stderr, "train_page: %s\n", stm_strerror(code));
    return code ? 1 : 0;
}
