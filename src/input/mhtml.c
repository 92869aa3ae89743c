/* A page as browsers save it in one file: MIME multipart/related (RFC 2557, 2045, 2046, 2047).
 *
 *   file ─► parts (at each "--boundary" line; multiparts inside multiparts, to a bound)
 *        ─► the root: "start", else the saved address, else the first text/html
 *        ─► its bytes: quoted-printable, base64, 8bit  ── map: bytes -> file
 *        ─► its text: charset                          ── map: text -> bytes -> file
 *
 * A file that ends before its last boundary is read as far as it goes: the page comes first. */
#include "parts.h"

enum { MAX_PARTS = 4096, MAX_DEPTH = 8, MAX_HEADERS = 256 << 10 };

struct headers {
    slice type, boundary, charset, start; /* of Content-Type; type: "text/html" */
    slice encoding, location, id, saved_from, subject;
};

struct part {
    span at; /* of the body, in the file */
    struct headers h;
    int depth;
};

struct parts {
    struct part *p;
    uint32_t n, cap;
};

/* ---- headers ----------------------------------------------------------------------------------- */

/* A parameter of a header's value: NAME=VALUE or NAME="VALUE", after the first ";". */
static slice parameter(slice value, slice name, struct arena *tmp) {
    uint32_t i = 0;
    while (i < value.n) {
        /* to the next ";" outside quotation marks */
        bool quoted = false;
        for (; i < value.n && (quoted || value.p[i] != ';'); i++) {
            if (value.p[i] == '"')
                quoted = !quoted;
            else if (quoted && value.p[i] == '\\')
                i++;
        }
        if (i >= value.n)
            break;
        i++;
        while (i < value.n && is_space((unsigned char)value.p[i]))
            i++;
        if (!slice_starts_nocase(slice_cut(value, i, value.n), name))
            continue;
        uint32_t j = i + name.n;
        while (j < value.n && is_space((unsigned char)value.p[j]))
            j++;
        if (j >= value.n || value.p[j] != '=')
            continue;
        for (j++; j < value.n && is_space((unsigned char)value.p[j]); j++)
            ;
        struct buf b = {.a = tmp};
        if (j < value.n && value.p[j] == '"') {
            for (j++; j < value.n && value.p[j] != '"'; j++) {
                if (value.p[j] == '\\' && j + 1 < value.n)
                    j++;
                buf_char(&b, value.p[j]);
            }
        } else {
            for (; j < value.n && value.p[j] != ';' && !is_space((unsigned char)value.p[j]); j++)
                buf_char(&b, value.p[j]);
        }
        return buf_take(&b);
    }
    return (slice){0};
}

static slice lower(slice s, struct arena *tmp) {
    char *p = arena_dup(tmp, s.p, s.n);
    for (uint32_t i = 0; i < s.n; i++)
        p[i] = to_lower(p[i]);
    return slice_of(p, s.n);
}

static void header_keep(struct headers *h, slice name, slice value, struct arena *tmp) {
    value = slice_trim(value);
    if (slice_eq_nocase(name, S("content-type")) && !h->type.p) {
        slice rest = value, type;
        slice_field(&rest, ';', &type);
        h->type = lower(slice_trim(type), tmp);
        h->boundary = parameter(value, S("boundary"), tmp);
        h->charset = parameter(value, S("charset"), tmp);
        h->start = parameter(value, S("start"), tmp);
    } else if (slice_eq_nocase(name, S("content-transfer-encoding"))) {
        h->encoding = lower(value, tmp);
    } else if (slice_eq_nocase(name, S("content-location"))) {
        h->location = value;
    } else if (slice_eq_nocase(name, S("content-id"))) {
        h->id = value;
    } else if (slice_eq_nocase(name, S("snapshot-content-location"))) {
        h->saved_from = value;
    } else if (slice_eq_nocase(name, S("subject"))) {
        h->subject = value;
    }
}

