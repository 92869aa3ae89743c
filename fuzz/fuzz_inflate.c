/* gzip and zstd, with damage gone past. */
#include "check_source.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) {
    struct reader *r;
    if (reader_open_memory(&r, p, n, READ_AUTO))
        return 0;
    uint64_t all = 0;
    for (int faults = 0; faults < 1000;) {
        size_t got = reader_want(r, 1000);
        all += got;
        reader_take(r, got);
        must(reader_place(r) == all);
        if (got && all < 64 << 20)
            continue;
        int code = 0;
        const char *why = reader_fault(r, &code);
        must(!why == !code);
        if (!why || all >= 64 << 20 || !reader_resync(r))
            break;
        faults++;
    }
    reader_close(r);
    return 0;
}
