/* A record of somebody's tool to a source. The names are those that trafilatura, newspaper4k,
 * news-please, fundus, Event Registry, Media Cloud and ninjs write, and our own; the first of a
 * field's names that holds something is taken.
 *
 * What jansson refuses but scrapers write is mended before parsing: bytes that are no UTF-8, halves
 * of surrogate pairs, NaN (read as 0) and Infinity. */
#include <jansson.h>

#include "parts.h"

enum { MAX_VALUES = 1 << 19, MAX_AUTHORS = 256, MAX_PARTS = 1 << 16 };

static const char *const IDS[] = {"id", "uri", "fingerprint", "uid", "_id", "filename", NULL};
static const char *const HTMLS[] = {"html", "raw_html", "body_html", NULL};
static const char *const TEXTS[] = {"text", "maintext", "plaintext", "text_content", "raw_text",
                                    "article_text", "body_text", "body", "content", NULL};
static const char *const URLS[] = {"url", "source", "canonical_link", "canonical_url",
                                   "original_url", "link", "responded_url", "requested_url", NULL};
static const char *const TITLES[] = {"title", "article_title", "headline", "title_page", NULL};
static const char *const AUTHORS[] = {"authors", "author", "by", "byline", NULL};
static const char *const PUBLISHED[] = {"published", "date", "date_publish", "publish_date",
                                        "publishing_date", "publication_date", "published_at",
                                        "date_published", "datePublished", "dateTime", "pubDate",
                                        "pub_date", "firstCreated", "firstcreated", NULL};
static const char *const MODIFIED[] = {"modified", "date_modify", "date_modified", "dateModified",
                                       "modified_date", "updated", "updated_at", "versionCreated",
                                       "versioncreated", NULL};
static const char *const LANGUAGES[] = {"language", "lang", "meta_lang", NULL};
static const char *const SITES[] = {"site_name", "sitename", "source-hostname", "meta_site_name",
                                    "publisher", "source_name", "hostname", "source_domain",
                                    "canonical_domain", "domain", "source", NULL};

/* ---- mending ---------------------------------------------------------------------------------- */

static int hex4(const char *p) {
    int v = 0;
    for (int i = 0; i < 4; i++) {
        char c = to_lower(p[i]);
        if (!is_digit((unsigned char)c) && (c < 'a' || c > 'f'))
            return -1;
        v = v * 16 + (is_digit((unsigned char)c) ? c - '0' : c - 'a' + 10);
    }
    return v;
}

/* The same JSON, of the same length or longer, without what jansson would refuse needlessly. */
static slice mended(slice json, struct arena *tmp) {
    struct decoded d;
    const char *why;
    if (recode(json, S("utf-8"), tmp, tmp, &d, &why) != 0)
        return json;
    char *p = arena_dup(tmp, d.text.p, d.text.n);
    uint32_t n = d.text.n;
    bool string = false;
    for (uint32_t i = 0; i < n; i++) {
        if (!string) {
            static const char *const words[] = {"NaN", "Infinity", "-Infinity"};
            for (size_t w = 0; w < NELEMS(words); w++) {
                uint32_t len = (uint32_t)strlen(words[w]);
                if (n - i >= len && memcmp(p + i, words[w], len) == 0) {
                    memset(p + i, ' ', len);
                    memcpy(p + i, len == 3 ? "0  " : "null", len == 3 ? 3 : 4);
                }
            }
            string = p[i] == '"';
        } else if (p[i] == '"') {
            string = false;
        } else if ((unsigned char)p[i] < 0x20) {
            p[i] = ' '; /* a raw control character */
        } else if (p[i] == '\\' && i + 1 < n) {
            if (p[i + 1] == 'u' && i + 5 < n) {
                int v = hex4(p + i + 2);
                int next = v >= 0xD800 && v < 0xDC00 && i + 11 < n && p[i + 6] == '\\' && p[i + 7] == 'u' ? hex4(p + i + 8) : -1;
                if (next >= 0xDC00 && next < 0xE000)
                    i += 6;
                else if (v >= 0xD800 && v < 0xE000)
                    memcpy(p + i + 2, "fffd", 4);
                i += 4;
            }
            i++;
        }
    }
    return slice_of(p, n);
}

