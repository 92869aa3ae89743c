/* The parts that a story is printed in.
 *
 * rooms: base input page lang mark doc kin story claim account */
#ifndef STM_VIEW_PARTS_H
#define STM_VIEW_PARTS_H

#include "layout.h"
#include "view.h"

struct telling {
    const struct account *acc;
    const struct story *story;
    uint32_t number;    /* of the story */
    struct layout *l;
    uint32_t most;      /* lines of a section before it is cut; UINT32_MAX: all */
    const char *whole;  /* the view that shows all of a section */
};

/* "file:12": a place that an editor can open. */
slice view_place(struct telling *t, uint32_t doc, span at);
slice view_source_place(struct telling *t, uint32_t doc, span src);
/* Clean words of a passage. */
slice view_words(struct telling *t, uint32_t doc, span at);
bool view_in_story(const struct telling *t, uint32_t doc);
/* "... and 5 more (--view claims)" when a section was cut. */
void view_more(struct telling *t, uint32_t left, const char *view);

void view_tree(struct telling *t);
void view_sources(struct telling *t);
void view_claims(struct telling *t);
void view_conflicts(struct telling *t);
void view_losses(struct telling *t);
void view_timeline(struct telling *t);

#endif
