/* Trains models/page.stm: train_page DATA OUT [cv | without FOLD]; or writes one anew without what nothing reads: train_page again MODELS OUT
 *
 *   pages, gold texts ──► blocks, labels ──► token weights ──► features ──► first forest
 *                                                                  └──────► what it says of pages that
 *                                                        it was not trained on ──► second forest
 *
 * Only pages whose site is in the fold `train` (score/fold.py: CRC-32 of the site modulo 10 below 6).
 * Token weights and the first forest's scores are cross-fitted by site, so that the second forest sees
 * what it will see on new sites. A block's weight is its words as a share of the page's gold words:
 * what is learned is close to the words that a page's F1 counts. With `cv`, prints cross-fitted word F1
 * over the training pages instead of writing a model; with `without` the pages of a fold (0 to 4) are left out, so that rules beside the
 * forests can be scored on them by the whole program: `stemma extract --models`. The same bytes each time: no clock, no threads. */
#include <stdio.h>
#include <stdlib.h>

#include "lib_boost.h"
#include "lib_main.h"
#include "lib_model.h"
#include "lib_odds.h"
#include "lib_pages.h"
#include "page/html_head.h"

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

static void count_tokens(struct trainer *t, struct odds *c, struct odds *words) {
    odds_new(c, t->a, PAGE_TOKENS);
    odds_new(words, t->a, PAGE_WORDS);
    for (uint32_t p = 0; p < t->s_n; p++) {
        struct sample *s = &t->s[p];
        struct html_tree tree;
        struct html_blocks b;
        html_parse(&tree, s->html, &t->kit->names, t->tmp, TAG_NONE, SPACE_HTML, false);
        html_blocks_find(&b, &tree, t->kit, t->tmp, BLOCKS_TOKENS);
        float *label = ARENA_ARRAY(t->tmp, float, b.n + 1), *weight = ARENA_ARRAY(t->tmp, float, b.n + 1);
        label_blocks(s, &b, label, weight, t->tmp);
        for (uint32_t i = 0; i < b.n; i++) {
            const struct html_block *q = &b.p[i];
            if (label[i] < 0)
                continue;
            float w = weight[i] / s->weight, w2 = w < 0.01f ? w : 0.01f; /* words: by block, not by length */
            odds_next(c);
            odds_next(words);
            for (uint32_t k = q->tokens; k < q->tokens + q->tokens_n; k++)
                odds_add(c, s->fold, p, b.tokens[k].hash, label[i] > 0, w);
            for (uint32_t k = q->wording; k < q->wording + q->wording_n; k++)
                odds_add(words, s->fold, p, b.wording[k], label[i] > 0, w2 * 10);
        }
        arena_reset(t->tmp);
    }
}

static void weigh_tokens(struct trainer *t, const struct odds *c, const struct odds *words, int out) {
    odds_weigh(c, out, &(struct odds_how){4, 0.5, 4, 64}, t->tokens);
    odds_weigh(words, out, &(struct odds_how){6, 0.5, 3, 64}, t->words);
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

/* Reads each page again, for the rows of the first forest (score NULL) or of the second. */
static void make_rows(struct trainer *t, const struct odds *c, const struct odds *words, const float *score, struct rows *r) {
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

/* Of the model in a folder, what page_model_open reads, as it stands. */
static void write_again(const char *from, const char *to) {
    static const struct {
        const char *name;
        size_t element;
    } read[] = {{"tokens", sizeof(float)},            {"words", sizeof(float)},     {"features", sizeof(uint32_t)},
                {"nodes1", sizeof(struct page_node)}, {"trees1", sizeof(uint32_t)}, {"nodes2", sizeof(struct page_node)},
                {"trees2", sizeof(uint32_t)}};
    static struct model_writer w;
    struct arena *a = arena_new(0);
    struct model m;
    int code = model_open(&m, a, from, "page");
    if (code || (code = model_check(&m)))
        guard_fail(code);
    model_begin(&w, a, "page");
    for (unsigned i = 0; i < NELEMS(read); i++) {
        size_t n;
        const void *p = model_section(&m, read[i].name, read[i].element, &n);
        if (!p)
            guard_fail(STM_EFORMAT);
        model_add(&w, read[i].name, p, read[i].element, n);
    }
    if (model_write(&w, to))
        guard_fail(STM_EIO);
    arena_free(a);
}

static void leave_out(struct trainer *t, int fold) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->s_n; i++)
        if (t->s[i].fold != fold)
            t->s[n++] = t->s[i];
    t->s_n = n;
}

static void train(void *arg) {
    const struct args *args = arg;
    if (args->argc == 4 && strcmp(args->argv[1], "again") == 0) {
        write_again(args->argv[2], args->argv[3]);
        return;
    }
    struct trainer *t = mem_alloc(sizeof *t);
    memset(t, 0, sizeof *t);
    t->a = arena_new(0);
    t->tmp = arena_new(0);
    t->cv = args->argc == 4 && strcmp(args->argv[3], "cv") == 0;
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
    if (args->argc == 5 && strcmp(args->argv[3], "without") == 0)
        leave_out(t, atoi(args->argv[4]));
    printf("%u pages\n", t->s_n);
    struct odds c, words;
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

int main(int argc, char **argv) { return train_main(argc, argv, 3, "train_page DATA OUT [cv | without FOLD], or train_page again MODELS OUT", train); }
