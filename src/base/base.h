/* base: what every room stands on. No knowledge of news.
 *
 * rooms: base
 *
 * Memory. Everything that is derived from a document, or from a collection, lives in an
 * arena and dies with it. An arena never returns NULL: when memory or its limit is out it
 * leaves through the thread's innermost guard (guard_run), as does anything else that must
 * give up on a document from deep inside. What is not arena memory (a library's handle, a
 * mapped file) is tied to the arena with arena_defer, so that leaving through a guard loses
 * nothing. Code outside a guard must not allocate from an arena.
 *
 * Text. A `slice` is bytes that somebody else owns. A `span` is [start, end) in bytes of a
 * text whose name stands beside the field: the clean text of a document ("text"), or its
 * source bytes ("source"). */
#ifndef STM_BASE_H
#define STM_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "stemma.h"

#define NELEMS(a) (sizeof(a) / sizeof((a)[0]))
#define NONE UINT32_MAX /* no index */

/* ---- slices and spans ------------------------------------------------------------- */

typedef struct slice {
    const char *p;
    uint32_t n; /* bytes */
} slice;

typedef struct span {
    uint32_t start, end; /* bytes, [start, end) */
} span;

struct spans { /* a thing in one or more pieces, in order */
    span *p;
    uint32_t n;
};

#define S(literal) ((slice){(literal), (uint32_t)(sizeof(literal) - 1)})

