/* HTTP responses as archives keep them (RFC 9112): status, headers, and the body with its chunks and
 * its content encoding undone. Those who write archives often undo one or both and leave the header
 * as it was, so that each is undone only where the bytes bear it out. */
#include <brotli/decode.h>

#include "parts.h"

enum { MAX_CODINGS = 4, HEAD_MAX = 256 << 10 };

bool http_head(slice block, struct http_head *out) {
    *out = (struct http_head){0};
    slice rest = slice_cut(block, 0, block.n < HEAD_MAX ? block.n : HEAD_MAX), line;
    if (!slice_starts(rest, S("HTTP/")) || !slice_line(&rest, &line))
        return false;
    uint32_t at = slice_find(line, S(" "), 0);
    if (at == NONE || line.n < at + 4)
        return false;
    for (uint32_t i = at + 1; i < at + 4; i++) {
        if (!is_digit((unsigned char)line.p[i]))
            return false;
        out->status = out->status * 10 + (line.p[i] - '0');
    }
    while (slice_line(&rest, &line) && line.n) {
        slice value = line, name;
        slice_field(&value, ':', &name);
        value = slice_trim(value);
        if (slice_eq_nocase(name, S("content-type"))) {
            out->type = value;
        } else if (slice_eq_nocase(name, S("transfer-encoding"))) {
            out->chunked = slice_find_nocase(value, S("chunked"), 0) != NONE;
        } else if (slice_eq_nocase(name, S("content-encoding"))) {
            out->coding = value;
        }
    }
    out->n = (uint32_t)(rest.p - block.p);
    return true;
}

slice media_type(slice value) {
    slice type = {0};
    slice_field(&value, ';', &type);
    return slice_trim(type);
}

slice media_charset(slice value) {
    uint32_t at = slice_find_nocase(value, S("charset"), 0);
    if (at == NONE)
        return (slice){0};
    slice rest = slice_trim(slice_cut(value, at + 7, value.n)), label;
    if (!rest.n || rest.p[0] != '=')
        return (slice){0};
    rest = slice_trim(slice_cut(rest, 1, rest.n));
    slice_field(&rest, ';', &label);
    label = slice_trim(label);
    if (label.n && (label.p[0] == '"' || label.p[0] == '\''))
        label = slice_cut(label, 1, label.n);
    if (label.n && (label.p[label.n - 1] == '"' || label.p[label.n - 1] == '\''))
        label = slice_cut(label, 0, label.n - 1);
    return label;
}

/* ---- chunks ------------------------------------------------------------------------------------- */

