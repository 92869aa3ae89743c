/* Archives put together in memory: WARC records, HTTP, chunks, gzip members, tar, zip. */
#ifndef STM_ARCHIVES_H
#define STM_ARCHIVES_H

#include <zlib.h>
#include <zstd.h>

#include "fixture.h"

static inline slice join(const slice *p, size_t n) {
    struct buf b = {.a = T};
    for (size_t i = 0; i < n; i++)
        buf_slice(&b, p[i]);
    return buf_take(&b);
}
#define JOIN(...) join((const slice[]){__VA_ARGS__}, NELEMS(((const slice[]){__VA_ARGS__})))

/* window: 31 gzip, 15 zlib, -15 bare */
static inline slice deflated(slice s, int window) {
    z_stream z = {0};
    deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    size_t cap = deflateBound(&z, s.n) + 64;
    char *out = arena_alloc(T, cap);
    z.next_in = (Bytef *)(uintptr_t)s.p;
    z.avail_in = s.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)cap;
    deflate(&z, Z_FINISH);
    slice r = slice_of(out, cap - z.avail_out);
    deflateEnd(&z);
    return r;
}
static inline slice gz(slice s) { return deflated(s, 31); }
static inline slice zst(slice s) {
    size_t cap = ZSTD_compressBound(s.n);
    char *out = arena_alloc(T, cap);
    return slice_of(out, ZSTD_compress(out, cap, s.p, s.n, 3));
}

/* ---- WARC ------------------------------------------------------------------------------------ */

static int record_number;
static inline slice warc_more(const char *type, const char *uri, const char *content_type, const char *more, slice block) {
    slice head = arena_printf(T, "WARC/1.%d\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:x:%d>\r\nWARC-Target-URI: %s\r\n"
                                 "WARC-Date: 2021-03-04T10:00:00Z\r\nContent-Type: %s\r\n%sContent-Length: %u\r\n\r\n",
                              record_number & 1, type, record_number, uri, content_type, more, block.n);
    record_number++;
    return JOIN(head, block, S("\r\n\r\n"));
}
static inline slice warc(const char *type, const char *content_type, slice block) {
    return warc_more(type, "https://quay.example/a", content_type, "", block);
}
static inline slice http_of(const char *status, const char *headers, slice body) {
    return JOIN(arena_printf(T, "HTTP/1.1 %s\r\nDate: Fri, 01 Jan 2021 00:00:00 GMT\r\n%s\r\n", status, headers), body);
}
static inline slice response(const char *headers, slice body) {
    return warc("response", "application/http; msgtype=response", http_of("200 OK", headers, body));
}
static inline slice chunked(slice s) {
    struct buf b = {.a = T};
    for (uint32_t at = 0; at < s.n; at += 20) {
        uint32_t n = s.n - at < 20 ? s.n - at : 20;
        buf_slice(&b, arena_printf(T, at ? "%x\r\n" : "%X;x=y\r\n", n));
        buf_add(&b, s.p + at, n);
        buf_slice(&b, S("\r\n"));
    }
    buf_slice(&b, S("0\r\n\r\n"));
    return buf_take(&b);
}

/* ---- tar ---------------------------------------------------------------------------------------- */

static inline slice tar_of(const char *name, char type, slice data) {
    char *h = arena_calloc(T, 1, 512);
    strncpy(h, name, 100);
    strcpy(h + 100, "0000644");
    strcpy(h + 108, "0000000");
    strcpy(h + 116, "0000000");
    memcpy(h + 124, arena_printf(T, "%011o", data.n).p, 12);
    strcpy(h + 136, "14000000000");
    memset(h + 148, ' ', 8);
    h[156] = type;
    memcpy(h + 257, "ustar\00000", 8);
    unsigned sum = 0;
    for (int i = 0; i < 512; i++)
        sum += (unsigned char)h[i];
    memcpy(h + 148, arena_printf(T, "%06o", sum).p, 7);
    slice filling = slice_of(arena_calloc(T, 1, 512), (512 - data.n % 512) % 512);
    return JOIN(slice_of(h, 512), data, filling);
}
static inline slice tar_end(void) { return slice_of(arena_calloc(T, 1, 1024), 1024); }

/* ---- zip ---------------------------------------------------------------------------------------- */

struct zipping {
    struct buf data, directory;
    unsigned n;
};
static inline void le(struct buf *b, uint64_t v, int bytes) {
    for (int i = 0; i < bytes; i++)
        buf_char(b, (char)(v >> 8 * i));
}
static inline void zip_add_as(struct zipping *z, const char *name, slice data, slice packed, int method, int flags) {
    uint32_t crc = (uint32_t)crc32(0, (const Bytef *)data.p, data.n), at = z->data.n, name_n = (uint32_t)strlen(name);
    buf_slice(&z->data, S("PK\3\4"));
    le(&z->data, 20, 2), le(&z->data, (uint64_t)flags, 2), le(&z->data, (uint64_t)method, 2), le(&z->data, 0, 4);
    le(&z->data, crc, 4), le(&z->data, packed.n, 4), le(&z->data, data.n, 4), le(&z->data, name_n, 2), le(&z->data, 4, 2);
    buf_add(&z->data, name, name_n);
    buf_add(&z->data, "\xFE\xCA\0\0", 4);
    buf_slice(&z->data, packed);
    buf_slice(&z->directory, S("PK\1\2"));
    le(&z->directory, 20, 2), le(&z->directory, 20, 2), le(&z->directory, (uint64_t)flags, 2);
    le(&z->directory, (uint64_t)method, 2), le(&z->directory, 0, 4), le(&z->directory, crc, 4);
    le(&z->directory, packed.n, 4), le(&z->directory, data.n, 4), le(&z->directory, name_n, 2);
    le(&z->directory, 0, 8), le(&z->directory, 0, 4);
    le(&z->directory, at, 4);
    buf_add(&z->directory, name, name_n);
    z->n++;
}
static inline void zip_add(struct zipping *z, const char *name, slice data) {
    zip_add_as(z, name, data, deflated(data, -15), 8, 0);
}
static inline void zip_store(struct zipping *z, const char *name, slice data) { zip_add_as(z, name, data, data, 0, 0); }
static inline slice zip_done(struct zipping *z, bool zip64) {
    uint32_t at = z->data.n, n = z->directory.n;
    slice directory = buf_take(&z->directory);
    buf_slice(&z->data, directory);
    if (zip64) {
        uint32_t end = z->data.n;
        buf_slice(&z->data, S("PK\6\6"));
        le(&z->data, 44, 8), le(&z->data, 45, 2), le(&z->data, 45, 2), le(&z->data, 0, 8), le(&z->data, z->n, 8);
        le(&z->data, z->n, 8), le(&z->data, n, 8), le(&z->data, at, 8);
        buf_slice(&z->data, S("PK\6\7"));
        le(&z->data, 0, 4), le(&z->data, end, 8), le(&z->data, 1, 4);
        at = n = UINT32_MAX;
    }
    buf_slice(&z->data, S("PK\5\6"));
    le(&z->data, 0, 4), le(&z->data, z->n, 2), le(&z->data, z->n, 2), le(&z->data, n, 4), le(&z->data, at, 4);
    le(&z->data, 3, 2);
    buf_slice(&z->data, S("end"));
    return buf_take(&z->data);
}

#endif
