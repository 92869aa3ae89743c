/* The tokenizer. Each state of the standard that reads on to a certain byte is a memchr; the others
 * are the loops of read_tag. Parse errors are not told: what a browser does with them is done. */
#include "html_token.h"

#include "base/bytes.h"

#include <assert.h>

const char *const html_tag_names[] = {
    "",
#define X(id, name) #name,
    HTML_TAGS(X)
#undef X
};

/* ---- names --------------------------------------------------------------------------------------- */

/* The first n of the bytes in small letters, then noughts. */
static inline void name_key(uint64_t key[2], bytes16 v, uint32_t n) {
    static const uint8_t ones[2 * HTML_NAME_MAX] = {[0 ... HTML_NAME_MAX - 1] = 0xFF};
    v = bytes16_lower(v & bytes16_load((const char *)ones + HTML_NAME_MAX - n));
    memcpy(key, &v, sizeof v);
}

void html_names_init(struct html_names *names) {
    memset(names, 0, sizeof *names);
    for (unsigned t = 1; t < TAG_COUNT; t++) {
        slice name = slice_str(html_tag_names[t]);
        name_key(names->key[t], bytes16_some(name.p, name.n), name.n);
        uint8_t *slot = &names->slot[html_name_slot(names->key[t])];
        assert(!*slot);
        *slot = (uint8_t)t;
    }
    names->wide = html_wide_here();
    static const char signs[] = "<>/=\"";
    for (unsigned i = 0; i < SIGN_BLANKS; i++)
        memset(names->signs[i], signs[i], sizeof names->signs[i]);
    for (unsigned i = 0; i < sizeof names->signs[0]; i += 16)
        for (const char *c = " \t\n\f\r"; *c; c++)
            names->signs[SIGN_BLANKS][i + (*c & 15)] = (uint8_t)*c;
}

/* first: the name's first sixteen bytes, and what stands behind it. */
static inline uint8_t tag_of(const struct html_names *names, bytes16 first, uint32_t n) {
    if (!n || n > HTML_NAME_MAX)
        return TAG_NONE;
    uint64_t key[2];
    name_key(key, first, n);
    return html_tag_of_key(names, key);
}

uint8_t html_tag_of(const struct html_names *names, slice name, size_t readable) {
    return tag_of(names, bytes16_some(name.p, readable), name.n);
}

void html_lexer_init(struct html_lexer *lx, slice s, const struct html_names *names) {
    *lx = (struct html_lexer){.s = s, .names = names};
}

/* ---- tags ---------------------------------------------------------------------------------------- */

/* What ends a name: blanks, "/" and ">" end a tag's (1), "=" too ends an attribute's (2); an unquoted value goes
 * on after "/" (4). */
enum { ENDS_TAG = 1, ENDS_ATTR = 2, ENDS_VALUE = 4, ENDS_ALL = 7 };
static const uint8_t ends[256] = {[' '] = ENDS_ALL, ['\n'] = ENDS_ALL, ['\t'] = ENDS_ALL, ['\r'] = ENDS_ALL,
                                  ['\f'] = ENDS_ALL, ['>'] = ENDS_ALL, ['/'] = ENDS_TAG | ENDS_ATTR, ['='] = ENDS_ATTR};

/* The first place from i on with a byte that ends so. */
static uint32_t find_end(slice s, uint32_t i, uint8_t how) {
    while (i < s.n && !(ends[(uint8_t)s.p[i]] & how))
        i++;
    return i;
}

/* Bits: which of sixteen bytes end so. */
static inline uint32_t ends_among(bytes16 v, uint8_t how) {
    marks16 m = (marks16)(v == ' ') | (bytes16_within(v, '\t', '\r') & ~(marks16)(v == '\v')) | (marks16)(v == '>');
    if (how != ENDS_VALUE)
        m |= (marks16)(v == '/');
    if (how == ENDS_ATTR)
        m |= (marks16)(v == '=');
    return bytes16_bits(m);
}

