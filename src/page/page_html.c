/* HTML -> the report:
 *
 *   bytes ─ html_parse ─ tree ─┬ html_head_read ─ metadata ──────────────┐
 *                              └ html_blocks_find ─ blocks ─ html_scores ┴ body, noise, credits
 *
 * Only the text of blocks that are body is ever copied. */
#include "html_head.h"

#include <math.h>

struct html_reader {
    struct report *r;
    const struct page_kit *k;
    struct arena *tmp;
    struct html_tree tree;
    struct html_head head;
    struct head_facts facts;
    struct html_blocks b;
    float *score;      /* log odds; by block */
    uint8_t *kind;     /* BODY, or enum noise_kind */
    uint32_t title;    /* block, or NONE */
    uint32_t first, last; /* body blocks; NONE */
};

enum { BODY = 100 };
#define SCORE_CUT (-0.75f) /* log odds from which a block is body: best for the pages trained on */

/* ---- which blocks are body ------------------------------------------------------------------------- */

/* Without a model: prose that stands in nothing that speaks against it. */
static void score_by_rule(struct html_reader *h) {
    h->score = ARENA_ARRAY(h->tmp, float, h->b.n + 1);
    for (uint32_t i = 0; i < h->b.n; i++) {
        const struct html_block *q = &h->b.p[i];
        bool prose = (q->words >= 10 && q->ends) || q->words >= 30;
        bool out = q->flags & (IN_NAV | IN_FOOTER | IN_ASIDE | IN_FORM | IN_BUTTON | IN_CAPTION_ | IN_HIDDEN) ||
                   q->link_words * 2 > q->words || q->phrase >= 0;
        h->score[i] = prose && !out ? 1 : -1;
    }
}

static bool is_title(const struct html_reader *h, const struct html_block *q) {
    for (uint32_t i = 0; i < h->facts.titles_n; i++)
        if (q->text == h->facts.titles[i])
            return true;
    return false;
}

/* A byline or a date alone in its block, whatever the model says. */
static bool is_furniture(struct html_reader *h, const struct html_block *q) {
    char text[160];
    struct date d;
    if (q->words > 9 || q->ends || q->flags & IN_HEADING)
        return false;
    slice s = html_block_text(&h->b, q, text, sizeof text);
    if (slice_starts(s, S("By ")) && s.n > 6 && is_upper((unsigned char)s.p[3]))
        return true;
    return q->digits && date_find(h->k, s, false, &d) && d.precision >= DATE_DAY &&
           s.n - (d.at.end - d.at.start) <= 12;
}

static void choose(struct html_reader *h) {
    h->kind = ARENA_ARRAY(h->tmp, uint8_t, h->b.n + 1);
    h->first = h->last = h->title = NONE;
    for (uint32_t i = 0; i < h->b.n; i++) {
        const struct html_block *q = &h->b.p[i];
        bool title = is_title(h, q) && q->words < 40;
        if (title && (h->title == NONE || (q->tag == TAG_H1 && h->b.p[h->title].tag != TAG_H1 && h->first == NONE)))
            h->title = i;
        h->kind[i] = NOISE_NAVIGATION;
        if (h->score[i] > SCORE_CUT && !(title && q->flags & IN_HEADING) && !is_furniture(h, q)) {
            h->kind[i] = BODY;
            if (h->first == NONE)
                h->first = i;
            h->last = i;
        }
    }
}

/* ---- what the others are ----------------------------------------------------------------------------- */

static uint8_t noise_of(struct html_reader *h, uint32_t i) {
    const struct html_block *q = &h->b.p[i];
    bool near = h->title != NONE && i > h->title && i < h->title + 16 && (h->first == NONE || i < h->first + 3);
    char text[200];
    if (i == h->title || (is_title(h, q) && q->flags & IN_HEADING))
        return NOISE_TITLE;
    if (q->flags & IN_EMBED)
        return NOISE_EMBED;
    if (q->flags & (IN_CAPTION_ | IN_FIGURE))
        return NOISE_CAPTION;
    if (q->words <= 14 && (q->digits || near || q->words <= 6)) {
        slice s = html_block_text(&h->b, q, text, sizeof text);
        struct date d;
        if (q->digits && date_find(h->k, s, false, &d) && d.precision >= DATE_DAY && s.n - (d.at.end - d.at.start) < 30)
            return NOISE_DATE;
        if (slice_starts_nocase(s, S("by ")) && (near || q->words <= 6))
            return NOISE_BYLINE;
    }
    if (q->phrase >= 0)
        return (uint8_t)q->phrase;
    if (q->flags & (IN_NAV | IN_FOOTER | IN_BUTTON))
        return h->first != NONE && i < h->first && q->flags & IN_LIST && near ? NOISE_CRUMB : NOISE_NAVIGATION;
    if (h->first != NONE && i > h->first && i < h->last)
        return q->link_words * 2 > q->words ? NOISE_RELATED : NOISE_PROMO;
    if (h->last != NONE && i > h->last && q->words >= 5)
        return NOISE_RELATED;
    return NOISE_NAVIGATION;
}

