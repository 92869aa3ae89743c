/* Any bytes, under any label (the first byte picks it) or none, as page and as text. */
#include "check_source.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static const char *const LABELS[] = {"", "utf-8", "latin1", "windows-1251", "koi8-r", "gbk", "gb18030",
    "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp", "utf-16le", "utf-16be", "windows-1258",
    "windows-1255", "iso-8859-8-i", "x-user-defined", "hz-gb-2312", "no such"};

static void run(void *arg) {
    struct fuzz_run *f = arg;
    if (f->n < 1)
        return;
    slice label = slice_str(LABELS[f->p[0] / 2 % NELEMS(LABELS)]);
    slice bytes = slice_of((const char *)f->p + 1, f->n - 1);
    struct decoded d;
    const char *why = NULL;
    if (charset_read(bytes, label, f->p[0] & 1, f->a, f->tmp, &d, &why) == 0)
        check_map(d.text, bytes, d.map);
    else
        must(why != NULL);
    struct source s = {0};
    if (page_fill((enum ending)(f->p[0] % 6), bytes, label, f->a, f->tmp, &s, &why) == 0)
        check_source(&s);
    else
        must(why != NULL);
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n) { return fuzz_guarded(p, n, run); }
