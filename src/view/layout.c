/* layout: see layout.h. */
#include "layout.h"

#include <utf8proc.h>

static int columns_of(uint32_t cp) {
    int w = utf8proc_charwidth((utf8proc_int32_t)cp);
    return w < 0 ? 0 : w;
}

int layout_columns(slice s) {
    int n = 0;
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        uint32_t cp;
        int len = utf8_decode(p, end, &cp);
        if (!len) {
            len = 1;
            cp = '?';
        }
        n += columns_of(cp);
        p += len;
    }
    return n;
}

/* Characters that steer a terminal or turn the order of others around. */
static bool steers(uint32_t cp) {
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
           (cp >= 0xFFF9 && cp <= 0xFFFB) || cp >= 0xE0000;
}

slice layout_clean(struct arena *a, slice s) {
    struct buf b = {.a = a};
    bool space = false;
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        uint32_t cp;
        int len = utf8_decode(p, end, &cp);
        if (!len) {
            len = 1;
            cp = 0xFFFD;
        }
        if (cp_is_space(cp)) {
            space = b.n > 0;
        } else if (!steers(cp)) {
            if (space)
                buf_char(&b, ' ');
            space = false;
            buf_cp(&b, cp);
        }
        p += len;
    }
    return buf_take(&b);
}

slice layout_fit(struct arena *a, slice s, int columns, bool ascii) {
    if (layout_columns(s) <= columns)
        return s;
    int room = columns - (ascii ? 3 : 1), n = 0;
    const char *p = s.p, *end = s.p + s.n;
    while (p < end) {
        uint32_t cp;
        int len = utf8_decode(p, end, &cp);
        if (!len)
            break;
        int w = columns_of(cp);
        if (n + w > room)
            break;
        n += w;
        p += len;
    }
    slice head = slice_of(s.p, (size_t)(p - s.p));
    while (head.n && head.p[head.n - 1] == ' ')
        head.n--;
    return arena_printf(a, "%.*s%s", (int)head.n, head.p, ascii ? "..." : "\xE2\x80\xA6");
}

void layout_ink(struct layout *l, enum ink ink) {
    static const char *const codes[] = {"\033[0m", "\033[1m", "\033[2m", "\033[1;4m", "\033[32m",
                                        "\033[33m", "\033[31m", "\033[36m"};
    if (l->colour)
        out_str(l->o, codes[ink]);
}

void layout_put(struct layout *l, enum ink ink, slice s) {
    int n = layout_columns(s);
    if (l->column + n > l->width) {
        s = l->column + (l->ascii ? 3 : 1) > l->width
                ? (slice){"", 0} : layout_fit(l->a, s, l->width - l->column, l->ascii);
        n = l->width - l->column; /* nothing after it on this line */
    }
    l->column += n;
    if (ink != INK_PLAIN)
        layout_ink(l, ink);
    out_slice(l->o, s);
    if (ink != INK_PLAIN)
        layout_ink(l, INK_PLAIN);
}

void layout_pad(struct layout *l, int columns) {
    for (; columns > 0 && l->column < l->width; columns--, l->column++)
        out_bytes(l->o, " ", 1);
}

void layout_end(struct layout *l) {
    out_bytes(l->o, "\n", 1);
    l->column = 0;
}

/* Takes the next line of at most `columns` off *rest; a word too long for a line is cut. */
static slice next_line(slice *rest, int columns) {
    int n = 0;
    const char *p = rest->p, *end = rest->p + rest->n, *blank = NULL;
    if (columns < 1)
        columns = 1;
    while (p < end) {
        uint32_t cp;
        int len = utf8_decode(p, end, &cp);
        if (!len) {
            len = 1;
            cp = '?';
        }
        if (cp == ' ')
            blank = p;
        if (n + columns_of(cp) > columns && cp != ' ')
            break;
        n += columns_of(cp);
        p += len;
    }
    const char *cut = p == end ? end : blank && blank > rest->p ? blank : p > rest->p ? p : end;
    slice line = slice_trim(slice_of(rest->p, (size_t)(cut - rest->p)));
    while (cut < end && *cut == ' ')
        cut++;
    *rest = slice_of(cut, (size_t)(end - cut));
    return line;
}

void layout_wrap(struct layout *l, enum ink ink, slice s, int at, int indent) {
    if (!s.n)
        layout_end(l);
    bool first = true;
    while (s.n) {
        if (!first)
            layout_pad(l, indent);
        layout_put(l, ink, next_line(&s, l->width - (first ? at : indent)));
        layout_end(l);
        first = false;
    }
}

void layout_pair(struct layout *l, const struct layout_cell *left, const struct layout_cell *right,
                 int indent) {
    int gap = 3, each = (l->width - indent - gap) / 2;
    for (int part = 0; part < 3; part++) {
        const enum ink ink = part == 0 ? INK_NAME : part == 1 ? INK_PLAIN : INK_DIM;
        slice x = part == 0 ? left->head : part == 1 ? left->body : left->foot;
        slice y = part == 0 ? right->head : part == 1 ? right->body : right->foot;
        while (x.n || y.n) {
            slice u = x.n ? next_line(&x, each) : (slice){"", 0};
            slice v = y.n ? next_line(&y, each) : (slice){"", 0};
            layout_pad(l, indent);
            layout_put(l, ink, u);
            layout_pad(l, each - layout_columns(u));
            layout_put(l, INK_DIM, l->ascii ? S(" | ") : S(" \xE2\x94\x82 "));
            layout_put(l, ink, v);
            layout_end(l);
        }
    }
}

void layout_head(struct layout *l, const char *words) {
    layout_end(l);
    layout_put(l, INK_BOLD, slice_str(words));
    layout_end(l);
}

/* ---- dates ---------------------------------------------------------------------------------------------- */

static bool all_digits(slice s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (!is_digit((unsigned char)s.p[i]))
            return false;
    return s.n;
}

slice layout_date(struct arena *a, slice value) {
    static const struct { const char *code, *words; } parts[] = {
        {"TMO", "morning"}, {"TMI", "midday"}, {"TAF", "afternoon"}, {"TEV", "evening"}, {"TNI", "night"}, {"TDT", "daytime"},
        {"-SP", "spring"},  {"-SU", "summer"}, {"-FA", "autumn"},    {"-WI", "winter"},  {"-WE", "weekend"}, {"-Q1", "first quarter"},
        {"-Q2", "second quarter"}, {"-Q3", "third quarter"}, {"-Q4", "fourth quarter"}, {"-H1", "first half"}, {"-H2", "second half"}};
    slice s = layout_clean(a, value);
    if (all_digits(s) && s.n == 3)
        return arena_printf(a, "%.*s0s", (int)s.n, s.p);
    slice rest = {0};
    const char *words = NULL;
    for (size_t i = 0; i < NELEMS(parts) && !words; i++)
        if (s.n >= 7 && slice_eq(slice_cut(s, s.n - 3, s.n), slice_str(parts[i].code))) {
            words = parts[i].words;
            s.n -= 3;
        }
    if (s.n == 8 && s.p[4] == '-' && s.p[5] == 'W' && all_digits(slice_cut(s, 6, 8))) {
        rest = slice_cut(s, s.p[6] == '0' ? 7 : 6, 8);
        s.n = 4;
    }
    if (!all_digits(slice_cut(s, 0, s.n < 4 ? s.n : 4)) || (!words && !rest.n))
        return layout_clean(a, value);
    return arena_printf(a, "%.*s,%s%.*s%s%s", (int)s.n, s.p, rest.n ? " week " : "", (int)rest.n, rest.n ? rest.p : "", words ? " " : "",
                        words ? words : "");
}
