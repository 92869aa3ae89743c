/* Features: of the block, of its neighbours, of the blocks with the same path of tags and classes
 * (a template repeats them), of the elements around it, and of its place in the page. */
#include "html_features.h"

#include <math.h>

struct sums { /* of the blocks in an element, or with a path */
    uint32_t words, links, blocks, prose;
};

static float ratio(float a, float b) { return b > 0 ? a / b : 0; }

static float log_of(const struct page_kit *kit, uint32_t x) {
    return x < NELEMS(kit->logs) ? kit->logs[x] : logf(1.0f + (float)x);
}

static bool is_prose(const struct html_block *b) {
    return b->words >= 12 && b->link_words * 3 < b->words && b->ends;
}

static void add(struct sums *s, const struct html_block *b) {
    s->words += b->words;
    s->links += b->link_words;
    s->blocks++;
    if (is_prose(b))
        s->prose += b->words;
}

/* Groups of blocks by path: for each block the number of its group. */
static uint32_t *group_paths(const struct html_blocks *b, struct arena *tmp, uint32_t *groups) {
    uint32_t cap = 16;
    while (cap < b->n * 2)
        cap *= 2;
    uint32_t *slot = arena_alloc(tmp, cap * sizeof *slot), *group = ARENA_ARRAY(tmp, uint32_t, b->n + 1);
    memset(slot, 0xFF, cap * sizeof *slot);
    *groups = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t h = (b->p[i].path * 0x9E3779B1u) & (cap - 1);
        while (slot[h] != NONE && b->p[slot[h]].path != b->p[i].path)
            h = (h + 1) & (cap - 1);
        if (slot[h] == NONE) {
            slot[h] = i;
            group[i] = (*groups)++;
        } else {
            group[i] = group[slot[h]];
        }
    }
    return group;
}

/* How often each text stands in the page. */
static uint32_t *count_texts(const struct html_blocks *b, struct arena *tmp) {
    uint32_t cap = 16;
    while (cap < b->n * 2)
        cap *= 2;
    uint32_t *slot = arena_alloc(tmp, cap * sizeof *slot), *n = ARENA_ARRAY(tmp, uint32_t, b->n + 1);
    uint32_t *first = ARENA_ARRAY(tmp, uint32_t, b->n + 1);
    memset(slot, 0xFF, cap * sizeof *slot);
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t h = (uint32_t)b->p[i].text & (cap - 1);
        while (slot[h] != NONE && b->p[slot[h]].text != b->p[i].text)
            h = (h + 1) & (cap - 1);
        if (slot[h] == NONE)
            slot[h] = i;
        first[i] = slot[h];
        n[slot[h]]++;
    }
    for (uint32_t i = 0; i < b->n; i++)
        if (first[i] != i)
            n[i] = n[first[i]];
    return n;
}

static void neighbour(float *x, const struct page_kit *kit, const struct html_blocks *b, const float *linked, uint32_t i, bool there,
                      uint32_t of) {
    if (!there) {
        memset(x, 0, 6 * sizeof *x);
        return;
    }
    const struct html_block *q = &b->p[i], *self = &b->p[of];
    x[0] = log_of(kit, q->words);
    x[1] = linked[i];
    x[2] = q->ends;
    x[3] = q->tag == TAG_P;
    x[4] = q->own;
    uint32_t same = q->nodes[1] == self->nodes[1]; /* nobody foresees it: no branch */
    x[5] = (float)(same * 2 | ((q->nodes[1] == self->nodes[2]) | (q->nodes[2] == self->nodes[1])) >> same);
}

/* A text in which beginnings of blocks are looked for. */
struct held {
    slice text;
    uint32_t last; /* where the last one stood: the next is mostly behind it */
    struct fours fours;
};

static struct held *held_make(slice text, struct arena *tmp) {
    if (!text.p || !text.n)
        return NULL;
    struct held *h = ARENA_NEW(tmp, struct held);
    h->text = text;
    for (uint32_t i = 0; i + 4 <= text.n; i++)
        fours_add(&h->fours, four_at(text.p + i, 4));
    return h;
}

