/* sources: who stands behind an attribution, and what the report says of it. */
#include "attr.h"

void sources_resolve(const struct attr_doc *d, struct attribution *p, uint32_t n, struct arena *a,
                     struct arena *tmp) {
    (void)a; (void)tmp;
    for (uint32_t i = 0; i < n; i++) {
        struct attribution *x = &p[i];
        if (x->source.n)
            x->source_name = slice_at(d->page->text, x->source.p[0]);
    }
}
