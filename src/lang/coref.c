/* Coreference: descriptions and pronouns, resolved where the evidence is good. */
#include "lang_parts.h"

void coref_open(struct lang_kit *kit) { kit->coref = NULL; }

void coref_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct arena *tmp, struct lang *out) {
    (void)kit, (void)page, (void)a, (void)tmp, (void)out;
}
