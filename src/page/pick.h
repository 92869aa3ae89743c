/* Choosing among what a page says of its date, its authors and its title.
 *
 *   JSON-LD, metas, microdata, <time>, bylines, text, address ─► candidates ─► features ─► forest ─► choice
 *
 * One candidate stands for all places that say the same (the same words, day or name); its features
 * tell which places they are, what stands around them, and how it compares with the rest. Rules choose
 * too: theirs is a feature (but for titles), and where there is no model it is the choice.
 *
 * rooms: base input */
#ifndef STM_PICK_H
#define STM_PICK_H

#include "html_reader.h"

struct pick {
    slice value;  /* a name, or a date as ISO 8601 writes it */
    slice plain;  /* for comparing */
    uint32_t from; /* bits: the places that say it */
    uint8_t found; /* enum found_in, of the best of them */
    bool rule;     /* what the rules take */
    bool stray;    /* a day: the page's head names one, and this stands only in text that is not beside the headline */
    float *x;      /* PICK_FEATURES */
    float score;   /* log odds, once a forest was asked */
};
struct picks {
    struct arena *a;
    struct pick *p;
    uint32_t n, cap;
};

/* The candidate with these plain words, made if there is none; NULL when there are too many. */
struct pick *pick_add(struct picks *c, slice value, slice plain, uint32_t from, enum found_in found);
/* Scores all; the index of the best, or NONE. */
uint32_t pick_best(struct picks *c, const struct page_forest *f);
/* Turns scores of a forest that was grown by pages (one candidate of a page is right, or none) into the log odds of
 * each being the right one. */
void pick_odds(struct picks *c);

/* Months that addresses name, counted from the year 0; 0: none. */
struct pick_months {
    int page, image;  /* the page's own; of the picture that stands for it */
    int first, last;  /* of the pictures in the body */
};
void pick_months(const struct html_reader *h, struct pick_months *m);
/* The first day in an address, else the first month: 2020/03/04, 2020-03, 20200304, 2020/mar/04. */
bool pick_date_in_address(slice url, struct date *d);

/* Candidates with their features; the page holds what the rules took. */
void pick_titles(struct html_reader *h, struct picks *c);
/* What becomes of a title that was chosen: what no headline has is taken off. */
slice pick_title_tidied(const struct html_reader *h, slice title);
/* Do the heading and all titles of the head say the same, but for the site's name? Then nothing is asked. */
bool pick_title_agreed(const struct html_reader *h);
void pick_dates(struct html_reader *h, struct picks *c);
void pick_authors(struct html_reader *h, struct picks *c);

/* Set the page's title, dates and authors: by rules, then by the model. */
void pick_title(struct html_reader *h);
void pick_date(struct html_reader *h);
void pick_people(struct html_reader *h);

#endif
