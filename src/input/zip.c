/* zip (PKWARE's APPNOTE): members by the central directory at the end of the file, zip64 too. Only of a
 * file that can be read from any place. Members are not unpacked here: an item names the stretch of
 * the file, and whoever loads it unpacks.
 *
 *   local header, data | ... | central directory: name, sizes, crc, place | [zip64 end] | end record
 *
 * All the packed sizes together cannot be more than the file: an archive whose members share their
 * bytes is a bomb. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parts.h"

enum { END_N = 22, END_MAX = END_N + 65535, ENTRY_N = 46, LOCAL_N = 30 };
static const uint64_t DIRECTORY_MAX = (uint64_t)512 << 20;

static uint32_t u16(const unsigned char *p) { return (uint32_t)p[0] | (uint32_t)p[1] << 8; }
static uint32_t u32(const unsigned char *p) { return u16(p) | u16(p + 2) << 16; }
static uint64_t u64(const unsigned char *p) { return (uint64_t)u32(p) | (uint64_t)u32(p + 4) << 32; }

/* Reads just n bytes at a place; false when they are not there. */
static bool read_at(int fd, uint64_t from, void *p, size_t n) {
    for (size_t have = 0; have < n;) {
        ssize_t got = pread(fd, (char *)p + have, n - have, (off_t)(from + have));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        have += (size_t)got;
    }
    return true;
}

/* Finds the end record, and from it where the directory lies. */
static int directory_find(struct zip_cut *c, uint64_t *from, uint64_t *n, const char **why) {
    size_t tail_n = c->file_n < END_MAX ? (size_t)c->file_n : END_MAX;
    unsigned char *tail = mem_alloc(tail_n ? tail_n : 1);
    if (!tail)
        return STM_ENOMEM;
    *why = "is a zip archive that is cut short or damaged: has no directory";
    int code = STM_EFORMAT;
    if (read_at(c->fd, c->file_n - tail_n, tail, tail_n)) {
        for (size_t i = tail_n < END_N ? 0 : tail_n - END_N + 1; i-- > 0;) {
            const unsigned char *p = tail + i;
            if (u32(p) != 0x06054B50)
                continue;
            uint64_t at = c->file_n - tail_n + i;
            *n = u32(p + 12);
            *from = u32(p + 16);
            unsigned char z[56];
            if (at >= 20 && read_at(c->fd, at - 20, z, 20) && u32(z) == 0x07064B50) {
                uint64_t place = u64(z + 8);
                if (place < c->file_n && read_at(c->fd, place, z, sizeof z) && u32(z) == 0x06064B50) {
                    *n = u64(z + 40);
                    *from = u64(z + 48);
                }
            }
            if (*n > c->file_n || *from > c->file_n - *n)
                continue;
            code = 0;
            break;
        }
    }
    mem_free(tail);
    if (!code && *n > DIRECTORY_MAX) {
        *why = "is a zip archive with a larger directory than is allowed";
        code = STM_ELIMIT;
    }
    return code;
}

