/* Text -> tokens, as UD English (EWT, GUM) cuts words.
 *
 * A run of characters without white space (a chunk) is scanned once from left to right; at each
 * place one function takes the longest token that begins there:
 *
 *   (Sixty-two of "Ann's"...  ->  ( Sixty - two of " Ann 's " ...
 *
 * What UD English asks for: hyphens and slashes part words but after prefixes ("co-founder"),
 * in numbers and in dates; a contraction's or possessive's parts are words of one token
 * (TOKEN_MWT); units are cut off numbers ("5pm", "$5m"); web and mail addresses, emoticons and
 * abbreviations stay whole. Nothing looks further than the chunk's end and the next letter, so
 * the time is linear but for addresses, whose test runs once a chunk. */
#include "lang_parts.h"

struct cutter {
    const struct lang_kit *kit;
    const char *p;      /* the text */
    uint32_t n;
    uint32_t begin, end;/* the chunk */
    struct arena *a;
    struct lang *out;
    uint32_t cap;
};

/* ---- characters --------------------------------------------------------------------------- */

enum char_class { C_OTHER, C_LETTER, C_DIGIT };

/* Class and length of the character at i (i < c->end). Bytes that are no character count as
 * one letter each, so that they stay together. */
static enum char_class class_at(const struct cutter *c, uint32_t i, uint32_t *n) {
    unsigned char b = (unsigned char)c->p[i];
    *n = 1;
    if (b < 0x80)
        return is_alpha(b) ? C_LETTER : is_digit(b) ? C_DIGIT : C_OTHER;
    uint32_t cp;
    int len = utf8_decode(c->p + i, c->p + c->end, &cp);
    if (!len)
        return C_LETTER;
    *n = (uint32_t)len;
    /* letters, combining marks, joiners, the soft hyphen; superscripts and fractions are apart */
    if (cp_is_letter(cp) || (cp >= 0x300 && cp < 0x370) || cp == 0xAD || cp == 0x200C ||
        cp == 0x200D || cp == 0x200B || cp == 0xFEFF || cp == 0x2060)
        return C_LETTER;
    /* marks of scripts other than those of Europe */
    if ((cp >= 0x483 && cp < 0x2000 && cp != 0x589 && cp != 0x5BE && cp != 0x60C && cp != 0x61B &&
         cp != 0x61F && cp != 0x6D4 && cp != 0x964 && cp != 0x965))
        return C_LETTER;
    return C_OTHER;
}

static bool letter_at(const struct cutter *c, uint32_t i) {
    uint32_t n;
    return i < c->end && class_at(c, i, &n) == C_LETTER;
}
static bool digit_at(const struct cutter *c, uint32_t i) {
    return i < c->end && is_digit((unsigned char)c->p[i]);
}
static bool word_at(const struct cutter *c, uint32_t i) { return letter_at(c, i) || digit_at(c, i); }
static char char_at(const struct cutter *c, uint32_t i) { return i < c->end ? c->p[i] : 0; }
static slice cut(const struct cutter *c, uint32_t i, uint32_t j) { return slice_of(c->p + i, j - i); }

