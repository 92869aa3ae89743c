/* Scraped plain text -> the report.
 *
 * Lines become blocks (one by line; hard-wrapped text is joined first), each block gets a name from
 * what it looks like (code, capitals, a phrase of the list, a date, no end of sentence), then the
 * names are settled by place: titles and crumbs stand before the prose, lists of other stories
 * behind a heading that says so, a line that breaks off between paragraphs is an artefact. What
 * is foreign inside a paragraph is cut out of the text; the paragraph's span goes on around it. */
#include "page_meta.h"
#include "text_model.h"

/* ---- by place ------------------------------------------------------------------------------------- */

/* Bytes of a title before "| Section | Site", or all. */
static uint32_t title_end(slice s) {
    uint32_t bar = slice_find(s, S(" | "), 0);
    return bar == NONE || bar < 12 ? s.n : bar;
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

/* "Highlights", "Key points": what follows sums up the report. */
static bool is_highlights(slice s) {
    static const char *const words[] = {"highlights", "story highlights", "key points", "key takeaways", "at a glance"};
    for (size_t i = 0; i < NELEMS(words); i++)
        if (slice_starts_nocase(s, slice_str(words[i])))
            return true;
    return false;
}

static void name_head(struct text_reader *t) {
    slice given = t->given;
    bool titled = false, after_highlights = false;
    for (uint32_t i = 0; i < t->first_prose; i++) {
        struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at);
        slice head = slice_cut(s, 0, title_end(s));
        bool may = b->kind == LINE_UNNAMED || b->kind == LINE_HEADING ||
                   (b->kind == NOISE_PROMO && text_all_capitals(b));
        if (may && (text_is_title(t, s) || text_is_title(t, head))) {
            b->kind = NOISE_TITLE;
            titled = true;
            continue;
        }
        if (b->kind == NOISE_PROMO && !b->phrase_how && !titled && !given.p && text_all_capitals(b) && i == 0) {
            b->kind = NOISE_TITLE; /* a headline in capitals */
            titled = true;
            continue;
        }
        if (b->kind == NOISE_PROMO && (titled || given.p || is_highlights(s)))
            after_highlights = true;
        if (b->kind != LINE_UNNAMED && b->kind != LINE_HEADING)
            continue;
        if (!b->letters && b->words == 1) {
            b->kind = NOISE_NAVIGATION; /* "37": how many have said something */
        } else if (after_highlights && !b->ends) {
            b->kind = NOISE_PROMO;
        } else if (!titled && !given.p && b->words <= 3 && !b->ends && i + 1 < t->first_prose && b[1].words >= 5 &&
                   (b[1].kind == LINE_UNNAMED || b[1].kind == LINE_HEADING) && !b[1].ends) {
            b->kind = NOISE_CRUMB; /* a section, and the headline */
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
    if (b->kind == LINE_BODY && !titled && t->first_prose + 1 < t->n) {
        if (text_is_title(t, s))
            b->kind = NOISE_TITLE;
        else if (!given.p && t->first_prose == 0 && b->words <= 20 && b->lines == 1 &&
                 s.p[s.n - 1] == '?' && t->b[1].words > b->words)
            b->kind = NOISE_TITLE;
    }
    /* "Title | World | News" whatever its length */
    if (b->kind == LINE_BODY && !titled && title_end(s) < s.n && b->words < 40 && !b->ends)
        b->kind = NOISE_TITLE;
}

/* Lists of other stories behind a heading; comments behind theirs. */
static void name_lists(struct text_reader *t) {
    for (uint32_t i = 0; i < t->n; i++) {
        struct line_block *b = &t->b[i];
        if (b->kind == NOISE_RELATED && (b->phrase_how || b->words <= 4)) {
            uint32_t j = i + 1;
            for (; j < t->n; j++) {
                struct line_block *q = &t->b[j];
                if (q->kind == NOISE_NAVIGATION && q->words == 1 && j < i + 5)
                    continue; /* "Previous", "1", "Next" */
                if (q->kind == LINE_BODY && !q->item && !(j > t->last_prose))
                    break;
                bool another = q->kind == NOISE_PROMO && (text_all_capitals(q) || (!q->ends && q->words <= 14));
                if (q->kind != LINE_UNNAMED && q->kind != LINE_HEADING && q->kind != LINE_BODY &&
                    q->kind != NOISE_RELATED && !another)
                    break;
                if (q->kind == LINE_HEADING && !text_all_capitals(q))
                    break;
                /* inside the prose only what looks like one more headline */
                bool asks = q->words <= 12 && t->s.p[q->at.end - 1] == '?' && j > i + 1;
                if (i < t->last_prose && !q->item && ((q->ends && !asks) || q->words > 22))
                    break;
                if (i < t->last_prose && j > i + 1 && !q->item && q->blank_before && j > i + 6)
                    break;
                q->kind = NOISE_RELATED;
            }
            i = j - 1;
        } else if (b->kind == NOISE_COMMENT && b->phrase_how == PHRASE_WHOLE) {
            for (uint32_t j = i + 1; i > t->n / 2 && j < t->n; j++)
                t->b[j].kind = NOISE_COMMENT;
            break; /* those before the middle end: name_comments */
        }
    }
}

/* ---- by what stands beside ---------------------------------------------------------------------------- */

/* A short line without an end, as a headline is. */
static bool is_headline(const struct line_block *b) {
    return (b->kind == LINE_UNNAMED || b->kind == LINE_HEADING || b->kind == NOISE_RELATED) && !b->ends && b->words >= 2 && b->words <= 20;
}

/* "Related stories", then to the end a headline and what it is about, twice and more: other stories, however well told. */
static void name_teasers(struct text_reader *t) {
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->b[i].kind != NOISE_RELATED || t->b[i].phrase_how != PHRASE_WHOLE)
            continue;
        uint32_t pairs = 0, j = i + 1;
        for (; j + 1 < t->n && is_headline(&t->b[j]) && t->b[j + 1].kind == LINE_BODY; j += 2)
            pairs++;
        if (pairs < 2 || j < t->n)
            continue;
        for (j = i + 1; j < t->n; j++)
            t->b[j].kind = NOISE_RELATED;
        while (t->last_prose > i && t->last_prose != NONE)
            t->last_prose--;
        while (t->last_prose && t->b[t->last_prose].kind != LINE_BODY)
            t->last_prose--;
        return;
    }
}

