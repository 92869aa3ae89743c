/* What the mark room opens once and all threads share: a part for each kind of mark.
 *
 * rooms: base input page lang
 *
 * Everything lies in the kit's own arena. A part is opened inside the kit's guard, so it may
 * leave with guard_fail. */
#ifndef STM_MARK_KIT_H
#define STM_MARK_KIT_H

#include "mark.h"
#include "mark/attr.h"
#include "mark/atoms.h"
#include "mark/events_work.h"

struct mark_kit {
    struct arena *arena;
    struct lexicon words; /* times and quantities: data/lang/en/times.txt, numbers.txt */
    struct event_kit events; /* events.tsv, event-status.txt */
    struct attr_kit attr; /* attributions: cues.txt, models/en-attr.stm */
};

/* A list of the language, "times.txt"; leaves with STM_EIO where there is none. */
slice mark_list(const char *code, const char *name);

#endif
