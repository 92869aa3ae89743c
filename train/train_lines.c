/* Trains models/page-lines.stm: train_lines DATA OUT [cv]
 *
 *   pages, gold texts ──► what a scraper of text leaves of them, a line a block ─┐
 *   news texts as scraped ──► lines that a site has time and again ──────────────┴► labels ─► words ─► first forest
 *                                                                                               └──► second; kinds
 *
 * Of pages (the fold `train` alone, lib_pages.h) four cuts are made: the element that holds the report, those around it, all
 * of the page. What a line is that is none of the report, its mark-up says: classes and elements around. Of texts
 * (reports/allsides, all parts but `val`) it is known only of some lines: what stands in three texts of a site is none of a report;
 * a longer sentence that stands once is. Words and the first forest's scores are cross-fitted by site. The same bytes each time. */
#include <stdio.h>

#include "lib_boost.h"
#include "lib_main.h"
#include "lib_model.h"
#include "lib_odds.h"
#include "lib_pages.h"
#include "lib_rows.h"
#include "page/text_model.h"

enum { TEXTS_OF = 4 /* every fourth text is read */, FEW_WORDS = 12, MANY_WORDS = 45, TIMES = 3 };
enum { NO_KIND = 255 };

struct one_line {
    float label, weight; /* as label_blocks */
    uint32_t words;
    uint8_t kind;        /* enum noise_kind, or NO_KIND */
};

struct scrape {
    slice text, title;
    struct one_line *lines;
    uint32_t n, first; /* first: its first row */
    int fold;
    bool page, news;
    char view;
};

struct trainer {
    struct arena *a, *tmp;
    struct page_kit *kit;
    struct sample *s;
    uint32_t s_n;
    struct scrape *t;
    uint32_t t_n, t_cap;
    float *words;
};

static struct scrape *more(struct trainer *t) {
    ARENA_MORE(t->a, t->t, t->t_n, t->t_cap);
    t->t[t->t_n] = (struct scrape){0};
    return &t->t[t->t_n++];
}

/* ---- kinds, by mark-up ---------------------------------------------------------------------------------- */

/* Words that begin where a class or an id does, or behind "-", "_", a blank or a small letter. */
struct sign {
    uint8_t kind;
    const char *words[20];
};
static const struct sign signs[] = {
    {NOISE_EMBED, {"tweet", "twitter-tweet", "instagram-media", "embed"}},
    {NOISE_CAPTION, {"caption", "credit", "figcaption"}},
    {NOISE_COMMENT, {"comment", "comments", "disqus", "respond"}},
    {NOISE_RELATED, {"related", "recirc", "most-read", "trending", "popular", "teaser", "recommend", "recommended", "outbrain", "taboola", "latest", "morefrom",
                     "more-from", "read-next", "readnext", "more-stories"}},
    {NOISE_CRUMB, {"breadcrumb", "breadcrumbs", "crumb", "kicker", "eyebrow"}},
    {NOISE_BYLINE, {"byline", "author", "authors", "contributor", "writer", "bio"}},
    {NOISE_DATE, {"date", "timestamp", "published", "updated", "dateline", "pubdate", "datetime"}},
    {NOISE_PROMO, {"newsletter", "subscribe", "subscription", "promo", "signup", "sign-up", "donate", "donation", "paywall", "ad", "ads", "advert", "advertisement",
                   "sponsor", "sponsored", "membership", "cta"}},
    {NOISE_NAVIGATION, {"nav", "navbar", "navigation", "menu", "share", "sharing", "social", "footer", "header", "toolbar", "cookie", "consent", "copyright", "tags",
                        "topics", "skip", "login", "search"}},
};

