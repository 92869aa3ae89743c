/* Scraped plain text -> the report.
 *
 * Lines become blocks (one by line; hard-wrapped text is joined first), each block gets a name from
 * what it looks like (code, capitals, a phrase of the list, a date, no end of sentence), then the
 * names are settled by place: titles and crumbs stand before the prose, lists of other stories
 * behind a heading that says so, a line that breaks off between paragraphs is an artefact. What
 * is foreign inside a paragraph is cut out of the text; the paragraph's span goes on around it. */
#include "page_parts.h"
#include "page_meta.h"

enum { BODY = 100, HEADING, UNNAMED };
enum { PLAIN = 326 };

struct line_block {
    span at;             /* source.text, trimmed */
    uint32_t lines;      /* joined in it */
    uint32_t words, letters, capitals, marks; /* marks: of code */
    uint8_t kind;        /* enum noise_kind or one of the above */
    bool ends, item, lower, blank_before;
    uint8_t phrase_how;
};

struct text_reader {
    struct report *r;
    const struct page_kit *k;
    struct arena *tmp;
    slice s;
    struct line_block *b;
    uint32_t n, cap;
    uint32_t first_prose, last_prose; /* blocks; NONE: no prose at all */
};

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

static uint32_t bullet(slice s) {
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
    b->item = bullet(s) > 0;
    b->lower = is_lower((unsigned char)s.p[0]);
}