/* The end of a name at i, whose first sixteen bytes are put to *first. */
static inline uint32_t name_end(slice s, uint32_t i, uint8_t how, bytes16 *first) {
    *first = bytes16_some(s.p + i, s.n - i);
    uint32_t stops = ends_among(*first, how);
    return stops ? i + bits_first(stops) : find_end(s, s.n - i < 16 ? s.n : i + 16, how);
}

/* The first `c` from i on, or NONE. */
static inline uint32_t find_byte(slice s, uint32_t i, char c) {
    for (; s.n - i >= 64; i += 64) {
        uint64_t hits = bytes64_are(s.p + i, c);
        if (hits)
            return i + (uint32_t)__builtin_ctzll(hits);
    }
    for (; i < s.n; i++)
        if (s.p[i] == c)
            return i;
    return NONE;
}

/* Attribute at i (on neither blank, "/" nor ">"); gives the place after it, or NONE at the end. first: the first
 * sixteen bytes of its name, and what stands behind it. */
static inline uint32_t read_attr(slice s, uint32_t i, struct html_attr *out, bytes16 *first) {
    const char *p = s.p;
    uint32_t start = i;
    i = name_end(s, i, ENDS_ATTR, first);
    if (i == start) /* a name may begin with "=" */
        i = find_end(s, i + 1, ENDS_ATTR);
    out->name = (span){start, i};
    out->value = (span){i, i};
    uint32_t after = i;
    while (i < s.n && html_blank(p[i]))
        i++;
    if (i >= s.n)
        return NONE;
    if (p[i] != '=')
        return after;
    i++;
    while (i < s.n && html_blank(p[i]))
        i++;
    if (i >= s.n)
        return NONE;
    if (p[i] == '"' || p[i] == '\'') {
        uint32_t end = find_byte(s, i + 1, p[i]);
        if (end == NONE)
            return NONE;
        out->value = (span){i + 1, end};
        return end + 1;
    }
    start = i;
    i = find_end(s, i, ENDS_VALUE);
    out->value = (span){start, i};
    return i < s.n ? i : NONE;
}

slice html_value_at(slice s, uint32_t at) {
    char before = s.p[at - 1];
    uint32_t end = before == '"' || before == '\'' ? find_byte(s, at, before) : find_end(s, at, ENDS_VALUE);
    return slice_cut(s, at, end == NONE ? s.n : end);
}

/* The attributes that are asked for often, each in the slot that its name's first eight bytes lead to. */
enum { NOTED_CLASS = 0 };
static const struct noted {
    char name[HTML_NAME_MAX];
    uint8_t n, has; /* enum html_has; of "class", of another than the first */
} noted[16] = {
    [NOTED_CLASS] = {"class", 5, HAS_ID}, [4] = {"style", 5, HAS_STYLE}, [6] = {"itemprop", 8, HAS_ITEMPROP},
    [8] = {"hidden", 6, HAS_HIDDEN}, [10] = {"id", 2, HAS_ID}, [12] = {"role", 4, HAS_ROLE},
    [13] = {"aria-hidden", 11, HAS_HIDDEN}};
static uint32_t noted_slot(uint64_t name) { return (uint32_t)(name * 0xC2B2AE3D27D4EB4Fu >> 60); }

/* Notes an attribute that is asked for often. Which of them it is is never foreseen, so there is no branch on it. */
static inline void note_attr(struct html_token *t, const struct html_attr *a, bytes16 first) {
    uint32_t n = a->name.end - a->name.start;
    uint64_t key[2], is[2];
    name_key(key, first, n < HTML_NAME_MAX ? n : HTML_NAME_MAX);
    uint32_t slot = noted_slot(key[0]);
    memcpy(is, noted[slot].name, sizeof is);
    bool hit = (key[0] == is[0]) & (key[1] == is[1]) & (n == noted[slot].n);
    bool class = hit & (slot == NOTED_CLASS) & (a->value.end > a->value.start), first_class = class & !t->class_at;
    bool has = hit & ((slot != NOTED_CLASS) | (class & !first_class));
    t->has |= (uint8_t)(noted[slot].has & (0u - has));
    t->class_at = first_class ? a->value.start : t->class_at;
}