/* ---- writing ------------------------------------------------------------------------------------------ */

/* Bytes that may need more than a copy: blanks, references, NUL, and the first bytes of no-break
 * space, soft hyphen, zero-width space and their like. */
static bool is_plain(unsigned char c) {
    return !(c <= ' ' || c == '&' || c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF);
}

struct writer {
    struct report *r;
    span gap;     /* white space not yet written; empty: none */
    bool any;
};

static void write_gap(struct writer *w) {
    if (w->gap.end > w->gap.start && w->any) {
        if (w->gap.end == w->gap.start + 1 && w->r->src->text.p[w->gap.start] == ' ')
            report_same(w->r, w->gap);
        else
            report_other(w->r, S(" "), w->gap);
    }
    w->gap = (span){0, 0};
    w->any = true;
}

static void gap_at(struct writer *w, uint32_t start, uint32_t end) {
    if (w->gap.end > w->gap.start && w->gap.end == start)
        w->gap.end = end;
    else if (w->gap.end <= w->gap.start)
        w->gap = (span){start, end};
}

static void write_text(struct writer *w, span at, bool refs) {
    slice t = w->r->src->text;
    uint32_t i = at.start;
    while (i < at.end) {
        unsigned char c = (unsigned char)t.p[i];
        if (is_plain(c)) {
            uint32_t j = i + 1;
            while (j < at.end && is_plain((unsigned char)t.p[j]))
                j++;
            write_gap(w);
            report_same(w->r, (span){i, j});
            i = j;
            continue;
        }
        if (is_space(c)) {
            uint32_t j = i + 1;
            while (j < at.end && is_space((unsigned char)t.p[j]))
                j++;
            gap_at(w, i, j);
            i = j;
            continue;
        }
        uint32_t cp[2] = {0, 0}, n = 0;
        bool same = true;
        if (c == '&' && refs) {
            n = html_reference(slice_cut(t, i, at.end), false, cp);
            same = !n;
        }
        if (!n) {
            n = (uint32_t)utf8_decode(t.p + i, t.p + at.end, &cp[0]);
            if (!n) { /* not UTF-8: cannot be, from the input room */
                i++;
                continue;
            }
        }
        if (cp[0] == 0x200B || cp[0] == 0xFEFF || cp[0] == 0xAD || cp[0] == 0x2060 ||
            (cp[0] < ' ' && !is_space((unsigned char)cp[0]))) {
            i += n; /* nothing that is seen */
            continue;
        }
        if (cp_is_space(cp[0])) {
            gap_at(w, i, i + n);
            i += n;
            continue;
        }
        write_gap(w);
        if (same) {
            report_same(w->r, (span){i, i + n});
        } else {
            char out[8];
            uint32_t m = (uint32_t)utf8_encode(cp[0], out);
            if (cp[1])
                m += (uint32_t)utf8_encode(cp[1], out + m);
            report_other(w->r, slice_of(out, m), (span){i, i + n});
        }
        i += n;
    }
}

static enum block_kind kind_of(const struct html_block *q) {
    if (q->flags & IN_HEADING)
        return BLOCK_HEADING;
    if (q->flags & IN_TABLE_)
        return BLOCK_CELL;
    if (q->flags & IN_QUOTE)
        return BLOCK_QUOTE;
    return q->tag == TAG_LI || q->flags & IN_LIST ? BLOCK_ITEM : BLOCK_PARAGRAPH;
}

static bool write_block(struct html_reader *h, const struct html_block *q) {
    struct writer w = {.r = h->r};
    report_open(h->r, kind_of(q));
    for (uint32_t i = q->piece; i < q->piece + q->pieces_n; i++) {
        const struct html_piece *p = &h->b.pieces[i];
        if (p->gap)
            gap_at(&w, p->at.start, p->at.end);
        else
            write_text(&w, p->at, p->state == HTML_DATA || p->state == HTML_RCDATA);
    }
    return report_close(h->r);
}