static bool has_sign(slice s, const struct sign *g) {
    for (unsigned k = 0; k < NELEMS(g->words) && g->words[k]; k++) {
        slice w = slice_str(g->words[k]);
        for (uint32_t at = 0; at + w.n <= s.n; at++) {
            if (at && is_alpha((unsigned char)s.p[at - 1]) && !(is_upper((unsigned char)s.p[at]) && is_lower((unsigned char)s.p[at - 1])))
                continue;
            if (at + w.n < s.n && is_lower((unsigned char)s.p[at + w.n]))
                continue;
            if (slice_eq_nocase(slice_cut(s, at, at + w.n), w))
                return true;
        }
    }
    return false;
}

static uint8_t kind_of(const struct html_tree *tree, const struct html_block *q) {
    if (q->flags & IN_CAPTION_)
        return NOISE_CAPTION;
    for (uint32_t k = q->node; k != NONE && k; k = tree->p[k].parent) {
        const struct html_node *n = &tree->p[k];
        if (n->tag == TAG_BODY || n->tag == TAG_HTML || n->tag == TAG_ARTICLE || n->tag == TAG_MAIN)
            break;
        slice class = {0}, id = {0};
        html_attr(tree->s, n->attrs, "class", &class);
        html_attr(tree->s, n->attrs, "id", &id);
        for (unsigned g = 0; g < NELEMS(signs); g++)
            if (has_sign(class, &signs[g]) || has_sign(id, &signs[g]))
                return signs[g].kind;
        if (n->tag == TAG_NAV || n->tag == TAG_FOOTER)
            return NOISE_NAVIGATION;
        if (n->tag == TAG_FIGURE)
            return NOISE_CAPTION;
        if (n->tag == TAG_ASIDE)
            return q->link_words * 2 > q->words ? NOISE_RELATED : NOISE_PROMO;
    }
    return q->flags & IN_TIME && q->words < 12 ? NOISE_DATE : NO_KIND;
}

/* ---- what a scraper leaves of a page --------------------------------------------------------------------- */

static void scrape_page(struct trainer *t, struct sample *s) {
    struct html_tree tree;
    struct html_blocks b;
    html_parse(&tree, s->html, &t->kit->names, t->tmp, TAG_NONE, SPACE_HTML, false);
    html_blocks_find(&b, &tree, t->kit, t->tmp, 0);
    float *label = ARENA_ARRAY(t->tmp, float, b.n + 1), *weight = ARENA_ARRAY(t->tmp, float, b.n + 1);
    label_blocks(s, &b, label, weight, t->tmp);
    uint32_t holder = holder_of(&b, label, t->tmp), last = 0;
    if (holder == NONE)
        return;
    char plain[PLAIN], other[PLAIN];
    slice title = kit_plain(s->title, plain, sizeof plain);
    for (int view = 0; view < 4; view++) {
        if (view == 3)
            holder = 0;
        else if (view && holder)
            holder = tree.p[holder].parent;
        struct buf text = {.a = t->a};
        struct one_line *lines = ARENA_ARRAY(t->a, struct one_line, b.n + 1);
        uint32_t n = 0;
        uint64_t dice = hash64(s->id.p, s->id.n) >> (view * 3);
        for (uint32_t i = 0; i < b.n; i++) {
            const struct html_block *q = &b.p[i];
            uint32_t k = q->node;
            while (k != NONE && k && k != holder)
                k = tree.p[k].parent;
            if (q->flags & IN_HIDDEN || (holder && k != holder))
                continue;
            slice line = block_text(&b, q, t->tmp);
            bool is_title = title.n && slice_eq(kit_plain(line, other, sizeof other), title);
            buf_slice(&text, line);
            buf_add(&text, "\n\n", dice & 1 ? 2 : 1);
            lines[n++] = (struct one_line){is_title ? -1 : label[i], is_title ? 0 : weight[i], q->words, label[i] == 0 ? kind_of(&tree, q) : NO_KIND};
        }
        if (n <= last || n < 3 || (view == 3 && dice & 12))
            continue; /* of every fourth page the whole: most of it is lists */
        last = n;
        struct scrape *c = more(t);
        *c = (struct scrape){buf_take(&text), dice & 2 ? s->title : (slice){0}, lines, n, 0, s->fold, true, !strcmp(s->set, "news"), "hpqw"[view]};
    }
}