/* Does a short beginning of the block stand in the text? 1, or -1; 0 if there is no text. */
static float stands_in(const struct html_blocks *b, const struct html_block *x, struct held *h) {
    enum { TAKE = 60 };
    if (!h)
        return 0;
    if (!fours_have(&h->fours, x->begin))
        return -1;
    char raw[TAKE], plain[TAKE + 8];
    slice s = kit_plain(html_block_text(b, x, raw, TAKE), plain, sizeof plain);
    if (s.n < 4)
        return -1;
    s = slice_cut(s, 0, s.n < TAKE - 16 ? s.n : TAKE - 16);
    for (uint32_t i = 4; i < s.n; i += 4)
        if (!fours_have(&h->fours, four_at(s.p + (i + 4 <= s.n ? i : s.n - 4), 4)))
            return -1;
    uint32_t at = slice_find(h->text, s, h->last);
    if (at == NONE)
        at = slice_find(slice_cut(h->text, 0, h->last + s.n - 1 < h->text.n ? h->last + s.n - 1 : h->text.n), s, 0);
    h->last = at == NONE ? h->last : at;
    return at != NONE ? 1 : -1;
}

float *html_features(const struct html_blocks *b, const struct head_facts *h, struct arena *tmp) {
    float *rows = arena_alloc(tmp, (size_t)(b->n + 1) * PAGE_FEATURES * sizeof *rows);
    struct sums page = {0};
    const struct page_kit *kit = b->kit;
    uint32_t groups;
    uint32_t *group = group_paths(b, tmp, &groups), *texts = count_texts(b, tmp);
    struct sums *by_path = ARENA_ARRAY(tmp, struct sums, groups + 1);
    struct sums *by_node = ARENA_ARRAY(tmp, struct sums, b->t->n);
    struct held *body = held_make(h->body, tmp), *description = held_make(h->description, tmp);
    float *linked = arena_alloc(tmp, (b->n + 1) * sizeof *linked); /* share of words in links */
    uint32_t title = NONE;
    for (uint32_t i = 0; i < b->n; i++) {
        const struct html_block *q = &b->p[i];
        linked[i] = ratio((float)q->link_words, (float)q->words);
        add(&page, q);
        add(&by_path[group[i]], q);
        for (unsigned k = 0; k < 4 && q->nodes[k] != NONE; k++)
            add(&by_node[q->nodes[k]], q);
        for (uint32_t k = 0; k < h->titles_n; k++)
            if (q->text == h->titles[k] && (title == NONE || (q->tag == TAG_H1 && b->p[title].tag != TAG_H1)))
                title = i;
    }
    uint32_t before = 0, last_heading = NONE;
    float page_links = ratio((float)page.links, (float)page.words), page_prose = ratio((float)page.prose, (float)page.words);
    for (uint32_t i = 0; i < b->n; i++) {
        const struct html_block *q = &b->p[i];
        float *x = rows + (size_t)i * PAGE_FEATURES, w = (float)q->words;
        unsigned f = 0;
        x[f++] = log_of(kit, q->words);
        x[f++] = ratio((float)q->chars, w);
        x[f++] = linked[i];
        x[f++] = (float)q->links;
        x[f++] = (float)q->stops;
        x[f++] = ratio((float)q->commas, w);
        x[f++] = ratio((float)q->small, w);
        x[f++] = ratio((float)q->capital, w);
        x[f++] = ratio((float)q->digits, (float)q->chars);
        x[f++] = q->ends;
        x[f++] = ratio((float)q->strong_words, w);
        x[f++] = q->tag == TAG_P;
        x[f++] = q->tag >= TAG_H1 && q->tag <= TAG_H6 ? (float)(q->tag - TAG_H1 + 1) : 0;
        x[f++] = q->tag == TAG_LI;
        x[f++] = q->tag == TAG_TD || q->tag == TAG_TH;
        x[f++] = q->tag == TAG_DIV;
        x[f++] = q->tag == TAG_BLOCKQUOTE;
        x[f++] = q->tag == TAG_FIGCAPTION || q->tag == TAG_CAPTION;
        x[f++] = q->tag == TAG_DD ? 1 : q->tag == TAG_DT ? 2 : 0;
        static const uint32_t flags[] = {
            IN_NAV, IN_ASIDE, IN_FOOTER, IN_HEADER, IN_ARTICLE, IN_MAIN, IN_FIGURE, IN_TABLE_, IN_LIST,
            IN_QUOTE, IN_FORM, IN_HIDDEN, IN_BODY_PROP, IN_SECTION, IN_BUTTON, IN_CAPTION_, IN_TIME,
            IN_PRE, IN_DETAILS, IN_ARIA_HIDDEN, IN_EMBED};
#pragma GCC unroll 32
        for (unsigned k = 0; k < NELEMS(flags); k++)
            x[f++] = (q->flags & flags[k]) != 0;
        x[f++] = (float)q->depth;
        x[f++] = q->own;
        x[f++] = q->parent;
        x[f++] = q->low;
        x[f++] = q->high;
        x[f++] = q->sum;
        x[f++] = ratio((float)i, (float)b->n);
        x[f++] = ratio((float)before, (float)page.words);
        x[f++] = log_of(kit, i);
        x[f++] = log_of(kit, b->n - i);
        x[f++] = title == NONE ? -99 : i >= title ? log_of(kit, i - title) : -log_of(kit, title - i);
        x[f++] = i == title ? 2 : title != NONE && q->text == b->p[title].text;
        x[f++] = (float)q->phrase + 1;
        x[f++] = last_heading == NONE ? -1 : log_of(kit, i - last_heading);
        neighbour(x + f, kit, b, linked, i - 1, i > 0, i), f += 6;
        neighbour(x + f, kit, b, linked, i + 1, i + 1 < b->n, i), f += 6;
        x[f++] = i > 1 ? log_of(kit, b->p[i - 2].words) : 0;
        x[f++] = i > 1 ? linked[i - 2] : 0;
        x[f++] = i + 2 < b->n ? log_of(kit, b->p[i + 2].words) : 0;
        x[f++] = i + 2 < b->n ? linked[i + 2] : 0;
        const struct sums *g = &by_path[group[i]];
        x[f++] = log_of(kit, g->blocks);
        x[f++] = ratio((float)g->words, (float)g->blocks);
        x[f++] = ratio((float)g->links, (float)g->words);
        x[f++] = ratio((float)g->words, (float)page.words);
        for (unsigned k = 1; k < 4; k++) {
            static const struct sums none = {0};
            const struct sums *s = q->nodes[k] != NONE ? &by_node[q->nodes[k]] : &none;
            x[f++] = log_of(kit, s->words);
            x[f++] = ratio((float)s->links, (float)s->words);
            x[f++] = ratio((float)s->prose, (float)s->words);
            x[f++] = ratio((float)s->prose, (float)page.prose);
        }
        x[f++] = log_of(kit, page.words);
        x[f++] = page_links;
        x[f++] = page_prose;
        x[f++] = (float)texts[i];
        x[f++] = stands_in(b, q, body);
        x[f++] = q->words >= 5 ? stands_in(b, q, description) : 0;
        x[f++] = q->word_mean;
        x[f++] = q->word_low;
        x[f++] = q->word_high;
        if (f > PAGE_FEATURES)
            guard_fail(STM_ELIMIT);
        while (f < PAGE_FEATURES)
            x[f++] = 0;
        before += q->words;
        if (q->flags & IN_HEADING)
            last_heading = i;
    }
    return rows;
}

