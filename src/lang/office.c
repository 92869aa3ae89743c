/* Offices: what stands before one and makes it another's. */
#include "lang.h"

uint32_t office_rank(slice word) {
    static const char *const ranks[] = {"former", "ex", "vice", "deputy", "acting", "assistant"};
    for (uint32_t k = 0; k < NELEMS(ranks); k++)
        if (slice_eq_nocase(word, slice_str(ranks[k])))
            return 1u << k;
    return 0;
}

uint32_t office_ranks(slice title) {
    uint32_t ranks = 0;
    for (uint32_t i = 0; i < title.n;) {
        uint32_t end = i;
        while (end < title.n && (is_alpha((unsigned char)title.p[end]) || (unsigned char)title.p[end] >= 0x80))
            end++;
        ranks |= office_rank(slice_cut(title, i, end));
        i = end + 1;
    }
    return ranks;
}
