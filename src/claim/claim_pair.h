/* claim_pair: two clauses of two reports held side by side, as numbers.
 *
 * rooms: base input page lang mark doc kin story
 *
 * What train_claims learns from and claim_link asks by. */
#ifndef STM_CLAIM_PAIR_H
#define STM_CLAIM_PAIR_H

#include "claim/claim_work.h"

enum pair_feature {
    PAIR_JACCARD, PAIR_HELD,           /* by weight; of both, of the shorter */
    PAIR_TELLING,                      /* bits shared of what tells something */
    PAIR_COUNT,
    PAIR_TIE,                          /* claim_tie */
    PAIR_ROOT,                         /* 2: turn on one word, 1: on one that the other has */
    PAIR_ACTS,
    PAIR_DONE, PAIR_DOERS,             /* 1: the same, -1: another, 0: not known */
    PAIR_AGENTS_CLASH,
    PAIR_COUNTS_CLASH, PAIR_COUNTS_SAME, PAIR_COUNTS_OTHER,
    PAIR_DAYS,                         /* 1: one day, -1: others, 0: not known */
    PAIR_NAMES, PAIR_NAMES_APART,      /* names in both; the fewer of those that only one has */
    PAIR_STRANGERS, PAIR_OPPOSED, PAIR_NEGATED, PAIR_BESIDE,
    PAIR_VOICE,                        /* 3: the same speaker, 2: both somebody's words, 1: one, 0: neither */
    PAIR_VOICE_APART,
    PAIR_QUOTED, PAIR_RUN,             /* longest run of words in common */
    PAIR_LENGTHS, PAIR_WEIGHT,
    PAIR_FAMILY, PAIR_LEAD, PAIR_PLACE,
    PAIR_AROUND,                       /* likeness of what stands before and behind */
    PAIR_PILE, PAIR_PILE_MOST,         /* how few clauses of the pile have what is shared, in bits: in all, of one word */
    PAIR_PILE_JACCARD, PAIR_SENTENCE,  /* by those bits; of the whole sentences */
    PAIR_PREDICATE,                    /* of what is no name and no subject, the part that is shared, of the shorter ... */
    PAIR_PREDICATE_WEIGHT,             /* ... and how much that is */
    PAIR_SUBJECT,                      /* words of the roles in common, by weight */
    PAIR_FEATURES,
    PAIR_WIDTH = (PAIR_FEATURES + 3) / 4 * 4 /* with noughts behind: as page_forest_make has it */
};

/* Numbers of two units; false: they have nothing in common. */
bool claim_pair(const struct work *w, const struct unit *a, const struct unit *b, float x[PAIR_WIDTH]);

#endif
