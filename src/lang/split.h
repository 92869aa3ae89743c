/* The learned part of the sentence splitter; shared with train_split. Internal to lang.
 *
 * rooms: base input page
 *
 * At each place where a sentence may end, some twenty facts about the tokens around it are hashed
 * into one table of weights; the sum decides. What the rules say (sentences.c) is one of the facts. */
#ifndef STM_SPLIT_H
#define STM_SPLIT_H

#include "lang_parts.h"

enum { SPLIT_BITS = 15, SPLIT_WEIGHTS = 1 << SPLIT_BITS, SPLIT_FEATURES = 22 };

struct splitter {
    const int16_t *weights;
    int32_t bias;
};

struct text {
    const struct lang_kit *kit;
    slice text;
    struct token *t;
    uint32_t n;
    bool wrapped; /* a single line break is a blank */
};

/* Whether it is worth asking: after a mark that may end something, or before a capital, a digit
 * or a mark. Else the rules' word holds. */
bool split_asks(const struct text *x, uint32_t i, uint32_t next, bool rule);
/* i: the last token but for closing marks; next: the first of what would be the next sentence;
 * first: of the running one. */
void split_features(const struct text *x, uint32_t first, uint32_t i, uint32_t next, bool rule,
                    uint32_t f[SPLIT_FEATURES]);

/* Walks over the places where a sentence may end (sentences.c). */
void sentences_walk(const struct lang_kit *kit, slice text, struct token *t, uint32_t n,
                    bool (*end)(void *arg, const struct text *x, uint32_t first, uint32_t i, uint32_t next,
                                int known),
                    void (*sentence)(void *arg, uint32_t first, uint32_t next), void *arg);

#endif