static void write_all(struct html_reader *h) {
    bool prose = false;
    for (uint32_t i = 0; i < h->b.n; i++) {
        const struct html_block *q = &h->b.p[i];
        if (h->kind[i] == BODY) {
            write_block(h, q);
            if (!prose) {
                char text[160];
                slice s = html_block_text(&h->b, q, text, sizeof text);
                uint32_t line = report_dateline(s);
                if (line)
                    report_credit(h->r, slice_cut(s, 0, line), (slice){0}, q->at, CREDIT_DATELINE);
                prose = q->words >= 12;
            }
            continue;
        }
        uint8_t kind = h->kind[i];
        span at = q->at;
        uint32_t j = i + 1;
        if (kind == NOISE_NAVIGATION || kind == NOISE_RELATED || kind == NOISE_COMMENT)
            for (; j < h->b.n && h->kind[j] == kind && h->b.p[j].at.start >= at.end; j++)
                at.end = h->b.p[j].at.end;
        if (at.end > at.start)
            report_noise(h->r, at, kind);
        if (kind == NOISE_BYLINE || kind == NOISE_DATE || kind == NOISE_CAPTION || kind == NOISE_SOURCE_LINK) {
            char text[400];
            slice s = html_block_text(&h->b, q, text, sizeof text);
            bool near = h->first == NONE || (i < h->last + 12 && (i + 30 > h->first));
            if (near)
                meta_noise(h->r, h->k, s, q->at, kind);
        }
        i = j - 1;
    }
}

/* ---- metadata ------------------------------------------------------------------------------------------ */

static void set_slice(struct html_reader *h, slice *to, uint8_t *found, slice v, enum found_in from) {
    v = slice_trim(v);
    if (to->p || !v.n)
        return;
    *to = arena_slice(h->r->a, v);
    *found = (uint8_t)from;
}

/* /2020/03/04/, /2020-03-04, /20200304 in an address. */
static bool date_in_url(slice url, struct date *d) {
    for (uint32_t i = 8; i + 8 <= url.n; i++) {
        if (!is_digit((unsigned char)url.p[i]) || is_digit((unsigned char)url.p[i - 1]))
            continue;
        uint32_t n = 0;
        int v[3] = {0, 0, 0}, part = 0, digits = 0;
        for (n = i; n < url.n && part < 3; n++) {
            char c = url.p[n];
            if (is_digit((unsigned char)c)) {
                if (++digits > 4)
                    break;
                v[part] = v[part] * 10 + (c - '0');
            } else if (c == '/' || c == '-' || c == '_') {
                if ((part == 0 && digits != 4) || (part && (digits < 1 || digits > 2)))
                    break;
                part++;
                digits = 0;
            } else {
                break;
            }
        }
        if (part == 2 && digits >= 1 && digits <= 2)
            part = 3;
        if (part == 3 && v[0] >= 1995 && v[0] <= 2040 && v[1] >= 1 && v[1] <= 12 && v[2] >= 1 && v[2] <= 31) {
            *d = (struct date){.year = v[0], .month = v[1], .day = v[2], .precision = DATE_DAY};
            return true;
        }
    }
    return false;
}

/* Is it the name of the site or of another outlet? */
static bool is_outlet(const struct html_reader *h, slice name) {
    slice site = h->r->out->site_name;
    if (site.n && (slice_find_nocase(name, site, 0) != NONE || slice_find_nocase(site, name, 0) != NONE))
        return true;
    slice word, rest = name;
    while (slice_field(&rest, ' ', &word))
        if (kit_word(h->k, word) & WORD_OUTLET)
            return true;
    return false;
}

static void add_people(struct html_reader *h, const slice *names, uint32_t n, enum found_in from, bool outlets) {
    if (h->r->out->authors_n)
        return;
    for (uint32_t i = 0; i < n; i++)
        if (is_outlet(h, names[i]) == outlets)
            meta_authors(h->r, h->k, names[i], from);
}

