/* fixes: the corrections on a desk, and what a reading room asks of it: the desk as it stands, without waiting for
 * stories to be made out.
 *
 * rooms: base input page lang mark doc kin story claim fix account
 *
 * `fix` keeps them, oldest first. Joined, parted and renamed stories lie over the machine's own: `fix_member` says for
 * documents of changed stories which story they are shown in, `fix_story` what these stories are, `fix_hidden` which
 * of the machine's stories are not shown. All three are made anew from `fix` and `member` when either has changed
 * (`setting.fix_stale`), so that the machine's answer is never touched. */
#ifndef STM_FIXES_H
#define STM_FIXES_H

#include "fix/fix.h"
#include "store.h"

/* All of the desk's fixes, in the arena. */
int desk_fixes(struct desk *d, struct arena *a, struct fix **out, uint32_t *n);
/* Puts them on the desk, each as one of now (`at`: ISO time, or what the fix brings). One that is there and was undone
 * is in force again, and the last. *put: how many were new or are in force again; may be NULL. */
int desk_fix_put(struct desk *d, const struct fix *f, uint32_t n, const char *at, uint32_t *put);
/* Undoes a fix (its id, or the beginning of it that no other has), or puts it in force again. STM_EEMPTY: there is
 * none such. */
int desk_fix_undo(struct desk *d, slice id, bool undone, const char *at);
/* Makes the shown stories out anew, if they must be. */
int desk_fix_shown(struct desk *d, int threads);

/* In the transaction that forgets a document: fixes that speak of it go; then, with NULL, those that speak of names that
 * stand in no report any more. */
int desk_fix_forget(struct desk *d, const uint8_t *sha256);
/* The folder beside the desk where what the reading room was given is kept, and taking a file out of it that no report
 * is from any more. */
void desk_files_path(struct desk *d, char *path, size_t size);
void desk_file_forget(struct desk *d, slice file);

/* ---- the desk as it stands ---- */

/* What is read between the two is of one moment, whatever is written meanwhile. */
int desk_snapshot(struct desk *d, bool begin);

struct desk_state {
    uint64_t documents, stories, fixes;
    char from[16], to[16]; /* "" if there are no dates */
    bool stale;            /* stories are still to be made out */
};
int desk_state(struct desk *d, struct desk_state *out);
struct desk_news {
    int64_t last;     /* of the report that was added last; grows, until that is forgotten */
    uint64_t reports; /* that came after `since` */
    bool stale;
};
/* Cheap: to be asked again and again. */
int desk_news(struct desk *d, int64_t since, struct desk_news *out);
int desk_outlets(struct desk *d, uint32_t most, int (*row)(void *arg, slice name, uint64_t documents), void *arg);

struct desk_query {
    slice q, name, outlet, from, to; /* p NULL: any */
    enum desk_order order;
    uint32_t skip, most;
};
/* counts -1: not counted yet. Rows that match in all in *total. */
struct desk_shown {
    slice id, title, from, to;
    int64_t documents, origins, conflicts;
};
int desk_shown_stories(struct desk *d, const struct desk_query *q, uint64_t *total,
                       int (*row)(void *arg, const struct desk_shown *), void *arg);
int desk_shown_documents(struct desk *d, const struct desk_query *q, uint64_t *total,
                         int (*row)(void *arg, const struct desk_document *), void *arg);
/* Up to `most` outlets of a story. */
int desk_story_outlets(struct desk *d, slice story, uint32_t most, int (*row)(void *arg, slice name), void *arg);
/* The shown story whose id (or former id) is, or begins with, `begin`: its whole id. */
int desk_shown_id(struct desk *d, slice begin, char *id, size_t size);
/* A hash of all that the account of a shown story is made of; *documents: how many it has. */
int desk_shown_key(struct desk *d, slice id, uint64_t *key, uint32_t *documents);
/* The account of a shown story (its whole id), or of the whole desk (p NULL); machine: without the fixes, of the same
 * reports. */
int desk_shown_account(struct desk *d, slice id, bool machine, int threads, struct account **out);
enum { DESK_LIGHT_FROM = 61 /* reports: what is shown of a story of so many leaves out the marks of single reports */ };
/* What a bundle has of a story's account, as it is written: members of an object. */
struct desk_kept {
    slice account; /* "account" */
    slice fixes;   /* "fixes" and "machine" */
};
/* As it was kept under this key; in the arena. STM_EEMPTY: it is not. */
int desk_kept(struct desk *d, slice id, uint64_t key, struct arena *a, struct desk_kept *out);
/* The reports of a shown story without their marks, by name; all in the arena. */
int desk_shown_pages(struct desk *d, slice id, struct arena *a, struct document ***docs, uint32_t *n);
/* Makes some accounts that are not kept as they should be, the largest first, from where the last call left `at` on (at
 * first zeroed, or with the most reports that a story may have and no id). What lists tell of these stories is counted on
 * the way. *more: there may be others. */
struct desk_keep_at {
    int64_t reports;
    char id[80];
};
int desk_keep_some(struct desk *d, int threads, struct desk_keep_at *at, bool *more);
/* A document in an arena of its own (doc_free), and the story it is shown in (into a buffer; "": none). STM_EEMPTY. */
int desk_shown_document(struct desk *d, slice name, struct document **out, char *story, size_t size);
/* The stories that hold documents of a file, or the documents of a fix. */
int desk_stories_of_file(struct desk *d, slice file, int (*row)(void *arg, slice document, slice story), void *arg);
int desk_stories_of_fix(struct desk *d, const struct fix *f, int (*row)(void *arg, slice story), void *arg);
/* From another thread: what the desk is doing in SQL ends, and is taken back. */
void desk_interrupt(struct desk *d);
/* Makes the machine's stories out, as the lists of store.h do before they answer. */
int desk_relate_now(struct desk *d, int threads);
/* Counts origins and conflicts of some of the stories that have no counts yet; *more: there may be others. */
int desk_count_some(struct desk *d, int threads, bool *more);

#endif
