/* Bytes of a charset to UTF-8, with a map back.
 *
 *   ASCII runs          one `same` run each (map_add joins neighbours)
 *   another character   a run of its own: 2 to 4 bytes of text for 1 to 4 of source
 *   malformed bytes     U+FFFD for each, likewise
 *
 * Charsets of one byte go by a table of 128 characters, which glibc's iconv fills (Windows-1252,
 * the commonest, is written out); those of several bytes go through iconv a character at a time.
 * The Encoding standard has the C1 controls where a Windows charset leaves a byte unused. */
#include <errno.h>
#include <iconv.h>

#include "parts.h"

struct recoding {
    struct arena *a;
    struct buf text;
    struct map *map;
    slice bytes;
};

static void add_same(struct recoding *r, uint32_t from, uint32_t n) {
    if (!n)
        return;
    map_add(r->map, r->a, (struct map_run){r->text.n, n, from, n, true});
    buf_add(&r->text, r->bytes.p + from, n);
}

static void add_char(struct recoding *r, uint32_t cp, uint32_t from, uint32_t n) {
    char c[4];
    uint32_t len = (uint32_t)utf8_encode(cp, c);
    map_add(r->map, r->a, (struct map_run){r->text.n, len, from, n, len == n && memcmp(c, r->bytes.p + from, n) == 0});
    buf_add(&r->text, c, len);
}

static uint32_t ascii_run(slice s, uint32_t i) {
    if (i >= s.n)
        return 0;
    const char *p = s.p + i, *end = s.p + s.n;
    uint64_t eight;
    while (end - p >= 8 && (memcpy(&eight, p, 8), !(eight & 0x8080808080808080u)))
        p += 8;
    while (p < end && (unsigned char)*p < 0x80)
        p++;
    return (uint32_t)(p - s.p) - i;
}

/* ---- UTF-8 ------------------------------------------------------------------------------------ */

/* Length of the malformed stretch at p that becomes one U+FFFD: the longest beginning of a
 * well-formed character (Unicode, "maximal subpart"). */
static uint32_t bad_length(const char *p, const char *end) {
    const unsigned char *s = (const unsigned char *)p;
    ptrdiff_t left = end - p;
    if (s[0] < 0xC2 || s[0] > 0xF4 || left < 2)
        return 1;
    unsigned low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    unsigned high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    if (s[0] < 0xE0 || s[1] < low || s[1] > high)
        return 1;
    if (s[0] < 0xF0 || left < 3 || (s[2] & 0xC0) != 0x80)
        return 2;
    return 3;
}

static void from_utf8(struct recoding *r, uint32_t i) {
    slice s = r->bytes;
    while (i < s.n) {
        uint32_t good = (uint32_t)utf8_valid(s.p + i, s.n - i);
        add_same(r, i, good);
        i += good;
        if (i == s.n)
            break;
        uint32_t bad = bad_length(s.p + i, s.p + s.n);
        add_char(r, 0xFFFD, i, bad);
        i += bad;
    }
}

/* ---- UTF-16 ------------------------------------------------------------------------------------ */

static void from_utf16(struct recoding *r, uint32_t i, bool big) {
    const unsigned char *p = (const unsigned char *)r->bytes.p;
    uint32_t n = r->bytes.n;
    while (i + 1 < n) {
        uint32_t c = big ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < n) {
            uint32_t d = big ? (uint32_t)p[i + 2] << 8 | p[i + 3] : (uint32_t)p[i + 3] << 8 | p[i + 2];
            if (d >= 0xDC00 && d < 0xE000) {
                add_char(r, 0x10000 + ((c - 0xD800) << 10) + (d - 0xDC00), i, 4);
                i += 4;
                continue;
            }
        }
        add_char(r, c, i, 2); /* a lone surrogate becomes U+FFFD there */
        i += 2;
    }
    if (i < n)
        add_char(r, 0xFFFD, i, n - i);
}

/* ---- iconv --------------------------------------------------------------------------------------- */

struct converter {
    iconv_t cd;
};
static void converter_free(void *arg) {
    struct converter *c = arg;
    if (c->cd != (iconv_t)-1)
        iconv_close(c->cd);
}

/* Names that glibc has under another name. */
static const char *const GLIBC[][2] = {
    {"iso-8859-8-i", "ISO-8859-8"}, {"windows-874", "CP874"}, {"x-mac-cyrillic", "MAC-UK"},
    {"gbk", "GB18030"}, {"big5", "BIG5-HKSCS"}, {"euc-jp", "EUC-JP-MS"}, {"shift_jis", "CP932"},
    {"euc-kr", "UHC"}, {"iso-2022-jp", "ISO-2022-JP-3"},
};

static struct converter *converter_new(slice charset, struct arena *tmp) {
    struct converter *c = ARENA_NEW(tmp, struct converter);
    c->cd = (iconv_t)-1;
    arena_defer(tmp, converter_free, c);
    const char *name = arena_dup(tmp, charset.p, charset.n);
    for (size_t i = 0; i < NELEMS(GLIBC); i++)
        if (strcmp(name, GLIBC[i][0]) == 0)
            name = GLIBC[i][1];
    c->cd = iconv_open("UCS-4LE", name);
    return c->cd == (iconv_t)-1 ? NULL : c;
}

static void from_table(struct recoding *r, const uint32_t table[128]) {
    slice s = r->bytes;
    for (uint32_t i = 0; i < s.n;) {
        uint32_t n = ascii_run(s, i);
        add_same(r, i, n);
        for (i += n; i < s.n && (unsigned char)s.p[i] >= 0x80; i++)
            add_char(r, table[(unsigned char)s.p[i] - 0x80], i, 1);
    }
}