static void read_metadata(struct html_reader *h) {
    struct report *r = h->r;
    struct page *p = r->out;
    const struct html_head *m = &h->head;
    meta_given(r, h->k);
    meta_url(r, m->canonical, FOUND_LINK);
    meta_url(r, m->og_url, FOUND_META);
    meta_url(r, m->ld_url, FOUND_JSON_LD);
    set_slice(h, &p->site_name, &p->found.site_name, m->og_site, FOUND_META);
    set_slice(h, &p->site_name, &p->found.site_name, m->ld_site, FOUND_JSON_LD);
    set_slice(h, &p->site_name, &p->found.site_name, m->app_site, FOUND_META);
    set_slice(h, &p->language, &p->found.language, m->html_lang, FOUND_META);
    set_slice(h, &p->language, &p->found.language, m->meta_lang, FOUND_META);
    set_slice(h, &p->language, &p->found.language, m->ld_lang, FOUND_JSON_LD);
    /* titles */
    slice site = p->site_name;
    uint8_t from = FOUND_META;
    slice title = html_head_title(m, site, h->tmp, &from);
    meta_title(r, title, from);
    /* dates */
    meta_date(r, h->k, m->ld_published, FOUND_JSON_LD, false);
    meta_date(r, h->k, m->meta_published, FOUND_META, false);
    meta_date(r, h->k, m->micro_published, FOUND_MICRODATA, false);
    meta_date(r, h->k, m->time_published, FOUND_TIME, false);
    meta_date(r, h->k, m->ld_modified, FOUND_JSON_LD, true);
    meta_date(r, h->k, m->meta_modified, FOUND_META, true);
    meta_date(r, h->k, m->micro_modified, FOUND_MICRODATA, true);
    /* authors: people first; an outlet's name only where nothing else stands */
    add_people(h, m->ld_authors, m->ld_authors_n, FOUND_JSON_LD, false);
    add_people(h, m->meta_authors, m->meta_authors_n, FOUND_META, false);
    add_people(h, m->micro_authors, m->micro_authors_n > 3 ? 1 : m->micro_authors_n, FOUND_MICRODATA, false);
    add_people(h, m->link_authors, m->link_authors_n, FOUND_LINK, false);
}

/* ---- bylines in the text ------------------------------------------------------------------------------- */

/* Up to four words with capitals from `at` on; gives the place after them, or `at`. */
static uint32_t name_run(slice s, uint32_t at) {
    uint32_t words = 0, end = at, i = at;
    while (i < s.n && words < 4) {
        uint32_t w = i;
        while (w < s.n && s.p[w] != ' ')
            w++;
        slice word = slice_cut(s, i, w);
        static const char *const small[] = {"de", "van", "von", "der", "den", "da", "di", "bin", "la", "le", "el", "du"};
        bool low = false;
        for (unsigned k = 0; k < NELEMS(small); k++)
            low |= words && slice_eq(word, slice_str(small[k]));
        uint32_t stop = word.n; /* a name ends at a mark */
        for (uint32_t k = 0; k < word.n; k++)
            if (strchr(",;|:()/&\"", word.p[k]) || is_digit((unsigned char)word.p[k])) {
                stop = k;
                break;
            }
        bool upper = stop && (is_upper((unsigned char)word.p[0]) || (unsigned char)word.p[0] >= 0xC3);
        if (!upper && !low)
            break;
        words++;
        end = i + stop;
        if (stop < word.n)
            break;
        if (word.n > 3 && word.p[word.n - 1] == '.') { /* the end of a sentence, not an initial */
            end--;
            break;
        }
        i = w + 1;
    }
    return words >= 2 ? end : at;
}

/* "By Ann Ward and Bo Lind | March 3": the names. */
static bool names_after(struct html_reader *h, slice s, uint32_t at, bool outlets) {
    bool any = false;
    /* "By Ann" and nothing else */
    slice one = slice_trim(slice_cut(s, at, s.n));
    if (one.n >= 3 && one.n < 20 && is_upper((unsigned char)one.p[0]) && !memchr(one.p, ' ', one.n) &&
        !is_outlet(h, one) && !kit_word(h->k, one)) {
        meta_authors(h->r, h->k, one, FOUND_BYLINE);
        return h->r->out->authors_n > 0;
    }
    for (int turn = 0; turn < 5; turn++) {
        while (at < s.n && (s.p[at] == ' ' || s.p[at] == ':'))
            at++;
        uint32_t end = name_run(s, at);
        if (end == at)
            return any;
        slice name = slice_cut(s, at, end);
        if (is_outlet(h, name) && !outlets)
            return any;
        meta_authors(h->r, h->k, name, FOUND_BYLINE);
        any = h->r->out->authors_n > 0;
        slice rest = slice_cut(s, end, s.n);
        if (slice_starts_nocase(rest, S(" and ")))
            at = end + 5;
        else if (slice_starts(rest, S(", ")) || slice_starts(rest, S(" & ")))
            at = end + (rest.p[0] == ',' ? 2 : 3);
        else
            return any;
        if (slice_starts_nocase(slice_cut(s, at, s.n), S("and ")))
            at += 4;
    }
    return any;
}

