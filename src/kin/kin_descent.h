/* kin_descent: what the pairs of a family tell about who was made from whom.
 *
 * rooms: base input page lang mark doc
 *
 * For each pair of reports that share enough, small numbers are read: what each side has alone, how the
 * wording differs, titles, dates, and what the rest of the family witnesses (a passage that y has, x lacks
 * and z has too was not y's own addition). A forest of boosted trees (models/kin-descent.stm, train/
 * train_kin.c) turns them into what three stories add to the weight of a family's tree (kin_whole.h): x is y's
 * parent, y is x's, both were made from something that is not here. */
#ifndef STM_KIN_DESCENT_H
#define STM_KIN_DESCENT_H

#include "base/model.h"
#include "kin/kin_inside.h"

enum descent_score { DESCENT_FROM /* the second was made from the first */, DESCENT_COMMON, DESCENT_SCORES };

/* of two reports that share too little */
static const float DESCENT_NO_PAIR = -8, DESCENT_NO_SIBLING = -3;

/* What speaks for an edge in the weight of a tree (kin_whole.h), a logarithm. */
struct descent {
    float from[2]; /* from[0]: row[1] was made from row[0]; from[1]: the reverse */
    float common;  /* both were made from something that is not here */
};

/* Numbers of one pair in one order: x as the parent. The order is the model's. */
enum descent_feature {
    D_OWN_P, D_OWN_C, D_FRESH_P, D_FRESH_C, D_INNER_P, D_INNER_C, D_FOREIGN_P, D_FOREIGN_C, D_CUTS_P, D_CUTS_C,
    D_TITLE, D_DATE, D_BREAKS, D_SITES, D_SAME, D_COVER_P, D_COVER_C, D_IDENTITY,
    D_SEEN_P, D_SEEN_C,       /* words of the one that the other lacks and a third has */
    D_UNSEEN_P, D_UNSEEN_C,   /* and that no other has */
    D_ALONE,                  /* words of the child that x has and nobody else; -1: a family of two */
    D_BETWEEN_P, D_BETWEEN_C, /* the least that both have and a third lacks; -1: there is none */
    D_NEARER_P, D_NEARER_C,   /* others that share more words */
    /* thirds that keep the order, or the title, of the one where the two differ */
    D_ORDER_P, D_ORDER_C, D_TITLED_P, D_TITLED_C,
    /* words inside sentences that both have, in which a third goes with the one against the other: the most that any third has
     * so; the most and the least in which the two go together against a third (-1: there is none) */
    D_SIDES_P, D_SIDES_C, D_PACT, D_PACT_LEAST,
    D_MEMBERS, D_HEADED_P, D_HEADED_C, D_HEADED, D_WORDS_P, D_WORDS_C,
    /* thirds that stand between the two by order, by title, by wording */
    D_ORDER_MID, D_TITLED_MID, D_SITES_MID,
    /* titles: words of the longest run that both have (-1: one has none), and those that each has before it and behind it */
    D_HEAD, D_HEAD_PRE_P, D_HEAD_PRE_C, D_HEAD_POST_P, D_HEAD_POST_C,
    D_TAIL_P, D_TAIL_C, D_FIGURES_P, D_FIGURES_C, D_NUMBERS,
    D_HOURS, D_BEFORE_P, D_BEFORE_C, /* from the one to the other; members that are older */
    /* all that differs, as a distance: of the two; how much nearer than the nearest third to either; the detour over the best
     * third; the least detour of a third's way to the other over the one */
    D_APART, D_RIVAL_P, D_RIVAL_C, D_DETOUR, D_OVER_P, D_OVER_C,
    DESCENT_FEATURES
};

/* A node of a tree: feature, or UINT16_MAX for a leaf, whose value is `cut`; children at yes and yes + 1. */
struct descent_node {
    uint16_t feature, yes; /* yes: counted from the tree's first node; taken where x < cut */
    float cut;
};
struct descent_forest {
    const struct descent_node *nodes;
    const uint32_t *trees; /* first node of each, and the end; tree t is of score t % DESCENT_SCORES */
    uint32_t trees_n;
};
struct page_forest;
struct descent_model {
    struct descent_forest pair; /* reads the numbers of a pair */
    const struct page_forest *by_score; /* [DESCENT_SCORES] the same, for many pairs; NULL: not made */
};
/* The embedded model, checked. Inside a guard. */
void descent_open(struct descent_model *m, struct arena *a);
/* Makes what many pairs are asked of faster, with the same sums. */
void descent_hasten(struct descent_model *m, struct arena *a);
/* x: n rows of `width` numbers; sums: of each row. */
void descent_sums(const struct descent_forest *f, const float *x, uint32_t n, uint32_t width, float sums[][DESCENT_SCORES]);
/* What the sums of both orders say of the pair. */
struct descent descent_odds(const float sums[2][DESCENT_SCORES]);

/* A family: its reports and the pairs between them. */
struct descent_family {
    struct kin_row *const *rows; /* all rows */
    const uint32_t *members;     /* ascending */
    uint32_t n;
    const struct kin_pair *const *pairs; /* both rows are members */
    uint32_t pairs_n;
    bool headed;                 /* one of them stands under an agency's dateline */
};
/* out: pairs_n * 2 rows of DESCENT_FEATURES numbers: row[0] as the parent, then row[1]. */
void descent_features(const struct descent_family *f, struct arena *tmp, float *out);
/* out: for each pair. */
void descent_read(const struct descent_model *m, const struct descent_family *f, struct arena *tmp, struct descent *out);
uint32_t descent_place(const struct descent_family *f, uint32_t row); /* of a member */

#endif
