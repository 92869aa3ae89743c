/* What a desk holds of a report hangs on the report alone, not on what memory held before. */
#include <stdlib.h>

#include "store/pack.h"
#include "test.h"

/* A report whose arrays lie in memory that was full of `junk`. */
static slice packed(int junk, struct arena *a) {
    struct document *d = ARENA_NEW(a, struct document);
    struct block *b = arena_alloc(a, 2 * sizeof *b);
    struct noise *n = arena_alloc(a, 2 * sizeof *n);
    struct mention *m = arena_alloc(a, 2 * sizeof *m);
    memset(b, junk, 2 * sizeof *b);
    memset(n, junk, 2 * sizeof *n);
    memset(m, junk, 2 * sizeof *m);
    for (uint32_t i = 0; i < 2; i++) {
        b[i].at = (span){i * 3, i * 3 + 3};
        b[i].kind = 0;
        n[i].src = (span){10 + i, 11 + i};
        n[i].kind = NOISE_BYLINE;
        m[i].at = b[i].at;
        m[i].first = m[i].end = 0;
        m[i].entity = NONE;
        m[i].kind = MENTION_NAME;
    }
    d->page.text = S("Orren.");
    d->page.blocks = b;
    d->page.noise = n;
    d->lang.mentions = m;
    d->page.blocks_n = d->page.noise_n = d->lang.mentions_n = 2;
    struct buf out = {.a = a};
    pack_page(d, a, &out);
    pack_marks(d, a, &out);
    return buf_take(&out);
}

static void the_same_bytes(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    slice one = packed(0x00, a), other = packed(0xA5, a);
    CHECK(one.n > 40);
    CHECK(slice_eq(one, other));
    arena_free(a);
}

int main(void) {
    RUN(the_same_bytes);
    DONE();
}
