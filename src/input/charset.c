/* Which charset bytes are in: the mark at their head, the header, <meta>, the validity of UTF-8,
 * uchardet's guess; in this order, as the HTML standard has it ("determining the character
 * encoding", "prescan a byte stream to determine its encoding").
 *
 * Labels lie. Two lies are common enough to be seen through, because UTF-8 can be told from
 * anything else: bytes that are UTF-8 with characters past ASCII under another label, and bytes of
 * which no such character is UTF-8 under that label. */
#include <pthread.h>
#include <uchardet/uchardet.h>

#include "parts.h"

enum { PRESCAN = 1024, PRESCAN_MORE = 64 << 10, GUESS_FROM = 256 << 10 };

/* ---- labels ------------------------------------------------------------------------------------ */

static const slice UTF8 = {"utf-8", 5}, WINDOWS_1252 = {"windows-1252", 12};

slice charset_of_label(slice label) {
    label = slice_trim(label);
    if (!label.n || label.n > 40)
        return (slice){0};
    if (slice_eq_nocase(label, UTF8) || slice_eq_nocase(label, S("utf8")))
        return UTF8;
    slice rest = embedded("charset/labels.txt"), line;
    while (slice_line(&rest, &line)) {
        if (!line.n || line.p[0] == '#')
            continue;
        slice name = {0}, word;
        while (slice_field(&line, ' ', &word)) {
            if (!name.p)
                name = word;
            if (slice_eq_nocase(word, label))
                return name;
        }
    }
    return (slice){0};
}

/* ---- prescan -------------------------------------------------------------------------------------- */

struct attribute {
    slice name, value;
};

static bool ends_name(char c) { return is_space((unsigned char)c) || c == '/' || c == '>' || c == '='; }

/* "Get an attribute". False: no more in this tag; *at then stands on its ">" or at the end. */
static bool attribute_next(slice s, uint32_t *at, struct attribute *out) {
    uint32_t i = *at;
    while (i < s.n && (is_space((unsigned char)s.p[i]) || s.p[i] == '/'))
        i++;
    *at = i;
    if (i >= s.n || s.p[i] == '>')
        return false;
    uint32_t start = i;
    i++; /* a "=" may begin a name */
    while (i < s.n && !ends_name(s.p[i]))
        i++;
    *out = (struct attribute){slice_cut(s, start, i), {s.p + i, 0}};
    while (i < s.n && is_space((unsigned char)s.p[i]))
        i++;
    *at = i;
    if (i >= s.n || s.p[i] != '=')
        return true;
    i++;
    while (i < s.n && is_space((unsigned char)s.p[i]))
        i++;
    start = i;
    if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'')) {
        char quote = s.p[i];
        start = ++i;
        while (i < s.n && s.p[i] != quote)
            i++;
        out->value = slice_cut(s, start, i);
        *at = i < s.n ? i + 1 : i;
        return true;
    }
    while (i < s.n && !is_space((unsigned char)s.p[i]) && s.p[i] != '>')
        i++;
    out->value = slice_cut(s, start, i);
    *at = i;
    return true;
}

/* "Extracting a character encoding from a meta element": the charset=... of a content value. */
static slice charset_in(slice s) {
    for (uint32_t at = 0; (at = slice_find_nocase(s, S("charset"), at)) != NONE;) {
        at += 7;
        uint32_t i = at;
        while (i < s.n && is_space((unsigned char)s.p[i]))
            i++;
        if (i >= s.n || s.p[i] != '=')
            continue;
        i++;
        while (i < s.n && is_space((unsigned char)s.p[i]))
            i++;
        if (i >= s.n)
            return (slice){0};
        if (s.p[i] == '"' || s.p[i] == '\'') {
            char quote = s.p[i++];
            for (uint32_t j = i; j < s.n; j++)
                if (s.p[j] == quote)
                    return slice_cut(s, i, j);
            return (slice){0};
        }
        uint32_t j = i;
        while (j < s.n && !is_space((unsigned char)s.p[j]) && s.p[j] != ';')
            j++;
        return slice_cut(s, i, j);
    }
    return (slice){0};
}

/* The name that a page's own label stands for: a page that can say "utf-16" in ASCII is not in it. */
static slice own_label(slice label) {
    slice name = charset_of_label(label);
    if (slice_eq(name, S("utf-16le")) || slice_eq(name, S("utf-16be")))
        return UTF8;
    if (slice_eq(name, S("x-user-defined")))
        return WINDOWS_1252;
    return name;
}

