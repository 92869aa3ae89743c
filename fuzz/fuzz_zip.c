/* zip: from a file in memory, through the whole of the room. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check_source.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void run(void *arg) {
    struct fuzz_run *f = arg;
    int fd = memfd_create("zip", 0);
    if (fd < 0 || write(fd, f->p, f->n) != (ssize_t)f->n)
        return;
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const char *paths[] = {path};
    struct input_options o = {.max_bytes = 1 << 18, .max_records = 500};
    struct input *in = input_open(paths, 1, &o);
    struct input_item *item;
    int got = 0;
    for (int i = 0; in && i < 2000 && (got = input_next(in, &item)) == 1; i++) {
        struct source s;
        struct skip k;
        if (input_load(item, f->a, f->tmp, &s, &k) == 0)
            check_source(&s);
        else
            must(k.code < 0 && k.error.n && k.file.n);
        input_item_free(item);
        arena_reset(f->tmp);
        arena_reset(f->a);
    }
    must(got >= 0);
    input_close(in);
    close(fd);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) { return fuzz_guarded(p, n, run); }
