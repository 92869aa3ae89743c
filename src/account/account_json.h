/* Rows that both the account and the filters write; inside an open list.
 *
 * rooms: base input page lang mark doc kin story claim fix */
#ifndef STM_ACCOUNT_JSON_H
#define STM_ACCOUNT_JSON_H

#include "account.h"

/* The source span of a stretch of a document's text; empty if it has none. */
span row_source(const struct document *d, span at);
/* Writes it; false, and nothing, if it has none. */
bool row_span(const struct document *d, const char *key, span at, struct out *o);
/* "DOC-a3", or "a3" in a filter's row. */
void json_row_id(const struct document *d, const char *key, char kind, uint32_t i, bool account,
                 struct out *o);

/* A document's mentions as a list for each of its entities: first[e], then next[m], NONE at the end. */
struct mention_lists {
    uint32_t *first, *next;
};
/* False, and the error in o, if there is no memory. */
bool mention_lists(const struct lang *l, struct mention_lists *out, struct out *o);
void mention_lists_free(struct mention_lists *lists);

void rows_entities(const struct document *d, struct out *o);
void rows_coref(const struct document *d, const slice *figures, struct out *o);
void rows_times(const struct document *d, bool account, struct out *o);
void rows_quantities(const struct document *d, bool account, struct out *o);
/* `names`: what the account calls each entity of the document, or NULL for its own names. */
void rows_attributions(const struct document *d, bool account, const slice *names, struct out *o);
void rows_events(const struct document *d, bool account, struct out *o);

#endif