/* A tag whose name starts at `name`; false: the file ends in it, and it is dropped. */
static bool read_tag(struct html_lexer *lx, uint32_t start, uint32_t name, struct html_token *t) {
    slice s = lx->s;
    bytes16 first;
    uint32_t i = name_end(s, name, ENDS_TAG, &first);
    t->name = (span){name, i};
    t->attrs.start = i;
    t->self_closing = false;
    t->tag = tag_of(lx->names, first, i - name);
    for (;;) {
        if (i >= s.n)
            return false;
        char c = s.p[i];
        if (c == '>')
            break;
        if (c == '/') {
            if (i + 1 < s.n && s.p[i + 1] == '>') {
                t->self_closing = true;
                break;
            }
            i++;
        } else if (html_blank(c)) {
            i++;
        } else {
            struct html_attr a;
            i = read_attr(s, i, &a, &first);
            if (i == NONE)
                return false;
            note_attr(t, &a, first);
        }
    }
    t->attrs.end = i;
    lx->at = i + 1 + t->self_closing;
    t->at = (span){start, lx->at};
    return true;
}

bool html_attr_next(slice s, span *rest, struct html_attr *out) {
    uint32_t i = rest->start;
    while (i < rest->end && (html_blank(s.p[i]) || s.p[i] == '/'))
        i++;
    if (i >= rest->end)
        return false;
    bytes16 first;
    uint32_t end = read_attr(s, i, out, &first);
    if (end == NONE || end > rest->end)
        end = rest->end;
    if (out->value.end > rest->end) /* cannot be, but for text that changed */
        return false;
    rest->start = end;
    return true;
}

bool html_attr_named(slice s, span attrs, slice name, slice *value) {
    struct html_attr a;
    while (html_attr_next(s, &attrs, &a))
        if (slice_eq_nocase(slice_at(s, a.name), name)) {
            *value = slice_at(s, a.value);
            return true;
        }
    return false;
}

/* ---- comments and the like ------------------------------------------------------------------------ */

static void read_comment(struct html_lexer *lx, uint32_t start, struct html_token *t) {
    slice s = lx->s;
    uint32_t from = start + 4;
    t->kind = HTML_COMMENT;
    if (from < s.n && s.p[from] == '>') { /* <!--> */
        t->attrs = (span){from, from};
        lx->at = from + 1;
    } else if (from + 1 < s.n && s.p[from] == '-' && s.p[from + 1] == '>') { /* <!---> */
        t->attrs = (span){from, from};
        lx->at = from + 2;
    } else {
        uint32_t i = from;
        for (;;) {
            const char *gt = i < s.n ? memchr(s.p + i, '>', s.n - i) : NULL;
            if (!gt) { /* the end of the file: dashes that may have begun the end are left out */
                uint32_t end = s.n;
                if (end >= from + 3 && !memcmp(s.p + end - 3, "--!", 3))
                    end -= 3;
                else if (end >= from + 2 && !memcmp(s.p + end - 2, "--", 2))
                    end -= 2;
                else if (end >= from + 1 && s.p[end - 1] == '-')
                    end -= 1;
                t->attrs = (span){from, end};
                lx->at = s.n;
                break;
            }
            uint32_t at = (uint32_t)(gt - s.p);
            if (at >= from + 2 && s.p[at - 1] == '-' && s.p[at - 2] == '-') {
                t->attrs = (span){from, at - 2};
                lx->at = at + 1;
                break;
            }
            if (at >= from + 3 && !memcmp(s.p + at - 3, "--!", 3)) {
                t->attrs = (span){from, at - 3};
                lx->at = at + 1;
                break;
            }
            i = at + 1;
        }
    }
    t->at = (span){start, lx->at};
}

static void read_bogus(struct html_lexer *lx, uint32_t start, uint32_t from, struct html_token *t) {
    const char *gt = from < lx->s.n ? memchr(lx->s.p + from, '>', lx->s.n - from) : NULL;
    uint32_t end = gt ? (uint32_t)(gt - lx->s.p) : lx->s.n;
    t->kind = HTML_COMMENT;
    t->attrs = (span){from < end ? from : end, end};
    lx->at = gt ? end + 1 : end;
    t->at = (span){start, lx->at};
}

