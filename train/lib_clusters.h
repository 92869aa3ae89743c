/* Word classes from raw text by exchange (Kneser & Ney 1993; Martin, Liermann & Ney 1998). */
#ifndef STM_LIB_CLUSTERS_H
#define STM_LIB_CLUSTERS_H

#include "base/base.h"

/* `stream`: words as numbers below `words`, sentences parted by `words` itself. Puts each word into
 * one of `classes` classes so that a bigram model over classes is likeliest; class_of[words] is the
 * sentence's edge. Words are numbered by frequency, the most frequent first. */
void clusters_make(const uint32_t *stream, size_t n, uint32_t words, uint32_t classes, int rounds,
                   uint16_t *class_of);

#endif
