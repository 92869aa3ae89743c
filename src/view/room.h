/* room: what the reading room shows (docs/room.md): the bundle, and the page with or without it.
 *
 * rooms: base input page lang mark doc kin story claim fix account */
#ifndef STM_ROOM_H
#define STM_ROOM_H

#include "account/account.h"
#include "base/base.h"

/* The source of a document, as it was read; all in the arena given, or in the document. */
struct room_source {
    struct source source;  /* bytes, text, map */
    const char *why;       /* why there is none; NULL: there is */
};

struct room_options {
    /* Gets a document's source; inside a guard; `a` may be reset after each document. NULL: none is shown. */
    void (*source)(void *arg, const struct document *d, struct arena *a, struct arena *tmp, struct room_source *out);
    void *arg;
    uint32_t most_source;  /* bytes of one source: past it the stretch round the report */
    bool light;            /* without texts and the marks of single reports */
    bool diffs;            /* of each edge between two documents, and of those with one missing original */
    slice story;           /* or p NULL: the account is of several */
};

/* For `source`: kept in the document, or read again; arg: most bytes of a file to look it up in (uint64_t *; NULL: no
 * bound). */
void room_source_of(void *arg, const struct document *d, struct arena *a, struct arena *tmp, struct room_source *out);

/* One JSON object. Inside a guard; `tmp` is reset on the way. */
void room_bundle(const struct account *acc, const struct room_options *options, struct arena *tmp, struct out *o);
/* The same bytes, without diffs, from the members "account", and "fixes" and "machine", that were written before, and the
 * documents by id. */
void room_bundle_kept(slice account, slice fixes, const struct document *const *docs, uint32_t n,
                      const struct room_options *options, struct arena *tmp, struct out *o);
/* A document's TEXT; at: a byte of the source that is to be in it, or NONE. */
void room_text(const struct document *d, const char *key, const struct room_options *options, uint32_t at,
               struct arena *tmp, struct out *o);
/* DIFF (view_diff.c). */
void view_diff_object(const struct document *first, const struct document *second, struct arena *tmp, struct out *o);

/* The page that is in the program; p NULL: it was built without. */
slice room_built(void);
/* The Content-Security-Policy that allows the page's own scripts and styles and no others. In `a`; `served`: it
 * may ask its own server. p NULL: this is no page of ours (a placeholder is missing, or there twice). */
slice room_policy(slice page, bool served, struct arena *a);
/* The page with `head` and what `data` writes (NULL: nothing) in their places; `data` is JSON, escaped here. */
void room_page(slice page, slice head, void (*data)(void *arg, struct out *o), void *arg, struct out *o);

#endif
