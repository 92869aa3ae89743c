/* Sketches in blocks, and the search over them. */
#include "kin_index.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/sort.h"

enum {
    LIST_FULL = 24, LIST_NEXT = 8,   /* reports under one shingle: all pairs up to so many, else so many neighbours */
    KEY_LIST = 40, KEY_SHARED = 4,   /* reports under one name or number that is looked at; such keys that a pair shares */
    BLOCK = 4096,                    /* sketches */
    PART = 1 << 21,                  /* rows of a part, about */
    KEY_BLOCK = 2048                 /* reports whose keys one thread looks up at a time */
};

struct kin_index {
    struct arena *a;
    struct sketch **blocks; /* NULL: in the file */
    uint32_t blocks_n, blocks_cap, n;
    size_t held, memory;
    struct sketch *last;    /* being filled */
    FILE *file;
};

static void close_file(void *f) { fclose(f); }

struct kin_index *kin_index_new(struct arena *a, size_t memory) {
    struct kin_index *x = ARENA_NEW(a, struct kin_index);
    x->a = a;
    x->memory = memory ? memory : (size_t)512 << 20;
    return x;
}

uint32_t kin_index_count(const struct kin_index *x) { return x->n; }

/* The full block goes where there is room for it. */
static void put_block(struct kin_index *x) {
    ARENA_MORE(x->a, x->blocks, x->blocks_n, x->blocks_cap);
    size_t size = BLOCK * sizeof *x->last;
    if (x->held + size <= x->memory && !x->file) {
        x->held += size;
        x->blocks[x->blocks_n++] = x->last;
        x->last = NULL;
        return;
    }
    if (!x->file) {
        x->file = tmpfile();
        if (!x->file)
            guard_fail(STM_EIO);
        arena_defer(x->a, close_file, x->file);
    }
    off_t at = (off_t)x->blocks_n * (off_t)size;
    for (size_t done = 0; done < size;) {
        ssize_t k = pwrite(fileno(x->file), (const char *)x->last + done, size - done, at + (off_t)done);
        if (k <= 0 && errno != EINTR)
            guard_fail(STM_EIO);
        done += k > 0 ? (size_t)k : 0;
    }
    x->blocks[x->blocks_n++] = NULL;
}

void kin_index_add(struct kin_index *x, const struct sketch *s) {
    if (!x->last)
        x->last = arena_alloc(x->a, BLOCK * sizeof *x->last);
    if (x->n == UINT32_MAX)
        guard_fail(STM_ENOMEM);
    x->last[x->n++ % BLOCK] = *s;
    if (x->n % BLOCK == 0)
        put_block(x);
}

/* Block i, read into `room` if it is in the file; *n: sketches in it. */
static const struct sketch *get_block(const struct kin_index *x, uint32_t i, struct sketch *room, uint32_t *n) {
    *n = BLOCK;
    if (i == x->blocks_n) {
        *n = x->n % BLOCK;
        return x->last;
    }
    if (x->blocks[i])
        return x->blocks[i];
    size_t size = BLOCK * sizeof *room;
    for (size_t done = 0; done < size;) {
        ssize_t k = pread(fileno(x->file), (char *)room + done, size - done, (off_t)i * (off_t)size + (off_t)done);
        if (k <= 0 && !(k < 0 && errno == EINTR))
            guard_fail(STM_EIO);
        done += k > 0 ? (size_t)k : 0;
    }
    return room;
}

struct pairs {
    uint64_t *p;
    uint32_t n, cap;
    struct arena *a;
};

static void pair_add(struct pairs *v, uint32_t x, uint32_t y) {
    ARENA_MORE(v->a, v->p, v->n, v->cap);
    v->p[v->n++] = x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;
}

/* Sorted, each once. */
static void tidy(struct pairs *v, struct arena *tmp) {
    uint64_t *sorted = sort_u64(v->p, v->n, 0, tmp);
    uint64_t last = 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < v->n; i++)
        if (!kept || sorted[i] != last) {
            last = sorted[i];
            v->p[kept++] = last; /* not past what is read: it may be the same array */
        }
    v->n = kept;
}

