/* Least significant digits first: a pass for each digit in which the numbers differ at all, so that few short
 * numbers in long words cost little. */
#include "sort.h"

enum { FEW = 32, MANY = 4096, DIGIT_FEW = 8, DIGIT_MANY = 11 };

static void insert(uint64_t *p, uint32_t n, int low) {
    for (uint32_t i = 1; i < n; i++) {
        uint64_t x = p[i];
        uint32_t at = i;
        for (; at && p[at - 1] >> low > x >> low; at--)
            p[at] = p[at - 1];
        p[at] = x;
    }
}

static void pass(const uint64_t *from, uint64_t *to, uint32_t n, int shift, uint32_t digits, uint32_t *counts) {
    memset(counts, 0, digits * sizeof *counts);
    for (uint32_t i = 0; i < n; i++)
        counts[from[i] >> shift & (digits - 1)]++;
    uint32_t sum = 0;
    for (uint32_t d = 0; d < digits; d++) {
        uint32_t c = counts[d];
        counts[d] = sum;
        sum += c;
    }
    for (uint32_t i = 0; i < n; i++)
        to[counts[from[i] >> shift & (digits - 1)]++] = from[i];
}

uint64_t *sort_u64(uint64_t *p, uint32_t n, int low, struct arena *tmp) {
    if (n <= FEW) {
        insert(p, n, low);
        return p;
    }
    uint64_t differ = 0;
    for (uint32_t i = 1; i < n; i++)
        differ |= p[i] ^ p[0];
    int bits = n < MANY ? DIGIT_FEW : DIGIT_MANY;
    uint32_t counts[1 << DIGIT_MANY];
    uint64_t *q = arena_alloc(tmp, (size_t)n * sizeof *q);
    for (int shift = low; shift < 64; shift += bits) {
        if (!(differ >> shift & ((1u << bits) - 1)))
            continue;
        pass(p, q, n, shift, 1u << bits, counts);
        uint64_t *t = p;
        p = q;
        q = t;
    }
    return p;
}
