/* Files in a folder of the test's own, and everything that reading them gives, as lines of text. */
#ifndef STM_READING_H
#define STM_READING_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"

static char root[64];

static inline void root_new(void) {
    strcpy(root, "/tmp/stemma-inputs-XXXXXX");
    CHECK(mkdtemp(root) != NULL);
}
static inline void root_remove(void) {
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", root);
    CHECK(system(command) == 0);
}
static inline const char *at(const char *name) { return arena_printf(T, "%s/%s", root, name).p; }

static inline void put(const char *name, const void *p, size_t n) {
    const char *path = at(name);
    for (char *q = (char *)(uintptr_t)path + strlen(root) + 1; (q = strchr(q, '/')); q++) {
        *q = 0;
        mkdir(path, 0700);
        *q = '/';
    }
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(p, 1, n, f) == n);
    if (f)
        fclose(f);
}
static inline void puts_(const char *name, const char *z) { put(name, z, strlen(z)); }

struct loading {
    const struct input_item *item;
    struct buf *out;
    bool text;
};

/* "id[#record][h|t]" for a source, "!file[#record] clause" for a skip. */
static inline void load(void *arg) {
    struct loading *l = arg;
    struct source s;
    struct skip k;
    struct arena *a = arena_new(0), *tmp = arena_new(0);
    if (l->out->n)
        buf_slice(l->out, S("\n"));
    if (input_load(l->item, a, tmp, &s, &k)) {
        uint32_t cut = slice_starts(k.file, slice_str(root)) ? (uint32_t)strlen(root) + 1 : 0;
        buf_char(l->out, '!');
        buf_slice(l->out, slice_cut(k.file, cut <= k.file.n ? cut : 0, k.file.n));
        if (k.record.p) {
            buf_char(l->out, '#');
            buf_slice(l->out, k.record);
        }
        buf_char(l->out, ' ');
        buf_slice(l->out, k.error);
        CHECK(k.code < 0);
    } else {
        buf_slice(l->out, s.id);
        if (s.record.p) {
            buf_char(l->out, '#');
            buf_slice(l->out, s.record);
        }
        buf_char(l->out, ' ');
        buf_char(l->out, s.kind == SOURCE_HTML ? 'h' : 't');
        if (l->text) {
            buf_char(l->out, ' ');
            buf_slice(l->out, s.text);
        }
        uint8_t sha[32];
        sha256(s.bytes.p, s.bytes.n, sha);
        CHECK(memcmp(sha, s.sha256, 32) == 0);
    }
    arena_free(tmp);
    arena_free(a);
}

static inline const char *read_with(const char *const *paths, size_t n, bool text, struct input_options *o) {
    struct buf b = {.a = T};
    struct input *in = input_open(paths, n, o);
    struct input_item *item;
    int got;
    uint64_t last = 0, done, all;
    while ((got = input_next(in, &item)) == 1) {
        struct loading l = {item, &b, text};
        CHECK(guard_run(load, &l) == 0);
        input_item_free(item);
        input_progress(in, &done, &all);
        CHECK(done >= last && (!all || done <= all));
        last = done;
    }
    CHECK(got == 0);
    input_progress(in, &done, &all);
    CHECK(!all || done == all);
    input_close(in);
    return buf_take(&b).p;
}
static inline const char *read_one(const char *name) {
    const char *path = at(name);
    return read_with(&path, 1, false, NULL);
}
static inline const char *text_of(const char *name) {
    const char *path = at(name);
    return read_with(&path, 1, true, NULL);
}
#define CHECK_READ(name, want) CHECK_SLICE(slice_str(read_one(name)), want)
#define CHECK_TEXT(name, want) CHECK_SLICE(slice_str(text_of(name)), want)

#endif
