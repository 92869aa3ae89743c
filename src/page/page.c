/* page_read: the source is HTML or text; each has its reader, and both end in one report. */
#include "page_parts.h"

int page_read(const struct source *src, const struct page_options *options, struct arena *a,
              struct arena *tmp, struct page *out, const char **why) {
    memset(out, 0, sizeof *out);
    const char *unsaid;
    if (!why)
        why = &unsaid;
    *why = NULL;
    const struct page_kit *kit = options ? options->kit : NULL;
    if (!kit) {
        struct page_kit *own;
        int code = page_kit_open(&own, NULL, NULL);
        if (code)
            return code;
        arena_defer(tmp, (void (*)(void *))page_kit_close, own);
        kit = own;
    }
    struct report r;
    report_begin(&r, src, a, out);
    r.prints = options && options->prints;
    int code = src->kind == SOURCE_HTML
                   ? html_read(&r, kit, tmp, why)
                   : text_read(&r, kit, tmp, options && options->as_it_stands, why);
    report_finish(&r);
    return code;
}
