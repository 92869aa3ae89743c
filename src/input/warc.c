/* Web archives: WARC 1.0 and 1.1 (ISO 28500), and WET, which is WARC with `conversion` records.
 *
 *   WARC/1.1 CRLF  name: value CRLF ...  CRLF  <Content-Length bytes>  CRLF CRLF  WARC/1.1 ...
 *
 * Reports are: responses of status 200 and resources whose type is HTML or plain text, and
 * conversions to text. Requests, metadata, revisits, redirects, pictures are gone past in silence.
 * When a page was fetched (WARC-Date, the Date header) says nothing of when it was published.
 *
 * A record is sound when another one, or the end, follows it; else it is reported, and reading goes
 * on at the next line that begins a record: inside the broken one too, where its length was wrong. */
#include "parts.h"

enum { HEAD_MAX = 64 << 10, LOOK = 4 << 20 /* most that is held of a record that is not wanted */ };

/* ---- a record's head ------------------------------------------------------------------------------ */

struct warc_head {
    slice type, id, uri, content_type, payload_type, truncated;
    uint64_t length;
    uint32_t n;  /* bytes with the blank line */
    bool counted; /* there is a Content-Length */
};

static slice in_brackets(slice s) {
    if (s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>')
        return slice_cut(s, 1, s.n - 1);
    return s;
}

static bool number(slice s, uint64_t *out) {
    *out = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (!is_digit((unsigned char)s.p[i]) || *out > (UINT64_MAX >> 8) / 10)
            return false;
        *out = *out * 10 + (uint64_t)(s.p[i] - '0');
    }
    return s.n > 0;
}

/* False: the bytes are no whole head. */
static bool head_read(slice s, struct warc_head *h) {
    *h = (struct warc_head){0};
    slice rest = s, line;
    if (!slice_starts(rest, S("WARC/")) || !slice_line(&rest, &line))
        return false;
    for (;;) {
        if (!rest.n || !memchr(rest.p, '\n', rest.n))
            return false;
        slice_line(&rest, &line);
        if (!line.n)
            break;
        slice value = line, name;
        slice_field(&value, ':', &name);
        value = slice_trim(value);
        if (slice_eq_nocase(name, S("WARC-Type")))
            h->type = value;
        else if (slice_eq_nocase(name, S("WARC-Record-ID")))
            h->id = in_brackets(value);
        else if (slice_eq_nocase(name, S("WARC-Target-URI")))
            h->uri = in_brackets(value);
        else if (slice_eq_nocase(name, S("Content-Type")))
            h->content_type = value;
        else if (slice_eq_nocase(name, S("WARC-Identified-Payload-Type")))
            h->payload_type = value;
        else if (slice_eq_nocase(name, S("WARC-Truncated")))
            h->truncated = value;
        else if (slice_eq_nocase(name, S("Content-Length")))
            h->counted = number(value, &h->length);
    }
    h->n = (uint32_t)(rest.p - s.p);
    return h->counted && h->type.n;
}

static bool is_report_type(slice type) {
    type = media_type(type);
    return slice_eq_nocase(type, S("text/html")) || slice_eq_nocase(type, S("application/xhtml+xml")) ||
           slice_eq_nocase(type, S("text/plain"));
}

static bool is_http(const struct warc_head *h) {
    return slice_eq_nocase(h->type, S("response")) &&
           (slice_starts_nocase(h->content_type, S("application/http")) || !h->content_type.n);
}

/* `block`: as much of it as is at hand. */
static bool wanted(const struct warc_head *h, slice block) {
    if (!slice_starts_nocase(h->uri, S("http:")) && !slice_starts_nocase(h->uri, S("https:")) &&
        !slice_starts_nocase(h->uri, S("file:")))
        return false; /* dns:, and what crawlers keep beside pages (urn:text:, urn:pageinfo:) */
    if (is_http(h)) {
        struct http_head http;
        if (!http_head(block, &http) || http.status != 200)
            return false;
        if (!http.type.n) {
            const char *what;
            if (h->payload_type.n)
                return is_report_type(h->payload_type);
            return !http.coding.n && !http.chunked &&
                   sniff_shape(slice_cut(block, http.n, block.n), &what) == SHAPE_HTML;
        }
        if (slice_find_nocase(h->uri, S("/robots.txt"), 0) != NONE)
            return false;
        return is_report_type(http.type);
    }
    if (slice_eq_nocase(h->type, S("resource")) || slice_eq_nocase(h->type, S("conversion")))
        return is_report_type(h->content_type);
    return false;
}

