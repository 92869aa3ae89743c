/* parts: what the files of this room share, but for the reader.
 *
 *   input.c    the list of inputs, items, loading
 *   folder.c   folders in byte order                  reader.c   bytes, unpacked
 *   sniff.c    what bytes are, by name and by look     charset.c  which charset
 *   recode.c   bytes to UTF-8 with a map               mhtml.c    MIME to a page
 *   jsonl.c    cutting JSON into records               record.c   a record to a source
 *   pagefile.c one file's bytes to a source */
#ifndef STM_PARTS_H
#define STM_PARTS_H

#include "base/base.h"
#include "input.h"
#include "reader.h"

/* ---- failing ------------------------------------------------------------------------------ */

const char *errno_clause(int e); /* "does not exist"; constant */

/* Fills *skip and gives `code`. */
int skip_fill(struct skip *skip, struct arena *a, slice file, slice record, int code,
              const char *why);

/* ---- what it is ---------------------------------------------------------------------------- */

enum ending {
    END_OTHER, END_HTML, END_TEXT, END_MHTML, END_JSON, END_JSONL, END_WARC, END_TAR, END_ZIP,
    END_CSV
};
/* By the name's ending, .gz and .zst aside (".tgz" is a tar). */
enum ending name_ending(slice name);
/* The name without folders, .gz or .zst, and the last ending. */
slice name_stem(slice name);

enum shape {
    SHAPE_EMPTY, SHAPE_TEXT, SHAPE_HTML, SHAPE_MHTML, SHAPE_JSON, SHAPE_WARC, SHAPE_TAR, SHAPE_ZIP,
    SHAPE_OTHER /* nothing that reports come in */
};
/* By the first bytes (some 64 KiB do). *what, for SHAPE_OTHER: "a PDF", "an image"; constant. */
enum shape sniff_shape(slice head, const char **what);

/* ---- text ----------------------------------------------------------------------------------- */

struct decoded {
    slice text;
    const struct map *map; /* NULL: the same bytes */
    slice charset;         /* constant */
};
/* WHATWG name of a label, white space and case aside; p NULL: no such. Constant. */
slice charset_of_label(slice label);
/* Bytes to UTF-8. `label`: from a header, or empty. 0, or STM_E* with *why constant. */
int charset_read(slice bytes, slice label, bool html, struct arena *a, struct arena *tmp,
                 struct decoded *out, const char **why);
/* The same, the charset's name being settled. */
int recode(slice bytes, slice charset, struct arena *a, struct arena *tmp, struct decoded *out,
           const char **why);

/* ---- formats -------------------------------------------------------------------------------- */

/* These fill what they know of *out; `file` and `record` are the caller's, and `id` where the
 * bytes say none. 0, or STM_E* with *why a clause, constant or in `a`. */

/* Whatever bytes may be: a page, a text, a saved page, one JSON record. `label`: a charset. */
int page_fill(enum ending ending, slice bytes, slice label, struct arena *a, struct arena *tmp,
              struct source *out, const char **why);
int mhtml_fill(slice bytes, struct arena *a, struct arena *tmp, struct source *out,
               const char **why);
/* One JSON object. */
int record_fill(slice json, struct arena *a, struct arena *tmp, struct source *out,
                const char **why);

/* Cuts JSON into records without understanding them: a record a line, a list of objects, or
 * objects over several lines. */
struct json_cut {
    enum { JSON_LINES, JSON_LIST, JSON_OBJECTS } form;
    uint64_t number; /* of the last record: its line, or its place in the list */
    uint64_t line;   /* lines gone past */
    bool ended;
};
struct json_piece {
    slice bytes;       /* in the reader's window; to be gone past: `take` */
    uint64_t number;
    const char *fault; /* or this, constant, with `code` */
    int code;
    size_t take;
};
void json_begin(struct json_cut *c, struct reader *r);
/* 1: a piece; 0: the end. `max`: most bytes of one. */
int json_next(struct json_cut *c, struct reader *r, size_t max, struct json_piece *out);
/* Is nothing but white space left? */
bool json_done(struct reader *r);

/* ---- folders --------------------------------------------------------------------------------- */

struct folder_walk;
struct folder_file {
    const char *path; /* until the next call */
    uint64_t size;
    const char *fault; /* not NULL: the folder `path` cannot be read; constant */
};
struct folder_walk *folder_open(const char *path); /* NULL: no memory */
/* 1: the next file that may hold reports; 0: no more; < 0: STM_ENOMEM. */
int folder_next(struct folder_walk *w, struct folder_file *out);
void folder_close(struct folder_walk *w);

#endif
