/* Cutting a text into lines, and naming each by its looks. */
#include "text_lines.h"

/* ---- blocks ------------------------------------------------------------------------------------ */

/* Does it end as a sentence does? */
static bool ends_sentence(slice s) {
    while (s.n) {
        unsigned char c = (unsigned char)s.p[s.n - 1];
        if (c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' || c == '_') {
            s.n--;
        } else if (s.n >= 3 && !memcmp(s.p + s.n - 3, "\xE2\x80", 2) &&
                   (c == 0x99 || c == 0x9D)) {
            s.n -= 3;
        } else {
            return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' ||
                   (s.n >= 3 && !memcmp(s.p + s.n - 3, "\xE2\x80\xA6", 3));
        }
    }
    return false;
}

uint32_t text_bullet(slice s) {
    if (s.n > 2 && (s.p[0] == '-' || s.p[0] == '*') && s.p[1] == ' ')
        return 2;
    if (s.n > 4 && (!memcmp(s.p, "\xE2\x80\xA2", 3) || !memcmp(s.p, "\xE2\x96\xAA", 3) ||
                    !memcmp(s.p, "\xE2\x97\x8F", 3)))
        return 3;
    return 0;
}

static void measure(struct text_reader *t, struct line_block *b) {
    slice s = slice_at(t->s, b->at);
    bool in = false;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (is_space(c)) {
            in = false;
            continue;
        }
        b->words += !in;
        in = true;
        if (is_alpha(c) || c >= 0xC3) {
            b->letters++;
            b->capitals += is_upper(c);
        } else if (strchr("{}[]<>=_;\\\"|#$&%", c)) {
            b->marks++;
        }
    }
    b->ends = ends_sentence(s);
    b->item = text_bullet(s) > 0;
    b->lower = is_lower((unsigned char)s.p[0]);
}

void text_cut_lines(struct text_reader *t) {
    slice rest = t->s, line;
    bool blank = true;
    uint32_t pairs = 0, wrapped = 0, full = 0;
    enum { FEW = 3, FULL = 200 /* bytes: no line that was wrapped has as many */ };
    while (slice_line(&rest, &line)) {
        slice s = slice_trim(line);
        if (!s.n) {
            blank = true;
            continue;
        }
        ARENA_MORE(t->tmp, t->b, t->n, t->cap);
        uint32_t start = (uint32_t)(s.p - t->s.p);
        struct line_block *b = &t->b[t->n++];
        *b = (struct line_block){.at = {start, start + s.n}, .lines = 1, .kind = LINE_UNNAMED,
                                 .blank_before = blank};
        measure(t, b);
        full += s.n >= FULL;
        if (!blank) {
            struct line_block *o = b - 1;
            pairs++;
            wrapped += !o->ends && b->lower && o->at.end - o->at.start >= 45 &&
                       o->at.end - o->at.start <= 110;
        }
        blank = false;
    }
    if (pairs < FEW || wrapped * 3 < pairs || full * 10 > t->n)
        return;
    /* hard-wrapped: a blank line parts paragraphs */
    uint32_t m = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        struct line_block *b = &t->b[i], *o = m ? &t->b[m - 1] : NULL;
        if (o && !b->blank_before && !b->item) {
            o->at.end = b->at.end;
            o->lines++;
            o->words += b->words;
            o->letters += b->letters;
            o->capitals += b->capitals;
            o->marks += b->marks;
            o->ends = b->ends;
        } else {
            t->b[m++] = *b;
        }
    }
    t->n = m;
}

bool text_is_title(const struct text_reader *t, slice s) {
    char plain[PLAIN];
    return t->given.p && slice_eq(kit_plain(s, plain, sizeof plain), t->given);
}

bool text_is_prose(const struct line_block *b) {
    return (b->ends && b->words >= 8) || b->words >= 28;
}

/* ---- one block by itself ------------------------------------------------------------------------ */

/* "— Ann Ward (@annward) March 3, 2020" at the end. */
static bool is_post(const struct text_reader *t, slice s) {
    uint32_t at = slice_find(s, S("(@"), s.n > 90 ? s.n - 90 : 0);
    if (at == NONE)
        return false;
    uint32_t close = slice_find(s, S(")"), at);
    if (close == NONE || s.n - close > 40)
        return false;
    struct date d;
    return date_find(t->k, slice_cut(s, close + 1, s.n), false, &d);
}

