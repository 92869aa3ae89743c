/* FORMAT.md's words for the claim room's kinds, and the ids of rows. */
#include "claim.h"

const char *const stance_names[] = {"asserted", "attributed", "denied", "declined", "doubted"};
const char *const conflict_kind_names[] = {"time", "quantity", "denial", "wording", "who", "scope"};
const char *const loss_kind_names[] = {"attribution_lost", "attribution_gained", "denial_dropped",
                                       "caveat_dropped"};
const char *const doubt_names[] = {NULL, "disputed", "inferred", "vague"};

slice row_id(struct arena *a, const struct document *d, char kind, uint32_t i) {
    return arena_printf(a, "%.*s-%c%u", (int)d->id.n, d->id.p, kind, i + 1);
}
