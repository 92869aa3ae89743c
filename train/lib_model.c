#include "lib_model.h"

#include <stdio.h>

void model_begin(struct model_writer *w, struct arena *a, const char *name) {
    *w = (struct model_writer){.a = a, .name = name};
}

void model_add(struct model_writer *w, const char *name, const void *p, size_t element, size_t count) {
    if (w->n == MODEL_SECTIONS)
        guard_fail(STM_ELIMIT);
    struct model_row *r = &w->rows[w->n];
    snprintf(r->name, sizeof r->name, "%s", name);
    r->element = (uint32_t)element;
    r->size = (uint64_t)element * count;
    w->data[w->n++] = p;
}

int model_write(struct model_writer *w, const char *path) {
    size_t table = sizeof(struct model_header) + w->n * sizeof(struct model_row), at = table;
    for (uint32_t i = 0; i < w->n; i++) {
        at = (at + MODEL_ALIGN - 1) / MODEL_ALIGN * MODEL_ALIGN;
        w->rows[i].offset = at;
        at += w->rows[i].size;
    }
    char *p = arena_calloc(w->a, at, 1);
    memcpy(p + sizeof(struct model_header), w->rows, w->n * sizeof(struct model_row));
    for (uint32_t i = 0; i < w->n; i++)
        if (w->rows[i].size)
            memcpy(p + w->rows[i].offset, w->data[i], w->rows[i].size);
    struct model_header h = {.version = MODEL_VERSION, .sections = w->n, .size = at};
    memcpy(h.magic, MODEL_MAGIC, 8);
    snprintf(h.name, sizeof h.name, "%s", w->name);
    h.checksum = hash64(p + sizeof h, at - sizeof h);
    memcpy(p, &h, sizeof h);
    FILE *f = fopen(path, "wb");
    if (!f)
        return STM_EIO;
    bool whole = fwrite(p, 1, at, f) == at;
    return fclose(f) == 0 && whole ? 0 : STM_EIO;
}
