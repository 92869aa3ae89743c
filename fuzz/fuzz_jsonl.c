/* JSON cut into records, and each record read. */
#include "check_source.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void run(void *arg) {
    struct fuzz_run *f = arg;
    struct reader *r;
    if (reader_open_memory(&r, f->p, f->n, READ_AUTO))
        return;
    struct json_cut cut;
    struct json_piece piece;
    json_begin(&cut, r);
    for (int i = 0; i < 2000 && json_next(&cut, r, 1 << 16, &piece); i++) {
        if (!piece.fault) {
            struct source s = {0};
            const char *why = NULL;
            must(piece.bytes.n <= 1 << 16);
            if (record_fill(piece.bytes, true, f->a, f->tmp, &s, &why) == 0)
                check_source(&s);
            else
                must(why != NULL);
        }
        reader_take(r, piece.take);
        arena_reset(f->tmp);
        arena_reset(f->a);
    }
    reader_close(r);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) { return fuzz_guarded(p, n, run); }