/* Reads the header lines at `from`, continuations joined; gives the place after the blank line. */
static uint32_t headers_read(slice s, uint32_t from, uint32_t end, struct arena *tmp,
                             struct headers *h) {
    *h = (struct headers){0};
    uint32_t most = end - from < MAX_HEADERS ? end : from + MAX_HEADERS;
    slice rest = slice_cut(s, from, most), line;
    struct buf value = {.a = tmp};
    slice name = {0};
    for (;;) {
        bool more = slice_line(&rest, &line);
        bool folded = more && line.n && (line.p[0] == ' ' || line.p[0] == '\t');
        if (folded && name.p) {
            buf_char(&value, ' ');
            buf_slice(&value, slice_trim(line));
            continue;
        }
        if (name.p)
            header_keep(h, name, buf_take(&value), tmp);
        name = (slice){0};
        if (!more || !line.n)
            break;
        const char *colon = memchr(line.p, ':', line.n);
        if (!colon)
            continue;
        uint32_t at = (uint32_t)(colon - line.p);
        name = slice_cut(line, 0, at);
        buf_slice(&value, slice_cut(line, at + 1, line.n));
    }
    return (uint32_t)(rest.p - s.p);
}

/* ---- parts ---------------------------------------------------------------------------------------- */

/* The next line "--BOUNDARY" or "--BOUNDARY--" in [from, end): *line its span with its end. The
 * line break before it belongs to it. False: none. */
