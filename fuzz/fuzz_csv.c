/* Tables: rows, fields, and records made of them. */
#include "check_source.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void run(void *arg) {
    struct fuzz_run *f = arg;
    struct reader *r;
    if (reader_open_memory(&r, f->p, f->n, READ_AUTO))
        return;
    struct rows_cut cut;
    struct piece piece;
    const char *why = NULL;
    if (rows_begin(&cut, r, &why) == 0) {
        for (int i = 0; i < 2000 && rows_next(&cut, r, 1 << 16, &piece); i++) {
            must(!piece.fault == !piece.code);
            struct source s = {0};
            if (!piece.fault && rows_fill(slice_of(cut.header, cut.header_n), piece.bytes, true, f->a, f->tmp, &s, &why) == 0)
                check_source(&s);
            arena_reset(f->tmp);
            arena_reset(f->a);
        }
        rows_end(&cut);
    } else {
        must(why != NULL);
    }
    reader_close(r);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) { return fuzz_guarded(p, n, run); }
