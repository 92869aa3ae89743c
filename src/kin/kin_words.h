/* kin_words: the quick splitter under kin and story: clean text -> words, sentences, weights.
 *
 * rooms: base
 *
 * Kin runs over millions of reports that nobody parses, so it has a splitter of its own: one
 * pass, a word is a 32-bit hash of its lower-cased letters, a sentence a run of words. How
 * telling a word is comes from a table of document frequencies (models/news-df.stm), and so
 * does not depend on what else happens to be in the pile. */
#ifndef STM_KIN_WORDS_H
#define STM_KIN_WORDS_H

#include "base/base.h"

enum kin_word_flag {
    KIN_UPPER = 1,  /* begins with a capital */
    KIN_DIGIT = 2,  /* a number in figures */
    KIN_QUOTED = 4, /* inside quotation marks */
    KIN_FIRST = 8,  /* first of its sentence */
    KIN_COMMON = 16 /* in more than one report in eight or so */
};

/* 12 bytes. */
struct kin_word {
    uint32_t id;    /* hash of the lower-cased word */
    uint32_t start; /* text */
    uint16_t n;     /* bytes */
    uint8_t flags;
    uint8_t idf;    /* log2(reports / reports that have it), in 1/16 */
};

struct kin_sent {
    uint32_t first, end; /* words */
    uint32_t para;       /* number of its paragraph */
};

struct kin_words {
    struct kin_word *p;
    uint32_t n;
    struct kin_sent *sents;
    uint32_t sents_n;
};

/* The table of weights: see train/train_news_df.c for its bytes. */
struct kin_weights {
    const uint32_t *slots; /* fingerprint << 8 | idf; 0: empty; NULL: no table */
    uint32_t mask;
};
void kin_weights_open(struct kin_weights *w);
uint8_t kin_idf(const struct kin_weights *w, uint32_t id);
uint32_t kin_word_id(slice lower); /* of a word in lower case */

/* Splits `text`; at most `most` words of it (0: 1 << 20). What is in `out` lies in `a`. */
void kin_split(slice text, const struct kin_weights *w, uint32_t most, struct arena *a,
               struct kin_words *out);

static inline span kin_word_span(const struct kin_word *w) {
    return (span){w->start, w->start + w->n};
}
/* The first word that begins at a place of the text or behind it; w->n: there is none. */
uint32_t kin_word_at(const struct kin_words *w, uint32_t start);
/* The words of the sentence around a place of the text, and no more than some hundred on either side of it; no words: it stands
 * in none. */
struct kin_sent kin_sent_around(const struct kin_words *w, uint32_t place);

/* Minutes since 1970 of an ISO 8601 date or time; INT64_MIN: none. *fine: it has a time of day. */
int64_t kin_minutes(slice iso, bool *fine);

#endif