static bool byline_in(struct html_reader *h, uint32_t i, bool outlets) {
    static const char *const heads[] = {"written by", "text by", "words by", "story by", "posted by", "reporting by",
                                        "published by", "article by", "author", "authors", "by"};
    char text[260], more[120];
    const struct html_block *q = &h->b.p[i];
    if (q->words > 32)
        return false;
    slice s = html_block_text(&h->b, q, text, sizeof text);
    for (unsigned k = 0; k < NELEMS(heads); k++) {
        slice head = slice_str(heads[k]);
        if (!slice_starts_nocase(s, head))
            continue;
        slice rest = slice_trim(slice_cut(s, head.n, s.n));
        while (rest.n && rest.p[0] == ':')
            rest = slice_trim(slice_cut(rest, 1, rest.n));
        if (rest.n)
            return (s.p[head.n] == ' ' || s.p[head.n] == ':' || is_upper((unsigned char)s.p[head.n])) &&
                   names_after(h, rest, 0, outlets);
        /* the name is a block of its own */
        if (i + 1 < h->b.n && h->b.p[i + 1].words <= 8)
            return names_after(h, html_block_text(&h->b, &h->b.p[i + 1], more, sizeof more), 0, outlets);
        return false;
    }
    uint32_t at = slice_find_nocase(s, S("written by "), 0);
    if (at == NONE)
        at = slice_find(s, S(" By "), 0) == NONE ? NONE : slice_find(s, S(" By "), 0) - 7;
    if (at == NONE && q->digits && q->words <= 16 && slice_find(s, S(" by "), 0) != NONE)
        at = slice_find(s, S(" by "), 0) - 7; /* "Posted on March 4 by Ann Ward" */
    return at != NONE && names_after(h, s, at + 11, outlets);
}

static void byline_near_title(struct html_reader *h, bool outlets) {
    uint32_t at = h->title != NONE ? h->title : h->first;
    if (at == NONE || h->r->out->authors_n)
        return;
    for (uint32_t i = at > 4 ? at - 4 : 0; i < h->b.n && i < at + 16; i++)
        if (byline_in(h, i, outlets))
            return;
    if (h->last != NONE)
        for (uint32_t i = h->last; i < h->b.n && i < h->last + 8; i++)
            if (byline_in(h, i, outlets))
                return;
}

/* Days since 1970-03-01 or so: enough to compare two. */
static int day_number(const struct date *d) {
    int m = (d->month + 9) % 12, y = d->year - (d->month <= 2);
    return 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d->day;
}

/* A date in a short block around the headline. */
static void date_near_title(struct html_reader *h) {
    struct report *r = h->r;
    uint32_t at = h->title != NONE ? h->title : h->first;
    if (at == NONE || r->out->published.p)
        return;
    struct date d, changed = {0};
    for (uint32_t step = 0; step < 22; step++) {
        /* after it first, then before it */
        uint32_t i = step < 16 ? at + step : at - (step - 15);
        if (i >= h->b.n || (h->kind[i] == BODY && h->b.p[i].words > 14))
            continue;
        const struct html_block *q = &h->b.p[i];
        char text[260];
        if (q->words > 30 || !q->digits)
            continue;
        slice s = html_block_text(&h->b, q, text, sizeof text);
        if (!date_find(h->k, s, meta_day_first(r), &d) || d.precision < DATE_DAY)
            continue;
        slice before = slice_cut(s, 0, d.at.start);
        if (slice_find_nocase(before, S("update"), 0) != NONE || slice_find_nocase(before, S("modified"), 0) != NONE ||
            slice_find_nocase(before, S("review"), 0) != NONE) {
            if (!changed.precision)
                changed = d;
            continue;
        }
        r->out->published = date_iso(r->a, &d);
        r->out->found.published = FOUND_TEXT;
        return;
    }
    if (changed.precision && !r->out->modified.p) {
        r->out->modified = date_iso(r->a, &changed);
        r->out->found.modified = FOUND_TEXT;
    }
}

