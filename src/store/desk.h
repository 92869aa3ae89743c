/* Inside of the store: the handle, statements, the schema.
 *
 * rooms: base input page lang mark doc kin story claim fix account */
#ifndef STM_DESK_H
#define STM_DESK_H

#include <sqlite3.h>

#include "store.h"

struct desk {
    sqlite3 *db;
    enum desk_mode mode;
    void (*watch)(void *arg, uint64_t done, uint64_t all); /* or NULL */
    void *watch_arg;
};

/* SQLite's result as a status. */
int desk_status(int rc);
/* Makes the schema, or brings an older one up. In a transaction of its own. */
int schema_ready(sqlite3 *db, bool make, stm_err *err);
/* Runs statements without results. 0 or STM_E*. */
int desk_run(struct desk *d, const char *sql);
/* A statement, to be finalized by the caller; NULL with *code set. */
sqlite3_stmt *desk_prepare(struct desk *d, const char *sql, int *code);
slice desk_text(sqlite3_stmt *s, int column); /* p NULL for SQL NULL; lives until the next step */
slice desk_blob(sqlite3_stmt *s, int column);
void desk_bind(sqlite3_stmt *s, int i, slice v); /* text, or NULL when p is NULL; it must stay until the last step */

/* The number that a query gives. */
int desk_number(struct desk *d, const char *sql, uint64_t *out);
void desk_tell_watch(struct desk *d, uint64_t done, uint64_t all);

int desk_setting(struct desk *d, const char *name, int64_t *value); /* 0: not set */

/* Makes out the stories that were touched since by adding or forgetting (desk_relate.c). */
int desk_relate(struct desk *d, int threads);
/* Counts, for stories that have none yet, their origins and conflicts (desk_tell.c). */
int desk_tell(struct desk *d, int threads);

/* In the transaction that forgets a document, before its rows go: what is kept that has words of it goes. */
int desk_kept_forget(struct desk *d, slice name);

/* The account of a story (id whole; its reports are one story there) or of everything. */
int desk_account_of(struct desk *d, slice story, int threads, struct account **out);
void desk_counts_of(const struct account *acc, uint32_t story, uint32_t *origins, uint32_t *conflicts);

/* What the account of a shown story is made of, off the desk; made on any thread. */
struct desk_made_of {
    struct arena *arena, *keep; /* of the list; of the fixes, which goes with the account */
    struct document **docs;
    uint32_t n;
    struct fix_set fixes;
};
/* As desk_shown_account. */
int desk_shown_parts(struct desk *d, slice id, bool machine, struct desk_made_of *out);
/* Takes it all, whatever comes of it. */
int desk_shown_make(struct desk_made_of *p, int threads, struct account **out);
void desk_shown_drop(struct desk_made_of *p);

/* ---- names of reports (desk_names.c) ---- */

enum { DESK_NAME = 512 };
struct desk_names {
    sqlite3_stmt *named, *same, *rename;
};
struct desk_twin { /* a report that came with the same id */
    int64_t id;
    uint8_t sum[32], key[32];
    char base[DESK_NAME];
};
int desk_names_open(struct desk_names *n, struct desk *d);
void desk_names_close(struct desk_names *n);
/* base (between 0), base-HASH or base@HASH; with more of the hash when another has that. */
int desk_name(const struct desk_names *n, slice base, char between, const uint8_t sum[32], const uint8_t key[32],
              char name[DESK_NAME]);
/* The first of the others that came with this id; *found: how many there are, up to 2. */
int desk_names_same(const struct desk_names *n, const char *base, int64_t self, struct desk_twin *t, uint32_t *found);
int desk_names_joined(const struct desk_names *n, const char *base, int64_t self); /* self has come beside one */
int desk_names_left(const struct desk_names *n, const char *base, int64_t self);   /* self has left one alone */
void desk_twin_read(sqlite3_stmt *s, struct desk_twin *t); /* columns id, key, stamp, base */
void desk_sum(slice stamp, uint8_t out[32]);               /* the SHA-256 at the end of a stamp */

/* A packed document, to be unpacked on any thread. */
struct desk_packed {
    slice name, page, marks, story; /* story: to be given to it, or p NULL */
};
struct desk_kits { /* opened when marks of another layout must be made anew; NULL until then */
    struct lang_kit *lang;
    struct mark_kit *mark;
};
void desk_kits_close(struct desk_kits *k);
/* Inside a guard: the document, in an arena of its own. */
struct document *desk_unpack(const struct desk_packed *p, struct desk_kits *k, struct arena *tmp);

#endif
