/* What the sentence splitter looks at. */
#include "split.h"

/* Classes of a token as it ends or begins something. */
enum { T_NONE, T_POINT, T_MARK, T_ELLIPSIS, T_COLON, T_COMMA, T_ABBR, T_LOWER, T_CAPITAL, T_UPPER, T_DIGIT,
       T_OPEN, T_CLOSE, T_DASH, T_OTHER };

static slice form(const struct text *x, uint32_t i) { return slice_at(x->text, x->t[i].at); }

static uint32_t class_of(const struct text *x, int64_t at) {
    if (at < 0 || at >= (int64_t)x->n)
        return T_NONE;
    const struct token *t = &x->t[at];
    slice f = form(x, (uint32_t)at);
    unsigned char b = (unsigned char)f.p[0], e = (unsigned char)f.p[f.n - 1];
    if (t->flags & TOKEN_DIGIT)
        return T_DIGIT;
    if (is_alpha(b) || (b >= 0x80 && !(t->flags & (TOKEN_QUOTE_OPEN | TOKEN_QUOTE_CLOSE)) && b != 0xE2)) {
        if (e == '.' && f.n > 1)
            return T_ABBR;
        return t->flags & TOKEN_ALL_UPPER ? T_UPPER : t->flags & TOKEN_UPPER ? T_CAPITAL : T_LOWER;
    }
    if (t->flags & TOKEN_QUOTE_OPEN || b == '(' || b == '[')
        return T_OPEN;
    if (t->flags & TOKEN_QUOTE_CLOSE || b == ')' || b == ']')
        return T_CLOSE;
    if (b == '.')
        return f.n == 1 ? T_POINT : T_ELLIPSIS;
    if (b == '!' || b == '?')
        return T_MARK;
    if (b == ':')
        return f.n == 1 ? T_COLON : T_OTHER;
    if (b == ',' || b == ';')
        return T_COMMA;
    if (b == '-' || b == '*' || b == '_' || b == '=')
        return T_DASH;
    if (f.n == 3 && memcmp(f.p, "\xE2\x80\xA6", 3) == 0)
        return T_ELLIPSIS;
    return T_OTHER;
}

static uint32_t word(const struct text *x, int64_t at) {
    if (at < 0 || at >= (int64_t)x->n)
        return 1;
    slice f = form(x, (uint32_t)at);
    char low[24];
    uint32_t n = f.n < sizeof low ? f.n : (uint32_t)sizeof low;
    for (uint32_t i = 0; i < n; i++)
        low[i] = is_digit((unsigned char)f.p[i]) ? '0' : to_lower(f.p[i]);
    return (uint32_t)hash64(low, n);
}

static uint32_t bucket(uint32_t n) {
    return n < 4 ? n : n < 6 ? 4 : n < 9 ? 5 : n < 14 ? 6 : n < 22 ? 7 : n < 40 ? 8 : 9;
}

bool split_asks(const struct text *x, uint32_t i, uint32_t next, bool rule) {
    uint32_t p = class_of(x, i), n = class_of(x, next);
    if (rule) /* after an abbreviation the list of starters knows more than a treebank */
        return p != T_ABBR;
    if (next > i + 1 && n == T_LOWER) /* "It is over." she said. */
        return false;
    slice f = form(x, i);
    if (p == T_DIGIT && n == T_CAPITAL && memchr(f.p, ',', f.n)) /* "65,000 Harnians" */
        return false;
    if (n == T_OPEN && (p == T_LOWER || p == T_CAPITAL || p == T_UPPER || p == T_DIGIT || p == T_COMMA))
        return false;
    if (!(x->t[next].flags & TOKEN_SPACE_BEFORE))
        return false;
    if (n != T_LOWER && n != T_COMMA)
        return true;
    return p == T_POINT || p == T_MARK || p == T_ELLIPSIS || p == T_ABBR || p == T_COLON || p == T_CLOSE ||
           p == T_OTHER;
}

void split_features(const struct text *x, uint32_t first, uint32_t i, uint32_t next, bool rule,
                    uint32_t f[SPLIT_FEATURES]) {
    int64_t p = i, n = next;
    uint32_t cp = class_of(x, p), cp1 = p > (int64_t)first ? class_of(x, p - 1) : T_NONE;
    uint32_t cn = class_of(x, n), cn1 = class_of(x, n + 1), cn2 = class_of(x, n + 2);
    uint32_t wp = word(x, p), wn = word(x, n), wn1 = word(x, n + 1);
    uint32_t wp1 = p > (int64_t)first ? word(x, p - 1) : 2;
    uint32_t closed = next > i + 1, glued = !(x->t[next].flags & TOKEN_SPACE_BEFORE);
    uint32_t len = bucket(next - first);
    /* to the end of the block: the next blank line, not far */
    uint32_t left = 0, open = 0;
    for (uint32_t k = next; k < x->n && left < 12; k++, left++) {
        uint32_t gap = x->t[k].at.start - x->t[k - 1].at.end;
        if (k > next && gap >= 2 && memchr(x->text.p + x->t[k - 1].at.end, '\n', gap))
            break;
    }
    for (uint32_t k = i + 1, tries = 0; k > first && tries < 64; k--, tries++) {
        if (x->t[k - 1].flags & TOKEN_QUOTE_CLOSE)
            break;
        if (x->t[k - 1].flags & TOKEN_QUOTE_OPEN) {
            open = 1;
            break;
        }
    }
    uint32_t r = rule, base = r | closed << 1 | glued << 2;
    slice fp = form(x, i);
    uint32_t plen = fp.n > 6 ? 6 : fp.n;
    const uint32_t what[SPLIT_FEATURES][3] = {
        {base, cp, cn},        {wp, r, cn},           {wn, cp, cn},         {wp1, cp, cn},
        {cp, cn, cn1},         {cp, len, cn},         {cp, left, cn},       {wn, wn1, cp},
        {cp1 << 8 | cp, closed, cn << 8 | cn1},       {open, cp, cn},       {wp, wn, 0},
        {wn, cp, len},         {wp, wp1, cn},         {len, left, cp},      {plen, cp, cn},
        {wp, len, cn},         {wn1, cn, cp},         {cp1, cp, cn << 16 | cn1 << 8 | cn2},
        {wp, left, cn},        {closed, x->wrapped, cp << 8 | cn},          {wp1, wn, cp},
        {wn, left, cp}};
    for (uint32_t k = 0; k < SPLIT_FEATURES; k++) {
        uint32_t h = (what[k][0] + k * 0x9E3779B9u) * 0x85EBCA6Bu;
        h = (h ^ h >> 15 ^ what[k][1]) * 0xC2B2AE35u;
        h = (h ^ h >> 13 ^ what[k][2]) * 0x27D4EB2Fu;
        f[k] = (h ^ h >> 16) & (SPLIT_WEIGHTS - 1);
    }
}
