/* Reading and unpacking.
 *
 *   file ─► in[64 KiB] ─► inflate / zstd / as it is ─► window [at, n) of buf
 *
 * gzip after RFC 1952 (any number of members), zstd after RFC 8878 (any number of frames, skippable
 * ones too). Bytes after the last member that start no new one are padding and left out, as gzip(1)
 * does. A bound on the ratio stops bombs: nobody's reports shrink to 1/250 once there is much of
 * them. */
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "parts.h"

/* FIRST: bytes of the first read. A page is opened twice, to see what it is and to have it, and what is read here of bytes
 * that are not packed is copied once more. */
enum { IN_CAP = 64 << 10, WINDOW = 64 << 10, FIRST = 4 << 10 };
static const uint64_t BOMB_FREE = (uint64_t)256 << 20; /* unpacked bytes that no ratio is asked of */
static const uint64_t BOMB_RATIO = 250;

enum packing { PACK_NONE, PACK_GZIP, PACK_ZSTD, PACK_DEFLATE };
static const size_t MAX_DICTIONARY = (size_t)16 << 20;

struct reader {
    char *buf;
    size_t at, n, cap;
    uint64_t place; /* unpacked offset of buf[at] */
    uint64_t out;   /* bytes unpacked so far */
    const char *fault;
    int code;
    bool ended; /* nothing more comes into the window */

    int fd; /* or -1: memory */
    const unsigned char *mem;
    size_t mem_n;
    bool raw_ended;
    uint64_t base, end; /* the stretch of the file that is read */
    uint64_t raw;    /* place in the stretch after what was read */
    uint64_t begun;  /* place in the file where the current member begins */
    uint64_t back;   /* bytes gone back over by resync, in all */
    uint64_t size;
    bool regular;
    unsigned char *in;
    size_t in_at, in_n;

    enum packing packing;
    bool inside; /* a member or frame has begun and not ended */
    bool once;   /* one has begun at all */
    bool z_ready;
    z_stream z;
    ZSTD_DCtx *zd;
};

static void fail(struct reader *r, int code, const char *why) {
    if (!r->fault) {
        r->fault = why;
        r->code = code;
    }
    r->ended = true;
}

const char *errno_clause(int e) {
    switch (e) {
    case ENOENT: return "does not exist";
    case EACCES: case EPERM: return "may not be read";
    case ENOTDIR: return "does not exist: a part of its path is not a folder";
    case ELOOP: return "cannot be read: a loop of symbolic links";
    case ENAMETOOLONG: return "cannot be read: its name is too long";
    case EMFILE: case ENFILE: return "cannot be opened: too many open files";
    case EIO: return "cannot be read: the disk or the connection failed";
    case ENXIO: case ENODEV: return "cannot be opened: nothing is behind it";
    default: return "cannot be read";
    }
}

/* ---- the file itself ------------------------------------------------------------------- */

/* Reads up to n raw bytes; 0 at the end or after a failure. */
static size_t raw_read(struct reader *r, void *p, size_t n) {
    if (r->raw_ended)
        return 0;
    if (r->fd < 0) {
        size_t left = r->mem_n - (size_t)r->raw, got = n < left ? n : left;
        if (got)
            memcpy(p, r->mem + r->raw, got);
        r->raw += got;
        r->raw_ended = !got;
        return got;
    }
    ssize_t got;
    if (n > r->end - r->raw)
        n = (size_t)(r->end - r->raw);
    do
        got = read(r->fd, p, n);
    while (got < 0 && errno == EINTR);
    if (got <= 0) {
        r->raw_ended = true;
        if (got < 0)
            fail(r, STM_EIO, errno_clause(errno));
        return 0;
    }
    r->raw += (uint64_t)got;
    return (size_t)got;
}

/* Has k (small) raw bytes at in[in_at], if there are so many. */
static size_t raw_need(struct reader *r, size_t k) {
    while (r->in_n - r->in_at < k) {
        if (r->in_at) {
            memmove(r->in, r->in + r->in_at, r->in_n - r->in_at);
            r->in_n -= r->in_at;
            r->in_at = 0;
        }
        size_t room = IN_CAP - r->in_n;
        size_t got = raw_read(r, r->in + r->in_n, !r->raw && room > FIRST ? FIRST : room);
        if (!got)
            break;
        r->in_n += got;
    }
    return r->in_n - r->in_at;
}

static bool is_gzip(const unsigned char *p, size_t n) { return n >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8; }
static bool is_zstd(const unsigned char *p, size_t n) {
    return n >= 4 && ((p[0] == 0x28 && p[1] == 0xB5 && p[2] == 0x2F && p[3] == 0xFD) ||
                      (p[0] >= 0x50 && p[0] <= 0x5F && p[1] == 0x2A && p[2] == 0x4D && p[3] == 0x18));
}

