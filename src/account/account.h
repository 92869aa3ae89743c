/* account: a collection of documents and all that was made of it; its JSON is FORMAT.md's.
 *
 * rooms: base input page lang mark doc kin story claim fix */
#ifndef STM_ACCOUNT_H
#define STM_ACCOUNT_H

#include "base/base.h"
#include "claim/claim.h"
#include "doc/doc.h"
#include "fix/fix.h"
#include "kin/kin.h"
#include "story/story.h"

struct account {
    struct arena *arena;
    const struct document **documents; /* sorted by id */
    uint32_t documents_n;
    struct skip *skipped;              /* sorted */
    uint32_t skipped_n;
    struct kin kin;
    struct stories stories;
    struct claims claims;
    struct fixes *fixes;               /* in its arena; or NULL: none were asked for */
    bool machine;                      /* while the machine's rows are printed */
};

/* Sorts by id and content, and makes the ids unique, whatever the order was. Inside a guard. */
void account_sort(struct document **docs, uint32_t n);

/* Takes over the documents (and frees them with the account). Makes ids unique, sorts, runs the
 * rooms after doc. 0 or STM_E*. */
int account_new(struct account **out, struct document **docs, uint32_t n, const struct skip *skipped,
                uint32_t skipped_n, int threads);
/* The same with fixes (copied; their strings are those of `keep`, an arena that goes with the account, or NULL). */
int account_new_fixed(struct account **out, struct document **docs, uint32_t n, const struct skip *skipped,
                      uint32_t skipped_n, const struct fix_set *fixes, struct arena *keep, int threads);
void account_free(struct account *acc);

/* FORMAT.md's account, or some parts of it, as one JSON object and a newline. */
enum account_part {
    ACCOUNT_DOCUMENTS = 1, ACCOUNT_STORIES = 2, ACCOUNT_TREE = 4, ACCOUNT_MARKS = 8, ACCOUNT_CLAIMS = 16,
    ACCOUNT_CONFLICTS = 32 /* and losses */, ACCOUNT_SOURCES = 64 /* attributions, ledger */,
    ACCOUNT_TIMELINE = 128 /* and proposals */, ACCOUNT_ALL = 255,
    ACCOUNT_LIGHT = 256 /* no marks but entities and attributions, no body and noise of documents */
};
void account_json(const struct account *acc, uint32_t parts, struct out *o);
/* "fixes" and "machine" of docs/room.md, into the open object. Inside a guard. */
void account_fixes_keys(const struct account *acc, struct arena *tmp, struct out *o);
/* A row of "fixes". */
void account_fix_row(const struct fix *f, struct arena *a, struct out *o);
/* The same as the value of a key, without the line's end. */
void account_key(const struct account *acc, const char *key, uint32_t parts, struct out *o);
/* Rows that filters share with it; inside an open JSON object. */
void account_page_keys(const struct document *d, struct out *o);
void account_head_says(const struct document *d, struct out *o); /* description, image, tags */
void account_head_keys(const struct document *d, struct out *o); /* the same without body and noise */
void account_map_key(const struct document *d, struct out *o);
void account_mark_keys(const struct document *d, struct out *o); /* entities ... events */
void account_sentences_key(const struct document *d, struct out *o);
void account_edge(const struct document *const *docs, const struct kin *kin, const struct edge *e,
                  bool filter, struct out *o);

#endif
