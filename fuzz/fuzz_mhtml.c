/* Saved pages: parts, transfer encodings, charsets, and the map through all of them. */
#include "check_source.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void run(void *arg) {
    struct fuzz_run *f = arg;
    struct source s = {0};
    const char *why = NULL;
    if (mhtml_fill(slice_of((const char *)f->p, f->n), f->a, f->tmp, &s, &why) == 0)
        check_source(&s);
    else
        must(why != NULL);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) { return fuzz_guarded(p, n, run); }
