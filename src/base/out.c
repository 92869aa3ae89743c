/* Output: a buffer before somebody's write function, and JSON on top of it. */
#include "base/bytes.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

void out_init(struct out *o, int (*write)(void *, const char *, size_t), void *arg) {
    o->write = write;
    o->arg = arg;
    o->error = 0;
    o->n = 0;
    o->commas = 0;
    o->depth = 0;
}

int out_flush(struct out *o) {
    if (o->n && !o->error)
        o->error = o->write(o->arg, o->buf, o->n);
    o->n = 0;
    return o->error;
}

void out_bytes(struct out *o, const char *p, size_t n) {
    if (n > sizeof o->buf - o->n) {
        out_flush(o);
        if (n > sizeof o->buf) {
            if (!o->error)
                o->error = o->write(o->arg, p, n);
            return;
        }
    }
    if (n)
        memcpy(o->buf + o->n, p, n);
    o->n += (uint32_t)n;
}

void out_slice(struct out *o, slice s) { out_bytes(o, s.p, s.n); }
void out_str(struct out *o, const char *z) { out_bytes(o, z, strlen(z)); }

void out_printf(struct out *o, const char *format, ...) {
    char small[512];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n < (int)sizeof small) {
        out_bytes(o, small, n > 0 ? (size_t)n : 0);
    } else {
        char *big = mem_alloc((size_t)n + 1);
        if (big) {
            vsnprintf(big, (size_t)n + 1, format, again);
            out_bytes(o, big, (size_t)n);
            mem_free(big);
        } else if (!o->error) {
            o->error = STM_ENOMEM;
        }
    }
    va_end(again);
}

/* ---- JSON (RFC 8259) --------------------------------------------------------------------- */

/* The first place from p on with a byte that JSON or UTF-8 wants looked at. */
static const char *plain_end(const char *p, const char *end) {
    for (; end - p >= 16; p += 16) {
        bytes16 v = bytes16_load(p);
        uint32_t stop = bytes16_bits(~bytes16_within(v, ' ', 0x7E) | (marks16)(v == '"') | (marks16)(v == '\\'));
        if (stop)
            return p + bits_first(stop);
    }
    while (p < end && *p >= 0x20 && *p < 0x7F && *p != '"' && *p != '\\')
        p++;
    return p;
}

static void quoted(struct out *o, slice s) {
    out_bytes(o, "\"", 1);
    const char *p = s.n ? s.p : "", *end = p + s.n, *from = p;
    while ((p = plain_end(p, end)) < end) {
        unsigned char c = (unsigned char)*p;
        char esc[8];
        int len = 1, n;
        uint32_t cp;
        if (c >= 0x80) {
            len = utf8_decode(p, end, &cp);
            if (len && cp != 0x2028 && cp != 0x2029) {
                p += len;
                continue;
            }
            n = snprintf(esc, sizeof esc, "\\u%04x", len ? (unsigned)cp : 0xFFFDu);
            if (!len)
                len = 1;
        } else if (c == '"' || c == '\\') {
            n = snprintf(esc, sizeof esc, "\\%c", c);
        } else if (c == '\n') {
            n = snprintf(esc, sizeof esc, "\\n");
        } else if (c == '\t') {
            n = snprintf(esc, sizeof esc, "\\t");
        } else {
            n = snprintf(esc, sizeof esc, "\\u%04x", c);
        }
        out_bytes(o, from, (size_t)(p - from));
        out_bytes(o, esc, (size_t)n);
        p += len;
        from = p;
    }
    out_bytes(o, from, (size_t)(end - from));
    out_bytes(o, "\"", 1);
}

static void begin(struct out *o, const char *key) {
    uint64_t bit = (uint64_t)1 << o->depth;
    if (o->commas & bit)
        out_bytes(o, ",", 1);
    o->commas |= bit;
    if (o->depth == 0)
        o->commas &= ~bit;
    if (key) {
        quoted(o, slice_str(key));
        out_bytes(o, ":", 1);
    }
}

void jout_open(struct out *o, const char *key, char bracket) {
    assert(o->depth < 60);
    begin(o, key);
    out_bytes(o, &bracket, 1);
    o->depth++;
    o->commas &= ~((uint64_t)1 << o->depth);
}

void jout_close(struct out *o, char bracket) {
    assert(o->depth > 0);
    o->depth--;
    out_bytes(o, &bracket, 1);
}

void jout_string(struct out *o, const char *key, slice s) {
    begin(o, key);
    quoted(o, s);
}

void jout_string_or_null(struct out *o, const char *key, slice s) {
    if (s.p)
        jout_string(o, key, s);
    else
        jout_null(o, key);
}

static void number(struct out *o, uint64_t v) {
    char digits[20];
    unsigned n = sizeof digits;
    do
        digits[--n] = (char)('0' + v % 10);
    while (v /= 10);
    out_bytes(o, digits + n, sizeof digits - n);
}

void jout_int(struct out *o, const char *key, int64_t v) {
    begin(o, key);
    if (v < 0)
        out_bytes(o, "-", 1);
    number(o, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void jout_number(struct out *o, const char *key, double v) {
    begin(o, key);
    if (!isfinite(v)) {
        out_str(o, "null");
        return;
    }
    if (v == floor(v) && fabs(v) < 1e15) {
        out_printf(o, "%.0f", v);
        return;
    }
    char s[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(s, sizeof s, "%.*g", digits, v);
        double back;
        if (sscanf(s, "%lf", &back) == 1 && back == v)
            break;
    }
    for (char *p = s; *p; p++)
        if (*p == ',')
            *p = '.';
    out_str(o, s);
}

void jout_bool(struct out *o, const char *key, bool v) {
    begin(o, key);
    out_str(o, v ? "true" : "false");
}

void jout_null(struct out *o, const char *key) {
    begin(o, key);
    out_str(o, "null");
}

void jout_span(struct out *o, const char *key, span s) {
    begin(o, key);
    out_bytes(o, "[", 1);
    number(o, s.start);
    out_bytes(o, ",", 1);
    number(o, s.end);
    out_bytes(o, "]", 1);
}

void jout_members(struct out *o, slice members) {
    if (!members.n)
        return;
    begin(o, NULL);
    out_slice(o, members);
}
