/* The model that tells the report's blocks from all others.
 *
 * rooms: base
 *
 * Two forests of boosted trees (Friedman 2001; histograms and leaf values as in XGBoost, Chen and
 * Guestrin 2016) over features of a block: the second sees, beside the features, what the first says
 * of the block's neighbours and containers. Tokens of classes and ids, and words, have weights
 * of their own (naive Bayes log odds, hashed). */
#ifndef STM_PAGE_MODEL_H
#define STM_PAGE_MODEL_H

#include "base/base.h"

enum { PAGE_TOKENS = 8192, PAGE_WORDS = 16384, PAGE_FEATURES = 100, PAGE_FEATURES2 = PAGE_FEATURES + 16,
       LINE_FEATURES = 64 };

/* A node of a tree: goes to `yes` when feature < cut, else to yes + 1; a leaf has feature
 * UINT16_MAX and its value in `cut`. */
struct page_node {
    float cut;
    uint16_t feature;
    uint16_t yes; /* index in its tree */
};
struct page_forest {
    const struct page_node *nodes;
    const uint32_t *trees; /* where each starts; one more at the end */
    uint32_t trees_n, nodes_n;
};
struct page_model {
    const float *tokens; /* PAGE_TOKENS: of classes and ids */
    const float *words;  /* PAGE_WORDS */
    struct page_forest first, second;
    struct page_forest lines, captions, related; /* lines of text files: prose; of noise, which kind */
};

/* What chooses the date and the authors among candidates (pick.h). */
enum { PICK_FEATURES = 64 };
struct page_picks {
    struct page_forest date, author;
};
const struct page_picks *page_picks_open(struct arena *a, const char *models); /* page-meta.stm */

/* From `models`/page.stm, or the embedded one; NULL when there is none or it is not sound. */
const struct page_model *page_model_open(struct arena *a, const char *models);
static inline float page_model_token(const struct page_model *m, uint16_t token) {
    return m ? m->tokens[token & (PAGE_TOKENS - 1)] : 0;
}
static inline float page_model_word(const struct page_model *m, uint16_t word) {
    return m ? m->words[word & (PAGE_WORDS - 1)] : 0;
}
/* What the model says of a text's words: mean, lowest, highest, to out[0..2]. */
void page_model_weigh(const struct page_model *m, slice s, float *out);
/* The word of a run of letters and digits: h starts as 0. */
static inline uint32_t page_word_step(uint32_t h, char c) {
    return (h ^ (unsigned char)(is_digit((unsigned char)c) ? '0' : to_lower(c))) * 0x01000193u + 0x51ED27u;
}
static inline uint16_t page_word_of(uint32_t h) { return (uint16_t)((h ^ h >> 15) & (PAGE_WORDS - 1)); }
/* Log odds. */
float page_forest_score(const struct page_forest *f, const float *x);
/* The same, but it stops early, with a low score, at what is clearly no body: most of a page. */
float page_forest_quick(const struct page_forest *f, const float *x);

#endif
