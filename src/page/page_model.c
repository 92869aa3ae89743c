/* Reads the page room's model and asks it. */
#include "page_model.h"

#include "base/model.h"

/* A number as an integer that is in the same order; -0 is 0. */
static uint32_t key_of(float x) {
    uint32_t bits;
    x += 0.0f;
    memcpy(&bits, &x, sizeof bits);
    return bits ^ ((uint32_t)((int32_t)bits >> 31) | 0x80000000u);
}

/* The node that stands at each place of a tree filled up to `depth`; a leaf stands at all places under its own.
 * False: the tree is not sound, or deeper. */
static bool fill_up(const struct page_node *tree, uint32_t n, uint32_t width, uint32_t depth, uint32_t *node) {
    uint32_t splits = 1u << depth;
    node[1] = 0;
    for (uint32_t at = 1; at < 2 * splits; at++) {
        const struct page_node *x = &tree[node[at]];
        bool leaf = x->feature == UINT16_MAX;
        if (!leaf && (at >= splits || x->feature >= width || x->yes + 1u >= n))
            return false;
        if (at < splits) {
            node[2 * at] = leaf ? node[at] : x->yes + 1u;
            node[2 * at + 1] = leaf ? node[at] : x->yes;
        }
    }
    return true;
}

static void lay_out(struct page_forest *f, uint32_t t, const struct page_node *tree, const uint32_t *node) {
    uint32_t splits = 1u << f->depth;
    struct page_split *s = (struct page_split *)f->splits + (size_t)t * splits;
    float *leaves = (float *)f->leaves + (size_t)t * splits;
    s[0] = (struct page_split){0, 0};
    for (uint32_t at = 1; at < splits; at++) {
        const struct page_node *x = &tree[node[at]];
        s[at] = x->feature == UINT16_MAX ? (struct page_split){0, 0} : (struct page_split){key_of(x->cut), x->feature};
    }
    for (uint32_t k = 0; k < splits; k++)
        leaves[k] = tree[node[splits + k]].cut;
}

/* The splits of each half of a tree, but for those that lead to one leaf either way. */
static void lay_masks(struct page_forest *f, uint32_t t, const struct page_node *tree, const uint32_t *node) {
    struct page_mask *masks = (struct page_mask *)f->masks;
    uint32_t *at = (uint32_t *)f->masks_at + (size_t)2 * t, n = at[0], places = 1u << f->depth;
    for (uint32_t half = 0; half < 2; half++) {
        at[half] = n;
        for (uint32_t level = 1; level < f->depth; level++) {
            uint32_t leaves = places >> level, row = 1u << (level - 1); /* under a split; splits of the half */
            for (uint32_t k = 0; k < row; k++) {
                const struct page_node *x = &tree[node[(1u << level) + half * row + k]];
                if (x->feature != UINT16_MAX)
                    masks[n++] = (struct page_mask){key_of(x->cut), x->feature,
                                                    ~(((1u << leaves / 2) - 1) << (k * leaves + leaves / 2))};
            }
        }
    }
    at[2] = n;
}

bool page_forest_make(struct page_forest *f, struct arena *a, const struct page_node *nodes, size_t nodes_n,
                      const uint32_t *trees, size_t trees_n, uint32_t width) {
    uint32_t node[2 << PAGE_TREE_DEPTH];
    *f = (struct page_forest){.trees_n = (uint32_t)trees_n, .width = width};
    if (!trees_n || trees_n > PAGE_TREES || width > PAGE_WIDTH || width % 4)
        return false;
    for (uint32_t t = 0; t < trees_n; t++) {
        uint32_t start = trees[t], end = trees[t + 1];
        if (start >= end || end > nodes_n)
            return false;
        while (!fill_up(nodes + start, end - start, width, f->depth, node))
            if (f->depth++ == PAGE_TREE_DEPTH)
                return false;
    }
    size_t places = trees_n << f->depth;
    f->splits = arena_alloc(a, places * sizeof *f->splits);
    f->leaves = ARENA_ARRAY(a, float, places + PAGE_WIDE * 2); /* page_wide_sum looks at as many, however few a tree has */
    bool wide = page_wide_can(f);
    f->masks = wide ? arena_alloc(a, places * sizeof *f->masks) : NULL;
    f->masks_at = wide ? ARENA_ARRAY(a, uint32_t, trees_n * 2 + 1) : NULL;
    for (uint32_t t = 0; t < trees_n; t++) {
        fill_up(nodes + trees[t], trees[t + 1] - trees[t], width, f->depth, node);
        lay_out(f, t, nodes + trees[t], node);
        if (wide)
            lay_masks(f, t, nodes + trees[t], node);
    }
    f->ranked = wide ? NULL : page_ranked_make(f, a);
    return true;
}

static bool forest_open(struct page_forest *f, struct arena *a, const struct model *m, const char *nodes_name,
                        const char *trees_name, uint32_t features) {
    size_t nodes_n, trees_n;
    const struct page_node *nodes = model_section(m, nodes_name, sizeof *nodes, &nodes_n);
    const uint32_t *trees = model_section(m, trees_name, sizeof *trees, &trees_n);
    return nodes && trees && trees_n > 1 && page_forest_make(f, a, nodes, nodes_n, trees, trees_n - 1, features);
}

