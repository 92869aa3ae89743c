/* Pairs that may share text, from sketches: the same whether they are held or in a file, whatever the threads, and those
 * that a look at every pair finds. */
#include "test.h"

#include <stdlib.h>

#include "kin/kin_index.h"

static struct arena *a;

static uint32_t next(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

static int by_u32(const void *x, const void *y) {
    uint32_t p = *(const uint32_t *)x, q = *(const uint32_t *)y;
    return (p > q) - (p < q);
}

/* Shingles and keys drawn from so many values; every fifth report has half of an earlier one's. */
static struct sketch *draw(uint32_t n, uint32_t values, uint32_t seed) {
    struct sketch *v = ARENA_ARRAY(a, struct sketch, n);
    uint32_t state = seed;
    for (uint32_t i = 0; i < n; i++) {
        const struct sketch *from = i > 4 && i % 5 == 0 ? &v[next(&state) % i] : NULL;
        v[i].shingles_n = 20;
        v[i].keys_n = SKETCH_KEYS;
        for (uint32_t k = 0; k < 20; k++)
            v[i].shingles[k] = from && k < 10 ? from->shingles[k] : (next(&state) % values) * 2654435761u;
        for (uint32_t k = 0; k < SKETCH_KEYS; k++)
            v[i].keys[k] = from && k < 8 ? from->keys[k] : (next(&state) % values) * 2246822519u;
        qsort(v[i].shingles, 20, sizeof *v[i].shingles, by_u32);
        qsort(v[i].keys, SKETCH_KEYS, sizeof *v[i].keys, by_u32);
    }
    return v;
}

static uint64_t *pairs_of(const struct sketch *v, uint32_t n, size_t memory, int threads, uint32_t *out_n) {
    struct kin_index *x = kin_index_new(a, memory);
    for (uint32_t i = 0; i < n; i++)
        kin_index_add(x, &v[i]);
    CHECK(kin_index_count(x) == n);
    return kin_index_pairs(x, threads, a, out_n);
}

static bool shares(const uint32_t *x, uint32_t n, const uint32_t *y, uint32_t m, uint32_t least) {
    uint32_t both = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < m && (i == 0 || x[i] != x[i - 1]); j++)
            if (x[i] == y[j]) {
                both++;
                break;
            }
    return both >= least;
}

static void every_pair(void *arg) {
    (void)arg;
    enum { N = 300 };
    /* so many values that no list is full: then it is every pair that shares one shingle or four keys */
    struct sketch *v = draw(N, 1u << 20, 7);
    uint32_t n;
    uint64_t *p = pairs_of(v, N, 0, 2, &n);
    uint32_t at = 0, wrong = 0;
    for (uint32_t i = 0; i < N; i++)
        for (uint32_t j = i + 1; j < N; j++) {
            bool want = shares(v[i].shingles, v[i].shingles_n, v[j].shingles, v[j].shingles_n, 1) ||
                        shares(v[i].keys, v[i].keys_n, v[j].keys, v[j].keys_n, 4);
            bool have = at < n && p[at] == ((uint64_t)i << 32 | j);
            wrong += want != have;
            at += have;
        }
    CHECK(wrong == 0 && at == n && n >= N / 5 - 1);
}

static void file(void *arg) {
    (void)arg;
    enum { N = 10000 }; /* more than two blocks */
    struct sketch *v = draw(N, 9000, 11);
    uint32_t n, m, k;
    uint64_t *held = pairs_of(v, N, 0, 1, &n), *filed = pairs_of(v, N, 1, 2, &m), *some = pairs_of(v, N, 1100000, 3, &k);
    CHECK(n > N / 5 && n == m && n == k);
    CHECK(!memcmp(held, filed, n * sizeof *held) && !memcmp(held, some, n * sizeof *held));
    bool sorted = true;
    for (uint32_t i = 1; i < n; i++)
        sorted = sorted && held[i - 1] < held[i];
    CHECK(sorted);
}

/* One shingle in every report: pairs grow with the reports, not with their square. */
static void boilerplate(void *arg) {
    (void)arg;
    enum { N = 5000 };
    struct sketch *v = draw(N, 1u << 30, 3);
    for (uint32_t i = 0; i < N; i++)
        v[i].shingles[0] = 5, v[i].keys[0] = 5;
    uint32_t n;
    pairs_of(v, N, 0, 2, &n);
    CHECK(n >= N && n < 12 * N);
}

static void none(void *arg) {
    (void)arg;
    uint32_t n = 1;
    CHECK(pairs_of(NULL, 0, 0, 1, &n) && n == 0);
    struct sketch one = {{1, 2}, {3}, 2, 1};
    pairs_of(&one, 1, 0, 1, &n);
    CHECK(n == 0);
}

/* Shingles lie evenly over all numbers, so that unrelated reports seldom have one in common by chance. */
static void even(void *arg) {
    (void)arg;
    struct kin_weights none = {0};
    uint32_t low = 0, all = 0, state = 5;
    for (int i = 0; i < 100; i++) {
        struct buf text = {.a = a};
        for (int w = 0; w < 400; w++)
            buf_slice(&text, arena_printf(a, w % 20 == 19 ? "w%u. The " : "w%u ", next(&state) % 100000));
        struct kin_row r = {0};
        struct sketch s;
        kin_split(buf_take(&text), &none, 0, a, &r.w);
        row_sketch(&r, &s, a);
        for (uint32_t k = 0; k < s.shingles_n; k++, all++)
            low += s.shingles[k] < UINT32_MAX / 8;
    }
    CHECK(all > 1000 && low * 8 < all * 2);
}

int main(void) {
    a = arena_new(0);
    RUN(every_pair);
    RUN(file);
    RUN(boilerplate);
    RUN(none);
    RUN(even);
    arena_free(a);
    DONE();
}