/* Rows of key << 32 | report, sorted: pairs of reports under one key. */
static void join(const uint64_t *rows, uint32_t n, struct pairs *out) {
    for (uint32_t i = 0; i < n;) {
        uint32_t j = i;
        while (j < n && rows[j] >> 32 == rows[i] >> 32)
            j++;
        uint32_t reach = j - i <= LIST_FULL ? j - i : LIST_NEXT;
        for (uint32_t x = i; x < j; x++)
            for (uint32_t y = x + 1; y < j && y <= x + reach; y++)
                if ((uint32_t)rows[x] != (uint32_t)rows[y])
                    pair_add(out, (uint32_t)rows[x], (uint32_t)rows[y]);
        i = j;
    }
}

struct search {
    struct kin_index *x;
    uint32_t parts;           /* a power of two */
    struct arena **arenas;    /* of each part: what it found */
    struct pairs *found;      /* by part, then by block of reports */
    const uint64_t *keys;     /* key << 32 | report, sorted */
    uint32_t keys_n;
    const uint32_t *starts;   /* of keys whose upper 16 bits are i */
};

static struct arena *fresh_arena(void) {
    struct arena *a = arena_new(0);
    if (!a)
        guard_fail(STM_ENOMEM);
    return a;
}
static void free_arena(void *a) { arena_free(a); }

static void search_part(void *arg, size_t part) {
    struct search *s = arg;
    struct arena *tmp = fresh_arena();
    arena_defer(s->arenas[part], free_arena, tmp);
    struct sketch *room = s->x->file ? arena_alloc(tmp, BLOCK * sizeof *room) : NULL;
    uint64_t *rows = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t b = 0; b <= s->x->blocks_n; b++) {
        uint32_t m;
        const struct sketch *v = get_block(s->x, b, room, &m);
        for (uint32_t i = 0; i < m; i++)
            for (uint32_t k = 0; k < v[i].shingles_n; k++)
                if ((uint64_t)v[i].shingles[k] * s->parts >> 32 == part) {
                    ARENA_MORE(tmp, rows, n, cap);
                    rows[n++] = (uint64_t)v[i].shingles[k] << 32 | (b * BLOCK + i);
                }
    }
    struct pairs all = {.a = tmp};
    join(sort_u64(rows, n, 0, tmp), n, &all);
    tidy(&all, tmp);
    struct pairs *out = &s->found[part];
    *out = (struct pairs){.a = s->arenas[part]};
    out->p = arena_alloc(out->a, (all.n + 1) * sizeof *out->p);
    if (all.n)
        memcpy(out->p, all.p, all.n * sizeof *out->p);
    out->n = all.n;
    arena_reset(tmp);
}