/* Is it markup, script or data? */
static bool is_code(slice s, const struct line_block *b) {
    uint32_t n = s.n;
    if (b->marks * 100 > n * 9 && b->marks >= 5)
        return true;
    if (b->marks >= 4 && (slice_starts(s, S("<")) || slice_starts(s, S("{")) ||
                          slice_starts(s, S("var ")) || slice_starts(s, S("window.")) ||
                          slice_starts(s, S("(function")) || slice_starts(s, S("function"))))
        return true;
    return b->marks >= 2 && b->words <= 6 && (slice_ends(s, S("});")) || slice_ends(s, S("};")) ||
                                              slice_starts(s, S("</")) || slice_ends(s, S("/>")));
}

/* In capitals throughout, and words rather than an abbreviation. */
bool text_all_capitals(const struct line_block *b) {
    return b->letters >= 10 && b->words >= 2 && b->capitals * 10 >= b->letters * 9;
}

slice text_last_word(slice s) {
    uint32_t i = s.n;
    while (i && !is_space((unsigned char)s.p[i - 1]))
        i--;
    return slice_cut(s, i, s.n);
}

uint32_t text_count(slice s, slice what) {
    uint32_t n = 0;
    for (uint32_t at = 0; (at = slice_find(s, what, at)) != NONE; at += what.n)
        n++;
    return n;
}

static bool is_crumb(slice s, const struct line_block *b) {
    if (b->ends || b->words > 16)
        return false;
    uint32_t marks = text_count(s, S(" > ")) + text_count(s, S(" \xC2\xBB ")) + text_count(s, S(" / ")) +
                     text_count(s, S(" \xE2\x80\xBA "));
    return marks >= 1 && b->words <= marks * 6 + 4 &&
           (marks >= 2 || slice_starts_nocase(s, S("home")));
}

/* "( Also on THE LAMP: Ferry sold )", "[Watch: How it began]": a word that points elsewhere, all of it in brackets. */
static bool is_aside(slice s) {
    if (s.n < 8 || s.n > 240 || !((s.p[0] == '(' && s.p[s.n - 1] == ')') || (s.p[0] == '[' && s.p[s.n - 1] == ']')) ||
        memchr(s.p + 1, s.p[0], s.n - 1))
        return false;
    static const char *const words[] = {"also", "more", "read", "related", "watch", "see", "photos", "video", "videos", "listen",
                                        "quiz", "poll", "gallery", "slideshow", "click", "map", "graphic", "interactive", "full"};
    slice in = slice_trim(slice_cut(s, 1, s.n - 1));
    uint32_t end = 0;
    while (end < in.n && is_alpha((unsigned char)in.p[end]))
        end++;
    bool colon = slice_find(slice_cut(in, 0, in.n < 40 ? in.n : 40), S(":"), 0) != NONE;
    for (unsigned i = 0; i < NELEMS(words); i++)
        if (slice_eq_nocase(slice_cut(in, 0, end), slice_str(words[i])))
            return colon || in.p[in.n - 1] != '.';
    return false;
}

/* "-- Ann Ward": a dash, and a name that nothing follows. */
static bool is_signed(const struct line_block *b, slice s) {
    uint32_t i = slice_starts(s, S("\xE2\x80\x94")) || slice_starts(s, S("\xE2\x80\x93")) ? 3 : slice_starts(s, S("--")) ? 2 : 0;
    if (!i || b->ends || b->words > 5)
        return false;
    uint32_t words = 0;
    for (bool start = true; i < s.n; i++) {
        if (s.p[i] == ' ') {
            start = true;
            continue;
        }
        if (start && !is_upper((unsigned char)s.p[i]) && (unsigned char)s.p[i] < 0xC3)
            return false;
        words += start;
        start = false;
        if (is_digit((unsigned char)s.p[i]))
            return false;
    }
    return words >= 2 && words <= 3;
}