/* ---- unpacking --------------------------------------------------------------------------- */

static void *z_alloc(void *arg, unsigned count, unsigned size) {
    (void)arg;
    return mem_alloc((size_t)count * size);
}
static void z_free(void *arg, void *p) {
    (void)arg;
    mem_free(p);
}

/* Place in the file of the next raw byte to be used. */
static uint64_t raw_place(const struct reader *r) { return r->raw - (r->in_n - r->in_at); }

/* Does a member begin at the raw position? If not, this is the end. */
static bool member_begins(struct reader *r) {
    size_t have = raw_need(r, 4);
    const unsigned char *p = r->in + r->in_at;
    if (r->packing == PACK_DEFLATE ? r->once
        : !have || !(r->packing == PACK_GZIP ? is_gzip(p, have) : is_zstd(p, have))) {
        r->ended = true;
        return false;
    }
    r->inside = r->once = true;
    r->begun = raw_place(r);
    if (r->packing != PACK_ZSTD)
        inflateReset(&r->z);
    else
        ZSTD_DCtx_reset(r->zd, ZSTD_reset_session_only);
    return true;
}

static size_t unpack_gzip(struct reader *r, char *to, size_t n) {
    r->z.next_in = r->in + r->in_at;
    r->z.avail_in = (uInt)(r->in_n - r->in_at);
    r->z.next_out = (Bytef *)to;
    r->z.avail_out = (uInt)n;
    int code = inflate(&r->z, Z_NO_FLUSH);
    r->in_at = r->in_n - r->z.avail_in;
    if (code == Z_STREAM_END)
        r->inside = false;
    else if (code == Z_MEM_ERROR)
        fail(r, STM_ENOMEM, "cannot be unpacked: out of memory");
    else if (code != Z_OK && code != Z_BUF_ERROR)
        fail(r, STM_EFORMAT, r->packing == PACK_GZIP ? "has damaged gzip data"
                                                     : "has damaged packed data");
    return n - r->z.avail_out;
}

static size_t unpack_zstd(struct reader *r, char *to, size_t n) {
    ZSTD_inBuffer in = {r->in + r->in_at, r->in_n - r->in_at, 0};
    ZSTD_outBuffer out = {to, n, 0};
    size_t code = ZSTD_decompressStream(r->zd, &out, &in);
    r->in_at += in.pos;
    if (ZSTD_isError(code))
        fail(r, STM_EFORMAT, "has zstd data that is damaged or needs a window over 128 MiB");
    else if (code == 0)
        r->inside = false;
    return out.pos;
}

/* Puts up to n bytes at `to`; 0 only at the end or a fault. */
static size_t unpack(struct reader *r, char *to, size_t n) {
    if (r->packing == PACK_NONE) {
        size_t ready = r->in_n - r->in_at;
        if (ready) {
            size_t got = ready < n ? ready : n;
            memcpy(to, r->in + r->in_at, got);
            r->in_at += got;
            return got;
        }
        return raw_read(r, to, n);
    }
    while (!r->ended) {
        if (!r->inside && !member_begins(r))
            return 0;
        bool dry = !raw_need(r, 1);
        size_t before = r->in_at;
        size_t got = r->packing == PACK_ZSTD ? unpack_zstd(r, to, n) : unpack_gzip(r, to, n);
        if (got) {
            r->out += got;
            if (r->out > BOMB_FREE && (r->out - BOMB_FREE) / BOMB_RATIO > raw_place(r))
                fail(r, STM_ELIMIT, "unpacks to over 250 times its size");
            return got;
        }
        if (r->inside && dry && r->in_at == before)
            fail(r, STM_EFORMAT, r->packing == PACK_GZIP   ? "is cut short inside its gzip data"
                                 : r->packing == PACK_ZSTD ? "is cut short inside its zstd data"
                                                           : "is cut short inside its packed data");
    }
    return 0;
}

/* ---- opening ------------------------------------------------------------------------------ */

/* A web archive packed by zstd may begin with the dictionary of all its frames, in a skippable frame
 * of its own kind ("zstd for WARC", IIPC): the dictionary itself, or that packed in its turn. */
