/* HTML -> the report:
 *
 *   bytes ─ html_parse ─ tree ─┬ html_head_read ─ metadata ──────────────┐
 *                              └ html_blocks_find ─ blocks ─ html_scores ┴ body, noise, credits
 *
 * Only the text of blocks that are body is ever copied. */
#include "base/bytes.h"
#include "pick.h"

#include <math.h>

#define PLEA_CUT 1.5f /* log odds from which a block is body that asks to read on, to subscribe, to comment */

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

static bool is_plea(const struct html_block *q) {
    return q->phrase == NOISE_PROMO || q->phrase == NOISE_COMMENT || q->phrase == NOISE_RELATED || q->phrase == NOISE_CAPTION;
}

/* The log odds from which a page's blocks are body: those that make the word F1 that is to be expected highest, if a
 * block's words are the report's with the odds that the forest gives (Lewis 1995). Where all is clear that is near
 * even odds; where little is, less is asked for. In steps, so that nothing is sorted. */
static float cut_of(const struct html_reader *h) {
    enum { STEPS = 64, FINE = 8, LOW = -STEPS / FINE / 2 };
    float words[STEPS] = {0}, share[STEPS], all = 0, taken = 0, right = 0, best = 0, cut = 0;
    if (!h->k->model)
        return 0;
    for (uint32_t i = 0; i < h->b.n; i++) {
        float at = (h->score[i] - LOW) * FINE;
        if (at > 0)
            words[at < STEPS ? (int)at : STEPS - 1] += (float)h->b.p[i].words;
    }
    float odds = 0.019496f; /* of the middle of the first step, e^(LOW + 1/16) */
    for (int k = 0; k < STEPS; k++, odds *= 1.1331485f /* e^(1/8) */) {
        share[k] = odds / (1 + odds);
        all += words[k] * share[k];
    }
    for (int k = STEPS; k--;) {
        taken += words[k];
        right += words[k] * share[k];
        if (2 * right > best * (taken + all)) {
            best = 2 * right / (taken + all);
            cut = LOW + (float)k / FINE;
        }
    }
    return cut;
}

/* A dialog that is kept from readers until something opens it. */
static bool is_unopened(const struct html_block *q) { return q->flags & IN_DETAILS && q->flags & IN_ARIA_HIDDEN; }

/* "Related": what is linked behind it is none of the report, whatever the model says. */
static bool leads_away(const struct html_block *q) { return q->phrase == NOISE_RELATED && q->words <= 4; }

/* "About the author", "Comments" behind the report: so is what stands under such a heading. */
static bool closes(const struct html_reader *h, const struct html_block *q) {
    char text[40];
    return q->phrase == NOISE_COMMENT ||
           (q->phrase == NOISE_BYLINE && slice_starts_nocase(html_block_text(&h->b, q, text, sizeof text), S("about ")));
}

static void choose(struct html_reader *h) {
    h->kind = ARENA_ARRAY(h->tmp, uint8_t, h->b.n + 1);
    h->first = h->last = h->title = NONE;
    enum { TOLD = 100 }; /* words of a report that may be over */
    bool led = false, closed = false;
    uint32_t told = 0;
    float cut = cut_of(h);
    for (uint32_t i = 0; i < h->b.n; i++) {
        const struct html_block *q = &h->b.p[i];
        led = led && q->link_words * 2 > q->words;
        closed = q->flags & IN_HEADING ? told >= TOLD && closes(h, q) : closed;
        bool title = is_title(h, q) && q->words < 40;
        if (title && (h->title == NONE || (q->tag == TAG_H1 && h->b.p[h->title].tag != TAG_H1 && h->first == NONE)))
            h->title = i;
        h->kind[i] = NOISE_NAVIGATION;
        if (h->score[i] >= (is_plea(q) ? PLEA_CUT : cut) && !led && !closed && !is_unopened(q) && !(title && q->flags & IN_HEADING) && !is_furniture(h, q)) {
            h->kind[i] = BODY;
            told += q->words;
            if (h->first == NONE)
                h->first = i;
            h->last = i;
        }
        led |= leads_away(q);
    }
}

/* q->text is of the first words alone where there are many. */
static uint64_t print_of(const struct html_block *q) { return site_print(hash_mix(q->text, q->chars), q->words); }

/* Takes out of the body what the site's profile knows as template. Where that were a third of it, the page is rather
 * another version of one that the profile was learned from: then short blocks alone. */