/* "... on Monday. (Ann Ward/Northern Press)", "... Photograph: Ann Ward", "... NORTHERN PRESS/Ann Ward": whose picture it is. */
static bool is_caption(const struct line_block *b, slice s) {
    static const char *const marks[] = {"Photograph: ", "Photo: ", "Picture: ", "Image: ", "Photo by "};
    enum { CREDIT = 60 };
    if (b->lines > 1 || b->words > 60 || b->words < 4)
        return false;
    bool sides = slice_find(s, S(", left, "), 0) != NONE && slice_find(s, S(", right, "), 0) != NONE;
    if (!b->ends && (sides || slice_find(s, S(", seen here"), 0) != NONE))
        return true;
    slice tail = slice_cut(s, s.n > CREDIT ? s.n - CREDIT : 0, s.n);
    if (tail.p[tail.n - 1] == ')') {
        uint32_t open = tail.n - 1;
        while (open && tail.p[open] != '(')
            open--;
        slice in = slice_cut(tail, open + 1, tail.n - 1);
        uint32_t bar = slice_find(in, S("/"), 0);
        return tail.p[open] == '(' && bar != NONE && bar > 2 && bar + 2 < in.n && is_upper((unsigned char)in.p[0]) &&
               is_upper((unsigned char)in.p[bar + 1]);
    }
    if (!b->ends && slice_find(tail, S("Credit..."), 0) != NONE)
        return true;
    for (size_t i = 0; i < NELEMS(marks); i++) {
        uint32_t at = slice_find(tail, slice_str(marks[i]), 0);
        if (at != NONE && at > 1 && strchr(".?!)", tail.p[at - 2]) && !b->ends)
            return true;
    }
    uint32_t stop = NONE; /* the last sentence's end */
    for (uint32_t i = 0; i + 2 < tail.n; i++)
        if ((tail.p[i] == '.' || tail.p[i] == ')') && tail.p[i + 1] == ' ')
            stop = i;
    if (stop == NONE || b->ends)
        return false;
    slice credit = slice_cut(tail, stop + 2, tail.n);
    uint32_t bar = slice_find(credit, S("/"), 0);
    if (bar == NONE || bar < 2 || bar + 2 >= credit.n || !is_upper((unsigned char)credit.p[bar + 1]))
        return false;
    for (uint32_t i = 0; i < bar; i++)
        if (!is_upper((unsigned char)credit.p[i]) && credit.p[i] != ' ')
            return false;
    return true;
}

/* "#Norrvik #storm": tags, and nothing else. */
static bool is_tags(const struct line_block *b, slice s) {
    uint32_t tags = s.p[0] == '#';
    for (uint32_t i = 1; i < s.n; i++)
        tags += s.p[i] == '#' && s.p[i - 1] == ' ';
    return b->words >= 2 && tags == b->words;
}

/* "12 comments", "Comments (12)", "2.1k shares", "3 of 8": a number, and what it counts; "1:24", a player's;
 * LINE_UNNAMED: it is none. */
static uint8_t kind_of_count(const struct line_block *b, slice s) {
    static const struct { const char *word; uint8_t kind; } of[] = {{"comment", NOISE_COMMENT}, {"comments", NOISE_COMMENT}, {"shares", NOISE_NAVIGATION},
                                                                    {"share", NOISE_NAVIGATION}, {"likes", NOISE_NAVIGATION}, {"views", NOISE_NAVIGATION},
                                                                    {"of", NOISE_NAVIGATION}, {"/", NOISE_NAVIGATION}, {"photoof", NOISE_NAVIGATION},
                                                                    {"slideof", NOISE_NAVIGATION}, {"imageof", NOISE_NAVIGATION}};
    char word[16];
    uint32_t n = 0, digits = 0;
    for (uint32_t i = 0; i < s.n && b->words <= 4 && s.n < 24; i++) {
        unsigned char c = (unsigned char)s.p[i];
        digits += is_digit(c);
        if (strchr("kKmM", c) && i && is_digit((unsigned char)s.p[i - 1]) && (i + 1 == s.n || s.p[i + 1] == ' '))
            continue; /* thousands, millions */
        if ((is_alpha(c) || c == '/') && n < sizeof word)
            word[n++] = to_lower((char)c);
        else if (!is_digit(c) && !is_space(c) && !strchr("(),.|:", c))
            return LINE_UNNAMED;
    }
    for (size_t i = 0; digits && i < NELEMS(of); i++)
        if (slice_eq(slice_of(word, n), slice_str(of[i].word)))
            return of[i].kind;
    return !n && digits && b->words == 1 && s.n <= 8 && memchr(s.p, ':', s.n) ? NOISE_NAVIGATION : LINE_UNNAMED;
}