/* Each value costs jansson many times its bytes, so a line of nothing but brackets is refused. */
static bool too_many(slice json) {
    uint32_t values = 0;
    bool string = false;
    for (uint32_t i = 0; i < json.n; i++) {
        char c = json.p[i];
        if (string) {
            const char *q = memchr(json.p + i, '"', json.n - i);
            if (!q)
                break;
            uint32_t at = (uint32_t)(q - json.p), back = at;
            while (back > i && json.p[back - 1] == '\\')
                back--;
            string = (at - back) & 1;
            i = at;
        } else if (c == '"') {
            string = true;
        } else if (c == ',' || c == '[' || c == '{') {
            if (++values > MAX_VALUES)
                return true;
        }
    }
    return false;
}

/* ---- values ------------------------------------------------------------------------------------ */

struct parsed {
    json_t *root;
};
static void parsed_free(void *arg) {
    struct parsed *p = arg;
    json_decref(p->root);
}

static slice string_of(const json_t *v) {
    return slice_of(json_string_value(v), json_string_length(v));
}

static bool filled(const json_t *v) { return json_is_string(v) && slice_trim(string_of(v)).n; }

/* The first of `names` that is a string with something in it; an object stands for its name. */
static slice text_field(const json_t *o, const char *const names[], struct arena *a) {
    for (; *names; names++) {
        const json_t *v = json_object_get(o, *names);
        if (json_is_object(v)) {
            const json_t *inner = json_object_get(v, "title");
            v = filled(inner) ? inner : json_object_get(v, "name");
        }
        if (filled(v))
            return arena_slice(a, slice_trim(string_of(v)));
    }
    return (slice){0};
}

static slice url_field(const json_t *o, struct arena *a) {
    for (const char *const *name = URLS; *name; name++) {
        const json_t *v = json_object_get(o, *name);
        if (!filled(v))
            continue;
        slice s = slice_trim(string_of(v));
        if (slice_starts_nocase(s, S("http:")) || slice_starts_nocase(s, S("https:")) || strcmp(*name, "url") == 0)
            return arena_slice(a, s);
    }
    const json_t *html = json_object_get(o, "html"); /* fundus */
    if (json_is_object(html))
        return url_field(html, a);
    return (slice){0};
}

/* Seconds or milliseconds since 1970 to ISO 8601 (Howard Hinnant's civil_from_days). */
static slice iso_time(double seconds, struct arena *a) {
    if (seconds > 1e11)
        seconds /= 1000;
    if (!(seconds > 0 && seconds < 253402300800.0))
        return (slice){0};
    int64_t t = (int64_t)seconds, days = t / 86400, rest = t % 86400;
    int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int day = (int)(doy - (153 * mp + 2) / 5 + 1), month = (int)(mp < 10 ? mp + 3 : mp - 9);
    int year = (int)(yoe + era * 400 + (month <= 2));
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, (int)(rest / 3600),
                        (int)(rest / 60 % 60), (int)(rest % 60));
}

static slice date_field(const json_t *o, const char *const names[], struct arena *a) {
    for (; *names; names++) {
        const json_t *v = json_object_get(o, *names);
        if (filled(v))
            return arena_slice(a, slice_trim(string_of(v)));
        if (json_is_number(v)) {
            slice s = iso_time(json_number_value(v), a);
            if (s.p)
                return s;
        }
    }
    return (slice){0};
}

static slice id_field(const json_t *o, struct arena *a) {
    for (const char *const *name = IDS; *name; name++) {
        const json_t *v = json_object_get(o, *name);
        if (json_is_object(v)) /* a document store's {"$oid": ...} */
            v = json_object_get(v, "$oid");
        if (filled(v))
            return arena_slice(a, slice_trim(string_of(v)));
        if (json_is_integer(v))
            return arena_printf(a, "%lld", (long long)json_integer_value(v));
    }
    return (slice){0};
}