/* A chunk's size line at *at; -1: there is none. */
static int64_t chunk_size(slice s, uint32_t *at) {
    uint32_t i = *at;
    int64_t n = 0;
    int digits = 0;
    for (; i < s.n && digits < 9; i++, digits++) {
        char c = to_lower(s.p[i]);
        if (is_digit((unsigned char)c))
            n = n * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            n = n * 16 + (c - 'a' + 10);
        else
            break;
    }
    if (!digits || digits > 8)
        return -1;
    uint32_t from = i;
    while (i < s.n && s.p[i] != '\n' && i - from < 256) {
        if (i == from && s.p[i] != ';' && s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r')
            return -1;
        i++;
    }
    if (i >= s.n || s.p[i] != '\n')
        return -1;
    *at = i + 1;
    return n;
}

/* A body that is no chunks is given back as it is. One that ends before its last chunk is what a
 * closed connection leaves: it is taken as far as it goes. */
static int unchunk(slice s, struct arena *tmp, slice *out, const char **why) {
    uint32_t at = 0;
    int64_t n = chunk_size(s, &at);
    *out = s;
    if (n < 0)
        return 0;
    char *p = arena_alloc(tmp, (size_t)s.n + 1);
    uint32_t have = 0;
    while (n > 0) {
        uint32_t left = s.n - at, part = (uint64_t)n < left ? (uint32_t)n : left;
        memcpy(p + have, s.p + at, part);
        have += part;
        at += part;
        if (part < n)
            break;
        if (at < s.n && s.p[at] == '\r')
            at++;
        if (at < s.n && s.p[at] == '\n')
            at++;
        if (at == s.n)
            break;
        n = chunk_size(s, &at);
        if (n < 0) {
            *why = "has a damaged chunk in its body";
            return STM_EFORMAT;
        }
    }
    *out = slice_of(p, have);
    return 0;
}

/* ---- content encodings ------------------------------------------------------------------------------ */

static void close_reader(void *arg) { reader_close(*(struct reader **)arg); }

static int slurp_memory(slice s, enum reader_how how, uint64_t max, bool partial, struct arena *a,
                        struct arena *tmp, slice *out, const char **why) {
    struct reader **r = arena_alloc(tmp, sizeof *r);
    *r = NULL;
    arena_defer(tmp, close_reader, r);
    if (reader_open_memory(r, s.p, s.n, how))
        guard_fail(STM_ENOMEM);
    int code = reader_slurp(*r, max, a, out, why);
    if (code == STM_EFORMAT && partial && out->n)
        code = 0;
    return code;
}

struct brotli {
    BrotliDecoderState *s;
};
static void brotli_free(void *arg) {
    struct brotli *b = arg;
    if (b->s)
        BrotliDecoderDestroyInstance(b->s);
}
static void *brotli_alloc(void *arg, size_t n) {
    (void)arg;
    return mem_alloc(n);
}
static void brotli_release(void *arg, void *p) {
    (void)arg;
    mem_free(p);
}

/* Brotli (RFC 7932) has no signature: bytes that it refuses were most likely unpacked before. */
static int unbrotli(slice s, uint64_t max, bool partial, struct arena *a, struct arena *tmp, slice *out,
                    const char **why) {
    struct brotli *b = ARENA_NEW(tmp, struct brotli);
    arena_defer(tmp, brotli_free, b);
    b->s = BrotliDecoderCreateInstance(brotli_alloc, brotli_release, NULL);
    if (!b->s)
        guard_fail(STM_ENOMEM);
    struct buf to = {.a = a};
    const uint8_t *in = (const uint8_t *)s.p;
    size_t in_n = s.n;
    for (;;) {
        uint8_t piece[16384], *at = piece;
        size_t room = sizeof piece;
        BrotliDecoderResult code = BrotliDecoderDecompressStream(b->s, &in_n, &in, &room, &at, NULL);
        if ((uint64_t)to.n + (sizeof piece - room) > max) {
            *why = "is larger than is allowed";
            return STM_ELIMIT;
        }
        buf_add(&to, (char *)piece, sizeof piece - room);
        if (code == BROTLI_DECODER_RESULT_SUCCESS)
            break;
        if (code == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
            continue;
        if (code == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT && partial && to.n)
            break;
        const char *what;
        enum shape shape = sniff_shape(slice_cut(s, 0, s.n < 4096 ? s.n : 4096), &what);
        if (shape == SHAPE_HTML || shape == SHAPE_TEXT) {
            *out = s;
            return 0;
        }
        *why = code == BROTLI_DECODER_RESULT_ERROR ? "has damaged brotli data" : "is cut short inside its brotli data";
        return STM_EFORMAT;
    }
    *out = buf_take(&to);
    return 0;
}

static int undo(slice coding, slice *s, uint64_t max, bool partial, struct arena *a, struct arena *tmp,
                const char **why) {
    if (slice_eq_nocase(coding, S("identity")) || !coding.n)
        return 0;
    if (slice_eq_nocase(coding, S("br")))
        return unbrotli(*s, max, partial, a, tmp, s, why);
    bool gzip = slice_eq_nocase(coding, S("gzip")) || slice_eq_nocase(coding, S("x-gzip")) ||
                slice_eq_nocase(coding, S("zstd"));
    if (gzip) /* goes by the bytes: what has no signature is unpacked already */
        return slurp_memory(*s, READ_AUTO, max, partial, a, tmp, s, why);
    if (slice_eq_nocase(coding, S("deflate"))) {
        const char *what;
        enum shape shape = sniff_shape(slice_cut(*s, 0, s->n < 4096 ? s->n : 4096), &what);
        if (shape == SHAPE_HTML)
            return 0;
        return slurp_memory(*s, READ_DEFLATE, max, partial, a, tmp, s, why);
    }
    *why = "has a content encoding that is not read";
    return STM_EFORMAT;
}

int http_body(slice block, const struct http_head *h, uint64_t max, bool partial, struct arena *a,
              struct arena *tmp, slice *out, const char **why) {
    slice body = slice_cut(block, h->n, block.n);
    int code = h->chunked ? unchunk(body, tmp, &body, why) : 0;
    /* "gzip, br" was gzip first: undone from the last */
    slice codings[MAX_CODINGS], rest = h->coding, one;
    int n = 0;
    while (!code && slice_field(&rest, ',', &one)) {
        if (n == MAX_CODINGS) {
            *why = "has more content encodings than is allowed";
            return STM_ELIMIT;
        }
        codings[n++] = slice_trim(one);
    }
    while (!code && n > 0)
        code = undo(codings[--n], &body, max, partial, a, tmp, why);
    if (code)
        return code;
    *out = arena_slice(a, body);
    return 0;
}
