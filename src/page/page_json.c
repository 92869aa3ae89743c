/* The lenient JSON reader: one pass, a stack of open brackets instead of recursion. */
#include "page_json.h"

enum { JSON_DEPTH = 64 };

static uint32_t string_end(slice s, uint32_t i, char quote) {
    while (i < s.n && s.p[i] != quote)
        i += s.p[i] == '\\' ? 2 : 1;
    return i < s.n ? i : s.n;
}

static uint32_t add(struct json_doc *d, struct arena *a, span key, uint8_t kind, span value) {
    ARENA_MORE(a, d->p, d->n, d->cap);
    d->p[d->n] = (struct json_item){key, value, d->n + 1, kind};
    return d->n++;
}

void pjson_parse(struct json_doc *d, slice s, struct arena *a, uint32_t max) {
    *d = (struct json_doc){.s = s};
    uint32_t open[JSON_DEPTH], depth = 0, skipped = 0;
    span key = {0, 0};
    bool have_key = false;
    for (uint32_t i = 0; i < s.n && d->n < max;) {
        char c = s.p[i];
        if (is_space((unsigned char)c) || c == ',' || c == ';' || c == ':') {
            i++;
            continue;
        }
        if (c == '/' && i + 1 < s.n && (s.p[i + 1] == '/' || s.p[i + 1] == '*')) {
            uint32_t end = slice_find(s, s.p[i + 1] == '/' ? S("\n") : S("*/"), i + 2);
            i = end == NONE ? s.n : end + 1 + (s.p[i + 1] == '*');
            continue;
        }
        if (c == '{' || c == '[') {
            if (depth == JSON_DEPTH) {
                skipped++;
            } else {
                open[depth++] = add(d, a, key, c == '{' ? JSON_OBJECT : JSON_LIST, (span){i, i});
            }
            key = (span){0, 0};
            have_key = false;
            i++;
        } else if (c == '}' || c == ']') {
            i++;
            if (skipped) {
                skipped--;
            } else if (depth) {
                depth--;
                d->p[open[depth]].end = d->n;
                d->p[open[depth]].value.end = i;
                if (!depth)
                    return;
            }
            have_key = false;
        } else if (c == '"') {
            uint32_t end = string_end(s, i + 1, '"');
            span at = {i + 1, end};
            i = end < s.n ? end + 1 : end;
            uint32_t j = i;
            while (j < s.n && is_space((unsigned char)s.p[j]))
                j++;
            bool object = depth && d->p[open[depth - 1]].kind == JSON_OBJECT;
            if (object && !have_key && j < s.n && s.p[j] == ':') {
                key = at;
                have_key = true;
                i = j + 1;
                continue;
            }
            if (!skipped)
                add(d, a, key, JSON_STRING, at);
            key = (span){0, 0};
            have_key = false;
        } else {
            uint32_t j = i;
            while (j < s.n && !strchr(",:;{}[]\"", s.p[j]) && !is_space((unsigned char)s.p[j]))
                j++;
            if (j == i)
                j++;
            slice w = slice_cut(s, i, j);
            uint8_t kind = slice_eq(w, S("null")) ? JSON_NULL
                           : slice_eq(w, S("true")) || slice_eq(w, S("false")) ? JSON_BOOL
                                                                               : JSON_NUMBER;
            if (!skipped && depth)
                add(d, a, key, kind, (span){i, j});
            key = (span){0, 0};
            have_key = false;
            i = j;
        }
    }
    while (depth) { /* it breaks off */
        depth--;
        d->p[open[depth]].end = d->n;
        d->p[open[depth]].value.end = s.n;
    }
}

uint32_t pjson_member(const struct json_doc *d, uint32_t object, const char *key) {
    if (object >= d->n || d->p[object].kind != JSON_OBJECT)
        return NONE;
    slice k = slice_str(key);
    for (uint32_t i = object + 1; i < d->p[object].end; i = d->p[i].end)
        if (slice_eq(slice_at(d->s, d->p[i].key), k))
            return i;
    return NONE;
}

static int hex4(slice s, uint32_t i, uint32_t *cp) {
    if (i + 4 > s.n)
        return 0;
    uint32_t v = 0;
    for (uint32_t j = i; j < i + 4; j++) {
        char c = s.p[j];
        uint32_t x = is_digit((unsigned char)c)            ? (uint32_t)(c - '0')
                     : (c | 32) >= 'a' && (c | 32) <= 'f' ? (uint32_t)((c | 32) - 'a' + 10)
                                                           : 99;
        if (x == 99)
            return 0;
        v = v * 16 + x;
    }
    *cp = v;
    return 4;
}

slice pjson_decode(slice raw, struct arena *a) {
    if (!raw.n || !memchr(raw.p, '\\', raw.n))
        return raw;
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < raw.n;) {
        char c = raw.p[i];
        if (c != '\\' || i + 1 >= raw.n) {
            buf_char(&b, c);
            i++;
            continue;
        }
        c = raw.p[i + 1];
        i += 2;
        uint32_t cp, low;
        switch (c) {
        case 'n': buf_char(&b, '\n'); break;
        case 't': buf_char(&b, '\t'); break;
        case 'r': buf_char(&b, '\r'); break;
        case 'b':
        case 'f': buf_char(&b, ' '); break;
        case 'u':
            if (!hex4(raw, i, &cp))
                break;
            i += 4;
            if (cp >= 0xD800 && cp < 0xDC00 && i + 6 <= raw.n && raw.p[i] == '\\' &&
                raw.p[i + 1] == 'u' && hex4(raw, i + 2, &low) && low >= 0xDC00 && low < 0xE000) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                i += 6;
            }
            buf_cp(&b, cp);
            break;
        default: buf_char(&b, c);
        }
    }
    return buf_take(&b);
}

slice pjson_string(const struct json_doc *d, uint32_t item, struct arena *a) {
    return pjson_decode(slice_at(d->s, d->p[item].value), a);
}
