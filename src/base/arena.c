/* Bump allocation: chunks in a list, each twice the last up to a bound.
 *
 *   arena -> chunk (newest) -> chunk -> chunk (first, kept by reset)
 *            [header|used......|free]
 */
#include "base.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#endif
#endif
#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = 16, FIRST = 16 << 10, LARGEST = 1 << 20, KEPT = 4 << 20 /* most that a reset keeps */ };

struct chunk {
    struct chunk *older;
    size_t size; /* bytes after this header */
};

struct defer {
    void (*fn)(void *);
    void *arg;
    struct defer *older;
};

struct arena {
    struct chunk *newest;
    char *at, *end;
    struct defer *defers;
    size_t held, limit; /* bytes in chunks; most that may be */
    size_t next;        /* size of the next chunk */
};

static char *data(struct chunk *c) { return (char *)(c + 1); }

static struct chunk *chunk_new(struct arena *a, size_t n) {
    size_t size = n > a->next ? n : a->next;
    if (a->limit && a->held + size > a->limit) {
        size = n;
        if (a->held + size > a->limit)
            return NULL;
    }
    struct chunk *c = mem_alloc(sizeof *c + size);
    if (!c)
        return NULL;
    c->older = a->newest;
    c->size = size;
    a->newest = c;
    a->held += size;
    a->at = data(c);
    a->end = a->at + size;
    if (a->next < LARGEST)
        a->next *= 2;
    ASAN_POISON_MEMORY_REGION(a->at, size);
    return c;
}

struct arena *arena_new(size_t limit) {
    _Static_assert(sizeof(struct chunk) % ALIGN == 0, "chunk header keeps the alignment");
    struct arena *a = mem_alloc(sizeof *a);
    if (!a)
        return NULL;
    *a = (struct arena){.limit = limit, .next = FIRST};
    return a;
}

static void run_defers(struct arena *a, struct defer *until) {
    while (a->defers != until) {
        struct defer *d = a->defers;
        a->defers = d->older;
        d->fn(d->arg);
    }
}

static void drop_chunks(struct arena *a, struct chunk *until) {
    while (a->newest != until) {
        struct chunk *c = a->newest;
        a->newest = c->older;
        a->held -= c->size;
        ASAN_UNPOISON_MEMORY_REGION(data(c), c->size);
        mem_free(c);
    }
}

void arena_free(struct arena *a) {
    if (!a)
        return;
    run_defers(a, NULL);
    drop_chunks(a, NULL);
    mem_free(a);
}

void *arena_alloc(struct arena *a, size_t n) {
    if (n > (size_t)1 << 40)
        guard_fail(STM_ELIMIT);
    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (n == 0)
        n = ALIGN;
    if ((size_t)(a->end - a->at) < n && !chunk_new(a, n))
        guard_fail(a->limit && a->held + n > a->limit ? STM_ELIMIT : STM_ENOMEM);
    char *p = a->at;
    a->at += n;
    ASAN_UNPOISON_MEMORY_REGION(p, n);
    return p;
}

void *arena_calloc(struct arena *a, size_t count, size_t size) {
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        guard_fail(STM_ELIMIT);
    return memset(arena_alloc(a, n), 0, n);
}

void *arena_grow(struct arena *a, void *old, size_t old_n, size_t n) {
    assert(n >= old_n);
    size_t had = (old_n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    size_t want = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    /* the last thing allocated grows where it is */
    if (old_n && (char *)old + had == a->at && (size_t)(a->end - a->at) >= want - had) {
        ASAN_UNPOISON_MEMORY_REGION(a->at, want - had);
        a->at += want - had;
        return old;
    }
    void *p = arena_alloc(a, n);
    if (old_n)
        memcpy(p, old, old_n);
    return p;
}

char *arena_dup(struct arena *a, const char *p, size_t n) {
    char *q = arena_alloc(a, n + 1);
    if (n)
        memcpy(q, p, n);
    q[n] = 0;
    return q;
}

slice arena_slice(struct arena *a, slice s) { return (slice){arena_dup(a, s.p, s.n), s.n}; }

slice arena_printf(struct arena *a, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return slice_of(p, (size_t)n);
}

#define ROUNDED(n) (((n) + ALIGN - 1) & ~(size_t)(ALIGN - 1))
void arena_defer(struct arena *a, void (*fn)(void *), void *arg) {
    if ((size_t)(a->end - a->at) < ROUNDED(sizeof(struct defer)) && !chunk_new(a, ROUNDED(sizeof(struct defer)))) {
        fn(arg); /* or it would never be called */
        guard_fail(STM_ENOMEM);
    }
    struct defer *d = arena_alloc(a, sizeof *d);
    *d = (struct defer){fn, arg, a->defers};
    a->defers = d;
}

struct arena_mark arena_mark(struct arena *a) {
    return (struct arena_mark){a->newest, a->at, a->defers};
}

void arena_rewind(struct arena *a, struct arena_mark mark) {
    run_defers(a, mark.defers);
    if (!mark.chunk) {
        arena_reset(a);
        return;
    }
    drop_chunks(a, mark.chunk);
    a->at = mark.at;
    a->end = data(a->newest) + a->newest->size;
    ASAN_POISON_MEMORY_REGION(a->at, (size_t)(a->end - a->at));
}

/* What took several chunks is given room in one, next time: memory that is handed back and forth is cleared each time. */
void arena_reset(struct arena *a) {
    run_defers(a, NULL);
    struct chunk *kept = a->newest;
    if (!kept)
        return;
    if (kept->older || kept->size > KEPT) {
        size_t held = a->held;
        drop_chunks(a, NULL);
        a->at = a->end = NULL;
        if (held <= KEPT)
            a->next = held > a->next ? held : a->next;
        return;
    }
    a->at = data(kept);
    a->end = a->at + kept->size;
    ASAN_POISON_MEMORY_REGION(a->at, kept->size);
}

size_t arena_used(const struct arena *a) { return a->held - (size_t)(a->end - a->at); }

/* ---- byte buffers ------------------------------------------------------------------ */

void buf_add(struct buf *b, const char *p, size_t n) {
    size_t max = b->max ? b->max : 1u << 30;
    if (n > max || b->n + n > max)
        guard_fail(STM_ELIMIT);
    if (b->n + n + 1 > b->cap) {
        size_t cap = b->cap ? (size_t)b->cap * 2 : 256;
        while (cap < b->n + n + 1)
            cap *= 2;
        b->p = arena_grow(b->a, b->p, b->cap, cap);
        b->cap = (uint32_t)cap;
    }
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += (uint32_t)n;
}

void buf_char(struct buf *b, char c) { buf_add(b, &c, 1); }

void buf_cp(struct buf *b, uint32_t cp) {
    char c[4];
    buf_add(b, c, (size_t)utf8_encode(cp, c));
}

void buf_slice(struct buf *b, slice s) { buf_add(b, s.p, s.n); }

slice buf_take(struct buf *b) {
    buf_add(b, "", 0);
    b->p[b->n] = 0;
    slice s = {b->p, b->n};
    b->p = NULL;
    b->n = b->cap = 0;
    return s;
}