/* ---- cutting -------------------------------------------------------------------------------------- */

void warc_begin(struct warc_cut *c) { *c = (struct warc_cut){0}; }

/* First place at or after `from` where a record begins; n when there is none. One that was cut off
 * may end anywhere in a line, so it is the line after "WARC/1.1" that tells. */
static size_t record_in(const char *p, size_t n, size_t from) {
    while (from < n) {
        const char *hit = memmem(p + from, n - from, "WARC/1.", 7);
        if (!hit)
            return n;
        size_t at = (size_t)(hit - p), i = at + 7;
        while (i < n && i < at + 9 && is_digit((unsigned char)p[i]))
            i++;
        if (i < n && p[i] == '\r')
            i++;
        if (i + 8 < n && p[i] == '\n') {
            slice next = slice_of(p + i + 1, 8);
            if (slice_starts_nocase(next, S("warc-")) || slice_starts_nocase(next, S("content-")))
                return at;
        }
        from = at + 7;
    }
    return n;
}

static int fault(struct warc_cut *c, struct piece *out, int code, const char *why) {
    *out = (struct piece){.record = slice_of(c->id, c->id_n), .fault = why, .code = code};
    if (!c->id_n)
        out->record = (slice){0};
    return 1;
}

static void keep_id(struct warc_cut *c, slice id) {
    c->id_n = id.n < sizeof c->id ? id.n : (uint32_t)sizeof c->id;
    if (id.n)
        memcpy(c->id, id.p, c->id_n);
}

/* Goes past everything up to the next line that begins a record, or to the end. */
static void seek_record(struct reader *r, size_t from) {
    enum { KEEP = 64 }; /* a beginning may stand across two windows */
    for (;; from = 1) {
        size_t n = reader_want(r, HEAD_MAX);
        size_t at = record_in(reader_at(r), n, from);
        if (at < n || reader_ended(r)) {
            reader_take(r, at);
            return;
        }
        reader_take(r, n - KEEP);
    }
}

/* Is `at` the end of a sound record: two line ends, or another record, or nothing? (Some writers
 * leave out a line end.) */
static bool ends_here(struct reader *r, size_t at) {
    size_t n = reader_want(r, at + 16);
    const char *p = reader_at(r);
    size_t i = at, lines = 0;
    while (i < n && i < at + 8 && (p[i] == '\r' || p[i] == '\n'))
        lines += p[i++] == '\n';
    return lines >= 2 || i >= n || (n - i >= 5 && memcmp(p + i, "WARC/", 5) == 0);
}

/* A record too long to hold: goes past it, unless another one begins inside it. */
static bool pass_long(struct reader *r, uint64_t left) {
    while (left) {
        size_t n = reader_want(r, HEAD_MAX);
        if (!n)
            return false;
        size_t part = n < left ? n : (size_t)left;
        size_t at = record_in(reader_at(r), part, 1);
        if (at < part) {
            reader_take(r, at);
            return false;
        }
        size_t take = part == n && part > 64 && left > n ? part - 64 : part;
        reader_take(r, take);
        left -= take;
    }
    return true;
}

/* The record in the window is no good: goes on to the next one, and tells. */
static int broken(struct warc_cut *c, struct reader *r, size_t from, const char *why, struct piece *out) {
    seek_record(r, from);
    int code = 0;
    const char *deeper = reader_ready(r) ? NULL : reader_fault(r, &code);
    c->told = true;
    return fault(c, out, deeper ? code : STM_EFORMAT, deeper ? deeper : why);
}

