/* Slices, spans and UTF-8. */
#include "base/bytes.h"

#include <utf8proc.h>

bool bytes_eq_nocase(const char *a, const char *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (to_lower(a[i]) != to_lower(b[i]))
            return false;
    return true;
}

bool slice_starts(slice s, slice head) {
    return s.n >= head.n && slice_eq(slice_cut(s, 0, head.n), head);
}
bool slice_starts_nocase(slice s, slice head) {
    return s.n >= head.n && slice_eq_nocase(slice_cut(s, 0, head.n), head);
}
bool slice_ends(slice s, slice tail) {
    return s.n >= tail.n && slice_eq(slice_cut(s, s.n - tail.n, s.n), tail);
}
bool slice_ends_nocase(slice s, slice tail) {
    return s.n >= tail.n && slice_eq_nocase(slice_cut(s, s.n - tail.n, s.n), tail);
}

int slice_cmp(slice a, slice b) {
    uint32_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.p, b.p, n) : 0;
    return d ? d : (a.n > b.n) - (a.n < b.n);
}

static inline bool same(const char *a, const char *b, uint32_t n, bool nocase) {
    return nocase ? bytes_eq_nocase(a, b, n) : *a == *b && a[n / 2] == b[n / 2] && !memcmp(a, b, n);
}

/* The places from `from` on, sixteen at a time, where the first and the last byte are right (Mula 2008); memmem of
 * the C library looks at a page at a quarter of the speed. The last sixteen may begin among those before. */
__attribute__((always_inline)) static inline uint32_t find(slice s, slice needle, uint32_t from, bool nocase) {
    if (from > s.n || needle.n > s.n - from)
        return NONE;
    if (!needle.n)
        return from;
    uint32_t i = from, last = s.n - needle.n;
    char head = needle.p[0], tail = needle.p[needle.n - 1];
    if (nocase)
        head = to_lower(head), tail = to_lower(tail);
    while (last - from >= 15) {
        i = i < last - 15 ? i : last - 15;
        bytes16 x = bytes16_load(s.p + i), y = bytes16_load(s.p + i + needle.n - 1);
        if (nocase)
            x = bytes16_lower(x), y = bytes16_lower(y);
        uint32_t hits = bytes16_bits((marks16)(x == (uint8_t)head) & (marks16)(y == (uint8_t)tail));
        for (; hits; hits &= hits - 1)
            if (same(s.p + i + bits_first(hits), needle.p, needle.n, nocase))
                return i + bits_first(hits);
        if (i == last - 15)
            return NONE;
        i += 16;
    }
    /* fewer places: all of them at once */
    bytes16 x = bytes16_some(s.p + from, s.n - from), y = bytes16_some(s.p + from + needle.n - 1, s.n - from - needle.n + 1);
    if (nocase)
        x = bytes16_lower(x), y = bytes16_lower(y);
    uint32_t hits = bytes16_bits((marks16)(x == (uint8_t)head) & (marks16)(y == (uint8_t)tail)) & bits_below(last - from + 1);
    for (; hits; hits &= hits - 1)
        if (same(s.p + from + bits_first(hits), needle.p, needle.n, nocase))
            return from + bits_first(hits);
    return NONE;
}

uint32_t slice_find(slice s, slice needle, uint32_t from) { return find(s, needle, from, false); }
uint32_t slice_find_nocase(slice s, slice needle, uint32_t from) { return find(s, needle, from, true); }

uint32_t slice_letters(slice s) {
    uint32_t letters = 0;
    for (uint32_t i = 0; i < s.n; i++)
        letters |= 1u << (s.p[i] & 31); /* small and capital ones alike */
    return letters;
}

/* Its first two bytes and its last tell of most words that they are not in a short text. */
bool slice_has_nocase(slice s, uint32_t letters, const char *word) {
    if (!(letters >> (word[0] & 31) & letters >> (word[1] & 31) & 1))
        return false;
    slice w = slice_str(word);
    return letters >> (w.p[w.n - 1] & 31) & 1 && slice_find_nocase(s, w, 0) != NONE;
}

/* Length of the blank character at p, or 0. */
static int blank_at(const char *p, const char *end) {
    if ((unsigned char)*p < 0x80)
        return is_space((unsigned char)*p);
    uint32_t cp;
    int n = utf8_decode(p, end, &cp);
    return n > 1 && cp_is_space(cp) ? n : 0;
}

slice slice_trim(slice s) {
    if (!s.n)
        return s;
    const char *p = s.p, *end = s.p + s.n;
    int n;
    while (p < end && (n = blank_at(p, end)))
        p += n;
    while (p < end) {
        const char *last = end - 1;
        while (last > p && end - last < 4 && !utf8_is_start(*last))
            last--;
        n = blank_at(last, end);
        if (!n || last + n != end)
            break;
        end = last;
    }
    return slice_of(p, (size_t)(end - p));
}

span span_trim(slice text, span at) {
    slice s = slice_trim(slice_at(text, at));
    uint32_t start = (uint32_t)(s.p - text.p);
    return (span){start, start + s.n};
}

