/* All trees of a family, held against those listed one by one. */
#include "test.h"

#include <math.h>

#include "kin/kin_whole.h"

static struct shares s;

static float noise(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return (float)(*state % 8001) / 1000 - 4;
}

/* Is it a tree, or trees under one that is not here? */
static bool is_tree(uint32_t n, const int *parent, bool lone) {
    uint32_t roots = 0, lost = 0;
    for (uint32_t i = 0; i < n; i++) {
        roots += parent[i] == WHOLE_ROOT;
        lost += parent[i] == WHOLE_LOST;
        int x = (int)i;
        for (uint32_t k = 0; k <= n && x >= 0; k++)
            x = parent[x];
        if (x >= 0 || parent[i] == (int)i)
            return false;
    }
    return lost ? !roots && (lost > 1 || lone) : roots == 1;
}

static double weight(const struct whole *w, const int *parent) {
    double sum = 0, between = 0, lost = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (parent[i] >= 0)
            sum += (double)w->from[(uint32_t)parent[i] * w->n + i];
        for (uint32_t j = 0; j < i; j++)
            if (parent[i] == WHOLE_LOST && parent[j] == WHOLE_LOST)
                between += (double)w->common[i * w->n + j];
        lost += parent[i] == WHOLE_LOST;
    }
    return exp(sum + (lost == 1 ? (double)w->lone : lost > 0 ? between * 2 / lost : (double)w->here));
}

/* The next way to give each of n a parent out of WHOLE_LOST .. n - 1. */
static bool next(uint32_t n, int *parent) {
    for (uint32_t i = 0; i < n; i++) {
        if (++parent[i] < (int)n)
            return true;
        parent[i] = WHOLE_LOST;
    }
    return false;
}

static void against_list(uint32_t n, float lone, uint32_t seed) {
    float from[16], common[16];
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j <= i; j++) {
            from[i * n + j] = noise(&seed);
            from[j * n + i] = noise(&seed);
            common[i * n + j] = common[j * n + i] = noise(&seed);
        }
    struct whole w = {n, from, common, lone, isfinite(lone) ? -1.5f : 0};
    whole_weigh(&w, &s);
    double all = 0, edge[16] = {0}, pull[16] = {0}, here[16] = {0}, lost[16] = {0};
    int parent[4] = {WHOLE_LOST, WHOLE_LOST, WHOLE_LOST, WHOLE_LOST};
    do {
        if (!is_tree(n, parent, isfinite(lone)))
            continue;
        double v = weight(&w, parent);
        uint32_t set = 0, root = 0;
        for (uint32_t i = 0; i < n; i++) {
            set |= (uint32_t)(parent[i] == WHOLE_LOST) << i;
            root |= (uint32_t)(parent[i] == WHOLE_ROOT) << i;
            if (parent[i] >= 0)
                edge[(uint32_t)parent[i] * n + i] += v;
        }
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < n; j++)
                if (i != j && set >> i & 1 && set >> j & 1)
                    pull[i * n + j] += v * 2 / __builtin_popcount(set);
        here[root] += root ? v : 0;
        lost[set] += set ? v : 0;
        all += v;
    } while (next(n, parent));
    CHECK(fabs(s.log_sum - log(all)) < 1e-9);
    bool same = true;
    for (uint32_t i = 0; i < n * n; i++)
        same &= i % (n + 1) == 0 || (fabs(s.edge[i] - edge[i] / all) < 1e-9 && fabs(s.pull[i] - pull[i] / all) < 1e-9);
    for (uint32_t i = 1; i < 1u << n; i++)
        same &= fabs(s.here[i] - here[i] / all) < 1e-9 && fabs(s.lost[i] - lost[i] / all) < 1e-9;
    CHECK(same);
    int chosen[4];
    whole_choose(n, &s, chosen);
    CHECK(is_tree(n, chosen, isfinite(lone)));
}

static void listed(void *arg) {
    (void)arg;
    for (uint32_t n = 2; n <= 4; n++)
        for (uint32_t seed = 1; seed < 20; seed++)
            against_list(n, seed % 2 ? -INFINITY : -1, seed * 7919);
}

/* A chain of ten with its heads in no doubt; two that hang on what is not here, with a child each. */
static void chosen(void *arg) {
    (void)arg;
    enum { N = WHOLE_MOST };
    float from[N * N], common[N * N];
    int parent[N];
    for (uint32_t i = 0; i < N * N; i++)
        from[i] = -8, common[i] = -8;
    for (uint32_t i = 0; i + 1 < N; i++)
        from[i * N + i + 1] = 6, from[(i + 1) * N + i] = -2;
    whole_weigh(&(struct whole){N, from, common, -INFINITY}, &s);
    whole_choose(N, &s, parent);
    bool chain = parent[0] == WHOLE_ROOT;
    for (uint32_t i = 1; i < N; i++)
        chain &= parent[i] == (int)i - 1;
    CHECK(chain);
    float f[16], c[16];
    for (uint32_t i = 0; i < 16; i++)
        f[i] = -8, c[i] = -3;
    f[0 * 4 + 1] = f[2 * 4 + 3] = 5;
    c[0 * 4 + 2] = c[2 * 4 + 0] = 4;
    whole_weigh(&(struct whole){4, f, c, -INFINITY}, &s);
    whole_choose(4, &s, parent);
    CHECK(parent[0] == WHOLE_LOST && parent[2] == WHOLE_LOST && parent[1] == 0 && parent[3] == 2);
    CHECK(s.lost[5] > 0.9);
}

/* Numbers as far apart as floats allow stay numbers. */
static void extremes(void *arg) {
    (void)arg;
    float from[9] = {0, 700, -700, -700, 0, 700, 700, -700, 0}, common[9] = {0, -700, 700, -700, 0, 0, 700, 0, 0};
    int parent[3];
    whole_weigh(&(struct whole){3, from, common, -INFINITY}, &s);
    CHECK(isfinite(s.log_sum));
    whole_choose(3, &s, parent);
    CHECK(is_tree(3, parent, false));
}

int main(void) {
    RUN(listed);
    RUN(chosen);
    RUN(extremes);
    DONE();
}
