/* reader: the bytes of a file, a pipe or a stretch of memory, unpacked on the way (gzip, zstd).
 *
 * Shared inside the room. What is ready lies in a window; a caller asks for more of it and goes
 * past what it has used. The window moves when more is asked for. Not in an arena, because
 * input_next works outside a guard: every reader_open has its reader_close. */
#ifndef STM_READER_H
#define STM_READER_H

#include "base/base.h"

struct reader;

/* How packed bytes are told: by their first bytes (gzip, zstd, else plain); not at all; as zip's
 * bare deflate; as deflate with or without zlib's wrapper. */
enum reader_how { READ_AUTO, READ_PLAIN, READ_RAW, READ_DEFLATE };

/* Opens what path names ("-": standard input), n bytes of it from a place on, a stretch of memory.
 * 0, or STM_E* with *why a constant clause. */
int reader_open(struct reader **out, const char *path, const char **why);
int reader_open_range(struct reader **out, const char *path, uint64_t from, uint64_t n,
                      enum reader_how how, const char **why);
int reader_open_memory(struct reader **out, const void *p, size_t n, enum reader_how how);
void reader_close(struct reader *r); /* NULL is fine */

/* Makes the window hold `want` bytes or more, fewer only at the end. Gives how many it holds. */
size_t reader_want(struct reader *r, size_t want);
const char *reader_at(const struct reader *r); /* the window; until the next reader_want */
size_t reader_ready(const struct reader *r);   /* bytes in it */
void reader_take(struct reader *r, size_t n);  /* goes past n bytes of the window */
/* Takes up to n bytes to `to`, 0 only at the end: for what is read whole, past the window. */
size_t reader_read(struct reader *r, char *to, size_t n);
uint64_t reader_place(const struct reader *r); /* bytes gone past: the window's unpacked offset */

/* After the window has run dry: NULL at a sound end, else why the bytes ended before it. */
const char *reader_fault(const struct reader *r, int *code);
/* After a fault: looks for the next gzip member or zstd frame, whose bytes then follow. What was
 * left in the window is dropped. False: there is none, or the bytes are not packed. */
bool reader_resync(struct reader *r);
void reader_forget(struct reader *r);       /* the fault has been told; the end is a plain end */
bool reader_ended(const struct reader *r);  /* nothing more comes into the window */

/* Takes all that is left into `a`; on a fault, what came before it. 0, or STM_E* with *why. */
int reader_slurp(struct reader *r, uint64_t max, struct arena *a, slice *out, const char **why);

uint64_t reader_raw(const struct reader *r); /* bytes of the file itself that were used */
/* The file's size as the system tells it (a hint, no more); 0: not a regular file. */
uint64_t reader_size_hint(const struct reader *r);
bool reader_is_regular(const struct reader *r);
bool reader_is_output(const struct reader *r); /* it is the file that standard output is written to: it would be read for ever */

#endif
