/* desk_near: the stories of a desk, a few reports at a time.
 *
 * rooms: base input page lang mark doc kin story claim fix account
 *
 *   add ─► report (state 0, key) ─► links.c: probe, link, touched ─► groups.c: member, story, alias
 *                                                                       └► tell.c: origins, conflicts
 *
 * Below NEAR_FEW reports all is related at once, as `read` does it. From there on only what a change
 * touches is: see story_near.h for why that gives the stories that clustering the whole desk would.
 * `setting.linked` says which of the two a desk is in. Each step is a transaction and leaves work that can
 * be gone on with: reports whose state is not 1, rows of `touched`. */
#ifndef STM_DESK_NEAR_H
#define STM_DESK_NEAR_H

#include "desk.h"
#include "story/story_near.h"

enum { NEAR_FEW = 64 };

/* A set of numbers. */
struct near_set {
    uint64_t *p; /* 0: empty */
    uint32_t n, cap;
    struct arena *a;
};
bool near_put(struct near_set *s, uint64_t v); /* false: was in */
bool near_has(const struct near_set *s, uint64_t v);
static inline uint64_t near_list(uint32_t word, int32_t fortnight) {
    return ((uint64_t)word << 32 | (uint32_t)fortnight) ^ 0x5DEECE66D1u; /* next to never 0 */
}

/* Statements of one run, prepared when first used; finalized with the arena. Inside a guard. */
struct near_run {
    struct desk *d;
    struct arena *a;    /* of the run */
    sqlite3_stmt *s[40];
    struct near_set full;
    struct near_kept *kept; /* points read of late, by doc */
    struct arena *kept_arena;
    uint32_t most;      /* reports of a list that counts: setting `list`, else NEAR_LIST */
};
struct arena *near_arena(struct near_run *r);     /* goes with the run */
void near_begin(struct near_run *r, struct desk *d, struct arena *a); /* reads full_list */
sqlite3_stmt *near_sql(struct near_run *r, uint32_t number, const char *sql); /* reset, to be bound */
bool near_step(sqlite3_stmt *s);                  /* a row? leaves the guard on failure */
void near_do(sqlite3_stmt *s);                    /* steps to the end and resets */

/* A report's point, out of its key or made anew from its page; NULL: it is not there. */
const struct story_point *near_load(struct near_run *r, int64_t doc, struct arena *a);
/* Takes a report out of the lists and links; what it was near to is touched. Inside a transaction. */
void near_unlink(struct near_run *r, int64_t doc);
/* Links up to `most` reports that wait. False: none did. In a transaction. */
bool near_link(struct near_run *r, uint32_t most);
/* Makes out the stories that are touched. In a transaction. */
void near_group(struct near_run *r);

/* Old ids go on as aliases: `was[i]` and `is[i]` a report's story before (p NULL: none) and after. */
void near_alias(struct near_run *r, const slice *was, const slice *is, uint32_t n);

#endif
