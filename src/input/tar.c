/* tar: ustar (POSIX 1988), pax headers and GNU long names. Streaming; members that may hold reports
 * are held whole, others gone past.
 *
 *   block of 512: name, size, type, checksum  |  size bytes, filled up to 512  |  ...  |  two zero blocks
 *
 * After damage reading goes on at the next block that is a header with a right checksum. */
#include "parts.h"

enum { BLOCK = 512, NAME_MAX_N = 4096, EXTRA_MAX = 1 << 20 };

void tar_begin(struct tar_cut *c) { *c = (struct tar_cut){0}; }

/* Octal with blanks around it, or binary with the top bit set (GNU). False: neither. */
static bool tar_number(const char *p, size_t n, uint64_t *out) {
    const unsigned char *s = (const unsigned char *)p;
    *out = 0;
    if (s[0] & 0x80) {
        for (size_t i = 0; i < n; i++) {
            if (*out >> 55)
                return false;
            *out = *out << 8 | (i ? s[i] : s[i] & 0x7F);
        }
        return true;
    }
    size_t i = 0;
    while (i < n && s[i] == ' ')
        i++;
    for (; i < n && s[i] >= '0' && s[i] <= '7'; i++) {
        if (*out >> 55)
            return false;
        *out = *out * 8 + (s[i] - '0');
    }
    return i == n || s[i] == 0 || s[i] == ' ';
}

static bool sound_header(const char *p) {
    uint64_t want, sum = 0;
    if (!tar_number(p + 148, 8, &want))
        return false;
    for (size_t i = 0; i < BLOCK; i++)
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)p[i];
    return sum == want && want > 8 * ' ';
}

static slice field(const char *p, size_t n) {
    const char *end = memchr(p, 0, n);
    return slice_of(p, end ? (size_t)(end - p) : n);
}

static void name_set(struct tar_cut *c, slice a, slice b) {
    c->name_n = 0;
    slice parts[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        uint32_t n = parts[i].n < NAME_MAX_N - c->name_n ? parts[i].n : NAME_MAX_N - c->name_n;
        if (n)
            memcpy(c->name + c->name_n, parts[i].p, n);
        c->name_n += n;
        if (i == 0 && a.n && b.n && c->name_n < NAME_MAX_N)
            c->name[c->name_n++] = '/';
    }
}

/* "27 path=some/name\n" lines of a pax header. */
static void pax_read(struct tar_cut *c, slice s) {
    while (s.n) {
        uint64_t n = 0;
        uint32_t i = 0;
        while (i < s.n && i < 9 && is_digit((unsigned char)s.p[i]))
            n = n * 10 + (uint64_t)(s.p[i++] - '0');
        if (!i || i >= s.n || s.p[i] != ' ' || n > s.n || n < i + 2)
            return;
        slice line = slice_cut(s, i + 1, (uint32_t)n - 1), key = {0};
        slice_field(&line, '=', &key);
        if (slice_eq(key, S("path")) && line.p) {
            name_set(c, line, (slice){0});
            c->long_name = true;
        } else if (slice_eq(key, S("size")) && line.p && line.n < 19) {
            c->size = 0;
            for (uint32_t j = 0; j < line.n && is_digit((unsigned char)line.p[j]); j++)
                c->size = c->size * 10 + (uint64_t)(line.p[j] - '0');
            c->long_size = true;
        }
        s = slice_cut(s, (uint32_t)n, s.n);
    }
}

static int fault(struct tar_cut *c, struct piece *out, int code, const char *why) {
    *out = (struct piece){.fault = why, .code = code};
    if (c->name_n)
        out->record = slice_of(c->name, c->name_n);
    return 1;
}

static int ended(struct tar_cut *c, struct reader *r, struct piece *out, bool inside) {
    int code = 0;
    const char *why = reader_fault(r, &code);
    c->ended = true;
    if (why)
        return fault(c, out, code, why);
    return inside ? fault(c, out, STM_EFORMAT, "is cut short: the archive ends inside it") : 0;
}

/* Goes past n bytes; false when there are fewer. */
static bool pass(struct reader *r, uint64_t n) {
    while (n) {
        size_t have = reader_want(r, 1);
        if (!have)
            return false;
        size_t part = have < n ? have : (size_t)n;
        reader_take(r, part);
        n -= part;
    }
    return true;
}

static uint64_t filled_up(uint64_t n) { return (n + BLOCK - 1) & ~(uint64_t)(BLOCK - 1); }

int tar_next(struct tar_cut *c, struct reader *r, uint64_t max, struct piece *out) {
    if (c->take) {
        if (!pass(r, c->take)) {
            c->ended = true;
            return 0; /* only the filling of the last block is missing */
        }
        c->take = 0;
    }
    while (!c->ended) {
        size_t n = reader_want(r, BLOCK);
        const char *p = reader_at(r);
        if (n < BLOCK) {
            c->name_n = 0;
            reader_take(r, n);
            return ended(c, r, out, false);
        }
        if (!sound_header(p)) {
            bool zero = true;
            for (size_t i = 0; i < BLOCK && zero; i++)
                zero = p[i] == 0;
            reader_take(r, BLOCK);
            bool told = c->lost;
            c->lost |= !zero;
            if (zero || told)
                continue;
            return fault(c, out, STM_EFORMAT, "is followed by a damaged header");
        }
        c->lost = false;
        char type = p[156];
        uint64_t size;
        bool counted = tar_number(p + 124, 12, &size);
        if (c->long_size && type != 'x' && type != 'L' && type != 'K' && type != 'g')
            size = c->size;
        bool extra = type == 'x' || type == 'L';
        if (!c->long_name || extra) {
            bool ustar = memcmp(p + 257, "ustar", 5) == 0 && p[262] == 0;
            if (!c->long_name)
                name_set(c, ustar ? field(p + 345, 155) : (slice){0}, field(p, 100));
        }
        reader_take(r, BLOCK);
        if (!counted) {
            c->long_name = c->long_size = false;
            c->lost = true;
            return fault(c, out, STM_EFORMAT, "has a damaged size");
        }
        if (extra && size <= EXTRA_MAX) {
            n = reader_want(r, (size_t)filled_up(size));
            if (n < size)
                return ended(c, r, out, true);
            slice s = slice_of(reader_at(r), (size_t)size);
            if (type == 'x') {
                pax_read(c, s);
            } else {
                name_set(c, field(s.p, s.n), (slice){0});
                c->long_name = true;
            }
            pass(r, filled_up(size));
            continue;
        }
        bool file = type == '0' || type == 0 || type == '7';
        slice name = slice_of(c->name, c->name_n);
        if (type != 'K' && type != 'g')
            c->long_name = c->long_size = false;
        enum ending ending = name_ending(name);
        if (!file || !member_counts(name)) {
            if (!pass(r, filled_up(size))) {
                c->name_n = file ? c->name_n : 0;
                return ended(c, r, out, true);
            }
            continue;
        }
        if (size > max) {
            if (!pass(r, filled_up(size)))
                return ended(c, r, out, true);
            return fault(c, out, STM_ELIMIT, "is larger than is allowed");
        }
        n = reader_want(r, (size_t)size);
        if (n < size) {
            reader_take(r, n);
            return ended(c, r, out, true);
        }
        *out = (struct piece){.how = PIECE_PAGE, .ending = ending, .bytes = slice_of(reader_at(r), (size_t)size),
                              .record = name};
        c->take = filled_up(size);
        return 1;
    }
    return 0;
}
