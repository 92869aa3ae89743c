/* The chain model: the same sums with wide vectors and without, and a labelling that no other one beats. */
#include "mark/attr.h"
#include "test.h"

static uint32_t seed = 7;
static uint32_t dice(uint32_t n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void same_sums(void *arg) {
    (void)arg;
    static int8_t w[1024 * CRF_LABELS];
    for (size_t i = 0; i < NELEMS(w); i++)
        w[i] = (int8_t)((int)dice(255) - 127);
    struct crf m = {.w = w, .mask = 1023, .labels = ROLE_LABELS, .scale = 0.25f};
    crf_ready(&m, role_may);
    for (uint32_t n = 0; n <= CRF_MAX_FEATURES; n++) {
        struct crf_features f;
        int sum[CRF_LABELS] = {0};
        for (uint32_t k = 0; k < n; k++) {
            f.a[k] = dice(1u << 24) * 251;
            f.b[k] = dice(1u << 24) * 241;
            for (int l = 0; l < CRF_LABELS; l++)
                sum[l] += w[(size_t)(crf_mix(f.a[k], f.b[k]) & m.mask) * CRF_LABELS + (size_t)l];
        }
        crf_features_end(&f, n);
        bool wide = m.wide, good = true;
        for (int turn = 0; turn < 2; turn++, m.wide = false) {
            struct crf_rows rows;
            float s[CRF_LABELS];
            crf_fetch(&m, &f, &rows);
            crf_score(&m, &rows, s);
            for (int l = 0; l < CRF_LABELS; l++)
                good &= s[l] == (float)sum[l] * 0.25f;
        }
        m.wide = wide;
        CHECK(good);
    }
}

enum { WORDS = 5 };

static float worth(const struct crf *m, bool (*may)(int, int), float s[WORDS][CRF_LABELS], const uint8_t *e,
                   const uint8_t *label, uint32_t n) {
    float v = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!may(i ? label[i - 1] : -1, label[i]))
            return -1e9f;
        v += s[i][label[i]] + (i ? m->edge[e[i]][label[i - 1]][label[i]] : 0);
    }
    return n && !may(label[n - 1], -1) ? -1e9f : v;
}

static void none_beats(bool (*may)(int, int), uint32_t labels) {
    struct crf m = {.labels = labels};
    float s[WORDS][CRF_LABELS] = {{0}}, best[WORDS * CRF_LABELS];
    uint8_t e[WORDS], label[WORDS], other[WORDS];
    for (int round = 0; round < 40; round++) {
        for (int k = 0; k < CRF_EDGES; k++)
            for (int f = 0; f < CRF_LABELS; f++)
                for (int t = 0; t < CRF_LABELS; t++)
                    m.edge[k][f][t] = (float)dice(64) - 32; /* whole numbers: sums are exact in any order */
        crf_ready(&m, may);
        for (int i = 0; i < WORDS; i++) {
            e[i] = (uint8_t)dice(CRF_EDGES);
            for (uint32_t l = 0; l < labels; l++)
                s[i][l] = (float)dice(128) - 64;
        }
        uint32_t n = 1 + dice(WORDS), ways = 1;
        crf_best(&m, &s[0][0], e, n, best, label);
        float mine = worth(&m, may, s, e, label, n), most = -1e9f;
        for (uint32_t i = 0; i < n; i++)
            ways *= labels;
        for (uint32_t way = 0; way < ways; way++) {
            for (uint32_t i = 0, rest = way; i < n; i++, rest /= labels)
                other[i] = (uint8_t)(rest % labels);
            float v = worth(&m, may, s, e, other, n);
            most = v > most ? v : most;
        }
        CHECK(mine == most);
    }
}

static void best(void *arg) {
    (void)arg;
    none_beats(cue_may, CUE_LABELS);
    none_beats(role_may, ROLE_LABELS);
}

int main(void) {
    RUN(same_sums);
    RUN(best);
    DONE();
}
