/* How a lemma comes from a form; shared with train_lemmas. Internal to lang.
 *
 * rooms: base
 *
 * A rule cuts bytes off the end of the form (in lower case, or as it stands) and puts others there;
 * cut LEMMA_ALL: the lemma is the rule's string alone. Which rule: that of (form, tag, capital) if
 * it is an exception, else that of the longest known (suffix, tag, capital). */
#ifndef STM_LEMMAS_H
#define STM_LEMMAS_H

#include "base/base.h"

enum { LEMMA_SUFFIX = 6, LEMMA_ALL = 255, LEMMA_AS_IS = 1 /* flag: keep capitals */ };

struct lemma_rule {
    uint8_t cut, flags;
    uint16_t put_n;
    uint32_t put; /* offset into the pool */
};

static inline uint32_t lemma_hash(slice low, uint8_t xpos, bool capital, bool suffix) {
    /* not as a seed: on up to three bytes XXH3 takes seed and bytes together too plainly */
    uint32_t h = (uint32_t)hash_mix(hash64(low.p, low.n), 64 + xpos * 4u + capital * 2u + suffix);
    return h ? h : 1;
}
/* Whether the form counts as capitalised: not where a sentence begins. */
static inline bool lemma_capital(slice form, bool first) {
    return !first && form.n && is_upper((unsigned char)form.p[0]);
}

#endif