static int dictionary(struct reader *r) {
    const unsigned char *p = r->in + r->in_at;
    if (raw_need(r, 8) < 8 || memcmp(p, "\x5D\x2A\x4D\x18", 4) != 0)
        return 0;
    size_t n = (size_t)p[4] | (size_t)p[5] << 8 | (size_t)p[6] << 16 | (size_t)p[7] << 24;
    if (n > MAX_DICTIONARY)
        return 0;
    unsigned char *dict = mem_alloc(n);
    if (!dict)
        return STM_ENOMEM;
    r->in_at += 8;
    size_t have = 0;
    while (have < n && raw_need(r, 1)) {
        size_t got = r->in_n - r->in_at < n - have ? r->in_n - r->in_at : n - have;
        memcpy(dict + have, r->in + r->in_at, got);
        r->in_at += got;
        have += got;
    }
    size_t code = 0;
    if (is_zstd(dict, have)) {
        unsigned long long size = ZSTD_getFrameContentSize(dict, have);
        if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > MAX_DICTIONARY)
            size = MAX_DICTIONARY;
        unsigned char *whole = mem_alloc((size_t)size);
        if (!whole) {
            mem_free(dict);
            return STM_ENOMEM;
        }
        code = ZSTD_decompressDCtx(r->zd, whole, (size_t)size, dict, have);
        if (!ZSTD_isError(code))
            code = ZSTD_DCtx_loadDictionary(r->zd, whole, code);
        mem_free(whole);
    } else {
        code = ZSTD_DCtx_loadDictionary(r->zd, dict, have);
    }
    mem_free(dict);
    if (ZSTD_isError(code))
        fail(r, STM_EFORMAT, "has a damaged zstd dictionary");
    return 0;
}

static int start(struct reader *r, enum reader_how how) {
    r->in = mem_alloc(IN_CAP);
    if (!r->in)
        return STM_ENOMEM;
    size_t have = raw_need(r, 4);
    const unsigned char *p = r->in;
    int window = 0;
    if (how == READ_RAW || how == READ_DEFLATE) {
        /* RFC 9110's "deflate" has zlib's wrapper, but not from every server */
        bool wrapped = have >= 2 && (p[0] & 15) == 8 && (p[0] * 256 + p[1]) % 31 == 0;
        r->packing = PACK_DEFLATE;
        window = how == READ_DEFLATE && wrapped ? 15 : -15;
    } else if (how == READ_AUTO && is_gzip(p, have)) {
        r->packing = PACK_GZIP;
        window = 15 + 16;
    } else if (how == READ_AUTO && is_zstd(p, have)) {
        r->packing = PACK_ZSTD;
        r->zd = ZSTD_createDCtx();
        return r->zd ? dictionary(r) : STM_ENOMEM;
    }
    if (window) {
        r->z.zalloc = z_alloc;
        r->z.zfree = z_free;
        if (inflateInit2(&r->z, window) != Z_OK)
            return STM_ENOMEM;
        r->z_ready = true;
    }
    return 0;
}

int reader_open_range(struct reader **out, const char *path, uint64_t from, uint64_t n,
                      enum reader_how how, const char **why) {
    *out = NULL;
    struct reader *r = mem_alloc(sizeof *r);
    *why = "cannot be read: out of memory";
    if (!r)
        return STM_ENOMEM;
    *r = (struct reader){.fd = -1, .base = from, .end = n};
    r->fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat st;
    if (r->fd < 0 || fstat(r->fd, &st) != 0 || (from && lseek(r->fd, (off_t)from, SEEK_SET) < 0)) {
        *why = errno_clause(errno);
        reader_close(r);
        return STM_EIO;
    }
    if (S_ISDIR(st.st_mode)) {
        *why = "is a folder";
        reader_close(r);
        return STM_EIO;
    }
    r->regular = S_ISREG(st.st_mode);
    r->size = r->regular && st.st_size > 0 ? (uint64_t)st.st_size : 0;
    if (r->size > n)
        r->size = n;
    int code = start(r, how);
    if (!code && r->fault) {
        *why = r->fault;
        code = r->code;
    }
    if (code) {
        reader_close(r);
        return code;
    }
    *out = r;
    return 0;
}

int reader_open(struct reader **out, const char *path, const char **why) {
    return reader_open_range(out, path, 0, UINT64_MAX, READ_AUTO, why);
}

int reader_open_memory(struct reader **out, const void *p, size_t n, enum reader_how how) {
    *out = NULL;
    struct reader *r = mem_alloc(sizeof *r);
    if (!r)
        return STM_ENOMEM;
    *r = (struct reader){.fd = -1, .mem = p, .mem_n = n, .size = n, .regular = true};
    int code = start(r, how);
    if (code) {
        reader_close(r);
        return code;
    }
    *out = r;
    return 0;
}

void reader_close(struct reader *r) {
    if (!r)
        return;
    if (r->fd >= 0)
        close(r->fd);
    if (r->z_ready)
        inflateEnd(&r->z);
    ZSTD_freeDCtx(r->zd);
    mem_free(r->in);
    mem_free(r->buf);
    mem_free(r);
}

/* ---- the window ------------------------------------------------------------------------------ */

