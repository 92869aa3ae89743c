/* CoNLL-U files for trainers: gold words with the flags that tokens_read would give them. */
#ifndef STM_LIB_CONLLU_H
#define STM_LIB_CONLLU_H

#include "lang/lang.h"
#include "lib_rows.h"

struct gold_word {
    slice form, lemma;
    uint16_t feats;              /* number of the bundle; 0 also for bundles not in the table */
    uint8_t upos, xpos, deprel, flags;
    int32_t head;                /* in the sentence, from 0; -1: root */
};

struct gold {
    struct gold_word *words;
    uint32_t words_n, words_cap;
    uint32_t *sentences;         /* where each begins; one more at the end */
    uint32_t sentences_n, sentences_cap;
};

/* Appends the file's sentences. Slices point into memory of `a`. */
void gold_read(struct gold *g, const char *path, struct arena *a);

#endif
