/* What the readers found out about the page as a whole -> struct page's metadata.
 *
 * rooms: base input
 *
 * The first to set a field wins: callers go from the best source to the worst. */
#ifndef STM_PAGE_META_H
#define STM_PAGE_META_H

#include "page_parts.h"

void meta_given(struct report *r, const struct page_kit *k); /* from beside the bytes */
void meta_title(struct report *r, slice title, enum found_in found);
/* The first date in s; false: none, or it was set already. */
bool meta_date(struct report *r, const struct page_kit *k, slice s, enum found_in found,
               bool modified);
/* Names in "By Ann Ward and Bo Lind, Staff Writers". */
void meta_authors(struct report *r, const struct page_kit *k, slice s, enum found_in found);
/* The same, cut into names that point into s; at most `max`. */
uint32_t meta_names(const struct page_kit *k, slice s, slice *out, uint32_t max);
slice meta_after_by(slice s);
void meta_author(struct report *r, slice name, enum found_in found); /* one, as it is */
void meta_url(struct report *r, slice url, enum found_in found);
/* A line of noise: what it says of date, authors and origins. */
void meta_noise(struct report *r, const struct page_kit *k, slice s, span at, uint8_t kind);
/* Does 03/04/2020 mean April on this site? */
bool meta_day_first(const struct report *r);

#endif
