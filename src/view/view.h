/* view: an account for people, and for other programs.
 *
 * rooms: base input page lang mark doc kin story claim fix account */
#ifndef STM_VIEW_H
#define STM_VIEW_H

#include "account/account.h"
#include "base/base.h"

enum view { VIEW_ALL, VIEW_TREE, VIEW_SOURCES, VIEW_CLAIMS, VIEW_CONFLICTS, VIEW_TIMELINE, VIEW_COUNT };
extern const char *const view_names[];

struct view_options {
    enum view view;
    bool colour;
    int width;  /* columns; 0: 80 */
    bool ascii; /* no box-drawing characters */
};

/* `tmp`: scratch, reset on the way. Inside a guard. */
void view_text(const struct account *acc, const struct view_options *options, struct arena *tmp,
               struct out *o);

/* Quotations and statements by speaker. A row's `family` is the document that stands for its family of
 * copies and rewrites, its `weight` one over the family's size: their sum counts a wire report in forty
 * papers once. */
enum quotes_form { QUOTES_TEXT, QUOTES_JSONL, QUOTES_CSV };
void view_quotes(const struct account *acc, enum quotes_form form, const struct view_options *options,
                 struct arena *tmp, struct out *o);

/* Two reports side by side: sentences taken, changed, dropped and added; for people, or a JSON object each. */
void view_diff(const struct document *first, const struct document *second, bool json,
               const struct view_options *options, struct arena *tmp, struct out *o);

/* One report on its own: Markdown; a row of a table (all but the id, which stands before it); the keys that
 * a neighbouring tool would write, inside an open JSON object. */
void view_markdown(const struct document *d, struct out *o);
void view_extract_head(struct out *o);
void view_extract_row(const struct document *d, struct arena *tmp, struct out *o);
enum compat { COMPAT_NONE, COMPAT_TRAFILATURA, COMPAT_NEWSPAPER4K, COMPAT_NEWS_PLEASE, COMPAT_FUNDUS };
void view_compat_keys(const struct document *d, enum compat compat, struct arena *tmp, struct out *o);

/* A document's annotations inside an open JSON object, under the keys of CoreNLP's JSON (offsets in UTF-16 units)
 * and of spaCy's Doc.to_json (offsets in code points). */
void view_corenlp_keys(const struct document *d, struct arena *tmp, struct out *o);
void view_spacy_keys(const struct document *d, struct arena *tmp, struct out *o);

/* One document as CoNLL-U (UD's format, version 2). */
void view_conllu(const struct document *d, struct out *o);
void view_conllu_head(slice id, struct out *o);                   /* its "# newdoc" line, where the id is known late */
void view_conllu_body(const struct document *d, struct out *o);  /* the rest of it */

#endif