/* ---- around a block, by the first forest ---------------------------------------------------------- */

struct mean {
    float sum, weight;
};
struct around {
    float *p;            /* probabilities */
    uint32_t *words;
    struct mean *by_node, *by_path;
    uint32_t *group;
    float *before;       /* likely body words before block i; one more at the end */
    uint32_t *last, *next; /* the nearest likely body block before and after, or NONE */
};

static float value(struct mean m) { return m.weight > 0 ? m.sum / m.weight : 0; }

struct around *html_around(const struct html_blocks *b, const float *score, struct arena *tmp) {
    struct around *r = ARENA_NEW(tmp, struct around);
    uint32_t n = b->n, groups;
    r->p = ARENA_ARRAY(tmp, float, n + 1);
    r->before = ARENA_ARRAY(tmp, float, n + 1);
    r->last = ARENA_ARRAY(tmp, uint32_t, n + 1);
    r->next = ARENA_ARRAY(tmp, uint32_t, n + 1);
    r->group = group_paths(b, tmp, &groups);
    r->by_path = ARENA_ARRAY(tmp, struct mean, groups + 1);
    r->by_node = ARENA_ARRAY(tmp, struct mean, b->t->n);
    float sum = 0;
    uint32_t last = NONE;
    for (uint32_t i = 0; i < n; i++) {
        const struct html_block *q = &b->p[i];
        float p = 1.0f / (1.0f + expf(-score[i])), w = (float)q->words;
        r->p[i] = p;
        r->before[i] = sum;
        sum += p * w;
        r->by_path[r->group[i]].sum += p * w;
        r->by_path[r->group[i]].weight += w;
        for (unsigned k = 0; k < 4 && q->nodes[k] != NONE; k++) {
            r->by_node[q->nodes[k]].sum += p * w;
            r->by_node[q->nodes[k]].weight += w;
        }
        r->last[i] = last;
        if (p > 0.6f && q->words >= 8)
            last = i;
    }
    r->before[n] = sum;
    uint32_t next = NONE;
    for (uint32_t i = n; i-- > 0;) {
        r->next[i] = next;
        if (r->p[i] > 0.6f && b->p[i].words >= 8)
            next = i;
    }
    return r;
}

