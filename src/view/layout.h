/* layout: words into lines of a terminal: width, colour, indentation, columns.
 *
 * rooms: base */
#ifndef STM_LAYOUT_H
#define STM_LAYOUT_H

#include "base/base.h"

enum ink { INK_PLAIN, INK_BOLD, INK_DIM, INK_HEAD, INK_GOOD, INK_WARN, INK_BAD, INK_NAME };

struct layout {
    struct out *o;
    struct arena *a; /* scratch for wrapped lines */
    bool colour, ascii;
    int width;
    int column; /* of the line being written */
};

/* Columns that a text takes on a terminal (wide characters two, combining ones none). */
int layout_columns(slice s);
/* The text as it may go to a terminal: blanks folded, control, escape and bidi characters out. */
slice layout_clean(struct arena *a, slice s);
/* At most `columns`, with an ellipsis where it was cut. Clean text in. */
slice layout_fit(struct arena *a, slice s, int columns, bool ascii);

/* A date of TIMEX3 as people read it, clean: "2024-03-12TEV" is "2024-03-12, evening", "2024-W33" "2024, week 33", "202" "2020s". */
slice layout_date(struct arena *a, slice value);

void layout_ink(struct layout *l, enum ink ink); /* INK_PLAIN ends a colour */
/* What does not fit on the line is cut off with an ellipsis. */
void layout_put(struct layout *l, enum ink ink, slice s);
void layout_pad(struct layout *l, int columns); /* blanks */
void layout_end(struct layout *l);              /* the line */
/* Wraps clean text; the first line starts at column `at`, the others at `indent`. Ends the line. */
void layout_wrap(struct layout *l, enum ink ink, slice s, int at, int indent);
/* Two texts in columns side by side, each under its head. */
struct layout_cell {
    slice head, body, foot; /* clean */
};
void layout_pair(struct layout *l, const struct layout_cell *left, const struct layout_cell *right,
                 int indent);
/* A heading over a section. */
void layout_head(struct layout *l, const char *words);

#endif