static inline slice slice_of(const char *p, size_t n) { return (slice){p, (uint32_t)n}; }
static inline slice slice_str(const char *z) { return (slice){z, z ? (uint32_t)strlen(z) : 0}; }
static inline slice slice_cut(slice s, uint32_t start, uint32_t end) {
    return (slice){start ? s.p + start : s.p, end - start}; /* NULL + 0 is undefined */
}
static inline slice slice_at(slice s, span at) { return slice_cut(s, at.start, at.end); }
static inline bool slice_eq(slice a, slice b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
bool bytes_eq_nocase(const char *a, const char *b, uint32_t n);
static inline bool slice_eq_nocase(slice a, slice b) { /* ASCII case only */
    return a.n == b.n && bytes_eq_nocase(a.p, b.p, a.n);
}
bool slice_starts(slice s, slice head);
bool slice_starts_nocase(slice s, slice head);
bool slice_ends(slice s, slice tail);
bool slice_ends_nocase(slice s, slice tail);
int slice_cmp(slice a, slice b);           /* bytes, then length; < 0, 0, > 0 */
/* First place of `needle` in s at or after `from`, or NONE. */
uint32_t slice_find(slice s, slice needle, uint32_t from);
uint32_t slice_find_nocase(slice s, slice needle, uint32_t from);
/* The same of many words in one text: what stands in it, bits of bytes; and a word that may have a byte outside
 * of them is not looked for. */
uint32_t slice_letters(slice s);
bool slice_has_nocase(slice s, uint32_t letters, const char *word); /* letters: slice_letters(s); a word has two bytes or more */
/* Without white space at the ends: ASCII blanks, U+00A0, U+200B, U+FEFF and the like. */
slice slice_trim(slice s);
span span_trim(slice text, span at);
/* Takes the next line (without its end, "\n" or "\r\n") off *rest. False at the end. */
bool slice_line(slice *rest, slice *line);
/* Takes what stands before `sep` off *rest; the whole rest when there is none. */
bool slice_field(slice *rest, char sep, slice *field);
bool slice_among(slice word, const char *words); /* is it one of "a b c", case apart? They are in lower case */

static inline bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static inline bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
static inline bool is_alpha(unsigned char c) { return is_upper(c) || is_lower(c); }
static inline bool is_alnum(unsigned char c) { return is_alpha(c) || is_digit(c); }
static inline char to_lower(char c) { return is_upper((unsigned char)c) ? (char)(c + 32) : c; }

/* ---- UTF-8 (Unicode 15, table 3-7) ------------------------------------------------- */

/* Decodes the character at p (p < end) into *cp; gives its length, or 0 if the bytes there
 * are no well-formed character. */
int utf8_decode(const char *p, const char *end, uint32_t *cp);
/* Writes cp (a surrogate or a value past U+10FFFF becomes U+FFFD); gives its length, 1..4. */
int utf8_encode(uint32_t cp, char out[4]);
/* Length of the longest well-formed beginning of p[0..n). */
size_t utf8_valid(const char *p, size_t n);
static inline bool utf8_is_start(char c) { return ((unsigned char)c & 0xC0) != 0x80; }
bool cp_is_letter(uint32_t cp);
bool cp_is_upper(uint32_t cp);
bool cp_is_space(uint32_t cp);
uint32_t cp_lower(uint32_t cp); /* simple case folding, one to one */
/* The small letter without its marks, for comparing: E with acute is e, L with stroke is l, a curly apostrophe a straight one.
 * 0: a mark that stands by itself. */
uint32_t cp_plain(uint32_t cp);

/* ---- guards: leaving from deep inside --------------------------------------------- */

/* Runs fn(arg). 0 when it returns; the (negative) code when it, or anything that it called
 * in this thread, left with guard_fail. Guards nest; the innermost is left through. */
int guard_run(void (*fn)(void *), void *arg);
_Noreturn void guard_fail(int code);

/* ---- memory ------------------------------------------------------------------------ */

/* malloc with a counter that tests can set to fail at the k-th call (STM_FAULTS builds).
 * These return NULL; nothing outside base calls malloc itself. */
void *mem_alloc(size_t n);
void *mem_realloc(void *p, size_t n);
void mem_free(void *p);
void mem_fail_at(long k); /* tests: the k-th allocation from now fails; -1: none */
long mem_count(void);     /* tests: allocations so far in this process */

struct arena; /* bump allocation in growing chunks; one thread at a time */
struct arena_mark {
    void *chunk;
    char *at;
    void *defers;
};

/* `limit`: most bytes that it may hold (0: none). NULL if there is no memory. */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *a); /* NULL is fine; runs what was deferred, last first */
void *arena_alloc(struct arena *a, size_t n);              /* 16-byte aligned, not cleared */
void *arena_calloc(struct arena *a, size_t count, size_t size);
void *arena_grow(struct arena *a, void *old, size_t old_n, size_t n); /* bytes; keeps content */
char *arena_dup(struct arena *a, const char *p, size_t n); /* with a 0 after it */
slice arena_slice(struct arena *a, slice s);               /* a copy, with a 0 after it */
slice arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Without memory for it, calls fn at once and leaves through the guard. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);
struct arena_mark arena_mark(struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);
void arena_reset(struct arena *a); /* empties it; what comes next has one chunk for as much as there was, up to 4 MiB */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, T) ((T *)arena_calloc((a), 1, sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_calloc((a), (n), sizeof(T)))
/* Room for one more at the end of the array `p` of `n` used and `cap` held elements;
 * `p` and `cap` are updated. Use: ARENA_MORE(a, v->p, v->n, v->cap); v->p[v->n++] = x; */
#define ARENA_MORE(a, p, n, cap)                                                           \
    do {                                                                                   \
        if ((n) == (cap)) {                                                                \
            size_t cap_ = (cap) ? (size_t)(cap) * 2 : 8;                                   \
            (p) = arena_grow((a), (p), (size_t)(cap) * sizeof(*(p)), cap_ * sizeof(*(p))); \
            (cap) = (uint32_t)cap_;                                                        \
        }                                                                                  \
    } while (0)

/* A growing byte buffer in an arena. buf_take gives what is in it and empties it. */
struct buf {
    struct arena *a;
    char *p;
    uint32_t n, cap, max; /* max: most bytes it may hold (0: 1 GiB); past it guard_fail(STM_ELIMIT) */
};
void buf_add(struct buf *b, const char *p, size_t n);
void buf_char(struct buf *b, char c);
void buf_cp(struct buf *b, uint32_t cp); /* a character, as UTF-8 */
void buf_slice(struct buf *b, slice s);
slice buf_take(struct buf *b);           /* with a 0 after it */

/* ---- hashing ------------------------------------------------------------------------ */

uint64_t hash64(const void *p, size_t n);                     /* XXH3, the same everywhere */
uint64_t hash64_seed(const void *p, size_t n, uint64_t seed);
uint64_t hash_mix(uint64_t a, uint64_t b);
void sha256(const void *p, size_t n, uint8_t out[32]);
struct sha256_text {
    const void *p;
    size_t n;
    uint8_t *out; /* 32 bytes */
};
void sha256_all(const struct sha256_text *texts, size_t n);   /* the same of each, sooner than one by one */
void hex(const uint8_t *p, size_t n, char *out);              /* 2n characters, no 0 */

/* A set or map of slices to a number; open addressing, in an arena, keys not copied. */
struct table {
    struct arena *a;
    struct table_slot *slots;
    uint32_t n, cap;
};
struct table_slot {
    slice key;
    uint32_t hash, value;
};
void table_init(struct table *t, struct arena *a, uint32_t expect);
/* Where the value of key is; puts `value` there first if the key was not in. */
uint32_t *table_put(struct table *t, slice key, uint32_t value);
const uint32_t *table_get(const struct table *t, slice key); /* NULL: not in */

/* ---- maps: from a text back to the bytes that it was made from ------------------------ */

/* Runs in order, without overlap in `text`; a run of text_n bytes stands for source_n bytes at
 * `source`. When `same`, the bytes are the same, one for one (text_n == source_n); else the
 * whole run stands for the whole stretch (an entity, a character of another charset), and what
 * has no source of its own (a blank line put between paragraphs) has source_n == 0. */
struct map_run {
    uint32_t text, text_n, source, source_n;
    bool same;
};
struct map {
    struct map_run *p;
    uint32_t n, cap;
};
/* Appends a run; merges with the one before where both are `same` and adjoin. */
void map_add(struct map *m, struct arena *a, struct map_run run);
/* The source of a stretch of text, from the first byte's to the last byte's. Runs without a
 * source at either end are left out; an empty result means that it has no source at all. */
span map_span(const struct map *m, span text);
/* The text made from a stretch of source: the least stretch that covers all of it, or empty. */
span map_text(const struct map *m, span source);
/* outer: text to middle; inner: middle to source. Gives text to source. */
void map_join(struct map *out, struct arena *a, const struct map *outer, const struct map *inner);

/* ---- output ------------------------------------------------------------------------- */

/* Bytes on their way to somebody's write function; JSON on top. After an error all is
 * swallowed and `error` says so. Not an arena thing: it can be used outside a guard. */
struct out {
    int (*write)(void *arg, const char *p, size_t n); /* 0, or negative */
    void *arg;
    int error;
    uint32_t n;
    uint64_t commas; /* JSON: bit d: level d has had an element */
    int depth;
    char buf[1 << 14];
};
void out_init(struct out *o, int (*write)(void *, const char *, size_t), void *arg);
void out_bytes(struct out *o, const char *p, size_t n);
void out_slice(struct out *o, slice s);
void out_str(struct out *o, const char *z);
void out_printf(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
int out_flush(struct out *o); /* 0 or the first error */

/* JSON (jout_: jansson has the json_ names), compact, keys in the order they are given; strings are made valid UTF-8. `key` NULL
 * inside a list and at the top. Commas come by themselves. */
void jout_open(struct out *o, const char *key, char bracket); /* '{' or '[' */
void jout_close(struct out *o, char bracket);                 /* '}' or ']' */
void jout_string(struct out *o, const char *key, slice s);
void jout_string_or_null(struct out *o, const char *key, slice s); /* null when s.p is NULL */
void jout_int(struct out *o, const char *key, int64_t v);
void jout_number(struct out *o, const char *key, double v); /* shortest; never in a locale */
void jout_bool(struct out *o, const char *key, bool v);
void jout_null(struct out *o, const char *key);
void jout_span(struct out *o, const char *key, span s);      /* [start, end] */
void jout_members(struct out *o, slice members); /* of an object, as they were written before */

/* ---- threads -------------------------------------------------------------------------- */

/* Runs fn(arg, i) for i in [0, n) on `threads` threads (the caller's is one of them). Each call
 * runs inside a guard; the first failing i's code is returned, the others still run. What is
 * computed must be stored by i, so that the result does not depend on the threads. */
int parallel_for(int threads, size_t n, void (*fn)(void *arg, size_t i), void *arg);
int cpu_count(void);

/* ---- libraries that few runs need ----------------------------------------------------------- */

/* Opens the library and puts its functions, by name, into the `n` function pointers that
 * `functions` consists of. False: it is not there, or lacks one of them. */
bool library_open(const char *file, const char *const *names, size_t n, void *functions);

/* ---- files under data/ and models/, embedded in the program ------------------------------ */

/* "lang/en/cues.txt" -> its bytes; p NULL if there is none such. */
slice embedded(const char *name);
/* Of all that the program is made of, the page of the reading room apart: what is kept from one run to the next and hangs
 * on more than what it was made from is good while this is the same. */
slice program_id(void);

#endif