/* A headline and how long ago it was, twice and more: other stories. */
static void name_recent(struct text_reader *t) {
    uint32_t pairs = 0;
    for (int turn = 0; turn < 2; turn++)
        for (uint32_t i = t->first_prose; i + 1 < t->n && (!turn || pairs > 1); i++)
            if ((is_headline(&t->b[i]) || t->b[i].kind == NOISE_PROMO) && t->b[i].words >= 4 && t->b[i + 1].kind == NOISE_DATE &&
                slice_ends_nocase(slice_at(t->s, t->b[i + 1].at), S(" ago"))) {
                pairs += !turn;
                t->b[i].kind = turn ? NOISE_RELATED : t->b[i].kind;
            }
}

/* What readers wrote, behind "Comments": as far as lines say "Reply" and how long ago it was. */
static void name_comments(struct text_reader *t) {
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->b[i].kind != NOISE_COMMENT || t->b[i].phrase_how != PHRASE_WHOLE)
            continue;
        uint32_t signs = 0, last = i;
        for (uint32_t j = i + 1; j < t->n; j++) {
            bool ago = t->b[j].kind == NOISE_DATE && slice_ends_nocase(slice_at(t->s, t->b[j].at), S(" ago"));
            if (!ago && t->b[j].kind != NOISE_COMMENT)
                continue;
            signs++;
            last = j;
        }
        for (uint32_t j = i; signs >= 3 && j <= last; j++)
            t->b[j].kind = NOISE_COMMENT;
        return;
    }
}

static bool has_word(slice s, const char *const *words, size_t n) {
    slice word;
    while (s.n && slice_field(&s, ' ', &word)) {
        while (word.n && !is_alpha((unsigned char)word.p[word.n - 1]))
            word.n--;
        for (size_t i = 0; i < n; i++)
            if (slice_eq_nocase(word, slice_str(words[i])))
                return true;
    }
    return false;
}

static bool heads(const struct text_reader *t, const struct line_block *b, uint8_t kind, const char *const *words, size_t n) {
    char space[PLAIN];
    slice plain = kit_plain(slice_at(t->s, b->at), space, sizeof space);
    for (size_t i = 0; b->kind == kind && i < n; i++)
        if (slice_eq(plain, slice_str(words[i])))
            return true;
    return false;
}

