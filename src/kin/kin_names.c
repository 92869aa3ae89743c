/* FORMAT.md's words for the kin room's kinds. */
#include "kin.h"

const char *const edge_kind_names[] = {"copy", "rewrite", "cites", "quotes"};
const char *const origin_kind_names[] = {"agency", "outlet", "statement", "document"};