int zip_begin(struct zip_cut *c, const char *path, const char **why) {
    struct stat st;
    *c = (struct zip_cut){.fd = open(path, O_RDONLY | O_CLOEXEC),
                          .wacz = slice_ends_nocase(slice_str(path), S(".wacz"))};
    if (c->fd < 0 || fstat(c->fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        *why = c->fd < 0 ? errno_clause(errno) : "is a zip archive, which can only be read from a file";
        zip_end(c);
        return STM_EIO;
    }
    c->file_n = (uint64_t)st.st_size;
    uint64_t from;
    int code = directory_find(c, &from, &c->n, why);
    if (!code) {
        c->directory = mem_alloc((size_t)c->n + 1);
        if (!c->directory) {
            code = STM_ENOMEM;
        } else if (!read_at(c->fd, from, c->directory, (size_t)c->n)) {
            *why = "is a zip archive that cannot be read: its directory lies outside";
            code = STM_EFORMAT;
        }
    }
    if (code)
        zip_end(c);
    return code;
}

void zip_end(struct zip_cut *c) {
    if (c->fd >= 0)
        close(c->fd);
    mem_free(c->directory);
    c->fd = -1;
    c->directory = NULL;
}

static void zip64_fields(const unsigned char *p, uint32_t n, uint64_t *size, uint64_t *packed, uint64_t *place) {
    while (n >= 4) {
        uint32_t id = u16(p), len = u16(p + 2);
        if (len > n - 4)
            return;
        const unsigned char *q = p + 4, *end = q + len;
        if (id == 1) {
            uint64_t *field[3] = {size, packed, place};
            for (int i = 0; i < 3; i++) {
                if (*field[i] == 0xFFFFFFFF && end - q >= 8) {
                    *field[i] = u64(q);
                    q += 8;
                }
            }
            return;
        }
        p += 4 + len;
        n -= 4 + len;
    }
}

int zip_next(struct zip_cut *c, uint64_t max, struct piece *out) {
    while (c->n - c->at >= ENTRY_N) {
        const unsigned char *p = c->directory + c->at;
        uint32_t name_n = u16(p + 28), extra_n = u16(p + 30), comment_n = u16(p + 32);
        uint64_t entry_n = (uint64_t)ENTRY_N + name_n + extra_n + comment_n;
        if (u32(p) != 0x02014B50 || entry_n > c->n - c->at)
            break;
        slice name = slice_of((const char *)p + ENTRY_N, name_n);
        uint64_t packed = u32(p + 20), size = u32(p + 24), place = u32(p + 42);
        zip64_fields(p + ENTRY_N + name_n, extra_n, &size, &packed, &place);
        /* office documents and e-books begin so */
        if (!c->at && (slice_eq(name, S("[Content_Types].xml")) || slice_eq(name, S("mimetype")))) {
            c->at = c->n;
            *out = (struct piece){.fault = "is not a page or text: looks like an office document or an e-book",
                                  .code = STM_EFORMAT};
            return 1;
        }
        c->at += entry_n;
        c->claimed += packed;
        *out = (struct piece){.how = PIECE_RANGE, .record = name, .ending = name_ending(name)};
        if (packed > c->file_n || c->claimed > c->file_n) {
            c->at = c->n;
            out->fault = "and what follows it is left out: the archive names more bytes than it has";
            out->code = STM_ELIMIT;
            return 1;
        }
        if (!member_counts(name) || (c->wacz && !slice_starts(name, S("archive/"))))
            continue;
        uint32_t method = u16(p + 10);
        unsigned char local[LOCAL_N];
        out->code = STM_EFORMAT;
        if (u16(p + 8) & 1) {
            out->fault = "is locked by a password";
        } else if (method != 0 && method != 8 && method != 93) {
            out->fault = "is packed in a way that is not read";
        } else if (size > max && (ending_is_page(out->ending) || method == 8)) {
            out->fault = "is larger than is allowed";
            out->code = STM_ELIMIT;
        } else if (place > c->file_n || !read_at(c->fd, place, local, LOCAL_N) || u32(local) != 0x04034B50) {
            out->fault = "is damaged: its place in the archive is wrong";
        } else {
            out->from = place + LOCAL_N + u16(local + 26) + u16(local + 28);
            out->packed = packed;
            out->crc = u32(p + 16);
            out->read = method == 0 ? READ_PLAIN : method == 8 ? READ_RAW : READ_AUTO;
            out->code = 0;
        }
        return 1;
    }
    bool signature = c->n - c->at >= 4 && u32(c->directory + c->at) == 0x05054B50;
    if (c->at < c->n && !signature) {
        c->at = c->n;
        *out = (struct piece){.fault = "has a damaged directory: what it lists further on is left out",
                              .code = STM_EFORMAT};
        return 1;
    }
    return 0;
}
