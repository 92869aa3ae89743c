/* Site profiles: what is template on the pages of a site, learned from many of them, kept in a file, and given
 * to the reader of a page as an input beside its bytes.
 *
 *   pages ─ page_read (page.prints) ─► sites_learn ─► sites_write ─ FILE ─ sites_open ─► page_kit ─► page_read
 *
 * A block of text that stands on several pages of one site, which have different titles, is none of a report's own:
 * a promotion, a notice, a person's lines about herself. FILE is text: a line "stemma-sites 1", then for each site
 * "site HOST PAGES" and a line "HASH COUNT" for each block that is template there, sorted.
 *
 * rooms: base */
#ifndef STM_SITES_H
#define STM_SITES_H

#include "base/base.h"

/* A block's print: a hash of its words, the last bit set where it is as long as a sentence. Such a block must stand on
 * three pages, not two: a report that was updated shares sentences with its older self. */
static inline uint64_t site_print(uint64_t words_hash, uint32_t words) {
    return (words_hash & ~(uint64_t)1) | (words >= 12);
}
static inline bool site_print_long(uint64_t print) { return print & 1; }

/* ---- learning ------------------------------------------------------------------------------------ */

struct sites_learner; /* bounded by site: SITE_PAGES pages, SITE_BLOCKS blocks; what comes after is passed over */
struct sites_learner *sites_learner_new(struct arena *a);
/* One page: its host, a hash of its title (pages of one title count once), hashes of its blocks. */
void sites_learn(struct sites_learner *l, slice host, uint64_t title, const uint64_t *prints, uint32_t n);
/* The profile, to o: the same bytes for the same pages, in whatever order, below the bounds. */
void sites_write(const struct sites_learner *l, struct out *o, struct arena *tmp);

/* ---- using ----------------------------------------------------------------------------------------- */

struct sites;
struct site;
/* Reads a profile from its bytes, which must outlive it. STM_OK or STM_EFORMAT with *at the byte that is wrong. */
int sites_open(struct sites **out, slice bytes, struct arena *a, uint64_t *at);
const struct site *sites_find(const struct sites *s, slice host); /* NULL: not in it */
bool site_is_template(const struct site *s, uint64_t print);

#endif
