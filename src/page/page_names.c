/* FORMAT.md's words for the page room's kinds. */
#include "page.h"

const char *const page_type_names[] = {"article", "live", "gallery", "listing", "stub", "other"};
const char *const noise_kind_names[] = {"title", "date", "byline", "caption", "crumb", "promo",
                                        "related", "embed", "source-link", "artefact",
                                        "navigation", "comment"};
const char *const found_in_names[] = {NULL, "given", "json-ld", "meta", "microdata", "time",
                                      "byline", "heading", "text", "url", "link"};

uint32_t page_line(const struct page *p, uint32_t source) {
    uint32_t lo = 0, hi = p->lines_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (p->lines[mid] <= source)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo + 1;
}
