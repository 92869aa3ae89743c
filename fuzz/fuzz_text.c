/* Any bytes as scraped text, looked through for dirt and taken whole. */
#include "page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct fuzz_job {
    const uint8_t *data;
    size_t n;
    struct arena *a, *tmp;
    struct page_kit *kit;
};

static void read_it(void *arg) {
    struct fuzz_job *j = arg;
    slice text = page_check_utf8(j->data, j->n, j->a);
    struct source src = {.kind = SOURCE_TEXT, .text = text, .bytes = text};
    struct page_options o = {.kit = j->kit};
    struct page p;
    const char *why = NULL;
    int code = page_read(&src, &o, j->a, j->tmp, &p, &why);
    if (code && (code != STM_EEMPTY || !why))
        abort();
    if (page_check(&p, text, CUT_TEXT, &j->kit->names, j->a))
        abort();
    o.as_it_stands = true;
    code = page_read(&src, &o, j->a, j->tmp, &p, &why);
    if (code ? code != STM_EEMPTY : !slice_eq(p.text, text) || page_check(&p, text, CUT_TEXT, &j->kit->names, j->a))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static struct page_kit *kit;
    if (!kit && page_kit_open(&kit, NULL, NULL))
        return 0;
    if (n > 1 << 20)
        return 0;
    struct fuzz_job j = {data, n, arena_new(0), arena_new(0), kit};
    if (j.a && j.tmp && guard_run(read_it, &j))
        abort();
    arena_free(j.a);
    arena_free(j.tmp);
    return 0;
}
