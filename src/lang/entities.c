/* Entities: which names of a document are one thing. */
#include "lang_parts.h"

void entities_open(struct lang_kit *kit) { kit->entities = NULL; }

void entities_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct arena *tmp, struct lang *out) {
    (void)kit, (void)page, (void)a, (void)tmp, (void)out;
}
