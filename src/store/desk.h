/* Inside of the store: the handle, statements, the schema.
 *
 * rooms: base input page lang mark doc kin story claim account */
#ifndef STM_DESK_H
#define STM_DESK_H

#include <sqlite3.h>

#include "store.h"

struct desk {
    sqlite3 *db;
    enum desk_mode mode;
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
void desk_bind(sqlite3_stmt *s, int i, slice v); /* text, or NULL when p is NULL */

/* Makes the stories out anew if documents were added or forgotten since. */
int desk_relate(struct desk *d, int threads);

#endif