/* ---- texts as they were scraped ------------------------------------------------------------------------------- */

struct seen {
    uint64_t *hash;
    uint8_t *times;
    uint32_t cap, n;
};
static uint8_t *seen_times(struct seen *s, uint64_t h) {
    h = h ? h : 1;
    uint32_t i = (uint32_t)(h >> 20) & (s->cap - 1);
    while (s->hash[i] && s->hash[i] != h)
        i = (i + 1) & (s->cap - 1);
    s->hash[i] = h;
    return &s->times[i];
}

static uint64_t line_hash(slice site, slice line) { return hash_mix(hash64(site.p, site.n), hash64(line.p, line.n)); }

static void scrape_texts(struct trainer *t, const char *data) {
    slice all = file_read(arena_printf(t->a, "%s/reports/allsides/reports.jsonl", data).p, t->a), rest, row, line;
    struct seen seen = {.cap = 1 << 20};
    seen.hash = ARENA_ARRAY(t->a, uint64_t, seen.cap);
    seen.times = ARENA_ARRAY(t->a, uint8_t, seen.cap);
    for (int turn = 0; turn < 2; turn++) {
        uint32_t number = 0;
        for (rest = all; slice_line(&rest, &row); arena_reset(t->tmp)) {
            slice text = row_string(row, "text", t->tmp), site = row_string(row, "site_name", t->tmp);
            if (slice_eq(row_string(row, "part", t->tmp), S("val")) || !text.n)
                continue;
            if (turn && number++ % TEXTS_OF)
                continue;
            if (!turn) {
                while (slice_line(&text, &line)) {
                    line = slice_trim(line);
                    uint8_t *times = line.n && seen.n < seen.cap / 2 ? seen_times(&seen, line_hash(site, line)) : NULL;
                    seen.n += times && !*times;
                    if (times)
                        *times += *times < 255;
                }
                continue;
            }
            struct scrape *c = more(t);
            c->text = arena_slice(t->a, text);
            slice title = row_string(row, "title", t->tmp);
            c->title = number / TEXTS_OF & 1 ? arena_slice(t->a, title) : (slice){0};
            c->fold = (int)(hash64(site.p, site.n) % BOOST_FOLDS);
            c->view = 't';
            struct text_reader r = {.k = t->kit, .tmp = t->tmp, .s = c->text};
            text_cut_lines(&r);
            c->n = r.n;
            c->lines = ARENA_ARRAY(t->a, struct one_line, r.n + 1);
            float words = 80;
            for (uint32_t i = 0; i < r.n; i++)
                words += (float)r.b[i].words;
            for (uint32_t i = 0; i < r.n; i++) {
                slice s = slice_at(c->text, r.b[i].at);
                uint8_t times = *seen_times(&seen, line_hash(site, s));
                bool noise = times >= TIMES && r.b[i].words <= MANY_WORDS, sure = times == 1 && r.b[i].ends && r.b[i].words >= FEW_WORDS;
                float w = (float)r.b[i].words / words;
                c->lines[i] = (struct one_line){noise ? 0 : sure ? 1 : -1, noise || sure ? 0.3f * (w + 0.004f) : 0, r.b[i].words, NO_KIND};
            }
        }
    }
}

/* ---- words --------------------------------------------------------------------------------------------------- */