bool page_forest_open(struct page_forest *f, struct arena *a, const struct model *m, const char *name, uint32_t width) {
    return forest_open(f, a, m, arena_printf(a, "%s.nodes", name).p, arena_printf(a, "%s.trees", name).p, width);
}

/* Half the size: half as much of it has to come from afar. And sums are the same in any order. NULL: they are no 64ths. */
static const int16_t *words_in_64ths(struct arena *a, const float *words) {
    int16_t *to = ARENA_ARRAY(a, int16_t, PAGE_WORDS);
    for (uint32_t i = 0; i < PAGE_WORDS; i++) {
        float v = words[i] * 64;
        if (!(v >= -4096 && v <= 4096) || v != (float)(int16_t)v)
            return NULL;
        to[i] = (int16_t)v;
    }
    return to;
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
    if (!p->tokens || !p->words || !features || n < 2 ||
        !forest_open(&p->first, a, &m, "nodes1", "trees1", features[0]) ||
        !forest_open(&p->second, a, &m, "nodes2", "trees2", features[1]) ||
        features[0] != PAGE_FEATURES || features[1] != PAGE_FEATURES2)
        return NULL;
    p->words64 = page_wide_reads() ? words_in_64ths(a, p->words) : NULL;
    return p;
}

const struct page_picks *page_picks_open(struct arena *a, const char *models) {
    struct model m;
    if (model_open(&m, a, models, "page-meta"))
        return NULL;
    struct page_picks *p = ARENA_NEW(a, struct page_picks);
    size_t n;
    const uint32_t *features = model_section(&m, "features", sizeof *features, &n);
    if (!features || n != 1 || *features != PICK_FEATURES || !page_forest_open(&p->date, a, &m, "date", PICK_FEATURES) ||
        !page_forest_open(&p->author, a, &m, "author", PICK_FEATURES) ||
        !page_forest_open(&p->title, a, &m, "title", PICK_FEATURES))
        return NULL;
    return p;
}

#define EIGHT(c) c, c + 1, c + 2, c + 3, c + 4, c + 5, c + 6, c + 7
#define LETTERS EIGHT('a'), EIGHT('i'), EIGHT('q'), 'y', 'z'
#define MORE(c) EIGHT(c), EIGHT(c + 8), EIGHT(c + 16), EIGHT(c + 24)
const uint8_t page_word_bytes[256] = {
    ['0'] = '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', ['A'] = LETTERS, ['a'] = LETTERS,
    [0x80] = MORE(0x80), MORE(0xA0), MORE(0xC0), MORE(0xE0)};

void page_model_weigh(const struct page_model *m, slice s, float *out) {
    uint32_t count = 0;
    float sum = 0;
    if (m && m->words64 && page_wide_weigh(m->words64, s, out))
        return;
    out[1] = out[2] = 0;
    for (uint16_t word; page_word_next(&s, &word); count++) {
        float v = page_model_word(m, word);
        sum += v;
        out[1] = v < out[1] ? v : out[1];
        out[2] = v > out[2] ? v : out[2];
    }
    out[0] = count ? sum / (float)count : 0;
}

/* ---- asking ------------------------------------------------------------------------------------- */

/* Rows that are scored together: a tree's splits stay at hand, and the walks overlap. */
enum { GROUP = PAGE_WIDE };
struct group {
    uint32_t keys[GROUP][PAGE_WIDTH];
    uint32_t wide[PAGE_WIDTH][GROUP]; /* if are_wide: the same, by feature; noughts past row n */
    uint32_t n;
    bool are_wide;
};

typedef float floats4 __attribute__((vector_size(16)));
typedef int32_t ints4 __attribute__((vector_size(16)));

/* key_of, four at a time. */
static void make_keys(uint32_t *keys, const float *x, uint32_t width) {
    for (uint32_t i = 0; i < width; i += 4) {
        floats4 v;
        memcpy(&v, x + i, sizeof v);
        ints4 bits = (ints4)(v + 0.0f);
        bits ^= bits >> 31 | INT32_MIN;
        memcpy(keys + i, &bits, sizeof bits);
    }
}

static void group_fill(struct group *g, const float *x, uint32_t n, uint32_t stride, const struct page_forest *f) {
    enum { FEW = 4 }; /* rows that are as well walked with */
    g->n = n;
    g->are_wide = f->masks && n >= FEW;
    if (g->are_wide)
        page_wide_keys(g->wide[0], x, n, stride, f->width);
    else
        for (uint32_t r = 0; r < n; r++)
            make_keys(g->keys[r], x + (size_t)r * stride, f->width);
}

static inline size_t walk(const struct page_split *tree, const uint32_t *keys, uint32_t depth) {
    size_t at = 1;
#pragma GCC unroll 8
    for (uint32_t d = 0; d < depth; d++)
        at = 2 * at + (keys[tree[at].feature] < tree[at].cut);
    return at - (1u << depth);
}