/* What only the text or the address tells. */
static void read_late_metadata(struct html_reader *h) {
    struct report *r = h->r;
    struct page *p = r->out;
    struct date d, have;
    bool in_url = p->url.p && date_in_url(p->url, &d);
    /* a time in UTC may fall on the next day; the address has the day that the outlet means */
    if (in_url && p->published.p && p->found.published != FOUND_GIVEN &&
        date_find(h->k, p->published, false, &have) && have.precision >= DATE_MINUTE && have.zoned &&
        have.zone == 0 && day_number(&have) - day_number(&d) == 1) {
        p->published = date_iso(r->a, &d);
        p->found.published = FOUND_URL;
    }
    if (!p->published.p && in_url) {
        p->published = date_iso(r->a, &d);
        p->found.published = FOUND_URL;
    }
    byline_near_title(h, false);
    add_people(h, h->head.class_authors, h->head.class_authors_n, FOUND_BYLINE, false);
    add_people(h, h->head.ld_authors, h->head.ld_authors_n, FOUND_JSON_LD, true);
    add_people(h, h->head.meta_authors, h->head.meta_authors_n, FOUND_META, true);
    byline_near_title(h, true);
    date_near_title(h);
    meta_date(r, h->k, h->head.script_published, FOUND_TEXT, false);
    meta_date(r, h->k, h->head.time_any, FOUND_TIME, false);
    /* a page that tells only when it was changed: what it says now was published then */
    if (!p->published.p && p->modified.p) {
        p->published = p->modified;
        p->found.published = p->found.modified;
    }
}

/* ---- the whole -------------------------------------------------------------------------------------------- */

static const char *const consent[] = {"cookie", "consent", "privacy"};

/* What kind of page it is; a reason when there is no report in it. */
static const char *name_type(struct html_reader *h, uint32_t words) {
    struct page *p = h->r->out;
    uint32_t all = 0, links = 0, prose = 0, linked = 0;
    for (uint32_t i = 0; i < h->b.n; i++) {
        const struct html_block *q = &h->b.p[i];
        all += q->words;
        links += q->link_words;
        if (h->kind[i] == BODY) {
            linked += q->link_words;
            if (q->words >= 8 && q->link_words * 2 < q->words)
                prose += q->words;
        }
    }
    p->type = PAGE_ARTICLE;
    if (h->head.live)
        p->type = PAGE_LIVE;
    else if (h->head.gallery && words < 250)
        p->type = PAGE_GALLERY;
    else if (words < 60)
        p->type = h->head.paywalled || h->head.article ? PAGE_STUB : PAGE_OTHER;
    else if (h->head.listing && !h->head.article)
        p->type = PAGE_LISTING;
    if (prose < 25 && linked * 2 > words && linked > 25 && !h->head.article) {
        p->type = PAGE_LISTING;
        return "a listing of links, no report";
    }
    if (words >= 25)
        return NULL;
    if (!all)
        return "no text in it";
    char text[400];
    for (uint32_t i = 0; i < h->b.n && all < 400; i++) {
        slice s = html_block_text(&h->b, &h->b.p[i], text, sizeof text);
        unsigned hits = 0;
        for (unsigned c = 0; c < NELEMS(consent); c++)
            hits += slice_find_nocase(s, slice_str(consent[c]), 0) != NONE;
        if (hits >= 2)
            return "a consent page, no report";
    }
    if (links * 2 > all && all > 40 && !h->head.article)
        return "a listing of links, no report";
    return words ? NULL : h->head.article ? "a report whose text is not in the page" : "no report in it";
}

int html_read(struct report *r, const struct page_kit *k, struct arena *tmp, const char **why) {
    struct html_reader h = {.r = r, .k = k, .tmp = tmp};
    html_parse(&h.tree, r->src->text, &k->names, tmp, TAG_NONE, SPACE_HTML, false);
    html_head_read(&h.head, &h.tree, tmp);
    html_head_facts(&h.head, tmp, &h.facts);
    html_blocks_find(&h.b, &h.tree, k, tmp, false);
    if (k->model)
        h.score = html_scores(&h.b, &h.facts, k->model, tmp);
    else
        score_by_rule(&h);
    choose(&h);
    for (uint32_t i = 0; i < h.b.n; i++)
        if (h.kind[i] != BODY)
            h.kind[i] = noise_of(&h, i);
    read_metadata(&h);
    write_all(&h);
    read_late_metadata(&h);
    uint32_t words = 0;
    for (uint32_t i = 0; i < h.b.n; i++)
        if (h.kind[i] == BODY)
            words += h.b.p[i].words;
    *why = name_type(&h, words);
    return *why ? STM_EEMPTY : 0;
}