static void count_words(struct trainer *t, struct odds *c) {
    odds_new(c, t->a, LINE_WORDS);
    for (uint32_t p = 0; p < t->t_n; p++) {
        const struct scrape *s = &t->t[p];
        if (s->page && p + 1 < t->t_n && t->t[p + 1].page && t->t[p + 1].view > s->view)
            continue; /* the largest cut of a page alone */
        struct text_reader r = {.k = t->kit, .tmp = t->tmp, .s = s->text};
        text_cut_lines(&r);
        for (uint32_t i = 0; i < r.n && r.n == s->n; i++) {
            if (s->lines[i].label < 0)
                continue;
            uint16_t tokens[LINE_TOKENS];
            uint32_t n = line_tokens(slice_at(s->text, r.b[i].at), tokens);
            odds_next(c);
            for (uint32_t k = 0; k < n; k++)
                if (tokens[k])
                    odds_add(c, s->fold, p, tokens[k], s->lines[i].label > 0, 1);
        }
        arena_reset(t->tmp);
    }
}

static void weigh_words(const struct odds *c, int out, float *to) { odds_weigh(c, out, &(struct odds_how){4, 2, 3, 16}, to); }

/* ---- rows ------------------------------------------------------------------------------------------------------- */

static void make_rows(struct trainer *t, const struct odds *c, const float *score, struct rows *r) {
    uint32_t all = 0;
    for (uint32_t p = 0; p < t->t_n; p++)
        all += t->t[p].n;
    *r = (struct rows){.width = score ? LINE_FEATURES2 : LINE_FEATURES};
    r->x = arena_alloc(t->a, (size_t)all * r->width * sizeof(float));
    r->label = ARENA_ARRAY(t->a, float, all);
    r->weight = ARENA_ARRAY(t->a, float, all);
    r->words = ARENA_ARRAY(t->a, uint32_t, all);
    r->fold = ARENA_ARRAY(t->a, uint8_t, all);
    r->kind = ARENA_ARRAY(t->a, uint8_t, all);
    for (int fold = 0; fold < BOOST_FOLDS; fold++) {
        weigh_words(c, fold, t->words);
        for (uint32_t p = 0, at = 0; p < t->t_n; at += t->t[p].n, p++) {
            struct scrape *s = &t->t[p];
            s->first = at;
            if (s->fold != fold)
                continue;
            struct source src = {.kind = SOURCE_TEXT, .text = s->text, .bytes = s->text, .given.title = s->title};
            struct page page = {0};
            struct report report;
            report_begin(&report, &src, t->tmp, &page);
            struct text_reader reader = {.r = &report, .k = t->kit, .tmp = t->tmp, .s = s->text, .first_prose = NONE, .last_prose = NONE};
            text_cut_lines(&reader);
            bool sound = reader.n == s->n;
            float *x = NULL;
            if (sound) {
                text_name_by_rules(&reader);
                x = line_features(&reader, t->words, t->tmp);
                if (score)
                    x = line_features2(&reader, x, score + at, t->tmp);
                memcpy(r->x + (size_t)at * r->width, x, (size_t)s->n * r->width * sizeof *x);
            } else {
                memset(r->x + (size_t)at * r->width, 0, (size_t)s->n * r->width * sizeof *x);
            }
            for (uint32_t i = 0; i < s->n; i++) {
                const struct one_line *l = &s->lines[i];
                r->label[at + i] = l->label > 0;
                r->weight[at + i] = l->label < 0 || !sound ? 0 : l->weight * (s->view == 'w' ? 0.4f : s->page ? 0.5f : 1);
                r->words[at + i] = l->words;
                r->fold[at + i] = (uint8_t)fold;
                r->kind[at + i] = l->label == 0 ? l->kind : NO_KIND;
            }
            arena_reset(t->tmp);
        }
    }
    r->n = all;
}

/* Words of noise found and of prose lost, by views ('n': pages of the set news): what rules leave is out below `cut`, what
 * they name is back from `back` on. */