static void cut_blocks(struct text_reader *t) {
    slice rest = t->s, line;
    bool blank = true;
    uint32_t pairs = 0, wrapped = 0;
    while (slice_line(&rest, &line)) {
        slice s = slice_trim(line);
        if (!s.n) {
            blank = true;
            continue;
        }
        ARENA_MORE(t->tmp, t->b, t->n, t->cap);
        uint32_t start = (uint32_t)(s.p - t->s.p);
        struct line_block *b = &t->b[t->n++];
        *b = (struct line_block){.at = {start, start + s.n}, .lines = 1, .kind = UNNAMED,
                                 .blank_before = blank};
        measure(t, b);
        if (!blank) {
            struct line_block *o = b - 1;
            pairs++;
            wrapped += !o->ends && b->lower && o->at.end - o->at.start >= 45 &&
                       o->at.end - o->at.start <= 110;
        }
        blank = false;
    }
    if (pairs < 3 || wrapped * 3 < pairs)
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

static bool is_prose(const struct line_block *b) {
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
static bool all_capitals(const struct line_block *b) {
    return b->letters >= 10 && b->words >= 2 && b->capitals * 10 >= b->letters * 9;
}

static slice last_word(slice s) {
    uint32_t i = s.n;
    while (i && !is_space((unsigned char)s.p[i - 1]))
        i--;
    return slice_cut(s, i, s.n);
}

static uint32_t count(slice s, slice what) {
    uint32_t n = 0;
    for (uint32_t at = 0; (at = slice_find(s, what, at)) != NONE; at += what.n)
        n++;
    return n;
}

static bool is_crumb(slice s, const struct line_block *b) {
    if (b->ends || b->words > 16)
        return false;
    uint32_t marks = count(s, S(" > ")) + count(s, S(" \xC2\xBB ")) + count(s, S(" / ")) +
                     count(s, S(" \xE2\x80\xBA "));
    return marks >= 1 && b->words <= marks * 6 + 4 &&
           (marks >= 2 || slice_starts_nocase(s, S("home")));
}

static void name_block(struct text_reader *t, struct line_block *b) {
    slice s = slice_at(t->s, b->at);
    char space[PLAIN];
    if (is_code(s, b) || is_post(t, s)) {
        b->kind = NOISE_EMBED;
        return;
    }
    if (b->words <= 45 && s.n < 320) {
        const struct phrase *p = kit_phrase(t->k, kit_plain(s, space, sizeof space));
        bool long_line = b->words > 24 && b->ends;
        if (p && !(long_line && !(p->how == PHRASE_HAS || p->kind == NOISE_BYLINE ||
                                  p->kind == NOISE_SOURCE_LINK))) {
            b->kind = p->kind;
            b->phrase_how = p->how;
            return;
        }
    }
    if (all_capitals(b)) {
        bool says = memchr(s.p, ':', s.n) || memchr(s.p, '!', s.n) || memchr(s.p, '?', s.n) ||
                    memchr(s.p, '|', s.n);
        b->kind = b->words > 6 || (says && b->words > 2) ? NOISE_PROMO : HEADING;
        return;
    }
    if (b->words <= 14 && !b->ends && slice_starts(s, S("By ")) && is_upper((unsigned char)s.p[3])) {
        b->kind = NOISE_BYLINE;
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
    if (b->words == 3 && is_digit((unsigned char)s.p[0]) && slice_ends_nocase(s, S(" ago"))) {
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
    if (is_prose(b))
        b->kind = BODY;
}

/* ---- by place ------------------------------------------------------------------------------------- */

/* Bytes of a title before "| Section | Site", or all. */
static uint32_t title_end(slice s) {
    uint32_t bar = slice_find(s, S(" | "), 0);
    return bar == NONE || bar < 12 ? s.n : bar;
}

static bool same_words(slice a, slice b) {
    char x[PLAIN], y[PLAIN];
    return slice_eq(kit_plain(a, x, sizeof x), kit_plain(b, y, sizeof y));
}

/* "date 2022-09-14 The report begins": the date is cut off the first block. */
static void cut_leading_date(struct text_reader *t) {
    struct line_block *b = &t->b[0];
    slice s = slice_at(t->s, b->at);
    uint32_t word = 0;
    while (word < s.n && is_alpha((unsigned char)s.p[word]))
        word++;
    slice head = slice_cut(s, 0, word);
    if (!slice_eq_nocase(head, S("date")) && !slice_eq_nocase(head, S("published")) &&
        !slice_eq_nocase(head, S("posted")) && !slice_eq_nocase(head, S("updated")) && word)
        return;
    struct date d;
    if (!date_find(t->k, slice_cut(s, 0, s.n < 60 ? s.n : 60), false, &d) ||
        d.precision < DATE_DAY || d.at.start > word + 5)
        return;
    uint32_t end = d.at.end;
    if (!word && end < s.n && s.p[end] != ' ')
        return; /* a report may begin with a date of its own */
    if (!word && !is_digit((unsigned char)s.p[0]))
        return;
    if (end + 30 > s.n)
        return; /* a line of its own: named later */
    span at = {b->at.start, b->at.start + end};
    report_noise(t->r, at, NOISE_DATE);
    meta_date(t->r, t->k, slice_at(t->s, at), FOUND_TEXT, false);
    b->at = span_trim(t->s, (span){at.end, b->at.end});
    b->lower = false;
}

static void name_head(struct text_reader *t) {
    slice given = t->r->src->given.title;
    bool titled = false, after_highlights = false;
    for (uint32_t i = 0; i < t->first_prose; i++) {
        struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at);
        slice head = slice_cut(s, 0, title_end(s));
        bool may = b->kind == UNNAMED || b->kind == HEADING ||
                   (b->kind == NOISE_PROMO && all_capitals(b));
        if (given.p && may && (same_words(s, given) || same_words(head, given))) {
            b->kind = NOISE_TITLE;
            titled = true;
            continue;
        }
        if (b->kind == NOISE_PROMO && !titled && !given.p && all_capitals(b) && i == 0) {
            b->kind = NOISE_TITLE; /* a headline in capitals */
            titled = true;
            continue;
        }
        if (b->kind == NOISE_PROMO)
            after_highlights = true;
        if (b->kind != UNNAMED && b->kind != HEADING)
            continue;
        if (after_highlights && !b->ends) {
            b->kind = NOISE_PROMO;
        } else if (!titled && !given.p && b->words >= 3 && b->words <= 30 &&
                   (!b->ends || s.p[s.n - 1] != '.')) {
            b->kind = NOISE_TITLE;
            titled = true;
        } else if (b->words <= 3 && !b->ends) {
            b->kind = NOISE_CRUMB;
        }
    }
    /* a headline that ends in a question mark looks like prose; one that is the given title too */
    struct line_block *b = &t->b[t->first_prose];
    slice s = slice_at(t->s, b->at);
    if (b->kind == BODY && !titled && t->first_prose + 1 < t->n) {
        if (given.p && same_words(s, given))
            b->kind = NOISE_TITLE;
        else if (!given.p && t->first_prose == 0 && b->words <= 20 && b->lines == 1 &&
                 s.p[s.n - 1] == '?' && t->b[1].words > b->words)
            b->kind = NOISE_TITLE;
    }
    /* "Title | World | News" whatever its length */
    if (b->kind == BODY && !titled && title_end(s) < s.n && b->words < 40 && !b->ends)
        b->kind = NOISE_TITLE;
}

/* Lists of other stories behind a heading; comments behind theirs. */
static void name_lists(struct text_reader *t) {
    for (uint32_t i = 0; i < t->n; i++) {
        struct line_block *b = &t->b[i];
        if (b->kind == NOISE_RELATED) {
            uint32_t j = i + 1;
            for (; j < t->n; j++) {
                struct line_block *q = &t->b[j];
                if (q->kind == BODY && !q->item && !(j > t->last_prose))
                    break;
                if (q->kind != UNNAMED && q->kind != HEADING && q->kind != BODY &&
                    q->kind != NOISE_RELATED && !(q->kind == NOISE_PROMO && all_capitals(q)))
                    break;
                if (q->kind == HEADING && !all_capitals(q))
                    break;
                /* inside the prose only what looks like one more headline */
                if (i < t->last_prose && !q->item && (q->ends || q->words > 22))
                    break;
                if (i < t->last_prose && j > i + 1 && !q->item && q->blank_before && j > i + 6)
                    break;
                q->kind = NOISE_RELATED;
            }
            i = j - 1;
        } else if (b->kind == NOISE_COMMENT && b->phrase_how == PHRASE_WHOLE && i > t->n / 2) {
            for (uint32_t j = i + 1; j < t->n; j++)
                t->b[j].kind = NOISE_COMMENT;
            break;
        }
    }
}

static void name_rest(struct text_reader *t) {
    for (uint32_t i = 0; i < t->n; i++) {
        struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at);
        bool next_lower = i + 1 < t->n && t->b[i + 1].lower;
        if (b->kind == BODY && b->ends)
            continue;
        if ((b->kind == UNNAMED || b->kind == BODY) && !b->ends && b->words >= 2 &&
            b->words < 28 && kit_word(t->k, last_word(s)) & WORD_FUNCTION && !next_lower) {
            b->kind = NOISE_ARTEFACT; /* it breaks off */
            continue;
        }
        if (b->kind != UNNAMED)
            continue;
        bool unit = t->first_prose == NONE;
        bool after_more = i && (t->b[i - 1].kind == NOISE_NAVIGATION ||
                                t->b[i - 1].kind == NOISE_PROMO);
        if (unit || b->ends || b->item)
            b->kind = BODY;
        else if (i > t->last_prose)
            b->kind = b->words <= 3 ? NOISE_NAVIGATION : NOISE_RELATED;
        else if (i > t->first_prose && after_more && b->words >= 5 && i + 1 < t->n)
            b->kind = NOISE_PROMO; /* "Read more", and the story it leads to */
        else
            b->kind = HEADING;
    }
}

/* ---- inside paragraphs ---------------------------------------------------------------------------- */

struct cuts {
    span p[32]; /* source.text; noise */
    uint8_t kind[32];
    uint32_t n;
};

static void cut_out(struct cuts *c, uint32_t start, uint32_t end, uint8_t kind) {
    if (c->n == NELEMS(c->p) || (c->n && start < c->p[c->n - 1].end))
        return;
    c->kind[c->n] = kind;
    c->p[c->n++] = (span){start, end};
}

/* "(World Trade Body). WTB)": an expansion set into the brackets of what it expands. */
static bool is_doubled(slice name, slice letters) {
    uint32_t m = 0;
    bool start = true;
    for (uint32_t i = 0; i < name.n; i++) {
        if (name.p[i] == ' ' || name.p[i] == '-') {
            start = true;
        } else {
            if (start && is_upper((unsigned char)name.p[i])) {
                if (m >= letters.n || letters.p[m] != name.p[i])
                    return false;
                m++;
            }
            start = false;
        }
    }
    return m >= 2 && m == letters.n;
}

static void find_cuts(const struct text_reader *t, span at, struct cuts *c) {
    const char *p = t->s.p;
    uint32_t open = NONE, shut = NONE;
    for (uint32_t i = at.start; i < at.end && c->n < NELEMS(c->p); i++) {
        switch (p[i]) {
        case '(':
            open = i;
            shut = NONE;
            break;
        case ')':
            if (shut == NONE) {
                shut = i;
            } else if (open != NONE && i - shut < 12 && shut + 2 < i) {
                uint32_t b = shut + 1;
                while (b < i && (p[b] == '.' || p[b] == ' ' || p[b] == ','))
                    b++;
                if (is_doubled(slice_cut(t->s, open + 1, shut), slice_cut(t->s, b, i)))
                    cut_out(c, open, i + 1, NOISE_ARTEFACT);
                open = NONE;
            } else {
                open = NONE;
            }
            break;
        case '.':
        case ',':
        case ';':
            /* "It ended. . Then": a mark that stands alone after an end */
            if (i > at.start + 1 && p[i - 1] == ' ' && i + 1 < at.end && p[i + 1] == ' ' &&
                strchr(".!?,;\"", p[i - 2]))
                cut_out(c, i, i + 1, NOISE_ARTEFACT);
            break;
        case '<': {
            const char *end = memchr(p + i, '>', at.end - i < 2000 ? at.end - i : 2000);
            if (end && (is_alpha((unsigned char)p[i + 1]) || p[i + 1] == '/' || p[i + 1] == '!')) {
                cut_out(c, i, (uint32_t)(end - p) + 1, NOISE_ARTEFACT);
                i = (uint32_t)(end - p);
            }
            break;
        }
        case '{': {
            /* a piece of script or data: from its first word to the last bracket */
            uint32_t depth = 0, e = i, signs = 0;
            for (; e < at.end; e++) {
                if (p[e] == '{')
                    depth++;
                else if (p[e] == '}' && !--depth)
                    break;
                else if (p[e] == ':' || p[e] == '=' || p[e] == ';' || p[e] == '"')
                    signs++;
            }
            if (signs < 2)
                break;
            if (e == at.end)
                e--;
            e++;
            while (e < at.end && strchr(");}", p[e]))
                e++;
            uint32_t b = i;
            while (b > at.start && !is_space((unsigned char)p[b - 1]))
                b--;
            cut_out(c, b, e, NOISE_EMBED);
            i = e - 1;
            break;
        }
        case 'p':
        case 'h':
            if ((i == at.start || p[i - 1] == ' ') &&
                (slice_starts(slice_cut(t->s, i, at.end), S("pic.twitter.com/")) ||
                 slice_starts(slice_cut(t->s, i, at.end), S("https://t.co/")))) {
                uint32_t e = i;
                while (e < at.end && !is_space((unsigned char)p[e]))
                    e++;
                cut_out(c, i, e, NOISE_ARTEFACT);
                i = e - 1;
            }
            break;
        case '[': {
            /* "[+2310 chars]" */
            const char *end = memchr(p + i, ']', at.end - i < 20 ? at.end - i : 20);
            if (end && p[i + 1] == '+' && is_digit((unsigned char)p[i + 2]))
                cut_out(c, i, (uint32_t)(end - p) + 1, NOISE_ARTEFACT);
            break;
        }
        }
    }
}

/* Writes source.text[at] as part of the open block: line breaks inside become blanks. */
static void write_lines(struct text_reader *t, span at) {
    uint32_t from = at.start;
    while (from < at.end) {
        const char *nl = memchr(t->s.p + from, '\n', at.end - from);
        if (!nl) {
            report_same(t->r, (span){from, at.end});
            return;
        }
        uint32_t end = (uint32_t)(nl - t->s.p), next = end + 1;
        while (end > from && is_space((unsigned char)t->s.p[end - 1]))
            end--;
        while (next < at.end && is_space((unsigned char)t->s.p[next]))
            next++;
        report_same(t->r, (span){from, end});
        report_other(t->r, S(" "), (span){end, next});
        from = next;
    }
}

static void write_block(struct text_reader *t, const struct line_block *b, enum block_kind kind) {
    struct cuts c = {.n = 0};
    span at = b->at;
    if (b->item)
        at.start += bullet(slice_at(t->s, at));
    at = span_trim(t->s, at);
    find_cuts(t, at, &c);
    report_open(t->r, kind);
    uint32_t from = at.start;
    for (uint32_t i = 0; i < c.n; i++) {
        span cut = c.p[i];
        report_noise(t->r, cut, c.kind[i]);
        /* the blank before it goes with it where another follows, or a mark */
        uint32_t to = cut.start;
        if (to > from && t->s.p[to - 1] == ' ' &&
            (cut.end == at.end || strchr(" ,.;:!?", t->s.p[cut.end])))
            to--;
        write_lines(t, (span){from, to});
        from = cut.end;
    }
    write_lines(t, (span){from, at.end});
    report_close(t->r);
}

/* ---- the whole ------------------------------------------------------------------------------------- */

/* Is the next block of the body an item of a list? */
static bool next_is_item(const struct text_reader *t, uint32_t i) {
    for (i++; i < t->n; i++)
        if (t->b[i].kind == BODY)
            return t->b[i].item;
    return false;
}

static void write_all(struct text_reader *t) {
    bool prose = false;
    for (uint32_t i = 0; i < t->n; i++) {
        struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at);
        span at = b->at;
        if (b->kind == BODY || b->kind == HEADING) {
            uint32_t line = prose || b->kind == HEADING ? 0 : report_dateline(s);
            if (line)
                report_credit(t->r, slice_cut(s, 0, line), (slice){0},
                              (span){at.start, at.start + line}, CREDIT_DATELINE);
            /* one dash before the first paragraph alone is no list: it parted a dateline that was cut off */
            if (!prose && b->kind == BODY && b->item && s.p[0] == '-' && !next_is_item(t, i)) {
                report_credit(t->r, slice_cut(s, 0, 1), (slice){0}, (span){at.start, at.start + 1}, CREDIT_DATELINE);
            }
            prose |= b->kind == BODY;
            write_block(t, b, b->kind == HEADING ? BLOCK_HEADING : b->item ? BLOCK_ITEM : BLOCK_PARAGRAPH);
            continue;
        }
        if (b->kind == NOISE_TITLE) {
            uint32_t cut = title_end(s);
            report_noise(t->r, (span){at.start, at.start + cut}, NOISE_TITLE);
            if (cut < s.n)
                report_noise(t->r, (span){at.start + cut, at.end}, NOISE_CRUMB);
            meta_title(t->r, slice_cut(s, 0, cut), FOUND_TEXT);
            continue;
        }
        uint32_t j = i + 1;
        if (b->kind == NOISE_RELATED || b->kind == NOISE_EMBED || b->kind == NOISE_COMMENT)
            for (; j < t->n && t->b[j].kind == b->kind; j++)
                at.end = t->b[j].at.end;
        report_noise(t->r, at, b->kind);
        meta_noise(t->r, t->k, s, b->at, b->kind);
        i = j - 1;
    }
}

/* The text as it is: page.text has its very bytes. */
static void take_whole(struct text_reader *t) {
    struct page *p = t->r->out;
    report_same(t->r, (span){0, t->s.n});
    for (uint32_t i = 0; i < t->n; i++) {
        ARENA_MORE(t->r->a, p->blocks, p->blocks_n, t->r->blocks_cap);
        p->blocks[p->blocks_n++] = (struct block){t->b[i].at, BLOCK_PARAGRAPH};
        slice s = slice_at(t->s, t->b[i].at);
        uint32_t line = i ? 0 : report_dateline(s);
        if (line)
            report_credit(t->r, slice_cut(s, 0, line), (slice){0},
                          (span){t->b[i].at.start, t->b[i].at.start + line}, CREDIT_DATELINE);
    }
}

int text_read(struct report *r, const struct page_kit *k, struct arena *tmp, bool as_it_stands,
              const char **why) {
    struct text_reader t = {.r = r, .k = k, .tmp = tmp, .s = r->src->text};
    t.first_prose = t.last_prose = NONE;
    meta_given(r, k);
    cut_blocks(&t);
    if (!t.n) {
        *why = "nothing but white space";
        return STM_EEMPTY;
    }
    if (as_it_stands) {
        take_whole(&t);
        return 0;
    }
    cut_leading_date(&t);
    for (uint32_t i = 0; i < t.n; i++) {
        name_block(&t, &t.b[i]);
        if (t.b[i].kind == BODY) {
            if (t.first_prose == NONE)
                t.first_prose = i;
            t.last_prose = i;
        }
    }
    if (t.first_prose != NONE) {
        name_head(&t);
        name_lists(&t);
    }
    name_rest(&t);
    write_all(&t);
    if (!r->out->blocks_n) {
        *why = "no report in it, only titles and links";
        return STM_EEMPTY;
    }
    return 0;
}
