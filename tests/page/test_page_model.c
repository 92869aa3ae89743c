/* What vectors of 512 or 256 bits say, where the machine has them, is what is said without, to the bit; and texts that are read
 * many bytes at a time are read as they are one by one. */
#include "page/html_blocks.h"
#include "test.h"

static uint64_t seed = 7;
static uint32_t below(uint32_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

/* Words of all lengths, signs between them, capitals, digits, bytes of other scripts. */
static slice some_text(char *to, uint32_t n) {
    static const char signs[] = "aeinorstAEIZ09  ,.-'&\n\xC3\xA9\xE2\x80\x99\xFF";
    uint32_t letters = below(3) ? 8 : (uint32_t)sizeof signs - 1;
    for (uint32_t i = 0; i < n; i++)
        to[i] = below(6) ? signs[below(letters)] : signs[below((uint32_t)sizeof signs - 1)];
    return slice_of(to, n);
}

static uint32_t weighed_wrong(const struct page_model *m) {
    char text[400];
    uint32_t wrong = 0;
    for (uint32_t turn = 0; turn < 20000; turn++) {
        slice s = some_text(text, below(turn % 8 ? 90 : sizeof text)), rest = s;
        float said[3], sum = 0, low = 0, high = 0;
        uint32_t words = 0;
        for (uint16_t word; page_word_next(&rest, &word); words++) {
            float v = page_model_word(m, word);
            sum += v;
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
        float is[3] = {words ? sum / (float)words : 0, low, high};
        page_model_weigh(m, s, said);
        wrong += memcmp(said, is, sizeof is) != 0;
    }
    return wrong;
}

/* Rows that are scored together, and each by itself. */
static uint32_t scored_wrong(const struct page_forest *f) {
    enum { ROWS = 75 };
    static float x[ROWS * PAGE_WIDTH];
    float together[ROWS], alone;
    uint32_t wrong = 0;
    for (uint32_t turn = 0; turn < 200; turn++) {
        uint32_t n = 1 + below(ROWS);
        for (uint32_t i = 0; i < n * f->width; i++)
            x[i] = below(3) ? (float)below(2000) / 100 - 5 : below(2) ? -0.0f : (float)below(3);
        page_forest_scores(f, x, n, f->width, together);
        for (uint32_t r = 0; r < n; r++) {
            page_forest_scores(f, x + (size_t)r * f->width, 1, 0, &alone);
            wrong += memcmp(&alone, &together[r], sizeof alone) != 0;
        }
    }
    return wrong;
}

/* Runs of two and more letters and digits, parted at capitals; digits in a row are one sign. */
static uint32_t tokens_slowly(slice s, uint16_t *to) {
    uint32_t found = 0, h = 0, n = 0;
    for (uint32_t i = 0; i <= s.n; i++) {
        unsigned char c = i < s.n ? (unsigned char)s.p[i] : 0, last = i ? (unsigned char)s.p[i - 1] : 0;
        if (!is_alnum(c) || (is_upper(c) && is_lower(last))) {
            if (n > 1)
                to[found++] = (uint16_t)((h ^ h >> 16) & (PAGE_TOKENS - 1));
            h = n = 0;
        }
        if (!is_alnum(c) || (is_digit(c) && is_digit(last)))
            continue;
        h = (h ^ (uint8_t)(is_digit(c) ? '0' : to_lower((char)c))) * PAGE_WORD_MUL + PAGE_TOKEN_ADD;
        n++;
    }
    return found;
}

static uint32_t tokens_wrong(void) {
    char text[64];
    uint32_t wrong = 0;
    for (uint32_t turn = 0; turn < 20000 && page_wide_reads(); turn++) {
        uint16_t got[PAGE_WIDE_TOKENS], is[PAGE_WIDE_TOKENS];
        slice s = some_text(text, below(65));
        uint32_t n = tokens_slowly(s, is);
        wrong += page_wide_tokens(s, got) != n || memcmp(got, is, n * sizeof *is) != 0;
    }
    return wrong;
}

/* Line feeds, many or few, as one width of vectors finds them. */
static uint32_t lines_wrong(uint32_t (*feeds)(slice), void (*lines)(slice, uint32_t *)) {
    char text[300];
    uint32_t wrong = 0, got[300 + PAGE_WIDE];
    for (uint32_t turn = 0; turn < 20000; turn++) {
        uint32_t n = below(sizeof text), often = 1 + below(1 << below(8)), k = 0;
        for (uint32_t i = 0; i < n; i++)
            text[i] = below(often) ? 'a' : '\n';
        slice s = slice_of(text, n);
        uint32_t all = feeds(s);
        lines(s, got);
        for (uint32_t i = 0; i < n; i++)
            if (text[i] == '\n')
                wrong += k >= all || got[k++] != i + 1;
        wrong += k != all;
    }
    return wrong;
}

/* A number as the cuts are or lie between, for a feature with so many of them. */
static float some_number(uint32_t cuts) { return (float)below(2 * cuts + 2) / 2 - (float)(cuts / 2); }

static float walk_slowly(const struct page_node *tree, const float *x) {
    uint32_t at = 0;
    while (tree[at].feature != UINT16_MAX)
        at = tree[at].yes + !(x[tree[at].feature] < tree[at].cut);
    return tree[at].cut;
}

/* Features with one cut, with some, with as many as bytes can tell apart, and with more. */
static void many_cuts(void *arg) {
    (void)arg;
    enum { TREES = 40, WIDTH = 12, ROWS = 70, NODES = 63 };
    static const uint32_t cuts[][WIDTH] = {{1, 2, 3, 5, 7, 8, 9, 15, 17, 33, 64, 126}, {1, 2, 3, 5, 7, 8, 9, 15, 17, 33, 64, 500}};
    struct arena *a = arena_new(0);
    for (uint32_t turn = 0; turn < 12; turn++) {
        const uint32_t *many = cuts[turn & 1];
        uint32_t trees[TREES + 1], n = 0, wrong = 0, depth = 1 + turn % 6, most[WIDTH] = {0};
        struct page_node *nodes = ARENA_ARRAY(a, struct page_node, TREES * 2 * NODES);
        for (uint32_t t = 0; t < TREES; t++) {
            struct page_node *tree = nodes + n;
            uint32_t made = 1, level[2 * NODES + 1] = {0};
            for (uint32_t i = 0; i < made; i++) {
                uint32_t f = below(WIDTH);
                if (level[i] < depth && (below(5) || !i)) {
                    uint32_t k = most[f]++ % many[f]; /* all are used, in turn */
                    tree[i] = (struct page_node){(float)k - (float)(many[f] / 2), (uint16_t)f, (uint16_t)made};
                    level[made] = level[made + 1] = level[i] + 1;
                    made += 2;
                } else {
                    tree[i] = (struct page_node){(float)below(100000) / 977, UINT16_MAX, 0};
                }
            }
            trees[t] = n;
            trees[t + 1] = n += made;
        }
        struct page_forest f;
        CHECK(page_forest_make(&f, a, nodes, n, trees, TREES, WIDTH) && f.depth == depth);
        float x[ROWS][WIDTH], score[ROWS];
        for (uint32_t i = 0; i < ROWS * WIDTH; i++)
            x[i / WIDTH][i % WIDTH] = some_number(many[i % WIDTH]);
        for (uint32_t rows = 1; rows <= ROWS; rows++) {
            page_forest_scores(&f, x[0], rows, WIDTH, score);
            for (uint32_t r = 0; r < rows; r++) {
                float sum = 0;
                for (uint32_t t = 0; t < TREES; t++)
                    sum += walk_slowly(nodes + trees[t], x[r]);
                wrong += memcmp(&sum, &score[r], sizeof sum) != 0;
            }
        }
        CHECK(!wrong);
    }
    arena_free(a);
}

static void models(void *arg) {
    (void)arg;
    struct page_kit *kit;
    CHECK(!page_wide_reads() || !lines_wrong(page_wide_feeds, page_wide_lines));
    CHECK(!page_avx2_reads() || !lines_wrong(page_avx2_feeds, page_avx2_lines));
    CHECK(!page_kit_open(&kit, NULL, NULL) && kit->model);
    CHECK(!weighed_wrong(kit->model));
    CHECK(!tokens_wrong());
    CHECK(!scored_wrong(&kit->model->first));
    CHECK(!scored_wrong(&kit->model->second));
    page_kit_close(kit);
}

/* Blanks of all kinds, bullets before and stops behind; the same with a sign in it that is no ASCII goes byte by byte. */
static void plain(void *arg) {
    (void)arg;
    char text[200], odd[210], got[256], other[256];
    uint32_t wrong = 0;
    for (uint32_t turn = 0; turn < 20000; turn++) {
        uint32_t n = below(sizeof text);
        for (uint32_t i = 0; i < n; i++)
            text[i] = below(5) ? "aXy0,'Z"[below(7)] : " -*>.:!;|\t\n  "[below(13)];
        slice s = kit_plain(slice_of(text, n), got, sizeof got);
        memcpy(odd, text, n);
        memcpy(odd + n, "a\xC3\xA9", 3);
        slice o = kit_plain(slice_of(odd, n + 3), other, sizeof other);
        wrong += o.n < s.n + 3 || memcmp(o.p, s.p, s.n) != 0;
    }
    CHECK(!wrong);
}

int main(void) {
    RUN(models);
    RUN(many_cuts);
    RUN(plain);
    DONE();
}
