/* Log odds of hashed tokens: how much oftener they stand in what is the report's than in what is not. Counted by fold, so
 * that a page's tokens can be weighed by what other sites' pages say. */
#ifndef STM_LIB_ODDS_H
#define STM_LIB_ODDS_H

#include "base/base.h"

struct odds {
    float *yes, *no;     /* BOOST_FOLDS * size */
    uint8_t *texts;      /* in how many (to 255), BOOST_FOLDS * size */
    uint32_t *here, *in; /* size: the piece and the text that had it last, + 1 */
    uint32_t size, piece;
};

void odds_new(struct odds *o, struct arena *a, uint32_t size);
/* The next piece (a block, a line) is read. */
void odds_next(struct odds *o);
/* A token of this piece, which counts once a piece; `text`: the piece's text or page, whose pieces come one after the other. */
void odds_add(struct odds *o, int fold, uint32_t text, uint32_t token, bool yes, float weight);

/* What odds_weigh makes of counts: noughts for what stands in fewer texts than `least`; else the log odds of the token against
 * those of all, drawn to nought by `prior` occurrences, within +-most, in steps of 1 / steps. */
struct odds_how {
    uint32_t least;
    double prior, most, steps;
};
/* Of all folds but `out`; -1: of all. To to[0..size). */
void odds_weigh(const struct odds *o, int out, const struct odds_how *how, float *to);

#endif