static void author_add(struct given *g, uint32_t *cap, slice s, struct arena *a) {
    s = slice_trim(s);
    if (!s.n || g->authors_n == MAX_AUTHORS)
        return;
    ARENA_MORE(a, g->authors, g->authors_n, *cap);
    g->authors[g->authors_n++] = arena_slice(a, s);
}

/* A list, or one string with "; " between the names. */
static void authors_field(const json_t *o, struct given *g, struct arena *a) {
    uint32_t cap = 0;
    for (const char *const *name = AUTHORS; *name && !g->authors_n; name++) {
        const json_t *v = json_object_get(o, *name);
        size_t n = json_is_array(v) ? json_array_size(v) : 1;
        for (size_t i = 0; i < n; i++) {
            const json_t *one = json_is_array(v) ? json_array_get(v, i) : v;
            if (json_is_object(one))
                one = json_object_get(one, "name");
            if (!json_is_string(one))
                continue;
            slice rest = slice_trim(string_of(one)), field;
            /* a list that was printed into a table: ['Ann Ward', "Tom Bell"] */
            bool printed = rest.n >= 2 && rest.p[0] == '[' && rest.p[rest.n - 1] == ']';
            if (printed)
                rest = slice_cut(rest, 1, rest.n - 1);
            while (slice_field(&rest, printed ? ',' : ';', &field)) {
                field = slice_trim(field);
                char quote = field.n >= 2 ? field.p[0] : 0;
                if (printed && (quote == '\'' || quote == '"') && field.p[field.n - 1] == quote)
                    field = slice_cut(field, 1, field.n - 1);
                author_add(g, &cap, field, a);
            }
        }
    }
}

/* ---- fundus' body: {summary: [...], sections: [{headline: [...], paragraphs: [...]}]} ------------ */

struct joining {
    struct buf out;
    uint32_t parts;
};

static void join(struct joining *j, const json_t *v) {
    size_t n = json_is_array(v) ? json_array_size(v) : 1;
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_is_array(v) ? json_array_get(v, i) : v;
        if (!filled(one) || j->parts++ > MAX_PARTS)
            continue;
        if (j->out.n)
            buf_add(&j->out, "\n\n", 2);
        buf_slice(&j->out, slice_trim(string_of(one)));
    }
}

/* The summary's paragraphs, then of each section its headline and its paragraphs, in order, a
 * blank line between any two: these bytes are the source that spans count in. */
static slice body_text(const json_t *body, struct arena *a) {
    struct joining j = {.out = {.a = a}};
    join(&j, json_object_get(body, "summary"));
    const json_t *sections = json_object_get(body, "sections");
    for (size_t i = 0; i < json_array_size(sections); i++) {
        const json_t *s = json_array_get(sections, i);
        join(&j, json_object_get(s, "headline"));
        join(&j, json_object_get(s, "paragraphs"));
    }
    return j.out.n ? buf_take(&j.out) : (slice){0};
}

/* ---- the record ----------------------------------------------------------------------------------- */

static const json_t *first_filled(const json_t *o, const char *const names[]) {
    for (; *names; names++) {
        const json_t *v = json_object_get(o, *names);
        if (filled(v))
            return v;
    }
    return NULL;
}

static bool content_fill(const json_t *o, struct arena *a, struct source *out, bool *named) {
    const json_t *v = first_filled(o, HTMLS), *html = json_object_get(o, "html");
    if (!v && json_is_object(html) && filled(json_object_get(html, "content")))
        v = json_object_get(html, "content");
    if (v) {
        out->kind = SOURCE_HTML;
        out->bytes = arena_slice(a, string_of(v));
        return true;
    }
    out->kind = SOURCE_TEXT;
    out->whole = true;
    v = first_filled(o, TEXTS);
    if (v) {
        out->bytes = arena_slice(a, string_of(v));
        return true;
    }
    const json_t *body = json_object_get(o, "body");
    if (json_is_object(body)) {
        out->bytes = body_text(body, a);
        if (out->bytes.n)
            return true;
    }
    *named = body || html;
    for (const char *const *name = TEXTS; *name; name++)
        *named |= json_object_get(o, *name) != NULL;
    return false;
}

