/* coref: what coref.c and its trainer share.
 *
 * rooms: base input page
 *
 * A pronoun's antecedent is chosen among the document's named entities near it: each candidate gets
 * the sum of the weights of its features (a log-linear ranker, Denis & Baldridge 2008), "none of
 * them" a weight of its own; the best is taken if its share is large enough. */
#ifndef STM_LANG_COREF_H
#define STM_LANG_COREF_H

#include "names.h"

enum { COREF_WEIGHTS = 1 << 13, COREF_FEATURES = 64, COREF_CANDIDATES = 16 };

enum pronoun { PRONOUN_NONE, PRONOUN_SUBJECT, PRONOUN_OBJECT, PRONOUN_POSSESSIVE, PRONOUN_REFLEXIVE };

struct coref_kit {
    const float *weights; /* COREF_WEIGHTS, or NULL: no model */
};

struct candidate {
    uint32_t entity, mention;        /* its mention nearest to the pronoun */
    uint32_t weight;                 /* salience */
    uint32_t n;
    uint16_t feature[COREF_FEATURES];
    float prior, score;
};

/* What is known while a document is read from left to right. */
struct coref_state {
    const struct names_kit *names;
    slice text;
    const struct lang *l;
    uint32_t *sentence_of;   /* by token */
    uint32_t *count;         /* by entity: mentions so far in the document */
    uint32_t *last_pronoun;  /* by entity: token of the last pronoun that means it, or NONE */
    uint8_t *gender;         /* by entity */
    uint32_t last[3];        /* by gender: entity that its last pronoun means, or NONE */
};

/* Gendered third person: its kind, *gender; PRONOUN_NONE for all other words. */
enum pronoun coref_pronoun(slice text, const struct lang *l, uint32_t token, uint8_t *gender);
void coref_begin(struct coref_state *s, const struct names_kit *names, slice text,
                 const struct lang *l, struct arena *tmp);
/* Candidates for the pronoun with their features; the last one, of entity NONE, is "none". */
uint32_t coref_candidates(const struct coref_state *s, uint32_t token, enum pronoun kind,
                          uint8_t gender, struct candidate out[COREF_CANDIDATES + 1]);
/* The best one by the weights, *share its probability. */
uint32_t coref_best(const float *weights, struct candidate *c, uint32_t n, float *share);
/* Notes what a pronoun was found to mean. */
void coref_note(struct coref_state *s, uint32_t token, uint8_t gender, uint32_t entity);

#endif
