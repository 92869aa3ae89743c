/* Reading the pages that may be trained on. */
#include "lib_pages.h"

#include <stdio.h>
#include <zlib.h>

#include "lib_boost.h"
#include "lib_rows.h"
#include "input/input.h"
#include "page/page_json.h"

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

static slice member(const struct json_doc *d, const char *key, struct arena *a) {
    uint32_t m = pjson_member(d, 0, key);
    return m != NONE && d->p[m].kind == JSON_STRING ? pjson_string(d, m, a) : (slice){0};
}

uint32_t pages_read(struct sample *to, uint32_t have, const char *data, const char *set, float weight, struct arena *a,
                    struct arena *tmp) {
    slice rest = file_read(arena_printf(a, "%s/pages/%s/gold.jsonl", data, set).p, a), line;
    while (slice_line(&rest, &line) && have < PAGES_MAX) {
        struct json_doc d;
        pjson_parse(&d, line, a, 4000);
        uint32_t file = pjson_member(&d, 0, "file"), url = pjson_member(&d, 0, "url"),
                 id = pjson_member(&d, 0, "id"), text = pjson_member(&d, 0, "text");
        if (file == NONE || id == NONE)
            continue;
        slice name = url != NONE && d.p[url].kind == JSON_STRING ? pjson_string(&d, url, a)
                                                                  : pjson_string(&d, id, a);
        slice site = site_of(name);
        char low[256];
        for (uint32_t i = 0; i < site.n && i < sizeof low; i++)
            low[i] = url != NONE ? to_lower(site.p[i]) : site.p[i];
        uint32_t crc = (uint32_t)crc32(0, (const Bytef *)low, site.n < 256 ? site.n : 256);
        if (crc % 10 >= 6)
            continue;
        struct sample *s = &to[have];
        *s = (struct sample){.set = set, .site = crc / 10, .fold = (int)(crc / 10 % BOOST_FOLDS), .weight = weight};
        s->id = pjson_string(&d, id, a);
        slice f = pjson_string(&d, file, a);
        slice raw = read_gz(arena_printf(a, "%s/pages/%s/%.*s", data, set, (int)f.n, f.p).p, a);
        if (!raw.n)
            continue;
        struct source src;
        struct skip skip;
        if (input_bytes("page.html", raw.p, raw.n, NULL, a, tmp, &src, &skip))
            continue;
        s->html = arena_slice(a, src.text);
        if (text != NONE && d.p[text].kind == JSON_STRING)
            s->text = pjson_string(&d, text, a);
        strings_of(&d, "with", a, &s->with, &s->with_n);
        strings_of(&d, "without", a, &s->without, &s->without_n);
        s->name = name;
        s->title = member(&d, "title", a);
        s->author = member(&d, "author", a);
        s->published = member(&d, "published", a);
        strings_of(&d, "authors", a, &s->authors, &s->authors_n);
        if (s->text.n || s->with_n)
            have++;
    }
    return have;
}

#define SHORT 0.004f /* what a block weighs beside its words */

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

slice block_text(const struct html_blocks *b, const struct html_block *q, struct arena *a) {
    uint32_t max = q->chars * 2 + q->words * 4 + 64;
    char *p = arena_alloc(a, max + 16);
    return html_block_text(b, q, p, max);
}

void label_blocks(struct sample *s, const struct html_blocks *b, float *label, float *weight, struct arena *a) {
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
            uint32_t n = hash_words(block_text(b, &b->p[i], a), &w, a);
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
        slice x = block_text(b, &b->p[i], a);
        for (uint32_t k = 0; k < s->with_n; k++)
            if (s->with[k].n > 3 && slice_find(x, s->with[k], 0) != NONE)
                label[i] = 1, weight[i] = s->weight * 0.06f;
        for (uint32_t k = 0; k < s->without_n; k++)
            if (s->without[k].n > 3 && slice_find(x, s->without[k], 0) != NONE && label[i] < 0)
                label[i] = 0, weight[i] = s->weight * 0.06f;
    }
}

uint32_t holder_of(const struct html_blocks *b, const float *label, struct arena *a) {
    float *in = ARENA_ARRAY(a, float, b->t->n), all = 0;
    uint32_t best = NONE, best_depth = 0;
    for (uint32_t i = 0; i < b->n; i++)
        if (label[i] > 0) {
            all += (float)b->p[i].words;
            for (uint32_t k = b->p[i].node; k != NONE && k; k = b->t->p[k].parent)
                in[k] += (float)b->p[i].words;
        }
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t depth = 0;
        for (uint32_t k = b->p[i].node; k != NONE && k; k = b->t->p[k].parent)
            depth++;
        for (uint32_t k = b->p[i].node; label[i] > 0 && k != NONE && k; k = b->t->p[k].parent, depth--)
            if (in[k] >= 0.95f * all && depth > best_depth) {
                best = k;
                best_depth = depth;
            }
    }
    return best;
}
