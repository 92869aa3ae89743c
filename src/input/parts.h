/* parts: what the files of this room share, but for the reader.
 *
 *   input.c    the list of inputs, items, loading
 *   folder.c   folders in byte order                  reader.c   bytes, unpacked
 *   sniff.c    what bytes are, by name and by look     charset.c  which charset
 *   recode.c   bytes to UTF-8 with a map               mhtml.c    MIME to a page
 *   jsonl.c    cutting JSON into records               record.c   a record to a source
 *   pagefile.c one file's bytes to a source            rows.c     rows
 *   warc.c     web archives                           payload.c  HTTP in them
 *   tar.c, zip.c  archives of files */
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
bool name_foreign(slice name); /* of a form that may hold a report and is not read: a PDF, an office document, mail */
bool ending_is_page(enum ending ending);
/* May a member of an archive by this name hold reports? As in folders. */
bool member_counts(slice name);
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
/* One JSON object. `headlines`: the title will do (struct input_options). */
int record_fill(slice json, bool headlines, struct arena *a, struct arena *tmp, struct source *out,
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

/* ---- archives ------------------------------------------------------------------------------ */

/* What a cutter found: where the bytes of one report lie, or a fault to be told. Slices are good
 * until the cutter's next call. */
struct piece {
    enum { PIECE_PAGE, PIECE_WARC, PIECE_CSV, PIECE_RANGE } how;
    enum ending ending; /* of the member's name */
    slice bytes;
    slice record;       /* a member's name, a WARC-Record-ID, or p NULL */
    uint64_t number;    /* CSV: the row, from 1 after the header */
    const char *fault;  /* or this, with `code` */
    int code;
    /* PIECE_RANGE: a stretch of the file */
    uint64_t from, packed;
    uint32_t crc;
    enum reader_how read;
};

struct warc_cut {
    char id[256];
    uint32_t id_n;
    uint64_t take; /* bytes of the last record, to be gone past */
    bool told;     /* of the damage that we are in */
};
void warc_begin(struct warc_cut *c);
int warc_next(struct warc_cut *c, struct reader *r, uint64_t max, struct piece *out); /* 1, or 0: the end */
int warc_fill(slice record, uint64_t max, struct arena *a, struct arena *tmp, struct source *out,
              const char **why);

struct http_head {
    int status;
    slice type, coding; /* Content-Type, Content-Encoding; or p NULL */
    bool chunked;
    uint32_t n;         /* bytes, with the blank line */
};
bool http_head(slice block, struct http_head *out); /* false: it is none */
/* The body into `a`, its encodings undone. `partial`: known to be cut short, taken as far as it goes. */
int http_body(slice block, const struct http_head *h, uint64_t max, bool partial, struct arena *a,
              struct arena *tmp, slice *out, const char **why);
slice media_type(slice content_type);    /* "text/html" of "text/html; charset=utf-8" */
slice media_charset(slice content_type); /* "utf-8"; p NULL: none */

struct tar_cut {
    char name[4096];
    uint32_t name_n;
    uint64_t size, take;
    bool long_name, long_size; /* of the next member, from a header of its own */
    bool lost, ended;
};
void tar_begin(struct tar_cut *c);
int tar_next(struct tar_cut *c, struct reader *r, uint64_t max, struct piece *out);

struct zip_cut {
    int fd;
    uint64_t file_n, n, at; /* n, at: of the directory */
    uint64_t claimed;       /* packed bytes that the members named so far say they have */
    unsigned char *directory;
    bool wacz;              /* a web archive collection: only its archive/ holds reports */
};
int zip_begin(struct zip_cut *c, const char *path, const char **why); /* 0: zip_end is due */
int zip_next(struct zip_cut *c, uint64_t max, struct piece *out);
void zip_end(struct zip_cut *c);

struct rows_cut {
    char *header;
    size_t header_n, take;
    uint64_t number;
    bool ended;
};
int rows_begin(struct rows_cut *c, struct reader *r, const char **why); /* 0: rows_end is due */
int rows_next(struct rows_cut *c, struct reader *r, size_t max, struct piece *out);
void rows_end(struct rows_cut *c);
char rows_separator(slice header);
/* Takes a field off *rest, its quotation marks undone. False: no more. */
bool rows_field(slice *rest, char separator, struct buf *out);
int rows_fill(slice header, slice row, bool headlines, struct arena *a, struct arena *tmp, struct source *out,
              const char **why);
bool record_names_content(slice name); /* is it one of the names for html or text? */

/* ---- folders --------------------------------------------------------------------------------- */

struct folder_walk;
struct folder_file {
    const char *path; /* until the next call */
    uint64_t size;
    const char *fault; /* not NULL: why the folder or file `path` is not read; constant */
};
struct folder_walk *folder_open(const char *path); /* NULL: no memory */
/* 1: the next file that may hold reports; 0: no more; < 0: STM_ENOMEM. */
int folder_next(struct folder_walk *w, struct folder_file *out);
void folder_close(struct folder_walk *w);

#endif