static void leave_template(struct html_reader *h) {
    const struct site *site = sites_find(h->k->sites, h->r->out->domain);
    if (!site)
        return;
    uint32_t words = 0, known = 0;
    for (int turn = 0; turn < 2; turn++) {
        if (turn)
            h->first = h->last = NONE;
        for (uint32_t i = 0; i < h->b.n; i++) {
            const struct html_block *q = &h->b.p[i];
            uint64_t print = print_of(q);
            if (h->kind[i] != BODY)
                continue;
            bool is = q->words > 1 && site_is_template(site, print);
            if (!turn) {
                words += q->words;
                known += is ? q->words : 0;
            } else if (is && !(site_print_long(print) && known * 3 > words)) {
                h->kind[i] = NOISE_NAVIGATION;
            } else {
                h->first = h->first == NONE ? i : h->first;
                h->last = i;
            }
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

/* Where the plain bytes from i on end; single blanks between them are plain too. */
static uint32_t plain_end(slice t, uint32_t i, uint32_t end) {
    bool blank = false; /* before i */
    for (; i < end; i += 16) {
        bytes16 v = bytes16_some(t.p + i, t.n - i);
        uint32_t space = bytes16_bits((marks16)(v == ' '));
        marks16 other = (marks16)(v < ' ') | (marks16)(v == '&') | (marks16)(v == 0xC2) | (marks16)(v == 0xE2) |
                        (marks16)(v == 0xE3) | (marks16)(v == 0xEF);
        uint32_t stop = bytes16_bits(other) | (space & (space << 1 | blank)) | (end - i < 16 ? 1u << (end - i) : 0);
        if (stop) {
            i += bits_first(stop);
            break;
        }
        blank = space >> 15;
    }
    return t.p[i - 1] == ' ' ? i - 1 : i;
}

static void write_text(struct writer *w, span at, bool refs) {
    slice t = w->r->src->text;
    uint32_t i = at.start;
    while (i < at.end) {
        unsigned char c = (unsigned char)t.p[i];
        if (is_plain(c)) {
            uint32_t j = plain_end(t, i + 1, at.end);
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
        if (kind == NOISE_BYLINE || kind == NOISE_CAPTION || kind == NOISE_SOURCE_LINK) {
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


/* Tags one by one, else the keywords, parted at commas. */
static void set_tags(struct html_reader *h) {
    const struct html_head *m = &h->head;
    struct page *p = h->r->out;
    p->tags = ARENA_ARRAY(h->r->a, slice, HEAD_TAGS);
    for (uint32_t i = 0; i < m->tags_n; i++)
        p->tags[p->tags_n++] = arena_slice(h->r->a, m->tags[i]);
    slice rest = m->keywords, word;
    while (!m->tags_n && p->tags_n < HEAD_TAGS && slice_field(&rest, ',', &word))
        if (slice_trim(word).n)
            p->tags[p->tags_n++] = arena_slice(h->r->a, slice_trim(word));
}

static void read_metadata(struct html_reader *h) {
    struct report *r = h->r;
    struct page *p = r->out;
    const struct html_head *m = &h->head;
    set_slice(h, &p->site_name, &p->found.site_name, m->og_site, FOUND_META);
    set_slice(h, &p->site_name, &p->found.site_name, m->ld_site, FOUND_JSON_LD);
    set_slice(h, &p->site_name, &p->found.site_name, m->app_site, FOUND_META);
    set_slice(h, &p->language, &p->found.language, m->html_lang, FOUND_META);
    set_slice(h, &p->language, &p->found.language, m->meta_lang, FOUND_META);
    set_slice(h, &p->language, &p->found.language, m->ld_lang, FOUND_JSON_LD);
    uint8_t found;
    set_slice(h, &p->description, &found, m->description, FOUND_META);
    set_slice(h, &p->image, &found, m->image, FOUND_META);
    set_tags(h);
    pick_title(h);
    pick_date(h);
    pick_people(h);
}

/* ---- the whole -------------------------------------------------------------------------------------------- */

static void read_blocks(struct html_reader *h, unsigned how) {
    html_blocks_find(&h->b, &h->tree, h->k, h->tmp, how);
    if (h->k->model)
        h->score = html_scores(&h->b, &h->facts, h->k->model, h->tmp);
    else
        score_by_rule(h);
    choose(h);
    leave_template(h);
}

static uint32_t body_words(const struct html_reader *h) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < h->b.n; i++)
        if (h->kind[i] == BODY)
            words += h->b.p[i].words;
    return words;
}

void html_reader_open(struct html_reader *h, struct report *r, const struct page_kit *k, struct arena *tmp) {
    *h = (struct html_reader){.r = r, .k = k, .tmp = tmp};
    html_parse(&h->tree, r->src->text, &k->names, tmp, TAG_NONE, SPACE_HTML, false);
    html_head_read(&h->head, &h->tree, tmp);
    meta_given(r, k);
    meta_url(r, h->head.canonical, FOUND_LINK);
    meta_url(r, h->head.og_url, FOUND_META);
    meta_url(r, h->head.ld_url, FOUND_JSON_LD);
    html_head_facts(&h->head, tmp, &h->facts);
    read_blocks(h, 0);
    /* nothing to read: the report may stand where only readers without scripts see it */
    if (body_words(h) < 25 && memmem(r->src->text.p, r->src->text.n, "<noscript", 9))
        read_blocks(h, BLOCKS_UNSCRIPTED);
    for (uint32_t i = 0; i < h->b.n; i++)
        if (h->kind[i] != BODY)
            h->kind[i] = noise_of(h, i);
}

int html_read(struct report *r, const struct page_kit *k, struct arena *tmp, const char **why) {
    struct html_reader h;
    html_reader_open(&h, r, k, tmp);
    read_metadata(&h);
    write_all(&h);
    if (r->prints)
        r->out->prints = ARENA_ARRAY(r->a, uint64_t, h.b.n + 1);
    for (uint32_t i = 0; r->prints && i < h.b.n; i++)
        if (h.b.p[i].words > 1 && !is_title(&h, &h.b.p[i]))
            r->out->prints[r->out->prints_n++] = print_of(&h.b.p[i]);
    *why = html_type(&h, body_words(&h));
    return *why ? STM_EEMPTY : 0;
}