/* "Story highlights", and the few short sentences under it; "Tags", and what they are. */
static void name_headed(struct text_reader *t) {
    static const char *const highlights[] = {"story highlights", "highlights", "key points", "key takeaways", "at a glance"},
                             *const tags[] = {"tags", "topics", "keywords", "filed under"};
    enum { MOST_POINTS = 5, POINT = 20, MOST_TAGS = 12, TAG = 3 };
    for (uint32_t i = 0; i + 1 < t->n; i++) {
        uint32_t j = i + 1;
        if (heads(t, &t->b[i], NOISE_PROMO, highlights, NELEMS(highlights))) {
            while (j < t->n && j <= i + MOST_POINTS && t->b[j].words <= POINT && (t->b[j].kind == LINE_BODY || t->b[j].kind == LINE_UNNAMED) &&
                   !report_dateline(slice_at(t->s, t->b[j].at)) && !memchr(t->s.p + t->b[j].at.start, '"', t->b[j].at.end - t->b[j].at.start))
                j++;
            for (uint32_t k = i + 1; j < t->n && j > i + 2 && t->b[j].words > POINT && k < j; k++)
                t->b[k].kind = NOISE_PROMO;
        } else if (heads(t, &t->b[i], NOISE_NAVIGATION, tags, NELEMS(tags))) {
            for (; j < t->n && j <= i + MOST_TAGS && t->b[j].words <= TAG && !t->b[j].ends &&
                   (t->b[j].kind == LINE_UNNAMED || t->b[j].kind == LINE_HEADING); j++)
                t->b[j].kind = NOISE_NAVIGATION;
        }
    }
}

/* What leads up to a form ("Enter your email", "Donate"): a line or two that speak to the reader. */
static void name_lead_ins(struct text_reader *t) {
    static const char *const forms[] = {"enter your", "your email", "sign up", "donate", "subscribe", "by signing", "by subscribing", "email address"};
    static const char *const you[] = {"you", "your", "our", "us"};
    enum { MOST = 30 };
    for (uint32_t i = 1; i < t->n; i++) {
        slice s = slice_at(t->s, t->b[i].at), before = slice_at(t->s, t->b[i - 1].at);
        bool form = false;
        for (size_t k = 0; k < NELEMS(forms) && (t->b[i].kind == NOISE_PROMO || t->b[i].kind == NOISE_NAVIGATION); k++)
            form |= slice_starts_nocase(s, slice_str(forms[k]));
        struct line_block *b = &t->b[i - 1];
        if (!form || b->words > MOST || (b->kind != LINE_BODY && b->kind != LINE_UNNAMED && b->kind != LINE_HEADING) ||
            !has_word(before, you, NELEMS(you)) || memchr(before.p, '"', before.n) || slice_find(before, S("\xE2\x80\x9C"), 0) != NONE)
            continue;
        b->kind = NOISE_PROMO;
        if (i > 1 && is_headline(b - 1) && i - 2 != t->first_prose)
            b[-1].kind = NOISE_PROMO;
    }
}

/* "About the author", and what is told of them. */
static void name_authors(struct text_reader *t) {
    enum { MOST = 70 };
    for (uint32_t i = 0; i + 1 < t->n; i++)
        if (t->b[i].kind == NOISE_BYLINE && slice_starts_nocase(slice_at(t->s, t->b[i].at), S("about the author")) && t->b[i].words <= 4 &&
            (t->b[i + 1].kind == LINE_BODY || t->b[i + 1].kind == LINE_UNNAMED) && t->b[i + 1].words <= MOST)
            t->b[i + 1].kind = NOISE_BYLINE;
}

static void name_rest(struct text_reader *t) {
    enum { HEADLINE = 18 }; /* words that none has */
    for (uint32_t i = 0; i < t->n; i++) {
        struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at);
        bool next_lower = i + 1 < t->n && t->b[i + 1].lower;
        if (b->kind == LINE_BODY && b->ends)
            continue;
        slice last = text_last_word(s);
        bool open = kit_word(t->k, last) & WORD_FUNCTION ||
                    (b->words <= 8 && i > t->first_prose && is_lower((unsigned char)last.p[0]) &&
                     (slice_ends(last, S("'s")) || slice_ends(last, S("\xE2\x80\x99s"))));
        if ((b->kind == LINE_UNNAMED || b->kind == LINE_BODY) && !b->ends && b->words >= 2 && b->words < 28 && open && !next_lower) {
            b->kind = NOISE_ARTEFACT; /* it breaks off */
            continue;
        }
        if (b->kind != LINE_UNNAMED)
            continue;
        bool unit = t->first_prose == NONE;
        bool after_more = i && (t->b[i - 1].kind == NOISE_NAVIGATION ||
                                t->b[i - 1].kind == NOISE_PROMO);
        if (unit || b->ends || b->item)
            b->kind = LINE_BODY;
        else if (i > t->last_prose)
            b->kind = b->words <= 3 ? NOISE_NAVIGATION : b->words < HEADLINE ? NOISE_RELATED : LINE_BODY;
        else if (i > t->first_prose && after_more && b->words >= 5 && i + 1 < t->n)
            b->kind = NOISE_PROMO; /* "Read more", and the story it leads to */
        else
            b->kind = LINE_HEADING;
        b->guessed = i > t->last_prose && b->kind == NOISE_RELATED;
    }
}

