/* kin_index: sketches of any number of reports, and the pairs of them that may share text.
 *
 * rooms: base input page lang mark doc
 *
 * 244 bytes a report: in memory up to a limit, beyond it in a temporary file that has no name. A search goes over
 * the keys in parts (by their upper bits), each part on one thread: rows of (key, report) are sorted, equal keys
 * give pairs. Work and memory grow with the number of reports and pairs, not with its square: a key that many
 * reports have is boilerplate or a great wire story, and pairs each of them with its next neighbours alone. */
#ifndef STM_KIN_INDEX_H
#define STM_KIN_INDEX_H

#include "kin/kin_inside.h"

struct kin_index;

/* Inside a guard; goes with the arena. memory: bytes of sketches that are held, 0: 512 MiB. */
struct kin_index *kin_index_new(struct arena *a, size_t memory);
/* Its number is the count of those before it. Not for threads. */
void kin_index_add(struct kin_index *x, const struct sketch *s);
uint32_t kin_index_count(const struct kin_index *x);
/* Pairs worth a look: first << 32 | second, first < second, sorted, each once; in `a`. */
uint64_t *kin_index_pairs(struct kin_index *x, int threads, struct arena *a, uint32_t *pairs_n);

#endif