static bool is_word(slice s, uint32_t i, const char *word) {
    uint32_t n = (uint32_t)strlen(word);
    return i <= s.n && s.n - i >= n && slice_eq_nocase(slice_cut(s, i, i + n), slice_of(word, n));
}

/* ---- text ------------------------------------------------------------------------------------------- */

/* Is the end tag of the element under way at i ("</name" and a blank, "/" or ">")? */
static bool is_end(const struct html_lexer *lx, uint32_t i) {
    slice s = lx->s;
    uint32_t n = lx->last.n;
    if (!n || s.n - i < n + 3 || s.p[i + 1] != '/' ||
        !slice_eq_nocase(slice_cut(s, i + 2, i + 2 + n), lx->last))
        return false;
    char c = s.p[i + 2 + n];
    return html_blank(c) || c == '/' || c == '>';
}

/* "<script" or "</script" at i with what must follow it. */
static bool is_script(slice s, uint32_t i) {
    return is_word(s, i, "script") && i + 6 < s.n &&
           (html_blank(s.p[i + 6]) || s.p[i + 6] == '/' || s.p[i + 6] == '>');
}

/* The place of the "<" that ends the raw text at `i`, or the end. */
static uint32_t raw_end(const struct html_lexer *lx, uint32_t i) {
    slice s = lx->s;
    enum { PLAIN, ESCAPED, TWICE } mode = PLAIN;
    uint32_t dashes = 0; /* from where dashes may end the comment */
    while (i < s.n) {
        if (mode == PLAIN) {
            const char *lt = memchr(s.p + i, '<', s.n - i);
            if (!lt)
                return s.n;
            i = (uint32_t)(lt - s.p);
            if (is_end(lx, i))
                return i;
            if (lx->state == HTML_SCRIPT && s.n - i >= 4 && !memcmp(s.p + i, "<!--", 4)) {
                mode = ESCAPED;
                dashes = i + 2;
                i += 4;
                continue;
            }
            i++;
            continue;
        }
        char c = s.p[i];
        if (c == '>' && i >= dashes + 2 && s.p[i - 1] == '-' && s.p[i - 2] == '-') {
            mode = PLAIN;
        } else if (c == '<') {
            if (mode == ESCAPED) {
                if (is_end(lx, i))
                    return i;
                if (is_script(s, i + 1))
                    mode = TWICE;
            } else if (i + 1 < s.n && s.p[i + 1] == '/' && is_script(s, i + 2)) {
                mode = ESCAPED;
                dashes = i;
            }
        }
        i++;
    }
    return s.n;
}

static void text_token(struct html_lexer *lx, uint32_t end, struct html_token *t) {
    t->kind = HTML_TEXT;
    t->state = lx->state;
    t->at = (span){lx->at, end};
    lx->at = end;
}

static void end_of_file(struct html_lexer *lx, struct html_token *t) {
    lx->at = lx->s.n;
    t->kind = HTML_EOF;
    t->at = (span){lx->s.n, lx->s.n};
}

/* What begins with the "<" at i in the data state; false: it is text. */
static bool opens(const struct html_lexer *lx, uint32_t i) {
    slice s = lx->s;
    if (i + 1 >= s.n)
        return false;
    unsigned char c = (unsigned char)s.p[i + 1];
    return is_alpha(c) || c == '!' || c == '?' || (c == '/' && i + 2 < s.n);
}