void text_name_by_rules(struct text_reader *t) {
    slice title = t->r->src->given.title;
    char plain[PLAIN];
    t->given = title.p ? arena_slice(t->tmp, kit_plain(title, plain, sizeof plain)) : (slice){0};
    cut_leading_date(t);
    for (uint32_t i = 0; i < t->n; i++) {
        text_name_line(t, &t->b[i]);
        t->b[i].looks = t->b[i].kind;
        if (t->b[i].kind == LINE_BODY) {
            if (t->first_prose == NONE)
                t->first_prose = i;
            t->last_prose = i;
        }
    }
    if (t->first_prose != NONE)
        text_name_last_words(t);
    if (t->first_prose != NONE) {
        text_name_head_shapes(t);
        name_head(t);
        name_teasers(t);
        name_comments(t);
        name_recent(t);
        name_headed(t);
        name_lead_ins(t);
        name_authors(t);
        text_name_writers(t);
        name_lists(t);
    }
    name_rest(t);
}

/* ---- by the site's profile ------------------------------------------------------------------------------ */

static uint64_t print_of(const struct line_block *b, slice s) {
    char plain[PLAIN];
    slice p = b->words <= 45 && s.n < 320 ? kit_plain(s, plain, sizeof plain - 8) : s;
    return site_print(hash64(p.p, p.n), b->words);
}