static const uint16_t C1_OF_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

static void table_1252(uint32_t table[128]) {
    for (uint32_t i = 0; i < 128; i++)
        table[i] = i < 32 ? C1_OF_1252[i] : 0x80 + i;
}

static void table_by_iconv(struct converter *c, uint32_t table[128]) {
    for (uint32_t i = 0; i < 128; i++) {
        char in = (char)(0x80 + i), out[16];
        char *from = &in, *to = out;
        size_t from_n = 1, to_n = sizeof out;
        iconv(c->cd, NULL, NULL, NULL, NULL);
        size_t code = iconv(c->cd, &from, &from_n, &to, &to_n);
        if (code != (size_t)-1) /* some hold a character back for a mark that may follow */
            iconv(c->cd, NULL, NULL, &to, &to_n);
        if (code == (size_t)-1 || to - out < 4)
            table[i] = i < 32 ? 0x80 + i : 0xFFFD;
        else
            memcpy(&table[i], out, 4);
    }
}

/* `ascii`: bytes below 0x80 are ASCII wherever a character begins. */
static void from_iconv(struct recoding *r, struct converter *c, bool ascii) {
    slice s = r->bytes;
    uint32_t i = 0;
    while (i < s.n) {
        if (ascii) {
            uint32_t n = ascii_run(s, i);
            add_same(r, i, n);
            i += n;
            if (i == s.n)
                break;
        }
        /* room for one character makes iconv stop after it; a pair of them needs more room, and
         * an escape sequence gives nothing */
        char out[16];
        size_t room = 4, code;
        char *from, *to;
        size_t from_n, to_n;
        do {
            from = (char *)(uintptr_t)(s.p + i);
            from_n = s.n - i < 64 ? s.n - i : 64;
            to = out;
            to_n = room;
            code = iconv(c->cd, &from, &from_n, &to, &to_n);
            room += 4;
        } while (code == (size_t)-1 && errno == E2BIG && to == out && room <= sizeof out);
        uint32_t used = (uint32_t)(from - (s.p + i));
        if (to != out) {
            uint32_t cp;
            memcpy(&cp, out, 4);
            uint32_t at = r->text.n;
            for (const char *q = out; q < to; q += 4) {
                memcpy(&cp, q, 4);
                buf_cp(&r->text, cp);
            }
            uint32_t len = r->text.n - at;
            map_add(r->map, r->a,
                    (struct map_run){at, len, i, used, len == used && memcmp(r->text.p + at, s.p + i, len) == 0});
        }
        i += used;
        if (used || i == s.n)
            continue;
        /* malformed: a lead byte before ASCII stands alone, else the pair is dropped together */
        uint32_t bad = i + 1 < s.n && (unsigned char)s.p[i + 1] >= 0x80 && ascii ? 2 : 1;
        add_char(r, 0xFFFD, i, bad);
        i += bad;
        iconv(c->cd, NULL, NULL, NULL, NULL);
    }
}

/* ---- all of it -------------------------------------------------------------------------------------- */

static bool of_several_bytes(slice charset) {
    static const char *const names[] = {"gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"};
    for (size_t i = 0; i < NELEMS(names); i++)
        if (slice_eq(charset, slice_str(names[i])))
            return true;
    return false;
}

int recode(slice bytes, slice charset, struct arena *a, struct arena *tmp, struct decoded *out,
           const char **why) {
    *out = (struct decoded){.charset = charset};
    bool utf8 = slice_eq(charset, S("utf-8"));
    uint32_t bom = utf8 && slice_starts(bytes, S("\xEF\xBB\xBF")) ? 3 : 0;
    if (utf8 && utf8_valid(bytes.p, bytes.n) == bytes.n) {
        out->text = slice_cut(bytes, bom, bytes.n);
        if (bom) {
            struct map *map = ARENA_NEW(a, struct map);
            map_add(map, a, (struct map_run){0, bytes.n - bom, bom, bytes.n - bom, true});
            out->map = map;
        }
        return 0;
    }
    if (slice_eq(charset, S("replacement"))) {
        *why = "is in a charset that is not read (ISO-2022-KR, ISO-2022-CN or HZ)";
        return STM_EFORMAT;
    }
    bool wide = slice_starts(charset, S("utf-16")), stateful = slice_eq(charset, S("iso-2022-jp"));
    if (!utf8 && !wide && !stateful && ascii_run(bytes, 0) == bytes.n) {
        out->text = bytes;
        return 0;
    }
    struct recoding r = {.a = a, .text = {.a = a}, .map = ARENA_NEW(a, struct map), .bytes = bytes};
    /* most pages grow by little */
    r.text.cap = bytes.n + bytes.n / 8 + 64;
    r.text.p = arena_alloc(a, r.text.cap);
    if (utf8) {
        from_utf8(&r, bom);
    } else if (wide) {
        bool big = slice_eq(charset, S("utf-16be"));
        bool mark = slice_starts(bytes, big ? S("\xFE\xFF") : S("\xFF\xFE"));
        from_utf16(&r, mark ? 2 : 0, big);
    } else if (slice_eq(charset, S("windows-1252")) || slice_eq(charset, S("x-user-defined"))) {
        uint32_t table[128];
        table_1252(table);
        from_table(&r, table);
    } else {
        struct converter *c = converter_new(charset, tmp);
        if (!c) {
            *why = "is in a charset that this system cannot convert";
            return STM_EFORMAT;
        }
        if (stateful || of_several_bytes(charset)) {
            from_iconv(&r, c, !stateful);
        } else {
            uint32_t table[128];
            table_by_iconv(c, table);
            from_table(&r, table);
        }
    }
    out->text = buf_take(&r.text);
    out->map = r.map;
    return 0;
}
