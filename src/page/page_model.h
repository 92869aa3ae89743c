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

enum { PAGE_TOKENS = 8192, PAGE_WORDS = 16384, PAGE_FEATURES = 100, PAGE_FEATURES2 = PAGE_FEATURES + 16 };

/* A node of a tree as the file has it: goes to `yes` when feature < cut, else to yes + 1; a leaf has
 * feature UINT16_MAX and its value in `cut`. */
struct page_node {
    float cut;
    uint16_t feature;
    uint16_t yes; /* index in its tree */
};
/* As it is asked: every tree filled up to one depth, so that a walk is a count of steps without a branch
 * and those of several rows overlap. Of tree t, 1 << depth splits (the first is not used; split i
 * leads to 2i, or to 2i + 1 when feature < cut) and as many leaves, from t << depth on. Numbers are compared
 * as keys: integers in the same order. */
struct page_split {
    uint32_t cut; /* a key */
    uint32_t feature;
};
/* A split as page_wide.c looks at it: those not below its cut keep these leaves of its half of the tree. */
struct page_mask {
    uint32_t cut, feature, keep;
};
struct page_forest {
    const struct page_split *splits;
    const float *leaves;
    const struct page_mask *masks;
    const uint32_t *masks_at; /* where the lower and the upper half of each tree start in masks; one more at the end */
    const struct page_ranked *ranked; /* page_ranked.c; NULL: not for this machine, or this forest */
    uint32_t trees_n, depth, width; /* width: features of a row; a multiple of 4 */
};
enum { PAGE_TREE_DEPTH = 8, PAGE_TREES = 4096, PAGE_WIDTH = 128 };
/* `trees`: where each tree starts in `nodes`; one more at the end. False: not sound, or too deep. */
bool page_forest_make(struct page_forest *f, struct arena *a, const struct page_node *nodes, size_t nodes_n,
                      const uint32_t *trees, size_t trees_n, uint32_t width);
struct model;
/* From sections NAME.nodes and NAME.trees; false: they are missing or not sound. */
bool page_forest_open(struct page_forest *f, struct arena *a, const struct model *m, const char *name, uint32_t width);
struct page_model {
    const int16_t *words64; /* words, in 64ths, as the trainer rounds them; NULL: they are none, or it does not */
    const float *tokens; /* PAGE_TOKENS: of classes and ids */
    const float *words;  /* PAGE_WORDS */
    struct page_forest first, second;
};