size_t reader_want(struct reader *r, size_t want) {
    while (r->n - r->at < want && !r->ended) {
        if (r->at && r->cap - r->n < r->cap / 2) {
            memmove(r->buf, r->buf + r->at, r->n - r->at);
            r->n -= r->at;
            r->at = 0;
        }
        if (r->n == r->cap) {
            size_t cap = r->cap ? r->cap * 2 : WINDOW;
            char *p = mem_realloc(r->buf, cap);
            if (!p) {
                fail(r, STM_ENOMEM, "cannot be read: out of memory");
                break;
            }
            r->buf = p;
            r->cap = cap;
        }
        size_t got = unpack(r, r->buf + r->n, r->cap - r->n);
        if (!got)
            r->ended = true;
        r->n += got;
    }
    return r->n - r->at;
}

size_t reader_read(struct reader *r, char *to, size_t n) {
    size_t ready = r->n - r->at;
    if (ready) {
        if (ready > n)
            ready = n;
        memcpy(to, r->buf + r->at, ready);
        reader_take(r, ready);
        return ready;
    }
    if (r->ended)
        return 0;
    size_t got = unpack(r, to, n);
    if (!got)
        r->ended = true;
    r->place += got;
    return got;
}

const char *reader_at(const struct reader *r) { return r->buf + r->at; }
size_t reader_ready(const struct reader *r) { return r->n - r->at; }

void reader_take(struct reader *r, size_t n) {
    if (n > r->n - r->at)
        n = r->n - r->at;
    r->at += n;
    r->place += n;
    if (r->at == r->n)
        r->at = r->n = 0;
}

uint64_t reader_place(const struct reader *r) { return r->place; }

const char *reader_fault(const struct reader *r, int *code) {
    if (r->at != r->n)
        return NULL;
    if (code)
        *code = r->code;
    return r->fault;
}

/* A member that was cut off in the middle of a file is found out somewhere inside those that follow
 * it, so the search goes back to its beginning where the file allows that; at most once over the
 * whole file, so that a file of false beginnings costs no square. */
static void go_back(struct reader *r) {
    uint64_t here = raw_place(r), to = r->begun + 1;
    if (here < to) {
        raw_need(r, 1);
        r->in_at += r->in_at < r->in_n; /* never the same member twice */
        return;
    }
    uint64_t far = here - to;
    if (!r->regular || r->back + far > r->size + ((uint64_t)1 << 20))
        return;
    if (far <= r->in_at) {
        r->in_at -= (size_t)far;
    } else {
        if (r->fd >= 0 && lseek(r->fd, (off_t)(r->base + to), SEEK_SET) < 0)
            return;
        r->raw = to;
        r->in_at = r->in_n = 0;
        r->raw_ended = false;
    }
    r->back += far;
}

void reader_forget(struct reader *r) { r->fault = NULL; }
bool reader_ended(const struct reader *r) { return r->ended; }

bool reader_resync(struct reader *r) {
    if (!r->fault || (r->packing != PACK_GZIP && r->packing != PACK_ZSTD) || r->code != STM_EFORMAT)
        return false;
    reader_take(r, r->n - r->at);
    go_back(r);
    for (;;) {
        size_t have = raw_need(r, 4);
        if (have < 4)
            return false;
        const unsigned char *p = r->in + r->in_at;
        /* gzip: the flags' upper bits are reserved; a chance hit costs one more fault */
        if (r->packing == PACK_GZIP ? is_gzip(p, have) && p[3] < 0x20 : is_zstd(p, have))
            break;
        const unsigned char *next = memchr(p + 1, r->packing == PACK_GZIP ? 0x1F : 0x28, have - 1);
        r->in_at = next ? (size_t)(next - r->in) : r->in_n;
    }
    r->fault = NULL;
    r->code = 0;
    r->ended = false;
    r->inside = false;
    return true;
}

int reader_slurp(struct reader *r, uint64_t max, struct arena *a, slice *out, const char **why) {
    struct buf b = {.a = a};
    b.cap = (uint32_t)(r->size < max ? r->size : max) + 4096;
    b.p = arena_alloc(a, b.cap);
    for (;;) {
        if (b.cap - b.n < 2048) {
            b.p = arena_grow(a, b.p, b.cap, (size_t)b.cap * 2);
            b.cap *= 2;
        }
        size_t got = reader_read(r, b.p + b.n, b.cap - b.n - 1);
        if (!got)
            break;
        b.n += (uint32_t)got;
        if (b.n > max) {
            *why = "is larger than is allowed";
            return STM_ELIMIT;
        }
    }
    int code = 0;
    *why = reader_fault(r, &code);
    *out = buf_take(&b);
    return *why ? code : 0;
}

uint64_t reader_raw(const struct reader *r) { return r->raw; }
uint64_t reader_size_hint(const struct reader *r) { return r->size; }
bool reader_is_regular(const struct reader *r) { return r->regular; }
bool reader_is_output(const struct reader *r) {
    struct stat in, out;
    return r->regular && fstat(r->fd, &in) == 0 && fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode) &&
           in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}
