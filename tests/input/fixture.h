/* Sources of known make: text and bytes are put together in step, so that it is known for each
 * character of the text which bytes it came from. */
#ifndef STM_FIXTURE_H
#define STM_FIXTURE_H

#include "input/parts.h"
#include "test.h"

enum { FIX_MAX = 1 << 14 };
struct fixture {
    char bytes[FIX_MAX], text[FIX_MAX];
    uint32_t bytes_n, text_n;
    struct map_run run[FIX_MAX]; /* one for each character of the text */
    uint32_t runs;
};

/* A character (or what stands for one) and its bytes; `text` "" for bytes that give no text. */
static inline void fix_char(struct fixture *f, const char *text, const char *bytes, size_t n) {
    uint32_t t = (uint32_t)strlen(text);
    if (t)
        f->run[f->runs++] = (struct map_run){f->text_n, t, f->bytes_n, (uint32_t)n, false};
    memcpy(f->text + f->text_n, text, t);
    memcpy(f->bytes + f->bytes_n, bytes, n);
    f->text_n += t;
    f->bytes_n += (uint32_t)n;
}
/* ASCII that stands for itself. */
static inline void fix_same(struct fixture *f, const char *z) {
    for (; *z; z++)
        fix_char(f, (char[]){*z, 0}, z, 1);
}
#define FIX_BYTES(f, text, bytes) fix_char((f), (text), (bytes), sizeof(bytes) - 1)
static inline slice fix_bytes(const struct fixture *f) { return slice_of(f->bytes, f->bytes_n); }

/* How many characters lead somewhere else than to their own bytes. */
static inline uint32_t fix_strays(const struct fixture *f, const struct map *map) {
    uint32_t strays = 0;
    for (uint32_t i = 0; i < f->runs; i++) {
        const struct map_run *r = &f->run[i];
        span at = {r->text, r->text + r->text_n};
        span got = map ? map_span(map, at) : at;
        if (got.start != r->source || got.end != r->source + r->source_n) {
            if (!strays++)
                fprintf(stderr, "text %u: source [%u, %u), wanted [%u, %u)\n", at.start, got.start,
                        got.end, r->source, r->source + r->source_n);
        }
    }
    return strays;
}

static struct arena *A, *T;
static inline void arenas_new(void) {
    A = arena_new(0);
    T = arena_new(0);
}
static inline void arenas_free(void) {
    arena_free(T);
    arena_free(A);
}

#define CHECK_FIXTURE(f, source_text, source_map)                                       \
    do {                                                                                \
        CHECK_SLICE(slice_of((f)->text, (f)->text_n), arena_dup(T, (source_text).p, (source_text).n)); \
        CHECK(fix_strays((f), (source_map)) == 0);                                      \
    } while (0)

#endif