static void name_by_site(struct text_reader *t) {
    const struct site *site = sites_find(t->k->sites, t->r->out->domain);
    uint32_t words = 0, known = 0;
    for (int turn = 0; turn < 2 && site; turn++)
        for (uint32_t i = 0; i < t->n; i++) {
            struct line_block *b = &t->b[i];
            uint64_t print = print_of(b, slice_at(t->s, b->at));
            if (b->kind < LINE_BODY || b->words < 2)
                continue;
            bool is = site_is_template(site, print);
            if (!turn) {
                words += b->words;
                known += is ? b->words : 0;
            } else if (is && !(site_print_long(print) && known * 3 > words)) {
                b->kind = NOISE_PROMO;
            }
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

static uint32_t word_start(const char *p, uint32_t from, uint32_t end) {
    while (end > from && p[end - 1] != ' ')
        end--;
    return end;
}

/* "Mayor Tolle Jens Pieter TolleCouncil votes on budget Ten things to see MORE said": a name that is a link, the full name and the
 * headlines that opened with it, run into the sentence. They begin behind the first of two like surnames, the second of which has a
 * capital stuck to it. `more`: where MORE stands. NONE if there is nothing of the kind. */
static uint32_t links_run_in(const char *p, uint32_t from, uint32_t more) {
    enum { LINKS_MOST = 900, NAME_WORDS = 7 };
    from = more - from > LINKS_MOST ? more - LINKS_MOST : from;
    for (uint32_t k = from + 1; k < more; k++) {
        if (!(is_upper((unsigned char)p[k]) || is_digit((unsigned char)p[k])) || !is_lower((unsigned char)p[k - 1]))
            continue;
        uint32_t w = word_start(p, from, k), n = k - w, at = w;
        for (int words = 0; words < NAME_WORDS && n >= 3 && at > from + 1; words++) {
            uint32_t end = at - 1, start = word_start(p, from, end);
            if (end - start == n && !memcmp(p + start, p + w, n))
                return end;
            if (start == end || !(is_upper((unsigned char)p[start]) || p[start] == '('))
                break;
            at = start;
        }
    }
    return NONE;
}

static void find_cuts(const struct text_reader *t, span at, struct cuts *c) {
    const char *p = t->s.p;
    uint32_t open = NONE, shut = NONE, asked = 0;
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
        case 'M':
            if (asked < 2 * NELEMS(c->p) && i > at.start && p[i - 1] == ' ' && slice_starts(slice_cut(t->s, i, at.end), S("MORE")) &&
                (i + 4 == at.end || !is_alnum((unsigned char)p[i + 4]))) {
                asked++;
                uint32_t from = c->n ? c->p[c->n - 1].end : at.start, start = links_run_in(p, from, i);
                if (start != NONE)
                    cut_out(c, start, i + 4, NOISE_ARTEFACT);
            }
            break;
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
            /* "[+2310 chars]"; "[chart: trade by year]", but not the "[video]" that a quotation's writer put in */
            const char *end = memchr(p + i, ']', at.end - i < 100 ? at.end - i : 100);
            if (!end)
                break;
            slice gap = slice_cut(t->s, i, (uint32_t)(end - p) + 1);
            if ((p[i + 1] == '+' && is_digit((unsigned char)p[i + 2]) && gap.n <= 20) || (text_is_gap(gap) && memchr(gap.p, ':', gap.n)))
                cut_out(c, i, i + gap.n, NOISE_ARTEFACT);
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
        at.start += text_bullet(slice_at(t->s, at));
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
        if (t->b[i].kind == LINE_BODY)
            return t->b[i].item;
    return false;
}

static void write_all(struct text_reader *t) {
    bool prose = false;
    for (uint32_t i = 0; i < t->n; i++) {
        struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at);
        span at = b->at;
        if (b->kind == LINE_BODY || b->kind == LINE_HEADING) {
            uint32_t line = prose || b->kind == LINE_HEADING ? 0 : report_dateline(s);
            if (line)
                report_credit(t->r, slice_cut(s, 0, line), (slice){0},
                              (span){at.start, at.start + line}, CREDIT_DATELINE);
            /* one dash before the first paragraph alone is no list: it parted a dateline that was cut off */
            if (!prose && b->kind == LINE_BODY && b->item && s.p[0] == '-' && !next_is_item(t, i)) {
                report_credit(t->r, slice_cut(s, 0, 1), (slice){0}, (span){at.start, at.start + 1}, CREDIT_DATELINE);
            }
            prose |= b->kind == LINE_BODY;
            write_block(t, b, b->kind == LINE_HEADING ? BLOCK_HEADING : b->item ? BLOCK_ITEM : BLOCK_PARAGRAPH);
            continue;
        }
        /* a caption, a headline or an advertisement in the way: the dateline at its head is the report's all the same */
        uint32_t line = i || s.p[0] != '(' ? 0 : report_dateline(s);
        if (line)
            report_credit(t->r, slice_cut(s, 0, line), (slice){0}, (span){at.start, at.start + line}, CREDIT_DATELINE);
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

/* The text as it is: page.text has its very bytes. A line near its head that is a date, or a dateline with the whole of one,
 * tells the day, where nothing else does. */
static void take_whole(struct text_reader *t) {
    enum { HEAD = 3 };
    struct page *p = t->r->out;
    report_same(t->r, (span){0, t->s.n});
    for (uint32_t i = 0; i < t->n; i++) {
        ARENA_MORE(t->r->a, p->blocks, p->blocks_n, t->r->blocks_cap);
        p->blocks[p->blocks_n++] = (struct block){t->b[i].at, BLOCK_PARAGRAPH};
        slice s = slice_at(t->s, t->b[i].at);
        uint32_t line = i ? 0 : report_dateline(s);
        if (i < HEAD && t->n > 1 && !p->published.p) {
            struct line_block b = t->b[i];
            text_name_line(t, &b);
            slice said = b.kind == NOISE_DATE ? s : slice_cut(s, 0, line);
            struct date d;
            if (said.n && date_find(t->k, said, false, &d) && d.precision >= DATE_DAY)
                meta_date(t->r, t->k, said, FOUND_TEXT, false);
        }
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
    text_cut_lines(&t);
    if (!t.n) {
        *why = "nothing but white space";
        return STM_EEMPTY;
    }
    if (as_it_stands) {
        take_whole(&t);
        return 0;
    }
    text_name_by_rules(&t);
    if (k->lines_model && t.first_prose != NONE && t.n > 2)
        text_name_by_model(&t);
    name_by_site(&t);
    if (r->prints) {
        r->out->prints = ARENA_ARRAY(r->a, uint64_t, t.n + 1);
        for (uint32_t i = 0; i < t.n; i++)
            if (t.b[i].words > 1 && t.b[i].kind != NOISE_TITLE)
                r->out->prints[r->out->prints_n++] = print_of(&t.b[i], slice_at(t.s, t.b[i].at));
    }
    write_all(&t);
    if (!r->out->blocks_n) {
        *why = "no report in it, only titles and links";
        return STM_EEMPTY;
    }
    return 0;
}
