/* The parts that a story is printed in.
 *
 * rooms: base input page lang mark doc kin story claim fix account */
#ifndef STM_VIEW_PARTS_H
#define STM_VIEW_PARTS_H

#include "layout.h"
#include "view.h"

struct telling {
    const struct account *acc;
    const struct story *story;
    uint32_t number;    /* of the story */
    struct layout *l;
    bool brief;         /* a screen or two: of each section what matters most */
};

/* "file:12": a place that an editor can open. */
slice view_place(struct telling *t, uint32_t doc, span at);
slice view_source_place(struct telling *t, uint32_t doc, span src);
/* Clean words of a passage. */
slice view_words(struct telling *t, uint32_t doc, span at);
bool view_in_story(const struct telling *t, uint32_t doc);
/* How many of n to show: `brief` of them, or all. */
uint32_t view_most(const struct telling *t, uint32_t brief);
/* "... and 5 more (--view claims)" when a section was cut. */
void view_more(struct telling *t, uint32_t left, const char *view);

/* A story's reports and missing originals, each under its main parent, in the order they are drawn. A node
 * is a document (its number) or an origin (documents_n + its number). */
struct tree_line {
    uint32_t node, depth;
    bool last; /* of its parent's children */
};
struct family_tree {
    const struct edge **main; /* by document: the edge to its main parent, or NULL */
    struct tree_line *lines;
    uint32_t lines_n, lines_cap;
};
void view_family_tree(const struct account *acc, uint32_t story, struct arena *a,
                      struct family_tree *t);

/* A passage and all the places where it stands: copies are shown once. */
struct view_passage { slice by, words, places; };
void view_add_place(struct telling *t, struct view_passage *p, uint32_t *n, uint32_t most, slice by, slice words,
                    slice place);
slice view_by(struct telling *t, slice by); /* who speaks, clean and cut; "" for the author */

void view_tree(struct telling *t);
void view_sources(struct telling *t);
void view_claims(struct telling *t);
void view_agreed(struct telling *t);
void view_conflicts(struct telling *t);
void view_losses(struct telling *t);
void view_timeline(struct telling *t);

#endif
