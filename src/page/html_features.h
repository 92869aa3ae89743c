/* What the model is told about a block.
 *
 * rooms: base input */
#ifndef STM_HTML_FEATURES_H
#define STM_HTML_FEATURES_H

#include "html_blocks.h"

enum { HEAD_TITLES = 8 };

/* What the head of the page says that helps to find the body. */
struct head_facts {
    uint64_t titles[HEAD_TITLES]; /* hashes of plain words */
    uint32_t titles_n;
    slice body;                   /* articleBody of JSON-LD, plain, or p NULL */
    slice description;            /* plain, or p NULL */
};

/* n rows of PAGE_FEATURES. */
float *html_features(const struct html_blocks *b, const struct head_facts *h, struct arena *tmp);
/* The second forest's row of block i: the first's, and what `score` (log odds, by block) says around
 * it. `around` is made by html_around. */
struct around;
struct around *html_around(const struct html_blocks *b, const float *score, struct arena *tmp);
void html_features2(const struct html_blocks *b, const struct around *r, const float *row, uint32_t i,
                    float *out);
/* Scores of all blocks, by both forests. */
float *html_scores(const struct html_blocks *b, const struct head_facts *h, const struct page_model *m,
                   struct arena *tmp);

#endif
