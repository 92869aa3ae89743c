/* All trees of a family, weighed. */
#include "kin_whole.h"

#include <math.h>

/* What speaks for the members of `set` as the children of one that is not here. */
static double lost_score(const struct whole *w, uint32_t set, uint32_t size) {
    if (size == 1)
        return (double)w->lone;
    double sum = 0;
    for (uint32_t i = 0; i < w->n; i++)
        for (uint32_t j = 0; j < i && set >> i & 1; j++)
            if (set >> j & 1)
                sum += (double)w->common[i * w->n + j];
    return sum * 2 / size; /* as much as that many edges */
}

/* Turns m (k by k) into its inverse; returns the logarithm of its determinant. The columns are dominated by their
 * diagonals, so no rows need be exchanged. */
static double invert(double *m, uint32_t k) {
    double log_det = 0;
    for (uint32_t p = 0; p < k; p++) {
        double pivot = m[p * k + p];
        if (!(pivot > 0))
            return -INFINITY;
        log_det += log(pivot);
        m[p * k + p] = 1;
        for (uint32_t j = 0; j < k; j++)
            m[p * k + j] /= pivot;
        for (uint32_t i = 0; i < k; i++) {
            double f = m[i * k + p];
            if (i == p || f == 0)
                continue;
            m[i * k + p] = 0;
            for (uint32_t j = 0; j < k; j++)
                m[i * k + j] -= f * m[p * k + j];
        }
    }
    return log_det;
}

void whole_weigh(const struct whole *w, struct shares *out) {
    uint32_t n = w->n, sets = 1u << n;
    double e[WHOLE_MOST * WHOLE_MOST], top[WHOLE_MOST], m[WHOLE_MOST * WHOLE_MOST];
    memset(out->edge, 0, sizeof out->edge);
    memset(out->pull, 0, sizeof out->pull);
    for (uint32_t y = 0; y < n; y++) {
        top[y] = -INFINITY;
        for (uint32_t x = 0; x < n; x++)
            if (x != y)
                top[y] = fmax(top[y], (double)w->from[x * n + y]);
        for (uint32_t x = 0; x < n; x++)
            e[x * n + y] = x == y ? 0 : exp((double)w->from[x * n + y] - top[y]);
    }
    /* twice: the weights, then what each set's trees add, now that the largest is known */
    static const double none = -INFINITY;
    double most = none;
    out->here[0] = out->lost[0] = none;
    for (int pass = 0; pass < 2; pass++) {
        double sum = 0;
        for (uint32_t set = 1; set < sets; set++) {
            uint32_t rest[WHOLE_MOST], k = 0, size = (uint32_t)__builtin_popcount(set);
            double rest_top = 0;
            for (uint32_t i = 0; i < n; i++)
                if (!(set >> i & 1)) {
                    rest[k++] = i;
                    rest_top += top[i];
                }
            if (pass && fmax(out->here[set], out->lost[set]) - most < -40) {
                out->here[set] = out->lost[set] = 0;
                continue;
            }
            for (uint32_t j = 0; j < k; j++) {
                double all = 0;
                for (uint32_t x = 0; x < n; x++)
                    all += e[x * n + rest[j]];
                for (uint32_t i = 0; i < k; i++)
                    m[i * k + j] = i == j ? all : -e[rest[i] * n + rest[j]];
            }
            double trees = invert(m, k) + rest_top;
            if (!pass) {
                out->here[set] = size == 1 ? trees + (double)w->here : none;
                out->lost[set] = trees + lost_score(w, set, size);
                most = fmax(most, fmax(out->here[set], out->lost[set]));
                continue;
            }
            double here = exp(out->here[set] - most), lost = exp(out->lost[set] - most), both = here + lost;
            out->here[set] = here;
            out->lost[set] = lost;
            sum += both;
            for (uint32_t j = 0; j < k; j++)
                for (uint32_t x = 0, i = 0; x < n; x++) {
                    double share = m[j * k + j];
                    if (i < k && rest[i] == x)
                        share -= m[j * k + i++];
                    out->edge[x * n + rest[j]] += both * e[x * n + rest[j]] * share;
                }
            for (uint32_t i = 0; i < n && size > 1; i++)
                for (uint32_t j = 0; j < n && set >> i & 1; j++)
                    if (i != j && set >> j & 1)
                        out->pull[i * n + j] += lost * 2 / size;
        }
        if (!pass)
            continue;
        out->log_sum = most + log(sum);
        for (uint32_t i = 0; i < n * n; i++) {
            out->edge[i] /= sum;
            out->pull[i] /= sum;
        }
        out->here[0] = out->lost[0] = 0;
        for (uint32_t set = 1; set < sets; set++) {
            out->here[set] /= sum;
            out->lost[set] /= sum;
        }
    }
}

/* An edge that runs the other way is worth that much; a missing original that is told, as many edges; each thing said costs
 * a share of what it brings if it is right. */
static const float TURNED = 0.9f, ORIGIN = 3, COST = 0.4f;

/* What is expected of the members of `set` as all that hang on what is not here. Another set is as good as its reports in
 * common, if these are half of all. */
static double lost_gain(const struct shares *s, uint32_t set, uint32_t sets) {
    double sum = 0;
    for (uint32_t other = 1; other < sets; other++) {
        if (s->lost[other] < 1e-4)
            continue;
        int common = __builtin_popcount(set & other), all = __builtin_popcount(set | other);
        if (2 * common >= all)
            sum += s->lost[other] * (common + (double)ORIGIN);
    }
    return sum - (double)COST * (__builtin_popcount(set) + (double)ORIGIN);
}

void whole_choose(uint32_t n, const struct shares *s, int *parent) {
    uint32_t sets = 1u << n;
    double best[1 << WHOLE_MOST];
    uint8_t last[1 << WHOLE_MOST], on[1 << WHOLE_MOST]; /* the report that came last to the set, and its parent */
    best[0] = -INFINITY;
    for (uint32_t set = 1; set < sets; set++) {
        bool one = !(set & (set - 1));
        best[set] = one ? 0 : -INFINITY;
        last[set] = one ? UINT8_MAX : 0;
        if (s->lost[set] > 1e-3) {
            double gain = lost_gain(s, set, sets);
            if (gain > best[set]) {
                best[set] = gain;
                last[set] = UINT8_MAX - 1;
            }
        }
        for (uint32_t y = 0; y < n && !one; y++) {
            uint32_t rest = set & ~(1u << y);
            if (rest == set)
                continue;
            for (uint32_t x = 0; x < n; x++) {
                if (!(rest >> x & 1))
                    continue;
                double v = best[rest] + s->edge[x * n + y] + (double)TURNED * s->edge[y * n + x] - (double)COST;
                if (v > best[set]) {
                    best[set] = v;
                    last[set] = (uint8_t)y;
                    on[set] = (uint8_t)x;
                }
            }
        }
    }
    uint32_t set = sets - 1;
    while (last[set] < UINT8_MAX - 1) {
        parent[last[set]] = on[set];
        set &= ~(1u << last[set]);
    }
    for (uint32_t i = 0; i < n; i++)
        if (set >> i & 1)
            parent[i] = last[set] == UINT8_MAX ? WHOLE_ROOT : WHOLE_LOST;
}