/* With the depth known a step is a few instructions. */
__attribute__((always_inline)) static inline void sum_walks(const struct page_forest *f, const struct group *g,
                                                            uint32_t from, uint32_t to, uint32_t depth, float *sums) {
    uint32_t n = g->n;
    for (uint32_t t = from; t < to; t++) {
        const struct page_split *tree = f->splits + ((size_t)t << depth);
        const float *leaves = f->leaves + ((size_t)t << depth);
        for (uint32_t r = 0; r < n; r++)
            sums[r] += leaves[walk(tree, g->keys[r], depth)];
    }
}

static void sum_trees(const struct page_forest *f, const struct group *g, uint32_t from, uint32_t to, float *sums) {
    if (g->are_wide) {
        page_wide_sum(f, g->wide[0], from, to, sums);
        return;
    }
    switch (f->depth) {
    case 6: sum_walks(f, g, from, to, 6, sums); break;
    case 5: sum_walks(f, g, from, to, 5, sums); break;
    default: sum_walks(f, g, from, to, f->depth, sums); break;
    }
}

/* Two groups; of the second there may be none. */
static void sum_both(const struct page_forest *f, const struct group g[2], uint32_t from, uint32_t to, float sums[2][GROUP]) {
    if (g[0].are_wide && g[1].are_wide) {
        page_wide_sum_two(f, g[0].wide[0], g[1].wide[0], from, to, sums[0], sums[1]);
        return;
    }
    for (int k = 0; k < 2; k++)
        if (g[k].n)
            sum_trees(f, &g[k], from, to, sums[k]);
}

/* The next rows; gives how many there are in both. */
static uint32_t fill_both(struct group g[2], const float *x, uint32_t n, uint32_t stride, const struct page_forest *f) {
    uint32_t first = n < GROUP ? n : GROUP, second = n - first < GROUP ? n - first : GROUP;
    group_fill(&g[0], x, first, stride, f);
    group_fill(&g[1], x + (size_t)first * stride, second, stride, f);
    return first + second;
}

enum { RANKED_FEW = 8 }; /* rows that are as well walked with */

void page_forest_scores(const struct page_forest *f, const float *x, uint32_t n, uint32_t stride, float *out) {
    uint32_t i = 0, some;
    for (; f->ranked && n - i >= RANKED_FEW; i += some) {
        int8_t ranks[PAGE_WIDTH][PAGE_RANKED];
        float sums[PAGE_RANKED] = {0};
        some = n - i < PAGE_RANKED ? n - i : PAGE_RANKED;
        page_ranked_fill(f, x + (size_t)i * stride, some, stride, ranks);
        page_ranked_sum(f, ranks, 0, f->trees_n, sums);
        memcpy(out + i, sums, some * sizeof *out);
    }
    struct group g[2];
    for (; i < n; i += some) {
        float sums[2][GROUP] = {{0}};
        some = fill_both(g, x + (size_t)i * stride, n - i, stride, f);
        sum_both(f, g, 0, f->trees_n, sums);
        memcpy(out + i, sums, some * sizeof *out);
    }
}

/* What a row comes to whose first trees say `sum`, the others `rest`. */
static bool is_low(float sum) { return sum < -3.0f; }
static float quick_score(float sum, float rest) { return is_low(sum) ? sum * 2 : sum + rest; }

void page_forest_quick(const struct page_forest *f, const float *x, uint32_t n, uint32_t stride, float *out) {
    uint32_t part = f->trees_n * 2 / 5, i = 0, some;
    for (; f->ranked && n - i >= RANKED_FEW; i += some) {
        int8_t ranks[PAGE_WIDTH][PAGE_RANKED];
        float sums[PAGE_RANKED] = {0}, rest[PAGE_RANKED] = {0};
        bool more = false;
        some = n - i < PAGE_RANKED ? n - i : PAGE_RANKED;
        page_ranked_fill(f, x + (size_t)i * stride, some, stride, ranks);
        page_ranked_sum(f, ranks, 0, part, sums);
        for (uint32_t r = 0; r < some; r++)
            more |= !is_low(sums[r]);
        if (more)
            page_ranked_sum(f, ranks, part, f->trees_n, rest);
        for (uint32_t r = 0; r < some; r++)
            out[i + r] = quick_score(sums[r], rest[r]);
    }
    struct group g[2];
    for (; i < n; i += some) {
        float sums[2][GROUP] = {{0}}, rest[2][GROUP] = {{0}}, *sum = sums[0], *on = rest[0];
        bool more[2] = {false, false};
        some = fill_both(g, x + (size_t)i * stride, n - i, stride, f);
        sum_both(f, g, 0, part, sums);
        for (uint32_t r = 0; r < some; r++)
            more[r / GROUP] |= !is_low(sum[r]);
        if (more[0] && more[1])
            sum_both(f, g, part, f->trees_n, rest);
        else if (more[0] || more[1])
            sum_trees(f, &g[more[1]], part, f->trees_n, rest[more[1]]);
        for (uint32_t r = 0; r < some; r++)
            out[i + r] = quick_score(sum[r], on[r]);
    }
}
