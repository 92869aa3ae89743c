/* Site profiles: a file that anybody may have written. */
#include <stdlib.h>

#include "page/sites.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

struct run {
    const unsigned char *p;
    size_t n;
    struct arena *a;
};

static void run(void *arg) {
    struct run *r = arg;
    struct sites *s;
    uint64_t at;
    if (sites_open(&s, slice_of((const char *)r->p, r->n), r->a, &at)) {
        if (at > r->n)
            abort();
        return;
    }
    site_is_template(sites_find(s, S("lamp.example")), 0x123456789abcdef0u);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) {
    struct run r = {p, n, arena_new(64u << 20)};
    if (r.a)
        guard_run(run, &r);
    arena_free(r.a);
    return 0;
}
