#include "page_parts.h"
int html_read(struct report *r, const struct page_kit *k, struct arena *tmp, const char **why) {
    return text_read(r, k, tmp, false, why);
}