/* What a feed often gives alone. */
static bool headline_fill(const json_t *o, struct arena *a, struct source *out) {
    slice title = slice_trim(text_field(o, TITLES, a));
    out->headline = title.n > 0;
    out->bytes = title;
    return out->headline;
}

static int object_fill(const json_t *root, bool headlines, struct arena *a, struct source *out, const char **why) {
    if (!json_is_object(root)) {
        *why = "is no JSON object";
        return STM_EFORMAT;
    }
    bool named = false;
    if (!content_fill(root, a, out, &named) && !(headlines && headline_fill(root, a, out))) {
        *why = named ? "has an empty text" : "has neither html nor text";
        return STM_EEMPTY;
    }
    out->text = out->bytes;
    out->map = NULL;
    out->charset = S("utf-8");
    out->id = id_field(root, a);
    struct given *g = &out->given;
    g->url = url_field(root, a);
    g->title = text_field(root, TITLES, a);
    g->published = date_field(root, PUBLISHED, a);
    g->modified = date_field(root, MODIFIED, a);
    g->language = text_field(root, LANGUAGES, a);
    g->site_name = text_field(root, SITES, a);
    if (slice_starts_nocase(g->site_name, S("http"))) /* trafilatura's `source` is the url */
        g->site_name = (slice){0};
    authors_field(root, g, a);
    return 0;
}

bool record_names_content(slice name) {
    const char *const *lists[] = {HTMLS, TEXTS};
    for (size_t i = 0; i < NELEMS(lists); i++)
        for (const char *const *p = lists[i]; *p; p++)
            if (slice_eq(name, slice_str(*p)))
                return true;
    return false;
}

int rows_fill(slice header, slice row, bool headlines, struct arena *a, struct arena *tmp, struct source *out,
              const char **why) {
    struct decoded d;
    int code = charset_read(row, (slice){0}, false, tmp, tmp, &d, why);
    if (code)
        return code;
    while (d.text.n && (d.text.p[d.text.n - 1] == '\n' || d.text.p[d.text.n - 1] == '\r'))
        d.text.n--;
    struct parsed *p = ARENA_NEW(tmp, struct parsed);
    arena_defer(tmp, parsed_free, p);
    p->root = json_object();
    if (!p->root)
        guard_fail(STM_ENOMEM);
    char separator = rows_separator(header);
    struct buf name = {.a = tmp}, value = {.a = tmp};
    slice names = header.n ? header : (slice){0}, values = d.text;
    for (int i = 0; i < 512 && rows_field(&names, separator, &name); i++) {
        slice key = slice_trim(buf_take(&name));
        if (!rows_field(&values, separator, &value)) {
            *why = "has fewer fields than the table has columns";
            return STM_EFORMAT;
        }
        slice v = buf_take(&value);
        json_t *string = json_stringn_nocheck(v.p, v.n);
        if (!string || json_object_set_new_nocheck(p->root, arena_dup(tmp, key.p, key.n), string))
            guard_fail(STM_ENOMEM);
    }
    return object_fill(p->root, headlines, a, out, why);
}

int record_fill(slice json, bool headlines, struct arena *a, struct arena *tmp, struct source *out,
                const char **why) {
    if (too_many(json)) {
        *why = "has more values than is allowed";
        return STM_ELIMIT;
    }
    struct parsed *p = ARENA_NEW(tmp, struct parsed);
    arena_defer(tmp, parsed_free, p);
    json_error_t e;
    p->root = json_loadb(json.p, json.n, JSON_ALLOW_NUL, &e);
    if (!p->root) {
        slice again = mended(json, tmp);
        p->root = json_loadb(again.p, again.n, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &e);
    }
    if (!p->root) {
        if (json_error_code(&e) == json_error_out_of_memory)
            guard_fail(STM_ENOMEM);
        /* the message may quote the input; the place does as well */
        *why = arena_printf(a, "is no JSON: broken at byte %d", e.position).p;
        return STM_EFORMAT;
    }
    return object_fill(p->root, headlines, a, out, why);
}