static slice meta_at(slice s, uint32_t *at) {
    struct attribute a;
    slice name = {0};
    bool got_pragma = false, seen_content = false, seen_charset = false, seen_equiv = false;
    int need_pragma = -1;
    while (attribute_next(s, at, &a)) {
        if (slice_eq_nocase(a.name, S("http-equiv")) && !seen_equiv) {
            seen_equiv = true;
            got_pragma = slice_eq_nocase(a.value, S("content-type"));
        } else if (slice_eq_nocase(a.name, S("content")) && !seen_content) {
            seen_content = true;
            slice found = own_label(charset_in(a.value));
            if (found.p && !name.p) {
                name = found;
                need_pragma = 1;
            }
        } else if (slice_eq_nocase(a.name, S("charset")) && !seen_charset) {
            seen_charset = true;
            name = own_label(a.value);
            need_pragma = 0;
        }
    }
    return need_pragma < 0 || (need_pragma && !got_pragma) ? (slice){0} : name;
}

/* <?xml version="1.0" encoding="..."?> at the very head. */
static slice xml_label(slice s) {
    if (!slice_starts(s, S("<?xml")))
        return (slice){0};
    uint32_t end = slice_find(s, S(">"), 0);
    s = slice_cut(s, 0, end == NONE ? s.n : end);
    uint32_t at = slice_find(s, S("encoding"), 0);
    if (at == NONE)
        return (slice){0};
    for (at += 8; at < s.n && (unsigned char)s.p[at] <= 0x20; at++)
        ;
    if (at >= s.n || s.p[at] != '=')
        return (slice){0};
    for (at++; at < s.n && (unsigned char)s.p[at] <= 0x20; at++)
        ;
    if (at >= s.n || (s.p[at] != '"' && s.p[at] != '\''))
        return (slice){0};
    char quote = s.p[at++];
    for (uint32_t i = at; i < s.n; i++)
        if (s.p[i] == quote)
            return own_label(slice_cut(s, at, i));
    return (slice){0};
}

static slice prescan(slice s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] != '<') {
            const char *next = memchr(s.p + i, '<', s.n - i);
            if (!next)
                break;
            i = (uint32_t)(next - s.p);
        }
        slice rest = slice_cut(s, i, s.n);
        if (slice_starts(rest, S("<!--"))) {
            uint32_t end = slice_find(s, S("-->"), i + 2);
            if (end == NONE)
                break;
            i = end + 2;
        } else if (rest.n > 5 && slice_starts_nocase(rest, S("<meta")) &&
                   (is_space((unsigned char)rest.p[5]) || rest.p[5] == '/')) {
            i += 5;
            slice name = meta_at(s, &i);
            if (name.p)
                return name;
        } else if (rest.n > 2 && (is_alpha((unsigned char)rest.p[1]) ||
                                  (rest.p[1] == '/' && is_alpha((unsigned char)rest.p[2])))) {
            while (i < s.n && !is_space((unsigned char)s.p[i]) && s.p[i] != '>')
                i++;
            struct attribute a;
            while (attribute_next(s, &i, &a))
                ;
        } else if (rest.n > 1 && (rest.p[1] == '!' || rest.p[1] == '/' || rest.p[1] == '?')) {
            uint32_t end = slice_find(s, S(">"), i);
            if (end == NONE)
                break;
            i = end;
        }
    }
    return xml_label(s);
}

/* ---- deciding --------------------------------------------------------------------------------------- */

/* How the bytes past ASCII read as UTF-8: characters, and bytes that are none. */
struct census {
    uint32_t good, bad;
};

static struct census census_of(slice s) {
    struct census c = {0, 0};
    if (!s.n)
        return c;
    const char *p = s.p, *end = s.p + s.n;
    uint64_t eight;
    while (p < end) {
        while (end - p >= 8 && (memcpy(&eight, p, 8), !(eight & 0x8080808080808080u)))
            p += 8;
        if (p == end)
            break;
        uint32_t cp;
        int n = utf8_decode(p, end, &cp);
        c.good += n > 1;
        c.bad += n == 0;
        p += n ? n : 1;
    }
    return c;
}

static bool is_ascii(slice s) {
    uint32_t i = 0;
    for (uint64_t eight; s.n - i >= 8; i += 8)
        if (memcpy(&eight, s.p + i, 8), eight & 0x8080808080808080u)
            return false;
    while (i < s.n && (unsigned char)s.p[i] < 0x80)
        i++;
    return i == s.n;
}

/* uchardet, opened when something is to be guessed for the first time: few runs come to that, and it
 * brings the library of C++ with it. */
static struct {
    __typeof__(uchardet_new) *new;
    __typeof__(uchardet_delete) *delete;
    __typeof__(uchardet_handle_data) *handle_data;
    __typeof__(uchardet_data_end) *data_end;
    __typeof__(uchardet_get_charset) *get_charset;
} detect;
static bool detect_there;

static void detect_open(void) {
    static const char *const names[] = {"uchardet_new", "uchardet_delete", "uchardet_handle_data", "uchardet_data_end",
                                        "uchardet_get_charset"};
    detect_there = library_open(STM_LIBUCHARDET, names, NELEMS(names), &detect);
}