void html_features2(const struct html_blocks *b, const struct around *r, const float *row, uint32_t i,
                    float *out) {
    memcpy(out, row, PAGE_FEATURES * sizeof *out);
    float *x = out + PAGE_FEATURES;
    const struct page_kit *kit = b->kit;
    const struct html_block *q = &b->p[i];
    uint32_t n = b->n;
    unsigned f = 0;
    x[f++] = r->p[i];
    x[f++] = i ? r->p[i - 1] : 0;
    x[f++] = i > 1 ? r->p[i - 2] : 0;
    x[f++] = i + 1 < n ? r->p[i + 1] : 0;
    x[f++] = i + 2 < n ? r->p[i + 2] : 0;
    float back = 0, ahead = 0, bw = 0, aw = 0;
    for (uint32_t k = 1; k <= 5; k++) {
        if (i >= k) {
            float w = (float)b->p[i - k].words;
            back += r->p[i - k] * w;
            bw += w;
        }
        if (i + k < n) {
            float w = (float)b->p[i + k].words;
            ahead += r->p[i + k] * w;
            aw += w;
        }
    }
    x[f++] = ratio(back, bw);
    x[f++] = ratio(ahead, aw);
    for (unsigned k = 1; k < 4; k++)
        x[f++] = q->nodes[k] != NONE ? value(r->by_node[q->nodes[k]]) : -1;
    x[f++] = value(r->by_path[r->group[i]]);
    x[f++] = ratio(r->before[i], r->before[n]);
    x[f++] = logf(1.0f + r->before[n]);
    x[f++] = r->last[i] == NONE ? 99 : log_of(kit, i - r->last[i]);
    x[f++] = r->next[i] == NONE ? 99 : log_of(kit, r->next[i] - i);
    x[f++] = r->last[i] != NONE && r->next[i] != NONE && b->p[r->last[i]].nodes[1] == b->p[r->next[i]].nodes[1];
}

/* Those rows of the second forest that wait to be scored together. */
struct second {
    float x[2 * PAGE_WIDE][PAGE_FEATURES2];
    uint32_t block[2 * PAGE_WIDE], n;
};

static void second_score(const struct page_forest *f, struct second *s, float *out) {
    float score[NELEMS(s->x)];
    page_forest_scores(f, s->x[0], s->n, PAGE_FEATURES2, score);
    for (uint32_t i = 0; i < s->n; i++)
        out[s->block[i]] = score[i];
    s->n = 0;
}

float *html_scores(const struct html_blocks *b, const struct head_facts *h, const struct page_model *m,
                   struct arena *tmp) {
    float *rows = html_features(b, h, tmp), *score = ARENA_ARRAY(tmp, float, b->n + 1);
    page_forest_quick(&m->first, rows, b->n, PAGE_FEATURES, score);
    struct around *r = html_around(b, score, tmp);
    float *out = ARENA_ARRAY(tmp, float, b->n + 1);
    struct second s;
    s.n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        /* what the first forest is sure is none of it needs no second look: half of a page */
        if (score[i] < -4.0f) {
            out[i] = score[i];
            continue;
        }
        html_features2(b, r, rows + (size_t)i * PAGE_FEATURES, i, s.x[s.n]);
        s.block[s.n++] = i;
        if (s.n == NELEMS(s.x))
            second_score(&m->second, &s, out);
    }
    second_score(&m->second, &s, out);
    return out;
}
