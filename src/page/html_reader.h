/* A web page under way: the tree, what its head says, its blocks and what each of them is.
 *
 * rooms: base input */
#ifndef STM_HTML_READER_H
#define STM_HTML_READER_H

#include "html_head.h"

enum { BODY = 100 }; /* in `kind`, beside enum noise_kind */

struct html_reader {
    struct report *r;
    const struct page_kit *k;
    struct arena *tmp;
    struct html_tree tree;
    struct html_head head;
    struct head_facts facts;
    struct html_blocks b;
    float *score;      /* log odds; by block */
    uint8_t *kind;     /* BODY, or enum noise_kind */
    uint32_t title;    /* block, or NONE */
    uint32_t first, last; /* body blocks; NONE */
    int8_t day_order;  /* of dates in numbers: 0 not looked at, 1 month first, 2 not known, 3 day first */
};

/* Parses, and names every block. */
void html_reader_open(struct html_reader *h, struct report *r, const struct page_kit *k, struct arena *tmp);

/* What kind of page it is, into the page; why there is no report in it, or NULL. `words`: of the body. */
const char *html_type(struct html_reader *h, uint32_t words);

/* Does the name hold the site's, or a word that only names of outlets have? */
bool html_is_outlet(const struct html_reader *h, slice name);
#endif
