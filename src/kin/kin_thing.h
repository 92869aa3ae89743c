/* kin_thing: what an attribution says that its content stands in: a statement, a post, a report, a book.
 *
 * rooms: base input page lang mark doc */
#ifndef STM_KIN_THING_H
#define STM_KIN_THING_H

#include "kin/kin_inside.h"

struct thing {
    uint8_t kind; /* ORIGIN_STATEMENT or ORIGIN_DOCUMENT */
    bool person;  /* the maker is one */
    slice maker;  /* who put it out, as the report's figure has them; p NULL: not told */
    slice noun;   /* "statement", "annual report" */
    slice title;  /* its own name, or what it is called in the report where nobody is named; or p NULL */
    span at;      /* of the text: the words that show it */
};

/* False: the attribution names none. A statement that the report only calls "the statement" has neither maker nor title. */
bool thing_read(const struct outlets *o, struct kin_row *r, const struct attribution *t, struct thing *out);

/* The name of an attribution's source that is an entity. */
slice thing_speaker(const struct kin_row *r, const struct attribution *t);

/* The full names of people in a pile; and a name as the pile has it: a surname that one of them bears is that one's, what has
 * more behind it than one of them is that one. */
slice *thing_people(struct kin_row *const *rows, uint32_t n, struct arena *a, uint32_t *people_n);
slice thing_in_pile(const slice *people, uint32_t n, slice name);

/* "Ann Ward's statement", "Lisov Council report", a title. */
slice thing_name(const struct thing *t, slice maker, struct arena *a);

#endif