void text_name_line(struct text_reader *t, struct line_block *b) {
    slice s = slice_at(t->s, b->at);
    char space[PLAIN];
    if (text_is_desk(s)) {
        b->kind = NOISE_ARTEFACT;
        return;
    }
    if (is_code(s, b) || is_post(t, s)) {
        b->kind = NOISE_EMBED;
        return;
    }
    if (is_caption(b, s)) {
        b->kind = NOISE_CAPTION;
        return;
    }
    if (is_tags(b, s)) {
        b->kind = NOISE_NAVIGATION;
        return;
    }
    b->kind = kind_of_count(b, s);
    if (b->kind != LINE_UNNAMED)
        return;
    b->kind = text_shape(t, b, s);
    if (b->kind != LINE_UNNAMED)
        return;
    if (b->words <= 45 && s.n < 320) {
        const struct phrase *p = kit_phrase(t->k, kit_plain(s, space, sizeof space), true);
        bool long_line = b->words > 24 && b->ends;
        if (p && p->kind == NOISE_NAVIGATION && text_is_prose(b) && slice_starts_nocase(s, S("copyright ")))
            p = NULL; /* it tells of copyright: text_shape knows whose it is */
        if (p && !(long_line && !(p->how == PHRASE_HAS || p->kind == NOISE_BYLINE ||
                                  p->kind == NOISE_SOURCE_LINK))) {
            b->kind = p->kind;
            b->phrase_how = p->how;
            return;
        }
    }
    if (text_is_menu(t, b, s)) {
        b->kind = NOISE_NAVIGATION;
        return;
    }
    if (is_aside(s) || text_is_plea(t, b, s)) {
        b->kind = NOISE_PROMO;
        return;
    }
    if (is_signed(b, s)) {
        b->kind = NOISE_BYLINE;
        return;
    }
    /* "By ANN WARD FOR THE LAMP" is all capitals too */
    bool parted = slice_find(s, S(" | "), 0) != NONE || slice_find(s, S(" \xC2\xB7 "), 0) != NONE;
    if (b->words <= 14 && !b->ends && (slice_starts(s, S("By ")) || ((b->words <= 6 || parted) && slice_starts(s, S("by ")))) &&
        is_upper((unsigned char)s.p[3])) {
        b->kind = NOISE_BYLINE;
        return;
    }
    if (text_all_capitals(b)) {
        bool says = memchr(s.p, ':', s.n) || memchr(s.p, '!', s.n) || memchr(s.p, '?', s.n) ||
                    memchr(s.p, '|', s.n);
        b->kind = b->words > 6 || (says && b->words > 2) ? NOISE_PROMO : LINE_HEADING;
        return;
    }
    if (!b->letters && b->words <= 8) {
        bool digit = false;
        for (uint32_t i = 0; i < s.n; i++)
            digit |= is_digit((unsigned char)s.p[i]);
        if (!digit) {
            b->kind = NOISE_ARTEFACT; /* "* * *", "___" */
            return;
        }
    }
    if (b->words >= 3 && b->words <= 6 && is_digit((unsigned char)s.p[0]) && slice_ends_nocase(s, S(" ago"))) {
        b->kind = NOISE_DATE;
        return;
    }
    if (b->words <= 16) {
        struct date d;
        if (date_find(t->k, s, false, &d) && d.precision >= DATE_DAY &&
            s.n - (d.at.end - d.at.start) <= 24 && !(b->ends && b->words > 8)) {
            b->kind = NOISE_DATE;
            return;
        }
    }
    if (b->words == 1 && (slice_starts(s, S("http://")) || slice_starts(s, S("https://")) ||
                          slice_starts(s, S("www.")))) {
        b->kind = NOISE_SOURCE_LINK;
        return;
    }
    if (b->words <= 8 && memchr(s.p, '@', s.n)) {
        b->kind = NOISE_BYLINE;
        return;
    }
    if (is_crumb(s, b)) {
        b->kind = NOISE_CRUMB;
        return;
    }
    if (text_is_prose(b))
        b->kind = LINE_BODY;
}
