/* Web archives: cutting, going on after damage, HTTP bodies. */
#include "check_source.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void run(void *arg) {
    struct fuzz_run *f = arg;
    struct reader *r;
    if (reader_open_memory(&r, f->p, f->n, READ_AUTO))
        return;
    struct warc_cut cut;
    struct piece piece;
    warc_begin(&cut);
    /* each piece costs at least a byte of input */
    for (size_t i = 0; warc_next(&cut, r, 1 << 18, &piece); i++) {
        must(i <= reader_place(r) + f->n + 1);
        must(!piece.fault == !piece.code);
        if (!piece.fault) {
            struct source s = {0};
            const char *why = NULL;
            if (warc_fill(piece.bytes, 1 << 18, f->a, f->tmp, &s, &why) == 0)
                check_source(&s);
            else
                must(why != NULL);
        }
        arena_reset(f->tmp);
        arena_reset(f->a);
    }
    reader_close(r);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) { return fuzz_guarded(p, n, run); }
