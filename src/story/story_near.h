/* story_near: stories made out a few reports at a time, among very many.
 *
 * rooms: base input page lang mark doc kin
 *
 * All that is asked of a report is its key: its point as bytes, made of the report alone. Two reports
 * are linked when their points are alike (`point_alike`) and they share two of the words that each can
 * be looked up by, in lists that are not full. A list holds the reports of one word and one fortnight
 * (or those without a date); a full one, of more than NEAR_LIST, tells nothing and counts for no pair.
 *
 * Stories are average-link clusters of these links, as in story.c, but without what kin knows. A join
 * hangs on the two clusters alone, so clusters whose members have no strong link across never meet;
 * and so, after a change, it is enough to cluster anew the stories that it touches, those that have a
 * strong link to them, and so on until every story that came out otherwise than before has only such
 * neighbours as were clustered with it. What comes out is what clustering everything anew would give: the
 * trace of a story (clusters_read) tells whether it came about in the very same way as before. */
#ifndef STM_STORY_NEAR_H
#define STM_STORY_NEAR_H

#include "doc/doc.h"

enum {
    NEAR_RULE = 3,            /* goes up when keys or links come out otherwise than before */
    NEAR_LIST = 4000,         /* most reports of a list that counts */
    NEAR_WORDS = 30,          /* most words that a report is looked up by */
    NEAR_SHARED = 2,          /* such words that two reports must share */
    NEAR_UNDATED = INT32_MIN  /* as a fortnight: no date is known */
};

struct story_point;

/* The key of a document, in a. Inside a guard, as all here. */
slice near_key(const struct document *d, struct arena *a, struct arena *tmp);
/* The point of a key; NULL: damaged. The words of it lie in a; the key may go. */
const struct story_point *near_point(slice key, struct arena *a);
uint32_t near_words(const struct story_point *p, const uint32_t **words);
int32_t near_fortnight(const struct story_point *p);
/* 0..1; 0: too far apart in time. From near_strong() on a link is strong. */
float near_alike(const struct story_point *a, const struct story_point *b);
float near_strong(void);

/* Clusters n points, which stand in an order that comes from their content. full(arg, word, fortnight): is
 * that list full? cluster_of[i]: the least member's number; trace[i]: in, a hash of the report, out, at the
 * least member, the trace of the cluster. */
void near_clusters(const struct story_point *const *points, uint32_t n,
                   bool (*full)(void *arg, uint32_t word, int32_t fortnight), void *arg, struct arena *tmp,
                   uint32_t *cluster_of, uint64_t *trace);

/* A story's row, from its members in an order that comes from their content. */
uint32_t near_middle(const struct story_point *const *points, const bool *titled, uint32_t n);
slice near_story_id(uint8_t *sums, uint32_t n, struct arena *a); /* SHA-256 of each, 32 bytes; sorted by it */

#endif
