/* tar: headers, long names, damage. */
#include "check_source.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) {
    struct reader *r;
    if (reader_open_memory(&r, p, n, READ_AUTO))
        return 0;
    static struct tar_cut cut;
    struct piece piece;
    tar_begin(&cut);
    for (size_t i = 0; tar_next(&cut, r, 1 << 18, &piece); i++) {
        must(i <= reader_place(r) / 512 + 1);
        must(!piece.fault == !piece.code);
        if (!piece.fault) {
            uint64_t sum = hash64(piece.bytes.p, piece.bytes.n) + hash64(piece.record.p, piece.record.n);
            must(sum || piece.bytes.n <= 1 << 18);
        }
    }
    reader_close(r);
    return 0;
}