/* Length of an apostrophe at i: "'", U+2019, or a grave put for one; 0. */
static uint32_t apostrophe_at(const struct cutter *c, uint32_t i) {
    if (char_at(c, i) == '\'' || char_at(c, i) == '`')
        return 1;
    return i + 3 <= c->end && memcmp(c->p + i, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

/* ---- tokens out --------------------------------------------------------------------------- */

uint8_t token_flags(slice f) {
    uint8_t flags = 0;
    bool lower = false;
    uint32_t letters = 0;
    for (uint32_t k = 0; k < f.n;) {
        unsigned char b = (unsigned char)f.p[k];
        uint32_t cp = b;
        int len = b < 0x80 ? 1 : utf8_decode(f.p + k, f.p + f.n, &cp);
        if (b < 0x80 ? is_upper(b) : len && cp_is_upper(cp)) {
            letters++;
            if (k == 0)
                flags |= TOKEN_UPPER;
        } else if (b < 0x80 ? is_lower(b) : len && cp_is_letter(cp)) {
            lower = true;
        } else if (is_digit(b)) {
            flags |= TOKEN_DIGIT;
        }
        k += len ? (uint32_t)len : 1;
    }
    if (letters >= 2 && !lower)
        flags |= TOKEN_ALL_UPPER;
    return flags;
}

static void put(struct cutter *c, uint32_t i, uint32_t j, bool joined) {
    struct lang *out = c->out;
    if (i == j)
        return;
    ARENA_MORE(c->a, out->tokens, out->tokens_n, c->cap);
    struct token *t = &out->tokens[out->tokens_n++];
    *t = (struct token){.at = {i, j}, .head = NONE};
    t->flags = token_flags(cut(c, i, j)) | (i == c->begin ? TOKEN_SPACE_BEFORE : 0) |
               (joined ? TOKEN_MWT : 0);
}

/* ---- whole chunks: addresses, emoticons ------------------------------------------------------ */

static const char *const emoticons[] = {
    ":)", ":(", ":D", ":P", ":p", ":/", ":o", ":O", ":-)", ":-(", ":-D", ":-P", ":-/", ";)", ";-)",
    ";D", "=)", "=(", "=D", ":')", ":'(", "<3", "^_^", "-_-", ":-|", ":|", "XD", "xD", "D:", "(:",
    "(-:", ">:(", "</3", ":]", ":[", ":*", ":-*", "8)", "8-)", ":))", ":)))", ":((", ":S", ":s", ":X"};

static uint32_t emoticon_at(const struct cutter *c, uint32_t i) {
    uint32_t best = 0;
    unsigned char b = (unsigned char)c->p[i];
    if (i != c->begin || c->end - i < 2 || (is_alnum(b) && b != 'X' && b != 'x' && b != 'D' && b != '8'))
        return 0;
    for (size_t k = 0; k < NELEMS(emoticons); k++) {
        if (emoticons[k][0] != (char)b)
            continue;
        uint32_t n = (uint32_t)strlen(emoticons[k]);
        if (n > best && n <= c->end - i && memcmp(c->p + i, emoticons[k], n) == 0 &&
            !word_at(c, i + n))
            best = n;
    }
    return best;
}

/* End of a web or mail address that begins at i, or i. */
static uint32_t address_at(const struct cutter *c, uint32_t i) {
    slice s = cut(c, i, c->end);
    bool address = slice_starts_nocase(s, S("http://")) || slice_starts_nocase(s, S("https://")) ||
                   slice_starts_nocase(s, S("www.")) || slice_starts_nocase(s, S("ftp://")) ||
                   slice_starts_nocase(s, S("mailto:"));
    uint32_t j = i;
    if (address) {
        while (j < c->end && c->p[j] != '<' && c->p[j] != '>' && c->p[j] != '"' &&
               memcmp(c->p + j, "\xE2\x80", j + 1 < c->end ? 2 : 1) != 0)
            j++;
    } else {
        bool at = false;
        while (j < c->end && (is_alnum((unsigned char)c->p[j]) || strchr("._-+%@=", c->p[j]))) {
            if (c->p[j] == '@') {
                if (at || j == i)
                    return i;
                at = true;
            }
            j++;
        }
        if (!at)
            return i;
        address = true;
    }
    while (j > i && strchr(".,;:!?)]}'*-_", c->p[j - 1]))
        j--;
    if (j > i && c->p[j - 1] == '@')
        return i;
    return j;
}

/* ---- words -------------------------------------------------------------------------------- */

/* Whether s is letters parted by points, "U.S" or "a.m", two letters or more. */
static bool is_dotted_letters(slice s) {
    if (s.n < 3 || s.n > 15)
        return false;
    for (uint32_t k = 0; k < s.n; k++)
        if (k % 2 ? s.p[k] != '.' : !is_alpha((unsigned char)s.p[k]))
            return false;
    return s.n % 2 == 1;
}

/* Whether the token [i, j), followed by a point at j, takes the point in. */
static bool takes_point(const struct cutter *c, uint32_t i, uint32_t j) {
    slice with = cut(c, i, j + 1), s = cut(c, i, j);
    if (char_at(c, j + 1) == '.')
        return false; /* the first of an ellipsis */
    if (word_bits(c->kit, with) & (WORD_BEFORE | WORD_ABBR | WORD_DATE)) {
        /* "no." and the like are words too: abbreviations before a number or a capital alone */
        if (slice_eq_nocase(s, S("no")) || slice_eq_nocase(s, S("p")) || slice_eq_nocase(s, S("art")) ||
            slice_eq_nocase(s, S("ill")) || slice_eq_nocase(s, S("mass")) ||
            slice_eq_nocase(s, S("wash")) || slice_eq_nocase(s, S("sun")) || slice_eq_nocase(s, S("sat")) ||
            slice_eq_nocase(s, S("mar")) || slice_eq_nocase(s, S("ore")) || slice_eq_nocase(s, S("min")) ||
            slice_eq_nocase(s, S("max")) || slice_eq_nocase(s, S("fig")) || slice_eq_nocase(s, S("op")) ||
            slice_eq_nocase(s, S("gal")) || slice_eq_nocase(s, S("del")) || slice_eq_nocase(s, S("pa")) ||
            slice_eq_nocase(s, S("la")) || slice_eq_nocase(s, S("ed")) || slice_eq_nocase(s, S("sec"))) {
            bool number = slice_eq_nocase(s, S("no")) || slice_eq_nocase(s, S("p")) ||
                          slice_eq_nocase(s, S("art")) || slice_eq_nocase(s, S("fig")) ||
                          slice_eq_nocase(s, S("sec")) || slice_eq_nocase(s, S("ed"));
            if (!is_upper((unsigned char)s.p[0]) && !number)
                return false;
            uint32_t k = j + 1;
            while (k < c->n && (c->p[k] == ' ' || c->p[k] == ','))
                k++;
            return k < c->n && (is_digit((unsigned char)c->p[k]) ||
                                (!number && j + 1 < c->end));
        }
        return true;
    }
    if (is_dotted_letters(s))
        return true;
    /* an initial: a capital before a name or a further initial */
    if (s.n == 1 && is_upper((unsigned char)s.p[0])) {
        if (j + 1 < c->end)
            return is_upper((unsigned char)c->p[j + 1]) || c->p[j + 1] == ',';
        uint32_t k = j + 1;
        while (k < c->n && c->p[k] == ' ')
            k++;
        if (k >= c->n || !is_upper((unsigned char)c->p[k]))
            return false;
        if (s.p[0] != 'I')
            return true;
        return c->out->tokens_n && c->out->tokens[c->out->tokens_n - 1].flags & TOKEN_UPPER;
    }
    return false;
}

/* Puts the word [i, j) that stands between apostrophes, hyphens and the like: cuts units off
 * numbers and parts words written as one. */
static void put_word(struct cutter *c, uint32_t i, uint32_t j) {
    slice s = cut(c, i, j);
    if (is_digit((unsigned char)s.p[0])) {
        uint32_t k = i;
        while (k < j && (is_digit((unsigned char)c->p[k]) || c->p[k] == '.' || c->p[k] == ',' ||
                         c->p[k] == ':'))
            k++;
        if (k < j && k > i && word_bits(c->kit, cut(c, k, j)) & WORD_UNIT) {
            put(c, i, k, false);
            put(c, k, j, false);
            return;
        }
    }
    uint32_t bits = s.n <= 8 ? word_bits(c->kit, s) : 0;
    if (bits & WORD_SPLIT && !is_upper((unsigned char)s.p[s.n - 1])) {
        put(c, i, i + (bits >> 16), false);
        put(c, i + (bits >> 16), j, true);
        return;
    }
    put(c, i, j, false);
}

static uint32_t digits_to(const struct cutter *c, uint32_t i) {
    while (digit_at(c, i))
        i++;
    return i;
}

/* The value of one or two digits; 99 for more. */
static uint32_t small_number(slice s) {
    return s.n == 1   ? (uint32_t)(s.p[0] - '0')
           : s.n == 2 ? (uint32_t)((s.p[0] - '0') * 10 + (s.p[1] - '0'))
                      : 99;
}

/* End of a number at i: "1,234.5", "10:30", "3/4/2005", "555-0100"; i is a digit. */
static uint32_t number_at(const struct cutter *c, uint32_t i) {
    uint32_t j = digits_to(c, i);
    char sep = char_at(c, j);
    if ((sep == '/' || sep == '-' || sep == '.') && digit_at(c, j + 1)) {
        uint32_t k = digits_to(c, j + 1);
        if (char_at(c, k) == sep && digit_at(c, k + 1)) { /* three or more: a date, a telephone */
            while (char_at(c, k) == sep && digit_at(c, k + 1))
                k = digits_to(c, k + 1);
            if (sep != '-' || j - i <= 4)
                return k;
        }
        if (sep == '-')
            return j - i == 3 && k - j == 5 ? k : j; /* 555-0100; else a range: three words */
        if (sep == '/') { /* 9/11 is a day, 3/4 a fraction, 24/7 neither */
            uint32_t a = small_number(cut(c, i, j)), b = small_number(cut(c, j + 1, k));
            return a >= 1 && a <= 12 && b > a && b >= 6 && b <= 31 && b != 8 && b != 10 ? k : j;
        }
    }
    for (;;) {
        sep = char_at(c, j);
        if (sep == ',' && digits_to(c, j + 1) - (j + 1) == 3)
            j += 4;
        else if ((sep == '.' || sep == ':') && digit_at(c, j + 1))
            j = digits_to(c, j + 1);
        else
            return j;
    }
}

/* Takes the word at i (a letter or a digit); gives where it ends, clitics included. */
static uint32_t take_word(struct cutter *c, uint32_t i) {
    uint32_t start = i, j = i;
    if (digit_at(c, i))
        j = number_at(c, i);
    while (j < c->end) {
        uint32_t n;
        enum char_class k = class_at(c, j, &n);
        if (k != C_OTHER || c->p[j] == '_') {
            j += n;
            continue;
        }
        char b = c->p[j];
        if (b == '.') {
            if (!word_at(c, j + 1)) {
                if (takes_point(c, start, j))
                    j++;
                break;
            }
            slice s = cut(c, start, j);
            if (s.n == 1 || is_dotted_letters(s)) { /* U.S  a.m  J.R. */
                if (letter_at(c, j + 1) && !letter_at(c, j + 2)) {
                    j++;
                    continue;
                }
                if (s.n == 1 && is_upper((unsigned char)s.p[0]) && is_upper((unsigned char)c->p[j + 1]) ) {
                    j++; /* "J.Smith": the initial is a word */
                    break;
                }
            }
            if (slice_eq_nocase(s, S("ph"))) {
                j++;
                continue;
            }
            /* a file or a domain, or a sentence's end without the blank after it */
            uint32_t e = j + 1;
            while (e < c->end && is_alnum((unsigned char)c->p[e]))
                e++;
            slice next = cut(c, j + 1, e);
            bool dotted = (word_bits(c->kit, next) & WORD_DOTTED) != 0 && !(next.n == 2 && is_upper((unsigned char)next.p[0]));
            if (takes_point(c, start, j)) {
                j++;
                break;
            }
            if (!dotted && (is_upper((unsigned char)next.p[0]) || (next.n && is_digit((unsigned char)next.p[0]) && !is_digit((unsigned char)c->p[j - 1]))))
                break;
            if (!dotted && e < c->end && char_at(c, e) != '.' && char_at(c, e) != '/')
                break;
            if (!next.n)
                break;
            j = e;
            continue;
        }
        if (b == '-' && word_at(c, j + 1)) {
            uint32_t bits = word_bits(c->kit, cut(c, start, j));
            if (bits & WORD_PREFIX) {
                j++;
                continue;
            }
            break;
        }
        if (b == '&' && j - start <= 3 && is_upper((unsigned char)c->p[j - 1]) && j + 1 < c->end &&
            is_upper((unsigned char)c->p[j + 1])) {
            j++;
            continue;
        }
        if (b == '*' && letter_at(c, j - 1) && (char_at(c, j + 1) == '*' || letter_at(c, j + 1))) {
            uint32_t k2 = j;
            while (char_at(c, k2) == '*')
                k2++;
            if (letter_at(c, k2) && k2 - j < 6) {
                j = k2;
                continue;
            }
            break;
        }
        if (b == '$' && j - start <= 3 && j - start >= 1 && is_upper((unsigned char)c->p[j - 1])) {
            put(c, start, j + 1, false); /* US$ */
            return j + 1;
        }
        uint32_t q = apostrophe_at(c, j);
        if (!q)
            break;
        if (!letter_at(c, j + q)) {
            /* possessive of a plural; a dropped g */
            bool quoted = false; /* a single quotation mark opened in this chunk or shortly before */
            for (uint32_t t = c->out->tokens_n, k2 = 0; t && k2 < 12 && !quoted; t--, k2++) {
                slice f = slice_of(c->p + c->out->tokens[t - 1].at.start,
                                   c->out->tokens[t - 1].at.end - c->out->tokens[t - 1].at.start);
                quoted = (slice_eq(f, S("'")) || slice_eq(f, S("\xE2\x80\x98")) || slice_eq(f, S("`"))) &&
                         !(c->out->tokens[t - 1].flags & TOKEN_MWT);
            }
            if (quoted || char_at(c, j) == '`')
                break;
            char last = to_lower(c->p[j - 1]);
            if ((last == 's' || last == 'z' || last == 'x') && j - start > 1 &&
                (j + q == c->end || !word_at(c, j + q))) {
                /* "dogs' " but not `dogs',` at an end, which closes something */
                if (j + q < c->end && strchr(",.;:!?", c->p[j + q]))
                    break;
                put_word(c, start, j);
                put(c, j, j + q, true);
                return j + q;
            }
            if (last == 'n' && j - start >= 4 && to_lower(c->p[j - 2]) == 'i')
                j += q;
            break;
        }
        uint32_t e = j + q;
        while (e < c->end && (letter_at(c, e))) {
            uint32_t n2;
            class_at(c, e, &n2);
            e += n2;
        }
        slice tail = cut(c, j + q, e);
        /* n't */
        if (slice_eq_nocase(tail, S("t")) && j - start > 1 && to_lower(c->p[j - 1]) == 'n') {
            put(c, start, j - 1, false);
            put(c, j - 1, e, true);
            start = j = e;
            /* "couldn't've" */
            uint32_t q2 = apostrophe_at(c, j);
            if (q2 && slice_eq_nocase(cut(c, j + q2, c->end), S("ve"))) {
                put(c, j, c->end, true);
                return c->end;
            }
            return e;
        }
        if (word_bits(c->kit, tail) & WORD_CLITIC && tail.n <= 2) {
            /* 80's, 1990's: a plural */
            if (tail.n == 1 && to_lower(tail.p[0]) == 's' && j - start >= 2 && is_digit((unsigned char)c->p[start]) &&
                c->p[j - 1] == '0') {
                j = e;
                break;
            }
            put_word(c, start, j);
            put(c, j, e, true);
            /* "who'd've" */
            uint32_t q2 = apostrophe_at(c, e), f = e + q2;
            while (q2 && f < c->end && is_alpha((unsigned char)c->p[f]))
                f++;
            if (q2 && f > e + q2 && word_bits(c->kit, cut(c, e + q2, f)) & WORD_CLITIC) {
                put(c, e, f, true);
                return f;
            }
            return e;
        }
        if (slice_eq_nocase(cut(c, start, j), S("c")) && slice_eq_nocase(tail, S("mon"))) {
            put(c, start, e - 2, false);
            put(c, e - 2, e, true);
            return e;
        }
        j += q; /* O'Rourke, d'etat */
    }
    if (j == start)
        j++;
    put_word(c, start, j);
    return j;
}

/* ---- everything else -------------------------------------------------------------------------- */

/* Takes one token of other characters at i; gives its end. */
static uint32_t take_other(struct cutter *c, uint32_t i) {
    char b = c->p[i];
    uint32_t j = i + 1;
    if ((unsigned char)b >= 0x80) {
        uint32_t n;
        class_at(c, i, &n);
        j = i + n;
        /* "don’t" at a word's start: ’em, ’90s */
        uint32_t q = apostrophe_at(c, i);
        if (!q) {
            put(c, i, j, false);
            return j;
        }
        b = '\'';
    }
    uint32_t n = emoticon_at(c, i);
    if (n) {
        put(c, i, i + n, false);
        return i + n;
    }
    switch (b) {
    case '.':
        while (char_at(c, j) == '.')
            j++;
        if (j == i + 1 && i == c->begin && digit_at(c, j)) { /* .5 */
            j = digits_to(c, j);
        } else if (j == i + 1 && i == c->begin && letter_at(c, j)) { /* .doc */
            uint32_t e = j;
            while (e < c->end && is_alnum((unsigned char)c->p[e]))
                e++;
            if (word_bits(c->kit, cut(c, j, e)) & WORD_DOTTED && is_lower((unsigned char)c->p[j]))
                j = e;
        }
        break;
    case '!': case '?':
        while (char_at(c, j) == '!' || char_at(c, j) == '?')
            j++;
        break;
    case '-': case '*': case '=': case '_': case '~': case '+': case '#': case '<': case '>': case '|':
        while (char_at(c, j) == b)
            j++;
        if (b == '#' && j == i + 1 && letter_at(c, j)) /* a hash tag */
            while (word_at(c, j) || char_at(c, j) == '_') {
                class_at(c, j, &n);
                j += n;
            }
        if ((b == '-' || b == '+') && j == i + 1 && i == c->begin && digit_at(c, j)) /* -5, +44 */
            j = number_at(c, j);
        break;
    case '@':
        while (is_alnum((unsigned char)char_at(c, j)) || char_at(c, j) == '_')
            j++;
        break;
    case '`':
        if (char_at(c, j) == '`')
            j++;
        break;
    case '\'': {
        if (char_at(c, i) == '\'' && char_at(c, j) == '\'') {
            j++;
            break;
        }
        uint32_t e = j;
        if (digit_at(c, e) && digit_at(c, e + 1) && !digit_at(c, e + 2)) { /* '60s, '07 */
            e += 2;
            if (char_at(c, e) == 's')
                e++;
            if (!word_at(c, e) && !apostrophe_at(c, e)) {
                j = e;
                break;
            }
        }
        for (e = j; letter_at(c, e);) {
            class_at(c, e, &n);
            e += n;
        }
        if (e > j && e - j <= 5 && word_bits(c->kit, cut(c, j, e)) & WORD_APOSTROPHE &&
            !apostrophe_at(c, e)) {
            j = e;
            break;
        }
        /* a clitic cut off by mark-up or a closing mark: "Smith" 's */
        if (e > j && e - j <= 2 && word_bits(c->kit, cut(c, j, e)) & WORD_CLITIC && c->out->tokens_n) {
            put(c, i, e, i > c->begin);
            return e;
        }
        break;
    }
    default:
        break;
    }
    put(c, i, j, false);
    return j;
}

static void take_chunk(struct cutter *c) {
    uint32_t i = c->begin;
    bool fresh = true; /* an address may begin here */
    while (i < c->end) {
        if ((fresh || c->p[i] == 'h') && word_at(c, i)) {
            uint32_t j = fresh || slice_starts(cut(c, i, c->end), S("http")) ? address_at(c, i) : i;
            fresh = false;
            if (j > i) {
                put(c, i, j, false);
                i = j;
                continue;
            }
        }
        if (word_at(c, i)) {
            uint32_t n = emoticon_at(c, i);
            if (n) {
                put(c, i, i + n, false);
                i += n;
                continue;
            }
            i = take_word(c, i);
        } else {
            i = take_other(c, i);
        }
    }
}

/* ---- the text ------------------------------------------------------------------------------------ */

static uint32_t blank_at(const char *p, const char *end) {
    unsigned char b = (unsigned char)*p;
    if (b < 0x80)
        return is_space(b) || b == 0x1C || b == 0x1D || b == 0x1E || b == 0x1F;
    if (b != 0xC2 && b != 0xE1 && b != 0xE2 && b != 0xE3 && b != 0xEF)
        return 0;
    uint32_t cp;
    int n = utf8_decode(p, end, &cp);
    return n && (cp == 0x85 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200B /* the one without width too */) || cp == 0x2028 ||
                 cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000 || cp == 0xFEFF)
               ? (uint32_t)n
               : 0;
}

void tokens_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                 struct arena *tmp, struct lang *out) {
    (void)tmp;
    struct cutter c = {.kit = kit, .p = page->text.p, .n = page->text.n, .a = a, .out = out};
    c.cap = c.n / 4 + 16; /* tokens are some five bytes apart */
    out->tokens = arena_alloc(a, (size_t)c.cap * sizeof(struct token));
    const char *end = c.p + c.n;
    uint32_t i = 0;
    while (i < c.n) {
        uint32_t blank = blank_at(c.p + i, end);
        if (blank) {
            i += blank;
            continue;
        }
        uint32_t j = i;
        while (j < c.n && !blank_at(c.p + j, end))
            j++;
        c.begin = i;
        c.end = j;
        take_chunk(&c);
        i = j;
    }
}
