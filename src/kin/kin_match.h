/* kin_match: measures that hold two reports against one another without aligning them.
 *
 * rooms: base input page lang mark doc */
#ifndef STM_KIN_MATCH_H
#define STM_KIN_MATCH_H

#include "kin/kin_out.h"

/* Shares of telling words: of reports of one matter; of a report and a dispatch that it only reworded. */
static const float MATTER_ONE = 0.3f, MATTER_ALL = 0.5f;

/* How a report's time fits that of who borrows from it: 0: within a news cycle before it, or not known; 1: long
 * before; 2: after it. */
int match_lateness(const struct kin_row *borrower, const struct kin_row *lender);
bool match_after(const struct kin_row *borrower, const struct kin_row *lender); /* later, by more than a false stamp may be off */
/* Of two lenders of as much, is x the better one? Whose time fits, then who is nearer to the root. */
bool match_lender(const struct kin_build *b, uint32_t borrower, uint32_t x, uint32_t y);
/* Keys that both sketches have. */
uint32_t match_keys(const struct sketch *a, const struct sketch *b);
bool match_near(const struct kin_row *x, const struct kin_row *y); /* two weeks, or not known */
/* Share of the shorter one's telling words that both have, 0..1. */
float match_share(const struct kin_row *p, const struct kin_row *q);
/* Do they tell one matter? */
bool match_matter(const struct kin_build *b, const struct kin_row *p, const struct kin_row *q);
/* A name without "the" before it. */
slice match_bare(slice name);

#endif
