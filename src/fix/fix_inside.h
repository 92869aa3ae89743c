/* Inside of fix.
 *
 * rooms: base input page lang mark doc kin story claim */
#ifndef STM_FIX_INSIDE_H
#define STM_FIX_INSIDE_H

#include <jansson.h>

#include "fix.h"

/* Place of name in a list of n, or -1. */
int fix_index(const char *const *names, int n, slice name);
/* Writes args, and the id that comes from them. */
void fix_settle(struct fix *f, struct arena *a);
bool fix_span_of(json_t *v, span *out);
/* Parsed, freed with the arena; NULL: no JSON. */
json_t *fix_json(slice text, struct arena *a);

/* Document i is the one that the place means. */
bool fix_is_doc(const struct document *d, const struct fix_place *p);
/* Its number in docs, or NONE. */
uint32_t fix_doc(const struct document *const *docs, uint32_t n, const struct fix_place *p);
/* Do the source spans stand on the same words, by more than half of the shorter? */
bool fix_overlap(span a, span b);
/* How many of the group's passages the claim's rows, or the conflict's sides, stand on. */
uint32_t fix_claim_hits(const struct document *const *docs, const struct claim *c, const struct fix_group *g);
uint32_t fix_conflict_hits(const struct document *const *docs, const struct conflict *c, const struct fix_group *g);
uint32_t fix_claim_find(const struct document *const *docs, const struct claims *c, const struct fix_group *g);
uint32_t fix_figure_find(const struct stories *st, const struct fix_name *name);
uint32_t fix_origin_find(const struct document *const *docs, const struct kin *kin, const struct fix_group *g,
                         const struct fix_name *name);

void fix_mark(struct fixes *f, uint32_t fix, enum fix_list list, bool machine, slice row, struct arena *a);
/* Rows have another id now. */
void fix_renamed(struct fixes *f, enum fix_list list, slice from, slice to);
void fix_touched(struct fix *f, slice row, struct arena *a);
/* Is any fix of these kinds in force? */
bool fix_any(const struct fixes *f, uint32_t kinds);

#endif
