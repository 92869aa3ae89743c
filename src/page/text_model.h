/* What a model says of a text file's lines: which are the report, and what the others are.
 *
 * rooms: base input
 *
 * Two forests over features of a line, the second fed with what the first says of the lines around, as for the blocks of web
 * pages (page_model.h); and for each kind of noise a forest that says whether a line that is none of the report is of it. What
 * words say is learned with them: naive Bayes log odds, hashed. */
#ifndef STM_TEXT_MODEL_H
#define STM_TEXT_MODEL_H

#include "text_lines.h"

enum { LINE_FEATURES = 76, LINE_FEATURES2 = LINE_FEATURES + 20, LINE_WORDS = 32768, LINE_TOKENS = 260 };
enum { LINE_KINDS = 9 };
extern const uint8_t line_kinds[LINE_KINDS]; /* enum noise_kind; in models their forests are named by them */

struct line_model {
    const float *words; /* LINE_WORDS */
    struct page_forest first, second, kinds[LINE_KINDS];
};

/* From `models`/page-lines.stm, or the embedded one; NULL when there is none or it is not sound. */
const struct line_model *line_model_open(struct arena *a, const char *models);

/* What of a line has weights of its own: its words, the first and the last, the first two, the whole; at most LINE_TOKENS. */
uint32_t line_tokens(slice s, uint16_t tokens[LINE_TOKENS]);
/* t->n rows of LINE_FEATURES, once all lines have the names that rules give. */
float *line_features(const struct text_reader *t, const float *words, struct arena *tmp);
/* Rows of LINE_FEATURES2: those, and what the first forest's scores say around. */
float *line_features2(const struct text_reader *t, const float *rows, const float *scores, struct arena *tmp);
/* Names the lines that rules left to be the report, but are not, and takes back what they named that is. */
void text_name_by_model(struct text_reader *t);

#endif
