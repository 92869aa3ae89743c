/* Writes model files (src/base/model.h). Not for threads. */
#ifndef STM_LIB_MODEL_H
#define STM_LIB_MODEL_H

#include "base/model.h"

struct model_writer {
    struct arena *a;
    const char *name;
    struct model_row rows[MODEL_SECTIONS];
    const void *data[MODEL_SECTIONS]; /* must stay until model_write */
    uint32_t n;
};

void model_begin(struct model_writer *w, struct arena *a, const char *name);
void model_add(struct model_writer *w, const char *name, const void *p, size_t element, size_t count);
/* 0 or STM_EIO; a model without changes gives the same bytes. */
int model_write(struct model_writer *w, const char *path);

#endif