static bool boundary_next(slice s, uint32_t from, uint32_t end, slice boundary, span *line,
                          bool *last) {
    for (uint32_t at = from; at < end;) {
        uint32_t hit = slice_find(slice_cut(s, 0, end), boundary, at);
        if (hit == NONE)
            return false;
        at = hit + 1;
        if (hit < from + 2 || s.p[hit - 1] != '-' || s.p[hit - 2] != '-')
            continue;
        uint32_t start = hit - 2;
        if (start > from && s.p[start - 1] != '\n')
            continue;
        uint32_t i = hit + boundary.n;
        *last = i + 1 < end && s.p[i] == '-' && s.p[i + 1] == '-';
        if (*last)
            i += 2;
        while (i < end && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r'))
            i++;
        if (i < end && s.p[i] != '\n')
            continue;
        if (start > from)
            start--;
        if (start > from && s.p[start - 1] == '\r')
            start--;
        *line = (span){start, i < end ? i + 1 : i};
        return true;
    }
    return false;
}

static void part_add(struct parts *parts, struct arena *tmp, slice s, span at, int depth) {
    struct part part = {.depth = depth};
    part.at.start = headers_read(s, at.start, at.end, tmp, &part.h);
    part.at.end = at.end;
    if (part.at.start > at.end)
        part.at.start = at.end;
    ARENA_MORE(tmp, parts->p, parts->n, parts->cap);
    parts->p[parts->n++] = part;
}

/* Appends the parts of a multipart; they are looked into in their turn, so there is no recursion. */
static void split(struct parts *parts, struct arena *tmp, slice s, uint32_t of) {
    struct part outer = parts->p[of];
    slice boundary = outer.h.boundary;
    if (!boundary.n || boundary.n > 200 || outer.depth >= MAX_DEPTH)
        return;
    span line;
    bool last;
    if (!boundary_next(s, outer.at.start, outer.at.end, boundary, &line, &last))
        return;
    while (!last && parts->n < MAX_PARTS) {
        uint32_t from = line.end;
        if (!boundary_next(s, from, outer.at.end, boundary, &line, &last)) {
            line = (span){outer.at.end, outer.at.end};
            last = true;
        }
        part_add(parts, tmp, s, (span){from, line.start > from ? line.start : from}, outer.depth + 1);
    }
}

static bool is_html(const struct part *p) {
    return slice_eq(p->h.type, S("text/html")) || slice_eq(p->h.type, S("application/xhtml+xml"));
}

static slice bare_id(slice id) {
    id = slice_trim(id);
    if (id.n >= 2 && id.p[0] == '<' && id.p[id.n - 1] == '>')
        id = slice_cut(id, 1, id.n - 1);
    return id;
}

static const struct part *root_of(const struct parts *parts) {
    const struct headers *top = &parts->p[0].h;
    slice from = top->saved_from.p ? top->saved_from : top->location;
    const struct part *by_start = NULL, *by_place = NULL, *html = NULL, *text = NULL;
    for (uint32_t i = 0; i < parts->n; i++) {
        const struct part *p = &parts->p[i];
        if (!p->h.type.p || slice_starts(p->h.type, S("multipart/"))) {
            if (i || parts->n > 1 || p->h.type.p)
                continue;
        }
        if (is_html(p)) {
            if (top->start.n && !by_start && slice_eq(bare_id(p->h.id), bare_id(top->start)))
                by_start = p;
            if (from.n && !by_place && slice_eq(p->h.location, from))
                by_place = p;
            if (!html)
                html = p;
        } else if (!text && slice_eq(p->h.type, S("text/plain"))) {
            text = p;
        }
    }
    return by_start ? by_start : by_place ? by_place : html ? html : text;
}

/* ---- transfer encodings (RFC 2045, section 6) -------------------------------------------------------- */

static int hex_digit(char c) {
    if (is_digit((unsigned char)c))
        return c - '0';
    c = to_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Quoted-printable. A "=" that begins neither an octet nor a soft break stands for itself. */
static slice unquote(slice s, span at, struct arena *tmp, struct map *map) {
    struct buf b = {.a = tmp};
    b.cap = at.end - at.start + 16;
    b.p = arena_alloc(tmp, b.cap);
    uint32_t i = at.start;
    while (i < at.end) {
        const char *eq = memchr(s.p + i, '=', at.end - i);
        uint32_t to = eq ? (uint32_t)(eq - s.p) : at.end;
        if (to > i) {
            map_add(map, tmp, (struct map_run){b.n, to - i, i, to - i, true});
            buf_add(&b, s.p + i, to - i);
            i = to;
            continue;
        }
        int hi = i + 2 < at.end ? hex_digit(s.p[i + 1]) : -1, lo = hi < 0 ? -1 : hex_digit(s.p[i + 2]);
        if (lo >= 0) {
            map_add(map, tmp, (struct map_run){b.n, 1, i, 3, false});
            buf_char(&b, (char)(hi << 4 | lo));
            i += 3;
            continue;
        }
        uint32_t j = i + 1;
        while (j < at.end && (s.p[j] == ' ' || s.p[j] == '\t'))
            j++;
        if (j < at.end && s.p[j] == '\r')
            j++;
        if (j == at.end || s.p[j] == '\n') {
            i = j < at.end ? j + 1 : j;
            continue;
        }
        map_add(map, tmp, (struct map_run){b.n, 1, i, 1, true});
        buf_char(&b, '=');
        i++;
    }
    return buf_take(&b);
}

static int sextet(unsigned char c) {
    if (is_upper(c))
        return c - 'A';
    if (is_lower(c))
        return c - 'a' + 26;
    if (is_digit(c))
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Base64: four characters, whatever stands between them, are one run of three bytes. */
static slice unbase64(slice s, span at, struct arena *tmp, struct map *map) {
    struct buf b = {.a = tmp};
    b.cap = (at.end - at.start) / 4 * 3 + 16;
    b.p = arena_alloc(tmp, b.cap);
    uint32_t bits = 0, start = 0;
    int have = 0;
    for (uint32_t i = at.start; i <= at.end; i++) {
        int v = i < at.end ? sextet((unsigned char)s.p[i]) : -1;
        if (v >= 0) {
            if (!have)
                start = i;
            bits = bits << 6 | (uint32_t)v;
            have++;
        }
        bool stop = i == at.end || s.p[i] == '=';
        if (have == 4 || (stop && have)) {
            int n = have * 6 / 8;
            bits <<= 6 * (4 - have);
            char out[3] = {(char)(bits >> 16), (char)(bits >> 8), (char)bits};
            uint32_t end = i < at.end ? i + 1 : i;
            map_add(map, tmp, (struct map_run){b.n, (uint32_t)n, start, end - start, false});
            buf_add(&b, out, (size_t)n);
            bits = 0;
            have = 0;
        }
    }
    return buf_take(&b);
}

/* ---- RFC 2047: =?utf-8?Q?...?= in a subject ------------------------------------------------------------ */

static slice subject_text(slice s, struct arena *a, struct arena *tmp) {
    struct buf b = {.a = a};
    uint32_t i = 0;
    bool coded = false; /* white space between two coded words is dropped */
    while (i < s.n) {
        uint32_t at = slice_find(s, S("=?"), i);
        uint32_t q1 = at == NONE ? NONE : slice_find(s, S("?"), at + 2);
        uint32_t q2 = q1 == NONE || q1 + 2 >= s.n || s.p[q1 + 2] != '?' ? NONE : q1 + 2;
        uint32_t end = q2 == NONE ? NONE : slice_find(s, S("?="), q2 + 1);
        if (end == NONE) {
            /* not a coded word; only the "=?" is gone past, so that a later one is seen */
            uint32_t to = at == NONE || q1 == NONE ? s.n : at + 2;
            buf_slice(&b, slice_cut(s, i, to));
            i = to;
            coded = false;
            continue;
        }
        slice between = slice_cut(s, i, at);
        if (!coded || slice_trim(between).n)
            buf_slice(&b, between);
        slice label = slice_cut(s, at + 2, q1);
        struct map map = {0};
        span words = {q2 + 1, end};
        slice bytes;
        if (to_lower(s.p[q1 + 1]) == 'b') {
            bytes = unbase64(s, words, tmp, &map);
        } else {
            bytes = unquote(s, words, tmp, &map);
            char *p = arena_dup(tmp, bytes.p, bytes.n);
            for (uint32_t j = 0; j < bytes.n; j++)
                if (p[j] == '_')
                    p[j] = ' ';
            bytes.p = p;
        }
        struct decoded d;
        const char *why;
        if (charset_read(bytes, label, false, tmp, tmp, &d, &why) == 0)
            buf_slice(&b, d.text);
        coded = true;
        i = end + 2;
    }
    return slice_trim(buf_take(&b));
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

int mhtml_fill(slice bytes, struct arena *a, struct arena *tmp, struct source *out,
               const char **why) {
    struct parts parts = {0};
    uint32_t from = slice_starts(bytes, S("\xEF\xBB\xBF")) ? 3 : 0;
    part_add(&parts, tmp, bytes, (span){from, bytes.n}, 0);
    for (uint32_t i = 0; i < parts.n; i++)
        if (slice_starts(parts.p[i].h.type, S("multipart/")))
            split(&parts, tmp, bytes, i);
    const struct part *root = root_of(&parts);
    if (!root) {
        *why = "is a saved page without a text/html part";
        return STM_EEMPTY;
    }
    struct map inner = {0};
    slice data;
    if (slice_eq(root->h.encoding, S("quoted-printable"))) {
        data = unquote(bytes, root->at, tmp, &inner);
    } else if (slice_eq(root->h.encoding, S("base64"))) {
        data = unbase64(bytes, root->at, tmp, &inner);
    } else {
        data = slice_at(bytes, root->at);
        map_add(&inner, tmp, (struct map_run){0, data.n, root->at.start, data.n, true});
    }
    if (!slice_trim(data).n) {
        *why = "is a saved page whose text/html part is empty";
        return STM_EEMPTY;
    }
    bool html = is_html(root);
    struct decoded d;
    int code = charset_read(data, root->h.charset, html, tmp, tmp, &d, why);
    if (code)
        return code;
    struct map *map = ARENA_NEW(a, struct map);
    if (d.map) {
        map_join(map, a, d.map, &inner);
    } else {
        for (uint32_t i = 0; i < inner.n; i++)
            map_add(map, a, inner.p[i]);
    }
    out->kind = html ? SOURCE_HTML : SOURCE_TEXT;
    out->bytes = bytes;
    out->text = arena_slice(a, d.text);
    out->map = map;
    out->charset = d.charset;
    const struct headers *top = &parts.p[0].h;
    slice url = top->saved_from.p ? top->saved_from : root->h.location;
    if (slice_starts_nocase(url, S("http")))
        out->given.url = arena_slice(a, url);
    if (top->subject.n)
        out->given.title = subject_text(top->subject, a, tmp);
    return 0;
}