struct detector {
    uchardet_t u;
};
static void detector_free(void *arg) {
    struct detector *d = arg;
    if (d->u)
        detect.delete(d->u);
}

/* p NULL: there is nothing to guess with. */
static slice guess(slice s, struct arena *tmp) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, detect_open);
    if (!detect_there)
        return (slice){0};
    struct detector *d = ARENA_NEW(tmp, struct detector);
    arena_defer(tmp, detector_free, d);
    d->u = detect.new();
    if (!d->u)
        guard_fail(STM_ENOMEM);
    /* where the bytes past ASCII begin */
    uint32_t from = 0;
    while (from < s.n && (unsigned char)s.p[from] < 0x80)
        from++;
    from = from > 256 ? from - 256 : 0;
    uint32_t n = s.n - from < GUESS_FROM ? s.n - from : GUESS_FROM;
    if (detect.handle_data(d->u, s.p + from, n) == 0)
        detect.data_end(d->u);
    slice name = charset_of_label(slice_str(detect.get_charset(d->u)));
    /* it tells scripts well, but Western from other Latin letters badly where there are few past
     * ASCII: such a text is most likely English */
    static const char *const latin[] = {"windows-1250", "windows-1254", "windows-1257", "windows-1258",
                                        "macintosh"};
    bool other_latin = slice_starts(name, S("iso-8859-")) && !slice_eq(name, S("iso-8859-5")) &&
                       !slice_eq(name, S("iso-8859-6")) && !slice_eq(name, S("iso-8859-7")) &&
                       !slice_starts(name, S("iso-8859-8"));
    for (size_t i = 0; i < NELEMS(latin); i++)
        other_latin |= slice_eq(name, slice_str(latin[i]));
    uint32_t letters = 0; /* quotation marks and dashes stand below, at the same places in all */
    for (uint32_t i = 0; other_latin && i < s.n; i++)
        letters += (unsigned char)s.p[i] >= 0xA0;
    if (other_latin && (uint64_t)letters * 20 < s.n)
        return WINDOWS_1252;
    /* it is asked only about bytes that are no UTF-8; Western is the Web's commonest other */
    if (!name.p || slice_eq(name, UTF8) || slice_starts(name, S("utf-16")) ||
        slice_eq(name, S("replacement")))
        return WINDOWS_1252;
    return name;
}

static bool without_bom(slice s, slice *charset) {
    *charset = slice_starts(s, S("\xEF\xBB\xBF")) ? UTF8
               : slice_starts(s, S("\xFF\xFE"))   ? S("utf-16le")
               : slice_starts(s, S("\xFE\xFF"))   ? S("utf-16be")
                                                  : (slice){0};
    return charset->p;
}

/* Every other byte 0 near the head: UTF-16 without a mark. */
static slice wide_guess(slice s) {
    uint32_t n = s.n < 512 ? s.n & ~1u : 512, zeros[2] = {0, 0};
    for (uint32_t i = 0; i < n; i++)
        zeros[i & 1] += s.p[i] == 0;
    uint32_t half = n / 2;
    if (half >= 2 && !zeros[0] && zeros[1] * 10 >= half * 7)
        return S("utf-16le");
    if (half >= 2 && !zeros[1] && zeros[0] * 10 >= half * 7)
        return S("utf-16be");
    return (slice){0};
}

int charset_read(slice bytes, slice label, bool html, struct arena *a, struct arena *tmp,
                 struct decoded *out, const char **why) {
    slice name;
    if (without_bom(bytes, &name))
        return recode(bytes, name, a, tmp, out, why);
    name = charset_of_label(label);
    if (html && !name.p)
        name = prescan(slice_cut(bytes, 0, bytes.n < PRESCAN ? bytes.n : PRESCAN));
    if (!name.p)
        name = wide_guess(bytes);
    if (slice_starts(name, S("utf-16")))
        return recode(bytes, name, a, tmp, out, why);
    if (utf8_valid(bytes.p, bytes.n) == bytes.n) {
        /* an ASCII page keeps its label, but for one whose ASCII means something else */
        if (!name.p || !is_ascii(bytes))
            name = slice_eq(name, S("iso-2022-jp")) ? name : UTF8;
        return recode(bytes, name, a, tmp, out, why);
    }
    if (html && !name.p) /* stands for the parser's "change the encoding" on a late <meta> */
        name = prescan(slice_cut(bytes, 0, bytes.n < PRESCAN_MORE ? bytes.n : PRESCAN_MORE));
    if (!name.p || slice_eq(name, UTF8)) {
        struct census c = census_of(bytes);
        bool mostly = name.p ? c.good > 0 : c.good >= (uint64_t)c.bad * 4;
        name = mostly ? UTF8 : guess(bytes, tmp);
        if (!name.p) {
            *why = "says no charset, and the library that would guess it is missing (" STM_LIBUCHARDET ")";
            return STM_EIO;
        }
    }
    return recode(bytes, name, a, tmp, out, why);
}
