/* Reads the page room's model and asks it. */
#include "page_model.h"

#include "base/model.h"

static bool forest_open(struct page_forest *f, const struct model *m, const char *nodes,
                        const char *trees, uint32_t features) {
    size_t nodes_n, trees_n;
    f->nodes = model_section(m, nodes, sizeof *f->nodes, &nodes_n);
    f->trees = model_section(m, trees, sizeof *f->trees, &trees_n);
    if (!f->nodes || !f->trees || trees_n < 2 || trees_n > 4096 || nodes_n > 1u << 22)
        return false;
    f->trees_n = (uint32_t)trees_n - 1;
    f->nodes_n = (uint32_t)nodes_n;
    for (uint32_t t = 0; t < f->trees_n; t++) {
        uint32_t start = f->trees[t], end = f->trees[t + 1];
        if (start >= end || end > nodes_n)
            return false;
        /* children stand behind their parent: no walk can go round */
        for (uint32_t i = start; i < end; i++) {
            const struct page_node *n = &f->nodes[i];
            if (n->feature == UINT16_MAX)
                continue;
            if (n->feature >= features || n->yes <= i - start || n->yes + 1u >= end - start)
                return false;
        }
    }
    return true;
}

const struct page_model *page_model_open(struct arena *a, const char *models) {
    struct model m;
    if (model_open(&m, a, models, "page"))
        return NULL;
    struct page_model *p = ARENA_NEW(a, struct page_model);
    p->tokens = model_exactly(&m, "tokens", sizeof *p->tokens, PAGE_TOKENS);
    p->words = model_exactly(&m, "words", sizeof *p->words, PAGE_WORDS);
    size_t n;
    const uint32_t *features = model_section(&m, "features", sizeof *features, &n);
    if (!p->tokens || !p->words || !features || n != 3 ||
        !forest_open(&p->lines, &m, "nodes3", "trees3", features[2]) ||
        !forest_open(&p->captions, &m, "nodes4", "trees4", features[2]) ||
        !forest_open(&p->related, &m, "nodes5", "trees5", features[2]) || features[2] != LINE_FEATURES ||
        !forest_open(&p->first, &m, "nodes1", "trees1", features[0]) ||
        !forest_open(&p->second, &m, "nodes2", "trees2", features[1]) ||
        features[0] != PAGE_FEATURES || features[1] != PAGE_FEATURES2)
        return NULL;
    return p;
}

const struct page_picks *page_picks_open(struct arena *a, const char *models) {
    struct model m;
    if (model_open(&m, a, models, "page-meta"))
        return NULL;
    struct page_picks *p = ARENA_NEW(a, struct page_picks);
    size_t n;
    const uint32_t *features = model_section(&m, "features", sizeof *features, &n);
    if (!features || n != 1 || *features != PICK_FEATURES || !forest_open(&p->date, &m, "date.nodes", "date.trees", PICK_FEATURES) ||
        !forest_open(&p->author, &m, "author.nodes", "author.trees", PICK_FEATURES))
        return NULL;
    return p;
}

void page_model_weigh(const struct page_model *m, slice s, float *out) {
    uint32_t h = 0, n = 0, count = 0;
    float sum = 0;
    out[1] = out[2] = 0;
    for (uint32_t i = 0; i <= s.n; i++) {
        unsigned char c = i < s.n ? (unsigned char)s.p[i] : ' ';
        if (is_alnum(c) || c >= 0x80) {
            h = page_word_step(h, (char)c);
            n++;
            continue;
        }
        if (n) {
            float v = page_model_word(m, page_word_of(h));
            sum += v;
            out[1] = v < out[1] ? v : out[1];
            out[2] = v > out[2] ? v : out[2];
            count++;
        }
        h = n = 0;
    }
    out[0] = count ? sum / (float)count : 0;
}

static float sum_trees(const struct page_forest *f, const float *x, uint32_t from, uint32_t to) {
    float sum = 0;
    for (uint32_t t = from; t < to; t++) {
        const struct page_node *tree = f->nodes + f->trees[t], *n = tree;
        while (n->feature != UINT16_MAX)
            n = tree + n->yes + !(x[n->feature] < n->cut);
        sum += n->cut;
    }
    return sum;
}

float page_forest_score(const struct page_forest *f, const float *x) {
    return sum_trees(f, x, 0, f->trees_n);
}

float page_forest_quick(const struct page_forest *f, const float *x) {
    uint32_t part = f->trees_n * 2 / 5;
    float sum = sum_trees(f, x, 0, part);
    return sum < -3.0f ? sum * 2 : sum + sum_trees(f, x, part, f->trees_n);
}
