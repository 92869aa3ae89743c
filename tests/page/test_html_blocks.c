/* What is counted in a block, and its text, are what a look at each byte gives. */
#include "page/html_blocks.h"
#include "test.h"

struct counts {
    uint32_t words, chars, commas, digits, capital, small, stops;
};

static struct counts count_slowly(slice s) {
    struct counts c = {0};
    for (uint32_t i = 0; i < s.n;) {
        uint32_t start = i, lower = 0;
        while (i < s.n && !is_space((unsigned char)s.p[i]))
            lower += is_lower((unsigned char)s.p[i++]);
        if (i > start) {
            c.words++;
            c.capital += is_upper((unsigned char)s.p[start]);
            c.small += i < s.n && lower == i - start && lower <= 3;
        }
        c.chars += i - start;
        i++;
    }
    for (uint32_t i = 0; i < s.n; i++) {
        c.commas += s.p[i] == ',';
        c.digits += is_digit((unsigned char)s.p[i]);
        c.stops += s.p[i] && strchr(".!?", s.p[i]) && (i + 1 == s.n || is_space((unsigned char)s.p[i + 1]) || s.p[i + 1] == '"');
    }
    return c;
}

/* Single blanks, none at the ends. */
static uint32_t squeeze_slowly(slice s, char *to) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++)
        if (!is_space((unsigned char)s.p[i]))
            to[n++] = s.p[i];
        else if (n && to[n - 1] != ' ')
            to[n++] = ' ';
    return n && to[n - 1] == ' ' ? n - 1 : n;
}

static void counting(void *arg) {
    struct page_kit *kit = arg;
    struct arena *tmp = arena_new(0);
    unsigned wrong = 0, texts = 0;
    uint32_t seed = 7;
    for (uint32_t n = 1; n < 300; n++) {
        char page[400] = "<p>x", want[400], got[400];
        for (uint32_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            page[4 + i] = "abcdeXY  \n,.7!\""[(seed >> 16) % 15];
        }
        slice own = slice_of(page + 3, n + 1);
        memcpy(page + 4 + n, "</p>", 5);
        struct html_tree tree;
        struct html_blocks b;
        html_parse(&tree, slice_str(page), &kit->names, tmp, TAG_NONE, SPACE_HTML, false);
        html_blocks_find(&b, &tree, kit, tmp, 0);
        struct counts c = count_slowly(own);
        const struct html_block *q = b.p;
        wrong += b.n != 1 || q->words != c.words || q->chars != c.chars || q->commas != c.commas || q->digits != c.digits ||
                 q->capital != c.capital || q->small != c.small || q->stops != c.stops;
        slice text = html_block_text(&b, q, got, sizeof got);
        wrong += !slice_eq(text, slice_of(want, squeeze_slowly(own, want)));
        texts++;
        arena_reset(tmp);
    }
    CHECK(texts == 299 && wrong == 0);
    arena_free(tmp);
}

/* The score of a forest is the sum of the leaves that a walk from each root comes to. */
static void forests(void *arg) {
    (void)arg;
    static const struct page_node nodes[] = {
        {0.5f, 1, 1}, {-1, UINT16_MAX, 0}, {2, 0, 3}, {10, UINT16_MAX, 0}, {20, UINT16_MAX, 0}, /* the first tree */
        {0, 2, 1},    {100, UINT16_MAX, 0}, {200, UINT16_MAX, 0}};
    static const uint32_t trees[] = {0, 5, 8};
    struct arena *a = arena_new(0);
    struct page_forest f;
    CHECK(page_forest_make(&f, a, nodes, NELEMS(nodes), trees, 2, 4));
    static const struct {
        float x[4], score;
    } rows[] = {{{0, 0, 0, 0}, 199}, {{0, 1, -1, 0}, 110}, {{2, 1, 0, 0}, 220}, {{3, 0.5f, -0.5f, 0}, 120}, {{0, 0, -0.0f, 0}, 199}};
    for (unsigned i = 0; i < NELEMS(rows); i++)
        CHECK(page_forest_score(&f, rows[i].x) == rows[i].score);
    struct page_node bad[NELEMS(nodes)];
    memcpy(bad, nodes, sizeof nodes);
    bad[2].yes = 4; /* past the end of its tree */
    CHECK(!page_forest_make(&f, a, bad, NELEMS(bad), trees, 2, 4));
    bad[2].yes = 0; /* round and round */
    CHECK(!page_forest_make(&f, a, bad, NELEMS(bad), trees, 2, 4));
    arena_free(a);
}

/* Many rows at once, by whatever this machine has, score as each alone does. */
static void forest_wide(void *arg) {
    enum { TREES = 7, SPLITS = 40, ROWS = 53, WIDTH = 8 };
    (void)arg;
    struct arena *a = arena_new(0);
    struct page_node *nodes = ARENA_ARRAY(a, struct page_node, TREES * (2 * SPLITS + 1));
    uint32_t trees[TREES + 1] = {0}, n = 0, seed = 3;
    for (uint32_t t = 0; t < TREES; t++) {
        struct page_node *tree = nodes + n;
        uint32_t made = 1, depth[2 * SPLITS + 1] = {0};
        for (uint32_t i = 0; i < made; i++) {
            seed = seed * 1664525u + 1013904223u;
            if (depth[i] < 6 && made + 2 <= 2 * SPLITS + 1 && (seed >> 28) > 2) {
                tree[i] = (struct page_node){(float)(seed >> 16 & 15) - 8, (uint16_t)(seed >> 20 & (WIDTH - 1)), (uint16_t)made};
                depth[made] = depth[made + 1] = depth[i] + 1;
                made += 2;
            } else {
                tree[i] = (struct page_node){(float)(seed >> 12) * 0.001f, UINT16_MAX, 0};
            }
        }
        n += made;
        trees[t + 1] = n;
    }
    struct page_forest f;
    CHECK(page_forest_make(&f, a, nodes, n, trees, TREES, WIDTH) && f.depth > 3);
    float x[ROWS][WIDTH], score[ROWS];
    for (uint32_t i = 0; i < ROWS * WIDTH; i++) {
        seed = seed * 1664525u + 1013904223u;
        x[i / WIDTH][i % WIDTH] = (float)(seed >> 27) - 16;
    }
    unsigned wrong = 0;
    for (uint32_t rows = 1; rows <= ROWS; rows++) {
        page_forest_scores(&f, x[0], rows, WIDTH, score);
        for (uint32_t r = 0; r < rows; r++)
            wrong += score[r] != page_forest_score(&f, x[r]);
    }
    CHECK(wrong == 0);
    arena_free(a);
}

static void run_all(void *arg) {
    struct page_kit *kit;
    (void)arg;
    if (page_kit_open(&kit, NULL, NULL))
        guard_fail(STM_EIO);
    counting(kit);
    if (kit->model) { /* as on a machine without vectors of more than 128 bits */
        struct page_model model = *kit->model;
        struct page_kit narrow = *kit;
        model.words64 = NULL;
        narrow.wide = narrow.avx2 = false;
        narrow.model = &model;
        counting(&narrow);
    }
    forests(NULL);
    forest_wide(NULL);
    page_kit_close(kit);
}

int main(void) {
    RUN(run_all);
    DONE();
}