bool slice_line(slice *rest, slice *line) {
    if (!rest->n)
        return false;
    const char *nl = memchr(rest->p, '\n', rest->n);
    uint32_t n = nl ? (uint32_t)(nl - rest->p) : rest->n;
    *line = slice_cut(*rest, 0, n);
    *rest = slice_cut(*rest, nl ? n + 1 : n, rest->n);
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    return true;
}

bool slice_field(slice *rest, char sep, slice *field) {
    if (!rest->p)
        return false;
    const char *at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (at) {
        uint32_t n = (uint32_t)(at - rest->p);
        *field = slice_cut(*rest, 0, n);
        *rest = slice_cut(*rest, n + 1, rest->n);
    } else {
        *field = *rest;
        *rest = (slice){0};
    }
    return true;
}

bool slice_among(slice word, const char *words) {
    char first = word.n ? to_lower(word.p[0]) : 0;
    for (const char *end; *words; words = *end ? end + 1 : end) {
        end = strchrnul(words, ' ');
        if (*words == first && slice_eq_nocase(word, slice_of(words, (size_t)(end - words))))
            return true;
    }
    return false;
}

/* ---- UTF-8 ----------------------------------------------------------------------------- */

int utf8_decode(const char *p, const char *end, uint32_t *cp) {
    const unsigned char *s = (const unsigned char *)p;
    ptrdiff_t left = end - p;
    if (left < 1)
        return 0;
    if (s[0] < 0x80) {
        *cp = s[0];
        return 1;
    }
    if (s[0] < 0xC2)
        return 0;
    if (s[0] < 0xE0) {
        if (left < 2 || (s[1] & 0xC0) != 0x80)
            return 0;
        *cp = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
        return 2;
    }
    if (s[0] < 0xF0) {
        if (left < 3 || (s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80)
            return 0;
        uint32_t c = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
        if (c < 0x800 || (c >= 0xD800 && c < 0xE000))
            return 0;
        *cp = c;
        return 3;
    }
    if (s[0] > 0xF4 || left < 4 || (s[1] & 0xC0) != 0x80 || (s[2] & 0xC0) != 0x80 ||
        (s[3] & 0xC0) != 0x80)
        return 0;
    uint32_t c = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
                 (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
    if (c < 0x10000 || c > 0x10FFFF)
        return 0;
    *cp = c;
    return 4;
}

int utf8_encode(uint32_t cp, char out[4]) {
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        cp = 0xFFFD;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t utf8_valid(const char *p, size_t n) {
    if (!n)
        return 0;
    const char *at = p, *end = p + n;
    while (at < end) {
        while (end - at >= 64 && !bytes16_bits((marks16)(bytes16_load(at) | bytes16_load(at + 16) |
                                                         bytes16_load(at + 32) | bytes16_load(at + 48)) < 0))
            at += 64;
        uint64_t eight;
        while (end - at >= 8 && (memcpy(&eight, at, 8), !(eight & 0x8080808080808080u)))
            at += 8;
        if (at == end)
            break;
        uint32_t cp;
        int len = utf8_decode(at, end, &cp);
        if (!len)
            break;
        at += len;
    }
    return (size_t)(at - p);
}

bool cp_is_letter(uint32_t cp) {
    if (cp < 0x80)
        return is_alpha((unsigned char)cp);
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool cp_is_upper(uint32_t cp) {
    if (cp < 0x80)
        return is_upper((unsigned char)cp);
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool cp_is_space(uint32_t cp) {
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200B) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000 || cp == 0xFEFF || cp == 0x2060;
}

uint32_t cp_lower(uint32_t cp) {
    if (cp < 0x80)
        return is_upper((unsigned char)cp) ? cp + 32 : cp;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

static bool is_accent(uint32_t cp) { return cp >= 0x300 && cp <= 0x36F; }

uint32_t cp_plain(uint32_t cp) {
    enum { MOST = 8 };
    static const struct { uint32_t is, plain; } others[] = {{0xD8, 'o'}, {0xF8, 'o'}, {0x110, 'd'}, {0x111, 'd'}, {0x126, 'h'}, {0x127, 'h'},
                                                            {0x131, 'i'}, {0x141, 'l'}, {0x142, 'l'}, {0x2018, '\''}, {0x2019, '\''},
                                                            {0x2BC, '\''}, {0x2010, '-'}, {0x2011, '-'}};
    if (cp < 0x80)
        return cp_lower(cp);
    if (is_accent(cp))
        return 0;
    for (size_t i = 0; i < NELEMS(others); i++)
        if (others[i].is == cp)
            return others[i].plain;
    utf8proc_int32_t p[MOST];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, p, MOST, UTF8PROC_DECOMPOSE, &boundary);
    if (n < 1 || n > MOST)
        return cp_lower(cp);
    for (utf8proc_ssize_t i = 1; i < n; i++)
        if (!is_accent((uint32_t)p[i]))
            return cp_lower(cp); /* made of more than one letter */
    return cp_lower((uint32_t)p[0]);
}