int warc_next(struct warc_cut *c, struct reader *r, uint64_t max, struct piece *out) {
    if (c->take) {
        reader_take(r, (size_t)c->take);
        c->take = 0;
    }
    for (;;) {
        size_t n = reader_want(r, 16);
        const char *p = reader_at(r);
        if (!n) {
            int code = 0;
            const char *why = reader_fault(r, &code);
            if (!why)
                return 0;
            bool told = c->told, more = reader_resync(r);
            c->told = true;
            if (!more)
                reader_forget(r);
            c->id_n = 0;
            if (!told)
                return fault(c, out, code, why);
            if (!more)
                return 0;
            continue;
        }
        if (p[0] == '\r' || p[0] == '\n') {
            reader_take(r, 1);
            continue;
        }
        if (n < 5 || memcmp(p, "WARC/", 5) != 0) {
            bool told = c->told;
            seek_record(r, 1);
            if (told)
                continue;
            c->told = true;
            return fault(c, out, STM_EFORMAT, "is followed by bytes that are no record");
        }
        n = reader_want(r, HEAD_MAX);
        p = reader_at(r);
        struct warc_head h;
        slice head = slice_of(p, n < HEAD_MAX ? n : HEAD_MAX);
        if (!head_read(head, &h)) {
            bool told = c->told;
            keep_id(c, h.id);
            if (told) {
                seek_record(r, 1);
                continue;
            }
            return broken(c, r, 1, "has a damaged record header", out);
        }
        keep_id(c, h.id);
        c->told = false;
        /* enough to see an HTTP head */
        uint64_t all = h.n + h.length;
        size_t look = all < HEAD_MAX ? (size_t)all : HEAD_MAX;
        n = reader_want(r, look);
        p = reader_at(r);
        bool want = wanted(&h, slice_of(p + h.n, (n < look ? n : look) - h.n));
        if (all > (want ? max + HEAD_MAX : LOOK)) {
            reader_take(r, h.n);
            bool sound = pass_long(r, h.length) && ends_here(r, 0);
            if (sound && !want)
                continue;
            c->told = !sound;
            return fault(c, out, sound ? STM_ELIMIT : STM_EFORMAT,
                         sound ? "is larger than is allowed" : "is cut short or has a wrong length");
        }
        n = reader_want(r, (size_t)all);
        if (n >= all && ends_here(r, (size_t)all)) {
            p = reader_at(r);
            if (!want) {
                reader_take(r, (size_t)all);
                continue;
            }
            *out = (struct piece){.how = PIECE_WARC, .bytes = slice_of(p, (size_t)all),
                                  .record = slice_of(c->id, c->id_n)};
            if (!c->id_n)
                out->record = (slice){0};
            c->take = all;
            return 1;
        }
        return broken(c, r, h.n, "is cut short or has a wrong length", out);
    }
}

/* ---- loading -------------------------------------------------------------------------------------- */

int warc_fill(slice record, uint64_t max, struct arena *a, struct arena *tmp, struct source *out,
              const char **why) {
    struct warc_head h;
    if (!head_read(record, &h)) {
        *why = "has a damaged record header";
        return STM_EFORMAT;
    }
    slice block = slice_cut(record, h.n, record.n), body, type = h.content_type;
    int code = 0;
    if (is_http(&h)) {
        struct http_head http;
        if (!http_head(block, &http)) {
            *why = "has a damaged HTTP header";
            return STM_EFORMAT;
        }
        code = http_body(block, &http, max, h.truncated.n, a, tmp, &body, why);
        type = http.type.n ? http.type : h.payload_type;
    } else {
        body = arena_slice(a, block);
    }
    if (code)
        return code;
    bool plain = slice_eq_nocase(media_type(type), S("text/plain"));
    code = page_fill(plain ? END_TEXT : END_HTML, body, media_charset(type), a, tmp, out, why);
    if (code)
        return code;
    out->whole = slice_eq_nocase(h.type, S("conversion"));
    if (h.uri.n)
        out->given.url = arena_slice(a, h.uri);
    if (h.id.n)
        out->id = arena_slice(a, h.id);
    return 0;
}
