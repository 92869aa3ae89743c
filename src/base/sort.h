/* sort: many numbers at once.
 *
 * rooms: base */
#ifndef STM_SORT_H
#define STM_SORT_H

#include "base/base.h"

/* Sorts by the bits from `low` (0..63) up; what is equal there stays in order. Gives the sorted numbers: they lie
 * in p or in an array of tmp, and what lies in the other is of no use. */
uint64_t *sort_u64(uint64_t *p, uint32_t n, int low, struct arena *tmp);

#endif
