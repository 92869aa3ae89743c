/* FORMAT.md's words for the mark room's kinds. */
#include "mark.h"

const char *const time_type_names[] = {"DATE", "TIME", "DURATION", "SET"};
const char *const approx_names[] = {NULL, "about", "at_least", "at_most", "nearly"};
const char *const form_names[] = {"direct", "indirect", "mixed"};
const char *const source_type_names[] = {NULL, "person", "organisation", "outlet", "document",
                                         "group"};
const char *const status_names[] = {NULL, "actual", "denied", "planned", "conditional",
                                    "demanded", "alleged", "declined", "doubted"};
const char *const plover_names[PLOVER_COUNT] = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"};