static void report_rows(const struct trainer *t, const struct rows *r, const float *score) {
    static const char views[] = "hpqwtn";
    static const float cuts[] = {-99, -2, -1.5f, -1, -0.5f, 0}, backs[] = {0.5f, 1, 2, 99};
    for (const char *v = views; *v; v++)
        for (unsigned one = 0; one < NELEMS(cuts) * NELEMS(backs); one++) {
            float cut = cuts[one % NELEMS(cuts)], back = backs[one / NELEMS(cuts)];
            double noise = 0, found = 0, prose = 0, lost = 0, f1 = 0, pages = 0, lines = 0, lines_found = 0, lines_lost = 0;
            for (uint32_t p = 0; p < t->t_n; p++) {
                const struct scrape *s = &t->t[p];
                double tp = 0, fp = 0, fn = 0;
                if (*v == 'n' ? !s->news || s->view == 'w' : s->view != *v)
                    continue;
                for (uint32_t i = s->first; i < s->first + s->n; i++) {
                    double w = r->words[i];
                    bool named = r->x[(size_t)i * r->width + 6] >= 0, out = named ? score[i] < back : score[i] < cut;
                    if (r->weight[i] <= 0)
                        continue;
                    if (r->label[i] > 0) {
                        prose += w;
                        lost += out ? w : 0;
                        lines_lost += out;
                        tp += out ? 0 : w, fn += out ? w : 0;
                    } else {
                        noise += w;
                        lines++;
                        lines_found += out;
                        found += out ? w : 0;
                        fp += out ? 0 : w;
                    }
                }
                if (tp + fn > 0) {
                    f1 += 2 * tp / (2 * tp + fp + fn);
                    pages++;
                }
            }
            printf("%c cut %5.1f back %4.1f  found %.3f lost %.4f F1 %.4f  lines found %.3f, %.0f lost  (noise %.0f of %.0f)\n", *v, cut, back,
                   found / noise, lost / prose, f1 / pages, lines_found / lines, lines_lost, noise, prose);
        }
}

/* Of lines that are noise: are they of this kind? The commonest kinds count less. */
static void ask_kind(struct rows *r, const float *label, const float *weight, uint8_t kind) {
    enum { ENOUGH = 1500 };
    uint32_t have[NO_KIND + 1] = {0};
    for (uint32_t i = 0; i < r->n; i++)
        have[r->kind[i]] += label[i] <= 0 && weight[i] > 0;
    for (uint32_t i = 0; i < r->n; i++) {
        float n = (float)have[r->kind[i]];
        r->label[i] = r->kind[i] == kind;
        r->weight[i] = label[i] > 0 || weight[i] <= 0 || r->kind[i] == NO_KIND ? 0 : 0.3f * (n > ENOUGH ? ENOUGH / n : 1);
    }
}

enum { TREES1 = 60, DEPTH1 = 6, TREES2 = 60, DEPTH2 = 5, TREES3 = 30, DEPTH3 = 4 };
#define RATE 0.15f

