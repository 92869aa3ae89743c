/* attributions: what mark.c calls. */
#ifndef STM_MARK_ATTRIBUTIONS_H
#define STM_MARK_ATTRIBUTIONS_H

#include "attr.h"

/* Fills out->attributions. Inside a guard. */
void attr_read(const struct attr_kit *kit, const struct page *page, const struct lang *lang,
               struct arena *a, struct arena *tmp, struct marks *out);

#endif
