/* A source a second time: from where it was read, known by its hash. */
#include "input.h"

#include <stdio.h>
#include <sys/stat.h>

struct again {
    const char *path;
    slice record;
    const uint8_t *sha256;
    uint64_t most;
    struct arena *a, *tmp, *one; /* one: of the source being looked at */
    struct source *out;
    struct input *in;
    struct input_item *item;
    bool found;
};

static void look(void *arg) {
    struct again *g = arg;
    struct source s;
    struct skip skip = {0};
    if (input_load(g->item, g->one, g->tmp, &s, &skip) || memcmp(s.sha256, g->sha256, 32) != 0)
        return;
    *g->out = s;
    g->found = true;
}

static bool next(struct again *g) {
    int got;
    while ((got = input_next(g->in, &g->item)) > 0) {
        slice record = input_item_record(g->item);
        /* a record is known by its name, so that an archive is not unpacked whole */
        if (!g->record.p || !record.p || slice_eq(record, g->record))
            return true;
        input_item_free(g->item);
        g->item = NULL;
    }
    return false;
}

int input_again(slice file, slice record, const uint8_t sha256[32], uint64_t most, struct arena *a,
                struct arena *tmp, struct source *out, const char **why) {
    char path[4096];
    struct stat st;
    *why = "the file is not where it was read";
    if (!file.n || file.n >= sizeof path || memchr(file.p, 0, file.n) || slice_eq(file, S("-")))
        return STM_EIO;
    memcpy(path, file.p, file.n);
    path[file.n] = 0;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) /* a pipe or a device would be waited for */
        return STM_EIO;
    if (most && (uint64_t)st.st_size > most) {
        *why = "the archive is too large to look it up in";
        return STM_ELIMIT;
    }
    const char *paths[] = {path};
    struct again g = {path, record, sha256, most, a, tmp, NULL, out, input_open(paths, 1, NULL), NULL, false};
    if (!g.in)
        return STM_ENOMEM;
    int code = 0;
    while (!code && !g.found && next(&g)) {
        struct arena_mark mark = arena_mark(a);
        g.one = a;
        code = guard_run(look, &g);
        arena_reset(tmp);
        input_item_free(g.item);
        g.item = NULL;
        if (!g.found)
            arena_rewind(a, mark);
    }
    input_close(g.in);
    if (code || g.found) {
        *why = g.found ? NULL : stm_strerror(code);
        return code;
    }
    *why = "the file has changed since it was read";
    return STM_EEMPTY;
}
