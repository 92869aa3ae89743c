/* Character references (HTML standard, section 13.2.5.72 and on). Names are searched in the embedded
 * table where it lies: its lines are in byte order. */
#include "html_token.h"

/* Nearly all that pages have, each in the slot that its bytes lead to. */
static const struct {
    char name[8];
    uint16_t cp;
} often[32] = {
    [0] = {"ndash;", 0x2013}, [5] = {"lt;", 0x3C}, [6] = {"rdquo;", 0x201D}, [8] = {"bull;", 0x2022},
    [9] = {"hellip;", 0x2026}, [11] = {"copy;", 0xA9}, [12] = {"laquo;", 0xAB}, [13] = {"amp;", 0x26},
    [14] = {"lsquo;", 0x2018}, [19] = {"middot;", 0xB7}, [20] = {"quot;", 0x22}, [22] = {"raquo;", 0xBB},
    [23] = {"rsquo;", 0x2019}, [24] = {"nbsp;", 0xA0}, [26] = {"apos;", 0x27}, [29] = {"ldquo;", 0x201C},
    [30] = {"gt;", 0x3E}, [31] = {"mdash;", 0x2014}};

static bool is_often(slice name, uint32_t cp[2]) {
    uint64_t key = 0, is;
    if (name.n > sizeof key)
        return false;
    memcpy(&key, name.p, name.n);
    uint32_t slot = (uint32_t)(key * 0xC2B543653F0A113u >> 59);
    memcpy(&is, often[slot].name, sizeof is);
    cp[0] = often[slot].cp;
    cp[1] = 0;
    return key == is;
}

/* The line of the table whose name is `name`; its code points. */
static bool named(slice name, uint32_t cp[2]) {
    slice t = embedded("html/entities.txt");
    uint32_t lo = 0, hi = t.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2, start = mid;
        while (start > lo && t.p[start - 1] != '\n')
            start--;
        const char *nl = memchr(t.p + start, '\n', t.n - start);
        uint32_t end = nl ? (uint32_t)(nl - t.p) : t.n;
        const char *tab = memchr(t.p + start, '\t', end - start);
        slice key = slice_cut(t, start, tab ? (uint32_t)(tab - t.p) : end);
        int d = slice_cmp(name, key);
        if (!d && tab) {
            cp[0] = cp[1] = 0;
            int which = 0;
            for (const char *p = tab + 1; p < t.p + end; p++) {
                if (*p == ' ')
                    which = 1;
                else
                    cp[which] = cp[which] * 16 + (uint32_t)(is_digit((unsigned char)*p) ? *p - '0' : *p - 'A' + 10);
            }
            return true;
        }
        if (d < 0)
            hi = start;
        else
            lo = end + 1;
    }
    return false;
}

/* What numbers 80..9F mean: the bytes of windows-1252. */
static const uint16_t c1[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

static uint32_t numeric(slice s, uint32_t cp[2]) {
    uint32_t i = 2, v = 0, digits = 0;
    bool hexa = i < s.n && (s.p[i] == 'x' || s.p[i] == 'X');
    i += hexa;
    for (; i < s.n; i++, digits++) {
        char c = s.p[i];
        uint32_t d;
        if (is_digit((unsigned char)c))
            d = (uint32_t)(c - '0');
        else if (hexa && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            d = (uint32_t)((c | 32) - 'a' + 10);
        else
            break;
        if (v <= 0x10FFFF)
            v = v * (hexa ? 16 : 10) + d;
    }
    if (!digits)
        return 0;
    if (i < s.n && s.p[i] == ';')
        i++;
    if (v >= 0x80 && v < 0xA0)
        v = c1[v - 0x80];
    else if (!v || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000))
        v = 0xFFFD;
    cp[0] = v;
    cp[1] = 0;
    return i;
}

uint32_t html_reference(slice s, bool attr, uint32_t cp[2]) {
    if (s.n < 2)
        return 0;
    if (s.p[1] == '#')
        return numeric(s, cp);
    uint32_t n = 1;
    while (n < s.n && n < 36 && is_alnum((unsigned char)s.p[n]))
        n++;
    if (n == 1)
        return 0;
    if (n < s.n && s.p[n] == ';' && (is_often(slice_cut(s, 1, n + 1), cp) || named(slice_cut(s, 1, n + 1), cp)))
        return n + 1;
    /* the names that need no semicolon have two to six letters; the longest wins */
    for (uint32_t len = n - 1 < 6 ? n - 1 : 6; len >= 2; len--) {
        if (!named(slice_cut(s, 1, len + 1), cp))
            continue;
        if (attr && len + 1 < s.n && (s.p[len + 1] == '=' || is_alnum((unsigned char)s.p[len + 1])))
            return 0;
        return len + 1;
    }
    return 0;
}

void html_decode(struct buf *out, slice s, enum html_state state, bool attr) {
    uint32_t from = 0;
    bool refs = attr || state == HTML_DATA || state == HTML_RCDATA;
    for (uint32_t i = 0; i < s.n;) {
        char c = s.p[i];
        if (c == '&' && refs) {
            uint32_t cp[2], n = html_reference(slice_cut(s, i, s.n), attr, cp);
            if (n) {
                buf_add(out, s.p + from, i - from);
                buf_cp(out, cp[0]);
                if (cp[1])
                    buf_cp(out, cp[1]);
                from = i += n;
                continue;
            }
        } else if (c == '\r') {
            buf_add(out, s.p + from, i - from);
            buf_char(out, '\n');
            i += i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
            from = i;
            continue;
        } else if (!c && (attr || (state != HTML_DATA && state != HTML_CDATA))) {
            buf_add(out, s.p + from, i - from);
            buf_cp(out, 0xFFFD);
            from = ++i;
            continue;
        }
        i++;
    }
    buf_add(out, s.p + from, s.n - from);
}
