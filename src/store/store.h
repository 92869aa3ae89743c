/* store: the desk: one SQLite file that keeps finished documents, searchable, from one run to the
 * next.
 *
 * rooms: base input page lang mark doc kin story claim fix account
 *
 * Tables (schema.c): `document`, a row for each capture with its packed page and marks (pack.h);
 * `report`, one for each newest version with its key; `body_index`, an FTS5 index without content over title
 * and body; `story`, `member`, `alias`; `setting`. A document goes in whole, in one transaction with its
 * index, or not at all. Which stories there are is a function of the documents alone: adding leaves them as
 * they are, and the next question about them makes out those that are touched (desk_near.h). So a desk that
 * was killed and went on gives the same bytes as one that was not, and one that grew a report at a time the same
 * as one that had all at once; only a story's former ids are history. */
#ifndef STM_STORE_H
#define STM_STORE_H

#include "account/account.h"
#include "base/base.h"
#include "doc/doc.h"

struct desk;

enum desk_mode { DESK_READ, DESK_WRITE /* makes the file if it is not there */ };

/* STM_EIO: cannot be opened (or DESK_READ and not there); STM_EFORMAT: no desk, damaged, or of a later
 * version. err->message says which. */
int desk_open(struct desk **out, const char *path, enum desk_mode mode, stm_err *err);
void desk_close(struct desk *d); /* NULL is fine */

struct desk_counts {
    uint64_t added, known, skipped; /* known: the very same was there already */
};

/* Adds what the paths hold. Options as for reading; known documents are passed over before they are
 * read. Skips go to `skipped` (or NULL), from one thread at a time. 0 or STM_E*; what was added before a
 * failure stays. */
int desk_add(struct desk *d, const char *const *paths, size_t n, const struct doc_options *options,
             void (*skipped)(void *arg, const struct skip *), void (*progress)(void *arg,
             const struct doc_progress *), void *arg, struct desk_counts *counts, stm_err *err);

/* A row of the desk; slices live until the call's end. */
struct desk_document {
    slice name, file, record, url, site_name, title, published, language, story; /* p NULL: none */
    uint32_t words, versions; /* versions: captures of the same address, this one included */
};
/* By name. Older captures of an address are left out. Not 0 from `row`: stop. */
int desk_documents(struct desk *d, int (*row)(void *arg, const struct desk_document *), void *arg);

struct desk_story {
    slice id, title, from, to;
    uint32_t documents, origins, conflicts;
};
/* `watch` is told how far the making out of stories has come, in the thread that asks for them: first reports that are
 * compared, then stories that are counted, `done` of `all`. NULL: nobody. */
void desk_watch(struct desk *d, void (*watch)(void *arg, uint64_t done, uint64_t all), void *arg);

enum desk_order { DESK_NEWEST, DESK_LARGEST, DESK_DISPUTED };
int desk_stories(struct desk *d, enum desk_order order, int threads,
                 int (*row)(void *arg, const struct desk_story *), void *arg);

struct desk_hit {
    slice name, title, file, record, passage; /* passage: clean words around the place */
    span at;      /* source bytes of the passage */
    uint32_t line;
    double score; /* more is better; 0 where the newest come first */
};
/* `words`: all must occur; "..." is a phrase. The best first, or the newest where there is nothing to rank by
 * (desk_search.c). STM_EUSAGE: nothing to look for in them. */
int desk_search(struct desk *d, slice words, uint32_t most,
                int (*row)(void *arg, const struct desk_hit *), void *arg);

/* The account of one story (its id, or the beginning of it that no other has), or of all (id.p NULL).
 * STM_EEMPTY: no such story. The caller frees it. */
int desk_account(struct desk *d, slice story, int threads, struct account **out);

/* Takes a document out by its name, with all its versions, and every trace of its words. STM_EEMPTY: no
 * such document. STM_ESTOP: it is gone, but another reader keeps the journal from being emptied; the journal goes
 * when the last of them closes the desk. */
int desk_forget(struct desk *d, slice name);

#endif