/* The reports under a key: [*first, *first + count) of the keys. */
static uint32_t list_of(const struct search *s, uint32_t key, uint32_t *first) {
    uint32_t lo = s->starts[key >> 16], hi = s->starts[(key >> 16) + 1];
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if ((uint32_t)(s->keys[mid] >> 32) < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    *first = lo;
    uint32_t n = 0;
    while (n <= KEY_LIST && lo + n < s->keys_n && (uint32_t)(s->keys[lo + n] >> 32) == key)
        n++;
    return n;
}

static int by_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Pairs that share several rare names and numbers, of the reports of one block as the first. */
static void search_keys(void *arg, size_t at) {
    struct search *s = arg;
    size_t slot = s->parts + at;
    struct arena *tmp = fresh_arena();
    arena_defer(s->arenas[slot], free_arena, tmp);
    struct sketch *room = s->x->file ? arena_alloc(tmp, BLOCK * sizeof *room) : NULL;
    struct pairs *out = &s->found[slot];
    *out = (struct pairs){.a = s->arenas[slot]};
    uint32_t m, others[SKETCH_KEYS * KEY_LIST];
    uint32_t block = (uint32_t)(at * KEY_BLOCK / BLOCK), start = (uint32_t)(at * KEY_BLOCK % BLOCK);
    const struct sketch *v = get_block(s->x, block, room, &m);
    for (uint32_t i = start; i < m && i < start + KEY_BLOCK; i++) {
        uint32_t me = block * BLOCK + i, n = 0;
        for (uint32_t k = 0; k < v[i].keys_n; k++) {
            uint32_t first, count = list_of(s, v[i].keys[k], &first);
            for (uint32_t x = first; count <= KEY_LIST && x < first + count; x++)
                if ((uint32_t)s->keys[x] > me)
                    others[n++] = (uint32_t)s->keys[x];
        }
        if (n >= KEY_SHARED)
            qsort(others, n, sizeof *others, by_u32);
        for (uint32_t x = 0; n >= KEY_SHARED && x < n;) {
            uint32_t y = x;
            while (y < n && others[y] == others[x])
                y++;
            if (y - x >= KEY_SHARED)
                pair_add(out, me, others[x]);
            x = y;
        }
    }
    arena_reset(tmp);
}

/* All keys, sorted. */
static void gather_keys(struct search *s, struct arena *tmp) {
    const struct kin_index *x = s->x;
    struct sketch *room = x->file ? arena_alloc(tmp, BLOCK * sizeof *room) : NULL;
    uint64_t total = 0;
    for (int pass = 0; pass < 2; pass++) {
        uint64_t *rows = NULL;
        if (pass) {
            if (total > UINT32_MAX)
                guard_fail(STM_ENOMEM);
            rows = arena_alloc(tmp, (total + 1) * sizeof *rows);
            total = 0;
        }
        for (uint32_t b = 0; b <= x->blocks_n; b++) {
            uint32_t m;
            const struct sketch *v = get_block(x, b, room, &m);
            for (uint32_t i = 0; i < m; i++)
                for (uint32_t k = 0; k < v[i].keys_n; k++) {
                    if (rows)
                        rows[total] = (uint64_t)v[i].keys[k] << 32 | (b * BLOCK + i);
                    total++;
                }
        }
        s->keys_n = (uint32_t)total;
        if (rows)
            s->keys = sort_u64(rows, s->keys_n, 0, tmp);
    }
    uint32_t *starts = ARENA_ARRAY(tmp, uint32_t, (1 << 16) + 2);
    for (uint32_t i = 0; i < s->keys_n; i++)
        starts[(s->keys[i] >> 48) + 1]++;
    for (uint32_t i = 0; i <= 1 << 16; i++)
        starts[i + 1] += starts[i];
    s->starts = starts;
}

static void run(int threads, size_t n, void (*fn)(void *, size_t), void *arg) {
    int code = parallel_for(threads, n, fn, arg);
    if (code)
        guard_fail(code);
}

uint64_t *kin_index_pairs(struct kin_index *x, int threads, struct arena *a, uint32_t *pairs_n) {
    struct arena *tmp = fresh_arena();
    arena_defer(a, free_arena, tmp);
    uint32_t parts = 1, blocks = x->n / KEY_BLOCK + 1;
    while ((uint64_t)parts * PART < (uint64_t)x->n * 24 && parts < 4096)
        parts *= 2;
    struct search s = {.x = x, .parts = parts};
    s.found = ARENA_ARRAY(tmp, struct pairs, parts + blocks);
    s.arenas = ARENA_ARRAY(tmp, struct arena *, parts + blocks);
    for (uint32_t i = 0; i < parts + blocks; i++) {
        s.arenas[i] = fresh_arena();
        arena_defer(tmp, free_arena, s.arenas[i]);
    }
    run(threads, parts, search_part, &s);
    gather_keys(&s, tmp);
    run(threads, blocks, search_keys, &s);
    uint64_t total = 0;
    for (uint32_t i = 0; i < parts + blocks; i++)
        total += s.found[i].n;
    if (total >= UINT32_MAX)
        guard_fail(STM_ENOMEM);
    struct pairs all = {.a = a, .p = arena_alloc(a, (total + 1) * sizeof *all.p)};
    for (uint32_t i = 0; i < parts + blocks; i++) {
        if (s.found[i].n)
            memcpy(all.p + all.n, s.found[i].p, s.found[i].n * sizeof *all.p);
        all.n += s.found[i].n;
    }
    tidy(&all, tmp);
    *pairs_n = all.n;
    arena_reset(tmp);
    return all.p;
}
