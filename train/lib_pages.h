/* Pages with gold, of the fold `train` alone (score/fold.py: CRC-32 of the site modulo 10 below 6).
 * fold: one of BOOST_FOLDS, by site, for cross-fitting. */
#ifndef STM_LIB_PAGES_H
#define STM_LIB_PAGES_H

#include "page/html_blocks.h"

enum { PAGES_MAX = 2000 };

struct sample {
    slice html, text; /* gold text, or p NULL */
    slice *with, *without;
    uint32_t with_n, without_n;
    const char *set;
    slice id, name; /* name: its address, or its id */
    slice title, author, published; /* gold; p NULL: not said */
    slice *authors;
    uint32_t authors_n;
    int fold;
    uint32_t site; /* a hash */
    float weight;
    uint32_t first, n; /* rows */
    uint32_t gold_words;
};

/* Appends the pages of DATA/pages/SET to `to`, which has room for PAGES_MAX; gives how many there are then. */
uint32_t pages_read(struct sample *to, uint32_t have, const char *data, const char *set, float weight, struct arena *a,
                    struct arena *tmp);

slice block_text(const struct html_blocks *b, const struct html_block *q, struct arena *a);
/* Of each block: 1, 0, or -1 (not known), and what it weighs. */
void label_blocks(struct sample *s, const struct html_blocks *b, float *label, float *weight, struct arena *a);
/* The element that holds most of the report and little else, by the labels: what a scraper takes. NONE: there is none. */
uint32_t holder_of(const struct html_blocks *b, const float *label, struct arena *a);

#endif
