/* Trains models/page.stm: train_page DATA OUT [cv]
 *
 *   pages, gold texts ──► blocks, labels ──► token weights ──► features ──► first forest
 *                                                                  └──────► what it says of pages that
 *                                                        it was not trained on ──► second forest
 *
 * Only pages whose site is in the fold `train` (score/fold.py: CRC-32 of the site modulo 10 below 6).
 * Token weights and the first forest's scores are cross-fitted by site, so that the second forest sees
 * what it will see on new sites. A block's weight is its words as a share of the page's gold words:
 * what is learned is close to the words that a page's F1 counts. With `cv`, prints cross-fitted word F1
 * over the training pages instead of writing a model. The same bytes each time: no clock, no threads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib_boost.h"
#include "lib_main.h"
#include "lib_model.h"
#include "lib_pages.h"
#include "page/html_head.h"

enum { FOLDS = BOOST_FOLDS };

struct trainer {
    struct arena *a, *tmp;
    struct page_kit *kit;
    struct page_model model;
    float *tokens, *words;
    struct sample *s;
    uint32_t s_n;
    struct rows r;
    bool cv;
};

/* ---- weights of class tokens --------------------------------------------------------------------------- */

struct counted {
    float *yes, *no;      /* FOLDS * size */
    uint8_t *pages;       /* in how many pages (to 255), FOLDS * size */
    uint32_t size;        /* PAGE_TOKENS or PAGE_WORDS */
};

static void counted_new(struct counted *c, struct arena *a, uint32_t size) {
    c->size = size;
    c->yes = ARENA_ARRAY(a, float, FOLDS * size);
    c->no = ARENA_ARRAY(a, float, FOLDS * size);
    c->pages = ARENA_ARRAY(a, uint8_t, FOLDS * size);
}

/* One token of a block: counted once by block. */
static void count_one(struct counted *c, int fold, uint32_t token, bool yes, float weight, uint32_t *here,
                      uint32_t block, uint8_t *seen) {
    uint32_t at = (uint32_t)fold * c->size + token;
    if (here[token] == block + 1)
        return;
    here[token] = block + 1;
    (yes ? c->yes : c->no)[at] += weight;
    if (!seen[token]) {
        seen[token] = 1;
        c->pages[at] += c->pages[at] < 255;
    }
}

static void count_tokens(struct trainer *t, struct counted *c, struct counted *words) {
    counted_new(c, t->a, PAGE_TOKENS);
    counted_new(words, t->a, PAGE_WORDS);
    for (uint32_t p = 0; p < t->s_n; p++) {
        struct sample *s = &t->s[p];
        struct html_tree tree;
        struct html_blocks b;
        html_parse(&tree, s->html, &t->kit->names, t->tmp, TAG_NONE, SPACE_HTML, false);
        html_blocks_find(&b, &tree, t->kit, t->tmp, BLOCKS_TOKENS);
        float *label = ARENA_ARRAY(t->tmp, float, b.n + 1), *weight = ARENA_ARRAY(t->tmp, float, b.n + 1);
        label_blocks(s, &b, label, weight, t->tmp);
        uint8_t *seen = ARENA_ARRAY(t->tmp, uint8_t, PAGE_TOKENS + PAGE_WORDS);
        uint32_t *here = ARENA_ARRAY(t->tmp, uint32_t, PAGE_TOKENS + PAGE_WORDS);
        for (uint32_t i = 0; i < b.n; i++) {
            const struct html_block *q = &b.p[i];
            if (label[i] < 0)
                continue;
            float w = weight[i] / s->weight, w2 = w < 0.01f ? w : 0.01f; /* words: by block, not by length */
            for (uint32_t k = q->tokens; k < q->tokens + q->tokens_n; k++)
                count_one(c, s->fold, b.tokens[k].hash, label[i] > 0, w, here, i, seen);
            for (uint32_t k = q->wording; k < q->wording + q->wording_n; k++)
                count_one(words, s->fold, b.wording[k], label[i] > 0, w2 * 10, here + PAGE_TOKENS, i,
                          seen + PAGE_TOKENS);
        }
        arena_reset(t->tmp);
    }
}

