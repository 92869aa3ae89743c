/* input: files, folders, archives, records -> documents' source bytes, one at a time.
 *
 * rooms: base
 *
 * Two steps, so that the cheap one can be serial and the dear one parallel:
 *
 *   input_next  (one thread at a time)  names the next thing: a file's path, a record's bytes
 *   input_load  (any thread)            reads, unpacks, parses, converts it to a struct source
 *
 * No length, offset or nesting from outside is trusted; what cannot be read gives a
 * `struct skip`, never silence. */
#ifndef STM_INPUT_H
#define STM_INPUT_H

#include "base/base.h"

enum source_kind { SOURCE_HTML, SOURCE_TEXT };

/* What came beside the bytes: fields of a JSONL record, headers of an MHTML file. Slices with
 * p == NULL: not said. Dates as they were written. */
struct given {
    slice url, title, published, modified, language, site_name;
    slice *authors;
    uint32_t authors_n;
};

/* One report as it was found. Everything lies in the arena it was loaded into. */
struct source {
    slice file;   /* as the input was named ("-" for standard input) */
    slice record; /* which record of the file, or p NULL: "3" (its line), a WARC-Record-ID */
    slice id;     /* the record's own id, else the file's name without .gz/.zst and last ending;
                     not yet unique */
    enum source_kind kind;
    bool whole;   /* a record's `text`: `annotate` takes it as it stands */
    bool headline; /* it has no more than its title, which is its text then (options.headlines) */
    slice bytes;  /* the source that spans count in (FORMAT.md, "Spans") */
    slice text;   /* the same as UTF-8: mark-up and all, for SOURCE_HTML */
    const struct map *map; /* text -> bytes; NULL: they are the same bytes */
    slice charset;         /* WHATWG name, lower case */
    uint8_t sha256[32];    /* of bytes */
    struct given given;
};

/* An input that gave no report. `error` is one clear clause: what is wrong, and where. */
struct skip {
    slice file, record, error;
    int code; /* STM_E* */
};

struct input_options {
    uint64_t max_bytes;   /* of one document, unpacked; 0: 64 MiB */
    uint64_t max_records; /* of one file; 0: no bound */
    bool headlines;       /* a JSON record or a table's row without a text is read all the same if it has a title */
};

struct input;      /* the list of things to read, and where we are in it */
struct input_item; /* a thing to load; allocated by input_next, freed by input_item_free */

/* Files are read in the order named, folders in byte order of their paths. "-": standard input.
 * A path that does not exist is a skip, given when its turn comes. NULL: no memory. */
struct input *input_open(const char *const *paths, size_t n, const struct input_options *options);
void input_close(struct input *in);

/* 1: *item is the next; 0: no more; < 0: STM_E*. */
int input_next(struct input *in, struct input_item **item);
/* Position in the whole, for a progress bar: bytes done and bytes in all (0: not known). */
void input_progress(const struct input *in, uint64_t *done, uint64_t *all);
/* Bytes of the report that it holds: a record has them, a file is read when it is loaded. */
size_t input_item_held(const struct input_item *item);
/* The file that it is or stands in, as named; lives as long as the item. */
slice input_item_name(const struct input_item *item);
/* Which record of the file it is, as far as is known before it is loaded; p NULL: none, or not yet. */
slice input_item_record(const struct input_item *item);
/* Loads into arenas: `a` for what stays, `tmp` for what does not. Inside a guard.
 * 0, or STM_E* with *skip filled (its slices in `a`). */
int input_load(const struct input_item *item, struct arena *a, struct arena *tmp,
               struct source *out, struct skip *skip);
/* The same but for out->sha256: several sources are hashed sooner together (sha256_all). */
int input_load_unhashed(const struct input_item *item, struct arena *a, struct arena *tmp, struct source *out,
                        struct skip *skip);
void input_item_free(struct input_item *item);

/* Bytes that somebody already has: kind and charset found as for a file. `charset`: a label from
 * a header, or NULL. */
int input_bytes(const char *name, const void *p, size_t n, const char *charset, struct arena *a,
                struct arena *tmp, struct source *out, struct skip *skip);

/* Reads again what was read once: the source of `file` (and `record`, or p NULL) that has this hash. Regular
 * files of at most `most` bytes alone (0: no bound). `a` for what stays, `tmp` is reset; it needs no guard.
 * 0 with *why NULL, or STM_E* with a constant clause. */
int input_again(slice file, slice record, const uint8_t sha256[32], uint64_t most, struct arena *a,
                struct arena *tmp, struct source *out, const char **why);

#endif
