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
        *s = (struct sample){.set = set, .fold = (int)(crc / 10 % BOOST_FOLDS), .weight = weight};
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
