/* kin_whole: all trees that a family may have, weighed at once.
 *
 * rooms: base
 *
 * A tree's weight is the exponential of the sum of its edges' scores and of what speaks for a missing original that some
 * of the reports hang on. Given those that hang on nothing, the trees over the others are counted by a determinant (the
 * matrix-tree theorem: Tutte 1948; Koo et al. 2007), so a family of n takes 2^n of them. From these come the share of all
 * weight that each edge has, and the tree that is right in most. */
#ifndef STM_KIN_WHOLE_H
#define STM_KIN_WHOLE_H

#include "base/base.h"

enum { WHOLE_MOST = 10 }; /* reports of a family up to which all trees are weighed */

struct whole {
    uint32_t n;          /* 1 .. WHOLE_MOST */
    const float *from;   /* from[x * n + y]: y was made from x */
    const float *common; /* [x * n + y]: both from what is not here; the same both ways */
    float lone;          /* for a missing original that has but one child; -INFINITY: it has more */
    float here;          /* for an original that is one of them */
};

struct shares {
    double log_sum;                          /* of all weights */
    double edge[WHOLE_MOST * WHOLE_MOST];    /* [x * n + y]: y was made from x */
    double pull[WHOLE_MOST * WHOLE_MOST];    /* [x * n + y]: mean of 2 / (reports that hang on what is not here), where both do */
    double here[1 << WHOLE_MOST], lost[1 << WHOLE_MOST]; /* by set: one is the root; the set hangs on what is not here */
};
void whole_weigh(const struct whole *w, struct shares *out);

/* The tree of which the most is expected to be right: parent[i] is a number, WHOLE_ROOT or WHOLE_LOST. */
enum { WHOLE_ROOT = -1, WHOLE_LOST = -2 };
void whole_choose(uint32_t n, const struct shares *s, int *parent);

#endif
