/* What every source must keep, whatever the bytes were: used by the fuzz targets of the input room. */
#ifndef STM_CHECK_SOURCE_H
#define STM_CHECK_SOURCE_H

#include <stdlib.h>

#include "input/parts.h"

static void must(bool ok) {
    if (!ok)
        abort();
}

/* Text valid UTF-8; runs of the map in order, without holes in the text, inside the bytes. */
static inline void check_map(slice text, slice bytes, const struct map *map) {
    must(utf8_valid(text.p, text.n) == text.n);
    if (!map) {
        must(text.n == bytes.n);
        return;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < map->n; i++) {
        const struct map_run *r = &map->p[i];
        must(r->text == at && r->text_n && r->text_n <= text.n - at);
        must(r->source <= bytes.n && r->source_n <= bytes.n - r->source);
        must(!r->same || (r->text_n == r->source_n &&
                          memcmp(text.p + r->text, bytes.p + r->source, r->text_n) == 0));
        at += r->text_n;
    }
    must(at == text.n);
}

static inline void check_source(const struct source *s) {
    check_map(s->text, s->bytes, s->map);
    must(s->charset.p && s->bytes.n);
}

/* Runs fn with two arenas inside a guard. Only limits may be left by. */
struct fuzz_run {
    const unsigned char *p;
    size_t n;
    struct arena *a, *tmp;
};
static inline int fuzz_guarded(const unsigned char *p, size_t n, void (*fn)(void *)) {
    struct fuzz_run run = {p, n, arena_new((size_t)1 << 30), arena_new((size_t)1 << 30)};
    int code = run.a && run.tmp ? guard_run(fn, &run) : 0;
    arena_free(run.tmp);
    arena_free(run.a);
    must(code == 0 || code == STM_ELIMIT || code == STM_ENOMEM);
    return 0;
}

#endif