/* Log odds against all, leaving one fold out (-1: none). */
static void weigh(const struct counted *c, int out, float *to, uint32_t least, double prior, double most) {
    double all_yes = 1, all_no = 1;
    for (int f = 0; f < FOLDS; f++)
        for (uint32_t k = 0; f != out && k < c->size; k++) {
            all_yes += c->yes[(uint32_t)f * c->size + k];
            all_no += c->no[(uint32_t)f * c->size + k];
        }
    double base = log(all_yes / all_no);
    for (uint32_t k = 0; k < c->size; k++) {
        double yes = 0, no = 0;
        uint32_t pages = 0;
        for (int f = 0; f < FOLDS; f++) {
            if (f == out)
                continue;
            yes += c->yes[(uint32_t)f * c->size + k];
            no += c->no[(uint32_t)f * c->size + k];
            pages += c->pages[(uint32_t)f * c->size + k];
        }
        double w = log((yes + prior * all_yes / (all_yes + all_no)) /
                       (no + prior * all_no / (all_yes + all_no))) - base;
        w = w > most ? most : w < -most ? -most : w;
        to[k] = pages >= least ? (float)(round(w * 64) / 64) : 0;
    }
}

static void weigh_tokens(struct trainer *t, const struct counted *c, const struct counted *words, int out) {
    weigh(c, out, t->tokens, 4, 0.5, 4);
    weigh(words, out, t->words, 6, 0.5, 3);
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

/* Reads each page again, for the rows of the first forest (score NULL) or of the second. */
static void make_rows(struct trainer *t, const struct counted *c, const struct counted *words, const float *score, struct rows *r) {
    uint32_t cap = 0;
    r->width = score ? PAGE_FEATURES2 : PAGE_FEATURES;
    r->n = 0;
    r->x = NULL;
    int have = -2;
    for (uint32_t p = 0; p < t->s_n; p++) {
        struct sample *s = &t->s[p];
        if (have != s->fold) {
            weigh_tokens(t, c, words, s->fold);
            have = s->fold;
        }
        struct html_tree tree;
        struct html_blocks b;
        struct html_head head;
        struct head_facts facts;
        html_parse(&tree, s->html, &t->kit->names, t->tmp, TAG_NONE, SPACE_HTML, false);
        html_head_read(&head, &tree, t->tmp);
        html_head_facts(&head, t->tmp, &facts);
        html_blocks_find(&b, &tree, t->kit, t->tmp, 0);
        float *x = html_features(&b, &facts, t->tmp);
        float *label = ARENA_ARRAY(t->tmp, float, b.n + 1), *weight = ARENA_ARRAY(t->tmp, float, b.n + 1);
        label_blocks(s, &b, label, weight, t->tmp);
        struct around *around = score ? html_around(&b, score + r->n, t->tmp) : NULL;
        s->first = r->n;
        s->n = b.n;
        if (r->n + b.n > cap) {
            uint32_t more = (r->n + b.n) * 2;
            r->x = arena_grow(t->a, r->x, (size_t)cap * r->width * sizeof(float), (size_t)more * r->width * sizeof(float));
            r->label = arena_grow(t->a, r->label, cap * sizeof(float), more * sizeof(float));
            r->weight = arena_grow(t->a, r->weight, cap * sizeof(float), more * sizeof(float));
            r->words = arena_grow(t->a, r->words, cap * sizeof(uint32_t), more * sizeof(uint32_t));
            r->fold = arena_grow(t->a, r->fold, cap, more);
            cap = more;
        }
        for (uint32_t i = 0; i < b.n; i++, r->n++) {
            float *to = r->x + (size_t)r->n * r->width;
            if (score)
                html_features2(&b, around, x + (size_t)i * PAGE_FEATURES, i, to);
            else
                memcpy(to, x + (size_t)i * PAGE_FEATURES, PAGE_FEATURES * sizeof *to);
            r->label[r->n] = label[i];
            r->weight[r->n] = label[i] < 0 ? 0 : weight[i];
            r->words[r->n] = b.p[i].words;
            r->fold[r->n] = (uint8_t)s->fold;
        }
        arena_reset(t->tmp);
    }
}

/* Mean word F1 over pages with a gold text, as far as blocks can tell. */
static void report_f1(const struct trainer *t, const struct rows *r, const float *score) {
    for (float cut = -1.5f; cut <= 1.01f; cut += 0.5f) {
        double sum[8] = {0};
        int pages[8] = {0};
        static const char *const sets[] = {"wcxb-dev", "news", "readability"};
        for (uint32_t p = 0; p < t->s_n; p++) {
            const struct sample *s = &t->s[p];
            if (!s->gold_words)
                continue;
            double hit = 0, got = 0, gold = 0;
            for (uint32_t i = s->first; i < s->first + s->n; i++) {
                if (score[i] > cut)
                    got += r->words[i], hit += r->label[i] > 0 ? r->words[i] : 0;
                gold += r->label[i] > 0 ? r->words[i] : 0;
            }
            double P = got > 0 ? hit / got : 0, R = gold > 0 ? hit / gold : 0;
            for (int k = 0; k < 3; k++)
                if (!strcmp(s->set, sets[k])) {
                    sum[k] += P + R > 0 ? 2 * P * R / (P + R) : gold == 0 && got == 0;
                    pages[k]++;
                }
        }
        double hit = 0, got = 0, gold = 0; /* blocks that trafilatura's snippets stand in */
        for (uint32_t p = 0; p < t->s_n; p++)
            for (uint32_t i = t->s[p].first; !t->s[p].gold_words && i < t->s[p].first + t->s[p].n; i++)
                if (r->weight[i] > 0) {
                    got += score[i] > cut;
                    gold += r->label[i] > 0;
                    hit += score[i] > cut && r->label[i] > 0;
                }
        printf("cut %5.2f  wcxb %.4f  news %.4f  readability %.4f  snippets %.4f\n", cut, sum[0] / pages[0],
               sum[1] / pages[1], sum[2] / pages[2], 2 * hit / (got + gold));
    }
}

static void train(void *arg) {
    const struct args *args = arg;
    struct trainer *t = mem_alloc(sizeof *t);
    memset(t, 0, sizeof *t);
    t->a = arena_new(0);
    t->tmp = arena_new(0);
    t->cv = args->argc > 3;
    if (page_kit_open(&t->kit, "/nowhere", NULL))
        guard_fail(STM_EIO);
    t->tokens = ARENA_ARRAY(t->a, float, PAGE_TOKENS);
    t->words = ARENA_ARRAY(t->a, float, PAGE_WORDS);
    t->model.tokens = t->tokens;
    t->model.words = t->words;
    t->kit->model = &t->model;
    t->s = ARENA_ARRAY(t->a, struct sample, PAGES_MAX);
    t->s_n = pages_read(t->s, t->s_n, args->argv[1], "wcxb-dev", 1.0f, t->a, t->tmp);
    t->s_n = pages_read(t->s, t->s_n, args->argv[1], "news", 1.0f, t->a, t->tmp);
    /* of these pages only some passages are known: each counts for more */
    t->s_n = pages_read(t->s, t->s_n, args->argv[1], "trafilatura-en", 4.0f, t->a, t->tmp);
    t->s_n = pages_read(t->s, t->s_n, args->argv[1], "readability", 0.4f, t->a, t->tmp);
    printf("%u pages\n", t->s_n);
    struct counted c, words;
    count_tokens(t, &c, &words);
    struct rows one = {0}, two = {0};
    make_rows(t, &c, &words, NULL, &one);
    printf("%u blocks\n", one.n);
    float *held = ARENA_ARRAY(t->a, float, one.n);
    struct forest first, second;
    train_forest(t->a, &one, NULL, 60, 6, 0.15f, held);
    report_f1(t, &one, held);
    make_rows(t, &c, &words, held, &two);
    if (t->cv) {
        float *held2 = ARENA_ARRAY(t->a, float, one.n);
        train_forest(t->a, &two, NULL, 60, 5, 0.15f, held2);
        report_f1(t, &two, held2);
        return;
    }
    train_forest(t->a, &one, &first, 60, 6, 0.15f, NULL);
    train_forest(t->a, &two, &second, 60, 5, 0.15f, NULL);
    weigh_tokens(t, &c, &words, -1);
    static struct model_writer w;
    static const uint32_t widths[2] = {PAGE_FEATURES, PAGE_FEATURES2};
    model_begin(&w, t->a, "page");
    model_add(&w, "tokens", t->tokens, sizeof *t->tokens, PAGE_TOKENS);
    model_add(&w, "words", t->words, sizeof *t->words, PAGE_WORDS);
    model_add(&w, "features", widths, sizeof *widths, 2);
    model_add(&w, "nodes1", first.nodes, sizeof *first.nodes, first.nodes_n);
    model_add(&w, "trees1", first.trees, sizeof *first.trees, first.trees_n + 1);
    model_add(&w, "nodes2", second.nodes, sizeof *second.nodes, second.nodes_n);
    model_add(&w, "trees2", second.trees, sizeof *second.trees, second.trees_n + 1);
    if (model_write(&w, args->argv[2]))
        guard_fail(STM_EIO);
    printf("%s: %u and %u nodes\n", args->argv[2], first.nodes_n, second.nodes_n);
}

int main(int argc, char **argv) { return train_main(argc, argv, 3, "train_page DATA OUT [cv]", train); }
