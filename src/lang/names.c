/* Names: which tokens are a name, and of what type. */
#include "lang_parts.h"

void names_open(struct lang_kit *kit) { kit->names = NULL; }

void names_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct arena *tmp, struct lang *out) {
    (void)kit, (void)page, (void)a, (void)tmp, (void)out;
}