void html_next(struct html_lexer *lx, struct html_token *t) {
    slice s = lx->s;
    if (lx->names->wide && lx->state == HTML_DATA && html_wide_next(lx, t))
        return;
    *t = (struct html_token){.kind = HTML_EOF};
again:
    if (lx->at >= s.n) {
        end_of_file(lx, t);
        return;
    }
    uint32_t i = lx->at;
    switch (lx->state) {
    case HTML_PLAINTEXT:
        text_token(lx, s.n, t);
        return;
    case HTML_CDATA: {
        uint32_t end = slice_find(s, S("]]>"), i);
        if (end == i) {
            lx->at += 3;
            lx->state = HTML_DATA;
            goto again;
        }
        text_token(lx, end == NONE ? s.n : end, t);
        return;
    }
    case HTML_RCDATA:
    case HTML_RAWTEXT:
    case HTML_SCRIPT: {
        uint32_t end = raw_end(lx, i);
        if (end > i) {
            text_token(lx, end, t);
            return;
        }
        /* the end tag */
        t->kind = HTML_END;
        if (!read_tag(lx, i, i + 2, t)) {
            end_of_file(lx, t);
            return;
        }
        lx->state = HTML_DATA;
        return;
    }
    }
    /* data */
    uint32_t end = i;
    for (;;) {
        uint32_t lt = find_byte(s, end, '<'); /* most texts are short: no call */
        end = lt == NONE ? s.n : lt;
        if (lt == NONE || opens(lx, end))
            break;
        end++;
    }
    if (end > i) {
        text_token(lx, end, t);
        return;
    }
    unsigned char c = (unsigned char)s.p[i + 1];
    if (is_alpha(c)) {
        t->kind = HTML_START;
        if (!read_tag(lx, i, i + 1, t))
            end_of_file(lx, t);
        else
            lx->last = slice_at(s, t->name);
    } else if (c == '/') {
        if (is_alpha((unsigned char)s.p[i + 2])) {
            t->kind = HTML_END;
            if (!read_tag(lx, i, i + 2, t))
                end_of_file(lx, t);
        } else if (s.p[i + 2] == '>') {
            lx->at = i + 3; /* "</>" is nothing */
            goto again;
        } else {
            read_bogus(lx, i, i + 2, t);
        }
    } else if (c == '?') {
        read_bogus(lx, i, i + 1, t);
    } else if (s.n - i >= 4 && s.p[i + 2] == '-' && s.p[i + 3] == '-') {
        read_comment(lx, i, t);
    } else if (is_word(s, i + 2, "doctype")) {
        read_bogus(lx, i, i + 9, t);
        t->kind = HTML_DOCTYPE;
    } else if (lx->cdata && s.n - i >= 9 && !memcmp(s.p + i + 2, "[CDATA[", 7)) {
        lx->at = i + 9;
        lx->state = HTML_CDATA;
        goto again;
    } else {
        read_bogus(lx, i, i + 2, t);
    }
}

/* ---- doctypes ----------------------------------------------------------------------------------------- */

static uint32_t skip(slice s, uint32_t i, uint32_t end) {
    while (i < end && html_blank(s.p[i]))
        i++;
    return i;
}

/* A quoted identifier at i; NONE: it is none, or broken off (quirks). */
static uint32_t read_id(slice s, uint32_t i, uint32_t end, span *id, bool *has) {
    if (i >= end || (s.p[i] != '"' && s.p[i] != '\''))
        return NONE;
    const char *q = memchr(s.p + i + 1, s.p[i], end - i - 1);
    *has = true;
    *id = (span){i + 1, q ? (uint32_t)(q - s.p) : end};
    return q ? id->end + 1 : NONE;
}

void html_doctype(slice s, const struct html_token *t, struct html_doctype *out) {
    *out = (struct html_doctype){.quirks = false};
    uint32_t end = t->attrs.end, i = skip(s, t->attrs.start, end);
    bool closed = t->at.end > t->at.start && s.p[t->at.end - 1] == '>' && t->at.end > end;
    if (i >= end) {
        out->quirks = true;
        return;
    }
    out->has_name = true;
    out->name.start = i;
    while (i < end && !html_blank(s.p[i]))
        i++;
    out->name.end = i;
    i = skip(s, i, end);
    if (i >= end) {
        out->quirks = !closed;
        return;
    }
    bool pub = is_word(slice_cut(s, 0, end), i, "public");
    if (!pub && !is_word(slice_cut(s, 0, end), i, "system")) {
        out->quirks = true;
        return;
    }
    i = skip(s, i + 6, end);
    if (pub) {
        i = read_id(s, i, end, &out->public_id, &out->has_public);
        if (i == NONE) {
            out->quirks = true;
            return;
        }
        i = skip(s, i, end);
        if (i >= end) {
            out->quirks = !closed;
            return;
        }
    }
    i = read_id(s, i, end, &out->system_id, &out->has_system);
    if (i == NONE || (!closed && skip(s, i, end) >= end))
        out->quirks = true;
}