static void train(void *arg) {
    const struct args *args = arg;
    struct trainer *t = mem_alloc(sizeof *t);
    memset(t, 0, sizeof *t);
    t->a = arena_new(0);
    t->tmp = arena_new(0);
    if (page_kit_open(&t->kit, "/nowhere", NULL))
        guard_fail(STM_EIO);
    t->words = ARENA_ARRAY(t->a, float, LINE_WORDS);
    t->s = ARENA_ARRAY(t->a, struct sample, PAGES_MAX);
    t->s_n = pages_read(t->s, t->s_n, args->argv[1], "wcxb-dev", 1.0f, t->a, t->tmp);
    t->s_n = pages_read(t->s, t->s_n, args->argv[1], "news", 2.0f, t->a, t->tmp);
    t->s_n = pages_read(t->s, t->s_n, args->argv[1], "readability", 0.4f, t->a, t->tmp);
    for (uint32_t p = 0; p < t->s_n; p++) {
        scrape_page(t, &t->s[p]);
        arena_reset(t->tmp);
    }
    uint32_t pages = t->t_n;
    scrape_texts(t, args->argv[1]);
    struct odds c;
    count_words(t, &c);
    struct rows one, two;
    make_rows(t, &c, NULL, &one);
    printf("%u pages, %u cuts of them, %u texts, %u lines\n", t->s_n, pages, t->t_n - pages, one.n);
    float *held = ARENA_ARRAY(t->a, float, one.n), *held2 = ARENA_ARRAY(t->a, float, one.n);
    struct forest first, second;
    train_forest(t->a, &one, NULL, TREES1, DEPTH1, RATE, held);
    bool cv = args->argc > 3;
    if (cv)
        report_rows(t, &one, held);
    else
        train_forest(t->a, &one, &first, TREES1, DEPTH1, RATE, NULL);
    make_rows(t, &c, held, &two);
    if (cv) {
        train_forest(t->a, &two, NULL, TREES2, DEPTH2, RATE, held2);
        printf("second\n");
        report_rows(t, &two, held2);
    } else {
        train_forest(t->a, &two, &second, TREES2, DEPTH2, RATE, NULL);
    }
    static struct model_writer w;
    static const uint32_t widths[2] = {LINE_FEATURES, LINE_FEATURES2};
    model_begin(&w, t->a, "page-lines");
    if (!cv) {
        float *words = ARENA_ARRAY(t->a, float, LINE_WORDS);
        weigh_words(&c, -1, words);
        model_add(&w, "words", words, sizeof *words, LINE_WORDS);
        model_add(&w, "features", widths, sizeof *widths, 2);
    }
    float *label = (float *)arena_dup(t->a, (const char *)two.label, two.n * sizeof *label), *weight = (float *)arena_dup(t->a, (const char *)two.weight, two.n * sizeof *weight);
    float *best = ARENA_ARRAY(t->a, float, two.n);
    uint8_t *said = ARENA_ARRAY(t->a, uint8_t, two.n);
    struct forest kinds[LINE_KINDS];
    for (uint32_t i = 0; i < two.n; i++)
        best[i] = -99;
    for (unsigned k = 0; k < LINE_KINDS; k++) {
        ask_kind(&two, label, weight, line_kinds[k]);
        train_forest(t->a, &two, cv ? NULL : &kinds[k], TREES3, DEPTH3, RATE, cv ? held : NULL);
        for (uint32_t i = 0; cv && i < two.n; i++)
            if (held[i] > best[i])
                best[i] = held[i], said[i] = line_kinds[k];
    }
    for (unsigned k = 0; cv && k < LINE_KINDS; k++) {
        uint32_t n = 0, right = 0, given = 0, open = 0, open_right = 0, rules_right = 0;
        for (uint32_t i = 0; i < two.n; i++) {
            float named = two.x[(size_t)i * two.width + 6];
            if (two.kind[i] == NO_KIND || weight[i] <= 0)
                continue;
            bool is = two.kind[i] == line_kinds[k];
            given += said[i] == line_kinds[k];
            n += is;
            right += is && said[i] == line_kinds[k];
            rules_right += is && named == (float)line_kinds[k];
            open += is && named < 0;
            open_right += is && named < 0 && said[i] == line_kinds[k];
        }
        printf("%-10s %6u lines  p %.3f r %.3f (rules %.3f)  of those without a name %u: r %.3f\n", noise_kind_names[line_kinds[k]], n, (double)right / given,
               (double)right / n, (double)rules_right / n, open, (double)open_right / open);
    }
    if (cv)
        return;
    forest_add(&w, "first", &first);
    forest_add(&w, "second", &second);
    for (unsigned k = 0; k < LINE_KINDS; k++)
        forest_add(&w, noise_kind_names[line_kinds[k]], &kinds[k]);
    if (model_write(&w, args->argv[2]))
        guard_fail(STM_EIO);
    printf("%s: %u and %u nodes\n", args->argv[2], first.nodes_n, second.nodes_n);
}

int main(int argc, char **argv) { return train_main(argc, argv, 3, "train_lines DATA OUT [cv]", train); }