/* What chooses the date, the authors and the title among candidates (pick.h). */
enum { PICK_FEATURES = 64 };
struct page_picks {
    struct page_forest date, author, title;
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
/* What a byte is in a word: letters are small, all digits are one; 0: it stands in none. */
extern const uint8_t page_word_bytes[256];
/* A word's hash, byte by byte: (h ^ byte) * MUL + ADD; TOKEN: of a word of a class. */
enum { PAGE_WORD_MUL = 0x01000193, PAGE_WORD_ADD = 0x51ED27, PAGE_TOKEN_ADD = 0x9E37 };
/* Takes the next run of letters and digits off *rest; false: there is none. */
static inline bool page_word_next(slice *rest, uint16_t *word) {
    const uint8_t *p = (const uint8_t *)rest->p, *end = p + rest->n;
    while (p < end && !page_word_bytes[*p])
        p++;
    if (p == end)
        return false;
    uint32_t h = 0;
    for (uint8_t c; p < end && (c = page_word_bytes[*p]); p++)
        h = (h ^ c) * PAGE_WORD_MUL + PAGE_WORD_ADD;
    *rest = slice_of((const char *)p, (size_t)(end - p));
    *word = (uint16_t)((h ^ h >> 15) & (PAGE_WORDS - 1));
    return true;
}
/* page_wide.c: the same by vectors of 512 bits, where the machine has them. */
enum { PAGE_WIDE = 16, PAGE_WIDE_TOKENS = 48 /* room for 32 */ };
bool page_wide_here(void);
bool page_wide_reads(void); /* it has the vectors for these: */
struct page_counts { /* of a text; see html_blocks.h */
    uint32_t words, chars, commas, stops, small, capital, digits;
};
/* Adds to *c; *in: the text goes on in the middle of a word, and ends so. */
void page_wide_count(slice s, bool *in, struct page_counts *c);
/* Bytes that words of a list begin with: for each of the first four and its lower seven bits, which of eight groups of words have
 * such a one there (after Langdale's Teddy). */
struct page_begins {
    uint8_t groups[4][128];
};
/* Which of the 64 bytes of s from `from` on begin a word (`after`: the first does) that may be one of those; at most so many. */
uint64_t page_wide_begins(const struct page_begins *b, slice s, uint32_t from, bool after);
/* May one of those begin anywhere in s? False: surely not. */
bool page_wide_may_have(const struct page_begins *b, slice s);
/* Takes blanks off both ends of *s: is what is left at most max bytes, with single blanks, no "&", nothing below a blank and no 0xC2,
 * which begins a no-break space? */
bool page_wide_plain(slice *s, uint32_t max);
/* Line feeds in s; and the places after each, with room for PAGE_WIDE more behind them. */
uint32_t page_wide_feeds(slice s);
void page_wide_lines(slice s, uint32_t *lines);
/* The tokens of a class or an id of at most 64 bytes, as html_blocks.c takes them from it; gives how many there are. */
uint32_t page_wide_tokens(slice s, uint16_t tokens[PAGE_WIDE_TOKENS]);
/* page_model_weigh; false: there is a word that is too long. */
bool page_wide_weigh(const int16_t *words64, slice s, float *out);
bool page_wide_can(const struct page_forest *f); /* this machine, and this forest */
/* The keys of n rows, by feature, then by row; noughts up to PAGE_WIDE rows. */
void page_wide_keys(uint32_t *keys, const float *x, uint32_t n, uint32_t stride, uint32_t width);
/* Adds to sums of PAGE_WIDE rows what the trees [from, to) say. */
void page_wide_sum(const struct page_forest *f, const uint32_t *keys, uint32_t from, uint32_t to, float *sums);
/* The same of two times PAGE_WIDE rows. */
void page_wide_sum_two(const struct page_forest *f, const uint32_t *keys, const uint32_t *keys2, uint32_t from, uint32_t to,
                       float *sums, float *sums2);
/* page_avx2.c: the same by vectors of 256 bits. */
bool page_avx2_reads(void); /* it has the vectors for these, whatever page_wide_reads says: */
/* readable: bytes from s.p on that may be read. */
void page_avx2_count(slice s, size_t readable, bool *in, struct page_counts *c);
uint32_t page_avx2_feeds(slice s);
void page_avx2_lines(slice s, uint32_t *lines);
/* page_ranked.c: PAGE_RANKED rows at once, their numbers as ranks among a forest's cuts. NULL: it can not. */
enum { PAGE_RANKED = 32 };
const struct page_ranked *page_ranked_make(const struct page_forest *f, struct arena *a);
/* The ranks of n rows, by column, then by row; of anything past row n. */
void page_ranked_fill(const struct page_forest *f, const float *x, uint32_t n, uint32_t stride, int8_t ranks[PAGE_WIDTH][PAGE_RANKED]);
/* Adds to sums what the trees [from, to) say. */
void page_ranked_sum(const struct page_forest *f, const int8_t ranks[PAGE_WIDTH][PAGE_RANKED], uint32_t from, uint32_t to,
                     float sums[PAGE_RANKED]);
/* Log odds of rows of features, one after the other, each `stride` floats from the last. */
void page_forest_scores(const struct page_forest *f, const float *x, uint32_t n, uint32_t stride, float *out);
/* The same, but it stops early, with a low score, at what is clearly no body: half of a page. */
void page_forest_quick(const struct page_forest *f, const float *x, uint32_t n, uint32_t stride, float *out);
static inline float page_forest_score(const struct page_forest *f, const float *x) {
    float score;
    page_forest_scores(f, x, 1, 0, &score);
    return score;
}

#endif
