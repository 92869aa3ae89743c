/* kin_tree: verified pairs -> families, their trees and roots.
 *
 * rooms: base input page lang mark doc */
#ifndef STM_KIN_TREE_H
#define STM_KIN_TREE_H

#include "kin/kin_descent.h"

bool pair_is_family(const struct kin_row *const *rows, const struct kin_pair *p);

/* An edge between reports: `doc` was made from `from`, shown by `pair`. */
struct limb {
    uint32_t doc, from, pair;
    float confidence;
    struct rival *rivals; /* other reports that it may have been made from */
    uint32_t rivals_n;
};
/* Reports that were made from one thing that is not here. */
struct lost {
    uint32_t *docs;
    uint32_t docs_n;
    uint32_t pair;     /* that shows it, or NONE */
    float confidence;
};
struct trees {
    struct limb *limbs;
    uint32_t limbs_n, limbs_cap;
    struct lost *lost;
    uint32_t lost_n, lost_cap;
    uint32_t *component; /* by row: the least row joined to it by family pairs */
};
/* `pairs` sorted by rows. Rows that are `headed` stand under an agency's dateline or credit. */
void trees_read(struct kin_row *const *rows, uint32_t n, const struct kin_pair *pairs,
                uint32_t pairs_n, struct arena *a, struct arena *tmp, struct trees *out);

#endif
