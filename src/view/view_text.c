#include "view.h"
const char *const view_names[] = {"all", "tree", "sources", "claims", "conflicts", "timeline"};
void view_text(const struct account *acc, const struct view_options *options, struct out *o) {
    (void)options;
    out_printf(o, "%u reports\n", acc->documents_n);
}
