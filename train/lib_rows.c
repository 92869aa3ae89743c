#include "lib_rows.h"

#include <stdio.h>

slice file_read(const char *path, struct arena *a) {
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "%s: cannot be opened\n", path);
        guard_fail(STM_EIO);
    }
    struct buf b = {.a = a};
    char block[1 << 16];
    size_t n;
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        buf_add(&b, block, n);
    fclose(f);
    if (!b.n)
        buf_add(&b, "\n", 1);
    return buf_take(&b);
}
